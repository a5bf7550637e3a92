"""Pages of figures: the amount and share of each axis, and figures that stand by themselves with their statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.assemble.prose import value
from pipeline.models import Block, KeyFigure, Line, Value, Word
from pipeline.nl import find_quantities
from pipeline.profile import Profile

#: An amount stands at most so many heights of a line from the name of its axis.
REACH = 4.0
#: White space between neighbouring labels of a chart, in heights of a line; two spaces of a typist are less.
PART_GAP = 1.2
#: What is aligned below a name is nearer than what stands further on in its row.
SAME_ROW = 2.0
#: An amount is centred under its name, or starts where the name does, up to so many heights.
ASIDE = 1.5


def axis_amounts(blocks: Sequence[Block], profile: Profile) -> dict[str, tuple[Value, Value]]:
    """Axis → its name and its amount with share as printed; each amount goes to the nearest name above or beside it."""
    lines = [part for block in blocks for line in block.lines for part in _parts(line)]
    names = [(axis, part) for line in lines for axis, part in _axis_names(line, profile)]
    amounts = [part for line in lines for part in _amounts(line)]
    distances = sorted(
        (distance, n, a) for n, (_, name) in enumerate(names) for a, amount in enumerate(amounts)
        if (distance := _distance(name, amount)) is not None
    )
    found: dict[str, tuple[Value, Value]] = {}
    used: set[int] = set()
    for _, n, a in distances:
        axis, name = names[n]
        if axis not in found and a not in used:
            found[axis] = (value([name]), value([amounts[a]]))
            used.add(a)
    return found


def _parts(line: Line) -> list[Line]:
    """A row of a chart cut at its gaps: labels of neighbouring circles stand on one line."""
    parts: list[list[Word]] = []
    for word in line:
        last = parts[-1][-1] if parts else None
        if last is None or word.x0 - last.x1 > PART_GAP * (word.bottom - word.top):
            parts.append([])
        parts[-1].append(word)
    return [tuple(part) for part in parts]


def _axis_names(line: Line, profile: Profile) -> list[tuple[str, Line]]:
    text, starts = _text(line)
    found: list[tuple[str, Line]] = []
    for axis in profile.axes:
        for name in (axis.name, *axis.also):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
                found.append((axis.name, _words(line, starts, match.start(), match.end())))
    return found


def _amounts(line: Line) -> list[Line]:
    """Parts of a line from an amount of money to the percentage after it."""
    text, starts = _text(line)
    found: list[Line] = []
    quantities = find_quantities(text)
    for i, quantity in enumerate(quantities):
        if quantity.kind != "money":
            continue
        end = quantity.end
        if i + 1 < len(quantities) and quantities[i + 1].kind == "percent":
            end = quantities[i + 1].end
        found.append(_words(line, starts, quantity.start, end))
    return found


def _text(line: Line) -> tuple[str, list[int]]:
    text, starts = "", []
    for word in line:
        text += " " if text else ""
        starts.append(len(text))
        text += word.text
    return text, starts


def _words(line: Line, starts: Sequence[int], start: int, end: int) -> Line:
    return tuple(word for word, at in zip(line, starts, strict=True) if at < end and at + len(word.text) > start)


def _distance(name: Line, amount: Line) -> float | None:
    """Distance of an amount from a name above it or before it on its line, in heights; None when out of reach."""
    if not name or not amount or name[0].page != amount[0].page:
        return None
    height = max(name[0].bottom - name[0].top, 0.1)
    down = (amount[0].top - name[0].top) / height
    if name[0].line == amount[0].line:
        gap = (amount[0].x0 - name[-1].x1) / height
        return SAME_ROW + gap / 4 if 0 <= gap < 30 else None
    middle = abs((name[0].x0 + name[-1].x1) - (amount[0].x0 + amount[-1].x1)) / 2
    edge = abs(name[0].x0 - amount[0].x0)
    aside = min(middle, edge) / height
    return down + 4 * aside if 0 < down < REACH and aside < ASIDE else None


def key_figures(blocks: Sequence[Block], taken: set[tuple[int, int, int]]) -> list[KeyFigure]:
    """Figures that fill a line, with the lines below them up to the next figure; words in ``taken`` are not theirs."""
    found: list[KeyFigure] = []
    for block in blocks:
        figure: Line = ()
        statement: list[Line] = []
        for line in block.lines:
            taken_line = any(word.address in taken for word in line)
            if not taken_line and figure and not _is_symbol(line) and not _is_figure(line):
                statement.append(line)
                continue
            found += _key_figure(figure, statement)
            figure, statement = (line if not taken_line and _is_figure(line) else ()), []
        found += _key_figure(figure, statement)
    return found


def _key_figure(figure: Line, statement: Sequence[Line]) -> list[KeyFigure]:
    """The key figure, or nothing where words are missing: a bare number is a mark of a chart."""
    if not figure or not any(char.isalpha() for line in statement for word in line for char in word.text):
        return []
    return [KeyFigure(page=figure[0].page, figure=value([figure]), statement=value([figure, *statement]))]


def _is_figure(line: Line) -> bool:
    text = " ".join(word.text for word in line)
    quantities = find_quantities(text)
    return len(quantities) == 1 and quantities[0].start == 0 and quantities[0].end == len(text)


def _is_symbol(line: Sequence[Word]) -> bool:
    return not any(char.isalnum() for word in line for char in word.text)
