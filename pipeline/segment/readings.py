"""Proposals: each reader's whole reading of the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pipeline.models import Block, BlockKind, Finding, Pages
from pipeline.profile import Profile
from pipeline.segment import info_boxes, neighbours
from pipeline.segment.asides import repeated_headings, without_imprint, without_other_pages
from pipeline.segment.boxes import PageBoxes
from pipeline.segment.columns import in_columns
from pipeline.segment.folios import as_blocks, page_numbers, without_page_numbers
from pipeline.segment.geometry import Piece, without
from pipeline.segment.grids import find_tables, read_tables
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
    in_print = bool(pages.pages) and pages.pages[0].unit == "pt"
    boxes["neighbours"] = neighbours.find_boxes(pages, profile, accepted=accepted)
    if in_print:
        orders["bands"] = in_bands
        orders["wrapped columns"] = partial(in_bands, wrapped=True)
    tables = find_tables(pages, profile, accepted=accepted) if in_print else None
    if tables and not tables.projects:
        boxes["tables"] = tables.settled
    readings: list[Reading] = []
    for finder, settled in boxes.items():
        if _any_filled(settled.pages):
            last: list[Block] = []
            parts = repeated_headings(settled.pages, profile) if len(pages.styles) > 1 else []
            named = {word.address for p in parts for word in p.words}
            sheets = [page._replace(pieces=without(page.pieces, named, pages.styles)) for page in settled.pages]
            for order, put in orders.items():
                blocks, findings = put(pages, profile, sheets)
                if order == "wrapped columns" and blocks == last:
                    continue
                last = blocks
                blocks = without_other_pages(blocks, pages.styles) if len(pages.styles) > 1 else blocks
                blocks = without_imprint(blocks)
                blocks += [_part(p, number) for number, p in enumerate(parts, len(blocks) + 1)]
                blocks = [*blocks, *as_blocks(numbers, len(blocks) + 1)]
                readings.append(Reading(finder, order, settled.pages, blocks, (*settled.findings, *findings)))
    if tables and tables.projects:
        reading = read_tables(pages, profile, tables)
        blocks = without_imprint(without_other_pages(reading.blocks, pages.styles))
        readings.append(reading._replace(blocks=[*blocks, *as_blocks(numbers, len(blocks) + 1)]))
    lines = (read_tags if in_print else read_lines)(pages, profile, accepted=accepted)
    if lines is not None and _any_filled(lines.pages):
        blocks = [*without_imprint(lines.blocks), *as_blocks(numbers, len(lines.blocks) + 1)]
        readings.append(lines._replace(blocks=blocks))  # last: of equals the others stay first
    return readings


def _part(p: Piece, number: int) -> Block:
    return Block(number=number, page=p.page, kind=BlockKind.furniture, rule="heading of a part", lines=(p.words,))


def _any_filled(pages: Sequence[PageBoxes]) -> bool:
    return any(box.is_filled for page in pages for box in page.boxes)
