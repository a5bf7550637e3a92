"""Atoms → ranges, and the unit or scale that one end lends the other."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.nl.atom import Atom
from pipeline.nl.quantity import Reading
from pipeline.nl.tokens import BLANK, GLUED, LINE, WORD, Token
from pipeline.nl.vocabulary import CHANGE_STEMS, NO_NOUNS

_RANGE_LINKS = frozenset({
    "-", "~", "à", "tot", "tot en met", "t / m", "t . e . m .", "tem", "tot maximaal", "tot het", "tot de",
    "tot ongeveer",
    "tot maximum", "t . e . m", "tot wel", "t . m .", "tot in", "tot aan", "tot eind", "tot einde",
    "tot begin",
    "tot midden", "tot en met het", "tot en met de", "tot en met eind", "tot bijna",
})  # fmt: skip
_BOUND_LINKS = frozenset({"en", "en de", "en het", "en eind", "en begin", "en midden", "en einde"})
_LIST_LINKS = frozenset({"en", "of", "naar", "en / of", "&", "tot", "naar ongeveer", "dan wel"})
LENT = "lent"
"""Marks an atom that took its unit from the next one, so that a whole list may (10, 20 en 30 %)."""
_WEEKDAYS = frozenset("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split())
_BEFORE_BOUND = frozenset({"tussen", "van tussen"})
_BEFORE_YEAR = frozenset({"in", "sinds", "vanaf", "tegen", "na", "eind", "begin", "midden", "medio", "uit", "jaar"})
ONE = Decimal(1)
_MAX_LINK = 8
_CHANGE_WINDOW = 9


def merge(tokens: list[Token], atoms: list[Atom]) -> list[Atom]:
    """Join neighbouring atoms into ranges, left to right; then lend units in lists (20 en 30 %)."""
    merged: list[Atom] = []
    for atom in atoms:
        if merged and (joined := _join(tokens, merged[-1], atom)) is not None:
            merged[-1] = joined
        else:
            merged.append(atom)
    for low, high in zip(merged[-2::-1], merged[:0:-1], strict=True):
        _lend(tokens, low, high)
    return [atom for atom in merged if _stands(atom)]


def _stands(atom: Atom) -> bool:
    """What must have become part of something larger (1 januari, the 3 of 3-1, the 4 of zone 4) and did not, goes."""
    return (
        not atom.is_partial and not (atom.is_glued and not atom.is_range) and not (atom.is_weak and atom.unit is None)
    )


def _link(tokens: list[Token], low: Atom, high: Atom) -> str:
    """The words between two atoms, or "" when they are far apart or in different paragraphs."""
    if high.first - low.last > _MAX_LINK or high.first <= low.last + 1:
        return ""
    between = tokens[low.last + 1 : high.first + 1]
    if any(token.gap == BLANK for token in between):
        return ""
    hyphen, word = between[0], between[1]
    suspended = (
        hyphen.raw == "-" and hyphen.gap == GLUED < word.gap and word.text in ("tot", "à", "en", "of")
    )  # tien- tot vijftien
    return " ".join(token.text for token in between[suspended:-1] if token.text not in _WEEKDAYS)


def _join(tokens: list[Token], low: Atom, high: Atom) -> Atom | None:  # noqa: C901
    """The range from `low` to `high`, if the words between and before make one."""
    if low.is_range or high.is_range:
        return None
    link = _link(tokens, low, high)
    if not link:
        return None
    bounded = link in _BOUND_LINKS and _is_bounded(tokens, low)
    neighbours = link == "of" and _are_neighbours(low, high)
    if link == "a" and low.kind == "number" and low.digits and high.digits:
        link = "à"
    if not (bounded or neighbours or link in _RANGE_LINKS):
        return None
    if high.kind == "period" and (days := _day_range(low, high)) is not None:
        return days
    if low.kind == "period" or high.kind == "period":
        return _period_range(low, high)
    if low.is_yearish and high.is_yearish and low.unit is None and high.unit is None and link != "of":
        return _year_range(low, high) if str(low.digits) < str(high.digits) else None
    if not _compatible(low, high) or (link == "-" and not _is_dash_range(tokens, low, high)):
        return None
    if link.startswith("tot") and link != "tot en met" and _is_change(tokens, low):
        return None
    if low.is_yearish and not high.is_yearish and tokens[low.first - 1].text in _BEFORE_YEAR:
        return None
    lends = _lends_scale(low, high) or _lends_part(low, high)
    times = _lent_thousand(low, high)
    if low.mantissa * times * (high.scale if lends else low.scale) > high.mantissa * high.scale:
        return None  # decided before anything is lent: a failed range must leave both ends as they were
    readings = _times(low, times) if times > 1 else []
    readings += lend_unit(low, high)
    return _range(low, high, low.value, high.value, readings)


def _is_bounded(tokens: list[Token], low: Atom) -> bool:
    before = tokens[low.first - 1]
    if before.text in ("de", "het", "eind", "begin", "einde", "ongeveer", "circa", "midden"):
        before = tokens[low.first - 2]
    return before.text in _BEFORE_BOUND


def _are_neighbours(low: Atom, high: Atom) -> bool:
    if low.kind == "period" or not low.is_bare or low.is_yearish:
        return False
    number = high.mantissa / high.times
    return low.mantissa + 1 == number and number < 100 and low.mantissa == low.mantissa.to_integral_value()


def _compatible(low: Atom, high: Atom) -> bool:
    if low.is_part and not high.is_part:
        return False  # met een kwart naar € 50
    if low.unit is None and low.kind == "number":
        return True
    if low.unit == high.unit:
        return True
    if high.unit is None:
        return low.has_prefix
    return low.kind == high.kind == "money" and high.unit.split("/")[0] == low.unit


def _is_dash_range(tokens: list[Token], low: Atom, high: Atom) -> bool:
    """5-10 MW, 5 – 10 MW; not 12-10, not a dash that opens the next part of a sentence (both ends on one line)."""
    dash, after = tokens[low.last + 1], tokens[high.first]
    if low.is_yearish and high.is_yearish:
        return dash.gap < LINE and after.gap < LINE
    if (dash.gap == GLUED) != (after.gap == GLUED) and not (low.kind == high.kind != "number"):
        return False
    return dash.gap < LINE and after.gap < LINE and low.mantissa * low.scale < high.mantissa * high.scale


def _is_change(tokens: list[Token], low: Atom) -> bool:
    """Whether a verb of change governs "van … tot …" (stijgt van 5 tot 10): two quantities."""
    if tokens[low.first - 1].text != "van" and tokens[low.first - 2].text != "van":
        return False
    for at in range(max(0, low.first - _CHANGE_WINDOW), low.first):
        token = tokens[at]
        if token.kind == WORD and token.text.startswith(CHANGE_STEMS) and not token.text.endswith("ing"):
            return True
    return False


def lend_unit(low: Atom, high: Atom) -> list[Reading]:
    """Give each end what only the other has; the reading without a lent scale is kept where both are possible."""
    readings: list[Reading] = []
    if high.unit is None and low.unit is not None and low.has_prefix:
        high.unit, high.kind = low.unit, low.kind
    if _lends_scale(low, high):
        if low.unit is not None and isinstance(low.value, Decimal):
            own = low.value
            readings.append(Reading(own, None, None, "the scale word may belong to the second amount alone"))
        low.scale = low.label_scale = high.scale
        low.value = low.mantissa * low.scale
    elif _lends_part(low, high):
        low.value = low.mantissa * high.scale
    if low.unit is None or (high.unit is not None and high.unit.startswith(low.unit + "/")):
        low.unit, low.kind = high.unit, high.kind
    if low.unit is not None:
        low.is_yearish = high.is_yearish = False
    return readings


def _lends_scale(low: Atom, high: Atom) -> bool:
    """1,5 tot 2 miljard; not € 500.000 en € 1 miljoen, where the smaller amount prints the larger number."""
    return low.scale == 1 and high.scale > 1 and low.mantissa < high.mantissa and not low.is_yearish


def _lent_thousand(low: Atom, high: Atom) -> Decimal:
    """What the first of two numbers leaves to the second: twee tot drieduizend, één- tot tweehonderd, 10 à 15.000."""
    if not (low.scale == 1 and low.mantissa >= 1 and (low.unit is None or low.unit == high.unit or high.unit is None)):
        return ONE
    if high.times > 1 and not low.has_prefix:
        return high.times if low.mantissa < high.mantissa / high.times and low.times == 1 else ONE
    elliptic = high.scale == 1 and low.digits.isdigit() and len(low.digits) <= 3 and _ELLIPTIC.fullmatch(high.digits)
    both_signs = low.has_prefix and high.has_prefix
    return Decimal(1000) if elliptic and not both_signs and low.mantissa < high.mantissa // 1000 else ONE


_ELLIPTIC = re.compile(r"[1-9][0-9]{0,2}\.[05]00")


def _times(low: Atom, times: Decimal) -> list[Reading]:
    """Give the first number the thousands of the second; what it prints stays as the other reading of digits."""
    own = low.mantissa
    low.mantissa = low.value = own * times
    return [Reading(own, None, None, "the thousands may belong to the second number alone")] if low.digits else []


def _lends_part(low: Atom, high: Atom) -> bool:
    """5 tot 10 cent, 2 tot 3 promille: the unit is a part of the one published."""
    return high.scale < 1 and low.scale == 1 and low.unit is None and not high.has_prefix


def _range(
    low: Atom, high: Atom, bottom: Decimal | str | None, top: Decimal | str | None, notes: list[Reading]
) -> Atom:
    atom = Atom(low.first, high.last, high.kind, None, high.unit, low=bottom, high=top, counted=high.counted)
    atom.readings = [*low.readings, *high.readings, *(Reading(None, note.value, top, note.reason) for note in notes)]
    atom.digits = high.digits
    return atom


def _year_range(low: Atom, high: Atom) -> Atom:
    atom = _range(low, high, low.digits, high.digits, [])
    atom.kind, atom.is_yearish = "period", True
    return atom


def _period_range(low: Atom, high: Atom) -> Atom | None:
    """Periods to a range; the first may lack its year (1 januari tot 31 december 2024), the second its month's."""
    for atom in (low, high):
        if atom.is_yearish and atom.kind == "number" and atom.unit is None:
            atom.kind, atom.value = "period", atom.digits
    if low.kind != high.kind or (high.is_partial and low.is_partial):
        return None
    start, end = low.value, high.value
    if low.is_partial and isinstance(end, str):
        start = end[:4] + low.digits
    if high.is_partial and isinstance(start, str):
        end = start[:4] + high.digits
    if isinstance(start, str) and start.endswith("s") and isinstance(end, str) and end.endswith("0"):
        end += "s"  # de jaren 1960-1970
    if not isinstance(start, str) or not isinstance(end, str) or start[:4] > end[:4]:
        return None
    return _range(low, high, start, end, [])


def _day_range(low: Atom, high: Atom) -> Atom | None:
    """1 t.e.m. 5 mei 2025, 12-14 juni: days that share the month and year behind the second."""
    if low.kind != "number" or not low.is_bare or not (low.digits.isdigit() and 1 <= int(low.digits) <= 31):
        return None
    whole = high.digits if high.is_partial else high.value
    if not isinstance(whole, str) or len(whole) not in (6, 10):
        return None
    atom = _range(low, high, whole[:-2] + low.digits.zfill(2), whole, [])
    atom.is_partial = high.is_partial
    return atom


def _lend(tokens: list[Token], low: Atom, high: Atom) -> None:
    """20 en 30 %, 10 en 15 miljoen euro, Q1 en Q2 2024: the first takes what only the last one states."""
    if (
        low.is_partial
        and high.kind == "period"
        and isinstance(high.value, str)
        and _link(tokens, low, high) in ("en", "of")
    ):
        low.value, low.is_partial = high.value[:4] + low.digits, False
        return
    if (
        high.kind == "period"
        and _link(tokens, low, high) in ("en", "of")
        and (days := _day_range(low, high)) is not None
    ):
        low.kind, low.value = "period", days.low  # op 1 en 2 maart 2024
        return
    if low.kind == "period" or high.kind == "period" or low.is_range or low.is_yearish or low.counted:
        return
    if low.is_part and not high.is_part:
        return
    link = _link(tokens, low, high)
    if link not in _LIST_LINKS and not (link == "," and high.approx == LENT):
        return
    following = tokens[low.last + 1]
    if following.kind == WORD and following.text not in NO_NOUNS:
        return
    if high.scale < 1 or "{" in (high.unit or "") or (low.unit is None and not low.digits and link == "en"):
        return
    if low.unit is None and high.unit is not None and low.is_bare:
        lend_unit(low, high)
        low.approx = LENT
    elif (
        low.unit == high.unit
        and low.scale == 1
        and high.scale > 1
        and low.kind == "money"
        and low.mantissa < high.mantissa
    ):
        low.readings.extend(lend_unit(low, high))
        low.approx = LENT
