"""What the expectations of this project share.

A suite names an expectation by its class in snake case: ``ExpectPageToExist`` is ``expect_page_to_exist``. Fields of
the class are the ``kwargs`` of the suite. The built-in expectations see one table at a time and through metrics; these
see all tables as text cells, and blame rows (or an edition, where a row is missing).

Names of fields that hold columns are listed in suites.py, so that a misspelt column is refused on loading.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import Any, ClassVar, NamedTuple

from pipeline.models import Row, Table, Tables
from pipeline.validate.engine import BatchExpectation, ValidationDependencies


class Failure(NamedTuple):
    """What breaks a rule: the row by its place in the table, or an edition, or (neither) the whole table."""

    value: str
    row: int | None = None
    edition: str = ""


class Data(NamedTuple):
    """The table under validation, its rows, and all tables beside it."""

    table: Table
    rows: list[Row]
    tables: Tables

    @property
    def editions(self) -> list[str]:
        return editions(self.tables)

    def decided(self, row: Row, column: str) -> bool:
        """Whether a person decided this cell, which then need not be what is printed: it holds just what was decided.

        Codes are decided with the names that they follow, quantities with the text in which they stand.
        """
        if not self.tables["overrides"]:
            return False
        column = {"region_codes": "authorities"}.get(column, column)
        if self.table.name == "quantities":
            return (row["edition"], "projects", row["project_id"], row["field"]) in decisions(self.tables)
        cell = (row["edition"], self.table.name, key_of(self.table, row), column)
        return decisions(self.tables).get(cell) == row[column]


#: Set around each validation: an expectation is built from JSON and has no other way to see a second table.
CURRENT: ContextVar[Data] = ContextVar("CURRENT")


class RowsExpectation(BatchExpectation):
    """Base of all expectations here: yields failures instead of computing metrics.

    reads: tables beside its own; where one has the wrong columns the rule is skipped instead of run.
    """

    reads: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def failures(self, data: Data) -> Iterable[Failure]:
        """Everything that breaks the rule, in the order of the rows."""

    def get_validation_dependencies(
        self,
        execution_engine: object = None,  # noqa: ARG002
        runtime_configuration: object = None,  # noqa: ARG002
    ) -> ValidationDependencies:
        """No metrics: working out that there are none would cost more than the rule itself."""
        return ValidationDependencies(result_format={"result_format": "COMPLETE"})

    def _validate(
        self,
        metrics: dict[str, Any],  # noqa: ARG002  (the library hands over what these rules do not need)
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: object = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        found = list(self.failures(CURRENT.get()))
        return {"success": not found, "result": {"unexpected_count": len(found), "failures": found}}


def editions(tables: Tables) -> list[str]:
    """Every edition that any table names, sorted."""
    return sorted({row["edition"] for rows in tables.values() for row in rows if row.get("edition")})


def key_of(table: Table, row: Row) -> str:
    """The key of a row within its edition, as provenance and quarantine name it."""
    return "/".join(row.get(column, "") for column in table.key if column != "edition")


def decisions(tables: Tables) -> dict[tuple[str, ...], str]:
    """What persons decided, by edition, table, key and column."""
    named = ("edition", "table", "key", "column")
    return {tuple(row.get(name, "") for name in named): row.get("value", "") for row in tables["overrides"]}


def cells(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def grouped(rows: list[Row], columns: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """Places of the rows by their cells in ``columns``."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(cells(row, columns), []).append(place)
    return groups


def selected(rows: list[Row], where: dict[str, str]) -> Iterator[Row]:
    """Rows whose cells are as ``where`` says; ``*`` stands for any filled cell."""
    for row in rows:
        if all(row[column] == value or (value == "*" and row[column]) for column, value in where.items()):
            yield row


def primary_sources(tables: Tables) -> dict[str, Row]:
    """The published source of each edition."""
    return {row["edition"]: row for row in tables["sources"] if row["role"] == "primary"}
