"""The judge: each part of the score is tripped by a defect planted in a good reading; cells read otherwise wait for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.models import Block, BlockKind, Blocks, BoxField, Severity
from pipeline.profile import known_profiles
from pipeline.segment.choose import choose
from pipeline.segment.judge import FLOOR, WEIGHTS, Reading, fit, judge, weak
from tests.cases.make import pdf_brochure
from tests.cases.rooms import blocks_of

PROFILE = known_profiles()[0]
Change = Callable[[list[Block]], list[Block]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Blocks:
    return blocks_of(tmp_path_factory.mktemp("judge"), pdf_brochure())


def reading(blocks: Sequence[Block], boxes: str = "frames", order: str = "columns") -> Reading:
    return Reading(boxes, order, [], blocks, [])


def of_boxes(change: Callable[[tuple[BoxField, ...]], tuple[BoxField, ...]], *, every: int = 1) -> Change:
    def changed(blocks: list[Block]) -> list[Block]:
        boxes = [block for block in blocks if block.kind is BlockKind.info_box][::every]
        return [replace(block, fields=change(block.fields)) if block in boxes else block for block in blocks]

    return changed


def of_texts(change: Callable[[Block], Block | None], *, every: int = 1) -> Change:
    def changed(blocks: list[Block]) -> list[Block]:
        texts = [block for block in blocks if block.rule == "description"][::every]
        return [new for block in blocks if (new := change(block) if block in texts else block)]

    return changed


def rotated(fields: tuple[BoxField, ...]) -> tuple[BoxField, ...]:
    values = [field.value for field in fields]
    return tuple(replace(field, value=value) for field, value in zip(fields, [*values[1:], values[0]], strict=True))


def without_axes(blocks: list[Block]) -> list[Block]:
    return [replace(block, axis="") if block.kind is BlockKind.title else block for block in blocks]


def with_larger_titles(blocks: list[Block]) -> list[Block]:
    """Every second title in the style of the running text."""
    style = next(block for block in blocks if block.rule == "description").lines[0][0].style
    titles = [block for block in blocks if block.kind is BlockKind.title][::2]
    return [
        replace(block, lines=tuple(tuple(replace(word, style=style) for word in line) for line in block.lines))
        if block in titles
        else block
        for block in blocks
    ]


def goal_as_sentence(fields: tuple[BoxField, ...]) -> tuple[BoxField, ...]:
    *rest, goal = fields
    last = goal.value[-1][-1]
    text = last.text.rstrip(".") if last.text.endswith(".") else f"{last.text}."
    return (*rest, replace(goal, value=(*goal.value[:-1], (*goal.value[-1][:-1], replace(last, text=text)))))


def with_hole(block: Block) -> Block:
    line = block.lines[0]
    half = len(line) // 2
    moved = tuple(replace(word, x0=word.x0 + 90, x1=word.x1 + 90) for word in line[half:])
    return replace(block, lines=((*line[:half], *moved), *block.lines[1:]))


def with_label(block: Block) -> Block:
    first = block.lines[-1][0]
    return replace(block, lines=(*block.lines, (replace(first, text="EINDDOEL:"), replace(first, text="een"))))


DEFECTS: dict[str, Change] = {
    "values": of_boxes(rotated),
    "boxes": of_boxes(lambda fields: fields[:1], every=2),
    "titles": lambda blocks: [b for b in blocks if b.kind is not BlockKind.title or b.number % 2],
    "texts": of_texts(lambda block: replace(block, lines=(*block.lines[:-1], block.lines[-1][:-1]))),
    "goals": of_boxes(goal_as_sentence, every=2),
    "axes": without_axes,
    "nothing left over": of_texts(with_label),
    "styles": with_larger_titles,
    "lines": of_texts(with_hole),
}


@pytest.mark.parametrize("part", WEIGHTS)
def test_each_part_is_tripped_by_its_defect(good: Blocks, part: str) -> None:
    before = judge(reading(good.blocks), PROFILE, good.styles)
    after = judge(reading(DEFECTS[part](list(good.blocks))), PROFILE, good.styles)
    assert after.parts[part] < 0.9 * before.parts[part]
    assert after.score < before.score


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_no_weight_makes_a_spoilt_reading_the_better_one(
    good: Blocks, monkeypatch: pytest.MonkeyPatch, weight: str, factor: float
) -> None:
    monkeypatch.setitem(WEIGHTS, weight, WEIGHTS[weight] * factor)
    for spoil in DEFECTS.values():
        best, _, _ = choose(
            [reading(spoil(list(good.blocks))), reading(good.blocks, "neighbours")], PROFILE, good.styles
        )
        assert best.blocks == good.blocks


def test_a_bad_reading_is_below_the_floor_and_says_why(good: Blocks) -> None:
    assert not weak(judge(reading(good.blocks), PROFILE, good.styles))
    spoilt = list(good.blocks)
    for part in ("values", "texts", "axes", "titles"):
        spoilt = DEFECTS[part](spoilt)
    verdict = judge(reading(spoilt), PROFILE, good.styles)
    (finding,) = weak(verdict)
    assert verdict.score < FLOOR
    assert finding.severity is Severity.person
    assert "axes" in finding.message


def test_a_cell_that_readers_of_the_same_rank_read_otherwise_waits_for_a_person(
    good: Blocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shorter(fields: tuple[BoxField, ...]) -> tuple[BoxField, ...]:
        *rest, goal = fields
        return (*rest, replace(goal, value=(goal.value[0][:-1], *goal.value[1:])))

    boxes = [block for block in good.blocks if block.kind is BlockKind.info_box]
    other = [replace(block, fields=shorter(block.fields)) if block is boxes[0] else block for block in good.blocks]
    best, judgements, findings = choose([reading(good.blocks), reading(other, "neighbours")], PROFILE, good.styles)
    assert best.blocks == good.blocks
    assert len(judgements) == 2
    (finding,) = findings
    assert (finding.rule, finding.severity) == ("readers_differ", Severity.person)
    assert finding.message.count("“") == 2
    assert not choose([reading(good.blocks), reading(good.blocks, "neighbours")], PROFILE, good.styles)[2]
    assert not choose([reading(good.blocks), reading(other)], PROFILE, good.styles)[2], (
        "one reader cannot differ from itself"
    )
    monkeypatch.setitem(choose.__globals__, "NEAR", -1.0)  # a reading that is much worse is not asked
    assert not choose([reading(good.blocks), reading(other, "neighbours")], PROFILE, good.styles)[2]


@pytest.mark.parametrize(
    ("text", "label", "kind", "least", "most"),
    [
        ("€ 12.500.000", "BUDGET", "money", 1.0, 1.0),
        ("12,5", "BUDGET (IN MILJOEN EURO)", "money", 1.0, 1.0),
        ("€", "BUDGET", "money", 0.0, 0.0),
        ("–", "BUDGET", "money", 0.5, 0.9),
        ("€ 5 miljoen Wallonië", "BUDGET", "money", 0.3, 0.6),
        ("nog te bepalen", "BUDGET", "money", 0.5, 0.9),
        ("Wallonië", "BUDGET", "money", 0.0, 0.1),
        ("Vlaanderen en Wallonië", "OVERHEID", "authority", 1.0, 1.0),
        ("€ 5 miljoen", "OVERHEID", "authority", 0.0, 0.3),
        ("Stad Nergens", "OVERHEID", "authority", 0.2, 0.6),
        ("Dertig nieuwe sluizen", "EINDDOEL", "text", 1.0, 1.0),
        ("€ 5 miljoen", "EINDDOEL", "text", 0.0, 0.3),
        ("Wallonië", "EINDDOEL", "text", 0.0, 0.3),
        ("\ue0a1 Dertig nieuwe sluizen", "EINDDOEL", "text", 0.0, 0.5),
    ],
)
def test_how_well_a_text_is_a_value(text: str, label: str, kind: str, least: float, most: float) -> None:
    assert least <= fit(text, label, kind, PROFILE) <= most


def test_the_judgements_travel_with_the_blocks(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path, pdf_brochure())
    assert blocks.judgements[0].reading == "boxes by frames, order by columns"
    assert set(blocks.judgements[0].parts) == set(WEIGHTS)
