"""Running text from printed lines: line ends joined, hyphenation undone, the way back to the words kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.nl.hyphens import join_break

_WORDS_BACK = 8
"""So many pieces of the line before decide about its hyphen."""


class RunningText(NamedTuple):
    """``spans[i]`` is where the i-th word of the lines stands in ``text`` (start, end)."""

    text: str
    spans: tuple[tuple[int, int], ...]


def running_text(lines: Sequence[Sequence[str]], known: Collection[str] = ()) -> RunningText:
    """Join ``lines`` of words. ``known`` are hyphenated words seen elsewhere, which keep their hyphen at a line end."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    for index, line in enumerate(line for line in lines if line):
        printed = [word.replace("\N{SOFT HYPHEN}", "") if not _ends_soft(word) else word for word in line]
        glue = ""
        if index:
            last = "".join(pieces[-_WORDS_BACK:])
            before, glue = join_break(last, " ".join(printed), known)
            if len(before) < len(last):  # the hyphen went
                pieces[-1] = pieces[-1][: len(before) - len(last)]
                spans[-1] = (spans[-1][0], spans[-1][0] + len(pieces[-1]))
        for position, word in enumerate(printed):
            pieces.append(glue if position == 0 else " ")
            start = (spans[-1][1] if spans else 0) + len(pieces[-1])
            spans.append((start, start + len(word)))
            pieces.append(word)
    return RunningText("".join(pieces).rstrip("\N{SOFT HYPHEN}"), tuple(spans))


def _ends_soft(word: str) -> bool:
    return word.endswith("\N{SOFT HYPHEN}")
