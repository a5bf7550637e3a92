"""The expectations of this project; importing them registers them, so that suites can name them in plain JSON."""

from pipeline.validate.rules import amounts, printed, references, shape, words
from pipeline.validate.rules.base import CURRENT, Data, Failure, RowsExpectation, editions, key_of
from pipeline.validate.rules.printed import quotes
from pipeline.validate.rules.shape import mismatch

__all__ = [
    "CURRENT",
    "Data",
    "Failure",
    "RowsExpectation",
    "amounts",
    "editions",
    "key_of",
    "mismatch",
    "printed",
    "quotes",
    "references",
    "shape",
    "words",
]
