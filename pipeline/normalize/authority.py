"""Who is responsible: governments by their canonical names, and the bodies within them as printed.

A value is read from its known names outwards. A name counts where it stands by itself; what stands behind it in brackets,
after a dash, *i.s.m.* or *via* is a body within it, kept whole. A value in which no known name stands is kept whole too.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pipeline.models import Row
from pipeline.nl.words import ARTICLE, BRACKETS, DANGLING, EDGE_AFTER, EDGE_BEFORE, JOINS, OPENS, WITHIN
from pipeline.normalize.language import terms
from pipeline.profile import Profile

_MARKS = " .:,;–—-"
#: A place in the value: start, end.
Span = tuple[int, int]


class Responsible(NamedTuple):
    """One authority of a value: ``name`` canonical where ``is_known``, else as printed; ``bodies`` are places in the value."""

    name: str
    is_known: bool
    bodies: tuple[Span, ...] = ()


class _Name(NamedTuple):
    """A place where known authorities are named, one or all of a collective."""

    start: int
    end: int
    names: tuple[str, ...]


def responsible(text: str, profile: Profile) -> list[Responsible]:
    """The authorities of a value in printed order, each once.

    In *Vlaanderen (Agentschap A en B) en Wallonië* the body is *Agentschap A en B* within Vlaanderen; in *Bureau C
    (Wallonië)* it is *Bureau C*; in *Vlaanderen en gemeente D* the gemeente is an authority of its own, as printed.
    """
    standing = _standing(text, profile)
    if not standing:
        whole = text[slice(*_trimmed(text, 0, len(text)))]
        return [Responsible(whole, False)] if any(map(str.isalpha, whole)) else []
    found: list[Responsible] = []
    before_it: list[Span] = []
    for name, following in pairwise([_Name(0, 0, ()), *standing, _Name(len(text), len(text), ())]):
        behind, rest = _bodies_behind(text, name.end, following.start) if name.names else ([], name.end)
        found += [Responsible(one, True, (*before_it, *behind)) for one in name.names]
        others = _others(text, rest, following.start)
        before_it = _body_before(text, rest, following.start) if others and following.names else []
        found += [Responsible(text[start:end], False) for start, end in ([] if before_it else others)]
    return _each_once(found)


def authority_rows(edition: str, project_id: str, found: list[Responsible], text: str, profile: Profile) -> list[Row]:
    """The rows of ``project_authorities`` for the value ``text``."""
    known = {authority.name: authority for authority in profile.authorities}
    return [
        {
            "edition": edition,
            "project_id": project_id,
            "seq": str(seq),
            "authority": one.name,
            "level": known[one.name].level if one.name in known else "",
            "iso_3166_2": known[one.name].iso_3166_2 if one.name in known else "",
            "body": "; ".join(text[start:end] for start, end in one.bodies),
        }
        for seq, one in enumerate(found, 1)
    ]


def codes(names: list[str], profile: Profile) -> list[str]:
    """ISO 3166-2 codes of the regions among ``names``."""
    by_name = {authority.name: authority.iso_3166_2 for authority in profile.authorities}
    return [code for name in names if (code := by_name.get(name, ""))]


def _standing(text: str, profile: Profile) -> list[_Name]:
    """Known names with nothing but a join, a bracket or a word that leads to a body beside them.

    A name in a bracket that holds other words too does not stand, nor the last name of a list whose first one does not
    (*het bureau voor Vlaanderen en Wallonië*).
    """
    members = {collective.name: collective.members for collective in profile.collectives}
    named = [_Name(start, end, members.get(name, (name,))) for start, end, name in terms(text, profile)]
    bodies = [match.span() for match in BRACKETS.finditer(text) if not _holds_names_alone(text, match.span(1), named)]
    found: list[_Name] = []
    hanging = -1  # the end of a name that does not stand
    for name in named:
        is_free = not any(start < name.start < end for start, end in bodies)
        is_listed = hanging >= 0 and JOINS.fullmatch(text, hanging, name.start) is not None
        opens = EDGE_BEFORE.search(text, 0, name.start) or any(_touch(text, other, name) for other in found[-1:])
        closes = EDGE_AFTER.match(text, name.end) or any(_touch(text, name, other) for other in named)
        if is_free and not is_listed and opens and closes:
            found.append(name)
            hanging = -1
        elif is_free:
            hanging = name.end
    return found


def _touch(text: str, one: _Name, other: _Name) -> bool:
    """True for names with white space alone between them: each stood on a line of its own."""
    return one.end < other.start and not text[one.end : other.start].strip()


def _holds_names_alone(text: str, place: Span, named: list[_Name]) -> bool:
    at, end = place
    inside = [name for name in named if at <= name.start and name.end <= end]
    for name in inside:
        if _others(text, at, name.start):
            return False
        at = name.end
    return bool(inside) and not _others(text, at, end)


def _bodies_behind(text: str, start: int, end: int) -> tuple[list[Span], int]:
    """The bodies within the authority that is named before ``start``, and where the words behind them begin."""
    bodies: list[Span] = []
    while (bracket := BRACKETS.match(text, start)) and bracket.end() <= end:
        bodies += _filled(text, *bracket.span(1))
        start = bracket.end()
    if within := WITHIN.match(text, start, end):
        bodies += _filled(text, within.end(), end)
        start = end
    return bodies, start


def _body_before(text: str, start: int, end: int) -> list[Span]:
    """The body that is named before its authority, if the words at the end say so: *Bureau X (* before *Vlaanderen*."""
    start, _ = _trimmed(text, start, end)
    joined = JOINS.match(text, start, end)
    body = _filled(text, joined.end() if joined else start, end)
    return body if body and OPENS.match(text, body[-1][1], end) else []


def _others(text: str, start: int, end: int) -> list[Span]:
    """What else is named from ``start`` to ``end``, taken apart at its joins."""
    edges = [(start, start), *(match.span() for match in JOINS.finditer(text, start, end)), (end, end)]
    named = [span for (_, first), (last, _) in pairwise(edges) for span in _filled(text, first, last)]
    bare = [(start + len(text[start:end]) - len(ARTICLE.sub("", text[start:end])), end) for start, end in named]
    return [(start, end) for start, end in bare if start < end]


def _filled(text: str, start: int, end: int) -> list[Span]:
    """The words between two places, without what joins them to others; none where there are none."""
    start, end = _trimmed(text, start, end)
    return [(start, end)] if any(map(str.isalpha, text[start:end])) else []


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without marks and joins at the ends, nor a bracket there of which the other half is missing."""
    words = text[start:end]
    words = words[len(words) - len(words.lstrip(_MARKS + ")]")) :]
    start = end - len(words)
    words = DANGLING.sub("", words)
    if words[-1:] in (")", "]") and words.count(")") + words.count("]") > words.count("(") + words.count("["):
        words = words[:-1].rstrip(_MARKS)
    if words[:1] in ("(", "[") and not (words.count(")") + words.count("]")):
        start, words = start + 1, words[1:]
    return start, start + len(words)


def _each_once(found: list[Responsible]) -> list[Responsible]:
    """An authority that is named twice has the bodies of both places."""
    bodies: dict[tuple[str, bool], tuple[Span, ...]] = {}
    for one in found:
        bodies[one.name, one.is_known] = bodies.get((one.name, one.is_known), ()) + one.bodies
    return [Responsible(name, is_known, tuple(dict.fromkeys(places))) for (name, is_known), places in bodies.items()]
