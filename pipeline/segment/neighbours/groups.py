"""Boxes: labels with their values that stand nearest to each other, each name once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from pipeline.models import Line, Style
from pipeline.nl.words import ends_sentence
from pipeline.profile import Profile
from pipeline.segment.boxes import InfoBox, parts_of
from pipeline.segment.frames import Frame
from pipeline.segment.geometry import Box, Downwards, Piece, outline, piece
from pipeline.segment.labels import Label
from pipeline.segment.neighbours.atoms import look
from pipeline.segment.neighbours.relations import Sheet, Value, region

#: How far apart the fields of one box stand at most, in ems: one below the other, and side by side; what another order than the
#: usual one adds to the distance.
APART, ASIDE, DISORDER = 9.0, 30.0, 0.6
#: Share of the last values that end as sentences, where one that does not is broken off.
SENTENCES = 0.7
#: A heading is so many times as large as a value.
LARGER = 1.3
#: White space between the halves of a torn box, in heights of their lines.
TORN = 3.0
#: White space below a value in which more of it may stand, in ems.
MORE = 1.3


def boxes_of(sheet: Sheet, values: Mapping[int, Value], order: Mapping[tuple[str, str], int]) -> list[InfoBox]:
    """The boxes of one page."""
    marks = sheet.marks
    outlines = [region(mark, values.get(id(mark), ())) for mark in marks]
    sizes = [
        max(
            mark.bottom - mark.top, *(word.bottom - word.top for line in values.get(id(mark), ()) for word in line), 4.0
        )
        for mark in marks
    ]
    held = [{m for m, mark in enumerate(marks) if frame.box.holds(mark.words[0])} for frame in sheet.frames]
    framed = [(inside, len({marks[m].name for m in inside})) for inside in held]
    edges: list[tuple[float, int, int]] = []
    for i, k in _near(outlines, sizes, [inside for inside, names in framed if len(inside) == names]):
        if marks[i].name == marks[k].name or _framed_apart(i, k, framed):
            continue
        distance = _distance(outlines[i], outlines[k])
        em = min(sizes[i], sizes[k])
        level = min(outlines[i].bottom, outlines[k].bottom) > max(outlines[i].top, outlines[k].top)
        if distance > (ASIDE if level else APART) * em and not _framed_together(i, k, framed):
            continue
        first, second = (i, k) if _before(marks[i], marks[k]) else (k, i)
        usual = order[marks[first].name, marks[second].name] >= order[marks[second].name, marks[first].name]
        edges.append((round(distance / em, 2) + (0.0 if usual else DISORDER), i, k))
    groups = {m: [m] for m in range(len(marks))}
    group = list(range(len(marks)))
    for _, i, k in sorted(edges):
        a, b = group[i], group[k]
        names = [marks[m].name for m in (*groups[a], *groups[b])]
        if a != b and len(set(names)) == len(names):
            for m in groups[b]:
                group[m] = a
            groups[a] += groups.pop(b)
    return [_box([marks[m] for m in sorted(groups[g])], values) for g in dict.fromkeys(group)]


def _near(outlines: Sequence[Box], sizes: Sequence[float], held: Sequence[set[int]]) -> list[tuple[int, int]]:
    """Pairs that can be near enough to belong together: those at no great height from each other, and those of ``held``."""
    places = Downwards([_Numbered(box.top, box.bottom, number) for number, box in enumerate(outlines)])
    pairs = {pair for inside in held for pair in combinations(sorted(inside), 2)}
    for i, box in enumerate(outlines):
        reach = APART * sizes[i]
        near = places.between(float("-inf"), box.bottom + reach, box.top - reach)
        pairs.update((i, other.number) for other in near if other.number > i)
    return sorted(pairs)


class _Numbered(NamedTuple):
    """A height on a page, and whose it is."""

    top: float
    bottom: float
    number: int


def order_of(sheets: Sequence[Sheet]) -> Counter[tuple[str, str]]:
    """How often a label is the next one after another."""
    follows: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        marks = Downwards(sheet.marks)
        lowest = max((mark.top for mark in sheet.marks), default=0.0)
        for mark in sheet.marks:
            if nearest := _next(mark, marks, lowest):
                follows[mark.name, nearest.name] += 1
    return follows


def _next(mark: Label, marks: Downwards[Label], lowest: float) -> Label | None:
    """The nearest of the labels that are read after ``mark``: looked for no farther down than need be."""
    own, reach = _box_of(mark), 10 * max(mark.bottom - mark.top, 1.0)
    while True:
        near = marks.between(float("-inf"), mark.bottom + reach, mark.top)
        later = [other for other in near if other is not mark and _before(mark, other)]
        distance, nearest = min(
            ((_distance(own, _box_of(other)), other) for other in later), key=itemgetter(0), default=(0.0, None)
        )
        if (nearest and distance <= reach) or mark.bottom + reach >= lowest:
            return nearest
        reach *= 4


def _box(marks: Sequence[Label], values: Mapping[int, Value]) -> InfoBox:
    ordered = sorted(marks, key=lambda mark: (mark.page, mark.top, mark.x0))
    rows: list[list[Label]] = []
    for mark in ordered:
        if rows and rows[-1][0].page == mark.page and mark.top < rows[-1][0].bottom - 0.3 * (mark.bottom - mark.top):
            rows[-1].append(mark)
        else:
            rows.append([mark])
    labels = [mark for row in rows for mark in sorted(row, key=lambda mark: mark.x0)]
    owned: set[tuple[int, int, int]] = set()
    kept: list[tuple[Line, ...]] = []
    for mark in labels:
        lines = [tuple(word for word in line if word.address not in owned) for line in values.get(id(mark), ())]
        lines = [line for line in lines if line]
        owned.update(word.address for line in lines for word in line)
        kept.append(tuple(lines))
    words = [word for mark in labels for word in mark.words] + [
        word for value in kept for line in value for word in line
    ]
    return InfoBox(tuple(mark._replace(rest=()) for mark in labels), tuple(kept), outline(words), "neighbours")


def with_rest(boxes: Sequence[InfoBox], sheet: Sheet) -> list[InfoBox]:
    """``boxes`` with the lines that stand inside them, or right below their last value in the same frame, and are nobody's."""
    taken = {word.address for box in boxes for word in box.words}
    free = [
        line
        for paragraph in sorted(sheet.paragraphs, key=lambda p: (p.box.top, p.box.x0))
        for line in paragraph.lines
        if line.words[0].address not in taken
    ]
    grown: list[InfoBox] = []
    for box in boxes:
        frame = _frame(box, boxes, sheet.frames)
        reach, inside, parts = box.region, [], parts_of(box, TORN)
        for line in free:
            below = reach.top - 1 <= line.top <= reach.bottom + MORE * line.size
            within = any(part.holds(line, 0.0) for part in parts)
            if within or (frame and frame.holds(line) and below):
                inside.append(line)
                reach = outline([reach, line])
                parts = [outline([part, line]) if within and part.holds(line, 0.0) else part for part in parts]
        grown.append(_with_lines(box, inside) if inside else box)
        free = [line for line in free if line not in inside]
    return grown


def _frame(box: InfoBox, boxes: Sequence[InfoBox], frames: Sequence[Frame]) -> Box | None:
    """The smallest frame that holds a box and little else: no other box, and not much more than it takes."""
    around = [
        frame.box
        for frame in frames
        if all(frame.box.holds(word) for word in box.words)
        and not any(frame.box.holds(other.labels[0].words[0]) for other in boxes if other is not box)
    ]
    frame = min(around, key=lambda f: f.area, default=None)
    filled = sum(part.area for part in parts_of(box, TORN))
    return frame if frame and frame.area < 2.5 * max(filled, 1.0) else None


def _with_lines(box: InfoBox, lines: Sequence[Piece]) -> InfoBox:
    """``box`` with each line at the end of the value it is nearest to."""
    values = [list(value) for value in box.values]
    for line in lines:
        outlines = [region(label, tuple(value)) for label, value in zip(box.labels, values, strict=True)]
        own = Box(line.x0, line.top, line.x1, line.bottom)
        nearest = min(range(len(values)), key=lambda i: (_distance(outlines[i], own), -i))
        values[nearest].append(line.words)
    ordered = [tuple(sorted(value, key=lambda part: (part[0].top, part[0].x0))) for value in values]
    words = [word for value in ordered for part in value for word in part]
    return box._replace(values=tuple(ordered), region=outline([box.region, *words]))


def joined_aside(pages: Sequence[Sequence[InfoBox]], profile: Profile) -> list[list[InfoBox]]:
    """``pages`` with the two halves of a box that stand on both sides of a text made one: level, each the only one that has what
    the other lacks, and divided as most such boxes of the document are."""
    names = {label.name for label in profile.labels}
    halves = [_halves(boxes, names) for boxes in pages]
    divided = Counter((_names(left), _names(right)) for pairs in halves for left, right in pairs)
    usual = max(divided, key=lambda way: (divided[way], way), default=None)
    result: list[list[InfoBox]] = []
    for boxes, pairs in zip(pages, halves, strict=True):
        pairs = [(left, right) for left, right in pairs if (_names(left), _names(right)) == usual]
        joined = [box for box in boxes if not any(box is half for pair in pairs for half in pair)]
        for left, right in pairs:
            region = outline([left.region, right.region])
            joined.append(InfoBox(left.labels + right.labels, left.values + right.values, region, left.rule))
        result.append(joined)
    return result


def _names(box: InfoBox) -> tuple[str, ...]:
    return tuple(label.name for label in box.labels)


def _halves(boxes: Sequence[InfoBox], names: set[str]) -> list[tuple[InfoBox, InfoBox]]:
    """Pairs of boxes that are level and complete each other, the left one first."""
    had = [set(_names(box)) & names for box in boxes]
    partners = [
        [
            k
            for k in range(len(boxes))
            if had[i]
            and had[k]
            and not had[i] & had[k]
            and had[i] | had[k] == names
            and _overlap(boxes[i].region, boxes[k].region)
        ]
        for i in range(len(boxes))
    ]
    return [
        (boxes[i], boxes[k])
        for i, fitting in enumerate(partners)
        for k in fitting
        if len(fitting) == 1 and partners[k] == [i] and boxes[i].region.x0 < boxes[k].region.x0
    ]


def _overlap(a: Box, b: Box) -> bool:
    return min(a.bottom, b.bottom) > max(a.top, b.top)


def joined_over_breaks(pages: Sequence[list[InfoBox]], profile: Profile) -> list[list[InfoBox]]:
    """Boxes that a break of column or page tore: a part that lacks just the labels which the next part has."""
    names = {label.name for label in profile.labels}
    result: list[list[InfoBox]] = [[] for _ in pages]
    last: tuple[int, int] | None = None
    for number, boxes in enumerate(pages):
        for box in sorted(boxes, key=lambda box: (round(box.region.x0 / 60), box.region.top)):
            has = {label.name for label in box.labels}
            if last is not None:
                before = result[last[0]][last[1]]
                had = {label.name for label in before.labels}
                if not had & has and had | has >= names and len(had) < len(names):
                    result[last[0]][last[1]] = before._replace(
                        labels=before.labels + box.labels, values=before.values + box.values
                    )
                    last = None
                    continue
            result[number].append(box)
            last = (number, len(result[number]) - 1)
    return result


def continued(pages: Sequence[list[InfoBox]], sheets: Sequence[Sheet], styles: Sequence[Style]) -> list[list[InfoBox]]:
    """``pages`` with the last value of each, where it breaks off in a sentence, and the lines at the head of the next page that
    go on with it: set alike, in its column, above all labels."""
    result = [list(boxes) for boxes in pages]
    last_values = [_said(box.values[-1]) for boxes in pages for box in boxes]
    sentences = sum(map(ends_sentence, last_values)) > SENTENCES * len(last_values)
    for number, (boxes, sheet, after) in enumerate(zip(result, sheets, sheets[1:], strict=False)):
        box = max(boxes, key=lambda box: box.region.bottom, default=None)
        if (
            box is None
            or not box.values[-1]
            or ends_sentence(" ".join(w.text for line in box.values[-1] for w in line))
        ):
            continue
        last = piece(box.values[-1][-1], styles)
        top = min((mark.top for mark in after.marks), default=float("inf"))
        column = [p for p in after.paragraphs if min(p.box.x1, box.region.x1) > max(p.box.x0, box.region.x0)]
        column = [p for p in column if p.box.bottom < top and look(p.first, styles) == look(last, styles)]
        first = min(column, key=lambda p: p.box.top, default=None)
        lower = [p for p in sheet.paragraphs if p.box.top > last.bottom and look(p.first, styles) == look(last, styles)]
        beyond = [
            p for p in after.paragraphs if first and p.box.bottom < first.box.top and p.first.size > last.size * LARGER
        ]
        if first and not sentences and not first.text[0].islower():
            continue
        if first and not lower and not beyond and ends_sentence(first.text) and _in_line(first.first, last):
            values = (*box.values[:-1], (*box.values[-1], *(line.words for line in first.lines)))
            boxes[boxes.index(box)] = box._replace(values=values)
            result[number] = boxes
    return result


def _said(lines: Sequence[Line]) -> str:
    return " ".join(word.text for line in lines for word in line)


def _in_line(a: Piece, b: Piece) -> bool:
    em = a.size
    return abs(a.x0 - b.x0) < em or abs(a.x1 - b.x1) < em or abs(a.x0 + a.x1 - b.x0 - b.x1) < em


def _box_of(mark: Label) -> Box:
    return Box(mark.x0, mark.top, mark.x1, mark.bottom)


def _before(a: Label, b: Label) -> bool:
    """True when a label is read before another one of its page."""
    if min(a.bottom, b.bottom) - max(a.top, b.top) > 0.3 * min(a.bottom - a.top, b.bottom - b.top):
        return a.x0 < b.x0
    return a.top < b.top


def _distance(a: Box, b: Box) -> float:
    across = max(a.x0 - b.x1, b.x0 - a.x1, 0.0)
    down = max(a.top - b.bottom, b.top - a.bottom, 0.0)
    return float(across + down)


def _framed_apart(a: int, b: int, framed: Sequence[tuple[set[int], int]]) -> bool:
    """True when a frame holds one of two labels with labels of other names, and not the other; ``framed``: the labels in each
    frame, and how many names they have."""
    return any(names > 1 and (a in inside) != (b in inside) for inside, names in framed)


def _framed_together(a: int, b: int, framed: Sequence[tuple[set[int], int]]) -> bool:
    """True when a frame holds two labels and no name twice."""
    return any(a in inside and b in inside and names == len(inside) for inside, names in framed)
