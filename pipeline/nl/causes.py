"""Why a value is no single amount of euros: what the finder of quantities can say of it."""

from __future__ import annotations

import re
import unicodedata

from pipeline.nl.finder import find_quantities


def known_cause(plain: str) -> str:
    """What the finder can say of a value that is no single amount; empty when it has nothing to add."""
    unseen = sorted(
        {char for char in plain if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs") or char == "\ufffd"}
    )
    if unseen:
        return f"has characters that are not seen or not known ({', '.join(f'U+{ord(char):04X}' for char in unseen)})"
    if re.match(r"(?:€|eur|euro)? ?-|min(?:us)? ", plain):
        return "is negative, or has a dash before it"
    money = [quantity for quantity in find_quantities(plain) if quantity.kind == "money"]
    other = next((quantity.unit for quantity in money if quantity.unit and quantity.unit != "EUR"), None)
    if other:
        return f"is an amount per unit or time ({other})" if "/" in other else f"is in {other}, not in euros"
    if re.search(r"[\d€]\s*[+x×*:=]|[+×*=]\s*[\d€]", plain):
        return "is a sum or a product of numbers"
    if len(money) > 1:
        return "names several amounts"
    if money and money[0].value is None:
        return "is a range"
    return ""
