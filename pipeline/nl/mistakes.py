"""What tells a word that a gap has split, or two that a lost gap has joined. Data only."""

from __future__ import annotations

import re

#: A noun with the *s* that links it to the second half of a compound stands nowhere by itself (*stralings normen*) …
LINKED = re.compile(r"[^\W\d_]{3,}(?:ings|heids|teits|schaps)")
#: … but for English plurals.
PLURALS = frozenset(
    "briefings buildings coatings holdings listings meetings rankings ratings settings trainings".split()
)
#: Beginnings that are no words.
BEGINNINGS = frozenset(["ont", "ge", "her"])
#: Prepositions and determiners that are one word by mistake, but for those that are one by right.
JOINED_BY_MISTAKE = re.compile(
    r"(aan|bij|door|in|met|naar|of|om|onder|op|over|per|tegen|tot|tussen|uit|van|via|voor|zonder)"
    r"(alle|de|het|deze|dit|elke|ieder|iedere|onze|hun|geen|andere)"
)
ONE_WORD = frozenset(["inde", "omdit"])
