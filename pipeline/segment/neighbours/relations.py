"""Which value belongs to which label: the nearest neighbours of each label in four directions, and one vote of the document.

A brochure sets its values below their labels, above them, to their right or left, or in their line. All labels vote by what
their neighbour in each direction is (an amount, an authority); the direction with most right neighbours holds for all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.models import Line, Style
from pipeline.profile import Profile
from pipeline.segment.frames import Frame
from pipeline.segment.geometry import Box, Downwards, Piece, outline, piece
from pipeline.segment.judge import fit
from pipeline.segment.labels import Label
from pipeline.segment.neighbours.atoms import Paragraph, home, look

DIRECTIONS = ("in line", "below", "right", "above", "left", FRAME := "in its frame")
#: A direction is one of the document when it has this share of the votes of the commonest one.
USED = 0.3
#: How far a neighbour stands at most, in ems: above or below, and beside.
FAR, ASIDE = 3.0, 50.0
#: Share of its votes that a label of its own direction must win over the direction of the document.
OWN = 1.3
#: A direction in which so many of the labels of a name have a neighbour may be theirs.
MOST = 0.5
#: White space between the lines of a value that goes on, in ems; the same where values stand beside their labels.
LEADING, OPEN = 0.5, 0.75
#: White space between the fields of a strip, in ems; the same where values stand beside their labels.
TOUCHING, BESIDE = 2.0, 2.6
#: What a neighbour in another frame than its label is further away, in ems.
FRAMED = 3.0


class Sheet(NamedTuple):
    """A page taken apart: its labels, the paragraphs of all other words, its frames."""

    number: int
    marks: list[Label]
    paragraphs: list[Paragraph]
    frames: list[Frame]


class Near(NamedTuple):
    """The line nearest to a label in one direction, and how far it is, in ems."""

    line: Piece
    distance: float


Value = tuple[Line, ...]


def values_of(sheets: Sequence[Sheet], profile: Profile, styles: Sequence[Style]) -> dict[int, Value]:
    """The lines of each label's value, by the identity of the label (``id``)."""
    neighbours: dict[int, dict[str, Near]] = {}
    for sheet in sheets:
        lines = [line for paragraph in sheet.paragraphs for line in paragraph.lines]
        around = _Around(Downwards(lines), Downwards(sheet.marks), max((line.size for line in lines), default=0.0))
        neighbours |= {id(mark): _neighbours(mark, sheet, around, styles) for mark in sheet.marks}
    marks = [mark for sheet in sheets for mark in sheet.marks]
    habit = _habit(marks, neighbours, profile)
    values: dict[int, Value] = {}
    for sheet in sheets:
        values.update(_shared_out(sheet, neighbours, habit, styles))
    return values


class _Around(NamedTuple):
    """The lines and labels of a sheet by their height, and the size of the largest line."""

    lines: Downwards[Piece]
    marks: Downwards[Label]
    largest: float


def _neighbours(mark: Label, sheet: Sheet, around: _Around, styles: Sequence[Style]) -> dict[str, Near]:
    """The nearest line in each direction that no label hides."""
    small = styles[mark.style].size
    own = home(Box(mark.x0, mark.top, mark.x1, mark.bottom), sheet.frames)
    found: dict[str, tuple[float, Piece]] = {}
    far = FAR * max(small, around.largest)
    high, low = mark.top - far, mark.bottom + far
    lines = around.lines.between(float("-inf"), low, high)
    everything = outline([*mark.words, *lines])
    reach = around.marks.between(float("-inf"), everything.bottom, everything.top)
    others = [other for other in reach if other is not mark]
    if mark.rest:
        found["in line"] = (0.0, piece(mark.rest, styles))
    if inside := _in_frame(mark, sheet):
        found[FRAME] = (0.0, piece([word for line in inside for word in line.words], styles))
    for line in lines:
        em = max(small, line.size)  # small labels stand at large values
        direction, distance = _direction(mark, line, em)
        if not direction:
            continue
        if home(line, sheet.frames) != own:
            distance += FRAMED * em
        if direction in found and found[direction][0] <= distance:
            continue
        if not any(_hides(other, mark, line, direction) for other in others):
            found[direction] = (distance, line)
    return {direction: Near(line, distance / max(small, line.size)) for direction, (distance, line) in found.items()}


def _in_frame(mark: Label, sheet: Sheet) -> list[Piece]:
    """The lines in the smallest frame around a label, where no other label stands in it: a tile with one field."""
    own = home(Box(mark.x0, mark.top, mark.x1, mark.bottom), sheet.frames)
    if own < 0 or mark.rest:
        return []
    frame = sheet.frames[own].box
    if any(other is not mark and frame.holds(other.words[0]) for other in sheet.marks):
        return []
    return [line for paragraph in sheet.paragraphs for line in paragraph.lines if home(line, sheet.frames) == own]


def _direction(mark: Label, line: Piece, em: float) -> tuple[str, float]:
    """Where a line stands from a label, and how far."""
    shared = min(mark.bottom, line.bottom) - max(mark.top, line.top)
    if shared > 0.4 * min(mark.bottom - mark.top, line.bottom - line.top):
        if line.x0 >= mark.x1 - 0.2 * em:
            return ("right", line.x0 - mark.x1) if line.x0 - mark.x1 < ASIDE * em else ("", 0.0)
        if line.x1 <= mark.x0 + 0.2 * em:
            return ("left", mark.x0 - line.x1) if mark.x0 - line.x1 < ASIDE * em else ("", 0.0)
        return "", 0.0
    over = min(mark.x1, line.x1) - max(mark.x0, line.x0)
    if over <= 0 and abs(mark.x0 - line.x0) > em:
        return "", 0.0
    askew = 0.2 * min(abs(mark.x0 - line.x0), abs(mark.x1 - line.x1), abs(mark.x0 + mark.x1 - line.x0 - line.x1) / 2)
    if line.top > mark.top:
        gap = line.top - mark.bottom
        return ("below", gap + askew) if gap < FAR * em else ("", 0.0)
    gap = mark.top - line.bottom
    return ("above", gap + askew) if gap < FAR * em else ("", 0.0)


def _hides(other: Label, mark: Label, line: Piece, direction: str) -> bool:
    """True when another label stands between a label and a line."""
    if direction in ("right", "left"):
        level = min(other.bottom, max(mark.bottom, line.bottom)) > max(other.top, min(mark.top, line.top))
        middle = (other.x0 + other.x1) / 2
        return level and min(mark.x1, line.x1) < middle < max(mark.x0, line.x0)
    beside = min(other.x1, max(mark.x1, line.x1)) > max(other.x0, min(mark.x0, line.x0))
    middle = (other.top + other.bottom) / 2
    return beside and min(mark.bottom, line.bottom) <= middle <= max(mark.top, line.top)


def _habit(marks: Sequence[Label], neighbours: Mapping[int, Mapping[str, Near]], profile: Profile) -> dict[str, str]:
    """The direction in which the values of each label stand."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    near: dict[str, Counter[str]] = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for mark in marks:
        known = profile.label(mark.name)
        for direction, (line, distance) in neighbours[id(mark)].items():
            near[mark.name][direction] += 1
            if known is None or known.type == "text":  # any words will do: those that stand near
                votes[mark.name][direction] += round(100 / (1 + distance))
            else:
                said = round(100 * fit(line.text, mark.text, known.type, profile))
                votes[mark.name][direction] += said if said >= 50 else 0
                seen[direction] += said if said >= 50 else 0
    common = max(DIRECTIONS, key=lambda direction: (seen[direction], -DIRECTIONS.index(direction)))
    used = [direction for direction in DIRECTIONS if seen[direction] > USED * seen[common]]
    habit: dict[str, str] = {"": common}
    for name, counts in votes.items():
        known = profile.label(name)
        usual = [direction for direction in used if near[name][direction] > MOST * max(near[name].values())]
        among = DIRECTIONS if (known and known.type != "text") or not usual else usual
        best = max(among, key=lambda direction: (counts[direction], direction == common))
        habit[name] = best if counts[best] > OWN * counts[common] else common
    return habit


def _shared_out(  # noqa: C901
    sheet: Sheet, neighbours: Mapping[int, Mapping[str, Near]], habit: Mapping[str, str], styles: Sequence[Style]
) -> dict[int, Value]:
    """The lines of the paragraphs shared out among the labels whose neighbours they are."""
    anchors: dict[int, list[tuple[Piece, Label, str]]] = defaultdict(list)
    values: dict[int, list[Piece]] = defaultdict(list)
    where = {id(line): number for number, paragraph in enumerate(sheet.paragraphs) for line in paragraph.lines}
    for mark in sheet.marks:
        near = neighbours[id(mark)]
        direction = habit.get(mark.name, habit[""])
        if mark.rest:
            values[id(mark)].append(piece(mark.rest, styles))
        if direction == "in line" and (mark.rest or _ends_strip(mark, sheet)):
            _go_on(mark, sheet, values, styles)
            continue
        if direction not in near:
            continue
        if direction == FRAME:
            values[id(mark)] += _in_frame(mark, sheet)
            continue
        line = near[direction].line
        if id(line) in where:
            anchors[where[id(line)]].append((line, mark, direction))
    for number, held in anchors.items():
        lines = sheet.paragraphs[number].lines
        held.sort(key=lambda item: item[0].top)
        if held[0][2] == "above":
            start = 0
            for line, mark, _ in held:
                end = lines.index(line) + 1
                values[id(mark)] += lines[start:end]
                start = max(start, end)
        else:
            starts = [lines.index(line) for line, _, _ in held]
            if held[0][2] in ("right", "left"):
                starts[0] = 0
            for (_, mark, _), start, end in zip(held, starts, [*starts[1:], len(lines)], strict=True):
                values[id(mark)] += lines[start:end]
    for mark in sheet.marks:
        if habit.get(mark.name, habit[""]) == "right" and values[id(mark)] and _ends_row(mark, sheet):
            _go_on(mark, sheet, values, styles, beside=True)
    return {key: tuple(line.words for line in lines) for key, lines in values.items()}


def _go_on(
    mark: Label, sheet: Sheet, values: dict[int, list[Piece]], styles: Sequence[Style], *, beside: bool = False
) -> None:
    """A value that begins in the line of its label goes on in the lines below it that are set alike, up to the next label.

    In a strip of several fields the last one of a row goes on at the left edge of the strip, the others within their cells.
    """
    begun = last = values[id(mark)][-1] if values[id(mark)] else piece(mark.words, styles)
    own = home(last, sheet.frames)
    left, following = _strip(mark, last, sheet, BESIDE if beside else TOUCHING)
    lines = [
        line for paragraph in sheet.paragraphs for line in paragraph.lines if line.top > last.top + 0.4 * last.size
    ]
    for line in sorted(lines, key=lambda line: (line.top, line.x0)):
        if line.top - last.bottom > (OPEN if beside else LEADING) * line.size:
            return
        alike = (look(line, styles) == look(begun, styles) or not values[id(mark)]) and home(line, sheet.frames) == own
        apart = following is not None and following.x0 - begun.x1 > TOUCHING * begun.size
        cell = following is None or (apart and line.x1 <= following.x0 and line.x0 >= mark.x0 - line.size)
        if (
            not alike
            or not cell
            or not left - line.size <= line.x0 <= begun.x0 + line.size
            or line.top < last.top + 0.4 * last.size
        ):
            continue
        if any(other is not mark and _read_between(mark, other, line, left) for other in sheet.marks):
            return
        begun = begun if values[id(mark)] else line
        values[id(mark)].append(line)
        last = line


def _read_between(mark: Label, other: Label, line: Piece, left: float) -> bool:
    """True when another label of the strip is read after a label and before a line below it."""
    if other.x1 < left or other.top < mark.top - 0.5 * line.size or _level(mark, other):
        return False
    beside = min(other.bottom, line.bottom) - max(other.top, line.top) > 0.4 * (other.bottom - other.top)
    within = other.x0 < max(mark.x1, *(word.x1 for word in mark.rest), line.x1) + line.size
    return other.x0 < line.x0 if beside else other.top < line.top and within


def _strip(mark: Label, value: Piece, sheet: Sheet, touching: float) -> tuple[float, Label | None]:
    """The left edge of the row of fields that runs on without a gap up to a label, and the next label of its row."""
    row = sorted((other for other in sheet.marks if _level(mark, other)), key=lambda other: other.x0)
    parts = [
        (other.x0, max(other.x1, *(word.x1 for word in other.rest), other.x0)) for other in row if other is not mark
    ]
    parts += [(line.x0, line.x1) for paragraph in sheet.paragraphs for line in paragraph.lines if _level(mark, line)]
    left = mark.x0
    for x0, x1 in sorted(parts, reverse=True):
        if x1 <= left + 1 and left - x1 < touching * value.size:
            left = x0
    at = row.index(mark)
    return left, row[at + 1] if at + 1 < len(row) else None


def _ends_strip(mark: Label, sheet: Sheet) -> bool:
    """True for a label at the end of a row of fields, whose value begins on the next row."""
    return any(other is not mark and other.rest and _level(mark, other) and other.x0 < mark.x0 for other in sheet.marks)


def _ends_row(mark: Label, sheet: Sheet) -> bool:
    """True for the last of several labels in a row: its value may go on at the left edge of the row below."""
    row = [other for other in sheet.marks if other is not mark and _level(mark, other)]
    return bool(row) and all(other.x0 < mark.x0 for other in row)


def _level(a: Label, b: Label | Piece) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def region(mark: Label, value: Value) -> Box:
    """The outline of a label and its value."""
    return outline([*mark.words, *(word for line in value for word in line)])
