"""Pictures of the pages of a PDF, small enough to be carried in a file."""

from __future__ import annotations

import io
from pathlib import Path

#: Pixels a point, and colours: what a page needs to be recognised and read.
SCALE, COLORS = 1.4, 32


def pictures(path: Path) -> dict[int, bytes]:
    """PNG by page number, from 1; nothing of a text, or of a file that is gone or cannot be drawn."""
    if not path.is_file() or b"%PDF-" not in path.read_bytes()[:1024]:
        return {}
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return {}
    try:
        return {number: _png(document[number - 1]) for number in range(1, len(document) + 1)}
    finally:
        document.close()


def _png(page: object) -> bytes:
    image = page.render(scale=SCALE).to_pil().convert("RGB").quantize(COLORS, dither=0)  # type: ignore[attr-defined]
    page.close()  # type: ignore[attr-defined]
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
