"""Words of one thing inside another wait for a person; the same words where they belong do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases.make import AXES, LABELS, PROJECTS, Axis, Sheet, columns, draw, text_brochure, with_first
from tests.cases.rooms import Content, findings, tables_of

FIRST = PROJECTS[0]
REST = "Fietsers en wandelaars steken er over met de veerpont, ook in de winter en bij hoog water."
SMALL = ("Budget", "Verantwoordelijke overheid", "Einddoel")


def quotes(folder: Path, data: Content, rule: str) -> list[str]:
    return [row["quote"] for row in findings(tables_of(folder, data), rule) if row["severity"] == "person"]


@pytest.mark.parametrize(
    ("changes", "labels", "quote"),
    [
        ({"authority": "Vlaanderen EINDDOEL drie hagen"}, LABELS, "EINDDOEL"),
        ({"authority": "Vlaanderen einddoel drie hagen"}, LABELS, "einddoel"),
        (
            {"end_goal": "Een veerpont vaart Verantwoordelijke overheid Vlaanderen"},
            LABELS,
            "Verantwoordelijke overheid",
        ),
        ({"end_goal": "Een veerpont vaart BUDGET drie hagen"}, LABELS, "BUDGET"),
        ({"end_goal": "Een veerpont vaart Budget drie hagen"}, SMALL, "Budget"),
        ({"description": f"De veerpont EINDDOEL een haag vaart. {REST}"}, LABELS, "EINDDOEL"),
        ({"description": f"De veerpont vaart. Budget: drie hagen. {REST}"}, SMALL, "Budget:"),
    ],
)
def test_label_inside_a_value_or_text(
    tmp_path: Path, changes: dict[str, str], labels: tuple[str, ...], quote: str
) -> None:
    assert quote in quotes(tmp_path, text_brochure(with_first(**changes), labels), "loose_label")


@pytest.mark.parametrize(
    ("changes", "labels"),
    [
        ({"description": f"Het budget volgt het einddoel van de verantwoordelijke overheid. {REST}"}, LABELS),
        ({"description": f"De veerpont vaart. Budget is er genoeg. {REST}"}, SMALL),
        ({"end_goal": "Budget voor drie hagen langs de beek"}, SMALL),
        ({"title": "BUDGET VOOR DRIE HAGEN"}, LABELS),
    ],
)
def test_the_same_word_in_its_own_sense(tmp_path: Path, changes: dict[str, str], labels: tuple[str, ...]) -> None:
    assert quotes(tmp_path, text_brochure(with_first(**changes), labels), "loose_label") == []


def test_authority_with_digits(tmp_path: Path) -> None:
    text = text_brochure(with_first(authority="Vlaanderen 12 hagen langs de beek"))
    assert quotes(tmp_path, text, "odd_authority") == ["Vlaanderen 12 hagen langs de beek"]


@pytest.mark.parametrize(
    ("authority", "is_odd"),
    [
        ("Wallonië, behalve de Duitstalige Gemeenschap", True),
        ("Vlaanderen (niet de Federale overheid)", True),
        ("Wallonië m.u.v. de Franse Gemeenschap", True),
        ("Vlaanderen en Wallonië", False),
    ],
)
def test_authority_that_leaves_somebody_out(tmp_path: Path, authority: str, is_odd: bool) -> None:
    found = quotes(tmp_path, text_brochure(with_first(authority=authority)), "odd_authority")
    assert found == ([authority] if is_odd else [])


@pytest.mark.parametrize(("title", "is_odd"), [("Vlaanderen", True), ("WALLONIË", True), ("Vlaanderen fietst", False)])
def test_title_that_is_a_government(tmp_path: Path, title: str, is_odd: bool) -> None:
    found = quotes(tmp_path, text_brochure(with_first(title=title)), "odd_title")
    assert found == ([title] if is_odd else [])


@pytest.mark.parametrize(
    "heading", ["MOBILITEIT (VERVOLG)", "MOBILITEIT – vervolg", "Mobiliteit (deel 2)", "MOBILITEIT vervolg 2"]
)
def test_heading_that_says_it_goes_on(tmp_path: Path, heading: str) -> None:
    """The axis goes on; it is none of its own."""
    axis, mine = AXES[0], [project for project in PROJECTS if project.axis == AXES[0].name]
    further = [replace(project, axis=axis.name) for project in PROJECTS if project not in mine]
    tables = tables_of(tmp_path, draw([columns(axis, mine), columns(Axis(heading), further)]))
    assert [row["axis"] for row in tables["axes"]] == ["Mobiliteit"]
    assert {row["axis"] for row in tables["projects"]} == {"Mobiliteit"}
    assert len(tables["projects"]) == len(PROJECTS)


def test_heading_with_the_name_of_a_known_axis_and_further_words(tmp_path: Path) -> None:
    text = text_brochure().replace("SAMENLEVING", "SAMENLEVING EN BUURT")
    assert quotes(tmp_path, text, "axis_wording") == ["SAMENLEVING EN BUURT"]


@pytest.mark.parametrize(
    "line",
    [
        "DIGITALISERING",
        "4. Digitalisering",
        "As 4 – Digitalisering en meer",
        "vlotter dan digitalisering",
        "digitalisering.",
    ],
)
def test_name_of_an_axis_in_a_description(tmp_path: Path, line: str) -> None:
    """By itself on a line it may be a heading; as a word of a sentence it is none."""
    whole = columns(AXES[0], PROJECTS[:2])

    def page(sheet: Sheet) -> None:
        whole(sheet)
        sheet.text(50, 372, line)  # below the last line of the second description

    found = quotes(tmp_path, draw([page, columns(AXES[1], PROJECTS[2:])]), "stray_axis")
    assert found == ([line] if line[0] != line[0].lower() or line[0].isdigit() else [])


def test_note_behind_a_description(tmp_path: Path) -> None:
    text = text_brochure() + "\n\n1 Bedrag zonder taksen.\n2 Raming.\n"
    assert quotes(tmp_path, text, "stray_note") == ["1 Bedrag zonder taksen."]


@pytest.mark.parametrize(
    "title", ["## Veerpont over de beek", "**Veerpont** over de beek", "Veerpont &amp;amp; haag", "Veer<b>pont</b>"]
)
def test_markup_in_a_title(tmp_path: Path, title: str) -> None:
    assert len(quotes(tmp_path, text_brochure(with_first(title=title)), "markup")) == 1


@pytest.mark.parametrize(
    "title", ["+Energie langs de beek", "Wonen @ de beek", "Vraag & aanbod", "Haag #3 bij de beek", "5 < 6 hagen"]
)
def test_signs_that_are_no_markup(tmp_path: Path, title: str) -> None:
    assert quotes(tmp_path, text_brochure(with_first(title=title)), "markup") == []


def test_amount_without_a_place(tmp_path: Path) -> None:
    """An amount that no field holds waits for a person; one that repeats a budget is no loss."""

    def lost(amount: str) -> list[str]:
        return quotes(tmp_path, f"{text_brochure()}\n\n\n{amount}\n", "unassigned_words")

    assert lost("€ 6.600.000") == ["€ 6.600.000"]
    assert lost(FIRST.budget) == []


@pytest.mark.parametrize(
    "said",
    [
        "Verantwoordelijke uitgever: de stadssecretaris.",
        "Deze brochure is gratis te krijgen aan het loket.",
        "Schrijf naar loket@voorbeeldstad.be voor meer uitleg.",
        "Het nummer is ISBN 978-90-000-0000-0.",
        "Overname is toegestaan mits bronvermelding.",
    ],
)
def test_what_is_said_of_the_publication_is_of_no_project(tmp_path: Path, said: str) -> None:
    text = text_brochure(with_first(description=f"{FIRST.description} {said}"))
    assert len(quotes(tmp_path, text, "imprint")) == 1


def test_texts_may_speak_of_publishers_and_mails(tmp_path: Path) -> None:
    said = "De stad geeft een boek uit en antwoordt op mails binnen de week."
    assert quotes(tmp_path, text_brochure(with_first(description=f"{FIRST.description} {said}")), "imprint") == []


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"end_goal": "145 hagen geplant²"}, 1),
        ({"title": "Veerpont over de beek¹"}, 1),
        ({"end_goal": "145 hagen op 12 km² en 3 m³"}, 0),
        ({"description": f"De veerpont vaart¹. {REST}"}, 0),
    ],
)
def test_a_raised_number_behind_a_word_is_a_mark(tmp_path: Path, changes: dict[str, str], asked: int) -> None:
    tables = tables_of(tmp_path, text_brochure(with_first(**changes)))
    found = findings(tables, "raised_mark")
    assert sum(row["severity"] == "person" for row in found) == asked
    assert len(found) == ("km²" not in str(changes))
