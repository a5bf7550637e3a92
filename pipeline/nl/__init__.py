"""Dutch, for anyone: quantities, labels with units, hyphens at line ends.

In: plain text (or a spaCy Doc, see `component`). Out: `Quantity` records with character offsets, exact Decimals,
units, and the other reading wherever the rules leave two. Imports nothing of the pipeline and no heavy library.
"""

from pipeline.nl.check import check_reading
from pipeline.nl.finder import find_quantities, find_quantities_under_label, quantities_of
from pipeline.nl.hyphens import hyphenated_words, join_break
from pipeline.nl.labels import LabelUnit, read_label_unit
from pipeline.nl.lone import lone_figures
from pipeline.nl.quantity import Quantity, Reading
from pipeline.nl.whole import Money, read_money

__all__ = [
    "LabelUnit",
    "Money",
    "Quantity",
    "Reading",
    "check_reading",
    "find_quantities",
    "find_quantities_under_label",
    "hyphenated_words",
    "join_break",
    "lone_figures",
    "quantities_of",
    "read_label_unit",
    "read_money",
]
