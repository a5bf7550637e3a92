"""Lines by the addresses of their words: what is written comes back word for word, and what is damaged is refused."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import store
from pipeline.addresses import filled, named, words_of
from pipeline.errors import UsageError
from pipeline.models import (
    Block,
    BlockKind,
    Blocks,
    BoxField,
    Fate,
    LedgerEntry,
    Page,
    Pages,
    Record,
    Source,
    Style,
    Value,
    Word,
)

#: Page, line, pos: two pages of three lines of four words.
WORDS = [
    Word(page, line, pos, f"w{page}{line}{pos}", pos * 10.0, line * 12.0, pos * 10.0 + 8, line * 12.0 + 10)
    for page in (1, 2)
    for line in (1, 2, 3)
    for pos in range(4)
]
SOURCE = Source(name="klein.txt", edition="klein")
PAGES = Pages(
    SOURCE,
    (Style(),),
    tuple(
        Page(
            page, 100, 100, "pt", tuple(tuple(w for w in WORDS if w.address[:2] == (page, line)) for line in (1, 2, 3))
        )
        for page in (1, 2)
    ),
)
LINES = st.lists(st.sampled_from(WORDS), max_size=9).map(tuple)


@given(st.lists(LINES, max_size=4).map(tuple), st.sampled_from(sorted(Fate)))
def test_lines_come_back_word_for_word(lines: tuple[tuple[Word, ...], ...], fate: Fate) -> None:
    value = Value(text="een tekst", lines=lines, spans=((0, 3),))
    block = Block(number=1, page=1, kind=BlockKind.text, rule="r", lines=lines, fields=(BoxField("budget", lines, ()),))
    record = Record(number=1, page=1, axis="A", title=value, description=Value(), fields={"budget": value})
    entry = LedgerEntry(lines[0] if lines else (), fate)
    for item in (value, block, record, entry):
        data = msgspec.json.decode(msgspec.json.encode(named(item)))
        assert msgspec.convert(filled(data, type(item), words_of(PAGES)), type(item)) == item


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (WORDS[:4], "1.1.0-3"),
        (WORDS[1:2], "1.1.1"),
        (WORDS[2:6], "1.1.2-3 1.2.0-1"),
        (WORDS[1::-1], "1.1.1 1.1.0"),
        (WORDS[10:14], "1.3.2-3 2.1.0-1"),
        ([WORDS[0], WORDS[0]], "1.1.0 1.1.0"),
    ],
)
def test_a_line_is_written_as_runs_of_neighbours(line: list[Word], written: str) -> None:
    assert named(tuple(line)) == written


def blocks(tmp_path: Path, *, pages: bool = True) -> Path:
    text = Block(number=1, page=1, kind=BlockKind.text, rule="r", lines=(tuple(WORDS[:4]),))
    if pages:
        store.write_product(tmp_path / "pages", "klein.txt", PAGES)
    store.write_product(tmp_path / "blocks", "klein.txt", Blocks(SOURCE, "p", (Style(),), {1: "pt"}, (text,)))
    return tmp_path / "blocks" / "klein.txt.json"


def test_a_product_is_read_with_the_words_of_its_pages(tmp_path: Path) -> None:
    found = store.read_product(blocks(tmp_path), Blocks)
    assert found.blocks[0].lines == (tuple(WORDS[:4]),)
    assert found.units == {1: "pt"}


@pytest.mark.parametrize("line", ["7.1.0-3", "1.1.0-9", "1.1", "een", "1.1.a-b", ["1.1.0"], 5])
def test_an_address_without_a_word_is_no_product(tmp_path: Path, line: object) -> None:
    file = blocks(tmp_path)
    file.write_bytes(file.read_bytes().replace(b'"1.1.0-3"', msgspec.json.encode(line)))
    with pytest.raises(
        UsageError, match=r"klein\.txt\.json: not a product of this version .*run the stage before again"
    ):
        store.read_product(file, Blocks)


def test_blocks_without_their_pages_say_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"klein\.txt\.json: not a product of this version .*pages"):
        store.read_product(blocks(tmp_path, pages=False), Blocks)
