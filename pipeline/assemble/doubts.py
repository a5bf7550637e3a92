"""What a person should look at in the records: texts that break off or stray, end goals unlike the others, lost axes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.models import AxisRecord, Finding, Line, Record, Severity, Value
from pipeline.nl.words import ends_sentence
from pipeline.profile import Profile

#: Share of the descriptions that must end a sentence before one that does not is broken off, and words that quote its end.
ENDED, LAST_WORDS = 0.8, 8
#: So many projects do not share a name.
SAME = 3
#: Lines of a heading that was taken for the end of a text.
TAIL = 2
#: Share of the end goals that may be set unlike the others.
ODD = 0.1
#: White space, in heights of a line, that parts two paragraphs.
APART = 0.9


def broken_texts(records: Sequence[Record]) -> list[Finding]:
    """Descriptions that end in the middle of a sentence where the others do not: the lines of columns were taken among
    each other, and what a text lacks stands in another one."""
    texts = [record.description for record in records if record.description.text]
    broken = [text for text in texts if not ends_sentence(text.text)]
    if len(broken) > (1 - ENDED) * len(texts):
        return []
    return [
        Finding.about(
            text.words[-LAST_WORDS:],
            rule="text_breaks_off",
            severity=Severity.person,
            quote=" ".join(text.text.split()[-LAST_WORDS:]),
            message="a description ends in the middle of a sentence: its rest may stand elsewhere in the text",
            hint="compare with the brochure; give its PDF, or put the text right in an override",
        )
        for text in broken
    ]


def same_titles(records: Sequence[Record]) -> list[Finding]:
    """Projects with one and the same title, three or more: a heading that comes back was taken for their names."""
    titles = Counter(record.title.text.casefold() for record in records)
    return [
        Finding.about(
            record.title.words,
            rule="same_title",
            severity=Severity.person,
            column="title",
            message=f"{titles[record.title.text.casefold()]} projects with the same title",
            hint="look at the page: it may be the heading of a part of each",
        )
        for record in records
        if titles[record.title.text.casefold()] >= SAME
    ]


def without_axis(records: Sequence[Record], profile: Profile) -> list[Finding]:
    """Projects that stand under no axis, in a brochure of a family that has axes."""
    return [
        Finding.about(
            record.title.words,
            rule="no_axis",
            severity=Severity.person,
            column="axis",
            message="project under no axis: the heading of its axis was not found",
            hint="look at the pages before it",
        )
        for record in records
        if profile.axes and not record.axis
    ]


def stray_lines(records: Sequence[Record]) -> list[Finding]:
    """Lines of descriptions below white space and the end of a sentence that begin in the middle of another one, or with which
    the description ends without one: words of a box, or a heading that was not found."""
    return [
        Finding.about(
            line[:LAST_WORDS],
            rule="stray_line",
            severity=Severity.person,
            message="a description goes on in the middle of a sentence: these words may be of a box, a heading or another text",
            hint="compare with the brochure; give its PDF, or put the text right in an override",
        )
        for record in records
        for at, (before, line) in enumerate(pairwise(record.description.lines), 1)
        if ends_sentence(before[-1].text)
        and _stands_apart(before, line)
        and (line[0].text[0].islower() or _is_tail(record.description, at))
    ]


def _stands_apart(before: Line, line: Line) -> bool:
    return before[-1].page != line[0].page or line[0].top - before[-1].bottom > APART * (line[0].bottom - line[0].top)


def _is_tail(text: Value, at: int) -> bool:
    """True when the few words from line ``at`` on end the text without ending a sentence, nor a list, which has a line for each."""
    rest = text.lines[at:]
    return len(rest) <= TAIL and sum(map(len, rest)) <= LAST_WORDS and not ends_sentence(text.text)


def odd_goals(records: Sequence[Record]) -> list[Finding]:
    """End goals that end as a sentence where (nearly) no other does, or do not where all others do: words of a text taken for
    one, or one that was cut off."""
    goals = [goal for record in records if (goal := record.fields.get("end_goal")) and goal.text]
    ended = [goal for goal in goals if ends_sentence(goal.text)]
    odd = min(ended, [goal for goal in goals if goal not in ended], key=len)
    if len(odd) > ODD * len(goals):
        return []
    return [
        Finding.about(
            goal.words,
            rule="odd_end_goal",
            severity=Severity.person,
            quote=goal.text,
            message="an end goal that is a sentence unlike the others, or unlike them none: it may be of a text, or cut off",
            hint="compare with the brochure; give its PDF, or put the end goal right in an override",
        )
        for goal in odd
    ]


def empty_axes(axes: Sequence[AxisRecord], records: Sequence[Record]) -> list[Finding]:
    """Axes with a heading and no project: theirs may stand under another one, where columns were read in the wrong order."""
    filled = {record.axis for record in records}
    return [
        Finding(
            rule="empty_axis",
            severity=Severity.person,
            page=axis.page,
            quote=axis.heading.text,
            message=f"no project under the axis {axis.name}",
            hint="look at the page: they may have been put under another axis",
        )
        for axis in axes
        if filled and axis.name not in filled
    ]
