"""Take the pictures of a game for docs/teaching.

    python experiments/play_screens.py

It plays two rounds on devices of the browser tests, and needs what they need:
`pip install 'cagame[app,dev]'` and Chromium. The address in the pictures is that of this computer.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parents[1]
PICTURES = REPOSITORY / "docs" / "teaching" / "screens"
#: The server and the devices are those of the browser tests.
sys.path.insert(0, str(REPOSITORY / "tests" / "browser"))

import conftest  # noqa: E402 (found by the line above)

WORLDS, COLOURS = 200, 128
#: Milliseconds for a round, for words that fade away, and for a chart to be drawn.
PATIENCE, FADED, DRAWN = 180_000, 6_000, 800
TEAMS = {
    "Blue": ("European Union", "Mobility first"),
    "Bear": ("Russia", "Security provider"),
    "Steppe": ("Kazakhstan", "Reform and opening"),
    "Peaks": ("Kyrgyzstan", None),
}


def take(device: conftest.Device, name: str, sizes: tuple[str, ...]) -> None:
    """Take a picture of a page, as a desk or a phone shows it."""
    device.page.wait_for_timeout(FADED)
    for size in sizes:
        width, height = conftest.SIZES[size]
        device.page.set_viewport_size({"width": width, "height": height})
        device.page.wait_for_timeout(DRAWN)
        path = PICTURES / f"play-{name}-{size}.png"
        device.page.screenshot(path=path, full_page=True)
        # Few colours are enough for words and lines, and make a third of the size.
        Image.open(path).quantize(COLOURS).save(path, optimize=True)
        print(path.relative_to(REPOSITORY))


def made(browser: Browser, server: conftest.Server) -> conftest.Device:
    """A device with cookies of its own."""
    context = browser.new_context()
    return conftest.Device(context, context.new_page(), server.address)


def play(browser: Browser, server: conftest.Server) -> None:
    """Play two rounds, and take a picture of each step."""
    both, desk, phone = ("desk", "phone"), ("desk",), ("phone",)
    teacher = made(browser, server)
    teacher.go("/play")
    take(teacher, "lobby", desk)
    code = teacher.open_game(rounds=5, worlds=WORLDS)
    late = made(browser, server)
    late.go(f"/play/{code}").get_by_label("Name of your team").wait_for()
    take(late, "join", phone)
    teams = {}
    for name, (actor, strategy) in TEAMS.items():
        teams[name] = made(browser, server)
        teams[name].join(code, name, actor)
        if strategy:
            teams[name].choose(strategy)
    teacher.page.get_by_role("button", name="Start the clock").click()
    take(teacher, "teacher", both)
    blue = teams["Blue"]
    take(blue, "briefing", phone)
    blue.page.get_by_text("Allocations and levers").click()
    take(blue, "choice", desk)
    for number in (1, 2):
        teacher.close_round(number, anyway=True)
        for each in (teacher, *teams.values()):
            heading = each.page.get_by_role("heading", name=f"Round {number}: 20")
            heading.wait_for(timeout=PATIENCE)
    take(teacher, "results", desk)
    take(blue, "results", phone)


def main() -> None:
    """Start a server, play, and stop it."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        conftest.serving(Path(folder), "--host", "0.0.0.0") as server,  # noqa: S104 (as in a class)
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=conftest.CHROMIUM, args=conftest.FLAGS)
        play(browser, server)
        browser.close()


if __name__ == "__main__":
    main()
