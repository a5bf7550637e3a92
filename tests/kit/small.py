"""Small one-page PDFs for unit tests, from a list of marks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.kit.sheet import Mark, Rect, Sheet, Text, reportlab_write

FACES = {"regular": "R", "bold": "B", "italic": "I"}
Item = tuple[float, float, str] | tuple[float, float, str, str, float] | tuple[float, float, str, str, float, str]


def page_pdf(items: Iterable[Item | Mark], size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF of one page. An item is (x, top, text[, font, size[, colour]]) or a mark such as ``Rect`` or ``Line``.

    Points from the top left corner; ``top`` is the upper edge of the type (the baseline lies ``size`` below it).
    The font is ``regular``, ``bold`` or ``italic``, with ``serif-`` or ``vera-`` before it for another family.
    """
    return pages_pdf([items], size)


def pages_pdf(pages: Iterable[Iterable[Item | Mark]], size: tuple[float, float] = (595, 842)) -> bytes:
    sheets = [Sheet(*size, [_mark(i) for i in items]) for items in pages]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        reportlab_write(sheets, path)
        return path.read_bytes()


def rect(x: float, top: float, width: float, height: float, fill: str | None = "#EEEEEE") -> Rect:
    return Rect(x, top, width, height, fill=fill, stroke=None if fill else "#333333")


def _mark(item: Item | Mark) -> Mark:
    if not isinstance(item, tuple):
        return item
    x, top, s = item[:3]
    font, size = (item[3], item[4]) if len(item) > 3 else ("regular", 10.0)
    colour = item[5] if len(item) == 6 else "#000000"
    family, _, face = font.rpartition("-")
    return Text(x, top + size, s, FACES[face], size, colour, family or "sans")
