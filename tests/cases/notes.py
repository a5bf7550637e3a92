"""Notes for invented sources."""

from __future__ import annotations

import hashlib

from tests.cases.rooms import Content


def note(data: Content, edition: str = "2031-nl", role: str = "primary", **more: str) -> str:
    """The note of a file with the content ``data``; ``more`` adds keys or replaces values."""
    raw = data.encode() if isinstance(data, str) else data
    fields = {
        "edition": edition,
        "title": "Plan voor een kleine stad",
        "publisher": "Drukkerij Zuid",
        "licence": "eigen werk",
        "role": role,
        "sha256": hashlib.sha256(raw).hexdigest(),
        **more,
    }
    return "".join(f'{key} = "{value}"\n' for key, value in fields.items())


def noted(name: str, data: Content, **fields: str) -> dict[str, Content]:
    """A source and its note."""
    return {name: data, f"{name}.toml": note(data, **fields)}
