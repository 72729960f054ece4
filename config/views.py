"""Pages about the register as a whole: home, about, health, errors."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from config.home import home_page
from programmes.conditional import conditional
from programmes.models import Milestone, Revision

# a helpline whose number several articles in the register print; the page names it while that record is public
PAKISTAN_HOTLINE = "pk-tip-hotline-2023"

# what a database raises that cannot be reached, or does not answer in time
SILENT = (OperationalError, InterfaceError)


@conditional
def home(request: HttpRequest) -> HttpResponse:
    """The first page: search, the register in numbers, its countries, what is featured, what is new."""
    return render(request, "home.html", home_page())


@conditional
def about(request: HttpRequest) -> HttpResponse:
    """Method, caveats, how things are counted, where to get help."""
    hotline = Milestone.objects.published().filter(slug=PAKISTAN_HOTLINE).first()
    return render(request, "about.html", {"hotline": hotline})


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the register can be read: 200 with its data version, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        revision = Revision.current().number
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ready": True, "revision": revision})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], SILENT):
        return database_silent(request)
    # whatever failed may fail again: the frame then asks nothing of the database
    return render(request, "500.html", {"site_trouble": True}, status=500)


def database_silent(request: HttpRequest) -> HttpResponse:
    """The page while the database is away; the next request tries again."""
    response = render(request, "503.html", {"site_trouble": True}, status=503)
    response["Retry-After"] = "30"
    return response
