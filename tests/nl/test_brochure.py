"""The 2023 brochure's text: its quantities, all of them and in order, checked one by one against the page."""

from __future__ import annotations

from pathlib import Path

from pipeline.nl import check_reading, find_quantities
from tests.nl.cases import rows

TEXT = Path(__file__).parents[2] / "raw" / "plan-herstel-veerkracht-2023-nl.txt"


def test_every_quantity_of_the_brochure() -> None:
    found = []
    for q in find_quantities(TEXT.read_text(encoding="utf-8")):
        fields = {**q.to_dict(), "surface": " ".join(q.surface.split())}
        names = ("surface", "kind", "value", "low", "high", "unit", "approx")
        found.append({name: "" if fields[name] is None else str(fields[name]) for name in names})
        assert check_reading(q.surface, q.kind, q.value, q.low, q.high, q.unit, scale=q.label_scale), q
    assert found == rows("brochure_2023.tsv")


def test_doubt_about_its_separators_is_said() -> None:
    """672.5 beside 672,5, and thousands with one dot beside that decimal point; budgets with two dots are certain."""
    quantities = find_quantities(TEXT.read_text(encoding="utf-8"))
    doubtful = {" ".join(q.surface.split()) for q in quantities if q.is_ambiguous}
    assert doubtful == {"€672.5 miljard", "2.255 hectare", "4.500", "16.000", "138.000"}
