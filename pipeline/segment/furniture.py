"""Furniture: running headers and footers and page numbers, which belong to the pages and not to the content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from statistics import median

from pipeline.models import Line, Page
from pipeline.profile import Profile
from pipeline.segment.geometry import Piece
from pipeline.segment.headings import axis_of
from pipeline.segment.labels import letters

#: Share of the page height, from its top and from its bottom, in which furniture stands.
MARGIN = 0.12
#: A line is furniture when it stands at one place on at least so many pages, and on this share of them.
PAGES = 3
SHARE = 0.3
#: First and last lines of a page of text among which furniture stands.
EDGE = 2
#: Two places are one when they differ by less, in ems.
SAME_PLACE = 0.8
#: Larger than this share of the usual size, a number with words is a heading.
LARGE = 1.3
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d)")

Address = tuple[int, int, int]


def furniture(pages: Sequence[tuple[Page, list[Piece]]]) -> set[Address]:
    """Addresses of the words of running headers, footers and page numbers."""
    repeated: dict[str, list[Piece]] = defaultdict(list)
    numbers: dict[int, list[Piece]] = defaultdict(list)
    usual = median([p.size for _, pieces in pages for p in pieces] or [1.0])
    for page, pieces in pages:
        for p in pieces:
            if not _in_margin(p, page):
                continue
            key = re.sub(r"\d+", "0", " ".join(word.text for word in p.words).casefold())
            if letters(key).strip("0"):
                repeated[key].append(p)
            heading = p.size > LARGE * usual and any(
                char.isalpha() for char in p.text
            )  # with the number of its chapter
            if not heading and len(p.words) <= 3 and (found := re.findall(r"\d+", p.text)) and len(found[0]) <= 3:
                numbers[int(found[0]) - page.number].append(p)
    groups = [group for pieces in repeated.values() for group in _places(pieces)]
    # Page numbers swap sides on spreads, so their height alone must agree.
    groups += [group for pieces in numbers.values() for group in _places(pieces, sides=False)]
    least = max(PAGES, SHARE * len(pages))
    return {
        word.address
        for group in groups
        if len({p.page for p in group}) >= min(least, max(2, len(pages)))
        for p in group
        for word in p.words
    }


def text_furniture(pages: Sequence[Page], profile: Profile, labels: Collection[str]) -> set[Address]:
    """The same in a text file, before boxes are looked for: nothing there parts the last line of a box from a page number.

    Running lines stand first or last on their pages and are the same but for the number of the page. Sentences (a note), names
    of axes and authorities, and what follows a label (of the texts ``labels``) are no such lines.
    """
    names = {letters(name) for known, also in profile.names_of_authorities for name in (known, *also)} | set(labels)
    groups: dict[tuple[str, bool, int], list[Line]] = defaultdict(list)
    for page in pages:
        lines = page.lines
        for index in sorted({*range(EDGE), *range(len(lines) - EDGE, len(lines))} & set(range(len(lines)))):
            text = " ".join(word.text for word in lines[index])
            after_label = index > 0 and letters(" ".join(word.text for word in lines[index - 1])) in labels
            if after_label or text.endswith(".") or letters(text) in names or axis_of(text, profile):
                continue
            at_head = index < EDGE
            key, numbers = _NUMBER.sub("0", text.casefold()), [int(found) for found in _NUMBER.findall(text)]
            if any(char.isalpha() for char in key):
                groups[text.casefold(), at_head, 0].append(lines[index])
            for number in numbers:
                if len(lines[index]) <= 3 or any(char.isalpha() for char in key):
                    groups[key, at_head, number - page.number].append(lines[index])
    least = min(max(PAGES, SHARE * len(pages)), max(2, len(pages)))
    return {
        word.address
        for group in groups.values()
        if len({line[0].page for line in group}) >= least
        for line in group
        for word in line
    }


def _in_margin(p: Piece, page: Page) -> bool:
    # In text the first and last lines are told by ``text_furniture``.
    return page.unit == "pt" and (p.bottom < MARGIN * page.height or p.top > (1 - MARGIN) * page.height)


def _places(pieces: Sequence[Piece], *, sides: bool = True) -> list[list[Piece]]:
    """``pieces`` grouped by where they stand."""
    groups: list[list[Piece]] = []
    for p in pieces:
        for group in groups:
            first = group[0]
            same_line = abs(first.top - p.top) < SAME_PLACE * p.size or p.words[0].top < 2
            if same_line and (
                not sides or abs(first.x0 - p.x0) < SAME_PLACE * p.size or abs(first.x1 - p.x1) < SAME_PLACE * p.size
            ):
                group.append(p)
                break
        else:
            groups.append([p])
    return groups
