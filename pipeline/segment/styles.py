"""Titles by their style: the one that occurs about as often as there are boxes and is followed by running text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from pipeline.models import Style
from pipeline.segment.flow import PARAGRAPH_GAP, FlowLine
from pipeline.segment.geometry import piece

#: Titles run into the text when those of whole lines miss more than this share of the boxes, and those do not.
RUN_IN = 0.3
#: Words of text that go on after a title in its line; fewer may be a value after its name.
SENTENCE = 2
#: Lines a title may have.
LINES = 9


class BoxPlace(NamedTuple):
    """Where a box stands, for counting and for order."""

    page: int
    top: float


class _Run(NamedTuple):
    start: int
    end: int
    key: Hashable


def _style_keys(lines: Sequence[FlowLine], styles: Sequence[Style]) -> dict[int, Hashable]:
    """A key for each style: font and size, and the colour where these are the body's; None for the body itself."""
    weights: Counter[tuple[str, float]] = Counter()
    colors: dict[tuple[str, float], Counter[str]] = defaultdict(Counter)
    for line in lines:
        style = styles[line.piece.style]
        weights[style.font, round(style.size * 2)] += len(line.text)
        colors[style.font, round(style.size * 2)][style.color] += len(line.text)
    if not weights:
        return {}
    body = max(weights, key=lambda key: (weights[key], key))
    ink = max(colors[body], key=lambda color: (colors[body][color], color))
    keys: dict[int, Hashable] = {}
    for number, style in enumerate(styles):
        key = (style.font, round(style.size * 2))
        keys[number] = key if key != body else None if style.color == ink else (*key, "coloured")
    return keys


def with_run_in_titles(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], styles: Sequence[Style], charts: Container[int]
) -> list[FlowLine]:
    """``lines``, and where titles run into the text of their last line, these lines cut in two; ``charts``: pages of figures.

    Words in bold stand at the head of lines elsewhere too: what is cut must fit the boxes much better than any whole line,
    or go on with a whole line that it had no place on.
    """
    keys = _style_keys(lines, styles)
    before = _best(lines, boxes, [line.piece.page not in charts for line in lines], styles)
    whole = not boxes or (before is not None and before[0] <= RUN_IN * len(boxes))
    ends = {run.end: run.key for run in before[1]} if before else {}
    parted: list[FlowLine] = []
    for i, line in enumerate(lines):
        count = _head(line, keys)
        goes_on = i in ends and ends[i] == keys[line.piece.words[0].style] and _is_wrapped(lines, i)
        if not count or (whole and not goes_on):
            parted.append(line)
        else:
            words = line.piece.words
            parted += [
                line._replace(piece=piece(words[:count], styles)),
                line._replace(piece=piece(words[count:], styles), gap=0.0),
            ]
    after = _best(parted, boxes, [line.piece.page not in charts for line in parted], styles)
    return parted if whole or (after and after[0] <= RUN_IN * len(boxes)) else list(lines)


def _head(line: FlowLine, keys: Mapping[int, Hashable]) -> int:
    """How many words in a style of their own stand before the text in a line; 0 where it is none of both."""
    words = line.piece.words
    head = keys[words[0].style]
    count = next((i for i, word in enumerate(words) if keys[word.style] != head), len(words))
    text = words[count:]
    fits = head is not None and len(text) >= SENTENCE and text[0].text[:1].isupper()
    return count if fits and all(keys[word.style] is None for word in text) else 0


def _is_wrapped(lines: Sequence[FlowLine], index: int) -> bool:
    """True when the first word of a line had no place on the line above it, in the measure of its paragraph."""
    below = takewhile(lambda line: line.gap < PARAGRAPH_GAP and line.flow == lines[index].flow, lines[index + 1 :])
    word, before = lines[index].piece.words[0], lines[index - 1].piece.x1
    return before + word.x1 - word.x0 > max(before, lines[index].piece.x1, *(line.piece.x1 for line in below)) - 1


def titles_by_style(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], free: Sequence[bool], styles: Sequence[Style]
) -> dict[int, int]:
    """Line → number of its title; empty when no style stands out."""
    best = _best(lines, boxes, free, styles)
    if best is None or best[0] > 0.8 * len(boxes) + 2:
        return {}
    return {i: run.start + 1 for run in best[1] for i in range(run.start, run.end)}


def _best(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], free: Sequence[bool], styles: Sequence[Style]
) -> tuple[float, list[_Run]] | None:
    """The headings of the style that fits the boxes best, and how far they miss them."""
    by_style = _style_keys(lines, styles)
    keys = [by_style[line.piece.style] for line in lines]
    by_key: dict[Hashable, list[_Run]] = defaultdict(list)
    for run in _runs(lines, keys, free):
        if _is_heading(lines, keys, run):
            by_key[run.key].append(run)
    box_pages = Counter(box.page for box in boxes)

    def cost(key: Hashable) -> tuple[float, float]:
        pages = Counter(lines[run.start].piece.page for run in by_key[key])
        apart = sum(abs(pages[page] - box_pages[page]) for page in {*pages, *box_pages})
        size = styles[lines[by_key[key][0].start].piece.style].size
        return abs(len(by_key[key]) - len(boxes)) + 0.3 * apart, -size

    if not by_key:
        return None
    key = min(by_key, key=lambda key: (cost(key), str(key)))
    return cost(key)[0], by_key[key]


def _runs(lines: Sequence[FlowLine], keys: Sequence[Hashable], free: Sequence[bool]) -> list[_Run]:
    runs: list[_Run] = []
    start = 0
    for i in range(1, len(lines) + 1):
        # A title may begin at the foot of a column and end at the head of the next one.
        if (
            i < len(lines)
            and keys[i] == keys[start]
            and free[i]
            and free[start]
            and (lines[i].flow != lines[i - 1].flow or lines[i].gap < PARAGRAPH_GAP)
        ):
            continue
        if free[start] and keys[start] is not None:
            runs.append(_Run(start, i, keys[start]))
        start = i
    return runs


def _is_heading(lines: Sequence[FlowLine], keys: Sequence[Hashable], run: _Run) -> bool:
    """Short, and followed by text in the body style."""
    if run.end - run.start > LINES or run.end >= len(lines):
        return False
    text = " ".join(line.text for line in lines[run.start : run.end])
    return keys[run.end] is None and sum(char.isalpha() for char in text) >= 3
