"""The site builds without a warning, links nowhere into nothing, and works without a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

REPOSITORY = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: What a page loads, beside links that a reader may follow.
LOADED = re.compile(r"<(?:script|img|iframe|source)\b[^>]*?\bsrc=[\"']?(https?:)?//", re.IGNORECASE)
OUTSIDE = re.compile(r"\]\((\w+://[^)\s]+)\)")
STYLED = re.compile(r"<link\b[^>]*?\bhref=[\"']?(?:https?:)?//", re.IGNORECASE)
WRITTEN = ("commands", "events", "ledger", "library", "outcomes", "parameters", "python")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; dead links, missing anchors and pages in no menu are warnings, so errors."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=REPOSITORY,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_the_site_builds_without_a_warning_and_holds_every_page(site: Path) -> None:
    docs = REPOSITORY / "docs"
    sources = (path.relative_to(docs) for kind in ("*.md", "*.ipynb") for path in docs.rglob(kind))
    assert {str(s.with_suffix(".html")) for s in sources} <= {
        str(path.relative_to(site)) for path in site.rglob("*.html")
    }
    assert {f"{name}.html" for name in WRITTEN} <= {p.name for p in (site / "reference").iterdir()}


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert len(pages) > 30
    outside = [path for path, text in pages.items() if LOADED.search(text) or STYLED.search(text)]
    assert outside == []


def test_what_loads_from_elsewhere_is_noticed() -> None:
    assert LOADED.search('<script async src="https://example.org/a.js">')
    assert STYLED.search('<link rel="stylesheet" href="//example.org/a.css">')
    assert not LOADED.search('<a href="https://example.org">x</a><img src="a.png">')


class Links(HTMLParser):
    """Where a page leads to, and the places in it that others can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.places |= {given[key] for key in ("id", "name") if key in given}
        self.targets += [given[key] for key in ("href", "src") if key in given]


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    dead = []
    for path, page in pages.items():
        for target in map(urlsplit, page.targets):
            to = (path.parent / unquote(target.path)).resolve() if target.path else path
            known = pages[to].places if to in pages else {target.fragment}
            if not target.scheme and not (to.exists() and unquote(target.fragment) in known):
                dead.append(f"{path.relative_to(site)}: {target.geturl()}")
    # The page for what is not found is served at any address, so its links start at the top.
    assert [each for each in dead if not each.startswith("404.html")] == []


def test_links_to_elsewhere_are_whole_and_safe() -> None:
    pages = [REPOSITORY / "README.md", *(REPOSITORY / "docs").rglob("*.md")]
    links = [u for p in pages for u in OUTSIDE.findall(p.read_text(encoding="utf-8"))]
    assert links
    assert [
        u for u in links if urlsplit(u).scheme != "https" or "." not in urlsplit(u).netloc
    ] == []


def test_every_number_outcome_and_fact_is_in_the_reference(site: Path) -> None:
    from cagame.evidence import Evidence

    evidence = Evidence.load()
    for page, names in {
        "parameters": evidence.names(),
        "outcomes": evidence.outcomes,
        "ledger": evidence.facts,
        "events": {event.name for event in evidence.events},
        "sources": evidence.sources,
    }.items():
        text = (site / "reference" / f"{page}.html").read_text(encoding="utf-8")
        assert [name for name in names if name not in text] == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium")
def test_pages_opened_as_files_ask_for_nothing_else_and_can_be_searched(site: Path) -> None:
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.keyboard.press("f")  # opens the search
        page.locator(".md-search__input").press_sequentially("hedging")
        page.locator(".md-search-result__item").first.wait_for(state="attached")
        browser.close()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
