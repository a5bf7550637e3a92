"""Extracted text: page starts by form feed, by one leading space, or not marked at all.

A text file is a grid of characters: a word's ``top`` is its line, its ``x0`` half its column, so that a line is about
one em high and a character half an em wide, as in print, and the same rules find columns in both.
"""

from __future__ import annotations

import itertools
import re

from pipeline.errors import UnreadableError
from pipeline.models import Finding, Line, Page, Style, Word
from pipeline.read.characters import LINE_ENDS, Spelling
from pipeline.read.kinds import kind_of

CHAR_WIDTH = 0.5
#: More lines than this share start with a space in layout-preserving text, fewer where the space marks a page.
LEADING_SPACE_SHARE = 0.05
#: A dotted leader is a word of its own.
_WORD = re.compile(r"[.…·_]{4,}|(?:(?![.…·_]{4,})\S)+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def read_text(data: bytes, name: str) -> tuple[list[Page], list[Style], list[Finding]]:
    """Pages, the one style, and what was spelled otherwise; UnreadableError for other encodings than UTF-8."""
    text = _decode(data, name)
    spelling = Spelling()
    pages = [_page(number, lines, spelling) for number, lines in enumerate(_split_pages(text), 1)]
    return pages, [Style()], spelling.findings()


def _decode(data: bytes, name: str) -> str:
    if not data.strip():
        raise UnreadableError(f"{name}: the file is empty; give the brochure as PDF or as text")
    if kind := kind_of(data):
        raise UnreadableError(f"{name}: neither a PDF nor plain text but {kind[0]}; {kind[1]}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError(f"{name}: the text is UTF-16, not UTF-8; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(
            f"{name}: neither a PDF nor UTF-8 text (line {line}, byte {data[error.start]:#04x}); save the text as UTF-8"
        ) from None
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableError(
            f"{name}: neither a PDF nor plain text (control character in line {line}); give a PDF or plain text"
        )
    return LINE_ENDS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))


def _split_pages(text: str) -> list[list[str]]:
    if "\f" in text:
        pages = [part.split("\n") for part in text.split("\f")]
    else:
        lines = text.split("\n")
        starts = [i for i, line in enumerate(lines) if re.match(r" (?! )", line + "x")]
        filled = sum(1 for line in lines if line.strip())
        if len(starts) > max(1, LEADING_SPACE_SHARE * filled) and len(starts) > 0.5 * _indented(lines):
            starts = starts if _indented(lines) == len(starts) and len(starts) <= 0.2 * filled else []
        bounds = sorted({0, len(lines), *starts})
        pages = [lines[a:b] for a, b in itertools.pairwise(bounds)]
    while pages and not any(line.strip() for line in pages[-1]):
        pages.pop()
    return pages


def _indented(lines: list[str]) -> int:
    return sum(1 for line in lines if line.startswith(" "))


def _page(number: int, rows: list[str], spelling: Spelling) -> Page:
    lines: list[Line] = []
    for row, printed in enumerate(rows, 1):
        text = spelling.row(number, spelling.entities(number, printed))
        words = tuple(
            Word(
                number,
                row,
                pos,
                match.group(),
                match.start() * CHAR_WIDTH,
                row - 1.0,
                match.end() * CHAR_WIDTH,
                float(row),
            )
            for pos, match in enumerate(_WORD.finditer(text.expandtabs(8)))
        )
        if words:
            lines.append(words)
    width = max((line[-1].x1 for line in lines), default=0.0)
    return Page(number, width, float(len(rows)), "char", tuple(lines))
