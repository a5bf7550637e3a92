"""Words that a gap or a lost hyphen seems to have split (*leer middelen*), or a lost gap to have joined (*opalle*).

Suggestions only: the words stay as printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.models import Finding, Severity, Value, Word
from pipeline.nl.mistakes import BEGINNINGS, JOINED_BY_MISTAKE, LINKED, ONE_WORD, PLURALS
from pipeline.nl.words import COMPOUND_HEADS, INFLECTED, LONE_ENDINGS, NO_HALVES, STARTERS

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 2
#: Shorter joined words are alike by chance (*in de*, *er is*).
_JOINED = 7
#: Endings that one word may have and its other form not.
_FORMS = ("", "e", "en", "s", "n")


def split_words(values: Sequence[Value]) -> list[Finding]:
    """Neighbouring words that make, joined, another word of the brochure, while one of the two stands nowhere by itself.

    Each pair is reported where it stands first. A second half that is only an ending is reported too, a first half that is only
    a beginning, and a preposition that is joined to the word behind it.
    """
    texts = [value.text for value in values]
    words = Counter(word for text in texts for word in _words(text))
    stems = {word + form for word in words for form in _FORMS} | {_bare(word) for word in words}
    pairs = Counter(pair for text in texts for pair in _pairs(text))
    found: dict[tuple[str, str], Finding] = {}
    for value in values:
        for first, second in _pairs(value.text):
            if (first, second) in found or not _is_split(first, second, words, stems, pairs):
                continue
            found[first, second] = _finding(
                _place(value, first, second), f"'{first} {second}' is perhaps one word, {first + second!r}"
            )
        for word in dict.fromkeys(_words(value.text)):
            joined = JOINED_BY_MISTAKE.fullmatch(word)
            if joined and word not in ONE_WORD and joined.groups() not in found:
                found[joined.group(1), joined.group(2)] = _finding(
                    _place(value, word),
                    f"{word!r} is perhaps two words, '{joined.group(1)} {joined.group(2)}'",
                )
    return list(found.values())


def _finding(words: Sequence[Word], message: str) -> Finding:
    return Finding.about(
        words,
        rule="split_word",
        severity=Severity.info,
        message=f"{message}; it is published as printed",
        hint="compare with the page; an override settles it",
    )


def _is_split(first: str, second: str, words: Counter[str], stems: set[str], pairs: Counter[tuple[str, str]]) -> bool:
    joined = first + second
    if len(joined) < _JOINED or {first, second} & STARTERS:
        return False
    together = pairs[first, second]
    alone = [words[part] > together for part in (first, second)]
    if second in LONE_ENDINGS and not alone[0]:
        return True
    if not alone[0] and len(second) > 3 and (first in BEGINNINGS or (LINKED.fullmatch(first) and first not in PLURALS)):
        return True
    if not all(alone) and (joined in stems or _bare(joined) in stems):
        return True
    return not alone[0] and _is_half(first, second, words)


def _is_half(first: str, second: str, words: Counter[str]) -> bool:
    """Whether the first, a bare noun, begins compounds only, and the second ends others."""
    comparative = first.endswith("er") and len(first) > 5
    if comparative or first.endswith(INFLECTED) or first in NO_HALVES or len(second) < 5 or len(first) < 3:
        return False
    if second in COMPOUND_HEADS:
        return True
    begins = any(word.startswith(first) and len(word) - len(first) > 3 for word in words)
    return begins and any(word.endswith(second) and len(word) - len(second) > 2 for word in words)


def _bare(word: str) -> str:
    return next(
        (word.removesuffix(form) for form in ("en", "e", "s", "n") if word.endswith(form) and len(word) > _JOINED), word
    )


def _words(text: str) -> Iterable[str]:
    return (match.group().casefold() for match in _WORD.finditer(text))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Words with one space between them, the second in small letters unless both are in capitals."""
    found = list(_WORD.finditer(text))
    return [
        (a.group().casefold(), b.group().casefold())
        for a, b in pairwise(found)
        if text[a.end() : b.start()] == " "
        and (b.group().islower() or (a.group() + b.group()).isupper())
        and min(len(a.group()), len(b.group())) >= _SHORTEST
    ]


def _place(value: Value, *parts: str) -> list[Word]:
    """The words of which neighbouring ``parts`` are."""
    at = re.search(rf"(?<!\w){' '.join(map(re.escape, parts))}(?!\w)", value.text, re.IGNORECASE)
    start, end = at.span() if at else (0, len(value.text))
    return [word for word, (a, b) in zip(value.words, value.spans, strict=True) if a < end and b > start]
