"""Taking in a new file: its note, and for a stranger the draft of a profile that runs.

Labels are what the reading makes boxes of when every label-like wording is taken for one: their values say of which type they
are. Axes are the headings that hold boxes. What was considered and not taken stands in the draft as a comment.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.models import Block, BlockKind, BoxField, Pages, Source, Style
from pipeline.nl import quantities_of, read_label_unit
from pipeline.nl.words import AUTHORITY_WORDS, JOINS, MUNICIPAL_WORDS
from pipeline.profile import Authority, Label, LabelType, Profile, known_profiles
from pipeline.segment import read_best
from pipeline.segment.drift import candidates
from pipeline.segment.flow import is_capitals
from pipeline.segment.geometry import pieces_of
from pipeline.segment.labels import letters

#: Share of the boxes that bear a label, of its values that are filled, and of these that are of one type.
BORNE, FILLED, OF_TYPE = 0.4, 0.5, 0.6
#: Words of an amount with its notes, of the names of authorities and of a period.
MONEY_WORDS, AUTHORITY_LENGTH, PERIOD_WORDS = 12, 12, 6
#: Words of the name of an axis, and how much larger than titles it is set.
AXIS_WORDS, LARGER = 8, 1.1
#: Type → the names of the columns that a label of it fills, best first (see docs/profiles.md).
_COLUMNS: dict[LabelType, tuple[str, ...]] = {
    "money": ("budget",),
    "authority": ("authority",),
    "period": ("timing",),
    "text": ("end_goal",),
}


def note_text(source: Source, edition: str, profile: str) -> str:
    """The note of a new file, with what is known filled in; a person completes title, publisher and licence."""
    return (
        f'edition = {_quoted(edition)}\ntitle = {_quoted(source.edition)}\npublisher = ""\n'
        f'language = "nl"\nprofile = "{profile}"\nrole = "primary"\nsha256 = "{source.sha256}"\n'
        'licence = "not stated in the source"\n'
    )


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False)


class DraftLabel(NamedTuple):
    """A label of the draft: the column it may fill, its type, its wording, in how many boxes it stands, and a value."""

    name: str
    type: LabelType
    wording: str
    times: int
    example: str


class Draft(NamedTuple):
    """What a profile for a file may say; ``others`` are wordings that look like labels and make no boxes."""

    labels: list[DraftLabel]
    axes: list[str]
    authorities: list[Authority]
    others: list[str]


def draft(pages: Pages) -> Draft:
    """Labels, axes and authorities of a file of an unknown family, as its boxes show them."""
    empty = Profile("draft", "nl", (), (), ())
    looked = candidates([pieces_of(page, pages.styles) for page in pages.pages], [], empty, pages.styles)
    wordings = [label.wordings[0].rstrip(" :") for label in looked.labels]
    wordings = [text for text in wordings if not _is_value(text, pages)]
    taken = Profile("draft", "nl", tuple(Label(text, "text", (text,)) for text in wordings), (), ())
    blocks = read_best(pages, taken)
    values = _values(blocks, _parts_of(blocks))
    most = max((len(found) for found in values.values()), default=0)
    kept = [text for text, found in values.items() if len(found) >= max(2, BORNE * most) and _filled(found)]
    labels = _named([(text, _type_of(text, values[text]), values[text]) for text in kept])
    who = [value for label in labels if label.type == "authority" for value in values[label.wording]]
    others = [text for text in wordings if not any(text in label for label in kept)]
    return Draft(labels, _axes(blocks, pages.styles), _authorities(who), others)


def _is_value(wording: str, pages: Pages) -> bool:
    """True for words that stand behind a colon wherever they stand: the repeated value of a label on the same line."""
    words = wording.split()
    lines = [[word.text for word in line] for page in pages.pages for line in page.lines]
    before = [
        line[at - 1] if at else "" for line in lines for at in range(len(line)) if line[at : at + len(words)] == words
    ]
    return bool(before) and all(text.endswith(":") for text in before)


def _values(blocks: Sequence[Block], parts: Mapping[str, str]) -> dict[str, list[str]]:
    """The values of each label, in the order of the boxes; ``parts``: labels that are the next line of another one."""
    found: dict[str, list[str]] = {}
    for block in blocks:
        wording, value = "", ""
        for field in block.fields:
            if wording and parts.get(field.name) == _last(wording, parts):
                wording, value = f"{wording} {field.name}", f"{value} {_said(field)}".strip()
                continue
            if wording:
                found.setdefault(wording, []).append(value)
            wording, value = field.name, _said(field)
        if wording:
            found.setdefault(wording, []).append(value)
    return found


def _last(wording: str, parts: Mapping[str, str]) -> str:
    """The label that a wording of several lines ends in."""
    return next((name for name in parts.values() if wording == name or wording.endswith(f" {name}")), wording)


def _said(field: BoxField) -> str:
    return " ".join(word.text for line in field.value for word in line)


def _filled(values: Sequence[str]) -> bool:
    return sum(any(map(str.isalnum, value)) for value in values) >= FILLED * len(values)


def _parts_of(blocks: Sequence[Block]) -> dict[str, str]:
    """Labels that are the next line of the one before, with that one: where it has no value, or its value only goes on."""
    going_on: Counter[tuple[str, str]] = Counter()
    times: Counter[str] = Counter()
    for block in blocks:
        times.update(field.name for field in block.fields)
        for one, other in pairwise(block.fields):
            if not any(one.value) or _said(other)[:1].islower():
                going_on[one.name, other.name] += 1
    return {other: one for (one, other), count in sorted(going_on.items()) if count > OF_TYPE * times[one]}


# --- types -------------------------------------------------------------------------------------------------------


def _type_of(wording: str, values: Sequence[str]) -> LabelType:
    """What most of the values are."""
    filled = [value for value in values if any(map(str.isalnum, value))]
    tests: list[tuple[LabelType, int]] = [
        ("money", sum(_is_money(value, wording) for value in filled)),
        ("period", sum(_is_period(value) for value in filled)),
        ("authority", sum(_is_authority(value) for value in filled)),
    ]
    return next((name for name, count in tests if count >= OF_TYPE * len(filled)), "text")


def _is_money(value: str, wording: str) -> bool:
    kinds = {quantity.kind for quantity in quantities_of(value)}
    return len(value.split()) < MONEY_WORDS and ("money" in kinds or bool(kinds and read_label_unit(wording).unit))


def _is_period(value: str) -> bool:
    kinds = {quantity.kind for quantity in quantities_of(value)}
    return len(value.split()) <= PERIOD_WORDS and kinds == {"period"}


def _is_authority(value: str) -> bool:
    words = {word.strip("(),.;").casefold() for word in value.split()}
    known = {
        letters(name)
        for profile in known_profiles()
        for one in profile.names_of_authorities
        for name in (one[0], *one[1])
    }
    names = [letters(part) for part in JOINS.split(value)]
    return len(value.split()) <= AUTHORITY_LENGTH and (
        bool(words & AUTHORITY_WORDS) or any(name in known for name in names)
    )


def _named(found: list[tuple[str, LabelType, list[str]]]) -> list[DraftLabel]:
    """Each label with the name of a column: the first of a type has it, of texts the one with most to say."""
    free = {kind: list(names) for kind, names in _COLUMNS.items()}
    length = {text: sum(map(len, values)) / max(1, len(values)) for text, _, values in found}
    order = sorted(found, key=lambda one: -length[one[0]] if one[1] == "text" else 0)
    names = {text: free[kind].pop(0) if free[kind] else _slug(text) for text, kind, _ in order}
    return [
        DraftLabel(names[text], kind, text, len(values), next((v for v in values if v), ""))
        for text, kind, values in found
    ]


def _slug(text: str) -> str:
    return re.sub(r"\W+", "_", text.casefold()).strip("_")


def _authorities(values: Sequence[str]) -> list[Authority]:
    """The names among the values: known ones with their codes, others by what they call themselves."""
    known = {
        letters(name): one
        for profile in known_profiles()
        for one in profile.authorities
        for name in (one.name, *one.also)
    }
    found: dict[str, Authority] = {}
    for value in values:
        whole = letters(value)
        for name in [value] if whole in known else JOINS.split(value):
            name = name.strip(" .")
            municipal = bool({word.casefold() for word in name.split()} & MUNICIPAL_WORDS)
            made = known.get(letters(name)) or Authority(name, "municipality" if municipal else "other")
            if any(map(str.isalpha, name)):
                found.setdefault(made.name, made)
    return sorted(found.values(), key=lambda one: one.name)


# --- axes --------------------------------------------------------------------------------------------------------


def _axes(blocks: Sequence[Block], styles: Sequence[Style]) -> list[str]:
    """Headings that hold projects, of the size of which most do: set larger than titles, in text in capitals."""
    titles = [styles[block.lines[0][0].style].size for block in blocks if block.kind is BlockKind.title]
    least = LARGER * max(titles, default=0) if len(styles) > 1 else 0.0
    found: list[tuple[float, str]] = []  # size and words of headings; a project is 0.0
    for block in blocks:
        if block.kind is BlockKind.title:
            found.append((0.0, ""))
        elif block.kind in (BlockKind.text, BlockKind.section_header):
            found += [
                (style.size, text)
                for text, style in _headings(block, styles)
                if style.size > least and _is_name(text) and (len(styles) > 1 or is_capitals(text))
            ]
    by_size = {size: _holding(size, found) for size, _ in found if size}
    return max(by_size.items(), key=lambda item: (len(item[1]), item[0]), default=(0.0, []))[1]


def _is_name(text: str) -> bool:
    return (
        0 < len(text.split()) <= AXIS_WORDS and not any(map(str.isdigit, text)) and not text.endswith((".", ":", ","))
    )


def _holding(size: float, found: Sequence[tuple[float, str]]) -> list[str]:
    """The headings of a size that hold projects; of several that follow each other the first."""
    names: dict[str, str] = {}
    held = ""
    for own, text in found:
        if own == size and not held:
            held = text.capitalize() if is_capitals(text) else text
        elif not own and held:
            names.setdefault(letters(held), held)
            held = ""
    return list(names.values())


def _headings(block: Block, styles: Sequence[Style]) -> Iterator[tuple[str, Style]]:
    """The lines of a block, those that are set alike and larger than text put together."""
    run: list[str] = []
    style: Style | None = None
    for line in block.lines:
        own = styles[line[0].style]
        if style is not None and own != style:
            yield " ".join(run), style
            run = []
        style = own
        run.append(" ".join(word.text for word in line))
        if len(styles) == 1:
            yield " ".join(run), own
            run, style = [], None
    if run and style is not None:
        yield " ".join(run), style


# --- as TOML -----------------------------------------------------------------------------------------------------


def profile_text(found: Draft, name: str, file: str) -> str:
    """The draft as a profile; what is doubtful in it is a comment."""
    lines = [
        f"# Draft for {file}, made from its boxes. Look at the types and names of the labels, then: brochure profile check",
        f"name = {_quoted(_slug(name).replace('_', '-'))}",
        'language = "nl"',
    ]
    for label in found.labels:
        lines += [
            "",
            f"[[labels]]  # in {label.times} boxes, such as: {' '.join(label.example.split())[:60]}",
            f"name = {_quoted(label.name)}",
            f'type = "{label.type}"',
            f"wordings = [{_quoted(label.wording)}]",
        ]
    if found.others:
        lines += ["", "# Not taken, as they make no boxes: " + ", ".join(map(_quoted, found.others))]
    for axis in found.axes:
        lines += ["", "[[axes]]", f"name = {_quoted(axis)}"]
    for one in found.authorities:
        lines += ["", "[[authorities]]", f"name = {_quoted(one.name)}", f'level = "{one.level}"']
        lines += [f"also = [{', '.join(map(_quoted, one.also))}]"] if one.also else []
        lines += [f'{key} = "{value}"' for key in ("iso_3166_2", "nuts1", "wikidata") if (value := getattr(one, key))]
    return "\n".join(lines) + "\n"
