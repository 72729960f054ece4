"""List pages: what they say, where their links lead, what they cost."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from programmes.filters import ProgrammeFilter
from programmes.listing import Listing
from programmes.models import Programme, Revision
from programmes.views.lists import PROGRAMMES
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
# For each list: queries of a first view, and of one while the register is unchanged. They do not grow with the rows.
# Revision and total; the ids, the rows and their relations; facets, one query a group.
QUERIES = {
    "programme-list": (16, 6),
    "funder-list": (11, 5),
    "agency-list": (10, 4),
    "milestone-list": (6, 3),
    "country-list": (7, 6),
}


def listing(query: str = "") -> Listing:
    """The listing of programmes as its page has it."""
    client = Client()
    return client.get(f"/programmes/?{query}").context["listing"]


def text_of(response) -> str:
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def fill(number: int) -> None:
    for n in range(number):
        programme = ProgrammeFactory(countries=["PK", "BD"], terms=["paradigm:PREV", "crime:TIP"])
        GrantFactory(programme=programme, funder=FunderFactory(country=country("DK")))
        GrantFactory(programme=programme, amount=None)
        ParticipationFactory(programme=programme, agency=AgencyFactory(country=country("CH")))
        MilestoneFactory(country=country("PK"), title=f"Law {n}")


@pytest.mark.parametrize("name", QUERIES)
def test_queries_do_not_grow_with_the_rows(name, client, django_assert_num_queries):
    address = reverse(f"programmes:{name}")
    for number in (2, 12):
        cache.clear()
        fill(number)
        client.get(address)
        cache.clear()
        first, again = QUERIES[name]
        with django_assert_num_queries(first):
            client.get(address)
        with django_assert_num_queries(again):
            client.get(address)


@pytest.mark.parametrize("name", QUERIES)
def test_an_empty_register_has_empty_lists(name, client):
    response = client.get(reverse(f"programmes:{name}"))
    assert response.status_code == 200
    assert "Nothing is published here yet." in text_of(response)


@pytest.mark.parametrize("name", QUERIES)
def test_drafts_are_in_no_list(name, client):
    shown = ProgrammeFactory(title="Shown", countries=["PK"])
    ProgrammeFactory(title="Canary programme", countries=["AF"], visibility="draft")
    GrantFactory(programme=shown, funder=FunderFactory(name="Canary funder", visibility="review"))
    ParticipationFactory(programme=shown, agency=AgencyFactory(name="Canary agency", visibility="draft"))
    MilestoneFactory(title="Canary law", visibility="draft")
    body = text_of(client.get(reverse(f"programmes:{name}")))
    assert "anary" not in body
    assert "Afghanistan" not in body


@pytest.mark.parametrize("name", QUERIES)
def test_only_reading_is_allowed(name, client):
    assert client.post(reverse(f"programmes:{name}")).status_code == 405
    assert client.head(reverse(f"programmes:{name}")).status_code == 200


def test_a_row_says_what_is_known_and_what_is_not(client):
    full = ProgrammeFactory(
        slug="full", start="2021-08-30", end="2025", status="active", countries=["PK", "BD"], summary="Trains officers."
    )
    GrantFactory(programme=full, funder=FunderFactory(name="Denmark"), amount=10_000_000, currency="DKK")
    ParticipationFactory(programme=full, agency=AgencyFactory(name="Migration body", acronym="IOM"))
    ProgrammeFactory(slug="bare", start="[2002-11-25..2004-03-16]", start_basis="inferred", start_reason="x", end="")
    body = text_of(client.get("/programmes/?sort=-start"))
    for words in ("30 Aug 2021", "DKK 10,000,000", "US$1,586,988", "Denmark", ">IOM<", "(shared)", "Trains officers."):
        assert words in body
    for words in ("between Nov 2002 and Mar 2004 (inferred)", "funder not stated", "place not stated"):
        assert words in body
    assert '<span class="not-stated">not stated</span>' in body


def test_who_leads_is_named_first(client):
    programme = ProgrammeFactory()
    for acronym, role in (("AAA", "government"), ("BBB", "partner"), ("CCC", "implementer"), ("DDD", "lead")):
        ParticipationFactory(programme=programme, agency=AgencyFactory(name=acronym, acronym=acronym), role=role)
    row = listing().page.object_list[0]
    assert [agency.short for agency in row["agencies"]] == ["DDD", "CCC", "AAA", "BBB"]


def test_several_grants_show_their_total_and_how_many_are_in_it(client):
    programme = ProgrammeFactory()
    for amount, currency in ((100, "USD"), (200, "USD"), (5, "XXX"), (None, "")):
        GrantFactory(programme=programme, amount=amount, currency=currency)
    body = text_of(client.get("/programmes/"))
    assert "US$300" in body
    assert "2 of 4 grants" in body


def test_the_money_of_the_list_is_a_sentence_of_links():
    GrantFactory(amount=2_000_000)
    GrantFactory(programme=ProgrammeFactory(relevance="related"), amount=5_000_000)
    GrantFactory(amount=3, currency="XXX")
    ProgrammeFactory()
    notes = {note.text: note.url for note in listing().notes}
    assert list(notes) == [
        "US$2 million across 1 of 3 programmes",
        "1 not stated",
        "1 not converted",
        "1 related, not in the total",
    ]
    for url in notes.values():
        assert listing(url.partition("?")[2]).total == 1, url


def test_years_and_amounts_say_how_many_they_cannot_see():
    ProgrammeFactory(start="", end="", start_basis="", end_basis="")
    GrantFactory()
    unknown = {note.text: note.url for note in listing("amount_min=5&country=").notes}
    assert unknown["1 without a total in US dollars is left out"] == "/programmes/?in_dollars=no"
    assert listing("in_dollars=no").total == 1
    undated = {note.text: note.url for note in listing("year_from=2000").notes}
    assert undated["1 without dates is left out"] == "/programmes/?dates=none"
    assert listing("dates=none").total == 1


def test_chips_take_one_value_away_each():
    ProgrammeFactory(countries=["PK", "BD"])
    found = listing("country=PK&country=BD&not_status=active&year_from=2010&sort=title&page=2")
    assert [(chip.label, chip.value) for chip in found.chips] == [
        ("Country", "Bangladesh"),
        ("Country", "Pakistan"),
        ("Not status", "Active"),
        ("From", "2010"),
    ]
    assert found.chips[0].remove_url == "/programmes/?country=PK&not_status=active&year_from=2010&sort=title"
    assert found.clear_url == "/programmes/?sort=title"


def test_a_chosen_value_stays_in_its_facet_even_if_no_row_has_it():
    ProgrammeFactory(countries=["PK"])
    ProgrammeFactory(countries=["BD"], status="active")
    facet = next(f for f in listing("country=PK&status=active").facets if f.name == "country")
    assert [(c.value, c.count, c.selected) for c in facet.choices] == [("BD", 1, False), ("PK", 0, True)]


def test_what_is_set_but_has_no_field_goes_along_hidden(client):
    ProgrammeFactory(countries=["PK", "BD"])
    body = text_of(client.get("/programmes/?not_country=PK&not_country=BD&featured=no&sort=title&page=3"))
    for name, value in (("not_country", "PK"), ("not_country", "BD"), ("featured", "no"), ("sort", "title")):
        assert re.search(rf'<input type="hidden" name="{name}" value="{value}"', body), name
    assert 'name="page"' not in body


def test_what_cannot_be_meant_is_shown_beside_its_field(client):
    ProgrammeFactory(countries=["PK"])
    query = "year_from=abc&amount_min=1e400&country=ZZ&not_funder=nobody&q=a%00b&sort=foo&page=x&country=PK"
    body = text_of(client.get(f"/programmes/?{query}"))
    for name in ("year_from", "amount_min", "q", "not_funder", "sort", "page"):
        assert re.search(rf'class="field is-{name} has-error"', body), name
    assert 'value="abc"' in body
    assert "“ZZ”: not known here, left out." in body
    assert "\x00" not in body
    assert re.search(r">\s*1 programme\s*</h2>", body)


def test_pages_go_to_the_last_at_most():
    for _ in range(7):
        ProgrammeFactory()
    found = listing("per_page=3&page=999999")
    assert found.page.number == 3
    assert len(found.page.object_list) == 1
    assert found.canonical_url == "/programmes/?per_page=3&page=3"
    assert found.next_url == ""
    assert found.previous_url == "/programmes/?per_page=3&page=2"
    seen = [row["slug"] for number in (1, 2, 3) for row in listing(f"per_page=3&page={number}").page.object_list]
    assert len(seen) == len(set(seen)) == 7


def test_heads_say_the_order_and_turn_it(client):
    ProgrammeFactory(title="B")
    ProgrammeFactory(title="A")
    body = text_of(client.get("/programmes/?sort=title"))
    assert re.search(r'<th scope="col" aria-sort="ascending"><a href="/programmes/\?sort=-title">Programme</a>', body)
    assert body.count("aria-sort") == 1
    heads = listing("sort=title").heads
    assert heads["start"].url == "/programmes/"
    assert heads["amount"].url == "/programmes/?sort=-amount"
    assert [row["title"] for row in listing("sort=title").page.object_list] == ["A", "B"]


def test_downloads_keep_filters_and_order_without_paging():
    ProgrammeFactory(countries=["PK"])
    urls = [download["url"] for download in listing("country=PK&sort=title&per_page=10&page=2").downloads]
    assert urls[0] == "/programmes/?country=PK&sort=title&format=csv"


def test_htmx_gets_the_listing_alone_and_no_cache_mixes_them(client):
    ProgrammeFactory()
    page = client.get("/programmes/")
    fragment = client.get("/programmes/", headers={"HX-Request": "true"})
    restored = client.get("/programmes/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert fragment.content.strip().startswith(b'<div id="listing"')
    assert fragment.content.strip() in page.content
    assert b"<html" not in fragment.content
    assert b"<html" in restored.content
    for response in (page, fragment):
        assert "HX-Request" in response["Vary"]


def test_a_write_shows_at_once(client):
    ProgrammeFactory()
    assert listing().total == 1
    second = ProgrammeFactory()
    assert listing().total == 2
    second.visibility = "draft"
    second.save()
    assert listing().total == 1
    assert len(listing().page.object_list) == 1


def test_two_databases_behind_one_cache_are_not_mistaken(client):
    ProgrammeFactory()
    assert listing().total == 1
    number = Revision.current().number
    Programme.objects.all().delete()
    Revision.objects.update(number=number)
    assert listing().total == 0


def test_the_page_has_its_heads_captions_and_one_h1(client):
    fill(2)
    for name in QUERIES:
        body = text_of(client.get(reverse(f"programmes:{name}")))
        assert body.count("<h1>") == 1
        assert "<caption>" in body
        assert 'scope="col"' in body
        assert 'scope="row"' in body
        assert "style=" not in body
        assert '<button class="button" type="submit">Apply</button>' in body


def test_other_pages_can_use_a_listing_without_rows():
    ProgrammeFactory(countries=["PK"])
    found = Listing(ProgrammeFilter({"country": "PK"}), path="/timeline/", revision=Revision.current())
    assert found.chips[0].remove_url == "/timeline/"
    assert found.total == 1
    assert PROGRAMMES.noun == ("programme", "programmes")


def test_what_a_visitor_has_is_not_sent_again(client, admin_client, django_assert_num_queries):
    ProgrammeFactory(countries=["PK"])
    etag = client.get("/programmes/?country=PK")["ETag"]
    with django_assert_num_queries(1):
        again = client.get("/programmes/?country=PK", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert client.get("/programmes/", headers={"If-None-Match": etag}).status_code == 200
    fragment = client.get("/programmes/?country=PK", headers={"If-None-Match": etag, "HX-Request": "true"})
    assert fragment.status_code == 200
    assert "ETag" not in admin_client.get("/programmes/")
    ProgrammeFactory()
    assert client.get("/programmes/?country=PK", headers={"If-None-Match": etag}).status_code == 200
