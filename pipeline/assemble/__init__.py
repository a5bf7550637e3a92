"""Stage ``assemble``: blocks in, records out (``Records``): words as printed, each box with its project or refused.

Nothing is normalised here. Every word gets its fate, every box is in one record or an orphan, and every doubt is a
finding with page and quote.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.assemble.counters import Project, title_of, without_counters, without_stops
from pipeline.assemble.doubts import broken_texts, empty_axes, odd_goals, same_titles, stray_lines, without_axis
from pipeline.assemble.evidence import BoxText, Candidate, Pair, Place, Refusal
from pipeline.assemble.figures import axis_amounts, key_figures
from pipeline.assemble.ledger import ledger
from pipeline.assemble.openings import openings
from pipeline.assemble.prose import known_hyphens, value
from pipeline.assemble.splits import split_words
from pipeline.assemble.strays import strays
from pipeline.models import (
    IN_LINE,
    IN_ROW,
    INFO_BOX,
    MIXED,
    TANGLED,
    AxisRecord,
    Block,
    BlockKind,
    Blocks,
    Fate,
    Finding,
    KeyFigure,
    LedgerEntry,
    Line,
    Override,
    Pairing,
    Record,
    Records,
    Severity,
    Value,
    Word,
)
from pipeline.nl import find_quantities
from pipeline.profile import Profile
from pipeline.quotes import find_quote, project_ids

__all__ = ["assemble"]

#: White space between the halves of a box that is torn by a text between them, in heights of a line.
TORN = 15.0

Fates = dict[tuple[int, int, int], Fate]


def assemble(blocks: Blocks, profile: Profile) -> Records:
    """Records of one source."""
    # The labels in the head of a table are those of all its rows.
    in_print = "pt" in blocks.units.values()
    words = list({word.address: word for block in blocks.blocks for word in _words(block)}.values())
    fates: Fates = {}
    known = known_hyphens(blocks.blocks)
    projects = without_stops(without_counters(_projects(blocks.blocks)))
    boxes = [block for block in blocks.blocks if block.kind is BlockKind.info_box]
    pairs, refusals = _pair(projects, blocks.blocks, profile, known, blocks.source.overrides)
    records = _records(projects, boxes, pairs, known, fates)
    for refusal in refusals:
        _claim(fates, Fate.value, *(field.value for field in boxes[refusal.box].fields))
    for box in boxes:
        _claim(fates, Fate.label, *(field.label for field in box.fields))
    axes, figures, doubts = _figures(blocks.blocks, profile, known, fates)
    for block in blocks.blocks:
        _claim_rest(fates, block)
    findings = [*blocks.findings, *doubts, *_refusal_findings(refusals, boxes, records)]
    findings += [
        *broken_texts(records),
        *same_titles(records),
        *without_axis(records, profile),
        *empty_axes(axes, records),
    ]
    findings += strays(records, axes, profile, in_print=in_print)
    findings += [*stray_lines(records), *odd_goals(records)] if "char" in blocks.units.values() else []
    findings += split_words(
        [
            *(text for record in records for text in (record.title, record.description, *record.fields.values())),
            *(text for axis in axes for text in (axis.slogan, axis.introduction)),
            *(figure.statement for figure in figures),
        ]
    )
    entries = ledger(words, fates)
    told = {amount for text in _with_amounts(records, axes, figures) for amount in _amounts(text.text)}
    wanting = _wanting(records, axes, boxes, profile) if in_print else set(blocks.units)
    findings += _unassigned_findings(entries, told, len(words), profile, wanting)
    findings += _noted_amounts(blocks.blocks, told, wanting)
    return Records(
        source=blocks.source,
        profile=blocks.profile,
        units=blocks.units,
        words=len(words),
        pages=len(blocks.units),
        boxes=len(boxes),
        records=tuple(records),
        axes=tuple(axes),
        key_figures=tuple(figures),
        ledger=entries,
        findings=tuple(findings),
    )


def _words(block: Block) -> list[Word]:
    lines = [*block.lines, *(line for field in block.fields for line in (*field.label, *field.value))]
    return [word for line in lines for word in line]


def _claim(fates: Fates, fate: Fate, *groups: Sequence[Line]) -> None:
    """Give ``fate`` to all words of ``groups``; the first claim on a word holds."""
    for lines in groups:
        for line in lines:
            for word in line:
                fates.setdefault(word.address, fate)


def _claim_rest(fates: Fates, block: Block) -> None:
    fate = {
        BlockKind.title: Fate.title,
        BlockKind.section_header: Fate.title,
        BlockKind.chart_label: Fate.chart,
        BlockKind.furniture: Fate.furniture,
        BlockKind.text: Fate.text,
    }.get(block.kind)
    if fate and block.rule != "unassigned":
        _claim(fates, fate, block.lines)


def _projects(blocks: Sequence[Block]) -> list[Project]:
    """Titles with the running text up to the next title, heading or introduction; text goes on over columns."""
    projects: list[Project] = []
    for order, block in enumerate(blocks):
        if block.kind is BlockKind.title:
            last = projects[-1] if projects else None
            if last and not last.text and last.title[-1].flow == block.flow and last.title[-1].page == block.page:
                last.title.append(block)
            else:
                projects.append(Project(block.axis, [block], [], order))
        elif block.kind is BlockKind.text and block.rule == "description" and projects:
            projects[-1].text.append(block)
    return projects


# --- pairing -----------------------------------------------------------------------------------------------------


def _pair(
    projects: list[Project], blocks: Sequence[Block], profile: Profile, known: set[str], overrides: Sequence[Override]
) -> tuple[list[Pair], list[Refusal]]:
    from pipeline.assemble.pairing import pair

    candidates = [_candidate(project, known) for project in projects]
    boxes = [block for block in blocks if block.kind is BlockKind.info_box]
    heights = sorted(word.bottom - word.top for project in projects for block in project.text for word in _words(block))
    em = heights[len(heights) // 2] if heights else 1.0
    clear = [number for number, box in enumerate(boxes) if box.rule != MIXED]
    order = {id(block): at for at, block in enumerate(blocks)}
    labels = Counter(line[0].address for box in boxes for field in box.fields for line in field.label)
    shared = {address for address, count in labels.items() if count > 1}
    texts = [
        text._replace(in_line=True, order=order[id(boxes[number])], axis=boxes[number].axis)
        if boxes[number].rule == IN_LINE
        else text
        for number in clear
        for text in (_box_text(boxes[number], candidates, profile, known, shared),)
    ]
    decided = _decided(overrides, projects, [boxes[number] for number in clear], known)
    rows = _rows(blocks, projects, [boxes[number] for number in clear])
    pairs, refusals = pair(candidates, texts, em, profile.tolerances, decided, rows)
    mixed = [
        Refusal(
            number,
            "the labels and values of several boxes stand mixed in the text; a PDF of the brochure tells them apart",
            (),
        )
        for number, box in enumerate(boxes)
        if box.rule == MIXED
    ]
    refusals = sorted([*(refusal._replace(box=clear[refusal.box]) for refusal in refusals), *mixed])
    return [found._replace(box=clear[found.box]) for found in pairs], refusals


def _rows(blocks: Sequence[Block], projects: Sequence[Project], boxes: Sequence[Block]) -> dict[int, int]:
    """Box → project that stands in the same row of a table: the one before it."""
    order = {id(block): at for at, block in enumerate(blocks)}
    starts = [project.order for project in projects]
    return {number: bisect_left(starts, order[id(box)]) - 1 for number, box in enumerate(boxes) if box.rule == IN_ROW}


def _decided(
    overrides: Sequence[Override], projects: list[Project], boxes: list[Block], known: set[str]
) -> dict[int, int]:
    """Box → project, where a person decided and just one box holds the words that the decision quotes."""
    ids = project_ids([title_of(project, known).text for project in projects])
    found: dict[int, int] = {}
    for override in overrides:
        holding = [number for number, box in enumerate(boxes) if find_quote(override.quote, _words(box))]
        if override.field == INFO_BOX and override.project in ids and len(holding) == 1:
            found[holding[0]] = ids.index(override.project)
    return found


def _candidate(project: Project, known: set[str]) -> Candidate:
    title = title_of(project, known).text
    text = value([line for block in project.text for line in block.lines], known).text
    parts = [_place(_words(block)) for block in (*project.title, *project.text)]
    # The title says in few words what the text says in many: count it three times.
    return Candidate(
        f"{title} {title} {title} {text}", project.axis, _place(_words(project.title[0])), tuple(parts), project.order
    )


def _box_text(
    box: Block,
    projects: Sequence[Candidate],
    profile: Profile,
    known: set[str],
    shared: set[tuple[int, int, int]],
) -> BoxText:
    place = _place(_first_part(box, shared))
    said = " ".join(value(field.value, known).text for field in box.fields if _type(profile, field.name) != "money")
    territory: list[tuple[str, ...]] = []
    for field in box.fields:
        if _type(profile, field.name) == "authority":
            printed = value(field.value, known).text.casefold()
            for authority in profile.authorities:
                if any(name.casefold() in printed for name in (authority.name, *authority.also)):
                    territory.append((authority.name, *authority.also, *authority.places))
    at = (place.page, place.top)
    axis = next((one.axis for one in reversed(projects) if (one.title.page, one.title.top) <= at), "")
    order = next((one.order + 0.5 for one in reversed(projects) if _is_before(one.title, place)), -1.0)
    placed = not box.rule.endswith(TANGLED)
    return BoxText(said, tuple(territory), axis, place, order, placed)


def _is_before(title: Place, box: Place) -> bool:
    """True when a title is read before a box: on a page before, in a column before, or above it in its column."""
    if title.page != box.page:
        return title.page < box.page
    return title.x1 <= box.x0 or (title.x0 < box.x1 and title.top <= box.top)


def _first_part(box: Block, shared: set[tuple[int, int, int]]) -> list[Word]:
    """The words of a box up to where it goes on in another column or on another page; a value may stand above its label, and
    labels that are ``shared`` by other boxes stand anywhere."""
    lines = [line for field in box.fields for line in (*field.label, *field.value) if line[0].address not in shared]
    part: list[Word] = []
    for line in lines:
        aside = part and (line[0].x0 > max(w.x1 for w in part) or line[-1].x1 < min(w.x0 for w in part))
        white = max(line[0].x0 - max(w.x1 for w in part), min(w.x0 for w in part) - line[-1].x1) if part else 0.0
        torn = aside and (line[0].bottom < part[0].top or white > TORN * (part[0].bottom - part[0].top))
        if part and (line[0].page != part[0].page or torn):
            break
        part += line
    return part


def _type(profile: Profile, name: str) -> str:
    label = profile.label(name)
    return label.type if label else "text"


def _place(words: Sequence[Word]) -> Place:
    page = words[0].page
    here = [word for word in words if word.page == page]
    return Place(
        page, min(w.x0 for w in here), min(w.top for w in here), max(w.x1 for w in here), max(w.bottom for w in here)
    )


# --- records -----------------------------------------------------------------------------------------------------


def _records(
    projects: list[Project], boxes: list[Block], pairs: list[Pair], known: set[str], fates: Fates
) -> list[Record]:
    by_project = {pair.project: pair for pair in pairs}
    records: list[Record] = []
    for number, project in enumerate(projects):
        text = [line for block in project.text for line in block.lines]
        title = title_of(project, known)
        _claim(fates, Fate.title, title.lines)
        _claim(fates, Fate.label, [project.counter])
        _claim(fates, Fate.text, text)
        record = Record(
            number=number + 1,
            page=project.title[0].page,
            axis=project.axis,
            title=title,
            description=value(text, known),
        )
        if found := by_project.get(number):
            box = boxes[found.box]
            for field in box.fields:
                _claim(fates, Fate.value, field.value)
            record = replace(
                record,
                box=found.box + 1,
                pairing=_pairing(found),
                fields={field.name: value(field.value, known) for field in box.fields},
                labels={field.name: _label(field.label) for field in box.fields},
            )
        records.append(record)
    return records


def _label(lines: tuple[Line, ...]) -> Value:
    return Value(" ".join(word.text for line in lines for word in line), lines)


def _pairing(pair: Pair) -> Pairing:
    rival, score = pair.rival if pair.rival else (-1, None)
    return Pairing(pair.method, pair.score, pair.margin, rival + 1, score)


def _figures(
    blocks: Sequence[Block], profile: Profile, known: set[str], fates: Fates
) -> tuple[list[AxisRecord], list[KeyFigure], list[Finding]]:
    charts = [block for block in blocks if block.kind is BlockKind.chart_label]
    opened = openings(blocks, profile)
    amounts, findings = axis_amounts(blocks, profile, {axis: opening.amount for axis, opening in opened.items()})
    for name, amount in amounts.values():
        _claim(fates, Fate.title, name.lines)
        _claim(fates, Fate.value, amount.lines)
    beside = {word.address for opening in opened.values() for line in opening.lines for word in line}
    _claim(fates, Fate.chart, *(opening.lines for opening in opened.values()))
    figures = key_figures(charts, set(fates))
    for figure in figures:
        _claim(fates, Fate.value, figure.statement.lines)
    axes: list[AxisRecord] = []
    for heading in (block for block in blocks if block.kind is BlockKind.section_header):
        if any(axis.name == heading.axis for axis in axes):
            continue
        lines = [
            line
            for block in blocks
            if block.rule == "introduction" and block.axis == heading.axis
            for line in block.lines
            if line[0].address not in beside
        ]
        slogans = [
            line
            for block in blocks
            if block.rule == "slogan" and block.axis == heading.axis
            for line in block.lines
            if line[0].address not in beside
        ]
        axes.append(
            AxisRecord(
                name=heading.axis,
                page=heading.page,
                heading=value(heading.lines, known),
                slogan=value(slogans, known),
                introduction=value(lines, known),
                amount=amounts[heading.axis].amount if heading.axis in amounts else Value(),
            )
        )
    return axes, figures, findings


# --- findings ----------------------------------------------------------------------------------------------------


def _refusal_findings(refusals: list[Refusal], boxes: list[Block], records: list[Record]) -> list[Finding]:
    findings = [
        Finding(
            rule="orphan_box",
            severity=Severity.person,
            page=boxes[refusal.box].page,
            message=f"info box without project: {refusal.reason}",
            quote=" ".join(word.text for word in _words(boxes[refusal.box])),
            hint="candidates: " + "; ".join(f"{records[p].title.text} ({score:.3f})" for p, score in refusal.rivals),
        )
        for refusal in refusals
    ]
    pages = [word.page for box in boxes for word in _words(box)] or [0]
    findings += [  # one before the first box or behind the last may be a heading of other matter
        Finding.about(
            record.title.words,
            rule="project_without_box",
            severity=Severity.person if refusals or not min(pages) <= record.page <= max(pages) else Severity.warning,
            message="project without info box",
            quote=record.title.text,
            column="pairing_method",
            hint="its budget, authority and end goal stay empty",
        )
        for record in records
        if not record.box
    ]
    return findings


def _with_amounts(records: Sequence[Record], axes: Sequence[AxisRecord], figures: Sequence[KeyFigure]) -> list[Value]:
    budgets = [record.fields["budget"] for record in records if "budget" in record.fields]
    return [*budgets, *(axis.amount for axis in axes), *(figure.statement for figure in figures)]


def _amounts(text: str) -> set[object]:
    return {quantity.value for quantity in find_quantities(text) if quantity.kind == "money"}


def _wanting(
    records: Sequence[Record], axes: Sequence[AxisRecord], boxes: Sequence[Block], profile: Profile
) -> set[int]:
    """Pages that want an amount, and those beside them: of projects and boxes without a budget, and of axes without an amount
    where others have one."""
    money = {label.name for label in profile.labels if label.type == "money"}
    pages = {r.page for r in records if not any(r.fields[name].words for name in money & set(r.fields))}
    pages |= {box.page for box in boxes if not any(field.name in money and any(field.value) for field in box.fields)}
    if any(axis.amount.words for axis in axes):
        pages |= {axis.page for axis in axes if not axis.amount.words}
    return {page + step for page in pages for step in (-1, 0, 1)}


def _noted_amounts(blocks: Sequence[Block], told: set[object], wanting: set[int]) -> list[Finding]:
    """Notes with an amount that stands nowhere else, on a page with a box or project that wants one."""
    return [
        Finding(
            rule="noted_amount",
            severity=Severity.person,
            page=block.page,
            quote=text,
            message="an amount in a note, where a project has no budget",
            hint="look at the page; an override states the budget",
        )
        for block in blocks
        if block.rule == "note" and block.page in wanting
        for text in (" ".join(word.text for word in _words(block)),)
        if _amounts(text) - told
    ]


def _unassigned_findings(
    entries: Sequence[LedgerEntry], told: set[object], words: int, profile: Profile, wanting: set[int]
) -> list[Finding]:
    """Words without a place: for a person where they are many, or hold an amount that stands nowhere else on a page that
    wants one (``wanting``); where all projects have theirs, it is none of them."""
    lost = [entry for entry in entries if entry.fate is Fate.unassigned]
    count = sum(sum(any(map(str.isalnum, word)) for word in entry.text.split()) for entry in lost)  # icons are no words
    many = count > profile.tolerances.unassigned_share * max(words, 1)
    return [
        Finding(
            rule="unassigned_words",
            severity=Severity.person
            if any(map(str.isalnum, entry.text)) and (many or (entry.page in wanting and _amounts(entry.text) - told))
            else Severity.warning,
            page=entry.page,
            quote=entry.text,
            message=f"words on line {entry.line} that belong to no field",
            hint="see the page and ledger.csv",
        )
        for entry in lost
    ]
