"""Text files: grids of columns, running lines, headings inside a text, lists of titles, values without white space after."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.models import BlockKind, Blocks, Severity
from pipeline.segment.fullness import Vocabulary, find_titles, runs_into
from tests.cases.make import AXES, LABELS, PROJECTS, Project, text_box, text_brochure, text_pages, wrapped
from tests.cases.rooms import blocks_of, records_of
from tests.segment.test_blocks import said

TITLES = [project.title for project in PROJECTS]
DESCRIPTIONS = [project.description for project in PROJECTS]


def values(blocks: Blocks) -> list[tuple[str, ...]]:
    return sorted(
        tuple(" ".join(word.text for line in field.value for word in line) for field in block.fields)
        for block in blocks.blocks
        if block.kind is BlockKind.info_box
    )


EXPECTED = sorted(project.values for project in PROJECTS)


def whole(blocks: Blocks) -> None:
    assert said(blocks, BlockKind.title) == TITLES
    assert said(blocks, BlockKind.text, "description") == DESCRIPTIONS
    assert values(blocks) == EXPECTED


def box_lines(project: Project) -> list[str]:
    return [
        line for label, value in zip(LABELS, project.values, strict=True) for line in (label, *textwrap.wrap(value, 30))
    ]


def side_by_side(project: Project, *, drift: bool) -> str:
    """A project with its box beside it; with ``drift`` the two columns share no row, as when their leading differs."""
    left = [project.title, *textwrap.wrap(project.description, 60, break_on_hyphens=False)]
    rows: list[str] = []
    for a, b in itertools.zip_longest(left, box_lines(project), fillvalue=""):
        rows += [a, " " * 70 + b] if drift else [a.ljust(70) + b]
    return "\n".join(row.rstrip() for row in rows if row.strip())


@pytest.mark.parametrize("drift", [False, True])
def test_columns_that_share_rows_or_none(tmp_path: Path, drift: bool) -> None:
    pages = [
        "\n\n".join(
            [
                axis.name.upper(),
                wrapped(axis.introduction, 100),
                "\n\n\n".join(side_by_side(project, drift=drift) for project in PROJECTS if project.axis == axis.name),
            ]
        )
        for axis in AXES
    ]
    whole(blocks_of(tmp_path, "\f".join(pages)))


@pytest.mark.parametrize("foot", ["Kleine stad, groot plan | {}", "{}", "bladzijde {}"])
def test_running_lines_are_furniture(tmp_path: Path, foot: str) -> None:
    pages = text_pages() * 2
    dressed = [f"Plan 2030\n{page}\n{foot.format(number)}\n" for number, page in enumerate(pages, 7)]
    found = blocks_of(tmp_path, "\f".join(dressed))
    assert sorted(said(found, BlockKind.furniture)) == sorted(
        ["Plan 2030"] * len(pages) + [foot.format(number) for number in range(7, 7 + len(pages))]
    )
    assert said(found, BlockKind.text, "description") == DESCRIPTIONS * 2
    assert values(found) == sorted(EXPECTED * 2)


def test_the_name_of_an_axis_may_run_over_its_pages(tmp_path: Path) -> None:
    found = blocks_of(tmp_path, "\f".join(f"{page.split()[0]}\n\n{page}" for page in text_pages()))
    whole(found)


def test_labels_and_authorities_at_the_edge_of_pages_are_no_furniture(tmp_path: Path) -> None:
    pages = [f"{text_box(project.values)}\n\n{project.title}\n{wrapped(project.description)}" for project in PROJECTS]
    assert values(blocks_of(tmp_path, "\f".join(pages))) == EXPECTED


def spaced(projects: Sequence[Project] = PROJECTS, heading: str = "Waarom dit werk?") -> str:
    """Boxes beside the text, and in each second project a heading inside the text."""
    pages: list[str] = []
    for axis in AXES:
        parts = []
        for number, project in enumerate(p for p in projects if p.axis == axis.name):
            lines = textwrap.wrap(project.description, 60, break_on_hyphens=False)
            middle = next((i + 1 for i, line in enumerate(lines) if line.endswith(".") and 1 < i + 1 < len(lines)), 0)
            if number % 2 and middle:
                lines.insert(middle, heading)
            rows = itertools.zip_longest([project.title, *lines], box_lines(project), fillvalue="")
            parts.append("\n".join((a.ljust(70) + b).rstrip() for a, b in rows))
        pages.append("\n\n".join([axis.name.upper(), wrapped(axis.introduction, 100), "\n\n\n".join(parts)]))
    return "\f".join(pages)


def test_a_heading_inside_a_text_is_no_project(tmp_path: Path) -> None:
    assert said(blocks_of(tmp_path, spaced()), BlockKind.title) == TITLES


@pytest.mark.parametrize("row", ["{} {}", "{} . . . . . . . . . . {}", "{}     € {}.000.000"])
def test_a_list_of_the_titles_is_no_list_of_projects(tmp_path: Path, row: str) -> None:
    rows = "\n".join(row.format(title, number) for number, title in enumerate(TITLES, 3))
    for text in (f"Inhoud\n{rows}\f{text_brochure()}", f"{text_brochure()}\fBijlage\n\n{rows}\n"):
        whole(blocks_of(tmp_path, text))


def test_titles_of_a_table_do_not_become_labels(tmp_path: Path) -> None:
    table = "Project".ljust(60) + "Budget\n" + "\n".join(f"{p.title:60}{p.budget}" for p in PROJECTS)
    found = blocks_of(tmp_path, f"{text_brochure()}\f{table}\n")
    assert said(found, BlockKind.title) == TITLES
    assert values(found) == EXPECTED


@pytest.mark.parametrize(
    "value",
    [
        ["Dertig vernieuwde haltes met een schuilplaats en", "een fietsenstalling"],
        ["Wet waardoor alle bussen", "vanaf 2030 zonder uitstoot", "moeten zijn"],
        ["Tien poelen hersteld."],
    ],
)
@pytest.mark.parametrize(
    "title", [["Vergroening van het oude marktplein"], ["Een nieuwe brug voor fietsers over de", "Demer"]]
)
def test_a_value_stops_before_the_next_title(value: list[str], title: list[str]) -> None:
    text = [
        "De stad vroeg haar bewoners wat zij wilden en kreeg meer",
        "dan duizend brieven terug. Dit project voert uit wat de",
        "meesten vroegen, en begint daarmee in het voorjaar.",
    ]
    assert runs_into([*value, *title, *text], Vocabulary()) == len(value)


def test_a_value_with_names_is_left_whole() -> None:
    value = [
        "Renovatie van de stations van",
        "Aalter en van drie haltes in",
        "Eeklo, met een nieuw dak voor",
        "de fietsers",
    ]
    assert runs_into(value, Vocabulary()) is None


def test_a_value_goes_on_over_the_page(tmp_path: Path) -> None:
    first, second = PROJECTS[0], PROJECTS[1]
    goal = "Een tankpunt met een capaciteit van"
    page = f"DUURZAAMHEID\n{first.title}\n{wrapped(first.description)}\nBUDGET\n€ 5 miljoen\nEINDDOEL\n{goal}\n1\n"
    rest = f"900 kg per dag\n{second.title}\n{wrapped(second.description)}\nBUDGET\n€ 6 miljoen\nEINDDOEL\nTien haltes\n2\n"
    found = values(blocks_of(tmp_path, f"{page}\f{rest}"))
    assert [box[-1] for box in found] == [f"{goal} 900 kg per dag", "Tien haltes"]


def divided(project: Project, form: str, *, turn: bool = False) -> str:
    """A project whose end goal white space or the end of the page divides in the middle of a sentence."""
    goal = project.end_goal.rstrip(".").split()
    first, rest = " ".join(goal[: len(goal) // 2]), " ".join(goal[len(goal) // 2 :])
    if form == "running":
        box = f"BUDGET: {project.budget} – VERANTWOORDELIJKE OVERHEID: {project.authority} – EINDDOEL: {first}"
    else:
        first = "" if form == "empty" else first
        rest = rest if first else project.end_goal.rstrip(".")
        box = text_box((project.budget, project.authority, ""))[:-1] + f"\n{first}" * bool(first)
    return f"{project.title}\n{wrapped(project.description)}\n\n{box}\n{chr(12) if turn else chr(10)}{rest}"


@pytest.mark.parametrize(("form", "turn"), [("running", False), ("below", False), ("below", True), ("empty", True)])
def test_a_value_goes_on_below_what_divides_it(tmp_path: Path, form: str, turn: bool) -> None:
    found = blocks_of(tmp_path, "\n\n".join(divided(project, form, turn=turn) for project in PROJECTS))
    assert said(found, BlockKind.text, "description") == DESCRIPTIONS
    assert values(found) == sorted((budget, by, goal.rstrip(".")) for budget, by, goal in EXPECTED)


@pytest.mark.parametrize(
    "stray", ["met een rand in het midden", "twee banken en een boom in de schaduw.", "Buitenruimte"]
)
def test_words_of_another_text_wait_for_a_person(tmp_path: Path, stray: str) -> None:
    def lines(text: str) -> list[str]:
        return [found.quote for found in records_of(tmp_path, text).findings if found.rule == "stray_line"]

    assert lines(text_brochure().replace("\n\nBUDGET", f"\n\n{stray}\n\nBUDGET", 1)) == [stray]
    assert not lines(text_brochure())


def with_slogans(slogans: Sequence[str], lost: int) -> str:
    """An axis a page with slogan and introduction; the project ``lost`` has no title."""
    pages: list[str] = []
    for at, (name, slogan) in enumerate(
        zip(("MOBILITEIT", "SAMENLEVING", "DIGITALISERING", "DUURZAAMHEID"), slogans, strict=True)
    ):
        parts = [name, f"{slogan}\n{wrapped(AXES[at % 2].introduction, 100)}"]
        for number, project in enumerate(PROJECTS[2 * (at % 2) :][:2], 2 * at):
            title = "" if number == lost else f"{project.title}{' van morgen' * (at > 1)}\n"
            parts += [title + wrapped(project.description), text_box(project.values)]
        pages.append("\n\n".join(parts))
    return "\f".join(pages)


@pytest.mark.parametrize("lost", range(-1, 8))
@pytest.mark.parametrize(
    "slogans",
    [
        ["Vlot van dorp tot dorp", "Samen aan tafel", "Snel op het net", "Zuinig met water"],
        ["VLOT VAN DORP TOT DORP", "SAMEN AAN TAFEL", "SNEL OP HET NET", "ZUINIG MET WATER"],
    ],
)
def test_a_slogan_is_no_project_where_a_title_is_lost(tmp_path: Path, slogans: list[str], lost: int) -> None:
    titles = said(blocks_of(tmp_path, with_slogans(slogans, lost)), BlockKind.title)
    wanted = [*TITLES, *(f"{title} van morgen" for title in TITLES)]
    assert titles == [title for number, title in enumerate(wanted) if number != lost]


def in_rows(projects: Sequence[Project], *, texts: bool = False, turn: bool = False) -> str:
    """A page as plain text gives columns side by side: first the projects (with ``texts`` all titles before all texts), then
    the labels of one name, and their values after all of them or (``turn``) each after its label."""
    if texts:
        parts = [*(project.title for project in projects), *(wrapped(project.description, 48) for project in projects)]
    else:
        parts = [f"{project.title}\n{wrapped(project.description, 48)}" for project in projects]
    for at, label in enumerate(LABELS):
        values = [wrapped(project.values[at], 30) for project in projects]
        parts += (
            [part for value in values for part in (label, value)] if turn else [*(label for _ in projects), *values]
        )
    return "\n\n".join(parts)


def pages_in_rows(**form: bool) -> str:
    return "\f".join(
        "\n\n".join(
            [
                axis.name.upper(),
                wrapped(axis.introduction, 100),
                in_rows([p for p in PROJECTS if p.axis == axis.name], **form),
            ]
        )
        for axis in AXES
    )


@pytest.mark.parametrize("turn", [False, True])
@pytest.mark.parametrize("texts", [False, True])
def test_boxes_printed_row_by_row(tmp_path: Path, texts: bool, turn: bool) -> None:
    found = records_of(tmp_path, pages_in_rows(texts=texts, turn=turn))
    assert [
        (r.title.text, r.description.text, *(r.fields[n].text for n in ("budget", "authority", "end_goal")))
        for r in found.records
    ] == [(p.title, p.description, *p.values) for p in PROJECTS]
    assert [word.top for record in found.records for word in record.fields["budget"].words] == [
        word.line - 1.0 for record in found.records for word in record.fields["budget"].words
    ]  # where it is printed


def torn(project: Project, form: str) -> str:
    """A box with another project between a label and its value, or before its last label."""
    other = PROJECTS[1]
    text = f"{other.title}\n{wrapped(other.description, 48)}"
    budget, authority, goal = (f"{label}\n\n{value}" for label, value in zip(LABELS, project.values, strict=True))
    parts = {
        "amount": [LABELS[0], text, project.budget, authority, goal],
        "authority": [budget, LABELS[1], text, project.authority, goal],
        "end goal": [budget, authority, LABELS[2], text, wrapped(project.end_goal, 30)],
        "title": [budget, other.title, authority, goal, wrapped(other.description, 48)],
    }[form]
    return "\n\n".join([f"{project.title}\n{wrapped(project.description, 48)}", *parts, text_box(other.values)])


@pytest.mark.parametrize("form", ["amount", "authority", "end goal", "title"])
def test_a_box_with_other_text_between(tmp_path: Path, form: str) -> None:
    page = f"{AXES[0].name.upper()}\n\n{wrapped(AXES[0].introduction, 100)}\n\n{torn(PROJECTS[0], form)}"
    found = records_of(tmp_path, "\f".join([page, text_pages()[1]]))
    assert {record.title.text: tuple(field.text for field in record.fields.values()) for record in found.records} == {
        project.title: project.values for project in PROJECTS
    }
    assert [record.description.text for record in found.records] == DESCRIPTIONS


@pytest.mark.parametrize(
    "lost", [f"\n\n{PROJECTS[0].budget}", f"\n\n{PROJECTS[1].authority}", f"{LABELS[1]}\n\n{LABELS[1]}"]
)
def test_rows_with_a_value_or_a_label_too_few_are_refused(tmp_path: Path, lost: str) -> None:
    text = pages_in_rows()
    assert lost in text
    found = records_of(tmp_path, text.replace(lost, lost.split("\n\n")[0] if lost.startswith(LABELS[1]) else "", 1))
    assert [bool(record.box) for record in found.records] == [False, False, True, True]
    assert [finding.rule for finding in found.findings if finding.severity is Severity.person] == [
        "orphan_box",
        "project_without_box",
        "project_without_box",
    ]


def numbered(front: str = "") -> str:
    """A brochure on one page with running numbers before its titles and a heading in the middle of each text."""
    parts = [front]
    for at, project in enumerate(PROJECTS):
        if not at or project.axis != PROJECTS[at - 1].axis:
            parts.append(project.axis.upper())
        first, *rest = project.description.split(". ")
        text = f"{wrapped(first + '.')}\nWat er nog komt na deel {'abcd'[at]}\n{wrapped('. '.join(rest))}"
        parts += [f"{1 + at // 2}.{1 + at % 2} {project.title}\n{text}", text_box(project.values)]
    return "\n\n".join(filter(None, parts))


def test_a_heading_without_the_number_that_titles_have_is_no_project(tmp_path: Path) -> None:
    assert [record.title.text for record in records_of(tmp_path, numbered()).records] == TITLES


@pytest.mark.parametrize(
    "front",
    [
        "PLAN 2030\nBouwen aan morgen\n\nHet plan in woorden\n"
        "Het plan kiest voor projecten die lang meegaan, en voor\nwie ze bouwt.",
        "Zo leest u dit plan\n"
        "Een plan is geen wet: het zegt wat er komt en waar. Wie meer\nwil, belt naar de stad.\n\n12 steden\ndoen mee",
    ],
)
def test_headings_before_the_first_axis_are_no_projects(tmp_path: Path, front: str) -> None:
    text = f"{front}\n\n{text_brochure().replace(chr(12), '')}"
    whole(blocks_of(tmp_path, text))


@pytest.mark.parametrize(
    ("mark", "note"), [("1.", "1 Toestand op 1 januari, zonder de dorpen."), (".2", "2 Bron: telling.")]
)
def test_a_footnote_in_text_is_no_description(tmp_path: Path, mark: str, note: str) -> None:
    marked = PROJECTS[0].description.replace(".", mark, 1)
    text = text_brochure().replace(wrapped(PROJECTS[0].description), f"{wrapped(marked)}\n{note}")
    found = blocks_of(tmp_path, text)
    assert said(found, BlockKind.text, "description") == [marked, *DESCRIPTIONS[1:]]
    assert said(found, BlockKind.text, "note") == [note]


@pytest.mark.parametrize("heading", ["Een brug voor Lommel", "Nachtbussen vanuit Aat"])
def test_a_line_of_its_own_between_two_sentences_is_a_title(heading: str) -> None:
    texts = [
        "Wie de trein of de bus neemt, komt even vlot aan als met de wagen. Deze as",
        "vernieuwt haltes en bruggen, en maakt knooppunten veiliger voor fietsers.",
        heading,
        f"{heading.split()[-1]} ligt aan een kruispunt van vier lijnen. Dit project past twee haltes",
        "aan en vernieuwt de wachtzaal.",
    ]
    words = Vocabulary(names=frozenset(["lommel", "aat"]))
    assert find_titles(texts, words) == [(2, 1)]
    assert find_titles([*texts[:2], f"{heading} en nog een halte die daar vlakbij ligt, met", *texts[3:]], words) == []


@pytest.mark.parametrize("line", [0, 1])
def test_words_of_a_stretched_line_make_one(tmp_path: Path, line: int) -> None:
    text = text_brochure()
    for project in PROJECTS:
        lines = wrapped(project.description).split("\n")
        words = "\n\n".join(lines[line].split())
        stretched = "\n".join([*lines[:line], f"{words}\n\n{lines[line + 1]}", *lines[line + 2 :]])
        text = text.replace("\n".join(lines), stretched)
    whole(blocks_of(tmp_path, text))
