"""Numbers that can be read in two ways: a warning each, which says both readings and what other figures say of them.

A budget that may also be a thousand times as much stops the edition.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.models import Finding, Severity
from pipeline.nl import Quantity, Reading
from pipeline.nl.quantity import Value
from pipeline.normalize.facts import Facts, Text
from pipeline.normalize.values import plain

#: What a misread separator makes of a number.
_FAR = 1000
#: The first place of each certain figure, by kind, unit and value.
Certain = dict[tuple[str, str | None, Value], tuple[Text, Quantity]]


def doubts(facts: Facts) -> list[Finding]:
    """One finding for each quantity with more than one reading."""
    budgets = {id(project.texts["budget_printed"]) for project in facts.projects}
    certain: Certain = {}
    for text in facts.texts():
        for quantity in text.quantities:
            if not quantity.is_ambiguous and quantity.value is not None:
                certain.setdefault((quantity.kind, quantity.unit, quantity.value), (text, quantity))
    return [
        _finding(text, quantity, certain, is_budget=id(text) in budgets)
        for text in facts.texts()
        for quantity in text.quantities
        if quantity.is_ambiguous
    ]


def _finding(text: Text, quantity: Quantity, certain: Certain, *, is_budget: bool) -> Finding:
    others = " or ".join(dict.fromkeys(stated(quantity, reading) for reading in quantity.readings))
    reasons = "; ".join(dict.fromkeys(reading.reason for reading in quantity.readings))
    message = f"{text.name}: read as {stated(quantity)}, could also be {others} ({reasons})"
    for value, side in (
        (quantity.value, "as it was read"),
        *((r.value, "which is the other reading") for r in quantity.readings),
    ):
        if found := certain.get((quantity.kind, quantity.unit, value)):
            where, other = found
            message += f"; page {where.page_of(other)} prints {' '.join(other.surface.split())}, {side}"
            break
    far = is_budget and any(_is_far(quantity.value, reading.value) for reading in quantity.readings)
    severity = Severity.person if far else Severity.warning
    hint = "compare with the page; if the other reading is right, correct the value in an override"
    return Finding(
        rule="ambiguous_number",
        severity=severity,
        page=text.page_of(quantity),
        quote=text.quote(quantity),
        message=message,
        hint=hint,
        words=text.words,
        subject=text.subject,
    )


def _is_far(value: Value, other: Value) -> bool:
    return isinstance(value, Decimal) and isinstance(other, Decimal) and other >= _FAR * value > 0


def stated(quantity: Quantity, reading: Reading | None = None) -> str:
    """The value in plain digits with its unit: ``1234 ha``, ``10000000 to 15000000 EUR``."""
    value, low, high = (
        (reading.value, reading.low, reading.high) if reading else (quantity.value, quantity.low, quantity.high)
    )
    number = plain(value) if value is not None else " to ".join(filter(None, (plain(low), plain(high))))
    return f"{number} {quantity.unit or ''}".strip()
