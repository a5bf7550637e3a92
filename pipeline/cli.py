"""The command ``brochure``. Each command imports its room when asked, so that ``--help`` answers at once."""

from __future__ import annotations

import json as json_format
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline import __version__
from pipeline.errors import PipelineError, UsageError, worst

if TYPE_CHECKING:
    from pipeline.flow import Outcome, Problem, Progress
    from pipeline.validate import Quality

app = typer.Typer(
    name="brochure", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Turn designed brochures into a dataset that can be traced to the page. Exit codes: 0 published, 1 a bug, "
    "2 wrong use, 3 input unreadable, 4 needs a person, 5 the gate failed.",
)

Files = Annotated[list[Path] | None, typer.Argument(help="PDF or text files; without any: those of raw/.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the products; default: extracted/ of the project, "
                                          "or brochure-output/ for named files.", show_default=False)]
ProfileFile = Annotated[Path | None, typer.Option("--profile", help="Profile (TOML) to read with.", show_default=False)]
Suites = Annotated[Path | None, typer.Option("--expectations", help="Folder with the suites.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]


def main() -> None:
    """Entry point: problems that a user can act on are one line on stderr and an exit code, never a traceback."""
    try:
        app()
    except PipelineError as error:
        _complain(str(error))
        raise SystemExit(error.exit_code) from None


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def run(
    files: Files = None, out: Out = None, profile: ProfileFile = None, expectations: Suites = None, json: Json = False,
) -> None:
    """All stages in one process: from files to a published dataset."""
    from pipeline import flow
    from pipeline.sources import locate_all

    paths, folder = _inputs(files, out)
    sources, failed = locate_all(paths)
    problems = [flow.Problem(path.name, error) for path, error in failed]
    with _progress() as progress:
        outcome = flow.run(sources, problems, folder, _suites(expectations), profile, progress)
    if json:
        typer.echo(json_format.dumps(_as_json(outcome, folder), ensure_ascii=False, indent=1, sort_keys=True))
    _report(outcome, folder, table=not json)
    raise typer.Exit(outcome.exit_code)


@app.command()
def read(files: Files = None, out: Out = None) -> None:
    """Stage 1: files to pages of words and lines."""
    from pipeline import flow
    from pipeline.sources import locate_all

    paths, folder = _inputs(files, out)
    sources, failed = locate_all(paths)
    problems = [flow.Problem(path.name, error) for path, error in failed]
    _finish(lambda progress: problems + flow.read(sources, folder, progress))


@app.command()
def segment(out: Out = None, profile: ProfileFile = None) -> None:
    """Stage 2: pages to blocks in reading order and info boxes."""
    from pipeline import flow

    _finish(lambda progress: flow.segment(_folder(out), profile, progress))


@app.command()
def assemble(out: Out = None, profile: ProfileFile = None) -> None:
    """Stage 3: blocks to records, each box with its project or refused."""
    from pipeline import flow

    _finish(lambda progress: flow.assemble(_folder(out), profile, progress))


@app.command()
def normalize(out: Out = None, profile: ProfileFile = None) -> None:
    """Stage 4: records to typed tables."""
    from pipeline import flow

    _finish(lambda progress: flow.normalize(_folder(out), profile, progress))


@app.command()
def validate(out: Out = None, expectations: Suites = None) -> None:
    """Stage 5: the gate; writes the quality report, exit 4 or 5 when an edition may not be published."""
    from pipeline import flow

    with _progress() as progress:
        quality = flow.validate(_folder(out), _suites(expectations), progress)
    findings = flow.read_tables(_folder(out) / "tables").get("findings", [])
    _explain(quality, findings)
    raise typer.Exit(quality.exit_code)


@app.command()
def publish(out: Out = None) -> None:
    """Stage 6: the dataset of the editions that passed; the others keep their last good rows."""
    from pipeline import flow

    with _progress() as progress:
        published = flow.publish(_folder(out), progress=progress)
    if not published:
        _complain("nothing to publish: no edition passed; see quality/quality.json")
    raise typer.Exit(0 if published else 5)


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


def _inputs(files: list[Path] | None, out: Path | None) -> tuple[list[Path], Path]:
    if files:
        return files, out if out is not None else Path("brochure-output")
    from pipeline.sources import raw_files

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


def _complain(message: str) -> None:
    typer.echo("brochure: " + " ".join(message.split()), err=True)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A status line on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda stage, name: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda stage, name: status.update(f"{stage} {name}".strip())


def _finish(stage: Callable[[Progress], list[Problem]]) -> None:
    """Run one stage, say what went wrong with which source, and exit with the worst code."""
    with _progress() as progress:
        problems = stage(progress)
    for problem in problems:
        _complain(str(problem.error))
    raise typer.Exit(worst([problem.error.exit_code for problem in problems]))


def _report(outcome: Outcome, folder: Path, *, table: bool) -> None:
    for problem in outcome.problems:
        _complain(str(problem.error))
    if outcome.quality is not None:
        if table:
            _summary(outcome, folder)
        _explain(outcome.quality, outcome.rows["findings"])


def _explain(quality: Quality, findings: list[dict[str, str]]) -> None:
    """What stops an edition: findings that wait for a person, then rules that were not met, with rows and quotes."""
    for row in findings:
        if row.get("severity") == "person":
            where = f"{row['source']} page {row['page']}" if row.get("page") else row["source"]
            quote = f" “{_short(row['quote'])}”" if row.get("quote") else ""
            _complain(f"{row['edition']}: {where}: {row['message']}{quote}; {row['hint']}")
    stopping = {rule.rule for rule in quality.rules if rule.stops}
    for rule in quality.rules:
        if rule.stops and not any(row["rule"] == rule.rule for row in quality.quarantine):
            _complain(f"gate: {rule.rule} {rule.verdict.value}: {rule.reason}")
    rows = [row for row in quality.quarantine if row["rule"] in stopping]
    for row in rows[:_SHOWN]:
        quote = f" “{_short(row['quote'])}”" if row.get("quote") else ""
        page = f" page {row['page']}" if row.get("page") else ""
        _complain(f"gate: {row['edition']}: {row['rule']}: {row['key']} = {row['value']!r}{page}{quote}; {row['hint']}")
    if len(rows) > _SHOWN:
        _complain(f"gate: and {len(rows) - _SHOWN} more rows in quality/quarantine.csv")


_SHOWN = 20


def _short(text: str, length: int = 90) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


_COLUMNS = ("edition", "status", "pages", "projects", "boxes", "paired", "refused", "words", "expectations", "dataset")


def _editions(outcome: Outcome, folder: Path) -> list[dict[str, str]]:
    """One row per edition, told by its primary source."""
    assert outcome.quality is not None
    rows: list[dict[str, str]] = []
    for source in outcome.rows["sources"]:
        if source["role"] != "primary":
            continue
        quality = outcome.quality.editions[source["edition"]]
        published = source["edition"] in outcome.published
        accounted = int(source["words"]) - int(source["unassigned_words"])
        rows.append({
            "edition": source["edition"], "status": "published" if published else quality.status.value,
            **{name: source[name] for name in ("pages", "projects", "boxes", "paired", "refused")},
            "words": f"{accounted} of {source['words']}", "expectations": f"{quality.met} of {quality.expectations}",
            "dataset": str(folder / "dataset" / "projects.csv") if published else "withheld",
        })
    return rows


def _summary(outcome: Outcome, folder: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name, overflow="fold")
    for row in _editions(outcome, folder):
        table.add_row(*(row[name] for name in _COLUMNS))
    # Piped output must not be cut to the width of a terminal that is not there.
    Console(width=None if sys.stdout.isatty() else 200, highlight=False).print(table)


def _as_json(outcome: Outcome, folder: Path) -> dict[str, Any]:
    editions = _editions(outcome, folder) if outcome.quality else []
    return {
        "exit_code": outcome.exit_code, "editions": editions, "out": str(folder),
        "problems": [
            {"file": problem.name, "message": str(problem.error), "exit_code": problem.error.exit_code}
            for problem in outcome.problems
        ],
        "findings": outcome.rows.get("findings", []),
    }
