"""Which box belongs to which project: geometry where the document uses it consistently, meaning always.

Meaning decides which geometric relations this document uses (a box after its project, before it, beside it): a relation
counts as much as it agrees with meaning over all boxes. Then one assignment over all boxes finds the best pairs, and each
pair must stand out from the best assignment without it; else it is refused. A refusal is a finding, a wrong pair a lie.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.assemble.meaning import similarity
from pipeline.profile import Tolerances

#: Weights of the two kinds of evidence; each is from 0 to 1.
GEOMETRY, MEANING = 0.6, 1.0
#: How fast a relation that does not always agree with meaning loses its weight.
AGREEMENT = 4.0
#: Below this sum of differences meaning says nothing about a relation.
CLEAR = 0.02
#: A relation that gives so many of the boxes a project of their own counts so much, where the meaning of a box tells less than
#: ``FAINT`` on average; of two such relations one must agree so much better with what meaning there is.
NEARLY_ALL, FEW, ORDERLY, FAINT, AHEAD = 0.8, 3, 0.6, 0.14, 0.15
#: A place of this strength or less does not decide by itself.
UNSURE = 0.5
#: What a project's text that names the territory of the box's authority adds.
TERRITORY = 0.05
#: What a page or an axis adds that has as many boxes as projects: there the last box belongs to the last project.
BALANCED = 0.05
#: Share of boxes told by their place above which the others are suspect, and the share of its words' score by which such a
#: box must prefer its project to all others then.
PLACED, LONELY = 0.7, 0.33
#: Where the place of a box does not tell its project, its words by themselves must say so much.
WORDS = 0.05
#: A pair must stand out by this share of its score.
STANDS_OUT = 0.3
#: Relations of boxes in a row to projects in a row.
BY_ORDER = ("in order", "ahead")
#: What each page between a box and a project takes away, and another axis.
PAGE_APART, AXIS_APART = 0.05, 0.05


class Place(NamedTuple):
    """A rectangle on a page."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Candidate(NamedTuple):
    """A project: its text, where its title and its running text stand, and its lines' size."""

    text: str
    axis: str
    title: Place
    parts: tuple[Place, ...]
    order: float


class BoxText(NamedTuple):
    """A box: the words that carry meaning, the names of each of its authorities and of their places, its place."""

    text: str
    territory: tuple[tuple[str, ...], ...]
    axis: str
    place: Place
    order: float
    #: False where the place of a box says nothing, since other text stands between its lines.
    placed: bool = True
    #: True where ``order`` is the place of the box among the blocks of a text read row by row: that is its place, no rectangle.
    in_line: bool = False


class Pair(NamedTuple):
    """``rival``: the project that would fit the box next best, with its score; None where there is no other."""

    project: int
    box: int
    method: str
    score: float
    margin: float
    rival: tuple[int, float] | None = None


class Refusal(NamedTuple):
    """A box without a project; ``rivals`` are projects (index, score), best first."""

    box: int
    reason: str
    rivals: tuple[tuple[int, float], ...]


Matrix = list[list[float]]  # a row for each project, a column for each box


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
    relations = {
        name: [[value if box.placed else 0.0 for value, box in zip(row, boxes, strict=True)] for row in matrix]
        for name, matrix in relations.items()
    }
    support = {name: _support(matrix, meaning) for name, matrix in relations.items()}
    if orderly := _orderly(relations, meaning):
        support[orderly] = max(support[orderly], ORDERLY)
    pages = Counter(project.title.page for project in projects)
    pages.subtract(box.place.page for box in boxes)
    axes = Counter(project.axis for project in projects)
    axes.subtract(box.axis for box in boxes)
    scores: Matrix = []
    for p, project in enumerate(projects):
        row: list[float] = []
        for b, box in enumerate(boxes):
            place = max(support[name] * relations[name][p][b] for name in relations)
            apart = abs(project.title.page - box.place.page)
            axis = AXIS_APART if project.axis and box.axis and project.axis != box.axis else 0.0
            by_page = not apart and pages[box.place.page] == 0
            by_axis = bool(box.axis) and project.axis == box.axis and axes[box.axis] == 0
            balanced = BALANCED if by_page or by_axis else 0.0
            row.append(GEOMETRY * place + MEANING * meaning[p][b] + balanced - PAGE_APART * min(apart, 4) - axis)
        scores.append(row)
    return _decide(scores, words, relations, support, tolerances, decided or {}, rows)


def _with_territory(words: Matrix, projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> Matrix:
    scores = [list(row) for row in words]
    for b, box in enumerate(boxes):
        for names in box.territory:
            printed = "|".join(re.escape(name) for name in names)
            naming = [p for p, project in enumerate(projects) if re.search(rf"\b(?:{printed})\b", project.text)]
            for p in naming:  # what many texts name tells little, and so does one authority of several
                scores[p][b] += TERRITORY * (1 - len(naming) / len(projects)) / len(box.territory)
    return scores


def _overlap(a: Place, b: Place) -> float:
    """Shared width as a share of the narrower one."""
    return (min(a.x1, b.x1) - max(a.x0, b.x0)) / max(0.1, min(a.x1 - a.x0, b.x1 - b.x0))


def _in_column(projects: Sequence[Candidate], boxes: Sequence[BoxText], em: float, *, after: bool) -> Matrix:
    """1 for the project whose text ends right above a box (``after``) or whose title starts right below it.

    Where nothing stands above it in its column, the project that ends the column or page before counts half.
    """
    matrix = [[0.0] * len(boxes) for _ in projects]
    for b, box in enumerate(boxes):
        place = box.place
        around = [p for p, project in enumerate(projects) if after and _runs_round(project, place, em)]
        if len(around) == 1:
            matrix[around[0]][b] = 1.0
            continue
        best: tuple[float, int] | None = None
        for p, project in enumerate(projects):
            parts = project.parts if after else (project.title,)
            for part in (_as_wide(part, project) if part == project.title else part for part in parts):
                if part.page != place.page or _overlap(part, place) < 0.3:
                    continue
                gap = place.top - part.bottom if after else part.top - place.bottom
                if gap > -0.5 * em and (best is None or gap < best[0]):
                    best = (gap, p)
        if best and not _between(best[0], boxes, b, em, after=after):
            # One box of a stack says nothing: where boxes are collected, the first stands near a project by chance.
            if not _is_stacked(projects, boxes, b, em, below=after):
                matrix[best[1]][b] = 1.0
            continue
        near = (
            [p for p, project in enumerate(projects) if project.order < box.order]
            if after
            else [p for p, project in enumerate(projects) if project.order > box.order]
        )
        if near and not best:
            matrix[near[-1] if after else near[0]][b] = 0.5
    # Several boxes in a row beside one project: none of them is its own by place.
    return [
        row if sum(value == 1.0 for value in row) < 2 else [0.0 if value == 1.0 else value for value in row]
        for row in matrix
    ]


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
    below = [part for part in project.parts if part.page == title.page and _overlap(part, title) > 0.9]
    return title._replace(x0=min(part.x0 for part in below), x1=max(part.x1 for part in below)) if below else title


def _between(gap: float, boxes: Sequence[BoxText], index: int, em: float, *, after: bool) -> bool:
    """True when another box stands above (``after``) or below a box in its column, nearer than ``gap``."""
    place = boxes[index].place
    distances = [_distance(place, other.place, below=not after) for b, other in enumerate(boxes) if b != index]
    return any(-0.5 * em < distance < gap for distance in distances)


def _is_stacked(projects: Sequence[Candidate], boxes: Sequence[BoxText], index: int, em: float, *, below: bool) -> bool:
    """True when the next thing below a box (or above it) in its column is another box, not a project."""
    place = boxes[index].place
    others = [_distance(place, other.place, below=below) for b, other in enumerate(boxes) if b != index]
    parts = [_distance(place, part, below=below) for project in projects for part in (project.title, *project.parts)]
    nearest = min((distance for distance in others if distance > -0.5 * em), default=float("inf"))
    return nearest < min((distance for distance in parts if distance > -0.5 * em), default=float("inf"))


def _distance(a: Place, b: Place, *, below: bool) -> float:
    """White space from ``a`` down to ``b`` (or up to it); infinite on another page or in another column."""
    if a.page != b.page or _overlap(a, b) < 0.3:
        return float("inf")
    return b.top - a.bottom if below else a.top - b.bottom


def _in_line(projects: Sequence[Candidate], boxes: Sequence[BoxText]) -> dict[str, Matrix]:
    """What stands next to what in a text: 1 for the project that begins last before a box, or first after it, with no other box
    between them or beside them; and for each of several boxes in a row, after or before as many projects in a row, in their order."""
    relations: dict[str, Matrix] = {
        name: [[0.0] * len(boxes) for _ in projects] for name in ("after", "before", "in order", "ahead")
    }
    items = [(project.order, "project", p) for p, project in enumerate(projects)]
    items += [(box.order, "box", b) for b, box in enumerate(boxes)]
    runs = [list(run) for _, run in groupby(sorted(items), key=lambda item: item[1])]
    for before, run, after in zip([[], *runs[:-1]], runs, [*runs[1:], []], strict=True):
        if run[0][1] == "project":
            continue
        if len(run) == 1:
            for name, near in (("after", before[-1:]), ("before", after[:1])):
                for _, _, p in near:
                    relations[name][p][run[0][2]] = 1.0
        for name, row in zip(BY_ORDER, (before, after), strict=True):
            if len(run) == len(row) > 1:
                for (_, _, p), (_, _, b) in zip(row, run, strict=True):
                    relations[name][p][b] = 1.0
    return relations


def _confirmed(relation: Matrix, meaning: Matrix) -> Matrix:
    """The order of boxes in a row says something where the words of a box prefer the same project to all others."""
    kept = [[0.0] * len(row) for row in relation]
    for b in range(len(meaning[0])):
        said = sorted(row[b] for row in meaning)
        for p, row in enumerate(relation):
            if row[b] and meaning[p][b] == said[-1] > (said[-2] + CLEAR / 4 if len(said) > 1 else 0.0):
                kept[p][b] = row[b]
    return kept


def _beside(projects: Sequence[Candidate], boxes: Sequence[BoxText], em: float) -> Matrix:
    """Nearness of the upper edges of a title and a box in another column of the same page, 1 when level."""
    matrix = [[0.0] * len(boxes) for _ in projects]
    for p, project in enumerate(projects):
        for b, box in enumerate(boxes):
            if project.title.page != box.place.page:
                continue
            column = [part for part in project.parts if part.page == box.place.page and part != project.title]
            over = bool(column) and project.title.bottom < box.place.top + em  # a title may stand over text and box
            if all(_overlap(part, box.place) < 0.1 for part in (column if over else (project.title, *column))):
                heads = [project.title, *column[:1]] if over else [project.title]
                distance = min(abs(head.top - box.place.top) for head in heads) / em
                near = 1.0 / (1.0 + distance / 4.0)
                matrix[p][b] = near if near >= UNSURE else 0.0
    # Of several columns beside a box the next one counts.
    for b, box in enumerate(boxes):
        level = [p for p in range(len(projects)) if matrix[p][b] > 0]
        if len(level) > 1:
            nearest = min(_aside(projects[p].title, box.place) for p in level)
            for p in level:
                if _aside(projects[p].title, box.place) > nearest + 6 * em:
                    matrix[p][b] *= 0.5
    return matrix


def _in_turn(projects: Sequence[Candidate], boxes: Sequence[BoxText], em: float) -> Matrix:
    """1 for projects that stand side by side and boxes stacked in one column beside them, as many: the first of the one for
    the first of the other."""
    matrix = [[0.0] * len(boxes) for _ in projects]
    rows: list[list[int]] = []
    for p in sorted(range(len(projects)), key=lambda p: (projects[p].title.page, projects[p].title.top)):
        title, last = projects[p].title, projects[rows[-1][0]].title if rows else None
        if last and last.page == title.page and title.top - last.top < 2 * em:
            rows[-1].append(p)
        else:
            rows.append([p])
    for row, following in zip(rows, [*rows[1:], []], strict=True):
        title = projects[row[0]].title
        below = projects[following[0]].title if following else None
        low = below.top if below and below.page == title.page else float("inf")
        stack = [
            b
            for b, box in enumerate(boxes)
            if box.place.page == title.page and title.top - 2 * em < box.place.top < low - em
        ]
        stack.sort(key=lambda b: boxes[b].place.top)
        parts = [part for p in row for part in projects[p].parts if part.page == title.page]
        beside = all(_overlap(part, boxes[b].place) < 0.1 for b in stack for part in parts)
        if len(row) > 1 and len(stack) == len(row) and beside and _is_stack([boxes[b].place for b in stack]):
            for p, b in zip(sorted(row, key=lambda p: projects[p].title.x0), stack, strict=True):
                matrix[p][b] = 1.0
    return matrix


def _is_stack(places: Sequence[Place]) -> bool:
    return all(_overlap(a, b) > 0.5 and b.top >= a.bottom for a, b in pairwise(places))


def _aside(a: Place, b: Place) -> float:
    return max(a.x0 - b.x1, b.x0 - a.x1, 0.0)


def _support(relation: Matrix, meaning: Matrix) -> float:
    """How far a relation agrees with meaning: the share of the boxes that agree, each with as many votes as its meaning
    is clear (what its best project is better than the next one); to the power that lets chance agreement count little."""
    agreed = votes = 0.0
    for b in range(len(meaning[0])):
        by_place = sorted(((row[b], p) for p, row in enumerate(relation)), reverse=True)
        if by_place[0][0] <= 0.0 or (len(by_place) > 1 and by_place[0][0] == by_place[1][0]):
            continue
        by_meaning = sorted(((row[b], p) for p, row in enumerate(meaning)), reverse=True)
        clear = by_meaning[0][0] - (by_meaning[1][0] if len(by_meaning) > 1 else 0.0)
        votes += clear
        agreed += clear * (by_place[0][1] == by_meaning[0][1])
    if votes < CLEAR:  # place alone: only where it gives every box a project of its own
        partners = [max(range(len(relation)), key=lambda p: relation[p][b]) for b in range(len(meaning[0]))]
        sure = all(relation[p][b] > UNSURE for b, p in enumerate(partners))
        return 0.5 if sure and len(set(partners)) == len(partners) else 0.0
    return math.pow(agreed / votes, AGREEMENT)


def _orderly(relations: Mapping[str, Matrix], meaning: Matrix) -> str:
    """The relation that gives nearly every box a project of its own, where meaning is too faint to say otherwise; empty
    where there is none, or another one does nearly as well."""
    fitting: list[tuple[float, str]] = []
    for name, relation in relations.items():
        agreed = votes = 0.0
        partners: set[int] = set()
        for b in range(len(meaning[0])):
            by_place = max(range(len(relation)), key=lambda p: relation[p][b])
            if relation[by_place][b] <= UNSURE:
                continue
            partners.add(by_place)
            by_meaning = sorted(((row[b], p) for p, row in enumerate(meaning)), reverse=True)
            clear = by_meaning[0][0] - (by_meaning[1][0] if len(by_meaning) > 1 else 0.0)
            votes += clear
            agreed += clear * (by_meaning[0][1] == by_place)
        if len(partners) >= max(FEW, NEARLY_ALL * len(meaning[0])) and votes / len(partners) < FAINT:
            fitting.append((agreed / votes if votes else 0.0, name))
    fitting.sort(reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][0] - fitting[1][0] < AHEAD):
        return ""
    return fitting[0][1]


def _decide(
    scores: Matrix,
    words: Matrix,
    relations: dict[str, Matrix],
    support: dict[str, float],
    tolerances: Tolerances,
    decided: Mapping[int, int],
    rows: Mapping[int, int] | None = None,
) -> tuple[list[Pair], list[Refusal]]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    matrix = np.array(scores)
    # A project may stay without a box, and a box without a project, at the price of the floor.
    count, columns = matrix.shape
    padded = np.full((count + columns, columns + count), tolerances.pairing_floor / 2)
    padded[:count, :columns] = matrix
    padded[count:, columns:] = 0.0
    fixed = {b: (p, "row") for b, p in (rows or {}).items() if p not in decided.values()}
    fixed |= {b: (p, "override") for b, p in decided.items()}
    for b, (p, _) in fixed.items():  # what a table or a person decided is out of the question for all others
        padded[p, :] = padded[:, b] = -1000.0
        padded[p, b] = 1000.0

    def solve(weights: np.ndarray) -> tuple[float, dict[int, int]]:
        chosen_rows, chosen_columns = linear_sum_assignment(weights, maximize=True)
        total = float(weights[chosen_rows, chosen_columns].sum())
        return total, {int(c): int(r) for r, c in zip(chosen_rows, chosen_columns, strict=True)}

    total, chosen = solve(padded)
    # Where nearly every box is told by its place, one that is not needs words that tell it.
    told = [
        b
        for b in range(columns)
        if any(chosen[b] < count and support[name] * relations[name][chosen[b]][b] >= 0.25 for name in relations)
    ]
    placed = len(told) >= PLACED * columns
    pairs: list[Pair] = []
    refusals: list[Refusal] = []
    for b in range(columns):
        p = chosen[b]
        if b in fixed:
            pairs.append(Pair(fixed[b][0], b, fixed[b][1], 1.0, 1.0))
            continue
        rivals = tuple(
            sorted(((q, round(float(matrix[q, b]), 4)) for q in range(count)), key=lambda r: (-r[1], r[0]))[:3]
        )
        if p >= count:
            refusals.append(Refusal(b, "no project is close enough", rivals))
            continue
        without = padded.copy()
        without[p, b] = -1000.0
        margin = total - solve(without)[0]
        score = float(matrix[p, b])
        used = [name for name in relations if support[name] * relations[name][p][b] >= 0.25]
        other = max((words[q][b] for q in range(count) if q != p), default=0.0)
        if placed and not used and words[p][b] - other < LONELY * words[p][b]:
            reason = f"it stands elsewhere than the other boxes, and its words do not tell ({words[p][b]:.3f}, elsewhere {other:.3f})"
            refusals.append(Refusal(b, reason, rivals))
        elif not used and words[p][b] < WORDS:
            refusals.append(Refusal(b, f"neither its place nor its words tell ({words[p][b]:.3f})", rivals))
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
