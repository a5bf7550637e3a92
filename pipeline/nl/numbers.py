"""Digits and number words → Decimal. The rules of separators stand here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from pipeline.nl.vocabulary import IRREGULAR_ORDINALS, ORDINALS_BELOW_TEN, PARTS, TENS, UNITS

_Reader = Callable[[str], "int | None"]

MAX_DIGITS = 30
"""Longer runs of digits are codes; the bound also keeps arithmetic exact and cheap."""

_PLAIN = re.compile(r"0|[1-9][0-9]*")
_DOT_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_COMMA_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_QUOTE_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:'[0-9]{3})+(?:[.,][0-9]+)?")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*)[.,][0-9]+")


def parse_digits(cluster: str) -> Decimal | None:
    """The value of digits with separators, by the shape of their groups; None for what is no number.

    >>> parse_digits("1.234"), parse_digits("672.5"), parse_digits("1,234"), parse_digits("1.234,56")
    (Decimal('1234'), Decimal('672.5'), Decimal('1.234'), Decimal('1234.56'))
    >>> parse_digits("192.168.1.1") is None
    True
    """
    if len(cluster) > MAX_DIGITS:
        return None
    if cluster[0] in ".,":  # .77
        cluster = "0" + cluster
    if _PLAIN.fullmatch(cluster):
        return Decimal(cluster)
    if "'" in cluster:
        return Decimal(cluster.replace("'", "").replace(",", ".")) if _QUOTE_GROUPS.fullmatch(cluster) else None
    dot, comma = cluster.rfind("."), cluster.rfind(",")
    if dot >= 0 and comma >= 0:
        groups, decimals = (
            (cluster[:comma], cluster[comma + 1 :]) if comma > dot else (cluster[:dot], cluster[dot + 1 :])
        )
        shape = _DOT_GROUPS if comma > dot else _COMMA_GROUPS
        return Decimal(re.sub(r"[.,]", "", groups) + "." + decimals) if shape.fullmatch(groups) else None
    if _DOT_GROUPS.fullmatch(cluster):
        return Decimal(cluster.replace(".", ""))
    if cluster.count(",") > 1:
        return Decimal(cluster.replace(",", "")) if _COMMA_GROUPS.fullmatch(cluster) else None
    return Decimal(cluster.replace(",", ".")) if _DECIMAL.fullmatch(cluster) else None


def _below_hundred() -> dict[str, int]:
    words = {word: value for word, value in UNITS.items() if value}
    words |= TENS
    ones = {"een": 1, **{word: value for word, value in UNITS.items() if 0 < value < 10}}
    for one, low in ones.items():
        for ten, high in TENS.items():
            for link in ("en", "ën"):
                words[one + link + ten] = low + high
    return words


_BELOW_HUNDRED = _below_hundred()
# A cheap first look: most words of a text begin no number.
_BEGIN = re.compile(
    r"e[eé]n|éé?n|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|der|veer|twin|tach|hond|duiz"
)
_HALF = re.compile(r"(.+?)(?:[eë]n|-en-(?:een-)?)hal(?:f|ve)")
_SCALED = {"miljoen": 10**6, "miljard": 10**9}


@lru_cache(maxsize=4096)
def number_word(word: str) -> Decimal | None:
    """The value of one lower-case number word, compounds and halves included; None for "een" and all other words.

    >>> number_word("honderdtwintigduizend"), number_word("tweeënhalf"), number_word("honderden")
    (Decimal('120000'), Decimal('2.5'), None)
    """
    if word in UNITS:
        return Decimal(UNITS[word])
    if word in ("anderhalf", "anderhalve"):
        return Decimal("1.5")
    if word == "dozijn":
        return Decimal(12)
    if word == "driekwart":
        return PARTS[word]
    if len(word) > 90 or not _BEGIN.match(word):
        return None
    if half := _HALF.fullmatch(word):
        whole = _whole(half.group(1))
        return None if whole is None else Decimal(whole) + Decimal("0.5")
    if word.endswith("tal"):
        word = word[:-3]
    value = _whole(word)
    return None if value is None else Decimal(value)


def _whole(word: str) -> int | None:
    for scale, times in _SCALED.items():
        before, found, after = word.partition(scale)
        if found:
            high, low = _thousands(before), _rest(after, _thousands)
            return None if high is None or low is None else high * times + low
    return _thousands(word)


def _thousands(word: str) -> int | None:
    return _split(word, "duizend", 1000, _hundreds)


def _hundreds(word: str) -> int | None:
    return _split(word, "honderd", 100, _BELOW_HUNDRED.get)


def _split(word: str, scale: str, times: int, below: _Reader) -> int | None:
    before, found, after = word.partition(scale)
    if not found:
        return below(word)
    high = below(before) if before else 1
    low = _rest(after, below)
    return None if high is None or low is None else high * times + low


def _rest(word: str, below: _Reader) -> int | None:
    """What follows a scale inside a word; "en" may link it (honderdenzes) but must not end it (honderden)."""
    if not word:
        return 0
    value = 1 if word in ("een", "eneen", "ëneen") else below(word)
    if value is None and word[:2] in ("en", "ën"):
        value = below(word[2:])
    return value


def _fraction_words() -> dict[str, tuple[int, int]]:
    """tweederde → (2, 3); no tenths, because vijftiende is the fifteenth."""
    above = {"een": 1, **{word: value for word, value in UNITS.items() if 0 < value < 9}}
    below = {word: value for word, value in ORDINALS_BELOW_TEN.items() if value > 2}
    return {one + two: (high, low) for one, high in above.items() for two, low in below.items() if high < low}


FRACTION_WORDS = _fraction_words()


@lru_cache(maxsize=1024)
def ordinal_word(word: str) -> int | None:
    """The rank of an ordinal: derde 3, twintigste 20; None for other words (plural -n allowed: derden)."""
    stem = word[:-1] if word.endswith("en") else word
    if stem in FRACTION_WORDS:
        return None
    if stem in IRREGULAR_ORDINALS and stem != "één":
        return IRREGULAR_ORDINALS[stem]
    for ending in ("ste", "de"):
        if stem.endswith(ending):
            value = number_word(stem[: -len(ending)])
            if value is not None and value == value.to_integral_value():
                return int(value)
    for irregular in ("eerste", "derde", "achtste"):  # honderdderde, honderdeneerste
        if stem.endswith(irregular):
            head = number_word(stem[: -len(irregular)].removesuffix("en"))
            if head is not None:
                return int(head) + IRREGULAR_ORDINALS[irregular]
    return None
