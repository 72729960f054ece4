"""Tables as files to download, with the columns that an import reads."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from programmes.resources.table import BOM, csv_line
from programmes.tables.cells import safe_cell

COLUMN_WIDTH = 22
MAX_CELL = 32_767  # what Excel holds


class TooLongForWorkbook(ValueError):  # noqa: N818 - it says what happened
    """A cell is longer than a workbook's cells can be; CSV has no such limit."""


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the byte order mark by which spreadsheets know it; no cell is run as a formula."""
    lines = (csv_line([safe_cell(cell) for cell in row]) for row in rows)
    return (BOM + csv_line(headers) + "".join(lines)).encode()


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of text cells: a spreadsheet turns none of them into another date or number."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Table")
    text = book.add_format({"num_format": "@"})
    heading = book.add_format({"num_format": "@", "bold": True})
    sheet.set_column(0, len(headers) - 1, COLUMN_WIDTH, text)
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, heading)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if len(cell) >= MAX_CELL:
                raise TooLongForWorkbook(f"{headers[column]} of row {number}")
            if cell:
                sheet.write_string(number, column, safe_cell(cell), text)
    book.close()
    return target.getvalue()
