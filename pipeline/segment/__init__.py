"""Stage ``segment``: pages in, blocks in reading order out (``Blocks``): propose → judge → choose.

**Propose.** Two readers that share no decision read the whole document: the first by frames, left edges and gutters
(``info_boxes``, ``columns``), the second by nearest neighbours (``neighbours``). Each finds the boxes as atoms and then puts the
rest of the page in order around them. Both get the pages without their page numbers (``folios``), and neither's projects go on over
pages of other matter (``asides``).

Tables that hold projects are read by a reader of their own (``grids``): their rows or columns are boxes, or whole projects.
A text is read a third time, row by row (``linear``), which finds boxes and order together; and so is a tagged PDF, element by
element in the order of its tags.

**Judge.** ``judge`` says how good each whole reading is, in named parts that a person can read: values of the type of their
labels, whole boxes, titles with texts of whole sentences, nothing left over.

**Choose.** ``choose`` takes the best reading. Where the other one is about as good and reads a cell otherwise, that cell waits
for a person, with both readings in the finding; what both agree on stands. A reading below the judge's floor is not published.

The profile whose labels fit is chosen here: UnreadableError when none does, or when the text is not Dutch.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import StrangerError, UnreadableError
from pipeline.models import SEEMS, Block, Blocks, Pages
from pipeline.nl.tongue import other_language
from pipeline.profile import Profile
from pipeline.segment.boxes import PageBoxes
from pipeline.segment.choose import choose
from pipeline.segment.doubts import lost_labels, lost_values, missing_labels, spellings, too_many_axes, unread_tags
from pipeline.segment.judge import misplaced, weak
from pipeline.segment.readings import propose

__all__ = ["read_best", "segment"]

_ADVICE = "give a profile with --profile, or draft one with brochure add"


def segment(pages: Pages, profiles: Sequence[Profile], *, accept_labels: bool = False) -> Blocks:
    """Blocks of ``pages``, read with the profile of ``profiles`` that finds most boxes.

    ``accept_labels``: new wordings of labels are taken as proposed instead of waiting for a person.
    """
    words = (word.text for page in pages.pages for line in page.lines for word in line)
    if language := other_language(words):
        raise UnreadableError(
            f"{pages.source.name}: written in {language}, and the profiles read Dutch; give the Dutch edition of the brochure"
        )
    proposals = [(propose(pages, profile, accepted=accept_labels), profile) for profile in profiles]
    readings, profile = max(
        proposals, key=lambda proposal: max((_filled(reading.pages) for reading in proposal[0]), default=0)
    )
    if not readings:
        names = "; ".join(", ".join(label.wordings[0] for label in profile.labels) for profile in profiles)
        advice = next((finding.message for finding in pages.findings if finding.rule == SEEMS), _ADVICE)
        raise StrangerError(
            f"{pages.source.name}: not a brochure of a known family (no filled info box with the labels {names}); {advice}"
        )
    best, judgements, differences = choose(readings, profile, pages.styles)
    units = {page.number: page.unit for page in pages.pages}
    doubts = [*spellings(best.pages), *missing_labels(best.pages, profile), *lost_values(best.blocks)]
    doubts += [*lost_labels(best.blocks, profile), *weak(judgements[0]), *differences]
    doubts += [*misplaced(best, profile, pages.styles), *unread_tags(pages, readings)]
    read = (finding for finding in pages.findings if finding.rule != SEEMS)
    everything = (*read, *too_many_axes(best.findings, best.blocks, profile), *doubts)
    return Blocks(pages.source, profile.name, pages.styles, units, tuple(best.blocks), everything, tuple(judgements))


def _filled(pages: Sequence[PageBoxes]) -> int:
    return sum(box.is_filled for page in pages for box in page.boxes)


def read_best(pages: Pages, profile: Profile) -> Sequence[Block]:
    """The blocks of the best reading with a profile that is being drafted, nothing asked; none where it finds no box."""
    readings = propose(pages, profile, accepted=True)
    return choose(readings, profile, pages.styles)[0].blocks if readings else []
