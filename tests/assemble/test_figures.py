"""Pages of figures in the layouts that occur; what is equally near to two names stays empty, with a finding."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.assemble.figures import axis_amounts, key_figures
from pipeline.models import Block, BlockKind, Line, Word
from pipeline.profile import known_profiles

PROFILE = known_profiles()[0]
CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "figures.json").read_bytes())


def page(rows: list[str], number: int = 2) -> list[Block]:
    """A page of figures as a grid of characters, half as wide as high; white space between the rows as in print."""
    lines: list[Line] = [
        tuple(
            Word(number, line, pos, found.group(), found.start() / 2, line * 1.3, found.end() / 2, line * 1.3 + 1)
            for pos, found in enumerate(re.finditer(r"\S+", row))
        )
        for line, row in enumerate(rows, 1)
        if row
    ]
    return [Block(number=1, page=number, kind=BlockKind.chart_label, rule="figures page", lines=tuple(lines))]


def headings() -> list[Block]:
    return [Block(number=9, page=5, kind=BlockKind.section_header, rule="", axis=axis.name) for axis in PROFILE.axes]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_amounts(case: dict[str, Any]) -> None:
    found, findings = axis_amounts([*page(case["page"]), *headings()], PROFILE, {})
    assert {axis: amount.amount.text for axis, amount in found.items()} == case["amounts"]
    named = [f for f in findings if f.rule == "axis_without_amount" and "does not name" not in f.message]
    assert bool(named) == case.get("doubt", False), findings
    assert all(f.page and f.quote and f.hint for f in findings)


def test_two_pages_that_disagree_leave_the_axis_empty() -> None:
    blocks = [*page(["Mobiliteit: 70 miljoen euro"], 2), *page(["Mobiliteit: 71 miljoen euro"], 3), *headings()]
    found, findings = axis_amounts(blocks, PROFILE, {})
    assert not found
    assert any("70 miljoen euro | 71 miljoen euro" in finding.quote for finding in findings)


def test_lone_shares_must_make_a_whole() -> None:
    rows = ["Digitalisering      € 30 miljoen         30 %", "Mobiliteit          € 70 miljoen         45 %"]
    found, _ = axis_amounts([*page(rows), *headings()], PROFILE, {})
    assert [found[axis].amount.text for axis in ("Digitalisering", "Mobiliteit")] == ["€ 30 miljoen", "€ 70 miljoen"]


def test_statements_below_and_beside() -> None:
    rows = [
        "74                     39 %    van de middelen",
        "projecten en                   gaat naar klimaat",
        "hervormingen",
    ]
    found = [figure.statement.text for figure in key_figures(page(rows), set())]
    assert found == ["74 projecten en hervormingen", "39 % van de middelen gaat naar klimaat"]


def test_figures_listed_before_their_statements_are_left_alone() -> None:
    assert not key_figures(page(["140", "43%", "miljard euro", "", "van de middelen"]), set())
