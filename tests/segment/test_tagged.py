"""Tagged PDFs: their tags are one more proposal, which wins where it is the best, and is never trusted alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from pipeline.models import Block, BlockKind, Blocks, Severity
from pipeline.profile import known_profiles
from pipeline.segment.judge import Reading
from pipeline.segment.linear import read_tags
from tests.cases.make import AXES, LABELS, PROJECTS
from tests.cases.rooms import blocks_of, pages_of, records_of
from tests.cases.tagged import Tag, block, one_column, one_table_per_axis, tagged_pdf
from tests.segment.test_blocks import said
from tests.segment.test_text import TITLES, whole

Told = Callable[[Sequence[Tag]], Sequence[Tag]]
BY_TAGS = "boxes by tags, order by tags"


def readings(blocks: Blocks) -> list[str]:
    return [judgement.reading for judgement in blocks.judgements]


def axes(blocks: Blocks) -> set[tuple[str, str]]:
    return {
        (" ".join(w.text for line in b.lines for w in line), b.axis) for b in blocks.blocks if b.kind is BlockKind.title
    }


def test_a_table_with_titles_and_texts_in_its_cells(tmp_path: Path) -> None:
    found = blocks_of(tmp_path, tagged_pdf(one_table_per_axis()))
    assert BY_TAGS in readings(found)
    whole(found)
    assert axes(found) == {(project.title, project.axis) for project in PROJECTS}


def test_each_box_of_a_table_goes_with_its_row(tmp_path: Path) -> None:
    records = records_of(tmp_path, tagged_pdf(one_table_per_axis())).records
    assert [(r.title.text, r.fields["end_goal"].text) for r in records] == [(p.title, p.end_goal) for p in PROJECTS]


def transposed(tags: Sequence[Tag]) -> list[Tag]:
    """The cells of each table as a column for each project, as the tags tell them."""
    return [
        Tag(
            "Table",
            kids=tuple(Tag("TR", kids=row, page=tag.page) for row in zip(*(row.kids for row in tag.kids), strict=True)),
            page=tag.page,
        )
        if tag.role == "Table"
        else tag
        for tag in tags
    ]


def test_a_table_with_a_column_for_each_project(tmp_path: Path) -> None:
    whole(blocks_of(tmp_path, tagged_pdf(one_table_per_axis(), told=transposed)))


def by_tags(folder: Path, tags: Sequence[Tag]) -> Reading:
    found = read_tags(pages_of(folder, tagged_pdf(tags)), known_profiles()[0], accepted=False)
    assert found is not None
    return found


def test_captions_set_otherwise_are_of_no_text(tmp_path: Path) -> None:
    blocks = by_tags(tmp_path, one_column("De brug bij avond, foto van de stad")).blocks
    texts = [" ".join(w.text for line in b.lines for w in line) for b in blocks if b.rule == "description"]
    assert texts == [project.description for project in PROJECTS]


def test_each_word_is_in_one_block(tmp_path: Path) -> None:
    tags = one_column("Een foto")
    words = [word.address for b in by_tags(tmp_path, tags).blocks for line in lines(b) for word in line]
    assert len(words) == len(set(words)) == sum(len(text.split()) for tag in tags for *_, text in tag.lines)


def lines(block: Block) -> list[tuple]:  # type: ignore[type-arg]
    return [*block.lines, *(line for field in block.fields for line in (*field.label, *field.value))]


def swapped(tags: Sequence[Tag]) -> list[Tag]:
    shuffled = list(tags)
    Random(7).shuffle(shuffled)
    return shuffled


def one_paragraph(tags: Sequence[Tag]) -> list[Tag]:
    return [Tag("P", kids=tuple(tags))]


BAD: dict[str, Told] = {
    "swapped": swapped,
    "reversed": lambda tags: tags[::-1],
    "one for all": one_paragraph,
    "half": lambda tags: tags[: len(tags) // 2],
    "without the boxes": lambda tags: [tag for tag in tags if not tag.bold],
    "without the titles": lambda tags: [tag for tag in tags if tag.size != 11],
}


@pytest.mark.parametrize("told", BAD.values(), ids=BAD.keys())
def test_bad_tags_harm_nothing(tmp_path: Path, told: Told) -> None:
    """What the page says by itself is read as without tags."""
    data = tagged_pdf(one_column(), told=told)
    found = blocks_of(tmp_path, data)
    whole(found)
    assert axes(found) == {(project.title, project.axis) for project in PROJECTS}
    assert not [finding for finding in found.findings if finding.severity is Severity.person]


def test_tags_that_leave_out_too_much_are_no_proposal(tmp_path: Path) -> None:
    found = blocks_of(tmp_path, tagged_pdf(one_column(), told=BAD["half"]))
    assert BY_TAGS not in readings(found)
    assert BY_TAGS in readings(blocks_of(tmp_path, tagged_pdf(one_column())))


def test_running_lines_need_no_tag(tmp_path: Path) -> None:
    running = [block("Artifact", 40, 20, "Plan van de streek", page=page) for page in range(1, len(AXES) + 1)]
    for told in (list, lambda tags: [tag for tag in tags if tag.role != "Artifact"]):
        found = blocks_of(tmp_path, tagged_pdf([*one_table_per_axis(), *running], told=told))
        whole(found)
        assert "Plan van de streek" in said(found, BlockKind.furniture)


def test_a_note_is_no_part_of_what_stands_before_it(tmp_path: Path) -> None:
    tags = one_table_per_axis()
    note = block("Note", 40, 560, "1 Raming van het kabinet.", page=tags[-1].page)
    found = blocks_of(tmp_path, tagged_pdf([*tags, note]))
    whole(found)
    assert said(found, BlockKind.text, "note") == ["1 Raming van het kabinet."]


def test_titles_are_known_by_their_style_where_boxes_come_first(tmp_path: Path) -> None:
    """As tags tell a box in the margin before the text beside it."""
    tags = one_column()
    told: list[Tag] = []
    for at, tag in enumerate(tags):
        if tag.size == 11:
            told += [*tags[at + 2 : at + 8], tag, tags[at + 1]]
        elif tag.size == 16:
            told += [tag, tags[at + 1]]
    found = blocks_of(tmp_path, tagged_pdf(tags, told=lambda _: told))
    whole(found)
    assert said(found, BlockKind.title) == TITLES


@pytest.mark.parametrize("lone", [{0}, {1}, {1, 2}, {0, 3}])
def test_a_project_without_a_box_is_a_project_or_asked_about(tmp_path: Path, lone: set[int]) -> None:
    """A reading that leaves out its title would give its place, and perhaps the next box, to another one."""
    gone = {value for number in lone for value in PROJECTS[number].values}
    tags = one_column()
    said_by = [" ".join(line for *_, line in tag.lines) for tag in tags]
    kept = [
        tag
        for tag, own, following in zip(tags, said_by, [*said_by[1:], ""], strict=True)
        if own not in gone and not (own in LABELS and following in gone)
    ]
    found = blocks_of(tmp_path, tagged_pdf(kept))
    asked = {finding.quote for finding in found.findings if finding.severity is Severity.person}
    assert {project.title for project in PROJECTS} <= {*said(found, BlockKind.title), *asked}
