"""The folder of a run: ours alone, one run at a time, and whole after a kill at any step."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import workspace
from pipeline.errors import UsageError
from pipeline.workspace import MARKER, claimed, replace_folder
from tests.conftest import files_of

OURS = frozenset({"a.csv", "b.csv"})
OLD, NEW = {"a.csv": b"oud", "b.csv": b"oud"}, {"a.csv": b"nieuw"}
#: What changes the tree of files; a kill before any of these steps must lose nothing.
STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "shutil.copytree"}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    target = tmp_path / "out" / "dataset"
    with claimed(target.parent):
        replace_folder(target, OLD, OURS)
    return target


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do ``work`` in a child that is killed just before its ``step``-th change of the tree; False when it has fewer."""
    child = os.fork()
    if child == 0:
        count = 0

        def kill(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if event in STEPS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT):
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(kill)
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("exchange", [True, False])
def test_a_kill_at_any_step_leaves_the_old_folder_or_the_new_one(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(workspace, "_exchange", lambda *_: False)
    (dataset / "van mij.txt").write_bytes(b"mijn")

    def work() -> None:
        with claimed(dataset.parent):
            replace_folder(dataset, NEW, OURS)

    step, seen = 1, []
    while killed_at(step, work):
        with claimed(dataset.parent):
            found = files_of(dataset)
        assert found.pop("van mij.txt") == b"mijn"
        assert found in (OLD, NEW)
        assert {path.name for path in dataset.parent.iterdir()} == {MARKER, "dataset"}
        seen.append(found)
        with claimed(dataset.parent):
            replace_folder(dataset, OLD, OURS)
        step += 1
    assert seen[0] == OLD
    assert seen[-1] == NEW
    assert len(seen) > 6


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "mijn.csv").write_bytes(b"1")
    with pytest.raises(UsageError, match=r"holds files that brochure did not make \(dataset\)"), claimed(tmp_path):
        pass
    assert files_of(tmp_path) == {"dataset/mijn.csv": b"1"}
    (tmp_path / MARKER).touch()  # as the message says
    with claimed(tmp_path):
        pass


def test_a_new_or_empty_folder_becomes_ours(tmp_path: Path) -> None:
    for folder in (tmp_path / "nieuw" / "diep", tmp_path / "leeg"):
        with claimed(folder):
            assert (folder / MARKER).read_text("utf-8")


def test_a_second_run_waits_and_says_so(dataset: Path) -> None:
    told: list[str] = []
    with (
        claimed(dataset.parent),
        pytest.raises(UsageError, match="another run has this folder"),
        claimed(dataset.parent, lambda: told.append("wacht"), patience=0.1),
    ):
        pass
    assert told == ["wacht"]
    with claimed(dataset.parent, lambda: told.append("wacht")):
        assert told == ["wacht"]


def test_a_folder_that_cannot_be_built_changes_nothing(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workspace, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        replace_folder(dataset, NEW, OURS)
    assert {path.name for path in dataset.parent.iterdir()} == {MARKER, "dataset"}
    assert files_of(dataset) == OLD


def test_leftovers_of_earlier_versions_are_healed(dataset: Path) -> None:
    dataset.rename(dataset.with_name(".dataset.x1y2z3.old"))
    (dataset.parent / ".dataset.q9").mkdir()
    with claimed(dataset.parent):
        assert files_of(dataset) == OLD
    assert {path.name for path in dataset.parent.iterdir()} == {MARKER, "dataset"}
