"""A value of money read whole: what is an amount, what is a known reason for none, and what one wrong character makes of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.nl import read_label_unit, read_money

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "money.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.get('label', '')} {case['printed']}".strip() for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    label = read_label_unit(case.get("label", ""))
    found = read_money(case["printed"], label.unit, label.scale)
    assert (str(found.value) if found.value is not None else "") == case.get("eur", ""), found.cause
    assert found.approx == case.get("approx")
    assert found.is_open == case.get("open", False)
    assert case.get("cause", "") in found.cause
    assert bool(found.cause) == (found.value is None)


# --- one wrong character ---------------------------------------------------------------------------------------------

#: How brochures print an amount of so many thousands of euros.
SHAPES: dict[str, Callable[[int], str]] = {
    "points": lambda n: f"€ {n * 1000:,}".replace(",", "."),
    "glued": lambda n: f"€{n * 1000:,}".replace(",", "."),
    "behind": lambda n: f"{n * 1000:,} euro".replace(",", "."),
    "spaces": lambda n: f"€ {n * 1000:,}".replace(",", " "),
    "quotes": lambda n: f"€ {n * 1000:,}".replace(",", "'"),
    "cents": lambda n: f"EUR {n * 1000:,}".replace(",", ".") + ",00",
    "dash": lambda n: f"€ {n * 1000:,}".replace(",", ".") + ",-",
    "note": lambda n: f"ca. € {n * 1000:,} (raming)".replace(",", "."),
    "scaled": lambda n: f"€ {n / 1000:.2f} miljoen".replace(".", ","),
    "spaced": lambda n: "€ " + " ".join(f"{n * 1000:,}".replace(",", ".")),
}
THOUSANDS = st.integers(1000, 999_999)
CHARACTERS = "0123456789 .,'-+/x€$()OolIkm%\u200b\u00ad²"


def edits(text: str) -> Iterator[str]:
    """``text`` with one character put in, taken out, exchanged for another, or moved behind the next one."""
    for at in range(len(text) + 1):
        before, here, after = text[:at], text[at : at + 1], text[at + 1 :]
        yield from (before + char + here + after for char in CHARACTERS)
        yield from (before + char + after for char in CHARACTERS if here)
        yield from (before + after, before + after[:1] + here + after[1:])


def skeleton(text: str) -> str:
    """What an amount shows of its shape: all but its digits where these may be any and any number.

    Free are the digits before the first separator (a space is none), all digits and the comma of a scaled number, and those of a
    number without groups; a digit may be any other. White space and signs of currency are no shape.
    """
    text = re.sub(r"\d+(?:[.,]\d+)?(?= *miljoen)", "#", text)
    text = re.sub(r"^([^\d#]*)\d+(?: \d+)*", r"\1#", text)
    return re.sub(r"[\s€]|euro?", "", re.sub(r"\d", "0", text).casefold())


@given(THOUSANDS, st.sampled_from(sorted(SHAPES)), st.randoms(use_true_random=False))
@settings(max_examples=50)
@example(48200, "points", Random(1))
def test_one_wrong_character_is_no_other_amount(thousands: int, shape: str, random: Random) -> None:
    """It is the same amount, or none, or an amount of the same shape with other digits, which nobody can tell from it."""
    printed = SHAPES[shape](thousands)
    right = read_money(printed).value
    assert right == (thousands * 1000 if shape != "scaled" else Decimal(f"{thousands / 1000:.2f}") * 10**6)
    tried = list(edits(printed))
    for edited in random.sample(tried, 120):
        found = read_money(edited).value
        assert found in (None, right) or skeleton(edited) == skeleton(printed), (printed, edited, found)


@given(st.text(max_size=40))
@settings(max_examples=300)
@example("9" * 60)
@example("€ " + "1." * 50)
@example("€ 1" + " 000" * 40 + " miljoen")
@example("\u0130 \u0660 €")
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_money(text)
    assert (found.value is None) == bool(found.cause)
    assert 0 <= found.start <= found.end <= len(text)
    assert found.value is None or found.value >= 0
