"""What every test stands on: no network beyond this machine, and a database like the real one."""

import ipaddress
import os
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).resolve().parent.parent

# a busy machine is no failure; in continuous integration the same examples each time
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, database=None)


def in_ci() -> bool:
    """Whether what a machine lacks is a failure and not a reason to skip."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def is_local(address: Any) -> bool:
    """Whether a socket's address is on this machine: loopback, or a Unix socket's path."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pytest_configure(config: pytest.Config) -> None:
    """Refuse every connection that would leave this machine: the register needs none."""
    hypothesis_settings.load_profile("ci" if in_ci() else "here")
    for method in ("connect", "connect_ex"):
        original = getattr(socket.socket, method)

        def guarded(self: socket.socket, address: Any, original: Any = original) -> Any:
            if not is_local(address):
                raise AssertionError(f"a test tried to reach {address!r}")
            return original(self, address)

        setattr(socket.socket, method, guarded)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With SECOND_DATABASE=1, leave out what no database can change: the other run has it."""
    if os.environ.get("SECOND_DATABASE") != "1":
        return
    again = [item for item in items if uses_database(item) and not item.get_closest_marker("same_everywhere")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def uses_database(item: pytest.Item) -> bool:
    """Whether a test can see a database at all."""
    return item.get_closest_marker("django_db") is not None or bool(
        {"db", "transactional_db", "site"} & set(item.fixturenames)
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason why something was left out, not one for each test."""
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped"))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"skipped {count}: {reason}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, not in memory: with WAL, and with a connection for each thread, as in real use."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database, for whatever asks for it.

    pytest-django's own makes one only if some test names its fixtures `db` or `live_server`; browser
    tests go another way and would meet, and empty, the developer's own register.
    """
    with django_db_blocker.unblock():
        own = connection.settings_dict["NAME"]
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        assert connection.settings_dict["NAME"] != own
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            # connections of the live server's threads, or from before the browser started, may still be open
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        teardown_databases(made, verbosity=0)
