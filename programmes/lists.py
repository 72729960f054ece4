"""One way from a request to a list page, a fragment of it, or a file of its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from programmes.exports import Table, respond
from programmes.filters import RegisterFilter
from programmes.listing import Listing, Note
from programmes.models import Revision


@dataclass(frozen=True)
class ListPage:
    """What one list is: its filter, its rows, its files, its words and templates."""

    filterset: type[RegisterFilter]
    rows: Callable[[Sequence[int]], Sequence[Any]]
    table: Table
    noun: tuple[str, str]
    template: str
    fragment: str
    notes: Callable[[Listing], list[Note]] | None = None

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page; for htmx only the listing in it; with `format` a file of all its rows."""
        filterset = self.filterset(request.GET)
        revision = Revision.current()
        if kind := filterset.control("format"):
            return respond(self.table, filterset, revision, kind)
        listing = Listing(
            filterset, path=request.path, revision=revision, noun=self.noun, read_rows=self.rows, notes=self.notes
        )
        is_fragment = request.htmx and not request.htmx.history_restore_request
        template = self.fragment if is_fragment else self.template
        response: HttpResponse = render(request, template, {"listing": listing, "revision": revision})
        # one address, two bodies: no cache may give a fragment for a page
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
        patch_cache_control(response, no_cache=True)
        return response
