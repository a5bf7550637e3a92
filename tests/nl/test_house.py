"""The room's own rules: it stands alone, starts cheaply, and its files stay short."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pipeline.nl

ROOM = Path(pipeline.nl.__file__).parent


def test_imports_nothing_of_the_pipeline_outside_the_room() -> None:
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert all(name.startswith("pipeline.nl") for name in names if name.split(".")[0] == "pipeline"), path.name
            assert path.name == "component.py" or not any(name.startswith("spacy") for name in names), path.name


def test_import_loads_nothing_heavy() -> None:
    heavy = {"spacy", "pandas", "babel", "text_to_num", "numpy"}
    code = f"import sys, pipeline.nl; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOM.parent.parent)
    assert done.stdout.strip() == "[]"


def test_no_file_outgrows_a_sitting() -> None:
    assert {path.name for path in ROOM.glob("*.py") if len(path.read_text(encoding="utf-8").splitlines()) > 350} == set()
