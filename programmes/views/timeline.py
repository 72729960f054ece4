"""The timeline: when the work ran, as a chart, as a table and as data."""

from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from programmes.charts.timeline import draw_timeline
from programmes.conditional import conditional, is_fragment, revision_of
from programmes.filters.timeline import GROUPS, TimelineFilter
from programmes.listing import Listing, Note
from programmes.models import Revision

NOUN = ("programme", "programmes")
GROUP_LABELS = {"": "No headings", "country": "Country", "funder": "Funder", "agency": "Agency"}
MANY_PLACES = {
    "country": "A programme in several countries stands under each of them.",
    "funder": "A programme with several funders stands under each of them.",
    "agency": "A programme with several agencies stands under each of them.",
}


class TimelineListing(Listing):
    """The timeline as a list page shows it: the pages are those of the chart."""

    def __init__(self, found: TimelineFilter, data: dict[str, Any], revision: Revision) -> None:
        super().__init__(found, path=reverse("programmes:timeline"), revision=revision, noun=NOUN)
        self.data = data

    @property
    def total(self) -> int:
        return self.data["count"]

    @cached_property
    def page(self) -> Page:
        page = Paginator(range(self.data["places"]), self.filterset.per_page).get_page(self.data["page"])
        page.object_list = self.data["rows"]
        return page

    @property
    def sorts(self) -> list[Any]:
        """None: a timeline is read from left to right."""
        return []

    @cached_property
    def downloads(self) -> list[dict[str, str]]:
        """The same programmes as files; named ones (`p`) are on their own pages, the list cannot be asked for them."""
        number = self.data["page"]
        query = self.query.having(page=str(number)) if number > 1 else self.query
        data = {"format": "json", "url": query.url(reverse("programmes:timeline-json"))}
        if self.query.get("p"):
            return [data]
        filters = self.filterset.filter_query
        return [{"format": "csv", "url": filters.having(format="csv").url(reverse("programmes:programme-list"))}, data]

    @cached_property
    def notes(self) -> list[Note]:
        """What could not be meant, and which programmes have no bar."""
        notes = list(super().notes)
        if self.data["without_dates"]:
            query = self.filterset.filter_query.without("p").having(dates="none")
            address = "" if self.query.get("p") else query.url(reverse("programmes:programme-list"))
            notes.append(Note(f"{self.data['without_dates']} without dates, not drawn", address))
        return notes

    @property
    def groupings(self) -> list[dict[str, Any]]:
        """The ways to put headings over the rows."""
        plain = self.query.without("group")
        return [
            {
                "label": GROUP_LABELS[group],
                "url": self.url(plain.having(group=group) if group else plain),
                "active": group == self.data["group"],
            }
            for group in ("", *GROUPS)
        ]


@conditional
def timeline(request: HttpRequest) -> HttpResponse:
    """The page: the chart, and the same rows as a table."""
    found, revision = TimelineFilter(request.GET), revision_of(request)
    file = file_url(found)
    if file:
        return redirect(file)
    data = timeline_data(found, revision)
    query = found.query.having(page=str(data["page"])) if data["page"] > 1 else found.query
    context = {
        "data": data,
        "listing": TimelineListing(found, data, revision),
        "tables": under_headings(data),
        "headline": headline(data),
        "subtitle": subtitle(data),
        "coverage": coverage(data),
        "data_url": query.url(reverse("programmes:timeline-json")),
        "featured": [row for row in data["rows"] if row["featured"]] if not data["group"] else [],
    }
    template = "programmes/_timeline_listing.html" if is_fragment(request) else "programmes/timeline.html"
    return render(request, template, context)


def file_url(found: TimelineFilter) -> str:
    """Where `?format=` leads: the file of the programme list with the same filters; "" without a format.

    That list cannot be asked for programmes by name (`p`), so their file is the chart's data.
    """
    kind = found.control("format")
    if not kind:
        return ""
    if kind == "json" or found.query.get("p"):
        return found.query.url(reverse("programmes:timeline-json"))
    return found.filter_query.having(format=kind).url(reverse("programmes:programme-list"))


@conditional
def timeline_json(request: HttpRequest) -> JsonResponse:
    """The rows of one page of the timeline; what could not be meant stands in `errors`."""
    found = TimelineFilter(request.GET)
    answer = timeline_data(found, revision_of(request))
    return JsonResponse({**answer, "errors": found.problems} if found.problems else answer)


def timeline_data(found: TimelineFilter, revision: Revision) -> dict[str, Any]:
    """What a timeline of these programmes shows, as a page and as JSON."""
    query = found.query
    return draw_timeline(
        found.qs,
        revision=revision,
        query=query.as_dict(),
        today=timezone.localdate(),
        group=found.group,
        page=found.control("page") or 1,
        per_page=found.per_page,
        only=query.get(found.group) if found.group else (),
        countries=query.get("country"),
        named=bool(query.get("p")),
    )


def under_headings(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the page under their headings; one heading without words if there are none."""
    labels = {group["key"]: group["label"] for group in data["groups"]}
    shown = bool(data["group"]) or len(labels) > 1
    return [
        {"label": labels.get(key, "") if shown else "", "rows": list(rows)}
        for key, rows in groupby(data["rows"], key=lambda row: row["group"])
    ]


def headline(data: dict[str, Any]) -> str:
    """What is seen, claiming no more than the rows."""
    count, drawn = data["count"], data["drawn"]
    if not count:
        return "No programme on record answers to these filters"
    if not drawn:
        return "Nothing can be drawn: " + (
            "it states no date" if count == 1 else f"none of these {count:,} states a date"
        )
    rows = data["rows"]
    if drawn == count <= 3:
        payers = list(dict.fromkeys(name for row in rows for name in row["funders"]))
        number = ["One programme is", "Two programmes are", "Three programmes are"][count - 1]
        return f"{number} on record here" + (f", paid for by {' and '.join(payers)}" if 0 < len(payers) < 3 else "")
    said = f"{count:,} programmes are on record here"
    if drawn < count:
        said = f"{drawn:,} of {count:,} programmes have dates on record"
    return said + fullest_year(data)


def fullest_year(data: dict[str, Any]) -> str:
    """The year in which most of them ran or may have run, if there is one such year."""
    buckets = data["buckets"]
    most = max((bucket["active"] for bucket in buckets), default=0)
    busiest = [bucket["year"] for bucket in buckets if bucket["active"] == most]
    if len(busiest) != 1 or most < 3:
        return ""
    return f"; the fullest year is {busiest[0]}, with {most:,} that ran or may have run"


def subtitle(data: dict[str, Any]) -> str:
    """What is measured."""
    words = "When each programme ran, as far as its sources say; colour shows which crime it is against."
    return f"{words} {MANY_PLACES[data['group']]}" if data["group"] else words


def coverage(data: dict[str, Any]) -> str:
    """How many programmes are in it and how many are not."""
    words = f"{data['drawn']:,} of {data['count']:,} programmes drawn"
    if data["without_dates"]:
        words += f"; {data['without_dates']:,} without dates"
    if data["pages"] > 1:
        words += f"; page {data['page']:,} of {data['pages']:,}"
    return f"{words}."
