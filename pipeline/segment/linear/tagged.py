"""The rows of a tagged PDF: one for each paragraph, heading or cell, in the order in which the tags say that they are read.

The tags are what the program says that made the file, and programs err: several paragraphs in one element, elements in another
order than on the page, half of the pages without any. Rows end within an element where its lines begin with labels or are set in
another way; tags that leave out more than a few words of the document are not read at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import UNSET

from pipeline.models import ARTIFACT, Address, Element, Line, Pages, Style, Word
from pipeline.profile import Profile
from pipeline.segment.headings import axis_of
from pipeline.segment.judge import has_amount
from pipeline.segment.labels import letters
from pipeline.segment.linear.grammar import FRONT, TEXT
from pipeline.segment.linear.rows import Row

#: Share of the letters that the tags must name.
COVERED = 0.95
#: Roles of elements that may be part of a paragraph: what no paragraph, heading or cell is around.
LOOSE = frozenset(("Span", "NonStruct", "Div", "Sect", "Part", "Art", "Document", "Aside", "Lbl", "Link"))
#: A word goes on with the one before it where no more ems part them.
NEAR = 1.0
#: Roles of the notes below a text.
NOTES = frozenset(("Note", "FENote"))
#: More ems part what stands on one line.
WIDE = 3.0
#: Words of a title; share of the boxes that have one at least, and at most with those of projects without a box.
TITLE_WORDS, FEWEST, MOST = 24, 0.7, 2.0

#: Font and size; colours may follow the axes.
_Look = tuple[str, float]


class Tagged(NamedTuple):
    """``rows`` in the order of the tags, the lines that are ``notes``, and those that the tags leave out: ``furniture`` on purpose or
    at the edges of the pages, ``rest`` without a word."""

    rows: list[Row]
    notes: Sequence[Line] = ()
    furniture: Sequence[Line] = ()
    rest: Sequence[Line] = ()


def tagged_rows(pages: Pages, profile: Profile) -> Tagged | None:
    """The rows of a tagged document; None for any other, and where the tags leave out too much."""
    if pages.elements is UNSET:
        return None
    words = {word.address: word for page in pages.pages for line in page.lines for word in line}
    parts: list[tuple[Element, list[Word]]] = []
    furniture: list[Line] = []
    notes: list[Line] = []
    named: set[Address] = set()
    for element in pages.elements:
        held = [words[at] for at in _addresses(element) if at in words]
        named.update(word.address for word in held)
        if element.role == ARTIFACT:
            furniture += printed_lines(held)
        elif element.role in NOTES:
            notes += printed_lines(held)
        elif held:
            parts.append((element, held))
    rest = printed_lines([word for at, word in words.items() if at not in named])
    if _letters(word for line in rest for word in line) > (1 - COVERED) * _letters(words.values()):
        return None
    starts = tuple(letters(wording) for label in profile.labels for wording in label.wordings)
    rows: list[Row] = []
    for element, held in _joined(parts):
        rows += _rows(element, held, starts, pages.styles, profile)
    furniture += [line for line in rest if _is_running(line, rest, rows, starts)]
    rest = [line for line in rest if line not in furniture]
    rows = _with_levels(rows, starts, pages.styles, profile)
    turned = [False, *(before.page != after.page for before, after in pairwise(rows))]
    return Tagged([row._replace(turned=turn) for row, turn in zip(rows, turned, strict=True)], notes, furniture, rest)


def printed_lines(words: Sequence[Word]) -> list[Line]:
    """Words in reading order, by the lines of the page that they stand on."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last is None or (last.page, last.line) != (word.page, word.line) or word.x0 < last.x0:
            lines.append([])
        lines[-1].append(word)
    return [tuple(line) for line in lines]


def _is_running(line: Line, rest: Sequence[Line], rows: Sequence[Row], starts: tuple[str, ...]) -> bool:
    """Whether a line that no tag names belongs to its page: it stands above or below all that is tagged, or comes back, and says
    neither an amount nor a label."""
    text = _text(line)
    if has_amount(text, "") or letters(text).startswith(starts):
        return False
    tagged = [word for row in rows for word in row.words if word.page == line[0].page]
    edge = all(word.top >= line[0].bottom for word in tagged) or all(word.bottom <= line[0].top for word in tagged)
    return edge or sum(_text(other) == text for other in rest) > 1


def _addresses(element: Element) -> Iterator[Address]:
    return ((page, line, pos) for page, line, first, last in element.runs for pos in range(first, last + 1))


def _letters(words: Iterable[Word]) -> int:
    return sum(len(word.text) for word in words)


def _joined(parts: Sequence[tuple[Element, list[Word]]]) -> list[tuple[Element, list[Word]]]:
    """Elements, of which loose ones that go on on the line of the one before are part of it."""
    joined: list[tuple[Element, list[Word]]] = []
    for element, held in parts:
        if (
            joined
            and element.cell == joined[-1][0].cell
            and element.role in LOOSE
            and _goes_on(joined[-1][1][-1], held[0])
        ):
            joined[-1] = (joined[-1][0], [*joined[-1][1], *held])
        else:
            joined.append((element, held))
    return joined


def _goes_on(before: Word, after: Word) -> bool:
    gap = after.x0 - before.x1
    return (before.page, before.line) == (after.page, after.line) and 0 <= gap < NEAR * (after.bottom - after.top)


def _rows(
    element: Element, words: Sequence[Word], starts: tuple[str, ...], styles: Sequence[Style], profile: Profile
) -> Iterator[Row]:
    """The rows of an element: one, or each of its lines, or one for each way in which they are set."""
    lines = printed_lines(words)
    labelled = any(line[0].text[0].isupper() and letters(_text(line)).startswith(starts) for line in lines[1:])
    level = int(element.role[1]) if len(element.role) == 2 and element.role[1].isdigit() else 0
    lines = [part for line in lines for part in _apart(line, styles, profile)]
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and not labelled:
            above, below = lines[end - 1], lines[end]
            said = letters(_text([word for line in lines[start:end] for word in line]))
            if (
                not any(map(str.isalpha, said))
                or said in starts
                or not (above[-1].line == below[0].line or _set_apart(above, below, styles))
            ):
                continue
        held = tuple(word for line in lines[start:end] for word in line)
        yield Row(held, blank=not start, level=level, cell=element.cell)
        start = end


def _text(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)


def _apart(line: Line, styles: Sequence[Style], profile: Profile) -> list[Line]:
    """A line by its wide gaps, and after the name of an axis that is set otherwise than what follows."""
    cuts = [
        i
        for i in range(1, len(line))
        if line[i].x0 - line[i - 1].x1 > WIDE * (line[i].bottom - line[i].top)
        or (_set_apart(line[:i], line[i : i + 1], styles) and axis_of(_text(line[:i]), profile))
    ]
    return [line[a:b] for a, b in pairwise([0, *cuts, len(line)])]


def _set_apart(above: Line, below: Line, styles: Sequence[Style]) -> bool:
    """Whether two lines are set in two ways, each in one."""
    one, other = ({_look(styles[word.style]) for word in line} for line in (above, below))
    return len(one) == 1 and len(other) == 1 and one != other


def _look(style: Style) -> _Look:
    return style.font, style.size


def _with_levels(rows: Sequence[Row], starts: tuple[str, ...], styles: Sequence[Style], profile: Profile) -> list[Row]:
    """``rows`` whose levels are told by the way in which they are set, where one way is that of the titles: it occurs about as often
    as a label, in short rows that running text or a label follows, and is no smaller than that. Tags call few titles headings,
    and many a heading none."""
    labels = [next((start for start in starts if letters(row.text).startswith(start)), "") for row in rows]
    boxes = max(Counter(label for label in labels if label).values(), default=0)
    looks = [None if label else _one_look(row, styles) for row, label in zip(rows, labels, strict=True)]
    body = max(_weights(rows, looks).items(), key=lambda item: item[1], default=(None, 0))[0]
    axes = Counter(look for row, look in zip(rows, looks, strict=True) if look and axis_of(row.text, profile))
    axis = max(axes, key=lambda look: (axes[look], look), default=None)
    places: defaultdict[_Look, list[int]] = defaultdict(list)
    for i, look in enumerate(looks):
        if look and look not in (body, axis) and (i == 0 or looks[i - 1] != look):
            places[look].append(i)
    fitting: list[tuple[float, _Look]] = []
    small = body[1] if body else 0.0
    for look, found in places.items():
        end = [next((k for k in range(i, len(rows)) if looks[k] != look), len(rows)) for i in found]
        followed = sum(k < len(rows) and (bool(labels[k]) or looks[k] == body) for k in end)
        short = sum(len(rows[i].words) <= TITLE_WORDS for i in found)
        amounts = sum(has_amount(rows[i].text, "") for i in found)
        often = FEWEST * boxes <= len(found) <= MOST * boxes
        if often and look[1] >= small and amounts < len(found) / 2 and min(followed, short) >= FEWEST * len(found):
            fitting.append((look[1], look))
    if not fitting:
        return list(rows)
    title = max(fitting)[1]
    levels = {title: 2, axis: 1}
    return [row._replace(level=levels.get(look, 0) if look else 0) for row, look in zip(rows, looks, strict=True)]


def _weights(rows: Sequence[Row], looks: Sequence[_Look | None]) -> Counter[_Look]:
    weights: Counter[_Look] = Counter()
    for row, look in zip(rows, looks, strict=True):
        if look:
            weights[look] += _letters(row.words)
    return weights


def _one_look(row: Row, styles: Sequence[Style]) -> _Look | None:
    """The one way in which a row is set."""
    found = {_look(styles[word.style]) for word in row.words}
    return found.pop() if len(found) == 1 else None


def without_asides(rows: Mapping[int, Row], parts: Mapping[int, str], styles: Sequence[Style]) -> dict[int, str]:
    """``parts`` of rows, in which a pull quote or a caption that stands in or behind the text of a project is none of it: it is set
    in another way than the texts of the document are. What opens a text in another way is its lead."""
    looks = {i: _main_look(row, styles) for i, row in rows.items() if parts[i] == TEXT}
    weights: Counter[_Look] = Counter()
    for i, look in looks.items():
        weights[look] += _letters(rows[i].words)
    if not weights:
        return dict(parts)
    body = max(weights, key=lambda look: (weights[look], look))
    changed = dict(parts)
    begun = False
    for i in sorted(looks):
        begun = (begun and parts.get(i - 1) == TEXT) or looks[i] == body
        if begun and looks[i] != body:
            changed[i] = FRONT
    return changed


def _main_look(row: Row, styles: Sequence[Style]) -> _Look:
    weights: Counter[_Look] = Counter()
    for word in row.words:
        weights[_look(styles[word.style])] += len(word.text)
    return max(weights, key=lambda look: (weights[look], look))
