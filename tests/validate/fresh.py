"""Defects that somebody could leave in the tables, invented without looking at the rules: each changes the tables in place.

Rows are chosen by what they are (the first project with a budget and its neighbour), so that any good edition will do.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from pipeline.models import Row, Tables

#: Name → defect; what is in ``PASSES`` too is not caught, for the reason given there.
DEFECTS: dict[str, Callable[[Tables], object]] = {}
#: Not stopped, and why; what a warning names all the same says so.
PASSES = {
    # Read once: a second reading that shares nothing with the first is missing.
    "a description quantity lost": "a warning names it: texts have numbers that are no quantities, so it cannot be more",
    "a minimum that is exact": "what qualifies a number (at least, about) is told by the first reading alone",
    "kind changed": "the word stands once in this brochure; where several projects use it, kind_consistent compares them",
    "an authority of several lost with its link": "a collective name (three regions) is resolved by the profile, unseen by the gate",
    "an axis renamed everywhere": "a warning names it: a profile may call an axis otherwise than its heading does",
    # Moved with all that belongs to it: every cell stands where it says, on the wrong row.
    "two projects swap end goals with places": "the words of both boxes are as printed; which box is whose only the pairing says",
    "two projects swap boxes with places": "the words of both boxes are as printed; which box is whose only the pairing says",
    "two axes swap slogans with places": "a warning names it: a slogan can stand on the page before its axis",
    "an id changed everywhere": "an id is carried on from earlier editions, so that it need not be the slug of today's title",
    # Not in the tables: the size of pages, the profile's calculations, the note, the words of the file.
    "a pairing margin raised": "score and margin are results of a calculation that the tables do not hold",
    "a rectangle out of the page": "the tables do not say how wide a page is; what no PDF can have is stopped",
    "a page more than there are": "a page without words is no row of any table",
    "a label that is text": "labels are no cells; how many words they have no table says",
    "a word of the ledger changed": "the word is running text of no cell, and the file is not read again",
    "a place of the witness lost": "a witness need not say what the primary source says",
    "the licence changed": "the note is not read again; git shows who changed what in raw/",
    "a finding removed": "findings are what the stages noticed; only running them again shows one that is gone",
    "a finding without words of the page": "some findings quote words in an order of their own, or none",
    "an invented override": "decisions are made in raw/, which the gate does not see; it is named, signed and rests on words",
}


def defect(name: str) -> Callable[[Callable[[Tables], object]], None]:
    def keep(change: Callable[[Tables], object]) -> None:
        DEFECTS[name] = change

    return keep


def budgets(tables: Tables) -> list[Row]:
    """Projects with a budget that no other project has, neighbours on the first page with two of them first."""
    amounts = [row["budget_eur"] for row in tables["projects"]]
    found = [row for row in tables["projects"] if row["budget_eur"] and amounts.count(row["budget_eur"]) == 1]
    first = next(a for a, b in pairwise(found) if a["page"] == b["page"])
    return found[found.index(first) :]


def of(tables: Tables, name: str, /, **cells: str) -> list[Row]:
    return [row for row in tables[name] if cells.items() <= row.items()]


def swap(a: Row, b: Row, *columns: str) -> None:
    for column in columns:
        a[column], b[column] = b[column], a[column]


def rename(tables: Tables, table: str, old: str, new: str, column: str) -> None:
    """Give the places of a cell to another row."""
    for row in tables["provenance"]:
        if row["table"] == table and row["column"] == column and row["key"] in (old, new):
            row["key"] = new if row["key"] == old else old


def drop(tables: Tables, table: str, row: Row) -> None:
    tables[table].remove(row)


def put(table: str, column: str, value: str, number: int = 0) -> Callable[[Tables], object]:
    return lambda tables: tables[table][number].update({column: value})


def quantities(tables: Tables, a: str, b: str, field: str) -> None:
    """Swap the quantities of a field, with their places."""
    for row in [*tables["quantities"]]:
        if row["field"] == field and row["project_id"] in (a, b):
            row["project_id"] = b if row["project_id"] == a else a
    for row in tables["provenance"]:
        owner, _, rest = row["key"].partition("/")
        if row["table"] == "quantities" and rest.startswith(f"{field}/") and owner in (a, b):
            row["key"] = f"{b if owner == a else a}/{rest}"


def two(t: Tables) -> tuple[Row, Row]:
    """The first two rows of projects with a budget."""
    first, second, *_ = budgets(t)
    return first, second


# --- amounts -----------------------------------------------------------------------------------------------------


@defect("two budgets swapped")
def _(t: Tables) -> None:
    swap(*two(t), "budget_eur")


@defect("two budgets swapped with their printed form")
def _(t: Tables) -> None:
    swap(*two(t), "budget_eur", "budget_printed")


@defect("two budgets swapped with printed form and quantities")
def _(t: Tables) -> None:
    a, b = budgets(t)[:2]
    swap(a, b, "budget_eur", "budget_printed")
    quantities(t, a["project_id"], b["project_id"], "budget_printed")


@defect("a decimal shifted")
def _(t: Tables) -> None:
    row = budgets(t)[0]
    row["budget_eur"] += "0"


@defect("a decimal shifted in the quantity too")
def _(t: Tables) -> None:
    row = budgets(t)[0]
    row["budget_eur"] += "0"
    of(t, "quantities", project_id=row["project_id"], field="budget_printed")[0]["value"] = row["budget_eur"]


@defect("a decimal shifted everywhere but on the page")
def _(t: Tables) -> None:
    row = budgets(t)[0]
    quantity = of(t, "quantities", project_id=row["project_id"], field="budget_printed")[0]
    row["budget_eur"] += "0"
    row["budget_printed"] += "0"
    quantity.update(value=row["budget_eur"], surface=quantity["surface"] + "0")


@defect("a budget emptied")
def _(t: Tables) -> None:
    budgets(t)[0]["budget_eur"] = ""


@defect("a budget and its printed form emptied")
def _(t: Tables) -> None:
    budgets(t)[0].update(budget_eur="", budget_printed="")


@defect("a budget written as a float")
def _(t: Tables) -> None:
    budgets(t)[0]["budget_eur"] += ".0"


@defect("a budget of zero where none is stated")
def _(t: Tables) -> None:
    next(row for row in t["projects"] if not row["budget_eur"])["budget_eur"] = "0"


@defect("an axis amount in millions")
def _(t: Tables) -> None:
    t["axes"][0]["budget_eur"] = t["axes"][0]["budget_eur"].removesuffix("0000")


@defect("two shares swapped")
def _(t: Tables) -> None:
    swap(t["axes"][0], t["axes"][1], "share_pct")


@defect("two axes swap amounts, shares and printed forms")
def _(t: Tables) -> None:
    swap(t["axes"][0], t["axes"][1], "budget_eur", "budget_printed", "share_pct")


DEFECTS["a share off by one"] = lambda t: t["axes"][0].update(share_pct=str(int(t["axes"][0]["share_pct"]) + 1))
DEFECTS["a key figure tenfold"] = lambda t: t["key_figures"][0].update(value=t["key_figures"][0]["value"] + "0")
DEFECTS["a key figure of another kind"] = lambda t: next(
    row for row in t["key_figures"] if row["kind"] == "percent"
).update(kind="number", unit="")
DEFECTS["a key figure dropped"] = lambda t: t["key_figures"].pop()


# --- quantities --------------------------------------------------------------------------------------------------


@defect("the budget quantity lost")
def _(t: Tables) -> None:
    row = of(t, "quantities", project_id=budgets(t)[0]["project_id"], field="budget_printed")[0]
    drop(t, "quantities", row)
    key = f"{row['project_id']}/budget_printed/1"
    t["provenance"] = [place for place in t["provenance"] if place["key"] != key]


@defect("a description quantity lost")
def _(t: Tables) -> None:
    row = next(
        row
        for row in t["quantities"]
        if row["field"] == "description"
        and row["kind"] == "measure"
        and not any(
            other["seq"] > row["seq"]
            for other in of(t, "quantities", project_id=row["project_id"], field="description")
        )
    )
    drop(t, "quantities", row)
    key = f"{row['project_id']}/description/{row['seq']}"
    t["provenance"] = [place for place in t["provenance"] if place["key"] != key]


@defect("a quantity lost in the middle")
def _(t: Tables) -> None:
    drop(
        t,
        "quantities",
        next(
            row
            for row in t["quantities"]
            if row["seq"] == "1" and of(t, "quantities", project_id=row["project_id"], field=row["field"], seq="2")
        ),
    )


@defect("a quantity with another unit")
def _(t: Tables) -> None:
    next(row for row in t["quantities"] if row["unit"] == "km")["unit"] = "m"


@defect("the ends of a range swapped")
def _(t: Tables) -> None:
    swap_row = next(row for row in t["quantities"] if row["low"] and row["high"])
    swap_row["low"], swap_row["high"] = swap_row["high"], swap_row["low"]


@defect("a minimum that is exact")
def _(t: Tables) -> None:
    next(row for row in t["quantities"] if row["approx"] in ("min", "about"))["approx"] = ""


@defect("a surplus quantity")
def _(t: Tables) -> None:
    row = next(row for row in t["quantities"] if row["kind"] == "number" and row["field"] == "end_goal")
    last = max(int(other["seq"]) for other in of(t, "quantities", project_id=row["project_id"], field="end_goal"))
    old, new = (f"{row['project_id']}/end_goal/{seq}" for seq in (row["seq"], last + 1))
    t["quantities"].append(row | {"seq": str(last + 1)})
    t["provenance"] += [place | {"key": new} for place in t["provenance"] if place["key"] == old]


# --- words -------------------------------------------------------------------------------------------------------


@defect("an end goal moved to the neighbour")
def _(t: Tables) -> None:
    a, b = budgets(t)[:2]
    a["end_goal"], b["end_goal"] = "", a["end_goal"]


@defect("two end goals swapped")
def _(t: Tables) -> None:
    swap(*two(t), "end_goal")


@defect("two projects swap end goals with places")
def _(t: Tables) -> None:
    a, b = budgets(t)[:2]
    swap(a, b, "end_goal")
    rename(t, "projects", a["project_id"], b["project_id"], "end_goal")
    quantities(t, a["project_id"], b["project_id"], "end_goal")


@defect("two projects swap boxes with places")
def _(t: Tables) -> None:
    a, b = budgets(t)[:2]
    columns = ("budget_eur", "budget_printed", "authorities", "region_codes", "authority_printed", "end_goal")
    swap(a, b, *columns, "pairing_method", "pairing_score", "pairing_margin")
    for column in columns:
        rename(t, "projects", a["project_id"], b["project_id"], column)
    for field in ("budget_printed", "end_goal"):
        quantities(t, a["project_id"], b["project_id"], field)
    for link in t["project_authorities"]:
        if link["project_id"] in (a["project_id"], b["project_id"]):
            link["project_id"] = b["project_id"] if link["project_id"] == a["project_id"] else a["project_id"]


@defect("a description cut short")
def _(t: Tables) -> None:
    t["projects"][0]["description"] = t["projects"][0]["description"].rsplit(". ", 1)[0] + "."


@defect("a description cut short with its places")
def _(t: Tables) -> None:
    row = t["projects"][0]
    row["description"] = row["description"].rsplit(" ", 1)[0]
    for place in of(t, "provenance", table="projects", key=row["project_id"], column="description"):
        place["quote"] = place["quote"].rsplit(" ", 1)[0]


@defect("a word of a description changed")
def _(t: Tables) -> None:
    t["projects"][0]["description"] = t["projects"][0]["description"].replace(" en ", " of ", 1)


@defect("a misprint corrected")
def _(t: Tables) -> None:
    row = t["projects"][0]
    row["title"] = row["title"][1:]


DEFECTS["a no-break space"] = lambda t: t["projects"][0].update(
    title=t["projects"][0]["title"].replace(" ", "\u00a0", 1)
)
DEFECTS["a zero-width space"] = lambda t: t["projects"][0].update(title=t["projects"][0]["title"] + "\u200b")
DEFECTS["letters in two characters"] = lambda t: t["projects"][0].update(
    description=t["projects"][0]["description"].replace("ë", "e\u0308")
)
DEFECTS["a space at the end"] = lambda t: t["projects"][0].update(end_goal=t["projects"][0]["end_goal"] + " ")
DEFECTS["two titles swapped"] = lambda t: swap(t["projects"][0], t["projects"][1], "title")
DEFECTS["two descriptions swapped"] = lambda t: swap(t["projects"][0], t["projects"][1], "description")


@defect("two axes swap slogans with places")
def _(t: Tables) -> None:
    swap(t["axes"][0], t["axes"][1], "slogan")
    rename(t, "axes", t["axes"][0]["axis"], t["axes"][1]["axis"], "slogan")


# --- codes, kinds, times -----------------------------------------------------------------------------------------


@defect("another authority with its code")
def _(t: Tables) -> None:
    row = next(row for row in t["projects"] if row["region_codes"] == "BE-WAL")
    row.update(authorities="Vlaanderen", region_codes="BE-VLG")


@defect("an authority more")
def _(t: Tables) -> None:
    row = next(row for row in t["projects"] if row["authorities"] == "Federale overheid")
    row.update(authorities="Federale overheid; Wallonië", region_codes="BE-WAL")


@defect("an authority of several lost with its link")
def _(t: Tables) -> None:
    row = next(row for row in t["projects"] if row["region_codes"].count(";") == 2)
    links = of(t, "project_authorities", project_id=row["project_id"])
    drop(t, "project_authorities", links[-1])
    row["authorities"] = row["authorities"].rsplit("; ", 1)[0]
    row["region_codes"] = "; ".join(row["region_codes"].split("; ")[:2])


@defect("an authority of several lost")
def _(t: Tables) -> None:
    row = next(row for row in t["projects"] if row["region_codes"].count(";") == 2)
    row["authorities"] = row["authorities"].rsplit("; ", 1)[0]
    row["region_codes"] = "; ".join(row["region_codes"].split("; ")[:2])


DEFECTS["a code lost"] = lambda t: next(r for r in t["projects"] if r["region_codes"] == "BE-WAL").update(
    region_codes=""
)
DEFECTS["another Wikidata item"] = lambda t: of(t, "authorities", name="Wallonië")[0].update(wikidata="Q234")
DEFECTS["kind changed"] = lambda t: next(r for r in t["projects"] if r["kind"] == "reform").update(kind="investment")
DEFECTS["an axis for another"] = lambda t: t["projects"][0].update(axis=t["axes"][-1]["axis"])
DEFECTS["start after end"] = lambda t: next(r for r in t["projects"] if r["start"]).update(start="2027")
DEFECTS["start and end moved together"] = lambda t: next(r for r in t["projects"] if r["start"]).update(
    start="2020-Q1", end="2025-Q3"
)
DEFECTS["the end in Dutch"] = lambda t: next(r for r in t["projects"] if r["end"]).update(end="derde kwartaal 2026")


@defect("an axis renamed everywhere")
def _(t: Tables) -> None:
    old, new = t["axes"][0]["axis"], "Klimaat"
    t["axes"][0]["axis"] = new
    for row in of(t, "projects", axis=old):
        row["axis"] = new
    for row in of(t, "provenance", table="axes", key=old):
        row["key"] = new


# --- rows, pages, places -----------------------------------------------------------------------------------------

DEFECTS["a project twice"] = lambda t: t["projects"].append(dict(t["projects"][0]))
DEFECTS["a project twice under another id"] = lambda t: t["projects"].append(
    t["projects"][0] | {"project_id": "nog-een"}
)
DEFECTS["a project lost"] = lambda t: t["projects"].pop()
DEFECTS["another page"] = lambda t: t["projects"][0].update(page=str(int(t["projects"][0]["page"]) + 1))
DEFECTS["another axis page"] = lambda t: t["axes"][0].update(page=str(int(t["axes"][0]["page"]) + 1))
DEFECTS["an id changed in one table"] = lambda t: t["projects"][0].update(project_id="een-ander-id")
DEFECTS["a pairing score above one"] = lambda t: t["projects"][0].update(pairing_score="1.4")
DEFECTS["a pairing margin raised"] = lambda t: t["projects"][2].update(pairing_margin="0.9000")
DEFECTS["a pairing method by hand"] = lambda t: t["projects"][0].update(pairing_method="override")
DEFECTS["an edition misspelt in a row"] = lambda t: t["projects"][0].update(edition=t["projects"][0]["edition"].upper())


@defect("an id changed everywhere")
def _(t: Tables) -> None:
    old, new = t["projects"][0]["project_id"], "een-ander-id"
    for rows in t.values():
        for row in rows:
            for column in ("project_id", "key"):
                if row.get(column, "").split("/")[0] == old:
                    row[column] = row[column].replace(old, new, 1)


def _of_pdf(t: Tables) -> Row:
    return next(row for row in t["provenance"] if row["x0"] and row["table"] == "projects")


DEFECTS["a rectangle out of the page"] = lambda t: _of_pdf(t).update(x0="5000.00", x1="5100.00")
DEFECTS["a rectangle left of the page"] = lambda t: _of_pdf(t).update(x0="-40.00")
DEFECTS["a place on another line"] = lambda t: t["provenance"][1].update(line_from="9", line_to="9")
DEFECTS["a place that leads nowhere"] = lambda t: t["provenance"][0].update(key="nergens")
DEFECTS["a place with another quote"] = lambda t: t["provenance"][1].update(quote="DIGITAAL")


@defect("a place of the witness lost")
def _(t: Tables) -> None:
    drop(t, "provenance", _of_pdf(t))


# --- sources, ledger, findings -----------------------------------------------------------------------------------

DEFECTS["a word with another fate"] = lambda t: next(r for r in t["ledger"] if r["fate"] == "unassigned").update(
    fate="text"
)
DEFECTS["a value that is furniture"] = lambda t: next(r for r in t["ledger"] if r["fate"] == "value").update(
    fate="furniture"
)
DEFECTS["a label that is text"] = lambda t: next(r for r in t["ledger"] if r["fate"] == "label").update(fate="text")
DEFECTS["a line of the ledger lost"] = lambda t: t["ledger"].pop(40)
DEFECTS["a word of the ledger changed"] = lambda t: t["ledger"][40].update(text="x" * len(t["ledger"][40]["text"]))
DEFECTS["a box more"] = lambda t: t["sources"][0].update(boxes=str(int(t["sources"][0]["boxes"]) + 1))
DEFECTS["a box more, refused in silence"] = lambda t: t["sources"][0].update(
    boxes=str(int(t["sources"][0]["boxes"]) + 1), refused="1"
)
DEFECTS["fewer pages"] = lambda t: t["sources"][0].update(pages="2")
DEFECTS["a page more than there are"] = lambda t: t["sources"][0].update(pages=str(int(t["sources"][0]["pages"]) + 1))
DEFECTS["witness and primary swapped"] = lambda t: swap(t["sources"][0], t["sources"][1], "role")
DEFECTS["the licence changed"] = lambda t: t["sources"][0].update(licence="CC0")
DEFECTS["a finding removed"] = lambda t: t["findings"].pop()
DEFECTS["a finding on no page"] = lambda t: t["findings"][0].update(page="99")
DEFECTS["a finding without words of the page"] = lambda t: t["findings"][0].update(quote="staat nergens zo")


def _person(t: Tables, severity: str) -> Any:
    """A box left over, as the stages report it, and then somebody softens it."""
    source = t["sources"][0]
    source.update(boxes=str(int(source["boxes"]) + 1), refused="1")
    last = max(int(row["seq"]) for row in t["findings"])
    t["findings"].append(
        t["findings"][0]
        | {
            "seq": str(last + 1),
            "severity": severity,
            "rule": "orphan_box",
            "message": "info box without project",
            "hint": "Decide.",
        }
    )


DEFECTS["a finding for a person softened to a warning"] = lambda t: _person(t, "warning")
DEFECTS["a finding for a person softened to an info"] = lambda t: _person(t, "info")


@defect("a doubtful budget softened to a warning")
def _(t: Tables) -> None:
    row = budgets(t)[0]
    last = max(int(other["seq"]) for other in t["findings"])
    drop(t, "quantities", of(t, "quantities", project_id=row["project_id"], field="budget_printed")[0])
    places = {("quantities", f"{row['project_id']}/budget_printed/1"), ("projects", row["project_id"])}
    t["provenance"] = [
        p
        for p in t["provenance"]
        if not ((p["table"], p["key"]) in places and p["column"] in ("surface", "budget_eur"))
    ]
    t["findings"].append(
        t["findings"][0]
        | {
            "seq": str(last + 1),
            "severity": "warning",
            "rule": "budget_not_read",
            "message": "the budget is a range; it stays empty",
            "page": row["page"],
            "quote": row["budget_printed"],
            "hint": "Decide.",
            "table": "projects",
            "key": row["project_id"],
            "column": "budget_eur",
        }
    )
    row["budget_eur"] = ""


@defect("an invented override")
def _(t: Tables) -> None:
    row, source = t["projects"][0], t["sources"][0]
    place = of(t, "provenance", table="projects", key=row["project_id"], column="title", source=source["source"])[0]
    last = max(int(other["seq"]) for other in t["findings"])
    t["findings"].append(
        t["findings"][0]
        | {
            "seq": str(last + 1),
            "severity": "info",
            "rule": "override",
            "source": source["source"],
            "page": place["page"],
            "quote": place["quote"],
            "message": "decided",
            "table": "projects",
            "key": row["project_id"],
            "column": "title",
        }
    )
    t["overrides"].append(
        {
            "edition": row["edition"],
            "seq": "1",
            "source": source["source"],
            "table": "projects",
            "key": row["project_id"],
            "column": "title",
            "value_read": row["title"],
            "value": "Iets anders",
            "reason": "verzonnen",
            "author": "niemand",
            "page": place["page"],
            "quote": place["quote"],
        }
    )
    row["title"] = "Iets anders"
    t["quantities"] = [q for q in t["quantities"] if (q["project_id"], q["field"]) != (row["project_id"], "title")]


@defect("an override without effect")
def _(t: Tables) -> None:
    DEFECTS["an invented override"](t)
    t["projects"][0]["title"] = t["overrides"][0]["value_read"]
