"""The job the register was asked for: two articles' worth of files, uploaded by an editor, seen on the site.

The files of fixtures/seed/ go through the admin's import pages one after another into an empty
register; afterwards both programmes stand on the timeline and side by side. The README shows
editors this very way.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from programmes.models import ImportJob, Programme
from tests.browser.conftest import FIXTURES

SEED = FIXTURES / "seed"
DENMARK = "iom-denmark-tip-som-2021"
CANADA = "cida-iom-conceptual-framework"
IN_ORDER = "Tables, in the order of import"


def upload(page: Page, name: str) -> None:
    """From the overview to the preview of one file."""
    page.goto("/admin/")
    page.get_by_role("link", name="Imports", exact=True).first.click()
    table = page.get_by_role("region", name=IN_ORDER)
    table.get_by_role("link", name=f"Import {name}", exact=True).click()
    page.get_by_label("File").set_input_files(SEED / f"{name.replace(' ', '_')}.csv")
    page.get_by_role("button", name="Upload and preview").click()


def test_an_editor_uploads_the_two_documents_and_sees_both_programmes(
    page: Page, empty_register: None, sign_in: Callable, axe: Callable
) -> None:
    sign_in()
    page.goto("/admin/programmes/importjob/")
    links = page.get_by_role("region", name=IN_ORDER).get_by_role("link", name=re.compile("^Import "))
    names = [text.removeprefix("Import ") for text in links.all_inner_texts()]
    assert sorted(f"{name.replace(' ', '_')}.csv" for name in names) == sorted(f.name for f in SEED.glob("*.csv"))
    for name in names:
        upload(page, name)
        confirm = page.get_by_role("button", name="Confirm the import")
        if confirm.count():
            expect(page.get_by_text("Nothing is stored yet.")).to_be_visible()
            confirm.click()
            expect(page.get_by_text(re.compile(r"^Imported: \d+ new, 0 changed, 0 unchanged\.$"))).to_be_visible()
        else:  # a table of which the documents hold nothing
            expect(page.get_by_text("Nothing to import")).to_be_visible()
            assert len((SEED / f"{name.replace(' ', '_')}.csv").read_text().splitlines()) == 1
    assert {DENMARK, CANADA} <= set(Programme.objects.published().values_list("slug", flat=True))

    found = page.request.get("/timeline.json")
    assert found.ok
    assert {DENMARK, CANADA} <= set(re.findall(r'"slug": ?"([^"]+)"', found.text()))
    page.goto("/timeline/")
    table = page.get_by_role("table").filter(has=page.locator(f'a[href="/programmes/{DENMARK}/"]')).first
    for slug, amount in ((DENMARK, "US$1.6 million"), (CANADA, "not stated")):
        row = table.get_by_role("row").filter(has=page.locator(f'a[href="/programmes/{slug}/"]')).first
        assert amount in row.text_content().replace("\u00a0", " ")

    page.goto(f"/programmes/compare/?p={DENMARK}&p={CANADA}")
    main = page.get_by_role("main")
    for slug in (DENMARK, CANADA):
        assert main.locator(f'a[href="/programmes/{slug}/"]').count()
    assert "Denmark" in main.inner_text()
    assert "Canad" in main.inner_text()
    axe(page)


@pytest.mark.same_everywhere
def test_the_import_pages_are_clear_at_every_size(
    page: Page, empty_register: None, sign_in: Callable, scheme: str, width: int
) -> None:
    """No policy violation (the fixture watches), nothing wider than the window, the refusals in words."""
    sign_in()
    for name in ("terms", "countries", "funders", "agencies"):
        upload(page, name)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, page.url
        if name == "agencies":
            expect(page.get_by_role("button", name="Confirm the import")).to_have_count(1)
            page.get_by_role("button", name="Discard this file").click()
            expect(page.get_by_text("nothing of it was stored")).to_be_visible()
            assert ImportJob.objects.latest("created_at").state == "discarded"
        elif name == "funders":
            upload(page, "programmes")
            expect(page.get_by_role("region", name=re.compile("^Refused"))).to_contain_text("no milestone")
            expect(page.get_by_role("button", name="Confirm the import")).to_have_count(0)
            upload(page, name)
            page.get_by_role("button", name="Confirm the import").click()
        else:
            page.get_by_role("button", name="Confirm the import").click()


@pytest.mark.same_everywhere
def test_the_import_pages_have_no_axe_violation(
    page: Page, empty_register: None, sign_in: Callable, axe: Callable, scheme: str
) -> None:
    def check() -> None:
        troubles = list(page.troubles)
        axe(page, "{include: [['#content']]}")  # the frame around is Django's own
        # axe inlines the style sheets that Django's import, and is refused: its trouble, not the page's
        page.troubles[:] = troubles

    sign_in()
    upload(page, "terms")
    check()
    page.get_by_role("button", name="Confirm the import").click()
    check()
    upload(page, "programmes")
    check()
    for address in ("/admin/programmes/importjob/", "/admin/programmes/programme/import/"):
        page.goto(address)
        check()
