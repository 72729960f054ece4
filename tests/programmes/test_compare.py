"""Programmes side by side: each fact a row, what differs marked, and no input that breaks the page."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes import comparison
from programmes.forms import ComparedForm
from programmes.models import Programme
from programmes.views import related
from tests.factories import ClaimFactory, FunderFactory, GrantFactory, ParticipationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("programmes:programme-compare")


def rows(*slugs: str) -> dict[str, comparison.Row]:
    found = related.with_everything(Programme.objects.published()).filter(slug__in=slugs).order_by("slug")
    return {row.fact: row for row in comparison.compare(list(found)).rows}


@pytest.fixture
def pair() -> tuple[Programme, Programme]:
    """Two programmes that share a country: one with all that can be stated, one with nearly nothing."""
    full = ProgrammeFactory(slug="a-full", title="Full", countries=["PK"], duration_months=36, terms=["paradigm:PREV"])
    GrantFactory(
        programme=full, funder=FunderFactory(name="Denmark"), amount=10_000_000, currency="DKK", announced="2021-08-30"
    )
    ParticipationFactory(programme=full)
    bare = ProgrammeFactory(slug="b-bare", title="Bare", countries=["PK"], start="", end="", status="unknown")
    GrantFactory(programme=bare, funder=FunderFactory(name="Canada"), amount=None)
    for programme in (full, bare):
        programme.refresh_from_db()
    return full, bare


@pytest.mark.usefixtures("pair")
def test_rows_say_whether_programmes_differ() -> None:
    found = rows("a-full", "b-bare")
    assert {fact: found[fact].state for fact in ("funder", "countries", "start", "exploitation")} == {
        "funder": comparison.DIFFERENT,
        "countries": comparison.SAME,
        "start": comparison.PARTLY,
        "exploitation": comparison.NONE,
    }


@pytest.mark.usefixtures("pair")
def test_money_in_the_original_and_in_dollars_with_its_rate() -> None:
    found = rows("a-full", "b-bare")
    assert found["amount"].cells[0].lines[0].text == "DKK 10,000,000"
    dollars = found["total_usd"].cells[0].lines[0]
    assert dollars.text == "US$1,586,988"
    assert "30 Aug 2021, European Central Bank" in dollars.note
    assert found["average"].cells[0].lines[0].text == "US$528,996"
    assert not found["average"].cells[1].lines


def test_no_average_without_a_stated_duration() -> None:
    grant = GrantFactory(programme=ProgrammeFactory(duration_months=None))
    grant.programme.refresh_from_db()
    assert comparison.average_a_year(grant.programme) is None


def test_a_sum_names_the_grants_that_it_leaves_out() -> None:
    programme = ProgrammeFactory(slug="some", duration_months=12)
    GrantFactory(programme=programme)
    GrantFactory(programme=programme, amount=None)
    GrantFactory(programme=programme, amount=8_000_000, currency="PEN", announced="2017-06-15")
    note = rows("some")["total_usd"].cells[0].lines[0].note
    assert note == "1 of 3 grants; 1 without an amount; 1 not converted"


def test_the_page_shows_both_and_calls_nothing_a_dispute(client: Client, pair: tuple[Programme, Programme]) -> None:
    page = client.get(ADDRESS, {"p": ["a-full", "b-bare"]}).content.decode()
    assert "That two programmes differ is not a dispute" in page
    assert 'data-row="funder" data-comparison="different"' in page
    assert "/timeline.json?p=a-full&amp;p=b-bare" in page
    assert "sources differ" not in page
    assert f'<link rel="canonical" href="http://testserver{ADDRESS}?p=a-full&amp;p=b-bare">' in page


def test_the_order_asked_for_is_kept(client: Client, pair: tuple[Programme, Programme]) -> None:
    response = client.get(ADDRESS, {"p": ["b-bare", "a-full"]})
    assert [programme.slug for programme in response.context["programmes"]] == ["b-bare", "a-full"]


def test_a_title_typed_in_full_names_a_programme(client: Client, pair: tuple[Programme, Programme]) -> None:
    response = client.get(ADDRESS, {"p": ["Full", "Bare", "", " "]})
    assert [programme.slug for programme in response.context["programmes"]] == ["a-full", "b-bare"]
    assert not response.context["problems"]


def test_a_title_that_two_programmes_share_names_neither() -> None:
    ProgrammeFactory(title="Same")
    ProgrammeFactory(title="Same")
    form = ComparedForm(["Same"])
    assert form.is_valid()
    assert form.chosen == []
    assert "is not a programme" in form.problems[0]


@pytest.mark.parametrize("query", [{}, {"p": []}, {"p": ["a-full"]}])
def test_with_fewer_than_two_the_page_helps_to_choose(client: Client, pair, query: dict[str, list[str]]) -> None:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    assert response.context["comparison"] is None
    assert '<option value="Bare"></option>' in response.content.decode()


def test_more_than_four_shows_the_first_four_and_says_so(client: Client) -> None:
    slugs = [ProgrammeFactory().slug for _ in range(5)]
    response = client.get(ADDRESS, {"p": slugs})
    assert [programme.slug for programme in response.context["programmes"]] == slugs[:4]
    assert "5 programmes were asked for; these are the first 4." in response.content.decode()


@pytest.mark.parametrize(
    "value",
    [
        "nope",
        "a\x00b",
        "x" * 5000,
        "../../etc",
        "%",
        "' OR 1=1",
        "\u202e",
        "\ud800",
        "1e400",
        "[]",
        "<script>x</script>",
    ],
)
def test_what_cannot_be_meant_is_named_and_the_rest_is_shown(client: Client, pair, value: str) -> None:
    encoded = value.encode("utf-8", "surrogatepass")
    response = client.get(ADDRESS, {"p": ["a-full", encoded, "b-bare"]})
    assert response.status_code == 200
    assert len(response.context["problems"]) == 1
    assert response.context["comparison"] is not None
    assert "<script>x" not in response.content.decode()


def test_thousands_of_values_are_no_work(client: Client, pair, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20):
        assert client.get(ADDRESS, {"p": [f"x{n}" for n in range(3000)]}).status_code == 200


def test_a_draft_is_unknown(client: Client, pair) -> None:
    ProgrammeFactory(slug="hidden", title="CANARY", visibility="draft")
    page = client.get(ADDRESS, {"p": ["a-full", "b-bare", "hidden"]}).content.decode()
    assert "“hidden” is not a programme" in page
    assert "CANARY" not in page


def test_queries_do_not_grow_with_what_is_compared(client: Client, django_assert_num_queries) -> None:
    slugs = []
    for n in (1, 3, 5, 2):
        programme = ProgrammeFactory(countries=["PK", "BD"], terms=["paradigm:PREV"])
        slugs.append(programme.slug)
        for _ in range(n):
            grant = GrantFactory(programme=programme)
            ParticipationFactory(programme=programme)
            ClaimFactory(grant=grant, field="amount", stated_value="US$100,000")
    for chosen in (slugs[:2], slugs):
        with django_assert_num_queries(12):
            client.get(ADDRESS, {"p": chosen})
