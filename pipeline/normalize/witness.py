"""A witness is compared with the primary source, field by field; what agrees also gets its place on the witness page."""

from __future__ import annotations

from pipeline.models import Finding, Row, Severity, Tables

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


def compare(primary: Tables, witness: Tables) -> tuple[list[Finding], list[Row]]:
    """Findings for every disagreement, and the provenance rows of the witness for the cells that agree."""
    findings: list[Finding] = []
    agreed: dict[tuple[str, str, str], str] = {}  # table, witness key, column → primary key
    for table, (same, columns) in COMPARED.items():
        theirs = {_letters(row, same): row for row in witness[table]}
        for row in primary[table]:
            other = theirs.pop(_letters(row, same), None)
            if other is None:
                findings.append(_finding(row, f"{_title(row)} is not in the witness"))
                continue
            for column in (*same, *columns):
                if row[column] == other[column]:
                    agreed[table, _key(table, other), column] = _key(table, row)
                else:
                    findings.append(
                        _finding(other, f"{_title(row)}: {column} differs: {_difference(row[column], other[column])}")
                    )
        findings += [_finding(row, f"{_title(row)} is only in the witness") for row in theirs.values()]
    rows = [
        {**row, "key": agreed[row["table"], row["key"], row["column"]]}
        for row in witness["provenance"]
        if (row["table"], row["key"], row["column"]) in agreed
    ]
    return findings, rows


def _letters(row: Row, columns: tuple[str, ...]) -> str:
    return "".join(char for column in columns for char in row[column].casefold() if char.isalnum())


def _key(table: str, row: Row) -> str:
    return row[{"projects": "project_id", "axes": "axis", "key_figures": "seq"}[table]]


def _title(row: Row) -> str:
    return row.get("title") or row.get("axis") or row.get("statement") or ""


def _finding(row: Row, message: str) -> Finding:
    return Finding(
        rule="witness_disagrees",
        severity=Severity.warning,
        page=int(row["page"]),
        message=message,
        hint="the primary source is published; compare both pages",
    )


def _difference(ours: str, theirs: str) -> str:
    """Both values from the first word in which they differ."""
    a, b = ours.split(), theirs.split()
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = max(0, same - 1)
    return f"primary “{' '.join(a[start : same + 4])}”, witness “{' '.join(b[start : same + 4])}”"
