"""Which box belongs to which project: geometry where the document uses it consistently, meaning always.

Meaning decides which geometric relations this document uses (a box after its project, before it, beside it): a relation
counts as much as it agrees with meaning over all boxes. Then one assignment over all boxes finds the best pairs, and each
pair must stand out from the best assignment without it; else it is refused. A refusal is a finding, a wrong pair a lie.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, csgraph_from_dense, floyd_warshall

from pipeline.assemble.evidence import BoxText, Candidate, Pair, Refusal
from pipeline.assemble.meaning import similarity
from pipeline.assemble.relations import ORDERLY, Matrix, Vector, orderly, relations_of, support_of
from pipeline.profile import Tolerances

#: Weights of the two kinds of evidence; each is from 0 to 1.
GEOMETRY, MEANING = 0.6, 1.0
#: What a project's text that names the territory of the box's authority adds.
TERRITORY = 0.05
#: What a page or an axis adds that has as many boxes as projects: there the last box belongs to the last project.
BALANCED = 0.05
#: Share of boxes told by their place above which the others are suspect, and the share of its words' score by which such a
#: box must prefer its project to all others then.
PLACED, LONELY = 0.7, 0.33
#: A relation of this strength has told the place of a box.
TOLD = 0.25
#: Where the place of a box does not tell its project, its words by themselves must say so much.
WORDS = 0.05
#: A pair must stand out by this share of its score.
STANDS_OUT = 0.3
#: What each page between a box and a project takes away, up to so many, and another axis.
PAGE_APART, MOST_APART, AXIS_APART = 0.05, 4, 0.05
#: What decides against everything else.
FOR_SURE = 1000.0


def pair(
    projects: Sequence[Candidate],
    boxes: Sequence[BoxText],
    em: float,
    tolerances: Tolerances,
    decided: Mapping[int, int] | None = None,
    rows: Mapping[int, int] | None = None,
) -> tuple[list[Pair], list[Refusal]]:
    """Pairs and refusals; every box is in one of the two. decided: box → project, as a person said; rows: as it stands in one
    row of a table."""
    if not projects or not boxes:
        return [], [Refusal(number, "there is no project", ()) for number in range(len(boxes))]
    words = similarity([project.text for project in projects], [box.text for box in boxes])
    meaning = _with_territory(words, projects, boxes)
    relations = relations_of(projects, boxes, em, meaning)
    support = {name: support_of(matrix, meaning) for name, matrix in relations.items()}
    if name := orderly(relations, meaning):
        support[name] = max(support[name], ORDERLY)
    place = np.max([support[name] * matrix for name, matrix in relations.items()], axis=0)
    scores = GEOMETRY * place + MEANING * meaning + _balanced(projects, boxes) - _apart(projects, boxes)
    fixed = {b: (p, "row") for b, p in (rows or {}).items() if p not in (decided or {}).values()}
    fixed |= {b: (p, "override") for b, p in (decided or {}).items()}
    return _decide(scores, words, relations, support, tolerances, fixed)


def _with_territory(words: Matrix, projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> Matrix:
    """``words`` with what it adds that a project names the territory of an authority: what many texts name tells little,
    and so does one authority of several."""
    scores = words.copy()
    naming: dict[tuple[str, ...], list[int]] = {}
    for b, box in enumerate(boxes):
        for names in box.territory:
            if names not in naming:
                printed = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
                naming[names] = [p for p, project in enumerate(projects) if printed.search(project.text)]
            scores[naming[names], b] += TERRITORY * (1 - len(naming[names]) / len(projects)) / len(box.territory)
    return scores


def _balanced(projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> Matrix:
    """What it adds that a box and a project stand on a page, or belong to an axis, that has as many of both."""
    pages = Counter(project.title.page for project in projects)
    pages.subtract(box.place.page for box in boxes)
    axes = Counter(project.axis for project in projects)
    axes.subtract(box.axis for box in boxes)
    by_page = np.array([pages[box.place.page] == 0 for box in boxes]) & (_pages_between(projects, boxes) == 0)
    by_axis = np.array([bool(box.axis) and axes[box.axis] == 0 for box in boxes]) & ~_other_axis(projects, boxes)
    return np.where(by_page | by_axis, BALANCED, 0.0)


def _apart(projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> Matrix:
    """What the pages between a box and a project take away, and that both belong to an axis, and not to the same one."""
    known = np.logical_and.outer([bool(one.axis) for one in projects], [bool(box.axis) for box in boxes])
    axes = np.where(known & _other_axis(projects, boxes), AXIS_APART, 0.0)
    return PAGE_APART * np.minimum(_pages_between(projects, boxes), MOST_APART) + axes


def _pages_between(projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> Matrix:
    ours, theirs = [project.title.page for project in projects], [box.place.page for box in boxes]
    return np.asarray(np.abs(np.subtract.outer(ours, theirs)))


def _other_axis(projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> NDArray[np.bool_]:
    ours, theirs = [project.axis for project in projects], [box.axis for box in boxes]
    numbers = {name: number for number, name in enumerate([*ours, *theirs])}
    return np.not_equal.outer([numbers[name] for name in ours], [numbers[name] for name in theirs])


def _decide(
    scores: Matrix,
    words: Matrix,
    relations: Mapping[str, Matrix],
    support: dict[str, float],
    tolerances: Tolerances,
    fixed: Mapping[int, tuple[int, str]],
) -> tuple[list[Pair], list[Refusal]]:
    # A project may stay without a box, and a box without a project, at the price of the floor.
    rows, columns = scores.shape
    padded = np.full((rows + columns, columns + rows), tolerances.pairing_floor / 2)
    padded[:rows, :columns] = scores
    padded[rows:, columns:] = 0.0
    for b, (p, _) in fixed.items():  # what a table or a person decided is out of the question for all others
        padded[p, :] = padded[:, b] = -FOR_SURE
        padded[p, b] = FOR_SURE
    chosen = _assignment(padded)
    margins = _margins(scores, chosen, tolerances.pairing_floor, {b: p for b, (p, _) in fixed.items()})
    # Where nearly every box is told by its place, one that is not needs words that tell it.
    told = [
        b
        for b in range(columns)
        if any(chosen[b] < rows and support[name] * relations[name][chosen[b], b] >= TOLD for name in relations)
    ]
    placed = len(told) >= PLACED * columns
    pairs: list[Pair] = []
    refusals: list[Refusal] = []
    for b in range(columns):
        p = chosen[b]
        if b in fixed:
            pairs.append(Pair(fixed[b][0], b, fixed[b][1], 1.0, 1.0))
            continue
        rivals = _rivals(scores[:, b])
        if p >= rows:
            refusals.append(Refusal(b, "no project is close enough", rivals))
            continue
        margin, score = margins[b], float(scores[p, b])
        used = [name for name in relations if support[name] * relations[name][p, b] >= TOLD]
        other = np.delete(words[:, b], p).max(initial=0.0)
        if placed and not used and words[p, b] - other < LONELY * words[p, b]:
            reason = f"it stands elsewhere than the other boxes, and its words do not tell ({words[p, b]:.3f}, elsewhere {other:.3f})"
            refusals.append(Refusal(b, reason, rivals))
        elif not used and words[p, b] < WORDS:
            refusals.append(Refusal(b, f"neither its place nor its words tell ({words[p, b]:.3f})", rivals))
        elif score < tolerances.pairing_floor:
            refusals.append(
                Refusal(b, f"the best project scores {score:.3f}, below {tolerances.pairing_floor}", rivals)
            )
        elif margin < max(tolerances.pairing_margin, STANDS_OUT * score):
            refusals.append(Refusal(b, f"another project fits as well (margin {margin:.3f})", rivals))
        else:
            method = "+".join([*used[:1], "meaning"]) if used else "meaning"
            rival = next((other for other in rivals if other[0] != p), None)
            pairs.append(Pair(p, b, method, round(min(score, 1.0), 4), round(min(margin, 1.0), 4), rival))
    return pairs, refusals


def _assignment(weights: Matrix) -> dict[int, int]:
    """Column → row, each once, of the greatest sum."""
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return {int(column): int(row) for row, column in zip(rows, columns, strict=True)}


def _rivals(column: Vector) -> tuple[tuple[int, float], ...]:
    """The three best projects for a box, with their scores to four digits."""
    least = np.partition(column, -3)[-3] - 0.0001 if len(column) > 3 else -np.inf
    rounded = [(int(p), round(float(column[p]), 4)) for p in np.flatnonzero(column >= least)]
    return tuple(sorted(rounded, key=lambda rival: (-rival[1], rival[0]))[:3])


# --- margins -----------------------------------------------------------------------------------------------------


def _margins(scores: Matrix, chosen: Mapping[int, int], floor: float, decided: Mapping[int, int]) -> dict[int, float]:
    """What the best assignment loses without each of its pairs: box → loss.

    Without its pair a project takes the box of another one, which takes that of a third one and so on, until one takes the
    first box or stays alone, at half the price of the floor. So the loss is the shortest way round through a graph whose nodes
    are the pairs and, as the last one, being alone; an arrow costs what a project loses that leaves its own box for another.
    A project and a box that together are not worth the floor are better both alone, so that no arrow leads from one to the
    other: what is left falls into parts of which each is searched by itself.
    """
    rows, columns = scores.shape
    pairs = [(p, b) for b, p in sorted(chosen.items()) if b < columns and p < rows and b not in decided]
    ours, theirs = [p for p, _ in pairs], [b for _, b in pairs]
    lone_projects = sorted({*range(rows)} - {*ours, *decided.values()})
    lone_boxes = sorted({*range(columns)} - {*theirs, *decided})
    own, between = scores[ours, theirs], scores[np.ix_(ours, theirs)]
    costs = np.zeros((len(pairs) + 1, len(pairs) + 1))
    costs[:-1, :-1] = own[:, None] - between
    costs[:-1, -1] = own - _worth(scores[np.ix_(ours, lone_boxes)], floor)
    costs[-1, :-1] = -_worth(scores[np.ix_(lone_projects, theirs)].T, floor)
    _, part = connected_components(csr_array(between > floor), directed=False)
    margins: dict[int, float] = {}
    for number in range(max(part, default=-1) + 1):
        members = np.flatnonzero(part == number)
        nodes = [*members, len(pairs)]
        found = _ways_round(costs[np.ix_(nodes, nodes)])[:-1]
        margins.update(zip([theirs[member] for member in members], found.tolist(), strict=True))
    return margins


def _worth(scores: Matrix, floor: float) -> Vector:
    """What it is worth, a row each, to stay alone or to take what stays alone."""
    return np.asarray(np.maximum(floor / 2, scores.max(axis=1, initial=-np.inf) - floor / 2))


def _ways_round(costs: Matrix) -> Vector:
    """The cost of the shortest way from each node back to it; no way round gains anything."""
    height = np.zeros(len(costs))
    for _ in costs:  # with heights of the nodes no arrow gains anything, and a way round costs the same as before
        lower = np.minimum(height, (costs + height[:, None]).min(axis=0))
        if np.array_equal(lower, height):
            break
        height = lower
    costs = np.maximum(costs + height[:, None] - height, 0.0)
    np.fill_diagonal(costs, np.inf)
    ways = floyd_warshall(csgraph_from_dense(costs, null_value=np.inf))
    return np.asarray((costs + ways.T).min(axis=1))
