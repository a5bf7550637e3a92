"""The reader of text and of tags: rows in their order, as someone reads them who sees no page.

It shares with the other readers the labels of the profile and the words of the pages, and nothing that decides. Rows lose what
belongs to the pages (``rows``), labels and tables of labels are found (``marks``, ``tables``), labels that follow each other make
boxes (``fields``), and a grammar of the document says of all other rows at once what they are (``grammar``): axis, head of an
axis, title, text, or the rest of a box's last value.

Of a tagged PDF the rows are its elements (``tagged``), the cells of tables among them, and what a row looks like counts too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import IN_LINE, Address, Block, BlockKind, Finding, Line, Pages, Severity, Style
from pipeline.nl.words import note_mark
from pipeline.profile import Profile
from pipeline.segment.boxes import InfoBox, PageBoxes
from pipeline.segment.drift import NEW, Settled, settle
from pipeline.segment.figures import figure_pages
from pipeline.segment.flow import FlowLine
from pipeline.segment.geometry import outline, piece, pieces_of
from pipeline.segment.headings import axis_of
from pipeline.segment.judge import BY_TAGS, Reading
from pipeline.segment.labels import Label, letters
from pipeline.segment.linear.fields import Fields, Node, nodes_of
from pipeline.segment.linear.grammar import (
    AXIS,
    FRONT,
    HEAD,
    TEXT,
    TITLE,
    VALUE,
    Document,
    Path,
    axis_name,
    early,
    read,
)
from pipeline.segment.linear.marks import tokens_of
from pipeline.segment.linear.rows import Row, look, rows_of, without_margins
from pipeline.segment.linear.tables import Table, tables_of
from pipeline.segment.linear.tagged import Tagged, printed_lines, tagged_rows, without_asides

__all__ = ["read_lines", "read_tags"]

#: A row whose part is less sure than this waits for a person.
SURE = 0.3
#: Words of a slogan.
SLOGAN_WORDS = 12
#: A text that links parts of a web page comes back so often.
LINKS = 3


def read_lines(pages: Pages, profile: Profile, *, accepted: bool) -> Reading | None:
    """The whole reading of a text; None where it has no box."""
    return _read(Tagged(rows_of(pages)), "lines", pages, profile, accepted=accepted)


def read_tags(pages: Pages, profile: Profile, *, accepted: bool) -> Reading | None:
    """The whole reading of a PDF in the order of its tags; None where they leave out too much, or it has no box."""
    tagged = tagged_rows(pages, profile)
    return _read(tagged, BY_TAGS, pages, profile, accepted=accepted) if tagged else None


def _read(tagged: Tagged, name: str, pages: Pages, profile: Profile, *, accepted: bool) -> Reading | None:
    names = [name.casefold() for axis in profile.axes for name in (axis.name, *axis.also, axis.name.split()[0])]
    rows, margins = without_margins(tagged.rows, _content(profile), sorted(names, key=len, reverse=True))
    rows, figures = _without_figures(rows, profile)
    found = _boxes_and_path(rows, name, pages, profile)
    links = _links(found.boxes.values()) if found else []
    if links:  # what was taken for a label stood between the parts of the text
        linking = [row for row in rows if row.text in links]
        margins += [row.words for row in linking]
        rows = [row for row in rows if row not in linking]
        found = _boxes_and_path(rows, name, pages, profile)
    if found is None:
        return None
    nodes, document, path, kept, tables = found
    settled = settle(_pages(pages, kept), profile, accepted=accepted)
    blocks = list(_blocks(nodes, document, path, settled, profile))
    aside = [*margins, *tagged.furniture, *(line for table in tables for line in table.marks)]
    blocks += [_aside(line) for line in aside]
    blocks += [_of([line], BlockKind.text, "note", "") for line in tagged.notes]
    blocks += [_of([line], BlockKind.text, "unassigned", "") for line in tagged.rest]
    blocks += [_of(lines, BlockKind.chart_label, "figures page", "") for lines in figures.values()]
    numbered = [replace(block, number=number) for number, block in enumerate(blocks, 1)]
    return Reading(
        name, name, settled.pages, numbered, (*settled.findings, *_doubts(document, path), *map(_link, links))
    )


class _Found(NamedTuple):
    """Nodes whose boxes have all their values, what was read of them, the boxes by node, and the tables."""

    nodes: list[Node]
    document: Document
    path: Path
    boxes: dict[int, InfoBox]
    tables: list[Table]


def _boxes_and_path(rows: Sequence[Row], name: str, pages: Pages, profile: Profile) -> _Found | None:
    """Boxes, and what all other rows are; None where there is no box."""
    tables = tables_of(rows, profile, pages.styles)
    in_tables = {i for table in tables for i in range(table.start, table.end)}
    outside = [row for i, row in enumerate(rows) if i not in in_tables]
    nodes = _with_tables(nodes_of(tokens_of(outside, profile, pages.styles), profile), tables, rows)
    if not any(isinstance(node, Fields) for node in nodes):
        return None
    document = Document(nodes, profile, tagged=name == BY_TAGS)
    path = read(document)[0]
    if document.tagged:
        texts = {i: node for i, node in enumerate(nodes) if isinstance(node, Row)}
        path = path._replace(parts=without_asides(texts, path.parts, pages.styles))
    grown, boxes = _with_values(nodes, path)
    return _Found(grown, document, path, boxes, tables)


def _without_figures(rows: Sequence[Row], profile: Profile) -> tuple[list[Row], dict[int, list[Line]]]:
    """``rows`` without the pages of figures, and the lines of these by page."""
    labels = tuple(letters(wording) for label in profile.labels for wording in label.wordings)
    with_boxes = {row.page for row in rows if letters(row.text).startswith(labels)}
    lines = [FlowLine(piece(row.words, [Style()] * 99), 0, 0.0) for row in rows]
    found = figure_pages(lines, with_boxes, profile) if len({row.page for row in rows}) > 1 else frozenset()
    figures = {page: [row.words for row in rows if row.page == page] for page in sorted(found)}
    return [row for row in rows if row.page not in found], figures


def _content(profile: Profile) -> Callable[[str], bool]:
    """What tells the texts that come back in boxes and headings."""
    names = {letters(name) for known, also in profile.names_of_authorities for name in (known, *also)}
    names |= {letters(wording) for label in profile.labels for wording in label.wordings}
    names |= {letters(name.split()[0]) for axis in profile.axes for name in (axis.name, *axis.also)}
    begin = tuple(letters(wording) for label in profile.labels for wording in label.wordings)

    def is_content(text: str) -> bool:
        said = letters(text)
        return said in names or said.startswith(begin) or bool(axis_of(text, profile)) or not said

    return is_content


def _aside(line: Line) -> Block:
    """What belongs to the pages; an ornament of signs belongs nowhere."""
    text = "".join(word.text for word in line)
    if any(map(str.isalnum, text)) or "|" in text:
        return _of([line], BlockKind.furniture, "of the pages", "")
    return _of([line], BlockKind.text, "unassigned", "")


def _with_tables(nodes: Sequence[Node], tables: Sequence[Table], rows: Sequence[Row]) -> list[Node]:
    """``nodes`` with the boxes of the tables, and the text in their cells, where they stand."""
    waiting = list(tables)
    found: list[Node] = []
    order = {word.address: i for i, row in enumerate(rows) for word in row.words}
    for node in [*nodes, None]:
        at = order[_address(node)] if node else len(rows)
        while waiting and waiting[0].start < at:
            found += _of_table(waiting.pop(0))
        if node:
            found.append(node)
    return found


def _address(node: Node) -> tuple[int, int, int]:
    return (node.words[0] if isinstance(node, Row) else node.labels[0].words[0]).address


def _of_table(table: Table) -> Iterator[Node]:
    for fields in table.fields:
        for label, cell in fields:
            if label is None:
                yield from (Row(line, blank=not i) for i, line in enumerate(cell))
        labelled = [(label, cell) for label, cell in fields if label]
        yield Fields(tuple(label for label, _ in labelled), tuple(cell for _, cell in labelled), False, False)


# --- boxes and blocks --------------------------------------------------------------------------------------------


def _with_values(nodes: Sequence[Node], path: Path) -> tuple[list[Node], dict[int, InfoBox]]:
    """``nodes`` whose boxes have the rows of their last values, and the boxes by their index."""
    grown = list(nodes)
    boxes: dict[int, InfoBox] = {}
    last = -1
    for i, node in enumerate(nodes):
        if isinstance(node, Fields):
            last = i
        elif path.parts[i] == VALUE:
            box = grown[last]
            assert isinstance(box, Fields)
            grown[last] = box._replace(values=(*box.values[:-1], (*box.values[-1], node.words)))
    for i, node in enumerate(grown):
        if isinstance(node, Fields):
            boxes[i] = _box(node)
    return grown, boxes


def _links(boxes: Iterable[InfoBox]) -> list[str]:
    """Texts that come back behind the boxes like a label, with no value but perhaps the last time: *Naar boven*, *Deel deze pagina*."""
    filled: defaultdict[str, list[bool]] = defaultdict(list)
    for box in boxes:
        for label, value in zip(box.labels, box.values, strict=True):
            if label.name.startswith(NEW):
                filled[label.wording].append(any(value) and label is box.labels[-1])
    return [wording for wording, values in filled.items() if len(values) >= LINKS and not any(values[:-1])]


def _box(fields: Fields) -> InfoBox:
    words = [word for label in fields.labels for word in label.words]
    words += [word for value in fields.values for line in value for word in line]
    page = [word for word in words if word.page == words[0].page]
    labels = tuple(label._replace(rest=(), lines=_printed(label.lines)) for label in fields.labels)
    return InfoBox(labels, tuple(map(_printed, fields.values)), outline(page), IN_LINE)


def _pages(pages: Pages, boxes: dict[int, InfoBox]) -> list[PageBoxes]:
    return [
        PageBoxes(
            page, pieces_of(page, pages.styles), [box for box in boxes.values() if box.labels[0].page == page.number]
        )
        for page in pages.pages
    ]


def _blocks(  # noqa: C901
    nodes: Sequence[Node], document: Document, path: Path, settled: Settled, profile: Profile
) -> Iterator[Block]:
    """The blocks in reading order, boxes among them."""
    boxes = {_key(box.labels, box.values): box for page in settled.pages for box in page.boxes}
    axis, number = "", 0
    keys = [_part(node, path, i) for i, node in enumerate(nodes)]
    for (part, _), group in groupby(range(len(nodes)), key=lambda i: (keys[i], i if keys[i] == "box" else -1)):
        held = list(group)
        number += 1
        if part == "box":
            node = nodes[held[0]]
            assert isinstance(node, Fields)
            yield from _box_blocks(node, boxes, "" if path.order == "box first" else axis)
            continue
        lines = [row.words for i in held if isinstance(row := nodes[i], Row)]
        if part == AXIS:
            axis, heading, rest = _heading(lines, profile)
            yield _of(heading, BlockKind.section_header, "line", axis)
            if rest:
                yield _of(rest, BlockKind.text, "slogan", axis)
        elif part == HEAD:
            yield from _head(lines, axis)
        elif part == TITLE:
            yield _of(lines, BlockKind.title, "line", axis)
        elif part == TEXT:
            note = _note(lines)
            for _, same in groupby(lines[:note], key=lambda line: line[0].page):
                yield _of(list(same), BlockKind.text, "description", axis)
            if note < len(lines):
                yield _of(lines[note:], BlockKind.text, "note", axis)
        elif part == FRONT:
            for line in lines:
                lone = held[0] > document.first_box and not any(char.isalpha() for word in line for char in word.text)
                yield _of([line], BlockKind.text, "unassigned" if lone else "front matter", axis)


def _note(lines: Sequence[Line]) -> int:
    """Where the notes below a text begin: with a number that stands as a mark at a word before."""
    texts = [" ".join(word.text for word in line) for line in lines]
    for at in range(1, len(lines)):
        mark = note_mark(texts[at])
        if mark and look(texts[at - 1]).ends | bool(mark.search(texts[at - 1])) and mark.search(" ".join(texts[:at])):
            return at
    return len(lines)


def _part(node: Node, path: Path, i: int) -> str:
    return "box" if isinstance(node, Fields) else path.parts[i]


def _of(lines: Sequence[Line], kind: BlockKind, rule: str, axis: str) -> Block:
    return Block(number=0, page=lines[0][0].page, kind=kind, rule=rule, lines=_printed(lines), axis=axis)


def _printed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Rows as the lines of the page: an element of a tagged PDF holds several."""
    return tuple(part for line in lines for part in printed_lines(line))


def _key(labels: Sequence[Label], values: Sequence[Sequence[Line]]) -> tuple[Address, ...]:
    """What tells a box: its first label, which it may share with the other rows of a table, and its first word."""
    first = next((word.address for value in values for line in value for word in line), None)
    return (labels[0].words[0].address, first) if first else (labels[0].words[0].address,)


def _box_blocks(node: Fields, boxes: dict[tuple[Address, ...], InfoBox], axis: str) -> Iterator[Block]:
    """A box, or, where none of its labels was settled, its words as text."""
    box = boxes.get(_key(node.labels, node.values))
    fields = box.fields if box else ()
    named = {word.address for field in fields for line in (*field.label, *field.value) for word in line}
    if box:
        yield Block(
            number=0, page=fields[0].label[0][0].page, kind=BlockKind.info_box, rule=IN_LINE, fields=fields, axis=axis
        )
    for label, value in zip(node.labels, node.values, strict=True):
        lines = [line for line in (*label.lines, label.tail, *value) if line and line[0].address not in named]
        if lines:
            yield _of(lines, BlockKind.text, "unassigned", axis)


def _heading(lines: Sequence[Line], profile: Profile) -> tuple[str, tuple[Line, ...], tuple[Line, ...]]:
    """The name of an axis, the words that are it, and those behind it on its row."""
    text = " ".join(word.text for line in lines for word in line)
    known = axis_name(text, profile)
    line = lines[0]
    for k in range(1, len(line) + 1):
        said = " ".join(word.text for word in line[:k]).rstrip(" :–—-|•·")
        if known and axis_of(said, profile) == known:
            rest = (line[k:], *lines[1:])
            return known, (line[:k],), tuple(part for part in rest if part)
        if not known and line[k - 1].text.endswith(":") and k < len(line):
            return _name(said), (line[:k],), (line[k:], *lines[1:])
    return known or _name(text), tuple(lines), ()


def _name(text: str) -> str:
    return text.capitalize() if text.isupper() else text


def _head(lines: Sequence[Line], axis: str) -> Iterator[Block]:
    """Slogan and introduction of an axis."""
    texts = [" ".join(word.text for word in line) for line in lines]
    first = look(texts[0])
    apart = len(lines) > 1 and (
        lines[1][0].top - lines[0][-1].bottom > 0.5 * (lines[0][-1].bottom - lines[0][-1].top)
        or early(first, texts[1], max(map(len, texts))) == 1.0
    )
    own = 1 if apart and not first.ends and first.words <= SLOGAN_WORDS and not first.is_open else 0
    if own:
        yield _of(lines[:1], BlockKind.text, "slogan", axis)
    yield _of(lines[own:], BlockKind.text, "introduction", axis)


def _doubts(document: Document, path: Path) -> list[Finding]:
    """A finding for each row of a project that may as well be of another part."""
    findings: list[Finding] = []
    for i, part in path.parts.items():
        if part == TEXT and path.order == "box last" and path.parts.get(i - 1) in (None, VALUE):
            findings.append(_untitled(document.nodes[i]))
        row = document.nodes[i]
        if (
            part == FRONT
            and not document.tagged
            and i > document.first_box
            and note_mark(document.texts[i])
            and path.parts.get(i - 1) != FRONT
        ):
            findings.append(_stray_note(row))
        if path.sure[i] < SURE and isinstance(row, Row) and part != FRONT:
            said = f"this line may be {part} or another part of the text ({path.sure[i]:.2f})"
            findings.append(_doubt(row, "unsure_row", said, "an override says where its words belong"))
    return findings


def _link(text: str) -> Finding:
    return Finding(
        rule="link",
        severity=Severity.warning,
        quote=text,
        message="a line that comes back behind the boxes and says nothing of its own is left out, as a link of a web page",
        hint="if it is a label, add it to the profile",
    )


def _untitled(row: Node) -> Finding:
    said = "a text after a box without a title of its own: it may be of the project before or of another one"
    return _doubt(row, "untitled_text", said, "an override says where its words belong")


def _stray_note(row: Node) -> Finding:
    said = "a note behind a box: it may explain a mark beside a value"
    return _doubt(row, "stray_note", said, "an override says what the value is")


def _doubt(row: Node, rule: str, said: str, settles: str) -> Finding:
    assert isinstance(row, Row)
    return Finding(
        rule=rule,
        severity=Severity.person,
        page=row.words[0].page,
        quote=row.text,
        message=said,
        hint=f"look at the text; {settles}",
    )
