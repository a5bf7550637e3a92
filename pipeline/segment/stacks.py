"""Which lines of a column of labels are one label: a new wording on two lines, or two new labels one under the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from pipeline.models import Style
from pipeline.segment.geometry import Piece, without

#: White space between the lines of one label, in ems, is less; and less than this share of that between labels.
LEADING, CLOSER = 1.2, 0.75
#: Lines may be as far apart as labels are where many second ones lack the value that the first ones have.
EVEN = 1.1
#: Share of the places of either line at which the two stand one under the other, or each has its value.
ALWAYS = 0.8


class Entry(NamedTuple):
    """What could be a label, known (``key`` is its name) or not; ``ended``: a colon or its value follows it on its line."""

    key: str
    text: str
    part: Piece
    ended: bool


class Step(NamedTuple):
    """From a line to the one below: the white space in ems, the words of both, whether each has a value beside it
    (``own``), and whether only the first one has (``lone``)."""

    gap: float
    text: str
    own: bool
    lone: bool


def two_line_labels(
    pages: Sequence[tuple[Sequence[Piece], Sequence[Entry]]], styles: Sequence[Style]
) -> list[tuple[str, str, str]]:
    """Keys of the first and the second line of each label on two lines, with its words."""
    steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
    times: dict[str, int] = defaultdict(int)
    for pieces, entries in pages:
        values = without(pieces, {word.address for entry in entries for word in entry.part.words}, styles)
        downwards = sorted(entries, key=lambda entry: entry.part.top)
        by_foot = _ByFoot(sorted(values, key=lambda p: p.bottom), max((p.size for p in values), default=0.0))
        for entry in entries:
            times[entry.key] += 1
            if below := _below(entry, downwards):
                steps[entry.key, below.key].append(_step(entry, below, by_foot))
    gaps = {pair: median(step.gap for step in found) for pair, found in steps.items()}
    joined: list[tuple[str, str, str]] = []
    for (a, b), found in sorted(steps.items()):
        others = [gap for pair, gap in gaps.items() if pair != (a, b) and (pair[1] == a or pair[0] == b)]
        if len(found) >= ALWAYS * max(times[a], times[b]) and _is_one(
            found, gaps[a, b], min(others, default=2 * LEADING)
        ):
            joined.append((a, b, found[0].text))
    return joined


def _is_one(steps: Sequence[Step], gap: float, apart: float) -> bool:
    """True for lines nearer to each other than to their neighbours, or as near where the second has no value of its own."""
    own, lone = sum(step.own for step in steps), sum(step.lone for step in steps)
    return own < ALWAYS * len(steps) and gap < min(LEADING, (EVEN if 2 * lone > own else CLOSER) * apart)


def _below(entry: Entry, downwards: Sequence[Entry]) -> Entry | None:
    """The next one of the column, among those of the page from top to bottom."""
    p = entry.part
    first = bisect_right(downwards, p.bottom - 0.3 * p.size, key=lambda other: other.part.top)
    under = (downwards[at] for at in range(first, len(downwards)))
    return next((other for other in under if abs(other.part.x0 - p.x0) < 0.6 * p.size), None)


def _step(a: Entry, b: Entry, values: _ByFoot) -> Step:
    first, second = _value_beside(a.part, values), _value_beside(b.part, values)
    both = first is not None and (
        b.ended
        or (
            second is not None
            and (abs(second - first) < a.part.size or abs(second - b.part.x1 - first + a.part.x1) < a.part.size)
        )
    )
    gap = (b.part.top - a.part.bottom) / a.part.size
    return Step(gap, f"{a.text} {b.text}", a.ended or both, first is not None and not both)


class _ByFoot(NamedTuple):
    """The values of a page by their lower edge, and the size of the largest."""

    pieces: Sequence[Piece]
    largest: float


def _value_beside(p: Piece, values: _ByFoot) -> float | None:
    """Left edge of what stands on the right of a label."""
    reach = 0.5 * max(p.size, values.largest)
    first = bisect_left(values.pieces, p.bottom - reach, key=lambda q: q.bottom)
    last = bisect_right(values.pieces, p.bottom + reach, key=lambda q: q.bottom)
    level = values.pieces[first:last]
    return min(
        (q.x0 for q in level if q.x0 > p.x1 and abs(q.bottom - p.bottom) < 0.5 * max(q.size, p.size)), default=None
    )
