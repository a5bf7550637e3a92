"""``brochure add`` and ``brochure explain``: what a person runs on a file for the first time."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.cases.make import pdf_brochure, text_brochure
from tests.conftest import Brochure


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "raw").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_edition_gets_its_note_and_a_summary(brochure: Brochure, project: Path) -> None:
    (project / "plan-2031.txt").write_text(text_brochure(), "utf-8")
    result = brochure("add", "plan-2031.txt", "--edition", "2031-nl")
    assert result.code == 0
    note = tomllib.loads((project / "raw" / "plan-2031.txt.toml").read_text("utf-8"))
    assert note["edition"] == "2031-nl"
    assert "4 projects, 4 boxes, 4 paired" in result.out
    assert "next: ./run" in result.out
    again = brochure("add", "plan-2031.txt")
    assert again.code == 2
    assert "is there already" in again.err


def test_a_stranger_gets_a_draft_of_a_profile(brochure: Brochure, project: Path) -> None:
    lines = [f"{label}\n{value} {i}\n" for i in range(4) for label, value in (("KOSTEN", "€ 5"), ("TREKKER", "Stad"))]
    (project / "ander.txt").write_text("\n".join(lines), "utf-8")
    result = brochure("add", "ander.txt")
    assert result.code == 3
    assert "KOSTEN (4)" in result.out
    draft = (project / "ander.profile.toml").read_text("utf-8")
    assert {label["name"] for label in tomllib.loads(draft)["labels"]} == {"budget", "authority", "end_goal"}
    assert not list((project / "raw").iterdir())


def test_a_page_is_explained_in_words_and_as_a_picture(brochure: Brochure, project: Path) -> None:
    (project / "plan.pdf").write_bytes(pdf_brochure())
    result = brochure("explain", "plan.pdf", "--page", "2")
    assert result.code == 0
    assert "info_box" in result.out
    assert "→ box" in result.out
    assert (project / "plan-p2.png").read_bytes().startswith(b"\x89PNG")
    beyond = brochure("explain", "plan.pdf", "--page", "99")
    assert beyond.code == 2
    assert "no page 99" in beyond.err


def test_accepted_labels_are_published(brochure: Brochure, project: Path) -> None:
    text = text_brochure(labels=("BUDGET", "VERANTWOORDELIJKE OVERHEID", "MIJLPAAL"))
    (project / "plan.txt").write_text(text, "utf-8")
    waits = brochure("run", "plan.txt", "--out", "uit")
    assert waits.code == 4
    assert 'wordings = ["EINDDOEL", "MIJLPAAL"]' in waits.err
    assert brochure("run", "plan.txt", "--out", "uit", "--accept-labels").code == 0
