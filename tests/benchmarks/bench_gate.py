"""CPU time of the gate over the tables of the checkout against importing Great Expectations, below which it cannot come."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.bench_flow import PROJECT, ROUNDS, cpu

#: What the gate may cost, in imports of its library.
LIMIT = 1.3


def main() -> None:
    """Print the comparison; each process is started once before it counts."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(PROJECT / "extracted" / "tables", Path(folder) / "tables")
        gate = [sys.executable, "-m", "pipeline.cli", "validate", "--out", folder]
        floor = [sys.executable, "-c", "import great_expectations"]
        for command in (gate, floor):
            cpu(command)
        rows = [(cpu(gate), cpu(floor)) for _ in range(ROUNDS)]
    gate_s, floor_s = (median(column) for column in zip(*rows, strict=True))
    print(
        f"brochure validate: {gate_s:.2f} s CPU; import great_expectations {floor_s:.2f} s; "
        f"ratio {median(a / b for a, b in rows):.2f} (limit {LIMIT})"
    )


if __name__ == "__main__":
    main()
