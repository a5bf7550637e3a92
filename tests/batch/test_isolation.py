"""Every job ends as one value or one named error, and harms no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch import Crew, Ended, Job, Limits
from pipeline.errors import BugError, NeedsPersonError, UnreadableError

At = Callable[[str], None]
LIMITS = Limits(memory=200, cpu=1, clock=300)


def _good(at: At, number: int) -> int:
    at("second")
    return number * number


def _spins(at: At) -> None:
    at("second")
    while True:
        pass


def _sleeps(_: At) -> None:
    time.sleep(60)


def _eats(_: At) -> int:
    return len(b"x" * 8 * 1024**3)


def _crashes(_: At) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _is_killed(_: At) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _leaves(_: At) -> None:
    os._exit(3)


def _sinks(at: At) -> None:
    _sinks(at)


def _asks(_: At) -> None:
    raise NeedsPersonError("vraag")


#: What goes wrong → what is said, the class of the error, and whether it would end so again.
POISONS: dict[Callable[..., object], tuple[str, type[Exception], bool]] = {
    _spins: (
        "stopped in second after 1 s of CPU; if the file is right, allow more with --max-cpu",
        UnreadableError,
        True,
    ),
    _eats: (
        "stopped in first at 200 MB of memory; if the file is right, allow more with --max-memory",
        UnreadableError,
        True,
    ),
    _crashes: ("a library crashed (SIGSEGV)", UnreadableError, False),
    _is_killed: ("the system killed it", UnreadableError, False),
    _leaves: ("a library crashed (exit 3)", UnreadableError, False),
    _sinks: ("a bug in first: RecursionError", BugError, False),
    _asks: ("vraag", NeedsPersonError, True),
}


@pytest.mark.skipif(sys.platform != "linux", reason="Linux enforces all limits")
def test_poisons_are_named_and_the_others_lose_nothing() -> None:
    good = [Job(f"goed {number}", "first", _good, (number,)) for number in range(len(POISONS))]
    bad = [Job(poison.__name__, "first", poison) for poison in POISONS]
    mixed = [job for pair in zip(bad, good, strict=True) for job in pair]
    told: list[Ended] = []
    ended = Crew(3, LIMITS).each(mixed, done=told.append)
    assert [item.job for item in ended] == mixed
    assert sorted(told, key=lambda item: mixed.index(item.job)) == ended
    assert [item.value for item in ended[1::2]] == [number * number for number in range(len(POISONS))]
    for item, (said, kind, lasting) in zip(ended[::2], POISONS.values(), strict=True):
        assert said in str(item.error)
        assert (type(item.error), item.lasting) == (kind, lasting)
    assert not multiprocessing.active_children()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux enforces all limits")
def test_a_job_that_waits_for_ever_is_stopped_by_the_clock() -> None:
    (ended,) = Crew(2, LIMITS._replace(clock=1)).each([Job("slaapt", "first", _sleeps)])
    assert str(ended.error) == "slaapt: stopped in first after 1 s; if the file is right, allow more with --max-time"
    assert not ended.lasting  # the machine may be less busy next time


def test_a_full_disk_ends_the_run(tmp_path: Path) -> None:
    def fails(_: At) -> None:
        raise OSError(28, "No space left on device", "bestand")

    for size in (0, 2):
        with pytest.raises(OSError, match="No space left") as caught:
            Crew(size, LIMITS).each([Job("vol", "first", fails)])
        assert caught.value.filename == "bestand"
    assert not list(tmp_path.iterdir())


def test_a_large_document_has_more_time() -> None:
    small, large = (Job("x", "first", _sleeps, (), size) for size in (0, 5 * 1024**2))
    from pipeline.batch.isolation import _time

    assert (_time(10, small), _time(10, large)) == (10, 60)


def test_children_end_with_their_parent(tmp_path: Path) -> None:
    """A parent that is killed leaves no child behind that goes on writing."""
    parent = os.fork()
    if parent == 0:

        def writes(_: At) -> None:
            (tmp_path / "kind").write_text(str(os.getpid()), "ascii")
            time.sleep(60)

        Crew(1, Limits()).each([Job("x", "first", writes)])
        os._exit(0)
    while not (tmp_path / "kind").exists() or not (tmp_path / "kind").read_text("ascii"):
        time.sleep(0.01)
    child = int((tmp_path / "kind").read_text("ascii"))
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _runs(child):
        time.sleep(0.01)
    assert not _runs(child)


def _runs(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text("ascii").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
