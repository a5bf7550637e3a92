"""Whether a text is Dutch: by the small words that its neighbours have and it has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

#: Small words that only one of these languages has, or that are frequent in one only.
_WORDS = {
    "Dutch": "de het een van en voor met op te zijn dat aan wordt worden deze door naar ook bij over niet uit tot",
    "French": "le la les des du une et dans pour par sur qui que est sont avec aux ce cette ces ainsi leur plus ou",
    "German": "der die das und ein eine für mit auf ist zu den dem des wird werden nicht auch bei durch sich zur zum",
    "English": "the and of to for with that this are will be by from on which has have its their these is as",
}
_LANGUAGES = {name: frozenset(words.split()) for name, words in _WORDS.items()}
#: So many small words tell a language, and so many times those of Dutch (names and quotes are of other languages too).
ENOUGH, TIMES = 20, 3


def other_language(words: Iterable[str]) -> str:
    """The language of a text that is not Dutch; empty for Dutch, for two languages side by side, and where too little tells.

    >>> other_language("le plan de la relance et les budgets des régions dans une brochure pour la mobilité".split() * 3)
    'French'
    >>> other_language("het plan van de gewesten en een brochure voor de mobiliteit".split() * 3)
    ''
    """
    counts: Counter[str] = Counter()
    for word in words:
        counts.update(name for name, small in _LANGUAGES.items() if word.casefold().strip(".,;:()") in small)
    dutch = counts.pop("Dutch", 0)
    name, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return name if count >= max(ENOUGH, TIMES * dutch) else ""
