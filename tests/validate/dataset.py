"""A small dataset that is right in every respect: two editions, three projects, made from the lines of invented pages.

Tables are derived from what is printed, so that ledger, provenance, counts and cells fit together by construction.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from hashlib import sha256

from pipeline.models import TABLES, Row, Tables

Cell = tuple[str, str, str]
Run = tuple[str, str] | tuple[str, str, Cell]
PageLines = list[list[Run]]

WATER, GRID, BRIDGE = "dijken-langs-de-zenne", "digitaal-loket", "fietsbrug-zuid"


def project(key: str, column: str) -> Cell:
    return ("projects", key, column)


def axis(name: str, column: str) -> Cell:
    return ("axes", name, column)


PAGES_2021: list[PageLines] = [
    [
        [("furniture", "Plan voor morgen")],
        [
            ("title", "Water", axis("Water", "axis")),
            ("value", "600 miljoen euro", axis("Water", "budget_printed")),
            ("value", "60%", axis("Water", "share_pct")),
        ],
        [("text", "Met water leven", axis("Water", "slogan"))],
        [("text", "Deze as gaat over rivieren en grond-", axis("Water", "introduction"))],
        [("text", "water in de stad.", axis("Water", "introduction"))],
        [
            ("title", "Loketten", axis("Loketten", "axis")),
            ("value", "400 miljoen euro", axis("Loketten", "budget_printed")),
            ("value", "40%", axis("Loketten", "share_pct")),
        ],
        [("text", "Altijd open", axis("Loketten", "slogan"))],
        [("text", "Deze as gaat over diensten.", axis("Loketten", "introduction"))],
        [
            ("value", "€ 1 miljard", ("key_figures", "1", "statement")),
            ("value", "in totaal", ("key_figures", "1", "statement")),
        ],
    ],
    [
        [("title", "Dijken langs de Zenne", project(WATER, "title"))],
        [("text", "Van 2021 tot 2026 worden er 12 km dijken her-", project(WATER, "description"))],
        [("text", "steld. Dat is 25% van alle dijken.", project(WATER, "description"))],
        [("label", "BUDGET"), ("value", "€ 112.500.000", project(WATER, "budget_printed"))],
        [("label", "OVERHEID"), ("value", "Vlaanderen en de Franse Gemeenschap", project(WATER, "authorities"))],
        [("label", "DOEL"), ("value", "Tussen 10 en 15 gemalen gebouwd", project(WATER, "end_goal"))],
        [("title", "Digitaal loket", project(GRID, "title"))],
        [("text", "Een loket voor alle burgers.", project(GRID, "description"))],
        [("label", "OVERHEID"), ("value", "Federale overheid", project(GRID, "authorities"))],
        [("label", "DOEL"), ("value", "Loket is open", project(GRID, "end_goal"))],
        [("label", "CONTACT"), ("value", "loket", ("extra_fields", f"{GRID}/CONTACT", "value"))],
        [("unassigned", "blz. 2")],
    ],
]

PAGES_2022: list[PageLines] = [
    [
        [
            ("title", "Wegen", axis("Wegen", "axis")),
            ("value", "€ 50 miljoen", axis("Wegen", "budget_printed")),
            ("value", "100%", axis("Wegen", "share_pct")),
        ],
        [("text", "Vlot op weg", axis("Wegen", "slogan"))],
        [("text", "Deze as gaat over wegen.", axis("Wegen", "introduction"))],
        [
            ("value", "50 miljoen euro", ("key_figures", "1", "statement")),
            ("value", "budget", ("key_figures", "1", "statement")),
        ],
        [("title", "Fietsbrug Zuid", project(BRIDGE, "title"))],
        [("text", "Een brug over de ring.", project(BRIDGE, "description"))],
        [("label", "BUDGET"), ("value", "€ 9.875.000,50", project(BRIDGE, "budget_printed"))],
        [("label", "OVERHEID"), ("value", "Brussels Gewest (Beliris)", project(BRIDGE, "authorities"))],
        [("label", "DOEL"), ("value", "1 brug geopend tegen eind 2026", project(BRIDGE, "end_goal"))],
    ],
]


#: Cells that rest on part of the words of another cell: edition, that cell, table, key and column, and their words.
DERIVED: list[tuple[str, Cell, Cell, str]] = [
    ("2021-nl", axis("Water", "axis"), project(WATER, "axis"), "Water"),
    ("2021-nl", axis("Loketten", "axis"), project(GRID, "axis"), "Loketten"),
    ("2022-nl", axis("Wegen", "axis"), project(BRIDGE, "axis"), "Wegen"),
    ("2021-nl", project(WATER, "description"), project(WATER, "kind"), "dijken"),
    ("2021-nl", project(WATER, "description"), project(WATER, "start"), "2021 tot 2026"),
    ("2021-nl", project(WATER, "description"), project(WATER, "end"), "2021 tot 2026"),
    ("2021-nl", project(WATER, "budget_printed"), project(WATER, "budget_eur"), "€ 112.500.000"),
    ("2022-nl", project(BRIDGE, "description"), project(BRIDGE, "kind"), "brug"),
    ("2022-nl", project(BRIDGE, "description"), project(BRIDGE, "start"), "ring."),
    ("2022-nl", project(BRIDGE, "description"), project(BRIDGE, "end"), "ring."),
    ("2022-nl", project(BRIDGE, "budget_printed"), project(BRIDGE, "budget_eur"), "€ 9.875.000,50"),
    ("2021-nl", axis("Water", "budget_printed"), axis("Water", "budget_eur"), "600 miljoen euro"),
    ("2021-nl", axis("Loketten", "budget_printed"), axis("Loketten", "budget_eur"), "400 miljoen euro"),
    ("2022-nl", axis("Wegen", "budget_printed"), axis("Wegen", "budget_eur"), "€ 50 miljoen"),
    ("2021-nl", ("key_figures", "1", "statement"), ("key_figures", "1", "figure_printed"), "€ 1 miljard"),
    ("2021-nl", ("key_figures", "1", "statement"), ("key_figures", "1", "value"), "€ 1 miljard"),
    ("2022-nl", ("key_figures", "1", "statement"), ("key_figures", "1", "figure_printed"), "50 miljoen euro"),
    ("2022-nl", ("key_figures", "1", "statement"), ("key_figures", "1", "value"), "50 miljoen euro"),
    (
        "2021-nl",
        project(WATER, "budget_printed"),
        ("quantities", f"{WATER}/budget_printed/1", "surface"),
        "€ 112.500.000",
    ),
    ("2021-nl", project(WATER, "description"), ("quantities", f"{WATER}/description/1", "surface"), "2021 tot 2026"),
    ("2021-nl", project(WATER, "description"), ("quantities", f"{WATER}/description/2", "surface"), "12 km"),
    ("2021-nl", project(WATER, "description"), ("quantities", f"{WATER}/description/3", "surface"), "25%"),
    ("2021-nl", project(WATER, "end_goal"), ("quantities", f"{WATER}/end_goal/1", "surface"), "10 en 15"),
    (
        "2022-nl",
        project(BRIDGE, "budget_printed"),
        ("quantities", f"{BRIDGE}/budget_printed/1", "surface"),
        "€ 9.875.000,50",
    ),
    ("2022-nl", project(BRIDGE, "end_goal"), ("quantities", f"{BRIDGE}/end_goal/1", "surface"), "1"),
    ("2022-nl", project(BRIDGE, "end_goal"), ("quantities", f"{BRIDGE}/end_goal/2", "surface"), "2026"),
    ("2022-nl", project(BRIDGE, "end_goal"), project(BRIDGE, "target"), "tegen eind 2026"),
    ("2022-nl", project(BRIDGE, "end_goal"), project(BRIDGE, "target_printed"), "tegen eind 2026"),
    (
        "2021-nl",
        project(WATER, "authorities"),
        project(WATER, "authority_printed"),
        "Vlaanderen en de Franse Gemeenschap",
    ),
    ("2021-nl", project(GRID, "authorities"), project(GRID, "authority_printed"), "Federale overheid"),
    ("2022-nl", project(BRIDGE, "authorities"), project(BRIDGE, "authority_printed"), "Brussels Gewest (Beliris)"),
    ("2022-nl", project(BRIDGE, "authorities"), ("project_authorities", f"{BRIDGE}/1", "body"), "(Beliris)"),
]


def derived(places: list[Row], edition: str, cell: Cell, target: Cell, words: str) -> Row:
    """The place of ``target``: the line of ``cell`` on which ``words`` stand."""
    pages = PAGES_2021 if edition == "2021-nl" else PAGES_2022
    place = next(row for row in places if (row["edition"], row["table"], row["key"], row["column"]) == (edition, *cell))
    (line,) = {
        number
        for number, runs in enumerate(pages[int(place["page"]) - 1], start=1)
        if any(cell in more and f" {words} " in f" {text} " for _, text, *more in runs)
    }
    where = dict(zip(("table", "key", "column"), target, strict=True))
    return place | where | {"line_from": str(line), "line_to": str(line), "quote": words}


def rows(table: str, header: str, *lines: Sequence[str]) -> list[Row]:
    """Rows of ``table`` with the named columns; the others stay empty."""
    empty = dict.fromkeys(TABLES[table].header, "")
    return [{**empty, **dict(zip(header.split(), line, strict=False))} for line in lines]


def ledger(edition: str, source: str, pages: list[PageLines]) -> list[Row]:
    found = []
    for page, lines in enumerate(pages, start=1):
        for line, runs in enumerate(lines, start=1):
            start = 0
            for fate, text, *_ in runs:
                count = len(text.split())
                cells = (edition, source, page, line, start, start + count - 1, count, fate, text)
                found.append(dict(zip(TABLES["ledger"].header, map(str, cells), strict=True)))
                start += count
    return found


def provenance(edition: str, source: str, pages: list[PageLines], *, has_box: bool) -> list[Row]:
    pieces: dict[tuple[Cell, int], list[tuple[int, str]]] = {}
    for page, lines in enumerate(pages, start=1):
        for line, runs in enumerate(lines, start=1):
            for _, text, *cell in runs:
                for target in cell:
                    pieces.setdefault((target, page), []).append((line, text))
    found = []
    for (target, page), words in pieces.items():
        first, last = words[0][0], words[-1][0]
        bbox = (40, 10 * first, 200.5, 10 * last + 8) if has_box else ("",) * 4
        cells = (edition, *target, source, 1, page, first, last, *bbox, " ".join(text for _, text in words))
        found.append(dict(zip(TABLES["provenance"].header, map(str, cells), strict=True)))
    return found


def source(edition: str, name: str, pages: list[PageLines], **cells: str) -> Row:
    words = [(fate, len(text.split())) for lines in pages for runs in lines for fate, text, *_ in runs]
    (row,) = rows(
        "sources",
        "edition source role profile sha256",
        (edition, name, "primary", "plan", sha256(name.encode()).hexdigest()),
    )
    counts = {
        "pages": str(len(pages)),
        "words": str(sum(count for _, count in words)),
        "unassigned_words": str(sum(count for fate, count in words if fate == "unassigned")),
    }
    return {**row, **counts, "refused": "0", **cells}


@cache
def _built() -> Tables:
    old, new, twin = ("2021-nl", "plan-2021.txt"), ("2022-nl", "plan-2022.pdf"), ("2022-nl", "plan-2022.txt")
    places = [
        *provenance(*old, PAGES_2021, has_box=False),
        *provenance(*new, PAGES_2022, has_box=True),
        *provenance(*twin, PAGES_2022, has_box=False),
    ]
    places += [derived(places, *target) for target in DERIVED]
    return {
        "projects": rows(
            "projects",
            "edition project_id axis title kind description budget_eur budget_printed authorities region_codes "
            "end_goal start end page pairing_method pairing_score pairing_margin authority_printed target target_printed "
            "target_approx",
            (
                "2021-nl", WATER, "Water", "Dijken langs de Zenne", "investment",
                "Van 2021 tot 2026 worden er 12 km dijken hersteld. Dat is 25% van alle dijken.",
                "112500000", "€ 112.500.000", "Vlaanderen; Franse Gemeenschap", "BE-VLG",
                "Tussen 10 en 15 gemalen gebouwd", "2021", "2026", "2", "after+meaning", "0.42", "0.2",
                "Vlaanderen en de Franse Gemeenschap", "", "", "",
            ),
            (
                "2021-nl", GRID, "Loketten", "Digitaal loket", "", "Een loket voor alle burgers.",
                "", "", "Federale overheid", "", "Loket is open", "", "", "2", "meaning", "0.5", "0.25",
                "Federale overheid", "", "", "",
            ),
            (
                "2022-nl", BRIDGE, "Wegen", "Fietsbrug Zuid", "project", "Een brug over de ring.",
                "9875000.5", "€ 9.875.000,50", "Brussels Hoofdstedelijk Gewest", "BE-BRU",
                "1 brug geopend tegen eind 2026", "2021-Q1", "2026-H2", "1", "beside+meaning", "1", "",
                "Brussels Gewest (Beliris)", "2026", "tegen eind 2026", "end",
            ),
        ),
        "project_authorities": rows(
            "project_authorities",
            "edition project_id seq authority level iso_3166_2 body",
            ("2021-nl", WATER, "1", "Vlaanderen", "region", "BE-VLG", ""),
            ("2021-nl", WATER, "2", "Franse Gemeenschap", "community", "", ""),
            ("2021-nl", GRID, "1", "Federale overheid", "federal", "", ""),
            ("2022-nl", BRIDGE, "1", "Brussels Hoofdstedelijk Gewest", "region", "BE-BRU", "Beliris"),
        ),
        "authorities": rows(
            "authorities",
            "name level iso_3166_2 nuts1 wikidata",
            ("Federale overheid", "federal", "", "", "Q31"),
            ("Vlaanderen", "region", "BE-VLG", "BE2", "Q9337"),
            ("Brussels Hoofdstedelijk Gewest", "region", "BE-BRU", "BE1", "Q240"),
            ("Franse Gemeenschap", "community", "", "", ""),
        ),
        "axes": rows(
            "axes",
            "edition axis slogan introduction budget_eur budget_printed share_pct page projects_count projects_budget_eur coverage_pct",
            (
                "2021-nl", "Water", "Met water leven", "Deze as gaat over rivieren en grondwater in de stad.",
                "600000000", "600 miljoen euro", "60", "1", "1", "112500000", "18.8",
            ),
            (
                "2021-nl", "Loketten", "Altijd open", "Deze as gaat over diensten.",
                "400000000", "400 miljoen euro", "40", "1", "1", "", "",
            ),
            (
                "2022-nl", "Wegen", "Vlot op weg", "Deze as gaat over wegen.", "50000000", "€ 50 miljoen", "100", "1", "1",
                "9875000.5", "19.8",
            ),
        ),
        "key_figures": rows(
            "key_figures",
            "edition seq statement figure_printed kind value unit page",
            ("2021-nl", "1", "€ 1 miljard in totaal", "€ 1 miljard", "money", "1000000000", "EUR", "1"),
            ("2022-nl", "1", "50 miljoen euro budget", "50 miljoen euro", "money", "50000000", "EUR", "1"),
        ),
        "sources": [
            source(*old, PAGES_2021, projects="2", boxes="2", paired="2"),
            source(*new, PAGES_2022, projects="1", boxes="1", paired="1"),
            source(*twin, PAGES_2022, projects="1", boxes="1", paired="1", role="witness"),
        ],
        "quantities": rows(
            "quantities",
            "edition project_id field seq surface kind value low high unit approx counted period_from period_to part_of",
            ("2021-nl", WATER, "budget_printed", "1", "€ 112.500.000", "money", "112500000", "", "", "EUR"),
            ("2021-nl", WATER, "description", "1", "2021 tot 2026", "period", "", "", "", "", "", "", "2021", "2026"),
            ("2021-nl", WATER, "description", "2", "12 km", "measure", "12", "", "", "km", "", "dijken"),
            ("2021-nl", WATER, "description", "3", "25%", "percent", "25", "", "", "%", "", ""),
            ("2021-nl", WATER, "end_goal", "1", "10 en 15", "number", "", "10", "15", "", "", "gemalen"),
            ("2022-nl", BRIDGE, "budget_printed", "1", "€ 9.875.000,50", "money", "9875000.5", "", "", "EUR"),
            ("2022-nl", BRIDGE, "end_goal", "1", "1", "number", "1", "", "", "", "", "brug"),
            ("2022-nl", BRIDGE, "end_goal", "2", "2026", "period", "", "", "", "", "end", "", "2026", "2026"),
        ),
        "extra_fields": rows(
            "extra_fields", "edition project_id label value label_name", ("2021-nl", GRID, "CONTACT", "loket", "contact"),
        ),
        "provenance": places,
        "findings": rows(
            "findings",
            "edition seq source severity rule message page quote hint table key column",
            (
                "2021-nl", "1", "plan-2021.txt", "warning", "unknown_label", "Unknown label.", "2", "CONTACT", "Add it.",
                "", "", "",
            ),
            (
                "2021-nl", "2", "plan-2021.txt", "info", "page_number", "A page number has no place.", "2", "blz. 2", "",
                "", "", "",
            ),
            (
                "2022-nl", "1", "plan-2022.pdf", "info", "override", "The end was decided.", "1", "ring.", "",
                "projects", BRIDGE, "end",
            ),
        ),
        "overrides": rows(
            "overrides",
            "edition seq source table key column value_read value reason author page quote",
            (
                "2022-nl", "1", "plan-2022.pdf", "projects", BRIDGE, "end", "2026", "2026-H2", "De ring is later klaar.",
                "redactie", "1", "ring.",
            ),
        ),
        "ledger": [
            *ledger(*old, PAGES_2021),
            *ledger(*new, PAGES_2022),
            *ledger(*twin, PAGES_2022),
        ],
    }  # fmt: skip


def dataset() -> Tables:
    """A fresh copy: tests may change it."""
    return deepcopy(_built())
