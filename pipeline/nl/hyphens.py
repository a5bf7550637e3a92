"""Hyphens at line ends: which belong to the word (sociaal-economisch) and which to the line (ontwik-kelen).

Rules, not a word list: Dutch compounds are missing from every lexicon. A hyphen at a line end joins unless a rule says
that it is part of the word. The rules follow the official spelling (Woordenlijst, "koppelteken"): clashing vowels,
initialisms, digits, single letters, capitals, pairs of equal adjectives, titles with ex-, oud- and -generaal.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.nl.words import FUNCTION_WORDS

SOFT_HYPHEN = "\u00ad"
_HYPHENS = "-\u2010\u2011"
_DASHES = "\u2012\u2013\u2014"

# The second half of "Industrieel- en …": the hyphen stands for a word to come, and a space follows.
_LINKS = frozenset("en of tot noch én óf en/of resp respectievelijk dan à versus t.e.m t/m tem maar als alsook".split())
# First halves that are always written with a hyphen, whatever follows
_ALWAYS = frozenset(
    """niet bijna quasi vice adjunct kandidaat interim aspirant non kmo ngo hiv dna cao ceo vte fte ict led-tv ocmw
    roi iot mri sint saint onder-en mbo hbo vmbo havo aow wia zzp mkb ggz bso wmo wao anw uwv soa adhd ivf hiv vve ggd ov
    oeso navo unesco avg pgb mer gas-en""".split()
)
# … but not before these: noot-jes for words that happen to begin alike
_NOT_ALWAYS = {"niet": ("je", "jes", "ig", "ige", "en"), "non": ("sens", "nen", "chal"), "vice": (), "dna": ()}
# ex- and oud- are hyphenated before persons only (ex-minister, but export, ouderdom)
_BEFORE_PERSON = frozenset({"ex", "oud", "waarnemend", "collega", "mede"})
_PERSONS = (
    "minister", "premier", "president", "burgemeester", "voorzit", "directeur", "collega", "leerling", "student",
    "strijder", "werkne", "partner", "echtgeno", "gedetineerd", "kampioen", "rector", "schepen", "parlement",
    "kamerlid", "senator", "topman", "topvrouw", "politic", "ambtena", "rijkswacht", "gevangen", "patiënt",
    "gouverneur", "journalist", "speler", "bewoner", "man", "vrouw", "lid", "leden", "medewerk", "bestuur",
)  # fmt: skip
# Second halves that are always written with a hyphen
_ALWAYS_SECOND = ("generaal", "president", "up", "ups", "how", "off", "to-", "offs", "eiland")
# Middle words of a chain: kant-en-klaar, peer-to-peer; those that also begin words need equal ends (stap-voor-stap, één-op-één)
_CHAIN = frozenset("to of the de het en by".split())
_CHAIN_OF_EQUALS = frozenset("voor op aan van na tot in over".split())
_PLUG_IN = frozenset("plug all check log opt drop built".split())
# Equal pairs that are no adjectives, by first half and beginning of the second
_PAIRS = {
    "woon": ("werk", "school"), "prijs": ("kwaliteit",), "kosten": ("baten",), "moeder": ("kind",),
    "ouder": ("kind",), "noord": ("zuid",), "zuid": ("noord",), "oost": ("west",), "west": ("oost",),
    "publiek": ("priva",), "privaat": ("publiek",), "zwart": ("wit",), "wit": ("zwart",), "links": ("rechts",),
    "centrum": ("links", "rechts"), "arts": ("specialist",), "vraag": ("antwoord", "aanbod"), "win": ("win",),
    "rood": ("groen", "wit", "geel"), "blauw": ("groen", "wit"), "groen": ("blauw", "wit"), "start": ("stop",),
    "real": ("time",), "low": ("carbon",), "high": ("tech", "end"), "know": ("how",), "must": ("have",), "all": ("in",),
    "opt": ("in", "out"), "plug": ("in",), "check": ("in", "out"), "lock": ("in", "down"), "hands": ("on",),
    "near": ("zero",), "zero": ("emis",), "end": ("to",), "peer": ("to", "review"), "business": ("to", "case"),
    "klimaat": ("energie",), "energie": ("klimaat",), "trial": ("and",), "input": ("output",), "top": ("down",),
    "one": ("stop",),
    "mens": ("machine",),
    "man": ("vrouw",), "vrouw": ("man",), "leraar": ("leerling",), "minister": ("president",),
}  # fmt: skip
# Adjectives of the same rank: politiek-maatschappelijk, technisch-wetenschappelijk
_FIRST_ADJECTIVE = (
    *("isch", "iaal", "naal", "ueel", "ieel", "reel", "meel", "ief", "litiek", "ysiek", "kundig", "lijk"),
    *("raal", "scaal"),
)
_SECOND_ADJECTIVE = re.compile(
    r".{3,}(?:isch|eel|ele|ël|aal|ale|ief|ieve|lijk|kundig|ieke|iek|air|aire|eus|zaam|zame)e?"
)
# Official exceptions that are written as one word
_ONE_WORD = (("sociaal", "democra"), ("christelijk", "democra"), ("nationaal", "socialis"), ("sociaal", "realis"))

# Vowels that would be read as one sound when joined (klinkerbotsing)
_CLASHES = frozenset("aa ae ai au ee ei eu ie ii oe oi oo ou ui uu ée éi".split())
# Word-internal syllables that look like a clash: muse-um, financi-eel, ge-investeerd, be-invloed
_INSIDE = {"e": ("um", "us", "ur", "eel", "ele", "eë", "ïst"), "i": ("e",), "u": ("eel", "ele", "eren", "eer"),
           "a": ("ër", "ïs"), "o": ("ë", "ö")}  # fmt: skip
_I_WORDS = frozenset("mini semi multi anti taxi ski maxi demi bi".split())
_VERB_PREFIXES = frozenset({"ge", "be", "her"})
_VOWEL = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.IGNORECASE)

_REACH = 120
"""So many characters around the break decide; joining line after line to one text stays linear."""
_LAST_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?$")
_FIRST_WORD = re.compile(r"[^\W_]+(?:['’./][^\W_]+)*-?")
_CHAINED = re.compile(r"([^\W_]+)-([^\W\d_]+)$")
# An address of the net keeps every hyphen.
_ADDRESS = re.compile(r"(?:www\.|://|@|\w\.(?:be|nl|eu|com|org|net|gov|info|brussels|vlaanderen)/)\S*-$")
# Behind "-en" these say that it is the plural (de last-|en te dragen), not the conjunction (land- en tuinbouw).
_AFTER_PLURAL = re.compile(
    r"en(?:[.,;:!?)]|$|\s+(?:" + "|".join(sorted(FUNCTION_WORDS - {"de", "het", "een"})) + r")\b)"
)
# Endings that a vowel does not clash with: ontplooi-ing, ingevo-erde
_ENDING = re.compile(r"(?:ing(?:en|s\w*)?|er|erd|erde|erden|eren|en|end|ende|ers?)$")
_NAME_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
# From the word's first letter on, and bounded: a run of letters is looked at once.
_HYPHENATED = re.compile(r"(?<![^\W_])[^\W_]{1,80}(?:-[^\W_]{1,80})+(?![^\W_])")
_ADJECTIVAL = ("se", "s", "ale", "ele", "ke", "ge", "ve", "me", "ne", "re", "we")
_SUFFIXES = ("heid", "ling", "ings", "lijk", "baar", "schap", "ment", "teit", "tie")


def hyphenated_words(text: str) -> set[str]:
    """The hyphenated words that stand inside a line of `text`, casefolded: the `known` of `join_break`."""
    return {
        match.group().casefold() for match in _HYPHENATED.finditer(text.replace("\u2010", "-").replace("\u2011", "-"))
    }


def join_break(before: str, after: str, known: Collection[str] = ()) -> tuple[str, str]:
    """What happens between two lines: (`before` with or without its last hyphen, glue "" or " ").

    known: hyphenated words seen elsewhere inside a line, casefolded; such a word keeps its hyphen.

    >>> join_break("waterstof-", "transport"), join_break("Industrieel-", "en opleiding"), join_break("ICT-", "net")
    (('waterstof', ''), ('Industrieel-', ' '), ('ICT-', ''))
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        return before, ""
    last = before[-1]
    if last == SOFT_HYPHEN:
        return before[:-1], ""
    touches = len(before) > 1 and (before[-2].isalnum() or before[-2] in "'’)")
    if last in "/" + _DASHES and touches:
        return before, ""
    if last not in _HYPHENS or not touches or not after[0].isalnum():
        return before, " "
    stem = before[:-1]
    if _ADDRESS.search(before[-_REACH:]):
        return before, ""
    head, tail = _LAST_WORD.search(stem[-_REACH:]), _FIRST_WORD.match(after[:_REACH])
    if head is None or tail is None:
        return before, ""
    if tail.group() == "en" and len(head.group()) > 3 and _AFTER_PLURAL.match(after):
        return stem, ""
    if tail.group().rstrip(".-").casefold() in _LINKS and (head.group().casefold(), tail.group()) != ("zo", "als"):
        return before, " "
    return (before if keeps_hyphen(stem[-_REACH:], head.group(), tail.group(), known) else stem), ""


def keeps_hyphen(stem: str, head: str, tail: str, known: Collection[str] = ()) -> bool:
    """Whether the hyphen between `head` (the end of `stem`) and `tail` is part of the word."""
    low_head, low_tail = head.casefold(), tail.rstrip("-").casefold()
    if _is_known(low_head, low_tail, known):
        return True
    if any(c.isdigit() for c in head) or tail[0].isdigit() or len(head) == 1 or "'" in head or not _VOWEL.search(head):
        return True
    if _by_capitals(stem, head, tail):
        return True
    if _in_chain(stem, tail):
        return True
    return _by_words(low_head, low_tail) or _clashes(low_head, low_tail)


def _is_known(head: str, tail: str, known: Collection[str]) -> bool:
    """Seen in a line; the ending may differ (sociaal-economisch, sociaal-economische)."""
    if not known:
        return False
    joined = f"{head}-{tail}"
    forms = {joined, joined + "e", joined + "s", joined + "en", joined.removesuffix("e"), joined.removesuffix("s"),
             joined.removesuffix("en")}  # fmt: skip
    return any(form in known for form in forms)


def _by_capitals(stem: str, head: str, tail: str) -> bool:
    """ICT-net, Wallonië-Brussel, niet-Europees, Green Deal-fondsen; two halves in capitals are words."""
    if tail[0].isupper():
        return not (head.isupper() and len(tail) > 1 and tail.rstrip("-").isupper())
    if head[-1].isupper():
        return True
    if tail.startswith(_SUFFIXES):
        return False
    named = _NAME_BEFORE.search(stem[: -len(head)])
    if not head[0].isupper() or named is None or not named.group(1)[0].isupper():
        return False
    first = named.group(1)
    return len(first) > 3 and len(head) > 3 and len(tail) > 4 and not first.endswith(_ADJECTIVAL)


def _in_chain(stem: str, tail: str) -> bool:
    """stap-voor-stap, whichever hyphen the line ends at."""
    if tail.endswith("-") and tail[:-1].casefold() in _CHAIN | _CHAIN_OF_EQUALS:
        return True
    chained = _CHAINED.search(stem)
    if chained is None:
        return False
    first, middle = chained.group(1).casefold(), chained.group(2).casefold()
    equal = middle in _CHAIN_OF_EQUALS and first == tail.rstrip("-").casefold()
    return middle in _CHAIN or equal or (middle == "in" and first in _PLUG_IN)


def _by_words(head: str, tail: str) -> bool:
    if head in _ALWAYS:
        return not any(tail == word or (len(word) > 3 and tail.startswith(word)) for word in _NOT_ALWAYS.get(head, ()))
    if head in _BEFORE_PERSON and tail.startswith(_PERSONS):
        return head in ("ex", "oud")
    if tail in _ALWAYS_SECOND or tail.startswith(("generaal", "president")):
        return not (tail == "eiland" and not head.endswith("e"))
    if tail.startswith(_PAIRS.get(head, ("\0",))):
        return True
    if any(head == one and tail.startswith(two) for one, two in _ONE_WORD):
        return False
    return len(head) > 5 and head.endswith(_FIRST_ADJECTIVE) and _SECOND_ADJECTIVE.fullmatch(tail) is not None


def _clashes(head: str, tail: str) -> bool:
    """energie-efficiëntie, auto-ongeluk; but muse-um, financi-eel, ge-investeerd are syllables."""
    if head[-1] + tail[0] not in _CLASHES or head in _VERB_PREFIXES or (len(head) > 4 and _ENDING.fullmatch(tail)):
        return False
    if head[-1] == "i":
        return head in _I_WORDS or tail[0] == "i"
    if head.endswith("ie"):
        return True
    return not (len(tail) < 7 and tail.startswith(_INSIDE.get(head[-1], ("\0",))))
