"""Conservation: what stands in the raw file stands in the pages, and each word of the pages in the ledger, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pipeline.conservation import conservation, holes
from pipeline.errors import UnreadableError
from pipeline.models import LedgerEntry, Page, Pages, Row
from pipeline.verify.evidence import Evidence, Fault
from pipeline.verify.letters import Sheet, compare, first_difference, is_seen, plain, sheets, text_pages

#: Findings of ``read`` that say of a page that its letters are not all to be had, or not all seen.
DOUBTFUL = {
    "hidden_text",
    "text_cut",
    "unmapped_glyphs",
    "unmapped_letters",
    "damaged_text",
    "struck_out",
    "watermark",
    "unset_text",
    "slanted_text",
    "turned_text",
    "look_alikes",
    "signs",
    "raised_digits",
    "second_reader",
    "text_without_ink",
}
#: The mark of a note behind a word; words by their letters, with their marks and without.
_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
Marked = list[tuple[str, str]]


def words(evidence: Evidence) -> Iterator[Fault]:
    """Faults of reading and of the ledger, source by source, then words in two cells or in none."""
    for row in evidence.tables["sources"]:
        path, pages = evidence.raw[row["source"]], evidence.pages.get(row["source"])
        pages = pages if pages is not None and pages.source.sha256 == row["sha256"] else None
        if path.exists():
            yield from _read_again(evidence, row, path, pages)
        if pages is not None:
            yield from _ledger(evidence, row, pages)
        yield from _counted(evidence, row, pages)
        if row["role"] == "primary":
            yield from _amounts(evidence, row, in_text=False)
    for fault in conservation(evidence.tables):
        place = evidence.tables[fault.table][fault.row]
        yield _fault("words", place, fault.message, fault.table)
    for hole in holes(evidence.tables["ledger"]):
        yield _fault("ledger", evidence.tables["ledger"][hole.row], hole.message, "ledger")


# --- raw file and pages ------------------------------------------------------------------------------------------


def _read_again(evidence: Evidence, row: Row, path: Path, pages: Pages | None) -> Iterator[Fault]:
    listed = evidence.ledger.get((row["edition"], row["source"]), [])
    if not path.read_bytes()[:1024].count(b"%PDF-"):
        yield from _text(row, path, _letters_by_page(listed), _doubtful(evidence, row), _marked(evidence, row))
        return
    try:
        seen = sheets(path)
    except UnreadableError as error:
        yield _fault("words", row, str(error), "sources")
        return
    if len(seen) != int(row["pages"] or 0):
        yield _fault("words", row, f"{row['pages']} pages, but the file has {len(seen)}", "sources", "pages")
    doubtful = _doubtful(evidence, row)
    for number, sheet in enumerate(seen, 1):
        if str(number) in doubtful:
            continue
        page = next((page for page in pages.pages if page.number == number), None) if pages else None
        marked = _marked(evidence, row, str(number))
        yield from _page(row, page, sheet, marked) if page else _unplaced(row, number, listed, sheet, marked)


def _doubtful(evidence: Evidence, row: Row) -> set[str]:
    return {
        found["page"]
        for found in evidence.rows("findings", row["edition"])
        if found["source"] == row["source"] and found["rule"] in DOUBTFUL
    }


def _marked(evidence: Evidence, row: Row, page: str = "") -> Marked:
    """The words of a page, or of all, that were printed with the mark of a note."""
    return [
        (plain(word), plain(_MARK.sub("", word)))
        for found in evidence.rows("findings", row["edition"])
        if (found["source"], found["rule"]) == (row["source"], "note_mark") and page in ("", found["page"])
        for word in found["quote"].split(" / ")
    ]


def _page(row: Row, page: Page, sheet: Sheet, marked: Marked) -> Iterator[Fault]:
    """Each word with the letters in its box; letters that somebody can see and that are in no word."""
    compared = compare(page, sheet)
    for word, letters in compared.differ:
        if (letters, plain(word.text)) in marked:
            continue
        message = f"{word.text} on line {word.line} is “{letters}” to the second reader"
        yield _fault("words", row, message, "ledger", page=page.number)
    lost = [letter for letter in compared.spare if is_seen(letter, sheet)]
    for _, run in groupby(lost, key=lambda letter: round(letter.y)):
        text = "".join(letter.text for letter in run)
        yield _fault("words", row, f"“{text}” stands on the page and is no word of it", "ledger", page=page.number)


def _unplaced(row: Row, number: int, listed: list[Row], sheet: Sheet, marked: Marked) -> Iterator[Fault]:
    """Without the pages of the run: the letters of the page, counted."""
    ours = Counter(plain("".join(run["text"] for run in listed if run["page"] == str(number))))
    for printed, word in marked:
        ours += Counter(printed) - Counter(word)
    theirs = Counter(letter.text for letter in sheet.letters if is_seen(letter, sheet))
    for message, difference in (("are not in the file", ours - theirs), ("are not in the ledger", theirs - ours)):
        if difference:
            letters = "".join(sorted(difference.elements()))
            yield _fault("words", row, f"letters {message}: {letters[:40]}", "ledger", page=number)


def _text(row: Row, path: Path, ours: dict[int, str], doubtful: set[str], marked: Marked) -> Iterator[Fault]:
    theirs = text_pages(path)
    for printed, word in marked:  # in both: elsewhere the same letters may stand in two words
        ours = {number: letters.replace(printed, word) for number, letters in ours.items()}
        if isinstance(theirs, str):
            theirs = theirs.replace(printed, word)
        else:
            theirs = [letters.replace(printed, word) for letters in theirs]
    if isinstance(theirs, str):
        if "".join(ours.values()) != theirs and not doubtful:
            yield _fault("words", row, first_difference("".join(ours.values()), theirs), "ledger")
        return
    for number in sorted({*ours, *range(1, len(theirs) + 1)}):
        there = theirs[number - 1] if number <= len(theirs) else ""
        if ours.get(number, "") != there and str(number) not in doubtful:
            yield _fault("words", row, first_difference(ours.get(number, ""), there), "ledger", page=number)


def _letters_by_page(listed: Iterable[Row]) -> dict[int, str]:
    found: dict[int, str] = {}
    for run in sorted(listed, key=_address):
        page = int(run["page"])
        found[page] = found.get(page, "") + plain(run["text"])
    return found


def _address(run: Row) -> tuple[int, ...]:
    return tuple(int(run[name]) if run[name].isdecimal() else -1 for name in ("page", "line", "word_from"))


# --- pages and ledger --------------------------------------------------------------------------------------------


def _ledger(evidence: Evidence, row: Row, pages: Pages) -> Iterator[Fault]:
    """Every word of the pages has one fate; the ledger has no other words."""
    wanted = {word.address: word.text for page in pages.pages for line in page.lines for word in line}
    fates = {
        (e.page, e.line, pos): e.fate.value
        for e in _entries(evidence, row)
        for pos in range(e.word_from, e.word_to + 1)
    }
    for run in evidence.ledger.get((row["edition"], row["source"]), []):
        page, line, first = _address(run)
        for pos, text in enumerate(run["text"].split(), first):
            address = (page, line, pos)
            stands = wanted.pop(address, None)
            if stands != text:
                there = stands or "no such word, or it is listed twice"
                yield _fault("ledger", run, f"{text} is listed, but on line {line} stands {there}", "ledger")
            elif fates and fates.get(address) != run["fate"]:
                yield _fault(
                    "ledger",
                    run,
                    f"{text} is {run['fate']}, but the records say {fates.get(address, 'nothing')}",
                    "ledger",
                )
    for (page, line, _), text in sorted(wanted.items()):
        yield _fault("ledger", row, f"{text} on line {line} has no fate", "ledger", page=page)


def _entries(evidence: Evidence, row: Row) -> tuple[LedgerEntry, ...]:
    return evidence.records[row["source"]].ledger if evidence.is_current(row) else ()


def _counted(evidence: Evidence, row: Row, pages: Pages | None) -> Iterator[Fault]:
    """The counts of ``sources`` are those of the ledger, the pages and the records."""
    runs = evidence.ledger.get((row["edition"], row["source"]), [])
    counts = {
        "words": sum(len(run["text"].split()) for run in runs),
        "unassigned_words": sum(len(run["text"].split()) for run in runs if run["fate"] == "unassigned"),
    }
    if pages is not None:
        counts["pages"] = len(pages.pages)
    if evidence.is_current(row):
        records = evidence.records[row["source"]]
        paired = sum(1 for record in records.records if record.box)
        counts |= {"projects": len(records.records), "boxes": records.boxes, "paired": paired}
    for column, count in counts.items():
        if row[column] != str(count) and (row["edition"], "sources", row["source"], column) not in evidence.decided:
            yield _fault("counts", row, f"{row[column]}, but there are {count}", "sources", column)


#: An amount of money: a number with a currency sign or word, or with a scale word.
_AMOUNT = re.compile(r"[€$£]\s?(\d[\d.,]*)|(\d[\d.,]*)\s?(?:€|(?:euro|miljoen|miljard|mln|mld|eur)\b)", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,]*")


def remarks(evidence: Evidence) -> Iterator[Fault]:
    """What wants a look and is no fault: amounts of running text that no cell holds. A brochure may speak of any amount;
    a box that was taken for text shows here."""
    for row in evidence.tables["sources"]:
        if row["role"] == "primary":
            yield from _amounts(evidence, row, in_text=True)


def _amounts(evidence: Evidence, row: Row, *, in_text: bool) -> Iterator[Fault]:
    """Amounts that stand in no cell and no finding, and are of no chart; running text may repeat those of cells."""
    edition = row["edition"]
    told = [r["quote"] + " " + r["message"] for r in evidence.rows("findings", edition)]
    told += [r["quote"] for r in evidence.tables["provenance"] if r["edition"] == edition]
    told += [cell for r in evidence.tables.get("quarantine", []) if r["edition"] == edition for cell in r.values()]
    known = {number.strip(".,") for text in told for number in _NUMBER.findall(text)}
    for run in evidence.ledger.get((edition, row["source"]), []):
        for found in (
            _AMOUNT.finditer(run["text"]) if run["fate"] != "chart" and (run["fate"] == "text") == in_text else ()
        ):
            if (found[1] or found[2]).strip(".,") not in known:
                yield _fault("amounts", run, f"{found[0]} is in no cell, and no finding names it", "ledger")


def _fault(check: str, row: Row, message: str, table: str, column: str = "", page: int = 0) -> Fault:
    """A fault of a row of any table; rows of provenance stand for the cell that they place."""
    if "column" in row and "table" in row:
        return Fault(row["edition"], check, row["table"], row["key"], row["column"], row["page"], message)
    key = "/".join(
        row[name] for name in ("source", "page", "line") if name in row and (name == "source" or "line" in row)
    )
    return Fault(row["edition"], check, table, key, column, str(page or row.get("page", "")), message)
