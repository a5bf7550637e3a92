"""What a person is asked about labels: those without a value, and those left in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.models import Finding, Severity
from tests.cases.make import AXES, LABELS, PROJECTS, Sheet, draw, pdf_brochure, text_brochure, with_first
from tests.cases.rooms import Content, blocks_of
from tests.segment.test_boxes import boxes, printed, stacked


def doubts(folder: Path, data: Content, rule: str) -> list[Finding]:
    return [finding for finding in blocks_of(folder, data).findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("make", "empty"), [*((pdf_brochure, i) for i in range(3)), (text_brochure, 0), (text_brochure, 1)]
)
def test_a_label_without_a_value_waits_for_a_person(tmp_path: Path, make: object, empty: int) -> None:
    name = ("budget", "authority", "end_goal")[empty]
    found = doubts(tmp_path, make(with_first(**{name: ""})), "empty_label")  # type: ignore[operator]
    assert [(f.severity, f.page, f.quote) for f in found] == [(Severity.person, 1, LABELS[empty])]
    assert not doubts(tmp_path, make(), "empty_label")  # type: ignore[operator]


@pytest.mark.parametrize(
    "line",
    [
        "EINDDOEL: een veerpont die vaart",
        "EINDDOEL",
        "• Budget: 5 miljoen euro voor de veerpont",
        "Verantwoordelijke overheid: Wallonië",
    ],
)
def test_a_label_left_in_a_text_waits_for_a_person(tmp_path: Path, line: str) -> None:
    text = text_brochure().replace("\n\nBUDGET", f"\n{line}\n\nBUDGET", 1)
    found = doubts(tmp_path, text, "loose_label")
    assert [(f.severity, f.quote) for f in found] == [(Severity.person, line)]


@pytest.mark.parametrize(
    "line",
    [
        "BUDGET: 5 miljoen euro voor een haag",
        "Budget: 5 miljoen euro voor een haag",
        "EINDDOEL: een veerpont die vaart",
        "EINDDOEL",
        "VERANTWOORDELIJKE OVERHEID: Wallonië",
        "Einddoel: een veerpont die vaart",
    ],
)
def test_a_label_right_behind_a_box_waits_for_a_person(tmp_path: Path, line: str) -> None:
    """The last value of the box broke off, and its next line begins like a label."""
    text = "\n\n".join(
        f"{p.title}\n{p.description}\n\nBUDGET: {p.budget}\nVERANTWOORDELIJKE OVERHEID: {p.authority}\nEINDDOEL: {p.end_goal}"
        + f"\n          {line}\n" * (p is PROJECTS[1])
        for p in PROJECTS
    )
    found = doubts(tmp_path, f"{AXES[0].name.upper()}\n\n{text}\n", "loose_label")
    assert [f.severity for f in found] == [Severity.person]


@pytest.mark.parametrize(
    "line", ["Budget en einddoel: zie hieronder.", "budget: de veerpont", "De overheid: een veerpont."]
)
def test_a_sentence_with_the_word_of_a_label_does_not(tmp_path: Path, line: str) -> None:
    text = text_brochure().replace("\n\nBUDGET", f"\n{line}\n\nBUDGET", 1)
    assert not doubts(tmp_path, text, "loose_label")


def lone(sheet: Sheet, label: str, value: str, style: str = "#0a5a8c") -> None:
    """Three projects; the second one has a box of one label."""
    sheet.text(50, 60, AXES[0].name.upper(), 20, "Helvetica-Bold")
    y = sheet.paragraph(50, 90, AXES[0].introduction, 490) + 24
    for number, project in enumerate(PROJECTS[:3]):
        sheet.text(50, y, project.title, 14, "Helvetica-Bold")
        y = sheet.paragraph(50, y + 18, project.description, 490) + 8
        if number == 1:
            sheet.text(50, y, label, 8, "Helvetica-Bold", style)
            y = sheet.paragraph(50, y + 12, value, 300, 9) + 40
        else:
            y = stacked(sheet, y, project) + 36


@pytest.mark.parametrize(
    ("label", "value", "is_box"),
    [
        (LABELS[1], "Wallonië", True),
        (LABELS[1], "Vlaanderen en Franse Gemeenschap", True),
        (LABELS[0], "€ 5 miljoen", True),
        (LABELS[1], "Wie dit leest is gek", False),
        (LABELS[0], "volgt later", False),
        (LABELS[2], "Wallonië vaart.", False),
    ],
)
def test_a_lone_label_set_as_in_other_boxes_is_a_box(tmp_path: Path, label: str, value: str, is_box: bool) -> None:
    """A value of the type of its label tells it from a word of the text, which a person looks at."""
    found = blocks_of(tmp_path, draw([lambda sheet: lone(sheet, label, value)]))
    loose = [finding.quote for finding in found.findings if finding.rule == "loose_label"]
    singles = [printed(box.fields[0].value) for box in boxes(found) if len(box.fields) == 1]
    assert (singles, loose) == (([value], []) if is_box else ([], [label]))


def test_a_lone_label_of_another_look_is_none(tmp_path: Path) -> None:
    found = blocks_of(tmp_path, draw([lambda sheet: lone(sheet, LABELS[1], "Wallonië", "#ff0000")]))
    assert len(boxes(found)) == 2
