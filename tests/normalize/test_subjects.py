"""Each finding names the row and the cell that it is about, and none where it concerns the whole source."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.models import Row
from pipeline.quotes import project_ids
from tests.cases.make import AXES, LABELS, PROJECTS, pdf_brochure, text_brochure, with_first
from tests.cases.notes import noted
from tests.cases.rooms import Content, findings, tables_of_files

FIRST, SECOND, *_ = project_ids([project.title for project in PROJECTS])


def told(folder: Path, data: Content, rule: str, name: str = "plan.txt") -> list[Row]:
    return findings(tables_of_files(folder, noted(name, data)), rule)


def subjects(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row["table"], row["key"], row["column"]) for row in rows]


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        ({"budget": "€ 4,5 miljoen tot € 6 miljoen"}, "budget_not_read", "budget_eur"),
        ({"budget": "€ 0"}, "budget_is_zero", "budget_eur"),
        ({"authority": ""}, "empty_label", "authorities"),
        ({"budget": ""}, "empty_label", "budget_eur"),
        ({"authority": "Gemeente Nergens"}, "unknown_authority", "authorities"),
        ({"authority": "Wallonië 12"}, "odd_authority", "authorities"),
        ({"title": "Veerpont **oost**"}, "markup", "title"),
        ({"end_goal": "2 veerponten [zie](plan)"}, "markup", "end_goal"),
    ],
)
@pytest.mark.parametrize("make", [text_brochure, pdf_brochure])
def test_a_finding_is_about_its_cell(
    tmp_path: Path, make: object, changes: dict[str, str], rule: str, column: str
) -> None:
    projects = with_first(**changes)
    name = "plan.txt" if make is text_brochure else "plan.pdf"
    rows = told(tmp_path, make(projects), rule, name)  # type: ignore[operator]
    assert subjects(rows) == [("projects", project_ids([projects[0].title])[0], column)]


def test_a_label_in_a_text_is_about_the_text(tmp_path: Path) -> None:
    text = text_brochure().replace("\n\nBUDGET", f"\n{LABELS[2]}: een veerpont die vaart\n\nBUDGET", 1)
    assert set(subjects(told(tmp_path, text, "loose_label"))) == {("projects", FIRST, "description")}


def test_what_concerns_the_whole_source_is_about_no_row(tmp_path: Path) -> None:
    projects = with_first(description=f"{PROJECTS[0].description}\n{AXES[1].name.upper()}\nNog een zin over de dorpen.")
    rows = told(tmp_path, text_brochure(projects), "stray_axis")
    assert set(subjects(rows)) <= {("", "", "")}


def test_a_finding_of_a_witness_is_about_the_row_that_is_published(tmp_path: Path) -> None:
    """Its own key would be another one: the witness has a project more, of the same name, before it."""
    twin = [PROJECTS[0], *with_first(budget="€ 4,5 miljoen tot € 6 miljoen")]
    files = {**noted("plan.txt", text_brochure()), **noted("plan.pdf", pdf_brochure(twin), role="witness")}
    rows = findings(tables_of_files(tmp_path, files), "budget_not_read")
    assert subjects(rows) == [("projects", FIRST, "budget_eur")]


def test_a_disagreement_is_about_the_cell(tmp_path: Path) -> None:
    files = {
        **noted("plan.txt", text_brochure()),
        **noted("plan.pdf", pdf_brochure(with_first(budget="€ 12.500.001")), role="witness"),
    }
    rows = findings(tables_of_files(tmp_path, files), "witness_disagrees")
    assert ("projects", FIRST, "budget_eur") in subjects(rows)


def test_words_of_several_rows_are_told_of_each(tmp_path: Path) -> None:
    """Letters without text in the font are counted by page."""
    text = text_brochure()
    for end_goal in (PROJECTS[0].end_goal, PROJECTS[1].end_goal):
        first = end_goal.split()[1]
        text = text.replace(first, f"{first}\ue001{first}", 1)
    rows = told(tmp_path, text, "unmapped_letters")
    assert len(rows) == len({row["key"] for row in rows}) == 2
    assert {row["table"] for row in rows} == {"projects"}
