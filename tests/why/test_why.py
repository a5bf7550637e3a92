"""The question at 11:55: where does this figure come from?"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import read_table, write_bytes
from tests.cases.make import PROJECTS
from tests.conftest import Brochure


@pytest.fixture
def answer(brochure: Brochure, earlier: Path) -> Brochure:
    return lambda *question, out=earlier: brochure("why", *question, "--out", out, "--raw", earlier.parent)


def test_one_screen_says_all_of_a_project(answer: Brochure, earlier: Path) -> None:
    row = read_table(earlier / "dataset" / "projects.csv")[0]
    result = answer(row["project_id"])
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == f"{row['title']}  (2031-nl, {row['project_id']})"
    assert len(lines) <= 60
    assert f"budget_eur      {row['budget_eur']}" in lines
    assert f"  printed       “{PROJECTS[0].budget}”" in lines
    assert "  read by       the label BUDGET of its box" in result.out
    assert f"paired by {row['pairing_method']}, score {row['pairing_score']}" in result.out
    assert "  rival         " in result.out
    assert lines[-1] == "  verify        nothing is wrong with it"


def test_a_field_is_told_whole_with_its_place(answer: Brochure, earlier: Path) -> None:
    row = read_table(earlier / "dataset" / "projects.csv")[0]
    place = next(
        place
        for place in read_table(earlier / "dataset" / "provenance.csv")
        if (place["key"], place["column"]) == (row["project_id"], "end_goal")
    )
    result = answer(PROJECTS[0].title[:20].lower(), "end_goal")
    assert f"end_goal        {row['end_goal']}" in result.out
    assert f"  place         plan.txt page {place['page']}, line {place['line_from']}" in result.out
    assert "budget_eur" not in result.out


def test_what_verify_says_is_there(answer: Brochure, out: Path, earlier: Path) -> None:
    table = out / "dataset" / "projects.csv"
    row = read_table(table)[0]
    write_bytes(table, table.read_bytes().replace(row["budget_eur"].encode(), b"77", 1))
    result = answer(row["project_id"], "budget_eur", out=out)
    assert f"  verify        is 77; printed is “{row['budget_printed']}” (values)" in result.out
    assert earlier != out


def test_what_is_not_there_is_one_line(answer: Brochure, earlier: Path) -> None:
    row = read_table(earlier / "dataset" / "projects.csv")[0]
    asked = {
        ("geen project",): "no such project",
        ("e",): "several projects",
        (row["project_id"], "budgt"): "did you mean budget_eur?",
    }
    for question, said in asked.items():
        result = answer(*question)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert said in result.err
