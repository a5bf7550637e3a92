"""Figures that contradict each other, and numbers that can be read in two ways; what only looks like it is silent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.models import AxisRecord, Finding, KeyFigure, Record, Records, Source, Value, Word
from pipeline.normalize.contradictions import contradictions
from pipeline.normalize.doubts import doubts
from pipeline.normalize.facts import facts

Case = dict[str, Any]
CASES: list[Case] = json.loads((Path(__file__).parent / "cases" / "contradictions.json").read_bytes())


def value(text: str, page: int) -> Value:
    """A text on one line of a page."""
    words, spans, at = [], [], 0
    for pos, word in enumerate(text.split()):
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(page, 1, pos, word, start, 1, at, 2))
        spans.append((start, at))
    return Value(text, (tuple(words),) if words else (), tuple(spans))


def findings(case: Case) -> list[Finding]:
    """All findings of a brochure with one project: its description on page 2, its box on page 3, the figures on page 1."""
    fields: dict[str, Value] = {}
    if "budget" in case:
        fields["budget"] = value(case["budget"], 3)
    if "end_goal" in case:
        fields["end_goal"] = value(case["end_goal"], 3)
    record = Record(
        number=1,
        page=2,
        axis="Mobiliteit",
        title=value("Een pad", 2),
        description=value(case.get("description", ""), 2),
        fields=fields,
        labels={name: Value(name.upper()) for name in fields},
    )
    axes = tuple(
        AxisRecord(
            name=name, page=1, heading=value(name, 1), slogan=Value(), introduction=Value(), amount=value(amount, 1)
        )
        for name, amount in case.get("axes", ())
    )
    figures = tuple(KeyFigure(page=1, figure=Value(), statement=value(text, 1)) for text in case.get("figures", ()))
    records = Records(
        source=Source(name="x.txt", edition="x"),
        profile="",
        units={},
        words=1,
        pages=3,
        boxes=1,
        records=(record,),
        axes=axes,
        key_figures=figures,
        ledger=(),
    )
    stated = facts(records)
    return [*doubts(stated), *contradictions(stated)]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: Case) -> None:
    found = findings(case)
    assert sorted(finding.rule for finding in found) == sorted(case.get("rules", ())), [
        finding.message for finding in found
    ]
    assert any(finding.severity == "person" for finding in found) == case.get("person", False)
    if found:
        assert any(case["says"] in finding.message for finding in found), [finding.message for finding in found]
        assert all(finding.page and finding.quote and finding.hint for finding in found)


def test_both_quotes_and_pages_are_said() -> None:
    (finding,) = findings(
        {
            "description": "De vervoerder koopt 20 elektrische trams en 32 lange elektrische trams.",
            "end_goal": "45 elektrische trams",
        }
    )
    assert finding.page == 3
    assert "page 2" in finding.message
    assert finding.quote == "45 elektrische trams | 20 elektrische trams | 32 lange elektrische trams."
