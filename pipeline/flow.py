"""The flow: each stage once, from files to files. The stages are pure; reading and writing happens here.

A problem with one source is kept beside the results of the others, so that a run over many files says what became of
each. A stage reads the products of the stage before from the folder of the run and writes its own beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import __version__, store
from pipeline.errors import PipelineError, UsageError, worst
from pipeline.models import TABLES, Blocks, Pages, Records, Role, Tables
from pipeline.profile import Profile, known_profiles, load_profile
from pipeline.sources import Located

STAGES = ("read", "segment", "assemble", "normalize", "validate", "publish")
#: Called with the stage and the source or edition at work.
Progress = Callable[[str, str], None]


class Problem(NamedTuple):
    """Why a source or an edition went no further."""

    name: str
    error: PipelineError


def silent(stage: str, name: str) -> None:
    """Progress for those who do not watch."""


def profiles_for(name: str, path: Path | None) -> list[Profile]:
    """The profile of ``--profile``, else the one a note names, else all that are known."""
    return [load_profile(path)] if path else known_profiles(name)


def read(sources: Sequence[Located], out: Path, progress: Progress = silent) -> list[Problem]:
    """``pages/`` of all sources; products of sources that are gone are removed."""
    from pipeline.read import read as read_source

    problems: list[Problem] = []
    done: set[str] = set()
    for path, source in sources:
        progress("read", source.name)
        try:
            store.write_product(out / "pages", source.name, read_source(path, source))
            done.add(source.name)
        except PipelineError as error:
            problems.append(Problem(source.name, error))
    store.drop_others(out / "pages", done)
    return problems


def segment(
    out: Path, profile: Path | None = None, progress: Progress = silent, *, accept_labels: bool = False
) -> list[Problem]:
    """``blocks/`` from ``pages/``."""
    from pipeline.segment import segment as segment_pages

    problems: list[Problem] = []
    done: set[str] = set()
    for pages in store.read_products(out / "pages", Pages):
        progress("segment", pages.source.name)
        try:
            known = profiles_for(pages.source.profile, profile)
            blocks = segment_pages(pages, known, accept_labels=accept_labels)
            store.write_product(out / "blocks", pages.source.name, blocks)
            done.add(pages.source.name)
        except PipelineError as error:
            problems.append(Problem(pages.source.name, error))
    store.drop_others(out / "blocks", done)
    return problems


def assemble(out: Path, profile: Path | None = None, progress: Progress = silent) -> list[Problem]:
    """``records/`` from ``blocks/``."""
    from pipeline.assemble import assemble as assemble_blocks

    done: set[str] = set()
    for blocks in store.read_products(out / "blocks", Blocks):
        progress("assemble", blocks.source.name)
        store.write_product(
            out / "records", blocks.source.name, assemble_blocks(blocks, profiles_for(blocks.profile, profile)[0])
        )
        done.add(blocks.source.name)
    store.drop_others(out / "records", done)
    return []


def normalize(out: Path, profile: Path | None = None, progress: Progress = silent) -> list[Problem]:
    """``tables/`` from ``records/``, of the editions whose primary source got so far."""
    from pipeline.normalize import normalize as normalize_records

    records = store.read_products(out / "records", Records)
    for edition in sorted({item.source.edition for item in records}):
        progress("normalize", edition)
    primaries = {item.source.edition for item in records if item.source.role is Role.primary}
    known = {name: profiles_for(name, profile)[0] for name in sorted({item.profile for item in records})}
    store.write_tables(out / "tables", normalize_records([r for r in records if r.source.edition in primaries], known))
    return []


def validate(out: Path, expectations: Path, progress: Progress = silent) -> int:
    """``quality/`` from ``tables/``: the report and the quarantine, written whatever the verdict; its exit code."""
    from pipeline.validate import QUARANTINE_HEADER, load_suites
    from pipeline.validate import validate as validate_tables

    suites = load_suites(expectations)
    progress("validate", "")
    quality = validate_tables(read_tables(out / "tables"), suites)
    store.write_bytes(out / "quality" / "quality.json", quality.to_json())
    store.write_bytes(out / "quality" / "quarantine.csv", store.csv_rows(QUARANTINE_HEADER, quality.quarantine))
    store.write_bytes(out / "quality" / "tables.sha256", store.digest(out / "tables"))
    return quality.exit_code


def read_tables(folder: Path) -> Tables:
    """The tables that are there; UsageError when the stage before has not run."""
    tables = {name: store.read_table(file) for name in TABLES if (file := folder / f"{name}.csv").exists()}
    if not tables:
        raise UsageError(f"{folder}: no tables; run `brochure normalize` first")
    return tables


class Published(NamedTuple):
    """The editions in the new dataset that come from these tables: whole ones, and those of which rows are missing."""

    whole: list[str]
    partial: dict[str, list[str]]


def publish(out: Path, progress: Progress = silent, *, partial: bool = False) -> Published:
    """Replace ``dataset/`` by the editions that passed and the last good rows of all others.

    partial: of an edition that did not pass publish the good rows, where those at fault can be told from them.
    UsageError when the tables are not those that were validated.
    """
    from pipeline.publish import QUARANTINE, good_part
    from pipeline.publish import publish as make_dataset

    report = store.read_report(out / "quality" / "quality.json")
    statuses = {edition: entry["status"] for edition, entry in report["editions"].items()}
    seal = out / "quality" / "tables.sha256"
    if not seal.exists() or seal.read_bytes() != store.digest(out / "tables"):
        raise UsageError(f"{out / 'tables'}: changed since they were validated; run `brochure validate` first")
    dataset = out / "dataset"
    names = [*TABLES, QUARANTINE.name]
    previous = {name: store.read_table(file) for name in names if (file := dataset / f"{name}.csv").exists()}
    passed = sorted(edition for edition, status in statuses.items() if status == "passed")
    tables, parts = read_tables(out / "tables"), {}
    if partial:
        quarantine = store.read_table(out / "quality" / "quarantine.csv")
        found = {edition: good_part(edition, tables, report, quarantine) for edition in sorted(statuses) if edition not in passed}
        parts = {edition: part for edition, part in found.items() if part}
    if not passed and not parts:
        return Published([], {})
    for edition in (*passed, *parts):
        progress("publish", edition)
    files = make_dataset(tables, statuses, previous or None, __version__, parts)
    if files:
        store.replace_folder(dataset, files)
    left_out = {edition: list(dict.fromkeys(row["key"] for row in part.missing)) for edition, part in parts.items()}
    return Published(passed, left_out)


class Outcome(NamedTuple):
    """What became of a run: problems by source, the exit code of the gate (None when nothing reached it), the dataset."""

    problems: list[Problem]
    gate: int | None
    published: Published = Published([], {})

    @property
    def exit_code(self) -> int:
        codes = [problem.error.exit_code for problem in self.problems]
        return worst(codes if self.gate is None else [*codes, self.gate])


def run(
    sources: Sequence[Located], problems: list[Problem], out: Path, expectations: Path, profile: Path | None = None,
    progress: Progress = silent, *, accept_labels: bool = False, partial: bool = False,
) -> Outcome:
    """All stages in one process. Only the dataset waits for the gate; everything before is written for a look."""
    problems = [*problems, *read(sources, out, progress)]
    names = {file.stem for file in (out / "pages").glob("*.json")}
    for folder in ("blocks", "records"):
        store.drop_others(out / folder, names)
    if names:
        problems += segment(out, profile, progress, accept_labels=accept_labels)
    primaries = {item.source.name for item in sources if item.source.role is Role.primary}
    if not any((out / "blocks" / f"{name}.json").exists() for name in primaries):
        return Outcome(problems, None)
    assemble(out, profile, progress)
    normalize(out, profile, progress)
    gate = validate(out, expectations, progress)
    return Outcome(problems, gate, publish(out, progress, partial=partial))
