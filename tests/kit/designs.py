"""Designs as offices deliver them, for Typst: boxes whose values have no left edge, cards under bands, strips, pills."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.kit.content import Axis, Project, brochure, grouped
from tests.kit.layouts import look
from tests.kit.registry import Draft, kind
from tests.kit.style import fields

if TYPE_CHECKING:
    from tests.kit.typ import Source

#: Name of the class → what is special about it, and the traits of its look.
DESIGNS: dict[str, tuple[str, dict[str, object]]] = {
    "centred": ("labels and values centred in a box below the text", {"form": "centred"}),
    "centred-margin": ("centred boxes in the right margin", {"form": "centred", "layout": "margin-right"}),
    "right-aligned": ("labels and values flush right in the left margin", {"form": "right", "layout": "margin-left"}),
    "value-above": ("the value large, its label small below it, side by side", {"form": "value-above"}),
    "value-above-stack": ("the value above its label, stacked", {"form": "value-above-stack"}),
    "value-left": ("values in bold, their labels in grey to the right of them", {"form": "value-left"}),
    "pills": ("labels as pills of white letters, the value below", {"form": "pills"}),
    "pills-beside": ("labels as pills of white letters, the value to the right", {"form": "pills-beside"}),
    "strip": ("one line of labels and values with upright bars", {"form": "strip"}),
    "tiny-labels": ("labels of five points in grey", {"form": "tiny"}),
    "turned-labels": ("labels turned by 90 degrees before their values", {"form": "turned"}),
    "cards-2": ("cards in two columns under a band", {"layout": "cards", "columns": 2, "cover": False}),
    "cards-3": (
        "cards in three columns under a band, several bands on a page",
        {"layout": "cards", "columns": 3, "landscape": True, "size": 8.0, "axis_pages": False},
    ),
    "cards-centred": (
        "cards in two columns, their boxes centred",
        {"layout": "cards", "columns": 2, "form": "centred"},
    ),
    "gutter-box": ("the box between the two columns of one text", {"layout": "gutter", "axis_pages": True}),
    "justified-columns": (
        "justified narrow columns without hyphens",
        {"columns": 3, "landscape": True, "size": 9.5, "hyphens": False, "justify": True},
    ),
    "justified-value-above": (
        "justified columns, values above their labels",
        {"columns": 2, "hyphens": False, "justify": True, "form": "value-above-stack", "frame": "none"},
    ),
    "table-once": (
        "one table a section, a row for each project, its title in the first column",
        {"layout": "table-once"},
    ),
    "table-whole": (
        "one table a section, a row for each project, its title and text in the first cell",
        {"layout": "table-whole", "landscape": True},
    ),
    "table-columns": (
        "projects side by side, the labels once at the left of a table below them",
        {"layout": "table-columns", "landscape": True, "size": 9.0},
    ),
    "table-form": ("a small table for each project, with rows for its title and text", {"layout": "table-form"}),
    "halves": ("the amount left of the text, the other fields right of it", {"layout": "halves"}),
    "white-on-colour": ("white letters on a page of colour", {"dark": True}),
    "quotes": ("pull quotes and captions with amounts between the projects", {"asides": True}),
    "amounts-band": (
        "the amount and share of each axis at the right end of its band",
        {"amounts": "band", "figures": False},
    ),
    "amounts-below": (
        "the amount and share of each axis under its slogan, on two lines",
        {"amounts": "below", "figures": False, "layout": "margin-right"},
    ),
    "amounts-bar": (
        "the amount and share of each axis under its slogan, with a bar between, on one line; cards",
        {"amounts": "bar", "figures": False, "layout": "cards", "columns": 2},
    ),
    "title-over": ("a title over the text and the box beside it", {"layout": "title-over"}),
    "title-over-left": ("a title over the box in the left margin and the text", {"layout": "title-over-left"}),
    "two-in-gutter": (
        "two projects side by side, their boxes stacked between them",
        {"layout": "two-in-gutter", "axis_pages": True},
    ),
    "two-aside": (
        "two projects side by side, their boxes stacked right of both",
        {"layout": "two-aside", "axis_pages": True},
    ),
    "head-centred": ("table heads centred over centred cells without rules", {"form": "head-centred"}),
}


STYLE = 'style: "italic"'


def _enter(name: str, about: str, traits: dict[str, object]) -> None:
    def build(rng: Random) -> Draft:
        return Draft(brochure(rng, per_axis=(2, 4)), look(rng, **traits))

    build.__doc__ = about
    kind(name, ("typst",))(build)


for _name, (_about, _traits) in DESIGNS.items():
    _enter(_name, _about, _traits)


def grid(columns: list[str], gutter: int, cells: list[str]) -> str:
    return f"#grid(columns: ({', '.join(columns)}), gutter: {gutter}pt, {', '.join(cells)})"


def box(source: Source, p: Project) -> str:  # noqa: C901
    """The body of a box in one of the forms; empty when the form is none of these."""
    from tests.kit.typ import q, t

    items, size, colour = fields(p, source.look), source.s - 1, source.colours.axis(p.axis)
    form = source.look.form

    def pill(s: str) -> str:
        return (
            f"#box(fill: rgb({q(colour)}), radius: 6pt, inset: (x: 6pt, y: 2.5pt))[{t(s, size - 1, '#FFFFFF', True)}]"
        )

    if form in ("centred", "right"):
        rows = "\n\n".join(f"{source.label(k, p)}\\\n{t(v, size)}" for k, v in items)
        return source.framed(
            f"#set par(justify: false)\n#align({'center' if form == 'centred' else 'right'})[{rows}]", p
        )
    if form == "value-above":
        cells = [f"[{t(v, size + (4 if len(v) < 20 else 0), colour, True)}\\\n{t(k, size - 2)}]" for k, v in items]
        return source.framed(f"#set par(justify: false)\n{grid(['1fr'] * len(cells), 14, cells)}", p)
    if form == "value-above-stack":
        rows = "\n\n".join(f"{t(v, size + 1, colour, True)}\\\n{t(k, size - 2)}" for k, v in items)
        return source.framed(f"#set par(justify: false)\n{rows}", p)
    if form == "value-left":
        cells = [c for k, v in items for c in (f"[{t(v, size, '', True)}]", f"[{t(k, size - 1, '#777777')}]")]
        return source.framed(
            f"#grid(columns: (2.2fr, 1fr), column-gutter: 12pt, row-gutter: 6pt, {', '.join(cells)})", p
        )
    if form == "pills":
        return source.framed("\n\n".join(f"{pill(k)}\\\n{t(v, size)}" for k, v in items), p)
    if form == "pills-beside":
        cells = [c for k, v in items for c in (f"[{pill(k)}]", f"[{t(v, size)}]")]
        return source.framed(f"#grid(columns: (150pt, 1fr), gutter: 6pt, {', '.join(cells)})", p)
    if form == "strip":
        return source.framed(
            "#set par(justify: false)\n" + " | ".join(f"{t(k, size, colour, True)} {t(v, size)}" for k, v in items), p
        )
    if form == "tiny":
        return source.framed("\n\n".join(f"{t(k.upper(), 5, '#8A8A8A')}\\\n{t(v, size)}" for k, v in items), p)
    if form == "turned":
        turned = [
            (f"[#rotate(-90deg, reflow: true)[{t(k, size - 2, colour, True)}]]", f"[#align(horizon)[{t(v, size)}]]")
            for k, v in items
        ]
        return source.framed(grid(["14pt", "1fr"], 8, [cell for pair in turned for cell in pair]), p)
    if form == "head-centred":
        cells = [f"[{source.label(k, p)}]" for k, _ in items] + [f"[{t(v, size)}]" for _, v in items]
        return f"#align(center)[#set par(justify: false)\n{grid(['1fr'] * len(items), 8, cells)}]"
    return ""


def projects(source: Source, numbered: list[tuple[int, Project]]) -> str:
    """The projects of an axis in one of the layouts; empty when the layout is none of these."""
    from tests.kit.typ import q, t

    look, colours = source.look, source.colours
    if look.layout == "cards":
        style = "width: 100%, breakable: false, inset: 8pt, stroke: 0.6pt"
        cells = [
            f"[#block({style} + rgb({q(colours.axis(p.axis))}))[{source.text(p, n)}\n\n{source.box(p)}]]"
            for n, p in numbered
        ]
        return grid(["1fr"] * look.columns, 12, cells)
    if look.layout == "gutter":
        out = []
        for n, p in numbered:
            words = p.parts[0].text.split(". ")
            half = max(1, len(words) // 2)
            left, right = ". ".join(words[:half]) + ("." if len(words) > half else ""), ". ".join(words[half:])
            title = source.text(p, n).split("\n\n")[0]
            text = grid(["1fr", "125pt", "1fr"], 14, [f"[{t(left)}]", f"[{source.box(p)}]", f"[{t(right)}]"])
            out.append(f"#block(breakable: false)[{title}\n\n{text}]")
        return "\n\n#v(8pt)\n".join(out)
    if look.layout in ("title-over", "title-over-left"):
        return "\n\n#v(8pt)\n".join(_title_over(source, p, n) for n, p in numbered)
    if look.layout in ("two-in-gutter", "two-aside"):
        return "\n\n#v(10pt)\n".join(_two(source, numbered[k : k + 2]) for k in range(0, len(numbered), 2))
    if look.layout == "table-once":
        texts = "\n\n".join(source.text(p, n) for n, p in numbered)
        labels = [k for k, _ in fields(numbered[0][1], look)]
        names = ["[*Project*]", *(f"[{t(k, look.size - 1, '', True)}]" for k in labels)]
        filled = [
            c
            for _, p in numbered
            for c in (t(p.title, look.size - 1), *(t(v, look.size - 1) for _, v in fields(p, look)))
        ]
        table = ", ".join([*names, *(f"[{row}]" for row in filled)])
        return f"{texts}\n\n#table(columns: (1.2fr, 1fr, 1.7fr, 1.6fr), stroke: (y: 0.5pt), {table})"
    if look.layout in TABLES:
        return TABLES[look.layout](source, [p for _, p in numbered])
    if look.layout == "halves":
        return "\n\n#v(10pt)\n".join(_halves(source, p, n) for n, p in numbered)
    return ""


def _whole_rows(source: Source, projects: list[Project]) -> str:
    from tests.kit.typ import t

    size = source.look.size - 1
    labels = [t(label, size, "", True) for label, _ in fields(projects[0], source.look)]
    cells = [f"[{cell}]" for cell in (t("Project", size, "", True), *labels)]
    for p in projects:
        said = [t(value, size) for _, value in fields(p, source.look)]
        cells += [f"[{t(p.title, size, '', True)} \\ {t(_told(p), size)}]", *(f"[{value}]" for value in said)]
    return f"#table(columns: (2.4fr, 1fr, 1fr, 1.2fr), stroke: 0.5pt, {', '.join(cells)})"


def _side_by_side(source: Source, projects: list[Project]) -> str:
    from tests.kit.typ import t

    size, look = source.look.size, source.look
    heads = ["[]", *(f"[{t(p.title, size + 3, '', True)}]" for p in projects)]
    texts = ["[]", *(f"[{t(_told(p), size)}]" for p in projects)]
    columns = ["100pt"] + ["1fr"] * len(projects)
    rows = []
    for at, (label, _) in enumerate(fields(projects[0], look)):
        rows += [f"[{t(label, size - 2, '', True)}]", *(f"[{t(fields(p, look)[at][1], size)}]" for p in projects)]
    table = f"#table(columns: ({', '.join(columns)}), stroke: (y: 0.5pt), {', '.join(rows)})"
    return f"#block(breakable: false)[{grid(columns, 10, [*heads, *texts])}\n\n#v(14pt)\n{table}]"


def _forms(source: Source, projects: list[Project]) -> str:
    from tests.kit.typ import t

    size = source.look.size
    made = []
    for p in projects:
        (first, amount), *rest = fields(p, source.look)
        rows = [("Naam van het project", p.title), (first, amount), ("Beschrijving", _told(p)), *rest]
        high = first.isupper()
        cells = [f"[{t(name.upper() if high else name, size, '', True)}], [{t(said, size)}]" for name, said in rows]
        made.append(f"#table(columns: (30%, 70%), stroke: 0.5pt, {', '.join(cells)})")
    return "\n\n#v(12pt)\n".join(made)


def _told(p: Project) -> str:
    return " ".join(part.text for part in p.parts)


#: The layouts whose tables hold whole projects.
TABLES = {"table-whole": _whole_rows, "table-columns": _side_by_side, "table-form": _forms}


def _halves(source: Source, p: Project, n: int) -> str:
    from tests.kit.typ import t

    title, text = _parted(source, p, n)
    size = source.look.size
    said = [f"{t(label, size - 2, '', True)} \\ {t(value, size)}" for label, value in fields(p, source.look)]
    right = "\n\n".join(said[1:])
    cells = [f"[{said[0]}]", f"[{title}\n\n{text}]", f"[{right}]"]
    return f"#block(breakable: false)[{grid(['90pt', '1fr', '130pt'], 16, cells)}]"


def _parted(source: Source, p: Project, n: int) -> tuple[str, str]:
    """The title of a project and its text."""
    title, _, text = source.text(p, n).partition("\n\n")
    return title, text


def _title_over(source: Source, p: Project, n: int) -> str:
    title, text = _parted(source, p, n)
    cells, columns = [f"[{text}]", f"[{source.box(p)}]"], ["1fr", "190pt"]
    if source.look.layout == "title-over-left":
        cells, columns = cells[::-1], columns[::-1]
    return f"#block(breakable: false)[{title}\n\n{grid(columns, 16, cells)}]"


def _two(source: Source, numbered: list[tuple[int, Project]]) -> str:
    """One row of two projects and their boxes; a last project by itself has its box below."""
    texts = [f"[{source.text(p, n)}]" for n, p in numbered]
    boxes = "\n\n#v(6pt)\n".join(source.box(p) for _, p in numbered)
    if len(numbered) == 1:
        return f"#block(breakable: false)[{source.text(numbered[0][1], numbered[0][0])}\n\n{boxes}]"
    cells, columns = [texts[0], f"[{boxes}]", texts[1]], ["1fr", "130pt", "1fr"]
    if source.look.layout == "two-aside":
        cells, columns = [*texts, f"[{boxes}]"], ["1fr", "1fr", "130pt"]
    return f"#block(breakable: false)[{grid(columns, 14, cells)}]"


def opening(source: Source, axis: Axis) -> tuple[str, str]:
    """What stands beside the name of an axis, and below its slogan: its amount and share."""
    from tests.kit.typ import t

    amount, share = f"{axis.amount.normalize():f}".replace(".", ",") + " miljoen euro", f"{axis.share} %"
    if source.look.amounts == "band":
        return f" #h(1fr) #text(size: 9pt)[{t('€ ' + grouped(int(axis.amount * 10**6), '.'))} #h(8pt) {t(share)}]", ""
    if source.look.amounts == "below":
        return "", f"{t(amount, 9)}\n\n{t(share + ' van de middelen', 9)}\n\n"
    return "", f"{t(amount + ' | ' + share, 9)}\n\n" if source.look.amounts else ""


def aside(source: Source, n: int) -> str:
    """A pull quote or a caption with an amount."""
    from tests.kit.typ import t

    quotes = ("“Met € 3 miljoen kwamen wij ver”, zegt een betrokkene", "Foto: de werf, waar € 12 miljoen naartoe ging")
    size = source.s + (3 if n % 2 == 0 else -2)
    return f"#pad(x: 30pt)[{t(quotes[n % 2], size, '#777777', False, STYLE)}]"
