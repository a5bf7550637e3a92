"""Ways to tamper with a dataset, each with a seed: somebody changes tables so that they fit together, as far as he can.

Every way takes tables and chance, changes the tables in place and says what it did; ``None`` when these tables have
nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from pipeline.models import Row, Tables

Tamper = Callable[[Tables, Random], str | None]
WAYS: dict[str, Tamper] = {}

NAMES = ("authorities", "authority_printed", "region_codes")
BOX = ("budget_eur", "budget_printed", *NAMES, "end_goal")
STORY = ("description", "kind", "start", "end", "target", "target_printed", "target_approx")


def way(tamper: Tamper) -> Tamper:
    WAYS[tamper.__name__] = tamper
    return tamper


def primary(tables: Tables) -> set[str]:
    return {row["source"] for row in tables["sources"] if row["role"] == "primary"}


def codes_of(tables: Tables) -> list[str]:
    """The columns of projects that hold codes of regions."""
    return [column for column in tables["projects"][0] if column.endswith("_codes")]


def other_digit(text: str, rng: Random) -> str:
    """One digit is another one; the first stays above zero."""
    at = rng.choice([match.start() for match in re.finditer(r"\d", text)])
    return text[:at] + rng.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def pick(rng: Random, found: list[tuple[Row, str]]) -> tuple[Row, str] | None:
    return rng.choice(found) if found else None


def digits_in(tables: Tables, *cells: tuple[str, str]) -> list[tuple[Row, str]]:
    return [(row, column) for table, column in cells for row in tables[table] if re.search(r"\d", row.get(column, ""))]


def places(tables: Tables, table: str, key: str, column: str) -> list[Row]:
    return [row for row in tables["provenance"] if (row["table"], row["key"], row["column"]) == (table, key, column)]


NUMBERS = (
    ("projects", "budget_eur"),
    ("projects", "budget_printed"),
    ("projects", "description"),
    ("projects", "end_goal"),
    ("projects", "start"),
    ("projects", "end"),
    ("axes", "budget_eur"),
    ("axes", "share_pct"),
    ("key_figures", "value"),
    ("quantities", "value"),
    ("quantities", "low"),
    ("quantities", "high"),
    ("quantities", "surface"),
    ("axes", "budget_printed"),
)


@way
def a_digit(tables: Tables, rng: Random) -> str | None:
    table = rng.choice(NUMBERS)
    found = pick(rng, digits_in(tables, table))
    if not found:
        return None
    row, column = found
    before, row[column] = row[column], other_digit(row[column], rng)
    return f"{column} {before} → {row[column]}"


@way
def a_digit_with_its_quote(tables: Tables, rng: Random) -> str | None:
    """The amount, its printed form, the words at its place and the quantity."""
    rows = [row for row in tables["projects"] if re.search(r"\d", row["budget_printed"]) and row["budget_eur"]]
    if not rows:
        return None
    row = rng.choice(rows)
    digit = rng.choice(re.findall(r"[1-9]", row["budget_printed"]))
    new = rng.choice([d for d in "123456789" if d != digit])
    key = row["project_id"]
    for column in ("budget_printed", "budget_eur"):
        for place in places(tables, "projects", key, column):
            place["quote"] = place["quote"].replace(digit, new)
        row[column] = row[column].replace(digit, new)
    for quantity in tables["quantities"]:
        if (quantity["project_id"], quantity["field"]) == (key, "budget_printed"):
            for column in ("surface", "value"):
                quantity[column] = quantity[column].replace(digit, new)
            for place in places(tables, "quantities", f"{key}/budget_printed/{quantity['seq']}", "surface"):
                place["quote"] = place["quote"].replace(digit, new)
    return f"{key}: {digit} → {new} in {row['budget_printed']}"


@way
def a_unit(tables: Tables, rng: Random) -> str | None:
    rows = [row for row in tables["quantities"] if row["unit"]]
    if not rows:
        return None
    row = rng.choice(rows)
    before = row["unit"]
    row["unit"] = rng.choice(
        [unit for unit in ("EUR", "USD", "%", "km", "m", "ha", "GW", "MW", "kWh", "m2", "t") if unit != before]
    )
    return f"{row['surface']}: {before} → {row['unit']}"


@way
def a_quote(tables: Tables, rng: Random) -> str | None:
    rows = [row for row in tables["provenance"] if row["source"] in primary(tables)]
    row = rng.choice(rows)
    words = row["quote"].split()
    at = rng.randrange(len(words))
    change = rng.choice(["drop", "double", "other"]) if len(words) > 1 else "other"
    words[at : at + 1] = [] if change == "drop" else [words[at]] * 2 if change == "double" else [words[at] + "en"]
    row["quote"] = " ".join(words)
    return f"{row['table']}/{row['key']}/{row['column']}: {change}"


@way
def a_page(tables: Tables, rng: Random) -> str | None:
    rows = [*tables["projects"], *tables["axes"], *tables["key_figures"], *tables["provenance"]]
    last = max(int(row["pages"]) for row in tables["sources"])
    row = rng.choice(rows)
    if last == 1:
        return None
    row["page"], before = (
        rng.choice([str(page) for page in range(1, last + 1) if str(page) != row["page"]]),
        row["page"],
    )
    return f"page {before} → {row['page']}"


@way
def a_place(tables: Tables, rng: Random) -> str | None:
    """The lines of a place, or its rectangle, are those of another one."""
    row, other = rng.sample(tables["provenance"], 2)
    columns = rng.choice([("line_from", "line_to"), ("x0", "top", "x1", "bottom")])
    if all(row[column] == other[column] for column in columns):
        return None
    for column in columns:
        row[column] = other[column]
    return f"{row['table']}/{row['key']}/{row['column']}: {', '.join(columns)}"


def exchange(tables: Tables, one: Row, other: Row, columns: tuple[str, ...]) -> None:
    """Two projects exchange columns, with the places and the quantities of these."""
    a, b = one["project_id"], other["project_id"]
    for column in columns:
        one[column], other[column] = other[column], one[column]
    for row in tables["provenance"]:
        project, _, rest = row["key"].partition("/")
        field = rest.split("/")[0]
        mine = row["table"] == "projects" and row["column"] in columns
        quantity = row["table"] == "quantities" and field in columns
        body = row["table"] == "project_authorities" and "authorities" in columns
        if project in (a, b) and (mine or quantity or body):
            row["key"] = (b if project == a else a) + (f"/{rest}" if rest else "")
    moved = [row for row in tables["quantities"] if row["field"] in columns]
    for row in [*moved, *(tables["project_authorities"] if "authorities" in columns else [])]:
        if row["project_id"] in (a, b):
            row["project_id"] = b if row["project_id"] == a else a


def two(tables: Tables, rng: Random, column: str) -> tuple[Row, Row] | None:
    rows = [row for row in tables["projects"] if row[column]]
    if len(rows) < 2:
        return None
    one, other = rng.sample(rows, 2)
    return (one, other) if one[column] != other[column] else None


@way
def swapped_budgets(tables: Tables, rng: Random) -> str | None:
    pair = two(tables, rng, "budget_eur")
    if pair:
        exchange(tables, *pair, ("budget_eur", "budget_printed"))
    return pair and f"{pair[0]['project_id']} and {pair[1]['project_id']}"


@way
def swapped_boxes(tables: Tables, rng: Random) -> str | None:
    pair = two(tables, rng, "end_goal")
    if pair:
        exchange(tables, *pair, BOX)
    return pair and f"{pair[0]['project_id']} and {pair[1]['project_id']}"


@way
def swapped_end_goals(tables: Tables, rng: Random) -> str | None:
    pair = two(tables, rng, "end_goal")
    if pair:
        exchange(tables, *pair, ("end_goal",))
    return pair and f"{pair[0]['project_id']} and {pair[1]['project_id']}"


@way
def swapped_descriptions(tables: Tables, rng: Random) -> str | None:
    pair = two(tables, rng, "description")
    if pair:
        exchange(tables, *pair, STORY)
    return pair and f"{pair[0]['project_id']} and {pair[1]['project_id']}"


@way
def swapped_authorities(tables: Tables, rng: Random) -> str | None:
    pair = two(tables, rng, "authorities")
    if pair:
        exchange(tables, *pair, NAMES)
    return pair and f"{pair[0]['project_id']} and {pair[1]['project_id']}"


@way
def a_project_gone(tables: Tables, rng: Random) -> str | None:
    """With its rows everywhere, the rows of the ledger that its fields quote, and the counts of its source."""
    row = rng.choice(tables["projects"])
    key = row["project_id"]
    quoted = [place for place in tables["provenance"] if place["key"].split("/")[0] == key]
    tables["projects"].remove(row)
    for name in ("quantities", "extra_fields", "project_authorities"):
        tables[name] = [other for other in tables[name] if other["project_id"] != key]
    tables["provenance"] = [place for place in tables["provenance"] if place not in quoted]
    gone = [
        run
        for run in tables["ledger"]
        if any(
            (run["source"], run["page"]) == (place["source"], place["page"])
            and place["column"] != "axis"
            and int(place["line_from"]) <= int(run["line"]) <= int(place["line_to"])
            and run["text"] in place["quote"]
            for place in quoted
        )
    ]
    tables["ledger"] = [run for run in tables["ledger"] if run not in gone]
    for source in tables["sources"]:
        words = sum(int(run["words"]) for run in gone if run["source"] == source["source"])
        source["words"] = str(int(source["words"]) - words)
        for column in (
            ("projects", "boxes", "paired") if row["pairing_method"] or not row["end_goal"] else ("projects",)
        ):
            source[column] = str(int(source[column]) - (column == "projects" or bool(row["pairing_method"])))
    return key


@way
def findings_emptied(tables: Tables, rng: Random) -> str | None:
    del rng
    if not tables["findings"]:
        return None
    tables["findings"].clear()
    return "all"


@way
def codes_exchanged(tables: Tables, rng: Random) -> str | None:
    """Two codes change places, in the table of authorities, in the projects, or in both."""
    coded = [row for row in tables["authorities"] if row["iso_3166_2"]]
    one, other = rng.sample(coded, 2)
    swap = {one["iso_3166_2"]: other["iso_3166_2"], other["iso_3166_2"]: one["iso_3166_2"]}
    where = rng.choice(["authorities", "projects", "both"])
    changed = False
    if where != "projects":
        one["iso_3166_2"], other["iso_3166_2"] = other["iso_3166_2"], one["iso_3166_2"]
        changed = True
    if where != "authorities":
        for row in tables["projects"]:
            for column in codes_of(tables):
                codes = "; ".join(swap.get(code, code) for code in row[column].split("; "))
                changed, row[column] = changed or codes != row[column], codes
    return f"{' and '.join(swap)} in {where}" if changed else None


@way
def a_value_shortened(tables: Tables, rng: Random) -> str | None:
    """The last words of a text are gone, in the cell and in the words at its place."""
    found = [
        (row, column)
        for row in tables["projects"]
        for column in ("end_goal", "description")
        if len(row[column].split()) > 4
    ]
    found = [(row, column) for row, column in found if not re.search(r"\d", " ".join(row[column].split()[-3:]))]
    chosen = pick(rng, found)
    if not chosen:
        return None
    row, column = chosen
    count = rng.choice([1, 2, 3])
    places_ = places(tables, "projects", row["project_id"], column)
    if any(len(place["quote"].split()) <= count for place in places_):
        return None
    row[column] = " ".join(row[column].split()[:-count])
    for source in {place["source"] for place in places_}:
        last = max((place for place in places_ if place["source"] == source), key=lambda place: int(place["seq"]))
        last["quote"] = " ".join(last["quote"].split()[:-count])
    return f"{row['project_id']}/{column} by {count}"


@way
def a_value_shortened_with_its_lines(tables: Tables, rng: Random) -> str | None:
    """The same, cut at the end of a line, so that the lines of the place end there too."""
    found = [
        (row, place)
        for row in tables["projects"]
        for column in ("end_goal", "description")
        for place in places(tables, "projects", row["project_id"], column)
        if int(place["line_to"]) > int(place["line_from"])
    ]
    if not found:
        return None
    row, place = rng.choice(found)
    last = (place["source"], place["page"], place["line_to"])
    runs = [run for run in tables["ledger"] if (run["source"], run["page"], run["line"]) == last]
    tail = next((run["text"] for run in runs if place["quote"].endswith(run["text"])), "")
    text = row[place["column"]]
    if not tail or not text.endswith(tail) or re.search(r"\d", tail):
        return None
    if len(places(tables, "projects", row["project_id"], place["column"])) > 1:
        return None
    row[place["column"]] = text.removesuffix(tail).rstrip()
    place["quote"] = place["quote"].removesuffix(tail).rstrip()
    place["line_to"] = str(int(place["line_to"]) - 1)
    return f"{row['project_id']}/{place['column']}: {tail}"
