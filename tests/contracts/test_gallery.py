"""Pages show pictures that are there, and the page of the gallery lists what the gallery holds."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGES = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "docs").rglob("*.md"))]
#: Pages that are written when the site is built, which fails where a link leads nowhere.
BUILT = REPOSITORY / "docs" / "reference"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
#: A file of this repository that a page links to, up to the heading in it.
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
#: Formulas, in which brackets are no links.
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    targets = [(page.parent / link).resolve() for link in links]
    assert [path for path in targets if path.parent != BUILT and not path.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_picture_says_in_words_what_it_shows(page: Path) -> None:
    pictures = PICTURE.findall(page.read_text(encoding="utf-8"))
    assert [picture for words, picture in pictures if not words.strip()] == []


def test_the_page_of_the_gallery_lists_what_the_gallery_holds() -> None:
    gallery = runpy.run_path(str(REPOSITORY / "experiments" / "gallery.py"))
    held = {path.name for path in gallery["GALLERY"].glob("*.png")}
    text = gallery["PAGE"].read_text(encoding="utf-8")
    assert text == gallery["page"](), "run experiments/gallery.py, which writes docs/gallery.md"
    assert {Path(picture).name for _, picture in PICTURE.findall(text)} == held
