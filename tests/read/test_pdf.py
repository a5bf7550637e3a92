"""PDF pages: what a reader sees as one word is one word, whatever the file does to print it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.models import Severity, Word
from tests.cases.make import PROJECTS, Draw, Sheet, draw, pdf_brochure
from tests.cases.rooms import lines, pages_of, read_or_refused, words


def read_one(folder: Path, page: Draw, **options: object) -> list[str]:
    return lines(pages_of(folder, draw([page], **options)))  # type: ignore[arg-type]


def places(folder: Path, data: bytes) -> dict[str, Word]:
    return {word.text: word for page in pages_of(folder, data).pages for line in page.lines for word in line}


def two_lines(sheet: Sheet) -> None:
    sheet.text(60, 100, "Hagen langs de beek", 12)
    sheet.text(60, 120, "kosten niets", 12)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_page_is_turned_until_its_text_stands_upright(tmp_path: Path, angle: int) -> None:
    pages = pages_of(tmp_path, draw([two_lines], rotate=angle))
    assert lines(pages) == ["Hagen langs de beek", "kosten niets"]
    first, second = (line[0] for line in pages.pages[0].lines)
    assert first.top < second.top
    assert (first.x0, second.x0) == pytest.approx((60, 60), abs=1.5)
    assert (pages.pages[0].width, pages.pages[0].height) == (595, 842)


def test_a_page_drawn_sideways_and_shown_upright(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.canvas.translate(595, 0)
        sheet.canvas.rotate(90)
        sheet.canvas.drawString(60, 495, "Hagen langs de beek")
        sheet.canvas.drawString(60, 475, "kosten niets")

    pages = pages_of(tmp_path, draw([page], rotate=90))
    assert lines(pages) == ["Hagen langs de beek", "kosten niets"]
    assert (pages.pages[0].width, pages.pages[0].height) == (842, 595)
    assert pages.pages[0].lines[0][0].bottom == pytest.approx(100, abs=4)


def test_sideways_text_beside_upright_text_has_lines_of_its_own(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        two_lines(sheet)
        sheet.canvas.saveState()
        sheet.canvas.translate(30, 400)
        sheet.canvas.rotate(90)
        sheet.canvas.drawString(0, 0, "Drukkerij Zuid")
        sheet.canvas.restoreState()

    assert read_one(tmp_path, page) == ["Hagen langs de beek", "kosten niets", "Drukkerij Zuid"]


def test_only_what_stands_in_the_crop_box_is_on_the_page(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        two_lines(sheet)
        sheet.text(5, 15, "snijteken", 6)

    data = draw([page], crop=(40, 50, 555, 802))
    found = pages_of(tmp_path, data)
    assert "snijteken" not in words(found)
    assert (found.pages[0].width, found.pages[0].height) == (515, 752)
    assert places(tmp_path, data)["Hagen"].x0 == pytest.approx(20, abs=1)
    assert places(tmp_path, data)["Hagen"].bottom == pytest.approx(62, abs=4)


def test_a_shadow_is_not_read_twice(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for shift, color in ((0.6, "#999999"), (0.0, "#000000")):
            sheet.text(60 + shift, 100 + shift, "Hagen langs de beek", 18, color=color)

    assert read_one(tmp_path, page) == ["Hagen langs de beek"]


def test_double_letters_are_no_shadow(tmp_path: Path) -> None:
    assert read_one(tmp_path, lambda sheet: sheet.text(60, 100, "balletlessen zeeën 1100000", 9)) == [
        "balletlessen zeeën 1100000"
    ]


@pytest.mark.parametrize("spacing", [1.0, 2.5, 5.0])
def test_letterspaced_words_stay_words(tmp_path: Path, spacing: float) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, "VERANTWOORDELIJKE OVERHEID", 10, "Helvetica-Bold", spacing=spacing)

    assert read_one(tmp_path, page) == ["VERANTWOORDELIJKE OVERHEID"]


def test_words_need_no_space_characters(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        x = 60.0
        for word in ("Hagen", "langs", "de", "beek"):
            x = sheet.text(x, 100, word, 10) + 2.8

    assert read_one(tmp_path, page) == ["Hagen langs de beek"]


def test_the_order_of_the_stream_does_not_count(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 300, "onderaan", 10)
        sheet.text(120, 100, "rechts", 10)
        sheet.text(60, 100, "links", 10)

    assert read_one(tmp_path, page) == ["links rechts", "onderaan"]


def test_ligatures_are_letters(tmp_path: Path) -> None:
    assert read_one(tmp_path, lambda sheet: sheet.text(60, 100, "de ﬁets ﬂuit in de graﬁek", 10, "Vera")) == [
        "de fiets fluit in de grafiek"
    ]


def test_a_glyph_without_character_is_said_so(tmp_path: Path) -> None:
    # The font has no such sign, so the file prints its empty glyph and maps it to NUL.
    pages = pages_of(tmp_path, draw([lambda sheet: sheet.text(60, 100, "de koﬃe van de beek is op", 10, "Vera")]))
    assert words(pages)[1] == "ko\N{REPLACEMENT CHARACTER}e"
    assert [finding.rule for finding in pages.findings] == ["unmapped_glyphs", "unmapped_letters"]


def test_a_small_raised_digit_belongs_to_its_word(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 84, "een regel erboven", 10)
        x = sheet.text(60, 100, "12.000 m", 10)
        x = sheet.text(x, 96.5, "2", 6)
        x = sheet.text(x + 2.8, 100, "daken en minder CO", 10)
        x = sheet.text(x, 102, "2", 6)
        sheet.text(x + 2.8, 100, "elk jaar", 10)

    assert read_one(tmp_path, page) == ["een regel erboven", "12.000 m2 daken en minder CO2 elk jaar"]


def test_a_raised_digit_behind_a_word_is_the_mark_of_a_note(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(sheet.text(60, 100, "145 wandelzones", 10), 96.5, "2", 6)

    assert read_one(tmp_path, page) == ["145 wandelzones²"]


def test_two_raised_digits_behind_an_amount_may_be_cents(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(sheet.text(60, 100, "€ 48.750", 10), 96.5, "50", 6)

    pages = pages_of(tmp_path, draw([page]))
    assert [(finding.rule, finding.severity) for finding in pages.findings] == [("raised_digits", Severity.person)]


def test_a_rectangle_that_is_closed_twice_covers_too(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, "een geheim", 10)
        sheet.text(60, 200, "een regel", 10)
        path = sheet.canvas.beginPath()
        path.rect(50, sheet.height - 110, 200, 20)
        path.close()
        sheet.canvas.setFillColor("#000000")
        sheet.canvas.drawPath(path, stroke=1, fill=1)

    assert read_one(tmp_path, page) == ["een regel"]


def test_a_soft_hyphen_that_is_printed_is_a_hyphen(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, "moestuin\N{SOFT HYPHEN}", 10, "Vera")
        sheet.text(60, 114, "keuken", 10, "Vera")

    assert read_one(tmp_path, page) == ["moestuin-", "keuken"]


def test_every_word_has_its_place(tmp_path: Path) -> None:
    found = places(tmp_path, draw([two_lines]))
    hagen, beek = found["Hagen"], found["beek"]
    assert hagen.x0 == pytest.approx(60, abs=1.5)
    assert hagen.top < 100 < hagen.bottom + 0.1
    assert hagen.bottom - hagen.top == pytest.approx(12, abs=4)
    assert hagen.x1 < beek.x0
    assert (hagen.line, beek.line, beek.pos) == (1, 1, 3)


def test_a_brochure_is_read_whole(tmp_path: Path) -> None:
    found = sorted(words(pages_of(tmp_path, pdf_brochure())))
    assert found == sorted(" ".join(expected()).split())


def expected() -> list[str]:
    from tests.cases.make import AXES, LABELS

    parts = [text for axis in AXES for text in (axis.name.upper(), axis.slogan, axis.introduction)]
    for project in PROJECTS:
        parts += [project.title, project.description, *LABELS, *project.values]
    return parts


def test_an_empty_password_opens(tmp_path: Path) -> None:
    assert words(pages_of(tmp_path, pdf_brochure(password=""))) == words(pages_of(tmp_path, pdf_brochure()))


def test_stray_bytes_before_the_header_are_tolerated(tmp_path: Path) -> None:
    assert words(pages_of(tmp_path, b"\n\n" + pdf_brochure()))


# --- damage ------------------------------------------------------------------------------------------------------

WHOLE = draw([two_lines])
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused_or_read(folder: Path, data: bytes) -> None:
    """Whatever the bytes are, there are words or there is one line about the file."""
    pages = read_or_refused(folder, data, "stuk.pdf")
    if isinstance(pages, str):
        assert pages.startswith("stuk.pdf: ")
        assert "\n" not in pages
    else:
        assert words(pages)


@QUIET
@given(cut=st.integers(0, len(WHOLE) - 1))
def test_a_truncated_file_is_refused_or_read(tmp_path: Path, cut: int) -> None:
    refused_or_read(tmp_path, WHOLE[:cut])


@QUIET
@given(data=st.data())
def test_a_damaged_file_is_refused_or_read(tmp_path: Path, data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for place in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), min_size=1, max_size=12)):
        damaged[place] = data.draw(st.integers(0, 255))
    refused_or_read(tmp_path, bytes(damaged))


@QUIET
@given(tail=st.binary(max_size=400))
def test_any_bytes_after_a_header_are_refused_or_read(tmp_path: Path, tail: bytes) -> None:
    refused_or_read(tmp_path, b"%PDF-1.7\n" + tail)


@QUIET
@given(name=st.sampled_from(sorted({match.decode() for match in re.findall(rb"/[A-Z][A-Za-z]+", WHOLE)})))
def test_a_file_that_lost_a_key_is_refused_or_read(tmp_path: Path, name: str) -> None:
    refused_or_read(tmp_path, WHOLE.replace(name.encode(), b"/Zz" + b"z" * (len(name) - 3) if len(name) > 2 else b"/Z"))
