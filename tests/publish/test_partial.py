"""What ``--partial`` publishes: the good rows alone, whole among themselves, and a package that says what is missing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.models import TABLES, Row, Tables
from pipeline.publish import Part, good_part, publish
from pipeline.publish.package import REFERENCES
from pipeline.quotes import project_ids
from pipeline.validate import Suite, load_suites, validate
from tests.cases.make import PROJECTS, text_box, text_brochure, with_first
from tests.cases.notes import noted
from tests.conftest import Brochure, Result, files_of
from tests.test_cli import STRAY, edit, rows, run
from tests.validate.conftest import EXPECTATIONS
from tests.validate.dataset import BRIDGE, GRID, WATER, dataset
from tests.validate.planting import edition_of, stacked

TEXT = text_brochure()
FIRST, SECOND, THIRD, FOURTH = project_ids([project.title for project in PROJECTS])
STATUSES = {"2021-nl": "failed", "2022-nl": "passed"}
Change = tuple[str, int, Row]


@pytest.fixture(scope="module")
def suites() -> dict[str, Suite]:
    return load_suites(EXPECTATIONS)


def changed(changes: Sequence[Change]) -> Tables:
    tables = dataset()
    for table, number, cells in changes:
        tables[table][number].update(cells)
    return tables


class Judged(NamedTuple):
    """Tables that did not pass, and what the gate says of them as plain data."""

    tables: Tables
    report: dict[str, Any]
    quarantine: list[Row]

    def part(self, edition: str = "2021-nl") -> Part | None:
        return good_part(edition, self.tables, self.report, self.quarantine)


def judged(suites: dict[str, Suite], tables: Tables) -> Judged:
    quality = validate(tables, suites)
    assert quality.exit_code
    return Judged(tables, json.loads(quality.to_json()), list(quality.quarantine))


@pytest.fixture(scope="module")
def no_budget(suites: dict[str, Suite]) -> Judged:
    """One project of 2021 fails."""
    return judged(suites, changed([("projects", 0, {"budget_eur": "1"})]))


@pytest.fixture(scope="module")
def stack(suites: dict[str, Suite]) -> Judged:
    """All cases of ``CHANGES`` in one run, see ``stacked``."""
    return judged(suites, stacked([changed(changes) for changes in CHANGES.values()]))


def place(table: str, column: str) -> int:
    """The number of the first place of a cell of this kind in the edition of 2021."""
    found = dataset()["provenance"]
    return next(
        n for n, row in enumerate(found) if (row["edition"], row["table"], row["column"]) == ("2021-nl", table, column)
    )


#: Fault → rows of projects, axes and key figures that are missing for it.
PINNED: dict[str, tuple[tuple[str, int, Row], set[tuple[str, str]]]] = {
    "a budget": (("projects", 0, {"budget_eur": "1"}), {("projects", WATER)}),
    "a quantity": (("quantities", 2, {"value": "13"}), {("projects", WATER)}),
    "an extra field": (("extra_fields", 0, {"value": "balie"}), {("projects", GRID)}),
    "a place": (("provenance", place("projects", "description"), {"quote": "elders"}), {("projects", WATER)}),
    "a place of a quantity": (("provenance", place("quantities", "surface"), {"page": "1"}), {("projects", WATER)}),
    "an axis": (("axes", 1, {"slogan": "Altijd dicht"}), {("axes", "Loketten"), ("projects", GRID)}),
    "a key figure": (("key_figures", 0, {"value": "3"}), {("key_figures", "1")}),
    "a place of a key figure": (("provenance", place("key_figures", "value"), {"page": "2"}), {("key_figures", "1")}),
}


@pytest.mark.parametrize("case", PINNED)
def test_rows_at_fault_and_what_hangs_on_them_are_left_out(stack: Judged, case: str) -> None:
    missing = PINNED[case][1]
    failed, passed = (edition_of(list(CHANGES).index(case), edition) for edition in STATUSES)
    part = stack.part(failed)
    assert part
    assert {(row["table"], row["key"]) for row in part.missing} == missing
    assert all(row["rule"] and row["value"] and row["hint"] for row in part.missing)
    tables = {
        name: [row for row in rows if row.get("edition", failed) in (failed, passed)]
        for name, rows in stack.tables.items()
    }
    files = publish(tables, {failed: "failed", passed: "passed"}, None, "1", {failed: part})
    found = {path.removesuffix(".csv"): read(files[path]) for path in files if path.endswith(".csv")}
    everything = {("projects", row["project_id"]) for row in tables["projects"]} | {
        ("axes", row["axis"]) for row in tables["axes"]
    }
    kept = {("projects", row["project_id"]) for row in found["projects"]} | {
        ("axes", row["axis"]) for row in found["axes"]
    }
    assert kept == everything - missing
    _is_whole(found)
    for name in ("findings", "ledger", "sources"):
        assert found[name] == [row for edition in (failed, passed) for row in tables[name] if row["edition"] == edition]


def _is_whole(found: dict[str, list[Row]]) -> None:
    """No row refers to one that is not there."""
    for name, references in REFERENCES.items():
        for columns, other in references:
            known = {tuple(row[column] for column in columns) for row in found[other]}
            assert {tuple(row[column] for column in columns) for row in found[name]} <= known, name
    keys = {
        (row["edition"], name, "/".join(row[column] for column in table.key if column != "edition"))
        for name, table in TABLES.items()
        if "edition" in table.header
        for row in found[name]
    }
    for name in ("provenance", "overrides"):
        assert {(row["edition"], row["table"], row["key"]) for row in found[name]} <= keys


#: Faults that concern all of an edition: nothing of it can be told to be good.
UNPINNED: dict[str, tuple[tuple[str, int, Row], ...]] = {
    "rows that cannot be told apart": (("sources", 0, {"words": "1"}),),
    "a row of the ledger": (("ledger", 3, {"page": "9"}),),
    "a finding": (("findings", 0, {"page": "9"}),),
    "shares that do not add up": (("axes", 0, {"share_pct": "90"}),),
    "all projects": (("projects", 0, {"budget_eur": "1"}), ("projects", 1, {"end_goal": "Loket is dicht"})),
    "a person for the whole source": (("findings", 0, {"severity": "person"}),),
}


CHANGES: dict[str, tuple[Change, ...]] = {**{case: (change,) for case, (change, _) in PINNED.items()}, **UNPINNED}


@pytest.mark.parametrize("case", UNPINNED)
def test_what_cannot_be_pinned_withholds_the_edition(stack: Judged, case: str) -> None:
    failed, _ = (edition_of(list(CHANGES).index(case), edition) for edition in STATUSES)
    assert stack.part(failed) is None


def test_a_fault_in_a_table_for_all_withholds_every_edition(suites: dict[str, Suite]) -> None:
    found = judged(
        {name: suites[name] for name in ("authorities", "projects")}, changed([("authorities", 0, {"level": "rijk"})])
    )
    assert [found.part(edition) for edition in STATUSES] == [None, None]


def test_a_skipped_rule_withholds(suites: dict[str, Suite]) -> None:
    tables = dataset()
    del tables["quantities"][0]["counted"]
    assert judged({"quantities": suites["quantities"]}, tables).part() is None


def test_an_edition_that_is_good_has_no_part(no_budget: Judged) -> None:
    assert no_budget.part("2022-nl") is None


def read(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_the_package_says_what_is_missing(suites: dict[str, Suite]) -> None:
    found = judged(
        {name: suites[name] for name in ("axes", "projects")}, changed([("axes", 1, {"slogan": "Altijd dicht"})])
    )
    part = found.part()
    assert part
    files = publish(found.tables, STATUSES, None, "1", {"2021-nl": part})
    package: Any = json.loads(files["datapackage.json"])
    told = ("name", "state", "partial", "missing_rows", "missing")
    assert [{name: edition[name] for name in told} for edition in package["editions"]] == [
        {
            "name": "2021-nl",
            "state": "published",
            "partial": True,
            "missing_rows": 2,
            "missing": {"axes": ["Loketten"], "projects": [GRID]},
        },
        {"name": "2022-nl", "state": "published", "partial": False, "missing_rows": 0, "missing": {}},
    ]
    # Without its second axis nobody knows what the whole plan costs.
    assert [edition["coverage"]["plan_budget_eur"] for edition in package["editions"]] == [None, 50000000]
    resource = next(resource for resource in package["resources"] if resource["name"] == "quarantine")
    assert [field["name"] for field in resource["schema"]["fields"]] == files["quarantine.csv"].decode().splitlines()[
        0
    ].split(",")
    text = files["README.md"].decode()
    assert "| 2021-nl | 1 | in part: 1 row of axes, 1 row of projects missing |" in text
    assert "| 2022-nl | 1 | published |" in text
    assert "This dataset is not whole" in text
    assert f"projects `{GRID}`: axes.slogan_words" in text
    assert "## quarantine.csv" in files["DICTIONARY.md"].decode()


def test_earlier_rows_that_are_not_whole_keep_saying_so(no_budget: Judged) -> None:
    tables, part = no_budget.tables, no_budget.part()
    assert part
    first = publish(tables, STATUSES, None, "1", {"2021-nl": part})
    previous = {name.removesuffix(".csv"): read(data) for name, data in first.items() if name.endswith(".csv")}
    again = publish(tables, STATUSES, previous, "1")  # without --partial: the earlier rows stay
    assert [row["project_id"] for row in read(again["projects.csv"])] == [GRID, BRIDGE]
    assert "| 2021-nl | 1 | earlier rows, in part: 1 row of projects missing |" in again["README.md"].decode()
    edition = json.loads(again["datapackage.json"])["editions"][0]
    assert (edition["state"], edition["partial"]) == ("earlier rows", True)
    whole = publish(dataset(), dict.fromkeys(STATUSES, "passed"), previous, "1")
    assert "quarantine.csv" not in whole
    assert "not whole" not in whole["README.md"].decode()


# --- from the command line ---------------------------------------------------------------------------------------


def test_the_good_rows_of_a_failed_edition(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    whole = files_of(out / "dataset")
    edit(out, "12500000", "999")
    assert brochure("validate", "--out", out).code == 5
    withheld = brochure("publish", "--out", out)
    assert withheld.code == 5
    assert (
        f"nothing is wrong with 3 of 4 projects; to publish them without the others: brochure publish --out {out}"
        in withheld.err
    )
    assert files_of(out / "dataset") == whole
    result = brochure("publish", "--out", out, "--partial")
    assert (result.code, FIRST in result.err) == (5, True)
    assert [row["project_id"] for row in rows(out, "projects")] == [SECOND, THIRD, FOURTH]
    assert {row["key"] for row in rows(out, "quarantine")} == {FIRST}
    assert run(brochure, tmp_path / "in", noted("plan.txt", TEXT), "--out", out).code == 0
    assert files_of(out / "dataset") == whole


@pytest.fixture(scope="module")
def waiting(brochure: Brochure, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Editions that wait for a person, each for another reason, run with ``--partial``."""
    from tests.test_overrides import UNCLEAR

    folder = tmp_path_factory.mktemp("wacht")
    files = {
        "bedrag.txt": text_brochure(with_first(budget="€ 4,5 miljoen tot € 6 miljoen")),
        "paar.txt": UNCLEAR,
        "kader.txt": f"{TEXT}\n{text_box(STRAY)}\n",
    }
    return folder / "out", run(brochure, folder / "in", files, "--out", folder / "out", "--partial")


LEFT_OUT = {
    "bedrag": [(FIRST, "budget_not_read")],
    "paar": [("leeszaal-oost", "project_without_box"), ("leeszaal-west", "project_without_box")],
}


@pytest.mark.parametrize("edition", LEFT_OUT)
def test_the_good_rows_of_an_edition_that_waits_for_a_person(waiting: tuple[Path, Result], edition: str) -> None:
    out, result = waiting
    assert result.code == 4
    assert f"{edition}: published in part, without {len(LEFT_OUT[edition])} row(s)" in result.err
    assert re.search(rf"^{edition} +partial", result.out, re.MULTILINE)
    assert [(row["key"], row["rule"]) for row in rows(out, "quarantine") if row["edition"] == edition] == LEFT_OUT[
        edition
    ]
    good = [row["project_id"] for row in rows(out, "projects") if row["edition"] == edition]
    assert sum(int(row["projects_count"]) for row in rows(out, "axes") if row["edition"] == edition) == len(good)
    assert good == {"bedrag": [SECOND, THIRD, FOURTH], "paar": [FIRST]}[edition]


def test_a_box_too_many_concerns_the_whole_source(waiting: tuple[Path, Result]) -> None:
    out, result = waiting
    assert re.search(r"^kader +needs_person", result.out, re.MULTILINE)
    assert {row["edition"] for row in rows(out, "projects")} == LEFT_OUT.keys()


def test_a_good_edition_is_the_same_with_and_without(brochure: Brochure, earlier: Path, tmp_path: Path) -> None:
    assert run(brochure, tmp_path / "in", noted("plan.txt", TEXT), "--out", tmp_path / "out", "--partial").code == 0
    assert files_of(tmp_path / "out") == files_of(earlier)
