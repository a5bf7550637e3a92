"""A witness is compared with the primary source, field by field; what agrees also gets its place on the witness page."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import NOWHERE, Finding, Row, Severity, Subject, Tables

#: Columns of each table that the words of a source decide, with the columns that tell which rows are the same.
COMPARED = {
    "projects": (
        ("title",),
        (
            "axis",
            "kind",
            "description",
            "budget_eur",
            "budget_printed",
            "authorities",
            "authority_printed",
            "end_goal",
            "start",
            "end",
            "target",
            "target_printed",
        ),
    ),
    "axes": (("axis",), ("slogan", "introduction", "budget_eur", "share_pct")),
    "key_figures": (("statement", "figure_printed"), ("value", "low", "high", "unit")),
}


class Comparison(NamedTuple):
    """Findings for every disagreement, the provenance rows of the witness for the cells that agree, and which of our rows
    is which of its: table and its key → our key."""

    findings: list[Finding]
    places: list[Row]
    same: dict[tuple[str, str], str]

    def ours(self, finding: Finding) -> Finding:
        """A finding of the witness about our row instead of its own, about none where we have no such row."""
        table, key, column = finding.subject
        root, slash, rest = key.partition("/") if table not in COMPARED else (key, "", "")
        mine = self.same.get((table if table in COMPARED else "projects", root))
        return replace(finding, subject=Subject(table, mine + slash + rest, column) if mine else NOWHERE)


def compare(primary: Tables, witness: Tables) -> Comparison:
    """Both field by field."""
    findings: list[Finding] = []
    same_rows: dict[tuple[str, str], str] = {}
    agreed: dict[tuple[str, str, str], str] = {}  # table, witness key, column → primary key
    for table, (same, columns) in COMPARED.items():
        theirs = {_letters(row, same): row for row in witness[table]}
        for row in primary[table]:
            other = theirs.pop(_letters(row, same), None)
            if other is None:
                subject = Subject(table, _key(table, row))
                findings.append(_finding(row, f"{_title(row)} is not in the witness", subject))
                continue
            same_rows[table, _key(table, other)] = _key(table, row)
            for column in (*same, *columns):
                if row[column] == other[column]:
                    agreed[table, _key(table, other), column] = _key(table, row)
                else:
                    message = f"{_title(row)}: {column} differs: {_difference(row[column], other[column])}"
                    findings.append(_finding(other, message, Subject(table, _key(table, row), column)))
        findings += [_finding(row, f"{_title(row)} is only in the witness", NOWHERE) for row in theirs.values()]
    rows = [
        {**row, "key": agreed[row["table"], row["key"], row["column"]]}
        for row in witness["provenance"]
        if (row["table"], row["key"], row["column"]) in agreed
    ]
    return Comparison(findings, rows, same_rows)


def _letters(row: Row, columns: tuple[str, ...]) -> str:
    return "".join(char for column in columns for char in row[column].casefold() if char.isalnum())


def _key(table: str, row: Row) -> str:
    return row[{"projects": "project_id", "axes": "axis", "key_figures": "seq"}[table]]


def _title(row: Row) -> str:
    return row.get("title") or row.get("axis") or row.get("statement") or ""


def _finding(row: Row, message: str, subject: Subject) -> Finding:
    return Finding(
        rule="witness_disagrees",
        severity=Severity.warning,
        page=int(row["page"]),
        message=message,
        hint="the primary source is published; compare both pages",
        subject=subject,
    )


def _difference(ours: str, theirs: str) -> str:
    """Both values from the first word in which they differ."""
    a, b = ours.split(), theirs.split()
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = max(0, same - 1)
    return f"primary “{' '.join(a[start : same + 4])}”, witness “{' '.join(b[start : same + 4])}”"
