"""``brochure decide``: what waits is asked, what is answered stands in the note, and the next run publishes."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cases.make import PROJECTS, text_brochure, with_first
from tests.cases.notes import noted
from tests.cases.rooms import write
from tests.conftest import Brochure
from tests.test_cli import rows

#: A budget that names no amount, and a label with a unit more: two questions of two kinds.
TEXT = text_brochure(with_first(budget="€ 48.2000.000")).replace("BUDGET", "BUDGET (IN EURO)")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> Path:
    """A project whose one edition waits."""
    folder = tmp_path_factory.mktemp("beslissen")
    write(folder / "raw", noted("plan.txt", TEXT))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert brochure("run").code == 4
    return folder


@pytest.fixture
def project(waiting: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(waiting, tmp_path / "project"))
    monkeypatch.chdir(folder)
    return folder


def asked(brochure: Brochure) -> list[dict[str, object]]:
    result = brochure("decide")
    assert result.code == 4
    return list(json.loads(result.out)["questions"])


def test_without_a_terminal_the_questions_are_json(brochure: Brochure, project: Path) -> None:
    found = asked(brochure)
    assert {one["decides"] for one in found} == {"label", "value"}
    label = next(one for one in found if one["decides"] == "label")
    assert label["candidates"] == [{"value": "budget", "means": "the label that the profile has for it"}]
    value = next(one for one in found if one["decides"] == "value")
    assert (value["source"], value["page"], value["quote"]) == ("plan.txt", "1", "€ 48.2000.000")
    assert asked(brochure) == found, "a question keeps its name"
    assert project


def test_answers_of_a_file_are_written_into_the_note_and_published(brochure: Brochure, project: Path) -> None:
    answers = [{"id": one["id"], "answer": "1" if one["decides"] == "label" else "48200000"} for one in asked(brochure)]
    (project / "antwoorden.json").write_text(
        json.dumps({"reason": "nagevraagd", "author": "redactie", "answers": answers}), "utf-8"
    )
    result = brochure("decide", "--answers", "antwoorden.json")
    assert (result.code, result.err) == (0, "")
    assert "written: raw/plan.txt.toml" in result.out
    note = tomllib.loads((project / "raw" / "plan.txt.toml").read_text("utf-8"))
    assert note["wordings"] == [{"label": "budget", "printed": "BUDGET (IN EURO)"}]
    assert {one["author"] for one in note["overrides"]} == {"redactie"}
    first, *others = rows(project / "extracted", "projects")
    assert first["budget_eur"] == "48200000"
    assert len(others) == len(PROJECTS) - 1


def test_on_a_terminal_one_is_asked_until_the_answer_fits(
    brochure: Brochure, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = []
    for one in asked(brochure):
        lines += ["1"] if one["decides"] == "label" else ["veel geld", "48200000"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join([*lines, "nagevraagd", "redactie"]) + "\n"))
    result = brochure("decide")
    assert result.code == 0
    assert "write a plain number" in result.err
    assert "“€ 48.2000.000”" in result.out
    assert result.out.count("reason") == 1
    assert rows(project / "extracted", "projects")[0]["budget_eur"] == "48200000"


def test_nothing_decided_changes_nothing(brochure: Brochure, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (project / "raw" / "plan.txt.toml").read_bytes()
    monkeypatch.setattr(sys, "stdin", Terminal("\n" * 9))
    result = brochure("decide")
    assert (result.code, "nothing decided" in result.out) == (4, True)
    assert (project / "raw" / "plan.txt.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("[]", "Expected `object`"),
        ('{"answers": [{"id": "nergens", "answer": "1"}]}', "no open question of this name"),
        ('{"answers": [{"id": "ID", "answer": "veel"}], "reason": "r", "author": "a"}', "write a plain number"),
        ('{"answers": [{"id": "ID", "answer": "5"}]}', "its reason says nothing"),
    ],
)
def test_answers_that_do_not_fit_change_nothing(brochure: Brochure, project: Path, answers: str, said: str) -> None:
    before = (project / "raw" / "plan.txt.toml").read_bytes()
    value = next(one for one in asked(brochure) if one["decides"] == "value")
    (project / "a.json").write_text(answers.replace("ID", str(value["id"])), "utf-8")
    result = brochure("decide", "--answers", "a.json")
    assert (result.code, said in result.err) == (2, True), result.err
    assert len(result.err.splitlines()) == 1
    assert (project / "raw" / "plan.txt.toml").read_bytes() == before
