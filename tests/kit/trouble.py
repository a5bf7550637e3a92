"""Classes of drift and doubt: labels and axes that changed, boxes that nobody can tell apart, and text without pages."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from tests.kit.content import (
    BUDGETS,
    KNOWN_AXES,
    LABELS,
    Brochure,
    Part,
    Project,
    axes,
    brochure,
    grouped,
    project,
    scaled,
)
from tests.kit.layouts import look
from tests.kit.registry import ALL, SET, Draft, kind

TYPOS = {
    "budget": ("Bugdet", "Buget", "Budgett"),
    "authority": ("Verantwoordelijk overheid", "Verantwoordelijke overheden", "Verantwoordelijke overhied"),
    "goal": ("Eindoel", "Einddoell", "Eindoel"),
}
WORDINGS = {
    "budget": ("Financiering", "Kostprijs", "Middelen"),
    "authority": ("Bevoegde overheid", "Bevoegd bestuur", "Trekker"),
    "goal": ("Einddoelstelling", "Te bereiken resultaat", "Streefdoel"),
}


def _layout(rng: Random) -> dict[str, Any]:
    return {
        "layout": rng.choice(("below", "margin-right", "margin-left", "above")),
        "form": rng.choice(("above", "above", "inline", "beside")),
    }


@kind("labels-typo", ALL)
def labels_typo(rng: Random) -> Draft:
    """one label is misspelt throughout"""
    which = rng.choice(sorted(TYPOS))
    labels = LABELS | {which: rng.choice(TYPOS[which])}
    expect = {"exit": 0, "misspelt_labels": [labels[which]]}
    return Draft(brochure(rng), look(rng, labels=labels, **_layout(rng)), expect=expect)


@kind("labels-new", ALL)
def labels_new(rng: Random) -> Draft:
    """one label has a new wording; the records are true after it is accepted"""
    which = rng.choice(sorted(WORDINGS))
    labels = LABELS | {which: rng.choice(WORDINGS[which])}
    expect = {"exit": 0, "new_labels": {labels[which]: which}}
    return Draft(brochure(rng), look(rng, labels=labels, **_layout(rng)), expect=expect)


@kind("labels-all-new", ALL)
def labels_all_new(rng: Random) -> Draft:
    """all three labels have new wordings: drift, no stranger"""
    labels = {which: rng.choice(words) for which, words in WORDINGS.items()}
    expect = {"exit": 0, "new_labels": {labels[w]: w for w in labels}}
    return Draft(brochure(rng), look(rng, labels=labels, **_layout(rng)), expect=expect)


EXTRAS = {
    "Status": ("Lopend", "Afgerond", "In voorbereiding", "On hold"),
    "Looptijd": ("2024-2027", "2025-2026", "2023-2028", "2026-2029"),
    "Contact": ("Dienst Plan en Opvolging", "Cel Relance", "Bureau Herstel"),
}


@kind("labels-extra", ALL)
def labels_extra(rng: Random) -> Draft:
    """boxes carry one or two fields more"""
    chosen = rng.sample(sorted(EXTRAS), rng.randint(1, 2))
    made = brochure(rng)
    projects = [replace(p, extra=tuple((k, rng.choice(EXTRAS[k])) for k in chosen)) for p in made.projects]
    return Draft(
        replace(made, projects=tuple(projects)), look(rng, **_layout(rng)), expect={"exit_in": [0, 4], "extra": chosen}
    )


def _bare(p: Project, unit: int) -> Project:
    """The amount without sign or scale, which the label now gives."""
    if not p.budget_eur:
        return p
    text = grouped(p.budget_eur, ".") if unit == 1 else scaled(p.budget_eur, unit)
    return replace(p, budget=text, box_budget=text)


@kind("labels-in-euro", ALL)
def labels_in_euro(rng: Random) -> Draft:
    """the label holds the currency: BUDGET (IN EURO)"""
    made = brochure(rng)
    label = rng.choice(("Budget (in euro)", "Budget (in EUR)", "Budget in euro"))
    made = replace(made, projects=tuple(_bare(p, 1) for p in made.projects))
    return Draft(made, look(rng, labels=LABELS | {"budget": label}, **_layout(rng)), expect={"exit": 4})


@kind("labels-in-million", ALL)
def labels_in_million(rng: Random) -> Draft:
    """the label holds the scale: BUDGET (IN MILJOEN EURO)"""
    made = brochure(rng)
    label = rng.choice(("Budget (in miljoen euro)", "Budget (miljoen €)", "Budget in miljoen euro"))
    made = replace(made, projects=tuple(_bare(p, 10**6) for p in made.projects))
    return Draft(made, look(rng, labels=LABELS | {"budget": label}, **_layout(rng)), expect={"exit": 4})


@kind("axis-sixth", ALL)
def axis_sixth(rng: Random) -> Draft:
    """an axis more than the profile knows"""
    other = rng.choice([a for a in axes() if a not in KNOWN_AXES])
    names = [*KNOWN_AXES]
    names.insert(rng.randint(1, 5), other)
    return Draft(brochure(rng, names), look(rng, **_layout(rng)), expect={"exit_in": [0, 4], "new_axes": [other]})


RENAMED = {
    "Duurzaamheid": "Klimaat en leefmilieu",
    "Digitalisering": "Digitale samenleving",
    "Mobiliteit": "Slim onderweg",
    "Samenleving": "Zorgzame samenleving",
    "Economie en innovatie": "Ondernemen en onderzoek",
}


@kind("axis-renamed", ALL)
def axis_renamed(rng: Random) -> Draft:
    """one axis has another name than the profile knows"""
    made = brochure(rng)
    old = rng.choice(KNOWN_AXES)
    new = RENAMED[old]
    renamed = [replace(a, name=new) if a.name == old else a for a in made.axes]
    projects = [replace(p, axis=new) if p.axis == old else p for p in made.projects]
    made = replace(made, axes=tuple(renamed), projects=tuple(projects))
    return Draft(made, look(rng, **_layout(rng)), expect={"exit_in": [0, 4], "new_axes": [new]})


TWINS = (
    (
        ("Vernieuwing van de sporthal in {}", ("Diest", "Tienen", "Aarschot", "Halle", "Ninove")),
        "De sporthal van {} dateert van 1974 en verbruikt veel te veel gas. Het dak wordt geïsoleerd, de kleedkamers "
        "krijgen nieuwe leidingen en de zaal een verende vloer. Verenigingen uit {} blijven tijdens de werken welkom.",
        "Een volledig gerenoveerde sporthal, heropend voor scholen en verenigingen.",
        "VLA",
    ),
    (
        ("Nieuwe kaaimuur in {}", ("Hoei", "Andenne", "Wezet", "Dinant", "Namen")),
        "De kaaimuur van {} verzakt door uitspoeling. Damplanken en een nieuwe kopbalk geven de oever weer draagkracht, "
        "zodat schepen tot 2.000 ton er kunnen lossen. In {} komt ook een wandelpad langs het water.",
        "De vernieuwde kaaimuur is in gebruik genomen.",
        "WAL",
    ),
    (
        ("Renovatie van het gerechtsgebouw te {}", ("Veurne", "Ieper", "Dendermonde", "Aarlen", "Eupen")),
        "Het gerechtsgebouw te {} voldoet niet meer aan de brandveiligheid. Trappen, liften en bekabeling worden "
        "vervangen en het archief verhuist naar een droge kelder. Zittingen te {} gaan intussen door in containers.",
        "Oplevering van het gerenoveerde gerechtsgebouw, brandveilig en toegankelijk.",
        "FED",
    ),
)


def _twins(rng: Random, axis: str) -> list[Project]:
    """Two projects that differ in a place name, with boxes that name no place."""
    (title, places), text, goal, who = rng.choice(TWINS)
    chosen = rng.sample(places, 2)
    amounts = rng.sample(range(21, 99), 2)
    model = project(axes()[axis][1][0], rng)
    name = {"VLA": "Vlaanderen", "WAL": "Wallonië", "FED": "Federale overheid"}[who]
    out = []
    for place, amount in zip(chosen, amounts, strict=True):
        eur = amount * 50_000
        parts = (Part("para", text.format(place, place)),)
        out.append(
            replace(
                model, id=f"twin-{place.lower()}", axis=axis, title=title.format(place), parts=parts, goal=goal,
                budget=BUDGETS["dots"](eur), budget_eur=eur, authority=name, authorities=(name,),
            )
        )  # fmt: skip
    return out


def with_twins(rng: Random) -> tuple[Brochure, tuple[str, ...]]:
    made = brochure(rng, per_axis=(2, 2))
    axis = rng.choice(made.axes).name
    twins = _twins(rng, axis)
    others = [p for p in made.projects if p.axis == axis][:1]
    group = [*twins, *others]
    rng.shuffle(group)
    projects = [p for p in made.projects if p.axis != axis] + group
    return replace(made, projects=tuple(projects)), tuple(t.id for t in twins)


@kind("twins", SET)
def twins(rng: Random) -> Draft:
    """two boxes, detached, that nobody can tell apart: must be refused"""
    made, ids = with_twins(rng)
    shown = look(rng, layout="collected", collect=rng.choice(("foot", "head", "next")))
    return Draft(made, shown, expect={"exit": 4, "refused": list(ids)}, blank=ids)


@kind("twins-beside", ALL)
def twins_beside(rng: Random) -> Draft:
    """two look-alike projects whose boxes stand beside them: geometry decides, nothing to refuse"""
    made, _ = with_twins(rng)
    return Draft(made, look(rng, layout=rng.choice(("below", "margin-right", "margin-left"))))


def _text(name: str, about: str, start: str, refuse: bool = False, **fixed: Any) -> None:
    def build(rng: Random) -> Draft:
        made, ids = with_twins(rng) if refuse else (brochure(rng), ())
        expect = {"exit": 4, "refused": list(ids)} if refuse else None
        form = fixed.get("form") or rng.choice(("above", "above", "inline"))
        drawn = look(rng, figures=rng.random() < 0.5, **({"form": form} | fixed))
        return Draft(made, drawn, expect=expect, blank=ids, text=start)

    build.__doc__ = about
    kind(name, ("own",))(build)


_text("text-formfeed", "text, boxes detached in another order, pages by form feed", "formfeed", layout="collected")
_text("text-space", "text, boxes detached, a page begins with a space", "space", layout="collected")
_text("text-unmarked", "text, boxes detached, pages not marked", "unmarked", layout="collected")
_text("text-below", "text, each box after its project", "formfeed", layout="below")
_text("text-above", "text, each box before its title", "space", layout="above")
_text("text-twins", "text with two boxes that nobody can tell apart", "formfeed", refuse=True, layout="collected")


@kind("text-pdf", ("pdftotext", "pdftotext-raw", "pdftotext-layout"))
def text_pdf(rng: Random) -> Draft:
    """what pdftotext makes of a PDF with a random layout"""
    layout = rng.choice(("below", "above", "margin-right", "margin-left", "spread", "collected"))
    landscape = layout == "spread"
    shown = look(rng, layout=layout, landscape=landscape, size=8.5 if landscape else 9.5)
    return Draft(brochure(rng), shown, text="formfeed")


@kind("text-pdf-columns", ("pdftotext", "pdftotext-raw", "pdftotext-layout"))
def text_pdf_columns(rng: Random) -> Draft:
    """what pdftotext makes of two columns with boxes below"""
    return Draft(brochure(rng, per_axis=(3, 4)), look(rng, columns=2), text="formfeed")
