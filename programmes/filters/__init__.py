"""One FilterSet a model: which rows a page, its counts, a file, a chart or a feed is about.

`ProgrammeFilter(request.GET).qs` are the rows; no value of a parameter, however strange, raises.
"""

from programmes.filters.base import FORMATS, PER_PAGE, RegisterFilter, Sort
from programmes.filters.milestones import MilestoneFilter
from programmes.filters.organisations import AgencyFilter, CountryFilter, FunderFilter
from programmes.filters.programmes import ProgrammeFilter
from programmes.filters.query import Query

__all__ = [
    "FORMATS",
    "PER_PAGE",
    "AgencyFilter",
    "CountryFilter",
    "FunderFilter",
    "MilestoneFilter",
    "ProgrammeFilter",
    "Query",
    "RegisterFilter",
    "Sort",
]
