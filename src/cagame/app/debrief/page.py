"""The page on which a class looks back at its game."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from cagame import __version__
from cagame.app.debrief import charts, view
from cagame.app.debrief.access import looked_at
from cagame.app.debrief.answers import show_answers
from cagame.app.debrief.looking import Looking
from cagame.app.debrief.otherwise import show_what_if
from cagame.app.debrief.parts import chart, progress
from cagame.app.debrief.rest import show_rest
from cagame.app.debrief.shared import Shared
from cagame.app.look import PATIENCE, aside, capital, complain, frame, heading, note
from cagame.app.play.live import visitor_here
from cagame.classroom.lookback import table_text
from cagame.classroom.report import CAVEAT
from cagame.errors import CagameError, InputError

if TYPE_CHECKING:
    from cagame.app.hall import Hall
    from cagame.classroom.lookback import Turn

HERE = "/debrief"
ROLES = {"teacher": "You lead it.", "team": "You played. Teams look back when it is over."}
TABS = ("Timeline", "What if", "Best response", "Equilibrium", "Take home")
#: Pixels of the chart of payoffs.
LINES_HEIGHT = 420
POINTS = (
    "Payoffs are in points: hundredths of a log point, close to per cent, since the game began. "
    "Own doing is what the team's choices changed, against the same game in which it had gone on "
    "as before. Both are medians over worlds."
)


def add_pages(hall: Hall) -> None:
    """Add the pages of the debriefing."""
    shared = Shared()

    @ui.page(HERE, title="Debrief", response_timeout=PATIENCE)
    async def choose() -> None:
        games = await aside(visitor_here(hall).games)
        _style()
        with frame("Debrief", here=HERE):
            ui.label(
                "Look back at a game: who chose what, what would have been otherwise, and what "
                "would have been best."
            ).classes("lead")
            if not games:
                note("This device has no game to look back at. Play one first.")
                ui.link("To the games", "/play")
            with ui.element("nav").classes("cards").props('aria-label="Games"'):
                for code, role in games:
                    with ui.link(target=f"{HERE}/{code}").classes("card-link"):
                        ui.label(f"Game {code}").classes("card-title")
                        ui.label(ROLES[role])

    @ui.page(HERE + "/{code}", title="Debrief", response_timeout=PATIENCE)
    async def look_back(code: str) -> None:
        visitor = visitor_here(hall)
        _style()
        try:
            game = await aside(looked_at, visitor, code)
        except InputError as error:
            _refused(error)
            return
        looking = Looking(hall, shared, game)
        with frame("Looking back", here=HERE, wide=True):
            title = game.lesson.study.title
            rounds = f"{looking.until} of {len(game.lesson.rounds)} rounds"
            ui.label(f"Game {game.code}, {rounds}. {title}").classes("lead")
            box = ui.element("div")
        ui.timer(0, lambda: _fill(looking, box), once=True)


def _style() -> None:
    ui.add_head_html(f'<link rel="stylesheet" href="/static/debrief.css?{__version__}">')


def _refused(error: InputError) -> None:
    with frame("Debrief", here=HERE):
        ui.label(f"{capital(error.what)}.").classes("lead")
        note(error.remedy or "")
        ui.link("To the games", "/play")


async def _fill(looking: Looking, box: ui.element) -> None:
    """Compute the rounds, then show all parts."""
    with box:
        try:
            with progress("The game is read") as bar:
                await looking.read_rounds(bar.tell)
        except CagameError as error:
            complain(error)
            return
        _parts(looking)


def _parts(looking: Looking) -> None:
    with ui.tabs().props("align=left no-caps").classes("parts") as tabs:
        found = [ui.tab(name) for name in TABS]
    with ui.tab_panels(tabs, value=found[0], animated=False).props("keep-alive").classes("part"):
        shows = (_timeline, show_what_if, show_answers, show_rest, _take_home)
        for tab, show in zip(found, shows, strict=True):
            with ui.tab_panel(tab):
                show(looking)
    note(CAVEAT).classes("caveat")


def _timeline(looking: Looking) -> None:
    heading("Who chose what")
    chapters = looking.chapters
    with (
        ui.element("div").classes("scroll").props('tabindex=0 role=region aria-label="Choices"'),
        ui.element("table").classes("plain timeline"),
    ):
        with ui.element("thead"), ui.element("tr"):
            for head in ("Team", *view.timeline_heads(chapters)):
                with ui.element("th").props("scope=col"):
                    ui.label(head)
        for place, seat in enumerate(looking.called):
            with ui.element("tr"):
                with ui.element("th").props("scope=row"):
                    ui.label(looking.called[seat])
                for each in chapters:
                    _cell(each.turns[place])
        _events(looking)
    note(POINTS)
    heading("How they stood")
    chart(
        charts.payoff_lines(chapters, looking.called, looking.colours),
        LINES_HEIGHT,
        "Median payoff at the end of each round, in points. Dashed: nobody played it.",
        "The table above has the numbers.",
    )


def _cell(turn: Turn) -> None:
    with ui.element("td").classes(f"step-{turn.step}"):
        followed, stood = view.timeline_cell(turn)
        ui.label(followed).classes("followed")
        ui.label(stood).classes("stood")


def _events(looking: Looking) -> None:
    """Show what the teacher let happen, where something was."""
    if not looking.ledger.events:
        return
    with ui.element("tr").classes("events"):
        with ui.element("th").props("scope=row"):
            ui.label("What happened")
        for each in looking.chapters:
            with ui.element("td"):
                ui.label(", ".join(each.events) or "\N{EN DASH}")


def _take_home(looking: Looking) -> None:
    heading("Take the game home")
    ui.label(
        "The scenario file holds every choice with its years. On any computer, cagame run gives "
        "the numbers of this game from it. Names of teams stand in it."
    )
    name = f"game-{looking.game.code.lower()}"

    async def scenario() -> None:
        try:
            ui.download.content(await looking.saved(), f"{name}.yaml")
        except CagameError as error:
            complain(error)

    with ui.row():
        ui.button("Scenario file", on_click=scenario, icon="download")
        ui.button(
            "Table (CSV)",
            on_click=lambda: ui.download.content(table_text(looking.chapters), f"{name}.csv"),
            icon="download",
        ).props("outline")
    ui.label("Then:").classes("then")
    ui.label(f"cagame run {name}.yaml").classes("command")
