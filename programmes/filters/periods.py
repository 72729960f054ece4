"""Filters on years: a period is kept when it overlaps, a row without dates only when asked for."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from programmes.filters.base import RegisterFilter
from programmes.filters.codes import FixedCodes, YearCodes
from programmes.filters.parameters import Coded, Year

NO_DATES = FixedCodes({"none": "Without dates"})


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def overlapping(earliest: str, latest: str, first: date | None, last: date | None) -> Q:
    """Periods that touch the days given.

    A period that is open at its end goes on; of one whose beginning is not known only its end counts.
    """
    condition = ~undated(earliest, latest)
    if first is not None:
        condition &= Q(**{f"{latest}__gte": first}) | Q(**{f"{latest}__isnull": True})
    if last is not None:
        condition &= Q(**{f"{earliest}__lte": last}) | Q(**{f"{earliest}__isnull": True, f"{latest}__lte": last})
    return condition


def undated(earliest: str, latest: str) -> Q:
    """Rows without any date."""
    return Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": True})


def touching_years(earliest: str, latest: str) -> Callable[[list[int]], Q]:
    """Rows that touch at least one of the years."""

    def condition(years: list[int]) -> Q:
        found = Q(pk__in=[])
        for year in years:
            found |= overlapping(earliest, latest, first_day(year), last_day(year))
        return found

    return condition


def year_from(earliest: str, latest: str) -> Year:
    return Year("From", lambda rows, year: rows.filter(overlapping(earliest, latest, first_day(year), None)))


def year_to(earliest: str, latest: str) -> Year:
    return Year("To", lambda rows, year: rows.filter(overlapping(earliest, latest, None, last_day(year))))


def live_in(earliest: str, latest: str) -> Year:
    return Year("In the year", lambda rows, year: rows.filter(touching_years(earliest, latest)([year])))


def years(earliest: str, latest: str) -> Coded:
    return Coded("Year", YearCodes(), touching_years(earliest, latest))


def dates(earliest: str, latest: str) -> Coded:
    """`dates=none`: what no filter on years can find."""
    return Coded("Dates", NO_DATES, lambda _: undated(earliest, latest))


def left_undated(filterset: RegisterFilter, earliest: str, latest: str) -> dict[str, int]:
    """How many rows a filter on years leaves out for want of any date; nothing if there is no such filter."""
    if not filterset.asks("year", "year_from", "year_to", "live_in"):
        return {}
    anytime = filterset.leaving_out("year", "year_from", "year_to", "live_in", "dates")
    return {"undated": anytime.filter(undated(earliest, latest)).order_by().count()}
