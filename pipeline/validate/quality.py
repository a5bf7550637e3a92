"""The quality report: plain records without any type of Great Expectations."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec
from msgspec import Struct

from pipeline.models import Row

QUARANTINE_HEADER = ("edition", "table", "key", "rule", "value", "quote", "page", "hint")


class Status(StrEnum):
    """What became of an edition."""

    passed = "passed"
    needs_person = "needs_person"
    failed = "failed"


class Verdict(StrEnum):
    """What became of a rule. Everything but ``met`` counts against the edition.

    ``crashed``: the rule itself raised an exception. ``skipped``: a table it reads has the wrong columns.
    """

    met = "met"
    unmet = "unmet"
    crashed = "crashed"
    skipped = "skipped"


class Outcome(Struct, frozen=True, kw_only=True):
    """One rule and its verdict. ``rule`` is ``table.id``; ``editions`` are those that the failures concern.

    failures: number of failing rows, or of failing editions and tables where no row is to blame.
    examples: the first failures as ``key: value``; all of them are in the quarantine.
    """

    rule: str
    type: str
    severity: str
    action: str
    reason: str
    verdict: Verdict
    failures: int = 0
    editions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether this outcome keeps its editions from being published; a rule that did not run proves nothing."""
        return self.verdict in (Verdict.crashed, Verdict.skipped) or (
            self.verdict is Verdict.unmet and self.severity == "critical"
        )


class EditionQuality(Struct, frozen=True, kw_only=True):
    """One edition. ``failing``: rules that stop it; ``noticed``: unmet rules that do not.

    persons: findings that wait for a person's decision.
    """

    status: Status
    expectations: int
    met: int
    persons: int = 0
    failing: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()


class Quality(Struct, frozen=True, kw_only=True):
    """Product of ``validate``: editions by name, rules in the order of the suites, one quarantine row per failure."""

    editions: dict[str, EditionQuality]
    rules: tuple[Outcome, ...]
    quarantine: tuple[Row, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 published, 4 somebody has to decide, 5 the gate failed; no edition at all is a failure."""
        found = {edition.status for edition in self.editions.values()}
        if not found or Status.failed in found or any(rule.stops for rule in self.rules):
            return 5
        return 4 if Status.needs_person in found else 0

    @property
    def statuses(self) -> dict[str, str]:
        """Edition → status as plain text, as ``publish`` takes it."""
        return {name: edition.status.value for name, edition in self.editions.items()}

    def to_json(self) -> bytes:
        """Stable bytes: rules in the order of the suites, editions by name. The quarantine is a table of its own."""
        report = {
            "exit_code": self.exit_code,
            "editions": {name: self.editions[name] for name in sorted(self.editions)},
            "rules": self.rules,
        }
        return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"


#: Which verdict stands where groups of editions were judged apart.
_WORST_FIRST = (Verdict.crashed, Verdict.skipped, Verdict.unmet, Verdict.met)
EXAMPLES = 3


def merge(parts: Sequence[Quality]) -> Quality:
    """The reports on several groups of editions by the same suites, as one."""
    if len(parts) == 1:
        return parts[0]
    by_rule: dict[str, list[Row]] = {}
    for part in parts:
        for row in part.quarantine:
            by_rule.setdefault(row["rule"], []).append(row)
    rules = tuple(_merged(outcomes) for outcomes in zip(*(part.rules for part in parts), strict=True))
    return Quality(
        editions={edition: found for part in parts for edition, found in part.editions.items()},
        rules=rules,
        quarantine=tuple(row for outcome in rules for row in by_rule.get(outcome.rule, [])),
    )


def _merged(outcomes: Sequence[Outcome]) -> Outcome:
    """One rule and its verdicts on several groups."""
    return msgspec.structs.replace(
        outcomes[0],
        verdict=min((outcome.verdict for outcome in outcomes), key=_WORST_FIRST.index),
        failures=sum(outcome.failures for outcome in outcomes),
        editions=tuple(sorted({edition for outcome in outcomes for edition in outcome.editions})),
        examples=tuple(example for outcome in outcomes for example in outcome.examples)[:EXAMPLES],
    )
