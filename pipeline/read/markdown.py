"""Marks of Markdown in a text: headings and strong words become styles, the marks themselves are no words.

Only marks that carry no letter are taken away, and the breaks of lines in cells: every letter of the text is in a word. Links and
tables stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Headings, or strong words, that make a text one of Markdown.
HEADINGS, STRONG = 2, 4
#: Styles by what is set in them; the first is that of running text.
PLAIN, BOLD, HEADING = "", "bold", "heading"

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
#: How a cell of a table breaks its lines.
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"(?<![*\w\\])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![*\w])", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![*_\w\\])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![*_\w])")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])|\\$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


def is_markdown(lines: Sequence[str]) -> bool:
    """True where headings or strong words are marked."""
    if any(_FENCE.match(line) for line in lines):
        return False
    headings = sum(1 for line in lines if _HEADING.match(line))
    return headings >= HEADINGS or sum(len(_STRONG.findall(line)) for line in lines) >= STRONG


def unmarked(lines: Sequence[str]) -> list[list[tuple[str, str]]]:
    """Each line as parts (style, text) without the marks; strong words may go on over the lines of a paragraph.

    >>> unmarked(["## As *een*", "- **Budget**: 3"])
    [[('heading 2', 'As een')], [('', '- '), ('bold', 'Budget'), ('', ': 3')]]
    >>> unmarked(["| meer dan<br>3 | x > 2 |"])
    [[('', '| meer dan 3 | x > 2 |')]]
    """
    found: list[list[tuple[str, str]]] = []
    paragraph: list[str] = []
    for line in (_BREAK.sub(" ", line) for line in [*lines, ""]):
        heading = _HEADING.match(line)
        if paragraph and (heading or not line.strip()):
            found += _paragraph(paragraph)
            paragraph = []
        if heading:
            text = _plain(_CLOSING.sub("", line[heading.end() :]))
            found.append([(f"{HEADING} {len(heading[1])}", _STRONG.sub(r"\2", text))])
        elif line.strip():
            paragraph.append(_QUOTE.sub("", line))
        else:
            found.append([(PLAIN, "")])
    return found[:-1]


def _paragraph(lines: Sequence[str]) -> list[list[tuple[str, str]]]:
    rows: list[list[tuple[str, str]]] = [[]]
    text, at = "\n".join(lines), 0
    parts: list[tuple[str, str]] = []
    for hit in _STRONG.finditer(text):
        parts += [(PLAIN, text[at : hit.start()]), (BOLD, hit[2])]
        at = hit.end()
    for style, said in [*parts, (PLAIN, text[at:])]:
        for number, line in enumerate(_plain(said).split("\n")):
            if number:
                rows.append([])
            if line:
                rows[-1].append((style, line))
    return rows


def _plain(text: str) -> str:
    return _ESCAPE.sub("", _EMPHASIS.sub(r"\2", text))
