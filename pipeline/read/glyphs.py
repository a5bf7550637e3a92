"""What a page draws → its glyphs and shapes in the coordinates of the visible page, upright, and what was left out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.models import Shape, Style
from pipeline.read.characters import Spelling, plain
from pipeline.read.colors import hex_color, one_black, thinned
from pipeline.read.encodings import unswapped
from pipeline.read.signs import UNMAPPED
from pipeline.read.words import Glyph, turned, turned_box

if TYPE_CHECKING:
    from pipeline.read.drawing import Drawing
    from pipeline.read.marks import Char

#: In ems. Text goes on over a gap of less.
NEXT_WORD = 0.6
#: In ems. A bar of a euro sign is thinner than this, and the two stand between these heights of the letter's box.
BAR, BAR_TOP, BAR_BOTTOM = 0.12, 0.25, 0.75

#: Codes that the encoding of most Latin fonts leaves unused; they print as a bullet (PDF 32000-1, annex D.2).
_BULLETS = frozenset(f"(cid:{code})" for code in (127, 129, 141, 143, 144, 157))


#: What leaves a character out → its rule, where it is not that no reader sees it.
_RULES = {"struck": "struck_out", "slanted": "slanted", "watermark": "watermark"}


class PageInk(NamedTuple):
    """``left_out``: text that is not read, by its rule; ``cut``: text of which a part is off the page, clipped or covered.

    ``repaired``: ligatures whose bytes were exchanged; ``unset``: texts of fields and notes without an appearance.
    """

    glyphs: list[Glyph]
    shapes: tuple[Shape, ...]
    width: float
    height: float
    left_out: dict[str, list[str]]
    cut: list[str]
    repaired: int
    unset: list[str]


def placed(page: Any) -> tuple[float, float, float, float]:
    """How pdfminer's coordinates become those of the visible page (x + left, base - y), and its width and height."""
    x0, top, x1, bottom = page.cropbox
    return page.mediabox[0] - x0, page.height + page.mediabox[1] - top, x1 - x0, bottom - top


def page_ink(page: Any, drawing: Drawing, styles: dict[Style, int], spelling: Spelling) -> PageInk:
    """``page`` as pdfplumber has it; ``styles`` grows with the new ones, ``spelling`` with the marks left out."""
    left, base, width, height = placed(page)
    glyphs: list[Glyph] = []
    keys: dict[tuple[str, float, Any, float], int] = {}
    away = set(drawing.hidden)
    for char in drawing.chars:
        x0, x1, top, bottom = char.x0 + left, char.x1 + left, base - char.y1, base - char.y0
        if x1 < 0 or x0 > width or bottom < 0 or top > height:
            away.add(char.order)  # outside the crop box: printer's marks and bleed
            continue
        if char.order in drawing.hidden or (not char.text.isascii() and spelling.unseen(page.page_number, char.text)):
            continue
        turn = (0 if char.a >= 0 else 2) if abs(char.a) >= abs(char.b) else (1 if char.b > 0 else 3)
        size = char.size if turn % 2 == 0 else x1 - x0
        alpha = drawing.faint.get(char.order, 1.0)
        key = (char.font, round(size, 1), char.color, alpha)
        try:
            style = keys[key]
        except KeyError:
            made = Style(_font(char.font), round(size, 1), thinned(one_black(_color(char.color)), alpha))
            style = keys[key] = styles.setdefault(made, len(styles))
        text = _characters(char.text, x1 - x0 > 0.05 * size)
        glyphs.append(
            Glyph(
                x0, top, x1, bottom, base - char.f if turn == 0 else bottom, size or 1.0, text, style, turn, char.order
            )
        )
    shapes = _shapes(drawing.shapes, left, base, width, height)
    glyphs, shapes = _with_euros(glyphs, shapes)
    turn = Counter(glyph.turn for glyph in glyphs if glyph.text.strip()).most_common(1)[0][0] if glyphs else 0
    if turn:
        glyphs = [turned(glyph, turn, width, height) for glyph in glyphs]
        shapes = {
            Shape(*turned_box((s.x0, s.top, s.x1, s.bottom), turn, width, height), s.fill, s.stroke) for s in shapes
        }
        width, height = (height, width) if turn % 2 else (width, height)
    ordered = sorted(shapes, key=lambda s: (s.top, s.x0, s.bottom, s.x1, s.fill, s.stroke))
    return PageInk(
        glyphs,
        tuple(_rounded(shape) for shape in ordered),
        round(width, 2),
        round(height, 2),
        {rule: _left_out(drawing, rule) for rule in ("hidden_text", *_RULES.values())},
        _cut(drawing.chars, away, {at for at, why in drawing.hidden.items() if why not in ("clip", "cover")}),
        sum(1 for char in drawing.chars if len(char.text) > 1 and unswapped(char.text) != char.text),
        drawing.unset,
    )


def _characters(text: str, wide: bool) -> str:
    """What a glyph prints; ``wide``: it takes room."""
    if len(text) > 1:
        text = unswapped(text).replace("\N{SOFT HYPHEN}", "")
        if text.startswith("(cid:"):
            return "\N{BULLET}" if text in _BULLETS else UNMAPPED
    if text and text < " " and text not in "\t\n\r":
        return UNMAPPED
    if text == "\N{SOFT HYPHEN}":  # fonts share its glyph with the hyphen: what is printed with a width is one
        return "-" if wide else ""
    return plain(text)


def _shapes(drawn: list[Any], left: float, base: float, width: float, height: float) -> set[Shape]:
    shapes: set[Shape] = set()
    for obj in drawn:
        x0, x1, top, bottom = obj.x0 + left, obj.x1 + left, base - obj.y1, base - obj.y0
        if not (x1 < 0 or x0 > width or bottom < 0 or top > height):
            fill = _color(obj.non_stroking_color) if obj.fill else ""
            stroke = _color(obj.stroking_color) if obj.stroke else ""
            if fill or stroke:
                shapes.add(Shape(x0, top, x1, bottom, fill, stroke))
    return shapes


def _with_euros(glyphs: list[Glyph], shapes: set[Shape]) -> tuple[list[Glyph], set[Shape]]:
    """A C that two bars or an equals sign cross is the euro sign of a font that has none; its strokes are no shapes."""
    letters = [index for index, glyph in enumerate(glyphs) if glyph.text in ("C", "c") and not glyph.turn]
    if not letters:
        return glyphs, shapes
    bars = [shape for shape in shapes if shape.bottom - shape.top < 4 and shape.x1 - shape.x0 < 40]
    signs = [index for index, glyph in enumerate(glyphs) if glyph.text in ("=", "-", "–") and not glyph.turn]
    made, gone, spent = dict[int, Glyph](), set[int](), set[Shape]()
    for index in letters:
        letter = glyphs[index]
        across = [bar for bar in bars if bar.bottom - bar.top < BAR * letter.size and _crosses(letter, bar)]
        printed = [at for at in signs if _crosses(letter, glyphs[at])]
        if len({round(bar.top, 1) for bar in across}) == 2 or [glyphs[at].text for at in printed] in (
            ["="],
            ["-", "-"],
            ["–", "–"],
        ):
            made[index] = letter._replace(text="€")
            gone.update(printed)
            spent.update(across)
    return [made.get(at, glyph) for at, glyph in enumerate(glyphs) if at not in gone], shapes - spent


def _crosses(letter: Glyph, mark: Glyph | Shape) -> bool:
    """True if ``mark`` lies over the middle of ``letter`` and is hardly wider."""
    over = min(letter.x1, mark.x1) - max(letter.x0, mark.x0)
    wide, middle = letter.x1 - letter.x0, (mark.top + mark.bottom) / 2
    return (
        over > 0.5 * wide
        and mark.x1 - mark.x0 < 1.3 * wide
        and letter.top + BAR_TOP * letter.size < middle < letter.top + BAR_BOTTOM * letter.size
    )


def _left_out(drawing: Drawing, rule: str) -> list[str]:
    """Text that ``rule`` leaves out, in stretches as it was drawn, without signs alone; of hidden text no copies of what shows."""
    mine = [at for at in sorted(drawing.hidden) if _RULES.get(drawing.hidden[at], "hidden_text") == rule]
    found: list[str] = []
    last: Char | None = None
    for index in mine:
        char = drawing.chars[index]
        if last is None or char.order != last.order + 1 or not _adjoin(last, char):
            found.append("")
        found[-1] += char.text
        last = char
    words = [" ".join(text.split()) for text in found if re.search(r"\w", text)]
    if rule != "hidden_text" or not words:
        return words
    visible = "".join(char.text.strip() for char in drawing.chars if char.order not in drawing.hidden)
    return [
        text for text in dict.fromkeys(words) if text.replace(" ", "") not in visible
    ]  # nothing is lost with a copy of what shows


def _cut(chars: list[Char], away: set[int], unseen: set[int]) -> list[str]:
    """The visible part of each text that goes on, in the same stroke, where it cannot be seen; no invisible ink."""
    if len(away) <= len(unseen):
        return []
    printed = [char for char in chars if (char.text.isalnum() or char.text in ",%€") and char.order not in unseen]
    found: list[str] = []
    for at in range(1, len(printed)):
        one, other = printed[at - 1], printed[at]
        if (one.order in away) != (other.order in away) and _adjoin(one, other):
            visible = [
                char.text for char in printed[max(0, at - 40) : at + 40] if char.order not in away and char.f == one.f
            ]
            found.append("".join(visible))
    return found


def _adjoin(one: Char, other: Char) -> bool:
    reach = NEXT_WORD * min(one.size, other.size)
    slanted = one.b != 0 and one.a != 0
    level = one.f == other.f if one.b == 0 else slanted or one.x0 == other.x0
    return (
        level
        and one.x0 - reach <= other.x1
        and other.x0 - reach <= one.x1
        and (one.y0 - reach <= other.y1 and other.y0 - reach <= one.y1)
    )


def _rounded(shape: Shape) -> Shape:
    return Shape(
        round(shape.x0, 2), round(shape.top, 2), round(shape.x1, 2), round(shape.bottom, 2), shape.fill, shape.stroke
    )


def _font(name: str) -> str:
    """Font name without the tag of an embedded subset (``ABCDEF+Name``)."""
    return name.split("+", 1)[1] if len(name) > 7 and name[6] == "+" else name


def _color(value: Any) -> str:
    return "#000000" if value is None else hex_color(value) or "#808080"
