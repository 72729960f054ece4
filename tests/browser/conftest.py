"""A real browser on a live server.

`site` is the server's address, `registry` puts the demonstration register into its database,
`empty_register` and `writable_register` are for tests that change it, `page` is a browser page that
fails its test on a script error, a breach of the content policy or a request to another host,
`sign_in` makes that page an editor's, `axe` checks it for accessibility.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import ConsoleMessage, Error, Page, Playwright, Request
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import ROOT, in_ci

FIXTURES = ROOT / "fixtures"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA, and what axe's authors hold to be good practice
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "No browser found ($BROWSER_EXECUTABLE, chromium, google-chrome): browser tests left out."
# playwright's synchronous interface runs inside an event loop, where Django else refuses the database
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def browser_executable() -> str | None:
    """The browser that the machine has; none: the one that playwright may have installed itself."""
    named = os.environ.get("BROWSER_EXECUTABLE")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is under this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _browser_present(playwright: Playwright) -> None:
    """Skip, or fail in continuous integration, where there is no browser at all."""
    if browser_executable() or os.path.exists(playwright.chromium.executable_path):
        return
    if in_ci():
        pytest.fail(NO_BROWSER, pytrace=False)
    pytest.skip(NO_BROWSER)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's browser, quiet, and unable to resolve any other host."""
    args = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-sync",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    executable = browser_executable()
    return browser_type_launch_args | {"args": args} | ({"executable_path": executable} if executable else {})


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a live server on the test database.

    Not pytest-django's `live_server`: that one empties the database after every test, and the
    demonstration register takes seconds to load.
    """
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        yield server.url
        server.stop()
        server._live_server_modified_settings.disable()


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """`page.goto("/timeline/")` is on the live server."""
    return site


@pytest.fixture(scope="module")
def committed(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Access to the database as the server sees it: what is written stays until the module ends."""
    with django_db_blocker.unblock():
        yield
        empty()


def empty() -> None:
    """Take every row out of the test database; never out of a real one."""
    assert "test" in Path(connection.settings_dict["NAME"]).name
    call_command("flush", interactive=False, verbosity=0)


def load() -> None:
    with open(os.devnull, "w") as silence:
        call_command("load_registry", str(FIXTURES), stdout=silence)


@pytest.fixture(scope="module")
def registry(committed: None) -> None:
    """The demonstration register, loaded once for a module of tests that only read."""
    load()


@pytest.fixture
def empty_register(committed: None) -> Iterator[None]:
    """A register without a row, for a test that writes; not beside `registry` in one module."""
    empty()
    yield
    empty()


@pytest.fixture
def writable_register(empty_register: None) -> None:
    """The demonstration register, for one test that changes it; not beside `registry` in one module."""
    load()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def page(page: Page, site: str) -> Iterator[Page]:
    """A page that lets no trouble pass: script errors, refused styles, requests to third parties.

    A test that means to meet trouble (a 404, say) empties `page.troubles` itself.
    """
    troubles: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            troubles.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def on_error(error: Error) -> None:
        troubles.append(f"script error: {error}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((site, "data:", "blob:", "about:")):
            troubles.append(f"request to another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
    page.troubles = troubles  # type: ignore[attr-defined]
    yield page
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def sign_in(page: Page, committed: None, site: str) -> Callable[[], Any]:
    """Make the page an editor's (a superuser's), without going through the sign-in form."""

    def as_editor(username: str = "browser-editor") -> Any:
        users = get_user_model().objects
        user = users.filter(username=username).first() or users.create_superuser(username, password="not used")
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
        return user

    return as_editor


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, page: Page) -> str:
    """The page in light and in dark."""
    page.emulate_media(color_scheme=request.param)
    return request.param


@pytest.fixture(params=[320, 1280])
def width(request: pytest.FixtureRequest, page: Page) -> int:
    """The page on the narrowest phone and on a desk."""
    page.set_viewport_size({"width": request.param, "height": 800})
    return request.param


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)`: no violation on the page as it stands, in the words of axe if there is one."""

    def check(page: Page, context: str = "document") -> None:
        # evaluated, not added as a tag: the content policy forbids inline scripts
        page.evaluate(AXE.read_text())
        result = page.evaluate(f"axe.run({context}, {{runOnly: {AXE_TAGS}, resultTypes: ['violations']}})")
        violations = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(f"{node['target'][0]}: {node['failureSummary']}" for node in violation["nodes"][:5])
            for violation in result["violations"]
        ]
        assert not violations, f"{page.url}\n" + "\n".join(violations)

    return check
