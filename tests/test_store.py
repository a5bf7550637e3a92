"""The door to the file system: stable bytes, whole files, clear words about what is not a product."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import store
from pipeline.errors import UsageError
from pipeline.models import TABLES, Pages, Source, Style
from tests.conftest import files_of

PAGES = Pages(Source(name="klein.txt", edition="klein"), (Style(),), ())


def test_a_product_comes_back_as_it_went(tmp_path: Path) -> None:
    store.write_product(tmp_path / "pages", "klein.txt", PAGES)
    assert store.read_products(tmp_path / "pages", Pages) == [PAGES]
    data = (tmp_path / "pages" / "klein.txt.json").read_bytes()
    assert data.endswith(b"\n")
    assert b"\r" not in data


def test_no_product_says_which_stage_to_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run that stage first"):
        store.read_products(tmp_path / "pages", Pages)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"source": 1}', b"\xff\xfe"])
def test_something_else_is_not_taken_for_a_product(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "klein.json").write_bytes(data)
    with pytest.raises(UsageError, match=r"klein\.json: not a product of this version") as refused:
        store.read_products(tmp_path, Pages)
    assert "\n" not in str(refused.value)


def test_products_of_sources_that_are_gone_go_too(tmp_path: Path) -> None:
    for name in ("oud.txt", "klein.txt"):
        store.write_product(tmp_path, name, Pages(Source(name=name, edition="klein"), (Style(),), ()))
    store.drop_others(tmp_path, {"klein.txt"})
    assert list(files_of(tmp_path)) == ["klein.txt.json"]


@pytest.mark.parametrize("data", [b"{}", b"[1]", b"\xff", b'{"source": {"name": "ander.txt"}}', b"[" * 100_000])
def test_what_is_no_product_is_never_removed(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mijn.json").write_bytes(data)
    with pytest.raises(UsageError, match=r"mijn\.json: was not made by brochure"):
        store.drop_others(tmp_path, set())
    assert files_of(tmp_path) == {"mijn.json": data}


def test_writing_leaves_the_old_file_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "tabel.csv"
    store.write_bytes(file, b"oud")

    def fail(*_: object) -> None:
        raise OSError("schijf vol")

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", fail)
        with pytest.raises(OSError, match="schijf vol"):
            store.write_bytes(file, b"nieuw")
    assert files_of(tmp_path) == {"tabel.csv": b"oud"}
    store.write_bytes(file, b"nieuw")
    assert files_of(tmp_path) == {"tabel.csv": b"nieuw"}


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=20)
AXES = TABLES["axes"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(AXES.header, CELLS)), max_size=4))
def test_cells_come_back_as_they_went(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    file = tmp_path / "axes.csv"
    store.write_bytes(file, store.csv_bytes(AXES, rows))
    assert store.read_table(file) == rows


def test_every_table_has_its_header(tmp_path: Path) -> None:
    store.write_tables(tmp_path, {})
    assert {path.stem for path in tmp_path.iterdir()} == set(TABLES)
    for name, table in TABLES.items():
        assert (tmp_path / f"{name}.csv").read_text("utf-8") == ",".join(table.header) + "\n"


def test_the_digest_sees_every_change(tmp_path: Path) -> None:
    store.write_tables(tmp_path, {})
    before = store.digest(tmp_path.iterdir())
    assert store.digest(tmp_path.iterdir()) == before
    (tmp_path / "axes.csv").write_bytes((tmp_path / "axes.csv").read_bytes() + b"x")
    changed = store.digest(tmp_path.iterdir())
    (tmp_path / "axes.csv").rename(tmp_path / "assen.csv")
    assert len({before, changed, store.digest(tmp_path.iterdir())}) == 3


def test_the_seal_sees_every_change(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    file = tmp_path / "tables" / "a.csv"
    file.write_text("x\n1\n2\n", "utf-8")
    assert store.broken_seals(tmp_path) == [("quality/seal.json", "is not there")]
    store.write_bytes(tmp_path / "quality" / "seal.json", store.seal(tmp_path))
    assert store.broken_seals(tmp_path) == []
    file.write_text("x\n1\n", "utf-8")
    assert store.broken_seals(tmp_path) == [("tables/a.csv", "was changed since it was sealed: 2 of 3 lines are here")]
    file.rename(tmp_path / "tables" / "b.csv")
    assert store.broken_seals(tmp_path) == [
        ("tables/a.csv", "is gone"),
        ("tables/b.csv", "was not there when it was sealed"),
    ]
    (tmp_path / "quality" / "seal.json").write_text("[]", "utf-8")
    assert store.broken_seals(tmp_path) == [("quality/seal.json", "is not a seal")]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"editions": {}}', b"\xff"])
def test_a_report_that_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "quality.json").write_bytes(data)
    with pytest.raises(UsageError, match="not a quality report"):
        store.read_report(tmp_path / "quality.json")


def test_no_report_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run `brochure validate` first"):
        store.read_report(tmp_path / "quality.json")
