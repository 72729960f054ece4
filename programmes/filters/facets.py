"""Counts beside the choices of a list: grouped queries, one for several facets where that can be.

A facet's counts apply every filter but its own. Facets of one group whose own parameter is not set ask about the
same rows, so the group answers them all at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Count, QuerySet

Counted = list[tuple[str, str, int]]  # value, label, number of rows


class FacetGroup(Protocol):
    """Facets that one query can count."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        """For each wanted facet, its values with the number of rows that have them."""
        ...


def by_count(counted: Iterable[tuple[str, str, int]]) -> Counted:
    """Most rows first, then by label; what no row has is dropped."""
    return sorted((item for item in counted if item[2]), key=lambda item: (-item[2], item[1]))


@dataclass(frozen=True)
class ColumnFacet:
    """A column with few values: the column, the words for its values, and how a value is written if not as it is."""

    column: str
    labels: Mapping[str, str]
    written: Callable[[Any], str] = str


@dataclass(frozen=True)
class Columns:
    """Facets that are columns of the rows themselves: one grouped query counts all combinations."""

    facets: Mapping[str, ColumnFacet]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.facets)

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        columns = [self.facets[name].column for name in wanted]
        totals: dict[str, Counter[str]] = {name: Counter() for name in wanted}
        for *values, number in rows.order_by().values_list(*columns).annotate(rows=Count("pk")):
            for name, value in zip(wanted, values, strict=True):
                totals[name][self.facets[name].written(value)] += number
        return {
            name: by_count(
                (key, self.facets[name].labels[key], number)
                for key, number in totals[name].items()
                if key in self.facets[name].labels
            )
            for name in wanted
        }


@dataclass(frozen=True)
class Foreign:
    """One facet whose values are what a foreign key of the rows points to."""

    name: str
    key: str
    value: str
    label: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        rows = rows.order_by().filter(**{f"{self.key}__isnull": False})
        return {self.name: by_count(rows.values_list(self.value, self.label).annotate(number=Count("pk")))}


@dataclass(frozen=True)
class Linked:
    """One facet whose values are linked to the rows through another table, such as the countries of programmes.

    The links are grouped by number alone and only then given their words: a join before grouping costs twice as much.
    `named` are the rows that the numbers stand for; one that is not public is not among them, and so not counted.
    """

    name: str
    links: Callable[[], QuerySet]
    owner: str
    key: str
    named: Callable[[], QuerySet]
    value: str = "slug"
    label: str = "name"
    once: bool = True  # whether a row is linked to a value at most once

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        links = self.links().order_by().filter(**{f"{self.owner}__in": rows.order_by().values("pk")})
        number = Count("pk") if self.once else Count(self.owner, distinct=True)
        numbers = dict(links.values_list(self.key).annotate(number=number))
        words = self.named().order_by().values_list("pk", self.value, self.label) if numbers else []
        return {self.name: by_count((value, label, numbers.get(pk, 0)) for pk, value, label in words)}


@dataclass(frozen=True)
class LinkedToFew(Linked):
    """The same for a list of few rows with many links each, such as the countries of funders.

    Each pair is read once and counted here. Asked to count the links of these rows alone, SQLite looks up every row
    beside every programme.
    """

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        shown = set(rows.order_by().values_list("pk", flat=True))
        pairs = self.links().order_by().values_list(self.owner, self.key).distinct() if shown else []
        numbers = Counter(key for owner, key in pairs if owner in shown)
        words = self.named().order_by().values_list("pk", self.value, self.label) if numbers else []
        return {self.name: by_count((value, label, numbers.get(pk, 0)) for pk, value, label in words)}


@dataclass(frozen=True)
class Terms:
    """Facets that are code lists of terms, all in one link table: two queries for as many as are wanted."""

    links: Callable[[], QuerySet]
    owner: str
    terms: Callable[[], QuerySet]
    vocabularies: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return self.vocabularies

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        links = self.links().order_by().filter(**{f"{self.owner}__in": rows.order_by().values("pk")})
        numbers = dict(links.values_list("term").annotate(number=Count("pk")))
        words = self.terms().order_by().filter(vocabulary__in=wanted) if numbers else self.terms().none()
        found: dict[str, list[tuple[str, str, int]]] = {name: [] for name in wanted}
        for pk, vocabulary, code, label in words.values_list("pk", "vocabulary", "code", "label"):
            found[vocabulary].append((code, label, numbers.get(pk, 0)))
        return {name: by_count(counted) for name, counted in found.items()}


@dataclass(frozen=True)
class Years:
    """A facet of calendar years; a row counts in every year that its period touches."""

    earliest: str
    latest: str
    name: str = "year"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def counts(self, rows: QuerySet, wanted: tuple[str, ...]) -> dict[str, Counted]:
        this_year = date.today().year  # noqa: DTZ011  (a year to stop at, not a moment)
        totals: Counter[int] = Counter()
        periods = rows.order_by().values_list(self.earliest, self.latest).annotate(rows=Count("pk"))
        for earliest, latest, number in periods:
            if earliest is None and latest is None:
                continue
            start = (earliest or latest).year
            end = latest.year if latest else max(this_year, start)
            for year in range(start, end + 1):
                totals[year] += number
        return {self.name: [(str(year), str(year), totals[year]) for year in sorted(totals, reverse=True)]}
