"""Units that stand in labels, and the bare numbers under them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.nl import find_quantities, find_quantities_under_label, read_label_unit


@pytest.mark.parametrize(
    ("label", "unit", "scale"),
    [
        ("BUDGET (IN EURO)", "EUR", 1),
        ("BUDGET (IN MILJOEN €)", "EUR", 10**6),
        ("IN MILJOEN €", "EUR", 10**6),
        ("Bedrag (k€)", "EUR", 1000),
        ("Bedrag (in duizend euro)", "EUR", 1000),
        ("Budget (mln EUR)", "EUR", 10**6),
        ("Budget (EUR miljoen)", "EUR", 10**6),
        ("Kost in M€", "EUR", 10**6),
        ("Krediet (MEUR)", "EUR", 10**6),
        ("Kosten (in miljard dollar)", "USD", 10**9),
        ("BUDGET", None, 1),
        ("Verantwoordelijke overheid", None, 1),
        ("Aandeel (%)", "%", 1),
        ("Bedrag (in duizenden euro)", "EUR", 1000),
        ("Bedrag (in 1.000 euro)", "EUR", 1000),
        ("KREDIET (x 1 000 EUR)", "EUR", 1000),
        ("Krediet (x1000 €)", "EUR", 1000),
        ("KREDIET IN € 1.000", "EUR", 1000),
        ("Raming (in 1.000.000 euro)", "EUR", 10**6),
        ("Kost voor 1000 woningen (EUR)", "EUR", 1),
        ("Budget 2024 (EUR)", "EUR", 1),
        ("Lengte (km)", "km", 1),
        ("Aantal (in duizend)", None, 1000),
        ("", None, 1),
    ],
)
def test_label(label: str, unit: str | None, scale: int) -> None:
    assert read_label_unit(label) == (unit, Decimal(scale))


@pytest.mark.parametrize(
    ("label", "value", "kind", "amount", "unit"),
    [
        ("BUDGET (IN MILJOEN €)", "12,5", "money", "12500000", "EUR"),
        ("BUDGET (IN EURO)", "112.500.000", "money", "112500000", "EUR"),
        ("BUDGET (IN EURO)", "2020", "money", "2020", "EUR"),
        ("BUDGET (IN MILJOEN €)", "€ 12.500.000", "money", "12500000", "EUR"),
        ("BUDGET (IN MILJOEN €)", "12,5 miljoen", "money", "12500000", "EUR"),
        ("BUDGET (IN MILJOEN €)", "12,5 miljoen euro", "money", "12500000", "EUR"),
        ("BUDGET (k€)", "1 250", "money", "1250000", "EUR"),
        ("BUDGET (k€)", "40 %", "percent", "40", "%"),
        ("BUDGET (k€)", "12 bussen", "number", "12", None),
        ("BUDGET", "12.500", "number", "12500", None),
        ("Lengte (km)", "40", "measure", "40", "km"),
    ],
)
def test_value_under_label(label: str, value: str, kind: str, amount: str, unit: str | None) -> None:
    (quantity,) = find_quantities_under_label(value, *read_label_unit(label))
    assert (quantity.kind, quantity.value, quantity.unit) == (kind, Decimal(amount), unit)


def test_range_under_label() -> None:
    (quantity,) = find_quantities_under_label("12 - 15", *read_label_unit("IN MILJOEN €"))
    assert (quantity.low, quantity.high, quantity.unit) == (Decimal(12_000_000), Decimal(15_000_000), "EUR")
    assert quantity.label_scale == 10**6


def test_heading_gives_its_unit_to_the_lines_below_and_stops_at_text() -> None:
    values = [(q.kind, q.value) for q in find_quantities("KOST IN MILJOEN €\n300\n75\n\nGent telt\n12\nscholen")]
    assert values == [("money", Decimal(300_000_000)), ("money", Decimal(75_000_000)), ("number", Decimal(12))]
