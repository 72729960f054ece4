"""What a timeline draws, and what it never makes up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from programmes.charts import spans
from programmes.charts.spans import Kind, Segment, Side
from programmes.charts.timeline import draw_timeline
from programmes.charts.timeline_rows import Gift, amount_label, category
from programmes.dates import Bounds, parse
from programmes.models import Programme, Revision
from tests.factories import (
    AgencyFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    country,
)

TODAY = date(2026, 11, 21)
NOTHING = Bounds(None, None)


def draw(start="", end="", **kwargs):
    return spans.reckon(parse(start), parse(end), today=kwargs.pop("today", TODAY), **kwargs)


# Spans


def test_the_core_runs_from_the_latest_start_to_the_earliest_end():
    span = draw("[2002-11-25..2004-03-16]", "[2004-11-25..2006-03-16]")
    assert span.segments == (
        Segment(Kind.UNCERTAIN, date(2002, 11, 25), date(2004, 3, 15)),
        Segment(Kind.CERTAIN, date(2004, 3, 16), date(2004, 11, 25)),
        Segment(Kind.UNCERTAIN, date(2004, 11, 26), date(2006, 3, 16)),
    )
    assert (span.before, span.after) == (Side.CLOSED, Side.CLOSED)


def test_exact_dates_are_solid_throughout():
    assert draw("2021-03-15", "2023-12-31").segments == (Segment(Kind.CERTAIN, date(2021, 3, 15), date(2023, 12, 31)),)


def test_bounds_that_overlap_leave_nothing_certain():
    assert draw("2019", "2019").segments == (Segment(Kind.UNCERTAIN, date(2019, 1, 1), date(2019, 12, 31)),)


def test_an_end_not_stated_is_never_given_a_length():
    span = draw("2010-01")
    assert span.segments == (Segment(Kind.UNCERTAIN, date(2010, 1, 1), date(2010, 1, 31)),)
    assert span.after is Side.NOT_STATED
    assert draw("2022-02-16").segments == (Segment(Kind.CERTAIN, date(2022, 2, 16), date(2022, 2, 16)),)


def test_a_start_not_stated_is_open_on_the_left():
    span = draw("", "2014-03-20")
    assert (span.before, span.after) == (Side.NOT_STATED, Side.CLOSED)
    assert span.first == span.last == date(2014, 3, 20)


def test_running_work_is_certain_until_today_and_goes_on():
    span = draw("2019", running=True)
    assert span.segments[-1] == Segment(Kind.CERTAIN, date(2019, 12, 31), TODAY)
    assert span.after is Side.RUNNING


def test_running_work_that_began_this_year_has_begun_by_today():
    span = draw("2026", running=True)
    assert span.last == TODAY
    assert span.after is Side.RUNNING


def test_what_lies_ahead_is_planned_not_certain():
    assert draw("2023-06-01", "2027-05-31").segments == (
        Segment(Kind.CERTAIN, date(2023, 6, 1), TODAY),
        Segment(Kind.PLANNED, TODAY + timedelta(days=1), date(2027, 5, 31)),
    )


def test_work_that_is_only_planned_is_nowhere_certain():
    assert {part.kind for part in draw("2010-01-01", "2013-12-31", planned=True).segments} == {Kind.PLANNED}


def test_without_dates_nothing_is_drawn():
    span = draw()
    assert not span.is_drawn
    assert (span.before, span.after) == (Side.CLOSED, Side.CLOSED)


days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2035, 12, 31)))


@st.composite
def bounds(draw_from):
    first, last = draw_from(days), draw_from(days)
    return Bounds(min(first, last), max(first, last)) if first and last else Bounds(first, last)


@given(bounds(), bounds(), st.booleans(), st.booleans())
def test_a_span_stays_within_what_is_known(start, end, running, planned):
    span = spans.reckon(start, end, running=running and end == NOTHING, planned=planned, today=TODAY)
    known = [day for day in (start.earliest, start.latest, end.earliest, end.latest) if day]
    if not known:
        assert not span.is_drawn
        return
    last_known = max([*known, TODAY] if span.after is Side.RUNNING else known)
    assert min(known) <= span.first <= span.last <= last_known
    for before, after in zip(span.segments, span.segments[1:], strict=False):
        assert before.last + timedelta(days=1) == after.first, "no gap, no overlap"
    for part in span.segments:
        assert part.first <= part.last
        assert part.kind is not Kind.CERTAIN or part.last <= TODAY


# Rows


def gift(amount=None, currency="", usd=None, part=False, funder="Denmark"):
    return Gift(funder, amount, currency, usd, part)


@pytest.mark.parametrize(
    ("gifts", "total", "words"),
    [
        ([], None, "amount not stated"),
        ([gift()], None, "amount not stated"),
        ([gift(1_600_000, "USD", 1_600_000)], 1_600_000, "US$1.6 million"),
        ([gift(11_000_000, "EUR", 12_000_000)], 12_000_000, "EUR 11 million"),
        ([gift(1_000_000, "USD", 1_000_000), gift()], 1_000_000, "US$1 million (1 of 2 grants)"),
        ([gift(1_000_000, "USD", 1), gift(2_000_000, "USD", 1)], 3_000_000, "US$3 million"),
        ([gift(1_000_000, "USD", 1), gift(2_000_000, "EUR", 1)], 3_300_000, "about US$3.3 million"),
        ([gift(1_000_000, "USD", 1), gift(2_000_000, "XXX")], 1_000_000, "about US$1 million (1 of 2 grants)"),
        ([gift(12_000_000, "XXX")], None, "12 million (currency not stated)"),
        ([gift(1_000_000, "XXX"), gift(2_000_000, "XXX")], None,
         "1 million (currency not stated) + 2 million (currency not stated)"),
    ],
)  # fmt: skip
def test_amounts_are_said_as_stated_and_never_added_across_currencies(gifts, total, words):
    exact = [one._replace(amount=None if one.amount is None else Decimal(one.amount)) for one in gifts]
    assert amount_label(exact, None if total is None else Decimal(total)) == words


@pytest.mark.parametrize(
    ("crimes", "code"),
    [
        ({"TIP"}, "trafficking"),
        ({"SOM"}, "smuggling"),
        ({"TIP", "SOM"}, "both"),
        ({"BOTH"}, "both"),
        ({"UNSPEC"}, "other"),
        (set(), "other"),
    ],
)
def test_one_category_colours_a_bar(crimes, code):
    assert category(crimes)["code"] == code


# The whole timeline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def timeline(programmes=None, **kwargs):
    found = Programme.objects.published() if programmes is None else programmes
    kwargs = {"revision": Revision.current(), "query": {}, "today": TODAY} | kwargs
    return draw_timeline(found, **kwargs)


def slugs(data):
    return [row["slug"] for row in data["rows"]]


def test_featured_programmes_stand_first_then_all_others_by_date():
    ProgrammeFactory(slug="late", start="2018", end="2019")
    ProgrammeFactory(slug="early", start="1999", end="2001")
    ProgrammeFactory(slug="seed-2021", start="2021", end="2024", featured=True)
    ProgrammeFactory(slug="seed-2004", start="2004", end="2005", featured=True)
    data = timeline()
    assert slugs(data) == ["seed-2004", "seed-2021", "early", "late"]
    assert [(group["label"], group["count"]) for group in data["groups"]] == [("Featured", 2), ("By earliest date", 2)]
    assert slugs(timeline(named=True)) == ["early", "seed-2004", "late", "seed-2021"]


def test_programmes_without_dates_are_counted_and_listed_not_drawn():
    ProgrammeFactory(slug="dated")
    ProgrammeFactory(slug="undated", start="", end="", duration_months=36)
    data = timeline()
    assert (data["count"], data["drawn"], data["without_dates"]) == (2, 1, 1)
    assert slugs(data) == ["dated"]
    assert [row["slug"] for row in data["undated"]] == ["undated"]
    assert data["undated"][0]["segments"] == []
    assert data["undated"][0]["when"] == "no dates stated"


def test_drafts_and_what_hangs_from_them_stay_away():
    programme = ProgrammeFactory(countries=["PK"])
    GrantFactory(programme=programme, funder=FunderFactory(name="Hidden funder", visibility="draft"))
    ParticipationFactory(programme=programme, agency=AgencyFactory(name="Hidden agency", visibility="review"))
    ProgrammeFactory(title="Hidden programme", visibility="draft", countries=["PK"])
    MilestoneFactory(title="Hidden law", visibility="draft", country=country("PK"))
    for group in ("", "country", "funder", "agency"):
        assert "Hidden" not in str(timeline(group=group, countries=["PK"]))


def test_a_programme_in_several_countries_stands_under_each():
    ProgrammeFactory(slug="shared", countries=["PK", "AF"])
    ProgrammeFactory(slug="nowhere")
    data = timeline(group="country")
    assert [(row["group"], row["slug"]) for row in data["rows"]] == [
        ("AF", "shared"),
        ("PK", "shared"),
        ("", "nowhere"),
    ]
    assert [group["label"] for group in data["groups"]] == ["Afghanistan", "Pakistan", "No country named"]
    assert slugs(timeline(group="country", only=["PK"])) == ["shared"]


@pytest.mark.parametrize("group", ["funder", "agency"])
def test_two_grants_or_roles_of_one_body_make_one_row(group):
    programme = ProgrammeFactory()
    funder, agency = FunderFactory(), AgencyFactory()
    GrantFactory.create_batch(2, programme=programme, funder=funder)
    for role in ("lead", "partner"):
        ParticipationFactory(programme=programme, agency=agency, role=role)
    data = timeline(group=group)
    assert len(data["rows"]) == data["groups"][0]["count"] == 1


def make_many(number):
    for index in range(number):
        ProgrammeFactory(
            start=str(1995 + index % 30),
            end="" if index % 3 == 0 else str(1997 + index % 30),
            status="active" if index % 9 == 0 else "completed",
            countries=["PK", "BD"] if index % 2 else ["NP"],
            featured=index in (3, 4),
        )
    ProgrammeFactory.create_batch(4, start="", end="")


def test_buckets_count_what_a_filter_on_that_year_finds():
    make_many(40)
    data = timeline()
    for bucket in data["buckets"]:
        first, last = date(bucket["year"], 1, 1), date(bucket["year"], 12, 31)
        assert bucket["active"] == Programme.objects.published().active_between(first, last).count()
    assert data["buckets"][-1]["year"] == TODAY.year
    naive = [programme for programme in Programme.objects.all() if programme.start or programme.end]
    assert data["drawn"] == len(naive)


@pytest.mark.parametrize("group", ["", "country", "funder"])
def test_pages_follow_each_other_without_loss_or_repetition(group, monkeypatch):
    make_many(40)
    whole = timeline(group=group)
    seen = []
    for page in range(1, 9):
        part = timeline(group=group, page=page, per_page=8)
        seen += [(row["group"], row["slug"]) for row in part["rows"]]
        if page == part["pages"]:
            break
    assert seen == [(row["group"], row["slug"]) for row in whole["rows"]]
    assert len(seen) == whole["places"]


def test_a_page_past_the_end_is_the_last():
    make_many(20)
    data = timeline(page=99, per_page=8)
    assert data["page"] == data["pages"]
    assert data["rows"]
    assert len(data["undated"]) == 4, "they follow the last row"


def test_milestones_are_those_of_the_countries_asked_for_and_of_none():
    MilestoneFactory(slug="pk", country=country("PK"))
    MilestoneFactory(slug="np", country=country("NP"))
    MilestoneFactory(slug="all")
    MilestoneFactory(slug="undated", date="")
    for _ in range(9):
        ProgrammeFactory(countries=["NP"])
    assert {row["slug"] for row in timeline(countries=["PK"])["milestones"]} == {"pk", "all"}
    assert {row["slug"] for row in timeline()["milestones"]} == {"all"}, "a whole register shows only the common ones"
    few = Programme.objects.filter(Q(pk=ProgrammeFactory(countries=["PK"]).pk))
    assert {row["slug"] for row in timeline(few, query={"p": "x"})["milestones"]} == {"pk", "all"}


@pytest.mark.parametrize("group", ["", "country", "funder", "agency"])
def test_queries_do_not_grow_with_the_rows(group, django_assert_max_num_queries):
    make_many(5)
    with django_assert_max_num_queries(16):
        timeline(group=group, countries=["PK"])
    make_many(60)
    cache.clear()
    with django_assert_max_num_queries(16):
        timeline(group=group, countries=["PK"])


def test_counts_are_kept_until_the_register_changes(django_assert_num_queries):
    make_many(12)
    first = timeline()
    with django_assert_num_queries(10):  # the counts are not asked for again
        assert timeline() == first
    ProgrammeFactory(start="1990", end="1991")
    assert timeline()["drawn"] == first["drawn"] + 1
