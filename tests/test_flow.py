"""The whole way: conservation laws, the same bytes from the same input, and no input that ends in a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import flow
from pipeline.assemble import assemble
from pipeline.errors import PipelineError
from pipeline.models import TABLES, BlockKind, Blocks, Fate, Pages, Records, Tables
from pipeline.normalize import normalize
from pipeline.profile import known_profiles
from pipeline.segment import segment
from pipeline.sources import locate_all, raw_files
from pipeline.store import read_table
from tests.cases.make import (
    AXES,
    LABELS,
    PROJECTS,
    Sheet,
    draw,
    pdf_brochure,
    pdf_pages,
    text_box,
    text_brochure,
    text_pages,
    with_first,
)
from tests.cases.notes import noted
from tests.cases.rooms import Content, pages_of, tables_of, words, write
from tests.conftest import PROJECT, Brochure, files_of

FIGURES = (
    "HET PLAN IN CIJFERS\n\nMOBILITEIT\n€ 15,9 miljoen – 1%\n\nSAMENLEVING\n€ 1.208,25 miljoen – 99%\n\n14\nremises\n\f"
)
FRONT = "Plan voor een kleine stad\n\nDit is de samenvatting van het plan dat de raad vorig jaar koos.\n\f"
HYPHENS = (
    text_brochure().replace("aanleg", "aan-\nleg").replace("wandelaars", "wan-\ndelaars").replace("wasser", "was-\nser")
)
TWIN = replace(PROJECTS[1], title="Tweede werkplaats")


def _scattered(sheet: Sheet) -> None:
    """Words everywhere: what no layout explains must be accounted for all the same."""
    for number, project in enumerate(PROJECTS):
        sheet.text(40 + 97 * number, 60 + 211 * (number % 3), project.title, 9 + number, "Helvetica-Bold")
        sheet.paragraph(300 - 60 * number, 130 + 140 * number, project.description, 120 + 30 * number, 8)
    sheet.box(380, 600, PROJECTS[0].values, 170)


BROCHURES: dict[str, Content] = {
    "text": text_brochure(),
    "text with figures": FRONT + FIGURES + text_brochure(),
    "text with hyphens": HYPHENS,
    "text of one page": text_brochure(mark=""),
    "text with a stray box": f"{text_brochure()}\n{text_box(('€ 77.000', 'Wallonië', 'Vuurtoren geverfd.'))}\n",
    "text with twins": text_brochure([PROJECTS[0], TWIN, PROJECTS[1]]),
    "text without budget": text_brochure(with_first(budget="nog te bepalen")),
    "text without content": "\n\n".join(text_box(project.values) for project in PROJECTS),
    "pdf": pdf_brochure(),
    "pdf with a cover": draw([lambda sheet: sheet.text(80, 300, "Plan voor een kleine stad", 30), *pdf_pages()]),
    "pdf turned": pdf_brochure(rotate=90),
    "pdf cropped": pdf_brochure(crop=(20, 20, 575, 822)),
    "pdf scattered": draw([_scattered]),
    "pdf on wide paper": draw(pdf_pages(), size=(1191, 842)),
}


class Through(NamedTuple):
    """What each room makes of one brochure."""

    pages: Pages
    blocks: Blocks
    records: Records
    tables: Tables


@pytest.fixture(scope="module", params=BROCHURES)
def through(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Through:
    profiles = known_profiles()
    pages = pages_of(tmp_path_factory.mktemp("heen"), BROCHURES[request.param])
    blocks = segment(pages, profiles)
    profile = next(profile for profile in profiles if profile.name == blocks.profile)
    records = assemble(blocks, profile)
    return Through(pages, blocks, records, normalize([records], {profile.name: profile}))


# --- conservation ------------------------------------------------------------------------------------------------


def test_every_word_has_one_fate(through: Through) -> None:
    pages, records = through.pages, through.records
    told = [
        (entry.page, entry.line, pos) for entry in records.ledger for pos in range(entry.word_from, entry.word_to + 1)
    ]
    read = [word.address for page in pages.pages for line in page.lines for word in line]
    assert Counter(told) == Counter(read)
    assert records.words == len(read)
    assert {entry.fate for entry in records.ledger} <= set(Fate)
    assert " ".join(entry.text for entry in records.ledger).split() == [
        word.text
        for word in sorted((w for p in pages.pages for line in p.lines for w in line), key=lambda w: w.address)
    ]


def test_every_box_is_in_one_record_or_an_orphan(through: Through) -> None:
    boxes = [block for block in through.blocks.blocks if block.kind is BlockKind.info_box]
    records = through.records
    paired = [record.box for record in records.records if record.box]
    orphans = [finding for finding in records.findings if finding.rule == "orphan_box"]
    assert len(boxes) == records.boxes == len(paired) + len(orphans)
    assert len(set(paired)) == len(paired)
    assert all(finding.quote and finding.page for finding in orphans)


def letters(text: str) -> str:
    """Without white space and hyphens of line ends, which running text undoes."""
    return "".join(char for char in text if not char.isspace() and char not in "-\N{SOFT HYPHEN}")


KEYS = {
    "projects": ("project_id",),
    "axes": ("axis",),
    "key_figures": ("seq",),
    "extra_fields": ("project_id", "label"),
    "quantities": ("project_id", "field", "seq"),
}
PRINTED = {
    "projects": ("title", "description", "budget_printed", "end_goal"),
    "axes": ("slogan", "introduction", "budget_printed"),
    "key_figures": ("statement", "figure_printed"),
    "extra_fields": ("value",),
    "quantities": ("surface",),
}


def test_every_published_value_is_found_at_its_place(through: Through) -> None:
    tables, read = through.tables, words(through.pages)
    quotes = _quotes(tables)
    for table, columns in PRINTED.items():
        for row in tables[table]:
            key = "/".join(row[column] for column in KEYS[table])
            for column in columns:
                found = quotes.get((table, key, column), "")
                if table == "quantities":
                    assert letters(row[column]) in letters(found), (table, key, column)
                else:
                    assert letters(row[column]) == letters(found), (table, key, column)
    for row in tables["projects"]:
        for column in ("budget_eur", "authorities", "kind", "start", "end"):
            assert bool(row[column]) <= bool(quotes.get(("projects", row["project_id"], column))), column
    assert all(word in read for row in tables["provenance"] for word in row["quote"].split())


def _quotes(tables: Tables) -> dict[tuple[str, str, str], str]:
    quotes: dict[tuple[str, str, str], str] = {}
    for row in tables["provenance"]:
        cell = row["table"], row["key"], row["column"]
        quotes[cell] = f"{quotes.get(cell, '')} {row['quote']}".strip()
    return quotes


@pytest.mark.parametrize("through", [name for name in BROCHURES if name.startswith("pdf")], indirect=True)
def test_places_lie_on_the_page(through: Through) -> None:
    pages = {page.number: page for page in through.pages.pages}
    provenance = through.tables["provenance"]
    assert provenance
    for row in provenance:
        page = pages[int(row["page"])]
        assert -1 <= float(row["x0"]) < float(row["x1"]) <= page.width + 1
        assert -1 <= float(row["top"]) < float(row["bottom"]) <= page.height + 1
        assert 1 <= int(row["line_from"]) <= int(row["line_to"]) <= len(page.lines)


def test_tables_hold_what_their_description_says(through: Through) -> None:
    tables = through.tables
    assert set(tables) == set(TABLES)
    for table, rows in tables.items():
        keys = [tuple(row[column] for column in TABLES[table].key) for row in rows]
        assert len(set(keys)) == len(keys), table
        for row in rows:
            assert set(row) == set(TABLES[table].header), table
            missing = [column.name for column in TABLES[table].columns if column.required and not row[column.name]]
            assert not [column for column in missing if column != "axis"], (table, row)


# --- the same bytes ----------------------------------------------------------------------------------------------

FILES: Mapping[str, Content] = {
    **noted("plan.txt", FRONT + FIGURES + text_brochure(), edition="2031-nl"),
    **noted("plan.pdf", pdf_brochure(with_first(budget="€ 1.000")), edition="2031-nl", role="witness"),
    "ander.pdf": pdf_brochure(),
    "zot.txt": f"{text_brochure()}\n{text_box(('€ 77.000', 'Wallonië', 'Vuurtoren geverfd.'))}\n",
}
SCRIPT = """
import sys
from pathlib import Path
from pipeline import flow
from pipeline.sources import locate_all
out, *names = map(Path, sys.argv[1:])
sources, failed = locate_all(names)
assert not failed
assert not [*flow.read(sources, out), *flow.segment(out), *flow.assemble(out), *flow.normalize(out)]
"""


def in_process(paths: list[Path], out: Path) -> dict[str, bytes]:
    sources, failed = locate_all(paths)
    assert not [*failed, *flow.read(sources, out), *flow.segment(out), *flow.assemble(out), *flow.normalize(out)]
    return files_of(out)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [path for path in write(tmp_path / "in", FILES) if path.suffix != ".toml"]
    first = in_process(paths, tmp_path / "een")
    assert len(first) == 3 * len(paths) + len(TABLES)
    assert in_process(paths[::-1], tmp_path / "twee") == first
    assert in_process(paths, tmp_path / "een") == first  # over the output of an earlier run
    assert not [name for name, data in first.items() if str(tmp_path).encode() in data]
    assert not [name for name, data in first.items() if b"\r" in data]


@pytest.mark.slow
def test_another_machine_gives_the_same_bytes(tmp_path: Path) -> None:
    other = {
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    paths = [path for path in write(tmp_path / "in", FILES) if path.suffix != ".toml"]
    here = in_process(paths, tmp_path / "hier")
    environment = {**{key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}, **other}
    subprocess.run(
        [sys.executable, "-c", SCRIPT, tmp_path / "daar", *paths],
        env={**environment, "PYTHONPATH": str(PROJECT)},
        cwd=tmp_path,
        check=True,
        timeout=120,
        capture_output=True,
    )
    assert files_of(tmp_path / "daar") == here


def test_the_real_brochure_gives_the_published_tables(tmp_path: Path) -> None:
    golden = PROJECT / "extracted" / "tables"
    raw = Path(shutil.copytree(PROJECT / "raw", tmp_path / "raw"))
    made = in_process(raw_files(raw), tmp_path / "out")
    expected = files_of(golden)
    assert {name for name in made if name.startswith("tables/")} == {f"tables/{name}" for name in expected}
    differing = [name for name, data in expected.items() if made[f"tables/{name}"] != data]
    assert not differing, "rerun the flow (./run) and review the difference, or find what changed"


# --- no traceback ------------------------------------------------------------------------------------------------

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PIECES = [
    *LABELS,
    "Budget:",
    "BUDGET: € 5",
    "EINDDOEL:",
    "VERANTWOORDELIJKE",
    "OVERHEID",
    *(axis.name.upper() for axis in AXES),
    *(value for project in PROJECTS for value in (project.title, project.description, *project.values)),
    "€",
    "€ 0",
    "12,5",
    "€ 1.2.3",
    "5 miljard miljoen euro",
    "50%",
    "- ",
    "-",
    "…",
    "\N{SOFT HYPHEN}",
    "1",
    "A",
    "en",
    ";",
    "2021-Q1",
]
GLUE = st.sampled_from([" ", "\n", "\n\n", "\n ", "\f", "   ", "\t", "\r\n", "-\n", "\N{NO-BREAK SPACE}"])
PATCHWORK = st.lists(st.tuples(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), GLUE), max_size=40)


def end_of(folder: Path, data: Content) -> int:
    """Exit code of the way to the tables; anything but a code is an exception that goes through."""
    try:
        tables = tables_of(folder, data)
    except PipelineError as error:
        return error.exit_code
    (row,) = tables["sources"]
    assert int(row["words"]) == sum(int(entry["words"]) for entry in tables["ledger"])
    assert int(row["boxes"]) == int(row["paired"]) + int(row["refused"])
    return 0


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(parts=PATCHWORK)
def test_any_text_ends_in_an_exit_code(tmp_path: Path, parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + glue for piece, glue in parts)
    assert end_of(tmp_path, text.encode("utf-8", "replace").decode()) in {0, 2, 3, 4, 5}


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(
    cuts=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 120)), max_size=6),
    swap=st.randoms(use_true_random=False),
)
def test_a_brochure_in_pieces_ends_in_an_exit_code(tmp_path: Path, cuts: list[tuple[int, int]], swap: object) -> None:
    text = FIGURES + text_brochure()
    for start, length in cuts:
        text = text[:start] + text[start + length :]
    lines = text.split("\n")
    a, b = swap.sample(range(len(lines)), 2)  # type: ignore[attr-defined]
    lines[a], lines[b] = lines[b], lines[a]
    assert end_of(tmp_path, "\n".join(lines)) in {0, 3}


PLACED = st.lists(
    st.tuples(
        st.integers(-40, 600),
        st.integers(-20, 860),
        st.sampled_from(PIECES),
        st.sampled_from([5, 9, 10, 14, 30]),
        st.sampled_from(["Helvetica", "Helvetica-Bold", "Times-Roman"]),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(
    marks=PLACED,
    boxes=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 800)), max_size=3),
    angle=st.sampled_from([0, 90]),
)
def test_any_page_ends_in_an_exit_code(
    tmp_path: Path, marks: list[tuple[int, int, str, int, str]], boxes: list[tuple[int, int]], angle: int
) -> None:
    def page(sheet: Sheet) -> None:
        for x, y in boxes:
            sheet.box(x, y, PROJECTS[0].values)
        for x, y, text, size, font in marks:
            sheet.text(x, y, text, size, font)

    assert end_of(tmp_path, draw([page], rotate=angle)) in {0, 3}


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(data=st.binary(max_size=600))
def test_any_bytes_end_in_an_exit_code(tmp_path: Path, data: bytes) -> None:
    (path,) = write(tmp_path, {"iets": data})
    sources, failed = locate_all([path])
    out = tmp_path / "out"
    problems = [*failed, *flow.read(sources, out)]
    if not problems:
        problems = list(flow.segment(out))
    assert [problem[1].exit_code for problem in problems] == [3]
    assert "\n" not in str(problems[0][1])


def test_pages_in_another_order_are_another_brochure(tmp_path: Path) -> None:
    """A check of the checks above: the tables do follow the input."""
    turned = "\n\f".join(text_pages()[::-1]) + "\n"
    titles = [row["title"] for row in tables_of(tmp_path, turned)["projects"]]
    assert titles == [project.title for project in (*PROJECTS[2:], *PROJECTS[:2])]


def test_the_published_figures_are_those_of_the_brochure() -> None:
    """Facts read off the brochure by hand, so that a golden file made anew cannot carry an error along."""
    tables = {
        name: read_table(PROJECT / "extracted" / "dataset" / f"{name}.csv")
        for name in ("projects", "axes", "key_figures")
    }
    mine = {name: [row for row in rows if row["edition"] == "2023-nl"] for name, rows in tables.items()}
    assert [row["budget_eur"] for row in mine["projects"]] == [
        "190130000",
        "112500000",
        "95000000",
        "",
        "15000000",
        "9910000",
        "44300000",
        "210910000",
        "340010000",
        "61400000",
        "24440000",
        "80970000",
        "15000000",
        "30000000",
        "85800000",
    ]
    assert {row["axis"]: (row["budget_eur"], row["share_pct"]) for row in mine["axes"]} == {
        "Duurzaamheid": ("1978040000", "37"),
        "Digitalisering": ("570710000", "11"),
        "Mobiliteit": ("1177640000", "22"),
        "Samenleving": ("753120000", "14"),
        "Economie en innovatie": ("811480000", "15"),
    }
    assert [row["value"] for row in mine["key_figures"]] == ["5300000000", "119", "40", "672500000000", "51", "27"]
    assert all(
        row["pairing_method"] and row["title"] and row["description"] and row["end_goal"] for row in mine["projects"]
    )


def test_files_of_others_in_quality_are_not_in_the_manifest(brochure: Brochure, out: Path) -> None:
    manifest = out / "dataset" / "manifest.json"
    before = manifest.read_bytes()
    (out / "quality" / "oud.sha256").write_text("0\n", "utf-8")
    assert brochure("publish", "--out", out).code == 0
    assert manifest.read_bytes() == before
    assert json.loads(before)["inputs"].keys() >= {f"quality/{name}" for name in flow.REPORTS}
