"""One look back at one game: what it is about, and how its figures are asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from cagame.app.debrief import pieces
from cagame.app.debrief.charts import MEMBERS_COLOUR, STATE_COLOURS
from cagame.app.look import patron_colours
from cagame.classroom.equilibrium import MOST_PLAYERS, Menu, profiles
from cagame.classroom.lesson import MEMBERS
from cagame.classroom.words import actor_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cagame.app.debrief.shared import Shared
    from cagame.app.hall import Hall
    from cagame.axes import Array
    from cagame.classroom import BestResponse, Game, Ledger, Replay
    from cagame.classroom.equilibrium import ClassGame
    from cagame.classroom.lookback import Chapter
    from cagame.classroom.report import Difference
    from cagame.evidence.records import OutcomeDefinition

    Told = Callable[[int, int, str], None]

Answer = TypeVar("Answer")
#: Profiles that are computed in one piece of about a second.
PROFILES_AT_ONCE = 8


@dataclass
class Looking:
    """A game that somebody looks back at, up to the last round that is over.

    Figures come from workers, and once computed are there for all who look at the same game.
    """

    hall: Hall
    shared: Shared
    game: Game
    chapters: list[Chapter] = field(default_factory=list)

    @cached_property
    def lesson(self) -> str:
        """The lesson as workers read it."""
        return self.game.lesson.as_text()

    @cached_property
    def ledger(self) -> Ledger:
        """What was chosen in the rounds that are over."""
        return self.game.played

    @property
    def until(self) -> int:
        """The last round that is over."""
        return self.game.closed

    @cached_property
    def actors(self) -> dict[str, str]:
        """Names of the actors that seats play."""
        lesson = self.game.lesson
        return {seat: actor_name(seat, lesson.cast) for seat in lesson.seats}

    @cached_property
    def called(self) -> dict[str, str]:
        """What to call each seat: the actor, and its team where it has one."""
        teams = self.game.teams
        return {
            seat: f"{name} ({teams[seat]})" if seat in teams else name
            for seat, name in self.actors.items()
        }

    @property
    def played(self) -> tuple[str, ...]:
        """Seats that chose something, or that a team took."""
        chosen = {*self.ledger.seats, *self.game.teams}
        return tuple(seat for seat in self.game.lesson.seats if seat in chosen)

    @property
    def players(self) -> tuple[str, ...]:
        """Seats that the small game begins with: powers first, as they stand in the lesson."""
        return self.played[:MOST_PLAYERS]

    @property
    def outcomes(self) -> Mapping[str, OutcomeDefinition]:
        """What is known about outcomes: label, unit, group."""
        return self.game.lesson.cast.evidence.outcomes

    def colour(self, seat: str) -> str:
        """Colour of a seat on all charts."""
        lesson = self.game.lesson
        known = patron_colours(lesson.cast.evidence.axes.patrons) | STATE_COLOURS
        return MEMBERS_COLOUR if seat == MEMBERS else known[lesson.seat(seat).label]

    @property
    def colours(self) -> dict[str, str]:
        """Colours of all seats."""
        return {seat: self.colour(seat) for seat in self.game.lesson.seats}

    def payoff_of(self, replayed: Replay, seat: str) -> Difference:
        """What a replay would have changed for a seat."""
        return replayed.outcomes[self.game.lesson.payoff(seat)]

    async def read_rounds(self, told: Told) -> None:
        """Look back at all rounds that are over."""
        chapters = []
        for number in range(1, self.until + 1):
            told(number - 1, self.until, "Rounds")
            chapters.append(await self._ask(pieces.one_round, number, self.game.teams))
        self.chapters = chapters

    async def replay(self, seat: str, choices: Mapping[int, object]) -> Replay:
        """Play the same game with other choices of a seat."""
        return await self._ask(pieces.other_course, seat, choices, self.until)

    async def answers(self, seats: Sequence[str], told: Told) -> list[BestResponse]:
        """Try all strategies of the library for each of some seats."""
        found = []
        for place, seat in enumerate(seats):
            told(place, len(seats), f"Strategies of {self.called[seat]}")
            found.append(await self._ask(pieces.answers, seat, self.until))
        return found

    async def rest(self, seats: Sequence[str], told: Told) -> tuple[ClassGame, list[bool | None]]:
        """Find where a small game of some seats would have come to rest.

        Returns
        -------
        what was found; for each equilibrium, whether it stands against the whole library
        """
        menus = [Menu.of(each) for each in await self.answers(seats, told)]
        wanted = profiles(menus)
        cuts = range(0, len(wanted), PROFILES_AT_ONCE)
        found: list[Array] = []
        for cut in cuts:
            told(cut, len(wanted), "Combinations of strategies")
            part = wanted[cut : cut + PROFILES_AT_ONCE]
            found.append(await self._ask(pieces.some_payoffs, seats, part, self.until))
        game = await self.hall.work.do("play", pieces.rests, self.lesson, menus, found)
        checks: list[bool | None] = []
        for place, rest in enumerate(game.rests):
            told(place, len(game.rests), "Checks against all strategies")
            is_pure = bool(rest.profile)
            checks.append(
                await self._ask(pieces.stands, seats, rest.profile, self.until) if is_pure else None
            )
        return game, checks

    async def saved(self) -> str:
        """Return the game as a scenario file."""
        work = self.hall.work
        lesson, ledger = self.lesson, self.ledger
        return await work.do("play", pieces.saved, lesson, ledger, self.until, self.game.teams)

    async def _ask(self, function: Callable[..., Answer], *args: object) -> Answer:
        """Have a piece computed, unless somebody has had it computed before."""
        key = (self.game.code, self.until, function.__name__, json.dumps(args))
        return await self.shared.ask(
            key, lambda: self.hall.work.do("play", function, self.lesson, self.ledger, *args)
        )
