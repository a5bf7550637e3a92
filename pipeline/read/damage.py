"""Damage that pdfminer passes over: compressed data that break off, contents that end inside an object, lost objects.

A viewer shows what is left of such a page without a word, and so would we publish it. Whatever is lost here ends the
reading with ``DamagedError``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import LIT, PSEOF, PSKeyword, PSLiteral, PSTypeError


class DamagedError(Exception):
    """What is damaged; the caller knows the page."""


#: How many operands operators need (PDF 32000-1, annex A); those of colours depend on the colour space.
_NEEDED = {
    0: "b B b* B* BT BX EMC ET EX f F f* h n q Q s S T* W W* BI ID",
    1: "Tj TJ ' Do gs cs CS g G sh i j J M ri w BMC Tc TL Tr Ts Tw Tz EI MP SC SCN sc scn",
    2: "Tf Td TD l m d BDC DP d0",
    3: 'rg RG "',
    4: "k K v y re",
    6: "c cm Tm d1",
}
OPERANDS = {name: count for count, names in _NEEDED.items() for name in names.split()}
#: The operators that print a text; in TJ texts stand in a list.
_PRINTS = frozenset(("Tj", "'", '"'))
#: Bytes of a line end that some programs count to the data before it.
LINE_END = 2
#: Keys of a font whose object decides what its text reads or where it stands.
_FONT_PARTS = ("ToUnicode", "Encoding", "DescendantFonts", "FontDescriptor", "Widths", "W")
#: Bytes of a check sum that agree where it alone is damaged: a change of the data changes at least two.
_SUM_AGREES = 3


def inflated(data: bytes) -> bytes:
    """Deflated ``data`` whose check fails: whole if only the check sum is wrong or missing, else DamagedError."""
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = reader.decompress(data[2:])
    except zlib.error as error:
        raise DamagedError(f"compressed data are corrupt ({error})") from None
    if not reader.eof:
        raise DamagedError("compressed data end too early")
    given = reader.unused_data[:4]
    agree = sum(one == other for one, other in zip(given, zlib.adler32(found).to_bytes(4, "big"), strict=False))
    if agree < len(given) - (4 - _SUM_AGREES):
        raise DamagedError("compressed data are corrupt (check sum)")
    return found


# pdfminer calls this where the check fails, and goes on with what it returns.
pdftypes.decompress_corrupted = inflated


def stream_of(value: Any, what: str) -> PDFStream:
    stream = resolve1(value)
    if not isinstance(stream, PDFStream):
        raise DamagedError(f"{what} are missing")
    length = resolve1(stream.get("Length"))
    if stream.rawdata is not None and isinstance(length, int) and len(stream.rawdata) < length - LINE_END:
        raise DamagedError(f"{what} are shorter than the file says")
    return stream


def check_font(name: str, spec: Any) -> Mapping[str, Any]:
    """The font dictionary that ``spec`` leads to, with all that it refers to."""
    font = resolve1(spec)
    if not isinstance(font, dict):
        raise DamagedError(f"the font {name} is missing")
    for part in _FONT_PARTS:
        value = font.get(part)
        if isinstance(value, PDFObjRef) and resolve1(value) is None:
            raise DamagedError(f"{part} of the font {name} is missing")
        if isinstance(resolve1(value), PDFStream):
            resolve1(value).get_data()
    for child in resolve1(font.get("DescendantFonts")) or ():
        check_font(name, child)
    return font


def mend_tree(catalog: Mapping[str, Any]) -> int:
    """Give the nodes of the page tree the type that pdfminer asks for; how many pages the tree says that it has."""
    root = resolve1(catalog.get("Pages"))
    _mend(root, set())
    count = resolve1(root.get("Count")) if isinstance(root, dict) else None
    return count if isinstance(count, int) else 0


def _mend(node: Any, seen: set[int]) -> None:
    if not isinstance(node, dict) or id(node) in seen:
        return
    seen.add(id(node))
    kids = resolve1(node.get("Kids"))
    kind = "Pages" if isinstance(kids, list) else "Page"
    if getattr(resolve1(node.get("Type")), "name", None) not in ("Page", "Pages", "Template"):
        node["Type"] = LIT(kind)
    for kid in kids if isinstance(kids, list) else ():
        _mend(resolve1(kid), seen)


_STRING = re.compile(rb"((?:[^()\\]++|\\(?:[0-3][0-7]{2}|[0-7]{1,2}(?![0-7])|[btnfr()\\]))*+)\)")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_ESCAPES = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r"}


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found.group(1)
    return bytes((int(code, 8),)) if code[0] in b"01234567" else _ESCAPES.get(code, code)


class Contents(PDFContentParser):
    """pdfminer's parser of contents that says what it cannot read, and finds the end of inline images."""

    def __init__(self, streams: list[PDFStream]) -> None:
        super().__init__(streams)
        self.operands = 0
        self.strings = 0
        self.texts = 0  # text objects that are open
        self.tolerant = 0  # between BX and EX unknown operators are allowed

    def nextobject(self) -> Any:
        try:
            found = super().nextobject()
        except PSEOF:
            self._ended()
            raise
        if isinstance(found[1], PSKeyword):
            self._operator(found[1])
            self.operands = self.strings = 0
        else:
            self.operands += 1
            self.strings += isinstance(found[1], bytes)
        return found

    def _parse_string(self, s: bytes, i: int) -> int:
        """A string without inner brackets in one step, as pdfminer takes one for each character that is escaped."""
        found = _STRING.match(s, i) if self.paren == 1 and not self._curtoken else None
        if found is None:
            return int(super()._parse_string(s, i))
        text = found.group(1)
        self._add_token(_ESCAPED.sub(_unescaped, text) if b"\\" in text else text)
        self._parse1 = self._parse_main
        return found.end()

    def _parse_string_1(self, s: bytes, i: int) -> int:
        """After a backslash: a character without a meaning of its own stands for itself (7.3.4.2); pdfminer drops it."""
        code = s[i : i + 1]
        if code and not self.oct and code not in b"01234567btnfr()\\\r\n":
            self._curtoken += code
            self._parse1 = self._parse_string
            return i + 1
        return int(super()._parse_string_1(s, i))

    def _ended(self) -> None:
        state = getattr(self._parse1, "__name__", "")
        if self.context or state.startswith(("_parse_string", "_parse_hex", "_parse_w")):
            raise DamagedError("the contents end inside a text, a list or a picture")
        if self.operands or self.texts > 0:
            raise DamagedError("the contents end before an operator")

    def _operator(self, keyword: PSKeyword) -> None:
        name = keyword.name.decode("latin-1") if isinstance(keyword.name, bytes) else str(keyword.name)
        self.tolerant += (name == "BX") - (name == "EX")
        self.texts += (name == "BT") - (name == "ET")
        needed = OPERANDS.get(name)
        if needed is None:
            if self.tolerant <= 0:
                raise DamagedError(f"the contents have an unknown operator {name[:20]!r}")
        elif self.operands < needed:
            raise DamagedError(f"the operator {name} lacks operands")
        elif self.strings != (name in _PRINTS):
            raise DamagedError(f"the operator {name} {'lacks a' if name in _PRINTS else 'has a'} text")

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        if token is not self.KEYWORD_ID:
            super().do_keyword(pos, token)
            return
        try:
            _, objs = self.end_type("inline")
        except PSTypeError:
            raise DamagedError("an inline image has data and no head") from None
        pairs = zip(objs[::2], objs[1::2], strict=False)
        head = {str(key.name): resolve1(value) for key, value in pairs if isinstance(key, PSLiteral)}
        self.seek(pos + len(b"ID "))
        stack = self.operands
        data = self.fp.read()
        end = image_end(head, data)
        if end is None:
            raise DamagedError("an inline image does not end")
        self.seek(pos + len(b"ID ") + end)
        self.operands = stack + 1
        self.push((pos, PDFStream(head, data[:end])))


_END = re.compile(rb"\s*EI(?=[\s/]|$)")
#: What may follow an image: text, not the bytes of a picture.
_TEXT_AFTER = re.compile(rb"[\t\n\f\r\x20-\x7e]{0,20}")
_COMPONENTS = {"DeviceGray": 1, "G": 1, "DeviceRGB": 3, "RGB": 3, "DeviceCMYK": 4, "CMYK": 4, "Indexed": 1, "I": 1}


def image_end(head: Mapping[str, Any], data: bytes) -> int | None:
    """Where the data of an inline image end, before ``EI``; by their filter or size, else by what looks like the end."""
    filters = resolve1(head.get("F", head.get("Filter")))
    first = filters[0] if isinstance(filters, list) and filters else filters
    name = getattr(first, "name", None)
    at: int | None = None
    if name in ("A85", "ASCII85Decode"):
        tilde = data.find(b"~")
        at = None if tilde < 0 else tilde + 1 + data[tilde + 1 : tilde + 2].count(b">")
    elif name in ("AHx", "ASCIIHexDecode"):
        at = data.find(b">") + 1 or None
    elif name in ("Fl", "FlateDecode"):
        reader = zlib.decompressobj()
        try:
            reader.decompress(data)
            at = len(data) - len(reader.unused_data) if reader.eof else None
        except zlib.error:
            at = None
    elif name is None:
        at = _size(head)
    if at is not None and (found := _END.match(data, at)):
        return found.start()
    for found in re.finditer(rb"(?<=\s)EI(?=\s|$)", data):
        after = data[found.end() : found.end() + 20]
        if _TEXT_AFTER.fullmatch(after):
            return found.start()
    return None


def _size(head: Mapping[str, Any]) -> int | None:
    """Bytes of a picture without filter."""
    width, height = (resolve1(head.get(short, head.get(long))) for short, long in (("W", "Width"), ("H", "Height")))
    mask = resolve1(head.get("IM", head.get("ImageMask"))) is True
    depth = 1 if mask else resolve1(head.get("BPC", head.get("BitsPerComponent", 8)))
    space = resolve1(head.get("CS", head.get("ColorSpace")))
    space = space[0] if isinstance(space, list) and space else space
    parts = 1 if mask else _COMPONENTS.get(str(getattr(space, "name", "")))
    if not (isinstance(width, int) and isinstance(height, int) and isinstance(depth, int) and parts):
        return None
    return height * ((width * depth * parts + 7) // 8)
