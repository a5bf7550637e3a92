"""Glyphs → lines of words, by their place alone: neither space characters nor stream order can be trusted."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from statistics import median
from typing import NamedTuple

from pipeline.models import Address, Line, Word
from pipeline.read.characters import ACCENTS

#: In ems. A gap between glyphs is a word space from here on, over the tracking of the run.
WORD_GAP = 0.17
#: With a space character in the stream a smaller gap will do.
SPACED_GAP = 0.08
#: A separator between digits begins no word unless it stands so far away.
NUMBER_GAP = 0.8
#: Glyphs whose baselines differ by less are on one line.
SAME_LINE = 0.25
#: Super- and subscripts: raised or lowered by less, in ems of their neighbour, and smaller than this share of it.
SCRIPT_SHIFT, SCRIPT_SIZE = 0.55, 0.85
#: What is smaller still is text beside a large heading; so is what stands nearer, in ems, to what its own row has before it.
SMALLEST_SCRIPT, SCRIPT_GAP = 0.4, 0.5
#: A gap of more is no tracking: the measure of letterspacing looks at smaller ones only.
LARGEST_TRACKING = 1.2
#: So many dots in a row are a leader.
LEADER = 4

#: An initial is so much larger than the text; the height of a capital, in ems.
DROP_CAP, CAPITAL = 1.7, 0.7

#: A digit of the same size that stands higher by this much, in ems, is raised.
MARK_SHIFT = 0.12
#: Letters of a word behind which a raised digit is the mark of a note; units are shorter.
WORD_LETTERS = 4
_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_DOTS = frozenset(".…·_")
_STOPS = frozenset('.,;:!?”’"»)')

Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """One printed character; top-left coordinates, ``base`` is its baseline, ``turn`` quarter turns of its text, ``order`` its place
    among the characters as they are drawn."""

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    text: str
    style: int
    turn: int
    order: int = 0


class Printed(NamedTuple):
    """A word before it has a number."""

    text: str
    box: Box
    style: int
    order: int


def lines_of(
    page: int, glyphs: list[Glyph], width: float, height: float
) -> tuple[tuple[Line, ...], dict[Address, int]]:
    """Words of the upright text by baseline, then those of sideways text, each group in its own lines; and the place of each word
    among what is drawn."""
    rows: list[list[Printed]] = []
    for turn in range(4):
        group = [glyph if not turn else turned(glyph, turn, width, height) for glyph in glyphs if glyph.turn == turn]
        back = (4 - turn) % 4
        size = (width, height) if turn % 2 == 0 else (height, width)
        for row in _rows(_raised_initials(group)):
            words = _words(row)
            if words:
                rows.append([word._replace(box=turned_box(word.box, back, *size)) for word in words] if turn else words)
    lines: list[Line] = []
    drawn: dict[Address, int] = {}
    for number, printed in enumerate(rows, 1):
        line = [
            Word(page, number, pos, text, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2), style)
            for pos, (text, (x0, top, x1, bottom), style, _) in enumerate(printed)
        ]
        lines.append(tuple(line))
        drawn |= {made.address: word.order for made, word in zip(line, printed, strict=True)}
    return tuple(lines), drawn


def _raised_initials(glyphs: list[Glyph]) -> list[Glyph]:
    """Drop caps moved up to the line that they begin: a capital by itself that is as high as several lines beside it."""
    usual = median(glyph.size for glyph in glyphs) if glyphs else 0.0
    large = [
        glyph for glyph in glyphs if glyph.size > DROP_CAP * usual and glyph.text.isalpha() and glyph.text.isupper()
    ]
    moved: dict[Glyph, Glyph] = {}
    for initial in large:
        reach = 0.6 * initial.size
        small = [
            g for g in glyphs if g.size * DROP_CAP < initial.size and -1 < g.x0 - initial.x1 < reach and g.text.strip()
        ]
        level = [
            g
            for g in small
            if abs((g.base - CAPITAL * g.size) - (initial.base - CAPITAL * initial.size)) < 0.8 * g.size
        ]
        first = min(level, key=lambda g: (g.base, g.x0), default=None)
        if first is None or not first.text.islower():
            continue
        beside = any(g.base > first.base + 0.8 * g.size and g.base - 0.5 * g.size < initial.base for g in small)
        alone = not any(
            g is not initial
            and g.size > 0.8 * initial.size
            and abs(g.base - initial.base) < 0.2 * g.size
            and g.text.strip()
            and max(g.x0 - initial.x1, initial.x0 - g.x1) < reach
            for g in glyphs
        )
        if beside and alone:
            moved[initial] = first._replace(x0=initial.x0, x1=first.x0, text=initial.text)
    return [moved.get(glyph, glyph) for glyph in glyphs] if moved else glyphs


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline from top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.x0)):
        anchor = rows[-1][0] if rows else None
        if anchor is None or glyph.base - anchor.base > SAME_LINE * min(anchor.size, glyph.size):
            rows.append([])
        rows[-1].append(glyph)
    for row in rows:
        row.sort(key=lambda glyph: (glyph.x0, glyph.x1, glyph.base, glyph.text))
    return [row for row in _with_scripts(rows) if row]


def _with_scripts(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Super- and subscripts moved to the row of the larger glyph that they touch."""
    for index, row in enumerate(rows):
        for other in (*rows[max(0, index - 2) : index], *rows[index + 1 : index + 3]):
            if row and other and 0 < abs(other[0].base - row[0].base) <= SCRIPT_SHIFT * other[0].size:
                moved = _scripts(row, other)
                if moved:
                    row[:] = [glyph for glyph in row if glyph not in moved]
                    other.extend(moved)
                    other.sort(key=lambda glyph: (glyph.x0, glyph.x1, glyph.base, glyph.text))
    return rows


def _scripts(row: list[Glyph], other: list[Glyph]) -> list[Glyph]:
    """The glyphs of ``row`` that stand right after a larger glyph of ``other``, with those that go on from there.

    They stand in a gap of that line and begin there: text that runs on below large letters is a line of its own.
    """
    moved: list[Glyph] = []
    printed = [glyph for glyph in row if glyph.text.strip()]
    for at, glyph in enumerate(printed):
        before = printed[at - 1] if at else None
        goes_on = before is not None and before not in moved and glyph.x0 - before.x1 < SCRIPT_GAP * glyph.size
        if goes_on or any(
            min(glyph.x1, o.x1) - max(glyph.x0, o.x0) > 0.5 * (glyph.x1 - glyph.x0) > 0 for o in other if o.text.strip()
        ):
            continue
        after = [*other, *moved]
        if any(
            abs(glyph.x0 - left.x1) < 0.2 * left.size
            and (left in moved or SMALLEST_SCRIPT * left.size < glyph.size < SCRIPT_SIZE * left.size)
            for left in after
        ):
            moved.append(glyph)
    return moved


def _words(row: list[Glyph]) -> list[Printed]:
    printed: list[Glyph] = []
    spaced: set[int] = set()  # index of glyphs that have a space character before them
    for glyph in row:
        if not glyph.text.strip():
            if glyph.text:
                spaced.add(len(printed))
        elif not _overprinted(printed, glyph):
            printed.append(glyph)
    tracking = _tracking(printed)
    words: list[list[Glyph]] = []
    for index, glyph in enumerate(printed):
        if index:
            before = printed[index - 1]
            em = min(before.size, glyph.size)
            gap = (glyph.x0 - before.x1) / em - tracking[index]
            split = gap > (SPACED_GAP if index in spaced else WORD_GAP) and not (
                gap < NUMBER_GAP and _in_number(printed, index)
            )
            if gap < -0.5 or split:
                words.append([])
        else:
            words.append([])
        words[-1].append(glyph)
    return [_word(part) for word in words for part in _without_leader(word)]


def _in_number(glyphs: list[Glyph], index: int) -> bool:
    """True before a separator between digits: no word begins there, whatever the kerning."""
    inside = 0 < index < len(glyphs) - 1 and glyphs[index].text in ".,"
    return inside and glyphs[index - 1].text.isdigit() and glyphs[index + 1].text.isdigit()


def _without_leader(word: list[Glyph]) -> list[list[Glyph]]:
    """A dotted leader is a word of its own, however close it stands to a label or value."""
    if sum(glyph.text in _DOTS for glyph in word) < LEADER:
        return [word]
    parts: list[list[Glyph]] = []
    for dots, run in groupby(word, key=lambda glyph: glyph.text in _DOTS):
        part = list(run)
        if parts and (not dots or len(part) < LEADER) and not (len(parts[-1]) >= LEADER and parts[-1][0].text in _DOTS):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _word(glyphs: list[Glyph]) -> Printed:
    box = (
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
    style = Counter(glyph.style for glyph in glyphs).most_common(1)[0][0]
    return Printed("".join(_with_accents(_with_marks(glyphs))), box, style, min(glyph.order for glyph in glyphs))


def _with_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Small or raised digits right after a digit, and raised ones after a whole word or €, as superscripts: the mark of a note, not
    more digits of the number nor a part of the word. A unit such as m2 keeps its digit."""
    marked = list(glyphs)
    full: Glyph | None = None  # the digit or last letter before, of the size of the text
    letters = 0
    for at, glyph in enumerate(glyphs):
        is_digit = glyph.text in _RAISED
        if (
            full is not None
            and is_digit
            and _is_mark(glyph, full)
            and (full.text in _RAISED or full.text == "€" or letters >= WORD_LETTERS)
        ):
            marked[at] = glyph._replace(text=_RAISED[glyph.text])
            continue
        if glyph.text in _STOPS and letters >= WORD_LETTERS:
            continue  # a mark may stand behind the stop
        letters = letters + 1 if glyph.text.isalpha() else 0
        full = glyph if is_digit or letters or glyph.text == "€" else None
    return marked


def _is_mark(glyph: Glyph, full: Glyph) -> bool:
    raised = full.base - glyph.base > MARK_SHIFT * full.size
    return raised or (full.text in _RAISED and glyph.size < SCRIPT_SIZE * full.size)


def _with_accents(glyphs: list[Glyph]) -> list[str]:
    """The texts of the glyphs; an accent printed over a letter, before or after it, follows as a combining one."""
    texts = [glyph.text for glyph in glyphs]
    for at, glyph in enumerate(glyphs):
        if glyph.text in ACCENTS:
            middle = (glyph.x0 + glyph.x1) / 2
            for near in (at - 1, at + 1):
                if 0 <= near < len(glyphs) and texts[near].isalpha() and glyphs[near].x0 < middle < glyphs[near].x1:
                    texts[near], texts[at] = texts[near].replace("ı", "i") + ACCENTS[glyph.text], ""
                    break
    return texts


def _overprinted(printed: list[Glyph], glyph: Glyph) -> bool:
    """True for a shadow: the same character printed again a little beside itself."""
    for other in reversed(printed[-4:]):
        if other.text == glyph.text and abs(other.base - glyph.base) < 0.2 * glyph.size:
            if abs(other.x0 - glyph.x0) < 0.5 * min(other.x1 - other.x0, glyph.x1 - glyph.x0):
                return True
    return False


def _tracking(glyphs: list[Glyph]) -> list[float]:
    """Letterspacing in ems before each glyph: the usual gap of its run, a run being one style without wide gaps; the dots of
    a leader are a run of their own."""
    tracking = [0.0] * len(glyphs)
    leader = _leaders(glyphs)
    start = 0
    gaps: list[float] = []
    for index in range(1, len(glyphs) + 1):
        if index < len(glyphs):
            before, glyph = glyphs[index - 1], glyphs[index]
            gap = (glyph.x0 - before.x1) / min(before.size, glyph.size)
            if glyph.style == before.style and gap < LARGEST_TRACKING and leader[index] == leader[index - 1]:
                gaps.append(gap)
                continue
        if len(gaps) >= 3 and (usual := median(gaps)) > 0.04:
            tracking[start:index] = [usual] * (index - start)
        start, gaps = index, []
    return tracking


def _leaders(glyphs: list[Glyph]) -> list[bool]:
    """For each glyph whether it is one of many dots in a row."""
    leader: list[bool] = []
    for dots, run in groupby(glyphs, key=lambda glyph: glyph.text in _DOTS):
        count = len(list(run))
        leader += [dots and count >= LEADER] * count
    return leader


def turned_box(box: Box, turn: int, width: float, height: float) -> Box:
    """``box`` on the page turned so that text with ``turn`` stands upright."""
    x0, top, x1, bottom = box
    if turn == 1:  # text runs upwards: turn the page clockwise
        return height - bottom, x0, height - top, x1
    if turn == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 3:
        return top, width - x1, bottom, width - x0
    return box


def turned(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    box = turned_box((glyph.x0, glyph.top, glyph.x1, glyph.bottom), turn, width, height)
    return glyph._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3], base=box[3], turn=(glyph.turn - turn) % 4)
