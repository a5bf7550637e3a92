"""Which project of one edition is which of another: one assignment over all, by what is said and what it costs.

Four kinds of evidence, each from 0 to 1: the titles, the texts, the end goals (character groups, weighted by how rare they
are in both editions) and the budgets. A pair that does not reach the floor, or that another pair matches as well, is none:
then a project was removed and another one added, and the comparison says which two came near.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.models import Row

#: How much each field says, of 1; what is empty on both sides says nothing and is left out.
WEIGHTS = {"description": 0.4, "title": 0.3, "end_goal": 0.2, "budget_eur": 0.1}
#: Letters of a group.
GROUP = 4
#: What a pair must reach; a pair below ``SURE`` is told with its score, for somebody to look at.
FLOOR, SURE = 0.3, 0.6
#: The same title and the same id say that it is the same, unless all else speaks against it.
SAME_TITLE = 0.25

Vector = dict[str, float]


class Match(NamedTuple):
    """A project of the old edition and one of the new, by their place in the lists; ``score`` from 0 to 1."""

    old: int
    new: int
    score: float
    how: str = "meaning"


def identify(old: Sequence[Row], new: Sequence[Row], formerly: Mapping[str, str] | None = None) -> list[Match]:
    """The pairs, in the order of the old list. formerly: what a person settled, see ``diff``."""
    from scipy.optimize import linear_sum_assignment

    if not old or not new:
        return []
    scores = _scores(old, new)
    decided = {
        (o, n)
        for n, row in enumerate(new)
        for o, other in enumerate(old)
        if (formerly or {}).get(row["project_id"]) == other["project_id"]
    }
    for n, row in enumerate(new):
        if row["project_id"] in (formerly or {}):
            for o in range(len(old)):
                scores[o][n] = 10.0 if (o, n) in decided else 0.0
    rows, columns = linear_sum_assignment([[-score if score >= FLOOR else 0.0 for score in line] for line in scores])
    found = [
        Match(int(o), int(n), min(scores[o][n], 1.0), "decided" if (o, n) in decided else "meaning")
        for o, n in zip(rows, columns, strict=True)
        if scores[o][n] >= FLOOR
    ]
    return sorted(found)


def nearest(row: Row, others: Sequence[Row]) -> tuple[int, float] | None:
    """The one that comes nearest, with its score; None when none comes near at all."""
    if not others:
        return None
    (scores,) = _scores([row], others)
    best = max(range(len(others)), key=lambda at: (scores[at], -at))
    return (best, scores[best]) if scores[best] > FLOOR / 2 else None


def _scores(old: Sequence[Row], new: Sequence[Row]) -> list[list[float]]:
    texts = [name for name in WEIGHTS if name != "budget_eur"]
    vectors = {name: _vectors([row[name] for row in (*old, *new)]) for name in texts}
    return [
        [_score(a, b, {name: _cosine(v[o], v[len(old) + n]) for name, v in vectors.items()}) for n, b in enumerate(new)]
        for o, a in enumerate(old)
    ]


def _score(a: Row, b: Row, said: Mapping[str, float]) -> float:
    """The weighted mean of what both say; where only one says something it counts half, as half a reason against it."""
    total = weight = 0.0
    for name, share in WEIGHTS.items():
        if not a[name] and not b[name]:
            continue
        if not a[name] or not b[name]:
            weight += share / 2
            continue
        total += share * (said[name] if name in said else _alike(a[name], b[name]))
        weight += share
    score = total / weight if weight else 0.0
    return min(score + SAME_TITLE, 1.0) if a["title"] == b["title"] and score < 1 else score


def _alike(a: str, b: str) -> float:
    """Two amounts: 1 when equal, 0 from ten times as much on."""
    one, other = float(a), float(b)
    if one == other:
        return 1.0
    if one <= 0 or other <= 0:
        return 0.0
    return max(0.0, 1 - abs(math.log10(one / other)))


def _vectors(texts: Sequence[str]) -> list[Vector]:
    """Groups of letters over word borders, weighted by rarity, of length 1."""
    counts = [Counter(_groups(text)) for text in texts]
    seen = Counter(group for count in counts for group in count)
    found: list[Vector] = []
    for count in counts:
        vector = {
            group: (1 + math.log(n)) * (math.log((1 + len(texts)) / (1 + seen[group])) + 1)
            for group, n in count.items()
        }
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        found.append({group: value / length for group, value in vector.items()})
    return found


def _groups(text: str) -> Iterable[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    line = f" {' '.join(''.join(char if char.isalnum() else ' ' for char in plain if not unicodedata.combining(char)).split())} "
    return (line[at : at + GROUP] for at in range(max(1, len(line) - GROUP + 1)))


def _cosine(a: Vector, b: Vector) -> float:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum(value * large.get(group, 0.0) for group, value in small.items())
