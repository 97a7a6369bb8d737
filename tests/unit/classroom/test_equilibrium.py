from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from cagame.classroom import replay
from cagame.classroom.debrief import BestResponse, Response, best_response
from cagame.classroom.equilibrium import (
    AS_PLAYED,
    MOST_STRATEGIES,
    Menu,
    class_game,
    game_of_class,
    holds_out,
    payoffs,
    profiles,
)
from cagame.classroom.report import Difference, Spread
from cagame.classroom.whatif import throughout
from cagame.errors import InputError

SEATS = ("eu", "russia")


def gained(name: str, mean: float) -> Response:
    return Response(name, name, Difference(Spread(mean, mean, mean), mean, float(mean > 0)))


@pytest.fixture(scope="module")
def menus(engine, ledger):
    return [Menu.of(best_response(engine, ledger, seat)) for seat in SEATS]


@pytest.fixture(scope="module")
def game(engine, ledger, menus):
    return game_of_class(engine, menus, payoffs(engine, ledger, SEATS, profiles(menus)))


def test_a_menu_begins_with_what_was_played_and_goes_on_with_the_best():
    tried = [gained(name, gain) for name, gain in (("a", 3), ("b", 2), ("c", 1), ("d", -1))]
    menu = Menu.of(BestResponse("eu", tuple(tried)))
    assert menu.strategies == (AS_PLAYED, "a", "b", "c")
    assert len(menu.strategies) == MOST_STRATEGIES


def test_strategies_that_are_the_same_stand_on_the_menu_once():
    tried = [gained(name, gain) for name, gain in (("a", 2), ("twin", 2), ("played", 0), ("d", -1))]
    assert Menu.of(BestResponse("russia", tuple(tried))).strategies == (AS_PLAYED, "a", "d")


def test_the_payoffs_of_the_small_game_are_those_of_replays(engine, ledger, menus, game):
    other = menus[0].strategies[1]
    found = replay(engine, ledger, "eu", throughout(other)).outcomes["payoff_eu"].mean
    assert float(game.mean[0, 1, 0] - game.mean[0, 0, 0]) == pytest.approx(found)
    assert np.array_equal(game.payoffs[0, 0, 0], engine.final(ledger, "payoff_eu"))


def test_what_a_team_could_have_gained_alone_is_its_best_response(engine, ledger, game):
    found = class_game(game)
    for seat, move in zip(found.seats, found.moves, strict=True):
        best = best_response(engine, ledger, seat).best
        assert move.gain == pytest.approx(max(best.gain.mean, 0))
        assert move.title == best.title or move.gain == 0


def test_nobody_gains_by_leaving_an_equilibrium_of_the_small_game(game):
    found = class_game(game)
    assert found.rests
    for rest in found.rests:
        if rest.profile:
            at = tuple(
                own.index(name) for own, name in zip(game.strategies, rest.profile, strict=True)
            )
            assert game.mean[0][:, at[1]].max() == game.mean[(0, *at)]
            assert game.mean[1][at[0]].max() == game.mean[(1, *at)]
            gains = [game.mean[(p, *at)] - game.mean[p, 0, 0] for p in range(2)]
            assert rest.gains == pytest.approx(gains)


def test_a_profile_that_the_class_could_improve_on_does_not_hold_out(engine, ledger, game):
    found = class_game(game)
    assert not found.is_rest
    assert not holds_out(engine, ledger, SEATS, (AS_PLAYED, AS_PLAYED))


def test_without_gambit_pure_equilibria_are_still_found(game, monkeypatch):
    there = class_game(game)
    monkeypatch.setattr("cagame.classroom.equilibrium.find_spec", lambda _: None)
    monkeypatch.setattr("cagame.analysis.game.mixed._gambit", None)
    found = class_game(game)
    assert not found.mixed
    assert [each for each in there.rests if each.profile] == list(found.rests)
    assert there.mixed == (importlib.util.find_spec("pygambit") is not None)


def test_a_game_of_one_team_or_of_four_is_refused():
    for count in (1, 4):
        with pytest.raises(InputError, match="not compared"):
            profiles([Menu("eu", (AS_PLAYED, "fragmented"))] * count)
