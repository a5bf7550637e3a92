"""What a page draws: characters and filled areas, with their geometry; pdfminer's coordinates, plain arithmetic."""

from __future__ import annotations

from typing import Any, NamedTuple

Box = tuple[float, float, float, float]
#: Marked content: the form that numbers it (its object, or ``PAGE``) and its number there; ``ARTIFICIAL`` is said to be no text.
Mark = tuple[int, int]
PAGE = 0
ARTIFICIAL: Mark = (-1, -1)


class Char(NamedTuple):
    """One character as drawn; ``e``, ``f`` its origin on the baseline, ``a``, ``b`` the direction of its text.

    ``plain`` if it is painted with ``color`` alone and that is a colour; ``order`` is its index.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    a: float
    b: float
    f: float
    size: float
    text: str
    font: str
    color: Any
    plain: bool
    order: int


class Fill(NamedTuple):
    """A filled area; ``color`` None where its colour or outline is not plain: a picture, a shading, a curve.

    ``opaque``: a picture that lets nothing through and fills its box.
    """

    box: Box
    order: int
    color: str | None
    opaque: bool = False


def sides(box: Box) -> tuple[float, float]:
    return max(0.0, box[2] - box[0]), max(0.0, box[3] - box[1])


def area(box: Box) -> float:
    width, height = sides(box)
    return width * height


def common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def holds(box: Box, char: Char) -> bool:
    """True if the middle of ``char`` is inside."""
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
