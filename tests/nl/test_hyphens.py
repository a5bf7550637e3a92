"""Hyphens at line ends, by class."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nl import hyphenated_words, join_break
from tests.nl.cases import rows

CASES = rows("hyphens.tsv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['class']}-{case['before']}{case['after']}")
def test_break(case: dict[str, str]) -> None:
    before, glue = join_break(case["before"], case["after"], set(case["known"].split()))
    assert before + glue + case["after"] == case["joined"]


def test_enough_cases() -> None:
    assert len(CASES) >= 150
    assert len(Counter(case["class"] for case in CASES)) >= 10


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_but_the_hyphen_goes(before: str, after: str) -> None:
    kept, glue = join_break(before, after)
    assert glue in ("", " ")
    assert before.rstrip() in (kept, kept + "-", kept + "\u00ad", kept + "\u2010", kept + "\u2011")


def test_hyphenated_words_are_those_inside_lines() -> None:
    text = "Sociaal-economische hulp, niet-\nEuropees, stap-voor-stap; A6K-E6K 2021-2026"
    assert hyphenated_words(text) == {"sociaal-economische", "stap-voor-stap", "a6k-e6k", "2021-2026"}
