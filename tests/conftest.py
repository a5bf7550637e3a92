"""What the tests of the rooms share: the command in this process, as importing the gate anew costs seconds."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parent.parent


class Result(NamedTuple):
    """What a user sees of a command. An exception other than the exit goes through, as the bug it is."""

    code: int
    out: str
    err: str


Brochure = Callable[..., Result]


@pytest.fixture(scope="session")
def brochure() -> Brochure:
    """``brochure("run", path, "--out", folder)`` as the console script does it."""
    from pipeline.cli import main

    def call(*args: object) -> Result:
        out, err = io.StringIO(), io.StringIO()
        code = 0
        argv = ["brochure", *map(str, args)]
        with mock.patch.object(sys, "argv", argv), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        return Result(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture(scope="session")
def earlier(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> Path:
    """The output of a run that published edition 2031-nl, the text of tests/cases."""
    from tests.cases.make import text_brochure
    from tests.cases.notes import noted
    from tests.cases.rooms import write

    folder = tmp_path_factory.mktemp("eerder")
    path, *_ = write(folder, noted("plan.txt", text_brochure()))
    result = brochure("run", path, "--out", folder / "out")
    assert (result.code, result.err) == (0, "")
    return folder / "out"


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    """A copy of that output, to run into."""
    return Path(shutil.copytree(earlier, tmp_path / "out"))


@pytest.fixture(autouse=True)
def _no_annotations(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a user sees is tested as on a machine of one's own, also where GitHub runs the tests."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def files_of(folder: Path) -> dict[str, bytes]:
    """Relative name → bytes of all files below ``folder``, but for what a run remembers."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".batch" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


# A busy machine is no failure: how long an example takes is for the benchmarks.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
