"""What is layout or a name in a text, decided once and before anything is read: addresses, hours, marks, pages, enumerators.

The shapes are data, `layout.toml`. What they find is masked: the text keeps its length, and no number is left there. What
takes more than a pattern, numbers that run through a text, is a function here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.nl.vocabulary import MONTHS, TOWNS
from pipeline.nl.words import STARTERS

MASK = "\ufffc"
"""Stands for each character that is no part of a quantity."""


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


FRAGMENTS = {
    "HOUR": r"(?:(?:2[0-4]|[01]?\d)(?:[.:]\d\d)?|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)",
    "TO": r" ?(?:tot(?: en met)?|en|-|t/m) ?",
    "STARTER": _any(word.capitalize() for word in STARTERS) + r"\b",
    "MONTH": _any(month for month in MONTHS if len(month) > 3 or month == "mei"),
    "YEAR": r"(?:19|20)\d\d",
    "TOWN": _any(town.title() for town in TOWNS) + r"\b",
    "STREET": r"(?:straat|laan|plein|lei|kaai|kade|dreef|weg|vest|markt|baan|ring|gracht|singel|dijk|dam|pad|hof|park)",
    "UNITS_OF_TWO": r"(?:[MGTP]W|[MGTP]B|[PTMG]J|MV)",
    "IN_CLAUSE": r"[^.!?;\n]{0,60}?",
    "ACT": r"(?:richtsnoer(?:en)?|richtlijn(?:en)?|verordening(?:en)?|besluit(?:en)?|beschikking|resolutie|aanbeveling|advies|opinie)",
}


class Rule(NamedTuple):
    """One shape of `layout.toml`, its pattern as one expression."""

    name: str
    cues: tuple[str, ...]
    expression: str
    example: str
    counter: str

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.expression)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def rules() -> tuple[Rule, ...]:
    table = tomllib.loads(resources.files("pipeline.nl").joinpath("layout.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(row["name"], tuple(row["cues"]), _filled("".join(row["pattern"])), row["example"], row["counter"])
        for row in table["rules"]
    )


def _filled(pattern: str) -> str:
    for name, fragment in FRAGMENTS.items():
        pattern = pattern.replace(f"<{name}>", fragment)
    return pattern


class _Cues(NamedTuple):
    """Cues with the numbers of their rules: short ones, and longer ones by their first three characters."""

    short: list[tuple[str, int]]
    by_start: dict[tuple[str, ...], list[tuple[str, int]]]
    starts: frozenset[tuple[str, ...]]


@cache
def _cues() -> _Cues:
    short: list[tuple[str, int]] = []
    by_start: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for number, rule in enumerate(rules()):
        for cue in rule.cues:
            place = short if len(cue) < 3 else by_start.setdefault(tuple(cue[:3]), [])
            place.append((cue, number))
    return _Cues(short, by_start, frozenset(by_start))


def _candidates(shape: str) -> list[int]:
    """The rules of which the text holds a cue; a text is cut into threes once, rather than searched for each cue."""
    short, by_start, starts = _cues()
    numbers = {number for cue, number in short if cue in shape}
    for three in starts.intersection(zip(shape, shape[1:], shape[2:], strict=False)):
        numbers.update(number for cue, number in by_start[three] if cue in shape)
    return sorted(numbers)


_DIGITS = str.maketrans("123456789", "000000000")


def masked(source: str) -> str:
    """The text with everything masked that is layout or a name; as long as it was."""
    shape = source.lower().translate(_DIGITS)
    found: list[tuple[int, int]] = []
    for number in _candidates(shape):
        for match in rules()[number].pattern.finditer(source):
            found += _spans(match)
    if "0" in shape:
        found += running_numbers(source, shape)
    if not found:
        return source
    characters = list(source)
    for start, end in found:
        for at in range(start, end):
            if not characters[at].isspace():
                characters[at] = MASK
    return "".join(characters)


def _spans(match: re.Match[str]) -> Iterable[tuple[int, int]]:
    groups = match.re.groups
    return (
        [match.span()]
        if not groups
        else [match.span(group) for group in range(1, groups + 1) if match.start(group) >= 0]
    )


_SIGNS = ("0)", "0. ", "0/ ", "0° ", "0.)")
_INLINE = re.compile(r"(?:(?<=\s)|(?<=\()|(?<=[:;])|^)(?P<number>\d{1,2})(?P<sign>[.)/]|°|[.]?\))(?= ?[^\W\d_])")
_AT_LINE = re.compile(r"(?:^|[\n\f])[ \t]*(?P<number>\d{1,3})(?: +|\n)(?=[\"'«“(]?[A-Z])")
_BEFORE_PAGE = re.compile(r"(?<=\s)(?P<number>\d{1,3})\s*(?:\f|\Z)")


def running_numbers(source: str, shape: str) -> Iterator[tuple[int, int]]:
    """Places of numbers that run: 1) … 2) … 3) in a sentence, notes and headings at the starts of lines, pages before a page's end."""
    inline: dict[str, list[re.Match[str]]] = {}
    for match in _INLINE.finditer(source) if any(sign in shape for sign in _SIGNS) else ():
        inline.setdefault(match["sign"], []).append(match)
    for matches in inline.values():
        numbers = {int(match["number"]) for match in matches}
        yield from (match.span() for match in matches if _runs(int(match["number"]), numbers) and numbers & {1, 2})
    for pattern in (_AT_LINE, _BEFORE_PAGE) if "\n" in source or "\f" in source else ():
        matches = list(pattern.finditer(source))
        numbers = {int(match["number"]) for match in matches}
        yield from (match.span("number") for match in matches if _runs(int(match["number"]), numbers))


def _runs(number: int, others: set[int]) -> bool:
    return number - 1 in others or number + 1 in others
