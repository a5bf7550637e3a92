"""validate: tables and suites go in, a quality report comes out.

``load_suites(folder)`` reads the suites and refuses defective ones (UsageError). ``validate(tables, suites)`` runs
every rule and returns a ``Quality``: per edition whether it may be published, per rule whether it was met, and one
quarantine row per failure. Only this room knows Great Expectations and pandas; nothing of theirs leaves it.
"""

from pipeline.validate.gate import validate
from pipeline.validate.quality import QUARANTINE_HEADER, EditionQuality, Outcome, Quality, Status, Verdict, merge
from pipeline.validate.suites import Suite, load_suites

__all__ = [
    "QUARANTINE_HEADER",
    "EditionQuality",
    "Outcome",
    "Quality",
    "Status",
    "Suite",
    "Verdict",
    "load_suites",
    "merge",
    "validate",
]
