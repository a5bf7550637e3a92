"""``brochure add`` and ``brochure explain``: what a person runs on a file for the first time."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.intake import draft
from pipeline.models import Source
from pipeline.read import read
from tests.cases.make import HERE, Sheet, draw, pdf_brochure, text_brochure
from tests.conftest import Brochure
from tests.test_cli import rows


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
    assert "KOSTEN: budget (money), 4 ×, “€ 5 0”" in result.out
    draft = (project / "ander.profile.toml").read_text("utf-8")
    assert {label["name"] for label in tomllib.loads(draft)["labels"]} == {"budget", "authority"}
    assert not list((project / "raw").iterdir())


def test_a_page_is_explained_in_words_and_as_a_picture(brochure: Brochure, project: Path) -> None:
    (project / "plan.pdf").write_bytes(pdf_brochure())
    result = brochure("explain", "plan.pdf", "--page", "2")
    assert result.code == 0
    assert "info_box" in result.out
    assert "→ box in block " in result.out
    head = next(line for line in result.out.splitlines() if line.startswith("block"))
    assert head.split() == ["block", "kind", "made", "by", "axis", "words"]
    blocks = {line.split()[0]: line.split()[1] for line in result.out.splitlines() if line.split()[0].isdigit()}
    boxed = [line.split("→ box in block ")[1].split()[0] for line in result.out.splitlines() if "→ box in" in line]
    assert {blocks[number] for number in boxed} == {"info_box"}
    assert (project / "plan-p2.png").read_bytes().startswith(b"\x89PNG")
    beyond = brochure("explain", "plan.pdf", "--page", "99")
    assert beyond.code == 2
    assert "no page 99" in beyond.err


def test_accepted_labels_are_published(brochure: Brochure, project: Path) -> None:
    text = text_brochure().replace("BUDGET", "BUDGET (IN EURO)")
    (project / "plan.txt").write_text(text, "utf-8")
    waits = brochure("run", "plan.txt", "--out", "uit")
    assert waits.code == 4
    assert '[[wordings]]\nlabel = "budget"\nprinted = "BUDGET (IN EURO)"\n' in waits.err
    assert brochure("run", "plan.txt", "--out", "uit", "--accept-labels").code == 0


# --- the draft of a profile --------------------------------------------------------------------------------------

FAMILIES = list(tomllib.loads((HERE / "families.toml").read_text("utf-8"))["families"])
TITLES = ("Bomen voor het marktplein", "Een brug voor fietsers", "Banken langs de beek", "Een huis voor de buurt")
TEXT = (
    "De straten krijgen meer groen en minder steen. Bewoners kiezen zelf welke planten er komen, en de dienst van de wijk "
    "helpt hen met het onderhoud in de eerste twee jaar."
)


def boxes(family: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """The fields of each project: label and value."""
    found = []
    for n in range(2 * len(TITLES)):
        values = (
            f"€ {n + 2}.400.000",
            family["authorities"][n % 2],
            f"{2025 + n % 3}-{2028 + n % 2}",
            family["goals"][n % 2],
        )
        found.append(list(zip(family["labels"], values, strict=True)))
    return found


def fields(sheet: Sheet, x: float, y: float, box: list[tuple[str, str]], form: str, width: float) -> float:
    """A box in one of four forms; returns where it ends."""
    for n, (label, value) in enumerate(box):
        if form == "strip":
            at = x + n * 125
            sheet.text(at, y, label, 9, "Helvetica-Bold", "#1f5fa8")
            sheet.paragraph(at, y + 14, value, 110)
        elif form == "inline":
            sheet.text(x + 8 + sheet.text(x, y, f"{label}:", 9, "Helvetica-Bold", "#1f5fa8") - x, y, value, 9)
            y += 16
        else:
            sheet.text(x, y, label, 9, "Helvetica-Bold", "#1f5fa8")
            y = sheet.paragraph(x, y + 13, value, width) + 8
    return y + 66 if form == "strip" else y


def family_pdf(family: dict[str, Any], form: str) -> bytes:
    """Two themes of four projects, a page for each two."""

    def page(first: int) -> Callable[[Sheet], None]:
        def set_page(sheet: Sheet) -> None:
            y = 60.0
            if first % 4 == 0:
                sheet.text(50, y, family["themes"][first // 4], 20, "Helvetica-Bold", "#1f5fa8")
                y += 34
            for n in (first, first + 1):
                left = 230 if form == "margin" else 50
                sheet.text(left, y, f"{TITLES[n % 4]}{' later' if n > 3 else ''}", 13, "Helvetica-Bold")
                end = sheet.paragraph(left, y + 18, TEXT, 545 - left)
                y = fields(
                    sheet,
                    50,
                    y if form == "margin" else end + 14,
                    boxes(family)[n],
                    form,
                    150 if form == "margin" else 400,
                )
                y = max(y, end) + 34

        return set_page

    return draw([page(first) for first in (0, 2, 4, 6)])


@pytest.mark.parametrize("form", ["card", "strip", "margin", "inline"])
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["name"])
def test_the_draft_has_all_labels_with_their_types(family: dict[str, Any], form: str) -> None:
    data = family_pdf(family, form)
    pages = read(data, Source(name="plan.pdf", edition="plan", format="pdf"))
    found = draft(pages)
    assert {label.wording.rstrip(":"): label.type for label in found.labels} == family["labels"]
    assert found.axes == family["themes"]
    assert {one.name: one.level for one in found.authorities} == {
        name: "municipality" if name.split()[0] in ("Stad", "Gemeente", "OCMW") else "other"
        for name in family["authorities"]
    }


def test_a_draft_runs(brochure: Brochure, project: Path) -> None:
    """From a file of another publisher to a dataset without a word written by hand."""
    (project / "wijkplan.pdf").write_bytes(family_pdf(FAMILIES[0], "card"))
    assert brochure("add", "wijkplan.pdf").code == 3
    checked = brochure("profile", "check", "wijkplan.profile.toml")
    assert (checked.code, checked.err) == (0, "")
    assert "profile wijkplan: 4 labels, 2 axes, 2 authorities; nothing is wrong" in checked.out
    assert brochure("add", "wijkplan.pdf", "--profile", "wijkplan.profile.toml").code == 0
    result = brochure("run", "--profile", "wijkplan.profile.toml")
    assert (result.code, result.err) == (0, "")
    found = rows(project / "extracted", "projects")
    assert [row["budget_eur"] for row in found] == [f"{n + 2}400000" for n in range(8)]
    assert {row["axis"] for row in found} == set(FAMILIES[0]["themes"])
    assert {row["start"] for row in found} == {"2025", "2026", "2027"}
