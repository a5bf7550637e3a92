"""Brochures as a flat OpenDocument text, set by LibreOffice: sections for columns, tables for boxes and margins."""

from __future__ import annotations

import re
import subprocess
from html import escape
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.kit.content import Axis, Project
from tests.kit.front import million
from tests.kit.registry import Draft
from tests.kit.sheet import LOWERED, hyphenator
from tests.kit.style import Palette, fields, label_share, label_size, palette, shown_title

PLAIN_DIGIT = str.maketrans(LOWERED, "23")
FONTS = {"sans": "Liberation Sans", "serif": "Liberation Serif", "vera": "DejaVu Sans", "mono": "Liberation Mono"}
SPACES = " ".join(
    f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
    for k, v in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip


def write(draft: Draft, path: Path, rng: Random) -> None:
    """Each run has a profile folder of its own."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "brochure.fodt"
        source.write_text(Flat(draft, rng).whole(), encoding="utf-8")
        home = (Path(folder) / "user").as_uri()
        command = ["soffice", "--headless", f"-env:UserInstallation={home}", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, str(source)], check=True, timeout=180, capture_output=True)
        path.write_bytes((Path(folder) / "brochure.pdf").read_bytes())


class Flat:
    """The flat document of one brochure. Styles are made as they are used."""

    def __init__(self, draft: Draft, rng: Random) -> None:
        self.draft, self.look, self.rng = draft, draft.look, rng
        self.colours: Palette = palette(self.look.palette)
        self.s = self.look.size
        self.styles: dict[str, str] = {}
        self.tables = 0
        self.breaks = False

    def whole(self) -> str:
        body = self.document() if self.draft.document else self.body()
        wide, high = ("842pt", "595pt") if self.look.landscape else ("595pt", "842pt")
        head = f"<style:header>{self.p(self.draft.brochure.title, 7.5)}</style:header>" if self.look.header else ""
        number = '<text:p><text:page-number text:select-page="current">1</text:page-number></text:p>'
        foot = f"<style:footer>{number}</style:footer>" if self.look.numbers else ""
        columns = f'<style:columns fo:column-count="{self.look.columns}" fo:column-gap="20pt"/>'
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
            f'<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="{wide}" '
            f'fo:page-height="{high}" fo:margin="48pt"/></style:page-layout>'
            f'<style:style style:name="S" style:family="section"><style:section-properties>{columns}'
            f"</style:section-properties></style:style>{''.join(self.styles.values())}</office:automatic-styles>"
            f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">{head}{foot}'
            f"</style:master-page></office:master-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document>"
        )

    def p(self, s: str, size: float, face: str = "R", colour: str = "#222222", hyphens: bool = False, gap: float = 2,
          keep: bool = False) -> str:  # fmt: skip
        """A paragraph; the first after a wished page break carries it."""
        before, self.breaks = self.breaks, False
        key = f"P{size:g}{face}{colour[1:]}{int(before)}{gap:g}{int(keep)}".replace(".", "_")
        self.styles[key] = (
            f'<style:style style:name="{key}" style:family="paragraph"><style:paragraph-properties '
            f'{"fo:break-before=" + chr(34) + "page" + chr(34) if before else ""} fo:margin-bottom="{gap}pt" '
            f'{"fo:keep-with-next=" + chr(34) + "always" + chr(34) if keep else ""} fo:margin-top="0pt"/>'
            f'<style:text-properties style:font-name="{FONTS[self.look.font]}" '
            f'fo:font-family="{FONTS[self.look.font]}" fo:font-size="{size}pt" fo:color="{colour}" '
            f'fo:font-weight="{"bold" if face == "B" else "normal"}" '
            f'fo:font-style="{"italic" if face == "I" else "normal"}" fo:language="nl" fo:country="BE"/></style:style>'
        )
        s = s.translate(PLAIN_DIGIT)  # a sign from another font would be written out of order
        return f'<text:p text:style-name="{key}">{self.words(s) if hyphens else escape(s)}</text:p>'

    def words(self, s: str) -> str:
        """Soft hyphens, for no Dutch dictionary may be installed."""
        if self.look.hyphens:
            s = re.sub(r"[^\W\d_]{9,}", lambda m: hyphenator().inserted(m[0], "\u00ad"), s)
        return escape(s)

    def document(self) -> str:
        shown = {"h1": (20, "B"), "h2": (12.5, "B"), "p": (9.5, "R"), "row": (9.5, "R")}
        return "".join(self.p(s, *shown[k], gap=7) for k, s in self.draft.document)

    def body(self) -> str:
        out: list[str] = []
        b, number = self.draft.brochure, 0
        for part, wanted in (
            (self.cover, self.look.cover),
            (self.figures, self.look.figures),
            (self.toc, self.look.toc),
        ):
            if wanted:
                self.breaks = bool(out)
                out.append(part())
        axes = []
        self.breaks = bool(out)
        for n, axis in enumerate(b.axes):
            self.breaks = self.breaks or (self.look.axis_pages and bool(n))
            axes.append(self.axis(axis, b.of(axis), number))
            number += len(b.of(axis))
        out.append("".join(axes) if self.look.axis_pages else self.columned("".join(axes)))
        if self.look.appendix:
            self.breaks = True
            out.append(self.appendix())
        return "".join(out)

    def cover(self) -> str:
        b = self.draft.brochure
        names = "".join(self.p(f"{n}  {a.name}", 11) for n, a in enumerate(b.axes, 1))
        return (
            self.p(b.title.upper(), 26, "B", self.colours.accent, gap=20)
            + self.p(b.intro, 11)
            + self.p(f"Het plan steunt op {len(b.axes)} {b.axis_word}:", 11, "B")
            + names
        )

    def figures(self) -> str:
        b = self.draft.brochure
        out = [self.p("HET PLAN IN CIJFERS", 22, "B", self.colours.accent), self.p("BUDGET IN MILJOEN €", 7, "B")]
        out += [self.p(str(n), 7) for n in (500, 250, 100, 50, 10)]
        for a in b.axes:
            out += [self.p(a.name.upper(), 11, "B", self.colours.axis(a.name)), self.p(million(a), 9)]
        for value, said in b.figures:
            out += [self.p(value, 22, "B", self.colours.accent), self.p(said, 9)]
        return "".join(out)

    def toc(self) -> str:
        out, page = [self.p("Inhoud", 20, "B", self.colours.accent)], 3
        for axis in self.draft.brochure.axes:
            out.append(self.p(axis.name, 10, "B", self.colours.axis(axis.name)))
            out += [self.p(f"{p.title} ........ {page}", 9) for p in self.draft.brochure.of(axis) if p.has_text]
            page += 1
        return "".join(out)

    def appendix(self) -> str:
        title = self.p("Bijlage: overzicht van de projecten", 16, "B", self.colours.accent)
        rows = [
            [self.p(p.title, 7.5), self.p(p.axis, 7.5), self.p(p.budget or "–", 7.5)]
            for p in self.draft.brochure.projects
            if p.has_text
        ]
        head = [self.p(s, 8, "B") for s in ("Project", "As", "Budget")]
        return title + self.table([head, *rows], [56, 23, 21], "0.5pt solid #666666")

    def columned(self, body: str) -> str:
        if self.look.columns == 1:
            return body
        self.tables += 1
        return f'<text:section text:style-name="S" text:name="S{self.tables}">{body}</text:section>'

    def axis(self, axis: Axis, projects: list[Project], number: int) -> str:
        intro = axis.intro.upper() if self.look.caps_intro else axis.intro
        head = self.p(axis.name.upper(), self.s + 10, "B", self.colours.axis(axis.name), keep=True)
        head += self.p(axis.slogan.upper(), self.s + 1.5, "B", self.colours.accent, keep=True) if axis.slogan else ""
        head += self.p(intro, self.s - 0.5, "I", "#444444", True, 8) if axis.intro else ""
        body = []
        for n, p in enumerate(projects, number + 1):
            self.breaks = self.look.one_per_page and n > number + 1
            body.append(self.project(p, n))
        return head + (self.columned("".join(body)) if self.look.axis_pages else "".join(body))

    def text(self, p: Project, n: int) -> str:
        if not p.has_text:
            return ""
        plain = self.look.titles == "colour"
        size, face = self.s + (0 if plain else 2.5), "R" if plain else "B"
        out = [self.p(shown_title(p, n, self.look), size, face, self.colours.axis(p.axis), keep=True)]
        for part in p.parts:
            if part.kind == "subhead":
                out.append(self.p(part.text, self.s, "B", keep=True))
            elif part.kind == "note":
                out.append(self.p("1 " + part.text, self.s * 0.75))
            else:
                mark = "• " if part.kind == "item" else ""
                out.append(self.p(mark + part.text, self.s, hyphens=True))
        return "".join(out)

    def project(self, p: Project, n: int) -> str:
        gap = self.p("", self.s)
        if not self.look.layout.startswith("margin"):
            above = self.look.layout == "above"
            first = self.box(p) if above else self.text(p, n)
            return first + (self.text(p, n) if above else self.box(p)) + gap
        cells, widths = [self.text(p, n), self.box(p) or self.p("", self.s)], [68, 32]
        if self.look.layout == "margin-left":
            cells, widths = cells[::-1], widths[::-1]
        return self.table([[c or self.p("", self.s) for c in cells]], widths, "none") + gap

    def box(self, p: Project) -> str:
        items = fields(p, self.look)
        if not p.has_box or not items:
            return ""
        form, share = self.look.form, label_share(self.look)
        names = [self.p(k, label_size(self.look), "B", self.colours.axis(p.axis), keep=True) for k, _ in items]
        values = [self.p(v, self.s - 1, hyphens=True) for _, v in items]
        border = f"0.7pt solid {self.colours.axis(p.axis)}"
        if form == "head":
            return self.table([names, values], [2 if len(v) > 60 else 1 for _, v in items], border)
        if form == "rows":
            return self.table([list(c) for c in zip(names, values, strict=True)], [share, 100 - share], border)
        if form == "beside":
            rows = [list(c) for c in zip(names, values, strict=True)]
            return self.table(rows, [share, 100 - share], "none", self.look.frame in ("fill", "bar"))
        if form == "inline":
            body = "".join(self.p(f"{k}: {v}", self.s - 1) for k, v in items)
        else:
            body = "".join(k + v for k, v in zip(names, values, strict=True))
        if self.look.frame == "none":
            return body
        outline = border if self.look.frame == "outline" else "none"
        return self.table([[body]], [100], outline, self.look.frame in ("fill", "bar"))

    def table(self, rows: list[list[str]], widths: list[int], border: str, tint: bool = False) -> str:
        self.tables += 1
        name = f"T{self.tables}"
        fill = f'fo:background-color="{self.colours.tint}"' if tint else ""
        self.styles[name] = (
            f'<style:style style:name="{name}c" style:family="table-cell"><style:table-cell-properties '
            f'fo:border="{border}" fo:padding="4pt" {fill}/></style:style>'
            f'<style:style style:name="{name}r" style:family="table-row"><style:table-row-properties '
            'fo:keep-together="always"/></style:style>'
        )
        columns = []
        for i, w in enumerate(widths):
            self.styles[f"{name}w{i}"] = (
                f'<style:style style:name="{name}w{i}" style:family="table-column"><style:table-column-properties '
                f'style:rel-column-width="{w * 100}*"/></style:style>'
            )
            columns.append(f'<table:table-column table:style-name="{name}w{i}"/>')
        body = "".join(
            f'<table:table-row table:style-name="{name}r">'
            + "".join(f'<table:table-cell table:style-name="{name}c">{c}</table:table-cell>' for c in row)
            + "</table:table-row>"
            for row in rows
        )
        return f'<table:table table:name="{name}">{"".join(columns)}{body}</table:table>'
