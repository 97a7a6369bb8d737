"""News of a round: what began, who turned to what, who passed whom, what changed a lot.

Every line is a template of ``news.csv`` filled with words of the tables and figures of the round.
Nothing is made up: events have the ids of the facts behind them, or say that they are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from cagame.classroom.ledger import happenings, strategy_of
from cagame.classroom.report import figures, influence
from cagame.classroom.words import actor_name, figure_name, plain_number, table
from cagame.scenario import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cagame.classroom.engine import Engine
    from cagame.classroom.ledger import Ledger
    from cagame.classroom.lesson import Round
    from cagame.tables import Row

NEWS_COLUMNS = ("kind", "least", "text", "meaning")
ASSUMPTION = "assumption"


@dataclass(frozen=True)
class News:
    """One line: when, of which kind, in words, and the facts or the source behind it."""

    year: int
    kind: str
    text: str
    sources: tuple[str, ...] = ()


def news(engine: Engine, ledger: Ledger, number: int) -> tuple[News, ...]:
    """Return the news of a round, by year."""
    during = engine.lesson.round(number)
    found = [
        *_choices(engine, ledger, during),
        *_happenings(engine, ledger, during),
        *_events(engine, during),
        *_passings(engine, ledger, during),
        *_changes(engine, ledger, during),
    ]
    return tuple(sorted(found, key=lambda line: line.year))


def _template(kind: str) -> Row:
    return next(row for row in table("news.csv", NEWS_COLUMNS) if row.text("kind") == kind)


def _line(year: int, kind: str, sources: tuple[str, ...] = (), **words: str) -> News:
    return News(year, kind, _template(kind).text("text").format(**words), sources)


def _choices(engine: Engine, ledger: Ledger, during: Round) -> Iterator[News]:
    lesson = engine.lesson
    for seat in lesson.in_order(ledger.seats):
        chosen = ledger.choice(seat, during.number)
        if chosen is None or not ledger.is_new(seat, during.number):
            continue
        strategy = strategy_of(lesson, seat, *chosen)
        name = actor_name(seat, lesson.cast)
        # What a team writes itself rests on no facts, whatever it started from.
        facts = strategy.evidence if isinstance(chosen[1], str) else ()
        yield _line(during.first, "choice", facts, actor=name, title=strategy.label)


def _happenings(engine: Engine, ledger: Ledger, during: Round) -> Iterator[News]:
    scenario = happenings(engine.lesson, ledger.until(during.number))
    begun = {event.start: event.title for event in scenario.events if event.start == during.first}
    for number, name in ledger.events:
        if number == during.number:
            title, evidence = _told(engine, name)
            yield _line(during.first, "happening", evidence, title=title)
    ends: dict[str, int | None] = {}
    for event in scenario.events:
        last = ends.get(event.title, 0)
        ends[event.title] = None if event.end is None or last is None else max(last, event.end)
    for title, last in ends.items():
        if last is not None and last + 1 in during.years and title not in begun.values():
            yield _line(last + 1, "over", title=title)


def _told(engine: Engine, name: str) -> tuple[str, tuple[str, ...]]:

    scenario = Library(evidence=engine.evidence).load("external", name)
    return scenario.label, scenario.evidence


def _events(engine: Engine, during: Round) -> Iterator[News]:
    """Events of the tables that begin; where a document gives no size or date, it says so."""
    for event in engine.evidence.events:
        if event.start in during.years:
            kind = "assumed event" if event.grade == ASSUMPTION else "event"
            sources = event.evidence or tuple(filter(None, (event.source,)))
            yield _line(event.start, kind, sources, title=event.title)


def _passings(engine: Engine, ledger: Ledger, during: Round) -> Iterator[News]:
    """Patrons with aims of their own who changed order in a state."""
    axes = engine.evidence.axes
    before = influence(engine, ledger, during.number - 1)
    now = influence(engine, ledger, during.number)
    active = [patron for patron in axes.patrons if axes.actor(patron).kind != "passive"]
    for state in axes.states:
        for first, second in permutations(active, 2):
            was_behind = before[first][state] < before[second][state]
            if was_behind and now[first][state] > now[second][state]:
                yield _line(
                    during.last,
                    "passes",
                    first=axes.name_of(first),
                    second=axes.name_of(second),
                    state=axes.name_of(state),
                )


def _changes(engine: Engine, ledger: Ledger, during: Round) -> Iterator[News]:
    """Outcomes that moved a lot, measured by how far apart worlds are."""
    for name, figure in figures(engine, ledger, during.number).items():
        moved, spread = figure.change.spread.median, figure.now.high - figure.now.low
        kind = "rises" if moved > 0 else "falls"
        if spread > 0 and abs(moved) >= _template(kind).number("least") * spread:
            outcome = engine.evidence.outcomes[name]
            before = plain_number(figure.before.median, outcome.unit)
            now = plain_number(figure.now.median, outcome.unit)
            label = figure_name(outcome.label, outcome.unit)
            yield _line(during.last, kind, label=label, before=before, now=now)
