"""The documentation does what it says: every command line in it runs, and the walk-throughs print what they show."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import fields

from pipeline import models, profile, sources
from tests.cases.make import LABELS, PROJECTS, pdf_brochure, text_brochure, with_first
from tests.cases.notes import note, noted
from tests.cases.rooms import Content, write
from tests.conftest import PROJECT, Brochure
from tests.read.test_kinds import archive
from tests.test_intake import FAMILIES, family_pdf

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
WALKS = PROJECT / "docs" / "walkthroughs.md"
#: Set it to write the outputs of the walk-throughs anew.
REFRESH = "REFRESH_WALKTHROUGHS"


def test_the_readme_is_short() -> None:
    assert len((PROJECT / "README.md").read_text("utf-8").split()) < 1200


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_key_is_documented() -> None:
    text = (PROJECT / "docs" / "profiles.md").read_text("utf-8")
    kinds = (profile.Profile, profile.Label, profile.Axis, profile.Authority, profile.Collective, profile.Tolerances)
    keys = {field.name for kind in (*kinds, sources.Note) for field in fields(kind)} - {"sha256"}
    keys |= {field.name for kind in (models.Override, models.Wording) for field in fields(kind)}
    assert not {key for key in keys if f"`{key}`" not in text and f"\n{key} = " not in text}


def test_every_rule_of_findings_is_documented() -> None:
    text = (PROJECT / "docs" / "findings.md").read_text("utf-8")
    code = "\n".join(file.read_text("utf-8") for file in (PROJECT / "pipeline").rglob("*.py"))
    rules = set(re.findall(r'rule="([a-z_]+)"', code)) | set(re.findall(r'_finding\(\s*"([a-z_]+)"', code))
    assert not {rule for rule in rules if f"`{rule}`" not in text}


def test_the_example_of_a_profile_is_one(tmp_path: Path) -> None:
    text = (PROJECT / "docs" / "profiles.md").read_text("utf-8")
    (tmp_path / "stad.toml").write_text(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0], "utf-8")
    assert profile.check_profile(tmp_path / "stad.toml") == ([], [])


# --- every command line ------------------------------------------------------------------------------------------


def command_lines() -> list[str]:
    """All lines with a command in the pages, without their comments, each once and in their order."""
    found = [
        line.strip().partition("  #")[0].strip()
        for page in PAGES
        if page != WALKS
        for line in page.read_text("utf-8").splitlines()
        if line.startswith("    brochure ")
    ]
    return list(dict.fromkeys(found))


#: The words of the examples in the project of this test, where two editions of another brochure stand.
NAMES = {"elektrische bussen": "veerpont"}
#: Command → the exit code that it must have there, where it is not 0.
CODES = {
    "brochure add plan.pdf --profile plan.profile.toml": 2,  # added by the line before
    "brochure decide --answers answers.json": 2,  # nothing waits, so that no answer fits
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> Iterator[Path]:
    """A project with two editions that were run, and the files that the examples name."""
    folder = tmp_path_factory.mktemp("docs")
    later = text_brochure(with_first(title="Overzet langs de oever", budget="€ 13.500.000"))
    write(
        folder / "raw",
        {**noted("a.txt", text_brochure(), edition="2023-nl"), **noted("b.txt", later, edition="2024-nl")},
    )
    write(folder, {"plan.pdf": pdf_brochure()})
    shutil.copy(PROJECT / "tests" / "cases" / "other-profile.toml", folder / "plan.profile.toml")
    (folder / "answers.json").write_text('{"answers": [{"id": "5f0c1a2b", "answer": "1"}]}', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert brochure("run").code == 0
        yield folder


def test_every_command_line_runs(place: Path, brochure: Brochure) -> None:
    lines = command_lines()
    assert len(lines) > 20
    ends = {}
    for line in lines:
        said = line
        for name, here in NAMES.items():
            said = said.replace(name, here)
        ends[line] = brochure(*shlex.split(said)[1:]).code
    assert {line: code for line, code in ends.items() if code} == CODES
    assert place.exists()


def test_every_way_to_run_is_one() -> None:
    script = (PROJECT / "run").read_text("utf-8")
    ways = {
        way for page in PAGES for way in re.findall(r"^    \./run(?: (\w+))?", page.read_text("utf-8"), re.MULTILINE)
    }
    assert ways == {"", "test", "check", "bench", "lock"}
    assert not [way for way in ways if not re.search(rf'^  "?{way}"?\) ', script, re.MULTILINE)]


# --- the walk-throughs -------------------------------------------------------------------------------------------


def ten() -> dict[str, Content]:
    files: dict[str, Content] = {f"plan-{n}.txt": text_brochure(PROJECTS[: 2 + n % 3]) for n in range(1, 10)}
    return files | {"plan-10.txt": archive("[Content_Types].xml", "word/document.xml")}


RENAMED = text_brochure(labels=("BUDGET (IN EURO)", LABELS[1], "MIJLPAAL"))
STALE = text_brochure()
#: Section → the files that are there when it begins.
FILES: dict[str, dict[str, Content]] = {
    "renamed": {"raw/.keep": "", "plan-2031.txt": RENAMED},
    "publisher": {"raw/.keep": "", "wijkplan.pdf": family_pdf(FAMILIES[0], "card")},
    "decided": noted("raw/plan.txt", text_brochure(with_first(budget="€ 48.2000.000"))),
    "stale": {
        "raw/plan.txt": STALE,
        "raw/plan.txt.toml": note(STALE)
        + '\n[[overrides]]\nproject = "veerpont-over-de-zwartebeek"\nfield = "budget_eur"\nvalue = "13000000"\n'
        'quote = "Drie aanlegsteigers worden vernieuwd"\nreason = "erratum"\nauthor = "redactie"\n',
    },
    "ten": ten(),
}


class Walk:
    """A section of the page, its commands played in a folder of its own."""

    def __init__(self, folder: Path, brochure: Brochure) -> None:
        self.folder, self.brochure, self.code = folder, brochure, 0

    def play(self, block: str) -> str:
        """The block with what its commands say now."""
        lines = block.splitlines()
        told: list[str] = []
        while lines:
            line = lines.pop(0)
            if line.startswith("$ "):
                told += [line, *self._run(line[2:], lines)]
        return "\n".join(told)

    def _run(self, command: str, lines: list[str]) -> list[str]:
        if found := re.fullmatch(r"cat > (\S+) << END|cat >> (\S+) << END", command):
            return self._write(found.group(1) or found.group(2), lines, add=bool(found.group(2)))
        if found := re.fullmatch(r"sed -i 's/(.+)/(.+)/' (\S+)", command):
            file = self.folder / found.group(3)
            file.write_text(file.read_text("utf-8").replace(found.group(1), found.group(2)), "utf-8")
            return []
        if command == "echo $?":
            return [str(self.code)]
        if command.startswith("cat "):
            return (self.folder / command[4:]).read_text("utf-8").splitlines()
        name, *words = shlex.split(command)
        assert name == "brochure", command
        expanded = [
            w for word in words for w in (sorted(f.name for f in self.folder.glob(word)) if "*" in word else [word])
        ]
        result = self.brochure(*expanded)
        self.code = result.code
        return [line.rstrip() for line in (result.out + result.err).splitlines()]

    def _write(self, name: str, lines: list[str], *, add: bool) -> list[str]:
        end = lines.index("END")
        text = "\n".join(lines[:end]) + "\n"
        file = self.folder / name
        file.write_text((file.read_text("utf-8") if add else "") + text, "utf-8")
        told = lines[: end + 1]
        del lines[: end + 1]
        return told


SECTION = re.compile(r"<!-- files: (\w+) -->")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", FILES)
def test_a_walk_through_prints_what_it_shows(
    name: str, brochure: Brochure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = WALKS.read_text("utf-8")
    parts = SECTION.split(page)
    at = parts.index(name) + 1
    for file, content in FILES[name].items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        write((tmp_path / file).parent, {Path(file).name: content})
    monkeypatch.chdir(tmp_path)
    walk = Walk(tmp_path, brochure)
    played = BLOCK.sub(lambda block: f"```console\n{walk.play(block.group(1))}\n```", parts[at])
    if os.environ.get(REFRESH):
        WALKS.write_text(page.replace(parts[at], played), "utf-8")
    assert played == parts[at]


def test_the_walk_throughs_are_all_played() -> None:
    assert SECTION.findall(WALKS.read_text("utf-8")) == list(FILES)
