"""Lines that say an amount of money, a share, or both, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.nl.finder import quantities_of
from pipeline.nl.quantity import Quantity
from pipeline.nl.words import OF_THE_WHOLE

#: A share behind a grouped amount, from which no mark parts it: ``€ 5.000.000 82 %`` is not one number.
_SHARE_BEHIND = re.compile(r"(?<=[\w€])\s+(?=\d{1,3}(?:,\d+)? ?%\D*$)")


def lone_figures(text: str) -> Sequence[Quantity]:
    """The amount in euros and the share that ``text`` consists of, with words that say of what; empty where it says more.

    >>> [q.surface for q in lone_figures("€ 3 miljoen | 4 % van de middelen")]
    ['€ 3 miljoen', '4 %']
    >>> lone_figures("Voor € 3 miljoen komt er een park")
    []
    """
    found = _quantities(text) if any(map(str.isdigit, text)) else []
    money = [q for q in found if q.kind == "money" and q.unit == "EUR" and q.value is not None]
    shares = [q for q in found if q.kind == "percent" and q.value is not None]
    if len(found) != len(money) + len(shares) or max(len(money), len(shares)) != 1:
        return []
    rest = text
    for quantity in reversed(found):
        rest = rest[: quantity.start] + " " + rest[quantity.end :]
    return [] if any(map(str.isalnum, OF_THE_WHOLE.sub(" ", rest))) else found


def _quantities(text: str) -> Sequence[Quantity]:
    gap = _SHARE_BEHIND.search(text)
    if gap is None:
        return quantities_of(text)
    behind = [q._replace(start=q.start + gap.end(), end=q.end + gap.end()) for q in quantities_of(text[gap.end() :])]
    return [*quantities_of(text[: gap.start()]), *behind]
