"""Pages about one thing in a real browser: sources open without a script, nothing breaks a rule of access, and the
showcases show what they should."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]

DENMARK, CIDA = "iom-denmark-tip-som-2021", "cida-iom-conceptual-framework"
COMPARE = f"/programmes/compare/?p={DENMARK}&p={CIDA}"
PAGES = [
    f"/programmes/{DENMARK}/",
    f"/programmes/{CIDA}/",
    "/programmes/us-cpc-peru/",
    COMPARE,
    "/programmes/compare/?p=nope",
    "/countries/PK/",
    "/funders/denmark/",
    "/agencies/iom/",
    "/agencies/council-of-europe-agency/",
    "/milestones/pk-pchto-2002/",
    "/statistics/pk-2004-arrests-ordinance/",
    "/articles/dawn-2021-08-31-denmark-iom/",
]

# each page on the narrowest phone in the dark, and on a desk in the light
VIEWS = [(320, "dark"), (1280, "light")]


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, base_url=site)
    yield context.new_page()
    context.close()


def fact(page: Page, subject: str, name: str) -> Any:
    return page.locator(f'[data-subject="{subject}"][data-fact="{name}"]').first


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("size", "colours"), VIEWS)
def test_no_page_breaks_a_rule_of_access(
    page: Page, axe: Callable[..., None], size: int, colours: str, address: str
) -> None:
    page.set_viewport_size({"width": size, "height": 800})
    page.emulate_media(color_scheme=colours)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_a_fact_opens_what_its_sources_say_without_a_script(plain_page: Page) -> None:
    plain_page.goto(f"/programmes/{DENMARK}/")
    amount = plain_page.locator(".fact.is-large")
    expect(amount).to_contain_text("US$1.6 million")
    claims = amount.locator(".claims")
    expect(claims).to_be_hidden()
    amount.locator("summary").click()
    expect(claims).to_be_visible()
    for words in ("$1.6 million", "DKK 10 million (US$ 1.585 million)", "Dawn", "31 Aug 2021", "para 1"):
        expect(claims).to_contain_text(words)


def test_the_danish_programme_can_be_cited(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/programmes/{DENMARK}/")
    expect(page.locator(".citable")).to_contain_text("Denmark granted IOM US$1.6 million on 30 August 2021 for")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Denmark granted IOM US$1.6 million on 30 August 2021" in copied
    assert "Dawn, 31 Aug 2021" in copied
    assert f"/programmes/{DENMARK}/" in copied


def test_without_a_script_there_is_no_copy_button_but_the_text(plain_page: Page) -> None:
    plain_page.goto(f"/programmes/{DENMARK}/")
    expect(plain_page.locator("[data-copy]")).to_be_hidden()
    expect(plain_page.locator(".citable")).to_be_visible()


def test_what_is_not_known_of_the_canadian_programme_is_shown_as_not_known(page: Page) -> None:
    page.goto(f"/programmes/{CIDA}/")
    expect(page.locator(".fact.is-large")).to_contain_text("not stated")
    expect(fact(page, CIDA, "start")).to_have_text("between Nov 2002 and Mar 2004 (inferred)")
    expect(page.locator(".citable")).to_contain_text("The Canadian International Development Agency funded")
    expect(page.locator(".citable")).to_contain_text("not stated")


def test_the_two_programmes_stand_side_by_side(page: Page) -> None:
    page.goto(COMPARE)
    expect(page.locator('tr[data-row="funder"]')).to_have_attribute("data-comparison", "different")
    expect(page.locator('tr[data-row="countries"]')).to_have_attribute("data-comparison", "same")
    amounts = page.locator('tr[data-row="amount"] td')
    expect(amounts.nth(0)).to_contain_text("US$1,600,000")
    expect(amounts.nth(1)).to_contain_text("not stated")
    expect(page.locator('tr[data-row="average"] td').nth(0)).to_contain_text("US$533,333")
    expect(page.locator("#strip canvas[role=img]")).to_be_visible()


def test_programmes_are_chosen_by_title_without_a_script(plain_page: Page) -> None:
    plain_page.goto("/programmes/compare/")
    titles = ("Development of a Conceptual Framework and Strategies to Combat Trafficking", "AAWAZ II")
    for place, title in enumerate(titles, start=1):
        plain_page.get_by_label(f"Programme {place}", exact=True).fill(title)
    plain_page.get_by_role("button", name="Compare", exact=True).click()
    expect(plain_page.locator("table.is-compare thead")).to_contain_text("AAWAZ II")
    expect(plain_page.locator("table.is-compare thead")).to_contain_text(titles[0])


def test_a_figure_whose_reports_print_other_numbers_never_claims_agreement(page: Page) -> None:
    page.goto("/statistics/pk-2004-arrests-ordinance/")
    main = page.locator("main")
    for words in ("521", "621", "Arrested is not convicted"):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("sources agree")
