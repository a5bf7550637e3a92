"""Colours as ``#rrggbb``."""

from __future__ import annotations

from typing import Any


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


def alike(one: str, other: str, most: int = 4) -> bool:
    """True if no channel (of 255) differs by more than ``most``."""
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= most for at in (1, 3, 5))
