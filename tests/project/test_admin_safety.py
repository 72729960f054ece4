"""Who may open what, taken from the resolver; and what an editor's address bar can do to the admin."""

from collections.abc import Iterator
from itertools import cycle, islice
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from articles.editors import EDITORS
from programmes.models import ImportJob, Programme, Revision
from tests.factories import ExchangeRateFactory
from tests.project.addresses import public_addresses, routes
from tests.project.register import published_register
from tests.project.test_hostile import VALUES, written

pytestmark = pytest.mark.django_db

TO_SIGN_IN = 302
# kind of page: what a stranger, a member of staff without any right, and an editor are answered
SITE_PAGES = {
    "index": (TO_SIGN_IN, 200, 200),
    "login": (200, 302, 302),
    "logout": (302, 405, 405),  # leaving takes a POST
    "password_change": (TO_SIGN_IN, 200, 200),
    "password_change_done": (TO_SIGN_IN, 200, 200),
    "jsi18n": (TO_SIGN_IN, 200, 200),
    "autocomplete": (TO_SIGN_IN, 403, 403),  # without naming a field
    "view_on_site": (TO_SIGN_IN, 302, 302),
    "app_list": (TO_SIGN_IN, 404, 200),
    "": (TO_SIGN_IN, 404, 404),  # any other address
}
MODEL_PAGES = {
    "changelist": (TO_SIGN_IN, 403, 200),
    "add": (TO_SIGN_IN, 403, 200),
    "change": (TO_SIGN_IN, 403, 200),
    "delete": (TO_SIGN_IN, 403, 200),
    "history": (TO_SIGN_IN, 403, 200),
    "import": (TO_SIGN_IN, 403, 200),
    "import_job": (TO_SIGN_IN, 403, 200),
    "import_file": (TO_SIGN_IN, 403, 200),
    "subjects": (TO_SIGN_IN, 403, 200),
    "": (TO_SIGN_IN, 302, 302),  # the old address of a record, which leads to its page
}
# a job is made by uploading and ends by confirming: nobody deletes one; its page is its table's import page
IMPORT_JOBS = {"change": (TO_SIGN_IN, 404, 302), "delete": (TO_SIGN_IN, 403, 403), "": (TO_SIGN_IN, 302, 302)}
# accounts and groups are not the editors' business
ACCOUNTS = {kind: (TO_SIGN_IN, 403, 403) for kind in ("changelist", "add", "change", "delete", "history")} | {
    "password_change": (TO_SIGN_IN, 403, 403),
    "": (TO_SIGN_IN, 302, 302),
}


@pytest.fixture
def people() -> dict[str, Client]:
    """A client for each role, before a register with a row of each kind."""
    published_register()
    ExchangeRateFactory()
    bare = User.objects.create_user("bare", password="long-enough-here", is_staff=True)
    editor = User.objects.create_user("ed", password="long-enough-here", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    found = {"stranger": Client(), "bare": Client(), "editor": Client()}
    found["bare"].force_login(bare)
    found["editor"].force_login(editor)
    return found


@pytest.fixture
def job(people) -> ImportJob:
    """An import that waits for its editor."""
    data = b"code,alpha3,name\nNP,NPL,Nepal\n"
    address = reverse("admin:programmes_country_import")
    answer = people["editor"].post(address, {"file": SimpleUploadedFile("countries.csv", data)})
    assert answer.status_code == 302
    return ImportJob.objects.get()


def admin_routes() -> Iterator[tuple[str, str]]:
    """(name, route) of each page of the admin."""
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "app_name", None) != "admin":
            continue
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name or "", f"/admin/{pattern.pattern}"
                continue
            prefix = f"/admin/{pattern.pattern}"
            for inner in pattern.url_patterns:
                yield inner.name or f"{prefix.strip('/').replace('/', '_')}_", f"{prefix}{inner.pattern}"


def split(name: str) -> tuple[type[models.Model] | None, str]:
    """The model and the kind of page that a name says: `programmes_funder_change`."""
    app, _, rest = name.removeprefix("admin_").partition("_")
    model, _, kind = rest.partition("_")
    found = ContentType.objects.filter(app_label=app, model=model).first()
    return (found.model_class(), kind) if found else (None, name)


def filled(route: str, model: type[models.Model] | None, job: ImportJob) -> str:
    """A route with a record of the register in it."""
    record = model._default_manager.first() if model else None
    programme = ContentType.objects.get_for_model(Programme)
    parts = {
        "<path:content_type_id>": programme.pk,
        "<path:object_id>": record.pk if record else Programme.objects.first().pk,
        "<id>": record.pk if record else "",
        "<uuid:job_id>": job.pk,
        "<str:rows>.<str:ending>": "current.csv",
        "^(?P<app_label>programmes|articles|auth)/$": "programmes/",
        "(?P<url>.*)$": "nothing-here/",
    }
    for part, value in parts.items():
        route = route.replace(part, str(value))
    assert "<" not in route, route
    return route


def declared(model: type[models.Model] | None, kind: str) -> tuple[int, int, int]:
    """What each role is to be answered; fails for a kind of page that nobody declared."""
    if model is None:
        return SITE_PAGES[kind]
    if model is ImportJob:
        return {**MODEL_PAGES, **IMPORT_JOBS}[kind]
    return ACCOUNTS[kind] if model._meta.app_label == "auth" else MODEL_PAGES[kind]


def matrix(job: ImportJob) -> list[tuple[str, tuple[int, int, int]]]:
    """Each address of the admin with what it answers to whom."""
    found = []
    for name, route in admin_routes():
        model, kind = split(name)
        expected = declared(model, kind)
        if kind == "import_job" and model._meta.label_lower != job.model:
            expected = (*expected[:2], 404)  # the job of another table
        found.append((filled(route, model, job), expected))
    return found


def test_every_address_of_the_admin_answers_each_role_as_declared(people, job):
    addresses = matrix(job)
    assert len(addresses) > 100
    wrong = []
    for address, expected in addresses:
        if address == "/admin/logout/":
            continue
        got = tuple(people[role].get(address).status_code for role in ("stranger", "bare", "editor"))
        if got != expected:
            wrong.append((address, got, expected))
    assert not wrong, wrong


def test_whoever_has_no_right_changes_nothing_by_posting(people, job):
    before = (Revision.current().number, ImportJob.objects.count(), User.objects.count())
    for address, _ in matrix(job):
        if address in {"/admin/logout/", "/admin/login/"}:
            continue
        for data in ({}, {"action": "confirm"}, {"action": "delete_selected", "_selected_action": "1", "post": "yes"}):
            assert people["stranger"].post(address, data).status_code == 302, address
            # a form of their own account, the list of apps, or nothing at all
            assert people["bare"].post(address, data).status_code in {200, 302, 403, 404, 405}, address
    job.refresh_from_db()
    assert job.state == ImportJob.State.PREVIEWED
    assert (Revision.current().number, ImportJob.objects.count(), User.objects.count()) == before


def test_every_public_address_is_open_to_each_role(people):
    assert {name for name, _ in routes()} >= {"home", "about", "programme-list", "timeline-json"}
    for address in public_addresses():
        assert [people[role].get(address).status_code for role in people] == [200, 200, 200], address


def test_a_job_is_its_owner_s_alone(people, job):
    other = User.objects.create_user("other", password="long-enough-here", is_staff=True)
    other.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(other)
    address = reverse("admin:programmes_country_import_job", args=[job.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"action": "confirm"}).status_code == 404
    assert client.get(reverse("admin:programmes_importjob_change", args=[job.pk])).status_code == 404
    assert people["editor"].get(reverse("admin:programmes_country_import_job", args=[uuid4()])).status_code == 404


def test_forms_of_the_admin_want_their_token(people, job):
    for role in ("bare", "editor"):
        client = Client(enforce_csrf_checks=True)
        client.cookies = people[role].cookies
        address = reverse("admin:programmes_country_import_job", args=[job.pk])
        assert client.post(address, {"action": "confirm"}).status_code == 403
        upload = reverse("admin:programmes_country_import")
        assert client.post(upload, {"file": SimpleUploadedFile("a.csv", b"code\n")}).status_code == 403


# Hostile addresses

LOOKUPS = [
    *("q", "p", "o", "e", "all", "_popup", "_to_field", "_changelist_filters", "term", "app_label", "model_name"),
    *("field_name", "visibility__exact", "id__exact", "id__in", "pk", "slug__regex", "created_at__gte", "country__id"),
    *("programme__isempty", "country__isnull", "status", "currency", "is_facets", "_facets", "next", "action"),
]
A_QUERY_EACH = 3


def hostile_pages() -> list[str]:
    """The lists, forms and import pages that read an address's query."""
    kinds = ("changelist", "add", "import", "subjects")
    pages = [route for name, route in admin_routes() if name.endswith(kinds)]
    return [page for page in pages if "/auth/" not in page] + ["/admin/", "/admin/autocomplete/", "/admin/login/"]


@pytest.mark.slow
def test_nothing_in_an_editor_s_address_bar_gives_a_500(people):
    editor = people["editor"]
    editor.raise_request_exception = False
    values = cycle(VALUES)
    failed = []
    for address in hostile_pages():
        is_list = address.count("/") == 4
        for name in LOOKUPS if is_list else LOOKUPS[:6]:
            for value in islice(values, A_QUERY_EACH if is_list else 1):
                url = f"{address}?{name}={written(value)}"
                if (got := editor.get(url).status_code) >= 500:
                    failed.append((url, got))
    assert not failed, f"{len(failed)}: {failed[:10]}"


def test_an_autocomplete_s_address_gives_no_500(people):
    editor = people["editor"]
    editor.raise_request_exception = False
    for value in VALUES:
        question = f"app_label=articles&model_name=claim&field_name=article&term={written(value)}"
        assert editor.get(f"/admin/autocomplete/?{question}").status_code == 200, value
        assert editor.get(f"/admin/autocomplete/?{question}&page={written(value)}").status_code < 500, value
        assert editor.get(f"/admin/autocomplete/?{question}&model_name={written(value)}").status_code < 500, value


def test_no_pattern_of_a_visitor_is_run(people):
    """Some patterns take for ever, others stop the database's engine; neither is for an address bar."""
    for lookup in ("regex", "iregex"):
        assert people["editor"].get(f"/admin/programmes/funder/?slug__{lookup}=(a%2B)%2B%24").status_code == 400


def test_no_path_of_the_admin_gives_a_500(people):
    editor = people["editor"]
    editor.raise_request_exception = False
    parts = ["%00", "0", "-1", "9" * 30, "abc", "1_2F", "_3Cb_3E", "..", "😀", "1/../2", "1e400", "x" * 3000]
    for model in ("programmes/programme", "programmes/importjob", "articles/claim", "auth/user"):
        for part in parts:
            for page in ("change/", "delete/", "history/", ""):
                address = f"/admin/{model}/{part}/{page}"
                assert editor.get(address).status_code < 500, address
    for part in ("current.exe", "other.csv", "%00.csv", "..%2fcurrent.csv", "current.csv/", "abc/", f"{uuid4()}/"):
        answer = editor.get(f"/admin/programmes/funder/import/{part}")
        assert 300 <= answer.status_code < 500, part
    for kind, pk in (("0", "0"), ("abc", "1"), ("9" * 30, "1"), ("1", "9" * 30), ("%00", "1"), ("1", "abc")):
        assert editor.get(f"/admin/r/{kind}/{pk}/").status_code < 500, (kind, pk)
