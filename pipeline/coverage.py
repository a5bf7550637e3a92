"""How much of a plan the described projects cover: nobody should take their sum for that of the axis or the plan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from pipeline.models import Row, Tables

_STEP = Decimal("0.1")


class Coverage(NamedTuple):
    """Of one edition: what the described projects cost and how many they are, beside the plan that they are part of.

    Amounts in euros. None where it is not printed: a plan of which one axis has no amount, projects without any budget, a
    number of measures that no key figure states.
    """

    projects: int
    projects_eur: Decimal | None
    plan_eur: Decimal | None
    measures: int | None

    @property
    def pct(self) -> Decimal | None:
        return percentage(self.projects_eur, self.plan_eur)


def fill_coverage(tables: Tables) -> None:
    """Set ``projects_count``, ``projects_budget_eur`` and ``coverage_pct`` of all axes from the projects in ``tables``."""
    for axis in tables["axes"]:
        mine = [row for row in tables["projects"] if (row["edition"], row["axis"]) == (axis["edition"], axis["axis"])]
        total = _sum(mine)
        share = percentage(total, _number(axis["budget_eur"]))
        axis["projects_count"] = str(len(mine))
        axis["projects_budget_eur"] = "" if total is None else plain(total)
        axis["coverage_pct"] = "" if share is None else plain(share)


def coverage_of(tables: Tables, edition: str) -> Coverage:
    """The coverage of one edition."""
    projects, axes, figures = (
        [row for row in tables[name] if row["edition"] == edition] for name in ("projects", "axes", "key_figures")
    )
    whole = [_number(row["budget_eur"]) for row in axes]
    plan = sum((amount for amount in whole if amount is not None), Decimal(0)) if whole and None not in whole else None
    return Coverage(len(projects), _sum(projects), plan, _measures(figures))


def percentage(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """``part`` of ``whole`` to one decimal, None where either is unknown."""
    if part is None or not whole:
        return None
    return (100 * part / whole).quantize(_STEP, ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """Without exponent and spare zeros.

    >>> plain(Decimal("20.0")), plain(Decimal("1E+3"))
    ('20', '1000')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _measures(figures: Sequence[Row]) -> int | None:
    """How many projects, or investments and reforms, the key figures count; None where they leave it open."""
    counts: dict[str, set[Decimal]] = {}
    for row in figures:
        if row["counted_kind"]:
            value = _number(row["value"])
            if value is None or row["approx"]:
                return None
            counts.setdefault(row["counted_kind"], set()).add(value)
    if any(len(values) > 1 for values in counts.values()):
        return None  # a part of them, or a contradiction
    parts = {kind: int(values.pop()) for kind, values in counts.items()}
    return parts["project"] if "project" in parts else sum(parts.values()) or None


def _sum(projects: Sequence[Row]) -> Decimal | None:
    amounts = [amount for row in projects if (amount := _number(row["budget_eur"])) is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
