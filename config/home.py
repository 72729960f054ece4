"""What the first page says: the register in numbers that are links, its countries, what is featured, what is new.

Everything is reckoned once a data version and kept; the numbers are those that the linked lists show.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, Q

from articles.models import Article, Statistic
from programmes import totals
from programmes.kept import kept
from programmes.models import Agency, Country, Funder, Grant, Milestone, Participation, Programme, Revision
from programmes.models.base import Visibility

COUNTRIES_SHOWN = 12
ARTICLES_SHOWN = 6
ARTICLE_COLUMNS = ("slug", "title", "title_is_headline", "language", "publisher", "published")
NUMBER_WORDS = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine"}


def home_page() -> dict[str, Any]:
    """All that home.html shows, from the cache where the register has not changed since."""
    return kept(Revision.current(), "home", read_register)


def read_register() -> dict[str, Any]:
    """The same, from the database."""
    featured = featured_programmes()
    return {
        "numbers": numbers(),
        "countries": busiest_countries(),
        "featured": featured,
        "featured_heading": featured_heading(featured),
        "featured_stated": sum(row["money_state"] == Programme.MoneyState.STATED for row in featured),
        "featured_dated": sum(bool(row["start"]) for row in featured),
        "newest": newest_articles(),
    }


def numbers() -> dict[str, Any]:
    """Counts of what is public; the total of money is the one that the list of programmes gives."""
    programmes = Programme.objects.published()
    money = totals.of_programmes(programmes)
    stated = Q(amount__isnull=False)
    return {
        "programmes": money.programmes,
        "total": money.total_usd,
        "converted": money.converted,
        "related": money.related,
        "unstated": money.not_stated,
        "unconverted": money.not_converted,
        "disputed": programmes.filter(contested_count__gt=0).count(),
        **Grant.objects.published().aggregate(
            grants=Count("id"),
            stated=Count("id", filter=stated),
            not_converted=Count("id", filter=stated & Q(amount_usd=None)),
        ),
        "countries": Country.objects.filter(programmes__in=programmes).distinct().count(),
        "funders": Funder.objects.published().count(),
        "agencies": Agency.objects.published().count(),
        "milestones": Milestone.objects.published().count(),
        "articles": Article.objects.published().count(),
        **Statistic.objects.published().aggregate(
            statistics=Count("id"), disputed_statistics=Count("id", filter=Q(contested_count__gt=0))
        ),
    }


def busiest_countries() -> list[dict[str, Any]]:
    """The countries with most programmes, with how many."""
    public = Q(programmes__visibility=Visibility.PUBLISHED)
    rows = (
        Country.objects.annotate(count=Count("programmes", filter=public))
        .filter(count__gt=0)
        .order_by("-count", "name")[:COUNTRIES_SHOWN]
    )
    return [{"name": row.name, "url": row.get_absolute_url(), "count": row.count} for row in rows]


def featured_programmes() -> list[dict[str, Any]]:
    """The programmes that a first visitor sees, in the order of the timeline, as rows of plain values."""
    programmes = (
        Programme.objects.published()
        .filter(featured=True)
        .order_by("start_earliest", "slug")
        .prefetch_related(
            "countries",
            Prefetch("grants", Grant.objects.published().select_related("funder"), to_attr="public_grants"),
            Prefetch(
                "participations", Participation.objects.published().select_related("agency"), to_attr="public_roles"
            ),
        )
    )
    return [
        {
            "slug": programme.slug,
            "title": programme.title,
            "url": programme.get_absolute_url(),
            "countries": [country.name for country in programme.countries.all()],
            "funders": unique(grant.funder.short_name for grant in programme.public_grants),
            "leads": unique(role.agency.short_name for role in programme.public_roles if role.role == "lead"),
            "amounts": [(grant.amount, grant.currency) for grant in programme.public_grants],
            "start": programme.start,
            "start_basis": programme.start_basis,
            "end": programme.end,
            "end_basis": programme.end_basis,
            "money_state": programme.money_state,
        }
        for programme in programmes
    ]


def featured_heading(rows: list[dict[str, Any]]) -> str:
    """A sentence that claims no more than the rows: "Two IOM programmes in Pakistan: one funded by ..."."""
    if not rows:
        return ""
    count = NUMBER_WORDS.get(len(rows), str(len(rows)))
    noun = "programme" if len(rows) == 1 else "programmes"
    lead, place = shared(row["leads"] for row in rows), shared(row["countries"] for row in rows)
    words = " ".join(filter(None, [count, lead, noun, f"in {place}" if place else ""]))
    funders = [" and ".join(map(with_article, row["funders"])) for row in rows]
    if len(rows) == 2 and all(funders):
        return f"{words}: one funded by {funders[0]}, one by {funders[1]}"
    return words if len(rows) == 1 else f"{words}, side by side"


def with_article(name: str) -> str:
    """A name as it stands inside a sentence: "the Government of Denmark"."""
    return f"the {name}" if name.startswith(("Government of", "Kingdom of")) else name


def shared(names: Iterable[list[str]]) -> str:
    """The one name that every row has, and has alone; else nothing."""
    found = {tuple(name) for name in names}
    only = found.pop() if len(found) == 1 else ()
    return only[0] if len(only) == 1 else ""


def unique(names: Iterable[str]) -> list[str]:
    """Each name once, in the order given."""
    return list(dict.fromkeys(names))


def newest_articles() -> list[dict[str, Any]]:
    """The articles published last; "about 2025" counts from its first day, behind a dated December."""
    rows = (
        Article.objects.published()
        .filter(published_earliest__isnull=False)
        .order_by("-published_earliest", "-published_latest", "-id")
    )
    return [
        {
            "title": row.title,
            "is_headline": row.title_is_headline,
            "language": row.language,
            "publisher": row.publisher,
            "published": row.published,
            "url": row.get_absolute_url(),
        }
        for row in rows.only(*ARTICLE_COLUMNS)[:ARTICLES_SHOWN]
    ]
