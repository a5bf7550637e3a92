"""Figures of one source that contradict each other: each is a finding with both quotes.

A contradiction rests on the same kind, unit and counted noun, or on words that make one number the sum of others. What
may be so is silent: approximations, ranges, shares of different wholes, running totals, lists that need not be complete.
Pure functions from `Facts` to findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from pipeline.models import NOWHERE, Finding, Severity, Subject
from pipeline.nl import Quantity
from pipeline.nl.parts import counted_heads, is_planned, is_whole_cost, is_whole_plan, parts_of, same_noun, stems
from pipeline.nl.words import sentences
from pipeline.normalize.doubts import stated
from pipeline.normalize.facts import Facts, Project, Text
from pipeline.normalize.values import plain

#: Between these shares of a sum, a printed figure counts as meant for that sum; beyond, it speaks of something else.
_LEAST, _MOST = Decimal("0.75"), Decimal("1.25")
_COMPARE = "compare both places; one of the figures is misprinted or misread, or they count different things"
_MAX_COUNTS = 8
_MAX_QUANTITIES = 60
_DECIMALS = re.compile(r"\d(?:,\d|\.\d{1,2}(?!\d))")


def contradictions(facts: Facts) -> list[Finding]:
    """All findings of one source, in the order: parts and wholes, end goals, budgets, axes, total, shares."""
    found: list[Finding] = []
    for text in facts.texts():
        found += _parts(text)
    for project in facts.projects:
        found += _end_goal(project)
        found += _budget(project)
    return [*found, *_axes(facts), *_total(facts), *_shares(facts)]


def _finding(
    rule: str,
    message: str,
    page: int,
    quotes: Iterable[str],
    severity: Severity = Severity.warning,
    hint: str = _COMPARE,
    subject: Subject = NOWHERE,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        page=page,
        message=message,
        hint=hint,
        quote=" | ".join(dict.fromkeys(quotes)),
        subject=subject,
    )


def half_step(quantity: Quantity) -> Decimal:
    """Half of the last digit as printed: how far the number may have been rounded (7,4 miljard: 50 000 000).

    Zeros at the end of an amount printed in full count as rounded off, up to half a percent.
    """
    value, digits = _value(quantity), re.sub(r"\D", "", quantity.surface)
    if not value or not digits.strip("0"):
        return Decimal(0)
    if quantity.kind == "money" and value == Decimal(digits):
        return min(Decimal(5).scaleb(int(value.normalize().as_tuple().exponent) - 1), value / 200)
    return value / Decimal(digits) / 2


def _value(quantity: Quantity) -> Decimal:
    return quantity.value if isinstance(quantity.value, Decimal) else Decimal(0)


def _sum(quantities: Sequence[Quantity]) -> tuple[Decimal, str]:
    """The sum, and how it is written: ``4 + 5 = 9``."""
    total = sum(map(_value, quantities), Decimal(0))
    terms = " + ".join(plain(quantity.value) for quantity in quantities)
    return total, f"{terms} = {plain(total)}" if len(quantities) > 1 else terms


# --- within a text -------------------------------------------------------------------------------------------------


def _parts(text: Text) -> Iterator[Finding]:
    for whole, parts, is_all in parts_of(text.text, text.quantities):
        total, sum_text = _sum(parts)
        value, numbers = _value(whole), (whole, *parts)
        rounded = any(_DECIMALS.search(number.surface) for number in numbers)
        slack = sum(map(half_step, numbers), Decimal(0)) if rounded else Decimal(0)
        if abs(total - value) <= slack or any(part.value == whole.value for part in parts):
            continue
        if total < value and (len(parts) == 1 or (not is_all and total < _LEAST * value)):
            continue  # some of its parts
        first, last = sorted(numbers, key=lambda quantity: quantity.start)[:: len(parts)]
        yield _finding(
            "parts_differ",
            f"{text.name}: the parts make {sum_text}, but the whole is {stated(whole)}",
            text.page_of(whole),
            [text.quote(first, last)],
            subject=text.subject,
        )


# --- a project -----------------------------------------------------------------------------------------------------


class _Count(NamedTuple):
    quantity: Quantity
    nouns: tuple[str, ...]
    sentence: str


def _counts(text: Text) -> list[_Count]:
    """Whole numbers of things and measures with a noun, each with its sentence; a text with too many is a table."""
    spans = sentences(text.text)
    return [
        _Count(quantity, nouns, next((text.text[a:b] for a, b in spans if a <= quantity.start < b), ""))
        for quantity in text.quantities[:_MAX_QUANTITIES]
        if not quantity.is_ambiguous
        and isinstance(quantity.value, Decimal)
        and (quantity.kind == "measure" or quantity.value == quantity.value.to_integral_value())
        and (nouns := counted_heads(text.text, quantity))
    ]


def _end_goal(project: Project) -> Iterator[Finding]:
    """What the end goal counts, against what the description says will be done to the same noun.

    A goal may be one of the described numbers or a sum of some. It may also be more than the description tells, unless
    that comes near to it.
    """
    goal, description = project.texts["end_goal"], project.texts["description"]
    wanted, told = _counts(goal), _counts(description)
    for mine in wanted:
        theirs = [
            count
            for count in told
            if same_noun(count.nouns, mine.nouns)
            and count.quantity.unit == mine.quantity.unit
            and is_planned(count.sentence)
            and _same_doing(count, mine)
        ][:_MAX_COUNTS]
        alone = not any(same_noun(other.nouns, mine.nouns) for other in wanted if other is not mine)
        if not alone or not theirs or any(count.quantity.approx for count in (mine, *theirs)):
            continue
        whole, parts = mine.quantity, [count.quantity for count in theirs]
        sums = {sum(map(_value, some)) for size in range(1, len(parts) + 1) for some in combinations(parts, size)}
        total, sum_text = _sum(parts)
        if whole.value in sums or total < _LEAST * _value(whole):
            continue
        yield _finding(
            "end_goal_differs",
            f"{project.record.title.text}: the end goal says {stated(whole)}, the description on page "
            f"{description.page_of(parts[0])} says {sum_text}",
            goal.page_of(whole),
            [goal.quote(whole), *(description.quote(part) for part in parts)],
            subject=goal.subject,
        )


def _same_doing(told: _Count, wanted: _Count) -> bool:
    """Whether both sentences share a longer word beside the noun (geplante, geplant)."""
    noun = {word for count in (told, wanted) for noun in count.nouns for word in stems(noun)}
    return bool(stems(told.sentence) & stems(wanted.sentence) - noun)


def _budget(project: Project) -> Iterator[Finding]:
    """The amount of the box, against an amount that the description calls the whole cost."""
    box, description = project.texts["budget_printed"], project.texts["description"]
    if project.amount is None or not project.amount.eur:
        return
    printed = next(quantity for quantity in box.quantities if plain(quantity.value) == project.amount.eur)
    amounts = [q for q in description.quantities if q.unit == "EUR" and isinstance(q.value, Decimal)]
    if any(abs(_value(q) - _value(printed)) <= half_step(q) + half_step(printed) for q in amounts):
        return
    for quantity in amounts:
        if is_whole_cost(description.text, quantity) and not quantity.approx and not quantity.is_ambiguous:
            other = any(reading.value == quantity.value for reading in printed.readings)
            yield _finding(
                "budget_differs",
                f"{project.record.title.text}: the box says {stated(printed)}, the description on page "
                f"{description.page_of(quantity)} {stated(quantity)}"
                + (", the other reading of the box" if other else ""),
                box.page_of(printed),
                [box.quote(printed), description.quote(quantity)],
                Severity.person if other else Severity.warning,
                subject=box.subject,
            )
            return


# --- the plan ------------------------------------------------------------------------------------------------------


def _first(text: Text, kind: str, unit: str) -> Quantity | None:
    found = (q for q in text.quantities if q.kind == kind and q.unit == unit and isinstance(q.value, Decimal))
    return next(found, None)


def _axes(facts: Facts) -> Iterator[Finding]:
    """Projects that cost more than their axis has. Less is no contradiction: a brochure shows a choice of projects."""
    parts: list[str] = []
    quotes: list[str] = []
    page = 0
    for axis, text in facts.axes:
        amount = _first(text, "money", "EUR")
        budgets = [
            Decimal(project.amount.eur)
            for project in facts.projects
            if project.record.axis == axis.name and project.amount and project.amount.eur
        ]
        if amount and budgets and sum(budgets) > _value(amount) + half_step(amount):
            page = page or text.page_of(amount)
            parts.append(
                f"{axis.name} has {stated(amount)} (page {text.page_of(amount)}), its {len(budgets)} projects cost {sum(budgets)}"
            )
            quotes.append(text.quote(amount))
    if parts:
        yield _finding("axis_exceeded", "; ".join(parts), page, quotes)


def _total(facts: Facts) -> Iterator[Finding]:
    """The amounts of all axes, against the figures that may be their total and the amounts that are called a total."""
    found = [(text, _first(text, "money", "EUR")) for _, text in facts.axes]
    amounts = [amount for _, amount in found if amount]
    if len(amounts) < max(2, len(found)):
        return
    total = sum(map(_value, amounts), Decimal(0))
    slack = sum(map(half_step, amounts), Decimal(0))
    texts = [*(text for _, text in facts.figures), *facts.running]
    figures = [(text, q) for text in texts for q in text.quantities if q.unit == "EUR" and is_whole_plan(text.text, q)]
    meant = [
        (text, quantity)
        for text, quantity in figures
        if isinstance(quantity.value, Decimal)
        and not quantity.approx
        and _LEAST * total <= quantity.value <= _MOST * total
    ]
    if not meant or any(abs(_value(quantity) - total) <= half_step(quantity) + slack for _, quantity in meant):
        return
    text, quantity = meant[0]
    yield _finding(
        "total_differs",
        f"the axes make {_sum(amounts)[1]} EUR (page {found[0][0].page_of(amounts[0])}), but the total on page "
        f"{text.page_of(quantity)} is {stated(quantity)}",
        text.page_of(quantity),
        [text.quote(quantity), *(text.quote(amount) for text, amount in found if amount)],
    )


def _shares(facts: Facts) -> Iterator[Finding]:
    """Shares of the axes: their sum, and each against its amount."""
    rows = [(axis, text, _first(text, "percent", "%"), _first(text, "money", "EUR")) for axis, text in facts.axes]
    shares = [share for _, _, share, _ in rows if share]
    if len(shares) < max(2, len(rows)):
        return
    total, sum_text = _sum(shares)
    slack = sum(map(half_step, shares), Decimal(0))
    page = rows[0][1].page_of(shares[0])
    quotes = [f"{axis.name} {share.surface}" for axis, _, share, _ in rows if share]
    if abs(total - 100) > slack:
        yield _finding("shares_differ", f"the shares of the axes make {sum_text} %, not 100", page, quotes)
    elif total != 100:
        message = f"the shares of the axes make {sum_text} %, not 100; rounding explains it"
        hint = "nothing to correct: the shares are published as printed, do not scale them to 100"
        yield _finding("shares_rounded", message, page, quotes, Severity.info, hint)
    whole = sum((_value(amount) for *_, amount in rows if amount), Decimal(0))
    if not whole or not all(amount for *_, amount in rows):
        return
    wrong = [
        (axis, text, share, amount, 100 * _value(amount) / whole)
        for axis, text, share, amount in rows
        if share and amount and abs(_value(share) - 100 * _value(amount) / whole) > half_step(share) + Decimal("0.05")
    ]
    if len(wrong) * 2 < len(rows):  # most of them wrong: they are shares of something else
        for axis, text, share, amount, computed in wrong:
            yield _finding(
                "share_differs",
                f"{axis.name}: printed are {stated(share)} and {stated(amount)}, which is {computed:.1f} % of {plain(whole)}",
                text.page_of(share),
                [text.quote(amount, share) if amount.start < share.start else text.quote(share, amount)],
            )
