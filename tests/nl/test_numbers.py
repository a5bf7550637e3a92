"""Digits and number words against witnesses: Babel for the locale's separators, text2num for the words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from text_to_num import text2num

from pipeline.nl import find_quantities
from pipeline.nl.numbers import number_word, ordinal_word, parse_digits

ONES = "een twee drie vier vijf zes zeven acht negen".split()
TEENS = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()


def spell(number: int) -> str:
    """Dutch for 1 to 999 999, written here once more so that the reader is not its own judge."""
    if number >= 1000:
        head = "" if number // 1000 == 1 else spell(number // 1000)
        return f"{head}duizend{spell(number % 1000) if number % 1000 else ''}"
    if number >= 100:
        head = "" if number // 100 == 1 else spell(number // 100)
        return f"{head}honderd{spell(number % 100) if number % 100 else ''}"
    if number < 10:
        return ONES[number - 1]
    if number < 20:
        return TEENS[number - 10]
    ten, one = TENS[number // 10 - 2], number % 10
    return ten if not one else f"{ONES[one - 1]}{'ën' if one in (2, 3) else 'en'}{ten}"


@given(st.integers(2, 999_999))
def test_words_as_text2num_reads_them(number: int) -> None:
    word = spell(number)
    assert number_word(word) == number == text2num(word, "nl")


@pytest.mark.parametrize("number", range(2, 200))
def test_every_small_word_is_found_in_a_sentence(number: int) -> None:
    (quantity,) = find_quantities(f"Er zijn {spell(number)} scholen.")
    assert quantity.value == number
    assert quantity.counted == "scholen"


@given(
    st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=2),
    st.sampled_from(["nl", "nl_BE", "de", "en"]),
)
def test_locale_formats_read_back(number: Decimal, locale: str) -> None:
    """Two decimals and group signs of any locale leave one reading by shape."""
    printed = format_decimal(number, format="#,##0.00", locale=locale)
    assert parse_digits(printed.replace("\u202f", " ")) == number


@pytest.mark.parametrize(
    "word", ["een", "geen", "honderden", "tientallen", "duizenden", "aantal", "alleen", "achten", "eenheid", ""]
)
def test_no_number(word: str) -> None:
    assert number_word(word) is None


@pytest.mark.parametrize(
    ("word", "rank"), [("derde", 3), ("achtste", 8), ("twintigste", 20), ("derden", 3), ("honderdste", 100)]
)
def test_ordinal(word: str, rank: int) -> None:
    assert ordinal_word(word) == rank
