"""Words that seem split are suggestions with page and quote; neighbours that only look alike are silent."""

from __future__ import annotations

import pytest

from pipeline.assemble.prose import value
from pipeline.assemble.splits import split_words
from pipeline.models import Value, Word


def text(words: str, page: int = 4) -> Value:
    return value([tuple(Word(page, 1, pos, word, pos, 1, pos + 0.5, 2) for pos, word in enumerate(words.split()))])


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("Er komen meer fiets paden langs het kanaal, want elk fietspad telt.", "fiets paden"),
        ("De Fede rale overheid steunt wat de federale diensten doen.", "Fede rale"),
        ("De duurzaam heid van het gebouw telt.", "duurzaam heid"),
        ("Digitale leer middelen voor iedereen.", "leer middelen"),
        ("Nieuwe stralings normen voor zendmasten.", "stralings normen"),
        ("De veiligheids voorschriften van de haven.", "veiligheids voorschriften"),
        ("De dorpen ont wikkelen een nieuwe veerpont.", "ont wikkelen"),
        ("METHODEN TE ONT WIKKELEN VOOR IEDEREEN", "ONT WIKKELEN"),
        ("FIETS PADEN EN ELK FIETSPAD.", "FIETS PADEN"),
        ("Dekking in de stad en opalle grote wegen.", "opalle"),
        ("Een plan voorhet hele dorp.", "voorhet"),
        ("Waterzuivering is nodig. Elke water zuivering kost geld.", "water zuivering"),
    ],
)
def test_split(words: str, quote: str) -> None:
    found = split_words([text(words)])
    assert [(finding.quote, finding.page, finding.severity.value) for finding in found] == [(quote, 4, "info")]


@pytest.mark.parametrize(
    "words",
    [
        "We samen werken en samen leven, en werken is samenwerken.",
        "Vanuit de stad van uit het dorp.",
        "Een aantal woningen en gerichter maatregelen.",
        "Nieuwe middelen, betere diensten.",
        "De meetings werden door holdings betaald, trainings inbegrepen.",
        "Opleidings- en vormingscentra openen.",
        "HET DORP KRIJGT EEN PONT OVER DE BEEK.",
        "Vooral de dorpen overal, omdat en zodat zij opeen wonen.",
        "De inde belasting komt uit het onderhoud.",
        "In de zomer is er in de stad meer schaduw.",
    ],
)
def test_whole(words: str) -> None:
    assert not split_words([text(words)])
