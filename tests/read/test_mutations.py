"""Damaged copies of whole brochures: nothing that is lost is lost without a word.

A copy with a byte changed, a stream cut or an object taken away is refused, waits for a person, or is read with the same
characters. Excepted is one character in place of another, or the three of its broken escape: a viewer shows them too.
"""

from __future__ import annotations

import base64
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.models import Pages, Severity
from tests.cases.make import PROJECTS, pdf_brochure
from tests.cases.rooms import read_or_refused, words

RAW = Path(__file__).resolve().parents[2] / "raw"
STREAM = re.compile(rb"stream\r?\n(.*?)\s*endstream", re.S)
OBJECT = re.compile(rb"(?<=\n)\d+ 0 obj.*?endobj\n", re.S)


def packed() -> bytes:
    return pdf_brochure(PROJECTS[:2])


def plain() -> bytes:
    """The same with contents that are not compressed."""

    def opened(found: re.Match[bytes]) -> bytes:
        data = zlib.decompress(base64.a85decode(b"<~" + found.group(1).strip(), adobe=True))
        return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)

    head = rb"<<\n/Filter \[ /ASCII85Decode /FlateDecode \] /Length \d+\n>>\nstream\n"
    return re.sub(head + rb"(.*?)endstream", opened, packed(), flags=re.S)


def a_byte_of_a_stream(data: bytes, chance: random.Random) -> bytes:
    start, end = chance.choice([found.span(1) for found in STREAM.finditer(data) if found.group(1)])
    return _changed(data, chance.randrange(start, end), chance)


def any_byte(data: bytes, chance: random.Random) -> bytes:
    return _changed(data, chance.randrange(len(data)), chance)


def a_stream_cut(data: bytes, chance: random.Random) -> bytes:
    """Only the bytes are missing: the file still says how many there were."""
    start, end = chance.choice([found.span(1) for found in STREAM.finditer(data) if len(found.group(1)) > 40])
    return data[: chance.randrange(start, end - 20)] + data[end:]


def an_object_gone(data: bytes, chance: random.Random) -> bytes:
    start, end = chance.choice([found.span() for found in OBJECT.finditer(data)])
    return data[:start] + b" " * (end - start) + data[end:]


MUTATIONS = (a_byte_of_a_stream, any_byte, a_stream_cut, an_object_gone)


def _changed(data: bytes, at: int, chance: random.Random) -> bytes:
    return data[:at] + bytes([data[at] ^ chance.randrange(1, 256)]) + data[at + 1 :]


def outcome(whole: Pages, found: Pages | str) -> str:
    if isinstance(found, str):
        return "refused"
    if any(finding.severity == Severity.person for finding in found.findings):
        return "person"
    before, after = (Counter("".join(words(pages))) for pages in (whole, found))
    gone, new = sum((before - after).values()), sum((after - before).values())
    return (
        "same"
        if not gone and not new
        else "exchanged"
        if gone <= 1 and new <= 3
        else f"LOST {gone} characters, {new} new"
    )


def judged(folder: Path, data: bytes, count: int, seed: int) -> Counter[str]:
    """How ``count`` mutations of each kind end."""
    whole = read_or_refused(folder, data, "heel.pdf")
    assert isinstance(whole, Pages)
    results: Counter[str] = Counter()
    for mutation in MUTATIONS:
        for number in range(count):
            copy = mutation(data, random.Random(f"{seed} {mutation.__name__} {number}"))
            result = outcome(whole, read_or_refused(folder, copy, "stuk.pdf"))
            assert not result.startswith("LOST"), (mutation.__name__, number, result)
            results[result] += 1
    return results


@pytest.mark.parametrize("source", [packed, plain])
def test_nothing_is_lost_in_silence(tmp_path: Path, source: type) -> None:
    results = judged(tmp_path, source(), 8, 1)
    assert results["refused"] + results["person"] > 4
    assert results["same"] + results["exchanged"] > 2


@pytest.mark.slow
@pytest.mark.parametrize("source", [packed, plain])
def test_nothing_is_lost_in_silence_over_many_mutations(tmp_path: Path, source: type) -> None:
    judged(tmp_path, source(), 40, 2)


@pytest.mark.slow
def test_nothing_of_the_brochure_is_lost_in_silence(tmp_path: Path) -> None:
    (path,) = RAW.glob("*.pdf")
    judged(tmp_path, path.read_bytes(), 8, 3)


# --- the structure of the file -----------------------------------------------------------------------------------


def a_reference_elsewhere(data: bytes, chance: random.Random) -> bytes:
    """Pages within themselves, a font for a page, a page for its contents."""
    start, end = chance.choice([found.span() for found in re.finditer(rb"\d+ 0 R", data)])
    return data[:start] + b"%d 0 R" % chance.randrange(1, data.count(b" 0 obj") + 2) + data[end:]


def an_entry_of_another_kind(data: bytes, chance: random.Random) -> bytes:
    """A number, a name, a list or nothing where something else is due."""
    start, end = chance.choice([found.span(1) for found in re.finditer(rb"/[A-Z]\w+ (/\w+|\d+|\[[^\]]*\])", data)])
    kinds = [b"-1", b"1000000000000", b"/../x", b"[]", b"null", b"[0 0 1e30 -1e30]", b"(\n)", b"<< >>"]
    return data[:start] + chance.choice(kinds) + data[end:]


def a_table_of_wrong_places(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb"\d{10}(?= 00000 n)", lambda _: b"%010d" % chance.randrange(len(data)), data)


STRUCTURES = (a_reference_elsewhere, an_entry_of_another_kind, a_table_of_wrong_places)


@pytest.mark.parametrize("count", [12, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("mutation", STRUCTURES)
def test_a_damaged_structure_is_read_or_refused_in_one_line(
    tmp_path: Path, mutation: Callable[[bytes, random.Random], bytes], count: int
) -> None:
    """Whatever the libraries raise; what nobody expected ends the test."""
    data, refused = plain(), 0
    for number in range(count):
        found = read_or_refused(tmp_path, mutation(data, random.Random(f"{mutation.__name__} {number}")), "stuk.pdf")
        if isinstance(found, str):
            refused += 1
            assert len(found.splitlines()) == 1 < len(found.split()), (number, found)
            assert found.startswith("stuk.pdf: "), (number, found)
    assert refused or mutation is a_table_of_wrong_places  # the readers find the objects without it
