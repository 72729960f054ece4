"""The first page: its numbers are those of the register, reckoned once a data version."""

from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config.home import featured_heading, home_page, shared
from programmes.actions import refresh_money
from tests.factories import (
    ArticleFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    StatisticFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def words(response: object) -> str:
    """The page's text with single spaces, tags left in."""
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_an_empty_register_says_so(client: Client) -> None:
    page = words(client.get("/"))
    assert "The register holds no published programme yet." in page
    assert "No article has been published yet." in page
    assert "Featured programmes" not in page


def test_numbers_count_what_is_public_and_nothing_else() -> None:
    GrantFactory(programme=ProgrammeFactory(countries=["PK", "BD"]), amount=1_500_000)
    GrantFactory(programme=ProgrammeFactory(countries=["PK"]), amount=None)
    GrantFactory(programme=ProgrammeFactory(visibility="draft", countries=["NP"]), funder=FunderFactory())
    ArticleFactory()
    ArticleFactory(visibility="review")
    StatisticFactory(contested_count=1)
    MilestoneFactory(visibility="draft")
    refresh_money()

    numbers = home_page()["numbers"]

    assert numbers["programmes"] == 2
    assert numbers["countries"] == 2
    assert (numbers["grants"], numbers["stated"], numbers["not_converted"]) == (2, 1, 0)
    assert (numbers["total"], numbers["converted"]) == (Decimal("1500000"), 1)
    assert (numbers["articles"], numbers["statistics"], numbers["disputed_statistics"]) == (1, 1, 1)
    assert numbers["milestones"] == 0


def test_a_related_programme_adds_no_money() -> None:
    GrantFactory(programme=ProgrammeFactory(relevance="related"), amount=9_000_000)
    refresh_money()
    assert home_page()["numbers"]["total"] is None


def test_countries_come_most_programmes_first_and_drafts_count_for_nothing(client: Client) -> None:
    for _ in range(2):
        ProgrammeFactory(countries=["PK"])
    ProgrammeFactory(countries=["BD"])
    ProgrammeFactory(countries=["NP"], visibility="draft")
    assert [(row["name"], row["count"]) for row in home_page()["countries"]] == [("Pakistan", 2), ("Bangladesh", 1)]
    assert "/countries/PK/" in words(client.get("/"))


def test_featured_programmes_stand_in_a_table_that_says_what_is_not_stated(client: Client) -> None:
    programme = ProgrammeFactory(
        title="Seminars", featured=True, start="[2002-11-25..2004-03-16]", start_basis="stated"
    )
    GrantFactory(programme=programme, amount=None)
    ProgrammeFactory(title="Another")
    page = words(client.get("/"))
    assert "Seminars</a>" in page
    assert "Another</a>" not in page
    assert "between Nov 2002 and Mar 2004" in page
    assert '<span class="not-stated">not stated</span>' in page
    assert "featured=yes" in page


def test_a_dated_article_comes_before_one_of_about_its_year(client: Client) -> None:
    ArticleFactory(title="About a year", published="2025~")
    ArticleFactory(title="On a day", published="2025-12-17")
    ArticleFactory(title="On no day", published="")
    assert [row["title"] for row in home_page()["newest"]] == ["On a day", "About a year"]


def test_it_is_reckoned_once_a_data_version(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ProgrammeFactory(countries=["PK"], featured=True)
    client.get("/")
    with django_assert_num_queries(2):  # the data version, for the key and for the footer
        client.get("/")


def test_the_number_of_queries_does_not_grow_with_the_register(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        programme = ProgrammeFactory(countries=["PK", "BD"], featured=True)
        ParticipationFactory(programme=programme)
        GrantFactory(programme=programme)
        ArticleFactory()
    cache.clear()
    with django_assert_max_num_queries(20):
        client.get("/")


def row(lead: list[str], countries: list[str], funders: list[str]) -> dict[str, list[str]]:
    return {"leads": lead, "countries": countries, "funders": funders}


def test_the_heading_claims_no_more_than_the_rows() -> None:
    cida = row(["IOM"], ["Pakistan"], ["CIDA"])
    denmark = row(["IOM"], ["Pakistan"], ["Government of Denmark"])
    elsewhere = row(["ILO"], ["Nepal"], [])
    assert featured_heading([cida, denmark]) == (
        "Two IOM programmes in Pakistan: one funded by CIDA, one by the Government of Denmark"
    )
    assert featured_heading([cida, denmark, elsewhere]) == "Three programmes, side by side"
    assert featured_heading([cida]) == "One IOM programme in Pakistan"
    assert featured_heading([]) == ""


def test_a_name_is_shared_only_if_every_row_has_it_alone() -> None:
    assert shared([["IOM"], ["IOM"]]) == "IOM"
    assert shared([["IOM", "UNODC"], ["IOM", "UNODC"]]) == ""
    assert shared([["IOM"], []]) == ""


def test_the_help_page_names_a_hotline_only_while_its_record_is_public(client: Client) -> None:
    assert "111-247-786" not in words(client.get("/about/"))
    hotline = MilestoneFactory(slug="pk-tip-hotline-2023")
    assert "111-247-786" in words(client.get("/about/"))
    hotline.visibility = "draft"
    hotline.save()
    assert "111-247-786" not in words(client.get("/about/"))
