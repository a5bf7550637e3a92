"""Beside the stages: the answer to "where does this come from?" on one screen. In: the products of a run and what
``verify`` says of them; out: lines to read, for one project or one of its fields.

Each cell with its value, the words as printed, page and place, the rule that read it; the box with its score and its
rival; what was found about it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from pipeline.errors import UsageError
from pipeline.models import TABLES, Blocks, Record, Row, Value
from pipeline.verify import Evidence, Fault
from pipeline.verify.places import projects_of

__all__ = ["why"]

#: Columns that are told with another one, or are no answer to the question.
BESIDE = {"edition", "project_id", "page", "pairing_method", "pairing_score", "pairing_margin"}
#: Characters of a value or quote on the screen; one field by itself is shown whole.
SHORT = 150
#: Tables whose rows are a project, or are of one.
OF_PROJECTS = ("projects", "project_authorities", "quantities", "extra_fields")
#: The label of the box that fills a column.
LABELS = {"budget_eur": "budget", "budget_printed": "budget", "authorities": "authority", "end_goal": "end_goal"}


def why(
    evidence: Evidence, blocks: Sequence[Blocks], faults: Iterable[Fault], project: str, field: str = ""
) -> list[str]:
    """Lines about the project with this id, or with these words in its title; UsageError when none or several have."""
    row = _find(evidence.tables["projects"], project)
    columns = [column for column in TABLES["projects"].header if column not in BESIDE]
    if field and field not in row:
        near = difflib.get_close_matches(field, columns, 1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(columns)}"
        raise UsageError(f"{field}: no column of projects.csv; {hint}")
    record = _record(evidence, row)
    lines = [f"{row['title']}  ({row['edition']}, {row['project_id']})"]
    for column in [field] if field else columns:
        lines += _cell(evidence, blocks, row, record, column, whole=bool(field))
    lines += _box(evidence, row, record)
    lines += _told(evidence, row, field)
    wrong = [fault for fault in faults if _concerns(fault, row, field)]
    lines += [f"  verify        {fault.message} ({fault.check})" for fault in wrong] or [
        "  verify        nothing is wrong with it"
    ]
    return lines


def _find(rows: Sequence[Row], project: str) -> Row:
    wanted = project.casefold()
    found = [row for row in rows if row["project_id"] == project] or [
        row for row in rows if wanted in row["title"].casefold() or wanted in row["project_id"]
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{row['edition']} {row['project_id']}" for row in found[:5])
        raise UsageError(f"{project}: several projects ({names}); name one")
    near = difflib.get_close_matches(wanted, [row["project_id"] for row in rows], 1, 0.4)
    raise UsageError(f"{project}: no such project" + (f"; did you mean {near[0]}?" if near else "; see projects.csv"))


def _record(evidence: Evidence, row: Row) -> Record | None:
    for records in evidence.records.values():
        if records.source.edition == row["edition"] and records.source.role.value == "primary":
            rows = projects_of(records, evidence.rows("projects", row["edition"]))
            return next((record for record in records.records if rows.get(record.number) is row), None)
    return None


def _cell(
    evidence: Evidence, blocks: Sequence[Blocks], row: Row, record: Record | None, column: str, *, whole: bool
) -> Iterator[str]:
    """The value, its words, where they stand and what read them."""
    value = row[column]
    yield f"{column:15} {_short(value, whole) if value else '(empty)'}"
    primary = next(
        (source["source"] for source in evidence.rows("sources", row["edition"]) if source["role"] == "primary"), ""
    )
    pieces = [
        (key[1], piece)
        for key, rows in evidence.pieces.items()
        if (key[0], *key[2:]) == (row["edition"], "projects", row["project_id"], column)
        for piece in rows
    ]
    pieces.sort(key=lambda found: found[0] != primary)
    for source, piece in pieces:
        if source == pieces[0][0] and piece["quote"] != value:
            yield f"  printed       “{_short(piece['quote'], whole)}”"
        yield f"  place         {source} {_place(piece)}"
    for decision in evidence.rows("overrides", row["edition"]):
        if (decision["table"], decision["key"], decision["column"]) == ("projects", row["project_id"], column):
            yield f"  decided       by {decision['author']}: {decision['reason']} (read was “{_short(decision['value_read'], whole)}”)"
    if reader := _reader(blocks, record, column, pieces):
        yield f"  read by       {reader}"


def _place(piece: Row) -> str:
    lines = piece["line_from"] if piece["line_from"] == piece["line_to"] else f"{piece['line_from']}–{piece['line_to']}"
    sides = ", ".join(piece[side] for side in ("x0", "top", "x1", "bottom"))
    return f"page {piece['page']}, line {lines}" + (f", rectangle {sides}" if piece["x0"] else "")


def _reader(blocks: Sequence[Blocks], record: Record | None, column: str, pieces: Sequence[tuple[str, Row]]) -> str:
    """The label, or the kind of block, and the rule that made it."""
    label = record.labels.get(LABELS.get(column, ""), Value()).text if record else ""
    for source, piece in pieces:
        for block in next((item.blocks for item in blocks if item.source.name == source), ()):
            words = [w for line in (*block.lines, *(line for f in block.fields for line in f.value)) for w in line]
            here = [w for w in words if w.page == int(piece["page"]) and w.line == int(piece["line_from"])]
            if any(word.text == piece["quote"].split()[0] for word in here):
                what = f"the label {label} of its box" if label else block.kind.value.replace("_", " ")
                return f"{what}, rule {block.rule}"
    return ""


def _box(evidence: Evidence, row: Row, record: Record | None) -> Iterator[str]:
    """How the box was paired, and against whom."""
    if not row["pairing_method"]:
        yield "box             none"
        return
    yield f"box             paired by {row['pairing_method']}, score {row['pairing_score']}, margin {row['pairing_margin'] or '-'}"
    if record and record.pairing.rival:
        records = next(item for item in evidence.records.values() if record in item.records)
        rival = next((other for other in records.records if other.number == record.pairing.rival), None)
        if rival:
            yield f"  rival         {rival.title.text}, score {record.pairing.rival_score}"


def _told(evidence: Evidence, row: Row, field: str) -> Iterator[str]:
    """Findings about the project, or about this field of it; what is printed of a field counts for its value."""
    columns = ("", field, field.replace("_printed", "_eur"), field.replace("authority_printed", "authorities"))
    for finding in evidence.rows("findings", row["edition"]):
        mine = finding["table"] in OF_PROJECTS and finding["key"].split("/")[0] == row["project_id"]
        if mine and (not field or finding["column"] in columns):
            yield f"  finding       {finding['severity']}: {finding['message']}"


def _concerns(fault: Fault, row: Row, field: str) -> bool:
    if fault.edition != row["edition"] or fault.key.split("/")[0] != row["project_id"]:
        return False
    return not field or not fault.column or fault.column == field or fault.table != "projects"


def _short(text: str, whole: bool) -> str:
    return text if whole or len(text) <= SHORT else text[: SHORT - 1] + "…"
