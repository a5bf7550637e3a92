"""Exceptions; problems of a document are findings instead (see ``models.Finding``).

    PipelineError              one line: what, cause, what to do
    ├── UsageError             exit 2: the command line, a note, a profile or a suite is wrong
    ├── UnreadableError        exit 3: missing, encrypted, damaged, no text, not a brochure
    ├── NeedsPersonError       exit 4: somebody has to decide
    └── GateError              exit 5: the expectations are not met

Everything else that escapes is a bug: exit 1, with its traceback.
"""

from __future__ import annotations


class PipelineError(Exception):
    """Base of the errors that a user can act upon; ``str()`` is the one line to show."""

    exit_code = 1


class UsageError(PipelineError):
    exit_code = 2


class UnreadableError(PipelineError):
    exit_code = 3


class NeedsPersonError(PipelineError):
    exit_code = 4


class GateError(PipelineError):
    exit_code = 5


#: Worst first: the exit code of a run over several files (a bug, the gate, a person, unreadable input).
WORST_FIRST = (1, 2, 5, 4, 3)


def worst(codes: list[int]) -> int:
    """The exit code of a run whose files ended with ``codes``; 0 when there is none."""
    return next((code for code in WORST_FIRST if code in codes), 0)
