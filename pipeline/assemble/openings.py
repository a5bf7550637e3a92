"""Amounts of the axes where their sections open: words beside a heading that say an amount, or its share, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.assemble.figures import with_share
from pipeline.assemble.prose import value, wording_pattern
from pipeline.models import Block, BlockKind, Line, Value, Word
from pipeline.nl import Quantity, lone_figures
from pipeline.nl.words import ends_sentence
from pipeline.profile import Profile

#: Rules of blocks among which an opening amount may stand: what belongs to no project.
ASIDE = ("slogan", "introduction", "note", "unassigned", "front matter")
#: An amount stands at most so many of its heights above its heading.
ABOVE = 2.0


class Opening(NamedTuple):
    """What the opening of a section says of its axis: ``amount`` with its share, and all ``lines`` that say so."""

    amount: Value
    lines: tuple[Line, ...]


class _Said(NamedTuple):
    """A line that says an amount or a share and nothing else, by the words of each."""

    line: Line
    money: tuple[Word, ...]
    share: tuple[Word, ...]


def openings(blocks: Sequence[Block], profile: Profile) -> dict[str, Opening]:
    """Axis → the one amount that stands by itself where the section opens, up to its first project."""
    found: dict[str, Opening] = {}
    headings = [block for block in blocks if block.kind is BlockKind.section_header]
    for axis in dict.fromkeys(block.axis for block in headings):
        own = next(block for block in headings if block.axis == axis)
        wordings = next(((a.name, *a.also) for a in profile.axes if a.name == axis), (axis,))
        said = [s for heading in headings if heading.axis == axis for s in _after_name(heading, wordings)]
        for block in blocks:
            if block.rule in ASIDE and block.kind is BlockKind.text and _opens(block, own, headings, blocks):
                said += _bare_lines(block)
        amounts, shares = [s for s in said if s.money], [s for s in said if s.share]
        if len({_text(s.money) for s in amounts}) == 1 and len({_text(s.share) for s in shares}) <= 1:
            amount, share = amounts[0].money, shares[0].share if shares else ()
            found[axis] = Opening(with_share([amount, share] if share else [amount]), tuple(s.line for s in said))
    return found


def _opens(block: Block, own: Block, headings: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Whether a block stands where the section of a heading opens: above its projects, and nearer to no other heading."""
    first = block.lines[0][0]
    if first.page != own.page:
        return False
    here = [heading for heading in headings if heading.page == own.page]
    near = min(_distance(first, heading) for heading in here if heading.axis == own.axis)
    if near == float("inf") or near > min(_distance(first, heading) for heading in here):
        return False
    tops = [
        other.lines[0][0].top
        for other in blocks
        if other.kind is BlockKind.title and other.axis == own.axis and other.page == own.page
    ]
    return block.number < _first_title(own, blocks) or first.bottom <= min(tops, default=float("inf"))


def _first_title(own: Block, blocks: Sequence[Block]) -> float:
    titles = [block.number for block in blocks if block.kind is BlockKind.title and block.axis == own.axis]
    return min(titles, default=float("inf"))


def _distance(word: Word, heading: Block) -> float:
    """From a heading to a word: down to it, beside it, or a little above it; infinite for what stands higher."""
    name = [w for line in heading.lines for w in line]
    top, bottom = min(w.top for w in name), max(w.bottom for w in name)
    if word.bottom < top:
        return top - word.bottom if top - word.bottom < ABOVE * (word.bottom - word.top) else float("inf")
    aside = max(min(w.x0 for w in name) - word.x1, word.x0 - max(w.x1 for w in name), 0.0)
    return max(0.0, word.top - bottom) + aside


def _after_name(heading: Block, wordings: Sequence[str]) -> Iterator[_Said]:
    """What the lines of a heading say beside the name of the axis."""
    for line in heading.lines:
        text = value([line])
        hit = next((m for wording in wordings if (m := wording_pattern(wording).search(text.text))), None)
        spans = zip(text.words, text.spans, strict=True)
        rest = tuple(w for w, (a, b) in spans if hit is None or b <= hit.start() or a >= hit.end())
        if rest and (said := _said(rest)):
            yield said


def _bare_lines(block: Block) -> Iterator[_Said]:
    """The lines of a block that stand by themselves: not the middle of a sentence."""
    for before, line in pairwise(((), *block.lines)):
        starts = not before or ends_sentence(before[-1].text) or _said(before) is not None
        if (starts or before[-1].style != line[0].style) and (said := _said(line)):
            yield said


def _said(line: Line) -> _Said | None:
    text = value([line])
    found = lone_figures(text.text)
    if not found:
        return None
    money, shares = ([q for q in found if q.kind == kind] for kind in ("money", "percent"))
    return _Said(line, _words(text, money), _words(text, shares))


def _words(text: Value, quantities: Sequence[Quantity]) -> tuple[Word, ...]:
    return tuple(
        word
        for quantity in quantities
        for word, (a, b) in zip(text.words, text.spans, strict=True)
        if a < quantity.end and b > quantity.start
    )


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
