"""Labels that the profile does not know: found by their form and place, named by the type of their values.

A wording is a candidate when it is short, set like the known labels, repeated, and stands with labels in one box. What
its values are decides: the profile's label of that type when the boxes lack it (a new wording, for a person to accept),
else a field of its own (an extra label).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.models import Finding, Severity, Style
from pipeline.nl import quantities_of, read_label_unit, read_money
from pipeline.nl.running import running_text
from pipeline.profile import Label as ProfileLabel
from pipeline.profile import Profile
from pipeline.segment.boxes import InfoBox, PageBoxes
from pipeline.segment.flow import is_capitals
from pipeline.segment.geometry import Piece, piece
from pipeline.segment.headings import axis_of
from pipeline.segment.labels import Label, letters, points_right
from pipeline.segment.stacks import Entry, two_line_labels

#: Marks the name of a label that the profile does not know.
NEW = "new:"
#: A label has at most so many words and letters, and stands so often in a brochure.
WORDS, LETTERS, REPEATED = 5, 40, 2
#: So few known labels may be words of a chart.
LEGENDS = 2
#: A look that no more than this share of the known labels has says nothing about the others.
RARE = 0.1
#: Share of the boxes that must bear an unknown label, and of its values that must be of one type.
SHARE, ONE_TYPE = 0.3, 0.6
#: Boxes that must bear a new wording, at least and as a share, before what stands under it speaks for itself.
LEAST, CLEAR = 3, 0.9

_PREFIX = re.compile(r"^([^\d:.!?]{3,45}?(?: 20\d\d)?)\s*(?::|[.…·_]{4,})(\s|$)")
_YEAR = re.compile(r" 20\d\d$")


class _Look(NamedTuple):
    """How a label is set: its style in print; in text whether it is in capitals and whether a colon ends it."""

    style: object
    capitals: bool
    colon: bool


def tells(known: Sequence[Label]) -> bool:
    """False for one or two mentions of one label in a whole brochure: the legend of a chart says nothing about boxes."""
    return len(known) > LEGENDS or len({label.name for label in known}) > 1


def candidates(
    pages: Sequence[list[Piece]], known: Sequence[Label], profile: Profile, styles: Sequence[Style]
) -> Profile:
    """``profile`` with the label-like wordings of the document as labels of their own (named ``new:wording``)."""
    told = known if tells(known) else ()
    mentions = _mentions(pages, known, told, profile, styles)
    found: dict[str, list[str]] = defaultdict(list)
    for entry in (entry for page in mentions for entry in page):
        found[entry.key].append(entry.text)
    most = max((len(wordings) for wordings in found.values()), default=0)
    least = REPEATED if told else max(REPEATED + 1, round(0.5 * most))
    found = {key: wordings for key, wordings in found.items() if len(wordings) >= least}
    columns = [
        (
            pieces,
            [
                *(_entry(label, styles) for label in known if pieces and label.page == pieces[0].page),
                *(entry for entry in page if entry.key in found),
            ],
        )
        for pieces, page in zip(pages, mentions, strict=True)
    ]
    for a, b, text in two_line_labels(columns, styles):
        if a in found and b in found:
            found[a + b] = [text] * len(found.pop(a))
            del found[b]
    new = tuple(
        ProfileLabel(name=NEW + Counter(wordings).most_common(1)[0][0], type="text", wordings=(wordings[0],))
        for _, wordings in sorted(found.items())
    )
    return replace(profile, labels=profile.labels + new)


def _mentions(
    pages: Sequence[list[Piece]],
    known: Sequence[Label],
    told: Sequence[Label],
    profile: Profile,
    styles: Sequence[Style],
) -> list[list[Entry]]:
    """What is set like the known labels, page by page; where these tell nothing (``told``), what is not set like the text."""
    printed = len(styles) > 1
    authorities = {letters(n) for name, also in profile.names_of_authorities for n in (name, *also)}
    counted = Counter(_look(label.words, label.text, styles, printed) for label in told)
    looks = {look for look, count in counted.items() if count > RARE * len(told)}  # the head of a table is no label
    body = _body(pages, styles) if printed else None
    taken = {word.address for label in known for word in label.words}
    found: list[list[Entry]] = []
    for pieces in pages:
        found.append([])
        for p in pieces:
            if p.words[0].address in taken:
                continue
            wording = _wording(p, styles, printed, asks=not told)
            if not wording or axis_of(wording, profile) or letters(wording) in authorities:
                continue
            part = piece(p.words[: len(wording.split())], styles)
            look = _look(part.words, p.text, styles, printed)
            like = look in looks or (printed and _kindred(p, known, styles, body))
            if like if looks else _stands_out(look, body):
                found[-1].append(Entry(letters(wording), wording, part, part.words != p.words or p.text.endswith(":")))
    return found


def _entry(label: Label, styles: Sequence[Style]) -> Entry:
    return Entry(label.name, label.text, piece(label.words, styles), bool(label.rest) or points_right(label))


def _wording(p: Piece, styles: Sequence[Style], printed: bool, *, asks: bool) -> str:
    """The part of a piece that could be a label: what a colon, a leader or a change of style ends, or all of it; ``asks``: also
    a question, where no known label says how labels look here."""
    text = p.text
    if found := _PREFIX.match(text):
        text = found.group(1)
    elif printed:
        first = styles[p.words[0].style]
        same = next((i for i, w in enumerate(p.words) if styles[w.style] != first), len(p.words))
        text = " ".join(word.text for word in p.words[:same])
    text = text.strip()
    fits = len(text.split()) <= WORDS and 3 <= len(letters(text)) <= LETTERS
    plain = not any(char.isdigit() for char in _YEAR.sub("", text)) and not text.endswith(
        (".", ",", ";", "!", "-") if asks else (".", ",", ";", "!", "?", "-")
    )
    return text if fits and plain and text[:1].isupper() else ""


def _look(words: Sequence[object], text: str, styles: Sequence[Style], printed: bool) -> _Look:
    first = words[0]
    label = text.split(":")[0]
    style = styles[first.style] if printed else None  # type: ignore[attr-defined]
    return _Look(style, is_capitals(label) if not printed else False, ":" in text if not printed else False)


def _body(pages: Sequence[list[Piece]], styles: Sequence[Style]) -> Style:
    """The style of the running text: that of most characters."""
    weights: Counter[Style] = Counter()
    for pieces in pages:
        for p in pieces:
            weights[styles[p.style]] += len(p.text)
    return max(weights, key=lambda style: (weights[style], str(style)))


def _stands_out(look: _Look, body: Style | None) -> bool:
    """True for what is not set like the running text."""
    return look.style != body if body else look.capitals or look.colon


def _kindred(p: Piece, known: Sequence[Label], styles: Sequence[Style], body: Style | None) -> bool:
    """True for what is aligned with a known label of its page and has its font and colour, which are not the body's: the
    sizes of labels can differ when each is made to fit its cell."""
    style = styles[p.words[0].style]
    own = (style.font, style.color)
    if body is None or own == (body.font, body.color):
        return False
    return any(
        label.page == p.page
        and abs(label.x0 - p.x0) < p.size
        and own == (styles[label.style].font, styles[label.style].color)
        for label in known
    )


def is_alone(box: InfoBox, styled: set[int], profile: Profile) -> bool:
    """True for a box of one label: set like those of whole boxes, with a value of its type."""
    label = box.labels[0]
    known = profile.label(label.name)
    values = _values(box, label.name)
    return (
        known is not None
        and known.type != "text"
        and label.style in styled
        and _type_of(values, "", profile) == known.type
    )


class Settled(NamedTuple):
    """Pages with every label named, and what was found out about unknown ones."""

    pages: list[PageBoxes]
    findings: list[Finding]


def settle(pages: Sequence[PageBoxes], profile: Profile, *, accepted: bool) -> Settled:
    """Name the unknown labels by the type of their values; those that are no labels go back to the text."""
    boxes = [box for page in pages for box in page.boxes]
    names: dict[str, str] = {}
    findings: list[Finding] = []
    present = {label.name for box in boxes for label in box.labels}
    # Long values first: of several unknown labels over text, the one with most to say is the end goal.
    for new in sorted((n for n in present if n.startswith(NEW)), key=lambda n: (-_length(boxes, n), n)):
        bearing = [box for box in boxes if any(label.name == new for label in box.labels)]
        values = [value for box in bearing for value in _values(box, new)]
        wording = new.removeprefix(NEW)
        first = next(label for box in bearing for label in box.labels if label.name == new)
        target = _target(wording, values, bearing, profile, set(names.values()))
        if len(bearing) < max(REPEATED, SHARE * len(_measured(boxes, target, profile))) or not any(
            map(str.strip, values)
        ):
            continue
        names[new] = target or wording
        known = profile.label(target)
        sure = known is not None and len(bearing) >= CLEAR * len(boxes) and _is_clear(wording, known, values, profile)
        sure = sure and not (known and _rivals(new, known, boxes, profile))
        findings.append(_finding(wording, target, first, values, profile, accepted=accepted or sure))
    findings += _units(boxes, profile, accepted=accepted)
    return Settled([_renamed(page, names) for page in pages], findings)


def _is_clear(wording: str, label: ProfileLabel, values: list[str], profile: Profile) -> bool:
    """True when what stands under a new wording says by itself which label it is: an amount or a reason for none, or an
    authority, in each box; a text only where the wording is kin to the label's."""
    filled = [value for value in values if value.strip()]
    if len(filled) < max(LEAST, CLEAR * len(values)):
        return False
    if label.type == "text":
        return is_kin(wording, label) and all(len(value.split()) > 1 for value in filled)
    names = [n.casefold() for name, also in profile.names_of_authorities for n in (name, *also)]
    if label.type == "authority":  # *de drie gewesten* counts in words
        return all(
            any(name in value.casefold() for name in names) and not any(map(str.isdigit, value)) for value in filled
        )
    return all(
        _type_of([value], wording, profile) == label.type
        or (label.type == "money" and (read_money(value).is_open or not any(map(str.isalnum, value))))
        for value in filled
    )


def is_kin(wording: str, label: ProfileLabel) -> bool:
    """True when a word of a wording ends as a word that the profile calls kin to a label: *Streefdoel*, but not *Doelgroep*."""
    return any(letters(word).endswith(letters(kin)) for word in wording.split() for kin in label.kin)


def _rivals(new: str, label: ProfileLabel, boxes: Sequence[InfoBox], profile: Profile) -> bool:
    """True when another unknown label of the boxes could be the same label: of its type, or as much kin to it."""
    others = {other.name for box in boxes for other in box.labels if other.name.startswith(NEW)} - {new}
    if label.type == "text":
        return any(is_kin(other.removeprefix(NEW), label) for other in others)
    values = ([value for box in boxes for value in _values(box, other)] for other in others)
    return any(_type_of(found, "", profile) == label.type for found in values)


def _measured(boxes: Sequence[InfoBox], target: str, profile: Profile) -> Sequence[InfoBox]:
    """The boxes that a wording is measured by: those that lack the label which it stands for, where the type of its values
    says so (most boxes may keep the known wording); else all."""
    known = profile.label(target)
    if known is None or known.type == "text":
        return boxes
    return [box for box in boxes if all(label.name != target for label in box.labels)]


def _units(boxes: Sequence[InfoBox], profile: Profile, *, accepted: bool) -> list[Finding]:
    """Known labels that name a unit which no wording of the profile has: a factor of a million hangs on them, so a person
    looks once."""
    told: dict[str, tuple[Label, list[str]]] = {}
    for box in boxes:
        for label in box.labels:
            known = profile.label(label.name)
            printed = letters(label.text)
            if (
                known
                and label.exact
                and printed not in {letters(wording) for wording in known.wordings}
                and printed.startswith(letters(label.wording))
            ):
                told.setdefault(printed, (label, []))[1].extend(_values(box, label.name))
    return [
        _finding(label.text.rstrip(" .:…·_"), label.name, label, values, profile, accepted=accepted)
        for _, (label, values) in sorted(told.items())
    ]


def _length(boxes: Sequence[InfoBox], name: str) -> float:
    values = [value for box in boxes for value in _values(box, name)]
    return sum(len(value) for value in values) / max(1, len(values))


def _values(box: InfoBox, name: str) -> list[str]:
    return [
        running_text([[word.text for word in line] for line in field.value]).text
        for field in box.fields
        if field.name == name
    ]


def _target(wording: str, values: list[str], bearing: list[InfoBox], profile: Profile, given: set[str]) -> str:
    """The profile's label that these values fill: of their type, and missing in the boxes that bear them."""
    kind = _type_of(values, wording, profile)
    for label in profile.labels:
        beside = sum(1 for box in bearing if any(other.name == label.name for other in box.labels))
        if label.type == kind and label.name not in given and beside < 0.2 * len(bearing):
            return label.name
    return ""


def _type_of(values: list[str], wording: str, profile: Profile) -> str:
    filled = [value for value in values if value.strip()]
    if not filled:
        return ""
    unit = read_label_unit(wording).unit
    money = sum(1 for v in filled if any(q.kind == "money" or unit for q in quantities_of(v)) and len(v.split()) < 12)
    names = [n.casefold() for name, also in profile.names_of_authorities for n in (name, *also)]
    who = sum(
        1
        for v in filled
        if any(name in v.casefold() for name in names) and len(v.split()) < 20 and not quantities_of(v)
    )
    if money >= ONE_TYPE * len(filled):
        return "money"
    return "authority" if who >= ONE_TYPE * len(filled) else "text"


def _finding(
    wording: str, target: str, label: Label, values: list[str], profile: Profile, *, accepted: bool
) -> Finding:
    quote = f"{label.text} {values[0] if values else ''}".strip()
    known = profile.label(target)
    if known is None:
        return Finding(
            rule="extra_label",
            severity=Severity.warning,
            page=label.page,
            quote=quote,
            message=f"label {wording!r} is not in the profile; its values are in extra_fields.csv",
            hint="nothing to do, or add it to the labels of the profile",
        )
    return Finding(
        rule="new_label",
        severity=Severity.warning if accepted else Severity.person,
        page=label.page,
        quote=quote,
        message=f"label {wording!r} is new; by its {len(values)} value(s) it is {target}",
        hint="look at the page, then run with --accept-labels; or in the note: "
        f"wordings = [{{ label = {_toml(target)}, printed = {_toml(wording)} }}]",
    )


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _renamed(page: PageBoxes, names: dict[str, str]) -> PageBoxes:
    boxes: list[InfoBox] = []
    for box in page.boxes:
        kept = [i for i, label in enumerate(box.labels) if not label.name.startswith(NEW) or label.name in names]
        if len(kept) > 1 or len(box.labels) == 1 == len(kept):
            boxes.append(
                box._replace(
                    labels=tuple(
                        box.labels[i]._replace(name=names.get(box.labels[i].name, box.labels[i].name)) for i in kept
                    ),
                    values=tuple(box.values[i] for i in kept),
                )
            )
    return page._replace(boxes=boxes)
