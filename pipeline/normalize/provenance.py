"""Where cells stand: the words behind a cell, as rows of the table ``provenance``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.models import Row, Value, Word


class Places:
    """Collects provenance rows of one source. ``units`` says of each page whether its places are points."""

    def __init__(self, edition: str, source: str, units: dict[int, str]) -> None:
        self.edition, self.source, self.units = edition, source, units
        self.rows: list[Row] = []

    def add(self, table: str, key: Sequence[str], columns: Iterable[str], words: Sequence[Word]) -> None:
        """Rows for each of ``columns`` of the row ``key``; one per page and column of text that the words run through."""
        pieces = _pieces(words)
        for column in columns:
            for seq, piece in enumerate(pieces, 1):
                self.rows.append(
                    {
                        "edition": self.edition,
                        "table": table,
                        "key": "/".join(key),
                        "column": column,
                        "source": self.source,
                        "seq": str(seq),
                        **self._place(piece),
                    }
                )

    def _place(self, piece: list[Word]) -> Row:
        first, last = min(word.line for word in piece), max(word.line for word in piece)
        box: tuple[float | str, ...] = ("", "", "", "")
        if self.units.get(piece[0].page) == "pt":
            box = (
                min(word.x0 for word in piece),
                min(word.top for word in piece),
                max(word.x1 for word in piece),
                max(word.bottom for word in piece),
            )
        x0, top, x1, bottom = (str(side) if side == "" else f"{side:.2f}" for side in box)
        return {
            "page": str(piece[0].page),
            "line_from": str(first),
            "line_to": str(last),
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "quote": " ".join(word.text for word in piece),
        }


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """Words in reading order, parted where they go on higher up or on another page."""
    pieces: list[list[Word]] = []
    for word in words:
        last = pieces[-1][-1] if pieces else None
        if last is None or word.page != last.page or word.line < last.line:
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def words_between(value: Value, start: int, end: int) -> list[Word]:
    """The words of ``value`` that make its text from ``start`` to ``end``."""
    return [word for word, (a, b) in zip(value.words, value.spans, strict=True) if a < end and b > start]
