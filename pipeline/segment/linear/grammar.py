"""What each row between the boxes is, as the cheapest path through a small grammar.

A brochure is a run of axes, each with a head and projects, and a project has a title, a text and a box in an order that the
whole document keeps: box last, box between title and text, or box first. Each row costs what it looks unlike the part it is read
as, each pair of rows what speaks against an end between them, or against none. The cheapest path is the reading; how much more
the cheapest path with another part for a row would cost is how sure that row is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.nl.words import CHAPTER_NUMBER, FRONT_MATTER, IMPRINT, OF_THE_PUBLICATION, PROJECT_WORD
from pipeline.profile import Profile
from pipeline.segment.flow import is_capitals
from pipeline.segment.headings import AXIS_LETTERS, axis_of
from pipeline.segment.judge import has_amount
from pipeline.segment.labels import letters
from pipeline.segment.linear.fields import Fields, Node, authority_names
from pipeline.segment.linear.rows import BULLET_START, Look, Row, look

#: Parts of a document that rows are read as: front matter and what else is no part, the name of an axis, its head, title,
#: description, rest of the last value of a box.
FRONT, AXIS, HEAD, TITLE, TEXT, VALUE = "front", "axis", "head", "title", "text", "value"
PARTS = (FRONT, AXIS, HEAD, TITLE, TEXT, VALUE)
#: Orders of the parts of a project.
ORDERS = ("box last", "box between", "box first")
#: Projects that wait for their boxes at most, where texts stand in a row and their boxes after them.
WAITING = 6
#: What it costs to read against the grammar: a box without a project, a project without a box, a missing part, words of no part.
ORPHAN, NO_BOX, MISSING, ASIDE = 6.0, 2.5, 3.0, 3.0
#: The same for a text without a title, a title that is a sentence, an axis without a head where most have one, a project without
#: a box at the end, a sentence of no part behind the projects; and for boxes first, which a shift by one makes of boxes last.
UNTITLED, SENTENCE, NO_HEAD, LAST_WITHOUT, LEFT_OUT, SHIFTED = 4.0, 5.0, 9.0, 4.5, 0.5, 10.0
#: Share of the axes with a head that makes it the habit of the document.
HEADS = 0.6
#: A path that costs so much more than another one up to the same node is not followed.
HOPELESS = 25.0
#: What speaks against an end between two rows, and against none.
GOES_ON, FULL, EARLY, BLANK = 3.0, 1.2, 1.8, 1.2
#: What a row costs as a part that it does not look like: much, somewhat, a little.
UNLIKE, ODD, SMALL = 3.0, 1.0, 0.3
#: Words of a title; rows of one; share of a full row from which a title may be broken.
TITLE_WORDS, TITLE_ROWS, BROKEN = 16, 4, 0.4
#: A row ends early when the next word had its place on it: by how much of a full row this is doubtful, and sure.
DOUBTFUL, SURE = 0.03, 0.22
#: What the name of an axis costs that the profile does not know, and what speaks for one.
NEW_AXIS, LIKE_KNOWN, PART_OF_KNOWN, AMOUNT_BELOW = 3.5, 1.5, 1.5, 1.5
AMOUNT_ROWS = 5
#: What each axis of the profile that does not occur says for one that it does not know, and a row that is part of the name of
#: such an axis against being anything else.
OTHERS, NAMED = 0.25, 1.5
#: Share of the boxes whose titles must be counted, and what it costs to read a counted row, or one set as the titles are, as
#: anything else.
COUNTED, UNCOUNTED = 0.8, 4.0
#: What a number before a name in the table of contents says for an axis, and against a title.
LISTED = 2.0


_COUNTED = re.compile(rf"(?:{PROJECT_WORD} )?(\d{{1,2}}(?:\.\d{{1,2}})*)[.:)]?\s+[\"'“‘«(]?[A-ZÀ-Þ0-9]", re.IGNORECASE)
_ENTRY = re.compile(r"\d{1,2}[.)]?\s+(\D+?)[\s.…·_]*\d{0,3}")

_SHARE = re.compile(r"(\D{4,}?)\W*(?:€|EUR)?\s*\d.*%")


class Measures(NamedTuple):
    """Characters of a full row: of running text, and of the last values of boxes (0 where unknown)."""

    text: int
    value: int


class Path(NamedTuple):
    """A reading: the part of each row by its index among the nodes, how sure it is, and the cost of the whole."""

    order: str
    parts: Mapping[int, str]
    sure: Mapping[int, float]
    cost: float


State = tuple[str, int]  # part, projects that wait for a box


class Document:
    """What the costs need to know of all nodes, computed once; ``tagged``: rows are elements of a PDF, each with its style."""

    def __init__(self, nodes: Sequence[Node], profile: Profile, *, tagged: bool = False) -> None:
        self.nodes = nodes
        self.tagged = tagged
        self.profile = profile
        self.names = authority_names(profile)
        self.looks = [look(node.text) if isinstance(node, Row) else None for node in nodes]
        self.texts = [node.text if isinstance(node, Row) else "" for node in nodes]
        begin = tuple(letters(wording) for label in profile.labels for wording in label.wordings)
        self.labelled = [letters(text.split(":")[0]) in begin and text[:1].isupper() for text in self.texts]
        last = max((i for i, node in enumerate(nodes) if isinstance(node, Fields)), default=len(nodes))
        self.fronts = [
            bool(FRONT_MATTER.fullmatch(text) or (i > last and IMPRINT.match(text)))
            for i, text in enumerate(self.texts)
        ]
        self.of_publication = [bool(i > last and OF_THE_PUBLICATION.search(text)) for i, text in enumerate(self.texts)]
        self.axes = [axis_name(node.text, profile) if isinstance(node, Row) else "" for node in nodes]
        self.money = [bool(text) and has_amount(text, "") for text in self.texts]
        self.boxes = sum(isinstance(node, Fields) for node in nodes)
        self.levels = self._levels()
        known = [i for i, name in enumerate(self.axes) if name]
        self.axis_capitals = bool(known) and sum(is_capitals(self.texts[i]) for i in known) > 0.6 * len(known)
        found = {self.axes[i] for i in known}
        self.missing = [axis for axis in profile.axes if axis.name not in found]
        starts = {name.casefold().split()[0] for axis in self.missing for name in (axis.name, *axis.also)}
        self.partly = [text.split(":")[0].casefold() in starts for text in self.texts]
        self.measures = self._measures()
        self.costs: dict[tuple[int, str, str], float] = {}
        self.have_heads = False
        self.first_box = next((i for i, node in enumerate(nodes) if isinstance(node, Fields)), len(nodes))
        self.listed = self._listed()
        self.over_two = self._over_two()
        self.counted = self._counted()

    def measure(self, measures: Measures) -> None:
        """Take other measures; what was computed with the ones before is forgotten."""
        self.measures, self.costs = measures, {}

    def _listed(self) -> set[str]:
        """Names with a chapter's number, or with an amount and a share, before the first box that stand elsewhere without it:
        entries of a table of contents, or of the shares of the axes."""
        names = Counter(letters(text) for text in self.texts if text)
        names.update(letters(f"{a} {b}") for a, b in pairwise(self.texts) if a and b)
        front = self.texts[: self.first_box]
        told = {letters(found[1]) for text in front for entry in (_ENTRY, _SHARE) if (found := entry.fullmatch(text))}
        return {name for name in told if names[name] and name}

    def _over_two(self) -> set[int]:
        """Rows that make the name of an axis together with the next one: of the profile's, or of the table of contents."""
        return {
            i
            for i, (a, b) in enumerate(pairwise(self.texts))
            if a and b and (axis_of(f"{a} {b}", self.profile) or letters(f"{a} {b}") in self.listed)
        }

    def _counted(self) -> set[int]:
        """Rows that begin with running numbers, where nearly as many go on from one to the next as there are boxes."""
        rows: list[int] = []
        last: tuple[int, ...] = (0,)
        for i, text in enumerate(self.texts):
            found = _COUNTED.match(text)
            number = tuple(map(int, found[1].split("."))) if found else ()
            if number and (
                (number[:-1] == last[:-1] and number[-1] == last[-1] + 1)
                or (number[-1] == 1 and number[:-1] > last[:-1])
            ):
                rows.append(i)
                last = number
        return set(rows) if len(rows) >= max(3, COUNTED * self.boxes) else set()

    def _levels(self) -> tuple[int, int]:
        """The levels of headings of axes and of titles; 0 where headings are not marked."""
        levels = Counter(node.level for node in self.nodes if isinstance(node, Row) and node.level)
        of_axes = Counter(
            node.level
            for node, name in zip(self.nodes, self.axes, strict=True)
            if isinstance(node, Row) and node.level and name
        )
        axis = of_axes.most_common(1)[0][0] if of_axes else 0
        titles = [(count, -level) for level, count in levels.items() if level > axis]
        count, level = max(titles, default=(0, 0))
        return (axis, -level) if count >= 0.6 * self.boxes > 0 else (0, 0)

    def _measures(self) -> Measures:
        """Full rows: of text by the median of the longest rows between the boxes; of values by those that are known."""
        longest: list[int] = []
        run: list[int] = []
        values: list[int] = []
        for node, seen in zip(self.nodes, self.looks, strict=True):
            if seen is not None:
                run.append(seen.length)
            elif isinstance(node, Fields):
                longest += [max(run)] if len(run) > 1 else []
                run = []
                for value in node.values[:-1]:
                    values += [len(" ".join(word.text for word in line)) for line in value]
        text = round(median(longest)) if longest else max((seen.length for seen in self.looks if seen), default=1)
        return Measures(text, max(values, default=0))


def axis_name(text: str, profile: Profile) -> str:
    """The axis of the profile with whose name a row begins, alone or before a sign or other words in brackets; else empty."""
    if name := axis_of(text, profile):
        return name
    for sign in (":", " – ", " — ", " - ", " | ", " • ", " · ", " ("):
        head, found, _ = text.partition(sign)
        if found and (name := axis_of(head, profile)):
            return name
    return ""


def read(document: Document) -> list[Path]:
    """The cheapest path in each order, best first."""
    paths = [_cheapest(document, order) for order in ORDERS]
    best = min(paths, key=lambda path: path.cost)
    found = _measured(document, best)
    document.have_heads = _have_heads(best)
    if found:
        document.measure(found)
        paths = [_cheapest(document, order) for order in ORDERS]
    return sorted(paths, key=lambda path: path.cost)


def _have_heads(path: Path) -> bool:
    """Whether the names of axes have something between them and the first title."""
    after = [path.parts.get(i + 1) for i, part in path.parts.items() if part == AXIS and path.parts.get(i + 1) != AXIS]
    return after.count(HEAD) >= max(2, HEADS * len(after))


def _measured(document: Document, path: Path) -> Measures | None:
    """The measures again, when the values are known that go on after their boxes."""
    rows = [document.looks[i] for i, part in path.parts.items() if part == TEXT]
    lengths = sorted(row.length for row in rows if row)
    values = [row.length for i, part in path.parts.items() if part == VALUE and (row := document.looks[i])]
    if not lengths:
        return None
    text = lengths[int(0.9 * (len(lengths) - 1))]
    several = [
        row.length
        for i, part in path.parts.items()
        if part == VALUE and path.parts.get(i + 1) == VALUE and (row := document.looks[i])
    ]
    return Measures(text, max([document.measures.value, *several, *([] if several else values)]))


# --- the cheapest path -------------------------------------------------------------------------------------------


def _cheapest(document: Document, order: str) -> Path:
    nodes = document.nodes
    forward: list[dict[State, float]] = [{(FRONT, 0): 0.0}]
    back: list[dict[State, State]] = [{}]
    for i in range(len(nodes)):
        costs: dict[State, float] = {}
        came: dict[State, State] = {}
        least = min(forward[i].values()) + HOPELESS
        for state, cost in forward[i].items():
            if cost > least:
                continue
            for following, step in _steps(document, order, i, state):
                total = cost + step
                if total < costs.get(following, float("inf")):
                    costs[following], came[following] = total, state
        forward.append(costs)
        back.append(came)
    backward = _backward(document, order, forward)
    ends = {state: cost + _end(state) for state, cost in forward[-1].items()}
    last = min(ends, key=lambda state: (ends[state], state))
    cost = ends[last] + (SHIFTED if order == "box first" else 0.0)
    parts: dict[int, str] = {}
    sure: dict[int, float] = {}
    state = last
    for i in range(len(nodes) - 1, -1, -1):
        if isinstance(nodes[i], Row):
            parts[i] = state[0]
            others = [
                forward[i + 1][other] + backward[i + 1][other]
                for other in forward[i + 1]
                if other[0] != state[0] and other in backward[i + 1]
            ]
            sure[i] = min(others, default=float("inf")) - ends[last]
        state = back[i + 1][state]
    return Path(order, dict(sorted(parts.items())), sure, cost)


def _backward(document: Document, order: str, forward: Sequence[Mapping[State, float]]) -> list[dict[State, float]]:
    """What the rest of the document costs from each state on."""
    backward: list[dict[State, float]] = [{} for _ in forward]
    backward[-1] = {state: _end(state) for state in forward[-1]}
    for i in range(len(forward) - 2, -1, -1):
        for state in forward[i]:
            rest = [
                step + backward[i + 1][following]
                for following, step in _steps(document, order, i, state)
                if following in backward[i + 1]
            ]
            backward[i][state] = min(rest, default=float("inf"))
    return backward


def _end(state: State) -> float:
    part, waiting = state
    return LAST_WITHOUT * waiting + (MISSING if part in (TITLE, AXIS) else 0.0)


def _steps(document: Document, order: str, i: int, state: State) -> Iterator[tuple[State, float]]:
    """The states that node ``i`` may lead to, and what each costs."""
    part, waiting = state
    node = document.nodes[i]
    if isinstance(node, Fields):
        yield _to_box(document, order, i, part, waiting)
        return
    for move, step in _moves(order, part, waiting):
        yield move, step + _cost(document, i, part, move[0])


@cache
def _moves(order: str, part: str, waiting: int) -> list[tuple[State, float]]:
    """The states that the grammar lets a row lead to, and what each costs whatever the row is; there are few."""
    steps = [(following, *_step(order, part, waiting, following)) for following in PARTS]
    return [((following, now), step) for following, step, now in steps if step is not None]


def _cost(document: Document, i: int, part: str, following: str) -> float:
    """What it costs to read row ``i`` as ``following`` after ``part``, whatever the grammar says."""
    key = (i, part, following)
    if key not in document.costs:
        cost = _unlike(document, i, following)
        if i > 0 and isinstance(document.nodes[i - 1], Row):
            cost += _between(document, i, part, following)
        elif part == VALUE:
            cost += _after_box(document, i, following)
        if following == TITLE != part and document.counted and i not in document.counted:
            cost += UNLIKE
        document.costs[key] = cost
    return document.costs[key]


def _to_box(document: Document, order: str, i: int, part: str, waiting: int) -> tuple[State, float]:
    cost = 0.0
    before = document.looks[i - 1] if i else None
    if part == TEXT and before is not None and not before.ends:
        cost += UNLIKE - ODD
    if order == "box last":
        waiting += part in (TITLE, TEXT)
        cost += MISSING if part == TITLE else 0.0
        cost += ORPHAN if not waiting or part in (AXIS, HEAD) else 0.0  # no box of the axis before stands below a head
        cost += NO_BOX if part == VALUE and waiting else 0.0
        waiting = max(0, waiting - 1)
    elif order == "box between":
        cost += 0.0 if part == TITLE else ORPHAN
    else:  # boxes may wait for their projects, too
        cost += MISSING if part == TITLE else NO_BOX if part == FRONT else 0.0
        cost += NO_BOX if waiting else 0.0
        cost += HOPELESS if waiting == WAITING else 0.0
        waiting += 1
    if part == TITLE and before is not None and (before.ends or before.is_open):
        cost += SENTENCE if before.ends else UNLIKE
    return (VALUE, waiting), cost


def _step(order: str, part: str, waiting: int, following: str) -> tuple[float | None, int]:  # noqa: C901
    """What it costs that the part ``following`` comes after ``part``, None where it cannot, and the projects then waiting."""
    if part == following:
        return 0.0, waiting
    if following == FRONT:
        return (None if part in (TITLE, AXIS) else ASIDE), waiting
    if following == HEAD:
        return (0.0 if part == AXIS else None), waiting
    if following == TEXT:
        costs = {TITLE: NO_BOX if order == "box between" else 0.0, VALUE: 0.0 if order == "box between" else UNTITLED}
        return costs.get(part), waiting
    if following == VALUE:
        return None, waiting
    # A title, or the name of an axis.
    if order == "box first":
        return _step_to_title(part, waiting) if following == TITLE else _step_to_axis(part, waiting)
    if part == TEXT:
        if order == "box last":
            return (NO_BOX if waiting < WAITING else None), waiting + 1
        return 0.0, waiting
    if part == VALUE:
        lone = 0.0 if order == "box last" else MISSING
        return lone + (NO_BOX * waiting if following == AXIS else 0.0), waiting if following == TITLE else 0
    if part == TITLE:
        return None, waiting
    if part == FRONT and following == TITLE:
        return UNLIKE, waiting
    if part == AXIS and following == TITLE:
        return 0.0, waiting
    return (0.0 if part in (FRONT, HEAD) else None), waiting


def _step_to_title(part: str, waiting: int) -> tuple[float | None, int]:
    """To a title that takes the first of the boxes that wait, where boxes come first."""
    if part == TITLE:
        return None, waiting
    return (UNLIKE if part == FRONT else 0.0) + (0.0 if waiting else NO_BOX), max(0, waiting - 1)


def _step_to_axis(part: str, waiting: int) -> tuple[float | None, int]:
    """To the name of an axis, which a text may have behind the first box of its projects."""
    return None if part in (TITLE, AXIS) else SMALL * waiting, waiting


# --- what a row looks like ---------------------------------------------------------------------------------------


def _unlike(document: Document, i: int, part: str) -> float:  # noqa: C901
    """What it costs to read row ``i`` as ``part``."""
    row, seen = document.nodes[i], document.looks[i]
    assert isinstance(row, Row)
    assert seen is not None
    axis_level, title_level = document.levels
    cost = 0.0
    if title_level and part != FRONT:
        wanted = {AXIS: axis_level, TITLE: title_level}.get(part, 0)
        if part in (TITLE, AXIS) or row.level:
            cost += 2 * UNLIKE if row.level != wanted else 0.0
    elif title_level == row.level != 0 and i > document.first_box:
        cost += UNCOUNTED
    if document.fronts[i]:
        cost += 0.0 if part == FRONT else 2 * UNLIKE
    if part == AXIS:
        over_two = i in document.over_two or i - 1 in document.over_two
        return cost + (SMALL if over_two else _as_axis(document, i))
    cost += UNCOUNTED if document.labelled[i] and part in (TITLE, VALUE) else 0.0
    cost += UNCOUNTED if i in document.counted and part != TITLE else 0.0
    cost += UNLIKE if document.of_publication[i] and part in (TITLE, VALUE) else 0.0
    if document.axes[i]:
        front = SMALL if i < document.first_box else 2 * UNLIKE
        cost += {FRONT: front, HEAD: ODD, TITLE: 2 * UNLIKE, TEXT: 2 * UNLIKE, VALUE: 4 * UNLIKE}[part]
    elif document.partly[i]:
        cost += NAMED if part in (TITLE, TEXT, VALUE) else 0.0
    if part == TITLE:
        return cost + _as_title(document, i, seen)
    if part == VALUE:
        return cost + 0.15 + (ODD if document.money[i] and "%" in document.texts[i] and seen.words < 8 else 0.0)
    if part == HEAD:
        return cost + 0.2
    if part == FRONT:
        return cost + 0.25 + (LEFT_OUT if i > document.first_box and (seen.ends or seen.holds) else 0.0)
    share = document.money[i] and "%" in document.texts[i]
    return cost + (ODD if document.money[i] and (seen.words < 5 or share) else 0.0)


def _as_title(document: Document, i: int, seen: Look) -> float:
    text = document.texts[i]
    cost = UNLIKE if seen.holds else 0.0
    cost += UNLIKE if document.money[i] else 0.0
    cost += UNLIKE if document.names(text) else 0.0
    cost += ODD if seen.words > TITLE_WORDS else 0.0
    cost += UNLIKE if BULLET_START.match(text) else 0.0
    cost += UNLIKE if not any(map(str.isalpha, text)) else 0.0
    return cost + (LISTED if letters(text) in document.listed else 0.0)


def _as_axis(document: Document, i: int) -> float:
    """What the name of an axis costs: nothing where the profile knows it."""
    seen, text = document.looks[i], document.texts[i]
    assert seen is not None
    if i and (above := document.looks[i - 1]) and above.is_open and above.words <= TITLE_WORDS:
        return SMALL  # the second row of a name; the first one has paid for it
    if seen.is_open and i + 1 < len(document.texts) and document.texts[i + 1]:
        text = f"{text} {document.texts[i + 1]}"
        seen = look(text)
    if document.axes[i]:
        return UNLIKE if seen.ends and axis_of(text, document.profile) == "" and seen.words > TITLE_WORDS else 0.0
    bare = CHAPTER_NUMBER.sub("", text, count=1)
    head = bare.split(":")[0]
    if (
        len(letters(head)) > AXIS_LETTERS
        or seen.words > TITLE_WORDS
        or not seen.starts
        or seen.is_open
        or len(head.split()) > 6
        or document.money[i]
        or any(char.isdigit() for char in bare)
    ):
        return 4 * UNLIKE
    cost = NEW_AXIS - OTHERS * len(document.missing) + (UNLIKE if seen.ends else 0.0)
    if document.axis_capitals:
        cost += -LIKE_KNOWN if is_capitals(text) else ODD
    said = letters(head)
    cost -= PART_OF_KNOWN if document.partly[i] else 0.0
    cost -= LISTED if said in document.listed else 0.0
    below = range(i + 1, min(i + 1 + AMOUNT_ROWS, len(document.nodes)))
    rows = [k for k in below if document.looks[k] is not None]
    if any(document.money[k] for k in rows) and any("%" in document.texts[k] for k in rows):
        cost -= AMOUNT_BELOW
    return max(0.2, cost)


# --- between two rows --------------------------------------------------------------------------------------------


def early(before: Look, text: str, full: int) -> float:
    """How sure it is, from 0 to 1, that a row of at most ``full`` characters ended although the next word had its place on it."""
    room = 1.0 - (before.length + 1 + len(text.split(" ", 1)[0])) / max(full, 1)
    return min(1.0, max(0.0, (room - DOUBTFUL) / (SURE - DOUBTFUL)))


def _between(document: Document, i: int, part: str, following: str) -> float:  # noqa: C901
    """What speaks against an end between rows ``i - 1`` and ``i``, or against none."""
    before, after = document.looks[i - 1], document.looks[i]
    row = document.nodes[i]
    assert isinstance(row, Row)
    assert before is not None
    assert after is not None
    if FRONT in (part, following):
        if following == FRONT and document.fronts[i]:
            return -ASIDE if part != FRONT else 0.0
        return 0.0 if part == following else (GOES_ON if not after.starts and not row.blank else 0.0)
    full = _full(document, i, part)
    ended = early(before, document.texts[i], full)
    goes_on = before.is_open or not after.starts
    if part == following:
        cost = _joined(part, row, before, after, ended, goes_on, full, over_two=i - 1 in document.over_two)
        above = document.nodes[i - 1]
        assert isinstance(above, Row)
        unlike = part == VALUE and document.tagged and above.words[-1].style != row.words[0].style
        return cost + (2 * UNLIKE if unlike else 0.0)
    cost = GOES_ON if goes_on and not (part == AXIS and document.axes[i - 1]) else 0.0
    if row.turned:
        cost += SMALL
    elif not row.blank:
        cost += (
            FULL * (1.0 - ended) * (0.0 if _is_share(document, i - 1) else 0.5 if before.ends and after.starts else 1.0)
        )
    if part == TEXT and not before.ends:
        cost += UNLIKE - ODD
    if part == AXIS and following == TITLE and document.have_heads:
        cost += NO_HEAD
    if part == TITLE:
        cost += SENTENCE if before.ends and not document.texts[i - 1].endswith(("?", "!", "…")) else 0.0
        cost += ODD if before.is_open else 0.0
    if part == HEAD and following == TITLE and not (before.ends or _is_share(document, i - 1)):
        cost += SMALL if i > 1 and document.axes[i - 2] else ODD
    if following in (TITLE, TEXT) and not after.starts:
        cost += UNLIKE
    return cost


def _is_share(document: Document, i: int) -> bool:
    """Whether row ``i`` ends with the amount or the share of an axis."""
    return document.money[i] or "%" in document.texts[i]


def _joined(
    part: str, row: Row, before: Look, after: Look, ended: float, goes_on: bool, full: int, *, over_two: bool
) -> float:
    """What speaks against reading two rows as one part."""
    if part == AXIS:
        return 0.0 if over_two or (before.is_open and not after.ends) else UNLIKE
    if part == HEAD:
        return 0.0 if before.ends or goes_on else SMALL * ended
    cost = (BLANK if not goes_on else SMALL) if row.blank and not row.turned else 0.0
    if row.turned:
        cost, ended = SMALL, 0.0
    if part == TITLE:
        cost += ODD if row.turned else 0.0
        cost += 2 * UNLIKE if row.level and row.blank else 0.0  # two headings
        cost += 0.25 + (UNLIKE if before.ends else 0.0)
        return cost + (0.0 if goes_on or before.length >= BROKEN * full else EARLY)
    if part == VALUE:
        cost += ODD if before.ends and after.starts else 0.0
        return cost + (0.0 if goes_on else EARLY * ended)
    if before.ends and after.starts:
        return 0.4 * cost + 0.4 * EARLY * ended
    return cost + (SMALL if goes_on else UNLIKE) * ended


def _full(document: Document, i: int, part: str) -> int:
    """Characters of a full row around row ``i``."""
    if part == VALUE:
        return document.measures.value or document.measures.text
    near = [seen.length for seen in document.looks[max(0, i - 1) : i + 2] if seen is not None]
    return max([document.measures.text, *near])


def _after_box(document: Document, i: int, following: str) -> float:
    """What speaks against row ``i``, the first after a box, being of its last value (``following`` VALUE), or not being so."""
    box = document.nodes[i - 1]
    row, after = document.nodes[i], document.looks[i]
    assert isinstance(box, Fields)
    assert isinstance(row, Row)
    assert after is not None
    if box.bare:
        return 0.0 if following == VALUE else UNLIKE if row.blank else 2 * UNLIKE
    if not box.open:
        return 2 * UNLIKE if following == VALUE else 0.0
    last = box.values[-1][-1]
    said = " ".join(word.text for word in last)
    in_row = box.labels[-1].rest == last  # the label takes its room of the row
    whole = f"{box.labels[-1].text} {said}" if in_row else said
    before, measures = look(said), document.measures
    full = max(measures.value, len(whole), measures.text if in_row or not measures.value else 0)
    ended = early(look(whole), document.texts[i], full)
    goes_on = before.is_open or not after.starts
    if following != VALUE:
        return (GOES_ON if goes_on else 0.0) + (SMALL if row.turned else 0.0 if row.blank else FULL * (1.0 - ended))
    cost = (BLANK if not goes_on else SMALL) if row.blank else 0.0
    cost += ODD if before.ends and after.starts else 0.0
    if row.words[0].style != last[-1].style:
        cost += 2 * UNLIKE if document.tagged else ODD
    return cost + (0.0 if goes_on else EARLY * ended)
