"""A fresh pair of eyes and chance: what both leave in the real tables is stopped, or it is written down why not."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest

from pipeline.flow import read_tables
from pipeline.models import TABLES, Tables
from pipeline.validate import Quality, Suite, Verdict, validate
from tests.conftest import PROJECT
from tests.validate.fresh import DEFECTS, PASSES

#: How many cells chance changes, and in which tables: those whose cells say something about a project.
MUTATIONS, SEED = 40, 20
CELLS = [
    ("projects", "budget_eur"), ("projects", "description"), ("projects", "title"), ("projects", "end_goal"), ("projects", "page"),
    ("projects", "authorities"), ("projects", "start"), ("axes", "budget_eur"), ("axes", "share_pct"), ("axes", "introduction"),
    ("key_figures", "value"), ("key_figures", "statement"), ("quantities", "value"), ("quantities", "surface"),
    ("provenance", "quote"), ("provenance", "line_to"), ("ledger", "words"), ("sources", "words"),
]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables(PROJECT / "extracted" / "tables")


def judged(suites: dict[str, Suite], variants: list[Tables], tables: Tables) -> Quality:
    """All variants in one run, each as editions of its own: ``<number>:<edition>``."""
    stack: Tables = {name: list(tables[name]) if name == "authorities" else [] for name in TABLES}
    for number, variant in enumerate(variants):
        for name, rows in variant.items():
            if name != "authorities":
                stack[name] += [{**row, "edition": f"{number:03}:{row['edition']}"} for row in rows]
    return validate(stack, suites)


def stopped(quality: Quality) -> set[int]:
    return {int(name.split(":")[0]) for rule in quality.rules if rule.stops for name in rule.editions}


def test_what_a_fresh_pair_of_eyes_leaves(suites: dict[str, Suite], tables: Tables) -> None:
    variants, shared = {}, {}
    for name, change in DEFECTS.items():
        variants[name] = deepcopy(tables)
        change(variants[name])
        assert variants[name] != tables, f"{name} changes nothing"
        if variants[name]["authorities"] != tables["authorities"]:
            shared[name] = variants.pop(name)
    quality = judged(suites, list(variants.values()), tables)
    assert not [rule.rule for rule in quality.rules if rule.verdict is Verdict.crashed]
    caught = {name for number, name in enumerate(variants) if number in stopped(quality)}
    caught |= {name for name, variant in shared.items() if validate(variant, suites).exit_code == 5}
    assert variants.keys() - caught == PASSES.keys() - shared.keys()
    assert len(DEFECTS) >= 80
    assert len(DEFECTS) - len(PASSES) >= 60


def test_what_chance_leaves(suites: dict[str, Suite], tables: Tables) -> None:
    chance = random.Random(SEED)
    variants, said = [], []
    for _ in range(MUTATIONS):
        variant = deepcopy(tables)
        table, column = chance.choice(CELLS)
        row = chance.choice([row for row in variant[table] if row[column]])
        old, place = row[column], chance.randrange(len(row[column]))
        signs = "0123456789" if old[place].isdigit() else "abcdefghijklmnopqrstuvwxyz"
        row[column] = old[:place] + chance.choice([sign for sign in signs if sign != old[place]]) + old[place + 1 :]
        said.append(f"{table}.{column}: {old[:60]!r} → {row[column][:60]!r}")
        variants.append(variant)
    caught = stopped(judged(suites, variants, tables))
    assert [said[number] for number in range(MUTATIONS) if number not in caught] == []
