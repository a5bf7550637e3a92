"""Running numbers before titles, and stops after them, are parted from the names; what belongs to a name stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases.make import PROJECTS, pdf_brochure, text_brochure
from tests.cases.rooms import tables_of


def counted(numbers: Sequence[str]) -> list[object]:
    return [
        replace(project, title=f"{number}{project.title}") for number, project in zip(numbers, PROJECTS, strict=True)
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1. ", "2. ", "3. ", "4. "),
        ("1.1 ", "1.2 ", "2.1 ", "2.2 "),
        ("Project 1: ", "Project 2: ", "Project 3: ", "Project 4: "),
        ("7 ", "8 ", "9 ", "10 "),
    ],
)
@pytest.mark.parametrize("make", [pdf_brochure, text_brochure])
def test_running_numbers_are_no_part_of_a_title(tmp_path: Path, make: object, numbers: tuple[str, ...]) -> None:
    tables = tables_of(tmp_path, make(counted(numbers)))  # type: ignore[operator]
    assert [row["title"] for row in tables["projects"]] == [project.title for project in PROJECTS]
    kept = [row["text"] for row in tables["ledger"] if row["fate"] == "label"]
    assert all(any(number.split()[0] in text for text in kept) for number in numbers)


@pytest.mark.parametrize("numbers", [("100 ", "35 ", "7 ", "12 "), ("1. ", "", "", ""), ("3 ", "3 ", "3 ", "3 ")])
def test_numbers_that_do_not_go_on_belong_to_the_names(tmp_path: Path, numbers: tuple[str, ...]) -> None:
    tables = tables_of(tmp_path, pdf_brochure(counted(numbers)))  # type: ignore[arg-type]
    assert [row["title"] for row in tables["projects"]] == [
        f"{n}{p.title}" for n, p in zip(numbers, PROJECTS, strict=True)
    ]


@pytest.mark.parametrize("stop", [".", ":", " –"])
@pytest.mark.parametrize("stopped", [4, 1])
def test_a_stop_after_every_title_is_no_part_of_the_names(tmp_path: Path, stop: str, stopped: int) -> None:
    """After a single one it is."""
    projects = [replace(p, title=p.title + stop * (number < stopped)) for number, p in enumerate(PROJECTS)]
    tables = tables_of(tmp_path, pdf_brochure(projects))
    wanted = PROJECTS if stopped == 4 else projects
    assert [row["title"] for row in tables["projects"]] == [project.title for project in wanted]
