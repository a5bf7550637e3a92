"""Stage ``segment``: pages in, blocks in reading order out (``Blocks``).

Boxes first, as atoms; then columns and reading order around them; then what each line is. Every block says which rule
made it. The profile whose labels fit is chosen here: UnreadableError when none does.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.errors import UnreadableError
from pipeline.models import Block, BlockKind, Blocks, Finding, Page, Pages, Severity, Style, Word
from pipeline.profile import Profile
from pipeline.segment.boxes import Finder, PageBoxes, in_heads, join_over_breaks, label_order
from pipeline.segment.figures import figure_pages
from pipeline.segment.furniture import furniture
from pipeline.segment.geometry import Piece, piece, pieces_of, reading_order
from pipeline.segment.headings import BoxPlace, FlowLine, Tag, classify, find_sections, vocabulary
from pipeline.segment.labels import Label, find_labels

__all__ = ["segment"]


def segment(pages: Pages, profiles: Sequence[Profile]) -> Blocks:
    """Blocks of ``pages``, read with the profile of ``profiles`` that finds most boxes."""
    best: tuple[int, Profile, list[PageBoxes]] | None = None
    for profile in profiles:
        found = _boxes(pages, profile)
        count = sum(len(page.boxes) for page in found)
        if count and (best is None or count > best[0]):
            best = (count, profile, found)
    if best is None:
        names = "; ".join(", ".join(label.wordings[0] for label in profile.labels) for profile in profiles)
        raise UnreadableError(
            f"{pages.source.name}: not a brochure of a known family (no info box with the labels {names}); "
            "give a profile with --profile"
        )
    _, profile, found = best
    blocks, findings = _blocks(pages, profile, found)
    units = {page.number: page.unit for page in pages.pages}
    return Blocks(pages.source, profile.name, pages.styles, units, tuple(blocks), (*pages.findings, *findings))


def _boxes(pages: Pages, profile: Profile) -> list[PageBoxes]:
    """The boxes of each page and the pieces of all its words."""
    styles = pages.styles
    everything: list[tuple[Page, list[Piece], list[Label]]] = []
    for page in pages.pages:
        pieces = pieces_of(page, styles)
        everything.append((page, pieces, find_labels(pieces, profile, styles)))
    all_labels = [label for _, _, labels in everything for label in labels]
    order = label_order(all_labels, [label.name for label in profile.labels])
    heads = in_heads(all_labels)
    words = vocabulary(p.text for _, pieces, _ in everything for p in pieces)
    found: list[PageBoxes] = []
    for page, pieces, labels in everything:
        boxes = Finder(page, pieces, labels, styles, order, words, heads=heads, profile=profile).find() if labels else []
        found.append(PageBoxes(page, pieces, boxes))
    continued = join_over_breaks(found, order)
    # A lone label is a legend or a word of the text.
    return [PageBoxes(page, pieces, [box for box in boxes if len(box.labels) > 1]) for page, pieces, boxes in continued]


def _blocks(pages: Pages, profile: Profile, found: list[PageBoxes]) -> tuple[list[Block], list[Finding]]:
    styles = pages.styles
    in_boxes = {
        word.address for page in found for box in page.boxes for field in box.fields
        for line in (*field.label, *field.value) for word in line
    }
    loose = [(page.page, _without(page.pieces, in_boxes, styles)) for page in found]
    furnished = furniture(loose)
    lines: list[FlowLine] = []
    flow = 0
    for (_, pieces), page in zip(loose, found, strict=True):
        for column in reading_order(_without(pieces, furnished, styles), _obstacles(page, styles), styles):
            lines += _flow(column, flow)
            flow += 1
    places = [BoxPlace(page.page.number, box.region.top) for page in found for box in page.boxes]
    charts = figure_pages(lines, {place.page for place in places}, profile)
    outside = [line for line in lines if line.piece.page not in charts]
    sections = find_sections(outside, places, profile, styles)
    tags = iter(classify(outside, places, sections, frozenset(), styles, pages.pages[0].unit))
    chart = Tag(BlockKind.chart_label, "figures page")
    blocks: list[Block] = []
    for line, tag in ((line, chart if line.piece.page in charts else next(tags)) for line in lines):
        _append(blocks, line, tag)
    for page in found:
        for box in page.boxes:
            blocks.append(Block(
                number=0, page=page.page.number, kind=BlockKind.info_box, rule=box.rule, fields=box.fields, color=box.color,
            ))
        words = [word for p in page.pieces for word in p.words if word.address in furnished]
        for p in pieces_of(page.page, styles):
            if p.words[0].address in furnished:
                blocks.append(Block(
                    number=0, page=page.page.number, kind=BlockKind.furniture, rule="repeated in the margin",
                    lines=(tuple(word for word in p.words if word in words),),
                ))
    numbered = [replace(block, number=number) for number, block in enumerate(blocks, 1)]
    return numbered, _label_findings(found)


def _obstacles(page: PageBoxes, styles: Sequence[Style]) -> list[Piece]:
    """The rows of the boxes on a page, each as wide as its box."""
    rows: list[Piece] = []
    for box in page.boxes:
        words: dict[int, list[Word]] = {}
        for field in box.fields:
            for line in (*field.label, *field.value):
                if line[0].page == page.page.number:
                    words.setdefault(line[0].line, []).extend(line)
        rows += [piece(row, styles)._replace(x0=box.region.x0, x1=box.region.x1) for row in words.values()]
    return rows


def _without(pieces: Sequence[Piece], taken: set[tuple[int, int, int]], styles: Sequence[Style]) -> list[Piece]:
    rest: list[Piece] = []
    for p in pieces:
        words = [word for word in p.words if word.address not in taken]
        if len(words) == len(p.words):
            rest.append(p)
        elif words:
            rest.append(piece(words, styles))
    return rest


def _flow(column: Sequence[Piece], flow: int) -> list[FlowLine]:
    lines: list[FlowLine] = []
    for i, p in enumerate(column):
        gap = (p.top - column[i - 1].bottom) / min(p.size, column[i - 1].size) if i else float("inf")
        lines.append(FlowLine(p, flow, gap))
    return lines


def _append(blocks: list[Block], line: FlowLine, tag: Tag) -> None:
    """Add ``line`` to the last block when it goes on there, else start a block."""
    last = blocks[-1] if blocks else None
    same = last and (last.kind, last.rule, last.axis, last.flow) == (tag.kind, tag.rule, tag.axis, line.flow)
    if last and same and last.page == line.piece.page and last.number == tag.number and line.gap < 8:
        blocks[-1] = replace(last, lines=(*last.lines, line.piece.words))
    else:
        blocks.append(Block(
            number=tag.number, page=line.piece.page, kind=tag.kind, rule=tag.rule, axis=tag.axis, flow=line.flow,
            lines=(line.piece.words,),
        ))


def _label_findings(found: list[PageBoxes]) -> list[Finding]:
    """Labels that were recognised although they are not spelt as in the profile."""
    return [
        Finding(
            rule="label_spelling", severity=Severity.warning, page=label.page, quote=label.text,
            message=f"read as the label {label.wording}", hint="correct the source, or add the wording to the profile",
        )
        for page in found for box in page.boxes for label in box.labels if not label.exact
    ]
