"""Optional content: which layers of a PDF a viewer shows at first (PDF 32000-1, 8.11)."""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1

#: An expression of visibility nests no deeper; a deeper one is damage.
DEEPEST = 20


class Layers:
    """The optional content of one file."""

    def __init__(self, catalog: dict[str, Any]) -> None:
        self.off: set[int] = set()
        properties = _dict(catalog.get("OCProperties"))
        default = _dict(properties.get("D"))
        if _name(default.get("BaseState")) == "OFF":
            self.off = _numbers(properties.get("OCGs"))
        self.off = (self.off - _numbers(default.get("ON"))) | _numbers(default.get("OFF"))
        for item in _list(properties.get("OCGs")):
            usage = _dict(_dict(_dict(item).get("Usage")).get("View"))
            if isinstance(item, PDFObjRef) and (state := _name(usage.get("ViewState"))):  # as Chrome and Firefox do
                (self.off.add if state == "OFF" else self.off.discard)(item.objid)

    def hides(self, group: Any) -> bool:
        """``group``: a reference to an optional content group, or a membership dictionary over several."""
        if group is None:
            return False
        if isinstance(group, PDFObjRef) and group.objid in self.off:
            return True
        members = _dict(group)
        if expression := _list(members.get("VE")):
            return not self._shown(expression, DEEPEST)
        numbers = _numbers(members.get("OCGs"))
        if not numbers:
            return False
        shown = [number not in self.off for number in numbers]
        rule = {"AllOn": all(shown), "AnyOff": not all(shown), "AllOff": not any(shown)}
        return not rule.get(_name(members.get("P")), any(shown))

    def _shown(self, expression: Any, depth: int) -> bool:
        """Whether a visibility expression holds: a group, or And, Or, Not over expressions."""
        parts = _list(expression)
        if not parts or depth <= 0:
            return not (isinstance(expression, PDFObjRef) and expression.objid in self.off)
        values = [self._shown(part, depth - 1) for part in parts[1:]]
        kind = _name(parts[0])
        return not any(values) if kind == "Not" else all(values) if kind == "And" else any(values)


def _dict(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> list[Any]:
    found = resolve1(value)
    return found if isinstance(found, list) else []


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))


def _numbers(value: Any) -> set[int]:
    """Object numbers in an array, or of one reference."""
    items = _list(value) or [value]
    return {item.objid for item in items if isinstance(item, PDFObjRef)}
