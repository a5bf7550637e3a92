"""Decisions in notes: applied and reported, allowed by the gate where they were made and nowhere else, refused in time."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.models import Word
from pipeline.quotes import find_quote, project_ids
from tests.cases.make import AXES, PROJECTS, pdf_brochure, text_box, text_brochure, with_first, wrapped
from tests.cases.notes import note
from tests.cases.rooms import Content, write
from tests.conftest import Brochure, Result, files_of
from tests.test_cli import STRAY, edit, of, rows

TEXT = text_brochure()
FIRST, SECOND, THIRD, FOURTH = project_ids([project.title for project in PROJECTS])
#: The words on which most decisions here rest: they stand in the first description.
QUOTE = "Twee aanlegsteigers worden vernieuwd"


def lines(*overrides: dict[str, object]) -> str:
    """The overrides as a note says them; reason and author are filled in."""
    text = ""
    for override in overrides:
        fields = {"reason": "rechtgezet in de raad", "author": "redactie", **override}
        text += "\n[[overrides]]\n" + "".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()
        )
    return text


Override = dict[str, object]
EDITION = "2031-nl"


def run(brochure: Brochure, folder: Path, data: Content, *overrides: Override) -> Result:
    """Run one source with a note that holds ``overrides``; the output is in ``folder/out``."""
    name = "plan.pdf" if isinstance(data, bytes) else "plan.txt"
    path, _ = write(folder / "in", {name: data, f"{name}.toml": note(data) + lines(*overrides)})
    return brochure("run", path, "--out", folder / "out")


def run_all(brochure: Brochure, folder: Path, editions: Mapping[str, tuple[Content, Sequence[Override]]]) -> Result:
    """The same for several sources in one run, each an edition of its own: the gate costs more than they do."""
    files: dict[str, Content] = {}
    for edition, (data, overrides) in editions.items():
        name = f"{edition}.{'pdf' if isinstance(data, bytes) else 'txt'}"
        files |= {name: data, f"{name}.toml": note(data, edition) + lines(*overrides)}
    paths = [path for path in write(folder / "in", files) if path.suffix != ".toml"]
    return brochure("run", *paths, "--out", folder / "out")


def project(folder: Path, project_id: str = FIRST, where: str = "dataset", edition: str = EDITION) -> dict[str, str]:
    found = rows(folder / "out", "projects", where)
    return next(row for row in found if (row["edition"], row["project_id"]) == (edition, project_id))


def told(folder: Path, rule: str, edition: str = EDITION) -> list[dict[str, str]]:
    return [
        row for row in rows(folder / "out", "findings", "tables") if (row["edition"], row["rule"]) == (edition, rule)
    ]


def reported(folder: Path) -> dict[str, dict[str, Any]]:
    """What the gate says of each edition."""
    return dict(json.loads((folder / "out" / "quality" / "quality.json").read_text("utf-8"))["editions"])


# --- applied -----------------------------------------------------------------------------------------------------

CELLS = {
    "budget": ("budget_eur", "13000000.5", {"budget_printed": "€ 12.500.000"}),
    "no budget": ("budget_eur", "", {"budget_printed": "€ 12.500.000"}),
    "authorities": (
        "authorities",
        "Wallonië en Vlaanderen",
        {"authorities": "Wallonië; Vlaanderen", "region_codes": "BE-WAL; BE-VLG"},
    ),
    "authority without code": ("authorities", "Franse Gemeenschap", {"region_codes": ""}),
    "no authority": ("authorities", "", {"region_codes": ""}),
    "title": ("title", "Elektrische veerpont", {"project_id": FIRST}),
    "axis": ("axis", "Samenleving", {}),
    "kind": ("kind", "reform", {}),
    "description": ("description", "Een veerpont voor 7 dorpen en 12 km oever, van 2022 tot 2025.", {}),
    "end goal": ("end_goal", "De veerpont vaart 40 keer per dag.", {}),
    "no end goal": ("end_goal", "", {}),
    "start": ("start", "2021-Q3", {"end": "2025"}),
    "end": ("end", "2026", {"start": "2022"}),
}


#: Decisions on other things than one cell of the first project.
OTHERS: dict[str, list[Override]] = {
    "text of quantities": [
        {
            "project": FIRST,
            "field": "end_goal",
            "quote": QUOTE,
            "value": "De veerpont vaart 40 keer per dag over 3 km.",
        },
    ],
    "slogan": [{"axis": "Mobiliteit", "field": "slogan", "value": "Samen onderweg", "quote": QUOTE}],
    "swapped boxes": [
        {"project": FIRST, "field": "info_box", "quote": "14 remises"},
        {"project": SECOND, "field": "info_box", "quote": "€ 12.500.000"},
    ],
}


@pytest.fixture(scope="module")
def decided(brochure: Brochure, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run in ``out``: each case of ``CELLS`` as text and as PDF, and the others, as editions."""
    folder = tmp_path_factory.mktemp("beslist")
    editions: dict[str, tuple[Content, Sequence[Override]]] = {
        name: (TEXT, overrides) for name, overrides in OTHERS.items()
    }
    for name, data in (("text", TEXT), ("pdf", pdf_brochure())):
        for case, (field, value, _) in CELLS.items():
            editions[f"{case}, {name}"] = (data, [{"project": FIRST, "field": field, "value": value, "quote": QUOTE}])
    result = run_all(brochure, folder, editions)
    assert (result.code, result.err) == (0, "")
    return folder


@pytest.mark.parametrize("source", ["text", "pdf"])
@pytest.mark.parametrize("case", CELLS)
def test_a_decided_cell_is_published_reported_and_traced(decided: Path, case: str, source: str) -> None:
    edition = f"{case}, {source}"
    field, value, others = CELLS[case]
    row = project(decided, edition=edition)
    assert {name: row[name] for name in {field: "", **others}} == {field: value, **others}
    (override,) = of(edition, rows(decided / "out", "overrides"))
    assert [override[name] for name in ("table", "key", "column", "value", "author", "page", "quote")] == [
        "projects",
        FIRST,
        field,
        row[field],
        "redactie",
        "1",
        QUOTE,
    ]
    (finding,) = told(decided, "override", edition)
    assert (finding["severity"], finding["page"], finding["quote"]) == ("info", "1", QUOTE)
    assert all(
        said in finding["message"] for said in (row[field], override["value_read"], "redactie", "rechtgezet in de raad")
    )
    places = of(edition, rows(decided / "out", "provenance"))
    assert [place["quote"] for place in places if (place["key"], place["column"]) == (FIRST, field)] == (
        [QUOTE] if value else []
    )
    incomplete = ["projects.box_is_complete"] if field in ("authorities", "end_goal") and not value else []
    assert reported(decided)[edition]["noticed"] == incomplete


def test_quantities_follow_a_decided_text(decided: Path) -> None:
    found = of("text of quantities", rows(decided / "out", "quantities"))
    said = [(row["seq"], row["value"]) for row in found if (row["project_id"], row["field"]) == (FIRST, "end_goal")]
    assert said == [("1", "40"), ("2", "3")]


def test_an_axis_is_decided_too(decided: Path) -> None:
    assert of("slogan", rows(decided / "out", "axes"))[0]["slogan"] == "Samen onderweg"


def test_a_decision_is_taken_back_by_removing_it(brochure: Brochure, out: Path, tmp_path: Path) -> None:
    before = files_of(out)
    assert (
        run(brochure, tmp_path, TEXT, {"project": FIRST, "field": "kind", "value": "reform", "quote": QUOTE}).code == 0
    )
    assert files_of(tmp_path / "out") != before
    assert run(brochure, tmp_path, TEXT).code == 0
    assert files_of(tmp_path / "out") == before


# --- what waited for a person ------------------------------------------------------------------------------------


TWINS = [
    PROJECTS[0],
    *(
        replace(PROJECTS[2], title=title, budget=budget)
        for title, budget in (("Leeszaal west", "€ 2.000.000"), ("Leeszaal oost", "€ 3.000.000"))
    ),
]
#: Two projects and two boxes that nothing tells apart: the boxes stand together after both texts.
UNCLEAR = (
    text_brochure(TWINS[:1])
    + f"\n\fSAMENLEVING\n\n{wrapped(AXES[1].introduction)}\n\n"
    + "\n\n".join(f"{twin.title}\n{wrapped(twin.description)}" for twin in TWINS[1:])
    + "\n\n"
    + "\n\n".join(text_box(twin.values) for twin in TWINS[1:])
    + "\n"
)


#: What waits for a person, what is said of it, and the decisions of the note; that of the amount is the one proposed.
WAITING: dict[str, tuple[str, str, list[Override]]] = {
    "amount": (text_brochure(with_first(budget="€ 4,5 miljoen tot € 6 miljoen")), "the budget is a range", []),
    "pairing": (
        UNCLEAR,
        "info box without project",
        [{"project": "leeszaal-oost", "field": "info_box", "quote": "€ 3.000.000"}],
    ),
    "box": (
        f"{TEXT}\n{text_box(STRAY)}\n",
        "info box without project",
        [{"field": "info_box", "quote": "Vuurtoren geverfd"}],
    ),
}
#: A project without a box waits for nobody; its cells are typed by hand.
BY_HAND = {"budget_eur": "5000000", "authorities": "Wallonië", "end_goal": "Elke school kookt."}


@pytest.fixture(scope="module")
def settled(brochure: Brochure, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run in ``out`` in which everything that waited in the run before is decided."""
    folder = tmp_path_factory.mktemp("wacht")
    waits = run_all(brochure, folder, {edition: (text, []) for edition, (text, _, _) in WAITING.items()})
    assert waits.code == 4
    waiting = (folder / "out" / "quality" / "decisions.toml").read_text("utf-8")
    for edition, (_, said, _) in WAITING.items():
        assert any(said in line for line in waiting.splitlines() if line.startswith(f"# {edition}: ")), edition
    editions: dict[str, tuple[Content, Sequence[Override]]] = {
        edition: (text, overrides) for edition, (text, _, overrides) in WAITING.items()
    }
    shown = next(one for one in tomllib.loads(waiting)["overrides"] if one["field"] == "budget_eur")
    assert shown["project"] == FIRST
    editions["amount"] = (WAITING["amount"][0], [{**shown, "value": "6000000", "reason": "raad", "author": "raad"}])
    quote = "De oogst die overblijft gaat naar de buurt."
    editions["by hand"] = (
        TEXT.replace(text_box(PROJECTS[3].values), ""),
        [{"project": FOURTH, "field": field, "value": value, "quote": quote} for field, value in BY_HAND.items()],
    )
    result = run_all(brochure, folder, editions)
    assert (result.code, result.err) == (0, "")
    return folder


def test_a_decision_settles_the_finding_that_waited(settled: Path) -> None:
    assert project(settled, edition="amount")["budget_eur"] == "6000000"
    (finding,) = told(settled, "budget_not_read", "amount")
    assert finding["severity"] == "info"
    assert "settled by override" in finding["message"]


def test_a_refused_pairing_is_decided_in_the_note(settled: Path) -> None:
    east, west = (project(settled, name, edition="pairing") for name in ("leeszaal-oost", "leeszaal-west"))
    assert (east["budget_eur"], east["pairing_method"]) == ("3000000", "override")
    assert west["budget_eur"] == "2000000"  # what one decision leaves is clear by itself
    assert west["pairing_method"] != "override"


def test_a_pairing_that_was_made_is_decided_otherwise(decided: Path) -> None:
    budgets = [project(decided, name, edition="swapped boxes")["budget_eur"] for name in (FIRST, SECOND)]
    assert budgets == ["3400000", "12500000"]


def test_a_box_can_belong_to_no_project(settled: Path) -> None:
    assert [row["severity"] for row in told(settled, "orphan_box", "box")] == ["info"]
    assert [row["refused"] for row in of("box", rows(settled / "out", "sources"))] == ["1"]


def test_the_box_of_a_project_without_one_is_typed_by_hand(settled: Path) -> None:
    row = project(settled, FOURTH, edition="by hand")
    assert {name: row[name] for name in BY_HAND} == BY_HAND
    assert (row["region_codes"], row["pairing_method"], row["budget_printed"]) == ("BE-WAL", "", "")


# --- refused -----------------------------------------------------------------------------------------------------

GONE: dict[str, tuple[Override, str]] = {
    "quote": (
        {"project": FIRST, "field": "budget_eur", "value": "1", "quote": "Drie aanlegsteigers"},
        "not in the source",
    ),
    "part of a number": (
        {"project": FIRST, "field": "budget_eur", "value": "1", "quote": "€ 12.500"},
        "not in the source",
    ),
    "page": (
        {"project": FIRST, "field": "budget_eur", "value": "1", "quote": QUOTE, "page": 2},
        "not in the source on page 2",
    ),
    "project": ({"project": "weg", "field": "budget_eur", "value": "1", "quote": QUOTE}, "no project weg"),
    "axis": ({"axis": "Weg", "field": "slogan", "value": "1", "quote": QUOTE}, "no axis Weg"),
    "other axis": ({"project": FIRST, "field": "axis", "value": "Weg", "quote": QUOTE}, "no axis Weg"),
    "box": ({"project": FIRST, "field": "info_box", "quote": "Vuurtoren geverfd"}, "not just one info box"),
    "words of several boxes": ({"project": FIRST, "field": "info_box", "quote": "EINDDOEL"}, "not just one info box"),
    "left over box": ({"field": "info_box", "quote": "14 remises"}, "no info box that is left over"),
}


@pytest.fixture(scope="module")
def gone(brochure: Brochure, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """All cases of ``GONE`` as editions that were published before they got their note; nothing published has changed."""
    folder = tmp_path_factory.mktemp("weg")
    assert run_all(brochure, folder, {case: (TEXT, []) for case in GONE}).code == 0
    before = files_of(folder / "out" / "dataset")
    result = run_all(brochure, folder, {case: (TEXT, [override]) for case, (override, _) in GONE.items()})
    assert files_of(folder / "out" / "dataset") == before
    return folder, result


@pytest.mark.parametrize("case", GONE)
def test_what_the_source_does_not_say_any_more_waits_for_a_person(gone: tuple[Path, Result], case: str) -> None:
    folder, result = gone
    lines = (line for line in result.err.splitlines() if line.startswith(f"brochure: {case}: "))
    (line,) = (line for line in lines if "nothing is wrong with" not in line)
    assert (result.code, reported(folder)[case]["status"]) == (4, "needs_person")
    assert GONE[case][1] in line
    assert "override 1 of the note" in line
    assert of(case, rows(folder / "out", "overrides", "tables")) == []
    assert project(folder, where="tables", edition=case)["budget_eur"] == "12500000"


WRONG: dict[str, tuple[Override, str]] = {
    "no column": ({"project": FIRST, "field": "prijs", "value": "1"}, "is no column of projects.csv"),
    "key": ({"project": FIRST, "field": "project_id", "value": "x"}, "follows from other cells or is a key"),
    "codes": ({"project": FIRST, "field": "region_codes", "value": "BE-VLG"}, "follows from other cells"),
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
    (line,) = result.err.splitlines()
    assert result.code == 2
    assert line.startswith("brochure: plan.txt.toml: ")
    assert said in line


def test_one_cell_is_decided_once(brochure: Brochure, tmp_path: Path) -> None:
    one: Override = {"project": FIRST, "field": "kind", "value": "reform", "quote": QUOTE}
    result = run(brochure, tmp_path, TEXT, one, {**one, "value": "project"})
    assert (result.code, "override 2 (kind): it decides the same cell" in result.err) == (2, True)


def test_a_witness_decides_nothing(brochure: Brochure, tmp_path: Path) -> None:
    pdf = pdf_brochure()
    override = lines({"project": FIRST, "field": "kind", "value": "reform", "quote": QUOTE})
    write(
        tmp_path,
        {
            "plan.txt": TEXT,
            "plan.txt.toml": note(TEXT),
            "plan.pdf": pdf,
            "plan.pdf.toml": note(pdf, role="witness") + override,
        },
    )
    result = brochure("run", tmp_path / "plan.txt", tmp_path / "plan.pdf", "--out", tmp_path / "out")
    assert (result.code, "overrides of a witness decide nothing" in result.err) == (2, True)


# --- the gate ----------------------------------------------------------------------------------------------------


#: Cells that a rule reads again; kind, start and end rest on words of the description that none does.
READ_AGAIN = [case for case, (field, value, _) in CELLS.items() if value and field not in ("kind", "start", "end")]


def test_what_a_decision_allows_is_not_allowed_without_it(brochure: Brochure, decided: Path, tmp_path: Path) -> None:
    """The tables of decided editions, with the rows of the decisions taken out: the gate stops what nobody decided."""
    shutil.copytree(decided / "out", tmp_path / "out")
    file = tmp_path / "out" / "tables" / "overrides.csv"
    file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    result = brochure("validate", "--out", tmp_path / "out")
    assert result.code == 5
    failed = {name for name, edition in reported(tmp_path).items() if edition["status"] == "failed"}
    quarantine = rows(tmp_path / "out", "quarantine", "quality")
    blamed = {row["edition"] for row in quarantine if FIRST in row["key"].split("/")} & failed
    assert {f"{case}, {source}" for case in READ_AGAIN for source in ("text", "pdf")} <= blamed


def test_a_decided_cell_that_is_edited_afterwards_is_stopped(brochure: Brochure, decided: Path, tmp_path: Path) -> None:
    shutil.copytree(decided / "out", tmp_path / "out")
    edit(tmp_path / "out", "13000000.5", "31000000.5")
    result = brochure("validate", "--out", tmp_path / "out")
    failing = {name: edition["failing"] for name, edition in reported(tmp_path).items() if edition["failing"]}
    assert result.code == 5
    assert set(failing) == {"budget, pdf"}
    assert {"overrides.applied", "projects.budget_is_its_quantity"} <= set(failing["budget, pdf"])


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
