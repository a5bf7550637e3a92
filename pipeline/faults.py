"""What is wrong with a note, a profile or a suite: everything at once, with the allowed values and what was probably meant."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec


def faults(data: object, kind: Any) -> list[str]:
    """One line for each place where ``data`` is not of the type ``kind``, in the order of the file."""
    import jsonschema

    schema = msgspec.json.schema(kind)
    found = sorted(
        jsonschema.Draft202012Validator(schema).iter_errors(data), key=lambda error: list(map(str, error.path))
    )
    return list(dict.fromkeys(line for error in found for line in _lines(error)))


def _lines(error: Any) -> Iterator[str]:
    where = _place(list(error.absolute_path))
    value, wanted = error.instance, error.validator_value
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for key in value:
            if key not in known:
                yield f"{where}unknown key {key}{meant(key, known)}; known: {', '.join(known)}"
    elif error.validator == "required":
        yield from (f"{where}{key} is missing; add it" for key in wanted if key not in value)
    elif error.validator in ("enum", "propertyNames"):
        allowed = [str(one) for one in (wanted if error.validator == "enum" else wanted.get("enum", ()))]
        yield f"{where}{_said(value)} is none of {', '.join(allowed)}{meant(str(value), allowed)}"
    elif error.validator == "type":
        yield f"{where}{_said(value)} is no {_KINDS.get(str(wanted), wanted)}"
    else:
        yield f"{where}{error.message}"


_KINDS = {"array": "list", "object": "table", "string": "text in quotes", "number": "number", "integer": "whole number"}


def _place(path: Sequence[object]) -> str:
    """``labels[2].type: `` for a path; counted from 1, as a person does."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return f"{text}: " if text else ""


def _said(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"


def meant(word: str, known: Sequence[str]) -> str:
    """``, did you mean …?`` where one of ``known`` is spelt much like ``word``."""
    close = difflib.get_close_matches(word.casefold(), {name.casefold(): name for name in known}, 1, 0.6)
    return f" (did you mean {next(name for name in known if name.casefold() == close[0])}?)" if close else ""
