"""Imports that wait: what they stand for works as before, and a run does without it."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import PROJECT

SCRIPT = """
import sys
import pipeline.validate.engine
from pipeline.normalize.language import terms
from pipeline.profile import known_profiles
assert terms("Brussels Gewest", known_profiles()[0])
loaded = [name for name in ("scipy.stats", "altair", "spacy.cli") if name in sys.modules]
assert not loaded, loaded

from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as rule
assert abs(rule.stats.entropy([0.5, 0.5], [0.5, 0.5])) < 1e-9
assert rule.alt.Chart().mark_bar().to_dict()["mark"] == {"type": "bar"}
import spacy
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__

import scipy.stats
assert scipy.stats.__file__ and rule.stats.norm is scipy.stats.norm
"""


def test_what_waits_is_not_loaded_and_works_once_it_is_used() -> None:
    """In a process of its own: this one has loaded everything. One process for all, as each import costs seconds."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
