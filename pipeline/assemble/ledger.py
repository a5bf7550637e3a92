"""The ledger: one fate for every word of a source."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.models import Fate, LedgerEntry, Word


def ledger(words: Iterable[Word], fates: dict[tuple[int, int, int], Fate]) -> tuple[LedgerEntry, ...]:
    """Entries in the order of the pages; neighbours of one line with the same fate share an entry.

    A word that nobody claimed is unassigned: the ledger is complete by construction.
    """
    entries: list[LedgerEntry] = []
    for word in sorted(words, key=lambda word: word.address):
        fate = fates.get(word.address, Fate.unassigned)
        last = entries[-1] if entries else None
        if last and (last.page, last.line, last.word_to + 1, last.fate) == (word.page, word.line, word.pos, fate):
            entries[-1] = LedgerEntry(word.page, word.line, last.word_from, word.pos, fate, f"{last.text} {word.text}")
        else:
            entries.append(LedgerEntry(word.page, word.line, word.pos, word.pos, fate, word.text))
    return tuple(entries)
