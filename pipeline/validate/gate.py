"""Runs the suites over the tables and turns what Great Expectations says into a quality report."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from typing import Any

from pipeline.models import TABLES, Row, Table, Tables
from pipeline.validate.cells import number, typed
from pipeline.validate.engine import ExpectationSuite, ExpectationValidationResult, context, pandas
from pipeline.validate.quality import EXAMPLES, QUARANTINE_HEADER, EditionQuality, Outcome, Quality, Status, Verdict
from pipeline.validate.rules import CURRENT, Data, Failure, editions, key_of, mismatch, quotes
from pipeline.validate.suites import OWN_COLUMNS, SCHEMA, Rule, Suite

COMPLETE = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
QUOTE_LENGTH = 200

Verdicts = list[tuple[Rule, Verdict, list[Failure]]]


def validate(tables: Tables, suites: Mapping[str, Suite]) -> Quality:
    """Every rule of ``suites`` on ``tables`` (text cells). A defect of the data is in the report, never an exception.

    A missing table, wrong columns and rows without some cell break the schema rule of their table; rules that would
    read such a table are skipped, which counts against every edition.
    """
    ordered = {name: _in_order(tables.get(name, []), table) for name, table in TABLES.items()}
    broken = {name for name, table in TABLES.items() if name not in tables or mismatch(ordered[name], table)}
    everything = editions(ordered)
    frames = context().data_sources.add_pandas("tables").add_dataframe_asset("table")
    batches = frames.add_batch_definition_whole_dataframe(
        "rows"
    )  # one for all tables: each costs a copy of the context
    outcomes: list[Outcome] = []
    quarantine: list[Row] = []
    report = _Quarantine(ordered, broken)
    for name, suite in suites.items():
        data = Data(suite.table, ordered[name], ordered)
        for rule, verdict, failures in _judge(data, suite, broken, batches, missing=name not in tables):
            outcomes.append(_outcome(rule, verdict, failures, data, everything))
            quarantine += [report.row(rule, failure, data) for failure in failures]
    return Quality(
        editions={edition: _edition(edition, outcomes, ordered["findings"]) for edition in everything},
        rules=tuple(outcomes),
        quarantine=tuple(quarantine),
    )


def _in_order(rows: list[Row], table: Table) -> list[Row]:
    """Rows by key, numbers by size, so that the report does not depend on the order of the rows."""

    def by_key(row: Row) -> tuple[Any, ...]:
        key = [(number(row.get(column, "")) or 0, row.get(column, "")) for column in table.key]
        return (key, sorted(row.items()))

    return sorted(rows, key=by_key)


def _judge(data: Data, suite: Suite, broken: set[str], batches: Any, *, missing: bool) -> Verdicts:
    """Verdict and failures of each rule of one suite, in the order of the file."""
    runnable = [
        expectation.copy(deep=True)
        for rule, expectation in suite.rules
        if not missing and (rule.type == SCHEMA or not _reads(rule, expectation, data) & broken)
    ]
    results = _run(data, runnable, batches) if runnable else {}
    return [(rule, *_verdict(rule, expectation, results, data, broken, missing)) for rule, expectation in suite.rules]


def _reads(rule: Rule, expectation: Any, data: Data) -> set[str]:
    return {data.table.name, *getattr(expectation, "reads", ()), *filter(None, [rule.kwargs.get("table")])}


def _run(data: Data, expectations: list[Any], batches: Any) -> dict[str, ExpectationValidationResult | Exception]:
    """Results by id of the rule: they come back in an order of their own."""
    ids = [expectation.meta["id"] for expectation in expectations]
    token = CURRENT.set(data)
    try:
        batch = batches.get_batch({"dataframe": _frame(data)})
        suite = ExpectationSuite(name=data.table.name, expectations=expectations)
        with warnings.catch_warnings():  # a steward may write groups in a regex; pandas wonders about those
            warnings.filterwarnings("ignore", "This pattern is interpreted as a regular expression")
            results = batch.validate(suite, result_format=COMPLETE).results
    except MemoryError:
        raise
    except Exception as error:  # whatever goes wrong in there, no rule of this table has been met
        return dict.fromkeys(ids, error)
    finally:
        CURRENT.reset(token)
    return {result.expectation_config.meta["id"]: result for result in results}


def _frame(data: Data) -> Any:
    """The table as Great Expectations sees it; the index is the place of the row in ``data.rows``."""
    cells = {} if mismatch(data.rows, data.table) else {column.name: column for column in data.table.columns}
    values = {name: [typed(row[name], column) for row in data.rows] for name, column in cells.items()}
    return pandas.DataFrame(values, dtype=object, index=range(len(data.rows)))


def _verdict(
    rule: Rule, expectation: Any, results: Mapping[str, Any], data: Data, broken: set[str], missing: bool
) -> tuple[Verdict, list[Failure]]:
    if missing and rule.type == SCHEMA:
        return Verdict.unmet, [Failure("the table is missing")]
    if rule.meta.id not in results:
        reads = sorted(_reads(rule, expectation, data) & broken)
        if reads:
            return Verdict.skipped, [Failure(f"not run: {', '.join(reads)} lacks columns or has other ones")]
        return Verdict.crashed, [Failure("no result came back")]
    result = results[rule.meta.id]
    raised = str(result) or type(result).__name__ if isinstance(result, Exception) else _raised(result.exception_info)
    if raised:
        return Verdict.crashed, [Failure(f"the rule itself failed: {raised}")]
    if result.success is True:
        return Verdict.met, []
    return Verdict.unmet, _failures(rule, result.result, data)


def _raised(info: Mapping[str, Any]) -> str:
    """The exception of a crashed rule in one line; it comes flat, or by the metric that raised it."""
    entries = [info] if "raised_exception" in info else [entry for entry in info.values() if isinstance(entry, dict)]
    for entry in entries:
        if entry.get("raised_exception"):
            last: list[str] = []  # what a traceback ends with: everything after the last indented line
            for line in str(entry.get("exception_traceback") or entry.get("exception_message")).splitlines():
                last = [] if line.startswith("  ") else [*last, line]
            return re.sub(r"^[\w.]*\.", "", " ".join(" ".join(last).split())) or "unknown exception"
    return ""


def _failures(rule: Rule, result: Mapping[str, Any], data: Data) -> list[Failure]:
    if result.get("failures"):
        return list(result["failures"])
    if places := sorted({int(place) for place in result.get("unexpected_index_list") or ()}):
        columns = _own_columns(rule)
        return [Failure(_shown(data.rows[place], columns), place) for place in places]
    return [Failure(f"observed: {result.get('observed_value')}")]


def _own_columns(rule: Rule) -> list[str]:
    """The columns of its own table that a rule speaks of."""
    found: list[str] = []
    for name, value in rule.kwargs.items():
        if name in OWN_COLUMNS:
            found += value if isinstance(value, list | dict) else [value]
    return found


def _shown(row: Row, columns: list[str]) -> str:
    return "; ".join(f"{column}={row[column]}" for column in columns)


def _outcome(rule: Rule, verdict: Verdict, failures: list[Failure], data: Data, everything: list[str]) -> Outcome:
    named = [_edition_of(failure, data) for failure in failures]
    blamed = set(everything) if "" in named else set(named)
    return Outcome(
        rule=f"{data.table.name}.{rule.meta.id}",
        type=rule.type,
        severity=rule.severity,
        action=rule.meta.action,
        reason=rule.meta.reason,
        verdict=verdict,
        failures=len(failures),
        editions=tuple(sorted(blamed)),
        examples=tuple(_example(failure, data) for failure in failures[:EXAMPLES]),
    )


def _edition_of(failure: Failure, data: Data) -> str:
    """The edition that a failure concerns; empty when it concerns all."""
    return failure.edition or ("" if failure.row is None else data.rows[failure.row].get("edition", ""))


def _example(failure: Failure, data: Data) -> str:
    edition = _edition_of(failure, data)
    key = "" if failure.row is None else key_of(data.table, data.rows[failure.row])
    place = "/".join(filter(None, (edition, key)))
    return f"{place}: {failure.value}" if place else failure.value


def _edition(edition: str, outcomes: list[Outcome], findings: list[Row]) -> EditionQuality:
    unmet = [outcome for outcome in outcomes if outcome.verdict is not Verdict.met and edition in outcome.editions]
    failing = tuple(outcome.rule for outcome in unmet if outcome.stops)
    persons = sum(row.get("edition") == edition and row.get("severity") == "person" for row in findings)
    return EditionQuality(
        status=Status.failed if failing else Status.needs_person if persons else Status.passed,
        expectations=len(outcomes),
        met=len(outcomes) - len(unmet),
        persons=persons,
        failing=failing,
        noticed=tuple(outcome.rule for outcome in unmet if not outcome.stops),
    )


class _Quarantine:
    """Writes failures as rows that a person can act upon: where, what, the words on the page, what to do."""

    def __init__(self, tables: Tables, broken: set[str]) -> None:
        sound = not broken & {"provenance", "sources"}
        self._quotes = quotes(Data(TABLES["provenance"], [], tables)) if sound else {}

    def row(self, rule: Rule, failure: Failure, data: Data) -> Row:
        row = {} if failure.row is None else data.rows[failure.row]
        quote, page = self._place(row, rule, data) if row else ("", "")
        values = (
            _edition_of(failure, data),
            data.table.name,
            key_of(data.table, row) if row else "",
            f"{data.table.name}.{rule.meta.id}",
            failure.value,
            quote if len(quote) <= QUOTE_LENGTH else quote[: QUOTE_LENGTH - 2].rstrip() + " …",
            page,
            rule.meta.hint,
        )
        return dict(zip(QUARANTINE_HEADER, values, strict=True))

    def _place(self, row: Row, rule: Rule, data: Data) -> tuple[str, str]:
        """Quote and page: the row's own where it has them, else those of the cells that the rule speaks of."""
        for own in ("quote", "text"):
            if row.get(own):
                return row[own], row.get("page", "")
        table, key, columns = data.table.name, key_of(data.table, row), _own_columns(rule)
        if "surface" in row:
            table, key, columns = "projects", row["project_id"], [row["field"]]
        candidates = [*columns, *(f"{column.removesuffix('_eur')}_printed" for column in columns), *data.table.header]
        for column in candidates:
            if pieces := self._quotes.get((row.get("edition", ""), table, key, column)):
                quote = row.get("surface") or " ".join(piece["quote"] for piece in pieces)
                return quote, pieces[0]["page"]
        return row.get("surface", ""), row.get("page", "")
