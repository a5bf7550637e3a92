"""How boxes can stand to projects: what follows what in a column, on a page, in a text; and how far a document keeps to it.

A relation is a matrix from 0 to 1, a row for each project and a column for each box. Each box is compared with all projects in
one step of numpy, so that the time that a brochure of thousands takes is not spent here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.assemble.evidence import BoxText, Candidate, Place

#: How fast a relation that does not always agree with meaning loses its weight.
AGREEMENT = 4.0
#: Below this sum of differences meaning says nothing about a relation.
CLEAR = 0.02
#: A relation that gives so many of the boxes a project of their own counts so much, where the meaning of a box tells less than
#: ``FAINT`` on average; of two such relations one must agree so much better with what meaning there is.
NEARLY_ALL, FEW, ORDERLY, FAINT, AHEAD = 0.8, 3, 0.6, 0.14, 0.15
#: A place of this strength or less does not decide by itself.
UNSURE = 0.5
#: What stands so little under another thing, as a share of the narrower one, is in another column; what does not at all, beside it.
IN_COLUMN, ASIDE = 0.3, 0.1
#: Relations of boxes in a row to projects in a row.
BY_ORDER = ("in order", "ahead")

Matrix: TypeAlias = NDArray[np.float64]
Vector: TypeAlias = NDArray[np.float64]


def relations_of(
    projects: Sequence[Candidate], boxes: Sequence[BoxText], em: float, meaning: Matrix
) -> dict[str, Matrix]:
    """All relations by name; ``meaning``: how well the words of each box fit each project."""
    if all(box.in_line for box in boxes):
        relations = _in_line(projects, boxes)
        for name in BY_ORDER:
            relations[name] = _confirmed(relations[name], meaning)
    else:
        relations = {
            "after": _in_column(projects, boxes, em, after=True),
            "before": _in_column(projects, boxes, em, after=False),
            "beside": _beside(projects, boxes, em),
            "in turn": _in_turn(projects, boxes, em),
        }
    placed = np.array([box.placed for box in boxes])
    return {name: np.where(placed, matrix, 0.0) for name, matrix in relations.items()}


def _nothing(projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> Matrix:
    return np.zeros((len(projects), len(boxes)))


class _Places:
    """Places as columns of numbers, to compare all of them with one."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.page, self.x0, self.top, self.x1, self.bottom = np.array(places, float).reshape(-1, 5).T

    def overlap(self, place: Place) -> Vector:
        """Width shared with ``place`` as a share of the narrower one."""
        narrower = np.minimum(place.x1 - place.x0, self.x1 - self.x0)
        shared = np.minimum(place.x1, self.x1) - np.maximum(place.x0, self.x0)
        return np.asarray(shared / np.maximum(0.1, narrower))

    def distance(self, place: Place, *, below: bool) -> Vector:
        """White space from ``place`` down to each (or up to it); infinite on another page or in another column."""
        near = (self.page == place.page) & (self.overlap(place) >= IN_COLUMN)
        return np.where(near, self.top - place.bottom if below else place.top - self.bottom, np.inf)


def _in_column(projects: Sequence[Candidate], boxes: Sequence[BoxText], em: float, *, after: bool) -> Matrix:
    """1 for the project whose text ends right above a box (``after``) or whose title starts right below it.

    Where nothing stands above it in its column, the project that ends the column or page before counts half.
    """
    matrix = _nothing(projects, boxes)
    owned = [
        (p, _as_wide(part, one) if part == one.title else part)
        for p, one in enumerate(projects)
        for part in (one.parts if after else (one.title,))
    ]
    owners, parts = [p for p, _ in owned], _Places([part for _, part in owned])
    everything = _Places([part for project in projects for part in (project.title, *project.parts)])
    others = _Places([box.place for box in boxes])
    orders = np.array([project.order for project in projects])
    for b, box in enumerate(boxes):
        around = _around(projects, np.array(owners), parts, box.place, em) if after else []
        if len(around) == 1:
            matrix[around[0], b] = 1.0
            continue
        gaps = _ahead(parts.distance(box.place, below=not after), em)
        nearest = int(np.argmin(gaps)) if len(gaps) else 0
        if not len(gaps) or gaps[nearest] == np.inf:
            near = np.flatnonzero(orders < box.order if after else orders > box.order)
            if len(near):
                matrix[near[-1 if after else 0], b] = 0.5
        elif not _is_between(gaps[nearest], box.place, others, b, em, after=after):
            # One box of a stack says nothing: where boxes are collected, the first stands near a project by chance.
            if not _is_stacked(box.place, everything, others, b, em, below=after):
                matrix[owners[nearest], b] = 1.0
    # Several boxes in a row beside one project: none of them is its own by place.
    crowded = (matrix == 1.0).sum(axis=1, keepdims=True) > 1
    return np.where(crowded & (matrix == 1.0), 0.0, matrix)


def _around(
    projects: Sequence[Candidate], owners: NDArray[np.intp], parts: _Places, box: Place, em: float
) -> list[int]:
    """The projects whose text runs round a box."""
    level = (parts.page == box.page) & (parts.top < box.bottom) & (parts.bottom > box.top + em)
    return [p for p in np.unique(owners[level]).tolist() if _runs_round(projects[p], box, em)]


def _runs_round(project: Candidate, box: Place, em: float) -> bool:
    """True when the text of a project, in columns on both sides of a box, begins above it and goes on beside it."""
    parts = [part for part in project.parts if part.page == box.page]
    left = [part for part in parts if part.x0 < box.x0 and part.x1 < box.x1]
    right = [part for part in parts if part.x1 > box.x1 and part.x0 > box.x0]
    level = [any(part.top < box.bottom and part.bottom > box.top + em for part in side) for side in (left, right)]
    return (
        project.title.page == box.page and project.title.bottom <= box.top and any(level) and bool(left) and bool(right)
    )


def _as_wide(title: Place, project: Candidate) -> Place:
    """A title as wide as the text that it stands over."""
    here = [part for part in project.parts if part.page == title.page]
    below = [part for part, over in zip(here, _Places(here).overlap(title) > 0.9, strict=True) if over] if here else []
    return title._replace(x0=min(part.x0 for part in below), x1=max(part.x1 for part in below)) if below else title


def _ahead(distances: Vector, em: float) -> Vector:
    """``distances``, infinite where they go back."""
    return np.where(distances > -0.5 * em, distances, np.inf)


def _to_others(place: Place, others: _Places, own: int, em: float, *, below: bool) -> float:
    """White space down to the next one of the other boxes (or up to it)."""
    distances = _ahead(others.distance(place, below=below), em)
    distances[own] = np.inf
    return float(distances.min())


def _is_between(gap: float, place: Place, others: _Places, own: int, em: float, *, after: bool) -> bool:
    """True when another box stands above (``after``) or below a box in its column, nearer than ``gap``."""
    return _to_others(place, others, own, em, below=not after) < gap


def _is_stacked(place: Place, parts: _Places, others: _Places, own: int, em: float, *, below: bool) -> bool:
    """True when the next thing below a box (or above it) in its column is another box, not a project."""
    nearest = float(_ahead(parts.distance(place, below=below), em).min())
    return _to_others(place, others, own, em, below=below) < nearest


def _in_line(projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> dict[str, Matrix]:
    """What stands next to what in a text: 1 for the project that begins last before a box, or first after it, with no other box
    between them or beside them; and for each of several boxes in a row, after or before as many projects in a row, in their order."""
    relations = {name: _nothing(projects, boxes) for name in ("after", "before", *BY_ORDER)}
    items = [(project.order, "project", p) for p, project in enumerate(projects)]
    items += [(box.order, "box", b) for b, box in enumerate(boxes)]
    runs = [list(run) for _, run in groupby(sorted(items), key=lambda item: item[1])]
    for before, run, after in zip([[], *runs[:-1]], runs, [*runs[1:], []], strict=True):
        if run[0][1] == "project":
            continue
        if len(run) == 1:
            for name, near in (("after", before[-1:]), ("before", after[:1])):
                for _, _, p in near:
                    relations[name][p, run[0][2]] = 1.0
        for name, row in zip(BY_ORDER, (before, after), strict=True):
            if len(run) == len(row) > 1:
                for (_, _, p), (_, _, b) in zip(row, run, strict=True):
                    relations[name][p, b] = 1.0
    return relations


def _confirmed(relation: Matrix, meaning: Matrix) -> Matrix:
    """The order of boxes in a row says something where the words of a box prefer the same project to all others."""
    best, next_best = _two_best(meaning)
    clear = best > (next_best + CLEAR / 4 if len(meaning) > 1 else 0.0)
    return np.where((meaning == best) & clear, relation, 0.0)


def _beside(projects: Sequence[Candidate], boxes: Sequence[BoxText], em: float) -> Matrix:
    """Nearness of the upper edges of a title and a box in another column of the same page, 1 when level."""
    matrix, places = _nothing(projects, boxes), _Places([box.place for box in boxes])
    for p, project in enumerate(projects):
        title = project.title
        column = [part for part in project.parts if part.page == title.page and part != title]
        # A title may stand over text and box.
        over = (title.bottom < places.top + em) if column else np.zeros(len(boxes), bool)
        clear = places.page == title.page
        for part in column:
            clear &= places.overlap(part) < ASIDE
        clear &= over | (places.overlap(title) < ASIDE)
        distance = np.abs(title.top - places.top)
        for head in column[:1]:
            distance = np.where(over, np.minimum(distance, np.abs(head.top - places.top)), distance)
        near = 1.0 / (1.0 + distance / em / 4.0)
        matrix[p] = np.where(clear & (near >= UNSURE), near, 0.0)
    # Of several columns beside a box the next one counts.
    for b, box in enumerate(boxes):
        level = {p: _aside(projects[p].title, box.place) for p in np.flatnonzero(matrix[:, b]).tolist()}
        nearest = min(level.values(), default=0.0)
        for p, aside in level.items():
            if aside > nearest + 6 * em:
                matrix[p, b] *= 0.5
    return matrix


def _in_turn(projects: Sequence[Candidate], boxes: Sequence[BoxText], em: float) -> Matrix:
    """1 for projects that stand side by side and boxes stacked in one column beside them, as many: the first of the one for
    the first of the other."""
    matrix, places = _nothing(projects, boxes), _Places([box.place for box in boxes])
    rows: list[list[int]] = []
    for p in sorted(range(len(projects)), key=lambda one: (projects[one].title.page, projects[one].title.top)):
        title, last = projects[p].title, projects[rows[-1][0]].title if rows else None
        if last and last.page == title.page and title.top - last.top < 2 * em:
            rows[-1].append(p)
        else:
            rows.append([p])
    for row, following in zip(rows, [*rows[1:], []], strict=True):
        if len(row) == 1:
            continue
        title = projects[row[0]].title
        below = projects[following[0]].title if following else None
        low = below.top if below and below.page == title.page else math.inf
        level = (places.page == title.page) & (title.top - 2 * em < places.top) & (places.top < low - em)
        stack = sorted((int(b) for b in np.flatnonzero(level)), key=lambda b: boxes[b].place.top)
        parts = [part for p in row for part in projects[p].parts if part.page == title.page]
        if len(stack) == len(row) and _is_stack([boxes[b].place for b in stack]):
            if all((places.overlap(part)[stack] < ASIDE).all() for part in parts):
                for p, b in zip(sorted(row, key=lambda p: projects[p].title.x0), stack, strict=True):
                    matrix[p, b] = 1.0
    return matrix


def _is_stack(places: Sequence[Place]) -> bool:
    return all(_Places([a]).overlap(b)[0] > 0.5 and b.top >= a.bottom for a, b in pairwise(places))


def _aside(a: Place, b: Place) -> float:
    return max(a.x0 - b.x1, b.x0 - a.x1, 0.0)


# --- how far a document keeps to a relation ----------------------------------------------------------------------


def _two_best(matrix: Matrix) -> tuple[Vector, Vector]:
    """The two highest values of each column; 0 where there is no second one."""
    if len(matrix) == 1:
        return matrix[0], np.zeros_like(matrix[0])
    ordered = np.partition(matrix, len(matrix) - 2, axis=0)
    return ordered[-1], ordered[-2]


def leads(matrix: Matrix) -> Vector:
    """What the best project of each box is better than the next one."""
    best, next_best = _two_best(matrix)
    return best - next_best


def support_of(relation: Matrix, meaning: Matrix) -> float:
    """How far a relation agrees with meaning: the share of the boxes that agree, each with as many votes as its meaning
    is clear (what its best project is better than the next one); to the power that lets chance agreement count little."""
    partners, strength = relation.argmax(axis=0), relation.max(axis=0)
    told = (strength > 0.0) & (leads(relation) > 0.0)
    agreed, votes = _votes(partners, told, meaning)
    if votes < CLEAR:  # place alone: only where it gives every box a project of its own
        sure = bool((strength > UNSURE).all())
        return 0.5 if sure and len(set(partners.tolist())) == len(partners) else 0.0
    return math.pow(agreed / votes, AGREEMENT)


def _votes(partners: NDArray[np.intp], told: NDArray[np.bool_], meaning: Matrix) -> tuple[float, float]:
    """Votes of the boxes whose place tells their partner: of those that agree with meaning, and of all."""
    agreed = votes = 0.0
    best, clear = meaning.argmax(axis=0), leads(meaning)
    for b in np.flatnonzero(told):  # added up in their order, so that the last digit is the same everywhere
        votes += float(clear[b])
        agreed += float(clear[b]) * bool(best[b] == partners[b])
    return agreed, votes


def orderly(relations: Mapping[str, Matrix], meaning: Matrix) -> str:
    """The relation that gives nearly every box a project of its own, where meaning is too faint to say otherwise; empty
    where there is none, or another one does nearly as well."""
    fitting: list[tuple[float, str]] = []
    for name, relation in relations.items():
        partners, told = relation.argmax(axis=0), relation.max(axis=0) > UNSURE
        own = len(set(partners[told].tolist()))
        agreed, votes = _votes(partners, told, meaning)
        if own >= max(FEW, NEARLY_ALL * len(told)) and votes / own < FAINT:
            fitting.append((agreed / votes if votes else 0.0, name))
    fitting.sort(reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][0] - fitting[1][0] < AHEAD):
        return ""
    return fitting[0][1]
