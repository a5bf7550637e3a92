"""The flow: each stage once, from files to files. The stages are pure; reading and writing happens here.

A problem with one source, a bug of ours included, is kept beside the results of the others, so that a run over many files
says what became of each. A stage reads the products of the stage before from the folder of the run and writes its own
beside them; the caller holds that folder (``workspace.claimed``). Each document is the job of a ``Crew``, whose children
cannot harm each other; ``run`` does the first three stages of a document in one job, and skips what has a receipt.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from pipeline import __version__, store
from pipeline.batch import FOLDER, LIBRARIES, Crew, Ended, Job, Receipts, drop_receipts, fingerprint, hash_of
from pipeline.errors import PipelineError, UsageError, worst
from pipeline.models import SCHEMA_VERSION, TABLES, Blocks, Pages, Records, Role, Source, Tables, Wording
from pipeline.profile import Profile, known_profiles, load_profile, with_wordings
from pipeline.sources import SIZE_LIMIT, Located, load, note_of
from pipeline.workspace import replace_folder

if TYPE_CHECKING:
    from pipeline.proof import Entry
    from pipeline.validate import Quality, Suite
    from pipeline.verify import Evidence

STAGES = ("read", "segment", "assemble", "normalize", "validate", "publish")
#: What children would each import anew: the readers and what the next stages need, then the gate.
_READERS = ("pipeline.read.text", "pipeline.read.pdf", "pipeline.read.witness", "pipeline.read.drawing", "pdfplumber")
_RECORDS = ("pipeline.segment", "pipeline.assemble", "rapidfuzz", "scipy.optimize")
#: Tells which stage begins; a job is given it first.
At = Callable[[str], None]
ALONE = Crew()


class Problem(NamedTuple):
    """Why a source or an edition went no further."""

    name: str
    error: PipelineError


class How(NamedTuple):
    """How sources are read: the options of ``brochure run``."""

    profile: Path | None = None
    accept_labels: bool = False
    max_size: int = SIZE_LIMIT


def _problems(ended: Iterable[Ended]) -> list[Problem]:
    return [Problem(item.job.name, item.error) for item in ended if item.error]


def _good(ended: Iterable[Ended]) -> set[str]:
    return {item.job.name for item in ended if not item.error}


def profiles_for(name: str, path: Path | None, wordings: Sequence[Wording] = ()) -> list[Profile]:
    """The profile of ``--profile``, else the one a note names, else all that are known; with the wordings of the note."""
    found = [load_profile(path)] if path else known_profiles(name)
    return [with_wordings(profile, wordings) for profile in found]


def read(sources: Sequence[Located], out: Path, crew: Crew = ALONE, *, max_size: int = SIZE_LIMIT) -> list[Problem]:
    """``pages/`` of all sources of up to ``max_size`` bytes; products of sources that are gone are removed."""
    jobs = [Job(item.name, "read", _read, (item, out, max_size), _size(item.path)) for item in sources]
    ended = crew.each(jobs, _READERS)
    store.drop_others(out / "pages", _good(ended))
    return _problems(ended)


def _read(_: At, item: Located, out: Path, max_size: int) -> None:
    from pipeline.read import read as read_source

    store.write_product(out / "pages", item.name, read_source(*load(item, max_size)))


def segment(
    out: Path, profile: Path | None = None, crew: Crew = ALONE, *, accept_labels: bool = False
) -> list[Problem]:
    """``blocks/`` from ``pages/``."""
    how = How(profile, accept_labels)
    files = store.products(out / "pages")
    ended = crew.each([Job(file.stem, "segment", _segment, (file, out, how), _size(file)) for file in files], _RECORDS)
    store.drop_others(out / "blocks", _good(ended))
    return _problems(ended)


def _segment(_: At, file: Path, out: Path, how: How) -> None:
    from pipeline.segment import segment as segment_pages

    pages = store.read_product(file, Pages)
    known = profiles_for(pages.source.profile, how.profile, pages.source.wordings)
    store.write_product(out / "blocks", file.stem, segment_pages(pages, known, accept_labels=how.accept_labels))


def assemble(out: Path, profile: Path | None = None, crew: Crew = ALONE) -> list[Problem]:
    """``records/`` from ``blocks/``."""
    files = store.products(out / "blocks")
    jobs = [Job(file.stem, "assemble", _assemble, (file, out, profile), _size(file)) for file in files]
    ended = crew.each(jobs, _RECORDS)
    store.drop_others(out / "records", _good(ended))
    return _problems(ended)


def _assemble(_: At, file: Path, out: Path, profile: Path | None) -> None:
    from pipeline.assemble import assemble as assemble_blocks

    blocks = store.read_product(file, Blocks)
    records = assemble_blocks(blocks, profiles_for(blocks.profile, profile, blocks.source.wordings)[0])
    store.write_product(out / "records", file.stem, records)


def _size(path: Path) -> int:
    """Bytes of a file; 0 where that cannot be known, as reading it will tell why."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


# --- the first three stages of a source in one job ---------------------------------------------------------------

_PRODUCTS = ("pages", "blocks", "records")


def extract(sources: Sequence[Located], out: Path, how: How, crew: Crew = ALONE) -> list[Problem]:
    """``pages/``, ``blocks/`` and ``records/`` of all sources. What has a receipt is not done again; a source that is refused
    before it has blocks leaves no product behind."""
    receipts = Receipts(out, "sources")
    keys = {item.name: _source_key(item, how, crew) for item in sources}
    found = {name: receipt for name, key in keys.items() if key and (receipt := receipts.find(name, key))}

    def done(ended: Ended) -> None:
        name = ended.job.name
        made = _PRODUCTS if not ended.error else _PRODUCTS[:2] if ended.stage == "assemble" else ()
        for folder in _PRODUCTS[len(made) :]:
            (out / folder / f"{name}.json").unlink(missing_ok=True)
        if ended.lasting and keys[name]:
            receipts.keep(name, keys[name], [f"{folder}/{name}.json" for folder in made], ended.error)

    todo = [item for item in sources if item.name not in found]
    jobs = [Job(item.name, "read", _extract, (item, out, how), _size(item.path)) for item in todo]
    ended = crew.each(jobs, (*_READERS, *_RECORDS), done)
    names = {item.name for item in sources}
    drop_receipts(receipts.folder, names)
    for folder in _PRODUCTS:
        store.drop_others(out / folder, names)
    problems = _problems(ended) + [Problem(name, error) for name, item in found.items() if (error := item.error())]
    return sorted(problems, key=lambda problem: problem.name)


def _source_key(item: Located, how: How, crew: Crew) -> str:
    """What the products of a source follow from; empty for a file that is not read."""
    if _size(item.path) > how.max_size:
        return ""
    profile = hash_of(how.profile) if how.profile else ""
    parts = (item.edition, item.role, hash_of(item.path), hash_of(note_of(item.path)), profile, how.accept_labels)
    return fingerprint(item.name, *parts, crew.limits)


def _extract(at: At, item: Located, out: Path, how: How) -> None:
    from pipeline.assemble import assemble as assemble_blocks
    from pipeline.read import read as read_source
    from pipeline.segment import segment as segment_pages

    pages = read_source(*load(item, how.max_size))
    at("segment")
    known = profiles_for(pages.source.profile, how.profile, pages.source.wordings)
    blocks = segment_pages(pages, known, accept_labels=how.accept_labels)
    store.write_product(out / "pages", item.name, pages)
    store.write_product(out / "blocks", item.name, blocks)
    at("assemble")
    records = assemble_blocks(blocks, profiles_for(blocks.profile, how.profile, blocks.source.wordings)[0])
    store.write_product(out / "records", item.name, records)


# --- editions ----------------------------------------------------------------------------------------------------


class _Head(msgspec.Struct):
    """What is asked of the records of a source before they are read."""

    source: Source
    profile: str


def normalize(out: Path, profile: Path | None = None, crew: Crew = ALONE) -> list[Problem]:
    """``tables/`` from ``records/``, of the editions whose primary source got so far. What has a receipt is not done again."""
    files = store.products(out / "records")
    heads = {file: store.read_product(file, _Head) for file in files}
    editions = sorted({head.source.edition for head in heads.values() if head.source.role is Role.primary})
    mine = {edition: [file for file in files if heads[file].source.edition == edition] for edition in editions}
    receipts = Receipts(out, "editions")
    for folder in (receipts.folder, out / TABLES_OF):
        drop_receipts(folder, {_short(edition) for edition in editions})
    keys = {edition: _edition_key(edition, mine[edition], profile, crew) for edition in editions}
    todo = [edition for edition in editions if not receipts.find(_short(edition), keys[edition])]

    def done(ended: Ended) -> None:
        edition = ended.job.name
        if not ended.error:
            receipts.keep(_short(edition), keys[edition], [f"{TABLES_OF}/{_short(edition)}.json"])

    jobs = [
        Job(edition, "normalize", _normalize, (edition, mine[edition], out, profile), sum(map(_size, mine[edition])))
        for edition in todo
    ]
    if len(jobs) > crew.size > 0:  # built once, not by each child
        from pipeline.normalize.language import language

        for known in {heads[file].profile for edition in todo for file in mine[edition]}:
            language(profiles_for(known, profile)[0])
    ended = crew.each(jobs, (), done)
    good = [edition for edition in editions if edition not in {problem.name for problem in _problems(ended)}]
    store.write_tables(out / "tables", _joined([_tables_of(out, edition) for edition in good]))
    return _problems(ended)


#: Where the tables of each edition are kept, below the folder of the run.
TABLES_OF = f"{FOLDER}/tables"


def _short(edition: str) -> str:
    """A file name for an edition, whatever it is called."""
    return hashlib.sha256(edition.encode()).hexdigest()[:24]


def _edition_key(edition: str, files: Sequence[Path], profile: Path | None, crew: Crew) -> str:
    given = hash_of(profile) if profile else ""
    return fingerprint(edition, [(file.name, hash_of(file)) for file in files], given, crew.limits)


def _normalize(_: At, edition: str, files: Sequence[Path], out: Path, profile: Path | None) -> None:
    from pipeline.normalize import normalize as normalize_records

    sources = [store.read_product(file, Records) for file in files]
    known = {item.profile: profiles_for(item.profile, profile)[0] for item in sources}
    store.write_bytes(out / TABLES_OF / f"{_short(edition)}.json", store.encode(normalize_records(sources, known)))


def _tables_of(out: Path, edition: str) -> Tables:
    return msgspec.json.decode((out / TABLES_OF / f"{_short(edition)}.json").read_bytes(), type=Tables)


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


#: What ``validate`` leaves in ``quality/``, by name: any other file there is not ours.
REPORTS = ("decisions.toml", "quality.json", "quarantine.csv", "seal.json", "suites.sha256")
#: Editions that the gate judges together; an edition on which it stops is found by judging fewer.
GROUP = 100


def validate(out: Path, expectations: Path, crew: Crew = ALONE) -> tuple[int | None, list[Problem]]:
    """``quality/`` from ``tables/``: the report and the quarantine, written whatever the verdict; its exit code.

    An edition on which the gate itself was stopped by a limit is a problem, and has no verdict; the code is None when none has.
    """
    from pipeline.report import decisions
    from pipeline.validate import QUARANTINE_HEADER, load_suites, merge

    tables = read_tables(out / "tables")
    suites = load_suites(expectations)
    editions = sorted({row["edition"] for rows in tables.values() for row in rows if row.get("edition")})
    parts, problems = _judged(tables, suites, editions, GROUP, crew)
    quality = merge(parts)
    seal = out / store.SEAL
    seal.unlink(missing_ok=True)  # until all three are written, nothing of them is to be trusted
    store.write_bytes(out / "quality" / "suites.sha256", store.digest(expectations.glob("*.json")))
    store.write_bytes(out / "quality" / "quality.json", quality.to_json())
    store.write_bytes(out / "quality" / "quarantine.csv", store.csv_rows(QUARANTINE_HEADER, quality.quarantine))
    told = decisions(tables.get("findings", []), msgspec.json.decode(quality.to_json()), quality.quarantine)
    store.write_bytes(out / "quality" / "decisions.toml", told.encode())
    store.write_bytes(seal, store.seal(out))
    return (quality.exit_code if parts else None), problems


def _judged(
    tables: Tables, suites: Mapping[str, Suite], editions: Sequence[str], size: int, crew: Crew
) -> tuple[list[Quality], list[Problem]]:
    """The verdicts on groups of ``size`` editions; a group on which the gate stops is judged again in smaller ones."""
    groups = [editions[at : at + size] for at in range(0, len(editions), size)] or [[]]
    jobs = [
        Job(
            group[0] if len(group) == 1 else f"{len(group)} editions",
            "validate",
            _judge,
            (_only(tables, group), suites),
        )
        for group in groups
    ]
    parts: list[Quality] = []
    problems: list[Problem] = []
    for group, ended in zip(groups, crew.each(jobs), strict=True):
        if not ended.error:
            parts.append(ended.value)
        elif len(group) > 1:
            smaller = _judged(tables, suites, group, max(1, len(group) // 8), crew)
            parts, problems = parts + smaller[0], problems + smaller[1]
        else:
            problems.append(Problem(ended.job.name, ended.error))
    return parts, problems


def _judge(_: At, tables: Tables, suites: Mapping[str, Suite]) -> Quality:
    from pipeline.validate import validate as validate_tables

    return validate_tables(tables, suites)


def _only(tables: Tables, editions: Sequence[str]) -> Tables:
    """The rows of these editions, and those of none."""
    wanted = {*editions, ""}
    return {name: [row for row in rows if row.get("edition", "") in wanted] for name, rows in tables.items()}


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
    problems: editions without a proof page.
    """

    whole: list[str]
    partial: dict[str, list[str]]
    offered: dict[str, int]
    problems: Sequence[Problem] = ()


def publish(
    out: Path,
    crew: Crew = ALONE,
    *,
    partial: bool = False,
    raw: Path | Mapping[str, Path] | None = None,
) -> Published:
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
        crew.progress("publish", edition, 0, 0)
    files = make_dataset(tables, statuses, previous or None, __version__, parts, _made(out))
    if files:
        replace_folder(dataset, files, FILES)
    left_out = {edition: list(dict.fromkeys(row["key"] for row in part.missing)) for edition, part in parts.items()}
    return Published(passed, left_out, offered, proof(out, raw, crew) if raw is not None else [])


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


def _made(out: Path) -> dict[str, dict[str, str]]:
    """What a dataset was made with and from, beside the brochures."""
    from importlib.metadata import version

    files = [out / "quality" / name for name in REPORTS]
    inputs = {f"quality/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.exists()}
    return {"versions": {name: version(name) for name in LIBRARIES}, "inputs": inputs}


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


def proof(out: Path, raw: Path | Mapping[str, Path], crew: Crew = ALONE) -> list[Problem]:
    """``proof/``: a page to look at for each edition of the dataset, with pictures of the files in ``raw``.

    An edition that keeps its earlier rows keeps the page of that time: its products are not here any more.
    """
    from pipeline.proof import file_name, index
    from pipeline.verify import gather

    folder, parts, evidence = out / "proof", out / FOLDER / "proof", gather(out, raw, products=False)
    editions = sorted({row["edition"] for row in evidence.tables["sources"]})
    here = {row["edition"] for row in evidence.tables["sources"] if (out / "pages" / f"{row['source']}.json").exists()}
    kept = {name for name in map(file_name, set(editions) - here) if (folder / f"{name}.html").exists()}
    size = {
        edition: sum(_size(evidence.raw[row["source"]]) for row in evidence.rows("sources", edition))
        for edition in editions
    }
    shutil.rmtree(parts, ignore_errors=True)
    try:
        ended = crew.each(
            [Job(edition, "proof", _proof, (evidence, edition, parts), size[edition]) for edition in editions],
            ("pipeline.proof.pictures", "jinja2", "pypdfium2", "PIL.Image"),
        )
        entries: list[Entry] = [item.value for item in ended if not item.error]
        made = {file.relative_to(parts).as_posix(): file for file in parts.rglob("*") if file.is_file()}
        fresh = {name: file for name, file in made.items() if _page_of(name.split("/")[0]) not in kept}
        found = {file.name for file in folder.glob("*") if file.suffix == ".html" or file.name.endswith("-pages")}
        ours = {name for name in found if _page_of(name) not in kept}
        replace_folder(folder, {**fresh, "index.html": index(entries)}, ours)
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    return _problems(ended)


def _page_of(name: str) -> str:
    """The page that a file or folder of ``proof/`` belongs to."""
    return name.removesuffix(".html").removesuffix("-pages")


def _proof(_: At, evidence: Evidence, edition: str, parts: Path) -> Entry:
    from pipeline.proof import edition_page

    files, entry = edition_page(evidence.only(edition), edition)
    for name, data in files.items():
        store.write_bytes(parts / name, data)
    return entry


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
    how: How | None = None,
    crew: Crew = ALONE,
    *,
    partial: bool = False,
    proofs: bool = False,
) -> Outcome:
    """All stages, and with ``proofs`` the pages to look at. Only the dataset waits for the gate; everything before is written
    for a look. Where nothing changed since the last run, nothing is done.
    """
    how = how or How()
    if how.profile:
        load_profile(how.profile)  # what is wrong with it stops the run, not one file after the other
    problems = [*problems, *extract(sources, out, how, crew)]
    primaries = {item.name for item in sources if item.role is Role.primary}
    if not {file.stem for file in (out / "records").glob("*.json")} & primaries:
        return Outcome(problems, None)
    memory = _Memory(out, _run_key(out, expectations, how, crew, partial, proofs))
    if earlier := memory.recall():
        return Outcome(problems, int(store.read_report(out / "quality" / "quality.json")["exit_code"]), earlier)
    later = normalize(out, how.profile, crew)
    gate, stopped = validate(out, expectations, crew)
    raw = {item.name: item.path for item in sources} if proofs else None
    published = publish(out, crew, partial=partial, raw=raw)
    later += [*stopped, *published.problems]
    if not later:
        memory.keep(published)
    return Outcome([*problems, *later], gate, published)


def _run_key(out: Path, expectations: Path, how: How, crew: Crew, *options: bool) -> str:
    """What everything after the records follows from."""
    files = [*store.products(out / "pages"), *store.products(out / "records"), *sorted(expectations.glob("*.json"))]
    given = hash_of(how.profile) if how.profile else ""
    return fingerprint([(file.name, hash_of(file)) for file in files], given, crew.limits, options)


class _Memory:
    """What the last run published, as long as everything that it wrote is still there unchanged."""

    def __init__(self, out: Path, key: str) -> None:
        self._out, self._key, self._receipts = out, key, Receipts(out, "run")
        self._file = f"{FOLDER}/published.json"

    def recall(self) -> Published | None:
        if not self._receipts.find("run", self._key):
            return None
        whole, partial, offered = msgspec.json.decode(
            (self._out / self._file).read_bytes(), type=tuple[list[str], dict[str, list[str]], dict[str, int]]
        )
        return Published(whole, partial, offered)

    def keep(self, published: Published) -> None:
        store.write_bytes(self._out / self._file, msgspec.json.encode(published[:3]))
        folders = ("tables", "quality", "dataset", "proof")
        made = [file for folder in folders for file in sorted((self._out / folder).rglob("*")) if file.is_file()]
        self._receipts.keep("run", self._key, [self._file, *(file.relative_to(self._out).as_posix() for file in made)])
