"""The ledger: one fate for every word of a source."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.models import Address, Fate, LedgerEntry, Word


def ledger(words: Iterable[Word], fates: dict[Address, Fate]) -> tuple[LedgerEntry, ...]:
    """Entries in the order of the pages; neighbours of one line with the same fate share an entry.

    A word that nobody claimed is unassigned: the ledger is complete by construction.
    """
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.address):
        page, line, pos = word.address
        before = (page, line, pos - 1)
        if runs and runs[-1][-1].address == before and _fate(fates, before) is _fate(fates, word.address):
            runs[-1].append(word)
        else:
            runs.append([word])
    return tuple(LedgerEntry(tuple(run), _fate(fates, run[0].address)) for run in runs)


def _fate(fates: dict[Address, Fate], address: Address) -> Fate:
    return fates.get(address, Fate.unassigned)
