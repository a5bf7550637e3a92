"""Pages of figures: the amount and share of each axis, and figures that stand by themselves with their statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.assemble.charts import (
    ALIKE,
    PART_GAP,
    RUNS_ON,
    Area,
    Label,
    aligned,
    area,
    beside,
    chains,
    match,
    parts,
    stretched,
)
from pipeline.assemble.prose import value, wording_pattern
from pipeline.models import Block, BlockKind, Finding, KeyFigure, Line, Severity, Value, Word
from pipeline.nl import Quantity, quantities_of
from pipeline.nl.words import OF_ALL, SAME_AMOUNT, sentences
from pipeline.profile import Profile

#: Lines over which a name or an amount may be broken, and lines of a paragraph.
BROKEN, PARAGRAPH = 3, 40
#: Words of a sentence; fewer are a label with a full stop.
SENTENCE = 5
#: Shares found by place alone must be shares of one whole, each of them rounded.
WHOLE, ROUNDED = 100, 2
#: A statement stands at most so many heights of a line below or beside its figure.
STATEMENT = 4.0


class AxisAmount(NamedTuple):
    """What a page of figures says of an axis: its name, and amount and share as printed."""

    name: Value
    amount: Value


class _Page(NamedTuple):
    """Labels of one page; ``amounts`` are those that may be the amount of an axis, with the share printed behind it."""

    labels: list[Line]
    names: list[Label]
    amounts: list[Label]


def axis_amounts(
    blocks: Sequence[Block], profile: Profile, opened: Mapping[str, Value]
) -> tuple[dict[str, AxisAmount], list[Finding]]:
    """Axis → its amount, from the pages of figures, or where its section opens (``opened``); a finding for each axis without
    one although such a page names it, and for each whose two amounts differ."""
    wordings = {axis.name: (axis.name, *axis.also) for axis in profile.axes}
    headings = [block.axis for block in blocks if block.kind is BlockKind.section_header]
    wordings = {name: wordings.get(name, (name,)) for name in dict.fromkeys((*wordings, *headings))}
    labels = parts(line for block in blocks if block.kind is BlockKind.chart_label for line in block.lines)
    found: dict[str, list[AxisAmount]] = {}
    pages = [
        _page([label for label in labels if label[0].page == page], wordings)
        for page in sorted({p[0].page for p in labels})
    ]
    for page in pages:
        for axis, amount in _amounts_of(page).items():
            found.setdefault(axis, []).append(amount)
    sure = {axis: amounts[0] for axis, amounts in found.items() if len({_figures(amount) for amount in amounts}) == 1}
    differing = [
        axis for axis in opened if axis in sure and _figures(sure[axis]) != _figures(AxisAmount(Value(), opened[axis]))
    ]
    sure = {axis: AxisAmount(Value(), amount) for axis, amount in opened.items()} | sure
    findings = [_differ(axis, sure[axis].amount, opened[axis]) for axis in differing]
    return sure, [*findings, *_findings(pages, [name for name in wordings if name in headings], sure, found)]


def _page(labels: list[Line], wordings: Mapping[str, Sequence[str]]) -> _Page:
    broken = chains(labels, BROKEN)
    names = _names([*broken, *(chains(labels, BROKEN, wide) if (wide := stretched(labels)) else [])], wordings)
    return _Page(labels, names, _amounts(broken))


def _names(broken: Sequence[Sequence[Line]], wordings: Mapping[str, Sequence[str]]) -> list[Label]:
    """Names of axes, also letterspaced or broken over lines; of those that overlap the longest."""
    patterns = [(axis, wording_pattern(wording)) for axis, group in wordings.items() for wording in group]
    found: dict[tuple[tuple[int, int, int], ...], Label] = {}
    for chain in broken:
        text = value(chain)
        for axis, pattern in patterns:
            for hit in pattern.finditer(text.text):
                words = _between(text, hit.start(), hit.end())
                if words[0] in chain[0]:
                    found[tuple(word.address for word in words)] = _label(axis, words)
    kept: list[Label] = []
    taken: set[tuple[int, int, int]] = set()
    for addresses, label in sorted(found.items(), key=lambda item: (-len(item[0]), item[0])):
        if not taken & set(addresses):
            kept.append(label)
            taken |= set(addresses)
    return sorted(kept, key=lambda label: label.lines[0][0].address)


def _amounts(broken: Sequence[Sequence[Line]]) -> list[Label]:
    """Amounts of money, each with the share behind it; either may go on in the line below."""
    found: list[Label] = []
    taken: set[tuple[int, int, int]] = set()
    for chain in broken:
        starts = [line[0] for line in chain[1:]]
        for text in (value(chain), value(chain[:1])):
            quantities = quantities_of(text.text)
            for i, quantity in enumerate(quantities):
                words = _between(text, quantity.start, quantity.end)
                glued = any(word in starts and word.text[0].isdigit() for word in words)
                if not _is_amount(quantity) or glued or words[0] not in chain[0] or words[0].address in taken:
                    continue
                taken |= {word.address for word in words}
                share = quantities[i + 1] if i + 1 < len(quantities) and quantities[i + 1].kind == "percent" else None
                if share and SAME_AMOUNT.fullmatch(text.text, quantity.end, share.start):
                    words = _between(text, quantity.start, share.end)
                if not OF_ALL.search(value(chain[:1]).text):
                    found.append(_label("", words))
    return found


def _is_amount(quantity: Quantity) -> bool:
    return quantity.kind == "money" and quantity.value is not None


def _between(text: Value, start: int, end: int) -> list[Word]:
    return [word for word, (a, b) in zip(text.words, text.spans, strict=True) if a < end and b > start]


def _label(name: str, words: Sequence[Word]) -> Label:
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return Label(name, tuple(tuple(line) for line in lines.values()), area(words))


# --- amounts and shares of the axes ------------------------------------------------------------------------------


def _amounts_of(page: _Page) -> dict[str, AxisAmount]:
    """Axis → amount: first those told in one line or sentence, then those that stand where amounts of this page stand."""
    pairs = _told(page)
    names = [name for name in page.names if not any(name.name == told.name for told, _ in pairs)]
    amounts = [amount for amount in page.amounts if not any(amount is told for _, told in pairs)]
    by_place = match([name.area for name in names], [amount.area for amount in amounts])
    placed = [(names[n], amounts[a]) for n, a in by_place.pairs.items()]
    named = {name.name for name in page.names}
    if 2 * len({name.name for name, _ in (*pairs, *placed)}) >= len(
        named
    ):  # one amount that is near some name says nothing
        pairs += placed
    several = {
        name.name for name, amount in pairs if any(o.name == name.name and _text(p) != _text(amount) for o, p in pairs)
    }
    found = {name.name: (name, amount) for name, amount in reversed(pairs) if name.name not in several}
    shares = _shares(page, list(found.values()))
    return {
        axis: AxisAmount(value(name.lines), with_share([*amount.lines, *shares.get(axis, ())]))
        for axis, (name, amount) in found.items()
    }


def with_share(lines: Sequence[Line]) -> Value:
    """An amount and the share on the line behind it, in the order in which both can be read: ``5.000 82 %`` is one number."""
    orders = [value(lines), value([*lines[1:], lines[0]])]
    return next((text for text in orders if len(quantities_of(text.text)) > 1), orders[0])


def _told(page: _Page) -> list[tuple[Label, Label]]:
    """Names and amounts that take turns in one line, or in the sentences of a paragraph that tells of several axes."""
    found: list[tuple[Label, Label]] = []
    for label in page.labels:
        found += [(name, amount) for name, amount in _turns(label, page) if beside(name.area, amount.area) < PART_GAP]
    below = {chain[1][0].address for chain in chains(page.labels, 2) if len(chain) > 1}
    told: list[tuple[Label, Label]] = []
    for chain in chains(page.labels, PARAGRAPH):
        if chain[0][0].address in below:
            continue
        text = value(chain)
        for start, end in sentences(text.text):
            if text.text[:end].rstrip().endswith((".", "!")) and len(text.text[start:end].split()) > SENTENCE:
                told += _turns(_between(text, start, end), page)
    told = [(name, amount) for name, amount in told if not any(amount is other for _, other in found)]
    return [*found, *told] if len({_text(amount) for _, amount in told}) > 1 else found


def _turns(words: Sequence[Word], page: _Page) -> list[tuple[Label, Label]]:
    """Pairs of name and amount where each name among ``words`` has one amount, all of them before or all behind it."""
    order = {word.address: i for i, word in enumerate(words)}
    labels = [label for label in (*page.names, *page.amounts) if label.lines[0][0].address in order]
    labels.sort(key=lambda label: order[label.lines[0][0].address])
    kinds = [bool(label.name) for label in labels]
    if kinds == [True, False] * (len(kinds) // 2):
        return list(zip(labels[::2], labels[1::2], strict=True))
    if kinds == [False, True] * (len(kinds) // 2):
        return list(zip(labels[1::2], labels[::2], strict=True))
    return []


def _shares(page: _Page, pairs: Sequence[tuple[Label, Label]]) -> dict[str, tuple[Line, ...]]:
    """Shares that stand by themselves, for the amounts that have none; taken only if all of them make one whole."""
    printed = {name.name: share for name, amount in pairs if (share := _share(amount.lines))}
    bare = [(name, amount) for name, amount in pairs if name.name not in printed]
    alone = _lone_shares(page)
    for side in (0, 1):
        by_place = match([pair[side].area for pair in bare], [share.area for share in alone])
        found = {bare[n][0].name: alone[a].lines for n, a in by_place.pairs.items()}
        shares = [*printed.values(), *(share for lines in found.values() if (share := _share(lines)))]
        if found and len(shares) == len(pairs) and abs(sum(shares) - WHOLE) <= ROUNDED:
            return found
    return {}


def _share(lines: Sequence[Line]) -> float | None:
    quantities = quantities_of(value(lines).text)
    return next((float(q.value) for q in quantities if q.kind == "percent" and isinstance(q.value, Decimal)), None)


def _lone_shares(page: _Page) -> list[Label]:
    """Percentages beside which nothing stands but the name of an axis or an amount."""
    known = {word.address for label in (*page.names, *page.amounts) for line in label.lines for word in line}
    found: list[Label] = []
    for label in page.labels:
        text = value([tuple(word for word in label if word.address not in known)])
        for quantity in quantities_of(text.text):
            rest = text.text[: quantity.start] + text.text[quantity.end :]
            if quantity.kind == "percent" and not any(char.isalnum() for char in rest):
                found.append(_label("", _between(text, quantity.start, quantity.end)))
    return found


def _text(label: Label) -> str:
    return value(label.lines).text


def _figures(amount: AxisAmount) -> tuple[object, ...]:
    """What two pages must agree on."""
    return tuple(quantity.value for quantity in quantities_of(amount.amount.text) if quantity.kind == "money")


def _differ(axis: str, figure: Value, opening: Value) -> Finding:
    return Finding(
        rule="axis_amounts_differ",
        severity=Severity.person,
        page=opening.words[0].page,
        quote=opening.printed,
        message=f"the axis {axis} has another amount on page {figure.words[0].page}: {figure.printed}",
        hint="compare the pages; an override of budget_eur and budget_printed settles it",
    )


def _findings(
    pages: Sequence[_Page],
    axes: Sequence[str],
    sure: Mapping[str, AxisAmount],
    found: Mapping[str, Sequence[AxisAmount]],
) -> Iterator[Finding]:
    if not pages:
        return
    used = {word.address for axis in sure.values() for word in axis.amount.words}
    left = [amount for page in pages for amount in page.amounts if amount.lines[0][0].address not in used]
    names = [name for page in pages for name in page.names]
    for axis in axes:
        if axis in sure or not (sure or left):
            continue
        own = [name for name in names if name.name == axis]
        place = own[0].lines[0][0].page if own else pages[0].labels[0][0].page
        choices = [a.amount.printed for a in found.get(axis, ())] or [value(amount.lines).printed for amount in left]
        yield Finding(
            rule="axis_without_amount",
            severity=Severity.warning,
            page=place,
            message=f"no amount could be read for {axis!r}"
            + ("" if own else ", which the page of figures does not name"),
            quote=" | ".join([*(value(name.lines).printed for name in own[:1]), *choices])
            or value(pages[0].labels[:1]).printed,
            hint="compare with the page; an override of budget_eur and budget_printed settles it",
        )
    without = [axis for axis, amount in sure.items() if _share(amount.amount.lines) is None]
    if len(without) < len(sure):
        for axis in without:
            yield Finding.about(
                sure[axis].amount.words,
                rule="axis_without_share",
                severity=Severity.warning,
                message=f"no share could be read for {axis!r}, although other axes have one",
                column="share_pct",
                hint="compare with the page",
            )


# --- figures that stand by themselves ----------------------------------------------------------------------------


def key_figures(blocks: Sequence[Block], taken: set[tuple[int, int, int]]) -> list[KeyFigure]:
    """Figures that fill a line, with the lines below or beside them; words in ``taken`` are not theirs."""
    labels = [
        label
        for label in parts(line for block in blocks for line in block.lines)
        if not any(word.address in taken for word in label)
    ]
    figures = [label for label in labels if _is_figure(label)]
    texts = chains([label for label in labels if label not in figures], PARAGRAPH)
    reach = sorted(
        (distance, f, t)
        for f, figure in enumerate(figures)
        for t, text in enumerate(texts)
        if any(char.isalpha() for word in text[0] for char in word.text)
        and (distance := _to_statement(area(figure), area(text[0]))) is not None
    )
    statements: dict[int, int] = {}
    for _, f, t in reach:
        if f not in statements and t not in statements.values():
            statements[f] = t
    listed = [
        f
        for f, figure in enumerate(figures)
        if f not in statements and any(_under(area(figure), area(o)) for o in figures)
    ]
    for f, figure in enumerate(figures):
        if any(_under(area(figures[other]), area(figure)) for other in listed):
            statements.pop(f, None)  # figures in a row, then their statements: whose is the first?
    return [
        KeyFigure(page=figure[0].page, figure=value([figure]), statement=value([figure, *texts[statements[f]]]))
        for f, figure in enumerate(figures)
        if f in statements
    ]


def _under(upper: Area, lower: Area) -> bool:
    """Whether a figure stands right below another of its size."""
    gap = (lower.top - upper.bottom) / upper.height
    same = upper.page == lower.page and 1 / ALIKE < lower.height / upper.height < ALIKE
    return same and 0 <= gap < RUNS_ON and aligned(upper, lower)


def _to_statement(figure: Area, text: Area) -> float | None:
    """How far a line below the figure and aligned with it is, or a line beside it, which counts as farther."""
    gap = (text.top - figure.bottom) / text.height
    if figure.page != text.page:
        return None
    if text.level > figure.bottom:
        return gap if gap < STATEMENT and aligned(figure, text) else None
    aside, lower = (text.x0 - figure.x1) / figure.height, (text.top - figure.top) / figure.height
    return STATEMENT + aside + lower if 0 <= aside < STATEMENT and lower > -0.5 else None


def _is_figure(line: Line) -> bool:
    text = " ".join(word.text for word in line)
    quantities = quantities_of(text)
    return len(quantities) == 1 and quantities[0].start == 0 and quantities[0].end == len(text)
