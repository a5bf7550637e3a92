"""The command ``brochure``. Each command imports its room when asked, so that ``--help`` answers at once."""

from __future__ import annotations

import json as json_format
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline import __version__
from pipeline.errors import PipelineError, UsageError, worst

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.batch import Crew, Progress
    from pipeline.decide import Answer, Question
    from pipeline.flow import Problem, Published

app = typer.Typer(
    name="brochure",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turn designed brochures into a dataset that can be traced to the page. Exit codes: 0 published, 1 a bug, "
    "2 wrong use, 3 input unreadable, 4 needs a person, 5 the gate failed.",
)

Files = Annotated[
    list[Path] | None, typer.Argument(help="PDF or text files; without any: those of raw/.", show_default=False)
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Folder for the products; default: extracted/ of the project, or brochure-output/ for named files.",
        show_default=False,
    ),
]
ProfileFile = Annotated[Path | None, typer.Option("--profile", help="Profile (TOML) to read with.", show_default=False)]
Suites = Annotated[Path | None, typer.Option("--expectations", help="Folder with the suites.", show_default=False)]
Accept = Annotated[bool, typer.Option("--accept-labels", help="Take new wordings of labels as proposed.")]
Partial = Annotated[
    bool, typer.Option("--partial", help="Of editions that do not pass publish the good rows, and say so.")
]
MaxSize = Annotated[int, typer.Option("--max-size", min=1, help="Megabytes above which a file is not read.")]
KeepGoing = Annotated[
    bool,
    typer.Option(
        "--keep-going",
        help="Exit with 0 while something is left to go on with; what went wrong is in OUT/problems/, and summary tells it.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be read and written, and stop.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=0,
        envvar="BROCHURE_JOBS",
        help="Documents at a time, each in a process of its own; default: the processors. 0: in this process, without limits.",
        show_default=False,
    ),
]
MaxMemory = Annotated[
    int, typer.Option("--max-memory", min=64, envvar="BROCHURE_MAX_MEMORY", help="Megabytes of memory for a document.")
]
MaxCpu = Annotated[
    int,
    typer.Option(
        "--max-cpu",
        min=1,
        envvar="BROCHURE_MAX_CPU",
        help="Seconds of CPU for a document, and for each megabyte of it.",
    ),
]
MaxTime = Annotated[int, typer.Option("--max-time", min=1, envvar="BROCHURE_MAX_TIME", help="The same by the clock.")]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]


def main() -> None:
    """Entry point: problems that a user can act on are one line on stderr and an exit code, never a traceback."""
    try:
        app()
    except PipelineError as error:
        _complain(str(error))
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(UsageError.exit_code) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _complain(f"{where}{error.strerror or error}; make room or choose another folder with --out")
        raise SystemExit(UsageError.exit_code) from None


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command(epilog="Example: brochure run plan.pdf --out result")
def run(
    files: Files = None,
    out: Out = None,
    profile: ProfileFile = None,
    expectations: Suites = None,
    accept_labels: Accept = False,
    partial: Partial = False,
    max_size: MaxSize = 512,
    jobs: Jobs = None,
    max_memory: MaxMemory = 4096,
    max_cpu: MaxCpu = 300,
    max_time: MaxTime = 1800,
    json: Json = False,
    quiet: Quiet = False,
    dry_run: DryRun = False,
) -> None:
    """All stages: from files (or folders of them) to a published dataset. What did not change since the last run is not redone."""
    from pipeline import flow
    from pipeline.sources import locate_all

    paths, folder = _inputs(files, out)
    sources, failed = locate_all(paths)
    problems = [flow.Problem(path.name, error) for path, error in failed]
    if dry_run:
        for item in sources:
            typer.echo(_printable(f"{item.path}: {item.role.value} of edition {item.edition}"))
        typer.echo(_printable(f"into {_shown(folder)}; nothing was written"))
        _tell(problems)
        raise typer.Exit(worst([problem.error.exit_code for problem in problems]))
    how = flow.How(profile, accept_labels, max_size * 1024**2)
    with _claimed(folder, quiet, _size_of(jobs), (max_memory, max_cpu, max_time)) as crew:
        outcome = flow.run(sources, problems, folder, _suites(expectations), how, crew, partial=partial, proofs=True)
        _keep(folder, "run", outcome.problems)
        report = _Report(folder, outcome.published) if outcome.gate is not None else None
    _tell(outcome.problems)
    if json:
        found = {
            "exit_code": outcome.exit_code,
            "out": str(folder),
            "problems": [
                {"file": problem.name, "message": str(problem.error), "exit_code": problem.error.exit_code}
                for problem in outcome.problems
            ],
        }
        _echo_json(found | (report.as_json() if report else {}))
    elif report and not quiet:
        report.print_table()
    if report:
        report.explain()
        report.annotate()
    raise typer.Exit(outcome.exit_code)


@app.command(epilog="Example: brochure read plan.pdf --out result")
def read(files: Files = None, out: Out = None, max_size: MaxSize = 512, keep_going: KeepGoing = False) -> None:
    """Stage 1: files to pages of words and lines."""
    from pipeline import flow
    from pipeline.sources import locate_all

    paths, folder = _inputs(files, out)
    sources, failed = locate_all(paths)
    problems = [flow.Problem(path.name, error) for path, error in failed]
    _finish(
        folder,
        "read",
        lambda crew: problems + flow.read(sources, folder, crew, max_size=max_size * 1024**2),
        keep_going,
    )


@app.command(epilog="Example: brochure segment --out result")
def segment(
    out: Out = None, profile: ProfileFile = None, accept_labels: Accept = False, keep_going: KeepGoing = False
) -> None:
    """Stage 2: pages to blocks in reading order and info boxes."""
    from pipeline import flow

    folder = _folder(out)
    _finish(
        folder, "segment", lambda crew: flow.segment(folder, profile, crew, accept_labels=accept_labels), keep_going
    )


@app.command(epilog="Example: brochure assemble --out result")
def assemble(out: Out = None, profile: ProfileFile = None, keep_going: KeepGoing = False) -> None:
    """Stage 3: blocks to records, each box with its project or refused."""
    from pipeline import flow

    folder = _folder(out)
    _finish(folder, "assemble", lambda crew: flow.assemble(folder, profile, crew), keep_going)


@app.command(epilog="Example: brochure normalize --out result")
def normalize(out: Out = None, profile: ProfileFile = None, keep_going: KeepGoing = False) -> None:
    """Stage 4: records to typed tables."""
    from pipeline import flow

    folder = _folder(out)
    _finish(folder, "normalize", lambda crew: flow.normalize(folder, profile, crew), keep_going)


@app.command(epilog="Example: brochure validate --out result")
def validate(out: Out = None, expectations: Suites = None, keep_going: KeepGoing = False) -> None:
    """Stage 5: the gate; writes the quality report, exit 4 or 5 when an edition may not be published."""
    from pipeline import flow

    folder = _folder(out)
    with _claimed(folder) as crew:
        code, problems = flow.validate(folder, _suites(expectations), crew)
        report = _Report(folder)
    _keep(folder, "validate", problems, always=keep_going)
    if not keep_going:  # else the report holds the verdict
        _tell(problems)
        report.explain()
    report.annotate()
    found = [*([] if code is None else [code]), *(problem.error.exit_code for problem in problems)]
    raise typer.Exit(0 if keep_going else worst(found))


@app.command(epilog="Example: brochure publish --out result --partial")
def publish(out: Out = None, partial: Partial = False, keep_going: KeepGoing = False) -> None:
    """Stage 6: the dataset of the editions that passed; the others keep their last good rows."""
    from pipeline import flow

    folder = _folder(out)
    with _claimed(folder) as crew:
        published = flow.publish(folder, crew, partial=partial, raw=_raw())
        report = _Report(folder, published)
    if keep_going:
        for name in ("dataset", "proof"):  # what may not be there yet
            (folder / name).mkdir(exist_ok=True)
        raise typer.Exit(0)
    _tell(list(published.problems))
    if published.partial:
        report.tell_parts()
        raise typer.Exit(int(report.quality["exit_code"]))
    if not published.whole:
        _complain("nothing to publish: no edition passed; see quality/quality.json")
        report.tell_parts()
    raise typer.Exit(0 if published.whole else 5)


@app.command(epilog="Example: brochure remove 2023-nl")
def remove(
    edition: Annotated[str, typer.Argument(help="Name of the edition, as in sources.csv.")],
    out: Out = None,
) -> None:
    """Take an edition out of the dataset; the rows of the others stay as they are."""
    from pipeline import flow
    from pipeline.sources import edition_of, raw_files

    folder = _folder(out)
    with _claimed(folder):
        flow.remove(folder, edition)
    typer.echo(f"{edition}: removed from {_shown(folder / 'dataset')}")
    project = _project() if out is None else None
    left = [
        f"raw/{file.name}" for file in (raw_files(project / "raw") if project else []) if edition_of(file) == edition
    ]
    if left:
        typer.echo(f"its files are still there ({', '.join(left)}): remove them too, or the next run brings it back")


@app.command(epilog="Example: brochure summary --out result")
def summary(out: Out = None) -> None:
    """What the last run found: a table of the editions, and what stops them or their files. Its exit code is that of the run."""
    from pipeline import store

    folder = _folder(out)
    report = _Report(folder)
    report.print_table()
    trouble = store.read_trouble(folder)
    for message in dict.fromkeys(item.message for item in trouble):
        _complain(message)
    report.explain()
    raise typer.Exit(worst([int(report.quality["exit_code"]), *(item.exit_code for item in trouble)]))


@app.command(epilog="Example: brochure decide plan.pdf --out result")
def decide(
    files: Files = None,
    out: Out = None,
    profile: ProfileFile = None,
    expectations: Suites = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", help="JSON file with answers, instead of a terminal.", show_default=False),
    ] = None,
) -> None:
    """Ask what the last run left open, write the answers into the notes, and run again.

    Without a terminal the questions are printed as JSON (exit 4 while there are any); --answers takes their answers.
    """
    from pipeline import decide as decisions
    from pipeline import flow, store

    paths, folder = _inputs(files, out)
    tables = flow.read_tables(folder / "tables")
    asked = decisions.questions(tables.get("findings", []), tables)
    asked = _with_pictures(asked, {path.name: path for path in paths}, folder)
    if answers is not None:
        given = decisions.read_answers(answers)
    elif sys.stdin.isatty():
        given = _ask(asked)
    else:
        _echo_json({"questions": asked})
        raise typer.Exit(4 if asked else 0)
    known = {one.id: one for one in asked}
    blocks: dict[str, list[str]] = {}
    for one in given:
        if one.id not in known:
            raise UsageError(f"{one.id}: no open question of this name; brochure decide lists them")
        if block := decisions.settled(known[one.id], one):
            blocks.setdefault(known[one.id].source, []).append(block)
    if not blocks:
        typer.echo("nothing decided")
        raise typer.Exit(4 if asked else 0)
    for written in decisions.write(blocks, {path.name: path for path in paths}, store.write_bytes):
        typer.echo(f"written: {_shown(written)}")
    run(files, out, profile, expectations)


def _ask(asked: Sequence[Question]) -> list[Answer]:
    """Each question on the terminal, until the answer fits; reason and author once."""
    from pipeline.decide import SKIP, Answer, settled, shown

    given: list[Answer] = []
    for number, question in enumerate(asked, 1):
        for line in shown(question, number, len(asked)):
            typer.echo(_printable(line[:3]) + _printable(line[3:]) if line.startswith("   ") else _printable(line))
        while True:
            said = typer.prompt("  ", default=SKIP, show_default=False, prompt_suffix="> ")
            try:
                settled(question, Answer(question.id, said, "-a-", "-a-"))
                break
            except UsageError as error:
                _complain(str(error))
        if said != SKIP:
            given.append(Answer(question.id, said))
    if not given:
        return []
    reason, author = typer.prompt("reason"), typer.prompt("author")
    return [Answer(one.id, one.answer, reason, author) for one in given]


def _with_pictures(asked: Sequence[Question], paths: Mapping[str, Path], folder: Path) -> list[Question]:
    """The questions, those about a page of a PDF with a picture of it, what was seen drawn on it."""
    from msgspec.structs import replace

    from pipeline import store
    from pipeline.explain import draw
    from pipeline.models import Blocks, Records
    from pipeline.sources import format_of

    pictures: dict[tuple[str, str], str] = {}
    for name, page in {(one.source, one.page) for one in asked if one.page}:
        path, blocks, records = paths.get(name), *(folder / stage / f"{name}.json" for stage in ("blocks", "records"))
        if path is None or not path.exists() or not records.exists() or format_of(data := path.read_bytes()) != "pdf":
            continue
        from pipeline.read.pdf import picture_of

        seen = store.read_product(blocks, Blocks), store.read_product(records, Records)
        target = folder / "pictures" / f"{name}-p{page}.png"
        target.parent.mkdir(exist_ok=True)
        draw(picture_of(data, int(page), _PICTURE_SCALE), _PICTURE_SCALE, *seen, int(page)).save(target)
        pictures[name, page] = _shown(target)
    return [replace(one, picture=pictures.get((one.source, one.page), "")) for one in asked]


@app.command(epilog="Example: brochure verify result --raw .")
def verify(
    out: Annotated[Path | None, typer.Argument(help="Folder of a run, or a dataset.", show_default=False)] = None,
    raw: Annotated[Path | None, typer.Option("--raw", help="Folder of the raw files.", show_default=False)] = None,
    profile: ProfileFile = None,
) -> None:
    """Check a dataset against the raw files with another reader; exit 5 when a cell is not what stands there."""
    from pipeline.verify import gather, judge, remarks

    evidence = gather(_folder(out), raw if raw is not None else _raw(), profile)
    faults = judge(evidence)
    for remark in remarks(evidence):
        typer.echo(f"look: {remark}")
    for fault in faults:
        _complain(str(fault))
    typer.echo(evidence.told(len(faults)))
    raise typer.Exit(5 if faults else 0)


@app.command(epilog='Example: brochure why "a-project-id" budget_eur')
def why(
    project: Annotated[str, typer.Argument(help="Its project_id, or words of its title.")],
    field: Annotated[str, typer.Argument(help="A column of projects.csv.")] = "",
    out: Out = None,
    raw: Annotated[Path | None, typer.Option("--raw", help="Folder of the raw files.", show_default=False)] = None,
    profile: ProfileFile = None,
) -> None:
    """Where a project, or one of its fields, comes from: words, place, rule, pairing, findings, and what verify says."""
    from pipeline.models import Blocks
    from pipeline.store import read_products
    from pipeline.verify import gather, judge
    from pipeline.why import why as explain_cells

    folder = _folder(out)
    evidence = gather(folder, raw if raw is not None else _raw(), profile)
    blocks = read_products(folder / "blocks", Blocks) if (folder / "blocks").is_dir() else []
    for line in explain_cells(evidence, blocks, judge(evidence), project, field):
        typer.echo(line)


@app.command(epilog="Example: brochure proof --out result")
def proof(
    out: Out = None,
    raw: Annotated[Path | None, typer.Option("--raw", help="Folder of the raw files.", show_default=False)] = None,
) -> None:
    """Pages to look at: each cell on its place in the picture of the page, one HTML file per edition, in OUT/proof/."""
    from pipeline import flow

    folder = _folder(out)
    with _claimed(folder) as crew:
        problems = flow.proof(folder, raw if raw is not None else _raw(), crew)
    _tell(problems)
    typer.echo(_shown(folder / "proof" / "index.html"))


@app.command(epilog="Example: brochure diff 2023-nl 2024-nl")
def diff(
    old: Annotated[
        str, typer.Argument(help="Edition, folder of a run or dataset; FOLDER#EDITION where there are several.")
    ],
    new: Annotated[str, typer.Argument(help="The same for the newer one.")],
    out: Out = None,
    json: Json = False,
    raw: Annotated[
        Path | None, typer.Option("--raw", help="Folder with the notes that settle identity.", show_default=False)
    ] = None,
) -> None:
    """What changed between two editions, as Markdown: projects by meaning, fields with both quotes, budgets, axes."""
    from pipeline.diff import as_json, markdown
    from pipeline.diff import diff as compare
    from pipeline.verify import gather

    sides = []
    for name in (old, new):
        folder, _, edition = name.partition("#")
        is_folder = Path(folder).is_dir()
        evidence = gather(Path(folder) if is_folder else _folder(out), raw if raw is not None else _raw())
        sides.append((evidence, edition if is_folder else name))
    (before, old_name), (after, new_name) = sides
    formerly = {key: was for note in after.notes.values() for key, was in note.formerly.items()}
    found = compare(before.tables, after.tables, (old_name, new_name), formerly)
    typer.echo(as_json(found) if json else markdown(found))


@app.command(epilog="Example: brochure explain plan.pdf --page 4")
def explain(
    file: Annotated[Path, typer.Argument(help="PDF or text file.")],
    page: Annotated[int, typer.Option("--page", min=1, help="Page, counted from 1.")] = 1,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="PNG to write; default: beside you.", show_default=False)
    ] = None,
    profile: ProfileFile = None,
) -> None:
    """What the pipeline sees on a page: blocks, order, boxes and pairs, in words and (of a PDF) as a picture."""
    from pipeline import flow
    from pipeline.assemble import assemble as assemble_blocks
    from pipeline.explain import describe, draw
    from pipeline.read import read as read_source
    from pipeline.segment import segment as segment_pages
    from pipeline.sources import load, locate

    data, source = load(locate(file))
    pages = read_source(data, source)
    if page > len(pages.pages):
        raise UsageError(f"{file.name}: has {len(pages.pages)} page(s), no page {page}; choose another with --page")
    known = flow.profiles_for(source.profile, profile, source.wordings)
    blocks = segment_pages(pages, known)
    records = assemble_blocks(blocks, flow.profiles_for(blocks.profile, profile, source.wordings)[0])
    for line in describe(blocks, records, page):
        typer.echo(_printable(line))
    if source.format == "pdf":
        from pipeline.read.pdf import picture_of

        target = picture if picture is not None else Path(f"{file.stem}-p{page}.png")
        image = picture_of(data, page, _PICTURE_SCALE)
        draw(image, _PICTURE_SCALE, blocks, records, page).save(target)
        typer.echo(f"picture: {target}")


_PICTURE_SCALE = 1.6


@app.command(epilog="Example: brochure add plan.pdf --edition 2024-nl")
def add(
    file: Annotated[Path, typer.Argument(help="PDF or text file of a new edition.")],
    edition: Annotated[
        str, typer.Option("--edition", help="Name of the edition; default: the file's stem.", show_default=False)
    ] = "",
    profile: ProfileFile = None,
) -> None:
    """Copy a file into raw/, write its note, and say what the profile knows of it and what it does not."""
    from pipeline import flow, store
    from pipeline.assemble import assemble as assemble_blocks
    from pipeline.errors import StrangerError
    from pipeline.intake import draft, note_text, profile_text
    from pipeline.profile import PROFILES, load_profile
    from pipeline.read import read as read_source
    from pipeline.report import advice
    from pipeline.segment import segment as segment_pages
    from pipeline.sources import load, locate, note_of

    project = _project()
    if project is None:
        raise UsageError("no project here (no folder raw/); make raw/ first, or use brochure run")
    data, source = load(locate(file))
    target = project / "raw" / file.name
    if target.exists() or note_of(target).exists():
        raise UsageError(f"raw/{file.name}: is there already; give the new file another name")
    known = flow.profiles_for("", profile)
    pages = read_source(data, source)
    words = sum(len(line) for page in pages.pages for line in page.lines)
    typer.echo(f"{_printable(file.name)}: {source.format}, {len(pages.pages)} page(s), {words} words")
    try:
        blocks = segment_pages(pages, known)
    except StrangerError:
        found = draft(pages)
        if profile is not None or not found.labels:
            raise
        made = Path(f"{file.stem}.profile.toml")
        store.write_bytes(made, profile_text(found, file.stem, file.name).encode())
        typer.echo(f"of no known family; draft of a profile: {made}")
        for label in found.labels:
            typer.echo(
                _printable(f"  {label.wording}: {label.name} ({label.type}), {label.times} ×, “{label.example[:50]}”")
            )
        typer.echo(_printable(f"  axes: {', '.join(found.axes) or 'none found; write them into the draft'}"))
        typer.echo(f"look at it, then: brochure profile check {made}; brochure add {file} --profile {made}")
        raise typer.Exit(StrangerError.exit_code) from None
    records = assemble_blocks(blocks, flow.profiles_for(blocks.profile, profile)[0])
    in_house = blocks.profile
    if profile is not None and profile.resolve().parent != PROFILES:
        ours = PROFILES / f"{load_profile(profile).name}.toml"
        if project == Path(__file__).resolve().parent.parent and not ours.exists():
            store.write_bytes(ours, profile.read_bytes())
            typer.echo(f"written: {_shown(ours)}")
        else:
            in_house = ""
    store.write_bytes(target, data)
    store.write_bytes(note_of(target), note_text(source, edition or file.stem, in_house).encode())
    paired = sum(1 for record in records.records if record.box)
    typer.echo(
        f"profile {blocks.profile}: {len(records.records)} projects, {records.boxes} boxes, {paired} paired, "
        f"{len(records.axes)} axes: {', '.join(axis.name for axis in records.axes)}"
    )
    for finding in records.findings:
        hint = advice({"hint": finding.hint})
        typer.echo("  " + _printable(f"{finding.severity.value}: page {finding.page}: {finding.message}; {hint}"))
    typer.echo(f"written: raw/{file.name} and raw/{note_of(target).name} (complete title, publisher and licence there)")
    typer.echo("next: ./run" if in_house else f"next: brochure run --profile {profile}")


profile_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Profiles: what a family calls things.")
app.add_typer(profile_app, name="profile")


@profile_app.command("check", epilog="Example: brochure profile check plan.profile.toml")
def check_profile(file: Annotated[Path, typer.Argument(help="Profile (TOML).")]) -> None:
    """Say all that is wrong with a profile, or missing in it, at once; exit 2 when something is wrong."""
    from pipeline.profile import check_profile, load_profile

    if not file.exists():
        raise UsageError(f"{file}: no such file; check the name")
    wrong, remarks = check_profile(file)
    for line in wrong:
        _complain(f"{file.name}: {line}")
    for line in remarks:
        typer.echo(_printable(f"look: {line}"))
    if wrong:
        raise typer.Exit(UsageError.exit_code)
    found = load_profile(file)
    counts = f"{len(found.labels)} labels, {len(found.axes)} axes, {len(found.authorities)} authorities"
    typer.echo(_printable(f"profile {found.name}: {counts}; nothing is wrong"))


# --- where things are --------------------------------------------------------------------------------------------


def _project() -> Path | None:
    """The project folder: the nearest folder above this one with raw/, else the checkout that the command runs from."""
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parent.parent):
        if (folder / "raw").is_dir():
            return folder
    return None


def _folder(out: Path | None) -> Path:
    if out is not None:
        return out
    project = _project()
    if project is None:
        raise UsageError("no project here (no folder raw/); name the folder with --out")
    return project / "extracted"


def _raw() -> Path:
    """Where raw files are looked for: raw/ of the project, or here."""
    project = _project()
    return project / "raw" if project is not None else Path.cwd()


def _inputs(files: list[Path] | None, out: Path | None) -> tuple[list[Path], Path]:
    from pipeline.sources import files_in, raw_files

    if files:
        return files_in(files), out if out is not None else Path("brochure-output")

    project = _project()
    if project is None:
        raise UsageError("no project here (no folder raw/); name the files to read")
    return raw_files(project / "raw"), _folder(out)


def _suites(folder: Path | None) -> Path:
    """The suites named, those installed with the package, or those of the checkout."""
    if folder is not None:
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder of suites; check --expectations")
        return folder
    package = Path(__file__).resolve().parent
    installed = package / "expectations"
    return installed if installed.is_dir() else package.parent / "expectations"


# --- what the user sees ------------------------------------------------------------------------------------------


def _printable(text: str) -> str:
    """``text`` for a terminal: one line, and no control character of a file name or a document in it."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode()
        for char in " ".join(text.split())
    )


def _echo_json(found: object) -> None:
    import msgspec

    typer.echo(json_format.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1, sort_keys=True))


def _complain(message: str) -> None:
    typer.echo("brochure: " + _printable(message), err=True)


def _tell(problems: list[Problem]) -> None:
    """Each problem once, also where it is that of several files."""
    for message in dict.fromkeys(str(problem.error) for problem in problems):
        _complain(message)


def _console(**options: Any) -> Console:
    """A terminal that prints what it is given: brackets and colons of a name are no markup."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False, **options)


def _size_of(jobs: int | None) -> int:
    """How many children work at a time."""
    if jobs is not None:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _claimed(
    folder: Path, quiet: bool = False, size: int | None = None, limits: tuple[int, int, int] | None = None
) -> Iterator[Crew]:
    """Hold the folder of a run while its products are written and read back; who works in it.

    Without ``size`` and ``limits`` they are those of the environment, or the defaults of ``run``.
    """
    from pipeline.batch import Crew, Limits
    from pipeline.workspace import claimed

    asked = [
        _from_environment(name)
        for name in ("BROCHURE_JOBS", "BROCHURE_MAX_MEMORY", "BROCHURE_MAX_CPU", "BROCHURE_MAX_TIME")
    ]
    size = size if size is not None else _size_of(asked[0])
    given = limits or [value or usual for value, usual in zip(asked[1:], Limits(), strict=True)]
    # One thread only, as forks want it; the work is spread over documents.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with (
        _progress(quiet) as progress,
        claimed(folder, lambda: progress("waiting", "for another run into this folder", 0, 0)),
    ):
        yield Crew(size, Limits(*given), progress)


def _from_environment(name: str) -> int | None:
    text = os.environ.get(name, "")
    if text and not text.isdecimal():
        raise UsageError(f"{name}={text}: not a number; correct it, or unset it")
    return int(text) if text else None


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """A line on a terminal with rate and remaining time; nothing elsewhere. No thread draws it: children are forked."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        from pipeline.batch import silent

        yield silent
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=_console(stderr=True), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("starting", total=None, rate="")

        def show(stage: str, name: str, done: int, total: int) -> None:
            if done == 0:
                bar.reset(task)
            rate = bar.tasks[0].finished_speed or bar.tasks[0].speed
            said = f"{rate:.1f}/s" if rate else ""
            bar.update(
                task, description=_printable(f"{stage} {name}")[:50], completed=done, total=total or None, rate=said
            )
            bar.refresh()

        yield show


#: Stage → the folder of its products.
_PRODUCTS = {"read": "pages", "segment": "blocks", "assemble": "records", "normalize": "tables"}


def _finish(folder: Path, stage: str, work: Callable[[Crew], list[Problem]], keep_going: bool) -> None:
    """Run one stage into ``folder``, say what went wrong with which source, and exit with the worst code; ``keep_going``: with
    0 and in silence as long as the next stage has something to do."""
    with _claimed(folder) as crew:
        problems = work(crew)
        _keep(folder, stage, problems, always=keep_going)
        goes_on = keep_going and any((folder / _PRODUCTS[stage]).glob("*"))
    if not goes_on:
        _tell(problems)
    raise typer.Exit(0 if goes_on else worst([problem.error.exit_code for problem in problems]))


def _keep(folder: Path, stage: str, problems: list[Problem], *, always: bool = False) -> None:
    """Write down what went wrong, for ``summary``."""
    from pipeline import store

    found = [store.Trouble(problem.name, str(problem.error), problem.error.exit_code) for problem in problems]
    store.write_trouble(folder, stage, found, always=always)


_COLUMNS = ("edition", "status", "pages", "projects", "boxes", "paired", "refused", "words", "expectations", "dataset")
_ROWS_SHOWN, _OFFERS_SHOWN = 20, 3


class _Report:
    """What the files of a run say, for people and machines."""

    def __init__(self, folder: Path, published: Published | None = None) -> None:
        from pipeline import flow, store

        self.folder = folder
        self.parts, self.offered = (published.partial, published.offered) if published else ({}, {})
        flow.check_seal(folder)
        self.quality = store.read_report(folder / "quality" / "quality.json")
        self.quarantine = store.read_table(folder / "quality" / "quarantine.csv")
        tables = flow.read_tables(folder / "tables")
        self.sources, self.findings = tables.get("sources", []), tables.get("findings", [])

    def editions(self) -> list[dict[str, str]]:
        """One row per edition, told by its primary source."""
        return [self._edition(row) for row in self.sources if row.get("role") == "primary"]

    def _edition(self, row: dict[str, str]) -> dict[str, str]:
        from pipeline import report

        found = self.quality["editions"].get(row["edition"], {"status": "failed", "met": 0, "expectations": 0})
        passed = found["status"] == "passed"
        partial = row["edition"] in self.parts
        return {
            "edition": row["edition"],
            "status": "published" if passed else "partial" if partial else found["status"],
            **{name: row[name] for name in ("pages", "projects", "boxes", "paired", "refused")},
            "words": f"{int(row['words']) - int(row['unassigned_words'])} of {row['words']}",
            "expectations": report.noticed(found),
            "dataset": _shown(self.folder / "dataset" / "projects.csv") if passed or partial else "withheld",
        }

    def print_table(self) -> None:
        from rich.table import Table

        table = Table(box=None, pad_edge=False)
        for name in _COLUMNS:
            table.add_column(name, overflow="fold")
        for row in self.editions():
            table.add_row(*(_printable(row[name]) for name in _COLUMNS))
        # Piped output must not be cut to the width of a terminal that is not there.
        _console(width=None if sys.stdout.isatty() else 200).print(table)

    def explain(self) -> None:
        """What stops an edition, on one screen: causes, then the decisions that may settle them."""
        from pipeline import report

        told = [*report.causes(self.findings), *report.gate_causes(self.quality, self.quarantine)]
        file = _shown(self.folder / "quality" / "decisions.toml")
        lines, blocks = report.screen(told, report.proposals(self.findings), file)
        for line in lines:
            _complain(line)
        for line in blocks:
            typer.echo(_printable(line), err=True)
        self.tell_parts()

    def annotate(self) -> None:
        """The same for GitHub Actions, where the command runs there."""
        if os.environ.get("GITHUB_ACTIONS") != "true":
            return
        from pipeline.annotate import annotate

        tables = _shown(self.folder / "tables", os.environ.get("GITHUB_WORKSPACE", ""))
        for line in annotate(self.quality, self.quarantine, self.findings, tables):
            typer.echo(line, err=True)

    def tell_parts(self) -> None:
        """Which editions were published in part, and what they lack; of others how many projects could be published so."""
        for edition, keys in self.parts.items():
            shown = ", ".join(keys[:_ROWS_SHOWN]) + (", …" if len(keys) > _ROWS_SHOWN else "")
            _complain(
                f"{edition}: published in part, without {len(keys)} row(s) and what hangs on them: {shown}; "
                "dataset/quarantine.csv says why"
            )
        found = {row["edition"]: row["projects"] for row in self.sources if row.get("role") == "primary"}
        command = f"brochure publish --out {_shown(self.folder)} --partial"
        offers = [(edition, count, int(found[edition])) for edition, count in self.offered.items()]
        if len(offers) > _OFFERS_SHOWN:
            some, all_of = sum(count for _, count, _ in offers), sum(projects for *_, projects in offers)
            offers = [(f"{len(offers)} editions", some, all_of)]
        for name, count, projects in offers:
            _complain(
                f"{name}: nothing is wrong with {count} of {projects} projects; to publish them without the others: {command}"
            )

    def as_json(self) -> dict[str, Any]:
        return {"editions": self.editions(), "findings": self.findings, "quarantine": self.quarantine}


def _shown(path: Path, base: str = "") -> str:
    """A path as short as it can be written from ``base``, or from here."""
    try:
        return str(path.resolve().relative_to(Path(base).resolve() if base else Path.cwd()))
    except ValueError:
        return str(path)


if __name__ == "__main__":
    main()
