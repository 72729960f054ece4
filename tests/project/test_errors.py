"""Error pages are styled, say what happened, and ask nothing of what may be broken."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config import views
from config.middleware import DatabaseTrouble

ADDRESS = "/programmes/"


@pytest.fixture
def request_for(rf: RequestFactory) -> HttpRequest:
    return rf.get(ADDRESS)


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (views.bad_request, 400, "This address cannot be read"),
        (views.permission_denied, 403, "This page is for editors"),
        (views.page_not_found, 404, "There is no such page here"),
    ],
)
def test_error_page_is_styled_and_says_what_happened(
    request_for: HttpRequest, view: object, status: int, heading: str
) -> None:
    response = view(request_for, PermissionDenied())  # type: ignore[operator]
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in text(response)
    assert "css/tokens.css" in text(response)
    assert 'content="noindex"' in text(response)


def test_a_server_error_is_shown_without_the_database(request_for: HttpRequest) -> None:
    # no database mark: a query here would fail the test
    response = views.server_error(request_for)
    assert response.status_code == 500
    assert "<h1>Something went wrong on our side</h1>" in text(response)
    assert "Data version" not in text(response)


def test_a_silent_database_is_a_styled_503_that_says_when_to_come_back(request_for: HttpRequest) -> None:
    middleware = DatabaseTrouble(lambda _: HttpResponse())
    response = middleware.process_exception(request_for, OperationalError("gone"))
    assert response is not None
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "<h1>The register is not answering at the moment</h1>" in text(response)


def test_an_error_page_never_repeats_what_was_sent(client: Client, db: None) -> None:
    page = text(client.get("/%3Cscript%3Ealert(1)%3C/script%3E/?q=<script>alert(1)</script>"))
    assert "alert(1)" not in page
