"""Pages about the register as a whole: home, about, health, errors."""

from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from config.home import home_page
from programmes.models import Milestone, Revision

# a helpline whose number several articles in the register print; the page names it while that record is public
PAKISTAN_HOTLINE = "pk-tip-hotline-2023"


def home(request: HttpRequest) -> HttpResponse:
    """The first page: search, the register in numbers, its countries, what is featured, what is new."""
    return render(request, "home.html", home_page())


def about(request: HttpRequest) -> HttpResponse:
    """Method, caveats, how things are counted, where to get help."""
    hotline = Milestone.objects.published().filter(slug=PAKISTAN_HOTLINE).first()
    return render(request, "about.html", {"hotline": hotline})


def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


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
    # whatever failed may fail again: the frame then asks nothing of the database
    return render(request, "500.html", {"site_trouble": True}, status=500)
