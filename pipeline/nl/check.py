"""A second reading of one surface, sharing no code and no table with the finder: a guard against silent factors.

It lists every amount that the surface can stand for (digits by the last separator, number words through text2num,
scale words wherever they stand) and asks whether the stored ones are among them. It is wider than the rules on
purpose where a number lends another its scale, and as strict where factors of a thousand go wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"\d(?:[\d.,']| (?=\d{3}(?!\d)))*(?<=\d)|\d")
_SCALE = re.compile(
    r"(?<![a-zë])(?:(?P<e3>duizend)|(?P<e6>miljoen|million|mln|mio)|(?P<e9>miljard|billion|mld|mia|mrd)|(?P<e12>biljoen)|(?P<e15>biljard))"
    r"|(?<=\d)(?P<g3>k)(?![a-z])"
)
_MONEY_SCALE = re.compile(
    r"(?<![a-z\d])(?:(?P<e3>k)|(?P<e6>mn|m)|(?P<e9>md|bn))(?=\s?(?:[€$£]|eur|usd|\d))"
    r"|(?<=\d)(?:(?P<f3> k|k(?=eur))|\s?(?:(?P<f6>mn|m)|(?P<f9>md|bn)))(?![a-df-z])"
)
_FACTOR = {"3": Decimal(10**3), "6": Decimal(10**6), "9": Decimal(10**9), "12": Decimal(10**12), "15": Decimal(10**15)}
_RATE = re.compile(r"(?:\bper\b|(?<!\bt)/\s?(?=[a-zµμ(])).*$", re.DOTALL)
_UNIT_DIGITS = re.compile(r"(?<![a-z\d])(?:[cdk]?m ?[23]|co ?[2₂])(?!\d)|²|³")
_LIST = re.compile(
    r"(?:(?:, | (?:en|of|à|dan wel|naar|tot)(?: ongeveer)? | ?& ?)(?:[€$£]|eur)? ?(\d(?:[\d.,']| (?=\d{3}(?!\d)))*(?<=\d)|\d))+ ?"
)
_PARTS = {"driekwart": "0.75", "kwart": "0.25", "half": "0.5", "halve": "0.5", "helft": "0.5", "½": "0.5", "¼": "0.25",
          "¾": "0.75", "⅓": "0.3333333333", "⅔": "0.6666666667", "⅕": "0.2", "⅖": "0.4", "⅗": "0.6", "⅘": "0.8",
          "⅙": "0.1666666667", "⅚": "0.8333333333", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875"}  # fmt: skip
_TOLERANCE = Decimal("0.000001")
_ONE = Decimal(1)
#: An amount and, in brackets, once more in words or digits: each must say the same.
_TWICE = re.compile(r"([^()]+?)\s*\(([^()]+)\)\s*")


def check_reading(
    surface: str,
    kind: str,
    value: Decimal | str | None,
    low: Decimal | str | None,
    high: Decimal | str | None,
    unit: str | None,
    scale: Decimal = _ONE,
    context: str = "",
) -> bool:
    """Whether the stored value (or low and high) can be read from the surface.

    scale: what a label adds that the surface does not print (1000000 under IN MILJOEN €).
    context: the text in which the surface stands, for a list may lend its scale (10 in "10 en 15 miljoen euro"). Money
        then has that scale; a bare number may have it.
    False means a contradiction: stop and look. A surface this reading cannot read at all counts as one.
    """
    stored = [item for item in (value, low, high) if item is not None]
    if kind == "period":
        return bool(stored) and all(isinstance(item, str) and _period_stands(surface, item) for item in stored)
    if not stored or not all(isinstance(item, Decimal) for item in stored):
        return False
    text = _plain(surface)
    money = kind == "money"
    lent = _lent(surface, context, money)
    if lettered := re.fullmatch(r".*\d ?([kKM])", surface, re.DOTALL):
        scales = (
            {_FACTOR["3" if lettered.group(1) in "kK" else "6"]}
            if kind == "number" and _factor(text, money) == 1
            else {_ONE}
        )
    elif _factor(text, money) > 1:
        scales = {_ONE}
    elif money and lent and _ONE not in lent:
        scales = lent
    else:
        scales = lent - {_ONE} | {scale}
    amounts = [amount * times for amount in _amounts(text, money) for times in scales]
    if all(any(_same(Decimal(item), amount) for amount in amounts) for item in stored):
        return True
    twice = _TWICE.fullmatch(surface) if money else None
    return twice is not None and all(
        check_reading(part, kind, value, low, high, unit, scale, context) for part in twice.groups()
    )


def _lent(surface: str, context: str, money: bool) -> set[Decimal]:
    """The scales that lists lend the surface at its places in the context, 1 for a place in no such list.

    The smaller number comes first: € 500.000 en € 1 miljoen lends nothing.
    """
    own, text = _line(surface), _line(context)
    number = _NUMBER.search(own)
    mine = _digits(number.group()) if number else None
    found: set[Decimal] = set()
    if mine is None:
        return found
    for place in re.finditer(rf"(?<![\w.,]){re.escape(own)}(?![\d]|[.,]\d)", text):
        lender = _LIST.match(text, place.end())
        last = _digits(lender.group(1)) if lender else None
        end = lender.end() if lender else 0
        word = _SCALE.match(text, end) or (_MONEY_SCALE.match(text, end) if money else None)
        found.add(_FACTOR[str(word.lastgroup)[1:]] if word and last is not None and mine < last else _ONE)
    return found


def _plain(surface: str) -> str:
    """One line without rate and without the digits of a unit."""
    text = re.sub(r"(?<![\w.,])[.,](?=\d)", "0.", _line(surface))
    text = re.sub(r"\b(\d{1,3})m(\d\d)\b", r"\1,\2 m", text)
    return _UNIT_DIGITS.sub(" ", _RATE.sub("", re.sub(r"(?<=\d\.) (?=\d{3})", "", text)))


def _line(surface: str) -> str:
    """One line, lower case, broken words whole."""
    text = re.sub(r"(?<=\w)[-\u2010]\s*\n\s*(?=[^\W\d])|\u00ad", "", surface).replace("\u2212", "-")
    text = re.sub("[\u2018\u2019\u201b\u02bc\u00b4`]", "'", text)
    text = re.sub(r"(?<![\d.,])\d(?: [\d.,'])+(?![ .,']?\d)", lambda spaced: spaced.group().replace(" ", ""), text)
    return " ".join(
        re.sub("[\u2012-\u2015]", "-", text).lower().replace("eén", "één").replace("minus ", "min ").split()
    )


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def _period_stands(surface: str, stored: str) -> bool:
    """The year is printed, in full or by its last digits; an elided year (Q1 en Q2 2024) prints only the rest."""
    printed = re.findall(r"\d+", surface)
    if stored.endswith("s"):
        return not printed or stored[:4] in printed or stored[2:4] in printed
    years = {stored[:4], stored[2:4]}
    return bool(years & set(printed)) or not any(len(digits) == 4 for digits in printed)


def _factor(text: str, money: bool) -> Decimal:
    factor = _ONE
    for pattern in (_SCALE, _MONEY_SCALE) if money else (_SCALE,):
        for match in pattern.finditer(text):
            factor *= _FACTOR[str(match.lastgroup)[1:]]
    return factor


def _amounts(text: str, money: bool) -> list[Decimal]:
    if share := re.fullmatch(r"(\w+) (?:op|uit|van)(?: de| elke)? (\w+)", text):
        one, two = (_digits(side) if side.isdigit() else _counted(side) for side in share.groups())
        return [one / two] if one and two else []
    spots = list(_NUMBER.finditer(text))
    found: list[Decimal] = []
    scaled: list[Decimal] = []
    for at, spot in enumerate(spots):
        number = _digits(spot.group())
        if number is None:
            continue
        end = spots[at + 1].start() if at + 1 < len(spots) else len(text)
        own = _factor(text[spot.end() - 1 : end], money) if len(spots) > 1 else _factor(text, money)
        number = -number if re.search(r"(?:^|[\s(€])-(?:[€$£]\s?)?$|\bmin $", text[: spot.start()]) else number
        numbers = [number, *(number + part for part in _parts(text[spot.end() :]))]
        factors = {own} if own > 1 else {own, _factor(text[spot.end() :], money)}
        found += [item * factor for item in numbers for factor in factors]
        scaled.append(number * own)
    if len(scaled) == 2:
        found += _pairs(text, spots, scaled)
        if re.fullmatch(r"\d{1,3}", spots[0].group()) and re.fullmatch(r"\d{1,3}\.\d00", spots[1].group()):
            found.append(scaled[0] * 1000)  # 10 à 15.000
    return _in_unit(found or _words(text), text)


def _in_unit(amounts: Iterable[Decimal], text: str) -> list[Decimal]:
    """Cents, per mille, basis points and quarters of an hour change what the number says."""
    for word, times in (
        ("promille", "0.1"),
        ("‰", "0.1"),
        ("basispunt", "0.01"),
        ("kwartier", "15"),
        ("halfjaar", "0.5"),
        ("kwarteeuw", "25"),
        ("decenni", "10"),
        ("lustr", "5"),
        ("eeuw", "100"),
    ):
        if word in text:
            return [amount * Decimal(times) for amount in amounts]
    if re.search(r"\b(?:(?:euro)?cent(?:s|en)?|cts?)\b|c€", text) and not re.search(r"euro |dollar", text):
        return [amount / 100 for amount in amounts]
    return list(amounts)


def _parts(text: str) -> list[Decimal]:
    """The part behind a whole: 2½, 5 en een half."""
    return [Decimal(part) for word, part in _PARTS.items() if word in text and "halfjaar" not in text]


def _digits(raw: str) -> Decimal | None:
    """Digits by the last separator: a group of three behind a dot, space or apostrophe; else decimals."""
    tail = re.split(r"[.,' ]", raw)[-1]
    sign = raw[-len(tail) - 1] if len(tail) < len(raw) else ""
    bare = re.sub(r"\D", "", raw)
    mixed = "," in raw and "." in raw
    if sign == ",":
        decimal = raw.count(",") == 1
    elif sign == ".":
        decimal = raw.count(".") == 1 and (mixed or len(tail) != 3 or raw.startswith("0.") or len(bare) > 6)
    else:
        decimal = False
    try:
        return Decimal(f"{bare[: -len(tail)]}.{tail}") if decimal else Decimal(bare)
    except InvalidOperation:
        return None


def _pairs(text: str, spots: list[re.Match[str]], scaled: list[Decimal]) -> list[Decimal]:
    """Two numbers that make one: 1 op 3, 3/4, 5 euro 50, 2 miljoen 300 duizend, 3 1/2."""
    one, two = scaled
    between = text[spots[0].end() : spots[1].start()]
    if re.fullmatch(r"\s?/\s?| (?:op|uit|van)(?: de| elke)? ", between):
        return [one / two] if two else []
    if re.search(r"euro|dollar|€|\$", between):
        return [one + two / 100]
    return [one + two] if one > two >= 1000 else []


def _words(text: str) -> list[Decimal]:
    """Number words: text2num over every run of words, with the parts and scales that it leaves."""
    words = re.findall(r"[^\W\d_]+|[½¼¾⅓⅔⅕-⅞]", text)
    factor = _factor(" ".join(words), money=False)
    whole = {number for run in _runs(words) if (number := _spelled(run)) is not None}
    if factor > 1 or "een" in words or _PARTS.keys() & set(words):
        whole.add(_ONE)
    parts = {Decimal(part) for word, part in _PARTS.items() if word in words}
    mixed = {number + Decimal("0.5") for word in words if (number := _spelled(_stem(word))) is not None}
    if "anderhalf" in words or "anderhalve" in words:
        mixed.add(Decimal("1.5"))
    whole |= {number for word in words if (number := _spelled(_counted_stem(word))) is not None}
    for one, zeros, two in re.findall(r"(\w+) komma ((?:nul )*)(\w+)", text):
        whole_part, decimals = _spelled(one), _spelled(two)
        if whole_part is not None and decimals is not None:
            mixed.add(whole_part + decimals.scaleb(-len(str(decimals)) - zeros.count("nul")))
    if shared := re.search(r"(\w+)-? (?:tot|à|en|of) (?:\w+ ?)(honderd|duizend)\b", text):  # twee tot drieduizend
        low = _spelled(shared.group(1))
        mixed |= {low * (100 if shared.group(2) == "honderd" else 1000)} if low is not None else set()
    dozens = {Decimal(12)} if "dozijn" in words else set()
    ranks = {rank for word in words if (rank := _rank(word)) is not None}
    plain = {number for number in whole if number < 1000}
    small = plain | mixed | parts | dozens
    small |= {number + part for number in plain for part in parts} | {
        number * part for number in plain for part in parts
    }
    found = {number for number in whole if number >= factor} | {number * factor for number in small}
    found |= {one / two for one in whole for two in ranks if two}
    found |= {share for word in words if (share := _joined_share(word)) is not None}
    found |= {number + one / two for number in whole for one in whole for two in ranks if two}
    if re.search(r"\bcent", text):
        found |= {one + two / 100 for one in whole for two in whole}
    return [*found, *(-number for number in found)] if " min " in f" {text}" else list(found)


def _runs(words: list[str]) -> Iterable[str]:
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + 8) + 1):
            yield " ".join(words[first:last])


def _counted(word: str) -> Decimal | None:
    """A number word; *een* counts too (*een op de vier*)."""
    return _ONE if word in ("een", "één") else _spelled(word)


def _spelled(words: str) -> Decimal | None:
    """What text2num (loaded only here) makes of number words; None for other words and for the article."""
    from text_to_num import text2num

    if not words:
        return None
    try:
        return Decimal(text2num(words.removesuffix("tal"), "nl"))
    except (ValueError, KeyError, IndexError):
        return None


def _stem(word: str) -> str:
    """vijf in vijfenhalf, twee in tweeënhalve."""
    half = re.fullmatch(r"(.+?)[eë]nhal(?:f|ve)", word)
    return half.group(1) if half else ""


def _counted_stem(word: str) -> str:
    """drie in driejarige, vijf in vijfdaagse."""
    long = re.fullmatch(r"(.+?)(?:jarigen?|jarig|daagse?|weekse|maands|urige?)", word)
    return long.group(1) if long else ""


def _joined_share(word: str) -> Decimal | None:
    """tweederde, viervijfde."""
    match = re.fullmatch(
        r"(e[eé]n|één|twee|drie|vier|vijf|zes|zeven|acht)((?:der|vier|vijf|zes|zeven|negen)de|achtste)n?", word
    )
    two = _rank(match.group(2)) if match else None
    return None if match is None or not two else (_spelled(match.group(1)) or _ONE) / two


def _rank(word: str) -> Decimal | None:
    """The denominator in derde, vijfde, twintigsten."""
    word = word.removesuffix("n") if word.endswith("en") else word
    stem = {"derde": "drie", "achtste": "acht"}.get(word)
    return _spelled(stem or (word[:-3] if word.endswith("ste") else word[:-2] if word.endswith("de") else ""))
