"""The frame of every page in a real browser: theme, menu, filters' frame, focus, print, phones, no script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry"), pytest.mark.same_everywhere]

PAGES = [
    "/",
    "/about/",
    "/programmes/",
    "/programmes/iom-denmark-tip-som-2021/",
    "/funders/",
    "/agencies/",
    "/articles/",
    "/statistics/",
    "/milestones/",
    "/countries/",
    "/countries/PK/",
    "/timeline/",
]
# each page on the narrowest phone in the dark, and on a desk in the light
VIEWS = [(320, "dark"), (1280, "light")]

SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter((element) => {
  if (element.closest('.visually-hidden') || !element.checkVisibility({visibilityProperty: true})) return false;
  const box = element.getBoundingClientRect();
  if (!box.width || box.bottom < 0) return false;
  if (element.matches('a') && getComputedStyle(element).display === 'inline') return false;  // in a sentence
  if (element.matches('input[type=checkbox]')) return element.closest('.choice')?.getBoundingClientRect().height < 24;
  return box.height < 23.9 || box.width < 23.9;
}).map((element) => `${element.outerHTML.slice(0, 120)} ${element.getBoundingClientRect().height}`)"""


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), VIEWS, ids=["phone-dark", "desk-light"])
def test_page_is_accessible_and_fits(page: Page, axe: Callable[..., None], path: str, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    assert page.locator("h1").count() == 1
    assert page.evaluate(SMALL_TARGETS) == []
    axe(page)


def test_page_without_an_address_is_styled_and_says_where_to_go(page: Page, axe: Callable[..., None]) -> None:
    response = page.goto("/no/such/page/")
    assert response is not None
    assert response.status == 404
    expect(page.locator("h1")).to_have_text("There is no such page here")
    page.troubles.clear()  # type: ignore[attr-defined]  # the 404 itself
    axe(page)


def test_theme_follows_the_system_until_the_reader_chooses(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")
    light = background(page)
    page.emulate_media(color_scheme="dark")
    dark = background(page)
    assert light != dark

    page.get_by_role("button", name="Light colours").click()
    assert background(page) == light
    page.goto("/about/")
    assert background(page) == light, "the choice holds on the next page"
    page.get_by_role("button", name="Dark colours").click()
    assert background(page) == dark
    assert page.evaluate("localStorage.getItem('theme')") is None, "the system's own theme is followed, not kept"


def test_without_a_script_the_theme_still_follows_the_system_and_offers_no_dead_button(plain_page: Page) -> None:
    plain_page.emulate_media(color_scheme="dark")
    plain_page.goto("/")
    expect(plain_page.locator("[data-theme-button]")).to_be_hidden()
    expect(plain_page.locator(".figure-table table")).to_be_visible()
    expect(plain_page.get_by_role("navigation", name="Sections")).to_be_visible()


def test_menu_of_a_phone_opens_without_a_script(plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 320, "height": 700})
    plain_page.goto("/")
    sections = plain_page.get_by_role("navigation", name="Sections")
    expect(sections).to_be_hidden()
    plain_page.get_by_role("button", name="Menu").click()
    expect(sections).to_be_visible()
    plain_page.keyboard.press("Escape")
    expect(sections).to_be_hidden()


def test_filters_stand_open_on_a_desk_and_fold_on_a_phone_without_a_script(plain_page: Page) -> None:
    plain_page.goto("/programmes/")
    button = plain_page.get_by_role("button", name="Apply")
    expect(button).to_be_visible()
    plain_page.set_viewport_size({"width": 375, "height": 700})
    plain_page.goto("/programmes/")
    expect(button).to_be_hidden()
    plain_page.locator(".filters > summary").click()
    expect(button).to_be_visible()


def test_ticking_a_choice_keeps_focus_and_says_the_result(page: Page) -> None:
    page.goto("/programmes/")
    choice = page.locator("[data-facet] input[type=checkbox]").first
    identity = choice.get_attribute("id")
    choice.check()
    page.wait_for_url("**/programmes/?*")
    expect(page.locator("#announce")).to_contain_text("programme")
    assert page.evaluate("document.activeElement.id") == identity
    assert "=&" not in page.url, "empty fields stay out of the address"
    assert not page.url.endswith("=")


def test_skip_link_comes_first_and_leads_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_visible_on_every_control_of_the_header(page: Page) -> None:
    page.goto("/")
    for _ in range(10):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(outline.removesuffix("px")) >= 2


def test_printed_page_has_no_controls_and_dark_ink(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/programmes/")
    assert background(page) == "rgb(255, 255, 255)"
    for gone in (".site-menu", ".filters", ".pager", ".results-tools"):
        for found in page.locator(gone).all():
            expect(found).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_typefaces_are_our_own(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)")
    assert any("Source Sans 3" in family for family in loaded)
    assert any("Source Serif 4" in family for family in loaded)


def test_first_page_leads_to_the_pair_side_by_side(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Compare them side by side").click()
    page.wait_for_url("**/programmes/compare/?*")
    assert "p=cida-iom-conceptual-framework" in page.url
    assert "p=iom-denmark-tip-som-2021" in page.url


def test_numbers_of_the_first_page_lead_somewhere(page: Page) -> None:
    page.goto("/")
    addresses = [link.get_attribute("href") or "" for link in page.locator(".register-sentence a").all()]
    assert len(addresses) >= 8
    for address in addresses:
        response = page.goto(address)
        assert response is not None
        assert response.ok, address
        expect(page.locator(".field-error")).to_have_count(0)
