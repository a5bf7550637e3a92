"""How a note speaks of a source: projects by their id, places by words quoted from them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from pipeline.models import Row, Word

#: Longest slug; a longer title is cut at a word.
LENGTH = 60


def project_ids(titles: Sequence[str]) -> list[str]:
    """Slugs of the titles, cut at a word, numbered on collision.

    >>> project_ids(["Één loket", "Een loket", "?"])
    ['een-loket', 'een-loket-2', 'project']
    """
    seen: dict[str, int] = {}
    ids: list[str] = []
    for title in titles:
        plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
        slug = _cut(re.sub(r"[^a-z0-9]+", "-", plain).strip("-")) or "project"
        seen[slug] = seen.get(slug, 0) + 1
        ids.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return ids


def _cut(slug: str) -> str:
    """The whole words of a slug that fit; a single longer word is cut."""
    if len(slug) <= LENGTH:
        return slug
    return slug[: LENGTH + 1].rpartition("-")[0] or slug[:LENGTH]


def bare(text: str) -> str:
    """Without white space and hyphens, apostrophes alike: the same for words as printed and as running text."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]+", "", text).replace("’", "'")


def find_quote(quote: str, words: Sequence[Word]) -> list[Word]:
    """The neighbouring words that make up ``quote``, or none: whole words, but for marks around them.

    A quote of 12 is not found in 12.500: what is left of the first and last word may hold no letter or digit.
    """
    wanted, text, starts = bare(quote), "", []
    for word in words:
        starts.append(len(text))
        text += bare(word.text)
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        first, last = bisect_right(starts, at) - 1, bisect_left(starts, end) - 1
        rest = text[starts[first] : at] + text[end : starts[last + 1] if last + 1 < len(starts) else len(text)]
        if not any(map(str.isalnum, rest)):
            return list(words[first : last + 1])
        at = text.find(wanted, at + 1)
    return []


def words_at(lines: Mapping[int, Sequence[Word]], place: Row) -> list[Word]:
    """The words of a page that a row of provenance quotes: on each of its lines the run with which the quote goes on.

    Empty when they are not there. ``lines`` are the lines of the page by number. A rectangle tells which of several runs.
    """
    sides = [float(place[name]) for name in ("x0", "top", "x1", "bottom") if place[name]]
    rest = place["quote"].split()
    found: list[Word] = []
    for number in range(int(place["line_from"]), int(place["line_to"]) + 1):
        run = _run([word for word in lines.get(number, ()) if len(sides) < 4 or _is_inside(word, sides)], rest)
        found += run
        rest = rest[len(run) :]
    return [] if rest else found


def _is_inside(word: Word, sides: Sequence[float]) -> bool:
    x0, top, x1, bottom = sides
    return word.x0 >= x0 - 0.02 and word.top >= top - 0.02 and word.x1 <= x1 + 0.02 and word.bottom <= bottom + 0.02


def _run(line: Sequence[Word], wanted: Sequence[str]) -> list[Word]:
    """The longest run of neighbours in the line that begins ``wanted``."""
    best: list[Word] = []
    for start in range(len(line)):
        length = 0
        while length < len(wanted) and start + length < len(line) and line[start + length].text == wanted[length]:
            length += 1
        if length > len(best):
            best = list(line[start : start + length])
    return best
