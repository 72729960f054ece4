"""Take the README's picture of the timeline: `python tools/picture.py http://127.0.0.1:8000`.

Starts nothing itself: it wants the address of a running site with the demonstration register (`make run`).
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "img" / "timeline.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ADDRESS = "/timeline/?country=PK"


def browser_executable() -> str | None:
    """The browser that the machine has; none: the one that playwright may have installed itself."""
    return os.environ.get("BROWSER_EXECUTABLE") or next(filter(None, map(shutil.which, BROWSERS)), None)


def take(base: str, target: Path) -> None:
    """Write the picture of the chart as a light page of 1280 pixels shows it."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=browser_executable(), args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, color_scheme="light", device_scale_factor=1)
        page.goto(base.rstrip("/") + ADDRESS)
        page.wait_for_selector(".timeline-frame canvas[role=img]")
        target.parent.mkdir(parents=True, exist_ok=True)
        with page.expect_download() as waiting:  # the picture that the page itself offers
            page.get_by_role("button", name="Download the picture as PNG").click()
        waiting.value.save_as(target)
        browser.close()


def main() -> int:
    if len(sys.argv) != 2 or not sys.argv[1].startswith(("http://", "https://")):
        print(__doc__, file=sys.stderr)
        return 2
    take(sys.argv[1], TARGET)
    print(f"Wrote {TARGET.relative_to(TARGET.parent.parent.parent)}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
