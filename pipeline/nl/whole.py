"""The value of a labelled field of money, read whole: every character belongs to the amount or to a known note.

`find_quantities` looks for amounts in running text and passes over what it does not know. Here nothing is passed over: a
leftover digit, letter, sign or second amount means that the value was not understood, and then there is no amount. The
shapes of the digits are fewer than those of running text, and `find_quantities` must read the same amount from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pipeline.nl.causes import known_cause
from pipeline.nl.check import check_reading
from pipeline.nl.finder import find_quantities
from pipeline.nl.notes import ELSEWHERE, NO_AMOUNT, NO_AMOUNT_YET, NOTE_WORDS, PART_OPENERS, VALUE_LEADS
from pipeline.nl.quantity import Quantity
from pipeline.nl.vocabulary import APPROX, SCALE_LETTERS, SCALES, VULGAR_FRACTIONS

ONE = Decimal(1)
SMALLEST, LARGEST = Decimal(1000), Decimal(10**12)
"""Below the one an amount has most often lost its scale; from the other on it was scaled twice."""


class Money(NamedTuple):
    """An amount in euros and its place in the text (``start`` to ``end``), or why there is none.

    ``cause`` goes on from "the budget …" and is empty where there is an amount; ``is_open``: a known phrase says that none
    is stated. ``scale``: what the label multiplied the printed number by.
    """

    value: Decimal | None = None
    start: int = 0
    end: int = 0
    approx: str | None = None
    scale: Decimal = ONE
    cause: str = ""
    is_open: bool = False


_YEAR = re.compile(r"\b20\d\d\b")
_MONEY_WORD = re.compile(r"€|\beur(?:o|os)?\b|mil(?:joen|jard)|duizend")


class _NotReadError(Exception):
    """The value was not understood; the text says why."""


def read_money(text: str, unit: str | None = None, scale: Decimal = ONE) -> Money:
    """The amount that is all of ``text``. unit, scale: what the label states (see `read_label_unit`).

    >>> read_money("ca. € 48,2 miljoen (raming)").value, read_money("€ 48.200.OOO").value
    (Decimal('48200000'), None)
    """
    plain = _folded(text)
    said = plain.strip(" .:()*")
    if said in NO_AMOUNT or (not _names_number(said) and (said.startswith(ELSEWHERE) or NO_AMOUNT_YET.fullmatch(said))):
        return Money(cause="names no amount", is_open=True)
    try:
        return _amount(plain, unit, scale) if _DIGIT.search(plain.partition("(")[0]) else _spelled(plain)
    except _NotReadError as error:
        return Money(cause=known_cause(plain) or str(error))


def _names_number(said: str) -> bool:
    """True when more than years are counted in words that could say why there is no amount."""
    if _MONEY_WORD.search(said) or any(map(str.isdigit, _YEAR.sub("", said))):
        return True
    return any(quantity.kind in ("money", "number") for quantity in find_quantities(said))


def _folded(text: str) -> str:
    """``text`` in lower case with one kind of space, dash, quote and digit; as long as before."""
    return "".join(map(_fold, text))


def _fold(char: str) -> str:
    if char.isspace():
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char == "\u2212" or unicodedata.category(char) == "Pd":
        return "-"
    lower = "'" if char in _QUOTES else char.lower()
    return lower if len(lower) == 1 else char


# --- the grammar: lead, sign, currency, number, scale, currency, notes -----------------------------------------------


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_QUOTES = "\u2018\u2019\u201b\u02bc\u00b4`"
_TIMES = {**SCALE_LETTERS, **SCALES}
_WORDS = {SCALES[word]: word for word in ("duizend", "miljoen", "miljard", "biljoen")}
_FRACTIONS = "".join(VULGAR_FRACTIONS)
_DIGIT = re.compile(rf"[0-9{_FRACTIONS}]")
_SIGN = re.compile(r"[-+]")
_RAISED = "⁰¹²³⁴-⁹"
_CURRENCY = re.compile(
    rf"(?:({_one_of(['k', 'm', 'mln', 'mio', 'mld'])})\.? ?)?(?:€|(?:euro's|euros|euro|eur)(?![^\W\d{_RAISED}]))"
)
_SCALE_WORD = re.compile(rf"({_one_of(SCALES)})(?![^\W{_RAISED}])\.?")
_SCALE_LETTER = re.compile(rf"({_one_of(SCALE_LETTERS.keys() - {'bn'})})(?![^\W\d])")
_NO_CENTS = re.compile(r"[.,](?:-{1,2}|=)")
_APPROX = re.compile(rf"(?:({_one_of(APPROX)})|\+/-)(?!\w)")
_LEAD = re.compile(rf"(?:{_one_of(VALUE_LEADS)})(?!\w):?")
_CLUSTER = re.compile(r"[0-9](?:[ .,']*[0-9])*")
_PART = re.compile(rf"[{_FRACTIONS}]")
_LETTERSPACED = re.compile(r"[0-9](?: [0-9.,'])+")
_POINTS = re.compile(r"[1-9][0-9]{0,2}(?:\. ?[0-9]{3})+")
_GROUPS = re.compile(rf"{_POINTS.pattern}|[1-9][0-9]{{0,2}}(?:(?:'[0-9]{{3}})+|(?: [0-9]{{3}})+|(?:,[0-9]{{3}}){{2,}})")
_NUMBER = re.compile(rf"(?P<whole>{_GROUPS.pattern}|0|[1-9][0-9]*)(?:(?P<mark>[.,])(?P<decimals>[0-9]+))?")


class _Cursor:
    """A place in a text that moves on over what is known there; ``end`` is where the last of it ended."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.end = text, 0, 0
        self._skip_spaces()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = self.end = found.end()
            self._skip_spaces()
        return found

    def _skip_spaces(self) -> None:
        self.at = re.compile(" *").match(self.text, self.at).end()  # type: ignore[union-attr]

    @property
    def is_glued(self) -> bool:
        return self.at == self.end

    @property
    def rest(self) -> str:
        return self.text[self.at :]


class _Number(NamedTuple):
    """Digits as printed: the whole part, the separator before the decimals and these, or a fraction behind the whole."""

    printed: str
    whole: Decimal
    is_grouped: bool
    mark: str = ""
    decimals: str = ""
    part: Decimal = Decimal(0)

    @property
    def value(self) -> Decimal:
        return self.whole + self.part + Decimal(f"0.{self.decimals or 0}")


def _amount(plain: str, unit: str | None, label_scale: Decimal) -> Money:
    cursor = _Cursor(plain)
    approx = _lead(cursor)
    start = cursor.at
    sign = cursor.take(_SIGN)
    before = cursor.take(_CURRENCY)
    sign = cursor.take(_SIGN) or sign
    number = _number(cursor)
    word = (
        None
        if cursor.take(_NO_CENTS)
        else cursor.take(_SCALE_WORD) or (cursor.take(_SCALE_LETTER) if cursor.is_glued else None)
    )
    after = cursor.take(_CURRENCY)
    cursor.take(_NO_CENTS)
    if sign:
        raise _NotReadError("has a sign before its amount")
    if not (before or after) and unit != "EUR":
        raise _NotReadError("has a number without currency")
    scales = [match.group(1) for match in (before, word, after) if match and match.group(1)]
    if before and after and before.group() == after.group() == "€":
        raise _NotReadError("has two currency signs")
    if len(scales) > 1:
        raise _NotReadError(f"has two scales ({', '.join(scales)})")
    lent = ONE if scales or before or after else label_scale
    times = _TIMES[scales[0]] if scales else lent
    if number.value or not _is_no_amount(cursor.rest):
        _check_notes(cursor.rest, number.value * times)
    _check_separators(number, times, scales[0] if scales else "")
    _check_again(number, times)
    return Money(_sized(number.value * times), start, cursor.end, approx, lent)


def _is_no_amount(note: str) -> bool:
    """Why nothing is paid, behind a printed zero: € 0 (binnen de bestaande middelen van 2025)."""
    said = _YEAR.sub("", note.strip(" .,:;()-"))
    said = re.sub(r" (?:van|in|voor) *$", "", said)
    return said in NO_AMOUNT or bool(not _names_number(said) and NO_AMOUNT_YET.fullmatch(said))


def _spelled(plain: str) -> Money:
    """An amount in words: the first thing that `find_quantities` reads, if a second reading agrees."""
    cursor = _Cursor(plain)
    approx = _lead(cursor)
    while cursor.at and plain[cursor.at - 1] == " " and plain[: cursor.at].endswith("een "):
        cursor.at -= len("een ")  # an article belongs to "een half miljard"
    found = find_quantities(cursor.rest)
    first = found[0] if found else None
    if first is None or first.start or first.unit != "EUR" or not isinstance(first.value, Decimal):
        raise _NotReadError("names neither an amount nor a known reason why there is none")
    if not check_reading(first.surface, first.kind, first.value, None, None, first.unit):
        raise _NotReadError("is an amount in words that two readings do not agree on")
    _check_notes(cursor.rest[first.end :], first.value)
    return Money(_sized(first.value), cursor.at, cursor.at + first.end, approx)


def _lead(cursor: _Cursor) -> str | None:
    """Past the words before an amount; gives what they say of its exactness."""
    approx = None
    while True:
        if found := cursor.take(_APPROX):
            approx = approx or APPROX.get(found.group(), "about") or None
        elif not cursor.take(_LEAD):
            return approx


def _number(cursor: _Cursor) -> _Number:
    if part := cursor.take(_PART):
        return _Number(part.group(), Decimal(0), False, part=_fraction(part))
    cluster = cursor.take(_CLUSTER)
    if cluster is None:
        raise _NotReadError(f"has words that are neither an amount nor a known note: {cursor.rest}")
    digits = cluster.group()
    if _LETTERSPACED.fullmatch(digits) and _POINTS.fullmatch(digits.replace(" ", "")):
        digits = digits.replace(" ", "")
    found = _NUMBER.fullmatch(digits)
    if found is None or (found["mark"] and found["mark"] in found["whole"]):
        raise _NotReadError(f"has digits in groups that make no number: {digits}")
    whole = Decimal(re.sub(r"[^0-9]", "", found["whole"]))
    number = _Number(digits, whole, not found["whole"].isdigit(), found["mark"] or "", found["decimals"] or "")
    part = None if number.mark or number.is_grouped else cursor.take(_PART)
    return number._replace(part=_fraction(part)) if part else number


def _fraction(match: re.Match[str]) -> Decimal:
    above, below = VULGAR_FRACTIONS[match.group()]
    return Decimal(above) / Decimal(below)


def _check_separators(number: _Number, times: Decimal, scale: str) -> None:
    """Refuses what one lost, added or exchanged separator would make of another amount.

    A scale that is printed at the number, and not in the label, comes with few digits before it.
    """
    large, millions = number.whole >= SMALLEST, times >= SCALES["miljoen"]
    sure = millions and number.mark == "," and ("." in number.printed or not number.is_grouped)
    if large and times > 1 and not sure and (scale or (millions and number.is_grouped)):
        raise _NotReadError(f"has thousands before a scale, and the separator may stand for decimals: {number.printed}")
    has_cents = (
        len(number.decimals) == 2 and (number.is_grouped or not number.value)
        if times == 1
        else len(number.decimals) <= 2
    )
    is_odd = not millions and ((large and not number.is_grouped) or not has_cents)
    is_odd = is_odd or (number.mark == "." and len(scale) == 1)
    if (number.mark and is_odd) or (number.part and times == 1):
        raise _NotReadError(f"has digits in groups that make no number: {number.printed}")


def _sized(value: Decimal) -> Decimal:
    if value and value < SMALLEST:
        raise _NotReadError("is less than 1000 euro: its scale may be missing")
    if value >= LARGEST:
        raise _NotReadError("is a million millions or more: its scale may be printed twice")
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _check_again(number: _Number, times: Decimal) -> None:
    """`find_quantities` reads the same amount where it stands in the usual shape."""
    usual = f"€ {number.value:f}".replace(".", ",")
    again = find_quantities(f"{usual} {_WORDS[times]}" if times in _WORDS else usual)
    if [quantity.value for quantity in again] != [number.value * (times if times in _WORDS else 1)]:
        raise _NotReadError("is an amount that two readings do not agree on")


# --- notes ---------------------------------------------------------------------------------------------------------

_MARKS = re.compile(r"[*†‡§]+|[⁰¹²³⁴-⁹]{1,2}")
_BRACKET = re.compile(r"\(([^()]*)\)")
_PUNCTUATION = re.compile(r"[\s.,:;%/&-]*")


def _check_notes(rest: str, value: Decimal) -> None:
    """What follows the amount is made of marks and known notes, up to a full stop."""
    rest = rest.strip().removesuffix(".")
    if re.match(r"[,;:] ?[^ ,;:]", rest):
        rest = rest[1:].strip()
    while rest:
        if mark := _MARKS.match(rest):
            rest = rest[mark.end() :].strip()
        elif bracket := _BRACKET.match(rest):
            inner = bracket.group(1).strip()
            if not (re.fullmatch(r"\d{1,2}|[a-z*]", inner) or _is_foreign(inner) or _is_note(inner, value)):
                raise _NotReadError(f"has a note that is not known: ({inner})")
            rest = rest[bracket.end() :].strip()
        elif _is_note(re.sub(r"^- ", "", rest), value):
            return
        else:
            raise _NotReadError(f"has words or signs that are neither the amount nor a known note: {rest}")


def _is_note(note: str, value: Decimal) -> bool:
    """Known words with periods and percentages, a part of the amount, or all of it once more."""
    found = find_quantities(note)
    if [(q.surface, q.unit, q.value) for q in found] == [
        (note, "EUR", value)
    ]:  # the amount once more, in words or digits
        return True
    amounts = [quantity.value for quantity in found if quantity.unit == "EUR" and isinstance(quantity.value, Decimal)]
    if len(amounts) > 1 and sum(amounts) == value:  # all of it in parts
        return True
    if found and all(quantity.kind == "period" for quantity in found) and not _without(note, found).strip():
        return True
    words = re.findall(r"[^\W\d_]+(?:'[a-z]+)?", note)
    if words and words[0] in PART_OPENERS:
        parts = [quantity.value for quantity in found if quantity.unit == "EUR"]
        return all(isinstance(part, Decimal) and part <= value for part in parts) and not _DIGIT.search(
            _without(note, found)
        )
    said = _without(note, [quantity for quantity in found if quantity.kind in ("period", "percent")])
    rest = re.sub(r"[^\W\d_]+(?:'[a-z]+)?", "", said)
    return (
        bool(words)
        and set(re.findall(r"[^\W\d_]+(?:'[a-z]+)?", said)) <= NOTE_WORDS
        and bool(_PUNCTUATION.fullmatch(rest))
    )


def _is_foreign(note: str) -> bool:
    """The amount once more, in another currency."""
    return [(q.surface, q.kind, q.unit == "EUR") for q in find_quantities(note)] == [(note, "money", False)]


def _without(text: str, quantities: Iterable[Quantity]) -> str:
    for quantity in quantities:
        text = text[: quantity.start] + " " * (quantity.end - quantity.start) + text[quantity.end :]
    return text
