"""Registration with spaCy: `nl_quantities` and `nl_terms`. The only file of the room that imports spaCy.

A Doc keeps its quantities as JSON, so that it can be written to disk and sent between processes;
`span._.quantity` builds the record when asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.nl.finder import find_quantities
from pipeline.nl.quantity import Quantity, Reading

QUANTITIES_KEY = "quantities"
TERMS_KEY = "terms"


class QuantityFinder:
    """Puts every quantity of a Doc into `doc.spans[key]`, each span with `._.quantity`."""

    def __init__(self, key: str = QUANTITIES_KEY) -> None:
        self.key = _checked_key(key, "nl_quantities")
        Span.set_extension("quantity", getter=_quantity_of, setter=_keep_quantity, force=True)

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for quantity in find_quantities(doc.text):
            span = doc.char_span(quantity.start, quantity.end, label=quantity.kind, alignment_mode="expand")
            if span is not None:
                span._.quantity = quantity
                spans.append(span)
        doc.spans[self.key] = SpanGroup(doc, name=self.key, spans=spans)
        return doc


def _place(span: Span) -> str:
    return f"nl_quantity {span.start} {span.end} {span.label_}"


def _keep_quantity(span: Span, quantity: Quantity) -> None:
    span.doc.user_data[_place(span)] = _packed(quantity)


def _quantity_of(span: Span) -> Quantity | None:
    packed = span.doc.user_data.get(_place(span))
    return None if packed is None else _unpacked(packed)


def _packed(quantity: Quantity) -> str:
    """The record as JSON with every Decimal as text: `_unpacked` gives it back exactly."""
    readings = [reading._asdict() for reading in quantity.readings]
    return json.dumps(quantity._asdict() | {"readings": readings}, default=str, ensure_ascii=False)


def _unpacked(packed: str) -> Quantity:
    """The record that `_packed` wrote."""
    fields = json.loads(packed)
    is_period = fields["kind"] == "period"
    readings = tuple(Reading(**_exact(reading, is_period)) for reading in fields.pop("readings"))
    scale = Decimal(fields.pop("label_scale"))
    return Quantity(**_exact(fields, is_period), readings=readings, label_scale=scale)


def _exact(fields: dict[str, Any], is_period: bool) -> dict[str, Any]:
    numbers = (
        {} if is_period else {key: Decimal(fields[key]) for key in ("value", "low", "high") if fields[key] is not None}
    )
    return fields | numbers


def _checked_key(key: str, component: str) -> str:
    if not key.strip():
        raise ValueError(f"{component}: the option key is empty; it names the span group in doc.spans")
    return key


class TermFinder:
    """Puts every known term of a Doc into `doc.spans[key]`, longest first; `span.label_` is the canonical name."""

    def __init__(self, terms: Mapping[str, Sequence[str]], key: str = TERMS_KEY) -> None:
        self.key = _checked_key(key, "nl_terms")
        self._canonical = _canonical_names(terms)
        self._pattern = _pattern(self._canonical)

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for match in self._pattern.finditer(doc.text) if self._pattern is not None else ():
            name = self._canonical.get(_squeeze(match.group()))
            span = doc.char_span(match.start(), match.end(), label=name or "", alignment_mode="expand")
            if name is not None and span is not None:
                spans.append(span)
        doc.spans[self.key] = SpanGroup(doc, name=self.key, spans=spans)
        return doc


def _canonical_names(terms: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Squeezed form → canonical name; ValueError for an empty form and for one that stands under two names."""
    names: dict[str, str] = {}
    for name, forms in terms.items():
        for form in (name, *forms):
            squeezed = _squeeze(form)
            if not squeezed:
                raise ValueError(f"nl_terms: an empty form stands under the name {name!r}")
            if names.setdefault(squeezed, name) != name:
                raise ValueError(
                    f"nl_terms: the form {form!r} stands under two names, {names[squeezed]!r} and {name!r}"
                )
    return names


def _squeeze(text: str) -> str:
    """Without case, spaces and line-end hyphens: how two spellings of a term are compared."""
    return re.sub(r"\s+", "", text).casefold()


def _pattern(forms: Mapping[str, str]) -> re.Pattern[str] | None:
    """One pattern for all forms, longest first; spaces may stand anywhere inside a form, on whole words only."""
    if not forms:
        return None
    longest = sorted(forms, key=lambda form: (-len(form), form))
    bodies = (r"\s*".join(re.escape(char) for char in form) for form in longest)
    return re.compile(rf"(?<!\w)(?:{'|'.join(bodies)})(?!\w)", re.IGNORECASE)


@Language.factory(
    "nl_quantities",
    default_config={"key": QUANTITIES_KEY},
    assigns=["doc.spans"],
    requires=[],
)
def create_quantities(nlp: Language, name: str, key: str) -> QuantityFinder:  # noqa: ARG001  (spaCy names them)
    """The factory behind `nlp.add_pipe("nl_quantities")`."""
    return QuantityFinder(key)


@Language.factory("nl_terms", default_config={"terms": {}, "key": TERMS_KEY}, assigns=["doc.spans"], requires=[])
def create_terms(nlp: Language, name: str, terms: dict[str, list[str]], key: str) -> TermFinder:  # noqa: ARG001
    """The factory behind `nlp.add_pipe("nl_terms", config={"terms": {canonical: [forms]}})`."""
    return TermFinder(terms, key)
