"""The import pages: what an editor uploads is shown first, then stored once, exactly as shown."""

import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.editors import EDITORS
from programmes import import_jobs
from programmes.models import Country, Funder, ImportJob, Programme, Revision
from programmes.resources import CountryResource, FunderResource
from programmes.tables import MAX_BYTES, read_table, write_xlsx
from tests.conftest import ROOT
from tests.factories import FunderFactory, ProgrammeFactory, country
from tests.programmes.test_tables import BOMBS

pytestmark = pytest.mark.django_db

FIXTURES = ROOT / "fixtures"
COUNTRIES = b"code,alpha3,name\nPK,PAK,Pakistan\nBD,BGD,Bangladesh\n"
FUNDERS = b"slug,name,acronym,aliases,kind,country,website,identifier,note,visibility\n"
OVERVIEW = "admin:programmes_importjob_changelist"


@pytest.fixture
def editor(django_user_model, client) -> Client:
    """A client signed in as a member of the editors' group."""
    user = django_user_model.objects.create_user("ed", password="long-enough-here", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    client.user = user
    return client


def url(model: str, page: str = "import", *args: object) -> str:
    app = "articles" if model in {"article", "statistic", "claim"} else "programmes"
    return reverse(f"admin:{app}_{model}_{page}", args=args)


def upload(client: Client, address: str, name: str, data: bytes) -> HttpResponse:
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def previewed(client: Client, model: str, data: bytes, name: str = "file.csv") -> ImportJob:
    """The job that an upload leads to."""
    answer = upload(client, url(model), name, data)
    assert answer.status_code == 302, answer.context["form"].errors
    job = ImportJob.objects.latest("created_at")
    assert answer["Location"] == url(model, "import_job", job.pk)
    return job


def act(client: Client, model: str, job: ImportJob, action: str) -> str:
    """Press a button; the page that follows, as text."""
    answer = client.post(url(model, "import_job", job.pk), {"action": action}, follow=True)
    assert answer.status_code == 200
    job.refresh_from_db()
    return answer.content.decode()


# From upload to result


def test_a_preview_shows_what_would_change_and_stores_nothing(editor):
    for slug in ("same", "old"):
        FunderFactory(slug=slug, name=slug, acronym="", aliases="", kind="ngo", country=country("PK"), website="")
    Funder.objects.update(identifier="", note="", visibility="draft")
    before = Revision.current().number
    rows = "same,same,,,ngo,PK,,,,draft\nold,Renamed <b>,,,ngo,PK,,,,draft\nnew,New one,N,,ngo,,,,,draft\n"
    job = previewed(editor, "funder", FUNDERS + rows.encode())
    page = editor.get(url("funder", "import_job", job.pk)).content.decode()
    assert job.counts == {"new": 1, "changed": 1, "unchanged": 1, "refused": 0}
    assert "<del>old</del>" in page
    assert "<ins>Renamed &lt;b&gt;</ins>" in page
    assert "New one" in page
    assert "Confirm the import" in page
    assert (Funder.objects.count(), Revision.current().number) == (2, before)


def test_confirming_stores_it_and_drops_the_rows(editor):
    job = previewed(editor, "country", COUNTRIES)
    page = act(editor, "country", job, "confirm")
    assert "Imported: 2 new, 0 changed, 0 unchanged." in page
    assert reverse("admin:programmes_country_changelist") in page
    assert Country.objects.count() == 2
    assert (job.state, job.table, job.preview, job.plan) == ("done", "", "", "")
    assert (job.new, job.revision, job.finished_at is not None) == (2, Revision.current().number, True)
    assert LogEntry.objects.get().get_admin_url() == reverse("admin:programmes_importjob_change", args=[job.pk])
    assert editor.get(LogEntry.objects.get().get_admin_url(), follow=True).redirect_chain[-1][0].endswith(f"{job.pk}/")


def test_refusals_name_line_column_and_reason_and_cannot_be_confirmed(editor):
    country("PK")
    rows = (
        "a,A,,,charity,PK,,,,draft\nb,,,,ngo,Pakistan,,,,draft\n,,,,,,,,,\nc,C,,,ngo,PK,javascript:alert(1),,,draft\n"
    )
    job = previewed(editor, "funder", FUNDERS + rows.encode())
    page = editor.get(url("funder", "import_job", job.pk)).content.decode()
    assert job.refused == 3
    assert "Confirm the import" not in page
    for words in (
        ">2<",
        "“charity” is not one of",
        "did you mean PK?",
        "may not be empty",
        ">5<",
        "http:// or https://",
    ):
        assert words in " ".join(page.split()).replace("> ", ">").replace(" <", "<")
    act(editor, "funder", job, "confirm")
    assert job.state == "previewed"
    assert not Funder.objects.exists()


def test_what_was_missing_can_come_first_and_the_file_be_checked_again(editor):
    job = previewed(editor, "funder", FUNDERS + b"a,A,,,ngo,PK,,,,draft\n")
    assert job.refused == 1
    country("PK")
    assert "Confirm the import" in act(editor, "funder", job, "again")
    act(editor, "funder", job, "confirm")
    assert Funder.objects.get().slug == "a"


def test_discarding_stores_nothing_for_good(editor):
    job = previewed(editor, "country", COUNTRIES)
    assert "nothing of it was stored" in act(editor, "country", job, "discard")
    for action in ("confirm", "again", "discard", "", "x" * 1000):
        act(editor, "country", job, action)
    assert (job.state, job.table, Country.objects.count()) == ("discarded", "", 0)


def test_confirming_twice_does_it_once(editor):
    job = previewed(editor, "country", COUNTRIES)
    act(editor, "country", job, "confirm")
    Country.objects.all().delete()
    before = Revision.current().number
    assert "Imported" in act(editor, "country", job, "confirm")
    assert (Country.objects.count(), Revision.current().number) == (0, before)
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: country("PK"), "the register has changed since the preview"),
        (lambda: Country.objects.create(code="XX", alpha3="PAK", name="Elsewhere"), "Imported: 2 new"),
    ],
)
def test_what_is_imported_is_what_was_shown(change, words, editor):
    job = previewed(editor, "country", COUNTRIES)
    change()
    assert words in act(editor, "country", job, "confirm")


def test_a_row_refused_meanwhile_stops_the_import(editor):
    home = country("PK")
    job = previewed(editor, "funder", FUNDERS + b"a,A,,,ngo,PK,,,,draft\n")
    home.delete()
    page = act(editor, "funder", job, "confirm")
    assert "the register has changed" in page
    assert "no country “PK”" in page
    assert (job.state, job.refused, Funder.objects.count()) == ("previewed", 1, 0)


def test_a_file_that_changes_nothing_has_nothing_to_confirm(editor):
    act(editor, "country", previewed(editor, "country", COUNTRIES), "confirm")
    for data in (COUNTRIES, b"code,alpha3,name\n"):
        job = previewed(editor, "country", data)
        page = editor.get(url("country", "import_job", job.pk)).content.decode()
        assert "Nothing to import" in page
        assert "Confirm the import" not in page


def test_a_failure_leaves_nothing_and_says_so(editor, monkeypatch):
    job = previewed(editor, "country", COUNTRIES)
    run = import_jobs.run_import

    def fail(*args: object, **how: object) -> None:
        run(*args, **how)
        raise RuntimeError("half-way")

    monkeypatch.setattr(import_jobs, "run_import", fail)
    assert "The import failed" in act(editor, "country", job, "confirm")
    assert (job.state, Country.objects.count()) == ("failed", 0)


def test_a_busy_database_is_no_end(editor, monkeypatch):
    job = previewed(editor, "country", COUNTRIES)

    def busy(*args: object, **how: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(import_jobs, "run_import", busy)
        assert "busy with another import" in act(editor, "country", job, "confirm")
        assert "busy" in upload(editor, url("country"), "a.csv", COUNTRIES).content.decode()
    act(editor, "country", job, "confirm")
    assert (job.state, Country.objects.count()) == ("done", 2)


def test_old_jobs_are_forgotten(editor):
    job = previewed(editor, "country", COUNTRIES)
    ImportJob.objects.update(created_at=timezone.now() - timedelta(days=8))
    previewed(editor, "country", COUNTRIES)
    job.refresh_from_db()
    assert (job.state, job.table) == ("discarded", "")


def test_many_rows_stay_readable(editor):
    rows = "".join(f"f{n},Funder {n},,,ngo,,,,,draft\n" for n in range(450))
    job = previewed(editor, "funder", FUNDERS + rows.encode())
    page = editor.get(url("funder", "import_job", job.pk)).content.decode()
    assert "The first 200 are shown." in page
    assert ("Funder 199" in page, "Funder 200<" in page) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_imports_once(django_user_model):
    user = django_user_model.objects.create_user("ed", is_staff=True)
    job = import_jobs.upload(resource=CountryResource(), file_name="a.csv", data=COUNTRIES, by=user)
    start, did = threading.Barrier(4), []

    def click() -> None:
        start.wait()
        try:
            did.append(import_jobs.confirm(job=ImportJob.objects.get(pk=job.pk), resource=CountryResource()))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(did) == [False, False, False, True]
    assert Country.objects.count() == 2


# Who may


def test_strangers_sign_in_first(client):
    for address in (url("country"), reverse(OVERVIEW), url("country", "import_file", "current", "csv")):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/admin/login/" in answer["Location"]


@pytest.mark.parametrize("rights", [[], ["view"], ["add"], ["change"], ["view", "change"]])
def test_an_import_takes_the_right_to_add_and_to_change(rights, client, django_user_model, editor):
    job = previewed(editor, "country", COUNTRIES)
    user = django_user_model.objects.create_user("some", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=[f"{right}_country" for right in rights], content_type__app_label="programmes"
        )
    )
    client.force_login(user)
    addresses = [url("country"), url("country", "import_job", job.pk), url("country", "import_file", "empty", "xlsx")]
    for address in addresses:
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert client.get(reverse(OVERVIEW)).status_code == 403
    if "view" in rights:
        assert url("country") not in client.get(reverse("admin:programmes_country_changelist")).content.decode()


def test_a_job_is_its_owner_s(client, django_user_model, editor):
    job = previewed(editor, "country", COUNTRIES)
    assert client.get(url("funder", "import_job", job.pk)).status_code == 404
    other = django_user_model.objects.create_superuser("other")
    client.force_login(other)
    assert client.get(url("country", "import_job", job.pk)).status_code == 404
    assert client.post(url("country", "import_job", job.pk), {"action": "confirm"}).status_code == 404
    assert client.get(reverse("admin:programmes_importjob_change", args=[job.pk])).status_code == 404
    assert not Country.objects.exists()


def test_forms_are_protected_against_forgery(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    job = previewed(editor, "country", COUNTRIES)
    assert upload(strict, url("country"), "a.csv", COUNTRIES).status_code == 403
    assert strict.post(url("country", "import_job", job.pk), {"action": "confirm"}).status_code == 403
    token = strict.get(url("country")).cookies["csrftoken"].value
    form = {"file": SimpleUploadedFile("a.csv", COUNTRIES), "csrfmiddlewaretoken": token}
    assert strict.post(url("country"), form).status_code == 302


def test_nothing_is_kept_by_a_browser(editor):
    job = previewed(editor, "country", COUNTRIES)
    for address in (
        url("country"),
        url("country", "import_job", job.pk),
        url("country", "import_file", "current", "csv"),
    ):
        assert "no-store" in editor.get(address)["Cache-Control"]


# Hostile uploads


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_file_is_answered_with_the_form(name, editor):
    file_name, make = BOMBS[name]
    answer = upload(editor, url("funder"), file_name, make())
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not ImportJob.objects.exists()


def test_a_file_too_large_is_dropped_while_it_arrives(editor):
    answer = upload(editor, url("funder"), "a.csv", b"x" * (MAX_BYTES + 5_000_000))
    assert "larger than 10 MB" in answer.content.decode()


@pytest.mark.parametrize("form", [{}, {"file": "text"}, {"file": SimpleUploadedFile("a.csv", b"")}, {"other": "x"}])
def test_a_form_without_a_file_is_answered(form, editor):
    assert editor.post(url("funder"), form).status_code == 200


CELLS = [
    *("1e400", "NaN", "-1", "12345678901234567", "31/02/2021", "2021-02-31"),
    *("\x00", "a\x00b", "\ud800", "\u202eabc", "\ufeff", "x" * 5000, ""),
    *("javascript:alert(1)", "<script>alert(1)</script>", "'; DROP TABLE", "{{ 7*7 }}", "%s%n"),
]


@pytest.mark.parametrize(
    "model",
    [
        *("term", "country", "exchangerate", "funder", "agency", "milestone", "programme", "grant", "participation"),
        *("article", "statistic", "claim"),
    ],
)
def test_hostile_cells_in_every_column_never_break_a_page(model, editor):
    headers = read_table("a.csv", editor.get(url(model, "import_file", "empty", "csv")).content).headers
    entries = [dict.fromkeys(headers, cell) for cell in CELLS]
    job = previewed(editor, model, json.dumps(entries).encode(), "a.json")
    page = editor.get(url(model, "import_job", job.pk))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert job.refused
    act(editor, model, job, "confirm")
    assert job.state == "previewed"


@pytest.mark.parametrize(
    "data",
    [
        b"slug,slug\na,b\n",
        b"slug,nosuch\na,b\n",
        b"name\na\n",
        b"slug,name\na\n",
        b"slug,name\na,b,c\n",
        b"slug,<b>\na,b\n",
        b"slug,\x00\na,b\n",
    ],
)
def test_faulty_headers_and_ragged_rows_are_refusals_on_the_preview(data, editor):
    job = previewed(editor, "funder", data)
    assert job.refused == 1
    page = editor.get(url("funder", "import_job", job.pk)).content.decode()
    assert "Reason" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "a\u202egnp.csv", "<b>.csv", "x" * 190 + ".csv", "C:\\x\\y.csv", "é.csv"]
)
def test_a_file_s_name_is_only_shown(name, editor):
    job = previewed(editor, "country", COUNTRIES, name)
    page = editor.get(url("country", "import_job", job.pk)).content.decode()
    assert "<b>.csv" not in page
    assert "\u202e" not in job.file_name
    assert "/" not in job.file_name


@pytest.mark.parametrize("path", ["nosuch.csv", "current.exe", "00000000-0000-0000-0000-000000000000/"])
def test_addresses_that_are_none_are_not_found(path, editor):
    assert editor.get(url("country") + path, follow=True).status_code == 404


# Files to take away, and back


def test_the_download_is_the_table_and_importing_it_changes_nothing(editor):
    FunderFactory(
        slug="live", name="=HYPERLINK(1)", note="+1\n'=2", acronym="@x", aliases="-a;b", country=country("PK")
    )
    FunderFactory(slug="plain", website="https://example.org/")
    for ending in ("csv", "xlsx"):
        answer = editor.get(url("funder", "import_file", "current", ending))
        assert f'filename="funders.{ending}"' in answer["Content-Disposition"]
        job = previewed(editor, "funder", answer.content, f"funders.{ending}")
        assert job.counts == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
        assert ending == "xlsx" or b"\"'=HYPERLINK" in answer.content or b",'=HYPERLINK" in answer.content


def test_the_empty_table_has_the_columns_the_page_explains(editor):
    for ending in ("csv", "xlsx"):
        table = read_table(f"a.{ending}", editor.get(url("programme", "import_file", "empty", ending)).content)
        page = editor.get(url("programme")).content.decode()
        assert not table.rows
        assert all(f"<code>{header}</code>" in page for header in table.headers)


def test_tsv_xlsx_and_json_give_the_same_rows(editor):
    table = read_table("a.csv", COUNTRIES)
    files = {
        "a.tsv": COUNTRIES.replace(b",", b"\t"),
        "a.csv": COUNTRIES.replace(b",", b";"),
        "a.xlsx": write_xlsx(table.headers, table.rows),
        "a.json": json.dumps([dict(zip(table.headers, row, strict=True)) for row in table.rows]).encode(),
    }
    act(editor, "country", previewed(editor, "country", COUNTRIES), "confirm")
    for name, data in files.items():
        assert previewed(editor, "country", data, name).counts["unchanged"] == 2
    Country.objects.all().delete()
    act(editor, "country", previewed(editor, "country", files["a.json"], "a.json"), "confirm")
    assert Country.objects.get(code="BD").name == "Bangladesh"


# The overview


def test_the_overview_lists_every_table_after_those_it_refers_to(editor):
    page = editor.get(reverse(OVERVIEW))
    tables = page.context["tables"]
    assert len(tables) == 12
    for number, table in enumerate(tables):
        assert set(table["needs"]) <= {str(earlier["name"]) for earlier in tables[:number]}
        assert editor.get(table["import_url"]).status_code == 200
        assert table["import_url"] in editor.get(table["list_url"]).content.decode()


def test_the_overview_shows_one_s_own_imports(editor, django_user_model):
    job = previewed(editor, "country", COUNTRIES, "mine.csv")
    other = django_user_model.objects.create_user("other")
    import_jobs.upload(resource=FunderResource(), file_name="theirs.csv", data=FUNDERS, by=other)
    page = editor.get(reverse(OVERVIEW)).content.decode()
    assert url("country", "import_job", job.pk) in page
    assert ("mine.csv" in page, "theirs.csv" in page) == (True, False)


@pytest.mark.slow
@pytest.mark.parametrize("folder", [FIXTURES / "seed", FIXTURES], ids=lambda path: path.name)
def test_the_whole_register_goes_in_through_the_pages(folder, editor, tmp_path: Path):
    for table in editor.get(reverse(OVERVIEW)).context["tables"]:
        path = folder / f"{str(table['name']).replace(' ', '_')}.csv"
        answer = upload(editor, table["import_url"], path.name, path.read_bytes())
        assert answer.status_code == 302
        job = ImportJob.objects.latest("created_at")
        assert (job.refused, job.changed, job.unchanged) == (0, 0, 0), path.name
        if job.new:
            page = editor.post(answer["Location"], {"action": "confirm"}, follow=True)
            assert "Imported:" in page.content.decode(), path.name
    call_command("dump_registry", str(tmp_path), verbosity=0)
    for path in folder.glob("*.csv"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_examples_come_from_the_register(editor):
    assert "small-letters-2021" in editor.get(url("programme")).content.decode()
    ProgrammeFactory(slug="an-example")
    assert "an-example" in editor.get(url("programme")).content.decode()
    assert Programme.objects.count() == 1
