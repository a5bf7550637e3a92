"""Every rule was seen to fail: on its planted defect, and with it only the rules that the case states."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pipeline.validate import Quality, Suite, Verdict, validate
from tests.validate.dataset import dataset
from tests.validate.planting import CASES, is_alone, plant, stacked

TOGETHER = [case for case in CASES if not is_alone(case)]
ALONE = [case for case in CASES if is_alone(case)]


def by_rule(case: dict[str, Any]) -> str:
    return str(case["rule"])


@pytest.fixture(scope="module")
def stack(suites: dict[str, Suite]) -> Quality:
    return validate(stacked(TOGETHER), suites)


def test_a_right_dataset_meets_every_rule(suites: dict[str, Suite]) -> None:
    quality = validate(dataset(), suites)
    assert [outcome.rule for outcome in quality.rules if outcome.verdict is not Verdict.met] == []
    assert quality.exit_code == 0
    assert quality.quarantine == ()


def test_every_rule_has_its_planted_defect(suites: dict[str, Suite]) -> None:
    rules = [f"{name}.{rule.meta.id}" for name, suite in suites.items() for rule, _ in suite.rules]
    assert Counter(rules) == Counter(map(by_rule, CASES))


@pytest.mark.parametrize(("number", "case"), list(enumerate(TOGETHER)), ids=map(by_rule, TOGETHER))
def test_planted_in_rows(number: int, case: dict[str, Any], stack: Quality) -> None:
    caught = {
        outcome.rule
        for outcome in stack.rules
        if any(edition.startswith(f"{number:03}:") for edition in outcome.editions)
    }
    assert caught == {case["rule"], *case.get("also", [])}


def test_no_rule_crashes_on_defects(stack: Quality) -> None:
    assert {outcome.verdict for outcome in stack.rules} == {Verdict.unmet, Verdict.met}


@pytest.mark.parametrize("case", ALONE, ids=by_rule)
def test_planted_in_whole_tables(case: dict[str, Any], suites: dict[str, Suite]) -> None:
    quality = validate(plant(dataset(), case["plant"]), suites)
    unmet = {outcome.rule for outcome in quality.rules if outcome.verdict is Verdict.unmet}
    assert unmet == {case["rule"], *case.get("also", [])}
    assert {outcome.verdict for outcome in quality.rules} <= {Verdict.met, Verdict.unmet, Verdict.skipped}
    assert {edition.status.value for edition in quality.editions.values()} <= {"failed", "passed"}


def test_a_critical_rule_fails_its_edition_and_no_other(suites: dict[str, Suite], stack: Quality) -> None:
    severities = {f"{name}.{rule.meta.id}": rule.severity for name, suite in suites.items() for rule, _ in suite.rules}
    for number, case in enumerate(TOGETHER):
        rules = {case["rule"], *case.get("also", [])}
        failing = {rule for rule in rules if severities[rule] == "critical"}
        editions = {name: edition for name, edition in stack.editions.items() if name.startswith(f"{number:03}:")}
        found = {rule for edition in editions.values() for rule in edition.failing}
        assert found == failing, case["rule"]
        assert any(edition.status == "failed" for edition in editions.values()) == bool(failing), case["rule"]
