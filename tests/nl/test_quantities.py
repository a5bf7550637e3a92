"""Sentences by class: what is found is exactly what the case says, spans included."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pipeline.nl import check_reading, find_quantities, find_quantities_under_label
from tests.nl.cases import expected, found, marked, rows

CASES = rows("quantities.jsonl") + marked("prose.tsv")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert found(case["text"]) == expected(case)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_second_reading_agrees(case: dict[str, Any]) -> None:
    for q in find_quantities(case["text"]):
        assert check_reading(q.surface, q.kind, q.value, q.low, q.high, q.unit, scale=q.label_scale), q


@pytest.mark.parametrize("case", [c for c in CASES if any("approx" in e for e in c["expected"])], ids=lambda c: c["id"])
def test_approximator(case: dict[str, Any]) -> None:
    stated = [item.get("approx") for item in case["expected"]]
    approx = [quantity.approx for quantity in find_quantities(case["text"])]
    assert [a for a, s in zip(approx, stated, strict=True) if s] == [s for s in stated if s]


def test_known_failures_are_these_and_no_others() -> None:
    """Each text reads as the file says; a change for better or worse shows here."""
    for case in rows("known_failures.jsonl"):
        assert found(case["text"]) == expected(case), case["text"]


def test_every_class_has_cases() -> None:
    classes = Counter(case["class"] for case in CASES)
    assert sum(classes.values()) >= 300
    assert min(classes.values()) >= 3
    assert classes["trap"] >= 50


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Er komen 6000 fiets-\nstalplaatsen bij.", "fietsstalplaatsen"),
        ("Ongeveer 4.500 sociale huurwoningen", "sociale huurwoningen"),
        ("Er zijn 1960 niet-gesubsidieerde plaatsen.", "niet-gesubsidieerde plaatsen"),
        ("1700 nieuwe of vernieuwde bedden", "nieuwe of vernieuwde bedden"),
        ("12 bussen rijden", "bussen"),
        ("Het waren er 12 in mei", None),
    ],
)
def test_counted_noun(text: str, counted: str | None) -> None:
    assert find_quantities(text)[0].counted == counted


def test_to_dict_is_ready_for_json_and_exact_for_whole_numbers() -> None:
    (quantity,) = find_quantities("€ 1.234.567.890.123")
    assert quantity.to_dict() == {
        "start": 0, "end": 19, "surface": "€ 1.234.567.890.123", "kind": "money", "value": 1234567890123,
        "low": None, "high": None, "unit": "EUR", "approx": None, "counted": None,
    }  # fmt: skip


def test_bad_arguments_are_said_in_one_line() -> None:
    with pytest.raises(TypeError, match=r"^a text \(str\) is read, not NoneType$"):
        find_quantities(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^unit takes a code such as EUR"):
        find_quantities_under_label("12,5", "euro")
    for scale in ("x", 0, -1, float("nan")):
        with pytest.raises(ValueError, match=r"^scale takes a number above 0"):
            find_quantities_under_label("12,5", "EUR", scale)  # type: ignore[arg-type]
