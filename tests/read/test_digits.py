"""A font that says of its digits that they are others is found out by their order, or by the names of its glyphs."""

from __future__ import annotations

from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import pytest

from pipeline.models import Severity
from pipeline.read.encodings import digits_exchanged
from tests.cases.rooms import pages_of
from tests.read.raw import deflated, page, stream

IN_ORDER = (
    dict(enumerate("0123456789", 48)) | dict(enumerate(ascii_uppercase, 65)) | dict(enumerate(ascii_lowercase, 97))
)


def exchanged(*pairs: tuple[str, str]) -> dict[int, str]:
    """The characters of a font with the digits of each pair in each other's place."""
    places = {text: code for code, text in IN_ORDER.items()}
    return IN_ORDER | {places[a]: b for pair in pairs for a, b in (pair, pair[::-1])}


@pytest.mark.parametrize("pairs", [[("5", "8")], [("0", "9")], [("3", "4"), ("6", "7")]])
def test_digits_in_another_order_than_the_letters(pairs: list[tuple[str, str]]) -> None:
    assert digits_exchanged(exchanged(*pairs), {})


@pytest.mark.parametrize(
    ("characters", "names"),
    [
        (IN_ORDER, {}),
        (IN_ORDER, {48: "0", 57: "9"}),
        (dict(enumerate("€ 482Bdugetn0157")), {}),  # codes given out in the order of use: so are those of the letters
        (IN_ORDER | dict(enumerate("0123456789", 500)), {}),  # figures of a second form
        (dict(enumerate("48.20", 48)), {}),  # too few letters to say anything
    ],
)
def test_fonts_that_may_be_right(characters: dict[int, str], names: dict[int, str]) -> None:
    assert not digits_exchanged(characters, names)


def test_a_glyph_with_the_name_of_another_digit() -> None:
    assert digits_exchanged({53: "8"}, {53: "5"})


def table(characters: dict[int, str]) -> bytes:
    rows = "".join(f"<{code:02X}> <{ord(text):04X}>\n" for code, text in characters.items())
    return deflated(
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(characters)} beginbfchar\n{rows}endbfchar\n".encode()
    )


def printed(characters: dict[int, str], encoding: str = "/WinAnsiEncoding") -> bytes:
    """A page with a budget in a font that has a table of its characters."""
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding {encoding} /ToUnicode 7 0 R >>".encode()
    contents = stream(b"BT /G 10 Tf 40 100 Td (Budget 5.800) Tj ET")
    return page("5 0 R", contents, font, table(characters), font="/G 6 0 R")


DIFFERENT = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [53 /five 56 /eight] >>"
DIGITS = {code: text for code, text in IN_ORDER.items() if text.isdigit()}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (printed(IN_ORDER), printed(exchanged(("5", "8")))),
        (printed(DIGITS, DIFFERENT), printed(DIGITS | {53: "8", 56: "5"}, DIFFERENT)),
    ],
    ids=["order", "names"],
)
def test_a_page_with_exchanged_digits_waits_for_a_person(tmp_path: Path, right: bytes, wrong: bytes) -> None:
    assert not [finding for finding in pages_of(tmp_path, right).findings if finding.rule == "exchanged_digits"]
    (found,) = (finding for finding in pages_of(tmp_path, wrong).findings if finding.rule == "exchanged_digits")
    assert (found.severity, found.page) == (Severity.person, 1)
    assert "Courier" in found.message
