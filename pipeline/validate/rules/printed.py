"""Expectations that compare published cells with the words on the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.models import TABLES, Row
from pipeline.validate.cells import bare, number, squeeze
from pipeline.validate.rules.base import Data, Failure, RowsExpectation, cells, decisions, key_of, primary_sources

Quotes = dict[tuple[str, str, str, str], list[Row]]


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


_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]\s+(?=[^\W\d_])")


class ExpectColumnToStandInItsQuotes(_CellExpectation):
    """The cell occurs in the words at its provenance, white space and hyphens that break words ignored, unless it was decided."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            pieces = self.pieces(found, data, row, self.column)
            printed = " ".join(piece["quote"] for piece in pieces)
            said = squeeze(printed) + "\n" + squeeze(_BROKEN.sub("", printed))
            if pieces and squeeze(row[self.column]) not in said and not data.decided(row, self.column):
                yield Failure(
                    f"{row[self.column]}, but printed is {' '.join(piece['quote'] for piece in pieces)}", place
                )


class ExpectColumnToStandInItsQuotesInAnyCase(_CellExpectation):
    """The letters and digits of the cell stand in the words at its provenance, capitals or not, ``&`` for *en*."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            printed = " ".join(piece["quote"] for piece in self.pieces(found, data, row, self.column))
            if printed and _letters(row[self.column]) not in _letters(printed):
                yield Failure(f"{row[self.column]}, but printed is {printed}", place)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold().replace("&", "en")))


class ExpectTextToEqualItsQuotes(_CellExpectation):
    """The cell is the words at its provenance, all of them and in order, unless it was decided.

    White space and hyphens are ignored. ``stop``: the printed words may end in a full stop or colon more.
    """

    column: str
    stop: bool = False

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            pieces = self.pieces(found, data, row, self.column)
            printed = " ".join(piece["quote"] for piece in pieces)
            said = {bare(printed), bare(re.sub(r"[.:]$", "", printed)) if self.stop else bare(printed)}
            if pieces and bare(row[self.column]) not in said and not data.decided(row, self.column):
                yield Failure(_difference(row[self.column], printed), place)


def _difference(text: str, printed: str) -> str:
    """The first words at which the two part."""
    left, right = text.split(), printed.split()
    same = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    start = max(0, same - 2)
    return f"… {' '.join(left[start : same + 4])} …, but printed is … {' '.join(right[start : same + 4])} …"


class ExpectPageOfColumn(_CellExpectation):
    """``page`` is the page on which the words of ``column`` begin; a cell that was decided may rest on others."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            pieces = self.pieces(found, data, row, self.column)
            if pieces and row["page"] != pieces[0]["page"] and not data.decided(row, self.column):
                yield Failure(f"page {row['page']}, but {self.column} stands on page {pieces[0]['page']}", place)


class ExpectPrintedNamesToBeKept(_CellExpectation):
    """Names of ``table`` that are listed in the words behind ``column`` are in the cell; where all are such names, no others.

    Synonyms and collective names are not of the table: what they stand for is the profile's to say.
    """

    column: str
    table: str
    name: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        known = {row[self.name] for row in data.tables[self.table]}
        for place, row in enumerate(data.rows):
            printed = " ".join(piece["quote"] for piece in self.pieces(found, data, row, self.column))
            if not printed or data.decided(row, self.column):
                continue
            listed = {_LIST_ARTICLE.sub("", part.strip(" .:")) for part in _LIST.split(printed)} - {""}
            cell = set(row[self.column].split("; "))
            if (listed & known) - cell or (listed <= known and cell != listed):
                yield Failure(f"{row[self.column]}, but printed is {printed}", place)


#: What stands between names in a list, and an article before one.
_LIST, _LIST_ARTICLE = re.compile(r"[,;/&+]|\ben\b"), re.compile(r"^(?:de|het) ", re.IGNORECASE)


class ExpectSameWordsToGiveTheSame(_CellExpectation):
    """Cells of ``column`` that rest on the same words of an edition hold the same; the rarer values are at fault."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, row in enumerate(data.rows):
            printed = " ".join(piece["quote"] for piece in self.pieces(found, data, row, self.column))
            if printed and not data.decided(row, self.column):
                groups[row["edition"], bare(printed).casefold().strip(".,;:")].append(place)
        for places in groups.values():
            values = Counter(data.rows[place][self.column] for place in places)
            (usual, most), *others = values.most_common()
            tied = bool(others) and others[0][1] == most
            for place in places:
                if others and (tied or data.rows[place][self.column] != usual):
                    yield Failure(
                        f"{data.rows[place][self.column]}, elsewhere the same words give {', '.join(values)}", place
                    )


def _rows_by_key(data: Data) -> dict[tuple[str, str, str], Row]:
    """Every row of every table by edition, table and key."""
    return {
        (row.get("edition", ""), name, key_of(table, row)): row
        for name, table in TABLES.items()
        for row in data.tables[name]
    }


class ExpectProvenanceToPointAtACell(RowsExpectation):
    """Table, key and column of a provenance row name a filled cell of its edition."""

    reads = tuple(name for name in TABLES if name != "provenance")

    def failures(self, data: Data) -> Iterator[Failure]:
        rows = _rows_by_key(data)
        for place, row in enumerate(data.rows):
            target = rows.get((row["edition"], row["table"], row["key"]))
            if target is None or not target.get(row["column"]):
                yield Failure("/".join(cells(row, ("table", "key", "column"))), place)


class ExpectFindingsToPointAtARow(RowsExpectation):
    """Table, key and column of a finding name a row of its edition and one of its columns; all may be empty, or the column."""

    reads = tuple(name for name in TABLES if name != "findings")

    def failures(self, data: Data) -> Iterator[Failure]:
        rows = _rows_by_key(data)
        for place, row in enumerate(data.rows):
            target = rows.get((row["edition"], row["table"], row["key"]))
            known = target is not None and (not row["column"] or row["column"] in target)
            if any(cells(row, ("table", "key", "column"))) and not known:
                yield Failure("/".join(cells(row, ("table", "key", "column"))), place)


class ExpectCellToShareItsPlace(_CellExpectation):
    """The cell rests on the same words of the page as the cell that it refers to, ``column`` of ``table``, unless decided."""

    column: str
    table: str

    def failures(self, data: Data) -> Iterator[Failure]:
        found = quotes(data)
        for place, row in enumerate(data.rows):
            mine = self.pieces(found, data, row, self.column)
            other = found.get((row["edition"], self.table, row[self.column], self.column), [])
            if (
                mine
                and other
                and list(map(_place, mine)) != list(map(_place, other))
                and not data.decided(row, self.column)
            ):
                yield Failure(f"{row[self.column]}, but the words are {mine[0]['quote']}", place)


def _place(piece: Row) -> tuple[str, ...]:
    return cells(piece, ("page", "line_from", "line_to", "quote"))


class ExpectQuoteInLedger(RowsExpectation):
    """The words of a quote stand in the ledger on the lines from ``line_from`` to ``line_to``, as often as quoted.

    Some of them stand on the first and on the last of these lines. fates: the only fate of the words behind a cell, by
    ``table.column``; other cells, and those that were decided, may rest on words of any fate.
    """

    fates: dict[str, str]
    reads = ("ledger",)

    def failures(self, data: Data) -> Iterator[Failure]:
        ledger, decided = _Ledger(data.tables["ledger"]), decisions(data.tables)
        for place, row in enumerate(data.rows):
            words, fate = Counter(row["quote"].split()), self.fates.get(f"{row['table']}.{row['column']}", "")
            fate = "" if cells(row, ("edition", "table", "key", "column")) in decided else fate
            first, last = (int(number(row[column]) or 0) for column in ("line_from", "line_to"))
            lines = [ledger.words(row, line, fate) for line in range(first, last + 1)]
            missing = words - sum(lines, Counter())
            if missing:
                yield Failure(f"not on these lines{f' as {fate}' if fate else ''}: {' '.join(missing)}", place)
            elif lines and not (words & lines[0] and words & lines[-1]):
                yield Failure(f"begins or ends on another line than {first} and {last}", place)


class ExpectDecisionsToBeApplied(RowsExpectation):
    """The cell that an override names is there and holds what was decided."""

    reads = tuple(name for name in TABLES if name != "overrides")

    def failures(self, data: Data) -> Iterator[Failure]:
        rows = _rows_by_key(data)
        for place, row in enumerate(data.rows):
            cell = rows.get((row["edition"], row["table"], row["key"]), {}).get(row["column"])
            if cell != row["value"]:
                where = "/".join(cells(row, ("table", "key", "column")))
                yield Failure(
                    f"{where} is {'not there' if cell is None else cell}, but decided was {row['value']}", place
                )


class ExpectDecisionsToRestOnTheirQuotes(RowsExpectation):
    """The quote of an override stands on its page, and a decided cell of the dataset has its place there."""

    reads = ("ledger", "provenance")

    def failures(self, data: Data) -> Iterator[Failure]:
        printed: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for row in data.tables["ledger"]:
            printed[cells(row, ("edition", "source", "page"))].update(row["text"].split())
        places: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for row in sorted(data.tables["provenance"], key=lambda row: number(row["seq"]) or 0):
            places[cells(row, ("edition", "source", "table", "key", "column"))].append(row["quote"])
        for place, row in enumerate(data.rows):
            missing = Counter(row["quote"].split()) - printed[cells(row, ("edition", "source", "page"))]
            rests = " ".join(places[cells(row, ("edition", "source", "table", "key", "column"))])
            if missing:
                yield Failure(f"not on page {row['page']}: {' '.join(missing)}", place)
            elif row["table"] != "sources" and row["value"] and rests != row["quote"]:
                yield Failure(f"{row['table']}/{row['key']}/{row['column']} rests on {rests or 'nothing'}", place)


class ExpectValueToBeDecided(RowsExpectation):
    """Where ``column`` is ``value``, a person decided that."""

    column: str
    value: str

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            if row[self.column] == self.value and not data.decided(row, self.column):
                yield Failure(f"{self.column}={self.value}, but no override says so", place)


class _Ledger:
    """The words of each line, by fate; the empty fate stands for all."""

    def __init__(self, rows: list[Row]) -> None:
        self._lines: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for row in rows:
            for fate in ("", row["fate"]):
                self._lines[*cells(row, ("edition", "source", "page", "line")), fate].update(row["text"].split())

    def words(self, place: Row, line: int, fate: str) -> Counter[str]:
        return self._lines.get((*cells(place, ("edition", "source", "page")), str(line), fate), Counter())
