"""Files hold the rows of the page, safe for spreadsheets, without loss."""

import csv
import io
import json
import re
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from programmes.exports import files
from programmes.models import Revision
from programmes.tables.cells import plain_cell, safe_text
from tests.factories import AgencyFactory, FunderFactory, GrantFactory, ParticipationFactory, ProgrammeFactory
from tests.programmes.sample import QUERIES, expected, make_register

pytestmark = pytest.mark.django_db
ADDRESS = "/programmes/"
LISTS = ("programme-list", "funder-list", "agency-list", "milestone-list", "country-list")
LIVE = [
    *(
        "=1+1",
        "==1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        '=HYPERLINK("http://x")',
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
    ),
    *("'=1", "''=1", "-", "=", "+CMD|' /C calc'!A0"),
]
DEAD = ["", "'", "'x", "x=1", "1-2", " =1", "ordinary", "O’Neill; partners", 'a "quoted", one', "two\nlines"]


def read_csv(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


def test_every_output_has_the_same_rows(client):
    register = make_register()
    for query in QUERIES:
        wanted = {facts.programme.slug for facts in expected(register, query)}
        rows = read_csv(client, f"{ADDRESS}?{query}&format=csv&page=2&per_page=3")
        body = client.get(f"{ADDRESS}?{query}&format=json").getvalue()
        page = client.get(f"{ADDRESS}?{query}&per_page=100").content.decode()
        found = json.loads(body)
        assert {row["slug"] for row in rows} == wanted, query
        assert [row["slug"] for row in found["results"]] == [row["slug"] for row in rows]
        assert found["count"] == len(rows) == len(wanted)
        assert re.findall(r'<tr data-subject="([^"]+)"', page) == [row["slug"] for row in rows]
        noun = "programme" if len(wanted) == 1 else "programmes"
        assert re.search(rf">\s*{len(wanted)}\s+{noun}\s*</h2>", page)


def test_json_says_what_was_asked_and_of_which_data_version(client):
    ProgrammeFactory(countries=["PK"])
    found = client.get(f"{ADDRESS}?country=PK&country=ZZ&year_from=abc&format=json").getvalue()
    body = json.loads(found)
    assert list(body) == ["query", "revision", "count", "errors", "results"]
    assert body["query"] == {"country": "PK"}
    assert body["revision"] == Revision.current().number
    assert set(body["errors"]) == {"country", "year_from"}


def test_numbers_and_what_is_missing_keep_their_kind(client):
    programme = ProgrammeFactory(slug="one", end="", end_basis="", countries=["PK", "BD"])
    GrantFactory(programme=programme, amount="1600000.50")
    GrantFactory(programme=programme, amount=None)
    ParticipationFactory(programme=programme, agency=AgencyFactory(slug="iom", name="IOM"))
    row = json.loads(client.get(f"{ADDRESS}?format=json").getvalue())["results"][0]
    assert row["total_usd"] == 1600000.5
    assert row["countries"] == ["BD", "PK"]
    assert row["agencies"] == ["iom"]
    assert row["end_latest"] is None
    assert row["start_earliest"] == "2015-01-01"
    assert row["money"] == "partly"
    cells = read_csv(client, f"{ADDRESS}?format=csv")[0]
    assert cells["total_usd"] == "1600000.5"
    assert cells["countries"] == "BD;PK"
    assert cells["end"] == cells["end_latest"] == cells["duration_months"] == ""
    assert cells["title_is_official"] == "yes"
    assert cells["amounts"] == "USD 1600000.5"


def test_drafts_stay_out_of_files(client):
    shown = ProgrammeFactory(title="Shown")
    ProgrammeFactory(title="Canary programme", visibility="draft")
    GrantFactory(programme=shown, funder=FunderFactory(name="Canary funder", visibility="review"))
    ParticipationFactory(programme=shown, agency=AgencyFactory(name="Canary agency", visibility="draft"))
    for name in LISTS:
        for kind in ("csv", "json"):
            assert b"anary" not in client.get(reverse(f"programmes:{name}"), {"format": kind}).getvalue()


@pytest.mark.parametrize("text", LIVE)
def test_no_cell_is_live(text):
    assert safe_text(text) == f"'{text}"
    assert plain_cell(safe_text(text)) == text


@pytest.mark.parametrize("text", DEAD)
def test_ordinary_text_is_left_alone(text):
    assert safe_text(text) == text == plain_cell(text)


def test_live_cells_are_made_safe_in_csv_and_xlsx_and_numbers_stay_numbers(client):
    for number, text in enumerate(text for text in LIVE if text.isprintable()):
        GrantFactory(programme=ProgrammeFactory(slug=f"p{number}", title=text), amount=Decimal("1250.50"))
    for row in read_csv(client, f"{ADDRESS}?format=csv"):
        assert row["title"].startswith("'")
        assert plain_cell(row["title"]) in LIVE
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}?format=xlsx").getvalue()))
    sheet = book["Rows"]
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        assert all(cell.data_type != "f" for cell in row)
        assert row[head.index("title")].value.startswith("'")
        assert row[head.index("total_usd")].value == 1250.5


def test_xlsx_says_what_it_holds(client):
    ProgrammeFactory(countries=["PK"])
    response = client.get(f"{ADDRESS}?country=PK&year_to=abc&format=xlsx")
    about = openpyxl.load_workbook(io.BytesIO(response.getvalue()))["About"]
    words = {row[0].value: row[1].value for row in about.iter_rows()}
    assert words["Query"] == "country=PK"
    assert words["Rows"] == "1"
    assert words["Data version"] == str(Revision.current().number)
    assert "abc" in words["Left out: year_to"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_files_named_by_date_and_data_version(client, name):
    programme = ProgrammeFactory(countries=["PK"])
    GrantFactory(programme=programme)
    ParticipationFactory(programme=programme)
    for kind in ("csv", "xlsx", "json"):
        response = client.get(reverse(f"programmes:{name}"), {"format": kind})
        assert response.status_code == 200
        version = Revision.current().number
        assert re.search(rf'filename="[a-z-]+-\d{{4}}-\d\d-\d\d-v{version}\.{kind}"', response["Content-Disposition"])
        response.getvalue()


def test_an_unknown_format_is_named_on_the_page(client):
    response = client.get(f"{ADDRESS}?format=exe")
    assert response.status_code == 200
    assert "“exe” is left out: use csv, xlsx, json." in response.content.decode()


def test_files_of_many_rows_take_few_queries(client, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(files, "CHUNK", 10)
    for _ in range(35):
        GrantFactory(programme=ProgrammeFactory(countries=["PK"]))
    with django_assert_max_num_queries(2 + 4 * 5):
        rows = read_csv(client, f"{ADDRESS}?format=csv")
    assert len(rows) == len({row["slug"] for row in rows}) == 35
