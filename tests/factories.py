"""Rows for tests, one factory a model. What can be published is published unless a test says otherwise.

`ProgrammeFactory(countries=["PK", "BD"], terms=["paradigm:PREV"])` finds or makes countries and terms by code.
`ClaimFactory(programme=...)` names its subject; without one it is about a new programme.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import factory
import pycountry
from factory.django import DjangoModelFactory

from articles.models import Article, Claim, Statistic
from articles.models.claim import SUBJECTS
from programmes.models import (
    Agency,
    Country,
    ExchangeRate,
    Funder,
    Grant,
    Milestone,
    Participation,
    Programme,
    Term,
    Visibility,
)


def country(code: str) -> Country:
    """The country with this ISO code, made if the database has none."""
    known = pycountry.countries.get(alpha_2=code)
    defaults = {"name": known.name if known else code, "alpha3": known.alpha_3 if known else f"{code}X"}
    return Country.objects.get_or_create(code=code, defaults=defaults)[0]


def term(key: str) -> Term:
    """The term that one cell would call `paradigm:PREV`, made if the database has none."""
    vocabulary, code = key.split(":")
    return Term.objects.get_or_create(vocabulary=vocabulary, code=code, defaults={"label": code.title()})[0]


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: sorted(c.alpha_2 for c in pycountry.countries)[n % 249])
    alpha3 = factory.LazyAttribute(lambda o: pycountry.countries.get(alpha_2=o.code).alpha_3)
    name = factory.LazyAttribute(lambda o: pycountry.countries.get(alpha_2=o.code).name)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ("vocabulary", "code")

    vocabulary = Term.Vocabulary.PARADIGM
    code = factory.Sequence(lambda n: f"CODE{n}")
    label = factory.LazyAttribute(lambda o: o.code.title())


class ExchangeRateFactory(DjangoModelFactory):
    class Meta:
        model = ExchangeRate

    currency = "PKR"
    date = factory.Sequence(lambda n: f"20{n % 25:02}-01-15")
    per_usd = Decimal("160")
    source = "State Bank of Pakistan"


class FunderFactory(DjangoModelFactory):
    class Meta:
        model = Funder

    slug = factory.Sequence(lambda n: f"funder-{n}")
    name = factory.Sequence(lambda n: f"Funder {n}")
    kind = Funder.Kind.GOVERNMENT
    visibility = Visibility.PUBLISHED


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    slug = factory.Sequence(lambda n: f"agency-{n}")
    name = factory.Sequence(lambda n: f"Agency {n}")
    kind = Agency.Kind.INTERGOVERNMENTAL
    visibility = Visibility.PUBLISHED


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    slug = factory.Sequence(lambda n: f"milestone-{n}")
    title = factory.Sequence(lambda n: f"Milestone {n}")
    kind = Milestone.Kind.LAW
    date = "2002-10"
    visibility = Visibility.PUBLISHED


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"programme-{n}")
    title = factory.Sequence(lambda n: f"Programme {n}")
    summary = "Helps people who were trafficked."
    status = Programme.Status.COMPLETED
    start = "2015-01-01"
    start_basis = factory.LazyAttribute(lambda o: "stated" if o.start else "")
    end = "2016-12-31"
    end_basis = factory.LazyAttribute(lambda o: "stated" if o.end else "")
    visibility = Visibility.PUBLISHED

    @factory.post_generation
    def countries(self: Programme, create: bool, extracted: Iterable[Any] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.countries.set([country(c) if isinstance(c, str) else c for c in extracted])

    @factory.post_generation
    def terms(self: Programme, create: bool, extracted: Iterable[Any] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.terms.set([term(t) if isinstance(t, str) else t for t in extracted])

    @factory.post_generation
    def aligned_with(self: Programme, create: bool, extracted: Iterable[Milestone] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.aligned_with.set(extracted)


class GrantFactory(DjangoModelFactory):
    """A dollar grant of 100,000; `amount=None` is one whose amount is not stated."""

    class Meta:
        model = Grant

    slug = factory.Sequence(lambda n: f"grant-{n}")
    programme = factory.SubFactory(ProgrammeFactory)
    funder = factory.SubFactory(FunderFactory)
    amount = Decimal("100000")
    currency = factory.LazyAttribute(lambda o: "" if o.amount is None else "USD")

    @classmethod
    def _create(cls, model_class: type[Grant], *args: Any, **kwargs: Any) -> Grant:
        if kwargs["amount"] is not None:
            kwargs["amount"] = Decimal(kwargs["amount"])  # tests may write 10_000_000
        return super()._create(model_class, *args, **kwargs)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = "lead"


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    slug = factory.Sequence(lambda n: f"article-{n}")
    title = factory.Sequence(lambda n: f"Headline {n}")
    publisher = "The Daily Record"
    url = factory.LazyAttribute(lambda o: f"https://news.example.org/{o.slug}")
    published = "2021-08-31"
    visibility = Visibility.PUBLISHED


class StatisticFactory(DjangoModelFactory):
    class Meta:
        model = Statistic

    slug = factory.Sequence(lambda n: f"statistic-{n}")
    indicator = factory.SubFactory(TermFactory, vocabulary=Term.Vocabulary.INDICATOR, code="VICTIMS_ID")
    label = factory.Sequence(lambda n: f"victims identified, {n}")
    value = Decimal("521")
    as_printed = factory.LazyAttribute(lambda o: "" if o.value is None else f"{o.value:f}")
    unit = "people"
    period = "2004"
    visibility = Visibility.PUBLISHED


class ClaimFactory(DjangoModelFactory):
    """A mention; give `field` and `stated_value` for what a source says."""

    class Meta:
        model = Claim

    key = factory.Sequence(lambda n: f"claim--{n:02}")
    article = factory.SubFactory(ArticleFactory)
    field = "mention"

    @classmethod
    def _create(cls, model_class: type[Claim], *args: Any, **kwargs: Any) -> Claim:
        if not any(name in kwargs for name in SUBJECTS):
            kwargs["programme"] = ProgrammeFactory()
        return super()._create(model_class, *args, **kwargs)
