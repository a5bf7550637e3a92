"""The second pair of eyes: honest datasets pass, 500 ways to tamper with them do not, and nothing of the extractor helps."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from pipeline import store
from pipeline.models import TABLES, Tables
from pipeline.validate import Suite, load_suites, validate
from pipeline.verify import Evidence, gather, judge, remarks, verify
from pipeline.verify.cells import _other_unit
from tests.cases.make import pdf_brochure, text_brochure, with_first
from tests.cases.notes import noted
from tests.cases.rooms import write
from tests.conftest import PROJECT, Brochure
from tests.test_house import MODULES, closure
from tests.validate.planting import numbers, stacked
from tests.verify.tampering import WAYS

#: What content alone does not show, and why the seal must: the findings of a brochure of which the stages noticed nothing.
SEAL_ONLY = {"findings_emptied"}


class Run(NamedTuple):
    """A published run and the raw files that it read."""

    out: Path
    raw: Path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> list[Run]:
    """A text, a PDF, and the brochure of the project, which is a text with a PDF beside it."""
    made = []
    for name, data in (("plan.txt", text_brochure()), ("plan.pdf", pdf_brochure())):
        folder = tmp_path_factory.mktemp("verify")
        path, *_ = write(folder / "raw", noted(name, data))
        assert brochure("run", path, "--out", folder / "out").code == 0
        made.append(Run(folder / "out", folder / "raw"))
    return [*made, Run(PROJECT / "extracted", PROJECT / "raw")]


def test_honest_datasets_pass(runs: list[Run], brochure: Brochure) -> None:
    for run in runs:
        assert verify(*run) == []
    result = brochure("verify", runs[0].out, "--raw", runs[0].raw)
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("source(s): no fault(s)\n")


@pytest.mark.parametrize("make", [text_brochure, pdf_brochure])
def test_the_mark_of_a_note_that_was_left_out_is_no_fault(
    tmp_path: Path, brochure: Brochure, make: Callable[..., str | bytes]
) -> None:
    """Only the words that the finding names may be printed with a number more than they are published."""
    said = "De veerpont vaart snel.² Daarna vaart zij trager.³ Het project loopt tot 2025."
    path, *_ = write(
        tmp_path / "raw", noted(f"plan.{'txt' if make is text_brochure else 'pdf'}", make(with_first(description=said)))
    )
    assert brochure("run", path, "--out", tmp_path / "out").code == 0
    assert verify(tmp_path / "out", tmp_path / "raw") == []
    evidence = gather(tmp_path / "out", tmp_path / "raw")
    for row in evidence.tables["findings"]:
        row["quote"] = row["quote"].replace("snel.²", "snel.")
    assert any("snel" in str(fault) for fault in judge(evidence))


def test_a_dataset_alone_is_checked_by_its_letters(runs: list[Run], tmp_path: Path) -> None:
    for number, run in enumerate(runs):
        alone = shutil.copytree(run.out / "dataset", tmp_path / str(number))
        assert verify(alone, run.raw) == []
        ledger = alone / "ledger.csv"
        lines = ledger.read_text("utf-8").splitlines(keepends=True)
        ledger.write_text("".join(line for line in lines if ",title," not in line), "utf-8")
        assert {"words", "seal", "counts"} <= {fault.check for fault in verify(alone, run.raw)}


def with_tables(evidence: Evidence, tables: Tables) -> Evidence:
    """The same run with other tables, and without the seals that would show any change."""
    other = Evidence(evidence.out, tables, evidence.raw, evidence.notes, evidence.profiles)
    other.pages, other.records = evidence.pages, evidence.records
    return other


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raw files and pages stay as they are here: what the second reader makes of them is asked once."""
    words = sys.modules["pipeline.verify.words"]
    known: dict[tuple[int, int], object] = {}

    def compare(page: object, sheet: object) -> object:
        key = id(page), id(sheet)
        if key not in known:
            known[key] = original(page, sheet)
        return known[key]

    original: Callable[[object, object], object] = words.compare
    monkeypatch.setattr(words, "sheets", cache(words.sheets))
    monkeypatch.setattr(words, "compare", compare)


@pytest.fixture(scope="module")
def suites() -> dict[str, Suite]:
    return load_suites(PROJECT / "expectations")


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("times", [100, pytest.param(500, marks=pytest.mark.slow)])
def test_nothing_that_was_tampered_with_passes(
    runs: list[Run], suites: dict[str, Suite], tmp_path: Path, times: int
) -> None:
    """First what verify says of the content alone, then the gate of what is left, then the seals of what passes both."""
    evidences = [gather(*run) for run in runs]
    tried: Counter[str] = Counter()
    left: list[tuple[str, str, int, Tables]] = []
    seed = 0
    while tried.total() < times:
        seed += 1
        number, name = seed % len(runs), list(WAYS)[seed // len(runs) % len(WAYS)]
        tables = {table: [dict(row) for row in rows] for table, rows in evidences[number].tables.items()}
        did = WAYS[name](tables, Random(seed))
        if did is not None:
            tried[name] += 1
            if not judge(with_tables(evidences[number], tables)):
                left.append((name, did, number, tables))
    assert set(tried) == set(WAYS)
    variants = [{table: tables[table] for table in TABLES} for *_, tables in left]
    stopped = (
        {n for rule in validate(stacked(variants), suites).rules if rule.stops for n in numbers(rule.editions)}
        if left
        else set()
    )
    passing = [entry for n, entry in enumerate(left) if n not in stopped]
    assert {name for name, *_ in passing} <= SEAL_ONLY, [entry[:3] for entry in passing]
    for number, (name, did, run, tables) in enumerate(passing):
        folder = Path(shutil.copytree(runs[run].out, tmp_path / str(number)))
        for table in TABLES:
            store.write_bytes(folder / "dataset" / f"{table}.csv", store.csv_bytes(TABLES[table], tables[table]))
        assert any(fault.check == "seal" for fault in verify(folder, runs[run].raw)), (name, did)


@pytest.mark.usefixtures("read_once")
def test_each_way_to_tamper_is_named_by_its_cell(runs: list[Run]) -> None:
    """One of each on the text brochure: the fault says which project, and why."""
    evidence = gather(*runs[0])
    for name in (
        "a_digit_with_its_quote",
        "swapped_budgets",
        "swapped_boxes",
        "swapped_descriptions",
        "a_value_shortened",
    ):
        tables = {table: [dict(row) for row in rows] for table, rows in evidence.tables.items()}
        did = WAYS[name](tables, Random(3))
        assert did is not None
        key = did.split("/")[0].split(":")[0].split(" and ")[0]
        faults = judge(with_tables(evidence, tables))
        assert any(fault.table == "projects" and fault.key == key and fault.column for fault in faults), (name, did)


def test_what_was_changed_in_the_raw_file_or_in_the_products_shows(
    runs: list[Run], tmp_path: Path, brochure: Brochure
) -> None:
    raw = Path(shutil.copytree(runs[0].raw, tmp_path / "raw"))
    plan = raw / "plan.txt"
    plan.write_bytes(plan.read_bytes().replace(b"0", b"1", 1))
    assert {"hash", "words"} <= {fault.check for fault in verify(runs[0].out, raw)}
    out = Path(shutil.copytree(runs[0].out, tmp_path / "out"))
    records = out / "records" / "plan.txt.json"
    records.write_bytes(records.read_bytes().replace(b'"method":"', b'"method":"x', 1))
    result = brochure("verify", out, "--raw", runs[0].raw)
    assert result.code == 5
    assert "records/plan.txt.json was changed since it was sealed" in result.err
    assert "pairing_method" in result.err


def test_a_brochure_that_is_not_there_is_one_line(tmp_path: Path, brochure: Brochure, runs: list[Run]) -> None:
    nothing = brochure("verify", tmp_path, "--raw", tmp_path)
    assert (nothing.code, nothing.err.count("\n")) == (2, 1)
    assert brochure("verify", runs[0].out, "--raw", tmp_path).code == 5


def test_nothing_of_the_extractor_is_imported() -> None:
    used = closure([module for module in MODULES if module.startswith("pipeline.verify")], set())
    rooms = {module.split(".")[1] for module in used if "." in module}
    assert not rooms & {"segment", "assemble", "normalize", "read", "validate"}


def test_verify_is_light() -> None:
    """Under two seconds of CPU for the project's edition, without spaCy and the gate."""
    script = (
        "import sys, time, resource\nfrom pathlib import Path\nfrom pipeline.verify import verify\n"
        "assert verify(Path('extracted'), Path('raw')) == []\n"
        "assert not {'spacy', 'great_expectations', 'pandas', 'numpy', 'pdfplumber'} & set(sys.modules)\n"
        "print(time.process_time())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=True
    )
    assert float(done.stdout) < 4  # two on a quiet machine


def test_an_amount_that_no_cell_holds_is_told(runs: list[Run]) -> None:
    """In running text it is a remark, for a brochure may speak of any amount; elsewhere it is a fault."""
    evidence = gather(*runs[0])
    assert list(remarks(evidence)) == []
    for fate in ("text", "value", "chart"):
        tables = {table: [dict(row) for row in rows] for table, rows in evidence.tables.items()}
        next(row for row in tables["ledger"] if row["fate"] == "text").update(fate=fate, text="€ 7.777.777 erbij")
        changed = with_tables(evidence, tables)
        assert [fault.check for fault in remarks(changed)] == (["amounts"] if fate == "text" else [])
        assert ("amounts" in {fault.check for fault in judge(changed)}) == (fate == "value")


@pytest.mark.parametrize(
    ("surface", "unit", "other"),
    [
        ("7 vierkante kilometer", "km2", ""),
        ("7 km²", "km2", ""),
        ("5 vierkante meter", "m2", ""),
        ("7 km", "km2", "km"),
        ("5 m³", "m2", "m3"),
    ],
)
def test_a_square_is_no_length(surface: str, unit: str, other: str) -> None:
    from pipeline.verify.cells import _other_unit

    assert _other_unit(surface, unit) == other


@pytest.mark.parametrize(
    ("surface", "unit", "other"),
    [
        ("660 ton CO₂", "t{CO2}", ""),
        ("12 km²", "km2", ""),
        ("3 euro per ton", "EUR/t", ""),
        ("660 ton CO₂", "kg{CO2}", "t"),
    ],
)
def test_the_unit_that_a_surface_states(surface: str, unit: str, other: str) -> None:
    assert _other_unit(surface, unit) == other
