"""The page of one country: the programmes there, laws and plans, figures, articles."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from programmes import totals
from programmes.conditional import conditional
from programmes.models import Country, Milestone, Programme
from programmes.models.programme import ProgrammeQuerySet
from programmes.views import related

IN_COUNTRY = Programme.countries.through.objects


@conditional
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One country. Programmes that it shares with others stand apart, their sums too."""
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise Http404("A country has a code of two letters.")
    if code != code.upper():
        country = get_object_or_404(Country, code=code.upper())
        return redirect(country, permanent=True)
    country = get_object_or_404(Country, code=code)
    there = Programme.objects.published().filter(id__in=IN_COUNTRY.filter(country=country).values("programme"))
    elsewhere = Exists(IN_COUNTRY.filter(programme=OuterRef("pk")).exclude(country=country))
    context = {
        "country": country,
        "groups": [group(there.exclude(elsewhere), shared=False), group(there.filter(elsewhere), shared=True)],
        "milestones": related.by_date(Milestone.objects.published().filter(country=country)),
        "filter": f"country={country.code}",
        "address": request.build_absolute_uri(country.get_absolute_url()),
    }
    return render(request, "programmes/country_detail.html", context)


def group(programmes: ProgrammeQuerySet, *, shared: bool) -> dict[str, object]:
    """Some programmes of a country, newest first, with what they are worth together."""
    rows = related.with_money_and_roles(related.newest_first(programmes))[: related.SHOWN]
    return {"programmes": list(rows), "totals": totals.of_programmes(programmes), "shared": shared}
