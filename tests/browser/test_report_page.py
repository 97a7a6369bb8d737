"""The report in a browser: it loads nothing, fits a phone and a desk, and prints."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from cagame.figures import draw_into
from cagame.report import write_report
from cagame.scenario import Scenario
from cagame.study import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: apt install chromium, then this runs too"
)
#: A container has no sandbox of its own, no graphics card and little shared memory.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WIDTHS = (400, 1400)
#: What ends to the right of the window although no box scrolls it, and so widens the page.
OVERFLOWING = """
() => [...document.querySelectorAll("body *")]
  .filter(e => !e.closest("svg") && !e.parentElement.closest(".scroll"))
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.tagName + " " + e.textContent.slice(0, 40))
"""
#: The size, in pixels of the window, of the smallest words; those in figures are paths.
SMALLEST = """
() => Math.min(...[...document.querySelectorAll("body *")]
  .filter(e => !e.closest("svg") && e.offsetParent && e.textContent.trim())
  .map(e => parseFloat(getComputedStyle(e).fontSize)))
"""
LONG = "Unusually-long-names-are-" * 6
STUDY: dict[str, Any] = {
    "title": "Two strategies and a third",
    "question": f"Does it matter which? {LONG}",
    "worlds": 12,
    "years": {"decision": 2025, "end": 2026},
    "reference": "joint-roadmap",
    "variants": {
        "joint-roadmap": {"eu": "joint-roadmap"},
        "regional-first": {"eu": "regional-first", "title": LONG[:60]},
        "values-first": {"eu": "values-first"},
    },
    "external": ["calm", "drought"],
    "plots": ["heatmap", "ranks"],
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a small study with all headline outcomes."""
    folder = tmp_path_factory.mktemp("browser") / "results"
    run(Scenario.from_mapping(STUDY), out=folder, workers=1)
    draw_into(folder)
    return write_report(folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    # Node prints a warning about itself where colours are both forced and forbidden.
    os.environ.pop("FORCE_COLOR", None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def opened(browser: Browser, report: Path, width: int) -> tuple[Page, list[str]]:
    """Open the report in a window of some width; everything it complains of or asks for."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    told: list[str] = []
    page.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url))
    page.goto(report.as_uri(), wait_until="networkidle")
    return page, told


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_asks_for_itself_only_and_complains_of_nothing(
    browser: Browser, report: Path, width: int
) -> None:
    _, told = opened(browser, report, width)
    assert told == [report.as_uri()]


@pytest.mark.parametrize("width", WIDTHS)
def test_only_boxes_of_figures_and_tables_scroll_sideways(
    browser: Browser, report: Path, width: int
) -> None:
    page, _ = opened(browser, report, width)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_are_too_small_to_read(browser: Browser, report: Path, width: int) -> None:
    page, _ = opened(browser, report, width)
    assert page.evaluate(SMALLEST) >= 11


def test_the_name_of_a_row_stays_in_sight_while_its_table_scrolls(
    browser: Browser, report: Path
) -> None:
    page, _ = opened(browser, report, 400)
    box = page.locator("#tables .scroll").first
    name = box.locator("tbody th").first
    before = name.bounding_box()
    box.evaluate("box => box.scrollLeft = 200")
    after = name.bounding_box()
    assert box.evaluate("box => box.scrollLeft") == 200
    assert before is not None
    assert after is not None
    assert after["x"] == before["x"]
    assert after["width"] < 200


def test_figures_are_drawn(browser: Browser, report: Path) -> None:
    page, _ = opened(browser, report, 1400)
    figures = page.locator("figure svg")
    assert figures.count() == 3
    for figure in figures.all():
        size = figure.bounding_box()
        assert size is not None
        assert size["width"] > 400
        assert size["height"] > 200


def test_the_page_prints(browser: Browser, report: Path, tmp_path: Path) -> None:
    page, _ = opened(browser, report, 1400)
    path = tmp_path / "report.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    assert path.read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    page.set_viewport_size({"width": 680, "height": 960})  # A4 between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
