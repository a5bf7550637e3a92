"""Wholes and their parts: the Dutch that says one number is the sum of others, and what a number counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.nl.nouns import singular
from pipeline.nl.quantity import Quantity
from pipeline.nl.vocabulary import NO_NOUNS
from pipeline.nl.words import sentences

#: What announces all parts of the number before it, when nothing but its noun stands between.
_ALL_PARTS = re.compile(
    r":|\b(?:namelijk|nl\.|te weten|zijnde|bestaande uit|(?:op|onder|uit)?gesplitst (?:in|over)|(?:onder)?verdeeld (?:in|over))(?!\w)",
    re.IGNORECASE,
)
#: What announces parts that need not be all of it.
_SOME_PARTS = re.compile(r"\(|\b(?:waarvan|waaronder|daarvan|inclusief|incl\.)(?!\w)", re.IGNORECASE)
#: What announces the sum of the numbers before it, and what looks like it: *samen met 5 bussen*.
_SUM = re.compile(r"\b(?:samen(?! met)|in totaal|opgeteld|alles bij elkaar)\b[^,;.:()]*$", re.IGNORECASE)
#: Sentences in which numbers beside each other are no parts: running totals, and numbers for each of several.
_NOT_PARTS = re.compile(
    r"\b(?:cumulatie\w*|gecumuleerd|elk|elke|ieder|iedere|telkens|respectievelijk|per)\b", re.IGNORECASE
)
#: Before an amount of money: that it is all the project costs.
_WHOLE_COST = re.compile(
    r"\b(?:totale?\s+(?:budget|kost\w*|bedrag|investering\w*|begroting|enveloppe)|totaalbudget|totaalbedrag|projectbudget"
    r"|(?:budget|kost\w*|investering) van (?:het|dit) project|(?:kost|bedraagt|investeert|investeren) in totaal)\b[^.;:()]*$",
    re.IGNORECASE,
)
#: Around an amount of money: that it is the sum of all that the brochure tells of.
_WHOLE_PLAN = re.compile(r"\b(?:totaal|totale|totaal\w+|budget|begroting|kostprijs|enveloppe)\b", re.IGNORECASE)
#: Sentences that say what will be done, and among them those that speak of some of it, or of what there is.
_PLANNED = re.compile(
    r"\b(?:zal|zullen|wordt|worden|komt|komen|krijgt|krijgen|omvat|omvatten|voorziet|voorzien|financiert|plaatst|bouwt|legt"
    r"|koopt|aankoop|aanleg|bouw|renovatie|plaatsing|investeert|investeren|renoveert|doel|streeft)\b",
    re.IGNORECASE,
)
_NOT_PLANNED = re.compile(
    r"\b(?:vandaag|momenteel|nu|vorige?|vroeger|sinds|was|waren|telde|telt|tellen|had|hadden|bestaat|bestaan|jaarlijks"
    r"|(?:per|elk) jaar|eerste|waarvan|waaronder|pas|al|reeds|in (?:19|20)\d\d|in een eerste fase)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*|[^\w\s]")
_BREAK = re.compile(r"[;!?]")
#: A label before a number says that the numbers are a list, not a sum; a year may stand there.
_LABEL = re.compile(r"(?<!\d{4})(?<!\d{4} ):")
_MAX_WORDS = 6
_MAX_BETWEEN = 60


class Parts(NamedTuple):
    """A number and the numbers that the text calls its parts; ``all``: whether it calls them all of them."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    all: bool


def counted_heads(text: str, quantity: Quantity) -> tuple[str, ...]:
    """The nouns that a number counts or measures, in the singular and small letters; none where no plural follows.

    Adjectives and adverbs are passed over: *12 volledig nieuwe haltes* counts halte, *9 sluizen en stuwen* counts both.
    """
    if quantity.kind not in ("number", "measure"):
        return ()
    heads: list[str] = []
    linked = False
    for place, match in enumerate(_WORD.finditer(text, quantity.end)):
        word = match.group().casefold()
        if place == _MAX_WORDS or not word[0].isalpha():
            break
        if word in ("of", "en") and linked:
            linked = False
        elif word in NO_NOUNS or (heads and linked):
            break
        elif _is_plural(word):
            heads.append(singular(word))
            linked = True
        elif heads:
            break
        else:
            linked = word.endswith("e")
    return tuple(heads)


def _is_plural(word: str) -> bool:
    return len(word) > 3 and (
        word.endswith(("en", "ën", "'s", "’s")) or (word.endswith("s") and not word.endswith(("ss", "is", "us")))
    )


def same_noun(some: Iterable[str], others: Sequence[str]) -> bool:
    """Whether a head of each side is one noun, or one is a compound of the other: sluisdeur, deur."""
    return any(_is_in(one, other) or _is_in(other, one) for one in some for other in others)


def _is_in(short: str, long: str) -> bool:
    return short == long or (len(short) > 4 and long.endswith(short))


def parts_of(text: str, found: Sequence[Quantity]) -> Iterator[Parts]:
    """Numbers that are followed by their parts in one sentence, or that follow them as their sum.

    Parts have the kind and unit of the whole and count the same noun, or none of their own. Another number among them,
    an approximation or a range says that this is no sum.
    """
    starts = [quantity.start for quantity in found]
    for start, end in sentences(text):
        inside = [q for q in found[bisect_left(starts, start) : bisect_left(starts, end)] if not _is_aside(q)]
        if len(inside) < 2 or _NOT_PARTS.search(text, start, end):
            continue
        for at, whole in enumerate(inside):
            if not _is_exact(whole):
                continue
            after = _parts_after(text, whole, inside[at + 1 :])
            before = _parts_before(text, whole, inside[:at])
            yield from (parts for parts in (after, before) if parts is not None)


def _is_aside(quantity: Quantity) -> bool:
    """Periods, shares and fractions may stand among parts without being one."""
    small = isinstance(quantity.value, Decimal) and abs(quantity.value) < 1
    return quantity.kind in ("period", "percent") or (quantity.kind == "number" and small)


def _is_exact(quantity: Quantity) -> bool:
    return isinstance(quantity.value, Decimal) and not quantity.approx


def _is_part(text: str, whole: Quantity, part: Quantity) -> bool:
    if not _is_exact(part) or (part.kind, part.unit) != (whole.kind, whole.unit):
        return False
    mine, own = counted_heads(text, part), counted_heads(text, whole)
    if whole.kind == "number":
        return bool(own) and (not mine or same_noun(mine, own))
    return not (mine and own) or same_noun(mine, own)


def _parts_after(text: str, whole: Quantity, following: Sequence[Quantity]) -> Parts | None:
    if not following:
        return None
    between = text[whole.end : following[0].start]
    cues = [match for pattern in (_ALL_PARTS, _SOME_PARTS) if (match := pattern.search(between))]
    cue = min(cues, key=lambda match: match.start(), default=None)
    if cue is None or len(between) > _MAX_BETWEEN or re.search("[,;()•·]", between[: cue.start()].rstrip(" ,")):
        return None
    end = text.find(")", whole.end) if "(" in between else len(text)
    parts: list[Quantity] = []
    at = whole.end
    for quantity in following:
        gap = text[at : quantity.start]
        if quantity.start > end >= 0 or (parts and (_SUM.search(gap) or _SOME_PARTS.search(gap) or _BREAK.search(gap))):
            break
        if not _is_part(text, whole, quantity) or (parts and _LABEL.search(gap)):
            return None
        parts.append(quantity)
        at = quantity.end
    alone = len(parts) == 1 and not re.match("waar|daar", cue.group(), re.IGNORECASE)  # a remark rather than a part
    return Parts(whole, tuple(parts), cue.re is _ALL_PARTS) if parts and not alone else None


def _parts_before(text: str, whole: Quantity, preceding: Sequence[Quantity]) -> Parts | None:
    if len(preceding) < 2 or not _SUM.search(text[preceding[-1].end : whole.start]):
        return None
    if not all(_is_part(text, whole, quantity) for quantity in preceding):
        return None
    return Parts(whole, tuple(preceding), True)


def is_whole_cost(text: str, quantity: Quantity) -> bool:
    """Whether the text calls this amount of money all that a project costs (*het totale budget bedraagt …*)."""
    start, _ = _sentence(text, quantity)
    since_last_number = re.split(r"\d", text[start : quantity.start])[-1]
    return quantity.kind == "money" and _WHOLE_COST.search(since_last_number) is not None


def is_whole_plan(text: str, quantity: Quantity) -> bool:
    """Whether the sentence of this amount of money speaks of a budget or a total."""
    return quantity.kind == "money" and names_whole_plan(text[slice(*_sentence(text, quantity))])


def names_whole_plan(sentence: str) -> bool:
    """Whether a sentence speaks of a budget or a total."""
    return _WHOLE_PLAN.search(sentence) is not None


def is_planned(sentence: str) -> bool:
    """Whether a sentence says what will be done, and not what there is, was, or comes first of it."""
    return _PLANNED.search(sentence) is not None and _NOT_PLANNED.search(sentence) is None


def _sentence(text: str, quantity: Quantity) -> tuple[int, int]:
    return next(((start, end) for start, end in sentences(text) if start <= quantity.start < end), (0, len(text)))


def stems(text: str) -> set[str]:
    """First letters of the longer words, to tell whether two sentences speak of the same doing (*geplante*, *geplant*)."""
    words = (match.group().casefold() for match in _WORD.finditer(text))
    return {word.removeprefix("ge")[:4] for word in words if len(word) > 5 and word not in NO_NOUNS}
