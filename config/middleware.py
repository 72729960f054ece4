"""Small middlewares: headers on whatever is answered, no NUL, staff pages not stored, a silent database is a 503."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from config.views import SILENT, database_silent

Handler = Callable[[HttpRequest], HttpResponse]


class EveryAnswer:
    """The content policy, and Django's safety headers also on what is answered without them: a refused host name, a
    redirect, a file."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = settings.CONTENT_SECURITY_POLICY
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        return response


class RefuseNul:
    """Answer 400 to a NUL in the path: PostgreSQL would fail on it, and no address holds one.

    A NUL in the query is left to the forms, which name it beside its field.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise BadRequest("An address cannot hold a NUL character.")
        return self.get_response(request)


class StaffPagesNotStored:
    """Mark all of admin, and every page of whoever sends a session, `no-store`.

    The cookie alone decides: asking who it belongs to would ask the database once more, and fail with it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            add_never_cache_headers(response)
        return response


class DatabaseTrouble:
    """Answer a styled 503 when a view's database cannot be reached or does not answer in time.

    What other middlewares ask of it ends in the error page for 500, which knows this too.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return database_silent(request) if isinstance(exception, SILENT) else None
