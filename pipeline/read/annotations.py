"""Annotations and form fields: what a viewer paints over the contents of a page (PDF 32000-1, 12.5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import Matrix, Rect, apply_matrix_rect, decode_text, mult_matrix

HIDDEN, NO_VIEW = 1 << 1, 1 << 5
#: Kinds whose text a viewer sets by itself where they have no appearance.
_SET_BY_VIEWER = ("FreeText", "Widget")


class Annotation(NamedTuple):
    """``form``: its appearance, or None; ``matrix`` leads from the form to the page. ``struck``: areas struck out."""

    form: PDFStream | None
    matrix: Matrix
    group: Any
    struck: list[Rect]
    text: str


def shown(page: Any) -> Iterator[Annotation]:
    """What is shown of the annotations of ``page`` (of pdfminer), in the order of painting."""
    for item in _items(page.annots):
        annotation = resolve1(item)
        if not isinstance(annotation, dict):
            continue
        flags = resolve1(annotation.get("F"))
        kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
        if kind == "Popup" or (isinstance(flags, int) and flags & (HIDDEN | NO_VIEW)):
            continue
        form = _appearance(annotation)
        area = [float(resolve1(side)) for side in _items(annotation.get("Rect"))]
        matrix = _fitted(form, area) if form is not None and len(area) == 4 else (1, 0, 0, 1, 0, 0)
        struck = list(_quads(annotation)) if kind == "StrikeOut" else []
        text = _value(annotation) if form is None and kind in _SET_BY_VIEWER else ""
        yield Annotation(form if len(area) == 4 else None, matrix, annotation.get("OC"), struck, text)


def field_resources(catalog: dict[str, Any]) -> dict[str, Any]:
    """What the appearances of form fields share."""
    form = resolve1(catalog.get("AcroForm"))
    found = resolve1(form.get("DR")) if isinstance(form, dict) else None
    return found if isinstance(found, dict) else {}


def _items(value: Any) -> list[Any]:
    found = resolve1(value)
    return found if isinstance(found, list) else []


def _appearance(annotation: dict[str, Any]) -> PDFStream | None:
    """The normal appearance, by its state where it has several."""
    appearances = resolve1(annotation.get("AP"))
    normal = resolve1(appearances.get("N")) if isinstance(appearances, dict) else None
    if isinstance(normal, dict):
        normal = resolve1(normal.get(getattr(resolve1(annotation.get("AS")), "name", "Off")))
    return normal if isinstance(normal, PDFStream) else None


def _fitted(form: PDFStream, area: list[float]) -> Matrix:
    """Algorithm 8.1: the form's box, turned by its matrix, is moved and scaled onto the area."""
    own: Any = tuple(float(resolve1(part)) for part in _items(form.get("Matrix"))) or (1, 0, 0, 1, 0, 0)
    box: Any = tuple(float(resolve1(part)) for part in _items(form.get("BBox")))
    if len(box) != 4 or len(own) != 6:
        return (1, 0, 0, 1, 0, 0)
    x0, y0, x1, y1 = apply_matrix_rect(own, box)
    left, low, right, high = min(area[::2]), min(area[1::2]), max(area[::2]), max(area[1::2])
    wide, tall = (right - left) / (x1 - x0) if x1 != x0 else 1.0, (high - low) / (y1 - y0) if y1 != y0 else 1.0
    return mult_matrix(own, (wide, 0, 0, tall, left - x0 * wide, low - y0 * tall))


def _quads(annotation: dict[str, Any]) -> Iterator[Rect]:
    points = [float(resolve1(point)) for point in _items(annotation.get("QuadPoints"))]
    for at in range(0, len(points) - 7, 8):
        xs, ys = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
        yield min(xs), min(ys), max(xs), max(ys)


def _value(annotation: dict[str, Any]) -> str:
    """The text of a field or note that has no appearance."""
    for holder in (annotation, resolve1(annotation.get("Parent"))):
        for key in ("V", "Contents"):
            value = resolve1(holder.get(key)) if isinstance(holder, dict) else None
            if isinstance(value, bytes) and decode_text(value).strip():
                return str(decode_text(value)).strip()
    return ""
