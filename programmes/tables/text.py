"""Reading CSV and TSV: UTF-8, separated by commas, semicolons or tabs."""

import csv
import io

from programmes.resources.table import BOM, Table, TableError
from programmes.tables.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_ROWS

SAVE_AS = "save it as “CSV UTF-8” and upload that"
SAMPLE = 2000


def read_text(data: bytes, delimiter: str = "") -> Table:
    """The table in a text file; without a delimiter, the header line tells which it is."""
    text = decode(data)
    if text.count("\n") + text.count("\r") > MAX_LINES:
        raise TableError(f"the file has more than {MAX_ROWS} rows; split it")
    delimiter = delimiter or delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    headers: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    cells = 0
    start = 1
    try:
        for record in reader:
            cells += len(record)
            if len(record) > MAX_COLUMNS:
                raise TableError(f"{len(record)} cells in one row; at most {MAX_COLUMNS} can be read", start)
            if not headers:
                headers = without_empty_end(record, 0)
                if record and not headers:
                    raise TableError("the first line names no columns", start)
            elif record:
                rows.append(without_empty_end(record, len(headers)))
                lines.append(start)
            if len(rows) > MAX_ROWS or cells > MAX_CELLS:
                raise TableError(f"the file has more than {MAX_ROWS} rows; split it", start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"this is not a table of separated cells: {error}", start) from error
    if not headers:
        raise TableError("the file is empty; its first line names the columns")
    return Table(headers=headers, rows=rows, lines=lines)


def without_empty_end(record: list[str], width: int) -> list[str]:
    """A row without the empty cells that spreadsheets add beyond the last column."""
    end = len(record)
    while end > width and not record[end - 1].strip():
        end -= 1
    return record[:end]


def decode(data: bytes) -> str:
    """The text of UTF-8 bytes; anything else is refused with the line where it shows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(data):
        raise TableError(f"the file is UTF-16 text, not UTF-8; {SAVE_AS}")
    try:
        return data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise TableError(f"the byte 0x{byte:02X} in line {line} is not UTF-8; {SAVE_AS}", line) from error


def looks_like_utf16(data: bytes) -> bool:
    """Whether every other byte is NUL, as in UTF-16 without its mark."""
    sample = data[:SAMPLE]
    return len(sample) > 8 and max(sample[0::2].count(0), sample[1::2].count(0)) > 0.4 * len(sample) / 2


def delimiter_of(text: str) -> str:
    """What parts the columns, by the header line alone: its names hold none of the three."""
    header = text.lstrip("\r\n").split("\n", 1)[0].split("\r", 1)[0]
    counts = {mark: header.count(mark) for mark in (",", ";", "\t")}
    return max(counts, key=lambda mark: counts[mark])
