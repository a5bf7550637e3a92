"""Exceptions; problems of a document are findings instead (see ``models.Finding``).

    PipelineError              one line: what, cause, what to do
    ├── BugError               exit 1: an exception of ours, kept with the file that it came from
    ├── UsageError             exit 2: the command line, a note, a profile or a suite is wrong
    ├── UnreadableError        exit 3: missing, encrypted, damaged, no text, not a brochure
    │   └── StrangerError      a file that can be read, of no known family
    ├── NeedsPersonError       exit 4: somebody has to decide
    └── GateError              exit 5: the expectations are not met

Everything else that escapes a command is a bug: exit 1, with its traceback.
"""

from __future__ import annotations

import traceback
from pathlib import Path

#: Characters that one line gives to the words of somebody else's exception.
DETAIL = 200


class PipelineError(Exception):
    """Base of the errors that a user can act upon; ``str()`` is the one line to show."""

    exit_code = 1


class BugError(PipelineError):
    """An exception that nobody foresaw, in one line: the work on one file ends, that on the others goes on."""

    @classmethod
    def of(cls, name: str, stage: str, error: Exception) -> BugError:
        """What went wrong with ``name`` in ``stage``, and where."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
        detail = f"{type(error).__name__} {error}".strip()[:DETAIL]
        return cls(f"{name}: a bug in {stage}: {detail}{place}; please report it with the file")


class UsageError(PipelineError):
    exit_code = 2


class UnreadableError(PipelineError):
    exit_code = 3


class StrangerError(UnreadableError):
    pass


class NeedsPersonError(PipelineError):
    exit_code = 4


class GateError(PipelineError):
    exit_code = 5


def error_of(kind: str, message: str) -> PipelineError:
    """The error again of which only the name of its class and its message were kept."""
    kinds = [PipelineError]
    for known in kinds:
        kinds += known.__subclasses__()
    found = next((known for known in kinds if known.__name__ == kind), PipelineError)
    error = found.__new__(found)
    Exception.__init__(error, message)
    return error


#: Worst first: the exit code of a run over several files (a bug, the gate, a person, unreadable input).
WORST_FIRST = (1, 2, 5, 4, 3)


def worst(codes: list[int]) -> int:
    """The exit code of a run whose files ended with ``codes``; 0 when there is none."""
    return next((code for code in WORST_FIRST if code in codes), 0)
