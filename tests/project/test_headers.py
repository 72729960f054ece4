"""Every answer, whatever it is and whoever asks, carries the headers that keep it safe."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from articles.editors import EDITORS
from programmes.views import lists
from tests.conftest import ROOT
from tests.project.addresses import list_addresses, public_addresses
from tests.project.register import published_register

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
FRAGMENT = {"HTTP_HX_REQUEST": "true"}

# What a server under production settings is asked, and how its answers come back.
PROBE = """
import json, os, sys
import django
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", verbosity=0)
User.objects.create_superuser("root", password="a-long-password")
client = Client(raise_request_exception=False, SERVER_NAME="register.example")
ask = {
    "page": ("/", {"secure": True}),
    "about": ("/about/", {"secure": True}),
    "not found": ("/nothing/", {"secure": True}),
    "static file": (static("css/tokens.css"), {"secure": True}),
    "no static file": ("/static/css/nothing.css", {"secure": True}),
    "file": ("/programmes/?format=csv", {"secure": True}),
    "plain": ("/programmes/", {}),
    "plain, another host": ("/programmes/", {"SERVER_NAME": "evil.example"}),
    "another host": ("/programmes/", {"SERVER_NAME": "evil.example", "secure": True}),
    "health": ("/healthz", {}),
    "readiness": ("/readyz", {}),
    "sign-in": ("/admin/login/", {"secure": True}),
}
answers = {}
for name, (address, extra) in ask.items():
    answer = client.get(address, **extra)
    answers[name] = [answer.status_code, dict(answer.items()), [c.OutputString() for c in answer.cookies.values()]]
answer = client.post("/admin/login/", {"username": "root", "password": "a-long-password"}, secure=True)
answers["signed in"] = [answer.status_code, dict(answer.items()), [c.OutputString() for c in answer.cookies.values()]]
sys.stdout.write("ANSWERS" + json.dumps(answers))
"""


def assert_safe(answer: Any, said: object) -> None:
    """The headers that every answer has, exactly."""
    assert answer["Content-Security-Policy"] == POLICY, said
    assert answer["X-Content-Type-Options"] == "nosniff", said
    assert answer["Referrer-Policy"] == "same-origin", said
    assert answer["X-Frame-Options"] == "DENY", said
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", said


def assert_not_stored(answer: HttpResponse, said: object) -> None:
    assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}, said


@pytest.fixture
def stranger() -> Client:
    published_register()
    return Client(raise_request_exception=False)


@pytest.fixture
def editor() -> Client:
    user = User.objects.create_user("ed", password="long-enough-here", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(user)
    return client


def answers_to_strangers(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    """Every public address, as a page, as a part and as each kind of file."""
    for address in public_addresses():
        yield address, client.get(address)
        yield f"part of {address}", client.get(address, **FRAGMENT)
    for address in list_addresses():
        for query in ("format=csv", "format=xlsx", "format=json", "q=%00", "page=abc"):
            yield f"{address}?{query}", client.get(f"{address}?{query}")


def test_every_public_answer_is_safe_and_sets_no_cookie(stranger):
    for said, answer in answers_to_strangers(stranger):
        b"".join(answer)
        assert answer.status_code in {200, 302}, said
        assert_safe(answer, said)
        assert not answer.cookies, said
        assert "Set-Cookie" not in answer, said


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing/", 404),
        ("/programmes/nothing/", 404),
        ("/programmes/%00/", 400),
        ("/static/nothing.css", 404),
        ("/static/css/tokens.css", 200),
        ("/static/js/theme.js", 200),
        ("/programmes", 301),
        ("/admin/", 302),
        ("/admin/login/", 200),
        ("/admin/nothing/", 302),
        ("/favicon.ico", 404),
    ],
)
def test_other_answers_are_safe(stranger, address, status):
    answer = stranger.get(address)
    b"".join(answer)
    assert answer.status_code == status
    assert_safe(answer, address)


def test_another_host_name_is_refused_safely(stranger, settings):
    settings.ALLOWED_HOSTS = ["register.example"]
    answer = stranger.get("/programmes/", SERVER_NAME="evil.example")
    assert answer.status_code == 400
    assert_safe(answer, "host")


def test_a_form_without_its_token_is_refused_safely(stranger):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert_safe(answer, "403")
    assert_not_stored(answer, "403")


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("broken"), 500), (OperationalError("gone"), 503)])
def test_a_failing_page_is_answered_safely(stranger, monkeypatch, error, status):
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(lists.ListPage, "answer", fail)
    answer = stranger.get("/programmes/")
    assert answer.status_code == status
    assert_safe(answer, status)
    assert "broken" not in answer.content.decode()
    assert "gone" not in answer.content.decode()


def test_staff_pages_are_not_stored(stranger, editor):
    for address in ("/admin/", "/admin/programmes/programme/", "/admin/programmes/programme/import/", "/admin/jsi18n/"):
        answer = editor.get(address)
        assert answer.status_code == 200, address
        assert_safe(answer, address)
        assert_not_stored(answer, address)
        assert_not_stored(stranger.get(address), address)
    for address in (*public_addresses(), "/programmes/?format=csv", "/timeline/?group=funder"):
        answer = editor.get(address)
        b"".join(answer)
        assert_not_stored(answer, address)


def test_the_page_is_the_same_for_whoever_asks(stranger, editor):
    """Nothing of an editor's is in a page that a cache between may keep."""
    for address in public_addresses():
        assert stranger.get(address).content == editor.get(address).content, address


def test_a_part_and_its_page_are_told_apart_by_caches(stranger):
    for address in list_addresses():
        page, part = stranger.get(address), stranger.get(address, **FRAGMENT)
        again = stranger.get(address, **FRAGMENT, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
        if page.content == part.content:
            continue
        assert b"<html" in page.content, address
        assert b"<html" not in part.content, address
        assert b"<html" in again.content, address
        for answer in (page, part, again):
            assert "HX-Request" in answer["Vary"], address
            assert "HX-History-Restore-Request" in answer["Vary"], address
        assert not page.has_header("ETag") or page["ETag"] != part["ETag"]


def test_an_unchanged_page_is_answered_safely(stranger):
    for address in list_addresses():
        first = stranger.get(address)
        if first.has_header("ETag"):
            again = stranger.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
            assert again.status_code == 304
            assert_safe(again, address)


# Production


def production(tmp_path: Path, *command: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
    """Run Python with the environment of a server, and nothing of this one's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    environment = {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "register.example",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'register.sqlite3'}",
        "STATIC_ROOT": str(tmp_path / "static"),
        **changed,
    }
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=180
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a server under production settings answers: status, headers, cookies."""
    run = production(tmp_path_factory.mktemp("production"), "-c", PROBE)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.partition("ANSWERS")[2])


def test_production_answers_are_safe(served):
    for name, (_, headers, _) in served.items():
        assert_safe(headers, name)


def test_production_answers_as_it_should(served):
    statuses = {name: status for name, (status, _, _) in served.items()}
    assert statuses == {
        "page": 200,
        "about": 200,
        "not found": 404,
        "static file": 200,
        "no static file": 404,
        "file": 200,
        "plain": 301,
        "plain, another host": 400,
        "another host": 400,
        "health": 200,
        "readiness": 200,
        "sign-in": 200,
        "signed in": 302,
    }
    assert served["plain"][1]["Location"] == "https://register.example/programmes/"


def test_production_keeps_to_tls(served):
    for name in ("page", "about", "not found", "static file", "file", "sign-in"):
        promise = served[name][1]["Strict-Transport-Security"]
        assert promise == "max-age=31536000; includeSubDomains; preload", name


def test_production_cookies_are_for_tls_and_the_server_alone(served):
    cookies = {cookie.partition("=")[0]: cookie for cookie in served["signed in"][2]}
    assert set(cookies) == {"csrftoken", "sessionid"}
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies.values())
    assert "HttpOnly" in cookies["sessionid"]
    assert not any(cookies for name, (*_, cookies) in served.items() if name not in {"sign-in", "signed in"})


def test_production_files_are_named_by_their_content_and_kept(served):
    assert "immutable" in served["static file"][1]["Cache-Control"]


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    run = production(
        tmp_path,
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


@pytest.mark.parametrize("key", [None, ""])
def test_production_does_not_start_without_a_secret_key(tmp_path, key):
    run = production(tmp_path, "manage.py", "check", DJANGO_SETTINGS_MODULE="config.settings", SECRET_KEY=key)
    assert run.returncode != 0
    assert "SECRET_KEY" in run.stderr


def test_production_answers_to_no_host_that_was_not_named(tmp_path):
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.DEBUG)"
    assert production(tmp_path, "-c", code, ALLOWED_HOSTS=None).stdout == "[] False\n"
