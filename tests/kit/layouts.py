"""Classes of layout: where the text runs, where the boxes stand, what they look like, and what stands around."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from tests.kit.content import BUDGETS, Brochure, Look, Part, Project, axes, brochure, project
from tests.kit.registry import ALL, FLOWING, PLACED, SET, Draft, kind

ANY = dict[str, Any]


def look(rng: Random, **fixed: Any) -> Look:
    """A look with everything random that does not make a class of its own, and ``fixed`` on top."""
    drawn: ANY = {
        "frame": rng.choice(("fill", "fill", "outline", "bar")),
        "font": rng.choice(("sans", "serif", "vera")),
        "size": rng.choice((9.0, 9.5, 10.0)),
        "palette": rng.randrange(20),
        "hyphens": rng.random() < 0.75,
        "cover": rng.random() < 0.8,
        "figures": rng.random() < 0.4,
        "numbers": rng.random() < 0.7,
        "header": rng.random() < 0.25,
        "caps_intro": rng.random() < 0.4,
    }
    return Look(**(drawn | fixed))


def _simple(name: str, about: str, engines: tuple[str, ...], per_axis: tuple[int, int] = (2, 3), **fixed: Any) -> None:
    """A class whose only difficulty is a fixed trait of its look."""

    def build(rng: Random) -> Draft:
        return Draft(brochure(rng, per_axis=per_axis), look(rng, **fixed))

    build.__doc__ = about
    kind(name, engines)(build)


_simple("below", "one column, box below its project", ALL)
_simple("above", "one column, box above the title", ALL, layout="above")
_simple("margin-right", "box in the right margin beside its project", ALL, layout="margin-right")
_simple("margin-left", "box in the left margin", ALL, layout="margin-left")
_simple(
    "spread",
    "landscape spread, boxes at the side, a third project in a narrow column",
    SET,
    layout="spread",
    landscape=True,
    size=8.5,
)
_simple("columns-2", "two columns, box below", ALL, (2, 4), columns=2)
_simple("columns-2-above", "two columns, box above the title", ALL, (2, 4), columns=2, layout="above")
_simple("columns-3", "three columns on a landscape page", ALL, (3, 5), columns=3, landscape=True, size=8.5)
_simple("columns-4", "four columns on a landscape page", ALL, (4, 6), columns=4, landscape=True, size=8.0)
_simple("table-head", "box as a drawn table, labels in one row", ALL, form="head")
_simple("table-rows", "box as a drawn table, labels in one column", ALL, form="rows")
_simple("inline", "label and value on one line", ALL, form="inline")
_simple("inline-frameless", "label and value on one line, no frame", ALL, form="inline", frame="none")
_simple("beside", "label beside its value", ALL, form="beside")
_simple("dotted", "dotted leaders between label and value", SET, form="dotted")
_simple("frameless", "boxes without frame or fill", ALL, frame="none")
_simple("frameless-columns", "boxes without frame in two columns", ALL, (2, 4), frame="none", columns=2)
_simple("collected-foot", "all boxes of a page at its foot, in another order", SET, layout="collected")
_simple("collected-head", "all boxes of a page at its head, in another order", SET, layout="collected", collect="head")
_simple(
    "box-next-page", "boxes on the page after their projects, in another order", SET, layout="collected", collect="next"
)
_simple("torn", "boxes and projects torn by a column or page break", PLACED, (4, 6), columns=2, split=True, size=10.5)
_simple("torn-page", "boxes and projects torn by a page break", PLACED, (4, 6), split=True, axis_pages=False, size=11.5)
_simple("one-per-page", "one project a page", ALL, one_per_page=True)
_simple("axes-mid-page", "a new axis begins in mid-page", ALL, axis_pages=False)
_simple("axes-mid-column", "axes begin inside two columns", ALL, axis_pages=False, columns=2)
_simple("labels-title", "labels in mixed case", ALL, case="title")
_simple("labels-small", "labels in small capitals", SET, case="small")
_simple("labels-spaced", "letterspaced labels", SET, case="spaced")
_simple("titles-caps", "titles in capitals", ALL, titles="caps")
_simple("titles-numbered", "numbered titles", ALL, titles="numbered")
_simple("titles-colour", "titles marked by colour alone", ALL, titles="colour")
_simple("toc", "a table of contents repeats the titles", ALL, toc=True)
_simple("appendix", "an appendix table repeats titles and budgets", ALL, appendix=True, toc=True)
_simple("figures", "figures page with circles, legend, shares and key figures", ALL, figures=True)
_simple("decor", "decorative drawings, running header, page numbers", SET, decor=True, header=True, numbers=True)
_simple("rotated", "pages turned, shown upright by /Rotate", SET, post=("rotate",))
_simple("sideways", "pages that are shown lying on their side", SET, post=("sideways",))
_simple("cropped", "crop box, printer's marks and a colour bar outside", SET, post=("crop",))
_simple(
    "soft-hyphens",
    "U+00AD where words are broken",
    PLACED,
    (2, 4),
    layer=("soft-hyphens",),
    font="vera",
    columns=2,
    hyphens=True,
)
_simple("ligatures", "ligature characters in the text layer", PLACED, layer=("ligatures",), font="vera")
_simple("kerning", "kerning gaps inside words", PLACED, layer=("kerning",))
_simple("words-apart", "no glyphs for spaces", PLACED, layer=("words-apart",))
_simple("glyphs-apart", "every glyph placed by itself, no spaces", PLACED, layer=("glyphs-apart",))
_simple("shadow", "bold text printed twice as a shadow", PLACED, layer=("shadow",))
_simple("invisible", "invisible copies of the text", PLACED, layer=("invisible",))
_simple("shuffled", "content stream in random order", PLACED, layer=("shuffled",), layout="margin-right")
_simple(
    "shuffled-columns",
    "content stream in random order, three columns",
    PLACED,
    (3, 5),
    columns=3,
    landscape=True,
    layer=("words-apart", "shuffled"),
    size=8.5,
)
_simple("mixed-sizes", "several sizes in one line", PLACED, layer=("mixed-sizes",))


@kind("raised", PLACED)
def raised(rng: Random) -> Draft:
    """sub- and superscripts set apart"""
    made = brochure(rng)
    signs = [t for t in axes()["Duurzaamheid"][1] if set("²³₂") & set(t.text + t.goal)]
    others = [p for p in made.projects if p.axis != "Duurzaamheid"]
    chosen = [project(t, rng) for t in rng.sample(signs, 3)]
    return Draft(replace(made, projects=(*chosen, *others)), look(rng, layout=_place(rng), layer=("raised",)))


@kind("long-titles", ALL)
def long_titles(rng: Random) -> Draft:
    """titles of three lines"""
    endings = (
        ", een gezamenlijke inspanning van besturen, verenigingen en ondernemingen in heel het land",
        ": van eerste plannen tot volledige uitvoering in steden, dorpen en tussenliggende gebieden",
        " en de begeleidende maatregelen voor gezinnen, scholen en plaatselijke verenigingen",
    )
    made = brochure(rng)
    projects = [replace(p, title=p.title + rng.choice(endings)) for p in made.projects]
    return Draft(replace(made, projects=tuple(projects)), look(rng, columns=rng.choice((1, 2))))


def _varied(made: Brochure, rng: Random, share: float, **change: Any) -> tuple[Brochure, list[str]]:
    """``change`` made to some projects, at least one; also their ids."""
    some = [p.id for p in made.projects if rng.random() < share] or [rng.choice(made.projects).id]
    return replace(made, projects=tuple(replace(p, **change) if p.id in some else p for p in made.projects)), some


@kind("no-box", ALL)
def no_box(rng: Random) -> Draft:
    """some projects have no box"""
    made, some = _varied(brochure(rng), rng, 0.2, has_box=False)
    return Draft(made, look(rng, layout=_place(rng)), expect={"exit_in": [0, 4], "without_box": some})


@kind("no-box-collected", SET)
def no_box_collected(rng: Random) -> Draft:
    """boxes collected at the foot, one project has none"""
    made, some = _varied(brochure(rng, per_axis=(3, 3)), rng, 0.15, has_box=False)
    return Draft(made, look(rng, layout="collected"), expect={"exit_in": [0, 4], "without_box": some})


@kind("no-budget", ALL)
def no_budget(rng: Random) -> Draft:
    """some boxes have no budget"""
    made, _ = _varied(brochure(rng), rng, 0.3, budget=None, budget_eur=None)
    return Draft(made, look(rng, layout=_place(rng)))


@kind("no-goal", ALL)
def no_goal(rng: Random) -> Draft:
    """some boxes have no end goal"""
    made, _ = _varied(brochure(rng), rng, 0.3, goal=None)
    return Draft(made, look(rng, layout=_place(rng)))


@kind("orphan-box", ALL)
def orphan_box(rng: Random) -> Draft:
    """a box whose project is nowhere in the brochure"""
    made = brochure(rng, per_axis=(3, 3))
    lost = rng.choice([p for p in made.projects if p.goal and p.budget])
    projects = [replace(p, has_text=p.id != lost.id) for p in made.projects]
    layout = rng.choice(("below", "margin-right", "margin-left"))
    return Draft(
        replace(made, projects=tuple(projects)), look(rng, layout=layout), expect={"exit": 4, "orphan_boxes": [lost.id]}
    )


@kind("orphan-box-collected", SET)
def orphan_box_collected(rng: Random) -> Draft:
    """collected boxes, one of them without a project"""
    draft = orphan_box(rng)
    draft.look.layout = "collected"
    return draft


def _place(rng: Random) -> str:
    return rng.choice(("below", "above", "margin-right", "margin-left"))


def _sentences(project: Project) -> list[str]:
    out, held = [], ""
    for piece in project.description.split(" "):
        held = f"{held} {piece}".strip()
        if piece[-1] in ".?!" and len(held) > 30:
            out.append(held)
            held = ""
    return [*out, held] if held else out


@kind("subheads", ALL)
def subheads(rng: Random) -> Draft:
    """sub-headings inside descriptions"""
    heads = ("Waarom nu?", "Aanpak", "Uitvoering", "Wie doet mee?", "Achtergrond")

    def split(p: Project) -> Project:
        s = _sentences(p)
        parts = (Part("para", " ".join(s[:2])), Part("subhead", rng.choice(heads)), Part("para", " ".join(s[2:])))
        return replace(p, parts=parts)

    made = brochure(rng)
    projects = [split(p) if rng.random() < 0.7 else p for p in made.projects]
    return Draft(replace(made, projects=tuple(projects)), look(rng, layout=_place(rng)))


@kind("lists", ALL)
def lists(rng: Random) -> Draft:
    """lists inside descriptions"""

    def split(p: Project) -> Project:
        s = _sentences(p)
        return replace(p, parts=(Part("para", s[0]), *(Part("item", t) for t in s[1:])))

    made = brochure(rng)
    projects = [split(p) if rng.random() < 0.7 else p for p in made.projects]
    return Draft(replace(made, projects=tuple(projects)), look(rng, layout=_place(rng)))


@kind("paragraphs", ALL)
def paragraphs(rng: Random) -> Draft:
    """descriptions of several paragraphs"""
    made = brochure(rng)

    def split(p: Project) -> Project:
        s = _sentences(p)
        at = max(1, len(s) // 2)
        return replace(p, parts=(Part("para", " ".join(s[:at])), Part("para", " ".join(s[at:]))))

    projects = tuple(split(p) for p in made.projects)
    return Draft(replace(made, projects=projects), look(rng, layout=_place(rng), columns=1))


@kind("footnotes", ALL)
def footnotes(rng: Random) -> Draft:
    """a footnote mark in the text, the note below the description in small type"""
    notes = (
        "Cijfers van de bevoegde administratie, stand van januari 2027.",
        "Onder voorbehoud van goedkeuring door het Rekenhof.",
        "Zie ook het jaarverslag van de betrokken dienst.",
    )

    def noted(p: Project) -> Project:
        first, *rest = _sentences(p)
        text = " ".join([first[:-1] + "¹" + first[-1], *rest])
        return replace(p, parts=(Part("para", text), Part("note", rng.choice(notes))))

    made = brochure(rng)
    projects = [noted(p) if rng.random() < 0.5 else p for p in made.projects]
    return Draft(replace(made, projects=tuple(projects)), look(rng, layout=_place(rng), font="sans"))


@kind("equal-budgets", SET)
def equal_budgets(rng: Random) -> Draft:
    """two projects of an axis have the same budget, boxes detached"""
    made = brochure(rng, per_axis=(3, 3), style="dots")
    first = {a.name: made.of(a)[0].budget_eur or 8_000_000 for a in made.axes}
    projects = [
        replace(p, budget_eur=first[p.axis], budget=BUDGETS["dots"](first[p.axis])) if p.budget else p
        for p in made.projects
    ]
    return Draft(replace(made, projects=tuple(projects)), look(rng, layout="collected"))


@kind("budget-forms", ALL)
def budget_forms(rng: Random) -> Draft:
    """every amount in another form, joint authorities and synonyms"""
    return Draft(brochure(rng, per_axis=(3, 4), style="mixed", plain=False), look(rng, layout=_place(rng)))


@kind("other-order", ALL)
def other_order(rng: Random) -> Draft:
    """the fields of a box in another order"""
    order = rng.choice(
        (("authority", "budget", "goal"), ("goal", "budget", "authority"), ("authority", "goal", "budget"))
    )
    return Draft(brochure(rng), look(rng, layout=_place(rng), order=order))


@kind("any", PLACED)
def anything(rng: Random) -> Draft:
    """layout, box, labels, titles and text layer at random"""
    made, shown = brochure(rng, per_axis=(2, 4)), _random_look(rng, True)
    if shown.layout != "collected":  # a detached box without its goal could be anybody's
        made, _ = _varied(made, rng, 0.08, goal=None)
    return Draft(made, shown)


@kind("any-flow", FLOWING)
def any_flow(rng: Random) -> Draft:
    """layout, box, labels and titles at random, set by a program that breaks lines itself"""
    made, _ = _varied(brochure(rng, per_axis=(2, 4)), rng, 0.08, budget=None, budget_eur=None)
    return Draft(made, _random_look(rng, False))


def _random_look(rng: Random, layers: bool) -> Look:
    layout = rng.choice(("below", "below", "above", "margin-left", "margin-right", "spread", "collected"))
    flow = layout in ("below", "above")
    columns = rng.choice((1, 1, 2, 3)) if flow else 1
    landscape = columns == 3 or layout == "spread"
    chosen = rng.sample(("kerning", "words-apart", "shadow", "shuffled", "raised", "invisible"), rng.randint(0, 2))
    return look(
        rng,
        layout=layout,
        columns=columns,
        landscape=landscape,
        size=8.5 if landscape else rng.choice((9.0, 10.0)),
        form=rng.choice(("above", "above", "inline", "beside", "rows", "dotted")),
        frame=rng.choice(("fill", "outline", "bar", "none")),
        case=rng.choice(("upper", "upper", "title", "small")),
        titles=rng.choice(("bold", "bold", "caps", "numbered", "colour")),
        axis_pages=layout in ("spread", "collected") or rng.random() < 0.7,
        toc=rng.random() < 0.25,
        appendix=rng.random() < 0.2,
        decor=rng.random() < 0.2,
        layer=tuple(chosen) if layers else (),
    )
