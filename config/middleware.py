"""Three small middlewares: a NUL is refused, staff pages are not stored, a silent database is a 503."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

Handler = Callable[[HttpRequest], HttpResponse]


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
    """Mark every page of a signed-in person, and all of admin, `no-store`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if request.path_info.startswith("/admin/") or (user is not None and user.is_authenticated):
            add_never_cache_headers(response)
        return response


class DatabaseTrouble:
    """Answer a styled 503 when the database cannot be reached or does not answer in time."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        response = render(request, "503.html", {"site_trouble": True}, status=503)
        response["Retry-After"] = "30"
        return response
