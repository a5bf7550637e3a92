"""What looks the same is read the same, and it is said."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipeline.models import Severity
from pipeline.read.characters import Spelling, latin, plain
from tests.cases.make import Sheet, draw, text_brochure, with_first
from tests.cases.rooms import lines, pages_of

MARK = "\u200b"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Wallonie\u0308", "Wallonië"),
        ("cre\u0300che", "crèche"),
        ("ko\u0308n", "kön"),
        ("ﬁetsen", "fietsen"),
        ("oﬃcieel", "officieel"),
        ("vrĳdag", "vrijdag"),
        ("ĲZER", "IJZER"),
        (f"12.{MARK}500.{MARK}000", "12.500.000"),
        ("\u200e12\u200f", "12"),
        ("\u2066€\u2069 5", "€ 5"),
        ("\ufeffBudget", "Budget"),
        ("１２.５００", "12.500"),
        ("𝟏𝟐 km", "12 km"),
        ("𝖡𝗎𝖽𝗀𝖾𝗍", "Budget"),
        ("ICT\u2011plan", "ICT-plan"),
        ("warm\u2010", "warm-"),
        ("foto\u02bcs", "foto’s"),
        ("camera\u2032s", "camera’s"),
        ("m² en CO₂", "m² en CO₂"),
        ("½ – ‘zo’ …", "½ – ‘zo’ …"),
    ],
)
def test_one_spelling(printed: str, read: str) -> None:
    assert plain(printed) == read
    assert Spelling().row(1, printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Vl\u0430\u0430nderen", "Vlaanderen"),
        ("В\u0435lgië", "België"),
        ("\u0421\u0420\u0410\u0421", "CPAC"),
        ("ΒUDGEΤ", "BUDGET"),
        ("48.2\u041e\u041e", "48.2OO"),
        ("Москва", "Москва"),
        ("μg", "μg"),
        ("\u0430", "\u0430"),
    ],
)
def test_letters_of_other_scripts_that_look_latin(printed: str, read: str) -> None:
    assert latin(printed) == read


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda text: unicodedata.normalize("NFD", text), "accent"),
        (lambda text: text.replace(".", "." + MARK), "invisible mark"),
        (lambda text: text.replace("ij", "ĳ"), "ligature"),
    ],
)
def test_a_brochure_in_another_spelling_reads_the_same(tmp_path: Path, change: object, kind: str) -> None:
    text = text_brochure()
    odd = pages_of(tmp_path, change(text))  # type: ignore[operator]
    assert lines(odd) == lines(pages_of(tmp_path, text))
    assert [(f.rule, f.severity, kind in f.message) for f in odd.findings] == [("spelling", Severity.info, True)]


def test_a_brochure_in_plain_letters_has_no_finding(tmp_path: Path) -> None:
    assert pages_of(tmp_path, text_brochure()).findings == ()


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\v"])
def test_every_line_end_ends_a_line(tmp_path: Path, end: str) -> None:
    assert lines(pages_of(tmp_path, f"BUDGET{end}12 euro{end}EINDDOEL")) == ["BUDGET", "12 euro", "EINDDOEL"]


def test_look_alikes_are_a_warning_and_turned_text_waits_for_a_person(tmp_path: Path) -> None:
    found = pages_of(tmp_path, "Vl\u0430\u0430nderen\n€ \u202e000.002\u202c")
    assert [(f.rule, f.severity, f.quote) for f in found.findings if f.rule != "spelling"] == [
        ("look_alikes", Severity.warning, "Vlaanderen"),
        ("turned_text", Severity.person, "000.002"),
    ]


@pytest.mark.parametrize("word", ["\ue034\ue035.\ue030\ue030\ue030", "12\ue030", "de ko\ufffdie"])
def test_characters_without_text_in_a_text_wait_for_a_person(tmp_path: Path, word: str) -> None:
    findings = pages_of(tmp_path, f"€ {word} voor hagen langs de beek").findings
    assert [(f.rule, f.severity) for f in findings] == [("unmapped_letters", Severity.person)]


def test_bullets_of_private_use_are_no_words(tmp_path: Path) -> None:
    found = pages_of(tmp_path, "\uf0b7 hagen\n\uf0b7 sloten\n\uf0b7 beken")
    assert lines(found) == ["hagen", "sloten", "beken"]
    assert [(f.rule, f.severity) for f in found.findings] == [("signs", Severity.warning)]


@pytest.mark.parametrize(
    "parts", [[("Walloni", 0.0), ("e", 0.0), ("¨", -5.0)], [("Walloni", 0.0), ("¨", 1.2), ("e", -3.9)]]
)
def test_an_accent_over_a_letter_belongs_to_it(tmp_path: Path, parts: list[tuple[str, float]]) -> None:
    def page(sheet: Sheet) -> None:
        x = 60.0
        for text, shift in parts:
            x = sheet.text(x + shift, 100, text, 10)

    assert lines(pages_of(tmp_path, draw([page]))) == ["Wallonië"]


def raised(folder: Path, before: str, mark: str, rise: float, size: float, after: str) -> tuple[str, list[str]]:
    def page(sheet: Sheet) -> None:
        x = sheet.text(60, 100, before, 10)
        x = sheet.text(x, 100 - rise, mark, size)
        sheet.text(x + 2.8, 100, after, 10)

    pages = pages_of(folder, draw([page]))
    return " ".join(lines(pages)), [finding.rule for finding in pages.findings]


@pytest.mark.parametrize(("rise", "size"), [(3.5, 6), (0, 6), (2, 10)], ids=["raised", "level", "large"])
def test_small_or_raised_digits_behind_a_number_are_marks_of_notes(tmp_path: Path, rise: float, size: float) -> None:
    assert raised(tmp_path, "€ 12.500.000", "2", rise, size, "hagen") == ("€ 12.500.000² hagen", [])


@pytest.mark.parametrize(("before", "mark"), [("€ 1", "20"), ("€ 12", "5"), ("€ 9", "95")])
def test_raised_digits_behind_a_short_number_wait_for_a_person(tmp_path: Path, before: str, mark: str) -> None:
    assert raised(tmp_path, before, mark, 3.5, 6, "miljoen")[1] == ["raised_digits"]


@pytest.mark.parametrize("before", ["€ 1,", "12.000 m", "minder CO"])
def test_other_raised_digits_are_digits(tmp_path: Path, before: str) -> None:
    assert raised(tmp_path, before, "2", 3.5, 6, "meer") == (f"{before}2 meer", [])


ENTITIES = {
    "€": ("&euro;", "&#8364;", "&#x20AC;"),
    "ë": ("&euml;", "&#235;"),
    "é": ("&eacute;",),
    " ": ("&nbsp;", "&#160;"),
}


@pytest.mark.parametrize("number", range(3))
def test_entities_of_a_web_page_are_read_as_characters(tmp_path: Path, number: int) -> None:
    """Each line of a box has them, the words are the same; what a page shows as such stays for a person."""
    whole = text_brochure()
    printed = "\n".join(
        "".join(ENTITIES[char][number % len(ENTITIES[char])] if char in ENTITIES else char for char in line)
        if "€" in line or "ë" in line
        else line
        for line in whole.split("\n")
    )
    assert "&" in printed
    found = pages_of(tmp_path / "web", printed)
    assert lines(found) == lines(pages_of(tmp_path / "plain", whole))
    told = [finding for finding in found.findings if "HTML entity" in finding.message]
    assert [(finding.rule, finding.severity) for finding in told] == [("spelling", Severity.info)]


@pytest.mark.parametrize("printed", ["R&D;", "bus & tram", "&amp;euro; 5", "&onbekend;", "Q&A"])
def test_an_ampersand_alone_is_none(tmp_path: Path, printed: str) -> None:
    (line,) = lines(pages_of(tmp_path, printed))
    assert line == printed.replace("&amp;", "&")


@pytest.mark.parametrize("note", ["² Geteld in 2024.", "2 Geteld in 2024.", "2) Geteld in 2024.", "²Geteld in 2024."])
@pytest.mark.parametrize(
    "changes",
    [
        {"end_goal": "145 hagen geplant²"},
        {"authority": "Wallonië²"},
        {"title": "Veerpont over de beek²"},
        {"budget": "€ 3,5² miljoen"},
    ],
)
def test_a_raised_number_that_the_page_explains_is_left_out(tmp_path: Path, note: str, changes: dict[str, str]) -> None:
    (said,) = changes.values()
    pages = pages_of(tmp_path, text_brochure(with_first(**changes)).replace("\f", f"\n\n{note}\f"))
    printed = " ".join(lines(pages))
    assert said.replace("²", "") in printed
    assert said not in printed
    assert [finding.severity.value for finding in pages.findings if finding.rule == "note_mark"] == ["info"]


@pytest.mark.parametrize(("printed", "left"), [("snel.¹ Daarna", "snel. Daarna"), ("groeien,³ en", "groeien, en")])
def test_a_raised_number_behind_a_stop_is_a_mark_wherever_its_note_stands(
    tmp_path: Path, printed: str, left: str
) -> None:
    pages = pages_of(tmp_path, text_brochure(with_first(description=f"De veerpont vaart {printed} komt de rest.")))
    assert left in " ".join(lines(pages))
    assert [finding.severity.value for finding in pages.findings if finding.rule == "note_mark"] == ["info"]
