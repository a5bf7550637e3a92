"""Page numbers and pages of other matter: taken for what they are, and never more than that."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline.models import Block, BlockKind, BoxField, Line, Page, Pages, Source, Style, Word
from pipeline.segment.asides import OTHER, without_imprint, without_other_pages
from pipeline.segment.folios import page_numbers, without_page_numbers

BODY, LARGE = 0, 1
STYLES = (Style("Sans", 10.0), Style("Sans", 20.0))


def line(page: int, number: int, text: str, top: float, style: int = BODY, x0: float = 50.0) -> Line:
    words: list[Word] = []
    for pos, said in enumerate(text.split()):
        words.append(Word(page, number, pos, said, x0, top, x0 + 5 * len(said), top + 10, style))
        x0 += 5 * len(said) + 3
    return tuple(words)


def pages(*numbers: str, top: float = 800.0) -> Pages:
    """Pages with an end goal right above what is printed at the foot."""
    made = [
        Page(n, 595, 842, "pt", (line(n, 1, "Een nieuwe brug tegen 2026", 780), line(n, 2, number, top, x0=280)))
        for n, number in enumerate(numbers, 1)
    ]
    return Pages(Source(name="plan.pdf", edition="plan"), STYLES, tuple(made))


def test_numbers_that_count_the_pages_are_page_numbers() -> None:
    made = pages("3", "4", "5", "6")
    found = page_numbers(made)
    assert [word.text for word in found] == ["3", "4", "5", "6"]
    assert [len(page.lines) for page in without_page_numbers(made, found).pages] == [1, 1, 1, 1]


def spreads(*numbers: tuple[str, str]) -> Pages:
    made = [
        Page(n, 1190, 842, "pt", (line(n, 1, left, 800, x0=40) + line(n, 1, right, 800, x0=1140),))
        for n, (left, right) in enumerate(numbers, 1)
    ]
    return Pages(Source(name="plan.pdf", edition="plan"), STYLES, tuple(made))


def test_a_spread_has_two_page_numbers() -> None:
    found = page_numbers(spreads(("2", "3"), ("4", "5"), ("6", "7")))
    assert [word.text for word in found] == ["2", "3", "4", "5", "6", "7"]
    assert page_numbers(spreads(("2", "30"), ("4", "50"), ("6", "70"))) == []


@pytest.mark.parametrize("numbers", [("3", "8", "40", "7"), ("3", "4"), ("12 woningen", "13 woningen", "14 woningen")])
def test_other_numbers_stay(numbers: tuple[str, ...]) -> None:
    assert page_numbers(pages(*numbers)) == []


def test_numbers_amid_the_page_stay() -> None:
    assert page_numbers(pages("1", "2", "3", "4", top=400)) == []


def block(number: int, page: int, kind: BlockKind, rule: str, *lines: Line) -> Block:
    return Block(number=number, page=page, kind=kind, rule=rule, axis="Mobiliteit", lines=lines)


def blocks(*last: tuple[BlockKind, str, str, int]) -> list[Block]:
    """A project with its box on page 1, and what stands on page 2: kind, rule, words, style."""
    budget = BoxField("budget", (line(1, 3, "BUDGET", 140),), (line(1, 4, "€ 3.000.000", 152),))
    made = [
        block(1, 1, BlockKind.title, "title style", line(1, 1, "Een brug", 100, LARGE)),
        block(2, 1, BlockKind.text, "description", line(1, 2, "Er komt een brug.", 120)),
        Block(number=3, page=1, kind=BlockKind.info_box, rule="labels", fields=(budget,)),
    ]
    for number, (kind, rule, words, style) in enumerate(last, 4):
        made.append(block(number, 2, kind, rule, line(2, number, words, 20.0 * number, style)))
    return made


TEXT, TITLE = BlockKind.text, BlockKind.title


def rules(made: list[Block]) -> list[str]:
    return [block.rule for block in without_other_pages(made, STYLES) if block.page == 2]


def test_a_page_under_a_large_heading_is_other_matter() -> None:
    page = [
        (TEXT, "note", "Contact", BODY),
        (TEXT, "description", "Tijdlijn", LARGE),
        (TEXT, "description", "2021", BODY),
    ]
    assert rules(blocks(*page)) == ["front matter"] * 3


def test_a_title_behind_such_a_heading_and_the_last_box_is_none() -> None:
    made = without_other_pages(
        blocks((TEXT, "description", "Colofon", LARGE), (TITLE, "title style", "Dienst", LARGE)), STYLES
    )
    assert [block.kind for block in made if block.page == 2] == [TEXT, TEXT]


def test_a_text_that_goes_on_is_no_other_matter() -> None:
    assert rules(blocks((TEXT, "description", "De brug is klaar.", BODY))) == ["description"]


def test_a_project_without_box_on_a_page_of_its_own_stays() -> None:
    page = [(TITLE, "title style", "Een zaal", LARGE), (TEXT, "description", "Er komt een zaal.", BODY)]
    assert rules(blocks(*page)) == ["title style", "description"]


IMPRINTS = [
    "Verantwoordelijke uitgever: de stad",
    "Wettelijk depot: D/2031/12/3",
    "ISBN 978-90-000-0000-0",
    "© de stad, 2031",
]


@pytest.mark.parametrize("opening", IMPRINTS)
@pytest.mark.parametrize("page", [1, 2])
def test_the_imprint_behind_the_last_text_is_of_no_project(opening: str, page: int) -> None:
    made = blocks()
    text = made[1]
    ends = replace(text, page=page, lines=(*text.lines, line(page, 8, opening, 700), line(page, 9, "Er is meer.", 712)))
    found = without_imprint([made[0], ends, made[2]])
    assert [b.lines for b in found if b.rule == "description"] == [text.lines]
    assert [len(b.lines) for b in found if b.rule == OTHER] == [2]
    assert len({b.number for b in found}) == len(found)


@pytest.mark.parametrize("opening", IMPRINTS)
def test_an_imprint_before_other_boxes_is_left_to_a_person(opening: str) -> None:
    made = blocks()
    later = replace(made[2], number=9, page=3)
    ends = replace(made[1], lines=(*made[1].lines, line(1, 8, opening, 700)))
    assert without_imprint([made[0], ends, made[2], later]) == [made[0], ends, made[2], later]


def test_a_title_that_is_the_imprint_is_none() -> None:
    made = blocks(
        (BlockKind.title, "title style", IMPRINTS[0], LARGE), (BlockKind.text, "description", "Er is meer.", BODY)
    )
    assert [b.rule for b in without_imprint(made)][-2:] == [OTHER, OTHER]
