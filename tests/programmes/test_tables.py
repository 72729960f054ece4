"""Uploaded files become tables or one plain refusal, whatever is in them."""

import io
import json
import socket
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from programmes.tables import (
    MAX_BYTES,
    MAX_ROWS,
    TableError,
    TooLongForWorkbook,
    confined,
    plain_cell,
    read_table,
    safe_cell,
    write_csv,
    write_xlsx,
)
from tests.conftest import ROOT

HEADERS = ["slug", "name", "note"]
ROWS = [["iom", "International Organization for Migration", ""], ["fia", "FIA; Pakistan", "two\nlines, “quoted”"]]
BOOK = write_xlsx(HEADERS, ROWS)
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_parts(parts: dict[str, bytes], book: bytes = BOOK) -> bytes:
    """The workbook with some parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def sheet(rows: str, prolog: str = "") -> bytes:
    """A sheet's XML."""
    return f"<?xml version='1.0'?>{prolog}<worksheet {XMLNS}><sheetData>{rows}</sheetData></worksheet>".encode()


def book_of(rows: list[list[object]]) -> bytes:
    """A workbook as another program writes it, with values of any type."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# What is read


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "fixtures").glob("*.csv")))
def test_each_file_of_the_register_survives_every_format(name):
    table = read_table(name, (ROOT / "fixtures" / name).read_bytes())
    as_csv = read_table("a.csv", write_csv(table.headers, table.rows))
    assert (as_csv.headers, as_csv.rows) == (table.headers, table.rows)
    as_xlsx = read_table("a.xlsx", write_xlsx(table.headers, table.rows))
    assert (as_xlsx.headers, as_xlsx.rows) == (table.headers, table.rows)


@pytest.mark.parametrize("encode", [str.encode, lambda text: b"\xef\xbb\xbf" + text.encode()])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separators_are_told_by_the_header_line(mark, encode):
    lines = ["slug|name|note", 'iom|"a;b,c"|', "", 'fia|x|"two', 'lines"', "last|y|z"]
    text = "\r\n".join(lines).replace("|", mark)
    table = read_table("UPPER.CSV", encode(text))
    assert table.headers == HEADERS
    assert table.rows == [["iom", "a;b,c", ""], ["fia", "x", "two\r\nlines"], ["last", "y", "z"]]
    assert table.lines == [2, 4, 6]


def test_empty_cells_beyond_the_last_column_are_no_cells():
    table = read_table("a.csv", b"slug,name,,\niom,IOM,,\n,,,\nfia,FIA,x,\n")
    assert table.headers == ["slug", "name"]
    assert table.rows == [["iom", "IOM"], ["", ""], ["fia", "FIA", "x"]]


def test_tsv_keeps_commas_and_semicolons():
    assert read_table("a.tsv", b"slug\tname\niom\ta,b;c\n").rows == [["iom", "a,b;c"]]


def test_workbook_values_become_the_register_s_own_text():
    rows = [
        ["slug", "day", "number", "share", "flag", "text"],
        ["a", date(2021, 8, 30), 1600000.0, 37.9, True, " x "],
        [],
        ["b", datetime(2021, 8, 30, 12, 30, tzinfo=UTC).replace(tzinfo=None), 12345678901234, 1e-7, False, "1e400"],
        ["c", None, -5],
    ]
    table = read_table("a.xlsx", book_of(rows))
    assert table.rows == [
        ["a", "2021-08-30", "1600000", "37.9", "yes", " x "],
        ["b", "2021-08-30 12:30:00", "12345678901234", "0.0000001", "no", "1e400"],
        ["c", "", "-5", "", "", ""],
    ]
    assert table.lines == [2, 4, 5]


def test_a_far_row_costs_nothing():
    far = sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>slug</t></is></c></row>'
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    )
    table = read_table("a.xlsx", with_parts({SHEET: far}))
    assert (table.rows, table.lines) == ([["1"]], [1048576])


def test_json_keeps_the_digits_of_its_numbers():
    entries = [
        {"slug": "a", "amount": 1600000.50, "flag": True, "note": None},
        {"note": "é\ud83d\ude00", "flag": False, "amount": 0, "slug": "b"},
    ]
    text = json.dumps(entries).replace("1600000.5", "1600000.50").replace(": 0,", ": 1e400,")
    for document in (text, f'\ufeff{{"count": 2, "results": {text}}}'):
        table = read_table("a.json", document.encode())
        assert table.headers == ["slug", "amount", "flag", "note"]
        assert table.rows == [["a", "1600000.50", "yes", ""], ["b", "1e400", "no", "é😀"]]


# Cells that spreadsheets run

LIVE = [
    "=1+1",
    "==1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\x00=1",
    "＝1",
    "-",
    "=",
    "'=1",
    "''+x",
    "-1e5",
]


@pytest.mark.parametrize("text", LIVE)
def test_a_live_cell_is_made_harmless_and_comes_back(text):
    assert safe_cell(text)[0] == "'"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["-5", "-37.9", "1600000", "", "a=b", "'quoted'", "’tis", "2021-08-30", "[..2004]"])
def test_numbers_and_plain_text_stay_as_they_are(text):
    assert safe_cell(text) == text == plain_cell(text)


@given(st.text())
def test_every_text_comes_back(text):
    assert plain_cell(safe_cell(text)) == text


PRINTABLE = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff\ufffe\uffff"), max_size=30
)


@hypothesis_settings(max_examples=12)
@given(st.lists(st.lists(st.one_of(PRINTABLE, st.sampled_from([*LIVE[:5], "_x0041_", "1e5"])), min_size=3, max_size=3)))
def test_what_is_written_is_read_again(rows):
    rows = [[f"k{number}", *row] for number, row in enumerate(rows)]
    for name, write in (("a.csv", write_csv), ("a.xlsx", write_xlsx)):
        assert read_table(name, write(["key", "a", "b", "c"], rows)).rows == rows


def test_a_workbook_holds_no_formula_and_refuses_what_it_would_cut():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [["=1+1"], ["http://example.org/"], ["5"]])))
    assert [cell.data_type for (cell,) in book.active.iter_rows()] == ["s"] * 4
    with pytest.raises(TooLongForWorkbook):
        write_xlsx(["a"], [["x" * 40_000]])


# What is refused

LOL = "<!DOCTYPE x [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
LAUGHS = f"{LOL}]>"
QUADRATIC = f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>"
TEXT = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'


def overstated(book: bytes, size: int) -> bytes:
    """The workbook whose list of contents claims another size for its sheet."""
    place = book.rindex(SHEET.encode()) - 46
    return book[: place + 24] + struct.pack("<I", size) + book[place + 28 :]


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb": ("a.xlsx", lambda: with_parts({SHEET: sheet(" " * 147_000_000)})),
    "small zip bomb": ("a.xlsx", lambda: with_parts({SHEET: sheet(" " * 5_000_000)})),
    "size lied down": ("a.xlsx", lambda: overstated(with_parts({SHEET: sheet(" " * 30_000_000)}), 2000)),
    "size lied up": ("a.xlsx", lambda: overstated(BOOK, 2**31)),
    "many parts": ("a.xlsx", lambda: with_parts({f"xl/p{n}.xml": b"" for n in range(1000)})),
    "nested archive": ("a.xlsx", lambda: with_parts({"xl/embeddings/inner.zip": BOOK})),
    "an archive alone": ("a.xlsx", lambda: zip_of({"r/r.zip": BOOK})),
    "far cell": ("a.xlsx", lambda: with_parts({SHEET: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')})),
    "cells without end": ("a.xlsx", lambda: with_parts({SHEET: sheet(f"<row>{'<c/>' * 200_000}</row>")})),
    "billion laughs, sheet": ("a.xlsx", lambda: with_parts({SHEET: sheet(TEXT.format("&j;"), LAUGHS)})),
    "billion laughs, strings": ("a.xlsx", lambda: with_parts({STRINGS: strings("&j;", LAUGHS)})),
    "billion laughs, workbook": ("a.xlsx", lambda: with_parts({"xl/workbook.xml": strings("&j;", LAUGHS)})),
    "billion laughs, styles": ("a.xlsx", lambda: with_parts({"xl/styles.xml": strings("&j;", LAUGHS)})),
    "quadratic blowup": ("a.xlsx", lambda: with_parts({SHEET: sheet(TEXT.format("&a;" * 50_000), QUADRATIC)})),
    "cut short": ("a.xlsx", lambda: BOOK[: len(BOOK) // 2]),
    "bytes turned": ("a.xlsx", lambda: BOOK[:300] + bytes(200) + BOOK[500:]),
    "formula": ("a.xlsx", lambda: book_of([["slug"], ["=1+1"]])),
    "two sheets": ("a.xlsx", lambda: two_sheets()),
    "no number": ("a.xlsx", lambda: with_parts({SHEET: sheet('<row r="1"><c r="A1"><v>1e400</v></c></row>')})),
    "deep lists": ("a.json", lambda: b"[" * 5_000_000),
    "deep objects": ("a.json", lambda: b'[{"a":' * 1_000_000),
    "list of lists": ("a.json", lambda: b"[" + b"[]," * 3_000_000 + b"[]]"),
    "list of digits": ("a.json", lambda: b"[" + b"10," * 3_000_000 + b"1]"),
    "nested value": ("a.json", lambda: b'[{"slug": ["a"]}]'),
    "no number, JSON": ("a.json", lambda: b'[{"slug": NaN}]'),
    "name twice": ("a.json", lambda: b'[{"slug": 1, "slug": 2}]'),
    "other names": ("a.json", lambda: b'[{"slug": 1}, {"name": 2}]'),
    "no list": ("a.json", lambda: b'{"slug": 1}'),
    "not JSON": ("a.json", lambda: b"[{'slug': 1}]"),
    "commas": ("a.csv", lambda: b"," * MAX_BYTES),
    "lines": ("a.csv", lambda: b"a\n" * (MAX_BYTES // 2)),
    "rows": ("a.csv", lambda: b"a\n" * (MAX_ROWS + 2)),
    "one long cell": ("a.csv", lambda: b"a,b\n" + b"x" * 5_000_000),
    "open quote": ("a.csv", lambda: b'a,b\n"x,y\n' * 10),
    "too large": ("a.csv", lambda: b"a" * (MAX_BYTES + 1)),
    "latin-1": ("a.csv", lambda: "slug,name\nx,Café\n".encode("latin-1")),
    "UTF-16": ("a.csv", lambda: "slug,name\n".encode("utf-16")),
    "UTF-16 without mark": ("a.csv", lambda: "slug,name\n".encode("utf-16-le")),
    "empty": ("a.csv", lambda: b""),
    "only space": ("a.csv", lambda: b"\n \n"),
    "JSON named CSV": ("a.csv", lambda: b'[{"slug": 1}]'),
    "CSV named JSON": ("a.json", lambda: b"slug,name\n"),
    "CSV named XLSX": ("a.xlsx", lambda: b"slug,name\n"),
    "XLSX named CSV": ("a.csv", lambda: BOOK),
    "old Excel": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "PDF": ("a.csv", lambda: b"%PDF-1.7\n"),
    "no ending": ("funders", lambda: b"slug,name\n"),
    "page": ("funders.csv.html", lambda: b"<script>"),
}


def zip_of(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def strings(text: str, prolog: str) -> bytes:
    return f"<?xml version='1.0'?>{prolog}<sst {XMLNS}><si><t>{text}</t></si></sst>".encode()


def two_sheets() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["slug"])
    book.create_sheet("Other").append(["slug"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# A process between, since a process's peak counts from before it became another program.
BETWEEN = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
sys.exit(bool(code))
"""


@pytest.fixture
def used(monkeypatch) -> list[tuple[float, int]]:
    """Seconds of processor and most bytes of memory of each confined reader that the test starts."""
    found: list[tuple[float, int]] = []
    run = subprocess.run

    def measured(command: list[str], **how: object) -> subprocess.CompletedProcess:
        done = run([sys.executable, "-I", "-c", BETWEEN, *command], **how)
        seconds, kilobytes = done.stderr.split()[-2:]
        found.append((float(seconds), int(kilobytes) * 1024))
        return done

    monkeypatch.setattr(confined.subprocess, "run", measured)
    return found


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_file_is_refused_quickly_and_in_little_memory(name, used):
    file_name, make = BOMBS[name]
    data = make()
    # of the processor, not of the clock: other work on the machine is not the file's fault
    start = time.process_time()
    with pytest.raises(TableError) as refused:
        read_table(file_name, data)
    seconds = time.process_time() - start + sum(seconds for seconds, _ in used)
    memory = max([size for _, size in used], default=0)
    print(f"{name}: {seconds:.2f} s, {memory / 1e6:.0f} MB, {refused.value}")
    assert seconds < 2
    assert memory < 200_000_000
    assert refused.value.reason.isprintable()
    assert len(refused.value.reason) < 300


def test_the_reason_names_the_place():
    for name, words in {
        "latin-1": "0xE9 in line 2",
        "UTF-16": "UTF-16",
        "formula": "A2 holds a formula",
        "nested value": "“slug” holds a list",
        "far cell": "XFD1048576",
        "old Excel": ".xls",
        "two sheets": "2 sheets",
    }.items():
        with pytest.raises(TableError, match=words):
            read_table(BOMBS[name][0], BOMBS[name][1]())


@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml"])
def test_nothing_outside_the_file_is_opened(part, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        for target in (secret.as_uri(), f"http://127.0.0.1:{server.getsockname()[1]}/x.dtd"):
            prolog = f"<!DOCTYPE x [<!ENTITY a SYSTEM '{target}'>]>"
            outside = f"<!DOCTYPE x SYSTEM '{target}'>"
            for head in (prolog, outside):
                content = sheet(TEXT.format("&a;"), head) if part == SHEET else strings("&a;", head)
                with pytest.raises(TableError) as refused:
                    read_table("a.xlsx", with_parts({part: content}))
                assert "canary" not in str(refused.value)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_reader_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", -4.9)
    with pytest.raises(TableError, match="too much memory or time"):
        read_table("a.xlsx", BOOK)
