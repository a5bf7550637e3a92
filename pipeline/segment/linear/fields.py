"""Boxes of a text: labels that follow each other, each with the rows of its value.

Values stand after their labels or before them, which the document decides by the types of its values. Where several labels
stand in a row the values follow in the same order, parted by white space and by their types. How far the last value of a box
reaches is not known here: nothing but what follows tells (``grammar``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

from pipeline.models import Line
from pipeline.profile import Profile
from pipeline.segment.judge import fit, printed
from pipeline.segment.labels import Label, letters
from pipeline.segment.linear.rows import Row, look

#: Words and rows that the value between two labels of one box has at most; rows among which several values are parted.
VALUE_WORDS, VALUE_ROWS, SHARED_ROWS = 60, 8, 12
#: More words between two labels are a text between two boxes.
TEXT_WORDS = 30
#: How much more often values stand before their labels than after them in a document of that habit.
CLEARLY = 1.3
#: What white space between two values counts, and what a value that goes on beyond its end.
APART, TORN = 0.3, 0.6
#: What joins the names of authorities.
_JOINS = ("en", "de", "het", "samenmet", "insamenwerkingmet", "evenals", "alsook")


class Fields(NamedTuple):
    """A box: its labels and the lines of their values. ``open``: rows after it may be of its last value; ``bare``: they must,
    since it has none yet."""

    labels: tuple[Label, ...]
    values: tuple[tuple[Line, ...], ...]
    open: bool
    bare: bool

    @property
    def last_type(self) -> str:
        return self.labels[-1].name


Node = Row | Fields
Token = Label | Row


def nodes_of(tokens: Sequence[Token], profile: Profile) -> list[Node]:
    """Rows of text and boxes in reading order."""
    if _above(tokens, profile):
        return _with_values_above(tokens, profile)
    nodes: list[Node] = []
    order = _usual(tokens)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if isinstance(token, Row):
            nodes.append(token)
            at += 1
            continue
        fields, end = _box(tokens, at, profile, order)
        if len(fields.labels) > 1:
            nodes.append(fields)
        else:  # a single label is a word of the text
            words = [word for line in token.lines for word in line]
            nodes.append(Row((*words, *token.tail, *token.rest) if token.rest else (*words, *token.tail)))
            nodes += [Row(line) for line in fields.values[0] if line != token.rest]
        at = end
    return nodes


def _above(tokens: Sequence[Token], profile: Profile) -> bool:
    """Whether the values of this document stand before their labels."""
    before = after = 0.0
    for at, token in enumerate(tokens):
        label = profile.label(token.name) if isinstance(token, Label) else None
        if not isinstance(token, Label) or label is None or label.type == "text" or token.rest:
            continue
        near = [tokens[k] if 0 <= k < len(tokens) else None for k in (at - 1, at + 1)]
        fits = [
            fit(other.text, token.text, label.type, profile) == 1.0 if isinstance(other, Row) else False
            for other in near
        ]
        before += fits[0]
        after += fits[1]
    return before > CLEARLY * after and before > 1


def _stretch(tokens: Sequence[Token], at: int) -> list[Row]:
    """The rows from ``at`` on up to the next label."""
    rows: list[Row] = []
    while at < len(tokens) and isinstance(row := tokens[at], Row):
        rows.append(row)
        at += 1
    return rows


def _usual(tokens: Sequence[Token]) -> dict[str, int]:
    """The usual order of the labels: name → its place in the commonest run of different labels."""
    runs: Counter[tuple[str, ...]] = Counter()
    run: tuple[str, ...] = ()
    words = 0
    for token in tokens:
        if isinstance(token, Row):
            words += len(token.words)
            continue
        if token.name in run or words > TEXT_WORDS:
            runs[run] += 1
            run = ()
        run, words = (*run, token.name), 0
    runs[run] += 1
    best = max(runs, key=lambda names: (runs[names], len(names)), default=())
    return {name: place for place, name in enumerate(best)}


def _box(tokens: Sequence[Token], at: int, profile: Profile, order: dict[str, int]) -> tuple[Fields, int]:
    """The box that begins with the label at ``at``, and where it ends: after its last label and the values that are told."""
    labels: list[Label] = []
    values: list[list[Line]] = []
    waiting: list[int] = []  # labels without a value
    while at < len(tokens) and isinstance(label := tokens[at], Label) and _continues(labels, label, order):
        labels.append(label)
        values.append([label.rest] if label.rest else [])
        if not label.rest:
            waiting.append(len(labels) - 1)
        at += 1
        rows = _stretch(tokens, at)
        following = tokens[at + len(rows)] if at + len(rows) < len(tokens) else None
        goes_on = isinstance(following, Label) and _continues(labels, following, order)
        if not goes_on or not _is_value(rows, waiting, labels, profile):
            break
        if rows:
            _share(rows, waiting or [len(labels) - 1], labels, values, profile)
            waiting = []
        at += len(rows)
    if len(waiting) > 1 and waiting[-1] == len(labels) - 1:
        rows = _stretch(tokens, at)[:SHARED_ROWS]
        at += _share(rows, waiting, labels, values, profile, last_goes_on=True)
    bare = not values[-1]
    return Fields(tuple(labels), tuple(tuple(value) for value in values), True, bare), at


def _continues(labels: Sequence[Label], label: Label, order: dict[str, int]) -> bool:
    """Whether a label goes on with a box: it stands there once, and not before one that is usually behind it."""
    if not labels:
        return True
    last = order.get(labels[-1].name)
    here = order.get(label.name)
    return label.name not in [other.name for other in labels] and (last is None or here is None or last < here)


def _is_value(rows: Sequence[Row], waiting: Sequence[int], labels: Sequence[Label], profile: Profile) -> bool:
    """Whether the rows between two labels can be values: not titles and texts of a project."""
    if sum(len(row.words) for row in rows) > VALUE_WORDS or len(rows) > VALUE_ROWS * max(1, len(waiting)):
        return False
    if any(row.level for row in rows) or (len(rows) > 2 and any(look(row.text).holds for row in rows)):
        return False
    label = profile.label(labels[-1].name)
    if label and label.type != "text" and len(waiting) < 2 and len(rows) > 1:
        text = " ".join(row.text for row in rows)
        kept = labels[-1].rest or rows[0].words
        return fit(f"{printed([kept])} {text}" if labels[-1].rest else text, "", label.type, profile) >= 0.5
    return True


def _share(
    rows: Sequence[Row],
    waiting: Sequence[int],
    labels: Sequence[Label],
    values: list[list[Line]],
    profile: Profile,
    *,
    last_goes_on: bool = False,
) -> int:
    """Give ``rows`` to the labels ``waiting``, in their order, as they fit best; how many rows were given away.

    ``last_goes_on``: the last of them gets none, since its value may go on.
    """
    count = len(waiting)
    if count == 1 and not last_goes_on:
        values[waiting[0]] += [row.words for row in rows]
        return len(rows)
    told = count - 1 if last_goes_on else count
    if len(rows) < count:
        return 0
    type_of = [label.type if (label := profile.label(labels[i].name)) else "text" for i in waiting]
    names = authority_names(profile)
    best: tuple[float, tuple[int, ...]] | None = None
    last = len(rows) - 1 if last_goes_on else len(rows)
    for cuts in combinations(range(1, last + 1), told if last_goes_on else told - 1):
        ends = cuts if last_goes_on else (*cuts, len(rows))
        score = 0.0
        for kind, start, end in zip(type_of, (0, *ends), ends, strict=False):
            part = rows[start:end]
            score += _fits(part, kind, profile, names)
            score += _edge(rows, end) if end < len(rows) else 0.0
            score -= TORN * sum(row.blank for row in part[1:])
        if best is None or score > best[0]:
            best = score, ends
    if best is None:
        return 0
    for index, start, end in zip(waiting, (0, *best[1]), best[1], strict=False):
        values[index] += [row.words for row in rows[start:end]]
    return best[1][-1]


def _fits(rows: Sequence[Row], kind: str, profile: Profile, names: Callable[[str], bool]) -> float:
    text = " ".join(row.text for row in rows)
    value = fit(text, "", kind, profile)
    if kind == "authority":
        value = 1.0 if names(text) else min(value, 0.5)
    elif names(text):  # an authority under another label
        value = 0.0
    return value - (0.5 if kind == "money" and len(rows) > 2 else 0.0)


def _edge(rows: Sequence[Row], end: int) -> float:
    """What speaks for the end of a value before row ``end``."""
    before, after = look(rows[end - 1].text), look(rows[end].text)
    torn = before.is_open or not after.starts
    return (APART if rows[end].blank else 0.0) - (TORN if torn else 0.0)


def authority_names(profile: Profile) -> Callable[[str], bool]:
    """What tells a text that is nothing but names of authorities."""
    known = {letters(name) for single, also in profile.names_of_authorities for name in (single, *also)}
    ordered = sorted({*known, *_JOINS}, key=lambda name: (-len(name), name))
    pattern = re.compile(f"(?:{'|'.join(map(re.escape, ordered))})+")
    return lambda text: bool(pattern.fullmatch(letters(text)))


def _with_values_above(tokens: Sequence[Token], profile: Profile) -> list[Node]:
    """The same where each value stands before its label: the first value of a box is told by its type."""
    nodes: list[Node] = []
    names = authority_names(profile)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if isinstance(token, Row):
            nodes.append(token)
            at += 1
            continue
        labels: list[Label] = [token]
        values: list[list[Line]] = [_value_before(nodes, token, profile, names)]
        at += 1
        while True:
            rows = _stretch(tokens, at)
            following = tokens[at + len(rows)] if at + len(rows) < len(tokens) else None
            if (
                not rows
                or not isinstance(following, Label)
                or following.name in [label.name for label in labels]
                or not _is_value(rows, (), [following], profile)
            ):
                break
            labels.append(following)
            values.append([row.words for row in rows])
            at += len(rows) + 1
        nodes.append(Fields(tuple(labels), tuple(tuple(value) for value in values), False, False))
    return nodes


def _value_before(nodes: list[Node], label: Label, profile: Profile, names: Callable[[str], bool]) -> list[Line]:
    """Take the rows before a label that are its value from the end of ``nodes``."""
    known = profile.label(label.name)
    taken: list[Row] = []
    while nodes and isinstance(row := nodes[-1], Row) and not row.level:
        text = " ".join(part.text for part in (row, *taken))
        goes_on = bool(taken) and (look(row.text).is_open or not look(taken[0].text).starts)
        goes_on = goes_on and not (taken[0].blank and look(row.text).ends)
        if taken and not goes_on and not (known and known.type == "authority" and names(text) and not taken[0].blank):
            break
        taken.insert(0, row)
        nodes.pop()
    return [row.words for row in taken]
