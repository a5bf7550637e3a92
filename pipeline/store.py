"""The door to the file system: records as JSON, tables as canonical CSV.

Everything written here is stable to the byte (sorted, UTF-8, LF, no clock, no absolute path) and atomic: a reader sees
the old file or the new one, never half of one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.errors import UsageError
from pipeline.models import TABLES, Row, Table, Tables

T = TypeVar("T")


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)  # mkstemp makes files that only their owner can read
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def encode(record: object) -> bytes:
    """JSON with one line per element of each top-level list, so that a diff shows the page or record that changed."""
    fields = msgspec.to_builtins(record)
    lines = [f"{_json(key)}:{_spread(value)}" for key, value in fields.items()]
    return ("{" + ",\n".join(lines) + "}\n").encode()


def _spread(value: object) -> str:
    if isinstance(value, list | tuple) and value:
        return "[\n" + ",\n".join(_json(element) for element in value) + "]"
    return _json(value)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def write_product(folder: Path, name: str, record: object) -> None:
    """Write a stage's product of one source as ``folder/name.json``."""
    write_bytes(folder / f"{name}.json", encode(record))


def read_products(folder: Path, kind: type[T]) -> list[T]:
    """All products in ``folder``, sorted by file name; UsageError when the stage before has not run."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{folder}: no products of the stage before; run that stage first")
    return [_decode(file, kind) for file in files]


def _decode(file: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except msgspec.MsgspecError as error:
        raise UsageError(f"{file}: not a product of this version ({error}); run the stage before again") from None


def drop_others(folder: Path, names: set[str]) -> None:
    """Remove products of sources that are gone, so that a later stage cannot read what no file stands for."""
    for file in sorted(folder.glob("*.json")):
        if file.stem not in names:
            file.unlink()


def csv_bytes(table: Table, rows: Sequence[Row]) -> bytes:
    """Canonical CSV of a table, its columns in their order."""
    return csv_rows(table.header, rows)


def csv_rows(header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Canonical CSV: comma, minimal quotes, LF, UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def write_tables(folder: Path, tables: Tables) -> None:
    """Write every table of ``models.TABLES``; one without rows keeps its header."""
    for name, table in TABLES.items():
        write_bytes(folder / f"{name}.csv", csv_bytes(table, tables.get(name, [])))


def read_table(file: Path) -> list[Row]:
    """Rows of a CSV file as text cells. A ragged row must not pass for a whole one: surplus cells spoil its last cell,
    missing ones are left out."""
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        rows = []
        for cells in reader:
            row = dict(zip(header, cells, strict=False))
            if len(cells) > len(header) and header:
                row[header[-1]] = ",".join(cells[len(header) - 1 :])
            rows.append(row)
    return rows


def digest(folder: Path) -> bytes:
    """One line that changes whenever a CSV file of ``folder`` does."""
    total = hashlib.sha256()
    for file in sorted(folder.glob("*.csv")):
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest().encode() + b"\n"


def read_report(file: Path) -> dict[str, Any]:
    """A quality report as plain data; UsageError when the stage has not run."""
    try:
        report = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        raise UsageError(f"{file}: no quality report; run `brochure validate` first") from None
    except msgspec.MsgspecError:
        report = {}
    if not {"editions", "rules", "exit_code"} <= report.keys():
        raise UsageError(f"{file}: not a quality report; run `brochure validate` again")
    return report


def replace_folder(target: Path, files: dict[str, bytes]) -> None:
    """Replace ``target`` by a folder with just ``files`` (relative name → content): built beside, swapped in at the end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    os.chmod(fresh, 0o755)
    old = fresh.with_name(fresh.name + ".old")
    try:
        for name, data in sorted(files.items()):
            write_bytes(fresh / name, data)
        if target.exists():
            os.replace(target, old)
        os.replace(fresh, target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
