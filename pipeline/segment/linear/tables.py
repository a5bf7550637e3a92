"""Tables drawn with bars, as Markdown and HTML-to-text print them: a head of labels, and a row of cells for each box.

The cells of a row become labels with their values, and rows of text for what has no label (title and description). Tables with
a label in the first cell of each row need nothing of this: there a bar parts a label from its value.
"""

from __future__ import annotations

import re
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


class Table(NamedTuple):
    """Rows ``start`` to ``end`` of the text; ``fields`` are those of each row of cells, in order: labels with values, and text."""

    start: int
    end: int
    fields: list[list[tuple[Label | None, Cell]]]
    marks: list[Line]


def tables_of(rows: Sequence[Row], profile: Profile, styles: Sequence[Style]) -> list[Table]:
    """The tables whose head names labels."""
    wordings = {letters(text): label.name for label in profile.labels for text in label.wordings}
    found: list[Table] = []
    at = 0
    while at < len(rows):
        head = _cells(rows[at : at + 1])
        known = sum(letters(_said(cell)) in wordings for cell in head)
        if known < LABELS or any(len(_said(cell).split()) > HEAD_WORDS for cell in head):
            at += 1
            continue
        table = _table(rows, at, head, wordings, styles)
        if table:
            found.append(table)
        at = table.end if table else at + 1
    return found


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
