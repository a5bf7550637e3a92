"""Brochures as text alone: by the kit's own writer, or what pdftotext makes of a PDF."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.kit.content import Axis, Look, Project
from tests.kit.front import million
from tests.kit.place import compose
from tests.kit.registry import Draft
from tests.kit.sheet import reportlab_write, wrap
from tests.kit.style import fields, shown_title

ENGINES = ("own", "pdftotext", "pdftotext-raw", "pdftotext-layout")
Places = dict[str, dict[str, int]]


def write(draft: Draft, engine: str, path: Path, rng: Random) -> Places:
    if engine == "own":
        return _own(draft, path, rng)
    sheets, places = compose(draft.brochure, draft.look, rng)
    with TemporaryDirectory() as folder:
        pdf = Path(folder) / "brochure.pdf"
        reportlab_write(sheets, pdf)
        mode = engine.partition("-")[2]
        command = ["pdftotext", *([f"-{mode}"] if mode else []), "-enc", "UTF-8", str(pdf), str(path)]
        subprocess.run(command, check=True, timeout=60)
    return places


def _own(draft: Draft, path: Path, rng: Random) -> Places:
    """A page an axis; a page starts by form feed, by a space, or is not marked."""
    look, places = draft.look, Places()
    width = rng.choice((34, 48, 66))
    pages = [_cover(draft)] if look.cover else []
    if look.figures:
        pages.append(_figures(draft))
    number = 0
    for axis in draft.brochure.axes:
        projects = draft.brochure.of(axis)
        for p in projects:
            places[p.id] = {"page": len(pages) + 1, "box_page": len(pages) + 1}
        pages.append(_axis_page(axis, projects, look, width, number, rng))
        number += len(projects)
    if draft.text == "space":
        pages = [" " + p for p in pages]
    draft.gold["pages"] = len(pages)
    mark = "\f" if draft.text == "formfeed" else ""
    path.write_text(mark.join(p.rstrip("\n") + "\n" for p in pages), encoding="utf-8", newline="\n")
    return places


def _cover(draft: Draft) -> str:
    b = draft.brochure
    axes = "\n\n".join(f"{n}  {a.name}" for n, a in enumerate(b.axes, 1))
    return f"{b.title.upper()}\n\n{_wrapped(b.intro, 40, True)}\n\nHet plan steunt op {len(b.axes)} assen:\n\n{axes}\n"


def _figures(draft: Draft) -> str:
    axes = "\n\n".join(f"{a.name.upper()}\n{million(a)}" for a in draft.brochure.axes)
    key = "\n\n".join(f"{value}\n{said}" for value, said in draft.brochure.figures)
    return f"HET PLAN IN CIJFERS\n\nBUDGET IN MILJOEN €\n500\n250\n100\n50\n10\n\n{axes}\n\n{key}\n"


def _wrapped(s: str, width: int, hyphens: bool) -> str:
    return "\n".join(wrap(s, width * 6.0, "mono", "R", 10, hyphens))


def _axis_page(axis: Axis, projects: list[Project], look: Look, width: int, number: int, rng: Random) -> str:
    head = f"{axis.name.upper()}\n"
    slogan = f"{axis.slogan.upper()}\n{_wrapped(axis.intro.upper(), 60, False)}\n"
    blocks, boxes = [], []
    for n, p in enumerate(projects, number + 1):
        text = f"{_wrapped(shown_title(p, n, look), width, False)}\n{_wrapped(p.description, width, look.hyphens)}\n"
        box = _box(p, look)
        if look.layout == "below":
            text += "\n" + box
        elif look.layout == "above":
            text = box + "\n" + text
        else:
            boxes.append(box)
        blocks.append(text)
    rng.shuffle(boxes)
    blocks.insert(0 if look.layout == "above" or rng.random() < 0.5 else 1, slogan)
    return "\n".join([head, *blocks, *boxes])


def _box(project: Project, look: Look) -> str:
    gap = ": " if look.form == "inline" else "\n"
    return "\n".join(f"{k}{gap}{_wrapped(v, 32, look.hyphens)}\n" for k, v in fields(project, look))
