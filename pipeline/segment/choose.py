"""Choose the best of the readings, or ask: a cell that an about equally good reading reads otherwise waits for a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.models import Address, Block, BlockKind, Finding, Judgement, Line, Severity, Style, Subject, Word
from pipeline.nl.words import ends_sentence
from pipeline.profile import Profile
from pipeline.segment.judge import Reading, fit, held_axes, judge, misplaced, printed, projects_of

#: How much worse another reading may be and still be asked about.
NEAR = 0.02
#: What each thing in a reading that a person would be asked about takes away, and how many count.
DOUBT, MOST_DOUBTS = 0.01, 5
#: What each return of a text to a column that it had left takes from its form, and how many count.
RETURN, MOST_RETURNS = 0.05, 4
#: What a reader says of a row that it could not place.
UNSURE = "unsure_row"
#: Words of a cell that a finding shows.
SHOWN = 12


#: A running number before a title: it may stand in a column of its own.
_RUNNING = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]")
#: The end of a sentence inside a value, after which another one begins: the words of a title or of a text.
_SEVERAL = re.compile(r"\w{2}[.!?][\"'”’»)\]]*\s+[A-ZÀ-Þ]")


class Cell(NamedTuple):
    """What one reading says of a cell: its words, and where they stand."""

    name: str
    page: int
    lines: tuple[Line, ...]
    axis: str = ""

    @property
    def words(self) -> list[Address]:
        """Addresses of the words that say something, in reading order, but for the running number of a title."""
        words = [word for line in self.lines for word in line if any(char.isalnum() for char in word.text)]
        counted = self.name == "title" and words and _RUNNING.fullmatch(words[0].text)
        return [word.address for word in words[1 if counted else 0 :]]

    @property
    def said(self) -> str:
        text = printed(self.lines).split()
        return " ".join(text if len(text) <= SHOWN else [*text[: SHOWN // 2], "…", *text[-SHOWN // 2 :]])


#: The cells of a reading by the address of the word that names them: the first of a label, or of a title.
Cells = dict[Address, Cell]


def choose(
    readings: Sequence[Reading], profile: Profile, styles: Sequence[Style]
) -> tuple[Reading, list[Judgement], list[Finding]]:
    """The best reading, all judgements (its own first), and a finding for each cell that needs a person.

    What the judge would ask a person about in a reading counts against it, as do rows of which its reader is not sure, and an
    axis that only another one found.
    """
    judged = [(judge(reading, profile, styles), reading) for reading in readings]
    axes = [len(held_axes(reading.blocks)) for _, reading in judged]
    doubts = [
        len(misplaced(reading, profile, styles)) + sum(finding.rule == UNSURE for finding in reading.findings)
        for _, reading in judged
    ]
    worth = {
        id(reading): verdict.score - DOUBT * min(doubt, MOST_DOUBTS) - DOUBT * (max(axes) - held)
        for (verdict, reading), held, doubt in zip(judged, axes, doubts, strict=True)
    }
    judged.sort(key=lambda item: -worth[id(item[1])])  # of equals the first reader's stays first
    best = judged[0][1]
    findings: list[Finding] = []
    cells_of: list[tuple[str, Callable[[Sequence[Block]], Cells]]] = [("boxes", _fields), ("order", _texts)]
    for part, cells in cells_of:
        rivals = [reading for _, reading in judged if getattr(reading, part) != getattr(best, part)]
        for rival in rivals[:1]:
            if worth[id(rival)] > worth[id(best)] - NEAR:
                clear = _is_even(best) and not _is_even(rival)
                findings += _differences(
                    cells(best.blocks), cells(rival.blocks), profile, _titles(best) if clear else None
                )
    return best, [judgement for judgement, _ in judged], findings


def _is_even(reading: Reading) -> bool:
    """Whether a reading has as many titles as boxes."""
    boxes = sum(block.kind is BlockKind.info_box for block in reading.blocks)
    return boxes == sum(1 for _ in projects_of(reading.blocks))


def _titles(reading: Reading) -> set[Address]:
    """The first words of the titles."""
    return {project.title[0].lines[0][0].address for project in projects_of(reading.blocks)}


def _fields(blocks: Sequence[Block]) -> Cells:
    """The values of the boxes."""
    fields = [field for block in blocks if block.kind is BlockKind.info_box for field in block.fields]
    return {_first(field.label).address: Cell(field.name, field.label[0][0].page, field.value) for field in fields}


def _first(lines: Sequence[Line]) -> Word:
    """The first word that says something: a bar before a label may be of the one field or of the other, and a running number
    may be part of its title or not."""
    words = [word for line in lines for word in line]
    return next((word for word in words if any(char.isalpha() for char in word.text)), words[0])


def _texts(blocks: Sequence[Block]) -> Cells:
    """Titles, each with its axis, and the texts below them."""
    cells: Cells = {}
    for project in projects_of(blocks):
        title = [line for block in project.title for line in block.lines]
        text = [line for block in project.text for line in block.lines]
        page, line, word = _first(title).address
        cells[page, line, word] = Cell("title", page, tuple(title), project.title[0].axis)
        cells[page, line, -word - 1] = Cell("description", page, tuple(text))  # its own key beside that of the title
    return cells


def _differences(best: Cells, rival: Cells, profile: Profile, titles: set[Address] | None = None) -> list[Finding]:
    """A finding for each cell of which two readings say different things, unless the best one's is the better formed, or stands
    under an axis that the other reading has not seen at all: of the profile, or with several projects.

    ``titles``: those of the best reading where it alone has one for each box. Then another title, and a value or text of the
    other reading that runs into one of them, is where that reading went astray.
    """
    seen = {cell.axis for cell in rival.values()}
    projects = Counter(cell.axis for cell in best.values() if cell.name == "title")
    known = {axis.name for axis in profile.axes}
    unseen = {axis for axis, count in projects.items() if axis in known or count > 1} - seen
    plain = not any(printed(cell.lines).isupper() for cell in best.values() if cell.name in ("title", "description"))
    findings: list[Finding] = []
    for address in sorted({*best, *rival}):
        one, other = best.get(address), rival.get(address)
        if one and other and one.words == other.words and one.axis == other.axis:
            continue
        if one is None and other and plain and printed(other.lines).isupper():
            continue  # a slogan in capitals is no title where titles are set as sentences are
        if titles is not None and (one is None or (other and titles.intersection(other.words) - {*one.words})):
            continue
        same_axis = one is not None and (other is None or one.axis == other.axis or one.axis in unseen)
        if one and other and one.words == other.words and same_axis:
            continue
        if one and same_axis and _form(one, profile) > _form(other, profile):
            continue
        shown = one or other
        assert shown is not None
        where = (
            f" under {one.axis or 'no axis'} or {other.axis or 'no axis'}"
            if one and other and one.axis != other.axis
            else ""
        )
        findings.append(
            Finding(
                rule="readers_differ",
                severity=Severity.person,
                page=shown.page,
                quote=printed(shown.lines),
                words=_subject(address, one, other),
                subject=Subject(column="axis" if where else ""),
                message=f"two readings of {shown.name}{where}: “{_said(one)}” or “{_said(other)}”",
                hint="look at the page; an override says which is right",
            )
        )
    return findings


def _subject(address: Address, one: Cell | None, other: Cell | None) -> tuple[Address, ...]:
    """Words of the row in doubt: the cell's own, with those that name it; none where the chosen reading lacks a whole project."""
    shown = one or other
    if shown is None or (one is None and shown.name == "title"):
        return ()
    page, line, pos = address
    own = shown.words if one is None or shown.name == "description" else []
    return tuple(own or [(page, line, pos if pos >= 0 else -pos - 1)])


def _form(cell: Cell | None, profile: Profile) -> float:
    """How well formed a cell is, from 0 to 1: a value of its type, a text of whole sentences, a title that begins as one."""
    if cell is None or not cell.words:
        return 0.0
    text = printed(cell.lines)
    if cell.name in ("title", "description"):
        plain = 1.0 - 0.5 * text[0].islower() - 0.25 * (cell.name == "description" and not ends_sentence(text))
        return plain - RETURN * min(_returns(cell.lines), MOST_RETURNS)
    known = profile.label(cell.name)
    several = known is not None and known.type == "text" and bool(_SEVERAL.search(text))
    return fit(text, "", known.type, profile) - 0.25 * several if known else 1.0


def _returns(lines: Sequence[Line]) -> int:
    """How often a text goes back from a column to one on its left, further down on the page."""
    return sum(
        a[0].page == b[0].page and max(word.x1 for word in b) < min(word.x0 for word in a) and b[0].top > a[0].top
        for a, b in pairwise(line for line in lines if line)
    )


def _said(cell: Cell | None) -> str:
    return cell.said if cell else "no such cell"
