"""Info boxes as marks: label above, before or beside its value, dotted, or as a drawn table."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace

from tests.kit.content import Look, Project
from tests.kit.sheet import Line, Mark, Rect, Text, measure, run, wrap
from tests.kit.style import Palette, fields

PAD = 6.0
LABEL = "#3A3A3A"


@dataclass(frozen=True)
class Row:
    """One line of a box: marks relative to the box's left edge and the line's top, and the line's height."""

    marks: tuple[Mark, ...]
    height: float
    first: bool = False  # begins a field


@dataclass(frozen=True)
class Box:
    rows: tuple[Row, ...]
    width: float
    frame: str
    tint: str
    line: str
    rules: tuple[float, ...] = ()  # x of upright rules inside a table
    grid: bool = False
    cells: tuple[float, ...] = ()  # x where the cells of a field begin: each cell is written out as a whole

    @property
    def height(self) -> float:
        return sum(r.height for r in self.rows) + 2 * PAD

    def cut(self, room: float) -> tuple[Box | None, Box]:
        """The fields that fit into ``room`` and the rest; no first part where not one field fits."""
        used, at = 2 * PAD, 0
        for i, row in enumerate(self.rows):
            if row.first and i:
                at = i
            used += row.height
            if used > room:
                break
        if not at:
            return None, self
        return replace(self, rows=self.rows[:at]), replace(self, rows=self.rows[at:])

    def marks(self, x: float, y: float) -> list[Mark]:
        out: list[Mark] = []
        height = self.height
        if self.frame in ("fill", "bar"):
            out.append(Rect(x, y, self.width, height, fill=self.tint))
        if self.frame == "bar":
            out.append(Rect(x, y, 2.4, height, fill=self.line))
        if self.frame == "outline":
            out.append(Rect(x, y, self.width, height, stroke=self.line))
        out += [Line(x + r, y, x + r, y + height, self.line) for r in self.rules]
        top, block = y + PAD, 0
        placed: list[tuple[int, int, Mark]] = []
        for i, row in enumerate(self.rows):
            block += row.first
            if self.grid and row.first and i:
                out.append(Line(x, top - 2, x + self.width, top - 2, self.line))
            placed += [(block, bisect(self.cells, _left(m) + 0.1), _moved(m, x, top)) for m in row.marks]
            top += row.height
        return out + [m for _, _, m in sorted(placed, key=lambda p: p[:2])]


def _left(mark: Mark) -> float:
    return mark.x0 if isinstance(mark, Line) else mark.x


def _moved(mark: Mark, dx: float, dy: float) -> Mark:
    if isinstance(mark, Line):
        return replace(mark, x0=mark.x0 + dx, y0=mark.y0 + dy, x1=mark.x1 + dx, y1=mark.y1 + dy)
    return replace(mark, x=mark.x + dx, y=mark.y + dy)


class _Setter:
    """Sets the fields of one box in lines."""

    def __init__(self, look: Look, width: float, colour: str) -> None:
        self.look, self.width, self.colour = look, width, colour
        self.value = look.size - 1
        self.label = look.size - 2
        self.pad = PAD if look.frame != "none" or look.form in ("head", "rows") else 0.0
        self.inner = width - 2 * self.pad

    def name(self, s: str, x: float) -> tuple[list[Mark], float]:
        """The label's marks on a baseline at one value size down, and where it ends."""
        if self.look.case != "small":
            marks = run(Text(x, self.value, s, "B", self.label, self.colour, self.look.font))
            return list(marks), marks[-1].x + marks[-1].width
        out: list[Mark] = []
        for word in s.upper().split():
            for part, size in ((word[0], self.label + 1), (word[1:], self.label - 1)):
                mark = Text(x, self.value, part, "B", size, self.colour, self.look.font)
                out.append(mark)
                x += mark.width
            x += self.label * 0.3
        return out, x - self.label * 0.3

    @property
    def raised(self) -> bool:
        return "raised" in self.look.layer

    def wide(self, s: str) -> float:
        return self.name(s, 0)[1]

    def lines(self, s: str, x: float, width: float, colour: str = "#222222", face: str = "R") -> list[list[Mark]]:
        font, size = self.look.font, self.value
        return [
            list(run(Text(x, size, line, face, size, colour, font), self.raised))
            for line in wrap(s, width, font, face, size, self.look.hyphens)
        ]

    def rows(self, name: str, value: str) -> list[Row]:
        return getattr(self, "_" + self.look.form)(name, value)  # type: ignore[no-any-return]

    @property
    def lead(self) -> float:
        return self.value * 1.28

    def _above(self, name: str, value: str) -> list[Row]:
        out = [Row(tuple(m), self.lead, i == 0) for i, m in enumerate(self._label_lines(name))]
        body = [Row(tuple(m), self.lead) for m in self.lines(value, self.pad, self.inner)]
        return [*out, *body[:-1], replace(body[-1], height=self.lead + 3)]

    def _label_lines(self, name: str) -> list[list[Mark]]:
        if self.wide(name) <= self.inner or " " not in name:
            return [self.name(name, self.pad)[0]]
        head, _, tail = name.rpartition("  " if self.look.case == "spaced" else " ")
        return [self.name(head, self.pad)[0], self.name(tail, self.pad)[0]]

    def _inline(self, name: str, value: str) -> list[Row]:
        marks, end = self.name(name + ":", self.pad)
        indent = end + self.value * 0.3 - self.pad
        if indent > self.inner * 0.7:
            return self._above(name + ":", value)
        lines = wrap(value, self.inner, self.look.font, "R", self.value, self.look.hyphens, indent)
        out = []
        for i, line in enumerate(lines):
            x = self.pad + (indent if i == 0 else 0)
            body = run(Text(x, self.value, line, "R", self.value, "#222222", self.look.font), self.raised)
            out.append(Row((*(marks if i == 0 else ()), *body), self.lead, i == 0))
        return [*out[:-1], replace(out[-1], height=self.lead + 2)]

    def _beside(self, name: str, value: str, at: float = 0.42) -> list[Row]:
        x = self.pad + self.inner * at
        self._shrink(name, self.inner * at - 6)
        names = self._split_name(name, self.inner * at - 6)
        values = self.lines(value, x, self.inner * (1 - at))
        out = []
        for i in range(max(len(names), len(values))):
            marks = (self.name(names[i], self.pad)[0] if i < len(names) else []) + (
                values[i] if i < len(values) else []
            )
            out.append(Row(tuple(marks), self.lead, i == 0))
        return [*out[:-1], replace(out[-1], height=self.lead + 4)]

    _rows = _beside

    def _split_name(self, name: str, width: float) -> list[str]:
        lines, line = [], ""
        gap = "  " if self.look.case == "spaced" else " "
        for word in name.split(gap):
            trial = f"{line}{gap}{word}" if line else word
            if line and self.wide(trial) > width:
                lines.append(line)
                line = word
            else:
                line = trial
        return [*lines, line]

    def _shrink(self, name: str, width: float) -> None:
        """Smaller labels where a word of theirs would run into the value."""
        gap = "  " if self.look.case == "spaced" else " "
        widest = max(map(self.wide, name.split(gap)))
        if widest > width:
            self.label *= width / widest

    def _dotted(self, name: str, value: str) -> list[Row]:
        marks, end = self.name(name, self.pad)
        wide = measure(value, self.look.font, "R", self.value)
        dot = measure(".", self.look.font, "R", self.value)
        room = self.pad + self.inner - end - wide - 8
        if room < 6 * dot:
            return self._above(name, value)
        leader = Text(end + 3, self.value, "." * int(room / dot), "R", self.value, "#888888", self.look.font)
        tail = Text(self.pad + self.inner - wide, self.value, value, "R", self.value, "#222222", self.look.font)
        return [Row((*marks, leader, *run(tail)), self.lead + 3, True)]


def box_of(project: Project, look: Look, width: float, colours: Palette) -> Box | None:
    """The project's box at this width; None where it has none."""
    items = fields(project, look)
    if not project.has_box or not items:
        return None
    colour = colours.axis(project.axis)
    if look.form == "head":
        return _table(items, look, width, colours, colour)
    setter = _Setter(look, width, colour)
    rows = tuple(r for name, value in items for r in setter.rows(name, value))
    grid = look.form == "rows"
    rules = (PAD + (width - 2 * PAD) * 0.42 - 4,) if grid else ()
    cells = (setter.pad + setter.inner * 0.42,) if look.form in ("rows", "beside") else ()
    return Box(rows, width, "outline" if grid else look.frame, colours.tint, colour, rules, grid, cells)


def _table(items: list[tuple[str, str]], look: Look, width: float, colours: Palette, colour: str) -> Box:
    """Labels in the head row, values in the row beneath; the end goal gets half of the width."""
    shares = [2.0 if len(v) > 60 else 1.25 for _, v in items]
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + width * share / sum(shares))
    heads, cells = [], []
    for (name, value), x, end in zip(items, edges, edges[1:], strict=False):
        setter = _Setter(look, end - x, colour)
        setter._shrink(name, end - x - 2 * PAD)
        heads.append([setter.name(s, x + PAD)[0] for s in setter._split_name(name, end - x - 2 * PAD)])
        cells.append(setter.lines(value, x + PAD, end - x - 2 * PAD))
    lead = (look.size - 1) * 1.28
    rows = []
    for block in (heads, cells):
        for i in range(max(map(len, block))):
            marks = tuple(m for lines in block if i < len(lines) for m in lines[i])
            rows.append(Row(marks, lead, i == 0))
        rows[-1] = replace(rows[-1], height=lead + 4)
    return Box(tuple(rows), width, "outline", colours.tint, colour, tuple(edges[1:-1]), True, tuple(edges[1:-1]))


def boxes_in_row(
    projects: list[Project], look: Look, full: float, colours: Palette
) -> list[tuple[Project, float, Box]]:
    """Boxes side by side over the full width, each with its distance from the left."""
    width = (full - 14 * (len(projects) - 1)) / max(1, len(projects))
    out = []
    for i, project in enumerate(projects):
        if box := box_of(project, look, min(width, 260), colours):
            out.append((project, i * (width + 14), box))
    return out
