"""What stands beside an amount in its field, or in place of one. Data only."""

from __future__ import annotations

import re

# What a field prints where it has no amount, or none yet (see `whole`).
NO_AMOUNT = frozenset({
    "p.m", "pm", "pro memorie", "n.v.t", "nvt", "niet van toepassing", "geen", "geen budget", "zonder budget",
    "geen bijkomend budget", "geen extra budget", "te bepalen", "nog te bepalen", "nader te bepalen", "n.t.b", "ntb", "te verdelen",
    "nog te verdelen", "vast te leggen", "nog vast te leggen", "vast te stellen", "nog vast te stellen", "onbekend", "nog onbekend",
    "niet bekend", "nog niet bekend", "niet bepaald", "nog niet bepaald", "onbepaald", "nog niet vastgelegd", "nog niet vastgesteld",
    "niet beschikbaar", "nog niet beschikbaar", "n.b", "nb", "niet vermeld", "niet meegedeeld", "binnen bestaande middelen",
    "binnen de bestaande middelen", "volgt", "volgt later", "in onderzoek", "in onderhandeling", "vertrouwelijk",
    "-", "--", "---", "/", "//", "…", "...", "?", "x",
})  # fmt: skip
_SETTLE = (
    "bepalen|verdelen|leggen|stellen|ramen|begroten|berekenen|becijferen|bevestigen|bespreken|onderhandelen|onderzoeken|"
    "preciseren|specificeren|concretiseren|beslissen|verduidelijken"
)
_SETTLED = (
    "bepaald|verdeeld|vastgelegd|vastgesteld|geraamd|begroot|berekend|becijferd|bevestigd|besproken|onderhandeld|onderzocht|"
    "gepreciseerd|gespecificeerd|beslist|bekend|bekendgemaakt|gekend|beschikbaar|vermeld|meegedeeld|toegekend|toegewezen"
)
_MEANS = "budget|middelen|kredieten|begroting|kost|kosten|kostprijs|bedrag|uitgaven|financiering"
# The same in sentences: *nog vast te leggen in overleg*, *wordt later bepaald*, *binnen het bestaande budget*. What follows
# a preposition may be any words, since what says an amount in digits or number words is no such phrase.
NO_AMOUNT_YET = re.compile(
    rf"(?:(?:(?:nog|nader|later|verder|voorlopig) )*(?:(?:vast|nader|verder) )?te (?:{_SETTLE})"
    rf"|(?:(?:nog|voorlopig|momenteel) )*(?:niet|nog niet) (?:nader )?(?:{_SETTLED})"
    rf"|(?:wordt|worden) (?:(?:nog|later|nader|verder) )*(?:{_SETTLED})"
    rf"|(?:geen|zonder) (?:(?:apart|afzonderlijk|bijkomend|eigen|extra|specifiek|vast|nieuw)e? )?(?:{_MEANS})"
    rf"|binnen (?:(?:de|het|hun|zijn) )?(?:(?:bestaande?|beschikbare?|reguliere?|gewone?|eigen|huidige?) )+(?:{_MEANS})"
    r"|(?:volgt|volgen)(?: (?:nog|later|spoedig))?|in (?:voorbereiding|opmaak|onderzoek|onderhandeling|bespreking|studie)"
    rf"|(?:kosten|budget|budgettair )-?neutraal|afhankelijk(?= van ))"
    r"(?: (?:na|in|via|door|bij|tijdens|op|volgens|per|met|van|voor|uit|tegen|binnen|aan|tot)(?: [^\W\d_][\w'-]*| 20\d\d){1,8})?"
)
# After these the amount stands elsewhere, as long as no digit follows.
ELSEWHERE = ("zie", "cf.", "vgl.")
# Words before an amount that say no more than that it is one.
VALUE_LEADS = frozenset(
    "totaal totale totaalbedrag budget bedrag raming kostprijs kosten investering geraamd geschat begroot op het een".split()
)
# Words of a note behind an amount that changes nothing about it: (raming), excl. btw, prijspeil 2022.
NOTE_WORDS = VALUE_LEADS | frozenset(
    """aan de en in met na of onder over tot van voor vanaf volgens zonder geraamde geschatte schatting ramingen indicatief
    indicatieve voorlopig voorlopige afgerond afgeronde begroting investeringskosten investeringsbedrag prijspeil prijzen
    constante lopende btw inbegrepen inbegrip incl inclusief excl exclusief belastingen periode looptijd subsidie subsidies toelage
    steun overheidssteun cofinanciering middelen publieke eigen europese federale euro geïndexeerd herzien herziene bijgewerkt
    bijgewerkte initieel initiële oorspronkelijk oorspronkelijke nominaal nominale voorbehoud wijzigingen goedkeuring
    goedgekeurd vastgelegd stand""".split()
)
# What announces a part of the amount before it, or what it leaves out; any words may follow.
PART_OPENERS = frozenset({"waarvan", "waaronder", "daarvan", "inclusief", "incl", "exclusief", "excl"})
