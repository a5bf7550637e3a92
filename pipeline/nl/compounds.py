"""Numbers inside a hyphenated or compound word: een 15-jarige, de 10-liter, een driedaagse opleiding, 65-plussers."""

from __future__ import annotations

from decimal import Decimal

from pipeline.nl.atom import Atom
from pipeline.nl.measures import adjective_unit, match_unit
from pipeline.nl.numbers import number_word, parse_digits
from pipeline.nl.tokens import GLUED, LINE, NUM, SPACE, WORD, Token
from pipeline.nl.units import MULTIPLES

ONE_OF = frozenset({"halfjaar", "half-jaar", "kwarteeuw", "decennium"})
"""Behind the article these are a duration: een halfjaar."""
_PLUS = frozenset({"plus", "plusser", "plussers"})


def read_compound(tokens: list[Token], index: int) -> Atom | None:  # noqa: C901
    """15-jarige, 95 jarige, 10-liter, driejarig, 65-plussers, 18- (before "tot 25-jarigen"); or None."""
    token = tokens[index]
    if token.text == "een" and tokens[index + 1].text in ONE_OF and tokens[index + 1].gap in (SPACE, LINE):
        code, times = MULTIPLES[tokens[index + 1].text]
        return Atom(index, index + 1, "measure", Decimal(times), code, mantissa=Decimal(times))
    if token.kind == WORD:
        return _one_word(tokens, index)
    hyphened = tokens[index + 1].raw == "-" and tokens[index + 1].gap == GLUED
    last = index + 2 if hyphened else index + 1
    word = tokens[last]
    if word.kind != WORD or word.gap > (GLUED if hyphened else SPACE) or token.kind != NUM or len(token.raw) > 6:
        return None
    unit = adjective_unit(word.text)
    if unit is None and not hyphened:
        return None
    value = parse_digits(token.raw)
    if value is None:
        return None
    if unit is None and word.text in _PLUS:
        unit = "a"
    if unit is None and len(word.text) > 1 and not _goes_on(tokens, last):
        match = match_unit(tokens, last)
        if match is not None and match.kind == "measure" and match.after == last + 1 and match.scale == 1:
            unit = match.code
    if unit is None and word.text == "tal":
        return Atom(index, last, "number", value, mantissa=value, digits=token.raw, approx="about")
    if unit is None:
        return None
    return Atom(index, last, "measure", value, unit, mantissa=value, digits=token.raw)


def read_signed_compound(tokens: list[Token], index: int) -> Atom | None:
    """-18-jarigen (under 18), +65-jarigen (65 and over)."""
    if tokens[index].raw not in ("-", "+") or tokens[index + 1].gap != GLUED or tokens[index + 1].kind != NUM:
        return None
    atom = read_compound(tokens, index + 1)
    if atom is not None and atom.unit == "a":
        atom.approx = "less_than" if tokens[index].raw == "-" else "min"
        return atom
    return None


def _goes_on(tokens: list[Token], last: int) -> bool:
    return tokens[last + 1].gap == GLUED and tokens[last + 1].raw == "-"


def _one_word(tokens: list[Token], index: int) -> Atom | None:
    text = tokens[index].text
    for at in range(len(text) - 4, max(2, len(text) - 9), -1):
        unit = adjective_unit(text[at:])
        value = number_word(text[:at]) if unit is not None else None
        if value is not None:
            return Atom(index, index, "measure", value, unit, mantissa=value)
    return None
