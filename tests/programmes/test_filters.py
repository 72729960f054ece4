"""The filter of programmes against a slow and obvious one, and against values that cannot be meant."""

from collections import Counter

import pytest
from django.http import QueryDict

from programmes.filters import AgencyFilter, CountryFilter, FunderFilter, MilestoneFilter, ProgrammeFilter
from programmes.filters.text import fold
from programmes.models import Programme
from tests.factories import (
    AgencyFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    country,
)
from tests.programmes.sample import QUERIES, Facts, expected, make_register
from tests.strange import ask_with_strange_values

pytestmark = pytest.mark.django_db
FILTERS = (ProgrammeFilter, FunderFilter, AgencyFilter, MilestoneFilter, CountryFilter)


def slugs(query: str) -> list[str]:
    return sorted(ProgrammeFilter(QueryDict(query)).qs.values_list("slug", flat=True))


@pytest.fixture
def register() -> list[Facts]:
    return make_register()


def test_every_question_has_the_naive_answer(register):
    answers = Counter()
    for query in QUERIES:
        found = [facts.programme.slug for facts in expected(register, query)]
        assert slugs(query) == sorted(found), query
        answers[bool(found)] += 1
    assert answers[True] > 20  # the questions are worth asking


def test_facet_counts_apply_all_filters_but_their_own(register):
    of = {
        "country": lambda f: f.country,
        "funder": lambda f: f.funder,
        "agency": lambda f: f.agency,
        "status": lambda f: {f.programme.status},
        "relevance": lambda f: {f.programme.relevance},
        "has_amount": lambda f: {f.programme.money_state},
        "contested": lambda f: {"yes" if f.programme.contested_count else "no"},
        "paradigm": lambda f: f.terms & {"PREV", "PROT", "PROS"},
        "crime": lambda f: f.terms & {"TIP", "SOM"},
        "exploitation": lambda f: f.terms & {"LAB"},
    }
    for query in QUERIES:
        counted = ProgrammeFilter(QueryDict(query)).facet_counts()
        assert set(counted) == set(of)
        for name, values_of in of.items():
            others = QueryDict(query, mutable=True)
            others.pop(name, None)
            naive = Counter(v for facts in expected(register, others.urlencode()) for v in values_of(facts))
            assert {value: number for value, _, number in counted[name]} == dict(naive), (query, name)


def test_facets_are_sorted_by_count_and_hold_no_zero(register):
    for choices in ProgrammeFilter(QueryDict("country=PK")).facet_counts().values():
        numbers = [number for *_, number in choices]
        assert numbers == sorted(numbers, reverse=True)
        assert 0 not in numbers


def test_totals_leave_out_related_programmes_unless_they_are_asked_for(register):
    for query in QUERIES:
        found = [facts.programme for facts in expected(register, query)]
        counted = [p for p in found if p.relevance != "related" or "relevance=related" in query]
        totals = ProgrammeFilter(QueryDict(query)).totals()
        money = totals["money"]
        assert totals["rows"] == len(found)
        assert money.counted == len(counted)
        assert (money.total_usd or 0) == sum(p.total_usd or 0 for p in counted)
        assert money.converted == sum(p.total_usd is not None for p in counted)
        assert money.counted - money.stated == sum(p.money_state == "none" for p in counted)
        assert money.not_converted == sum(p.money_state != "none" and p.total_usd is None for p in counted)


def test_a_filter_on_years_counts_what_has_no_dates(register):
    undated = [facts for facts in register if facts.programme.active_from is None]
    assert ProgrammeFilter(QueryDict("year_from=1990")).totals()["undated"] == len(undated) > 0
    assert "undated" not in ProgrammeFilter(QueryDict("country=PK")).totals()


@pytest.mark.parametrize("filterset", FILTERS)
def test_no_value_of_any_parameter_raises(filterset):
    ProgrammeFactory(countries=["PK"])
    MilestoneFactory(country=country("PK"))
    ask_with_strange_values(filterset)


@pytest.mark.parametrize(
    "query",
    [
        "year_from=abc",
        "year_to=1799",
        "year_from=2101",
        "year_from=10000",
        "amount_min=1e400",
        "amount_max=-5",
        "amount_min=" + "9" * 40,
        "country=ZZ",
        "funder=nobody",
        "funder=funder-hidden",
        "paradigm=tip",
        "crime=PREV",
        "status=nonsense",
        "sort=password",
        "sort=--title",
        "page=0",
        "page=-1",
        "page=1000001",
        "per_page=101",
        "format=exe",
        "currency=ABC",
        "contested=perhaps",
        "q=%00",
        "q=" + "x" * 201,
    ],
)
def test_what_cannot_be_meant_is_named_and_the_rest_applied(query):
    make_register(12)
    name = query.split("=")[0]
    found = ProgrammeFilter(QueryDict(f"{query}&relevance=main"))
    assert list(found.problems) == [name]
    assert str(found.query) == "relevance=main"
    assert set(found.qs) == set(Programme.objects.published().filter(relevance="main"))


def test_good_values_beside_bad_ones_still_count():
    kept = ProgrammeFactory(countries=["PK"])
    ProgrammeFactory(countries=["BD"])
    found = ProgrammeFilter(QueryDict("country=ZZ&country=pk&country=%00&country=PK"))
    assert list(found.qs) == [kept]
    assert "ZZ" in found.problems["country"]
    assert str(found.query) == "country=PK"


def test_the_wrong_way_round_is_named_at_the_upper_end():
    found = ProgrammeFilter(QueryDict("year_from=2010&year_to=2000&amount_min=5&amount_max=1"))
    assert set(found.problems) == {"year_to", "amount_max"}
    assert str(found.query) == "year_from=2010&amount_min=5"


def test_the_canonical_query_is_the_same_for_the_same_question():
    ProgrammeFactory(countries=["PK", "BD"])
    one = ProgrammeFilter(QueryDict("page=3&country=PK&year_from=2010&country=bd&q=&per_page=25&sort=-start&x=y"))
    two = ProgrammeFilter(QueryDict("year_from=2010&country=BD&country=PK&country=PK"))
    assert str(one.query) == str(two.query) == "country=BD&country=PK&year_from=2010"


def test_words_are_found_whatever_their_case_and_accents():
    côte = ProgrammeFactory(title="Projet Côte d’Ivoire: SØREN")
    for query in ("q=cote", "q=CÔTE", "q=s%C3%B8ren", "q=soren+projet", "q=c%C3%B4te+%20+ivoire"):
        assert slugs(query) == [côte.slug], query
    assert slugs("q=cote+absent") == []
    assert slugs("q=%25") == slugs("q=_") == []


def test_words_are_found_in_the_names_of_public_bodies_only():
    programme = ProgrammeFactory(title="A project", countries=["NP"])
    shown = AgencyFactory(name="International Organization for Migration", acronym="IOM", aliases="OIM;Migración")
    ParticipationFactory(programme=programme, agency=shown)
    ParticipationFactory(programme=programme, agency=AgencyFactory(name="Hidden body", visibility="draft"))
    GrantFactory(programme=programme, funder=FunderFactory(name="Denmark", aliases="Danida"))
    for words in ("iom", "migracion", "danida", "nepal", "iom+danida+nepal+project"):
        assert slugs(f"q={words}") == [programme.slug], words
    assert slugs("q=hidden") == []


def test_fold_takes_case_accents_and_strokes_away():
    assert fold("ÅRHUS – Łódź İstanbul Straße") == "arhus – lodz istanbul straße"
    assert fold(None) is None
    assert fold("") == ""


def test_orders_put_what_is_missing_last_either_way():
    for amount in (None, "5", "90"):
        GrantFactory(amount=amount)
    for way in ("amount", "-amount"):
        totals = [p.total_usd for p in ProgrammeFilter(QueryDict(f"sort={way}")).ordered]
        assert totals[-1] is None
        assert totals[:2] == sorted(totals[:2], reverse=way.startswith("-"))


def test_every_order_keeps_every_row_once(register):
    for filterset in FILTERS:
        for key in filterset.sorts:
            for way in (key, f"-{key}"):
                found = filterset(QueryDict(f"sort={way}"))
                assert sorted(r.pk for r in found.ordered) == sorted(r.pk for r in found.qs), way


def test_organisations_by_kind_seat_and_where_they_work():
    programme = ProgrammeFactory(countries=["PK"])
    hidden = ProgrammeFactory(countries=["BD"], visibility="draft")
    denmark = FunderFactory(name="Denmark", country=country("DK"))
    fund = FunderFactory(name="Fund", kind="pooled_fund")
    for to in (programme, hidden):
        GrantFactory(programme=to, funder=denmark)

    def names(query: str) -> list[str]:
        return list(FunderFilter(QueryDict(query)).ordered.values_list("name", flat=True))

    assert names("works_in=PK") == names("country=DK") == names("not_kind=pooled_fund") == ["Denmark"]
    assert names("works_in=BD") == []
    assert names("not_works_in=PK") == [fund.name]
    assert names("sort=-programmes") == ["Denmark", "Fund"]
    counted = FunderFilter(QueryDict("")).facet_counts()
    assert counted["works_in"] == [("PK", "Pakistan", 1)]
    assert counted["country"] == [("DK", "Denmark", 1)]


def test_countries_are_those_of_public_programmes_and_laws():
    ProgrammeFactory(countries=["PK"])
    ProgrammeFactory(countries=["BD"], visibility="draft")
    MilestoneFactory(country=country("NP"))
    MilestoneFactory(country=country("AF"), visibility="draft")
    assert sorted(c.code for c in CountryFilter(QueryDict("")).qs) == ["NP", "PK"]


def test_milestones_by_year_overlap():
    for date_text in ("2002-10", "[2004..2006]", "2010/..", "../2001", ""):
        MilestoneFactory(date=date_text, title=date_text)

    def titles(query: str) -> set[str]:
        return set(MilestoneFilter(QueryDict(query)).qs.values_list("title", flat=True))

    assert titles("year_from=2005&year_to=2005") == {"[2004..2006]"}
    assert titles("live_in=2020") == {"2010/.."}
    assert titles("year_to=2002") == {"2002-10", "../2001"}
    assert titles("dates=none") == {""}
    assert MilestoneFilter(QueryDict("year_to=2002")).totals()["undated"] == 1
