"""The pages of one programme, body, country or law: what they show, what they never show, what they cost."""

import pytest
from django.test import Client

from programmes.models import Programme, Visibility
from tests.factories import (
    AgencyFactory,
    ArticleFactory,
    ClaimFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    StatisticFactory,
    TermFactory,
    country,
)
from tests.facts import facts_of

pytestmark = pytest.mark.django_db
GROUPS = {"WOMEN": "Women", "UNSPEC": "Not specified"}
CANARY = "CANARY"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def programme() -> Programme:
    """A programme with one of everything that a page shows."""
    made = ProgrammeFactory(
        slug="home",
        title="Helping people home",
        countries=["PK"],
        terms=["paradigm:PREV", "crime:TIP"],
        start="[2002-11-25..2004-03-16]",
        start_basis="inferred",
        start_reason="Two reports bound it.",
        end="",
        status="unknown",
        duration_months=24,
        target_groups="officials; survivors",
        aligned_with=[MilestoneFactory(title="A plan")],
        predecessor=ProgrammeFactory(title="The one before"),
    )
    ProgrammeFactory(title="The one after", predecessor=made)
    grant = GrantFactory(
        slug="home-dk", programme=made, amount=10_000_000, currency="DKK", announced="2021-08-30",
        funder=FunderFactory(slug="denmark", name="Government of Denmark"),
    )  # fmt: skip
    agency = AgencyFactory(slug="iom", name="International Organization for Migration", acronym="IOM")
    role = ParticipationFactory(programme=made, agency=agency)
    article = ArticleFactory(title="A signing", origin="signing", reliability="A repost.")
    ClaimFactory(article=article, grant=grant, field="amount", stated_value="DKK 10 million", locator="para 1")
    ClaimFactory(article=article, participation=role, field="role", stated_value="will carry it out")
    ClaimFactory(article=article, programme=made, field="duration", stated_value="two years", fidelity="noted")
    ClaimFactory(article=article, programme=made, field="note", stated_value="an embassy")
    result = StatisticFactory(programme=made, label="officers trained", country=country("PK"))
    ClaimFactory(article=article, statistic=result, field="value", stated_value="521")
    return made


def test_a_programme_shows_facts_money_roles_and_sources(client: Client, programme: Programme) -> None:
    shown = page(client, "/programmes/home/")
    for words in (
        "between Nov 2002 and Mar 2004 (inferred)", "Two reports bound it.", "24 months (2 years)",
        "DKK 10,000,000", "US$1,586,988", "6.3012", "30 Aug 2021, European Central Bank",
        "International Organization for Migration", "A plan", "The one before", "The one after",
        "“DKK 10 million”", "para 1", "A repost.", "Officers trained", "“an embassy”", "officials; survivors",
        "Denmark funded IOM with DKK 10 million on 30 August 2021 for “Helping people home” in Pakistan.",
        "/timeline.json?p=", '<link rel="canonical" href="http://testserver/programmes/home/">',
    ):  # fmt: skip
        assert words in shown, words
    assert "<title>Helping people home" in shown
    assert shown.count("<h1") == 1


def test_facts_carry_their_names(client: Client, programme: Programme) -> None:
    found = facts_of(page(client, "/programmes/home/"))
    assert found["home-dk", "amount"] == ("single", "10000000")
    assert found["home", "start"] == ("none", "[2002-11-25..2004-03-16]")
    assert found["home", "end"] == ("none", "")
    assert found["home", "duration"] == ("single", "24")
    assert found["home/iom/lead", "role"] == ("single", "lead")


def test_what_is_not_stated_is_said_to_be_so(client: Client) -> None:
    bare = ProgrammeFactory(start="", end="", status="unknown", summary="", title_is_official=False)
    GrantFactory(programme=bare, amount=None)
    shown = page(client, bare.get_absolute_url())
    assert shown.count("not stated") >= 6
    assert "Our description: no source gives this work a title" in shown
    assert "US$0" not in shown
    assert "When it ran is not stated" in shown


def test_a_value_that_sources_print_but_the_register_does_not_hold_is_not_called_unstated(client: Client) -> None:
    bare = ProgrammeFactory(duration_months=None)
    ClaimFactory(programme=bare, field="duration", stated_value="four-year")
    assert "no one value held; printed: “four-year”" in page(client, bare.get_absolute_url())


def test_not_specified_is_no_group_beside_others(client: Client) -> None:
    groups = {code: TermFactory(vocabulary="victim_group", code=code, label=label) for code, label in GROUPS.items()}
    both, neither = ProgrammeFactory(), ProgrammeFactory()
    both.terms.add(*groups.values())
    neither.terms.add(groups["UNSPEC"])
    assert "Not specified" not in page(client, both.get_absolute_url())
    assert "Not specified" in page(client, neither.get_absolute_url())


def test_a_sum_names_the_grants_that_are_in_it(client: Client) -> None:
    funder = FunderFactory()
    for amount, currency in ((500_000, "USD"), (700_000, "XXX"), (None, "")):
        GrantFactory(funder=funder, amount=amount, currency=currency)
    shown = " ".join(page(client, funder.get_absolute_url()).split())
    assert "</strong> across 1 of 3 grants; 1 not stated; 1 not converted." in shown


def test_a_part_is_not_added_to_its_whole(client: Client) -> None:
    programme = ProgrammeFactory()
    whole = GrantFactory(programme=programme, amount=500_000)
    GrantFactory(programme=programme, amount=200_000, part_of=whole)
    shown = page(client, programme.get_absolute_url())
    assert f'href="{programme.get_absolute_url()}#grant-{whole.slug}"' in shown
    assert "1 part of larger grants not added" in shown
    assert "US$500,000" in shown
    assert "US$700,000" not in shown


def test_a_currency_that_is_not_stated_is_not_converted(client: Client) -> None:
    grant = GrantFactory(amount=12_000_000, currency="XXX")
    shown = page(client, grant.programme.get_absolute_url())
    assert "12 million (currency not stated)" in shown
    assert "its source names no currency" in shown


def test_a_related_programme_says_what_that_means(client: Client) -> None:
    related = ProgrammeFactory(relevance="related")
    assert "left out of totals of money" in page(client, related.get_absolute_url())


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.REVIEW])
@pytest.mark.parametrize("factory", [ProgrammeFactory, FunderFactory, AgencyFactory, MilestoneFactory])
def test_what_is_not_published_is_not_found(client: Client, factory: type, visibility: str) -> None:
    assert client.get(factory(visibility=visibility).get_absolute_url()).status_code == 404


def test_no_page_names_a_draft_that_hangs_from_what_it_shows(client: Client, programme: Programme) -> None:
    hidden = {"visibility": "draft"}
    draft = ProgrammeFactory(slug="canary-p", title=CANARY, countries=["PK"], predecessor=programme, **hidden)
    funder, agency = programme.grants.get().funder, programme.participations.get().agency
    GrantFactory(slug="canary-g1", programme=programme, funder=FunderFactory(name=CANARY, **hidden))
    GrantFactory(slug="canary-g2", programme=draft, funder=funder, amount=77_777_777)
    ParticipationFactory(programme=programme, agency=AgencyFactory(name=CANARY, **hidden))
    ParticipationFactory(programme=draft, agency=agency)
    milestone = MilestoneFactory(title=CANARY, country=country("PK"), **hidden)
    programme.aligned_with.add(milestone)
    draft.aligned_with.add(*programme.aligned_with.published())
    programme.predecessor = draft
    programme.save()
    grant = programme.grants.get(slug="home-dk")
    grant.part_of = draft.grants.get()
    grant.save()
    agency.also_funder = FunderFactory(slug="canary-f", name=CANARY, **hidden)
    agency.save()
    for subject in ({"programme": programme}, {"grant": grant}, {"funder": funder}, {"agency": agency}):
        ClaimFactory(article=ArticleFactory(slug=f"canary-{next(iter(subject))}", title=CANARY, **hidden), **subject)
    StatisticFactory(slug="canary-s", label=CANARY, country=country("PK"), programme=programme, **hidden)
    StatisticFactory(slug="canary-s2", label=CANARY, country=country("PK"), programme=draft)
    published = programme.aligned_with.published().get()
    for address in (
        programme.get_absolute_url(), funder.get_absolute_url(), agency.get_absolute_url(), "/countries/PK/",
        published.get_absolute_url(), f"/programmes/compare/?p=home&p={ProgrammeFactory(title='Other').slug}",
    ):  # fmt: skip
        shown = page(client, address)
        assert CANARY not in shown, address
        assert "canary" not in shown, address
        assert "77,777,777" not in shown, address


def test_a_country_keeps_shared_programmes_and_their_sums_apart(client: Client) -> None:
    GrantFactory(programme=ProgrammeFactory(title="Here alone", countries=["PK"]), amount=300_000)
    GrantFactory(programme=ProgrammeFactory(title="Shared", countries=["PK", "BD"]), amount=4_000_000)
    ProgrammeFactory(title="Elsewhere", countries=["BD"])
    MilestoneFactory(title="A law", country=country("PK"))
    StatisticFactory(label="people arrested", country=country("PK"))
    response = client.get("/countries/PK/")
    shown = response.content.decode()
    alone, shared = response.context["groups"]
    assert [programme.title for programme in alone["programmes"]] == ["Here alone"]
    assert [programme.title for programme in shared["programmes"]] == ["Shared"]
    assert (alone["totals"].total_usd, shared["totals"].total_usd) == (300_000, 4_000_000)
    assert "the country's share is not stated" in shown
    assert "US$4.3 million" not in shown
    assert "A law" in shown
    assert "People arrested" in shown
    assert "Elsewhere" not in shown


def test_related_programmes_are_left_out_of_a_countrys_sum(client: Client) -> None:
    GrantFactory(programme=ProgrammeFactory(countries=["PK"]), amount=300_000)
    GrantFactory(programme=ProgrammeFactory(countries=["PK"], relevance="related"), amount=9_000_000)
    response = client.get("/countries/PK/")
    assert response.context["groups"][0]["totals"].total_usd == 300_000
    assert "1 related programme left out" in response.content.decode()


def test_a_country_shows_the_newest_figures_of_each_indicator(client: Client) -> None:
    for year in range(2001, 2011):
        StatisticFactory(slug=f"year-{year}", country=country("PK"), period=str(year))
    shown = page(client, "/countries/PK/")
    assert "newest 5 of 10" in shown
    assert "/statistics/year-2010/" in shown
    assert "/statistics/year-2005/" not in shown


def test_a_country_seen_again_is_cheaper_and_never_out_of_date(client: Client, django_assert_num_queries) -> None:
    figure = StatisticFactory(label="first figure", country=country("PK"))
    ClaimFactory(statistic=figure)
    page(client, "/countries/PK/")
    with django_assert_num_queries(9):
        page(client, "/countries/PK/")
    figure.visibility = Visibility.DRAFT
    figure.save()
    assert "first figure" not in page(client, "/countries/PK/")


def test_a_country_in_lower_case_leads_to_the_one_address(client: Client) -> None:
    country("PK")
    response = client.get("/countries/pk/")
    assert (response.status_code, response["Location"]) == (301, "/countries/PK/")


@pytest.mark.parametrize("code", ["ZZ", "zz", "P", "PAK", "é1", "1=", "%20", "PK%0A", "ı̇"])
def test_an_unknown_country_is_not_found(client: Client, code: str) -> None:
    country("PK")
    assert client.get(f"/countries/{code}/").status_code == 404


def test_a_country_without_a_programme_says_what_that_means(client: Client) -> None:
    country("IS")
    assert "That is not the same as nothing being done" in page(client, "/countries/IS/")


def test_money_in_and_out_of_one_body_stand_apart(client: Client) -> None:
    funder = FunderFactory(slug="coe-f", name="Council of Europe")
    agency = AgencyFactory(slug="coe", name="Council of Europe", also_funder=funder)
    paid = GrantFactory(programme=ProgrammeFactory(title="It pays"), funder=funder, amount=200_000)
    received = GrantFactory(programme=ProgrammeFactory(title="It carries out"), amount=500_000)
    ParticipationFactory(programme=received.programme, agency=agency)
    for address in (agency.get_absolute_url(), funder.get_absolute_url()):
        response = client.get(address)
        assert response.context["money_in"].total_usd == 500_000
        assert response.context["money_out"].total_usd == 200_000
        assert "US$700,000" not in response.content.decode()
    assert paid.programme.title in page(client, agency.get_absolute_url())


def test_money_in_counts_only_what_an_agency_carries_out(client: Client) -> None:
    agency = AgencyFactory()
    ParticipationFactory(programme=GrantFactory().programme, agency=agency, role="government")
    assert client.get(agency.get_absolute_url()).context["money_in"].grants == 0


def test_a_body_shows_names_years_and_countries(client: Client) -> None:
    funder = FunderFactory(
        slug="dk", aliases="Danish government; Denmark", website="https://um.dk", identifier="XM-DAC-3-1"
    )
    GrantFactory(programme=ProgrammeFactory(start="2004", end="2006", countries=["PK"]), funder=funder)
    GrantFactory(programme=ProgrammeFactory(start="2021", end="", status="active"), funder=funder)
    shown = page(client, "/funders/dk/")
    for words in (
        "Danish government; Denmark",
        "2004 to now",
        "XM-DAC-3-1",
        "funder=dk&amp;country=PK",
        "https://um.dk",
    ):
        assert words in shown, words


def test_a_law_shows_what_follows_it(client: Client, programme: Programme) -> None:
    milestone = programme.aligned_with.get()
    ClaimFactory(milestone=milestone, field="date", stated_value="October 2002")
    shown = page(client, milestone.get_absolute_url())
    assert "Helping people home" in shown
    assert "“October 2002”" in shown
    assert facts_of(shown)[milestone.slug, "date"] == ("single", "2002-10")


ADDRESSES = {
    "/programmes/home/": 11,
    "/funders/denmark/": 12,
    "/agencies/iom/": 11,
    "/countries/PK/": 17,
    "/milestones/plan/": 8,
}


@pytest.mark.parametrize(("address", "queries"), ADDRESSES.items())
def test_queries_do_not_grow_with_rows_or_claims(
    client: Client, programme: Programme, django_assert_num_queries, address: str, queries: int
) -> None:
    milestone = programme.aligned_with.get()
    milestone.slug, milestone.country = "plan", country("PK")
    milestone.save()
    MilestoneFactory(country=country("PK"))
    for _ in range(2):
        grow(programme)
        with django_assert_num_queries(queries):
            page(client, address)


def grow(programme: Programme) -> None:
    """More of everything that hangs from a programme."""
    funder, agency = programme.grants.first().funder, programme.participations.first().agency
    milestone = programme.aligned_with.get()
    for _ in range(4):
        more = ProgrammeFactory(countries=["PK", "BD"], aligned_with=[milestone], predecessor=programme)
        ParticipationFactory(programme=more, agency=agency)
        ParticipationFactory(programme=programme)
        StatisticFactory(programme=programme, country=country("PK"))
        for grant in (GrantFactory(programme=more, funder=funder), GrantFactory(programme=programme)):
            ClaimFactory(grant=grant, field="amount", stated_value="US$1")
        for subject in ({"funder": funder}, {"agency": agency}, {"milestone": milestone}, {"programme": more}):
            ClaimFactory(**subject)
