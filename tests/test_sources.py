"""Sources and their notes: which file belongs to which edition, and what a note may say."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.errors import UnreadableError, UsageError
from pipeline.models import Role
from pipeline.sources import load, locate, locate_all, note_of, raw_files
from tests.cases.rooms import write

TEXT = "BUDGET\n"
NOTE = {
    "edition": "2031-nl",
    "title": "Plan",
    "publisher": "Drukkerij",
    "licence": "eigen werk",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
}


def note(**changes: str | None) -> str:
    fields = {**NOTE, **changes}
    return "".join(f'{key} = "{value}"\n' for key, value in fields.items() if value is not None)


def test_a_file_without_note_is_an_edition_of_its_own(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"plan 2031 – süd.v2.txt": TEXT})
    _, source = load(locate(path))
    assert (source.name, source.edition, source.role) == ("plan 2031 – süd.v2.txt", "plan 2031 – süd.v2", Role.primary)
    assert source.sha256 == NOTE["sha256"]


def test_the_note_speaks_of_its_file(tmp_path: Path) -> None:
    path, _ = write(tmp_path, {"plan.txt": TEXT, "plan.txt.toml": note(role="witness", remark="opnieuw gezet")})
    _, source = load(locate(path))
    assert (source.edition, source.title, source.role, source.remark) == (
        "2031-nl",
        "Plan",
        Role.witness,
        "opnieuw gezet",
    )
    assert note_of(path).name == "plan.txt.toml"


def test_a_witness_alone_is_its_own_primary(tmp_path: Path) -> None:
    path, _ = write(tmp_path, {"plan.txt": TEXT, "plan.txt.toml": note(role="witness")})
    (alone,), _ = locate_all([path])
    assert alone.role is Role.primary


def test_a_witness_without_its_primary_is_its_own_primary(tmp_path: Path) -> None:
    paths = write(tmp_path, {"plan.txt": TEXT, "ander.txt": TEXT})
    write(tmp_path, {"plan.txt.toml": note(role="witness")})
    found, _ = locate_all(paths)
    assert {item.role for item in found} == {Role.primary}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (note(kleur="blauw"), "kleur"),
        (note(edition=None), "edition"),
        (note(role="bijzaak"), "bijzaak"),
        (note(sha256="0" * 64), "sha256"),
        ("edition = 2031\n" + note(edition=None), "edition"),
        ("edition = ", "malformed note"),
        ("\udcff", "malformed note"),
    ],
)
def test_a_note_that_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path, _ = write(tmp_path, {"plan.txt": TEXT, "plan.txt.toml": text.encode("utf-8", "surrogateescape")})
    with pytest.raises(UsageError) as refused:
        load(locate(path))
    assert str(refused.value).startswith("plan.txt.toml: ")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_one_file_that_is_missing_stops_no_other(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"plan.txt": TEXT})
    found, failed = locate_all([tmp_path / "weg.txt", path])
    assert [item.path for item in found] == [path]
    ((missing, error),) = failed
    assert missing.name == "weg.txt"
    assert isinstance(error, UnreadableError)


def test_two_files_that_would_be_one_product(tmp_path: Path) -> None:
    found, failed = locate_all([tmp_path / "a" / "plan.txt", tmp_path / "b" / "plan.txt"])
    assert not found
    assert ["2 files have this name" in str(error) for _, error in failed] == [True, True]


def test_two_primaries_of_an_edition_stop_no_other(tmp_path: Path) -> None:
    found, failed = locate_all(write(tmp_path, {"plan.txt": TEXT, "plan.pdf": TEXT, "ander.txt": TEXT}))
    assert [item.name for item in found] == ["ander.txt"]
    assert {path.name for path, _ in failed} == {"plan.txt", "plan.pdf"}
    assert all("several primary sources" in str(error) for _, error in failed)


def test_raw_holds_sources_notes_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {"b.txt": TEXT, "a.pdf": TEXT, "b.txt.toml": note(), "README.md": "", ".verborgen": ""})
    assert [path.name for path in raw_files(tmp_path)] == ["a.pdf", "b.txt"]


@pytest.mark.parametrize("name", ["leeg", "nergens"])
def test_raw_without_brochures(tmp_path: Path, name: str) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(UsageError, match="no brochures there"):
        raw_files(tmp_path / name)
