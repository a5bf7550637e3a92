"""Stage ``segment``: pages in, blocks in reading order out (``Blocks``).

Boxes first, as atoms; then columns and reading order around them; then what each line is. Every block says which rule
made it. The profile whose labels fit is chosen here: UnreadableError when none does.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.errors import UnreadableError
from pipeline.models import Block, BlockKind, Blocks, Finding, Pages, Style, Word
from pipeline.profile import Profile
from pipeline.segment.boxes import Finder, InfoBox, PageBoxes, in_heads, label_order
from pipeline.segment.breaks import join_over_breaks
from pipeline.segment.doubts import lost_labels, lost_values, missing_labels, new_axis, spellings
from pipeline.segment.drift import Settled, candidates, is_alone, settle, tells
from pipeline.segment.figures import figure_pages
from pipeline.segment.flow import FlowLine, flow_lines
from pipeline.segment.fullness import vocabulary
from pipeline.segment.furniture import Address, furniture, text_furniture
from pipeline.segment.geometry import Piece, piece, pieces_of, reading_order, without
from pipeline.segment.headings import Tag, axis_of, classify, find_new_sections, find_sections
from pipeline.segment.heads import cut_heads
from pipeline.segment.labels import Label, broken_labels, find_labels, letters
from pipeline.segment.runs import find_runs
from pipeline.segment.scales import captions, chart_words
from pipeline.segment.styles import BoxPlace, with_run_in_titles

__all__ = ["segment"]


def segment(pages: Pages, profiles: Sequence[Profile], *, accept_labels: bool = False) -> Blocks:
    """Blocks of ``pages``, read with the profile of ``profiles`` that finds most boxes.

    ``accept_labels``: new wordings of labels are taken as proposed instead of waiting for a person.
    """
    best: tuple[int, Profile, Settled] | None = None
    for profile in profiles:
        found = _boxes(pages, profile, accepted=accept_labels)
        count = sum(_is_filled(box) for page in found.pages for box in page.boxes)
        if count and (best is None or count > best[0]):
            best = (count, profile, found)
    if best is None:
        names = "; ".join(", ".join(label.wordings[0] for label in profile.labels) for profile in profiles)
        raise UnreadableError(
            f"{pages.source.name}: not a brochure of a known family (no filled info box with the labels {names}); "
            "give a profile with --profile"
        )
    _, profile, settled = best
    blocks, findings = _blocks(pages, profile, settled.pages)
    units = {page.number: page.unit for page in pages.pages}
    everything = (*pages.findings, *settled.findings, *findings)
    return Blocks(pages.source, profile.name, pages.styles, units, tuple(blocks), everything)


def _is_filled(box: InfoBox) -> bool:
    """False for an empty form: a box says something under at least two of its labels."""
    return sum(any(char.isalnum() for line in value for word in line for char in word.text) for value in box.values) > 1


def _boxes(pages: Pages, profile: Profile, *, accepted: bool) -> Settled:
    """The boxes of each page, also those whose labels the profile does not know, and the pieces of all words."""
    styles = pages.styles
    margins = _margins(pages, profile)
    pieces = [without(pieces_of(page, styles), margins, styles) for page in pages.pages]
    pieces = [cut_heads(part, styles) if page.unit == "pt" else part for page, part in zip(pages.pages, pieces, strict=True)]
    words = vocabulary(p.text for part in pieces for p in part)
    runs = find_runs(pieces, profile, styles, words)
    in_runs = {word.address for page in runs for box in page for word in box.words}
    rest = [without(part, in_runs, styles) for part in pieces]
    known = [label for page in runs for box in page for label in box.labels if profile.label(label.name)]
    known += [label for part in rest for label in find_labels(part, profile, styles)]
    if not tells(known) and not _axes_fit(pieces, profile):
        return Settled([PageBoxes(page, part, []) for page, part in zip(pages.pages, pieces, strict=True)], [])
    wider = candidates(rest, known, profile, styles)
    labels = [find_labels(part, wider, styles) for part in rest]
    broken = broken_labels(rest, labels, profile)
    for label in broken:
        labels[label.page - pages.pages[0].number].append(label)
    tails = {word.address for label in broken for word in label.tail}
    pieces, rest = ([without(part, tails, styles) for part in parts] for parts in (pieces, rest))
    all_labels = [label for part in labels for label in part]
    order = _order(known, all_labels, profile, wider)
    in_order = dict.fromkeys([*order, *(label.name for page in runs for box in page for label in box.labels)])
    heads = in_heads(all_labels)
    found: list[PageBoxes] = []
    for page, part, free, mine, run in zip(pages.pages, pieces, rest, labels, runs, strict=True):
        boxes = Finder(page, free, mine, styles, order, words, heads=heads, profile=profile).find() if mine else []
        found.append(PageBoxes(page, part, [*run, *boxes]))
    continued = join_over_breaks(found, list(in_order), styles)
    # A lone label is a legend or a word of the text, unless it is set as the labels of whole boxes are.
    styled = {label.style for page in continued for box in page.boxes if len(box.labels) > 1 for label in box.labels}
    whole = [
        page._replace(boxes=[b for b in page.boxes if len(b.labels) > 1 or (len(styles) > 1 and is_alone(b, styled, profile))])
        for page in continued
    ]
    return settle(whole, profile, accepted=accepted)


def _margins(pages: Pages, profile: Profile) -> set[Address]:
    """Words of running lines of a text file; those of a PDF are told by their place, once the boxes are known."""
    if not pages.pages or pages.pages[0].unit != "char":
        return set()
    labels = {letters(wording) for label in profile.labels for wording in label.wordings}
    return text_furniture(pages.pages, profile, labels)


def _order(known: list[Label], all_labels: list[Label], profile: Profile, wider: Profile) -> list[str]:
    """The order of the labels: unknown ones take part unless they would upset that of the known ones."""
    full = label_order(all_labels, [label.name for label in wider.labels])
    base = label_order(known, [label.name for label in profile.labels])
    if [name for name in full if name in base] == base:
        return full
    return [*base, *(name for name in full if name not in base)]


def _axes_fit(pieces: Sequence[list[Piece]], profile: Profile) -> bool:
    """True when the document has headings with the names of most axes: its labels drifted, it is no stranger."""
    named = {axis_of(p.text, profile) for part in pieces for p in part} - {""}
    return 2 * len(named) > len(profile.axes)


def _blocks(pages: Pages, profile: Profile, found: list[PageBoxes]) -> tuple[list[Block], list[Finding]]:
    styles = pages.styles
    in_boxes = {
        word.address for page in found for box in page.boxes for field in box.fields
        for line in (*field.label, *field.value) for word in line
    }
    loose = [(page.page, without(page.pieces, in_boxes, styles)) for page in found]
    furnished = furniture(loose) | _margins(pages, profile)
    in_charts = {
        address for page in found if page.boxes and page.page.unit == "pt"
        for address in chart_words(page.pieces, in_boxes | furnished)
    }
    in_charts |= captions([page.pieces for page in found], in_charts)
    lines: list[FlowLine] = []
    flow = 0
    for (_, pieces), page in zip(loose, found, strict=True):
        for column in reading_order(without(pieces, furnished | in_charts, styles), _obstacles(page, styles), styles):
            lines += flow_lines(column, flow)
            flow += 1
    places = [BoxPlace(page.page.number, box.region.top) for page in found for box in page.boxes]
    charts = figure_pages(lines, {place.page for place in places}, profile)
    lines = with_run_in_titles(lines, places, styles, charts) if len(styles) > 1 else lines
    outside = [line for line in lines if line.piece.page not in charts]
    sections = find_sections(outside, places, profile, styles)
    new = find_new_sections(outside, places, sections, styles, pages.pages[0].unit)
    sections = sorted([*sections, *new])
    tags = iter(classify(outside, places, sections, frozenset(), styles, pages.pages[0].unit))
    chart = Tag(BlockKind.chart_label, "figures page")
    blocks: list[Block] = []
    for line, tag in ((line, chart if line.piece.page in charts else next(tags)) for line in lines):
        _append(blocks, line, tag)
    for page in found:
        for box in page.boxes:
            blocks.append(Block(
                number=0, page=page.page.number, kind=BlockKind.info_box, rule=box.rule, fields=box.fields,
            ))
        aside = (BlockKind.furniture, "repeated in the margin", furnished), (BlockKind.chart_label, "chart beside projects", in_charts)
        blocks += [
            Block(
                number=0, page=page.page.number, kind=kind, rule=rule,
                lines=(tuple(word for word in p.words if word.address in taken),),
            )
            for kind, rule, taken in aside for p in pieces_of(page.page, styles) if p.words[0].address in taken
        ]
    numbered = [replace(block, number=number) for number, block in enumerate(blocks, 1)]
    doubts = [*spellings(found), *missing_labels(found, profile), *lost_values(numbered), *lost_labels(numbered, profile)]
    return numbered, [*doubts, *(new_axis(section.axis, outside[section.start]) for section in new)]


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


def _append(blocks: list[Block], line: FlowLine, tag: Tag) -> None:
    """Add ``line`` to the last block when it goes on there, else start a block."""
    last = blocks[-1] if blocks else None
    same = last and (last.kind, last.rule, last.axis, last.number) == (tag.kind, tag.rule, tag.axis, tag.number)
    near = last and last.page == line.piece.page and last.flow == line.flow and line.gap < 8
    if last and same and (near or tag.kind is BlockKind.title):  # one title may stand in two columns
        blocks[-1] = replace(last, lines=(*last.lines, line.piece.words))
    else:
        blocks.append(Block(
            number=tag.number, page=line.piece.page, kind=tag.kind, rule=tag.rule, axis=tag.axis, flow=line.flow,
            lines=(line.piece.words,),
        ))
