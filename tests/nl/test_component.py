"""The spaCy components: spans where the characters are, whatever the tokens."""

from __future__ import annotations

from decimal import Decimal

import pytest

spacy = pytest.importorskip("spacy")

import pipeline.nl.component  # noqa: E402, F401  (registers the factories)
from pipeline.nl import find_quantities  # noqa: E402


def test_quantities_on_a_blank_pipeline() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("nl_quantities")
    doc = nlp("Samen 25 000 m2, 40%en € 112.500.000 voor kinderen van 0-3 jaar.")
    spans = doc.spans["quantities"]
    assert [span._.quantity.value for span in spans][:3] == [25000, 40, Decimal(112_500_000)]
    assert [span.label_ for span in spans] == ["measure", "percent", "money", "measure"]
    assert all(span._.quantity.surface in span.text for span in spans)


def test_terms_longest_first_on_whole_words_whatever_case_and_spaces() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe(
        "nl_terms", config={"terms": {"Brussels Gewest": ["Brussel", "Brussels  Hoofdstedelijk Gewest"], "Gent": []}}
    )
    doc = nlp("BRUSSELS HOOFDSTEDELIJK\nGEWEST, brussel en Gent, niet Brusselaar of Gentbrugge.")
    assert [(span.text, span.label_) for span in doc.spans["terms"]] == [
        ("BRUSSELS HOOFDSTEDELIJK\nGEWEST", "Brussels Gewest"),
        ("brussel", "Brussels Gewest"),
        ("Gent", "Gent"),
    ]


def test_no_terms_find_nothing() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("nl_terms")
    assert len(nlp("Gent").spans["terms"]) == 0


def test_pipeline_survives_serialisation_and_batches() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("nl_quantities", config={"key": "amounts"})
    again = spacy.blank("nl").from_config(nlp.config)
    assert [len(doc.spans["amounts"]) for doc in again.pipe(["5 km", "niets", "€ 3 en 4 %"])] == [1, 0, 2]


def test_a_doc_keeps_its_quantities_as_bytes() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("nl_quantities")
    texts = ["Het kost 1.250 euro, dat is 1.2 keer meer.", "Van mei 2024 tot juni 2025.", "Tussen 3 en 5 km."]
    for text, sent in zip(texts, nlp.pipe(texts), strict=True):
        kept = spacy.tokens.Doc(nlp.vocab).from_bytes(sent.to_bytes())
        assert [span._.quantity for span in kept.spans["quantities"]] == find_quantities(text)


def test_a_span_without_quantity_has_none() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("nl_quantities")
    assert nlp("Er zijn 3 bussen.")[0:1]._.quantity is None


@pytest.mark.parametrize(
    ("component", "config", "message"),
    [
        ("nl_quantities", {"key": ""}, "nl_quantities: the option key is empty"),
        ("nl_terms", {"key": " "}, "nl_terms: the option key is empty"),
        ("nl_terms", {"terms": {"Gent": [""]}}, "an empty form stands under the name 'Gent'"),
        (
            "nl_terms",
            {"terms": {"Gent": ["G"], "Genk": ["g"]}},
            "the form 'g' stands under two names, 'Gent' and 'Genk'",
        ),
        ("nl_quantities", {"kye": "q"}, "unexpected argument: 'kye'"),
        ("nl_terms", {"terms": {"Gent": "Gand"}}, "at Gent"),
    ],
)
def test_a_bad_option_is_said_in_one_line(component: str, config: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message) as raised:
        spacy.blank("nl").add_pipe(component, config=config)
    if type(raised.value) is ValueError:
        assert "\n" not in str(raised.value)
