"""The table of layout classes: a name, the engines that can set it and the function that draws its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.kit.content import Brochure, Look

PLACED = ("reportlab", "fpdf2", "type3")
FLOWING = ("typst", "weasyprint", "chromium")
OFFICE = ("libreoffice",)
SET = (*PLACED, *FLOWING)
ALL = (*SET, *OFFICE)


@dataclass
class Draft:
    """A brochure that is ready to be set, and what its gold says beyond the records."""

    brochure: Brochure
    look: Look
    expect: dict[str, Any] | None = None
    blank: tuple[str, ...] = ()  # projects whose boxes nobody can tell apart: their box fields must stay empty
    gold: dict[str, Any] = field(default_factory=dict)
    document: tuple[tuple[str, str], ...] = ()  # (h1|h2|p|row, words) of a document that is no brochure
    text: str = ""  # formfeed, space or unmarked: how the kit's own text writer begins a page


@dataclass(frozen=True)
class Class:
    name: str
    engines: tuple[str, ...]
    build: Callable[[Random], Draft]

    @property
    def about(self) -> str:
        return (self.build.__doc__ or "").strip().split("\n")[0]


CLASSES: dict[str, Class] = {}


def kind(name: str, engines: tuple[str, ...]) -> Callable[[Callable[[Random], Draft]], Callable[[Random], Draft]]:
    """Enter the decorated function as a class."""

    def enter(build: Callable[[Random], Draft]) -> Callable[[Random], Draft]:
        CLASSES[name] = Class(name, engines, build)
        return build

    return enter
