"""Decisions of a person: the findings that wait as questions, and answers as blocks in the notes of their sources.

A question is what a finding proposes to write (``report.proposal``) with the values one may choose from. What is answered is
checked as the note would be, then appended to it; the next run applies and reports it (``normalize.overrides``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.errors import UsageError
from pipeline.intake import note_text
from pipeline.models import INFO_BOX, Override, Row, Tables, Wording
from pipeline.nl import quantities_of
from pipeline.report import Proposal, advice, cut, proposal, waiting
from pipeline.sources import fault_of, load, locate, note_of

#: Answers that are words: leave it open, empty the cell, the box belongs to no project.
SKIP, EMPTY, NONE = "skip", "empty", "none"
#: Candidates that are shown.
SHOWN = 8
_READINGS = re.compile("“([^”…]+)”")


class Candidate(Struct, frozen=True):
    """A value that one may choose, and what it is."""

    value: str
    means: str


class Question(Struct, frozen=True, kw_only=True):
    """A finding that a note can settle. ``id`` stays the same as long as the finding does; ``decides`` is the key of the block
    that the answer fills: value, project or label."""

    id: str
    edition: str
    source: str
    page: str
    message: str
    quote: str
    advice: str
    table: str
    decides: str
    block: dict[str, Any]
    candidates: tuple[Candidate, ...]
    picture: str = ""


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says to a question: a value, ``skip``, ``empty`` or ``none``."""

    id: str
    answer: str
    reason: str = ""
    author: str = ""


class Answers(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of answers; reason and author hold for each answer that has none of its own."""

    answers: tuple[Answer, ...]
    reason: str = ""
    author: str = ""


def questions(findings: Sequence[Row], tables: Tables) -> list[Question]:
    """One question for each thing that the notes of the sources could settle."""
    found: dict[str, Question] = {}
    for row in waiting(findings):
        made = proposal(row)
        if made:
            asked = _question(row, made, tables)
            found.setdefault(asked.id, asked)
    return list(found.values())


def _question(row: Row, made: Proposal, tables: Tables) -> Question:
    decides = "label" if made.table == "wordings" else "project" if made.keys.get("field") == INFO_BOX else "value"
    told = {key: made.keys.get(key) for key in ("project", "axis", "field", "quote", "printed") if key != decides}
    name = hashlib.sha256(msgspec.json.encode([made.source, made.table, row["page"], told])).hexdigest()[:8]
    return Question(
        id=name,
        edition=row["edition"],
        source=made.source,
        page=row["page"],
        message=row["message"],
        quote=row["quote"],
        advice=advice(row),
        table=made.table,
        decides=decides,
        block=made.keys,
        candidates=tuple(_candidates(row, made, decides, tables))[:SHOWN],
    )


def _candidates(row: Row, made: Proposal, decides: str, tables: Tables) -> Iterable[Candidate]:
    if decides == "label":
        yield Candidate(made.keys["label"], "the label that the profile has for it")
        return
    mine = [project for project in tables["projects"] if project["edition"] == row["edition"]]
    if decides == "project":
        free = [project for project in mine if not project["pairing_method"]]
        free.sort(key=lambda project: project["project_id"] != made.keys.get("project"))
        yield from (Candidate(project["project_id"], project["title"]) for project in free)
        return
    yield from _values(row, made, mine, [axis["axis"] for axis in tables["axes"] if axis["edition"] == row["edition"]])


def _values(row: Row, made: Proposal, projects: Sequence[Row], axes: Sequence[str]) -> Iterable[Candidate]:
    """What the cell may hold: what was read, what another reading says, and of a closed list all of it."""
    field = made.keys["field"]
    now = made.keys.get("value", "")
    now = next((p[field] for p in projects if p["project_id"] == made.keys.get("project") and field in p), now)
    found = {now: "as it was read"} if any(map(str.isalnum, now)) else {}
    if field == "axis":
        found |= {axis: "an axis of this edition" for axis in axes if axis != now}
    elif field.endswith("_eur"):
        amounts = [quantity.value for quantity in quantities_of(row["quote"]) if quantity.value is not None]
        found |= {f"{amount:f}": "an amount in these words" for amount in amounts if f"{amount:f}" not in found}
    else:
        said = _READINGS.findall(row["message"])
        found |= {text: "one of the readings" for text in said if text not in found}
    return (Candidate(value, means) for value, means in found.items())


# --- on a terminal -----------------------------------------------------------------------------------------------


def shown(asked: Question, number: int, of: int) -> list[str]:
    """A question as lines of a terminal."""
    where = f", page {asked.page}" if asked.page else ""
    lines = [f"{number} of {of}  {asked.source}{where}: {cut(asked.message, 150)}"]
    lines += [f"   “{cut(asked.quote, 150)}”"] if asked.quote else []
    lines += [f"   picture: {asked.picture}"] if asked.picture else []
    cell = asked.block.get("project") or asked.block.get("axis") or asked.block.get("printed") or ""
    about = {
        "project": "the project of this box",
        "label": f"the label that “{cell}” stands for",
        "value": f"{asked.block.get('field')} of {cell}",
    }
    lines.append(f"   decide {about[asked.decides]}:")
    lines += [f"   {i}  {cut(one.value, 100)}  ({cut(one.means, 60)})" for i, one in enumerate(asked.candidates, 1)]
    more = {"project": f"{NONE} (the box belongs to no project)", "value": f"a value, {EMPTY}"}.get(
        asked.decides, "a label"
    )
    return [*lines, f"   answer: a number, {more} or {SKIP}"]


# --- answers -----------------------------------------------------------------------------------------------------


def read_answers(file: Path) -> list[Answer]:
    """The answers of a JSON file; UsageError when it is none."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=Answers)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}; give a file of answers") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            f'{file}: {error}; write {{"reason": "", "author": "", "answers": [{{"id": "", "answer": ""}}]}}'
        ) from None
    return [replace(one, reason=one.reason or found.reason, author=one.author or found.author) for one in found.answers]


def settled(asked: Question, given: Answer) -> str:
    """The block for the note that an answer makes of a question; empty when it is skipped. UsageError when it does not fit."""
    said = given.answer.strip()
    if said.casefold() in ("", SKIP):
        return ""
    if said.isdecimal() and 0 < int(said) <= len(asked.candidates):
        said = asked.candidates[int(said) - 1].value
    keys = {key: value for key, value in asked.block.items() if key != asked.decides}
    if not (asked.decides == "project" and said.casefold() == NONE):
        keys = {asked.decides: "" if asked.decides == "value" and said.casefold() == EMPTY else said} | keys
    if asked.table == "wordings":
        msgspec.convert(keys, Wording)
        return Proposal(asked.source, asked.table, keys).block
    keys |= {"reason": given.reason.strip(), "author": given.author.strip()}
    if wrong := fault_of(msgspec.convert(keys, Override)):
        raise UsageError(f"question {asked.id}: {wrong}")
    return Proposal(asked.source, asked.table, keys).block


def write(
    blocks: Mapping[str, Sequence[str]], paths: Mapping[str, Path], save: Callable[[Path, bytes], None]
) -> list[Path]:
    """Append blocks to the notes of their sources (by file name), making the notes that are not there."""
    notes = []
    for source, mine in sorted(blocks.items()):
        if source not in paths:
            raise UsageError(f"{source}: not among the files of this run; name it: brochure decide FILE --out DIR")
        note = note_of(paths[source])
        if note.exists():
            text = note.read_text("utf-8")
        else:
            item = locate(paths[source])
            text = note_text(load(item)[1], item.edition, "")
        save(note, (text.rstrip("\n") + "\n\n" + "\n\n".join(mine) + "\n").encode())
        notes.append(note)
    return notes
