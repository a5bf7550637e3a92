"""Cells by themselves: header, form, keys, the profile's names and codes, and values that a second parser reads again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.models import TABLES, Column, Row, Value
from pipeline.profile import Profile
from pipeline.quotes import bare
from pipeline.verify.evidence import Evidence, Fault
from pipeline.verify.places import projects_of

_FORMS = {
    "integer": re.compile(r"-?(0|[1-9][0-9]*)"),
    "number": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"),
    "boolean": re.compile(r"true|false"),
}
_LISTED = re.compile(r"\s*[,;/&+]\s*|\s+en\s+")
JOINED = "; "


def cells(evidence: Evidence) -> Iterator[Fault]:
    """Faults of single cells and rows, table by table."""
    for name, table in TABLES.items():
        rows = evidence.tables[name]
        keys = Counter(tuple(row.get(column, "") for column in table.key) for row in rows)
        for row in rows:
            if list(row) != table.header:
                yield _fault("schema", name, row, "", "has other columns than the table")
                continue
            for column in table.columns:
                if wrong := _form(row[column.name], column):
                    yield _fault("schema", name, row, column.name, f"“{row[column.name]}” {wrong}")
            if keys[tuple(row[column] for column in table.key)] > 1:
                yield _fault("schema", name, row, "", "stands twice")
    yield from _of_profiles(evidence)
    for row in evidence.tables["projects"]:
        if profile := _profile(evidence, row):
            yield from _authorities(evidence, row, profile)
    yield from _values(evidence)
    yield from _decisions(evidence)


def _decisions(evidence: Evidence) -> Iterator[Fault]:
    """What is said to be decided stands in the note of the source, with this reason, author and quote."""
    for row in evidence.tables["overrides"]:
        note = evidence.notes.get(row["source"])
        made = (
            [item for item in note.overrides if (item.reason, item.author) == (row["reason"], row["author"])]
            if note
            else []
        )
        if not any(bare(item.quote) in bare(row["quote"]) for item in made):
            yield Fault(
                row["edition"],
                "decisions",
                row["table"],
                row["key"],
                row["column"],
                row["page"],
                f"{row['author']} is said to have decided it, but no note says so",
            )


def _form(text: str, column: Column) -> str:
    pattern = _FORMS.get(column.type)
    if text and pattern and not pattern.fullmatch(text):
        return f"is no {column.type} in its one form"
    return "must be filled" if column.required and not text else ""


def _fault(check: str, table: str, row: Row, column: str, message: str) -> Fault:
    key = "/".join(row.get(name, "") for name in TABLES[table].key if name != "edition")
    return Fault(row.get("edition", ""), check, table, key, column, row.get("page", ""), message)


# --- the profile's names and codes -------------------------------------------------------------------------------


def _profile(evidence: Evidence, row: Row) -> Profile | None:
    names = [source["profile"] for source in evidence.rows("sources", row["edition"]) if source["role"] == "primary"]
    return evidence.profiles.get(names[0]) if names else None


def _of_profiles(evidence: Evidence) -> Iterator[Fault]:
    """The table of authorities holds what the profiles of the sources say, row by row."""
    used = sorted({row["profile"] for row in evidence.tables["sources"]})
    if not set(used) <= evidence.profiles.keys():
        return
    said: dict[str, set[tuple[str, ...]]] = {}
    codes = ("level", "iso_3166_2", "nuts1", "wikidata")
    for authority in (authority for name in used for authority in evidence.profiles[name].authorities):
        said.setdefault(authority.name, set()).add(tuple(str(getattr(authority, code)) for code in codes))
    here = {row["name"]: row for row in evidence.tables["authorities"]}
    for name, row in here.items():
        if name not in said:
            yield _fault("codes", "authorities", row, "name", "is no authority of the profile")
        elif tuple(row[code] for code in codes) not in said[name]:
            has = ", ".join(row[code] or "-" for code in codes)
            yield _fault("codes", "authorities", row, "", f"has {has}; the profile says otherwise")
    for name in sorted(said.keys() - here.keys()):
        yield Fault("", "codes", "authorities", name, "", "", "is an authority of the profile and has no row")


def _authorities(evidence: Evidence, row: Row, profile: Profile) -> Iterator[Fault]:
    """The names are those that are printed, as far as the profile knows them all; the codes are those of the names."""
    codes = {authority.name: authority.iso_3166_2 for authority in profile.authorities}
    names = [name for name in row["authorities"].split(JOINED) if name]
    for column in (column for column in row if column.endswith("_codes")):
        wanted = sorted({codes.get(name, "") for name in names} - {""})
        if sorted(filter(None, row[column].split(JOINED))) != wanted:
            has = JOINED.join(wanted) or "none"
            yield _fault("codes", "projects", row, column, f"is {row[column] or 'empty'}; the names have {has}")
    if (row["edition"], "projects", row["project_id"], "authorities") in evidence.decided:
        return
    printed = _printed(evidence, row, "projects", row["project_id"], "authorities")
    known = _named(printed, _names(profile))
    if known is not None and known != set(names):
        yield _fault("values", "projects", row, "authorities", f"is {row['authorities']}; printed is “{printed}”")


def _names(profile: Profile) -> dict[str, set[str]]:
    found = {
        name.casefold(): {authority.name}
        for authority in profile.authorities
        for name in (authority.name, *authority.also)
    }
    return found | {name.casefold(): set(c.members) for c in profile.collectives for name in (c.name, *c.also)}


def _named(printed: str, known: Mapping[str, set[str]]) -> set[str] | None:
    """The authorities that a printed list names; None when some part of it is none that the profile has."""
    text = " ".join(printed.casefold().split()).strip(" .:;")
    if text in known:
        return known[text]
    parts = [known.get(part, known.get(re.sub(r"^(?:de|het) ", "", part))) for part in _LISTED.split(text) if part]
    found = [part for part in parts if part is not None]
    return set().union(*found) if found and len(found) == len(parts) else None


def _printed(evidence: Evidence, row: Row, table: str, key: str, column: str) -> str:
    """The words at the places of a cell, in the primary source."""
    source = next((s["source"] for s in evidence.rows("sources", row["edition"]) if s["role"] == "primary"), "")
    return " ".join(piece["quote"] for piece in evidence.pieces.get((row["edition"], source, table, key, column), []))


# --- values ------------------------------------------------------------------------------------------------------

#: Which cells are read again from which words: table, column, kind.
READ = (("projects", "budget_eur", "money"), ("axes", "budget_eur", "money"), ("axes", "share_pct", "percent"))


def _values(evidence: Evidence) -> Iterator[Fault]:  # noqa: C901
    scales = _Scales(evidence)
    for table, column, kind in READ:
        for row in evidence.tables[table]:
            key = row["project_id"] if table == "projects" else row["axis"]
            if row[column] and (row["edition"], table, key, column) not in evidence.decided:
                printed = _printed(evidence, row, table, key, column)
                if not _reads(printed, kind, [row[column]], scales.of(row["edition"], table, key, column), ""):
                    yield _fault("values", table, row, column, f"is {row[column]}; printed is “{printed}”")
    for row in evidence.tables["axes"]:
        printed, cell = _printed(evidence, row, "axes", row["axis"], "budget_printed"), row["budget_printed"]
        if bare(cell) not in bare(printed) or bool(cell) != bool(printed):
            yield _fault("values", "axes", row, "budget_printed", f"is “{cell}”; printed is “{printed}”")
    for row in evidence.tables["projects"]:
        for column in ("start", "end", "target"):
            printed = _printed(evidence, row, "projects", row["project_id"], column)
            if row[column] and printed and not _is_of_year(row[column], printed):
                yield _fault("values", "projects", row, column, f"is {row[column]}; printed is “{printed}”")
    for row in evidence.tables["key_figures"]:
        for column in ("value", "low", "high"):
            printed = _printed(evidence, row, "key_figures", row["seq"], column)
            if (
                row[column]
                and printed
                and not _reads(printed, row["kind"], [row[column]], {Decimal(1)}, row["statement"])
            ):
                yield _fault("values", "key_figures", row, column, f"is {row[column]}; printed is “{printed}”")
    projects = {(row["edition"], row["project_id"]): row for row in evidence.tables["projects"]}
    for row in evidence.tables["quantities"]:
        project = projects.get((row["edition"], row["project_id"]), {})
        column = row["field"] if row["field"] in TABLES["projects"].header else f"{row['field']}_printed"
        if (row["edition"], "projects", row["project_id"], row["field"]) in evidence.decided:
            continue
        columns = ("period_from", "period_to") if row["kind"] == "period" else ("value", "low", "high")
        stored = [row[name] for name in columns if row[name]]
        found = scales.of(row["edition"], "projects", row["project_id"], column)
        if not _reads(row["surface"], row["kind"], stored, found, project.get(column, "")):
            yield _fault(
                "values",
                "quantities",
                row,
                "",
                f"is {' to '.join(stored)} {row['unit']}; printed is “{row['surface']}”",
            )
        quoted = _printed(evidence, row, "quantities", f"{row['project_id']}/{row['field']}/{row['seq']}", "surface")
        if bare(row["surface"]) not in bare(quoted):
            yield _fault(
                "values", "quantities", row, "surface", f"is “{row['surface']}”, but at its place stands “{quoted}”"
            )
        if stated := _other_unit(row["surface"], row["unit"]):
            yield _fault(
                "values",
                "quantities",
                row,
                "unit",
                f"is {row['unit'] or 'empty'}, but “{row['surface']}” says {stated}",
            )


def _is_of_year(period: str, printed: str) -> bool:
    """Whether the year of a period is printed, in full or by its last two digits; words alone say no year."""
    digits = re.findall(r"\d+", printed)
    return not any(len(number) == 4 for number in digits) or period[:4] in digits or period[2:4] in digits


#: What a surface says of its unit: the last word, sign or abbreviation that is one of these. Others say nothing here.
_UNITS = {
    "EUR": "€|euros?|eur",
    "USD": r"\$|dollars?|usd",
    "%": "%|procent|percent",
    "pp": "procentpunten?|pp",
    "km": "km|kilometers?",
    "m": "m|meters?",
    "cm": "cm|centimeters?",
    "ha": "ha|hectaren?",
    "m2": "m[²2]|vierkante meters?",
    "m3": "m[³3]|kubieke meters?",
    "km2": "km[²2]|vierkante kilometers?",
    "GW": "gw|gigawatt",
    "MW": "mw|megawatt",
    "kW": "kw|kilowatt",
    "GWh": "gwh|gigawattuur",
    "MWh": "mwh|megawattuur",
    "kWh": "kwh|kilowattuur",
    "TWh": "twh",
    "t": "ton(?:nes?)?",
    "kg": "kg|kilo(?:gram)?",
    "d": "dag(?:en)?",
    "mo": "maand(?:en)?",
    "wk": "we(?:ek|ken)",
    "h": "uren|uur",
    "min": "minuten|minuut",
    "a": "jaar|jaren",
    "l": "liters?",
}
_UNIT_WORDS = {
    code: re.compile(rf"(?<![^\W\d_])(?:{words})(?![\w²³])", re.IGNORECASE) for code, words in _UNITS.items()
}


def _other_unit(surface: str, unit: str) -> str:
    """The unit that a surface states, where it states one of the common ones and it is not ``unit``; else nothing."""
    stated = {code for code, pattern in _UNIT_WORDS.items() if pattern.search(surface)}
    stored = {part.split("{")[0] or part for part in unit.split("/")}  # t{CO2} is a mass, said in tons
    return ", ".join(sorted(stated)) if len(stated) == 1 and not stated & stored else ""


def _reads(printed: str, kind: str, stored: list[str], scales: set[Decimal], context: str) -> bool:
    """Whether the second reading finds the stored values in the words, with the scale of a label or without."""
    from pipeline.nl import check_reading

    period = kind == "period"
    values: list[Decimal | str] = [
        text if period else Decimal(text) for text in stored if period or _FORMS["number"].fullmatch(text)
    ]
    if len(values) != len(stored) or not values:
        return False
    if kind == "money" and any(_is_too_exact(str(text), printed) for text in stored):
        return False
    return any(
        all(check_reading(printed, kind, value, None, None, None, scale, context) for value in values)
        for scale in sorted({Decimal(1), *scales})
    )


def _is_too_exact(text: str, printed: str) -> bool:
    """More digits that count than are printed."""
    digits = sum(map(str.isdigit, printed))
    return (
        bool(digits)
        and not any(sign in printed for sign in "/½¼¾")
        and len(Decimal(text).normalize().as_tuple().digits) > digits
    )


class _Scales:
    """What the label of a cell says its numbers count: 1000000 under IN MILJOEN €. The records know the label of a box; that of
    a chart stands on the lines around.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._boxes = {
            (records.source.edition, row["project_id"]): record.labels.get("budget", Value()).text
            for records in evidence.records.values()
            for record in records.records
            if (row := projects_of(records, evidence.rows("projects", records.source.edition)).get(record.number))
        }
        self._labels: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
        for row in evidence.tables["ledger"]:
            if row["fate"] in ("label", "chart"):
                page = row["edition"], row["source"], row["page"]
                self._labels.setdefault(page, []).append((int(row["line"]), row["text"]))

    def of(self, edition: str, table: str, key: str, column: str) -> set[Decimal]:
        from pipeline.nl import read_label_unit

        label = self._boxes.get((edition, key), "") if table == "projects" else ""
        found = {Decimal(read_label_unit(label).scale)} if label else set[Decimal]()
        for (place, source, *cell), pieces in self._evidence.pieces.items():
            if place == edition and cell == [table, key, column]:
                for piece in pieces:
                    lines = range(int(piece["line_from"]) - 1, int(piece["line_to"]) + 1)
                    near = [
                        text for line, text in self._labels.get((edition, source, piece["page"]), []) if line in lines
                    ]
                    found.add(Decimal(read_label_unit(" ".join(near)).scale))
        return found
