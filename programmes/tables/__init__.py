"""Files as tables, and tables as files: what editors upload and download.

    table = read_table("funders.xlsx", data)     # raises TableError in plain words
    write_csv(headers, rows) ; write_xlsx(headers, rows)

CSV, TSV, XLSX and JSON are told apart by the file's name and by what it holds; the two have to
agree. Spreadsheets and JSON are read in a process of their own with little memory and little time
(`confined`), since a few kilobytes of either can stand for gigabytes.
"""

from programmes.resources.table import Table, TableError
from programmes.tables.cells import plain_cell, safe_cell
from programmes.tables.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from programmes.tables.reading import ENDINGS, read_table
from programmes.tables.writing import TooLongForWorkbook, write_csv, write_xlsx

__all__ = [
    "ENDINGS",
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Table",
    "TableError",
    "TooLongForWorkbook",
    "plain_cell",
    "read_table",
    "safe_cell",
    "write_csv",
    "write_xlsx",
]
