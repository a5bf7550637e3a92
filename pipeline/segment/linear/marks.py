"""Labels among the rows of a text: where they stand and how they are set off from their values.

A label stands alone on its row, or before a colon, a bar or a change of letters; or with nothing between it and its value, where
the types of the values and its neighbours tell that it is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.models import Line, Style, Word
from pipeline.nl.words import LABEL_UNIT
from pipeline.profile import Profile
from pipeline.segment.drift import NEW
from pipeline.segment.geometry import piece
from pipeline.segment.headings import axis_of
from pipeline.segment.judge import fit
from pipeline.segment.labels import Label, letters
from pipeline.segment.linear.rows import Row

#: Signs before a label, and between the fields of a row.
BULLETS = frozenset("-–—•·*▪■◦●►▸‣>|")
BARS = frozenset("|•·–—/‖¦;")
#: Letters for each tolerated wrong one; letters that tell the first row of a label on two.
TYPO, START = 6, 3
#: A label that the profile does not know: words and letters it has at most, the share of the known ones that it stands as often
#: as, rows between it and another label, and the share of its places where that is so.
WORDS, LETTERS, OFTEN, NEAR, MOSTLY = 5, 40, 0.5, 5, 0.7
#: How well a value must fit a label with nothing between them, and the share of such labels that must have such values.
FITS, TYPED = 0.8, 0.6
_COLON = re.compile(r"^([^\d:.!?]{3,45}?)\s*:(?:\s|$)")
_CAPITALS = re.compile(r"^((?:[A-ZÀ-Þ][A-ZÀ-Þ'’/&-]+\s+){1,5})(?=\S*[a-zà-þ\d€])")

_CAPITALS_INSIDE = re.compile(r"(?<!\S)([A-ZÀ-Þ][A-ZÀ-Þ'’&-]{2,}(?: [A-ZÀ-Þ'’&-]{2,}){0,3}):(?=\s)")


class Mark(NamedTuple):
    """A label in row ``row``; ``how`` it is set off: alone, apart (a colon, a bar, other letters) or bare. ``exact`` words from
    ``start`` to ``end`` of the row; of a label on two rows those of the second are in ``below``."""

    name: str
    wording: str
    row: int
    start: int
    end: int
    how: str
    exact: bool
    below: int = 0


class _Wording(NamedTuple):
    name: str
    text: str
    key: str


Token = Label | Row


def tokens_of(rows: Sequence[Row], profile: Profile, styles: Sequence[Style]) -> list[Token]:
    """Rows and labels in reading order; ``rest`` of a label holds the words after it in its row, up to the next label."""
    known = [_Wording(label.name, text, letters(text)) for label in profile.labels for text in label.wordings]
    marks = _accepted(_find(rows, known), rows, profile)
    new = _new_wordings(marks, rows, known, profile)
    if new:
        marks = _accepted(_find(rows, [*known, *new]), rows, profile)
    return list(_tokens(rows, marks, styles))


# --- where labels stand ------------------------------------------------------------------------------------------


def _find(rows: Sequence[Row], wordings: Sequence[_Wording]) -> list[Mark]:
    found: list[Mark] = []
    skip = 0
    for number, row in enumerate(rows):
        i = skip
        skip = 0
        while i < len(row.words):
            below = rows[number + 1] if number + 1 < len(rows) else None
            mark = _at(row, i, number, below, wordings) if _may_begin(row.words, i) else None
            if mark is None:
                i += 1
                continue
            found.append(mark)
            i, skip = max(i + 1, mark.end), mark.below
    return found


def _may_begin(words: Sequence[Word], i: int) -> bool:
    if not any(map(str.isalpha, words[i].text)):
        return False
    if all(word.text in BULLETS for word in words[:i]):
        return True
    before = words[i - 1].text
    return before in BARS or before[-1] in ".;:|,•" or words[i].text.isupper()


def _at(row: Row, i: int, number: int, below: Row | None, wordings: Sequence[_Wording]) -> Mark | None:
    """The label that begins at word ``i``: the one with the fewest wrong letters, then the longest."""
    words, best = row.words, None
    first = all(word.text in BULLETS for word in words[:i])
    for wording in wordings:
        limit = 0 if wording.name.startswith(NEW) else len(wording.key) // TYPO
        text = ""
        for k in range(i, len(words)):
            text += letters(words[k].text)
            if len(text) > len(wording.key) + limit:
                break
            wrong = _distance(text, wording.key, limit)
            if wrong > limit:
                continue
            end = _with_unit(words, k + 1)
            how = _set_off(words, i, k + 1, end)
            colon = words[end - 1].text.endswith(":")
            fitting = how == "apart" or (how == "alone" and colon)
            fitting = fitting or (first and (how == "alone" or words[i].text[0].isupper()))
            fitting = fitting and (first or wrong == 0) and (how != "bare" or wrong == 0)
            if fitting and (best is None or (wrong, -len(wording.key)) < best[0]):
                best = (wrong, -len(wording.key)), Mark(wording.name, wording.text, number, i, end, how, wrong == 0)
        if below and START <= len(text) < len(wording.key) and wording.key.startswith(text):
            end = _completed(text, wording.key, below.words)
            if end and (best is None or best[0] > (0, -len(wording.key))):
                how = _set_off(below.words, 0, end, end)
                mark = Mark(wording.name, wording.text, number, i, len(words), how, True, end)
                sure = how != "bare" if first else below.words[end - 1].text.endswith(":")
                best = ((0, -len(wording.key)), mark) if sure else best
    return best[1] if best else None


def _completed(text: str, key: str, words: Sequence[Word]) -> int:
    """How many words of the next row complete a label; 0 where they do not."""
    for k, word in enumerate(words, 1):
        text += letters(word.text)
        if text == key:
            return k
        if not key.startswith(text):
            return 0
    return 0


def _set_off(words: Sequence[Word], start: int, end: int, after: int) -> str:
    """How the words from ``start`` to ``end`` are set off from what follows from ``after`` on."""
    rest = [word.text for word in words[after:]]
    if not any(text not in BARS for text in rest):
        return "alone"
    last = words[end - 1].text
    if last[-1] in ":…" or after > end or rest[0] in BARS or rest[0][0] in ":…|":
        return "apart"
    if words[end - 1].style != words[after].style:
        return "apart"
    if words[after].x0 - words[end - 1].x1 > words[after].bottom - words[after].top:  # a tab, or a column of its own
        return "apart"
    if rest[0] in ("€", "EUR"):
        return "apart"
    label = " ".join(word.text for word in words[start:end])
    return "apart" if label.isupper() and not (rest[0].isupper() and rest[0].isalpha()) else "bare"


def _with_unit(words: Sequence[Word], end: int) -> int:
    """The end of a label with the unit and the leader after it."""
    unit = LABEL_UNIT.match(" ".join(word.text for word in words[end:]) + " ") if end < len(words) else None
    if unit and unit.group().strip():
        end += len(unit.group().split())
    while end < len(words) and not re.search(r"[\w€$\-–—|(]", words[end].text):
        end += 1
    return end


def _distance(a: str, b: str, limit: int) -> int:
    from rapidfuzz.distance import OSA

    if not limit or abs(len(a) - len(b)) > limit:
        return 0 if a == b else limit + 1
    return int(OSA.distance(a, b, score_cutoff=limit))


def _accepted(marks: Sequence[Mark], rows: Sequence[Row], profile: Profile) -> list[Mark]:
    """``marks`` without the bare ones that are words of a text."""
    bare = [mark for mark in marks if mark.how == "bare"]
    if not bare:
        return list(marks)
    typed: dict[Mark, float] = {}
    for mark in bare:
        label = profile.label(mark.name)
        rest = " ".join(word.text for word in rows[mark.row].words[mark.end :])
        if label and label.type != "text":
            typed[mark] = fit(rest, mark.wording, label.type, profile)
    right = sum(value >= FITS for value in typed.values())
    if right < TYPED * len(typed) or right < 2 or 2 * len(bare) < len(marks):
        return [mark for mark in marks if mark.how != "bare"]
    at = {mark.row: mark for mark in marks}
    names = {(mark.row, mark.name) for mark in marks}

    def has_neighbour(mark: Mark) -> bool:
        around = [row for row in range(mark.row - 3, mark.row + 4) if row in at and row != mark.row]
        return any((row, at[row].name) in names and at[row].name != mark.name for row in around)

    return [mark for mark in marks if mark.how != "bare" or has_neighbour(mark)]


# --- labels that the profile does not know -----------------------------------------------------------------------


def _new_wordings(
    marks: Sequence[Mark], rows: Sequence[Row], known: Sequence[_Wording], profile: Profile
) -> list[_Wording]:
    """Short texts that are set off like the labels found, stand as often and near to them."""
    often = max(Counter(mark.name for mark in marks).values(), default=0)
    taken = {mark.row for mark in marks}
    starts = _starts(marks)
    alone_below = {mark.row + 1 for mark in marks if mark.how == "alone"}
    names = {letters(name) for known_as, also in profile.names_of_authorities for name in (known_as, *also)}
    keys = [wording.key for wording in known]
    said: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for number, row in enumerate(rows):
        head = row._replace(words=row.words[: starts[number]]) if number in taken else row
        if row.level:
            continue
        for how, text in [*_heads(head), *_inside(row)]:
            if number in taken and how != "apart":
                continue
            key = letters(text)
            if not 3 <= len(key) <= LETTERS or len(text.split()) > WORDS or key in names or axis_of(text, profile):
                continue
            if any(char.isdigit() for char in text) or any(key in other or other in key for other in keys):
                continue
            if how != "alone" or number not in alone_below:
                said[how, key].append((number, text))
                break
    hows = Counter(mark.how for mark in marks)
    least = max(2, OFTEN * often) if marks else 3
    groups = {
        key: found
        for key, found in said.items()
        if len(found) >= least and (not marks or hows[key[0]] > 0.2 * len(marks))
    }
    near = taken if marks else _typed_rows(groups, rows, profile)
    kept: list[_Wording] = []
    for (_, key), found in sorted(groups.items()):
        beside = sum(any(row + d in near for d in range(-NEAR, NEAR + 1)) for row, _ in found)
        if beside >= MOSTLY * len(found):
            kept.append(_Wording(NEW + found[0][1], found[0][1], key))
    return kept


def _inside(row: Row) -> Iterator[tuple[str, str]]:
    """Words in capitals before a colon, anywhere in a row."""
    for found in _CAPITALS_INSIDE.finditer(row.text):
        yield "apart", found.group(1)


def _starts(marks: Sequence[Mark]) -> dict[int, int]:
    """Row → the word with which its first label begins."""
    starts: dict[int, int] = {}
    for mark in marks:
        starts[mark.row] = min(mark.start, starts.get(mark.row, mark.start))
    return starts


def _heads(row: Row) -> Iterator[tuple[str, str]]:
    """What of a row could be a label, and how it is set off."""
    words = list(row.words)
    if not any(word.text not in BULLETS for word in words):
        return
    while words and words[0].text in BULLETS:
        words.pop(0)
    text = " ".join(word.text for word in words)
    if not words or not text[0].isupper():
        return
    if found := _COLON.match(text):
        yield ("alone" if found.end() >= len(text) else "apart"), found.group(1).strip()
    elif found := _CAPITALS.match(text):
        yield "apart", found.group(1).strip()
    elif len(words) <= WORDS and text[-1] not in ".,;!?-–":
        yield "alone", text
    changed = next((k for k in range(1, len(words)) if words[k].style != words[0].style), 0)
    if changed:
        yield "apart", " ".join(word.text for word in words[:changed]).strip(" :")
    bar = next((k for k in range(1, len(words)) if words[k].text == "|"), 0)
    if bar:
        yield "apart", " ".join(word.text for word in words[:bar]).strip(" :")


def _typed_rows(
    groups: dict[tuple[str, str], list[tuple[int, str]]], rows: Sequence[Row], profile: Profile
) -> set[int]:
    """Rows of repeated heads whose values are amounts or authorities, where the profile's labels do not occur."""
    typed: set[int] = set()
    kinds: set[str] = set()
    for (how, _), found in sorted(groups.items()):
        values: list[str] = []
        for number, text in found:
            if how == "alone":
                values.append(rows[number + 1].text if number + 1 < len(rows) else "")
            else:
                values.append(" ".join(rows[number].text.split()[len(text.split()) :]).lstrip(":| "))
        for kind in ("money", "authority"):
            if sum(fit(value, "", kind, profile) >= 1.0 for value in values) >= MOSTLY * len(values):
                typed.update(number for number, _ in found)
                kinds.add(kind)
    return typed if len(kinds) > 1 else set()


# --- tokens ------------------------------------------------------------------------------------------------------


def _tokens(rows: Sequence[Row], marks: Sequence[Mark], styles: Sequence[Style]) -> Iterator[Token]:
    on_row: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        on_row[mark.row].append(mark)
    skip = 0
    for number, row in enumerate(rows):
        own, start, skip = on_row[number], skip, 0
        first = own[0].start if own else len(row.words)
        before = row.words[start:first]
        if own:
            before = before if any(word.text not in BULLETS for word in before) else ()
        if before:
            yield row._replace(words=_trimmed(before) if own else tuple(before))
        for mark, following in zip(own, [*own[1:], None][: len(own)], strict=True):
            words = row.words[mark.start : mark.end]
            lines: tuple[Line, ...] = (words,)
            rest = row.words[mark.end : following.start if following else len(row.words)]
            if mark.below:
                below = rows[number + 1].words
                lines = (words, below[: mark.below])
                skip = min((other.start for other in on_row[number + 1]), default=len(below))
                rest = below[mark.below : skip]
            values, bars = _without_bars(rest)
            lead = tuple(word for word in row.words[:first] if word.text in BULLETS) if mark is own[0] else ()
            yield _label(mark, lines, values, (*lead, *bars), styles)


def _trimmed(words: Sequence[Word]) -> Line:
    return _without_bars(words)[0] or tuple(words)


def _without_bars(words: Sequence[Word]) -> tuple[Line, Line]:
    """A value without the bars around it, and these."""
    start, end = 0, len(words)
    while end > start and words[end - 1].text in BARS and not (end - start == 1 and words[start].text in "-–—"):
        end -= 1
    while start < end and words[start].text in "|:":
        start += 1
    return tuple(words[start:end]), (*words[:start], *words[end:])


def _label(mark: Mark, lines: tuple[Line, ...], rest: Line, tail: Line, styles: Sequence[Style]) -> Label:
    made = piece([word for line in lines for word in line], styles)
    return Label(
        mark.name, lines, rest, made.x0, made.top, made.x1, made.bottom, made.style, mark.wording, mark.exact, tail
    )
