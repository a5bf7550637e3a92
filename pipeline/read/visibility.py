"""Which of the characters that a page draws no reader can see, and why.

A clip is known by its bounding box, and what cannot be judged counts as visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Any, Protocol

from pdfminer.layout import LTCurve, LTLine, LTRect

from pipeline.read.colors import alike, hex_color, light
from pipeline.read.marks import Box, Char, Fill, area, common, holds, sides

#: A picture over this share of the page makes it a scan, whose invisible text is the text a reader sees in the picture.
SCAN_SHARE = 0.5
#: Outlines of letters are no larger than this, in ems of the invisible text that stands for them.
OUTLINE = 3.0
#: Nobody reads type of fewer points, if it is this much smaller than the rest of its page too.
TINY, TINY_SHARE = 1.5, 0.25
#: A shape lower or narrower than this, in points, hides no text: it is a rule.
THINNEST_COVER = 3.0
STRETCH = 32
#: A line strikes out the text that it crosses between these heights, in ems above the baseline, ...
STRIKE_LOW, STRIKE_HIGH = 0.15, 0.45
#: ... is no thicker than this, crosses so many letters and digits, and reaches beyond them by less (all but one in ems).
STRIKE_THICK, STRIKE_LEAST, STRIKE_BEYOND = 0.15, 3, 1.0
#: Sine of the angle from which on a line of text is slanted, and no page that was scanned askew.
SLANTED = 0.15
#: A watermark is so much larger than the text that is printed over it, and lies under so many of its characters.
BEHIND_SIZE, BEHIND_LEAST = 1.8, 3
#: Lighter than the text over it by so much of 255; the height of a capital, in ems.
BEHIND_LIGHTER, CAPITAL = 60, 0.7


class Painted(Protocol):
    """A page as it was drawn; lists of numbers are indexes of characters."""

    chars: list[Char]
    shapes: list[Any]
    fills: list[Fill]
    invisible: list[int]
    tiny: list[int]
    faint: dict[int, float]
    pictures: list[Box]
    struck: list[Box]
    page: Box


def unseen(device: Painted) -> dict[int, str]:
    """Characters that no reader reads and why: without ink, under a shape or picture, of the colour of their ground,
    struck out, slanted across the page, or a watermark behind other text.
    """
    chars = device.chars
    found = dict.fromkeys(_without_ink(device), "ink") | dict.fromkeys(_too_small(device), "size")
    fills = [fill for fill in device.fills if min(sides(fill.box)) >= THINNEST_COVER]
    scan = SCAN_SHARE * area(device.page)
    covers = [
        fill
        for fill in fills
        if fill.order and (fill.color or (fill.opaque and area(common(fill.box, device.page)) < scan))
    ]
    found |= dict.fromkeys(_covered(chars, covers), "cover")
    grounds = {fill.color for fill in fills if fill.color} | {"#ffffff"}
    close: dict[Any, bool] = {}  # colour of ink → is there a ground like it
    for char in chars:
        if char.color not in close:
            color = hex_color(char.color)
            close[char.color] = color is not None and any(alike(color, ground) for ground in grounds)
        if close[char.color] and char.plain and char.order not in found and _like_its_ground(char, fills, chars):
            found[char.order] = "ink"
    found |= dict.fromkeys(_struck(device), "struck") | dict.fromkeys(_slanted(chars), "slanted")
    return dict.fromkeys(_behind(device, found), "watermark") | found


def _without_ink(device: Painted) -> list[int]:
    """Invisible text, unless it stands for a picture of text, as in a scan or where letters are drawn as outlines."""
    scan = SCAN_SHARE * area(device.page)
    if not device.invisible or any(area(common(box, device.page)) > scan for box in device.pictures):
        return []
    curves = [shape.bbox for shape in device.shapes if shape.fill and not isinstance(shape, LTRect | LTLine)]
    return [index for index in device.invisible if not _outlined(device.chars[index], curves)]


def _covered(chars: list[Char], covers: list[Fill]) -> Iterator[int]:
    """Characters that were drawn before an area that holds them; by stretches, as most areas hold none of them."""
    for start in range(0, len(chars) if covers else 0, STRETCH):
        part = chars[start : start + STRETCH]
        around = (min(c.x0 for c in part), min(c.y0 for c in part), max(c.x1 for c in part), max(c.y1 for c in part))
        for cover in covers:
            if cover.order > start and min(sides(common(around, cover.box))) > 0:
                yield from (char.order for char in part if char.order < cover.order and holds(cover.box, char))


def _outlined(char: Char, curves: Iterable[Box]) -> bool:
    return any(max(sides(box)) <= OUTLINE * char.size and area(common(box, char[:4])) > 0 for box in curves)


def _too_small(device: Painted) -> list[int]:
    if not device.tiny:
        return []
    limit = TINY_SHARE * median(max(sides(char[:4])) for char in device.chars)
    return [index for index in device.tiny if max(sides(device.chars[index][:4])) < limit]


def _like_its_ground(char: Char, fills: list[Fill], chars: list[Char]) -> bool:
    """True if the topmost plain area below a character has its colour; anything else below it shows it."""
    ink = hex_color(char.color)
    ground: str | None = "#ffffff"
    for fill in reversed(fills):
        if fill.order <= char.order and holds(fill.box, char):
            ground = fill.color
            break
    if not ink or not ground or not alike(ink, ground):
        return False
    return not any(  # a number on a round bullet, a shadow
        other.color != char.color and other.text.strip() and holds(other[:4], char) for other in chars[: char.order]
    )


def _struck(device: Painted) -> Iterator[int]:
    """Characters that a line crosses from their first to their last."""
    lines = [
        shape.bbox for shape in device.shapes if not isinstance(shape, LTCurve) or isinstance(shape, LTLine | LTRect)
    ]
    lines = [box for box in lines if box[3] - box[1] <= 3 and box[2] - box[0] > 4]
    for box in [*lines, *device.struck] if device.chars else ():
        middle = (box[1] + box[3]) / 2
        across = [
            char
            for char in device.chars
            if char.b == 0
            and char.a > 0
            and char.f + STRIKE_LOW * char.size < middle < char.f + STRIKE_HIGH * char.size
            and box[0] - 1 <= (char.x0 + char.x1) / 2 <= box[2] + 1
        ]
        crossed = [char for char in across if char.text.isalnum()]
        if len(crossed) < STRIKE_LEAST:
            continue
        size = max(char.size for char in crossed)
        ends = min(char.x0 for char in across) - box[0], box[2] - max(char.x1 for char in across)
        if box in device.struck or (max(ends) < STRIKE_BEYOND * size and box[3] - box[1] <= STRIKE_THICK * size):
            yield from (char.order for char in across)


def _slanted(chars: list[Char]) -> Iterator[int]:
    return (char.order for char in chars if min(abs(char.a), abs(char.b)) > SLANTED * (abs(char.a) + abs(char.b)))


def _behind(device: Painted, hidden: Mapping[int, str]) -> Iterator[int]:
    """Large and light characters that smaller ones are printed over, with those of their line."""
    shown = [char for char in device.chars if char.order not in hidden and char.text.strip()]
    if not shown:
        return
    usual = median(char.size for char in shown)
    lines: dict[tuple[float, float, str], list[Char]] = {}
    for char in shown:
        if char.size > BEHIND_SIZE * usual:
            lines.setdefault((round(char.f, 1), round(char.size, 1), char.font), []).append(char)
    for line in lines.values():
        size = line[0].size
        box = (min(c.x0 for c in line), line[0].f, max(c.x1 for c in line), line[0].f + CAPITAL * size)
        over = [char for char in shown if BEHIND_SIZE * char.size < size and holds(box, char)]
        if len(over) >= BEHIND_LEAST and any(char.order in device.faint or _lighter(char, over[0]) for char in line):
            yield from (char.order for char in line)


def _lighter(char: Char, other: Char) -> bool:
    one, two = hex_color(char.color) or "#808080", hex_color(other.color) or "#000000"
    return light(one) - light(two) >= BEHIND_LIGHTER
