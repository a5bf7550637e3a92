"""The loader closes every trap by which a suite could be weaker than it looks."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.models import TABLES
from pipeline.validate import Suite, load_suites
from pipeline.validate import suites as loader
from pipeline.validate.engine import ExpectationSuite
from pipeline.validate.rules import RowsExpectation
from tests.validate.conftest import EXPECTATIONS

DEFECTIVE: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "suites.json").read_bytes())


@pytest.mark.parametrize("case", DEFECTIVE, ids=lambda case: case["what"])
def test_a_defective_suite_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "expectations"
    shutil.copytree(EXPECTATIONS, folder)
    _spoil(folder / case["file"], case)
    with pytest.raises(UsageError) as error:
        load_suites(folder)
    message = str(error.value)
    assert case["says"] in message
    assert case["file"] in message
    assert "\n" not in message


def _spoil(file: Path, case: dict[str, Any]) -> None:
    if case.get("delete"):
        file.unlink()
    elif "content" in case:
        file.write_text(case["content"], "utf-8")
    else:
        old, new = case["replace"]
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")


def test_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder of expectations"):
        load_suites(tmp_path / "nowhere")


def test_a_rule_lost_by_the_library_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(ExpectationSuite):
        def __init__(self, name: str, expectations: list[Any]) -> None:
            super().__init__(name=name, expectations=expectations[:-1])

    monkeypatch.setattr(loader, "ExpectationSuite", Forgetful)
    with pytest.raises(UsageError, match="1 rules are lost on loading"):
        load_suites(EXPECTATIONS)


def test_the_library_drops_an_unknown_rule_in_silence() -> None:
    """The trap itself: once this fails, the library has become strict and the comparison may go."""
    rule = {"type": "expect_nothing_known", "kwargs": {}, "severity": "critical", "meta": {}}
    assert ExpectationSuite(name="trap", expectations=[rule]).expectations == []


def test_a_suite_for_each_table_with_its_schema_rule(suites: dict[str, Suite]) -> None:
    assert list(suites) == list(TABLES)
    assert {name: suite.rules[0][0].meta.id for name, suite in suites.items()} == dict.fromkeys(TABLES, "schema")


def test_the_readme_describes_each_kind_of_ours() -> None:
    def kinds(base: Any) -> set[str]:
        found = {kind.expectation_type for kind in base.__subclasses__()} - {""}
        return found.union(*(kinds(kind) for kind in base.__subclasses__()))

    table = (EXPECTATIONS / "README.md").read_text("utf-8").split("Our own")[1]
    assert set(re.findall(r"^\| `(expect_[a-z_]+)`", table, re.MULTILINE)) == kinds(RowsExpectation)


def test_every_rule_explains_itself(suites: dict[str, Suite]) -> None:
    rules = [rule for suite in suites.values() for rule, _ in suite.rules]
    assert len(rules) >= 40
    for rule in rules:
        assert len(rule.meta.reason.split()) >= 4, rule.meta.id
        assert rule.meta.hint.endswith((".", "?")), rule.meta.id
