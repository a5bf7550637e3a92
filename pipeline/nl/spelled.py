"""Number words and fractions over one or more tokens → Number. Also the scale words behind any number."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.nl.measures import match_unit
from pipeline.nl.numbers import FRACTION_WORDS, number_word, ordinal_word, parse_digits
from pipeline.nl.tokens import GLUED, LINE, NUM, SPACE, WORD, Token
from pipeline.nl.vocabulary import BEFORE_PART, MONTHS, NO_NOUNS, PARTS, PARTS_OF, SCALE_PLURALS, SCALES

ONE = Decimal(1)
_PRECISION = Decimal("1e-10")
_MAX_WORDS = 8
_MAX_HYPHENED = 7
_NO_LIMIT = Decimal(10**18)

_WHOLE_PARTS = frozenset({"driekwart", "helft", *FRACTION_WORDS})
_SHORT_SCALES = frozenset({"mln", "mio", "mld", "mia", "mrd"})


class Number(NamedTuple):
    """A number before its unit. `mantissa` is the number before the scale word, `after` the next token."""

    mantissa: Decimal
    scale: Decimal
    after: int
    digits: str = ""
    spelled: bool = False

    @property
    def amount(self) -> Decimal:
        return self.mantissa * self.scale


_TOO_LONG = Decimal(10) ** 15


def ratio(numerator: Decimal | int, denominator: Decimal | int) -> Decimal:
    """The quotient; ten decimals where it does not end (a third is 0.3333333333)."""
    value = Decimal(numerator) / Decimal(denominator)
    if abs(value) >= _TOO_LONG:  # no room for decimals in a Decimal's 28 digits
        return value
    return value if value == value.quantize(Decimal("1e-6")) else value.quantize(_PRECISION)


def multiple_of(word: str, value: Decimal) -> Decimal:
    """The hundred or thousand that ends a spelled number of several: 1000 for drieduizend, 1 for duizend and drieduizendvijf."""
    for ending, times in (("duizend", Decimal(1000)), ("honderd", Decimal(100))):
        if word.endswith(ending) and value > times and value % times == 0:
            return times
    return ONE


def near(token: Token) -> bool:
    """Whether a token may continue the number before it: at most one line end in between."""
    return token.gap <= LINE


def with_scale(tokens: list[Token], after: int, value: Decimal, digits: str) -> Number:
    """Take the scale words behind a number: 5,3 miljard; 5 duizend miljard is allowed, nothing longer."""
    scale = ONE
    for _ in range(2):
        token = tokens[after]
        if token.kind != WORD or token.text not in SCALES or not near(token):
            break
        scale *= SCALES[token.text]
        after += 1
        if tokens[after].raw == "." and tokens[after].gap == GLUED and tokens[after - 1].text in _SHORT_SCALES:
            after += 1
    return Number(value, scale, after, digits)


def read_share(tokens: list[Token], after: int, value: Decimal) -> Number | None:
    """1 op 3, 9 op de 10; één uit de 20, één van de twintig (of "van" and "uit" only one)."""
    if value > 1 and tokens[after - 2].text == "van":
        return None  # gebracht van 12 op 15, van 2010 op 2020
    link = tokens[after].text
    one_of = link in ("uit", "van") and value == 1 and tokens[after + 1].text == "de"
    if link != "op" and not one_of:
        return None
    at = after + 1
    if tokens[at].text in ("de", "elke", "iedere"):
        at += 1
    below: Decimal | None = None
    if tokens[at].kind == NUM and tokens[at].gap <= LINE:
        below, at = _spaced(tokens, at)
    elif tokens[at].kind == WORD:
        below = number_word(tokens[at].text)
    if one_of and ((link == "van" and tokens[at].kind == NUM) or tokens[at + 1].kind == WORD):
        return None  # één van de 22, één van de drie scholen: no share
    if below is None or not 0 < value < below or value != value.to_integral_value():
        return None
    stated = tokens[at + 1].kind == WORD and (tokens[at + 1].text in SCALES or match_unit(tokens, at + 1) is not None)
    if stated or tokens[at + 1].raw in ("%", "€") or tokens[at + 1].text in MONTHS:
        return None
    return Number(ratio(value, below), ONE, at + 1, "/")


def _spaced(tokens: list[Token], at: int) -> tuple[Decimal | None, int]:
    """Digits and the groups of three that single spaces cut off (10 000), with the index of the last."""
    value = parse_digits(tokens[at].raw)
    following = tokens[at + 1]
    while (
        value is not None
        and following.kind == NUM
        and following.width == 1
        and len(following.raw) == 3
        and following.raw.isdigit()
    ):
        value, at = value * 1000 + int(following.raw), at + 1
        following = tokens[at + 1]
    return value, at


def read_words(tokens: list[Token], at: int) -> Number | None:
    """Number words over one or more tokens: tweeduizend vijfhonderd, een miljoen, drie en een kwart, twee derde.

    Each further word must be smaller than what the one before counts in; a part (half, derde) ends the number.
    """
    number: Number | None = None
    limit, index = _NO_LIMIT, at
    while index < at + _MAX_WORDS and (number is None or tokens[index].gap in (SPACE, LINE)):
        linked = number is not None and tokens[index].text == "en"
        part = _next_part(tokens, index + linked, linked, None if number is None else limit)
        if part is not None:
            return part if number is None else _plus_part(number, part, limit)
        step = _linked_whole(tokens, at, index, limit) if linked else None if limit == 1 else _next_whole(tokens, index)
        if step is None or step.amount >= limit or step.mantissa >= limit:
            break
        number = step if number is None else Number(number.amount + step.amount, ONE, step.after, "", True)
        limit = _granularity(step.scale if step.scale > 1 else step.mantissa)
        index = step.after
    if number is not None and (decimals := _decimals(tokens, index, number)) is not None:
        return decimals
    if number is not None and number.scale == 1 and (share := read_share(tokens, index, number.mantissa)) is not None:
        return share._replace(spelled=True)
    return number


def _decimals(tokens: list[Token], index: int, number: Number) -> Number | None:
    """drie komma vijf, vijf komma vijfentwintig, drie komma nul vijf."""
    if tokens[index].text != "komma" or number.scale != 1:
        return None
    at = index + 1
    while tokens[at].text == "nul" and at < index + _MAX_WORDS:
        at += 1
    word = number_word(tokens[at].text)
    if word is None or not 0 < word < 100 or word != word.to_integral_value():
        return None
    value = number.mantissa + word.scaleb(-len(str(word)) - (at - index - 1))
    return with_scale(tokens, at + 1, value, "")._replace(spelled=True)


def _next_part(tokens: list[Token], index: int, linked: bool, limit: Decimal | None) -> Number | None:
    """A part at `index`: alone if it says of what (half miljoen), behind a number if it is a fraction below one."""
    part, end = read_part(tokens, index)
    if part is None:
        return None
    two_words = end > index + 1
    if limit is None:
        fits = two_words or tokens[index].text in _WHOLE_PARTS or _has_whole(tokens, end)
    else:
        fits = part < 1 and (linked or tokens[index].text == "driekwart" or two_words)
    number = with_scale(tokens, end, part, "")._replace(spelled=True)
    too_large = limit is not None and 1 < limit <= number.amount
    return number if fits and not too_large else None


def _plus_part(number: Number, part: Number, limit: Decimal) -> Number:
    """vijf en een half miljoen is 5.5 million; vijf miljard en driekwart counts the part in billions."""
    if limit == 1:
        return Number(number.amount + part.mantissa, part.scale, part.after, "", True)
    times = limit if part.scale == 1 and limit >= 10**6 else part.scale
    return Number(number.amount + part.mantissa * times, ONE, part.after, "", True)


def _next_whole(tokens: list[Token], index: int) -> Number | None:
    word = _one_word(tokens, index)
    return None if word is None else with_scale(tokens, word[1], word[0], "")._replace(spelled=True)


def _linked_whole(tokens: list[Token], at: int, index: int, limit: Decimal) -> Number | None:
    """The rest behind "en" in duizend en één, honderd en tien; not in a list, nor before "keer" (honderd en twee keer vijf)."""
    step = _next_whole(tokens, index + 1) if limit in (100, 1000) and near(tokens[index + 1]) else None
    if step is None or step.amount >= 100 or step.mantissa != step.mantissa.to_integral_value():
        return None
    listed = tokens[at - 1].raw == "," or tokens[at - 1].text in ("respectievelijk", "tussen")
    return None if listed or tokens[step.after].text in ("keer", "maal") else step


def _granularity(value: Decimal) -> Decimal:
    for unit in (10**15, 10**12, 10**9, 10**6, 1000, 100, 10):
        if value >= unit and value % unit == 0:
            return Decimal(unit) if unit > 10 else Decimal(1)
    return ONE


def _one_word(tokens: list[Token], index: int) -> tuple[Decimal, int] | None:
    token = tokens[index]
    if token.kind != WORD:
        return None
    if token.text in SCALES and token.text not in SCALE_PLURALS and token.text == "duizend":
        return ONE * 1000, index + 1
    if token.text == "een" or token.text == "één":
        following = tokens[index + 1]
        if (
            following.text in SCALES
            and following.text not in SCALE_PLURALS
            and near(following)
            and following.text != "duizend"
        ):
            return ONE, index + 1
        if token.text == "een" and following.text == "op" and read_share(tokens, index + 1, ONE) is not None:
            return ONE, index + 1
    if tokens[index + 1].raw == "-" and (whole := _hyphened_word(tokens, index)) is not None:
        return whole
    value = number_word(token.text)
    if value is not None and value < 100 and tokens[index + 1].text == "honderd" and near(tokens[index + 1]):
        return value * 100, index + 2
    return None if value is None else (value, index + 1)


def _hyphened_word(tokens: list[Token], index: int) -> tuple[Decimal, int] | None:
    """acht-en-twintig, tweehonderd-drieëntwintig: the pieces make one number word (twee-drie, tien-duizend are a range)."""
    word, at, found = tokens[index].text, index + 1, None
    while at < index + _MAX_HYPHENED and tokens[at].raw == "-" and tokens[at].gap == tokens[at + 1].gap == GLUED:
        word, at = word + tokens[at + 1].text, at + 2
        value = number_word(word) if tokens[at - 1].text not in ("honderd", "duizend") else None
        found = found if value is None else (value, at)
    return found


def read_part(tokens: list[Token], index: int) -> tuple[Decimal | None, int]:  # noqa: C901
    """A part word or fraction at `index`: (een) half, driekwart, drie kwart, twee derde, een vijfde van."""
    token = tokens[index]
    if token.kind != WORD:
        return None, index
    following = tokens[index + 1]
    if token.text in PARTS:
        return PARTS[token.text], index + 1
    if token.text in FRACTION_WORDS:
        return ratio(*FRACTION_WORDS[token.text]), index + 1
    if token.text == "een" and following.kind == WORD and near(following):
        if following.text in PARTS and following.text != "helft":
            return PARTS[following.text], index + 2
        rank = ordinal_word(following.text)
        if rank is not None and rank > 2 and ends_fraction(tokens, index + 2) and _is_share(tokens, index, rank):
            return ratio(1, rank), index + 2
        return None, index
    value = number_word(token.text)
    if value is None or value != value.to_integral_value() or not value:
        return None, index
    if following.raw == "/" and number_word(token.text) is not None:
        following, index = tokens[index + 2], index + 1
    if following.raw == "-" and following.gap == GLUED and tokens[index + 2].gap == GLUED:
        following, index = tokens[index + 2], index + 1
    if following.kind != WORD or not near(following):
        return None, index
    if following.text == "kwart":
        return value * PARTS["kwart"], index + 2
    rank = ordinal_word(following.text)
    if rank is not None and rank > 2 and (value > 1 or ends_fraction(tokens, index + 2)):
        return ratio(value, rank), index + 2
    return None, index


def ends_fraction(tokens: list[Token], index: int) -> bool:
    """Whether what follows leaves "een derde" a fraction: "een derde van", not "een derde partij"."""
    token = tokens[index]
    return token.kind != WORD or token.text in PARTS_OF or token.text in NO_NOUNS


def _is_share(tokens: list[Token], index: int, rank: int) -> bool:
    """Whether "een derde" is a part of something and no third party, and "een vierde" no place in a row (een derde of vierde)."""
    before, after, further = tokens[index - 1].text, tokens[index + 2].text, tokens[index + 3]
    if after in ("of", "en") and ordinal_word(further.text) is not None:
        return False
    if rank != 3 or after in PARTS_OF or (after == "tot" and further.text == "de"):
        return True
    return before in BEFORE_PART or (before == "van" and after in ("naar", "tot", "op"))


def _has_whole(tokens: list[Token], index: int) -> bool:
    """Whether a part word is followed by what it is a part of: half miljoen, half jaar, kwart van."""
    token = tokens[index]
    return near(token) and (
        token.text in SCALES or token.text in ("van", "eeuw", "procent") or match_unit(tokens, index) is not None
    )
