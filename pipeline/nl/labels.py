"""Units that stand in a label: `BUDGET (IN MILJOEN €)` over `12,5` is 12 500 000 euro."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.nl.atom import Atom
from pipeline.nl.figures import read_number
from pipeline.nl.measures import match_currency, match_unit
from pipeline.nl.tokens import BLANK, LINE, NUM, WORD, Token, tokenize
from pipeline.nl.vocabulary import SCALES


class LabelUnit(NamedTuple):
    """What a label says of the bare numbers under it: unit (None if it names none) and scale (1 if it names none)."""

    unit: str | None
    scale: Decimal


def read_label_unit(label: str) -> LabelUnit:
    """The unit and scale that a label states.

    >>> read_label_unit("BUDGET (IN MILJOEN €)")
    LabelUnit(unit='EUR', scale=Decimal('1000000'))
    >>> read_label_unit("Verantwoordelijke overheid")
    LabelUnit(unit=None, scale=Decimal('1'))
    """
    return _unit_in(tokenize(label, layout=False))


def _unit_in(tokens: list[Token]) -> LabelUnit:
    scale: Decimal | None = None
    for index in range(len(tokens)):
        scale = _stated_scale(tokens, index) or scale
        for before_number in (False, True):
            currency = match_currency(tokens, index, before_number=before_number)
            if currency is not None:
                times = (
                    currency.scale
                    if currency.scale > 1
                    else (scale or _stated_scale(tokens, currency.after) or Decimal(1))
                )
                return LabelUnit(currency.code, times)
    for index in range(len(tokens)):
        stated = tokens[index - 1].raw == "(" or tokens[index - 1].text == "in"
        if stated and (unit := match_unit(tokens, index)) is not None:
            return LabelUnit(unit.code, unit.scale * (scale or 1))
    return LabelUnit(None, scale or Decimal(1))


_ROUND = frozenset(Decimal(10) ** power for power in (3, 6, 9))
_TIMES = frozenset({"in", "x", "×", "(", "*", "per", "€", "eur", "euro"})


def _stated_scale(tokens: list[Token], index: int) -> Decimal | None:
    """The scale that begins at a token: (in miljoen), (EUR mln), duizenden, and in digits (in 1.000 euro), (x1000)."""
    token = tokens[index]
    if token.kind == WORD and token.text.startswith("x") and token.text[1:] in ("1000", "1000000"):
        return Decimal(token.text[1:])
    if token.kind == WORD:
        return SCALES["duizend"] if token.text == "duizenden" else SCALES.get(token.text)
    if token.kind != NUM or tokens[index - 1].text not in _TIMES:
        return None
    number = read_number(tokens, index)
    return number.amount if number is not None and number.amount in _ROUND else None


def apply_label(atom: Atom, label: LabelUnit) -> None:
    """Make a bare number what the label says it is; numbers that state their own unit or count keep it."""
    if label.unit is None or atom.kind != "number" or atom.unit is not None:
        return
    is_money = label.unit.isupper() and len(label.unit) == 3
    atom.kind = "money" if is_money else "percent" if label.unit in ("%", "pp") else "measure"
    atom.unit = label.unit
    atom.is_yearish = False
    if atom.scale == 1:
        atom.scale = atom.label_scale = label.scale
        atom.value, atom.low, atom.high = (_times(v, label.scale) for v in (atom.value, atom.low, atom.high))


def _times(value: Decimal | str | None, scale: Decimal) -> Decimal | str | None:
    return value * scale if isinstance(value, Decimal) else value


def apply_headings(tokens: list[Token], atoms: list[Atom]) -> None:
    """A line that ends in a unit (BUDGET IN MILJOEN €) gives it to the lines of bare numbers right below it."""
    lines = {atom.first: atom for atom in atoms if _stands_alone(tokens, atom)}
    for atom in list(lines.values()):
        if atom.first - 1 >= 0 and tokens[atom.first].gap == LINE and atom.first in lines:
            label = _heading_before(tokens, atom.first)
            while label is not None and atom is not None:
                apply_label(atom, label)
                following = lines.get(atom.last + 1)
                if following is None or tokens[following.first].gap != LINE:
                    break
                atom = following


def _stands_alone(tokens: list[Token], atom: Atom) -> bool:
    return tokens[atom.first].gap >= LINE and tokens[atom.last + 1].gap >= LINE and atom.is_bare and bool(atom.digits)


_MAX_HEADING = 12


def _heading_before(tokens: list[Token], index: int) -> LabelUnit | None:
    """The unit in the line above, if that line is a label: it ends in the unit, holds no number but its scale, says "in" or "("."""
    start = index - 1
    while start > 0 and tokens[start].gap < LINE and index - start <= _MAX_HEADING:
        start -= 1
    line = tokens[start:index]
    if not line or index - start > _MAX_HEADING:
        return None
    opens = [at for at, token in enumerate(line) if token.text == "in" or token.raw == "("]
    if not opens or line[-1].raw in ".,;:" or not (line[-1].raw == ")" or _ends_in_unit(line)):
        return None
    stated = [*line[opens[-1] :], *[_END] * 4]
    digits = [at for at, token in enumerate(stated) if token.kind == NUM]
    if any(token.kind == NUM for token in line[: opens[-1]]) or (digits and _stated_scale(stated, digits[0]) is None):
        return None
    label = _unit_in(stated)
    return label if label.unit is not None else None


def _ends_in_unit(line: list[Token]) -> bool:
    return match_currency([*line, *[_END] * 4], len(line) - 1) is not None or line[-1].text in SCALES


_END = Token("e", 0, 0, "", BLANK, 0)
