"""One spelling for what looks the same on the page; plain tables.

A file can spell a word in ways that no reader tells apart: letters and accents apart, ligatures as characters, marks
without width, letters of other scripts. What comes out is the spelling of a keyboard; what was changed is counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from msgspec.structs import replace

from pipeline.models import Finding, Line, Severity, Word

#: Line ends beside those of the operating systems: vertical tab, next line, line and paragraph separator.
LINE_ENDS = re.compile("[\v\x85\u2028\u2029]")
#: Marks that turn the order of what follows: a reader sees other digits than the file holds.
_TURNING = re.compile("\u202e[^\u202c\n]*")

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij", "Ĳ": "IJ"}
#: Zero-width spaces and joiners, marks of direction, invisible operators, variation selectors, byte order marks.
_INVISIBLE = (
    0x034F,
    0x061C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
)
_FORMS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800), 0xFFE0, 0xFFE1)
    if unicodedata.normalize("NFKC", chr(code)).isascii()
}
#: Character → what it is read as, by kind of change.
KINDS: dict[str, dict[int, str]] = {
    "invisible mark": dict.fromkeys(_INVISIBLE, ""),
    "ligature": {ord(sign): letters for sign, letters in _LIGATURES.items()},
    "wide or mathematical character": _FORMS,
    "hyphen": {0x2010: "-", 0x2011: "-", 0xFE63: "-"},
    "apostrophe": {0x02BC: "’", 0x02B9: "’", 0x2032: "’"},
}
_TABLE = {code: text for table in KINDS.values() for code, text in table.items()}
#: Letters of other scripts that look like these.
_LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԚԜаеѕіјорсухһԛԝӏӀ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲ",
    "ABESIJKMHOPCTYXQWaesijopcyxhqwlI" + "ABEZHIKMNOPTYXoc",
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_SOFT = re.compile(r"\u00ad(?=\S)")
#: What a web page writes for a character: a name, or its number.
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
#: Latin letters whose two bytes an exporter of PDF text swapped, as it does with ligatures: signs of Chinese within a word.
_SWAPPED = {ord(char) << 8: char for char in "abcdefghijklmnopqrstuvwxyz"}
_SWAPPED_WORD = re.compile(
    rf"(?<=[a-zA-Z])[{''.join(map(chr, _SWAPPED))}]{{2,3}}|[{''.join(map(chr, _SWAPPED))}]{{2,3}}(?=[a-z])"
)
#: Accents that stand by themselves → the combining one.
ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "^": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
    "ˇ": "\u030c",
}


def plain(text: str) -> str:
    """The characters of ``text`` as a keyboard writes them; letters of other scripts stay (see ``word``).

    >>> plain("de ﬁets \\u200bin Wallonie\\u0308")
    'de fiets in Wallonië'
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_TABLE))


def latin(word: str) -> str:
    """``word`` in Latin letters if all its letters are Latin or look so, else as it is.

    >>> latin("Vl\\u0430\\u0430nd\\u0435r\\u0435n"), latin("Москва"), latin("\\u03bcg"), latin("gra\\u6600\\u6900ek")
    ('Vlaanderen', 'Москва', 'μg', 'grafiek')
    """
    word = _SWAPPED_WORD.sub(lambda hit: hit.group().translate(_SWAPPED), word)
    if not _FOREIGN.search(word):
        return word
    read = word.translate(_LOOKS)
    letters = sum(char.isalpha() for char in word)
    return word if _FOREIGN.search(read) or (letters < 2 and not any(char.isdigit() for char in word)) else read


@dataclass
class Spelling:
    """Spells the words of a source, one after the other, and remembers what it changed."""

    changed: Counter[str] = field(default_factory=Counter)
    where: dict[str, tuple[int, list[str]]] = field(default_factory=dict)  # kind → first page, words

    def row(self, page: int, text: str) -> str:
        """``text`` with plain characters and Latin letters."""
        if text.isascii():
            return text
        for kind, table in KINDS.items():
            self._note(kind, page, [char for char in text if ord(char) in table], text)
        if turned := _TURNING.search(text):
            self._note("turned order", page, ["\u202e"], turned.group())
        composed = unicodedata.normalize("NFC", text)
        if composed != text:
            self._note("accent", page, [char for char in text if unicodedata.combining(char)], text)
        read = plain(text)
        odd = _FOREIGN.search(read) or _SWAPPED_WORD.search(read)
        return re.sub(r"\S+", lambda match: self.word(page, match.group()), read) if odd else read

    def entities(self, page: int, text: str) -> str:
        """A row of a text export with the characters of its HTML entities (``&euro;``, ``&#8364;``), resolved once."""
        if "&" not in text:
            return text
        self._note("HTML entity", page, [found for found in _ENTITY.findall(text) if unescape(found) != found], text)
        return _ENTITY.sub(lambda found: unescape(found.group()), text)

    def soft(self, page: int, text: str) -> str:
        """A row of a text without the soft hyphens inside its words, which nobody sees; at its end one is a hyphen."""
        if "\N{SOFT HYPHEN}" not in text:
            return text
        self._note("soft hyphen", page, _SOFT.findall(text), _SOFT.sub("", text))
        return _SOFT.sub("", text)

    def line(self, line: Line) -> Line:
        """Words of a PDF, whose glyphs have plain characters already: accents that stand apart, look-alikes."""
        return line if all(word.text.isascii() for word in line) else tuple(map(self._respelled, line))

    def _respelled(self, word: Word) -> Word:
        text = self.row(word.page, word.text)
        return word if text == word.text else replace(word, text=text)

    def unseen(self, page: int, text: str) -> bool:
        """True for a mark that prints nothing, which is counted."""
        marks = [char for char in text if ord(char) in KINDS["invisible mark"]]
        self._note("invisible mark", page, marks, "")
        return bool(text) and len(marks) == len(text)

    def word(self, page: int, text: str) -> str:
        read = latin(text)
        if read != text:
            self._note(
                "look-alike", page, [char for char, other in zip(text, read, strict=True) if char != other], read
            )
        return read

    def _note(self, kind: str, page: int, chars: list[str], text: str) -> None:
        if chars:
            self.changed[kind] += len(chars)
            self.where.setdefault(kind, (page, []))[1].append(plain(text).strip())

    def findings(self) -> list[Finding]:
        return [self._finding(kind) for kind in sorted(self.changed)]

    def _finding(self, kind: str) -> Finding:
        count, (page, words) = self.changed[kind], self.where[kind]
        quote = " / ".join(dict.fromkeys(filter(None, words)))[:120]
        if kind == "turned order":
            return Finding(
                rule="turned_text",
                severity=Severity.person,
                page=page,
                quote=quote,
                message="a mark turns the order of the characters after it: a reader sees another text than the file holds",
                hint="compare with the page, and take the mark out",
            )
        if kind == "look-alike":
            return Finding(
                rule="look_alikes",
                severity=Severity.warning,
                page=page,
                quote=quote,
                message=f"{count} letter(s) of another script are read as the Latin ones that they look like",
                hint="compare the words with the page",
            )
        return Finding(
            rule="spelling",
            severity=Severity.info,
            page=page,
            quote=quote,
            message=f"{count} character(s) are read as they look: {kind}",
        )
