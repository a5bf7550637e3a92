"""Digits at one place → Number: groups cut by spaces or line ends, fractions, shares, and the scale words behind."""

from __future__ import annotations

from decimal import Decimal

from pipeline.nl.measures import match_currency
from pipeline.nl.numbers import ordinal_word, parse_digits
from pipeline.nl.spelled import Number, ends_fraction, ratio, read_part, read_share, read_words, with_scale
from pipeline.nl.tokens import FRACTION, GLUED, LINE, NUM, SPACE, WORD, Token
from pipeline.nl.vocabulary import VULGAR_FRACTIONS

_MAX_GROUPS = 6


def read_number(tokens: list[Token], at: int) -> Number | None:
    """Digits (grouped, broken over lines), number words or a fraction, with the scale words behind."""
    token = tokens[at]
    if token.kind == NUM:
        return _digits(tokens, at)
    if token.kind == FRACTION:
        return with_scale(tokens, at + 1, ratio(*VULGAR_FRACTIONS[token.raw]), token.raw)
    if token.kind == WORD:
        return read_words(tokens, at)
    return None


def _digits(tokens: list[Token], at: int) -> Number | None:
    cluster, after = _grouped(tokens, at)
    value = parse_digits(cluster)
    if value is None:
        return None
    if tokens[after].kind == FRACTION and tokens[after].gap <= SPACE and value == value.to_integral_value():
        return with_scale(tokens, after + 1, value + ratio(*VULGAR_FRACTIONS[tokens[after].raw]), cluster)
    part = _slash_fraction(tokens, after)
    if part is not None and tokens[after].gap == SPACE and cluster.isdigit():
        return with_scale(tokens, after + 3, value + part, cluster)
    part = _slash_fraction(tokens, at)
    if part is not None:
        ordinal = tokens[at + 3].gap == GLUED and tokens[at + 3].text in ("e", "de", "den", "ste", "sten")
        return with_scale(tokens, at + 4 if ordinal else at + 3, part, cluster)
    share = read_share(tokens, after, value)
    if share is not None:
        return share
    if tokens[after].text == "en" and tokens[after + 1].text in ("een", "half", "halve", "kwart"):
        part, end = read_part(tokens, after + 1)
        if part is not None and value == value.to_integral_value():
            return with_scale(tokens, end, value + part, cluster)
    rank = ordinal_word(tokens[after].text) if tokens[after].kind == WORD and tokens[after].gap == SPACE else None
    if (
        rank is not None
        and rank > 2
        and tokens[after].text.endswith(("de", "ste"))
        and ends_fraction(tokens, after + 1)
    ):
        return with_scale(tokens, after + 1, ratio(value, rank), cluster)
    return _two_scales(tokens, with_scale(tokens, after, value, cluster))


def _two_scales(tokens: list[Token], number: Number) -> Number:
    """2 miljoen 300 duizend: a second amount with a smaller scale word adds to the first."""
    token = tokens[number.after]
    if number.scale == 1 or token.kind != NUM or token.gap != SPACE:
        return number
    value = parse_digits(token.raw)
    if value is None:
        return number
    lesser = with_scale(tokens, number.after + 1, value, token.raw)
    grouped = "." in token.raw and lesser.amount >= 1000
    if not (grouped or lesser.scale > 1) or lesser.amount >= number.scale:
        return number
    total = number.mantissa + lesser.mantissa * lesser.scale / number.scale
    return Number(total, number.scale, lesser.after)


def _grouped(tokens: list[Token], at: int) -> tuple[str, int]:
    """The cluster at `at` with the groups that spaces or line ends cut off, and the token after it."""
    cluster, after = tokens[at].raw, at + 1
    if len(cluster) <= 3 and cluster[0] != "0" and cluster.isdigit():
        while after <= at + _MAX_GROUPS and _continues(tokens, at, after):
            cluster += tokens[after].raw if "." not in tokens[after].raw else tokens[after].raw.replace(".", ",")
            after += 1
            if not tokens[after - 1].raw.isdigit():
                break
        if after > at + 1:
            return cluster, after
    dot, following = tokens[after], tokens[after + 1]
    if dot.raw == "." and dot.gap == GLUED and following.kind == NUM and following.gap == LINE:
        groups = cluster.split(".")
        rest = following.raw.split(",")[0].split(".")
        shaped = len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:] + rest)
        money = match_currency(tokens, at - 1, before_number=True) is not None
        if shaped and cluster[0] != "0" and (money or len(rest) > 1 or len(groups) > 1 or rest == ["000"]):
            return f"{cluster}.{following.raw}", after + 2
    return cluster, after


def _continues(tokens: list[Token], at: int, after: int) -> bool:
    """Whether the token is a further group of three digits, cut off by one space or line end."""
    token = tokens[after]
    raw = token.raw
    if token.kind != NUM or not raw[:3].isdigit() or len(raw) < 3 or token.gap not in (SPACE, LINE):
        return False
    if len(raw) > 3 and raw[3:] != ".00" and (raw[3] != "," or raw.count(",") > 1 or "." in raw):
        return False
    if token.gap == SPACE:
        return token.width == 1
    # Over a line end: numbers that stand alone on their lines are a column, not groups (000 is no number alone).
    alone = tokens[at].gap >= LINE and tokens[after + 1].gap >= LINE
    return raw[:3] == "000" or not alone


def _slash_fraction(tokens: list[Token], at: int) -> Decimal | None:
    above, slash, below = tokens[at], tokens[at + 1], tokens[at + 2]
    if not (above.kind == NUM and below.kind == NUM and slash.raw == "/" and slash.gap == below.gap == GLUED):
        return None
    if tokens[at + 3].raw == "/" or (tokens[at - 1].raw == "/" and above.gap == GLUED):
        return None
    if not (above.raw.isdigit() and below.raw.isdigit()) or len(above.raw) > 2 or len(below.raw) > 4:
        return None
    one, two = int(above.raw), int(below.raw)
    usual = two <= 10 or two in (20, 100, 1000)
    return ratio(one, two) if 0 < one < two and usual and "0" not in (above.raw[0], below.raw[0]) else None
