"""Boxes: the values of one box stand together, and so do a title and its text.

Where two rows have exchanged a field, each of them reaches over the other: given back, both take less room on the page.
A box that a break tears apart takes much room too, but no exchange makes it smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.models import Line, Row
from pipeline.quotes import words_at
from pipeline.verify.evidence import Evidence, Fault

GROUPS = (("budget_printed", "authorities", "end_goal"), ("title", "description"))
#: Both rows together must take less than this share of the room, or it is no exchange.
SHARE = 0.8

Hull = tuple[float, float, float, float]


def boxes(evidence: Evidence) -> Iterator[Fault]:
    """Fields of two rows of a page that stand in each other's place."""
    for source in evidence.tables["sources"]:
        if source["role"] != "primary" or source["source"] not in evidence.pages:
            continue
        places = _Places(evidence, source)
        rows = evidence.rows("projects", source["edition"])
        for columns in GROUPS:
            hulls = {row["project_id"]: places.hulls(row["project_id"], columns) for row in rows}
            for one, other in combinations(hulls, 2):
                yield from _exchanged(source["edition"], (one, hulls[one]), (other, hulls[other]))


def _exchanged(
    edition: str, one: tuple[str, Mapping[str, Hull]], other: tuple[str, Mapping[str, Hull]]
) -> Iterator[Fault]:
    (key, mine), (rival, theirs) = one, other
    for column in sorted(mine.keys() & theirs.keys()):
        if len(mine) < 2 or len(theirs) < 2:
            continue
        before = _room(list(mine.values())), _room(list(theirs.values()))
        after = (
            _room(list({**mine, column: theirs[column]}.values())),
            _room(list({**theirs, column: mine[column]}.values())),
        )
        if after[0] < before[0] and after[1] < before[1] and sum(after) < SHARE * sum(before):
            yield Fault(
                edition, "boxes", "projects", key, column, "", f"stands among the words of {rival}, and the reverse"
            )


def _room(hulls: Sequence[Hull]) -> float:
    """Half the outline of what holds all of them."""
    left, top = min(hull[0] for hull in hulls), min(hull[1] for hull in hulls)
    return max(hull[2] for hull in hulls) - left + max(hull[3] for hull in hulls) - top


class _Places:
    """Where the fields of a source stand: the outline of each, pages one below the other."""

    def __init__(self, evidence: Evidence, source: Row) -> None:
        pages = evidence.pages[source["source"]].pages
        self._lines: dict[int, dict[int, Line]] = {
            page.number: {line[0].line: line for line in page.lines if line} for page in pages
        }
        self._offset: dict[int, float] = {}
        height = 0.0
        for page in pages:
            self._offset[page.number] = height
            height += page.height
        self._pieces = {
            key[2:]: rows for key, rows in evidence.pieces.items() if key[:2] == (source["edition"], source["source"])
        }

    def hulls(self, project: str, columns: Sequence[str]) -> dict[str, Hull]:
        found: dict[str, Hull] = {}
        for column in columns:
            parts = [self._hull(row) for row in self._pieces.get(("projects", project, column), [])]
            if parts and all(parts):
                x0, top, x1, bottom = zip(*(part for part in parts if part), strict=True)
                found[column] = min(x0), min(top), max(x1), max(bottom)
        return found

    def _hull(self, row: Row) -> Hull | None:
        """The outline of the quoted words."""
        page = int(row["page"])
        found = words_at(self._lines.get(page, {}), row)
        if not found:
            return None
        shift = self._offset[page]
        top, bottom = min(w.top for w in found), max(w.bottom for w in found)
        return min(w.x0 for w in found), top + shift, max(w.x1 for w in found), bottom + shift
