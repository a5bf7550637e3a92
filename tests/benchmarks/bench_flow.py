"""CPU time of a whole run against the least that such a run can cost, and of the first three stages against bare reading.

Imports: a process that imports the three large libraries of a run, whole, and does nothing. Floor: one that also reads the
words of the same PDF with bare pdfplumber. Gate: one that imports the gate as the pipeline does it, without what no rule
uses. Each process is started once before it counts, so that its bytecode is cached; the figures are medians.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROUNDS = 5
PROJECT = Path(__file__).resolve().parent.parent.parent

IMPORTS = "import great_expectations, spacy, pdfplumber"
GATE = "import pipeline.validate"
WORDS = """
import pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_words()
        page.close()
"""
STAGES = """
from pathlib import Path
from pipeline.assemble import assemble
from pipeline.profile import known_profiles
from pipeline.read import read
from pipeline.segment import segment
from pipeline.sources import load, locate
profiles = known_profiles()
assemble(segment(read(*load(locate(Path(sys.argv[1])))), profiles), profiles[0])
"""
#: CPU of the body alone: what it imports is imported before the clock starts.
INSIDE = "import sys, time\n{imports}\nstart = time.process_time()\n{body}\nprint(time.process_time() - start)"


def cpu(command: list[str]) -> float:
    """User and system seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, check=True, cwd=PROJECT, capture_output=True, env={**os.environ, "GX_ANALYTICS_ENABLED": "false"}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def inside(imports: str, body: str, pdf: Path) -> float:
    code = INSIDE.format(imports=imports, body=body)
    out = subprocess.run(
        [sys.executable, "-c", code, str(pdf)], check=True, cwd=PROJECT, capture_output=True, text=True
    )
    return float(out.stdout)


def main(pdf: Path | None = None) -> None:
    """Print both comparisons for ``pdf``, by default the PDF of raw/."""
    pdf = pdf or next((PROJECT / "raw").glob("*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "pipeline.cli", "run", str(pdf), "--out", folder]
        floor = [sys.executable, "-c", f"import sys\n{IMPORTS}\n{WORDS}", str(pdf)]
        imports = [sys.executable, "-c", IMPORTS]
        gate = [sys.executable, "-c", GATE]
        for command in (run, floor, imports, gate):
            cpu(command)
        rows = [(cpu(run), cpu(floor), cpu(imports), cpu(gate)) for _ in range(ROUNDS)]
    run_s, floor_s, imports_s, gate_s = (median(column) for column in zip(*rows, strict=True))
    print(
        f"brochure run {pdf.name}: {run_s:.2f} s CPU; floor {floor_s:.2f} s, ratio {median(r / f for r, f, *_ in rows):.2f}; "
        f"imports {imports_s:.2f} s, ratio {median(r / i for r, _, i, _ in rows):.2f}; gate imported {gate_s:.2f} s, "
        f"ratio to imports {median(g / i for *_, i, g in rows):.2f}"
    )
    heavy = "import numpy, scipy.optimize, pdfplumber, msgspec, rapidfuzz"
    pairs = [(inside(heavy, STAGES, pdf), inside(heavy, WORDS, pdf)) for _ in range(ROUNDS)]
    print(
        f"read + segment + assemble: {median(a for a, _ in pairs):.2f} s CPU; bare words "
        f"{median(b for _, b in pairs):.2f} s; ratio {median(a / b for a, b in pairs):.2f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
