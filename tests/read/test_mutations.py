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
