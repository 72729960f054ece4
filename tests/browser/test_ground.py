"""The browser fixtures catch what they are there to catch."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from playwright.sync_api import Page

from tests.browser import conftest


def test_an_editor_is_signed_in_and_the_server_sees_the_same_rows(page: Page, sign_in: Callable) -> None:
    sign_in("somebody")
    page.goto("/admin/")
    assert page.get_by_text("somebody").is_visible()
    assert get_user_model().objects.filter(username="somebody").exists()


def test_a_request_to_another_host_and_a_refused_style_are_troubles(page: Page, committed: None) -> None:
    page.goto("/admin/login/")
    page.evaluate("fetch('https://third-party.example/').catch(() => 0)")
    page.evaluate("document.body.innerHTML += '<p style=\"color: red\">inline</p>'")
    page.evaluate("setTimeout(() => { throw new Error('a script fails') })")
    page.wait_for_timeout(50)
    troubles = "\n".join(page.troubles)
    page.troubles.clear()
    assert "third-party.example" in troubles
    assert "inline style" in troubles
    assert "a script fails" in troubles


def test_axe_finds_a_picture_without_words(page: Page, axe: Callable) -> None:
    page.set_content('<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main>')
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_real_register_is_never_emptied(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert connection.settings_dict["NAME"] != settings.BASE_DIR / "var" / "register.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", settings.BASE_DIR / "var" / "register.sqlite3")
    with pytest.raises(AssertionError):
        conftest.empty()
