"""What the record's tables refuse, and what they reckon themselves, on either database."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from programmes.models import Agency, ExchangeRate, Funder, Grant, Participation, Programme, Revision
from tests.factories import (
    AgencyFactory,
    ExchangeRateFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    country,
)

pytestmark = pytest.mark.django_db


def refused_by_database(record: Model, constraint: str, **values: object) -> bool:
    """Whether an UPDATE that no Python validates is refused, by the constraint of that name."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        type(record)._default_manager.filter(pk=record.pk).update(**values)
    return constraint in str(caught.value)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"amount": Decimal(-1)}, "grant_amount_within_reason"),
        ({"amount": Decimal(0)}, "grant_amount_within_reason"),
        ({"amount": Decimal(100_000_000_001)}, "grant_amount_within_reason"),
        ({"currency": ""}, "grant_amount_has_currency"),
        ({"amount": None, "amount_usd": None}, "grant_amount_has_currency"),
        ({"kind": "gift"}, "grant_kind_known"),
        ({"usd_rate": None}, "grant_conversion_names_its_rate"),
        (
            {"announced_earliest": date(2021, 2, 1), "announced_latest": date(2021, 1, 1)},
            "grant_announced_bounds_in_order",
        ),
    ],
)
def test_the_database_refuses_a_grant_that_cannot_be(values, constraint):
    assert refused_by_database(GrantFactory(), constraint, **values)


def test_a_grant_is_no_part_of_itself():
    grant = GrantFactory()
    assert refused_by_database(grant, "grant_not_part_of_itself", part_of=grant.pk)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "ended"}, "programme_status_known"),
        ({"relevance": "some"}, "programme_relevance_known"),
        ({"start_basis": "guess"}, "programme_start_basis_known"),
        ({"start_basis": "inferred"}, "programme_inferred_start_has_reason"),
        ({"end_basis": "inferred"}, "programme_inferred_end_has_reason"),
        ({"duration_months": 601}, "programme_duration_months_sane"),
        ({"end_latest": date(2014, 1, 1), "end_earliest": None}, "programme_starts_before_it_ends"),
        ({"start_earliest": date(2016, 1, 1)}, "programme_start_bounds_in_order"),
        ({"end_earliest": date(2018, 1, 1)}, "programme_end_bounds_in_order"),
    ],
)
def test_the_database_refuses_a_programme_that_cannot_be(values, constraint):
    assert refused_by_database(ProgrammeFactory(), constraint, **values)


def test_a_programme_does_not_follow_itself():
    programme = ProgrammeFactory()
    assert refused_by_database(programme, "programme_not_its_own_predecessor", predecessor=programme.pk)


@pytest.mark.parametrize(
    ("make", "values", "constraint"),
    [
        (ParticipationFactory, {"role": "boss"}, "participation_role_known"),
        (ParticipationFactory, {"basis": "inferred"}, "participation_inferred_has_reason"),
        (ParticipationFactory, {"basis": "guess"}, "participation_basis_known"),
        (FunderFactory, {"kind": "club"}, "funder_kind_known"),
        (AgencyFactory, {"kind": "club"}, "agency_kind_known"),
        (MilestoneFactory, {"kind": "party"}, "milestone_kind_known"),
        (ExchangeRateFactory, {"per_usd": Decimal(0)}, "exchangerate_per_usd_positive"),
        (ExchangeRateFactory, {"currency": "XXX"}, "exchangerate_currency_convertible"),
    ],
)
def test_the_database_refuses_codes_outside_their_list(make, values, constraint):
    assert refused_by_database(make(), constraint, **values)


def test_a_role_is_held_once():
    held = ParticipationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(programme=held.programme, agency=held.agency, role=held.role)


BAD_VALUES = [
    (Programme, "title", "a\x00b"),
    (Programme, "title", "x" * 301),
    (Programme, "title", "rtl \u202e override"),
    (Programme, "slug", "compare"),
    (Programme, "start", "2021-02-31"),
    (Programme, "start", "2004-13"),
    (Programme, "start", "soon"),
    (Programme, "duration_months", 0),
    (Funder, "website", "javascript:alert(1)"),
    (Agency, "website", "data:text/html,x"),
    (Grant, "amount", Decimal("1e400")),
    (Grant, "amount", Decimal("12345678901234567")),
    (Grant, "amount", Decimal("NaN")),
    (Grant, "currency", "ZZZ"),
    (ExchangeRate, "currency", "ABC"),
]


@pytest.mark.parametrize(("model", "field", "value"), BAD_VALUES)
def test_a_bad_value_is_refused_with_its_field_named(model, field, value):
    with pytest.raises(ValidationError) as caught:
        model(**{field: value}).full_clean()
    assert field in caught.value.message_dict


def test_an_uncertain_date_keeps_its_bounds():
    programme = ProgrammeFactory(start="[2002-11-25..2004-03-16]", end="[2004-11-25..2006-03-16]", status="unknown")
    programme.refresh_from_db()
    assert (programme.start_earliest, programme.start_latest) == (date(2002, 11, 25), date(2004, 3, 16))
    assert (programme.end_earliest, programme.end_latest) == (date(2004, 11, 25), date(2006, 3, 16))


def test_text_that_is_no_date_is_never_stored():
    programme = ProgrammeFactory.build(start="sometime")
    with pytest.raises(ValidationError):
        programme.save()
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "status", "span"),
    [
        ("2010", "2012-06", "completed", (date(2010, 1, 1), date(2012, 6, 30))),
        ("2010-05", "", "active", (date(2010, 5, 1), date(9999, 12, 31))),
        ("2010-05", "", "unknown", (date(2010, 5, 1), date(2010, 5, 31))),
        ("", "2014-03-20", "completed", (date(2014, 3, 20), date(2014, 3, 20))),
        ("", "", "active", (None, None)),
    ],
)
def test_the_span_invents_no_end(start, end, status, span):
    programme = ProgrammeFactory(start=start, end=end, status=status)
    assert (programme.active_from, programme.active_to) == span


def test_a_programme_without_dates_is_in_no_period():
    ProgrammeFactory(start="", end="")
    found = Programme.objects.active_between(date(1900, 1, 1), date(2100, 1, 1))
    assert not found.exists()
    assert Programme.objects.without_dates().count() == 1


def test_kroner_are_converted_at_the_day_of_the_announcement():
    grant = GrantFactory(amount=10_000_000, currency="DKK", announced="2021-08-30")
    assert round(grant.amount_usd) == 1_586_988
    assert (grant.usd_rate_date, grant.usd_rate_source) == (date(2021, 8, 30), "European Central Bank")


def test_an_undated_grant_is_converted_at_its_programmes_start_and_again_when_that_moves():
    programme = ProgrammeFactory(start="2021-08-30", end="2024")
    grant = GrantFactory(programme=programme, amount=10_000_000, currency="DKK")
    assert grant.usd_rate_date == date(2021, 8, 30)
    programme.start = "2015-01-05"
    programme.save()
    grant.refresh_from_db()
    assert grant.usd_rate_date == date(2015, 1, 5)


@pytest.mark.parametrize("currency", ["XXX", "PKR"])
def test_what_has_no_rate_is_not_converted_and_never_zero(currency):
    grant = GrantFactory(amount=12_000_000, currency=currency, announced="2021-07-31")
    programme = Programme.objects.get(pk=grant.programme_id)
    assert grant.amount_usd is None
    assert (programme.total_usd, programme.money_state) == (None, "stated")


def test_an_editors_rate_reaches_the_grants_in_its_currency():
    grant = GrantFactory(amount=20_000_000, currency="PKR", announced="2021-07-31")
    ExchangeRateFactory(currency="PKR", date="2021-07-30", per_usd=Decimal("160"), source="State Bank of Pakistan")
    grant.refresh_from_db()
    assert grant.amount_usd == Decimal("125000.00")
    assert Programme.objects.get(pk=grant.programme_id).total_usd == Decimal("125000.00")


def test_a_part_is_not_added_to_its_whole():
    whole = GrantFactory(amount=500_000)
    GrantFactory(programme=whole.programme, amount=200_000, part_of=whole)
    assert Programme.objects.get(pk=whole.programme_id).total_usd == 500_000


def test_parts_count_where_the_whole_states_nothing():
    whole = GrantFactory(amount=None)
    GrantFactory(programme=whole.programme, amount=200_000, part_of=whole)
    programme = Programme.objects.get(pk=whole.programme_id)
    assert (programme.total_usd, programme.money_state) == (200_000, "partly")


def test_a_programme_published_after_its_dated_grants_has_their_total():
    grant = GrantFactory(programme=ProgrammeFactory(visibility="draft"), amount=900, announced="2015-02-03")
    programme = Programme.objects.get(pk=grant.programme_id)
    assert (programme.total_usd, programme.money_state) == (None, "none")
    programme.visibility = "published"
    programme.save()
    programme.refresh_from_db()
    assert (programme.total_usd, programme.money_state) == (900, "stated")


def test_money_of_a_withdrawn_funder_leaves_the_total():
    kept = GrantFactory(amount=100)
    hidden = GrantFactory(programme=kept.programme, amount=900)
    hidden.funder.visibility = "draft"
    hidden.funder.save()
    assert Programme.objects.get(pk=kept.programme_id).total_usd == 100


def test_a_grant_is_public_only_with_its_programme_and_funder():
    shown = GrantFactory()
    GrantFactory(programme__visibility="draft")
    GrantFactory(funder__visibility="review")
    assert list(Grant.objects.published()) == [shown]


def test_a_role_is_public_only_with_its_programme_and_agency():
    shown = ParticipationFactory()
    ParticipationFactory(programme__visibility="draft")
    ParticipationFactory(agency__visibility="review")
    assert list(Participation.objects.published()) == [shown]


def test_every_write_to_public_data_raises_the_data_version():
    programme = ProgrammeFactory()
    seen = [Revision.current().number]
    programme.title = "Another title"
    programme.save()
    seen.append(Revision.current().number)
    GrantFactory(programme=programme)
    seen.append(Revision.current().number)
    programme.countries.add(country("PK"))
    seen.append(Revision.current().number)
    programme.delete()
    seen.append(Revision.current().number)
    assert seen == sorted(set(seen))
