"""Titles by their style: the one that occurs about as often as there are boxes and is followed by running text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from pipeline.models import Style
from pipeline.segment.flow import PARAGRAPH_GAP, FlowLine

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


def _style_keys(lines: Sequence[FlowLine], styles: Sequence[Style]) -> list[Hashable]:
    """A key for each line: font and size, and the colour where these are the body's; None for the body itself."""
    weights: Counter[tuple[str, float]] = Counter()
    colors: dict[tuple[str, float], Counter[str]] = defaultdict(Counter)
    for line in lines:
        style = styles[line.piece.style]
        weights[style.font, round(style.size * 2)] += len(line.text)
        colors[style.font, round(style.size * 2)][style.color] += len(line.text)
    if not weights:
        return []
    body = max(weights, key=lambda key: (weights[key], key))
    ink = max(colors[body], key=lambda color: (colors[body][color], color))
    keys: list[Hashable] = []
    for line in lines:
        style = styles[line.piece.style]
        key = (style.font, round(style.size * 2))
        keys.append(key if key != body else None if style.color == ink else (*key, "coloured"))
    return keys


def titles_by_style(
    lines: Sequence[FlowLine], boxes: Sequence[BoxPlace], free: Sequence[bool], styles: Sequence[Style]
) -> dict[int, int]:
    """Line → number of its title; empty when no style stands out."""
    keys = _style_keys(lines, styles)
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
        return {}
    key = min(by_key, key=lambda key: (cost(key), str(key)))
    if cost(key)[0] > 0.8 * len(boxes) + 2:
        return {}
    return {i: run.start + 1 for run in by_key[key] for i in range(run.start, run.end)}


def _runs(lines: Sequence[FlowLine], keys: Sequence[Hashable], free: Sequence[bool]) -> list[_Run]:
    runs: list[_Run] = []
    start = 0
    for i in range(1, len(lines) + 1):
        # A title may begin at the foot of a column and end at the head of the next one.
        if i < len(lines) and keys[i] == keys[start] and free[i] and free[start] \
                and (lines[i].flow != lines[i - 1].flow or lines[i].gap < PARAGRAPH_GAP):
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
