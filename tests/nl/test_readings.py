"""Doubt is said: the value follows the rules, the other reading stands beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.nl import Quantity, find_quantities


def reading(text: str) -> tuple[Quantity, list[Decimal | str | None]]:
    quantity = find_quantities(text)[0]
    return quantity, [other.value if other.value is not None else other.low for other in quantity.readings]


@pytest.mark.parametrize(
    ("text", "value", "others"),
    [
        ("Het kost € 672.5 miljard, of 3,5 % meer.", "672500000000", ["6725000000000"]),
        ("Het telt 1.234 ha naast 3.15 GW.", "1234", ["1.234"]),
        ("Het kost € 1.250 miljoen naast 3.5 miljoen.", "1250000000", ["1250000"]),
        ("Het kost € 112,500 in totaal.", "112.5", ["112500"]),
        ("Een lengte van 1,234 km en 1,234,567 euro.", "1.234", ["1234"]),
        ("Het telt 1.234 ha.", "1234", []),
        ("Het kost 5,925 miljard euro.", "5925000000", []),
        ("Het kost € 672.5 miljard.", "672500000000", []),
        ("Het is 0.125 km, niet 3,5 km.", "0.125", []),
        ("De boete is -1.234 euro naast 2.5 km.", "-1234", ["-1.234"]),
    ],
)
def test_separators(text: str, value: str, others: list[str]) -> None:
    quantity, readings = reading(text)
    assert quantity.value == Decimal(value)
    assert readings == [Decimal(other) for other in others]
    assert quantity.is_ambiguous == bool(others)


def test_scale_of_a_range_with_two_signs() -> None:
    quantity, readings = reading("Tussen € 10 en € 15 miljoen gaat naar Gent.")
    assert (quantity.low, quantity.high) == (Decimal(10_000_000), Decimal(15_000_000))
    assert readings == [Decimal(10)]


def test_scale_is_not_lent_downwards() -> None:
    quantity, readings = reading("Tussen € 500.000 en € 1 miljoen.")
    assert (quantity.low, quantity.high, readings) == (Decimal(500_000), Decimal(1_000_000), [])


def test_year_and_month_or_two_years() -> None:
    quantity, readings = reading("De cijfers van 2005-06.")
    assert (quantity.value, readings) == ("2005-06", ["2005"])


def test_every_reading_says_why() -> None:
    for text in ("€ 672.5 miljard en 3,5 %", "€ 10 en € 15 miljoen", "De jaren '20"):
        assert all(other.reason for quantity in find_quantities(text) for other in quantity.readings)
