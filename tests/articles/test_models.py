"""What the tables of the evidence refuse, and what they reckon themselves, on either database."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article, Claim, Statistic
from articles.models.article import normalise_url
from articles.models.claim import EVERYWHERE, FIELD_CHOICES, FIELDS, SUBJECTS
from programmes.models import Programme, Revision
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
    country,
    term,
)

pytestmark = pytest.mark.django_db

MAKERS = {
    "programme": ProgrammeFactory,
    "grant": GrantFactory,
    "participation": ParticipationFactory,
    "funder": FunderFactory,
    "agency": AgencyFactory,
    "statistic": StatisticFactory,
    "milestone": MilestoneFactory,
}


def refused(model, pk, **values) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model.objects.filter(pk=pk).update(**values)
    return str(caught.value)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"value": None}, "statistic_has_value_or_range"),
        ({"value": Decimal(-1)}, "statistic_not_negative"),
        ({"value_min": Decimal(9), "value_max": Decimal(3)}, "statistic_range_in_order"),
        ({"measure": "hunch"}, "statistic_measure_known"),
        ({"period_basis": "hunch"}, "statistic_period_basis_known"),
        ({"period_earliest": date(2005, 1, 1)}, "statistic_period_bounds_in_order"),
    ],
)
def test_the_database_refuses_a_statistic_that_cannot_be(values, constraint):
    assert constraint in refused(Statistic, StatisticFactory().pk, **values)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_claim_has_a_subject_and_no_second_one(kind):
    claim = ClaimFactory(**{kind: MAKERS[kind]()})
    assert (claim.subject_kind, claim.subject) == (kind, getattr(claim, kind))
    assert "claim_has_exactly_one_subject" in refused(Claim, claim.pk, **{kind: None})
    other = "milestone" if kind != "milestone" else "funder"
    assert "claim_has_exactly_one_subject" in refused(Claim, claim.pk, **{other: MAKERS[other]().pk})


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"stated_value": "something"}, "claim_mention_has_no_value"),
        ({"field": "title"}, "claim_states_a_value"),
        ({"fidelity": "heard"}, "claim_fidelity_known"),
        ({"agreement": "maybe"}, "claim_agreement_known"),
        ({"passage_start": 5, "passage_end": 5}, "claim_passage_in_order"),
        ({"as_of_earliest": date(2005, 1, 2), "as_of_latest": date(2005, 1, 1)}, "claim_as_of_bounds_in_order"),
    ],
)
def test_the_database_refuses_a_claim_that_cannot_be(values, constraint):
    assert constraint in refused(Claim, ClaimFactory().pk, **values)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_the_register_holds_at_most_one_claim_for_each_field(kind):
    record = MAKERS[kind]()
    first, second = (ClaimFactory(**{kind: record}, field="note", stated_value=words) for words in ("one", "two"))
    Claim.objects.filter(pk=first.pk).update(preferred=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=second.pk).update(preferred=True)


def test_a_claim_names_a_field_that_its_subject_has():
    claim = ClaimFactory.build(article=ArticleFactory(), funder=FunderFactory(), field="amount", stated_value="5")
    with pytest.raises(ValidationError) as caught:
        claim.full_clean()
    assert "field" in caught.value.message_dict


def test_every_field_a_claim_can_be_about_is_a_choice():
    assert {code for code, _ in FIELD_CHOICES} == {
        *EVERYWHERE,
        *(name for fields in FIELDS.values() for name in fields),
    }


def test_a_claim_without_key_gets_the_next_number_of_its_article():
    article = ArticleFactory(slug="daily-2021")
    keys = [Claim.objects.create(article=article, funder=FunderFactory()).key for _ in range(3)]
    assert keys == ["daily-2021--01", "daily-2021--02", "daily-2021--03"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("HTTPS://News.Example.ORG/A?b=1#top", "https://news.example.org/A?b=1"),
        ("https://news.example.org/a?utm_source=x&id=7", "https://news.example.org/a?id=7"),
        (" http://news.example.org/ ", "http://news.example.org/"),
    ],
)
def test_an_address_is_kept_in_one_form(given, kept):
    assert normalise_url(given) == kept
    assert ArticleFactory(url=given).url == kept


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "http://[::1"])
def test_only_web_addresses_are_taken(address):
    with pytest.raises(ValidationError) as caught:
        ArticleFactory.build(url=address).full_clean()
    assert "url" in caught.value.message_dict


def test_two_articles_cannot_have_one_address_in_two_spellings():
    ArticleFactory(url="https://news.example.org/a")
    with pytest.raises(ValidationError) as caught:
        ArticleFactory.build(url="https://NEWS.example.org/a#b").full_clean()
    assert "url" in caught.value.message_dict


def test_articles_without_an_address_are_not_each_others_double():
    ArticleFactory(url="")
    ArticleFactory(url=None)
    assert Article.objects.filter(url=None).count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subdivision": "IN-DL"}, "subdivision"),
        ({"indicator": "paradigm:PREV"}, "indicator"),
        ({"crime": "indicator:ARREST"}, "crime"),
        ({"period": "2004-13"}, "period"),
        ({"label": "a\x00"}, "label"),
    ],
)
def test_a_bad_statistic_is_refused_with_its_field_named(values, field):
    values = {k: term(v) if k in {"indicator", "crime"} else v for k, v in values.items()}
    base = {"indicator": term("indicator:ARREST"), "country": country("PK")}
    with pytest.raises(ValidationError) as caught:
        StatisticFactory.build(**(base | values)).full_clean()
    assert field in caught.value.message_dict


def test_a_result_of_a_draft_programme_is_not_public():
    shown = StatisticFactory()
    StatisticFactory(programme=ProgrammeFactory(visibility="draft"))
    StatisticFactory(visibility="draft")
    assert list(Statistic.objects.published()) == [shown]


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_claim_is_public_only_with_its_article_and_its_subject(kind):
    record = MAKERS[kind]()
    claim = ClaimFactory(**{kind: record})
    assert claim in Claim.objects.published()
    assert claim in Claim.objects.published_on(kind)
    claim.article.visibility = "draft"
    claim.article.save()
    assert not Claim.objects.published().exists()
    claim.article.visibility = "published"
    claim.article.save()
    hanging = {"grant": ["programme", "funder"], "participation": ["programme", "agency"]}.get(kind, [None])
    for path in hanging:
        holder = getattr(record, path) if path else record
        type(holder).objects.filter(pk=holder.pk).update(visibility="draft")
        assert not Claim.objects.published().exists()
        assert not Claim.objects.published_on(kind).exists()
        type(holder).objects.filter(pk=holder.pk).update(visibility="published")
    assert Claim.objects.published().count() == 1


def test_the_sources_of_a_programme_are_those_of_its_grants_and_roles_too():
    programme = ProgrammeFactory()
    article = ArticleFactory()
    ClaimFactory(article=article, programme=programme)
    ClaimFactory(article=article, grant=GrantFactory(programme=programme))
    ClaimFactory(grant=programme.grants.get())
    ClaimFactory(participation=ParticipationFactory(programme=programme))
    assert Programme.objects.get(pk=programme.pk).source_count == 3
    article.visibility = "draft"
    article.save()
    assert Programme.objects.get(pk=programme.pk).source_count == 2
    Claim.objects.filter(participation__isnull=False).get().delete()
    assert Programme.objects.get(pk=programme.pk).source_count == 1


@pytest.mark.parametrize("kind", ["programme", "funder", "agency", "statistic", "milestone"])
def test_a_record_published_after_its_evidence_has_its_sources(kind):
    record = MAKERS[kind](visibility="draft")
    ClaimFactory(**{kind: record})
    counts = []
    for visibility in ("published", "draft"):
        record.refresh_from_db()
        record.visibility = visibility
        record.save()
        record.refresh_from_db()
        counts.append(record.source_count)
    assert counts == [1, 0]


def test_a_programme_published_after_its_grants_and_roles_has_their_sources():
    programme = ProgrammeFactory(visibility="draft")
    ClaimFactory(grant=GrantFactory(programme=programme))
    ClaimFactory(participation=ParticipationFactory(programme=programme))
    programme.visibility = "published"
    programme.save()
    assert Programme.objects.get(pk=programme.pk).source_count == 2


def test_writing_evidence_raises_the_data_version():
    before = Revision.current().number
    ClaimFactory(statistic=StatisticFactory())
    assert Revision.current().number > before
