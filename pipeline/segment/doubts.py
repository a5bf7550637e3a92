"""What a person should look at: labels spelt otherwise, missing, empty or left in the text, and axes that nobody announced."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace

from pipeline.models import MIXED, Block, BlockKind, Finding, Line, Pages, Severity
from pipeline.profile import Profile
from pipeline.segment.boxes import PageBoxes
from pipeline.segment.flow import FlowLine
from pipeline.segment.judge import BY_TAGS, Reading
from pipeline.segment.labels import letters
from pipeline.segment.runs import SEPARATORS

#: Fewer boxes do not tell whether a label is missing.
FEW_BOXES = 3
_MARKS = "".join(sorted(SEPARATORS)) + " "


def new_axis(axis: str, line: FlowLine) -> Finding:
    """An axis that the profile lacks, found by the form of its heading."""
    return Finding(
        rule="new_axis",
        severity=Severity.warning,
        page=line.piece.page,
        quote=line.text,
        words=tuple(word.address for word in line.piece.words),
        message=f"{axis!r} is set like the name of an axis, but the profile does not know it",
        hint=f'add it to the profile: [[axes]] name = "{axis}"',
    )


def too_many_axes(findings: Sequence[Finding], blocks: Sequence[Block], profile: Profile) -> list[Finding]:
    """``findings``, of which those of new axes wait for a person where there are more of them than axes of the profile that
    the brochure lacks: then not all can be one of these under another name, and one may be a heading of other matter."""
    found = {block.axis for block in blocks if block.kind is BlockKind.section_header}
    lacking = sum(axis.name not in found for axis in profile.axes)
    new = [finding for finding in findings if finding.rule == "new_axis"]
    if len(new) <= lacking:
        return list(findings)
    return [replace(finding, severity=Severity.person) if finding in new else finding for finding in findings]


def spellings(found: Sequence[PageBoxes]) -> list[Finding]:
    """Labels that were recognised although they are not spelt as in the profile."""
    return [
        Finding.about(
            label.words,
            rule="label_spelling",
            severity=Severity.warning,
            quote=label.text,
            message=f"read as the label {label.wording}",
            hint="correct the source, or add the wording to the profile",
        )
        for page in found
        for box in page.boxes
        for label in box.labels
        if not label.exact
    ]


def missing_labels(found: Sequence[PageBoxes], profile: Profile) -> list[Finding]:
    """Labels of the profile that stand in no box, or in few: the edition may print them in a wording nobody noticed."""
    boxes = [box for page in found for box in page.boxes]
    findings: list[Finding] = []
    for known in profile.labels:
        bearing = sum(any(label.name == known.name for label in box.labels) for box in boxes)
        if len(boxes) < FEW_BOXES or 2 * bearing >= len(boxes):
            continue
        findings.append(
            Finding(
                rule="missing_label",
                severity=Severity.warning if bearing else Severity.person,
                message=f"the label {known.wordings[0]} stands in {bearing} of {len(boxes)} info boxes",
                hint="look at the boxes: add the wording that they use to the profile, or take the label out of it",
            )
        )
    return findings


def lost_values(blocks: Sequence[Block]) -> list[Finding]:
    """Labels without a value: it is printed where nobody looked, or not at all."""
    return [
        Finding.about(
            [word for line in field.label for word in line],
            rule="empty_label",
            severity=Severity.person,
            message="a label without a value",
            hint="look at the page: its value was not found, or is not printed",
        )
        for block in blocks
        if block.rule != MIXED
        for field in block.fields
        if not any(field.value)
    ]


def lost_labels(blocks: Sequence[Block], profile: Profile) -> list[Finding]:
    """Labels left in the titles and texts of projects, or taken for the name of an axis, by themselves or before a colon: a box was
    not found, or not whole."""
    wordings = {letters(wording) for label in profile.labels for wording in label.wordings}
    of_projects = [
        b
        for before, b in zip((None, *blocks), blocks, strict=False)
        if b.kind is BlockKind.title
        or (b.kind is BlockKind.section_header and b.axis)
        or (b.kind is BlockKind.text and (b.rule in ("description", "note") or _goes_on(before, b)))
    ]
    return [
        Finding.about(
            line,
            rule="loose_label",
            severity=Severity.person,
            message="a label in the text of a project: a box was not found, or not whole",
            hint="look at the page",
        )
        for block in of_projects
        for line in block.lines
        if (text := _text([line]).lstrip(_MARKS))[:1].isupper() and letters(text.split(":")[0]) in wordings
    ]


def unread_tags(pages: Pages, readings: Sequence[Reading]) -> list[Finding]:
    """For the record: a tagged PDF whose tags made no reading."""
    if pages.elements is UNSET or any(reading.order == BY_TAGS for reading in readings):
        return []
    return [
        Finding(
            rule="tags_not_read",
            severity=Severity.info,
            message="the tags of this PDF leave out too many of its words, or name no box; the pages are read without them",
        )
    ]


def _goes_on(before: Block | None, block: Block) -> bool:
    """True for words right behind a box, which may be more of it."""
    return before is not None and before.kind is BlockKind.info_box and before.page == block.page


def _text(lines: Sequence[Line]) -> str:
    return " ".join(word.text for line in lines for word in line)
