"""Where a number can be read in two ways: the value follows the rules, the other reading is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from pipeline.nl.atom import Atom
from pipeline.nl.quantity import Reading
from pipeline.nl.tokens import NUM, Token

_DOT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_DOT_DECIMAL = re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_COMMA_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]{3})*,[0-9]+")
_COMMA_THREE = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_COMMA_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")

_POINT_ELSEWHERE = "the text also writes a decimal point, so this dot may be one"
_COMMA_ELSEWHERE = "the text also writes a decimal comma, so this dot may group thousands"
_COMMA_AS_GROUP = "a comma before three digits may group thousands"


def add_readings(tokens: list[Token], atoms: Iterable[Atom]) -> None:
    """Give every atom whose separator the text leaves in doubt its other reading (in place)."""
    listed = [atom for atom in atoms if atom.digits and ("." in atom.digits or "," in atom.digits)]
    if not listed:
        return
    printed = [token.raw for token in tokens if token.kind == NUM and len(token.raw) < 40]
    points = {raw for raw in printed if _DOT_DECIMAL.fullmatch(raw)}
    commas = any(_COMMA_DECIMAL.fullmatch(raw) for raw in printed)
    groups = any(_COMMA_GROUPS.fullmatch(raw) for raw in printed)
    for atom in listed:
        other = _other(atom, bool(points), commas, groups)
        if other is not None and isinstance(atom.value, Decimal):
            value, reason = other
            sign = -1 if atom.mantissa < 0 else 1
            atom.readings.append(Reading(sign * value * atom.scale, None, None, reason))


def _other(atom: Atom, points: bool, commas: bool, groups: bool) -> tuple[Decimal, str] | None:
    digits = atom.digits
    if _DOT_THOUSANDS.fullmatch(digits) and points:
        return Decimal(digits), _POINT_ELSEWHERE
    if _DOT_DECIMAL.fullmatch(digits) and digits[0] != "0" and "," not in digits and commas:
        return Decimal(digits.replace(".", "")), _COMMA_ELSEWHERE
    if _COMMA_THREE.fullmatch(digits) and (points or groups or (atom.kind == "money" and atom.scale == 1)):
        return Decimal(digits.replace(",", "")), _COMMA_AS_GROUP
    return None
