"""Beside the stages: what the pipeline saw on a page. In: the products of one source; out: lines to read, or a picture.

First the readings that were proposed, the chosen one first, each with its score by parts. Each block says its kind, the rule
that made it, its place in the order of reading; each project says its box, with score and margin. On the picture blocks are
framed and numbered in the order of reading, and lines join the pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.models import Block, BlockKind, Blocks, Judgement, Records, Word
from pipeline.report import cut

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["describe", "draw"]

#: A part of a reading below this, and a margin below that, is what to look at first.
LOW, LOW_MARGIN = 0.8, 0.1

_COLORS = {
    BlockKind.title: "#c0392b",
    BlockKind.section_header: "#8e44ad",
    BlockKind.text: "#2471a3",
    BlockKind.info_box: "#1e8449",
    BlockKind.chart_label: "#b7950b",
    BlockKind.furniture: "#7f8c8d",
}


def describe(blocks: Blocks, records: Records, page: int) -> list[str]:
    """How good each reading of the document is, by its parts; one line for each block of ``page`` in reading order, then one for
    each project that starts there."""
    lines = [_judged(judgement) for judgement in blocks.judgements]
    lines.append(f"{'block':>5s}  {'kind':14s} {'made by':22s} {'axis':16s} words")
    lines += [
        f"{block.number:5d}  {block.kind.value:14s} {cut(block.rule, 22):22s} {cut(block.axis, 16):16s} "
        f"{cut(_words_of(block, page), 70)}"
        for block in blocks.blocks
        if block.page == page
    ]
    boxes = [block.number for block in blocks.blocks if block.kind is BlockKind.info_box]
    for record in records.records:
        if record.page == page:
            pairing = record.pairing
            low = " (low)" if pairing.margin is not None and pairing.margin < LOW_MARGIN else ""
            found = (
                f"box in block {boxes[record.box - 1]} by {pairing.method}, score {pairing.score}, margin {pairing.margin}{low}"
                if record.box
                else "no box"
            )
            lines.append(f"      project {record.number}: {record.title.text} → {found}")
    return lines + [
        f"      {f.severity.value}: {f.message} “{cut(f.quote, 60)}”" for f in records.findings if f.page == page
    ]


def _judged(judgement: Judgement) -> str:
    """The score of a reading, and the parts that are not perfect, the worst first."""
    parts = sorted(judgement.parts.items(), key=lambda item: item[1])
    said = (
        ", ".join(f"{name} {part}{' (low)' * (part < LOW)}" for name, part in parts if part < 1.0)
        or "nothing to complain of"
    )
    return f"reading {judgement.score:.3f}  {judgement.reading}: {said}"


def draw(picture: Image, scale: float, blocks: Blocks, records: Records, page: int) -> Image:
    """``picture`` (the page at ``scale`` pixels a point) with its blocks, their order and the pairs drawn on it."""
    from PIL import ImageDraw

    canvas = picture.convert("RGB")
    pen = ImageDraw.Draw(canvas)
    boxes = [block for block in blocks.blocks if block.kind is BlockKind.info_box]
    for block in blocks.blocks:
        words = [word for word in _words(block) if word.page == page]
        if words:
            x0, top, x1, bottom = (side * scale for side in _outline(words))
            color = _COLORS[block.kind]
            pen.rectangle((x0 - 2, top - 2, x1 + 2, bottom + 2), outline=color, width=2)
            pen.text((x0 - 2, top - 13), f"{block.number} {block.rule}", fill=color)
    for record in records.records:
        title = [word for word in record.title.words if word.page == page]
        box = [word for word in _words(boxes[record.box - 1]) if word.page == page] if record.box else []
        if title and box:
            a, b = _outline(title), _outline(box)
            pen.line((a[0] * scale, a[1] * scale, b[0] * scale, b[1] * scale), fill="#e67e22", width=3)
            pen.text(((a[0] + b[0]) / 2 * scale, (a[1] + b[1]) / 2 * scale), record.pairing.method, fill="#e67e22")
    return canvas


def _words(block: Block) -> list[Word]:
    lines = [*block.lines, *(line for field in block.fields for line in (*field.label, *field.value))]
    return [word for line in lines for word in line]


def _words_of(block: Block, page: int) -> str:
    return " ".join(word.text for word in _words(block) if word.page == page)


def _outline(words: list[Word]) -> tuple[float, float, float, float]:
    return (
        min(w.x0 for w in words),
        min(w.top for w in words),
        max(w.x1 for w in words),
        max(w.bottom for w in words),
    )
