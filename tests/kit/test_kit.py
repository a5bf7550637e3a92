"""The kit is true to itself: what its gold says is printed, the same seed gives the same bytes, topics differ."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from tests.kit import CLASSES, engines_available, make
from tests.kit.content import BUDGETS, KIND, KNOWN_AXES, Topic, axes, brochure
from tests.kit.gold import page_texts, squash
from tests.kit.registry import PLACED
from tests.kit.small import page_pdf, rect

TOPICS = [t for _, topics in axes().values() for t in topics]
FAST = (
    "below",
    "spread",
    "collected-foot",
    "columns-3",
    "table-head",
    "torn",
    "twins",
    "orphan-box",
    "form",
    "cropped",
)
SYSTEM = ("weasyprint", "chromium", "libreoffice")


def grams(s: str) -> set[str]:
    flat = squash(s)
    return {flat[i : i + 5] for i in range(len(flat) - 4)}


def test_topics_are_many_and_no_two_alike() -> None:
    assert len(TOPICS) >= 80
    assert len(axes()) >= 8
    assert tuple(axes())[:5] == KNOWN_AXES
    assert len({t.id for t in TOPICS}) == len(TOPICS) == len({t.title for t in TOPICS})
    cut = {t.id: grams(t.text) for t in TOPICS}
    for a, b in combinations(cut, 2):
        assert len(cut[a] & cut[b]) / min(len(cut[a]), len(cut[b])) < 0.3, (a, b)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.id)
def test_topic(topic: Topic) -> None:
    text, goal = topic.text, topic.goal
    assert 3 <= len(re.findall(r"[.?!](?=\s|$)", text)) <= 8
    assert len({k.lower() for k in KIND.findall(text)}) <= 1
    assert squash(goal) not in squash(text)
    assert grams(goal) & grams(topic.title + " " + text), "an end goal must share something with its project"


@pytest.mark.parametrize(
    ("form", "eur", "printed"),
    [
        ("dots", 12_500_000, "€ 12.500.000"),
        ("cents", 12_500_000, "EUR 12.500.000,00"),
        ("spaces", 12_500_000, "12 500 000 euro"),
        ("scale", 99_700_000, "€ 99,7 miljoen"),
        ("scale", 1_200_000_000, "€ 1,2 miljard"),
        ("short", 99_700_000, "99,7 mln. euro"),
        ("scale-after", 1_234_567, "€ 1.234.567"),  # no scaled form is exact
    ],
)
def test_budget(form: str, eur: int, printed: str) -> None:
    assert BUDGETS[form](eur) == printed


@pytest.mark.parametrize("engine", [*PLACED, "typst", "own"])
def test_same_seed_same_bytes(engine: str, tmp_path: Path) -> None:
    cls = "text-formfeed" if engine == "own" else "collected-foot"
    first, second = (make(cls, engine, 5, tmp_path / name) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    assert first.with_suffix("").with_suffix(".gold.json").read_bytes() == gold_path(second).read_bytes()


def gold_path(path: Path) -> Path:
    return path.with_name(path.stem + ".gold.json")


@pytest.mark.parametrize("engine", [*PLACED, "typst"])
@pytest.mark.parametrize("cls", FAST)
def test_made_brochure_is_true(cls: str, engine: str, tmp_path: Path) -> None:
    """``make`` itself refuses values that are not printed; here: pages, records and what is expected."""
    if engine not in CLASSES[cls].engines:
        pytest.skip("not a class of this engine")
    path = make(cls, engine, 3, tmp_path)
    gold = json.loads(gold_path(path).read_text(encoding="utf-8"))
    pages = [squash(p) for p in page_texts(path)]
    assert gold["pages"] == len(pages)
    assert bool(gold["records"]) != (gold.get("expect", {}).get("exit") == 3)
    for r in gold["records"]:
        assert squash(r["title"]) in pages[r["page"] - 1]
        assert r["end_goal"] is None or r["box_page"] in range(1, len(pages) + 1)


@pytest.mark.system
@pytest.mark.parametrize("engine", SYSTEM)
def test_system_engine(engine: str, tmp_path: Path) -> None:
    if engine not in engines_available():
        pytest.skip(f"{engine} is not here")
    assert make("margin-right", engine, 1, tmp_path).stat().st_size > 2000


def test_twins_are_refused_and_their_boxes_listed(tmp_path: Path) -> None:
    gold = json.loads(gold_path(make("twins", "reportlab", 2, tmp_path)).read_text(encoding="utf-8"))
    refused = [r for r in gold["records"] if r["id"] in gold["expect"]["refused"]]
    assert len(refused) == len(gold["undecidable_boxes"]) == 2
    assert all(r["budget_eur"] is None and r["end_goal"] is None for r in refused)
    assert len({b["end_goal"] for b in gold["undecidable_boxes"]}) == 1


def test_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not set by own"):
        make("below", "own", 1, tmp_path)


def test_brochure_keeps_to_its_axes() -> None:
    made = brochure(Random(1), per_axis=(2, 3))
    assert tuple(a.name for a in made.axes) == KNOWN_AXES
    assert all(2 <= len(made.of(a)) <= 3 for a in made.axes)


def test_small_page(tmp_path: Path) -> None:
    data = page_pdf([rect(40, 40, 200, 80), (50, 50, "BUDGET", "bold", 9), (50, 62, "€ 1.000.000")], size=(300, 200))
    (tmp_path / "small.pdf").write_bytes(data)
    assert squash(page_texts(tmp_path / "small.pdf")[0]) == "budget€1.000.000"
    assert data == page_pdf(
        [rect(40, 40, 200, 80), (50, 50, "BUDGET", "bold", 9), (50, 62, "€ 1.000.000")], size=(300, 200)
    )
