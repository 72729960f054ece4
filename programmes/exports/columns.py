"""The columns of each list's files. A name here is public: other people's scripts read it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from programmes.exports.files import FileTable, among, gather
from programmes.models import Agency, Country, Funder, Grant, Milestone, Participation, Programme
from programmes.money import plain
from programmes.rows import Row, country_rows, funder_rows, in_order

PROGRAMME = (
    *("id", "slug", "title", "title_is_official", "summary", "status", "relevance", "duration_months", "target_groups"),
    *("start", "start_earliest", "start_latest", "start_basis", "end", "end_earliest", "end_latest", "end_basis"),
    *("money_state", "total_usd", "source_count", "contested_count"),
)
MILESTONE = (
    *("id", "slug", "title", "kind", "country__code", "summary", "source_count"),
    *("date", "date_earliest", "date_latest", "end", "end_earliest", "end_latest"),
)
IN_COUNTRY = Programme.countries.through.objects
HAS_TERM = Programme.terms.through.objects


def unique(values: Any) -> list[str]:
    """Texts each once, sorted."""
    return sorted(set(values))


def read_programmes(ids: Sequence[int]) -> list[Row]:
    """Programmes of a chunk with their funders, agencies, places and terms: five queries."""
    rows = in_order(ids, Programme.objects.published().order_by().filter(among(ids)).values(*PROGRAMME))
    grants = gather(
        ids,
        Grant.objects.published().order_by("announced_earliest", "id"),
        "programme_id",
        "funder__slug",
        "funder__name",
        "amount",
        "currency",
    )
    agencies = gather(
        ids, Participation.objects.published().order_by("agency__slug"), "programme_id", "agency__slug", "agency__name"
    )
    countries = gather(ids, IN_COUNTRY.order_by("country__code"), "programme_id", "country__code")
    terms = gather(ids, HAS_TERM.order_by("term__code"), "programme_id", "term__vocabulary", "term__code")
    for row in rows:
        pk = row["id"]
        row["funders"] = unique(slug for slug, *_ in grants[pk])
        row["funder_names"] = unique(name for _, name, *_ in grants[pk])
        row["grants"] = len(grants[pk])
        row["amounts"] = [f"{currency} {plain(amount)}" for *_, amount, currency in grants[pk] if amount is not None]
        row["agencies"] = unique(slug for slug, _ in agencies[pk])
        row["agency_names"] = unique(name for _, name in agencies[pk])
        row["countries"] = [code for (code,) in countries[pk]]
        for vocabulary in ("crime", "paradigm", "exploitation", "victim_group"):
            row[vocabulary] = [code for of, code in terms[pk] if of == vocabulary]
    return rows


PROGRAMMES = FileTable(
    "programmes",
    read_programmes,
    {
        "slug": "slug",
        "title": "title",
        "title_is_official": "title_is_official",
        "summary": "summary",
        "status": "status",
        "start": "start",
        "start_earliest": "start_earliest",
        "start_latest": "start_latest",
        "start_basis": "start_basis",
        "end": "end",
        "end_earliest": "end_earliest",
        "end_latest": "end_latest",
        "end_basis": "end_basis",
        "duration_months": "duration_months",
        "countries": "countries",
        "funders": "funders",
        "funder_names": "funder_names",
        "agencies": "agencies",
        "agency_names": "agency_names",
        "crimes": "crime",
        "paradigms": "paradigm",
        "exploitations": "exploitation",
        "victim_groups": "victim_group",
        "target_groups": "target_groups",
        "relevance": "relevance",
        "grants": "grants",
        "amounts": "amounts",
        "money": "money_state",
        "total_usd": "total_usd",
        "sources": "source_count",
        "contested": "contested_count",
    },
)


def read_organisations(model: type[Funder] | type[Agency], ids: Sequence[int]) -> list[Row]:
    """Funders or agencies of a chunk, by their own columns."""
    columns = ("id", "slug", "name", "acronym", "aliases", "kind", "country__code", "website", "identifier")
    return in_order(ids, model.objects.published().order_by().filter(among(ids)).values(*columns, "source_count"))


def read_funders(ids: Sequence[int]) -> list[Row]:
    """Funders with what their page row says of their programmes and money."""
    reckoned = {row["id"]: row for row in funder_rows(ids)}
    rows = read_organisations(Funder, ids)
    for row in rows:
        row |= {name: reckoned[row["id"]][name] for name in ("programmes", "grants", "converted", "usd")}
    return rows


def read_agencies(ids: Sequence[int]) -> list[Row]:
    """Agencies with the number of their programmes."""
    links = Participation.objects.published().order_by().filter(agency__in=ids).values_list("agency")
    programmes = dict(links.annotate(Count("programme", distinct=True)))
    rows = read_organisations(Agency, ids)
    for row in rows:
        row["programmes"] = programmes.get(row["id"], 0)
    return rows


ORGANISATION = {
    "slug": "slug",
    "name": "name",
    "acronym": "acronym",
    "aliases": "aliases",
    "kind": "kind",
    "country": "country__code",
    "website": "website",
    "identifier": "identifier",
    "programmes": "programmes",
}
FUNDERS = FileTable(
    "funders",
    read_funders,
    {**ORGANISATION, "grants": "grants", "grants_in_usd": "converted", "total_usd": "usd", "sources": "source_count"},
)
AGENCIES = FileTable("agencies", read_agencies, {**ORGANISATION, "sources": "source_count"})


def read_milestones(ids: Sequence[int]) -> list[Row]:
    """Laws, plans, treaties and systems of a chunk."""
    found = Milestone.objects.published().order_by().filter(among(ids))
    return in_order(ids, found.values(*MILESTONE))


MILESTONES = FileTable(
    "laws-and-plans",
    read_milestones,
    {
        "slug": "slug",
        "title": "title",
        "kind": "kind",
        "country": "country__code",
        "date": "date",
        "date_earliest": "date_earliest",
        "date_latest": "date_latest",
        "end": "end",
        "end_earliest": "end_earliest",
        "end_latest": "end_latest",
        "summary": "summary",
        "sources": "source_count",
    },
)


def read_countries(ids: Sequence[int]) -> list[Row]:
    """Countries as their page rows have them, with the three-letter code."""
    codes = dict(Country.objects.order_by().filter(among(ids)).values_list("pk", "alpha3"))
    return [{**row, "alpha3": codes[row["id"]]} for row in country_rows(ids)]


COUNTRIES = FileTable(
    "countries",
    read_countries,
    {
        "code": "code",
        "alpha3": "alpha3",
        "name": "name",
        "programmes": "programmes",
        "shared_programmes": "shared",
        "laws_and_plans": "milestones",
    },
)
