"""What changed between two editions: the same projects are found under other names, and nothing is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.diff import diff, markdown
from pipeline.errors import UsageError
from tests.cases.make import text_brochure, with_first
from tests.cases.notes import noted
from tests.cases.rooms import write
from tests.conftest import Brochure
from tests.diff.editions import pair, row, tables, topics

PAIRS = 240


def test_generated_editions_are_told_apart() -> None:
    right = decisions = 0
    invented: list[tuple[int, str, set[str]]] = []
    for seed in range(PAIRS):
        old, new, truth = pair(seed)
        found = diff(old, new)
        said = {match.old["project_id"]: match.new["project_id"] for match in found.pairs}
        right += sum(said.get(one) == other for one, other in truth.same.items())
        right += sum(lone.row["project_id"] in truth.removed for lone in found.removed)
        right += sum(lone.row["project_id"] in truth.added for lone in found.added)
        decisions += len(truth.same) + len(truth.removed) + len(truth.added)
        for match in found.pairs:
            if truth.same.get(match.old["project_id"]) == match.new["project_id"]:
                told = {change.field for change in match.changes}
                if told != truth.changed[match.new["project_id"]]:
                    invented.append((seed, match.new["project_id"], told ^ truth.changed[match.new["project_id"]]))
    assert decisions > 3000
    assert right >= 0.99 * decisions
    assert invented == []


@pytest.mark.parametrize("seed", range(5))
def test_an_edition_against_itself_is_empty(seed: int) -> None:
    old, *_ = pair(seed)
    found = diff(old, old)
    assert found.is_empty
    assert "Nothing differs." in markdown(found)


def test_a_change_has_both_values_quotes_and_pages() -> None:
    topic = topics()[0]
    before, after = (
        row(topic, "2023-nl"),
        {**row(topic, "2024-nl"), "budget_eur": "150", "budget_printed": "€ 150", "page": "4"},
    )
    before |= {"budget_eur": "100", "budget_printed": "€ 100"}
    found = diff(tables([before], "2023-nl"), tables([after], "2024-nl"))
    (match,) = found.changed
    (change,) = match.changes
    assert (change.field, change.old.value, change.new.value) == ("budget_eur", "100", "150")
    assert (change.amount, change.percent) == ("+50", "+50.0")
    (printed,) = match.drift
    assert (printed.old.quote, printed.new.quote, printed.new.page) == ("€ 100", "€ 150", "4")
    assert [change.amount for change in found.totals if change.field == "all projects: budget_eur"] == ["+50"]
    assert "| budget\\_eur | € 100 | € 150 | +€ 50 (+50.0 %) |" in markdown(found)


def test_print_is_told_apart_from_content() -> None:
    topic = topics()[0]
    after = {**row(topic, "2024-nl"), "title": topic.title.upper(), "description": topic.text.replace(" ", "  ", 1)}
    found = diff(tables([row(topic, "2023-nl")], "2023-nl"), tables([after], "2024-nl"))
    assert not found.changed
    assert {change.field for change in found.pairs[0].drift} == {"title", "description"}
    assert "How it is printed" in markdown(found)


def test_a_person_settles_who_is_who() -> None:
    one, other = topics()[0], topics()[40]
    old, new = tables([row(one, "2023-nl")], "2023-nl"), tables([row(other, "2024-nl")], "2024-nl")
    assert not diff(old, new).pairs
    (match,) = diff(old, new, formerly={other.id: one.id}).pairs
    assert (match.how, match.is_sure) == ("decided", True)
    assert not diff(old, tables([row(one, "2024-nl")], "2024-nl"), formerly={one.id: ""}).pairs


def test_text_of_a_brochure_is_no_markup_of_the_report() -> None:
    topic = topics()[0]
    after = {**row(topic, "2024-nl"), "title": "a | b <script> *c* [d](e)"}
    text = markdown(diff(tables([row(topic, "2023-nl")], "2023-nl"), tables([after], "2024-nl")))
    assert "a \\| b &lt;script&gt; \\*c\\* \\[d\\](e)" in text


def test_several_editions_want_a_name() -> None:
    old, new, _ = pair(1)
    both = {name: old[name] + new[name] for name in old}
    with pytest.raises(UsageError, match="several editions"):
        diff(both, new)
    assert diff(both, both, ("2023-nl", "2023-nl")).is_empty
    with pytest.raises(UsageError, match="no such edition"):
        diff(both, new, ("2022-nl", ""))


def test_the_command_reads_folders(brochure: Brochure, earlier: Path, tmp_path: Path) -> None:
    path, *_ = write(tmp_path, noted("plan.txt", text_brochure(with_first(budget="€ 99.000.000"))))
    assert brochure("run", path, "--out", tmp_path / "out").code == 0
    result = brochure("diff", earlier, tmp_path / "out" / "dataset")
    assert (result.code, result.err) == (0, "")
    assert "0 added, 0 removed, 0 renamed, 1 changed" in result.out
    assert "€ 99 000 000" in result.out
    told = json.loads(brochure("diff", earlier, tmp_path / "out", "--json").out)
    assert [change["field"] for change in told["changed"][0]["changes"]] == ["budget_eur"]
    assert "Nothing differs." in brochure("diff", earlier, earlier).out
    assert brochure("diff", earlier, tmp_path / "weg").code == 2
