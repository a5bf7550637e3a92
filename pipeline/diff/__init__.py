"""Beside the stages: what changed between two editions. In: their tables; out: a ``Comparison``, as Markdown or JSON.

A project is the same by meaning and budget, whatever its title, axis or place in the list is (``identity``), and says with
what score. Every changed field has both values with their quotes and pages. How things are printed (labels, spelling,
pages) is told apart from what they say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipeline.diff.compare import Comparison, compare
from pipeline.diff.markdown import markdown
from pipeline.models import Tables

__all__ = ["Comparison", "as_json", "diff", "markdown"]


def diff(
    old: Tables, new: Tables, editions: tuple[str, str] = ("", ""), formerly: Mapping[str, str] | None = None
) -> Comparison:
    """Compare two editions; UsageError when the tables hold several and ``editions`` does not say which.

    formerly: what a person settled: project_id of the new edition → that of the old one, or empty where it is new.
    """
    return compare(old, new, editions, formerly)


def as_json(comparison: Comparison) -> str:
    """The whole comparison for programs, sorted."""
    return json.dumps(comparison.plain(), ensure_ascii=False, indent=1, sort_keys=True)
