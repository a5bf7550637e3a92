"""Pieces of lines, columns and reading order, by white space alone.

A row of the page is cut into pieces at wide gaps. The order of reading comes from recursive cuts: where a gutter stands
open over several rows, the columns are read one after the other; elsewhere rows are read from top to bottom. Boxes are
taken out before, so that columns run around them and never through them.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Generic, NamedTuple, Protocol, TypeVar

from pipeline.models import Line, Page, Shape, Style, Word
from pipeline.nl.words import FUNCTION_WORDS

#: Gap in ems that cuts a row into pieces, and the least width of a gutter.
PIECE_GAP = 0.9
#: The same between words of different fonts or sizes: a label and its value.
STYLE_GAP = 0.5
#: The same in text that does not keep the layout, and the share of lines with wide gaps that tells which does.
TYPED_GAP = 1.6
LAYOUT_LINES = 0.1
#: A line that begins so far to the right (in ems) stands in a column.
DEEP = 12.0
#: A gutter as narrow as this shows by so many lines that go on behind it; so few words between them cover it.
NARROW_GUTTER, COLUMN_ROWS, COVERED = 0.5, 6, 0.1
#: Wide spaces of a stretched line are up to so many ems, and differ by less.
STRETCHED, EVEN = 4.0, 0.05
#: A rule is thinner than this, in points, and longer. More of them are the hatching of a drawing, not borders.
RULE, SHORTEST_RULE, MOST_RULES = 2.0, 6.0, 400
#: Rows that both sides of a gutter must have.
GUTTER_ROWS = 2
#: In justified text wide spaces can stand one under the other by chance: over few rows a gutter must be wider.
SURE_ROWS, SURE_GAP = 5, 1.5


class Box(NamedTuple):
    """A rectangle, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, word: Word | Piece, slack: float = 1.0) -> bool:
        """True when the middle of ``word`` lies inside."""
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack

    @property
    def area(self) -> float:
        return max(0.0, self.x1 - self.x0) * max(0.0, self.bottom - self.top)


class Piece(NamedTuple):
    """Neighbouring words of one row, with their outline and the style of most of their characters."""

    words: Line
    x0: float
    top: float
    x1: float
    bottom: float
    style: int
    size: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def page(self) -> int:
        return self.words[0].page


class Placed(Protocol):
    """Whatever has a height on a page."""

    @property
    def top(self) -> float: ...

    @property
    def bottom(self) -> float: ...


P = TypeVar("P", bound=Placed)


class Downwards(Generic[P]):
    """Parts of a page that can be asked for by their height, but for those that were taken."""

    def __init__(self, parts: Sequence[P]) -> None:
        self._parts = parts
        self._order = sorted(range(len(parts)), key=lambda at: parts[at].top)
        self._tops = [parts[at].top for at in self._order]
        self._tallest = max((p.bottom - p.top for p in parts), default=0.0)
        self._taken: set[int] = set()

    def __iter__(self) -> Iterator[P]:
        return (p for at, p in enumerate(self._parts) if at not in self._taken)

    def between(self, first: float, last: float, foot: float = float("-inf")) -> list[P]:
        """Parts whose tops lie from ``first`` to ``last``, and whose lower edges are not above ``foot``, in their order."""
        first = max(first, foot - self._tallest)
        found = sorted(self._order[bisect_left(self._tops, first) : bisect_right(self._tops, last)])
        return [self._parts[at] for at in found if at not in self._taken and self._parts[at].bottom >= foot]

    def take(self, numbers: Iterable[int]) -> None:
        """Take away parts by their number."""
        self._taken.update(numbers)


def piece(words: Iterable[Word], styles: Sequence[Style]) -> Piece:
    """The piece that ``words`` make; at least one."""
    line = tuple(words)
    weights: dict[int, int] = {}
    for word in line:
        weights[word.style] = weights.get(word.style, 0) + len(word.text)
    style = max(weights, key=lambda number: (weights[number], -number))
    return Piece(
        line,
        min(w.x0 for w in line),
        min(w.top for w in line),
        max(w.x1 for w in line),
        max(w.bottom for w in line),
        style,
        styles[style].size,
    )


def without(pieces: Sequence[Piece], taken: set[tuple[int, int, int]], styles: Sequence[Style]) -> list[Piece]:
    """``pieces`` without the words at the addresses ``taken``."""
    rest: list[Piece] = []
    for p in pieces:
        words = [word for word in p.words if word.address not in taken]
        if len(words) == len(p.words):
            rest.append(p)
        elif words:
            rest.append(piece(words, styles))
    return rest


def outline(parts: Iterable[Word | Piece | Box]) -> Box:
    """The smallest box around ``parts``; at least one."""
    items = list(parts)
    return Box(
        min(i.x0 for i in items), min(i.top for i in items), max(i.x1 for i in items), max(i.bottom for i in items)
    )


def pieces_of(page: Page, styles: Sequence[Style]) -> list[Piece]:
    """All words of ``page`` as pieces, row by row."""
    found: list[Piece] = []
    limit = PIECE_GAP if page.unit == "pt" or keeps_layout(page) else TYPED_GAP
    edges = Counter(round(word.x0) for line in page.lines for word in _starts(line, limit, styles))
    columns = _column_starts(page, styles) if page.unit == "pt" else []
    rules = upright_rules(page)
    for line in page.lines:
        even = _evenly_spaced(line, edges, styles) if page.unit == "pt" else set()
        start = 0
        for i in range(1, len(line) + 1):
            if (
                i == len(line)
                or (i not in even and _is_cut(line[i - 1], line[i], limit, styles))
                or _starts_column(line[i - 1], line[i], columns, styles)
                or _ruled_apart(line[i - 1], line[i], rules)
            ):
                found.append(piece(line[start:i], styles))
                start = i
    return _closed_up(found) if page.unit == "char" and keeps_layout(page) else found


def _is_cut(left: Word, right: Word, limit: float, styles: Sequence[Style]) -> bool:
    return _gap(left, right, styles) > (limit if _alike(left, right, styles) else STYLE_GAP)


def _starts(line: Line, limit: float, styles: Sequence[Style]) -> list[Word]:
    """The words of a line at which a column may begin."""
    return [*line[:1], *(b for a, b in itertools.pairwise(line) if _is_cut(a, b, limit, styles))]


class _ColumnStart(NamedTuple):
    """Left edge of a column behind a narrow gutter, and the heights between which lines begin there."""

    x: float
    top: float
    bottom: float


def _column_starts(page: Page, styles: Sequence[Style]) -> list[_ColumnStart]:
    """Where many lines begin, or go on after a gap, at one and the same place that hardly any word between them covers.

    Some programs set gutters that are narrower than the wide spaces of justified text.
    """
    after: dict[int, list[Word]] = {}
    for line in page.lines:
        for word in (*line[:1], *(b for a, b in itertools.pairwise(line) if _gap(a, b, styles) > NARROW_GUTTER)):
            after.setdefault(round(word.x0), []).append(word)
    found: list[_ColumnStart] = []
    for x, words in sorted(after.items()):
        words = sorted([*words, *after.get(x + 1, ())], key=lambda word: word.top)
        if len(words) < COLUMN_ROWS:
            continue
        top, bottom = words[0].top, words[-1].bottom
        covering = sum(
            1
            for line in page.lines
            for w in line
            if w.x0 < x - 1 and w.x1 > x - 1 and w.top >= top and w.bottom <= bottom
        )
        if covering <= COVERED * len(words):
            found.append(_ColumnStart(float(x), top, bottom))
    return found


def _starts_column(left: Word, right: Word, columns: Sequence[_ColumnStart], styles: Sequence[Style]) -> bool:
    return _gap(left, right, styles) > NARROW_GUTTER and any(
        -1 < right.x0 - column.x < 2 and column.top <= right.top and right.bottom <= column.bottom for column in columns
    )


def upright_rules(page: Page) -> list[Shape]:
    """Upright lines of ``page`` that can part columns or cells; none where a drawing is hatched."""
    rules = [shape for shape in page.shapes if shape.x1 - shape.x0 < RULE and shape.bottom - shape.top > SHORTEST_RULE]
    return rules if len(rules) <= MOST_RULES else []


def _ruled_apart(left: Word, right: Word, rules: Sequence[Shape]) -> bool:
    """True when an upright line is drawn between two words: they stand in two cells."""
    middle = (left.top + left.bottom) / 2
    return any(left.x1 - 1 <= (r.x0 + r.x1) / 2 <= right.x0 + 1 and r.top < middle < r.bottom for r in rules)


def _evenly_spaced(line: Line, edges: Counter[int], styles: Sequence[Style]) -> set[int]:
    """Words of a stretched line: three or more words of text with one and the same wide space are no columns, unless other
    lines begin there too (``edges``: how many lines begin or go on at each point after a wide space)."""
    gaps = [_gap(a, b, styles) if _alike(a, b, styles) else 0.0 for a, b in itertools.pairwise(line)]
    even: set[int] = set()
    start = 0
    for i in range(1, len(gaps) + 1):
        if i < len(gaps) and abs(gaps[i] - gaps[start]) < EVEN:
            continue
        words = line[start : i + 1]
        if i - start > 1 and PIECE_GAP < gaps[start] < STRETCHED and sum(word.text.islower() for word in words) > 1:
            even.update(k for k in range(start + 1, i + 1) if edges[round(line[k].x0)] <= 1)
        start = i
    return even


def _closed_up(pieces: list[Piece]) -> list[Piece]:
    """Pieces of a layout-preserving text without the holes that the lines of other columns make.

    Columns of different leading share one grid of rows, so a row stays empty now and then in one of them. A column with a
    line on all three rows measures such a hole: it is white space. Elsewhere, and where the next line of the column goes on
    in the middle of a sentence, the upper piece reaches down to it.
    """
    by_row: dict[int, list[Piece]] = {}
    for p in pieces:
        by_row.setdefault(p.words[0].line, []).append(p)
    closed: list[Piece] = []
    for p in pieces:
        row = p.words[0].line
        rows = [by_row.get(row + down, []) for down in range(3)]
        hole = not any(q.x0 < p.x1 and q.x1 > p.x0 for q in rows[1])
        below = next((q for q in rows[2] if abs(q.x0 - p.x0) < p.size), None) if hole else None
        closed.append(p._replace(bottom=p.bottom + 1.0) if below and _goes_on(p, below, rows) else p)
    return closed


def _goes_on(upper: Piece, lower: Piece, rows: Sequence[Sequence[Piece]]) -> bool:
    """True where only other columns part two lines (``rows``: all pieces of their rows and of the one between), or where no
    new element can begin: in the middle of a phrase, without a capital."""
    first = next((char for char in lower.text if char.isalnum()), "A")
    open_end = upper.text.endswith((",", "-")) or upper.words[-1].text in FUNCTION_WORDS
    if not rows[1]:
        return open_end and first.islower()
    return open_end or not first.isupper() or not any(_has_line(rows[0], q) and _has_line(rows[2], q) for q in rows[1])


def _has_line(row: Sequence[Piece], p: Piece) -> bool:
    """True when a piece of ``row`` stands in the column of ``p``."""
    return any(abs(q.x0 - p.x0) < p.size for q in row)


def _alike(left: Word, right: Word, styles: Sequence[Style]) -> bool:
    a, b = styles[left.style], styles[right.style]
    return a.font == b.font and 0.93 < a.size / b.size < 1.07


def keeps_layout(page: Page) -> bool:
    """True for text that keeps the layout by runs of spaces; elsewhere two spaces are a slip of the typist."""
    widest = [max((b.x0 - a.x1 for a, b in itertools.pairwise(line)), default=0.0) for line in page.lines]
    spaced = sum(1 for gap in widest if gap > 1.0)
    # A column may have no row in common with the one on its left.
    indented = sum(1 for line in page.lines if line[0].x0 > DEEP)
    return spaced > LAYOUT_LINES * len(page.lines) or sum(1 for gap in widest if gap > TYPED_GAP) > 1 or indented > 1


def _gap(left: Word, right: Word, styles: Sequence[Style]) -> float:
    return (right.x0 - left.x1) / min(styles[left.style].size, styles[right.style].size)


def reading_order(pieces: Sequence[Piece], obstacles: Sequence[Piece], styles: Sequence[Style]) -> list[list[Piece]]:
    """Columns in reading order, each with its lines from top to bottom (pieces of one row joined).

    ``obstacles`` are rows of boxes: they stand in the way of the cuts and help to see gutters, but are not read.
    """
    if not pieces:
        return []
    em = median(p.size for p in pieces)
    blind = set(map(id, obstacles))
    columns = ([p for p in column if id(p) not in blind] for column in _cut([*_as_wide(pieces), *obstacles], em))
    return [_lines(column, styles) for column in columns if column]


def _as_wide(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` with each short line that ends a centred or right-aligned text as wide as the line above it: it stands under
    a text over several columns, and in none of them."""
    ordered = sorted(pieces, key=lambda p: (p.top, p.x0))
    near = Downwards(ordered)
    wide: dict[int, Piece] = {}
    for p in ordered:
        em = p.size
        above = [
            q
            for q in (wide[id(o)] for o in near.between(float("-inf"), p.top, p.top - em) if id(o) in wide)
            if q.style == p.style
            and -0.5 * em < p.top - q.bottom < em
            and q.x0 < p.x0 - 2 * em
            and p.x1 <= q.x1 + 0.5 * em
        ]
        q = max(above, key=lambda q: q.bottom, default=None)
        if q and any(
            o is not p and min(o.bottom, p.bottom) - max(o.top, p.top) > 0.3 * em
            for o in near.between(float("-inf"), p.bottom, p.top)
        ):
            q = None
        centred = q is not None and abs(q.x0 + q.x1 - p.x0 - p.x1) < em
        wide[id(p)] = p._replace(x0=q.x0, x1=q.x1) if q and (centred or abs(q.x1 - p.x1) < 0.5 * em) else p
    return [wide[id(p)] for p in ordered]


def _lines(pieces: list[Piece], styles: Sequence[Style]) -> list[Piece]:
    """Pieces of one row joined, but for those of clearly different size: a heading beside its slogan."""
    rows: dict[int, list[list[Piece]]] = {}
    for p in sorted(pieces, key=lambda p: p.x0):
        row = rows.setdefault(p.words[0].line, [])
        if row and 0.8 < p.size / row[-1][-1].size < 1.25:
            row[-1].append(p)
        else:
            row.append([p])
    lines = [
        piece([word for p in part for word in p.words], styles)._replace(bottom=max(p.bottom for p in part))
        for row in rows.values()
        for part in row
    ]
    ordered: list[list[Piece]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.x0)):
        # Lines side by side (a large heading and the small one beside it) are read from left to right.
        if ordered and _beside(ordered[-1][0], line):
            ordered[-1].append(line)
        else:
            ordered.append([line])
    return [line for row in ordered for line in sorted(row, key=lambda line: line.x0)]


def _beside(a: Piece, b: Piece) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared > 0.5 * min(a.bottom - a.top, b.bottom - b.top) and (a.x1 <= b.x0 or b.x1 <= a.x0)


def _cut(pieces: list[Piece], em: float) -> list[list[Piece]]:
    gutters = _gutters(pieces, em)
    if gutters:
        edges = [(left + right) / 2 for left, right in gutters]
        columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
        for p in pieces:
            columns[sum(1 for edge in edges if p.x0 >= edge)].append(p)
        return [flow for column in columns for flow in _cut(column, em)]
    groups = _groups(pieces, em)
    if len(groups) == 1:
        return [pieces]
    return [flow for group in groups for flow in (_cut(group, em) if _gutters(group, em) else [group])]


def _gutters(pieces: Sequence[Piece], em: float) -> list[tuple[float, float]]:
    """Free vertical strips with rows of text on both sides."""
    return [gap for gap in _strips(pieces, em) if _divides(pieces, gap, em)]


def _strips(pieces: Sequence[Piece], em: float) -> list[tuple[float, float]]:
    strips: list[tuple[float, float]] = []
    edge = None
    for x0, x1 in sorted((p.x0, p.x1) for p in pieces):
        if edge is not None and x0 - edge >= NARROW_GUTTER * em:
            strips.append((edge, x0))
        edge = x1 if edge is None else max(edge, x1)
    return strips


def _divides(pieces: Sequence[Piece], gap: tuple[float, float], em: float) -> bool:
    middle = (gap[0] + gap[1]) / 2
    left = [p for p in pieces if p.x1 <= middle]
    right = [p for p in pieces if p.x0 >= middle]
    rows = min(len({p.words[0].line for p in left}), len({p.words[0].line for p in right}))
    if rows < GUTTER_ROWS or (rows < SURE_ROWS and gap[1] - gap[0] < SURE_GAP * em):
        return False
    # Numbers and bullets before the items of a list stand apart, but they are no column.
    if max(len(p.text) for p in left) <= 3:
        return False
    return min(p.top for p in right) < max(p.bottom for p in left) and min(p.top for p in left) < max(
        p.bottom for p in right
    )


def _groups(pieces: Sequence[Piece], em: float) -> list[list[Piece]]:
    """Bands from top to bottom: runs of rows with a common gutter, the longest first, and the rows between them."""
    rows = _rows(pieces)
    runs: list[tuple[int, int]] = []
    _longest_runs(rows, 0, len(rows), em, runs)
    groups: list[list[Piece]] = []
    at = 0
    for start, end in [*sorted(runs), (len(rows), len(rows))]:
        groups += [[p for row in part for p in row] for part in (rows[at:start], rows[start:end]) if part]
        at = end
    return groups


def _longest_runs(rows: list[list[Piece]], low: int, high: int, em: float, runs: list[tuple[int, int]]) -> None:
    """Append the longest run of rows with a gutter between ``low`` and ``high``, then those above and below it."""
    best = (low, low)
    for start in range(low, high):
        if high - start <= best[1] - best[0]:
            break
        end = _run_with_gutter(rows, start, high, em)
        if end - start > best[1] - best[0]:
            best = (start, end)
    if best[0] < best[1]:
        runs.append(best)
        _longest_runs(rows, low, best[0], em, runs)
        _longest_runs(rows, best[1], high, em, runs)


def _run_with_gutter(rows: list[list[Piece]], start: int, high: int, em: float) -> int:
    """End of the longest run of rows from ``start`` that share a gutter; ``start`` when there is none."""
    best = start
    run: list[Piece] = []
    for end in range(start, high):
        run.extend(rows[end])
        strips = _strips(run, em)
        if any(_divides(run, strip, em) for strip in strips):
            best = end + 1
        elif not strips and end > start:
            break
    return best


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces by bands that no piece crosses."""
    rows: list[list[Piece]] = []
    bottom = float("-inf")
    for p in sorted(pieces, key=lambda p: (p.top, p.x0)):
        # Boxes of lines set solid overlap a little; what shares less than a third of its height is below.
        if not rows or p.top > bottom - 0.33 * (p.bottom - p.top):
            rows.append([])
            bottom = p.bottom
        rows[-1].append(p)
        bottom = max(bottom, p.bottom)
    return rows
