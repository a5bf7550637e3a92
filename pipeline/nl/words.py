"""Closed word classes of Dutch that other rooms need."""

from __future__ import annotations

#: Articles, prepositions, conjunctions, determiners: a heading or sentence does not end with them.
FUNCTION_WORDS = frozenset(
    "aan achter af als bij binnen boven buiten daar dan dat de deze die dit dus door een en erin het hun in inzake je "
    "met mijn na naar naast of om omdat onder ons onze op over per rond rondom sinds te tegen ten ter tijdens toch tot "
    "tussen uit uw van vanaf vanuit via volgens voor want zijn zoals zonder zodat zowel".split()
)
