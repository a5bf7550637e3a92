"""Frames: what is drawn around text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.models import Page, Shape
from pipeline.segment.geometry import MOST_RULES, RULE, Box, outline, upright_rules

#: A drawn rectangle above this share of the page is a background.
BACKGROUND = 0.6
WHITE = "#ffffff"
#: The ends of rules that meet are nearer than this, in points.
MEET = 3.0


class Frame(NamedTuple):
    box: Box
    color: str


def frames(page: Page) -> list[Frame]:
    """Drawn rectangles that can hold text, also those of four rules; touching ones of one colour (one a paragraph) merged."""
    limit = BACKGROUND * page.width * page.height
    found = [frame for frame in _of_rules(page) if frame.box.area < limit]
    found += [
        Frame(Box(s.x0, s.top, s.x1, s.bottom), s.fill or s.stroke)
        for at, s in enumerate(page.shapes)
        if s.x1 - s.x0 > 20
        and s.bottom - s.top > 6
        and Box(s.x0, s.top, s.x1, s.bottom).area < limit
        and (s.fill != WHITE or _is_on_colour(s, page.shapes[:at]))
    ]
    merged: list[Frame] = []
    for frame in sorted(found, key=lambda f: (f.box.x0, f.box.x1, f.box.top)):
        last = merged[-1] if merged else None
        if (
            last
            and last.color == frame.color
            and abs(last.box.x0 - frame.box.x0) < 1.5
            and abs(last.box.x1 - frame.box.x1) < 1.5
            and -1.5 < frame.box.top - last.box.bottom < 1.5
        ):
            merged[-1] = Frame(outline((last.box, frame.box)), frame.color)
        else:
            merged.append(frame)
    return merged


def _is_on_colour(shape: Shape, before: Sequence[Shape]) -> bool:
    """True for a shape that is painted on a coloured one: white shows there."""
    under = [
        s
        for s in before
        if s.fill
        and s.x0 <= shape.x0 + 1
        and s.x1 >= shape.x1 - 1
        and s.top <= shape.top + 1
        and s.bottom >= shape.bottom - 1
    ]
    return bool(under) and under[-1].fill != WHITE


def _of_rules(page: Page) -> list[Frame]:
    """Rectangles drawn as four rules: some programs paint each side of a border by itself."""
    upright = upright_rules(page)
    level = [s for s in page.shapes if s.bottom - s.top < RULE and s.x1 - s.x0 > 20]
    if len(level) > MOST_RULES:
        return []
    found: list[Frame] = []
    for left in upright:
        sides = [
            s
            for s in upright
            if s.x0 > left.x0 + 20 and abs(s.top - left.top) < MEET and abs(s.bottom - left.bottom) < MEET
        ]
        right = min(sides, key=lambda s: s.x0, default=None)
        if right and _spans(level, left, right, left.top) and _spans(level, left, right, left.bottom):
            found.append(Frame(Box(left.x0, left.top, right.x1, left.bottom), left.stroke or left.fill))
    return found


def _spans(level: list[Shape], left: Shape, right: Shape, y: float) -> bool:
    """True when a rule goes from ``left`` to ``right`` at the height ``y``."""
    return any(abs(s.top - y) < MEET and s.x0 < left.x0 + MEET and s.x1 > right.x0 - MEET for s in level)
