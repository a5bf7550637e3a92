"""What a file is that is neither a PDF nor plain text, or a document that is no brochure: each kind with what to do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from pipeline.models import Page

_PRINT = "save it as PDF there and give that file"
#: First bytes → kind and advice.
_MAGIC = (
    (b"\x89PNG", "a picture", "run OCR on it and give the PDF"),
    (b"\xff\xd8\xff", "a picture", "run OCR on it and give the PDF"),
    (b"II*\0", "a scan", "run OCR on it and give the PDF"),
    (b"MM\0*", "a scan", "run OCR on it and give the PDF"),
    (b"\xd0\xcf\x11\xe0", "a document of an older Office program", _PRINT),
    (b"{\\rtf", "a document of a word processor (RTF)", _PRINT),
    (b"\x1f\x8b", "a compressed file", "unpack it and give the PDF in it"),
)
#: Start of a member of a zip archive → kind and advice.
_IN_ZIP = (
    ("word/", "a Word document", _PRINT),
    ("xl/", "an Excel workbook", _PRINT),
    ("ppt/", "a PowerPoint presentation", _PRINT),
    ("content.xml", "a document of LibreOffice", _PRINT),
    ("META-INF/container.xml", "an e-book", "give the PDF of the brochure"),
    ("", "a zip archive", "unpack it and give the PDF in it"),
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_URL = re.compile(r"https?://\S+|www\.\S+\.\S+")
_LEADER = re.compile(r"[.…_]{4,}")
#: Share of pages with an address in their margin, and of lines that end in a leader to write on.
MARGIN, TO_FILL = 0.5, 0.25


def kind_of(data: bytes) -> tuple[str, str] | None:
    """What a file is by its first bytes, and what to do; nothing for what may be text."""
    if data.startswith(b"PK\x03\x04"):
        try:
            names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            names = []
        return next(
            (kind, advice) for start, kind, advice in _IN_ZIP if not start or any(n.startswith(start) for n in names)
        )
    if _HTML.match(data[:2000]):
        return "a web page", "print it as PDF and give that file"
    return next(((kind, advice) for magic, kind, advice in _MAGIC if data.startswith(magic)), None)


def stranger_of(pages: Sequence[Page]) -> str:
    """What a document without boxes seems to be, and what to do; empty where nothing tells."""
    texts = [[" ".join(word.text for word in line) for line in page.lines] for page in pages]
    printed = sum(any(_URL.search(text) for text in (*lines[:2], *lines[-2:])) for lines in texts)
    if printed and printed >= MARGIN * len(texts):
        return "it seems a web page saved as PDF; give the brochure itself, as its publisher offers it"
    lines = [line for page in texts for line in page]
    if sum(bool(_LEADER.search(line)) for line in lines) > TO_FILL * len(lines):
        return "it seems a form to fill in; give the brochure"
    return ""
