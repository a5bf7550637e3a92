"""Expectations that follow a row into another table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pipeline.models import Row
from pipeline.validate.cells import number
from pipeline.validate.engine import Field
from pipeline.validate.rules.base import Data, Failure, RowsExpectation, cells, key_of, primary_sources, selected

JOINED = "; "
#: What names the cell that a finding is about.
SUBJECT = ("edition", "table", "key", "column")


class ExpectColumnsToReferToTable(RowsExpectation):
    """The cells of ``columns`` stand as ``other_columns`` in some row of ``table``; an empty cell refers to nothing.

    joined: the last of ``columns`` holds several values joined by '; ', and each is looked up.
    """

    columns: list[str]
    table: str
    other_columns: list[str]
    joined: bool = False

    def failures(self, data: Data) -> Iterator[Failure]:
        known = {cells(row, self.other_columns) for row in data.tables[self.table]}
        for place, row in enumerate(data.rows):
            *outer, last = cells(row, self.columns)
            for part in last.split(JOINED) if self.joined else [last]:
                if part and (*outer, part) not in known:
                    yield Failure("/".join((*outer, part)), place)


class ExpectColumnToEqualTotal(RowsExpectation):
    """``column`` is the sum of ``total`` in ``table`` for the same cells in ``on``, or the number of rows there.

    where: which rows of ``table`` count; ``*`` stands for any filled cell. only: which rows of this table are compared.
    """

    column: str
    table: str
    on: list[str]
    total: str = ""
    where: dict[str, str] = Field(default_factory=dict)
    only: dict[str, str] = Field(default_factory=dict)

    def failures(self, data: Data) -> Iterator[Failure]:
        totals: Counter[tuple[str, ...]] = Counter()
        for row in selected(data.tables[self.table], self.where):
            totals[cells(row, self.on)] += int(number(row[self.total]) or 0) if self.total else 1
        compared = {id(row) for row in selected(data.rows, self.only)}
        for place, row in enumerate(data.rows):
            stated, counted = number(row[self.column]), totals[cells(row, self.on)]
            if id(row) in compared and stated is not None and stated != counted:
                yield Failure(f"{self.column}={stated}, but {self.table} has {counted}", place)


class ExpectColumnToEqualSumOfColumns(RowsExpectation):
    """``column`` is the sum of ``parts`` in the same row."""

    column: str
    parts: list[str]

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            whole, parts = number(row[self.column]), [number(row[part]) for part in self.parts]
            if whole is not None and None not in parts and whole != sum(part or 0 for part in parts):
                yield Failure(f"{self.column}={whole}, but {' + '.join(map(str, parts))}", place)


class ExpectOneRowPerEditionWith(RowsExpectation):
    """Each edition has exactly one row whose ``column`` is ``value``."""

    column: str
    value: str

    def failures(self, data: Data) -> Iterator[Failure]:
        counts = Counter(row["edition"] for row in data.rows if row[self.column] == self.value)
        for edition in data.editions:
            if counts[edition] != 1:
                yield Failure(f"{counts[edition]} rows with {self.column} {self.value}", edition=edition)


class ExpectPageToExist(RowsExpectation):
    """``column`` is a page of the row's source, or of the edition's primary source where the table has no source."""

    column: str
    reads = ("sources",)

    def failures(self, data: Data) -> Iterator[Failure]:
        primary = primary_sources(data.tables)
        pages = {cells(row, ("edition", "source")): number(row["pages"]) for row in data.tables["sources"]}
        for place, row in enumerate(data.rows):
            source = row["source"] if "source" in row else primary.get(row["edition"], {}).get("source", "")
            page, last = number(row[self.column]), pages.get((row["edition"], source))
            if page is not None and last is not None and not 1 <= page <= last:
                yield Failure(f"page {page} of {last}", place)


class ExpectColumnNotToExceed(RowsExpectation):
    """``column`` is at most ``other_column`` of the row in ``table`` to which ``columns`` refer.

    summed: the sum over all rows that refer to the same row is compared instead of each row.
    times: how often the limit may be taken; 10 catches a scale that was lost, not a contradiction of the brochure.
    """

    column: str
    columns: list[str]
    table: str
    other_columns: list[str]
    other_column: str
    summed: bool = False
    times: int = 1

    def failures(self, data: Data) -> Iterator[Failure]:
        stated = {cells(row, self.other_columns): number(row[self.other_column]) for row in data.tables[self.table]}
        limits = {target: limit * self.times for target, limit in stated.items() if limit is not None}
        sums: dict[tuple[str, ...], Decimal] = {}
        for place, row in enumerate(data.rows):
            amount, target = number(row[self.column]), cells(row, self.columns)
            limit = limits.get(target)
            if amount is None or limit is None:
                continue
            before = sums.get(target, Decimal(0)) if self.summed else Decimal(0)
            sums[target] = before + amount
            if before <= limit < before + amount:
                yield Failure(f"{before + amount} is above {limit} of {target[-1]}", place)


class ExpectCoverageToFollowProjects(RowsExpectation):
    """``columns`` of an axis are the number of its projects, the sum of their budgets and its percentage of ``amount``."""

    columns: list[str]
    amount: str
    reads = ("projects",)

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            mine = list(selected(data.tables["projects"], {"edition": row["edition"], "axis": row["axis"]}))
            amounts = [amount for project in mine if (amount := number(project["budget_eur"])) is not None]
            count, total, share = (number(row[column]) for column in self.columns)
            whole, expected = number(row[self.amount]), sum(amounts) if amounts else None
            near = (
                None if share is None or not whole or total is None else abs(100 * total / whole - share) <= _HALF_STEP
            )
            has_share = expected is not None and bool(whole)
            if count != len(mine) or total != expected or (near is not True if has_share else share is not None):
                yield Failure(
                    f"{count}, {total}, {share} %, but projects.csv has {len(mine)} that cost {expected}", place
                )


#: Percentages of coverage have one decimal.
_HALF_STEP = Decimal("0.05")


class ExpectRowsToFollowList(RowsExpectation):
    """``column`` of the rows with the same ``columns``, in order of ``seq``, makes the list in ``other_column`` of ``table``."""

    column: str
    columns: list[str]
    table: str
    other_column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        listed: dict[tuple[str, ...], list[str]] = {}
        for row in sorted(data.rows, key=lambda row: number(row["seq"]) or 0):
            listed.setdefault(cells(row, self.columns), []).append(row[self.column])
        places = {cells(row, self.columns): place for place, row in reversed(list(enumerate(data.rows)))}
        for row in data.tables[self.table]:
            key = cells(row, self.columns)
            if JOINED.join(listed.get(key, [])) != row[self.other_column]:
                where = {"row": places[key]} if key in places else {"edition": row["edition"]}
                yield Failure(
                    f"{JOINED.join(listed.get(key, []))}, but {self.table} has {row[self.other_column]}", **where
                )


class ExpectCodesToFollowNames(RowsExpectation):
    """``codes`` are just the ``code`` in ``table`` of those ``names`` that have one, in any order."""

    names: str
    codes: str
    table: str
    name: str
    code: str

    def failures(self, data: Data) -> Iterator[Failure]:
        known = {row[self.name]: row[self.code] for row in data.tables[self.table]}
        for place, row in enumerate(data.rows):
            expected = sorted({known.get(name, "") for name in row[self.names].split(JOINED)} - {""})
            if sorted(filter(None, row[self.codes].split(JOINED))) != expected:
                yield Failure(f"{row[self.codes] or 'none'}, but {row[self.names]} have {JOINED.join(expected)}", place)


class ExpectRefusalsToBeReported(RowsExpectation):
    """Where ``column`` is above 0 the source has a finding that calls for a person, or a person has decided.

    only: which rows are looked at.
    """

    column: str
    only: dict[str, str] = Field(default_factory=dict)
    reads = ("findings",)

    def failures(self, data: Data) -> Iterator[Failure]:
        reported = {cells(row, ("edition", "source")) for row in data.tables["findings"] if row["severity"] == "person"}
        looked_at = [id(row) for row in selected(data.rows, self.only)]
        for place, row in enumerate(data.rows):
            refused = id(row) in looked_at and (number(row[self.column]) or 0) > 0
            if refused and not data.decided(row, self.column) and cells(row, ("edition", "source")) not in reported:
                yield Failure(f"{self.column}={row[self.column]}, but no finding for a person", place)


class ExpectEmptyCellsToBeReported(RowsExpectation):
    """Where ``column`` is empty although ``printed`` is not, a finding is about the cell, or a person decided so."""

    column: str
    printed: str
    reads = ("findings",)

    def failures(self, data: Data) -> Iterator[Failure]:
        told = {cells(row, SUBJECT) for row in data.tables["findings"]}
        for place, row in enumerate(data.rows):
            cell = (row["edition"], data.table.name, key_of(data.table, row), self.column)
            text = row[self.printed]
            if text and not row[self.column] and cell not in told and not data.decided(row, self.column):
                yield Failure(f"{self.column} is empty, but printed is {text}", place)


class ExpectDigitsToWaitForAPerson(RowsExpectation):
    """Where ``column`` is empty although ``printed`` has digits, a finding about the cell waits for a person.

    Unless the person has decided that nothing is stated.
    """

    column: str
    printed: str
    reads = ("findings",)

    def failures(self, data: Data) -> Iterator[Failure]:
        waiting = {cells(row, SUBJECT) for row in selected(data.tables["findings"], {"severity": "person"})}
        for place, row in enumerate(data.rows):
            cell = (row["edition"], data.table.name, key_of(data.table, row), self.column)
            text = row[self.printed]
            open_ = any(map(str.isdigit, text)) and not row[self.column] and not data.decided(row, self.column)
            if open_ and cell not in waiting:
                yield Failure(f"{self.column} is empty, printed is {text}, and nobody was asked", place)


def project_of(row: Row) -> tuple[str, str]:
    return row["edition"], row["project_id"]
