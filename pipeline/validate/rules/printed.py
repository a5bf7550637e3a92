"""Expectations that compare published cells with the words on the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.models import TABLES, Row, Table
from pipeline.validate.cells import bare, number, squeeze
from pipeline.validate.rules.base import Data, Failure, RowsExpectation, cells, primary_sources

Quotes = dict[tuple[str, str, str, str], list[Row]]


def key_of(table: Table, row: Row) -> str:
    """The key of a row within its edition, as provenance and quarantine name it."""
    return "/".join(row.get(column, "") for column in table.key if column != "edition")


def quotes(data: Data) -> Quotes:
    """Pieces of each cell in the primary source, in order, by edition, table, key and column."""
    primary = {edition: row["source"] for edition, row in primary_sources(data.tables).items()}
    found: Quotes = defaultdict(list)
    for row in sorted(data.tables["provenance"], key=lambda row: number(row["seq"]) or 0):
        if row["source"] == primary.get(row["edition"]):
            found[row["edition"], row["table"], row["key"], row["column"]].append(row)
    return found


class _CellExpectation(RowsExpectation):
    """Base of expectations that compare a cell with its quotes."""

    reads = ("provenance", "sources")

    def pieces(self, found: Quotes, data: Data, row: Row, column: str) -> list[Row]:
        return found.get((row["edition"], data.table.name, key_of(data.table, row), column), [])


class ExpectColumnsToHaveProvenance(_CellExpectation):
    """Each filled cell of ``columns`` has its place in the primary source."""

    columns: list[str]

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            for column in self.columns:
                if row[column] and not self.pieces(found, data, row, column):
                    yield Failure(f"{column}={row[column]}: no provenance", place)


class ExpectColumnToStandInItsQuotes(_CellExpectation):
    """The cell occurs in the words at its provenance, white space ignored."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            pieces = self.pieces(found, data, row, self.column)
            printed = "".join(squeeze(piece["quote"]) for piece in pieces)
            if pieces and squeeze(row[self.column]) not in printed:
                yield Failure(
                    f"{row[self.column]}, but printed is {' '.join(piece['quote'] for piece in pieces)}", place
                )


class ExpectTextToEqualItsQuotes(_CellExpectation):
    """The cell is the words at its provenance, all of them and in order; white space and hyphens ignored."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            pieces = self.pieces(found, data, row, self.column)
            printed = " ".join(piece["quote"] for piece in pieces)
            if pieces and bare(row[self.column]) != bare(printed):
                yield Failure(_difference(row[self.column], printed), place)


def _difference(text: str, printed: str) -> str:
    """The first words at which the two part."""
    left, right = text.split(), printed.split()
    same = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    start = max(0, same - 2)
    return f"… {' '.join(left[start : same + 4])} …, but printed is … {' '.join(right[start : same + 4])} …"


class ExpectPageOfColumn(_CellExpectation):
    """``page`` is the page on which the words of ``column`` begin."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            pieces = self.pieces(found, data, row, self.column)
            if pieces and row["page"] != pieces[0]["page"]:
                yield Failure(f"page {row['page']}, but {self.column} stands on page {pieces[0]['page']}", place)


class ExpectProvenanceToPointAtACell(RowsExpectation):
    """Table, key and column of a provenance row name a filled cell of its edition."""

    reads = tuple(name for name in TABLES if name != "provenance")

    def failures(self, data: Data) -> Iterator[Failure]:
        rows = {
            (row.get("edition", ""), name, key_of(table, row)): row
            for name, table in TABLES.items()
            for row in data.tables[name]
        }
        for place, row in enumerate(data.rows):
            target = rows.get((row["edition"], row["table"], row["key"]))
            if target is None or not target.get(row["column"]):
                yield Failure("/".join(cells(row, ("table", "key", "column"))), place)


class ExpectQuoteInLedger(RowsExpectation):
    """The words of a quote stand in the ledger, on the lines that the provenance names, as often as they are quoted."""

    reads = ("ledger",)

    def failures(self, data: Data) -> Iterator[Failure]:
        lines: dict[tuple[str, str, str, int], Counter[str]] = defaultdict(Counter)
        for row in data.tables["ledger"]:
            lines[(*cells(row, ("edition", "source", "page")), _line(row["line"]))].update(row["text"].split())  # type: ignore[index]
        for place, row in enumerate(data.rows):
            there: Counter[str] = Counter()
            for line in range(_line(row["line_from"]), _line(row["line_to"]) + 1):
                there += lines.get((row["edition"], row["source"], row["page"], line), Counter())
            missing = Counter(row["quote"].split()) - there
            if missing:
                yield Failure(f"not on these lines: {' '.join(missing)}", place)


def _line(text: str) -> int:
    return int(number(text) or 0)
