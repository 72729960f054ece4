"""One way from a request to a list page, a fragment of it, or a file of its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from programmes.conditional import is_fragment, revision_of
from programmes.exports import FileTable, respond
from programmes.filters import RegisterFilter
from programmes.listing import Listing, Note


@dataclass(frozen=True)
class ListPage:
    """What one list is: its filter, its rows, its files, its words and templates."""

    filterset: type[RegisterFilter]
    rows: Callable[[Sequence[int]], Sequence[Any]]
    table: FileTable
    noun: tuple[str, str]
    template: str
    fragment: str
    notes: Callable[[Listing], list[Note]] | None = None

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page; for htmx only the listing in it; with `format` a file of all its rows."""
        revision = revision_of(request)
        filterset = self.filterset(request.GET)
        if kind := filterset.control("format"):
            return respond(self.table, filterset, revision, kind)
        listing = Listing(
            filterset, path=request.path, revision=revision, noun=self.noun, read_rows=self.rows, notes=self.notes
        )
        template = self.fragment if is_fragment(request) else self.template
        return render(request, template, {"listing": listing})
