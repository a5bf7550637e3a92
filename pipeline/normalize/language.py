"""The spaCy pipeline of this stage: blank Dutch with the components of the room ``nl``."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.nl import Quantity
from pipeline.profile import Profile

if TYPE_CHECKING:
    from spacy.language import Language


def language(profile: Profile) -> Language:
    """Quantities in ``doc.spans["quantities"]``, names of authorities in ``doc.spans["terms"]``."""
    return _language(profile.names_of_authorities)


@lru_cache(maxsize=8)
def _language(names: tuple[tuple[str, tuple[str, ...]], ...]) -> Language:
    import spacy

    import pipeline.nl.component  # noqa: F401  registers the factories also where the package is not installed

    nlp = spacy.blank("nl")
    nlp.max_length = sys.maxsize  # the default spares parsers and taggers, of which there are none here
    nlp.add_pipe("nl_quantities")
    nlp.add_pipe("nl_terms", config={"terms": {name: list(also) for name, also in names}})
    return nlp


def quantities(text: str, profile: Profile) -> list[Quantity]:
    """The quantities of a text, in order."""
    doc = language(profile)(text)  # a name of its own: the spans die with their Doc
    return [span._.quantity for span in doc.spans["quantities"]]


def terms(text: str, profile: Profile) -> list[tuple[int, int, str]]:
    """Known names in a text: start, end, canonical name."""
    doc = language(profile)(text)
    return [(span.start_char, span.end_char, span.label_) for span in doc.spans["terms"]]
