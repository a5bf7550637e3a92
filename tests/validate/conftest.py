"""The suites as they are shipped, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.validate import Suite, load_suites

EXPECTATIONS = Path(__file__).parents[2] / "expectations"


@pytest.fixture(scope="session")
def suites() -> dict[str, Suite]:
    return load_suites(EXPECTATIONS)
