"""The pages of one funder and of one agency: their programmes, and money in and out where one body does both."""

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from programmes import totals
from programmes.conditional import conditional
from programmes.models import Agency, Country, Funder, Grant, Organisation, Participation, Programme
from programmes.models.grant import GrantQuerySet, Role
from programmes.models.programme import ProgrammeQuerySet
from programmes.views import related

CARRIES_OUT = (Role.LEAD, Role.IMPLEMENTER)


@conditional
def funder_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One funder: what it pays for."""
    also_agency = Prefetch("also_agency", Agency.objects.published())
    found = Funder.objects.published().select_related("country").prefetch_related(also_agency)
    funder = get_object_or_404(found, slug=slug)
    agency = getattr(funder, "also_agency", None)
    programmes = Programme.objects.published().filter(id__in=paid_by(funder).values("programme"))
    context = {
        **about(request, funder, programmes),
        "filter": f"funder={funder.slug}",
        "funder": funder,
        "agency": agency,
        "grants": grants_shown(paid_by(funder)),
        "money_out": totals.of_grants(paid_by(funder)),
        "money_in": totals.of_grants(paid_to(agency)) if agency else None,
    }
    return render(request, "programmes/funder_detail.html", context)


@conditional
def agency_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One agency: what it carries out or takes part in, and what it pays for if it is a funder too."""
    also_funder = Prefetch("also_funder", Funder.objects.published())
    found = Agency.objects.published().select_related("country").prefetch_related(also_funder)
    agency = get_object_or_404(found, slug=slug)
    funder = agency.also_funder
    taking_part = Participation.objects.published().filter(agency=agency)
    programmes = Programme.objects.published().filter(id__in=taking_part.values("programme"))
    context = {
        **about(request, agency, programmes),
        "filter": f"agency={agency.slug}",
        "agency": agency,
        "funder": funder,
        "roles": taking_part.order_by().values("role").annotate(programmes=Count("programme", distinct=True)),
        "money_in": totals.of_grants(paid_to(agency)),
        "money_out": totals.of_grants(paid_by(funder)) if funder else None,
        "grants": grants_shown(paid_by(funder)) if funder else [],
    }
    context["roles"] = [(Role(row["role"]).label, row["programmes"]) for row in context["roles"].order_by("role")]
    return render(request, "programmes/agency_detail.html", context)


def about(request: HttpRequest, organisation: Organisation, programmes: ProgrammeQuerySet) -> dict[str, Any]:
    """What both pages show of a body and of the programmes that it has to do with."""
    shown = related.with_money_and_roles(related.newest_first(programmes))[: related.SHOWN]
    return {
        "organisation": organisation,
        "programmes": list(shown),
        "totals": totals.of_programmes(programmes),
        "countries": countries_of(programmes),
        "address": request.build_absolute_uri(organisation.get_absolute_url()),
    }


def paid_by(funder: Funder) -> GrantQuerySet:
    return Grant.objects.published().filter(funder=funder)


def paid_to(agency: Agency) -> GrantQuerySet:
    """Grants to the programmes that an agency leads or carries out. Its own share of them is not known."""
    carried_out = Participation.objects.published().filter(agency=agency, role__in=CARRIES_OUT)
    return Grant.objects.published().filter(programme__in=carried_out.values("programme"))


def grants_shown(grants: GrantQuerySet) -> list[Grant]:
    """The newest grants with their programmes."""
    rows = grants.select_related("programme").prefetch_related(Prefetch("part_of", Grant.objects.published()))
    return list(rows.order_by("-announced_latest", "-programme__start_latest", "slug")[: related.SHOWN])


def countries_of(programmes: ProgrammeQuerySet) -> list[Country]:
    """The countries of these programmes, those with most first, each with its `count`."""
    found = Country.objects.annotate(count=Count("programmes", filter=Q(programmes__in=programmes)))
    return list(found.filter(count__gt=0).order_by("-count", "name"))
