"""Words of one thing inside another: labels, headings, notes and marks of markup in values, titles and texts.

Whatever brought them there, what is published with them is wrong, and often something else has lost its words: each waits
for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import structs

from pipeline.assemble.prose import wording_pattern
from pipeline.models import AxisRecord, Finding, Line, Record, Severity, Value, Word
from pipeline.nl.words import CHAPTER_NUMBER, CONTINUED, EXCLUDES, NUMBERED_CHAPTER, OF_THE_PUBLICATION, ends_sentence
from pipeline.profile import Profile

#: White space, in heights of a line, that parts two paragraphs, and words that a heading has.
APART, HEADING_WORDS = 0.9, 5
#: Words of its number (*As 2 –*).
NUMBER_WORDS = 3
_COMPARE = "compare with the page; put it right in the source or in an override"
_NOTE = re.compile(r"(?:\d{1,2}|[*†‡]+|[¹²³⁴-⁹]+)[).]? ?[A-ZÀ-Þ]")
#: Behind a word that is longer than a unit (*m²*, *km³*); behind the end of a sentence also where nothing says that it is raised.
_RAISED = re.compile(r"[^\W\d_]{4}(?:[.,;]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[.!?]\d{1,2}(?!\.))(?!\w)")
_MARKUP = re.compile(r"^#{1,6} |\*\*|__|`|\]\(|</?[a-z]+ ?/?>|&[a-z]{2,6};|&#\d+;")
#: In a text file an upright bar parts the cells of a table; in print it is a mark like any other.
_MARKUP_IN_TEXT = re.compile(rf"{_MARKUP.pattern}|^\|| \| ")


class _Text(NamedTuple):
    """A published text: what it is (a type of label, or the column), under which axis it stands, and its words."""

    kind: str
    axis: str
    value: Value


def strays(records: Sequence[Record], axes: Sequence[AxisRecord], profile: Profile, *, in_print: bool) -> list[Finding]:
    """A finding for each text that holds what is not of it."""
    texts = list(_texts(records, axes, profile))
    return [
        *_labels(texts, records, profile),
        *_axis_names(texts, axes, profile),
        *_wider_axes(axes, profile),
        *_above_heading(records, axes),
        *_notes(texts),
        *_raised_marks(texts),
        *_markup(texts, _MARKUP if in_print else _MARKUP_IN_TEXT),
        *_imprints(texts),
        *_odd_authorities(texts),
        *_odd_titles(records, profile),
    ]


def _texts(records: Sequence[Record], axes: Sequence[AxisRecord], profile: Profile) -> Iterator[_Text]:
    for record in records:
        yield _Text("title", record.axis, record.title)
        yield _Text("description", record.axis, record.description)
        for name, value in record.fields.items():
            label = profile.label(name)
            yield _Text(label.type if label else "text", record.axis, value)
    for axis in axes:
        yield _Text("introduction", axis.name, axis.slogan)
        yield _Text("introduction", axis.name, axis.introduction)


def _finding(rule: str, words: Sequence[Word], message: str, hint: str = _COMPARE, column: str = "") -> Finding:
    return Finding.about(words, rule=rule, severity=Severity.person, message=message, hint=hint, column=column)


def _around(value: Value, start: int, end: int) -> Line:
    """The words that make ``value.text`` from ``start`` to ``end``."""
    return tuple(word for word, (a, b) in zip(value.words, value.spans, strict=True) if a < end and b > start)


# --- labels --------------------------------------------------------------------------------------------------------


def _labels(texts: Sequence[_Text], records: Sequence[Record], profile: Profile) -> Iterator[Finding]:
    """Labels of the profile, or as this brochure prints them, inside any value or text."""
    printed = {label.text.strip(" :.*") for record in records for label in record.labels.values()} - {""}
    wordings = sorted({*printed, *(wording for label in profile.labels for wording in label.wordings)})
    for text in texts:
        found = (
            hit for wording in wordings for hit in _words_of(wording).finditer(text.value.text) if _is_label(text, hit)
        )
        if hit := next(found, None):
            words = _around(text.value, hit.start(), hit.end())
            yield _finding(
                "loose_label",
                words,
                f"the label {hit.group()} inside a value or text: what follows belongs to that label",
            )


@lru_cache(maxsize=64)
def _words_of(wording: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, wording.split()))
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def _is_label(text: _Text, hit: re.Match[str]) -> bool:
    """Whether a word that is also a label is set like one: in capitals among other words, or with a capital inside a sentence.

    In a value several words are one however they are set, and in an authority each of them.
    """
    said, whole = hit.group(), text.value.text
    if text.kind == "authority" or (" " in said and text.kind in ("money", "text")):
        return True
    if said.isupper():
        return any(map(str.islower, whole))
    before = whole[: hit.start()].rstrip()
    return said[0].isupper() and (whole[hit.end() : hit.end() + 1] == ":" or before[-1:].isalnum())


# --- axes ----------------------------------------------------------------------------------------------------------


def _axis_names(texts: Sequence[_Text], axes: Sequence[AxisRecord], profile: Profile) -> Iterator[Finding]:
    """Lines of texts that are the name of an axis, as a heading that was taken for running text would be."""
    headed = {axis.name for axis in axes}
    names = [(axis.name, wording_pattern(name)) for axis in profile.axes for name in (axis.name, *axis.also)]
    for text in texts:
        if text.kind not in ("description", "introduction"):
            continue
        for before, line in pairwise(((), *text.value.lines)):
            said = " ".join(word.text for word in line)
            bare = CONTINUED.sub("", CHAPTER_NUMBER.sub("", said, count=1))
            starts = bare[:1].isupper() and (not before or ends_sentence(before[-1].text) or said.isupper())
            is_heading = said.isupper() and len(line) <= HEADING_WORDS
            is_numbered = len(line) <= HEADING_WORDS + NUMBER_WORDS and NUMBERED_CHAPTER.match(said)
            named = next(
                (
                    axis
                    for axis, name in names
                    if (starts and name.fullmatch(bare))
                    or (is_heading and axis not in headed and name.match(bare))
                    or (is_numbered and name.match(NUMBERED_CHAPTER.sub("", said)))
                ),
                "",
            )
            if named and not (text.kind == "introduction" and named == text.axis):
                yield Finding(  # about no row: projects after this one may be of that axis
                    rule="stray_axis",
                    severity=Severity.person,
                    page=line[0].page,
                    quote=said,
                    message=f"the name of the axis {named} in a text: a heading may have been missed",
                    hint="look at the page: what follows may belong to that axis",
                )


def _wider_axes(axes: Sequence[AxisRecord], profile: Profile) -> Iterator[Finding]:
    """Headings that hold the name of a known axis and further words: that axis under another wording, or a new one."""
    known = {axis.name for axis in profile.axes}
    names = [(axis.name, wording_pattern(name)) for axis in profile.axes for name in (axis.name, *axis.also)]
    for axis in axes:
        inside = next((name for name, pattern in names if pattern.search(axis.name)), "")
        if axis.name not in known and inside and axis.heading.words:
            yield _finding(
                "axis_wording",
                axis.heading.words,
                f"the heading {axis.name!r} holds the name of the axis {inside} and further words",
                f'if it is that axis, add the wording to the profile: also = ["{axis.name}"]; else add it as an axis of its own',
            )


def _above_heading(records: Sequence[Record], axes: Sequence[AxisRecord]) -> Iterator[Finding]:
    """Projects whose title stands before the heading of their axis: on a page before, or above it in its column."""
    headings = {axis.name: axis.heading.words[0] for axis in axes if axis.heading.words}
    for record in records:
        heading, title = headings.get(record.axis), record.title.words[0]
        if heading is None or title.page > heading.page:
            continue
        if title.page < heading.page or (
            title.bottom <= heading.top and title.x0 < heading.x1 and heading.x0 < title.x1
        ):
            yield _finding(
                "above_heading",
                record.title.words,
                f"a project above the heading of its axis {record.axis}",
                "look at the page: it may belong to the axis before",
                "axis",
            )


# --- notes and markup ----------------------------------------------------------------------------------------------


def _notes(texts: Sequence[_Text]) -> Iterator[Finding]:
    """Lines with the mark of a note, apart from the end of the text before them."""
    for text in texts:
        for before, line in pairwise(text.value.lines if text.kind == "description" else ()):
            height = line[0].bottom - line[0].top
            apart = before[-1].page != line[0].page or line[0].top - before[-1].bottom > APART * height
            if apart and ends_sentence(before[-1].text) and _NOTE.match(" ".join(word.text for word in line)):
                yield _finding(
                    "stray_note", line, "a note in a description: it may explain a mark beside another value"
                )


def _raised_marks(texts: Sequence[_Text]) -> Iterator[Finding]:
    """A raised number behind a word is the mark of a note, and no part of a title or value; units are shorter words."""
    for text in texts:
        if text.kind not in ("money", "authority") and (hit := _RAISED.search(text.value.text)):
            words = _around(text.value, hit.start(), hit.end())
            running = text.kind in ("description", "introduction")
            found = _finding(
                "raised_mark", words, "a raised number behind a word: the mark of a note, printed here as part of it"
            )
            yield structs.replace(found, severity=Severity.warning) if running else found


def _markup(texts: Sequence[_Text], marks: re.Pattern[str]) -> Iterator[Finding]:
    for text in texts:
        if hit := marks.search(text.value.text):
            words = _around(text.value, hit.start(), hit.end())
            yield _finding(
                "markup",
                words,
                f"markup in the text: {hit.group().strip()}",
                "give the text without markup, or the PDF",
            )


def _imprints(texts: Sequence[_Text]) -> Iterator[Finding]:
    """What a publisher says of the brochure or of himself is of no project: a text ran into the imprint."""
    for text in texts:
        if hit := OF_THE_PUBLICATION.search(text.value.text):
            words = _around(text.value, hit.start(), hit.end())
            yield _finding("imprint", words, "words about the publication itself inside a value or text")


def _odd_authorities(texts: Sequence[_Text]) -> Iterator[Finding]:
    """Names with digits, a value of another label among them, and names that are said not to be meant."""
    for text in texts:
        if text.kind == "authority" and any(map(str.isdigit, text.value.text)):
            yield _finding("odd_authority", text.value.words, "an authority with digits: another value may stand in it")
        elif text.kind == "authority" and EXCLUDES.search(text.value.text):
            yield _finding("odd_authority", text.value.words, "an authority that leaves somebody out: who is meant?")


def _odd_titles(records: Sequence[Record], profile: Profile) -> Iterator[Finding]:
    """Titles that are the name of a government: a value of a box, or a title that draws the box of another project to it."""
    names = {name.casefold() for own, also in profile.names_of_authorities for name in (own, *also)}
    for record in records:
        if record.title.text.casefold() in names:
            yield Finding(  # about no row: the box of another project may be wrong too
                rule="odd_title",
                severity=Severity.person,
                page=record.page,
                quote=record.title.printed,
                message="a title that is the name of an authority: it may be the value of a box, and lead the boxes astray",
                hint="look at the page; an override of info_box says which box is whose",
            )
