"""What the brochures say: fictional policy projects, and how their amounts and authorities are printed.

The words stand in ``topics/*.toml``, one file for an axis. Everything drawn here depends on the given random
generator alone, so a seed names a brochure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

TOPICS = Path(__file__).with_name("topics")
KNOWN_AXES = ("Duurzaamheid", "Digitalisering", "Mobiliteit", "Samenleving", "Economie en innovatie")
CANONICAL = {
    "FED": "Federale overheid",
    "VLA": "Vlaanderen",
    "WAL": "Wallonië",
    "BHG": "Brussels Hoofdstedelijk Gewest",
    "FG": "Franse Gemeenschap",
    "DG": "Duitstalige Gemeenschap",
    "COCOF": "Franse Gemeenschapscommissie",
}
SYNONYMS = {
    "FED": ("Federale overheid", "Federale Staat"),
    "VLA": ("Vlaanderen", "Vlaamse overheid", "Vlaams Gewest"),
    "WAL": ("Wallonië", "Waals Gewest"),
    "BHG": ("Brussels Hoofdstedelijk Gewest", "Brussels Gewest"),
    "FG": ("Franse Gemeenschap", "Federatie Wallonië-Brussel"),
    "DG": ("Duitstalige Gemeenschap",),
    "COCOF": ("Franse Gemeenschapscommissie", "Franse Gemeenschapscommissie (COCOF)"),
}
LABELS = {"budget": "Budget", "authority": "Verantwoordelijke overheid", "goal": "Einddoel"}
REGIONS = {"VLA", "WAL", "BHG"}
KIND = re.compile(r"\b(?:deze|de|dit|het)\s+(investering|hervorming|project)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """One project's words, before anything about its print is decided. ``eur`` is 0 when no amount exists."""

    id: str
    axis: str
    title: str
    text: str
    goal: str
    who: tuple[str, ...]
    eur: int


@dataclass(frozen=True)
class Part:
    """A piece of a description: ``para``, ``subhead``, ``item`` (of a list) or ``note`` (a footnote)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Project:
    """A project as printed. ``budget``, ``authority`` and ``goal`` are the box; None where the box lacks the field."""

    id: str
    axis: str
    title: str
    parts: tuple[Part, ...]
    budget: str | None
    budget_eur: int | None
    authority: str | None
    authorities: tuple[str, ...]
    goal: str | None
    extra: tuple[tuple[str, str], ...] = ()
    has_box: bool = True
    has_text: bool = True  # False: a box without a project
    box_budget: str | None = None  # what the box prints where label and value together say ``budget``

    @property
    def description(self) -> str:
        return " ".join(p.text for p in self.parts if p.kind != "note")

    @property
    def kind(self) -> str | None:
        """What the description calls itself; None where it is silent."""
        found = KIND.search(self.description)
        return found[1].lower() if found else None


@dataclass(frozen=True)
class Axis:
    name: str
    slogan: str
    intro: str
    amount: Decimal = Decimal(0)  # million euro, on the figures page
    share: int = 0


@dataclass(frozen=True)
class Brochure:
    """Everything printed in one brochure, in the order of its reading."""

    title: str
    intro: str
    axes: tuple[Axis, ...]
    projects: tuple[Project, ...]
    figures: tuple[tuple[str, str], ...] = ()
    axis_word: str = "assen"

    def of(self, axis: Axis) -> list[Project]:
        return [p for p in self.projects if p.axis == axis.name]


@cache
def axes() -> dict[str, tuple[Axis, tuple[Topic, ...]]]:
    """Every axis of the data files with its topics, known axes first."""
    found = {}
    for path in sorted(TOPICS.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        name = data["axis"]["name"]
        topics = tuple(
            Topic(t["id"], name, t["title"], t["text"], t["goal"], tuple(t["who"]), t["eur"]) for t in data["topic"]
        )
        found[name] = (Axis(name, data["axis"]["slogan"], data["axis"]["intro"]), topics)
    order = [*KNOWN_AXES, *(name for name in found if name not in KNOWN_AXES)]
    return {name: found[name] for name in order}


def grouped(n: int, mark: str) -> str:
    return f"{n:,}".replace(",", mark)


def scaled(eur: int, unit: int) -> str:
    """``99,7`` for 99 700 000 in millions; empty where more than two decimals would be needed."""
    value = Decimal(eur) / unit
    text = f"{value.normalize():f}".replace(".", ",")
    return text if eur >= unit and len(text.partition(",")[2]) <= 2 else ""


def _word(eur: int, form: str) -> str:
    for unit, long, short in ((10**9, "miljard", "mld."), (10**6, "miljoen", "mln.")):
        if number := scaled(eur, unit):
            return form.format(n=number, long=long, short=short)
    return f"€ {grouped(eur, '.')}"


BUDGETS: dict[str, Callable[[int], str]] = {
    "dots": lambda e: f"€ {grouped(e, '.')}",
    "tight": lambda e: f"€{grouped(e, '.')}",
    "cents": lambda e: f"EUR {grouped(e, '.')},00",
    "spaces": lambda e: f"{grouped(e, ' ')} euro",
    "after": lambda e: f"{grouped(e, '.')} euro",
    "scale": lambda e: _word(e, "€ {n} {long}"),
    "scale-after": lambda e: _word(e, "{n} {long} euro"),
    "short": lambda e: _word(e, "{n} {short} euro"),
}


def authority(who: Sequence[str], rng: Random, plain: bool) -> str:
    """How the box prints its authorities; ``plain`` keeps to canonical names and ``, `` / `` en ``."""
    if set(who) == REGIONS and not plain:
        return rng.choice(("De drie gewesten", "de drie gewesten"))
    if set(who) == REGIONS | {"FED"} and not plain:
        return "Federale overheid en de drie gewesten"
    names = [CANONICAL[w] if plain else rng.choice(SYNONYMS[w]) for w in who]
    if len(names) == 1:
        return names[0]
    if plain or rng.random() < 0.6:
        return ", ".join(names[:-1]) + " en " + names[-1]
    return rng.choice(("; ", ", ")).join(names)


def project(topic: Topic, rng: Random, style: str = "dots", plain: bool = True) -> Project:
    """The topic as a project with a whole box; ``style`` is a key of BUDGETS or ``mixed``."""
    form = rng.choice(sorted(BUDGETS)) if style == "mixed" else style
    return Project(
        id=topic.id,
        axis=topic.axis,
        title=topic.title,
        parts=(Part("para", topic.text),),
        budget=BUDGETS[form](topic.eur) if topic.eur else None,
        budget_eur=topic.eur or None,
        authority=authority(topic.who, rng, plain),
        authorities=tuple(CANONICAL[w] for w in topic.who),
        goal=topic.goal,
    )


TITLES = (
    (
        "Een plan voor een weerbaar land",
        "Het Plan voor een weerbaar land zet de middelen van de volgende jaren op een rij.",
    ),
    (
        "Vooruitgangsplan België, uitgave 2027",
        "Deze brochure toont een greep uit de lopende maatregelen van alle overheden.",
    ),
    (
        "Samen sterker: het herstelplan in 2028",
        "Wat is er al gebouwd, beslist en begonnen? Deze brochure geeft een overzicht.",
    ),
)
STATEMENTS = (
    ("miljard euro aan publieke middelen", "€{a},{b}"),
    ("investeringen en hervormingen in uitvoering", "{c}"),
    ("van de middelen gaat naar klimaat", "{d}%"),
    ("nieuwe banen tegen het einde van het plan", "{e}.000"),
)


def brochure(
    rng: Random,
    names: Sequence[str] = KNOWN_AXES,
    per_axis: tuple[int, int] = (2, 3),
    style: str = "",
    plain: bool | None = None,
) -> Brochure:
    """A brochure over ``names`` with so many projects an axis. No style: mostly ``€ 1.234.000``, at times another."""
    style = style or rng.choice(("dots", "dots", "dots", "tight", "after", "scale", "mixed"))
    plain = rng.random() < 0.5 if plain is None else plain
    chosen, projects = [], []
    weights = [rng.randint(10, 40) for _ in names]
    for name, weight in zip(names, weights, strict=True):
        axis, topics = axes()[name]
        share = round(100 * weight / sum(weights))
        chosen.append(replace(axis, amount=Decimal(weight * 2917) / 100, share=share))
        count = min(len(topics), rng.randint(*per_axis))
        projects += [project(t, rng, style, plain) for t in rng.sample(topics, count)]
    title, intro = rng.choice(TITLES)
    fill = {k: rng.randint(2, 9) for k in "abe"} | {"c": rng.randint(60, 180), "d": rng.randint(31, 58)}
    figures = tuple((form.format(**fill), said) for said, form in STATEMENTS)
    return Brochure(title, intro, tuple(chosen), tuple(projects), figures)


@dataclass
class Look:
    """How a brochure is set. Engines ignore what they cannot do; a class names the engines that can do it."""

    layout: str = "below"  # below above margin-left margin-right spread collected
    columns: int = 1
    collect: str = "foot"  # foot, head, or next (the boxes stand on the page after)
    frame: str = "fill"  # fill outline bar none
    form: str = "above"  # above inline beside dotted head rows
    case: str = "upper"  # upper title small spaced
    labels: dict[str, str] = field(default_factory=lambda: dict(LABELS))
    titles: str = "bold"  # bold caps numbered colour
    font: str = "sans"
    size: float = 9.5
    palette: int = 0
    hyphens: bool = True
    landscape: bool = False
    axis_pages: bool = True
    one_per_page: bool = False
    split: bool = False  # boxes and titles may be torn apart by a column's end
    cover: bool = True
    figures: bool = False
    toc: bool = False
    appendix: bool = False
    header: bool = False
    numbers: bool = True
    decor: bool = False
    caps_intro: bool = False
    justify: bool = False
    dark: bool = False  # white letters on a coloured page
    asides: bool = False  # pull quotes and captions between the projects
    amounts: str = ""  # the amount and share of an axis where its section opens: band, below or bars
    order: tuple[str, ...] = ("budget", "authority", "goal")
    layer: tuple[str, ...] = ()  # changes of the text layer, see layers.py
    post: tuple[str, ...] = ()  # changes of the finished file, see finish.py
