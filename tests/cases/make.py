"""Small invented brochures, as text and as PDF, from ``brochure.toml``; the layout is the caller's."""

from __future__ import annotations

import io
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
registerFont(TTFont("Vera", "Vera.ttf"))  # ships with reportlab; has the signs that the built-in fonts lack
WIDTH = 66  # characters of a line of text
LABELS = ("BUDGET", "VERANTWOORDELIJKE OVERHEID", "EINDDOEL")


@dataclass(frozen=True)
class Axis:
    name: str
    slogan: str = ""
    introduction: str = ""


@dataclass(frozen=True)
class Project:
    axis: str
    title: str
    description: str
    budget: str
    authority: str
    end_goal: str

    @property
    def values(self) -> tuple[str, str, str]:
        return self.budget, self.authority, self.end_goal


def content() -> tuple[list[Axis], list[Project]]:
    found = tomllib.loads((HERE / "brochure.toml").read_text("utf-8"))
    return [Axis(**axis) for axis in found["axes"]], [Project(**project) for project in found["projects"]]


AXES, PROJECTS = content()


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a data file, each a table ``[[case]]``."""
    return list(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["case"])


def with_first(**changes: str) -> list[Project]:
    """The projects, the first one changed."""
    return [replace(PROJECTS[0], **changes), *PROJECTS[1:]]


# --- text --------------------------------------------------------------------------------------------------------


def wrapped(text: str, width: int = WIDTH) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False)


def text_box(values: Sequence[str], labels: Sequence[str] = LABELS) -> str:
    return "\n\n".join(f"{label}\n{wrapped(value, 36)}" for label, value in zip(labels, values, strict=True))


def text_page(axis: Axis, projects: Iterable[Project], labels: Sequence[str] = LABELS) -> str:
    """The heading, the introduction, then each project with its box after it."""
    parts = [axis.name.upper(), wrapped(axis.introduction)]
    for project in projects:
        parts += [f"{project.title}\n{wrapped(project.description)}", text_box(project.values, labels)]
    return "\n\n".join(parts)


def text_pages(projects: Sequence[Project] = PROJECTS, labels: Sequence[str] = LABELS) -> list[str]:
    """One page for each axis that has projects."""
    return [text_page(axis, mine, labels) for axis in AXES if (mine := [p for p in projects if p.axis == axis.name])]


def text_brochure(projects: Sequence[Project] = PROJECTS, labels: Sequence[str] = LABELS, mark: str = "\f") -> str:
    """The whole brochure; ``mark`` stands before each page but the first."""
    return f"\n{mark}".join(text_pages(projects, labels)) + "\n"


# --- PDF ---------------------------------------------------------------------------------------------------------

Draw = Callable[["Sheet"], object]


class Sheet:
    """A page under the pen: y grows downwards from the top, in points."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        self.canvas, self.width, self.height = canvas, width, height

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        font: str = "Helvetica",
        color: str = "#000000",
        spacing: float = 0.0,
        rise: float = 0.0,
    ) -> float:
        """Print ``text`` on the baseline ``y``; returns where it ends."""
        line = self.canvas.beginText(x, self.height - y)
        line.setFont(font, size)
        line.setFillColor(color)
        line.setCharSpace(spacing)
        line.setRise(rise)
        line.textOut(text)
        self.canvas.drawText(line)
        return float(x + stringWidth(text, font, size) + spacing * len(text))

    def rect(self, x: float, y: float, width: float, height: float, fill: str = "#e8eef4") -> None:
        self.canvas.setFillColor(fill)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def paragraph(self, x: float, y: float, text: str, width: float, size: float = 10, **style: Any) -> float:
        """Lines of ``text`` from the baseline ``y`` on; returns the baseline of the line after."""
        line = ""
        for word in [*text.split(), None]:
            longer = f"{line} {word}".strip()
            if word is None or stringWidth(longer, style.get("font", "Helvetica"), size) > width:
                self.text(x, y, line, size, **style)
                y += 1.3 * size
                line = word or ""
            else:
                line = longer
        return y

    def box(
        self,
        x: float,
        y: float,
        values: Sequence[str],
        width: float = 150,
        labels: Sequence[str] = LABELS,
        fill: str = "#e8eef4",
    ) -> float:
        """A framed box with the labels above their values; returns its lower edge."""
        for frame in ([fill] if fill else []) + [""]:  # measured by drawing: the frame first, then the words on it
            at = y + 16
            for label, value in zip(labels, values, strict=True):
                if not frame:
                    self.text(x + 8, at, label, 8, "Helvetica-Bold")
                    at = self.paragraph(x + 8, at + 12, value, width - 16, 9) + 6
                else:
                    at += 12 + 1.3 * 9 * _count(value, width - 16, 9) + 6
            if frame:
                self.rect(x, y, width, at - y, frame)
        return at


def _count(text: str, width: float, size: float) -> int:
    lines, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, "Helvetica", size) > width:
            lines, line = lines + 1, word
        else:
            line = longer
    return lines


def draw(
    pages: Sequence[Draw],
    *,
    rotate: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    password: str | None = None,
    size: tuple[float, float] = (595, 842),
) -> bytes:
    """A PDF of ``pages``. ``crop`` in points of the PDF (origin bottom left); ``password`` encrypts, empty too."""
    target = io.BytesIO()
    encrypt = None if password is None else StandardEncryption(password, ownerPassword="eigenaar", strength=128)
    sides = size[::-1] if rotate % 180 else size  # reportlab swaps the sides of a page that it is told to turn
    canvas = Canvas(target, pagesize=sides, invariant=1, encrypt=encrypt)
    for page in pages:
        if rotate:
            canvas.setPageRotation(rotate)
        if crop:
            canvas.setCropBox(crop)
        page(Sheet(canvas, *size))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def written(objects: Sequence[str]) -> bytes:
    """A PDF of ``objects`` as they are written in it, numbered from 1; the first one is the catalog."""
    body = "".join(f"{number} 0 obj {text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.5\n{body}trailer << /Root 1 0 R >>\n%%EOF\n".encode()


def columns(axis: Axis, projects: Sequence[Project], labels: Sequence[str] = LABELS) -> Draw:
    """The heading above, then each project on the left with its framed box on the right."""

    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, axis.name.upper(), 20, "Helvetica-Bold")
        sheet.text(50, 90, axis.slogan, 11, "Helvetica-Bold")
        y = sheet.paragraph(50, 110, axis.introduction, 490) + 20
        for project in projects:
            sheet.text(50, y, project.title, 14, "Helvetica-Bold")
            below = sheet.paragraph(50, y + 18, project.description, 290)
            y = max(below, sheet.box(370, y - 12, project.values, 180, labels)) + 30

    return page


def pdf_pages(projects: Sequence[Project] = PROJECTS, labels: Sequence[str] = LABELS) -> list[Draw]:
    return [columns(axis, mine, labels) for axis in AXES if (mine := [p for p in projects if p.axis == axis.name])]


def pdf_brochure(projects: Sequence[Project] = PROJECTS, labels: Sequence[str] = LABELS, **options: Any) -> bytes:
    return draw(pdf_pages(projects, labels), **options)
