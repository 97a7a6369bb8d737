"""Figures inside the page: drawings whose names do not clash, with words for who cannot see them.

A drawing is taken as text from its file. Only the elements that figures are made of may stand in
it, so that nothing in the page can load or run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Elements that a figure may hold.
ALLOWED = frozenset(
    {
        *("svg", "g", "defs", "use", "path", "rect", "circle", "ellipse", "line"),
        *("polyline", "polygon", "clipPath", "pattern", "marker", "mask", "image"),
        *("linearGradient", "radialGradient", "stop", "text", "tspan"),
    }
)
#: What a figure shows, by the kind that its name starts with.
SHOWN = {
    "fan": "History and future of the outcome over the years: median, and bands over worlds.",
    "differences": "Differences from the reference within the same world, over the years.",
    "heatmap": "Effect of every strategy, with the share of worlds in which it is better.",
    "intervals": "Range over worlds of every strategy's difference from the reference.",
    "tradeoff": "Strategies by their medians in two outcomes, with those that none beats.",
    "ranks": "How often every strategy comes first, second and so on.",
    "dyads": "One quantity by patron and state, in history and in the end.",
}
UNNAMED = "What was found, as a figure."
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
#: Left out: it is about the file, or its rule would act on the whole page.
SUPERFLUOUS = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>"
    r"|<title>.*?</title>|<desc>.*?</desc>",
    re.DOTALL,
)
#: The drawing itself; its size is the page's.
OPENING = re.compile(r"<svg\b[^>]*?\bviewBox=\"([-\d. ]+)\"[^>]*>")
ELEMENT = re.compile(r"<\s*/?\s*([^\s/>]+)")
#: Handlers, and links to anything but a name in the drawing or a picture in itself.
ACTIVE = re.compile(
    r"\son\w+\s*=|href\s*=\s*(?![\"'](?:#|data:image/png;base64,))|url\((?!#)|javascript:",
    re.IGNORECASE,
)
NAMES = re.compile(r"""((?<=\s)id="|href="\#|url\(\#)""")


@dataclass(frozen=True)
class Drawing:
    """A figure as it stands in the page.

    Attributes
    ----------
    file : where it stands below the results folder
    svg : safe to write into the page as it is
    """

    title: str
    file: str
    svg: Markup


def drawings(folder: Path, files: Iterable[Path]) -> Iterator[Drawing]:
    """Yield the drawings in some files; one that is no plain figure is left out.

    Parameters
    ----------
    folder : the results folder, which files are named from
    """
    for path in files:
        text = path.read_text(encoding="utf-8")
        file = path.relative_to(folder).as_posix()
        found = TITLE.search(text)
        title = unescape(found[1]).strip() if found else path.stem
        svg = inline(text, file.removesuffix(".svg"), title)
        if svg is not None:
            yield Drawing(title, file, svg)


def inline(text: str, name: str, title: str) -> Markup | None:
    """Return a drawing as an element of a page, its names made unique; None if it is no figure.

    Parameters
    ----------
    text : what the file holds
    name : what no other drawing of the page is called
    title : what it is about, for who cannot see it

    >>> print(inline('<svg viewBox="0 0 9 9"><g id="a"/></svg>', "one", "A <dot>"))
    <svg viewBox="0 0 9 9" role="img" aria-labelledby="one-title one-desc"><title \
id="one-title">A &lt;dot&gt;</title><desc id="one-desc">What was found, as a figure.</desc>\
<g id="one-a"/></svg>
    >>> inline('<svg viewBox="0 0 9 9"><script/></svg>', "one", "")
    """
    body = SUPERFLUOUS.sub("", text).strip()
    opening = OPENING.match(body)
    if opening is None or ACTIVE.search(body) or not ALLOWED.issuperset(ELEMENT.findall(body)):
        return None
    prefix = re.sub(r"[^a-z0-9]+", "-", name.lower())
    content = NAMES.sub(rf"\g<1>{prefix}-", body[opening.end() :])
    content = (
        re.sub(r"\s*\n\s*", " ", content).replace("> <", "><").replace('xlink:href="', 'href="')
    )
    kind = name.rsplit("/", 1)[-1].partition("-")[0]
    described = escape(SHOWN.get(kind, UNNAMED))
    return Markup(  # noqa: S704 (checked above: elements of a figure, no handlers, no links out)
        f'<svg viewBox="{opening[1]}" role="img" '
        f'aria-labelledby="{prefix}-title {prefix}-desc">'
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{described}</desc>{content}'
    )


def in_order(folder: Path) -> list[Path]:
    """Return the drawings of a folder: those of a kind together, in the order of `SHOWN`."""
    kinds = list(SHOWN)

    def place(path: Path) -> tuple[int, str]:
        kind = path.name.partition("-")[0]
        return (kinds.index(kind) if kind in kinds else len(kinds), path.name)

    return sorted(folder.glob("*.svg"), key=place)
