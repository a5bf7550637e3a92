"""Text cells → typed values. A cell is empty, or it is written in exactly one way."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.models import Column

_PATTERNS = {
    "integer": re.compile(r"-?(0|[1-9][0-9]*)"),
    "number": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"),
    "boolean": re.compile(r"true|false"),
}
_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)|(s))?")

Day = tuple[int, int, int]


def is_written_right(text: str, column: Column) -> bool:
    """Whether ``text`` is a value of the column's type: plain decimals, no exponent, no thousands separator."""
    pattern = _PATTERNS.get(column.type)
    return not text or pattern is None or pattern.fullmatch(text) is not None


def misfit(text: str, column: Column) -> str:
    """What keeps a cell from being what its column is described as, in a few words; empty when nothing does."""
    if not text:
        return "is empty" if column.required else ""
    if not is_written_right(text, column):
        return f"is no {column.type}: {text}"
    if column.unit in ("EUR", "%") and "." in text and text.endswith("0"):  # places of a page have two decimals
        return f"ends in zeros that say nothing: {text}"
    if column.values and text not in column.values:
        return f"is none of {', '.join(column.values)}: {text}"
    if column.pattern and not re.fullmatch(column.pattern, text):
        return f"is not written as it should be: {text}"
    if column.least is not None and Decimal(text) < column.least:
        return f"is below {column.least}: {text}"
    return ""


def typed(text: str, column: Column) -> object:
    """The value as Great Expectations compares it: int, float, bool, str; None for an empty or malformed cell.

    Exact sums are made with ``number`` instead, from the text.
    """
    if not text or not is_written_right(text, column):
        return None
    if column.type == "integer" or (column.type == "number" and "." not in text):
        return int(text)
    if column.type == "number":
        return float(text)
    return text == "true" if column.type == "boolean" else text


def number(text: str) -> Decimal | None:
    """The exact number in a cell; None for an empty or malformed one."""
    return Decimal(text) if _PATTERNS["number"].fullmatch(text) else None


def period(text: str) -> tuple[Day, Day] | None:
    """First and last day of 2021, 2021-Q1, 2026-H2, 2024-06, 2021-03-15, 1990s and the like; None for other text."""
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    year, (quarter, half, month, day, decade) = int(found[1]), found.groups()[1:]
    if decade:
        return (year, 1, 1), (year + 9, 12, 31)
    if quarter or half:
        months = 3 if quarter else 6
        last = int(quarter or half) * months
        return (year, last - months + 1, 1), (year, last, 31)
    if month:
        return (year, int(month), int(day or 1)), (year, int(month), int(day or 31))
    return (year, 1, 1), (year, 12, 31)


def squeeze(text: str) -> str:
    """``text`` without white space: how it was broken over lines does not matter."""
    return "".join(text.split())


def bare(text: str) -> str:
    """``text`` without white space and hyphens, apostrophes alike: the same for words as printed and as running text."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]+", "", text).replace("’", "'")
