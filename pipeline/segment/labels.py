"""Labels of info boxes: where a wording of the profile is printed as a label.

Spaces, case and punctuation do not count (``B U D G E T :`` is ``BUDGET``), a few wrong letters are tolerated, and a
wording may be broken over two lines. A wording inside a sentence is no label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.models import Line, Style, Word
from pipeline.nl.words import LABEL_UNIT
from pipeline.profile import Profile
from pipeline.segment.geometry import Piece, piece

#: Letters per tolerated wrong letter; shorter wordings must be exact.
LETTERS_PER_TYPO = 6
#: White space between two lines of a label, in its ems: small labels stand beside values of a larger size.
LEADING = 2.0
#: Word space of a widely letterspaced label, or of one that justified setting stretches over its line, in ems.
TRACKED_GAP = 8.0
_DOTS = re.compile(r"[.…·_]{3,}|…")
#: So many words are looked at for a label and its unit.
LABEL_WORDS = 12
_LEADER = re.compile(r"[.…·:_\-–]*")


class Label(NamedTuple):
    """A printed label. ``rest`` holds the words after it in its piece (a value on the same line); ``tail`` its end in the
    next column, where a break divides it."""

    name: str
    lines: tuple[Line, ...]
    rest: Line
    x0: float
    top: float
    x1: float
    bottom: float
    style: int
    wording: str
    exact: bool
    tail: Line = ()

    @property
    def page(self) -> int:
        return self.lines[0][0].page

    @property
    def words(self) -> list[Word]:
        return [word for line in (*self.lines, self.tail) for word in line]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def points_right(label: Label) -> bool:
    """True when a label ends in a colon or a leader: its value goes on to the right."""
    text = label.text
    return text.endswith((":", "…", "..", "__")) or bool(_LEADER.fullmatch(label.words[-1].text))


@lru_cache(maxsize=1 << 16)
def letters(text: str) -> str:
    """Letters and digits of ``text``, without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def find_labels(pieces: Sequence[Piece], profile: Profile, styles: Sequence[Style]) -> list[Label]:
    """The labels among ``pieces`` of one page, in their order."""
    wordings = [(label.name, wording, letters(wording)) for label in profile.labels for wording in label.wordings]
    found: list[Label] = []
    used: set[tuple[int, int, int]] = set()
    for index, first in enumerate(pieces):
        if first.words[0].address in used:
            continue
        hit = _at(first, wordings, styles, _more_lines(index, pieces))
        if hit is None or not hit.exact:  # what looks like a wording with letters missing may go on below
            longer = _over_two_lines(index, pieces, wordings, styles)
            hit = longer if longer and (longer.exact or hit is None) else hit
        if hit is None and (wider := _with_next(index, pieces, styles)):
            hit = _at(wider, wordings, styles, ())
        if hit and not hit.rest and (wider := _with_leader(index, pieces, styles)):
            hit = _at(wider, wordings, styles, ()) or hit
        if hit:
            found.append(hit)
            used.update(word.address for word in hit.words)
    return found


def broken_labels(pages: Sequence[Sequence[Piece]], found: Sequence[Sequence[Label]], profile: Profile) -> list[Label]:
    """Labels that a break divides: they begin at the foot of a column and end, set alike, at the head of another one."""
    taken = {word.address for part in found for label in part for word in label.words}
    loose = [[p for p in part if p.words[0].address not in taken] for part in pages]
    wordings = [(label.name, wording, letters(wording)) for label in profile.labels for wording in label.wordings]
    broken: list[Label] = []
    for index, part in enumerate(pages):
        for p in loose[index]:
            start = letters(p.text)
            fitting = [known for known in wordings if start and known[2].startswith(start) and known[2] != start]
            if not fitting or not p.text[0].isupper() or _near(p, part, above=False):
                continue
            heads = [(q, part) for q in loose[index] if q.x0 > p.x1]
            heads += [(q, following) for following in pages[index + 1 : index + 2] for q in loose[index + 1]]
            ends = [
                (known, q)
                for q, around in heads
                for known in fitting
                if q.style == p.style and start + letters(q.text) == known[2] and not _near(q, around, above=True)
            ]
            if ends:
                (name, wording, _), end = ends[0]
                broken.append(
                    Label(name, (p.words,), (), p.x0, p.top, p.x1, p.bottom, p.style, wording, True, end.words)
                )
    return broken


def _near(p: Piece, pieces: Sequence[Piece], *, above: bool) -> bool:
    """True when something stands right above a piece, or right below it."""
    gaps = [
        p.top - q.bottom if above else q.top - p.bottom for q in pieces if q is not p and q.x0 < p.x1 and q.x1 > p.x0
    ]
    return any(-0.5 * p.size < gap < LEADING * p.size for gap in gaps)


def label_at(words: Sequence[Word], profile: Profile, styles: Sequence[Style]) -> Label | None:
    """The label of the profile with which ``words`` begin, however it is set."""
    wordings = [(label.name, wording, letters(wording)) for label in profile.labels for wording in label.wordings]
    return _at(piece(words[:LABEL_WORDS], styles), wordings, styles, (), apart=False)


def _with_next(index: int, pieces: Sequence[Piece], styles: Sequence[Style]) -> Piece | None:
    """A piece with the next one of its row and style: letterspaced or stretched, word spaces look like gutters."""
    first = pieces[index]
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    if following is None or following.words[0].line != first.words[0].line or following.style != first.style:
        return None
    return piece(first.words + following.words, styles) if following.x0 - first.x1 < TRACKED_GAP * first.size else None


def _with_leader(index: int, pieces: Sequence[Piece], styles: Sequence[Style]) -> Piece | None:
    """A piece with the next one of its row, where that begins with a dotted leader: the leader belongs to the label."""
    first, following = pieces[index], pieces[index + 1] if index + 1 < len(pieces) else None
    if (
        following is None
        or following.words[0].line != first.words[0].line
        or not _DOTS.fullmatch(following.words[0].text)
    ):
        return None
    return piece(first.words + following.words, styles)


def _typos(wording: str, name: str) -> int:
    """Wrong letters tolerated in a wording; none in one that was taken from the document itself."""
    return 0 if ":" in name else len(wording) // LETTERS_PER_TYPO


def _distance(a: str, b: str, limit: int) -> int:
    from rapidfuzz.distance import OSA

    return int(OSA.distance(a, b, score_cutoff=limit))


def _at(
    first: Piece, wordings: list[tuple[str, str, str]], styles: Sequence[Style], below: Below, *, apart: bool = True
) -> Label | None:
    """The best label at the start of a piece: fewest wrong letters, then the longest; ``apart``: told from what follows."""
    best: tuple[int, int, Label] | None = None
    for name, wording, key in wordings:
        limit = _typos(key, name)
        text = ""
        for count, word in enumerate(first.words, 1):
            text += letters(word.text)
            if len(text) > len(key) + limit:
                break
            if len(text) < len(key) - limit or (distance := _distance(text, key, limit)) > limit:
                continue
            label = _label(name, wording, first, count, text == key, styles, below, apart=apart)
            if label and (best is None or (distance, -len(key)) < best[:2]):
                best = (distance, -len(key), label)
    return best[2] if best else None


def _label(
    name: str,
    wording: str,
    first: Piece,
    count: int,
    exact: bool,
    styles: Sequence[Style],
    below: Below = (),
    *,
    apart: bool = True,
) -> Label | None:
    words, rest = first.words[:count], first.words[count:]
    for lines in below:  # the unit, or its end, may stand on the next lines
        unit_words = [word for line in lines for word in line]
        if LABEL_UNIT.fullmatch(" ".join(word.text for word in (*rest, *unit_words))):
            all_words = piece([*first.words, *unit_words], styles)
            return Label(
                name,
                (first.words, *lines),
                (),
                all_words.x0,
                all_words.top,
                all_words.x1,
                all_words.bottom,
                all_words.style,
                wording,
                exact,
            )
    unit = LABEL_UNIT.match(" ".join(word.text for word in rest) + " ")
    if unit and rest:
        taken = len(unit.group().split())
        words, rest = words + rest[:taken], rest[taken:]
    while rest and not _LEADER.sub("", rest[0].text):  # a dotted leader or a lone colon belongs to the label
        words, rest = (*words, rest[0]), rest[1:]
    if apart and rest and not _stands_apart(words, rest, styles):
        return None
    made = piece(words, styles)
    return Label(name, (words,), rest, made.x0, made.top, made.x1, made.bottom, made.style, wording, exact)


def _stands_apart(words: Line, rest: Line, styles: Sequence[Style]) -> bool:
    """True when the words before a value on the same line are set or punctuated as a label."""
    text = " ".join(word.text for word in words)
    if text.endswith((":", "…", "..", "–")) or _LEADER.fullmatch(words[-1].text):
        return True
    a, b = styles[words[-1].style], styles[rest[0].style]
    if (a.font, a.color) != (b.font, b.color):
        return True
    value = rest[0].text
    return text.isupper() and (not value.isupper() or not value.isalpha())


def _over_two_lines(
    index: int, pieces: Sequence[Piece], wordings: list[tuple[str, str, str]], styles: Sequence[Style]
) -> Label | None:
    """A wording whose end stands on the next line of the same column."""
    first = pieces[index]
    start = letters(first.text)
    if len(start) < 3 or len(first.words) > 4:
        return None
    for name, wording, key in wordings:
        if len(start) >= len(key) or _distance(start, key[: len(start)], _typos(start, name)) > _typos(start, name):
            continue
        at = _below(index, pieces)
        if at is None:
            continue
        below = pieces[at]
        hyphenated = first.words[-1].text.endswith(("-", "\N{SOFT HYPHEN}"))
        text = ""
        for count, word in enumerate(below.words, 1):
            text += letters(word.text)
            limit = _typos(key, name)
            if len(start) + len(text) > len(key) + limit:
                break
            if _distance(start + text, key, limit) <= limit and (
                hyphenated or first.words[-1].style == below.words[0].style
            ):
                second = _label(name, wording, below, count, start + text == key, styles)
                if second is None:
                    continue
                both = piece(first.words + second.lines[0], styles)
                return Label(
                    name,
                    (first.words, second.lines[0]),
                    second.rest,
                    both.x0,
                    both.top,
                    both.x1,
                    both.bottom,
                    both.style,
                    wording,
                    second.exact,
                )
    return None


#: Ways in which a label may go on: one more line, or two.
Below = Sequence[tuple[Line, ...]]


def _more_lines(index: int, pieces: Sequence[Piece]) -> Below:
    """The next line of a piece's column in its style, and the next two."""
    first, ways = pieces[index], []
    lines: tuple[Line, ...] = ()
    for _ in range(2):
        below = _below(index, pieces)
        if below is None or pieces[below].style != first.style:
            break
        lines = (*lines, pieces[below].words)
        ways.append(lines)
        index = below
    return ways


def _below(index: int, pieces: Sequence[Piece]) -> int | None:
    """Where the next line of a piece's column is."""
    first = pieces[index]
    for at in range(index + 1, len(pieces)):
        other = pieces[at]
        if other.top >= first.bottom - 0.4 * first.size:
            if other.top - first.bottom > LEADING * first.size:
                return None
            if abs(other.x0 - first.x0) < 0.6 * first.size:
                return at
    return None
