"""Whether the site says rightly that it is well, and what it does when its database is not."""

import pytest
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client

from config.settings import DATABASES
from programmes.actions import bump_revision
from programmes.models import Revision
from tests.project.addresses import public_addresses
from tests.project.register import published_register

ON_SQLITE = connection.vendor == "sqlite"
# what a hung or absent database raises, by engine alike
TROUBLES = [OperationalError("connection refused: secret-host"), InterfaceError("connection already closed")]


@pytest.fixture
def stranger() -> Client:
    published_register()
    return Client(raise_request_exception=False)


@pytest.fixture(params=TROUBLES, ids=lambda trouble: type(trouble).__name__)
def break_database(request, monkeypatch):
    """A switch: after it every statement fails."""

    def fail(*args: object, **kwargs: object) -> None:
        raise request.param

    def switch() -> None:
        monkeypatch.setattr(CursorWrapper, "execute", fail)
        monkeypatch.setattr(CursorWrapper, "executemany", fail)

    return switch


@pytest.mark.django_db
def test_healthy(stranger, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = stranger.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_says_which_data(stranger):
    before = stranger.get("/readyz").json()
    assert before == {"ready": True, "revision": Revision.current().number}
    bump_revision()
    assert stranger.get("/readyz").json()["revision"] == before["revision"] + 1
    assert "no-store" in stranger.get("/readyz")["Cache-Control"]


@pytest.mark.django_db
def test_health_without_a_database(stranger, break_database):
    break_database()
    assert stranger.get("/healthz").status_code == 200
    answer = stranger.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert "secret-host" not in answer.content.decode()


@pytest.mark.django_db
def test_every_page_without_a_database_says_so_and_recovers(stranger, break_database, monkeypatch):
    addresses = [address for address in public_addresses() if address not in {"/healthz", "/readyz"}]
    with monkeypatch.context():
        break_database()
        for address in [*addresses, "/nothing/", "/programmes/?format=csv", "/admin/"]:
            answer = stranger.get(address, HTTP_COOKIE="sessionid=abcdefghijklmnopqrstuvwxyz012345")
            assert answer.status_code == 503, address
            assert int(answer["Retry-After"]) > 0
            text = answer.content.decode()
            assert "The register is not answering at the moment" in text, address
            assert "css/tokens.css" in text
            assert "secret-host" not in text
    monkeypatch.undo()
    for address in addresses:
        assert stranger.get(address).status_code == 200, address


@pytest.mark.django_db
@pytest.mark.skipif(not ON_SQLITE, reason="how SQLite was opened")
def test_sqlite_waits_for_writers_and_lets_readers_read():
    with connection.cursor() as cursor:
        settings = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "busy_timeout", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "busy_timeout": 5000, "synchronous": 1, "foreign_keys": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not connection.settings_dict["ATOMIC_REQUESTS"]


@pytest.mark.django_db
@pytest.mark.skipif(ON_SQLITE, reason="limits of PostgreSQL")
def test_postgresql_has_limits_on_waiting():
    assert DATABASES["default"]["OPTIONS"]["connect_timeout"] == 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting::int FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout')")
        assert dict(cursor.fetchall()) == {"statement_timeout": 20_000, "lock_timeout": 10_000}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(ON_SQLITE, reason="limits of PostgreSQL")
def test_a_statement_that_takes_too_long_is_a_503(stranger, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")

    def slow() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(Revision, "current", slow)
    try:
        assert stranger.get("/programmes/").status_code == 503
        assert stranger.get("/readyz").status_code == 503
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(ON_SQLITE, reason="a server that ends a connection")
def test_a_connection_that_was_cut_comes_back_by_itself(stranger):
    assert stranger.get("/programmes/").status_code == 200
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    other.close()
    assert stranger.get("/programmes/").status_code == 503
    close_old_connections()  # as after every answer
    assert stranger.get("/programmes/").status_code == 200
