"""``index.html``: the dataset for people, one file that needs no other: what is in, what is not, findings, citation, opening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape

from pipeline.models import SCHEMA_VERSION, Row, Table, Tables
from pipeline.publish.about import About, Edition, covered, millions
from pipeline.publish.texts import SAFETY, SNIPPETS

_SEVERITIES = ("person", "warning", "info")
_STYLE = """
:root{--ink:#1d2730;--soft:#5a6772;--line:#d6dee4;--fill:#2f6f8f;--pale:#eef3f6;--page:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebef;--soft:#a3b0ba;--line:#3a4650;--fill:#6fb1d1;--pale:#232c33;--page:#171d22}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2.2rem 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.5rem 0;max-width:46rem}a{color:var(--fill)}.soft{color:var(--soft)}
.warn{border-left:4px solid var(--fill);background:var(--pale);padding:.6rem .9rem;max-width:none}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}.num{text-align:right;font-variant-numeric:tabular-nums}td.num{white-space:nowrap}
.bar{display:block;height:.5rem;min-width:6rem;background:var(--pale);border:1px solid var(--line)}
.bar i{display:block;height:100%;background:var(--fill)}
pre{background:var(--pale);padding:.7rem .9rem;overflow-x:auto;font-size:.88rem;margin:.3rem 0}
.cite{display:flex;gap:.7rem;align-items:flex-start;flex-wrap:wrap;background:var(--pale);padding:.7rem .9rem;margin:.5rem 0}
.cite span{flex:1 1 18rem;overflow-wrap:anywhere}
button{font:inherit;padding:.25rem .9rem;border:1px solid var(--fill);background:none;color:var(--fill);border-radius:4px}
summary{cursor:pointer;font-weight:600}
@media(max-width:40rem){table{font-size:.82rem}th,td{padding-right:.35rem}.bar{display:none}}
""".strip()
_SCRIPT = """
document.querySelectorAll(".cite button").forEach(function(button){button.hidden=false;button.addEventListener("click",function(){
var text=button.previousElementSibling.textContent;
function done(){button.textContent="Copied"}
function select(){var range=document.createRange();range.selectNodeContents(button.previousElementSibling);
var chosen=getSelection();chosen.removeAllRanges();chosen.addRange(range);document.execCommand("copy");done()}
if(navigator.clipboard&&isSecureContext)navigator.clipboard.writeText(text).then(done,select);else select()})});
""".strip()


def index(described: Mapping[str, Table], tables: Tables, about: About) -> bytes:
    """The page, in UTF-8. Everything from a source is escaped; it loads nothing."""
    parts = [
        f"<h1>{escape(about.title)}</h1>",
        f'<p class="soft">Version {escape(about.version)}, schema {SCHEMA_VERSION}, sha256 {about.sha256[:16]}…</p>',
        "<h2>What is in, and what is not</h2>",
        '<p class="warn">The rows are the projects that a brochure <em>describes</em>, not all that its plan pays for. '
        "A sum over them is not the budget of an axis or of the plan.</p>",
        *(part for edition in about.editions for part in _edition(edition, tables)),
        "<h2>Findings</h2>",
        *_findings(tables["findings"]),
        "<h2>Files</h2>",
        _table(
            ("file", "rows", "what a row is"),
            [
                *(
                    (_link(f"{name}.csv"), str(len(tables[name])), escape(table.meaning))
                    for name, table in described.items()
                ),
                (_link("dataset.xlsx"), "", "All tables as sheets, typed, with notes on the columns."),
                (
                    _link("DICTIONARY.md"),
                    "",
                    "Each column with meaning, allowed values, an example, and how to judge scores.",
                ),
                (_link("datapackage.json"), "", "The same for programs (Data Package, version 2)."),
                (_link("manifest.json"), "", "The hash of every input and output, and the versions that made them."),
            ],
            numbers=(1,),
        ),
        "<h2>How to cite</h2>",
        *(
            f'<div class="cite"><span>{escape(line)}</span><button type="button" hidden>Copy</button></div>'
            for line in about.citations()
        ),
        "<h2>How to open</h2>",
        *_opening(),
        f"<p>{_code(SAFETY)}</p>",
        "<h2>Rights</h2>",
        _table(("of", "rights"), [(escape(of), escape(right)) for of, right in about.rights()]),
    ]
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(about.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<script>\n{_SCRIPT}\n</script>\n</body>\n</html>\n"
    ).encode()


def _edition(edition: Edition, tables: Tables) -> Iterable[str]:
    mine = {name: [row for row in tables[name] if row["edition"] == edition.name] for name in ("axes", "projects")}
    yield f'<h3>{escape(edition.title)} <span class="soft">({escape(edition.name)}, {escape(edition.state)})</span></h3>'
    yield f"<p>In: {escape(covered(edition.coverage))}.</p>"
    if edition.coverage.plan_eur is not None and edition.coverage.projects_eur is not None:
        rest = edition.coverage.plan_eur - edition.coverage.projects_eur
        measures = edition.coverage.measures
        others = f" and {measures - edition.coverage.projects} measures" if measures else ""
        yield f"<p>Not in: € {millions(rest)} million{others} of the plan that the brochure does not describe.</p>"
    if edition.missing:
        keys = "; ".join(f"{name}: {', '.join(keys)}" for name, keys in edition.missing.items())
        yield f'<p class="warn">Rows that did not pass are missing too: {escape(keys)}. Sums are too low.</p>'
    yield _table(
        ("axis", "amount, € million", "described", "their budgets, € million", "share", ""),
        [
            (
                escape(row["axis"]),
                _millions(row["budget_eur"]),
                row["projects_count"],
                _millions(row["projects_budget_eur"]),
                f"{row['coverage_pct']} %" if row["coverage_pct"] else "",
                _bar(row["coverage_pct"]),
            )
            for row in mine["axes"]
        ],
        numbers=(1, 2, 3, 4),
    )
    yield f"<details><summary>The {len(mine['projects'])} projects</summary>"
    yield _table(
        ("project", "axis", "budget as printed", "authorities", "page"),
        [
            (
                escape(row["title"]),
                escape(row["axis"]),
                escape(row["budget_printed"]) or '<span class="soft">not stated</span>',
                escape(row["authorities"]),
                row["page"],
            )
            for row in mine["projects"]
        ],
        numbers=(4,),
    )
    yield "</details>"


def _findings(rows: Sequence[Row]) -> Iterable[str]:
    if not rows:
        yield "<p>None.</p>"
    for severity in _SEVERITIES:
        mine = [row for row in rows if row["severity"] == severity]
        if mine:
            yield f"<details{' open' if severity != 'info' else ''}><summary>{severity}: {len(mine)}</summary>"
            yield _table(
                ("edition", "page", "rule", "finding"),
                [
                    (
                        escape(row["edition"]),
                        row["page"],
                        escape(row["rule"]).replace("_", "_<wbr>"),
                        escape(row["message"]),
                    )
                    for row in mine
                ],
                numbers=(1,),
            )
            yield "</details>"


def _opening() -> Iterable[str]:
    for program, (language, code) in SNIPPETS.items():
        yield f"<h3>{escape(program)}</h3>"
        yield f"<pre>{escape(code)}</pre>" if language else f"<p>{_code(code)}</p>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Cells are HTML; columns in ``numbers`` stand to the right."""

    def line(tag: str, cells: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{' class=num' if place in numbers else ''}>{text}</{tag}>" for place, text in enumerate(cells)
        )

    body = "\n".join(f"<tr>{line('td', cells)}</tr>" for cells in rows)
    return f'<div class="wide"><table>\n<thead><tr>{line("th", head)}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _link(name: str) -> str:
    return f'<a href="{name}">{name}</a>'


def _code(text: str) -> str:
    """Markdown's back ticks and asterisks as HTML."""
    parts = escape(text).split("`")
    code = "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
    words = code.split("*")
    return "".join(f"<em>{part}</em>" if place % 2 else part for place, part in enumerate(words))


def _millions(amount: str) -> str:
    return millions(Decimal(amount)) if amount else '<span class="soft">not stated</span>'


def _bar(share: str) -> str:
    return f'<span class="bar"><i style="width:{min(Decimal(share), Decimal(100))}%"></i></span>' if share else ""
