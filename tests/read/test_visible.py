"""What a reader of the page sees is read, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pipeline.models import Severity
from pipeline.read.encodings import type3_characters, unswapped
from tests.cases.make import Draw, Sheet, draw, written
from tests.cases.rooms import lines, pages_of
from tests.read.raw import page, stream

Trick = Callable[[Sheet, float, str], None]


def rules(folder: Path, page: Draw) -> tuple[list[str], list[tuple[str, Severity, str]]]:
    pages = pages_of(folder, draw([page]))
    return lines(pages), [(finding.rule, finding.severity, finding.quote) for finding in pages.findings]


def visible(sheet: Sheet) -> None:
    for row in range(6):
        sheet.text(60, 100 + 14 * row, "Hagen langs de beek", 10)


def without_ink(sheet: Sheet, y: float, text: str) -> None:
    sheet.canvas.saveState()
    line = sheet.canvas.beginText(64, sheet.height - y)
    line.setTextRenderMode(3)
    line.textOut(text)
    sheet.canvas.drawText(line)
    sheet.canvas.restoreState()


def white(sheet: Sheet, y: float, text: str) -> None:
    sheet.text(64, y, text, 10, color="#fefefe")


def white_on_its_box(sheet: Sheet, y: float, text: str) -> None:
    sheet.rect(50, y - 20, 300, 40, "#e8eef4")
    sheet.text(64, y, text, 10, color="#e8eef4")


def tiny(sheet: Sheet, y: float, text: str) -> None:
    sheet.text(64, y, text, 0.4)


def covered(sheet: Sheet, y: float, text: str) -> None:
    sheet.text(64, y, text, 10)
    sheet.rect(60, y - 12, 300, 16, "#ffffff")


def clipped(sheet: Sheet, y: float, text: str) -> None:
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(300, 20, 40, 40)
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.text(64, y, text, 10)
    sheet.canvas.restoreState()


def transparent(sheet: Sheet, y: float, text: str) -> None:
    sheet.canvas.saveState()
    sheet.canvas.setFillAlpha(0)
    line = sheet.canvas.beginText(64, sheet.height - y)
    line.textOut(text)
    sheet.canvas.drawText(line)
    sheet.canvas.restoreState()


@pytest.mark.parametrize("trick", [without_ink, white, white_on_its_box, tiny, covered, clipped, transparent])
@pytest.mark.parametrize("y", [107, 300])  # between two lines of text, and apart
def test_what_nobody_sees_is_no_word_but_a_finding(tmp_path: Path, trick: Trick, y: float) -> None:
    def page(sheet: Sheet) -> None:
        trick(sheet, y, "BUDGET 1.000.000")
        visible(sheet)

    assert rules(tmp_path, page) == (
        ["Hagen langs de beek"] * 6,
        [("hidden_text", Severity.warning, "BUDGET 1.000.000")],
    )


def test_a_hidden_copy_of_visible_text_is_no_finding(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        visible(sheet)
        without_ink(sheet, 300, "langs de beek")

    assert rules(tmp_path, page) == (["Hagen langs de beek"] * 6, [])


def picture(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    sheet.canvas.drawInlineImage(Image.new("RGB", (4, 4), (40, 60, 80)), x, sheet.height - y - height, width, height)


def on_dark(sheet: Sheet, y: float, text: str) -> None:
    sheet.rect(60, y - 12, 300, 16, "#204060")
    sheet.text(64, y, text, 10, color="#ffffff")


def on_a_picture(sheet: Sheet, y: float, text: str) -> None:
    picture(sheet, 50, y - 40, 300, 80)
    sheet.text(64, y, text, 10, color="#ffffff")


def on_round_corners(sheet: Sheet, y: float, text: str) -> None:
    sheet.canvas.setFillColor("#204060")
    sheet.canvas.roundRect(50, sheet.height - y - 20, 300, 60, 10, stroke=0, fill=1)
    sheet.text(64, y, text, 10, color="#ffffff")


def on_a_thick_line(sheet: Sheet, y: float, text: str) -> None:
    sheet.canvas.setLineWidth(30)
    sheet.canvas.line(50, sheet.height - y + 4, 400, sheet.height - y + 4)
    sheet.text(64, y, text, 10, color="#ffffff")


def outlined(sheet: Sheet, y: float, text: str) -> None:
    line = sheet.canvas.beginText(64, sheet.height - y)
    line.setTextRenderMode(2)
    line.setFillColor("#ffffff")
    line.setStrokeColor("#000000")
    line.textOut(text)
    sheet.canvas.drawText(line)


def under_a_veil(sheet: Sheet, y: float, text: str) -> None:
    sheet.text(64, y, text, 10)
    sheet.canvas.saveState()
    sheet.canvas.setFillColor("#ffff00")
    sheet.canvas.setFillAlpha(0.4)
    sheet.canvas.rect(60, sheet.height - y - 4, 300, 16, stroke=0, fill=1)
    sheet.canvas.restoreState()


def framed(sheet: Sheet, y: float, text: str) -> None:
    sheet.text(64, y, text, 10)
    path = sheet.canvas.beginPath()
    for inset in (0, 1):
        path.rect(60 + inset, sheet.height - y - 10 + inset, 300 - 2 * inset, 30 - 2 * inset)
    sheet.canvas.setFillColor("#204060")
    sheet.canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def in_its_clip(sheet: Sheet, y: float, text: str) -> None:
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(60, sheet.height - y - 4, 300, 14)
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.text(64, y, text, 10)
    sheet.canvas.restoreState()


SEEN = (on_dark, on_a_picture, on_round_corners, on_a_thick_line, outlined, under_a_veil, framed, in_its_clip)


@pytest.mark.parametrize("trick", SEEN)
def test_what_can_be_seen_is_read(tmp_path: Path, trick: Trick) -> None:
    def page(sheet: Sheet) -> None:
        visible(sheet)
        trick(sheet, 300, "BUDGET 1.000.000")

    assert rules(tmp_path, page) == (["Hagen langs de beek"] * 6 + ["BUDGET 1.000.000"], [])


def test_the_invisible_text_of_a_scan_is_its_text(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        scan(sheet)
        without_ink(sheet, 100, "Hagen langs de beek")

    assert rules(tmp_path, page) == (["Hagen langs de beek"], [])


def scan(sheet: Sheet) -> None:
    """A picture of the whole page, with ink all over it."""
    image = Image.linear_gradient("L").resize((120, 170))
    image.putdata([255 * (at % 2) for at in range(120 * 170)])
    sheet.canvas.drawInlineImage(image, 0, 0, sheet.width, sheet.height)


def test_invisible_text_where_the_scan_is_empty_waits_for_a_person(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        picture(sheet, 0, 0, sheet.width, sheet.height)
        without_ink(sheet, 100, "Hagen langs de beek")

    assert [(rule, severity) for rule, severity, _ in rules(tmp_path, page)[1]] == [
        ("text_without_ink", Severity.person)
    ]


def off_the_page(sheet: Sheet) -> None:
    visible(sheet)
    sheet.text(540, 300, "Budget 112.500.000", 10)


def behind_a_shape(sheet: Sheet) -> None:
    visible(sheet)
    sheet.text(64, 300, "Budget 112.500.000", 10)
    sheet.rect(110, 285, 200, 30, "#ffffff")


def out_of_its_clip(sheet: Sheet) -> None:
    visible(sheet)
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(60, sheet.height - 310, 50, 20)
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.text(64, 300, "Budget 112.500.000", 10)
    sheet.canvas.restoreState()


@pytest.mark.parametrize("page", [off_the_page, behind_a_shape, out_of_its_clip])
def test_text_that_is_cut_waits_for_a_person(tmp_path: Path, page: Draw) -> None:
    _, found = rules(tmp_path, page)
    cut = [(severity, quote) for rule, severity, quote in found if rule == "text_cut"]
    assert len(cut) == 1
    severity, quote = cut[0]
    assert severity == Severity.person
    assert quote.startswith("Budget1") or "Budget1" in quote
    assert "500.000" not in quote


def barred(sheet: Sheet, x: float, y: float) -> float:
    end = sheet.text(x, y, "C", 10)
    for height in (3.0, 4.4):
        sheet.canvas.line(x - 0.5, sheet.height - y + height, x + 5, sheet.height - y + height)
    return end


def with_thin_rectangles(sheet: Sheet, x: float, y: float) -> float:
    end = sheet.text(x, y, "C", 10)
    for above in (3.2, 4.6):
        sheet.rect(x - 0.5, y - above, 6, 0.4, "#000000")
    return end


def with_an_equals_sign(sheet: Sheet, x: float, y: float) -> float:
    end = sheet.text(x, y, "C", 10)
    sheet.text(x + 0.3, y, "=", 10)
    return end


@pytest.mark.parametrize("euro", [barred, with_thin_rectangles, with_an_equals_sign])
def test_a_crossed_c_is_a_euro_sign(tmp_path: Path, euro: Callable[[Sheet, float, float], float]) -> None:
    def page(sheet: Sheet) -> None:
        end = euro(sheet, 60, 100)
        sheet.text(end + 2.8, 100, "12.500.000", 10)
        sheet.text(60, 120, "Charleroi = C 12", 10)

    assert rules(tmp_path, page) == (["€ 12.500.000", "Charleroi = C 12"], [])


@pytest.mark.parametrize("text", ["C 12.500.000", "Ca. 3 ton CO2"])
def test_an_underlined_c_is_a_c(tmp_path: Path, text: str) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, text, 10)
        for below in (1.5, 3.0):
            sheet.canvas.line(60, sheet.height - 100 - below, 67, sheet.height - 100 - below)

    assert rules(tmp_path, page)[0] == [text]


def tex(*codes: int) -> dict[int, str]:
    return {code: f"a{code}" for code in codes}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (tex(191), {191: "€"}),
        (tex(136, 191, 176), {136: "•", 191: "€", 176: "°"}),
        (tex(66, 101, 233), {66: "B", 101: "e", 233: "é"}),
        (tex(28, 97, 191), {28: "fi", 97: "a", 191: "£"}),
        (tex(12, 97, 123), {12: "fi", 97: "a", 123: "–"}),
    ],
)
def test_bitmap_fonts_of_tex(codes: dict[int, str], expected: dict[int, str]) -> None:
    assert type3_characters(codes, {191: "¿", 233: "Ø"}) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({65: "A", 233: "eacute"}, {65: "A", 233: "é"}),
        ({65: "g1", 233: "g2"}, {65: "A"}),
        ({65: "C0_1", 233: "C0_2"}, {65: "A"}),
    ],
)
def test_glyph_names_that_say_nothing(names: dict[int, str], expected: dict[int, str]) -> None:
    assert type3_characters(names, {65: "A", 233: "é"}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("琀椀", "ti"),
        ("昀琀", "ft"),
        ("昀昀椀", "ffi"),
        ("昀", "昀"),
        ("fi", "fi"),
        ("中文", "中文"),
        ("一丁", "一丁"),
    ],
)
def test_exchanged_bytes(text: str, expected: str) -> None:
    assert unswapped(text) == expected


def type3_page(names: str, text: bytes, characters: str = "") -> bytes:
    """A page that prints ``text`` in a font of boxes, each 6 wide, with glyphs called ``names`` from code 1 on."""
    contents = f"BT /F 10 Tf 40 100 Td <{text.hex()}> Tj ET"
    unicode_map = f"1 beginbfchar {characters} endbfchar"
    glyphs = " ".join(f"{name} 7 0 R" for name in names.split() if name[0] == "/")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(contents)} >> stream\n{contents}\nendstream",
        f"<< /Type /Font /Subtype /Type3 /FontMatrix [0.1 0 0 0.1 0 0] /FontBBox [0 0 6 8] /FirstChar 0 /LastChar 255 "
        f"/Widths [{'6 ' * 256}] /Encoding << /Differences [{names}] >> /CharProcs << {glyphs} >> "
        + ("/ToUnicode 6 0 R >>" if characters else ">>"),
        f"<< /Length {len(unicode_map)} >> stream\n{unicode_map}\nendstream",
        "<< /Length 29 >> stream\n6 0 0 0 6 8 d1 1 1 4 6 re f  \nendstream",
    ]
    return written(objects)


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        ("66 /a66 233 /a233", b"B\xe9B", "BéB"),
        ("191 /a191", b"\xbf", "€"),
        ("66 /B 97 /a", b"Ba", "Ba"),
    ],
)
def test_a_page_in_bitmap_letters(tmp_path: Path, names: str, text: bytes, expected: str) -> None:
    assert lines(pages_of(tmp_path, type3_page(names, text))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected", "severity", "quote"),
    [
        (b"ac\x01e", "actie", Severity.warning, ""),
        (b"ac\x01e9s", "actie9s", Severity.person, "actie9s"),
        (b"9ac\x01e9", "9actie9", Severity.person, "9actie9"),
    ],
)
def test_exchanged_ligatures_are_repaired_and_said(
    tmp_path: Path, text: bytes, expected: str, severity: Severity, quote: str
) -> None:
    pages = pages_of(tmp_path, type3_page("1 /t_i 57 /nine 97 /a 99 /c 101 /e 115 /s", text, "<01> <74006900>"))
    assert lines(pages) == [expected]
    assert [(f.rule, f.severity, f.quote) for f in pages.findings] == [("damaged_text", severity, quote)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("/OFF [7 0 R]", ["Hagen"]),
        ("/BaseState /OFF", ["Hagen"]),
        ("", ["Hagen Budget"]),
        ("/BaseState /OFF /ON [7 0 R]", ["Hagen Budget"]),
    ],
)
def test_a_layer_that_is_not_shown_is_not_read(tmp_path: Path, state: str, expected: list[str]) -> None:
    text = "BT /F 10 Tf 40 100 Td (Hagen ) Tj ET /OC /L BDC BT /F 10 Tf 74 100 Td (Budget) Tj ET EMC"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [7 0 R] /D << {state} >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> /Properties << /L 7 0 R >> >> >>",
        f"<< /Length {len(text)} >> stream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< >>",
        "<< /Type /OCG /Name (Frans) >>",
    ]
    assert lines(pages_of(tmp_path, written(objects))) == expected


@pytest.mark.parametrize("rise", [25, -25])
def test_a_character_far_above_its_line_is_no_part_of_it(tmp_path: Path, rise: int) -> None:
    contents = f"BT /F 10 Tf 40 100 Td (12.5) Tj {rise} Ts (0) Tj 0 Ts (0 euro) Tj ET".encode()
    found = lines(pages_of(tmp_path, page("5 0 R", stream(contents))))
    assert sorted(found) == ["0", "12.5 0 euro"]
