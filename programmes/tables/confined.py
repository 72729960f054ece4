"""Reading workbooks and JSON in a process of their own, with little memory and little time.

An archive is measured before any of it is unpacked. The process that then reads it (`reader`) gets
the bytes on its standard input, opens no file and no address, and answers with the table as JSON.
"""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from programmes.resources.table import Table, TableError
from programmes.tables.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNZIPPED, RATIO_FROM, SECONDS

READER = Path(__file__).with_name("reader.py")
TOO_MUCH = "the file takes too much memory or time to read; split it, or save it as CSV"
DAMAGED = "the workbook is damaged or cut short; open it, save it again and upload that"
ARCHIVES = (".zip", ".xlsx", ".xlsm", ".gz", ".7z", ".rar", ".jar")
ENCRYPTED = 0x1


def read_xlsx(data: bytes) -> Table:
    """The one sheet of a workbook that holds data."""
    measure(data)
    return read_confined("xlsx", data)


def read_json(data: bytes) -> Table:
    """A list of objects, or an object with one in `results`."""
    return read_confined("json", data)


def measure(data: bytes) -> None:
    """Refuse an archive that is not what a spreadsheet program writes, by its list of contents."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeError) as error:
        raise TableError(DAMAGED) from error
    names = [entry.filename for entry in entries]
    unzipped = sum(entry.file_size for entry in entries)
    if "[Content_Types].xml" not in names:
        raise TableError("this is a zip archive, not an .xlsx workbook")
    if len(entries) > MAX_ENTRIES or len(set(names)) != len(names):
        raise TableError("the workbook has more parts than any spreadsheet program writes")
    if any(name.lower().endswith(ARCHIVES) for name in names):
        raise TableError("the workbook holds another archive inside; save the sheet alone")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise TableError("the workbook is protected by a password; save it without one")
    packed = sum(entry.compress_size for entry in entries)
    if unzipped > MAX_UNZIPPED or (unzipped > RATIO_FROM and unzipped > MAX_RATIO * max(packed, 1)):
        raise TableError(f"the workbook unpacks to {unzipped // 1024**2} MB; save it as CSV, or split it")


def read_confined(kind: str, data: bytes) -> Table:
    """Let the reader have the bytes; whatever becomes of it, a Table or a TableError."""
    command = [sys.executable, "-I", str(READER), kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no argument of the file
            command, input=data, capture_output=True, timeout=SECONDS + 5, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TableError(TOO_MUCH) from error
    try:
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except ValueError:
        answer = {}
    if "error" in answer:
        raise TableError(answer["error"], answer["line"])
    if not answer:
        raise TableError(TOO_MUCH)
    return Table(headers=answer["headers"], rows=answer["rows"], lines=answer["lines"])
