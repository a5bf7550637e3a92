"""The record types that travel between the stages, and the one description of every published column.

Everything here is frozen and typed; nothing here reads or writes a file. Coordinates are points with the origin at the
top left of the page as a reader sees it. A text file has a character grid instead of points (see ``Page.unit``).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import UNSET, Struct, UnsetType


class Role(StrEnum):
    """What a source is to its edition: the one that is published, or one that is compared with it."""

    primary = "primary"
    witness = "witness"


#: Field of an override that says which project an info box belongs to; its quote is words of the box.
INFO_BOX = "info_box"
#: The columns that a person may decide: neither keys, nor words as printed, nor what follows from other cells.
DECIDABLE = {
    "projects": (
        "axis",
        "title",
        "kind",
        "description",
        "budget_eur",
        "authorities",
        "end_goal",
        "start",
        "end",
        "target",
    ),
    "axes": ("slogan", "introduction", "budget_eur", "share_pct"),
}


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


class Wording(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wording of a label that a person accepted for one edition: ``printed`` stands for ``label`` of the profile."""

    label: str
    printed: str


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
    note_sha256: str = ""
    data_licence: str = ""
    contributors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    wordings: tuple[Wording, ...] = ()


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
    def address(self) -> Address:
        return (self.page, self.line, self.pos)


#: Page, line and pos of a word: its name within a source.
Address = tuple[int, int, int]
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


class Subject(NamedTuple):
    """What a finding is about: a cell; a row, where ``column`` is empty; the whole source, where all is."""

    table: str = ""
    key: str = ""
    column: str = ""


#: No row: what concerns the whole source, or what no table has.
NOWHERE = Subject()


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem of the document, with page and quote; ``hint`` says what settles it.

    Before there are tables a finding names the ``words`` that it is about, and perhaps a column; ``normalize`` makes of
    them the row that holds them.
    """

    rule: str
    severity: Severity
    message: str
    page: int = 0
    quote: str = ""
    hint: str = ""
    words: tuple[Address, ...] = ()
    subject: Subject = NOWHERE

    @classmethod
    def about(
        cls,
        words: Sequence[Word],
        *,
        rule: str,
        severity: Severity,
        message: str,
        hint: str = "",
        quote: str = "",
        column: str = "",
    ) -> Finding:
        """A finding about these words: their page, and their quote as printed where no other is given."""
        return cls(
            rule=rule,
            severity=severity,
            message=message,
            page=words[0].page,
            quote=quote or " ".join(word.text for word in words),
            hint=hint,
            words=tuple(word.address for word in words),
            subject=Subject(column=column),
        )


#: Rule of the finding that says what a document seems to be, should it turn out to be no brochure.
SEEMS = "seems"


#: Role of what a tagged PDF calls no part of its text: running lines, page numbers, ornaments.
ARTIFACT = "Artifact"


class Element(Struct, frozen=True, array_like=True):
    """A paragraph, heading, item or cell of a tagged PDF.

    role: a standard structure type (``P``, ``H1``, ``TD``…) or ``Artifact``; runs: page, line, first and last pos of its words, in
    the order in which the tags say that they are read; cell: numbers of the table in the document, of the row and the column.
    """

    role: str
    runs: tuple[tuple[int, int, int, int], ...]
    cell: tuple[int, ...] = ()


class Pages(Struct, frozen=True):
    """Product of ``read``: one source as pages of lines of words; ``elements`` only of a tagged PDF."""

    source: Source
    styles: tuple[Style, ...]
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()
    elements: tuple[Element, ...] | UnsetType = UNSET


class BlockKind(StrEnum):
    title = "title"  # type: ignore[assignment]  # also the name of a method of str
    section_header = "section_header"
    text = "text"
    info_box = "info_box"
    chart_label = "chart_label"
    furniture = "furniture"


#: Rules of info boxes: on a page whose boxes were put together from lines apart; several boxes that nothing divides; in a text
#: read row by row, where a box stands among the blocks as it stands among the rows; in a table that holds its project as well.
TANGLED, MIXED, IN_LINE, IN_ROW = "tangled", "mixed", "in line", "in row"


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


class Judgement(Struct, frozen=True):
    """How good a whole reading is: its parts by name and their weighted product, each from 0 to 1."""

    reading: str
    score: float
    parts: dict[str, float]


class Blocks(Struct, frozen=True):
    """Product of ``segment``; ``judgements`` are those of the readings that were proposed, the chosen one first."""

    source: Source
    profile: str
    styles: tuple[Style, ...]
    units: dict[int, str]
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    judgements: tuple[Judgement, ...] = ()


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
    """How a box came to its project. ``score`` and ``margin`` from 0 to 1; the margin is over the best alternative.

    ``rival``: number of the project that fits the box next best; 0 where there is none.
    """

    method: str = ""
    score: float | None = None
    margin: float | None = None
    rival: int = 0
    rival_score: float | None = None


class Record(Struct, frozen=True, kw_only=True):
    """One project: words as printed. ``fields`` holds the values of its box, by name of the label; ``labels`` the labels."""

    number: int
    page: int
    axis: str
    title: Value
    description: Value
    fields: dict[str, Value] = {}
    labels: dict[str, Value] = {}
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
    """The fate of neighbouring words of one line."""

    words: Line
    fate: Fate

    @property
    def page(self) -> int:
        return self.words[0].page

    @property
    def line(self) -> int:
        return self.words[0].line

    @property
    def word_from(self) -> int:
        return self.words[0].pos

    @property
    def word_to(self) -> int:
        return self.words[-1].pos

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


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


#: Version of the published columns: the first number rises when one is renamed, moved or dropped, the second when one is added.
SCHEMA_VERSION = "2.0"


class Column(NamedTuple):
    """One published column: its type is ``string``, ``integer``, ``number`` or ``boolean``; unit empty if it has none.

    values: all that a filled cell may hold, where the list is closed. pattern: how a filled cell of text is written.
    least: the smallest number that a filled cell may hold.
    """

    name: str
    type: str
    unit: str
    meaning: str
    required: bool = False
    example: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""
    least: int | None = None


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

#: Closed lists of the columns.
KINDS = ("investment", "reform", "project")
LEVELS = ("federal", "region", "community", "community_commission", "municipality", "other")
QUANTITY_KINDS = ("number", "money", "percent", "measure", "period")
APPROX_NUMBER = ("min", "max", "about", "more_than", "less_than", "almost")
APPROX_PERIOD = ("by", "since", "begin", "mid", "end")
#: Columns of ``projects`` whose text has quantities.
TEXT_COLUMNS = ("title", "description", "budget_printed", "end_goal")
#: A year, quarter, half year, month, day; a decade only among quantities.
PERIOD = "[0-9]{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?"
_SHA256 = "[0-9a-f]{64}"
_DECADES = f"({PERIOD}|[0-9]{{3}}0s)"


def _text(name: str, meaning: str, example: str, *, required: bool = False, pattern: str = "") -> Column:
    return Column(name, "string", "", meaning, required, example, (), pattern)


def _one_of(name: str, values: tuple[str, ...], meaning: str, example: str, *, required: bool = False) -> Column:
    return Column(name, "string", "", meaning, required, example, values)


def _count(name: str, meaning: str, example: str, *, required: bool = True, least: int = 1) -> Column:
    return Column(name, "integer", "", meaning, required, example, least=least)


def _number(name: str, meaning: str, example: str, unit: str = "") -> Column:
    return Column(name, "number", unit, meaning, False, example)


_EDITION = _text("edition", "version of the brochure", "2023-nl", required=True)
_PROJECT_ID = _text(
    "project_id",
    "key of the project within its edition: slug of its title, cut at a word, numbered where two are alike",
    "fietsbrug-zuid",
    required=True,
    pattern="[a-z0-9]+(-[a-z0-9]+)*",
)
_SOURCE = _text("source", "file in raw/ from which the words come", "plan-2023-nl.txt", required=True)
_PAGE = _count("page", "page of the source file, counted from 1", "3")
_SEQ = _count("seq", "order, from 1", "1")
_UNIT = _text(
    "unit", "ISO 4217 code for money, % or pp, UCUM-like code for measures; empty for plain numbers and periods", "EUR"
)
_COUNTED = _text("counted", "the counted noun, as printed", "bussen")
_VALUE = _number("value", "fully scaled number; empty for a range or a period", "48250000")
_LOW = _number("low", "lower end of a range; alone where the range is open upwards", "1")
_HIGH = _number("high", "upper end of a range; alone where the range is open downwards", "5")
_ISO = _one_of(
    "iso_3166_2", ("BE-VLG", "BE-WAL", "BE-BRU"), "ISO 3166-2 code of a region; empty where none exists", "BE-WAL"
)

_PROVENANCE_PLACE = (
    _count("line_from", "first line on the page, counted from 1", "12"),
    _count("line_to", "last line on the page", "14"),
    _number("x0", "left edge, from the left of the page; empty for a text file", "34.02", "pt"),
    _number("top", "upper edge, from the top of the page; empty for a text file", "26.79", "pt"),
    _number("x1", "right edge; empty for a text file", "179.92", "pt"),
    _number("bottom", "lower edge; empty for a text file", "45.79", "pt"),
)
_CELL = (
    _text("table", "table of the cell", "projects", required=True),
    _text("key", "key of the row within the edition, parts joined by '/'", "fietsbrug-zuid", required=True),
    _text("column", "column of the cell", "budget_eur", required=True),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "projects",
            "One row per investment, reform or project that the brochure describes.",
            ("edition", "project_id"),
            (
                _EDITION,
                _PROJECT_ID,
                _text("axis", "strategic axis the project belongs to", "Wegen", required=True),
                _text("title", "title as running text", "Fietsbrug Zuid", required=True),
                _one_of("kind", KINDS, "what the text calls itself; empty where it is silent", "investment"),
                _text(
                    "description",
                    "description as running text, misprints as printed",
                    "Deze investering bouwt een brug over de ring.",
                ),
                _number("budget_eur", "budget in euros; empty when not stated, never 0 for that", "9875000.5", "EUR"),
                _text("budget_printed", "budget as printed", "€ 9.875.000,50"),
                _text(
                    "authorities",
                    "canonical names of the responsible governments, joined by '; '; as printed where none is known",
                    "Vlaanderen; Wallonië",
                ),
                _text(
                    "region_codes",
                    "ISO 3166-2 codes of the regions among the authorities, joined by '; '; others have none",
                    "BE-VLG; BE-WAL",
                ),
                _text("end_goal", "end goal as running text, misprints as printed", "1 brug geopend, 12 km kade"),
                _text("start", "first period of the running time", "2021-Q1", pattern=PERIOD),
                _text("end", "last period of the running time", "2026-Q3", pattern=PERIOD),
                _count("page", "page of the title, counted from 1", "6"),
                _one_of(
                    "pairing_method",
                    (
                        "after+meaning",
                        "before+meaning",
                        "beside+meaning",
                        "in turn+meaning",
                        "in order+meaning",
                        "ahead+meaning",
                        "meaning",
                        "row",
                        "override",
                    ),
                    "how the info box was attached: by place and words, by words, by one row of a table, or by a person; empty when "
                    "there is none",
                    "meaning",
                ),
                _number("pairing_score", "strength of the pairing, 0 to 1", "0.409"),
                _number("pairing_margin", "distance to the best alternative, 0 to 1", "0.329"),
                _text(
                    "authority_printed",
                    "responsible authorities as printed, with the bodies within them",
                    "Vlaanderen (Agentschap Wegen en Verkeer) en Wallonië",
                ),
                _text(
                    "target",
                    "period by which the result must stand, where the end goal or the description names one",
                    "2026",
                    pattern=PERIOD,
                ),
                _text("target_printed", "that date as printed", "tegen midden 2026"),
                _one_of(
                    "target_approx",
                    APPROX_PERIOD,
                    "how target is meant: by, or at the begin, middle or end of it",
                    "mid",
                ),
            ),
        ),
        Table(
            "project_authorities",
            "One row per project and responsible authority: for joins and counts, not for sums of budgets.",
            ("edition", "project_id", "seq"),
            (
                _EDITION,
                _PROJECT_ID,
                _count("seq", "order in the value as printed, from 1", "1"),
                _text(
                    "authority", "canonical name; as printed where the profile knows none", "Vlaanderen", required=True
                ),
                _one_of(
                    "level", LEVELS, "level of the authority; empty for one that the profile does not know", "region"
                ),
                _ISO,
                _text("body", "agency, ministry or minister within it, as printed", "Agentschap Wegen en Verkeer"),
            ),
        ),
        Table(
            "authorities",
            "Authorities known to the profiles.",
            ("name",),
            (
                _text("name", "canonical name", "Vlaanderen", required=True),
                _one_of("level", LEVELS, "level of government", "region", required=True),
                _ISO,
                _one_of("nuts1", ("BE1", "BE2", "BE3"), "NUTS 2021 level 1 code; empty where none exists", "BE2"),
                _text("wikidata", "Wikidata item; empty where none was verified", "Q9337", pattern="Q[1-9][0-9]*"),
            ),
        ),
        Table(
            "axes",
            "Strategic axes with their amounts, and how much of each the described projects cover.",
            ("edition", "axis"),
            (
                _EDITION,
                _text("axis", "name of the axis", "Wegen", required=True),
                _text("slogan", "slogan as printed", "Vlot op weg"),
                _text("introduction", "introduction as running text", "Deze as gaat over wegen."),
                _number("budget_eur", "amount of the axis in euros", "50000000", "EUR"),
                _text("budget_printed", "amount as printed", "50 MILJOEN EURO"),
                _number("share_pct", "share of the total as printed", "22", "%"),
                _PAGE,
                _count(
                    "projects_count",
                    "projects of this axis that the brochure describes: the rows in projects.csv",
                    "3",
                    least=0,
                ),
                _number(
                    "projects_budget_eur", "sum of their stated budgets; empty when none is stated", "9875000.5", "EUR"
                ),
                _number(
                    "coverage_pct",
                    "projects_budget_eur as a percentage of budget_eur, to one decimal: what the rows cover",
                    "19.8",
                    "%",
                ),
            ),
        ),
        Table(
            "key_figures",
            "Figures that stand by themselves: one row per figure, with its statement.",
            ("edition", "seq"),
            (
                _EDITION,
                _count("seq", "order in the brochure, from 1", "1"),
                _text(
                    "statement",
                    "figure and statement as running text",
                    "30 investeringen en 12 hervormingen",
                    required=True,
                ),
                _text("figure_printed", "figure as printed", "30", required=True),
                _one_of("kind", QUANTITY_KINDS, "kind of the figure", "number"),
                _VALUE._replace(
                    meaning="fully scaled number; empty for a range or where no number was read", example="30"
                ),
                _UNIT,
                _PAGE,
                _LOW,
                _HIGH,
                _one_of("approx", APPROX_NUMBER, "how the number is meant; empty for an exact one", "about"),
                _COUNTED,
                _one_of(
                    "counted_kind",
                    KINDS,
                    "kind of projects that the figure counts, as in projects.csv; empty for other things",
                    "investment",
                ),
            ),
        ),
        Table(
            "sources",
            "The files behind each edition, and what became of their words and boxes.",
            ("edition", "source"),
            (
                _EDITION,
                _SOURCE,
                _one_of(
                    "role",
                    ("primary", "witness"),
                    "primary (published) or witness (compared)",
                    "primary",
                    required=True,
                ),
                _text("title", "title of the publication, from the note", "Plan voor herstel"),
                _text("publisher", "publisher, from the note; empty where unknown", "Stad Voorbeeld"),
                _text("licence", "rights of the source, from the note", "Rights reserved"),
                _text("profile", "profile that read it", "herstel-en-veerkracht", required=True),
                _text("sha256", "checksum of the file", "0" * 64, required=True, pattern=_SHA256),
                _count("pages", "pages read", "8"),
                _count("words", "words read", "2193"),
                _count("projects", "projects found", "15", least=0),
                _count("boxes", "info boxes found", "15", least=0),
                _count("paired", "info boxes attached to a project", "15", least=0),
                _count("refused", "info boxes attached to none", "0", least=0),
                _count("unassigned_words", "words without a place in the dataset", "1", least=0),
                _text("remark", "what the note says about the file", "Text layer of the brochure."),
                _text("profile_sha256", "checksum of the profile's file", "0" * 64, pattern=_SHA256),
                _text("note_sha256", "checksum of the note; empty where the file has none", "0" * 64, pattern=_SHA256),
                _text(
                    "data_licence",
                    "licence under which the dataset of this edition is given, from the note",
                    "CC-BY-4.0",
                ),
                _text(
                    "contributors",
                    "who worked on this edition, from the note, joined by '; '",
                    "A. Janssens; B. Peeters",
                ),
                _text("keywords", "keywords of the publication, from the note, joined by '; '", "fietsen; begroting"),
            ),
        ),
        Table(
            "quantities",
            "Every quantity in every field of every project.",
            ("edition", "project_id", "field", "seq"),
            (
                _EDITION,
                _PROJECT_ID,
                _one_of("field", TEXT_COLUMNS, "column of projects.csv in which it stands", "end_goal", required=True),
                _count("seq", "order in the field, from 1", "2"),
                _text("surface", "words as printed, line ends joined", "40 km", required=True),
                _one_of("kind", QUANTITY_KINDS, "kind of the quantity", "measure", required=True),
                _VALUE,
                _LOW,
                _HIGH,
                _UNIT,
                _one_of(
                    "approx",
                    APPROX_NUMBER + APPROX_PERIOD,
                    "how the number or period is meant; empty for an exact one",
                    "about",
                ),
                _COUNTED,
                _text(
                    "period_from",
                    "first period; the period itself where one is named; empty when open",
                    "2021-Q1",
                    pattern=_DECADES,
                ),
                _text(
                    "period_to",
                    "last period; the period itself where one is named; empty when open",
                    "2026-Q3",
                    pattern=_DECADES,
                ),
                _count(
                    "part_of",
                    "seq of the quantity in the same field of which this is a part: never add it to that one",
                    "1",
                    required=False,
                ),
            ),
        ),
        Table(
            "extra_fields",
            "Labelled values that have no printed column of their own in projects.csv.",
            ("edition", "project_id", "label"),
            (
                _EDITION,
                _PROJECT_ID,
                _text("label", "label as printed", "LOOPTIJD", required=True),
                _text("value", "value as running text", "2021 tot 2026"),
                _text("label_name", "the profile's name of the label; empty where it has none", "timing"),
            ),
        ),
        Table(
            "provenance",
            "Where each published cell stands; one row per source, page and column of text.",
            ("edition", "table", "key", "column", "source", "seq"),
            (
                _EDITION,
                *_CELL,
                _SOURCE,
                _count("seq", "order of the pieces of one cell, from 1", "1"),
                _PAGE,
                *_PROVENANCE_PLACE,
                _text("quote", "words as printed, separated by single spaces", "€ 9.875.000,50", required=True),
            ),
        ),
        Table(
            "findings",
            "Problems of the documents.",
            ("edition", "seq"),
            (
                _EDITION,
                _SEQ,
                _SOURCE,
                _one_of(
                    "severity",
                    tuple(map(str, Severity)),
                    "info is for the record, warning wants a look, person stops the edition",
                    "warning",
                    required=True,
                ),
                _text("rule", "what was noticed", "ambiguous_number", required=True),
                _text("message", "the finding in one sentence", "read as 1234, could also be 1.234", required=True),
                _count("page", "page, counted from 1; empty when it concerns the whole source", "7", required=False),
                _text("quote", "words as printed", "1.234"),
                _text("hint", "what settles it", "compare with the page"),
                _text(
                    "table", "table of the row that it is about; empty when it concerns the whole source", "projects"
                ),
                _text("key", "key of that row within the edition, parts joined by '/'", "fietsbrug-zuid"),
                _text(
                    "column", "column of the cell that it is about; empty when it concerns the whole row", "budget_eur"
                ),
            ),
        ),
        Table(
            "overrides",
            "Cells that a person decided, with what was read, the reason and the words it rests on.",
            ("edition", "seq"),
            (
                _EDITION,
                _SEQ,
                _SOURCE,
                _one_of("table", ("axes", "projects", "sources"), "table of the cell", "projects", required=True),
                *_CELL[1:],
                _text("value_read", "what was read before the decision", "44300000"),
                _text("value", "what was decided", "44000000"),
                _text("reason", "why", "erratum on page 2", required=True),
                _text("author", "who decided", "A. Janssens", required=True),
                _PAGE,
                _text(
                    "quote", "words of the source that the decision rests on, as printed", "€ 44.000.000", required=True
                ),
            ),
        ),
        Table(
            "ledger",
            "The fate of every word of every source.",
            ("edition", "source", "page", "line", "word_from"),
            (
                _EDITION,
                _SOURCE,
                _PAGE,
                _count("line", "line on the page, counted from 1", "12"),
                _count("word_from", "first word in the line, counted from 0", "0", least=0),
                _count("word_to", "last word in the line", "3", least=0),
                _count("words", "number of words", "4"),
                _one_of("fate", tuple(map(str, Fate)), "what the words are in the dataset", "value", required=True),
                _text("text", "the words as printed", "Een brug over de ring", required=True),
            ),
        ),
    )
}
