"""The comparison: projects added, removed, renamed and changed; axes, totals, governments; how it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.diff.identity import SURE, identify, nearest
from pipeline.errors import UsageError
from pipeline.models import TABLES, Row, Tables
from pipeline.quotes import bare

#: Columns of projects that say nothing about the project: its key, place, how it was read, and how it is printed.
BESIDE = {"edition", "project_id", "page", "pairing_method", "pairing_score", "pairing_margin"}
#: Columns that say how something is printed: alone they are drift, not change.
PRINTED = {"budget_printed", "authority_printed", "target_printed"}
#: The words behind a cell that has none of its own.
WORDS = {"region_codes": "authorities"}


class Side(NamedTuple):
    """A value with the words that it was read from, and their page."""

    value: str
    quote: str
    page: str


class Change(NamedTuple):
    """One field that is another one; ``percent`` of an amount is how much more or less it is."""

    field: str
    old: Side
    new: Side
    amount: str = ""
    percent: str = ""


class Pair(NamedTuple):
    """A project of both editions."""

    old: Row
    new: Row
    score: float
    how: str
    changes: list[Change]
    drift: list[Change]

    @property
    def is_renamed(self) -> bool:
        return any(change.field == "title" for change in self.changes)

    @property
    def is_sure(self) -> bool:
        return self.how == "decided" or self.score >= SURE


class Lone(NamedTuple):
    """A project of one edition alone, with the one of the other that comes nearest."""

    row: Row
    nearest: str
    score: float


class Comparison(NamedTuple):
    """All that differs between two editions; ``drift`` is how things are printed."""

    editions: tuple[str, str]
    titles: tuple[str, str]
    pairs: list[Pair]
    added: list[Lone]
    removed: list[Lone]
    axes: list[Change]
    governments: list[Change]
    totals: list[Change]
    figures: list[Change]
    drift: list[Change]

    @property
    def changed(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.changes]

    @property
    def is_empty(self) -> bool:
        """Nothing differs, in content or in print."""
        moved = any(pair.changes or pair.drift for pair in self.pairs)
        return not (
            moved
            or self.added
            or self.removed
            or self.axes
            or self.governments
            or self.totals
            or self.figures
            or self.drift
        )

    def plain(self) -> dict[str, Any]:
        """The same as plain data."""

        def change(found: Change) -> dict[str, Any]:
            return {**found._asdict(), "old": found.old._asdict(), "new": found.new._asdict()}

        def lone(found: Lone) -> dict[str, Any]:
            return {
                "project_id": found.row["project_id"],
                "title": found.row["title"],
                "budget_eur": found.row["budget_eur"],
                "axis": found.row["axis"],
                "page": found.row["page"],
                "nearest": found.nearest,
                "score": round(found.score, 4),
            }

        return {
            "editions": list(self.editions),
            "added": [*map(lone, self.added)],
            "removed": [*map(lone, self.removed)],
            "changed": [
                {
                    "old_id": pair.old["project_id"],
                    "new_id": pair.new["project_id"],
                    "title": pair.new["title"],
                    "score": round(pair.score, 4),
                    "how": pair.how,
                    "sure": pair.is_sure,
                    "renamed": pair.is_renamed,
                    "changes": [*map(change, pair.changes)],
                }
                for pair in self.changed
            ],
            "drift": [
                *({"project": pair.new["project_id"], **change(found)} for pair in self.pairs for found in pair.drift),
                *map(change, self.drift),
            ],
            **{name: [*map(change, getattr(self, name))] for name in ("axes", "governments", "totals", "figures")},
        }


def compare(
    old: Tables, new: Tables, editions: tuple[str, str], formerly: Mapping[str, str] | None = None
) -> Comparison:
    """What changed from one edition of ``old`` to one of ``new``."""
    first, second = _Edition(old, editions[0]), _Edition(new, editions[1])
    matches = identify(first.projects, second.projects, formerly)
    pairs = [_pair(first, second, first.projects[m.old], second.projects[m.new], m.score, m.how) for m in matches]
    kept, found = {m.old for m in matches}, {m.new for m in matches}
    gone = [row for at, row in enumerate(first.projects) if at not in kept]
    fresh = [row for at, row in enumerate(second.projects) if at not in found]
    return Comparison(
        editions=(first.name, second.name),
        titles=(first.title, second.title),
        pairs=pairs,
        added=[_lone(row, gone) for row in fresh],
        removed=[_lone(row, fresh) for row in gone],
        axes=_axes(first, second),
        governments=_governments(first, second),
        totals=_totals(first, second),
        figures=_figures(first, second),
        drift=_labels(first, second),
    )


class _Edition:
    """One edition of a dataset."""

    def __init__(self, tables: Tables, name: str) -> None:
        names = sorted({row["edition"] for row in tables["sources"]})
        if not name and len(names) != 1:
            raise UsageError(f"several editions are here ({', '.join(names)}); name one: FOLDER#EDITION")
        self.name = name or names[0]
        if self.name not in names:
            raise UsageError(f"{self.name}: no such edition; here are {', '.join(names) or 'none'}")
        self.tables = {
            table: [row for row in rows if row.get("edition") == self.name] for table, rows in tables.items()
        }
        self.projects, self.axes = self.tables["projects"], self.tables["axes"]
        primary = next((row for row in self.tables["sources"] if row["role"] == "primary"), self.tables["sources"][0])
        self.title, source = primary["title"] or primary["source"], primary["source"]
        self._quotes: dict[tuple[str, str, str], list[Row]] = {}
        for row in sorted(self.tables["provenance"], key=lambda row: row["seq"].zfill(9)):
            if row["source"] == source:
                self._quotes.setdefault((row["table"], row["key"], row["column"]), []).append(row)
        self.labels = _runs(row for row in self.tables["ledger"] if row["source"] == source and row["fate"] == "label")

    def side(self, table: str, key: str, column: str, value: str) -> Side:
        pieces = self._quotes.get((table, key, column)) or self._quotes.get((table, key, WORDS.get(column, ""))) or []
        return Side(value, " ".join(row["quote"] for row in pieces), pieces[0]["page"] if pieces else "")


def _runs(rows: Any) -> Counter[str]:
    return Counter(row["text"] for row in rows)


# --- projects ----------------------------------------------------------------------------------------------------


def _pair(first: _Edition, second: _Edition, old: Row, new: Row, score: float, how: str) -> Pair:
    changes: list[Change] = []
    drift: list[Change] = []
    for column in TABLES["projects"].header:
        if column in BESIDE or old.get(column, "") == new.get(column, ""):
            continue
        change = _change(
            column,
            first.side("projects", old["project_id"], column, old.get(column, "")),
            second.side("projects", new["project_id"], column, new.get(column, "")),
        )
        is_drift = column in PRINTED or _letters(change.old.value) == _letters(change.new.value)
        (drift if is_drift else changes).append(change)
    return Pair(old, new, score, how, changes, drift)


def _letters(text: str) -> str:
    """What a text says, whatever its hyphens, spaces, capitals and quotation marks are."""
    return "".join(char for char in bare(text).casefold() if char.isalnum() or char in ".,%€/+")


def _change(field: str, old: Side, new: Side) -> Change:
    if not field.endswith(("_eur", "_pct")) or not old.value or not new.value:
        return Change(field, old, new)
    before, after = Decimal(old.value), Decimal(new.value)
    percent = f"{100 * (after - before) / before:+.1f}" if before else ""
    return Change(field, old, new, f"{after - before:+f}", percent)


def _lone(row: Row, others: Sequence[Row]) -> Lone:
    near = nearest(row, others)
    return Lone(row, others[near[0]]["title"] if near else "", near[1] if near else 0.0)


# --- the edition as a whole --------------------------------------------------------------------------------------


def _axes(first: _Edition, second: _Edition) -> list[Change]:
    """What each axis says of itself; an axis of one edition alone."""
    old, new = {row["axis"]: row for row in first.axes}, {row["axis"]: row for row in second.axes}
    found: list[Change] = []
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in old or name not in new:
            before, after = (name if name in rows else "" for rows in (old, new))
            found.append(
                Change("axis", first.side("axes", name, "axis", before), second.side("axes", name, "axis", after))
            )
            continue
        for column in ("budget_eur", "share_pct", "slogan", "introduction"):
            a, b = old[name][column], new[name][column]
            if a != b and _letters(a) != _letters(b):
                found.append(
                    _change(
                        f"{name}: {column}", first.side("axes", name, column, a), second.side("axes", name, column, b)
                    )
                )
    return found


def _totals(first: _Edition, second: _Edition) -> list[Change]:
    """Number and budget of the projects, of all and by axis."""
    found: list[Change] = []
    axes = [row["axis"] for row in (*first.axes, *second.axes)]
    for axis in ["", *dict.fromkeys(axes)]:
        old, new = ([row for row in edition.projects if axis in ("", row["axis"])] for edition in (first, second))
        where = axis or "all projects"
        if len(old) != len(new):
            found.append(
                Change(f"{where}: number of projects", Side(str(len(old)), "", ""), Side(str(len(new)), "", ""))
            )
        sums = [
            sum((Decimal(row["budget_eur"]) for row in rows if row["budget_eur"]), Decimal(0)) for rows in (old, new)
        ]
        if sums[0] != sums[1]:
            found.append(_change(f"{where}: budget_eur", Side(f"{sums[0]:f}", "", ""), Side(f"{sums[1]:f}", "", "")))
    return found


def _governments(first: _Edition, second: _Edition) -> list[Change]:
    """In how many projects each government is named."""
    named = [
        [name for row in edition.projects for name in row["authorities"].split("; ") if name]
        for edition in (first, second)
    ]
    old, new = map(Counter, named)
    return [
        Change(name, Side(str(old[name]), "", ""), Side(str(new[name]), "", ""))
        for name in sorted({*old, *new})
        if old[name] != new[name]
    ]


def _figures(first: _Edition, second: _Edition) -> list[Change]:
    """Key figures: those whose statement differs in its numbers alone are the same."""

    def by_words(edition: _Edition) -> dict[str, Row]:
        return {
            "".join(filter(str.isalpha, row["statement"].casefold())) + row["seq"] * bool(row.get("low")): row
            for row in edition.tables["key_figures"]
        }

    old, new = by_words(first), by_words(second)
    found: list[Change] = []
    for words in [*old, *(words for words in new if words not in old)]:
        a, b = old.get(words), new.get(words)
        if a is None or b is None or _letters(a["statement"]) != _letters(b["statement"]):
            sides = [
                edition.side("key_figures", row["seq"], "statement", row["statement"]) if row else Side("", "", "")
                for edition, row in ((first, a), (second, b))
            ]
            found.append(Change("key figure", sides[0], sides[1]))
    return found


def _labels(first: _Edition, second: _Edition) -> list[Change]:
    """Wordings of labels that one edition has and the other has not."""
    gone = sorted(first.labels.keys() - second.labels.keys())
    fresh = sorted(second.labels.keys() - first.labels.keys())
    return [Change("labels", Side("; ".join(gone), "", ""), Side("; ".join(fresh), "", ""))] if gone or fresh else []
