"""The proof pages as files: one per edition, nothing from outside, and text that stays text."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.proof import INLINE, file_name, proof
from pipeline.proof.view import _euros
from pipeline.store import read_table
from pipeline.verify import gather
from tests.cases.make import PROJECTS, pdf_brochure, text_brochure, with_first
from tests.cases.notes import noted
from tests.cases.rooms import write
from tests.conftest import PROJECT, Brochure

ATTACK = "Veerpont </script><script>alert(1)</script> <img src=x onerror=alert(2)> & co"


class Seen(HTMLParser):
    """Elements, their attributes, and the data of the script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


@pytest.fixture(scope="module")
def real() -> dict[str, bytes]:
    return proof(gather(PROJECT / "extracted", PROJECT / "raw"))


def test_an_edition_is_one_small_file_that_needs_nothing(real: dict[str, bytes]) -> None:
    assert sorted(real) == ["2023-nl.html", "index.html"]
    assert len(real["2023-nl.html"]) <= 2_000_000
    for content in real.values():
        seen = Seen(content.decode())
        (policy,) = [meta["content"] for meta in seen.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
        assert policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        given = [pair for _, attributes in seen.elements for pair in attributes.items()]
        assert not [
            value
            for name, value in given
            if name in ("src", "href", "action") and re.match(r"(?:[a-z]+:)?//", value or "")
        ]
        assert not [
            name for _, attributes in seen.elements for name in attributes if name == "style" or name.startswith("on")
        ]


def test_every_place_of_the_dataset_is_on_the_page(real: dict[str, bytes]) -> None:
    """Each row of provenance has just its words, in their order."""
    data = data_of(real["2023-nl.html"].decode())
    sources, cells = data["sources"], data["cells"]
    rows = read_table(PROJECT / "extracted" / "dataset" / "provenance.csv")
    quotes: dict[tuple[str, int, int], list[str]] = {}
    for row in rows:
        number = next(n for n, source in enumerate(sources) if source["name"] == row["source"])
        quotes.setdefault((f"{row['table']}/{row['key']}/{row['column']}", number, int(row["page"])), []).append(
            row["quote"]
        )
    for (cell, number, page), wanted in quotes.items():
        words = sources[number]["pages"][page - 1]["words"]
        said = [
            " ".join(words[n][0] for n in places)
            for source, at, places in cells[cell]
            if (source, at) == (number, page)
        ]
        assert sorted(said) == sorted(wanted), cell


def test_the_same_input_gives_the_same_bytes(real: dict[str, bytes]) -> None:
    assert proof(gather(PROJECT / "extracted", PROJECT / "raw")) == real


def test_text_of_a_brochure_never_becomes_markup(tmp_path: Path, brochure: Brochure) -> None:
    path, *_ = write(tmp_path, noted("plan.txt", text_brochure(with_first(title=ATTACK))))
    assert (
        brochure("run", path, "--out", tmp_path / "out").code == 4
    )  # markup waits for a person, who looks at the proof page
    result = brochure("proof", "--out", tmp_path / "out", "--raw", tmp_path)
    assert (result.code, result.err) == (0, "")
    page = (tmp_path / "out" / "proof" / "2031-nl.html").read_text("utf-8")
    seen = Seen(page)
    assert len(seen.of("script")) == 2
    assert not seen.of("img")
    assert ATTACK in json.dumps(data_of(page), ensure_ascii=False)
    assert "alert(1)" in page
    assert not Seen((tmp_path / "out" / "proof" / "index.html").read_text("utf-8")).of("img")


def test_pictures_of_many_pages_lie_beside_the_file(
    tmp_path: Path, brochure: Brochure, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, *_ = write(tmp_path, noted("plan.pdf", pdf_brochure()))
    assert brochure("run", path, "--out", tmp_path / "out").code == 0
    evidence = gather(tmp_path / "out", tmp_path)
    inside = proof(evidence)
    assert list(inside) == ["2031-nl.html", "index.html"]
    assert b"data:image/png;base64," in inside["2031-nl.html"]
    monkeypatch.setattr("pipeline.proof.INLINE", 1)
    beside = proof(evidence)
    pictures = [name for name in beside if name.endswith(".png")]
    assert pictures[0] == "2031-nl-pages/plan.pdf-1.png"
    assert b"data:image" not in beside["2031-nl.html"]
    assert INLINE > 1
    (tmp_path / "plan.pdf").unlink()  # without the file the words are drawn
    assert b"data:image" not in proof(gather(tmp_path / "out", tmp_path))["2031-nl.html"]


def test_a_dataset_alone_has_a_page_too(tmp_path: Path, earlier: Path) -> None:
    files = proof(gather(earlier / "dataset", tmp_path))
    page = files["2031-nl.html"].decode()
    assert all(project.title in page for project in PROJECTS)


@pytest.mark.parametrize("edition", ["../weg", "a b", "één", "con/aux"])
def test_names_of_files_are_plain(edition: str) -> None:
    assert re.fullmatch(r"[\w.-]+", file_name(edition))


def test_amounts_are_written_for_readers() -> None:
    assert _euros(Decimal("1978040000")) == "€ 1\u00a0978\u00a0040\u00a0000"
