"""A made-up register of any size, for benchmarks: the shape of the real one, with its gaps and disagreements.

The shares below were counted in the demonstration register (`fixtures/`): how often an amount, a
start, an end or a duration is not stated, how many grants a programme has, where the work is.
Nothing here names a real programme. A seed makes two runs alike.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import models, transaction

from articles.models import Article, Claim, Statistic
from programmes import money
from programmes.actions import bump_revision, money_state
from programmes.models import Agency, Country, Funder, Grant, Participation, Programme, Term, Visibility

SEED = 20041125
ARTICLES_EACH = 5
STATISTICS_EACH = 10
AT_ONCE = 500

# Shares counted in fixtures/: programmes.csv, grants.csv.
NO_START, NO_END, NO_DURATION, NO_AMOUNT = 0.17, 0.41, 0.57, 0.44
CURRENCIES = ["USD"] * 47 + ["EUR"] * 12 + ["GBP"] * 8 + ["CHF", "AUD", "XXX"] * 3 + ["SEK", "CAD", "PEN"]
STATUSES = ["completed"] * 77 + ["unknown"] * 28 + ["active"] * 5 + ["planned", "cancelled"]
PLACES = ["PK"] * 30 + ["BD", "NP", "LK", "TH", "KH", "VN", "PH", "ID", "NG", "GH", "UA", "PE"] * 4
SUBJECTS = ["Counter-trafficking", "Safe migration", "Victim support", "Border training", "Forced labour", "Shelter"]
VERBS = ["strengthening", "partnership", "response", "action", "initiative", "campaign", "network", "facility"]
FUNDER_NAMES = ["Ministry", "Agency", "Fund", "Foundation", "Department"]


class Maker:
    """Makes the rows; each method leaves them in the database and keeps what later ones refer to."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a benchmark, not a secret
        self.countries: dict[str, Country] = {}
        self.terms: dict[str, list[Term]] = {}
        self.funders: list[Funder] = []
        self.agencies: list[Agency] = []

    def make_lists(self) -> None:
        """Code lists and countries, from the demonstration register where they are missing."""
        for model, name in ((Term, "terms"), (Country, "countries")):
            if not model.objects.exists():
                with (Path(settings.BASE_DIR) / "fixtures" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
                    model.objects.bulk_create([model(**row) for row in csv.DictReader(rows)])
        self.countries = {country.code: country for country in Country.objects.all()}
        for term in Term.objects.all():
            self.terms.setdefault(term.vocabulary, []).append(term)

    def make_organisations(self, programmes: int) -> None:
        """40 funders and 82 agencies as in the demonstration register, more for more programmes."""
        scale = max(1, programmes // 2000)
        self.funders = Funder.objects.bulk_create([self.organisation(Funder, n) for n in range(40 * scale)])
        self.agencies = Agency.objects.bulk_create([self.organisation(Agency, n) for n in range(82 * scale)])

    def organisation(self, model: type[models.Model], number: int) -> Any:
        word = model.__name__.lower()
        return model(
            slug=f"made-{word}-{number}",
            name=f"{self.random.choice(FUNDER_NAMES)} {number} ({word})",
            acronym=f"M{word[0].upper()}{number}",
            kind=self.random.choice(["government", "ngo", "intergovernmental", "pooled_fund"]),
            country=self.countries[self.random.choice(PLACES)],
            visibility=Visibility.PUBLISHED,
        )

    def make_programmes(self, numbers: range) -> None:
        """Programmes with all that hangs from them."""
        programmes = [self.programme(number) for number in numbers]
        grants = [grant for programme in programmes for grant in self.grants(programme)]
        by_programme: dict[str, list[Grant]] = {}
        for grant in grants:
            by_programme.setdefault(grant.programme.slug, []).append(grant)
        for programme in programmes:
            set_money(programme, by_programme[programme.slug])
            programme.source_count = ARTICLES_EACH
        Programme.objects.bulk_create(programmes)
        self.link(programmes)
        for grant in grants:
            grant.programme_id = grant.programme.pk
        Grant.objects.bulk_create(grants)
        Participation.objects.bulk_create([role for programme in programmes for role in self.roles(programme)])
        self.make_evidence(programmes, {slug: found[0] for slug, found in by_programme.items()})

    def programme(self, number: int) -> Programme:
        chance = self.random.random
        first = date(1998, 1, 1) + timedelta(days=self.random.randrange(28 * 365))
        last = first + timedelta(days=30 * self.random.choice([12, 24, 24, 36, 36, 48, 60]))
        programme = Programme(
            slug=f"made-programme-{number}",
            title=f"{self.random.choice(SUBJECTS)} {self.random.choice(VERBS)} {number}",
            title_is_official=chance() < 0.64,
            summary=f"A made-up programme, number {number}, for measuring how fast pages are. " * 2,
            status=self.random.choice(STATUSES),
            start="" if chance() < NO_START else self.written(first),
            end="" if chance() < NO_END else self.written(last),
            duration_months=None if chance() < NO_DURATION else self.random.choice([12, 24, 36, 48, 60]),
            relevance="related" if chance() < 0.02 else "main",
            visibility=Visibility.PUBLISHED,
        )
        programme.start_basis = "stated" if programme.start else ""
        programme.end_basis = "stated" if programme.end else ""
        programme.derive()
        return programme

    def written(self, day: date) -> str:
        """A day as sources give it: to the day, the month, the year, or about."""
        form = self.random.choice(["%Y-%m-%d", "%Y-%m-%d", "%Y-%m", "%Y-%m", "%Y", "%Y~"])
        return day.strftime(form)

    def grants(self, programme: Programme) -> Iterator[Grant]:
        for number in range(self.random.choice([1, 1, 1, 1, 2, 3])):
            stated = self.random.random() >= NO_AMOUNT
            grant = Grant(
                slug=f"{programme.slug}-grant-{number}",
                programme=programme,
                funder=self.random.choice(self.funders),
                amount=Decimal(self.random.randrange(50, 30_000) * 1000) if stated else None,
                currency=self.random.choice(CURRENCIES) if stated else "",
                kind=self.random.choice(["commitment", "commitment", "unknown", "pledge", "disbursement"]),
                announced=programme.start if self.random.random() < 0.4 else "",
            )
            grant.derive({})
            yield grant

    def roles(self, programme: Programme) -> Iterator[Participation]:
        codes = ["lead", "implementer", "government"]
        for role, agency in zip(
            codes, self.random.sample(self.agencies, self.random.choice([1, 2, 2, 3])), strict=False
        ):
            yield Participation(programme=programme, agency=agency, role=role)

    def link(self, programmes: list[Programme]) -> None:
        """Countries and terms, through the join tables in one write each."""
        through_country, through_term = Programme.countries.through, Programme.terms.through
        countries, terms = [], []
        for programme in programmes:
            codes = {self.random.choice(PLACES) for _ in range(self.random.choice([1, 1, 1, 2, 5]))}
            countries += [
                through_country(programme_id=programme.pk, country_id=self.countries[code].pk) for code in sorted(codes)
            ]
            chosen = self.random.sample(self.terms["paradigm"], 2) + self.random.sample(self.terms["crime"], 1)
            chosen += self.random.sample(self.terms["exploitation"], 1)
            terms += [through_term(programme_id=programme.pk, term_id=term.pk) for term in chosen]
        through_country.objects.bulk_create(countries)
        through_term.objects.bulk_create(terms)

    def make_evidence(self, programmes: list[Programme], first_grants: dict[str, Grant]) -> None:
        """Five articles and ten statistics a programme; each article mentions it and states the amount its own way."""
        articles, statistics, claims = [], [], []
        for programme in programmes:
            found = [self.article(programme, number) for number in range(ARTICLES_EACH)]
            articles += found
            statistics += [self.statistic(programme, number) for number in range(STATISTICS_EACH)]
            for article in found:
                claims += self.claims(article, programme, first_grants[programme.slug])
        Article.objects.bulk_create(articles)
        Statistic.objects.bulk_create(statistics)
        for claim in claims:
            claim.article_id = claim.article.pk
        Claim.objects.bulk_create(claims)

    def article(self, programme: Programme, number: int) -> Article:
        day = date(2000, 1, 1) + timedelta(days=self.random.randrange(26 * 365))
        article = Article(
            slug=f"{programme.slug}-article-{number}",
            title=f"Report {number} on {programme.title}",
            publisher=f"Made-up Paper {self.random.randrange(160)}",
            url=f"https://made-up.example.org/{programme.slug}/{number}",
            published=self.written(day),
            summary="A made-up report.",
            visibility=Visibility.PUBLISHED,
        )
        article.derive()
        return article

    def statistic(self, programme: Programme, number: int) -> Statistic:
        value = Decimal(self.random.randrange(1, 90_000))
        censored = self.random.random() < 0.05
        return Statistic(
            slug=f"{programme.slug}-statistic-{number}",
            indicator=self.random.choice(self.terms["indicator"]),
            label=f"made-up figure {number}",
            value=None if censored else value,
            value_min=value if censored else None,
            is_censored=censored,
            as_printed=f"more than {value:,}" if censored else f"{value:,}",
            unit=self.random.choice(["people", "cases", "convictions"]),
            country=self.countries[self.random.choice(PLACES)],
            period=str(self.random.randrange(2000, 2026)),
            period_basis="stated",
            programme=programme if number == 0 else None,
            visibility=Visibility.PUBLISHED,
        )

    def claims(self, article: Article, programme: Programme, grant: Grant) -> Iterator[Claim]:
        yield Claim(key=f"{article.slug}--01", article=article, programme=programme, field="mention")
        if grant.amount is not None:
            # One report in five prints another amount, as the real ones do.
            printed = grant.amount * (Decimal("1.1") if self.random.random() < 0.2 else 1)
            yield Claim(
                key=f"{article.slug}--02",
                article=article,
                grant=grant,
                field="amount",
                stated_value=money.prose(printed, grant.currency),
                locator="para 1",
            )


def set_money(programme: Programme, grants: list[Grant]) -> None:
    """The columns that `refresh_money` would reckon, before the row is first written."""
    dollars = [grant.amount_usd for grant in grants if grant.amount_usd is not None]
    programme.total_usd = sum(dollars, Decimal(0)) if dollars else None
    programme.money_state = money_state([grant.is_stated for grant in grants])


def make_register(*, programmes: int, seed: int = SEED) -> None:
    """Fill an empty register with this many made-up programmes and all that hangs from them.

    Raises ValueError where there is a programme already: a made-up row beside a real one is a lie.
    """
    if Programme.objects.exists():
        raise ValueError("The register is not empty; a made-up register needs a database of its own.")
    maker = Maker(seed)
    with transaction.atomic():
        maker.make_lists()
        maker.make_organisations(programmes)
        numbers = iter(range(programmes))
        while chunk := list(islice(numbers, AT_ONCE)):
            maker.make_programmes(range(chunk[0], chunk[-1] + 1))
        bump_revision()
