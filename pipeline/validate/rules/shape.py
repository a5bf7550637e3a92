"""Expectations about one table by itself: types, filled cells, order, completeness."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.models import Row, Table
from pipeline.validate.cells import misfit, number, period
from pipeline.validate.rules.base import Data, Failure, RowsExpectation, cells, grouped

_UNTIDY = re.compile(r"^ | $|  |[\x00-\x1f\x7f-\x9f\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufffd]")


class ExpectTableToFitItsDescription(RowsExpectation):
    """Columns, types, filled cells, closed lists and keys are those of the table in models.py."""

    def failures(self, data: Data) -> Iterator[Failure]:
        if wrong := mismatch(data.rows, data.table):
            yield Failure(wrong)
            return
        for place, row in enumerate(data.rows):
            for column in data.table.columns:
                if wrong := misfit(row[column.name], column):
                    yield Failure(f"{column.name} {wrong}", place)
        for key, places in grouped(data.rows, data.table.key).items():
            for place in places if len(places) > 1 else ():
                yield Failure(f"{len(places)} rows have the key {'/'.join(key)}", place)


class ExpectCellsToBeTidy(RowsExpectation):
    """No surrounding or doubled spaces, no other white space than the space, no control or replacement characters."""

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            for name, text in row.items():
                if _UNTIDY.search(text):
                    yield Failure(f"{name}={text!r}", place)


def mismatch(rows: list[Row], table: Table) -> str:
    """Which columns the rows lack or have beside those of the table; without rows nothing can be wrong."""
    missing = [name for name in table.header if any(name not in row for row in rows)]
    extra = sorted({name for row in rows for name in row} - set(table.header))
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in (("missing", missing), ("extra", extra)) if names)


class ExpectColumnsToMatchBy(RowsExpectation):
    """``columns`` match, as a whole, the pattern that ``patterns`` has for the cell of ``by``."""

    columns: list[str]
    by: str
    patterns: dict[str, str]

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            pattern = self.patterns.get(row[self.by])
            for column in self.columns if pattern is not None else ():
                if not re.fullmatch(pattern or "", row[column]):
                    yield Failure(f"{self.by}={row[self.by]}; {column}={row[column]}", place)


class ExpectTableToCoverEveryEdition(RowsExpectation):
    """Each edition that any table names has rows here."""

    def failures(self, data: Data) -> Iterator[Failure]:
        present = {row["edition"] for row in data.rows}
        for edition in data.editions:
            if edition not in present:
                yield Failure(f"no row in {data.table.name}", edition=edition)


class ExpectColumnsToBeFilledTogether(RowsExpectation):
    """Either all of ``columns`` hold something or none does."""

    columns: list[str]

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            empty = [column for column in self.columns if not row[column]]
            if 0 < len(empty) < len(self.columns):
                yield Failure(f"empty: {', '.join(empty)}", place)


class ExpectColumnsToBeEmptyUnless(RowsExpectation):
    """``columns`` may hold something only where ``unless`` does, or where a person decided so."""

    columns: list[str]
    unless: str

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            filled = [column for column in self.columns if row[column] and not row[self.unless]]
            if found := [f"{column}={row[column]}" for column in filled if not data.decided(row, column)]:
                yield Failure("; ".join(found), place)


class ExpectValueOrRange(RowsExpectation):
    """Just one of these: ``column``, at least one of ``low`` and ``high``, at least one of ``first`` and ``last``."""

    column: str
    low: str
    high: str
    first: str
    last: str

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            value, low, high, first, last = cells(row, (self.column, self.low, self.high, self.first, self.last))
            if [bool(value), bool(low or high), bool(first or last)].count(True) != 1:
                yield Failure(f"{value} | {low} to {high} | {first} to {last}", place)


class ExpectColumnsToBeInOrder(RowsExpectation):
    """``first`` is not after ``last``: as numbers where both are, else as periods; empty cells are no matter."""

    first: str
    last: str

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            first, last = row[self.first], row[self.last]
            if first and last and not _in_order(first, last):
                yield Failure(f"{first} to {last}", place)


def _in_order(first: str, last: str) -> bool:
    low, high = number(first), number(last)
    if low is not None and high is not None:
        return low <= high
    begin, end = period(first), period(last)
    return begin is not None and end is not None and begin[0] <= end[1]


class ExpectSequenceWithoutGaps(RowsExpectation):
    """``column`` counts 1, 2, 3 … among rows with the same cells in ``within``: a lost row leaves a gap."""

    column: str
    within: list[str]

    def failures(self, data: Data) -> Iterator[Failure]:
        for places in grouped(data.rows, self.within).values():
            numbers = sorted(number(data.rows[place][self.column]) or 0 for place in places)
            if numbers != list(range(1, len(places) + 1)):
                yield Failure(f"{self.column}: {', '.join(map(str, numbers))}", places[0])


class ExpectRunsNotToOverlap(RowsExpectation):
    """Runs from ``first`` to ``last`` share no word within the same cells of ``within``."""

    first: str
    last: str
    within: list[str]

    def failures(self, data: Data) -> Iterator[Failure]:
        for places in grouped(data.rows, self.within).values():
            end = None
            for first, last, place in sorted((*self._run(data, place), place) for place in places):
                if end is not None and first <= end:
                    yield Failure(f"{self.first}={first}, but {end} belongs to the run before", place)
                end = last if end is None else max(end, last)

    def _run(self, data: Data, place: int) -> tuple[int, int]:
        first, last = (number(text) for text in cells(data.rows[place], (self.first, self.last)))
        return int(first or 0), int(last or 0)


class ExpectColumnToEqualLengthOfRun(RowsExpectation):
    """``column`` is the number of places from ``first`` to ``last``, and the number of words in ``text``."""

    column: str
    first: str
    last: str
    text: str

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            count, first, last = (number(row[name]) for name in (self.column, self.first, self.last))
            if count is None or first is None or last is None:
                continue
            if count != last - first + 1 or count != len(row[self.text].split()):
                yield Failure(f"{self.column}={count}, from {first} to {last}: {row[self.text]}", place)
