"""Annotations of GitHub Actions: where it runs, in its form, no more than it shows; and nothing of the kind elsewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotate import SHOWN, annotate
from tests.cases.make import text_brochure, with_first
from tests.cases.notes import noted
from tests.conftest import Brochure
from tests.test_cli import edit, run

LINE = re.compile(r"::(error|warning) (?:file=([^:,\r\n]+),)?title=([^:,\r\n]+)::([^\r\n]+)")


def rule(name: str, verdict: str = "unmet", severity: str = "critical") -> dict[str, Any]:
    return {"rule": name, "verdict": verdict, "severity": severity, "reason": "A reason."}


def row(name: str, **cells: str) -> dict[str, str]:
    return {"rule": name, "edition": "2031-nl", "key": "pont", "value": "end=2020", "hint": "Look.", **cells}


def test_an_annotation_names_rule_row_reason_and_fix() -> None:
    rules = {"rules": [rule("projects.end_format"), rule("axes.tidy", severity="warning"), rule("axes.key", "met")]}
    lines = annotate(rules, [row("projects.end_format"), row("axes.tidy", key="Water")], [], "extracted/tables")
    assert lines == [
        "::error file=extracted/tables/projects.csv,title=projects.end_format::2031-nl: pont: end=2020. A reason. Look.",
        "::warning file=extracted/tables/axes.csv,title=axes.tidy::2031-nl: Water: end=2020. A reason. Look.",
    ]


def test_signs_with_a_meaning_are_written_otherwise() -> None:
    said = row("projects.end_format", value="100% ::error::\r\nx, y")
    (line,) = annotate({"rules": [rule("projects.end_format")]}, [said], [], "uit, nu: 5%")
    assert line.startswith("::error file=uit%2C nu%3A 5%25/projects.csv,title=projects.end_format::")
    assert "100%25 ::error::%0D%0Ax, y" in line
    assert LINE.fullmatch(line)


def test_no_more_than_are_shown() -> None:
    names = [f"projects.rule_{number}" for number in range(SHOWN + 5)]
    several = {"rules": [rule(name) for name in names] + [rule(f"axes.{name}", severity="warning") for name in names]}
    lines = annotate(several, [row(name) for name in names], [], "tables")
    assert [line.split()[0] for line in lines] == ["::error"] * SHOWN + ["::warning"] * SHOWN
    assert lines[SHOWN - 1].startswith("::error title=more::and 6 more errors")
    many = annotate({"rules": [rule("projects.key")]}, [row("projects.key", key=name) for name in names], [], "tables")
    assert "and 12 more." in many[0]


@pytest.mark.parametrize(
    ("verdict", "severity", "kind"),
    [
        ("crashed", "info", "error"),
        ("skipped", "warning", "error"),
        ("unmet", "critical", "error"),
        ("unmet", "warning", "warning"),
    ],
)
def test_severities(verdict: str, severity: str, kind: str) -> None:
    (line,) = annotate({"rules": [rule("projects.key", verdict, severity)]}, [], [], "tables")
    found = LINE.fullmatch(line)
    assert found
    assert found[1] == kind
    assert annotate({"rules": [rule("projects.key", "unmet", "info")]}, [], [], "tables") == []


def annotated(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith("::")]


def test_where_github_runs_and_nowhere_else(
    brochure: Brochure, earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Path(shutil.copytree(earlier, tmp_path / "repo" / "out"))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    edit(out, "12500000", "999")
    silent = brochure("validate", "--out", out)
    assert (silent.code, annotated(silent.err + silent.out)) == (5, [])
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "repo"))
    told = brochure("validate", "--out", out)
    lines = annotated(told.err)
    assert (told.code, told.out) == (5, "")
    assert all(LINE.fullmatch(line) for line in lines)
    assert any(
        line.startswith("::error file=out/tables/projects.csv,title=projects.budget_is_its_quantity::2031-nl: veerpont")
        for line in lines
    )


def test_a_person_is_an_error_too(brochure: Brochure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    text = text_brochure(with_first(budget="USD 5.000.000"))
    result = run(brochure, tmp_path / "in", noted("plan.txt", text), "--out", tmp_path / "out", "--json")
    (line,) = annotated(result.err)
    assert result.code == 4
    assert "title=budget_not_read::2031-nl, plan.txt, page 1: " in line
    assert result.out.startswith("{")
