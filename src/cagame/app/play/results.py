"""What a round brought, for all to see."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from nicegui import ui

from cagame.app.look import heading, note, table
from cagame.app.play import charts
from cagame.app.play.view import POINT, figure_rows, rows, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cagame.app.play.course import Resolved
    from cagame.app.play.view import Row
    from cagame.classroom import Game, News

PAYOFF_HEADS = ("Actor", "Payoff, points", "5 to 95 % of worlds", "By own choices", "How sure")


def draw(game: Game, rounds: Sequence[Resolved], seat: str = "") -> None:
    """Draw the latest round, with a way to the earlier ones.

    Parameters
    ----------
    seat : the own one, if any
    """
    heading("What happened")
    area = ui.element("div")

    def turn_to(number: int) -> None:
        area.clear()
        with area:
            _round(game, rounds[:number], seat)

    if len(rounds) > 1:
        names = {n: f"{n}" for n in range(1, len(rounds) + 1)}
        with ui.element("div").classes("rounds"):
            ui.label("Round")
            ui.toggle(names, value=len(rounds), on_change=lambda event: turn_to(event.value)).props(
                'aria-label="Round to show" unelevated toggle-color=primary'
            )
        area.move(target_index=-1)
    turn_to(len(rounds))


def _round(game: Game, rounds: Sequence[Resolved], seat: str) -> None:
    latest = rounds[-1]
    during = latest.report.round
    heading(f"Round {during.number}: {during.first} to {during.last}", 3)
    if seat:
        _own(game, rounds, seat)
    _payoffs(game, latest, seat)
    heading("Influence", 3)
    with ui.element("div").classes("charts"):
        _chart(
            "Share of influence over the region", charts.influence_over_time(rounds, game.lesson)
        )
        _chart(
            f"Share of influence in each state, {during.last}",
            charts.influence_by_state(latest, game.lesson.cast),
        )
    _news(latest)
    with ui.expansion("Other figures of the region").classes("more"):
        heads = ("Outcome", f"{during.first - 1}", f"{during.last}")
        table("Medians over worlds", heads, figure_rows(latest, game.lesson.cast))


def _own(game: Game, rounds: Sequence[Resolved], seat: str) -> None:
    own = next(row for row in rows(game, rounds[-1]) if row.seat == seat)
    ui.label(verdict(own)).classes("verdict")
    _chart("Your payoff by round", charts.own_payoff(rounds, seat))


def _payoffs(game: Game, latest: Resolved, seat: str) -> None:
    cells = [
        (
            _who(row, seat),
            row.payoff,
            row.spread,
            row.own_doing or "none",
            row.sure,
        )
        for row in rows(game, latest)
    ]
    table("How the actors did", PAYOFF_HEADS, cells)
    note(POINT)
    note(latest.report.caveat)


def _who(row: Row, seat: str) -> str:
    if row.seat == seat:
        return f"{row.name} (you)"
    return f"{row.name} ({row.team})" if row.team else row.name


def _chart(title: str, options: dict[str, object]) -> None:
    with ui.element("figure").classes("chart"):
        with ui.element("figcaption"):
            ui.label(title)
        ui.echart(options).classes("canvas").props(f'role=img aria-label="{title}"')


def _news(latest: Resolved) -> None:
    heading("News", 3)
    ui.html(news_text(latest.news), sanitize=False, tag="ul").classes("news")


def news_text(lines: Sequence[News]) -> str:
    """Write lines of news as HTML; as with tables, an element for each would take long.

    >>> from cagame.classroom import News
    >>> news_text([News(2026, "event", "A<b>", ("E001",))])
    '<li><span class="year">2026</span>A&lt;b&gt;<span class="sources">[E001]</span></li>'
    """
    return "".join(
        f'<li><span class="year">{line.year}</span>{escape(line.text)}{_sources(line)}</li>'
        for line in lines
    )


def _sources(line: News) -> str:
    told = escape(", ".join(line.sources))
    return f'<span class="sources">[{told}]</span>' if told else ""
