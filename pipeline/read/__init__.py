"""Stage ``read``: one file in, its pages of lines of words out (``Pages``).

A word is what a reader sees as one word, with its place; a line holds the words of one baseline from left to right,
across columns. Nothing is interpreted here: columns, boxes and kinds are ``segment``'s. What no reader of the page takes for
its text is left out (hidden, struck out, watermarks, icons, the numbers of lines), what is spelled in an odd way is read as
it looks, and both are findings; where two readings are left, or a second reader of PDFs disagrees, a person decides.
What a tagged PDF says of its structure travels along, unjudged (``structure``).
UnreadableError when the file cannot be read, with the cause and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from pipeline.errors import UnreadableError
from pipeline.models import SEEMS, Finding, Page, Pages, Role, Severity, Source, Style
from pipeline.read.kinds import stranger_of
from pipeline.read.signs import raised_digits, without_note_marks, without_signs

if TYPE_CHECKING:
    from pipeline.read.structure import Structure

__all__ = ["read"]


def read(data: bytes, source: Source) -> Pages:
    """Read ``data``, the content of the file that ``source`` describes."""
    pages: list[Page]
    styles: list[Style]
    findings: list[Finding]
    structure: Structure | None = None
    if source.format == "pdf":
        from pipeline.read.pdf import read_pdf

        pages, styles, findings, structure = read_pdf(data, source.name)
    else:
        from pipeline.read.text import read_text

        pages, styles, findings = read_text(data, source.name)
    if not any(page.lines for page in pages):
        hint = "run OCR on it first" if source.format == "pdf" else "give the file that holds the text"
        raise UnreadableError(f"{source.name}: no text on any of its {len(pages)} page(s); {hint}")
    pages, signs = without_signs(pages, styles)
    pages, marks = without_note_marks(pages)
    seems = [Finding(rule=SEEMS, severity=Severity.info, message=kind) for kind in [stranger_of(pages)] if kind]
    elements = structure.elements(pages) if structure and source.role is Role.primary else ()
    return Pages(
        source,
        tuple(styles),
        tuple(pages),
        (*findings, *signs, *marks, *raised_digits(pages), *seems),
        elements or UNSET,
    )
