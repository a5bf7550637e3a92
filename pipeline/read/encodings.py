"""What the codes of a font mean where the file says it badly; plain tables and arithmetic.

The glyph names of TeX's bitmap fonts are codes (``a191``) in TeX's own encodings: Cork (T1) for text, TS1 for signs, OT1
for the old fonts. Ghostscript wrote, for some years, the characters of a ligature with their two bytes exchanged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase

_T1 = {
    13: "‚",
    14: "‹",
    15: "›",
    16: "“",
    17: "”",
    18: "„",
    19: "«",
    20: "»",
    21: "–",
    22: "—",
    25: "ı",
    27: "ff",
    28: "fi",
    29: "fl",
    30: "ffi",
    31: "ffl",
    39: "’",
    96: "‘",
    127: "-",
    156: "IJ",
    159: "§",
    188: "ij",
    189: "¡",
    190: "¿",
    191: "£",
    215: "Œ",
    223: "SS",
    247: "œ",
    255: "ß",
}
_OT1 = {
    11: "ff",
    12: "fi",
    13: "fl",
    14: "ffi",
    15: "ffl",
    16: "ı",
    25: "ß",
    26: "æ",
    27: "œ",
    28: "ø",
    34: "”",
    39: "’",
    92: "“",
    96: "‘",
    123: "–",
    124: "—",
}
_TS1 = {
    39: "'",
    136: "•",
    151: "™",
    167: "§",
    169: "©",
    174: "®",
    176: "°",
    177: "±",
    178: "²",
    179: "³",
    183: "·",
    185: "¹",
    188: "¼",
    189: "½",
    190: "¾",
    191: "€",
    214: "×",
    246: "÷",
}
#: Fonts of signs: the name after the tag of a subset, and the codes of its euro signs (Symbol has it since 1998).
_EURO_FONTS = (
    (re.compile(r"(?:TeX-)?fey[mb][rol]\d+", re.I), {101}),
    (re.compile(r"MarVoSym|umvs", re.I), {68, 99, 100, 101, 164}),
    (re.compile(r"Symbol(?:MT|PS|Set)?(?:,?-?(?:Bold|Italic|BoldItalic))?", re.I), {160}),
    (re.compile(r"Euro(?:Sans|Serif|Mono)(?:-\w+)?", re.I), set(range(33, 256))),
)
_OT1_LIGATURES = range(11, 16)
_DIGITS, _CASES = "0123456789", (ascii_uppercase, ascii_lowercase)
#: Letters in their order that show that a font keeps it.
_ORDERED = 8
_LETTERS = frozenset((*range(65, 91), *range(97, 123)))


def type3_characters(names: Mapping[int, str], found: Mapping[int, str]) -> dict[int, str]:
    """Code → character of a Type 3 font whose glyphs are called ``names``, given what is ``found`` for it so far.

    A name of ``a`` and the code itself is TeX's. Any other name that is no character leaves the code without one, unless
    it is ASCII: above that, codes of such fonts follow no rule.
    """
    used = {code for code, name in names.items() if name != ".notdef"}
    if used and all(names[code] == f"a{code}" for code in used):
        return _tex(used)
    unknown = {code for code in used if code > 126 and re.fullmatch(r"[A-Za-z]{0,2}[0-9]*_?[0-9]+", names[code])}
    return {code: text for code, text in found.items() if code not in unknown}


def _tex(used: set[int]) -> dict[int, str]:
    high = any(code > 127 for code in used)
    if not used & _LETTERS and high:  # letters and signs come from different fonts
        special = _TS1
    else:
        special = _OT1 if not high and used & set(_OT1_LIGATURES) else _T1
    return {
        code: special.get(code) or chr(code)
        for code in used
        if code in special or 32 < code < 127 or (special is _T1 and code >= 192)
    }


def euro_sign(font: str, code: int) -> bool:
    """True for the codes of TeX's euro fonts (eurosym, marvosym), which say that the sign is a letter.

    >>> euro_sign("KCXMNX+TeX-feymr10", 101), euro_sign("LMRoman12-Regular", 101)
    (True, False)
    """
    return any(name.fullmatch(font.split("+")[-1]) is not None and code in codes for name, codes in _EURO_FONTS)


def digits_exchanged(characters: Mapping[int, str], names: Mapping[int, str]) -> bool:
    """Whether a font that says which character each code is can hardly mean its digits.

    Digits stand side by side in fonts, in their order, as the letters do. Where codes were given out anew the letters have
    lost their order too; where these have it and ten codes in a row are digits in another one, somebody exchanged them. So
    it is where the glyph of a code has the name of another digit. names: code → character of that name.

    >>> in_order = dict(enumerate("0123456789ABCDEFGHIJ", 48))
    >>> digits_exchanged(in_order, {}), digits_exchanged(in_order | {53: "8", 56: "5"}, {}), digits_exchanged({53: "8"}, {53: "5"})
    (False, True, True)
    """
    digits = {code: text for code, text in sorted(characters.items()) if text in _DIGITS and len(text) == 1}
    if any(names[code] in _DIGITS and names[code] != text for code, text in digits.items() if names.get(code)):
        return True
    if len(digits) < 2 or max(digits) - min(digits) >= len(_DIGITS) or _ascending(digits.values()):
        return False
    cases = [
        [text for _, text in sorted(characters.items()) if text in letters and len(text) == 1] for letters in _CASES
    ]
    return sum(map(len, cases)) >= _ORDERED and all(map(_ascending, cases))


def _ascending(characters: Iterable[str]) -> bool:
    return all(one < other for one, other in pairwise(characters))


def unmapped(text: str) -> bool:
    """True for what pdfminer gives for a glyph without a character, for a control character and one of private use."""
    if text.startswith("(cid:") or text == "\N{REPLACEMENT CHARACTER}":
        return True
    return len(text) == 1 and unicodedata.category(text) in {"Co", "Cc"} and not text.isspace()


def unswapped(text: str) -> str:
    """``text`` with its bytes put right if it is a ligature whose two or more letters all came out exchanged.

    >>> unswapped("\\u7400\\u6900"), unswapped("\\u6600"), unswapped("fi")
    ('ti', '昀', 'fi')
    """
    if len(text) < 2 or any(ord(char) & 0xFF for char in text):
        return text
    letters = "".join(chr(ord(char) >> 8) for char in text)
    return letters if letters.isascii() and letters.isalpha() else text
