"""Proposals: each reader's whole reading of the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.models import Block, Finding, Pages
from pipeline.profile import Profile
from pipeline.segment import info_boxes, neighbours
from pipeline.segment.asides import without_imprint, without_other_pages
from pipeline.segment.boxes import PageBoxes
from pipeline.segment.columns import in_columns
from pipeline.segment.folios import as_blocks, page_numbers, without_page_numbers
from pipeline.segment.judge import Reading
from pipeline.segment.linear import read_lines, read_tags
from pipeline.segment.neighbours.bands import in_bands

#: Puts in order what stands around the boxes.
Order = Callable[[Pages, Profile, Sequence[PageBoxes]], tuple[list[Block], list[Finding]]]


def propose(pages: Pages, profile: Profile, *, accepted: bool) -> list[Reading]:
    """The readings in which at least one box says something: the boxes of each reader in the order of each."""
    numbers = page_numbers(pages)
    pages = without_page_numbers(pages, numbers)
    boxes = {"frames": info_boxes.find_boxes(pages, profile, accepted=accepted)}
    orders: dict[str, Order] = {"columns": in_columns}
    boxes["neighbours"] = neighbours.find_boxes(pages, profile, accepted=accepted)
    if pages.pages and pages.pages[0].unit == "pt":
        orders["bands"] = in_bands
    readings: list[Reading] = []
    for finder, settled in boxes.items():
        if _any_filled(settled.pages):
            for order, put in orders.items():
                blocks, findings = put(pages, profile, settled.pages)
                blocks = without_other_pages(blocks, pages.styles) if len(pages.styles) > 1 else blocks
                blocks = without_imprint(blocks)
                blocks = [*blocks, *as_blocks(numbers, len(blocks) + 1)]
                readings.append(Reading(finder, order, settled.pages, blocks, (*settled.findings, *findings)))
    in_print = bool(pages.pages) and pages.pages[0].unit == "pt"
    lines = (read_tags if in_print else read_lines)(pages, profile, accepted=accepted)
    if lines is not None and _any_filled(lines.pages):
        blocks = [*without_imprint(lines.blocks), *as_blocks(numbers, len(lines.blocks) + 1)]
        readings.append(lines._replace(blocks=blocks))  # last: of equals the others stay first
    return readings


def _any_filled(pages: Sequence[PageBoxes]) -> bool:
    return any(box.is_filled for page in pages for box in page.boxes)
