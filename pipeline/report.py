"""What a run has to say, so short that it fits a screen: one line for one cause, then the decisions it waits for.

The rows of ``findings`` and of the quarantine hold everything; here they are put together by cause. What a person can settle
in a note is a block of TOML (``[[overrides]]``, ``[[wordings]]``): blocks paste together, below one another, at the end of
the note of their source, and say nothing until their empty values are filled in.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.models import Row

#: Lines of a terminal that a refusal may take, without the table of editions; of these, lines of blocks.
LINES, BLOCK_LINES = 16, 8
#: Causes of one rule that are told one by one.
ALIKE = 3
#: Characters of a quote, of a message and of a list of pages.
QUOTE, MESSAGE, PAGES = 60, 150, 40

#: How a hint says what to write into a note: a key and one table, as TOML.
_PROPOSED = re.compile(r"(?:; or decide in [^:]*: |; or in the note: )?\b((?:overrides|wordings) = \[\{.*\}\])")


class Proposal(NamedTuple):
    """What may be written into the note of a source to settle a finding: a table and its keys."""

    source: str
    table: str
    keys: dict[str, Any]

    @property
    def block(self) -> str:
        """As TOML that can be pasted below any other block of the note."""
        return "\n".join([f"[[{self.table}]]", *(f"{key} = {_toml(value)}" for key, value in self.keys.items())])


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def proposal(row: Mapping[str, str]) -> Proposal | None:
    """What the hint of a finding proposes to write into the note."""
    found = _PROPOSED.search(row.get("hint", ""))
    if not found:
        return None
    try:
        ((table, (keys, *_)),) = tomllib.loads(found.group(1)).items()
    except (tomllib.TOMLDecodeError, ValueError):
        return None
    return Proposal(row["source"], table, keys)


def advice(row: Mapping[str, str]) -> str:
    """The hint of a finding without what it proposes to write."""
    return _PROPOSED.sub("", row.get("hint", "")).strip("; ")


def waiting(findings: Iterable[Row]) -> list[Row]:
    """The findings that wait for a person."""
    return [row for row in findings if row.get("severity") == "person"]


def proposals(findings: Iterable[Row]) -> list[Proposal]:
    """What is proposed for the findings that wait, each thing once."""
    found: list[Proposal] = []
    for made in map(proposal, waiting(findings)):
        if made and made not in found:
            found.append(made)
    return found


# --- causes ------------------------------------------------------------------------------------------------------


def causes(findings: Sequence[Row], quote: int = QUOTE) -> list[str]:
    """One line for each cause among the findings that wait for a person, with how often and on which pages; ``quote``: so many
    characters of the first quote."""
    by_rule: dict[tuple[str, ...], dict[str, list[Row]]] = {}
    for row in waiting(findings):
        key = (row["edition"], row["source"], row["rule"])
        by_rule.setdefault(key, {}).setdefault(row["message"], []).append(row)
    lines = []
    for (edition, source, _), messages in by_rule.items():
        groups = list(messages.values())
        if len(groups) > ALIKE:  # the same thing said of one place after the other
            groups = [[row for group in groups for row in group]]
        lines += [f"{edition}: {source}{_told(group, quote)}" for group in groups]
    return lines


def _told(group: Sequence[Row], quote: int) -> str:
    first = group[0]
    pages = page_list(row.get("page", "") for row in group)
    times = f" ({len(group)} ×)" if len(group) > 1 else ""
    message = cut(first["message"], MESSAGE)
    return f"{pages}: {message}{times}{quoted(first, quote)}; {advice(first) or 'look at the page'}"


def page_list(pages: Iterable[str]) -> str:
    """Pages as text: ``page 3``, ``pages 3–5, 9``; empty where there is none."""
    numbers = sorted({int(page) for page in pages if page})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    text = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f" page{'s' if len(numbers) > 1 else ''} {cut(text, PAGES)}" if text else ""


def gate_causes(quality: Mapping[str, Any], quarantine: Sequence[Row]) -> list[str]:
    """One line for each edition and rule that stops it, with how many rows and the first of them."""
    stopping = [rule for rule in quality["rules"] if _stops(rule)]
    by_rule: dict[tuple[str, str], list[Row]] = {}
    for row in quarantine:
        by_rule.setdefault((row["edition"], row["rule"]), []).append(row)
    lines = [
        f"gate: {rule['rule']} {rule['verdict']}: {rule['reason']}"
        for rule in stopping
        if rule["rule"] not in {name for _, name in by_rule}
    ]
    names = {rule["rule"] for rule in stopping}
    for (edition, rule), rows in by_rule.items():
        if rule in names:
            first = rows[0]
            where = ": ".join(part for part in (edition, rule, cut(first["key"], QUOTE)) if part)
            value = f" = {cut(first['value'], QUOTE)!r}" if first.get("value") else ""
            more = f" ({len(rows)} rows{page_list(row.get('page', '') for row in rows)})" if len(rows) > 1 else ""
            page = page_list([first.get("page", "")]) if not more else ""
            lines.append(f"gate: {where}{value}{page}{quoted(first)}{more}; {first['hint']}")
    return lines


def _stops(rule: Mapping[str, Any]) -> bool:
    return rule["verdict"] in ("crashed", "skipped") or (rule["verdict"] == "unmet" and rule["severity"] == "critical")


def noticed(edition: Mapping[str, Any]) -> str:
    """``212 of 214: box_is_complete, values_in_cells``: rules that were not met, by name."""
    unmet = [name.split(".")[-1] for name in (*edition.get("failing", ()), *edition.get("noticed", ()))]
    count = f"{edition['met']} of {edition['expectations']}"
    return f"{count}: {', '.join(dict.fromkeys(unmet))}" if unmet else count


# --- on a screen -------------------------------------------------------------------------------------------------


def screen(told: Sequence[str], asked: Sequence[Proposal], file: str) -> tuple[list[str], list[str]]:
    """What fits: lines of causes, and lines of whole blocks; ``file`` has all of them."""
    blocks: list[str] = []
    shown = 0
    for made in asked:
        head = [] if shown and asked[shown - 1].source == made.source else [f"# {made.source}.toml"]
        lines = [*head, *made.block.split("\n")]
        if len(blocks) + len(lines) > BLOCK_LINES:
            break
        blocks += lines
        shown += 1
    if asked:
        count = "" if shown == len(asked) else f"# {len(asked)} in all: "
        blocks.append(f"{count or '# '}{file}, ready to paste; brochure decide asks one by one")
    room = LINES - len(blocks)
    lines = (
        list(told) if len(told) <= room else [*told[: room - 1], f"and {len(told) - room + 1} more causes; see {file}"]
    )
    return lines, blocks


def decisions(findings: Sequence[Row], quality: Mapping[str, Any], quarantine: Sequence[Row]) -> str:
    """All causes as comments and all blocks, by source: the file ``quality/decisions.toml``."""
    lines = ["# What waits for a person, and what to write into a note to settle it. Fill the empty values first."]
    lines += [f"# {line}" for line in (*causes(findings, MESSAGE), *gate_causes(quality, quarantine))]
    source = ""
    for made in proposals(findings):
        if made.source != source:
            source = made.source
            lines += ["", f"# --- {source}.toml"]
        lines += ["", made.block]
    return "\n".join(" ".join(line.split()) if line.startswith("# ") else line for line in lines) + "\n"


def quoted(row: Mapping[str, str], length: int = QUOTE) -> str:
    return f" “{cut(row['quote'], length)}”" if row.get("quote") else ""


def cut(text: str, length: int) -> str:
    """``text`` on one line, with a mark where it is cut."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
