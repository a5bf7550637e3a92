"""publish: tables and the status of each edition go in, the files of the dataset come out.

Only editions that passed are published from ``tables``; the others keep the rows of ``previous``, their last good ones,
or have their good rows published where ``parts`` holds them. Such a dataset says so, and lists what is missing.
Nothing depends on the clock: the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.models import TABLES, Row, Table, Tables
from pipeline.publish.about import about, covered
from pipeline.publish.package import FILES, datapackage, manifest, tables_hash
from pipeline.publish.page import index
from pipeline.publish.partial import QUARANTINE, Part, good_part
from pipeline.publish.sheet import workbook
from pipeline.publish.texts import WARNING, dictionary, readme
from pipeline.store import csv_bytes

__all__ = ["FILES", "QUARANTINE", "Part", "good_part", "publish"]

PASSED, PARTIAL = "passed", "partial"


def publish(
    tables: Tables,
    statuses: Mapping[str, str],
    previous: Tables | None,
    version: str,
    parts: Mapping[str, Part] | None = None,
    made: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """The dataset as file name → content; empty when no edition has rows to publish, so that nothing is replaced.

    statuses: ``passed``, ``needs_person`` or ``failed`` by edition; an edition without a status is not published.
    previous: the tables of the dataset as it stands. Its editions that ``statuses`` does not name stay as they are.
    parts: the good rows of editions that did not pass and are to be published in part. made: see ``manifest``.
    """
    parts = parts or {}
    kept_editions = {row["edition"] for row in (previous or {}).get("sources", []) if row.get("edition")}
    statuses = {**dict.fromkeys(kept_editions, "kept"), **statuses, **dict.fromkeys(parts, PARTIAL)}
    fresh = {name: [row for row in rows if row.get("edition") not in parts] for name, rows in tables.items()}
    for part in parts.values():
        for name, rows in {**part.tables, QUARANTINE.name: part.missing}.items():
            fresh[name] = fresh.get(name, []) + rows
    described = {**TABLES, QUARANTINE.name: QUARANTINE}
    merged = {name: _merged(table, fresh, statuses, previous or {}) for name, table in described.items()}
    if not merged[QUARANTINE.name]:  # a whole dataset has no such file
        del described[QUARANTINE.name]
    if not merged["projects"]:
        return {}
    present = {row["edition"] for row in merged["sources"]}
    kept = {edition: status for edition, status in statuses.items() if status != PASSED and edition in present}
    files = {f"{name}.csv": csv_bytes(table, merged[name]) for name, table in described.items()}
    facts = about(merged, kept, version, tables_hash(files))
    covers = [f"{edition.title} ({edition.name}): {covered(edition.coverage)}." for edition in facts.editions]
    files |= {
        "datapackage.json": datapackage(files, described, facts),
        "DICTIONARY.md": dictionary(described),
        "README.md": readme(described, merged, facts),
        "index.html": index(described, merged, facts),
        "dataset.xlsx": workbook(described, merged, [facts.title, *covers, WARNING, *facts.citations()]),
    }
    return {**files, "manifest.json": manifest(files, facts, made or {})}


def _merged(table: Table, tables: Tables, statuses: Mapping[str, str], previous: Tables) -> list[Row]:
    """The rows to publish: by edition, in their order within the edition; columns as they are described today."""
    fresh, old = tables.get(table.name, []), previous.get(table.name, [])
    if "edition" not in table.header:
        return _of_all_editions(table, fresh, old, statuses)
    rows: list[Row] = []
    for edition in sorted(statuses):
        origin = fresh if statuses[edition] in (PASSED, PARTIAL) else old
        rows += [_fitted(row, table) for row in origin if row.get("edition") == edition]
    return rows


def _of_all_editions(table: Table, fresh: list[Row], old: list[Row], statuses: Mapping[str, str]) -> list[Row]:
    """Rows that belong to no edition: of today where one passed, and the old ones that kept editions may need."""
    states = [status in (PASSED, PARTIAL) for status in statuses.values()]
    rows: dict[tuple[str, ...], Row] = {}
    for origin in ([old] if not all(states) else []) + ([fresh] if any(states) else []):
        for row in origin:
            rows[tuple(row.get(column, "") for column in table.key)] = _fitted(row, table)
    return list(rows.values())


def _fitted(row: Row, table: Table) -> Row:
    return {column: row.get(column, "") for column in table.header}
