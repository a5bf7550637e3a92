"""Amounts of axes where their sections open: taken where they stand alone, never from a sentence, a rival or another section."""

from __future__ import annotations

import pytest

from pipeline.assemble.openings import openings
from pipeline.models import Block, BlockKind, Word
from pipeline.profile import known_profiles

PROFILE = known_profiles()[0]
Row = tuple[str, float, float, str]


def block(number: int, kind: BlockKind, rule: str, rows: list[Row]) -> Block:
    """Rows of (words, x0, top, axis)."""
    lines = []
    for at, (text, x0, top, _) in enumerate(rows):
        words, x = [], x0
        for pos, said in enumerate(text.split()):
            words.append(Word(1, 100 * number + at, pos, said, x, top, x + 5 * len(said), top + 10, 0))
            x += 5 * len(said) + 3
        lines.append(tuple(words))
    return Block(number=number, page=1, kind=kind, rule=rule, axis=rows[0][3], lines=tuple(lines))


def opened(*aside: tuple[str, str, float, float]) -> dict[str, str]:
    """What is found beside two axes with a project each; aside: rule, words, x0, top."""
    blocks = [
        block(1, BlockKind.section_header, "axis name", [("Mobiliteit", 50, 100, "Mobiliteit")]),
        block(20, BlockKind.title, "title style", [("Een brug", 50, 200, "Mobiliteit")]),
        block(30, BlockKind.section_header, "axis name", [("Samenleving", 50, 400, "Samenleving")]),
        block(50, BlockKind.title, "title style", [("Een zaal", 50, 500, "Samenleving")]),
    ]
    for number, (rule, text, x0, top) in enumerate(aside):
        first = 2 if top < 200 else 21 if top < 390 else 31  # behind the heading or title above it
        blocks.append(block(first + number, BlockKind.text, rule, [(text, x0, top, "")]))
    blocks.sort(key=lambda b: b.number)
    return {axis: opening.amount.text for axis, opening in openings(blocks, PROFILE).items()}


@pytest.mark.parametrize(
    "printed",
    [
        "€ 12.500.000",
        "12,5 miljoen euro (7 %)",
        "Budget van deze as: € 12,5 mln.",
        "Totaal as: 12,5 M€ | 7 % van het plan",
    ],
)
def test_an_amount_alone_is_that_of_its_axis(printed: str) -> None:
    found = opened(("introduction", printed, 50, 120), ("slogan", "4,5 miljoen euro", 300, 400))
    assert found["Samenleving"] == "4,5 miljoen euro"
    assert "12" in found["Mobiliteit"]


def test_amount_and_share_that_would_run_into_one_number() -> None:
    assert opened(("unassigned", "€ 12.500.000 7 %", 300, 100)) == {"Mobiliteit": "7 % € 12.500.000"}


@pytest.mark.parametrize(
    ("rule", "printed", "top"),
    [
        ("introduction", "Voor € 12.500.000 komen er bruggen", 120),
        ("description", "€ 12.500.000", 120),
        ("unassigned", "€ 12.500.000", 300),  # below the title of a project
        ("unassigned", "€ 12.500.000", 20),  # far above the heading
    ],
)
def test_what_is_no_amount_of_an_axis(rule: str, printed: str, top: float) -> None:
    assert opened((rule, printed, 50, top)) == {}


def test_two_amounts_are_none() -> None:
    assert opened(("unassigned", "€ 12.500.000", 50, 120), ("unassigned", "€ 12.900.000", 300, 120)) == {}
