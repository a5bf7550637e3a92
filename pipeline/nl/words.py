"""Closed word classes of Dutch that other rooms need."""

from __future__ import annotations

import re

#: Articles, prepositions, conjunctions, determiners: a heading or sentence does not end with them.
FUNCTION_WORDS = frozenset(
    """
    aan achter af als bij binnen boven buiten daar dan dat de deze die dit dus door een en erin het hun in
    inzake je met mijn na naar naast of om omdat onder ons onze op over per rond rondom sinds te tegen ten ter
    tijdens toch tot tussen uit uw van vanaf vanuit via volgens voor want zijn zoals zonder zodat zowel
    """.split()
)

#: Words that begin a sentence and are written with a small letter elsewhere: a capital says that something starts here.
STARTERS = FUNCTION_WORDS | frozenset(
    """
    alle allen beide bijna bovendien daarbij daardoor daarmee daarna daarnaast daarom daarvoor dankzij deels dit
    doordat eerst elk elke er ervoor geen hier hierbij hierdoor hiermee hiervoor hij hoe hoewel ieder iedere
    iedereen ik immers is jaarlijks langs maar meer men minder momenteel niet nu ook ondanks ongeveer samen soms
    sommige steeds tegelijk tevens twee drie vaak vandaag veel vele verder vier vooral vroeger waar waarbij
    waarom wanneer wat we wegens wie wij zij ze zo zulke
    """.split()
)
#: Determiners that point at the text itself wherever they stand: *deze investering*, *dit project*.
SELF_DETERMINERS = ("deze", "dit")
#: Articles do so only where a sentence opens with them: *De hervorming brengt …*, *Bij het project horen …*.
SELF_ARTICLES = ("de", "het")
#: What may stand before that article.
SELF_OPENERS = ("bij", "binnen", "dankzij", "door", "in", "met", "via", "doel van", "het doel van", "in het kader van")
#: What names another thing when it follows the noun: *de hervorming van het onderhoud*.
OTHERS = ("inzake", "tot", "uit", "van", "voor")
#: Words of a sentence that states how long something runs.
RUNS = re.compile(r"\b(loopt|lopen|looptijd|duurtijd|uitvoeringsperiode|projectperiode)\b", re.IGNORECASE)
#: Any mark but those that belong to a name, bracket it or lead to a body: a list may be set with bullets, bars or ornaments.
_JOIN = r"[^\w\s()\[\]{}.:'’\"“”„–—-]|\b(?:en|alsook|evenals)\b"
_WITHIN = r"[–—:]|(?:(?<=\s)|^)-(?=\s)|\b(?:in\s+samenwerking\s+met|samen\s+met|via)\b|\bi\.?\s?s\.?\s?m\b\.?"
_BODY = "agentschap|departement|minister|ministerie|kabinet|staatssecretaris|administratie|directie|dienst|FOD|POD|SPW"
#: What stands between two names that are joined.
JOINS = re.compile(rf"\s*(?:{_JOIN}|\b(?:samen met|in samenwerking met)\b)\s*", re.IGNORECASE)
#: What leads from an authority to a body within it: a dash, *i.s.m.*, *via*, or the body itself (*Vlaanderen departement X*).
WITHIN = re.compile(rf"\s*(?:{_WITHIN})\s*|,?\s+(?=(?:{_BODY})\b)", re.IGNORECASE)
#: What stands before and behind a name that stands by itself.
EDGE_BEFORE = re.compile(rf"(?:^|{_JOIN}|{_WITHIN}|[()\[\]])\s*(?:(?:de|het)\s+)?$", re.IGNORECASE)
EDGE_AFTER = re.compile(rf"\s*\.?\s*(?:$|{_JOIN}|{_WITHIN}|[()\[\]])|\s+(?:{_BODY})\b", re.IGNORECASE)
#: At the end of the words before a name: that it says to which authority they belong (*Bureau X (Vlaanderen)*).
OPENS = re.compile(r"\s*(?:[(\[]|[–—]|(?<=\s)-(?=\s))\s*(?:(?:de|het)\s+)?$", re.IGNORECASE)
BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)(?:[)\]]|$)")
#: Joins, marks and a full stop at the end of words that are a name; the stop of an abbreviation belongs to it.
DANGLING = re.compile(rf"(?:\s|[(\[]|(?<=\w{{4}})\.$|{_JOIN}|{_WITHIN}|(?<=\s)-)+$", re.IGNORECASE)
#: An article before a name.
ARTICLE = re.compile(r"^(?:de|het)(?:\s+|$)", re.IGNORECASE)
#: What a label may say of its unit: in brackets or after "in".
LABEL_UNIT = re.compile(
    r"\s*(\(.{1,24}\)|in\s+(duizend|miljoen|miljard|mln|mld|k|m)?\.?\s*(€|euro?)(?!\w))\s*", re.IGNORECASE
)
#: A number or a word for a chapter before its name: *As 2:*, *Pijler III –*, *4.*
CHAPTER_NUMBER = re.compile(
    r"^\s*((as|pijler|axe|axis|hoofdstuk|deel)\b)?\s*(?:[a-h](?=[.)]\s)|[\divx]{0,3})\s*[.:)–—-]?\s*",
    re.IGNORECASE,
)
#: The same with its word and number (*As 2 –*), which no sentence begins with.
NUMBERED_CHAPTER = re.compile(
    r"^\s*(?:as|pijler|axe|axis|hoofdstuk)\s+(?:\d{1,2}|[ivx]{1,4})\s*[.:)–—-]\s*", re.IGNORECASE
)
#: What says of a name that it is not meant: *met uitzondering van*, *niet langer*.
EXCLUDES = re.compile(
    r"\b(?:uitzondering|behalve|uitgezonderd|uitgenomen|zonder|niet|exclusief|in plaats van)\b|\bm\.?u\.?v\.|\bexcl\.",
    re.IGNORECASE,
)
#: Headings of parts of a publication that are no chapters of it.
FRONT_MATTER = re.compile(
    r"(?:(?:woord )?vooraf|voorwoord|inhoud(?:stafel|sopgave)?|inleiding|leeswijzer|samenvatting|kerncijfers|tijdlijn|bijlagen?"
    r"|begrippen(?:lijst)?|afkortingen|verantwoording|dankwoord|nawoord|colofon|contact(?:gegevens)?|bronnen|noten)\W*",
    re.IGNORECASE,
)
#: What opens the imprint of a publication: who answers for it, its legal deposit, its numbers and rights.
IMPRINT = re.compile(
    r"(?:verantwoordelijke?\s+uitgever|v\.\s?u\.|wettelijk\s+depot|depot(?:nummer|nr)|D/(?:19|20)\d\d/|ISBN\b|ISSN\b|colofon\W*$|©"
    r"|copyright\b|alle\s+rechten\s+voorbehouden)",
    re.IGNORECASE,
)
#: The same anywhere in a text, and what else only the publisher of a brochure says of it or of himself.
OF_THE_PUBLICATION = re.compile(
    rf"(?<!\w){IMPRINT.pattern}|\bdeze\s+(?:brochure|publicatie|uitgave|folder)\b"
    r"|\bmits\s+bronvermelding\b|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b",
    re.IGNORECASE,
)
#: What a heading says more where its chapter goes on: *(vervolg)*, *– vervolg 2*, *(deel 2)*, *, deel I*.
CONTINUED = re.compile(
    r"\s*[(\[,–—-]?\s*(?:\bverv(?:olg|\.)|\bslot|\bdeel (?:\d+|[ivx]{1,4}\b)|\bcont(?:inued|\.))\s*\d*\s*[)\]]?\s*$",
    re.IGNORECASE,
)
#: What a publication calls the thing that it counts.
PROJECT_WORD = r"(?:project|maatregel|investering|hervorming|actie|fiche|nr\.?|n°)"
#: What stands over or before the titles and the texts of projects in a table.
TITLE_HEAD = re.compile(
    r"\b(?:project(?:en|naam|titel)?|naam|titel|benaming|maatregel(?:en)?|investering(?:en)?|hervorming(?:en)?|acties?|initiatie(?:f|ven))\b",
    re.IGNORECASE,
)
TEXT_HEAD = re.compile(
    r"\b(?:(?:be|om)schrijving|toelichting|inhoud|samenvatting|uitleg|tekst|in het kort|wat)\b", re.IGNORECASE
)
#: A running number before a title: *3.*, *2.1*, *Project 4:*, *Maatregel 12 –*.
COUNTER = re.compile(
    rf"(?:{PROJECT_WORD}\s*)?(\d{{1,3}}(?:\.\d{{1,3}})*)\s*[.:)–—-]?\s",
    re.IGNORECASE,
)
#: What announces a part of the amount before it.
PART_OF = re.compile(r"\(|\bwaarvan\b|\bwaaronder\b|\binclusief\b|\bincl\.", re.IGNORECASE)
#: Endings that are no words: what stands before them belongs to them.
LONE_ENDINGS = frozenset(
    """
    heid heden ing ingen ering eringen atie aties teit teiten iteit lijke lijkheid isch ische eren eerde eerd
    schappen elijk elijke iek ieke rale tie ties
    """.split()
)
#: Nouns that end many compounds: a bare noun before one of them is a half, a quantity or an adverb is not.
COMPOUND_HEADS = frozenset(
    """
    middelen woningen gebouwen plaatsen punten palen systemen diensten netwerken voertuigen panden programma
    infrastructuur centra centrum maatregelen toepassingen instellingen kosten paden
    """.split()
)
NO_HALVES = frozenset(
    """
    aantal paar soort soorten miljoen miljard duizend honderd dozijn tiental eigen ander extra vaak publiek heel
    hoger lager beter groter kleiner nieuw oud elders vooraf
    """.split()
)
#: Adjectives and verbs end so and stand before a noun; the first half of a compound does not.
INFLECTED = ("e", "en", "t", "d", "s", "ig", "lijk", "isch")
#: Between an amount and its share stand signs, or a word that says they are the same.
SAME_AMOUNT = re.compile(r"[^\w%€]*(?:(?:of|ofwel|oftewel|zijnde|goed voor)\s+)?[^\w%€]*", re.IGNORECASE)
#: The same behind an amount whose share is gone.
LINK_TO_SHARE = re.compile(r"\s(?:of|ofwel|oftewel|zijnde|goed voor)\W*$", re.IGNORECASE)
#: The end of a list that goes on.
OPEN_END = re.compile(r"(?:[,/&;]|\b(?:en|of|van|de|het))$")
#: What says that a number is of a page.
PAGE_WORD = r"(?:pagina|page|blz|bladzijde|blad|pag|p)\b\.?"
#: An amount of all axes together is the amount of none.
OF_ALL = re.compile(r"\b(?:totaal\w*|totale|total|samen|alle)\b", re.IGNORECASE)
#: Words around an amount or a share that say no more than what it is, and of what.
OF_THE_WHOLE = re.compile(
    r"\b(?:het|de|deze|dit|alle|van|uit|op|in|voor|of|ofwel|oftewel|zijnde|goed|samen|hele|volledige|globale|totaal|totale|"
    r"totaalbudget|totaalbedrag|budget|bedrag|middelen|aandeel|investering|investeringen|enveloppe|plan|as|pijler|thema|hoofdstuk|"
    r"voorzien|voorziene|geraamd|geraamde|begroot|begrote|herstelplan|investeringsplan|investeringsbudget)\b",
    re.IGNORECASE,
)
#: Words in quotation marks, and who says them.
QUOTED = re.compile(r"\s*[“„”«»\"‘][^“„”«»\"]{8,}[”“«»\"’].{0,120}$", re.DOTALL)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_NOTE = re.compile(r"(\d{1,2})\s+[A-ZÀ-Þ]")
_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*(?:[.!?]+|$)")


def ends_sentence(text: str) -> bool:
    """Whether the last character that is no closing mark ends a sentence."""
    return bool(_ENDS_SENTENCE.search(text))


def note_mark(text: str) -> re.Pattern[str] | None:
    """What finds the mark, at the end of a word, of the note that ``text`` begins; None where no note begins.

    >>> bool(note_mark("2 Zonder btw.").search("vier nieuwe lijnen2."))
    True
    """
    found = _NOTE.match(text)
    return re.compile(rf"[^\W\d_]{{3,}}[.,;]?{found[1]}(?!\d)") if found else None


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; a full stop inside a number or an abbreviation with a letter after it is none."""
    return [match.span() for match in _SENTENCE.finditer(text) if match.group().strip()]


def speaks_of_itself_as(text: str, nouns: dict[str, tuple[str, ...]]) -> tuple[str, int, int] | None:
    """The first key of ``nouns`` whose noun the text uses for itself (*deze investering*), with its place in the text."""
    forms = "|".join(re.escape(noun) for group in nouns.values() for noun in group)
    if not forms:
        return None
    said = re.compile(rf"\b((?:{'|'.join(SELF_DETERMINERS)})\s+({forms})\b)", re.IGNORECASE)
    opening = re.compile(
        rf"\s*(?:(?:{'|'.join(SELF_OPENERS)})\s+)?((?:{'|'.join(SELF_ARTICLES)})\s+({forms})\b)(?!\s+(?:{'|'.join(OTHERS)})\b)",
        re.IGNORECASE,
    )
    for start, end in sentences(text):
        found = [match for match in (opening.match(text, start, end), said.search(text, start, end)) if match]
        if found:
            first = min(found, key=lambda match: match.start(1))
            noun = first.group(2).casefold()
            key = next(key for key, group in nouns.items() if noun in (other.casefold() for other in group))
            return key, *first.span(1)
    return None


#: Words in the names of public bodies, and of those those of a municipality.
AUTHORITY_WORDS = frozenset(
    """
    agentschap bestuur college departement dienst federaal federale fod gemeente gemeentebestuur gemeenschap
    gemeenschapscommissie gewest intercommunale minister ministerie ocmw overheid overheidsdienst pod politiezone provincie
    provinciebestuur regering rijk schepen stad stadsbestuur vlaamse waalse waterschap
    """.split()
)
MUNICIPAL_WORDS = frozenset("gemeente gemeentebestuur ocmw schepen stad stadsbestuur".split())
