"""The page of one figure: what was counted, by whom, for when, and what it does not mean."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Statistic
from articles.senses import help_lines
from programmes.conditional import conditional

SERIES_SHOWN = 50


@conditional
def statistic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One figure, beside the others of the same indicator and country."""
    found = Statistic.objects.published().select_related("indicator", "country", "crime", "programme")
    statistic = get_object_or_404(found, slug=slug)
    series = series_of(statistic)
    context = {
        "statistic": statistic,
        "help_lines": help_lines(statistic),
        "series": series,
        "filter": f"indicator={statistic.indicator.code}"
        + (f"&country={statistic.country.code}" if statistic.country else ""),
        "address": request.build_absolute_uri(statistic.get_absolute_url()),
    }
    return render(request, "articles/statistic_detail.html", context)


def series_of(statistic: Statistic) -> list[Statistic]:
    """The published figures of the same indicator and country, itself among them, by period."""
    found = Statistic.objects.published().filter(indicator=statistic.indicator_id, country=statistic.country_id)
    return list(found.order_by(F("period_earliest").asc(nulls_last=True), "period_latest", "slug")[:SERIES_SHOWN])
