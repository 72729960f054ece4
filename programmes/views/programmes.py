"""The page of one programme, and several programmes side by side."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programmes import comparison, sentences, totals
from programmes.conditional import conditional
from programmes.forms import MOST_COMPARED, ComparedForm
from programmes.models import Participation, Programme
from programmes.models.grant import Role
from programmes.views import related

MOST_CHOICES = 500  # programmes offered in the picker; beyond that one searches the list

ROLE_HEADINGS = {
    Role.LEAD: "Led by",
    Role.IMPLEMENTER: "Carried out by",
    Role.GOVERNMENT: "Government partners",
    Role.PARTNER: "Partners",
}


@conditional
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: what is known of it, what is not, and who says so."""
    programme = get_object_or_404(related.with_everything(Programme.objects.published()), slug=slug)
    grants, participations = list(programme.grants.all()), list(programme.participations.all())
    countries = list(programme.countries.all())
    successors = sorted(programme.successors.all(), key=lambda later: (later.start or "9999", later.slug))
    line_of_work = [*filter(None, [programme.predecessor]), programme, *successors]
    context = {
        "programme": programme,
        "grants": grants,
        "participations": participations,
        "roles": by_role(participations),
        "countries": countries,
        "funders": list(dict.fromkeys(grant.funder for grant in grants)),
        "money": totals.of_one_programme(grants),
        "average": comparison.average_a_year(programme),
        "duration": comparison.in_months(programme.duration_months) if programme.duration_months else "",
        "sentence": sentences.sentence(programme, grants, participations, countries),
        "shared_note": "The money is for all of them; a country's share is not stated." if len(countries) > 1 else "",
        "successors": successors,
        "strip": line_of_work,
        "strip_url": timeline_url(line_of_work),
        "strip_heading": strip_heading(line_of_work),
        "address": request.build_absolute_uri(programme.get_absolute_url()),
    }
    return render(request, "programmes/programme_detail.html", context)


def by_role(participations: list[Participation]) -> list[tuple[str, list[Participation]]]:
    """The roles of a programme under their headings, in a fixed order."""
    groups = [(label, [row for row in participations if row.role == role]) for role, label in ROLE_HEADINGS.items()]
    return [(label, rows) for label, rows in groups if rows]


def timeline_url(programmes: list[Programme]) -> str:
    """The chart data of these programmes alone."""
    return f"{reverse('programmes:timeline-json')}?{urlencode([('p', programme.slug) for programme in programmes])}"


def strip_heading(programmes: list[Programme]) -> str:
    """What the strip of the timeline shows, and no more."""
    undated = sum(not (programme.start or programme.end) for programme in programmes)
    if undated == len(programmes):
        return "When it ran is not stated" if undated == 1 else "When these ran is not stated"
    shown = "When it ran" if len(programmes) == 1 else "When it ran, with what came before and after"
    return f"{shown}, as far as is known"


@conditional
def programme_compare(request: HttpRequest) -> HttpResponse:
    """Two to four programmes side by side; with fewer, a form to choose them."""
    form = ComparedForm(request.GET.getlist("p"))
    form.is_valid()
    found = related.with_everything(Programme.objects.published()).filter(slug__in=form.chosen)
    programmes = sorted(found, key=lambda programme: form.chosen.index(programme.slug))
    compared = comparison.compare(programmes) if len(programmes) > 1 else None
    context = {
        "programmes": programmes,
        "strip": programmes,
        "problems": form.problems,
        "comparison": compared,
        "headline": comparison.headline(compared) if compared else "",
        "records": related.records_of(programmes),
        "strip_url": timeline_url(programmes) if programmes else "",
        "canonical": canonical(request, programmes),
        "places": [programmes[place] if place < len(programmes) else None for place in range(MOST_COMPARED)],
        "choices": Programme.objects.published().order_by("title").values_list("title", flat=True)[:MOST_CHOICES],
        "featured_url": featured_url() if len(programmes) < 2 else "",
    }
    return render(request, "programmes/compare.html", context)


def canonical(request: HttpRequest, programmes: list[Programme]) -> str:
    query = urlencode([("p", programme.slug) for programme in programmes])
    address = reverse("programmes:programme-compare")
    return request.build_absolute_uri(f"{address}?{query}" if query else address)


def featured_url() -> str:
    """The comparison that a first visitor may want to see: the featured programmes, if there are two."""
    featured = Programme.objects.published().filter(featured=True).order_by("-start_latest", "slug")
    slugs = list(featured.values_list("slug", flat=True)[:MOST_COMPARED])
    if len(slugs) < 2:
        return ""
    return f"{reverse('programmes:programme-compare')}?{urlencode([('p', slug) for slug in slugs])}"
