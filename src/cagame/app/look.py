"""What all pages look like: header, skip link, headings, messages."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from html import escape
from itertools import cycle
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

from nicegui import ui

from cagame import __version__
from cagame.errors import CagameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

#: Seconds that a page may take to begin: a busy computer is slow, and no answer is worse.
PATIENCE = 60.0
#: Dark enough on white, and white on them, for contrast AA (4.5 to 1).
PRIMARY, ACCENT, GOOD, BAD = "#1b5e97", "#a6490b", "#1f6f43", "#b3261e"
#: One colour for each patron on all pages; told apart by those who see no red or green.
PATRON_COLOURS = {"EU": "#1b5e97", "RU": "#c0561a", "CN": "#8a6d00", "OT": "#6b6b6b"}
#: Those of partners that a study brings along, in order; after the last the first comes again.
FURTHER_COLOURS = ("#7b3294", "#00695c", "#a3195b", "#4a5d00")
#: Under which name a page keeps what it said last.
SAID = "said"
WAYS = (("/explore", "Explore"), ("/play", "Play"), ("/debrief", "Debrief"))


@contextmanager
def frame(title: str, *, here: str = "", wide: bool = False) -> Iterator[None]:
    """Put what is inside into the frame of all pages.

    Parameters
    ----------
    title : the heading of the page, and its name in the browser
    here : the part of the app, such as ``/play``
    wide : whether the page needs the whole width of a screen
    """
    ui.page_title(f"{title} · cagame")
    ui.colors(primary=PRIMARY, accent=ACCENT, positive=GOOD, negative=BAD)
    ui.add_head_html(f'<link rel="stylesheet" href="/static/look.css?{__version__}">')
    with ui.element("header").classes("top"), ui.element("div").classes("top-row"):
        ui.link("cagame", "/").classes("brand")
        with ui.element("nav").classes("ways").props('aria-label="Main"'):
            for target, name in WAYS:
                link = ui.link(name, target)
                if target == here:
                    link.props('aria-current="page"')
    main = ui.element("main").classes("page wide" if wide else "page").props("tabindex=-1")
    ui.skip_link("Skip to the content", target=main)
    with main:
        heading(title, 1)
        yield


def patron_colours(patrons: Iterable[str]) -> dict[str, str]:
    """Return the colour of each patron by label.

    >>> patron_colours(("EU", "TR"))
    {'EU': '#1b5e97', 'TR': '#7b3294'}
    """
    further = cycle(FURTHER_COLOURS)
    return {label: PATRON_COLOURS.get(label) or next(further) for label in patrons}


def heading(text: str, level: int = 2) -> ui.element:
    """Show a heading that a screen reader knows as one."""
    with ui.element(f"h{level}") as element:
        ui.label(text).classes("inline")
    return element


def note(text: str) -> ui.label:
    """Show a remark in small dark grey letters."""
    return ui.label(text).classes("note")


def capital(text: str) -> str:
    """Begin with a capital letter what errors begin with a small one.

    >>> capital("there is no game"), capital("")
    ('There is no game', '')
    """
    return text[:1].upper() + text[1:]


def sentence(error: CagameError) -> str:
    """Return what an error says as a page shows it; the command line has a word before it.

    >>> sentence(CagameError("there is no game 'ABCDE'", remedy="Ask your teacher."))
    "There is no game 'ABCDE'. Ask your teacher."
    >>> sentence(CagameError("there is no such lever", path="my.yaml"))  # a name stays as it is
    'my.yaml: there is no such lever'
    """
    return str(error) if error.path else capital(str(error))


def with_code(text: str) -> str:
    """Write a text as HTML in which what stands between backticks is code.

    >>> with_code("`cagame run` gives <b>.")
    '<code>cagame run</code> gives &lt;b&gt;.'
    """
    pieces = escape(text).split("`")
    return "".join(f"<code>{e}</code>" if place % 2 else e for place, e in enumerate(pieces))


def code_note(text: str) -> ui.html:
    """Show a remark with commands in it."""
    return ui.html(with_code(text), sanitize=False).classes("note")


def say(text: str, *, bad: bool = False) -> None:
    """Tell the user what came of something, in a line that screen readers read out.

    It takes the place of what was said before.
    """
    let_go()
    kind: Literal["negative", "positive"] = "negative" if bad else "positive"
    # On a phone the style sheet puts it at the bottom, where it covers no title.
    said = ui.notification(text, type=kind, position="top", multi_line=True)
    ui.context.client.storage[SAID] = said


def let_go() -> None:
    """Take what was said last off the page: what came after it has made it old."""
    said = ui.context.client.storage.pop(SAID, None)
    if said is not None and not said.is_deleted:
        said.dismiss()


def complain(error: CagameError) -> None:
    """Tell the user what is wrong."""
    say(sentence(error), bad=True)


async def aside(
    function: Callable[Given, Answer], *args: Given.args, **options: Given.kwargs
) -> Answer:
    """Call what reads or writes files in a thread, so that no other page waits for it."""
    return await asyncio.to_thread(function, *args, **options)


async def tried(
    function: Callable[Given, object], *args: Given.args, **options: Given.kwargs
) -> bool:
    """Do something aside and say what is wrong with it; whether it was done."""
    try:
        await aside(function, *args, **options)
    except CagameError as error:
        complain(error)
        return False
    let_go()
    return True


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> ui.element:
    """Show a table whose first column names its rows; on a phone it scrolls sideways.

    It is one element for the server: an element for each cell would take most of the time in
    which a round reaches thirty devices.
    """
    box = ui.html(table_text(caption, heads, rows), sanitize=False).classes("scroll")
    box.props["tabindex"], box.props["role"], box.props["aria-label"] = 0, "region", caption
    return box


def table_text(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table as HTML; whatever stands in a cell is shown as it is.

    >>> table_text("C", ["A<b>"], [["x"]]).partition("<thead>")[2].partition("</thead>")[0]
    '<tr><th scope="col">A&lt;b&gt;</th></tr>'
    """
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(each)}</td>" for each in others)
        + "</tr>"
        for first, *others in rows
    )
    return (
        f'<table class="plain"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
    )
