"""The rooms one after the other on one small file, without the command line: what most tests need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline import flow
from pipeline.assemble import assemble
from pipeline.errors import UnreadableError
from pipeline.models import Blocks, Pages, Records, Row, Tables
from pipeline.normalize import normalize
from pipeline.profile import Profile, known_profiles
from pipeline.read import read
from pipeline.segment import segment
from pipeline.sources import load, locate, locate_all

Content = str | bytes


def write(folder: Path, files: Mapping[str, Content]) -> list[Path]:
    """The files of a case in ``folder``; text as UTF-8 with the line ends that it has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return [folder / name for name in files]


def pages_of(folder: Path, data: Content, name: str = "") -> Pages:
    (path,) = write(folder, {name or ("klein.pdf" if isinstance(data, bytes) else "klein.txt"): data})
    return read(*load(locate(path)))


def read_or_refused(folder: Path, data: Content, name: str) -> Pages | str:
    """The pages, or the one line that says why there are none."""
    try:
        return pages_of(folder, data, name)
    except UnreadableError as error:
        return str(error)


def blocks_of(folder: Path, data: Content, profiles: list[Profile] | None = None) -> Blocks:
    return segment(pages_of(folder, data), profiles or known_profiles())


def records_of(folder: Path, data: Content, profiles: list[Profile] | None = None) -> Records:
    found = profiles or known_profiles()
    blocks = blocks_of(folder, data, found)
    return assemble(blocks, next(profile for profile in found if profile.name == blocks.profile))


def tables_of(folder: Path, data: Content, profiles: list[Profile] | None = None) -> Tables:
    found = {profile.name: profile for profile in profiles or known_profiles()}
    return normalize([records_of(folder, data, list(found.values()))], found)


def tables_of_files(folder: Path, files: Mapping[str, Content]) -> Tables:
    """Several sources through the files of the flow, up to the tables; sources with a note beside them."""
    paths = [path for path in write(folder / "in", files) if path.suffix != ".toml"]
    sources, failed = locate_all(paths)
    assert not failed
    out = folder / "out"
    problems = [*flow.read(sources, out), *flow.segment(out), *flow.assemble(out), *flow.normalize(out)]
    assert not problems
    return flow.read_tables(out / "tables")


def by_title(tables: Tables, title: str) -> Row:
    (row,) = (row for row in tables["projects"] if row["title"] == title)
    return row


def findings(tables: Tables, rule: str) -> list[Row]:
    return [row for row in tables["findings"] if row["rule"] == rule]


def words(pages: Pages) -> list[str]:
    return [word.text for page in pages.pages for line in page.lines for word in line]


def lines(pages: Pages) -> list[str]:
    return [" ".join(word.text for word in line) for page in pages.pages for line in page.lines]
