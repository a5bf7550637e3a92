"""Profiles: what a family of brochures calls things, as data.

A profile is one TOML file; ``profiles/`` holds those that ship with the package. Unknown keys are refused with their
path, so that a typing error cannot silently switch something off.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, convert
from msgspec.structs import replace

from pipeline.errors import UsageError
from pipeline.faults import meant
from pipeline.models import Wording
from pipeline.store import read_toml

PROFILES = Path(__file__).parent / "profiles"

LabelType = Literal["money", "authority", "period", "text"]


class Label(Struct, frozen=True, forbid_unknown_fields=True):
    """A label of the info box: the column it fills, what its values are, and the wordings that were seen in print.

    ``kin`` are words that mean the same: a new wording that ends in one of them is taken for the label without asking.
    """

    name: str
    type: LabelType
    wordings: tuple[str, ...]
    kin: tuple[str, ...] = ()


class Axis(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    also: tuple[str, ...] = ()


class Authority(Struct, frozen=True, forbid_unknown_fields=True):
    """An authority with verified codes; ``places`` are words in running text that speak of its territory."""

    name: str
    level: Literal["federal", "region", "community", "community_commission", "municipality", "other"]
    also: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    iso_3166_2: str = ""
    nuts1: str = ""
    wikidata: str = ""


class Collective(Struct, frozen=True, forbid_unknown_fields=True):
    """A name for several authorities at once."""

    name: str
    members: tuple[str, ...]
    also: tuple[str, ...] = ()


class Tolerances(Struct, frozen=True, forbid_unknown_fields=True):
    """Shares from 0 to 1. Raising ``floor`` or ``margin`` refuses more pairings, never makes other ones."""

    unassigned_share: float = 0.02
    pairing_floor: float = 0.08
    pairing_margin: float = 0.03


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a new brochure may change. ``sha256`` is that of the file, and no key in it."""

    name: str
    language: Literal["nl"]
    labels: tuple[Label, ...]
    axes: tuple[Axis, ...]
    authorities: tuple[Authority, ...] = ()
    collectives: tuple[Collective, ...] = ()
    kinds: dict[Literal["investment", "reform", "project"], tuple[str, ...]] = {}
    tolerances: Tolerances = Tolerances()
    sha256: str = ""

    @property
    def names_of_authorities(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Canonical name and synonyms of each authority and collective."""
        single = tuple((authority.name, authority.also) for authority in self.authorities)
        return single + tuple((collective.name, collective.also) for collective in self.collectives)

    def label(self, name: str) -> Label | None:
        return next((label for label in self.labels if label.name == name), None)


def load_profile(path: Path) -> Profile:
    """Read and check one profile; UsageError names the file, the key and the cause."""
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in PROFILES.glob("*.toml")))
        raise UsageError(f"{path.name}: no such profile; known: {known}, or give a file with --profile")
    profile = read_toml(path, Profile, "profile")
    if wrong := list(_wrongs(profile)):
        more = f" (and {len(wrong) - 1} more; brochure profile check {path.name} lists all)" if len(wrong) > 1 else ""
        raise UsageError(f"{path.name}: {wrong[0]}{more}")
    return replace(profile, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def check_profile(path: Path) -> tuple[list[str], list[str]]:
    """All that is wrong with a profile, and what a person should know; UsageError when it is no TOML file at all."""
    from pipeline.faults import faults

    data = read_toml(path, dict, "profile")
    if wrong := faults(data, Profile):
        return wrong, []
    profile = convert(data, Profile)
    return list(_wrongs(profile)), list(_remarks(profile))


def with_wordings(profile: Profile, wordings: Sequence[Wording]) -> Profile:
    """``profile`` with the wordings that a note adds to its labels, beside those it knows; UsageError for a label it lacks."""
    for wording in wordings:
        label = profile.label(wording.label)
        if label is None:
            known = ", ".join(label.name for label in profile.labels)
            raise UsageError(
                f"profile {profile.name} has no label {wording.label!r}, which a note names; choose one of {known}"
            )
        others = {text.casefold() for other in profile.labels if other is not label for text in other.wordings}
        if wording.printed.casefold() in others:
            raise UsageError(
                f"{wording.printed!r} is another label of the profile {profile.name} than {label.name}; correct the note"
            )
        if wording.printed not in label.wordings:
            wider = replace(label, wordings=(*label.wordings, wording.printed))
            profile = replace(profile, labels=tuple(wider if other is label else other for other in profile.labels))
    return profile


#: Name of a label → the type of its values and the columns of projects.csv that it fills.
COLUMNS: dict[str, tuple[LabelType, str]] = {
    "budget": ("money", "budget_eur"),
    "authority": ("authority", "authorities"),
    "end_goal": ("text", "end_goal"),
    "timing": ("period", "start and end"),
    "start": ("period", "start"),
    "end": ("period", "end"),
}
#: ISO 3166-2 code of a region → its NUTS 1 code.
REGIONS = {"BE-VLG": "BE2", "BE-WAL": "BE3", "BE-BRU": "BE1"}


def _wrongs(profile: Profile) -> Iterator[str]:
    """What types cannot say and would fail silently later."""
    if profile.sha256:
        yield "unknown key sha256; remove it"
    if not profile.labels or not profile.axes:
        yield "a profile needs at least one label and one axis; add them"
    yield from _wrong_labels(profile.labels)
    for authority in profile.authorities:
        yield from _wrong_codes(authority)
    yield from _twice("authority", [authority.name for authority in profile.authorities])
    yield from _twice("wikidata", [authority.wikidata for authority in profile.authorities if authority.wikidata])
    names = [authority.name for authority in profile.authorities]
    for collective in profile.collectives:
        for member in collective.members:
            if member not in names:
                known = meant(member, names)
                yield f"collective {collective.name!r} names the unknown authority {member!r}{known}; add it to authorities"
    for name in profile.tolerances.__struct_fields__:
        if not 0 <= getattr(profile.tolerances, name) <= 1:
            yield f"tolerance {name} is not between 0 and 1; correct it"


def _wrong_labels(labels: Sequence[Label]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for label in labels:
        if not label.wordings or not all(wording.strip() for wording in label.wordings):
            yield f"label {label.name!r} has an empty wording; give it the words as printed"
        if label.name in COLUMNS and label.type != COLUMNS[label.name][0]:
            yield f"label {label.name!r} fills {COLUMNS[label.name][1]} and is of type {COLUMNS[label.name][0]}, not {label.type}"
        for text in (f"label {label.name}", *(wording.casefold() for wording in label.wordings)):
            if text in seen:
                yield f"{text!r} stands twice (also in label {seen[text]!r}); remove one"
            seen[text] = label.name


def _wrong_codes(authority: Authority) -> Iterator[str]:
    codes = (authority.iso_3166_2, authority.nuts1)
    who = f"authority {authority.name!r}"
    if authority.level == "region" and codes not in REGIONS.items():
        pairs = ", ".join(" with ".join(pair) for pair in REGIONS.items())
        yield f"{who}: a region has iso_3166_2 and nuts1, one of {pairs}; an agency is of level other"
    if authority.level != "region" and any(codes):
        yield f'{who}: only a region has iso_3166_2 and nuts1; remove them, or write level = "region"'
    if authority.wikidata and not re.fullmatch("Q[1-9][0-9]*", authority.wikidata):
        yield f"{who}: wikidata is {authority.wikidata!r}; write it like Q9337, or leave it out"


def _twice(what: str, names: Sequence[str]) -> Iterator[str]:
    yield from (f"{what} {name!r} stands twice; remove one" for name, count in Counter(names).items() if count > 1)


def _remarks(profile: Profile) -> Iterator[str]:
    """What is no fault, and may not be meant."""
    names = [label.name for label in profile.labels]
    for label in profile.labels:
        if label.name not in COLUMNS:
            yield (
                f"label {label.name!r} fills no column of projects.csv: its values go to extra_fields.csv"
                f"{meant(label.name, list(COLUMNS))}; names that do: {', '.join(COLUMNS)}"
            )
    yield from (f"no label fills {column}" for name, (_, column) in list(COLUMNS.items())[:3] if name not in names)
    if not profile.authorities:
        yield "no authorities: they stay as printed, without level and codes"


def known_profiles(name: str = "") -> list[Profile]:
    """The profiles that ship with the package, sorted by name, or the one called ``name``."""
    if name:
        return [load_profile(PROFILES / f"{name}.toml")]
    return [load_profile(path) for path in sorted(PROFILES.glob("*.toml"))]
