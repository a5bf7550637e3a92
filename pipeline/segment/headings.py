"""What the lines between the boxes are: axis headings, slogans, introductions, titles and running text.

Styles are learned from the document (``styles``); where there are none (a text file), line fullness speaks (``fullness``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.models import BlockKind, Style
from pipeline.nl import lone_figures
from pipeline.nl.words import CHAPTER_NUMBER, CONTINUED, QUOTED, note_mark
from pipeline.profile import Profile
from pipeline.segment.flow import PARAGRAPH_GAP, FlowLine, body_size, is_capitals, paragraphs
from pipeline.segment.fullness import (
    listings,
    title_lines,
    titled_listings,
    titles_by_fullness,
    wide_heads,
    without_subheadings,
)
from pipeline.segment.labels import letters
from pipeline.segment.styles import BoxPlace, titles_by_style

#: A paragraph of so many lines with so many words on average is content; lists and legends are not.
CONTENT_LINES, CONTENT_WORDS = 3, 3.5
#: Letters that the name of an axis may have.
AXIS_LETTERS = 45
#: Characters that a heading may have besides the name of an axis and the spaces between its letters.
SPACED = 80
#: Lines smaller than this share of the body size are notes.
NOTE_SIZE = 0.86
#: Words that say whose quoted words they are.
ATTRIBUTION = 10
_ENTRY = re.compile(r"(?<![.…·_])(?<![.…·_] )(?:[.…·_] ?){4,}+\s*+\d*$")


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


def axis_of(text: str, profile: Profile) -> str:
    """Canonical name when ``text`` is the name of an axis, with or without a number before it or *(vervolg)* behind; else empty."""
    longest = max((len(name) for axis in profile.axes for name in (axis.name, *axis.also)), default=0)
    if len(text) > 3 * longest + SPACED:
        return ""
    texts = {text, CONTINUED.sub("", text)}
    wanted = {letters(said) for said in texts | {CHAPTER_NUMBER.sub("", said, count=1) for said in texts}}
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
            section
            for section, following in zip(group, [*group[1:], None], strict=True)
            if _has_content(lines, section, following, boxes)
        ]
        rank = (len({section.axis for section in filled}), float(size))
        if rank > best_rank:
            best, best_rank = filled, rank
    return sorted([*best, *_running(groups, best)])


def _running(groups: Mapping[tuple[str, int], Sequence[Section]], best: Sequence[Section]) -> list[Section]:
    """Mentions right before the heading of the same axis: its name in a running line of the page."""
    starts = {(section.start, section.axis) for section in best}
    return [
        section
        for group in groups.values()
        for section in group
        if (section.start + section.lines, section.axis) in starts and section not in best
    ]


def find_new_sections(
    lines: Sequence[FlowLine],
    boxes: Sequence[BoxPlace],
    sections: Sequence[Section],
    styles: Sequence[Style],
    unit: str,
) -> list[Section]:
    """Headings set like those of the known axes, with boxes after them: an axis more, or one renamed.

    In print the style tells; in text a paragraph in capitals that starts a page, as the known ones do.
    """
    if not sections:
        return []
    known = {i for section in sections for i in range(section.start, section.start + section.lines)}
    look = Counter(_look(lines[section.start], styles) for section in sections).most_common(1)[0][0]
    found: list[Section] = []
    for start, end in paragraphs(lines, [i not in known for i in range(len(lines))]):
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
    new = [
        section
        for section, following in zip(everything, [*everything[1:], None], strict=True)
        if section in found and _has_boxes(lines, section, following, boxes)
    ]
    return new if 2 * len(new) < len(boxes) else []  # as many as there are boxes: these are titles set like the axes


def _look(line: FlowLine, styles: Sequence[Style]) -> tuple[str, int, bool]:
    style = styles[line.piece.style]
    return style.font, round(style.size), is_capitals(line.text)


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
        if _ENTRY.search(line.text):  # a table of contents
            continue
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
        (box.page, box.top) >= (first.page, first.top)
        and (after is None or (box.page, box.top) < (after.page, after.top))
        for box in boxes
    )


def classify(
    lines: Sequence[FlowLine],
    boxes: Sequence[BoxPlace],
    sections: Sequence[Section],
    charts: frozenset[int],
    styles: Sequence[Style],
    unit: str,
) -> list[Tag]:
    """A tag for each line. ``charts`` are pages of figures, whose lines are chart labels."""
    tags = [
        Tag(BlockKind.chart_label, "figures page") if line.piece.page in charts else Tag(BlockKind.text, "")
        for line in lines
    ]
    for section in sections:
        for i in range(section.start, section.start + section.lines):
            tags[i] = Tag(BlockKind.section_header, "axis name", section.axis, section.start + 1)
    free = [tag.kind is BlockKind.text for tag in tags]
    titles = titles_by_style(lines, boxes, free, styles) if unit == "pt" else {}
    if titles:
        rule = "title style"
        for i in titled_listings(lines, titles, [section.start for section in sections]):
            tags[i] = Tag(BlockKind.text, "list of projects")
            titles.pop(i, None)
    else:
        titles, rule = titles_by_fullness(lines, free, len(boxes)), "line fullness"
        for i in listings(lines, titles, {box.page for box in boxes}):
            tags[i] = Tag(BlockKind.text, "list of projects")
            titles.pop(i, None)
        first = min((section.start for section in sections), default=0)
        titles = without_subheadings(lines, free, titles, len(boxes), first)
        titles = _after_first(lines, titles, sections, boxes) if sections else titles
    slogans = _slogans(lines, titles, sections, boxes, fullness=rule == "line fullness")
    titles = {line: number for line, number in titles.items() if number not in slogans}
    return _tags(lines, tags, titles, rule, bool(sections), {box.page for box in boxes}, styles, slogans)


def _after_first(
    lines: Sequence[FlowLine], titles: dict[int, int], sections: Sequence[Section], boxes: Sequence[BoxPlace]
) -> dict[int, int]:
    """``titles`` without the headings before the first axis, where no box stands there and the others are enough for all."""
    first = min(section.start for section in sections)
    place = (lines[first].piece.page, lines[first].piece.top)
    inside = {line: number for line, number in titles.items() if line > first}
    enough = len(set(inside.values())) >= len(boxes)
    return inside if enough and all((box.page, box.top) > place for box in boxes) else titles


def _slogans(
    lines: Sequence[FlowLine],
    titles: dict[int, int],
    sections: Sequence[Section],
    boxes: Sequence[BoxPlace],
    *,
    fullness: bool,
) -> set[int]:
    """Numbers of headings that are slogans of the axes: right after the names of the axes, or set over all columns, where
    the titles without them fit the boxes better."""
    after = {section.start + section.lines for section in sections}
    right_after = {number for line, number in titles.items() if line in after}
    capitals = {number for line, number in titles.items() if is_capitals(lines[line].text)}
    if fullness and capitals and capitals <= right_after and len(capitals) < len(set(titles.values())) / 2:
        return capitals  # set apart from all other headings
    wide = wide_heads(lines, titles, [section.start for section in sections]) if fullness else set()
    first = min((section.start for section in sections), default=0)
    count = len({number for number in titles.values() if number > first})  # headings of the front matter are no titles

    def misfit(slogans: set[int]) -> int:
        return abs(count - len(slogans) - len(boxes))

    if len(wide) > 1 and misfit(wide) <= misfit(right_after) and misfit(wide) < misfit(set()):
        return wide
    if count - len(right_after) >= max(len(boxes), 1):
        return right_after
    if not fullness:
        return set()
    # In a section with more titles than boxes the first one is the slogan, if most of those that begin with one agree.
    starts = [(lines[section.start].piece.page, lines[section.start].piece.top) for section in sections]
    held = Counter(bisect_right(starts, (box.page, box.top)) for box in boxes)
    section_of = {
        number: bisect_right(sections, number - 1, key=lambda section: section.start) for number in titles.values()
    }
    rich = Counter(section_of.values())
    some = {number for number in right_after if rich[section_of[number]] > held[section_of[number]]}
    some = some if 2 * len(some) > len(right_after) and misfit(some) < misfit(set()) else set()
    # Where most axes begin with an introduction all do, but those that have it (in capitals) elsewhere.
    if 2 * len(right_after - some) >= len(sections):
        return some
    ends, capitals = [*(section.start for section in sections[1:]), len(lines)], _in_capitals(lines)
    return right_after - {
        section.start + section.lines + 1
        for section, end in zip(sections, ends, strict=True)
        if not capitals.isdisjoint(range(section.start + section.lines, end))
    }


def _tags(  # noqa: C901
    lines: Sequence[FlowLine],
    tags: list[Tag],
    titles: dict[int, int],
    rule: str,
    has_sections: bool,
    box_pages: set[int],
    styles: Sequence[Style],
    slogans: set[int],
) -> list[Tag]:
    body = body_size(lines, styles)
    figures, capitals = _figures(lines), _in_capitals(lines)
    quotes = _pull_quotes(lines, _main_style(lines, styles), styles)
    axis = ""
    state, number = "front", 0
    for i, line in enumerate(lines):
        tag = tags[i]
        if tag.kind is BlockKind.section_header:
            if tag.axis != axis or state == "front":
                axis, state, number = tag.axis, "head", 0
            continue
        if tag.kind is BlockKind.chart_label or tag.rule:
            continue
        if axis and i + 1 in slogans:
            state = "head"
        if i in titles:
            inside = bool(axis) or (not has_sections and line.piece.page in box_pages) or line.piece.page in box_pages
            if inside:
                number = titles[i]
                state = "project"
                tags[i] = Tag(BlockKind.title, rule, axis, number)
                continue
        if i in figures:
            tags[i] = Tag(BlockKind.text, "unassigned", axis, i + 1)
            continue
        turned = i > 0 and lines[i - 1].piece.page != line.piece.page
        if (
            turned
            and state == "project"
            and styles[line.piece.style].size > 1.15 * body
            and line.piece.page not in box_pages
        ):
            state = "front"  # a page that begins with a heading and has no boxes is an appendix
        if state == "head" or (axis and i in capitals and is_capitals(line.text)):
            tags[i] = Tag(BlockKind.text, "introduction", axis)
        elif state == "project":
            aside = styles[line.piece.style].size < NOTE_SIZE * body or i in quotes
            tags[i] = Tag(BlockKind.text, "note" if aside else "description", axis, number)
        else:
            tags[i] = Tag(BlockKind.text, "front matter", axis)
    _mark_slogans(lines, tags, styles)
    _mark_footnotes(lines, tags)
    return tags


def _main_style(lines: Sequence[FlowLine], styles: Sequence[Style]) -> Style:
    weights: Counter[Style] = Counter()
    for line in lines:
        weights[styles[line.piece.style]] += len(line.text)
    return max(weights, key=lambda style: (weights[style], str(style)), default=Style())


def _pull_quotes(lines: Sequence[FlowLine], main: Style, styles: Sequence[Style]) -> set[int]:
    """The lines of paragraphs in quotation marks that are set unlike the running text: words of nobody's description."""
    found: set[int] = set()
    before = ""
    for start, end in _paragraphs(lines):
        said = " ".join(line.text for line in lines[start:end])
        if start and lines[start - 1].flow != lines[start].flow:
            before = ""
        credit = QUOTED.match(before) and len(said.split()) <= ATTRIBUTION and not said.endswith(".")
        if (QUOTED.match(said) or credit) and all(styles[line.piece.style] != main for line in lines[start:end]):
            found.update(range(start, end))
        before = said
    return found


def _mark_footnotes(lines: Sequence[FlowLine], tags: list[Tag]) -> None:
    """A paragraph of a text that begins with a number which stands as a mark at a word before it (*lijnen1.*) is a note."""
    firsts = {tag: at for at, tag in reversed(list(enumerate(tags)))}
    marked: dict[tuple[Tag, str], int] = {}  # where a mark stands first in what a tag is given to
    for start, tag in enumerate(tags):
        mark = note_mark(lines[start].text)
        if tag.rule != "description" or not mark:
            continue
        first = firsts[tag]
        if start > first and lines[start - 1].text.endswith("."):
            if (tag, mark.pattern) not in marked:
                found = (i for i in range(first, len(lines)) if mark.search(lines[i].text))
                marked[tag, mark.pattern] = next(found, len(lines))
            if marked[tag, mark.pattern] >= start:
                continue
            end = next(
                (i for i in range(start + 1, len(tags)) if tags[i] != tag or lines[i].gap >= PARAGRAPH_GAP), len(tags)
            )
            tags[start:end] = [tag._replace(rule="note")] * (end - start)


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


def _figures(lines: Sequence[FlowLine]) -> set[int]:
    """Lines without words between white space, and those of a paragraph that says an amount or a share alone."""
    found = {i for i, line in enumerate(lines) if not any(map(str.isalpha, line.text)) and _alone(lines, i)}
    for start, end in _paragraphs(lines):
        if all(lone_figures(line.text) for line in lines[start:end]):
            found.update(range(start, end))
    return found


def _alone(lines: Sequence[FlowLine], index: int) -> bool:
    """True for a line with white space above and below."""
    below = index + 1 == len(lines) or lines[index + 1].gap >= PARAGRAPH_GAP
    return below and lines[index].gap >= PARAGRAPH_GAP


def _in_capitals(lines: Sequence[FlowLine]) -> set[int]:
    """The lines of paragraphs in capitals that have a sentence or a heading of one."""
    found: set[int] = set()
    for start, end in _paragraphs(lines):
        enough = sum(len(line.piece.words) for line in lines[start:end]) >= 5
        if enough and is_capitals(" ".join(line.text for line in lines[start:end])):
            found.update(range(start, end))
    return found


def _paragraphs(lines: Sequence[FlowLine]) -> Iterator[tuple[int, int]]:
    """Bounds (start, end) of all paragraphs."""
    starts = [i for i, line in enumerate(lines) if i == 0 or line.gap >= PARAGRAPH_GAP]
    return zip(starts, [*starts[1:], len(lines)], strict=True) if starts else iter(())
