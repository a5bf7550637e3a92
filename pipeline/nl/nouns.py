"""Dutch plurals → singular, for the noun in a counted rate ({reiziger}/d)."""

from __future__ import annotations

_IRREGULAR = {"kinderen": "kind", "mensen": "mens", "jongeren": "jongere", "leden": "lid", "steden": "stad",
              "schepen": "schip", "dagen": "dag", "wegen": "weg", "gevallen": "geval", "ouderen": "oudere",
              "eieren": "ei", "bedden": "bed", "auto's": "auto", "gasten": "gast", "liters": "liter",
              "loten": "lot", "lagen": "laag", "doden": "dode", "gewonden": "gewonde"}  # fmt: skip
_VOWELS = "aeiouëïöü"
_VOICED = {"z": "s", "v": "f"}


def singular(noun: str) -> str:
    """The singular of a regular plural: woningen → woning, bussen → bus, personen → persoon, huizen → huis."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    for ending, one in _IRREGULAR.items():
        if len(ending) > 5 and noun.endswith(ending):
            return noun[: -len(ending)] + one
    if noun.endswith("'s"):
        return noun[:-2]
    if noun.endswith("s") and len(noun) > 3 and not noun.endswith(("ss", "us", "is", "os")):
        return noun[:-1]
    if noun.endswith("ieën"):
        return noun[:-2]
    if not noun.endswith("en") or len(noun) < 5:
        return noun
    stem = noun[:-2]
    if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return stem[:-1]
    if stem[-2] in "aou" and stem[-3] not in _VOWELS and stem[-1] not in _VOWELS:  # an open syllable doubles its vowel
        stem = stem[:-1] + stem[-2] + stem[-1]
    return stem[:-1] + _VOICED.get(stem[-1], stem[-1])
