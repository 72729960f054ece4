"""The timeline: pure functions from a queryset of programmes to what is drawn.

A row is one programme under one heading. Without `group` the featured programmes stand first, under a heading of their
own, so that the two projects of the source documents are what a first visitor sees; then all others by their earliest
date. With `group` a programme stands under each of its countries, funders or agencies. Rows are keyed by slug.

Programmes without any date are not drawn; they are counted, and listed (the first hundred) after the last row.

The queries do not grow with the rows: two grouped counts for a register of any size, kept per data version and
question, then one query for each relation of the page's at most hundred programmes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Model, QuerySet

from programmes.charts import timeline_rows
from programmes.kept import kept
from programmes.models import Country, Grant, Milestone, Participation, Programme, Revision

PER_PAGE = 100
MAX_UNDATED = 100
MAX_MILESTONES = 60
FEW = 8  # so few programmes that the laws and plans of their countries do not crowd them out
FEATURED, REST, NONE = "featured", "rest", ""
REST_LABEL = "By earliest date"


class Grouping(NamedTuple):
    """How programmes stand under headings: the rows that join them, and what a heading shows."""

    links: Any
    key: str
    label: str
    nobody: str


GROUPINGS = {
    "country": Grouping(
        lambda: Programme.countries.through.objects.all(), "country__code", "country__name", "No country named"
    ),
    "funder": Grouping(lambda: Grant.objects.published(), "funder__slug", "funder__name", "No funder named"),
    "agency": Grouping(lambda: Participation.objects.published(), "agency__slug", "agency__name", "No agency named"),
}
# how the rows of one heading, and of a timeline without headings, follow each other
BY_DATE = ("active_from", "active_to", "title", "id")


def draw_timeline(
    programmes: QuerySet[Programme],
    *,
    revision: Revision,
    query: Mapping[str, Any],
    today: date,
    group: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
    only: Sequence[str] = (),
    countries: Sequence[str] = (),
    named: bool = False,
) -> dict[str, Any]:
    """Return everything that a timeline of these programmes shows.

    `query` is the question, named in the answer and part of what results are kept under. `only`: the headings asked
    for (country codes, slugs). `countries`: whose laws and plans stand behind the rows. `named`: the programmes were
    asked for by name, so none of them goes before the others.
    """
    group = group if group in GROUPINGS else ""
    question = json.dumps({**query, "only": list(only), "today": today.isoformat()}, sort_keys=True)
    counts = kept(revision, f"timeline: {question}", lambda: outline(programmes, today))
    dated = programmes.filter(active_from__isnull=False)
    if named:
        counts = {**counts, "featured": []}
    if group:
        headings = kept(revision, f"timeline by {group}: {question}", lambda: group_counts(dated, group, only))
    else:
        headings = plain_headings(counts)
    places = sum(heading["count"] for heading in headings)
    per_page = min(max(per_page, 1), PER_PAGE)
    pages = max(1, -(-places // per_page))
    page = min(max(page, 1), pages)
    offset = (page - 1) * per_page
    keyed = page_of(dated, headings, group, slice(offset, offset + per_page), counts["featured"])
    undated = undated_ids(programmes) if page == pages and counts["without_dates"] else []
    rows = timeline_rows.rows_of(Programme, [*(number for _, number in keyed), *undated], today)
    shown = {heading for heading, _ in keyed}
    return {
        "revision": revision.number,
        "query": dict(query),
        "today": today.isoformat(),
        "count": counts["count"],
        "drawn": counts["drawn"],
        "without_dates": counts["without_dates"],
        "group": group,
        "page": page,
        "pages": pages,
        "places": places,
        "rows": [{**rows[number], "group": heading} for heading, number in keyed if number in rows],
        "undated": [rows[number] for number in undated if number in rows],
        "groups": [heading for heading in headings if heading["key"] in shown],
        "buckets": counts["buckets"],
        "milestones": milestones(countries, [number for _, number in keyed], few=counts["drawn"] <= FEW),
    }


def outline(programmes: QuerySet[Programme], today: date) -> dict[str, Any]:
    """Return the counts and year buckets of all these programmes, and which of them are featured."""
    starts = dict(_counted(programmes, "active_from"))
    ends = dict(_counted(programmes.filter(active_from__isnull=False), "active_to"))
    without = starts.pop(None, 0)
    drawn = sum(starts.values())
    featured = programmes.filter(featured=True, active_from__isnull=False).order_by(*BY_DATE)
    return {
        "count": drawn + without,
        "drawn": drawn,
        "without_dates": without,
        "buckets": buckets(starts, ends, today.year),
        "featured": list(featured.values_list("id", flat=True)[:PER_PAGE]),
    }


def _counted(programmes: QuerySet[Programme], column: str) -> Iterable[tuple[date | None, int]]:
    return programmes.order_by().values_list(column).annotate(rows=Count("id")).values_list(column, "rows")


def buckets(starts: Mapping[date, int], ends: Mapping[date, int], this_year: int) -> list[dict[str, int]]:
    """Return for each year how many programmes ran, or may have run, at some time in it.

    The same as a filter on that one year finds. Years to come are left out: nobody knows who will still be running.
    """
    if not starts:
        return []
    begun, ended = _by_year(starts), _by_year(ends)
    active, found = 0, []
    for year in range(min(begun), this_year + 1):
        active += begun.get(year, 0) - ended.get(year - 1, 0)
        found.append({"year": year, "active": active})
    return found


def _by_year(days: Mapping[date, int]) -> dict[int, int]:
    years: dict[int, int] = {}
    for day, rows in days.items():
        years[day.year] = years.get(day.year, 0) + rows
    return years


def plain_headings(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the headings of a timeline without `group`: the featured programmes, then the rest."""
    featured = len(counts["featured"])
    found = [(FEATURED, "Featured", featured), (REST, REST_LABEL, counts["drawn"] - featured)]
    return [{"key": key, "label": label, "count": count} for key, label, count in found if count]


def group_counts(dated: QuerySet[Programme], group: str, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return each heading in order of its name, with its number of drawn programmes; last those that have none."""
    kind = GROUPINGS[group]
    counted = (
        _links(dated, group, only)
        .order_by(kind.label, kind.key)
        .values_list(kind.key, kind.label)
        .annotate(rows=Count("programme_id", distinct=True))
    )
    headings = [{"key": key, "label": label, "count": rows} for key, label, rows in counted]
    nobody = 0 if only else _linked_to_nothing(dated, group).count()
    return [*headings, *([{"key": NONE, "label": kind.nobody, "count": nobody}] if nobody else [])]


def _links(dated: QuerySet[Programme], group: str, only: Sequence[str]) -> QuerySet[Model]:
    """Return the rows that join these programmes to their headings."""
    kind = GROUPINGS[group]
    links = kind.links().filter(programme__in=dated.order_by().values("id"))
    return links.filter(**{f"{kind.key}__in": list(only)}) if only else links


def _linked_to_nothing(dated: QuerySet[Programme], group: str) -> QuerySet[Programme]:
    return dated.exclude(id__in=GROUPINGS[group].links().values("programme_id"))


def page_of(
    dated: QuerySet[Programme], headings: Sequence[Mapping[str, Any]], group: str, part: slice, featured: Sequence[int]
) -> list[tuple[str, int]]:
    """Return (heading, programme id) of one page: the rows under headings, then those that are left."""
    if group:
        head = _page_of_links(dated, [heading for heading in headings if heading["key"] != NONE], group, part)
        before_tail = sum(heading["count"] for heading in headings if heading["key"] != NONE)
        tail_key, tail = NONE, _linked_to_nothing(dated, group)
    else:
        head = [(FEATURED, number) for number in featured[part]]
        before_tail, tail_key, tail = len(featured), REST, dated.exclude(id__in=featured)
    room = part.stop - part.start - len(head)
    if not room or all(heading["key"] != tail_key for heading in headings):
        return head
    skip = max(0, part.start - before_tail)
    ids = tail.order_by(*BY_DATE).values_list("id", flat=True)[skip : skip + room]
    return [*head, *((tail_key, number) for number in ids)]


def _page_of_links(
    dated: QuerySet[Programme], headings: Sequence[Mapping[str, Any]], group: str, part: slice
) -> list[tuple[str, int]]:
    """Return (heading, programme id) of one page. The counts tell which headings are on it: only theirs are read."""
    kind, keys, skipped, passed = GROUPINGS[group], [], 0, 0
    for heading in headings:
        if passed + heading["count"] <= part.start:
            skipped += heading["count"]
        elif passed < part.stop:
            keys.append(heading["key"])
        passed += heading["count"]
    if not keys:
        return []
    columns = [kind.label, kind.key, *(f"programme__{name}" for name in BY_DATE)]
    links = _links(dated, group, keys).order_by(*columns).values_list(*columns).distinct()
    return [(row[1], row[-1]) for row in links[part.start - skipped : part.stop - skipped]]


def undated_ids(programmes: QuerySet[Programme]) -> list[int]:
    """Return the first hundred programmes, by title, that state no date at all."""
    found = programmes.filter(active_from__isnull=True).order_by("title", "id")
    return list(found.values_list("id", flat=True)[:MAX_UNDATED])


def milestones(countries: Sequence[str], programme_ids: Sequence[int], *, few: bool) -> list[dict[str, Any]]:
    """Return the dated laws, plans, treaties and systems that stand behind the rows.

    Those of the countries asked for, and those of no single country. Nobody asked for a country: of the countries of
    the rows, if there are only a few rows; a timeline of a whole register shows those of no single country alone.
    """
    places: Any = list(countries)
    if not places and few:
        linked = Programme.countries.through.objects.filter(programme_id__in=programme_ids)
        places = linked.values("country__code")
    found = Milestone.objects.published().filter(date_earliest__isnull=False)
    found = found.filter(country__isnull=True) | found.filter(
        country__in=Country.objects.filter(code__in=places).values("id")
    )
    rows = found.order_by("date_earliest", "title").values(*timeline_rows.MILESTONE_COLUMNS, code=F("country__code"))[
        :MAX_MILESTONES
    ]
    aligned = set(
        Programme.aligned_with.through.objects.filter(programme_id__in=programme_ids).values_list(
            "milestone_id", flat=True
        )
    )
    return [timeline_rows.milestone_row(row, aligned=row["id"] in aligned) for row in rows]
