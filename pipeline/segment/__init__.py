"""Stage ``segment``: pages in, blocks in reading order out (``Blocks``).

Boxes first, as atoms; then columns and reading order around them; then what each line is. Every block says which rule
made it. The profile whose labels fit is chosen here: UnreadableError when none does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.errors import UnreadableError
from pipeline.models import MIXED, TANGLED, Block, BlockKind, Blocks, BoxField, Finding, Line, Pages, Severity, Style, Word
from pipeline.profile import Profile
from pipeline.segment.boxes import Finder, InfoBox, PageBoxes, in_heads, label_order
from pipeline.segment.breaks import join_over_breaks
from pipeline.segment.drift import Settled, candidates, is_alone, settle, tells
from pipeline.segment.figures import figure_pages
from pipeline.segment.flow import FlowLine, flow_lines
from pipeline.segment.fullness import vocabulary
from pipeline.segment.furniture import Address, furniture, text_furniture
from pipeline.segment.geometry import Piece, outline, piece, pieces_of, reading_order, without
from pipeline.segment.headings import Section, Tag, axis_of, classify, find_new_sections, find_sections
from pipeline.segment.labels import Label, find_labels, letters
from pipeline.segment.styles import BoxPlace
from pipeline.segment.tangled import Mixed, Tangle, untangle

__all__ = ["segment"]

#: Fewer boxes do not tell whether a label is missing.
FEW_BOXES = 3


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
    tangles = [untangle(page, profile, styles, margins) for page in pages.pages]
    mixed = {word.address for tangle in tangles for box in tangle.mixed for word in _mixed_words(box)}
    pieces = [without(pieces_of(tangle.page, styles), margins | mixed, styles) for tangle in tangles]
    known = [label for part in pieces for label in find_labels(part, profile, styles)]
    if not tells(known) and not _axes_fit(pieces, profile):
        return Settled([PageBoxes(page, part, []) for page, part in zip(pages.pages, pieces, strict=True)], [])
    parts = [(tangle.page, part) for tangle, part in zip(tangles, pieces, strict=True)]
    wider = candidates(pieces, known, profile, styles)
    labels = [find_labels(part, wider, styles) for part in pieces]
    all_labels = [label for part in labels for label in part]
    order = _order(known, all_labels, profile, wider)
    heads = in_heads(all_labels)
    words = vocabulary(p.text for part in pieces for p in part)
    found: list[PageBoxes] = []
    for (page, part), mine in zip(parts, labels, strict=True):
        boxes = Finder(page, part, mine, styles, order, words, heads=heads, profile=profile).find() if mine else []
        found.append(PageBoxes(page, part, boxes))
    continued = join_over_breaks(found, order, styles)
    # A lone label is a legend or a word of the text, unless it is set as the labels of whole boxes are.
    styled = {label.style for page in continued for box in page.boxes if len(box.labels) > 1 for label in box.labels}
    whole = [
        page._replace(boxes=[b for b in page.boxes if len(b.labels) > 1 or (len(styles) > 1 and is_alone(b, styled, profile))])
        for page in continued
    ]
    settled = settle(whole, profile, accepted=accepted)
    return settled._replace(pages=[_with_tangle(page, tangle) for page, tangle in zip(settled.pages, tangles, strict=True)])


def _with_tangle(page: PageBoxes, tangle: Tangle) -> PageBoxes:
    """``page`` with the rule of each box saying that its place says nothing, and with one box for labels that nothing divides."""
    boxes = [box._replace(rule=f"{box.rule}+{TANGLED}") if tangle.is_tangled else box for box in page.boxes]
    boxes += [InfoBox(box.labels, box.values, outline(_mixed_words(box)), MIXED) for box in tangle.mixed]
    return page._replace(boxes=boxes)


def _mixed_words(box: Mixed) -> list[Word]:
    return [word for lines in (*(label.lines for label in box.labels), *box.values) for line in lines for word in line]


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
    lines: list[FlowLine] = []
    flow = 0
    for (_, pieces), page in zip(loose, found, strict=True):
        for column in reading_order(without(pieces, furnished, styles), _obstacles(page, styles), styles):
            lines += flow_lines(column, flow)
            flow += 1
    places = [BoxPlace(page.page.number, box.region.top) for page in found for box in page.boxes for _ in range(_count(box))]
    charts = figure_pages(lines, {place.page for place in places}, profile)
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
        for p in pieces_of(page.page, styles):
            if p.words[0].address in furnished:
                blocks.append(Block(
                    number=0, page=page.page.number, kind=BlockKind.furniture, rule="repeated in the margin",
                    lines=(tuple(word for word in p.words if word.address in furnished),),
                ))
    printed = {word.address: word for page in pages.pages for line in page.lines for word in line}
    numbered = [_as_printed(replace(block, number=number), printed) for number, block in enumerate(blocks, 1)]
    return numbered, [*_label_findings(found), *_missing_labels(found, profile), *(_axis_finding(section, outside) for section in new)]


def _count(box: InfoBox) -> int:
    """How many boxes stand in one whose labels nothing divides; else 1."""
    return max(Counter(label.name for label in box.labels).values())


def _as_printed(block: Block, printed: Mapping[Address, Word]) -> Block:
    """``block`` with each word where it stands on its page, also where boxes were put in order."""

    def lines(moved: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(tuple(printed[word.address] for word in line) for line in moved)

    fields = tuple(BoxField(field.name, lines(field.label), lines(field.value)) for field in block.fields)
    return replace(block, lines=lines(block.lines), fields=fields)


def _axis_finding(section: Section, lines: Sequence[FlowLine]) -> Finding:
    line = lines[section.start]
    return Finding(
        rule="new_axis", severity=Severity.warning, page=line.piece.page, quote=line.text,
        message=f"{section.axis!r} is set like the name of an axis, but the profile does not know it",
        hint=f'add it to the profile: [[axes]] name = "{section.axis}"',
    )


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


def _label_findings(found: list[PageBoxes]) -> list[Finding]:
    """Labels that were recognised although they are not spelt as in the profile."""
    return [
        Finding(
            rule="label_spelling", severity=Severity.warning, page=label.page, quote=label.text,
            message=f"read as the label {label.wording}", hint="correct the source, or add the wording to the profile",
        )
        for page in found for box in page.boxes for label in box.labels if not label.exact
    ]


def _missing_labels(found: list[PageBoxes], profile: Profile) -> list[Finding]:
    """Labels of the profile that stand in no box, or in few: the edition may print them in a wording nobody noticed."""
    boxes = [box for page in found for box in page.boxes]
    findings: list[Finding] = []
    for known in profile.labels:
        bearing = sum(any(label.name == known.name for label in box.labels) for box in boxes)
        if len(boxes) < FEW_BOXES or 2 * bearing >= len(boxes):
            continue
        findings.append(Finding(
            rule="missing_label", severity=Severity.warning if bearing else Severity.person,
            message=f"the label {known.wordings[0]} stands in {bearing} of {len(boxes)} info boxes",
            hint="look at the boxes: add the wording that they use to the profile, or take the label out of it",
        ))
    return findings
