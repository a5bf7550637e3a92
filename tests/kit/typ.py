"""Brochures as Typst source; the program breaks lines, columns and pages and hyphenates by its own rules."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.kit import designs
from tests.kit.content import Axis, Project
from tests.kit.front import million
from tests.kit.registry import Draft
from tests.kit.style import Palette, fields, label_share, label_size, palette, shown_title

FONTS = {"sans": "Liberation Sans", "serif": "Libertinus Serif", "vera": "DejaVu Sans", "mono": "DejaVu Sans Mono"}


def write(draft: Draft, path: Path, rng: Random) -> None:
    import typst

    with TemporaryDirectory() as folder:
        source = Path(folder) / "brochure.typ"
        source.write_text(Source(draft, rng).whole(), encoding="utf-8")
        typst.compile(str(source), output=str(path))


def q(s: str) -> str:
    """A Typst string."""
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def t(s: str, size: float = 0, colour: str = "", bold: bool = False, more: str = "") -> str:
    args = ([f"size: {size}pt"] if size else []) + ([f'fill: rgb("{colour}")'] if colour else [])
    args += (['weight: "bold"'] if bold else []) + ([more] if more else [])
    return f"#text({', '.join([*args, q(s)])})"


class Source:
    """The source of one brochure."""

    def __init__(self, draft: Draft, rng: Random) -> None:
        self.draft, self.look, self.rng = draft, draft.look, rng
        self.colours: Palette = palette(self.look.palette)
        self.s = self.look.size

    def whole(self) -> str:
        if self.draft.document:
            return self.setup() + self.document()
        b = self.draft.brochure
        front = [self.cover()] if self.look.cover else []
        front += [self.figures()] if self.look.figures else []
        front += [self.toc()] if self.look.toc else []
        out, number = [], 0
        for axis in b.axes:
            out.append(self.axis(axis, b.of(axis), number))
            number += len(b.of(axis))
        if self.look.axis_pages:
            body = "#pagebreak()\n".join(out)
        else:
            body = self.columned("\n".join(out))
        back = [self.appendix()] if self.look.appendix else []
        return self.setup() + "#pagebreak()\n".join([*front, body, *back])

    def setup(self) -> str:
        look = self.look
        header = f"header: {q(self.draft.brochure.title)}, " if look.header else ""
        numbering = '"1"' if look.numbers else "none"
        colour = 'fill: rgb("#1B3A4B"), ' if look.dark else ""
        ink = "#FFFFFF" if look.dark else "#000000"
        back = colour + (
            'background: place(bottom + right, circle(radius: 60pt, fill: rgb("#F1EDE4"))), ' if look.decor else ""
        )
        fonts = "(" + ", ".join(q(f) for f in (FONTS[look.font], "Libertinus Serif")) + ")"
        return (
            f'#set document(title: "Brochure", date: none)\n#set page(paper: "a4", flipped: {str(look.landscape).lower()}'
            f", {header}{back}margin: 48pt, numbering: {numbering})\n"
            f'#set text(font: {fonts}, size: {self.s}pt, fill: rgb("{ink}"), lang: "nl", hyphenate: {str(look.hyphens).lower()})\n'
            f"#set par(justify: {str(self.rng.random() < 0.5 or look.justify).lower()}, leading: 0.55em)\n"
        )

    def document(self) -> str:
        shown = {"h1": (20, True), "h2": (12.5, True), "p": (9.5, False), "row": (9.5, False)}
        return "\n\n".join(t(s, shown[k][0], "", shown[k][1]) for k, s in self.draft.document)

    def cover(self) -> str:
        b = self.draft.brochure
        names = "\n\n".join(f"{n} #h(8pt) {t(a.name)}" for n, a in enumerate(b.axes, 1))
        return (
            f"#v(60pt)\n{t(b.title.upper(), 26, self.colours.accent, True)}\n\n{t(b.intro, 11)}\n\n"
            f"{t(f'Het plan steunt op {len(b.axes)} {b.axis_word}:', 11, '', True)}\n\n{names}\n"
        )

    def figures(self) -> str:
        b = self.draft.brochure
        cells = [
            f"[#circle(radius: {6 + float(a.amount) / 50:.1f}pt, fill: rgb({q(self.colours.axis(a.name))}))\n\n"
            f"{t(a.name.upper(), 7, '', True)}\n\n{t(million(a), 7)}]"
            for a in b.axes
        ]
        key = [f"[{t(v, 22, self.colours.accent, True)}\n\n{t(s, 8.5)}]" for v, s in b.figures]
        legend = " #h(20pt) ".join(f"#box(circle(radius: {2 + n / 60:.1f}pt)) {n}" for n in (500, 250, 100, 50, 10))
        return (
            f"{t('HET PLAN IN CIJFERS', 22, self.colours.accent, True)}\n\n"
            f"#grid(columns: {len(cells)}, gutter: 12pt, {', '.join(cells)})\n\n"
            f"{t('BUDGET IN MILJOEN €', 7, '', True)}\n\n{legend}\n\n#grid(columns: 3, gutter: 20pt, {', '.join(key)})\n"
        )

    def toc(self) -> str:
        out = [t("Inhoud", 20, self.colours.accent, True)]
        page = 3
        for axis in self.draft.brochure.axes:
            out.append(t(axis.name, 10, self.colours.axis(axis.name), True))
            for p in self.draft.brochure.of(axis):
                out.append(f"{t(p.title)} #box(width: 1fr, repeat[.]) {page}" if p.has_text else "")
            page += 1
        return "\n\n".join(out)

    def appendix(self) -> str:
        rows = [
            f"[{t(p.title, 7.5)}], [{t(p.axis, 7.5)}], [{t(p.budget or '–', 7.5)}]"
            for p in self.draft.brochure.projects
            if p.has_text
        ]
        head = "[*Project*], [*As*], [*Budget*]"
        title = t("Bijlage: overzicht van de projecten", 16, self.colours.accent, True)
        return f"{title}\n\n#table(columns: (3fr, 1.2fr, 1fr), {head}, {', '.join(rows)})\n"

    def columned(self, body: str) -> str:
        columned = self.look.columns > 1 and self.look.layout != "cards"
        return f"#columns({self.look.columns}, gutter: 20pt)[\n{body}\n]" if columned else body

    def axis(self, axis: Axis, projects: list[Project], number: int) -> str:
        colour = self.colours.axis(axis.name)
        intro = axis.intro.upper() if self.look.caps_intro else axis.intro
        aside, below = designs.opening(self, axis)
        head = f"#block(sticky: true)[{t(axis.name.upper(), self.s + 10, colour, True)}{aside}]\n\n"
        if axis.slogan:
            head += t(axis.slogan.upper(), self.s + 1.5, self.colours.accent, True) + "\n\n"
        head += below
        if axis.intro:
            head += t(intro, self.s - 0.5, "#444444") + "\n\n"
        body = self.projects(projects, number, head)
        if self.look.layout == "collected":
            return body
        return head + (self.columned(body) if self.look.axis_pages else body)

    def projects(self, projects: list[Project], number: int, head: str) -> str:
        numbered = list(enumerate(projects, number + 1))
        layout = self.look.layout
        if designed := designs.projects(self, numbered):
            return designed
        if layout.startswith("margin"):
            return "\n\n".join(self.margin(p, n) for n, p in numbered)
        if layout == "spread":
            return "#pagebreak()\n".join(self.spread(numbered[k : k + 3]) for k in range(0, len(numbered), 3))
        if layout == "collected":
            groups = [numbered[k : k + 3] for k in range(0, len(numbered), 3)]
            return "#pagebreak()\n".join(self.collected(g, head if not k else "") for k, g in enumerate(groups))
        gap = "\n\n#pagebreak()\n" if self.look.one_per_page else "\n\n#v(8pt)\n"
        between = {n: designs.aside(self, n) + "\n\n" if self.look.asides and n % 3 == 0 else "" for n, _ in numbered}
        return gap.join(between[n] + self.flow(p, n) for n, p in numbered)

    def text(self, p: Project, n: int) -> str:
        if not p.has_text:
            return ""
        plain = self.look.titles == "colour"
        size = self.s + (0 if plain else 2.5)
        title = t(shown_title(p, n, self.look), size, self.colours.axis(p.axis), not plain, "hyphenate: false")
        out = [f"#block(sticky: true, below: 0.6em)[{title}]"]
        for part in p.parts:
            if part.kind == "subhead":
                out.append(t(part.text, self.s, "", True))
            elif part.kind == "item":
                out.append(f"#list([{t(part.text)}])")
            elif part.kind == "note":
                out.append(t("1 " + part.text, self.s * 0.75))
            else:
                out.append(t(part.text))
        return "\n\n".join(out)

    def flow(self, p: Project, n: int) -> str:
        pieces = [self.text(p, n), self.box(p)]
        return "\n\n".join(pieces[::-1] if self.look.layout == "above" else pieces)

    def margin(self, p: Project, n: int) -> str:
        cells = [f"[{self.text(p, n)}]", f"[{self.box(p)}]"]
        columns = "(1fr, 150pt)"
        if self.look.layout == "margin-left":
            cells, columns = cells[::-1], "(150pt, 1fr)"
        return f"#block(breakable: false)[#grid(columns: {columns}, gutter: 20pt, {', '.join(cells)})]\n#v(10pt)"

    def spread(self, group: list[tuple[int, Project]]) -> str:
        rows = ", ".join(f"[{self.box(p)}], [{self.text(p, n)}]" for n, p in group[:2])
        left = f"[#grid(columns: (132pt, 1fr), gutter: 18pt, {rows})]"
        right = "".join(f"{self.text(p, n)}\n\n#v(1fr)\n{self.box(p)}" for n, p in group[2:])
        return f"#grid(columns: (2.4fr, 1fr), gutter: 24pt, {left}, [{right}])\n"

    def collected(self, group: list[tuple[int, Project]], head: str) -> str:
        boxes = [p for _, p in group if p.has_box]
        order = list(boxes)
        while len(order) > 1 and order == boxes:
            self.rng.shuffle(order)
        row = f"#grid(columns: {max(1, len(order))}, gutter: 14pt, {', '.join(f'[{self.box(p)}]' for p in order)})\n"
        texts = "\n\n#v(8pt)\n".join(self.text(p, n) for n, p in group)
        where = {"foot": f"{texts}\n\n#v(1fr)\n{row}", "head": f"{row}\n\n{texts}"}
        return head + where.get(self.look.collect, f"{texts}\n#pagebreak()\n{row}")

    def label(self, s: str, p: Project) -> str:
        colour, more = self.colours.axis(p.axis), "hyphenate: false"
        if self.look.case != "small":
            return t(s, label_size(self.look), colour, True, more)
        pairs = ((w[0], w[1:]) for w in s.upper().split())  # the fonts have no small capitals of their own
        return " ".join(t(a, self.s - 1, colour, True) + t(b, self.s - 3, colour, True, more) for a, b in pairs)

    def box(self, p: Project) -> str:
        items = fields(p, self.look)
        if not p.has_box or not items:
            return ""
        size, form = self.s - 1, self.look.form
        if designed := designs.box(self, p):
            return designed
        if form in ("head", "rows"):
            return self.table(items, p, size)
        out = []
        for k, v in items:
            if form == "inline":
                out.append(f"{self.label(k + ':', p)} {t(v, size)}")
            elif form == "beside":
                out.append(
                    f"#grid(columns: ({label_share(self.look)}%, 1fr), gutter: 4pt, [{self.label(k, p)}], [{t(v, size)}])"
                )
            elif form == "dotted" and len(v) < 40:
                out.append(f"{self.label(k, p)} #box(width: 1fr, repeat[.]) {t(v, size)}")
            else:
                out.append(f"{self.label(k, p)}\\\n{t(v, size)}")
        return self.framed("\n\n".join(out), p)

    def framed(self, body: str, p: Project) -> str:
        colour = q(self.colours.axis(p.axis))
        style = {
            "fill": f"inset: 6pt, fill: rgb({q(self.colours.tint)})",
            "outline": f"inset: 6pt, stroke: 0.7pt + rgb({colour})",
            "bar": f"inset: 6pt, fill: rgb({q(self.colours.tint)}), stroke: (left: 2.4pt + rgb({colour}))",
            "none": "inset: 0pt",
        }[self.look.frame]
        breaks = str(self.look.split).lower()
        return f"#block(width: 100%, breakable: {breaks}, {style})[#set par(spacing: 0.7em)\n{body}]"

    def table(self, items: list[tuple[str, str]], p: Project, size: float) -> str:
        names = [f"[{self.label(k, p)}]" for k, _ in items]
        values = [f"[{t(v, size)}]" for _, v in items]
        if self.look.form == "head":
            columns = ", ".join("2fr" if len(v) > 60 else "1.3fr" for _, v in items)
            cells = [*names, *values]
        else:
            columns = f"{label_share(self.look)}%, 1fr"
            cells = [c for pair in zip(names, values, strict=True) for c in pair]
        return f"#table(columns: ({columns}), stroke: 0.5pt, {', '.join(cells)})"
