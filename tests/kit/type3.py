"""A PDF writer of the kit's own: every glyph is a drawing (Type 3 fonts), its letters known by /ToUnicode alone.

The outlines and widths are those of the Vera fonts.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from tests.kit.sheet import VERA, Disc, Line, Mark, Rect, Sheet, Text

FACES = {"R": "Vera", "B": "VeraBd", "I": "VeraIt"}


class _Path(BasePen):  # type: ignore[misc]
    """Glyph outline as PDF path operators."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.ops: list[str] = []

    def _moveTo(self, p: tuple[float, float]) -> None:
        self.ops.append(f"{p[0]:.0f} {p[1]:.0f} m")

    def _lineTo(self, p: tuple[float, float]) -> None:
        self.ops.append(f"{p[0]:.0f} {p[1]:.0f} l")

    def _curveToOne(self, a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
        self.ops.append(f"{a[0]:.0f} {a[1]:.0f} {b[0]:.0f} {b[1]:.0f} {c[0]:.0f} {c[1]:.0f} c")

    def _closePath(self) -> None:
        self.ops.append("h")


@cache
def _font(face: str) -> TTFont:
    return TTFont(VERA / f"{FACES[face]}.ttf")


class _File:
    """PDF objects, numbered as they come."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: str, stream: str | None = None) -> int:
        data = body.encode("ascii")
        if stream is not None:
            packed = zlib.compress(stream.encode("ascii"), 9)
            head = f"<< {body} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
            data = head.encode("ascii") + packed + b"\nendstream"
        self.objects.append(data)
        return len(self.objects)

    def bytes(self, root: int) -> bytes:
        out, places = b"%PDF-1.5\n", []
        for n, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
        table = "".join(f"{p:010d} 00000 n \n" for p in places)
        size = len(places) + 1
        tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root {root} 0 R >>\n"
        return out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode("ascii")


def type3_write(sheets: list[Sheet], path: Path) -> None:
    file = _File()
    texts = [m for s in sheets for m in s.marks if isinstance(m, Text)]
    codes = {f: {c: i for i, c in enumerate(sorted({c for m in texts if m.face == f for c in m.s}), 33)} for f in FACES}
    fonts = " ".join(f"/{f} {_add_font(file, f, codes[f])} 0 R" for f in FACES if codes[f])
    pages, parent = [], len(file.objects) + 2 * len(sheets) + 1
    for sheet in sheets:
        stream = file.add("", "\n".join(_mark(m, sheet.height, codes) for m in sheet.marks))
        box = f"/MediaBox [0 0 {sheet.width:g} {sheet.height:g}]"
        pages.append(
            file.add(
                f"<< /Type /Page /Parent {parent} 0 R {box} /Resources << /Font << {fonts} >> >> /Contents {stream} 0 R >>"
            )
        )
    kids = " ".join(f"{p} 0 R" for p in pages)
    file.add(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    root = file.add(f"<< /Type /Catalog /Pages {parent} 0 R >>")
    path.write_bytes(file.bytes(root))


def _add_font(file: _File, face: str, codes: dict[str, int]) -> int:
    font = _font(face)
    glyphs, cmap, per_em = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
    procs, widths = [], []
    for ch, code in codes.items():
        name = cmap.get(ord(ch), ".notdef")
        pen = _Path(glyphs)
        glyphs[name].draw(pen)
        width = glyphs[name].width
        widths.append(f"{width:g}")
        ops = f"{width:g} 0 0 -600 {per_em} {per_em} d1\n" + "\n".join(pen.ops) + ("\nf" if pen.ops else "")
        procs.append(f"/g{code} {file.add('', ops)} 0 R")
    unicode = "".join(f"<{code:02X}> <{ord(ch):04X}>\n" for ch, code in codes.items())
    cmap_stream = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /K def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{unicode}endbfchar\nendcmap end end"
    )
    known = file.add("", cmap_stream)
    first, last = min(codes.values()), max(codes.values())
    names = " ".join(f"/g{c}" for c in codes.values())
    return file.add(
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -600 {per_em} {per_em}] /FontMatrix [{1 / per_em:.8f} 0 0 "
        f"{1 / per_em:.8f} 0 0] /CharProcs << {' '.join(procs)} >> /Encoding << /Type /Encoding /Differences "
        f"[{first} {names}] >> /FirstChar {first} /LastChar {last} /Widths [{' '.join(widths)}] /ToUnicode {known} 0 R >>"
    )


def _rgb(colour: str | None, op: str) -> str:
    return " ".join(f"{int((colour or '#000000')[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5)) + f" {op}"


def _mark(mark: Mark, height: float, codes: dict[str, dict[str, int]]) -> str:
    if isinstance(mark, Text):
        body = "".join(f"{codes[mark.face][c]:02X}" for c in mark.s)
        mode = 3 if mark.invisible else 0
        return (
            f"BT {mode} Tr {_rgb(mark.colour, 'rg')} /{mark.face} {mark.size:g} Tf {mark.spacing:g} Tc "
            f"{mark.x:.2f} {height - mark.y:.2f} Td <{body}> Tj ET"
        )
    if isinstance(mark, Line):
        ends = f"{mark.x0:.2f} {height - mark.y0:.2f} m {mark.x1:.2f} {height - mark.y1:.2f} l"
        return f"{_rgb(mark.colour, 'RG')} {mark.width:g} w {ends} S"
    if isinstance(mark, Disc):
        mark = Rect(mark.x - mark.r, mark.y - mark.r, 2 * mark.r, 2 * mark.r, mark.fill, mark.stroke)
    paint = "B" if mark.fill and mark.stroke else "f" if mark.fill else "S"
    shape = f"{mark.x:.2f} {height - mark.y - mark.h:.2f} {mark.w:.2f} {mark.h:.2f} re {paint}"
    return f"{_rgb(mark.fill, 'rg')} {_rgb(mark.stroke, 'RG')} {shape}"
