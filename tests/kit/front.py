"""What stands around the projects: cover, figures, contents, appendix, running headers and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.kit.content import Axis
from tests.kit.sheet import Disc, Line, Rect, Text

if TYPE_CHECKING:
    from tests.kit.place import Press


def million(axis: Axis) -> str:
    return f"{axis.amount:.2f}".replace(".", ",") + f" MILJOEN EURO – {axis.share}%"


def furniture(press: Press) -> None:
    width, height = press.size
    look, marks = press.look, press.marks
    if look.decor:
        marks.append(Disc(width - 30, height - 60, 85, fill="#F1EDE4"))
        marks.append(Rect(0, 0, 14, height, fill=press.colours.accent))
        marks.append(Line(width - 80, 20, width - 20, 60, press.colours.accent, 3))
    if look.header and len(press.sheets) > 1:
        marks.append(Text(press.margin, 30, press.brochure.title, "R", 7.5, "#777777", look.font))
    if look.numbers and len(press.sheets) > 1:
        number = str(len(press.sheets))
        marks.append(Text(width / 2, height - 24, number, "R", 8, "#777777", look.font))


def opening(press: Press) -> None:
    if press.look.cover:
        _cover(press)
    if press.look.figures:
        _figures(press)
    if press.look.toc:
        _toc(press)


def _cover(press: Press) -> None:
    press.page()
    left, full = press.across()
    frame = (left, full * 0.62)
    press.marks.append(Rect(0, press.size[1] * 0.8, press.size[0], press.size[1] * 0.2, fill=press.colours.tint))
    press.y += 50
    press.lines(press.brochure.title.upper(), 26, "B", press.colours.accent, frame, False)
    press.y += 24
    press.lines(press.brochure.intro, 11, frame=frame)
    press.y += 12
    count = len(press.brochure.axes)
    press.lines(f"Het plan steunt op {count} {press.brochure.axis_word}:", 11, "B", frame=frame)
    press.y += 4
    for n, axis in enumerate(press.brochure.axes, 1):
        press.text(left, str(n), 11, "B", press.colours.axis(axis.name))
        press.text(left + 18, axis.name, 11)
        press.y += 17


def _figures(press: Press) -> None:
    press.page()
    left, full = press.across()
    press.lines("HET PLAN IN CIJFERS", 22, "B", press.colours.accent, press.across(), False)
    press.y += 70
    step = full / len(press.brochure.axes)
    size = 6.5 if len(press.brochure.axes) < 6 else 5.5
    for i, axis in enumerate(press.brochure.axes):
        x = left + i * step
        colour = press.colours.axis(axis.name)
        press.marks.append(Disc(x + step / 2 - 10, press.y - 10, 8 + float(axis.amount) / 40, fill=colour))
        base = press.y
        press.y += 40
        press.lines(axis.name.upper(), size, "B", frame=(x, step - 8), hyphens=False)
        press.lines(million(axis), size, frame=(x, step - 8), hyphens=False)
        press.y = base
    press.y += 90
    press.lines("BUDGET IN MILJOEN €", 7, "B", "#555555", press.across(), False)
    press.y += 8
    for i, n in enumerate((500, 250, 100, 50, 10)):
        press.marks.append(Disc(left + 12 + i * 58, press.y + 6, 2 + n / 60, stroke="#555555"))
        press.text(left + 30 + i * 58, str(n), 7)
    press.y += 40
    for i, (value, said) in enumerate(press.brochure.figures):
        x = left + (i % 3) * full / 3
        row = press.y
        press.lines(value, 22, "B", press.colours.accent, (x, full / 3 - 16), False)
        press.lines(said, 8.5, frame=(x, full / 3 - 16))
        press.y = row + (70 if i % 3 == 2 else 0)


def _toc(press: Press) -> None:
    press.page()
    left, full = press.across()
    press.lines("Inhoud", 20, "B", press.colours.accent, press.across(), False)
    press.y += 8
    page = len(press.sheets) + 1
    for axis in press.brochure.axes:
        press.y += 6
        press.lines(axis.name, 10, "B", press.colours.axis(axis.name), press.across(), False)
        for project in press.brochure.of(axis):
            if project.has_text:
                _leader(press, project.title, str(page), left, full)
        page += 1


def _leader(press: Press, title: str, number: str, left: float, full: float) -> None:
    end = press.text(left, title, 9)
    press.text(end + 4, "." * max(3, int((left + full - 30 - end) / 2.6)), 9, colour="#999999")
    press.text(left + full - 16, number, 9)
    press.y += 13


def closing(press: Press) -> None:
    if press.look.appendix:
        _appendix(press)


def _appendix(press: Press) -> None:
    """A table of all projects: title, axis and budget once more."""
    press.page()
    left, full = press.across()
    press.lines("Bijlage: overzicht van de projecten", 16, "B", press.colours.accent, press.across(), False)
    press.y += 8
    columns = (left, left + full * 0.56, left + full * 0.79)
    for x, head in zip(columns, ("Project", "As", "Budget"), strict=True):
        press.text(x, head, 8, "B")
    press.y += 14
    for project in press.brochure.projects:
        if not project.has_text:
            continue
        press.marks.append(Line(left, press.y - 1, left + full, press.y - 1))
        row = press.y
        press.lines(project.title, 7.5, frame=(columns[0], full * 0.54), hyphens=False)
        end, press.y = press.y, row
        press.lines(project.axis, 7.5, frame=(columns[1], full * 0.21), hyphens=False)
        end, press.y = max(end, press.y), row
        press.text(columns[2], project.budget or "–", 7.5)
        press.y = end + 3
