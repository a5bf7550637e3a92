"""From a class, an engine and a seed to a file and its gold."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from tests.kit import engines, layers, texts
from tests.kit.finish import finish
from tests.kit.gold import gold, locate, missing, page_texts, record
from tests.kit.place import compose, compose_document
from tests.kit.registry import CLASSES, PLACED, Draft
from tests.kit.sheet import fpdf2_write, reportlab_write
from tests.kit.type3 import type3_write

WRITERS: dict[str, Callable[..., None]] = {
    "reportlab": reportlab_write,
    "fpdf2": fpdf2_write,
    "type3": type3_write,
}


class UntrueGold(AssertionError):
    """The file does not print what its gold says: a fault of the kit."""


def make(cls: str, engine: str, seed: int, out_dir: Path) -> Path:
    """One brochure as CLASS-ENGINE-SEED.pdf (or .txt) with its .gold.json; returns the brochure's path.

    Raises KeyError for an unknown class, ValueError for an engine that the class does not have or that is not there,
    UntrueGold when the print lacks a value of the gold.
    """
    if engine not in CLASSES[cls].engines:
        raise ValueError(f"class {cls} is not set by {engine}; it has {', '.join(CLASSES[cls].engines)}")
    if reason := engines.unavailable(engine):
        raise ValueError(f"engine {engine} is not available: {reason}")
    out_dir.mkdir(parents=True, exist_ok=True)
    draft = CLASSES[cls].build(Random(zlib.crc32(f"content {cls} {engine} {seed}".encode())))
    rng = Random(zlib.crc32(f"{cls} {engine} {seed}".encode()))
    name = f"{cls}-{engine}-{seed}"
    path = out_dir / f"{name}.{'txt' if engine in texts.ENGINES else 'pdf'}"
    if engine == "type3":
        draft.look.font = "vera"
    places = _set(draft, engine, path, rng)
    pages = page_texts(path)
    if not places:
        places = locate(draft.brochure, pages)
    if draft.text == "unmarked":
        places = {key: {} for key in places}
    data = gold(path.name, cls, engine, draft.brochure, draft.look, places, draft.gold.get("pages", len(pages)))
    data |= draft.gold
    if draft.expect:
        data["expect"] = draft.expect
    _check(data, path.name, pages, draft)
    _blank(data, draft, places)
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    path.with_name(f"{name}.gold.json").write_text(text, encoding="utf-8", newline="\n")
    return path


def _set(draft: Draft, engine: str, path: Path, rng: Random) -> dict[str, dict[str, int]]:
    """Write the file; gives the places the engine knows by itself, else nothing."""
    if engine in texts.ENGINES:
        return texts.write(draft, engine, path, rng)
    places: dict[str, dict[str, int]] = {}
    if engine in PLACED:
        if draft.document:
            sheets = compose_document(draft.document, draft.look, rng)
        else:
            sheets, places = compose(draft.brochure, draft.look, rng)
        layers.apply(sheets, draft.look.layer, rng)
        WRITERS[engine](sheets, path)
    else:
        engines.write(draft, engine, path, rng)
    finish(path, draft.look.post)
    return places


def _check(data: dict[str, Any], name: str, pages: list[str], draft: Draft) -> None:
    """Only where the text layer keeps words in their order can its words be looked for."""
    in_order = not {"shuffled", "shadow", "invisible", "raised", "mixed-sizes"} & set(draft.look.layer)
    whole = in_order and "pdftotext" not in data["engine"]
    if whole and (lost := missing(data, pages)):
        raise UntrueGold(f"{name}: {'; '.join(lost[:3])}")


def _blank(data: dict[str, Any], draft: Draft, places: dict[str, dict[str, int]]) -> None:
    """Take the box out of the records of projects that nobody can pair, and list those boxes apart."""
    if not draft.blank:
        return
    twins = [p for p in draft.brochure.projects if p.id in draft.blank]
    data["undecidable_boxes"] = [record(n, p, draft.look, places.get(p.id, {})) for n, p in enumerate(twins, 1)]
    for n, r in enumerate(data["records"]):
        project = next(p for p in draft.brochure.projects if p.id == r["id"])
        if project.id in draft.blank:
            place = places.get(project.id, {})
            data["records"][n] = record(r["n"], replace(project, has_box=False), draft.look, place)
