"""What the lines between the boxes are: axis headings, slogans, introductions, titles and running text.

Styles are learned from the document: the title style is the one that occurs about as often as there are boxes and is
followed by text. Where there are no styles (a text file), line fullness speaks: the lines of a title are short although
the next word had its place on them, those of running text are full.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from pipeline.models import BlockKind, Style
from pipeline.nl.words import CHAPTER_NUMBER, FUNCTION_WORDS, STARTERS
from pipeline.profile import Profile
from pipeline.segment.geometry import Piece
from pipeline.segment.labels import letters

#: White space in ems that starts a new paragraph, and that parts two headings of one style.
PARAGRAPH_GAP = 0.9
#: Lines a title may have, where its style tells and where only its lines do.
STYLED_LINES, TITLE_LINES = 9, 5
#: A paragraph of so many lines with so many words on average is content; lists and legends are not.
CONTENT_LINES, CONTENT_WORDS = 3, 3.5
#: Letters that the name of an axis may have.
AXIS_LETTERS = 45
#: Lines smaller than this share of the body size are notes.
NOTE_SIZE = 0.86

#: Share of the width of its paragraph below which a line is short.
SHORT_LINE = 0.75

_SENTENCE_END = re.compile(r"[.!?;][\"”’')\]]*(\s|$)")
_STARTS_ANEW = re.compile(r"[^\w]*[A-ZÀ-Þ0-9]")


class FlowLine(NamedTuple):
    """A line in reading order. ``gap`` is the white space above it in ems, infinite where its column starts."""

    piece: Piece
    flow: int
    gap: float

    @property
    def text(self) -> str:
        return self.piece.text


class Tag(NamedTuple):
    """What a line is. Neighbours with equal tags make one block; ``rule`` says what decided."""

    kind: BlockKind
    rule: str
    axis: str = ""
    number: int = 0


class Section(NamedTuple):
    """An axis heading: ``lines`` lines from ``start``."""

    start: int
    lines: int
    axis: str


class BoxPlace(NamedTuple):
    """Where a box stands, for counting and for order."""

    page: int
    top: float


def is_capitals(text: str) -> bool:
    """True for text whose letters are capitals (but for a few, as in *5G-uitrol*)."""
    signs = [char for char in text if char.isalpha()]
    return bool(signs) and sum(char.isupper() for char in signs) > 0.9 * len(signs)


def axis_of(text: str, profile: Profile) -> str:
    """Canonical name when ``text`` is the name of an axis, with or without a number before it; else empty."""
    wanted = {letters(text), letters(CHAPTER_NUMBER.sub("", text, count=1))}
    for axis in profile.axes:
        if any(letters(name) in wanted for name in (axis.name, *axis.also)):
            return axis.name
    return ""


def find_sections(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], profile: Profile, styles: Sequence[Style]
) -> list[Section]:
    """The axis headings, in reading order: of all mentions those in the style that has content after it."""
    groups: dict[tuple[str, int], list[Section]] = defaultdict(list)
    used = 0
    for start in range(len(lines)):
        if start < used:
            continue
        for count in range(1, min(4, len(lines) - start) + 1):
            part = lines[start : start + count]
            if count > 1 and (part[-1].flow != part[0].flow or part[-1].gap > 1.5):
                break
            if axis := axis_of(" ".join(line.text for line in part), profile):
                style = styles[part[0].piece.style]
                groups[style.font, round(style.size)].append(Section(start, count, axis))
                used = start + count
                break
    best: list[Section] = []
    best_rank: tuple[int, float] = (0, 0.0)
    for (_, size), group in sorted(groups.items()):
        filled = [
            section for section, following in zip(group, [*group[1:], None], strict=True)
            if _has_content(lines, section, following, boxes)
        ]
        rank = (len({section.axis for section in filled}), float(size))
        if rank > best_rank:
            best, best_rank = filled, rank
    return best


def find_new_sections(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], sections: Sequence[Section], styles: Sequence[Style], unit: str
) -> list[Section]:
    """Headings set like those of the known axes, with boxes after them: an axis more, or one renamed.

    In print the style tells; in text a paragraph in capitals that starts a page, as the known ones do.
    """
    if not sections:
        return []
    known = {i for section in sections for i in range(section.start, section.start + section.lines)}
    look = Counter(_look(lines[section.start], styles) for section in sections).most_common(1)[0][0]
    found: list[Section] = []
    for start, end in _paragraphs(lines, [i not in known for i in range(len(lines))]):
        if unit == "char":
            end = min(end, start + 1) if start + 1 < end and not is_capitals(lines[start + 1].text) else end
            fits = is_capitals(" ".join(line.text for line in lines[start:end])) and _starts_page(lines, start)
        else:
            end = next((i for i in range(start, end) if _look(lines[i], styles) != look), end)
            fits = end > start
        text = " ".join(line.text for line in lines[start:end])
        if fits and end - start <= 3 and 3 <= len(letters(text)) <= AXIS_LETTERS and not any(c.isdigit() for c in text):
            found.append(Section(start, end - start, text.capitalize() if is_capitals(text) else text))
    everything = sorted([*sections, *found])
    return [
        section for section, following in zip(everything, [*everything[1:], None], strict=True)
        if section in found and _has_boxes(lines, section, following, boxes)
    ]


def _look(line: FlowLine, styles: Sequence[Style]) -> tuple[str, int]:
    style = styles[line.piece.style]
    return style.font, round(style.size)


def _starts_page(lines: Sequence[FlowLine], index: int) -> bool:
    return index == 0 or lines[index - 1].piece.page != lines[index].piece.page


def _has_content(
    lines: Sequence[FlowLine], section: Section, following: Section | None, boxes: Sequence[BoxPlace]
) -> bool:
    start, end = section.start + section.lines, following.start if following else len(lines)
    words: list[int] = []
    for line in lines[start:end]:
        if line.gap >= PARAGRAPH_GAP:
            words = []
        words.append(len(line.piece.words))
        if len(words) >= CONTENT_LINES and sum(words) / len(words) >= CONTENT_WORDS:
            return True
    return _has_boxes(lines, section, following, boxes)


def _has_boxes(
    lines: Sequence[FlowLine], section: Section, following: Section | None, boxes: Sequence[BoxPlace]
) -> bool:
    """True when a box stands between a heading and the next one."""
    first = lines[section.start].piece
    after = lines[following.start].piece if following else None
    return any(
        (box.page, box.top) >= (first.page, first.top) and (after is None or (box.page, box.top) < (after.page, after.top))
        for box in boxes
    )


def classify(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], sections: Sequence[Section], charts: frozenset[int],
    styles: Sequence[Style], unit: str,
) -> list[Tag]:
    """A tag for each line. ``charts`` are pages of figures, whose lines are chart labels."""
    tags = [Tag(BlockKind.chart_label, "figures page") if line.piece.page in charts else Tag(BlockKind.text, "")
            for line in lines]
    for section in sections:
        for i in range(section.start, section.start + section.lines):
            tags[i] = Tag(BlockKind.section_header, "axis name", section.axis, section.start + 1)
    free = [tag.kind is BlockKind.text for tag in tags]
    titles = _titles_by_style(lines, boxes, free, styles) if unit == "pt" else {}
    if titles:
        rule = "title style"
    else:
        titles, rule = _titles_by_fullness(lines, free, len(boxes)), "line fullness"
    titles = _without_slogans(titles, sections, len(boxes))
    return _tags(lines, tags, titles, rule, bool(sections), {box.page for box in boxes}, styles)


def _without_slogans(titles: dict[int, int], sections: Sequence[Section], boxes: int) -> dict[int, int]:
    """A heading right after the name of an axis is its slogan, where there are titles enough without it."""
    after = {section.start + section.lines for section in sections}
    slogans = {number for line, number in titles.items() if line in after}
    if len(set(titles.values()) - slogans) < max(boxes, 1):
        return titles
    return {line: number for line, number in titles.items() if number not in slogans}


def _tags(
    lines: Sequence[FlowLine], tags: list[Tag], titles: dict[int, int], rule: str, has_sections: bool,
    box_pages: set[int], styles: Sequence[Style],
) -> list[Tag]:
    body = body_size(lines, styles)
    axis = ""
    state, number = "front", 0
    for i, line in enumerate(lines):
        tag = tags[i]
        if tag.kind is BlockKind.section_header:
            if tag.axis != axis or state == "front":
                axis, state, number = tag.axis, "head", 0
            continue
        if tag.kind is BlockKind.chart_label:
            continue
        if i in titles:
            inside = bool(axis) or (not has_sections and line.piece.page in box_pages) or line.piece.page in box_pages
            if inside:
                number = titles[i]
                state = "project"
                tags[i] = Tag(BlockKind.title, rule, axis, number)
                continue
        if not any(char.isalpha() for char in line.text) and _alone(lines, i):
            tags[i] = Tag(BlockKind.text, "unassigned", axis, i + 1)
            continue
        turned = i > 0 and lines[i - 1].piece.page != line.piece.page
        if turned and state == "project" and styles[line.piece.style].size > 1.15 * body and line.piece.page not in box_pages:
            state = "front"  # a page that begins with a heading and has no boxes is an appendix
        capitals = is_capitals(line.text) and _in_capitals(lines, i)
        if state == "head" or (axis and capitals):
            tags[i] = Tag(BlockKind.text, "introduction", axis)
        elif state == "project":
            small = styles[line.piece.style].size < NOTE_SIZE * body
            tags[i] = Tag(BlockKind.text, "note" if small else "description", axis, number)
        else:
            tags[i] = Tag(BlockKind.text, "front matter", axis)
    _mark_slogans(lines, tags, styles)
    return tags


def _mark_slogans(lines: Sequence[FlowLine], tags: list[Tag], styles: Sequence[Style]) -> None:
    """The head of each introduction, set in a style of its own or broken early, is the slogan of the axis."""
    done: set[str] = set()
    for start, tag in enumerate(tags):
        if tag.rule != "introduction" or tag.axis in done:
            continue
        done.add(tag.axis)
        end = start
        while end < len(tags) and tags[end] == tag:
            end += 1
        look = [(styles[line.piece.style].font, round(styles[line.piece.style].size * 2)) for line in lines[start:end]]
        own = next((i for i, other in enumerate(look) if other != look[0]), 0)
        if not own:
            paragraph = next((i for i in range(start + 1, end) if lines[i].gap >= PARAGRAPH_GAP), end)
            texts = [line.text for line in lines[start:paragraph]]
            own = title_lines(texts, capitals=is_capitals(" ".join(texts)))
            own = own if own < end - start else 0
        for i in range(start, start + own):
            tags[i] = tag._replace(rule="slogan")


def _alone(lines: Sequence[FlowLine], index: int) -> bool:
    """True for a line with white space above and below."""
    below = index + 1 == len(lines) or lines[index + 1].gap >= PARAGRAPH_GAP
    return below and lines[index].gap >= PARAGRAPH_GAP


def _in_capitals(lines: Sequence[FlowLine], index: int) -> bool:
    """True when the paragraph around a line is in capitals and has a sentence or a heading of one."""
    start, end = index, index + 1
    while start > 0 and lines[start].gap < PARAGRAPH_GAP:
        start -= 1
    while end < len(lines) and lines[end].gap < PARAGRAPH_GAP:
        end += 1
    return is_capitals(" ".join(line.text for line in lines[start:end])) and sum(
        len(line.piece.words) for line in lines[start:end]
    ) >= 5


def body_size(lines: Sequence[FlowLine], styles: Sequence[Style]) -> float:
    """The size in which most characters are set."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[styles[line.piece.style].size] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 1.0


# --- titles by style ---------------------------------------------------------------------------------------------


class _Run(NamedTuple):
    start: int
    end: int
    key: Hashable


def _style_keys(lines: Sequence[FlowLine], styles: Sequence[Style]) -> list[Hashable]:
    """A key for each line: font and size, and the colour where these are the body's; None for the body itself."""
    weights: Counter[tuple[str, float]] = Counter()
    colors: dict[tuple[str, float], Counter[str]] = defaultdict(Counter)
    for line in lines:
        style = styles[line.piece.style]
        weights[style.font, round(style.size * 2)] += len(line.text)
        colors[style.font, round(style.size * 2)][style.color] += len(line.text)
    if not weights:
        return []
    body = max(weights, key=lambda key: (weights[key], key))
    ink = max(colors[body], key=lambda color: (colors[body][color], color))
    keys: list[Hashable] = []
    for line in lines:
        style = styles[line.piece.style]
        key = (style.font, round(style.size * 2))
        keys.append(key if key != body else None if style.color == ink else (*key, "coloured"))
    return keys


def _titles_by_style(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], free: Sequence[bool], styles: Sequence[Style]
) -> dict[int, int]:
    """Line → number of its title; empty when no style stands out."""
    keys = _style_keys(lines, styles)
    by_key: dict[Hashable, list[_Run]] = defaultdict(list)
    for run in _runs(lines, keys, free):
        if _is_heading(lines, keys, run):
            by_key[run.key].append(run)
    box_pages = Counter(box.page for box in boxes)

    def cost(key: Hashable) -> tuple[float, float]:
        pages = Counter(lines[run.start].piece.page for run in by_key[key])
        apart = sum(abs(pages[page] - box_pages[page]) for page in {*pages, *box_pages})
        size = styles[lines[by_key[key][0].start].piece.style].size
        return abs(len(by_key[key]) - len(boxes)) + 0.3 * apart, -size

    if not by_key:
        return {}
    key = min(by_key, key=lambda key: (cost(key), str(key)))
    if cost(key)[0] > 0.8 * len(boxes) + 2:
        return {}
    return {i: run.start + 1 for run in by_key[key] for i in range(run.start, run.end)}


def _runs(lines: Sequence[FlowLine], keys: Sequence[Hashable], free: Sequence[bool]) -> list[_Run]:
    runs: list[_Run] = []
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and keys[i] == keys[start] and free[i] and free[start] \
                and lines[i].flow == lines[start].flow and lines[i].gap < PARAGRAPH_GAP:
            continue
        if free[start] and keys[start] is not None:
            runs.append(_Run(start, i, keys[start]))
        start = i
    return runs


def _is_heading(lines: Sequence[FlowLine], keys: Sequence[Hashable], run: _Run) -> bool:
    """Short, and followed by text in the body style."""
    if run.end - run.start > STYLED_LINES or run.end >= len(lines):
        return False
    text = " ".join(line.text for line in lines[run.start : run.end])
    return keys[run.end] is None and sum(char.isalpha() for char in text) >= 3


# --- titles by line fullness -------------------------------------------------------------------------------------


def _titles_by_fullness(lines: Sequence[FlowLine], free: Sequence[bool], boxes: int) -> dict[int, int]:
    """Line → number of its title, as strictly as the number of boxes allows.

    Where boxes outnumber the titles, doubtful first words count as no names, and headings in capitals count too.
    """
    words = vocabulary(line.text for line in lines)
    best: dict[int, int] = {}
    for lenient, capitals in ((False, False), (True, False), (False, True), (True, True)):
        titles = _titles_with(lines, free, words._replace(lenient=lenient), capitals=capitals)
        if not best or len(set(titles.values())) > len(set(best.values())):
            best = titles
        if len(set(best.values())) >= boxes:
            break
    return best


def _titles_with(
    lines: Sequence[FlowLine], free: Sequence[bool], words: Vocabulary, *, capitals: bool
) -> dict[int, int]:
    titles: dict[int, int] = {}
    waiting: range | None = None  # a short paragraph that may be the title of the next one
    for start, end in _paragraphs(lines, free):
        part = [line.text for line in lines[start:end]]
        if is_capitals(" ".join(part)) and not (capitals and end - start <= 2 and _next_is_body(lines, free, end)):
            waiting = None
            continue
        spans = find_titles(part, words)
        if spans == [(0, len(part))]:
            waiting = range(start, end) if len(part) <= TITLE_LINES and _titlelike(part[-1]) else None
            continue
        if waiting and waiting.stop == start and part[0][:1].isupper() and not (spans and spans[0][0] == 0):
            titles.update(dict.fromkeys(waiting, waiting.start + 1))
        for first, count in spans:
            titles.update(dict.fromkeys(range(start + first, start + first + count), start + first + 1))
        waiting = None
    return titles


def _paragraphs(lines: Sequence[FlowLine], free: Sequence[bool]) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and free[i] and free[i - 1] and lines[i].gap < PARAGRAPH_GAP and lines[i].flow == lines[start].flow:
            continue
        if free[start]:
            bounds.append((start, i))
        start = i
    return bounds


def _next_is_body(lines: Sequence[FlowLine], free: Sequence[bool], index: int) -> bool:
    return index < len(lines) and free[index] and not is_capitals(lines[index].text)


def _titlelike(text: str) -> bool:
    """False for the end of a sentence, and where a word must follow (*Bouw van een*)."""
    if text.endswith((".", ";", ",", ":", "-")) or not any(char.isalpha() for char in text):
        return False
    return text.split()[-1].casefold() not in FUNCTION_WORDS


class Vocabulary(NamedTuple):
    """``common``: words that the document also writes with a small letter, so no names; ``names``: words that it writes
    with a capital inside a line, where no sentence starts. ``lenient``: what is neither counts as no name."""

    common: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    lenient: bool = False

    def starts_sentence(self, word: str) -> bool:
        """True when the capital of ``word`` can only be that of a first word."""
        lower = word.casefold()
        if not word[:1].isupper() or (len(word) > 1 and word.isupper()):
            return False
        return lower in STARTERS or lower in self.common or (self.lenient and lower not in self.names)


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """What the lines of a document say about its words."""
    common: set[str] = set()
    names: set[str] = set()
    for text in texts:
        common.update(word for word in re.findall(r"[^\W\d_]+", text) if word.islower())
        names.update(word.casefold() for word in re.findall(r"(?<=[^\W\d_.!?:;”’)] )([A-ZÀ-Þ][^\W\d_]+)", text))
    return Vocabulary(frozenset(common), frozenset(names - common))


def find_titles(texts: Sequence[str], words: Vocabulary = Vocabulary()) -> list[tuple[int, int]]:  # noqa: B008
    """Titles among the lines of a paragraph, as (first line, number of lines).

    One at its head, and others where a line begins with a word that takes a capital only at the start of a sentence
    although the line before ended none. A paragraph of short lines only is one title as a whole.
    """
    head = title_lines(texts, words)
    if head == len(texts):
        return [(0, head)]
    spans = [(0, head)] if head else []
    at = head
    for index in range(at + 1, len(texts)):
        if index > at and _breaks_off(texts, index, words):
            start = _title_start(texts, index, at)
            if start is not None:
                spans.append((start, index - start))
                at = index
    return spans


def _breaks_off(texts: Sequence[str], index: int, words: Vocabulary) -> bool:
    """True when line ``index`` starts a sentence and the line before it is no end of one."""
    before, word = texts[index - 1], _first_word(texts[index])
    if not word[:1].isupper() or not _titlelike(before):
        return False
    if word.casefold() in STARTERS:
        return True
    width = max(len(text) for text in texts)
    room = words.lenient or len(before) + 1 + len(word) <= width
    return words.starts_sentence(word) and room and not before.split()[-1][:1].isupper()


def _title_start(texts: Sequence[str], end: int, lowest: int) -> int | None:
    """First line of the title that ends before line ``end``: the nearest line back that starts with a capital."""
    for index in range(end - 1, max(lowest, end - TITLE_LINES) - 1, -1):
        if _SENTENCE_END.search(texts[index]):
            return None
        if _STARTS_ANEW.match(texts[index]):
            return index if index == 0 or index == lowest or not _goes_on(texts[index - 1]) else None
    return None


def _goes_on(text: str) -> bool:
    """True when a line cannot be the last one of its text (*… van de*, *…, met*)."""
    return text.endswith((",", "-")) or text.split()[-1].casefold() in FUNCTION_WORDS


def _first_word(text: str) -> str:
    found = re.match(r"[^\w]*([^\W\d_]+)", text)
    return found.group(1) if found else ""


def title_lines(texts: Sequence[str], words: Vocabulary = Vocabulary(), *, capitals: bool = False) -> int:  # noqa: B008
    """How many lines at the head of a paragraph are a title: it ends on a short line, and the text after starts anew.

    The lines before its last may be full when the title filled them, and so may its last when the text after it begins
    with a word that is no name. All lines when the whole paragraph is broken early. In ``capitals`` every
    line starts anew, so the first early break counts.
    """
    if not _STARTS_ANEW.match(texts[0]):
        return 0
    width = max(len(text) for text in texts)
    early = [len(a) + 1 + len(b.split(" ", 1)[0]) <= width for a, b in itertools.pairwise(texts)]
    short = [len(text) <= SHORT_LINE * width for text in texts]
    count = 0
    for index in range(min(len(texts) - 1, TITLE_LINES)):
        if _SENTENCE_END.search(texts[index]):
            break
        if not (_titlelike(texts[index]) and _STARTS_ANEW.match(texts[index + 1])):
            continue
        sure = not capitals and words.starts_sentence(_first_word(texts[index + 1]))
        likely = early[index] and (short[index] or all(early[:index])) and (not count or all(early[:index]))
        if sure or likely:
            count = index + 1
        if sure or (likely and capitals):
            break
    if all(early) and (len(texts) <= 2 or not count):
        return len(texts)
    return count
