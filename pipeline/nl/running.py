"""Running text from printed lines: line ends joined, hyphenation undone, the way back to the words kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.nl.hyphens import join_break


class RunningText(NamedTuple):
    """``spans[i]`` is where the i-th word of the lines stands in ``text`` (start, end)."""

    text: str
    spans: tuple[tuple[int, int], ...]


def running_text(lines: Sequence[Sequence[str]], known: Collection[str] = ()) -> RunningText:
    """Join ``lines`` of words. ``known`` are hyphenated words seen elsewhere, which keep their hyphen at a line end."""
    text = ""
    spans: list[tuple[int, int]] = []
    for index, line in enumerate(line for line in lines if line):
        printed = [word.replace("\N{SOFT HYPHEN}", "") if not _ends_soft(word) else word for word in line]
        glue = ""
        if index:
            before, glue = join_break(text, " ".join(printed), known)
            if len(before) < len(text):  # the hyphen went
                text = before
                spans[-1] = (spans[-1][0], len(text))
        for position, word in enumerate(printed):
            text += glue if position == 0 else " "
            spans.append((len(text), len(text) + len(word)))
            text += word
    return RunningText(text.rstrip("\N{SOFT HYPHEN}"), tuple(spans))


def _ends_soft(word: str) -> bool:
    return word.endswith("\N{SOFT HYPHEN}")
