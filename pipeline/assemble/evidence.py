"""What pairing goes by, and what it says: projects and boxes with their words and places, pairs and refusals."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A rectangle on a page."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Candidate(NamedTuple):
    """A project: its text, where its title and its running text stand, and its lines' size."""

    text: str
    axis: str
    title: Place
    parts: tuple[Place, ...]
    order: float


class BoxText(NamedTuple):
    """A box: the words that carry meaning, the names of each of its authorities and of their places, its place."""

    text: str
    territory: tuple[tuple[str, ...], ...]
    axis: str
    place: Place
    order: float
    #: False where the place of a box says nothing, since other text stands between its lines.
    placed: bool = True
    #: True where ``order`` is the place of the box among the blocks of a text read row by row: that is its place, no rectangle.
    in_line: bool = False


class Pair(NamedTuple):
    """``rival``: the project that would fit the box next best, with its score; None where there is no other."""

    project: int
    box: int
    method: str
    score: float
    margin: float
    rival: tuple[int, float] | None = None


class Refusal(NamedTuple):
    """A box without a project; ``rivals`` are projects (index, score), best first."""

    box: int
    reason: str
    rivals: tuple[tuple[int, float], ...]
