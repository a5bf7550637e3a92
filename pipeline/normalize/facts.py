"""What one source states: every quantity with its place, before any of it is written into a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.models import NOWHERE, TEXT_COLUMNS, Address, AxisRecord, Fate, KeyFigure, Record, Records, Subject, Value
from pipeline.nl import Quantity
from pipeline.nl.doubts import Separators, doubted_in, separators
from pipeline.nl.words import FUNCTION_WORDS
from pipeline.normalize.language import quantities
from pipeline.normalize.provenance import words_between
from pipeline.normalize.values import Budget, budget
from pipeline.quotes import project_ids

_WORD = re.compile(r"\s+([^\W\d_][\w'’-]*)")
_MAX_NOUN = 4


class Text(NamedTuple):
    """One field with its quantities. ``name`` says which it is to a reader: the title of the project and the column;
    ``subject`` is the cell that a finding about it names, nowhere where the rows are not numbered yet."""

    name: str
    text: str
    quantities: list[Quantity]
    value: Value | None
    page: int
    subject: Subject = NOWHERE

    def page_of(self, quantity: Quantity) -> int:
        words = words_between(self.value, quantity.start, quantity.end) if self.value else []
        return words[0].page if words else self.page

    @property
    def words(self) -> tuple[Address, ...]:
        return tuple(word.address for word in self.value.words) if self.value else ()

    def reach(self, quantity: Quantity) -> int:
        """Where the words that decide the value end: those of a list that lends its scale belong to them."""
        if quantity.label_scale == 1:
            return quantity.end
        lenders = (
            q for q in self.quantities if q.start > quantity.start and q.unit == quantity.unit and q.label_scale == 1
        )
        return next((lender.end for lender in lenders), quantity.end)

    def quote(self, first: Quantity, last: Quantity | None = None) -> str:
        """The words as printed, from the first to the last quantity and to the noun behind it."""
        end = (last or first).end
        at = end
        for _ in range(_MAX_NOUN):
            word = _WORD.match(self.text, at)
            if word is None:
                break
            at = word.end()
            end = end if word.group(1).casefold() in FUNCTION_WORDS else at
        if self.value is None:
            return " ".join(self.text[first.start : end].split())
        return " ".join(word.text for word in words_between(self.value, first.start, end))


class Project(NamedTuple):
    """``texts``: title, description, budget and end goal by column; ``amount`` is None where there is no budget."""

    id: str
    record: Record
    amount: Budget | None
    texts: dict[str, Text]


class Facts(NamedTuple):
    """Everything one source states; ``running`` is text outside of all fields, page by page."""

    projects: list[Project]
    axes: list[tuple[AxisRecord, Text]]
    figures: list[tuple[KeyFigure, Text]]
    running: list[Text]

    def texts(self) -> Iterator[Text]:
        for project in self.projects:
            yield from project.texts.values()
        yield from (text for _, text in self.axes)
        yield from (text for _, text in self.figures)
        yield from self.running


def facts(records: Records) -> Facts:
    """The quantities of every published field and of the running text, each with the readings that the brochure leaves open."""
    ids = project_ids([record.title.text for record in records.records])
    projects = [_project(own, record) for own, record in zip(ids, records.records, strict=True)]
    axes = [
        (axis, _text(f"{axis.name}, amount", axis.amount, axis.page, Subject("axes", axis.name, "budget_eur")))
        for axis in records.axes
    ]
    figures = [(figure, _text("key figure", figure.statement, figure.page, NOWHERE)) for figure in records.key_figures]
    found = Facts(projects, axes, figures, _running(records))
    wide = _habits(found.texts())
    for project in projects:
        near = _habits(project.texts.values())
        for text in project.texts.values():
            _doubt(text, near, wide)
    for text in (*(text for _, text in axes), *(text for _, text in figures), *found.running):
        _doubt(text, _habits([text]), wide)
    return found


def _project(own: str, record: Record) -> Project:
    money = record.fields.get("budget", Value())
    cell = Subject("projects", own, "budget_eur")
    label = record.labels.get("budget", Value())
    amount = budget(money.text, label.text, record.page, cell) if money.text else None
    values = {
        "title": record.title,
        "description": record.description,
        "end_goal": record.fields.get("end_goal", Value()),
    }
    texts = {
        column: _text(f"{record.title.text}, {column}", value, record.page, Subject("projects", own, column))
        for column, value in values.items()
    }
    of_budget = list(amount.quantities) if amount else []
    texts["budget_printed"] = Text(f"{record.title.text}, budget", money.text, of_budget, money, record.page, cell)
    return Project(own, record, amount, {column: texts[column] for column in TEXT_COLUMNS})


def _text(name: str, value: Value, page: int, subject: Subject) -> Text:
    return Text(name, value.text, quantities(value.text), value, page, subject)


def _running(records: Records) -> list[Text]:
    """Words that the ledger calls running text and no field holds; a text for each page, broken as printed."""
    values = [
        value for record in records.records for value in (record.title, record.description, *record.fields.values())
    ]
    values += [value for axis in records.axes for value in (axis.heading, axis.slogan, axis.introduction, axis.amount)]
    values += [value for figure in records.key_figures for value in (figure.figure, figure.statement)]
    taken = {word.address for value in values for word in value.words}
    pages: dict[int, list[str]] = {}
    for entry in records.ledger:
        if entry.fate is Fate.text and (entry.page, entry.line, entry.word_from) not in taken:
            pages.setdefault(entry.page, []).append(entry.text)
    whole = {page: "\n".join(lines) for page, lines in sorted(pages.items())}
    return [Text("running text", text, quantities(text), None, page) for page, text in whole.items()]


def _habits(texts: Iterable[Text]) -> Separators:
    return separators(quantity.surface for text in texts for quantity in text.quantities if quantity.kind != "period")


def _doubt(text: Text, near: Separators, wide: Separators) -> None:
    text.quantities[:] = [doubted_in(quantity, near, wide) for quantity in text.quantities]
