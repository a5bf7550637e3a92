"""Text layers as programs leave them: each function changes marks that look right into marks that are hard to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from tests.kit.sheet import Mark, Sheet, Text, measure


def soft_hyphens(text: Text, _: Random) -> list[Text]:
    """The hyphen of a broken word is U+00AD (needs the Vera fonts)."""
    end = text.s.endswith("-") and len(text.s) > 3 and text.s[-2].islower()
    return [replace(text, s=text.s[:-1] + "\u00ad")] if end else [text]


def ligatures(text: Text, _: Random) -> list[Text]:
    return [replace(text, s=text.s.replace("fi", "ﬁ").replace("fl", "ﬂ"))]


def kerning(text: Text, rng: Random) -> list[Text]:
    """About every fourth long word is set in two pieces with a gap of a tenth of the type size."""
    out, x = [], text.x
    for piece in re.findall(r"\S+\s*", text.s):
        wide = measure(piece, text.family, text.face, text.size)
        if len(piece) > 6 and rng.random() < 0.25:
            at = rng.randint(2, len(piece.rstrip()) - 2)
            head = measure(piece[:at], text.family, text.face, text.size)
            out.append(replace(text, s=piece[:at], x=x))
            out.append(replace(text, s=piece[at:], x=x + head + text.size * 0.1))
            wide += text.size * 0.1
        else:
            out.append(replace(text, s=piece, x=x))
        x += wide
    return out


def words_apart(text: Text, _: Random) -> list[Text]:
    """Each word is placed by itself; no glyph for a space is printed."""
    out, x = [], text.x
    for word in text.s.split(" "):
        if word:
            out.append(replace(text, s=word, x=x))
        x += measure(word + " ", text.family, text.face, text.size)
    return out


def glyphs_apart(text: Text, _: Random) -> list[Text]:
    out, x = [], text.x
    for ch in text.s:
        if ch != " ":
            out.append(replace(text, s=ch, x=x))
        x += measure(ch, text.family, text.face, text.size)
    return out


def shadow(text: Text, _: Random) -> list[Text]:
    """Bold and large text is printed twice, the first time in grey and a little aside."""
    if text.face != "B":
        return [text]
    return [replace(text, x=text.x + 0.5, y=text.y + 0.5, colour="#BBBBBB"), text]


def invisible(text: Text, rng: Random) -> list[Text]:
    """An invisible copy lies on the same place, as scanning programs leave it."""
    return [text, replace(text, invisible=True)] if rng.random() < 0.5 else [text]


def mixed_sizes(text: Text, rng: Random) -> list[Text]:
    """Now and then a word stands in a larger size on its line (the line's rest moves on)."""
    words = text.s.split(" ")
    if text.face != "R" or len(words) < 5 or rng.random() > 0.3:
        return [text]
    at = rng.randrange(1, len(words) - 1)
    out, x = [], text.x
    for s, size in ((" ".join(words[:at]) + " ", 1.0), (words[at] + " ", 1.18), (" ".join(words[at + 1 :]), 1.0)):
        out.append(replace(text, s=s, x=x, size=text.size * size))
        x += out[-1].width
    return out


TEXT: dict[str, Callable[[Text, Random], list[Text]]] = {
    "soft-hyphens": soft_hyphens,
    "ligatures": ligatures,
    "kerning": kerning,
    "words-apart": words_apart,
    "glyphs-apart": glyphs_apart,
    "shadow": shadow,
    "invisible": invisible,
    "mixed-sizes": mixed_sizes,
}


def apply(sheets: list[Sheet], names: Iterable[str], rng: Random) -> None:
    """Change the sheets by each named layer in turn; ``shuffled`` puts the page's text in a random order."""
    for name in names:
        for sheet in sheets:
            if name == "shuffled":
                sheet.marks = _shuffled(sheet.marks, rng)
            elif name in TEXT:
                sheet.marks = [n for m in sheet.marks for n in (TEXT[name](m, rng) if isinstance(m, Text) else [m])]


def _shuffled(marks: list[Mark], rng: Random) -> list[Mark]:
    text = [m for m in marks if isinstance(m, Text)]
    rng.shuffle(text)
    return [m for m in marks if not isinstance(m, Text)] + list(text)
