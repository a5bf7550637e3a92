"""A fresh pair of eyes and chance: what both leave in the real tables is stopped, or it is written down why not."""

from __future__ import annotations

import random

import pytest

from pipeline.flow import read_tables
from pipeline.models import Tables
from pipeline.validate import Quality, Suite, Verdict, validate
from tests.conftest import PROJECT
from tests.validate.fresh import DEFECTS, PASSES
from tests.validate.planting import numbers, stacked

#: How many cells chance changes, and in which tables: those whose cells say something about a project.
MUTATIONS, SEED = 40, 20
CELLS = [
    ("projects", "budget_eur"),
    ("projects", "description"),
    ("projects", "title"),
    ("projects", "end_goal"),
    ("projects", "page"),
    ("projects", "authorities"),
    ("projects", "start"),
    ("axes", "budget_eur"),
    ("axes", "share_pct"),
    ("axes", "introduction"),
    ("key_figures", "value"),
    ("key_figures", "statement"),
    ("quantities", "value"),
    ("quantities", "surface"),
    ("provenance", "quote"),
    ("provenance", "line_to"),
    ("ledger", "words"),
    ("sources", "words"),
]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables(PROJECT / "extracted" / "tables")


def copied(tables: Tables) -> Tables:
    return {name: [dict(row) for row in rows] for name, rows in tables.items()}


def stopped(quality: Quality) -> set[int]:
    return numbers(name for rule in quality.rules if rule.stops for name in rule.editions)


@pytest.mark.slow
def test_what_a_fresh_pair_of_eyes_leaves(suites: dict[str, Suite], tables: Tables) -> None:
    variants, shared = {}, {}
    for name, change in DEFECTS.items():
        variants[name] = copied(tables)
        change(variants[name])
        assert variants[name] != tables, f"{name} changes nothing"
        if variants[name]["authorities"] != tables["authorities"]:
            shared[name] = variants.pop(name)
    quality = validate(stacked(list(variants.values())), suites)
    assert not [rule.rule for rule in quality.rules if rule.verdict is Verdict.crashed]
    caught = {name for number, name in enumerate(variants) if number in stopped(quality)}
    caught |= {name for name, variant in shared.items() if validate(variant, suites).exit_code == 5}
    assert variants.keys() - caught == PASSES.keys() - shared.keys()
    assert len(DEFECTS) >= 80
    assert len(DEFECTS) - len(PASSES) >= 60


@pytest.mark.slow
def test_what_chance_leaves(suites: dict[str, Suite], tables: Tables) -> None:
    chance = random.Random(SEED)
    variants, said = [], []
    for _ in range(MUTATIONS):
        variant = copied(tables)
        table, column = chance.choice(CELLS)
        row = chance.choice([row for row in variant[table] if row[column]])
        old, place = row[column], chance.randrange(len(row[column]))
        signs = "0123456789" if old[place].isdigit() else "abcdefghijklmnopqrstuvwxyz"
        row[column] = old[:place] + chance.choice([sign for sign in signs if sign != old[place]]) + old[place + 1 :]
        said.append(f"{table}.{column}: {old[:60]!r} → {row[column][:60]!r}")
        variants.append(variant)
    caught = stopped(validate(stacked(variants), suites))
    assert [said[number] for number in range(MUTATIONS) if number not in caught] == []
