"""One job in a child process with limits: whatever it does, it ends as one value or as one error, and harms no other.

Children are forked from this process, which has imported what they need and runs no thread; they end with it, and hold
the lock of its folder until they have. Linux enforces all limits; other systems those that they know.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import BugError, PipelineError, UnreadableError, error_of

_MEGA = 1024**2
_PR_SET_PDEATHSIG = 1


class Limits(NamedTuple):
    """What a job may take: megabytes of memory, seconds of CPU, seconds by the clock.

    Both times are granted once more for each megabyte of the job's input.
    """

    memory: int = 4096
    cpu: int = 300
    clock: int = 1800


class Job(NamedTuple):
    """``work(at, *arguments)``, where ``at(stage)`` tells the stage that begins; ``size`` in bytes of its input."""

    name: str
    stage: str
    work: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    size: int = 0


class Ended(NamedTuple):
    """A job, the stage that it came to, and its value or the error that ended it.

    lasting: whether the same input would end so again; a clock may run out on a busy machine only.
    """

    job: Job
    stage: str
    value: Any = None
    error: PipelineError | None = None
    lasting: bool = True


class _Child(NamedTuple):
    number: int
    job: Job
    process: BaseProcess
    stage: str
    end: float


def run_each(jobs: Sequence[Job], limits: Limits, size: int) -> Iterator[tuple[int, Ended]]:
    """The number of each job and what became of it, as they end; ``size`` of them at a time, each in a child of its own.

    size 0: in this process, without limits. OSError of a job is raised: it speaks of the disk, not of the document.
    """
    if size == 0:
        yield from enumerate(map(_here, jobs))
        return
    waiting = iter(enumerate(jobs))
    running: dict[Connection, _Child] = {}
    try:
        while True:
            while len(running) < size and (item := next(waiting, None)) is not None:
                running.update([_started(*item, limits)])
            if not running:
                return
            patience = max(0.0, min(child.end for child in running.values()) - time.monotonic())
            for pipe in wait(list(running), patience):
                assert isinstance(pipe, Connection)
                child = running.pop(pipe)
                found = _heard(pipe, child, limits)
                if isinstance(found, _Child):
                    running[pipe] = found
                else:
                    yield child.number, found
            for pipe, child in [item for item in running.items() if item[1].end <= time.monotonic()]:
                del running[pipe]
                _close(pipe, child)
                yield child.number, _stopped(child, f"after {_time(limits.clock, child.job)} s", "--max-time", False)
    finally:
        for pipe, child in running.items():
            _close(pipe, child)


def _here(job: Job) -> Ended:
    """The job in this process."""
    stages = [job.stage]
    kind, value = _outcome(job, stages.append)
    return _ended(job, stages[-1], kind, value)


def _outcome(job: Job, at: Callable[[str], None]) -> tuple[str, Any]:
    """What a job comes to, as it can be sent through a pipe: ``value``, ``memory``, ``system``, or the kind of error."""
    stages = [job.stage]

    def tell(stage: str) -> None:
        stages.append(stage)
        at(stage)

    try:
        return "value", job.work(tell, *job.arguments)
    except PipelineError as error:
        return type(error).__name__, str(error)
    except MemoryError:
        return "memory", None
    except OSError as error:
        return "system", error
    except Exception as error:
        return "BugError", str(BugError.of(job.name, stages[-1], error))


def _ended(job: Job, stage: str, kind: str, value: Any) -> Ended:
    if kind == "value":
        return Ended(job, stage, value)
    if kind == "system":
        raise value
    if kind == "memory":
        return Ended(job, stage, None, UnreadableError(f"{job.name}: {stage}: not enough memory"), False)
    return Ended(job, stage, None, error_of(kind, value), kind != "BugError")


# --- the child ---------------------------------------------------------------------------------------------------


def _started(number: int, job: Job, limits: Limits) -> tuple[Connection, _Child]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, ours, job, limits, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    end = time.monotonic() + _time(limits.clock, job)
    return ours, _Child(number, job, process, job.stage, end)


def _work(pipe: Connection, ours: Connection, job: Job, limits: Limits, parent: int) -> None:
    """All that a child does."""
    ours.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its children
    _end_with(parent)
    _limit(limits, job)
    kind, value = _outcome(job, lambda stage: pipe.send(("at", stage)))
    pipe.send((kind, value))


def _end_with(parent: int) -> None:
    """Ask the system to kill this process when its parent ends, however that ends."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):  # not Linux
        return
    if os.getppid() != parent:  # it ended before it was asked
        os._exit(1)


def _limit(limits: Limits, job: Job) -> None:
    """Limits of the system on this process; memory counts from what it has now."""
    seconds = _time(limits.cpu, job)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    status = Path("/proc/self/statm")
    taken = int(status.read_text("ascii").split()[0]) * resource.getpagesize() if status.exists() else 0
    allowed = taken + limits.memory * _MEGA
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if taken and (hard == resource.RLIM_INFINITY or allowed < hard):
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def _time(seconds: int, job: Job) -> int:
    return seconds * (1 + job.size // _MEGA)


# --- what the parent hears ---------------------------------------------------------------------------------------


def _heard(pipe: Connection, child: _Child, limits: Limits) -> _Child | Ended:
    """The child at its next stage, or how it ended."""
    try:
        kind, value = pipe.recv()
    except (EOFError, OSError):
        child.process.join()
        pipe.close()
        return _broken_off(child, limits)
    if kind == "at":
        return child._replace(stage=value)
    child.process.join(1)  # it has said all that it has to say
    _close(pipe, child)
    if kind == "memory":
        return _stopped(child, f"at {limits.memory} MB of memory", "--max-memory")
    return _ended(child.job, child.stage, kind, value)


def _close(pipe: Connection, child: _Child) -> None:
    child.process.kill()
    child.process.join()
    pipe.close()


def _broken_off(child: _Child, limits: Limits) -> Ended:
    """A child that ended without a word."""
    code = child.process.exitcode or 0
    if code == -signal.SIGXCPU:
        return _stopped(child, f"after {_time(limits.cpu, child.job)} s of CPU", "--max-cpu")
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit {code}"
    if code == -signal.SIGKILL:
        text = "the system killed it, perhaps for want of memory; run fewer at a time with --jobs"
    else:
        text = f"a library crashed ({name}); get a fresh copy, save it anew, or allow more with --max-memory"
    return Ended(child.job, child.stage, None, UnreadableError(f"{child.job.name}: {child.stage}: {text}"), False)


def _stopped(child: _Child, what: str, option: str, lasting: bool = True) -> Ended:
    """A child that met a limit."""
    text = f"{child.job.name}: stopped in {child.stage} {what}; if the file is right, allow more with {option}"
    return Ended(child.job, child.stage, None, UnreadableError(text), lasting)
