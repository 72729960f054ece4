"""Which laws, plans, treaties and systems a list is about."""

from typing import Any, ClassVar

from programmes.filters import periods
from programmes.filters.base import RegisterFilter, Sort
from programmes.filters.codes import FixedCodes
from programmes.filters.facets import ColumnFacet, Columns, Foreign
from programmes.filters.parameters import Coded, Words, column, without
from programmes.filters.programmes import COUNTRIES
from programmes.models import Milestone

KINDS = FixedCodes(dict(Milestone.Kind.choices))
DATE = ("date_earliest", "date_latest")


class MilestoneFilter(RegisterFilter):
    """Laws, plans, treaties and systems, by kind, country and the time at which they were made."""

    q = Words("title", label="Titles")
    kind = Coded("Kind", KINDS, column("kind"))
    not_kind = without(kind)
    country = Coded("Country", COUNTRIES, column("country"))
    not_country = without(country)
    dates = periods.dates(*DATE)
    year_from = periods.year_from(*DATE)
    year_to = periods.year_to(*DATE)
    live_in = periods.live_in(*DATE)

    class Meta(RegisterFilter.Meta):
        model = Milestone

    sorts: ClassVar = {
        "date": Sort("Date", "date_earliest", nullable=True, descending=True),
        "title": Sort("Title", "title"),
        "sources": Sort("Sources", "source_count", descending=True),
    }
    default_sort = "-date"
    fields_shown = ("q", "year_from", "year_to")
    facets = ("kind", "country")
    facet_groups: ClassVar = (
        Columns({"kind": ColumnFacet("kind", KINDS.choices)}),
        Foreign("country", "country", "country__code", "country__name"),
    )

    def totals(self) -> dict[str, Any]:
        return super().totals() | periods.left_undated(self, *DATE)
