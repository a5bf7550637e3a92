"""What lies in the folder of a run: the dataset, and the products that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pipeline import store
from pipeline.errors import PipelineError, UsageError
from pipeline.models import TABLES, Pages, Records, Row, Tables
from pipeline.profile import Profile, known_profiles, load_profile
from pipeline.sources import Note, locate


class Fault(NamedTuple):
    """One thing that is wrong, by its cell as far as it concerns one; ``check`` names what found it."""

    edition: str
    check: str
    table: str
    key: str
    column: str
    page: str
    message: str

    def __str__(self) -> str:
        cell = "/".join(filter(None, (self.table, self.key, self.column)))
        where = ": ".join(filter(None, (self.edition, cell, f"page {self.page}" if self.page else "")))
        return f"{where}: {self.message} ({self.check})"


class Evidence:
    """Everything that the checks compare. ``pages`` and ``records`` are by source, and lack what is not there."""

    def __init__(
        self, out: Path, tables: Tables, raw: dict[str, Path], notes: dict[str, Note], profiles: dict[str, Profile]
    ) -> None:
        self.out, self.tables, self.raw, self.notes, self.profiles = out, tables, raw, notes, profiles
        self.pages: dict[str, Pages] = {}
        self.records: dict[str, Records] = {}
        self.quality: dict[str, Any] = {}
        self.package: dict[str, Any] = {}
        self.files: dict[str, bytes] = {}

    @cached_property
    def partial(self) -> set[str]:
        """Editions of which rows are missing, and said to be."""
        return {row["edition"] for row in self.tables.get("quarantine", [])}

    @cached_property
    def decided(self) -> set[tuple[str, str, str, str]]:
        """Cells that a person decided: edition, table, key, column."""
        return {(row["edition"], row["table"], row["key"], row["column"]) for row in self.tables["overrides"]}

    @cached_property
    def pieces(self) -> dict[tuple[str, str, str, str, str], list[Row]]:
        """Rows of provenance by edition, source, table, key and column, in order."""
        found: dict[tuple[str, str, str, str, str], list[Row]] = {}
        for row in sorted(self.tables["provenance"], key=lambda row: row["seq"].zfill(9)):
            found.setdefault((row["edition"], row["source"], row["table"], row["key"], row["column"]), []).append(row)
        return found

    @cached_property
    def ledger(self) -> dict[tuple[str, str], list[Row]]:
        """Rows of the ledger by edition and source."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.tables["ledger"]:
            found.setdefault((row["edition"], row["source"]), []).append(row)
        return found

    def only(self, edition: str) -> Evidence:
        """The same of one edition, with its products."""
        tables = {
            name: [row for row in rows if row.get("edition", edition) == edition] for name, rows in self.tables.items()
        }
        found = Evidence(self.out, tables, self.raw, self.notes, self.profiles)
        found.quality, found.package, found.files = self.quality, self.package, self.files
        for name in (row["source"] for row in tables["sources"]):
            for folder, kind, mine in (("pages", Pages, found.pages), ("records", Records, found.records)):
                file = self.out / folder / f"{name}.json"
                if file.exists():
                    item: Any = store.read_product(file, kind)
                    mine[name] = item
        return found

    def rows(self, table: str, edition: str) -> list[Row]:
        return [row for row in self.tables[table] if row["edition"] == edition]

    def told(self, faults: int) -> str:
        """One line: what was compared, and what could not be."""
        cells = sum(bool(cell) for rows in self.tables.values() for row in rows for cell in row.values())
        words = sum(len(row["text"].split()) for row in self.tables["ledger"])
        lacks = [
            name
            for name, there in (("pages/", self.pages), ("records/", self.records), ("quality/", self.quality))
            if not there
        ]
        without = f"; without {', '.join(lacks)} places are checked by letters alone" if lacks else ""
        return f"{cells} cells, {words} words of {len(self.tables['sources'])} source(s): {faults or 'no'} fault(s){without}"

    def is_current(self, row: Row) -> bool:
        """Whether the products here are those of this row of ``sources``: an edition may keep its earlier rows."""
        records = self.records.get(row["source"])
        status = self.quality.get("editions", {}).get(row["edition"], {}).get("status", "passed")
        return (
            records is not None
            and records.source.sha256 == row["sha256"]
            and (status == "passed" or row["edition"] in self.partial or not self.package)
        )


def gather(
    out: Path, raw: Path | Mapping[str, Path], profile: Path | None = None, *, products: bool = True
) -> Evidence:
    """Read ``out`` (a folder of products, or a dataset alone) and the notes of the files in ``raw``, a folder or by name.

    Without ``products`` pages and records are left to ``Evidence.only``: those of many editions need not be in memory at once.
    """
    dataset = next(
        (folder for folder in (out / "dataset", out, out / "tables") if (folder / "projects.csv").exists()), None
    )
    if dataset is None:
        raise UsageError(f"{out}: no dataset here; name the folder that holds dataset/, or projects.csv itself")
    base = dataset.parent if dataset.name in ("dataset", "tables") else dataset
    files = {file.name: file.read_bytes() for file in sorted(dataset.iterdir()) if file.is_file()}
    tables = {
        name: store.read_table(dataset / f"{name}.csv") if f"{name}.csv" in files else []
        for name in (*TABLES, "quarantine")
    }
    names = [row.get("source", "") for row in tables["sources"]]
    paths = {name: raw / name if isinstance(raw, Path) else raw.get(name, Path(name)) for name in names}
    evidence = Evidence(base, tables, paths, _notes(paths), _profiles(profile))
    evidence.files = files
    evidence.package = _json(files.get("datapackage.json", b"{}"))
    report = base / "quality" / "quality.json"
    evidence.quality = _json(report.read_bytes()) if report.exists() else {}
    if products:
        evidence.pages = {item.source.name: item for item in _products(base / "pages", Pages)}
        evidence.records = {item.source.name: item for item in _products(base / "records", Records)}
    return evidence


def _json(data: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.MsgspecError:
        return {}


def _products(folder: Path, kind: type[Any]) -> list[Any]:
    return store.read_products(folder, kind) if any(folder.glob("*.json")) else []


def _notes(paths: dict[str, Path]) -> dict[str, Note]:
    """The notes of the files that are there; a file that is gone is a fault, found later."""
    found: dict[str, Note] = {}
    for name, path in paths.items():
        try:
            note = locate(path).note
        except PipelineError:
            continue
        if note is not None:
            found[name] = note
    return found


def _profiles(profile: Path | None) -> dict[str, Profile]:
    if profile is not None:
        given = load_profile(profile)
        return {given.name: given}
    return {known.name: known for known in known_profiles()}
