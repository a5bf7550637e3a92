"""Projects under construction; running numbers before their titles and stops after them are no part of the names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.assemble.prose import value
from pipeline.models import Block, Line, Value
from pipeline.nl.words import COUNTER

#: Titles that tell whether a brochure counts its projects, and the share of them that must be counted.
LEAST, SHARE = 3, 0.8
_STOP = re.compile(r"(?<=\w)[.:]$|(?<!\S)[:–—]$")


class Project(NamedTuple):
    """A project under construction: its blocks in reading order; ``counter`` is the running number before its title, which
    is ``stopped`` where the full stop at its end is none of the name."""

    axis: str
    title: list[Block]
    text: list[Block]
    order: int
    counter: Line = ()
    stopped: bool = False


def without_counters(projects: Sequence[Project]) -> list[Project]:
    """``projects`` with the running numbers parted from their titles, where the titles of the brochure are counted.

    A number belongs to the name of a project unless those of the other titles go on from one to the next.
    """
    found = [_counter(project) for project in projects]
    counted = [numbers for numbers, _ in found if numbers]
    steps = sum(_follows(a, b) for a, b in pairwise(counted))
    if len(counted) < max(LEAST, SHARE * len(projects)) or steps < SHARE * (len(counted) - 1):
        return list(projects)
    return [
        _parted(project, count) if numbers else project
        for project, (numbers, count) in zip(projects, found, strict=True)
    ]


def without_stops(projects: Sequence[Project]) -> list[Project]:
    """``projects`` without the full stop or colon that ends (nearly) every title of the brochure, as where titles run into
    the text."""
    stopped = [project for project in projects if _STOP.search(project.title[-1].lines[-1][-1].text)]
    if len(stopped) < max(LEAST, SHARE * len(projects)):
        return list(projects)
    return [project._replace(stopped=project in stopped) for project in projects]


def title_of(project: Project, known: Collection[str]) -> Value:
    """The title of a project as printed, and as its name."""
    found = value([line for block in project.title for line in block.lines], known)
    if not project.stopped:
        return found
    text = _STOP.sub("", found.text).rstrip()
    return replace(
        found, text=text, spans=tuple((min(start, len(text)), min(end, len(text))) for start, end in found.spans)
    )


def _counter(project: Project) -> tuple[tuple[int, ...], int]:
    """The number before a title, by its parts, and how many words it takes; empty when there is none."""
    line = project.title[0].lines[0]
    match = COUNTER.match(" ".join(word.text for word in line) + " ")
    if not match or len(match.group().split()) >= sum(len(part) for block in project.title for part in block.lines):
        return (), 0
    return tuple(int(part) for part in match.group(1).split(".")), len(match.group().split())


def _follows(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """True when ``b`` is the next number, or the first one of the next chapter."""
    return b[-1] == a[-1] + 1 or (b[-1] == 1 and (len(b) == 1 or b[:-1] > a[:-1]))


def _parted(project: Project, count: int) -> Project:
    first = project.title[0]
    line, rest = first.lines[0], first.lines[1:]
    lines = (line[count:], *rest) if len(line) > count else rest
    return project._replace(title=[replace(first, lines=lines), *project.title[1:]], counter=line[:count])
