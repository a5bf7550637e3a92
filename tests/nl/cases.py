"""Case files of this folder, and quantities in the shape of a case."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from pipeline.nl import find_quantities

CASES = Path(__file__).parent / "cases"
FIELDS = ("start", "end", "surface", "kind", "value", "low", "high", "unit")


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a .jsonl or .tsv case file."""
    path = CASES / name
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def found(text: str) -> list[dict[str, Any]]:
    """What is found in a text, in the fields that cases state, fractions without end cut to six digits."""
    return [
        {key: round(value, 6) if isinstance(value := quantity.to_dict()[key], float) else value for key in FIELDS}
        for quantity in find_quantities(text)
    ]


def expected(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {key: round(value, 6) if isinstance(value := item[key], float) else value for key in FIELDS}
        for item in case["expected"]
    ]
