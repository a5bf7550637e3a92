"""Tables that hold projects: cut at their lines or at open white space, each row with its title and text, or refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cases.make import AXES, LABELS, PROJECTS, Project, Sheet, draw
from tests.cases.rooms import records_of

COLUMNS = (40, 250, 330, 430)  # left edges: title and text, and the three labels
RIGHT = 560


def in_rows(sheet: Sheet, y: float, projects: Sequence[Project], *, ruled: bool) -> float:
    """A row for each project: its title in bold and its text below it in the first cell."""
    for x, text in zip(COLUMNS, ("Project", *LABELS), strict=True):
        sheet.text(x + 3, y + 8, text, 5, "Helvetica-Bold")
    y += 14
    for project in projects:
        if ruled:
            sheet.canvas.line(COLUMNS[0], sheet.height - y, RIGHT, sheet.height - y)
        sheet.text(COLUMNS[0] + 3, y + 11, project.title, 8, "Helvetica-Bold")
        low = sheet.paragraph(COLUMNS[0] + 3, y + 21, project.description, 200, 8)
        edges = (*COLUMNS[1:], RIGHT)
        for x, end, value in zip(edges, edges[1:], project.values, strict=False):
            low = max(low, sheet.paragraph(x + 3, y + 11, value, end - x - 10, 8))
        y = low + (2 if ruled else 14)
    if ruled:
        sheet.canvas.line(COLUMNS[0], sheet.height - y, RIGHT, sheet.height - y)
    return y


def in_forms(sheet: Sheet, y: float, projects: Sequence[Project]) -> float:
    """A small table for each project, with rows for its title and its text."""
    for project in projects:
        amount, *rest = zip(LABELS, project.values, strict=True)
        for name, said in (("Naam", project.title), amount, ("Beschrijving", project.description), *rest):
            sheet.canvas.line(40, sheet.height - y, 500, sheet.height - y)
            sheet.text(43, y + 11, name.upper(), 6, "Helvetica-Bold")
            y = sheet.paragraph(180, y + 11, said, 300, 8) + 2
        sheet.canvas.line(40, sheet.height - y, 500, sheet.height - y)
        y += 16
    return y


Table = Callable[[Sheet, float, Sequence[Project]], float]


def page_of(projects: Sequence[Project], table: Table) -> Callable[[Sheet], None]:
    def page(sheet: Sheet) -> None:
        axis = next(axis for axis in AXES if axis.name == projects[0].axis)
        sheet.text(40, 50, axis.name.upper(), 20, "Helvetica-Bold")
        table(sheet, sheet.paragraph(40, 75, axis.introduction, 490) + 20, projects)

    return page


def by_axis() -> list[list[Project]]:
    return [mine for axis in AXES if (mine := [project for project in PROJECTS if project.axis == axis.name])]


@pytest.mark.parametrize(
    "table",
    [
        lambda sheet, y, projects: in_rows(sheet, y, projects, ruled=True),
        lambda sheet, y, projects: in_rows(sheet, y, projects, ruled=False),
        in_forms,
    ],
    ids=["ruled rows", "open rows", "forms"],
)
def test_a_table_says_all_of_its_projects(tmp_path: Path, table: Table) -> None:
    found = records_of(tmp_path, draw([page_of(projects, table) for projects in by_axis()]))
    said = {
        r.title.text: (
            r.axis,
            r.description.text,
            *(r.fields[name].text for name in ("budget", "authority", "end_goal")),
        )
        for r in found.records
    }
    assert said == {p.title: (p.axis, p.description, *p.values) for p in PROJECTS}
    assert {r.pairing.method for r in found.records if r.pairing} == {"row"}
    assert found.words == sum(entry.word_to - entry.word_from + 1 for entry in found.ledger)
