"""The lists in a real browser: with scripts, without them, on a phone, in the dark, for everyone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.usefixtures("registry")
LISTS = ("programmes", "funders", "agencies", "articles", "statistics", "milestones", "countries")
HEADING = "[data-results-heading]"


def total(page: Page) -> int:
    """The number in the heading of the results."""
    return int(re.sub(r"\D", "", page.locator(HEADING).inner_text()))


@pytest.mark.same_everywhere
@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_for_everyone(name: str, page: Page, axe, scheme: str, width: int):
    page.goto(f"/{name}/")
    expect(page.locator(HEADING)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


def test_choosing_swaps_the_results_and_tells_the_address(page: Page):
    page.goto("/programmes/?page=2")
    before = total(page)
    page.evaluate("window.stayed = true")
    page.get_by_label("Pakistan", exact=True).check()
    expect(page).to_have_url(re.compile(r"/programmes/\?country=PK$"))
    expect(page.get_by_role("link", name="Remove Country: Pakistan")).to_be_visible()
    assert page.evaluate("window.stayed")  # a fragment came, not a page
    assert 0 < total(page) < before
    page.go_back()
    expect(page).to_have_url(re.compile(r"page=2$"))
    assert total(page) == before


def test_a_chip_takes_its_value_away(page: Page):
    page.goto("/programmes/?country=PK&status=active")
    narrow = total(page)
    page.get_by_role("link", name="Remove Status: Active").click()
    expect(page).to_have_url(re.compile(r"\?country=PK$"))
    assert total(page) > narrow
    page.get_by_role("link", name="Clear all").first.click()
    expect(page).to_have_url(re.compile(r"/programmes/$"))


def test_the_count_beside_a_choice_is_what_choosing_it_gives(page: Page):
    page.goto("/articles/")
    choice = page.locator('[data-facet="publisher"] .choice').first
    promised = int(choice.locator(".choice-count").inner_text())
    choice.locator("input").check()
    expect(page).to_have_url(re.compile("publisher="))
    assert total(page) == promised


def test_a_table_head_sorts(page: Page):
    page.goto("/programmes/")
    page.get_by_role("columnheader", name="Amount").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Amount")).to_have_attribute("aria-sort", "descending")
    amounts = [
        float(v)
        for v in page.locator("[data-fact=amount][data-value]").evaluate_all("e => e.map(x => x.dataset.value)")
    ]
    assert len(amounts) > 5
    assert amounts == sorted(amounts, reverse=True)


def test_wrong_values_are_named_where_they_were_typed(page: Page):
    page.goto("/programmes/?year_from=abc&country=PK")
    field = page.get_by_label("From", exact=True)
    expect(field).to_have_value("abc")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".is-year_from .field-error")).to_contain_text("“abc” is left out")


def test_it_works_without_scripts(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/statistics/")
    before = total(page)
    page.get_by_label("Pakistan", exact=True).check()
    page.get_by_label("From", exact=True).fill("2004")
    page.get_by_role("button", name="Apply").click()
    assert "country=PK" in page.url
    assert "year_from=2004" in page.url
    assert 0 < total(page) < before
    context.close()


def test_filters_are_in_a_disclosure_on_a_phone(page: Page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/programmes/")
    apply = page.get_by_role("button", name="Apply")
    expect(apply).to_be_hidden()
    page.locator(".filters > summary").click()
    page.get_by_label("Pakistan", exact=True).check()
    apply.click()
    expect(page).to_have_url(re.compile("country=PK"))
    expect(page.get_by_role("link", name="Remove Country: Pakistan")).to_be_visible()


def test_a_file_is_named_by_its_data_version(page: Page):
    page.goto("/programmes/?country=PK")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert re.fullmatch(r"programmes-\d{4}-\d\d-\d\d-v\d+\.csv", download.value.suggested_filename)


def test_the_two_projects_of_the_source_documents_are_found(page: Page):
    page.goto("/programmes/?country=PK&q=iom&per_page=100")
    danish = page.locator('tr[data-subject="iom-denmark-tip-som-2021"]')
    canadian = page.locator('tr[data-subject="cida-iom-conceptual-framework"]')
    expect(danish.locator("[data-fact=amount]")).to_contain_text("US$1,600,000")
    expect(canadian.locator("[data-fact=amount]")).to_contain_text("not stated")
    expect(canadian.locator("[data-fact=start]")).to_contain_text("between Nov 2002 and Mar 2004 (inferred)")
