"""The second reader's order: frames as wholes, gutters between what they do not hold, titles by what follows them.

A page is cut along the gutter that parts most lines on both sides; what lies across it (a band, a heading over all columns)
cuts the page above and below. What one frame holds is read together (a card). Titles are the paragraphs of the style that
occurs about as often as there are boxes and is followed by running text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import IN_ROW, Block, BlockKind, Finding, Line, Pages, Style, Word
from pipeline.nl import lone_figures
from pipeline.nl.words import CHAPTER_NUMBER, QUOTED
from pipeline.profile import Profile
from pipeline.segment.boxes import InfoBox, PageBoxes, parts_of
from pipeline.segment.doubts import new_axis
from pipeline.segment.figures import figure_pages
from pipeline.segment.flow import FlowLine, is_capitals
from pipeline.segment.frames import Frame, frames
from pipeline.segment.furniture import Address, furniture
from pipeline.segment.geometry import Box, Piece, without
from pipeline.segment.headings import AXIS_LETTERS, axis_of
from pipeline.segment.labels import letters
from pipeline.segment.neighbours.atoms import Paragraph, paragraphs_of
from pipeline.segment.neighbours.groups import TORN
from pipeline.segment.scales import captions, chart_words

#: A gutter in ems, and lines on each side of it.
GUTTER, SIDES = 0.6, 2
#: What lies across a gutter may be so much of the lines that it parts.
ACROSS = 0.5
#: White space between a heading and what it heads, in ems.
HEAD = 2.5
#: Words a title has at most, share of the paragraphs of its style that text follows.
TITLE_WORDS, FOLLOWED = 24, 0.6
#: What stands so often is no title.
AGAIN = 3
#: Sizes that differ less are those of the running text.
SAME_SIZE = 0.08
#: Words that say whose quoted words they are.
ATTRIBUTION = 10
_PARTED = re.compile(r"\s*(?::|\s[–—|•·-])\s+")
_AFTER_NAME = re.compile(r"^\s*[:–—|\-•·(]")

Look = tuple[str, int, str, bool]


class Item(NamedTuple):
    """A paragraph in reading order; ``flow`` numbers its column, ``look`` says how it is set."""

    paragraph: Paragraph
    flow: int
    look: Look
    page: int

    @property
    def text(self) -> str:
        return self.paragraph.text


class _Part(NamedTuple):
    """What is put in order: a paragraph, a box (None), or a frame with its parts."""

    box: Box
    paragraph: Paragraph | None
    inside: tuple[_Part, ...] = ()


def in_bands(
    pages: Pages, profile: Profile, found: Sequence[PageBoxes], *, wrapped: bool = False
) -> tuple[list[Block], list[Finding]]:
    """The blocks of ``pages`` around the boxes ``found``, numbered in reading order; ``wrapped``: columns run round the boxes that
    stand in a gutter, below headings that are shorter than the columns."""
    styles = pages.styles
    in_boxes = {word.address for page in found for box in page.boxes for word in box.words}
    in_boxes |= {word.address for page in found for box in page.boxes for label in box.labels for word in label.words}
    loose = [(page.page, without(page.pieces, in_boxes, styles)) for page in found]
    furnished = furniture(loose)
    in_charts = {address for page in found if page.boxes for address in chart_words(page.pieces, in_boxes | furnished)}
    in_charts |= captions([page.pieces for page in found if page.boxes], in_charts)
    items: list[Item] = []
    flow = 0
    for (page, pieces), boxes in zip(loose, found, strict=True):
        around = frames(page)
        free = without(pieces, furnished | in_charts, styles)
        regions = [region for box in boxes.boxes if box.region for region in _regions(box, free)]
        paragraphs = paragraphs_of(free, regions, styles, around)
        for column in _columns(paragraphs, regions, around, wrapped=wrapped):
            items += [Item(paragraph, flow, _look(paragraph, styles), page.number) for paragraph in column]
            flow += 1
    boxes_of = [box for page in found for box in page.boxes]
    count = sum(max(Counter(label.name for label in box.labels).values()) for box in boxes_of if box.rule != IN_ROW)
    charts = _charts(items, found, profile)
    outside = [item for item in items if item.page not in charts]
    rows = [(box.labels[0].page, box.region.top) for box in boxes_of if box.rule == IN_ROW]
    rules, new = _rules(outside, count, rows, profile, {page.page.number for page in found if page.boxes})
    blocks: list[Block] = []
    told = iter(rules)
    for item in items:
        kind, rule, axis = (BlockKind.chart_label, "figures page", "") if item.page in charts else next(told)
        lines = [line.words for line in item.paragraph.lines]
        name, rest = _parted(lines, axis, profile) if kind is BlockKind.section_header else (lines, [])
        blocks.append(
            Block(number=0, page=item.page, kind=kind, rule=rule, axis=axis, flow=item.flow, lines=tuple(name))
        )
        if rest:
            said = "unassigned" if lone_figures(" ".join(word.text for line in rest for word in line)) else "slogan"
            blocks.append(replace(blocks[-1], kind=BlockKind.text, rule=said, lines=tuple(rest)))
    for sheet in found:
        blocks += [
            Block(number=0, page=sheet.page.number, kind=BlockKind.info_box, rule=box.rule, fields=box.fields)
            for box in sheet.boxes
        ]
        blocks += _aside(sheet, furnished, BlockKind.furniture, "repeated in the margin")
        blocks += _aside(sheet, in_charts, BlockKind.chart_label, "chart beside projects")
    return [replace(block, number=number) for number, block in enumerate(blocks, 1)], [
        new_axis(axis, FlowLine(outside[i].paragraph.first, outside[i].flow, 0.0)) for i, axis in sorted(new.items())
    ]


def _parted(lines: Sequence[Line], axis: str, profile: Profile) -> tuple[list[Line], list[Line]]:
    """The words of a heading that are the name of its axis, and what is said behind a dash or in brackets."""
    words = [word for line in lines for word in line]
    named = next((known for known in profile.axes if known.name == axis), None)
    keys = {letters(name) for name in (named.name, *named.also)} if named else set()
    ends = [k for k in range(1, len(words)) if letters(CHAPTER_NUMBER.sub("", _said(words[:k]), count=1)) in keys]
    if not ends or not _AFTER_NAME.match(_said(words[ends[0] :])):
        return list(lines), []
    taken = {word.address for word in words[: ends[0]]}
    return (
        [part for line in lines if (part := tuple(w for w in line if w.address in taken))],
        [part for line in lines if (part := tuple(w for w in line if w.address not in taken))],
    )


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _aside(page: PageBoxes, taken: set[Address], kind: BlockKind, rule: str) -> list[Block]:
    rows = [tuple(word for word in line if word.address in taken) for line in page.page.lines]
    return [Block(number=0, page=page.page.number, kind=kind, rule=rule, lines=(row,)) for row in rows if row]


def _charts(items: Sequence[Item], found: Sequence[PageBoxes], profile: Profile) -> set[int]:
    lines = [
        FlowLine(line, item.flow, float("inf") if not i else 0.2)
        for item in items
        for i, line in enumerate(item.paragraph.lines)
    ]
    return set(figure_pages(lines, {page.page.number for page in found if page.boxes}, profile))


# --- order -------------------------------------------------------------------------------------------------------


def _columns(
    paragraphs: Sequence[Paragraph], boxes: Sequence[Box], around: Sequence[Frame], *, wrapped: bool
) -> list[list[Paragraph]]:
    """The paragraphs of a page by columns in reading order."""
    cards = [frame for frame in around if any(_holds(frame.box, paragraph.box) for paragraph in paragraphs)]
    parts = [_Part(paragraph.box, paragraph) for paragraph in paragraphs]
    parts += [_Part(box, None) for box in boxes]
    for frame in sorted(cards, key=lambda frame: frame.box.area):
        inside = [part for part in parts if _holds(frame.box, part.box)]
        if len(inside) > 1:
            parts = [part for part in parts if part not in inside]
            parts.append(_Part(frame.box, None, tuple(inside)))
    sizes = sorted(line.size for paragraph in paragraphs for line in paragraph.lines)
    return _ordered(parts, sizes[len(sizes) // 2] if sizes else 10.0, wrapped=wrapped)


def _regions(box: InfoBox, pieces: Sequence[Piece]) -> list[Box]:
    """The outline of a box, or those of its parts where a text stands between them."""
    parts = parts_of(box, TORN)
    between = any(box.region.holds(p) and not any(part.holds(p) for part in parts) for p in pieces)
    return parts if between else [box.region]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 - 2 <= inner.x0
        and inner.x1 <= outer.x1 + 2
        and outer.top - 2 <= inner.top
        and inner.bottom <= outer.bottom + 2
    )


def _ordered(parts: Sequence[_Part], em: float, *, wrapped: bool) -> list[list[Paragraph]]:
    """Parts by columns, from left to right between what lies across them."""
    if not parts:
        return []
    cut = _gutter([p for p in parts if p.paragraph or p.inside] if wrapped else parts, em)
    if cut is None:
        return _straight(parts, em, wrapped=wrapped)
    across = _across(parts, cut, em, wrapped=wrapped)
    result: list[list[Paragraph]] = []
    low = float("-inf")
    for edge in [*across, None]:
        high = edge.box.top if edge else float("inf")
        between = [p for p in parts if p not in across and low <= (p.box.top + p.box.bottom) / 2 < high]
        for side in ([p for p in between if p.box.x1 <= cut], [p for p in between if p.box.x0 >= cut]):
            result += _ordered(side, em, wrapped=wrapped)
        if edge:
            result += _straight([edge], em, wrapped=wrapped)
            low = edge.box.top  # what stands beside the edge follows it
    return result


def _across(parts: Sequence[_Part], cut: float, em: float, *, wrapped: bool) -> list[_Part]:
    """What lies across a gutter, and what stands by itself right above that: a heading shorter than its introduction."""
    across = [p for p in parts if p.box.x0 < cut < p.box.x1 and not (wrapped and _is_wrapped(p, parts, cut))]
    if wrapped:
        across += [p for p in parts if p not in across and _heads_columns(p, parts, cut, em)]
    for part in sorted((p for p in parts if p not in across), key=lambda p: -p.box.top):
        left = part.box.x1 <= cut
        alone = not any(
            (p.box.x1 <= cut) != left and p.box.top < part.box.bottom and p.box.bottom > part.box.top
            for p in parts
            if p not in across
        )
        below = [p for p in parts if p.box.top >= part.box.bottom - 0.3 * em]
        following = min(below, key=lambda p: p.box.top, default=None)
        if alone and following in across and following and following.box.top - part.box.bottom < HEAD * em:
            across.append(part)
    return sorted(across, key=lambda p: p.box.top)


def _is_wrapped(box: _Part, parts: Sequence[_Part], cut: float) -> bool:
    """True for a box with text on both sides of it."""
    level = [p for p in parts if p.paragraph and p.box.top < box.box.bottom and p.box.bottom > box.box.top]
    return (
        not box.paragraph
        and any(p.box.x1 < cut and p.box.x0 < box.box.x0 for p in level)
        and any(p.box.x0 > cut and p.box.x1 > box.box.x1 for p in level)
    )


def _heads_columns(part: _Part, parts: Sequence[_Part], cut: float, em: float) -> bool:
    """True for a heading by itself with nothing beside it, and columns that begin level below it."""
    if not part.paragraph or part.box.x1 > cut:
        return False
    beside = [p for p in parts if p is not part and p.box.top < part.box.bottom and p.box.bottom > part.box.top]
    below = [p for p in parts if p.paragraph and p.box.top >= part.box.bottom - 0.3 * em]
    left, right = (
        min((p for p in below if (p.box.x1 <= cut) == side), key=lambda p: p.box.top, default=None)
        for side in (True, False)
    )
    if beside or left is None or right is None or right.box.x0 < cut or not left.paragraph:
        return False
    near = abs(left.box.top - right.box.top) < 0.5 * em and left.box.top - part.box.bottom < HEAD * em
    return near and part.paragraph.first.style != left.paragraph.first.style


def _straight(parts: Sequence[_Part], em: float, *, wrapped: bool) -> list[list[Paragraph]]:
    """Parts from top to bottom; a frame is a column of its own."""
    result: list[list[Paragraph]] = [[]]
    for part in sorted(parts, key=lambda p: (round(p.box.top / (0.7 * em)), p.box.x0)):
        if part.inside:
            result += [*_ordered(part.inside, em, wrapped=wrapped), []]
        elif part.paragraph:
            result[-1].append(part.paragraph)
    return [column for column in result if column]


def _gutter(parts: Sequence[_Part], em: float) -> float | None:
    """The middle of the white strip that parts most, if one parts enough."""
    best: tuple[float, float] | None = None
    edges = sorted({part.box.x1 for part in parts})
    for x in edges:
        following = min((p.box.x0 for p in parts if p.box.x0 >= x), default=None)
        if following is None or following - x < GUTTER * em:
            continue
        left = [p for p in parts if p.box.x1 <= x]
        right = [p for p in parts if p.box.x0 >= following]
        across = [p for p in parts if p not in left and p not in right]
        if min(_height(left), _height(right)) < SIDES * em:
            continue
        shared = _shared(left, right)
        worth = shared - 0.3 * _height(across)
        if shared < SIDES * em or sum(p.box.bottom - p.box.top for p in across) > ACROSS * (
            _height(left) + _height(right)
        ):
            continue
        if best is None or worth > best[0]:
            best = worth, (x + following) / 2
    return best[1] if best else None


def _height(parts: Sequence[_Part]) -> float:
    return sum(part.box.bottom - part.box.top for part in parts)


def _shared(left: Sequence[_Part], right: Sequence[_Part]) -> float:
    """Height over which something stands on both sides."""
    return sum(max(0.0, min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top)) for a in left for b in right)


# --- titles and axes -----------------------------------------------------------------------------------------------


def _look(paragraph: Paragraph, styles: Sequence[Style]) -> Look:
    style = styles[paragraph.first.style]
    return style.font, round(2 * style.size), style.color, is_capitals(paragraph.text)


def _rules(  # noqa: C901
    items: Sequence[Item], count: int, rows: Sequence[tuple[int, float]], profile: Profile, box_pages: set[int]
) -> tuple[list[tuple[BlockKind, str, str]], dict[int, str]]:
    """Kind, rule and axis of each item, and the axes that the profile does not know. ``rows``: places of boxes in tables that
    hold the titles too."""
    weights: Counter[tuple[str, int]] = Counter()
    looks: Counter[tuple[str, int, str]] = Counter()
    for item in items:
        weights[item.look[:2]] += len(item.text)
        looks[item.look[:3]] += len(item.text)
    body = weights.most_common(1)[0][0] if weights else ("", 20)
    main = looks.most_common(1)[0][0] if looks else ("", 20, "")
    sections = _sections(items, profile)
    new = _new_sections(items, sections, count + len(rows), box_pages)
    sections |= new
    titles = _titles(items, count, body, sections) if count else set()
    held = pairwise([*sorted(sections), len(items)])
    other = {
        i
        for i, end in held
        if i in new and not any(i < t < end for t in titles) and not _heads_rows(items[i], items[end:], rows)
    }
    new = {i: axis for i, axis in new.items() if i not in other and not axis_of(axis, profile)}
    result: list[tuple[BlockKind, str, str]] = []
    axis, state = "", "front"
    for i, item in enumerate(items):
        if i in other:  # set like an axis, but without projects: other matter under a heading
            axis, state = "", "front"
            result.append((BlockKind.text, "front matter", axis))
        elif i in sections:
            if sections[i] != axis or state == "front":
                axis, state = sections[i], "head"
            result.append((BlockKind.section_header, "axis name", sections[i]))
        elif i in titles:
            state = "project"
            result.append((BlockKind.title, "title style", axis))
        elif letters(item.text) == letters(axis) != "":
            result.append((BlockKind.furniture, "running head", axis))
        elif not any(char.isalpha() for char in item.text) or lone_figures(item.text):
            result.append((BlockKind.text, "unassigned", axis))
        elif state == "head":
            before = result[-1][1] if result else ""
            first = (
                before == "axis name" and i + 1 < len(items) and items[i + 1].look != item.look and i + 1 not in titles
            )
            result.append((BlockKind.text, "slogan" if first else "introduction", axis))
        elif state == "project":
            plain = abs(item.look[1] - body[1]) <= max(1, SAME_SIZE * body[1]) and "italic" not in item.look[0].lower()
            plain = plain and not (item.look[:3] != main and _is_quoted(i, items))
            result.append((BlockKind.text, "description" if plain else "note", axis))
        else:
            result.append((BlockKind.text, "front matter", axis))
    return result, new


def _heads_rows(heading: Item, following: Sequence[Item], rows: Sequence[tuple[int, float]]) -> bool:
    """True when a row of a table stands between a heading and the next one."""
    start = heading.page, heading.paragraph.box.top
    end = (following[0].page, following[0].paragraph.box.top) if following else (heading.page + len(rows), 0.0)
    return any(start < row < end for row in rows)


def _is_quoted(i: int, items: Sequence[Item]) -> bool:
    """True for words in quotation marks, and for the few words behind them that say whose they are."""
    item, before = items[i], items[i - 1] if i else None
    if QUOTED.match(item.text):
        return True
    behind = before is not None and before.flow == item.flow and QUOTED.match(before.text)
    return bool(behind) and len(item.text.split()) <= ATTRIBUTION and not item.text.endswith(".")


def _sections(items: Sequence[Item], profile: Profile) -> dict[int, str]:
    """The headings of axes: of all mentions those in the look that names most axes, larger before smaller."""
    named: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for i, item in enumerate(items):
        if axis := axis_of(item.text, profile) or _named_first(item.text, profile):
            named[item.look[:2]][i] = axis
    if not named:
        return {}

    def rank(key: tuple[str, int]) -> tuple[int, int]:
        filled = {axis for i, axis in named[key].items() if _is_filled(i, named[key], items)}
        return len(filled), key[1]

    return named[max(named, key=rank)]


def _new_sections(items: Sequence[Item], sections: dict[int, str], count: int, box_pages: set[int]) -> dict[int, str]:
    """What is set like the known axes and has a text after it: axes that the profile does not know."""
    looks = Counter(items[i].look[:2] + items[i].look[3:] for i in sections)
    if not looks:
        return {}
    look = looks.most_common(1)[0][0]
    parted = 2 * sum(bool(_PARTED.search(items[i].text)) for i in sections) > len(sections)
    found: dict[int, str] = {}
    for i, item in enumerate(items):
        fits = item.look[:2] + item.look[3:] == look and 3 <= len(letters(item.text)) <= AXIS_LETTERS
        placed = i > min(sections) or item.page in box_pages or item.page + 1 in box_pages
        if i not in sections and fits and placed and not any(char.isdigit() for char in item.text):
            text = _PARTED.split(item.text)[0] if parted else item.text
            found[i] = text.capitalize() if item.look[3] else text
    marks = sections | found
    found = {i: name for i, name in found.items() if _is_filled(i, marks, items)}
    return found if 2 * len(found) < count else {}  # as many as there are boxes: these are titles set like the axes


def _is_filled(i: int, mentions: dict[int, str], items: Sequence[Item]) -> bool:
    """True when a text of some length stands between a mention and the next one."""
    following = min((k for k in mentions if k > i), default=len(items))
    return any(len(item.text.split()) > 20 for item in items[i + 1 : following])


def _named_first(text: str, profile: Profile) -> str:
    """The axis with whose name a short text begins, before a dash, a colon or a bar."""
    plain = CHAPTER_NUMBER.sub("", text, count=1)
    for axis in profile.axes:
        for name in (axis.name, *axis.also):
            if (
                plain.casefold().startswith(name.casefold())
                and _AFTER_NAME.match(plain[len(name) :])
                and len(text.split()) < 20
            ):
                return axis.name
    return ""


def _titles(items: Sequence[Item], count: int, body: tuple[str, int], sections: dict[int, str]) -> set[int]:
    """The paragraphs of the look that stands about as often as there are boxes, each before running text."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    ink = Counter(item.look[2] for item in items if item.look[:2] == body)
    main = ink.most_common(1)[0][0] if ink else ""
    first = min(sections, default=-1)
    again = Counter(letters(item.text) for item in items)
    for i, item in enumerate(items):
        look = item.look
        if (
            i in sections
            or i < first
            or again[letters(item.text)] >= AGAIN
            or len(item.text.split()) > TITLE_WORDS
            or not any(char.isalpha() for char in item.text)
        ):
            continue
        if look[:2] == body and look[2] == main and not look[3]:
            continue
        coloured = look[:2] == body and look[2] != main  # elsewhere the colour may be that of the axis
        groups[(*look[:2], look[3], coloured)].append(i)
    best: tuple[float, str, list[int]] | None = None
    for key, group in groups.items():
        before_text = [
            i for i in group if i + 1 < len(items) and i + 1 not in sections and items[i + 1].look[:2] == body
        ]
        if len(before_text) < FOLLOWED * len(group):
            continue
        misfit = abs(len(before_text) - count) - 0.01 * items[group[0]].look[1]
        if best is None or (misfit, str(key)) < best[:2]:
            best = misfit, str(key), before_text
    return set(best[2]) if best and best[0] <= 0.5 * count + 2 else set()
