"""Boxes that a break of column or page divides: a label, a value or a page number at the head of what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases.make import AXES, LABELS, PROJECTS, Draw, Project, Sheet, draw
from tests.segment.test_boxes import expected, values

Part = tuple[str, bool]  # words on a line of their own, and whether they are of a label
FOOT = 770


def parts(project: Project) -> list[Part]:
    """The lines of a box, its second label on two; the last value is wrapped where it is printed."""
    first, second = LABELS[1].split()
    return [
        (LABELS[0], True),
        (project.budget, False),
        (first, True),
        (second, True),
        (project.authority, False),
        (LABELS[2], True),
        (project.end_goal, False),
    ]


def print_parts(sheet: Sheet, x: float, y: float, shown: Sequence[Part], foot: bool = False) -> float:
    """Lines from ``y`` down; ``foot``: from ``y`` up."""
    y -= 14 * (len(shown) - 1) if foot else 0
    for text, is_label in shown:
        if is_label:
            sheet.text(x, y, text, 8, "Helvetica-Bold", "#0a5a8c")
            y += 14
        else:
            y = sheet.paragraph(x, y, text, 220, 9) + 2.3
    return y


def described(sheet: Sheet, x: float, y: float, project: Project) -> float:
    sheet.text(x, y, project.title, 13, "Helvetica-Bold")
    return sheet.paragraph(x, y + 18, project.description, 225) + 10


def whole(sheet: Sheet, x: float, y: float, project: Project) -> float:
    return print_parts(sheet, x, described(sheet, x, y, project), parts(project)) + 24


def divided(cut: int, projects: Sequence[Project], over: str, head: float = 100) -> list[Draw]:
    """The box of the second project divided after ``cut`` of its lines; what is left of it stands at the height ``head``."""
    first, second, third, fourth = projects
    shown = parts(second)

    def begin(sheet: Sheet) -> None:
        sheet.text(50, 40, AXES[0].name.upper(), 20, "Helvetica-Bold")
        whole(sheet, 50, 100, first)
        described(sheet, 50, 560, second)
        print_parts(sheet, 50, FOOT if over == "column" else 800, shown[:cut], foot=True)

    def rest(sheet: Sheet, x: float) -> None:
        y = print_parts(sheet, x, head, shown[cut:]) + 24
        whole(sheet, x, y, third)

    def both(sheet: Sheet) -> None:
        begin(sheet)
        rest(sheet, 320)

    def last(sheet: Sheet) -> None:
        whole(sheet, 50, 100, fourth)

    return [both, last] if over == "column" else [begin, lambda sheet: rest(sheet, 50), last]


@pytest.mark.parametrize("over", ["column", "page"])
@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_a_break_in_a_box(tmp_path: Path, cut: int, over: str) -> None:
    """After a label or a value, and in the middle of a label."""
    assert values(tmp_path, draw(divided(cut, PROJECTS, over))) == expected()


@pytest.mark.parametrize("budget", ["€ 12.500.000", "112.500.000", "12 500 000"])
def test_a_budget_alone_at_the_head_of_a_page_is_no_page_number(tmp_path: Path, budget: str) -> None:
    projects = [PROJECTS[0], replace(PROJECTS[1], budget=budget), *PROJECTS[2:]]
    assert values(tmp_path, draw(divided(1, projects, "page", 60))) == expected(projects)
