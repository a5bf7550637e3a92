"""Other matter behind or between the projects: pages under a heading of their own (a timeline, a story), and the imprint."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import takewhile

from msgspec.structs import replace

from pipeline.models import Block, BlockKind, Line, Style
from pipeline.nl.words import IMPRINT
from pipeline.profile import Profile
from pipeline.segment.boxes import PageBoxes
from pipeline.segment.geometry import Piece
from pipeline.segment.labels import letters

#: A heading is so many times as large as the running text, and among so many blocks from the top of its page.
LARGER, FIRST = 1.15, 3
#: A heading of a part of each project has so many words, and stands so often, at least and as a share of the boxes.
PART_WORDS, LEAST, OFTEN = 3, 3, 0.8
#: The rules of text that belongs to no project and no axis.
OTHER, LIST = "front matter", "list of projects"


def repeated_headings(pages: Sequence[PageBoxes], profile: Profile) -> list[Piece]:
    """Short lines that stand by themselves about as often as there are boxes, but for a number in them: *Omschrijving*, *Fiche 3*.
    They name a part of each project and no project."""
    boxed = {word.address for page in pages for box in page.boxes for word in box.words}
    count = sum(len(page.boxes) for page in pages)
    found: dict[tuple[str, int], list[Piece]] = defaultdict(list)
    for page in pages:
        for p in page.pieces if page.boxes else ():
            key = "".join(char for char in letters(p.text) if char.isalpha())
            if len(p.words) <= PART_WORDS and len(key) > 2 and p.words[0].address not in boxed:
                found[key, p.style].append(p)
    known = {letters(name) for own, also in profile.names_of_authorities for name in (own, *also)}
    known |= {letters(name) for axis in profile.axes for name in (axis.name, *axis.also)}
    return [
        p
        for (key, _), same in found.items()
        if max(LEAST, OFTEN * count) <= len(same) <= count / OFTEN and key not in known
        for p in same
    ]


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


def without_imprint(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` in which no text or title goes on into the imprint of the publication, which stands behind the last heading of
    an axis, with no box on a later page. Boxes may stand anywhere in the list."""
    last = max((at for at, block in enumerate(blocks) if block.kind is BlockKind.section_header), default=-1)
    boxed = max((block.page for block in blocks if block.kind is BlockKind.info_box), default=0)
    found: list[Block] = list(blocks[: last + 1])
    rest: list[Block] = []
    begun = False
    for block in blocks[last + 1 :]:
        if block.kind not in (BlockKind.text, BlockKind.title) or block.page < boxed:
            found.append(block)
            continue
        lines = block.lines
        at = 0 if begun else next((n for n, line in enumerate(lines) if IMPRINT.match(_said(line))), len(lines))
        begun = begun or at < len(lines)
        if not begun:
            found.append(block)
        elif at == 0:
            found.append(replace(block, kind=BlockKind.text, rule=OTHER, axis=""))
        else:
            found.append(replace(block, lines=lines[:at]))
            number = max(other.number for other in blocks) + 1  # once: from here on all blocks are whole
            rest.append(replace(block, number=number, kind=BlockKind.text, rule=OTHER, axis="", lines=lines[at:]))
    return [*found, *rest]


def _said(line: Line) -> str:
    return " ".join(word.text for word in line)


def _is_text(block: Block) -> bool:
    return block.kind is BlockKind.text


def _lines(block: Block) -> list[Line]:
    return [*block.lines, *(line for field in block.fields for line in (*field.label, *field.value))]
