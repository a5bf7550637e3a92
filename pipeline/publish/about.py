"""What a dataset says of itself, in numbers computed from its tables: coverage, editions, titles, citations, rights."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.coverage import Coverage, coverage_of, plain
from pipeline.models import SCHEMA_VERSION, Row, Tables

#: Characters of the hash that a citation gives; ``manifest.json`` has it whole.
SHORT = 16
#: Where the text of a licence stands that a note names by its identifier.
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
TOOL = "brochure pipeline"


class Edition(NamedTuple):
    """One edition in the dataset; ``state`` in words, ``missing`` the keys of rows that are not here, by table."""

    name: str
    title: str
    publisher: str
    coverage: Coverage
    state: str
    missing: dict[str, list[str]]


class About(NamedTuple):
    """A dataset; ``sha256`` changes whenever one of its tables does."""

    version: str
    sha256: str
    editions: list[Edition]
    sources: list[Row]
    overrides: list[Row]
    keywords: list[str]

    @property
    def title(self) -> str:
        """From the editions' own notes; a file without a title is called by its edition."""
        titles = list(dict.fromkeys(edition.title for edition in self.editions))
        shown = "; ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")
        return f"Projects of {shown}" if titles else "Projects"

    @property
    def name(self) -> str:
        """The title as a name of a package: small letters, digits and hyphens."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.title.casefold()).strip("-")
        return slug[:80].rpartition("-")[0] if len(slug) > 80 else slug

    def citations(self) -> list[str]:
        """One for each edition; the publisher only where it is known."""
        return [
            f"{edition.publisher + ': ' if edition.publisher else ''}{edition.title}, edition {edition.name}. "
            f"Dataset read with the {TOOL}, version {self.version}, schema {SCHEMA_VERSION}, sha256 {self.sha256[:SHORT]}."
            for edition in self.editions
        ]

    def rights(self) -> list[tuple[str, str]]:
        """Of what, and which: the dataset of each edition, then each file that it quotes."""
        data = [(row["edition"], row["data_licence"]) for row in self.sources if row["role"] == "primary"]
        return [
            *(
                (f"the dataset of {edition}", licence or "not stated; ask whoever published it")
                for edition, licence in data
            ),
            *(
                (f"words and figures quoted from {row['source']}", row["licence"] or "see the publication")
                for row in self.sources
            ),
        ]


def about(tables: Tables, kept: Mapping[str, str], version: str, sha256: str) -> About:
    """kept: the editions that keep their earlier rows, with the status of their present reading; ``partial`` where the good
    rows of the present reading are here."""
    primaries = [row for row in tables["sources"] if row["role"] == "primary"]
    named = {row["edition"]: row for row in [*tables["sources"], *primaries]}
    editions = []
    for name, row in sorted(named.items()):
        missing = missing_rows(tables, name)
        coverage = coverage_of(tables, name)
        if "axes" in missing:  # what is left of the axes is not the plan
            coverage = coverage._replace(plan_eur=None)
        if "key_figures" in missing:
            coverage = coverage._replace(measures=None)
        editions.append(
            Edition(
                name,
                row["title"] or name,
                row["publisher"],
                coverage,
                _state(kept.get(name), missing),
                missing,
            )
        )
    words = [word for row in primaries for word in row["keywords"].split("; ") if word]
    axes = [row["axis"] for row in tables["axes"]]
    return About(
        version,
        sha256,
        editions,
        tables["sources"],
        tables["overrides"],
        list(dict.fromkeys(["projects", "budgets", "authorities", *words, *axes])),
    )


def missing_rows(tables: Tables, edition: str) -> dict[str, list[str]]:
    """Keys of the rows that are missing, by table."""
    found: dict[str, list[str]] = {}
    for row in tables.get("quarantine", []):
        if row["edition"] == edition and row["key"] not in found.setdefault(row["table"], []):
            found[row["table"]].append(row["key"])
    return found


def _state(status: str | None, missing: Mapping[str, Sequence[str]]) -> str:
    lacks = ", ".join(f"{len(keys)} row{'s' if len(keys) > 1 else ''} of {name}" for name, keys in missing.items())
    in_part = f"in part: {lacks} missing" if lacks else ""
    if status in (None, "partial"):
        return in_part or "published"
    if in_part:
        return f"earlier rows, {in_part}"
    why = {"needs_person": "waits for a person", "failed": "did not pass the gate"}.get(status, status)
    return f"earlier rows: the present reading {why}"


def covered(coverage: Coverage) -> str:
    """What the rows cover of a plan, as one clause.

    >>> covered(Coverage(15, Decimal("1315370000"), Decimal("5290990000"), 159))
    '15 projects of 159 measures; € 1,315.4 of 5,291.0 million (24.9 %)'
    >>> covered(Coverage(4, Decimal("9875000.5"), None, None))
    '4 projects; € 9.9 million; how much the whole plan costs is not known'
    """
    count = f"{coverage.projects} project{'' if coverage.projects == 1 else 's'}"
    parts = [f"{count} of {coverage.measures} measures" if coverage.measures else count]
    if coverage.projects_eur is None:
        parts.append("no budget is stated")
    elif coverage.plan_eur is None or coverage.pct is None:
        parts += [f"€ {millions(coverage.projects_eur)} million", "how much the whole plan costs is not known"]
    else:
        parts.append(
            f"€ {millions(coverage.projects_eur)} of {millions(coverage.plan_eur)} million ({plain(coverage.pct)} %)"
        )
    return "; ".join(parts)


def millions(amount: Decimal) -> str:
    """An amount in millions to one decimal, with a comma between thousands."""
    return f"{amount / 10**6:,.1f}"
