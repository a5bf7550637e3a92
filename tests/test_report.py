"""What a refusal says: one line for one cause, blocks that paste together and do no harm, all on one screen."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import report
from tests.cases.make import AXES, LABELS, PROJECTS, text_box, text_brochure, wrapped
from tests.cases.notes import note, noted
from tests.cases.rooms import Content, write
from tests.conftest import Brochure, Result
from tests.test_cli import of, rows

SCREEN = 20


def finding(**changes: str) -> dict[str, str]:
    row = {"edition": "2031", "source": "plan.pdf", "severity": "person", "rule": "empty_label", "page": "3"}
    return row | {"message": "a label without a value", "quote": "BUDGET", "hint": "look at the page"} | changes


OVERRIDE = (
    'see it; or decide in plan.pdf.toml: overrides = [{ project = "p", field = "budget_eur", quote = "“€ \\"5” [}]" }]'
)


def test_ten_boxes_that_miss_the_same_are_one_line_with_count_and_pages() -> None:
    (line,) = report.causes([finding(page=str(page)) for page in (3, 4, 5, 5, 9)])
    assert line == "2031: plan.pdf pages 3–5, 9: a label without a value (5 ×) “BUDGET”; look at the page"


def test_two_causes_are_two_lines_and_many_of_one_rule_are_one() -> None:
    two = [finding(message=f"the label {name} is new", rule="new_label") for name in "AB"]
    assert len(report.causes(two)) == 2
    many = [finding(message=f"words on line {n}", rule="unassigned_words", page=str(n)) for n in range(1, 31)]
    (line,) = report.causes(many)
    assert "pages 1–30: words on line 1 (30 ×)" in line


def test_what_is_only_noticed_stops_nothing() -> None:
    assert report.causes([finding(severity="warning"), finding(severity="info")]) == []


def test_proposals_paste_together() -> None:
    wording = 'run it; or in the note: wordings = [{ label = "budget", printed = "KOSTEN \\"NU\\"" }]'
    made = report.proposals([finding(hint=OVERRIDE), finding(hint=wording), finding(hint=OVERRIDE), finding()])
    note = tomllib.loads("\n".join(one.block for one in made))
    assert note["overrides"] == [{"project": "p", "field": "budget_eur", "quote": '“€ "5” [}]'}]
    assert note["wordings"] == [{"label": "budget", "printed": 'KOSTEN "NU"'}]
    assert report.advice(finding(hint=OVERRIDE)) == "see it"
    assert report.advice(finding(hint=wording)) == "run it"


def test_a_hint_that_only_looks_like_a_proposal_is_none() -> None:
    assert report.proposal(finding(hint="overrides = [{ nonsense }]")) is None


def test_everything_fits_a_screen() -> None:
    told = [f"cause {n}" for n in range(50)]
    asked = [report.Proposal("plan.pdf", "overrides", {"project": f"p{n}", "field": "title"}) for n in range(50)]
    lines, blocks = report.screen(told, asked, "quality/decisions.toml")
    assert len(lines) + len(blocks) <= report.LINES < SCREEN
    assert lines[-1] == f"and {50 - len(lines) + 1} more causes; see quality/decisions.toml"
    assert blocks[-1].startswith("# 50 in all: quality/decisions.toml")
    assert tomllib.loads("\n".join(blocks))["overrides"]


def test_what_is_cut_has_a_mark() -> None:
    assert report.cut("een twee drie", 9) == "een twee…"
    assert report.cut("een  twee", 9) == "een twee"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"met": 214, "expectations": 214}, "214 of 214"),
        (
            {"met": 212, "expectations": 214, "failing": ["a.box_is_complete"], "noticed": ["b.values_in_cells"]},
            "212 of 214: box_is_complete, values_in_cells",
        ),
    ],
)
def test_rules_that_were_noticed_are_named(found: dict[str, object], said: str) -> None:
    assert report.noticed(found) == said


# --- in a run ----------------------------------------------------------------------------------------------------

#: Beside the known wording of a label, a new one in the first two of eight boxes.
MANY = [replace(project, title=f"{project.title} {part}") for part in ("Noord", "Zuid") for project in PROJECTS]


def mixed(new: int) -> str:
    pages: list[str] = []
    for axis in AXES:
        parts = [axis.name.upper(), wrapped(axis.introduction)]
        for number, project in enumerate(MANY):
            if project.axis == axis.name:
                labels = ("KOSTPRIJS", *LABELS[1:]) if number < new else LABELS
                parts += [f"{project.title}\n{wrapped(project.description)}", text_box(project.values, labels)]
        pages.append("\n\n".join(parts))
    return "\n\f".join(pages) + "\n"


FRENCH = "\n\n".join(
    f"Projet de ferry {i}\nCe projet prévoit la construction d'un ferry entre les rives de la rivière, avec des bateaux pour les "
    f"habitants et une liaison dans la vallée.\n\n"
    + text_box((f"€ {i}.000.000", "Wallonië", "Un ferry est en service."))
    for i in range(2, 8)
)


@pytest.fixture(scope="module")
def waits(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> tuple[Path, Result]:
    """One run of three editions: a new wording beside the known one, the same accepted in the note, and another language."""
    folder = tmp_path_factory.mktemp("wacht")
    files: dict[str, Content] = {
        **noted("oud.txt", mixed(2), edition="oud"),
        **noted("nieuw.txt", mixed(2), edition="nieuw"),
        "frans.txt": FRENCH,
    }
    files["nieuw.txt.toml"] = f'{files["nieuw.txt.toml"]!s}\n[[wordings]]\nlabel = "budget"\nprinted = "KOSTPRIJS"\n'
    paths = [path for path in write(folder, files) if path.suffix != ".toml"]
    return folder / "out", brochure("run", *paths, "--out", folder / "out")


def test_a_new_wording_is_one_question_and_its_block_settles_it(waits: tuple[Path, Result]) -> None:
    out, result = waits
    assert result.code == 4
    told = [line for line in result.err.splitlines() if line.startswith("brochure: oud:")]
    assert (
        sum("KOSTPRIJS" in line for line in told) == 1
    )  # a reader of text may take the word for an axis, and is told of apart
    assert "label 'KOSTPRIJS' is new; by its 2 value(s) it is budget" in told[0]
    assert '[[wordings]]\nlabel = "budget"\nprinted = "KOSTPRIJS"\n' in result.err
    everything = tomllib.loads((out / "quality" / "decisions.toml").read_text("utf-8"))
    assert everything["wordings"] == [{"label": "budget", "printed": "KOSTPRIJS"}]
    assert len(result.out.splitlines()) + len(result.err.splitlines()) <= SCREEN


def test_known_wordings_keep_working_beside_a_new_one(waits: tuple[Path, Result]) -> None:
    found = of("nieuw", rows(waits[0], "projects"))
    assert len(found) == len(MANY)
    assert [row["budget_printed"] for row in found if row["axis"] == AXES[0].name] == [
        project.budget for project in MANY if project.axis == AXES[0].name
    ]


def test_another_language_is_one_line(waits: tuple[Path, Result]) -> None:
    (line,) = [line for line in waits[1].err.splitlines() if "frans.txt" in line]
    assert line == (
        "brochure: frans.txt: written in French, and the profiles read Dutch; give the Dutch edition of the brochure"
    )


def test_a_wording_of_a_label_that_the_profile_lacks(brochure: Brochure, tmp_path: Path) -> None:
    text = text_brochure()
    (path,) = write(tmp_path, {"plan.txt": text})
    (tmp_path / "plan.txt.toml").write_text(note(text) + '\n[[wordings]]\nlabel = "buget"\nprinted = "KOST"\n', "utf-8")
    result = brochure("run", path, "--out", tmp_path / "out")
    assert (result.code, "no label 'buget'" in result.err, "budget, authority, end_goal" in result.err) == (
        2,
        True,
        True,
    )


# --- stage by stage, as DVC does it ------------------------------------------------------------------------------

STAGES = ("segment", "assemble", "normalize", "validate", "publish")


def test_one_bad_edition_does_not_hold_back_the_good_ones(brochure: Brochure, tmp_path: Path) -> None:
    """Each stage ends in 0 and keeps what went wrong; the summary tells all of it and has the exit code."""
    files = {
        **noted("goed.txt", text_brochure(), edition="goed"),
        **noted("wacht.txt", text_brochure(labels=("BUDGET (IN EURO)", *LABELS[1:])), edition="wacht"),
        **noted("leeg.txt", "", edition="leeg"),
        **noted("frans.txt", FRENCH, edition="frans"),
    }
    paths = [path for path in write(tmp_path / "in", files) if path.suffix != ".toml"]
    out = tmp_path / "out"
    for stage in ("read", *STAGES):
        result = brochure(stage, *(paths if stage == "read" else []), "--out", out, "--keep-going")
        assert (stage, result.code, result.err) == (stage, 0, "")
    assert {row["edition"] for row in rows(out, "projects")} == {"goed"}
    summary = brochure("summary", "--out", out)
    assert summary.code == 4
    assert [name for name in ("leeg.txt", "frans.txt", "IN EURO") if name in summary.err] == [
        "leeg.txt",
        "frans.txt",
        "IN EURO",
    ]
    (out / "problems").rename(tmp_path / "before")
    again = brochure("run", *paths, "--out", out)  # says the same, and leaves the same behind for the summary
    assert again.code == 4
    assert brochure("summary", "--out", out).err == again.err == summary.err


def test_with_nothing_left_to_go_on_with_the_code_is_that_of_the_files(brochure: Brochure, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", {"leeg.txt": ""})
    result = brochure("read", path, "--out", tmp_path / "out", "--keep-going")
    assert (result.code, "leeg.txt: the file is empty" in result.err) == (3, True)
