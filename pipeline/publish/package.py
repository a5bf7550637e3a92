"""The data package and the texts beside the tables, all made from the one description of each column in models.py."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from pipeline.models import TABLES, Column, Row, Table, Tables
from pipeline.publish.partial import QUARANTINE

NAME = "recovery-plan-brochures"
#: Every name that a file of a dataset can have; files of other names in its folder are somebody else's.
FILES = frozenset((*(f"{name}.csv" for name in (*TABLES, QUARANTINE.name)), "datapackage.json", "DICTIONARY.md", "README.md"))

#: Which columns of a table name a row of which other table.
REFERENCES: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "projects": ((("edition", "axis"), "axes"),),
    "project_authorities": ((("edition", "project_id"), "projects"),),
    "quantities": ((("edition", "project_id"), "projects"),),
    "extra_fields": ((("edition", "project_id"), "projects"),),
    "provenance": ((("edition", "source"), "sources"),),
    "findings": ((("edition", "source"), "sources"),),
    "ledger": ((("edition", "source"), "sources"),),
}


def datapackage(
    files: Mapping[str, bytes], described: Mapping[str, Table], tables: Tables, kept: Mapping[str, str], version: str
) -> bytes:
    """``datapackage.json``: a Tabular Data Package, version 1 of the specification by Frictionless Data.

    files: the CSV files by name. kept: see ``readme``. Nothing here depends on the clock.
    """
    package = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": "Projects, budgets and authorities of recovery plan brochures",
        "description": "Read from the brochures page by page; every value says where it stands.",
        "version": version,
        "editions": [_edition(name, tables, kept) for name in sorted({row["edition"] for row in tables["sources"]})],
        "sources": [_origin(row) for row in tables["sources"]],
        "resources": [_resource(table, files[f"{name}.csv"]) for name, table in described.items()],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _edition(name: str, tables: Tables, kept: Mapping[str, str]) -> dict[str, object]:
    """Whether all rows of an edition are here, and which are not."""
    missing = missing_rows(tables, name)
    return {
        "name": name, "state": "published" if name not in kept or kept[name] == "partial" else "earlier rows",
        "partial": bool(missing), "missing_rows": sum(map(len, missing.values())), "missing": missing,
    }


def missing_rows(tables: Tables, edition: str) -> dict[str, list[str]]:
    """Keys of the rows that are missing, by table."""
    found: dict[str, list[str]] = {}
    for row in tables.get("quarantine", []):
        if row["edition"] == edition and row["key"] not in found.setdefault(row["table"], []):
            found[row["table"]].append(row["key"])
    return found


def _origin(row: Row) -> dict[str, str]:
    title = row["title"] or row["source"]
    return {"title": f"{title} ({row['edition']}, {row['role']})", "path": row["source"]}


def _resource(table: Table, data: bytes) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if references := REFERENCES.get(table.name):
        schema["foreignKeys"] = [
            {"fields": list(columns), "reference": {"resource": other, "fields": list(columns)}}
            for columns, other in references
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "header": True, "lineTerminator": "\n", "quoteChar": '"'},
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": column.type, "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    if column.required:
        field["constraints"] = {"required": True}
    return field


def dictionary(described: Mapping[str, Table]) -> bytes:
    """``DICTIONARY.md``: each table and column with type, unit and meaning."""
    lines = [
        "# Data dictionary",
        "",
        "CSV: comma, UTF-8, line ends LF, decimals with a dot, empty where nothing is known.",
        "Columns in bold are never empty. The key identifies a row.",
    ]
    for table in described.values():
        lines += ["", f"## {table.name}.csv", "", table.meaning, "", f"Key: {_joined(table.key)}."]
        for columns, other in REFERENCES.get(table.name, ()):
            lines.append(f"{_joined(columns)} refer to {other}.csv.")
        lines += ["", "| column | type | unit | meaning |", "|---|---|---|---|", *map(_described, table.columns)]
    return ("\n".join(lines) + "\n").encode()


def _joined(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _described(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    return f"| {name} | {column.type} | {column.unit} | {cell(column.meaning)} |"


def cell(text: str) -> str:
    """Text in a cell of a Markdown table."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def readme(described: Mapping[str, Table], tables: Tables, kept: Mapping[str, str], version: str) -> bytes:
    """``README.md`` of the dataset: editions, files, citation, rights.

    kept: the editions that keep their earlier rows, with the status of their present reading; ``partial`` where the good
    rows of the present reading are here.
    """
    counts = dict.fromkeys(sorted({row["edition"] for row in tables["sources"]}), 0)
    for row in tables["projects"]:
        counts[row["edition"]] = counts.get(row["edition"], 0) + 1
    lines = [
        "# Projects of recovery plan brochures",
        "",
        f"Version {version}. Made by the brochure pipeline from the publications below. `projects.csv` alone holds the",
        "main answers; `provenance.csv` says on which page and lines each of them stands; `DICTIONARY.md` describes",
        "each column, and `datapackage.json` says the same to programs (Tabular Data Package).",
        "",
        "## Editions",
        "",
        "| edition | projects | state |",
        "|---|---|---|",
        *(f"| {cell(name)} | {count} | {_state(kept.get(name), missing_rows(tables, name))} |" for name, count in counts.items()),
        *_missing(tables),
        "",
        "## Files",
        "",
        "| file | rows | what a row is |",
        "|---|---|---|",
        *(f"| {name}.csv | {len(tables[name])} | {cell(table.meaning)} |" for name, table in described.items()),
        "",
        "A project can have several authorities, joined by `; `. Splitting them into rows repeats the budget in each:",
        "add up budgets before splitting.",
        "",
        "## How to cite",
        "",
        "Name the publication you used, and this dataset with its version:",
        "",
        *(f"- {line}" for line in _citations(tables, version)),
        "",
        "## Rights",
        "",
        "Words and figures come from the publications; their own rights apply:",
        "",
        *(f"- {line}" for line in _rights(tables)),
    ]
    return ("\n".join(lines) + "\n").encode()


def _missing(tables: Tables) -> list[str]:
    """What a partial dataset lacks, so that nobody adds it up as if it were whole."""
    if not tables.get("quarantine"):
        return []
    return [
        "", "**This dataset is not whole.** Rows that did not pass are missing, with all that hangs on them; `quarantine.csv` says",
        "why and what to do. Counts in `sources.csv` are those of the files. Sums over such an edition are too low.", "",
        *(f"- {cell(row['edition'])}: {row['table']} `{cell(row['key'])}`: {cell(row['rule'])}" for row in tables["quarantine"]),
    ]


def _state(status: str | None, missing: Mapping[str, list[str]]) -> str:
    lacks = ", ".join(f"{len(keys)} row{'s' if len(keys) > 1 else ''} of {name}" for name, keys in missing.items())
    in_part = f"in part: {lacks} missing" if lacks else ""
    if status in (None, "partial"):
        return in_part or "published"
    if in_part:
        return f"earlier rows, {in_part}"
    why = {"needs_person": "waits for a person", "failed": "did not pass the gate"}.get(status, status)
    return f"earlier rows: the present reading {why}"


def _citations(tables: Tables, version: str) -> list[str]:
    found = []
    for row in tables["sources"]:
        if row["role"] == "primary":
            publisher = f"{row['publisher']}: " if row["publisher"] else ""
            title = row["title"] or row["source"]
            found.append(
                f"{publisher}{title}, edition {row['edition']}. Read with the brochure pipeline, version {version}."
            )
    return found


def _rights(tables: Tables) -> list[str]:
    return [f"`{row['source']}`: {row['licence'] or 'see the publication'}" for row in tables["sources"]]
