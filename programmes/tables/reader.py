"""The confined reader: a program, not a module. `python -I reader.py xlsx|json < FILE > TABLE`.

It knows nothing of Django or the register. It answers on standard output with
`{"headers": [], "rows": [[]], "lines": []}` or `{"error": "...", "line": n}`, and lets itself be
stopped by the limits it sets on itself before it reads a byte of the file.
"""

import io
import json
import re
import resource
import sys
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent))

import limits

WIDEST = 16_384  # columns of any sheet
MANY_ROWS = f"the file has more than {limits.MAX_ROWS} rows; split it"
MANY_COLUMNS = f"the file has more than {limits.MAX_COLUMNS} columns"
DAMAGED = "the workbook is damaged or cut short; open it, save it again and upload that"


class Refused(Exception):  # noqa: N818 - it says what happened
    """The file cannot be read; a reason, and the line or entry."""

    def __init__(self, reason: str, line: int = 1) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason)


class Rows:
    """What has been read so far, within the limits."""

    def __init__(self) -> None:
        self.headers: list[str] = []
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self.cells = 0

    def add(self, row: list[str], line: int) -> None:
        self.rows.append(row)
        self.lines.append(line)
        self.cells += len(row)
        if len(self.rows) > limits.MAX_ROWS or self.cells > limits.MAX_CELLS:
            raise Refused(MANY_ROWS, line)


def confine() -> None:
    """Give up memory, processor time, and the writing of files."""
    for what, amount in (
        (resource.RLIMIT_AS, limits.MEMORY),
        (resource.RLIMIT_CPU, limits.SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (amount, amount))
        except (ValueError, OSError):  # a system without this limit; the time limit outside remains
            continue


# Workbooks


def read_xlsx(data: bytes) -> Rows:
    """The only sheet of a workbook with anything in it."""
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    found: list[tuple[str, Rows]] = []
    for sheet in book.worksheets:
        rows = read_sheet(sheet, book)
        if rows.headers:
            found.append((sheet.title, rows))
    if not found:
        raise Refused("the workbook is empty; the first row names the columns")
    if len(found) > 1:
        titles = ", ".join(f"“{title[:40]}”" for title, _ in found[:5])
        raise Refused(f"the workbook has {len(found)} sheets with data ({titles}); keep the one to import")
    return found[0][1]


def read_sheet(sheet: Any, book: Any) -> Rows:
    """The rows of a sheet that are there; gaps between them cost nothing."""
    rows = Rows()
    for number, cells in sheet_rows(sheet, book):
        texts = row_texts(number, cells)
        if not any(texts):
            continue
        if not rows.headers:
            rows.headers = texts
            continue
        if len(texts) > len(rows.headers):
            while len(texts) > len(rows.headers) and not texts[-1]:
                texts.pop()
        else:
            texts += [""] * (len(rows.headers) - len(texts))
        rows.add(texts, number)
    return rows


def sheet_rows(sheet: Any, book: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Row number and cells of each row in the sheet's XML.

    openpyxl's own `iter_rows` makes up every row and cell between those that are there, which for
    one cell at XFD1048576 is seventeen thousand million.
    """
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parse_row = parser.parse_row

        def parse_real_row(row: Any) -> tuple[int, list[dict[str, Any]]]:
            if len(row) > WIDEST:
                raise Refused(f"a row has {len(row)} cells; no spreadsheet program writes so many")
            return parse_row(row)

        parser.parse_row = parse_real_row
        yield from parser.parse()


def row_texts(number: int, cells: list[dict[str, Any]]) -> list[str]:
    """A row as text cells, each in its column."""
    filled = [cell for cell in cells if cell["value"] is not None and cell["value"] != ""]
    if not filled:
        return []
    width = max(cell["column"] for cell in filled)
    if width > limits.MAX_COLUMNS:
        raise Refused(f"{MANY_COLUMNS}: cell {name_of(filled[-1])} is beyond them", number)
    if number > 1_048_576 or min(cell["column"] for cell in filled) < 1:
        raise Refused(DAMAGED, number)
    texts = [""] * width
    for cell in filled:
        texts[cell["column"] - 1] = cell_text(cell)
    return texts


def name_of(cell: dict[str, Any]) -> str:
    return f"{get_column_letter(cell['column'])}{cell['row']}"


def cell_text(cell: dict[str, Any]) -> str:
    """A cell's value as the register writes it: days as 2021-08-30, numbers in plain digits."""
    value, kind = cell["value"], cell["data_type"]
    if kind == "f":
        raise Refused(f"cell {name_of(cell)} holds a formula; replace formulas by their values", cell["row"])
    if kind == "e":
        raise Refused(f"cell {name_of(cell)} holds an error ({value})", cell["row"])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return number_text(value, cell)
    return str(value)


def number_text(value: int | float, cell: dict[str, Any]) -> str:
    """Plain digits without an exponent and without `.0`; a float is what it prints as."""
    exact = Decimal(repr(value))
    if not exact.is_finite() or abs(exact.adjusted()) > 30:
        raise Refused(f"cell {name_of(cell)} holds {value}, which is no number the register keeps", cell["row"])
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# JSON

SPACE = re.compile(r"[ \t\n\r]*")


class Digits(str):
    """A number with the digits that the file gives it."""

    __slots__ = ()


def read_json(data: bytes) -> Rows:
    """A list of objects with the same names, in each of them plain values."""
    entries = parse_json(data)
    if isinstance(entries, dict):
        entries = entries.get("results")
    if not isinstance(entries, list):
        raise Refused("JSON has to be a list of objects, or an object with such a list in “results”")
    if not entries:
        raise Refused("the list is empty")
    rows = Rows()
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise Refused(f"entry {number} is not an object with column names", number)
        if number == 1:
            rows.headers = list(entry)
        if len(entry) > limits.MAX_COLUMNS:
            raise Refused(MANY_COLUMNS, number)
        if entry.keys() != set(rows.headers):
            odd = sorted(entry.keys() ^ set(rows.headers))[0]
            raise Refused(f"entry {number} and entry 1 have different columns: “{shown(odd)}”", number)
        rows.add([value_text(entry[name], name, number) for name in rows.headers], number)
    return rows


def parse_json(data: bytes) -> Any:
    """The document; of a list only as much as is made of objects."""
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"the byte 0x{data[error.start]:02X} in line {line} is not UTF-8", line) from error
    decoder = json.JSONDecoder(
        object_pairs_hook=pairs, parse_int=Digits, parse_float=Digits, parse_constant=refuse_constant
    )
    try:
        return list(entries_of(text, decoder)) if text.startswith("[") else decoder.decode(text)
    except json.JSONDecodeError as error:
        raise Refused(f"this is not JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise Refused("the JSON is nested too deeply; plain values are needed") from error


def entries_of(text: str, decoder: json.JSONDecoder) -> Iterator[dict[str, Any]]:
    """The objects of a list, one by one, so that a list of something else stops at its first."""
    place = SPACE.match(text, 1).end()
    if text[place : place + 1] == "]":
        return
    for number in range(1, limits.MAX_ROWS + 2):
        if text[place : place + 1] != "{":
            raise Refused(f"entry {number} is not an object with column names", number)
        entry, place = decoder.raw_decode(text, place)
        yield entry
        place = SPACE.match(text, place).end()
        if text[place:] == "]":
            return
        if text[place : place + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, place)
        place = SPACE.match(text, place + 1).end()
    raise Refused(MANY_ROWS, number)


def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members; a name given twice is refused, not half of it lost."""
    members = dict(found)
    if len(members) != len(found):
        names = [name for name, _ in found]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(f"the name “{shown(twice)}” stands twice in one object")
    return members


def refuse_constant(name: str) -> Any:
    raise Refused(f"{name} is not a number")


def value_text(value: Any, name: str, number: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return str(value)
    raise Refused(
        f"entry {number}: “{shown(name)}” holds a list or an object; write several values as one text joined by ;",
        number,
    )


def shown(text: str) -> str:
    """A name for a message, shortened and printable."""
    return "".join(c if c.isprintable() else "?" for c in text[:40])


def answer(kind: str, data: bytes) -> Iterator[str]:
    """The answer in pieces; whatever goes wrong inside the libraries becomes one refusal."""
    try:
        rows = read_xlsx(data) if kind == "xlsx" else read_json(data)
    except Refused as refused:
        yield json.dumps({"error": refused.reason, "line": refused.line})
        return
    except MemoryError:
        raise
    except Exception:  # a hostile workbook can make the library raise anything
        yield json.dumps({"error": DAMAGED, "line": 1})
        return
    yield f'{{"headers": {json.dumps(rows.headers)}, "lines": {json.dumps(rows.lines)}, "rows": ['
    for number, row in enumerate(rows.rows):
        yield f"{',' if number else ''}{json.dumps(row)}"
    yield "]}"


if __name__ == "__main__":
    if sys.argv[1] == "xlsx":
        from openpyxl import load_workbook
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet._reader import WorkSheetParser
    warnings.simplefilter("ignore")
    confine()
    sys.stdout.writelines(answer(sys.argv[1], sys.stdin.buffer.read()))
