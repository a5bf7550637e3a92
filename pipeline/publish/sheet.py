"""``dataset.xlsx``: the tables as a spreadsheet that opens right by double click, the same bytes for the same tables.

Text is typed as text, so that no code becomes a number, no range a date and no title a formula; numbers are numbers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.models import Column, Table, Tables

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: What a sheet can hold: characters of a cell and rows below the header, as Excel has them.
MOST_CHARACTERS, MOST_ROWS = 32_767, 1_048_575
_CUT = " … [cut: the whole text is in the CSV file]"
#: Of the first sheet: characters of a line, and its height in points.
_LINE_LENGTH, _LINE_HEIGHT = 110, 16
#: Widths in characters: a column is as wide as its head and its longest cell ask, within these.
_NARROWEST, _WIDEST = 8, 50
_CLOCK = re.compile(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<")


def workbook(described: Mapping[str, Table], tables: Tables, about: list[str]) -> bytes:
    """A sheet ``about`` with these lines, then one for each table: header frozen, filters, a note on each column."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    book = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    front = book.add_worksheet("about")
    front.set_column(0, 0, _LINE_LENGTH, book.add_format({"text_wrap": True, "num_format": "@", "valign": "top"}))
    long = [name for name in described if len(tables[name]) > MOST_ROWS]
    cut = [f"Only the first {MOST_ROWS} rows of {name} fit a sheet; the CSV file has all." for name in long]
    for row, line in enumerate([*about, *cut]):
        front.write_string(row, 0, line)
        front.set_row(row, _LINE_HEIGHT * (1 + len(line) // _LINE_LENGTH))
    for name, table in described.items():
        _sheet(book, table, tables[name])
    book.close()
    return _without_clock(target.getvalue())


def _sheet(book: Workbook, table: Table, rows: list[dict[str, str]]) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    head = book.add_format({"bold": True, "bg_color": "#E4ECF2", "bottom": 1, "num_format": "@"})
    for place, column in enumerate(table.columns):
        cells = [row[column.name] for row in rows]
        style = book.add_format(_style(column, cells))
        longest = max(len(text) for text in (column.name + "  ", *cells))
        sheet.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST), style)
        sheet.write_string(0, place, column.name, head)
        sheet.write_comment(0, place, note(column), {"author": "", "x_scale": 2, "y_scale": 1.2})
        for number, text in enumerate(cells[:MOST_ROWS], 1):
            _cell(sheet, number, place, text, column, style)
    if rows:
        sheet.autofilter(0, 0, min(len(rows), MOST_ROWS), len(table.columns) - 1)


def _style(column: Column, cells: list[str]) -> dict[str, object]:
    """Text stays text when somebody edits it; amounts show their thousands, and cents where one has any."""
    if column.type == "string":
        return {"num_format": "@", "indent": 1}
    if column.unit == "EUR":
        return {"num_format": "#,##0.00" if any("." in text for text in cells) else "#,##0"}
    return {"num_format": "General"}


def _cell(sheet: Worksheet, row: int, place: int, text: str, column: Column, style: Format) -> None:
    if not text:
        return
    if column.type in ("integer", "number") and _is_exact(text):
        sheet.write_number(row, place, float(text), style)
    else:
        whole = text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(_CUT)] + _CUT
        sheet.write_string(row, place, whole, style)


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet can hold the number as it is; one with more digits is kept as text."""
    return Decimal(format(float(text), ".15g")) == Decimal(text)


def note(column: Column) -> str:
    """What a note on the head of a column says: meaning, unit, allowed values."""
    parts = [column.meaning]
    if column.unit:
        parts.append(f"unit: {column.unit}")
    if column.values:
        parts.append(f"one of: {', '.join(column.values)}")
    return "\n".join(parts)


def _without_clock(data: bytes) -> bytes:
    """The same file with fixed times, and stored as it is: what packs it differs between machines."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0
            part = old.read(name)
            new.writestr(info, _CLOCK.sub(b">2000-01-01T00:00:00Z<", part) if name == "docProps/core.xml" else part)
    return target.getvalue()
