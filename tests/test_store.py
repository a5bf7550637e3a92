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
        store.write_product(tmp_path, name, PAGES)
    store.drop_others(tmp_path, {"klein.txt"})
    assert list(files_of(tmp_path)) == ["klein.txt.json"]


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


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "dataset"
    store.replace_folder(target, {"a.csv": b"1", "b.csv": b"2"})
    with monkeypatch.context() as patched:
        patched.setattr(store, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError("schijf vol")))
        with pytest.raises(OSError, match="schijf vol"):
            store.replace_folder(target, {"a.csv": b"3"})
    assert files_of(tmp_path) == {"dataset/a.csv": b"1", "dataset/b.csv": b"2"}
    store.replace_folder(target, {"a.csv": b"3"})
    assert files_of(tmp_path) == {"dataset/a.csv": b"3"}


def test_the_folder_comes_back_when_the_swap_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    target = tmp_path / "dataset"
    store.replace_folder(target, {"a.csv": b"1"})
    real = os.replace

    def fail_to_move_in(source: str | Path, goal: str | Path) -> None:
        if Path(goal) == target and Path(source).is_dir():
            raise OSError("schijf vol")
        real(source, goal)

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", fail_to_move_in)
        with pytest.raises(OSError, match="schijf vol"):
            store.replace_folder(target, {"a.csv": b"3"})
    assert files_of(target) == {"a.csv": b"1"}


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
    before = store.digest(tmp_path)
    assert store.digest(tmp_path) == before
    (tmp_path / "axes.csv").write_bytes((tmp_path / "axes.csv").read_bytes() + b"x")
    changed = store.digest(tmp_path)
    (tmp_path / "axes.csv").rename(tmp_path / "assen.csv")
    assert len({before, changed, store.digest(tmp_path)}) == 3


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"editions": {}}', b"\xff"])
def test_a_report_that_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "quality.json").write_bytes(data)
    with pytest.raises(UsageError, match="not a quality report"):
        store.read_report(tmp_path / "quality.json")


def test_no_report_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="run `brochure validate` first"):
        store.read_report(tmp_path / "quality.json")
