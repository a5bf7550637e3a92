"""Registration with spaCy: `nl_quantities` and `nl_terms`. The only file of the room that imports spaCy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.nl.finder import find_quantities

QUANTITIES_KEY = "quantities"
TERMS_KEY = "terms"


class QuantityFinder:
    """Puts every quantity of a Doc into `doc.spans[key]`, each span with `._.quantity`."""

    def __init__(self, key: str = QUANTITIES_KEY) -> None:
        self.key = key
        if not Span.has_extension("quantity"):
            Span.set_extension("quantity", default=None)

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for quantity in find_quantities(doc.text):
            span = doc.char_span(quantity.start, quantity.end, label=quantity.kind, alignment_mode="expand")
            if span is not None:
                span._.quantity = quantity
                spans.append(span)
        doc.spans[self.key] = SpanGroup(doc, name=self.key, spans=spans)
        return doc


class TermFinder:
    """Puts every known term of a Doc into `doc.spans[key]`, longest first; `span.label_` is the canonical name."""

    def __init__(self, terms: Mapping[str, Sequence[str]], key: str = TERMS_KEY) -> None:
        self.key = key
        self._canonical = {_squeeze(form): name for name, forms in terms.items() for form in (name, *forms) if _squeeze(form)}
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
