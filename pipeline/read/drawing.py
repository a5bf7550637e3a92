"""What a page of a PDF draws: its characters and shapes, those of its annotations too.

pdfminer runs the page; its own devices forget the text rendering mode, the clip, transparency, layers and the order of
drawing, by which ``visibility`` decides what can be seen. Everything here is in pdfminer's coordinates: points, origin
bottom left, the page turned as its /Rotate says.

Imported when a PDF is read, for pdfminer is heavy.
"""

# ruff: noqa: ARG002 - the arguments are pdfminer's
from __future__ import annotations

from math import ceil, floor
from typing import Any, NamedTuple, cast
from unicodedata import category, combining

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.encodingdb import name2unicode
from pdfminer.fontmetrics import FONT_METRICS
from pdfminer.layout import LTLine, LTRect
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSEOF, PSKeyword, PSLiteral, keyword_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect, decode_text, mult_matrix

from pipeline.read.annotations import Annotation, shown
from pipeline.read.colors import from_lab, hex_color, indexed
from pipeline.read.damage import Contents, DamagedError, check_font, stream_of
from pipeline.read.encodings import digits_exchanged, euro_sign, type3_characters, unmapped
from pipeline.read.layers import Layers
from pipeline.read.marks import ARTIFICIAL, PAGE, Box, Char, Fill, Mark, common, holds
from pipeline.read.visibility import THINNEST_COVER, TINY, unseen

#: Text rendering mode that paints nothing (PDF 32000-1, table 106); mode 7 paints by clipping a shading, which shows.
INVISIBLE = 3
#: Colour spaces that give a colour, by their numbers or by ``_Space``; the others (spot colours, patterns) have inks of their own.
PLAIN_SPACES = frozenset(("DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased", "Indexed", "Lab"))
_TABLED = ("Indexed", "Lab", "Separation", "DeviceN")
#: Forms drawn on one page: more are a trap that multiplies them.
MOST_RUNS = 20_000
#: Tiles of one area with text in them.
MOST_TILES = 400
#: Of a digit or euro sign in Helvetica, in thousandths of an em.
USUAL_WIDTH = 556
_DIGIT_NAMES = frozenset(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
#: Ink that lets more through than this is faint.
FAINT = 0.5


class Drawing(NamedTuple):
    """``hidden``: index of a character → what hides it; ``shapes``: pdfminer's lines, rectangles and curves.

    ``extra``: index of the characters that patterns and annotations print; ``unset``: texts of fields and notes without
    an appearance, which each viewer sets in its own way; ``faint``: how much of the ink of a pale character shows;
    ``exchanged``: names of the fonts whose digits are said to be others; ``marks``: from which character on which marked content
    goes on.
    """

    chars: list[Char]
    shapes: list[Any]
    hidden: dict[int, str]
    extra: frozenset[int]
    unset: list[str]
    faint: dict[int, float]
    exchanged: list[str]
    marks: list[tuple[int, Mark | None]]


def draw(page: Any, resources: Any, layers: Layers, fields: dict[str, Any]) -> Drawing:
    """Run ``page`` (of pdfminer) and its annotations; ``fields``: the resources that form fields share."""
    device = _Device(resources)
    interpreter = _Interpreter(resources, device)
    interpreter.layers = layers
    if page.attrs.get("Contents") is not None and resolve1(page.attrs["Contents"]) is None:
        raise DamagedError("its contents are missing")
    interpreter.process_page(page)
    unset = [text for annotation in shown(page) if (text := interpreter.annotate(annotation, fields))]
    return Drawing(
        device.chars,
        device.shapes,
        device.hidden | unseen(device),
        frozenset(device.extra),
        unset,
        device.faint,
        device.exchanged(),
        device.marks,
    )


def _is_rectangle(shape: Any) -> bool:
    """Also one that is closed twice, as `re` before `b` or `s` does, which pdfminer takes for a curve."""
    if isinstance(shape, LTRect):
        return True
    x0, y0, x1, y1 = shape.bbox
    straight = all(step[0] in ("m", "l", "h") for step in shape.original_path or [("c",)])
    return straight and set(shape.pts) == {(x0, y0), (x0, y1), (x1, y0), (x1, y1)}


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
        self.faint: dict[int, float] = {}  # character → how much of its ink shows
        self.extra: set[int] = set()
        self.struck: list[Box] = []
        self.pictures: list[Box] = []
        self.page: Box = (0, 0, 0, 0)
        self.clip: tuple[Box, bool] | None = None
        self.alpha: tuple[float, bool] = (1.0, True)  # of filling, and whether it is blended in the normal way
        self.layers: list[bool] = []  # of marked content, outermost first: is it hidden
        self.mark: Mark | None = None  # the innermost marked content that the structure tree may name
        self.owner = PAGE  # the form that numbers its marked content itself
        self.marks: list[tuple[int, Mark | None]] = []
        self.mode = 0
        self.color: Any = None
        self.plain = True
        self.runs = 0
        self._figures: list[Any] = []
        self._fonts: dict[Any, dict[int, tuple[str, float]]] = {}
        self.encodings: dict[Any, Any] = {}  # of fonts, as the file has them

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        self.page = self.cur_item.bbox
        self.whole = ctm

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self._figures.append((self.ctm, self.clip, self.alpha, len(self.layers), self.mark))
        self.narrow(apply_matrix_rect(mult_matrix(matrix, self.ctm), bbox), True)

    def end_figure(self, _: str) -> None:
        self.ctm, self.clip, self.alpha, depth, mark = self._figures.pop()
        del self.layers[depth:]
        self.go_on_in(mark)

    def go_on_in(self, mark: Mark | None) -> None:
        """What follows is drawn in this marked content."""
        if mark != self.mark:
            self.mark = mark
            self.marks.append((len(self.chars), mark))

    def exchanged(self) -> list[str]:
        """Fonts of which a digit was printed and cannot be trusted."""
        printed = [font for font, known in self._fonts.items() if any(text.isdigit() for text, _ in known.values())]
        said = {font: _said(font, self.encodings.get(font)) for font in printed}
        return sorted({str(font.fontname) for font, (table, names) in said.items() if digits_exchanged(table, names)})

    def count_run(self) -> None:
        self.runs += 1
        if self.runs > MOST_RUNS:
            raise DamagedError(f"forms call forms more than {MOST_RUNS} times")

    def narrow(self, box: Box, exact: bool) -> None:
        """Let ``box`` clip what follows."""
        if self.clip:
            box, exact = common(self.clip[0], box), exact and self.clip[1]
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
            upright = not (self.ctm[1] or self.ctm[2]) or not (self.ctm[0] or self.ctm[3])
            solid = not any(key in stream for key in ("SMask", "Mask", "ImageMask", "IM", "SMaskInData"))
            clipped = self.clip is not None and not self.clip[1]
            shown = common(box, self.clip[0]) if self.clip else box
            self.fills.append(
                Fill(shown, len(self.chars), None, upright and solid and not clipped and self.alpha == (1.0, True))
            )

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
        box = common(shape.bbox, self.clip[0]) if self.clip else shape.bbox
        exact = _is_rectangle(shape) and (not self.clip or self.clip[1])
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
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        known = self._fonts.setdefault(font, {})
        if cid not in known:
            known[cid] = _width(_text(font, cid), font.char_width(cid))
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
        along = -1 if fontsize * scaling < 0 else 1  # a negative size or scale turns a mirrored matrix back
        char = Char(*box, along * a, along * b, f + d * rise, size, text, font.fontname, self.color, self.plain, index)
        self.chars.append(char)
        if any(self.layers):
            self.hidden[index] = "layer"
        elif self.clip and not holds(self.clip[0], char):
            self.hidden[index] = "clip"
        elif self.mode == INVISIBLE:
            self.invisible.append(index)
        elif self.alpha[0] == 0:
            self.hidden[index] = "ink"
        elif self.alpha[0] < FAINT:
            self.faint[index] = self.alpha[0]
        elif max(size, box[2] - box[0]) < TINY and not isinstance(
            font, PDFType3Font
        ):  # whose size is not that of its letters
            self.tiny.append(index)
        return advance


class _Space(PDFColorSpace):
    """A colour space whose numbers are no colour of their own: a palette, L*a*b* or a spot colour."""

    def __init__(self, kind: str, parts: list[Any]) -> None:
        names = resolve1(parts[1]) if kind == "DeviceN" else None
        super().__init__(kind, 3 if kind == "Lab" else len(names) if isinstance(names, list) else 1)
        self.parts = parts

    def rgb(self, color: Any) -> Any:
        """The components of a plain colour; for a spot colour the grey of its darkest ink."""
        values = [
            part for part in (color if isinstance(color, tuple | list) else [color]) if isinstance(part, int | float)
        ]
        if len(values) != self.ncomponents:
            return color
        if self.name == "Lab":
            head = resolve1(self.parts[1])
            white = (
                [float(resolve1(part)) for part in resolve1(head.get("WhitePoint"))] if isinstance(head, dict) else []
            )
            return from_lab(values, white) if len(white) == 3 else color
        if self.name == "Indexed":
            base, table = resolve1(self.parts[1]), resolve1(self.parts[3])
            base = resolve1(base[0]) if isinstance(base, list) else base
            return indexed(values[0], base.name, table.get_data() if isinstance(table, PDFStream) else table) or color
        return 1 - max(values)


class _Interpreter(PDFPageInterpreter):
    """pdfminer's, minding the operators that it passes over."""

    device: _Device
    layers: Layers

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.start = ctm
        self.said: list[tuple[int, str] | None] = []  # of marked content: its first character and what it reads
        self.around: list[Mark | None] = []  # the marked content around each

    def dup(self) -> _Interpreter:
        made = self.__class__(self.rsrcmgr, self.device)
        made.layers = self.layers
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
        spaces = resolve1((resources or {}).get("ColorSpace"))
        for name, spec in spaces.items() if isinstance(spaces, dict) else ():
            parts = resolve1(spec)
            kind = getattr(resolve1(parts[0]), "name", "") if isinstance(parts, list) and len(parts) > 1 else ""
            if kind in _TABLED:
                self.csmap[name] = _Space(kind, parts)
        self.resources = resources or {}
        self._methods: dict[str, tuple[Any, int]] = {}
        for name, spec in fonts.items() if isinstance(fonts, dict) else ():
            font = self.fontmap.get(name)
            if isinstance(font, PDFType3Font):
                _name_characters(font, resolve1(spec))
            elif font is not None:
                self.device.encodings[font] = resolve1(resolve1(spec).get("Encoding"))

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
        self.device.narrow(
            box,
            kinds in {"mlllh", "mllllh", "mlll", "mllll"}
            and all(x in (box[0], box[2]) and y in (box[1], box[3]) for x, y in corners),
        )

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
        self._enter(tag, None)

    def do_BDC(self, tag: Any, props: Any) -> None:
        self.device.layers.append(getattr(tag, "name", None) == "OC" and self.layers.hides(self._property(props)))
        named = resolve1(self._property(props)) if isinstance(props, PSLiteral) else props
        text = resolve1(named.get("ActualText")) if isinstance(named, dict) else None
        self.said.append((len(self.device.chars), decode_text(text)) if isinstance(text, bytes) else None)
        self._enter(tag, resolve1(named.get("MCID")) if isinstance(named, dict) else None)

    def _enter(self, tag: Any, number: Any) -> None:
        """Marked content begins; without a number it is part of what is around it."""
        self.around.append(self.device.mark)
        if getattr(tag, "name", None) == "Artifact":
            self.device.go_on_in(ARTIFICIAL)
        elif isinstance(number, int):
            self.device.go_on_in((self.device.owner, number))

    def do_EMC(self) -> None:
        if self.device.layers:
            self.device.layers.pop()
        if self.around:
            self.device.go_on_in(self.around.pop())
        if self.said and (said := self.said.pop()):
            self.device.say(*said)

    def do_Do(self, xobjid_arg: Any) -> None:
        depth = len(self.device.layers)
        name = getattr(xobjid_arg, "name", None)
        stream = stream_of(self.xobjmap.get(name), f"the form or picture {name}")
        owner = self.device.owner
        self.device.layers.append(self.layers.hides(stream.attrs.get("OC")))
        if "StructParents" in stream.attrs:
            self.device.owner = stream.objid or PAGE
        super().do_Do(xobjid_arg)
        self.device.owner = owner
        del self.device.layers[depth:]

    def _property(self, name: Any) -> Any:
        properties = resolve1(self.resources.get("Properties"))
        return properties.get(getattr(name, "name", None)) if isinstance(properties, dict) else None

    def annotate(self, annotation: Annotation, fields: dict[str, Any]) -> str:
        """Paint an annotation over the page; the text that it has and no appearance shows."""
        if self.layers.hides(annotation.group):
            return ""
        device, whole = self.device, self.device.whole
        device.clip, device.alpha, device.layers = None, (1.0, True), []
        device.struck += [apply_matrix_rect(whole, box) for box in annotation.struck]
        if annotation.form is None:
            return annotation.text
        self.resources = cast("dict[object, object]", fields)
        self._paint(annotation.form, mult_matrix(annotation.matrix, whole))
        return ""

    def _paint(self, form: PDFStream, ctm: Any) -> None:
        """Run a form that no contents name, with ``ctm``; its characters are extra."""
        device, first = self.device, len(self.device.chars)
        box: Any = tuple(float(resolve1(part)) for part in resolve1(form.get("BBox")) or ())
        if len(box) != 4:
            return
        device.set_ctm(ctm)
        device.begin_figure("", box, MATRIX_IDENTITY)
        self.subinterp().render_contents(resolve1(form.get("Resources")) or self.resources, [form], ctm=ctm)
        device.end_figure("")
        device.set_ctm(self.ctm)
        device.extra.update(range(first, len(device.chars)))

    def do_scn(self) -> None:
        super().do_scn()
        if isinstance(self.graphicstate.ncs, _Space):
            self.graphicstate.ncolor = self.graphicstate.ncs.rgb(self.graphicstate.ncolor)

    def do_SCN(self) -> None:
        super().do_SCN()
        if isinstance(self.graphicstate.scs, _Space):
            self.graphicstate.scolor = self.graphicstate.scs.rgb(self.graphicstate.scolor)

    def do_f(self) -> None:
        self._fill(super().do_f)

    def do_f_a(self) -> None:
        self._fill(super().do_f_a)

    def do_B(self) -> None:
        self._fill(super().do_B)

    def do_B_a(self) -> None:
        self._fill(super().do_B_a)

    def _fill(self, paint: Any) -> None:
        """Fill the path; a tiling pattern with text in it paints the tiles that the area shows."""
        points = [part[-2:] for part in self.curpath if len(part) > 2]
        paint()
        pattern = self._pattern() if points and self.graphicstate.ncs.name == "Pattern" else None
        if pattern is None:
            return
        corners = [apply_matrix_pt(self.ctm, point) for point in points]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        kept = self.device.clip
        self.device.narrow((min(xs), min(ys), max(xs), max(ys)), True)
        for ctm in tiles(pattern, self.start, (min(xs), min(ys), max(xs), max(ys))):
            self._paint(pattern, ctm)
        self.device.clip = kept

    def _pattern(self) -> PDFStream | None:
        """The tiling pattern of the colour, if it may print text."""
        color = self.graphicstate.ncolor
        patterns = resolve1(self.resources.get("Pattern"))
        name = color[-1] if isinstance(color, tuple) else color
        found = resolve1(patterns.get(name)) if isinstance(patterns, dict) and isinstance(name, str) else None
        resources = resolve1(found.get("Resources")) if isinstance(found, PDFStream) else None
        prints = isinstance(resources, dict) and ("Font" in resources or "XObject" in resources)
        return found if prints else None


def tiles(pattern: PDFStream, start: Any, area: Box) -> list[Any]:
    """The matrix of each tile that the area shows; DamagedError where they are too many to be text."""
    a, b, c, d, e, f = mult_matrix(tuple(resolve1(pattern.get("Matrix")) or MATRIX_IDENTITY), start)
    across, up = (abs(float(resolve1(pattern.get(key)) or 0)) for key in ("XStep", "YStep"))
    x0, y0, x1, y1 = (float(resolve1(part)) for part in resolve1(pattern.get("BBox")))
    scale = a * d - b * c
    if not (across and up and scale):
        return []
    low, high, left, right = area[1], area[3], area[0], area[2]
    corners = [
        ((d * (x - e) - c * (y - f)) / scale, (a * (y - f) - b * (x - e)) / scale)
        for x in (left, right)
        for y in (low, high)
    ]
    columns = _steps([x for x, _ in corners], x0, x1, across)
    rows = _steps([y for _, y in corners], y0, y1, up)
    if len(columns) * len(rows) > MOST_TILES:
        raise DamagedError("a pattern with text is painted too often to be read")
    return [mult_matrix((1, 0, 0, 1, i * across, j * up), (a, b, c, d, e, f)) for i in columns for j in rows]


def _steps(places: list[float], low: float, high: float, step: float) -> range:
    """Which repetitions of low…high overlap the places by more than a hair."""
    return range(floor((min(places) - high) / step + 0.001) + 1, ceil((max(places) - low) / step - 0.001))


def _width(text: str, width: float) -> tuple[str, float]:
    """``text`` with its width; where the file and pdfminer's tables have none (``€``), about that of Helvetica."""
    printed = (
        len(text) == 1 and text.isprintable() and not text.isspace() and not combining(text) and category(text) != "Cf"
    )
    return text, width or (FONT_METRICS["Helvetica"][1].get(text, USUAL_WIDTH) / 1000 if printed else 0.0)


def _text(font: Any, cid: int) -> str:
    if euro_sign(str(font.fontname), cid):
        return "€"
    try:
        return str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return f"(cid:{cid})"


def _said(font: Any, encoding: Any) -> tuple[dict[int, str], dict[int, str]]:
    """What a font says of its codes by its own table of characters, and by the names of its glyphs where it has both."""
    table = getattr(getattr(font, "unicode_map", None), "cid2unichr", {})
    named = _differences(encoding) if isinstance(encoding, dict) else {}
    meant = {code: name2unicode(name) for code, name in named.items() if name in _DIGIT_NAMES}
    return dict(table), meant


def _differences(encoding: dict[str, Any]) -> dict[int, str]:
    """Code → name of its glyph, where the encoding of a font differs from the usual one."""
    names: dict[int, str] = {}
    code = 0
    for item in resolve1(encoding.get("Differences")) or ():
        if isinstance(item, int):
            code = item
        elif isinstance(item, PSLiteral):
            names[code] = str(item.name)
            code += 1
    return names


def _name_characters(font: Any, spec: dict[str, Any]) -> None:
    """Give a Type 3 font the characters that its glyph names say; where they say nothing, none above ASCII."""
    encoding = resolve1(spec.get("Encoding"))
    if not isinstance(encoding, dict) or getattr(font, "characters_named", False):
        return
    font.characters_named = True
    font.cid2unicode = type3_characters(_differences(encoding), font.cid2unicode)
