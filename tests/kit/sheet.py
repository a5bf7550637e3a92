"""Marks on paper for the engines that place everything themselves, and the two programs that write them down.

A sheet is a list of marks; x grows to the right and y downwards, in points. ``y`` of a text is its baseline.
Only fonts that come with reportlab or with every PDF reader are used, so these engines need no system package.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import fpdf
import pyphen
import reportlab
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

VERA = Path(reportlab.__file__).parent / "fonts"
FAMILIES = {
    "sans": {"R": "Helvetica", "B": "Helvetica-Bold", "I": "Helvetica-Oblique"},
    "serif": {"R": "Times-Roman", "B": "Times-Bold", "I": "Times-Italic"},
    "mono": {"R": "Courier", "B": "Courier-Bold", "I": "Courier-Oblique"},
    "vera": {"R": "Vera", "B": "VeraBd", "I": "VeraIt"},
}
LOWERED = "₂₃"
RAISED = "²³"
PLAIN_DIGIT = str.maketrans("₂₃²³", "2323")


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    s: str
    face: str = "R"
    size: float = 9.5
    colour: str = "#222222"
    family: str = "sans"
    spacing: float = 0.0  # points between glyphs
    invisible: bool = False

    @property
    def width(self) -> float:
        return measure(self.s, self.family, self.face, self.size) + self.spacing * max(0, len(self.s) - 1)


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    w: float
    h: float
    fill: str | None = None
    stroke: str | None = None


@dataclass(frozen=True)
class Line:
    x0: float
    y0: float
    x1: float
    y1: float
    colour: str = "#666666"
    width: float = 0.6


@dataclass(frozen=True)
class Disc:
    x: float
    y: float
    r: float
    fill: str | None = None
    stroke: str | None = None


Mark = Text | Rect | Line | Disc


@dataclass
class Sheet:
    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)


@cache
def register() -> None:
    for name in ("Vera", "VeraBd", "VeraIt"):
        pdfmetrics.registerFont(TTFont(name, str(VERA / f"{name}.ttf")))


def measure(s: str, family: str, face: str, size: float) -> float:
    register()
    return float(pdfmetrics.stringWidth(s.translate(PLAIN_DIGIT), FAMILIES[family][face], size))


def run(text: Text, raised: bool = False) -> list[Text]:
    """The text as the fonts can print it: ``CO2`` on one line, or (``raised``) in pieces with small digits off the line."""
    if not raised:
        return [replace(text, s=text.s.translate(str.maketrans(LOWERED, "23")))]
    pieces, x, held = [], text.x, ""

    def put(s: str, size: float, dy: float) -> None:
        nonlocal x
        if s:
            pieces.append(replace(text, x=x, y=text.y + dy, s=s, size=size))
            x += pieces[-1].width

    for ch in text.s:
        if ch not in LOWERED + RAISED:
            held += ch
            continue
        put(held, text.size, 0)
        put(ch.translate(PLAIN_DIGIT), text.size * 0.62, text.size * (0.14 if ch in LOWERED else -0.33))
        held = ""
    put(held, text.size, 0)
    return pieces or [text]


@cache
def hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL", left=3, right=3)


def breaks(word: str) -> list[tuple[str, str]]:
    """Ways to break the word, longest head first; a head at an own hyphen keeps it, another gets one."""
    own = [(word[: i + 1], word[i + 1 :]) for i, ch in enumerate(word) if ch == "-" and 2 <= i < len(word) - 3]
    if own or not word.strip(".,;:()’‘“”").isalpha():
        return own[::-1]
    return [(head + "-", tail) for head, tail in hyphenator().iterate(word)]


def wrap(s: str, width: float, family: str, face: str, size: float, hyphens: bool, indent: float = 0.0) -> list[str]:
    """The words in lines of at most ``width`` points, the first ``indent`` shorter (a longer word stands alone)."""
    lines: list[str] = []
    line, words = "", s.split()[::-1]
    while words:
        word = words.pop()
        room = width if lines else width - indent

        def fits(t: str, room: float = room) -> bool:
            return measure(t, family, face, size) <= room

        joined = f"{line} " if line else ""
        if fits(joined + word):
            line = joined + word
            continue
        cut = next(((h, t) for h, t in breaks(word) if fits(joined + h)), None) if hyphens or not line else None
        if cut:
            line, word = joined + cut[0], cut[1]
        if line:
            words.append(word)
        lines.append(line or word)
        line = ""
    return [*lines, line] if line else lines


def reportlab_write(sheets: list[Sheet], path: Path) -> None:
    register()
    canvas = Canvas(str(path), invariant=1, pageCompression=1)
    canvas.setTitle("Brochure")
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        for mark in sheet.marks:
            _reportlab_mark(canvas, sheet.height, mark)
        canvas.showPage()
    canvas.save()


def _reportlab_mark(canvas: Canvas, height: float, mark: Mark) -> None:
    if isinstance(mark, Text):
        canvas.saveState()  # the mode of invisible text would go on
        text = canvas.beginText(mark.x, height - mark.y)
        text.setFont(FAMILIES[mark.family][mark.face], mark.size)
        text.setFillColor(HexColor(mark.colour))
        text.setCharSpace(mark.spacing)
        if mark.invisible:
            text.setTextRenderMode(3)
        text.textOut(mark.s)
        canvas.drawText(text)
        canvas.restoreState()
    elif isinstance(mark, Line):
        canvas.setStrokeColor(HexColor(mark.colour))
        canvas.setLineWidth(mark.width)
        canvas.line(mark.x0, height - mark.y0, mark.x1, height - mark.y1)
    else:
        canvas.setLineWidth(0.7)
        if mark.fill:
            canvas.setFillColor(HexColor(mark.fill))
        if mark.stroke:
            canvas.setStrokeColor(HexColor(mark.stroke))
        paint = {"fill": int(bool(mark.fill)), "stroke": int(bool(mark.stroke))}
        if isinstance(mark, Rect):
            canvas.rect(mark.x, height - mark.y - mark.h, mark.w, mark.h, **paint)
        else:
            canvas.circle(mark.x, height - mark.y, mark.r, **paint)


def fpdf2_write(sheets: list[Sheet], path: Path) -> None:
    pdf = fpdf.FPDF(unit="pt")
    pdf.set_creation_date(datetime(2027, 3, 1, tzinfo=UTC))
    pdf.set_auto_page_break(False)
    pdf.core_fonts_encoding = "windows-1252"
    for style, name in (("", "Vera"), ("B", "VeraBd"), ("I", "VeraIt")):
        pdf.add_font("vera", style, str(VERA / f"{name}.ttf"))
    for sheet in sheets:
        pdf.add_page(format=(sheet.width, sheet.height))
        for mark in sheet.marks:
            _fpdf2_mark(pdf, mark)
    pdf.output(str(path))


def _fpdf2_mark(pdf: fpdf.FPDF, mark: Mark) -> None:
    if isinstance(mark, Text):
        family = {"sans": "helvetica", "serif": "times", "mono": "courier", "vera": "vera"}[mark.family]
        pdf.set_font(family, "" if mark.face == "R" else mark.face, mark.size)
        pdf.set_text_color(mark.colour)
        pdf.set_char_spacing(mark.spacing)
        pdf.text_mode = fpdf.enums.TextMode.INVISIBLE if mark.invisible else fpdf.enums.TextMode.FILL
        pdf.text(mark.x, mark.y, mark.s)
    elif isinstance(mark, Line):
        pdf.set_draw_color(mark.colour)
        pdf.set_line_width(mark.width)
        pdf.line(mark.x0, mark.y0, mark.x1, mark.y1)
    else:
        pdf.set_line_width(0.7)
        if mark.fill:
            pdf.set_fill_color(mark.fill)
        if mark.stroke:
            pdf.set_draw_color(mark.stroke)
        style = ("D" if mark.stroke else "") + ("F" if mark.fill else "")
        if isinstance(mark, Rect):
            pdf.rect(mark.x, mark.y, mark.w, mark.h, style=style)
        else:
            pdf.circle(mark.x, mark.y, mark.r, style=style)
