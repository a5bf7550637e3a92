"""Expectations of conservation, from the check that ``verify`` makes too: each word in one cell, each place on its lines."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.conservation import Fault, conservation, holes, misplaced
from pipeline.validate.rules.base import Data, Failure, RowsExpectation


def _of(data: Data, faults: Iterator[Fault]) -> Iterator[Failure]:
    """The faults of the table under validation."""
    return (Failure(fault.message, fault.row) for fault in faults if fault.table == data.table.name)


class ExpectWordsToBeInOneCell(RowsExpectation):
    """No two cells that own their words quote the same one: there are as many words of the kind on these lines as quotes."""

    reads = ("ledger", "sources", "findings")

    def failures(self, data: Data) -> Iterator[Failure]:
        return _of(data, conservation(data.tables))


class ExpectWordsOfFieldsToBeInACell(RowsExpectation):
    """What was read as a value is quoted by a cell on its line, named in a finding, or of a source with a refused box.

    Marks without letter or digit, such as a dash between two values, need no cell.
    """

    reads = ("provenance", "sources", "findings")

    def failures(self, data: Data) -> Iterator[Failure]:
        return _of(data, conservation(data.tables))


class ExpectLinesWithoutHoles(RowsExpectation):
    """The runs of a line count its words on from 0: none was taken out."""

    def failures(self, data: Data) -> Iterator[Failure]:
        return _of(data, holes(data.rows))


class ExpectRectanglesToBeOnTheirLines(RowsExpectation):
    """Rectangles of a page stand as its lines do, and all places of a page have one, or none."""

    def failures(self, data: Data) -> Iterator[Failure]:
        return _of(data, misplaced(data.rows))
