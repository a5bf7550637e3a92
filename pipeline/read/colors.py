"""Colours as ``#rrggbb``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: XYZ → linear sRGB.
_FROM_XYZ = ((3.2406, -1.5372, -0.4986), (-0.9689, 1.8758, 0.0415), (0.0557, -0.2040, 1.0570))
#: Channels (of 255) of a colour that is black to the eye, and how much they differ.
NEARLY_BLACK, NEARLY_GREY = 48, 16


def hex_color(value: Any) -> str | None:
    """Grey, RGB or CMYK components from 0 to 1; None for patterns and unknown spaces."""
    parts = [value] if isinstance(value, int | float) else list(value) if isinstance(value, tuple | list) else []
    parts = [min(1.0, max(0.0, float(part))) for part in parts if isinstance(part, int | float)]
    if len(parts) == 4:
        rgb = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    elif len(parts) == 3:
        rgb = parts
    elif len(parts) == 1:
        rgb = parts * 3
    else:
        return None
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def indexed(number: float, base: str, table: bytes) -> tuple[float, ...]:
    """Components from 0 to 1 of a colour of a palette over the colour space ``base``; none where the table lacks it."""
    count = {"DeviceGray": 1, "CalGray": 1, "DeviceCMYK": 4}.get(base, 3)
    return tuple(part / 255 for part in table[int(number) * count :][:count])


def from_lab(color: Sequence[float], white: Sequence[float]) -> tuple[float, ...]:
    """sRGB from 0 to 1 of a CIE L*a*b* colour (PDF 32000-1, 8.6.5.4; IEC 61966-2-1)."""
    lightness, a, b = color
    middle = (lightness + 16) / 116
    xyz = [
        scale * (part**3 if part >= 6 / 29 else 108 / 841 * (part - 4 / 29))
        for scale, part in zip(white, (middle + a / 500, middle, middle - b / 200), strict=True)
    ]
    linear = (sum(factor * part for factor, part in zip(row, xyz, strict=True)) for row in _FROM_XYZ)
    return tuple(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear)


def light(color: str) -> float:
    """How light a colour is, from 0 (black) to 255."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.3 * red + 0.6 * green + 0.1 * blue


def thinned(color: str, alpha: float) -> str:
    """``color`` as it shows on white paper where it lets something through."""
    return "#" + "".join(f"{round(255 - alpha * (255 - int(color[at : at + 2], 16))):02x}" for at in (1, 3, 5))


def one_black(color: str) -> str:
    """Black for every colour that nobody tells from it: text is black by several colour spaces in one file."""
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return "#000000" if max(parts) <= NEARLY_BLACK and max(parts) - min(parts) <= NEARLY_GREY else color


def alike(one: str, other: str, most: int = 4) -> bool:
    """True if no channel (of 255) differs by more than ``most``."""
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= most for at in (1, 3, 5))
