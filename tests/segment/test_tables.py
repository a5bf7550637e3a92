"""Tables with a row for each project: every row is a box; a table that repeats the boxes is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.models import BlockKind
from tests.cases.make import AXES, LABELS, PROJECTS, Draw, Project, Sheet, draw, pdf_pages
from tests.cases.rooms import Content, blocks_of, records_of

COLUMNS = (50, 160, 235, 375)  # left edges: the name of the project and the three labels


def line(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    sheet.canvas.line(x0, sheet.height - y0, x1, sheet.height - y1)


def table(sheet: Sheet, y: float, projects: Sequence[Project], *, crosswise: bool = False) -> float:
    """A head and a row for each project, with a line below each; ``crosswise``: and upright lines between the columns."""
    top = y
    for x, text in zip(COLUMNS, ("Project", *LABELS), strict=True):
        sheet.text(x + 3, y + 12, text, 6, "Helvetica-Bold")
    y += 18
    for project in projects:
        line(sheet, 50, y, 540, y)
        cells = (project.title, *project.values)
        widths = [b - a - 8 for a, b in zip(COLUMNS, (*COLUMNS[1:], 540), strict=True)]
        y = (
            max(
                sheet.paragraph(x + 3, y + 11, cell, width, 8)
                for x, cell, width in zip(COLUMNS, cells, widths, strict=True)
            )
            + 4
        )
    line(sheet, 50, y, 540, y)
    if crosswise:
        for x in (*COLUMNS, 540):
            line(sheet, x, top, x, y)
    return y


def with_table(projects: Sequence[Project], *, crosswise: bool) -> Draw:
    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, projects[0].axis.upper(), 20, "Helvetica-Bold")
        y = sheet.paragraph(50, 90, next(a for a in AXES if a.name == projects[0].axis).introduction, 490) + 24
        for project in projects:
            sheet.text(50, y, project.title, 14, "Helvetica-Bold")
            y = sheet.paragraph(50, y + 18, project.description, 490) + 24
        table(sheet, y, projects, crosswise=crosswise)

    return page


def by_axis() -> list[list[Project]]:
    return [mine for axis in AXES if (mine := [project for project in PROJECTS if project.axis == axis.name])]


@pytest.mark.parametrize("crosswise", [False, True])
def test_each_row_is_the_box_of_its_project(tmp_path: Path, crosswise: bool) -> None:
    data: Content = draw([with_table(projects, crosswise=crosswise) for projects in by_axis()])
    found = records_of(tmp_path, data)
    assert {
        r.title.text: tuple(r.fields[name].text for name in ("budget", "authority", "end_goal")) for r in found.records
    } == {project.title: project.values for project in PROJECTS}
    assert found.words == sum(entry.word_to - entry.word_from + 1 for entry in found.ledger)


def test_a_table_that_repeats_the_boxes_makes_none(tmp_path: Path) -> None:
    def appendix(sheet: Sheet) -> None:
        sheet.text(50, 60, "Bijlage", 20, "Helvetica-Bold")
        table(sheet, 90, PROJECTS)

    blocks = blocks_of(tmp_path, draw([*pdf_pages(), appendix]))
    rules = [block.rule for block in blocks.blocks if block.kind is BlockKind.info_box]
    assert len(rules) == len(PROJECTS)
    assert "table:row" not in rules


@pytest.mark.parametrize("head", ["Nr", "Project"])
@pytest.mark.parametrize("texts", [True, False])
def test_a_head_that_nobody_knows_is_no_error(tmp_path: Path, head: str, texts: bool) -> None:
    def page(projects: Sequence[Project]) -> Draw:
        def draw_page(sheet: Sheet) -> None:
            sheet.text(50, 60, projects[0].axis.upper(), 20, "Helvetica-Bold")
            y: float = 100
            for project in projects if texts else []:
                sheet.text(50, y, project.title, 14, "Helvetica-Bold")
                y = sheet.paragraph(50, y + 18, project.description, 490) + 24
            for column, text in enumerate((head, *LABELS)):
                sheet.text(53 + 122 * column, y + 12, text, 6, "Helvetica-Bold")
            y += 18
            for project in projects:
                line(sheet, 50, y, 540, y)
                cells = (project.title if head == "Project" else "1", *project.values)
                y = 4 + max(
                    sheet.paragraph(53 + 122 * column, y + 11, cell, 112, 8) for column, cell in enumerate(cells)
                )
            line(sheet, 50, y, 540, y)

        return draw_page

    found = records_of(tmp_path, draw([page(projects) for projects in by_axis()]))
    assert found.words == sum(entry.word_to - entry.word_from + 1 for entry in found.ledger)
