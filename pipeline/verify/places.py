"""Places: every published cell rests on just the words of its record, where these stand, and on no others.

The records say which words make a title, a description or a value of a box, each with its address on the page; the words
are those of the pages, which the raw file was compared with. From them follows what each row of provenance must be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.models import TABLES, Record, Records, Row, Value, Word
from pipeline.quotes import bare
from pipeline.verify.evidence import Evidence, Fault

#: Columns of ``projects`` whose words are the values of a box, with the label's name in the profile.
FIELDS = {
    "budget_printed": "budget",
    "authorities": "authority",
    "authority_printed": "authority",
    "end_goal": "end_goal",
}
#: What a row of provenance says of a place.
PLACE = ("page", "line_from", "line_to", "x0", "top", "x1", "bottom", "quote")


class Cell(NamedTuple):
    """A cell that owns words: they must be ``value``'s, and it must say what they say."""

    table: str
    key: str
    column: str
    value: Value


def places(evidence: Evidence) -> Iterator[Fault]:
    """Cells that rest on other words than their record has, records that are not in the tables, and the reverse."""
    for source in evidence.tables["sources"]:
        if not evidence.is_current(source):
            continue
        records = evidence.records[source["source"]]
        yield from _altered(evidence, source, records)
        rows = evidence.rows("projects", source["edition"])
        by_record = projects_of(records, rows)
        if source["role"] == "primary" and source["edition"] not in evidence.partial:
            yield from _many(evidence, source, records, by_record)
        owners = [*_of_projects(records, by_record), *_of_edition(evidence, records)]
        for cell in owners:
            yield from _cell(evidence, source, records, cell)
        yield from _derived(evidence, source, records, owners)
        if source["role"] == "primary":
            yield from _findings(evidence, source, records)


def projects_of(records: Records, rows: Sequence[Row]) -> dict[int, Row]:
    """The row of each record, by the record's number: the one with its title, else the one in its place."""
    free, found = list(rows), dict[int, Row]()
    for record in records.records:
        row = next((row for row in free if _letters(row["title"]) == _letters(record.title.text)), None)
        if row is not None:
            free.remove(row)
            found[record.number] = row
    rest = [record for record in records.records if record.number not in found]
    if len(rest) == len(free):
        found |= {record.number: row for record, row in zip(rest, free, strict=True)}
    return found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _altered(evidence: Evidence, source: Row, records: Records) -> Iterator[Fault]:
    """Words of the records that are not words of the pages."""
    pages = evidence.pages.get(source["source"])
    if pages is None:
        return
    there = {word.address: word for page in pages.pages for line in page.lines for word in line}
    values = [
        value for record in records.records for value in (record.title, record.description, *record.fields.values())
    ]
    values += [value for axis in records.axes for value in (axis.heading, axis.slogan, axis.introduction, axis.amount)]
    values += [value for figure in records.key_figures for value in (figure.figure, figure.statement)]
    for word in (word for value in values for word in value.words):
        if there.get(word.address) != word:
            message = f"{word.text} on line {word.line} is no word of the page"
            yield Fault(source["edition"], "records", "", "", "", str(word.page), message)


# --- which cell owns which words ---------------------------------------------------------------------------------


def _of_projects(records: Records, by_record: dict[int, Row]) -> Iterator[Cell]:
    for record in records.records:
        row = by_record.get(record.number)
        if row is None:
            continue
        key = row["project_id"]
        yield Cell("projects", key, "title", record.title)
        yield Cell("projects", key, "description", record.description)
        for column, name in FIELDS.items():
            yield Cell("projects", key, column, record.fields.get(name, Value()))
        labels = {
            label.text: record.fields[name] for name, label in record.labels.items() if name not in FIELDS.values()
        }
        for label, value in labels.items():
            yield Cell("extra_fields", f"{key}/{label}", "value", value)


def _of_edition(evidence: Evidence, records: Records) -> Iterator[Cell]:
    for axis in records.axes:
        yield Cell("axes", axis.name, "axis", axis.heading)
        yield Cell("axes", axis.name, "slogan", axis.slogan)
        yield Cell("axes", axis.name, "introduction", axis.introduction)
    rows = evidence.rows("key_figures", records.source.edition)
    for figure in records.key_figures:
        seqs = [row["seq"] for row in rows if _letters(row["statement"]) == _letters(figure.statement.text)]
        for seq in seqs:  # a row for each number of the statement
            yield Cell("key_figures", seq, "statement", figure.statement)
        for seq in seqs[:1]:
            yield Cell("key_figures", seq, "figure_printed", figure.figure)


# --- places ------------------------------------------------------------------------------------------------------


def _cell(evidence: Evidence, source: Row, records: Records, cell: Cell) -> Iterator[Fault]:
    edition, witness = source["edition"], source["role"] != "primary"
    if (edition, cell.table, cell.key, cell.column) in evidence.decided:
        return
    there = evidence.pieces.get((edition, source["source"], cell.table, cell.key, cell.column), [])
    wanted = _rows(records, cell.value.words)
    missing = _row(evidence, edition, cell.table, cell.key) is None
    if (not there and (witness or edition in evidence.partial)) or (missing and cell.table != "projects" and witness):
        return
    if len(there) != len(wanted):
        says = f"{len(there)} place(s), but its words stand in {len(wanted)}"
        yield Fault(edition, "places", cell.table, cell.key, cell.column, "", f"has {says}")
    for row, place in zip(there, wanted, strict=False):
        for name in PLACE:
            if row[name] != place[name]:
                yield Fault(
                    edition,
                    "places",
                    cell.table,
                    cell.key,
                    cell.column,
                    row["page"],
                    f"{name} is “{_short(row[name])}”, but the record has “{_short(place[name])}”",
                )
                break
    if not witness:
        yield from _said(evidence, edition, cell)


def _said(evidence: Evidence, edition: str, cell: Cell) -> Iterator[Fault]:
    """The cell holds the text of its words; names of axes and authorities are those of the profile."""
    row = _row(evidence, edition, cell.table, cell.key)
    if row is None or cell.column in ("axis", "authorities"):
        return
    text, printed = row[cell.column], cell.value.printed
    if text != cell.value.text or bare(text) not in (bare(printed), bare(printed.rstrip(".:"))):
        message = f"is “{_short(text)}”, but printed is “{_short(printed)}”"
        yield Fault(edition, "places", cell.table, cell.key, cell.column, "", message)


def _rows(records: Records, words: Sequence[Word]) -> list[Row]:
    """What provenance must say of these words: one row per page and column of text that they run through."""
    runs: list[list[Word]] = []
    for word in words:
        if (
            not runs
            or (word.page, word.line) < (runs[-1][-1].page, runs[-1][-1].line)
            or word.page != runs[-1][-1].page
        ):
            runs.append([])
        runs[-1].append(word)
    return [_place(run, records.units.get(run[0].page) == "pt") for run in runs]


def _place(run: Sequence[Word], is_pdf: bool) -> Row:
    sides = (min(w.x0 for w in run), min(w.top for w in run), max(w.x1 for w in run), max(w.bottom for w in run))
    lines = [word.line for word in run]
    shown = [f"{side:.2f}" for side in sides] if is_pdf else [""] * 4
    cells = (str(run[0].page), str(min(lines)), str(max(lines)), *shown, " ".join(word.text for word in run))
    return dict(zip(PLACE, cells, strict=True))


def _derived(evidence: Evidence, source: Row, records: Records, owners: Sequence[Cell]) -> Iterator[Fault]:
    """Cells that rest on some of the words of another: these stand together among them."""
    words = {(cell.table, cell.key, cell.column): cell.value.words for cell in owners}
    amounts = {axis.name: axis.amount.words for axis in records.axes}
    headings = {axis.name: axis.heading.words for axis in records.axes}
    for (edition, name, table, key, column), rows in evidence.pieces.items():
        if (edition, name) != (source["edition"], source["source"]) or (
            edition,
            table,
            key,
            column,
        ) in evidence.decided:
            continue
        if (table, key, column) in words:
            continue
        owners_ = list(_owners(evidence, edition, table, key, column, words, amounts, headings))
        if not owners_:
            yield Fault(
                edition, "places", table, key, column, rows[0]["page"], "has a place, but there is no such cell"
            )
        elif not any(
            _within(records, rows, owner, whole=table == "projects" and column.endswith("_eur")) for owner in owners_
        ):
            yield Fault(
                edition,
                "places",
                table,
                key,
                column,
                rows[0]["page"],
                f"“{_short(rows[0]['quote'])}” are not words of the field that it belongs to",
            )


def _owners(
    evidence: Evidence,
    edition: str,
    table: str,
    key: str,
    column: str,
    words: dict[tuple[str, str, str], list[Word]],
    amounts: dict[str, list[Word]],
    headings: dict[str, list[Word]],
) -> Iterator[list[Word]]:
    """The words among which the words of a cell may be; a time can stand in any field of its project."""
    project, _, rest = key.partition("/")
    row = _row(evidence, edition, "projects", project)
    if table == "axes" and key in amounts:
        yield amounts[key]
    elif table == "key_figures" and (table, key, "statement") in words:
        yield words[table, key, "statement"]
    elif table == "projects" and column == "axis":
        yield from [headings[row["axis"]]] if row and row["axis"] in headings else []
    elif table == "projects" and f"{column.removesuffix('_eur')}_printed" in FIELDS:
        yield words.get((table, project, f"{column.removesuffix('_eur')}_printed"), [])
    elif table == "quantities":
        field = rest.split("/")[0]
        yield from [
            found
            for (t, k, c), found in words.items()
            if (t, k) == ("projects", project) and c in (field, f"{field}_printed")
        ]
    elif row is not None:
        yield from [found for (_, k, _), found in words.items() if k == project or k.startswith(f"{project}/")]


def _within(records: Records, rows: Sequence[Row], words: Sequence[Word], *, whole: bool) -> bool:
    """Whether neighbouring words among ``words`` make just these places; ``whole``: all of them."""
    told = [tuple(row[name] for name in PLACE) for row in rows]
    quoted = [word for row in rows for word in row["quote"].split()]
    texts = [word.text for word in words]
    for first in range(len(texts) - len(quoted) + 1 if not whole or len(texts) == len(quoted) else 0):
        if texts[first : first + len(quoted)] == quoted:
            made = _rows(records, words[first : first + len(quoted)])
            if [tuple(row[name] for name in PLACE) for row in made] == told:
                return True
    return False


def _row(evidence: Evidence, edition: str, table: str, key: str) -> Row | None:
    columns = [column for column in TABLES[table].key if column != "edition"]
    return next((row for row in evidence.rows(table, edition) if "/".join(row[c] for c in columns) == key), None)


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


# --- as many as there are ----------------------------------------------------------------------------------------


def _many(evidence: Evidence, source: Row, records: Records, by_record: dict[int, Row]) -> Iterator[Fault]:
    """Projects, axes, figures and extra fields are as many as the records say, and each project is paired as they say."""
    edition = source["edition"]
    extra = sum(name not in FIELDS.values() for record in records.records for name in record.fields)
    counts = {"projects": len(records.records), "axes": len(records.axes), "extra_fields": extra}
    for table, count in counts.items():
        if (here := len(evidence.rows(table, edition))) != count:
            yield Fault(edition, "counts", table, "", "", "", f"{here} rows, but the records have {count}")
    statements = Counter(_letters(row["statement"]) for row in evidence.rows("key_figures", edition))
    for figure in records.key_figures:
        if not statements[_letters(figure.statement.text)]:
            yield Fault(
                edition,
                "counts",
                "key_figures",
                "",
                "statement",
                str(figure.page),
                f"“{figure.statement.text}” is in no row",
            )
    for record in records.records:
        row = by_record.get(record.number)
        if row is None:
            yield Fault(
                edition, "counts", "projects", "", "title", str(record.page), f"“{record.title.text}” is in no row"
            )
        else:
            yield from _paired(evidence, edition, record, row)


def _paired(evidence: Evidence, edition: str, record: Record, row: Row) -> Iterator[Fault]:
    score = ["" if number is None else f"{number:.4f}" for number in (record.pairing.score, record.pairing.margin)]
    wanted = {
        "axis": record.axis,
        "page": str(record.page),
        "pairing_method": record.pairing.method,
        "pairing_score": score[0],
        "pairing_margin": score[1],
    }
    for column, value in wanted.items():
        if row[column] != value and (edition, "projects", row["project_id"], column) not in evidence.decided:
            yield Fault(
                edition,
                "records",
                "projects",
                row["project_id"],
                column,
                "",
                f"is {row[column]}, but the record says {value}",
            )


def _findings(evidence: Evidence, source: Row, records: Records) -> Iterator[Fault]:
    """What the stages noticed was not taken out: by rule, page and quote, as a person may have settled it."""
    edition = source["edition"]
    told = {(row["rule"], row["page"], row["quote"]) for row in evidence.rows("findings", edition)}
    for finding in records.findings:
        if (finding.rule, str(finding.page or ""), finding.quote) not in told:
            yield Fault(
                edition,
                "findings",
                "findings",
                "",
                "",
                str(finding.page or ""),
                f"{finding.rule} “{_short(finding.quote)}” was found, and is not told",
            )
