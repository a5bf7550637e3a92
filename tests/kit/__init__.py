"""Typesetting kit: fictional brochures with true records, made from a seed by several independent programs."""

from tests.kit import designs, layouts, strangers, trouble  # noqa: F401  (they fill the table of classes)
from tests.kit.engines import engines_available
from tests.kit.make import make
from tests.kit.registry import CLASSES

__all__ = ["CLASSES", "engines_available", "make"]
