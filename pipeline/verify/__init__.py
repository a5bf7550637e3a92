"""Beside the stages: a second pair of eyes on what was published. In: a folder of products and raw/; out: faults.

Imports nothing of ``segment``, ``assemble`` and ``normalize``. Each raw file is read again by another reader (``letters``);
pages, ledger, records and cells are followed from there word by word, so that what was changed, moved, shortened or
taken out anywhere between the page and the dataset is named by its cell.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.verify.boxes import boxes
from pipeline.verify.cells import cells
from pipeline.verify.evidence import Evidence, Fault, gather
from pipeline.verify.places import places
from pipeline.verify.seals import seals
from pipeline.verify.words import remarks, words

__all__ = ["Evidence", "Fault", "gather", "judge", "remarks", "verify"]


def verify(out: Path, raw: Path, profile: Path | None = None) -> list[Fault]:
    """All faults of the dataset below ``out``, sorted; UsageError when there is none, or a file of raw/ is missing."""
    return judge(gather(out, raw, profile))


def judge(evidence: Evidence) -> list[Fault]:
    """The same for what is already in memory."""
    found = [fault for check in (seals, words, places, cells, boxes) for fault in check(evidence)]
    return sorted(dict.fromkeys(found))
