"""The timeline in a real browser: that it really draws, that its bars lead somewhere, that everybody can read it."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Download, Locator, Page, Route, expect

CIDA = "cida-iom-conceptual-framework"
DENMARK = "iom-denmark-tip-som-2021"

pytestmark = pytest.mark.usefixtures("registry")

# counts the pixels of a canvas that are nearer to a colour of the page than 12 of 255 in each part
PIXELS = """(canvas, name) => {
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const probe = copy.getContext('2d', { willReadFrequently: true });
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  probe.drawImage(canvas, 0, 0);
  const { data } = probe.getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 12) found += 1;
  }
  return found;
}"""


def chart(page: Page) -> Locator:
    """The picture, once it is drawn."""
    canvas = page.locator("canvas[role=img]")
    expect(canvas).to_be_attached(timeout=10_000)
    return canvas


def pixels(page: Page, colour: str) -> int:
    return chart(page).evaluate(PIXELS, colour)


def bar(page: Page, slug: str) -> Locator:
    return page.locator(f'.timeline-links a[data-row="{slug}"]').first


def test_the_bars_are_really_painted(page: Page):
    page.goto("/timeline/")
    for colour in ("--cat-1", "--cat-3", "--ink", "--heavy"):
        assert pixels(page, colour) > 200, colour


def test_without_any_filter_the_seed_pair_is_on_the_first_page(page: Page):
    page.goto("/timeline/")
    chart(page)
    expect(bar(page, DENMARK)).to_have_accessible_name(re.compile("US\\$1.6 million"))
    expect(bar(page, CIDA)).to_have_accessible_name(
        re.compile("amount not stated.*start between Nov 2002 and Mar 2004 \\(inferred\\)")
    )


def test_a_click_on_a_bar_opens_its_programme(page: Page):
    page.goto("/timeline/?country=PK")
    chart(page)
    bar(page, DENMARK).scroll_into_view_if_needed()
    box = bar(page, DENMARK).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**/programmes/{DENMARK}/")


def test_pointing_and_focus_show_the_same_card_and_escape_hides_it(page: Page):
    page.goto("/timeline/?featured=1")
    chart(page)
    card = page.locator(".timeline-card")
    bar(page, CIDA).hover()
    expect(card).to_contain_text("amount not stated")
    pointed = card.inner_text()
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    page.locator(".timeline-png").focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if bar(page, CIDA).evaluate("link => link === document.activeElement"):
            break
    expect(card).to_be_visible()
    assert card.inner_text() == pointed
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/programmes/{CIDA}/")


def test_the_picture_follows_the_theme_at_once(page: Page):
    page.emulate_media(color_scheme="light")
    page.goto("/timeline/?featured=1")
    light = chart(page).evaluate("canvas => canvas.toDataURL()")
    page.locator("[data-theme-button]").click()
    dark = chart(page).evaluate("canvas => canvas.toDataURL()")
    assert light != dark
    assert pixels(page, "--paper") > 10_000
    page.locator("[data-theme-button]").click()
    assert chart(page).evaluate("canvas => canvas.toDataURL()") == light


def test_nobody_is_shut_out(page: Page, scheme: str, width: int, axe: Callable):
    page.goto("/timeline/?country=PK")
    chart(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


@pytest.mark.same_everywhere
def test_a_timeline_of_many_pages_begins_with_all_its_years(page: Page, width: int, axe: Callable):
    page.goto("/timeline/?per_page=10")
    chart(page)
    expect(page.locator(".timeline-overview")).to_contain_text("Below, 10 rows of this page")
    expect(page.locator(".pager")).to_be_visible()
    axe(page)
    if width == 1280:
        page.locator('.timeline-overview a[aria-label^="2004: "]').click()
        page.wait_for_url("**year_from=2004&year_to=2004*")
        expect(bar(page, CIDA)).to_be_visible()


def test_on_paper_the_picture_is_dark_on_white(page: Page):
    page.emulate_media(color_scheme="dark")
    page.goto("/timeline/?featured=1")
    chart(page)
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(200)
    corner = chart(page).evaluate("canvas => [...canvas.getContext('2d').getImageData(2, 2, 1, 1).data]")
    assert corner == [255, 255, 255, 255]


@pytest.mark.same_everywhere
@pytest.mark.parametrize("group", ["country", "funder", "agency"])
def test_grouped_timelines_are_accessible_and_scroll(page: Page, group: str, axe: Callable):
    page.goto(f"/timeline/?group={group}")
    chart(page)
    axe(page)
    page.mouse.wheel(0, 1800)
    page.wait_for_timeout(200)
    axis = page.locator(".timeline-axis").bounding_box()
    assert abs(axis["y"]) < 2, "the years stay in sight"


def test_on_a_phone_the_list_comes_first(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/timeline/")
    canvas, table = chart(page).bounding_box(), page.locator(".timeline-table").bounding_box()
    assert table["y"] < canvas["y"]
    page.set_viewport_size({"width": 1280, "height": 740})
    page.wait_for_timeout(300)
    assert chart(page).bounding_box()["y"] < page.locator(".timeline-table").bounding_box()["y"]


def test_the_chart_takes_the_width_of_the_page(page: Page):
    page.goto("/timeline/?featured=1")
    for width in (1280, 700, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        box = chart(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert pixels(page, "--cat-3") > 100


def test_a_tick_in_the_filters_draws_again(page: Page):
    page.goto("/timeline/")
    before = page.locator(".timeline-links a[data-row]").count() if chart(page) else 0
    page.locator("#f-country-PK").check()
    page.wait_for_url("**/timeline/?country=PK*")
    expect(page.locator(".timeline-links a[data-row]")).not_to_have_count(before)
    expect(bar(page, CIDA)).to_be_visible()
    assert pixels(page, "--cat-1") > 200


def test_without_javascript_the_table_stands_open(browser, site: str):
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/timeline/?country=PK")
    row = page.locator("tr", has=page.locator(f'a[href="/programmes/{CIDA}/"]'))
    expect(row).to_be_visible()
    expect(row).to_contain_text("between Nov 2002 and Mar 2004 (inferred)")
    expect(row).to_contain_text("amount not stated")
    context.close()


def test_trouble_is_said_in_plain_words_and_can_be_tried_again(page: Page):
    def refuse(route: Route) -> None:
        route.fulfill(status=503, body="")

    page.route("**/timeline.json*", refuse)
    page.goto("/timeline/?featured=1")
    expect(page.locator(".timeline-trouble")).to_contain_text("could not be loaded")
    page.unroute("**/timeline.json*", refuse)
    page.get_by_role("button", name="Try again").click()
    assert pixels(page, "--cat-1") > 100
    page.troubles.clear()


def test_the_picture_can_be_downloaded(page: Page):
    page.goto("/timeline/?featured=1")
    chart(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the picture as PNG").click()
    download: Download = waiting.value
    assert download.suggested_filename == "timeline.png"
    with open(download.path(), "rb") as file:
        assert file.read(8) == b"\x89PNG\r\n\x1a\n"


def test_the_first_visits_note_can_be_put_away(page: Page):
    page.goto("/timeline/")
    note = page.locator(".timeline-note")
    expect(note).to_contain_text("amount not stated")
    note.get_by_role("button").click()
    expect(note).to_be_hidden()
    page.reload()
    chart(page)
    expect(note).to_be_hidden()


@pytest.mark.parametrize(
    "markup", ['<canvas data-timeline data-url="{url}"></canvas>', '<div data-chart="timeline" data-url="{url}"></div>']
)
def test_any_page_can_have_a_timeline(page: Page, markup: str):
    page.goto("/timeline/?featured=1")
    chart(page)
    tag = markup.format(url=f"/timeline.json?p={DENMARK}")
    page.evaluate("tag => { document.querySelector('#listing').innerHTML = tag; }", tag)
    page.evaluate("document.dispatchEvent(new Event('htmx:load'))")
    expect(page.locator(".timeline-links a[data-row]")).to_have_count(1)
    assert pixels(page, "--cat-3") > 100


def test_the_page_and_the_data_are_one(page: Page):
    data = json.loads(page.request.get("/timeline.json?country=PK&group=funder").text())
    page.goto("/timeline/?country=PK&group=funder")
    chart(page)
    drawn = page.locator(".timeline-links a[data-row]").evaluate_all("links => links.map((link) => link.dataset.row)")
    assert drawn == [row["slug"] for row in data["rows"]]
    expect(page.locator(".timeline-table tbody tr:not(.is-group)")).to_have_count(len(data["rows"]))
