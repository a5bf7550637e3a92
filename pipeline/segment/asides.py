"""Pages of other matter: a timeline, a colophon, a story behind or between the projects, under a heading of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from msgspec.structs import replace

from pipeline.models import Block, BlockKind, Line, Style

#: A heading is so many times as large as the running text, and among so many blocks from the top of its page.
LARGER, FIRST = 1.15, 3
#: The rules of text that belongs to no project and no axis.
OTHER, LIST = "front matter", "list of projects"


def without_other_pages(blocks: Sequence[Block], styles: Sequence[Style]) -> list[Block]:
    """``blocks`` in which no text goes on over a page that has neither box, title nor axis and begins with a large heading; nor
    is there a title behind such a heading after the last box."""
    boxed = {line[0].page for block in blocks if block.kind is BlockKind.info_box for line in _lines(block)}
    last = max(boxed, default=0)
    held = boxed | {block.page for block in blocks if block.kind is BlockKind.section_header}
    held |= {block.page for block in blocks if block.kind is BlockKind.title and block.page <= last}
    sizes: Counter[float] = Counter()
    for block in blocks:
        if block.rule == "description":
            sizes.update(styles[word.style].size for line in block.lines for word in line for _ in word.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    said = [block for block in blocks if block.kind in (BlockKind.text, BlockKind.title) and block.page not in held]
    other = {
        page
        for page in {block.page for block in said}
        for block in takewhile(_is_text, [block for block in said if block.page == page][:FIRST])
        if styles[block.lines[0][0].style].size > LARGER * body > 0
    }
    moved = {block.number for block in said if block.page in other and block.rule != LIST}
    return [
        replace(block, kind=BlockKind.text, rule=OTHER, axis="") if block.number in moved else block for block in blocks
    ]


def _is_text(block: Block) -> bool:
    return block.kind is BlockKind.text


def _lines(block: Block) -> list[Line]:
    return [*block.lines, *(line for field in block.fields for line in (*field.label, *field.value))]
