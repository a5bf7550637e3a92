"""Which box belongs to which project: paired where the document says so, refused where it does not, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.assemble.evidence import BoxText, Candidate, Place
from pipeline.assemble.pairing import TERRITORY, _assignment, _decide, _margins, _with_territory, pair
from pipeline.assemble.relations import Matrix, support_of
from pipeline.models import Records, Severity
from pipeline.profile import Tolerances, known_profiles
from tests.cases.make import (
    AXES,
    PROJECTS,
    Project,
    Sheet,
    draw,
    pdf_brochure,
    text_box,
    text_brochure,
    text_page,
    wrapped,
)
from tests.cases.rooms import records_of


def pairs(records: Records) -> dict[str, str]:
    """Title → end goal of the box it got, empty without."""
    return {record.title.text: record.fields["end_goal"].text if record.box else "" for record in records.records}


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
    return "\n\n".join(
        [AXES[0].name.upper(), wrapped(AXES[0].introduction), prose, *(text_box(p.values) for p in boxes)]
    )


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_meaning_decides_where_boxes_stand_apart(tmp_path: Path, order: tuple[int, ...]) -> None:
    boxes = [PROJECTS[number] for number in order]
    assert pairs(records_of(tmp_path, detached(PROJECTS, boxes))) == right()


TWINS = [
    replace(
        PROJECTS[0],
        title=f"Veerpont over de {beek}",
        authority="Vlaanderen",
        end_goal="De veerpont vaart.",
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
    (orphan,) = (finding for finding in records.findings if finding.rule == "orphan_box")
    assert orphan.severity is Severity.person
    assert "Vuurtoren" in orphan.quote


def test_a_project_without_box_is_a_record_and_a_finding(tmp_path: Path) -> None:
    page = text_page(AXES[1], PROJECTS[2:])
    text = text_brochure(PROJECTS[:2]) + "\f" + page.replace("\n\n" + text_box(PROJECTS[3].values), "")
    records = records_of(tmp_path, text)
    assert pairs(records) == {**right(), PROJECTS[3].title: ""}
    (alone,) = (finding for finding in records.findings if finding.rule == "project_without_box")
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


HERE = Place(1, 0, 0, 10, 10)


def meaning_of(words: Sequence[Sequence[float]], texts: Sequence[str], territory: Sequence[tuple[str, ...]]) -> Matrix:
    projects = [Candidate(text, "", HERE, (), number) for number, text in enumerate(texts)]
    return _with_territory(np.array(words), projects, [BoxText("", tuple(territory), "", HERE, 0)])


@pytest.mark.parametrize(
    ("texts", "authorities", "added"),
    [
        (["in Gent", "elders", "nergens", "thuis"], 1, [0.75, 0, 0, 0]),
        (["in Gent", "te Gent", "bij Gent", "thuis"], 1, [0.25, 0.25, 0.25, 0]),
        (["in Gent"] * 4, 1, [0, 0, 0, 0]),
        (["in Gent", "elders", "nergens", "thuis"], 2, [0.375, 0, 0, 0]),
    ],
)
def test_a_territory_that_many_texts_name_counts_less(texts: list[str], authorities: int, added: list[float]) -> None:
    found = meaning_of([[0.1]] * 4, texts, [("Vlaanderen", "Gent"), ("Wallonië",)][:authorities])
    assert [row[0] - 0.1 for row in found] == pytest.approx([TERRITORY * share for share in added])


@pytest.mark.parametrize("seed", range(40))
def test_a_margin_is_what_the_best_assignment_loses_without_the_pair(seed: int) -> None:
    """Against solving anew without each pair, over scores with ties and with projects and boxes that stay alone."""
    chance, floor = np.random.default_rng(seed), 0.3
    scores = chance.integers(0, 10, chance.integers(1, 9, 2)) / 10
    rows, columns = scores.shape
    weights = np.full((rows + columns, rows + columns), floor / 2)
    weights[:rows, :columns] = scores
    weights[rows:, columns:] = 0.0

    def total(chosen: dict[int, int]) -> float:
        return float(sum(weights[row, column] for column, row in chosen.items()))

    best = _assignment(weights)
    found = _margins(scores, best, floor, {})
    assert found.keys() == {b for b in range(columns) if best[b] < rows}
    for b, margin in found.items():
        expected = total(best) - margin
        kept, weights[best[b], b] = weights[best[b], b], -1000.0
        assert total(_assignment(weights)) == pytest.approx(expected)
        weights[best[b], b] = kept


@pytest.mark.parametrize(
    ("clear", "vague", "least", "most"), [(0.5, 0.01, 0.9, 1.0), (0.01, 0.5, 0.0, 0.01), (0.3, 0.3, 0.05, 0.07)]
)
def test_a_place_agrees_with_meaning_as_clearly_as_this_speaks(
    clear: float, vague: float, least: float, most: float
) -> None:
    """The place of the first box agrees with its meaning, that of the second one does not."""
    meaning = [[clear, vague], [0.0, 0.0]]
    assert least <= support_of(np.eye(2), np.array(meaning)) <= most


@pytest.mark.parametrize(
    ("scores", "words", "place", "reason"),
    [
        ((0.4, 0.05), 0.4, 0.0, ""),
        ((0.4, 0.05), 0.06, 0.0, ""),
        ((0.4, 0.05), 0.01, 1.0, ""),
        ((0.4, 0.05), 0.04, 0.0, "neither its place nor its words"),
        ((0.4, 0.05), 0.04, 0.2, "neither its place nor its words"),
        ((0.4, 0.35), 0.4, 0.0, "another project"),
        ((0.2, 0.15), 0.2, 1.0, "another project"),
    ],
)
def test_a_pair_needs_place_or_words_and_stands_out(
    scores: tuple[float, float], words: float, place: float, reason: str
) -> None:
    found, refused = _decide(
        np.array([[score] for score in scores]),
        np.array([[words], [0.0]]),
        {"after": np.array([[place], [0.0]])},
        {"after": 1.0},
        known_profiles()[0].tolerances,
        {},
    )
    assert [pair.project for pair in found] == ([] if reason else [0])
    assert [reason in refusal.reason for refusal in refused] == ([True] if reason else [])


def test_a_row_of_a_table_needs_no_other_witness() -> None:
    """The box of a row goes to the project of its row, whatever words and places say, unless a person decided otherwise."""
    place = Place(1, 0, 0, 100, 10)
    projects = [Candidate(text, "", place, (place,), number) for number, text in enumerate(("brug", "school"))]
    boxes = [BoxText(text, (), "", place, 0.0) for text in ("school", "brug")]
    tolerances = Tolerances()
    pairs, refused = pair(projects, boxes, 1.0, tolerances, rows={0: 0, 1: 1})
    assert [(found.project, found.box, found.method) for found in pairs] == [(0, 0, "row"), (1, 1, "row")]
    assert not refused
    pairs, _ = pair(projects, boxes, 1.0, tolerances, {0: 1}, rows={0: 0, 1: 1})
    assert (1, 0, "override") in [(found.project, found.box, found.method) for found in pairs]
