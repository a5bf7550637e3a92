"""Dates by which something must stand: the Dutch that leads to one, and that says it is the end of the project itself."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.nl.quantity import Quantity
from pipeline.nl.words import sentences

#: The words before a date that make it a deadline, as far as they go back from it.
_LEAD = re.compile(
    r"(?:(?<!\w)(?:tegen|uiterlijk|ten laatste|ten vroegste|vóór|voor|tot|op|in|medio|midden|halfweg|half|begin|eind|einde|de|het"
    r"|van|loop|jaar|zomer|najaar|voorjaar)\s+)+$",
    re.IGNORECASE,
)
#: Among these words: that the date is the latest one, also where it is named without begin, middle or end.
_LATEST = re.compile(r"\b(?:tegen|uiterlijk|ten laatste|vóór|voor)\b", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|op|tot)\b", re.IGNORECASE)
#: What a result is once it stands.
_STANDS = re.compile(
    r"\b(?:operationeel|operationele|klaar|gereed|voltooid|voltooiing|afgerond|afgewerkt|opgeleverd|oplevering|beëindigd"
    r"|gerealiseerd|uitgevoerd|uitgerold|geopend|opent|openen|ingehuldigd|rond|ten einde|eindigt|eindigen"
    r"|in (?:gebruik|dienst|werking|bedrijf|productie)(?: genomen| gesteld)?)\b",
    re.IGNORECASE,
)
#: Words by which a text points at its own project: *deze bussen*, *de werken*, *het project*.
_OWN = re.compile(
    r"\b(?:dit|deze|die)\s+\w|\b(?:het|ons) (?:project|gebouw|centrum|netwerk|geheel|programma)\b"
    r"|\bde (?:investering|hervorming|werken|werf|bouw|aanleg|uitrol|installatie|oplevering|voltooiing)\b",
    re.IGNORECASE,
)
#: Words of wider plans, comparisons, phases and of what is past, whose dates are not those of the project.
_WIDER = re.compile(
    r"\b(?:Europ\w+|EU|strategie\w*|ambities?|akkoord\w*|klimaatplan\w*|men|streeft|streven|ten opzichte van|t\.o\.v\.|vergeleken"
    r"|afgeschaft|afschaffen|basisjaar|werd|werden|was|waren|(?:eerste|tweede|vorige) fase)(?!\w)",
    re.IGNORECASE,
)


class Deadline(NamedTuple):
    """A date with the words that lead to it: characters ``start`` to ``end`` of the text."""

    start: int
    end: int
    value: str
    approx: str


def deadlines(text: str, found: list[Quantity], *, is_goal: bool) -> list[Deadline]:
    """The dates by which the result must stand.

    is_goal: the text says what the result is, so that each deadline in it is meant; in a description only those of a
    sentence that speaks of the project's own end (*Deze bussen zullen tegen midden 2026 operationeel zijn*).
    """
    dates = [quantity for quantity in found if quantity.kind == "period" and isinstance(quantity.value, str)]
    told: list[Deadline] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        stands = _STANDS.search(sentence) is not None
        if _WIDER.search(sentence) or not (is_goal or (stands and _OWN.search(sentence))):
            continue
        told += [
            deadline
            for quantity in dates
            if start <= quantity.start < end and (deadline := _deadline(text, start, quantity, stands)) is not None
        ]
    return told


def _deadline(text: str, start: int, quantity: Quantity, stands: bool) -> Deadline | None:
    lead = _LEAD.search(text, start, quantity.start)
    words = lead.group() if lead else ""
    approx = quantity.approx or ("by" if _LATEST.search(words) else "")
    is_latest = approx in ("by", "begin", "mid", "end")
    if approx == "since" or not (is_latest or (stands and _IN.search(words))):
        return None
    return Deadline(lead.start() if lead else quantity.start, quantity.end, str(quantity.value), approx)
