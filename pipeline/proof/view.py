"""What a proof page shows of an edition: rows for the template, and words, cells and places as data for the script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.models import TABLES, Page, Row, Word
from pipeline.quotes import words_at
from pipeline.report import Proposal, proposal
from pipeline.verify import Evidence
from pipeline.verify.places import projects_of

#: Columns of a project in the order of the page, with their headings; the title comes first.
COLUMNS = {
    "budget_eur": "Budget",
    "authorities": "Authorities",
    "end_goal": "End goal",
    "start": "Start",
    "end": "End",
    "kind": "Kind",
    "description": "Description",
}
#: Cells that are told with another one of the row.
BESIDE = (
    "edition",
    "project_id",
    "title",
    "page",
    "budget_printed",
    "pairing_method",
    "pairing_score",
    "pairing_margin",
)


class View(NamedTuple):
    """``data`` goes to the script, the rest to the template."""

    edition: str
    title: str
    publisher: str
    sources: list[Row]
    axes: list[dict[str, Any]]
    projects: list[dict[str, Any]]
    figures: list[Row]
    findings: list[dict[str, Any]]
    fates: list[tuple[str, int]]
    governments: list[str]
    total: str
    data: dict[str, Any]


def view(evidence: Evidence, edition: str) -> View:
    """Everything about one edition; the primary source first."""
    sources = sorted(evidence.rows("sources", edition), key=lambda row: (row["role"] != "primary", row["source"]))
    places = _Places(evidence, edition, [row["source"] for row in sources])
    rows = evidence.rows("projects", edition)
    primary = sources[0]
    fates = Counter[str]()
    for run in evidence.ledger.get((edition, primary["source"]), []):
        fates[run["fate"]] += len(run["text"].split())
    projects = [_project(evidence, row) for row in rows]
    return View(
        edition=edition,
        title=primary["title"] or primary["source"],
        publisher=primary["publisher"],
        sources=sources,
        axes=_axes(evidence, edition, rows),
        projects=projects,
        figures=evidence.rows("key_figures", edition),
        findings=[_finding(row) for row in evidence.rows("findings", edition)],
        fates=sorted(fates.items()),
        governments=sorted({name for row in rows for name in row["authorities"].split("; ") if name}),
        total=_euros(sum((Decimal(row["budget_eur"]) for row in rows if row["budget_eur"]), Decimal(0))),
        data={
            "edition": edition,
            "sources": places.sources,
            "cells": places.cells(),
            "pairs": _pairs(evidence, edition),
        },
    )


# --- rows --------------------------------------------------------------------------------------------------------


def _project(evidence: Evidence, row: Row) -> dict[str, Any]:
    shown = [_field(row, column, heading) for column, heading in COLUMNS.items() if row.get(column)]
    known = {*COLUMNS, *BESIDE, "axis"}
    shown += [
        _field(row, column, _heading(column))
        for column in TABLES["projects"].header
        if column not in known and row.get(column)
    ]
    extra = [
        found for found in evidence.rows("extra_fields", row["edition"]) if found["project_id"] == row["project_id"]
    ]
    return {
        **row,
        "fields": shown,
        "budget": _euros(Decimal(row["budget_eur"])) if row["budget_eur"] else "",
        "extra": [{"cell": f"{row['project_id']}/{found['label']}", **found} for found in extra],
        "names": row["authorities"].split("; ") if row["authorities"] else [],
    }


def _field(row: Row, column: str, heading: str) -> dict[str, str]:
    text = _euros(Decimal(row[column])) if column.endswith("_eur") else row[column]
    return {
        "column": column,
        "heading": heading,
        "text": text,
        "printed": row["budget_printed"] if column == "budget_eur" else "",
    }


def _heading(column: str) -> str:
    return column.replace("_", " ").capitalize()


def _euros(amount: Decimal) -> str:
    """
    >>> _euros(Decimal("9875000.5"))
    '€ 9 875 000.50'
    """
    text = f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"
    return "€ " + text.replace(",", "\N{NO-BREAK SPACE}")


def _axes(evidence: Evidence, edition: str, projects: list[Row]) -> list[dict[str, Any]]:
    """Each axis with the sum of its projects beside the printed amount, and how long their bars are (percent)."""
    found: list[dict[str, Any]] = []
    for row in evidence.rows("axes", edition):
        mine = [Decimal(p["budget_eur"]) for p in projects if p["axis"] == row["axis"] and p["budget_eur"]]
        printed = Decimal(row["budget_eur"]) if row["budget_eur"] else None
        found.append(
            {
                **row,
                "sum": sum(mine, Decimal(0)),
                "amount": printed,
                "count": sum(p["axis"] == row["axis"] for p in projects),
                "stated": len(mine),
                "sum_text": _euros(sum(mine, Decimal(0))),
                "amount_text": _euros(printed) if printed is not None else "",
            }
        )
    longest = max((max(axis["sum"], axis["amount"] or 0) for axis in found), default=Decimal(0)) or Decimal(1)
    for axis in found:
        axis["bar"], axis["bar_printed"] = (
            round(100 * float((axis[name] or 0) / longest), 1) for name in ("sum", "amount")
        )
    return found


def _finding(row: Row) -> dict[str, Any]:
    """With the block that a person would paste into the note: what the finding proposes, else one about its subject."""
    owner = {"axes": "axis"}.get(row["table"], "project")
    keys = {owner: row["key"], "field": row["column"], "value": "", "quote": row["quote"], "reason": "", "author": ""}
    made = proposal(row) or Proposal(row["source"], "overrides", keys)
    return {**row, "decision": made.block}


# --- words and places --------------------------------------------------------------------------------------------


class _Places:
    """The pages of the sources as the script draws them, and which of their words each cell rests on."""

    def __init__(self, evidence: Evidence, edition: str, names: list[str]) -> None:
        self.evidence, self.edition, self.names = evidence, edition, names
        self._index: dict[tuple[str, int, int, int], int] = {}
        self._lines: dict[tuple[str, int], dict[int, list[Word]]] = {}
        self.sources = [{"name": name, "pages": list(self._pages(name))} for name in names]

    def _pages(self, name: str) -> Iterator[dict[str, Any]]:
        fates = {
            (int(run["page"]), int(run["line"]), pos): run["fate"]
            for run in self.evidence.ledger.get((self.edition, name), [])
            for pos in range(int(run["word_from"]), int(run["word_to"]) + 1)
        }
        for page in self.evidence.pages[name].pages if name in self.evidence.pages else ():
            words: list[list[Any]] = []
            for line in page.lines:
                self._lines.setdefault((name, page.number), {})[line[0].line if line else 0] = list(line)
                for word in line:
                    self._index[(name, *word.address)] = len(words)
                    words.append([word.text, *self._box(word, page), fates.get(word.address, "unassigned")])
            width, height = (page.width * _EM, page.height * _EM) if page.unit == "char" else (page.width, page.height)
            size = {"width": round(width, 1), "height": round(height, 1)}
            yield {"number": page.number, **size, "text": page.unit == "char", "words": words}

    @staticmethod
    def _box(word: Word, page: Page) -> list[float]:
        scale = _EM if page.unit == "char" else 1.0
        return [round(side * scale, 1) for side in (word.x0, word.top, word.x1, word.bottom)]

    def cells(self) -> dict[str, list[list[Any]]]:
        """By ``table/key/column``: number of the source, page, and the words."""
        found: dict[str, list[list[Any]]] = {}
        for (edition, name, table, key, column), rows in self.evidence.pieces.items():
            if edition == self.edition and name in self.names:
                for row in rows:
                    numbers = self._numbers(name, row)
                    if numbers:
                        found.setdefault(f"{table}/{key}/{column}", []).append(
                            [self.names.index(name), int(row["page"]), numbers]
                        )
        return {cell: sorted(places) for cell, places in sorted(found.items())}

    def _numbers(self, name: str, row: Row) -> list[int]:
        lines = self._lines.get((name, int(row["page"])), {})
        return [self._index[(name, *word.address)] for word in words_at(lines, row)]


#: Points of a line of a text source.
_EM = 12.0


def _pairs(evidence: Evidence, edition: str) -> list[dict[str, Any]]:
    """How each box came to its project, with the cells whose places the line joins."""
    rivals: dict[str, tuple[str, str]] = {}
    for records in evidence.records.values():
        if records.source.edition == edition and records.source.role.value == "primary":
            titles = {record.number: record.title.text for record in records.records}
            rows = projects_of(records, evidence.rows("projects", edition))
            for record in records.records:
                if record.number in rows and record.pairing.rival:
                    score = f"{record.pairing.rival_score:.2f}" if record.pairing.rival_score is not None else ""
                    rivals[rows[record.number]["project_id"]] = titles.get(record.pairing.rival, ""), score
    return [
        {
            "project": row["project_id"],
            "title": row["title"],
            "method": row["pairing_method"],
            "score": row["pairing_score"],
            "margin": row["pairing_margin"],
            "rival": rivals.get(row["project_id"], ("", ""))[0],
            "rival_score": rivals.get(row["project_id"], ("", ""))[1],
        }
        for row in evidence.rows("projects", edition)
        if row["pairing_method"]
    ]
