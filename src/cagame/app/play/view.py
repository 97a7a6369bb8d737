"""The figures and words of results, as a class reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.classroom.briefing import BEFORE
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.words import actor_name, figure_name, plain_number
from cagame.model import shared_library

if TYPE_CHECKING:
    from cagame.app.play.course import Resolved
    from cagame.classroom import Briefing, Game
    from cagame.classroom.report import Difference, SeatReport, Spread
    from cagame.exploring.cast import Cast

#: A point of payoff is a hundredth of a log point, near to one per cent.
POINTS = 100
POINT = (
    "A point is a hundredth of a log point, near to one per cent, weighted over what the actor "
    "plays for, since the game began. Payoffs of different actors cannot be compared."
)
#: Of a choice that is no change.
SAME = "the same as before"


@dataclass(frozen=True)
class Row:
    """How a seat did: who it is, its payoff, and what its own choices changed."""

    seat: str
    name: str
    team: str
    payoff: str
    spread: str
    own_doing: str
    sure: str


def points(value: float) -> str:
    """Write a payoff in points, with its sign.

    >>> points(0.0353), points(-0.0042), points(0.00001)
    ('+3.5', '\N{MINUS SIGN}0.42', '0')
    """
    scaled = POINTS * value
    digits = 1 if abs(scaled) >= 1 else 2
    if round(abs(scaled), digits) == 0:
        return "0"
    sign = "+" if scaled > 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(scaled):.{digits}f}"


def spread(values: Spread) -> str:
    """Write 5 to 95 % of worlds in points."""
    return f"{points(values.low)} to {points(values.high)}"


def how_sure(difference: Difference) -> str:
    """Say in which share of worlds a difference is a gain; a choice may be no change at all.

    >>> from cagame.classroom.report import Difference, Spread
    >>> how_sure(Difference(Spread(0.1, -0.1, 0.2), 0.1, 0.87))
    'better in 87 of 100 worlds'
    """
    if difference.spread.low == difference.spread.high == 0:
        return SAME
    return f"better in {100 * difference.share_better:.0f} of 100 worlds"


def rows(game: Game, resolved: Resolved) -> tuple[Row, ...]:
    """Return how all seats did, those with teams first."""
    found = [_row(game, each) for each in resolved.report.seats.values()]
    return tuple(sorted(found, key=lambda row: not row.team))


def _row(game: Game, given: SeatReport) -> Row:
    own = given.own_doing
    return Row(
        seat=given.seat,
        name=name_of(given.seat, game.lesson.cast),
        team=game.teams.get(given.seat, ""),
        payoff=points(given.payoff.median),
        spread=spread(given.payoff),
        own_doing=points(own.spread.median) if own else "",
        sure=how_sure(own) if own else "no choice of its own",
    )


def name_of(seat: str, cast: Cast) -> str:
    """Return the full name of the actor of a seat, among those who take part."""
    return actor_name(seat, cast)


def verdict(row: Row) -> str:
    """Say in a sentence what the choices of a seat changed."""
    if not row.own_doing:
        return "You have chosen nothing so far: this is what happens by itself."
    if row.sure == SAME:
        return "You have chosen what would have happened by itself."
    against = "leaving your levers to the EU" if row.seat == MEMBERS else "staying as you were"
    return (
        f"Your choices changed your payoff by {row.own_doing} points against {against}; {row.sure}."
    )


def figure_rows(resolved: Resolved, cast: Cast) -> tuple[tuple[str, str, str], ...]:
    """Return each outcome's name, and its median before and after the round."""
    outcomes = cast.evidence.outcomes
    return tuple(
        (
            figure_name(outcomes[name].label, outcomes[name].unit),
            plain_number(figure.before.median, outcomes[name].unit),
            plain_number(figure.now.median, outcomes[name].unit),
        )
        for name, figure in resolved.report.figures.items()
    )


def moves(known: Briefing) -> tuple[str, ...]:
    """Say what the others did: who chose something, then who goes on as before."""
    chosen = [move for move in known.others if move.title != BEFORE]
    others = [move.name for move in known.others if move.title == BEFORE]
    lines = [f"{move.name}: {move.title}{' (new)' if move.is_new else ''}" for move in chosen]
    if others:
        lines.append(f"As before the game: {', '.join(others)}")
    return tuple(lines)


def group_that_holds(game: Game) -> str:
    """Name the group that sets the members' levers; empty where they are the EU team's to set."""
    name = name_of(MEMBERS, game.lesson.cast)
    if MEMBERS in game.teams:
        return f"{name} ({game.teams[MEMBERS]})"
    return name if MEMBERS in game.ledger.seats else ""


def free_words(game: Game, seat: str) -> str:
    """Say what a seat does that nobody has taken."""
    if seat == MEMBERS and MEMBERS not in game.ledger.seats:
        return "free: the EU sets its levers"
    return "free: goes on as before"


def teams_heading(game: Game) -> str:
    """Say how many teams have submitted, while there is something to submit."""
    if game.open_round is None:
        return "Teams"
    return f"Teams: {len(game.has_chosen)} of {len(game.teams)} have submitted"


def seats_shown(game: Game) -> tuple[str, ...]:
    """Return the seats that a teacher looks after; when all is over, those that teams have."""
    seats = game.lesson.seats
    return seats if game.open_round is not None else game.lesson.in_order(game.teams)


def stage(game: Game) -> str:
    """Say where a game stands."""
    count = len(game.lesson.rounds)
    if game.open_round is None:
        return f"All {count} rounds are over"
    during = game.lesson.round(game.open_round)
    return f"Round {during.number} of {count}: {during.first} to {during.last}"


def begun(game: Game) -> tuple[str, ...]:
    """Return the titles of what the teacher lets begin with the open round."""
    library = shared_library()
    names = [name for number, name in game.ledger.events if number == game.open_round]
    return tuple(library.load("external", name).label for name in names)


def clock(seconds: float) -> str:
    """Write how much time is left.

    >>> clock(151), clock(0), clock(4000)
    ('2:31 left', 'Time is up', '66:40 left')
    """
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d} left" if whole > 0 else "Time is up"
