"""What this stage asks of the room ``nl``: the quantities of a text, and by spaCy the names of authorities in it."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.nl import Quantity, quantities_of
from pipeline.profile import Profile

if TYPE_CHECKING:
    from spacy.language import Language


def language(profile: Profile) -> Language:
    """Blank Dutch that puts the names of authorities into ``doc.spans["terms"]``."""
    return _language(profile.names_of_authorities)


@lru_cache(maxsize=8)
def _language(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Language:
    from pipeline.later import imported_later

    with imported_later("spacy.cli.info"):  # the whole of its command line
        import spacy

    import pipeline.nl.component  # noqa: F401  registers the factories also where the package is not installed

    nlp = spacy.blank("nl")
    nlp.max_length = sys.maxsize  # the default spares parsers and taggers, of which there are none here
    nlp.add_pipe("nl_terms", config={"terms": {name: list(also) for name, also in names}})
    return nlp


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order; a text that an earlier stage or another field asked about is not read again."""
    return list(quantities_of(text))


def terms(text: str, profile: Profile) -> list[tuple[int, int, str]]:
    """Known names in a text: start, end, canonical name."""
    doc = language(profile)(text)
    return [(span.start_char, span.end_char, span.label_) for span in doc.spans["terms"]]
