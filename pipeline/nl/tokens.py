"""Text → tokens. Offsets stay those of the text as given: every replacement keeps the length."""

from __future__ import annotations

import re
import unicodedata

from pipeline.nl.hyphens import join_break
from pipeline.nl.layout import MASK, masked

GLUED, SPACE, LINE, BLANK = 0, 1, 2, 3
"""What stands before a token: nothing, spaces, one line end, an empty line (or the text's begin)."""

NUM, WORD, SIGN, FRACTION, END = "n", "w", "s", "f", "e"

_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
_QUOTES = dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`", "'")
_BREAKS = {"\r": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n"}
_SAME_LENGTH = str.maketrans({**_SPACES, **_DASHES, **_QUOTES, **_BREAKS, "\u00b5": "\u03bc", "\u00ba": "\u00b0"})
_SUBSCRIPTS = str.maketrans("²³₂₃", "2323")

# A word begins with a letter and may hold digits (m2, H2, E40), so that such names never start a number.
# Superscripts left alone (footnote marks) are matched first by the word they hang on, else skipped.
_TOKEN = re.compile(
    r"(?P<n>(?:(?<![^\s(])[.,])?[0-9]+(?:[.,'][0-9]+)*)"
    r"|(?P<f>[¼½¾⅐-⅞])"
    r"|(?P<x>[\u00b2\u00b3\u00b9\u2070-\u209c\u00ad\u200b-\u200d\ufeff]+)"
    r"|(?P<w>[^\W\d_](?:[^\W_¼½¾⅐-⅞]|[\u00ad\u0300-\u036f])*(?:'[^\W\d_]+)?)"
    rf"|(?P<s>{MASK}+|[^\s])"
)
_MAX_BREAKS = 4
"""No word runs over more lines than this; the bound keeps the reader linear."""
_HYPHEN_BREAK = re.compile(r"-[ \t]*\n")


class Token:
    """One token: `raw` as printed (same case), `text` lower-cased, soft hyphens gone, ² read as 2."""

    __slots__ = ("end", "gap", "kind", "raw", "start", "text", "width")

    def __init__(self, kind: str, start: int, end: int, raw: str, gap: int, width: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.gap = gap
        self.width = width
        if kind == WORD and not raw.isascii():
            self.end -= len(raw) - len(_without_marks(raw))
            raw = _without_marks(unicodedata.normalize("NFC", raw.replace("\u00ad", "")))
        self.raw = raw
        self.text = raw.lower()

    def __repr__(self) -> str:
        return f"{self.kind}:{self.raw!r}"


def _without_marks(word: str) -> str:
    """m², CO₂ with plain digits; the superscript of a footnote (woningen³) dropped."""
    stem = word.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")
    if stem == word or len(stem) <= 2:
        return word.translate(_SUBSCRIPTS)
    return stem.translate(_SUBSCRIPTS)


_PADDING = 12
"""So many END tokens close a list: logic may look ahead (and, by index -1, behind) without bounds checks."""


def tokenize(text: str, *, layout: bool = True) -> list[Token]:
    """All tokens of `text`, then END tokens. Words broken by a hyphen over a line end are one token.

    layout: whether the text may hold layout (see there), which is masked; a label holds none.
    """
    source = text.translate(_SAME_LENGTH)
    source = masked(source) if layout else source
    tokens: list[Token] = []
    previous = 0
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup
        if kind is None or kind == "x":
            continue
        start, end = match.span()
        width = start - previous
        gap = GLUED if not width else SPACE if width == 1 and source[previous] == " " else _gap(source, previous, start)
        tokens.append(Token(kind, start, end, match.group(), gap, width))
        previous = end
    if tokens:
        tokens[0].gap = BLANK
    if _HYPHEN_BREAK.search(source):
        tokens = _join_broken_words(tokens)
    end = len(text)
    tokens.extend([Token(END, end, end, "", BLANK, 0)] * _PADDING)
    return tokens


def _gap(source: str, start: int, end: int) -> int:
    between = source[start:end]
    if "\f" in between:
        return BLANK
    lines = between.count("\n")
    if lines:
        return LINE if lines == 1 else BLANK
    return SPACE if any(c.isspace() for c in between) else GLUED


def _join_broken_words(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        for _ in range(_MAX_BREAKS):
            if index + 2 >= len(tokens) or token.kind != WORD:
                break
            hyphen, after = tokens[index + 1], tokens[index + 2]
            if not (hyphen.raw == "-" and hyphen.gap == GLUED and after.kind == WORD and after.gap == LINE):
                break
            before, glue = join_break(token.raw + "-", after.raw)
            if glue or before.endswith("-"):
                break
            token = Token(WORD, token.start, after.end, before + after.raw, token.gap, token.width)
            index += 2
        joined.append(token)
        index += 1
    return joined
