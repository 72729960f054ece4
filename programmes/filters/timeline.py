"""Which programmes a timeline shows, and under what headings."""

from django import forms

from programmes.filters.codes import RowCodes
from programmes.filters.fields import MAX_PER_PAGE, OneOfField
from programmes.filters.parameters import Coded, column
from programmes.filters.programmes import ProgrammeFilter
from programmes.filters.query import Query
from programmes.models import Programme

GROUPS = ("country", "funder", "agency")


class TimelineFilter(ProgrammeFilter):
    """All parameters of the programme list; `p` for programmes by name, `group` for headings.

    `sort` is understood and left aside: a timeline is read from left to right.
    """

    p = Coded("Programme", RowCodes(Programme.objects.published, label="title"), column("pk"))

    def get_form_class(self) -> type[forms.Form]:
        group = OneOfField(words=GROUPS, label="Group by", required=False, widget=forms.HiddenInput)
        return type("TimelineForm", (super().get_form_class(),), {"group": group})

    @property
    def group(self) -> str:
        return self.control("group") or ""

    @property
    def per_page(self) -> int:
        return self.control("per_page") or MAX_PER_PAGE

    @property
    def query(self) -> Query:
        """The canonical query: the filters, the headings, the length of a page."""
        query = self.filter_query
        if self.group:
            query = query.having(group=self.group)
        return query.having(per_page=str(self.per_page)) if self.per_page != MAX_PER_PAGE else query
