"""Which box belongs to which project: paired where the document says so, refused where it does not, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.models import Records, Severity
from tests.cases.make import AXES, PROJECTS, Project, Sheet, draw, pdf_brochure, text_box, text_brochure, text_page, wrapped
from tests.cases.rooms import records_of


def pairs(records: Records) -> dict[str, str]:
    """Title → end goal of the box it got, empty without."""
    return {
        record.title.text: record.fields["end_goal"].text if record.box else "" for record in records.records
    }


def right(projects: Sequence[Project] = PROJECTS) -> dict[str, str]:
    return {project.title: project.end_goal for project in projects}


@pytest.mark.parametrize("data", [text_brochure(), pdf_brochure()], ids=["text", "pdf"])
def test_every_box_finds_its_project(tmp_path: Path, data: str | bytes) -> None:
    records = records_of(tmp_path, data)
    assert pairs(records) == right()
    assert records.boxes == len(PROJECTS)
    for record in records.records:
        assert record.pairing.method.endswith("meaning")
        assert record.pairing.score is not None
        assert record.pairing.margin is not None
        assert 0 < record.pairing.margin <= 1


def detached(projects: Sequence[Project], boxes: Sequence[Project]) -> str:
    """A page with all projects first and the boxes after them."""
    prose = "\n\n".join(f"{p.title}\n{wrapped(p.description)}" for p in projects)
    return "\n\n".join([AXES[0].name.upper(), wrapped(AXES[0].introduction), prose, *(text_box(p.values) for p in boxes)])


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_meaning_decides_where_boxes_stand_apart(tmp_path: Path, order: tuple[int, ...]) -> None:
    boxes = [PROJECTS[number] for number in order]
    assert pairs(records_of(tmp_path, detached(PROJECTS, boxes))) == right()


TWINS = [
    replace(
        PROJECTS[0], title=f"Veerpont over de {beek}", authority="Vlaanderen", end_goal="De veerpont vaart.",
        description=f"Een veerpont zet fietsers en wandelaars over de {beek} en vaart elke dag van de week, ook in de winter.",
        budget=budget,
    )
    for beek, budget in (("Witbeek", "€ 1.000.000"), ("Rosbeek", "€ 2.000.000"))
]


def test_boxes_that_cannot_be_told_apart_are_refused(tmp_path: Path) -> None:
    records = records_of(tmp_path, detached([*TWINS, *PROJECTS[2:]], [*TWINS, *PROJECTS[2:]]))
    assert pairs(records) == {**{twin.title: "" for twin in TWINS}, **right(PROJECTS[2:])}
    orphans = [finding for finding in records.findings if finding.rule == "orphan_box"]
    assert len(orphans) == 2
    for finding, twin in zip(orphans, TWINS, strict=True):
        assert finding.severity is Severity.person
        assert twin.budget in finding.quote
        assert finding.hint.startswith("candidates: ")
        assert sum(candidate.title in finding.hint for candidate in TWINS) == 2
    alone = [finding for finding in records.findings if finding.rule == "project_without_box"]
    assert {finding.severity for finding in alone} == {Severity.person}


def test_place_alone_makes_no_pair_of_boxes_that_stand_apart(tmp_path: Path) -> None:
    assert pairs(records_of(tmp_path, detached(TWINS, TWINS))) == {twin.title: "" for twin in TWINS}


def test_a_box_too_many_is_an_orphan(tmp_path: Path) -> None:
    stray = ("€ 77.000", "Wallonië", "Vuurtoren geverfd.")
    records = records_of(tmp_path, text_brochure() + "\n" + text_box(stray) + "\n")
    assert records.boxes == len(PROJECTS) + 1
    assert pairs(records) == right()
    orphan, = (finding for finding in records.findings if finding.rule == "orphan_box")
    assert orphan.severity is Severity.person
    assert "Vuurtoren" in orphan.quote


def test_a_project_without_box_is_a_record_and_a_finding(tmp_path: Path) -> None:
    page = text_page(AXES[1], PROJECTS[2:])
    text = text_brochure(PROJECTS[:2]) + "\f" + page.replace("\n\n" + text_box(PROJECTS[3].values), "")
    records = records_of(tmp_path, text)
    assert pairs(records) == {**right(), PROJECTS[3].title: ""}
    alone, = (finding for finding in records.findings if finding.rule == "project_without_box")
    assert (alone.quote, alone.severity) == (PROJECTS[3].title, Severity.warning)


def test_boxes_before_their_projects(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, AXES[0].name.upper(), 20, "Helvetica-Bold")
        y = sheet.paragraph(50, 90, AXES[0].introduction, 490) + 30
        for project in PROJECTS[:3]:
            y = sheet.box(50, y, project.values, 490) + 22
            sheet.text(50, y, project.title, 14, "Helvetica-Bold")
            y = sheet.paragraph(50, y + 18, project.description, 490) + 30

    assert pairs(records_of(tmp_path, draw([page]))) == right(PROJECTS[:3])
