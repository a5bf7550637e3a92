"""The door to the file system: records as JSON, tables as canonical CSV.

Everything written here is stable to the byte (sorted, UTF-8, LF, no clock, no absolute path) and atomic: a reader sees
the old file or the new one, never half of one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.addresses import filled, named, words_of
from pipeline.errors import DETAIL, UsageError
from pipeline.models import TABLES, Blocks, Pages, Records, Row, Table, Tables

T = TypeVar("T")
#: The names of files that are being written.
_PREFIX, _SUFFIX = ".brochure-", ".part"
TEMPORARY = f"{_PREFIX}*{_SUFFIX}"
#: Products that name the words of ``pages/`` instead of holding them.
BY_ADDRESS = (Blocks, Records)
#: What JSON that is no product of ours does to the code that reads it.
_OTHER = (AttributeError, LookupError, TypeError, ValueError)
#: Bytes of a note or a profile above which it is none.
TOML_LIMIT = 1_000_000

# A description may be longer than the 131,072 characters that the module allows a cell.
csv.field_size_limit(sys.maxsize)


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
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
    fields = named(record) if isinstance(record, BY_ADDRESS) else msgspec.to_builtins(record)
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


def products(folder: Path) -> list[Path]:
    """The products in ``folder``, sorted by name; UsageError when the stage before has not run."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{folder}: no products of the stage before; run that stage first")
    return files


def read_products(folder: Path, kind: type[T]) -> list[T]:
    """All products in ``folder``, in the order of their names."""
    return [read_product(file, kind) for file in products(folder)]


def read_product(file: Path, kind: type[T]) -> T:
    """One product, with its words, which stand in ``pages/`` beside its folder; UsageError when it is none of this version."""
    try:
        if kind not in BY_ADDRESS:
            return msgspec.json.decode(file.read_bytes(), type=kind)
        data = msgspec.json.decode(file.read_bytes())
        pages = read_product(file.parent.with_name("pages") / file.name, Pages)
        return msgspec.convert(filled(data, kind, words_of(pages)), kind, str_keys=True)
    except (msgspec.MsgspecError, RecursionError, *_OTHER, FileNotFoundError) as error:
        raise UsageError(
            f"{file}: not a product of this version ({_detail(error)}); run the stage before again"
        ) from None


def _detail(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    text = " ".join(str(error).split())
    return "a number of thousands of digits" if "integer string conversion" in text else text[:DETAIL]


def read_toml(file: Path, kind: type[T], what: str) -> T:
    """A note or a profile, checked; UsageError says what is malformed. OSError when there is no such file."""
    try:
        if not file.is_file() or file.stat().st_size > TOML_LIMIT:
            raise UsageError(
                f"{file.name}: not a {what}, which is a TOML file of at most {TOML_LIMIT:,} bytes; correct the name"
            )
        data = tomllib.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError) as error:  # ValueError: TOML, UTF-8, numbers of 5,000 digits
        raise UsageError(f"{file.name}: malformed {what}: {_detail(error)}; correct the file") from None
    try:
        return msgspec.convert(data, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise UsageError(f"{file.name}: malformed {what}: {_wrong(data, kind, error)}; correct the file") from None


def _wrong(data: object, kind: type[T], error: Exception) -> str:
    """The first of what is wrong, with the allowed values, and how much more is."""
    from pipeline.faults import faults

    try:
        found = faults(data, kind)
    except RecursionError:
        found = []
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return " ".join(f"{found[0]}{more}".split()) if found else _detail(error)


def drop_others(folder: Path, names: set[str]) -> None:
    """Remove products of sources that are gone, so that a later stage cannot read what no file stands for.

    UsageError for a file that is no product of ours: it is not removed, and nobody reads it.
    """
    for file in sorted(folder.glob("*.json")):
        if file.stem not in names:
            if not _is_product(file):
                raise UsageError(f"{file}: was not made by brochure; move it out of this folder")
            file.unlink()


class _Name(msgspec.Struct):
    name: str


class _AnyProduct(msgspec.Struct):
    """What the products of all stages, and of all versions, have in common."""

    source: _Name


def _is_product(file: Path) -> bool:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_AnyProduct).source.name == file.stem
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False


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
    missing ones are left out. UsageError when it is no CSV in UTF-8."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            rows = []
            for cells in reader:
                row = dict(zip(header, cells, strict=False))
                if len(cells) > len(header) and header:
                    row[header[-1]] = ",".join(cells[len(header) - 1 :])
                rows.append(row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file}: damaged table ({_detail(error)}); run the stage that makes it again") from None
    return rows


def digest(files: Iterable[Path]) -> bytes:
    """One line that changes whenever one of ``files``, or which they are, does."""
    total = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes() if file.exists() else b""
        total.update(file.name.encode() + b"\0" + hashlib.sha256(content).digest())
    return total.hexdigest().encode() + b"\n"


#: What the gate seals, and where the seal is.
SEALED = (
    "pages/*.json",
    "records/*.json",
    "tables/*.csv",
    "quality/quality.json",
    "quality/quarantine.csv",
    "quality/suites.sha256",
)
SEAL = "quality/seal.json"


def seal(out: Path) -> bytes:
    """Checksum and number of lines of every product that the gate read or wrote: what is taken out later shows."""
    files = [file for pattern in SEALED for file in sorted(out.glob(pattern)) if not file.name.startswith(".")]
    found = {f"{file.parent.name}/{file.name}": _sealed(file.read_bytes()) for file in files}
    return ("{" + ",\n".join(f"{_json(name)}:{_json(entry)}" for name, entry in found.items()) + "}\n").encode()


def _sealed(data: bytes) -> dict[str, str | int]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "lines": data.count(b"\n")}


def broken_seals(out: Path) -> list[tuple[str, str]]:
    """Sealed files that are no longer what they were, each with what became of it."""
    file = out / SEAL
    if not file.exists():
        return [(SEAL, "is not there")]
    try:
        sealed = msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, str | int]])
        present = msgspec.json.decode(seal(out), type=dict[str, dict[str, str | int]])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return [(SEAL, "is not a seal")]
    found = []
    for name in sorted({*sealed, *present}):
        before, now = sealed.get(name), present.get(name)
        if now is None or before is None:
            found.append((name, "is gone" if now is None else "was not there when it was sealed"))
        elif now != before:
            lines = (
                f": {now['lines']} of {before.get('lines')} lines are here"
                if now["lines"] != before.get("lines")
                else ""
            )
            found.append((name, f"was changed since it was sealed{lines}"))
    return found


def read_report(file: Path) -> dict[str, Any]:
    """A quality report as plain data; UsageError when the stage has not run."""
    try:
        report = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        raise UsageError(f"{file}: no quality report; run `brochure validate` first") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        report = {}
    if not {"editions", "rules", "exit_code"} <= report.keys():
        raise UsageError(f"{file}: not a quality report; run `brochure validate` again")
    return report


# --- what became of the files ------------------------------------------------------------------------------------


class Trouble(msgspec.Struct, frozen=True):
    """Why a file went no further than a stage: its name, the line to show and the exit code."""

    file: str
    message: str
    exit_code: int


def write_trouble(out: Path, stage: str, found: Sequence[Trouble], *, always: bool = False) -> None:
    """Keep what went wrong in a stage (or in a whole ``run``) beside its product; no file where nothing did, unless ``always``.

    A run takes the place of its stages, and the first stage that of an earlier run.
    """
    folder = out / "problems"
    gone = {"run": folder.glob("*.json"), "read": folder.glob("run.json")}.get(stage, ())
    for file in (*gone, folder / f"{stage}.json"):
        file.unlink(missing_ok=True)
    if found or always:
        lines = ",\n".join(json.dumps(msgspec.to_builtins(item), separators=(",", ":")) for item in found)
        write_bytes(folder / f"{stage}.json", f"[{lines}]\n".encode())  # ASCII: a name of a file need not be UTF-8
    elif folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def read_trouble(out: Path) -> list[Trouble]:
    """What went wrong in the stages that made the products of a folder, each thing once, by name as a run tells it."""
    found: list[Trouble] = []
    for file in sorted((out / "problems").glob("*.json")):
        try:
            found += msgspec.json.decode(file.read_bytes(), type=list[Trouble])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise UsageError(f"{file}: damaged; run the stage that makes it again") from None
    return sorted(dict.fromkeys(found), key=lambda trouble: trouble.file)
