"""PDF: words from glyphs by their place alone, because neither space characters nor stream order can be trusted.

pdfplumber opens the file; the glyphs are taken from its layout objects directly, as copying every attribute of every
glyph into dictionaries costs more than everything else together.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.errors import UnreadableError
from pipeline.models import Finding, Line, Page, Severity, Shape, Style, Word

if TYPE_CHECKING:
    from PIL.Image import Image

#: In ems. A gap between glyphs is a word space from here on, over the tracking of the run.
WORD_GAP = 0.17
#: With a space character in the stream a smaller gap will do.
SPACED_GAP = 0.08
#: A separator between digits begins no word unless it stands so far away.
NUMBER_GAP = 0.8
#: Glyphs whose baselines differ by less are on one line.
SAME_LINE = 0.25
#: Super- and subscripts: raised or lowered by less, in ems of their neighbour, and smaller than this share of it.
SCRIPT_SHIFT, SCRIPT_SIZE = 0.55, 0.85
#: A gap of more is no tracking: the measure of letterspacing looks at smaller ones only.
LARGEST_TRACKING = 1.2
#: Share of glyphs without a character above which the text layer is of no use.
UNMAPPED_SHARE = 0.3

#: So many dots in a row are a leader.
LEADER = 4

#: Codes that the encoding of most Latin fonts leaves unused; they print as a bullet (PDF 32000-1, annex D.2).
_BULLETS = frozenset(f"(cid:{code})" for code in (127, 129, 141, 143, 144, 157))
_DOTS = frozenset(".…·_")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij", "Ĳ": "IJ"}


class Glyph(NamedTuple):
    """One printed character; top-left coordinates, ``base`` is its baseline, ``turn`` quarter turns of its text."""

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    text: str
    style: int
    turn: int


def read_pdf(path: Path) -> tuple[list[Page], list[Style], list[Finding]]:
    """Pages, styles in order of first use, and findings; UnreadableError with the cause for any damage."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    # pdfminer logs what it tolerates; without a handler Python would print that on stderr.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    styles: dict[Style, int] = {}
    pages: list[Page] = []
    unmapped: Counter[int] = Counter()
    glyphs_read = 0
    number = 0
    try:
        with pdfplumber.open(path) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                glyphs, shapes, width, height = _page_objects(page, styles)
                unmapped[number] = sum(1 for glyph in glyphs if glyph.text == "\N{REPLACEMENT CHARACTER}")
                glyphs_read += len(glyphs)
                pages.append(Page(number, width, height, "pt", _lines(number, glyphs, width, height), shapes))
                page.close()  # else every page stays in memory: 4 MB each
    except UnreadableError:
        raise
    except Exception as error:  # pdfminer raises bare TypeError, IndexError, RecursionError... on damaged files
        causes = [error, *error.args, error.__cause__, error.__context__]
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise UnreadableError(f"{path.name}: the PDF asks for a password; save a copy without protection") from None
        if any(isinstance(cause, PDFEncryptionError) for cause in causes):
            raise UnreadableError(f"{path.name}: unknown encryption of the PDF; save a copy without protection") from None
        where = f" (page {number})" if number else ""
        detail = f"{type(error).__name__} {error}".strip().splitlines()[0][:120]
        raise UnreadableError(f"{path.name}: damaged PDF{where}: {detail}; get a fresh copy or save it anew") from None
    if not pages:
        raise UnreadableError(f"{path.name}: the PDF has no pages; get a fresh copy")
    if glyphs_read and sum(unmapped.values()) > UNMAPPED_SHARE * glyphs_read:
        raise UnreadableError(f"{path.name}: its fonts do not say which characters they print; run OCR on it first")
    findings = [
        Finding(
            rule="unmapped_glyphs", severity=Severity.warning, page=page_number,
            message=f"{count} character(s) have no text in the font; they appear as \N{REPLACEMENT CHARACTER}",
            hint="compare the page with the dataset",
        )
        for page_number, count in sorted(unmapped.items()) if count
    ]
    return pages, list(styles), findings


def picture_of(path: Path, number: int, scale: float) -> Image:
    """Page ``number`` (from 1) as a picture of ``scale`` pixels a point; for looking at, no stage reads it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        image: Image = document[number - 1].render(scale=scale).to_pil()
        return image
    finally:
        document.close()


def _page_objects(page: Any, styles: dict[Style, int]) -> tuple[list[Glyph], tuple[Shape, ...], float, float]:
    """Glyphs and shapes in the coordinates of the visible page, upright as most of its text."""
    crop_x0, crop_top, crop_x1, crop_bottom = page.cropbox
    width, height = crop_x1 - crop_x0, crop_bottom - crop_top
    left = page.mediabox[0] - crop_x0
    base = page.height + page.mediabox[1] - crop_top
    glyphs: list[Glyph] = []
    shapes: set[Shape] = set()
    keys: dict[tuple[str, float, Any], int] = {}
    for obj in _leaves(page.layout):
        x0, x1, top, bottom = obj.x0 + left, obj.x1 + left, base - obj.y1, base - obj.y0
        if x1 < 0 or x0 > width or bottom < 0 or top > height:
            continue  # outside the crop box: printer's marks and bleed
        if (text := getattr(obj, "_text", None)) is None:
            if obj.__class__.__name__ != "LTImage":
                shape = _shape(obj, x0, top, x1, bottom)
                if shape.fill or shape.stroke:
                    shapes.add(shape)
            continue
        a, b, _, _, _, f = obj.matrix
        turn = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        size = obj.size if turn % 2 == 0 else x1 - x0
        color = obj.graphicstate.ncolor
        key = (obj.fontname, round(size, 1), tuple(color) if isinstance(color, list) else color)
        try:
            style = keys[key]
        except KeyError:
            made = Style(_font(obj.fontname), round(size, 1), _color(key[2]))
            style = keys[key] = styles.setdefault(made, len(styles))
        text = _LIGATURES.get(text, text)
        if text.startswith("(cid:"):
            text = "\N{BULLET}" if text in _BULLETS else "\N{REPLACEMENT CHARACTER}"
        if text and text < " " and text not in "\t\n\r":
            text = "\N{REPLACEMENT CHARACTER}"
        if text == "\N{SOFT HYPHEN}":  # fonts share its glyph with the hyphen: what is printed with a width is one
            text = "-" if x1 - x0 > 0.05 * size else ""
        glyphs.append(Glyph(x0, top, x1, bottom, base - f if turn == 0 else bottom, size or 1.0, text, style, turn))
    turn = Counter(glyph.turn for glyph in glyphs if glyph.text.strip()).most_common(1)[0][0] if glyphs else 0
    if turn:
        glyphs = [_turned(glyph, turn, width, height) for glyph in glyphs]
        shapes = {Shape(*_turn_box((s.x0, s.top, s.x1, s.bottom), turn, width, height), s.fill, s.stroke) for s in shapes}
        width, height = (height, width) if turn % 2 else (width, height)
    ordered = sorted(shapes, key=lambda s: (s.top, s.x0, s.bottom, s.x1, s.fill, s.stroke))
    return glyphs, tuple(_rounded(shape) for shape in ordered), round(width, 2), round(height, 2)


def _rounded(shape: Shape) -> Shape:
    return Shape(round(shape.x0, 2), round(shape.top, 2), round(shape.x1, 2), round(shape.bottom, 2), shape.fill, shape.stroke)


def _leaves(container: Any) -> Iterator[Any]:
    for obj in container:
        if hasattr(obj, "_objs"):
            yield from _leaves(obj)
        else:
            yield obj


def _turn_box(
    box: tuple[float, float, float, float], turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """``box`` on the page turned so that text with ``turn`` stands upright."""
    x0, top, x1, bottom = box
    if turn == 1:  # text runs upwards: turn the page clockwise
        return height - bottom, x0, height - top, x1
    if turn == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 3:
        return top, width - x1, bottom, width - x0
    return box


def _turned(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    box = _turn_box((glyph.x0, glyph.top, glyph.x1, glyph.bottom), turn, width, height)
    return glyph._replace(
        x0=box[0], top=box[1], x1=box[2], bottom=box[3], base=box[3], turn=(glyph.turn - turn) % 4
    )


def _shape(obj: Any, x0: float, top: float, x1: float, bottom: float) -> Shape:
    fill = _color(obj.non_stroking_color) if obj.fill else ""
    return Shape(x0, top, x1, bottom, fill, _color(obj.stroking_color) if obj.stroke else "")


def _font(name: str) -> str:
    """Font name without the tag of an embedded subset (``ABCDEF+Name``)."""
    return name.split("+", 1)[1] if len(name) > 7 and name[6] == "+" else name


def _color(value: Any) -> str:
    """Grey, RGB or CMYK components from 0 to 1 as ``#rrggbb``; patterns and unknown spaces as grey."""
    parts = [value] if isinstance(value, int | float) else list(value) if isinstance(value, tuple | list) else []
    parts = [min(1.0, max(0.0, float(part))) for part in parts if isinstance(part, int | float)]
    if len(parts) == 4:
        rgb = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    elif len(parts) == 3:
        rgb = parts
    elif len(parts) == 1:
        rgb = parts * 3
    else:
        return "#000000" if value is None else "#808080"
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def _lines(page: int, glyphs: list[Glyph], width: float, height: float) -> tuple[Line, ...]:
    """Words of the upright text by baseline, then those of sideways text, each group in its own lines."""
    rows: list[list[tuple[str, float, float, float, float, int]]] = []
    for turn in range(4):
        group = [glyph if not turn else _turned(glyph, turn, width, height) for glyph in glyphs if glyph.turn == turn]
        back = (4 - turn) % 4
        size = (width, height) if turn % 2 == 0 else (height, width)
        for row in _rows(group):
            words = _words(row)
            if words:
                rows.append([(text, *_turn_box(box, back, *size), style) for text, box, style in words] if turn else
                            [(text, *box, style) for text, box, style in words])
    return tuple(
        tuple(
            Word(page, number, pos, text, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2), style)
            for pos, (text, x0, top, x1, bottom, style) in enumerate(row)
        )
        for number, row in enumerate(rows, 1)
    )


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline from top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.x0)):
        anchor = rows[-1][0] if rows else None
        if anchor is None or glyph.base - anchor.base > SAME_LINE * min(anchor.size, glyph.size):
            rows.append([])
        rows[-1].append(glyph)
    for row in rows:
        row.sort(key=lambda glyph: (glyph.x0, glyph.x1, glyph.base, glyph.text))
    return [row for row in _with_scripts(rows) if row]


def _with_scripts(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Super- and subscripts moved to the row of the larger glyph that they touch."""
    for index, row in enumerate(rows):
        for other in (*rows[max(0, index - 2) : index], *rows[index + 1 : index + 3]):
            if row and other and 0 < abs(other[0].base - row[0].base) <= SCRIPT_SHIFT * other[0].size:
                moved = _scripts(row, other)
                if moved:
                    row[:] = [glyph for glyph in row if glyph not in moved]
                    other.extend(moved)
                    other.sort(key=lambda glyph: (glyph.x0, glyph.x1, glyph.base, glyph.text))
    return rows


def _scripts(row: list[Glyph], other: list[Glyph]) -> list[Glyph]:
    """The glyphs of ``row`` that stand right after a larger glyph of ``other``, with those that go on from there."""
    moved: list[Glyph] = []
    for glyph in row:
        if not glyph.text.strip():
            continue
        after = [*other, *moved]
        if any(
            abs(glyph.x0 - left.x1) < 0.2 * left.size and (left in moved or glyph.size < SCRIPT_SIZE * left.size)
            for left in after
        ):
            moved.append(glyph)
    return moved


def _words(row: list[Glyph]) -> list[tuple[str, tuple[float, float, float, float], int]]:
    printed: list[Glyph] = []
    spaced: set[int] = set()  # index of glyphs that have a space character before them
    for glyph in row:
        if not glyph.text.strip():
            if glyph.text:
                spaced.add(len(printed))
        elif not _overprinted(printed, glyph):
            printed.append(glyph)
    tracking = _tracking(printed)
    words: list[list[Glyph]] = []
    for index, glyph in enumerate(printed):
        if index:
            before = printed[index - 1]
            em = min(before.size, glyph.size)
            gap = (glyph.x0 - before.x1) / em - tracking[index]
            split = gap > (SPACED_GAP if index in spaced else WORD_GAP) and not (gap < NUMBER_GAP and _in_number(printed, index))
            if gap < -0.5 or split:
                words.append([])
        else:
            words.append([])
        words[-1].append(glyph)
    return [_word(part) for word in words for part in _without_leader(word)]


def _in_number(glyphs: list[Glyph], index: int) -> bool:
    """True before a separator between digits: no word begins there, whatever the kerning."""
    inside = 0 < index < len(glyphs) - 1 and glyphs[index].text in ".,"
    return inside and glyphs[index - 1].text.isdigit() and glyphs[index + 1].text.isdigit()


def _without_leader(word: list[Glyph]) -> list[list[Glyph]]:
    """A dotted leader is a word of its own, however close it stands to a label or value."""
    if sum(glyph.text in _DOTS for glyph in word) < LEADER:
        return [word]
    parts: list[list[Glyph]] = []
    for dots, run in groupby(word, key=lambda glyph: glyph.text in _DOTS):
        part = list(run)
        if parts and (not dots or len(part) < LEADER) and not (len(parts[-1]) >= LEADER and parts[-1][0].text in _DOTS):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _word(glyphs: list[Glyph]) -> tuple[str, tuple[float, float, float, float], int]:
    box = (
        min(glyph.x0 for glyph in glyphs), min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs), max(glyph.bottom for glyph in glyphs),
    )
    style = Counter(glyph.style for glyph in glyphs).most_common(1)[0][0]
    return "".join(glyph.text for glyph in glyphs), box, style


def _overprinted(printed: list[Glyph], glyph: Glyph) -> bool:
    """True for a shadow: the same character printed again a little beside itself."""
    for other in reversed(printed[-4:]):
        if other.text == glyph.text and abs(other.base - glyph.base) < 0.2 * glyph.size:
            if abs(other.x0 - glyph.x0) < 0.5 * min(other.x1 - other.x0, glyph.x1 - glyph.x0):
                return True
    return False


def _tracking(glyphs: list[Glyph]) -> list[float]:
    """Letterspacing in ems before each glyph: the usual gap of its run, a run being one style without wide gaps."""
    tracking = [0.0] * len(glyphs)
    start = 0
    gaps: list[float] = []
    for index in range(1, len(glyphs) + 1):
        if index < len(glyphs):
            before, glyph = glyphs[index - 1], glyphs[index]
            gap = (glyph.x0 - before.x1) / min(before.size, glyph.size)
            if glyph.style == before.style and gap < LARGEST_TRACKING:
                gaps.append(gap)
                continue
        if len(gaps) >= 3 and (usual := median(gaps)) > 0.04:
            tracking[start:index] = [usual] * (index - start)
        start, gaps = index, []
    return tracking
