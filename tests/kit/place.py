"""A brochure set on sheets: columns, titles, descriptions and info boxes, each at a place of the kit's choosing.

``compose`` gives the sheets and, for every project, the pages of its title and of its box (counted from 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.kit import front
from tests.kit.boxes import Box, box_of, boxes_in_row
from tests.kit.content import Axis, Brochure, Look, Project
from tests.kit.sheet import Mark, Sheet, Text, run, wrap
from tests.kit.style import Palette, palette, shown_title

A4 = (595.0, 842.0)


@dataclass
class Press:
    """The state of setting one brochure: sheets so far, the column in use and how far down it is filled."""

    brochure: Brochure
    look: Look
    rng: Random
    sheets: list[Sheet] = field(default_factory=list)
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    column: int = 0
    y: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    margin: float = 48.0

    @property
    def colours(self) -> Palette:
        return palette(self.look.palette)

    @property
    def size(self) -> tuple[float, float]:
        return (A4[1], A4[0]) if self.look.landscape else A4

    @property
    def lead(self) -> float:
        return self.look.size * 1.3

    @property
    def marks(self) -> list[Mark]:
        return self.sheets[-1].marks

    def frames(self) -> list[tuple[float, float]]:
        """x and width of each text column of a page."""
        gutter = 20.0
        n = self.look.columns
        width = (self.size[0] - 2 * self.margin - gutter * (n - 1)) / n
        return [(self.margin + i * (width + gutter), width) for i in range(n)]

    def page(self) -> None:
        self.sheets.append(Sheet(*self.size))
        self.column, self.y, self.top = 0, self.margin + 14, self.margin + 14
        self.bottom = self.size[1] - self.margin - 6
        front.furniture(self)

    def advance(self) -> None:
        """To the next column, or to a new page after the last."""
        if self.column + 1 < self.look.columns:
            self.column += 1
            self.y = self.top
        else:
            self.page()

    def need(self, height: float) -> None:
        if self.y + height > self.bottom and self.y > self.top + 1:
            self.advance()

    def text(self, x: float, s: str, size: float, face: str = "R", colour: str = "#222222", dy: float = 0) -> float:
        """One line at the current height; returns where it ends."""
        mark = Text(x, self.y + size + dy, s, face, size, colour, self.look.font)
        pieces = run(mark, "raised" in self.look.layer)
        self.marks.extend(pieces)
        return pieces[-1].x + pieces[-1].width

    def lines(
        self,
        s: str,
        size: float,
        face: str = "R",
        colour: str = "#222222",
        frame: tuple[float, float] | None = None,
        hyphens: bool | None = None,
        keep: bool = False,
    ) -> None:
        """A paragraph that flows on from column to column; ``frame`` pins it to a place of its own."""
        x, width = frame or self.frames()[self.column]
        hyphenate = self.look.hyphens if hyphens is None else hyphens
        set_lines = wrap(s, width, self.look.font, face, size, hyphenate)
        if keep:
            self.need(len(set_lines) * size * 1.3)
        for line in set_lines:
            if frame is None:
                self.need(size * 1.3)
                x = self.frames()[self.column][0]
            self.text(x, line, size, face, colour)
            self.y += size * 1.3

    def seen(self, project: Project, what: str) -> None:
        self.places.setdefault(project.id, {}).setdefault(what, len(self.sheets))

    def title(self, project: Project, n: int, frame: tuple[float, float] | None = None) -> None:
        if not self.look.split and frame is None:
            self.need(self.look.size * 1.4 * 3 + self.lead * 3)
        self.need(self.lead * 2)
        size = self.look.size + (0 if self.look.titles == "colour" else 2.5)
        face = "R" if self.look.titles == "colour" else "B"
        self.seen(project, "page")
        self.lines(
            shown_title(project, n, self.look), size, face, self.colours.axis(project.axis), frame, False, frame is None
        )
        self.y += 2

    def parts(self, project: Project, frame: tuple[float, float] | None = None) -> None:
        s = self.look.size
        for part in project.parts:
            if part.kind == "subhead":
                self.y += 2
                self.lines(part.text, s, "B", frame=frame, hyphens=False)
            elif part.kind == "item":
                self.lines("• " + part.text, s, frame=frame)
            elif part.kind == "note":
                self.y += 3
                self.lines("1 " + part.text, s * 0.75, frame=frame)
            else:
                self.lines(part.text, s, frame=frame)
            self.y += 1.5

    def box(self, project: Project, box: Box, x: float | None = None) -> None:
        """The box at the current height of the column, or at ``x``; cut in two where that is wanted and needed."""
        whole = box.height
        here = self.frames()[self.column][0] if x is None else x
        room = self.bottom - self.y
        if self.look.split and whole < room and self.rng.random() < 0.25:
            room = whole * 0.7  # the column ends early, so that a torn box is no matter of luck
        if x is None and whole > room:
            head, tail = box.cut(room) if self.look.split else (None, box)
            if head is not None:
                self.seen(project, "box_page")
                self.marks.extend(head.marks(here, self.y))
                self.advance()
                here, box = self.frames()[self.column][0], tail
            else:
                self.advance()
                here = self.frames()[self.column][0]
        self.seen(project, "box_page")
        self.marks.extend(box.marks(here, self.y))
        self.y += box.height

    def axis(self, axis: Axis) -> None:
        self.need(110)
        s = self.look.size
        frame = None if self.look.columns > 1 and not self.look.axis_pages else self.across()
        colour = self.colours.axis(axis.name)
        self.lines(axis.name.upper(), s + 10, "B", colour, frame, False)
        if axis.slogan:
            self.lines(axis.slogan.upper(), s + 1.5, "B", self.colours.accent, frame, False)
        if axis.intro:
            intro = axis.intro.upper() if self.look.caps_intro else axis.intro
            self.lines(intro, s - 0.5, "I" if not self.look.caps_intro else "R", "#444444", frame)
        self.y += 10
        if frame is not None:
            self.top = self.y

    def across(self) -> tuple[float, float]:
        return (self.margin, self.size[0] - 2 * self.margin)


def compose(brochure: Brochure, look: Look, rng: Random) -> tuple[list[Sheet], dict[str, dict[str, int]]]:
    """The brochure's sheets, and for each project id its ``page`` and ``box_page``."""
    press = Press(brochure, look, rng)
    front.opening(press)
    setters = {"margin-left": _margin, "margin-right": _margin, "spread": _spread, "collected": _collected}
    setter = setters.get(look.layout, _flow)
    if not look.axis_pages:
        press.page()
    number = 0
    for axis in brochure.axes:
        if look.axis_pages:
            press.page()
        press.axis(axis)
        setter(press, brochure.of(axis), number)
        number += len(brochure.of(axis))
    front.closing(press)
    return press.sheets, press.places


def compose_document(document: tuple[tuple[str, str], ...], look: Look, rng: Random) -> list[Sheet]:
    """Sheets of a document that is no brochure: headings, paragraphs and rows of a form."""
    press = Press(Brochure("", "", (), ()), look, rng)
    press.page()
    styles = {"h1": (20.0, "B", 10.0), "h2": (12.5, "B", 8.0), "p": (9.5, "R", 6.0), "row": (9.5, "R", 9.0)}
    for what, words in document:
        size, face, gap = styles[what]
        press.need(60 if what in ("h1", "h2") else 0)
        press.y += gap / 2 if what in ("h1", "h2") else 0
        press.lines(words, size, face, press.colours.accent if what == "h1" else "#222222", hyphens=what == "p")
        press.y += gap
    return press.sheets


def _flow(press: Press, projects: list[Project], number: int) -> None:
    """Box above or below its project, in as many columns as the look has."""
    for i, project in enumerate(projects, number + 1):
        if press.look.one_per_page and i > number + 1:
            press.page()
        box = box_of(project, press.look, press.frames()[0][1], press.colours)
        above = press.look.layout == "above"
        if above and box:
            press.need(box.height + 60)
            press.box(project, box)
            press.y += 8
        if project.has_text:
            press.title(project, i)
            press.parts(project)
        if not above and box:
            press.y += 5
            press.box(project, box)
        press.y += 16


def _margin(press: Press, projects: list[Project], number: int) -> None:
    """Text in one wide column, each box beside its title in the margin."""
    left, full = press.across()
    box_w, gap = 150.0, 20.0
    text = (left + box_w + gap, full - box_w - gap)
    box_x = left
    if press.look.layout == "margin-right":
        text, box_x = (left, full - box_w - gap), left + full - box_w
    for i, project in enumerate(projects, number + 1):
        box = box_of(project, press.look, box_w, press.colours)
        press.need(max(box.height if box else 0, _height(press, project, text[1])) + 10)
        start = press.y
        if box:
            press.box(project, box, box_x)
        end, press.y = press.y, start
        if project.has_text:
            press.title(project, i, text)
            press.parts(project, text)
        press.y = max(press.y, end) + 18


def _height(press: Press, project: Project, width: float) -> float:
    """A little more than the project's text will take in a column so wide."""
    if not project.has_text:
        return 0
    s, family = press.look.size, press.look.font
    title = len(wrap(project.title.upper(), width, family, "B", s + 2.5, False)) * (s + 2.5) * 1.3
    body = sum(len(wrap(p.text, width, family, "R", s, press.look.hyphens)) * press.lead + 6 for p in project.parts)
    return title + body + 8


def _spread(press: Press, projects: list[Project], number: int) -> None:
    """Two projects in a wide column with their boxes at the left, a third in a narrow one with its box at the foot."""
    left, full = press.across()
    wide = (left + 150, (full - 150) * 0.62)
    narrow = (wide[0] + wide[1] + 24, full - 150 - wide[1] - 24)
    top = press.top
    for k in range(0, len(projects), 3):
        if k:
            press.page()
            top = press.top
        group = projects[k : k + 3]
        press.y = top
        for i, project in enumerate(group[:2], number + k + 1):
            box = box_of(project, press.look, 132, press.colours)
            start = press.y
            if box:
                press.box(project, box, left)
            end, press.y = press.y, start
            if project.has_text:
                press.title(project, i, wide)
                press.parts(project, wide)
            press.y = max(press.y, end) + 18
        for project in group[2:]:
            press.y = top
            press.title(project, number + k + 3, narrow)
            press.parts(project, narrow)
            if box := box_of(project, press.look, narrow[1], press.colours):
                press.y = max(press.y + 8, press.bottom - box.height)
                press.box(project, box, narrow[0])


def _groups(press: Press, projects: list[Project]) -> Iterator[list[Project]]:
    """Projects that fit a page together with their boxes, three at most."""
    width = press.frames()[0][1]
    group: list[Project] = []
    used = 0.0
    room = (press.bottom - press.top - 190) * press.look.columns * 0.85
    for project in projects:
        height = _height(press, project, width) + 16
        if group and (len(group) == 3 or used + height > room):
            yield group
            group, used = [], 0.0
        group.append(project)
        used += height
    if group:
        yield group


def _collected(press: Press, projects: list[Project], number: int) -> None:
    """All boxes of a page in one row, in an order of their own: at its foot, its head, or on the page after."""
    left, full = press.across()
    for n, group in enumerate(list(_groups(press, projects))):
        if n:
            press.page()
        shuffled = [p for p in group if p.has_box]
        while len(shuffled) > 1 and shuffled == [p for p in group if p.has_box]:
            press.rng.shuffle(shuffled)
        row = boxes_in_row(shuffled, press.look, full, press.colours)
        height = max((b.height for _, _, b in row), default=0)
        if press.look.collect == "head":
            _draw_row(press, row, left, press.y)
            press.y += height + 16
            press.top = press.y
        elif press.look.collect == "foot":
            press.bottom -= height + 12
        for project in group:
            number += 1
            if project.has_text:
                press.title(project, number)
                press.parts(project)
                press.y += 12
        if press.look.collect == "foot":
            press.bottom += height + 12
            _draw_row(press, row, left, press.bottom - height)
        elif press.look.collect == "next":
            press.page()
            _draw_row(press, row, left, press.y)
            press.y += height


def _draw_row(press: Press, row: list[tuple[Project, float, Box]], left: float, y: float) -> None:
    for project, dx, box in row:
        press.seen(project, "box_page")
        press.marks.extend(box.marks(left + dx, y))
