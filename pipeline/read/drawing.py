"""What a page of a PDF draws: its characters and shapes, and which characters no reader can see.

pdfminer runs the page; its own devices forget the text rendering mode, the clip, transparency, layers and the order of
drawing, which decide what is visible. Everything here is in pdfminer's coordinates: points, origin bottom left, the page
turned as its /Rotate says. A clip is known by its bounding box, and what cannot be judged counts as visible.

Imported when a PDF is read, for pdfminer is heavy.
"""

# ruff: noqa: ARG002 - the arguments are pdfminer's
from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any, NamedTuple

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTLine, LTRect
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSEOF, PSKeyword, PSLiteral, keyword_name
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, decode_text, mult_matrix

from pipeline.read.colors import alike, hex_color
from pipeline.read.damage import Contents, DamagedError, check_font, stream_of
from pipeline.read.encodings import euro_sign, type3_characters, unmapped

Box = tuple[float, float, float, float]

#: Text rendering mode that paints nothing (PDF 32000-1, table 106); mode 7 paints by clipping a shading, which shows.
INVISIBLE = 3
#: Nobody reads type of fewer points, if it is this much smaller than the rest of its page too.
TINY, TINY_SHARE = 1.5, 0.25
#: Colour spaces whose numbers are a colour; the others (spot colours, patterns, palettes) need a table.
PLAIN_SPACES = frozenset(("DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased"))
#: A picture over this share of the page makes it a scan, whose invisible text is the text a reader sees in the picture.
SCAN_SHARE = 0.5
#: Outlines of letters are no larger than this, in ems of the invisible text that stands for them.
OUTLINE = 3.0
#: A shape lower or narrower than this, in points, hides no text: it is a rule.
THINNEST_COVER = 3.0
STRETCH = 32
#: Forms drawn on one page: more are a trap that multiplies them.
MOST_RUNS = 20_000


class Char(NamedTuple):
    """One character as drawn; ``e``, ``f`` its origin on the baseline, ``a``, ``b`` the direction of its text.

    ``plain`` if it is painted with ``color`` alone and that is a colour; ``order`` is its index.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    a: float
    b: float
    f: float
    size: float
    text: str
    font: str
    color: Any
    plain: bool
    order: int


class Fill(NamedTuple):
    """A filled area; ``color`` None where its colour or outline is not plain: a picture, a shading, a curve."""

    box: Box
    order: int
    color: str | None


class Drawing(NamedTuple):
    """``hidden``: index of a character → what hides it; ``shapes``: pdfminer's lines, rectangles and curves.

    ``extra``: index of the characters that patterns and annotations print.
    """

    chars: list[Char]
    shapes: list[Any]
    hidden: dict[int, str]
    extra: frozenset[int]


def draw(page: Any, resources: Any, off: frozenset[int]) -> Drawing:
    """Run ``page`` (of pdfminer); ``off``: object numbers of the layers that are not shown."""
    device = _Device(resources)
    interpreter = _Interpreter(resources, device)
    interpreter.off = off
    if page.attrs.get("Contents") is not None and resolve1(page.attrs["Contents"]) is None:
        raise DamagedError("its contents are missing")
    interpreter.process_page(page)
    return Drawing(device.chars, device.shapes, device.hidden | _unseen(device), frozenset(device.extra))


def layers_off(catalog: dict[str, Any]) -> frozenset[int]:
    """Object numbers of the optional content groups that a viewer does not show at first."""
    properties = resolve1(catalog.get("OCProperties"))
    if not isinstance(properties, dict):
        return frozenset()
    default = resolve1(properties.get("D"))
    default = default if isinstance(default, dict) else {}
    base = resolve1(default.get("BaseState"))
    start = _numbers(properties.get("OCGs")) if isinstance(base, PSLiteral) and base.name == "OFF" else set()
    return frozenset((start - _numbers(default.get("ON"))) | _numbers(default.get("OFF")))


def _numbers(value: Any) -> set[int]:
    """Object numbers in an array, or of one reference."""
    items = [value] if isinstance(value, PDFObjRef) and not isinstance(resolve1(value), list) else resolve1(value)
    return {item.objid for item in items if isinstance(item, PDFObjRef)} if isinstance(items, list) else set()


class _Device(PDFLayoutAnalyzer):
    """Collects in the order of drawing. ``clip`` is the box of the clip and whether it fills that box."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.chars: list[Char] = []
        self.shapes: list[Any] = []
        self.fills: list[Fill] = []
        self.hidden: dict[int, str] = {}
        self.invisible: list[int] = []  # index of characters that are printed without ink
        self.tiny: list[int] = []
        self.extra: set[int] = set()
        self.pictures: list[Box] = []
        self.page: Box = (0, 0, 0, 0)
        self.clip: tuple[Box, bool] | None = None
        self.alpha: tuple[float, bool] = (1.0, True)  # of filling, and whether it is blended in the normal way
        self.layers: list[bool] = []  # of marked content, outermost first: is it hidden
        self.mode = 0
        self.color: Any = None
        self.plain = True
        self.runs = 0
        self._figures: list[Any] = []
        self._fonts: dict[Any, dict[int, tuple[str, float]]] = {}

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        self.page = self.cur_item.bbox

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self._figures.append((self.ctm, self.clip, self.alpha, len(self.layers)))
        self.narrow(apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox), True)

    def end_figure(self, _: str) -> None:
        self.ctm, self.clip, self.alpha, depth = self._figures.pop()
        del self.layers[depth:]

    def count_run(self) -> None:
        self.runs += 1
        if self.runs > MOST_RUNS:
            raise DamagedError(f"forms call forms more than {MOST_RUNS} times")

    def narrow(self, box: Box, exact: bool) -> None:
        """Let ``box`` clip what follows."""
        if self.clip:
            box, exact = _common(self.clip[0], box), exact and self.clip[1]
        self.clip = (box, exact)

    def say(self, start: int, text: str) -> None:
        """Let the characters from ``start`` on read ``text`` where their font does not say what they are."""
        chars = self.chars[start:]
        if any(char.text == "" or unmapped(char.text) for char in chars):
            parts = list(text) if len(text) == len(chars) else [text] + [""] * (len(chars) - 1)
            self.chars[start:] = [char._replace(text=part) for char, part in zip(chars, parts, strict=True)]

    def render_image(self, name: str, stream: PDFStream) -> None:
        box = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        if not any(self.layers):
            self.pictures.append(box)
            self.wash(box)

    def wash(self, box: Box) -> None:
        """Something that is no plain colour is painted over ``box``."""
        self.fills.append(Fill(box, len(self.chars), None))

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        starts = [at for at, part in enumerate(path) if part[0] == "m"]
        if any(self.layers) or not starts or starts[0]:
            return
        plain = gstate.ncs.name in PLAIN_SPACES and len(starts) == 1  # an area in an area may be its hole
        for start, end in zip(starts, [*starts[1:], len(path)], strict=True):
            before = len(self.cur_item)
            super().paint_path(gstate, stroke, fill, evenodd, path[start:end])
            for shape in self.cur_item._objs[before:]:
                self._painted(shape, stroke, fill, plain)

    def _painted(self, shape: Any, stroke: bool, fill: bool, plain: bool) -> None:
        self.shapes.append(shape)
        if fill and not isinstance(shape, LTLine):
            self._fill(shape, plain)
        if stroke and shape.linewidth >= THINNEST_COVER:
            half = shape.linewidth / 2
            self.wash((shape.x0 - half, shape.y0 - half, shape.x1 + half, shape.y1 + half))

    def _fill(self, shape: Any, plain: bool) -> None:
        alpha, normal = self.alpha
        if alpha == 0:
            return
        box = _common(shape.bbox, self.clip[0]) if self.clip else shape.bbox
        exact = isinstance(shape, LTRect) and (not self.clip or self.clip[1])
        color = hex_color(shape.non_stroking_color) if plain and exact and alpha == 1 and normal else None
        self.fills.append(Fill(box, len(self.chars), color))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.mode = textstate.render
        stroked = self.mode % 4 == 1
        color, space = (graphicstate.scolor, graphicstate.scs) if stroked else (graphicstate.ncolor, graphicstate.ncs)
        self.color = tuple(color) if isinstance(color, list) else color
        self.plain = space.name in PLAIN_SPACES and self.mode % 4 != 2
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, ncs: Any, graphicstate: Any
    ) -> float:
        known = self._fonts.setdefault(font, {})
        if cid not in known:
            known[cid] = _text(font, cid), font.char_width(cid)
        text, width = known[cid]
        advance: float = width * fontsize * scaling
        a, b, c, d, e, f = matrix
        if font.is_vertical():
            vx, vy = font.char_disp(cid)
            left = -fontsize * 0.5 if vx is None else -vx * fontsize * 0.001
            high = (1000 - vy) * fontsize * 0.001 + rise
            box = apply_matrix_rect(matrix, (left, high + advance, left + fontsize, high))
        else:
            low = font.get_descent() * fontsize + rise
            if b == 0 == c:
                x0, x1, y0, y1 = e, a * advance + e, d * low + f, d * (low + fontsize) + f
                box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            else:
                box = apply_matrix_rect(matrix, (0, low, advance, low + fontsize))
        size = box[2] - box[0] if font.is_vertical() else box[3] - box[1]
        index = len(self.chars)
        char = Char(*box, a, b, f, size, text, font.fontname, self.color, self.plain, index)
        self.chars.append(char)
        if any(self.layers):
            self.hidden[index] = "layer"
        elif self.clip and not _holds(self.clip[0], char):
            self.hidden[index] = "clip"
        elif self.mode == INVISIBLE:
            self.invisible.append(index)
        elif self.alpha[0] == 0:
            self.hidden[index] = "ink"
        elif max(size, box[2] - box[0]) < TINY and not isinstance(font, PDFType3Font):  # whose size is not that of its letters
            self.tiny.append(index)
        return advance


class _Interpreter(PDFPageInterpreter):
    """pdfminer's, minding the operators that it passes over."""

    device: _Device
    off: frozenset[int] = frozenset()

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.said: list[tuple[int, str] | None] = []  # of marked content: its first character and what it reads

    def dup(self) -> _Interpreter:
        made = self.__class__(self.rsrcmgr, self.device)
        made.off = self.off
        return made

    def execute(self, streams: Any) -> None:
        """Run contents; DamagedError for what they lack. A form that calls itself is left out, as viewers do."""
        self.stream_ids.clear()
        found = [stream_of(value, "contents") for value in streams]
        runnable = [stream for stream in found if stream.objid not in self.parent_stream_ids]
        self.stream_ids.update(stream.objid for stream in runnable if stream.objid is not None)
        self.device.count_run()
        try:
            self._run(Contents(runnable))
        except PSEOF:  # the end
            return

    def _run(self, parser: Contents) -> None:
        while True:
            _, obj = parser.nextobject()
            if not isinstance(obj, PSKeyword):
                self.push(obj)
                continue
            method, count = self._method(keyword_name(obj))
            if method is not None:
                operands = self.pop(count) if count else []
                if len(operands) == count:
                    method(*operands)
            self.argstack.clear()

    def _method(self, name: str) -> tuple[Any, int]:
        """The method of an operator and how many operands it takes."""
        if name not in self._methods:
            method = getattr(self, "do_" + name.replace("*", "_a").replace('"', "_w").replace("'", "_q"), None)
            self._methods[name] = (method, method.__code__.co_argcount - 1 if method else 0)
        return self._methods[name]

    def init_resources(self, resources: Any) -> None:
        fonts = resolve1((resources or {}).get("Font"))
        for name, spec in fonts.items() if isinstance(fonts, dict) else ():
            check_font(name, spec)
        super().init_resources(resources)
        self.resources = resources or {}
        self._methods: dict[str, tuple[Any, int]] = {}
        for name, spec in fonts.items() if isinstance(fonts, dict) else ():
            font = self.fontmap.get(name)
            if isinstance(font, PDFType3Font):
                _name_characters(font, resolve1(spec))

    def get_current_state(self) -> Any:
        return *super().get_current_state(), self.device.clip, self.device.alpha

    def set_current_state(self, state: Any) -> None:
        super().set_current_state(state[:3])
        self.device.clip, self.device.alpha = state[3:]

    def do_F(self) -> None:
        self.do_f()

    def do_W(self) -> None:
        points = [part[-2:] for part in self.curpath if len(part) > 2]
        if not points:
            return
        corners = [apply_matrix_pt(self.ctm, point) for point in points]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        kinds = "".join(str(part[0]) for part in self.curpath)
        self.device.narrow(box, kinds in {"mlllh", "mllllh", "mlll", "mllll"} and all(
            x in (box[0], box[2]) and y in (box[1], box[3]) for x, y in corners
        ))

    def do_W_a(self) -> None:
        self.do_W()

    def do_sh(self, name: object) -> None:
        self.device.wash(self.device.clip[0] if self.device.clip else self.device.page)

    def do_gs(self, name: Any) -> None:
        states = resolve1(self.resources.get("ExtGState"))
        state = resolve1(states.get(getattr(name, "name", None))) if isinstance(states, dict) else None
        if not isinstance(state, dict):
            return
        alpha, normal = self.device.alpha
        value = resolve1(state.get("ca"))
        alpha = float(value) if isinstance(value, int | float) else alpha
        for key, plain in (("BM", {"Normal", "Compatible"}), ("SMask", {"None"})):
            if key in state:
                normal = getattr(resolve1(state[key]), "name", None) in plain
        self.device.alpha = (alpha, normal)

    def do_BMC(self, tag: Any) -> None:
        self.device.layers.append(False)
        self.said.append(None)

    def do_BDC(self, tag: Any, props: Any) -> None:
        self.device.layers.append(getattr(tag, "name", None) == "OC" and self._is_off(self._property(props)))
        named = resolve1(self._property(props)) if isinstance(props, PSLiteral) else props
        text = resolve1(named.get("ActualText")) if isinstance(named, dict) else None
        self.said.append((len(self.device.chars), decode_text(text)) if isinstance(text, bytes) else None)

    def do_EMC(self) -> None:
        if self.device.layers:
            self.device.layers.pop()
        if self.said and (said := self.said.pop()):
            self.device.say(*said)

    def do_Do(self, xobjid_arg: Any) -> None:
        depth = len(self.device.layers)
        name = getattr(xobjid_arg, "name", None)
        stream = stream_of(self.xobjmap.get(name), f"the form or picture {name}")
        self.device.layers.append(self._is_off(stream.attrs.get("OC")))
        super().do_Do(xobjid_arg)
        del self.device.layers[depth:]

    def _property(self, name: Any) -> Any:
        properties = resolve1(self.resources.get("Properties"))
        return properties.get(getattr(name, "name", None)) if isinstance(properties, dict) else None

    def _is_off(self, group: Any) -> bool:
        """``group``: a reference to an optional content group, or a membership dictionary over several."""
        if not self.off or group is None:
            return False
        if isinstance(group, PDFObjRef) and group.objid in self.off:
            return True
        members = resolve1(group)
        numbers = _numbers(members.get("OCGs")) if isinstance(members, dict) else set()
        policy = getattr(resolve1(members.get("P")), "name", "AnyOn") if numbers else ""
        return bool(numbers & self.off) if policy == "AllOn" else policy == "AnyOn" and numbers <= self.off


def _text(font: Any, cid: int) -> str:
    if euro_sign(str(font.fontname), cid):
        return "€"
    try:
        return str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return f"(cid:{cid})"


def _name_characters(font: Any, spec: dict[str, Any]) -> None:
    """Give a Type 3 font the characters that its glyph names say; where they say nothing, none above ASCII."""
    encoding = resolve1(spec.get("Encoding"))
    if not isinstance(encoding, dict) or getattr(font, "characters_named", False):
        return
    font.characters_named = True
    names: dict[int, str] = {}
    code = 0
    for item in resolve1(encoding.get("Differences")) or ():
        if isinstance(item, int):
            code = item
        elif isinstance(item, PSLiteral):
            names[code] = str(item.name)
            code += 1
    font.cid2unicode = type3_characters(names, font.cid2unicode)


def _unseen(device: _Device) -> dict[int, str]:
    """Characters that are painted and yet not to be seen: without ink, under a shape, of the colour of their ground."""
    chars = device.chars
    found = dict.fromkeys(_without_ink(device), "ink") | dict.fromkeys(_too_small(device), "size")
    fills = [fill for fill in device.fills if min(_sides(fill.box)) >= THINNEST_COVER]
    covers = [fill for fill in fills if fill.color and fill.order]
    found |= dict.fromkeys(_covered(chars, covers), "cover")
    grounds = {fill.color for fill in fills if fill.color} | {"#ffffff"}
    close: dict[Any, bool] = {}  # colour of ink → is there a ground like it
    for char in chars:
        if char.color not in close:
            color = hex_color(char.color)
            close[char.color] = color is not None and any(alike(color, ground) for ground in grounds)
        if close[char.color] and char.plain and char.order not in found and _like_its_ground(char, fills, chars):
            found[char.order] = "ink"
    return found


def _without_ink(device: _Device) -> list[int]:
    """Invisible text, unless it stands for a picture of text, as in a scan or where letters are drawn as outlines."""
    area = _area(device.page)
    if not device.invisible or any(_area(_common(box, device.page)) > SCAN_SHARE * area for box in device.pictures):
        return []
    curves = [shape.bbox for shape in device.shapes if shape.fill and not isinstance(shape, LTRect | LTLine)]
    return [index for index in device.invisible if not _outlined(device.chars[index], curves)]


def _covered(chars: list[Char], covers: list[Fill]) -> Iterator[int]:
    """Characters that were drawn before an area that holds them; by stretches, as most areas hold none of them."""
    for start in range(0, len(chars) if covers else 0, STRETCH):
        part = chars[start : start + STRETCH]
        around = (min(c.x0 for c in part), min(c.y0 for c in part), max(c.x1 for c in part), max(c.y1 for c in part))
        for cover in covers:
            if cover.order > start and min(_sides(_common(around, cover.box))) > 0:
                yield from (char.order for char in part if char.order < cover.order and _holds(cover.box, char))


def _outlined(char: Char, curves: Iterable[Box]) -> bool:
    return any(max(_sides(box)) <= OUTLINE * char.size and _area(_common(box, char[:4])) > 0 for box in curves)


def _too_small(device: _Device) -> list[int]:
    if not device.tiny:
        return []
    limit = TINY_SHARE * median(max(_sides(char[:4])) for char in device.chars)
    return [index for index in device.tiny if max(_sides(device.chars[index][:4])) < limit]


def _like_its_ground(char: Char, fills: list[Fill], chars: list[Char]) -> bool:
    """True if the topmost plain area below a character has its colour; anything else below it shows it."""
    ink = hex_color(char.color)
    ground: str | None = "#ffffff"
    for fill in reversed(fills):
        if fill.order <= char.order and _holds(fill.box, char):
            ground = fill.color
            break
    if not ink or not ground or not alike(ink, ground):
        return False
    return not any(  # a number on a round bullet, a shadow
        other.color != char.color and other.text.strip() and _holds(other[:4], char) for other in chars[: char.order]
    )


def _sides(box: Box) -> tuple[float, float]:
    return max(0.0, box[2] - box[0]), max(0.0, box[3] - box[1])


def _area(box: Box) -> float:
    width, height = _sides(box)
    return width * height


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _holds(box: Box, char: Char) -> bool:
    """True if the middle of ``char`` is inside."""
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
