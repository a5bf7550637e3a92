"""Sources and their notes: which files belong to which edition.

A note is a TOML file beside its source, named after it (``plan.pdf`` → ``plan.pdf.toml``). A file without a note is an
edition of its own, named after its stem.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import PipelineError, UnreadableError, UsageError
from pipeline.models import DECIDABLE, INFO_BOX, TABLES, Override, Role, Source, Wording
from pipeline.store import read_toml

#: Bytes of a source above which it is not read, unless ``--max-size`` allows more.
SIZE_LIMIT = 512 * 1024**2
#: Bytes that a file name may have: products are called ``NAME.json``, and systems allow 255.
NAME_LIMIT = 255 - len(".json")
#: What a file of raw/ may be besides a source.
_NOT_SOURCES = {".toml", ".md"}

_NUMBER = (re.compile(r"((0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?)?"), "write a plain number such as 12000000 or 1234500.5")
_PERIOD = (
    re.compile(r"([0-9]{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?)?"),
    "write a period such as 2026, 2026-Q3 or 2026-08",
)
_FORMS = {
    "budget_eur": _NUMBER,
    "share_pct": _NUMBER,
    "start": _PERIOD,
    "end": _PERIOD,
    "target": _PERIOD,
    "kind": (re.compile(r"(investment|reform|project)?"), "write investment, reform or project"),
    "title": (re.compile(r".+"), "a title is never empty"),
    "axis": (re.compile(r".+"), "an axis is never empty"),
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
    data_licence: str = ""
    contributors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    wordings: tuple[Wording, ...] = ()
    #: For the diff: project_id → its id in the edition before, or "" where it is new there.
    formerly: dict[str, str] = {}


class Located(NamedTuple):
    """A file to read and what its note says of it. Nothing of the file itself is read before ``load``."""

    path: Path
    edition: str
    role: Role = Role.primary
    note: Note | None = None

    @property
    def name(self) -> str:
        return self.path.name


def format_of(data: bytes) -> str:
    """``pdf`` or ``text``, by content: some PDFs start with a few stray bytes, as readers tolerate."""
    return "pdf" if b"%PDF-" in data[:1024] else "text"


def note_of(path: Path) -> Path:
    """Where the note of a source file is."""
    return path.with_name(path.name + ".toml")


def raw_files(folder: Path) -> list[Path]:
    """The source files of raw/, sorted; UsageError when there are none."""
    files = sorted(
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.is_file() and path.suffix not in _NOT_SOURCES and not path.name.startswith(".")
    )
    if not files:
        raise UsageError(f"{folder}: no brochures there; name the files to read, or put them into raw/")
    return files


def files_in(paths: Iterable[Path]) -> list[Path]:
    """``paths``, each folder among them replaced by the source files in it and below it; each file once."""
    found: dict[tuple[Path, str], Path] = {}
    for path in paths:
        inside = _below(path) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"{path}: no brochures in this folder; name another one, or files")
        for file in inside:
            found.setdefault((file.resolve(), file.name), file)
    return list(found.values())


def _below(folder: Path) -> list[Path]:
    hidden = len(folder.parts)
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file()
        and file.suffix not in _NOT_SOURCES
        and not any(part.startswith(".") for part in file.parts[hidden:])
    )


def locate(path: Path) -> Located:
    """``path`` with its note, checked. UnreadableError when there is no such file or its name cannot be kept,
    UsageError when its note is malformed."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UnreadableError(f"{path}: no such file; check the name") from None
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}; make the file readable") from None
    if not stat.S_ISREG(mode):
        raise UnreadableError(f"{path}: is a device or a pipe; give a regular file")
    _check_name(path.name)
    file = note_of(path)
    if not file.exists():
        return Located(path, path.stem)
    note = _note(file)
    return Located(path, note.edition, note.role, note)


def _check_name(name: str) -> None:
    """A name that could not be written into a table, or not carry its products, is refused."""
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        raise UnreadableError(f"{name}: the name of the file is not UTF-8; rename the file") from None
    if re.search("[\x00-\x1f\x7f-\x9f]", name):
        raise UnreadableError(f"{name}: the name of the file has control characters; rename the file")
    if size > NAME_LIMIT:
        raise UnreadableError(
            f"{name[:40]}…: the name of the file has {size} bytes, more than {NAME_LIMIT}; shorten it"
        )


def load(item: Located, limit: int = SIZE_LIMIT) -> tuple[bytes, Source]:
    """The content of a file, read once, and the source that it is.

    limit: bytes. UnreadableError when there are more of them, or the file cannot be read; UsageError when its note speaks
    of another content.
    """
    path, note = item.path, item.note
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(min(size, limit) + 1)  # a read takes as much memory as it asks for
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}; make the file readable") from None
    if max(len(data), size) > limit:
        raise UnreadableError(f"{path}: more than {limit / 1024**2:g} MB; split it, or allow more with --max-size")
    digest = hashlib.sha256(data).hexdigest()
    found = Source(name=path.name, edition=item.edition, role=item.role, format=format_of(data), sha256=digest)
    if note is None:
        return data, found
    if note.sha256 != digest:
        raise UsageError(_other_content(item, data, digest))
    return data, replace(
        found,
        title=note.title,
        publisher=note.publisher,
        language=note.language,
        profile=note.profile,
        licence=note.licence,
        remark=note.remark,
        data_licence=note.data_licence,
        contributors=note.contributors,
        keywords=note.keywords,
        note_sha256=hashlib.sha256(note_of(path).read_bytes()).hexdigest(),
        overrides=note.overrides,
        wordings=note.wordings,
    )


def _other_content(item: Located, data: bytes, digest: str) -> str:
    """Why the note of a file does not speak of its content."""
    assert item.note is not None
    unix = data.replace(b"\r\n", b"\n")
    note = note_of(item.path).name
    if item.note.sha256 in {hashlib.sha256(other).hexdigest() for other in (unix, unix.replace(b"\n", b"\r\n"))}:
        return (
            f"{note}: {item.name} differs from the file that the note speaks of by its line ends only; a program such as "
            "git with core.autocrlf changed them: restore them"
        )
    return (
        f"{note}: sha256 is {item.note.sha256[:12]}… but {item.name} has {digest[:12]}…; restore the file, "
        "or write a note for the new one"
    )


def edition_of(path: Path) -> str:
    """The edition of a file that cannot be read: its note may still say it."""
    try:
        return _note(note_of(path)).edition if note_of(path).exists() else path.stem
    except (UsageError, OSError):
        return path.stem


def _note(file: Path) -> Note:
    try:
        note = read_toml(file, Note, "note")
    except OSError as error:
        raise UsageError(f"{file.name}: {error.strerror}; make the note readable") from None
    if not note.edition.strip() or not note.edition.isprintable():
        raise UsageError(f"{file.name}: edition is empty or has control characters; write a short name on one line")
    if not re.fullmatch(r"[\w-]*", note.profile):
        raise UsageError(f"{file.name}: {note.profile!r} is no name of a profile; write it without path and ending")
    for number, wording in enumerate(note.wordings, 1):
        if not any(map(str.isalnum, wording.printed)) or not wording.label.strip():
            raise UsageError(
                f"{file.name}: wording {number} says nothing; give the label of the profile and the words printed for it"
            )
    seen: set[tuple[str, ...]] = set()
    for number, override in enumerate(note.overrides, 1):
        cell = (
            override.project,
            override.axis,
            override.field,
            override.quote if not override.project + override.axis else "",
        )
        if wrong := "it decides the same cell as one before; keep one of them" if cell in seen else fault_of(override):
            raise UsageError(f"{file.name}: override {number} ({override.field}): {wrong}")
        seen.add(cell)
    return note


def fault_of(override: Override) -> str:  # noqa: C901
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
        what = (
            "follows from other cells or is a key"
            if override.field in TABLES[table].header
            else f"is no column of {table}.csv"
        )
        also = f", {INFO_BOX}" if override.project else ""
        return f"{override.field} {what}; choose one of {', '.join(DECIDABLE[table])}{also}"
    if override.value is None:
        return 'it has no value; write value = "…", and value = "" for an empty cell'
    if override.value and not any(map(str.isalnum, override.value)):
        return f'its value {override.value!r} says nothing; write it, and value = "" for an empty cell'
    if override.value != " ".join(override.value.split()):
        return "its value has line ends or spare spaces; write it on one line with single spaces"
    form, advice = _FORMS.get(override.field, (None, ""))
    if form and not form.fullmatch(override.value):
        return f"{override.value!r} does not fit the column; {advice}"
    return ""


def locate_all(paths: Iterable[Path]) -> tuple[list[Located], list[tuple[Path, PipelineError]]]:
    """Sources by name, and the files that could not be taken, each with its reason.

    A witness whose edition has no primary source among ``paths`` is its own primary. Files of one name would be one product:
    none of them is taken.
    """
    paths = sorted(paths, key=lambda path: (path.name, path))
    count = Counter(path.name for path in paths)
    located: list[Located] = []
    failed: list[tuple[Path, PipelineError]] = []
    for path in paths:
        try:
            if count[path.name] > 1:
                raise UsageError(
                    f"{path}: {count[path.name]} files have this name, and products are named after it; rename them"
                )
            located.append(locate(path))
        except PipelineError as error:
            failed.append((path, error))
    told = {edition_of(path) for path, _ in failed}
    for edition, items in _by_edition(located):
        primaries = [item for item in items if item.role is Role.primary]
        if not primaries and edition not in told:
            located[located.index(items[0])] = items[0]._replace(role=Role.primary)
        elif wrong := _wrong_sources(edition, items, primaries):
            failed += [(item.path, wrong) for item in items]
            located = [item for item in located if item not in items]
    return located, failed


def _by_edition(located: list[Located]) -> list[tuple[str, list[Located]]]:
    editions = sorted({item.edition for item in located})
    return [(edition, [item for item in located if item.edition == edition]) for edition in editions]


def _wrong_sources(edition: str, items: list[Located], primaries: list[Located]) -> UsageError | None:
    """Why these files cannot be one edition."""
    if len(primaries) > 1:
        files = ", ".join(item.name for item in primaries)
        return UsageError(
            f'edition {edition}: several primary sources ({files}); give all but one a note with role = "witness"'
        )
    decides = [item for item in items if item.role is Role.witness and item.note and item.note.overrides]
    if decides:
        return UsageError(
            f"{note_of(decides[0].path).name}: overrides of a witness decide nothing, as it is not published; "
            f"move them to the note of the primary source of {edition}"
        )
    return None
