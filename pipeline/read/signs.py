"""Characters without text: what is a letter or digit waits for a person, what is an icon or a bullet is left out.

A font can print a glyph and not say which character it is, or give it a code of private use, which means what its font
wants. Beside other characters it is a part of a word; alone, in a font that prints nothing else, it is a picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from pipeline.models import Finding, Line, Page, Severity, Style, Word

UNMAPPED = "\N{REPLACEMENT CHARACTER}"
NAMELESS = f"\ue000-\uf8ff{UNMAPPED}\U000f0000-\U0010fffd"
_HOLED = re.compile(f"[{NAMELESS}].|.[{NAMELESS}]")
_ALONE = re.compile(f"[{NAMELESS}]")
#: Raised digits after one or two digits: decimals, an exponent or the mark of a note.
_RAISED = re.compile(r"(?<![\d.,])\d{1,2}[⁰¹²³⁴⁵⁶⁷⁸⁹]|\d[⁰¹²³⁴⁵⁶⁷⁸⁹]{2}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
#: Behind one of these a raised number is no exponent.
STOPS = ".,;:"
#: A word, longer than a unit, or decimals with the mark of a note; a line that explains one.
_NOTE_MARK = re.compile(
    r"((?:[^\W\d_]*[^\W\d_]{4}(?<!meter)|[€\d.]*\d,\d{1,2})[.,;:)”’]?)([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?)([.,;:]?)"
)
_EXPLAINS = re.compile(r"([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?|[1-9][0-9]?(?=[).:]? ))[).:]? ?[^\W\d_]")
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Signs of a font of letters are bullets if at least so many stand there, each at the start of its line.
BULLETS = 3
#: In ems: what stands so far from the word before it begins a line, perhaps of another column.
APART = 1.0


def without_signs(pages: list[Page], styles: list[Style]) -> tuple[list[Page], list[Finding]]:
    """``pages`` without icons and bullets that have no text, and what is to be said of the others."""
    words = [word for page in pages for line in page.lines for word in line]
    odd = [word for word in words if not word.text.isascii() and _ALONE.search(word.text)]
    if not odd:
        return pages, []
    holed = [word for word in odd if _HOLED.search(word.text)]
    alone = [word for word in odd if len(word.text) == 1]
    holed += [
        word
        for font in {styles[word.style].font for word in alone}
        for word in _letters(font, pages, styles, holed, alone)
    ]
    doubtful = {word.address for word in holed}
    pictures = [word for word in alone if word.address not in doubtful]
    gone = {word.address for word in pictures}
    kept = [without(page, gone) for page in pages] if gone else pages
    left = [word for page in kept for line in page.lines for word in line if _ALONE.search(word.text)]
    return kept, [*_doubts(left), *_pictures(pictures)]


def raised_digits(pages: list[Page]) -> Iterator[Finding]:
    """Numbers whose raised digits can be read in two ways."""
    for page in pages:
        words = [word for line in page.lines for word in line if not word.text.isascii() and _RAISED.search(word.text)]
        if words:
            yield Finding.about(
                words,
                rule="raised_digits",
                severity=Severity.person,
                quote=" / ".join(word.text for word in words)[:120],
                message="raised digits behind a number are decimals (of a short one), cents (two digits) or the mark of a note",
                hint="state the value in an override",
            )


def without_note_marks(pages: list[Page]) -> tuple[list[Page], list[Finding]]:
    """``pages`` without the raised numbers behind words that are marks of notes, and what was left out.

    A number is one where a line of its page explains it, that is begins with it: ² Raming. So it is behind the stop of a word, where
    the note may stand on another page; elsewhere it may be something else, and stays.
    """
    found: list[Finding] = []
    cleaned: list[Page] = []
    for page in pages:
        marked = {word.address: hit for line in page.lines for word in line if (hit := _marked(word))}
        explained = {_mark_of(*lines) for lines in pairwise((*page.lines, ()))} if marked else set()
        marked = {address: hit for address, hit in marked.items() if _is_told(hit, explained)}
        if marked:
            words = [word for line in page.lines for word in line if word.address in marked]
            found.append(
                Finding.about(
                    words,
                    rule="note_mark",
                    severity=Severity.info,
                    quote=" / ".join(word.text for word in words),
                    message=f"{len(words)} raised number(s) behind a word are left out: marks of notes",
                )
            )
        cleaned.append(_unmarked(page, marked))
    return cleaned, found


def _marked(word: Word) -> re.Match[str] | None:
    return None if word.text.isascii() else _NOTE_MARK.fullmatch(word.text)


def _is_told(hit: re.Match[str], explained: set[str]) -> bool:
    return hit[2].translate(_LEVEL) in explained or (hit[1][-1] in STOPS and hit[1][-2].isalpha())


def _mark_of(line: Line, following: Line) -> str:
    """The mark with which a line begins; raised, it may be a line by itself, beside the words."""
    if (
        len(line) == 1
        and following
        and following[0].top < line[0].bottom
        and 0 <= following[0].x0 - line[0].x1 < APART * _height(following[0])
    ):
        line = (*line, *following)
    hit = _EXPLAINS.match(" ".join(word.text for word in line[:2]))
    return hit[1].translate(_LEVEL) if hit else ""


def _height(word: Word) -> float:
    return word.bottom - word.top


def _unmarked(page: Page, marked: dict[tuple[int, int, int], re.Match[str]]) -> Page:
    if not marked:
        return page
    lines = [
        tuple(replace(word, text=hit[1] + hit[3]) if (hit := marked.get(word.address)) else word for word in line)
        for line in page.lines
    ]
    return replace(page, lines=tuple(lines))


def _letters(font: str, pages: list[Page], styles: list[Style], holed: list[Word], alone: list[Word]) -> list[Word]:
    """The words of one sign in ``font`` that may be letters or digits."""
    mine = [word for word in alone if styles[word.style].font == font]
    if any(styles[word.style].font == font for word in holed):
        return mine
    spells = any(
        styles[word.style].font == font and any(char.isalnum() for char in word.text)
        for page in pages
        for line in page.lines
        for word in line
    )
    return mine if spells and (len(mine) < BULLETS or not _begin_lines(mine, pages)) else []


def _begin_lines(signs: list[Word], pages: list[Page]) -> bool:
    wanted = {word.address for word in signs}
    return all(
        at == 0 or word.x0 - line[at - 1].x1 > APART * (word.bottom - word.top)
        for page in pages
        for line in page.lines
        for at, word in enumerate(line)
        if word.address in wanted
    )


def without(page: Page, gone: set[tuple[int, int, int]]) -> Page:
    """``page`` without the words of these addresses; lines keep their numbers."""
    lines = []
    for line in page.lines:
        left = [word for word in line if word.address not in gone]
        if left:
            lines.append(
                tuple(left)
                if len(left) == len(line)
                else tuple(replace(word, pos=pos) for pos, word in enumerate(left))
            )
    return replace(page, lines=tuple(lines))


def _doubts(holed: list[Word]) -> Iterator[Finding]:
    for page in sorted({word.page for word in holed}):
        words = [word for word in holed if word.page == page]
        yield Finding.about(
            words,
            rule="unmapped_letters",
            severity=Severity.person,
            message=f"{len(words)} word(s) have letters or digits without text in the font",
            quote=" / ".join(word.text for word in words)[:120],
            hint="get a file with text for all its letters, or run OCR on it",
        )


def _pictures(signs: list[Word]) -> Iterator[Finding]:
    if signs:
        kinds = ", ".join(
            f"{count} × U+{ord(text):04X}" for text, count in sorted(Counter(w.text for w in signs).items())
        )
        yield Finding(
            rule="signs",
            severity=Severity.warning,
            page=min(word.page for word in signs),
            message=f"{len(signs)} icon(s) or bullet(s) without text in the font are left out: {kinds}",
            hint="compare the page with the dataset",
        )
