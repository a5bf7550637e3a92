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


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> Path:
    """The output of a run that published edition 2031-nl."""
    folder = tmp_path_factory.mktemp("eerder")
    path, *_ = write(folder, noted("plan.txt", TEXT))
    result = brochure("run", path, "--out", folder / "out")
    assert (result.code, result.err) == (0, "")
    return folder / "out"


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    """A copy of that output, to run into."""
    return Path(shutil.copytree(earlier, tmp_path / "out"))


def rows(out: Path, table: str, folder: str = "dataset") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / folder / f"{table}.csv").read_text("utf-8"))))


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
    "Latin-1": Bad({"oud.txt": TEXT.replace("€", "EUR").encode("latin-1")}, 3, ("oud.txt: ", "UTF-8", "line ")),
    "UTF-16": Bad({"oud.txt": TEXT.encode("utf-16")}, 3, ("oud.txt: the text is UTF-16", "save it as UTF-8")),
    "no brochure": Bad({"brief.txt": "Beste buren,\nde keuken is dicht.\n"}, 3, ("brief.txt: not a brochure", "--profile")),
    "no brochure as PDF": Bad(
        {"brief.pdf": draw([lambda sheet: sheet.text(50, 90, "Beste buren,")])}, 3, ("brief.pdf: not a brochure", "--profile"),
    ),
    "strange name": Bad({"brief aan üßê 2.txt": "Beste buren,\n"}, 3, ("brief aan üßê 2.txt: not a brochure",)),
    "note with an unknown key": Bad(noted("plan.txt", TEXT, kleur="blauw"), 2, ("plan.txt.toml: ", "kleur")),
    "note of another file": Bad({"plan.txt": TEXT, "plan.txt.toml": note("anders")}, 2, ("plan.txt.toml: sha256", "plan.txt")),
    "malformed note": Bad({"plan.txt": TEXT, "plan.txt.toml": "edition = \n"}, 2, ("plan.txt.toml: malformed note",)),
    "unknown role": Bad(noted("plan.txt", TEXT, role="bijzaak"), 2, ("plan.txt.toml: malformed note", "bijzaak")),
    "unknown profile": Bad(noted("plan.txt", TEXT, profile="nergens"), 2, ("nergens", "known: ")),
    "two primaries": Bad(
        {**noted("a.txt", TEXT), **noted("b.pdf", PDF)}, 2, ("edition 2031-nl: several primary sources", "a.txt, b.pdf"),
    ),
    "two primaries without notes": Bad({"a.txt": TEXT, "a.pdf": PDF}, 2, ("edition a: several primary sources",)),
}


def complaint(result: Result) -> str:
    """The one line on stderr."""
    line, = result.err.splitlines()
    assert line.startswith("brochure: ")
    return line


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_input_gets_one_line_and_loses_nothing(brochure: Brochure, out: Path, tmp_path: Path, case: str) -> None:
    files, code, said = BAD_FILES[case]
    before = files_of(out / "dataset")
    paths = [path for path in write(tmp_path / "in", files) if not path.name.endswith(".toml")] or [tmp_path / "weg.txt"]
    result = brochure("run", *paths, "--out", out)
    line = complaint(result)
    assert (result.code, [words for words in said if words not in line]) == (code, [])
    assert files_of(out / "dataset") == before
    read = brochure("read", *paths, "--out", out)  # the stage alone says the same, where it can tell
    assert read.code == code or "not a brochure" in line or "known: " in line


def test_a_folder_instead_of_a_file(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    result = brochure("run", tmp_path, "--out", out)
    assert (result.code, "is a folder" in complaint(result)) == (2, True)


GOOD_PROFILE = (HERE / "other-profile.toml").read_text("utf-8")
BAD_PROFILES = {
    "malformed": ("[[labels", "malformed profile"), "unknown key": (f'kleur = "blauw"\n{GOOD_PROFILE}', "kleur"),
    "empty": ("", "malformed profile"), "unknown type": (GOOD_PROFILE.replace('"money"', '"geld"'), "geld"),
}


@pytest.mark.parametrize("case", BAD_PROFILES)
def test_a_bad_profile(brochure: Brochure, out: Path, tmp_path: Path, case: str) -> None:
    text, said = BAD_PROFILES[case]
    before = files_of(out / "dataset")
    result = run(brochure, tmp_path / "in", {"plan.txt": TEXT, "eigen.toml": text}, "--out", out,
                 "--profile", tmp_path / "in" / "eigen.toml")
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
    result = run(brochure, tmp_path / "in", {"plan.txt": TEXT}, "--out", tmp_path / "out", "--expectations", tmp_path / "weg")
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
    path, = write(tmp_path / "in", {"plan.txt": TEXT})
    path.chmod(0)
    result = brochure("run", path, "--out", out)
    assert (result.code, "make the file readable" in complaint(result)) == (3, True)


# --- good input --------------------------------------------------------------------------------------------------


def test_a_run_publishes(earlier: Path) -> None:
    assert {path.name for path in earlier.iterdir()} == {"pages", "blocks", "records", "tables", "quality", "dataset"}
    assert {f"{name}.csv" for name in TABLES} < set(files_of(earlier / "dataset"))
    found = rows(earlier, "projects")
    assert [row["title"] for row in found] == [project.title for project in PROJECTS]
    assert [row["end_goal"] for row in found] == [project.end_goal for project in PROJECTS]
    assert {row["edition"] for row in found} == {"2031-nl"}
    for name in TABLES:
        assert (earlier / "dataset" / f"{name}.csv").read_bytes() == (earlier / "tables" / f"{name}.csv").read_bytes()


def test_without_a_note_the_edition_is_the_stem(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path / "in", {"plan süd – 2031.txt": TEXT}, "--out", tmp_path / "out")
    assert (result.code, result.err) == (0, "")
    assert {row["edition"] for row in rows(tmp_path / "out", "projects")} == {"plan süd – 2031"}


def test_the_stages_one_by_one_make_the_same(brochure: Brochure, earlier: Path, tmp_path: Path) -> None:
    path, *_ = write(tmp_path / "in", noted("plan.txt", TEXT))
    out = tmp_path / "out"
    for stage in ("read", "segment", "assemble", "normalize", "validate", "publish"):
        result = brochure(stage, *([path] if stage == "read" else []), "--out", out)
        assert (stage, result.code, result.err) == (stage, 0, "")
    assert files_of(out) == files_of(earlier)


def test_a_profile_of_ones_own(brochure: Brochure, tmp_path: Path) -> None:
    text = text_brochure(PROJECTS[2:], ("KOSTPRIJS", "TREKKER", "RESULTAAT"))
    result = run(brochure, tmp_path / "in", {"ander.txt": text}, "--out", tmp_path / "out",
                 "--profile", HERE / "other-profile.toml")
    assert result.code == 0
    assert [row["budget_eur"] for row in rows(tmp_path / "out", "projects")] == ["8250000", "1200000000"]
    assert {row["name"] for row in rows(tmp_path / "out", "authorities")} == {"Vlaanderen", "Wallonië"}


def test_an_encrypted_pdf_without_password(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path / "in", {"slot.pdf": pdf_brochure(password="")}, "--out", tmp_path / "out")
    assert (result.code, len(rows(tmp_path / "out", "projects"))) == (0, len(PROJECTS))


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
    edition, = told["editions"]
    assert (edition["edition"], edition["status"], edition["projects"], edition["paired"]) == ("2031-nl", "published", "4", "4")
    assert [problem["file"] for problem in told["problems"]] == ["brief.txt"]
    assert "brief.txt" in complaint(result)


def test_json_when_nothing_could_be_read(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path / "in", {"leeg.txt": ""}, "--out", tmp_path / "out", "--json")
    told = json.loads(result.out)
    assert (result.code, told["exit_code"], told.get("editions", [])) == (3, 3, [])


def test_the_summary_names_each_edition(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path / "in", {"een.txt": TEXT, "twee.pdf": PDF}, "--out", tmp_path / "out")
    head, first, second, *_ = result.out.splitlines()
    assert head.split()[:7] == ["edition", "status", "pages", "projects", "boxes", "paired", "refused"]
    assert head.split()[7:] == ["words", "expectations", "dataset"]
    assert first.split()[:7] == ["een", "published", "2", "4", "4", "4", "0"]
    assert second.split()[:7] == ["twee", "published", "2", "4", "4", "4", "0"]
    assert str(tmp_path / "out" / "dataset" / "projects.csv") in result.out
    assert "\x1b" not in result.out + result.err


def test_no_colour_where_none_is_wanted(out: Path) -> None:
    """On a terminal, with NO_COLOR: nothing but plain text and attributes."""
    import pty

    script = "import sys; sys.argv = ['brochure', 'publish', '--out', sys.argv[1]]; from pipeline.cli import main; main()"
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-c", script, str(out / "weg")], cwd=PROJECT, stdout=theirs, stderr=theirs, stdin=theirs,
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

STRAY = ("€ 77.000", "Wallonië", "Vuurtoren geverfd.")
PERSONS = {
    "two amounts": (text_brochure(with_first(budget="€ 4 miljoen en € 2 miljoen")), ("several amounts", "€ 4 miljoen en € 2")),
    "range": (text_brochure(with_first(budget="€ 4,5 miljoen tot € 6 miljoen")), ("is a range", "€ 6 miljoen")),
    "other currency": (text_brochure(with_first(budget="USD 5.000.000")), ("is in USD", "USD 5.000.000")),
    "no currency": (text_brochure(with_first(budget="4.500.000")), ("without currency", "4.500.000")),
    "orphan": (f"{TEXT}\n{text_box(STRAY)}\n", ("info box without project", "page 2", "candidates: ", "Vuurtoren")),
}


@pytest.mark.parametrize("case", PERSONS)
def test_a_person_has_to_decide(brochure: Brochure, out: Path, tmp_path: Path, case: str) -> None:
    text, said = PERSONS[case]
    before = files_of(out / "dataset")
    result = run(brochure, tmp_path / "in", noted("plan.txt", text), "--out", out)
    assert result.code == 4
    assert not [words for words in said if words not in result.err]
    assert all(line.startswith("brochure: 2031-nl: plan.txt page ") for line in result.err.splitlines())
    assert "withheld" in result.out
    assert files_of(out / "dataset") == before
    assert len(rows(out, "projects", "tables")) == len(PROJECTS)  # what was found is there for a look


@pytest.mark.parametrize(
    "change", [{"budget": "nog te bepalen"}, {"authority": "Gemeente Dorpsbeek"}], ids=["no amount", "unknown authority"],
)
def test_what_only_wants_a_look_is_published(brochure: Brochure, tmp_path: Path, change: dict[str, str]) -> None:
    result = run(brochure, tmp_path / "in", {"plan.txt": text_brochure(with_first(**change))}, "--out", tmp_path / "out")
    assert result.code == 0
    first = rows(tmp_path / "out", "projects")[0]
    assert change.get("budget", first["budget_printed"]) == first["budget_printed"]
    assert change.get("authority", first["authorities"]) == first["authorities"]
    assert first["budget_eur"] == ("" if "budget" in change else "12500000")
    assert [row["severity"] for row in rows(tmp_path / "out", "findings")] == ["warning"]


# --- several files -----------------------------------------------------------------------------------------------


def test_one_edition_fails_and_the_other_is_published(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    orphan = f"{TEXT}\n{text_box(STRAY)}\n"
    files = {**noted("plan.txt", orphan), **noted("nieuw.pdf", PDF, edition="2032-nl"), "leeg.txt": ""}
    before = [row for row in rows(out, "projects") if row["edition"] == "2031-nl"]
    result = run(brochure, tmp_path / "in", files, "--out", out)
    assert result.code == 4  # the worst: a person before an unreadable file
    found = rows(out, "projects")
    assert [row for row in found if row["edition"] == "2031-nl"] == before
    assert len([row for row in found if row["edition"] == "2032-nl"]) == len(PROJECTS)
    assert "leeg.txt" in result.err
    assert re.search(r"2032-nl +published", result.out)
    assert re.search(r"2031-nl +needs_person", result.out)


def test_a_primary_that_cannot_be_read_is_not_replaced_by_its_witness(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    before = files_of(out / "dataset")
    files = {**noted("plan.txt", ""), **noted("plan.pdf", PDF, role="witness")}
    result = run(brochure, tmp_path / "in", files, "--out", out)
    assert result.code == 3
    assert files_of(out / "dataset") == before


def test_the_last_good_rows_stay_when_another_edition_is_published(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    files = {
        **noted("plan.txt", ""), **noted("plan.pdf", PDF, role="witness"), **noted("nieuw.pdf", PDF, edition="2032-nl"),
    }
    before = rows(out, "projects")
    result = run(brochure, tmp_path / "in", files, "--out", out)
    assert result.code == 3
    found = rows(out, "projects")
    assert [row for row in found if row["edition"] == "2031-nl"] == before
    assert len(found) == 2 * len(before)


@pytest.mark.parametrize("with_note", [True, False])
def test_the_last_good_rows_stay_when_a_file_is_gone(brochure: Brochure, tmp_path: Path, with_note: bool) -> None:
    """As for a file that is damaged: what was published of it stays until something better comes."""
    folder, out = tmp_path / "in", tmp_path / "out"
    plan = noted("plan.txt", TEXT) if with_note else {"plan.txt": TEXT}
    assert run(brochure, folder, {**plan, "nieuw.pdf": PDF}, "--out", out).code == 0
    (folder / "plan.txt").unlink()
    result = brochure("run", folder / "plan.txt", folder / "nieuw.pdf", "--out", out)
    assert (result.code, "plan.txt" in complaint(result)) == (3, True)
    assert len(rows(out, "projects")) == 2 * len(PROJECTS)


def test_the_last_good_rows_stay_when_stages_are_run_one_by_one(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    before = rows(out, "projects")
    paths = [path for path in write(tmp_path / "in", {**noted("plan.txt", ""), "nieuw.pdf": PDF}) if path.suffix != ".toml"]
    assert brochure("read", *paths, "--out", out).code == 3
    for stage in ("segment", "assemble", "normalize", "validate", "publish"):
        assert brochure(stage, "--out", out).code == 0
    assert [row for row in rows(out, "projects") if row["edition"] == "2031-nl"] == before


def test_an_edition_with_a_witness_alone_is_not_dropped_in_silence(brochure: Brochure, tmp_path: Path) -> None:
    files = {**noted("plan.pdf", PDF, role="witness"), "ander.txt": TEXT}
    result = run(brochure, tmp_path / "in", files, "--out", tmp_path / "out")
    published = {row["edition"] for row in rows(tmp_path / "out", "projects")}
    assert "2031-nl" in published or (result.code and "2031-nl" in result.err)


def test_a_witness_that_disagrees_stops_nothing(brochure: Brochure, tmp_path: Path) -> None:
    other = pdf_brochure(with_first(budget="€ 12.500.001"))
    files = {**noted("plan.txt", TEXT), **noted("plan.pdf", other, role="witness")}
    result = run(brochure, tmp_path / "in", files, "--out", tmp_path / "out")
    assert (result.code, result.err) == (0, "")
    assert rows(tmp_path / "out", "projects")[0]["budget_eur"] == "12500000"
    told = [row for row in rows(tmp_path / "out", "findings") if "budget_eur differs" in row["message"]]
    assert [row["source"] for row in told] == ["plan.pdf"]


def test_a_witness_that_cannot_be_read_stops_nothing_else(brochure: Brochure, tmp_path: Path) -> None:
    files = {**noted("plan.txt", TEXT), **noted("plan.pdf", b"%PDF-1.7\n", role="witness")}
    result = run(brochure, tmp_path / "in", files, "--out", tmp_path / "out")
    assert (result.code, "plan.pdf" in complaint(result)) == (3, True)
    assert len(rows(tmp_path / "out", "projects")) == len(PROJECTS)


def test_a_witness_alone_is_its_own_primary(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path / "in", noted("plan.pdf", PDF, role="witness"), "--out", tmp_path / "out")
    assert (result.code, result.err) == (0, "")
    assert [row["role"] for row in rows(tmp_path / "out", "sources")] == ["primary"]


def test_products_of_other_files_do_not_stay(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    assert run(brochure, tmp_path / "in", {"ander.txt": text_pages()[0]}, "--out", out).code == 0
    assert [path.name for stage in ("pages", "blocks", "records") for path in (out / stage).iterdir()] == ["ander.txt.json"] * 3
    assert {row["edition"] for row in rows(out, "projects", "tables")} == {"ander"}


# --- the gate ----------------------------------------------------------------------------------------------------


def edit(out: Path, old: str, new: str) -> None:
    """Change a cell of the tables by hand, as nobody should."""
    file = out / "tables" / "projects.csv"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("12500000", "12,5", "projects.types"),
        ("12500000", "999", "projects."),
        (f",{FIRST},", ",,", "projects.required_cells"),
        (",Mobiliteit,", ",Vliegverkeer,", "projects."),
        (PROJECTS[0].end_goal, "Iets wat nergens staat.", "projects."),
    ],
    ids=["no number", "another amount", "no title", "no such axis", "words that are not printed"],
)
def test_the_gate_stops_what_is_not_right(brochure: Brochure, out: Path, old: str, new: str, rule: str) -> None:
    before = files_of(out / "dataset")
    edit(out, old, new)
    result = brochure("validate", "--out", out)
    assert result.code == 5
    assert rule in result.err
    assert "veerpont-over-de-zwartebeek" in result.err
    assert all(line.startswith("brochure: gate: ") for line in result.err.splitlines())
    assert json.loads((out / "quality" / "quality.json").read_text("utf-8"))["editions"]["2031-nl"]["status"] == "failed"
    refused = brochure("publish", "--out", out)
    assert (refused.code, "no edition passed" in complaint(refused)) == (5, True)
    assert files_of(out / "dataset") == before


def test_a_rule_of_all_editions_is_told_without_an_empty_edition(brochure: Brochure, tmp_path: Path) -> None:
    profile = GOOD_PROFILE.replace('nuts1 = "BE2"', "")
    files = {"ander.txt": text_brochure(PROJECTS[2:], ("KOSTPRIJS", "TREKKER", "RESULTAAT")), "eigen.toml": profile}
    result = run(brochure, tmp_path / "in", files, "--out", tmp_path / "out", "--profile", tmp_path / "in" / "eigen.toml")
    assert (result.code, "authorities." in result.err) == (5, True)
    assert ": :" not in result.err


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
