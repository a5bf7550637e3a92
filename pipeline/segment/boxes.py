"""Info boxes: labels and the words they own, as atoms, before anything else on the page is ordered.

Labels in one frame, or one under the other, or side by side make a box while no label repeats and their usual order
goes on. Each label owns the words up to the next label; the last one owns what the frame holds, or what goes on below
in the same style without a gap. A single label is no box: it is a legend or a word of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise, permutations
from statistics import median
from typing import NamedTuple

from pipeline.models import BoxField, Line, Page, Style, Word
from pipeline.profile import Profile
from pipeline.segment.frames import Frame, frames
from pipeline.segment.fullness import Vocabulary, runs_into
from pipeline.segment.geometry import Box, Downwards, Piece, outline, piece, without
from pipeline.segment.headings import axis_of
from pipeline.segment.labels import Label, points_right

#: In ems: between the lines of a value; the gap that ends a box without frame; the indent a value may have.
VALUE_GAP = 0.75
LABEL_GAP = 2.2
INDENT = 4.0
#: Room that an icon before a label takes at most, in ems, and how much it may differ, in points.
ICON, ICON_EVEN = 3.0, 2.0
#: A number so much smaller than the label is a mark (a superscript that lost its word), no value.
MARK_SIZE = 0.7
#: How far a value may stand to the right of its label; how much the feet of two sizes on one baseline differ.
REACH = 12.0
SAME_BASELINE = 0.6
#: Lines of the labels' size that may stand between two labels of a box.
LINES_BETWEEN = 40
#: More labels than this keep the order of the profile.
MOST_LABELS = 6
#: Another order than the profile's must fit so much better.
CLEARLY = 1.05


#: A line that ends so is to be filled in by hand.
_TO_FILL = re.compile(r"[._…]{5,}$")


def _says(line: Line) -> bool:
    return any(char.isalnum() for word in line for char in word.text) and not _TO_FILL.search(line[-1].text)


class InfoBox(NamedTuple):
    """A box on one page: its labels in order, the words of each, its outline and where it was found."""

    labels: tuple[Label, ...]
    values: tuple[tuple[Line, ...], ...]
    region: Box
    rule: str

    @property
    def fields(self) -> tuple[BoxField, ...]:
        return tuple(
            BoxField(label.name, (*label.lines, label.tail) if label.tail else label.lines, value)
            for label, value in zip(self.labels, self.values, strict=True)
        )

    @property
    def is_filled(self) -> bool:
        """False for an empty form: a box says something under at least two of its labels."""
        return sum(any(_says(line) for line in value) for value in self.values) > 1

    @property
    def words(self) -> list[Word]:
        """Its words, those of the labels first."""
        return words_of(self.labels, self.values)


def parts_of(box: InfoBox, apart: float) -> list[Box]:
    """The outlines of the fields of a box, those joined that stand nearer to each other than ``apart`` of their heights: its two
    halves where a text stands between them."""
    parts: list[Box] = []
    heights: list[float] = []
    for label, value in zip(box.labels, box.values, strict=True):
        words = [
            word for word in (*label.words, *(w for line in value for w in line)) if word.page == box.labels[0].page
        ]
        if not words:
            continue
        own, height = outline(words), max(word.bottom - word.top for word in words)
        near = [i for i, part in enumerate(parts) if _between(part, own) < apart * max(height, heights[i])]
        own = outline([own, *(parts[i] for i in near)])
        height = max([height, *(heights[i] for i in near)])
        parts = [*(part for i, part in enumerate(parts) if i not in near), own]
        heights = [*(high for i, high in enumerate(heights) if i not in near), height]
    return parts


def _between(a: Box, b: Box) -> float:
    return max(a.x0 - b.x1, b.x0 - a.x1, 0.0) + max(a.top - b.bottom, b.top - a.bottom, 0.0)


def words_of(labels: Sequence[Label], values: Sequence[tuple[Line, ...]]) -> list[Word]:
    return [word for lines in (*(label.lines for label in labels), *values) for line in lines for word in line]


class PageBoxes(NamedTuple):
    """A page, the pieces of all its words, and its boxes."""

    page: Page
    pieces: list[Piece]
    boxes: list[InfoBox]


def label_order(labels: Sequence[Label], usual: Sequence[str]) -> list[str]:
    """The order of the labels in the boxes of this document; ``usual`` is the profile's, for the doubtful case.

    Labels of one box follow each other closely, those of two boxes at a distance, so the order with the closest
    neighbours wins.
    """
    names = [name for name in usual if any(label.name == name for label in labels)]
    if not 1 < len(names) <= MOST_LABELS:
        return names
    nearness: Counter[tuple[str, str]] = Counter()
    in_columns = sorted(labels, key=lambda label: (label.page, round(label.x0 / 12), label.top, label.x0))
    for ordered in (in_columns, sorted(labels, key=lambda label: (label.page, label.top, label.x0))):
        for a, b in pairwise(ordered):
            if a.page == b.page and b.top > a.top - (a.bottom - a.top):  # not back up into another column
                height = max(a.bottom - a.top, 0.1)
                nearness[a.name, b.name] += round(1000 / (1 + max(0.0, b.top - a.bottom) / height))

    def closeness(order: Sequence[str]) -> int:
        return sum(nearness[pair] for pair in pairwise(order))

    best = max(permutations(names), key=closeness)
    return list(best) if closeness(best) > CLEARLY * closeness(names) else names


def in_heads(labels: Sequence[Label]) -> bool:
    """True when the labels of this document stand side by side as a table's head, rather than one under the other."""
    side = below = 0
    by_place = sorted(labels, key=_place)
    for label in labels:
        height = label.bottom - label.top
        others = [
            o
            for o in _within(by_place, (label.page, label.top - 0.6 * height), (label.page, label.top + 25 * height))
            if o.name != label.name
        ]
        side += any(abs(o.top - label.top) < 0.6 * height and o.x0 > label.x1 for o in others)
        below += any(abs(o.x0 - label.x0) < height and 0 < o.top - label.top < 25 * height for o in others)
    return side > below


def _place(label: Label) -> tuple[int, float]:
    return label.page, label.top


def _within(by_place: Sequence[Label], first: tuple[int, float], last: tuple[int, float]) -> Sequence[Label]:
    """The labels from one place to another, of those in order."""
    return by_place[bisect_left(by_place, first, key=_place) : bisect_right(by_place, last, key=_place)]


class Finder:
    """Finds the boxes of one page."""

    def __init__(
        self,
        page: Page,
        pieces: Sequence[Piece],
        labels: Sequence[Label],
        styles: Sequence[Style],
        order: Sequence[str],
        words: Vocabulary,
        *,
        heads: bool = True,
        profile: Profile | None = None,
    ) -> None:
        self.page = page
        self.labels = list(labels)
        self.styles = styles
        self.order = list(order)
        self.words = words._replace(lenient=True)
        self.profile = profile
        self.heads = heads
        self.frames = frames(page)
        taken = {word.address for label in labels for word in label.words}
        taken |= {word.address for label in labels for word in label.rest}
        loose = without(pieces, taken, styles)
        self.pieces = Downwards(loose)
        self.places = {word.address: at for at, p in enumerate(loose) for word in p.words}
        self.largest = max((p.size for p in loose), default=0.0)
        indent = self._icons()
        self.labels = [label._replace(x0=label.x0 - indent) for label in self.labels]

    def _icons(self) -> float:
        """How far the labels of the page stand to the right of the values below them: the room of an icon before each."""
        indents: list[float] = []
        for label in (label for label in self.labels if not label.rest):
            size = self.styles[label.style].size
            below = [
                label.x0 - p.x0
                for p in self.pieces.between(label.bottom - 0.45 * size, label.bottom + LABEL_GAP * size)
                if -0.45 * size < p.top - label.bottom < LABEL_GAP * size and p.x0 < label.x0 + 0.6 * size < p.x1
            ]
            indents += [min(below, key=abs)] if below else []
        usual = median(indents) if indents else 0.0
        alike = sum(abs(indent - usual) < ICON_EVEN for indent in indents)
        em = median(self.styles[label.style].size for label in self.labels) if self.labels else 1.0
        return usual if 0.6 * em < usual < ICON * em and alike >= 0.6 * len(indents) else 0.0

    def find(self) -> list[InfoBox]:
        boxes: list[InfoBox] = []
        for group in self._groups():
            box = self._box(group)
            used = {word.address for value in box.values for line in value for word in line}
            self.pieces.take(self.places[address] for address in used if address in self.places)
            boxes.append(box)
        return boxes

    def _around(self, label: Label) -> list[Frame]:
        """The frames around a label, the smallest first."""
        return sorted((f for f in self.frames if f.box.holds(_word_of(label))), key=lambda f: f.box.area)

    def _frame(self, label: Label) -> Frame | None:
        """The smallest frame around a label."""
        return next(iter(self._around(label)), None)

    def _groups(self) -> list[list[Label]]:
        """Labels by box: each label joins the nearest open group that it can continue."""
        groups: list[list[Label]] = []
        within = LINES_BETWEEN * max((self.styles[label.style].size for label in self.labels), default=0.0)
        open_groups: list[int] = []
        for label in sorted(self.labels, key=lambda l: (l.top, l.x0)):
            open_groups = [number for number in open_groups if groups[number][-1].bottom > label.top - within]
            options = [
                (cost, number) for number in open_groups if (cost := self._joins(groups[number], label)) is not None
            ]
            if options:
                groups[min(options)[1]].append(label)
            else:
                open_groups.append(len(groups))
                groups.append([label])
        return groups

    def _joins(self, group: list[Label], label: Label) -> float | None:
        """Distance at which ``label`` continues ``group``, or None when it cannot."""
        last = group[-1]
        if any(other.name == label.name for other in group) or self._before(label, group):
            return None
        size = self.styles[label.style].size
        if abs(label.top - last.top) < 0.6 * size:  # side by side: a table's head
            between = label.x0 - last.x1
            fits = 0 < between < 0.6 * self.page.width and self._same_frame(group, label)
            return between if fits and self.heads else None
        head = min(group, key=lambda l: abs(l.x0 - label.x0))
        if abs(head.x0 - label.x0) > size or not self._same_frame(group, label):
            return None
        lines_between = (label.top - last.bottom) / size
        return label.top - last.bottom if lines_between < LINES_BETWEEN else None

    def _before(self, label: Label, group: list[Label]) -> bool:
        """True when ``label`` belongs before one of ``group`` in this document's boxes: then it begins another one.

        Labels that the profile does not know may stand anywhere, but for one that boxes begin with.
        """
        known = [other for other in group if ":" not in other.name]
        if ":" in label.name:
            return bool(known) and self.order[0] == label.name
        return any(self.order.index(label.name) < self.order.index(other.name) for other in known)

    def _same_frame(self, group: list[Label], label: Label) -> bool:
        """True for labels in one frame, or in cells that touch and are drawn alike; cells may have more than one outline."""
        one, other = self._around(group[-1]), self._around(label)
        if not one or not other:
            return not one and not other
        if one[0] == other[0] or any(frame in other and self._is_of_one_box(frame) for frame in one):
            return True
        if any(sum(frame.box.holds(_word_of(l)) for l in self.labels) > 1 for frame in (one[0], other[0])):
            return False  # two whole boxes, not the cells of one
        close = 1.2 * self.styles[label.style].size
        return any(
            a.color == b.color
            and min(abs(b.box.top - a.box.bottom), abs(b.box.x0 - a.box.x1), abs(a.box.top - b.box.top)) < close
            for a in one
            for b in other
        )

    def _is_of_one_box(self, frame: Frame) -> bool:
        """True where no label stands twice in a frame."""
        names = [label.name for label in self.labels if frame.box.holds(_word_of(label))]
        return len(names) == len(set(names))

    def _box(self, group: list[Label]) -> InfoBox:
        framed = [frame for label in group if (frame := self._frame(label))]
        region = outline(frame.box for frame in framed) if framed else None
        if region and not self._is_box_frame(region, group):
            region = None
        rows = _label_rows(group)
        beside = self._values_beside(group, rows, region)
        values: list[tuple[Line, ...]] = []
        for label in group:
            values.append(self._value(label, rows, region, beside))
        everything = outline(words_of(group, values))
        rule = "frame" if region else "labels"
        form = "beside" if beside is not None else "head" if any(len(row) > 1 for row in rows) else "below"
        return InfoBox(tuple(group), tuple(values), region or everything, f"{rule}:{form}")

    def _is_box_frame(self, region: Box, group: list[Label]) -> bool:
        """False for a card that holds the project too, or several boxes."""
        first = min(group, key=lambda l: (l.top, l.x0))
        others = [l for l in self.labels if l not in group and region.holds(_word_of(l))]
        above = [p for p in self.pieces if region.holds(p) and p.bottom <= first.top + 1]
        beside = [p for p in self.pieces if region.holds(p) and p.x1 < min(l.x0 for l in group)]
        inside = any(region.holds(p) for p in self.pieces) or any(label.rest for label in group)
        return inside and not others and not above and not beside

    def _values_beside(self, group: list[Label], rows: list[list[Label]], region: Box | None) -> float | None:
        """Left edge of the values when they stand in a column beside the labels (in the frame, if there is one), else None."""
        if any(len(row) > 1 for row in rows) or any(label.rest for label in group):
            return None
        below = LABEL_GAP if region else VALUE_GAP
        edges: list[float] = []
        for label in group:
            size = self.styles[label.style].size
            floor = min((other.top for other in group if other.top > label.bottom), default=float("inf"))
            near = self.pieces.between(float("-inf"), label.bottom + max(0.2, below) * size, label.top - size)
            pieces = [p for p in near if region is None or region.holds(p)]
            if any(
                abs(p.x0 - label.x0) < 0.6 * size
                and -0.5 * size < p.top - label.bottom < below * size
                and p.top < floor
                for p in pieces
            ):
                return None  # something stands right below it
            right = [
                p.x0
                for p in pieces
                if p.x0 > label.x1 and p.top < label.bottom + 0.2 * size and p.bottom > label.top - 0.2 * size
            ]
            if right:
                edges.append(min(right))
        if len(edges) < max(1, len(group) - 1):
            return None
        edge = median(edges)
        return edge if all(abs(other - edge) < 6 for other in edges) else None

    def _value(
        self, label: Label, rows: list[list[Label]], region: Box | None, beside: float | None
    ) -> tuple[Line, ...]:
        row = next(row for row in rows if label in row)
        index = rows.index(row)
        following = rows[index + 1][0] if index + 1 < len(rows) else None
        right_labels = [other for other in row if other.x0 > label.x0]
        size = self.styles[label.style].size
        left = label.x0 - 0.6 * size
        right = min((other.x0 for other in right_labels), default=float("inf")) - 0.2 * size
        floor = following.top - 0.1 * size if following else float("inf")
        if beside is not None:
            # Label and value share a baseline, whatever their sizes.
            left, top = beside - 0.6 * size, _first_line(label) - SAME_BASELINE * size
            floor = _first_line(following) - SAME_BASELINE * size if following else float("inf")
            lines = [
                p
                for p in self.pieces.between(float("-inf"), floor, top)
                if left <= p.x0 < right and top <= p.bottom < floor
            ]
            top, floor = float("-inf"), float("inf")
        else:
            bottom = label.bottom
            # What stands under a label speaks for the form "below"; a colon or a leader points to what is close on its right.
            under = next(
                (
                    p
                    for p in self.pieces.between(bottom - 0.45 * size, bottom + VALUE_GAP * size)
                    if abs(p.x0 - label.x0) < size
                    and -0.45 * size < p.top - bottom < VALUE_GAP * size
                    and p.top < floor
                ),
                None,
            )
            right_of_label = self._right_of(label, region, under)

            def candidates(end: float) -> list[Piece]:
                return [
                    p
                    for p in self.pieces.between(float("-inf"), end, label.top)
                    if left <= p.x0 < right
                    and p.top < end
                    and not (following and _level(p, following))
                    and (p.top >= bottom - 0.45 * size or p in right_of_label)
                ]

            if not region:
                return self._joined(label, self._below(label, left, candidates, floor, last=following is None))
            lines = candidates(floor)
        if region:
            lines = [p for p in lines if region.holds(p)]
        else:
            lines = self._grown(label, left, lines, last=following is None, beside=True)
        return self._joined(label, lines)

    def _below(
        self, label: Label, left: float, candidates: Callable[[float], list[Piece]], floor: float, *, last: bool
    ) -> list[Piece]:
        """The lines that go on below a label, of ``candidates`` above a height: looked for no farther than need be."""
        most = max(self.largest, self.styles[label.style].size)
        reach = 20 * most
        while True:
            end = min(floor, label.bottom + reach)
            lines = self._grown(label, left, candidates(end), last=last, beside=False)
            foot = max((p.bottom for p in lines), default=label.bottom)
            if end == floor or foot + (LABEL_GAP + 1) * most < end:
                return lines
            reach *= 4

    def _joined(self, label: Label, lines: Sequence[Piece]) -> tuple[Line, ...]:
        """The value of a label: what stands beside it, then ``lines`` row by row."""
        size = self.styles[label.style].size
        lines = [p for p in lines if p.size >= MARK_SIZE * size or any(char.isalpha() for char in p.text)]
        result = [label.rest] if label.rest else []
        by_row: dict[int, list[Word]] = {}
        for p in sorted(lines, key=lambda p: (p.top + p.bottom, p.x0)):
            by_row.setdefault(p.words[0].line, []).extend(p.words)
        if label.rest and (same := by_row.pop(label.rest[0].line, None)):
            result[0] = tuple(sorted({*label.rest, *same}, key=lambda word: word.pos))
        return (*result, *(tuple(sorted(words, key=lambda word: word.pos)) for words in by_row.values()))

    def _right_of(self, label: Label, region: Box | None, under: Piece | None) -> list[Piece]:
        """What stands on a line of a label and is near it, or near the value after it: outside a frame what is apart is
        another column, as is what is not set like the line ``under`` the label."""
        near = self.pieces.between(float("-inf"), label.bottom, label.top)
        level = sorted((p for p in near if _level(p, label) and p.x0 > _line_end(p, label)), key=lambda p: p.x0)
        if region or not (label.rest or under):
            return level
        edge = (
            label.rest[-1].x1
            if label.rest
            else max(w.x1 for w in label.lines[-1])
            if points_right(label)
            else float("-inf")
        )
        beside: list[Piece] = []
        for p in level:
            if p.x0 - edge < (1.5 if label.rest else 2.0) * p.size and (
                under is None or same_look(under.style, p.style, self.styles)
            ):
                beside.append(p)
                edge = p.x1
        return beside

    def _grown(self, label: Label, left: float, candidates: list[Piece], *, last: bool, beside: bool) -> list[Piece]:
        """Lines of a value without a frame: aligned with the first one, without a gap or a change of style."""
        size = self.styles[label.style].size
        taken: list[Piece] = []
        bottom = label.bottom
        style = piece(label.rest, self.styles).style if label.rest else None
        for p in sorted(candidates, key=lambda p: (p.top + p.bottom, p.x0)):
            beside_label = not taken and _level(p, label) and p.x0 - label.x1 < REACH * size
            # A value that begins beside its label goes on below it, or below where it began.
            hang = label.rest[0].x0 if label.rest else taken[0].x0 if taken else left
            aligned = p.x0 <= left + (INDENT + 0.6) * size or abs(p.x0 - hang) < 0.6 * size
            if (taken and _same_row(taken[-1], p)) or not (aligned or beside_label):
                continue
            allowed = (VALUE_GAP if taken or label.rest else LABEL_GAP) * max(p.size, size)
            if p.top - bottom > allowed and not (beside and not taken):
                break
            if style is not None and last and not same_look(style, p.style, self.styles):
                break
            if taken and last and self.profile and axis_of(p.text, self.profile):
                break
            style = p.style if style is None else style
            taken.append(p)
            bottom = p.bottom
        if last and self.page.unit == "char":
            taken = taken[: runs_into([p.text for p in taken], self.words)]
        edge = max((other.x1 for other in taken), default=0.0)
        level = Downwards(candidates)
        return [p for head in taken for p in self._row(head, level, edge)]

    def _row(self, head: Piece, candidates: Downwards[Piece], edge: float) -> list[Piece]:
        """A line of a value with what wide spaces of justified text parted from it: it ends within the value's column."""
        row = [head]
        reach = 0.5 * self.largest
        for p in sorted(candidates.between(head.top - reach, head.top + reach), key=lambda p: p.x0):
            if p not in row and _same_row(head, p) and 0 < p.x0 - row[-1].x1 < 2 * p.size and p.x1 <= edge + 1:
                row.append(p)
        return row


def same_look(a: int, b: int, styles: Sequence[Style]) -> bool:
    """True for styles that differ in nothing but a trifle of size."""
    x, y = styles[a], styles[b]
    return x.font == y.font and abs(x.size - y.size) < 0.6 and x.color == y.color


def _same_row(a: Piece, b: Piece) -> bool:
    return abs(a.top - b.top) < 0.5 * b.size


def _word_of(label: Label) -> Word:
    return label.words[0]


def _first_line(label: Label) -> float:
    """Lower edge of the first line of a label."""
    return max(word.bottom for word in label.lines[0])


def _line_end(p: Piece, label: Label) -> float:
    """Where the line of a label ends that is level with a piece; the last of its lines may be the shortest."""
    foot = max(word.bottom for word in p.words)
    line = min(label.lines, key=lambda line: abs(max(word.bottom for word in line) - foot))
    return max(word.x1 for word in line)


def _level(p: Piece, label: Label) -> bool:
    """True when a piece stands on a line of a label."""
    feet = [max(word.bottom for word in line) for line in label.lines]
    lowest = max(word.bottom for word in p.words)  # a piece of text may reach down to the next line of its column
    return (
        p.top < label.bottom
        and p.bottom > label.top
        and any(abs(lowest - foot) < 0.5 * max(p.size, 1.0) for foot in feet)
    )


def _label_rows(group: list[Label]) -> list[list[Label]]:
    rows: list[list[Label]] = []
    for label in sorted(group, key=lambda l: (l.top, l.x0)):
        if rows and abs(rows[-1][0].top - label.top) < 0.6 * (_first_line(label) - label.top):
            rows[-1].append(label)
        else:
            rows.append([label])
    return rows
