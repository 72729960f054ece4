"""Every public address of the site, taken from the resolver, so that a new page is walked without being asked."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from articles.filters import ArticleFilter, StatisticFilter
from programmes.filters import (
    AgencyFilter,
    CountryFilter,
    FunderFilter,
    MilestoneFilter,
    ProgrammeFilter,
    RegisterFilter,
)
from programmes.filters.timeline import TimelineFilter

# A record of the test register for each route with a part to fill in.
FILLED = {
    "programme-detail": "shown-programme",
    "funder-detail": "shown-funder",
    "agency-detail": "shown-agency",
    "milestone-detail": "shown-milestone",
    "country-detail": "PK",
    "article-detail": "shown-article",
    "statistic-detail": "shown-statistic",
}
# The pages that answer filters, and what decides their rows.
FILTERS: dict[str, type[RegisterFilter]] = {
    "/programmes/": ProgrammeFilter,
    "/funders/": FunderFilter,
    "/agencies/": AgencyFilter,
    "/milestones/": MilestoneFilter,
    "/countries/": CountryFilter,
    "/articles/": ArticleFilter,
    "/statistics/": StatisticFilter,
    "/timeline/": TimelineFilter,
}


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every pattern but the admin's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name or "", route
        elif getattr(pattern, "app_name", None) != "admin":
            assert isinstance(pattern.pattern, RoutePattern)
            yield from routes(pattern, route)


def public_addresses() -> list[str]:
    """Each address with a record of the test register in it; fails for a route nobody filled in here."""
    addresses = []
    for name, route in routes():
        if "<" in route:
            head, _, rest = route.partition("<")
            route = f"{head}{FILLED[name]}{rest.partition('>')[2]}"
        addresses.append(f"/{route}")
    return addresses


def list_addresses() -> list[str]:
    """The pages that answer filters."""
    return list(FILTERS)


def parameters_of(address: str) -> list[str]:
    """Every parameter that a list understands, taken from its own form."""
    return list(FILTERS[address]().form.fields)
