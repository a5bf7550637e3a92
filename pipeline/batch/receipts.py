"""Receipts: what a run has finished, so that the next one need not do it again.

A receipt lies in the hidden folder ``.batch`` of the run and is written after the products that it speaks of. It counts as
long as its key (the hash of input, profile, options and code) is the same and its products are still as they were.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline import store
from pipeline.errors import PipelineError, error_of

FOLDER = ".batch"
_PACKAGE = Path(__file__).parent.parent
_CODE = {".py", ".toml", ".js", ".css", ".j2"}
#: The libraries that decide what is read and published.
LIBRARIES = (
    "great-expectations",
    "msgspec",
    "numpy",
    "pdfminer.six",
    "pdfplumber",
    "pypdfium2",
    "rapidfuzz",
    "scipy",
    "spacy",
    "text2num",
    "xlsxwriter",
)


class Receipt(Struct, frozen=True):
    """``products``: their path in the folder of the run → SHA-256. ``problem``: kind of error and message, where it ended so."""

    key: str
    products: dict[str, str] = {}
    problem: tuple[str, str] | None = None

    def error(self) -> PipelineError | None:
        """The error that the work ended with."""
        return error_of(*self.problem) if self.problem else None


class Receipts:
    """The receipts of one kind (``sources``, ``editions``) in the folder of a run."""

    def __init__(self, out: Path, kind: str) -> None:
        self._out, self.folder = out, out / FOLDER / kind

    def find(self, name: str, key: str) -> Receipt | None:
        """The receipt of ``name``, if it has this key and all its products are there unchanged."""
        try:
            found = msgspec.json.decode((self.folder / f"{name}.json").read_bytes(), type=Receipt)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        if found.key != key or any(hash_of(self._out / path) != digest for path, digest in found.products.items()):
            return None
        return found

    def keep(self, name: str, key: str, products: Iterable[str], error: PipelineError | None = None) -> None:
        """Write a receipt for ``products``, paths in the folder of the run, and for the error that ended the work."""
        problem = (type(error).__name__, str(error)) if error else None
        receipt = Receipt(key, {path: hash_of(self._out / path) for path in products}, problem)
        store.write_bytes(self.folder / f"{name}.json", store.encode(receipt))


def drop_receipts(folder: Path, names: set[str]) -> None:
    """Remove what is remembered of others than ``names``."""
    for file in folder.glob("*.json"):
        if file.stem not in names:
            file.unlink()


def hash_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces; empty where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def fingerprint(*parts: object) -> str:
    """One hash of ``parts`` (plain data) and of the code that works on them."""
    return hashlib.sha256(msgspec.json.encode([_code(), *parts])).hexdigest()


@cache
def _code() -> str:
    """A hash of this package, of the libraries that decide what is read, and of the Python that runs them."""
    total = hashlib.sha256(platform.python_version().encode())
    for name in LIBRARIES:
        total.update(f"{name} {version(name)}\n".encode())
    for file in sorted(_PACKAGE.rglob("*")):
        if file.suffix in _CODE:
            total.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + bytes.fromhex(hash_of(file)))
    return total.hexdigest()
