"""Expectations about amounts, shares and quantities."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from pipeline.models import Row
from pipeline.validate.cells import bare, number, squeeze
from pipeline.validate.rules.base import Data, Failure, RowsExpectation, cells, grouped, key_of, selected
from pipeline.validate.rules.printed import Quotes, quotes
from pipeline.validate.rules.references import project_of

#: Shares of a sum between which a printed figure counts as that sum, rounded or misprinted.
LEAST, MOST = Decimal("0.75"), Decimal("1.25")


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

    where: which rows of ``table`` are such figures; their ``statement`` speaks of a budget or a total. Those that differ from
    the sum by more than a quarter speak of something else. Without any, while an amount is missing, or where the source was
    found to contradict itself (the finding ``settled``), nothing is expected: here the tables answer for the reading alone.
    """

    column: str
    table: str
    other_column: str
    statement: str
    where: dict[str, str]
    settled: str
    reads = ("findings",)

    def failures(self, data: Data) -> Iterator[Failure]:
        from pipeline.nl.parts import names_whole_plan

        contradicted = {row["edition"] for row in selected(data.tables["findings"], {"rule": self.settled})}
        for (edition,), places in grouped(data.rows, ["edition"]).items():
            parts = amounts(data.rows, places, self.column)
            figures = selected(data.tables[self.table], {**self.where, "edition": edition})
            values = [
                number(row[self.other_column]) or Decimal(0) for row in figures if names_whole_plan(row[self.statement])
            ]
            printed = [value for value in values if parts and sum(parts) * LEAST <= value <= sum(parts) * MOST]
            if not parts or not printed or edition in contradicted:
                continue
            slack = sum(half_unit(part) for part in parts)
            if all(abs(sum(parts) - figure) > half_unit(figure) + slack for figure in printed):
                yield Failure(f"{sum(parts)}, but printed are {', '.join(map(str, printed))}", edition=edition)


class ExpectColumnToEqualItsQuantity(RowsExpectation):
    """``column`` is the value of the first quantity of ``kind`` and ``unit`` in ``field``, unless a person decided otherwise.

    A filled cell needs such a quantity; an empty one is the matter of other rules, as several amounts may be printed.
    """

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
            if not row[self.column] or data.decided(row, self.column):
                continue
            if quantity is None:
                yield Failure(f"{self.column}={row[self.column]}, but {self.field} has no quantity of this kind", place)
            elif quantity["value"] and number(row[self.column]) != number(quantity["value"]):
                yield Failure(
                    f"{self.column}={row[self.column]}, but {quantity['surface']} is {quantity['value']}", place
                )


class ExpectSurfaceInItsField(RowsExpectation):
    """The surface of a quantity stands in the cell of the project that it names, white space ignored."""

    reads = ("projects",)

    def failures(self, data: Data) -> Iterator[Failure]:
        projects = {project_of(row): row for row in data.tables["projects"]}
        for place, row in enumerate(data.rows):
            project, field = projects.get(project_of(row)), row["field"]
            if project and squeeze(row["surface"]) not in squeeze(project.get(field, "")):
                yield Failure(f"{field}: {row['surface']}", place)


class ExpectCountedInItsField(RowsExpectation):
    """The counted noun stands in the field of the quantity; white space and hyphens ignored."""

    reads = ("projects",)

    def failures(self, data: Data) -> Iterator[Failure]:
        projects = {project_of(row): row for row in data.tables["projects"]}
        for place, row in enumerate(data.rows):
            project = projects.get(project_of(row))
            if project and bare(row["counted"]) not in bare(project.get(row["field"], "")):
                yield Failure(f"{row['surface']}: {row['counted']}", place)


class ExpectDigitsToBeQuantities(RowsExpectation):
    """Each number in digits of ``column`` stands in the surface of one quantity, and no surface has others.

    Numbers with letters or hyphens at them (5G, CO2, 0-3) and versions (4.0) are not counted.
    """

    column: str
    reads = ("quantities",)

    def failures(self, data: Data) -> Iterator[Failure]:
        surfaces: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in selected(data.tables["quantities"], {"field": self.column}):
            surfaces[project_of(row)].append(row["surface"])
        for place, row in enumerate(data.rows):
            told = Counter(number for surface in surfaces[project_of(row)] for number in _DIGITS.findall(surface))
            printed = Counter(_DIGITS.findall(row[self.column]))
            if lost := sorted(printed - told):
                yield Failure(f"{self.column}: no quantity has {', '.join(lost)}", place)
            if spare := sorted(told - printed):
                yield Failure(f"{self.column}: more quantities than numbers: {', '.join(spare)}", place)


#: A number in digits that is a word by itself, but for marks around it.
_DIGITS = re.compile(r"(?<![\w.,/-])\d+(?:\.\d{3}(?!\d)|,\d+)*(?![\w/-])(?![.,]\w)")


class ExpectPartsToFollowTheirWhole(RowsExpectation):
    """``column`` is the ``seq`` of another quantity of the same field, kind and unit, which is no part of this one."""

    column: str

    def failures(self, data: Data) -> Iterator[Failure]:
        seqs = {(*project_of(row), row["field"], row["seq"]): row for row in data.rows}
        for place, row in enumerate(data.rows):
            whole = seqs.get((*project_of(row), row["field"], row[self.column]))
            if row[self.column] and (
                whole is None
                or whole[self.column] == row["seq"]
                or whole["seq"] == row["seq"]
                or cells(whole, ("kind", "unit")) != cells(row, ("kind", "unit"))
            ):
                yield Failure(
                    f"{row['surface']} is part of {row[self.column]}: {whole['surface'] if whole else 'not there'}",
                    place,
                )


class ExpectKindToFollowSigns(RowsExpectation):
    """Where ``printed`` has a percent sign the kind is percent, where it has a euro sign it is money."""

    printed: str

    def failures(self, data: Data) -> Iterator[Failure]:
        for place, row in enumerate(data.rows):
            wanted = "percent" if "%" in row[self.printed] else "money" if "€" in row[self.printed] else row["kind"]
            if row["kind"] != wanted and row["kind"]:
                yield Failure(f"kind={row['kind']}, but printed is {row[self.printed]}", place)


class ExpectRunningTimeToBeAQuantity(RowsExpectation):
    """``first`` and ``last`` are the two ends of a period in ``field``, or can be read in the labelled value that they rest on,
    unless a person decided one of them.
    """

    first: str
    last: str
    field: str
    reads = ("quantities", "provenance", "sources")

    def failures(self, data: Data) -> Iterator[Failure]:
        periods = {
            (*project_of(row), row["period_from"], row["period_to"])
            for row in selected(data.tables["quantities"], {"field": self.field, "kind": "period"})
        }
        found = quotes(data)
        for place, row in enumerate(data.rows):
            told = [column for column in (self.first, self.last) if row[column]]
            decided = any(data.decided(row, column) for column in (self.first, self.last))
            if not told or decided or (*project_of(row), row[self.first], row[self.last]) in periods:
                continue
            if not all(_is_labelled(found, row, column) for column in told):
                yield Failure(f"{row[self.first]} to {row[self.last]} is no period of the {self.field}", place)


def _is_labelled(found: Quotes, row: Row, column: str) -> bool:
    """Whether a period rests on all words of an extra field of its project, and a second reading finds it there."""
    from pipeline.nl import check_reading

    edition, project = project_of(row)
    words = [piece["quote"] for piece in found.get((edition, "projects", project, column), [])]
    values = [
        [piece["quote"] for piece in pieces]
        for (own, table, key, _), pieces in found.items()
        if (own, table) == (edition, "extra_fields") and key.startswith(f"{project}/")
    ]
    return words in values and check_reading(" ".join(words), "period", row[column], None, None, None)


class ExpectSecondReadingToAgree(RowsExpectation):
    """Value, low and high can be read from the surface by a reading apart from the one that made them.

    A scale that the surface lacks may stand further on in the field (10 en 15 miljoen), or in its label (IN MILJOEN €): the
    label's words are those that the ledger calls label on the lines of the field and the line above.
    """

    reads = ("projects", "provenance", "sources", "ledger")

    def failures(self, data: Data) -> Iterator[Failure]:
        from pipeline.nl import check_reading

        labels = _Labels(data)
        projects = {project_of(row): row for row in data.tables["projects"]}
        for place, row in enumerate(data.rows):
            field = projects.get(project_of(row), {}).get(row["field"], "")
            surface, kind, unit = cells(row, ("surface", "kind", "unit"))
            ends = ("period_from", "period_from", "period_to") if kind == "period" else ("value", "low", "high")
            value, low, high = (_stored(kind, row[column]) for column in ends)
            spare = kind in _COUNTED and any(_is_too_exact(row[column], surface) for column in ("value", "low", "high"))
            is_lent = kind == "money" and not any(
                char.isalpha() or char in "€$£" for char in surface
            )  # the currency stands elsewhere
            if not (spare or is_lent) and check_reading(surface, kind, value, low, high, unit or None, context=field):
                continue
            scale = labels.scale(row["edition"], "projects", row["project_id"], row["field"])
            if spare or not check_reading(surface, kind, value, low, high, unit or None, scale, field):
                yield Failure(" | ".join(cells(row, ("surface", "kind", "value", "low", "high", "unit"))), place)


class ExpectColumnToBeReadInItsQuotes(RowsExpectation):
    """The value can be read from the words at its provenance by the second reading, unless it was decided.

    Without a place nothing is expected. kind, unit: those of the value; a column of this name says it row by row.
    """

    column: str
    kind: str
    unit: str = ""
    reads = ("provenance", "sources", "ledger")

    def failures(self, data: Data) -> Iterator[Failure]:
        from pipeline.nl import check_reading

        found, labels = quotes(data), _Labels(data)
        for place, row in enumerate(data.rows):
            key, text = key_of(data.table, row), row[self.column]
            pieces = found.get((row["edition"], data.table.name, key, self.column), [])
            kind, unit = (row[name] if name in ("kind", "unit") else name for name in (self.kind, self.unit))
            printed = " ".join(piece["quote"] for piece in pieces)
            spare = kind in _COUNTED and _is_too_exact(text, printed)
            if (
                not text
                or not pieces
                or (not spare and check_reading(printed, kind, _stored(kind, text), None, None, unit or None))
            ):
                continue
            scale = labels.scale(row["edition"], data.table.name, key, self.column)
            read_again = check_reading(printed, kind, _stored(kind, text), None, None, unit or None, scale)
            if (not read_again or spare) and not data.decided(row, self.column):
                yield Failure(f"{self.column}={text}, but printed is {printed}", place)


#: Kinds whose values are just the printed digits, scaled: the second reading allows for the rounding of others.
_COUNTED = ("money", "percent", "number")


_SHARE = re.compile(r"\w (?:op|uit|van) (?:de |elke )?\w")


def _is_too_exact(text: str, printed: str) -> bool:
    """Whether a value has more digits that count than are printed; words and fractions say nothing of that."""
    value, digits = number(text), sum(map(str.isdigit, printed))
    if value is None or not digits or any(sign in printed for sign in "/½¼¾") or _SHARE.search(printed):
        return False
    return len(value.normalize().as_tuple().digits) > digits


def _stored(kind: str, text: str) -> Decimal | str | None:
    amount = None if kind == "period" else number(text)
    return amount if amount is not None else text or None


class _Labels:
    """Finds the scale in the label over a cell; built when first asked, for most surfaces state their own."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._quotes: Quotes | None = None
        self._words: dict[tuple[str, str, str], list[tuple[int, str]]] = {}

    def scale(self, edition: str, table: str, key: str, column: str) -> Decimal:
        """What a bare number of this cell counts: 1000000 under a label that says IN MILJOEN €, else 1."""
        from pipeline.nl import read_label_unit

        if self._quotes is None:
            self._quotes = quotes(self._data)
            for row in selected(self._data.tables["ledger"], {"fate": "label"}):
                page = (row["edition"], row["source"], row["page"])
                self._words.setdefault(page, []).append((int(number(row["line"]) or 0), row["text"]))
        found = []
        for piece in self._quotes.get((edition, table, key, column), []):
            first, last = (int(number(piece[place]) or 0) for place in ("line_from", "line_to"))
            words = self._words.get((edition, piece["source"], piece["page"]), [])
            found += [text for line, text in words if first - 1 <= line <= last]
        return read_label_unit(" ".join(found)).scale if found else Decimal(1)
