"""The rules table of the room's README is made of the data: `python -m tests.nl.test_readme` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pipeline.nl
from pipeline.nl.layout import rules

README = Path(pipeline.nl.__file__).parent / "README.md"
BEGIN, END = "<!-- rules: made of layout.toml -->\n", "<!-- end of rules -->"


def rules_table() -> str:
    """One row for each name: an example, and the neighbour that is a quantity or nothing to look for."""
    first = {rule.name: rule for rule in reversed(rules())}
    lines = [f"| {name} | {_cell(rule.example)} | {_cell(rule.counter)} |" for name, rule in sorted(first.items())]
    return "\n".join(["| shape | example | not |", "|---|---|---|", *lines]) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ⏎ ").replace("\t", " ⇥ ").replace("\f", " ⏏ ")


def with_table(text: str) -> str:
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + rules_table() + END + rest.partition(END)[2]


def test_the_rules_table_is_that_of_the_data() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_table(text)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
