"""The lists of the record: programmes, funders, agencies, milestones, countries."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from programmes import exports, rows
from programmes.conditional import conditional
from programmes.filters import AgencyFilter, CountryFilter, FunderFilter, MilestoneFilter, ProgrammeFilter
from programmes.listing.notes import programme_notes, undated_notes
from programmes.lists import ListPage

PROGRAMMES = ListPage(
    ProgrammeFilter,
    rows.programme_rows,
    exports.PROGRAMMES,
    ("programme", "programmes"),
    "programmes/programme_list.html",
    "programmes/_programme_listing.html",
    programme_notes,
)
FUNDERS = ListPage(
    FunderFilter,
    rows.funder_rows,
    exports.FUNDERS,
    ("funder", "funders"),
    "programmes/funder_list.html",
    "programmes/_funder_listing.html",
)
AGENCIES = ListPage(
    AgencyFilter,
    rows.agency_rows,
    exports.AGENCIES,
    ("agency", "agencies"),
    "programmes/agency_list.html",
    "programmes/_agency_listing.html",
)
MILESTONES = ListPage(
    MilestoneFilter,
    rows.milestone_rows,
    exports.MILESTONES,
    ("law, plan or system", "laws, plans and systems"),
    "programmes/milestone_list.html",
    "programmes/_milestone_listing.html",
    undated_notes,
)
COUNTRIES = ListPage(
    CountryFilter,
    rows.country_rows,
    exports.COUNTRIES,
    ("country", "countries"),
    "programmes/country_list.html",
    "programmes/_country_listing.html",
)


@require_safe
@conditional
def programme_list(request: HttpRequest) -> HttpResponseBase:
    """Programmes, by who, where, what, when and how much."""
    return PROGRAMMES.answer(request)


@require_safe
@conditional
def funder_list(request: HttpRequest) -> HttpResponseBase:
    """Who pays."""
    return FUNDERS.answer(request)


@require_safe
@conditional
def agency_list(request: HttpRequest) -> HttpResponseBase:
    """Who carries the work out."""
    return AGENCIES.answer(request)


@require_safe
@conditional
def milestone_list(request: HttpRequest) -> HttpResponseBase:
    """Laws, plans, treaties and systems."""
    return MILESTONES.answer(request)


@require_safe
@conditional
def country_list(request: HttpRequest) -> HttpResponseBase:
    """Countries that the record names."""
    return COUNTRIES.answer(request)
