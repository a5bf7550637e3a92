"""The command: exit codes, one line for what is wrong, and an earlier dataset that nothing but a better one replaces."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.models import TABLES
from pipeline.workspace import MARKER
from tests.cases.make import (
    HERE,
    LABELS,
    PROJECTS,
    draw,
    pdf_brochure,
    text_box,
    text_brochure,
    text_pages,
    with_first,
)
from tests.cases.notes import note, noted
from tests.cases.rooms import Content, write
from tests.conftest import PROJECT, Brochure, Result, files_of

TEXT = text_brochure()
PDF = pdf_brochure()
FIRST = PROJECTS[0].title


EDITIONS = [f"203{n}-nl" for n in range(1, 6)]


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> Path:
    """The output of a run that published the text in five editions: what comes next can fail in five ways at once."""
    folder = tmp_path_factory.mktemp("vijf")
    files = {
        name: data for edition in EDITIONS for name, data in noted(f"{edition}.txt", TEXT, edition=edition).items()
    }
    result = run(brochure, folder, files, "--out", folder / "out")
    assert (result.code, result.err) == (0, "")
    return folder / "out"


def rows(out: Path, table: str, folder: str = "dataset") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / folder / f"{table}.csv").read_text("utf-8"))))


def of(edition: str, found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in found if row["edition"] == edition]


def run(brochure: Brochure, folder: Path, files: Mapping[str, Content], *options: object) -> Result:
    paths = [path for path in write(folder, files) if not path.name.endswith(".toml")]
    return brochure("run", *paths, *options)


# --- bad input ---------------------------------------------------------------------------------------------------


class Bad(NamedTuple):
    """Files, the words of the one line that they get, and the exit code."""

    files: dict[str, Content]
    code: int
    said: tuple[str, ...]


ZERO_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SECRET = bytes(range(256)) * 40

BAD_FILES = {
    "missing": Bad({}, 3, ("weg.txt: no such file", "check the name")),
    "empty": Bad({"leeg.txt": ""}, 3, ("leeg.txt: the file is empty",)),
    "blank": Bad({"leeg.txt": " \n\n\f \n"}, 3, ("leeg.txt: the file is empty",)),
    "empty PDF by name": Bad({"leeg.pdf": b""}, 3, ("leeg.pdf: the file is empty",)),
    "binary": Bad({"foto.pdf": b"\x89PNG\r\n\x1a\n" + SECRET}, 3, ("foto.pdf: neither a PDF nor",)),
    "binary that decodes": Bad({"bron.txt": b"BUDGET\x00\x01\x02"}, 3, ("bron.txt: neither a PDF nor", "line 1")),
    "truncated PDF": Bad({"half.pdf": PDF[: len(PDF) // 2]}, 3, ("half.pdf: ", "get a fresh copy")),
    "PDF header alone": Bad({"kop.pdf": b"%PDF-1.7\n"}, 3, ("kop.pdf: ", "get a fresh copy")),
    "password": Bad({"slot.pdf": pdf_brochure(password="geheim")}, 3, ("slot.pdf: the PDF asks for a password",)),
    "no text": Bad({"scan.pdf": draw([lambda sheet: sheet.rect(50, 50, 300, 300)])}, 3, ("scan.pdf: no text", "OCR")),
    "no pages": Bad({"nul.pdf": ZERO_PAGES}, 3, ("nul.pdf: the PDF has no pages",)),
    "DOS": Bad({"oud.txt": TEXT.replace("€", "EUR").encode("cp850")}, 3, ("oud.txt: ", "UTF-8", "line ")),
    "UTF-16": Bad({"oud.txt": TEXT.encode("utf-16")[:-1]}, 3, ("oud.txt: the text is UTF-16", "save it")),
    "no brochure": Bad(
        {"brief.txt": "Beste buren,\nde keuken is dicht.\n"}, 3, ("brief.txt: not a brochure", "--profile")
    ),
    "no brochure as PDF": Bad(
        {"brief.pdf": draw([lambda sheet: sheet.text(50, 90, "Beste buren,")])},
        3,
        ("brief.pdf: not a brochure", "--profile"),
    ),
    "strange name": Bad({"brief aan üßê 2.txt": "Beste buren,\n"}, 3, ("brief aan üßê 2.txt: not a brochure",)),
    "note with an unknown key": Bad(noted("plan.txt", TEXT, kleur="blauw"), 2, ("plan.txt.toml: ", "kleur")),
    "note of another file": Bad(
        {"plan.txt": TEXT, "plan.txt.toml": note("anders")}, 2, ("plan.txt.toml: sha256", "plan.txt")
    ),
    "malformed note": Bad({"plan.txt": TEXT, "plan.txt.toml": "edition = \n"}, 2, ("plan.txt.toml: malformed note",)),
    "unknown role": Bad(noted("plan.txt", TEXT, role="bijzaak"), 2, ("plan.txt.toml: malformed note", "bijzaak")),
    "unknown profile": Bad(noted("plan.txt", TEXT, profile="nergens"), 2, ("nergens", "known: ")),
    "two primaries": Bad(
        {**noted("a.txt", TEXT), **noted("b.pdf", PDF)},
        2,
        ("edition 2031-nl: several primary sources", "a.txt, b.pdf"),
    ),
    "two primaries without notes": Bad({"a.txt": TEXT, "a.pdf": PDF}, 2, ("edition a: several primary sources",)),
}


def complaint(result: Result) -> str:
    """The one line on stderr."""
    (line,) = result.err.splitlines()
    assert line.startswith("brochure: ")
    return line


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_input_gets_one_line_and_loses_nothing(brochure: Brochure, out: Path, tmp_path: Path, case: str) -> None:
    files, code, said = BAD_FILES[case]
    before = files_of(out / "dataset")
    paths = [path for path in write(tmp_path / "in", files) if not path.name.endswith(".toml")] or [
        tmp_path / "weg.txt"
    ]
    result = brochure("run", *paths, "--out", out)
    line = complaint(result)
    assert (result.code, [words for words in said if words not in line]) == (code, [])
    assert files_of(out / "dataset") == before
    read = brochure("read", *paths, "--out", out)  # the stage alone says the same, where it can tell
    assert read.code == code or "not a brochure" in line or "known: " in line


def test_an_empty_folder(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    result = brochure("run", tmp_path / "leeg", "--out", out)
    assert (result.code, "no brochures in this folder" in complaint(result)) == (2, True)


GOOD_PROFILE = (HERE / "other-profile.toml").read_text("utf-8")
BAD_PROFILES = {
    "malformed": ("[[labels", "malformed profile"),
    "unknown key": (f'kleur = "blauw"\n{GOOD_PROFILE}', "kleur"),
    "empty": ("", "malformed profile"),
    "unknown type": (GOOD_PROFILE.replace('"money"', '"geld"'), "geld"),
}


@pytest.mark.parametrize("case", BAD_PROFILES)
def test_a_bad_profile(brochure: Brochure, out: Path, tmp_path: Path, case: str) -> None:
    text, said = BAD_PROFILES[case]
    before = files_of(out / "dataset")
    result = run(
        brochure,
        tmp_path / "in",
        {"plan.txt": TEXT, "eigen.toml": text},
        "--out",
        out,
        "--profile",
        tmp_path / "in" / "eigen.toml",
    )
    line = complaint(result)
    assert result.code == 2
    assert "eigen.toml: " in line
    assert said in line
    assert files_of(out / "dataset") == before


BAD_SUITES = {
    "malformed": ("axes.json", "{", "axes.json: malformed suite"),
    "no rules": ("axes.json", '{"name": "axes", "expectations": []}', "axes.json: no expectations"),
    "other table": ("assen.json", "{}", "assen.json: no table of this name"),
    "missing": ("axes.json", None, "axes.json: no suite for this table"),
}


@pytest.mark.parametrize("case", BAD_SUITES)
def test_a_bad_suite(brochure: Brochure, out: Path, tmp_path: Path, case: str) -> None:
    name, text, said = BAD_SUITES[case]
    suites = Path(shutil.copytree(PROJECT / "expectations", tmp_path / "suites"))
    if text is None:
        (suites / name).unlink()
    else:
        (suites / name).write_text(text, "utf-8")
    before = files_of(out / "dataset")
    result = run(brochure, tmp_path / "in", {"plan.txt": TEXT}, "--out", out, "--expectations", suites)
    assert (result.code, said in complaint(result)) == (2, True)
    assert files_of(out / "dataset") == before


def test_suites_that_are_nowhere(brochure: Brochure, tmp_path: Path) -> None:
    result = run(
        brochure, tmp_path / "in", {"plan.txt": TEXT}, "--out", tmp_path / "out", "--expectations", tmp_path / "weg"
    )
    assert (result.code, "no such folder of suites" in complaint(result)) == (2, True)


@pytest.mark.parametrize("arguments", [("run", "--kleur"), ("fly",), ("segment", "--out"), ("run", "--json=ja")])
def test_wrong_use(brochure: Brochure, arguments: tuple[str, ...]) -> None:
    result = brochure(*arguments)
    assert (result.code, result.out) == (2, "")
    assert "Error: " in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("stage", ["segment", "assemble", "normalize", "validate", "publish"])
def test_a_stage_without_the_one_before_says_so(brochure: Brochure, tmp_path: Path, stage: str) -> None:
    result = brochure(stage, "--out", tmp_path)
    assert (result.code, "run" in complaint(result)) == (2, True)


@pytest.mark.parametrize("stage", ["run", "read"])
def test_an_output_folder_that_is_a_file(brochure: Brochure, tmp_path: Path, stage: str) -> None:
    path, blocked = write(tmp_path, {"plan.txt": TEXT, "out": "een bestand"})
    result = brochure(stage, path, "--out", blocked)
    assert (result.code, str(blocked) in complaint(result)) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_an_output_folder_that_may_not_be_written(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    for folder in (out, out / "pages"):
        folder.chmod(0o555)
    try:
        result = run(brochure, tmp_path / "in", {"plan.txt": TEXT}, "--out", out)
        assert (result.code, len(result.err.splitlines())) == (2, 1)
    finally:
        for folder in (out, out / "pages"):
            folder.chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", {"plan.txt": TEXT})
    path.chmod(0)
    result = brochure("run", path, "--out", out)
    assert (result.code, "make the file readable" in complaint(result)) == (3, True)


# --- good input --------------------------------------------------------------------------------------------------


def test_a_run_publishes(earlier: Path) -> None:
    assert {path.name for path in earlier.iterdir()} == {
        MARKER,
        ".batch",
        "pages",
        "blocks",
        "records",
        "tables",
        "quality",
        "dataset",
        "proof",
    }
    assert {f"{name}.csv" for name in TABLES} < set(files_of(earlier / "dataset"))
    found = rows(earlier, "projects")
    assert [row["title"] for row in found] == [project.title for project in PROJECTS]
    assert [row["end_goal"] for row in found] == [project.end_goal for project in PROJECTS]
    assert {row["edition"] for row in found} == {"2031-nl"}
    for name in TABLES:
        assert (earlier / "dataset" / f"{name}.csv").read_bytes() == (earlier / "tables" / f"{name}.csv").read_bytes()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> tuple[Path, Result]:
    """One run of sources that are published, each for its own reason."""
    folder = tmp_path_factory.mktemp("goed")
    files = {
        "plan süd – 2031.txt": TEXT,
        "slot.pdf": pdf_brochure(password=""),
        **noted("getuige.pdf", PDF, role="witness", edition="2032-nl"),
        **noted("plan.txt", TEXT, edition="2033-nl"),
        **noted("plan.pdf", pdf_brochure(with_first(budget="€ 12.500.001")), role="witness", edition="2033-nl"),
        **{f"{name}.txt": text_brochure(with_first(**change)) for name, change in LOOKS.items()},
    }
    return folder / "out", run(brochure, folder / "in", files, "--out", folder / "out")


LOOKS = {"no amount": {"budget": "nog te bepalen"}, "unknown authority": {"authority": "Gemeente Dorpsbeek"}}


def test_good_sources_are_published_in_silence(good: tuple[Path, Result]) -> None:
    out, result = good
    assert (result.code, result.err) == (0, "")
    assert len(rows(out, "projects")) == 6 * len(PROJECTS)


def test_without_a_note_the_edition_is_the_stem(good: tuple[Path, Result]) -> None:
    assert len(of("plan süd – 2031", rows(good[0], "projects"))) == len(PROJECTS)


def test_the_stages_one_by_one_make_the_same(brochure: Brochure, earlier: Path, tmp_path: Path) -> None:
    path, *_ = write(tmp_path / "in", noted("plan.txt", TEXT))
    out = tmp_path / "out"
    for stage in ("read", "segment", "assemble", "normalize", "validate", "publish"):
        result = brochure(stage, *([path] if stage == "read" else []), "--out", out)
        assert (stage, result.code, result.err) == (stage, 0, "")
    assert files_of(out) == files_of(earlier)


def test_a_profile_of_ones_own(brochure: Brochure, tmp_path: Path) -> None:
    text = text_brochure(PROJECTS[2:], ("KOSTPRIJS", "TREKKER", "RESULTAAT"))
    result = run(
        brochure,
        tmp_path / "in",
        {"ander.txt": text},
        "--out",
        tmp_path / "out",
        "--profile",
        HERE / "other-profile.toml",
    )
    assert result.code == 0
    assert [row["budget_eur"] for row in rows(tmp_path / "out", "projects")] == ["8250000", "1200000000"]
    assert {row["name"] for row in rows(tmp_path / "out", "authorities")} == {"Vlaanderen", "Wallonië"}


def test_an_encrypted_pdf_without_password(good: tuple[Path, Result]) -> None:
    assert len(of("slot", rows(good[0], "projects"))) == len(PROJECTS)


def test_the_command_finds_its_project(brochure: Brochure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "raw", noted("plan.txt", TEXT))
    (tmp_path / "notities" / "diep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notities" / "diep")
    assert brochure("run").code == 0
    assert len(rows(tmp_path / "extracted", "projects")) == len(PROJECTS)
    assert brochure("validate").code == 0


def test_json_is_all_that_stdout_holds(brochure: Brochure, tmp_path: Path) -> None:
    files = {**noted("plan.txt", TEXT), "brief.txt": "Beste buren,\n"}
    result = run(brochure, tmp_path / "in", files, "--out", tmp_path / "out", "--json")
    told = json.loads(result.out)
    assert result.code == told["exit_code"] == 3
    (edition,) = told["editions"]
    assert (edition["edition"], edition["status"], edition["projects"], edition["paired"]) == (
        "2031-nl",
        "published",
        "4",
        "4",
    )
    assert [problem["file"] for problem in told["problems"]] == ["brief.txt"]
    assert "brief.txt" in complaint(result)


def test_json_when_nothing_could_be_read(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path / "in", {"leeg.txt": ""}, "--out", tmp_path / "out", "--json")
    told = json.loads(result.out)
    assert (result.code, told["exit_code"], told.get("editions", [])) == (3, 3, [])


def test_the_summary_names_each_edition(good: tuple[Path, Result]) -> None:
    out, result = good
    head, *lines = result.out.splitlines()
    assert head.split()[:7] == ["edition", "status", "pages", "projects", "boxes", "paired", "refused"]
    assert head.split()[7:] == ["words", "expectations", "dataset"]
    for edition in ("slot", "2032-nl", "2033-nl"):
        (line,) = (line for line in lines if line.startswith(edition))
        assert line.split()[:7] == [edition, "published", "2", "4", "4", "4", "0"]
    assert str(out / "dataset" / "projects.csv") in result.out
    assert "\x1b" not in result.out + result.err


def test_no_colour_where_none_is_wanted(out: Path) -> None:
    """On a terminal, with NO_COLOR: nothing but plain text and attributes."""
    import pty

    script = (
        "import sys; sys.argv = ['brochure', 'publish', '--out', sys.argv[1]]; from pipeline.cli import main; main()"
    )
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-c", script, str(out / "weg")],
        cwd=PROJECT,
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm-256color"},
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert done.wait(60) == 2
    assert b"brochure: " in shown
    assert not re.findall(rb"\x1b\[[0-9;]*[34][0-7][0-9;]*m", shown)


# --- what waits for a person -------------------------------------------------------------------------------------


def waiting(out: Path) -> list[str]:
    """All causes for which editions wait; the terminal shows those that fit."""
    found = (out / "quality" / "decisions.toml").read_text("utf-8").splitlines()[1:]
    return [line.removeprefix("# ") for line in found if line.startswith("# ") and not line.startswith("# ---")]


STRAY = ("€ 77.000", "Wallonië", "Vuurtoren geverfd.")
PERSONS = {
    "two amounts": (
        text_brochure(with_first(budget="€ 4 miljoen en € 2 miljoen")),
        ("several amounts", "€ 4 miljoen en € 2"),
    ),
    "range": (text_brochure(with_first(budget="€ 4,5 miljoen tot € 6 miljoen")), ("is a range", "€ 6 miljoen")),
    "other currency": (text_brochure(with_first(budget="USD 5.000.000")), ("is in USD", "USD 5.000.000")),
    "no currency": (text_brochure(with_first(budget="4.500.000")), ("without currency", "4.500.000")),
    "orphan": (f"{TEXT}\n{text_box(STRAY)}\n", ("info box without project", "page 2", "candidates: ", "Vuurtoren")),
}


@pytest.fixture(scope="module")
def persons(five: Path, tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> tuple[Path, Result]:
    """All cases as new sources of the five editions; what was published of these stays."""
    folder = tmp_path_factory.mktemp("mens")
    out = Path(shutil.copytree(five, folder / "out"))
    files: dict[str, Content] = {}
    for edition, (text, _) in zip(EDITIONS, PERSONS.values(), strict=True):
        files |= noted(f"{edition}.txt", text, edition=edition)
    result = run(brochure, folder / "in", files, "--out", out)
    told = [line for line in waiting(out) if not line.startswith("and ")]
    assert all(re.match(r"(203[1-5]-nl): \1\.txt page ", line) for line in told)
    assert files_of(out / "dataset") == files_of(five / "dataset")
    return out, result


@pytest.mark.parametrize(("edition", "case"), list(zip(EDITIONS, PERSONS, strict=True)), ids=list(PERSONS))
def test_a_person_has_to_decide(persons: tuple[Path, Result], edition: str, case: str) -> None:
    out, result = persons
    said = "\n".join(line for line in waiting(out) if line.startswith(f"{edition}: {edition}.txt page "))
    assert result.code == 4
    assert not [words for words in PERSONS[case][1] if words not in said]
    assert re.search(rf"^{edition} +needs_person .*withheld", result.out, re.MULTILINE)
    assert len(of(edition, rows(out, "projects", "tables"))) == len(PROJECTS)  # what was found is there for a look


@pytest.mark.parametrize("case", LOOKS)
def test_what_only_wants_a_look_is_published(good: tuple[Path, Result], case: str) -> None:
    change = LOOKS[case]
    first = of(case, rows(good[0], "projects"))[0]
    assert change.get("budget", first["budget_printed"]) == first["budget_printed"]
    assert change.get("authority", first["authorities"]) == first["authorities"]
    assert first["budget_eur"] == ("" if "budget" in change else "12500000")
    assert [row["severity"] for row in of(case, rows(good[0], "findings"))] == ["warning"]


# --- several files -----------------------------------------------------------------------------------------------


def test_the_last_good_rows_stay_when_another_edition_is_published(
    brochure: Brochure, five: Path, tmp_path: Path
) -> None:
    """Of an edition that waits for a person, of one whose file is damaged, and of those that the run does not name."""
    out = Path(shutil.copytree(five, tmp_path / "out"))
    waits, damaged, *_ = EDITIONS
    files = {
        **noted("plan.txt", f"{TEXT}\n{text_box(STRAY)}\n", edition=waits),
        **noted("leeg.txt", "", edition=damaged),
        **noted("leeg.pdf", PDF, role="witness", edition=damaged),
        **noted("nieuw.pdf", PDF, edition="2040-nl"),
    }
    result = run(brochure, tmp_path / "in", files, "--out", out)
    assert result.code == 4  # the worst: a person before an unreadable file
    assert "leeg.txt" in result.err
    assert re.search(r"^2040-nl +published", result.out, re.MULTILINE)
    assert re.search(rf"^{waits} +needs_person", result.out, re.MULTILINE)
    found = rows(out, "projects")
    assert [row for row in found if row["edition"] in EDITIONS] == rows(five, "projects")
    assert len(of("2040-nl", found)) == len(PROJECTS)


def test_a_primary_that_cannot_be_read_is_not_replaced_by_its_witness(
    brochure: Brochure, out: Path, tmp_path: Path
) -> None:
    before = files_of(out / "dataset")
    files = {**noted("plan.txt", ""), **noted("plan.pdf", PDF, role="witness")}
    result = run(brochure, tmp_path / "in", files, "--out", out)
    assert result.code == 3
    assert files_of(out / "dataset") == before


def test_the_last_good_rows_stay_when_a_file_is_gone(brochure: Brochure, tmp_path: Path) -> None:
    """As for a file that is damaged: what was published of it stays until something better comes, with a note or without."""
    folder, out = tmp_path / "in", tmp_path / "out"
    files = {**noted("plan.txt", TEXT), "kaal.txt": TEXT, "nieuw.pdf": PDF}
    assert run(brochure, folder, files, "--out", out).code == 0
    for name in ("plan.txt", "kaal.txt"):
        (folder / name).unlink()
    result = brochure("run", *(folder / name for name in ("plan.txt", "kaal.txt", "nieuw.pdf")), "--out", out)
    plan, bare = sorted(result.err.splitlines(), reverse=True)
    assert (result.code, "plan.txt" in plan, "kaal.txt" in bare) == (3, True, True)
    assert len(rows(out, "projects")) == 3 * len(PROJECTS)


def test_the_last_good_rows_stay_when_stages_are_run_one_by_one(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    before = rows(out, "projects")
    paths = [
        path for path in write(tmp_path / "in", {**noted("plan.txt", ""), "nieuw.pdf": PDF}) if path.suffix != ".toml"
    ]
    assert brochure("read", *paths, "--out", out).code == 3
    for stage in ("segment", "assemble", "normalize", "validate", "publish"):
        assert brochure(stage, "--out", out).code == 0
    assert [row for row in rows(out, "projects") if row["edition"] == "2031-nl"] == before


def test_a_witness_that_disagrees_stops_nothing(good: tuple[Path, Result]) -> None:
    assert of("2033-nl", rows(good[0], "projects"))[0]["budget_eur"] == "12500000"
    told = [row for row in rows(good[0], "findings") if "budget_eur differs" in row["message"]]
    assert [row["source"] for row in told] == ["plan.pdf"]


def test_a_witness_that_cannot_be_read_stops_nothing_else(brochure: Brochure, tmp_path: Path) -> None:
    files = {**noted("plan.txt", TEXT), **noted("plan.pdf", b"%PDF-1.7\n", role="witness")}
    result = run(brochure, tmp_path / "in", files, "--out", tmp_path / "out")
    assert (result.code, "plan.pdf" in complaint(result)) == (3, True)
    assert len(rows(tmp_path / "out", "projects")) == len(PROJECTS)


def test_a_witness_alone_is_its_own_primary(good: tuple[Path, Result]) -> None:
    assert [row["role"] for row in of("2032-nl", rows(good[0], "sources"))] == ["primary"]
    assert len(of("2032-nl", rows(good[0], "projects"))) == len(PROJECTS)


def test_products_of_other_files_do_not_stay(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    assert run(brochure, tmp_path / "in", {"ander.txt": text_pages()[0]}, "--out", out).code == 0
    assert [path.name for stage in ("pages", "blocks", "records") for path in (out / stage).iterdir()] == [
        "ander.txt.json"
    ] * 3
    assert {row["edition"] for row in rows(out, "projects", "tables")} == {"ander"}


# --- the gate ----------------------------------------------------------------------------------------------------


def edit(out: Path, old: str, new: str, edition: str = "") -> None:
    """Change a cell of the tables by hand, as nobody should: the first that holds ``old`` (of ``edition``)."""
    file = out / "tables" / "projects.csv"
    before, start, after = file.read_text("utf-8").partition(f"\n{edition}")
    assert old in after
    file.write_text(before + start + after.replace(old, new, 1), "utf-8")


EDITS = {
    "no number": ("12500000", "12,5", "projects.schema"),
    "another amount": ("12500000", "999", "projects."),
    "no title": (f",{FIRST},", ",,", "projects.schema"),
    "no such axis": (",Mobiliteit,", ",Vliegverkeer,", "projects."),
    "words that are not printed": (PROJECTS[0].end_goal, "Iets wat nergens staat.", "projects."),
}


@pytest.fixture(scope="module")
def edited(five: Path, tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> tuple[Path, Result]:
    """Each edit in an edition of its own, validated; then nothing can be published, and what was published stays."""
    out = Path(shutil.copytree(five, tmp_path_factory.mktemp("hand") / "out"))
    for edition, (old, new, _) in zip(EDITIONS, EDITS.values(), strict=True):
        edit(out, old, new, edition)
    result = brochure("validate", "--out", out)
    refused = brochure("publish", "--out", out)
    assert (refused.code, "no edition passed" in refused.err.splitlines()[0]) == (5, True)
    assert files_of(out / "dataset") == files_of(five / "dataset")
    return out, result


@pytest.mark.parametrize(("edition", "case"), list(zip(EDITIONS, EDITS, strict=True)), ids=list(EDITS))
def test_the_gate_stops_what_is_not_right(edited: tuple[Path, Result], edition: str, case: str) -> None:
    out, result = edited
    assert result.code == 5
    lines = [line for line in waiting(out) if line.startswith(f"gate: {edition}: {EDITS[case][2]}")]
    assert any("veerpont-over-de-zwartebeek" in line for line in lines)
    assert json.loads((out / "quality" / "quality.json").read_text("utf-8"))["editions"][edition]["status"] == "failed"


def test_every_complaint_of_the_gate_says_so(edited: tuple[Path, Result]) -> None:
    *lines, _ = edited[1].err.splitlines()
    assert all(line.startswith("brochure: gate: ") for line in lines)
    assert all(line.startswith("gate: ") for line in waiting(edited[0]))


def test_codes_of_a_profile_are_checked_before_anything_is_read(brochure: Brochure, tmp_path: Path) -> None:
    profile = GOOD_PROFILE.replace('nuts1 = "BE2"', "")
    files = {"ander.txt": text_brochure(PROJECTS[2:], ("KOSTPRIJS", "TREKKER", "RESULTAAT")), "eigen.toml": profile}
    result = run(
        brochure, tmp_path / "in", files, "--out", tmp_path / "out", "--profile", tmp_path / "in" / "eigen.toml"
    )
    assert (result.code, "an agency is of level other" in complaint(result)) == (2, True)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path / "in", noted("plan.txt", TEXT), "--out", tmp_path / "out", "--dry-run")
    assert (result.code, result.err) == (0, "")
    assert "plan.txt: primary of edition 2031-nl" in result.out
    assert not (tmp_path / "out").exists()


def test_every_help_has_an_example(brochure: Brochure) -> None:
    commands = re.findall(r"^  (\w+) ", brochure("--help").out.split("Commands:")[1], re.MULTILINE)
    assert "run" in commands
    lines = {name: [name] for name in commands} | {"profile": ["profile", "check"]}
    assert not [name for name, words in lines.items() if "Example: brochure" not in brochure(*words, "--help").out]


def test_tables_changed_after_the_gate_are_not_published(brochure: Brochure, out: Path) -> None:
    before = files_of(out / "dataset")
    edit(out, "drie dorpen", "vier dorpen")
    result = brochure("publish", "--out", out)
    assert (result.code, "changed since they were validated" in complaint(result)) == (2, True)
    assert files_of(out / "dataset") == before


def test_labels_in_use_are_those_of_the_known_family() -> None:
    """The texts of this folder stand on the wordings of the profile that ships with the package."""
    from pipeline.profile import known_profiles

    assert any({w for label in profile.labels for w in label.wordings} >= set(LABELS) for profile in known_profiles())
