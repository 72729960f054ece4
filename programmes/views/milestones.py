"""The page of one law, plan, treaty or system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from programmes.conditional import conditional
from programmes.models import Milestone, Programme
from programmes.views import related


@conditional
def milestone_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One law, plan or system, and the programmes that follow it."""
    milestone = get_object_or_404(Milestone.objects.published().select_related("country"), slug=slug)
    aligned = Programme.objects.published().filter(id__in=milestone.programmes.values("id"))
    neighbours = Milestone.objects.published().filter(country=milestone.country).exclude(id=milestone.id)
    context = {
        "milestone": milestone,
        "programmes": list(related.with_money_and_roles(related.newest_first(aligned))[: related.SHOWN]),
        "neighbours": related.by_date(neighbours)[: related.SHOWN] if milestone.country else [],
        "address": request.build_absolute_uri(milestone.get_absolute_url()),
    }
    return render(request, "programmes/milestone_detail.html", context)
