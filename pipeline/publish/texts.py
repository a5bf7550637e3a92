"""The texts beside the tables: ``README.md`` of the dataset and ``DICTIONARY.md``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.models import SCHEMA_VERSION, Column, Table, Tables
from pipeline.publish.about import About, covered
from pipeline.publish.package import REFERENCES

#: How to open the tables, by program; the project's tests run these lines.
SNIPPETS = {
    "Excel, LibreOffice": (
        "",
        "Double-click `dataset.xlsx`. A Belgian Excel opens a CSV file in one column: there, use "
        "*Gegevens › Uit tekst/CSV* (Data › From Text/CSV), origin 65001 UTF-8, comma, "
        "and *do not detect data types*.",
    ),
    "pandas": (
        "python",
        "import pandas as pd\n"
        'text = {"start": "string", "end": "string", "target": "string"}\n'
        'projects = pd.read_csv("projects.csv", dtype=text)\n'
        'axes = pd.read_csv("axes.csv")\n'
        'axes[["axis", "budget_eur", "projects_count", "projects_budget_eur", "coverage_pct"]]',
    ),
    "R": (
        "r",
        'projects <- read.csv("projects.csv", encoding = "UTF-8", na.strings = "")\n'
        'axes <- read.csv("axes.csv", encoding = "UTF-8", na.strings = "")\n'
        'axes[, c("axis", "budget_eur", "projects_count", "projects_budget_eur", "coverage_pct")]',
    ),
    "DuckDB": ("sql", "SELECT axis, budget_eur, projects_count, projects_budget_eur, coverage_pct FROM 'axes.csv';"),
}
SCORES = (
    "`pairing_score` says how strongly place and words tie an info box to its project (0 to 1), `pairing_margin` by how much the "
    "pair beats the best alternative. Judge by the margin first: pairs below the floors of the profile are refused and never "
    "published; a margin under 0.1 deserves a look at the page, one above 0.2 is safe by itself. A score compares within an "
    "edition only. `pairing_method` with a place (`after+meaning`) rests on two witnesses, `meaning` on words alone, `row` on one row "
    "of a table."
)
WARNING = (
    "The rows are the projects that a brochure describes, not all that its plan pays for: a sum over them is not the budget of an "
    "axis or of the plan. Those amounts stand in axes, beside what the rows cover of them."
)
SAFETY = (
    "The CSV files are exact: a title that begins with `=`, `+`, `-` or `@` is published as it is printed. A spreadsheet can take "
    "such a cell of a CSV file for a formula; `dataset.xlsx` cannot, as its text is typed as text."
)


def dictionary(described: Mapping[str, Table]) -> bytes:
    """``DICTIONARY.md``: each table and column with type, unit, meaning, allowed values and an example."""
    lines = [
        "# Data dictionary",
        "",
        f"Schema {SCHEMA_VERSION}. CSV: comma, UTF-8, line ends LF, decimals with a dot, empty where nothing is known.",
        "Columns in bold are never empty. The key identifies a row. Examples are invented.",
        "",
        "Periods are written 2026, 2026-Q3, 2026-H2, 2026-06 or 2026-06-30; as text they sort within one form.",
        "",
        SCORES,
    ]
    for table in described.values():
        lines += ["", f"## {table.name}.csv", "", table.meaning, "", f"Key: {_joined(table.key)}."]
        for columns, other in REFERENCES.get(table.name, ()):
            lines.append(f"{_joined(columns)} refer to {other}.csv.")
        lines += [
            "",
            "| column | type | unit | meaning | values | example |",
            "|---|---|---|---|---|---|",
            *map(_described, table.columns),
        ]
    return ("\n".join(lines) + "\n").encode()


def _joined(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _described(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    values = ", ".join(column.values)
    return f"| {name} | {column.type} | {column.unit} | {cell(column.meaning)} | {values} | {cell(column.example)} |"


def cell(text: str) -> str:
    """Text in a cell of a Markdown table."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def readme(described: Mapping[str, Table], tables: Tables, about: About) -> bytes:
    """``README.md`` of the dataset: what is in it and what is not, files, how to open them, citation, rights."""
    lines = [
        f"# {cell(about.title)}",
        "",
        f"Version {about.version}, schema {SCHEMA_VERSION}. `projects.csv` alone holds the main answers; `provenance.csv` says on",
        "which page and lines each of them stands; `DICTIONARY.md` describes each column, `datapackage.json` says the same to",
        "programs, `manifest.json` what all was made from. `index.html` shows the dataset in a browser.",
        "",
        "## What is in, and what is not",
        "",
        "The rows of `projects.csv` are the projects that a brochure *describes*, not all that its plan pays for. **A sum over them",
        "is not the budget of an axis or of the plan**: those amounts stand in `axes.csv`, beside what the rows cover of them.",
        "",
        "| edition | projects | state | covers |",
        "|---|---|---|---|",
        *(
            f"| {cell(e.name)} | {e.coverage.projects} | {cell(e.state)} | {covered(e.coverage)} |"
            for e in about.editions
        ),
        "",
        "| edition | axis | amount of the axis | described projects | their budgets | share of the axis |",
        "|---|---|---|---|---|---|",
        *(
            f"| {cell(row['edition'])} | {cell(row['axis'])} | {row['budget_eur']} | {row['projects_count']} "
            f"| {row['projects_budget_eur']} | {row['coverage_pct']}{' %' if row['coverage_pct'] else ''} |"
            for row in tables["axes"]
        ),
        *_missing(tables),
        "",
        "## Files",
        "",
        "| file | rows | what a row is |",
        "|---|---|---|",
        *(f"| {name}.csv | {len(tables[name])} | {cell(table.meaning)} |" for name, table in described.items()),
        "| dataset.xlsx | | All tables as sheets, typed, with notes on the columns. |",
        "",
        "A project can have several authorities, joined by `; `. `project_authorities.csv` has a row for each; a join with it repeats",
        "the budget in each row: add up before you join, or keep joint projects apart.",
        "",
        "## How to open",
        "",
        *_opening(),
        SAFETY,
        "",
        "## How to cite",
        "",
        "Name the publication and this dataset with its version and hash:",
        "",
        *(f"- {line}" for line in about.citations()),
        "",
        "## Rights",
        "",
        *(f"- {cell(of)}: {cell(right)}" for of, right in about.rights()),
    ]
    return ("\n".join(lines) + "\n").encode()


def _opening() -> list[str]:
    lines: list[str] = []
    for program, (language, code) in SNIPPETS.items():
        shown = [f"```{language}", code, "```"] if language else [code]
        lines += [f"**{program}**", "", *shown, ""]
    return lines


def _missing(tables: Tables) -> list[str]:
    """What a partial dataset lacks, so that nobody adds it up as if it were whole."""
    if not tables.get("quarantine"):
        return []
    return [
        "",
        "**This dataset is not whole.** Rows that did not pass are missing, with all that hangs on them; `quarantine.csv` says",
        "why and what to do. Counts in `sources.csv` are those of the files. Sums over such an edition are too low.",
        "",
        *(
            f"- {cell(row['edition'])}: {row['table']} `{cell(row['key'])}`: {cell(row['rule'])}"
            for row in tables["quarantine"]
        ),
    ]
