"""Libraries that other libraries import and that a run has no use for: each is fetched when something of it is called.

Measured: two thirds of a run on one brochure are imports, and a third of these serve one expectation, one picture and one
sub-command that nobody here calls.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a library in the files that import it, or names of it, before it is there."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import machinery asks for
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is not self:
            return getattr(importlib.import_module(self.__name__), name)
        return lambda *args, **kwargs: getattr(importlib.import_module(self.__name__), name)(*args, **kwargs)


@contextmanager
def imported_later(*names: str) -> Iterator[None]:
    """In this block the modules ``names`` are not imported, except where they are already; after it everybody gets the
    true ones, also those who imported a name of theirs in the block."""
    stand_ins = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
