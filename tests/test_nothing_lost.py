"""Nothing lost: every file ends in a named outcome, and no edition goes under by a kill, a second run or a damaged file."""

from __future__ import annotations

import os
import random
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import flow, store
from pipeline.errors import PipelineError, UsageError
from pipeline.models import TABLES, Blocks, Pages
from pipeline.normalize.language import language
from pipeline.profile import PROFILES, known_profiles, load_profile
from pipeline.sources import load, locate, locate_all
from pipeline.validate import load_suites
from pipeline.workspace import MARKER, claimed
from tests.cases.make import text_brochure
from tests.cases.notes import note, noted
from tests.cases.rooms import write
from tests.conftest import PROJECT, Brochure, files_of
from tests.test_workspace import killed_at

TEXT = text_brochure()


def editions(out: Path) -> set[str]:
    return {row["edition"] for row in store.read_table(out / "dataset" / "projects.csv")}


# --- every file has an outcome -----------------------------------------------------------------------------------


def test_odd_files_stop_no_good_one(brochure: Brochure, tmp_path: Path) -> None:
    (good,) = write(tmp_path, {"goed.txt": TEXT})
    odd = write(
        tmp_path,
        {"n" * 247 + ".txt": TEXT, "rood\x1b[31m.txt": TEXT, "groot.txt": TEXT + " " * 1_100_000, "kapot.txt": TEXT},
    )
    write(tmp_path, {"kapot.txt.toml": "edition = " + "[" * 3000})
    os.mkfifo(tmp_path / "pijp")
    unnamed = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(unnamed)).write_text(TEXT, "utf-8")
    files = [
        *odd,
        tmp_path / "pijp",
        Path("/dev/zero"),
        Path(os.fsdecode(unnamed)),
        tmp_path / "weg.txt",
        good,
    ]
    result = brochure("run", *files, "--out", tmp_path / "out", "--max-size", 1)
    assert result.code == 2
    for said in (
        "has 251 bytes",
        "has control characters",
        "more than 1 MB",
        "nested too deeply",
        "a device or a pipe",
        "not UTF-8",
        "no such file",
    ):
        assert sum(said in line for line in result.err.splitlines()) == 1 + (said == "a device or a pipe"), said
    assert all(line.isprintable() for line in result.err.splitlines())
    assert editions(tmp_path / "out") == {"goed"}


def test_a_bug_with_one_file_is_told_and_stops_no_other(
    brochure: Brochure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.segment

    real = pipeline.segment.segment

    def fails(pages: Pages, *args: object, **options: object) -> Blocks:
        if pages.source.name == "b.txt":
            raise KeyError("onverwacht")
        return real(pages, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.segment, "segment", fails)
    result = brochure("run", *write(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}), "--out", tmp_path / "out")
    assert result.code == 1
    (line,) = result.err.splitlines()
    assert line.startswith("brochure: b.txt: a bug in segment: KeyError 'onverwacht' (test_nothing_lost.py:")
    assert editions(tmp_path / "out") == {"a", "c"}
    assert not (tmp_path / "out" / "pages" / "b.txt.json").exists()


def test_texts_may_be_longer_than_libraries_expect(tmp_path: Path) -> None:
    """The csv module stops at 131,072 characters of a cell, spaCy at a million of a text."""
    row = dict.fromkeys(TABLES["axes"].header, "") | {"introduction": "woord " * 200_000}
    store.write_bytes(tmp_path / "axes.csv", store.csv_bytes(TABLES["axes"], [row]))
    assert store.read_table(tmp_path / "axes.csv") == [row]
    assert language(known_profiles()[0]).max_length > 10**9


def test_names_are_no_markup(brochure: Brochure, tmp_path: Path) -> None:
    path, _ = write(tmp_path, noted("plan [bold] :smile:.txt", TEXT, edition="2023 [/nl]"))
    result = brochure("run", path, "--out", tmp_path / "uit [/x]")
    assert (result.code, result.err) == (0, "")
    assert "2023 [/nl]" in result.out
    assert editions(tmp_path / "uit [/x]") == {"2023 [/nl]"}


# --- what is read is what is named -------------------------------------------------------------------------------


def test_a_file_that_changes_after_it_was_found_is_not_published_as_the_old_one(tmp_path: Path) -> None:
    path, _ = write(tmp_path, noted("plan.txt", TEXT))
    item = locate(path)
    path.write_text(TEXT.replace("BUDGET", "Budget"), "utf-8")
    with pytest.raises(UsageError, match="sha256"):
        load(item)


@pytest.mark.parametrize("ends", [("\n", "\r\n"), ("\r\n", "\n")])
def test_other_line_ends_are_called_so(tmp_path: Path, ends: tuple[str, str]) -> None:
    noted_, found = (TEXT.replace("\n", end) for end in ends)
    path, _ = write(tmp_path, {"plan.txt": found, "plan.txt.toml": note(noted_)})
    with pytest.raises(UsageError, match="by its line ends only"):
        load(locate(path))


def test_git_leaves_every_byte_as_it_is() -> None:
    assert "* -text" in (PROJECT / ".gitattributes").read_text("utf-8").splitlines()


@pytest.mark.parametrize("profile", ["../eigen", "a/b", "/etc/passwd", "x.toml"])
def test_a_note_names_a_profile_and_no_path(tmp_path: Path, profile: str) -> None:
    path, _ = write(tmp_path, noted("plan.txt", TEXT, profile=profile))
    with pytest.raises(UsageError, match="without path"):
        locate(path)


@pytest.mark.parametrize("value", ["9" * 5000, "9" * 19, "0." + "1" * 10])
def test_a_decided_number_has_a_size(tmp_path: Path, value: str) -> None:
    override = f'[[overrides]]\nproject = "x"\nfield = "budget_eur"\nvalue = "{value}"\nquote = "a"\nreason = "b"\nauthor = "c"\n'
    path, _ = write(tmp_path, {"plan.txt": TEXT, "plan.txt.toml": note(TEXT) + override})
    with pytest.raises(UsageError, match="write a plain number"):
        locate(path)


# --- folders -----------------------------------------------------------------------------------------------------


def test_a_folder_of_somebody_else_is_refused_before_anything_is_written(brochure: Brochure, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", {"plan.txt": TEXT})
    write(tmp_path / "mijn" / "pages", {"mijn.json": "{}"})
    before = files_of(tmp_path / "mijn")
    result = brochure("run", path, "--out", tmp_path / "mijn")
    assert result.code == 2
    assert "holds files that brochure did not make (pages)" in result.err
    assert files_of(tmp_path / "mijn") == before


def test_files_of_others_in_our_folder_stay(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    write(out / "dataset", {"notities.md": "van mij"})
    (path,) = write(tmp_path / "in", {"ander.txt": TEXT})
    result = brochure("run", path, "--out", out)
    assert (result.code, result.err) == (0, "")
    assert editions(out) == {"2031-nl", "ander"}
    assert (out / "dataset" / "notities.md").read_bytes() == b"van mij"
    write(out / "pages", {"mijn.json": "{}"})
    result = brochure("run", path, "--out", out)
    assert (result.code, len(result.err.splitlines())) == (2, 1)
    assert (out / "pages" / "mijn.json").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(brochure: Brochure, tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"plan.txt": TEXT})
    (tmp_path / "vast").mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    result = brochure("run", path, "--out", tmp_path / "vast" / "uit")
    assert (result.code, len(result.err.splitlines())) == (2, 1)


def test_a_full_disk_is_one_line(
    brochure: Brochure, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write(tmp_path / "in", {"ander.txt": TEXT})
    before = files_of(out / "dataset")

    def full(file: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(store, "write_bytes", full)
    result = brochure("run", path, "--out", out)
    assert result.code == 2
    (line,) = result.err.splitlines()
    assert line.endswith("No space left on device; make room or choose another folder with --out")
    assert files_of(out / "dataset") == before


# --- a kill, a second run ----------------------------------------------------------------------------------------


@pytest.fixture
def quick_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate that passes what it gets, as the kills and pairs below need hundreds of runs."""

    def validate(out: Path, *_: object) -> tuple[int, list[flow.Problem]]:
        sources = store.read_table(out / "tables" / "sources.csv")
        found = {row["edition"]: {"status": "passed", "met": 1, "expectations": 1} for row in sources}
        store.write_bytes(
            out / "quality" / "quality.json", store.encode({"editions": found, "rules": [], "exit_code": 0})
        )
        store.write_bytes(out / "quality" / "quarantine.csv", b"edition\n")
        store.write_bytes(out / store.SEAL, store.seal(out))
        return 0, []

    monkeypatch.setattr(flow, "validate", validate)


def run(path: Path, out: Path) -> flow.Outcome:
    with claimed(out):
        return flow.run(*locate_all([path]), out, PROJECT / "expectations")  # type: ignore[arg-type]


@pytest.mark.usefixtures("quick_gate")
@pytest.mark.parametrize("stride", [11, pytest.param(1, marks=pytest.mark.slow)])
def test_a_kill_at_any_step_of_a_run_loses_nothing(tmp_path: Path, stride: int) -> None:
    first, second = write(tmp_path / "in", {"eerste.txt": TEXT, "tweede.txt": TEXT})
    out = tmp_path / "out"
    run(first, out)
    start = tmp_path / "start"
    shutil.copytree(out, start)
    run(second, out)
    whole = files_of(out)
    step = 1
    while True:
        shutil.rmtree(out)
        shutil.copytree(start, out)
        if not killed_at(step, lambda: run(second, out)):
            break
        with claimed(out):
            assert editions(out) >= {"eerste"}
        run(second, out)
        assert files_of(out) == whole, step
        step += stride
    assert step > 40


@pytest.mark.usefixtures("quick_gate")
def test_two_runs_into_one_folder_lose_no_edition(tmp_path: Path) -> None:
    paths = write(tmp_path / "in", {"eerste.txt": TEXT, "tweede.txt": TEXT})
    run(paths[0], tmp_path / "warm")  # imports
    for number in range(20):
        out = tmp_path / f"out{number}"
        children = []
        for path in paths:
            child = os.fork()
            if child == 0:
                try:
                    outcome = run(path, out)
                    os._exit(0 if outcome.published.whole == [path.stem] else 9)
                finally:
                    os._exit(8)
            children.append(child)
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
        assert editions(out) == {"eerste", "tweede"}
        assert sorted(path.name for path in out.iterdir() if path.name.startswith(".")) == [".batch", MARKER]


# --- damaged notes, profiles, suites, earlier outputs -------------------------------------------------------------


def mutated(data: bytes, random_: random.Random) -> bytes:
    """``data`` cut off, with a few bytes changed, with a piece repeated, or nested deeply."""
    at, end = sorted(random_.randrange(len(data) + 1) for _ in range(2))
    how = random_.randrange(6)
    if how == 0:
        return data[:at]
    if how == 1:
        return data[:at] + bytes(random_.randrange(256) for _ in range(3)) + data[at + 3 :]
    if how == 2:
        return data[:end] + data[at:end] + data[end:]
    if how == 3:
        return data[:at] + b"[" * 5000 + data[at:]
    if how == 4:
        return data[:at] + b"9" * 5000 + data[at:]
    return data[:at] + data[end:]


def damaged(file: Path, count: int) -> Iterator[int]:
    """``file`` in ``count`` damaged forms, one after the other; afterwards as it was."""
    data = file.read_bytes()
    for seed in range(count):
        file.write_bytes(mutated(data, random.Random(f"{file.name}{seed}")))
        yield seed
    file.write_bytes(data)


def in_one_line(work: Callable[[], object]) -> bool:
    """True when ``work`` does it, False when it says in one line why not; every other exception is a bug."""
    try:
        work()
    except PipelineError as error:
        said = str(error)
    else:
        return True
    assert said.strip()
    return False


def test_damaged_notes_and_profiles_are_told_in_one_line(tmp_path: Path) -> None:
    override = (
        '[[overrides]]\nproject = "x"\nfield = "budget_eur"\nvalue = "1"\nquote = "a"\nreason = "b"\nauthor = "c"\n'
    )
    path, file = write(tmp_path, {"plan.txt": TEXT, "plan.txt.toml": note(TEXT) + override})
    results = [in_one_line(lambda: load(locate(path))) for _ in damaged(file, 100)]
    profile = Path(shutil.copy(sorted(PROFILES.glob("*.toml"))[0], tmp_path / "eigen.toml"))
    results += [in_one_line(lambda: load_profile(profile)) for _ in damaged(profile, 100)]
    assert 100 < results.count(False) < 200


def test_damaged_suites_are_told_in_one_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROJECT / "expectations", tmp_path / "suites"))
    results = [
        in_one_line(lambda: load_suites(folder)) for file in sorted(folder.glob("a*.json")) for _ in damaged(file, 20)
    ]
    assert results.count(False) > 30


def test_damaged_earlier_outputs_lose_no_row(out: Path, tmp_path: Path) -> None:
    """Whatever happens to the files of a folder: its edition stays in the dataset, or one line says what is wrong."""
    before = store.read_table(out / "dataset" / "projects.csv")
    for file in sorted(
        path for path in out.rglob("*") if path.is_file() and path.parent.name in ("dataset", "quality", "tables")
    ):
        for _ in damaged(file, 8):
            copy = Path(shutil.copytree(out, tmp_path / "kopie"))
            if in_one_line(lambda copy=copy: flow.publish(copy)):  # type: ignore[misc]
                assert store.read_table(copy / "dataset" / "projects.csv") == before
            shutil.rmtree(copy)
