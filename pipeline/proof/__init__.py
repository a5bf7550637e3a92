"""Beside the stages: one page to look at for each edition. In: the products of a run and the raw files; out: HTML.

At the left the pages of the sources with every word, at the right the dataset; a click on either shows the other. A page
is one file that needs no network: style, script and (of few pages) pictures are in it, under a strict Content-Security-
Policy. Text of a brochure goes through Jinja2's escaping or into JSON, and can never become markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.proof.pictures import pictures
from pipeline.proof.view import View, view
from pipeline.verify import Evidence

__all__ = ["Entry", "edition_page", "file_name", "index", "proof"]

_HERE = Path(__file__).parent
#: Up to so many pages have their pictures in the page itself; those of more lie in a folder beside it.
INLINE = 24


def proof(evidence: Evidence) -> dict[str, bytes]:
    """``EDITION.html`` for each edition, ``index.html``, and the pictures of editions with many pages: name → content."""
    files: dict[str, bytes] = {}
    entries = []
    for edition in sorted({row["edition"] for row in evidence.tables["sources"]}):
        made, entry = edition_page(evidence, edition)
        files |= made
        entries.append(entry)
    return files | {"index.html": index(entries)}


class Entry(NamedTuple):
    """An edition in the index."""

    edition: str
    title: str
    projects: list[dict[str, Any]]


def edition_page(evidence: Evidence, edition: str) -> tuple[dict[str, bytes], Entry]:
    """The files of one edition, and its entry in the index."""
    files: dict[str, bytes] = {}
    shown = view(evidence, edition)
    name = file_name(edition)
    many = sum(len(source["pages"]) for source in shown.data["sources"]) > INLINE
    for source in shown.data["sources"]:
        drawn = pictures(evidence.raw[source["name"]])
        for page in source["pages"]:
            if picture := drawn.get(page["number"]):
                page["picture"] = (
                    _address(files, name, source["name"], page["number"], picture) if many else _inline(picture)
                )
    files[f"{name}.html"] = _page(shown)
    listed = [{key: project.get(key, "") for key in ("project_id", "title", "budget")} for project in shown.projects]
    return files, Entry(shown.edition, shown.title, listed)


def index(entries: Sequence[Entry]) -> bytes:
    """``index.html``: all editions with their projects."""
    return _rendered("index.html.j2", {"views": entries, "file_name": file_name})


def file_name(edition: str) -> str:
    """The name of an edition's page, without what some file systems refuse.

    >>> file_name("2023-nl"), file_name("a/b")
    ('2023-nl', 'a-b-c14cddc0')
    """
    plain = "".join(char if char.isalnum() or char in "-_." else "-" for char in edition)
    return plain if plain == edition else f"{plain}-{hashlib.sha256(edition.encode()).hexdigest()[:8]}"


def _inline(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def _address(files: dict[str, bytes], folder: str, source: str, number: int, picture: bytes) -> str:
    place = f"{folder}-pages/{file_name(source)}-{number}.png"
    files[place] = picture
    return place


def _page(shown: View) -> bytes:
    return _rendered("page.html.j2", {"view": shown, "data": _json(shown.data)})


def _json(data: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it ends that element or begins a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028")


def _rendered(template: str, context: Mapping[str, Any]) -> bytes:
    from markupsafe import Markup

    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; img-src 'self' data: file:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    trusted = {"style": Markup(style), "script": Markup(script), "data": Markup(context.get("data", ""))}
    return str(_environment().get_template(template).render({**context, **trusted, "policy": policy})).encode()


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _asset(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
