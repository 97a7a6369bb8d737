"""What MkDocs does for this site beyond rendering pages.

Reference pages are written anew at every build. The README and its like become pages. A link that
leads out of docs/ goes to a copy of that file in the site, so that the same Markdown works in a
repository browser and offline. Patterns in the navigation stand for the pages of a folder.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any

import reference
from links import OWN_PAGES, REPOSITORY, copies, rewritten
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

PAGES = (".md", ".ipynb")
PAGE_LINK = re.compile(r'href="(?!https?:)([^"#]+)\.md(#[^"]*)?"')


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add reference pages, those of the repository itself, and what pages link to outside docs/."""
    for uri, text in reference.pages().items():
        files.append(File.generated(config, uri, content=text))
    for name, uri in OWN_PAGES.items():
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        files.append(File.generated(config, uri, content=text))
    found = {}
    for file in files.documentation_pages():
        if file.src_uri.endswith(".md"):
            found |= copies(file.content_string, file.src_uri)
    for uri, path in found.items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    config.nav = _expanded(config.nav, sorted(file.src_uri for file in files), set())
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:  # noqa: ANN401 (MkDocs's)
    """Point links that lead out of docs/ to the copies."""
    return rewritten(markdown, page.file.src_uri)


def on_page_content(html: str, page: Page, **_: Any) -> str:  # noqa: ANN401 (MkDocs's)
    """Point links of notebooks to pages: MkDocs does so in Markdown only."""
    return (
        PAGE_LINK.sub(r'href="\1.html\2"', html) if page.file.src_uri.endswith(".ipynb") else html
    )


def _expanded(nav: list[Any], uris: list[str], named: set[str]) -> list[Any]:
    """Replace patterns of a navigation by the pages they stand for."""
    entries: list[Any] = []
    for entry in nav:
        if isinstance(entry, dict):
            for title, inside in entry.items():
                if isinstance(inside, list):
                    pages = _expanded(inside, uris, named)
                    entries += [{title: pages}] if pages else []
                else:
                    named.add(inside)
                    entries.append(entry)
        else:
            # `*` of a pattern stands for one file name: pages of folders below are listed apart.
            matching = [
                uri
                for uri in fnmatch.filter(uris, entry)
                if uri.endswith(PAGES) and uri.count("/") == entry.count("/") and uri not in named
            ]
            named.update(matching or [entry])
            entries += matching if "*" in entry else [entry]
    return entries
