"""Tables with a row for each project: the labels stand once, in the head, and each row below it is a box.

Only drawn lines part the rows: white space cannot tell two rows from two lines of one value. A table that repeats what the
boxes of the document say (an appendix) is not for this module: it is read only where there are more rows than boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.models import Line, Page, Style
from pipeline.segment.boxes import InfoBox
from pipeline.segment.drift import NEW
from pipeline.segment.geometry import Piece, outline
from pipeline.segment.labels import Label

#: Labels that make a head, rows that make a table, and cells of a row that must be filled.
HEAD, ROWS, CELLS = 2, 2, 2
#: Lines nearer to each other than this, in points, are one.
SAME_LINE = 3.0
#: The cells of a head stand in one row: their tops differ by less, in ems.
LEVEL = 1.5


def row_boxes(page: Page, pieces: Sequence[Piece], labels: Sequence[Label], styles: Sequence[Style]) -> list[InfoBox]:
    """The boxes of the tables on a page, from top to bottom; their labels are those of the head, shared by all rows."""
    found: list[InfoBox] = []
    for head in _heads(labels, styles):
        cells = _with_unknown(head, pieces)
        bottom = max(label.bottom for label in cells)
        below = min((label.top for label in labels if label.top > bottom), default=page.height)
        body = [
            p for p in pieces if bottom - 1 < p.top < below and not any(p.words[0] in label.words for label in cells)
        ]
        boxes = [box for part in _rows(page, body, cells) if (box := _box(part, cells, styles))]
        found += boxes if len(boxes) >= ROWS else []
    return found


def _heads(labels: Sequence[Label], styles: Sequence[Style]) -> Iterator[list[Label]]:
    """Different labels side by side."""
    rows: list[list[Label]] = []
    for label in sorted(labels, key=lambda label: (label.top, label.x0)):
        row = rows[-1] if rows else None
        if (
            row
            and abs(row[0].top - label.top) < LEVEL * styles[label.style].size
            and label.name not in {l.name for l in row}
        ):
            row.append(label)
        else:
            rows.append([label])
    for row in rows:
        if sum(not label.name.startswith(NEW) for label in row) >= HEAD and not any(label.rest for label in row):
            yield sorted(row, key=lambda label: label.x0)


def _with_unknown(head: list[Label], pieces: Sequence[Piece]) -> list[Label]:
    """The head with its cells that are no known label: the name of the project, its number."""
    top, bottom = min(label.top for label in head), max(label.bottom for label in head)
    known = {word.address for label in head for word in label.words}
    others = [
        Label(NEW + p.text, (p.words,), (), p.x0, p.top, p.x1, p.bottom, p.style, p.text, True)
        for p in pieces
        if p.top > top - 2
        and p.bottom < bottom + 2
        and p.words[0].address not in known
        and any(c.isalpha() for c in p.text)
    ]
    return sorted([*head, *others], key=lambda label: label.x0)


def _rows(page: Page, body: Sequence[Piece], cells: Sequence[Label]) -> Iterator[list[Piece]]:
    """The pieces between two drawn lines that lie under the head."""
    left, right = cells[0].x0, cells[-1].x1
    edges = sorted(
        y
        for shape in page.shapes
        for y in (shape.top, shape.bottom)
        if shape.x1 - shape.x0 > SAME_LINE and shape.x0 < right and shape.x1 > left
    )
    lines = [y for i, y in enumerate(edges) if not i or y - edges[i - 1] > SAME_LINE]
    for top, bottom in pairwise(lines):
        if part := [p for p in body if top - 1 < (p.top + p.bottom) / 2 < bottom + 1]:
            yield part


def _box(row: Sequence[Piece], cells: Sequence[Label], styles: Sequence[Style]) -> InfoBox | None:
    """The box in a row: each value stands under its label; None where hardly a cell is filled."""
    labels: list[Label] = []
    values: list[tuple[Line, ...]] = []
    for label, following in zip(cells, [*cells[1:], None], strict=True):
        size = styles[label.style].size
        edge = following.x0 - 0.6 * size if following else float("inf")
        under = sorted((p for p in row if label.x0 - 0.6 * size <= p.x0 < edge), key=lambda p: (p.top, p.x0))
        if under:
            labels.append(label)
            values.append(tuple(p.words for p in under))
    if sum(not label.name.startswith(NEW) for label in labels) < CELLS:
        return None
    region = outline(word for lines in values for line in lines for word in line)
    return InfoBox(tuple(labels), tuple(values), region, "table:row")
