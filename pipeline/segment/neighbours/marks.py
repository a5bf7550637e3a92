"""Marks: where a wording of a label is printed, on one line or several, alone or before its value, however it is aligned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.models import Line, Style, Word
from pipeline.nl.words import LABEL_UNIT
from pipeline.profile import Profile
from pipeline.segment.flow import is_capitals
from pipeline.segment.geometry import Piece, piece
from pipeline.segment.headings import axis_of
from pipeline.segment.labels import Label, letters

#: Letters for each tolerated wrong one, lines a label may stand on, letters that tell the start of one on the first of them.
TYPO, LINES, START = 6, 4, 3
#: White space between the lines of a label, in ems.
LEADING = 1.3
#: A label that the profile does not know: words and letters it has at most, and the share of the known ones that it stands as
#: often as.
WORDS, LETTERS, OFTEN = 5, 40, 0.3
NEW = "new:"
#: Words of a label in small letters: it stands by itself, and is no word of a sentence.
LOWER = 4
#: A word that is so many times as high as wide is set upwards or downwards.
TURNED = 1.3
#: Signs between the fields of a strip.
BARS = frozenset("|•·–—/‖¦;")


class Wording(NamedTuple):
    name: str
    text: str
    key: str


class Found(NamedTuple):
    """The labels of a page and the atoms of all other words."""

    marks: list[Label]
    atoms: list[Piece]


def find_marks(pages: Sequence[Sequence[Piece]], profile: Profile, styles: Sequence[Style]) -> list[Found]:
    """The labels of the profile on each page, and what is set like them and stands as often."""
    wordings = [Wording(label.name, text, letters(text)) for label in profile.labels for text in label.wordings]
    found = [_on_page(atoms, wordings, styles) for atoms in pages]
    new = _new_wordings(found, wordings, profile, styles)
    return [_on_page(atoms, [*wordings, *new], styles) for atoms in pages] if new else found


def _on_page(atoms: Sequence[Piece], wordings: Sequence[Wording], styles: Sequence[Style]) -> Found:
    marks: list[Label] = []
    rest: list[Piece] = []
    marks += _turned([word for atom in atoms for word in atom.words if _is_turned(word)], wordings, styles)
    used = {word.address for mark in marks for word in mark.words}
    ordered = sorted(atoms, key=lambda p: (p.top, p.x0))
    for atom in ordered:
        words = [word for word in atom.words if word.address not in used]
        start = i = 0
        while i < len(words):
            begins = (i == start and i > 0) or _may_begin(words, i, styles)
            mark = _at(words, i, atom, ordered, wordings, styles, used) if begins else None
            if mark is None:
                i += 1
                continue
            used.update(word.address for word in mark.words)
            bars = [word for word in words[start:i] if word.text in BARS]
            before = [word for word in words[start:i] if word.text not in BARS]
            if before:
                rest.append(piece(before, styles))
            i = start = i + sum(word.address in used for word in words[i:])
            following = _next_start(words, i, atom, ordered, wordings, styles, used)
            values = words[i:following]
            while values and values[-1].text in BARS:
                bars.append(values.pop())
            used.update(word.address for word in (*values, *bars))
            marks.append(mark._replace(rest=tuple(values), tail=tuple(bars)))
            i = start = following
        if words[start:]:
            kept = [word for word in words[start:] if word.address not in used]
            if kept:
                rest.append(piece(kept, styles))
    return Found(marks, rest)


# --- labels turned by a quarter ------------------------------------------------------------------------------------


def _is_turned(word: Word) -> bool:
    return len(word.text) > 2 and word.bottom - word.top > TURNED * (word.x1 - word.x0)


def _turned(words: Sequence[Word], wordings: Sequence[Wording], styles: Sequence[Style]) -> list[Label]:
    """The labels among words that are set from the foot to the head of the page, or the other way."""
    found: list[Label] = []
    used: set[tuple[int, int, int]] = set()
    for wording in sorted(wordings, key=lambda wording: -len(wording.key)):
        for first in words:
            for upwards in (True, False):
                told = _spelt([first], [word for word in words if word.address not in used], wording.key, upwards)
                if told and first.address not in used:
                    used.update(word.address for word in told)
                    lines = [tuple(line) for _, line in groupby(told, key=lambda word: word.line)]
                    found.append(_label(wording, lines, True, styles))
    return found


def _spelt(told: list[Word], words: Sequence[Word], key: str, upwards: bool) -> list[Word]:
    """The words that spell ``key`` on from those ``told``: further in their column, or in the next one; none where it ends."""
    text = "".join(letters(word.text) for word in told)
    if text == key:
        return told
    if not text or not key.startswith(text):
        return []
    last = told[-1]
    em = last.x1 - last.x0
    sign = 1 if upwards else -1
    on = [
        w
        for w in words
        if abs(w.x0 - last.x0) < 1 and 0 <= (last.top - w.bottom if upwards else w.top - last.bottom) < em
    ]
    aside = [
        w
        for w in words
        if 0 < sign * (w.x0 - last.x0) < 2 * em
        and w.top < told[0].bottom + em
        and w.bottom > told[0].top - em
        and w not in told
    ]
    aside.sort(key=lambda w: -w.bottom if upwards else w.top)
    return next((full for w in (*on, *aside[:1]) if (full := _spelt([*told, w], words, key, upwards))), [])


# --- labels in a row -----------------------------------------------------------------------------------------------


def _next_start(
    words: Sequence[Word],
    i: int,
    atom: Piece,
    ordered: Sequence[Piece],
    wordings: Sequence[Wording],
    styles: Sequence[Style],
    used: set[tuple[int, int, int]],
) -> int:
    """Where the next label of the row begins."""
    for k in range(i, len(words)):
        if (k == i or _may_begin(words, k, styles)) and _at(words, k, atom, ordered, wordings, styles, used):
            return k
    return len(words)


def _may_begin(words: Sequence[Word], i: int, styles: Sequence[Style]) -> bool:
    first = next((char for char in words[i].text if char.isalnum()), "")
    if not first or not (first.isupper() or first.isdigit()):
        return len(words) <= LOWER and not i and words[-1].text[-1] not in ".,;"  # small letters: only by itself
    before = words[i - 1] if i else None
    return (
        before is None
        or before.text in BARS
        or before.text[-1] in ".;:|,"
        or _differ(before, words[i], styles)
        or _private(before.text)
    )


def _private(text: str) -> bool:
    """True for a glyph of an icon font."""
    return all("\ue000" <= char <= "\uf8ff" for char in text)


def _differ(a: Word, b: Word, styles: Sequence[Style]) -> bool:
    s, t = styles[a.style], styles[b.style]
    return (s.font, s.color) != (t.font, t.color) or not 0.9 < s.size / t.size < 1.1


def _at(
    words: Sequence[Word],
    i: int,
    atom: Piece,
    ordered: Sequence[Piece],
    wordings: Sequence[Wording],
    styles: Sequence[Style],
    used: set[tuple[int, int, int]],
) -> Label | None:
    """The label that begins at word ``i`` of a row: the one with the fewest wrong letters, then the longest."""
    best: tuple[int, int, Label] | None = None
    for wording in wordings:
        limit = 0 if wording.name.startswith(NEW) else len(wording.key) // TYPO
        text = ""
        for k in range(i, len(words)):
            text += letters(words[k].text)
            if len(text) > len(wording.key) + limit:
                break
            wrong = _distance(text, wording.key, limit)
            apart = not words[i].text[0].islower() or (wrong == 0 and k + 1 == len(words))
            if wrong <= limit and apart and _stands_apart(words, i, k + 1, styles, wordings):
                taken = _with_unit(words, k + 1)
                label = _label(wording, [tuple(words[i:taken])], wrong == 0, styles)
                if best is None or (wrong, -len(wording.key)) < best[:2]:
                    best = wrong, -len(wording.key), label
        end = next((k for k in range(i + 1, len(words)) if _differ(words[k - 1], words[k], styles)), len(words))
        text = "".join(letters(word.text) for word in words[i:end])
        wraps = START <= len(text) < len(wording.key) and wording.key.startswith(text)
        if wraps and (best is None or (0, -len(wording.key)) < best[:2]):
            found = _wrapped(words[i:end], text, atom, ordered, wording, styles, used)
            best = (0, -len(wording.key), found) if found else best
    return best[2] if best else None


def _wrapped(
    first: Sequence[Word],
    text: str,
    atom: Piece,
    ordered: Sequence[Piece],
    wording: Wording,
    styles: Sequence[Style],
    used: set[tuple[int, int, int]],
) -> Label | None:
    """A label whose end stands on the next lines of its column."""
    lines: list[Line] = [tuple(first)]
    at = atom
    for _ in range(LINES - 1):
        below = _below(at, ordered, used)
        if below is None or _differ(lines[-1][-1], below.words[0], styles):
            return None
        for k, word in enumerate(below.words, 1):
            text += letters(word.text)
            if text == wording.key and _stands_apart(below.words, 0, k, styles, ()):
                return _label(wording, [*lines, below.words[:k]], True, styles)
            if not wording.key.startswith(text):
                return None
        lines.append(below.words)
        at = below
    return None


def _below(atom: Piece, ordered: Sequence[Piece], used: set[tuple[int, int, int]]) -> Piece | None:
    for other in ordered:
        near = atom.top + 0.4 * atom.size < other.top < atom.bottom + LEADING * atom.size
        if near and min(atom.x1, other.x1) > max(atom.x0, other.x0) and other.words[0].address not in used:
            return other
    return None


def _stands_apart(
    words: Sequence[Word], start: int, end: int, styles: Sequence[Style], wordings: Sequence[Wording]
) -> bool:
    """True when nothing follows the words of a label, or it is told from what follows; in a table's head that is a label."""
    if end == len(words) or _begins_label(words[end:], wordings):
        return True
    last, following = words[end - 1], words[end]
    if (
        last.text[-1] in ":…–"
        or following.text in BARS
        or following.text[0] in ":.…_"
        or _differ(last, following, styles)
    ):
        return True
    if LABEL_UNIT.match(" ".join(word.text for word in words[end:]) + " "):
        return True
    text = " ".join(word.text for word in words[start:end])
    return text.isupper() and not (following.text.isupper() and following.text.isalpha())


def _begins_label(words: Sequence[Word], wordings: Sequence[Wording]) -> bool:
    """True when labels alone make the rest of a row."""
    text = ""
    for k, word in enumerate(words, 1):
        text += letters(word.text)
        if any(wording.key == text for wording in wordings):
            return k == len(words) or _begins_label(words[k:], wordings)
    return False


def _with_unit(words: Sequence[Word], end: int) -> int:
    """The end of a label with the unit and the leader after it."""
    unit = LABEL_UNIT.match(" ".join(word.text for word in words[end:]) + " ") if end < len(words) else None
    if unit and unit.group().strip():
        end += len(unit.group().split())
    while (
        end < len(words)
        and not any(char.isalnum() or char in "€$" for char in words[end].text)
        and words[end].text not in "-–—"
    ):
        end += 1
    return end


def _label(wording: Wording, lines: Sequence[Line], exact: bool, styles: Sequence[Style]) -> Label:
    made = piece([word for line in lines for word in line], styles)
    return Label(
        wording.name, tuple(lines), (), made.x0, made.top, made.x1, made.bottom, made.style, wording.text, exact
    )


def _distance(a: str, b: str, limit: int) -> int:
    from rapidfuzz.distance import OSA

    if not limit or abs(len(a) - len(b)) > limit:
        return 0 if a == b else limit + 1
    return int(OSA.distance(a, b, score_cutoff=limit))


def _head(atom: Piece, styles: Sequence[Style]) -> str:
    """The words of an atom before a colon or a change of style."""
    for k, word in enumerate(atom.words):
        if word.text.endswith(":"):
            return " ".join(w.text for w in atom.words[: k + 1]).rstrip(" :")
        if k and _differ(atom.words[k - 1], word, styles):
            return " ".join(w.text for w in atom.words[:k])
    return atom.text


def _new_wordings(
    found: Sequence[Found], wordings: Sequence[Wording], profile: Profile, styles: Sequence[Style]
) -> list[Wording]:
    """Short texts that are set like the labels found and stand as often: labels that the profile does not know."""
    known = [mark for page in found for mark in page.marks]
    looks = Counter(
        (styles[mark.style].font, round(2 * styles[mark.style].size), is_capitals(mark.text)) for mark in known
    )
    looks = Counter({key: count for key, count in looks.items() if count > 0.1 * len(known)})
    often = max((count for count in Counter(mark.name for mark in known).values()), default=0)
    names = {letters(name) for name, also in profile.names_of_authorities for name in (name, *also)}
    body = Counter(
        styles[p.style].font + str(round(2 * styles[p.style].size))
        for page in found
        for p in page.atoms
        for _ in p.words
    )
    main = body.most_common(1)[0][0] if body else ""
    texts: dict[str, list[str]] = defaultdict(list)
    for atom in (atom for page in found for atom in page.atoms):
        style = styles[atom.words[0].style]
        text = _head(atom, styles)
        key = (style.font, round(2 * style.size), is_capitals(text))
        if (
            key not in looks
            or main == key[0] + str(key[1])
            or len(text.split()) > WORDS
            or len(letters(text)) > LETTERS
        ):
            continue
        part = letters(text)  # of a wording on several lines
        if any(wording.key.startswith(part) or wording.key.endswith(part) for wording in wordings):
            continue
        if (
            any(char.isdigit() for char in text)
            or axis_of(text, profile)
            or letters(text) in names
            or len(letters(text)) < 3
        ):
            continue
        texts[letters(text)].append(text)
    return [
        Wording(NEW + said[0], said[0], key)
        for key, said in sorted(texts.items())
        if len(said) >= max(2, OFTEN * often)
    ]
