"""A second reader of the PDF: what pdfium finds on a page, and where its picture of the page has ink.

pdfium shares nothing with pdfminer. Its text says which letters and digits the page draws, its picture which of them can
be seen. Where the two readers differ the page waits for a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.models import Finding, Severity
from pipeline.read.characters import plain
from pipeline.read.encodings import unmapped
from pipeline.read.glyphs import placed

if TYPE_CHECKING:
    from pipeline.read.drawing import Drawing
    from pipeline.read.marks import Char

#: A picture has one pixel a point, but no fewer or more than these along its longer side.
FEWEST, MOST = 600, 3000
#: Steps of 255 between neighbouring pixels at the edge of ink; those of a gradient are smaller.
CONTRAST = 5
#: Letters that may differ on a page: marks and accents that the readers count in their own ways, and this share of it.
LETTERS, LETTERS_SHARE = 3, 0.005
#: The same character again, nearer than this in ems, is a shadow, which pdfium drops.
SHADOW = 0.25


class Seen(NamedTuple):
    """A page by pdfium: its text, and its picture as rows of grey pixels (of 16 bits, as they are subtracted)."""

    text: str
    picture: Any


class Witness:
    """The pages of one file as pdfium has them; none if it cannot open the file."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            self._document = None
            return
        self._document.init_forms()

    def __enter__(self) -> Witness:
        return self

    def __exit__(self, *_: object) -> None:
        if self._document is not None:
            self._document.close()

    @property
    def pages(self) -> int:
        return len(self._document or ())

    def page(self, number: int) -> Seen | None:
        if number > self.pages:
            return None
        page = self._document[number - 1]
        text_page = page.get_textpage()
        text = text_page.get_text_range() if text_page.count_chars() else ""
        text_page.close()
        longest = max(page.get_size())
        bitmap = page.render(scale=min(max(1.0, FEWEST / longest), MOST / longest), grayscale=True)
        picture = bitmap.to_numpy().astype("int16")
        bitmap.close()
        page.close()
        return Seen(text, picture)


def doubts(page: Any, drawing: Drawing, witness: Witness) -> Iterator[Finding]:
    """What pdfium sees otherwise on ``page``, which is pdfplumber's."""
    number = page.page_number
    seen = witness.page(number)
    if seen is None:
        yield Finding(
            rule="second_reader",
            severity=Severity.warning,
            page=number,
            message="another reader of PDFs cannot open the page, so nothing confirms what was read",
            hint="compare the page with the dataset, or save the file anew",
        )
        return
    if said := _counts(drawing, seen.text):
        yield Finding(
            rule="second_reader",
            severity=Severity.person,
            page=number,
            message=f"another reader of PDFs finds other characters on the page: {said}",
            hint="compare the page with what was read, or get a fresh copy of the file",
        )
    if flat := _unseen(drawing, seen.picture, *placed(page)):
        yield Finding(
            rule="text_without_ink",
            severity=Severity.person,
            page=number,
            message=f"{len(flat)} character(s) that were read cannot be seen in a picture of the page",
            quote="".join(char.text for char in flat)[:120],
            hint="compare the page with what was read",
        )


def _counts(drawing: Drawing, text: str) -> str:
    """How the letters and digits differ; empty where they are the same."""
    drawn = [char for char in drawing.chars if char.order not in drawing.extra]
    nameless = sum(unmapped(char.text) or not char.text for char in drawn)
    all_ours, theirs = _letters_of(drawn), Counter(filter(str.isalnum, plain(text)))
    if all_ours == theirs:
        return ""
    more, less = theirs - all_ours, _letters_of(_without_shadows(drawn)) - theirs
    parts = []
    for counted, word in ((more, "more"), (less, "fewer")):
        digits = {char: count for char, count in counted.items() if char.isdigit()}
        letters = sum(count for char, count in counted.items() if not char.isdigit())
        if sum(digits.values()) > (nameless if word == "more" else 0):
            parts.append(f"{word} digits ({' '.join(sorted(Counter(digits).elements()))[:60]})")
        if letters > max(LETTERS, LETTERS_SHARE * sum(theirs.values())) + nameless:
            parts.append(f"{letters} {word} letters")
    return ", ".join(parts)


def _letters_of(chars: Iterable[Char]) -> Counter[str]:
    text = plain("".join(char.text for char in chars if not unmapped(char.text)))
    return Counter(filter(str.isalnum, text))


def _without_shadows(chars: list[Char]) -> Iterator[Char]:
    """Each character once, however often it is printed over itself."""
    cells: defaultdict[tuple[str, int, int], list[Char]] = defaultdict(list)
    for char in chars:
        reach = SHADOW * max(char.size, 1.0)
        x, y = int(char.x0 // 8), int(char.f // 8)
        near = (other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in cells[char.text, x + dx, y + dy])
        if not any(abs(other.x0 - char.x0) < reach and abs(other.f - char.f) < reach for other in near):
            cells[char.text, x, y].append(char)
            yield char


def _unseen(drawing: Drawing, picture: Any, left: float, base: float, width: float, _: float) -> list[Char]:
    """Characters that were read where the picture has one colour."""
    import numpy

    high, wide = picture.shape[:2]
    scale = wide / width
    chars = [char for char in drawing.chars if char.order not in drawing.hidden and char.text.isalnum()]
    if not chars:
        return []
    boxes = numpy.array([(char.x0 + left, base - char.y1, char.x1 + left, base - char.y0) for char in chars]) * scale
    x0, y0, x1, y1 = numpy.floor(boxes).astype(int).T  # the pixel at x1 differs from the one after it, outside
    inside = (x0 >= 0) & (y0 >= 0) & (x1 < wide) & (y1 < high)
    x0, y0, x1, y1 = (numpy.where(inside, side, 0) for side in (x0, y0, x1, y1))
    inked = _edges(picture)
    count = inked[y1, x1] - inked[y0, x1] - inked[y1, x0] + inked[y0, x0]
    return [char for char, flat in zip(chars, inside & (count == 0), strict=True) if flat]


def _edges(picture: Any) -> Any:
    """How many pixels above and left of each one differ from the next one to the right or below."""
    import numpy

    found = numpy.zeros(picture.shape, bool)
    found[:, :-1] = abs(picture[:, 1:] - picture[:, :-1]) > CONTRAST
    found[:-1] |= abs(picture[1:] - picture[:-1]) > CONTRAST
    summed = numpy.zeros((found.shape[0] + 1, found.shape[1] + 1), "int32")
    summed[1:, 1:] = found.cumsum(0, dtype="int32").cumsum(1, dtype="int32")
    return summed
