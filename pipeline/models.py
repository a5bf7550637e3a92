"""The record types that travel between the stages, and the one description of every published column.

Everything here is frozen and typed; nothing here reads or writes a file. Coordinates are points with the origin at the
top left of the page as a reader sees it. A text file has a character grid instead of points (see ``Page.unit``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class Role(StrEnum):
    """What a source is to its edition: the one that is published, or one that is compared with it."""

    primary = "primary"
    witness = "witness"


#: Field of an override that says which project an info box belongs to; its quote is words of the box.
INFO_BOX = "info_box"


class Override(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's decision about one cell, written into a note. It holds as long as ``quote`` stands in the source.

    field: a column of ``projects`` (with ``project``) or of ``axes`` (with ``axis``), or ``info_box``: the box that holds
    the quote belongs to ``project``, or to no project when none is named. page 0: wherever the quote stands.
    """

    field: str
    quote: str
    reason: str
    author: str
    value: str | None = None
    project: str = ""
    axis: str = ""
    page: int = 0


class Source(Struct, frozen=True, kw_only=True):
    """One file of an edition, as its note in raw/ describes it."""

    name: str
    edition: str
    role: Role = Role.primary
    format: str = "text"
    sha256: str = ""
    title: str = ""
    publisher: str = ""
    language: str = "nl"
    profile: str = ""
    licence: str = ""
    remark: str = ""
    overrides: tuple[Override, ...] = ()


class Style(Struct, frozen=True, array_like=True):
    """How a word is set. ``size`` in points, ``color`` as ``#rrggbb``; a text file has one style for all words."""

    font: str = ""
    size: float = 1.0
    color: str = "#000000"

    @property
    def bold(self) -> bool:
        name = self.font.lower()
        return any(weight in name for weight in ("bold", "black", "heavy", "semibold", "demi"))


class Word(Struct, frozen=True, array_like=True):
    """A word as printed with its address (page, line, pos; page and line from 1, pos from 0) and place."""

    page: int
    line: int
    pos: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    style: int = 0

    @property
    def address(self) -> tuple[int, int, int]:
        return (self.page, self.line, self.pos)


Line = tuple[Word, ...]


class Shape(Struct, frozen=True, array_like=True):
    """A drawn rectangle, rule or curve by its bounding box; colours empty where it is not filled or not stroked."""

    x0: float
    top: float
    x1: float
    bottom: float
    fill: str = ""
    stroke: str = ""


class Page(Struct, frozen=True):
    """One page. ``unit`` is ``pt``, or ``char`` when lines and columns of a text file stand for places."""

    number: int
    width: float
    height: float
    unit: str
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...] = ()


class Severity(StrEnum):
    """``info`` is for the record, ``warning`` wants a look, ``person`` stops the edition until somebody decides."""

    info = "info"
    warning = "warning"
    person = "person"


class Finding(Struct, frozen=True, kw_only=True):
    """A problem of the document, with page and quote; ``hint`` says what settles it."""

    rule: str
    severity: Severity
    message: str
    page: int = 0
    quote: str = ""
    hint: str = ""


class Pages(Struct, frozen=True):
    """Product of ``read``: one source as pages of lines of words."""

    source: Source
    styles: tuple[Style, ...]
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()


class BlockKind(StrEnum):
    title = "title"  # type: ignore[assignment]  # also the name of a method of str
    section_header = "section_header"
    text = "text"
    info_box = "info_box"
    chart_label = "chart_label"
    furniture = "furniture"


#: Rules of info boxes: on a page whose boxes were put together from lines apart, and several boxes that nothing divides.
TANGLED, MIXED = "tangled", "mixed"


class BoxField(Struct, frozen=True):
    """One labelled field of an info box; ``name`` is the profile's name of the label, or a slug of an unknown one."""

    name: str
    label: tuple[Line, ...]
    value: tuple[Line, ...]


class Block(Struct, frozen=True, kw_only=True):
    """Lines that belong together, in reading order. ``rule`` says what made it, ``flow`` numbers the text column."""

    number: int
    page: int
    kind: BlockKind
    rule: str
    lines: tuple[Line, ...] = ()
    fields: tuple[BoxField, ...] = ()
    axis: str = ""
    flow: int = 0


class Blocks(Struct, frozen=True):
    """Product of ``segment``."""

    source: Source
    profile: str
    styles: tuple[Style, ...]
    units: dict[int, str]
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


class Value(Struct, frozen=True):
    """Words as printed (``lines``) and as running text (``text``: line ends joined, hyphenation undone).

    ``spans[i]`` is where the i-th word stands in ``text`` (start, end).
    """

    text: str = ""
    lines: tuple[Line, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def words(self) -> list[Word]:
        return [word for line in self.lines for word in line]

    @property
    def printed(self) -> str:
        return " ".join(word.text for line in self.lines for word in line)


class Pairing(Struct, frozen=True):
    """How a box came to its project. ``score`` and ``margin`` from 0 to 1; the margin is over the best alternative."""

    method: str = ""
    score: float | None = None
    margin: float | None = None


class Record(Struct, frozen=True, kw_only=True):
    """One project: words as printed. ``fields`` holds the values of its box, by name of the label."""

    number: int
    page: int
    axis: str
    title: Value
    description: Value
    fields: dict[str, Value] = {}
    labels: dict[str, str] = {}
    pairing: Pairing = Pairing()
    box: int = 0


class AxisRecord(Struct, frozen=True, kw_only=True):
    """One axis: the name of the profile, or as printed where the profile has none."""

    name: str
    page: int
    heading: Value
    slogan: Value
    introduction: Value
    amount: Value


class KeyFigure(Struct, frozen=True, kw_only=True):
    """A figure that stands by itself, with its statement."""

    page: int
    figure: Value
    statement: Value


class Fate(StrEnum):
    """What became of a word; each word of a source has exactly one."""

    value = "value"
    label = "label"
    title = "title"  # type: ignore[assignment]
    text = "text"
    furniture = "furniture"
    chart = "chart"
    unassigned = "unassigned"


class LedgerEntry(Struct, frozen=True, array_like=True):
    """The fate of neighbouring words of one line: words ``word_from`` to ``word_to`` of ``line``, both included."""

    page: int
    line: int
    word_from: int
    word_to: int
    fate: Fate
    text: str


class Records(Struct, frozen=True, kw_only=True):
    """Product of ``assemble``."""

    source: Source
    profile: str
    units: dict[int, str]
    words: int
    pages: int
    boxes: int
    records: tuple[Record, ...]
    axes: tuple[AxisRecord, ...]
    key_figures: tuple[KeyFigure, ...]
    ledger: tuple[LedgerEntry, ...]
    findings: tuple[Finding, ...] = ()


class Column(NamedTuple):
    """One published column: its type is ``string``, ``integer``, ``number`` or ``boolean``; unit empty if it has none."""

    name: str
    type: str
    unit: str
    meaning: str
    required: bool = False


class Table(NamedTuple):
    """One published table; ``key`` names the columns that identify a row."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]


Row = dict[str, str]
Tables = dict[str, list[Row]]

_EDITION = Column("edition", "string", "", "version of the brochure, e.g. 2023-nl", True)
_PROJECT_ID = Column("project_id", "string", "", "stable key of the project: slug of its title at first appearance", True)
_SOURCE = Column("source", "string", "", "file in raw/ from which the words come", True)
_PAGE = Column("page", "integer", "", "page of the source file, counted from 1", True)

_PROVENANCE_PLACE = (
    Column("line_from", "integer", "", "first line on the page, counted from 1", True),
    Column("line_to", "integer", "", "last line on the page", True),
    Column("x0", "number", "pt", "left edge, from the left of the page; empty for a text file"),
    Column("top", "number", "pt", "upper edge, from the top of the page; empty for a text file"),
    Column("x1", "number", "pt", "right edge; empty for a text file"),
    Column("bottom", "number", "pt", "lower edge; empty for a text file"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("projects", "One row per investment, reform or project.", ("edition", "project_id"), (
            _EDITION, _PROJECT_ID,
            Column("axis", "string", "", "strategic axis the project belongs to", True),
            Column("title", "string", "", "title as running text", True),
            Column("kind", "string", "", "investment, reform or project; empty where the text is silent"),
            Column("description", "string", "", "description as running text, misprints as printed"),
            Column("budget_eur", "number", "EUR", "budget in euros; empty when not stated, never 0 for that"),
            Column("budget_printed", "string", "", "budget as printed"),
            Column("authorities", "string", "", "canonical names of the responsible authorities, joined by '; '"),
            Column("authority_codes", "string", "", "ISO 3166-2 codes of the regions among them, joined by '; '"),
            Column("end_goal", "string", "", "end goal as running text, misprints as printed"),
            Column("start", "string", "", "first period stated, e.g. 2021-Q1"),
            Column("end", "string", "", "last period stated, e.g. 2026-Q3"),
            Column("page", "integer", "", "page of the title, counted from 1", True),
            Column("pairing_method", "string", "", "how the info box was attached; empty when there is none"),
            Column("pairing_score", "number", "", "strength of the pairing, 0 to 1"),
            Column("pairing_margin", "number", "", "distance to the best alternative, 0 to 1"),
        )),
        Table("authorities", "Authorities known to the profiles.", ("name",), (
            Column("name", "string", "", "canonical name", True),
            Column("level", "string", "", "federal, region, community or community_commission", True),
            Column("iso_3166_2", "string", "", "ISO 3166-2 code; empty where none exists"),
            Column("nuts1", "string", "", "NUTS 2021 level 1 code; empty where none exists"),
            Column("wikidata", "string", "", "Wikidata item; empty where none was verified"),
        )),
        Table("axes", "Strategic axes with their amounts.", ("edition", "axis"), (
            _EDITION, Column("axis", "string", "", "name of the axis", True),
            Column("slogan", "string", "", "slogan as printed"),
            Column("introduction", "string", "", "introduction as running text"),
            Column("budget_eur", "number", "EUR", "amount of the axis in euros"),
            Column("budget_printed", "string", "", "amount as printed"),
            Column("share_pct", "number", "%", "share of the total as printed"),
            _PAGE,
        )),
        Table("key_figures", "Figures that stand by themselves, with their statement.", ("edition", "seq"), (
            _EDITION, Column("seq", "integer", "", "order in the brochure, from 1", True),
            Column("statement", "string", "", "figure and statement as running text", True),
            Column("figure_printed", "string", "", "figure as printed", True),
            Column("kind", "string", "", "kind of the first quantity"),
            Column("value", "number", "", "value of the first quantity, fully scaled"),
            Column("unit", "string", "", "ISO 4217 code, % or UCUM-like code"),
            _PAGE,
        )),
        Table("sources", "The files behind each edition, and what became of their words and boxes.", ("edition", "source"), (
            _EDITION, _SOURCE,
            Column("role", "string", "", "primary (published) or witness (compared)", True),
            Column("title", "string", "", "title of the publication, from the note"),
            Column("publisher", "string", "", "publisher, from the note"),
            Column("licence", "string", "", "rights of the source, from the note"),
            Column("profile", "string", "", "profile that read it", True),
            Column("sha256", "string", "", "checksum of the file", True),
            Column("pages", "integer", "", "pages read", True),
            Column("words", "integer", "", "words read", True),
            Column("projects", "integer", "", "projects found", True),
            Column("boxes", "integer", "", "info boxes found", True),
            Column("paired", "integer", "", "info boxes attached to a project", True),
            Column("refused", "integer", "", "info boxes attached to none", True),
            Column("unassigned_words", "integer", "", "words without a place in the dataset", True),
            Column("remark", "string", "", "what the note says about the file"),
        )),
        Table("quantities", "Every quantity in every field of every project.", ("edition", "project_id", "field", "seq"), (
            _EDITION, _PROJECT_ID,
            Column("field", "string", "", "column of projects.csv in which it stands", True),
            Column("seq", "integer", "", "order in the field, from 1", True),
            Column("surface", "string", "", "words as printed, line ends joined", True),
            Column("kind", "string", "", "number, money, percent, measure or period", True),
            Column("value", "string", "", "fully scaled number or period; empty for a range"),
            Column("low", "string", "", "lower end of a range"),
            Column("high", "string", "", "upper end of a range"),
            Column("unit", "string", "", "ISO 4217 code, %, pp or UCUM-like code"),
            Column("approx", "string", "", "min, max, about, more_than, less_than, almost, by, since, begin, mid, end"),
            Column("counted", "string", "", "the counted noun"),
        )),
        Table("extra_fields", "Labelled values that are no column of projects.csv.", ("edition", "project_id", "label"), (
            _EDITION, _PROJECT_ID,
            Column("label", "string", "", "label as printed", True),
            Column("value", "string", "", "value as running text"),
        )),
        Table("provenance", "Where each published cell stands; one row per source, page and column of text.",
              ("edition", "table", "key", "column", "source", "seq"), (
            _EDITION, Column("table", "string", "", "table of the cell", True),
            Column("key", "string", "", "key of the row within the edition, parts joined by '/'", True),
            Column("column", "string", "", "column of the cell", True),
            _SOURCE, Column("seq", "integer", "", "order of the pieces of one cell, from 1", True),
            _PAGE, *_PROVENANCE_PLACE,
            Column("quote", "string", "", "words as printed, separated by single spaces", True),
        )),
        Table("findings", "Problems of the documents.", ("edition", "seq"), (
            _EDITION, Column("seq", "integer", "", "order, from 1", True), _SOURCE,
            Column("severity", "string", "", "info, warning or person", True),
            Column("rule", "string", "", "what was noticed", True),
            Column("message", "string", "", "the finding in one sentence", True),
            Column("page", "integer", "", "page, counted from 1; empty when it concerns the whole source"),
            Column("quote", "string", "", "words as printed"),
            Column("hint", "string", "", "what settles it"),
        )),
        Table("overrides", "Cells that a person decided, with what was read, the reason and the words it rests on.",
              ("edition", "seq"), (
            _EDITION, Column("seq", "integer", "", "order, from 1", True), _SOURCE,
            Column("table", "string", "", "table of the cell", True),
            Column("key", "string", "", "key of the row within the edition, parts joined by '/'", True),
            Column("column", "string", "", "column of the cell", True),
            Column("value_read", "string", "", "what was read before the decision"),
            Column("value", "string", "", "what was decided"),
            Column("reason", "string", "", "why", True),
            Column("author", "string", "", "who decided", True),
            _PAGE,
            Column("quote", "string", "", "words of the source that the decision rests on, as printed", True),
        )),
        Table("ledger", "The fate of every word of every source.", ("edition", "source", "page", "line", "word_from"), (
            _EDITION, _SOURCE, _PAGE,
            Column("line", "integer", "", "line on the page, counted from 1", True),
            Column("word_from", "integer", "", "first word in the line, counted from 0", True),
            Column("word_to", "integer", "", "last word in the line", True),
            Column("words", "integer", "", "number of words", True),
            Column("fate", "string", "", "value, label, title, text, furniture, chart or unassigned", True),
            Column("text", "string", "", "the words as printed", True),
        )),
    )
}
