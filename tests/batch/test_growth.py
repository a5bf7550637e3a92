"""Growth: what a longer brochure costs. Counted in calls, not in seconds, so that a busy machine says the same."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from tests.cases.make import AXES, PROJECTS, Project, text_brochure, with_first
from tests.cases.rooms import records_of

NOUNS = (
    "haven kade sluis brug fiets bus trein school zorg bos water dijk straat plein licht warmte netwerk boer".split()
)


def projects(count: int) -> list[Project]:
    """So many projects, all on the pages of their axes."""
    made: list[Project] = []
    for number in range(count):
        thing, other = NOUNS[number % len(NOUNS)], NOUNS[number * 7 % 17]
        made.append(
            replace(
                PROJECTS[number % len(PROJECTS)],
                axis=AXES[number % len(AXES)].name,
                title=f"Nieuwe {thing} en {other} in fase {number}",
                description=f"De {thing} wordt bij de {other} gebouwd. In wijk {number} komt er ook een {other} bij.",
                end_goal=f"Een {thing} met een {other} in wijk {number} is klaar.",
            )
        )
    return made


def words(count: int) -> list[Project]:
    """A first project with a description of so many words."""
    return with_first(description=" ".join(f"{NOUNS[at % 18]}{'.' if at % 12 == 11 else ''}" for at in range(count)))


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of C among them."""
    count = 0

    def counted(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def costs(folder: Path, make: Callable[[int], list[Project]], sizes: tuple[int, int]) -> list[int]:
    texts = [text_brochure(make(size)) for size in sizes]
    records_of(folder, texts[0])  # what is imported and remembered once
    return [calls(lambda text=text: records_of(folder, text)) for text in texts]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("make", "sizes"),
    [
        (words, (400, 2000)),
        pytest.param(projects, (60, 300), marks=pytest.mark.slow),
        pytest.param(words, (2000, 10000), marks=pytest.mark.slow),
    ],
    ids=["2000 words", "300 projects", "10000 words"],
)
def test_the_cost_grows_as_the_brochure_does(
    tmp_path: Path, make: Callable[[int], list[Project]], sizes: tuple[int, int]
) -> None:
    few, many = costs(tmp_path, make, sizes)
    assert many <= 1.2 * few * sizes[1] / sizes[0], (few, many)


@pytest.mark.parametrize("letter", ["x", "."], ids=["a word", "a leader"])
def test_a_long_word_costs_as_much_as_it_is_long(tmp_path: Path, letter: str) -> None:
    """Patterns that try at each letter what they tried at the one before do so in one call: here the time tells."""

    def seconds(length: int) -> float:
        text = text_brochure(with_first(description=f"De brug wordt gebouwd. {letter * length} Daarna is ze klaar."))
        began = time.process_time()
        records_of(tmp_path, text)
        return time.process_time() - began

    seconds(10)
    assert seconds(60_000) < 6 * seconds(20_000) + 1.0  # nine times as much where it is quadratic
