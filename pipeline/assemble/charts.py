"""Charts and tables by place: labels that stand together, and which label belongs to which.

A page of figures uses one relation between a name and its amount (below, above, beside, in its row, next in a list). The
relation that fits most names best is taken for all; where another fits as well and pairs otherwise, nothing is paired.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.models import Line, Word

#: White space between neighbouring labels of a chart, in heights of a line; two spaces of a typist are less.
PART_GAP = 1.2
#: White space that parts labels wherever it stands, also in justified lines.
STRETCHED = 2.4
#: The widest space that justified lines of few words have.
JUSTIFIED = 8.0
#: Lines of one label: white space between them in heights, likeness of their heights, and how far they are aligned.
LEADING, ALIKE, ASIDE = 0.8, 1.3, 1.5
#: White space over which a sentence goes on with a small letter.
RUNS_ON = 1.6
#: An amount stands at most so many heights of a line above or below its name; in a row at most so many beside it.
REACH, ROW = 4.0, 90.0
#: What is so many times as far, or less, is as near; in a row any second amount may be meant.
MARGIN, SECOND = 1.15, 1.5
#: A relation that fits so nearly as well as the best makes the pairs doubtful.
RIVAL = 0.9


class Area(NamedTuple):
    """Where words stand; ``height`` is that of their first line."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    height: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def level(self) -> float:
        return (self.top + self.bottom) / 2


class Label(NamedTuple):
    """Words of one meaning, on one line or more; ``name`` says what they mean."""

    name: str
    lines: tuple[Line, ...]
    area: Area


class Match(NamedTuple):
    """``pairs`` number a name and what belongs to it; ``doubts`` number names that have several choices."""

    pairs: dict[int, int]
    doubts: frozenset[int]


Relation = Callable[[Area, Area], float | None]


def area(words: Sequence[Word]) -> Area:
    height = max(words[0].bottom - words[0].top, 0.1)
    return Area(
        words[0].page,
        min(w.x0 for w in words),
        min(w.top for w in words),
        max(w.x1 for w in words),
        max(w.bottom for w in words),
        height,
    )


def parts(lines: Iterable[Line]) -> list[Line]:
    """The rows of the pages cut at their gaps: labels of neighbouring circles stand on one line.

    A gap of middle width may be the stretched space of a justified line: there another label must start at the same place.
    """
    rows: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for line in lines:
        for word in line:
            rows[word.page, word.line].append(word)
    ordered = [sorted(row, key=lambda word: word.x0) for _, row in sorted(rows.items())]
    starts = [
        word for row in ordered for last, word in zip([None, *row], row, strict=False) if _gap(last, word) > STRETCHED
    ]
    found: list[list[Word]] = []
    for row in ordered:
        for last, word in zip([None, *row], row, strict=False):
            gap = _gap(last, word)
            if gap > STRETCHED or (gap > PART_GAP and any(_starts_alike(word, start) for start in starts)):
                found.append([])
            found[-1].append(word)
    return [tuple(part) for part in found]


def stretched(labels: Sequence[Line]) -> list[Line]:
    """Neighbours in a row as one label: a name of few words may be stretched over a whole justified line."""
    return [
        (*label, *after)
        for label, after in pairwise(labels)
        if label[0].page == after[0].page and label[0].line == after[0].line and _gap(label[-1], after[0]) < JUSTIFIED
    ]


def _gap(last: Word | None, word: Word) -> float:
    return float("inf") if last is None else (word.x0 - last.x1) / max(word.bottom - word.top, 0.1)


def _starts_alike(word: Word, start: Word) -> bool:
    return word.page == start.page and word is not start and abs(word.x0 - start.x0) < 0.2 * (word.bottom - word.top)


def chains(labels: Sequence[Line], length: int, heads: Sequence[Line] = ()) -> list[list[Line]]:
    """For each label (or head) itself and the labels that may go on with it: below, as large, aligned, without white space."""
    first = len(heads)
    labels = [*heads, *labels]
    places = [area(label) for label in labels]
    after = [
        min(
            (
                j
                for j, below in enumerate(places)
                if j >= first and _goes_on(place, below, labels[j][0].text[0].islower())
            ),
            key=lambda j: places[j].top,
            default=None,
        )
        for place in places
    ]
    found: list[list[Line]] = []
    for i, label in enumerate(labels[: first or None]):
        chain, at = [label], after[i]
        while at is not None and len(chain) < length:
            chain.append(labels[at])
            at = after[at]
        found.append(chain)
    return found


def _goes_on(place: Area, below: Area, is_small: bool) -> bool:
    gap = (below.top - place.bottom) / place.height
    alike = 1 / ALIKE < below.height / place.height < ALIKE
    overlaps = below.x0 < place.x1 and place.x0 < below.x1
    follows = place.page == below.page and below.top > place.top and -0.3 < gap < (RUNS_ON if is_small else LEADING)
    return follows and alike and overlaps and aligned(place, below)


def match(names: Sequence[Area], amounts: Sequence[Area]) -> Match:
    """Names and amounts of one page paired by the relation that fits best."""
    relations = [_in_row, _before, _below, _above]
    if not any(a.top < b.bottom and b.top < a.bottom for i, a in enumerate(names) for b in names[i + 1 :]):
        relations += [_next, _previous]  # names that stand beside each other make no list
    fits = sorted((_fit(names, amounts, relation) for relation in relations), key=lambda fit: -fit[0])
    weight, best = fits[0]
    doubts = set(best.doubts)
    for other_weight, other in fits[1:]:
        if other_weight >= RIVAL * weight:
            doubts |= _conflicts(best.pairs, other.pairs)
    return Match({n: a for n, a in best.pairs.items() if n not in doubts}, frozenset(doubts))


def _conflicts(pairs: dict[int, int], others: dict[int, int]) -> set[int]:
    named = {a: n for n, a in others.items()}
    return {n for n, a in pairs.items() if others.get(n, a) != a or named.get(a, n) != n}


def _fit(names: Sequence[Area], amounts: Sequence[Area], relation: Relation) -> tuple[float, Match]:
    """How well a relation fits, and what is mutually nearest under it and has no second choice."""
    inf = float("inf")
    far = [[inf if (d := relation(name, amount)) is None else d for amount in amounts] for name in names]
    pairs: dict[int, int] = {}
    doubts: set[int] = set()
    for n, row in enumerate(far):
        a = min(range(len(amounts)), key=lambda a: row[a], default=0)
        if not amounts or row[a] == inf:
            continue
        column = [far[other][a] for other in range(len(names))]
        if min(column) < row[a]:
            continue
        second = inf if relation in (_in_row, _before) else SECOND
        rivals = any(
            other != a
            and row[other] < inf
            and row[other] <= min(line[other] for line in far)
            and row[other] <= second * row[a]
            for other in range(len(amounts))
        )
        if rivals or any(other != n and column[other] <= MARGIN * row[a] for other in range(len(names))):
            doubts.add(n)
        pairs[n] = a
    weight = sum(1 / (1 + far[n][a]) for n, a in pairs.items())
    return weight, Match(pairs, frozenset(doubts))


def aligned(upper: Area, lower: Area) -> bool:
    return _aside(upper, lower) < ASIDE


def beside(one: Area, other: Area) -> float:
    """White space between two labels of a row, in heights."""
    return max(other.x0 - one.x1, one.x0 - other.x1) / one.height


def _aside(name: Area, amount: Area) -> float:
    """How far the two are from being aligned: at their middles or at an edge."""
    return min(abs(name.middle - amount.middle), abs(name.x0 - amount.x0), abs(name.x1 - amount.x1)) / name.height


def _under(upper: Area, lower: Area, height: float) -> float | None:
    gap = (lower.top - upper.bottom) / height
    return max(gap, 0.0) if upper.page == lower.page and lower.level > upper.bottom and gap < REACH else None


def _below(name: Area, amount: Area) -> float | None:
    gap, aside = _under(name, amount, name.height), _aside(name, amount)
    return None if gap is None or aside >= ASIDE else 0.5 + gap + aside


def _above(name: Area, amount: Area) -> float | None:
    gap, aside = _under(amount, name, name.height), _aside(name, amount)
    return None if gap is None or aside >= ASIDE else 0.5 + gap + aside


def _next(name: Area, amount: Area) -> float | None:
    gap = _under(name, amount, name.height)
    return None if gap is None else 1.5 + gap


def _previous(name: Area, amount: Area) -> float | None:
    gap = _under(amount, name, name.height)
    return None if gap is None else 1.5 + gap


def _in_row(name: Area, amount: Area) -> float | None:
    gap, shift = (amount.x0 - name.x1) / name.height, abs(amount.level - name.level) / name.height
    level = name.page == amount.page and (
        name.top <= amount.level <= name.bottom or amount.top <= name.level <= amount.bottom
    )
    return 0.3 + gap / 20 + shift if level and 0 <= gap < ROW else None


def _before(name: Area, amount: Area) -> float | None:
    return _in_row(amount, name)
