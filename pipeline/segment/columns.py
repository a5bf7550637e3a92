"""The first reader's order: what stands around the boxes, as blocks in reading order.

Columns and reading order run around the boxes; then what each line is, by its style or, in text, by its fullness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from pipeline.models import Block, BlockKind, BoxField, Finding, Line, Pages, Style, Word
from pipeline.profile import Profile
from pipeline.segment.boxes import InfoBox, PageBoxes
from pipeline.segment.doubts import new_axis
from pipeline.segment.figures import figure_pages
from pipeline.segment.flow import FlowLine, flow_lines
from pipeline.segment.furniture import Address, furniture
from pipeline.segment.geometry import Piece, piece, pieces_of, reading_order, without
from pipeline.segment.headings import Tag, axis_of, classify, find_new_sections, find_sections
from pipeline.segment.info_boxes import margins_of
from pipeline.segment.scales import captions, chart_words
from pipeline.segment.styles import BoxPlace, with_run_in_titles


def in_columns(pages: Pages, profile: Profile, found: Sequence[PageBoxes]) -> tuple[list[Block], list[Finding]]:
    """The blocks of ``pages`` around the boxes ``found``, numbered in reading order, and a finding for each new axis."""
    styles = pages.styles
    in_boxes = {
        word.address
        for page in found
        for box in page.boxes
        for field in box.fields
        for line in (*field.label, *field.value)
        for word in line
    }
    loose = [(page.page, without(page.pieces, in_boxes, styles)) for page in found]
    furnished = furniture(loose) | margins_of(pages, profile)
    in_charts = {
        address
        for page in found
        if page.boxes and page.page.unit == "pt"
        for address in chart_words(page.pieces, in_boxes | furnished)
    }
    in_charts |= captions([page.pieces for page in found if page.boxes], in_charts)
    lines: list[FlowLine] = []
    flow = 0
    for (_, pieces), page in zip(loose, found, strict=True):
        for column in reading_order(without(pieces, furnished | in_charts, styles), _obstacles(page, styles), styles):
            lines += flow_lines(column, flow)
            flow += 1
    places = [
        BoxPlace(page.page.number, box.region.top) for page in found for box in page.boxes for _ in range(_count(box))
    ]
    charts = figure_pages(lines, {place.page for place in places}, profile)
    lines = with_run_in_titles(lines, places, styles, charts) if len(styles) > 1 else lines
    outside = [line for line in lines if line.piece.page not in charts]
    sections = find_sections(outside, places, profile, styles)
    new = find_new_sections(outside, places, sections, styles, pages.pages[0].unit)
    sections = sorted([*sections, *new])
    tags = iter(classify(outside, places, sections, frozenset(), styles, pages.pages[0].unit))
    chart = Tag(BlockKind.chart_label, "figures page")
    blocks = _blocks((line, chart if line.piece.page in charts else next(tags)) for line in lines)
    for page in found:
        for box in page.boxes:
            blocks.append(
                Block(
                    number=0,
                    page=page.page.number,
                    kind=BlockKind.info_box,
                    rule=box.rule,
                    fields=box.fields,
                )
            )
        aside = (
            (BlockKind.furniture, "repeated in the margin", furnished),
            (BlockKind.chart_label, "chart beside projects", in_charts),
        )
        blocks += [
            Block(
                number=0,
                page=page.page.number,
                kind=kind,
                rule=rule,
                lines=(tuple(word for word in p.words if word.address in taken),),
            )
            for kind, rule, taken in aside
            for p in pieces_of(page.page, styles)
            if p.words[0].address in taken
        ]
    printed = {word.address: word for page in pages.pages for line in page.lines for word in line}
    numbered = [_as_printed(replace(block, number=number), printed) for number, block in enumerate(blocks, 1)]
    unknown = [section for section in new if not axis_of(section.axis, profile)]
    return numbered, [new_axis(section.axis, outside[section.start]) for section in unknown]


def _count(box: InfoBox) -> int:
    """How many boxes stand in one whose labels nothing divides; else 1."""
    return max(Counter(label.name for label in box.labels).values())


def _as_printed(block: Block, printed: Mapping[Address, Word]) -> Block:
    """``block`` with each word where it stands on its page, also where boxes were put in order."""

    def lines(moved: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(tuple(printed[word.address] for word in line) for line in moved)

    fields = tuple(BoxField(field.name, lines(field.label), lines(field.value)) for field in block.fields)
    return replace(block, lines=lines(block.lines), fields=fields)


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


def _blocks(lines: Iterable[tuple[FlowLine, Tag]]) -> list[Block]:
    """Blocks of the lines that go on with each other and have equal tags."""
    groups: list[tuple[Tag, list[FlowLine]]] = []
    for line, tag in lines:
        tagged, group = groups[-1] if groups else (None, [])
        first = group[0] if group else line
        near = first.piece.page == line.piece.page and first.flow == line.flow and line.gap < 8
        if tagged == tag and (near or tag.kind is BlockKind.title):  # one title may stand in two columns
            group.append(line)
        else:
            groups.append((tag, [line]))
    return [
        Block(
            number=tag.number,
            page=group[0].piece.page,
            kind=tag.kind,
            rule=tag.rule,
            axis=tag.axis,
            flow=group[0].flow,
            lines=tuple(line.piece.words for line in group),
        )
        for tag, group in groups
    ]
