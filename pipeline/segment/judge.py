"""The judge: how good a whole reading is, in named parts that a person can read.

It looks at what a reading says and not at how it came about: each label wants a value of its type, each box the labels that
the others have, each box a title, each title a text of whole sentences, and nothing may be left over. The score is the
product of the parts, each to the power of its weight, so that one bad part is not made good by the others.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.models import MIXED, Block, BlockKind, BoxField, Finding, Judgement, Line, Severity, Style, Word
from pipeline.nl import find_quantities, read_label_unit
from pipeline.nl.words import OPEN_END, PART_OF, ends_sentence
from pipeline.profile import Profile
from pipeline.segment.boxes import PageBoxes
from pipeline.segment.labels import letters

#: What each part counts.
WEIGHTS = {
    "values": 2.0,
    "boxes": 1.0,
    "titles": 1.5,
    "texts": 1.0,
    "goals": 0.5,
    "axes": 1.0,
    "nothing left over": 1.0,
    "styles": 0.5,
    "lines": 1.0,
}
#: Below this score a reading is not published, whatever else is found.
FLOOR = 0.6
#: No part is worse than this, so that the others still tell two bad readings apart.
WORST = 0.05
#: Words that a title, an amount, an authority and an end goal have at most.
TITLE, AMOUNT, AUTHORITY, GOAL = 24, 25, 30, 70
#: What a phrase instead of an amount counts ("nog te bepalen"), and its words at most.
PHRASE, PHRASE_WORDS = 0.8, 8
#: What several amounts under one label count, or one with an authority: fields taken for one.
SEVERAL = 0.5
#: What each thing left over counts, beside a box.
LEFT_OVER = 1.0
#: A hole in a line of text is wider than this, in heights of the line, and so many times its usual space.
HOLE, USUAL = 2.5, 3.0
#: Lines of a title at most.
LONG_TITLE = 3
#: A value that fits less is none of its label.
ODD = 0.4
#: The order of a reading that follows the tags of a PDF.
BY_TAGS = "tags"
#: A hyphen at the end of a line.
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad] (?=[^\W\d_])")


class Reading(NamedTuple):
    """A whole reading of a document: who found the boxes and who put the rest in order, the boxes of each page, all blocks in
    reading order, and what the reader found out on its way."""

    boxes: str
    order: str
    pages: Sequence[PageBoxes]
    blocks: Sequence[Block]
    findings: Sequence[Finding]

    @property
    def name(self) -> str:
        return f"boxes by {self.boxes}, order by {self.order}"


class Project(NamedTuple):
    title: tuple[Block, ...]
    text: tuple[Block, ...]


def judge(reading: Reading, profile: Profile, styles: Sequence[Style]) -> Judgement:
    """The score of a whole reading, by its parts."""
    boxes = [block for block in reading.blocks if block.kind is BlockKind.info_box]
    clear = [box for box in boxes if box.rule != MIXED]
    projects = list(projects_of(reading.blocks))
    parts = {
        "values": _values(clear, profile),
        "boxes": _boxes(clear, profile),
        "titles": _titles(projects, len(boxes), len(_set_as_titles(reading.blocks, projects, styles))),
        "texts": _mean(_is_text(project) for project in projects),
        "goals": _alike(clear, profile),
        "axes": _axes(reading.blocks, projects, profile, in_print=len(styles) > 1),
        "nothing left over": _left_over(reading.blocks, projects, profile, max(1, len(boxes))),
        "styles": _styles(clear, projects, styles),
        "lines": _mean(not _has_hole(line) for project in projects for block in project.text for line in block.lines),
    }
    score = math.exp(
        sum(weight * math.log(max(WORST, parts[name])) for name, weight in WEIGHTS.items()) / sum(WEIGHTS.values())
    )
    return Judgement(reading.name, round(score, 4), {name: round(part, 3) for name, part in parts.items()})


def weak(judgement: Judgement) -> list[Finding]:
    """A finding where even the best reading is not good enough to be published."""
    if judgement.score >= FLOOR:
        return []
    said = ", ".join(f"{name} {part}" for name, part in sorted(judgement.parts.items(), key=lambda item: item[1])[:4])
    return [
        Finding(
            rule="weak_reading",
            severity=Severity.person,
            message=f"the best reading scores {judgement.score}, below {FLOOR}: {said} (each from 0 to 1)",
            hint="compare the tables with the brochure (`brochure explain` shows what was seen), or give another file of it",
        )
    ]


def misplaced(reading: Reading, profile: Profile, styles: Sequence[Style]) -> list[Finding]:
    """What the judge saw in the chosen reading that a person must look at: values that are none of their labels, projects above
    the heading under which they were put, and lines among the projects that are set as their titles are and are none
    (``assemble`` asks about names of axes among the words of a project)."""
    projects = list(projects_of(reading.blocks))
    findings = [
        Finding(
            rule="odd_value",
            severity=Severity.person,
            page=field.label[0][0].page,
            quote=printed(field.value),
            words=tuple(word.address for line in field.label for word in line),
            message=f"this can hardly be the value of {printed(field.label)}",
            hint="look at the page; an override says what it is",
        )
        for field in _odd_fields(reading.blocks, profile)
    ]
    above = [project for project in projects if len(styles) > 1 and _is_above(project, reading.blocks)]
    findings += [
        Finding.about(
            [word for block in project.title for line in block.lines for word in line],
            rule="above_its_axis",
            severity=Severity.person,
            column="axis",
            message=f"a project above the heading of an axis, put under it or with words from below it ({project.title[0].axis})",
            hint="look at the page; an override says its axis",
        )
        for project in above
    ]
    last = max((block.number for block in reading.blocks if block.kind is BlockKind.info_box), default=0)
    findings += [
        Finding.about(
            [word for line in block.lines for word in line],
            rule="set_as_title",
            severity=Severity.person,
            message="a line among the projects is set as their titles are, and was taken for none",
            hint="look at the page: a project may be missing, or its box be another one's",
        )
        for block in _set_as_titles(reading.blocks, projects, styles)
        if block.number < last  # what follows the last box may be the head of a colophon
    ]
    return findings


def _set_as_titles(blocks: Sequence[Block], projects: Sequence[Project], styles: Sequence[Style]) -> list[Block]:
    """Short texts of no part behind the first title or box in the one look that all titles have, and no description."""
    looks = [(style.font, round(style.size)) for style in styles]  # colours may follow the axes
    titles = {looks[word.style] for project in projects for block in project.title for word in _words_of(block)}
    texts = {looks[word.style] for project in projects for block in project.text for word in _words_of(block)}
    first = next((at for at, b in enumerate(blocks) if b.kind in (BlockKind.title, BlockKind.info_box)), 0)
    if len(projects) < 2 or len(titles) != 1 or titles & texts:
        return []
    return [
        block
        for block in blocks[first:]
        if block.rule == "front matter"
        and len(block.lines) <= LONG_TITLE
        and {looks[word.style] for word in _words_of(block)} == titles
    ]


def _words_of(block: Block) -> Iterator[Word]:
    return (word for line in block.lines for word in line)


def fit(text: str, label: str, kind: str, profile: Profile) -> float:  # noqa: C901
    """How well ``text`` is a value under a printed label of the type ``kind``, from 0 to 1."""
    words = text.split()
    if not any(char.isalnum() for char in text):
        return PHRASE if text and not text.strip("-–—. ") and kind == "money" else 0.0
    if any(unicodedata.category(char) == "Co" for char in text):
        return 0.5
    if kind == "money":
        if has_amount(text, label):
            several = sum(q.kind == "money" for q in find_quantities(text)) > 1 and not PART_OF.search(text)
            return 0.3 if len(words) > AMOUNT else SEVERAL if several or names_authority(text, profile) else 1.0
        said = not any(char.isdigit() for char in text) and sum(len(letters(word)) > 1 for word in words) > 0
        return PHRASE if said and len(words) <= PHRASE_WORDS and not names_authority(text, profile) else 0.0
    if kind == "authority":
        if names_authority(text, profile):
            whole = len(words) <= AUTHORITY and not has_amount(text, "") and not OPEN_END.search(text)
            return 1.0 if whole else 0.3
        return 0.5 if len(words) <= AUTHORITY and text[:1].isupper() and not has_amount(text, "") else 0.1
    if kind == "period":
        if any(q.kind == "period" for q in find_quantities(text)):
            return 1.0 if len(words) <= PHRASE_WORDS else 0.3
        return PHRASE if len(words) <= PHRASE_WORDS and not any(map(str.isdigit, text)) else 0.1
    if len(words) < 2 or (names_authority(text, profile) and len(words) < 4):
        return 0.3
    if has_amount(text, "") and len(words) < 4:
        return 0.2
    return (1.0 if not text[0].islower() else 0.5) if len(words) <= GOAL else 0.3


def has_amount(text: str, label: str) -> bool:
    """True when ``text`` names an amount of money, also by a bare number under a label with the unit."""
    if not any(char.isdigit() for char in text) and not re.search(r"mil(?:joen|jard)|euro", text, re.IGNORECASE):
        return False
    unit = read_label_unit(label).unit if label else None
    return any(q.kind == "money" or (unit and q.kind == "number") for q in find_quantities(text))


def names_authority(text: str, profile: Profile) -> bool:
    said = _BROKEN.sub("", text.casefold())
    return any(name.casefold() in said for known, also in profile.names_of_authorities for name in (known, *also))


def printed(lines: Iterable[Line]) -> str:
    return " ".join(word.text for line in lines for word in line)


def held_axes(blocks: Sequence[Block]) -> set[str]:
    """The axes that have projects."""
    return {block.axis for block in blocks if block.kind is BlockKind.title} - {""}


def _mean(values: Iterable[float]) -> float:
    items = list(values)
    return sum(items) / len(items) if items else 1.0


def projects_of(blocks: Sequence[Block]) -> Iterator[Project]:
    """Titles with the running text after them, as ``assemble`` puts them together."""
    title: list[Block] = []
    text: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.title:
            if text or (title and (title[-1].flow, title[-1].page) != (block.flow, block.page)):
                yield Project(tuple(title), tuple(text))
                title, text = [], []
            title.append(block)
        elif block.kind is BlockKind.text and block.rule == "description" and title:
            text.append(block)
    if title:
        yield Project(tuple(title), tuple(text))


def _values(boxes: Sequence[Block], profile: Profile) -> float:
    """Each label has a value of its type."""
    fields = [(field, known) for box in boxes for field in box.fields if (known := profile.label(field.name))]
    return (
        _mean(fit(printed(field.value), printed(field.label), known.type, profile) for field, known in fields)
        if fields
        else 0.0
    )


def _boxes(boxes: Sequence[Block], profile: Profile) -> float:
    """Boxes have the same labels in the same order, and among them those of the profile."""
    orders = Counter(tuple(field.name for field in box.fields) for box in boxes)
    names = Counter(frozenset(field.name for field in box.fields) for box in boxes)
    if not orders:
        return 0.0
    found = {field.name for box in boxes for field in box.fields}
    known = _mean(label.name in found for label in profile.labels)
    return known * (orders.most_common(1)[0][1] + names.most_common(1)[0][1]) / (2 * len(boxes))


def _titles(projects: Sequence[Project], boxes: int, missed: int) -> float:
    """As many titles as boxes, each short, none of them a sentence and all of them different; ``missed``: lines set as they are."""
    if not projects or not boxes:
        return 0.0
    count = min(len(projects) + missed, boxes) / max(len(projects) + missed, boxes)
    texts = [printed(line for block in project.title for line in block.lines) for project in projects]
    own = len({letters(text) for text in texts}) / len(texts)  # a heading that comes back names nothing
    return count * own * _mean(len(text.split()) <= TITLE and not text[:1].islower() for text in texts)


def _is_text(project: Project) -> float:
    """Whether a title is followed by whole sentences."""
    text = printed(line for block in project.text for line in block.lines)
    if len(text.split()) < 4:
        return 0.0
    first = next((char for char in text if char.isalnum()), "A")
    return 0.5 * (not first.islower()) + 0.5 * ends_sentence(text)


def _alike(boxes: Sequence[Block], profile: Profile) -> float:
    """The values of each text label are alike in form: they end as sentences or not, they begin with a capital or not."""
    shares: list[float] = []
    for label in (label for label in profile.labels if label.type == "text"):
        texts = [
            printed(field.value)
            for box in boxes
            for field in box.fields
            if field.name == label.name and any(field.value)
        ]
        if len(texts) > 2:
            ended = _mean(ends_sentence(text) for text in texts)
            lower = _mean(text[0].islower() for text in texts)
            shares.append((max(ended, 1 - ended) + max(lower, 1 - lower)) / 2)
    return _mean(shares)


def _axes(blocks: Sequence[Block], projects: Sequence[Project], profile: Profile, *, in_print: bool) -> float:
    """Each project stands under an axis, each axis has projects, and those of the profile come in its order."""
    found = list(dict.fromkeys(block.axis for block in blocks if block.kind is BlockKind.section_header))
    held = {project.title[0].axis for project in projects} - {""}
    if not projects or not found:
        return 0.5
    placed = _mean(bool(project.title[0].axis) for project in projects)
    filled = len(held & set(found)) / len(found)
    order = [axis.name for axis in profile.axes]
    known = [order.index(axis) for axis in found if axis in order]
    ordered = _mean(a < b for a, b in pairwise(known))
    below = _mean(not _is_above(project, blocks) for project in projects) if in_print else 1.0
    return placed * filled * (0.8 + 0.2 * ordered) * below


def _is_above(project: Project, blocks: Sequence[Block]) -> bool:
    """True for a project that stands above the head of its own axis (its name, slogan or introduction), in the same column, or
    whose text goes on below a heading of any axis."""
    title = project.title[0]
    words = [word for line in title.lines for word in line]
    x0, x1, top = min(w.x0 for w in words), max(w.x1 for w in words), min(w.top for w in words)
    head = [
        block
        for block in blocks
        if block.axis == title.axis
        and (block.kind is BlockKind.section_header or block.rule in ("slogan", "introduction"))
    ]
    below = [word for block in project.text if block.page == title.page for line in block.lines for word in line]
    for heading in (block for block in blocks if block.kind is BlockKind.section_header and block.page == title.page):
        name = [word for line in heading.lines for word in line]
        if _is_turned(name) and heading.axis and heading.axis != title.axis:
            return True  # a tab at the edge names the axis of the whole page
        if top < name[0].top and any(
            w.top > name[-1].bottom and w.x0 < name[-1].x1 and w.x1 > name[0].x0 for w in below
        ):
            return True
    if not head or any(block.page < title.page for block in head):
        return False
    return any(
        word.top > top and word.x0 < x1 and word.x1 > x0
        for block in head
        if block.page == title.page
        for line in block.lines
        for word in line
    )


def _is_turned(words: Sequence[Word]) -> bool:
    """True for words that run up or down the page."""
    x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
    high = max(w.bottom for w in words) - min(w.top for w in words)
    return sum(len(w.text) for w in words) > 2 and high > 2 * (x1 - x0)


def _left_over(blocks: Sequence[Block], projects: Sequence[Project], profile: Profile, boxes: int) -> float:
    """No amount without a place, no label in a value or a text, no name of an axis in a description, no empty label."""
    wordings = {letters(wording) for label in profile.labels for wording in label.wordings}
    long = {wording for wording in wordings if len(wording) > 12}
    left = float(len(_stray_axes(blocks, projects, profile)))
    titled = {""}
    for block in blocks:
        if block.kind is BlockKind.title:
            titled.add(block.axis)
        if block.rule == "unassigned" and block.axis in titled:  # before its first project it is the amount of an axis
            left += has_amount(printed(block.lines), "") or any(
                word.text in ("€", "EUR") for line in block.lines for word in line
            )
        for field in block.fields:
            left += sum(any(wording in letters(printed([line])) for wording in long) for line in field.value)
            left += _stray_amounts(field, profile)
    for project in projects:
        for line in (line for block in (*project.title, *project.text) for line in block.lines):
            text = printed([line])
            left += letters(text.split(":")[0]) in wordings or any(
                wording in letters(text) for wording in long if text.isupper()
            )
    return 1.0 / (1.0 + LEFT_OVER * left / boxes)


def _stray_axes(blocks: Sequence[Block], projects: Sequence[Project], profile: Profile) -> list[Line]:
    """Lines of titles and descriptions that are the name of an axis: a heading or a running line that was not seen."""
    axes = {letters(name) for axis in profile.axes for name in (axis.name, *axis.also)}
    axes |= {letters(block.axis) for block in blocks if block.kind is BlockKind.section_header}
    lines = [line for project in projects for block in (*project.title, *project.text) for line in block.lines]
    return [
        line
        for line in lines
        if (text := printed([line]))[:1].isupper()
        and (letters(text) in axes or (text.isupper() and any(axis in letters(text) for axis in axes)))
    ]


def _odd_fields(blocks: Sequence[Block], profile: Profile) -> list[BoxField]:
    """Fields whose value is not of the type of the label, or holds another label of the document."""
    fields = [
        field for block in blocks if block.kind is BlockKind.info_box and block.rule != MIXED for field in block.fields
    ]
    wordings = {letters(printed(field.label)) for field in fields}
    odd: list[BoxField] = []
    for field in (field for field in fields if any(field.value)):
        known = profile.label(field.name)
        fits = fit(printed(field.value), printed(field.label), known.type, profile) if known else 1.0
        holds = any(":" in w.text and letters(w.text.split(":")[0]) in wordings for line in field.value for w in line)
        if fits < ODD or holds:
            odd.append(field)
    return odd


def _stray_amounts(field: BoxField, profile: Profile) -> bool:
    """True where an authority's value holds an amount."""
    known = profile.label(field.name)
    return bool(known and known.type == "authority" and has_amount(printed(field.value), ""))


def _styles(boxes: Sequence[Block], projects: Sequence[Project], styles: Sequence[Style]) -> float:
    """Titles are set alike, and so are the labels of one name; colours may follow the axes."""
    looks = [(style.font, round(style.size)) for style in styles]
    groups = {"": [looks[block.lines[0][0].style] for project in projects for block in project.title[:1]]}
    for box in boxes:
        for field in box.fields:
            groups.setdefault(field.name, []).append(looks[field.label[0][0].style])
    return _mean(Counter(group).most_common(1)[0][1] / len(group) for group in groups.values() if group)


def _has_hole(line: Line) -> bool:
    """True for a line of text with a gap that other lines of the page may fill: two columns taken for one."""
    gaps = [(b.x0 - a.x1) / max(0.1, b.bottom - b.top) for a, b in pairwise(line)]
    return len(gaps) > 2 and max(gaps) > HOLE and max(gaps) > USUAL * max(0.0, median(gaps))
