"""PDFs written object by object, for what no library writes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

#: Object numbers of ``page``: its own objects begin at ``FREE``.
FONT, FREE = 4, 5


def stream(data: bytes, head: str = "") -> bytes:
    return b"<< %s /Length %d >> stream\n%s\nendstream" % (head.encode(), len(data), data)


def deflated(data: bytes, head: str = "") -> bytes:
    return stream(zlib.compress(data), head + " /Filter /FlateDecode")


def show(text: str, x: float = 40, y: float = 100, size: float = 10) -> bytes:
    """Operators that print ``text``."""
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n".encode("latin-1")


def page(
    contents: str, *objects: bytes, resources: str = "", page: str = "", catalog: str = "", font: str = ""
) -> bytes:
    """A page of 300 by 200 points with Helvetica as /F; ``contents``: its value, e.g. ``5 0 R``; ``objects`` from number 5 on."""
    return pdf(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] {f'/Contents {contents}' if contents else ''} {page} "
            f"/Resources << /Font << /F 4 0 R {font} >> {resources} >> >>".encode(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            *objects,
        ]
    )


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of ``objects``, numbered from 1, with a table of references; an empty one is left out."""
    body, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body) if text else 0)
        body += b"%d 0 obj %s\nendobj\n" % (number, text) if text else b""
    table = b"".join(b"%010d 00000 %s \n" % (place, b"n" if place else b"f") for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        body
        + head
        + table
        + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )
