"""Words by place alone where sizes differ or dots stand between: drop caps, large headings, leaders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.make import Sheet, draw
from tests.cases.rooms import lines, pages_of

TEXT = ("en veerpont vaart elke dag", "en brengt fietsers over", "de beek, ook in de winter", "en op zondag, tot laat")


def read_initial(folder: Path, initial: str, high: int, text: tuple[str, ...] = TEXT) -> list[str]:
    """The lines of a column whose first ones make room for an initial as high as ``high`` of them."""

    def page(sheet: Sheet) -> None:
        end = sheet.text(60, 100 + 13 * (high - 1), initial, (7 + 13 * (high - 1)) / 0.718)
        for row, line in enumerate(text):
            sheet.text(end + 3 if row < high else 60, 100 + 13 * row, line)
        for row in range(8):
            sheet.text(60, 300 + 13 * row, "een gewone regel van de tekst")

    return lines(pages_of(folder, draw([page])))[:-8]


@pytest.mark.parametrize("rows", [2, 3])
@pytest.mark.parametrize("initial", ["E", "W"])
def test_a_drop_cap_belongs_to_the_word_that_it_begins(tmp_path: Path, initial: str, rows: int) -> None:
    assert read_initial(tmp_path, initial, rows) == [f"{initial}{TEXT[0]}", *TEXT[1:]]


@pytest.mark.parametrize(
    ("initial", "text"),
    [
        ("7", TEXT),
        ("EU", TEXT),
        ("E", ("Een veerpont vaart", *TEXT[1:])),
        ("E", (TEXT[0], "", *TEXT[2:])),
    ],
    ids=["a figure", "a heading", "before a text with a capital of its own", "beside one line"],
)
def test_what_is_large_and_no_drop_cap_stays_where_it_is(tmp_path: Path, initial: str, text: tuple[str, ...]) -> None:
    assert read_initial(tmp_path, initial, 2, text) == [text[0], f"{initial} {text[1]}".strip(), *text[2:]]


@pytest.mark.parametrize(("size", "below"), [(20, 11), (28, 14), (40, 20)])
@pytest.mark.parametrize("heading", ["61%", "WONEN EN LEVEN"])
def test_small_text_at_a_large_heading_is_no_subscript_of_it(
    tmp_path: Path, heading: str, size: float, below: float
) -> None:
    def page(sheet: Sheet) -> None:
        end = sheet.text(60, 100, heading, size)
        sheet.text(60, 100 + below, "Wie zich vlot verplaatst, komt overal op tijd, te voet of met de fiets", 10)
        sheet.text(end + 0.15 * size, 100 - 0.45 * size, "van alle plannen", 0.38 * size)

    found = lines(pages_of(tmp_path, draw([page])))
    assert found == [
        "van alle plannen",
        heading,
        "Wie zich vlot verplaatst, komt overal op tijd, te voet of met de fiets",
    ]


@pytest.mark.parametrize(("leader", "spacing"), [(20 * ".", 2.0), (20 * "·", 3.0), (12 * ". ", 1.5)])
def test_a_leader_does_not_glue_the_words_after_it(tmp_path: Path, leader: str, spacing: float) -> None:
    def page(sheet: Sheet) -> None:
        end = sheet.text(60, 100, "Budget", 10, "Vera")
        end = sheet.text(end + 3, 100, leader.rstrip(), 10, "Vera", spacing=spacing)
        for word in ("drie", "euro", "en", "een", "cent"):
            end = sheet.text(end + 3, 100, word, 10, "Vera")

    first, dots, *rest = lines(pages_of(tmp_path, draw([page])))[0].split()
    assert (first, " ".join(rest)) == ("Budget", "drie euro en een cent")
    assert dots == leader.replace(" ", "")
