"""Dates, months, quarters, halves and decades. A bare year is read as an amount and judged by its surroundings."""

from __future__ import annotations

import re

from pipeline.nl.amounts import YEARS
from pipeline.nl.atom import Atom
from pipeline.nl.numbers import number_word, ordinal_word
from pipeline.nl.quantity import Reading
from pipeline.nl.tokens import GLUED, LINE, NUM, SPACE, WORD, Token
from pipeline.nl.vocabulary import COUNTED_YEARS, COUNTED_YEARS_ENDINGS, HALVES, MONTHS, QUARTERS, SEASONS, TENS

_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})")
_MARK = re.compile(r"([qhskt])([1-4])")
_ORDINAL_ENDINGS = frozenset({"e", "de", "ste"})
_CENTURY = {False: 1900, True: 2000}
_MAX_DECADES = 4
_LINKS = frozenset({"van", "in", "het", "jaar", "-", "/", "'", ","})


def read_period(tokens: list[Token], index: int) -> Atom | None:
    """The period that begins at `index`, or None. `is_partial` marks one without its year (1 januari)."""
    token = tokens[index]
    if token.kind == NUM:
        found = _numeric(tokens, index) or _day_first(tokens, index) or _year_first(tokens, index)
        return found or (_next_decade(tokens, index) if token.raw.endswith("0") else None)
    if token.kind != WORD:
        return None
    if token.text in TENS:
        return _next_decade(tokens, index)
    if token.text in MONTHS:
        return _month(tokens, index)
    if _MARK.fullmatch(token.text):
        return _quarter_mark(tokens, index)
    if token.text == "jaren":
        return _decade(tokens, index)
    rank = ordinal_word(token.text)
    if rank is None and token.text in ("laatste", "voorlaatste"):
        rank = -1
    return None if rank is None else _ranked(tokens, index, index + 1, rank)


def _period(first: int, after: int, value: str | None) -> Atom:
    return Atom(first, after - 1, "period", value, is_partial=value is None)


def year_at(tokens: list[Token], index: int) -> int | None:
    """Four digits that can be a year."""
    token = tokens[index]
    if token.kind == NUM and len(token.raw) == 4 and token.raw.isdigit() and int(token.raw) in YEARS:
        return int(token.raw)
    return None


def _year_after(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """(year, token after it) behind a month or quarter; `van`, `in`, `van het jaar`, a dash or '24 may come between."""
    at = index
    while at < index + 3 and tokens[at].text in _LINKS and tokens[at].gap <= LINE:
        at += 1
    if tokens[at].gap > LINE:
        return None
    year = year_at(tokens, at)
    if year is not None:
        return year, at + 1
    token = tokens[at]
    if (
        token.kind == NUM
        and len(token.raw) == 2
        and tokens[at - 1].raw == "'"
        and token.gap == GLUED
        and token.raw.isdigit()
    ):
        return _full_year(token.raw), at + 1
    return None


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + _CENTURY[int(digits) < 50]


def _date(year: int, month: int, day: int) -> str | None:
    if 1 <= month <= 12 and 1 <= day <= 31:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return f"{year:04d}-{day:02d}-{month:02d}" if 1 <= day <= 12 and 13 <= month <= 31 else None


def _numeric(tokens: list[Token], index: int) -> Atom | None:
    """31/12/2024, 31-12-2024, 31.12.2024, 2024-12-31, 12/2024, 2024-06, 2021-26."""
    token = tokens[index]
    if token.raw.count(".") == 2 and (dotted := _DOTTED.fullmatch(token.raw)):
        day, month, year = dotted.groups()
        value = _date(_full_year(year), int(month), int(day)) if len(year) == 4 else None
        return None if value is None else _period(index, index + 1, value)
    if tokens[index + 1].raw not in ("-", "/"):
        return None
    parts, after = _chain(tokens, index)
    before = tokens[index - 1]
    if before.raw in ("-", "/") and token.gap == before.gap == GLUED and tokens[index - 2].kind == NUM:
        return None
    if len(parts) == 3:
        return _three(index, after, parts)
    if len(parts) != 2 or (
        tokens[after].gap == GLUED and tokens[after].raw in ("-", "/") and tokens[after + 1].gap == GLUED
    ):
        return None
    season = tokens[index + 1].raw == "/" or before.text.endswith(SEASONS)
    return _two(index, after, parts, season=season, certain=before.text.endswith(SEASONS))


def _chain(tokens: list[Token], index: int) -> tuple[list[str], int]:
    """Digit groups joined by one repeated sign (- or /): their texts and the token after (at most four)."""
    sign, parts, at = tokens[index + 1].raw, [tokens[index].raw], index + 1
    if sign not in ("-", "/"):
        return parts, at
    while len(parts) < 4 and tokens[at].raw == sign and tokens[at].gap == GLUED:
        following = tokens[at + 1]
        if following.gap != GLUED or not (following.kind == NUM or following.text in MONTHS):
            break
        parts.append(str(MONTHS[following.text]) if following.kind == WORD else following.raw)
        at += 2
    return parts, at


def _three(index: int, after: int, parts: list[str]) -> Atom | None:
    if not all(part.isdigit() for part in parts):
        return None
    one, two, three = parts
    value = None
    if len(one) == 4 and len(two) <= 2 and len(three) <= 2 and int(one) in YEARS:
        value = _date(int(one), int(two), int(three)) if int(two) <= 12 else None
    elif len(one) <= 2 and len(two) <= 2 and len(three) in (2, 4) and int(one) <= 31:
        year = _full_year(three)
        value = _date(year, int(two), int(one)) if year in YEARS else None
    return None if value is None else _period(index, after, value)


def _two(index: int, after: int, parts: list[str], *, season: bool, certain: bool) -> Atom | None:
    """A year and a month, or two years: 2011/12, and 2010-11 behind schooljaar and its like."""
    one, two = parts
    if not (one.isdigit() and two.isdigit()):
        return None
    if len(one) == 4 and int(one) in YEARS:
        follows = len(two) == 2 and int(two) == (int(one[2:]) + 1) % 100
        if season and follows:
            atom = _period(index, after, None)
            atom.low, atom.high, atom.is_partial = one, str(int(one) + 1), False
            if not certain and 1 <= int(two) <= 12:
                atom.readings.append(Reading(f"{one}-{two}", None, None, "a month, or the years from one to the next"))
            return atom
        if len(two) == 2 and 1 <= int(two) <= 12:
            atom = _period(index, after, f"{one}-{two}")
            if follows:
                atom.readings.append(Reading(None, one, one[:2] + two, "a month, or the years from one to the next"))
            return atom
        if len(two) == 2 and int(two) > int(one[2:]):
            atom = _period(index, after, None)
            atom.low, atom.high, atom.is_partial = one, one[:2] + two, False
            return atom
        if len(two) == 4 and int(two) in YEARS and 0 < int(two) - int(one) <= 60:
            atom = _period(index, after, None)
            atom.low, atom.high, atom.is_partial = one, two, False
            return atom
    if len(two) == 4 and int(two) in YEARS and len(one) <= 2 and 1 <= int(one) <= 12:
        return _period(index, after, f"{two}-{int(one):02d}")
    return None


def _day_first(tokens: list[Token], index: int) -> Atom | None:
    """8 augustus 1980, 1e jan 2019, 28 juni in 2020; also 1e kwartaal 2024."""
    token, at = tokens[index], index + 1
    if not token.raw.isdigit() or len(token.raw) > 2:
        return None
    ordinal = tokens[at].gap == GLUED and tokens[at].text in _ORDINAL_ENDINGS
    if ordinal:
        at += 1
    elif tokens[at].raw == "-" and tokens[at].gap == GLUED and tokens[at + 1].text in _ORDINAL_ENDINGS:
        ordinal, at = True, at + 2
    elif tokens[at].raw == "." and tokens[at].gap == GLUED and tokens[at + 1].text in MONTHS:
        at += 1
    if tokens[at].text == "van" and tokens[at + 1].text in MONTHS:
        at += 1
    if 1 <= int(token.raw) <= 31 and tokens[at].text in MONTHS and tokens[at].gap <= LINE:
        return _day_month(tokens, index, at, int(token.raw))
    return _ranked(tokens, index, at, int(token.raw)) if ordinal else None


def _day_month(tokens: list[Token], index: int, at: int, day: int) -> Atom:
    month, after = MONTHS[tokens[at].text], at + 1
    if tokens[after].raw == "." and tokens[after].gap == GLUED and len(tokens[at].text) <= 4:
        after += 1
    year = _year_after(tokens, after)
    if year is None:
        atom = _period(index, after, None)
        atom.digits = f"-{month:02d}-{day:02d}"
        return atom
    return _period(index, year[1], _date(year[0], month, day))


def _year_first(tokens: list[Token], index: int) -> Atom | None:
    """2021-Q1, 2024 Q3, 2017 april."""
    year = year_at(tokens, index)
    if year is None:
        return None
    at = index + 1
    if tokens[at].raw in ("-", "/") and tokens[at].gap == GLUED and tokens[at].raw:
        at += 1
    token = tokens[at]
    mark = _MARK.fullmatch(token.text)
    if mark and token.gap <= SPACE and (value := _marked(year, mark.group(1), int(mark.group(2)))):
        return _period(index, at + 1, value)
    named = at == index + 1 and token.text in MONTHS and len(token.text) > 3 and token.gap == SPACE
    if named and _year_after(tokens, at + 1) is None:
        return _period(index, at + 1, f"{year}-{MONTHS[token.text]:02d}")
    return None


def _marked(year: int, letter: str, rank: int) -> str | None:
    if letter in "hs":
        return f"{year}-H{rank}" if rank <= 2 else None
    return f"{year}-Q{rank}"


def _month(tokens: list[Token], index: int) -> Atom | None:
    after = index + 1
    if tokens[after].raw == "." and tokens[after].gap == GLUED and len(tokens[index].text) <= 4:
        after += 1
    year = _year_after(tokens, after)
    month = MONTHS[tokens[index].text]
    if year is not None:
        return _period(index, year[1], f"{year[0]}-{month:02d}")
    atom = _period(index, after, None)
    atom.digits = f"-{month:02d}"
    return atom


def _quarter_mark(tokens: list[Token], index: int) -> Atom | None:
    """Q1 2021, H2/2026, K3 2024."""
    letter, rank = tokens[index].text[0], tokens[index].text[1]
    year = _year_after(tokens, index + 1)
    if year is None:
        if letter != "q" or tokens[index].raw != "Q" + rank:
            return None
        atom = _period(index, index + 1, None)
        atom.digits = f"-Q{rank}"
        return atom
    if letter in "t" and tokens[year[1] - 2].raw not in ("-", "/") and tokens[index].raw[0] != "T":
        return None
    value = _marked(year[0], letter, int(rank))
    return None if value is None else _period(index, year[1], value)


def _decade(tokens: list[Token], index: int) -> Atom | None:
    """jaren '90, jaren negentig, jaren 1990; not the amount behind `de komende jaren` or `de twee jaren`."""
    before = tokens[index - 1].text
    if before in COUNTED_YEARS or before.endswith(COUNTED_YEARS_ENDINGS) or number_word(before) is not None:
        return None
    return _decade_at(tokens, index + 1)


def _next_decade(tokens: list[Token], index: int) -> Atom | None:
    """The 90 of `jaren 80 en 90`, the zestig of `jaren vijftig en zestig`: a list of decades goes on."""
    at = index - 1
    for _ in range(_MAX_DECADES):
        at -= tokens[at].raw == "'"
        if tokens[at].text not in ("en", "of", ",", "tot"):
            return None
        if _tens(tokens[at - 1]) is None:
            return None
        at -= 3 if tokens[at - 2].raw == "'" else 2
        if tokens[at].text == "jaren":
            opens = tokens[index - 1].raw == "'"
            return _decade_at(tokens, index - opens) if _decade(tokens, at) is not None else None
    return None


def _tens(token: Token) -> int | None:
    """The decade that a token names: 80, tachtig, 1980, tien."""
    if token.kind == NUM and token.raw.isdigit() and len(token.raw) in (2, 4) and token.raw.endswith("0"):
        year = int(token.raw)
    elif token.kind == WORD and (word := number_word(token.text)) is not None and word % 10 == 0 and word <= 90:
        year = int(word)
    else:
        return None
    return year if year < 100 or year in YEARS else None


def _decade_at(tokens: list[Token], first: int) -> Atom | None:
    at = first + 1 if tokens[first].raw == "'" else first
    year = _tens(tokens[at])
    if year is None or tokens[at].gap > LINE:
        return None
    if year >= 100:
        return _period(first, at + 1, f"{year}s")
    if year < 20 or " ".join(token.text for token in tokens[at + 1 : at + 4]) == "van deze eeuw":
        return _period(first, at + 1, f"{2000 + year}s")
    atom = _period(first, at + 1, f"{1900 + year}s")
    if year < 30:
        atom.readings.append(Reading(f"{2000 + year}s", None, None, "the decade of this century or of the last"))
    return atom


def _ranked(tokens: list[Token], index: int, at: int, rank: int) -> Atom | None:
    """eerste kwartaal van 2021, tweede helft van 2024, eerste januari 2000, vierde van juli 1995."""
    token = tokens[at]
    if tokens[at].text == "van" and tokens[at + 1].text in MONTHS:
        at += 1
        token = tokens[at]
    if token.gap > LINE:
        return None
    if token.text in MONTHS and 1 <= rank <= 31:
        return _day_month(tokens, index, at, rank)
    if token.text in QUARTERS and token.text != "kwart":
        rank, mark, most = (4 if rank == -1 else rank), "Q", 4
    elif token.text in HALVES:
        rank, mark, most = (2 if rank == -1 else rank), "H", 2
    else:
        return None
    if not 1 <= rank <= most:
        return None
    year = _year_after(tokens, at + 1)
    if year is not None:
        return _period(index, year[1], f"{year[0]}-{mark}{rank}")
    atom = _period(index, at + 1, None)
    atom.digits = f"-{mark}{rank}"
    return atom
