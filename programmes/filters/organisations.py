"""Which funders, agencies and countries a list is about."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Count, DecimalField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from programmes.filters.base import RegisterFilter, Sort
from programmes.filters.codes import FixedCodes
from programmes.filters.facets import ColumnFacet, Columns, FacetGroup, Foreign, LinkedToFew
from programmes.filters.parameters import Coded, Words, column, without
from programmes.filters.programmes import COUNTRIES, IN_COUNTRY, ORGANISATION_NAMES, PUBLIC
from programmes.models import Agency, Country, Funder, Grant, Milestone, Organisation, Participation, Programme

KINDS = FixedCodes(dict(Organisation.Kind.choices))
BY_PROGRAMMES = Sort("Programmes", "programme_count", descending=True)
BY_NAME = Sort("Name", "name")


def number_of(links: QuerySet, owner: str, counted: str = "programme") -> Coalesce:
    """How many programmes the links of a row name, each once."""
    rows = links.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Coalesce(Subquery(rows.annotate(n=Count(counted, distinct=True)).values("n"), IntegerField()), 0)


def given_usd() -> Subquery:
    """What a funder is known to have given, in dollars; without related programmes and parts of a whole."""
    grants = Grant.objects.published().counted().exclude(programme__relevance=Programme.Relevance.RELATED)
    rows = grants.filter(funder=OuterRef("pk")).order_by().values("funder")
    return Subquery(rows.annotate(usd=Sum("amount_usd")).values("usd"), DecimalField(max_digits=20, decimal_places=2))


def funds_in(values: list[Any]) -> Q:
    return Q(pk__in=Grant.objects.published().filter(programme__countries__in=values).values("funder_id"))


def works_in(values: list[Any]) -> Q:
    return Q(pk__in=Participation.objects.published().filter(programme__countries__in=values).values("agency_id"))


def organisation_facets(links: Callable[[], QuerySet], owner: str) -> tuple[FacetGroup, ...]:
    """Kind, seat, and the countries of the programmes that `links` join to their `owner`."""
    return (
        Columns({"kind": ColumnFacet("kind", KINDS.choices)}),
        Foreign("country", "country", "country__code", "country__name"),
        LinkedToFew("works_in", links, owner, "programme__countries", Country.objects.all, value="code"),
    )


class OrganisationFilter(RegisterFilter):
    """What funders and agencies share. `country` is the seat; `works_in` is where their programmes are."""

    q = Words(*ORGANISATION_NAMES, label="Names")
    kind = Coded("Kind", KINDS, column("kind"))
    not_kind = without(kind)
    country = Coded("Seat", COUNTRIES, column("country"))
    not_country = without(country)

    facets = ("kind", "works_in", "country")
    default_sort = "name"


class FunderFilter(OrganisationFilter):
    """Funders, by name, kind, seat and where the programmes are that they pay for."""

    works_in = Coded("Programmes in", COUNTRIES, funds_in)
    not_works_in = without(works_in)

    class Meta(RegisterFilter.Meta):
        model = Funder

    sorts: ClassVar = {
        "name": BY_NAME,
        "programmes": BY_PROGRAMMES,
        "amount": Sort("Amount", "usd", nullable=True, descending=True),
    }
    facet_groups: ClassVar = organisation_facets(Grant.objects.published, "funder")

    def annotated(self, queryset: QuerySet, sort: str) -> QuerySet:
        if sort == "programmes":
            return queryset.annotate(programme_count=number_of(Grant.objects.published(), "funder"))
        return queryset.annotate(usd=given_usd()) if sort == "amount" else queryset


class AgencyFilter(OrganisationFilter):
    """Agencies, by name, kind, seat and where the programmes are that they take part in."""

    works_in = Coded("Programmes in", COUNTRIES, works_in)
    not_works_in = without(works_in)

    class Meta(RegisterFilter.Meta):
        model = Agency

    sorts: ClassVar = {"name": BY_NAME, "programmes": BY_PROGRAMMES}
    facet_groups: ClassVar = organisation_facets(Participation.objects.published, "agency")

    def annotated(self, queryset: QuerySet, sort: str) -> QuerySet:
        if sort == "programmes":
            return queryset.annotate(programme_count=number_of(Participation.objects.published(), "agency"))
        return queryset


class CountryFilter(RegisterFilter):
    """Countries that the record names: those of a programme, or of a law, plan or system."""

    q = Words("name", label="Names")

    class Meta(RegisterFilter.Meta):
        model = Country

    sorts: ClassVar = {"name": BY_NAME, "programmes": BY_PROGRAMMES}
    default_sort = "name"

    @classmethod
    def base(cls) -> QuerySet:
        with_programmes = IN_COUNTRY.filter(programme__visibility=PUBLIC).values("country_id")
        with_milestones = Milestone.objects.published().filter(country__isnull=False).order_by().values("country_id")
        return Country.objects.filter(Q(pk__in=with_programmes) | Q(pk__in=with_milestones))

    def annotated(self, queryset: QuerySet, sort: str) -> QuerySet:
        if sort == "programmes":
            links = IN_COUNTRY.filter(programme__visibility=PUBLIC)
            return queryset.annotate(programme_count=number_of(links, "country"))
        return queryset
