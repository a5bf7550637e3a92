"""A witness is compared field by field: disagreements are findings, agreement gives a second place in provenance."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.make import PROJECTS, pdf_brochure, text_brochure, with_first
from tests.cases.notes import noted
from tests.cases.rooms import Content, findings, tables_of_files


def pair(primary: Content, witness: Content) -> dict[str, Content]:
    return {**noted("plan.txt", primary), **noted("plan.pdf", witness, role="witness")}


def test_agreement_is_silent_and_has_two_places(tmp_path: Path) -> None:
    tables = tables_of_files(tmp_path, pair(text_brochure(), pdf_brochure()))
    assert [row["message"] for row in findings(tables, "witness_disagrees") if "slogan" not in row["message"]] == []
    assert len(tables["projects"]) == len(PROJECTS)
    assert {row["source"]: row["role"] for row in tables["sources"]} == {"plan.txt": "primary", "plan.pdf": "witness"}
    places = {row["source"]: row for row in tables["provenance"] if row["column"] == "end_goal"}
    assert places["plan.txt"]["x0"] == ""
    assert float(places["plan.pdf"]["x0"]) > 300


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"budget": "€ 12.500.001"}, "budget_eur"),
        ({"authority": "Wallonië"}, "authorities"),
        ({"end_goal": PROJECTS[0].end_goal.replace("twee", "drie")}, "end_goal"),
        ({"description": PROJECTS[0].description.replace("dorpen", "gehuchten")}, "description"),
    ],
)
def test_each_disagreement_is_a_finding(tmp_path: Path, change: dict[str, str], column: str) -> None:
    tables = tables_of_files(tmp_path, pair(text_brochure(), pdf_brochure(with_first(**change))))
    told = [row for row in findings(tables, "witness_disagrees") if f" {column} differs" in row["message"]]
    assert len(told) == 1
    assert PROJECTS[0].title in told[0]["message"]
    assert (told[0]["source"], told[0]["severity"]) == ("plan.pdf", "warning")
    places = [r for r in tables["provenance"] if (r["key"], r["column"]) == ("veerpont-over-de-zwartebeek", column)]
    assert {row["source"] for row in places} == {"plan.txt"}


def test_projects_of_one_side_alone_are_findings(tmp_path: Path) -> None:
    tables = tables_of_files(tmp_path, pair(text_brochure(PROJECTS[1:]), pdf_brochure(PROJECTS[:3])))
    told = {row["message"] for row in findings(tables, "witness_disagrees")}
    assert f"{PROJECTS[3].title} is not in the witness" in told
    assert f"{PROJECTS[0].title} is only in the witness" in told
    assert [row["title"] for row in tables["projects"]] == [project.title for project in PROJECTS[1:]]
