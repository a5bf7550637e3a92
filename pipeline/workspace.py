"""The folder of a run: ours alone, one run at a time, whole after any kill.

A folder is ours once it holds the file ``MARKER``, which the first run puts into an empty one; any other folder is
refused, so that nothing of anybody else is replaced. The marker is also the lock: a run that finds it taken waits.
``dataset/`` is built beside and exchanged in one step; what a killed run left behind is cleared by the next one.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.store import TEMPORARY, write_bytes

MARKER = ".brochure"
_TEXT = "The files in this folder are made by `brochure`, which replaces them on every run.\n"
#: Seconds that a run waits for the one that has the folder.
PATIENCE = 600.0
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def claimed(out: Path, waiting: Callable[[], None] = lambda: None, patience: float = PATIENCE) -> Iterator[Path]:
    """Make ``out`` if need be and hold it; UsageError when it is not ours, or not free after ``patience`` seconds.

    waiting: called once when another run has the folder.
    """
    out.mkdir(parents=True, exist_ok=True)
    visible = sorted(path.name for path in out.iterdir() if not path.name.startswith("."))
    marker = out / MARKER
    if visible and not marker.exists():  # asked in this order: a run beside this one marks before it writes
        raise UsageError(
            f"{out}: holds files that brochure did not make ({', '.join(visible[:3])}{', …' if len(visible) > 3 else ''}); "
            f"name an empty folder with --out, or put an empty file {MARKER} into this one if it may be replaced"
        )
    with marker.open("a+", encoding="utf-8") as lock:
        _wait(lock.fileno(), out, waiting, patience)
        if marker.stat().st_size == 0:
            lock.write(_TEXT)
            lock.flush()
        _heal(out)
        try:
            yield out
        finally:
            _heal(out)  # a child that was stopped may have left the file that it was writing


def _wait(lock: int, out: Path, waiting: Callable[[], None], patience: float) -> None:
    end = time.monotonic() + patience
    told = False
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system frees it however the run ends
        except BlockingIOError:
            if time.monotonic() > end:
                raise UsageError(
                    f"{out}: another run has this folder; wait for it, or name another with --out"
                ) from None
        if not told:
            waiting()
            told = True
        time.sleep(0.05)


def _heal(out: Path) -> None:
    """Clear away what a killed run left, and bring back a dataset that it had just moved aside."""
    for part in out.rglob(TEMPORARY):
        part.unlink(missing_ok=True)
    for target in (out / "dataset", out / "proof"):
        for old in sorted(out.glob(f".{target.name}.*old")):
            if not target.exists():
                old.rename(target)
        for left in out.glob(f".{target.name}.*"):
            shutil.rmtree(left, ignore_errors=True)


def replace_folder(target: Path, files: Mapping[str, bytes | Path], ours: Container[str]) -> None:
    """Replace the files of ``target`` that are ``ours`` by ``files`` (name → content, or a file that is linked): built beside,
    then exchanged.

    Files that are not ours stay as they are.
    """
    fresh, old = (target.with_name(f".{target.name}.{word}") for word in ("new", "old"))
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir()
        if target.exists():
            shutil.copytree(
                target,
                fresh,
                symlinks=True,
                dirs_exist_ok=True,
                ignore=lambda folder, names: [name for name in names if name in ours and Path(folder) == target],
            )
        for name, data in sorted(files.items()):
            if isinstance(data, Path):
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                _link(data, fresh / name)
            else:
                write_bytes(fresh / name, data)
        if not target.exists():
            fresh.rename(target)
        elif not _exchange(fresh, target):
            target.rename(old)
            fresh.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    """One more name for a file, or a copy where the file system has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system or its file system cannot (all but Linux)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
