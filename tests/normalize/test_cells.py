"""Printed values as typed cells: budgets, authorities, kinds and periods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.profile import Label, known_profiles
from tests.cases.make import AXES, LABELS, PROJECTS, cases, pdf_brochure, text_box, text_brochure, with_first, wrapped
from tests.cases.rooms import by_title, findings, tables_of

FIRST = PROJECTS[0].title
Case = dict[str, Any]


def parameters(name: str) -> list[Any]:
    """The cases of a data file; one that is known to fail says why and must fail."""
    return [
        pytest.param(
            case,
            id=f"{case.get('label', '')} {case['printed']}".strip(),
            marks=[pytest.mark.xfail(strict=True, reason=case["xfail"])] if "xfail" in case else [],
        )
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
    assert (row["authorities"], row["region_codes"], row["authority_printed"]) == (
        case["names"],
        case["codes"],
        case["printed"],
    )
    links = [link for link in tables["project_authorities"] if link["project_id"] == row["project_id"]]
    assert "; ".join(link["authority"] for link in links) == case["names"]
    assert [link["body"] for link in links] == case.get("bodies", [""] * len(links))
    assert "; ".join(filter(None, (link["iso_3166_2"] for link in links))) == case["codes"]
    assert all(bool(link["level"]) != (link["authority"] in case.get("unknown", [])) for link in links)
    quoted = {place["key"]: place["quote"] for place in tables["provenance"] if place["table"] == "project_authorities"}
    for link in links:
        assert link["body"] in quoted.get(f"{row['project_id']}/{link['seq']}", "")
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


@pytest.mark.parametrize("case", cases("deadlines"), ids=lambda case: case["text"])
def test_target_is_the_date_by_which_the_result_must_stand(tmp_path: Path, case: Case) -> None:
    rest = " Fietsers en wandelaars steken er over met de veerpont, ook in de winter en bij hoog water."
    change = {"end_goal": case["text"]} if case["goal"] else {"description": case["text"] + rest}
    tables = tables_of(tmp_path, text_brochure(with_first(**change)))
    row = by_title(tables, FIRST)
    assert (row["target"], row["target_printed"], row["target_approx"]) == (
        case["target"],
        case["printed"],
        case["approx"],
    )
    quotes = [
        place["quote"]
        for place in tables["provenance"]
        if (place["key"], place["column"]) == (row["project_id"], "target")
    ]
    assert " ".join(quotes).startswith(case["printed"])
    several = findings(tables, "several_targets")
    assert bool(several) == (case["text"].count("tegen 202") == 2)


TIMED = replace(
    known_profiles()[0], labels=(*known_profiles()[0].labels, Label("timing", "period", ("LOOPTIJD", "TIMING")))
)


@pytest.mark.parametrize(
    ("printed", "cells"),
    [
        ("2022 tot 2025", ("2022", "2025", "", "")),
        ("Q1 2021 – Q3 2026", ("2021-Q1", "2026-Q3", "", "")),
        ("tegen midden 2026", ("", "", "2026", "mid")),
        ("vanaf 2022", ("2022", "", "", "")),
        ("2024", ("2024", "2024", "", "")),
        ("nog te bepalen", ("", "", "", "")),
        ("2022, 2024 en 2026", ("", "", "", "")),
    ],
)
def test_a_label_of_type_period(tmp_path: Path, printed: str, cells: tuple[str, ...]) -> None:
    labels = (*LABELS, "LOOPTIJD")
    description = "Fietsers en wandelaars steken over met de veerpont, ook in de winter en bij hoog water in de beek."
    parts = [f"{AXES[0].name.upper()}\n\n{wrapped(AXES[0].introduction)}"]
    for project in with_first(description=description):
        parts += [f"{project.title}\n{wrapped(project.description)}", text_box((*project.values, printed), labels)]
    tables = tables_of(tmp_path, "\n\n".join(parts) + "\n", [TIMED])
    row = by_title(tables, FIRST)
    assert tuple(row[column] for column in ("start", "end", "target", "target_approx")) == cells
    kept = {(field["label"], field["label_name"], field["value"]) for field in tables["extra_fields"]}
    assert kept == {("LOOPTIJD", "timing", printed)}
    unread = findings(tables, "period_not_read")
    assert bool(unread) == (not any(cells))
    assert all(finding["severity"] == "warning" and finding["quote"] == printed for finding in unread)


def test_box_and_description_that_disagree_on_the_running_time(tmp_path: Path) -> None:
    project = PROJECTS[0]  # runs from 2022 to 2025, as its description says
    parts = [f"{AXES[0].name.upper()}\n\n{wrapped(AXES[0].introduction)}"]
    for one in (project, *PROJECTS[1:]):
        parts += [
            f"{one.title}\n{wrapped(one.description)}",
            text_box((*one.values, "2022 tot 2027"), (*LABELS, "TIMING")),
        ]
    tables = tables_of(tmp_path, "\n\n".join(parts) + "\n", [TIMED])
    row = by_title(tables, FIRST)
    assert (row["start"], row["end"]) == ("2022", "2027")
    (finding,) = findings(tables, "running_time_differs")
    assert "end is 2027 in the box, 2025 in the description" in finding["message"]


@pytest.mark.parametrize(
    ("budget", "eur", "parts"),
    [
        ("€ 12 miljoen, waarvan € 5 miljoen Europees", "12000000", {"€ 5 miljoen": "1"}),
        ("€ 12.000.000 (waarvan € 5.000.000 in 2024)", "12000000", {"€ 5.000.000": "1"}),
        ("€ 12 miljoen", "12000000", {}),
    ],
)
def test_a_part_names_its_whole(tmp_path: Path, budget: str, eur: str, parts: dict[str, str]) -> None:
    tables = tables_of(tmp_path, text_brochure(with_first(budget=budget)))
    row = by_title(tables, FIRST)
    assert row["budget_eur"] == eur
    mine = [q for q in tables["quantities"] if (q["project_id"], q["field"]) == (row["project_id"], "budget_printed")]
    assert {q["surface"]: q["part_of"] for q in mine if q["part_of"]} == parts


def test_parts_of_an_end_goal(tmp_path: Path) -> None:
    tables = tables_of(tmp_path, text_brochure(with_first(end_goal="405 km: 40 km nieuwe en 365 km vernieuwde oevers")))
    row = by_title(tables, FIRST)
    mine = [q for q in tables["quantities"] if (q["project_id"], q["field"]) == (row["project_id"], "end_goal")]
    assert [(q["value"], q["part_of"]) for q in mine] == [("405", ""), ("40", "1"), ("365", "1")]


def test_projects_with_one_title_get_ids_of_their_own(tmp_path: Path) -> None:
    tables = tables_of(tmp_path, text_brochure(with_first(title=PROJECTS[1].title)))
    ids = [row["project_id"] for row in tables["projects"]]
    assert ids[:2] == ["rijdende-werkplaats-voor-trambellen", "rijdende-werkplaats-voor-trambellen-2"]
    assert len(set(ids)) == len(ids)
