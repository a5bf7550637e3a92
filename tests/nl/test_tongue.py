"""Another language than Dutch is told, and only where it is clear."""

from __future__ import annotations

import doctest

import pytest

from pipeline.nl import tongue

LINES = {
    "French": "Cette mesure prévoit des bornes pour les vélos dans les gares et sur le réseau, et la région les paie. ",
    "German": "Mit dieser Maßnahme wird der Bahnhof für die Reisenden und das Umland erneuert, und der Bund zahlt das. ",
    "English": "This measure builds a station for the region and its people, and they will have it by the spring. ",
}
DUTCH = "Deze maatregel bouwt een station voor de reizigers en het omland, en het gewest betaalt dat met de stad. "


@pytest.mark.parametrize("language", LINES)
def test_a_language_is_told(language: str) -> None:
    assert tongue.other_language((LINES[language] * 4).split()) == language


@pytest.mark.parametrize("text", [DUTCH * 4, DUTCH * 2 + LINES["French"] * 4, LINES["French"], ""])
def test_dutch_two_languages_and_too_little_are_not(text: str) -> None:
    assert tongue.other_language(text.split()) == ""


def test_examples() -> None:
    assert doctest.testmod(tongue).failed == 0
