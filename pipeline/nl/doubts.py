"""Where a number can be read in two ways: the value follows the rules, the other reading is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pipeline.nl.atom import Atom
from pipeline.nl.numbers import parse_digits
from pipeline.nl.quantity import Quantity, Reading
from pipeline.nl.tokens import NUM, Token

_DOT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_DOT_DECIMAL = re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_COMMA_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]{3})*,[0-9]+")
_COMMA_THREE = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_DOT_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?")
_COMMA_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")

_DIGITS = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")

_POINT_ELSEWHERE = "the text also writes a decimal point, so this dot may be one"
_COMMA_ELSEWHERE = "the text also writes a decimal comma, so this dot may group thousands"
_COMMA_AS_GROUP = "a comma before three digits may group thousands"


class Separators(NamedTuple):
    """How a text writes its numbers: how many have a decimal point, a decimal comma, groups set off by commas or by dots."""

    points: int
    commas: int
    comma_groups: int
    dot_groups: int


def separators(surfaces: Iterable[str]) -> Separators:
    """The habits of a text from the surfaces of its quantities; names and codes (Industrie 4.0) do not count."""
    printed = [digits for surface in surfaces for digits in _DIGITS.findall(surface) if len(digits) < 40]
    patterns = (_DOT_DECIMAL, _COMMA_DECIMAL, _COMMA_GROUPS, _DOT_GROUPS)
    return Separators(*(sum(1 for digits in printed if pattern.fullmatch(digits)) for pattern in patterns))


def add_readings(tokens: list[Token], atoms: Iterable[Atom]) -> None:
    """Give every atom whose separator the text leaves in doubt its other reading (in place)."""
    found = list(atoms)
    listed = [atom for atom in found if atom.digits and ("." in atom.digits or "," in atom.digits)]
    if not listed:
        return
    habits = separators(
        token.raw for atom in found for token in tokens[atom.first : atom.last + 1] if token.kind == NUM
    )
    for atom in listed:
        other = _other(atom.digits, habits, atom.kind == "money" and atom.scale == 1)
        if other is not None and isinstance(atom.value, Decimal):
            value, reason = other
            sign = -1 if atom.mantissa < 0 else 1
            atom.readings.append(Reading(sign * value * atom.scale, None, None, reason))


def doubted_in(quantity: Quantity, near: Separators, wide: Separators) -> Quantity:
    """The quantity with the reading that more text leaves open: ``near`` is what belongs together, ``wide`` the whole.

    A dot before three digits is doubted by decimal points nearby, or where the whole writes decimal points alone.
    """
    printed = _DIGITS.findall(quantity.surface)
    if quantity.readings or len(printed) != 1 or not isinstance(quantity.value, Decimal):
        return quantity
    by_point = near if near.points or wide.commas or wide.dot_groups else wide
    other = _other(printed[0], wide._replace(points=by_point.points), is_bare_money=False)
    read = parse_digits(printed[0])
    if other is None or not read:
        return quantity
    value, reason = other
    return quantity._replace(readings=(Reading(value * quantity.value / read, None, None, reason),))


def _other(digits: str, habits: Separators, is_bare_money: bool) -> tuple[Decimal, str] | None:
    if _DOT_THOUSANDS.fullmatch(digits) and habits.points:
        return Decimal(digits), _POINT_ELSEWHERE
    if _DOT_DECIMAL.fullmatch(digits) and digits[0] != "0" and "," not in digits and habits.commas:
        return Decimal(digits.replace(".", "")), _COMMA_ELSEWHERE
    if _COMMA_THREE.fullmatch(digits) and (habits.points or habits.comma_groups or is_bare_money):
        return Decimal(digits.replace(",", "")), _COMMA_AS_GROUP
    return None
