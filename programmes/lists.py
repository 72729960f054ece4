"""One way from a request to a list page, a fragment of it, or a file of its rows."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag

from programmes.exports import FileTable, respond
from programmes.filters import RegisterFilter
from programmes.kept import release
from programmes.listing import Listing, Note
from programmes.models import Revision

# what a browser sends that decides between a page and a part of it
FRAGMENT_HEADERS = ("HX-Request", "HX-History-Restore-Request")


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for the listing alone."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def etag_of(request: HttpRequest, revision: Revision) -> str:
    """What an answer depends on: the address, the part asked for, the data version, the release, the day."""
    parts = (
        request.get_full_path(),
        is_fragment(request),
        revision.number,
        revision.changed_at.timestamp(),
        release(),
        timezone.now().date(),
    )
    return quote_etag(hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32])


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
        """The page, a part of it, or a file; one query and no body if the visitor has it as it stands."""
        revision = Revision.current()
        etag = None if settings.DEVELOPMENT or request.user.is_authenticated else etag_of(request, revision)
        response = get_conditional_response(request, etag=etag) or self.fresh(request, revision)
        if etag:
            response["ETag"] = etag
        # one address, two bodies: no cache may give a fragment for a page
        patch_vary_headers(response, FRAGMENT_HEADERS)
        patch_cache_control(response, no_cache=True)
        return response

    def fresh(self, request: HttpRequest, revision: Revision) -> HttpResponseBase:
        """The page; for htmx only the listing in it; with `format` a file of all its rows."""
        filterset = self.filterset(request.GET)
        if kind := filterset.control("format"):
            return respond(self.table, filterset, revision, kind)
        listing = Listing(
            filterset, path=request.path, revision=revision, noun=self.noun, read_rows=self.rows, notes=self.notes
        )
        template = self.fragment if is_fragment(request) else self.template
        return render(request, template, {"listing": listing, "revision": revision})
