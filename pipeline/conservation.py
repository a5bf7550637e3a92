"""Conservation of words: each word of a source is in one cell at most, and what was read as a value is in one.

Tables go in, faults come out; the gate and ``verify`` both ask here. A quote does not say which of two equal words of a
line it means, so words are counted, not followed: what the cells quote is matched with what the ledger has on those
lines. A fault is certain; where several matchings are possible, the one that explains most counts.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.models import Row, Tables

#: Cells that own their words, and the fate of these in the ledger. All other cells rest on words of a cell that owns them.
OWNERS = {
    ("projects", "title"): "title",
    ("projects", "description"): "text",
    ("projects", "budget_printed"): "value",
    ("projects", "authority_printed"): "value",
    ("projects", "authorities"): "value",
    ("projects", "end_goal"): "value",
    ("extra_fields", "value"): "value",
    ("axes", "budget_printed"): "value",
    ("axes", "share_pct"): "value",
    ("key_figures", "statement"): "value",
}
#: Cells of one row that may share words (``5%/€3mln``; names and their printed form): they make one field.
ONE_FIELD = {("axes", "share_pct"): "budget_printed", ("projects", "authorities"): "authority_printed"}
#: The fate of words that a field holds.
FIELD = "value"
#: Text of more letters than so many that is so many times higher than wide runs up or down the page.
TURNED = 2

Place = tuple[str, str, str]  # edition, source, page


class Fault(NamedTuple):
    """What is wrong with a row of provenance or of the ledger (``table``), by its place there."""

    table: str
    row: int
    message: str


class _Use(NamedTuple):
    """A field wants a word that stands on one of the lines from ``first`` to ``last``."""

    last: int
    first: int
    row: int
    field: tuple[str, str, str]


class _Matching(NamedTuple):
    """Uses that found no word, and the lines of the words that nobody uses."""

    unmet: list[_Use]
    left: list[int]


def conservation(tables: Tables) -> Iterator[Fault]:
    """Words in two cells, words of a field that are in no cell, and holes in the lines of the ledger."""
    uses, words = _uses(tables), _words(tables["ledger"])
    told = _told(tables)
    excused = _excused(tables)
    lines: dict[tuple[Place, str, str], list[tuple[int, int]]] = {}
    for key, found in words.items():
        lines[key] = sorted(found)
    for key in sorted({*uses, *lines}):
        place, fate, word = key
        matching = _match(uses.get(key, []), [line for line, _ in lines.get(key, [])])
        for use in matching.unmet:
            if rivals := [other for other in uses[key] if other.field != use.field and _meet(use, other)]:
                names = ", ".join(sorted({"/".join(other.field) for other in rivals}))
                yield Fault("provenance", use.row, f"{word} is also a word of {names}")
        if fate == FIELD and place not in excused and any(map(str.isalnum, word)):
            rows = dict(lines.get(key, []))
            for line in matching.left:
                if word not in told[place]:
                    yield Fault("ledger", rows[line], f"in no cell: {word}")


def _meet(one: _Use, other: _Use) -> bool:
    return one.first <= other.last and other.first <= one.last


def _match(uses: Sequence[_Use], lines: Sequence[int]) -> _Matching:
    """As many uses as possible find a word: line after line the use that ends first takes it."""
    waiting, unmet, left = sorted(uses, key=lambda use: (use.first, use.last)), [], []
    open_: list[_Use] = []
    at = 0
    for line in lines:
        while at < len(waiting) and waiting[at].first <= line:
            heapq.heappush(open_, waiting[at])
            at += 1
        while open_ and open_[0].last < line:
            unmet.append(heapq.heappop(open_))
        if open_:
            heapq.heappop(open_)
        else:
            left.append(line)
    return _Matching([*unmet, *open_, *waiting[at:]], left)


def _uses(tables: Tables) -> dict[tuple[Place, str, str], list[_Use]]:
    """What the fields want, by place, fate and word. Where cells make one field, each word counts once."""
    decided = {(row["edition"], row["table"], row["key"], row["column"]) for row in tables["overrides"]}
    found: dict[tuple[Place, str, str], dict[tuple[str, ...], list[_Use]]] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(tables["provenance"]):
        cell = row["table"], row["column"]
        if cell not in OWNERS or (row["edition"], row["table"], row["key"], row["column"]) in decided:
            continue
        first, last = _int(row["line_from"]), _int(row["line_to"])
        # A statement with several figures has a row for each.
        key = f"{first}:{row['quote']}" if row["table"] == "key_figures" else row["key"]
        field = (row["table"], key, ONE_FIELD.get(cell, row["column"]))
        for word in row["quote"].split():
            by_field = found[place_of(row), OWNERS[cell], word]
            by_field[(*field, row["column"], row["key"])].append(_Use(last, first, number, field))
    return {key: _once(by_cell) for key, by_cell in found.items()}


def _once(by_cell: Mapping[tuple[str, ...], list[_Use]]) -> list[_Use]:
    """Of the cells that make one field the one that wants most."""
    best: dict[tuple[str, ...], list[_Use]] = {}
    for cell, uses in by_cell.items():
        if len(uses) > len(best.get(cell[:3], [])):
            best[cell[:3]] = uses
    return [use for uses in best.values() for use in uses]


def _words(ledger: Sequence[Row]) -> dict[tuple[Place, str, str], list[tuple[int, int]]]:
    """The lines on which a word stands, each with the row of the ledger that says so, by place, fate and word."""
    found: dict[tuple[Place, str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(ledger):
        for word in row["text"].split():
            found[place_of(row), row["fate"], word].append((_int(row["line"]), number))
    return found


def _told(tables: Tables) -> dict[Place, set[str]]:
    """Words that a finding quotes: somebody was told of them."""
    found: dict[Place, set[str]] = defaultdict(set)
    for row in tables["findings"]:
        found[place_of(row)].update(row["quote"].split())
    return found


def _excused(tables: Tables) -> set[Place]:
    """Pages of sources of which not all words need a cell: witnesses, refused boxes, decided cells, rows in quarantine."""
    away = {row["edition"] for name in ("overrides", "quarantine") for row in tables.get(name, [])}
    sources = {
        (row["edition"], row["source"])
        for row in tables["sources"]
        if row["role"] != "primary" or row["refused"] != "0" or row["edition"] in away
    }
    return {place_of(row) for row in tables["ledger"] if (row["edition"], row["source"]) in sources}


def holes(ledger: Sequence[Row]) -> Iterator[Fault]:
    """Lines whose words are not counted on from 0: a run between or before others is gone."""
    runs: dict[tuple[Place, str], list[tuple[int, int, int]]] = defaultdict(list)
    for number, row in enumerate(ledger):
        runs[place_of(row), row["line"]].append((_int(row["word_from"]), _int(row["word_to"]), number))
    for found in runs.values():
        expected = 0
        for first, last, number in sorted(found):
            if first > expected:
                yield Fault("ledger", number, f"word {expected} to {first - 1} of the line before it are gone")
            expected = max(expected, last + 1)


def place_of(row: Row) -> Place:
    return row["edition"], row["source"], row["page"]


def _int(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def misplaced(places: Sequence[Row]) -> Iterator[Fault]:
    """Rectangles that cannot be where the lines are, and places with one beside places without: those of another file.

    Lines are counted down the page. So of two places of one page, one wholly above the other by lines, the upper one does
    not end lower; and places of the same single line stand side by side. Of turned text a line says nothing.
    """
    pages: dict[Place, dict[tuple[int, int, tuple[float, ...]], int]] = defaultdict(dict)
    without: dict[Place, int] = {}
    for number, row in enumerate(places):
        sides = [row[name] for name in ("x0", "top", "x1", "bottom")]
        if all(map(_is_number, sides)):
            if _is_turned(row, *map(float, sides)):
                continue
            lines = _int(row["line_from"]), _int(row["line_to"])
            pages[place_of(row)].setdefault((*lines, tuple(map(float, sides))), number)
        else:
            without.setdefault(place_of(row), number)
    for place in sorted(pages):
        if place in without:
            yield Fault("provenance", without[place], "has no rectangle, as other places of its page have")
        yield from _out_of_line(pages[place])


def _is_turned(row: Row, x0: float, top: float, x1: float, bottom: float) -> bool:
    """One line of some letters that is higher than wide, and no higher than its letters are."""
    letters, wide, high = len(row["quote"]), x1 - x0, bottom - top
    return row["line_from"] == row["line_to"] and letters > TURNED and TURNED * wide < high < letters * wide


def _out_of_line(places: Mapping[tuple[int, int, tuple[float, ...]], int]) -> Iterator[Fault]:
    rows = sorted(places.items())
    against: dict[int, set[int]] = defaultdict(set)
    for at, ((first, last, box), number) in enumerate(rows):
        for (start, end, other), rival in rows[at + 1 :]:
            slack = min(box[3] - box[1], other[3] - other[1]) + 1
            crossed = last < start and box[3] > other[3] + slack
            apart = first == last == start == end and (box[1] > other[3] or other[1] > box[3])
            if crossed or apart:
                against[number].add(rival)
                against[rival].add(number)
    while against:  # blame the place that most others speak against, then look at what is left
        worst = max(sorted(against), key=lambda number: len(against[number]))
        if not against[worst]:
            return
        yield Fault("provenance", worst, "its rectangle is not on its lines, as other places of the page show")
        for rival in against.pop(worst):
            against[rival].discard(worst)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdecimal()
