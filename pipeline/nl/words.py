"""Closed word classes of Dutch that other rooms need."""

from __future__ import annotations

import re

#: Articles, prepositions, conjunctions, determiners: a heading or sentence does not end with them.
FUNCTION_WORDS = frozenset(
    ["aan", "achter", "af", "als", "bij", "binnen", "boven", "buiten", "daar", "dan", "dat", "de", "deze", "die", "dit", "dus", "door", "een", "en", "erin", "het", "hun", "in", "inzake", "je", "met", "mijn", "na", "naar", "naast", "of", "om", "omdat", "onder", "ons", "onze", "op", "over", "per", "rond", "rondom", "sinds", "te", "tegen", "ten", "ter", "tijdens", "toch", "tot", "tussen", "uit", "uw", "van", "vanaf", "vanuit", "via", "volgens", "voor", "want", "zijn", "zoals", "zonder", "zodat", "zowel"]
)

#: Words that begin a sentence and are written with a small letter elsewhere: a capital says that something starts here.
STARTERS = FUNCTION_WORDS | frozenset(
    ["alle", "allen", "beide", "bijna", "bovendien", "daarbij", "daardoor", "daarmee", "daarna", "daarnaast", "daarom", "daarvoor", "dankzij", "deels", "dit", "doordat", "eerst", "elk", "elke", "er", "ervoor", "geen", "hier", "hierbij", "hierdoor", "hiermee", "hiervoor", "hij", "hoe", "hoewel", "ieder", "iedere", "iedereen", "ik", "immers", "is", "jaarlijks", "langs", "maar", "meer", "men", "minder", "momenteel", "niet", "nu", "ook", "ondanks", "ongeveer", "samen", "soms", "sommige", "steeds", "tegelijk", "tevens", "twee", "drie", "vaak", "vandaag", "veel", "vele", "verder", "vier", "vooral", "vroeger", "waar", "waarbij", "waarom", "wanneer", "wat", "we", "wegens", "wie", "wij", "zij", "ze", "zo", "zulke"]
)
#: Determiners with which a text speaks of itself: *dit project*, *deze investering*.
SELF_DETERMINERS = ("dit", "deze", "het", "de")
#: Words of a sentence that states how long something runs.
RUNS = re.compile(r"\b(loopt|lopen|looptijd|duurtijd|uitvoeringsperiode|projectperiode)\b", re.IGNORECASE)
#: What stands between two names that are joined.
JOINS = re.compile(r"\s*(?:[,;/&+]|\ben\b|\bsamen met\b|\bin samenwerking met\b|\balsook\b|\bevenals\b)\s*", re.IGNORECASE)
#: An article before a name.
ARTICLE = re.compile(r"^(?:de|het)(?:\s+|$)", re.IGNORECASE)
#: What a label may say of its unit: in brackets or after "in".
LABEL_UNIT = re.compile(r"\s*(\(.{1,24}\)|in\s+(duizend|miljoen|miljard|mln|mld|k|m)?\.?\s*(€|euro?)(?!\w))\s*", re.IGNORECASE)
#: A number or a word for a chapter before its name: *As 2:*, *Pijler III –*, *4.*
CHAPTER_NUMBER = re.compile(r"^\s*((as|pijler|axe|axis|hoofdstuk|deel)\b)?\s*[\divx]{0,3}\s*[.:)–—-]?\s*", re.IGNORECASE)
#: What announces a part of the amount before it.
PART_OF = re.compile(r"\(|\bwaarvan\b|\bwaaronder\b|\binclusief\b|\bincl\.", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*(?:[.!?]+|$)")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; a full stop inside a number or an abbreviation with a letter after it is none."""
    return [match.span() for match in _SENTENCE.finditer(text) if match.group().strip()]


def speaks_of_itself_as(text: str, nouns: dict[str, tuple[str, ...]]) -> tuple[str, int, int] | None:
    """The first key of ``nouns`` whose noun the text uses for itself (*deze investering*), with its place in the text."""
    forms = "|".join(re.escape(noun) for group in nouns.values() for noun in group)
    if not forms:
        return None
    found = re.search(rf"\b(?:{'|'.join(SELF_DETERMINERS)})\s+({forms})\b", text, re.IGNORECASE)
    if not found:
        return None
    noun = found.group(1).casefold()
    key = next(key for key, group in nouns.items() if noun in (other.casefold() for other in group))
    return key, found.start(), found.end()
