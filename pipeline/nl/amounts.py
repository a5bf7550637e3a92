"""One amount at one place: sign, currency, number, scale letter, unit, cents, rate."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.nl.atom import Atom
from pipeline.nl.figures import read_number
from pipeline.nl.measures import Unit, match_currency, match_rate, match_unit
from pipeline.nl.nouns import singular
from pipeline.nl.numbers import number_word
from pipeline.nl.spelled import ONE, Number, multiple_of, near
from pipeline.nl.tokens import GLUED, NUM, SPACE, WORD, Token
from pipeline.nl.units import CENTS
from pipeline.nl.vocabulary import NO_NOUNS, SCALE_LETTERS, TIME_PREPOSITIONS

YEARS = range(1800, 2101)
"""Four digits in this range may be a year."""

_DURATIONS = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})
_METRES = re.compile(r"m([0-9]{2})")
"""The rest of 1m80."""


def read_amount(tokens: list[Token], index: int) -> Atom | None:  # noqa: C901
    """The amount that begins at `index` (sign, currency, number or number word), or None."""
    first, sign, at = index, ONE, index
    currency = None
    if tokens[at].raw in ("-", "+") or tokens[at].text in ("min", "minus"):
        sign, at = _sign(tokens, at)
        if at == index:
            return None
    if (prefix := match_currency(tokens, at, before_number=True)) is not None:
        currency, at = prefix, prefix.after
        if tokens[at].text == "-" and tokens[at + 1].gap == GLUED and tokens[at + 1].kind == NUM:
            sign, at = -sign, at + 1
    number = read_number(tokens, at)
    if number is None or (currency is not None and not near(tokens[at])):
        return None
    number = _letter_scale(tokens, number, currency is not None)
    cents = _no_cents(tokens, number.after)
    after = _times_sign(tokens, cents)
    atom = Atom(first, after - 1, "number", None, mantissa=sign * number.mantissa, scale=number.scale)
    atom.digits = number.digits
    if number.spelled:
        own = number.after - 1 if number.scale == 1 else number.after - 2
        atom.times = multiple_of(tokens[own].text, number.mantissa)
    atom.is_yearish = number.after == at + 1 and _is_yearish(number)
    if currency is not None:
        atom.has_prefix = True
        _as_money(tokens, atom, currency, after)
    elif cents > number.after and match_currency(tokens, after) is None:
        atom.kind, atom.unit = "money", "EUR"  # 2000,-
    elif near(tokens[after]) and not (number.spelled and len(tokens[after].raw) == 1 and tokens[after].kind == WORD):
        _with_unit(tokens, atom, after)
    atom.value = atom.mantissa * atom.scale
    if atom.unit is not None:
        atom.is_yearish = False
    return _minimum(tokens, atom) if tokens[first].text == "min" else atom


def _minimum(tokens: list[Token], atom: Atom) -> Atom:
    """`min 5 kWp`, `min 20 plaatsen` is a minimum; `min vijf procent`, `min 3 graden`, `min 10` is negative."""
    following = tokens[atom.last + 1]
    counts = atom.kind == "number" and following.kind == WORD and following.text not in NO_NOUNS
    if counts or (atom.kind == "measure" and atom.unit != "Cel"):
        atom.mantissa, atom.first = -atom.mantissa, atom.first + 1
        atom.value = atom.mantissa * atom.scale
    return atom


def _sign(tokens: list[Token], at: int) -> tuple[Decimal, int]:
    """A minus glued to digits and free on its left, or the word min before a number word."""
    token, following = tokens[at], tokens[at + 1]
    if token.text in ("min", "minus"):
        return (Decimal(-1), at + 1) if following.gap == SPACE else (ONE, at)
    if tokens[at - 1].kind == NUM and len(following.raw) == len(tokens[at - 1].raw) == 4:
        return ONE, at  # 2021 -2025
    free = token.gap != GLUED or tokens[at - 1].raw in "([=:"
    if following.gap == GLUED and free and (following.kind == NUM or following.raw in "€$£"):
        return (Decimal(-1) if token.text == "-" else ONE), at + 1
    return ONE, at


def _is_yearish(number: Number) -> bool:
    raw = number.digits
    return len(raw) == 4 and raw.isdigit() and number.scale == 1 and int(raw) in YEARS


def _letter_scale(tokens: list[Token], number: Number, has_currency: bool) -> Number:
    """k, M and the like scale money only: the currency stands before, or right behind the letter."""
    token = tokens[number.after]
    times = SCALE_LETTERS.get(token.text)
    if times is None or token.gap > SPACE or number.scale != 1 or number.spelled:
        return number
    after = number.after + 1
    if token.text == "k" and token.gap == GLUED and len(number.digits) > 1 and tokens[after].gap != GLUED:
        return number._replace(scale=times, after=after)
    counts = (
        token.raw in ("k", "K", "M")
        and tokens[after].kind == WORD
        and tokens[after].gap == SPACE
        and _is_noun(tokens[after])
    )
    if counts and not has_currency:
        return number._replace(scale=times, after=after)
    if not has_currency and not (tokens[after].gap <= SPACE and match_currency(tokens, after) is not None):
        return number
    if has_currency and token.gap == SPACE and token.raw == "m":
        return number
    return number._replace(scale=times, after=after)


def _is_noun(token: Token) -> bool:
    return token.raw.islower() and len(token.text) > 3 and token.text not in NO_NOUNS


def _no_cents(tokens: list[Token], after: int) -> int:
    """The ",-" or ",—" behind a whole amount."""
    comma, dash = tokens[after], tokens[after + 1]
    if comma.raw != "," or dash.raw not in ("-", "=") or not comma.gap == dash.gap == GLUED:
        return after
    end = after + 2
    while tokens[end].raw == "-" and tokens[end].gap == GLUED and end < after + 4:
        end += 1
    return after if tokens[end].gap == GLUED and tokens[end].kind == NUM else end


def _times_sign(tokens: list[Token], after: int) -> int:
    """The x in 2x zoveel, 3x per jaar; not in 2x4 or 10x-lens."""
    token, following = tokens[after], tokens[after + 1]
    return after + 1 if token.text in ("x", "×") and token.gap == GLUED and following.gap != GLUED else after


def _as_money(tokens: list[Token], atom: Atom, currency: Unit, after: int) -> None:
    atom.kind, atom.unit = "money", currency.code
    if currency.scale > 1 and atom.scale == 1:
        atom.scale = currency.scale
    again = match_currency(tokens, after) if near(tokens[after]) else None
    if again is not None and again.code == currency.code and not _starts_amount(tokens, again.after):
        after = again.after
    _finish(tokens, atom, after)


def _starts_amount(tokens: list[Token], index: int) -> bool:
    return tokens[index].kind == NUM and tokens[index].gap <= SPACE


def _finish(tokens: list[Token], atom: Atom, after: int) -> None:
    """Take the rate behind a unit and set where the atom ends."""
    rate = match_rate(tokens, after, "duration" if atom.unit in _DURATIONS else atom.kind)
    if rate is not None and atom.unit is not None:
        atom.unit, after = atom.unit + rate.code, rate.after
    atom.last = after - 1


def _with_unit(tokens: list[Token], atom: Atom, after: int) -> None:
    currency = match_currency(tokens, after)
    if currency is not None and not (_is_prefix_of_next(tokens, after, currency.after)):
        atom.kind, atom.unit = "money", currency.code
        atom.scale *= currency.scale
        after = _with_cents(tokens, atom, currency.after)
        _finish(tokens, atom, after)
        return
    if tokens[after].text in CENTS:
        atom.kind, atom.unit = "money", "EUR"
        atom.scale = atom.scale / 100
        _finish(tokens, atom, after + 1)
        return
    if (metres := _METRES.fullmatch(tokens[after].text)) and tokens[after].gap == GLUED and atom.digits.isdigit():
        atom.kind, atom.unit, atom.last = "measure", "m", after
        atom.mantissa += Decimal(metres.group(1)) / 100
        return
    unit = match_unit(tokens, after)
    if unit is not None and not (atom.is_yearish and _is_name_after_year(tokens, atom, after)):
        atom.kind, atom.unit = unit.kind, unit.code
        if unit.scale != 1:
            atom.scale *= unit.scale
        _finish(tokens, atom, unit.after)
        return
    _counted_rate(tokens, atom, after)


def _is_name_after_year(tokens: list[Token], atom: Atom, after: int) -> bool:
    """In 2025 A. Wonen, in 2019 J. Janssens, in 2023 Volt: a letter of a heading, an initial, a name."""
    word = tokens[after]
    if len(word.raw) == 1 and word.raw.isupper() and tokens[after + 1].raw == "." and tokens[after + 1].gap == GLUED:
        return True
    return word.raw.istitle() and len(word.raw) > 2 and tokens[atom.first - 1].text in TIME_PREPOSITIONS


def _is_prefix_of_next(tokens: list[Token], index: int, after: int) -> bool:
    """`2021 € 500`: a sign free on its left and followed by a number belongs to that number."""
    return tokens[index].gap != GLUED and _starts_amount(tokens, after) and tokens[index].text not in ("euro", "dollar")


def _with_cents(tokens: list[Token], atom: Atom, after: int) -> int:
    """5 euro 50; 15 dollar en 15 cent; dertien euro en vijfenveertig cent."""
    if atom.scale != 1 or tokens[after - 1].kind != WORD or atom.mantissa != atom.mantissa.to_integral_value():
        return after
    at = after + 1 if tokens[after].text == "en" else after
    token = tokens[at]
    if token.gap != SPACE:
        return after
    cents = Decimal(token.raw) if token.kind == NUM and token.raw.isdigit() and len(token.raw) <= 2 else None
    if token.kind == WORD:
        cents = number_word(token.text)
    if cents is None or not 0 < cents < 100:
        return after
    if tokens[at + 1].text in CENTS:
        atom.mantissa += cents / 100
        return at + 2
    closes = tokens[at + 1].raw in ".!?" or tokens[at + 1].kind == "e"
    if at > after and token.kind == NUM and len(token.raw) == 2 and closes and tokens[at + 2].gap > GLUED:
        atom.mantissa += cents / 100
        return at + 1
    if (
        at == after
        and len(token.raw) == 2
        and token.kind == NUM
        and tokens[at + 1].kind != WORD
        and tokens[at + 1].raw != "%"
    ):
        atom.mantissa += cents / 100
        return at + 1
    return after


def _counted_rate(tokens: list[Token], atom: Atom, after: int) -> None:
    """12.000 reizigers per dag → {reiziger}/d; 300 inwoners per km2 → {inwoner}/km2."""
    index = after
    while index < after + 3 and tokens[index].kind == WORD and tokens[index].text not in NO_NOUNS:
        index += 1
        if tokens[index - 1].text.endswith(("en", "s")):
            break  # the noun: what follows it is no part of it
    if index == after or tokens[after].gap == GLUED:
        return
    noun = tokens[index - 1]
    rate = match_rate(tokens, index, "count")
    if rate is not None and len(noun.text) > 2:
        atom.kind, atom.unit = "measure", f"{{{singular(noun.text)}}}{rate.code}"
        atom.counted = " ".join(t.raw for t in tokens[after:index])
        atom.last = rate.after - 1
