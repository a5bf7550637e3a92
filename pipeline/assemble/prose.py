"""Running text: printed lines become a ``Value``; the rules of hyphenation are those of the room ``nl``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pipeline.models import Block, Line, Value
from pipeline.nl import hyphenated_words
from pipeline.nl.running import running_text


def value(lines: Iterable[Line], known: Collection[str] = ()) -> Value:
    """``lines`` as printed and as running text."""
    kept = tuple(line for line in lines if line)
    running = running_text([[word.text for word in line] for line in kept], known)
    return Value(running.text, kept, running.spans)


def known_hyphens(blocks: Iterable[Block]) -> set[str]:
    """Hyphenated words that stand inside a line somewhere in the brochure: there the hyphen is no line end's."""
    known: set[str] = set()
    for block in blocks:
        for line in (*block.lines, *(line for field in block.fields for line in field.value)):
            known |= hyphenated_words(" ".join(word.text for word in line[:-1]))
    return known


def wording_pattern(wording: str) -> re.Pattern[str]:
    """A name as it may be printed: in any case, letterspaced or with soft hyphens, as whole words."""
    letters = r"[\s\u00ad-]*".join(re.escape(char) for char in wording if not char.isspace())
    return re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)
