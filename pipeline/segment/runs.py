"""Boxes set as one running paragraph: a label and its value, the next label in the middle of the line, and so on.

A paragraph that begins with a label and holds others of the same form in its lines is cut at them; each value reaches to
the next label. A label in a sentence cuts nothing: it takes two of the profile, set or marked as labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.models import Line, Style, Word
from pipeline.nl.words import FUNCTION_WORDS
from pipeline.profile import Profile
from pipeline.segment.boxes import INDENT, VALUE_GAP, InfoBox, same_look, words_of
from pipeline.segment.drift import NEW, REPEATED, SHARE, WORDS
from pipeline.segment.flow import is_capitals
from pipeline.segment.fullness import Vocabulary, runs_into
from pipeline.segment.geometry import Piece, outline, piece
from pipeline.segment.labels import Label, label_at

#: Words within which a label ends.
LONGEST = 40
#: What parts the fields of such a paragraph, as a word of its own or at the end of one.
SEPARATORS = frozenset("|¦·•;/–—-▪■")
#: Letters of an initialism.
INITIALS = 4
#: White space in ems between a value and the next label of its line.
WIDE = 4.0


class Mark(NamedTuple):
    """A label in a paragraph: its words from ``start`` to ``end`` (with a separator before them), and its forms."""

    start: int
    end: int
    label: Label
    forms: frozenset[str]


class Run(NamedTuple):
    words: list[Word]
    marks: list[Mark]


def find_runs(
    pages: Sequence[Sequence[Piece]], profile: Profile, styles: Sequence[Style], words: Vocabulary
) -> list[list[InfoBox]]:
    """The boxes in running paragraphs, page by page. Labels that the profile does not know count where they are usual."""
    found = [list(_runs(pieces, profile, styles)) for pieces in pages]
    runs = [run for page in found for run in page]
    times = Counter(mark.label.name for run in runs for mark in run.marks)
    usual = {name for name, count in times.items() if NEW not in name or count >= max(REPEATED, SHARE * len(runs))}
    return [
        [
            _box(run._replace(marks=[mark for mark in run.marks if mark.label.name in usual]), words, styles)
            for run in page
        ]
        for page in found
    ]


def _runs(pieces: Sequence[Piece], profile: Profile, styles: Sequence[Style]) -> Iterator[Run]:
    used: set[tuple[int, int, int]] = set()
    for index, first in enumerate(pieces):
        if first.words[0].address in used or not _first_mark(first.words, profile, styles):
            continue
        words = [word for line in _paragraph(index, pieces, profile, styles) for word in line.words]
        marks = _marks(words, profile, styles)
        if _is_run(words, marks):
            yield Run(words, marks)
            used |= {word.address for word in words}


def _is_run(words: Sequence[Word], marks: Sequence[Mark]) -> bool:
    """True for labels from the first word on, two of the profile's, with something said after all but the last: beside the
    first, and one of them spelt right within a line."""
    known = {mark.label.name for mark in marks if NEW not in mark.label.name}
    return (
        len(known) > 1
        and marks[0].start == 0
        and all(_says(words[a.end : b.start]) for a, b in pairwise(marks))
        and words[marks[0].end].line == words[marks[0].end - 1].line
        and any(mark.label.exact and words[mark.start].line == words[mark.start - 1].line for mark in marks[1:])
    )


def _says(words: Sequence[Word]) -> bool:
    return any(char.isalnum() for word in words for char in word.text)


# --- the paragraph -----------------------------------------------------------------------------------------------


def _first_mark(words: Sequence[Word], profile: Profile, styles: Sequence[Style]) -> bool:
    marks = _marks(words, profile, styles)
    return bool(marks) and marks[0].start == 0


def _paragraph(index: int, pieces: Sequence[Piece], profile: Profile, styles: Sequence[Style]) -> list[Piece]:
    """The pieces of the line that begins at ``index`` and the lines below them, set alike and without white space."""
    first = pieces[index]
    row = [first]
    following = (pieces[at] for at in range(index + 1, len(pieces)))
    for p in following:
        if p.words[0].line != first.words[0].line or p.x0 - row[-1].x1 > WIDE * p.size:
            break
        if not _parts(p) and (not _first_mark(p.words, profile, styles) or _in_column(p, pieces)):
            break
        row.append(p)
    looks = {word.style for p in row for word in p.words}
    left = first.x0
    lines: list[Piece] = []
    for p in (pieces[at] for at in range(index + 1, len(pieces))):
        last = lines[-1] if lines else first
        gap = p.top - last.bottom
        if (
            lines
            and p.words[0].line == last.words[0].line
            and p.x0 - last.x1 < WIDE * p.size
            and (_parts(last) or _parts(p))
        ):
            lines.append(p)
            continue
        if (
            p.words[0].line <= first.words[0].line
            or not (-0.6 * p.size < p.x0 - left < INDENT * p.size)
            or gap < -0.4 * p.size
        ):
            continue
        if gap > VALUE_GAP * p.size or not all(
            any(same_look(word.style, look, styles) for look in looks) for word in p.words
        ):
            break
        if not lines:
            left = min(left, p.x0) if abs(p.x0 - left) < 0.6 * p.size else p.x0
        elif abs(p.x0 - left) > 0.6 * p.size:
            break
        lines.append(p)
    return [*row, *lines]


def _parts(p: Piece) -> bool:
    """True for a separator by itself: its own spaces part it from the fields around it."""
    return all(word.text in SEPARATORS for word in p.words)


def _in_column(p: Piece, pieces: Sequence[Piece]) -> bool:
    """True when something stands right above or below a piece and begins where it does."""
    return any(
        abs(q.x0 - p.x0) < 0.6 * p.size
        and q is not p
        and (abs(q.top - p.bottom) < VALUE_GAP * p.size or abs(p.top - q.bottom) < VALUE_GAP * p.size)
        for q in pieces
    )


# --- its labels --------------------------------------------------------------------------------------------------


def _marks(words: Sequence[Word], profile: Profile, styles: Sequence[Style]) -> list[Mark]:
    """The labels in ``words`` that have the form of most of the known ones among them, each name once."""
    known = _scan(words, lambda at: label_at(words[at : at + LONGEST], profile, styles), styles)
    counts = Counter(form for mark in known for form in mark.forms)
    if not counts:
        return []
    form = max(counts, key=lambda form: (counts[form], form))
    known = [mark for mark in known if form in mark.forms]
    taken = {at for mark in known for at in range(mark.start, mark.end)}
    look = words[known[0].end - 1]
    new = _scan(words, lambda at: None if at in taken else _unknown(words, at, form, look, styles), styles)
    return sorted([*known, *(mark for mark in new if form in mark.forms and not taken & {mark.start, mark.end - 1})])


def _scan(words: Sequence[Word], label_of: Callable[[int], Label | None], styles: Sequence[Style]) -> list[Mark]:
    """The labels that ``label_of`` sees at a place among ``words``, each name once, with the separators before them."""
    found: list[Mark] = []
    names: set[str] = set()
    start = 0
    while start < len(words):
        at = start + (start + 1 < len(words) and words[start].text in SEPARATORS)
        label = label_of(at) if words[at].text[:1].isupper() else None
        if label and not label.exact and at + 1 < len(words) and (better := label_of(at + 1)) and better.exact:
            label = None  # the last word of the value before it is no wrong letters of this one
        end = at + len(label.words) if label else start + 1
        forms = _forms(words, start, at, end, styles) if label else frozenset()
        if label and forms and label.name not in names:
            found.append(Mark(start, end, label._replace(lines=_by_line(words[start:end]), rest=()), forms))
            names.add(label.name)
        start = end
    return found


def _forms(words: Sequence[Word], start: int, at: int, end: int, styles: Sequence[Style]) -> frozenset[str]:
    """How the label at ``at`` is told from the value before it (and its separator at ``start``) and from that after it."""
    name, around = words[at:end], [*words[max(0, start - 1) : start], *words[end : end + 1]]
    text = " ".join(word.text for word in name)
    forms = {
        "colon": text.endswith(":"),
        "style": all(_differs(name[0], other, styles) for other in around),
        "capitals": is_capitals(text) and not any(_goes_on_in_capitals(other.text) for other in around),
        "parted": start < at or _begins(words, at),
    }
    return frozenset(form for form, fits in forms.items() if fits)


def _goes_on_in_capitals(text: str) -> bool:
    """True for a word in capitals that is no initialism (*EUR*, *NMBS*): the label beside it is part of a sentence."""
    return text.isalpha() and text.isupper() and (len(text) > INITIALS or text.casefold() in FUNCTION_WORDS)


def _differs(a: Word, b: Word, styles: Sequence[Style]) -> bool:
    return (styles[a.style].font, styles[a.style].color) != (styles[b.style].font, styles[b.style].color)


def _begins(words: Sequence[Word], at: int) -> bool:
    return at == 0 or words[at - 1].text[-1] in SEPARATORS


def _unknown(words: Sequence[Word], at: int, form: str, look: Word, styles: Sequence[Style]) -> Label | None:
    """A few words that the profile does not know, up to a colon or in the style of the known label that ends in ``look``."""
    rest = words[at : at + WORDS + 1]
    if form == "colon":
        end = next((i for i, word in enumerate(rest, 1) if word.text.endswith(":")), 0)
        fits = _begins(words, at) or is_capitals(" ".join(word.text for word in rest[:end]))
    else:
        end = next((i for i, word in enumerate(rest) if _differs(word, look, styles)), 0)
        fits = form == "style"
    if not fits or not 0 < end <= WORDS or at + end == len(words):
        return None
    made = piece(rest[:end], styles)
    text = made.text.rstrip(": ")
    return Label(NEW + text, (made.words,), (), made.x0, made.top, made.x1, made.bottom, made.style, text, True)


def _box(run: Run, words: Vocabulary, styles: Sequence[Style]) -> InfoBox:
    """The paragraph cut at its labels; in text the last value ends where the next title begins."""
    ends = [mark.start for mark in run.marks[1:]] + [len(run.words)]
    values = [_by_line(run.words[mark.end : end]) for mark, end in zip(run.marks, ends, strict=True)]
    if len(styles) == 1:
        values[-1] = values[-1][: runs_into([" ".join(word.text for word in line) for line in values[-1]], words)]
    labels = tuple(mark.label for mark in run.marks)
    return InfoBox(labels, tuple(values), outline(words_of(labels, values)), "labels:run")


def _by_line(words: Sequence[Word]) -> tuple[Line, ...]:
    return tuple(tuple(group) for _, group in groupby(words, key=lambda word: word.line))
