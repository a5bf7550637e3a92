"""Titles by line fullness, where there are no styles (a text file): the lines of a title are short although the next word
had its place on them, those of running text are full."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.nl.words import COUNTER, FUNCTION_WORDS, STARTERS
from pipeline.segment.flow import PARAGRAPH_GAP, FlowLine, is_capitals, paragraphs
from pipeline.segment.labels import letters

#: Lines a title may have.
LINES = 5
#: Share of the width of its paragraph below which a line is short.
SHORT_LINE = 0.75

#: Share of the lines of a flow that are not longer than a full one, and how much longer the lines of another measure are.
FULL, LONGER = 0.8, 1.25
#: A line that could take the next word within this share of a full one was ended on purpose.
ROOM = 0.9

#: Share of the paragraphs that may seem to have no title; a title fills no more than this share of a line.
UNTITLED, NEARLY_FULL = 0.4, 0.85
#: How much wider than that of projects the text under a slogan is set over all columns.
WIDER = 1.15
#: Words that a heading inside a text has; lines of white space above a title are fewer.
SHORT_HEADING, WIDE = 4, 4.0
#: Words in the head of a table of projects.
HEADER_WORDS = 8
#: Entries that make a list of titles, lines that an entry takes, letters by which a title is looked up, and letters that an
#: amount beside it may have.
ENTRIES, ENTRY_LINES, HEAD, AMOUNT_LETTERS = 3, 2, 8, 12

#: Function words that also end a sentence, as a verb or the rest of one.
VERB_ENDS = frozenset(["af", "zijn"])
#: A title in a value is one only if so many lines follow it.
AFTER_TITLE = 2

_LAST = re.compile(r"[.!?][\"”’')\]]*$")
_SENTENCE_END = re.compile(r"[.!?;][\"”’')\]]*(\s|$)")
_DIGITS = re.compile(r"\d+")
_STARTS_ANEW = re.compile(r"[^\w]*[A-ZÀ-Þ0-9]")


def titles_by_fullness(lines: Sequence[FlowLine], free: Sequence[bool], boxes: int) -> dict[int, int]:
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
    return best | _where_others_have_one(lines, free, best, words)


def _where_others_have_one(
    lines: Sequence[FlowLine], free: Sequence[bool], titles: Mapping[int, int], words: Vocabulary
) -> dict[int, int]:
    """Titles of paragraphs that seem to have none where most have one: there the doubtful first words count as no names."""
    whole = [(a, b) for a, b in paragraphs(lines, free) if b - a > AFTER_TITLE and not is_capitals(lines[a].text)]
    without = [(a, b) for a, b in whole if not any(i in titles for i in range(max(0, a - 1), b))]
    if len(without) > UNTITLED * len(whole):
        return {}
    found: dict[int, int] = {}
    for start, end in without:
        texts = [line.text for line in lines[start:end]]
        count = title_lines(texts, words._replace(lenient=True))
        if 0 < count <= len(texts) - AFTER_TITLE and len(texts[count - 1]) <= NEARLY_FULL * max(map(len, texts)):
            found.update(dict.fromkeys(range(start, start + count), start + 1))
    return found


def wide_heads(lines: Sequence[FlowLine], titles: Mapping[int, int], sections: Sequence[int]) -> set[int]:
    """Numbers of headings below another title whose text is set wider than that of the others, one for each section at
    most: slogans with an introduction over all columns. ``sections``: the lines at which sections start."""
    starts = sorted(number - 1 for number in set(titles.values()))
    widths: dict[int, list[int]] = {}
    for start in starts:
        end = next((i for i in range(start, len(lines)) if i not in titles), len(lines))
        stop = next((i for i in range(end + 1, len(lines)) if i in titles or lines[i].gap >= PARAGRAPH_GAP), len(lines))
        widths[start] = [len(line.text) for line in lines[end : max(end, stop - 1)]] or [0]
    if not widths:
        return set()
    usual = sorted(max(found) for found in widths.values())[len(widths) // 2]
    wide = [
        start
        for before, start in itertools.pairwise(starts)
        if min(widths[start]) > usual and max(widths[start]) > WIDER * usual and lines[before].flow == lines[start].flow
    ]
    in_section = Counter(bisect_right(sections, start) for start in wide)
    return {start + 1 for start in wide} if set(in_section.values()) <= {1} else set()


def without_subheadings(
    lines: Sequence[FlowLine], free: Sequence[bool], titles: dict[int, int], boxes: int, first: int
) -> dict[int, int]:
    """Where titles (after the line ``first``) outnumber the boxes, those without the white space above or the running number
    that the others have, and a few words that come back or ask a question, stand inside the text of a project."""
    starts = sorted(number - 1 for number in set(titles.values()) if number > first)
    if len(starts) <= boxes:
        return titles
    texts = {number - 1: text for number, text in _texts(lines, titles).items() if number > first}
    often = Counter(text.casefold() for text in texts.values())
    inside = [start for start in starts if start and free[start - 1] and lines[start].gap < float("inf")]
    # A wider gap holds a box and says nothing of the white space.
    apart = 2 * sum(PARAGRAPH_GAP <= lines[start].gap < WIDE for start in inside) > len(inside)
    bare = [start for start in starts if not COUNTER.match(texts[start])]
    dropped = {start + 1 for start in bare if 2 * (len(starts) - len(bare)) > boxes} | {
        start + 1
        for start in inside
        if (apart and lines[start].gap < PARAGRAPH_GAP)
        or (
            len(texts[start].split()) <= SHORT_HEADING
            and (often[texts[start].casefold()] > 1 or texts[start].endswith("?"))
        )
    }
    return {line: number for line, number in titles.items() if number not in dropped}


def listings(lines: Sequence[FlowLine], titles: Mapping[int, int], box_pages: Container[int]) -> set[int]:
    """Lines of tables of contents and of tables with a row for each project: several titles of the document follow each
    other there without text. Where no box stands on the page, all of it."""
    found = _entries(lines, titles)
    pages = {lines[i].piece.page for i in found}
    return found | {i for i, line in enumerate(lines) if line.piece.page in pages and line.piece.page not in box_pages}


def titled_listings(lines: Sequence[FlowLine], titles: Mapping[int, int], sections: Sequence[int]) -> set[int]:
    """Lines of an appendix whose heading is set like the titles of projects: what it heads begins as a list of them.
    ``sections``: first lines of the axes."""
    entries = _entries(lines, titles)
    starts = sorted({number - 1 for line, number in titles.items() if line not in entries})
    found: set[int] = set()
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        end = min((section for section in sections if start < section < following), default=following)
        head = max(line for line, number in titles.items() if number == start + 1) + 1
        first = min((i for i in entries if head <= i < end), default=end)
        between = [word for line in lines[head:first] for word in line.piece.words]
        if first < end and len(between) <= HEADER_WORDS and lines[first].piece.page == lines[start].piece.page:
            found.update(range(start, end))
    return found


def _entries(lines: Sequence[FlowLine], titles: Mapping[int, int]) -> set[int]:
    """Lines where several titles of the document follow each other without text."""
    by_head: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, text in _texts(lines, titles).items():
        key = letters(text)
        if len(key) >= HEAD:
            by_head[key[:HEAD]].append((key, number))
    found: set[int] = set()
    run: list[int] = []
    for i in range(len(lines)):
        if run and (i - run[-1] > ENTRY_LINES or lines[i].piece.page != lines[run[-1]].piece.page):
            found |= _listed(run)
            run = []
        texts = [lines[i].text]
        for more in lines[i + 1 : i + ENTRY_LINES]:
            texts.append(f"{texts[-1]} {more.text}")
        if any(
            _names(text, key) and titles.get(i) != number
            for text in texts
            for key, number in by_head.get(_head(text), ())
        ):
            run.append(i)
    return found | _listed(run)


def _texts(lines: Sequence[FlowLine], titles: Mapping[int, int]) -> dict[int, str]:
    """The words of each title, by its number."""
    parts: dict[int, list[str]] = defaultdict(list)
    for line, number in sorted(titles.items()):
        parts[number].append(lines[line].text)
    return {number: " ".join(found) for number, found in parts.items()}


def _listed(run: Sequence[int]) -> set[int]:
    return set(range(run[0], run[-1] + 1)) if len(run) >= ENTRIES else set()


def _head(text: str) -> str:
    return letters(_without_number(text))[:HEAD]


def _names(text: str, key: str) -> bool:
    """True when a line says a title and nothing more than a page number or an amount."""
    said = letters(_without_number(text))
    return said.startswith(key) and len(_DIGITS.sub("", said[len(key) :])) <= AMOUNT_LETTERS


def _without_number(text: str) -> str:
    return COUNTER.sub("", text, count=1) if COUNTER.match(text) else text


def _titles_with(
    lines: Sequence[FlowLine], free: Sequence[bool], words: Vocabulary, *, capitals: bool
) -> dict[int, int]:
    titles: dict[int, int] = {}
    waiting: range | None = None  # a short paragraph that may be the title of the next one
    measures = _measures(lines, free)
    for start, end in _parts(lines, free, measures):
        part = [line.text for line in lines[start:end]]
        width = measures[lines[start].flow] if end - start <= LINES else 0
        if is_capitals(" ".join(part)) and not (capitals and end - start <= 2 and _next_is_body(lines, free, end)):
            waiting = None
            continue
        spans = find_titles(part, words, width)
        if spans == [(0, len(part))]:
            if waiting and waiting.stop == start and len(part[0]) > SHORT_LINE * width and not _titlelike(part[-1]):
                titles.update(dict.fromkeys(waiting, waiting.start + 1))
            waiting = range(start, end) if len(part) <= LINES and _titlelike(part[-1]) else None
            continue
        if waiting and waiting.stop == start and part[0][:1].isupper() and not (spans and spans[0][0] == 0):
            titles.update(dict.fromkeys(waiting, waiting.start + 1))
        for first, count in spans:
            titles.update(dict.fromkeys(range(start + first, start + first + count), start + first + 1))
        waiting = None
    return titles


def _measures(lines: Sequence[FlowLine], free: Sequence[bool]) -> dict[int, int]:
    """The length of a full line in each flow: a few longer lines, of an introduction over all columns, do not count."""
    lengths: dict[int, list[int]] = {}
    for line, is_free in zip(lines, free, strict=True):
        if is_free:
            lengths.setdefault(line.flow, []).append(len(line.text))
    return {flow: sorted(found)[int(FULL * (len(found) - 1))] for flow, found in lengths.items()}


def _parts(lines: Sequence[FlowLine], free: Sequence[bool], measures: dict[int, int]) -> list[tuple[int, int]]:
    """Paragraphs, also cut where no white space shows it: see ``_ends_paragraph``."""
    parts: list[tuple[int, int]] = []
    for start, end in paragraphs(lines, free):
        texts, full = [line.text for line in lines[start:end]], measures[lines[start].flow]
        at = 0
        for i in range(len(texts) - 1):
            if _ends_paragraph(texts, i, at, full):
                parts.append((start + at, start + i + 1))
                at = i + 1
        parts.append((start + at, end))
    return parts


def _ends_paragraph(texts: Sequence[str], index: int, start: int, full: int) -> bool:
    """True when a sentence ends with this line although the next word had its place on it, or with lines (from ``start``)
    in capitals or much longer than the next ones."""
    text, following = texts[index], texts[index + 1]
    if not (_LAST.search(text) and _STARTS_ANEW.match(following)):
        return False
    if is_capitals(text) and not is_capitals(following):
        return True
    widest = max(len(line) for line in texts[start : index + 1])
    if widest > LONGER * full >= len(following):
        return True
    return len(text) + 1 + len(following.split()[0]) <= ROOM * max(widest, full)


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


#: Where nothing is known of the words of a text.
NO_WORDS = Vocabulary()


def find_titles(texts: Sequence[str], words: Vocabulary = NO_WORDS, width: int = 0) -> list[tuple[int, int]]:
    """Titles among the lines of a paragraph, as (first line, number of lines).

    One at its head, and others where a line begins with a word that takes a capital only at the start of a sentence
    although the line before ended none. A paragraph of short lines only is one title as a whole. ``width``: characters of a
    full line, where the column has longer ones than the paragraph.
    """
    head = title_lines(texts, words, width)
    if head == len(texts):
        return [(0, head)]
    return [*([(0, head)] if head else []), *_titles_inside(texts, words, head)]


def _titles_inside(texts: Sequence[str], words: Vocabulary, at: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for index in range(at + 1, len(texts)):
        if index > at and _breaks_off(texts, index, words):
            start = _title_start(texts, index, at)
            if start is not None:
                spans.append((start, index - start))
                at = index
    return spans


def runs_into(texts: Sequence[str], words: Vocabulary) -> int | None:
    """Line of a value at which the next title begins, if text without blank lines runs on into it; else None."""
    if not texts:
        return None
    spans = [*find_titles(texts, words), *_titles_inside(texts, words, 0)]  # the head of a value is no title
    inside = min((start for start, _ in spans if start), default=len(texts))
    for index in range(1, min(inside, len(texts) - AFTER_TITLE)):
        rest = texts[index:]
        ended = _LAST.search(texts[index - 1]) or _was_ended(texts, index)
        if ended and 0 < title_lines(rest, words) <= len(rest) - AFTER_TITLE:
            return index
    return inside if inside < len(texts) else None


def _was_ended(texts: Sequence[str], index: int) -> bool:
    """True when the line before ``index`` is no more than the last of its text: the next word had its place on it."""
    before = texts[index - 1]
    room = len(before) + 1 + len(texts[index].split()[0]) <= max(len(text) for text in texts[:index])
    return room and bool(_STARTS_ANEW.match(texts[index])) and not must_go_on(before)


def _breaks_off(texts: Sequence[str], index: int, words: Vocabulary) -> bool:
    """True when line ``index`` starts a sentence and the line before it is no end of one."""
    before, word = texts[index - 1], _first_word(texts[index])
    if not word[:1].isupper() or not _titlelike(before):
        return False
    if word.casefold() in STARTERS:
        return True
    width = max(len(text) for text in texts)
    if index > 1 and _LAST.search(texts[index - 2]) and len(before) + 1 + len(word) <= ROOM * width:
        return len(before) <= SHORT_LINE * width  # a line of its own between two sentences
    room = words.lenient or len(before) + 1 + len(word) <= width
    return words.starts_sentence(word) and room and not before.split()[-1][:1].isupper()


def _title_start(texts: Sequence[str], end: int, lowest: int) -> int | None:
    """First line of the title that ends before line ``end``: the nearest line back that starts with a capital."""
    for index in range(end - 1, max(lowest, end - LINES) - 1, -1):
        if _holds_sentence_end(texts[index]):
            return None
        if _STARTS_ANEW.match(texts[index]) and (index in (0, lowest) or not must_go_on(texts[index - 1])):
            return index
    return None


def _holds_sentence_end(text: str) -> bool:
    """True when a sentence ends in a line; the full stop of a running number at its head ends none."""
    counter = COUNTER.match(text + " ")
    return bool(_SENTENCE_END.search(text, counter.end() - 1 if counter else 0))


def must_go_on(text: str) -> bool:
    """True when a line cannot be the last one of its text (*… van de*, *…, met*)."""
    last = text.split()[-1].casefold()
    return text.endswith((",", "-")) or (last in FUNCTION_WORDS and last not in VERB_ENDS)


def _first_word(text: str) -> str:
    found = re.match(r"[^\w]*([^\W\d_]+)", text)
    return found.group(1) if found else ""


def title_lines(
    texts: Sequence[str],
    words: Vocabulary = NO_WORDS,
    width: int = 0,
    *,
    capitals: bool = False,
) -> int:
    """How many lines at the head of a paragraph are a title: it ends on a short line, and the text after starts anew.

    The lines before its last may be full when the title filled them, and so may its last when the text after it begins
    with a word that is no name. All lines when the whole paragraph is broken early. In ``capitals`` every
    line starts anew, so the first early break counts.
    """
    if not _STARTS_ANEW.match(texts[0]):
        return 0
    width = max(width, *(len(text) for text in texts))
    early = [len(a) + 1 + len(b.split(" ", 1)[0]) <= width for a, b in itertools.pairwise(texts)]
    short = [len(text) <= SHORT_LINE * width for text in texts]
    count = 0
    for index in range(min(len(texts) - 1, LINES)):
        if _holds_sentence_end(texts[index]):
            break
        if not (_titlelike(texts[index]) and _STARTS_ANEW.match(texts[index + 1])):
            continue
        sure = not capitals and words.starts_sentence(_first_word(texts[index + 1]))
        likely = early[index] and (short[index] or all(early[:index])) and (not count or all(early[:index]))
        if sure or likely:
            count = index + 1
        if sure or (likely and capitals):
            break
    if all(early) and (not count or (len(texts) <= 2 and not _LAST.search(texts[-1]))):
        return len(texts)
    return count
