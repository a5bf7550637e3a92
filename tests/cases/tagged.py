"""Tagged PDFs, written object by object: what stands on the page, and what the tags say of it, which may be another thing."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.cases.make import AXES, LABELS, PROJECTS, Project
from tests.read.raw import pdf, stream

WIDTH, HEIGHT = 842, 595


@dataclass(frozen=True)
class Tag:
    """An element with the lines that it prints (x, y from the top, text) and the elements in it."""

    role: str
    lines: tuple[tuple[float, float, str], ...] = ()
    kids: tuple[Tag, ...] = ()
    page: int = 1
    size: float = 9
    bold: bool = False
    attributes: str = ""


def block(role: str, x: float, y: float, text: str, width: int = 40, **more: object) -> Tag:
    """A paragraph of lines of at most ``width`` characters."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return replace(Tag(role, tuple((x, y + 12 * i, line) for i, line in enumerate(lines))), **more)  # type: ignore[arg-type]


def tagged_pdf(
    tags: Sequence[Tag], *, told: Callable[[Sequence[Tag]], Sequence[Tag]] = list, shift: int = 0, roles: str = ""
) -> bytes:
    """A PDF that prints ``tags`` in their order and whose tree is made of what ``told`` makes of them; ``shift``: by how much the
    numbers of its marked content are wrong; ``roles``: its role map."""
    contents: dict[int, bytes] = {}
    numbers: dict[Tag, int] = {}
    for tag in _all(tags):
        contents.setdefault(tag.page, b"")
        if tag.lines:
            numbers[tag] = len(numbers)
            contents[tag.page] += _drawn(tag, numbers[tag])
    pages = sorted(contents)
    first = 6  # catalog, pages, two fonts, the root of the tree
    place = {page: first + 2 * i for i, page in enumerate(pages)}
    tree = _Tree(first + 2 * len(pages), place, numbers, shift)
    kids = [number for tag in told(tags) if (number := tree.add(tag))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 5 0 R /MarkInfo << /Marked true >> >>",
        f"<< /Type /Pages /Kids [{_references(place.values())}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Type /StructTreeRoot /K [{_references(kids)}] /RoleMap << {roles} >> >>".encode(),
    ]
    for page in pages:
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {place[page] + 1} 0 R "
            "/Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>".encode()
        )
        objects.append(stream(contents[page]))
    return pdf([*objects, *tree.objects])


class _Tree:
    def __init__(self, first: int, place: dict[int, int], numbers: dict[Tag, int], shift: int) -> None:
        self.first, self.place, self.numbers, self.shift = first, place, numbers, shift
        self.objects: list[bytes] = []

    def add(self, tag: Tag) -> int:
        """The number of the object of an element; 0 for an artifact."""
        if tag.role == "Artifact":
            return 0
        at = len(self.objects)
        self.objects.append(b"")
        held = [str(self.numbers[tag] + self.shift)] if tag.lines else []
        held += [f"{number} 0 R" for kid in tag.kids if (number := self.add(kid))]
        self.objects[at] = (
            f"<< /Type /StructElem /S /{tag.role} /P 5 0 R /Pg {self.place[tag.page]} 0 R {tag.attributes} "
            f"/K [{' '.join(held)}] >>"
        ).encode()
        return self.first + at


def _all(tags: Sequence[Tag]) -> list[Tag]:
    return [found for tag in tags for found in (tag, *_all(tag.kids))]


def _references(numbers: object) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)  # type: ignore[attr-defined]


def _drawn(tag: Tag, number: int) -> bytes:
    mark = b"/Artifact BMC\n" if tag.role == "Artifact" else b"/%s << /MCID %d >> BDC\n" % (tag.role.encode(), number)
    font = "B" if tag.bold else "F"
    lines = [
        f"BT /{font} {tag.size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm ".encode()
        + b"(%s) Tj ET\n" % text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
        for x, y, text in tag.lines
    ]
    return mark + b"".join(lines) + b"EMC\n"


# --- brochures ---------------------------------------------------------------------------------------------------


def heading(name: str, page: int) -> list[Tag]:
    axis = next(axis for axis in AXES if axis.name == name)
    return [
        block("P", 40, 50, axis.name.upper(), page=page, size=16, bold=True),
        block("P", 40, 70, axis.introduction, 120, page=page),
    ]


def by_axis() -> list[tuple[int, str, list[Project]]]:
    """Page, axis and projects."""
    names = list(dict.fromkeys(project.axis for project in PROJECTS))
    return [(at, name, [p for p in PROJECTS if p.axis == name]) for at, name in enumerate(names, 1)]


def one_table_per_axis() -> list[Tag]:
    """A row for each project: title and text in one cell, and the labels only in the head."""
    tags: list[Tag] = []
    for page, name, projects in by_axis():
        head = [
            block("TH", x, 130, text, page=page, bold=True)
            for x, text in zip((40, 300, 440, 640), ("Project", *LABELS), strict=True)
        ]
        rows = [Tag("TR", kids=tuple(head), page=page)]
        for at, project in enumerate(projects):
            y = 155 + 110 * at
            title = block("P", 40, y, project.title, 44, page=page, bold=True)
            text = block("P", 40, y + 12 * len(title.lines), project.description, 48, page=page)
            cells = [Tag("TD", kids=(title, text), page=page)]
            cells += [
                block("TD", x, y, value, 22, page=page)
                for x, value in zip((300, 440, 640), project.values, strict=True)
            ]
            rows.append(Tag("TR", kids=tuple(cells), page=page))
        tags += [*heading(name, page), Tag("Table", kids=tuple(rows), page=page)]
    return tags


def one_column(caption: str = "") -> list[Tag]:
    """A project below the other, each with its box under it and a caption in small letters where one is given."""
    tags: list[Tag] = []
    for page, name, projects in by_axis():
        tags += heading(name, page)
        y = 120.0
        for project in projects:
            parts = [("P", project.title, 11.0, True), ("P", project.description, 9.0, False)]
            parts += [("P", caption, 6.0, False)] if caption else []
            for label, value in zip(LABELS, project.values, strict=True):
                parts += [("P", label, 9.0, True), ("P", value, 9.0, False)]
            for role, text, size, bold in parts:
                tag = block(role, 40, y, text, 130, page=page, size=size, bold=bold)
                tags.append(tag)
                y += 12 * len(tag.lines) + (4 if size == 9 and not bold else 0)
            y += 14
    return tags
