"""Reading CSV and TSV: UTF-8, separated by commas, semicolons or tabs."""

import csv
import io
from collections.abc import Iterator

from programmes.resources.table import BOM, Table, TableError
from programmes.tables.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_ROWS

SAVE_AS = "save it as “CSV UTF-8” and upload that"
SAMPLE = 2000
MANY_ROWS = f"the file has more than {MAX_ROWS} rows; split it"


def read_text(data: bytes, delimiter: str = "") -> Table:
    """The table in a text file; without a delimiter, the header line tells which it is."""
    text = decode(data)
    if text.count("\n") + text.count("\r") > MAX_LINES:
        raise TableError(MANY_ROWS)
    header = header_of(text)
    delimiter = delimiter or delimiter_of(header)
    if header.count(delimiter) >= MAX_COLUMNS:
        raise TableError(f"the first line has more than {MAX_COLUMNS} cells")
    table = Table(headers=[], rows=[], lines=[])
    cells = 0
    for line, record in records_of(text, delimiter):
        cells += len(record)
        if len(record) > MAX_COLUMNS:
            raise TableError(f"{len(record)} cells in one row; at most {MAX_COLUMNS} can be read", line)
        if not table.headers:
            table.headers = without_empty_end(record, 1)
        else:
            table.rows.append(without_empty_end(record, len(table.headers)))
            table.lines.append(line)
        if len(table.rows) > MAX_ROWS or cells > MAX_CELLS:
            raise TableError(MANY_ROWS, line)
    if not table.headers:
        raise TableError("the file is empty; its first line names the columns")
    return table


def records_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for record in reader:
            if record:
                yield start, record
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"this is not a table of separated cells: {error}", start) from error


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


def header_of(text: str) -> str:
    """The first line with anything in it."""
    return text.lstrip("\r\n").split("\n", 1)[0].split("\r", 1)[0]


def delimiter_of(header: str) -> str:
    """What parts the columns, by the header line alone: its names hold none of the three."""
    counts = {mark: header.count(mark) for mark in (",", ";", "\t")}
    return max(counts, key=lambda mark: counts[mark])
