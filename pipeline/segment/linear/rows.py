"""The rows of a text in reading order, without what belongs to its pages: running lines, page numbers, marks between pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.models import Line, Pages, Style
from pipeline.nl.words import FUNCTION_WORDS, PAGE_WORD, ends_sentence

#: A line comes back so often where nothing tells the ends of the pages, or so often at these, to be a running line; it has at
#: most so many words, and stands so near to the end of a page, in rows.
ANYWHERE, AT_EDGES, RUNNING_WORDS, EDGE = 3, 2, 14, 2
#: Share of its places that must be at the ends of pages.
MOSTLY = 0.6
#: Page numbers go on by no more than this.
STEP = 3
#: Function words that also end a sentence, as a verb or the rest of one.
_MAY_END = frozenset("af zijn erin achter binnen boven buiten daar toch rond dit ons".split())
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d)")
_PAGE = re.compile(
    rf"[-–—=*_~.| ]*(?:{PAGE_WORD}\s*)?(\d{{1,3}})\s*(?:(?:/|van|of)\s*\d{{1,3}})?[-–—=*_~.| ]*", re.IGNORECASE
)
_WITH_PAGE = re.compile(rf"\b{PAGE_WORD}\s*\d{{1,3}}|\b\d{{1,3}}\s*/\s*\d{{1,3}}\b", re.IGNORECASE)
#: Signs of what leads elsewhere on a web page.
_LINK = re.compile(r"[›»→↑←‹«]|\]\(")
_RULE = re.compile(r"([-–—=*_~#.·•━─═▬])(?:\s?\1){2,}|[|:+=\- ]{3,}")
_INSIDE = re.compile(r"(?<!\d)[.!?…][\"'”’»)\]]*\s+[\"'“‘«(]?[A-ZÀ-Þ]")
#: The sign of an item of a list.
BULLET_START = re.compile(r"[•·*▪■◦●►▸‣>|-]\s")
_OPEN_SIGNS = (",", "-", "–", "/", "&", "(", "•")


class Row(NamedTuple):
    """A line of text, or an element of a tagged PDF. ``blank``: white space above it; ``turned``: a page ends before it.
    ``level``: of a heading of Markdown or tags, 0 for any other line; ``bold``: all of it is. ``cell``: numbers of its table in
    the document, of its row and its column."""

    words: Line
    blank: bool = False
    turned: bool = False
    level: int = 0
    bold: bool = False
    cell: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def page(self) -> int:
        return self.words[0].page


class Look(NamedTuple):
    """What a row says about itself: its length, whether a sentence ends with it or inside it, whether something may begin with
    it, and whether it cannot be the last row of its text."""

    length: int
    words: int
    ends: bool
    holds: bool
    starts: bool
    is_open: bool


def look(text: str) -> Look:
    first = next((char for char in text if char.isalnum() or char == "€"), "")
    last = text.rsplit(" ", 1)[-1]
    is_open = text.endswith(_OPEN_SIGNS) or last.casefold() in FUNCTION_WORDS - _MAY_END
    return Look(
        len(text),
        text.count(" ") + 1,
        ends_sentence(text),
        bool(_INSIDE.search(text)),
        not first.islower(),
        is_open,
    )


def rows_of(pages: Pages) -> list[Row]:
    """All rows of the document."""
    rows: list[Row] = []
    for page in pages.pages:
        last = 0.0
        for line in page.lines:
            turned = bool(rows) and line is page.lines[0]
            rows.append(_row(line, line[0].top - last > 0.5 or not rows, turned, pages.styles))
            last = line[0].bottom
    return rows


def _row(line: Line, blank: bool, turned: bool, styles: Sequence[Style]) -> Row:
    fonts = [styles[word.style].font for word in line if any(map(str.isalnum, word.text))]
    level = int(fonts[0][-1]) if fonts and fonts[0].startswith("heading") else 0
    return Row(line, blank, turned, level, bool(fonts) and all(font == "bold" for font in fonts))


def without_margins(
    rows: Sequence[Row], is_content: Callable[[str], bool], axes: Sequence[str] = ()
) -> tuple[list[Row], list[Line]]:
    """``rows`` without running lines, page numbers and marks between pages, and the lines of these. ``is_content``: texts that
    come back in the boxes and headings (labels, names of authorities and axes). ``axes``: what changes in running lines."""
    texts = [row.text for row in rows]
    margins = _page_numbers(texts) | {i for i, text in enumerate(texts) if _RULE.fullmatch(text)}
    numbers = _page_numbers(texts)
    edges = {i for i, row in enumerate(rows) if row.turned} | numbers
    content = {i for i, text in enumerate(texts) if i not in margins and is_content(text)}
    margins |= _running(texts, edges, numbers, content, axes)
    margins |= _running_axes(texts, rows, margins, axes)
    kept: list[Row] = []
    turned = False
    for i, row in enumerate(rows):
        if i in margins:
            turned = True
        else:
            kept.append(row._replace(turned=(turned or row.turned) and bool(kept)))
            turned = False
    return kept, [rows[i].words for i in sorted(margins)]


def _page_numbers(texts: Sequence[str]) -> set[int]:
    """Rows that are nothing but a page number, which go on from one to the next."""
    forms: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, text in enumerate(texts):
        if found := _PAGE.fullmatch(text):
            forms[_NUMBER.sub("0", text)].append((i, int(found[1])))
    return {row for numbers in forms.values() for row in _chain(numbers)}


def _chain(numbers: Sequence[tuple[int, int]]) -> set[int]:
    """The rows of the longest run of numbers (row, number) that go on."""
    best: dict[int, tuple[int, int]] = {}  # last number → how many before it, and its index in ``numbers``
    before: list[int] = []
    for at, (_, number) in enumerate(numbers):
        chains = [best[n] for n in range(number - STEP, number) if n in best]
        count, previous = max(chains, default=(0, -1))
        before.append(previous)
        if number not in best or count + 1 > best[number][0]:
            best[number] = count + 1, at
    count, at = max(best.values(), default=(0, -1))
    chain: set[int] = set()
    while count > 1 and at >= 0:
        chain.add(numbers[at][0])
        at = before[at]
    return chain


def _running(
    texts: Sequence[str], edges: set[int], numbers: set[int], content: set[int], axes: Sequence[str]
) -> set[int]:
    """Rows that come back at the ends of the pages, the same but for the number of the page."""
    near = {i + d for i in edges for d in range(-EDGE, EDGE + 1)}
    groups: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        if i not in content and len(text.split()) <= RUNNING_WORDS and any(map(str.isalpha, text)):
            groups[_NUMBER.sub("0", _without_axis(text.casefold(), axes))].append(i)
    found: set[int] = set()
    for key, rows in groups.items():
        counted = all(_WITH_PAGE.search(texts[i]) for i in rows)
        numbered = any(_NUMBER.search(texts[i]) for i in rows)
        if not counted and numbered and len({texts[i] for i in rows}) > 1 and not _go_on([texts[i] for i in rows]):
            same = defaultdict(list)
            for i in rows:
                same[texts[i]].append(i)
            parts = list(same.values())
        else:
            parts = [rows]
        for part in parts:
            begins = look(texts[part[0]]).starts
            at_edges = sum(i in near for i in part)
            beside = sum(i - 1 in numbers or i + 1 in numbers for i in part)
            of_values = sum(i - 1 in content or i + 1 in content for i in part)
            if len(part) < AT_EDGES:
                continue
            least = max(AT_EDGES if beside >= AT_EDGES else ANYWHERE, MOSTLY * len(part))
            by_edge = begins and at_edges >= least
            by_number = begins and not edges and len(part) >= ANYWHERE and not of_values and key.count(" ") > 1
            if counted or _LINK.search(key) or by_edge or by_number:
                found.update(part)
    return found


def _running_axes(texts: Sequence[str], rows: Sequence[Row], margins: set[int], axes: Sequence[str]) -> set[int]:
    """Names of axes at the ends of pages that stand elsewhere as headings: the last row of a page, or the first one where the
    axis goes on."""
    found: set[int] = set()
    names = {i: text.casefold() for i, text in enumerate(texts) if text.casefold() in axes}
    often = Counter(names.values())
    current = ""
    for i, name in names.items():
        last = i + 1 in margins or (i + 1 < len(rows) and rows[i + 1].turned)
        first = rows[i].turned or i - 1 in margins
        if often[name] > 1 and ((last and i - 1 not in margins and not rows[i].turned) or (first and name == current)):
            found.add(i)
        else:
            current = name
    return found


def _without_axis(text: str, axes: Sequence[str]) -> str:
    """A running line without the name of the axis at its end or at its start."""
    for axis in axes:
        if text.endswith(axis) and text != axis:
            return text[: -len(axis)].rstrip(" –-|·•:")
        if text.startswith(axis) and text != axis and not text[len(axis)].isalnum():
            return text[len(axis) :].lstrip(" –-|·•:")
    return text


def _go_on(texts: Sequence[str]) -> bool:
    """Whether the numbers in rows that are alike but for them count pages."""
    numbers = [[int(n) for n in _NUMBER.findall(text)] for text in texts]
    return all(a and b and 0 < b[-1] - a[-1] <= STEP for a, b in pairwise(numbers))
