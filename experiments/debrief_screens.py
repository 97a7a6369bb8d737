"""Take the pictures of the debriefing for docs/teaching.

    python experiments/debrief_screens.py

It plays the game of the browser tests, with as many worlds as a class has, and needs what they
need: `pip install 'cagame[app,dev]'` and Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY = Path(__file__).parents[1]
PICTURES = REPOSITORY / "docs" / "teaching" / "screens"
#: The server and the devices are those of the browser tests.
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

import conftest  # noqa: E402 (found by the line above)
import test_debrief  # noqa: E402

WORLDS = 200
#: Milliseconds for a part that computes, and for a chart to be drawn.
PATIENCE, DRAWN = 180_000, 800
#: What is pressed on each tab, and what is there when it is done.
PARTS = {
    "Timeline": (None, ".timeline"),
    "What if": ("But the EU works together", "section.panel"),
    "Best response": ("Try all strategies", "text=Gains in worlds"),
    "Equilibrium": ("Find it", ".outcome"),
    "Take home": (None, "text=Scenario file"),
}


def take(page: Page, size: str) -> None:
    """Take a picture of each part."""
    for name, (button, there) in PARTS.items():
        page.get_by_role("tab", name=name).click()
        if button is not None:
            page.get_by_role("button", name=button).click()
        page.wait_for_selector(f"{there} >> visible=true", timeout=PATIENCE)
        page.wait_for_timeout(DRAWN)
        path = PICTURES / f"debrief-{name.lower().replace(' ', '-')}-{size}.png"
        page.screenshot(path=path, full_page=True)
        print(path.relative_to(REPOSITORY))


def main() -> None:
    """Start a server, look back at a game from a desk and from a phone, and stop it."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        conftest.serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        game = test_debrief.played(server, worlds=WORLDS)
        browser = playwright.chromium.launch(executable_path=conftest.CHROMIUM, args=conftest.FLAGS)
        for size, (width, height) in conftest.SIZES.items():
            context = browser.new_context(viewport={"width": width, "height": height})
            device = conftest.Device(context, context.new_page(), server.address)
            game.give(device, "teacher", game.teacher)
            device.go(f"/debrief/{game.code}").wait_for_selector(".timeline", timeout=PATIENCE)
            take(device.page, size)
        browser.close()


if __name__ == "__main__":
    main()
