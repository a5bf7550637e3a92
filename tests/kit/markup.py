"""Brochures as HTML, set by WeasyPrint or by Chromium."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.kit.content import Axis, Project
from tests.kit.front import million
from tests.kit.registry import Draft
from tests.kit.sheet import hyphenator
from tests.kit.style import Palette, fields, label_share, label_size, palette, shown_title

FONTS = {
    "sans": "'Liberation Sans', sans-serif",
    "serif": "'Liberation Serif', serif",
    "vera": "'DejaVu Sans', sans-serif",
    "mono": "monospace",
}
CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]


def weasyprint_write(draft: Draft, path: Path, rng: Random) -> None:
    import weasyprint

    document = weasyprint.HTML(string=Page(draft, rng, "weasyprint").whole())
    path.write_bytes(document.write_pdf(identifier=b"kit"))


def chromium_write(draft: Draft, path: Path, rng: Random) -> None:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "brochure.html"
        source.write_text(Page(draft, rng, "chromium").whole(), encoding="utf-8")
        out = Path(folder) / "out.pdf"
        command = ["chromium", *CHROMIUM, f"--user-data-dir={folder}/user", f"--print-to-pdf={out}", source.as_uri()]
        subprocess.run(command, check=True, timeout=120, capture_output=True)
        path.write_bytes(out.read_bytes())


class Page:
    """The HTML of one brochure."""

    def __init__(self, draft: Draft, rng: Random, engine: str) -> None:
        self.draft, self.look, self.rng, self.engine = draft, draft.look, rng, engine
        self.colours: Palette = palette(self.look.palette)
        self.justify = rng.random() < 0.4

    def whole(self) -> str:
        b = self.draft.brochure
        if self.draft.document:
            tags = {"h1": "h1", "h2": "h3", "p": "p", "row": "p"}
            body = "".join(f"<{tags[k]}>{self.words(s)}</{tags[k]}>" for k, s in self.draft.document)
        else:
            parts = [self.cover()] if self.look.cover else []
            parts += [self.figures()] if self.look.figures else []
            parts += [self.toc()] if self.look.toc else []
            number, axes = 0, []
            for axis in b.axes:
                axes.append(self.axis(axis, b.of(axis), number))
                number += len(b.of(axis))
            if self.look.axis_pages:
                parts += axes
            else:
                parts.append(f'<section class="page {self.columns()}">{"".join(axes)}</section>')
            parts += [self.appendix()] if self.look.appendix else []
            body = "".join(parts)
        return f'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Brochure</title><style>{self.css()}</style></head><body>{body}</body></html>'  # noqa: E501

    def words(self, s: str) -> str:
        """Escaped text; Chromium gets soft hyphens, for it comes without a Dutch dictionary."""
        if self.engine == "chromium" and self.look.hyphens:
            s = re.sub(r"[^\W\d_]{9,}", lambda m: hyphenator().inserted(m[0], "\u00ad"), s)
        return html.escape(s, quote=False)

    def columns(self) -> str:
        return "cols" if self.look.columns > 1 else ""

    def css(self) -> str:
        look, s = self.look, self.look.size
        size = "842pt 595pt" if look.landscape else "595pt 842pt"
        running = f'@top-left {{content: "{self.draft.brochure.title}"; font-size: 7.5pt}}' if look.header else ""
        running += "@bottom-center {content: counter(page); font-size: 8pt}" if look.numbers else ""
        page_h = (595 if look.landscape else 842) - 96 - 4
        return f"""
@page {{size: {size}; margin: 48pt; {running}}}
body {{font: {s}pt/1.3 {FONTS[look.font]}; margin: 0; color: #222; hyphens: {"auto" if look.hyphens else "manual"};
 {"text-align: justify;" if self.justify else ""}}}
.page {{break-before: page}} .page:first-child {{break-before: auto}}
h1, h2, h3, .label {{hyphens: manual; text-align: left}}
h1 {{font-size: {s + 10}pt; line-height: 1.1; margin: 0 0 3pt; break-after: avoid}}
h2 {{font-size: {s + 1.5}pt; color: {self.colours.accent}; margin: 0; break-after: avoid}}
h3 {{font-size: {s + (0 if look.titles == "colour" else 2.5)}pt; margin: 0 0 3pt; line-height: 1.2; break-after: avoid;
 font-weight: {"normal" if look.titles == "colour" else "bold"}}}
h4 {{font-size: {s}pt; margin: 4pt 0 1pt; break-after: avoid}}
p {{margin: 0 0 3pt}} ul {{margin: 0; padding-left: 12pt}} .note {{font-size: {s * 0.75}pt}}
.intro {{font-size: {s - 0.5}pt; color: #444; margin-bottom: 10pt}}
.project {{margin-bottom: 16pt}} .one .project + .project {{break-before: page}}
.cols {{columns: {look.columns}; column-gap: 20pt}}
.box {{font-size: {s - 1}pt; margin: 5pt 0; break-inside: avoid; text-align: left; {self.frame()}}}
.label {{font-size: {label_size(look)}pt; font-weight: bold; {"font-variant: small-caps;" if look.case == "small" else ""}}}
.field {{margin-bottom: 3pt}} .beside {{display: flex}} .beside > :first-child {{width: {label_share(look)}%; flex: none}}
{".lead::before {content: leader('.')}" if self.engine == "weasyprint" else ".dotted, .toc {display: flex; gap: 4pt}"}
.dots {{flex: 1; overflow: hidden; white-space: nowrap; height: 1.3em; color: #888; min-width: 0}}
.margin {{display: flex; gap: 20pt; break-inside: avoid}} .margin > .text {{flex: 1}}
.margin > .side {{width: 150pt; flex: none}} .left {{flex-direction: row-reverse}}
.spread {{display: flex; gap: 24pt}} .wide {{flex: 2.4}} .narrow {{flex: 1}} .wide .side {{width: 132pt}}
.full {{display: flex; flex-direction: column; height: {page_h}pt}} .push {{margin-top: auto}}
.row {{display: flex; gap: 14pt}} .row > .box {{flex: 1}}
table {{border-collapse: collapse; width: 100%; break-inside: avoid; margin: 5pt 0; font-size: {s - 1}pt; text-align: left}}
td, th {{border: 0.6pt solid #666; padding: 3pt 4pt; vertical-align: top; text-align: left}}
.disc {{border-radius: 50%; display: block}} .chart {{display: flex; gap: 10pt; margin: 40pt 0}} .chart div {{flex: 1}}
.tiny {{font-size: 7pt}} .key {{display: flex; flex-wrap: wrap}} .key div {{width: 30%; margin: 10pt 3% 0 0}}
.big {{font-size: 22pt; color: {self.colours.accent}; font-weight: bold}}
{".page {background: linear-gradient(90deg, #F6F1E4 0, #fff 40pt)}" if look.decor else ""}
"""

    def dots(self) -> str:
        """Leaders; WeasyPrint has them as content, for it would print hidden dots over the value."""
        return '<span class="lead"></span>' if self.engine == "weasyprint" else f'<span class="dots">{"." * 200}</span>'

    def frame(self) -> str:
        return {
            "fill": f"background: {self.colours.tint}; padding: 6pt",
            "outline": "border: 0.7pt solid #555; padding: 6pt",
            "bar": f"background: {self.colours.tint}; border-left: 2.4pt solid #555; padding: 6pt",
            "none": "",
        }[self.look.frame]

    def cover(self) -> str:
        b = self.draft.brochure
        names = "".join(f"<p><b>{n}</b>&emsp;{a.name}</p>" for n, a in enumerate(b.axes, 1))
        return (
            f'<section class="page"><h1 style="font-size: 26pt; margin: 60pt 0 20pt; color: {self.colours.accent}">'
            f"{b.title.upper()}</h1><p>{self.words(b.intro)}</p>"
            f"<p><b>Het plan steunt op {len(b.axes)} {b.axis_word}:</b></p>{names}</section>"
        )

    def figures(self) -> str:
        b = self.draft.brochure
        discs = "".join(
            f'<div><span class="disc" style="background: {self.colours.axis(a.name)}; width: {r}pt; height: {r}pt"></span>'
            f'<p class="tiny"><b>{a.name.upper()}</b></p><p class="tiny">{million(a)}</p></div>'
            for a in b.axes
            for r in (12 + round(float(a.amount) / 25),)
        )
        legend = "&emsp;".join(str(n) for n in (500, 250, 100, 50, 10))
        key = "".join(f'<div><p class="big">{v}</p><p>{s}</p></div>' for v, s in b.figures)
        return (
            f'<section class="page"><h1>HET PLAN IN CIJFERS</h1><div class="chart">{discs}</div>'
            f'<p class="tiny"><b>BUDGET IN MILJOEN €</b></p><p class="tiny">{legend}</p><div class="key">{key}</div></section>'
        )

    def toc(self) -> str:
        rows, page = [], 3
        for axis in self.draft.brochure.axes:
            rows.append(f"<p><b>{axis.name}</b></p>")
            for p in self.draft.brochure.of(axis):
                row = f'<div class="toc"><span>{html.escape(p.title)}</span>{self.dots()}<span>{page}</span></div>'
                rows += [row] * p.has_text
            page += 1
        return f'<section class="page"><h1>Inhoud</h1>{"".join(rows)}</section>'

    def appendix(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(p.title)}</td><td>{p.axis}</td><td>{p.budget or '–'}</td></tr>"
            for p in self.draft.brochure.projects
            if p.has_text
        )
        head = "<tr><th>Project</th><th>As</th><th>Budget</th></tr>"
        return (
            f'<section class="page"><h1>Bijlage: overzicht van de projecten</h1><table>{head}{rows}</table></section>'
        )

    def axis(self, axis: Axis, projects: list[Project], number: int) -> str:
        intro = axis.intro.upper() if self.look.caps_intro else axis.intro
        head = f'<h1 style="color: {self.colours.axis(axis.name)}">{axis.name.upper()}</h1>'
        head += f"<h2>{axis.slogan.upper()}</h2>" if axis.slogan else ""
        head += f'<p class="intro">{self.words(intro)}</p>' if axis.intro else ""
        numbered = list(enumerate(projects, number + 1))
        if self.look.layout in ("spread", "collected"):
            groups = [numbered[k : k + 3] for k in range(0, len(numbered), 3)]
            setter = self.spread if self.look.layout == "spread" else self.collected
            return "".join(setter(g, head if not k else "") for k, g in enumerate(groups))
        body = "".join(self.project(p, n) for n, p in numbered)
        if not self.look.axis_pages:
            return head + body
        one = " one" if self.look.one_per_page else ""
        return f'<section class="page{one}">{head}<div class="{self.columns()}">{body}</div></section>'

    def text(self, p: Project, n: int) -> str:
        if not p.has_text:
            return ""
        title = html.escape(shown_title(p, n, self.look))
        out = f'<h3 style="color: {self.colours.axis(p.axis)}">{title}</h3>'
        tags = {"subhead": "<h4>{}</h4>", "item": "<ul><li>{}</li></ul>", "note": '<p class="note">1 {}</p>'}
        return out + "".join(tags.get(x.kind, "<p>{}</p>").format(self.words(x.text)) for x in p.parts)

    def project(self, p: Project, n: int) -> str:
        text, box = self.text(p, n), self.box(p)
        if self.look.layout.startswith("margin"):
            side = " left" if self.look.layout == "margin-left" else ""
            return (
                f'<div class="project margin{side}"><div class="text">{text}</div><div class="side">{box}</div></div>'
            )
        return f'<div class="project">{box + text if self.look.layout == "above" else text + box}</div>'

    def spread(self, group: list[tuple[int, Project]], head: str) -> str:
        wide = "".join(
            f'<div class="project margin left"><div class="text">{self.text(p, n)}</div>'
            f'<div class="side">{self.box(p)}</div></div>'
            for n, p in group[:2]
        )
        narrow = "".join(f'{self.text(p, n)}<div style="height: 30pt"></div>{self.box(p)}' for n, p in group[2:])
        return (
            f'<section class="page">{head}<div class="spread"><div class="wide">{wide}</div>'
            f'<div class="narrow">{narrow}</div></div></section>'
        )

    def collected(self, group: list[tuple[int, Project]], head: str) -> str:
        boxes = [p for _, p in group if p.has_box]
        order = list(boxes)
        while len(order) > 1 and order == boxes:
            self.rng.shuffle(order)
        row = f'<div class="row push">{"".join(self.box(p) for p in order)}</div>'
        texts = "".join(f'<div class="project">{self.text(p, n)}</div>' for n, p in group)
        if self.look.collect == "next":
            return f'<section class="page">{head}{texts}</section><section class="page">{row}</section>'
        if self.look.collect == "head":
            return f'<section class="page">{head}{row}{texts}</section>'
        return f'<section class="page full">{head}{texts}{row}</section>'

    def box(self, p: Project) -> str:
        items = fields(p, self.look)
        if not p.has_box or not items:
            return ""
        form = self.look.form
        pairs = [(self.label(k + (":" if form == "inline" else ""), p), self.words(v), len(v)) for k, v in items]
        if form == "head":
            names, values = ("".join(f"<td>{c[i]}</td>" for c in pairs) for i in (0, 1))
            return f"<table><tr>{names}</tr><tr>{values}</tr></table>"
        if form == "rows":
            rows = "".join(
                f'<tr><td style="width: {label_share(self.look)}%">{k}</td><td>{v}</td></tr>' for k, v, _ in pairs
            )
            return f"<table>{rows}</table>"
        return f'<div class="box">{"".join(self.field(k, v, n) for k, v, n in pairs)}</div>'

    def field(self, k: str, v: str, length: int) -> str:
        if self.look.form == "inline":
            return f'<div class="field">{k} {v}</div>'
        if self.look.form == "beside":
            return f'<div class="field beside"><span>{k}</span><span>{v}</span></div>'
        if self.look.form == "dotted" and length < 40:
            return f'<div class="field dotted">{k}{self.dots()}<span>{v}</span></div>'
        return f'<div class="field"><div>{k}</div><div>{v}</div></div>'

    def label(self, s: str, p: Project) -> str:
        return f'<span class="label" style="color: {self.colours.axis(p.axis)}">{html.escape(s)}</span>'
