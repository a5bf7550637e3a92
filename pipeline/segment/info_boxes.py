"""The info boxes of a document: from pages to boxes whose labels have names.

Running boxes first (``runs``), then labels wherever they stand, also unknown ones (``drift``) and broken ones; then each page
by itself (``boxes``), what goes on over a break (``breaks``), and what plain text tangled (``tangled``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.models import MIXED, TANGLED, Page, Pages, Style
from pipeline.profile import Profile
from pipeline.segment.boxes import Finder, InfoBox, PageBoxes, in_heads, label_order, words_of
from pipeline.segment.breaks import join_over_breaks
from pipeline.segment.drift import Settled, candidates, is_alone, settle, tells
from pipeline.segment.fullness import vocabulary
from pipeline.segment.furniture import Address, text_furniture
from pipeline.segment.geometry import Piece, outline, pieces_of, without
from pipeline.segment.headings import axis_of
from pipeline.segment.heads import cut_heads
from pipeline.segment.labels import Label, broken_labels, find_labels, letters
from pipeline.segment.runs import find_runs
from pipeline.segment.tables import row_boxes
from pipeline.segment.tangled import Tangle, untangle


def find_boxes(pages: Pages, profile: Profile, *, accepted: bool) -> Settled:
    """The boxes of each page, also those whose labels the profile does not know, and the pieces of all words."""
    styles = pages.styles
    margins = margins_of(pages, profile)
    tangles = [untangle(page, profile, styles, margins) for page in pages.pages]
    mixed = {word.address for tangle in tangles for box in tangle.mixed for word in words_of(box.labels, box.values)}
    sheets = [tangle.page for tangle in tangles]
    pieces = [without(pieces_of(page, styles), margins | mixed, styles) for page in sheets]
    pieces = [cut_heads(part, styles) if page.unit == "pt" else part for page, part in zip(sheets, pieces, strict=True)]
    words = vocabulary(p.text for part in pieces for p in part)
    runs = find_runs(pieces, profile, styles, words)
    in_runs = {word.address for page in runs for box in page for word in box.words}
    rest = [without(part, in_runs, styles) for part in pieces]
    known = [label for page in runs for box in page for label in box.labels if profile.label(label.name)]
    known += [label for part in rest for label in find_labels(part, profile, styles)]
    if not tells(known) and not _axes_fit(pieces, profile):
        return Settled([PageBoxes(page, part, []) for page, part in zip(pages.pages, pieces, strict=True)], [])
    wider = candidates(rest, known, profile, styles)
    labels = [find_labels(part, wider, styles) for part in rest]
    broken = broken_labels(rest, labels, profile)
    for label in broken:
        labels[label.page - pages.pages[0].number].append(label)
    tails = {word.address for label in broken for word in label.tail}
    pieces, rest = ([without(part, tails, styles) for part in parts] for parts in (pieces, rest))
    all_labels = [label for part in labels for label in part]
    order = _order(known, all_labels, profile, wider)
    heads = in_heads(all_labels)
    tables = _tables(sheets, rest, labels, styles)
    in_order = dict.fromkeys(
        [*order, *(label.name for page in (*runs, *tables) for box in page for label in box.labels)]
    )
    found: list[PageBoxes] = []
    for page, part, free, mine, run, rows in zip(sheets, pieces, rest, labels, runs, tables, strict=True):
        in_rows = {word.address for box in rows for word in box.words}
        mine = [label for label in mine if label.words[0].address not in in_rows]
        free = without(free, in_rows, styles)
        boxes = Finder(page, free, mine, styles, order, words, heads=heads, profile=profile).find() if mine else []
        found.append(PageBoxes(page, part, [*run, *rows, *boxes]))
    continued = join_over_breaks(found, list(in_order), styles)
    # A lone label is a legend or a word of the text, unless it is set as the labels of whole boxes are.
    styled = {label.style for page in continued for box in page.boxes if len(box.labels) > 1 for label in box.labels}
    whole = [
        page._replace(
            boxes=[b for b in page.boxes if len(b.labels) > 1 or (len(styles) > 1 and is_alone(b, styled, profile))]
        )
        for page in continued
    ]
    settled = settle(whole, profile, accepted=accepted)
    return settled._replace(
        pages=[_with_tangle(page, tangle) for page, tangle in zip(settled.pages, tangles, strict=True)]
    )


def _tables(
    pages: Sequence[Page], pieces: Sequence[list[Piece]], labels: Sequence[list[Label]], styles: Sequence[Style]
) -> list[list[InfoBox]]:
    """The boxes in the rows of tables, page by page; none where most labels stand elsewhere: such a table repeats the boxes."""
    found = [
        row_boxes(page, part, mine, styles) if page.unit == "pt" else []
        for page, part, mine in zip(pages, pieces, labels, strict=True)
    ]
    in_rows = {word.address for rows in found for box in rows for word in box.words}
    elsewhere = Counter(label.name for mine in labels for label in mine if label.words[0].address not in in_rows)
    rows = sum(len(rows) for rows in found)
    return found if rows > max(elsewhere.values(), default=0) else [[] for _ in found]


def _with_tangle(page: PageBoxes, tangle: Tangle) -> PageBoxes:
    """``page`` with the rule of each box saying that its place says nothing, and with one box for labels that nothing divides."""
    boxes = [box._replace(rule=f"{box.rule}+{TANGLED}") if tangle.is_tangled else box for box in page.boxes]
    boxes += [InfoBox(box.labels, box.values, outline(words_of(box.labels, box.values)), MIXED) for box in tangle.mixed]
    return page._replace(boxes=boxes)


def margins_of(pages: Pages, profile: Profile) -> set[Address]:
    """Words of running lines of a text file; those of a PDF are told by their place, once the boxes are known."""
    if not pages.pages or pages.pages[0].unit != "char":
        return set()
    labels = {letters(wording) for label in profile.labels for wording in label.wordings}
    return text_furniture(pages.pages, profile, labels)


def _order(known: list[Label], all_labels: list[Label], profile: Profile, wider: Profile) -> list[str]:
    """The order of the labels: unknown ones take part unless they would upset that of the known ones."""
    full = label_order(all_labels, [label.name for label in wider.labels])
    base = label_order(known, [label.name for label in profile.labels])
    if [name for name in full if name in base] == base:
        return full
    return [*base, *(name for name in full if name not in base)]


def _axes_fit(pieces: Sequence[list[Piece]], profile: Profile) -> bool:
    """True when the document has headings with the names of most axes: its labels drifted, it is no stranger."""
    named = {axis_of(p.text, profile) for part in pieces for p in part} - {""}
    return 2 * len(named) > len(profile.axes)
