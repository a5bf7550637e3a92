"""The dataset: packed from the one description of each column, edition by edition, the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

import pytest

from pipeline.models import SCHEMA_VERSION, TABLES, Row, Tables
from pipeline.publish import publish
from pipeline.publish.package import REFERENCES, TEXTS

EDITIONS = ("2021-nl", "2022-nl", "2023-nl")
BY_TYPE = {"integer": "7", "number": "9875000.5", "boolean": "true"}


def tables(*editions: str, mark: str = "new") -> Tables:
    """One filled row per table and edition; ``mark`` stands in every cell of text that is no key."""
    found: Tables = {}
    for name, table in TABLES.items():
        for edition in editions if "edition" in table.header else ("",):
            row = {column.name: BY_TYPE.get(column.type, mark) for column in table.columns}
            row.update({column: f"{column}-of-{name}" for column in table.key if column in row and row[column] == mark})
            row.update({column: f"the-{column}" for column in ("axis", "source", "project_id") if column in row})
            row.update({"edition": edition} if edition else {})
            row.update({"role": "primary"} if name == "sources" else {})
            found.setdefault(name, []).append(row)
    return found


def read(files: dict[str, bytes], name: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(files[name].decode())))


def package(files: dict[str, bytes]) -> Any:
    return json.loads(files["datapackage.json"])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return publish(tables(*EDITIONS), dict.fromkeys(EDITIONS, "passed"), None, "1.2.3")


def test_every_table_and_nothing_else(files: dict[str, bytes]) -> None:
    assert set(files) == {f"{name}.csv" for name in TABLES} | set(TEXTS)


def test_the_tables_are_those_that_came_in(files: dict[str, bytes]) -> None:
    for name, rows in tables(*EDITIONS).items():
        assert read(files, f"{name}.csv") == rows


def test_rows_keep_their_order_within_an_edition() -> None:
    given = tables("2021-nl")
    given["ledger"] = [given["ledger"][0] | {"page": page} for page in ("10", "9", "11")]
    out = publish(given, {"2021-nl": "passed"}, None, "1")
    assert [row["page"] for row in read(out, "ledger.csv")] == ["10", "9", "11"]


@pytest.mark.parametrize("status", ["failed", "needs_person", "", "Passed"])
def test_an_edition_that_did_not_pass_keeps_its_last_good_rows(status: str) -> None:
    statuses = {"2021-nl": "passed", "2022-nl": status}
    out = publish(tables("2021-nl", "2022-nl"), statuses, tables("2021-nl", "2022-nl", mark="old"), "1")
    for name in ("projects", "ledger", "findings", "provenance", "sources"):
        column = next(c.name for c in TABLES[name].columns if c.type == "string" and c.name not in TABLES[name].key
                      and c.name not in ("axis", "source", "role"))  # fmt: skip
        assert [(row["edition"], row[column]) for row in read(out, f"{name}.csv")] == [
            ("2021-nl", "new"),
            ("2022-nl", "old"),
        ]
    assert "| 2022-nl | 1 | earlier rows: " in out["README.md"].decode()
    assert "| 2021-nl | 1 | published |" in out["README.md"].decode()


def test_a_new_edition_that_did_not_pass_is_left_out() -> None:
    statuses = {"2021-nl": "passed", "2022-nl": "failed"}
    out = publish(tables("2021-nl", "2022-nl"), statuses, tables("2021-nl", mark="old"), "1")
    for name, table in TABLES.items():
        if "edition" in table.header:
            assert {row["edition"] for row in read(out, f"{name}.csv")} == {"2021-nl"}
    assert "2022-nl" not in out["README.md"].decode()


def test_an_edition_without_status_stays_as_it_was() -> None:
    out = publish(tables("2021-nl", "2022-nl"), {"2021-nl": "passed"}, tables("2022-nl", mark="old"), "1")
    assert {row["edition"] for row in read(out, "projects.csv")} == {"2021-nl", "2022-nl"}
    assert {row["title"] for row in read(out, "projects.csv") if row["edition"] == "2022-nl"} == {"old"}


def test_an_edition_without_status_and_without_earlier_rows_is_not_published() -> None:
    out = publish(tables("2021-nl", "2022-nl"), {"2021-nl": "passed"}, None, "1")
    assert {row["edition"] for row in read(out, "projects.csv")} == {"2021-nl"}


@pytest.mark.parametrize("previous", [None, {}])
def test_nothing_to_publish_gives_no_files(previous: Tables | None) -> None:
    assert publish(tables("2021-nl"), {"2021-nl": "failed"}, previous, "1") == {}
    assert publish(tables("2021-nl"), {}, previous, "1") == {}


def test_when_all_fail_the_last_good_dataset_comes_out_again() -> None:
    old = tables("2021-nl", mark="old")
    out = publish(tables("2021-nl"), {"2021-nl": "failed"}, old, "1")
    for name, rows in old.items():
        assert read(out, f"{name}.csv") == rows


def test_authorities_that_a_kept_edition_may_need_stay() -> None:
    new, old = tables("2021-nl"), tables("2022-nl", mark="old")
    old["authorities"].append(old["authorities"][0] | {"name": "gone"})
    mixed = publish(new, {"2021-nl": "passed", "2022-nl": "failed"}, old, "1")
    assert [(row["name"], row["level"]) for row in read(mixed, "authorities.csv")] == [
        ("name-of-authorities", "new"),
        ("gone", "old"),
    ]
    clean = publish(new, {"2021-nl": "passed"}, None, "1")
    assert [row["name"] for row in read(clean, "authorities.csv")] == ["name-of-authorities"]


def test_earlier_rows_are_fitted_to_the_columns_of_today() -> None:
    old = tables("2021-nl", mark="old")
    for row in old["projects"]:
        del row["kind"]
        row["colour"] = "blue"
    (row,) = read(publish(tables("2021-nl"), {"2021-nl": "failed"}, old, "1"), "projects.csv")
    assert list(row) == TABLES["projects"].header
    assert row["kind"] == ""


def test_the_package_describes_the_files(files: dict[str, bytes]) -> None:
    described = package(files)
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (described["version"], described["schema_version"]) == ("1.2.3", SCHEMA_VERSION)
    assert [resource["name"] for resource in described["resources"]] == list(TABLES)
    for resource in described["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        table = TABLES[resource["name"]]
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == data.decode().splitlines()[0].split(",") == table.header
        assert [(f["type"], f["description"], f.get("unit", "")) for f in fields] == [
            (column.type, column.meaning, column.unit) for column in table.columns
        ]
        constraints = {field["name"]: field.get("constraints", {}) for field in fields}
        assert [name for name, found in constraints.items() if found.get("required")] == [
            c.name for c in table.columns if c.required
        ]
        assert {name: tuple(found["enum"]) for name, found in constraints.items() if "enum" in found} == {
            column.name: column.values for column in table.columns if column.values
        }
        assert resource["schema"]["primaryKey"] == list(table.key)


def test_foreign_keys_lead_to_columns_that_exist(files: dict[str, bytes]) -> None:
    keys = {
        resource["name"]: resource["schema"]["foreignKeys"]
        for resource in package(files)["resources"]
        if "foreignKeys" in resource["schema"]
    }
    assert set(keys) == set(REFERENCES)
    for name, found in keys.items():
        for key in found:
            other = TABLES[key["reference"]["resource"]]
            assert set(key["fields"]) <= set(TABLES[name].header)
            assert key["reference"]["fields"] == list(other.key)
            values = {tuple(row[field] for field in key["fields"]) for row in read(files, f"{other.name}.csv")}
            assert {tuple(row[field] for field in key["fields"]) for row in read(files, f"{name}.csv")} <= values


def test_the_dictionary_names_every_column(files: dict[str, bytes]) -> None:
    text = files["DICTIONARY.md"].decode()
    for name, table in TABLES.items():
        part = text.split(f"## {name}.csv\n")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"{column.name}{'**' if column.required else ''} | {column.type} | {column.unit} | " in part
    assert text.count("\n| ") == sum(len(table.columns) + 1 for table in TABLES.values())


def test_the_readme_says_how_to_cite(files: dict[str, bytes]) -> None:
    text = files["README.md"].decode()
    assert (
        f"- new: new, edition 2021-nl. Dataset read with the brochure pipeline, version 1.2.3, schema {SCHEMA_VERSION}, "
        in text
    )
    assert "| projects.csv | 3 | " in text


def test_text_of_a_source_cannot_break_a_table() -> None:
    given = tables("a|b\nc")
    out = publish(given, {"a|b\nc": "passed"}, None, "1")
    assert "| a\\|b c | 1 | published |" in out["README.md"].decode()


def test_the_same_input_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    again = publish(tables(*EDITIONS), dict.fromkeys(reversed(EDITIONS), "passed"), None, "1.2.3")
    assert again == files
    assert all(b"\r" not in data and data.endswith(b"\n") for name, data in files.items() if not name.endswith(".xlsx"))
