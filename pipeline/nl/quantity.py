"""The record of this room: one quantity as found in a text."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

Value = Decimal | str | None


def plain(value: Value) -> int | float | str | None:
    """`value` as JSON knows it: whole decimals as int, others as float, periods as str."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


class Reading(NamedTuple):
    """What a quantity could also mean, and why: the value itself always follows the rules."""

    value: Value
    low: Value
    high: Value
    reason: str


class Quantity(NamedTuple):
    """A quantity and where it stands.

    start, end: characters, so that `text[start:end] == surface`.
    kind: number, money, percent, measure or period.
    value: fully scaled Decimal, or str for a period (2021, 2021-Q1, 2026-H2, 2024-06, 2021-03-15, 1990s);
        None for a range, which has `low` and `high` instead.
    unit: ISO 4217 for money, `%` or `pp` for percent, UCUM for measures; rates as `EUR/kWh`, `{reiziger}/d`.
    approx: min, max, about, more_than, less_than, almost; for periods by, since, begin, mid, end.
    counted: the counted noun with its adjectives, joined if it was broken over lines.
    label_scale: what words outside the surface multiply it by: a label (IN MILJOEN €), a list's end (10 en 15 miljoen).
    readings: what it could also mean; empty when the rules leave one reading.
    """

    start: int
    end: int
    surface: str
    kind: str
    value: Value
    low: Value = None
    high: Value = None
    unit: str | None = None
    approx: str | None = None
    counted: str | None = None
    readings: tuple[Reading, ...] = ()
    label_scale: Decimal = Decimal(1)

    @property
    def is_ambiguous(self) -> bool:
        return bool(self.readings)

    def to_dict(self) -> dict[str, int | float | str | None]:
        """The ten fields of the rules, ready for JSON; the exact Decimals stay on the record."""
        return {
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "kind": self.kind,
            "value": plain(self.value),
            "low": plain(self.low),
            "high": plain(self.high),
            "unit": self.unit,
            "approx": self.approx,
            "counted": self.counted,
        }
