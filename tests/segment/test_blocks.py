"""Everything beside the boxes: columns, titles, headings, introductions, furniture, pages of figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UnreadableError
from pipeline.models import BlockKind, Blocks
from tests.cases.make import (
    AXES,
    PROJECTS,
    Draw,
    Sheet,
    columns,
    draw,
    pdf_brochure,
    pdf_pages,
    text_box,
    text_brochure,
    wrapped,
)
from tests.cases.rooms import blocks_of


def said(blocks: Blocks, kind: BlockKind, rule: str = "", axis: str = "") -> list[str]:
    """The words of each block of a kind, of one rule and one axis where these are named."""
    return [
        " ".join(word.text for line in block.lines for word in line)
        for block in blocks.blocks
        if block.kind is kind and (not rule or block.rule == rule) and (not axis or block.axis == axis)
    ]


@pytest.mark.parametrize("data", [text_brochure(), pdf_brochure()], ids=["text", "pdf"])
def test_titles_headings_and_text(tmp_path: Path, data: str | bytes) -> None:
    found = blocks_of(tmp_path, data)
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS]
    assert said(found, BlockKind.section_header) == [axis.name.upper() for axis in AXES]
    for axis in AXES:
        assert " ".join(said(found, BlockKind.text, "introduction", axis.name)) == axis.introduction
    assert said(found, BlockKind.text, "description") == [project.description for project in PROJECTS]
    assert [block.axis for block in found.blocks if block.kind is BlockKind.title] == [p.axis for p in PROJECTS]


def test_the_slogan_stands_by_itself_in_a_pdf(tmp_path: Path) -> None:
    assert said(blocks_of(tmp_path, pdf_brochure()), BlockKind.text, "slogan") == [axis.slogan for axis in AXES]


def test_the_slogan_stands_by_itself_in_text(tmp_path: Path) -> None:
    text = text_brochure()
    for axis in AXES:
        text = text.replace(wrapped(axis.introduction), f"{axis.slogan}\n{wrapped(axis.introduction)}")
    found = blocks_of(tmp_path, text)
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS]
    assert said(found, BlockKind.text, "slogan") == [axis.slogan for axis in AXES]


def test_an_introduction_in_capitals_after_its_slogan(tmp_path: Path) -> None:
    text = text_brochure()
    for axis in AXES:
        text = text.replace(wrapped(axis.introduction), f"{axis.slogan}\n{wrapped(axis.introduction)}".upper())
    found = blocks_of(tmp_path, text)
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS]
    assert said(found, BlockKind.text, "introduction") == [axis.introduction.upper() for axis in AXES]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, AXES[0].name.upper(), 20, "Helvetica-Bold")
        sheet.paragraph(50, 90, AXES[0].introduction, 490)
        for x, project in zip((50, 320), PROJECTS, strict=False):
            sheet.text(x, 160, project.title, 13, "Helvetica-Bold")
            y = sheet.paragraph(x, 178, project.description, 225) + 14
            sheet.box(x, y, project.values, 225)

    found = blocks_of(tmp_path, draw([page]))
    assert said(found, BlockKind.text, "description") == [project.description for project in PROJECTS[:2]]
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS[:2]]


def test_running_heads_and_page_numbers_are_furniture(tmp_path: Path) -> None:
    def dressed(number: int, page: Draw) -> Draw:
        def drawn(sheet: Sheet) -> None:
            page(sheet)
            sheet.text(50, 25, "Plan voor een kleine stad", 7)
            sheet.text(530 if number % 2 else 50, 825, str(number), 7)

        return drawn

    pages = [dressed(number, page) for number, page in enumerate(pdf_pages() * 2, 1)]
    found = blocks_of(tmp_path, draw(pages))
    assert sorted(said(found, BlockKind.furniture)) == sorted(["Plan voor een kleine stad"] * 4 + ["1", "2", "3", "4"])
    assert said(found, BlockKind.text, "description") == [project.description for project in PROJECTS] * 2


def test_a_page_of_figures(tmp_path: Path) -> None:
    figures = "HET PLAN IN CIJFERS\n\nMOBILITEIT\n€ 15,9 miljoen – 1%\n\nSAMENLEVING\n€ 1.208,25 miljoen – 99%\n"
    found = blocks_of(tmp_path, f"{figures}\f{text_brochure()}")
    charts = " ".join(said(found, BlockKind.chart_label))
    assert all(word in charts for word in figures.split())
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS]


@pytest.mark.parametrize(
    "text",
    [
        "Een brief aan de buren.\n\nWij verbouwen de keuken van maart tot mei.\n",
        "BUDGET\n€ 5 miljoen\n",
        wrapped(" ".join(project.description for project in PROJECTS)),
    ],
    ids=["letter", "one label", "prose"],
)
def test_what_has_no_box_is_no_brochure(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableError, match=r"klein\.txt: not a brochure of a known family .*--profile") as refused:
        blocks_of(tmp_path, text)
    assert "BUDGET, VERANTWOORDELIJKE OVERHEID, EINDDOEL" in str(refused.value)


def test_a_brochure_without_axis_headings(tmp_path: Path) -> None:
    parts = [f"{p.title}\n{wrapped(p.description)}\n\n{text_box(p.values)}" for p in PROJECTS]
    found = blocks_of(tmp_path, "\n\n".join(parts))
    assert said(found, BlockKind.title) == [project.title for project in PROJECTS]


Number = tuple[str, float, float]  # words of a chart, to the right of and above its corner

YEARS = [(str(2023 + i), 50.0 * i, 0.0) for i in range(4)]
BARS = [("72", 4.0, 48.0), ("34", 54.0, 30.0), ("62", 104.0, 41.0), ("56", 154.0, 38.0)]
CHARTS: dict[str, tuple[list[Number], list[str]]] = {  # what is printed, and what of it is not the chart's
    "bars over years": ([*YEARS, *BARS], []),
    "years alone": (YEARS, []),
    "an upright scale": ([(str(25 * i), 0.0, 16.0 * i) for i in range(5)], []),
    "a scale aligned on the left": ([(str(50 * i), 0.0, 16.0 * i) for i in range(3)], []),
    "a scale aligned on the right": ([(str(50 * i), -4.2 * len(str(50 * i)), 16.0 * i) for i in range(3)], []),
    "a digit under the years": ([*YEARS, *BARS, ("7", 4.0, -30.0)], ["7"]),
    "a digit between two bars": ([*YEARS, *BARS, ("7", 30.0, 60.0)], ["7"]),
    "a digit over years without bars": ([*YEARS, ("7", 0.0, 30.0)], ["7"]),
    "two digits over one year": ([*YEARS, *BARS, ("7", 0.0, 70.0)], ["7", "72"]),
    "uneven steps": ([("3", 0, 0), ("9", 50, 0), ("4", 100, 0)], ["3", "4", "9"]),
    "uneven distances": ([("1", 0, 0), ("2", 50, 0), ("3", 80, 0)], ["1", "2", "3"]),
    "two numbers": ([("1", 0, 0), ("2", 50, 0)], ["1", "2"]),
}


@pytest.mark.parametrize("case", CHARTS)
def test_a_chart_beside_projects(tmp_path: Path, case: str) -> None:
    """Numbers at equal steps and distances are a chart; every other bare number waits for a person."""
    numbers, left = CHARTS[case]

    def page(sheet: Sheet) -> None:
        columns(AXES[0], PROJECTS[:2])(sheet)
        for text, right, above in numbers:
            sheet.text(60 + right, 700 - above, text, 7, "Courier")

    blocks = blocks_of(tmp_path, draw([page, columns(AXES[1], PROJECTS[2:])])).blocks
    charts = [
        word.text for block in blocks if block.kind is BlockKind.chart_label for line in block.lines for word in line
    ]
    alone = [word.text for block in blocks if block.rule == "unassigned" for line in block.lines for word in line]
    assert sorted(charts) == sorted(text for text, _, _ in numbers if text not in left)
    assert sorted(alone) == left


@pytest.mark.parametrize(
    ("caption", "taken"),
    [
        ("BUDGET PER JAAR", True),
        ("Dit is een losse zin over het project.", False),
        ("Zeven woorden zonder punt zijn geen bijschrift", False),
    ],
)
@pytest.mark.parametrize("font", ["Courier-Bold", "Helvetica"])
def test_the_caption_of_a_chart_has_a_style_of_its_own(tmp_path: Path, caption: str, taken: bool, font: str) -> None:
    def page(sheet: Sheet) -> None:
        columns(AXES[0], PROJECTS[:2])(sheet)
        sheet.text(60, 640, caption, 10, font)
        for text, right, above in CHARTS["bars over years"][0]:
            sheet.text(60 + right, 700 - above, text, 7, "Courier")

    blocks = blocks_of(tmp_path, draw([page, columns(AXES[1], PROJECTS[2:])])).blocks
    charts = [
        " ".join(word.text for word in line)
        for block in blocks
        if block.kind is BlockKind.chart_label
        for line in block.lines
    ]
    assert (caption in charts) == (taken and font == "Courier-Bold")


@pytest.mark.parametrize("caption", ["BUDGET PER JAAR", "In miljoen euro"])
def test_the_style_of_captions_may_stand_on_the_page_of_figures_too(tmp_path: Path, caption: str) -> None:
    def chart(sheet: Sheet) -> None:
        sheet.text(60, 640, caption, 10, "Courier-Bold")
        for text, right, above in CHARTS["bars over years"][0]:
            sheet.text(60 + right, 700 - above, text, 7, "Courier")

    def figures(sheet: Sheet) -> None:
        sheet.text(50, 60, "HET PLAN IN CIJFERS", 20, "Helvetica-Bold")
        for row, axis in enumerate(AXES):
            sheet.text(50, 100 + 60 * row, axis.name.upper(), 12, "Courier-Bold")
            sheet.text(50, 120 + 60 * row, f"{row + 4} miljoen euro", 10, "Courier-Bold")

    def page(sheet: Sheet) -> None:
        columns(AXES[0], PROJECTS[:2])(sheet)
        chart(sheet)

    found = blocks_of(tmp_path, draw([figures, page, columns(AXES[1], PROJECTS[2:])]))
    assert caption in said(found, BlockKind.chart_label, "chart beside projects")
