"""The strict loader of suites.

Great Expectations loads a suite leniently: an unknown rule or a bad severity is logged and dropped, an empty list of
values accepts everything, an empty suite succeeds. Here each of these is a UsageError that names file, rule and cause,
and what was loaded is compared with the file.
"""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

from pipeline.errors import UsageError
from pipeline.models import TABLES, Table
from pipeline.validate import rules
from pipeline.validate.engine import (
    Expectation,
    ExpectationSuite,
    FailureSeverity,
    GreatExpectationsError,
    ValidationError,
    get_expectation_impl,
)

SCHEMA = "expect_table_to_fit_its_description"

#: Names of kwargs that hold columns of the suite's own table, and of the ``table`` beside it.
OWN_COLUMNS = {
    *("column", "columns", "column_A", "column_B", "column_list", "column_set", "within", "by", "on", "only"),
    *("unless", "printed", "first", "last", "low", "high", "text", "parts", "share", "amount", "names", "codes"),
}
OTHER_COLUMNS = {"other_column", "other_columns", "on", "where", "total", "name", "code"}

#: Would let failing rows through without naming them, change how results are reported, or stand elsewhere in a rule.
FORBIDDEN = {
    *("mostly", "result_format", "catch_exceptions", "batch_id", "windows"),
    *("id", "meta", "notes", "description", "severity"),
}


class Meta(Struct, frozen=True, forbid_unknown_fields=True):
    """What the project adds to a rule. ``hint`` tells the reader of a failure what to do."""

    id: str
    reason: str
    action: Literal["quarantine", "block"]
    hint: str


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as it stands in a suite."""

    type: str
    kwargs: dict[str, Any]
    severity: Literal["critical", "warning", "info"]
    meta: Meta


class SuiteFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A suite as it stands in a file."""

    name: str
    expectations: tuple[Rule, ...]
    meta: dict[str, str] = {}


class Suite(NamedTuple):
    """The rules of one table, each with its loaded expectation."""

    table: Table
    rules: list[tuple[Rule, Expectation]]


def load_suites(folder: Path) -> dict[str, Suite]:
    """The suites in ``folder``, one ``<table>.json`` per published table, in the order of models.TABLES.

    UsageError for anything that would make the gate weaker than the files look.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no folder of expectations; give one with --expectations")
    files = {file.stem: file for file in sorted(folder.glob("*.json"))}
    for name, file in files.items():
        if name not in TABLES:
            raise UsageError(f"{file.name}: no table of this name; known: {', '.join(TABLES)}")
    for name in TABLES:
        if name not in files:
            raise UsageError(f"{name}.json: no suite for this table in {folder}; add one")
    return {name: _load_shallow(files[name], table) for name, table in TABLES.items()}


def _load_shallow(file: Path, table: Table) -> Suite:
    try:
        return _load(file, table)
    except RecursionError:
        raise UsageError(f"{file.name}: malformed suite: nested too deeply; correct the file") from None


def _load(file: Path, table: Table) -> Suite:
    suite = _parse(file)
    if suite.name != table.name:
        raise UsageError(f"{file.name}: the suite calls itself {suite.name!r}; call it {table.name!r}")
    if not suite.expectations:
        raise UsageError(f"{file.name}: no expectations; an empty suite would always succeed")
    seen: set[str] = set()
    loaded = []
    for rule in suite.expectations:
        where = f"{file.name}: rule {rule.meta.id or '?'}"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", rule.meta.id) or rule.meta.id in seen:
            raise UsageError(f"{where}: the id must be new in its suite and in lower case with underscores")
        if not rule.meta.reason.strip() or not rule.meta.hint.strip():
            raise UsageError(f"{where}: reason and hint must say something")
        seen.add(rule.meta.id)
        loaded.append((rule, _build(rule, table, where)))
    _compare(suite, [expectation for _, expectation in loaded], file.name)
    _check_schema(suite, file.name)
    return Suite(table, loaded)


def _parse(file: Path) -> SuiteFile:
    try:
        data = json.loads(file.read_bytes(), object_pairs_hook=_unique)
        return msgspec.convert(data, SuiteFile)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise UsageError(f"{file.name}: malformed suite: {_line(error)}; correct the file") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, refusing a key that stands twice: the first would be lost."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a key stands twice among {', '.join(key for key, _ in pairs)}")
    return found


def _build(rule: Rule, table: Table, where: str) -> Expectation:
    try:
        kind = get_expectation_impl(rule.type)
    except GreatExpectationsError:
        raise UsageError(f"{where}: unknown rule type {rule.type!r}; correct its spelling") from None
    _check_kwargs(rule, table, where)
    try:
        return kind(**rule.kwargs, severity=FailureSeverity(rule.severity), meta=msgspec.to_builtins(rule.meta))
    except (ValidationError, GreatExpectationsError, TypeError, ValueError) as error:
        raise UsageError(f"{where}: {rule.type} does not take these kwargs: {_line(error)}") from None


def _check_kwargs(rule: Rule, table: Table, where: str) -> None:
    for name, value in rule.kwargs.items():
        if name in FORBIDDEN:
            raise UsageError(f"{where}: {name} is not allowed here; use severity or another rule")
        if value is None or value == [] or value == {} or value == "":
            raise UsageError(f"{where}: {name} is empty, which would switch the rule off; remove it or fill it")
        for pattern in _patterns(name, value):
            _check_regex(pattern, where)
    _check_columns(rule, OWN_COLUMNS, table, where)
    if (other := rule.kwargs.get("table")) is not None:
        if other not in TABLES:
            raise UsageError(f"{where}: no table {other!r}; known: {', '.join(TABLES)}")
        _check_columns(rule, OTHER_COLUMNS, TABLES[other], where)


def _check_columns(rule: Rule, names: set[str], table: Table, where: str) -> None:
    for name in sorted(names & rule.kwargs.keys()):
        for column in _listed(rule.kwargs[name]):
            if column not in table.header:
                raise UsageError(f"{where}: {name} names {column!r}, which is no column of {table.name}")


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | dict) else [value]


def _patterns(name: str, value: Any) -> list[Any]:
    if name == "patterns":
        return list(value.values()) if isinstance(value, dict) else []
    return _listed(value) if "regex" in name else []


def _check_regex(pattern: str, where: str) -> None:
    try:
        re.compile(pattern)
    except (re.error, TypeError) as error:
        raise UsageError(f"{where}: malformed regular expression {pattern!r}: {error}") from None


def _compare(suite: SuiteFile, built: list[Expectation], file: str) -> None:
    """Whether Great Expectations, loading the same rules, keeps each with its type, kwargs and severity."""
    wanted = [msgspec.to_builtins(rule) for rule in suite.expectations]
    log = logging.getLogger("great_expectations.core.expectation_suite")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)  # what it would log is compared here instead
    try:
        kept = ExpectationSuite(name=suite.name, expectations=[dict(rule) for rule in wanted]).expectations
    finally:
        log.setLevel(level)
    if len(kept) != len(wanted):
        raise UsageError(f"{file}: {len(wanted) - len(kept)} rules are lost on loading; correct them")
    for rule, *loaded in zip(wanted, built, kept, strict=True):
        if not all(_is_kept(rule, expectation) for expectation in loaded):
            raise UsageError(f"{file}: rule {rule['meta']['id']} changes on loading; write each value in its own type")


def _is_kept(rule: dict[str, Any], expectation: Expectation) -> bool:
    """Whether everything that the file says is in the loaded rule as it stands there, and nothing beside it."""
    found: dict[str, Any] = expectation.configuration.to_json_dict()
    loaded = expectation.dict()
    same = all(_plain(loaded.get(name)) == _plain(value) for name, value in rule["kwargs"].items())
    rest = all(found.get(name) == rule[name] for name in ("type", "severity", "meta"))
    added = [name for name, value in found["kwargs"].items() if value and name not in rule["kwargs"]]
    return same and rest and not added


def _plain(value: Any) -> Any:
    """Lists for tuples and sets: JSON knows no other; a set has no order to compare."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _check_schema(suite: SuiteFile, file: str) -> None:
    """A suite without its schema rule would accept a table with other columns."""
    if not any(rule.type == SCHEMA and rule.severity == "critical" for rule in suite.expectations):
        raise UsageError(f"{file}: no critical {SCHEMA}; add it")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


assert rules  # importing them is what registers them
