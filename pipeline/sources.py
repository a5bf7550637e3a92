"""Sources and their notes: which files belong to which edition.

A note is a TOML file beside its source, named after it (``plan.pdf`` → ``plan.pdf.toml``). A file without a note is an
edition of its own, named after its stem.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import PipelineError, UnreadableError, UsageError
from pipeline.models import INFO_BOX, TABLES, Override, Role, Source

#: What a file of raw/ may be besides a source.
_NOT_SOURCES = {".toml", ".md"}

#: The columns that a person may decide: neither keys, nor words as printed, nor what follows from other cells.
DECIDABLE = {
    "projects": ("axis", "title", "kind", "description", "budget_eur", "authorities", "end_goal", "start", "end"),
    "axes": ("slogan", "introduction", "budget_eur", "share_pct"),
}
_NUMBER = (re.compile(r"((0|[1-9][0-9]*)(\.[0-9]+)?)?"), "write a plain number such as 112500000 or 9875000.5")
_PERIOD = (re.compile(r"([0-9]{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?)?"),
           "write a period such as 2026, 2026-Q3 or 2026-08")
_FORMS = {
    "budget_eur": _NUMBER, "share_pct": _NUMBER, "start": _PERIOD, "end": _PERIOD,
    "kind": (re.compile(r"(investment|reform|project)?"), "write investment, reform or project"),
    "title": (re.compile(r".+"), "a title is never empty"), "axis": (re.compile(r".+"), "an axis is never empty"),
}


class Note(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a note says. ``sha256`` is checked against the file: a note speaks of one file and no other."""

    edition: str
    title: str
    publisher: str
    sha256: str
    licence: str
    language: str = "nl"
    profile: str = ""
    role: Role = Role.primary
    remark: str = ""
    overrides: tuple[Override, ...] = ()


class Located(NamedTuple):
    """A source file and what is known of it."""

    path: Path
    source: Source


def format_of(data: bytes) -> str:
    """``pdf`` or ``text``, by content: some PDFs start with a few stray bytes, as readers tolerate."""
    return "pdf" if b"%PDF-" in data[:1024] else "text"


def note_of(path: Path) -> Path:
    """Where the note of a source file is."""
    return path.with_name(path.name + ".toml")


def raw_files(folder: Path) -> list[Path]:
    """The source files of raw/, sorted; UsageError when there are none."""
    files = sorted(
        path for path in (folder.iterdir() if folder.is_dir() else ())
        if path.is_file() and path.suffix not in _NOT_SOURCES and not path.name.startswith(".")
    )
    if not files:
        raise UsageError(f"{folder}: no brochures there; name the files to read, or put them into raw/")
    return files


def locate(path: Path) -> Located:
    """What the note of ``path`` says of it, checked."""
    if path.is_dir():
        raise UsageError(f"{path.name}: is a folder; name the files in it")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError(f"{path}: no such file; check the name") from None
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}; make the file readable") from None
    digest = hashlib.sha256(data).hexdigest()
    kind = format_of(data)
    file = note_of(path)
    if not file.exists():
        return Located(path, Source(name=path.name, edition=path.stem, format=kind, sha256=digest))
    note = _note(file)
    if note.sha256 != digest:
        raise UsageError(
            f"{file.name}: sha256 is {note.sha256[:12]}… but {path.name} has {digest[:12]}…; "
            "restore the file, or write a note for the new one"
        )
    return Located(path, Source(
        name=path.name, edition=note.edition, role=note.role, format=kind, sha256=digest, title=note.title,
        publisher=note.publisher, language=note.language, profile=note.profile, licence=note.licence, remark=note.remark,
        overrides=note.overrides,
    ))


def edition_of(path: Path) -> str:
    """The edition of a file that cannot be read: its note may still say it."""
    try:
        return _note(note_of(path)).edition if note_of(path).exists() else path.stem
    except UsageError:
        return path.stem


def _note(file: Path) -> Note:
    try:
        note = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Note)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{file.name}: malformed note: {error}; correct the note") from None
    seen: set[tuple[str, ...]] = set()
    for number, override in enumerate(note.overrides, 1):
        cell = (override.project, override.axis, override.field, override.quote if not override.project + override.axis else "")
        if wrong := "it decides the same cell as one before; keep one of them" if cell in seen else _wrong(override):
            raise UsageError(f"{file.name}: override {number} ({override.field}): {wrong}")
        seen.add(cell)
    return note


def _wrong(override: Override) -> str:
    """What is wrong with an override by itself, and what to do; empty when nothing is."""
    for name in ("quote", "reason", "author"):
        if not any(map(str.isalnum, getattr(override, name))):
            return f"its {name} says nothing; fill it"
    if override.page < 0:
        return "its page is below 0; leave page out, or give the page of the quote"
    if override.field == INFO_BOX:
        if override.axis or override.value is not None:
            return "it takes a project (or none: the box belongs to no project) and words of the box as quote; remove the rest"
        return ""
    if bool(override.project) == bool(override.axis):
        return "name the project or the axis whose cell it decides, one of the two"
    table = "projects" if override.project else "axes"
    if override.field not in DECIDABLE[table]:
        what = "follows from other cells or is a key" if override.field in TABLES[table].header else f"is no column of {table}.csv"
        also = f", {INFO_BOX}" if override.project else ""
        return f"{override.field} {what}; choose one of {', '.join(DECIDABLE[table])}{also}"
    if override.value is None:
        return 'it has no value; write value = "…", and value = "" for an empty cell'
    if override.value != " ".join(override.value.split()):
        return "its value has line ends or spare spaces; write it on one line with single spaces"
    form, advice = _FORMS.get(override.field, (None, ""))
    if form and not form.fullmatch(override.value):
        return f"{override.value!r} does not fit the column; {advice}"
    return ""


def locate_all(paths: Iterable[Path]) -> tuple[list[Located], list[tuple[Path, PipelineError]]]:
    """Sources by name, and the files that could not be taken.

    A witness whose edition has no primary source among ``paths`` is its own primary. UsageError when two files would be
    one product or two primaries of one edition.
    """
    paths = list(paths)
    names = [path.name for path in paths]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(f"{twice[0]}: named twice; products are named after their files, so run them one by one")
    located: list[Located] = []
    failed: list[tuple[Path, PipelineError]] = []
    for path in sorted(paths, key=lambda path: path.name):
        try:
            located.append(locate(path))
        except UnreadableError as error:
            failed.append((path, error))
    primaries = [item.source.edition for item in located if item.source.role is Role.primary]
    if double := sorted({edition for edition in primaries if primaries.count(edition) > 1}):
        files = ", ".join(i.source.name for i in located if i.source.edition == double[0])
        raise UsageError(f'edition {double[0]}: several primary sources ({files}); give all but one a note with role = "witness"')
    told = {*primaries, *(edition_of(path) for path, _ in failed)}
    for index, item in enumerate(located):
        if item.source.edition not in told:
            told.add(item.source.edition)
            located[index] = Located(item.path, replace(item.source, role=Role.primary))
    for item in located:
        if item.source.overrides and item.source.role is Role.witness:
            raise UsageError(
                f"{note_of(item.path).name}: overrides of a witness decide nothing, as it is not published; "
                f"move them to the note of the primary source of {item.source.edition}"
            )
    return located, failed
