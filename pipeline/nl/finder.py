"""Text → quantities: read atoms, refuse names, join ranges, look around, publish."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pipeline.nl.amounts import read_amount
from pipeline.nl.atom import Atom
from pipeline.nl.compounds import read_compound, read_signed_compound
from pipeline.nl.context import approximator, counted_noun, is_year, measured_noun
from pipeline.nl.doubts import add_readings
from pipeline.nl.labels import LabelUnit, apply_headings, apply_label
from pipeline.nl.numbers import FRACTION_WORDS, number_word, ordinal_word
from pipeline.nl.periods import read_period
from pipeline.nl.quantity import Quantity, Reading, Value
from pipeline.nl.ranges import LENT, merge
from pipeline.nl.refusals import continues_reference, is_refused, names_several
from pipeline.nl.tokens import FRACTION, GLUED, NUM, SIGN, WORD, Token, tokenize
from pipeline.nl.units import CURRENCY_CODES, CURRENCY_SIGNS, CURRENCY_WORDS
from pipeline.nl.vocabulary import MONTHS, PARTS, SCALE_LETTERS, SCALES

_OPENERS = frozenset({*MONTHS, *SCALES, *PARTS, *FRACTION_WORDS, *SCALE_LETTERS, "een", "jaren", "laatste", "duizend", "min", "minus",
                      "mln", "mio", "us", "eur", "usd", "keur", "meur", "mld", *(code.lower() for code in CURRENCY_CODES)})  # fmt: skip


def find_quantities(text: str) -> list[Quantity]:
    """All quantities of a Dutch text in reading order, without overlaps; linear in the text's length.

    Raises TypeError for what is no str, and nothing for any text.
    """
    return _find(text, None)


@lru_cache(maxsize=1024)
def quantities_of(text: str) -> tuple[Quantity, ...]:
    """As `find_quantities`, for callers that meet the same text again: the last 1,024 texts are read once."""
    return tuple(find_quantities(text))


def find_quantities_under_label(text: str, unit: str | None, scale: Decimal = Decimal(1)) -> list[Quantity]:
    """As `find_quantities`, for the value of a field whose label states a unit (see `read_label_unit`).

    Bare numbers (12,5 under `IN MILJOEN €`) take the label's unit and scale; a number with a scale word of its own
    takes the unit only; quantities with their own unit, and counts with a noun, stay what they are.
    Raises TypeError for what is no str, ValueError for a scale that is no positive number or a currency's name as unit.
    """
    if unit is not None and (unit in CURRENCY_SIGNS or unit in CURRENCY_WORDS):
        raise ValueError(
            f"unit takes a code such as EUR, % or m2, not {unit!r}; read_label_unit turns a label into one"
        )
    try:
        times = Decimal(scale)
    except (InvalidOperation, TypeError, ValueError):
        times = Decimal(0)
    if not times.is_finite() or times <= 0:
        raise ValueError(f"scale takes a number above 0, not {scale!r}")
    return _find(text, LabelUnit(unit, times))


def _find(text: str, label: LabelUnit | None) -> list[Quantity]:
    if not isinstance(text, str):
        raise TypeError(f"a text (str) is read, not {type(text).__name__}")
    tokens = tokenize(text)
    atoms = merge(tokens, _read_all(tokens))
    if label is None:
        apply_headings(tokens, atoms)
    for atom in atoms:
        _look_around(tokens, atom, label)
    add_readings(tokens, atoms)
    return [_publish(text, tokens, atom) for atom in atoms]


def _read_all(tokens: list[Token]) -> list[Atom]:
    atoms: list[Atom] = []
    index, refused_end, is_list = 0, -9, False
    while tokens[index].kind != "e":
        if not _may_begin(tokens, index):
            index += 1
            continue
        atom = _read(tokens, index)
        if atom is None:
            index = _after_unread(tokens, index)
            continue
        index = atom.last + 1
        if atom.kind != "period" and (
            is_refused(tokens, atom) or continues_reference(tokens, refused_end, atom, is_list=is_list)
        ):
            is_list = names_several(tokens, atom) or (is_list and atom.first - refused_end < 5)
            refused_end = atom.last
        elif atom.kind != "period" or not _is_glued_period(tokens, atom):
            atoms.append(atom)
            refused_end = atom.last if atom.is_weak and atom.unit is None else refused_end
    return atoms


def _read(tokens: list[Token], index: int) -> Atom | None:
    return (
        read_period(tokens, index)
        or read_compound(tokens, index)
        or read_signed_compound(tokens, index)
        or read_amount(tokens, index)
    )


def _may_begin(tokens: list[Token], index: int) -> bool:
    """A cheap look at one token: can a quantity begin here?"""
    token = tokens[index]
    if token.kind == NUM or token.kind == FRACTION:
        return True
    if token.kind == SIGN:
        return token.raw in CURRENCY_SIGNS or token.raw in "-+"
    return _opens(token.text)


@lru_cache(maxsize=8192)
def _opens(word: str) -> bool:
    """Whether a quantity can begin with this word."""
    return (
        word in _OPENERS
        or (len(word) <= 4 and word[-1:].isdigit())
        or number_word(word) is not None
        or ordinal_word(word) is not None
        or word.endswith(_ADJECTIVE_ENDINGS)
    )


_ADJECTIVE_ENDINGS = ("jarig", "jarige", "jarigen", "daagse", "daags", "plussers", "plusser")


def _after_unread(tokens: list[Token], index: int) -> int:
    """Past a token that is no quantity; what hangs on unreadable digits (192.168.1.1/24, 1.2.3-b) goes with it."""
    if tokens[index].kind != NUM:
        return index + 1
    index += 1
    for _ in range(8):
        hangs = tokens[index].gap == GLUED and tokens[index].raw in "-/.:" and tokens[index + 1].gap == GLUED
        if not (hangs and tokens[index + 1].kind in (NUM, WORD)):
            break
        index += 2
    return index


def _is_glued_period(tokens: list[Token], atom: Atom) -> bool:
    """2021-0457-B, 20210315T: a code, though it begins like a period."""
    after, before = tokens[atom.last + 1], tokens[atom.first - 1]
    if after.gap == GLUED and (after.kind in (WORD, NUM)):
        return True
    if (
        after.raw == "/"
        and after.gap == GLUED
        and tokens[atom.last + 2].kind == NUM
        and tokens[atom.last + 2].gap == GLUED
    ):
        return True
    return tokens[atom.first].gap == GLUED and before.kind in (WORD, NUM) and before.kind != "e"


def _look_around(tokens: list[Token], atom: Atom, label: LabelUnit | None) -> None:
    if atom.kind == "number" and atom.counted is None:
        atom.counted = (measured_noun(tokens, atom) if atom.is_part else None) or counted_noun(tokens, atom)
    elif atom.kind in ("measure", "percent") and atom.counted is None:
        atom.counted = measured_noun(tokens, atom)
    if label is not None and (atom.counted is None or atom.scale > 1):
        apply_label(atom, label)
    if atom.is_yearish and atom.kind == "number" and is_year(tokens, atom, atom.counted):
        atom.kind, atom.value = "period", atom.digits
    if atom.kind == "period":
        atom.counted = None
    if atom.approx in (None, LENT):
        atom.approx = approximator(tokens, atom)


def _publish(text: str, tokens: list[Token], atom: Atom) -> Quantity:
    start, end = tokens[atom.first].start, tokens[atom.last].end
    readings: tuple[Reading, ...] = ()
    if atom.readings:
        readings = tuple(Reading(_tidy(r.value), _tidy(r.low), _tidy(r.high), r.reason) for r in atom.readings)
    counted = atom.counted and " ".join(atom.counted.split())
    return Quantity(
        start, end, text[start:end], atom.kind, _tidy(atom.value), _tidy(atom.low), _tidy(atom.high), atom.unit,
        atom.approx, counted, readings, atom.label_scale,
    )  # fmt: skip


def _tidy(value: Value) -> Value:
    """Without exponent or idle zeros: 672500000000, not 6.725E+11 or 672500000000.0."""
    if value is None or isinstance(value, str):
        return value
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
