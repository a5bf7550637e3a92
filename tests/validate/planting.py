"""Plants the defects of ``cases/defects.json`` into the dataset, and stacks datasets so that one run judges many.

A case names the ``rule`` that must catch it, what to ``plant``, and under ``also`` each other rule that it trips as a
consequence. Operations on a table: ``set`` cells of the first row that is as ``where`` says, ``copy`` that row with
other cells, ``drop`` it, ``clear`` the table (``all``: also of other cases), take a column away (``without``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.models import Row, Tables

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "defects.json").read_bytes())


def plant(tables: Tables, operations: list[dict[str, Any]]) -> Tables:
    for operation in operations:
        rows = tables[operation["table"]]
        if operation.get("clear"):
            rows.clear()
        elif column := operation.get("without"):
            for row in rows:
                del row[column]
        else:
            _change(rows, operation)
    return tables


def _change(rows: list[Row], operation: dict[str, Any]) -> None:
    place = next(n for n, row in enumerate(rows) if operation["where"].items() <= row.items())
    if operation.get("drop"):
        del rows[place]
    elif "copy" in operation:
        rows.append(rows[place] | operation["copy"])
    else:
        assert not operation["set"].items() <= rows[place].items(), "the defect changes nothing"
        rows[place].update(operation["set"])


def is_alone(case: dict[str, Any]) -> bool:
    """Whether a defect would be seen in other editions too: it concerns a whole table, or one without editions."""
    return any(op["table"] == "authorities" or "without" in op or op.get("all") for op in case["plant"])


def stacked(variants: Sequence[Tables]) -> Tables:
    """One dataset in which each variant has editions of its own, see ``edition_of``; all have the authorities of the first."""
    stack: Tables = {name: list(rows) if name == "authorities" else [] for name, rows in variants[0].items()}
    for number, variant in enumerate(variants):
        for name, rows in variant.items():
            if name != "authorities":
                stack[name] += [{**row, "edition": edition_of(number, row["edition"])} for row in rows]
    return stack


def edition_of(number: int, edition: str) -> str:
    """What the edition of a variant is called in the stack."""
    return f"{number:03}:{edition}"


def numbers(editions: Iterable[str]) -> set[int]:
    """The variants to which these editions of the stack belong."""
    return {int(edition.split(":")[0]) for edition in editions}
