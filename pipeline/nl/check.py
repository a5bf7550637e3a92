"""A second reading of one surface, sharing no code and no table with the finder: a guard against silent factors.

It reads digits by a different rule (the last separator, then the length of what follows it), number words with
text2num (loaded only when a surface has no digits), scale words by their first letters, and compares amounts.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"\d[\d.,'’\s\u00a0\u2009\u202f]*(?<=\d)|\d")
_SCALE = re.compile(
    r"(?<![a-z])(?P<e3>duizend|k(?=\s?[€$£])|k(?=eur))|(?<![a-z])(?P<e6>miljoen|mln|mio|m(?=\s?€)|m(?=eur))"
    r"|(?<![a-z])(?P<e9>miljard|mld|mia|mrd|md)|(?<![a-z])(?P<e12>biljoen)"
)
_FACTOR = {"e3": 10**3, "e6": 10**6, "e9": 10**9, "e12": 10**12}
_LETTER = re.compile(r"\d\s?(k|m|mn|md|bn)(?![a-z])|[€$](k|m)\s?\d")
_LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "md": 10**9, "bn": 10**9}
_TOLERANCE = Decimal("0.000001")


def check_reading(
    surface: str,
    kind: str,
    value: Decimal | str | None,
    low: Decimal | str | None,
    high: Decimal | str | None,
    unit: str | None,
    scale: Decimal = Decimal(1),
) -> bool:
    """Whether the stored value (or low and high) can be read from the surface.

    scale: what the label adds that the surface does not print (1000000 under IN MILJOEN €).
    False means a contradiction: stop and look. A surface this reading cannot read at all counts as one.
    """
    stored = [item for item in (value, low, high) if item is not None]
    if not stored:
        return False
    if kind == "period":
        return all(isinstance(item, str) and _period_stands(surface, item) for item in stored)
    if not all(isinstance(item, Decimal) for item in stored):
        return False
    amounts = _amounts(surface, unit)
    return all(any(_same(Decimal(item), amount * times) for amount in amounts for times in {Decimal(1), scale}
                   if scale == 1 or times == scale or _states_scale(surface)) for item in stored)  # fmt: skip


def _states_scale(surface: str) -> bool:
    return _SCALE.search(surface.lower()) is not None


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def _period_stands(surface: str, stored: str) -> bool:
    year = stored[:4]
    return year in surface or year[2:] in surface or (stored.endswith("s") and not re.search(r"\d", surface))


def _amounts(surface: str, unit: str | None) -> list[Decimal]:
    """Every amount this surface can stand for, each with the scale words that follow or frame it."""
    text = " ".join(re.sub(r"-\s*\n\s*", "", surface).lower().split())
    text = re.sub(r"(?<=\d\.) (?=\d{3})", "", text)
    found: list[Decimal] = []
    spots = list(_NUMBER.finditer(text))
    for at, spot in enumerate(spots):
        number = _digits(spot.group())
        if number is None:
            continue
        minus = re.search(r"(?:^|[\s(€])[-−–]\s?€?\s?$|\bmin $", text[: spot.start()]) is not None
        own = text[spot.end() : spots[at + 1].start() if at + 1 < len(spots) else len(text)]
        for scaled in _scaled(number, own, text, unit):
            found.append(-scaled if minus else scaled)
    if len(spots) == 2:
        found += _pairs(text, spots)
    return found or _words(text, unit)


def _scaled(number: Decimal, own: str, text: str, unit: str | None) -> list[Decimal]:
    """The number with its own scale; without one, also with the scale at the end of the range (1,5 tot 2 miljard)."""
    factor = _scale_of(own)
    options = [factor] if factor > 1 else [Decimal(1)]
    if factor == 1:
        whole = _scale_of(text)
        letter = _LETTER.search(text)
        if letter:
            whole = Decimal(_LETTERS[letter.group(1) or letter.group(2)])
        if whole > 1:
            shared = re.search(r"\d.*\d", text) is not None and len(_NUMBER.findall(text)) > 1
            options = [Decimal(1), whole] if shared else [whole]
    values = [number * option for option in options]
    if "‰" in text or "promille" in text:
        values = [item / 10 for item in values]
    if "basispunt" in text:
        values = [item / 100 for item in values]
    if unit and "eurocent" not in unit and re.search(r"\bcents?\b|centen|eurocent", text):
        values = [*values, *(item / 100 for item in values)]
    if re.search(r"half|½|kwart(?!ier|aal)|[¼¾⅓⅔]", text):
        values += [item + part for item in list(values) for part in _PARTS]
    if "kwartier" in text:
        values = [item * 15 for item in values]
    return values


_PARTS = [Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1) / 3, Decimal(2) / 3]


def _scale_of(text: str) -> Decimal:
    factor = Decimal(1)
    for match in _SCALE.finditer(text):
        factor *= _FACTOR[str(match.lastgroup)]
    return factor


def _digits(raw: str) -> Decimal | None:
    """Digits by the last separator: three digits behind a dot or space group, any other number is decimal."""
    text = re.sub(r"\s", " ", raw.strip()).replace("’", "'")
    tail = re.split(r"[.,' ]", text)[-1]
    sign = text[-len(tail) - 1] if len(tail) < len(text) else ""
    bare = re.sub(r"\D", "", text)
    commas, dots = text.count(","), text.count(".")
    decimal = sign == "," and commas == 1 or (sign == "." and dots == 1 and (commas or len(tail) != 3 or text[:2] == "0."))
    if sign == "." and dots == 1 and len(tail) == 3 and not commas and len(bare) > 6 and " " not in text:
        decimal = True
    try:
        return Decimal(bare[: -len(tail)] + "." + tail) if decimal else Decimal(bare)
    except InvalidOperation:
        return None


def _pairs(text: str, spots: list[re.Match[str]]) -> list[Decimal]:
    """1 op 3, 3/4, 5 euro 50: two numbers that make one."""
    one, two = (_digits(spot.group()) for spot in spots)
    if one is None or two is None:
        return []
    between = text[spots[0].end() : spots[1].start()]
    if re.fullmatch(r"\s?/\s?| (?:op|uit|van)(?: de| elke)? ", between) and two:
        return [one / two]
    return [one + two / 100] if re.search(r"euro|dollar|€|\$", between) else []


def _words(text: str, unit: str | None) -> list[Decimal]:
    """Number words through text2num, word by word and whole, with the parts it does not know."""
    from text_to_num import text2num

    found: list[Decimal] = []
    whole = _WORD_PARTS.sub(" ", text)
    words = re.findall(r"[^\W\d_½¼¾⅓⅔]+", text)
    for first in range(len(words)):
        for last in range(min(len(words), first + 8), first, -1):
            try:
                found.append(Decimal(text2num(" ".join(words[first:last]), "nl")))
            except (ValueError, KeyError, IndexError):
                continue
    parts = [part for word, part in _FRACTIONS.items() if word in text]
    factor = _scale_of(" ".join(w for w in words if not w.endswith("duizend") or w == "duizend"))
    singles = [item for item in found if item < 1000] + [Decimal(1)]
    found += [item * factor for item in singles]
    found += [part * factor for part in parts] + [(item + part) * factor for item in singles for part in parts]
    found += [item * part for item in singles for part in parts if part < 1]
    found += [one / two for one in singles for two in [*singles, *_ranks(words)] if two]
    found += [one + two / 100 for one in singles for two in singles if "cent" in text]
    if "kwartier" in text:
        found += [item * 15 for item in singles]
    if text.startswith("min "):
        found += [-item for item in found]
    del whole
    return found


_WORD_PARTS = re.compile(r"half|halve")
_FRACTIONS = {"anderhal": Decimal("1.5"), "half": Decimal("0.5"), "halve": Decimal("0.5"), "helft": Decimal("0.5"),
              "driekwart": Decimal("0.75"), "kwart": Decimal("0.25"), "½": Decimal("0.5"), "¼": Decimal("0.25"),
              "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3, "dozijn": Decimal(12), "tweeënhal": Decimal("2.5"),
              "drieënhal": Decimal("3.5"), "vierenhal": Decimal("4.5"), "vijfenhal": Decimal("5.5")}  # fmt: skip


def _ranks(words: list[str]) -> list[Decimal]:
    """Denominators: derde, vijfde, twintigste."""
    from text_to_num import text2num

    ranks: list[Decimal] = []
    for word in words:
        stem = word[:-3] if word.endswith("ste") else word[:-2] if word.endswith("de") else ""
        stem = {"der": "drie", "derd": "drie"}.get(stem, stem) if word != "achtste" else "acht"
        if stem:
            try:
                ranks.append(Decimal(text2num(stem, "nl")))
            except (ValueError, KeyError, IndexError):
                continue
    return ranks
