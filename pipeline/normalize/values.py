"""Printed values as typed ones: budgets, kinds and periods. Unknown stays empty, doubt is a finding."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.models import Finding, Severity
from pipeline.nl import Quantity, find_quantities_under_label, read_label_unit
from pipeline.nl.words import PART_OF, RUNS, sentences, speaks_of_itself_as
from pipeline.normalize.language import quantities
from pipeline.profile import Profile


def plain(value: Decimal | str | None) -> str:
    """A decimal without exponent and superfluous zeros (``37250000``, ``1250000.5``); periods as they are."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value or ""


class Budget(NamedTuple):
    """Euros as plain decimal, empty when unknown; the quantities of the field, and why there is no amount."""

    eur: str
    quantities: list[Quantity]
    findings: list[Finding]


def budget(text: str, label: str, profile: Profile, page: int) -> Budget:
    """The amount of a budget field; ``label`` may carry its currency and scale (``BUDGET (IN MILJOEN €)``)."""
    unit = read_label_unit(label)
    under_label = unit.unit is not None or unit.scale != 1
    found = find_quantities_under_label(text, unit.unit, unit.scale) if under_label else quantities(text, profile)
    part = PART_OF.search(text)
    whole = [q for q in found if q.kind == "money" and (part is None or q.start < part.start() or q.start == 0)]
    if len(whole) == 1 and isinstance(whole[0].value, Decimal) and whole[0].unit == "EUR":
        return Budget(plain(whole[0].value), found, [])
    if not any(char.isdigit() for char in text) and not found:
        cause, severity = "names no amount", Severity.warning
    elif len(whole) > 1:
        cause, severity = "names several amounts", Severity.person
    elif whole and whole[0].unit != "EUR":
        cause, severity = f"is in {whole[0].unit}, not in euros", Severity.person
    elif whole:
        cause, severity = "is a range", Severity.person
    else:
        cause, severity = "has a number without currency", Severity.person
    finding = Finding(
        rule="budget_not_read", severity=severity, page=page, quote=text, message=f"the budget {cause}; it stays empty",
        hint="state the amount in an override, or the currency in the label",
    )
    return Budget("", found, [finding])


def kind(text: str, profile: Profile) -> tuple[str, int, int] | None:
    """What the text calls itself, with the place of the words."""
    return speaks_of_itself_as(text, {str(key): nouns for key, nouns in profile.kinds.items()})


def running_time(text: str, found: list[Quantity]) -> Quantity | None:
    """The range of periods in the first sentence that says how long the project runs."""
    for start, end in sentences(text):
        if RUNS.search(text, start, end):
            for quantity in found:
                if start <= quantity.start < end and quantity.kind == "period" and quantity.low and quantity.high:
                    return quantity
    return None
