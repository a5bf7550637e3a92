"""True records: what a reader of the brochure must find, and a check that the file prints it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2

from tests.kit.content import Brochure, Look, Project

NOISE = re.compile(r"[\s\-\u00ad\u2010\u2011\u0002\ufffe]+")
DIGITS = str.maketrans("₂₃²³", "2323")


def squash(s: str) -> str:
    """Text without white space, hyphens, ligatures and case: what two prints of the same words share."""
    return NOISE.sub("", unicodedata.normalize("NFKC", s)).casefold().replace("’", "'")


def page_texts(path: Path) -> list[str]:
    """The text of each page in the order of the file (form feeds part the pages of a text)."""
    if path.suffix == ".txt":
        return path.read_text(encoding="utf-8").rstrip("\f\n").split("\f")
    document = pypdfium2.PdfDocument(str(path))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def locate(brochure: Brochure, pages: list[str]) -> dict[str, dict[str, int]]:
    """Pages of title and box by their words, for engines that break pages themselves."""
    flat = [squash(p) for p in pages]
    return {p.id: _places(p, flat) for p in brochure.projects}


def _places(project: Project, flat: list[str]) -> dict[str, int]:
    found = {}
    title, start = squash(project.title), squash(project.parts[0].text)[:24]
    both = [i for i, t in enumerate(flat, 1) if title in t and start in t]
    if project.has_text and (hits := both or [i for i, t in enumerate(flat, 1) if title in t]):
        found["page"] = hits[0]
    marker = squash(project.goal or project.authority or "")[:28]
    if project.has_box and (hits := [i for i, t in enumerate(flat, 1) if marker in t]):
        found["box_page"] = hits[-1]
    return found


def record(n: int, project: Project, look: Look, places: dict[str, int]) -> dict[str, Any]:
    boxed = project.has_box
    out: dict[str, Any] = {
        "n": n,
        "id": project.id,
        "page": places.get("page"),
        "box_page": places.get("box_page") if boxed else None,
        "axis": project.axis,
        "title": project.title,
        "kind": project.kind,
        "description": project.description,
        "budget": (project.box_budget or project.budget) if boxed else None,
        "budget_eur": project.budget_eur if boxed else None,
        "authority": project.authority if boxed else None,
        "authorities": list(project.authorities) if boxed and project.authority else [],
        "end_goal": project.goal if boxed else None,
        "extra": [{"label": k, "value": v} for k, v in project.extra] if boxed else [],
    }
    for field in ("title", "description", "end_goal"):
        if accept := _accept(project, field, out[field]):
            out[field + "_accept"] = accept
    if look.titles == "caps":
        out["title_accept"] = [project.title.upper()]
    if look.titles == "numbered":
        out["title_accept"] = [f"{n}. {project.title}"]
    return out


def _accept(project: Project, field: str, value: str | None) -> list[str]:
    """Other readings that are as true: digits on the line, list marks or sub-headings kept or left out."""
    variants = []
    if field == "description":
        parts = project.parts
        plain = [p for p in parts if p.kind != "note"]
        variants.append(" ".join(("• " if p.kind == "item" else "") + p.text for p in plain))
        variants.append(" ".join(p.text for p in plain if p.kind != "subhead"))
        variants.append(" ".join(("• " if p.kind == "item" else "") + p.text for p in plain if p.kind != "subhead"))
        if notes := [p.text for p in parts if p.kind == "note"]:
            bare = value.replace("¹", "") if value else ""
            variants += [bare, bare + " " + " ".join(notes), bare + " 1 " + " ".join(notes)]
            variants += [f"{value} 1 {' '.join(notes)}"]
    variants += [v.translate(DIGITS) for v in [value or "", *variants]]
    return sorted({v for v in variants if v and v != value})


def gold(
    name: str, cls: str, engine: str, brochure: Brochure, look: Look, places: dict[str, dict[str, int]], pages: int
) -> dict[str, Any]:
    """The gold file's content; boxes without a project stand in ``orphan_boxes``, not among the records."""
    texts = [p for p in brochure.projects if p.has_text]
    return {
        "file": name,
        "edition": Path(name).stem,
        "lang": "nl",
        "layout": look.layout if look.columns == 1 else f"{look.layout}-{look.columns}",
        "engine": engine,
        "class": cls,
        "pages": pages,
        "axes": [
            {"axis": a.name, "slogan": a.slogan, "introduction": a.intro}
            | ({"amount_million": str(a.amount), "share_pct": a.share} if look.figures else {})
            for a in brochure.axes
        ],
        "key_figures": [{"value": v, "statement": s} for v, s in brochure.figures] if look.figures else [],
        "records": [record(n, p, look, places.get(p.id, {})) for n, p in enumerate(texts, 1)],
        "orphan_boxes": [
            record(n, p, look, places.get(p.id, {})) | {"title": None, "description": None, "kind": None}
            for n, p in enumerate((p for p in brochure.projects if not p.has_text), 1)
        ],
    }


def missing(data: dict[str, Any], pages: list[str]) -> list[str]:
    """What the gold says that the text of the pages does not have; empty when the gold is true for the print."""
    text = squash("".join(pages)).translate(DIGITS)
    out = []
    for r in data["records"] + data["orphan_boxes"] + data.get("undecidable_boxes", []):
        for field in ("title", "budget", "authority", "end_goal"):
            if r[field] and squash(r[field]).translate(DIGITS) not in text:
                out.append(f"{r['id']}: {field} {r[field]!r}")
    return out
