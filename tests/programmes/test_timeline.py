"""The timeline's page and its data."""

import pytest
from django.core.cache import cache

from tests.factories import (
    AgencyFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    country,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def seeds():
    """The two projects of the source documents, as the register holds them."""
    iom = AgencyFactory(slug="iom", name="International Organization for Migration", acronym="IOM")
    cida = ProgrammeFactory(
        slug="cida-iom",
        title="Development of a Conceptual Framework",
        start="[2002-11-25..2004-03-16]",
        start_basis="inferred",
        start_reason="From three reports.",
        end="[2004-11-25..2006-03-16]",
        end_basis="inferred",
        end_reason="From three reports.",
        duration_months=24,
        countries=["PK"],
        terms=["crime:TIP"],
        featured=True,
    )
    denmark = ProgrammeFactory(
        slug="denmark-iom",
        title="Strengthening Capacities",
        start="[2021-08-30..2021-12-31]",
        end="[2024-08-30..2024-12-31]",
        countries=["PK"],
        terms=["crime:TIP", "crime:SOM"],
        featured=True,
    )
    GrantFactory(programme=cida, funder=FunderFactory(slug="cida", name="CIDA"), amount=None)
    GrantFactory(programme=denmark, funder=FunderFactory(slug="dk", name="Government of Denmark"), amount=1_600_000)
    for programme in (cida, denmark):
        ParticipationFactory(programme=programme, agency=iom)
    MilestoneFactory(slug="ordinance", title="Ordinance of 2002", country=country("PK"))


@pytest.mark.parametrize("query", ["", "?country=PK", "?featured=1", "?p=cida-iom&p=denmark-iom", "?country=pk&group="])
def test_the_two_seed_projects_are_on_the_timeline(client, seeds, query):
    data = client.get(f"/timeline.json{query}").json()
    rows = {row["slug"]: row for row in data["rows"]}
    assert rows["denmark-iom"]["amount_label"] == "US$1.6 million"
    assert rows["cida-iom"]["amount_label"] == "amount not stated"
    assert rows["cida-iom"]["start"]["words"] == "between Nov 2002 and Mar 2004 (inferred)"
    page = client.get(f"/timeline/{query}").content.decode()
    for words in ("US$1.6 million", "amount not stated", "between Nov 2002 and Mar 2004 (inferred)"):
        assert words in page


def test_the_data_has_its_documented_shape(client, seeds):
    data = client.get("/timeline.json?country=PK").json()
    assert list(data) == [
        "revision",
        "query",
        "today",
        "count",
        "drawn",
        "without_dates",
        "group",
        "page",
        "pages",
        "places",
        "rows",
        "undated",
        "groups",
        "buckets",
        "milestones",
    ]
    assert data["query"] == {"country": "PK"}
    row = data["rows"][0]
    assert row["category"] == {"code": "trafficking", "label": "Trafficking in persons"}
    assert row["funders"] == ["CIDA"]
    assert row["agencies"] == ["IOM"]
    assert row["countries"] == [{"code": "PK", "name": "Pakistan"}]
    assert row["start"]["earliest"] == "2002-11-25"
    assert row["start"]["latest"] == "2004-03-16"
    assert [part["kind"] for part in row["segments"]] == ["uncertain", "certain", "uncertain"]
    assert data["milestones"][0]["date"]["words"] == "Oct 2002"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("year_from=abc", "year_from"),
        ("country=XX", "country"),
        ("group=colour", "group"),
        ("page=-1", "page"),
        ("per_page=1000", "per_page"),
        ("amount_min=1e400", "amount_min"),
        ("p=nobody", "p"),
        ("q=%00", "q"),
    ],
)
def test_what_cannot_be_meant_is_named_and_the_rest_applied(client, seeds, query, field):
    data = client.get(f"/timeline.json?{query}&funder=dk")
    assert data.status_code == 200
    assert field in data.json()["errors"]
    assert [row["slug"] for row in data.json()["rows"]] == ["denmark-iom"]
    page = client.get(f"/timeline/?{query}&funder=dk")
    assert page.status_code == 200
    assert data.json()["errors"][field] in page.content.decode().replace("&#x27;", "'")


def test_good_parameters_bring_no_errors(client, seeds):
    assert "errors" not in client.get("/timeline.json?country=PK&group=funder&page=1&sort=title").json()


def test_the_table_has_the_rows_of_the_chart_under_their_headings(client, seeds):
    page = client.get("/timeline/?group=funder").content.decode()
    assert page.index('colspan="5">CIDA') < page.index("Development of a Conceptual Framework")
    assert page.index('colspan="5">Government of Denmark') < page.index("/programmes/denmark-iom/")
    assert "A programme with several funders stands under each of them." in page


def test_programmes_without_dates_are_named_on_the_page(client, seeds):
    ProgrammeFactory(title="Model shelter", start="", end="", duration_months=36)
    page = client.get("/timeline/").content.decode()
    assert "1 without dates, not drawn" in page
    assert "2 of 3 programmes drawn; 1 without dates." in page
    assert "Model shelter" in page
    assert "no dates stated · 36 months stated" in page


def test_an_empty_answer_says_what_to_do(client, seeds):
    page = client.get("/timeline/?country=PK&year_from=2030").content.decode()
    assert "No programme matches all of these filters." in page
    assert 'data-chart="timeline"' not in page


def test_undated_programmes_alone_draw_nothing_and_say_so(client):
    ProgrammeFactory.create_batch(2, start="", end="")
    assert "Nothing can be drawn: none of these 2 states a date" in client.get("/timeline/").content.decode()


def test_a_fragment_is_a_part_of_the_page(client, seeds):
    fragment = client.get("/timeline/?country=PK", headers={"hx-request": "true"}).content.decode()
    assert fragment.strip().startswith('<div id="listing"')
    assert "<h1" not in fragment
    assert fragment.strip() in client.get("/timeline/?country=PK").content.decode()


def test_the_csv_is_that_of_the_list_with_the_same_filters(client, seeds):
    page = client.get("/timeline/?country=PK&group=funder").content.decode()
    assert "/programmes/?country=PK&amp;format=csv" in page
    assert "/timeline.json?country=PK&amp;group=funder" in page


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("country=PK&group=funder&format=csv", "/programmes/?country=PK&format=csv"),
        ("country=PK&group=funder&format=json", "/timeline.json?country=PK&group=funder"),
        ("p=cida-iom&format=xlsx", "/timeline.json?p=cida-iom"),
    ],
)
def test_a_file_of_the_timeline_is_that_of_the_list(client, seeds, query, address):
    assert client.get(f"/timeline/?{query}")["Location"] == address


def test_a_draft_is_not_on_the_timeline_even_by_name(client):
    ProgrammeFactory(slug="secret", title="Canary", visibility="draft")
    for address in ("/timeline/", "/timeline.json", "/timeline/?p=secret", "/timeline.json?p=secret"):
        assert "Canary" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/timeline/", "/timeline.json", "/timeline/?group=country&country=PK"])
def test_queries_do_not_grow_with_the_rows(client, seeds, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        client.get(address)
    for index in range(60):
        programme = ProgrammeFactory(start=str(1990 + index % 30), end="2022", countries=["PK", "BD"])
        GrantFactory(programme=programme)
        ParticipationFactory(programme=programme)
    cache.clear()
    with django_assert_max_num_queries(32):
        client.get(address)
    with django_assert_max_num_queries(14):  # the data version stands: counts and facets are kept
        client.get(address)
