"""Changes of a finished PDF: pages turned, and pages larger than what is shown, with printer's marks around."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from pypdfium2 import raw

from tests.kit.sheet import Line, Mark, Rect, Sheet, Text, reportlab_write

BLEED = 40.0
STRING = rb"<[0-9A-Fa-f]*>|\([^)]*\)"


def finish(path: Path, names: tuple[str, ...]) -> None:
    """Apply the named changes to the file, in place."""
    for name in names:
        document = pypdfium2.PdfDocument(path.read_bytes())
        document = {"rotate": _rotate, "sideways": _sideways, "crop": _crop}[name](document)
        document.save(str(path))
        document.close()
    path.write_bytes(timeless(path.read_bytes()))


def timeless(data: bytes) -> bytes:
    """The file with the date and the ids that the programs draw afresh in each run overwritten, at the same length."""
    data = re.sub(rb"\(D:20\d{12}", b"(D:20270301000000", data)
    data = re.sub(
        rb"/ID ?\[\s*(?:%b)\s*(?:%b)\s*\]" % (STRING, STRING),
        lambda m: b"/ID[<00><00>".ljust(len(m[0]) - 1) + b"]",
        data,
    )
    return re.sub(rb"(/DocChecksum ?/)([0-9A-F]+)", lambda m: m[1] + b"0" * len(m[2]), data)


def _rotate(document: pypdfium2.PdfDocument) -> pypdfium2.PdfDocument:
    """The content lies on its side in the file and /Rotate sets it upright."""
    for page in document:
        width, height = page.get_size()
        clip = raw.FS_RECTF(0, width, height, 0)
        raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(0, 1, -1, 0, height, 0), clip)
        page.set_mediabox(0, 0, height, width)
        page.set_cropbox(0, 0, height, width)
        page.set_rotation(90)
    return document


def _sideways(document: pypdfium2.PdfDocument) -> pypdfium2.PdfDocument:
    for page in document:
        page.set_rotation(270)
    return document


def _crop(document: pypdfium2.PdfDocument) -> pypdfium2.PdfDocument:
    """Each page is laid on a larger sheet, as for the printer, of which the crop box shows the page alone."""
    larger = pypdfium2.PdfDocument.new()
    for i in range(len(document)):
        width, height = document[i].get_size()
        sheet = larger.new_page(width + 2 * BLEED, height + 2 * BLEED)
        with TemporaryDirectory() as folder:
            target = Path(folder) / "marks.pdf"
            reportlab_write([_marks(width, height)], target)
            marks = pypdfium2.PdfDocument(target.read_bytes())
        for source, n, shift in ((document, i, BLEED), (marks, 0, 0.0)):
            form = source.page_as_xobject(n, larger).as_pageobject()
            form.set_matrix(pypdfium2.PdfMatrix().translate(shift, shift))
            sheet.insert_obj(form)
        sheet.gen_content()
        sheet.set_cropbox(BLEED, BLEED, BLEED + width, BLEED + height)
    return larger


def _marks(width: float, height: float) -> Sheet:
    """Corner marks, a colour bar and the printer's line, all outside the page that will be shown."""
    full = Sheet(width + 2 * BLEED, height + 2 * BLEED)
    out: list[Mark] = []
    for x in (BLEED, BLEED + width):
        out += [Line(x, 4, x, BLEED - 10), Line(x, full.height - 4, x, full.height - BLEED + 10)]
    for y in (BLEED, BLEED + height):
        out += [Line(4, y, BLEED - 10, y), Line(full.width - 4, y, full.width - BLEED + 10, y)]
    for i, colour in enumerate(("#00AEEF", "#EC008C", "#FFF200", "#000000")):
        out.append(Rect(80 + 16 * i, 8, 14, 14, fill=colour))
    out.append(Text(200, 18, "brochure_nl_druk.indd  3/03/2027  BUDGET € 1.000.000  vel 1", "R", 7))
    full.marks = out
    return full
