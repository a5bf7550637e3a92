"""Decisions in notes: applied and reported, allowed by the gate where they were made and nowhere else, refused in time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.models import Word
from pipeline.quotes import find_quote, project_ids
from tests.cases.make import AXES, PROJECTS, pdf_brochure, text_box, text_brochure, with_first, wrapped
from tests.cases.notes import note
from tests.cases.rooms import Content, write
from tests.conftest import Brochure, Result, files_of
from tests.test_cli import STRAY, edit, rows

TEXT = text_brochure()
FIRST, SECOND, THIRD, FOURTH = project_ids([project.title for project in PROJECTS])
#: The words on which most decisions here rest: they stand in the first description.
QUOTE = "Twee aanlegsteigers worden vernieuwd"


def lines(*overrides: dict[str, object]) -> str:
    """The overrides as a note says them; reason and author are filled in."""
    text = ""
    for override in overrides:
        fields = {"reason": "rechtgezet in de raad", "author": "redactie", **override}
        text += "\n[[overrides]]\n" + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return text


def run(brochure: Brochure, folder: Path, data: Content, *overrides: dict[str, object]) -> Result:
    """Run one source with a note that holds ``overrides``; the output is in ``folder/out``."""
    name = "plan.pdf" if isinstance(data, bytes) else "plan.txt"
    path, _ = write(folder / "in", {name: data, f"{name}.toml": note(data) + lines(*overrides)})
    return brochure("run", path, "--out", folder / "out")


def project(folder: Path, project_id: str = FIRST, where: str = "dataset") -> dict[str, str]:
    return next(row for row in rows(folder / "out", "projects", where) if row["project_id"] == project_id)


def told(folder: Path, rule: str) -> list[dict[str, str]]:
    return [row for row in rows(folder / "out", "findings", "tables") if row["rule"] == rule]


# --- applied -----------------------------------------------------------------------------------------------------

CELLS = {
    "budget": ("budget_eur", "13000000.5", {"budget_printed": "€ 12.500.000"}),
    "no budget": ("budget_eur", "", {"budget_printed": "€ 12.500.000"}),
    "authorities": (
        "authorities", "Wallonië en Vlaanderen", {"authorities": "Wallonië; Vlaanderen", "authority_codes": "BE-WAL; BE-VLG"},
    ),
    "authority without code": ("authorities", "Franse Gemeenschap", {"authority_codes": ""}),
    "no authority": ("authorities", "", {"authority_codes": ""}),
    "title": ("title", "Elektrische veerpont", {"project_id": FIRST}),
    "axis": ("axis", "Samenleving", {}),
    "kind": ("kind", "reform", {}),
    "description": ("description", "Een veerpont voor 7 dorpen en 12 km oever, van 2022 tot 2025.", {}),
    "end goal": ("end_goal", "De veerpont vaart 40 keer per dag.", {}),
    "no end goal": ("end_goal", "", {}),
    "start": ("start", "2021-Q3", {"end": "2025"}),
    "end": ("end", "2026", {"start": "2022"}),
}


@pytest.mark.parametrize("data", [TEXT, pdf_brochure()], ids=["text", "pdf"])
@pytest.mark.parametrize("case", CELLS)
def test_a_decided_cell_is_published_reported_and_traced(brochure: Brochure, tmp_path: Path, case: str, data: Content) -> None:
    field, value, others = CELLS[case]
    result = run(brochure, tmp_path, data, {"project": FIRST, "field": field, "value": value, "quote": QUOTE})
    assert (result.code, result.err) == (0, "")
    row = project(tmp_path)
    assert {name: row[name] for name in {field: "", **others}} == {field: value, **others}
    override, = rows(tmp_path / "out", "overrides")
    assert [override[name] for name in ("table", "key", "column", "value", "author", "page", "quote")] == [
        "projects", FIRST, field, row[field], "redactie", "1", QUOTE,
    ]
    finding, = told(tmp_path, "override")
    assert (finding["severity"], finding["page"], finding["quote"]) == ("info", "1", QUOTE)
    assert all(said in finding["message"] for said in (row[field], override["value_read"], "redactie", "rechtgezet in de raad"))
    places = [
        place["quote"] for place in rows(tmp_path / "out", "provenance") if (place["key"], place["column"]) == (FIRST, field)
    ]
    assert places == ([QUOTE] if value else [])
    quality = json.loads((tmp_path / "out" / "quality" / "quality.json").read_text("utf-8"))
    incomplete = ["projects.box_is_complete"] if field in ("authorities", "end_goal") and not value else []
    assert quality["editions"]["2031-nl"]["noticed"] == incomplete


def test_quantities_follow_a_decided_text(brochure: Brochure, tmp_path: Path) -> None:
    assert run(brochure, tmp_path, TEXT, {"project": FIRST, "field": "end_goal", "quote": QUOTE,
                                          "value": "De veerpont vaart 40 keer per dag over 3 km."}).code == 0
    found = [row for row in rows(tmp_path / "out", "quantities") if (row["project_id"], row["field"]) == (FIRST, "end_goal")]
    assert [(row["seq"], row["value"]) for row in found] == [("1", "40"), ("2", "3")]


def test_an_axis_is_decided_too(brochure: Brochure, tmp_path: Path) -> None:
    result = run(brochure, tmp_path, TEXT, {"axis": "Mobiliteit", "field": "slogan", "value": "Samen onderweg", "quote": QUOTE})
    assert (result.code, result.err) == (0, "")
    assert rows(tmp_path / "out", "axes")[0]["slogan"] == "Samen onderweg"


def test_a_decision_is_taken_back_by_removing_it(brochure: Brochure, tmp_path: Path) -> None:
    assert run(brochure, tmp_path, TEXT).code == 0
    before = files_of(tmp_path / "out")
    assert run(brochure, tmp_path, TEXT, {"project": FIRST, "field": "kind", "value": "reform", "quote": QUOTE}).code == 0
    assert files_of(tmp_path / "out") != before
    assert run(brochure, tmp_path, TEXT).code == 0
    assert files_of(tmp_path / "out") == before


# --- what waited for a person ------------------------------------------------------------------------------------


def test_a_decision_settles_the_finding_that_waited(brochure: Brochure, tmp_path: Path) -> None:
    text = text_brochure(with_first(budget="€ 4,5 miljoen tot € 6 miljoen"))
    waits = run(brochure, tmp_path, text)
    assert waits.code == 4
    line = waits.err.split("decide in plan.txt.toml: ")[1].strip()
    assert f'project = "{FIRST}"' in line
    decided = line.replace('value = "…"', 'value = "6000000"').replace("…", "raad")
    path, _ = write(tmp_path / "in", {"plan.txt": text, "plan.txt.toml": note(text) + decided + "\n"})
    result = brochure("run", path, "--out", tmp_path / "out")
    assert (result.code, result.err) == (0, "")
    assert project(tmp_path)["budget_eur"] == "6000000"
    finding, = told(tmp_path, "budget_not_read")
    assert finding["severity"] == "info"
    assert "settled by override" in finding["message"]


TWINS = [PROJECTS[0], *(
    replace(PROJECTS[2], title=title, budget=budget)
    for title, budget in (("Leeszaal west", "€ 2.000.000"), ("Leeszaal oost", "€ 3.000.000"))
)]
#: Two projects and two boxes that nothing tells apart: the boxes stand together after both texts.
UNCLEAR = (
    text_brochure(TWINS[:1]) + f"\n\fSAMENLEVING\n\n{wrapped(AXES[1].introduction)}\n\n"
    + "\n\n".join(f"{twin.title}\n{wrapped(twin.description)}" for twin in TWINS[1:]) + "\n\n"
    + "\n\n".join(text_box(twin.values) for twin in TWINS[1:]) + "\n"
)


def test_a_refused_pairing_is_decided_in_the_note(brochure: Brochure, tmp_path: Path) -> None:
    waits = run(brochure, tmp_path, UNCLEAR)
    assert waits.code == 4
    assert 'field = "info_box"' in waits.err
    one = {"project": "leeszaal-oost", "field": "info_box", "quote": "€ 3.000.000"}
    result = run(brochure, tmp_path, UNCLEAR, one)
    assert (result.code, result.err) == (0, "")
    east, west = project(tmp_path, "leeszaal-oost"), project(tmp_path, "leeszaal-west")
    assert (east["budget_eur"], east["pairing_method"]) == ("3000000", "override")
    assert west["budget_eur"] == "2000000"  # what one decision leaves is clear by itself
    assert west["pairing_method"] != "override"


def test_a_pairing_that_was_made_is_decided_otherwise(brochure: Brochure, tmp_path: Path) -> None:
    swap = [
        {"project": FIRST, "field": "info_box", "quote": "14 remises"},
        {"project": SECOND, "field": "info_box", "quote": "€ 12.500.000"},
    ]
    result = run(brochure, tmp_path, TEXT, *swap)
    assert (result.code, result.err) == (0, "")
    assert [project(tmp_path, name)["budget_eur"] for name in (FIRST, SECOND)] == ["3400000", "12500000"]


def test_a_box_can_belong_to_no_project(brochure: Brochure, tmp_path: Path) -> None:
    text = f"{TEXT}\n{text_box(STRAY)}\n"
    assert run(brochure, tmp_path, text).code == 4
    result = run(brochure, tmp_path, text, {"field": "info_box", "quote": "Vuurtoren geverfd"})
    assert (result.code, result.err) == (0, "")
    assert [row["severity"] for row in told(tmp_path, "orphan_box")] == ["info"]
    assert [row["refused"] for row in rows(tmp_path / "out", "sources")] == ["1"]


def test_the_box_of_a_project_without_one_is_typed_by_hand(brochure: Brochure, tmp_path: Path) -> None:
    text = TEXT.replace(text_box(PROJECTS[3].values), "")
    cells = {"budget_eur": "5000000", "authorities": "Wallonië", "end_goal": "Elke school kookt."}
    quote = "De oogst die overblijft gaat naar de buurt."
    result = run(brochure, tmp_path, text, *(
        {"project": FOURTH, "field": field, "value": value, "quote": quote} for field, value in cells.items()
    ))
    assert (result.code, result.err) == (0, "")
    row = project(tmp_path, FOURTH)
    assert {name: row[name] for name in cells} == cells
    assert (row["authority_codes"], row["pairing_method"], row["budget_printed"]) == ("BE-WAL", "", "")


# --- refused -----------------------------------------------------------------------------------------------------

GONE = {
    "quote": ({"project": FIRST, "field": "budget_eur", "value": "1", "quote": "Drie aanlegsteigers"}, "not in the source"),
    "part of a number": ({"project": FIRST, "field": "budget_eur", "value": "1", "quote": "€ 12.500"}, "not in the source"),
    "page": ({"project": FIRST, "field": "budget_eur", "value": "1", "quote": QUOTE, "page": 2}, "not in the source on page 2"),
    "project": ({"project": "weg", "field": "budget_eur", "value": "1", "quote": QUOTE}, "no project weg"),
    "axis": ({"axis": "Weg", "field": "slogan", "value": "1", "quote": QUOTE}, "no axis Weg"),
    "other axis": ({"project": FIRST, "field": "axis", "value": "Weg", "quote": QUOTE}, "no axis Weg"),
    "box": ({"project": FIRST, "field": "info_box", "quote": "Vuurtoren geverfd"}, "not just one info box"),
    "words of several boxes": ({"project": FIRST, "field": "info_box", "quote": "EINDDOEL"}, "not just one info box"),
    "left over box": ({"field": "info_box", "quote": "14 remises"}, "no info box that is left over"),
}


@pytest.mark.parametrize("case", GONE)
def test_what_the_source_does_not_say_any_more_waits_for_a_person(brochure: Brochure, tmp_path: Path, case: str) -> None:
    override, said = GONE[case]
    assert run(brochure, tmp_path, TEXT).code == 0
    before = files_of(tmp_path / "out" / "dataset")
    result = run(brochure, tmp_path, TEXT, override)
    assert result.code == 4
    assert said in result.err
    assert "override 1 of the note" in result.err
    assert files_of(tmp_path / "out" / "dataset") == before
    assert rows(tmp_path / "out", "overrides", "tables") == []
    assert project(tmp_path, where="tables")["budget_eur"] == "12500000"


WRONG = {
    "no column": ({"project": FIRST, "field": "prijs", "value": "1"}, "is no column of projects.csv"),
    "key": ({"project": FIRST, "field": "project_id", "value": "x"}, "follows from other cells or is a key"),
    "codes": ({"project": FIRST, "field": "authority_codes", "value": "BE-VLG"}, "follows from other cells"),
    "printed": ({"project": FIRST, "field": "budget_printed", "value": "€ 1"}, "follows from other cells"),
    "no row": ({"field": "budget_eur", "value": "1"}, "name the project or the axis"),
    "two rows": ({"project": FIRST, "axis": "Mobiliteit", "field": "budget_eur", "value": "1"}, "one of the two"),
    "no value": ({"project": FIRST, "field": "budget_eur"}, "it has no value"),
    "printed number": ({"project": FIRST, "field": "budget_eur", "value": "112.500.000"}, "does not fit the column"),
    "words for a number": ({"project": FIRST, "field": "budget_eur", "value": "5 miljoen"}, "write a plain number"),
    "period": ({"project": FIRST, "field": "end", "value": "eind 2026"}, "write a period"),
    "kind": ({"project": FIRST, "field": "kind", "value": "plan"}, "write investment, reform or project"),
    "empty title": ({"project": FIRST, "field": "title", "value": ""}, "never empty"),
    "spaces": ({"project": FIRST, "field": "title", "value": "Een  pont"}, "single spaces"),
    "box with value": ({"project": FIRST, "field": "info_box", "value": "x"}, "remove the rest"),
    "no author": ({"project": FIRST, "field": "kind", "value": "", "author": " "}, "its author says nothing"),
    "no reason": ({"project": FIRST, "field": "kind", "value": "", "reason": ""}, "its reason says nothing"),
    "no quote": ({"project": FIRST, "field": "kind", "value": "", "quote": "…"}, "its quote says nothing"),
    "page": ({"project": FIRST, "field": "kind", "value": "", "page": -1}, "below 0"),
    "unknown key": ({"project": FIRST, "field": "kind", "value": "", "bron": "x"}, "bron"),
    "no text": ({"project": FIRST, "field": "budget_eur", "value": 5}, "malformed note"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_malformed_override_gets_one_line(brochure: Brochure, tmp_path: Path, case: str) -> None:
    override, said = WRONG[case]
    result = run(brochure, tmp_path, TEXT, {"quote": QUOTE, **override})
    line, = result.err.splitlines()
    assert result.code == 2
    assert line.startswith("brochure: plan.txt.toml: ")
    assert said in line


def test_one_cell_is_decided_once(brochure: Brochure, tmp_path: Path) -> None:
    one = {"project": FIRST, "field": "kind", "value": "reform", "quote": QUOTE}
    result = run(brochure, tmp_path, TEXT, one, {**one, "value": "project"})
    assert (result.code, "override 2 (kind): it decides the same cell" in result.err) == (2, True)


def test_a_witness_decides_nothing(brochure: Brochure, tmp_path: Path) -> None:
    pdf = pdf_brochure()
    override = lines({"project": FIRST, "field": "kind", "value": "reform", "quote": QUOTE})
    write(tmp_path, {"plan.txt": TEXT, "plan.txt.toml": note(TEXT), "plan.pdf": pdf,
                     "plan.pdf.toml": note(pdf, role="witness") + override})
    result = brochure("run", tmp_path / "plan.txt", tmp_path / "plan.pdf", "--out", tmp_path / "out")
    assert (result.code, "overrides of a witness decide nothing" in result.err) == (2, True)


# --- the gate ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [case for case in CELLS if CELLS[case][1]])
def test_what_a_decision_allows_is_not_allowed_without_it(brochure: Brochure, tmp_path: Path, case: str) -> None:
    """The tables of a decided edition, with the row of the decision taken out: the gate stops what nobody decided."""
    field, value, _ = CELLS[case]
    if field in ("kind", "start", "end"):
        pytest.skip("these cells rest on words of the description that no rule reads again")
    assert run(brochure, tmp_path, TEXT, {"project": FIRST, "field": field, "value": value, "quote": QUOTE}).code == 0
    file = tmp_path / "out" / "tables" / "overrides.csv"
    file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    result = brochure("validate", "--out", tmp_path / "out")
    assert result.code == 5
    assert FIRST in result.err


def test_a_decided_cell_that_is_edited_afterwards_is_stopped(brochure: Brochure, tmp_path: Path) -> None:
    assert run(brochure, tmp_path, TEXT, {"project": FIRST, "field": "budget_eur", "value": "13000000", "quote": QUOTE}).code == 0
    edit(tmp_path / "out", "13000000", "31000000")
    result = brochure("validate", "--out", tmp_path / "out")
    assert result.code == 5
    assert "overrides.applied" in result.err
    assert "projects.budget_is_its_quantity" in result.err


# --- quotes ------------------------------------------------------------------------------------------------------


def _words(text: str) -> list[Word]:
    return [Word(1, 1, pos, part, 0.0, 0.0, 0.0, 0.0) for pos, part in enumerate(text.split(" "))]


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("112.500.000", "samen (€ 112.500.000), in Gent", "112.500.000),"),
        ("112.500", "samen € 112.500.000 in Gent", ""),
        ("500.000", "samen € 112.500.000 in Gent", ""),
        ("€5 miljoen", "samen € 5 miljoen euro", "€ 5 miljoen"),
        ("aanlegsteigers", "twee aanleg- steigers", "aanleg- steigers"),
        ("aanleg", "twee aanlegsteigers", ""),
        ("regio's", "alle regio’s samen", "regio’s"),
        ("een", "geen een", "een"),
        (" - ", "een - twee", ""),
    ],
)
def test_quotes_are_whole_words(quote: str, text: str, found: str) -> None:
    assert " ".join(word.text for word in find_quote(quote, _words(text))) == found
