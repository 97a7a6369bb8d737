"""The debriefing: sentences, rows and charts of figures; who may look; answers shared."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace

import pytest

from cagame.app.debrief import charts, view
from cagame.app.debrief.access import NO_ROUND, NOT_YET, STRANGER, looked_at
from cagame.app.debrief.shared import Shared
from cagame.classroom import BestResponse
from cagame.classroom.debrief import Response
from cagame.classroom.equilibrium import ClassGame, Move, Rest
from cagame.classroom.lesson import Round
from cagame.classroom.lookback import Chapter, Turn
from cagame.classroom.report import Difference, Spread
from cagame.errors import InputError
from cagame.model import shared_evidence

CALLED = {"eu": "European Union (A)", "KZ": "Kazakhstan"}
COLOURS = {"eu": "#111111", "KZ": "#222222"}


def difference(median: float, low: float, high: float, share: float = 1.0) -> Difference:
    return Difference(Spread(median, low, high), median, share)


def turn(seat: str, payoff: float, step: str, own: Difference | None = None) -> Turn:
    team = "A" if seat == "eu" else ""
    return Turn(seat, CALLED[seat], team, "Open doors", step, Spread(payoff, payoff, payoff), own)


@pytest.fixture
def chapters():
    first = (turn("eu", 0.02, "new", difference(0.01, 0.0, 0.02)), turn("KZ", -0.01, "default"))
    second = (turn("eu", 0.05, "kept", difference(-0.03, -0.1, 0.0)), turn("KZ", 0.0, "default"))
    rounds = (Round(1, 2025, 2027), Round(2, 2028, 2030))
    return [Chapter(rounds[0], first, ()), Chapter(rounds[1], second, ("Drought",))]


@pytest.fixture
def small_game():
    rest = Rest(("fragmented", "balancer"), ("Fragmented", "Balancer"), (0.3, 0.1), (0.1, 0.0), 0.9)
    return ClassGame(
        seats=("eu", "KZ"),
        strategies=(("as the class played", "Fragmented"), ("as the class played", "Balancer")),
        played=(0.2, 0.1),
        moves=(Move("Fragmented", 0.1), Move("as the class played", 0.0)),
        is_rest=False,
        rests=(rest,),
        mixed=True,
        dominance=False,
    )


def test_a_cell_tells_what_is_followed_and_what_of_the_payoff_was_own_doing(chapters):
    cells = [view.timeline_cell(each.turns[0]) for each in chapters]
    assert cells == [
        ("Open doors", "payoff +2.0, own doing +1.0"),
        ("Open doors, as before", "payoff +5.0, own doing \N{MINUS SIGN}3.0"),
    ]
    assert view.timeline_cell(chapters[0].turns[1])[1] == "payoff \N{MINUS SIGN}1.0"


def test_a_sentence_names_only_what_moves_one_way_in_nearly_all_worlds():
    known = shared_evidence().outcomes
    outcomes = {
        "governance": difference(0.01, 0.001, 0.02),
        "eu_influence": difference(-0.02, -0.03, -0.01),
        "resilience": difference(0.5, -0.1, 0.9),
        "payoff_eu": difference(0.5, 0.4, 0.6),
    }
    told = view.largest_change(outcomes, known)
    assert told.index("EU influence falls") < told.index("Governance rises")
    assert "Resilience" not in told
    assert "Payoff" not in told
    assert "No outcome" in view.largest_change({"resilience": outcomes["resilience"]}, known)


def test_rows_of_changes_leave_payoffs_out():
    known = shared_evidence().outcomes
    outcomes = {name: difference(0.01, 0.0, 0.02, 0.9) for name in ("governance", "payoff_eu")}
    assert view.change_rows(outcomes, known) == [
        ["Governance", "+1.00 of 100", "+0.00 of 100 to +2.00 of 100", "90 of 100"]
    ]


def test_a_team_that_could_not_have_done_better_is_told_so():
    well = BestResponse("KZ", (Response("steady", "Steady", difference(-0.1, -0.2, 0.0, 0.0)),))
    better = BestResponse("eu", (Response("a", "Option A", difference(0.1, 0.0, 0.2, 0.75)),))
    assert view.answer_rows([well, better], CALLED) == [
        ["Kazakhstan", "what it did", "0.0", ""],
        ["European Union (A)", "Option A", "+10.0", "75 of 100"],
    ]


def test_the_verdict_names_who_could_have_gained_alone(small_game):
    told = view.verdict(small_game, CALLED)
    assert "not at rest" in told
    assert "European Union (A) with Fragmented (+10.0 points)" in told
    assert "Kazakhstan" not in told


def test_rows_of_an_equilibrium_compare_it_with_the_class(small_game):
    assert view.rest_rows(small_game, CALLED) == [
        [
            ["European Union (A)", "Fragmented", "+30.0", "+10.0"],
            ["Kazakhstan", "Balancer", "+10.0", "0.0"],
        ]
    ]


@pytest.mark.parametrize(
    ("stands", "told"), [(True, "No strategy of the library"), (False, "not in this small game")]
)
def test_an_equilibrium_says_whether_it_holds_out_against_the_library(small_game, stands, told):
    assert told in view.certainty(small_game.rests[0], stands=stands)


def test_lines_begin_at_nothing_and_end_at_the_last_payoff(chapters):
    options = charts.payoff_lines(chapters, CALLED, COLOURS)
    assert options["xAxis"]["data"] == ["2024", "2027", "2030"]
    assert [line["data"] for line in options["series"]] == [[0.0, 2.0, 5.0], [0.0, -1.0, 0.0]]
    assert [line["lineStyle"]["type"] for line in options["series"]] == ["solid", "dashed"]


def test_seats_that_stood_the_same_share_a_line_that_names_both(chapters):
    called = CALLED | {"members": "Member-state group"}
    both = [
        Chapter(each.round, (*each.turns, replace(each.turns[0], seat="members", team="")), ())
        for each in chapters
    ]
    lines = charts.payoff_lines(both, called, COLOURS | {"members": "#333333"})["series"]
    names = [line["name"] for line in lines]
    assert names == ["European Union (A)\nand Member-state group", "Kazakhstan"]
    assert [line["lineStyle"]["type"] for line in lines] == ["solid", "dashed"]


def test_whiskers_go_from_low_to_high_with_the_median_as_mark():
    options = charts.whiskers([("A", difference(0.02, -0.01, 0.03), "#111111")], "points")
    lines, marks = options["series"]
    assert lines["data"][0]["value"] == pytest.approx([-1, 2, 2, 2, 3])
    assert marks["data"][0]["value"] == [2.0, "A"]
    assert options["yAxis"]["data"] == ["A"]


def test_bars_stand_for_the_class_and_for_each_equilibrium(small_game):
    series = charts.rest_bars(small_game, CALLED)["series"]
    assert [(each["name"], each["data"]) for each in series] == [
        ("as the class played", [20.0, 10.0]),
        ("at the equilibrium", [30.0, 10.0]),
    ]


def test_charts_are_plain_json(chapters, small_game):
    rows = [("A", difference(0.02, -0.01, 0.03), "#111111")]
    for options in (
        charts.payoff_lines(chapters, CALLED, COLOURS),
        charts.whiskers(rows, "points"),
        charts.rest_bars(small_game, CALLED),
    ):
        assert json.loads(json.dumps(options, allow_nan=False)) == options


@dataclass
class Going:
    """A game with so many rounds over, out of two."""

    code: str = "ABCDE"
    closed: int = 2

    @property
    def open_round(self) -> int | None:
        return None if self.closed == 2 else self.closed + 1


@dataclass
class Somebody:
    """A visitor with these parts in the game."""

    parts: set = field(default_factory=set)
    playing: Going = field(default_factory=Going)

    def game(self, code: str) -> Going:
        if code.upper() != self.playing.code:
            raise InputError("there is no game")
        return self.playing

    def teaches(self, code: str) -> bool:
        return "teacher" in self.parts and code == self.playing.code

    def seat(self, code: str) -> str | None:
        return "seat" if "team" in self.parts and code == self.playing.code else None


@pytest.mark.parametrize(
    ("parts", "closed", "refused"),
    [
        ({"teacher"}, 2, None),
        ({"team"}, 2, None),
        ({"teacher"}, 1, None),
        ({"team"}, 1, NOT_YET),
        (set(), 2, STRANGER),
        (set(), 1, STRANGER),
        ({"teacher"}, 0, NO_ROUND),
        ({"team"}, 0, NOT_YET),
    ],
)
def test_teachers_look_back_at_any_time_and_teams_when_it_is_over(parts, closed, refused):
    visitor = Somebody(parts, Going(closed=closed))
    if refused is None:
        assert looked_at(visitor, "abcde").closed == closed
    else:
        with pytest.raises(InputError, match=refused):
            looked_at(visitor, "abcde")


def test_a_question_of_many_is_computed_once():
    asked = []

    async def compute() -> int:
        asked.append(1)
        await asyncio.sleep(0)
        return len(asked)

    async def ask() -> list[int]:
        shared = Shared()
        return await asyncio.gather(*(shared.ask("same", compute) for _ in range(30)))

    assert asyncio.run(ask()) == [1] * 30


def test_a_failure_is_asked_again_and_whoever_leaves_stops_nobody():
    tries = []

    async def compute() -> int:
        tries.append(1)
        await asyncio.sleep(0.01)
        if len(tries) == 1:
            raise InputError("lost")
        return len(tries)

    async def ask() -> int:
        shared = Shared()
        with pytest.raises(InputError, match="lost"):
            await shared.ask("same", compute)
        leaves = asyncio.ensure_future(shared.ask("same", compute))
        stays = asyncio.ensure_future(shared.ask("same", compute))
        await asyncio.sleep(0)
        leaves.cancel()
        return await stays

    assert asyncio.run(ask()) == 2


def test_old_answers_are_forgotten():
    computed = []

    async def ask() -> None:
        shared = Shared(most=2)
        for key in ("a", "b", "c", "a"):

            async def compute(key: str = key) -> None:
                computed.append(key)

            await shared.ask(key, compute)

    asyncio.run(ask())
    assert computed == ["a", "b", "c", "a"]
