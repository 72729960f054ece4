"""The rows of a page of each list: the columns shown and one query for each relation, as plain values."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, Value, When

from programmes import money
from programmes.filters.organisations import PUBLIC
from programmes.models import Agency, Country, Funder, Grant, Milestone, Participation, Programme
from programmes.models.grant import Role

Row = dict[str, Any]
IN_COUNTRY = Programme.countries.through.objects
STATUSES = dict(Programme.Status.choices)
# who leads is named first, a government that takes part after those who carry the work out
BY_ROLE = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(Role)))
PROGRAMME = (
    *("id", "slug", "title", "title_is_official", "summary", "status", "relevance"),
    *("start", "start_basis", "end", "end_basis", "total_usd", "source_count", "contested_count"),
)
GRANT = (
    *("programme_id", "funder__slug", "funder__name", "funder__acronym"),
    *("amount", "currency", "amount_usd", "part_of__amount"),
)
MILESTONE = (
    *("id", "slug", "title", "kind", "country__code", "country__name"),
    *("date", "end", "summary", "source_count"),
)
ORGANISATION = ("id", "slug", "name", "acronym", "kind", "country__code", "country__name", "source_count")


class Named(NamedTuple):
    """An organisation or a place as a link: its address's last part, and its name."""

    key: str
    name: str
    short: str


class Money(NamedTuple):
    """What a row says of a programme's money: the figure, a second line, and the dollars for scripts."""

    figure: str
    detail: str
    usd: Decimal | None


def in_order(ids: Sequence[int], rows: Iterable[Row]) -> list[Row]:
    """The rows in the order of the ids; one that went meanwhile is left out."""
    by_id = {row["id"]: row for row in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def programme_rows(ids: Sequence[int]) -> list[Row]:
    """Programmes with funders, agencies, places and money: four queries."""
    found = Programme.objects.published().order_by().filter(pk__in=ids)
    rows = in_order(ids, found.values(*PROGRAMME))
    grants: dict[int, list[Row]] = {pk: [] for pk in ids}
    found = Grant.objects.published().filter(programme__in=ids).order_by("announced_earliest", "id")
    for grant in found.values(*GRANT):
        grants[grant["programme_id"]].append(grant)
    agencies = named(Participation.objects.published().order_by(BY_ROLE, "agency__name"), "programme_id", "agency", ids)
    places: dict[int, list[Named]] = {pk: [] for pk in ids}
    links = IN_COUNTRY.filter(programme__in=ids).order_by("country__name")
    for pk, code, name in links.values_list("programme_id", "country__code", "country__name"):
        places[pk].append(Named(code, name, name))
    for row in rows:
        own = grants[row["id"]]
        row["funders"] = list(
            dict.fromkeys(
                Named(g["funder__slug"], g["funder__name"], g["funder__acronym"] or g["funder__name"]) for g in own
            )
        )
        row["agencies"] = agencies[row["id"]]
        row["places"] = places[row["id"]]
        row["money"] = money_of(own, row["total_usd"])
        row["status_label"] = STATUSES[row["status"]]
        row["is_running"] = row["status"] == Programme.Status.ACTIVE and not row["end"]
        row["is_related"] = row["relevance"] == Programme.Relevance.RELATED
    return rows


def named(links: Any, owner: str, organisation: str, ids: Sequence[int]) -> dict[int, list[Named]]:
    """The organisations that a table of links names beside each id, each once."""
    found: dict[int, dict[Named, None]] = {pk: {} for pk in ids}
    columns = (owner, f"{organisation}__slug", f"{organisation}__name", f"{organisation}__acronym")
    for pk, slug, name, acronym in links.filter(**{f"{owner}__in": ids}).values_list(*columns):
        found[pk][Named(slug, name, acronym or name)] = None
    return {pk: list(organisations) for pk, organisations in found.items()}


def money_of(grants: list[Row], total_usd: Decimal | None) -> Money:
    """One grant: its original amount, then what it was worth; several: their total, and how many are in it."""
    counted = [grant for grant in grants if grant["part_of__amount"] is None]
    stated = [grant for grant in counted if grant["amount"] is not None]
    if not stated:
        return Money("", "", None)
    if len(counted) == 1:
        only = stated[0]
        original = money.exact(only["amount"], only["currency"])
        if only["currency"] in (money.USD, money.NO_CURRENCY):
            return Money(original, "", only["amount_usd"])
        return Money(original, money.dollars(only["amount_usd"]), only["amount_usd"])
    in_dollars = [grant for grant in stated if grant["amount_usd"] is not None]
    if total_usd is None:
        others = f"and {len(stated) - 1} more, not converted" if len(stated) > 1 else "not converted"
        return Money(money.exact(stated[0]["amount"], stated[0]["currency"]), others, None)
    of_all = "" if len(in_dollars) == len(counted) else f"{len(in_dollars)} of "
    detail = f"{of_all}{len(counted)} grants"
    return Money(money.dollars(total_usd), detail, total_usd)


def funder_rows(ids: Sequence[int]) -> list[Row]:
    """Funders with the number of their programmes and what they are known to have given."""
    rows = in_order(ids, Funder.objects.published().order_by().filter(pk__in=ids).values(*ORGANISATION))
    grants = Grant.objects.published().order_by().filter(funder__in=ids).values_list("funder")
    programmes = dict(grants.annotate(Count("programme", distinct=True)))
    counted = ~Q(programme__relevance=Programme.Relevance.RELATED) & Q(part_of__amount=None)
    given = {
        pk: (grants_counted, converted, total)
        for pk, grants_counted, converted, total in grants.filter(counted).annotate(
            Count("pk"), Count("amount_usd"), Sum("amount_usd")
        )
    }
    for row in rows:
        row["programmes"] = programmes.get(row["id"], 0)
        row["grants"], row["converted"], row["usd"] = given.get(row["id"], (0, 0, None))
    return label_kinds(rows)


def agency_rows(ids: Sequence[int]) -> list[Row]:
    """Agencies with the number of their programmes."""
    rows = in_order(ids, Agency.objects.published().order_by().filter(pk__in=ids).values(*ORGANISATION))
    links = Participation.objects.published().order_by().filter(agency__in=ids).values_list("agency")
    programmes = dict(links.annotate(Count("programme", distinct=True)))
    for row in rows:
        row["programmes"] = programmes.get(row["id"], 0)
    return label_kinds(rows)


def label_kinds(rows: list[Row]) -> list[Row]:
    kinds = dict(Funder.Kind.choices)
    for row in rows:
        row["kind_label"] = kinds[row["kind"]]
    return rows


def milestone_rows(ids: Sequence[int]) -> list[Row]:
    """Laws, plans, treaties and systems."""
    rows = in_order(ids, Milestone.objects.published().order_by().filter(pk__in=ids).values(*MILESTONE))
    kinds = dict(Milestone.Kind.choices)
    for row in rows:
        row["kind_label"] = kinds[row["kind"]]
    return rows


def country_rows(ids: Sequence[int]) -> list[Row]:
    """Countries with the number of their programmes, those that are theirs alone, and of their laws and plans."""
    rows = in_order(ids, Country.objects.order_by().filter(pk__in=ids).values("id", "code", "name"))
    links = IN_COUNTRY.filter(country__in=ids, programme__visibility=PUBLIC).order_by()
    elsewhere = IN_COUNTRY.filter(programme=OuterRef("programme")).exclude(country=OuterRef("country"))
    programmes = dict(links.values_list("country").annotate(Count("pk")))
    shared = dict(links.filter(Exists(elsewhere)).values_list("country").annotate(Count("pk")))
    milestones = dict(
        Milestone.objects.published().order_by().filter(country__in=ids).values_list("country").annotate(Count("pk"))
    )
    for row in rows:
        row["programmes"] = programmes.get(row["id"], 0)
        row["shared"] = shared.get(row["id"], 0)
        row["milestones"] = milestones.get(row["id"], 0)
    return rows
