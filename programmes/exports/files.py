"""Files of a list: the rows of the page without paging, as CSV, XLSX or JSON.

A `FileTable` declares the columns of a model's files once. Rows are read in chunks of ids, as plain values: no model
object per row, no cursor held open while a slow reader downloads, memory flat but for the ids.
"""

import csv
import json
import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import F, Lookup, QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from programmes.filters import RegisterFilter
from programmes.models import Revision
from programmes.money import plain
from programmes.resources.table import CsvLines
from programmes.rows import Row
from programmes.tables.cells import safe_text

CHUNK = 1000
EXCEL_ROWS = 1_048_575  # below the header
EXCEL_TEXT = 32_767


@dataclass(frozen=True)
class FileTable:
    """The columns of a model's files, and how a chunk of its rows is read.

    `read` takes ids and gives one dict of raw values for each, in that order; a column is one of those values, or a
    function of them.
    """

    name: str
    read: Callable[[Sequence[int]], list[Row]]
    columns: Mapping[str, str | Callable[[Row], Any]]

    def rows(self, ids: Sequence[int]) -> Iterator[list[Any]]:
        """The cells of each row, in chunks."""
        plans = list(self.columns.values())
        for start in range(0, len(ids), CHUNK):
            for row in self.read(ids[start : start + CHUNK]):
                yield [row[plan] if isinstance(plan, str) else plan(row) for plan in plans]


class Among(Lookup):
    """A column is one of a chunk of ids, handed over as one value: as a thousand they take longer than the query."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(list(self.rhs))]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]


def among(ids: Sequence[int], column: str = "pk") -> Among:
    """A condition for the rows of a chunk."""
    return Among(F(column), ids)


def gather(ids: Sequence[int], links: QuerySet, owner: str, *values: str) -> dict[int, list[tuple[Any, ...]]]:
    """What a table of links says of each id: one query for a chunk."""
    found: dict[int, list[tuple[Any, ...]]] = {pk: [] for pk in ids}
    for pk, *rest in links.filter(among(ids, owner)).values_list(owner, *values):
        found[pk].append(tuple(rest))
    return found


# Cells

# By type and not by a chain of questions: a file of everything has millions of cells.
TEXT_OF: dict[type, Callable[[Any], str]] = {
    str: safe_text,
    type(None): lambda _: "",
    bool: lambda value: "yes" if value else "no",
    int: str,
    Decimal: plain,
    date: date.isoformat,
    datetime: datetime.isoformat,
    list: lambda values: safe_text(";".join(values)),
}


def as_text(value: Any) -> str:
    """A cell of a CSV file."""
    return TEXT_OF[type(value)](value)


def as_json(value: Any) -> Any:
    """A value of a JSON file: numbers are numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


# Files


def write_csv(table: FileTable, ids: Sequence[int]) -> Iterator[str]:
    """One header row, then the rows, a chunk at a time."""
    lines = CsvLines()
    writer = csv.writer(lines, lineterminator=CsvLines.END)
    writer.writerow(table.columns)
    for number, row in enumerate(table.rows(ids), start=1):
        writer.writerow([TEXT_OF[type(cell)](cell) for cell in row])
        if number % CHUNK == 0:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def write_json(table: FileTable, ids: Sequence[int], head: Row) -> Iterator[str]:
    """`{"query": {}, "revision": n, "count": n, "results": []}`, a chunk at a time."""
    opening = json.dumps(head, ensure_ascii=False)
    parts = [f'{opening[:-1]}, "results": [']
    names = list(table.columns)
    for number, row in enumerate(table.rows(ids)):
        cells = dict(zip(names, map(as_json, row), strict=True))
        parts.append(("" if number == 0 else ",") + "\n" + json.dumps(cells, ensure_ascii=False))
        if number % CHUNK == CHUNK - 1:
            yield "".join(parts)
            parts = []
    yield "".join(parts) + "\n]}\n"


def write_xlsx(table: FileTable, ids: Sequence[int], about: Row) -> Any:
    """A workbook in a temporary file: the rows, and a sheet that says what they are."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  (the response closes it)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Rows")
    sheet.freeze_panes(1, 0)
    for at, name in enumerate(table.columns):
        sheet.write_string(0, at, name, bold)
    for line, row in enumerate(table.rows(ids[:EXCEL_ROWS]), start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                sheet.write_number(line, at, cell)
            elif text := as_text(cell):
                sheet.write_string(line, at, text[:EXCEL_TEXT])
    notes = book.add_worksheet("About")
    for line, (name, value) in enumerate(about.items()):
        notes.write_string(line, 0, name, bold)
        notes.write_string(line, 1, safe_text(str(value)))
    book.close()
    file.seek(0)
    return file


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def respond(table: FileTable, filterset: RegisterFilter, revision: Revision, kind: str) -> HttpResponseBase:
    """The file of a filter's rows, in its order, named by date and data version."""
    ids = array("q", filterset.ordered.values_list("pk", flat=True).iterator(chunk_size=10_000))
    name = f"{table.name}-{timezone.now():%Y-%m-%d}-v{revision.number}.{kind}"
    response: HttpResponseBase
    if kind == "xlsx":
        about = {
            "Rows": f"{len(ids)}",
            "Query": str(filterset.query) or "everything",
            "Data version": str(revision.number),
            "Written": f"{timezone.now():%Y-%m-%d}",
            **{f"Left out: {parameter}": words for parameter, words in filterset.problems.items()},
        }
        response = FileResponse(write_xlsx(table, ids, about), content_type=TYPES[kind])
    elif kind == "json":
        head: Row = {"query": filterset.query.as_dict(), "revision": revision.number, "count": len(ids)}
        if filterset.problems:
            head["errors"] = filterset.problems
        response = StreamingHttpResponse(write_json(table, ids, head), content_type=TYPES[kind])
    else:
        response = StreamingHttpResponse(write_csv(table, ids), content_type=TYPES[kind])
    disposition = "inline" if kind == "json" else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response
