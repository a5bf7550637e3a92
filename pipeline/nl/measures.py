"""Currencies, units and rates behind a number: which tokens they take, which code they are."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from pipeline.nl.nouns import singular
from pipeline.nl.tokens import GLUED, LINE, NUM, SPACE, WORD, Token
from pipeline.nl.units import (
    ADJECTIVES,
    CUBIC,
    CURRENCY_CODES,
    CURRENCY_FIRST_WORDS,
    CURRENCY_PHRASES,
    CURRENCY_SCALED,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    MULTIPLES,
    NAMES,
    SQUARE,
    SYMBOLS,
)
from pipeline.nl.vocabulary import NO_NOUNS, SCALE_LETTERS, SCALES

ONE = Decimal(1)


class Unit(NamedTuple):
    """A unit or currency: its kind and code, what it multiplies by (k€, ‰), the token after it."""

    kind: str
    code: str
    after: int
    scale: Decimal = ONE


def match_currency(tokens: list[Token], index: int, *, before_number: bool = False) -> Unit | None:
    """€, EUR, euro, US$, Zwitserse frank; with the scale in it: k€, M€, mln EUR, MEUR."""
    token = tokens[index]
    if before_number and _closes_label(tokens, index):
        return None
    if token.raw in CURRENCY_SIGNS:
        after = index + 1
        letter = tokens[after]
        if before_number and letter.gap == GLUED and letter.raw in ("k", "M") and tokens[after + 1].kind == NUM:
            return Unit("money", CURRENCY_SIGNS[token.raw], after + 1, SCALE_LETTERS[letter.text])
        return Unit("money", CURRENCY_SIGNS[token.raw], after)
    if token.kind != WORD:
        return None
    if token.raw in CURRENCY_CODES or token.text in ("eur", "usd", "us"):
        follows_sign = tokens[index + 1].raw == "$" and tokens[index + 1].gap <= SPACE
        if follows_sign or token.text != "us":
            code = "USD" if follows_sign and token.text in ("us", "usd") else token.text.upper()
            return Unit("money", code, index + 2 if follows_sign else index + 1)
    if before_number:
        return _scaled_currency(tokens, index)
    if token.text in CURRENCY_WORDS:
        return Unit("money", CURRENCY_WORDS[token.text], index + 1)
    return _currency_phrase(tokens, index) or _scaled_currency(tokens, index)


def _closes_label(tokens: list[Token], index: int) -> bool:
    """BUDGET IN MILJOEN € at a line's end: the currency belongs to the label, not to the next line's number."""
    before = tokens[index - 1]
    head = before.text == "in" or before.raw == "("
    if head and (tokens[index].text in SCALES or tokens[index].text in SCALE_LETTERS):
        return True
    if before.text in SCALE_LETTERS and tokens[index - 2].text == "in":
        return True
    if before.text in SCALES and before.text != "duizend" and tokens[index - 2].text in ("in", "(", "€", "eur"):
        return True
    if tokens[index].text in CURRENCY_SCALED and tokens[index].raw.islower():
        return True  # het keur 7
    line_ends = index + 1 < len(tokens) and tokens[index + 1].gap == LINE
    return line_ends and (before.text in SCALES or before.text == "in" or before.raw == "(")


def _currency_phrase(tokens: list[Token], index: int) -> Unit | None:
    """Zwitserse frank, pond sterling, Zuid-Afrikaanse rand, US-dollar."""
    first, end = tokens[index].text, index + 1
    if first not in CURRENCY_FIRST_WORDS:
        return None
    if tokens[end].raw == "-" and tokens[end].gap == tokens[end + 1].gap == GLUED:
        if first == "us" and tokens[end + 1].text in ("dollar", "dollars"):
            return Unit("money", "USD", end + 2)
        first, end = f"{first}-{tokens[end + 1].text}", end + 2
    code = CURRENCY_PHRASES.get(f"{first} {tokens[end].text}")
    return None if code is None or tokens[end].gap > LINE else Unit("money", code, end + 1)


def _scaled_currency(tokens: list[Token], index: int) -> Unit | None:
    token = tokens[index]
    if token.text in CURRENCY_SCALED:
        code, scale = CURRENCY_SCALED[token.text]
        return Unit("money", code, index + 1, Decimal(scale))
    if token.text == "c" and tokens[index + 1].raw == "€" and tokens[index + 1].gap == GLUED:
        return Unit("money", "EUR", index + 2, Decimal("0.01"))
    long_form = token.text in SCALES and len(token.text) <= 3
    times = SCALE_LETTERS.get(token.text) or (SCALES[token.text] if long_form else None)
    if times is None:
        return None
    after = index + 1
    if tokens[after].raw == "." and tokens[after].gap == GLUED:
        after += 1
    sign = tokens[after]
    glued = (
        sign.gap == GLUED or (sign.gap == SPACE and len(token.text) > 1) or (sign.gap == SPACE and token.text == "k")
    )
    if glued and (sign.raw in CURRENCY_SIGNS or sign.raw in CURRENCY_CODES or sign.text in ("eur", "euro")):
        code = CURRENCY_SIGNS.get(sign.raw) or CURRENCY_WORDS.get(sign.text) or sign.raw
        return Unit("money", code, after + 1, times)
    return None


def match_unit(tokens: list[Token], index: int) -> Unit | None:  # noqa: C901
    """The unit at `index` without its rate: %, procentpunt, km, vierkante meter, graden Celsius, ton CO2-eq."""
    token = tokens[index]
    if token.kind == "s":
        return _sign_unit(tokens, index)
    if token.kind != WORD:
        return None
    text, following = token.text, tokens[index + 1]
    if text in ("procent", "percent", "pct", "procenten"):
        after = index + 1
        if text == "pct" and following.raw == "." and following.gap == GLUED:
            after += 1
        if following.text in ("punt", "punten") and following.gap <= SPACE:
            return Unit("percent", "pp", index + 2)
        return Unit("percent", "%", after)
    if text in ("procentpunt", "procentpunten", "percentpunt", "percentpunten", "pp", "procentpt"):
        return Unit("percent", "pp", index + 1)
    if text in ("promille", "promil"):
        return Unit("percent", "%", index + 1, Decimal("0.1"))
    if text in ("basispunt", "basispunten"):
        return Unit("percent", "pp", index + 1, Decimal("0.01"))
    if text in ("vierkante", "kubieke", "vierk", "kub"):
        table = SQUARE if text.startswith("v") else CUBIC
        at = index + 2 if following.raw == "." else index + 1
        code = table.get(tokens[at].text)
        return None if code is None or tokens[at].gap > LINE else Unit("measure", code, at + 1)
    if text in ("graad", "graden"):
        return _degrees(tokens, index + 1)
    if text in MULTIPLES:
        code, times = MULTIPLES[text]
        return Unit("measure", code, index + 1, Decimal(times))
    if (
        following.raw == "."
        and following.gap == tokens[index + 2].gap == GLUED
        and tokens[index + 2].kind == WORD
        and len(text) < 3
    ):
        return None  # t.o.v., m.b.t., l.v.t.
    code = _symbol(tokens, index)
    if code is None:
        return _glued_gas(tokens, index) if "co2" in text else None
    after = index + 1
    if code in ("m", "km", "cm", "dm") and (power := _lost_power(tokens, after)):
        return Unit("measure", code + power, after + 1)
    if code in _MASSES:
        code, after = _gas(tokens, code, after)
    return Unit("measure", code, after)


_MASSES = frozenset({"t", "kt", "Mt", "Gt", "g", "kg", "mg"})


def _symbol(tokens: list[Token], index: int) -> str | None:
    token = tokens[index]
    if token.raw in ("t", "T") and tokens[index + 1].raw in ("/", ".") and tokens[index + 2].text in ("m", "e"):
        return None  # t/m and t.e.m. join a range
    return SYMBOLS.get(token.raw) or NAMES.get(token.text)


def _sign_unit(tokens: list[Token], index: int) -> Unit | None:
    token, following = tokens[index], tokens[index + 1]
    if token.raw == "%":
        if following.raw == "-" and following.gap == GLUED and tokens[index + 2].text in ("punt", "punten"):
            return Unit("percent", "pp", index + 3)
        if following.text in ("punt", "punten", "punt.") and following.gap <= SPACE:
            return Unit("percent", "pp", index + 2)
        return Unit("percent", "%", index + 1)
    if token.raw == "‰":
        return Unit("percent", "%", index + 1, Decimal("0.1"))
    if token.raw == "°":
        return _degrees(tokens, index + 1)
    return None


def _degrees(tokens: list[Token], after: int) -> Unit:
    scale = tokens[after]
    if scale.gap <= SPACE and scale.text in ("c", "celsius"):
        return Unit("measure", "Cel", after + 1)
    if scale.gap <= SPACE and scale.text in ("f", "fahrenheit"):
        return Unit("measure", "[degF]", after + 1)
    return Unit("measure", "Cel", after)


def _lost_power(tokens: list[Token], index: int) -> str:
    """The 2 or 3 of m² that lost its place: `m 2` before punctuation or a function word."""
    token, following = tokens[index], tokens[index + 1]
    if token.raw not in ("2", "3") or token.kind != NUM or token.gap not in (SPACE, LINE):
        return ""
    closes = following.kind != WORD or following.text in NO_NOUNS
    return token.raw if closes and following.kind != NUM and following.raw not in ("-", "%", "/", "à", "€") else ""


def _gas(tokens: list[Token], code: str, after: int) -> tuple[str, int]:
    """The CO2 behind a mass, equivalents told apart: kt{CO2}, Mt{CO2eq}."""
    at = after
    if tokens[at].text == "aan" and tokens[at + 1].text.startswith("co"):
        at += 1
    text = tokens[at].text
    if text == "co" and tokens[at + 1].raw == "2":
        at += 1
    elif text not in ("co2", "co2eq", "co2e", "co2equivalent", "co2equivalenten"):
        return code, after
    if tokens[at].gap > LINE:
        return code, after
    equivalent = len(text) > 3
    at += 1
    hyphen = tokens[at].raw == "-" and tokens[at].gap == GLUED
    word = tokens[at + 1] if hyphen else tokens[at]
    if word.text in ("eq", "equivalent", "equivalenten", "equivalents", "e", "éq") and word.gap <= SPACE:
        at += 2 if hyphen else 1
        equivalent = True
        if tokens[at].raw == "." and tokens[at].gap == GLUED and tokens[at + 1].gap <= SPACE and word.text == "eq":
            at += 1
    elif hyphen and word.kind == WORD and word.gap == GLUED:
        at += 2
    return f"{code}{{CO2{'eq' if equivalent else ''}}}", at


_GLUED_GAS = re.compile(r"(kg|g|kt|mt|gt|t|kton|mton|ton)co2(?:(eq|e)|)")
_GLUED_MASSES = {"mt": "Mt", "gt": "Gt", "kton": "kt", "mton": "Mt", "ton": "t"}


def _glued_gas(tokens: list[Token], index: int) -> Unit | None:
    """gCO2, ktCO2eq: mass and gas in one word."""
    match = _GLUED_GAS.fullmatch(tokens[index].text)
    if match is None:
        return None
    mass = _GLUED_MASSES.get(match.group(1), match.group(1))
    hyphen, word = tokens[index + 1], tokens[index + 2]
    behind = hyphen.raw == "-" and hyphen.gap == word.gap == GLUED and word.text.startswith("eq")
    return Unit(
        "measure", f"{mass}{{CO2{'eq' if match.group(2) or behind else ''}}}", index + 3 if behind else index + 1
    )


_PERSONS = frozenset({"inwoner", "capita", "hoofd", "persoon"})
_TIMES = {"jaar": "a", "maand": "mo", "week": "wk", "dag": "d", "uur": "h", "minuut": "min", "seconde": "s",
          "j": "a", "jr": "a", "u": "h", "s": "s", "sec": "s", "min": "min", "d": "d", "etmaal": "d", "h": "h",
          "kwartaal": "quarter"}  # fmt: skip


_SQUARE_A_YEAR = frozenset({"m2jaar", "m2jr", "m2j", "m2a"})
"""kWh/m²jaar, as energy labels print it."""


def match_rate(tokens: list[Token], index: int, kind: str) -> Unit | None:
    """`/jaar`, `per ton CO2`, `/m²/jaar`, `per inwoner` behind a unit; the code begins with `/`."""
    code, after = "", index
    if tokens[index].raw == "/" and tokens[index + 1].raw == "(":
        return _rate_in_brackets(tokens, index + 2, kind)
    for _ in range(2):
        step = _one_rate(tokens, after, kind)
        if step is None:
            break
        code, after = code + step.code, step.after
    return Unit(kind, code, after) if code else None


def _rate_in_brackets(tokens: list[Token], index: int, kind: str) -> Unit | None:
    """kWh/(m² jaar), kg/(ha.jaar)."""
    unit = match_unit(tokens, index)
    if unit is None or unit.kind != "measure" or unit.scale != 1:
        return None
    at = unit.after + 1 if tokens[unit.after].raw in (".", "·", "*", "x") else unit.after
    time = _TIMES.get(tokens[at].text)
    return Unit(kind, f"/{unit.code}/{time}", at + 2) if time and tokens[at + 1].raw == ")" else None


def _one_rate(tokens: list[Token], index: int, kind: str) -> Unit | None:  # noqa: C901
    token, below = tokens[index], tokens[index + 1]
    slash = token.raw == "/" and below.gap <= SPACE
    if not slash and not (token.text == "per" and token.gap <= LINE and below.gap <= LINE):
        return None
    if below.kind == NUM and below.raw.isdigit() and int(below.raw[:9]) in (100, 1000):
        unit = match_unit(tokens, index + 2)
        if (
            unit is None
            or (slash and unit.code != "km")
            or unit.kind != "measure"
            or tokens[index + 2].gap > LINE
            or unit.scale != 1
        ):
            return None
        return Unit(kind, f"/({below.raw}.{unit.code})", unit.after)
    if below.kind != WORD or (slash and token.gap > SPACE):
        return None
    if below.text in _SQUARE_A_YEAR:
        return Unit(kind, "/m2/a", index + 2)
    if below.text in _TIMES and (slash or len(below.text) > 2):
        return Unit(kind, "/" + _TIMES[below.text], index + 2)
    unit = match_unit(tokens, index + 1)
    if unit is not None and unit.kind == "measure" and unit.scale == 1:
        return Unit(kind, "/" + unit.code, unit.after)
    if kind in ("count", "duration") or below.text in NO_NOUNS or len(below.text) < 3:
        return None
    # Money per home or per child stays money in the rules' sentences; per head of population is a rate.
    if kind == "money" and below.text not in _PERSONS:
        return None
    if kind == "percent" and below.text not in _PERSONS:
        return None
    return Unit(kind, f"/{{{singular(below.text)}}}", index + 2)


def adjective_unit(text: str) -> str | None:
    """The unit in jarige, daagse, urig."""
    return ADJECTIVES.get(text)
