"""What letters say where the font does not, or says it wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.models import Severity
from pipeline.read.encodings import euro_sign
from tests.cases.make import Sheet, draw, written
from tests.cases.rooms import lines, pages_of


@pytest.mark.parametrize(
    ("font", "code", "euro"),
    [
        ("TeX-feymr10", 101, True),
        ("ABCDEF+feybo10", 101, True),
        ("MarVoSym", 99, True),
        ("ABCDEF+umvs", 164, True),
        ("TeX-feymr10", 102, False),
        ("MarVoSym", 102, False),
        ("Courier", 101, False),
        ("ABCDEF+Marvel", 101, False),
    ],
)
def test_fonts_of_euro_signs(font: str, code: int, euro: bool) -> None:
    assert euro_sign(font, code) == euro


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        ("ABCDEF+TeX-feymr10", "€ 12.500.000"),
        ("umvs", "€ 12.500.000"),
        ("ABCDEF+LMRoman10", "e 12.500.000"),
    ],
)
def test_a_letter_of_a_euro_font_is_read_as_the_sign(tmp_path: Path, font: str, expected: str) -> None:
    text = "BT /E 10 Tf 40 100 Td (e) Tj /F 10 Tf 10 0 Td (12.500.000) Tj ET"
    data = written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /E 5 0 R /F 6 0 R >> >> >>",
            f"<< /Length {len(text)} >> stream\n{text}\nendstream",
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /FirstChar 101 /LastChar 101 /Widths [750] /FontDescriptor 7 0 R >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            f"<< /Type /FontDescriptor /FontName /{font} /Flags 4 /Ascent 700 /Descent -20 >>",
        ]
    )
    assert lines(pages_of(tmp_path, data)) == [expected]


def read_marked(folder: Path, parts: list[tuple[str, str]]) -> tuple[list[str], list[tuple[str, Severity, str]]]:
    """Words in Vera, which has no sign for ﬃ, each with the operands of its marked content."""

    def page(sheet: Sheet) -> None:
        x = 60.0
        for text, marked in parts:
            if marked:
                sheet.canvas._code.append(f"{marked} BDC")
            x = sheet.text(x, 100, text, 10, "Vera")
            if marked:
                sheet.canvas._code.append("EMC")
        sheet.text(60, 114, "kosten niets en vragen geen zorg", 10, "Vera")

    pages = pages_of(folder, draw([page]))
    return lines(pages)[:1], [(finding.rule, finding.severity, finding.quote) for finding in pages.findings]


def span(said: str) -> str:
    return f"/Span <</ActualText {said}>>"


@pytest.mark.parametrize(
    "parts",
    [
        [("de ko", ""), ("ﬃ", span("(ffi)")), ("e", "")],
        [("de ", ""), ("koﬃe", span("(koffie)"))],
        [("de ko", ""), ("ﬃ", span("<FEFF006600660069>")), ("e", "")],
    ],
    ids=["glyph", "word", "utf-16"],
)
def test_unmapped_letters_read_what_their_marked_content_says(tmp_path: Path, parts: list[tuple[str, str]]) -> None:
    assert read_marked(tmp_path, parts) == (["de koffie"], [])


@pytest.mark.parametrize("said", ["(thee)", "()"])
def test_what_marked_content_says_does_not_count_where_the_font_says_it(tmp_path: Path, said: str) -> None:
    assert read_marked(tmp_path, [("de ", ""), ("kade", span(said))]) == (["de kade"], [])


@pytest.mark.parametrize("marked", ["", "/Span <</Lang (nl)>>"])
def test_words_with_unmapped_letters_wait_for_a_person(tmp_path: Path, marked: str) -> None:
    found, findings = read_marked(tmp_path, [("de ", ""), ("koﬃe", marked)])
    assert found == ["de ko\N{REPLACEMENT CHARACTER}e"]
    assert findings == [("unmapped_glyphs", Severity.warning, ""), ("unmapped_letters", Severity.person, found[0][3:])]


def signs_page(folder: Path, *rows: str) -> tuple[list[str], list[tuple[str, Severity]]]:
    """Rows in Vera, whose ﬃ has no text, and one in Vera without any; the findings but for the count of such glyphs."""

    def page(sheet: Sheet) -> None:
        for row, text in enumerate((*rows, "kosten niets en vragen geen zorg, ook niet in de winter of in de zomer")):
            x = 60.0
            for word in text.split():
                x = sheet.text(x, 100 + 14 * row, word, 10, "Vera") + 4

    pages = pages_of(folder, draw([page]))
    return lines(pages)[: len(rows)], [(f.rule, f.severity) for f in pages.findings if f.rule != "unmapped_glyphs"]


def test_bullets_without_text_are_left_out(tmp_path: Path) -> None:
    assert signs_page(tmp_path, "ﬃ hagen", "ﬃ sloten", "ﬃ beken") == (
        ["hagen", "sloten", "beken"],
        [("signs", Severity.warning)],
    )


@pytest.mark.parametrize(
    "rows",
    [
        ("ﬃ hagen", "sloten en beken"),
        ("ﬃ hagen", "ﬃ sloten", "langs ﬃ beken"),
        ("ﬃ hagen", "ﬃ sloten", "ﬃ beken", "1ﬃ"),
    ],
    ids=["alone", "inside", "part of a number"],
)
def test_signs_without_text_that_may_be_digits_wait_for_a_person(tmp_path: Path, rows: tuple[str, ...]) -> None:
    found, findings = signs_page(tmp_path, *rows)
    assert found == [row.replace("ﬃ", "\N{REPLACEMENT CHARACTER}") for row in rows]
    assert findings == [("unmapped_letters", Severity.person)]
