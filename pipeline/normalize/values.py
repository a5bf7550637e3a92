"""Printed values as typed ones: budgets, authorities, kinds and periods. Unknown stays empty, doubt is a finding."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.models import Finding, Severity
from pipeline.nl import Quantity, find_quantities_under_label, read_label_unit
from pipeline.nl.words import ARTICLE, JOINS, PART_OF, RUNS, sentences, speaks_of_itself_as
from pipeline.normalize.language import quantities, terms
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


class Authorities(NamedTuple):
    """Canonical names in printed order, and names that the profile does not know, as printed."""

    names: list[str]
    unknown: list[str]


def authorities(text: str, profile: Profile) -> Authorities:
    """Joint values are taken apart, synonyms and collective names resolved."""
    members = {collective.name: collective.members for collective in profile.collectives}
    names: list[str] = []
    unknown: list[str] = []
    at = 0
    for start, end, name in [*terms(text, profile), (len(text), len(text), "")]:
        for part in JOINS.split(text[at:start]):
            printed = ARTICLE.sub("", part.strip(" .:()"))
            if any(char.isalpha() for char in printed):
                names.append(printed)
                unknown.append(printed)
        names += members.get(name, (name,)) if name else ()
        at = end
    return Authorities(list(dict.fromkeys(names)), unknown)


def codes(names: list[str], profile: Profile) -> list[str]:
    """ISO 3166-2 codes of the regions among ``names``."""
    by_name = {authority.name: authority.iso_3166_2 for authority in profile.authorities}
    return [code for name in names if (code := by_name.get(name, ""))]


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
