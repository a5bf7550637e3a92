"""Rows of ``quantities``: numbers and periods in columns of their own, parts with the whole that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.models import Row
from pipeline.nl import Quantity
from pipeline.nl.parts import parts_of
from pipeline.nl.words import PART_OF
from pipeline.normalize.values import plain


def quantity_rows(edition: str, project_id: str, field: str, text: str, found: Sequence[Quantity]) -> list[Row]:
    """One row for each quantity of ``field``, a column of ``projects``, whose running text is ``text``."""
    wholes = wholes_of(text, found)
    return [
        {
            "edition": edition,
            "project_id": project_id,
            "field": field,
            "seq": str(seq),
            "surface": quantity.surface,
            "kind": quantity.kind,
            **numbers(quantity),
            "unit": quantity.unit or "",
            "approx": quantity.approx or "",
            "counted": quantity.counted or "",
            **periods(quantity),
            "part_of": str(wholes.get(seq, "")),
        }
        for seq, quantity in enumerate(found, 1)
    ]


def numbers(quantity: Quantity) -> Row:
    """``value``, ``low`` and ``high`` of a number; empty for a period."""
    ends = {"value": quantity.value, "low": quantity.low, "high": quantity.high}
    return {name: plain(end) if isinstance(end, Decimal) else "" for name, end in ends.items()}


def periods(quantity: Quantity) -> Row:
    """``period_from`` and ``period_to`` of a period, both the same where it names one; empty for a number."""
    if quantity.kind != "period":
        return {"period_from": "", "period_to": ""}
    return {"period_from": plain(quantity.value or quantity.low), "period_to": plain(quantity.value or quantity.high)}


def wholes_of(text: str, found: Sequence[Quantity]) -> dict[int, int]:
    """The place of each part among ``found`` → the place of its whole, both from 1."""
    places = {quantity.start: place for place, quantity in enumerate(found, 1)}
    wholes: dict[int, int] = {}
    for whole, parts, _ in parts_of(text, found):
        for part in parts:
            wholes.setdefault(places[part.start], places[whole.start])
    return _named_parts(text, found) | wholes


def _named_parts(text: str, found: Sequence[Quantity]) -> dict[int, int]:
    """Amounts behind *waarvan* or in brackets behind an amount of the same unit that is at least as much."""
    wholes: dict[int, int] = {}
    for place, (whole, part) in enumerate(pairwise(found), 1):
        said = PART_OF.search(text, whole.end, part.start)
        alike = whole.kind == part.kind == "money" and whole.unit == part.unit
        exact = isinstance(whole.value, Decimal) and isinstance(part.value, Decimal) and part.value <= whole.value
        if said and alike and exact:
            wholes[place + 1] = place
    return wholes
