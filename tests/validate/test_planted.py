"""Every rule was seen to fail: on its planted defect, and with it only the rules that the case states."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pipeline.models import Row
from pipeline.validate import Quality, Suite, Verdict, validate
from pipeline.validate.rules import Data
from pipeline.validate.rules.base import RowsExpectation
from pipeline.validate.suites import Rule
from tests.validate.dataset import dataset
from tests.validate.planting import CASES, is_alone, numbers, plant, stacked

TOGETHER = [case for case in CASES if not is_alone(case)]
ALONE = [case for case in CASES if is_alone(case)]


def by_rule(case: dict[str, Any]) -> str:
    return str(case["rule"])


@pytest.fixture(scope="module")
def stack(suites: dict[str, Suite]) -> Quality:
    return validate(stacked([plant(dataset(), case["plant"]) for case in TOGETHER]), suites)


@pytest.fixture(scope="module")
def caught(stack: Quality) -> dict[int, set[str]]:
    """Number of a case → the rules that name it."""
    found: dict[int, set[str]] = {}
    for outcome in stack.rules:
        for number in numbers(outcome.editions):
            found.setdefault(number, set()).add(outcome.rule)
    return found


def test_a_right_dataset_meets_every_rule(suites: dict[str, Suite]) -> None:
    quality = validate(dataset(), suites)
    assert [outcome.rule for outcome in quality.rules if outcome.verdict is not Verdict.met] == []
    assert quality.exit_code == 0
    assert quality.quarantine == ()


def test_every_rule_has_its_planted_defect(suites: dict[str, Suite]) -> None:
    rules = [f"{name}.{rule.meta.id}" for name, suite in suites.items() for rule, _ in suite.rules]
    planted = Counter(map(by_rule, CASES))
    assert set(rules) == set(planted)
    assert [rule for rule in rules if planted[rule] > 1 and not rule.endswith(".schema")] == []


@pytest.mark.parametrize(("number", "case"), list(enumerate(TOGETHER)), ids=map(by_rule, TOGETHER))
def test_planted_in_rows(number: int, case: dict[str, Any], caught: dict[int, set[str]]) -> None:
    assert caught[number] == {case["rule"], *case.get("also", [])}


def test_no_rule_crashes_on_defects(stack: Quality) -> None:
    assert {outcome.verdict for outcome in stack.rules} == {Verdict.unmet, Verdict.met}


def concerned(case: dict[str, Any], suites: dict[str, Suite]) -> dict[str, Suite]:
    """The suites with a rule that reads a table of the case: the others judge what is as it was, which meets every rule."""
    tables = {operation["table"] for operation in case["plant"]}
    return {name: suite for name, suite in suites.items() if any(tables & reads(name, *pair) for pair in suite.rules)}


def reads(name: str, rule: Rule, expectation: Any) -> set[str]:
    return {name, *getattr(expectation, "reads", ()), *filter(None, [rule.kwargs.get("table")])}


def test_a_rule_reads_the_tables_that_it_names(suites: dict[str, Suite]) -> None:
    """What is planted beside them cannot trip it. All may ask which editions there are, and what a person decided."""

    class Watched(dict[str, list[Row]]):
        def __getitem__(self, name: str) -> list[Row]:
            seen.add(name)
            return super().__getitem__(name)

    tables, seen = Watched(dataset()), set[str]()
    for name, suite in suites.items():
        for rule, expectation in suite.rules:
            if isinstance(expectation, RowsExpectation):
                seen.clear()
                list(expectation.failures(Data(suite.table, tables.get(name, []), tables)))
                assert seen <= {*reads(name, rule, expectation), "overrides"}, rule.meta.id


@pytest.mark.parametrize("case", ALONE, ids=by_rule)
def test_planted_in_whole_tables(case: dict[str, Any], suites: dict[str, Suite]) -> None:
    quality = validate(plant(dataset(), case["plant"]), concerned(case, suites))
    unmet = {outcome.rule for outcome in quality.rules if outcome.verdict is Verdict.unmet}
    assert unmet == {case["rule"], *case.get("also", [])}
    assert {outcome.verdict for outcome in quality.rules} <= {Verdict.met, Verdict.unmet, Verdict.skipped}
    assert {edition.status.value for edition in quality.editions.values()} <= {"failed", "passed"}


def test_a_critical_rule_fails_its_edition_and_no_other(suites: dict[str, Suite], stack: Quality) -> None:
    severities = {f"{name}.{rule.meta.id}": rule.severity for name, suite in suites.items() for rule, _ in suite.rules}
    for number, case in enumerate(TOGETHER):
        rules = {case["rule"], *case.get("also", [])}
        failing = {rule for rule in rules if severities[rule] == "critical"}
        editions = {name: edition for name, edition in stack.editions.items() if numbers([name]) == {number}}
        found = {rule for edition in editions.values() for rule in edition.failing}
        assert found == failing, case["rule"]
        assert any(edition.status == "failed" for edition in editions.values()) == bool(failing), case["rule"]
