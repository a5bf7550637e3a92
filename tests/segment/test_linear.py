"""Texts without a layout, as exporters and converters give them: one brochure in many forms, each read whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from pipeline.models import BlockKind, Severity
from pipeline.profile import known_profiles
from pipeline.segment.linear import read_lines
from tests.cases.make import AXES, LABELS, PROJECTS, Project, wrapped
from tests.cases.rooms import blocks_of, pages_of, records_of
from tests.segment.test_blocks import said
from tests.segment.test_text import TITLES, whole

Form = Callable[[Project], str]


def text(form: Form, *, between: str = "\n", heading: str = "{}", before: str = "") -> str:
    """The brochure with each project as ``form`` writes it; ``heading`` writes the name of an axis, ``before`` what stands
    before each axis, where ``{}`` is a running number."""
    parts: list[str] = []
    for number, (name, projects) in enumerate(groupby(PROJECTS, key=lambda project: project.axis), 1):
        axis = next(axis for axis in AXES if axis.name == name)
        parts += [before.format(number)] if before else []
        parts += [heading.format(axis.name.upper()), wrapped(axis.introduction, 90), *map(form, projects)]
    return between.join(parts) + "\n"


def below(project: Project) -> str:
    """Labels above their values, nothing but line ends between anything."""
    box = "\n".join(f"{label}\n{wrapped(value, 36)}" for label, value in zip(LABELS, project.values, strict=True))
    return f"{project.title}\n{wrapped(project.description)}\n{box}"


def bare(project: Project) -> str:
    """A table of Word between title and text: labels and values in one row, with a space between them."""
    box = "\n".join(f"{label.capitalize()} {value}" for label, value in zip(LABELS, project.values, strict=True))
    return f"{project.title}\n{box}\n{wrapped(project.description)}"


def strip(project: Project) -> str:
    """All fields in one running row."""
    fields = (f"{label}: {value}" for label, value in zip(LABELS, project.values, strict=True))
    return f"{project.title}\n{wrapped(project.description)}\n{wrapped(' • '.join(fields))}"


def apart(project: Project) -> str:
    """A row of labels and a row of values, cell by cell."""
    return "\n\n".join(
        [
            f"{project.title}\n{wrapped(project.description)}",
            LABELS[0],
            project.values[0],
            *LABELS[1:],
            *(wrapped(value, 36) for value in project.values[1:]),
        ]
    )


def above(project: Project) -> str:
    """Each value before its label."""
    box = "\n".join(f"{wrapped(value, 60)}\n{label}" for label, value in zip(LABELS, project.values, strict=True))
    return f"{project.title}\n{wrapped(project.description)}\n{box}"


def listed(project: Project) -> str:
    """Markdown with a list of fields."""
    box = "\n".join(f"- **{label}**: {value}" for label, value in zip(LABELS, project.values, strict=True))
    return f"### {project.title}\n\n{project.description}\n\n{box}"


def tabled(project: Project) -> str:
    """Markdown with a table for each project, as HTML-to-text wraps it."""
    head = "| ".join(LABELS) + "\n---|---|---"
    return f"### {project.title}\n\n{wrapped(project.description)}\n\n{head}\n{wrapped('| '.join(project.values))}\n"


def rows_of_labels(project: Project) -> str:
    """Markdown with a table of labels and values."""
    rows = "\n".join(f"| {label} | {value} |" for label, value in zip(LABELS, project.values, strict=True))
    return f"### {project.title}\n\n{project.description}\n\n| | |\n|---|---|\n{rows}\n"


FORMS = {
    "below": text(below),
    "bare": text(bare),
    "strip": text(strip),
    "apart": text(apart, between="\n\n"),
    "above": text(above),
    "list": text(listed, between="\n\n", heading="## {}"),
    "table": text(tabled, between="\n\n", heading="## {}"),
    "rows of labels": text(rows_of_labels, between="\n\n", heading="## {}"),
    "page marks": text(below, before="--- page {} ---\nPlan voor morgen"),
    "page numbers": text(below, before="Plan voor morgen | {}"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_text_without_a_layout(tmp_path: Path, form: str) -> None:
    blocks = blocks_of(tmp_path, FORMS[form])
    whole(blocks)
    assert not [found for found in blocks.findings if found.severity is Severity.person]


@pytest.mark.parametrize("form", FORMS)
def test_each_box_goes_with_its_project(tmp_path: Path, form: str) -> None:
    records = records_of(tmp_path, FORMS[form]).records
    found = {record.title.text: tuple(value.text for value in record.fields.values()) for record in records}
    assert found == {project.title: project.values for project in PROJECTS}


def test_marks_of_markdown_are_no_words(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, FORMS["list"])
    words = [word.text for block in blocks.blocks for line in block.lines for word in line]
    assert words
    assert not any("#" in word or "*" in word for word in words)


def test_texts_in_a_row_and_then_their_boxes(tmp_path: Path) -> None:
    """Two columns as plain text gives them: boxes in the order of their projects."""
    parts: list[str] = []
    for name, projects in groupby(PROJECTS, key=lambda project: project.axis):
        held = list(projects)
        texts, boxes = zip(*(below(project).split("\nBUDGET\n") for project in held), strict=True)
        parts += [name.upper(), *texts, *(f"BUDGET\n{box}" for box in boxes)]
    records = records_of(tmp_path, "\n".join(parts)).records
    found = {record.title.text: tuple(value.text for value in record.fields.values()) for record in records}
    assert all(not values or values in [project.values for project in PROJECTS] for values in found.values())
    wrong = [project for project in PROJECTS if found.get(project.title) not in (project.values, ())]
    assert not wrong


def test_a_lost_title_waits_for_a_person(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, FORMS["below"].replace(f"{TITLES[1]}\n", "", 1))
    assert TITLES[1] not in said(blocks, BlockKind.title)
    assert [found for found in blocks.findings if found.severity is Severity.person]


def test_links_of_a_web_page_are_no_labels(tmp_path: Path) -> None:
    """What comes back behind each box and says nothing of its own."""
    data = text(lambda project: f"{below(project)}\nNaar boven\n", between="\n\n")
    found = read_lines(pages_of(tmp_path, data), known_profiles()[0], accepted=False)
    assert found is not None
    linked = [block for block in found.blocks if "boven" in {word.text for line in block.lines for word in line}]
    assert [block.kind for block in linked] == [BlockKind.furniture] * len(PROJECTS)
    assert {field.name for block in found.blocks for field in block.fields} == {"budget", "authority", "end_goal"}
    assert [finding.severity for finding in found.findings if finding.rule == "link"] == [Severity.warning]


def test_the_imprint_behind_the_last_box_is_of_no_value(tmp_path: Path) -> None:
    imprint = "Verantwoordelijke uitgever: A. Peeters, Kerkstraat 1, 9000 Gent\nVragen? info@voorbeeld.be\n"
    found = blocks_of(tmp_path, text(below) + imprint)
    whole(found)
    assert not [finding for finding in found.findings if finding.severity is Severity.person]
