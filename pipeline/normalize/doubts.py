"""Numbers that can be read in two ways: a warning each, which says both readings and what other figures say of them.

A budget stops the edition only where its own reading is more than the axis or the plan that it is part of, and the other
reading is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.models import Finding, Severity
from pipeline.nl import Quantity, Reading
from pipeline.nl.quantity import Value
from pipeline.normalize.facts import Facts, Text
from pipeline.normalize.values import plain

#: How often a limit must be exceeded for a contradiction: a thousand is what a misread separator makes.
_FAR = 10
#: The first place of each certain figure, by kind, unit and value.
Certain = dict[tuple[str, str | None, Value], tuple[Text, Quantity]]


def doubts(facts: Facts) -> list[Finding]:
    """One finding for each quantity with more than one reading."""
    limits = {axis.name: max(_euros([text]), default=Decimal(0)) for axis, text in facts.axes}
    whole = sum(limits.values(), Decimal(0))
    budgets = {id(project.texts["budget_printed"]): limits.get(project.record.axis) or whole for project in facts.projects}
    certain: Certain = {}
    for text in facts.texts():
        for quantity in text.quantities:
            if not quantity.is_ambiguous and quantity.value is not None:
                certain.setdefault((quantity.kind, quantity.unit, quantity.value), (text, quantity))
    return [
        _finding(text, quantity, certain, budgets.get(id(text), Decimal(0)))
        for text in facts.texts() for quantity in text.quantities if quantity.is_ambiguous
    ]


def _finding(text: Text, quantity: Quantity, certain: Certain, limit: Decimal) -> Finding:
    others = " or ".join(dict.fromkeys(stated(quantity, reading) for reading in quantity.readings))
    reasons = "; ".join(dict.fromkeys(reading.reason for reading in quantity.readings))
    message = f"{text.name}: read as {stated(quantity)}, could also be {others} ({reasons})"
    for value, side in ((quantity.value, "as it was read"), *((r.value, "which is the other reading") for r in quantity.readings)):
        if found := certain.get((quantity.kind, quantity.unit, value)):
            where, other = found
            message += f"; page {where.page_of(other)} prints {' '.join(other.surface.split())}, {side}"
            break
    severity, hint = Severity.warning, "compare with the page; if the other reading is right, correct the value in an override"
    if limit and _is_too_much(quantity.value, limit) and any(not _is_too_much(r.value, limit) for r in quantity.readings):
        severity = Severity.person
        message += f"; as read it is far more than the {plain(limit)} EUR that it is part of"
    return Finding(
        rule="ambiguous_number", severity=severity, page=text.page_of(quantity), quote=text.quote(quantity), message=message,
        hint=hint,
    )


def _is_too_much(value: Decimal | str | None, limit: Decimal) -> bool:
    return isinstance(value, Decimal) and value > _FAR * limit


def _euros(texts: list[Text]) -> Iterator[Decimal]:
    for text in texts:
        for quantity in text.quantities:
            if quantity.unit == "EUR" and isinstance(quantity.value, Decimal) and not quantity.is_ambiguous:
                yield quantity.value


def stated(quantity: Quantity, reading: Reading | None = None) -> str:
    """The value in plain digits with its unit: ``1234 ha``, ``10000000 to 15000000 EUR``."""
    value, low, high = (reading.value, reading.low, reading.high) if reading else (quantity.value, quantity.low, quantity.high)
    number = plain(value) if value is not None else " to ".join(filter(None, (plain(low), plain(high))))
    return f"{number} {quantity.unit or ''}".strip()
