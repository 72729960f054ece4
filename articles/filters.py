"""Which articles and statistics a page, its counts, a file or a feed is about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q, QuerySet

from articles.languages import LANGUAGES
from articles.models import Article, Claim, Statistic
from programmes.filters import periods
from programmes.filters.base import RegisterFilter, Sort
from programmes.filters.codes import FixedCodes, RowCodes, TextCodes
from programmes.filters.facets import ColumnFacet, Columns, Counted, Foreign, Years, by_count
from programmes.filters.parameters import Coded, Words, column, without
from programmes.filters.programmes import AGENCIES, CONTESTED, COUNTRIES, FUNDERS, contested, terms
from programmes.filters.text import any_contains
from programmes.models import Country, Programme, Term

PROGRAMMES = RowCodes(Programme.objects.published, label="title")
MEASURES = FixedCodes(dict(Statistic.Measure.choices))
PUBLISHED = ("published_earliest", "published_latest")
PERIOD = ("period_earliest", "period_latest")

# The paths from a claim to what an article bears on.
TO_COUNTRIES = (
    "programme__countries",
    "grant__programme__countries",
    "participation__programme__countries",
    "statistic__country",
    "milestone__country",
)
TO_PROGRAMMES = ("programme", "grant__programme", "participation__programme", "statistic__programme")
TO_FUNDERS = ("funder", "grant__funder", "programme__grants__funder")
TO_AGENCIES = ("agency", "participation__agency", "programme__participations__agency")


def claims_along(path: str) -> QuerySet:
    """The public claims that a path can lead from: those about its first record."""
    kind, _, _ = path.partition("__")
    return Claim.objects.published_on(kind).order_by()


def bearing_on(paths: tuple[str, ...]) -> Callable[[list[Any]], Q]:
    """Articles with a public claim that leads, by one of the paths, to one of the records."""

    def condition(values: list[Any]) -> Q:
        # one union, where a chain of OR would walk through all articles to find a few
        first, *others = (claims_along(path).filter(**{f"{path}__in": values}).values("article_id") for path in paths)
        return Q(pk__in=first.union(*others))

    return condition


@dataclass(frozen=True)
class BearingOn:
    """The facet of the countries that articles bear on, by any of the paths; an article counts once in each."""

    name: str = "country"
    paths: tuple[str, ...] = TO_COUNTRIES

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        articles = rows.order_by().values("pk")
        pairs, *others = (
            claims_along(path)
            .filter(article__in=articles, **{f"{path}__isnull": False})
            .values_list("article_id", path)
            for path in self.paths
        )
        union = pairs.union(*others)
        connection = connections[union.db]
        try:
            sql, params = union.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:  # Django sees without asking that no row is left
            return {self.name: []}
        with connection.cursor() as cursor:
            # UNION has made the pairs unique; the ORM cannot group a union. All values are parameters.
            cursor.execute(
                f"SELECT pairs.country, COUNT(*) FROM (SELECT NULL AS article, NULL AS country WHERE 1 = 0"  # noqa: S608
                f" UNION ALL SELECT * FROM ({sql}) AS found) AS pairs GROUP BY pairs.country",
                params,
            )
            numbers = dict(cursor.fetchall())
        countries = Country.objects.filter(pk__in=list(numbers)).values_list("pk", "code", "name")
        return {self.name: by_count((code, name, numbers[pk]) for pk, code, name in countries)}


class ArticleFilter(RegisterFilter):
    """Articles, by title and publisher, time, language, and what they bear on."""

    q = Words("title", "publisher", label="Titles and publishers")
    publisher = Coded("Publisher", TextCodes(Article.objects.published, "publisher"), column("publisher"))
    not_publisher = without(publisher)
    country = Coded("Country", COUNTRIES, bearing_on(TO_COUNTRIES))
    not_country = without(country)
    language = Coded("Language", FixedCodes(LANGUAGES), column("language"))
    not_language = without(language)
    year = periods.years(*PUBLISHED)
    not_year = without(year)
    origin = Coded("Reports of", TextCodes(Article.objects.published, "origin"), column("origin"))
    programme = Coded("Programme", PROGRAMMES, bearing_on(TO_PROGRAMMES))
    funder = Coded("Funder", FUNDERS, bearing_on(TO_FUNDERS))
    agency = Coded("Agency", AGENCIES, bearing_on(TO_AGENCIES))
    dates = periods.dates(*PUBLISHED)
    year_from = periods.year_from(*PUBLISHED)
    year_to = periods.year_to(*PUBLISHED)
    live_in = periods.live_in(*PUBLISHED)

    class Meta(RegisterFilter.Meta):
        model = Article

    sorts: ClassVar = {
        "date": Sort("Date", "published_latest", nullable=True, descending=True),
        "title": Sort("Title", "title"),
        "publisher": Sort("Publisher", "publisher"),
    }
    default_sort = "-date"
    fields_shown = ("q", "year_from", "year_to")
    facets = ("publisher", "country", "language", "year")
    facet_groups: ClassVar = (
        Foreign("publisher", "publisher", "publisher", "publisher"),
        BearingOn(),
        Columns({"language": ColumnFacet("language", LANGUAGES)}),
        Years(*PUBLISHED),
    )

    def totals(self) -> dict[str, Any]:
        return super().totals() | periods.left_undated(self, *PUBLISHED)


def indicator_named(word: str) -> Q:
    return Q(indicator__in=Term.objects.order_by().filter(any_contains(word, "label")).values("pk"))


def country_named(word: str) -> Q:
    return Q(country__in=Country.objects.order_by().filter(any_contains(word, "name")).values("pk"))


def published_by(values: list[str]) -> Q:
    claims = claims_along("statistic").filter(article__publisher__in=values)
    return Q(pk__in=claims.values("statistic_id"))


class StatisticFilter(RegisterFilter):
    """Statistics, by what is counted, where, when, and who says so."""

    q = Words("label", "authority", related=(indicator_named, country_named), label="What is counted, where, by whom")
    indicator = Coded("What is counted", terms("indicator"), column("indicator"))
    not_indicator = without(indicator)
    country = Coded("Country", COUNTRIES, column("country"))
    not_country = without(country)
    measure = Coded("Sort of number", MEASURES, column("measure"))
    not_measure = without(measure)
    crime = Coded("Crime", terms("crime"), column("crime"))
    not_crime = without(crime)
    year = periods.years(*PERIOD)
    not_year = without(year)
    contested = Coded("Sources", CONTESTED, contested)
    programme = Coded("Result of", PROGRAMMES, column("programme"))
    publisher = Coded("Publisher", TextCodes(Article.objects.published, "publisher"), published_by)
    not_publisher = without(publisher)
    dates = periods.dates(*PERIOD)
    year_from = periods.year_from(*PERIOD)
    year_to = periods.year_to(*PERIOD)
    live_in = periods.live_in(*PERIOD)

    class Meta(RegisterFilter.Meta):
        model = Statistic

    sorts: ClassVar = {
        "period": Sort("Period", "period_earliest", nullable=True, descending=True),
        "label": Sort("What is counted", "label"),
        "place": Sort("Place", "country__name", nullable=True),
        "sources": Sort("Sources", "source_count", descending=True),
    }
    default_sort = "-period"
    fields_shown = ("q", "year_from", "year_to")
    facets = ("indicator", "country", "measure", "crime", "year", "contested")
    facet_groups: ClassVar = (
        Foreign("indicator", "indicator", "indicator__code", "indicator__label"),
        Foreign("country", "country", "country__code", "country__name"),
        Foreign("crime", "crime", "crime__code", "crime__label"),
        Columns(
            {
                "measure": ColumnFacet("measure", MEASURES.choices),
                "contested": ColumnFacet("contested_count", CONTESTED.choices, lambda n: "yes" if n else "no"),
            }
        ),
        Years(*PERIOD),
    )

    def totals(self) -> dict[str, Any]:
        return super().totals() | periods.left_undated(self, *PERIOD)
