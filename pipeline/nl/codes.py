"""Codes in several pieces: phone, account and enterprise numbers. They are skipped before anything is read."""

from __future__ import annotations

import re

from pipeline.nl.tokens import GLUED, NUM, SPACE, WORD, Token
from pipeline.nl.vocabulary import MONTHS

_DOTTED_DATE = re.compile(r"0[1-9]\.[0-9]{1,2}\.(?:19|20)[0-9]{2}")
_MAX_RUN = 40
"""No code is longer; the bound keeps the reader linear."""


def skip_code(tokens: list[Token], index: int) -> int:
    """The end of a code that begins at `index` (exclusive), or `index` itself.

    Phone and account numbers: +32 2 553 80 11, 02 553 80 11, BE68 5390 0754 7034, 0475 12 34 56; IP and section
    numbers are refused by their shape already.
    """
    token, at = tokens[index], index
    if token.raw == "+" and tokens[index + 1].kind == NUM and tokens[index + 1].gap == GLUED:
        digits = tokens[index + 1].raw
        run = _run_end(tokens, index + 1)
        if (len(digits) >= 9 and digits.isdigit()) or (
            run > index + 2 and len(digits) <= 3 and not _groups(tokens, index + 1, run)
        ):
            return run
        return index
    if token.kind == WORD and len(token.raw) == 4 and token.raw[:2].isupper() and token.raw[2:].isdigit():
        end = _run_end(tokens, index + 1)
        return end if end > index + 1 and tokens[index + 1].kind == NUM and tokens[index + 1].gap == SPACE else index
    if token.kind != NUM:
        return index
    if token.raw[0] == "0" and len(token.raw) > 1 and token.raw[1] not in ".,":
        if (len(token.raw) == 2 and _dated(tokens, at)) or _DOTTED_DATE.fullmatch(token.raw):
            return index
        return _run_end(tokens, at)
    end = _run_end(tokens, at)
    if end > at + 2 and not _groups(tokens, at, end) and all(t.raw.isdigit() for t in tokens[at:end] if t.kind == NUM):
        lengths = [len(t.raw) for t in tokens[at:end] if t.kind == NUM]
        if len(lengths) >= 4 and max(lengths) <= 4 and sum(lengths) >= 9:
            return end
    return index


def _dated(tokens: list[Token], at: int) -> bool:
    """Whether 02 is a day or month: behind it stand a month, or one or two digits, or a year (02-553 is a phone number)."""
    sign, digits = tokens[at + 1], tokens[at + 2]
    return sign.text in MONTHS or (sign.raw in ("/", "-", ".") and not (digits.kind == NUM and len(digits.raw.split(".")[0]) == 3))


def _run_end(tokens: list[Token], at: int) -> int:
    """The end of a run of digit groups on one line, joined by single spaces, slashes, dots or hyphens."""
    end = at + 1
    while tokens[end].kind != "e" and end < at + _MAX_RUN:
        if tokens[end].kind == NUM and tokens[end].gap <= SPACE:
            end += 1
        elif (
            tokens[end].raw in "/.-"
            and tokens[end].gap == GLUED
            and tokens[end + 1].kind == NUM
            and tokens[end + 1].gap == GLUED
        ):
            end += 2
        else:
            break
    return end


def _groups(tokens: list[Token], at: int, end: int) -> bool:
    """Whether the run is one number in groups of three."""
    return len(tokens[at].raw) <= 3 and all(len(t.raw.split(",")[0]) == 3 for t in tokens[at + 1 : end])
