"""One wrong character in a value of a whole brochure: what is published is what is printed, or a person is asked."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from pipeline.models import Row, Tables
from tests.cases.make import PROJECTS, text_brochure
from tests.cases.rooms import tables_of
from tests.nl.test_whole import CHARACTERS, skeleton

FIELDS = ("budget", "authority", "end_goal", "title")
SAME = ("axis", "title", "budget_eur", "authorities", "end_goal")


def mutated(text: str, random: Random) -> str:
    """``text`` with a character put in, taken out, exchanged or moved."""
    at, to, char = random.randrange(len(text)), random.randrange(len(text)), random.choice(CHARACTERS)
    without = text[:at] + text[at + 1 :]
    moved = without[:to] + text[at] + without[to:]
    return random.choice([text[:at] + char + text[at:], without, text[:at] + char + text[at + 1 :], moved])


def told(row: Row) -> dict[str, str]:
    return {column: row[column] for column in SAME}


def bare(text: str) -> str:
    return "".join(char for char in text if char.isprintable() and not char.isspace() and char != "\u00ad")


def rows(tables: Tables) -> list[Row]:
    return sorted(tables["projects"], key=lambda row: (row["page"], row["description"]))


@pytest.mark.parametrize("seed", range(16))
def test_one_wrong_character_in_a_value(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    field = random.choice(("budget", *FIELDS))
    number = random.randrange(len(PROJECTS))
    printed = str(getattr(PROJECTS[number], field))
    wrong = mutated(printed, random)
    text = text_brochure()
    whole = "\n".join(line if line != printed else wrong for line in text.split("\n"))
    found, right = tables_of(tmp_path, whole), tables_of(tmp_path, text)
    if whole == text or any(row["severity"] == "person" for row in found["findings"]):
        return
    column = {"budget": "budget_eur", "authority": "authorities"}.get(field, field)
    for row, before in zip(rows(found), rows(right), strict=True):
        differing = {name for name in SAME if row[name] != before[name]}
        assert differing <= {column}, (printed, wrong, told(row), told(before))
        if differing and field == "budget":
            assert skeleton(wrong) == skeleton(printed), (printed, wrong, row["budget_eur"])
        elif differing and field in ("title", "end_goal"):
            assert bare(row[column]) == bare(wrong)
