"""Grids: tables that hold projects, one to a row, one to a column, or one to a small table of its own.

The labels stand in a head row and hold for the cells below, at the left and hold for the cells beside, or before each cell. A
table is cut word by word, at drawn lines, else at the white space that stands open over all its rows: text may be set to the
left, to the right or in the middle of its cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from pipeline.models import Line, Page, Style, Word
from pipeline.segment.drift import NEW
from pipeline.segment.geometry import RULE, SHORTEST_RULE, piece, upright_rules
from pipeline.segment.labels import Label

#: Labels of the profile that make a head, entries that make a table.
HEAD, ENTRIES = 2, 2
#: Rules nearer to each other than this, in points, are one; they cover so much of the width of a table.
SAME_RULE, COVERED = 3.0, 0.6
#: White space between two cells of a head, and between two columns, in ems.
APART, GUTTER = 0.9, 0.35
#: Labels stand in one row or one column when their tops or left edges differ by less, in ems.
LEVEL, FLUSH = 1.5, 0.8
#: White space between two small tables, as a multiple of that between the rows of one.
CLEARLY = 1.25
#: Gaps between the rows of a table without rules, in ems: they are tried from the narrowest on.
ROW_GAPS = (0.3, 0.5, 0.8, 1.2, 1.8)

Cell = tuple[Line, ...]


class Entry(NamedTuple):
    """What a table says of one project: its cells in the order of their labels."""

    labels: tuple[Label, ...]
    cells: tuple[Cell, ...]
    #: Whether its labels stand at the left of several columns: what has no label may stand above.
    beside: bool = False

    def cell(self, name: str) -> Cell:
        return next((cell for label, cell in zip(self.labels, self.cells, strict=True) if label.name == name), ())

    def but(self, names: Collection[str]) -> Entry:
        """The entry without some of its labels."""
        kept = [(label, cell) for label, cell in zip(self.labels, self.cells, strict=True) if label.name not in names]
        return Entry(tuple(label for label, _ in kept), tuple(cell for _, cell in kept), self.beside)

    def with_more(self, rest: Entry) -> Entry:
        """The entry with what stands of it on the next page."""
        cells = tuple((*cell, *rest.cell(label.name)) for label, cell in zip(self.labels, self.cells, strict=True))
        return self._replace(cells=cells)

    @property
    def known(self) -> int:
        """How many of its labels are those of the profile."""
        return _known(self.labels)

    @property
    def words(self) -> list[Word]:
        return [word for cell in self.cells for line in cell for word in line]

    @property
    def filled(self) -> int:
        """The labels of the profile under which something is said."""
        return sum(
            bool(cell) and not label.name.startswith(NEW) for label, cell in zip(self.labels, self.cells, strict=True)
        )


class _Span(NamedTuple):
    """A row or a column: from where to where it goes."""

    start: float
    end: float

    def has(self, at: float) -> bool:
        return self.start <= at < self.end


def entries_of(pages: Sequence[Page], marks: Sequence[Sequence[Label]], styles: Sequence[Style]) -> list[Entry]:
    """The entries of the tables of a document, all of the kind of table that has most of them."""
    both = list(zip(pages, marks, strict=True))
    rows = [entry for page, mine in both for entry in _in_rows(page, mine, styles)]
    columns = [entry for page, mine in both for entry in _in_columns(page, mine, styles)]
    return max(rows, columns, _in_forms(both, styles), key=len)


# --- a project to a row ------------------------------------------------------------------------------------------


def _in_rows(page: Page, marks: Sequence[Label], styles: Sequence[Style]) -> Iterator[Entry]:
    heads = _heads(marks, styles)
    for at, head in enumerate(heads):
        em = styles[head[0].style].size
        level = _level_rules(page, head[0].x0, head[-1].x1)
        top, bottom = min(label.top for label in head), max(label.bottom for label in head)
        band = _Span(
            *_around((top + bottom) / 2, level, top - 0.2 * em, bottom + 0.2 * em, 3 * (bottom - top) + 2 * em)
        )
        cells = _with_unknown(page, head, band, styles)
        foot = min(label.top for label in heads[at + 1]) - em if at + 1 < len(heads) else page.height
        taken = {word.address for label in cells for word in label.words}
        body = [word for word in _words(page) if band.end - 1 < _y(word) < foot and word.address not in taken]
        cuts = [y for y in level if band.end - SAME_RULE < y < foot]
        if len(cuts) > 1:
            spans = [_Span(*pair) for pair in pairwise(cuts)]
            columns = _columns(page, cells, [word for word in body if any(span.has(_y(word)) for span in spans)], em)
            yield from (_entry(cells, columns, body, span) for span in spans if columns)
        else:
            yield from _in_open_rows(page, cells, body, em)


def _in_open_rows(page: Page, cells: Sequence[Label], body: Sequence[Word], em: float) -> Iterator[Entry]:
    """The rows of a table that no rules part: those of the narrowest gap with which each says something under most labels."""
    body = _up_to_text(cells, body, em)
    columns = _columns(page, cells, body, em)
    known = sum(not label.name.startswith(NEW) for label in cells)
    for gap in ROW_GAPS if columns else ():
        found = [_entry(cells, columns, body, span) for span in _open_spans(body, gap * em)]
        if len(found) >= ENTRIES and all(2 * entry.filled > known for entry in found):
            yield from found
            return


def _up_to_text(cells: Sequence[Label], body: Sequence[Word], em: float) -> list[Word]:
    """The words of ``body`` above the first line that runs through the columns: there the table ends."""
    ends = [label.x0 for label in cells[1:]]
    kept: list[Word] = []
    for _, line in groupby(sorted(body, key=lambda word: (word.line, word.x0)), key=lambda word: word.line):
        words = list(line)
        through = [
            x
            for x in ends
            if any(a.x0 < x - em and b.x1 > x + em and b.x0 - a.x1 < GUTTER * em for a, b in pairwise(words))
        ]
        if 2 * len(through) > len(ends):
            break
        kept += words
    return kept


def _open_spans(words: Sequence[Word], gap: float) -> list[_Span]:
    spans: list[_Span] = []
    for word in sorted(words, key=lambda word: word.top):
        if spans and word.top < spans[-1].end + gap:
            spans[-1] = _Span(spans[-1].start, max(spans[-1].end, word.bottom))
        else:
            spans.append(_Span(word.top, word.bottom))
    return spans


def _heads(marks: Sequence[Label], styles: Sequence[Style]) -> list[list[Label]]:
    """Different labels side by side, nothing said in their lines."""
    rows: list[list[Label]] = []
    for label in sorted(marks, key=lambda label: (label.top, label.x0)):
        row = rows[-1] if rows else []
        level = row and abs(row[0].top - label.top) < LEVEL * styles[label.style].size
        if level and label.name not in {other.name for other in row}:
            row.append(label)
        else:
            rows.append([label])
    return [
        sorted(row, key=lambda label: label.x0)
        for row in rows
        if _known(row) >= HEAD and not any(_says(label.rest) for label in row)
    ]


def _with_unknown(page: Page, head: Sequence[Label], band: _Span, styles: Sequence[Style]) -> list[Label]:
    """The cells of a head, also those that are no known label: the name of the project, its number."""
    taken = {word.address for label in head for word in label.words}
    loose = sorted(
        (word for word in _words(page) if band.has(_y(word)) and word.address not in taken), key=lambda word: word.x0
    )
    cells: list[list[Word]] = []
    for word in loose:
        if cells and word.x0 - max(w.x1 for w in cells[-1]) < APART * styles[word.style].size:
            cells[-1].append(word)
        else:
            cells.append([word])
    unknown = [_unknown(words, styles) for words in cells if _says(words)]
    return sorted([*head, *unknown], key=lambda label: label.x0)


def _unknown(words: Sequence[Word], styles: Sequence[Style]) -> Label:
    lines = _lines(words)
    made = piece([word for line in lines for word in line], styles)
    return Label(NEW + made.text, lines, (), made.x0, made.top, made.x1, made.bottom, made.style, made.text, True)


def _columns(page: Page, cells: Sequence[Label], body: Sequence[Word], em: float) -> list[_Span]:
    """The columns below the cells of a head; none where neither a rule nor open white space parts two of them."""
    words = [*body, *(word for label in cells for word in label.words)]
    cuts: list[float] = []
    rules = sorted({(rule.x0 + rule.x1) / 2 for rule in upright_rules(page)} | _sides(page))
    for left, right in pairwise(cells):
        inner = left.x1, right.x0
        drawn = [
            x for x in rules if inner[0] - 1 < x < inner[1] + 1 and not any(w.x0 + 1 < x < w.x1 - 1 for w in words)
        ]
        cut = drawn[len(drawn) // 2] if drawn else _open(words, (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2, em)
        if cut is None:
            return []
        cuts.append(cut)
    return [_Span(*pair) for pair in pairwise([float("-inf"), *cuts, float("inf")])]


def _open(words: Sequence[Word], left: float, right: float, em: float) -> float | None:
    """The middle of the widest white strip between two heights of a page's width that no word enters."""
    covered = sorted((word.x0, word.x1) for word in words if word.x1 > left and word.x0 < right)
    best: tuple[float, float] | None = None
    reach = left
    for x0, x1 in [*covered, (right, right)]:
        if x0 - reach > max(GUTTER * em, best[0] if best else 0.0):
            best = x0 - reach, (x0 + reach) / 2
        reach = max(reach, x1)
    return best[1] if best else None


def _entry(labels: Sequence[Label], columns: Sequence[_Span], body: Sequence[Word], row: _Span) -> Entry:
    inside = [word for word in body if row.has(_y(word))]
    cells = [_lines([word for word in inside if column.has((word.x0 + word.x1) / 2)]) for column in columns]
    return Entry(tuple(labels), tuple(cells))


# --- a project to a column ---------------------------------------------------------------------------------------


def _in_columns(page: Page, marks: Sequence[Label], styles: Sequence[Style]) -> Iterator[Entry]:
    """The columns beside labels that stand one below the other, at the left of two values or more."""
    taken = {word.address for label in marks for word in label.words}
    for stack in _stacks(marks, styles):
        if _known(stack) < HEAD or len({label.name for label in stack}) < len(stack):
            continue
        em = styles[stack[0].style].size
        edge = max(label.x1 for label in stack)
        rows = _rows_of(page, stack, em)
        inside = {
            label.name: [w for w in _words(page) if row.has(_y(w)) and w.x0 > edge - 1 and w.address not in taken]
            for label, row in zip(stack, rows, strict=True)
        }
        columns = _open_columns([word for words in inside.values() for word in words], em)
        found = [
            Entry(
                tuple(stack),
                tuple(_lines([w for w in inside[label.name] if column.has((w.x0 + w.x1) / 2)]) for label in stack),
                beside=True,
            )
            for column in columns
        ]
        if len(found) >= ENTRIES and all(entry.filled >= HEAD for entry in found):
            yield from found


def _open_columns(words: Sequence[Word], em: float) -> list[_Span]:
    """Columns between the white strips that stand open over all ``words``."""
    spans: list[_Span] = []
    for word in sorted(words, key=lambda word: word.x0):
        if spans and word.x0 < spans[-1].end + APART * em:
            spans[-1] = _Span(spans[-1].start, max(spans[-1].end, word.x1))
        else:
            spans.append(_Span(word.x0, word.x1))
    return spans


def _stacks(marks: Sequence[Label], styles: Sequence[Style]) -> list[list[Label]]:
    """Labels that stand one below the other, flush at one side, from top to bottom."""
    stacks: list[list[Label]] = []
    for label in sorted(marks, key=lambda label: (label.top, label.x0)):
        em = FLUSH * styles[label.style].size
        near = (s for s in stacks if abs(s[-1].x0 - label.x0) < em or abs(s[-1].x1 - label.x1) < em)
        if stack := next(near, None):
            stack.append(label)
        else:
            stacks.append([label])
    return stacks


def _rows_of(page: Page, stack: Sequence[Label], em: float) -> list[_Span]:
    """The height of the row of each label: between rules, or from its top to that of the next one."""
    level = _level_rules(page, stack[0].x0, max(label.x1 for label in stack) + em)
    spans: list[_Span] = []
    for label, following in zip(stack, [*stack[1:], None], strict=True):
        top, bottom = label.top - 0.5 * em, (following.top - 0.5 * em if following else _foot(page, label, em))
        drawn = _Span(*_around((label.top + label.bottom) / 2, level, top, bottom, float("inf")))
        alone = not any(other is not label and drawn.has((other.top + other.bottom) / 2) for other in stack)
        spans.append(drawn if alone else _Span(top, bottom))
    return spans


def _foot(page: Page, label: Label, em: float) -> float:
    """Where the lines beside and below a label end: at white space."""
    foot = label.bottom
    for word in sorted(_words(page), key=lambda word: word.top):
        if word.bottom > foot and word.x1 > label.x0:
            if word.top > foot + em:
                break
            foot = word.bottom
    return foot + 0.1 * em


# --- a project to a small table ----------------------------------------------------------------------------------


def _in_forms(pages: Sequence[tuple[Page, Sequence[Label]]], styles: Sequence[Style]) -> list[Entry]:
    """Small tables with a label before each cell; one may go on on the next page. The first label of all is the one with most
    white space above it; none where no label has clearly more than the others."""
    fields = [field for page, marks in pages for field in _fields(page, marks, styles)]
    gaps: dict[str, list[float]] = defaultdict(list)
    for field in fields:
        if field.gap is not None:
            gaps[field.label.name].append(field.gap)
    wide = sorted(((median(found), name) for name, found in gaps.items()), reverse=True)
    if len(wide) < HEAD or wide[0][0] < CLEARLY * wide[1][0]:
        return []
    entries: list[list[_Field]] = []
    for field in fields:
        if not entries or field.label.name in {wide[0][1], *(other.label.name for other in entries[-1])}:
            entries.append([])
        entries[-1].append(field)
    made = [Entry(tuple(f.label for f in held), tuple(f.cell for f in held)) for held in entries]
    return [entry for entry in made if entry.filled >= HEAD]


class _Field(NamedTuple):
    """A label with its cell, and the white space above it; None at the head of its column."""

    label: Label
    cell: Cell
    gap: float | None


def _fields(page: Page, marks: Sequence[Label], styles: Sequence[Style]) -> Iterator[_Field]:
    taken = {word.address for label in marks for word in label.words}
    stacks = sorted((s for s in _stacks(marks, styles) if _known(s)), key=lambda stack: stack[0].x0)
    for stack in stacks:
        right = min((other[0].x0 for other in stacks if other[0].x0 > stack[0].x1), default=float("inf"))
        em = styles[stack[0].style].size
        beside = [w for w in _words(page) if stack[0].x0 - em < w.x0 < right and w.address not in taken]
        foot: float | None = None
        for label, row in zip(stack, _rows_of(page, stack, em), strict=True):
            words = [word for word in beside if row.has(_y(word))]
            top, bottom = (
                min([label.top, *(word.top for word in words)]),
                max([label.bottom, *(word.bottom for word in words)]),
            )
            yield _Field(label, _lines(words), None if foot is None else top - foot)
            foot = bottom


# --- what all of them share --------------------------------------------------------------------------------------


def _words(page: Page) -> list[Word]:
    return [word for line in page.lines for word in line]


def _y(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _says(words: Sequence[Word]) -> bool:
    return any(char.isalnum() for word in words for char in word.text)


def _known(labels: Sequence[Label]) -> int:
    return sum(not label.name.startswith(NEW) for label in labels)


def _lines(words: Sequence[Word]) -> Cell:
    """Words as lines from top to bottom."""
    lines = [tuple(line) for _, line in groupby(sorted(words, key=lambda w: (w.line, w.x0)), key=lambda w: w.line)]
    return tuple(sorted(lines, key=lambda line: median(map(_y, line))))


def _level_rules(page: Page, left: float, right: float) -> list[float]:
    """Heights at which rules, or the edges of painted cells, go over most of the width from ``left`` to ``right``."""
    edges = sorted(
        (y, max(shape.x0, left), min(shape.x1, right))
        for shape in page.shapes
        for y in (shape.top, shape.bottom)
        if shape.x1 - shape.x0 > SHORTEST_RULE and shape.x0 < right and shape.x1 > left
    )
    found: list[list[tuple[float, float, float]]] = []
    for edge in edges:
        if found and edge[0] - found[-1][0][0] < SAME_RULE:
            found[-1].append(edge)
        else:
            found.append([edge])
    return [same[0][0] for same in found if _covers(same) > COVERED * (right - left)]


def _covers(edges: Sequence[tuple[float, float, float]]) -> float:
    total, reach = 0.0, float("-inf")
    for _, x0, x1 in sorted(edges, key=lambda edge: edge[1]):
        total += max(0.0, x1 - max(x0, reach))
        reach = max(reach, x1)
    return total


def _sides(page: Page) -> set[float]:
    """The left and right edges of painted cells."""
    return {x for shape in page.shapes if shape.bottom - shape.top > RULE for x in (shape.x0, shape.x1)}


def _around(at: float, rules: Sequence[float], top: float, bottom: float, most: float) -> tuple[float, float]:
    """The rules above and below a height, if they are no further apart than ``most``; else from ``top`` to ``bottom``."""
    above, below = max((y for y in rules if y <= at), default=None), min((y for y in rules if y > at), default=None)
    if above is None or below is None or below - above > most:
        return top, bottom
    return above, below
