"""Lines in reading order, and what they say by themselves: paragraphs, capitals, the size of the running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.models import Style
from pipeline.segment.geometry import Piece

#: White space in ems that starts a new paragraph, and that parts two headings of one style.
PARAGRAPH_GAP = 0.9


class FlowLine(NamedTuple):
    """A line in reading order. ``gap`` is the white space above it in ems, infinite where its column starts."""

    piece: Piece
    flow: int
    gap: float

    @property
    def text(self) -> str:
        return self.piece.text


def flow_lines(column: Sequence[Piece], flow: int) -> list[FlowLine]:
    """The lines of one column, each with the white space above it."""
    lines: list[FlowLine] = []
    for i, p in enumerate(column):
        gap = (p.top - column[i - 1].bottom) / min(p.size, column[i - 1].size) if i else float("inf")
        lines.append(FlowLine(p, flow, gap))
    return lines


def paragraphs(lines: Sequence[FlowLine], free: Sequence[bool]) -> list[tuple[int, int]]:
    """Bounds (start, end) of runs of ``free`` lines of one flow without white space between them."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(lines) + 1):
        if (
            i < len(lines)
            and free[i]
            and free[i - 1]
            and lines[i].gap < PARAGRAPH_GAP
            and lines[i].flow == lines[start].flow
        ):
            continue
        if free[start]:
            bounds.append((start, i))
        start = i
    return bounds


def is_capitals(text: str) -> bool:
    """True for text whose letters are capitals (but for a few, as in *5G-uitrol*)."""
    signs = [char for char in text if char.isalpha()]
    return bool(signs) and sum(char.isupper() for char in signs) > 0.9 * len(signs)


def body_size(lines: Sequence[FlowLine], styles: Sequence[Style]) -> float:
    """The size in which most characters are set."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[styles[line.piece.style].size] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 1.0
