"""What a list page shows besides its rows: form, choices with counts, chips, orders, pages, files.

`Listing` is made from a FilterSet and the path of the page, never from a request, so the timeline and others can use
it too. Counts and totals are kept per data version and filter; rows are always read fresh.
"""

import zlib
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.forms.widgets import HiddenInput, MultipleHiddenInput
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from programmes.filters import FORMATS, Query, RegisterFilter
from programmes.filters.facets import Counted
from programmes.filters.fields import PlainInput
from programmes.kept import kept
from programmes.listing.parts import Chip, Choice, Facet, Note, PageLink, SortLink
from programmes.models import Revision

MOST_CHOICES = 120
GAP = Paginator.ELLIPSIS


class Listing:
    """A list as its page shows it."""

    def __init__(
        self,
        filterset: RegisterFilter,
        *,
        path: str,
        revision: Revision,
        noun: tuple[str, str] = ("row", "rows"),
        read_rows: Callable[[Sequence[int]], Sequence[Any]] | None = None,
        notes: Callable[["Listing"], list[Note]] | None = None,
    ) -> None:
        self.filterset = filterset
        self.path = path
        self.revision = revision
        self.noun = noun
        self._read_rows = read_rows
        self._notes = notes

    def kept(self, name: str, reckon: Callable[[], Any]) -> Any:
        """What `reckon` gives of the rows of this filter, kept until the register changes."""
        return kept(self.revision, f"{type(self.filterset).__name__}, {name}: {self.filterset.filter_query}", reckon)

    # How many, and which

    @cached_property
    def totals(self) -> dict[str, Any]:
        """How many rows there are, and what the heading says of them."""
        return self.kept("totals", self.filterset.totals)

    @property
    def total(self) -> int:
        return self.totals["rows"]

    @cached_property
    def page(self) -> Page:
        """The page asked for, or the last if it lies past the end. Its ids are read first, then their rows."""
        paginator = Paginator(range(self.total), self.filterset.per_page)
        page = paginator.get_page(self.filterset.control("page") or 1)
        first = (page.number - 1) * self.filterset.per_page
        ids = list(self.filterset.ordered.values_list("pk", flat=True)[first : first + self.filterset.per_page])
        page.object_list = self._read_rows(ids) if self._read_rows and ids else ids
        return page

    # Where links lead

    @property
    def query(self) -> Query:
        """The canonical query, without the number of the page: every change begins at the first."""
        return self.filterset.query

    def url(self, query: Query) -> str:
        return query.url(self.path)

    @cached_property
    def canonical_url(self) -> str:
        """The address of exactly this page."""
        return self.page_url(self.page.number)

    def page_url(self, number: int) -> str:
        return self.url(self.query.having(page=str(number)) if number > 1 else self.query)

    @cached_property
    def clear_url(self) -> str:
        """The list without filters, in the order in use."""
        return self.url(self.query.without(*self.filterset.filters))

    def filter_url(self, *leave_out: str, **values: str | list[str]) -> str:
        """The list with some filters taken away and others set."""
        return self.url(self.query.without(*leave_out).having(**values))

    # What is filtered by

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(parameter.label), words, self.url(self.query.without_value(name, text)))
            for name, value in self.filterset.chosen.items()
            for parameter in [self.filterset.parameter(name)]
            for text, words in parameter.words(value)
        ]

    @cached_property
    def facets(self) -> list[Facet]:
        """The lists of choices; one without any is left out."""
        counted = self.kept("facets", self.counted_choices)
        facets = (self.facet(name, *counted[name]) for name in self.filterset.facets)
        return [facet for facet in facets if facet.choices or facet.error]

    def counted_choices(self) -> dict[str, tuple[Counted, int]]:
        """For each facet the values with most rows, whatever is chosen, and how many values are left out."""
        found = {}
        for name, counted in self.filterset.facet_counts().items():
            chosen = self.filterset.filter_query.get(name)
            shown = [item for at, item in enumerate(counted) if at < MOST_CHOICES or item[0] in chosen]
            found[name] = (shown, len(counted) - len(shown))
        return found

    def facet(self, name: str, shown: Counted, more: int) -> Facet:
        """The choices, with whatever is chosen even if no row has it."""
        parameter = self.filterset.parameter(name)
        chosen = dict(parameter.words(self.filterset.chosen[name])) if name in self.filterset.chosen else {}
        known = {value for value, _, _ in shown}
        absent = [(value, label, 0) for value, label in chosen.items() if value not in known]
        return Facet(
            name=name,
            label=str(parameter.label),
            choices=[Choice(value, label, number, value in chosen) for value, label, number in [*shown, *absent]],
            more=more,
            error=self.filterset.problems.get(name, ""),
        )

    @property
    def filters_panel(self) -> SafeString:
        """The form with its choices, which is half of what a page costs: kept, packed, as long as nothing changes."""
        if self.filterset.problems or settings.DEVELOPMENT:  # templates change under development, the register need not
            return self.render_panel()
        packed = self.kept(
            f"panel of {self.path}?{self.query}",
            lambda: zlib.compress(self.render_panel().encode(), level=1),
        )
        return mark_safe(zlib.decompress(packed).decode())  # noqa: S308  (made by the line above)

    def render_panel(self) -> SafeString:
        return render_to_string("_components/filters.html", {"listing": self, "request": {"path": self.path}})

    @cached_property
    def form(self) -> list[BoundField]:
        """The fields beside the facets. What else the address sets goes along hidden; what it sets wrongly shows."""
        fields = []
        for name, field in self.filterset.form.fields.items():
            if name in self.filterset.facets:
                continue
            wrong = name in self.filterset.problems
            if name not in self.filterset.fields_shown:
                if not wrong and not self.query.get(name):
                    continue
                several = isinstance(field.widget, MultipleHiddenInput)
                field.widget = PlainInput() if wrong else MultipleHiddenInput() if several else HiddenInput()
            fields.append(self.filterset.form[name])
        order = {name: at for at, name in enumerate(self.filterset.fields_shown)}
        return sorted(fields, key=lambda bound: order.get(bound.name, len(order)))

    # Orders, pages, files

    @cached_property
    def heads(self) -> dict[str, SortLink]:
        """The orders by key, for the heads of a table."""
        key_in_use, descending = self.filterset.sort
        links = {}
        for key, sort in self.filterset.sorts.items():
            active = key == key_in_use
            turned = not descending if active else sort.descending
            way = f"-{key}" if turned else key
            query = self.query.without("sort")
            if way != self.filterset.default_sort:
                query = query.having(sort=way)
            direction = ("desc" if descending else "asc") if active else ""
            links[key] = SortLink(key, sort.label, self.url(query), active, direction)
        return links

    @property
    def sorts(self) -> list[SortLink]:
        return list(self.heads.values()) if self.total > 1 else []

    @cached_property
    def pages(self) -> list[PageLink]:
        """The first and last pages and those around this one; a gap has no address."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [
            PageLink(number, "" if number == GAP else self.page_url(number), number == self.page.number)
            for number in numbers
        ]

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page.number + 1) if self.page.has_next() else ""

    @property
    def downloads(self) -> list[dict[str, str]]:
        """The same rows as files, without paging."""
        if not self.total:
            return []
        return [{"format": kind, "url": self.filter_url("per_page", format=kind)} for kind in FORMATS]

    @cached_property
    def notes(self) -> list[Note]:
        """What the number of rows leaves unsaid."""
        left_out = [Note(f"{self.label(name)}: {words}") for name, words in self.filterset.problems.items()]
        return left_out + (self._notes(self) if self._notes else [])

    def label(self, name: str) -> str:
        return str(self.filterset.form.fields[name].label)
