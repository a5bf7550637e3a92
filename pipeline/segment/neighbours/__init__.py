"""The second reader: boxes by nearest neighbours, and the order of the page by bands and gutters.

It shares with the first reader the labels of the profile and the words of the pages, and nothing that decides: rows are cut
by white space (``atoms``), labels found wherever they stand (``marks``), their values by a vote of the document on the
direction in which they stand (``relations``), boxes by nearness (``groups``), columns and titles by frames and styles (``bands``).
"""

from __future__ import annotations

from pipeline.models import Pages
from pipeline.profile import Profile
from pipeline.segment.boxes import InfoBox, PageBoxes
from pipeline.segment.drift import Settled, settle
from pipeline.segment.frames import frames
from pipeline.segment.geometry import Box
from pipeline.segment.neighbours.atoms import atoms_of, paragraphs_of
from pipeline.segment.neighbours.groups import (
    boxes_of,
    continued,
    joined_aside,
    joined_over_breaks,
    order_of,
    with_rest,
)
from pipeline.segment.neighbours.marks import find_marks
from pipeline.segment.neighbours.relations import Sheet, values_of

__all__ = ["find_boxes"]


def find_boxes(pages: Pages, profile: Profile, *, accepted: bool, scale: float = 1.0) -> Settled:
    """The boxes of each page; ``scale`` above 1 cuts rows at wider gaps only."""
    styles = pages.styles
    framed = [frames(page) for page in pages.pages]
    atoms = [atoms_of(page, styles, around, scale) for page, around in zip(pages.pages, framed, strict=True)]
    sheets: list[Sheet] = []
    for page, found, around in zip(pages.pages, find_marks(atoms, profile, styles), framed, strict=True):
        walls = [Box(mark.x0, mark.top, mark.x1, mark.bottom) for mark in found.marks]
        sheets.append(Sheet(page.number, found.marks, paragraphs_of(found.atoms, walls, styles, around), around))
    values = values_of(sheets, profile, styles)
    order = order_of(sheets)
    parts = [_whole(boxes_of(sheet, values, order)) for sheet in sheets]
    boxes = [with_rest(found, sheet) for found, sheet in zip(joined_aside(parts, profile), sheets, strict=True)]
    if [*map(len, boxes)] == [*map(len, parts)]:  # else halves are level, and what has no other half lacks it
        boxes = joined_over_breaks(boxes, profile)
    boxes = continued(boxes, sheets, styles)
    boxes = [[box for box in found if len(box.labels) > 1] for found in boxes]
    return settle(
        [PageBoxes(*parts) for parts in zip(pages.pages, atoms, boxes, strict=True)], profile, accepted=accepted
    )


def _whole(boxes: list[InfoBox]) -> list[InfoBox]:
    """Boxes whose labels say something."""
    return [box for box in boxes if any(box.values)]
