"""Annotations, form fields, patterns, layers and pictures: what a viewer paints is read, what it hides is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pipeline.models import Severity
from tests.cases.make import Draw, Sheet, draw
from tests.cases.rooms import lines, pages_of
from tests.read.raw import page, show, stream

GROUND = b"".join(show(f"Hagen langs de beek {row}", y=180 - 12 * row) for row in range(4))
TEXT = GROUND + show("Budget 12.500.000 euro", y=100)
SEEN = [f"Hagen langs de beek {row}" for row in range(4)]
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 150 14] /Resources << /Font << /F 4 0 R >> >>"
WHITE = b"1 1 1 rg 0 0 150 14 re f 0 0 0 rg "
PLACE = "/Rect [38 96 188 110]"


def read(folder: Path, data: bytes) -> tuple[list[str], list[tuple[str, Severity]]]:
    pages = pages_of(folder, data)
    return lines(pages), [(finding.rule, finding.severity) for finding in pages.findings]


def annotated(annotation: str, form: bytes = b"", contents: bytes = TEXT) -> bytes:
    """``annotation`` is object 6, its appearance object 7."""
    return page(
        "5 0 R",
        stream(contents),
        f"<< /Type /Annot {annotation} >>".encode(),
        stream(form, FORM),
        page="/Annots [6 0 R]",
    )


@pytest.mark.parametrize(
    "state",
    [b"/F -10 Tf -1 0 0 -1 40 100 Tm", b"-100 Tz /F 10 Tf -1 0 0 1 40 100 Tm", b"-100 Tz /F -10 Tf 1 0 0 -1 40 100 Tm"],
)
def test_a_negative_size_or_scale_turns_a_mirrored_matrix_back(tmp_path: Path, state: bytes) -> None:
    mirrored = b"BT %s (Budget 12.500.000 euro) Tj ET" % state
    assert read(tmp_path, page("5 0 R", stream(GROUND + mirrored))) == ([*SEEN, "Budget 12.500.000 euro"], [])


@pytest.mark.parametrize("kind", ["FreeText", "Stamp", "Widget"])
def test_the_appearance_of_an_annotation_is_what_is_read(tmp_path: Path, kind: str) -> None:
    data = annotated(f"/Subtype /{kind} {PLACE} /AP << /N 7 0 R >>", WHITE + show("Budget 13.000.000 euro", 2, 4))
    assert read(tmp_path, data) == ([*SEEN, "Budget 13.000.000 euro"], [("hidden_text", Severity.warning)])


@pytest.mark.parametrize(
    "annotation",
    [
        f"/Subtype /Square {PLACE} /AP << /N 7 0 R >>",
        f"/Subtype /Redact {PLACE} /AP << /N 7 0 R >>",
        f"/Subtype /Widget {PLACE} /AS /On /AP << /N << /On 7 0 R >> >>",
    ],
)
def test_what_an_annotation_covers_is_not_read(tmp_path: Path, annotation: str) -> None:
    assert read(tmp_path, annotated(annotation, b"0 0 150 14 re f")) == (SEEN, [("hidden_text", Severity.warning)])


@pytest.mark.parametrize(
    "annotation",
    [
        f"/Subtype /FreeText /F 2 {PLACE} /AP << /N 7 0 R >>",
        f"/Subtype /FreeText /F 32 {PLACE} /AP << /N 7 0 R >>",
        f"/Subtype /Popup {PLACE} /AP << /N 7 0 R >>",
        f"/Subtype /Widget {PLACE} /AS /Off /AP << /N << /On 7 0 R >> >>",
    ],
)
def test_annotations_that_are_not_shown_are_not_read(tmp_path: Path, annotation: str) -> None:
    data = annotated(annotation, WHITE + show("Budget 13.000.000 euro", 2, 4))
    assert read(tmp_path, data) == ([*SEEN, "Budget 12.500.000 euro"], [])


@pytest.mark.parametrize(
    "annotation",
    [
        f"/Subtype /Widget {PLACE} /FT /Tx /V (12.500.000)",
        f"/Subtype /FreeText {PLACE} /Contents (lees 13.000.000)",
        f"/Subtype /Widget {PLACE} /Parent << /FT /Tx /V <FEFF00310032> >>",
    ],
)
def test_a_field_with_a_value_and_no_appearance_waits_for_a_person(tmp_path: Path, annotation: str) -> None:
    assert ("unset_text", Severity.person) in read(tmp_path, annotated(annotation, contents=GROUND))[1]


def test_an_appearance_is_moved_and_scaled_onto_its_place(tmp_path: Path) -> None:
    data = annotated("/Subtype /Stamp /Rect [40 20 190 48] /AP << /N 7 0 R >>", show("Gelezen", 0, 4), GROUND)
    word = pages_of(tmp_path, data).pages[0].lines[-1][0]
    assert word.text == "Gelezen"
    assert word.x0 == pytest.approx(40, abs=0.5)
    assert word.bottom == pytest.approx(200 - 28, abs=6)  # twice as high as in its form


def tiled(fill: str, steps: str = "/XStep 300 /YStep 200", box: str = "0 0 300 200") -> bytes:
    pattern = f"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [{box}] {steps} /Resources << /Font << /F 4 0 R >> >>"
    return page(
        "5 0 R",
        stream(GROUND + b"/Pattern cs /P scn " + fill.encode()),
        stream(show("Budget 5 euro"), pattern),
        resources="/Pattern << /P 6 0 R >>",
    )


@pytest.mark.parametrize(
    ("fill", "read_too"),
    [
        ("0 0 300 200 re f", ["Budget 5 euro"]),
        ("30 90 200 30 re B", ["Budget 5 euro"]),
        ("30 10 200 30 re f*", []),
    ],
)
def test_text_of_a_pattern_is_read_where_its_area_shows_it(tmp_path: Path, fill: str, read_too: list[str]) -> None:
    assert [line for line in read(tmp_path, tiled(fill))[0] if line not in SEEN] == read_too


def layered(state: str, group: str, usage: str = "") -> bytes:
    """A value on the content that object 6 rules; objects 7 and 8 are layers, the second one off."""
    contents = GROUND + b"/OC /L BDC " + show("Budget 5 euro") + b"EMC"
    return page(
        "5 0 R",
        stream(contents),
        group.encode(),
        f"<< /Type /OCG /Name (a) {usage} >>".encode(),
        b"<< /Type /OCG /Name (b) >>",
        resources="/Properties << /L 6 0 R >>",
        catalog=f"/OCProperties << /OCGs [7 0 R 8 0 R] /D << /OFF [8 0 R] {state} >> >>",
    )


OCMD = "<< /Type /OCMD {} >>"


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        (OCMD.format("/VE [/Not 7 0 R]"), False),
        (OCMD.format("/VE [/Not 8 0 R]"), True),
        (OCMD.format("/VE [/And 7 0 R 8 0 R]"), False),
        (OCMD.format("/VE [/Or 7 0 R [/Not 7 0 R]]"), True),
        (OCMD.format("/VE [/And [/Not 8 0 R] [/Or 8 0 R 7 0 R]]"), True),
        (OCMD.format("/OCGs [7 0 R 8 0 R] /P /AllOn"), False),
        (OCMD.format("/OCGs [7 0 R 8 0 R]"), True),
        (OCMD.format("/OCGs [7 0 R] /P /AllOff"), False),
        (OCMD.format("/OCGs [8 0 R 7 0 R] /P /AnyOff"), True),
    ],
)
def test_layers_by_expression_and_policy(tmp_path: Path, group: str, shown: bool) -> None:
    found, rules = read(tmp_path, layered("", group))
    assert found == SEEN + ["Budget 5 euro"] * shown
    assert [rule for rule, _ in rules] == ["hidden_text"] * (not shown)


@pytest.mark.parametrize("rule", ["/OCGs [7 0 R] /P /AllOff", "/OCGs 8 0 R /P /AnyOff", "/VE [/Not 7 0 R]"])
def test_a_layer_that_shows_while_another_is_off(tmp_path: Path, rule: str) -> None:
    """No layer is off, and so this one is."""
    assert read(tmp_path, layered("/ON [7 0 R] /OFF []", OCMD.format(rule)))[0] == SEEN


@pytest.mark.parametrize("state", ["OFF", "ON"])
def test_layers_by_usage(tmp_path: Path, state: str) -> None:
    data = layered("", OCMD.format("/OCGs 7 0 R"), f"/Usage << /View << /ViewState /{state} >> >>")
    assert read(tmp_path, data)[0] == SEEN + ["Budget 5 euro"] * (state == "ON")


# --- what lies over or behind text --------------------------------------------------------------------------------


def read_sheet(folder: Path, *pages: Draw) -> tuple[list[str], list[tuple[str, Severity]]]:
    return read(folder, draw(list(pages)))


def body(sheet: Sheet) -> None:
    for row in range(12):
        sheet.text(60, 100 + 14 * row, "Hagen langs de beek houden de oever vast", 10)


BODY = ["Hagen langs de beek houden de oever vast"] * 12


@pytest.mark.parametrize(
    "image", [Image.new("RGB", (4, 4), (250, 250, 250)), Image.effect_noise((60, 12), 90), Image.new("L", (2, 2))]
)
def test_text_under_an_opaque_picture_is_not_read(tmp_path: Path, image: Image.Image) -> None:
    def page(sheet: Sheet) -> None:
        body(sheet)
        sheet.text(60, 400, "Budget 12.500.000", 10)
        sheet.canvas.drawInlineImage(image, 58, sheet.height - 404, 100, 16)

    assert read_sheet(tmp_path, page) == (BODY, [("hidden_text", Severity.warning)])


def test_text_under_a_picture_that_lets_it_through_is_read(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        body(sheet)
        sheet.text(60, 400, "Budget 12.500.000", 10)
        sheet.canvas.drawImage(_veil(tmp_path), 58, sheet.height - 404, 100, 16, mask="auto")

    assert read_sheet(tmp_path, page) == ([*BODY, "Budget 12.500.000"], [])


def _veil(folder: Path) -> str:
    Image.new("RGBA", (4, 4), (255, 255, 0, 60)).save(folder / "sluier.png")
    return str(folder / "sluier.png")


@pytest.mark.parametrize("thick", [0.5, 1.0, 1.4])
def test_an_amount_that_is_struck_out_is_left_out(tmp_path: Path, thick: float) -> None:
    def page(sheet: Sheet) -> None:
        body(sheet)
        end = sheet.text(60, 400, "12.500.000", 10)
        sheet.canvas.setLineWidth(thick)
        sheet.canvas.line(59, sheet.height - 397, end + 1, sheet.height - 397)
        sheet.text(60, 414, "€ 13.000.000", 10)

    assert read_sheet(tmp_path, page) == ([*BODY, "€ 13.000.000"], [("struck_out", Severity.warning)])


@pytest.mark.parametrize(
    ("above", "beyond"), [(-1.5, 0), (8.5, 0), (3, 100)], ids=["under", "over", "a rule of the page"]
)
def test_other_lines_at_text_strike_nothing_out(tmp_path: Path, above: float, beyond: float) -> None:
    def page(sheet: Sheet) -> None:
        body(sheet)
        end = sheet.text(160, 400, "12.500.000", 10)
        sheet.canvas.line(159 - beyond, sheet.height - 400 + above, end + 1 + beyond, sheet.height - 400 + above)

    assert read_sheet(tmp_path, page) == ([*BODY, "12.500.000"], [])


def test_a_note_that_strikes_out_needs_no_line(tmp_path: Path) -> None:
    quads = "/QuadPoints [38 110 160 110 38 96 160 96]"
    data = annotated(f"/Subtype /StrikeOut {PLACE} {quads}")
    assert read(tmp_path, data)[0] == SEEN


def slanted(text: str, x: float = 150, y: float = 300, size: float = 60) -> Draw:
    def page(sheet: Sheet) -> None:
        sheet.canvas.saveState()
        sheet.canvas.translate(x, y)
        sheet.canvas.rotate(40)
        sheet.canvas.setFillColor("#dddddd")
        sheet.canvas.setFont("Helvetica", size)
        sheet.canvas.drawString(0, 0, text)
        sheet.canvas.restoreState()
        body(sheet)

    return page


@pytest.mark.parametrize("texts", [["ONTWERP"], ["versie 3", "versie 3"], ["niet verspreiden"]])
def test_slanted_watermarks_are_left_out(tmp_path: Path, texts: list[str]) -> None:
    found, rules = read_sheet(tmp_path, *(slanted(text) for text in texts))
    assert found == BODY * len(texts)
    assert rules == [("slanted_text", Severity.warning)] * len(texts)


def test_a_slanted_number_waits_for_a_person(tmp_path: Path) -> None:
    assert read_sheet(tmp_path, slanted("€ 12.000", size=12))[1] == [("slanted_text", Severity.person)]


def behind(y: float, color: str = "#dddddd", size: float = 70) -> Draw:
    def page(sheet: Sheet) -> None:
        sheet.text(60, y, "CONCEPT", size, color=color)
        body(sheet)

    return page


def test_a_level_watermark_behind_text_is_left_out(tmp_path: Path) -> None:
    assert read_sheet(tmp_path, behind(180)) == (BODY, [("watermark", Severity.warning)])


def test_a_level_watermark_clear_of_the_text_is_known_by_its_repetition(tmp_path: Path) -> None:
    assert read_sheet(tmp_path, behind(600), behind(600)) == (BODY * 2, [("watermark", Severity.warning)])


@pytest.mark.parametrize(
    "pages",
    [
        [behind(600)],
        [behind(600, "#204060"), behind(600, "#204060")],
        [behind(600, size=24), behind(600, size=24)],
    ],
)
def test_a_large_title_is_no_watermark(tmp_path: Path, pages: list[Draw]) -> None:
    found, rules = read_sheet(tmp_path, *pages)
    assert found.count("CONCEPT") == len(pages)
    assert rules == []


def numbered(step: int, count: int, x: float = 30) -> Draw:
    def page(sheet: Sheet) -> None:
        body(sheet)
        for number in range(1, count + 1):
            sheet.text(x, 100 + 14 * (step * number - 1), str(step * number), 7)

    return page


@pytest.mark.parametrize("page", [numbered(5, 4), numbered(1, 12), numbered(10, 3), numbered(5, 3, 400)])
def test_numbers_of_lines_are_left_out(tmp_path: Path, page: Draw) -> None:
    assert read_sheet(tmp_path, page) == (BODY, [("line_numbers", Severity.warning)])


@pytest.mark.parametrize(
    "page", [numbered(5, 2), numbered(1, 4), numbered(7, 4), numbered(1, 12, 400), numbered(5, 4, 54)]
)
def test_other_numbers_at_the_side_are_kept(tmp_path: Path, page: Draw) -> None:
    found, rules = read_sheet(tmp_path, page)
    assert any(line[0].isdecimal() or line[-1].isdecimal() for line in found)
    assert rules == []


def test_one_black_in_several_colour_spaces_is_one_style(tmp_path: Path) -> None:
    contents = (
        b"0 g " + show("een", y=160) + b"0 0 0 1 k " + show("twee", y=140) + b"0.1 0.09 0.1 rg " + show("drie", y=120)
    )
    found = pages_of(tmp_path, page("5 0 R", stream(contents + b"0 0 0.4 rg " + show("blauw"))))
    assert [style.color for style in found.styles] == ["#000000", "#000066"]


def test_colours_of_palettes_and_lab_are_colours(tmp_path: Path) -> None:
    spaces = (
        "/ColorSpace << /P [/Indexed /DeviceRGB 1 <FFFFFF204060>] /L [/Lab << /WhitePoint [0.95 1 1.08] >>] "
        "/S [/Separation /Own /DeviceGray 6 0 R] >>"
    )
    contents = (
        b"/P cs 1 scn "
        + show("palet", y=160)
        + b"/L cs 5 0 0 scn "
        + show("lab", y=140)
        + b"/L cs 55 80 67 scn "
        + show("rood", y=120)
        + b"/S cs 1 scn "
        + show("steun", y=100)
    )
    function = b"<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>"
    found = pages_of(tmp_path, page("5 0 R", stream(contents), function, resources=spaces))
    colors = [found.styles[line[0].style].color for line in found.pages[0].lines]
    assert colors[:2] == ["#204060", "#000000"]
    red, green, blue = (int(colors[2][at : at + 2], 16) for at in (1, 3, 5))
    assert red > 200 > 80 > max(green, blue)
    assert colors[3] == "#000000"
    assert found.findings == ()


# --- the second reader --------------------------------------------------------------------------------------------


def test_a_page_on_which_the_second_reader_finds_other_digits_waits_for_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.read import drawing

    monkeypatch.setattr(drawing, "_text", lambda _, cid: "7" if chr(cid) == "1" else chr(cid))
    found = pages_of(tmp_path, page("5 0 R", stream(TEXT))).findings
    assert [(f.rule, f.severity) for f in found] == [("second_reader", Severity.person)]
    assert "more digits (1 1)" in found[0].message


def test_a_text_that_pdfminer_loses_waits_for_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.read import drawing

    show_all = drawing._Interpreter.do_TJ
    monkeypatch.setattr(drawing._Interpreter, "do_TJ", lambda self, seq: show_all(self, seq) if len(seq) == 1 else None)
    contents = GROUND + b"BT /F 10 Tf 1 0 0 1 40 60 Tm [(Zonder) -20 (woorden)] TJ ET"
    found = pages_of(tmp_path, page("5 0 R", stream(contents))).findings
    assert [(f.rule, f.severity) for f in found] == [("second_reader", Severity.person)]


@pytest.mark.parametrize(
    "contents",
    [
        b"0.99 g " + show("Budget 12", y=20),
        b"/Own cs 0.5 scn 30 10 200 30 re f " + show("Budget 12", y=20).replace(b"BT", b"BT 0.5 g"),
    ],
)
def test_text_that_the_picture_does_not_show_waits_for_a_person_or_is_left_out(tmp_path: Path, contents: bytes) -> None:
    data = page(
        "5 0 R",
        stream(GROUND + contents),
        resources="/ColorSpace << /Own [/CalGray << /WhitePoint [1 1 1] /Gamma 1 >>] >>",
    )
    found, rules = read(tmp_path, data)
    assert found == SEEN or ("text_without_ink", Severity.person) in rules
