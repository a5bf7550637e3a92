"""Each shape of layout: its example is masked, its counter-example is not."""

from __future__ import annotations

import pytest

from pipeline.nl import find_quantities
from pipeline.nl.layout import MASK, Rule, masked, rules


def _ids(rule: Rule) -> str:
    return f"{rule.name}: {rule.example}"


@pytest.mark.parametrize("rule", rules(), ids=_ids)
def test_example_is_masked_and_its_neighbour_is_not(rule: Rule) -> None:
    assert rule.pattern.search(rule.example), "the pattern does not find its example"
    assert MASK in masked(rule.example), "the cues do not find the example"
    assert not rule.pattern.search(rule.counter)
    assert len(masked(rule.example)) == len(rule.example)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Wij willen 1) bouwen, 2) verven en 3) planten.", []),
        ("Er komen 3 doelen: 1. wonen, 2. werken.", ["3"]),
        ("Lees (deel 2) over 7 scholen.", ["7"]),
        ("11 Artikel van de wet\n12 Ook volgens de wet\nmet 12 leden", ["12"]),
        ("De zaak\n12\fgaat verder op\n13\fdit blad met 13 leden", ["13"]),
        ("Er zijn er 12\fen 40 op dit blad", ["12", "40"]),
    ],
)
def test_running_numbers(text: str, left: list[str]) -> None:
    assert [quantity.surface for quantity in find_quantities(text)] == left
