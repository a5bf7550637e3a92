"""A comparison as Markdown that is read in a pull request: what matters first, long texts only where they part."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from pipeline.diff.compare import Change, Comparison, Lone, Pair, Side

#: Words of a text around the place where two part.
AROUND = 6
HEADINGS = {
    "totals": "Totals",
    "axes": "Axes",
    "governments": "Governments (projects that name them)",
    "figures": "Key figures",
}


def markdown(found: Comparison) -> str:
    """The whole report; one line when nothing differs."""
    old, new = found.editions
    lines = [f"# {_plain(old)} → {_plain(new)}", ""]
    if found.is_empty:
        return "\n".join([*lines, "Nothing differs.", ""])
    renamed = sum(pair.is_renamed for pair in found.changed)
    lines += [
        f"{len(found.added)} added, {len(found.removed)} removed, {renamed} renamed, {len(found.changed)} changed, "
        f"{len(found.pairs) - len(found.changed)} as before.",
        "",
    ]
    for name, lone in (("Added", found.added), ("Removed", found.removed)):
        lines += _lone(name, lone)
    if found.changed:
        lines += ["## Changed", ""]
        for pair in found.changed:
            lines += _pair(pair)
    for name, heading in HEADINGS.items():
        lines += _table(heading, getattr(found, name))
    drift = [
        change._replace(field=f"{pair.new['title']}: {change.field}") for pair in found.pairs for change in pair.drift
    ]
    lines += _table("How it is printed (no change of content)", [*found.drift, *drift])
    return "\n".join(lines)


def _lone(name: str, found: Sequence[Lone]) -> Iterator[str]:
    if not found:
        return
    yield from (f"## {name}", "")
    for lone in found:
        near = f"; nearest: {_plain(lone.nearest)} ({lone.score:.2f})" if lone.nearest else ""
        budget = f", {_amount(lone.row['budget_eur'])}" if lone.row["budget_eur"] else ""
        yield f"- **{_plain(lone.row['title'])}** ({_plain(lone.row['axis'])}{budget}, page {lone.row['page']}){near}"
    yield ""


def _pair(pair: Pair) -> Iterator[str]:
    doubt = "" if pair.is_sure else ", **look at it**"
    name = (
        f"{_plain(pair.old['title'])} → {_plain(pair.new['title'])}" if pair.is_renamed else _plain(pair.new["title"])
    )
    yield from (f"### {name}", "", f"The same by {pair.how}, score {pair.score:.2f}{doubt}.", "")
    yield from _rows(pair.changes)


def _table(heading: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield from (f"## {heading}", "")
        yield from _rows(changes)


def _rows(changes: Sequence[Change]) -> Iterator[str]:
    yield from ("| field | before | after | |", "|---|---|---|---|")
    for change in changes:
        old, new = _both(change)
        more = " ".join(
            filter(None, (_amount(change.amount, change.field), f"({change.percent} %)" if change.percent else ""))
        )
        yield f"| {_plain(change.field)} | {old} | {new} | {more} |"
    yield ""


def _both(change: Change) -> tuple[str, str]:
    old, new = change.old, change.new
    a, b = _parted(old.value, new.value)
    if change.field.endswith("_eur"):
        a, b = _amount(old.value), _amount(new.value)
    return _side(old, a), _side(new, b)


def _side(side: Side, shown: str) -> str:
    if not side.value:
        return "(none)"
    quote = f" “{_plain(side.quote)}”" if side.quote and side.quote != side.value and len(side.quote) <= 60 else ""
    return _plain(shown) + quote + (f" p. {side.page}" if side.page else "")


def _parted(old: str, new: str) -> tuple[str, str]:
    """Long texts from a few words before the first to a few after the last word in which they differ."""
    a, b = old.split(), new.split()
    if max(len(a), len(b)) <= 3 * AROUND:
        return old, new
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next((n for n, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=False)) if x != y), 0)
    end = min(end, len(a) - start, len(b) - start)
    return tuple(_cut(words, start, end) for words in (a, b))  # type: ignore[return-value]


def _cut(words: Sequence[str], start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(words), len(words) - end + AROUND)
    return ("… " if first else "") + " ".join(words[first:last]) + (" …" if last < len(words) else "")


def _amount(text: str, field: str = "_eur") -> str:
    if not text or not field.endswith("_eur"):
        return text
    sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    whole, _, rest = digits.partition(".")
    return f"{sign}€ {int(whole):,}".replace(",", " ") + (f".{rest}" if rest else "")


def _plain(text: str) -> str:
    """Text that no renderer takes for markup."""
    return re.sub(r"([\\`*_\[\]#|~])", r"\\\1", html.escape(" ".join(text.split()), quote=False))
