"""Which row a finding is about: the words that it names, looked up among the words of the cells.

The stages before know words, not rows. A finding about words of several rows is told of each of them; one about words of
no row (of a box without project, or of text that is in no cell) concerns the whole source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from pipeline.models import NOWHERE, Address, Finding, KeyFigure, Records, Subject, Value

#: Labels of a profile that fill a column of ``projects``, with the column that a person would decide.
DECIDED = {"budget": "budget_eur", "authority": "authorities", "end_goal": "end_goal"}

Cells = dict[Address, list[Subject]]


def cells(records: Records, ids: Sequence[str], figures: Iterable[tuple[KeyFigure, Sequence[str]]]) -> Cells:
    """The cells in which each word stands. ids: keys of the projects. figures: with the keys of their rows."""
    found: Cells = {}
    for own, record in zip(ids, records.records, strict=True):
        _claim(found, Subject("projects", own, "title"), record.title)
        _claim(found, Subject("projects", own, "description"), record.description)
        for name, value in record.fields.items():
            label = record.labels[name]
            cell = Subject("extra_fields", f"{own}/{label.text}", "value")
            cell = Subject("projects", own, DECIDED[name]) if name in DECIDED else cell
            _claim(found, cell, label, value)
    for axis in records.axes:
        _claim(found, Subject("axes", axis.name, "axis"), axis.heading)
        _claim(found, Subject("axes", axis.name, "slogan"), axis.slogan)
        _claim(found, Subject("axes", axis.name, "introduction"), axis.introduction)
        _claim(found, Subject("axes", axis.name, "budget_eur"), axis.amount)
    for figure, keys in figures:
        for key in keys:
            _claim(found, Subject("key_figures", key, ""), figure.figure, figure.statement)
    return found


def _claim(found: Cells, cell: Subject, *values: Value) -> None:
    for value in values:
        for word in value.words:
            mine = found.setdefault(word.address, [])
            if cell not in mine:
                mine.append(cell)


def located(findings: Iterable[Finding], known: Mapping[Address, Sequence[Subject]]) -> Iterator[Finding]:
    """The findings with the rows that hold their words instead of the words."""
    for finding in findings:
        if finding.subject.table or not finding.words:
            yield replace(finding, words=())
            continue
        found = dict.fromkeys(cell for address in finding.words for cell in known.get(address, ()))
        for subject in _rows(found, finding.subject.column) or [NOWHERE]:
            yield replace(finding, words=(), subject=subject)


def _rows(found: Iterable[Subject], column: str) -> list[Subject]:
    """The rows of these cells, each with ``column``, else with its own where it is one."""
    columns: dict[tuple[str, str], list[str]] = {}
    for cell in found:
        columns.setdefault((cell.table, cell.key), []).append(cell.column)
    return [Subject(table, key, column or (own[0] if len(own) == 1 else "")) for (table, key), own in columns.items()]
