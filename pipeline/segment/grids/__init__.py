"""The reader of tables: projects that stand in the rows or columns of a table, or each in a small one of its own.

It shares with the second reader the labels that stand on the pages and the order of what stands around, and nothing that decides.
``cut`` takes the tables apart; here their cells become boxes. Where the table holds titles and texts as well, each in a column of
its own or in one cell, a row is a whole project: there is nothing to pair. What the table lacks is read around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import mean
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import IN_ROW, Address, Block, BlockKind, Line, Pages, Style, Word
from pipeline.nl.words import COUNTER, OF_ALL, TEXT_HEAD, TITLE_HEAD, ends_sentence
from pipeline.profile import Profile
from pipeline.segment.boxes import InfoBox, PageBoxes
from pipeline.segment.drift import NEW, Settled, settle
from pipeline.segment.frames import frames
from pipeline.segment.geometry import outline, pieces_of, without
from pipeline.segment.grids.cut import ENTRIES, HEAD, Cell, Entry, entries_of
from pipeline.segment.judge import Reading
from pipeline.segment.neighbours.atoms import atoms_of
from pipeline.segment.neighbours.bands import in_bands
from pipeline.segment.neighbours.marks import find_marks

__all__ = ["Tables", "find_tables", "read_tables"]

#: Share of the entries that must have a title and a text of their own, and words of such a text.
WHOLE, TEXT_WORDS = 0.8, 4
#: Words that the cells of a column of texts have more of on average, and those of a column of titles at most.
PROSE, NAME = 12, 24

Look = tuple[str, float, str]


class Project(NamedTuple):
    """An entry of a table, and the title and text that stand in its cells; none where they stand elsewhere."""

    entry: Entry
    title: Cell = ()
    text: Cell = ()


class Tables(NamedTuple):
    """The boxes of the tables of a document; ``projects`` by the words of their boxes, where titles and texts are in the tables;
    ``heads`` are the words that name columns of these, ``totals`` rows that sum up the others."""

    settled: Settled
    projects: dict[Address, Project]
    heads: list[Line]
    totals: list[Line]


def find_tables(pages: Pages, profile: Profile, *, accepted: bool) -> Tables | None:
    """The tables that hold projects; None where there are none, or where a table repeats what stands elsewhere."""
    styles = pages.styles
    framed = [frames(page) for page in pages.pages]
    atoms = [atoms_of(page, styles, around, 1.0) for page, around in zip(pages.pages, framed, strict=True)]
    entries = entries_of(pages.pages, [found.marks for found in find_marks(atoms, profile, styles)], styles)
    projects = _projects(entries, styles)
    whole = bool(projects)
    if not whole and all(entry.known == len(entry.labels) and entry.beside for entry in entries):
        projects = [Project(entry) for entry in entries]
    if len(projects) < ENTRIES:
        return None
    totals = [entry for entry in entries if whole and OF_ALL.match(_text(entry.words)) and entry.filled < HEAD]
    lines = [line for project in projects for line in (*project.title, *project.text)]
    lines += [line for entry in totals for cell in entry.cells for line in cell]
    said = {word.address for line in lines for word in line}
    boxes = [_box(project.entry, whole=whole) for project in projects]
    in_boxes = {word.address for box in boxes for word in box.words}
    heads = [line for entry in entries if whole for label in entry.labels for line in label.lines]
    said |= {word.address for line in heads for word in line} - in_boxes
    sheets = [
        PageBoxes(
            page,
            without(pieces_of(page, styles), said, styles),
            [box for box in boxes if _first(box).page == page.number],
        )
        for page in pages.pages
    ]
    settled = settle(sheets, profile, accepted=accepted)
    kept = {word.address for sheet in settled.pages for box in sheet.boxes for word in box.words}
    cells = [line for project in projects if whole for cell in project.entry.cells for line in cell]
    rest = {line[0].address: line for line in (*heads, *cells) if line[0].address not in kept}
    of_words = {word.address: project for project in projects if whole for word in project.entry.words}
    return Tables(
        settled, of_words, list(rest.values()), [line for entry in totals for cell in entry.cells for line in cell]
    )


# --- titles and texts in the cells -------------------------------------------------------------------------------


def _projects(entries: Sequence[Entry], styles: Sequence[Style]) -> list[Project]:
    """The entries with their titles and texts, which stand in two columns or in one; none where most entries lack them."""
    often = [
        name
        for name, count in Counter(label.name for entry in entries for label in entry.labels).items()
        if name.startswith(NEW) and 2 * count > len(entries)
    ]
    columns = {name: [cell for entry in entries if (cell := entry.cell(name))] for name in often}
    prose = _named([name for name in often if _is_prose(columns[name])], TEXT_HEAD)
    names = _named([name for name in often if name != prose and _is_name(columns[name])], TITLE_HEAD)
    title = names or prose
    looks = Counter(_look(words[0], styles) for entry in entries if (words := _named_words(entry.cell(title))))
    if not title or not looks:
        return []
    look = looks.most_common(1)[0][0]
    found: list[Project] = []
    for entry in entries:
        if names and prose:
            project = Project(entry.but({title, prose}), entry.cell(title), entry.cell(prose))
        else:
            project = Project(entry.but({title}), *_parted(entry.cell(title), look, styles))
        last = found[-1] if found else None
        if last and not project.title and entry.words and last.entry.words[-1].page < entry.words[0].page:
            found[-1] = Project(last.entry.with_more(project.entry), last.title, (*last.text, *project.text))
        elif project.title and project.entry.filled >= HEAD:
            found.append(project)
        elif project.entry.filled >= HEAD:
            return []  # a row without a name: the table was not cut where it should be
    told = [project for project in found if sum(map(len, project.text)) >= TEXT_WORDS]
    return found if len(told) >= WHOLE * len(found) else []


def _named(columns: Sequence[str], head: re.Pattern[str]) -> str:
    """The first of the columns whose head says what it holds, else the first of all."""
    told = [name for name in columns if head.search(name.removeprefix(NEW))]
    return next(iter(told or columns), "")


def _is_name(cells: Sequence[Cell]) -> bool:
    said = {
        text for cell in cells if any(map(str.isalpha, COUNTER.sub("", f"{(text := _text(_flat(cell)))} ", count=1)))
    }
    return 2 * len(said) > len(cells) > 0 and mean(len(text.split()) for text in said) <= NAME


def _is_prose(cells: Sequence[Cell]) -> bool:
    said = [_text(_flat(cell)) for cell in cells]
    return (
        bool(said)
        and mean(len(text.split()) for text in said) > PROSE
        and 2 * sum(map(ends_sentence, said)) > len(said)
    )


def _named_words(cell: Cell) -> list[Word]:
    """The words of a cell that begins with a title, without a number before it."""
    words = _flat(cell)
    return words if words and any(map(str.isalpha, words[0].text)) else words[1:]


def _parted(cell: Cell, look: Look, styles: Sequence[Style]) -> tuple[Cell, Cell]:
    """The title that opens a cell, set in a look of its own, and the text behind it."""
    words = _flat(cell)
    own = [_look(word, styles) == look or not (i or any(map(str.isalpha, word.text))) for i, word in enumerate(words)]
    end = next((i for i in range(len(words)) if not any(own[i : i + 2])), len(words))
    taken = {word.address for word in words[:end]}
    title = tuple(part for line in cell if (part := tuple(w for w in line if w.address in taken)))
    text = tuple(part for line in cell if (part := tuple(w for w in line if w.address not in taken)))
    return title, text


def _look(word: Word, styles: Sequence[Style]) -> Look:
    style = styles[word.style]
    return style.font, style.size, style.color


def _flat(cell: Cell) -> list[Word]:
    return [word for line in cell for word in line]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _first(box: InfoBox) -> Word:
    return min((word for value in box.values for line in value for word in line), key=lambda word: word.address)


def _box(entry: Entry, *, whole: bool) -> InfoBox:
    first = entry.words[0].page
    region = outline([word for word in entry.words if word.page == first])
    return InfoBox(entry.labels, entry.cells, region, IN_ROW if whole else "table:column")


# --- the whole reading -------------------------------------------------------------------------------------------


def read_tables(pages: Pages, profile: Profile, tables: Tables) -> Reading:
    """The projects of the tables, each under the heading above it, and what stands around the tables."""
    around, findings = in_bands(pages, profile, tables.settled.pages)
    around = [block for block in around if block.kind is not BlockKind.info_box]
    headings = sorted((_place(block), block.axis) for block in around if block.kind is BlockKind.section_header)
    boxes = [box for page in tables.settled.pages for box in page.boxes]
    boxes.sort(key=lambda box: (_first(box).page, box.region.top, box.region.x0))
    blocks: list[Block] = []
    begun: set[str] = set()
    for block in [*around, None]:
        while boxes and (block is None or (_first(boxes[0]).page, boxes[0].region.top) < _place(block)):
            box = boxes.pop(0)
            at = (_first(box).page, box.region.bottom)
            axis = next((name for place, name in reversed(headings) if place < at), "")
            begun.add(axis)
            blocks += _of_project(box, tables.projects[_first(box).address], axis)
        if block and block.kind is BlockKind.text and block.rule in ("slogan", "introduction") and block.axis in begun:
            block = replace(block, rule="note")  # below a table: a note, a source
        if block:
            blocks.append(block)
    blocks += [_block(line[0].page, BlockKind.furniture, "head of a table", (line,)) for line in tables.heads]
    blocks += [_block(line[0].page, BlockKind.chart_label, "total of a table", (line,)) for line in tables.totals]
    numbered = [replace(block, number=number) for number, block in enumerate(blocks, 1)]
    return Reading("tables", "tables", tables.settled.pages, numbered, (*tables.settled.findings, *findings))


def _place(block: Block) -> tuple[int, float]:
    return block.page, min(word.top for line in block.lines for word in line)


def _of_project(box: InfoBox, project: Project, axis: str) -> Iterator[Block]:
    yield _block(project.title[0][0].page, BlockKind.title, "cell", project.title, axis)
    for page in dict.fromkeys(line[0].page for line in project.text):
        lines = tuple(line for line in project.text if line[0].page == page)
        yield _block(page, BlockKind.text, "description", lines, axis)
    yield replace(_block(_first(box).page, BlockKind.info_box, IN_ROW, (), axis), fields=box.fields)


def _block(page: int, kind: BlockKind, rule: str, lines: Sequence[Line], axis: str = "") -> Block:
    return Block(number=0, page=page, kind=kind, rule=rule, lines=tuple(lines), axis=axis)
