"""Narrow tables: cells of a head that stand so close that they look like one line, told by the columns below them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.models import Style, Word
from pipeline.segment.geometry import NARROW_GUTTER, Piece, piece

#: In ems: the white space that ends a table; how far a cell may begin from the edge of its column.
APART, EDGE = 1.0, 0.3


def cut_heads(pieces: Sequence[Piece], styles: Sequence[Style]) -> list[Piece]:
    """``pieces`` of a page, each line that is the head of columns cut into its cells, as are the lines of the columns."""
    cuts: set[tuple[int, int, int]] = set()
    for head in pieces:
        starts = [b for a, b in pairwise(head.words) if _is_apart(a, b, head.size)]
        if starts:
            rows = _rows_below(head, pieces)
            cuts |= {word.address for start in starts for word in _column(head, start, rows, styles)}
    return [part for p in pieces for part in _parts(p, cuts, styles)] if cuts else list(pieces)


def _is_apart(left: Word, right: Word, size: float) -> bool:
    return right.x0 - left.x1 > NARROW_GUTTER * size


def _rows_below(head: Piece, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """What stands below a line, row by row, up to white space."""
    rows: dict[int, list[Piece]] = {}
    bottom = head.bottom
    for p in sorted(pieces, key=lambda p: (p.words[0].line, p.x0)):
        if p.top < head.bottom - 0.4 * head.size or p.x0 > head.x1 or p.x1 < head.x0:
            continue
        if p.top - bottom > APART * p.size:
            break
        rows.setdefault(p.words[0].line, []).append(p)
        bottom = max(bottom, p.bottom)
    return list(rows.values())


def _column(head: Piece, start: Word, rows: Sequence[Sequence[Piece]], styles: Sequence[Style]) -> list[Word]:
    """The first words of the lines of a column, its head ``start`` first; none where there is no such column.

    The first row has cells there and at the left edge, set otherwise than the head; no word of the rows crosses the edge.
    """
    edge = EDGE * head.size
    if not rows or not any(abs(p.x0 - head.x0) < edge for p in rows[0]):
        return []
    below = [[word for p in row for word in p.words] for row in rows]
    if any(word.x0 < start.x0 - edge and word.x1 > start.x0 for row in below for word in row):
        return []
    first = [
        word
        for row in below
        for before, word in zip([None, *row], row, strict=False)
        if abs(word.x0 - start.x0) < edge and (before is None or _is_apart(before, word, head.size))
    ]
    if not first or first[0] not in below[0] or _look(first[0], styles) == _look(start, styles):
        return []
    return [start, *first]


def _look(word: Word, styles: Sequence[Style]) -> tuple[str, str, bool]:
    return styles[word.style].font, styles[word.style].color, word.text.isupper()


def _parts(p: Piece, cuts: set[tuple[int, int, int]], styles: Sequence[Style]) -> list[Piece]:
    """A piece cut before the words at the addresses ``cuts``."""
    at = [0, *(i for i, word in enumerate(p.words) if i and word.address in cuts), len(p.words)]
    return [p] if len(at) == 2 else [piece(p.words[a:b], styles) for a, b in pairwise(at)]
