"""A scale that a list or a label lends is right in the tables, and the gate's second reading knows it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.models import TABLES, Tables
from pipeline.nl import check_reading, find_quantities, find_quantities_under_label
from pipeline.normalize.facts import Text
from pipeline.validate.rules.amounts import ExpectSecondReadingToAgree
from pipeline.validate.rules.base import Data
from tests.cases.make import LABELS, text_brochure, with_first
from tests.cases.rooms import tables_of

CASES = [
    ("description", "Daarvan gaat 10 en 15 miljoen euro naar twee steigers.", "10", "10000000", LABELS[0]),
    ("description", "Samen kosten ze 4, 6 en 9 miljoen euro.", "6", "6000000", LABELS[0]),
    ("end_goal", "Zonnepanelen van 5 en 7 MW op twee steigers.", "5", "5", LABELS[0]),
    ("budget", "12,5", "12,5", "12500000", "BUDGET (IN MILJOEN EURO)"),
    ("budget", "€ 12,5 miljoen", "€ 12,5 miljoen", "12500000", "BUDGET (IN MILJOEN EURO)"),
]


def complaints(tables: Tables) -> list[str]:
    """What the second reading of the gate says about the quantities."""
    rule = ExpectSecondReadingToAgree()
    rows = tables["quantities"]
    return [rows[failure.row or 0]["surface"] for failure in rule.failures(Data(TABLES["quantities"], rows, tables))]


@pytest.mark.parametrize(("field", "text", "surface", "value", "label"), CASES)
def test_lent_scale(tmp_path: Path, field: str, text: str, surface: str, value: str, label: str) -> None:
    whole = (
        f"{text} Fietsers en wandelaars steken er over met de veerpont, ook bij hoog water."
        if field == "description"
        else text
    )
    tables = tables_of(tmp_path, text_brochure(with_first(**{field: whole}), (label, *LABELS[1:])))
    row = next(
        row
        for row in tables["quantities"]
        if (row["field"].removesuffix("_printed"), row["surface"]) == (field, surface)
    )
    assert row["value"] == value
    assert complaints(tables) == []
    for exponent in (-6, -3, 3, 6):
        row["value"] = format(Decimal(value).scaleb(exponent), "f")
        assert complaints(tables) == [surface], row


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10 en 15 miljoen euro voor twee remises", "10 en 15 miljoen euro"),
        ("15 miljoen euro voor twee remises", "15 miljoen euro"),
        ("12,5", "12,5"),
    ],
)
def test_place_takes_in_the_words_that_lend_the_scale(text: str, words: str) -> None:
    found = find_quantities(text)
    first = found[0]
    end = Text("key figure", text, found, None, 1).reach(first)
    assert text[first.start : end] == words
    assert check_reading(words, first.kind, first.value, None, None, first.unit)


def test_place_under_a_label_is_the_number_alone() -> None:
    found = find_quantities_under_label("12,5", "EUR", Decimal(10**6))
    assert Text("budget", "12,5", found, None, 1).reach(found[0]) == len("12,5")
