"""Case files of this folder, and quantities in the shape of a case."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from pipeline.nl import find_quantities

CASES = Path(__file__).parent / "cases"
FIELDS = ("start", "end", "surface", "kind", "value", "low", "high", "unit")
_MARKED = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a .jsonl or .tsv case file."""
    path = CASES / name
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def marked(name: str) -> list[dict[str, Any]]:
    r"""The rows of a file of marked sentences, as cases: a class, a tab, a text with \n and \t for its breaks.

    A quantity stands in braces, its fields behind bars: `{€ 2 à 3|money|2..3|EUR}`; `{12|number}` and `{2026|period}` are
    what they print.
    """
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [_case(f"{Path(name).stem}-{number}", *line.split("\t")) for number, line in enumerate(lines, 1)]


def _case(name: str, group: str, source: str) -> dict[str, Any]:
    text, items = "", []
    for place, part in enumerate(_MARKED.split(source.replace("\\n", "\n").replace("\\t", "\t"))):
        if place % 2:
            surface, kind, value, unit = (*part.split("|"), None, None)[:4]
            low, _, high = (value or surface).partition("..")
            ends = [
                low
                if kind == "period"
                else float(low.replace(" ", "") if value else low.replace(".", "").replace(" ", ""))
            ]
            ends += [high if kind == "period" else float(high)] if high else []
            low, high = ends if high else (None, None)
            items.append({"start": len(text), "end": len(text) + len(surface), "surface": surface, "kind": kind,
                          "value": None if high else ends[0], "low": low, "high": high, "unit": unit})  # fmt: skip
        text += part.split("|")[0] if place % 2 else part
    return {"id": name, "class": group, "text": text, "expected": items}


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
