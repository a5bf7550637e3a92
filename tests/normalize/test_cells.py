"""Printed values as typed cells: budgets, authorities, kinds and periods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cases.make import LABELS, PROJECTS, cases, pdf_brochure, text_brochure, with_first
from tests.cases.rooms import by_title, findings, tables_of

FIRST = PROJECTS[0].title
Case = dict[str, Any]


def parameters(name: str) -> list[Any]:
    """The cases of a data file; one that is known to fail says why and must fail."""
    return [
        pytest.param(case, id=f"{case.get('label', '')} {case['printed']}".strip(),
                     marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [])
        for case in cases(name)
    ]


@pytest.mark.parametrize("form", ["text", "pdf"])
@pytest.mark.parametrize("case", parameters("budgets"))
def test_budget(tmp_path: Path, case: Case, form: str) -> None:
    projects = with_first(budget=case["printed"])
    labels = (case.get("label", LABELS[0]), *LABELS[1:])
    tables = tables_of(tmp_path, (pdf_brochure if form == "pdf" else text_brochure)(projects, labels))
    row = by_title(tables, FIRST)
    assert (row["budget_printed"], row["budget_eur"]) == (case["printed"], case["eur"])
    own = [f["severity"] for f in findings(tables, "budget_not_read") if f["quote"] == case["printed"]]
    assert own == ([case["finding"]] if "finding" in case else [])


@pytest.mark.parametrize("case", parameters("authorities"))
def test_authorities(tmp_path: Path, case: Case) -> None:
    tables = tables_of(tmp_path, text_brochure(with_first(authority=case["printed"])))
    row = by_title(tables, FIRST)
    assert (row["authorities"], row["region_codes"]) == (case["names"], case["codes"])
    doubts = findings(tables, "unknown_authority")
    assert [doubt["message"].split("'")[1] for doubt in doubts] == case.get("unknown", [])
    assert all(doubt["quote"] == case["printed"] and doubt["severity"] == "warning" for doubt in doubts)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Deze investering plant hagen langs de beek.", "investment"),
        ("Deze hervorming maakt de regels voor veerponten korter.", "reform"),
        ("Het project plant hagen langs de beek.", "project"),
        ("Langs de beek staan te weinig hagen. De investering plant er duizend.", "investment"),
        ("Langs de beek staan te weinig hagen. Bij het project horen ook bankjes.", "project"),
        ("Het doel van de hervorming is een kortere wachttijd aan de veerpont.", "reform"),
        ("Het project van de buurgemeente dient als voorbeeld. Deze investering plant hagen.", "investment"),
        ("Langs de beek komen hagen en bankjes te staan.", ""),
        ("De hervorming van het onderhoud volgt na een proef aan de beek.", ""),
        ("Sinds de hervorming van 2014 plant de gemeente zelf hagen.", ""),
        ("Langs de beek staan te weinig hagen, ook na de investering in bankjes.", ""),
    ],
)
def test_kind_is_what_the_text_calls_itself(tmp_path: Path, sentence: str, kind: str) -> None:
    rest = " Fietsers en wandelaars steken er over met de veerpont, ook in de winter en bij hoog water."
    tables = tables_of(tmp_path, text_brochure(with_first(description=sentence + rest)))
    assert by_title(tables, FIRST)["kind"] == kind


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Het project loopt van 2022 tot 2025.", "2022", "2025"),
        ("Het project loopt van het eerste kwartaal van 2021 tot het derde kwartaal van 2024.", "2021-Q1", "2024-Q3"),
        ("Tussen 2010 en 2015 voer er geen veerpont.", "", ""),
    ],
)
def test_running_time(tmp_path: Path, sentence: str, start: str, end: str) -> None:
    rest = " Fietsers en wandelaars steken er over met de veerpont, ook in de winter en bij hoog water."
    tables = tables_of(tmp_path, text_brochure(with_first(description=sentence + rest)))
    row = by_title(tables, FIRST)
    assert (row["start"], row["end"]) == (start, end)


def test_projects_with_one_title_get_ids_of_their_own(tmp_path: Path) -> None:
    tables = tables_of(tmp_path, text_brochure(with_first(title=PROJECTS[1].title)))
    ids = [row["project_id"] for row in tables["projects"]]
    assert ids[:2] == ["rijdende-werkplaats-voor-trambellen", "rijdende-werkplaats-voor-trambellen-2"]
    assert len(set(ids)) == len(ids)
