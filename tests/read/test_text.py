"""Text files: where pages start, and that every word keeps its address."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import UnreadableError
from pipeline.models import Severity
from pipeline.read.characters import LINE_ENDS, Spelling
from tests.cases.make import PROJECTS, text_brochure, text_pages
from tests.cases.rooms import lines, pages_of, read_or_refused, words


@pytest.mark.parametrize(("mark", "count"), [("\f", 2), (" ", 2), ("", 1)])
def test_a_page_starts_by_form_feed_by_one_leading_space_or_not_at_all(tmp_path: Path, mark: str, count: int) -> None:
    pages = pages_of(tmp_path, text_brochure(mark=mark))
    assert [page.number for page in pages.pages] == list(range(1, count + 1))
    assert words(pages) == text_brochure().split()
    if count == 2:
        assert pages.pages[1].lines[0][0].text == "SAMENLEVING"


def test_a_first_page_may_be_marked_too(tmp_path: Path) -> None:
    assert len(pages_of(tmp_path, " " + text_brochure(mark=" ")).pages) == 2


def test_indented_text_is_no_row_of_pages(tmp_path: Path) -> None:
    indented = "\n".join(" " + line for line in text_brochure(PROJECTS).replace("\f", "").split("\n"))
    assert len(pages_of(tmp_path, indented).pages) == 1


def test_a_page_in_the_middle_may_be_empty(tmp_path: Path) -> None:
    first, second = text_pages()
    pages = pages_of(tmp_path, f"{first}\f\n\f{second}")
    assert [bool(page.lines) for page in pages.pages] == [True, False, True]
    assert pages.pages[2].lines[0][0].page == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(tmp_path: Path, end: str) -> None:
    pages = pages_of(tmp_path, text_brochure().replace("\n", end).encode(), "klein.txt")
    assert lines(pages) == lines(pages_of(tmp_path, text_brochure()))


def test_a_byte_order_mark_is_no_word(tmp_path: Path) -> None:
    assert words(pages_of(tmp_path, b"\xef\xbb\xbfBudget", "klein.txt")) == ["Budget"]


def test_words_keep_their_addresses(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, "een  twee\n\n\tdrie vier\fvijf")
    found = {word.text: word for page in pages.pages for line in page.lines for word in line}
    assert {text: word.address for text, word in found.items()} == {
        "een": (1, 1, 0),
        "twee": (1, 1, 1),
        "drie": (1, 3, 0),
        "vier": (1, 3, 1),
        "vijf": (2, 1, 0),
    }
    assert found["twee"].x0 > found["een"].x1
    assert found["drie"].x0 == 8 * 0.5  # a tab is as wide as eight characters


SIGNS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Co"], exclude_characters="\ufffd"), max_size=300
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SIGNS)
def test_any_text_is_read_whole_or_refused(tmp_path: Path, text: str) -> None:
    pages = read_or_refused(tmp_path, text, "klein.txt")
    if isinstance(pages, str):
        assert pages.startswith("klein.txt: ")
        assert "\n" not in pages
        return
    spelling = Spelling()
    printed = [spelling.soft(1, line) for line in LINE_ENDS.sub("\n", text.removeprefix("\ufeff")).split("\n")]
    read = spelling.row(1, " ".join(printed))
    assert "".join(words(pages)) == "".join(read.split())
    addresses = [word.address for page in pages.pages for line in page.lines for word in line]
    assert addresses == sorted(set(addresses))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1252"])
def test_encodings_that_say_what_they_are(tmp_path: Path, encoding: str) -> None:
    printed = "Één crèche – € 12.500.000 voor ’t geïsoleerde «huis»\nWallonië…"
    data = printed.encode(encoding)
    found = pages_of(tmp_path, b"\xfe\xff" + data if encoding.endswith("be") else data)
    assert lines(found) == printed.split("\n")
    assert [(finding.rule, finding.severity) for finding in found.findings] == [("encoding", Severity.warning)]


@pytest.mark.parametrize("encoding", ["mac-roman", "cp850", "cp437", "iso8859-15"])
def test_encodings_that_look_like_windows(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(UnreadableError, match="UTF-8"):
        pages_of(tmp_path, ("Één crèche" + "€" * (encoding == "iso8859-15")).encode(encoding))


@pytest.mark.parametrize("broken", ["crèche".encode() + b"\xe9", "12 €".encode()[:-1] + b" ", "’".encode() + b"\x93"])
def test_damaged_utf_8_is_no_other_encoding(tmp_path: Path, broken: bytes) -> None:
    with pytest.raises(UnreadableError, match="UTF-8"):
        pages_of(tmp_path, broken)


@pytest.mark.parametrize("printed", ["€ 14.700.000", "Vlaan\u00adderen", "€ 14\u00ad.700.\u00ad000", "EIND\u00adDOEL"])
def test_soft_hyphens_inside_words_are_not_seen(tmp_path: Path, printed: str) -> None:
    assert lines(pages_of(tmp_path, printed)) == [printed.replace("\u00ad", "")]


def test_a_soft_hyphen_at_the_end_of_a_line_is_one(tmp_path: Path) -> None:
    assert lines(pages_of(tmp_path, "Vlaan\u00ad\nderen")) == ["Vlaan\u00ad", "deren"]
