"""Decisions of persons, written into the note of a source: applied, reported, and refused once their quote is gone.

An override changes one cell and what follows from it (codes of authorities, quantities of a text); the words as printed
stay. It settles the findings that waited for it, and is a row of ``overrides`` from which the gate knows that the cell
was decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import (
    DECIDABLE,
    INFO_BOX,
    NOWHERE,
    TABLES,
    Finding,
    LedgerEntry,
    Override,
    Records,
    Row,
    Severity,
    Subject,
    Tables,
    Value,
    Word,
)
from pipeline.normalize.authority import authority_rows, codes, responsible
from pipeline.normalize.language import quantities
from pipeline.normalize.provenance import Places
from pipeline.normalize.quantity import quantity_rows
from pipeline.profile import Profile
from pipeline.quotes import bare, find_quote, project_ids

#: Columns of ``projects`` whose text has quantities of its own.
TEXTS = ("title", "description", "end_goal")
#: Characters of a cell that is proposed as it was read.
SHORT = 60


class _Cell(NamedTuple):
    """What an override decides: a column of a row, named as provenance names it, and its new value."""

    table: str
    key: str
    row: Row
    column: str
    value: str


def decide(tables: Tables, findings: list[Finding], records: Records, profile: Profile) -> list[Finding]:
    """Apply the overrides of one source to its ``tables``; its findings with those of the overrides after them."""
    told: list[Finding] = []
    runs = _Runs(records)
    for number, override in enumerate(records.source.overrides, 1):
        words = runs.find(override)
        orphan = next((f for f in findings if _is_of_box(override, f)), None)
        cell = _cell(tables, override, orphan, profile)
        if isinstance(cell, str):
            told.append(_refused(number, override, cell, NOWHERE))
        elif not words and not (orphan and cell.table == "sources"):
            told.append(
                _refused(
                    number,
                    override,
                    "the words that it quotes are not in the source"
                    + (f" on page {override.page}" if override.page else ""),
                    Subject(cell.table, cell.key, cell.column),
                )
            )
        else:
            page = words[0].page if words else orphan.page if orphan else 0
            quote = " ".join(word.text for word in words) or override.quote
            findings = [_settled(f, cell, override) if _settles(cell, override, f) else f for f in findings]
            tables["overrides"].append(_row(tables, records, cell, override, page, quote))
            told.append(_told(cell, override, page, quote))
            _apply(tables, cell, words, records.units, profile)
    if not any(f.rule == "orphan_box" and f.severity is Severity.person for f in findings):
        findings = [_calmed(f) if f.rule == "project_without_box" else f for f in findings]
    hinted = [_hinted(f, tables, records.source.name) if f.severity is Severity.person else f for f in findings]
    return [*hinted, *told]


# --- which cell --------------------------------------------------------------------------------------------------


def _cell(tables: Tables, override: Override, orphan: Finding | None, profile: Profile) -> _Cell | str:
    """The cell, or why there is none."""
    if override.field == INFO_BOX and not override.project:
        row = tables["sources"][0]
        return (
            _Cell("sources", row["source"], row, "refused", row["refused"])
            if orphan
            else "no info box that is left over holds the words that it quotes"
        )
    table, name = ("projects", override.project) if override.project else ("axes", override.axis)
    row = next((row for row in tables[table] if row["project_id" if override.project else "axis"] == name), {})
    if not row:
        return f"this reading has no {'project' if override.project else 'axis'} {name}"
    if override.field == INFO_BOX:
        return (
            _Cell(table, name, row, "pairing_method", "override")
            if row["pairing_method"] == "override"
            else "not just one info box holds the words that it quotes"
        )
    value = override.value or ""
    if override.field == "authorities":
        value = "; ".join(one.name for one in responsible(value, profile))
    if override.field == "axis" and value not in {axis["axis"] for axis in tables["axes"]}:
        return f"this reading has no axis {value}"
    return _Cell(table, name, row, override.field, value)


def _refused(number: int, override: Override, why: str, subject: Subject) -> Finding:
    return Finding(
        rule="override_refused",
        severity=Severity.person,
        page=override.page,
        quote=override.quote,
        message=f"override {number} of the note ({override.project or override.axis or 'no project'}, {override.field}) "
        f"is not applied: {why}",
        hint="look at the source again, then correct the override in the note or remove it",
        subject=subject,
    )


def _told(cell: _Cell, override: Override, page: int, quote: str) -> Finding:
    before = cell.row[cell.column] if cell.column != "pairing_method" else ""
    return Finding(
        rule="override",
        severity=Severity.info,
        page=page,
        quote=quote,
        message=f"{cell.table} {cell.key}: {cell.column} is “{cell.value}” instead of “{before}”, "
        f"as {override.author} decided: {override.reason}",
        hint="remove the override from the note to take it back",
        subject=Subject(cell.table, cell.key, cell.column),
    )


def _row(tables: Tables, records: Records, cell: _Cell, override: Override, page: int, quote: str) -> Row:
    return {
        "edition": records.source.edition,
        "seq": str(len(tables["overrides"]) + 1),
        "source": records.source.name,
        "table": cell.table,
        "key": cell.key,
        "column": cell.column,
        "value_read": cell.row[cell.column] if cell.column != "pairing_method" else "",
        "value": cell.value,
        "reason": override.reason,
        "author": override.author,
        "page": str(page),
        "quote": quote,
    }


# --- what it changes ---------------------------------------------------------------------------------------------


def _apply(tables: Tables, cell: _Cell, words: list[Word], units: dict[int, str], profile: Profile) -> None:
    cell.row[cell.column] = cell.value
    if cell.table == "sources":  # the box stays where it is: nothing rests on it
        return
    places = Places(cell.row["edition"], tables["sources"][0]["source"], units)
    _drop(tables, cell.table, cell.key, cell.column)
    if cell.value:
        places.add(cell.table, (cell.key,), (cell.column,), words)
    if cell.column == "target":  # the words that named another date, or none, say nothing of this one
        cell.row["target_approx"] = ""
        if not cell.value:
            cell.row["target_printed"] = ""
            _drop(tables, cell.table, cell.key, "target_printed")
    if cell.column == "authorities":
        _name_again(tables, cell, profile)
    if cell.table == "projects" and cell.column in TEXTS:
        _read_again(tables, cell, words, places)
    tables["provenance"] += places.rows


def _read_again(tables: Tables, cell: _Cell, words: list[Word], places: Places) -> None:
    """The quantities of a text that was decided; each stands where the quote does."""
    mine = [row for row in tables["quantities"] if (row["project_id"], row["field"]) == (cell.key, cell.column)]
    for row in mine:
        _drop(tables, "quantities", f"{cell.key}/{cell.column}/{row['seq']}", "surface")
    at = tables["quantities"].index(mine[0]) if mine else len(tables["quantities"])
    fresh = quantity_rows(places.edition, cell.key, cell.column, cell.value, quantities(cell.value))
    tables["quantities"][at : at + len(mine)] = fresh
    for row in fresh:
        places.add("quantities", (cell.key, cell.column, row["seq"]), ("surface",), words)


def _name_again(tables: Tables, cell: _Cell, profile: Profile) -> None:
    """Codes and links of authorities that were decided; what stands in the box of bodies within them is said of others."""
    found = responsible(cell.value, profile)
    cell.row["region_codes"] = "; ".join(codes([one.name for one in found], profile))
    links = tables["project_authorities"]
    mine = [row for row in links if row["project_id"] == cell.key]
    for row in mine:
        _drop(tables, "project_authorities", f"{cell.key}/{row['seq']}", "body")
    at = links.index(mine[0]) if mine else len(links)
    links[at : at + len(mine)] = authority_rows(cell.row["edition"], cell.key, found, cell.value, profile)


def _drop(tables: Tables, table: str, key: str, column: str) -> None:
    tables["provenance"][:] = [
        row for row in tables["provenance"] if (row["table"], row["key"], row["column"]) != (table, key, column)
    ]


# --- which findings it settles -----------------------------------------------------------------------------------


def _is_of_box(override: Override, finding: Finding) -> bool:
    """Whether the finding is about the box whose words the override quotes: a box without project has no other name."""
    return finding.rule == "orphan_box" and bare(override.quote) in bare(finding.quote)


def _settles(cell: _Cell, override: Override, finding: Finding) -> bool:
    """Whether a finding that waits for a person is about the cell."""
    if finding.severity is not Severity.person:
        return False
    if cell.table == "sources":
        return _is_of_box(override, finding)
    return finding.subject == (cell.table, cell.key, cell.column)


def _settled(finding: Finding, cell: _Cell, override: Override) -> Finding:
    return replace(
        finding,
        severity=Severity.info,
        message=f"{finding.message}; settled by override of {cell.column}, as {override.author} decided: {override.reason}",
    )


def _calmed(finding: Finding) -> Finding:
    """No box is left that could be its own: a project without box is nothing to wait for."""
    return replace(finding, severity=Severity.warning) if finding.severity is Severity.person else finding


def _hinted(finding: Finding, tables: Tables, source: str) -> Finding:
    """The line for the note by which an override would settle the finding, where one can."""
    if finding.rule == "orphan_box":
        without = [row for row in tables["projects"] if not row["pairing_method"]]
        without.sort(key=lambda row: finding.hint.find(row["title"]) % (len(finding.hint) + 1))
        likely = without[:1] if without and without[0]["title"] in finding.hint else []
        # Nobody says here that the box belongs to none: its project may only not have been found.
        where = f'project = "{likely[0]["project_id"] if likely else "…"}", '
        return _proposed(finding, source, f'{where}field = "{INFO_BOX}"', finding.quote.split()[-8:])
    table, key, column = finding.subject
    row = next((row for row in tables.get(table, []) if row[_key_of(table)] == key), None) if key else None
    if row is None or column not in DECIDABLE.get(table, ()) or not any(map(str.isalnum, finding.quote)):
        return finding
    value = row[column] if 0 < len(row[column]) <= SHORT else "…"
    where = f'{"project" if table == "projects" else "axis"} = {_toml(key)}, field = "{column}", value = {_toml(value)}'
    return _proposed(finding, source, where, finding.quote.split()[:12])


def _key_of(table: str) -> str:
    """The column that names a row of a table within its edition."""
    return TABLES[table].key[-1]


def _proposed(finding: Finding, source: str, where: str, quote: Sequence[str]) -> Finding:
    """The hint with what may be written; a person fills in the reason and the author, and a value that is not known."""
    line = f'overrides = [{{ {where}, quote = {_toml(" ".join(quote))}, reason = "", author = "" }}]'
    return replace(finding, hint=f"{finding.hint}; or decide in {source}.toml: {line}")


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


# --- where its quote stands --------------------------------------------------------------------------------------


class _Runs:
    """Runs of neighbouring words in which a quote is looked for: values of the records first, then the whole page.

    Lines of a page run through its columns; words with the same fate stand together more often than all words do.
    """

    def __init__(self, records: Records) -> None:
        if not records.source.overrides:
            return
        ids = project_ids([record.title.text for record in records.records])
        values: list[tuple[str, Value]] = []
        for own, record in zip(ids, records.records, strict=True):
            values += [(own, value) for value in (record.title, record.description, *record.fields.values())]
        for axis in records.axes:
            values += [(axis.name, value) for value in (axis.heading, axis.slogan, axis.introduction, axis.amount)]
        values += [("", figure.statement) for figure in records.key_figures]
        self._values = [(own, value.words) for own, value in values]
        self._pages = list(self._on_pages(records.ledger))

    def _on_pages(self, ledger: Sequence[LedgerEntry]) -> Iterator[list[Word]]:
        for page in sorted({entry.page for entry in ledger}):
            here = [entry for entry in ledger if entry.page == page]
            for fates in ({"value", "label"}, {"text"}, {"title"}, {entry.fate.value for entry in here}):
                yield [word for entry in here if entry.fate.value in fates for word in entry.words]

    def find(self, override: Override) -> list[Word]:
        """The words that the override quotes, its own row's first, on its page if it names one; empty when there are none."""
        mine = [words for own, words in self._values if own in (override.project, override.axis) and own]
        for run in (*mine, *(words for _, words in self._values), *self._pages):
            here = [word for word in run if word.page == override.page] if override.page else run
            if words := find_quote(override.quote, here):
                return words
        return []
