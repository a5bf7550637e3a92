"""Pages of other matter: a timeline, a colophon, a story behind or between the projects, under a heading of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.models import Block, BlockKind, Line, Style

#: A heading is so many times as large as the running text, and among so many blocks from the top of its page.
LARGER, FIRST = 1.15, 3
#: What is said of a project or an axis.
SAID = ("description", "note", "introduction", "slogan")


def without_other_pages(blocks: Sequence[Block], styles: Sequence[Style]) -> list[Block]:
    """``blocks`` in which no text goes on over a page that has neither box, title nor axis and begins with a large heading."""
    own = (BlockKind.info_box, BlockKind.title, BlockKind.section_header)
    held = {line[0].page for block in blocks if block.kind in own for line in _lines(block)}
    sizes: Counter[float] = Counter()
    for block in blocks:
        if block.rule == "description":
            sizes.update(styles[word.style].size for line in block.lines for word in line for _ in word.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    texts = [
        block for block in blocks if block.kind is BlockKind.text and block.page not in held and block.rule in SAID
    ]
    other = {
        page
        for page in {block.page for block in texts}
        for block in [block for block in texts if block.page == page][:FIRST]
        if styles[block.lines[0][0].style].size > LARGER * body > 0
    }
    return [
        replace(block, rule="front matter", axis="") if block.page in other and block.rule in SAID else block
        for block in blocks
    ]


def _lines(block: Block) -> list[Line]:
    return [*block.lines, *(line for field in block.fields for line in (*field.label, *field.value))]
