"""Cells are read in one way only."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import TABLES, Column
from pipeline.validate.cells import Day, bare, is_written_right, misfit, number, period, squeeze, typed
from pipeline.validate.rules.amounts import half_unit

NUMBER, INTEGER = Column("n", "number", "", ""), Column("i", "integer", "", "")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_a_plain_decimal_is_read_exactly(value: Decimal) -> None:
    assert number(format(value, "f")) == value


@given(st.integers())
def test_an_integer_keeps_its_digits(value: int) -> None:
    assert typed(str(value), INTEGER) == value
    assert typed(str(value), NUMBER) == value


@pytest.mark.parametrize(
    "text",
    ["1e9", "1.000.000", "1,5", " 1", "1 ", "+1", "01", ".5", "5.", "--1", "NaN", "inf", "\u0661", "1_000", "€ 1"],
)
def test_other_spellings_are_no_number(text: str) -> None:
    assert not is_written_right(text, NUMBER)
    assert number(text) is None
    assert typed(text, NUMBER) is None


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert (number(text) is None) == (not text or not is_written_right(text, NUMBER))
    assert period(text) is None or text[:4].isdigit()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", (2021, 1, 1), (2021, 12, 31)),
        ("2021-Q1", (2021, 1, 1), (2021, 3, 31)),
        ("2026-Q3", (2026, 7, 1), (2026, 9, 31)),
        ("2026-H2", (2026, 7, 1), (2026, 12, 31)),
        ("2024-06", (2024, 6, 1), (2024, 6, 31)),
        ("2021-03-15", (2021, 3, 15), (2021, 3, 15)),
        ("1990s", (1990, 1, 1), (1999, 12, 31)),
    ],
)
def test_periods(text: str, first: Day, last: Day) -> None:
    assert period(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "21", "2021-Q5", "2021-H3", "2021-13", "2021-3", "2021-03-32", "2021-Q1-01", "begin 2021"]
)
def test_no_periods(text: str) -> None:
    assert period(text) is None


@given(st.text())
def test_what_was_broken_compares_as_whole(text: str) -> None:
    assert squeeze(f" {text}\n") == squeeze(text)
    assert bare(f"{text}-\n") == bare(text)


@pytest.mark.parametrize(
    ("amount", "half"),
    [
        ("7200000000", "50000000"),
        ("1234560000", "5000"),
        ("123.45", "0.005"),
        ("7", "0.5"),
        ("1000000000", "500000000"),
    ],
)
def test_half_a_unit_of_the_last_printed_digit(amount: str, half: str) -> None:
    assert half_unit(Decimal(amount)) == Decimal(half)


#: What breaks a facet of a column's description.
BREAKS: dict[str, Callable[[Column], str | None]] = {
    "required": lambda column: "" if column.required else None,
    "type": lambda column: None if column.type == "string" else "1,5",
    "values": lambda column: f"{column.values[0]}x" if column.values else None,
    "pattern": lambda column: f"{column.example}!" if column.pattern else None,
    "least": lambda column: None if column.least is None else str(column.least - 1),
}
COLUMNS = {f"{name}.{column.name}": column for name, table in TABLES.items() for column in table.columns}
BROKEN = [
    (name, facet) for name, column in COLUMNS.items() for facet, spoil in BREAKS.items() if spoil(column) is not None
]


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_the_example_of_a_column_fits_it(column: Column) -> None:
    assert misfit(column.example, column) == ""
    assert column.least is None or misfit(str(column.least), column) == ""
    assert [value for value in column.values if misfit(value, column)] == []


@pytest.mark.parametrize(("name", "facet"), BROKEN)
def test_what_breaks_the_description_of_a_column_is_named(name: str, facet: str) -> None:
    column = COLUMNS[name]
    broken = BREAKS[facet](column)
    assert broken is not None
    assert misfit(broken, column)


@pytest.mark.parametrize("text", ["1.50", "2.0", "0.00"])
def test_an_amount_has_one_spelling(text: str) -> None:
    assert misfit(text, NUMBER._replace(unit="EUR"))
    assert misfit(text, NUMBER) == ""
