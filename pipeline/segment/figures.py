"""Pages of figures: where the axes stand with their amounts, and no project does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.nl import quantities_of
from pipeline.profile import Profile
from pipeline.segment.flow import FlowLine
from pipeline.segment.labels import letters

#: Axes that must be named on such a page, and amounts beside them.
LEAST = 2
#: More mentions or amounts than so many for each axis make a list of projects, not a page of figures.
MENTIONS, AMOUNTS = 2, 2
#: Words of a line in a table: a name, an amount and a share.
SHORT = 6


def figure_pages(lines: Sequence[FlowLine], box_pages: set[int], profile: Profile) -> frozenset[int]:
    """Numbers of the pages without boxes that name several axes and as many amounts of money or shares."""
    pages: dict[int, list[FlowLine]] = defaultdict(list)
    for line in lines:
        if line.piece.page not in box_pages:
            pages[line.piece.page].append(line)
    found = set()
    for number, page in pages.items():
        text = letters(" ".join(line.text for line in page))
        named = [max(text.count(letters(name)) for name in (axis.name, *axis.also)) for axis in profile.axes]
        axes = sum(1 for count in named if count)
        if axes < LEAST or sum(named) > MENTIONS * axes:
            continue
        money = sum(1 for line in page for quantity in quantities_of(line.text) if quantity.kind == "money")
        if max(money, _shares(page)) >= LEAST and money <= AMOUNTS * axes:
            found.add(number)
    return frozenset(found)


def _shares(page: Sequence[FlowLine]) -> int:
    """Percentages in lines of few words: a table of amounts may print its currency once, in its head."""
    short = [line for line in page if len(line.text.split()) <= SHORT]
    return sum(1 for line in short for quantity in quantities_of(line.text) if quantity.kind == "percent")
