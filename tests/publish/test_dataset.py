"""The published dataset as its users open it: spreadsheets, pandas, DuckDB, a browser, a validator of data packages."""

from __future__ import annotations

import csv
import doctest
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import flow
from pipeline.errors import UsageError
from pipeline.models import SCHEMA_VERSION, TABLES, Column, Row, Table
from pipeline.publish import publish
from pipeline.publish.sheet import MOST_CHARACTERS, workbook
from pipeline.publish.texts import SNIPPETS
from pipeline.store import csv_bytes
from pipeline.validate import load_suites
from pipeline.workspace import MARKER
from tests.conftest import PROJECT, Brochure
from tests.validate.conftest import EXPECTATIONS
from tests.validate.dataset import dataset

DATASET = PROJECT / "extracted" / "dataset"
SMALL = Table(
    "klein",
    "A small table.",
    ("code",),
    (
        Column("code", "string", "", "a code", True),
        Column("amount", "number", "EUR", "an amount"),
        Column("page", "integer", "", "a page"),
        Column("text", "string", "", "a text"),
    ),
)
EVIL = [
    "=1+1",
    "+32 2 123",
    "-5",
    "@SUM(A1)",
    "007",
    "1-2",
    "3/4",
    "1e5",
    "TRUE",
    "NA",
    "null",
    "a;b",
    'zei "ja"',
    "een\ntwee",
    "🚲",
    "\t=x",
    "'=1",
    "_x0041_",
    "http://a.be",
    "{=1}",
    " rand ",
    "é",
    "{",
    "#N/A",
    "1,5",
    "0x1F",
]
TEXTS = st.sampled_from(EVIL) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\n"),
    min_size=1,
    max_size=30,
)
NUMBERS = st.decimals(-(10**12), 10**12, places=2).map(lambda n: format(n.normalize() + 0, "f"))


def texts_of(cells: list[tuple[object, ...]]) -> list[tuple[str, ...]]:
    """Cells of a spreadsheet as the canonical CSV writes them."""
    return [tuple("" if cell is None else _plain(cell) for cell in row) for row in cells]


def _plain(cell: object) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    text = format(Decimal(repr(cell)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- round trips -------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(TEXTS, NUMBERS | st.just(""), st.integers(0, 10**6).map(str) | st.just(""), TEXTS | st.just("")),
        min_size=1,
        max_size=4,
    )
)
def test_csv_and_spreadsheet_hold_the_same_cells(found: list[tuple[str, str, str, str]]) -> None:
    rows = [dict(zip(SMALL.header, cells, strict=True)) for cells in found]
    data = csv_bytes(SMALL, rows)
    frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    assert list(frame.itertuples(index=False, name=None)) == found
    book = openpyxl.load_workbook(io.BytesIO(workbook({"klein": SMALL}, {"klein": rows}, ["over"])))
    sheet = book["klein"]
    head, *cells = sheet.iter_rows(values_only=True)
    assert list(head) == SMALL.header
    assert texts_of(cells) == found
    kinds = {
        (cell.column, cell.data_type) for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None
    }
    assert kinds <= {(1, "s"), (2, "n"), (3, "n"), (4, "s")}


def test_duckdb_reads_the_same_cells(tmp_path: Path) -> None:
    rows = [dict(zip(SMALL.header, (text, "1.5", "7", text), strict=True)) for text in EVIL]
    (tmp_path / "klein.csv").write_bytes(csv_bytes(SMALL, rows))
    asis = "all_varchar = true, quote = '\"', escape = '\"', delim = ',', header = true"
    found = duckdb.sql(f"SELECT * FROM read_csv('{tmp_path / 'klein.csv'}', {asis})")
    assert found is not None
    assert found.fetchall() == [tuple(row.values()) for row in rows]


def test_what_a_spreadsheet_cannot_hold_is_said() -> None:
    rows = [{"code": "1", "amount": "1234567890123456789.5", "page": "", "text": "x" * (MOST_CHARACTERS + 1)}]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook({"klein": SMALL}, {"klein": rows}, [])))["klein"]
    assert sheet["B2"].value == "1234567890123456789.5"  # as text: a number of a spreadsheet has fifteen digits
    assert sheet["D2"].value.endswith("[cut: the whole text is in the CSV file]")


@pytest.mark.parametrize("name", TABLES)
def test_the_published_spreadsheet_equals_the_tables(name: str) -> None:
    with (DATASET / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    sheet = openpyxl.load_workbook(DATASET / "dataset.xlsx")[name]
    head, *cells = sheet.iter_rows(values_only=True)
    numeric = [column.type in ("number", "integer") for column in TABLES[name].columns]
    same = [
        tuple(_spelled(cell) if is_number else cell for cell, is_number in zip(row, numeric, strict=True))
        for row in rows
    ]
    assert list(head) == header
    assert texts_of(cells) == same
    assert sheet.freeze_panes == "A2"
    assert all(column.meaning in cell.comment.text for cell, column in zip(sheet[1], TABLES[name].columns, strict=True))


def _spelled(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_reads_the_same_table() -> None:
    script = (
        'p <- read.csv("projects.csv", encoding = "UTF-8", na.strings = "", colClasses = "character"); '
        'cat(nrow(p), ncol(p), p$project_id, sep = "\\n")'
    )
    out = subprocess.run(
        ["Rscript", "-e", script], cwd=DATASET, capture_output=True, text=True, check=True
    ).stdout.split()
    frame = pd.read_csv(DATASET / "projects.csv", dtype=str)
    assert out == [str(len(frame)), str(len(frame.columns)), *frame["project_id"]]


def test_the_package_is_valid() -> None:
    from frictionless import Package

    report = Package.from_descriptor(str(DATASET / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) == len(TABLES)


def test_the_package_is_valid_where_tables_are_full(tmp_path: Path) -> None:
    from frictionless import Package

    write(tmp_path, publish(dataset(), {"2021-nl": "passed", "2022-nl": "passed"}, None, "1"))
    report = Package.from_descriptor(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


# --- the same bytes ----------------------------------------------------------------------------------------------

_PUBLISH = (
    "import sys, hashlib; from pathlib import Path; from pipeline.flow import read_tables; from pipeline.publish import publish; "
    "files = publish(read_tables(Path(sys.argv[1])), {'2023-nl': 'passed'}, None, '1'); "
    "print(*(name + hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())))"
)


def test_another_clock_locale_and_hash_seed_give_the_same_bytes() -> None:
    said = set()
    for zone, locale, seed in (("UTC", "C.UTF-8", "1"), ("Asia/Tokyo", "nl_BE.UTF-8", "2")):
        env = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", _PUBLISH, str(PROJECT / "extracted" / "tables")],
            cwd=PROJECT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert "dataset.xlsx" in said.pop()


def test_the_spreadsheet_knows_no_clock_and_no_machine() -> None:
    with zipfile.ZipFile(DATASET / "dataset.xlsx") as book:
        for part in book.infolist():
            assert part.date_time == (1980, 1, 1, 0, 0, 0)
            assert (part.compress_type, part.create_system) == (zipfile.ZIP_STORED, 0)
        assert set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", book.read("docProps/core.xml").decode())) == {
            "2000-01-01T00:00:00Z"
        }


# --- the five questions, a line each -----------------------------------------------------------------------------


def ask(query: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    monkeypatch.chdir(DATASET)
    found = duckdb.sql(query)
    assert found is not None
    return found.fetchall()


def test_money_per_axis(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ask("SELECT axis, budget_eur FROM 'axes.csv' ORDER BY budget_eur DESC", monkeypatch)
    assert found[0] == ("Duurzaamheid", 1978040000)
    assert sum(amount for _, amount in found) == 5290990000


def test_money_per_government_joint_ones_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    found = dict(ask("SELECT authorities, sum(budget_eur) FROM 'projects.csv' GROUP BY authorities", monkeypatch))
    joint = "Federale overheid; Vlaanderen; Wallonië; Brussels Hoofdstedelijk Gewest"
    assert found[joint] is None  # the reform of all four states no budget, which is not 0
    assert found["Vlaanderen"] == 190130000 + 210910000 + 80970000 + 30000000
    assert sum(amount or 0 for amount in found.values()) == 1315370000


def test_what_must_be_reached_by_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ask(
        """SELECT title, coalesce(target, "end") AS due FROM read_csv('projects.csv', types = {'target': 'VARCHAR'})
                   WHERE due < '2027' ORDER BY due""",
        monkeypatch,
    )
    assert [due for _, due in found] == ["2026", "2026-Q3"]


def test_which_end_goals_count_hectares(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ask(
        "SELECT project_id, value FROM 'quantities.csv' WHERE field = 'end_goal' AND unit = 'ha' ORDER BY value",
        monkeypatch,
    )
    assert [value for _, value in found] == [5, 2255]


def test_what_the_brochure_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ask("SELECT sum(budget_eur), sum(projects_budget_eur), sum(projects_count) FROM 'axes.csv'", monkeypatch)
    assert found == [(5290990000, 1315370000, 15)]


# --- the texts ---------------------------------------------------------------------------------------------------


def test_coverage_is_said_everywhere_in_the_same_numbers() -> None:
    said = "15 projects of 159 measures; € 1,315.4 of 5,291.0 million (24.9 %)"
    assert said in (DATASET / "README.md").read_text("utf-8")
    assert said in (DATASET / "index.html").read_text("utf-8")
    (edition,) = json.loads((DATASET / "datapackage.json").read_bytes())["editions"]
    assert edition["coverage"] == {
        "projects": 15,
        "measures_of_the_plan": 159,
        "projects_budget_eur": 1315370000,
        "plan_budget_eur": 5290990000,
        "coverage_pct": 24.9,
    }


@pytest.mark.parametrize(
    ("file", "languages"),
    [(DATASET / "README.md", {"python", "sql"}), (PROJECT / "README.md", {"python"})],
)
def test_snippets_of_a_readme_run_and_add_no_projects_up(
    file: Path, languages: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = file.read_text("utf-8")
    code = re.findall(r"```(python|sql|r)\n(.*?)```", text, re.DOTALL)
    assert languages <= {language for language, _ in code}
    monkeypatch.chdir(DATASET if file.parent == DATASET else PROJECT)
    for language, lines in code:
        assert not re.search(r"sum\(|\.sum|aggregate", lines), "a sum over described projects is not that of an axis"
        if language == "python":
            exec(compile(lines, file.name, "exec"), {})
        elif language == "sql":
            found = duckdb.sql(lines)
            assert found is not None
            assert len(found.fetchall()) == 5


def test_the_dictionary_gives_values_and_examples() -> None:
    text = (DATASET / "DICTIONARY.md").read_text("utf-8")
    assert (
        "| kind | string |  | what the text calls itself; empty where it is silent | investment, reform, project |"
        in text
    )
    assert "pairing_margin" in text.split("## projects.csv")[0]


@pytest.mark.parametrize("module", ["pipeline.coverage", "pipeline.publish.about"])
def test_examples_in_docstrings(module: str) -> None:
    found = doctest.testmod(import_module(module))
    assert (found.failed, found.attempted > 0) == (0, True)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing() -> None:
    tables = dataset()
    tables["projects"][0]["title"] = "<script>alert(1)</script>"
    files = publish(tables, {"2021-nl": "passed", "2022-nl": "passed"}, None, "1")
    page = _Tags()
    page.feed(files["index.html"].decode())
    assert page.open == []
    assert set(page.links) <= files.keys()
    assert b"<script>alert" not in files["index.html"]
    for snippet in ("pandas", "R", "DuckDB", "Excel, LibreOffice"):
        assert snippet in SNIPPETS
        assert f"<h3>{snippet}</h3>".encode() in files["index.html"]
    assert files["index.html"].count(b">Copy</button>") == 2


def test_the_manifest_has_every_hash() -> None:
    found = json.loads((DATASET / "manifest.json").read_bytes())
    written = {path.name for path in DATASET.iterdir()}
    assert {output["path"] for output in found["outputs"]} == written - {"manifest.json"}
    for output in found["outputs"]:
        data = (DATASET / output["path"]).read_bytes()
        assert (output["bytes"], output["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    for brochure in found["inputs"]["brochures"]:
        source = PROJECT / "raw" / brochure["source"]
        assert brochure["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
        assert (
            brochure["note_sha256"] == hashlib.sha256(source.with_name(f"{source.name}.toml").read_bytes()).hexdigest()
        )
        profile = PROJECT / "pipeline" / "profiles" / f"{brochure['profile']}.toml"
        assert brochure["profile_sha256"] == hashlib.sha256(profile.read_bytes()).hexdigest()
    assert found["dataset"]["schema_version"] == SCHEMA_VERSION
    assert {"spacy", "pdfplumber", "xlsxwriter"} <= found["made_with"].keys()


def test_citation_and_title_come_from_the_notes() -> None:
    tables = dataset()
    tables["sources"][0] |= {
        "title": "Plan voor morgen",
        "publisher": "Stad Voorbeeld",
        "keywords": "water; dijken",
        "data_licence": "CC-BY-4.0",
        "contributors": "A. Voorbeeld",
    }
    files = publish(tables, {"2021-nl": "passed", "2022-nl": "passed"}, None, "1.2")
    package = json.loads(files["datapackage.json"])
    digest = json.loads(files["manifest.json"])["dataset"]["tables_sha256"]
    text = files["README.md"].decode()
    assert (package["title"], package["name"]) == (
        "Projects of Plan voor morgen; 2022-nl",
        "projects-of-plan-voor-morgen-2022-nl",
    )
    assert (
        f"- Stad Voorbeeld: Plan voor morgen, edition 2021-nl. Dataset read with the brochure pipeline, version 1.2, schema "
        f"{SCHEMA_VERSION}, sha256 {digest[:16]}." in text
    )
    assert "- 2022-nl, edition 2022-nl. Dataset" in text  # nobody knows the publisher
    assert package["licenses"][0] == {
        "name": "CC-BY-4.0",
        "title": "the dataset",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert {"water", "dijken", "Loketten"} <= set(package["keywords"])
    assert [person["title"] for person in package["contributors"]] == ["A. Voorbeeld", "redactie", "brochure pipeline"]


# --- the description of the columns ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_an_example_that_fits(name: str) -> None:
    for column in TABLES[name].columns:
        assert column.example, column.name
        assert not column.values or column.example in column.values
        assert not column.pattern or re.fullmatch(column.pattern, column.example)
        if column.type in ("integer", "number"):
            assert Decimal(column.example).is_finite()


def test_closed_lists_are_those_of_the_gate() -> None:
    closed = {
        (name, rule.kwargs["column"]): set(rule.kwargs["value_set"])
        for name, suite in load_suites(EXPECTATIONS).items()
        for rule, _ in suite.rules
        if rule.type == "expect_column_values_to_be_in_set"
    }
    described = {(name, column.name): set(column.values) for name, table in TABLES.items() for column in table.columns}
    assert {key: described[key] for key in closed} == closed


# --- several editions --------------------------------------------------------------------------------------------

BOTH = {"2021-nl": "passed", "2022-nl": "passed"}


def read(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_an_edition_more_changes_no_row_of_another() -> None:
    both = publish(dataset(), BOTH, None, "1")
    alone = {name: [row for row in rows if row.get("edition") in (None, "2021-nl")] for name, rows in dataset().items()}
    one = publish(alone, {"2021-nl": "passed"}, None, "1")
    for name in TABLES:
        lines = both[f"{name}.csv"].splitlines()
        assert set(one[f"{name}.csv"].splitlines()) <= set(lines), name
        if "edition" in TABLES[name].header:
            assert [line for line in lines if line.startswith(b"2021-nl")] == one[f"{name}.csv"].splitlines()[1:]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    folder = tmp_path / "dataset"
    folder.mkdir()
    (tmp_path / "quality").mkdir()
    write(folder, publish(dataset(), BOTH, None, "1"))
    return tmp_path


def test_an_edition_is_removed(published: Path) -> None:
    before = {name: (published / "dataset" / f"{name}.csv").read_bytes() for name in TABLES}
    flow.remove(published, "2022-nl")
    for name in TABLES:
        after = (published / "dataset" / f"{name}.csv").read_bytes()
        gone = [line for line in before[name].splitlines() if line not in after.splitlines()]
        assert all(line.startswith(b"2022-nl") for line in gone)
        assert b"2022-nl" not in after
    package = json.loads((published / "dataset" / "datapackage.json").read_bytes())
    assert [edition["name"] for edition in package["editions"]] == ["2021-nl"]
    with pytest.raises(UsageError, match="holds no edition 2022-nl; it holds 2021-nl"):
        flow.remove(published, "2022-nl")
    with pytest.raises(UsageError, match="2021-nl is its only edition; delete the folder instead"):
        flow.remove(published, "2021-nl")


def test_the_command_removes_an_edition(published: Path, brochure: Brochure) -> None:
    (published / MARKER).touch()
    result = brochure("remove", "2022-nl", "--out", published)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("2022-nl: removed from ")
    assert brochure("remove", "2022-nl", "--out", published).code == 2


def test_rows_of_an_earlier_schema_are_not_carried_on(published: Path) -> None:
    file = published / "dataset" / "datapackage.json"
    file.write_bytes(
        file.read_bytes().replace(f'"schema_version": "{SCHEMA_VERSION}"'.encode(), b'"schema_version": "1.0"')
    )
    with pytest.raises(UsageError, match=r"was published with schema 1.0 .*2021-nl, 2022-nl"):
        flow.remove(published, "2022-nl")
