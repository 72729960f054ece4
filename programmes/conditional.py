"""One way to answer 304: a page is sent again only after the register, the program or the day has changed."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag

from programmes.kept import release
from programmes.models import Revision

View = Callable[..., HttpResponseBase]
# what a browser sends that decides between a page and a part of it
FRAGMENT_HEADERS = ("HX-Request", "HX-History-Restore-Request")


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for the listing alone."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def revision_of(request: HttpRequest) -> Revision:
    """The data version that a request is answered from, read once."""
    if not hasattr(request, "revision"):
        request.revision = Revision.current()
    return request.revision


def conditional(view: View) -> View:
    """Answer 304, after one small query, to a stranger who has the page as it stands; whoever signed in gets it anew.

    No page is kept: the mark of a page says what it was made from, and the visitor's browser keeps it. It is read
    before the page is made, so that a write in between makes the page seem older than it is, never newer.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        etag = None
        if request.method in ("GET", "HEAD") and not settings.DEVELOPMENT and not request.user.is_authenticated:
            etag = etag_of(request)
        response = unchanged(request, etag) or view(request, *args, **kwargs)
        if etag and response.status_code in (200, 304):
            response["ETag"] = etag
        # one address, two bodies: no cache may give a fragment for a page
        patch_vary_headers(response, FRAGMENT_HEADERS)
        patch_cache_control(response, no_cache=True)
        return response

    return answer


def unchanged(request: HttpRequest, etag: str | None) -> HttpResponseBase | None:
    """The answer without a page. `*` asks whether there is any page at all, which only the page itself knows."""
    if etag is None or request.headers.get("If-None-Match", "").strip() == "*":
        return None
    return get_conditional_response(request, etag=etag)


def etag_of(request: HttpRequest) -> str:
    """What an answer depends on: the address, the part asked for, the data version, the release, the day."""
    revision = revision_of(request)
    parts = (
        request.get_full_path(),
        is_fragment(request),
        revision.number,
        revision.changed_at.timestamp(),
        release(),
        timezone.now().date(),
    )
    return quote_etag(hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32])
