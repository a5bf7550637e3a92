"""Words printed on a page that are none of its text: watermarks that stand clear of it, and the numbers of lines.

Both are known by what repeats: the same large light words at the same place of several pages, the same count down the margin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from pipeline.models import Finding, Page, Severity, Style, Word
from pipeline.read.colors import light
from pipeline.read.signs import without

Side = Callable[[Word], float]
#: A watermark is so much larger than the text of its file, and so light (of 255).
WATERMARK_SIZE, WATERMARK_LIGHT = 4.0, 128
#: Steps of line numbers, and how many make a row of them; in the right margin stand the pages of a table of contents too.
STEPS, STEPS_RIGHT = {1: 8, 2: 5, 5: 3, 10: 3}, {5: 3, 10: 3}
#: Points that a margin is wide at least.
MARGIN = 8.0
#: Points by which the places of repeated words differ at most.
SAME_PLACE = 3.0


def without_margins(pages: list[Page], styles: list[Style]) -> tuple[list[Page], list[Finding]]:
    """``pages`` without such words, and a finding for each kind."""
    findings = []
    for rule, kind, found in (
        ("watermark", "large light words that are repeated at their place", _watermarks(pages, styles)),
        ("line_numbers", "numbers of lines in the margin", _line_numbers(pages)),
    ):
        if found:
            gone = {word.address for word in found}
            pages = [without(page, gone) for page in pages]
            quote = " / ".join(dict.fromkeys(word.text for word in found))[:120]
            findings.append(
                Finding(
                    rule=rule,
                    severity=Severity.warning,
                    page=found[0].page,
                    quote=quote,
                    message=f"{len(found)} word(s) are left out: {kind}",
                    hint="compare the page with the dataset",
                )
            )
    return pages, findings


def _watermarks(pages: list[Page], styles: list[Style]) -> list[Word]:
    words = [word for page in pages for line in page.lines for word in line]
    if not words:
        return []
    usual = median(styles[word.style].size for word in words)
    large = {
        at
        for at, style in enumerate(styles)
        if style.size >= WATERMARK_SIZE * usual and light(style.color) >= WATERMARK_LIGHT
    }
    places: defaultdict[tuple[str, int, int], list[Word]] = defaultdict(list)
    for word in words:
        if word.style in large:
            places[word.text, round(word.x0 / SAME_PLACE), round(word.top / SAME_PLACE)].append(word)
    return [word for found in places.values() if len({word.page for word in found}) > 1 for word in found]


def _line_numbers(pages: list[Page]) -> list[Word]:
    """Numbers that count down the margin of a page, and what goes on with them on other pages."""
    counts = {count for page in pages for side in (_left_edge, _right_edge) if (count := _counted(page, side))}
    found = {
        word.address: word
        for page in pages
        for word in (_margin(page) if counts else ())
        for side, edge, step in counts
        if abs(side(word) - edge) < SAME_PLACE and int(word.text) % step == 0
    }
    return list(found.values())


def _left_edge(word: Word) -> float:
    return word.x0


def _right_edge(word: Word) -> float:
    return word.x1


def _counted(page: Page, side: Side) -> tuple[Side, float, int] | None:
    """The side, the edge and the step of the longest count down a margin whose numbers are aligned at that side."""
    found = _margin(page)
    best: list[Word] = []
    for edge in {side(word) for word in found}:
        column = sorted((word for word in found if abs(side(word) - edge) < SAME_PLACE), key=lambda word: word.top)
        steps = {int(below.text) - int(above.text) for above, below in pairwise(column)}
        step = steps.pop() if len(steps) == 1 else 0
        least = (STEPS if edge < page.width / 2 else STEPS_RIGHT).get(step)
        if least and len(best) < len(column) >= least and int(column[0].text) % step == 0:
            best = column
    return (side, side(best[0]), int(best[1].text) - int(best[0].text)) if best else None


def _margin(page: Page) -> list[Word]:
    """Whole numbers that stand left of all other words of the page, or right of them."""
    numbers = [
        word for line in page.lines for word in {line[0], line[-1]} if word.text.isdecimal() and len(word.text) < 5
    ]
    others = [word for line in page.lines for word in line if not word.text.isdecimal()]
    if not others or page.unit != "pt":
        return []
    left, right = min(word.x0 for word in others), max(word.x1 for word in others)
    return [word for word in numbers if word.x1 + MARGIN < left or word.x0 - MARGIN > right]
