"""What every list's FilterSet has: strict reading of each value, lenient use of the rest, orders, facets."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import F, OrderBy, QuerySet
from django.http import QueryDict

from programmes.filters.facets import Counted, FacetGroup
from programmes.filters.fields import MAX_PAGE, MAX_PER_PAGE, Chosen, NumberField, OneOfField, printable
from programmes.filters.parameters import Parameter
from programmes.filters.query import Query

PER_PAGE = 25
FORMATS = ("csv", "xlsx", "json")


@dataclass(frozen=True)
class Sort:
    """One order of a list, by a column or an annotation; rows without a value come last either way."""

    label: str
    by: str
    nullable: bool = False
    descending: bool = False  # the way that one wants first

    def expressions(self, descending: bool) -> list[OrderBy]:
        """For `order_by`; rows that are equal keep one order, so that no page repeats or skips a row."""
        last = True if self.nullable else None
        first = F(self.by).desc(nulls_last=last) if descending else F(self.by).asc(nulls_last=last)
        return [first, F("pk").desc() if descending else F("pk").asc()]


class FilterForm(forms.Form):
    """All parameters of a list. What is wrong is named beside its field; the good values beside it still count."""

    def clean(self) -> None:
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, Chosen) and value.unknown:
                shown = ", ".join(f"“{printable(text)}”" for text in value.unknown[:3])
                more = f" and {len(value.unknown) - 3} more" if len(value.unknown) > 3 else ""
                self.add_error(name, f"{shown}{more}: not known here, left out.")
                self.cleaned_data[name] = value
        for first, last in (("year_from", "year_to"), ("amount_min", "amount_max")):
            low, high = self.cleaned_data.get(first), self.cleaned_data.get(last)
            if low is not None and high is not None and low > high:
                self.add_error(last, f"“{self.data.get(last)}” is left out: it is below the other end of the range.")


class RegisterFilter(django_filters.FilterSet):
    """One FilterSet a model decides which rows a page, a file, a chart or a feed is about.

    It starts from what is published. `qs` are the rows, in no order; `ordered` puts them in the order asked for;
    `leaving_out("country")` are the rows under every filter but that one.
    """

    sorts: ClassVar[dict[str, Sort]] = {}
    default_sort: ClassVar[str] = ""
    # parameters that are fields of the form on a page; those in `facets` are lists of choices with counts
    fields_shown: ClassVar[tuple[str, ...]] = ("q",)
    facets: ClassVar[tuple[str, ...]] = ()
    facet_groups: ClassVar[tuple[FacetGroup, ...]] = ()

    class Meta:
        form = FilterForm
        fields: ClassVar[list[str]] = []

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(QueryDict() if data is None else data, self.base() if queryset is None else queryset, **kwargs)

    @classmethod
    def base(cls) -> QuerySet:
        """Every row that the public may see."""
        return cls._meta.model._default_manager.published()

    def get_form_class(self) -> type[forms.Form]:
        ways = [way for key in self.sorts for way in (key, f"-{key}")]
        controls = {
            "sort": OneOfField(words=ways, label="Order", required=False),
            "page": NumberField(limit=MAX_PAGE, label="Page", required=False),
            "per_page": NumberField(limit=MAX_PER_PAGE, label="Rows a page", required=False),
            "format": OneOfField(words=FORMATS, label="File", required=False),
        }
        return type(f"{type(self).__name__}Form", (super().get_form_class(),), controls)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The parameters that are set, with their understood values, in the order in which they are declared."""
        self.form.is_valid()
        values = self.form.cleaned_data
        return {
            name: values[name]
            for name, parameter in self.filters.items()
            if name in values and parameter.is_set(values[name])
        }

    def asks(self, *names: str) -> bool:
        """Whether any of these parameters is set."""
        return any(name in self.chosen for name in names)

    def control(self, name: str) -> Any:
        """The understood value of `sort`, `page`, `per_page` or `format`; None or '' if absent or not understood."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name)

    def filter_queryset(self, queryset: QuerySet, leave_out: tuple[str, ...] = ()) -> QuerySet:
        for name, value in self.chosen.items():
            if name not in leave_out:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def leaving_out(self, *names: str) -> QuerySet:
        """The rows under every filter but these."""
        return self.filter_queryset(self.queryset.all(), leave_out=names)

    @cached_property
    def sort(self) -> tuple[str, bool]:
        """The order in use: its key, and whether it descends."""
        asked = self.control("sort") or self.default_sort
        return asked.removeprefix("-"), asked.startswith("-")

    @property
    def ordered(self) -> QuerySet:
        """The rows in the order asked for."""
        key, descending = self.sort
        return self.annotated(self.qs, key).order_by(*self.sorts[key].expressions(descending))

    def annotated(self, queryset: QuerySet, sort: str) -> QuerySet:
        """The rows with what an order needs beyond columns."""
        return queryset

    @cached_property
    def filter_query(self) -> Query:
        """The canonical query of the filters alone: what decides which rows, total and counts there are."""
        return Query(
            tuple((name, text) for name, value in self.chosen.items() for text in self.parameter(name).written(value))
        )

    @cached_property
    def query(self) -> Query:
        """The canonical query of the list: filters, order and length of page, without the page's number."""
        query, per_page = self.filter_query, self.per_page
        key, descending = self.sort
        way = f"-{key}" if descending else key
        if way != self.default_sort:
            query = query.having(sort=way)
        return query.having(per_page=str(per_page)) if per_page != PER_PAGE else query

    @property
    def per_page(self) -> int:
        return self.control("per_page") or PER_PAGE

    def parameter(self, name: str) -> Parameter:
        return self.filters[name]

    @cached_property
    def problems(self) -> dict[str, str]:
        """What could not be meant, by parameter, in words."""
        return {name: " ".join(map(str, errors)) for name, errors in self.form.errors.items()}

    def facet_counts(self) -> dict[str, Counted]:
        """For each facet, the values there are and how many rows have them under all other filters."""
        counted: dict[str, Counted] = {}
        for group in self.facet_groups:
            shown = [name for name in group.names if name in self.facets]
            together = tuple(name for name in shown if name not in self.chosen)
            if together:
                counted |= group.counts(self.qs, together)
            for name in set(shown) - set(together):
                counted |= group.counts(self.leaving_out(name), (name,))
        return counted

    def totals(self) -> dict[str, Any]:
        """How many rows there are, and what else the heading says of them all."""
        return {"rows": self.qs.order_by().count()}
