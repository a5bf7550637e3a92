"""Many documents: several at a time, poisons among them, killed and started again; always the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import flow, store
from pipeline.batch import Crew, Limits
from pipeline.models import Blocks, Pages, Tables
from pipeline.sources import files_in, locate_all
from pipeline.workspace import claimed
from tests.cases.make import text_brochure
from tests.cases.rooms import write
from tests.conftest import PROJECT, Brochure

TEXT = text_brochure()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def run(paths: list[Path], out: Path, size: int) -> flow.Outcome:
    found, failed = locate_all(paths)
    with claimed(out):
        problems = [flow.Problem(path.name, error) for path, error in failed]
        return flow.run(found, problems, out, PROJECT / "expectations", crew=Crew(size, Limits()), proofs=True)


def archive(folder: Path, count: int) -> list[Path]:
    texts = {f"plan{number:03}.txt": TEXT.replace("2026", str(2026 + number)) for number in range(count)}
    return write(folder, texts)


def test_the_number_of_jobs_changes_nothing_and_unchanged_files_are_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = archive(tmp_path / "in", 3)
    found = []
    for size in (0, 2):
        assert run(paths, tmp_path / str(size), size).exit_code == 0
        found.append(everything(tmp_path / str(size)))
    assert found[0] == found[1]

    def again(*_: object) -> None:
        raise AssertionError("done again")

    out = tmp_path / "2"
    for name in ("_extract", "_normalize", "_judge", "_proof"):
        monkeypatch.setattr(flow, name, again)
    outcome = run(paths, out, 0)
    assert (outcome.exit_code, outcome.published.whole) == (0, ["plan000", "plan001", "plan002"])
    assert everything(out) == found[1]
    monkeypatch.undo()
    done: list[str] = []
    real = flow._extract
    monkeypatch.setattr(flow, "_extract", lambda at, item, *rest: (done.append(item.name), real(at, item, *rest))[1])
    paths[1].write_text(TEXT + "\n", "utf-8")
    (out / "records" / "plan002.txt.json").unlink()
    (out / "dataset" / "projects.csv").unlink()
    (out / "dataset" / "datapackage.json").unlink()
    for file in (out / "dataset").glob("*.csv"):
        file.unlink()
    assert run(paths, out, 0).exit_code == 0
    assert done == ["plan001.txt", "plan002.txt"]
    assert run(paths, tmp_path / "anew", 0).exit_code == 0
    assert everything(out) == everything(tmp_path / "anew")


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.txt": TEXT, "a.txt.toml": "", "LEES.md": "", ".b.txt": TEXT})
    write(tmp_path / "in" / "diep", {"c.txt": TEXT})
    assert [path.name for path in files_in([tmp_path / "in", tmp_path / "in" / "a.txt"])] == ["a.txt", "c.txt"]


def test_poisons_among_good_files(brochure: Brochure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hang, a hunger for memory and a crash end as one line each; the others are published."""
    import pipeline.segment

    real = pipeline.segment.segment

    def poisoned(pages: Pages, *args: object, **options: object) -> Blocks:
        match pages.source.name:
            case "hangt.txt":
                while True:
                    pass
            case "eet.txt":
                b"x" * 8 * 1024**3
            case "valt.txt":
                os.kill(os.getpid(), signal.SIGSEGV)
        return real(pages, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.segment, "segment", poisoned)
    paths = archive(tmp_path / "in", 4) + write(
        tmp_path / "in", dict.fromkeys(("hangt.txt", "eet.txt", "valt.txt"), TEXT)
    )
    result = brochure("run", *paths, "--out", tmp_path / "out", "--jobs", 2, "--max-cpu", 5, "--max-memory", 500)
    assert result.code == 3
    assert len(result.err.splitlines()) == 3, result.err
    eats, hangs, falls = result.err.splitlines()
    assert "eet.txt: stopped in segment at 500 MB" in eats
    assert "--max-cpu" in hangs
    assert "SIGSEGV" in falls
    rows = store.read_table(tmp_path / "out" / "dataset" / "sources.csv")
    assert [row["source"] for row in rows] == [path.name for path in paths[:4]]


def test_a_gate_that_hangs_on_one_edition_judges_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = flow._judge

    def judge(at: flow.At, tables: Tables, suites: object) -> object:
        if any(row["edition"] == "plan001" for row in tables["sources"]):
            while True:
                pass
        return real(at, tables, suites)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "_judge", judge)
    paths = archive(tmp_path / "in", 3)
    with claimed(tmp_path / "out"):
        crew = Crew(2, Limits(cpu=12))
        outcome = flow.run(*locate_all(paths), tmp_path / "out", PROJECT / "expectations", crew=crew)  # type: ignore[arg-type]
    assert outcome.published.whole == ["plan000", "plan002"]
    (problem,) = outcome.problems
    assert (problem.name, outcome.exit_code) == ("plan001", 3)
    assert "stopped in validate after 12 s of CPU" in str(problem.error)


@pytest.mark.slow
def test_kills_at_any_moment_change_nothing(tmp_path: Path) -> None:
    paths = archive(tmp_path / "in", 6)
    assert run(paths, tmp_path / "whole", 2).exit_code == 0
    whole, out = everything(tmp_path / "whole"), tmp_path / "out"
    random_ = random.Random(18)
    for _ in range(8):
        child = os.fork()
        if child == 0:
            try:
                run(paths, out, 2)
            finally:
                os._exit(0)
        time.sleep(random_.uniform(0.02, 2.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert run(paths, out, 2).exit_code == 0
    assert everything(out) == whole


def test_a_batch_forks_from_one_thread() -> None:
    """What is imported before children are forked must start no thread."""
    script = (
        "import os; os.environ['OPENBLAS_NUM_THREADS'] = '1'; import importlib; from pipeline import flow; "
        "[importlib.import_module(name) for name in (*flow._READERS, *flow._RECORDS)]; import pipeline.normalize; "
        "import pipeline.validate; from pipeline.normalize.language import language; from pipeline.profile import known_profiles; "
        "language(known_profiles()[0]); print(len(os.listdir('/proc/self/task')))"
    )
    if sys.platform == "linux":
        done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "1"
