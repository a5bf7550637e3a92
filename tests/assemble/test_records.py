"""Records: running text over breaks, axes with their amounts, key figures, words without a place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import Fate, Severity
from pipeline.nl.running import running_text
from tests.cases.make import AXES, PROJECTS, Draw, Project, Sheet, draw, pdf_brochure, text_brochure, text_page
from tests.cases.rooms import records_of, tables_of

FIGURES = """HET PLAN IN CIJFERS

MOBILITEIT
€ 15,9 miljoen – 1%

SAMENLEVING
€ 1.208,25 miljoen – 99%

14
remises met nieuwe bellen

61%
van de veerponten vaart elektrisch
\f"""


def test_axes_with_their_amounts(tmp_path: Path) -> None:
    tables = tables_of(tmp_path, FIGURES + text_brochure())
    found = {row["axis"]: row for row in tables["axes"]}
    assert list(found) == [axis.name for axis in AXES]
    assert (found["Mobiliteit"]["budget_eur"], found["Mobiliteit"]["share_pct"]) == ("15900000", "1")
    assert (found["Samenleving"]["budget_eur"], found["Samenleving"]["share_pct"]) == ("1208250000", "99")
    assert [found[axis.name]["introduction"] for axis in AXES] == [axis.introduction for axis in AXES]


def test_axes_without_a_page_of_figures(tmp_path: Path) -> None:
    found = tables_of(tmp_path, pdf_brochure())["axes"]
    assert [(row["axis"], row["slogan"], row["introduction"]) for row in found] == [
        (axis.name, axis.slogan, axis.introduction) for axis in AXES
    ]
    assert {row["budget_eur"] + row["budget_printed"] + row["share_pct"] for row in found} == {""}


def test_key_figures_with_their_statements(tmp_path: Path) -> None:
    tables = tables_of(tmp_path, FIGURES + text_brochure())
    found = [(row["figure_printed"], row["statement"], row["value"], row["unit"]) for row in tables["key_figures"]]
    assert found == [
        ("14", "14 remises met nieuwe bellen", "14", ""),
        ("61%", "61% van de veerponten vaart elektrisch", "61", "%"),
    ]


def test_hyphens_of_line_ends_go_and_real_ones_stay(tmp_path: Path) -> None:
    text = text_brochure().replace(
        "wandelaars over de Zwartebeek zet.",
        "wande-\nlaars over de Zwartebeek zet, ook wie een ICT-\ntoestel heeft.",
    )
    record = records_of(tmp_path, text).records[0]
    assert "fietsers en wandelaars over" in record.description.text
    assert "een ICT-toestel heeft" in record.description.text
    assert "wande- laars" in record.description.printed


def test_misprints_stay_as_printed(tmp_path: Path) -> None:
    wrong = PROJECTS[0].description.replace("vernieuwd", "vernieud").replace("drie dorpen", "drie  dorpen ,")
    record = records_of(tmp_path, text_brochure([replace(PROJECTS[0], description=wrong), *PROJECTS[1:]])).records[0]
    assert record.description.text == " ".join(wrong.split())


def test_a_description_goes_on_in_the_next_column(tmp_path: Path) -> None:
    first, second = PROJECTS[0].description.split(". ", 1)

    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, AXES[0].name.upper(), 20, "Helvetica-Bold")
        sheet.paragraph(50, 90, AXES[0].introduction, 490)
        sheet.text(50, 160, PROJECTS[0].title, 13, "Helvetica-Bold")
        sheet.paragraph(50, 178, first + ".", 225)
        y = sheet.paragraph(320, 160, second, 225) + 14
        y = sheet.box(320, y, PROJECTS[0].values, 225) + 30
        sheet.text(320, y, PROJECTS[1].title, 13, "Helvetica-Bold")
        y = sheet.paragraph(320, y + 18, PROJECTS[1].description, 225) + 14
        sheet.box(320, y, PROJECTS[1].values, 225)

    records = records_of(tmp_path, draw([page]))
    assert [record.description.text for record in records.records] == [p.description for p in PROJECTS[:2]]


def test_words_that_belong_nowhere_are_told(tmp_path: Path) -> None:
    records = records_of(tmp_path, text_brochure().replace("\f", "\n\n***\n\n\f"))
    lost = [entry.text for entry in records.ledger if entry.fate is Fate.unassigned]
    assert lost == ["***"]
    (finding,) = (finding for finding in records.findings if finding.rule == "unassigned_words")
    assert (finding.quote, finding.severity) == ("***", Severity.warning)


@pytest.mark.parametrize("data", [FIGURES + text_brochure(), pdf_brochure()], ids=["text", "pdf"])
def test_spans_lead_back_to_the_words(tmp_path: Path, data: str | bytes) -> None:
    for record in records_of(tmp_path, data).records:
        for value in (record.title, record.description, *record.fields.values()):
            assert len(value.spans) == len(value.words)
            for word, (start, end) in zip(value.words, value.spans, strict=True):
                assert value.text[start:end] in (word.text, word.text.removesuffix("-"))


TOKENS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=9
)


@given(lines=st.lists(st.lists(TOKENS, min_size=1, max_size=5), max_size=6))
def test_running_text_holds_every_word_at_its_span(lines: list[list[str]]) -> None:
    made = running_text(lines)
    words = [word for line in lines for word in line]
    assert len(made.spans) == len(words)
    assert list(made.spans) == sorted(made.spans)
    for word, (start, end) in zip(words, made.spans, strict=True):
        found, soft = made.text[start:end], "\N{SOFT HYPHEN}"
        assert found.replace(soft, "") in (word.replace(soft, ""), word.replace(soft, "")[:-1])
    joined = "".join(char for char in made.text if not char.isspace() and char not in "-\N{SOFT HYPHEN}")
    assert joined == "".join(char for word in words for char in word if char not in "-\N{SOFT HYPHEN}")


@pytest.mark.parametrize("broken", range(len(PROJECTS)))
def test_a_text_that_breaks_off_waits_for_a_person(tmp_path: Path, broken: int) -> None:
    projects = [
        *PROJECTS,
        *(replace(p, title=f"{p.title} van morgen", end_goal=f"{p.end_goal} Morgen.") for p in PROJECTS),
    ]
    cut = projects[broken].description.rsplit(" ", 3)[0]
    cut_off = [*projects[:broken], replace(projects[broken], description=cut), *projects[broken + 1 :]]
    found = [f for f in records_of(tmp_path, text_brochure(cut_off)).findings if f.rule == "text_breaks_off"]
    assert [(f.severity, f.quote) for f in found] == [(Severity.person, " ".join(cut.split()[-8:]))]
    assert not [f for f in records_of(tmp_path, text_brochure(projects)).findings if f.rule == "text_breaks_off"]


def test_texts_that_never_end_with_a_full_stop_are_whole(tmp_path: Path) -> None:
    bare = [replace(project, description=project.description.rstrip(".")) for project in PROJECTS]
    assert not [f for f in records_of(tmp_path, text_brochure(bare)).findings if f.rule == "text_breaks_off"]


@pytest.mark.parametrize("ended", [True, False])
def test_an_end_goal_unlike_all_others_waits_for_a_person(tmp_path: Path, ended: bool) -> None:
    def goal(text: str, full_stop: bool) -> str:
        return text.rstrip(".") + "." * full_stop

    many = [
        replace(p, title=f"{p.title} {extra}", end_goal=goal(f"{p.end_goal.rstrip('.')} in {extra}", not ended))
        for extra in ("Genk", "Aat", "Spa")
        for p in PROJECTS
    ]
    odd = replace(many[5], end_goal=goal(many[5].end_goal, ended))
    for projects, expected in ((many, []), ([*many[:5], odd, *many[6:]], [odd.end_goal])):
        ordered = sorted(projects, key=lambda p: p.axis)
        found = [f for f in records_of(tmp_path, text_brochure(ordered)).findings if f.rule == "odd_end_goal"]
        assert [(f.severity, f.quote) for f in found] == [(Severity.person, quote) for quote in expected]


@pytest.mark.parametrize("place", [0, -1])
def test_an_axis_without_a_project_waits_for_a_person(tmp_path: Path, place: int) -> None:
    mine = [project for project in PROJECTS if project.axis != AXES[place].name]
    pages = [text_page(axis, [project for project in mine if project.axis == axis.name]) for axis in AXES]
    found = [finding for finding in records_of(tmp_path, "\n\f".join(pages)).findings if finding.rule == "empty_axis"]
    assert [(finding.severity, finding.quote.casefold()) for finding in found] == [
        (Severity.person, AXES[place].name.casefold())
    ]


def test_a_project_under_no_axis_waits_for_a_person(tmp_path: Path) -> None:
    def page(project: Project) -> Draw:
        def drawn(sheet: Sheet) -> None:
            sheet.text(50, 60, project.title, 14, "Helvetica-Bold")
            sheet.paragraph(50, 80, project.description, 290)
            sheet.box(370, 50, project.values)

        return drawn

    found = records_of(tmp_path, draw([page(project) for project in PROJECTS])).findings
    assert [f.quote for f in found if f.rule == "no_axis"] == [project.title for project in PROJECTS]
