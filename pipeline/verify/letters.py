"""A second pair of eyes: the letters of a raw file by pypdfium2 (PDF) or by itself (text), sharing nothing with ``read``.

Letters are compared and not words, for where a word ends is a judgement and what stands on the page is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import UnreadableError
from pipeline.models import Line, Page, Word

#: How far (points) a letter's middle may lie outside the box of its word: the two readers measure letters differently.
SLACK = 1.5
#: How far above the baseline a letter counts as standing (points), and how far beside its word (ems).
ABOVE, REACH = 1.0, 0.7
#: Marks that count beside letters and digits, for they make other numbers.
MARKS = ".,%"
#: Pixels a point of the picture that shows whether a letter is seen, and how much its pixels must then differ.
SCALE, CONTRAST = 2, 24


class Letter(NamedTuple):
    """A letter, its middle in points from the top left of the page as a reader sees it, half its width
    and height, and its baseline."""

    text: str
    x: float
    y: float
    across: float = 0.0
    along: float = 0.0
    base: float = 0.0


class Sheet(NamedTuple):
    """One page of a PDF. ``picture`` draws it in grey, row by row, at one pixel a point times ``SCALE``."""

    width: float
    height: float
    letters: list[Letter]
    picture: Callable[[], Picture]


class Picture(NamedTuple):
    """Grey values, ``stride`` a row."""

    width: int
    height: int
    stride: int
    grey: bytes


def plain(text: str) -> str:
    """Letters, digits and the marks of numbers, compatibility forms resolved: what all readers agree upon.

    >>> plain("de \\ufb01ets-\\u00adbruggen, 12½ %")
    'defietsbruggen,1212%'
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum() or char in MARKS)


# --- PDF ---------------------------------------------------------------------------------------------------------


def sheets(path: Path) -> list[Sheet]:
    """All pages of a PDF; UnreadableError when this reader cannot open it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"{path.name}: the second reader cannot open it ({error}); get a fresh copy") from None
    try:
        return [_sheet(path, number, document[number]) for number in range(len(document))]
    finally:
        document.close()


def _sheet(path: Path, number: int, page: Any) -> Sheet:
    import ctypes

    import pypdfium2.raw as pdfium

    left, bottom, right, top = page.get_cropbox()
    width, height, turn = right - left, top - bottom, page.get_rotation()
    text = page.get_textpage()
    sides = [ctypes.c_double() for _ in range(4)]
    letters: list[Letter] = []
    for at in range(text.count_chars()):
        char = plain(chr(pdfium.FPDFText_GetUnicode(text, at)))
        if char and pdfium.FPDFText_GetCharBox(text, at, *map(ctypes.byref, sides)):
            x0, x1, low, high = (side.value for side in sides)
            x, y = _turned((x0 + x1) / 2 - left, top - (low + high) / 2, width, height, turn)
            across, along = (x1 - x0) / 2, (high - low) / 2
            pdfium.FPDFText_GetCharOrigin(text, at, *map(ctypes.byref, sides[:2]))
            base = _turned(sides[0].value - left, top - sides[1].value, width, height, turn)[1]
            letters.append(Letter(char, x, y, *((along, across) if turn % 180 else (across, along)), base))
    text.close()
    page.close()
    width, height = (height, width) if turn % 180 else (width, height)
    return Sheet(width, height, letters, cache(lambda: _picture(path, number)))


def _picture(path: Path, number: int) -> Picture:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        bitmap = document[number].render(scale=SCALE, grayscale=True)
        return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        document.close()


def is_seen(letter: Letter, sheet: Sheet) -> bool:
    """Whether the picture of the page shows anything where the letter is: not beside it, under a shape, or in its colour."""
    picture = sheet.picture()
    left, right = int((letter.x - letter.across) * SCALE), int((letter.x + letter.across) * SCALE) + 1
    top, bottom = int((letter.y - letter.along) * SCALE), int((letter.y + letter.along) * SCALE) + 1
    left, right, top, bottom = max(left, 0), min(right, picture.width), max(top, 0), min(bottom, picture.height)
    pixels = [picture.grey[row * picture.stride + left : row * picture.stride + right] for row in range(top, bottom)]
    shades = [shade for row in pixels for shade in row]
    return bool(shades) and max(shades) - min(shades) >= CONTRAST


def _turned(x: float, y: float, width: float, height: float, turn: int) -> tuple[float, float]:
    """A place on a page that is turned clockwise by ``turn`` degrees."""
    if turn == 90:
        return height - y, x
    if turn == 180:
        return width - x, height - y
    if turn == 270:
        return y, width - x
    return x, y


class Compared(NamedTuple):
    """Words that the second reader does not see so, each with what it sees, and the letters that are in no word."""

    differ: list[tuple[Word, str]]
    spare: list[Letter]


def compare(page: Page, sheet: Sheet) -> Compared:
    """Each line of ``page`` with the letters on it, then word by word where the line differs.

    Text may run upwards, and some fonts do not say where their letters end: the view that fits best is taken.
    """
    lines = [line for line in page.lines if line]
    best: Compared | None = None
    for turn in (0, 90, 270, 180):
        for on_baseline in (True, False):
            found = _compare(
                lines, [_as_read(letter, sheet, turn, on_baseline) for letter in sheet.letters], sheet.letters
            )
            if best is None or len(found.differ) + len(found.spare) < len(best.differ) + len(best.spare):
                best = found
            if not best.differ and not best.spare:
                return best
        if best and len(best.differ) <= sum(map(len, lines)) / 2:
            break
    return best or Compared([], [])


def _as_read(letter: Letter, sheet: Sheet, turn: int, on_baseline: bool) -> Letter:
    """The letter on a page turned by ``turn``, its middle where its baseline is, or where its outline says."""
    y = letter.base - ABOVE if on_baseline else letter.y
    x, y = _turned(letter.x, y, sheet.width, sheet.height, turn)
    return letter._replace(x=x, y=y)


def _compare(lines: Sequence[Line], letters: Sequence[Letter], as_printed: Sequence[Letter]) -> Compared:
    words = [word for line in lines for word in line]
    bands: dict[int, list[int]] = {}
    for number, word in enumerate(words):
        for band in range(int(word.top - SLACK) // 10, int(word.bottom + SLACK) // 10 + 1):
            bands.setdefault(band, []).append(number)
    inside: list[list[Letter]] = [[] for _ in words]
    spare: list[Letter] = []
    for letter, printed in zip(letters, as_printed, strict=True):
        near = [number for number in bands.get(int(letter.y) // 10, ()) if _is_near(letter, words[number])]
        if near:
            inside[min(near, key=lambda number: _far(letter, words[number]))].append(letter)
        else:
            spare.append(printed)
    differ: list[tuple[Word, str]] = []
    at = 0
    for line in lines:
        found = inside[at : at + len(line)]
        at += len(line)
        if _fits(plain("".join(word.text for word in line)), [letter for part in found for letter in part]) is not None:
            seen = ((word, _fits(plain(word.text), part)) for word, part in zip(line, found, strict=True))
            differ += [(word, said) for word, said in seen if said is not None]
    return Compared(differ, spare)


def _is_near(letter: Letter, word: Word) -> bool:
    """On the word's line, and no further beside it than the width of a letter or two."""
    reach = REACH * (word.bottom - word.top) + SLACK
    return word.x0 - reach <= letter.x <= word.x1 + reach and word.top - SLACK <= letter.y <= word.bottom + SLACK


def _far(letter: Letter, word: Word) -> float:
    """How far a letter is out of the box, then how far from its middle line."""
    out = max(word.x0 - letter.x, letter.x - word.x1, 0) + max(word.top - letter.y, letter.y - word.bottom, 0)
    return out * 1000 + abs(letter.y - (word.top + word.bottom) / 2)


def _fits(wanted: str, letters: Sequence[Letter]) -> str | None:
    """None when the letters, in the order of the file or of the page, make the word; else what they make."""
    orders = (letters, sorted(letters, key=lambda at: at.x), sorted(letters, key=lambda at: -at.y))
    for order in orders:
        if "".join(letter.text for letter in order) == wanted or _once(order) == wanted:
            return None
    return "".join(letter.text for letter in orders[1])


def _once(letters: Iterable[Letter]) -> str:
    """Letters that are printed twice in one place (shadows, bold by overprinting) count once."""
    kept: list[Letter] = []
    for letter in letters:
        if not any(
            letter.text == other.text and abs(letter.x - other.x) + abs(letter.y - other.y) < SLACK
            for other in kept[-40:]
        ):
            kept.append(letter)
    return "".join(letter.text for letter in kept)


# --- text --------------------------------------------------------------------------------------------------------


def text_pages(path: Path) -> list[str] | str:
    """The letters of a text file: page by page where form feeds mark the pages, else of the whole."""
    text = _decoded(path.read_bytes())
    text = re.sub(r"&#?\w{2,8};", lambda entity: unescape(entity.group()), text)
    if "\f" not in text:
        return plain(text)
    pages = [plain(page) for page in text.split("\f")]
    while pages and not pages[-1]:
        pages.pop()
    return pages


def _decoded(data: bytes) -> str:
    """In UTF-16 if the file begins so, in Windows-1252 if it is no UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def first_difference(ours: str, theirs: str, around: int = 20) -> str:
    """Where two runs of letters part, with what stands there in both."""
    at = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    start = max(0, at - around // 2)
    return f"“{ours[start : at + around]}”, but the file has “{theirs[start : at + around]}”"
