"""Printed values as typed ones: budgets, kinds and periods. Unknown stays empty, doubt is a finding."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.models import Finding, Severity, Subject
from pipeline.nl import Money, Quantity, find_quantities_under_label, read_label_unit, read_money
from pipeline.nl.words import LINK_TO_SHARE, RUNS, sentences, speaks_of_itself_as
from pipeline.normalize.language import quantities
from pipeline.profile import Profile

_MARKS = " ()[]–—-|:;,/="


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


def budget(text: str, label: str, page: int, subject: Subject) -> Budget:
    """The amount of a budget field, the cell ``subject``; ``label`` may carry its currency and scale (``BUDGET (IN MILJOEN €)``).

    All words of the value are understood, or it stays empty: an amount is never completed by guess.
    """
    unit = read_label_unit(label)
    under_label = unit.unit is not None or unit.scale != 1
    found = find_quantities_under_label(text, unit.unit, unit.scale) if under_label else quantities(text)
    money = read_money(text, unit.unit, unit.scale)
    if money.value is None:
        severity = Severity.warning if money.is_open else Severity.person
        message, hint = (
            f"the budget {money.cause}; it stays empty",
            "state the amount in an override, or the currency in the label",
        )
        return Budget(
            "",
            _several(found),
            [
                Finding(
                    rule="budget_not_read",
                    severity=severity,
                    page=page,
                    quote=text,
                    message=message,
                    hint=hint,
                    subject=subject,
                )
            ],
        )
    zero = Finding(
        rule="budget_is_zero",
        severity=Severity.info,
        page=page,
        quote=text,
        message="the budget is printed as zero",
        hint="nothing to correct: zero is what is printed, an unknown amount would be empty",
        subject=subject,
    )
    return Budget(plain(money.value), _with_amount(text, found, money), [] if money.value else [zero])


def axis_amount_cause(text: str, found: list[Quantity]) -> str:
    """Why the amount of an axis, printed with its share before or behind it, is not understood whole; empty when it is."""
    share = next((quantity for quantity in found if quantity.kind == "percent"), None)
    money = next(quantity for quantity in found if quantity.kind == "money")
    if share:
        text = text[: share.start] if money.start < share.start else text[share.end :]
    read = read_money(LINK_TO_SHARE.sub("", text).strip(_MARKS))
    return read.cause or ("" if read.value == money.value else "is an amount that two readings do not agree on")


def _with_amount(text: str, found: list[Quantity], money: Money) -> list[Quantity]:
    """``found`` with the amount itself in place of what running text would make of its words."""
    inside = [quantity for quantity in found if quantity.start < money.end and quantity.end > money.start]
    if len(inside) == 1 and (inside[0].value, inside[0].unit) == (money.value, "EUR"):
        return found
    amount = Quantity(
        money.start,
        money.end,
        text[money.start : money.end],
        "money",
        money.value,
        unit="EUR",
        approx=money.approx,
        label_scale=money.scale,
    )
    return sorted(
        [amount, *(quantity for quantity in found if quantity not in inside)], key=lambda quantity: quantity.start
    )


def _several(found: list[Quantity]) -> list[Quantity]:
    """``found`` where it says of a value that it is a range, or several amounts, or in another currency; else nobody knows what
    its numbers are."""
    money = [quantity for quantity in found if quantity.kind == "money"]
    return (
        found if len(money) > 1 or any(quantity.value is None or quantity.unit != "EUR" for quantity in money) else []
    )


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
