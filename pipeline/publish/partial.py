"""The good rows of an edition that did not pass: what ``--partial`` publishes of it.

Only where each fault can be pinned to rows: a rule whose action is ``quarantine`` and names them, or a finding for a
person that has one for its subject. A row at fault takes with it what refers to it: an axis its projects, a project its
quantities, extra fields, decisions and places. What speaks of the whole source withholds the edition as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.coverage import fill_coverage
from pipeline.models import Column, Row, Table, Tables

#: A row of one of these tables by its key within the edition; all other rows of an edition hang on such a row or on none.
Root = tuple[str, str]
ROOTS = {"projects": "project_id", "axes": "axis", "key_figures": "seq"}

QUARANTINE = Table(
    "quarantine",
    "Rows that are missing here because they did not pass, and why.",
    ("edition", "seq"),
    (
        Column("edition", "string", "", "version of the brochure, e.g. 2023-nl", True),
        Column("seq", "integer", "", "order, from 1", True),
        Column("table", "string", "", "table of the missing row", True),
        Column("key", "string", "", "key of the missing row within the edition", True),
        Column("rule", "string", "", "rule that was not met, or finding that waits for a person", True),
        Column("value", "string", "", "what was wrong"),
        Column("quote", "string", "", "words as printed"),
        Column("page", "integer", "", "page, counted from 1"),
        Column("hint", "string", "", "what to do"),
    ),
)

#: Tables whose rows hang on a project.
_OF_PROJECTS = ("project_authorities", "quantities", "extra_fields")


class Part(NamedTuple):
    """The rows of one edition that are good, and a row of ``quarantine`` for each reason why another is missing."""

    tables: Tables
    missing: list[Row]


class _Fault(NamedTuple):
    root: Root
    rule: str
    row: Mapping[str, str]


def good_part(edition: str, tables: Tables, report: Mapping[str, Any], quarantine: Sequence[Row]) -> Part | None:
    """What of ``edition`` can be published; None when a fault concerns all of it or no project would be left.

    report, quarantine: the product of ``validate`` as plain data.
    """
    mine = {name: [row for row in rows if row.get("edition") == edition] for name, rows in tables.items()}
    gate = _of_the_gate(edition, report["rules"], quarantine)
    persons = _of_persons(mine)
    if gate is None or persons is None:
        return None
    faults = [*gate, *persons]
    gone = {fault.root for fault in faults}
    for row in mine["projects"]:
        axis = next((fault for fault in faults if fault.root == ("axes", row["axis"])), None)
        if axis and ("projects", row["project_id"]) not in gone:
            gone.add(("projects", row["project_id"]))
            why = {**axis.row, "value": f"its axis {row['axis']} is missing: {axis.row.get('value', '')}"}
            faults.append(_Fault(("projects", row["project_id"]), axis.rule, why))
    good = {
        name: [row for row in rows if not _hangs_on(name, row) & gone]
        for name, rows in mine.items()
        if name != "authorities"
    }
    present = {(name, row[column]) for name, column in ROOTS.items() for row in good[name]}
    good["provenance"] = [row for row in good["provenance"] if _hangs_on("provenance", row) <= present]
    if not good["projects"] or not faults:
        return None
    good["axes"] = [dict(row) for row in good["axes"]]
    fill_coverage(good)
    return Part(
        good, [_missing(edition, seq, fault) for seq, fault in enumerate(sorted(faults, key=lambda f: f.root), 1)]
    )


def _missing(edition: str, seq: int, fault: _Fault) -> Row:
    table, key = fault.root
    told = {name: fault.row.get(name, "") for name in ("value", "quote", "page", "hint")}
    return {"edition": edition, "seq": str(seq), "table": table, "key": key, "rule": fault.rule, **told}


def _hangs_on(table: str, row: Row) -> set[Root]:
    """The roots without which the row would lead nowhere."""
    if table in ROOTS:
        return {(table, row[ROOTS[table]])}
    if table in _OF_PROJECTS:
        return {("projects", row["project_id"])}
    if table in ("provenance", "overrides") and row["table"] != "sources":
        return {_root(row["table"], row["key"]) or ("", "")}
    return set()


def _root(table: str, key: str) -> Root | None:
    """The root of a row that is named by table and key; None for one that speaks of the whole edition."""
    if table in ROOTS:
        return table, key
    if table in _OF_PROJECTS:
        return "projects", key.split("/")[0]
    if table == "provenance":
        other, *middle, _column, _source, _seq = key.split("/")
        return _root(other, "/".join(middle))
    return None


def _of_the_gate(edition: str, rules: Iterable[Mapping[str, Any]], quarantine: Sequence[Row]) -> list[_Fault] | None:
    """Faults that the rules name, or None when one of them speaks of all rows."""
    faults: list[_Fault] = []
    for rule in rules:
        stops = rule["verdict"] in ("crashed", "skipped") or (
            rule["verdict"] == "unmet" and rule["severity"] == "critical"
        )
        if not stops or edition not in rule["editions"]:
            continue
        rows = [row for row in quarantine if (row["rule"], row["edition"]) == (rule["rule"], edition)]
        roots = [_root(row["table"], row["key"]) if row["key"] else None for row in rows]
        if rule["action"] != "quarantine" or rule["verdict"] != "unmet" or not rows or None in roots:
            return None
        faults += [_Fault(root, rule["rule"], row) for root, row in zip(roots, rows, strict=True) if root]
    return faults


def _of_persons(tables: Tables) -> list[_Fault] | None:
    """Rows that findings for a person are about, or None when one of these is about no row.

    What waits may be of the box of a project that has none: each such project counts as at fault. A box that is left over
    is theirs; more boxes than such projects concern the whole source.
    """
    waiting = [row for row in tables["findings"] if row["severity"] == "person"]
    orphans = [row for row in waiting if row["rule"] == "orphan_box"]
    without = [row for row in tables["findings"] if row["rule"] == "project_without_box"]
    if len(orphans) > len(without):
        return None
    faults: list[_Fault] = []
    for row in [
        *(row for row in waiting if row not in orphans),
        *(row for row in without if waiting and row not in waiting),
    ]:
        root = _root(row["table"], row["key"])
        if root is None:
            return None
        faults.append(_Fault(root, row["rule"], {**row, "value": row["message"]}))
    return faults
