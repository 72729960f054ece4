"""One door for every uploaded file: which format it is, and its table."""

from programmes.resources.table import Table, TableError
from programmes.tables.cells import plain_cell
from programmes.tables.confined import read_json, read_xlsx
from programmes.tables.limits import MAX_BYTES
from programmes.tables.text import read_text

ENDINGS = (".csv", ".tsv", ".xlsx", ".json")

ZIP = b"PK\x03\x04"
# what else people have at hand, by its first bytes
OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or one with a password; save it as .xlsx without a password",
    b"%PDF": "a PDF; a table is needed",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"\x89PNG": "a picture; a table is needed",
}


def read_table(name: str, data: bytes) -> Table:
    """The table in an uploaded file; raises `TableError` with one plain reason."""
    ending = ending_of(name)
    if len(data) > MAX_BYTES:
        raise TableError(f"the file is larger than {MAX_BYTES // 1024**2} MB; split it")
    if not data.strip():
        raise TableError("the file is empty; its first line names the columns")
    for start, what in OTHERS.items():
        if data.startswith(start):
            raise TableError(f"the file is {what}")
    refuse_other_content(ending, data)
    if ending == ".json":
        return read_json(data)
    table = read_xlsx(data) if ending == ".xlsx" else read_text(data, "\t" if ending == ".tsv" else "")
    table.rows = [[plain_cell(cell) for cell in row] for row in table.rows]
    return table


def ending_of(name: str) -> str:
    """The file's ending, one of ENDINGS."""
    for ending in ENDINGS:
        if name.lower().endswith(ending):
            return ending
    raise TableError(f"the name of the file has to end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")


def refuse_other_content(ending: str, data: bytes) -> None:
    """Refuse a file whose name says one thing and whose content another."""
    is_zip = data.startswith(ZIP)
    if ending == ".xlsx" and not is_zip:
        raise TableError("the name ends in .xlsx, but the file is no such workbook")
    if ending != ".xlsx" and is_zip:
        raise TableError(f"the name ends in {ending}, but the file is a workbook or a zip archive")
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if ending in {".csv", ".tsv"} and start in {b"{", b"["}:
        raise TableError(f"the name ends in {ending}, but the file holds JSON")
    if ending == ".json" and start not in {b"{", b"["}:
        raise TableError("the name ends in .json, but the file holds no JSON list")
