"""Profiles: everything a new brochure changes is data, and a typing error in it is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.profile import PROFILES, known_profiles, load_profile
from tests.cases.make import HERE

GOOD = (HERE / "other-profile.toml").read_text("utf-8")


def load(folder: Path, text: str) -> None:
    file = folder / "eigen.toml"
    file.write_text(text, "utf-8")
    load_profile(file)


def test_a_profile_of_ones_own() -> None:
    profile = load_profile(HERE / "other-profile.toml")
    assert [label.name for label in profile.labels] == ["budget", "authority", "end_goal", "contact"]
    label = profile.label("budget")
    assert label is not None
    assert (label.type, label.wordings) == ("money", ("KOSTPRIJS",))
    assert profile.label("onbekend") is None


def test_the_known_profiles_load_and_are_called_like_their_files() -> None:
    assert [profile.name for profile in known_profiles()] == sorted(file.stem for file in PROFILES.glob("*.toml"))


def test_codes_are_those_that_were_verified() -> None:
    regions = {"BE-VLG": ("BE2", "Q9337"), "BE-WAL": ("BE3", "Q231"), "BE-BRU": ("BE1", "Q240")}
    others = {"Q31", "Q89959", "Q90027", ""}
    for profile in known_profiles():
        for authority in profile.authorities:
            if authority.iso_3166_2:
                assert authority.level == "region"
                assert (authority.nuts1, authority.wikidata) == regions[authority.iso_3166_2]
            else:
                assert authority.nuts1 == ""
                assert authority.wikidata in others


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('language = "nl"', 'language = "nl"\nkleur = "blauw"', "kleur"),
        ('wordings = ["TREKKER"]', 'wording = ["TREKKER"]', "wording"),
        ('type = "money"', 'type = "geld"', "geld"),
        ('language = "nl"', 'language = "fr"', "fr"),
        ('level = "region"', 'level = "streek"', "streek"),
        ('name = "andere-familie"\n', "", "name"),
        ('wordings = ["TREKKER"]', "wordings = 3", "wordings"),
        ("[[labels]]", "[[labels", "line"),
        ("[[axes]]", '[[collectives]]\nname = "samen"\nmembers = ["Niemand"]\n\n[[axes]]', "Niemand"),
        ("[[axes]]", "[tolerances]\npairing_flor = 0.1\n\n[[axes]]", "pairing_flor"),
        ("[[axes]]", '[kinds]\ninvestering = ["investering"]\n\n[[axes]]', "investering"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    load(tmp_path, GOOD)
    assert old in GOOD
    with pytest.raises(UsageError) as refused:
        load(tmp_path, GOOD.replace(old, new, 1))
    message = str(refused.value)
    assert message.startswith("eigen.toml: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize("key", ["labels", "axes"])
def test_a_profile_without_labels_or_axes_reads_nothing(tmp_path: Path, key: str) -> None:
    head, *tables = GOOD.split("[[")
    kept = [f"[[{table}" for table in tables if not table.startswith(key)]
    with pytest.raises(UsageError, match="at least one label and one axis"):
        load(tmp_path, f"{key} = []\n".join([head, ""]) + "".join(kept))


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "eigen.toml"
    file.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(UsageError, match=r"eigen\.toml: malformed profile"):
        load_profile(file)


def test_a_profile_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no such profile; known: .*herstel-en-veerkracht"):
        load_profile(tmp_path / "nergens.toml")


@pytest.mark.parametrize(
    "extra",
    [
        '[[labels]]\nname = "budget"\ntype = "money"\nwordings = ["PRIJS"]\n\n[[axes]]',
        '[[labels]]\nname = "other"\ntype = "text"\nwordings = []\n\n[[axes]]',
        '[[labels]]\nname = "other"\ntype = "text"\nwordings = [""]\n\n[[axes]]',
        '[[labels]]\nname = "other"\ntype = "text"\nwordings = ["KOSTPRIJS"]\n\n[[axes]]',
        "[tolerances]\npairing_floor = -1.0\n\n[[axes]]",
        "[tolerances]\nunassigned_share = 20.0\n\n[[axes]]",
    ],
    ids=["name twice", "no wording", "empty wording", "wording twice", "below 0", "above 1"],
)
def test_what_switches_something_off_is_refused(tmp_path: Path, extra: str) -> None:
    with pytest.raises(UsageError):
        load(tmp_path, GOOD.replace("[[axes]]", extra, 1))
