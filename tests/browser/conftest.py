"""The classroom's server, started as users start it, and devices that complain of nothing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: A container has no sandbox of its own, no graphics card and little shared memory.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
#: Browsers trust this computer's own address more than those of a class; here it has another name.
HERE, CLASS = "127.0.0.1", "class.test"
FLAGS.append(f"--host-resolver-rules=MAP {CLASS} {HERE}")
FAINT = (Path(__file__).parent / "faint.js").read_text(encoding="utf-8")
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
#: What ends to the right of the window although no box scrolls it, and so widens the page.
OVERFLOWING = """
() => [...document.querySelectorAll("main *")]
  .filter(e => !e.closest("svg, canvas") && !e.parentElement.closest(".scroll"))
  .filter(e => e.getClientRects().length)
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.tagName + " " + e.className + " " + e.textContent.slice(0, 40))
"""


COUNTS_LEFT_OVERS = re.compile("resource_tracker")


@dataclass
class Server:
    """The classroom as a process of its own; it can be stopped, killed and started again."""

    folder: Path
    options: tuple[str, ...] = ()
    port: int = 0
    address: str = ""
    _process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start, and wait for the address."""
        command = [sys.executable, "-m", "cagame", "app", "--port", str(self.port)]
        command += ["--data", str(self.folder / "games.sqlite"), *self.options]
        with (self.folder / "stderr").open("a") as told:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=told, text=True
            )
        line = self._process.stdout.readline()
        assert "http://" in line, (self.folder / "stderr").read_text()
        self.address = "http://" + line.rpartition("http://")[2].strip()
        # The same port after a restart, as in a class.
        self.port = urlsplit(self.address).port

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Stop, and wait until it has."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
            self._process.stdout.close()
            self._process = None

    @property
    def told(self) -> str:
        """What it wrote to stderr: nothing, if all is well."""
        lines = (self.folder / "stderr").read_text().splitlines()
        # Python counts what a killed process could not give back, when it is gone.
        return "\n".join(each for each in lines if not COUNTS_LEFT_OVERS.search(each))


@dataclass
class Device:
    """A browser of somebody: its own cookies, and everything it complains of."""

    context: BrowserContext
    page: Page
    home: str
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors, warnings and requests that leave the server."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def go(self, path: str) -> Page:
        """Open a page and wait until it can be used."""
        self.page.goto(self.home + path)
        self.ready()
        return self.page

    def ready(self) -> None:
        """Wait until the page is built and connected."""
        self.page.wait_for_selector("main h1")
        self.page.wait_for_function("() => window.socket && window.socket.connected")

    def open_game(self, rounds: int = 5, worlds: int = 100) -> str:
        """Open a game as a teacher; its code."""
        page = self.go("/play")
        page.get_by_label("Rounds").fill(str(rounds))
        page.get_by_label("Worlds").click()
        page.get_by_role("option", name=str(worlds)).click()
        page.get_by_role("button", name="Open the game").click()
        page.wait_for_url("**/teacher")
        return page.locator(".code").inner_text()

    def join(self, code: str, team: str, actor: str) -> None:
        """Join a game and wait for the briefing."""
        page = self.go(f"/play/{code}")
        page.get_by_label("Name of your team").fill(team)
        page.get_by_role("radio", name=actor).click()
        page.get_by_role("button", name="Join").click()
        page.get_by_role("button", name="Submit").wait_for()

    def close_round(self, number: int, *, anyway: bool = False) -> None:
        """Close a round as the teacher; anyway, where a team has not submitted."""
        self.page.get_by_role("button", name=f"Close round {number}").click()
        if anyway:
            self.page.get_by_role("button", name="Close anyway").click()

    def choose(self, strategy: str) -> None:
        """Submit a strategy of the library."""
        self.page.get_by_label("Strategy of the library").click()
        self.page.get_by_role("option", name=strategy).click()
        self.submit(strategy)

    def submit(self, strategy: str) -> None:
        """Submit what stands in the form."""
        self.page.get_by_role("button", name="Submit").click()
        self.page.get_by_text(f"Submitted: {strategy}").wait_for()

    def too_wide(self) -> list[str]:
        """What sticks out of the window to the right."""
        found = self.page.evaluate(OVERFLOWING)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        return [*found, *([f"page: {width}"] if width > self.page.viewport_size["width"] else [])]

    def too_faint(self) -> list[str]:
        """Words whose contrast is below AA."""
        return self.page.evaluate(FAINT)

    def forget(self) -> None:
        """Forgive what a lost connection made it complain of."""
        self.complaints.clear()

    def _heard(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.home).netloc:
            self.complaints.append(f"asked for {url}")


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Server]:
    """A server with a folder of its own; whatever it wrote to stderr is a failure."""
    server = Server(folder, options)
    server.start()
    try:
        yield server
    finally:
        server.stop()
    assert not server.told, server.told


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A classroom with a temporary folder for its games, shared by all who do it no harm."""
    with serving(tmp_path_factory.mktemp("classroom")) as server:
        yield server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A classroom of this test alone, which may kill it, fill it or make it distrust everybody."""
    with serving(tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt install chromium, then this runs too")
    from playwright.sync_api import sync_playwright

    # Node prints a warning about itself where colours are both forced and forbidden.
    os.environ.pop("FORCE_COLOR", None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def device(chromium: Browser, server: Server):
    """Make a device of somebody, at a server; at the end none may have complained of anything."""
    devices: list[Device] = []

    def made(size: str = "desk", at: Server = server) -> Device:
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height})
        new = Device(context, context.new_page(), at.address.replace(HERE, CLASS))
        new.watch()
        devices.append(new)
        return new

    yield made
    complaints = [told for each in devices for told in each.complaints]
    for each in devices:
        each.context.close()
    assert complaints == []
