"""Info boxes: found in every form that brochures give them, and nowhere else."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.models import Block, BlockKind, Blocks, Line
from pipeline.profile import known_profiles, load_profile
from tests.cases.make import (
    AXES,
    HERE,
    LABELS,
    PROJECTS,
    Draw,
    Project,
    Sheet,
    draw,
    pdf_brochure,
    text_box,
    text_brochure,
    wrapped,
)
from tests.cases.rooms import Content, blocks_of

Values = list[tuple[str, ...]]


def printed(lines: Sequence[Line]) -> str:
    return " ".join(word.text for line in lines for word in line)


def boxes(blocks: Blocks) -> list[Block]:
    return [block for block in blocks.blocks if block.kind is BlockKind.info_box]


def values(folder: Path, data: Content) -> Values:
    """The values of each box as printed, in the order of its fields."""
    return [tuple(printed(field.value) for field in box.fields) for box in boxes(blocks_of(folder, data))]


def expected(projects: Sequence[Project] = PROJECTS) -> Values:
    return [project.values for project in projects]


def one_page(projects: Sequence[Project], box: str) -> Draw:
    """Projects one under the other in a column of 300 points, with their boxes in the form ``box``."""

    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, AXES[0].name.upper(), 20, "Helvetica-Bold")
        y = sheet.paragraph(50, 90, AXES[0].introduction, 490) + 24
        for project in projects:
            sheet.text(50, y, project.title, 14, "Helvetica-Bold")
            y = sheet.paragraph(50, y + 18, project.description, 490) + 8
            y = FORMS[box](sheet, y, project) + 36

    return page


def stacked(sheet: Sheet, y: float, project: Project) -> float:
    for label, value in zip(LABELS, project.values, strict=True):
        sheet.text(50, y, label, 8, "Helvetica-Bold", "#0a5a8c")
        y = sheet.paragraph(50, y + 12, value, 300, 9) + 4
    return y


def inline(sheet: Sheet, y: float, project: Project) -> float:
    for label, value in zip(LABELS, project.values, strict=True):
        sheet.text(50, y, f"{label}: {value}", 8)
        y += 12
    return y


def bold_inline(sheet: Sheet, y: float, project: Project) -> float:
    for label, value in zip(LABELS, project.values, strict=True):
        x = sheet.text(50, y, label, 9, "Helvetica-Bold")
        sheet.text(x + 5, y, value, 9)
        y += 12
    return y


def beside(sheet: Sheet, y: float, project: Project) -> float:
    for label, value in zip(LABELS, project.values, strict=True):
        sheet.text(50, y, label, 8, "Helvetica-Bold")
        y = sheet.paragraph(220, y, value, 250, 9) + 5
    return y


def table_head(sheet: Sheet, y: float, project: Project, band: str = "#e8eef4") -> float:
    """A drawn table: the labels side by side on a band, the values below them."""
    sheet.rect(50, y, 490, 18, band)
    sheet.rect(50, y + 18, 490, 54)
    bottom = y
    for x, width, label, value in zip((56, 150, 330), (80, 165, 200), LABELS, project.values, strict=True):
        sheet.text(x, y + 12, label, 8, "Helvetica-Bold", "#0a5a8c")
        bottom = max(bottom, sheet.paragraph(x, y + 32, value, width, 9))
    return max(bottom, y + 72)


def dark_table_head(sheet: Sheet, y: float, project: Project) -> float:
    return table_head(sheet, y, project, "#c0d4e2")


def framed(sheet: Sheet, y: float, project: Project) -> float:
    return sheet.box(50, y, project.values, 300)


def letterspaced(sheet: Sheet, y: float, project: Project, spacing: float = 1.5) -> float:
    for label, value in zip(LABELS, project.values, strict=True):
        sheet.text(50, y, label, 8, "Helvetica-Bold", spacing=spacing)
        y = sheet.paragraph(50, y + 12, value, 300, 9) + 4
    return y


def wide_letterspaced(sheet: Sheet, y: float, project: Project) -> float:
    return letterspaced(sheet, y, project, 3.0)


def two_line_label(sheet: Sheet, y: float, project: Project) -> float:
    for label, value in zip(LABELS, project.values, strict=True):
        for part in label.split():
            sheet.text(50, y, part, 8, "Helvetica-Bold")
            y += 10
        y = sheet.paragraph(50, y + 2, value, 300, 9) + 4
    return y


def after_icons(sheet: Sheet, y: float, project: Project) -> float:
    """An icon is drawn before each label; the values begin below the icon."""
    sheet.rect(44, y - 14, 330, 96)
    for label, value in fields(project):
        sheet.rect(50, y - 6, 6, 6, "#993300")
        sheet.text(60, y, label, 8, "Helvetica-Bold")
        y = sheet.paragraph(50, y + 11, value, 300, 9) + 4
    return y


def ruled_rows(sheet: Sheet, y: float, project: Project) -> float:
    """Values beside their labels in a box of which each row has a ground of its own."""
    top = y - 12
    for number, (label, value) in enumerate(fields(project)):
        sheet.rect(50, y - 12, 420, 26, ("#e8eef4", "#f6f6f0")[number % 2])
        sheet.text(54, y, label, 8, "Helvetica-Bold")
        sheet.paragraph(210, y, value, 250, 8)
        y += 26
    sheet.canvas.rect(50, sheet.height - y + 12, 420, y - 12 - top)
    return y


def beside_the_last_line(sheet: Sheet, y: float, project: Project) -> float:
    """A label of two lines with a colon, and its value right of the shorter one of them."""
    for label, value in fields(project):
        *lines, last = label.split()
        for line in lines:
            sheet.text(50, y, line, 8, "Helvetica-Bold")
            y += 11
        x = sheet.text(50, y, f"{last}:", 8, "Helvetica-Bold")
        first, *rest = value.split()
        sheet.text(x + 8, y, first, 9)
        y = sheet.paragraph(50, y + 12, " ".join(rest), 300, 9) + 4 if rest else y + 15
    return y


Run = list[tuple[str, str]]  # words of one style, and its font


def run(sheet: Sheet, y: float, parts: Run, width: float = 300, size: float = 9, apart: float = 0) -> float:
    """One paragraph whose words change their font; ``apart``: more space before each label."""
    x = 50.0
    for text, font in parts:
        x += apart if x > 50 and font != "Helvetica" else 0
        for word in text.split():
            if x + stringWidth(word, font, size) > 50 + width:
                x, y = 50.0, y + 1.3 * size
            x = sheet.text(x, y, word, size, font) + stringWidth(" ", font, size)
    return y + 1.3 * size


def fields(project: Project) -> list[tuple[str, str]]:
    return list(zip(LABELS, project.values, strict=True))


def run_in_bold(sheet: Sheet, y: float, project: Project) -> float:
    return run(
        sheet,
        y,
        [part for label, value in fields(project) for part in ((label, "Helvetica-Bold"), (value, "Helvetica"))],
    )


def run_apart(sheet: Sheet, y: float, project: Project) -> float:
    parts = [
        part for label, value in fields(project) for part in ((f"{label}:", "Helvetica-Bold"), (value, "Helvetica"))
    ]
    return run(sheet, y, parts, 490, apart=14)


def run_in_capitals(sheet: Sheet, y: float, project: Project) -> float:
    return run(sheet, y, [(f"{label}: {value}", "Helvetica") for label, value in fields(project)], 220)


def run_with_bars(sheet: Sheet, y: float, project: Project) -> float:
    return run(
        sheet, y, [(" | ".join(f"{label.capitalize()} {value}" for label, value in fields(project)), "Helvetica")]
    )


def run_with_wide_bars(sheet: Sheet, y: float, project: Project, at_start: bool = False) -> float:
    """Each bar with more space around it than words have, at the end of a line or at the start of the next one."""
    x = 50.0
    for number, (label, value) in enumerate(fields(project)):
        if number and at_start and number == 2:
            x, y = 50.0, y + 12
        x = sheet.text(x + 12, y, "|", 9) + 12 if number else x
        if number == 2 and not at_start:
            x, y = 50.0, y + 12
        x = sheet.text(x, y, f"{label.capitalize()} {value}", 9)
    return y + 12


def run_with_bars_at_the_start(sheet: Sheet, y: float, project: Project) -> float:
    return run_with_wide_bars(sheet, y, project, True)


def leader_apart(sheet: Sheet, y: float, project: Project, close: float = 3) -> float:
    """A leader so far from its label that it looks like a column of its own; the value ``close`` after it."""
    for label, value in fields(project):
        x = sheet.text(50, y, label, 8, "Helvetica-Bold") + 14
        x = sheet.text(x, y, "." * 12, 8, "Helvetica-Bold") + close
        sheet.text(x, y, value, 8)
        y += 12
    return y


def leader_between(sheet: Sheet, y: float, project: Project) -> float:
    return leader_apart(sheet, y, project, 14)


def uneven_head(sheet: Sheet, y: float, project: Project, two: Sequence[int] = (1,)) -> float:
    """A table's head with labels of one line and of two (in the columns ``two``), each value right below its own label."""
    lefts, bottom = (50, 150, 330), y
    for number, (x, label, value) in enumerate(zip(lefts, UNEVEN, project.values, strict=True)):
        lines = label.rsplit(" ", 1) if number in two else [label]
        for row, line in enumerate(lines):
            sheet.text(x, y + 10 * row, line, 8, "Helvetica-Bold", "#0a5a8c")
        bottom = max(bottom, sheet.paragraph(x, y + 10 * len(lines) + 2, value, (80, 160, 200)[number], 8))
    return bottom


def uneven_head_of_three(sheet: Sheet, y: float, project: Project) -> float:
    return uneven_head(sheet, y, project, (0, 1))


UNEVEN = ("BUDGET (IN EURO)", LABELS[1], LABELS[2])


def ruled_cells(sheet: Sheet, y: float, project: Project, space: float = 1.5, thick: float = 0) -> float:
    """A table whose columns only rules part (``thick`` ones are areas), with ``space`` on both sides of each."""
    widths = [stringWidth(project.budget, "Helvetica", 8), stringWidth(LABELS[1], "Helvetica-Bold", 8), 200.0]
    x, bottom, edges = 50.0, y, []
    for label, value, width in zip(LABELS, project.values, widths, strict=True):
        sheet.text(x, y, label, 8, "Helvetica-Bold")
        bottom = max(bottom, sheet.paragraph(x, y + 12, value, width, 8))
        edges.append(x + width + space)
        x += width + 2 * space
    for edge in edges[:2]:
        if thick:
            sheet.rect(edge - thick / 2, y - 10, thick, bottom - y + 2, "#0a5a8c")
        else:
            sheet.canvas.line(edge, sheet.height - y + 10, edge, sheet.height - bottom + 8)
    return bottom


def cells_between_bars(sheet: Sheet, y: float, project: Project) -> float:
    return ruled_cells(sheet, y, project, 2, 1.2)


def cells_with_two_outlines(sheet: Sheet, y: float, project: Project, fills: Sequence[str] = ("#e8eef4",) * 3) -> float:
    """Cells one under the other, each with a border that touches the next one and a ground that does not."""
    for (label, value), fill in zip(fields(project), fills, strict=True):
        height = 30 + 12 * (stringWidth(value, "Helvetica", 9) > 284)
        sheet.rect(56, y + 6, 300 - 12, height, fill)
        sheet.canvas.rect(50, sheet.height - y - height - 12, 300, height + 12, stroke=1, fill=0)
        sheet.text(60, y + 18, label, 8, "Helvetica-Bold", "#0a5a8c")
        sheet.paragraph(60, y + 30, value, 284, 9)
        y += height + 12
    return y


def cells_of_two_colours(sheet: Sheet, y: float, project: Project) -> float:
    return cells_with_two_outlines(sheet, y, project, ("#e8eef4", "#f4eee8", "#e8eef4"))


FORMS = {
    form.__name__: form
    for form in (
        stacked,
        inline,
        bold_inline,
        beside,
        table_head,
        dark_table_head,
        framed,
        letterspaced,
        wide_letterspaced,
        two_line_label,
        run_in_bold,
        run_apart,
        run_in_capitals,
        run_with_bars,
        run_with_wide_bars,
        run_with_bars_at_the_start,
        leader_apart,
        leader_between,
        uneven_head,
        uneven_head_of_three,
        ruled_cells,
        cells_between_bars,
        cells_with_two_outlines,
        cells_of_two_colours,
        after_icons,
        ruled_rows,
        beside_the_last_line,
    )
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_box(tmp_path: Path, form: str) -> None:
    projects = PROJECTS[:3]
    assert values(tmp_path, draw([one_page(projects, form)])) == expected(projects)


def test_boxes_in_text(tmp_path: Path) -> None:
    assert values(tmp_path, text_brochure()) == expected()


def test_frames_at_the_side(tmp_path: Path) -> None:
    found = blocks_of(tmp_path, pdf_brochure())
    assert [tuple(printed(field.value) for field in box.fields) for box in boxes(found)] == expected()
    assert {box.rule for box in boxes(found)} == {"frame:below"}


def test_inline_labels_in_text(tmp_path: Path) -> None:
    text = text_brochure()
    for label in LABELS:
        text = text.replace(f"{label}\n", f"{label}: ")
    assert values(tmp_path, text) == expected()


RUNS = ["{}: {}", "{} {}", " | {}: {}"]


def as_run(project: Project, form: str, labels: Sequence[str] = LABELS) -> str:
    parts = (form.format(label, value) for label, value in zip(labels, project.values, strict=True))
    return wrapped(" ".join(parts).removeprefix(" | "))


@pytest.mark.parametrize("form", ["{}\n{}", *RUNS])
@pytest.mark.parametrize("amount", ["12 500 000 EUR", "EUR 12 500 000", "36,4 MLN"])
def test_capitals_before_a_label_are_no_part_of_it(tmp_path: Path, form: str, amount: str) -> None:
    project = replace(PROJECTS[0], budget=amount)
    box = (
        "\n".join(form.format(*part).removeprefix(" | ") for part in fields(project))
        if "\n" in form
        else as_run(project, form)
    )
    text = text_brochure().replace(text_box(PROJECTS[0].values), box)
    assert values(tmp_path, text)[0] == project.values


@pytest.mark.parametrize("form", RUNS)
def test_a_box_in_one_paragraph_of_a_text(tmp_path: Path, form: str) -> None:
    text = text_brochure()
    for project in PROJECTS:
        text = text.replace(text_box(project.values), as_run(project, form))
    assert values(tmp_path, text) == expected()


def test_an_extra_label_in_a_paragraph_is_a_field_of_its_own(tmp_path: Path) -> None:
    text = text_brochure()
    for project in PROJECTS:
        text = text.replace(
            text_box(project.values), as_run(project, "{}: {}").replace("EINDDOEL", "PARTNERS: Noordkust vzw EINDDOEL")
        )
    found = boxes(blocks_of(tmp_path, text))
    assert [[printed(field.value) for field in box.fields] for box in found] == [
        [project.budget, project.authority, "Noordkust vzw", project.end_goal] for project in PROJECTS
    ]
    assert {box.fields[2].name for box in found} == {"PARTNERS"}


@pytest.mark.parametrize(
    "said",
    [
        "Budget en einddoel: wie ze zoekt, vindt ze hieronder",
        "Budget: zie hieronder. Over het einddoel: zie daar",
        "BUDGET EN DAN PAS HET EINDDOEL BEPALEN, DAT WERKT NIET",
        "Budget – maar ook overheid en einddoel – komen aan bod",
    ],
)
def test_prose_that_begins_with_a_label_is_no_box(tmp_path: Path, said: str) -> None:
    text = text_brochure().replace(PROJECTS[0].title, f"{said}.\n\n{PROJECTS[0].title}")
    assert values(tmp_path, text) == expected()


def test_a_label_over_two_lines_in_text(tmp_path: Path) -> None:
    text = text_brochure().replace(LABELS[1], "VERANTWOORDELIJKE\nOVERHEID")
    assert values(tmp_path, text) == expected()


@pytest.mark.parametrize(
    "wrong", ["VERANTWOORDELIJKE OVERHIED", "VERANTWORDELIJKE OVERHEID", "VERANTWOORDELIJKE OVERHE1D"]
)
def test_a_misprinted_label_is_read_and_noticed(tmp_path: Path, wrong: str) -> None:
    found = blocks_of(tmp_path, text_brochure().replace(LABELS[1], wrong, 1))
    assert [[field.name for field in box.fields] for box in boxes(found)] == [["budget", "authority", "end_goal"]] * 4
    (noticed,) = (finding for finding in found.findings if finding.rule == "label_spelling")
    assert (noticed.quote, noticed.page) == (wrong, 1)
    assert LABELS[1] in noticed.message


def test_a_label_alone_is_no_box(tmp_path: Path) -> None:
    text = text_brochure().replace("\f", "\nEINDDOEL\neen woord van de legende\n\n\f")
    found = boxes(blocks_of(tmp_path, text))
    assert len(found) == len(PROJECTS)
    assert all("legende" not in printed(field.value) for box in found for field in box.fields)


def test_a_label_in_a_sentence_is_no_label(tmp_path: Path) -> None:
    said = "Het budget van de veerpont ligt vast. Budget en einddoel van het project staan hieronder te lezen voor wie wil."
    projects = [replace(PROJECTS[0], description=f"{PROJECTS[0].description} {said}"), *PROJECTS[1:]]
    assert values(tmp_path, text_brochure(projects)) == expected(projects)
    assert values(tmp_path, pdf_brochure(projects)) == expected(projects)


def test_a_box_goes_on_on_the_next_page(tmp_path: Path) -> None:
    def first(sheet: Sheet) -> None:
        one_page(PROJECTS[:1], "stacked")(sheet)
        sheet.text(50, 480, PROJECTS[1].title, 14, "Helvetica-Bold")
        y = sheet.paragraph(50, 500, PROJECTS[1].description, 490) + 220
        for label, value in list(zip(LABELS, PROJECTS[1].values, strict=True))[:2]:
            sheet.text(50, y, label, 8, "Helvetica-Bold", "#0a5a8c")
            y = sheet.paragraph(50, y + 12, value, 300, 9) + 4

    def second(sheet: Sheet) -> None:
        sheet.text(50, 60, LABELS[2], 8, "Helvetica-Bold", "#0a5a8c")
        y = sheet.paragraph(50, 72, PROJECTS[1].end_goal, 300, 9) + 36
        sheet.text(50, y, PROJECTS[2].title, 14, "Helvetica-Bold")
        y = sheet.paragraph(50, y + 18, PROJECTS[2].description, 490) + 8
        stacked(sheet, y, PROJECTS[2])

    assert values(tmp_path, draw([first, second])) == expected(PROJECTS[:3])


def test_a_box_goes_on_on_the_next_page_of_a_text(tmp_path: Path) -> None:
    text = text_brochure().replace(f"\n{LABELS[2]}\nOpening", f"\n\f{LABELS[2]}\nOpening")
    assert values(tmp_path, text) == expected()


def test_labels_are_data(tmp_path: Path) -> None:
    """A profile with other labels reads another brochure, and the known profiles do not."""
    labels = ("KOSTPRIJS", "TREKKER", "RESULTAAT")
    profile = load_profile(HERE / "other-profile.toml")
    for data in (text_brochure(labels=labels), pdf_brochure(labels=labels)):
        found = boxes(blocks_of(tmp_path, data, [profile]))
        assert [tuple(printed(field.value) for field in box.fields) for box in found] == expected()
        assert {field.name for box in found for field in box.fields} == {"budget", "authority", "end_goal"}


@pytest.mark.parametrize("unit", ["(IN EURO)", "(MILJOEN EURO)", "IN MILJOEN EURO"])
def test_a_unit_more_in_a_label_waits_for_a_person_once(tmp_path: Path, unit: str) -> None:
    text = text_brochure().replace(LABELS[0], f"{LABELS[0]} {unit}")
    (noticed,) = (finding for finding in blocks_of(tmp_path, text).findings if finding.rule == "new_label")
    assert noticed.severity == "person"
    assert f'wordings = [{{ label = "budget", printed = "{LABELS[0]} {unit}" }}]' in noticed.hint


def test_a_label_that_no_box_has_stops_the_edition(tmp_path: Path) -> None:
    lines = text_brochure().split("\n")
    drop = {i for i, line in enumerate(lines) if line == LABELS[0]}
    text = "\n".join(line for i, line in enumerate(lines) if i not in drop and i - 1 not in drop)
    found = [finding for finding in blocks_of(tmp_path, text).findings if finding.rule == "missing_label"]
    assert [finding.severity for finding in found] == ["person"]
    assert LABELS[0] in found[0].message


def test_a_value_that_ends_a_page_goes_on_at_the_head_of_the_next(tmp_path: Path) -> None:
    def first(sheet: Sheet) -> None:
        one_page(PROJECTS[:2], "stacked")(sheet)
        sheet.text(50, 640, PROJECTS[2].title, 14, "Helvetica-Bold")
        y = sheet.paragraph(50, 658, PROJECTS[2].description, 490) + 8
        for label, value in list(zip(LABELS, PROJECTS[2].values, strict=True))[:2]:
            sheet.text(50, y, label, 8, "Helvetica-Bold", "#0a5a8c")
            y = sheet.paragraph(50, y + 12, value, 300, 9) + 4
        sheet.text(50, y, LABELS[2], 8, "Helvetica-Bold", "#0a5a8c")

    def second(sheet: Sheet) -> None:
        y = sheet.paragraph(50, 110, PROJECTS[2].end_goal, 300, 9) + 36
        sheet.text(50, y, PROJECTS[3].title, 14, "Helvetica-Bold")
        y = sheet.paragraph(50, y + 18, PROJECTS[3].description, 490) + 8
        stacked(sheet, y, PROJECTS[3])

    assert values(tmp_path, draw([first, second])) == expected()


def test_a_value_hangs_below_where_it_began(tmp_path: Path) -> None:
    def hanging(sheet: Sheet) -> None:
        y = 60.0
        for project in PROJECTS[:3]:
            sheet.text(50, y, project.title, 14, "Helvetica-Bold")
            y = sheet.paragraph(50, y + 18, project.description, 490) + 8
            for label, value in zip(LABELS, project.values, strict=True):
                sheet.text(50, y, label + " " + "." * 30, 8, "Helvetica-Bold", "#0a5a8c")
                y = sheet.paragraph(300, y, value, 120, 9) + 4
            y += 30

    assert values(tmp_path, draw([hanging])) == expected(PROJECTS[:3])


Rows = list[tuple[tuple[str, ...], int | str]]  # the lines of a label, and which value it has


def beside_values(projects: Sequence[Project], rows: Rows, width: float, pitch: float) -> Draw:
    """Projects with labels and values in two columns on the right; ``pitch`` from one baseline to the next, everywhere."""

    def page(sheet: Sheet) -> None:
        axis = next(axis for axis in AXES if axis.name == projects[0].axis)
        sheet.text(50, 60, axis.name.upper(), 20, "Helvetica-Bold")
        y = sheet.paragraph(50, 90, axis.introduction, 490) + 24
        for project in projects:
            sheet.text(50, y, project.title, 14, "Helvetica-Bold")
            end = sheet.paragraph(50, y + 18, project.description, 250)
            at = y
            for label, which in rows:
                value = project.values[which] if isinstance(which, int) else which
                lines = textwrap.wrap(value, round(width / 4.6))
                for number, part in enumerate(label):
                    sheet.text(330, at + pitch * number, part, 8, "Helvetica-Bold", "#0a5a8c")
                for number, line in enumerate(lines):
                    sheet.text(430, at + pitch * number, line, 9)
                at += pitch * max(len(label), len(lines))
            y = max(end, at) + 40

    return page


def contents(sheet: Sheet) -> None:
    """The names of all axes: they tell a brochure of the family whose labels are all new."""
    (profile,) = known_profiles()
    for number, axis in enumerate(profile.axes):
        sheet.text(50, 100 + 20 * number, axis.name, 11)


TERM, PARTNERS = (("LOOPTIJD",), "2023-2026"), (("PARTNERS",), "Noordkust vzw")
COLUMNS: dict[str, Rows] = {
    "two extra labels": [(LABELS[:1], 0), TERM, PARTNERS, (("VERANTWOORDELIJKE", "OVERHEID"), 1), (LABELS[2:], 2)],
    "two extra labels at the end": [
        (LABELS[:1], 0),
        (("VERANTWOORDELIJKE", "OVERHEID"), 1),
        (LABELS[2:], 2),
        TERM,
        PARTNERS,
    ],
    "a new one of two lines": [(LABELS[:1], 0), (("UITVOEREND", "BESTUUR"), 1), (LABELS[2:], 2)],
    "two new ones": [(LABELS[:1], 0), (("UITVOEREND BESTUUR",), 1), (("TE BEREIKEN DOEL",), 2)],
    "all new": [(("MIDDELEN",), 0), (("UITVOEREND", "BESTUUR"), 1), (("STREEFDOEL",), 2)],
}


@pytest.mark.parametrize("width", [70, 140])
@pytest.mark.parametrize("pitch", [11, 14])
@pytest.mark.parametrize("rows", COLUMNS)
def test_lines_of_a_column_of_new_labels(tmp_path: Path, rows: str, pitch: float, width: float) -> None:
    """Two lines are one label or two by what stands beside them, however narrow their column."""
    draws = [contents, *(beside_values(part, COLUMNS[rows], width, pitch) for part in (PROJECTS[:2], PROJECTS[2:]))]
    names = {0: "budget", 1: "authority", 2: "end_goal"}
    wanted = [
        [
            (names[which], project.values[which]) if isinstance(which, int) else (label[0], which)
            for label, which in COLUMNS[rows]
        ]
        for project in PROJECTS
    ]
    found = boxes(blocks_of(tmp_path, draw(draws)))
    assert [[(field.name, printed(field.value)) for field in box.fields] for box in found] == wanted


def narrow_table(projects: Sequence[Project], labels: Sequence[str], gap: float, band: str) -> Draw:
    """Projects with a table below each: cells so narrow that ``gap`` points part the labels."""
    widths = [max(60, stringWidth(label, "Helvetica-Bold", 8)) for label in labels]
    lefts = [56, 56 + widths[0] + gap, 56 + widths[0] + widths[1] + 2 * gap]

    def page(sheet: Sheet) -> None:
        axis = next(axis for axis in AXES if axis.name == projects[0].axis)
        sheet.text(50, 60, axis.name.upper(), 20, "Helvetica-Bold")
        y = sheet.paragraph(50, 90, axis.introduction, 490) + 24
        for project in projects:
            sheet.text(50, y, project.title, 14, "Helvetica-Bold")
            y = sheet.paragraph(50, y + 18, project.description, 490) + 8
            if band:
                sheet.rect(50, y - 10, 490, 14, band)
            for x, label in zip(lefts, labels, strict=True):
                sheet.text(x, y, label, 8, "Helvetica-Bold", "#0a5a8c")
            cells = zip(lefts, project.values, (*widths[:2], 200), strict=True)
            y = max(sheet.paragraph(x, y + 14, value, width, 8) for x, value, width in cells) + 36

    return page


@pytest.mark.parametrize("band", ["", "#c0d4e2"])
@pytest.mark.parametrize("gap", [5, 7])
@pytest.mark.parametrize(
    "labels",
    [
        LABELS,
        ("BUDGET", "UITVOEREND BESTUUR", "TE BEREIKEN DOEL"),
        ("UITGETROKKEN GELD", "BESTUURSNIVEAU", "STREEFDOEL"),
        ("Budget van plan", "Uitvoerend bestuur", "Te bereiken doel"),
    ],
)
def test_the_head_of_a_narrow_table(tmp_path: Path, labels: Sequence[str], gap: float, band: str) -> None:
    """Labels nearly as close as words are told apart by the columns below them, known ones and new ones."""
    pages = [contents, *(narrow_table(part, labels, gap, band) for part in (PROJECTS[:2], PROJECTS[2:]))]
    assert values(tmp_path, draw(pages)) == expected()
