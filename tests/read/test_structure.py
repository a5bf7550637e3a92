"""What the tags of a PDF say: elements in the order of the tree, each with its own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import UNSET

from pipeline.models import Pages
from tests.cases.make import pdf_brochure
from tests.cases.rooms import pages_of
from tests.cases.tagged import Tag, block, tagged_pdf
from tests.read.raw import deflated, page


def elements(pages: Pages) -> list[tuple[str, str, tuple[int, ...]]]:
    """Role, words and cell of each element."""
    words = {word.address: word.text for page in pages.pages for line in page.lines for word in line}
    assert pages.elements is not UNSET
    return [
        (
            element.role,
            " ".join(words[number, line, pos] for number, line, a, b in element.runs for pos in range(a, b + 1)),
            element.cell,
        )
        for element in pages.elements
    ]


TWO = [block("H1", 40, 50, "Boven"), block("P", 40, 80, "Links en rechts.")]


def test_elements_are_in_the_order_of_the_tree(tmp_path: Path) -> None:
    found = pages_of(tmp_path, tagged_pdf(TWO, told=lambda tags: tags[::-1]))
    assert elements(found) == [("P", "Links en rechts.", ()), ("H1", "Boven", ())]


def test_inline_elements_are_part_of_their_paragraph(tmp_path: Path) -> None:
    parts = (
        Tag("Span", ((40, 50, "vaart"),)),
        Tag("Strong", ((70, 50, "elk uur"),)),
        block("Note", 40, 90, "1 Of vaker."),
    )
    found = pages_of(tmp_path, tagged_pdf([Tag("P", kids=parts)]))
    assert elements(found) == [("P", "vaart elk uur", ()), ("Note", "1 Of vaker.", ())]


def test_cells_have_rows_and_columns(tmp_path: Path) -> None:
    rows = (
        Tag(
            "TR",
            kids=(
                block("TH", 40, 50, "breed", attributes="/A << /O /Table /ColSpan 2 >>"),
                block("TH", 200, 50, "derde"),
            ),
        ),
        Tag("TR", kids=(block("TD", 40, 70, "a"), block("TD", 120, 70, "b"), block("TD", 200, 70, "c"))),
    )
    found = pages_of(tmp_path, tagged_pdf([Tag("Table", kids=(Tag("TBody", kids=rows),))]))
    assert [(words, cell) for _, words, cell in elements(found)] == [
        ("breed", (1, 0, 0)),
        ("derde", (1, 0, 2)),
        ("a", (1, 1, 0)),
        ("b", (1, 1, 1)),
        ("c", (1, 1, 2)),
    ]


def test_roles_are_mapped_and_artifacts_stand_at_the_end(tmp_path: Path) -> None:
    tags = [block("Artifact", 40, 20, "Lopende regel"), block("Bodytekst", 40, 60, "Een zin.")]
    found = pages_of(tmp_path, tagged_pdf(tags, roles="/Bodytekst /Alinea /Alinea /P"))
    assert elements(found) == [("P", "Een zin.", ()), ("Artifact", "Lopende regel", ())]


def test_groups_hold_paragraphs_and_are_none(tmp_path: Path) -> None:
    inner = (Tag("NonStruct", kids=(block("NonStruct", 40, 50, "een"),)), block("NonStruct", 40, 70, "twee"))
    assert [words for _, words, _ in elements(pages_of(tmp_path, tagged_pdf([Tag("Sect", kids=inner)])))] == [
        "een",
        "twee",
    ]


@pytest.mark.parametrize("told", [lambda _: [], lambda tags: tags[:1]], ids=["none", "half"])
def test_words_without_a_tag_are_in_no_element(tmp_path: Path, told: object) -> None:
    found = pages_of(tmp_path, tagged_pdf(TWO, told=told))  # type: ignore[arg-type]
    named = [] if found.elements is UNSET else elements(found)
    assert named in ([], [("H1", "Boven", ())])
    assert [word.text for line in found.pages[0].lines for word in line] == ["Boven", "Links", "en", "rechts."]


def test_numbers_that_no_content_has_say_nothing(tmp_path: Path) -> None:
    assert pages_of(tmp_path, tagged_pdf(TWO, shift=50)).elements is UNSET


def test_untagged_files_have_no_elements(tmp_path: Path) -> None:
    assert pages_of(tmp_path, pdf_brochure()).elements is UNSET


@pytest.mark.parametrize(
    "tree",
    [
        "/K 6 0 R",  # an element that holds itself
        "/K [7 0 R 99 0 R null (text) 3.5]",
        "/K << /S 5 /K [0 << /MCID (x) >> << /S /P /K << >> >>] >>",
        "/K [[0] true] /RoleMap 5",
    ],
)
def test_damaged_trees_are_no_tags(tmp_path: Path, tree: str) -> None:
    data = page(
        "5 0 R",
        deflated(b"/P << /MCID 0 >> BDC BT /F 10 Tf 1 0 0 1 40 100 Tm (Woorden) Tj ET EMC"),
        b"<< /S /Sect /K 6 0 R >>",
        b"<< /S /P /P 99 0 R /Pg 98 0 R /K [-1 7 0 R] >>",
        catalog=f"/StructTreeRoot << /Type /StructTreeRoot {tree} >>",
    )
    found = pages_of(tmp_path, data)
    assert [word.text for line in found.pages[0].lines for word in line] == ["Woorden"]
    assert found.elements is UNSET
