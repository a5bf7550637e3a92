"""Projects under construction, and the running numbers before their titles, which are no part of the names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import Block, Line
from pipeline.nl.words import COUNTER

#: Titles that tell whether a brochure counts its projects, and the share of them that must be counted.
LEAST, SHARE = 3, 0.8


class Project(NamedTuple):
    """A project under construction: its blocks in reading order; ``counter`` is the running number before its title."""

    axis: str
    title: list[Block]
    text: list[Block]
    order: int
    counter: Line = ()


def without_counters(projects: Sequence[Project]) -> list[Project]:
    """``projects`` with the running numbers parted from their titles, where the titles of the brochure are counted.

    A number belongs to the name of a project unless those of the other titles go on from one to the next.
    """
    found = [_counter(project) for project in projects]
    counted = [numbers for numbers, _ in found if numbers]
    steps = sum(_follows(a, b) for a, b in pairwise(counted))
    if len(counted) < max(LEAST, SHARE * len(projects)) or steps < SHARE * (len(counted) - 1):
        return list(projects)
    return [_parted(project, count) if numbers else project for project, (numbers, count) in zip(projects, found, strict=True)]


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
