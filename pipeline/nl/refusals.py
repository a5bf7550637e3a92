"""What looks like a number and is none: names, references, codes, places in a list, times of day."""

from __future__ import annotations

from pipeline.nl.atom import Atom
from pipeline.nl.measures import match_currency, match_unit
from pipeline.nl.numbers import number_word
from pipeline.nl.periods import year_at
from pipeline.nl.tokens import GLUED, LINE, NUM, SPACE, WORD, Token
from pipeline.nl.units import CURRENCY_CODES
from pipeline.nl.vocabulary import (
    BEFORE_ORGANISATION,
    CODES,
    COLON_REFERENCES,
    NO_NOUNS,
    REFERENCE_ENDINGS,
    REFERENCES,
    TIME_PREPOSITIONS,
    WEAK_REFERENCES,
    YEAR_NAMES,
)

_JOINS = frozenset({",", "en", "of", "tot", "-", "/", "&", "t", "m", "met", "e", ".", "t/m"})
# t-shirts, A-kernen: a letter with a hyphen is a name, not a unit (m, l, V and W do stand so: 230 V-net)
_LETTER_NAMES = frozenset("tAshugdJB")
_LABEL_SCALES = frozenset({10**3, 10**6})


def is_refused(tokens: list[Token], atom: Atom) -> bool:
    """Whether this number is part of a name or a reference."""
    if _is_glued(tokens, atom) or _is_label_scale(tokens, atom):
        return True
    if tokens[atom.first].kind != NUM and atom.digits == "":
        return False
    lettered = _is_letter_suffix(tokens, atom)
    stated = (atom.unit is not None or atom.scale != 1) and not lettered
    if _follows_reference(tokens, atom, stated) or (lettered and atom.is_weak):
        return True
    return not stated and (_follows_acronym(tokens, atom) or _is_version(tokens, atom))


def _is_glued(tokens: list[Token], atom: Atom) -> bool:  # noqa: C901
    """Letters, hyphens, slashes or marks that touch the number: 177Lu, COVID-19, B3X-F3X, 2021/241, #12, v2."""
    before, first, last, after = tokens[atom.first - 1], tokens[atom.first], tokens[atom.last], tokens[atom.last + 1]
    if first.gap == GLUED and before.kind != "e":
        if before.kind in (WORD, NUM):
            return True
        if before.raw in ".," and before.gap == GLUED and tokens[atom.first - 2].raw[-1:].isdigit():
            return True
        if before.raw == "-" and _is_dash_pair(tokens, atom.first - 1):
            atom.is_glued = True
        elif before.raw == "/" and atom.has_prefix:
            return False  # 187 punten/€ 1.100
        elif before.raw == "/" and atom.unit is not None and _is_unit(tokens, atom.first - 2):
            return False  # 25 MW/100 MWh, 5 euro/7 dollar
        elif before.raw == "'":
            return True  # '24, '22-'23
        elif before.raw == "-" and first.kind == WORD and number_word(tokens[atom.first - 2].text) is not None:
            atom.is_glued = True  # twee-drie
            return False
        elif before.raw in "-/\\_#@:&+*=." and before.gap == GLUED and tokens[atom.first - 2].kind in (WORD, NUM):
            return not (before.raw in ":=" and tokens[atom.first - 2].kind == WORD)
        if before.raw in "#@§_\\[{":
            return True
    if before.raw == "§":
        return True
    if after.gap != GLUED or after.kind == "e":
        return False
    if after.kind in (WORD, NUM) and last.kind == NUM:
        return True
    if after.raw == "/" and atom.unit is not None:
        return False
    if after.raw in "/_\\@" and tokens[atom.last + 2].gap == GLUED:
        return tokens[atom.last + 2].kind in (WORD, NUM)
    if after.raw == "-" and tokens[atom.last + 2].kind == NUM and tokens[atom.last + 2].gap == GLUED:
        atom.is_glued = last.kind == NUM
        return last.kind == NUM and not _is_dash_pair(tokens, atom.last + 1)
    if after.raw == ":" and tokens[atom.last + 2].gap == GLUED and tokens[atom.last + 2].kind == NUM:
        return True
    if atom.is_yearish and after.raw == "-" and tokens[atom.last + 2].text in TIME_PREPOSITIONS:
        return False  # eind 2023-begin 2024
    hangs = after.raw == "-" and tokens[atom.last + 2].gap == GLUED and tokens[atom.last + 2].kind == WORD
    if hangs and last.kind == WORD and number_word(tokens[atom.last + 2].text) is not None:
        atom.is_glued = True
        return False
    return hangs and (last.kind == NUM or last.raw in _LETTER_NAMES or atom.is_bare)


def _is_unit(tokens: list[Token], at: int) -> bool:
    return match_unit(tokens, at) is not None or match_currency(tokens, at) is not None


def _is_label_scale(tokens: list[Token], atom: Atom) -> bool:
    """What a label counts in is no amount: bedragen in duizend euro; in brackets in digits too: (in 1.000 euro), (x 1 000 €)."""
    if atom.kind != "money" or atom.value not in _LABEL_SCALES:
        return False
    before, end = tokens[atom.first - 1], tokens[atom.last + 1]
    if before.text not in ("in", "x", "×"):
        return False
    if not atom.digits:
        return before.text == "in"
    if before.text != "in":
        return True
    if year_at(tokens, atom.last + 1) is not None:
        return True
    return tokens[atom.first - 2].raw == "(" and end.raw == ")"


def _is_dash_pair(tokens: list[Token], dash: int) -> bool:
    """Whether a dash joins two numbers alone (5-10): a longer chain (978-90-12, 2019-12-C) is a code."""
    if tokens[dash - 1].kind != NUM or tokens[dash].gap != GLUED:
        return False
    before, after = tokens[dash - 2], tokens[dash + 2]
    opens = tokens[dash - 1].gap == GLUED and before.raw in "-/." and before.raw
    return not opens and not (after.gap == GLUED and after.raw in "-/" and after.raw and tokens[dash + 3].gap == GLUED
                              and not tokens[dash + 3].text.startswith("jarig"))  # fmt: skip


def _is_letter_suffix(tokens: list[Token], atom: Atom) -> bool:
    """The A of lijn 50A, perron 3A, Wetstraat 16A: one capital that touches the digits, and no unit (ampère) there."""
    last = tokens[atom.last]
    return last.kind == WORD and last.gap == GLUED and len(last.raw) == 1 and last.raw.isupper() and atom.scale == 1


def _follows_reference(tokens: list[Token], atom: Atom, stated: bool) -> bool:
    """artikel 12, art. 12, nr. 2021, lot 5, lijn 71; a unit or currency outweighs them (fase 3: 5 km)."""
    at = atom.first - 1
    if tokens[atom.first].gap > LINE:
        return False
    while tokens[at].raw in (".", ":", "°", "#") and tokens[at].raw and at > atom.first - 4:
        if tokens[at].raw == ":" and (stated or not tokens[at - 1].text.startswith(COLON_REFERENCES)):
            return False
        at -= 1
    word = tokens[at]
    if word.kind != WORD or stated or not (word.text in REFERENCES or word.text.endswith(REFERENCE_ENDINGS)):
        return False
    if tokens[at + 1].raw == "." and len(word.text) > 5:
        return False
    if word.text == "p" and tokens[at + 1].raw != ".":
        return False
    if word.text in WEAK_REFERENCES or atom.is_yearish:
        atom.is_weak = not atom.is_yearish and len(atom.digits) <= 4
        return False if atom.is_weak else (not atom.is_yearish and len(atom.digits) <= 4) or word.text in YEAR_NAMES
    return True


def continues_reference(tokens: list[Token], end: int, atom: Atom, *, is_list: bool = False) -> bool:
    """Whether a bare number goes on the list of a refused one: artikelen 3, 4 en 5; lijnen 1 tot 4."""
    if not atom.is_bare or atom.first - end > 5 or tokens[atom.first].kind != NUM or len(atom.digits) > 4:
        return False
    between = tokens[end + 1 : atom.first]
    if not between or not all(token.text in _JOINS and token.gap <= LINE for token in between):
        return False
    following = tokens[atom.last + 1]
    if is_list or any(token.text in ("tot", "-", "t") for token in between):
        return True
    return following.kind != WORD or following.text in NO_NOUNS or following.raw[0].isupper()


def names_several(tokens: list[Token], atom: Atom) -> bool:
    """Whether the word before a number announces a list of them: artikelen 10, 11 en 12."""
    word = tokens[atom.first - 1].text
    return word in REFERENCES and word.endswith(("en", "s"))


def _follows_acronym(tokens: list[Token], atom: Atom) -> bool:
    """TGV 9832, HLE 18, DOC 55, ISO 9001, but not "koopt de MIVB 24 bussen" nor a heading in capitals."""
    acronym = tokens[atom.first - 1]
    if acronym.kind != WORD or tokens[atom.first].gap != SPACE:
        return False
    if acronym.raw in CODES:
        return acronym.raw != "EN" or _is_standard(tokens, atom)
    if not acronym.raw.isupper():
        return False
    if any(c.isdigit() for c in acronym.raw):
        return True
    if len(acronym.raw) > 5 or acronym.raw in CURRENCY_CODES or acronym.text in NO_NOUNS:
        return False
    if acronym.text in ("ca", "max", "min", "ruim", "circa", "bijna", "jaar", "mei", "eind", "begin", "half"):
        return False
    before, following = tokens[atom.first - 2], tokens[atom.last + 1]
    if before.kind == WORD and before.raw.isupper() and len(before.raw) > 1:
        return False
    if following.kind == WORD and following.raw.isupper() and len(following.raw) > 2:
        return False
    if atom.is_yearish:
        return False
    counts = following.kind == WORD and following.raw.islower() and following.text not in NO_NOUNS
    return not (counts and before.text in BEFORE_ORGANISATION)


def _is_standard(tokens: list[Token], atom: Atom) -> bool:
    """EN 50160 is a European standard; in a line of capitals EN is the conjunction, after a number it joins."""
    before = tokens[atom.first - 2]
    return len(atom.digits) > 2 and atom.digits.isdigit() and before.kind != NUM and not (before.kind == WORD and before.raw.isupper()
                                                                                     and before.raw not in CODES)  # fmt: skip


def _is_version(tokens: list[Token], atom: Atom) -> bool:
    """Industrie 4.0, Web 3.0: a name, when a digit and .0 follow a word on the same line; 24/7."""
    before = tokens[atom.first - 1]
    whole, _, part = atom.digits.partition(".")
    if part and len(whole) <= 2 and len(part) <= 2 and before.kind == WORD and tokens[atom.first].gap <= LINE:
        opens = tokens[atom.first - 2].kind != WORD and tokens[atom.first - 2].raw != ","
        return (before.raw[0].isupper() and (part == "0" or not opens)) or any(
            letter.isupper() for letter in before.raw[1:]
        )
    if (
        before.kind == WORD
        and before.raw[0].isupper()
        and before.text in ("horizon", "agenda", "visie", "windows", "fit")
    ):
        return True
    return before.text == "for" and tokens[atom.first - 2].text == "fit"
