"""When a project runs and by when its result must stand: from labels of type ``period``, the description and the end goal."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.models import Finding, Severity, Subject, Value, Word
from pipeline.nl import Quantity
from pipeline.nl.deadlines import deadlines
from pipeline.normalize.facts import Project
from pipeline.normalize.language import quantities
from pipeline.normalize.provenance import words_between
from pipeline.normalize.values import plain, running_time
from pipeline.profile import Profile

#: Names of labels of type ``period``: both ends of a running time, or one of them.
PERIOD_LABELS = ("timing", "start", "end")
_LATEST = ("by", "begin", "mid", "end")


class Cell(NamedTuple):
    """The value of a column with the words that it rests on."""

    value: str
    words: list[Word]


class Times(NamedTuple):
    """Cells by column of ``projects``, only those that are told, and what could not be read."""

    cells: dict[str, Cell]
    findings: list[Finding]


def times(project: Project, profile: Profile) -> Times:
    """``start``, ``end``, ``target``, ``target_printed`` and ``target_approx``. A label is believed before a text."""
    record = project.record
    cells, findings = _labelled(project, profile)
    described = _described(project)
    for column, cell in described.items():
        if column in cells and cells[column].value != cell.value:
            findings.append(
                _finding(
                    "running_time_differs",
                    Subject("projects", project.id, column),
                    record.page,
                    f"{record.title.text}: {column} is {cells[column].value} in the box, "
                    f"{cell.value} in the description",
                    cell.words,
                    "compare both places; the box is published",
                )
            )
    if not {"start", "end"} & cells.keys():
        cells |= described
    if "target" not in cells:
        target, doubts = _target(project)
        cells |= target
        findings += doubts
    return Times(cells, findings)


def _labelled(project: Project, profile: Profile) -> tuple[dict[str, Cell], list[Finding]]:
    record = project.record
    cells: dict[str, Cell] = {}
    findings: list[Finding] = []
    for name, value in record.fields.items():
        label = profile.label(name)
        if label is None or label.type != "period" or not value.text:
            continue
        found = [quantity for quantity in quantities(value.text) if quantity.kind == "period"]
        read = _READERS[name](value, found) if name in _READERS else {}
        if name in _READERS and not read:
            findings.append(
                _finding(
                    "period_not_read",
                    Subject("projects", project.id, "end" if name == "end" else "start"),
                    record.page,
                    f"{record.title.text}: the {record.labels[name].text} cannot be read as "
                    "one period; start and end stay empty",
                    value.words,
                    "state it in an override",
                )
            )
        cells |= read
    return cells, findings


def _timing(value: Value, found: list[Quantity]) -> dict[str, Cell]:
    """*2021 tot 2026*, *vanaf 2022*, *tegen midden 2026*, *2024*; nothing for several dates."""
    if len(found) != 1:
        return {}
    one, words = found[0], value.words
    if one.value is None:
        ends = {"start": one.low, "end": one.high}
        return {column: Cell(plain(end), words) for column, end in ends.items() if end}
    if one.approx == "since":
        return {"start": Cell(plain(one.value), words)}
    told = deadlines(value.text, found, is_goal=True)
    if told:
        return _as_target(value, told[0].start, told[0].end, told[0].value, told[0].approx)
    return {column: Cell(plain(one.value), words) for column in ("start", "end")}


def _end_of(column: str) -> Callable[[Value, list[Quantity]], dict[str, Cell]]:
    def read(value: Value, found: list[Quantity]) -> dict[str, Cell]:
        single = len(found) == 1 and found[0].value is not None
        return {column: Cell(plain(found[0].value), value.words)} if single else {}

    return read


_READERS = {"timing": _timing, "start": _end_of("start"), "end": _end_of("end")}


def _described(project: Project) -> dict[str, Cell]:
    description = project.record.description
    period = running_time(description.text, project.texts["description"].quantities)
    if period is None:
        return {}
    words = words_between(description, period.start, period.end)
    return {"start": Cell(plain(period.low), words), "end": Cell(plain(period.high), words)}


def _target(project: Project) -> tuple[dict[str, Cell], list[Finding]]:
    """The deadline of the end goal, else of the description; several of one text are none, and a finding."""
    for column in ("end_goal", "description"):
        text = project.texts[column]
        told = deadlines(text.text, text.quantities, is_goal=column == "end_goal")
        value = text.value or Value()
        if len({(deadline.value, deadline.approx) for deadline in told}) > 1:
            return {}, [
                _finding(
                    "several_targets",
                    Subject("projects", project.id, "target"),
                    text.page,
                    f"{text.name}: names several dates by which something must stand "
                    f"({', '.join(deadline.value for deadline in told)}); target stays empty",
                    words_between(value, told[0].start, told[-1].end),
                    "see quantities.csv; an override can name the one that counts",
                    Severity.info,
                )
            ]
        if told:
            return _as_target(value, told[0].start, told[0].end, told[0].value, told[0].approx), []
    return {}, []


def _as_target(value: Value, start: int, end: int, period: str, approx: str) -> dict[str, Cell]:
    words = words_between(value, start, end)
    cells = {"target": Cell(period, words), "target_printed": Cell(value.text[start:end], words)}
    return cells | ({"target_approx": Cell(approx, [])} if approx else {})


def _finding(
    rule: str,
    subject: Subject,
    page: int,
    message: str,
    words: list[Word],
    hint: str,
    severity: Severity = Severity.warning,
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        page=words[0].page if words else page,
        message=message,
        hint=hint,
        quote=" ".join(word.text for word in words),
        subject=subject,
    )
