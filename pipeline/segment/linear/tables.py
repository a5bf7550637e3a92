"""Tables drawn with bars, as Markdown and HTML-to-text print them, and tables of tagged PDFs: a head of labels, and a row of cells
for each box, or a column for each box beside a column of labels.

The cells of a row become labels with their values, and rows of text for what has no label (title and description). Tables with
a label in the first cell of each row need nothing of this: there a bar parts a label from its value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.models import Line, Style, Word
from pipeline.profile import Profile
from pipeline.segment.drift import NEW
from pipeline.segment.geometry import piece
from pipeline.segment.labels import Label, letters
from pipeline.segment.linear.rows import Row

BAR = "|"
#: Labels of the profile that make a row of cells a head; words that a head of a column has at most.
LABELS, HEAD_WORDS = 2, 6
_RULE = re.compile(r"[|+:\-–—= ]*-{2,}[|+:\-–—= ]*")

Cell = tuple[Line, ...]
#: A label and its value; text has no label.
Field = tuple["Label | None", Cell]


class Table(NamedTuple):
    """Rows ``start`` to ``end`` of the text; ``fields`` are those of each row of cells, in order: labels with values, and text."""

    start: int
    end: int
    fields: list[list[Field]]
    marks: list[Line]


def tables_of(rows: Sequence[Row], profile: Profile, styles: Sequence[Style]) -> list[Table]:
    """The tables whose head names labels."""
    wordings = {letters(text): label.name for label in profile.labels for text in label.wordings}
    found: list[Table] = []
    at = 0
    while at < len(rows):
        if rows[at].cell:
            end = next((i for i in range(at, len(rows)) if rows[i].cell[:1] != rows[at].cell[:1]), len(rows))
            if table := _tagged_table(rows, at, end, wordings, styles):
                found.append(table)
            at = end
            continue
        head = _cells(rows[at : at + 1])
        if not _is_head(head, wordings):
            at += 1
            continue
        table = _table(rows, at, head, wordings, styles)
        if table:
            found.append(table)
        at = table.end if table else at + 1
    return found


def _is_head(cells: Sequence[Cell], wordings: dict[str, str]) -> bool:
    known = sum(letters(_said(cell)) in wordings for cell in cells)
    return known >= LABELS and not any(len(_said(cell).split()) > HEAD_WORDS for cell in cells)


def _tagged_table(
    rows: Sequence[Row], start: int, end: int, wordings: dict[str, str], styles: Sequence[Style]
) -> Table | None:
    """The boxes of a table whose cells are told by tags; None where its labels stand before their values in each row."""
    grid = _grid(rows[start:end])
    if not _is_table(grid, wordings):
        grid = [list(column) for column in zip(*grid, strict=True)]  # a column for each box
        if len(grid) < 3 or not _is_table(grid, wordings):
            return None
    head = grid[0]
    repeated = [row for row in grid[1:] if [_said(cell) for cell in row] == [_said(cell) for cell in head]]
    cells = [row for row in grid[1:] if row not in repeated]
    texts = _text_columns(head, cells, wordings)
    marks = [line for row in repeated for cell in row for line in cell]
    marks += [line for column in texts for line in head[column]]
    labels = [None if column in texts else _label(name, wordings, styles) for column, name in enumerate(head)]
    return Table(start, end, [_with_number(list(zip(labels, row, strict=True))) for row in cells], marks)


def _is_table(grid: Sequence[Sequence[Cell]], wordings: dict[str, str]) -> bool:
    """Whether labels stand in the first row and nowhere else, but where this is repeated."""
    if len(grid) < 2 or not _is_head(grid[0], wordings):
        return False
    head = [_said(cell) for cell in grid[0]]
    others = [row for row in grid[1:] if [_said(cell) for cell in row] != head]
    return bool(others) and not any(letters(_said(cell)) in wordings for row in others for cell in row)


def _grid(rows: Sequence[Row]) -> list[list[Cell]]:
    """The cells of a table by row and column; empty ones where it has none."""
    held: defaultdict[tuple[int, ...], list[Line]] = defaultdict(list)
    for row in rows:
        held[row.cell[1:]].append(row.words)
    high, wide = (max(at[side] for at in held) + 1 for side in (0, 1))
    return [[tuple(held.get((row, column), ())) for column in range(wide)] for row in range(high)]


def _with_number(fields: list[Field]) -> list[Field]:
    """The cells of a box, of which one that holds nothing but a number is the counter of the text after it."""
    if len(fields) > 1 and fields[0][0] is None is fields[1][0] and fields[0][1] and fields[1][1]:
        number, text = fields[0][1], fields[1][1]
        if not any(map(str.isalpha, _said(number))):
            return [(None, ((*number[0], *text[0]), *text[1:])), *fields[2:]]
    return fields


def _table(
    rows: Sequence[Row], start: int, head: Sequence[Cell], wordings: dict[str, str], styles: Sequence[Style]
) -> Table | None:
    outer = rows[start].words[0].text == BAR
    bars = sum(word.text == BAR for word in rows[start].words)
    logical: list[list[Row]] = []
    marks = [tuple(word for word in rows[start].words if word.text == BAR)]
    end = start + 1
    while end < len(rows):
        row = rows[end]
        has_bar = any(word.text == BAR for word in row.words)
        if _RULE.fullmatch(row.text):
            marks.append(row.words)
            end += 1
            continue
        held = sum(word.text == BAR for part in (logical[-1] if logical else []) for word in part.words)
        full = not logical or held >= bars
        if (row.blank and not has_bar and full) or row.level or (not logical and not has_bar):
            break
        if full and has_bar:
            logical.append([row])
        elif full and (outer or row.blank):
            break
        else:
            logical[-1].append(row)
        end += 1
    cells = [_cells(parts) for parts in logical]
    if not cells or any(len(row) != len(head) for row in cells):
        return None
    marks += [tuple(word for word in part.words if word.text == BAR) for parts in logical for part in parts]
    texts = _text_columns(head, cells, wordings)
    marks += [line for column in texts for line in head[column]]
    labels = [None if column in texts else _label(name, wordings, styles) for column, name in enumerate(head)]
    fields = [list(zip(labels, row, strict=True)) for row in cells]
    return Table(start, end, fields, [mark for mark in marks if mark])


def _text_columns(head: Sequence[Cell], cells: Sequence[Sequence[Cell]], wordings: dict[str, str]) -> list[int]:
    """The columns of titles and descriptions: in a table of several boxes those before the first label, at most two."""
    unknown = [column for column, name in enumerate(head) if letters(_said(name)) not in wordings]
    first = next(column for column, name in enumerate(head) if column not in unknown)
    texts = [column for column in unknown if column < first or not _said(head[column])]
    return texts[:2] if len(cells) > 1 else []


def _cells(rows: Sequence[Row]) -> list[Cell]:
    """The cells of one row of a table, each with its lines; bars at the edges part nothing."""
    cells: list[list[list[Word]]] = [[]]
    for row in rows:
        cells[-1].append([])
        for word in row.words:
            if word.text == BAR:
                cells.append([[]])
            else:
                cells[-1][-1].append(word)
    made = [tuple(tuple(line) for line in cell if line) for cell in cells]
    if rows and rows[0].words[0].text == BAR:
        made = made[1:]
    if rows and rows[-1].words[-1].text == BAR and made and not made[-1]:
        made = made[:-1]
    return made


def _said(cell: Cell) -> str:
    return " ".join(word.text for line in cell for word in line)


def _label(name: Cell, wordings: dict[str, str], styles: Sequence[Style]) -> Label | None:
    text = _said(name)
    known = wordings.get(letters(text))
    if not name:
        return None
    made = piece([word for line in name for word in line], styles)
    return Label(known or NEW + text, name, (), made.x0, made.top, made.x1, made.bottom, made.style, text, True)
