"""Lines of words by the addresses of their words: ``pages/`` holds each word once, and the products after it name it.

On disk a line is ``"3.14.0-7"``, words 0 to 7 of line 14 of page 3; words from several places are several runs,
``"3.14.5-7 3.15.0"``. In memory a line holds the words themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from pipeline.models import Address, Line, Pages, Word


def words_of(pages: Pages) -> dict[Address, Word]:
    """Every word of a source by its address."""
    return {word.address: word for page in pages.pages for line in page.lines for word in line}


def named(record: object) -> Any:
    """A record as plain data, its lines by address."""
    if isinstance(record, tuple | list):
        if record and isinstance(record[0], Word):
            return " ".join(_runs(record))
        return [named(element) for element in record]
    if isinstance(record, dict):
        return {key: named(value) for key, value in record.items()}
    if isinstance(record, msgspec.Struct) and _has_lines(type(record)):
        fields = {field: named(getattr(record, field)) for field in record.__struct_fields__}
        return list(fields.values()) if record.__struct_config__.array_like else fields
    return msgspec.to_builtins(record)


def _runs(line: Sequence[Word]) -> Iterator[str]:
    starts = [i for i, word in enumerate(line) if not i or word.address != _after(line[i - 1])]
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        first, last = line[start], line[end - 1]
        yield f"{first.page}.{first.line}.{first.pos}" + (f"-{last.pos}" if last is not first else "")


def _after(word: Word) -> Address:
    return (word.page, word.line, word.pos + 1)


def filled(data: Any, kind: Any, words: Mapping[Address, Word]) -> Any:
    """The inverse of ``named``, for ``msgspec.convert`` to ``kind``.

    KeyError for an address without a word; ValueError, TypeError or AttributeError for data that are not of this form.
    """
    if kind == Line:
        return _line(data, words) if data else ()
    if not _has_lines(kind):
        return data
    if get_origin(kind) is tuple:
        return [filled(element, get_args(kind)[0], words) for element in data]
    if get_origin(kind) is dict:
        return {key: filled(value, get_args(kind)[1], words) for key, value in data.items()}
    types = _types(kind)
    if isinstance(data, list):
        return [filled(value, of, words) for value, of in zip(data, types.values(), strict=True)]
    return {field: filled(value, types.get(field), words) for field, value in data.items()}


@cache
def _has_lines(kind: Any) -> bool:
    """Whether lines stand in records of this kind."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return any(_has_lines(of) for of in _types(kind).values())
    return kind == Line or any(_has_lines(of) for of in get_args(kind))


@cache
def _types(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(kind)


def _line(runs: str, words: Mapping[Address, Word]) -> Line:
    found = []
    for run in runs.split():
        page, line, places = run.split(".")
        first, _, last = places.partition("-")
        found += [words[int(page), int(line), pos] for pos in range(int(first), int(last or first) + 1)]
    return tuple(found)
