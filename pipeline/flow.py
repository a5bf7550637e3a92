"""The flow: each stage once, from files to files. The stages are pure; reading and writing happens here.

A problem with one source, a bug of ours included, is kept beside the results of the others, so that a run over many files
says what became of each. A stage reads the products of the stage before from the folder of the run and writes its own
beside them; the caller holds that folder (``workspace.claimed``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline import __version__, store
from pipeline.errors import BugError, PipelineError, UsageError, worst
from pipeline.models import SCHEMA_VERSION, TABLES, Blocks, Pages, Records, Role, Tables, Wording
from pipeline.profile import Profile, known_profiles, load_profile, with_wordings
from pipeline.sources import SIZE_LIMIT, Located, load
from pipeline.workspace import replace_folder

STAGES = ("read", "segment", "assemble", "normalize", "validate", "publish")
#: Called with the stage and the source or edition at work.
Progress = Callable[[str, str], None]


class Problem(NamedTuple):
    """Why a source or an edition went no further."""

    name: str
    error: PipelineError


@contextmanager
def _kept(problems: list[Problem], stage: str, name: str) -> Iterator[None]:
    """What goes wrong with ``name`` becomes a problem. What goes wrong with the folder of the run (OSError) ends the run."""
    try:
        yield
    except PipelineError as error:
        problems.append(Problem(name, error))
    except OSError:
        raise
    except Exception as error:
        problems.append(Problem(name, BugError(name, stage, error)))


def silent(stage: str, name: str) -> None:
    """Progress for those who do not watch."""


def profiles_for(name: str, path: Path | None, wordings: Sequence[Wording] = ()) -> list[Profile]:
    """The profile of ``--profile``, else the one a note names, else all that are known; with the wordings of the note."""
    found = [load_profile(path)] if path else known_profiles(name)
    return [with_wordings(profile, wordings) for profile in found]


def read(
    sources: Sequence[Located], out: Path, progress: Progress = silent, *, max_size: int = SIZE_LIMIT
) -> list[Problem]:
    """``pages/`` of all sources of up to ``max_size`` bytes; products of sources that are gone are removed."""
    from pipeline.read import read as read_source

    problems: list[Problem] = []
    done: set[str] = set()
    for item in sources:
        progress("read", item.name)
        with _kept(problems, "read", item.name):
            store.write_product(out / "pages", item.name, read_source(*load(item, max_size)))
            done.add(item.name)
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
        with _kept(problems, "segment", pages.source.name):
            known = profiles_for(pages.source.profile, profile, pages.source.wordings)
            blocks = segment_pages(pages, known, accept_labels=accept_labels)
            store.write_product(out / "blocks", pages.source.name, blocks)
            done.add(pages.source.name)
    store.drop_others(out / "blocks", done)
    return problems


def assemble(out: Path, profile: Path | None = None, progress: Progress = silent) -> list[Problem]:
    """``records/`` from ``blocks/``."""
    from pipeline.assemble import assemble as assemble_blocks

    problems: list[Problem] = []
    done: set[str] = set()
    for blocks in store.read_products(out / "blocks", Blocks):
        progress("assemble", blocks.source.name)
        with _kept(problems, "assemble", blocks.source.name):
            records = assemble_blocks(blocks, profiles_for(blocks.profile, profile, blocks.source.wordings)[0])
            store.write_product(out / "records", blocks.source.name, records)
            done.add(blocks.source.name)
    store.drop_others(out / "records", done)
    return problems


def normalize(out: Path, profile: Path | None = None, progress: Progress = silent) -> list[Problem]:
    """``tables/`` from ``records/``, of the editions whose primary source got so far."""
    from pipeline.normalize import normalize as normalize_records

    records = store.read_products(out / "records", Records)
    problems: list[Problem] = []
    parts: list[Tables] = []
    for edition in sorted({item.source.edition for item in records if item.source.role is Role.primary}):
        progress("normalize", edition)
        sources = [item for item in records if item.source.edition == edition]
        with _kept(problems, "normalize", edition):
            known = {item.profile: profiles_for(item.profile, profile)[0] for item in sources}
            parts.append(normalize_records(sources, known))
    store.write_tables(out / "tables", _joined(parts))
    return problems


def _joined(parts: Sequence[Tables]) -> Tables:
    """The tables of several editions as one; a row that belongs to no edition (an authority) stands once, by its key."""
    tables: Tables = {}
    for name, table in TABLES.items():
        rows = [row for part in parts for row in part[name]]
        if "edition" not in table.header:
            by_key = {tuple(row[column] for column in table.key): row for row in rows}
            rows = [by_key[key] for key in sorted(by_key)]
        tables[name] = rows
    return tables


def validate(out: Path, expectations: Path, progress: Progress = silent) -> int:
    """``quality/`` from ``tables/``: the report and the quarantine, written whatever the verdict; its exit code."""
    from pipeline.report import decisions
    from pipeline.validate import QUARANTINE_HEADER, load_suites
    from pipeline.validate import validate as validate_tables

    suites = load_suites(expectations)
    progress("validate", "")
    tables = read_tables(out / "tables")
    quality = validate_tables(tables, suites)
    seal = out / store.SEAL
    seal.unlink(missing_ok=True)  # until all three are written, nothing of them is to be trusted
    store.write_bytes(out / "quality" / "suites.sha256", store.digest(expectations.glob("*.json")))
    store.write_bytes(out / "quality" / "quality.json", quality.to_json())
    store.write_bytes(out / "quality" / "quarantine.csv", store.csv_rows(QUARANTINE_HEADER, quality.quarantine))
    told = decisions(tables.get("findings", []), msgspec.json.decode(quality.to_json()), quality.quarantine)
    store.write_bytes(out / "quality" / "decisions.toml", told.encode())
    store.write_bytes(seal, store.seal(out))
    return quality.exit_code


def check_seal(out: Path) -> None:
    """UsageError when the tables, or the report on them, are not those that the gate left."""
    if any(name.startswith(("tables/", "quality/")) for name, _ in store.broken_seals(out)):
        raise UsageError(
            f"{out / 'tables'}: changed since they were validated, or their report did; run `brochure validate` first"
        )


def read_tables(folder: Path) -> Tables:
    """The tables that are there; UsageError when the stage before has not run."""
    tables = {name: store.read_table(file) for name in TABLES if (file := folder / f"{name}.csv").exists()}
    if not tables:
        raise UsageError(f"{folder}: no tables; run `brochure normalize` first")
    return tables


class Published(NamedTuple):
    """The editions in the new dataset that come from these tables: whole ones, and those of which rows are missing.

    offered: of editions that are withheld, how many projects nothing is wrong with, where these could be published by themselves.
    """

    whole: list[str]
    partial: dict[str, list[str]]
    offered: dict[str, int]


def publish(out: Path, progress: Progress = silent, *, partial: bool = False, raw: Path | None = None) -> Published:
    """Replace ``dataset/`` by the editions that passed and the last good rows of all others.

    raw: where the raw files are, for the proof pages; without it there are none.
    partial: of an edition that did not pass publish the good rows, where those at fault can be told from them.
    UsageError when the tables are not those that were validated.
    """
    from pipeline.publish import FILES, QUARANTINE, good_part
    from pipeline.publish import publish as make_dataset

    report = store.read_report(out / "quality" / "quality.json")
    statuses = {edition: entry["status"] for edition, entry in report["editions"].items()}
    check_seal(out)
    dataset = out / "dataset"
    previous, schema = _earlier(dataset, [*TABLES, QUARANTINE.name])
    passed = sorted(edition for edition, status in statuses.items() if status == "passed")
    tables, quarantine = read_tables(out / "tables"), store.read_table(out / "quality" / "quarantine.csv")
    waiting = sorted(statuses.keys() - set(passed))
    found = {edition: good_part(edition, tables, report, quarantine) for edition in waiting}
    good = {edition: part for edition, part in found.items() if part}
    parts = good if partial else {}
    offered = {} if partial else {edition: len(part.tables["projects"]) for edition, part in good.items()}
    if not passed and not parts:
        return Published([], {}, offered)
    _check_schema(dataset, schema, {row["edition"] for row in previous.get("sources", [])} - {*passed, *parts})
    for edition in (*passed, *parts):
        progress("publish", edition)
    files = make_dataset(tables, statuses, previous or None, __version__, parts, _made(out))
    if files:
        replace_folder(dataset, files, FILES)
    left_out = {edition: list(dict.fromkeys(row["key"] for row in part.missing)) for edition, part in parts.items()}
    if raw is not None:
        proof(out, raw)
    return Published(passed, left_out, offered)


class _Resource(msgspec.Struct):
    name: str
    hash: str


class _Package(msgspec.Struct):
    """What is needed of a ``datapackage.json`` to know its tables again."""

    resources: list[_Resource]
    schema_version: str = ""


def _earlier(dataset: Path, names: Sequence[str]) -> tuple[Tables, str]:
    """The tables of the dataset as it was published, and the version of their columns.

    UsageError when one of them is gone or changed since then: rows of editions that this run does not name would be lost with it."""
    advice = "restore it, or move the folder away to start a new dataset"
    file = dataset / "datapackage.json"
    if not file.exists():
        if lone := sorted(path.name for path in dataset.glob("*.csv") if path.stem in names):
            raise UsageError(f"{dataset}: has {lone[0]} but no datapackage.json to check it by; {advice}")
        return {}, ""
    try:
        package = msgspec.json.decode(file.read_bytes(), type=_Package)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise UsageError(f"{file}: damaged, so that the tables cannot be checked by it; {advice}") from None
    tables: Tables = {}
    for resource in package.resources:
        table = dataset / f"{resource.name}.csv"
        if resource.name not in names:
            continue
        if not table.exists() or f"sha256:{hashlib.sha256(table.read_bytes()).hexdigest()}" != resource.hash:
            raise UsageError(f"{table}: is not as it was published (gone, cut off or edited); {advice}")
        tables[resource.name] = store.read_table(table)
    return tables, package.schema_version


def _check_schema(dataset: Path, schema: str, kept: set[str]) -> None:
    """UsageError when earlier rows would be kept whose columns had other names: their cells would be lost."""
    if kept and schema.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise UsageError(
            f"{dataset}: was published with schema {schema or '1'} of the columns, not {SCHEMA_VERSION}, and holds editions that this "
            f"run does not renew ({', '.join(sorted(kept))}); run these too, or move the folder away to start a new dataset"
        )


#: The libraries that decide what is read and published.
_LIBRARIES = (
    "great-expectations",
    "msgspec",
    "pdfminer.six",
    "pdfplumber",
    "rapidfuzz",
    "scipy",
    "spacy",
    "text2num",
    "xlsxwriter",
)


def _made(out: Path) -> dict[str, dict[str, str]]:
    """What a dataset was made with and from, beside the brochures."""
    from importlib.metadata import version

    quality = out / "quality"
    inputs = {
        f"quality/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(quality.iterdir())
    }
    return {"versions": {name: version(name) for name in _LIBRARIES}, "inputs": inputs}


def remove(out: Path, edition: str) -> None:
    """Take one edition out of ``dataset/``: the rows of the others stay byte by byte. UsageError when it is not there, or
    the last one.
    """
    from pipeline.publish import FILES, QUARANTINE
    from pipeline.publish import publish as make_dataset

    dataset = out / "dataset"
    tables, schema = _earlier(dataset, [*TABLES, QUARANTINE.name])
    editions = {row["edition"] for row in tables.get("sources", [])}
    if edition not in editions:
        raise UsageError(f"{dataset}: holds no edition {edition}; it holds {', '.join(sorted(editions)) or 'none'}")
    if editions == {edition}:
        raise UsageError(f"{dataset}: {edition} is its only edition; delete the folder instead")
    _check_schema(dataset, schema, editions)
    rest = {name: [row for row in rows if row.get("edition") != edition] for name, rows in tables.items()}
    replace_folder(dataset, make_dataset({}, {}, rest, __version__, made=_made(out)), FILES)


def proof(out: Path, raw: Path | Mapping[str, Path]) -> None:
    """``proof/``: a page to look at for each edition of the dataset, with pictures of the files in ``raw``.

    An edition that keeps its earlier rows keeps the page of that time: its products are not here any more.
    """
    from pipeline.proof import file_name
    from pipeline.proof import proof as make_pages
    from pipeline.verify import gather

    folder, evidence = out / "proof", gather(out, raw)
    here = {pages.source.edition for pages in evidence.pages.values()}
    kept = {file_name(row["edition"]) for row in evidence.tables["sources"] if row["edition"] not in here}
    kept = {name for name in kept if (folder / f"{name}.html").exists()}
    files = {
        name: data
        for name, data in make_pages(evidence).items()
        if name.split("/")[0].removesuffix(".html") not in kept
    }
    found = {file.name for file in folder.glob("*") if file.suffix == ".html" or file.name.endswith("-pages")}
    ours = {name for name in found if name.removesuffix(".html").removesuffix("-pages") not in kept}
    replace_folder(folder, files, ours)


class Outcome(NamedTuple):
    """What became of a run: problems by source, the exit code of the gate (None when nothing reached it), the dataset."""

    problems: list[Problem]
    gate: int | None
    published: Published = Published([], {}, {})

    @property
    def exit_code(self) -> int:
        codes = [problem.error.exit_code for problem in self.problems]
        return worst(codes if self.gate is None else [*codes, self.gate])


def run(
    sources: Sequence[Located],
    problems: list[Problem],
    out: Path,
    expectations: Path,
    profile: Path | None = None,
    progress: Progress = silent,
    *,
    accept_labels: bool = False,
    partial: bool = False,
    max_size: int = SIZE_LIMIT,
) -> Outcome:
    """All stages in one process. Only the dataset waits for the gate; everything before is written for a look."""
    if profile:
        load_profile(profile)  # what is wrong with it stops the run, not one file after the other
    problems = [*problems, *read(sources, out, progress, max_size=max_size)]
    store.drop_others(out / "blocks", _products(out, "pages"))
    if _products(out, "pages"):
        problems += segment(out, profile, progress, accept_labels=accept_labels)
    for folder in ("pages", "records"):  # a refused file leaves no product behind
        store.drop_others(out / folder, _products(out, "blocks"))
    if _products(out, "blocks"):
        problems += assemble(out, profile, progress)
    primaries = {item.name for item in sources if item.role is Role.primary}
    if not _products(out, "records") & primaries:
        return Outcome(problems, None)
    problems += normalize(out, profile, progress)
    gate = validate(out, expectations, progress)
    return Outcome(problems, gate, publish(out, progress, partial=partial))


def _products(out: Path, folder: str) -> set[str]:
    """The sources that have a product in ``folder``."""
    return {file.stem for file in (out / folder).glob("*.json")}
