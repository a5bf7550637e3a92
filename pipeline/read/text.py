"""Extracted text: page starts by form feed, by one leading space, or not marked at all.

A text file is a grid of characters: a word's ``top`` is its line, its ``x0`` half its column, so that a line is about
one em high and a character half an em wide, as in print, and the same rules find columns in both.
"""

from __future__ import annotations

import itertools
import re

from pipeline.errors import UnreadableError
from pipeline.models import Finding, Line, Page, Severity, Style, Word
from pipeline.read.characters import LINE_ENDS, Spelling
from pipeline.read.kinds import kind_of
from pipeline.read.markdown import PLAIN, is_markdown, unmarked

CHAR_WIDTH = 0.5
#: More lines than this share start with a space in layout-preserving text, fewer where the space marks a page.
LEADING_SPACE_SHARE = 0.05
#: A dotted leader is a word of its own, and so is a bar between two cells.
_WORD = re.compile(r"[.…·_]{4,}|\||(?:(?![.…·_]{4,})[^\s|])+")
#: A line that says where a page begins: *--- page 3 ---*.
_PAGE_MARK = re.compile(r"\s*[-=*#~_]{2,}\s*(?:pagina|page|blz\.?|p\.?)?\s*(\d{1,4})\s*[-=*#~_]{2,}\s*", re.IGNORECASE)
#: What a Dutch or French text in Windows-1252 has beside ASCII. The accents of other encodings are other signs in it (*é* of
#: Mac is *Ž*, of DOS *‚*, *€* of Latin-9 is *¤*); UTF-8 that was damaged has *Ã*, or *Â* and *â* before a sign.
_SIGNS = "€‘’“”–—…•«»°²³½¼¾·§\u00a0\u00ad".encode("cp1252")
_ACCENTED = "ÀÄÇÈÉÊËÎÏÔÖÛÜàáäçèéêëíîïñóôöùúûüœ".encode("cp1252")
_WINDOWS = re.compile(rb"(?:[\t-\r\x20-\x7e]|[%b]|[\xc2\xe2](?![%b]))*" % (_SIGNS + _ACCENTED, _SIGNS))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def read_text(data: bytes, name: str) -> tuple[list[Page], list[Style], list[Finding]]:
    """Pages, the one style, and what was spelled otherwise; UnreadableError for encodings that are not known."""
    findings: list[Finding] = []
    text = _decode(data, name, findings)
    spelling = Spelling()
    marked = is_markdown(text.split("\n"))
    rows = _split_pages(text, by_space=not marked)
    parts = [unmarked(page) if marked else [[(PLAIN, line)] for line in page] for page in rows]
    styles = sorted({PLAIN, *(style for page in parts for row in page for style, _ in row)})
    pages = [_page(number, page, styles, spelling) for number, page in enumerate(parts, 1)]
    return pages, [Style(font=style) for style in styles], [*findings, *spelling.findings()]


def _decode(data: bytes, name: str, findings: list[Finding]) -> str:
    if not data.strip():
        raise UnreadableError(f"{name}: the file is empty; give the brochure as PDF or as text")
    if kind := kind_of(data):
        raise UnreadableError(f"{name}: neither a PDF nor plain text but {kind[0]}; {kind[1]}")
    text, encoding = _decoded(data, name)
    if encoding:
        findings.append(
            Finding(
                rule="encoding",
                severity=Severity.warning,
                page=1,
                message=f"the text is {encoding}, not UTF-8, and is read so",
                hint="compare accents and signs with the brochure, or save it as UTF-8",
            )
        )
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableError(
            f"{name}: neither a PDF nor plain text (control character in line {line}); give a PDF or plain text"
        )
    return LINE_ENDS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding, which is empty for UTF-8: UTF-16 says so itself, Windows-1252 is what makes sense as such."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise UnreadableError(f"{name}: the text is UTF-16 and damaged; save it anew as UTF-8") from None
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if _WINDOWS.fullmatch(data):
            return data.decode("cp1252"), "Windows-1252"
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(
            f"{name}: neither a PDF nor UTF-8 text (line {line}, byte {data[error.start]:#04x}); save the text as UTF-8"
        ) from None


def _split_pages(text: str, *, by_space: bool) -> list[list[str]]:
    """The lines of each page; ``by_space``: one leading space may mark a page."""
    lines = text.split("\n")
    if "\f" in text:
        pages = [part.split("\n") for part in text.split("\f")]
    elif len(marks := [i for i, line in enumerate(lines) if _PAGE_MARK.fullmatch(line)]) > 1:
        pages = [
            lines[a:b]
            for a, b in itertools.pairwise(sorted({0, len(lines), *marks}))
            if any(map(str.strip, lines[a:b]))
        ]
    else:
        starts = [i for i, line in enumerate(lines) if by_space and re.match(r" (?! )", line + "x")]
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


def _page(number: int, rows: list[list[tuple[str, str]]], styles: list[str], spelling: Spelling) -> Page:
    lines: list[Line] = []
    for row, parts in enumerate(rows, 1):
        words: list[Word] = []
        at = 0
        for style, printed in parts:
            text = spelling.row(number, spelling.soft(number, spelling.entities(number, printed))).expandtabs(8)
            words += _words(text, at, number, row, len(words), styles.index(style))
            at += len(text)
        if words:
            lines.append(tuple(words))
    width = max((line[-1].x1 for line in lines), default=0.0)
    return Page(number, width, float(len(rows)), "char", tuple(lines))


def _words(text: str, at: int, page: int, row: int, pos: int, style: int) -> list[Word]:
    """The words of a part of a row that begins at the character ``at``."""
    return [
        Word(
            page,
            row,
            number,
            match.group(),
            (at + match.start()) * CHAR_WIDTH,
            row - 1.0,
            (at + match.end()) * CHAR_WIDTH,
            float(row),
            style,
        )
        for number, match in enumerate(_WORD.finditer(text), pos)
    ]
