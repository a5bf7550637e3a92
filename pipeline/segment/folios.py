"""Page numbers: the numbers that count the pages, at the head or the foot of each; they would end the last value above them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.models import Block, BlockKind, Page, Pages, Word

#: Pages that must be counted: so many, and this share of all.
LEAST, SHARE = 3, 0.6
#: White space beside a page number, in its heights.
APART = 1.5
#: A page number stands within this share of the height of the page from its edge.
EDGE = 0.12
_NUMBER = re.compile(r"\d{1,3}")


def page_numbers(pages: Pages) -> list[Word]:
    """The words that are the numbers of pages, where most pages have one; a spread has two, which count by twos."""
    candidates = [(page.number, word) for page in pages.pages if page.unit == "pt" for word in _numbers(page)]
    enough = max(LEAST, SHARE * len(pages.pages))
    single = _counted(candidates, 1)
    if len({word.page for word in single}) >= enough:
        last = {word.page: word for word in sorted(single, key=lambda word: word.top)}
        return [word for _, word in sorted(last.items())]
    double = _counted(candidates, 2)
    both = Counter(word.page for word in double)
    return double if sum(count == 2 for count in both.values()) >= enough else []


def _counted(candidates: Sequence[tuple[int, Word]], step: int) -> list[Word]:
    """The numbers that go on by ``step`` from page to page, as many of them in a row on each."""
    offsets = Counter({(int(word.text) - step * page, page): 1 for page, word in candidates})
    starts = Counter(offset - k for offset, _ in offsets for k in range(step))
    if not starts:
        return []
    start = min(starts.items(), key=lambda item: (-item[1], abs(item[0])))[0]
    return [word for page, word in candidates if 0 <= int(word.text) - step * page - start < step]


def without_page_numbers(pages: Pages, numbers: Sequence[Word]) -> Pages:
    taken = {word.address for word in numbers}
    kept: list[Page] = []
    for page in pages.pages:
        lines = [tuple(word for word in line if word.address not in taken) for line in page.lines]
        kept.append(replace(page, lines=tuple(line for line in lines if line)))
    return replace(pages, pages=tuple(kept))


def as_blocks(numbers: Sequence[Word], first: int) -> list[Block]:
    """The page numbers as furniture, numbered from ``first``."""
    return [
        Block(number=number, page=word.page, kind=BlockKind.furniture, rule="page number", lines=((word,),))
        for number, word in enumerate(numbers, first)
    ]


def _numbers(page: Page) -> Iterator[Word]:
    """Numbers by themselves at the upper or lower edge of a page, with nothing beyond them."""
    words = [word for line in page.lines for word in line]
    for line in page.lines:
        for at, word in enumerate(line):
            if not _NUMBER.fullmatch(word.text):
                continue
            height = word.bottom - word.top
            beside = [*line[max(0, at - 1) : at], *line[at + 1 : at + 2]]
            near = any(max(b.x0 - word.x1, word.x0 - b.x1) < APART * height for b in beside)
            low = word.bottom > (1 - EDGE) * page.height and not any(w.top > word.bottom for w in words)
            high = word.top < EDGE * page.height and not any(w.bottom < word.top for w in words)
            if not near and (low or high):
                yield word
