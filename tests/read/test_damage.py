"""Damage of a PDF: all that a viewer shows is read, or one line names the page; nothing is lost in silence."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from pipeline.read.damage import DamagedError, image_end, inflated
from tests.cases.make import pdf_brochure
from tests.cases.rooms import lines, pages_of, read_or_refused
from tests.read.raw import deflated, page, pdf, show, stream

TEXT = b"".join(show(f"Hagen langs de beek {row}", y=180 - 12 * row) for row in range(12))
PACKED = zlib.compress(TEXT)
READ = [f"Hagen langs de beek {row}" for row in range(12)]


def packed(data: bytes) -> bytes:
    return page("5 0 R", stream(data, "/Filter /FlateDecode"))


def said(folder: Path, data: bytes) -> str:
    found = read_or_refused(folder, data, "stuk.pdf")
    assert isinstance(found, str)
    assert found.startswith("stuk.pdf: damaged PDF (page 1): ")
    return found.removeprefix("stuk.pdf: damaged PDF (page 1): ").split(";")[0]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_compressed_contents_that_break_off_are_refused(tmp_path: Path, share: float) -> None:
    assert said(tmp_path, packed(PACKED[: int(len(PACKED) * share)])) == "compressed data end too early"


@pytest.mark.parametrize("at", [0.3, 0.6, 0.95])
def test_compressed_contents_with_a_wrong_byte_are_refused(tmp_path: Path, at: float) -> None:
    broken = bytearray(PACKED)
    broken[int(len(broken) * at)] ^= 0x55
    assert said(tmp_path, packed(bytes(broken))).startswith("compressed data")


@pytest.mark.parametrize("end", [b"", PACKED[-4:-2], bytes([PACKED[-4] ^ 1]) + PACKED[-3:], PACKED[-4:-1] + b"\0"])
def test_contents_whose_check_sum_alone_is_wrong_or_missing_are_whole(tmp_path: Path, end: bytes) -> None:
    assert lines(pages_of(tmp_path, packed(PACKED[:-4] + end))) == READ


def test_a_check_sum_of_other_data_is_refused() -> None:
    with pytest.raises(DamagedError, match="check sum"):
        inflated(zlib.compress(TEXT)[:-4] + zlib.compress(TEXT.replace(b"11", b"17"))[-4:])


@pytest.mark.parametrize("part", ["contents", "form", "one of several", "map of a font"])
def test_every_stream_that_decides_about_text_is_checked(tmp_path: Path, part: str) -> None:
    half, whole = stream(PACKED[:80], "/Filter /FlateDecode"), deflated(TEXT)
    data = {
        "contents": page("5 0 R", half),
        "form": page(
            "5 0 R",
            stream(b"/X Do"),
            stream(PACKED[:80], "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Filter /FlateDecode"),
            resources="/XObject << /X 6 0 R >>",
        ),
        "one of several": page("[5 0 R 6 0 R 7 0 R]", whole, half, whole),
        "map of a font": page(
            "5 0 R",
            whole,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 7 0 R >>",
            half,
            font="/G 6 0 R",
        ),
    }[part]
    assert said(tmp_path, data) == "compressed data end too early"


@pytest.mark.parametrize(
    "tail", [b"BT /F 10 Tf (Hagen", b"BT /F 10 Tf [(Hagen) 20 (langs)", b"BT /F 10 Tf <4861", b"BI /W 2 /H 2"]
)
def test_contents_that_end_inside_an_object_are_refused(tmp_path: Path, tail: bytes) -> None:
    assert "end inside" in said(tmp_path, page("5 0 R", stream(TEXT + tail)))


@pytest.mark.parametrize(
    ("operator", "cause"),
    [
        (b"BT /F 10 Tf (Hagen) Tq ET", "unknown operator 'Tq'"),
        (b"BT /F Tf (Hagen) Tj ET", "operator Tf lacks operands"),
        (b"BT /F 10 Tf Tj ET", "operator Tj lacks operands"),
        (b"1 0 0 1 40 cm", "operator cm lacks operands"),
        (b"BT /F 10 Tf (Hagen) j ET", "operator j has a text"),
        (b"BT /F 10 Tf 12 Tj ET", "operator Tj lacks a text"),
    ],
)
def test_operators_that_make_no_sense_are_refused(tmp_path: Path, operator: bytes, cause: str) -> None:
    assert cause in said(tmp_path, page("5 0 R", stream(TEXT + operator)))


def test_unknown_operators_are_allowed_where_the_file_says_so(tmp_path: Path) -> None:
    assert lines(pages_of(tmp_path, page("5 0 R", stream(b"BX 1 2 zz EX " + TEXT)))) == READ


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (page("5 0 R", b""), "its contents are missing"),
        (page("[5 0 R 6 0 R]", stream(TEXT), b""), "contents are missing"),
        (page("5 0 R", stream(TEXT), b"", font="/G 6 0 R"), "the font G is missing"),
        (
            page("5 0 R", stream(TEXT + b"/X Do"), b"", resources="/XObject << /X 6 0 R >>"),
            "the form or picture X are missing",
        ),
        (
            page(
                "5 0 R",
                stream(TEXT),
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 7 0 R >>",
                b"",
                font="/G 6 0 R",
            ),
            "ToUnicode of the font G is missing",
        ),
    ],
    ids=["contents", "one of the contents", "font", "form", "map of a font"],
)
def test_a_lost_object_is_refused(tmp_path: Path, data: bytes, cause: str) -> None:
    assert said(tmp_path, data) == cause


@pytest.mark.parametrize("kept", [1, 2])
def test_a_lost_page_is_refused(tmp_path: Path, kept: int) -> None:
    pages = [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 6 0 R /Resources << /Font << /F 7 0 R >> >> >>"
        if number < kept
        else b""
        for number in range(3)
    ]
    data = pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
            *pages,
            stream(TEXT),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )
    assert f"{3 - kept} of 3 pages are missing" in str(read_or_refused(tmp_path, data, "stuk.pdf"))


def test_a_page_without_type_is_a_page(tmp_path: Path) -> None:
    data = pdf_brochure().replace(b"/Type /Page\n", b"\n", 1)
    assert data != pdf_brochure()
    assert lines(pages_of(tmp_path, data)) == lines(pages_of(tmp_path, pdf_brochure()))


GREY = b"BI /W 4 /H 2 /BPC 8 /CS /G ID "


@pytest.mark.parametrize(
    "image",
    [
        GREY + b"\nEI Q EI\nEI",
        b"BI /W 1 /H 1 /BPC 8 /CS /G /F /A85 ID 5l~ EI",
        b"BI /W 1 /H 1 /BPC 8 /CS /G /F [/A85] ID 5l~>\nEI",
        b"BI /W 4 /H 2 /BPC 8 /CS /G /F /Fl ID " + zlib.compress(b" EI  EI ") + b" EI",
        b"BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 80> EI",
        b"BI /W 9 /H 9 /CS /Own /BPC 8 ID abcEI\x90 EI\x80 EI",
    ],
    ids=["size", "tilde", "array", "deflated", "hex", "search"],
)
def test_text_after_an_inline_image_is_read(tmp_path: Path, image: bytes) -> None:
    data = page("5 0 R", stream(b"q 20 0 0 20 200 20 cm " + image + b" Q\n" + TEXT))
    assert lines(pages_of(tmp_path, data)) == READ


def test_an_inline_image_that_does_not_end_is_refused(tmp_path: Path) -> None:
    assert (
        said(tmp_path, page("5 0 R", stream(b"BI /W 9 /H 9 /CS /G /BPC 8 ID abc" + TEXT)))
        == "an inline image does not end"
    )
    assert image_end({}, b"abc") is None


def test_forms_that_multiply_each_other_are_refused(tmp_path: Path) -> None:
    forms = [
        stream(
            b"/X Do " * 12,
            f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {number} 0 R >> >>",
        )
        for number in range(7, 12)
    ]
    data = page(
        "5 0 R",
        stream(TEXT + b"/X Do"),
        *forms,
        stream(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"),
        resources="/XObject << /X 6 0 R >>",
    )
    assert "forms call forms" in said(tmp_path, data)


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        (r"Hagen \050langs\051 de beek", "Hagen (langs) de beek"),
        (r"Hagen \(langs\) (de) beek", "Hagen (langs) (de) beek"),
        (r"Walloni\353 \0651", "Wallonië 51"),
        (r"tien\\elf", "tien\\elf"),
        (r"\Hagen \351\351n", "Hagen één"),
    ],
)
def test_strings_with_escapes(tmp_path: Path, string: str, expected: str) -> None:
    assert lines(pages_of(tmp_path, page("5 0 R", stream(show(string))))) == [expected]
