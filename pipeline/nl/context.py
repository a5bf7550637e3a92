"""What stands around an atom: approximators, the counted noun, and whether four digits are a year."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.nl.atom import Atom
from pipeline.nl.measures import match_currency
from pipeline.nl.tokens import BLANK, GLUED, LINE, SPACE, WORD, Token
from pipeline.nl.vocabulary import (
    APPROX,
    APPROX_AFTER,
    APPROX_PERIOD,
    COUNTABLE_ENDINGS,
    MODIFIER_ENDINGS,
    NO_NOUN_UNITS,
    NO_NOUNS,
    TIME_PREPOSITIONS,
    VERBS_LIKE_NOUNS,
)

# After these it is one unless a noun that is often counted follows.
_TEMPORAL = TIME_PREPOSITIONS | frozenset("jaren voor uit of en zomers rond per over tussen van".split())
_PARTICIPLE = re.compile(r"[a-z]*(?:ge|ver|be|ont)[a-zë]{2,}[dt]e ")
_LAST_WORDS = frozenset(phrase.removesuffix(".").split()[-1] for phrase in (*APPROX, *APPROX_PERIOD)) | {"."}
_DETERMINERS = frozenset("de het alle onze hun haar zijn deze die uw".split())
_PLURAL = ("en", "s", "ën")
_MAX_NOUN = 5


def approximator(tokens: list[Token], atom: Atom) -> str | None:
    """The approx of an atom, from up to four words before it or two behind it."""
    table = APPROX_PERIOD if atom.kind == "period" else APPROX
    first = atom.first
    after = tokens[atom.last + 1]
    if after.raw == "+" and after.gap == GLUED:
        return "min"
    behind = APPROX_AFTER.get(f"{after.text} {tokens[atom.last + 2].text}")
    if tokens[first].gap == BLANK or behind is not None:
        return behind
    if tokens[first - 1].text in ("de", "het", "een") and tokens[first - 2].text in ("tussen",):
        return None
    if tokens[first - 1].text not in _LAST_WORDS:
        return None
    for size in (4, 3, 2, 1):
        phrase = [token.text for token in tokens[max(0, first - size) : first]]
        if len(phrase) < size:
            continue
        text = " ".join(phrase)
        found = table.get(text, table.get(text[:-2] + ".") if text.endswith(" .") else None)
        if found is not None:
            return found or None
    return None


def counted_noun(tokens: list[Token], atom: Atom) -> str | None:
    """The noun that a bare number counts, with its adjectives; None before function words and signs."""
    words: list[str] = []
    at = atom.last + 1
    while at <= atom.last + _MAX_NOUN:
        token, hyphened = tokens[at], _hyphen_follows(tokens, at)
        linked = bool(words) and token.text in ("of", "en")
        if token.kind != WORD or token.gap > LINE or token.gap == GLUED:
            break
        if token.text in NO_NOUNS and not linked and not hyphened:
            break
        word, at = token.raw, at + 1
        while _hyphen_follows(tokens, at - 1):
            word, at = f"{word}-{tokens[at + 1].raw}", at + 2
        words.append(word)
        if not linked and not _is_adjective(word) and not _qualifies(tokens, at, word):
            break
    while words and words[-1] in ("of", "en", "extra"):
        words.pop()
    return " ".join(words) or None


def measured_noun(tokens: list[Token], atom: Atom) -> str | None:
    """What a measure or share is of: 12 km kade, 30 % van de scholen, een derde van de gezinnen."""
    at = atom.last + 1
    if atom.kind == "measure":
        length = atom.unit not in NO_NOUN_UNITS and "/" not in str(atom.unit) and tokens[at].raw.islower()
        noun = counted_noun(tokens, atom) if length and tokens[at].gap <= LINE else None
        return noun if noun is not None and noun.endswith(_PLURAL) else None
    if tokens[at].text != "van":
        return None
    at += 1 if tokens[at + 1].text in _DETERMINERS else 0
    noun = counted_noun(tokens, replace(atom, last=at))
    return noun if noun is not None and noun.endswith(_PLURAL) else None


def _qualifies(tokens: list[Token], at: int, word: str) -> bool:
    """Whether a word without ending belongs to what follows: volledig nieuwe haltes, standaard gele tegels, 1 digitaal loket."""
    following = tokens[at]
    noun = following.kind == WORD and following.gap in (SPACE, LINE) and following.raw.islower()
    return noun and word.endswith(MODIFIER_ENDINGS) and following.text not in NO_NOUNS


def _hyphen_follows(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen joins this word to the next one (niet-gesubsidieerde)."""
    hyphen, word = tokens[at + 1], tokens[at + 2]
    return hyphen.raw == "-" and hyphen.gap == word.gap == GLUED and word.kind == WORD


def _is_adjective(word: str) -> bool:
    return len(word) > 3 and word.endswith(("e", "extra")) and not word.endswith(("ie", "ee"))


def is_year(tokens: list[Token], atom: Atom, counted: str | None) -> bool:
    """Whether a bare number from 1800 to 2100 names a year rather than counts something."""
    if atom.first == 0 and tokens[atom.last + 1].kind == "e":
        return True
    before, after = tokens[atom.first - 1], tokens[atom.last + 1]
    if counted is None or after.gap == BLANK:
        return True
    if match_currency(tokens, atom.last + 1) is not None:
        return True
    head = counted.split()[-1].lower()
    plural = head.endswith(("en", "s")) and head not in NO_NOUNS and len(head) > 3
    if not plural or head in VERBS_LIKE_NOUNS or (not counted[0].islower() and len(counted.split()) == 1):
        return True
    temporal = before.kind == WORD and before.text in _TEMPORAL and tokens[atom.first].gap <= LINE
    qualified = " " in counted
    if counted.startswith(("alle ", "beide ")) or (qualified and temporal and before.text in TIME_PREPOSITIONS):
        return True
    if qualified and temporal and before.text == "voor" and _PARTICIPLE.match(counted.lower()):
        return True
    if head.endswith(COUNTABLE_ENDINGS):
        sentence_start = before.raw[:1].isupper() and not before.raw.isupper()
        return temporal and sentence_start and before.text in ("in", "sinds", "tegen", "vanaf", "na", "tot")
    if temporal or (before.kind == WORD and before.raw[:1].isupper() and not before.raw.isupper() and before.text not in
                    ("de", "er", "circa", "ongeveer", "ruim", "minstens")):  # fmt: skip
        return True
    return after.gap == LINE and tokens[atom.first].gap >= LINE
