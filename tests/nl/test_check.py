"""The second reading: agrees with what is right, and sees every factor of a thousand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.nl import check_reading, find_quantities
from tests.nl.cases import rows

FACTORS = [Decimal(10) ** exponent for exponent in (-9, -6, -3, 3, 6, 9)]
MONEY = [q for case in rows("quantities.jsonl") for q in find_quantities(case["text"]) if q.kind == "money"]


def test_money_off_by_thousands_is_seen() -> None:
    """No surface with digits lets a factor of 10³ to 10⁹ through."""
    checked = 0
    for q in MONEY:
        if q.label_scale != 1 or not any(char.isdigit() for char in q.surface):
            continue
        for factor in FACTORS:
            value, low, high = (v * factor if isinstance(v, Decimal) else v for v in (q.value, q.low, q.high))
            assert not check_reading(q.surface, q.kind, value, low, high, q.unit), (q.surface, factor)
            checked += 1
    assert checked > 300


@pytest.mark.parametrize(
    ("surface", "right", "wrong"),
    [
        ("€ 112.500.000", "112500000", "112500"),
        ("€672.5 miljard", "672500000000", "6725000000000"),
        ("1177,64 MILJOEN EURO", "1177640000", "117764000000"),
        ("25 000", "25000", "25"),
        ("anderhalf miljard", "1500000000", "1500000"),
        ("honderdtwintigduizend", "120000", "120"),
        ("1,234", "1.234", "1234"),
        ("k€ 150", "150000", "150"),
        ("twee derde", "0.6666666667", "6.6666666667"),
        ("2 miljoen 300 duizend euro", "2300000", "2300"),
        ("zeventien miljoen euro (€ 17.000.000)", "17000000", "17000"),
        ("€ 17.000.000 (zeventien miljoen euro)", "17000000", "71000000"),
    ],
)
def test_reading(surface: str, right: str, wrong: str) -> None:
    kind = "money" if "€" in surface or "EURO" in surface.upper() else "number"
    assert check_reading(surface, kind, Decimal(right), None, None, "EUR")
    assert not check_reading(surface, kind, Decimal(wrong), None, None, "EUR")


def test_scale_of_a_label() -> None:
    assert check_reading("12,5", "money", Decimal(12_500_000), None, None, "EUR", scale=Decimal(10**6))
    assert not check_reading("12,5", "money", Decimal(12_500_000), None, None, "EUR")
    assert not check_reading(
        "12,5 miljoen", "money", Decimal(12_500_000_000_000), None, None, "EUR", scale=Decimal(10**6)
    )


LISTS = [
    "Er gaat 10 en 15 miljoen euro naar Gent en Luik.",
    "Er gaat 10, 15 en 20 miljoen euro naar drie steden.",
    "Daarvoor is € 4 en € 7 miljoen voorzien.",
    "De prijs stijgt van 10 naar 15 miljard euro.",
    "Er gaat 500 en 900 duizend euro naar de dorpen.",
    "Het kost 1,5 of 2,5 mln euro.",
    "Elke stad krijgt 10 dan wel 15 M€.",
    "Een lening van 900.000 en 1 miljoen euro.",
    "Een lening van 2 miljoen en 500.000 euro.",
    "De kost ligt tussen 1,5 en 2 miljard euro.",
    "Het kost 2 à 3 miljoen euro, of € 10 tot 15 miljoen met de brug.",
    "Een kaartje van € 10, en daarna € 10 en € 15 miljoen voor de brug.",
]


@pytest.mark.parametrize("text", LISTS)
def test_scale_that_a_list_lends(text: str) -> None:
    """Each amount agrees in its text, and no factor of thousands does."""
    for q in find_quantities(text):
        assert check_reading(q.surface, q.kind, q.value, q.low, q.high, q.unit, context=text), q
        if text.count(q.surface) > 1:
            continue
        for factor in FACTORS:
            value, low, high = (v * factor if isinstance(v, Decimal) else v for v in (q.value, q.low, q.high))
            assert not check_reading(q.surface, q.kind, value, low, high, q.unit, context=text), (q.surface, factor)


def test_unit_that_a_list_lends() -> None:
    for text in ("Een capaciteit tussen 1 en 5 MW.", "20 en 30 %", "5, 10 en 15 km fietspad"):
        for q in find_quantities(text):
            assert check_reading(q.surface, q.kind, q.value, q.low, q.high, q.unit, context=text), q
    assert not check_reading(
        "1 en 5 MW", "measure", None, Decimal(1000), Decimal(5000), "MW", context="tussen 1 en 5 MW"
    )


@pytest.mark.parametrize("value", ["12500", "12500000000"])
def test_label_and_list(value: str) -> None:
    """Under a label in millions, the context adds nothing and excuses nothing."""
    context, million = "12,5 en 15", Decimal(10**6)
    assert check_reading("12,5", "money", Decimal(12_500_000), None, None, "EUR", million, context)
    assert not check_reading("12,5", "money", Decimal(value), None, None, "EUR", million, context)


@pytest.mark.parametrize(
    ("surface", "value", "agrees"),
    [
        ("derde kwartaal van 2026", "2026-Q3", True),
        ("derde kwartaal van 2026", "2025-Q3", False),
        ("'90", "1990s", True),
        ("31/12/2024", "2024-12-31", True),
    ],
)
def test_period(surface: str, value: str, agrees: bool) -> None:
    assert check_reading(surface, "period", value, None, None, None) is agrees


@pytest.mark.parametrize("surface", ["", "geen getal", "€"])
def test_unreadable_surface_is_a_contradiction(surface: str) -> None:
    assert not check_reading(surface, "money", Decimal(5), None, None, "EUR")
