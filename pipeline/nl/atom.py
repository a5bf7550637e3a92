"""The working record between reading and publishing: what was read at one place, with what later steps need."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.nl.quantity import Reading


@dataclass(slots=True)
class Atom:
    """One number with its unit, or one period. `first`, `last` are token indexes, both inclusive.

    times: the hundred or thousand inside a spelled number (drieduizend), which a number before it may share.
    """

    first: int
    last: int
    kind: str
    value: Decimal | str | None
    unit: str | None = None
    mantissa: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    times: Decimal = Decimal(1)
    low: Decimal | str | None = None
    high: Decimal | str | None = None
    digits: str = ""
    is_yearish: bool = False
    is_partial: bool = False
    has_prefix: bool = False
    is_glued: bool = False
    is_weak: bool = False
    approx: str | None = None
    counted: str | None = None
    label_scale: Decimal = Decimal(1)
    readings: list[Reading] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """A number in digits or words with neither unit nor scale nor counted noun in its rate."""
        return self.kind == "number" and self.unit is None and self.scale == 1

    @property
    def is_part(self) -> bool:
        """A fraction in words or as 1/3, with no unit of its own: een kwart, driekwart."""
        return self.is_bare and 0 < self.mantissa < 1 and not self.digits.replace(".", "").replace(",", "").isdigit()

    @property
    def is_range(self) -> bool:
        return self.low is not None or self.high is not None
