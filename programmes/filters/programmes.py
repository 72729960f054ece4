"""Which programmes a page, a file or a chart is about."""

from typing import Any, ClassVar

from django.db.models import Q

from programmes.filters.base import RegisterFilter, Sort
from programmes.filters.codes import FixedCodes, RowCodes, yes_no
from programmes.filters.facets import ColumnFacet, Columns, Linked, Terms
from programmes.filters.parameters import Amount, Coded, Words, Year, column, listed, without
from programmes.filters.periods import NO_DATES, first_day, last_day
from programmes.filters.text import any_contains
from programmes.models import Agency, Country, Funder, Grant, Participation, Programme, Term, Visibility
from programmes.money import CURRENCIES
from programmes.totals import of_programmes

IN_COUNTRY = Programme.countries.through.objects
HAS_TERM = Programme.terms.through.objects
ORGANISATION_NAMES = ("name", "acronym", "aliases")
PUBLIC = Visibility.PUBLISHED

COUNTRIES = RowCodes(Country.objects.all, key="code", normal=str.upper)
FUNDERS = RowCodes(Funder.objects.published)
AGENCIES = RowCodes(Agency.objects.published)
STATUSES = FixedCodes(dict(Programme.Status.choices))
RELEVANCES = FixedCodes(dict(Programme.Relevance.choices))
MONEY_STATES = FixedCodes(dict(Programme.MoneyState.choices))
IN_DOLLARS = yes_no("Total known in US dollars", "No total in US dollars")
CONTESTED = yes_no("Sources differ", "Sources do not differ")
FEATURED = yes_no("Featured", "Not featured")
CURRENCY_CODES = FixedCodes({code: code for code in sorted(CURRENCIES)}, normal=str.upper)


def terms(vocabulary: str) -> RowCodes:
    """The codes of one list, such as `paradigm`."""
    return RowCodes(lambda: Term.objects.filter(vocabulary=vocabulary), key="code", label="label", normal=str.upper)


def coded_terms(vocabulary: Term.Vocabulary) -> Coded:
    return Coded(str(vocabulary.label), terms(vocabulary), listed(HAS_TERM.all, "term_id", "programme_id"))


def funder_named(word: str) -> Q:
    funders = Funder.objects.published().order_by().filter(any_contains(word, *ORGANISATION_NAMES))
    return Q(pk__in=Grant.objects.order_by().filter(funder__in=funders.values("pk")).values("programme_id"))


def agency_named(word: str) -> Q:
    agencies = Agency.objects.published().order_by().filter(any_contains(word, *ORGANISATION_NAMES))
    return Q(pk__in=Participation.objects.order_by().filter(agency__in=agencies.values("pk")).values("programme_id"))


def country_named(word: str) -> Q:
    countries = Country.objects.order_by().filter(any_contains(word, "name"))
    return Q(pk__in=IN_COUNTRY.filter(country__in=countries.values("pk")).values("programme_id"))


def in_dollars(values: list[str]) -> Q:
    """Whether there is a total in dollars."""
    condition = Q(pk__in=[])
    for value in values:
        condition |= Q(total_usd__isnull=value == "no")
    return condition


def contested(values: list[str]) -> Q:
    """Whether sources differ on any fact."""
    condition = Q(pk__in=[])
    for value in values:
        condition |= Q(contested_count__gt=0) if value == "yes" else Q(contested_count=0)
    return condition


class ProgrammeFilter(RegisterFilter):
    """Programmes, by who, where, what, when and how much."""

    q = Words("title", related=(funder_named, agency_named, country_named), label="Titles and names")
    country = Coded("Country", COUNTRIES, listed(IN_COUNTRY.all, "country_id", "programme_id"))
    not_country = without(country)
    funder = Coded("Funder", FUNDERS, listed(Grant.objects.all, "funder_id", "programme_id"))
    not_funder = without(funder)
    agency = Coded("Agency", AGENCIES, listed(Participation.objects.all, "agency_id", "programme_id"))
    not_agency = without(agency)
    paradigm = coded_terms(Term.Vocabulary.PARADIGM)
    not_paradigm = without(paradigm)
    crime = coded_terms(Term.Vocabulary.CRIME)
    not_crime = without(crime)
    exploitation = coded_terms(Term.Vocabulary.EXPLOITATION)
    not_exploitation = without(exploitation)
    status = Coded("Status", STATUSES, column("status"))
    not_status = without(status)
    relevance = Coded("Relevance", RELEVANCES, column("relevance"))
    not_relevance = without(relevance)
    has_amount = Coded("Amount", MONEY_STATES, column("money_state"))
    not_has_amount = without(has_amount)
    in_dollars = Coded("Total in US dollars", IN_DOLLARS, in_dollars)
    currency = Coded("Currency", CURRENCY_CODES, listed(Grant.objects.published, "currency", "programme_id"))
    not_currency = without(currency)
    contested = Coded("Sources", CONTESTED, contested)
    featured = Coded("Featured", FEATURED, lambda values: Q(featured__in=[value == "yes" for value in values]))
    dates = Coded("Dates", NO_DATES, lambda _: Q(active_from__isnull=True))
    year_from = Year("From", lambda rows, year: rows.active_between(first_day(year), None))
    year_to = Year("To", lambda rows, year: rows.active_between(None, last_day(year)))
    live_in = Year("Active in", lambda rows, year: rows.active_between(first_day(year), last_day(year)))
    amount_min = Amount(field_name="total_usd", lookup_expr="gte", label="At least")
    amount_max = Amount(field_name="total_usd", lookup_expr="lte", label="At most")

    class Meta(RegisterFilter.Meta):
        model = Programme

    sorts: ClassVar = {
        "start": Sort("Start", "start_earliest", nullable=True, descending=True),
        "end": Sort("End", "end_latest", nullable=True, descending=True),
        "amount": Sort("Amount", "total_usd", nullable=True, descending=True),
        "title": Sort("Title", "title"),
        "sources": Sort("Sources", "source_count", descending=True),
        "changed": Sort("Last changed", "updated_at", descending=True),
    }
    default_sort = "-start"
    fields_shown = ("q", "year_from", "year_to", "amount_min", "amount_max")
    facets = (
        "country",
        "funder",
        "agency",
        "paradigm",
        "crime",
        "exploitation",
        "status",
        "relevance",
        "has_amount",
        "contested",
    )
    facet_groups: ClassVar = (
        Columns(
            {
                "status": ColumnFacet("status", STATUSES.choices),
                "relevance": ColumnFacet("relevance", RELEVANCES.choices),
                "has_amount": ColumnFacet("money_state", MONEY_STATES.choices),
                "contested": ColumnFacet("contested_count", CONTESTED.choices, lambda n: "yes" if n else "no"),
            }
        ),
        Terms(HAS_TERM.all, "programme", Term.objects.all, ("paradigm", "crime", "exploitation")),
        Linked("country", IN_COUNTRY.all, "programme", "country", Country.objects.all, value="code"),
        Linked("funder", Grant.objects.all, "programme", "funder", Funder.objects.published, once=False),
        Linked("agency", Participation.objects.all, "programme", "agency", Agency.objects.published, once=False),
    )

    def totals(self) -> dict[str, Any]:
        """The number of rows, and what their money comes to.

        Related programmes are listed but left out of the money, unless the filter asks for them.
        """
        money = of_programmes(self.qs, with_related="related" in self.filter_query.get("relevance"))
        totals: dict[str, Any] = {"rows": money.programmes, "money": money}
        if self.asks("year_from", "year_to", "live_in"):
            anytime = self.leaving_out("year_from", "year_to", "live_in", "dates")
            totals["undated"] = anytime.without_dates().order_by().count()
        if self.asks("amount_min", "amount_max"):
            any_amount = self.leaving_out("amount_min", "amount_max", "in_dollars")
            totals["without_dollars"] = any_amount.filter(total_usd=None).order_by().count()
        return totals
