"""Seals: hashes of the raw files, of the products and of the published tables, compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pipeline import store
from pipeline.models import TABLES
from pipeline.verify.evidence import Evidence, Fault


def seals(evidence: Evidence) -> Iterator[Fault]:
    """Files that are not those that were read, sealed or published."""
    yield from _raw(evidence)
    for name, what in store.broken_seals(evidence.out) if evidence.quality else ():
        yield _fault("seal", name.removeprefix("tables/").removesuffix(".csv"), f"{name} {what}")
    for resource in evidence.package.get("resources", []):
        yield from _resource(evidence, resource)
    yield from _republished(evidence)


def _raw(evidence: Evidence) -> Iterator[Fault]:
    for row in evidence.tables["sources"]:
        path = evidence.raw[row["source"]]
        if not path.exists():
            yield _fault("hash", "sources", f"{path.name} is not among the raw files", row["edition"], row["source"])
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            yield _fault(
                "hash", "sources", "the raw file is another one than was read", row["edition"], row["source"], "sha256"
            )


def _resource(evidence: Evidence, resource: dict[str, Any]) -> Iterator[Fault]:
    """A published table against the checksum in the data package."""
    name, path = str(resource.get("name")), str(resource.get("path"))
    data = evidence.files.get(path)
    if data is None:
        yield _fault("seal", name, f"{path} is gone")
    elif f"sha256:{hashlib.sha256(data).hexdigest()}" != resource.get("hash"):
        yield _fault("seal", name, f"{path} is not as it was published")


def _republished(evidence: Evidence) -> Iterator[Fault]:
    """The rows of an edition that passed are those of the tables beside the dataset."""
    folder = evidence.out / "tables"
    passed = [name for name, entry in evidence.quality.get("editions", {}).items() if entry.get("status") == "passed"]
    if not evidence.package or not folder.is_dir():
        return
    for name in TABLES:
        file = folder / f"{name}.csv"
        rows = store.read_table(file) if file.exists() else []
        for edition in passed:
            ours = [row for row in evidence.tables[name] if row.get("edition") == edition]
            theirs = [row for row in rows if row.get("edition") == edition]
            if ours != theirs:
                yield _fault(
                    "seal",
                    name,
                    f"the rows of tables/{name}.csv are other ones ({len(theirs)}, here {len(ours)})",
                    edition,
                )


def _fault(check: str, table: str, message: str, edition: str = "", key: str = "", column: str = "") -> Fault:
    return Fault(edition, check, table, key, column, "", message)
