"""Boxes that plain text prints row by row, or with other text between: put in order, or marked as beyond order.

Text taken from columns side by side may give the labels of several boxes first and their values after (k times BUDGET, then
k amounts), or run a title between a label and its value. Values of a type (amounts, authorities) are told from running
text, so that k labels of one name followed by k values of its type are k fields, and k fields of each name are k boxes.
Where labels and values differ in number nothing says which belongs to which: such boxes are marked as mixed.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import Line, Page, Style, Word
from pipeline.nl import quantities_of
from pipeline.profile import Profile
from pipeline.segment.flow import is_capitals
from pipeline.segment.fullness import Vocabulary, title_lines, vocabulary
from pipeline.segment.geometry import keeps_layout, piece
from pipeline.segment.headings import axis_of
from pipeline.segment.labels import Label, find_labels, letters

#: Letters beside an amount that make it more than an amount, and words of a paragraph that is no end goal.
BESIDE_AMOUNT, LONG = 16, 40
#: Lines that a title has at most, and a text more than; how much of a full line a title takes; rows between two labels of a box.
TITLE_LINES, TEXT_LINES, FULL, FAR = 4, 2, 0.9, 60
#: Words one below the other that make a stretched line; the width of a space in text, in ems.
STRETCHED, SPACE = 5, 0.5
#: What joins the names of authorities.
_JOINS = ("en", "de", "het", "samenmet", "insamenwerkingmet", "evenals", "alsook")

_SENTENCE_END = re.compile(r"[.!?:;,][\"”’')\]]*$|[.!?][\"”’')\]]*\s+[A-ZÀ-Þ]")

Address = tuple[int, int, int]


class Mixed(NamedTuple):
    """Labels of several boxes with the paragraphs that can be their values, which nothing divides; ``boxes``: how many."""

    labels: tuple[Label, ...]
    values: tuple[tuple[Line, ...], ...]
    boxes: int


class Tangle(NamedTuple):
    """A page with its boxes in order, and those beyond order. ``is_tangled``: the place of a box there says nothing."""

    page: Page
    is_tangled: bool
    mixed: tuple[Mixed, ...]


class _Chunk(NamedTuple):
    """Lines without white space between them. ``type`` is that of a value of a box, text for all else; ``kind`` what it is
    by its look: title, text, project (a title with its text), the heading of an axis, or empty."""

    type: str
    kind: str
    lines: tuple[Line, ...]

    @property
    def row(self) -> int:
        return self.lines[0][0].line

    @property
    def is_long(self) -> bool:
        return sum(map(len, self.lines)) > LONG


class _Run(NamedTuple):
    """Labels of one name with nothing but values among them, and the paragraphs up to the next label. ``type``: of the values."""

    name: str
    type: str
    labels: list[Label]
    chunks: list[_Chunk]

    @property
    def typed(self) -> list[_Chunk]:
        return [chunk for chunk in self.chunks if chunk.type == self.type]


class _Field(NamedTuple):
    label: Label
    value: _Chunk

    @property
    def lines(self) -> list[Line]:
        return [*self.label.lines, *self.value.lines]


class _Set(NamedTuple):
    """Boxes that stand in rows, each with its fields; ``runs`` are their labels, ``unclear`` those that nothing divides."""

    boxes: list[list[_Field]]
    runs: list[_Run]
    unclear: list[_Run]


def untangle(page: Page, profile: Profile, styles: Sequence[Style], margins: set[Address]) -> Tangle:
    """``page`` with the lines of each box one after the other, where the text has them in another order."""
    if page.unit != "char" or keeps_layout(page):
        return Tangle(page, False, ())
    page = _with_stretched(page)
    rows = [tuple(word for word in line if word.address not in margins) for line in page.lines]
    items = _items([row for row in rows if row], profile, styles)
    runs = _runs(items, profile)
    sets = _sets(runs, [label.name for label in profile.labels]) if any(_is_tangled(run) for run in runs) else []
    boxes = [box for made in sets for box in made.boxes if not made.unclear]
    torn = [box for box in boxes if not _is_whole([line for field in box for line in field.lines], page)]
    values = [chunk for run in runs for chunk in (_values(run) or run.chunks[: len(run.labels)]) if run.type == "text"]
    titled = [lines for lines in _titled(items, values) if not _is_whole(lines, page)] if runs else []
    groups = [*titled, *([line for field in box for line in field.lines] for box in torn)]
    mixed = tuple(_mixed(made) for made in sets if made.unclear and sum(len(run.labels) for run in made.runs) > 1)
    return Tangle(_in_order(page, groups) if groups else page, bool(torn or mixed), mixed)


def _with_stretched(page: Page) -> Page:
    """``page`` with each line whose words, stretched over its width, were printed one below the other with white space between."""
    rows, lines, lifted, at = page.lines, list[Line](), 0.0, 0
    while at < len(rows):
        end = _stretched_end(rows, at)
        words = [word for row in rows[at:end] for word in row]
        lines.append(_laid(words, rows[at][0].top - lifted) if end > at + 1 or lifted else rows[at])
        if end > at + 1:  # the next line is of the same paragraph unless a sentence ended
            goes_on = end < len(rows) and not _SENTENCE_END.search(words[-1].text)
            lifted += rows[end][0].top - rows[at][0].top - 1 if goes_on else words[-1].top - words[0].top
        at = end
    return replace(page, lines=tuple(lines)) if lifted else page


def _stretched_end(rows: Sequence[Line], at: int) -> int:
    """The end of the rows from ``at`` on that make one line: single words, most of them small, with one blank row between."""
    end = at + 1
    while (
        end < len(rows) and len(rows[end - 1]) == len(rows[end]) == 1 and rows[end][0].top - rows[end - 1][0].top == 2
    ):
        end += 1
    small = sum(row[0].text[0].islower() for row in rows[at:end])
    return end if end - at >= STRETCHED and 2 * small > end - at else at + 1


def _laid(words: Sequence[Word], top: float) -> Line:
    """``words`` side by side in the row ``top``; those that were so keep their places."""
    shift, before = 0.0, words[0]
    line: list[Word] = []
    for word in words:
        if word.line != before.line:
            shift = line[-1].x1 + SPACE - word.x0
        line.append(replace(word, x0=word.x0 + shift, x1=word.x1 + shift, top=top, bottom=top + 1))
        before = word
    return tuple(line)


def _items(rows: Sequence[Line], profile: Profile, styles: Sequence[Style]) -> list[Label | _Chunk]:
    """Labels and paragraphs in the order of the text; none where values stand on the lines of their labels."""
    labels = find_labels([piece(row, styles) for row in rows], profile, styles)
    if any(label.rest for label in labels):
        return []
    at = {label.words[0].address: label for label in labels}
    of_label = {word.address for label in labels for word in label.words}
    type_of = _typed(profile)
    words = vocabulary(_texts(rows))
    items: list[Label | _Chunk] = []
    lines: list[Line] = []
    for row in [*rows, ()]:
        if lines and (not row or row[0].address in of_label or row[0].line > lines[-1][0].line + 1):
            items.append(_Chunk(type_of(lines), _kind(lines, profile, words), tuple(lines)))
            lines = []
        if row and row[0].address in at:
            items.append(at[row[0].address])
        elif row and row[0].address not in of_label:
            lines.append(row)
    return items


def _titled(items: Sequence[Label | _Chunk], values: Sequence[_Chunk]) -> list[list[Line]]:
    """Each title with its text where other things stand between them.

    Titles in a row with as many texts after them go with these. Elsewhere texts without a title go with the titles without a
    text before them, in their order; where they differ in number they stay where they are.
    """
    kinds = ["" if isinstance(item, Label) or item.type != "text" or item in values else item.kind for item in items]
    found: list[tuple[_Chunk, _Chunk]] = []
    waiting: list[_Chunk] = []
    pairs: list[tuple[_Chunk, _Chunk]] = []
    at = 0
    while at < len(items):
        titles = _row(items, kinds, at, ["title"])
        texts = _row(items, kinds, at + len(titles), ["text", "project"])
        if titles and (
            len(texts) == len(titles) or (len(texts) > len(titles) and texts[len(titles)].kind == "project")
        ):
            found += zip(titles, texts, strict=False)
            at += 2 * len(titles)
            continue
        waiting += titles
        at += len(titles)
        if kinds[at : at + 1] == ["axis"]:
            waiting, pairs = [], []
        for text in texts:
            if waiting and text.kind == "text":
                pairs.append((waiting.pop(0), text))
                found, pairs = (found, pairs) if waiting else ([*found, *pairs], [])
        at += max(len(texts), 1)
    return [[*title.lines, *text.lines] for title, text in found]


def _row(items: Sequence[Label | _Chunk], kinds: Sequence[str], start: int, wanted: Sequence[str]) -> list[_Chunk]:
    """The paragraphs of the kinds ``wanted`` from ``start`` on that follow each other."""
    row = itertools.takewhile(lambda at: kinds[at] in wanted, range(start, len(items)))
    return [item for at in row if isinstance(item := items[at], _Chunk)]


def _texts(lines: Sequence[Line]) -> list[str]:
    return [" ".join(word.text for word in line) for line in lines]


def _kind(lines: Sequence[Line], profile: Profile, words: Vocabulary) -> str:
    """What a paragraph is by its look (see ``_Chunk``)."""
    texts = _texts(lines)
    text = " ".join(texts)
    if any(axis_of(line, profile) for line in texts):
        return "axis"
    if is_capitals(text):
        return ""
    if len(texts) <= TITLE_LINES and not _SENTENCE_END.search(text):
        return "title" if text[:1].isupper() else ""
    if len(texts) <= TEXT_LINES:
        return ""
    count = title_lines(texts, words)
    has_title = 0 < count <= len(texts) - TEXT_LINES and len(texts[count - 1]) < FULL * max(map(len, texts))
    return "project" if has_title else "text"


def _typed(profile: Profile) -> Callable[[Sequence[Line]], str]:
    """What tells the type of a paragraph."""
    names = {letters(name) for known, also in profile.names_of_authorities for name in (known, *also)}
    ordered = sorted({*names, *_JOINS}, key=lambda name: (-len(name), name))
    authorities = re.compile(f"(?:{'|'.join(map(re.escape, ordered))})+")

    def type_of(lines: Sequence[Line]) -> str:
        text = " ".join(word.text for line in lines for word in line)
        money = [quantity for quantity in quantities_of(text) if quantity.kind == "money"]
        if (
            money
            and sum(map(str.isalpha, text)) - sum(sum(map(str.isalpha, q.surface)) for q in money) <= BESIDE_AMOUNT
        ):
            return "money"
        return "authority" if authorities.fullmatch(letters(text)) else "text"

    return type_of


def _runs(items: Sequence[Label | _Chunk], profile: Profile) -> list[_Run]:
    runs: list[_Run] = []
    for item in items:
        last = runs[-1] if runs else None
        if isinstance(item, _Chunk):
            if last:
                last.chunks.append(item)
        elif last and last.name == item.name and len(last.chunks) == len(last.typed) <= len(last.labels):
            last.labels.append(item)
        else:
            known = profile.label(item.name)
            runs.append(_Run(item.name, known.type if known else "text", [item], []))
    return runs


def _is_tangled(run: _Run) -> bool:
    """True for several labels in a row, and for one whose value stands behind other text."""
    late = bool(run.typed) and run.chunks[0].type != run.type
    return len(run.labels) > 1 or late or _behind_text(run) is not None


def _behind_text(run: _Run) -> _Chunk | None:
    """The value of a label over words when it stands last, behind whole projects and before the next label."""
    if run.type != "text" or len(run.chunks) < 2 or run.chunks[-1].is_long:
        return None
    titles = list(itertools.takewhile(lambda chunk: chunk.kind == "title", run.chunks[:-1]))
    texts = run.chunks[len(titles) : -1]
    # One short paragraph before a text may be the value and the last one a title: several are titles in a row.
    fits = texts and all(chunk.is_long for chunk in texts) and (not titles or len(titles) == len(texts) > 1)
    return run.chunks[-1] if fits else None


def _values(run: _Run) -> list[_Chunk]:
    """The value of each label of a run, or fewer values where that is not clear."""
    count = len(run.labels)
    if count == 1 and (behind := _behind_text(run)):
        return [behind]
    if count == 1 and run.chunks and (run.chunks[0].type == run.type or not run.typed):
        return [] if run.chunks[0].is_long else run.chunks[:1]
    if run.type != "text":
        return run.typed if len(run.typed) == count else []
    found = [part.chunks[0] for part in _parts(run) if part.chunks]
    found = found if len(found) == count else run.chunks[:count] if len(found) == 1 and len(run.chunks) >= count else []
    return found if not any(chunk.is_long for chunk in found) else []


def _parts(run: _Run) -> list[_Run]:
    """A run for each label, with what stands up to the next one."""
    rows = [*(label.lines[0][0].line for label in run.labels), math.inf]
    return [
        _Run(run.name, run.type, [label], [chunk for chunk in run.chunks if rows[i] < chunk.row < rows[i + 1]])
        for i, label in enumerate(run.labels)
    ]


def _place(run: _Run, order: Sequence[str]) -> int:
    """Where in a box the label of ``run`` stands; one that the profile does not know goes last."""
    return order.index(run.name) if run.name in order else len(order)


def _sets(runs: Sequence[_Run], order: Sequence[str]) -> list[_Set]:
    """The boxes of a page. A label goes on with the last box that it can continue, labels in a row with as many boxes."""
    sets: list[_Set] = []
    waiting = list(runs)
    while waiting:
        run = waiting.pop(0)
        first = run.labels[0].lines[0][0].line
        opened = [
            made
            for made in sets
            if all(_place(other, order) < _place(run, order) for other in made.runs)
            and first - made.runs[-1].labels[-1].lines[0][0].line < FAR
        ]
        count, values = len(run.labels), _values(run)
        singles = [made for made in opened[-count:] if len(made.boxes) == 1]
        if count > 1 and len(singles) == count:  # boxes that stand in rows from this label on
            for made in singles:
                sets.remove(made)
            made = _Set(
                [made.boxes[0] for made in singles],
                [r for made in singles for r in made.runs],
                [r for made in singles for r in made.unclear],
            )
            sets.append(made)
        elif count > 1 and opened and len(opened[-1].boxes) == 1 and all(part.chunks for part in _parts(run)):
            waiting = [
                *_parts(run),
                *waiting,
            ]  # the box goes on with the first one, the others are labels by themselves
            continue
        elif opened:
            made = opened[-1]
        else:
            made = _Set([[] for _ in run.labels], [], [])
            sets.append(made)
        made.runs.append(run)
        if len(made.boxes) == count == len(values):
            for box, label, value in zip(made.boxes, run.labels, values, strict=True):
                box.append(_Field(label, value))
        else:
            made.unclear.append(run)
    return sets


def _mixed(made: _Set) -> Mixed:
    """All labels of a set, and on the last one of each run the paragraphs that can be their values."""
    labels: list[Label] = []
    values: list[tuple[Line, ...]] = []
    for run in made.runs:
        found = run.typed
        if run.type == "text":  # a title or a text after them is none
            long = [*(chunk.is_long for chunk in run.chunks), False]
            found = [chunk for at, chunk in enumerate(run.chunks) if not (long[at] or long[at + 1])]
        labels += run.labels
        values += [*[()] * (len(run.labels) - 1), tuple(line for chunk in found for line in chunk.lines)]
    return Mixed(tuple(labels), tuple(values), max(len(made.boxes), *(len(run.labels) for run in made.runs)))


def _is_whole(lines: Sequence[Line], page: Page) -> bool:
    """True when nothing stands between the lines of a box."""
    rows = {line[0].line for line in lines}
    return rows == {line[0].line for line in page.lines if min(rows) <= line[0].line <= max(rows)}


def _in_order(page: Page, together: Sequence[Sequence[Line]]) -> Page:
    """``page`` with the lines of each group ``together``, where the last of them stands."""
    groups = [[line[0].line for line in lines] for lines in together]
    inside = {row for group in groups for row in group}
    by_row = {line[0].line: line for line in page.lines}
    # Each line with its place: boxes in rows end together and keep their order.
    ends = [
        max(max(other) for other in groups if max(other) >= max(group) and min(other) <= max(group)) for group in groups
    ]
    placed = [(row, 0, 0, row) for row in by_row if row not in inside]
    placed += [
        (end, number, at, row)
        for number, (end, group) in enumerate(zip(ends, groups, strict=True), 1)
        for at, row in enumerate(group)
    ]
    lines: list[Line] = []
    top, before, last = 0.0, 0, (0, 0)
    for end, number, _, row in sorted(placed):
        if number and last == (end, number):
            top += 1
        else:
            top += max(row - before if not number and not last[1] else 2, 1)
        lines.append(tuple(replace(word, top=top - 1.0, bottom=top) for word in by_row[row]))
        before, last = row, (end, number)
    return replace(page, lines=tuple(lines), height=max(page.height, top))
