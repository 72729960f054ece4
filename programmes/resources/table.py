"""Tables of text, as every import reads them and every dump writes them.

A `Table` is what any file becomes before it is judged: a header row and rows of text cells. CSV is
read here; whoever reads other formats makes a `Table` of them (dates and numbers as text).
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

BOM = "\ufeff"


class TableError(ValueError):
    """A file that cannot be read as a table at all; `line` says where reading stopped."""

    def __init__(self, reason: str, line: int = 1) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"line {line}: {reason}")


@dataclass(slots=True)
class Table:
    """A header row and rows of text cells; `lines` is the file's line of each row, where it is known."""

    headers: list[str]
    rows: list[list[str]]
    lines: list[int] = field(default_factory=list)

    def line_of(self, index: int) -> int:
        """The file's line of a row (counted from 0); a row a line below the header if nobody said otherwise."""
        return self.lines[index] if self.lines else index + 2


def read_csv(data: bytes) -> Table:
    """Read UTF-8 CSV; raises `TableError`.

    A byte order mark at the very start is what spreadsheets write, and is dropped. Bytes that are
    not UTF-8 stay in their cell as half characters, so that the import can name row and column.
    """
    text = data.decode("utf-8", errors="surrogateescape").removeprefix(BOM)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    lines: list[int] = []
    start = 1
    try:
        for record in reader:
            if record:
                records.append(record)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"this is not CSV: {error}", start) from error
    if not records:
        raise TableError("the file is empty; its first line names the columns")
    return Table(headers=records[0], rows=records[1:], lines=lines[1:])


def csv_line(cells: Sequence[str]) -> str:
    """One row as the register writes it: LF at the end, quotes only where needed."""
    lines = CsvLines()
    csv.writer(lines, lineterminator=CsvLines.END).writerow(cells)
    return lines[0]


class CsvLines(list[str]):
    """Takes the rows of a CSV writer. Only a writer that ends its lines with CR LF puts quotes round a cell that holds
    a CR alone, which would end the row for whoever reads it; the lines kept here end with LF."""

    END = "\r\n"

    def write(self, line: str) -> None:
        self.append(line.removesuffix(self.END) + "\n")
