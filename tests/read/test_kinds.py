"""Files that are no brochure: each kind has its own line with what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.errors import UnreadableError
from pipeline.models import Source
from pipeline.profile import known_profiles
from pipeline.read import read
from pipeline.segment import segment
from tests.cases.make import draw


def archive(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return data.getvalue()


def catalog(entries: str) -> bytes:
    """A PDF of one page whose catalog has more entries."""
    return (
        f"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R{entries}>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


KINDS = {
    "Word": (archive("[Content_Types].xml", "word/document.xml"), "a Word document; save it as PDF"),
    "Excel": (archive("xl/workbook.xml"), "an Excel workbook"),
    "slides": (archive("ppt/presentation.xml"), "a PowerPoint presentation"),
    "LibreOffice": (archive("mimetype", "content.xml"), "a document of LibreOffice"),
    "e-book": (archive("mimetype", "META-INF/container.xml"), "an e-book"),
    "zip": (archive("plan.pdf"), "a zip archive; unpack it"),
    "damaged zip": (archive("plan.pdf")[:20], "a zip archive"),
    "old Word": (b"\xd0\xcf\x11\xe0" + bytes(600), "an older Office program"),
    "RTF": (b"{\\rtf1 BUDGET}", "RTF"),
    "picture": (b"\xff\xd8\xff" + bytes(40), "a picture; run OCR"),
    "web page": (b"\n<!DOCTYPE html><html><p>BUDGET</p></html>", "a web page; print it as PDF"),
    "portfolio": (catalog("/Collection<<>>"), "a PDF portfolio"),
    "dynamic form": (catalog("/AcroForm<</XFA(x)>>/NeedsRendering true"), "a form (XFA)"),
    "static form": (catalog("/AcroForm<</XFA(x)>>"), "no text on any of its 1 page(s)"),
    "web page as PDF": (
        draw(
            [
                lambda s: [
                    s.text(50, 30, "1-2-2031 Nieuws"),
                    s.text(50, 300, "Tekst."),
                    s.text(50, 820, "https://x.example/a 1/1"),
                ]
            ]
        ),
        "a web page saved as PDF; give the brochure itself",
    ),
    "form": (
        "\n".join(f"{name}: ..............." for name in ("Naam", "Adres", "Budget", "Einddoel")).encode(),
        "a form to fill in",
    ),
    "scan": (draw([lambda sheet: sheet.rect(50, 50, 300, 300)]), "no text on any of its 1 page(s); run OCR"),
}


@pytest.mark.parametrize("case", KINDS)
def test_each_kind_has_its_line(case: str) -> None:
    data, said = KINDS[case]
    form = "pdf" if data.startswith(b"%PDF") else "text"
    with pytest.raises(UnreadableError) as refused:
        segment(read(data, Source(name="bestand", edition="x", format=form)), known_profiles())
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
