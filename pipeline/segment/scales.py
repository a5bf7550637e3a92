"""Charts on pages of projects: a scale of numbers at equal steps and equal distances, the numbers printed over it, and its
captions.

Anything less regular stays what it was: a digit, a row of figures or a sentence that stands alone is never taken for a chart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.segment.geometry import Piece

#: So many numbers make a scale; a number over it belongs to it where at least this share of the numbers has one.
LEAST, LABELLED = 3, 0.5
#: In ems: how far places of a scale may differ from equal distances; how near no text stands beside its numbers.
EVEN, NEAR = 0.3, 6.0

#: A caption stands so near to a chart (in ems) and has at most so many words.
CAPTION, WORDS = 2.5, 6

_BARE = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?%?|\d{4}%?")

Address = tuple[int, int, int]


def chart_words(pieces: Sequence[Piece], taken: set[Address]) -> set[Address]:
    """Addresses of the words of the charts among the ``pieces`` of a page; those in ``taken`` are no candidates."""
    bare = [
        p
        for p in pieces
        if len(p.words) == 1
        and p.words[0].address not in taken
        and _BARE.fullmatch(p.text)
        and not _beside_text(p, pieces)
    ]
    rows: dict[int, list[Piece]] = defaultdict(list)
    columns: dict[tuple[str, int], list[Piece]] = defaultdict(list)
    for p in bare:
        rows[p.words[0].line].append(p)
        columns["left", round(p.x0)].append(p)
        columns["right", round(p.x1)].append(p)
    level = [scale for row in rows.values() for scale in _scales(sorted(row, key=lambda p: p.x0), upright=False)]
    upright = [
        scale for column in columns.values() for scale in _scales(sorted(column, key=lambda p: p.top), upright=True)
    ]
    over = [p for scale in level for p in _over(scale, bare, pieces)]
    return {p.words[0].address for p in (*(p for scale in (*level, *upright) for p in scale), *over)}


def captions(pages: Sequence[Sequence[Piece]], charts: set[Address]) -> set[Address]:
    """Addresses of the words of short lines at the ``charts``, set in a style that the document has nowhere else."""
    near: list[Piece] = []
    elsewhere: set[int] = set()
    for pieces in pages:
        numbers = [p for p in pieces if p.words[0].address in charts]
        for p in (p for p in pieces if p.words[0].address not in charts):
            short = len(p.words) <= WORDS and p.text[-1] not in ".!?:;,"
            if short and any(_is_near(p, number) for number in numbers):
                near.append(p)
            else:
                elsewhere |= {word.style for word in p.words}
    return {word.address for p in near if not elsewhere & {w.style for w in p.words} for word in p.words}


def _is_near(p: Piece, number: Piece) -> bool:
    return max(number.top - p.bottom, p.top - number.bottom, number.x0 - p.x1, p.x0 - number.x1) < CAPTION * p.size


def _beside_text(p: Piece, pieces: Sequence[Piece]) -> bool:
    return any(
        q.top < p.bottom
        and q.bottom > p.top
        and max(q.x0 - p.x1, p.x0 - q.x1) < NEAR * p.size
        and any(char.isalpha() for char in q.text)
        for q in pieces
    )


def _scales(numbers: Sequence[Piece], *, upright: bool) -> list[list[Piece]]:
    """Runs of ``numbers`` with one step and one distance between neighbours."""
    steps = [
        (_value(b) - _value(a), _middle(b, upright=upright) - _middle(a, upright=upright)) for a, b in pairwise(numbers)
    ]
    found: list[list[Piece]] = []
    start = 0
    for end in range(1, len(steps) + 1):
        same = (
            end < len(steps)
            and abs(steps[end][0] - steps[start][0]) < 1e-6
            and abs(steps[end][1] - steps[start][1]) < EVEN * numbers[end].size
        )
        if not same:
            if end - start + 1 >= LEAST and steps[start][0]:
                found.append(list(numbers[start : end + 1]))
            start = end
    return found


def _over(scale: Sequence[Piece], bare: Sequence[Piece], pieces: Sequence[Piece]) -> list[Piece]:
    """The numbers above a level scale, up to the text above it: one over each of its numbers, over most of them."""
    left, right, top = scale[0].x0, scale[-1].x1, min(p.top for p in scale)
    text = [p.bottom for p in pieces if p not in bare and p.bottom <= top and p.x0 < right and p.x1 > left]
    above = [p for p in bare if max(text, default=0.0) <= p.top and p.bottom < top + EVEN * p.size and p not in scale]
    single = [group[0] for tick in scale if len(group := [p for p in above if _aligned(p, tick)]) == 1]
    return single if len(single) >= LABELLED * len(scale) else []


def _aligned(a: Piece, b: Piece) -> bool:
    apart = min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2)
    return apart < EVEN * b.size


def _middle(p: Piece, *, upright: bool) -> float:
    return (p.top + p.bottom if upright else p.x0 + p.x1) / 2


def _value(p: Piece) -> float:
    return float(p.text.rstrip("%").replace(".", "").replace(",", "."))
