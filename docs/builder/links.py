"""Links between the repository and the site."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
#: Where pages of the repository's own stand in the site, and copies of its other files.
OWN_PAGES = {
    f"{name}.md": f"{name.lower()}.md"
    for name in ("README", "CONTRIBUTING", "CHANGELOG")
    if (REPOSITORY / f"{name}.md").is_file()
}
COPIES = "repository"
LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)\s#]+)(?=[)#])")
FENCE = re.compile(r"^(```|~~~).*?^\1[^\S\n]*$", re.MULTILINE | re.DOTALL)
#: What a browser shows as it is; of anything else it shows the text.
SHOWN = {".png", ".svg", ".csv", ".json", ".html", ".txt"}


def rewritten(markdown: str, page: str) -> str:
    """Point every link of a page that leads out of docs/ to what the site has instead."""

    def replaced(found: re.Match[str]) -> str:
        target = _in_repository(found[1], page)
        uri = _uri(target)
        if uri is None or (page not in OWN_PAGES.values() and target.startswith("docs/")):
            return found[1]
        return posixpath.relpath(uri, posixpath.dirname(page) or ".")

    pieces, end = [], 0
    for fence in FENCE.finditer(markdown):
        pieces += [LINK.sub(replaced, markdown[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*pieces, LINK.sub(replaced, markdown[end:])])


def copies(markdown: str, page: str) -> dict[str, Path]:
    """Return the files of the repository that the site needs a copy of, by their place there."""
    targets = (_in_repository(each, page) for each in LINK.findall(FENCE.sub("", markdown)))
    outside = [each for each in targets if not each.startswith("docs/") and each not in OWN_PAGES]
    return {uri: REPOSITORY / each for each in outside if (uri := _uri(each)) is not None}


def _in_repository(link: str, page: str) -> str:
    folder = "" if page in OWN_PAGES.values() else posixpath.dirname(f"docs/{page}")
    return posixpath.normpath(posixpath.join(folder, link))


def _uri(target: str) -> str | None:
    """Return where the site has a file of the repository; None where there is no such file."""
    if target in OWN_PAGES:
        return OWN_PAGES[target]
    if not (REPOSITORY / target).is_file():
        return None
    if target.startswith("docs/"):
        return target.removeprefix("docs/")
    suffix = "" if Path(target).suffix in SHOWN else ".txt"
    return f"{COPIES}/{target}{suffix}"
