"""The structure tree of a tagged PDF (PDF 32000-1, 14.7 and 14.8): which words make a paragraph, a heading or a cell, in which order.

The tree is what the program that made the file says of it, right or wrong; nothing here is judged. Inline elements belong to the
paragraph around them, and what is a paragraph of its own inside one (a note, a list) follows it. A tree that is damaged says
nothing: the words of the page are read from the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from pdfminer.pdftypes import PDFObjRef, resolve1

from pipeline.models import ARTIFACT, Address, Element, Line, Page
from pipeline.read.marks import ARTIFICIAL, PAGE, Mark

#: Roles whose text is one paragraph, with all inline elements in it.
_HEADINGS = tuple(f"H{level}" for level in range(1, 7))
PARAGRAPHS = frozenset(("P", "H", *_HEADINGS, "Title", "Caption", "LI", "LBody", "TOCI", "TD", "TH", "Note", "FENote"))
#: Roles that hold paragraphs; with a text of their own, this is one.
_GROUPS = frozenset(
    ("Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "Index", "Private")
    + ("TOC", "L", "Table", "THead", "TBody", "TFoot", "TR")
)
#: Programs that print web pages call so what is a block of its own, and what is part of one.
_NEUTRAL = "NonStruct"
#: An element nests no deeper and a role is mapped no further; a tree has no more elements. More is damage, or a trap.
DEEPEST, MOST = 100, 500_000

#: Where a word stands: page, line and left edge, which hold where words before it on the line are left out later.
_Place = tuple[int, int, float]
#: The object of a page, and marked content on it; a form has no page of its own.
_Held = tuple[int, Mark]


class _Leaf(NamedTuple):
    role: str
    cell: tuple[int, ...]


class Structure:
    """The tree of one file, and where its words stand once the pages are read."""

    def __init__(self, catalog: Mapping[str, Any]) -> None:
        root = _dict(catalog.get("StructTreeRoot"))
        self.roles = _dict(root.get("RoleMap"))
        self.leaves: list[_Leaf] = []
        self.held: dict[_Held, tuple[int, int]] = {}  # → leaf, and the place among what the leaf holds
        self.places: dict[_Place, tuple[int, int, int]] = {}  # → leaf (-1: an artifact), place in it, order of drawing
        self.tables = self.elements_read = 0
        try:
            for child in _children(root):
                self._read(child, PAGE, (), DEEPEST)
        except Exception:  # pdfminer's bare ones for damaged objects: such a tree says nothing
            self.leaves, self.held = [], {}

    def __bool__(self) -> bool:
        return bool(self.leaves)

    def add(
        self, page: int, lines: Sequence[Line], drawn: Mapping[Address, int], marks: Sequence[tuple[int, Mark | None]]
    ) -> None:
        """The words of a page: its object, its lines, when each word was drawn, and from when on which marked content was."""
        for word in (word for line in lines for word in line):
            order = drawn[word.address]
            at = bisect_right(marks, order, key=itemgetter(0))
            mark = marks[at - 1][1] if at else None
            if mark == ARTIFICIAL:
                self.places[word.page, word.line, word.x0] = (-1, 0, order)
            elif mark and (leaf := self.held.get((page if mark[0] == PAGE else PAGE, mark))):
                self.places[word.page, word.line, word.x0] = (*leaf, order)

    def elements(self, pages: Sequence[Page]) -> tuple[Element, ...]:
        """The elements in the order of the tree, the artifacts at the end."""
        words: defaultdict[int, list[tuple[int, int, int, Address]]] = defaultdict(list)
        for word in (word for page in pages for line in page.lines for word in line):
            if found := self.places.get((word.page, word.line, word.x0)):
                leaf, place, order = found
                words[leaf].append((place, word.page, order, word.address))
        artifacts = _runs(sorted(address for *_, address in words.pop(-1, [])))
        made = [
            Element(
                self.leaves[leaf].role, tuple(_runs([address for *_, address in sorted(found)])), self.leaves[leaf].cell
            )
            for leaf, found in sorted(words.items())
        ]
        return (*made, Element(ARTIFACT, tuple(artifacts))) if artifacts else tuple(made)

    # --- reading the tree ---------------------------------------------------------------------------------------

    def _read(self, item: Any, page: int, cell: tuple[int, ...], depth: int) -> None:
        """An element that holds others: each paragraph in it is a leaf."""
        element = _dict(item)
        if depth <= 0 or self.elements_read > MOST or not element or "S" not in element:
            return
        self.elements_read += 1
        page, role = _page(element, page), self._role(element)
        if role == "Table":
            self._read_table(element, page, depth)
        elif (
            role in PARAGRAPHS
            or role not in (*_GROUPS, _NEUTRAL)
            or any(_held(child, page) for child in _children(element))
        ):
            self._read_paragraph(element, role, page, cell, depth)
        else:
            for child in _children(element):
                self._read(child, page, cell, depth - 1)

    def _read_paragraph(self, element: dict[str, Any], role: str, page: int, cell: tuple[int, ...], depth: int) -> None:
        leaf = len(self.leaves)
        self.leaves.append(_Leaf(role, cell))
        apart: list[tuple[Any, int]] = []
        for place, held in enumerate(self._inline(element, page, apart, depth)):
            self.held.setdefault(held, (leaf, place))
        for child, at in apart:
            self._read(child, at, cell, depth - 1)

    def _inline(self, element: dict[str, Any], page: int, apart: list[tuple[Any, int]], depth: int) -> Iterator[_Held]:
        """The marked content of a paragraph; elements that are paragraphs of their own go to ``apart``."""
        for child in _children(element):
            if held := _held(child, page):
                yield held
            elif (inner := _dict(child)) and "S" in inner and depth > 0:
                if self._has_paragraphs(inner, depth - 1):
                    apart.append((child, page))
                else:
                    yield from self._inline(inner, _page(inner, page), apart, depth - 1)

    def _has_paragraphs(self, element: dict[str, Any], depth: int) -> bool:
        role = self._role(element)
        if role in PARAGRAPHS or role in _GROUPS:
            return True
        inner = (_dict(child) for child in _children(element))
        return depth > 0 and any(self._has_paragraphs(child, depth - 1) for child in inner if "S" in child)

    def _read_table(self, element: dict[str, Any], page: int, depth: int) -> None:
        """The cells of a table, each with its row and column; what else it holds (a caption) stands before them."""
        self.tables += 1
        table, taken = self.tables, set[tuple[int, int]]()
        rows: list[tuple[dict[str, Any], int]] = []
        for child, at in self._rows(element, page, depth):
            if self._role(child) == "TR":
                rows.append((child, at))
            else:
                self._read(child, at, (), depth - 1)
        for row, (child, at) in enumerate(rows):
            column = 0
            for cell in map(_dict, _children(child)):
                while (row, column) in taken:
                    column += 1
                wide, high = (_span(cell, name) for name in ("ColSpan", "RowSpan"))
                taken |= {(row + down, column + right) for down in range(high) for right in range(wide)}
                self._read(cell, _page(child, at), (table, row, column), depth - 1)
                column += wide

    def _rows(self, element: dict[str, Any], page: int, depth: int) -> Iterator[tuple[dict[str, Any], int]]:
        for child in map(_dict, _children(element)):
            if self._role(child) in ("THead", "TBody", "TFoot") and depth > 0:
                yield from self._rows(child, _page(child, page), depth - 1)
            else:
                yield child, page

    def _role(self, element: dict[str, Any]) -> str:
        """The standard role of an element."""
        role = _name(element.get("S"))
        for _ in range(DEEPEST):
            if role in PARAGRAPHS or role in _GROUPS or role not in self.roles:
                break
            role = _name(self.roles[role])
        return role


def _runs(addresses: Sequence[Address]) -> list[tuple[int, int, int, int]]:
    """Addresses as runs of words that follow each other on a line."""
    runs: list[tuple[int, int, int, int]] = []
    for page, line, pos in addresses:
        if runs and runs[-1][:2] == (page, line) and runs[-1][3] + 1 == pos:
            runs[-1] = (page, line, runs[-1][2], pos)
        else:
            runs.append((page, line, pos, pos))
    return runs


def _children(element: Mapping[str, Any]) -> list[Any]:
    found = element.get("K")
    inner = resolve1(found)
    return inner if isinstance(inner, list) else [] if inner is None else [found]


def _held(child: Any, page: int) -> _Held | None:
    """The marked content that a child is: a number, or a reference with the page or the form that numbers it."""
    found = resolve1(child)
    if isinstance(found, int):
        return page, (PAGE, found)
    if not isinstance(found, dict) or not isinstance(number := resolve1(found.get("MCID")), int):
        return None
    form = found.get("Stm")
    if isinstance(form, PDFObjRef):
        return PAGE, (form.objid, number)
    return _page(found, page), (PAGE, number)


def _page(element: Mapping[str, Any], page: int) -> int:
    """The object of the page that an element names, or that of the element around it."""
    found = element.get("Pg")
    return found.objid if isinstance(found, PDFObjRef) else page


def _span(cell: Mapping[str, Any], name: str) -> int:
    attributes = resolve1(cell.get("A"))
    for part in attributes if isinstance(attributes, list) else [attributes]:
        number = resolve1(_dict(part).get(name))
        if isinstance(number, int) and 1 <= number <= DEEPEST:
            return number
    return 1


def _dict(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))
