"""What the gate says of data: never a success for defects, never an exception, always the same bytes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.models import TABLES, Row, Tables
from pipeline.validate import QUARANTINE_HEADER, Outcome, Quality, Suite, Verdict, load_suites, validate
from pipeline.validate.rules.base import Data, Failure
from pipeline.validate.rules.references import ExpectPageToExist
from tests.validate.conftest import EXPECTATIONS
from tests.validate.dataset import BRIDGE, WATER, dataset

Suites = dict[str, Suite]


def outcome(quality: Quality, rule: str) -> Outcome:
    return next(found for found in quality.rules if found.rule == rule)


def only(suites: Suites, *tables: str) -> Suites:
    """The suites of these tables: the others have nothing to say in a test."""
    return {name: suites[name] for name in tables}


def changed(table: str, row: int, **cells: str) -> Tables:
    tables = dataset()
    tables[table][row].update(cells)
    return tables


@pytest.fixture
def with_rule(tmp_path: Path) -> Any:
    """Loads the suites with one more rule in the suite of projects."""

    def load(type: str, severity: str, **kwargs: Any) -> Suites:
        for file in EXPECTATIONS.glob("*.json"):
            suite = json.loads(file.read_bytes())
            if file.stem == "projects":
                meta = {"id": "extra", "reason": "A rule for this test.", "action": "block", "hint": "None."}
                suite["expectations"].append({"type": type, "kwargs": kwargs, "severity": severity, "meta": meta})
            (tmp_path / file.name).write_text(json.dumps(suite), "utf-8")
        return only(load_suites(tmp_path), "projects")

    return load


def test_a_warning_and_an_info_do_not_stop_an_edition(with_rule: Any) -> None:
    for severity, code in (("info", 0), ("warning", 0), ("critical", 5)):
        suites = with_rule("expect_column_values_to_be_in_set", severity, column="kind", value_set=["reform"])
        quality = validate(dataset(), suites)
        found = outcome(quality, "projects.extra")
        assert (found.verdict, found.failures) == (Verdict.unmet, 2)
        assert quality.exit_code == code
        noticed = ("projects.extra",) if code == 0 else ()
        assert quality.editions["2021-nl"].noticed == noticed


@pytest.mark.parametrize("severity", ["info", "warning", "critical"])
def test_a_crashed_rule_of_the_library_is_no_success(with_rule: Any, severity: str) -> None:
    quality = validate(
        dataset(), with_rule("expect_column_values_to_be_between", severity, column="title", min_value=1)
    )
    found = outcome(quality, "projects.extra")
    assert found.verdict is Verdict.crashed
    assert found.editions == ("2021-nl", "2022-nl")
    assert "MetricResolutionError: Column values" in found.examples[0]
    assert "\n" not in found.examples[0]
    assert quality.exit_code == 5
    others = {rule.verdict for rule in quality.rules if rule.rule != "projects.extra"}
    assert others == {Verdict.met}


def test_a_crashed_rule_of_our_own_is_no_success(suites: Suites, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_rule: ExpectPageToExist, _data: Data) -> Iterator[Failure]:
        raise ZeroDivisionError("one\nline")

    monkeypatch.setattr(ExpectPageToExist, "failures", crash)
    quality = validate(dataset(), only(suites, "projects"))
    found = outcome(quality, "projects.page_exists")
    assert found.verdict is Verdict.crashed
    assert found.examples == ("the rule itself failed: ZeroDivisionError: one line",)
    assert quality.exit_code == 5


def test_a_result_that_does_not_come_back_is_no_success(suites: Suites, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.validate import gate

    run = gate._run
    monkeypatch.setattr(gate, "_run", lambda *arguments: dict(list(run(*arguments).items())[1:]))
    quality = validate(dataset(), only(suites, "axes"))
    assert outcome(quality, "axes.schema").examples == ("no result came back",)
    assert quality.exit_code == 5


def empty() -> Tables:
    return {name: [] for name in TABLES}


@pytest.mark.parametrize("tables", [{}, empty()], ids=["no tables", "empty tables"])
def test_nothing_is_no_success(suites: Suites, tables: Tables) -> None:
    quality = validate(tables, suites)
    assert quality.exit_code == 5
    assert quality.editions == {}
    assert quality.quarantine


@pytest.mark.parametrize("name", ["projects", "authorities", "findings"])
def test_a_missing_table_fails_every_edition(suites: Suites, name: str) -> None:
    tables = dataset()
    del tables[name]
    quality = validate(tables, only(suites, name))
    assert outcome(quality, f"{name}.schema").examples == ("the table is missing",)
    assert {edition.status for edition in quality.editions.values()} == {"failed"}
    assert quality.exit_code == 5


@pytest.mark.parametrize(
    ("cells", "says"),
    [({"remark": "new"}, "extra: remark"), ({}, "missing: title")],
    ids=["a column more in one row", "a column less in one row"],
)
def test_ragged_rows_fail(suites: Suites, cells: Row, says: str) -> None:
    tables = dataset()
    tables["projects"][1].update(cells)
    if not cells:
        del tables["projects"][1]["title"]
    quality = validate(tables, only(suites, "projects"))
    assert outcome(quality, "projects.schema").examples == (says,)
    assert outcome(quality, "projects.title_unique").verdict is Verdict.skipped
    assert quality.exit_code == 5


def test_tables_that_may_be_empty(suites: Suites) -> None:
    empty = {"extra_fields", "findings", "overrides"}
    tables = {name: [] if name in empty else rows for name, rows in dataset().items()}
    tables["provenance"] = [row for row in tables["provenance"] if row["table"] not in empty and not (
        row["key"] == BRIDGE and row["column"] in ("start", "end"))]  # fmt: skip
    next(row for row in tables["projects"] if row["project_id"] == BRIDGE).update(start="", end="")
    next(row for row in tables["ledger"] if row["text"] == "loket").update(fate="text")
    assert validate(tables, suites).exit_code == 0


def test_a_project_without_box_is_published(suites: Suites) -> None:
    tables = dataset()
    box = (
        "authorities",
        "region_codes",
        "authority_printed",
        "end_goal",
        "pairing_method",
        "pairing_score",
        "pairing_margin",
    )
    tables["projects"][1].update(dict.fromkeys(box, ""))
    tables["sources"][0].update(boxes="1", paired="1")
    tables["provenance"] = [row for row in tables["provenance"] if (row["key"], row["column"]) not in {
        ("digitaal-loket", "authorities"), ("digitaal-loket", "authority_printed"), ("digitaal-loket", "end_goal")}]  # fmt: skip
    tables["project_authorities"] = [
        row for row in tables["project_authorities"] if row["project_id"] != "digitaal-loket"
    ]
    for row in tables["ledger"]:
        if row["text"] in ("Federale overheid", "Loket is open"):
            row["fate"] = "text"
    assert validate(tables, suites).exit_code == 0


def test_a_finding_for_a_person_holds_its_edition_back(suites: Suites) -> None:
    quality = validate(changed("findings", 0, severity="person"), only(suites, "findings"))
    assert quality.statuses == {"2021-nl": "needs_person", "2022-nl": "passed"}
    assert quality.editions["2021-nl"].persons == 1
    assert quality.exit_code == 4


def test_a_failure_outweighs_a_person(suites: Suites) -> None:
    tables = changed("findings", 0, severity="person")
    tables["projects"][0]["budget_eur"] = "-1"
    quality = validate(tables, only(suites, "projects"))
    assert quality.statuses == {"2021-nl": "failed", "2022-nl": "passed"}
    assert quality.exit_code == 5


def test_an_edition_in_one_table_only_is_noticed(suites: Suites) -> None:
    tables = dataset()
    tables["findings"].append(tables["findings"][0] | {"edition": "2030-nl"})
    assert validate(tables, only(suites, "sources")).statuses["2030-nl"] == "failed"


def test_the_quarantine_names_row_rule_quote_page_and_fix(suites: Suites) -> None:
    quality = validate(changed("projects", 0, budget_eur="112500"), only(suites, "projects"))
    row, again = quality.quarantine
    assert again["rule"] == "projects.budget_read_again"
    assert tuple(row) == QUARANTINE_HEADER
    assert row == {
        "edition": "2021-nl",
        "table": "projects",
        "key": WATER,
        "rule": "projects.budget_is_its_quantity",
        "value": "budget_eur=112500, but € 112.500.000 is 112500000",
        "quote": "€ 112.500.000",
        "page": "2",
        "hint": "Read the printed budget again and correct the value that is wrong.",
    }


PLACES = {
    "quantities": (2, {"value": "13"}, ("12 km", "2")),
    "provenance": (0, {"page": "9"}, ("Water", "9")),
    "ledger": (0, {"fate": "?"}, ("Plan voor morgen", "1")),
    "axes": (0, {"share_pct": "61.5"}, ("60%", "1")),
    "findings": (0, {"page": "7"}, ("CONTACT", "7")),
}


@pytest.mark.parametrize("table", list(PLACES))
def test_the_quarantine_finds_the_place(suites: Suites, table: str) -> None:
    number, cells, place = PLACES[table]
    quality = validate(changed(table, number, **cells), only(suites, table))
    rows = [row for row in quality.quarantine if row["table"] == table]
    assert (rows[0]["quote"], rows[0]["page"]) == place


def test_numbers_are_compared_as_printed_to_the_cent(suites: Suites) -> None:
    quality = validate(changed("projects", 2, budget_eur="9875000.51"), only(suites, "projects"))
    assert [row["rule"] for row in quality.quarantine] == ["projects.budget_is_its_quantity"]


def test_the_scale_of_a_label_counts(suites: Suites) -> None:
    tables = dataset()
    tables["projects"][0]["budget_printed"] = "112,5"
    tables["quantities"][0]["surface"] = "112,5"
    for table in ("ledger", "provenance"):
        for row in tables[table]:
            for column in ("text", "quote"):
                if row.get(column) == "€ 112.500.000":
                    row[column] = "112,5"
                    row.update({name: value for name, value in (("word_to", "1"), ("words", "1")) if name in row})
    tables["sources"][0]["words"] = str(int(tables["sources"][0]["words"]) - 1)
    quality = validate(tables, only(suites, "projects", "sources", "quantities", "ledger"))
    assert [row["rule"] for row in quality.quarantine] == ["projects.budget_read_again", "quantities.second_reading"]
    label = next(row for row in tables["ledger"] if row["text"] == "BUDGET")
    label.update(text="BUDGET (IN MILJOEN €)", words="4", word_to="3")
    value = next(row for row in tables["ledger"] if row["text"] == "112,5")
    value.update(word_from="4", word_to="4")
    tables["sources"][0]["words"] = str(int(tables["sources"][0]["words"]) + 3)
    assert validate(tables, only(suites, "projects", "sources", "quantities", "ledger")).quarantine == ()


def test_the_order_of_the_rows_does_not_matter(suites: Suites) -> None:
    tables = changed("projects", 0, budget_eur="0", page="9")
    tables["ledger"][3]["fate"] = tables["ledger"][9]["fate"] = "?"
    shuffled = {name: random.Random(1).sample(rows, len(rows)) for name, rows in reversed(tables.items())}
    one, other = validate(tables, suites), validate(shuffled, suites)
    assert one.to_json() == other.to_json()
    assert one.quarantine == other.quarantine


def test_the_report_is_plain_json(suites: Suites) -> None:
    quality = validate(changed("projects", 0, page="9"), suites)
    report = json.loads(quality.to_json())
    assert list(report) == ["exit_code", "editions", "rules"]
    assert report["editions"]["2021-nl"]["failing"] == ["projects.page_exists", "projects.page_of_title"]
    assert report["editions"]["2021-nl"]["met"] == report["editions"]["2021-nl"]["expectations"] - 2
    assert [rule["rule"] for rule in report["rules"]] == [
        f"{name}.{rule.meta.id}" for name, suite in suites.items() for rule, _ in suite.rules
    ]


def test_the_gate_changes_neither_tables_nor_folder(
    suites: Suites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = dataset()
    validate(tables, suites)
    assert tables == dataset()
    assert list(tmp_path.iterdir()) == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


@pytest.mark.slow
def test_it_works_where_warnings_are_errors_and_stays_silent(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from pipeline.validate import load_suites, validate;"
        "from tests.validate.dataset import dataset;"
        f"print(validate(dataset(), load_suites(Path({str(EXPECTATIONS)!r}))).exit_code)"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (0, "0\n", "")
    assert list(tmp_path.iterdir()) == []
