"""The room's own rule: its files stay short. Who imports it and what it imports, tests/test_house.py says of every room."""

from __future__ import annotations

from pathlib import Path

import pipeline.nl

ROOM = Path(pipeline.nl.__file__).parent


def test_no_file_outgrows_a_sitting() -> None:
    assert {
        path.name for path in ROOM.glob("*.py") if len(path.read_text(encoding="utf-8").splitlines()) > 350
    } == set()
