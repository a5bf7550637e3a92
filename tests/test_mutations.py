"""Copies of whole brochures with one thing changed, all the way to the gate: what is published is what a reader sees.

A character of a value is exchanged, put in, taken out, hidden or moved, a byte of the file is changed, and the truth changes
with it. A copy is refused, or waits for a person, or its cells say what stands there now: a digit in place of another one is
another number to everybody. The rooms read each copy by itself, the gate all of them at once.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from pipeline.errors import UnreadableError
from pipeline.models import Row, Tables
from pipeline.validate import load_suites, validate
from tests.cases.make import pdf_brochure, text_brochure
from tests.cases.rooms import Content, tables_of
from tests.nl.test_whole import edits
from tests.read.test_mutations import RAW, a_byte_of_a_stream, any_byte
from tests.validate.conftest import EXPECTATIONS
from tests.validate.planting import edition_of, stacked

#: Columns of ``projects`` that are printed, and what is read of them.
PRINTED = ("title", "budget_printed", "authority_printed", "end_goal")
READ = {"budget_printed": "budget_eur", "authority_printed": "authorities"}
COMPARED = ("axis", "title", "description", "budget_eur", "authorities", "end_goal")
SCALES = {"": 1, "miljoen": 10**6, "miljard": 10**9}
_AMOUNT = re.compile(r"(?:€|euro)?(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(miljoen|miljard|)(?:€|euro)?\W*")


class Copy(NamedTuple):
    """What was changed, and what a reader now sees in place of ``value``; a changed byte may show anywhere."""

    data: Content
    how: str
    column: str = ""
    value: str = ""
    seen: str = ""


# --- copies ------------------------------------------------------------------------------------------------------------


def of_a_text(text: str, values: Sequence[tuple[str, str]], chance: Random) -> Copy:
    """values: column and value, each once in the text in one line."""
    column, value = chance.choice(values)
    seen = chance.choice(list(edits(value)))
    return Copy(text.replace(value, seen), "text", column, value, seen)


def hidden(before: str, char: str, after: str) -> tuple[bytes, str]:
    return b"(%s) Tj 3 Tr (%s) Tj 0 Tr (%s) Tj" % (escaped(before), escaped(char), escaped(after)), before + after


def moved(before: str, char: str, after: str) -> tuple[bytes, str]:
    """To the margin of the page above."""
    return b"(%s) Tj 25 Ts (%s) Tj 0 Ts (%s) Tj" % (escaped(before), escaped(char), escaped(after)), before + after


def of_a_page(values: Sequence[tuple[str, str]], chance: Random) -> Copy:
    column, value = chance.choice(values)
    at = chance.randrange(len(value))
    how: Callable[[str, str, str], tuple[bytes, str]] | None = chance.choice([hidden, moved, None])
    if how:
        shown, seen = how(value[:at], value[at], value[at + 1 :])
    else:
        seen = chance.choice([text for text in edits(value) if "\u200b" not in text])
        shown = b"(%s) Tj" % escaped(seen)
    data = opened(pdf_brochure(), b"(%s) Tj" % escaped(value), shown)
    return Copy(data, how.__name__ if how else "page", column, value, seen)


def of_bytes(data: bytes, chance: Random) -> Copy:
    return Copy(chance.choice([a_byte_of_a_stream, any_byte])(data, chance), "byte")


def opened(data: bytes, old: bytes, new: bytes) -> bytes:
    """A PDF of reportlab with contents that are not compressed, in which ``old``, which stands there once, is ``new``."""

    def plain(found: re.Match[bytes]) -> bytes:
        contents = zlib.decompress(base64.a85decode(b"<~" + found.group(1).strip(), adobe=True)).replace(old, new, 1)
        return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contents), contents)

    head = rb"<<\n/Filter \[ /ASCII85Decode /FlateDecode \] /Length \d+\n>>\nstream\n"
    changed = re.sub(head + rb"(.*?)endstream", plain, data, flags=re.S)
    assert new in changed
    return changed


def escaped(text: str) -> bytes:
    def code(byte: int) -> bytes:
        char = bytes([byte])
        return b"\\" + char if char in b"()\\" else char if 32 <= byte < 127 else b"\\%03o" % byte

    return b"".join(map(code, text.encode("cp1252")))


def in_one_line(tables: Tables, times: Callable[[str], int]) -> list[tuple[str, str]]:
    """Column and value of the cells that stand in one line and nowhere else; budgets more often than others."""
    found = [(column, row[column]) for row in tables["projects"] for column in PRINTED if row[column]]
    once = [(column, value) for column, value in found if times(value) == 1]
    return once + 3 * [(column, value) for column, value in once if column == "budget_printed"]


def copies(right: Tables, whole: str | bytes, seed: int) -> Iterator[Copy]:
    """Without end, always the same."""
    number = 0
    if isinstance(whole, str):
        values = in_one_line(right, whole.count)
    else:
        contents = opened(whole, b" Tj", b" Tj") if b"ReportLab" in whole else b""
        values = in_one_line(right, lambda text: contents.count(b"(%s) Tj" % escaped(text)))
    while True:
        chance = Random(f"{seed} {number}")
        if isinstance(whole, str):
            yield of_a_text(whole, values, chance)
        else:
            yield of_a_page(values, chance) if values and number % 4 else of_bytes(whole, chance)
        number += 1


# --- what becomes of them ------------------------------------------------------------------------------------------


def published(folder: Path, found: Sequence[Copy]) -> Iterator[tuple[Copy, Tables]]:
    """The copies that pass, with their tables."""
    read: list[tuple[Copy, Tables]] = []
    for number, copy in enumerate(found):
        try:
            tables = tables_of(folder / str(number), copy.data)
        except UnreadableError:
            continue
        if not any(row["severity"] == "person" for row in tables["findings"]):
            read.append((copy, tables))
    quality = validate(stacked([tables for _, tables in read]), load_suites(EXPECTATIONS))
    for number, (copy, tables) in enumerate(read):
        edition = tables["sources"][0]["edition"]
        if quality.editions[edition_of(number, edition)].status.value == "passed":
            yield copy, tables


def wrong(right: Tables, tables: Tables, copy: Copy) -> list[str]:
    """Cells that say something else than a reader sees."""
    rows, found = right["projects"], tables["projects"]
    if len(rows) != len(found):
        return [f"{len(found)} projects of {len(rows)}"]
    pairs = [(column, ours, theirs) for ours, theirs in zip(rows, found, strict=True) for column in COMPARED]
    if copy.how == "byte":
        before, after = letters(rows), letters(found)
        gone, new = before - after, after - before
        return [f"{gone} → {new}"] if sum(gone.values()) > 1 or sum(new.values()) > 3 else []
    told: list[str] = []
    for column, ours, theirs in pairs:
        mine = READ.get(copy.column, copy.column) == column and ours[copy.column] == copy.value
        expected = seen_as(copy, ours) if mine else [ours[column]]
        if theirs[column] not in expected and bare(theirs[column]) != bare(expected[0]):
            told.append(f"{column} {theirs[column]!r}, seen is {copy.seen!r}, was {copy.value!r}")
    return told


def seen_as(copy: Copy, row: Row) -> list[str]:
    """What the cell may say: the first but for blanks and hyphens, the others to the letter."""
    if copy.column == "budget_printed":
        return [meant(copy.seen)]
    if copy.column == "authority_printed":  # with a misprint it is known all the same
        return [copy.seen, copy.seen.rstrip("."), row["authorities"]]
    if copy.how == "moved":  # a character above a title is a line of it
        return [copy.seen, *(f"{char} {copy.seen}" for char in copy.value)]
    return [copy.seen]


def meant(text: str) -> str:
    """Euros of an amount of usual form, blanks aside; nothing for any other."""
    found = _AMOUNT.fullmatch(re.sub(r"[\s\u00ad\u200b²]", "", text.casefold()))
    if found is None:
        return ""
    amount = Decimal(found[1].replace(".", "").replace(",", ".")) * SCALES[found[2]]
    plain = format(amount, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def letters(rows: Sequence[Row]) -> Counter[str]:
    return Counter("".join(row[column] for row in rows for column in (*PRINTED, "axis", "description")))


def bare(text: str) -> str:
    return "".join(char for char in text if char.isprintable() and not char.isspace() and char not in "\u00ad-")


def judged(folder: Path, whole: str | bytes, count: int, seed: int) -> Counter[str]:
    right = tables_of(folder / "whole", whole)
    source = copies(right, whole, seed)
    found = [next(source) for _ in range(count)]
    results: Counter[str] = Counter(withheld=count)
    told: list[str] = []
    for copy, tables in published(folder, found):
        told += [f"{copy.how}: {fault}" for fault in wrong(right, tables, copy)]
        results["withheld"] -= 1
        results["published"] += 1
    assert not told, "\n".join(told)
    return results


SMALL: dict[str, Callable[[], str | bytes]] = {"text": text_brochure, "pdf": pdf_brochure}


@pytest.mark.parametrize("kind", SMALL)
def test_a_changed_copy_is_right_or_not_published(tmp_path: Path, kind: str) -> None:
    results = judged(tmp_path, SMALL[kind](), 20, 1)
    assert results["published"] > 2
    assert results["withheld"] > 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
@pytest.mark.parametrize("kind", SMALL)
def test_many_changed_copies_are_right_or_not_published(tmp_path: Path, kind: str, seed: int) -> None:
    judged(tmp_path, SMALL[kind](), 120, seed)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(RAW.glob("*.[tp][xd][tf]")), ids=lambda path: path.suffix)
def test_changed_copies_of_the_brochure_are_right_or_not_published(tmp_path: Path, path: Path) -> None:
    data = path.read_bytes()
    judged(tmp_path, data.decode() if path.suffix == ".txt" else data, 20, 6)
