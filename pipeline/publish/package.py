"""``datapackage.json`` and ``manifest.json``: the tables described for programs, and what they were made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pipeline.models import SCHEMA_VERSION, TABLES, Column, Row, Table
from pipeline.publish.about import LICENCES, TOOL, About, Edition
from pipeline.publish.partial import QUARANTINE

TEXTS = ("datapackage.json", "manifest.json", "DICTIONARY.md", "README.md", "index.html", "dataset.xlsx")
#: Every name that a file of a dataset can have; files of other names in its folder are somebody else's.
FILES = frozenset((*(f"{name}.csv" for name in (*TABLES, QUARANTINE.name)), *TEXTS))

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


def datapackage(files: Mapping[str, bytes], described: Mapping[str, Table], about: About) -> bytes:
    """``datapackage.json``: a Data Package of version 2 of the standard (datapackage.org). files: the CSV files by name."""
    return _json(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": about.name,
            "title": about.title,
            "description": "Read from the brochures page by page; every value says where it stands. The rows are the projects that "
            "a brochure describes, not all that its plan pays for: see coverage.",
            "version": about.version,
            "schema_version": SCHEMA_VERSION,
            "keywords": about.keywords,
            "licenses": _licences(about),
            "contributors": _contributors(about),
            "editions": [_edition(edition) for edition in about.editions],
            "sources": [_origin(row) for row in about.sources],
            "resources": [_resource(table, files[f"{name}.csv"]) for name, table in described.items()],
        }
    )


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _licences(about: About) -> list[dict[str, str]]:
    """Of the data first, then of the brochures: their words keep the rights of their publishers."""
    named = dict.fromkeys(row["data_licence"] for row in about.sources if row["data_licence"])
    data = [
        {"name": name, "title": "the dataset", "path": LICENCES[name]}
        if name in LICENCES
        else {"path": "README.md", "title": f"the dataset: {name}"}
        for name in named
    ]
    return data + [
        {"path": "README.md", "title": f"{of}: {right}"} for of, right in about.rights()[len(about.editions) :]
    ]


def _contributors(about: About) -> list[dict[str, object]]:
    """Who made the dataset: those that the notes name, those who decided cells, and the tool."""
    noted = [name for row in about.sources for name in row["contributors"].split("; ") if name]
    decided = [row["author"] for row in about.overrides]
    people: list[dict[str, object]] = [
        {"title": name, "roles": [role]}
        for name, role in dict.fromkeys(
            [
                *((name, "contributor") for name in noted),
                *((name, "editor") for name in decided),
            ]
        )
    ]
    return [*people, {"title": TOOL, "roles": ["processor"]}]


def _edition(edition: Edition) -> dict[str, object]:
    """What is here of an edition and what is not: coverage as in ``axes.csv``, rows that are missing."""
    coverage = edition.coverage
    whole = {
        "projects": coverage.projects,
        "measures_of_the_plan": coverage.measures,
        "projects_budget_eur": coverage.projects_eur,
        "plan_budget_eur": coverage.plan_eur,
        "coverage_pct": coverage.pct,
    }
    return {
        "name": edition.name,
        "title": edition.title,
        "state": "earlier rows" if edition.state.startswith("earlier rows") else "published",
        "partial": bool(edition.missing),
        "missing_rows": sum(map(len, edition.missing.values())),
        "missing": edition.missing,
        "coverage": {
            name: None if value is None else float(value) if "." in str(value) else int(value)
            for name, value in whole.items()
        },
    }


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
        "name": table.name,
        "type": "table",
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
    field: dict[str, object] = {
        "name": column.name,
        "type": column.type,
        "description": column.meaning,
        "example": column.example,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    if column.pattern:
        constraints["pattern"] = f"^({column.pattern})$"
    if column.least is not None:
        constraints["minimum"] = column.least
    if constraints:
        field["constraints"] = constraints
    return field


def manifest(files: Mapping[str, bytes], about: About, made: Mapping[str, Any]) -> bytes:
    """``manifest.json``: the hash of every input and output, and the versions that made them.

    made: ``versions`` of the libraries, and ``inputs`` beside the brochures: name → sha256.
    """
    return _json(
        {
            "dataset": {"version": about.version, "schema_version": SCHEMA_VERSION, "tables_sha256": about.sha256},
            "made_with": {TOOL: about.version, **made.get("versions", {})},
            "inputs": {
                "brochures": [
                    {
                        name: row[name]
                        for name in ("edition", "source", "sha256", "note_sha256", "profile", "profile_sha256")
                    }
                    for row in about.sources
                ],
                **made.get("inputs", {}),
            },
            "outputs": [
                {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                for name, data in sorted(files.items())
            ],
        }
    )


def tables_hash(files: Mapping[str, bytes]) -> str:
    """One hash that changes whenever one of these files does."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return total.hexdigest()
