"""The lists of articles and statistics."""

import re
from html import unescape

import pytest
from django.core.cache import cache

from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    MilestoneFactory,
    ProgrammeFactory,
    StatisticFactory,
    country,
    term,
)

pytestmark = pytest.mark.django_db
# First view, and one while the register is unchanged; see the same table for the lists of the record.
QUERIES = {"/articles/": (10, 4), "/statistics/": (10, 4)}


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


@pytest.mark.parametrize("address", QUERIES)
def test_queries_do_not_grow_with_the_rows(address, client, django_assert_num_queries):
    for number in (2, 12):
        for _ in range(number):
            programme = ProgrammeFactory(countries=["PK", "BD"])
            figure = StatisticFactory(country=country("PK"), crime=term("crime:TIP"), programme=programme)
            article = ArticleFactory()
            for subject in ({"programme": programme}, {"statistic": figure}):
                ClaimFactory(article=article, **subject)
        cache.clear()
        first, again = QUERIES[address]
        with django_assert_num_queries(first):
            client.get(address)
        with django_assert_num_queries(again):
            client.get(address)


@pytest.mark.parametrize("address", QUERIES)
def test_an_empty_register_has_empty_lists(address, client):
    assert "Nothing is published here yet." in text_of(client.get(address))


def test_an_article_says_what_it_bears_on(client):
    article = ArticleFactory(title="Denmark signs", publisher="Dawn", origin="Signing of 30 August 2021")
    programme = ProgrammeFactory()
    for _ in range(2):
        ClaimFactory(article=article, programme=programme)
    ClaimFactory(article=article, statistic=StatisticFactory())
    ClaimFactory(article=article, milestone=MilestoneFactory())
    ClaimFactory(article=article, programme=ProgrammeFactory(title="Canary", visibility="draft"))
    body = text_of(client.get("/articles/"))
    assert "1 programme, 1 figure, 1 law or plan" in body
    assert "31 Aug 2021" in body
    assert "Reports: Signing of 30 August 2021" in body
    assert "anary" not in body


def test_a_full_text_is_in_no_list_and_not_found(client):
    ArticleFactory(title="Shown", text="The canary text names a person.", reliability="")
    ArticleFactory(title="Canary title", visibility="review")
    for query in ("", "?q=canary"):
        assert "anary text" not in text_of(client.get(f"/articles/{query}"))
    assert "anary title" not in text_of(client.get("/articles/"))
    assert re.search(r">\s*0\s+articles", client.get("/articles/?q=canary").content.decode())


def test_a_title_in_another_language_says_so(client):
    ArticleFactory(title="انسانی سمگلنگ", language="ur")
    body = text_of(client.get("/articles/"))
    assert 'lang="ur"' in body
    assert "In Urdu" in body


def test_a_statistic_is_shown_as_its_source_prints_it(client):
    StatisticFactory(
        label="people arrested",
        as_printed="over 500",
        value=None,
        value_min=500,
        is_censored=True,
        unit="people",
        country=country("PK"),
        subdivision="PK-PB",
        period="2002-10/2004-11",
        authority="Federal Investigation Agency",
        contested_count=1,
        programme=ProgrammeFactory(title="Against trafficking"),
    )
    body = text_of(client.get("/statistics/"))
    for words in ("over 500", "people", "Punjab", "Oct 2002 to Nov 2004", "said by Federal Investigation Agency"):
        assert words in body
    for words in ("sources differ", "People arrested", "A result of", "Against trafficking"):
        assert words in body


def test_what_cannot_be_meant_is_shown_beside_its_field(client):
    ArticleFactory()
    body = text_of(client.get("/articles/?publisher=Nobody&year=abc&programme=none&per_page=1000"))
    for words in (
        "“Nobody”: not known here",
        "“abc”: not known here",
        "is-programme has-error",
        "is-per_page has-error",
    ):
        assert words in body
    assert re.search(r">\s*1\s+article\b", body)


def test_htmx_gets_the_listing_alone(client):
    ArticleFactory()
    for address in QUERIES:
        body = client.get(address, headers={"HX-Request": "true"}).content.strip()
        assert body.startswith(b'<div id="listing"')
        assert body in client.get(address).content
