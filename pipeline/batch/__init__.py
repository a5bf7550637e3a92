"""Beside the stages: many documents, hostile ones among them. In: jobs; out: what became of each, in the order they came.

A ``Crew`` does each job in a child process of its own with limits (``isolation``), several at a time; a ``Cluster`` does the
same on other machines (``cluster``). ``Receipts`` remember what was finished, so that a run that is started again redoes only
the rest. None of this knows what a brochure is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from pipeline.batch.isolation import Ended, Job, Limits, run_each
from pipeline.batch.receipts import FOLDER, LIBRARIES, Receipt, Receipts, drop_receipts, fingerprint, hash_of

__all__ = [
    "FOLDER",
    "LIBRARIES",
    "Crew",
    "Ended",
    "Job",
    "Limits",
    "Progress",
    "Receipt",
    "Receipts",
    "drop_receipts",
    "fingerprint",
    "hash_of",
    "silent",
]

#: Called with the stage, the source or edition at work, and how many of how many are done (0 of 0: not known).
Progress = Callable[[str, str, int, int], None]


def silent(stage: str, name: str, done: int = 0, total: int = 0) -> None:
    """Progress for those who do not watch."""


@dataclass(frozen=True)
class Crew:
    """Who does the work. ``size``: children at a time; 0 does everything in this process, one after the other, unlimited."""

    size: int = 0
    limits: Limits = field(default_factory=Limits)
    progress: Progress = silent

    def each(
        self, jobs: Iterable[Job], modules: Sequence[str] = (), done: Callable[[Ended], None] = lambda _: None
    ) -> list[Ended]:
        """Do all ``jobs``; what became of each, in their order.

        modules: imported once, before the children start, where there are more jobs than children at a time.
        done: called for each as it ends. OSError, when the folder of the run fails, ends everything.
        """
        waiting = list(jobs)
        if len(waiting) > self.size > 0:
            for module in modules:
                import_module(module)
        ended: dict[int, Ended] = {}
        for number, found in self._ended(waiting):
            ended[number] = found
            done(found)
            self.progress(found.stage, found.job.name, len(ended), len(waiting))
        return [ended[number] for number in range(len(waiting))]

    def _ended(self, jobs: Sequence[Job]) -> Iterable[tuple[int, Ended]]:
        if len(jobs) > 0:
            self.progress(jobs[0].stage, jobs[0].name, 0, len(jobs))
        return run_each(jobs, self.limits, self.size)
