"""The 2023 brochure's text as a whole: which of its numbers can be read in two ways.

Its quantities field by field are in tests/normalize/test_brochure.py.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.nl import check_reading, find_quantities

TEXT = Path(__file__).parents[2] / "raw" / "plan-herstel-veerkracht-2023-nl.txt"


def test_the_second_reading_agrees_with_every_quantity() -> None:
    quantities = find_quantities(TEXT.read_text(encoding="utf-8"))
    assert len(quantities) > 80
    for q in quantities:
        assert check_reading(q.surface, q.kind, q.value, q.low, q.high, q.unit, scale=q.label_scale), q


def test_doubt_about_its_separators_is_said() -> None:
    """672.5 beside 672,5, and thousands with one dot beside that decimal point; budgets with two dots are certain."""
    quantities = find_quantities(TEXT.read_text(encoding="utf-8"))
    doubtful = {" ".join(q.surface.split()) for q in quantities if q.is_ambiguous}
    assert doubtful == {"€672.5 miljard", "2.255 hectare", "4.500", "16.000", "138.000"}
