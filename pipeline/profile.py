"""Profiles: what a family of brochures calls things, as data.

A profile is one TOML file; ``profiles/`` holds those that ship with the package. Unknown keys are refused with their
path, so that a typing error cannot silently switch something off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import UsageError
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
    authorities: tuple[Authority, ...]
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
    if profile.sha256:
        raise UsageError(f"{path.name}: malformed profile: unknown key sha256; correct the file")
    profile = replace(profile, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    _check(profile, path.name)
    return profile


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


def _check(profile: Profile, file: str) -> None:  # noqa: C901
    """What types cannot say; UsageError names the first thing that would fail silently later."""
    names = {authority.name for authority in profile.authorities}
    for collective in profile.collectives:
        for member in collective.members:
            if member not in names:
                raise UsageError(
                    f"{file}: collective {collective.name!r} names the unknown authority {member!r}; add it to authorities"
                )
    if not profile.labels or not profile.axes:
        raise UsageError(f"{file}: a profile needs at least one label and one axis; add them")
    seen: dict[str, str] = {}
    for label in profile.labels:
        if not any(wording.strip() for wording in label.wordings) or not all(
            wording.strip() for wording in label.wordings
        ):
            raise UsageError(f"{file}: label {label.name!r} has an empty wording; give it the words as printed")
        for text in (f"label {label.name}", *(wording.casefold() for wording in label.wordings)):
            if text in seen:
                raise UsageError(f"{file}: {text!r} stands twice (also in label {seen[text]!r}); remove one")
            seen[text] = label.name
    for name in profile.tolerances.__struct_fields__:
        if not 0 <= getattr(profile.tolerances, name) <= 1:
            raise UsageError(f"{file}: tolerance {name} is not between 0 and 1; correct it")


def known_profiles(name: str = "") -> list[Profile]:
    """The profiles that ship with the package, sorted by name, or the one called ``name``."""
    if name:
        return [load_profile(PROFILES / f"{name}.toml")]
    return [load_profile(path) for path in sorted(PROFILES.glob("*.toml"))]
