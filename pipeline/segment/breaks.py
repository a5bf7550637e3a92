"""Boxes that go on in the next column or on the next page: their last value, their next labels, or both."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.models import Page, Style
from pipeline.segment.boxes import VALUE_GAP, InfoBox, PageBoxes, same_look
from pipeline.segment.frames import frames
from pipeline.segment.fullness import Vocabulary, must_go_on, runs_into
from pipeline.segment.furniture import furniture
from pipeline.segment.geometry import Piece

#: Share of the page height above and below which running headers and footers stand.
MARGIN = 0.09
#: On fewer pages running headers cannot be told by their repetition.
FEW_PAGES = 3
#: So many lines of a value can stand at the head of the next column.
CARRIED = 8

#: No amount: neither a currency nor a letter, and not more digits.
#: No line is so many times as high as another one on which it ends.
HIGH = 4
_PAGE_NUMBER = re.compile(r"[^\w€$£]*\d{1,4}(?:[^\w€$£.,]+\d{1,4})?[^\w€$£]*|[^\w€$£]*")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*$")

Address = tuple[int, int, int]


def join_over_breaks(pages: Sequence[PageBoxes], order: Sequence[str], styles: Sequence[Style]) -> list[PageBoxes]:
    """Boxes that end a column with what goes on at the head of the next one: lines of their last value, and the box that
    starts there where the order of the labels goes on."""
    owned = {
        word.address
        for page in pages
        for box in page.boxes
        for field in box.fields
        for line in (*field.label, *field.value)
        for word in line
    }
    bodies = [sorted(body, key=lambda p: (p.top, p.x0)) for body in _bodies(pages)]
    found = [page._replace(pieces=body) for page, body in zip(pages, bodies, strict=True)]
    pages = [page._replace(boxes=[]) for page in pages]
    last: _Open | None = None
    for index, (page, _, boxes) in enumerate(found):
        for box in sorted(boxes, key=lambda box: (round(box.region.x0 / (0.2 * page.width + 1)), box.region.top)):
            carried = _carried(found, last, owned, order, styles) if last else None
            if last and carried is not None and _goes_on(last.box, box, order) and _starts(found[index], box, carried):
                joined = _with(last.box, carried)
                joined = joined._replace(labels=joined.labels + box.labels, values=joined.values + box.values)
                last = _Open(last.home, _put(pages[last.home], last.box, joined), index, box)
                continue
            if last and carried:
                _put(pages[last.home], last.box, _with(last.box, carried))
            pages[index].boxes.append(box)
            last = _Open(index, box, index, box)
    if last and (carried := _carried(found, last, owned, order, styles)):
        _put(pages[last.home], last.box, _with(last.box, carried))
    return pages


class _Open(NamedTuple):
    """A box that may go on: the index of its page, and of the page where its last part (``tail``) stands."""

    home: int
    box: InfoBox
    at: int
    tail: InfoBox


def _put(page: PageBoxes, old: InfoBox, new: InfoBox) -> InfoBox:
    """Put ``new`` in the place of ``old``."""
    marked = new._replace(rule=old.rule.removesuffix("+continued") + "+continued")
    page.boxes[page.boxes.index(old)] = marked
    return marked


def _with(box: InfoBox, carried: Sequence[Piece]) -> InfoBox:
    """``box`` with lines added to its last value."""
    lines = tuple(p.words for p in carried)
    return box._replace(values=(*box.values[:-1], box.values[-1] + lines))


def _goes_on(first: InfoBox, second: InfoBox, order: Sequence[str]) -> bool:
    """True when the labels of ``second`` come after those of ``first``. One that the profile does not know has no place."""
    before = [order.index(label.name) for label in first.labels if label.name in order]
    after = [order.index(label.name) for label in second.labels if label.name in order]
    return bool(before and after) and after[0] > before[-1]


def _ends(page: PageBoxes, box: InfoBox) -> bool:
    """True when nothing but a footer stands below ``box`` in its column."""
    return next(_below(page, box), None) is None


def _starts(page: PageBoxes, box: InfoBox, carried: Sequence[Piece]) -> bool:
    """True when nothing but a header, or what the box before carries over, stands above ``box`` in its column."""
    return not any(
        p.bottom < box.region.top
        and p.x0 < box.region.x1
        and p.x1 > box.region.x0
        # what starts left of the column spans several: a heading or introduction above them
        and p.x0 > box.region.x0 - 0.04 * page.page.width
        and p not in carried
        for p in page.pieces
    )


def _carried(
    found: Sequence[PageBoxes], last: _Open, owned: set[Address], order: Sequence[str], styles: Sequence[Style]
) -> list[Piece] | None:
    """The lines at the head of the next column that go on with the last value; None where the box does not end its column."""
    index, box = last.at, last.tail
    if len(styles) < 2:
        return _carried_in_text(found, index, box, owned) or ([] if _ends(found[index], box) else None)
    if not _ends(found[index], box):
        return None
    head = _head_of_next_column(found, index, box)
    lines: list[Piece] = []
    labelled = False  # whether a label of the same box follows: then nothing but its value can stand before it
    for p in head[:CARRIED]:
        apart = lines and (
            p.top - lines[-1].bottom > VALUE_GAP * p.size or not same_look(lines[-1].style, p.style, styles)
        )
        if apart or p.words[0].address in owned:
            next_boxes = [other for page in found for other in page.boxes if _goes_on(last.box, other, order)]
            labelled = any(other.labels[0].words[0].address == p.words[0].address for other in next_boxes)
            break
        lines.append(p)
    values = [line for value in box.values for line in value]
    if not lines or len(lines) == CARRIED or _is_framed(found, index, box) != _in_frame(found, lines[0]):
        return []
    if values and not any(same_look(line[0].style, lines[0].style, styles) for line in values):
        return []
    rest = _is_unfinished(box, lines[0]) and (_is_framed(found, index, box) or _is_text_over(found[index], box))
    return lines if labelled or rest else []


def _carried_in_text(found: Sequence[PageBoxes], index: int, box: InfoBox, owned: set[Address]) -> list[Piece]:
    """The lines of a text file up to the next title with which a value goes on where it breaks off: below white space that
    divides it, or at the head of the next page."""
    lines: list[Piece] = []
    below = list(islice(_below(found[index], box), 2 * CARRIED))
    following = below or (found[index + 1].pieces[: 2 * CARRIED] if index + 1 < len(found) else [])
    for p in following:
        if p.words[0].address in owned or (lines and p.top - lines[-1].bottom > VALUE_GAP):
            break
        lines.append(p)
    if not lines or not _is_unfinished(box, lines[0]) or not _is_text_over(found[index], box, owned):
        return []
    if below and (lines[0].top - box.region.bottom < VALUE_GAP or not lines[0].text[0].islower()):
        return []  # the value was ended on purpose, or a title follows
    value = [" ".join(word.text for word in line) for line in box.values[-1]]
    title = runs_into([*value, *(p.text for p in lines)], Vocabulary())
    count = len(lines) if title is None else max(0, title - len(value))
    return lines[:count] if count < CARRIED else []


def _below(page: PageBoxes, box: InfoBox) -> Iterator[Piece]:
    """What stands below ``box`` in its column, from top to bottom, as ``pieces`` are."""
    for at in range(bisect_left(page.pieces, box.region.bottom, key=lambda p: p.top), len(page.pieces)):
        p = page.pieces[at]
        if p.x0 < box.region.x1 and p.x1 > box.region.x0:
            yield p


def _head_of_next_column(found: Sequence[PageBoxes], index: int, box: InfoBox) -> list[Piece]:
    """What stands at the head of the column after that of ``box``, from top to bottom."""
    page = found[index]
    body = page.pieces
    right = [p for p in body if p.x0 > box.region.x1 - 2]
    if not right:
        if index + 1 == len(found):
            return []
        right = found[index + 1].pieces
    starts = Counter(round(p.x0) for p in right)
    edge = min((x for x, count in starts.items() if count > 1), default=min(starts, default=0))
    width = box.region.x1 - box.region.x0
    return sorted((p for p in right if edge - 2 <= p.x0 < edge + 0.5 * width), key=lambda p: (p.top, p.x0))


def _bodies(pages: Sequence[PageBoxes]) -> list[list[Piece]]:
    """The pieces of each page without running headers and footers."""
    furnished = furniture([(page.page, page.pieces) for page in pages])
    few = len(pages) < FEW_PAGES
    return [
        [p for p in page.pieces if p.words[0].address not in furnished and not _in_margin(p, page.page, few=few)]
        for page in pages
    ]


def _in_margin(p: Piece, page: Page, *, few: bool) -> bool:
    """True for page numbers; of few pages for all that stands in their margins, as nothing can repeat there."""
    outside = p.top <= MARGIN * page.height or p.bottom >= (1 - MARGIN) * page.height
    return page.unit == "pt" and outside and (few or bool(_PAGE_NUMBER.fullmatch(p.text)))


def _is_unfinished(box: InfoBox, head: Piece) -> bool:
    """True when the last value is missing, breaks off, or what follows cannot begin a text."""
    value = [word for line in box.values[-1] for word in line]
    if not value or must_go_on(value[-1].text):
        return True
    first = next((char for char in head.text if char.isalpha()), "")
    return not _SENTENCE_END.search(value[-1].text) and first.islower()


def _is_text_over(page: PageBoxes, box: InfoBox, owned: Collection[Address] = ()) -> bool:
    """True when the text above ``box``, words of boxes aside, is complete, so that what follows elsewhere cannot be its rest."""
    last: Piece | None = None
    for at in range(bisect_left(page.pieces, box.region.top, key=lambda p: p.top) - 1, -1, -1):
        p = page.pieces[at]
        if last and p.top < last.top - HIGH * (last.bottom - last.top):
            break
        inside = p.bottom <= box.region.top and p.x0 < box.region.x1 and p.x1 > box.region.x0
        if inside and p.words[0].address not in owned and (last is None or p.bottom >= last.bottom):
            last = p
    return last is None or bool(_SENTENCE_END.search(last.text))


def _is_framed(found: Sequence[PageBoxes], index: int, box: InfoBox) -> bool:
    return any(frame.box.holds(box.words[0]) for frame in frames(found[index].page))


def _in_frame(found: Sequence[PageBoxes], p: Piece) -> bool:
    page: Page = next(page.page for page in found if page.page.number == p.page)
    return any(frame.box.holds(p) for frame in frames(page))
