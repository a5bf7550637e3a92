"""Atoms: rows cut at gaps that part columns, and paragraphs of atoms.

A gap parts columns when it is wide and unlike the other gaps of its row, or when white stands open above and below it.
Justified text has wide gaps too, but they are alike in a row and do not stand one under the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.models import Line, Page, Shape, Style, Word
from pipeline.segment.frames import Frame
from pipeline.segment.geometry import Box, Downwards, Piece, outline, piece, upright_rules

#: Gaps in ems: what may part columns at all; what does by itself; in a row whose other gaps are narrow; between two styles.
LEAST, SURE, LONE, STYLED = 0.45, 2.2, 0.9, 0.5
#: What parts columns is wider than the usual gap of its row by these factors: by itself, with white above and below.
UNLIKE, OPEN = 2.5, 1.3
#: A word reaches so far over the edge of its frame at most, in ems.
OVER = 0.3
#: The spaces of a stretched line are up to so many ems and differ by less; so many words before and after tell them.
STRETCHED, EVEN, NEAR = 5.0, 0.05, 8
#: Rows over which white must stand open, for wide and for narrow gaps; no more are looked at.
ROWS_WIDE, ROWS_NARROW, ROWS_MOST = 3, 4, 10
#: The usual gap of a row that is not stretched, in ems.
PLAIN = 0.45
#: How far apart two lines of a paragraph are at most, by the usual distance of lines set alike, or in ems where none is usual.
PITCH, DEFAULT_PITCH = 1.22, 1.75
#: Edges or middles of lines are aligned when they differ by less, in ems.
ALIGNED = 1.2


class Paragraph(NamedTuple):
    """Lines set alike, one under the other, that nothing parts."""

    lines: tuple[Piece, ...]
    box: Box

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def first(self) -> Piece:
        return self.lines[0]


def atoms_of(page: Page, styles: Sequence[Style], frames: Sequence[Frame], scale: float) -> list[Piece]:
    """The rows of ``page`` cut at gaps that part columns; ``scale`` above 1 cuts less."""
    rules = upright_rules(page)
    edges = sorted({side for frame in frames for side in (frame.box.x0, frame.box.x1)})
    atoms: list[Piece] = []
    for index, line in enumerate(page.lines):
        start = 0
        for i, (a, b) in enumerate(pairwise(line), 1):
            em = min(styles[a.style].size, styles[b.style].size)
            back = b.x0 - a.x1 < -0.5 * em  # to the left: two rows in one
            wide = b.x0 - a.x1 > LEAST * em and _parts(page.lines, index, i, styles, em, scale)
            if back or wide or _is_ruled(a, b, rules) or _is_framed(a, b, edges, frames, em):
                atoms.append(piece(line[start:i], styles))
                start = i
        atoms.append(piece(line[start:], styles))
    return atoms


def _parts(rows: Sequence[Line], index: int, i: int, styles: Sequence[Style], em: float, scale: float) -> bool:
    """Whether the gap before word ``i`` of a row parts columns."""
    line = rows[index]
    a, b = line[i - 1], line[i]
    gap = (b.x0 - a.x1) / em
    around = range(max(1, i - NEAR + 1), min(len(line), i + NEAR))
    near = [(line[k].x0 - line[k - 1].x1) / em for k in around if k != i]
    usual = max(0.2, median(near)) if near else 0.25
    beside = [(y.x0 - x.x1) / em for k, (x, y) in enumerate(pairwise(line), 1) if abs(k - i) == 1]
    # The spaces of a stretched line are equal; so may be the gutters of a row, but words stand between them.
    if gap < STRETCHED and any(abs(gap - other) < EVEN for other in beside):
        return gap > SURE * scale and _open_rows(rows, index, a.x1, b.x0, 0.35 * em) >= ROWS_WIDE
    if gap > SURE * scale and gap > UNLIKE * usual:
        return True
    if gap > LONE * scale and usual <= PLAIN and gap > UNLIKE * usual:
        return True
    if not _alike(styles[a.style], styles[b.style]) and gap > STYLED * scale and gap > 1.6 * usual:
        return True
    if gap < 0.7 * scale or gap < OPEN * usual:
        return False
    return _open_rows(rows, index, a.x1, b.x0, 0.35 * em) >= (ROWS_WIDE if gap > 1.5 * scale else ROWS_NARROW)


def _open_rows(rows: Sequence[Line], index: int, left: float, right: float, least: float) -> int:
    """Over how many rows with words on both sides the white between ``left`` and ``right`` stands open."""
    count = 1
    for step in (-1, 1):
        x0, x1, last = left, right, rows[index]
        k = index + step
        while 0 <= k < len(rows) and count < ROWS_MOST:
            row = rows[k]
            if abs(row[0].top - last[0].top) > 3 * (row[0].bottom - row[0].top):
                break
            before = max((word.x1 for word in row if word.x0 + word.x1 < x0 + x1), default=None)
            after = min((word.x0 for word in row if word.x0 + word.x1 >= x0 + x1), default=None)
            new0, new1 = max(x0, before if before is not None else x0), min(x1, after if after is not None else x1)
            if new1 - new0 < least:
                break
            x0, x1, last = new0, new1, row
            count += before is not None and after is not None
            k += step
    return count


def _is_ruled(a: Word, b: Word, rules: Sequence[Shape]) -> bool:
    middle = (a.top + a.bottom) / 2
    return any(a.x1 - 1 <= (rule.x0 + rule.x1) / 2 <= b.x0 + 1 and rule.top < middle < rule.bottom for rule in rules)


def _is_framed(a: Word, b: Word, edges: Sequence[float], frames: Sequence[Frame], em: float) -> bool:
    """True when a frame holds one of two words and not the other, with white between them; one may reach over its edge."""
    if b.x0 - a.x1 < 0.3 * em or not any(a.x1 - OVER * em <= edge <= b.x0 + OVER * em for edge in edges):
        return False
    return any(frame.box.holds(a) != frame.box.holds(b) for frame in frames)


def _alike(a: Style, b: Style) -> bool:
    return a.font == b.font and 0.93 < a.size / b.size < 1.07 and a.color == b.color


def look(p: Piece, styles: Sequence[Style]) -> tuple[str, int, str]:
    """How an atom is set: font, size and colour."""
    style = styles[p.style]
    return style.font, round(2 * style.size), style.color


def home(p: Piece | Box, frames: Sequence[Frame]) -> int:
    """The number of the smallest frame around an atom; -1 outside of all."""
    x, y = (p.x0 + p.x1) / 2, (p.top + p.bottom) / 2
    around = [
        (frame.box.area, number)
        for number, frame in enumerate(frames)
        if frame.box.x0 - 1 <= x <= frame.box.x1 + 1 and frame.box.top - 1 <= y <= frame.box.bottom + 1
    ]
    return min(around)[1] if around else -1


def paragraphs_of(
    atoms: Sequence[Piece], walls: Sequence[Box], styles: Sequence[Style], frames: Sequence[Frame]
) -> list[Paragraph]:
    """``atoms`` as paragraphs; none goes through one of the ``walls`` (labels)."""
    ordered = sorted(atoms, key=lambda p: (p.top, p.x0))
    homes = [home(p, frames) for p in ordered]
    looks = [look(p, styles) for p in ordered]
    below = [_next(i, ordered) for i in range(len(ordered))]
    pitch: dict[tuple[str, int, str], Counter[float]] = defaultdict(Counter)
    for i, k in enumerate(below):
        if k is not None and looks[i] == looks[k]:
            pitch[looks[i]][round((ordered[k].top - ordered[i].top) / ordered[i].size, 1)] += 1
    usual = {
        key: found.most_common(1)[0][0]
        for key, found in pitch.items()
        if 2 * found.most_common(1)[0][1] > 3 and found.most_common(1)[0][0] < 2.2
    }
    upright = Downwards(walls)
    follows: dict[int, int] = {}
    later: set[int] = set()
    for i, k in enumerate(below):
        if k is None or looks[i] != looks[k] or homes[i] != homes[k] or k in later:
            continue
        a, b = ordered[i], ordered[k]
        near = (b.top - a.top) / a.size <= (PITCH * usual[looks[i]] if looks[i] in usual else DEFAULT_PITCH)
        if near and _aligned(a, b) and not _walled(a, b, upright):
            follows[i] = k
            later.add(k)
    found: list[Paragraph] = []
    for i in range(len(ordered)):
        if i in later:
            continue
        lines, k = [ordered[i]], i
        while k in follows:
            k = follows[k]
            lines.append(ordered[k])
        found.append(Paragraph(tuple(lines), outline(lines)))
    return found


def _next(i: int, ordered: Sequence[Piece]) -> int | None:
    """The nearest atom below that shares some width."""
    a = ordered[i]
    best: tuple[float, float, int] | None = None
    for k in range(i + 1, len(ordered)):
        b = ordered[k]
        if best and b.top > best[0] + 0.6 * a.size:
            break
        if b.top - a.top > 4 * a.size:
            break
        shared = min(a.x1, b.x1) - max(a.x0, b.x0)
        if b.top > a.top + 0.45 * a.size and shared > 0 and (best is None or -shared < best[1]):
            best = (best[0] if best else b.top, -shared, k)
    return best[2] if best else None


def _aligned(a: Piece, b: Piece) -> bool:
    em = ALIGNED * a.size
    return abs(a.x0 - b.x0) < em or abs(a.x1 - b.x1) < em or abs(a.x0 + a.x1 - b.x0 - b.x1) < 2 * em


def _walled(a: Piece, b: Piece, walls: Downwards[Box]) -> bool:
    """True when a label stands between two lines."""
    high, low = a.top + 0.3 * a.size, b.bottom - 0.3 * b.size
    left, right = min(a.x0, b.x0), max(a.x1, b.x1)
    near = walls.between(float("-inf"), low, high)
    return any(wall.x0 < right and wall.x1 > left and high < (wall.top + wall.bottom) / 2 < low for wall in near)
