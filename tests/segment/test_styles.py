"""Titles by their style: those that run into their text, and what is set like a title and is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.models import BlockKind
from tests.cases.make import AXES, PROJECTS, Axis, Draw, Project, Sheet, draw, pdf_pages
from tests.cases.rooms import blocks_of, records_of
from tests.segment.test_blocks import said
from tests.segment.test_boxes import run, stacked

BOLD, PLAIN = "Helvetica-Bold", "Helvetica"
LONG = [replace(p, title=f"{p.title} en alle andere plekken van het land waar nu nog niets gebeurt") for p in PROJECTS]


def sheets(projects: Sequence[Project], stop: str = ".", bold: str = "", size: float = 14) -> bytes:
    """Projects whose titles run into the text after ``stop`` (or stand above it, where there is none); ``bold`` words begin
    each text."""

    def page(axis: Axis) -> Draw:
        def drawn(sheet: Sheet) -> None:
            sheet.text(50, 60, axis.name.upper(), 20, BOLD)
            y = sheet.paragraph(50, 90, axis.introduction, 490, 9) + 24
            for project in (project for project in projects if project.axis == axis.name):
                head = [(f"{project.title}{stop}", BOLD)] if stop else []
                if not stop:
                    sheet.text(50, y, project.title, size, BOLD)
                    y += 1.3 * size
                y = run(sheet, y, [*head, *([(bold, BOLD)] if bold else []), (project.description, PLAIN)], 330) + 8
                y = stacked(sheet, y, project) + 30

        return drawn

    return draw([page(axis) for axis in AXES])


def projects_of(folder: Path, data: bytes) -> list[tuple[str, str]]:
    return [(record.title.text, record.description.text) for record in records_of(folder, data).records]


def printed_of(projects: Sequence[Project]) -> list[tuple[str, str]]:
    return [(project.title, project.description) for project in projects]


@pytest.mark.parametrize(
    "projects", [PROJECTS, LONG, [*LONG[:2], *PROJECTS[2:]]], ids=["one line", "two lines", "both"]
)
@pytest.mark.parametrize("stop", [".", ":", " –"])
def test_titles_that_run_into_their_text(tmp_path: Path, stop: str, projects: list[Project]) -> None:
    assert projects_of(tmp_path, sheets(projects, stop=stop)) == printed_of(projects)


@pytest.mark.parametrize("size", [9, 14])
@pytest.mark.parametrize("bold", ["Kort:", "Wat we doen."])
def test_bold_words_at_the_head_of_a_text_belong_to_it_below_a_title(tmp_path: Path, bold: str, size: float) -> None:
    """Also where the title is set like them."""
    projects = [replace(project, description=f"{bold} {project.description}") for project in PROJECTS]
    assert projects_of(tmp_path, sheets(PROJECTS, "", bold, size)) == printed_of(projects)


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("heading", ["Alle projecten op een rij", "Bijlage: bedragen"])
def test_an_appendix_whose_heading_is_set_like_a_title_is_no_project(tmp_path: Path, heading: str, table: bool) -> None:
    """The last project before it stays one."""

    def appendix(sheet: Sheet) -> None:
        sheet.text(50, 60, heading, 14, BOLD)
        if table:
            sheet.text(50, 84, "Project", 10)
            sheet.text(330, 84, "Bedrag", 10)
        for row, project in enumerate(PROJECTS):
            sheet.text(50, 100 + 16 * row, project.title, 10)
            sheet.text(330, 100 + 16 * row, project.budget, 10)

    found = blocks_of(tmp_path, draw([*pdf_pages(), appendix]))
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS]
    assert said(found, BlockKind.text, "description") == [project.description for project in PROJECTS]
    assert {block.rule for block in found.blocks if block.page == 3} == {"list of projects"}


def axis_pages(names: Sequence[str]) -> list[Draw]:
    """A page for each project, under the heading of one of ``names`` near the upper edge."""

    def page(name: str, project: Project) -> Draw:
        def drawn(sheet: Sheet) -> None:
            sheet.text(50, 60, name, 20, BOLD)
            y = sheet.paragraph(50, 90, AXES[0].introduction, 490) + 24
            sheet.text(50, y, project.title, 14, BOLD)
            y = sheet.paragraph(50, y + 18, project.description, 490) + 8
            stacked(sheet, y, project)

        return drawn

    return [page(name, project) for name, project in zip(names, PROJECTS, strict=True)]


@pytest.mark.parametrize("form", ["{} {}", "{}. {}"])
def test_a_heading_with_the_number_of_its_chapter_is_no_page_number(tmp_path: Path, form: str) -> None:
    names = ["MOBILITEIT", "SAMENLEVING", "DIGITALISERING", "DUURZAAMHEID"]
    found = blocks_of(tmp_path, draw(axis_pages([form.format(number, name) for number, name in enumerate(names, 1)])))
    assert said(found, BlockKind.section_header) == [form.format(number, name) for number, name in enumerate(names, 1)]


@pytest.mark.parametrize("size", [14, 16])
def test_titles_set_like_the_names_of_the_axes_are_no_axes(tmp_path: Path, size: float) -> None:

    def page(axis: Axis) -> Draw:
        def drawn(sheet: Sheet) -> None:
            sheet.text(50, 60, axis.name, size, BOLD)
            y = sheet.paragraph(50, 90, axis.introduction, 490) + 24
            for project in (project for project in PROJECTS if project.axis == axis.name):
                sheet.text(50, y, project.title, size, BOLD)
                y = stacked(sheet, sheet.paragraph(50, y + 18, project.description, 490) + 8, project) + 30

        return drawn

    found = blocks_of(tmp_path, draw([page(known) for known in AXES]))
    assert said(found, BlockKind.section_header) == [known.name for known in AXES]
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS]
    assert not [finding for finding in found.findings if finding.rule == "new_axis"]
