"""Expectations about amounts, shares and quantities."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.models import TABLES, Row
from pipeline.validate.cells import number, squeeze
from pipeline.validate.rules.base import Data, Failure, RowsExpectation, cells, grouped, selected
from pipeline.validate.rules.printed import Quotes, quotes
from pipeline.validate.rules.references import project_of


def half_unit(amount: Decimal) -> Decimal:
    """Half of the last digit that is not a zero: how far a printed amount may have been rounded."""
    return Decimal(5).scaleb(int(amount.normalize().as_tuple().exponent) - 1)


def amounts(rows: list[Row], places: list[int], column: str) -> list[Decimal] | None:
    """The amounts of a group, or None while one is missing: a sum over part of the rows says nothing."""
    found = [number(rows[place][column]) for place in places]
    return None if None in found else [amount for amount in found if amount is not None]


class ExpectSharesToAddUp(RowsExpectation):
    """``column`` adds up to ``total`` within ``tolerance`` among rows with the same cells in ``within``."""

    column: str
    within: list[str]
    total: float
    tolerance: float

    def failures(self, data: Data) -> Iterator[Failure]:
        for places in grouped(data.rows, self.within).values():
            shares = amounts(data.rows, places, self.column)
            if shares and abs(sum(shares) - Decimal(str(self.total))) > Decimal(str(self.tolerance)):
                yield Failure(f"{self.column} adds up to {sum(shares)}", edition=data.rows[places[0]]["edition"])


class ExpectShareToFollowAmount(RowsExpectation):
    """``share`` is the percentage of ``amount`` in its sum over the same cells of ``within``, ± ``tolerance``."""

    share: str
    amount: str
    within: list[str]
    tolerance: float

    def failures(self, data: Data) -> Iterator[Failure]:
        for places in grouped(data.rows, self.within).values():
            values = amounts(data.rows, places, self.amount)
            if not values or not sum(values):
                continue
            for place, value in zip(places, values, strict=True):
                share, computed = number(data.rows[place][self.share]), 100 * value / sum(values)
                if share is not None and abs(share - computed) > Decimal(str(self.tolerance)):
                    yield Failure(f"{self.share}={share}, but {self.amount} makes {computed:.1f}", place)


class ExpectSumToBePrinted(RowsExpectation):
    """One of the figures ``other_column`` in ``table`` is the sum of ``column``, as far as it was rounded.

    where: which rows of ``table`` are such figures. Without any, or while an amount is missing, nothing is expected.
    """

    column: str
    table: str
    other_column: str
    where: dict[str, str]

    def failures(self, data: Data) -> Iterator[Failure]:
        for (edition,), places in grouped(data.rows, ["edition"]).items():
            parts = amounts(data.rows, places, self.column)
            figures = selected(data.tables[self.table], {**self.where, "edition": edition})
            printed = [value for row in figures if (value := number(row[self.other_column]))]
            if not parts or not printed:
                continue
            slack = sum(half_unit(part) for part in parts)
            if all(abs(sum(parts) - figure) > half_unit(figure) + slack for figure in printed):
                yield Failure(f"{sum(parts)}, but printed are {', '.join(map(str, printed))}", edition=edition)


class ExpectColumnToEqualItsQuantity(RowsExpectation):
    """``column`` is the value of the first quantity of ``kind`` and ``unit`` in ``field``, where there is one."""

    column: str
    field: str
    kind: str
    unit: str
    reads = ("quantities",)

    def failures(self, data: Data) -> Iterator[Failure]:
        where = {"field": self.field, "kind": self.kind, "unit": self.unit}
        first: dict[tuple[str, str], Row] = {}
        for row in sorted(selected(data.tables["quantities"], where), key=lambda row: number(row["seq"]) or 0):
            first.setdefault(project_of(row), row)
        for place, row in enumerate(data.rows):
            quantity = first.get(project_of(row))
            if quantity and quantity["value"] and number(row[self.column]) != number(quantity["value"]):
                yield Failure(
                    f"{self.column}={row[self.column]}, but {quantity['surface']} is {quantity['value']}", place
                )


class ExpectSurfaceInItsField(RowsExpectation):
    """The surface of a quantity stands in the cell of the project that it names, white space ignored.

    A field that is no column is looked up as its words as printed: ``budget`` stands in ``budget_printed``.
    """

    reads = ("projects",)

    def failures(self, data: Data) -> Iterator[Failure]:
        projects = {project_of(row): row for row in data.tables["projects"]}
        for place, row in enumerate(data.rows):
            project, field = projects.get(project_of(row)), row["field"]
            if project and squeeze(row["surface"]) not in squeeze(project.get(column_of(field), "")):
                yield Failure(f"{field}: {row['surface']}", place)


class ExpectSecondReadingToAgree(RowsExpectation):
    """Value, low and high can be read from the surface by a reading apart from the one that made them.

    A scale that the surface lacks may stand in the label of the field (IN MILJOEN €): the label's words are those that
    the ledger calls label on the lines of the field and the line above.
    """

    reads = ("projects", "provenance", "sources", "ledger")

    def failures(self, data: Data) -> Iterator[Failure]:
        from pipeline.nl import check_reading, read_label_unit

        labels = _Labels(data)
        for place, row in enumerate(data.rows):
            surface, kind, unit = cells(row, ("surface", "kind", "unit"))
            value, low, high = (_stored(kind, row[column]) for column in ("value", "low", "high"))
            if check_reading(surface, kind, value, low, high, unit or None):
                continue
            label = labels.beside(row)
            scale = read_label_unit(label).scale if label else Decimal(1)
            if not check_reading(surface, kind, value, low, high, unit or None, scale):
                yield Failure(" | ".join(cells(row, ("surface", "kind", "value", "low", "high", "unit"))), place)


def _stored(kind: str, text: str) -> Decimal | str | None:
    amount = None if kind == "period" else number(text)
    return amount if amount is not None else text or None


class _Labels:
    """Finds the label over the field of a quantity; built when first asked, for most surfaces state their scale."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._quotes: Quotes | None = None
        self._words: dict[tuple[str, str, str], list[tuple[int, str]]] = {}

    def beside(self, quantity: Row) -> str:
        if self._quotes is None:
            self._quotes = quotes(self._data)
            for row in selected(self._data.tables["ledger"], {"fate": "label"}):
                place = (row["edition"], row["source"], row["page"])
                self._words.setdefault(place, []).append((int(number(row["line"]) or 0), row["text"]))
        edition, key, field = cells(quantity, ("edition", "project_id", "field"))
        found = []
        for piece in self._quotes.get((edition, "projects", key, column_of(field)), []):
            first, last = (int(number(piece[column]) or 0) for column in ("line_from", "line_to"))
            words = self._words.get((edition, piece["source"], piece["page"]), [])
            found += [text for line, text in words if first - 1 <= line <= last]
        return " ".join(found)


def column_of(field: str) -> str:
    """The column of projects that holds a field's words: ``budget`` stands in ``budget_printed``."""
    return field if field in TABLES["projects"].header else f"{field}_printed"
