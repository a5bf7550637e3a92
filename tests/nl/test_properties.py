"""What holds for every string: a list, true surfaces, no overlap, linear time, format → parse."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.nl import find_quantities, find_quantities_under_label, hyphenated_words, read_label_unit
from pipeline.nl.layout import masked
from pipeline.nl.words import sentences

PIECES = st.sampled_from(
    """€ $ k€ EUR euro miljoen mld. % procent km m2 m² CO2 per jaar / - – ~ à tot en van tussen of t/m t.e.m. een één
    half    derde kwart anderhalf twee honderd duizend 1 2021 2026 12 000 500.000 1,5 672.5 0 ½ Q1 kwartaal eerste januari '90
    . , ; : ( ) + min ca. artikel 5G H2 . \n \n\n \u00a0 \u2009 \u00ad""".split(" ")
)
DUTCH = st.lists(PIECES, max_size=25).map(" ".join)
TEXT = st.one_of(st.text(max_size=80), DUTCH, st.lists(PIECES, max_size=25).map("".join))


@given(TEXT)
@settings(max_examples=300, deadline=None)
@example("-" * 50 + "1")
@example("1 op 0")
@example("9" * 40 + " op 7")
@example("\u0130 12 km")
@example("1" + "0" * 28)
@example("9" * 60 + ",5 miljoen euro")
def test_any_string_gives_true_surfaces_without_overlap(text: str) -> None:
    last = 0
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.surface
        assert last <= quantity.start < quantity.end
        assert (quantity.value is None) != (quantity.low is None and quantity.high is None)
        assert quantity.kind in ("number", "money", "percent", "measure", "period")
        assert (quantity.unit is None) == (quantity.kind in ("number", "period"))
        last = quantity.end


@given(TEXT, TEXT)
@settings(max_examples=150, deadline=None)
def test_any_label_is_read(label: str, text: str) -> None:
    unit, scale = read_label_unit(label)
    assert isinstance(find_quantities_under_label(text, unit, scale), list)


AMOUNT = st.decimals(Decimal("0.01"), 10**10, places=2, allow_nan=False, allow_infinity=False)
LOCALES = st.sampled_from(["nl_BE", "nl_NL"])


@given(AMOUNT, LOCALES, st.sampled_from(["€ {}", "{} euro", "EUR {}", "{} €", "€{}"]))
def test_money_reads_back(amount: Decimal, locale: str, shape: str) -> None:
    text = f"Het kost {shape.format(format_decimal(amount, '#,##0.00', locale))}."
    (quantity,) = find_quantities(text)
    assert (quantity.kind, quantity.value, quantity.unit) == ("money", amount, "EUR")


@given(st.integers(0, 10**12), LOCALES, st.sampled_from([".", " ", "\u00a0", "\u202f", "'"]))
def test_whole_numbers_read_back(number: int, locale: str, group: str) -> None:
    printed = format_decimal(number, "#,##0", locale).replace(".", group)
    (quantity,) = find_quantities(f"Er zijn {printed} stuks.") if not 1800 <= number <= 2100 else [None]
    assert quantity is None or quantity.value == number


@given(AMOUNT, st.sampled_from(["km", "ha", "MW", "GWh", "m²", "ton", "kWp", "Mbps"]))
def test_measures_read_back(amount: Decimal, unit: str) -> None:
    (quantity,) = find_quantities(f"Het telt {format_decimal(amount, '#,##0.00', 'nl_BE')} {unit}.")
    assert (quantity.kind, quantity.value) == ("measure", amount)


SEEDS = ["1.", "1.1", "12 345 ", "9", "1-", "€ ", "a-\n", "een ", "twee ", "1 op ", "2021-", "' ", "1/", "per ", "20 en ",
         "tussen 1 en ", "€ 1 en ", "nr. 1, ", "\n1\n", "½", "- ", "min ", "vijf miljard ", "1e ",
         "IN MILJOEN €\n1\n"]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_time_is_linear(seed: str) -> None:
    """Eight times the text costs about eight times the time; twenty would be well on the way to quadratic.

    Measured again where something else on the machine may have come between.
    """

    def cost(size: int) -> float:
        text = seed * (size // len(seed))
        began = time.process_time()
        find_quantities(text)
        return time.process_time() - began

    assert any(cost(40_000) < 20 * cost(5_000) + 0.02 for _ in range(3))


RUNS = [
    *"a1A0.,-/:;()[]€%'\" \n\f|_@#°²½§",
    "1 ",
    "1.",
    "a-",
    "1\n",
    "a.",
    "u1",
    ". 1",
    "1)",
    "°0",
    "\n\n1",
    "1|",
    "²½",
    "1, ",
    "a/",
]


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("read", [masked, hyphenated_words, sentences], ids=lambda read: read.__name__)
def test_patterns_are_linear_on_runs(read: Callable[[str], object], run: str) -> None:
    """A run of one character or two, eight times as long, takes at most some twenty times as long in every pattern."""

    def cost(size: int) -> float:
        began = time.process_time()
        read(run * (size // len(run)))
        return time.process_time() - began

    assert any(cost(48_000) < 20 * cost(6_000) + 0.05 for _ in range(3))
