"""Furniture: running headers and footers and page numbers, which belong to the pages and not to the content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.models import Page
from pipeline.segment.geometry import Piece
from pipeline.segment.labels import letters

#: Share of the page height, from its top and from its bottom, in which furniture stands.
MARGIN = 0.12
#: A line is furniture when it stands at one place on at least so many pages, and on this share of them.
PAGES = 3
SHARE = 0.3
#: Two places are one when they differ by less, in ems.
SAME_PLACE = 0.8


def furniture(pages: Sequence[tuple[Page, list[Piece]]]) -> set[tuple[int, int, int]]:
    """Addresses of the words of running headers, footers and page numbers."""
    repeated: dict[str, list[Piece]] = defaultdict(list)
    numbers: dict[int, list[Piece]] = defaultdict(list)
    for page, pieces in pages:
        for p in pieces:
            if not _in_margin(p, page, pieces):
                continue
            key = re.sub(r"\d+", "0", " ".join(word.text for word in p.words).casefold())
            if letters(key).strip("0"):
                repeated[key].append(p)
            if len(p.words) <= 3 and (found := re.findall(r"\d+", p.text)) and len(found[0]) <= 3:
                numbers[int(found[0]) - page.number].append(p)
    groups = [group for pieces in repeated.values() for group in _places(pieces)]
    # Page numbers swap sides on spreads, so their height alone must agree.
    groups += [group for pieces in numbers.values() for group in _places(pieces, sides=False)]
    least = max(PAGES, SHARE * len(pages))
    return {
        word.address
        for group in groups if len({p.page for p in group}) >= min(least, max(2, len(pages)))
        for p in group for word in p.words
    }


def _in_margin(p: Piece, page: Page, pieces: Sequence[Piece]) -> bool:
    if page.unit == "char":  # the first or last line of the page
        return p.top == min(q.top for q in pieces) or p.bottom == max(q.bottom for q in pieces)
    return p.bottom < MARGIN * page.height or p.top > (1 - MARGIN) * page.height


def _places(pieces: Sequence[Piece], *, sides: bool = True) -> list[list[Piece]]:
    """``pieces`` grouped by where they stand."""
    groups: list[list[Piece]] = []
    for p in pieces:
        for group in groups:
            first = group[0]
            same_line = abs(first.top - p.top) < SAME_PLACE * p.size or p.words[0].top < 2
            if same_line and (not sides or abs(first.x0 - p.x0) < SAME_PLACE * p.size or abs(first.x1 - p.x1) < SAME_PLACE * p.size):
                group.append(p)
                break
        else:
            groups.append([p])
    return groups
