"""The programs that set type, and whether they are here."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from tests.kit.registry import Draft

NEEDS = {
    "reportlab": ("reportlab", ""),
    "fpdf2": ("fpdf", ""),
    "type3": ("fontTools", ""),
    "typst": ("typst", ""),
    "weasyprint": ("weasyprint", ""),
    "chromium": ("", "chromium"),
    "libreoffice": ("", "soffice"),
    "own": ("", ""),
    "pdftotext": ("", "pdftotext"),
    "pdftotext-raw": ("", "pdftotext"),
    "pdftotext-layout": ("", "pdftotext"),
}


@cache
def unavailable(engine: str) -> str:
    """Why the engine cannot be used; empty when it can."""
    module, program = NEEDS[engine]
    try:
        if module:
            importlib.import_module(module)
    except (ImportError, OSError) as e:  # OSError: weasyprint without its system libraries
        return f"{module} cannot be imported: {str(e).splitlines()[0]}"
    return "" if not program or shutil.which(program) else f"no program {program}"


def engines_available() -> list[str]:
    return [name for name in NEEDS if not unavailable(name)]


def write(draft: Draft, engine: str, path: Path, rng: Random) -> None:
    """Set the draft with a program that breaks lines and pages itself."""
    from tests.kit import markup, office, typ

    writers: dict[str, Callable[[Draft, Path, Random], None]] = {
        "typst": typ.write,
        "weasyprint": markup.weasyprint_write,
        "chromium": markup.chromium_write,
        "libreoffice": office.write,
    }
    writers[engine](draft, path, rng)
