"""PDF: opens the file and reads its pages one after the other; what is damaged ends in one clear line.

``drawing`` runs a page, ``glyphs`` says what of it stands on the visible page, ``words`` makes words of it by place alone.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from pipeline.errors import UnreadableError
from pipeline.models import Finding, Page, Severity, Style
from pipeline.read.characters import Spelling
from pipeline.read.glyphs import PageInk, page_ink
from pipeline.read.margins import without_margins
from pipeline.read.signs import UNMAPPED
from pipeline.read.words import lines_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from pipeline.read.structure import Structure

#: Share of glyphs without a character above which the text layer is of no use.
UNMAPPED_SHARE = 0.3
#: Characters of a quote.
QUOTE = 120
#: Rule → which text was left out.
_LEFT_OUT = {
    "hidden_text": "that no reader sees",
    "struck_out": "that is struck out",
    "watermark": "that stands large and light behind other text",
}
#: A digit in a word or at its end (quotation marks become digits), or one of the characters that an exchanged letter turns into.
_DAMAGED = re.compile(
    "[a-zà-ÿ][0-9][a-zà-ÿ]|[0-9][a-zà-ÿ]{3}|[a-zà-ÿ]{3}[0-9]|["
    + "".join(chr(code << 8) for code in range(0x61, 0x7B))
    + "]"
)


def read_pdf(data: bytes, name: str) -> tuple[list[Page], list[Style], list[Finding], Structure]:
    """Pages, styles in order of first use, findings, and what the file says of its structure; UnreadableError with the cause for any
    damage."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    from pipeline.read.annotations import field_resources
    from pipeline.read.damage import DamagedError, mend_tree
    from pipeline.read.drawing import draw
    from pipeline.read.layers import Layers
    from pipeline.read.structure import Structure
    from pipeline.read.witness import Witness, doubts

    # pdfminer logs what it tolerates; without a handler Python would print that on stderr.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    styles: dict[Style, int] = {}
    pages: list[Page] = []
    findings: list[Finding] = []
    spelling = Spelling()
    slanted: list[tuple[int, str]] = []
    unmapped = glyphs_read = repaired = 0
    number = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf, Witness(data) as witness:
            if kind := _no_document(pdf.doc.catalog):
                raise UnreadableError(f"{name}: {kind}")
            promised = max(mend_tree(pdf.doc.catalog), witness.pages)
            if len(pdf.pages) < promised:
                raise DamagedError(f"{promised - len(pdf.pages)} of {promised} pages are missing")
            layers, fields = Layers(pdf.doc.catalog), field_resources(pdf.doc.catalog)
            structure = Structure(pdf.doc.catalog)
            for number, page in enumerate(pdf.pages, 1):
                drawing = draw(page.page_obj, pdf.rsrcmgr, layers, fields)
                ink = page_ink(page, drawing, styles, spelling)
                unmapped += sum(glyph.text == UNMAPPED for glyph in ink.glyphs)
                glyphs_read += len(ink.glyphs)
                repaired += ink.repaired
                found, drawn = lines_of(number, ink.glyphs, ink.width, ink.height)
                structure.add(cast("int", page.page_obj.pageid), found, drawn, drawing.marks)
                lines = tuple(map(spelling.line, found))
                pages.append(Page(number, ink.width, ink.height, "pt", lines, ink.shapes))
                findings += _findings(number, ink)
                slanted += [(number, text) for text in ink.left_out["slanted"]]
                findings += [_exchanged(number, font) for font in drawing.exchanged]
                findings += doubts(page, drawing, witness)
                page.close()  # else every page stays in memory: 4 MB each
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises bare TypeError, IndexError, RecursionError... on damaged files
        causes = [error, *error.args, error.__cause__, error.__context__]
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise UnreadableError(f"{name}: the PDF asks for a password; save a copy without protection") from None
        if any(isinstance(cause, PDFEncryptionError) for cause in causes):
            raise UnreadableError(f"{name}: unknown encryption of the PDF; save a copy without protection") from None
        where = f" (page {number})" if number else ""
        kind = "" if isinstance(error, DamagedError) else type(error).__name__
        detail = f"{kind} {error}".strip().splitlines()[0][:120]
        raise UnreadableError(f"{name}: damaged PDF{where}: {detail}; get a fresh copy or save it anew") from None
    if not pages:
        raise UnreadableError(f"{name}: the PDF has no pages; get a fresh copy")
    if glyphs_read and unmapped > UNMAPPED_SHARE * glyphs_read:
        raise UnreadableError(f"{name}: its fonts do not say which characters they print; run OCR on it first")
    pages, margins = without_margins(pages, list(styles))
    findings += [*margins, *_slanted(slanted)]
    findings += [*spelling.findings(), *([_damage(pages, repaired)] if repaired else [])]
    return pages, list(styles), findings, structure


def _no_document(catalog: Mapping[str, Any]) -> str:
    """Why the pages of a PDF are not its content, and what to do; empty for an ordinary one."""
    from pdfminer.pdftypes import resolve1

    form = resolve1(catalog.get("AcroForm"))
    if "Collection" in catalog:
        return (
            "a PDF portfolio, whose documents are attached to a cover page; save the brochure out of it and give that"
        )
    if isinstance(form, dict) and "XFA" in form and resolve1(catalog.get("NeedsRendering")):
        return "a form (XFA) that only its own program can show; print it to PDF there and give that"
    return ""


def _damage(pages: list[Page], repaired: int) -> Finding:
    """The program that exchanged the bytes of ligatures damaged other characters too, which nothing brings back."""
    words = [word for page in pages for line in page.lines for word in line if _DAMAGED.search(word.text)]
    return Finding(
        rule="damaged_text",
        severity=Severity.person if words else Severity.warning,
        page=words[0].page if words else 1,
        message=f"{repaired} ligature(s) with exchanged bytes were repaired; {len(words)} other word(s) look damaged",
        quote=_quote([word.text for word in words]),
        hint="compare these words with the page, or get the file that the program was given",
    )


def _exchanged(number: int, font: str) -> Finding:
    return Finding(
        rule="exchanged_digits",
        severity=Severity.person,
        page=number,
        message=f"the font {font} says of its digits that they are others than their order or their names show",
        hint="compare the numbers with the page; get a file with the right text, or run OCR on it",
    )


def _findings(number: int, ink: PageInk) -> Iterator[Finding]:
    """What of a page's text cannot be trusted."""
    if unmapped := sum(glyph.text == UNMAPPED for glyph in ink.glyphs):
        yield Finding(
            rule="unmapped_glyphs",
            severity=Severity.warning,
            page=number,
            message=f"{unmapped} character(s) have no text in the font; they appear as {UNMAPPED}",
            hint="compare the page with the dataset",
        )
    for rule, message in _LEFT_OUT.items():
        if texts := ink.left_out[rule]:
            yield Finding(
                rule=rule,
                severity=Severity.warning,
                page=number,
                message=f"{len(texts)} piece(s) of text {message} are left out",
                quote=_quote(texts),
                hint="compare the page with the dataset",
            )
    if ink.unset:
        yield Finding(
            rule="unset_text",
            severity=Severity.person,
            page=number,
            quote=_quote(ink.unset),
            message="form fields or notes have a text and no appearance; each viewer sets it in its own way, or not at all",
            hint="save the file with the fields filled in and flattened",
        )
    if ink.cut:
        yield Finding(
            rule="text_cut",
            severity=Severity.person,
            page=number,
            message="text runs off the page, or goes on where it cannot be seen",
            quote=_quote(ink.cut),
            hint="get a copy whose page shows the whole text",
        )


def _slanted(found: list[tuple[int, str]]) -> Iterator[Finding]:
    """Slanted text is a watermark where it is repeated or has no number; else it may be a value, and a person looks."""
    count = Counter(text for _, text in found)
    for page in dict.fromkeys(page for page, _ in found):
        texts = [text for at, text in found if at == page]
        doubtful = [text for text in texts if count[text] == 1 and any(char.isdigit() for char in text)]
        yield Finding(
            rule="slanted_text",
            severity=Severity.person if doubtful else Severity.warning,
            page=page,
            message=f"{len(texts)} piece(s) of slanted text, as of a watermark, are left out",
            quote=_quote(doubtful or texts),
            hint="compare the page with the dataset",
        )


def _quote(parts: list[str]) -> str:
    text = " / ".join(parts)
    return text if len(text) <= QUOTE else text[:QUOTE] + "…"


def picture_of(data: bytes, number: int, scale: float) -> Image:
    """Page ``number`` (from 1) as a picture of ``scale`` pixels a point; for looking at, no stage reads it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        image: Image = document[number - 1].render(scale=scale).to_pil()
        return image
    finally:
        document.close()
