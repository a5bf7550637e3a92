"""What a gate found as annotations of GitHub Actions: lines that it shows beside the files of a pull request.

The form is that of its workflow commands: ``::error file=F,title=T::message``, with some signs written as in a URL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: GitHub shows so many annotations of a kind for one step, and drops the others in silence.
SHOWN = 10
#: Rows that an annotation names.
ROWS = 3


def annotate(
    quality: Mapping[str, Any],
    quarantine: Sequence[Mapping[str, str]],
    findings: Iterable[Mapping[str, str]],
    tables: str,
) -> list[str]:
    """One line per rule that was not met, critical ones as errors, and per finding that waits for a person.

    tables: the folder of the tables as the repository names it.
    """
    errors: list[tuple[str, str, str]] = []
    warnings: list[tuple[str, str, str]] = []
    for row in findings:
        if row["severity"] == "person":
            where = f"{row['edition']}, {row['source']}, page {row['page'] or '?'}"
            errors.append(
                (f"{tables}/findings.csv", row["rule"], f"{where}: {row['message']}: {row['quote']}; {row['hint']}")
            )
    for rule in quality["rules"]:
        if rule["verdict"] == "met" or (rule["verdict"] == "unmet" and rule["severity"] == "info"):
            continue
        rows = [row for row in quarantine if row["rule"] == rule["rule"]]
        shown = [": ".join(part for part in (row["edition"], row["key"], row["value"]) if part) for row in rows[:ROWS]]
        if len(rows) > ROWS:
            shown.append(f"and {len(rows) - ROWS} more")
        file = f"{tables}/{rule['rule'].split('.')[0]}.csv"
        verdict = "" if rule["verdict"] == "unmet" else f" {rule['verdict']}"
        warns = rule["verdict"] == "unmet" and rule["severity"] == "warning"
        hint = rows[0]["hint"] if rows else ""
        said = " ".join(filter(None, ("; ".join(shown) + ".", rule["reason"], hint)))
        (warnings if warns else errors).append((file, f"{rule['rule']}{verdict}", said))
    return [*_lines("error", errors), *_lines("warning", warnings)]


def _lines(kind: str, found: Sequence[tuple[str, str, str]]) -> list[str]:
    """At most as many lines as are shown; the last one says how many there are besides."""
    lines = [
        f"::{kind} file={_property(file)},title={_property(title)}::{_text(said)}"
        for file, title, said in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        rest = f"and {len(found) - SHOWN + 1} more {kind}s; see quality/quality.json and quality/quarantine.csv"
        lines[-1] = f"::{kind} title=more::{_text(rest)}"
    return lines


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
