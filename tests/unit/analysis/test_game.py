from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.analysis.game import (
    Findings,
    Game,
    deviation_table,
    deviations,
    equilibria,
    interaction_by_world,
    interaction_share,
    is_dominance,
    long_run,
    price,
    profile_table,
    reply_table,
    resampled_means,
    share_of_resamples,
    share_of_worlds,
    shares_of,
)
from cagame.analysis.game.interaction import variance_shares
from cagame.analysis.game.mixed import relative_regret
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

BATTLE = np.array([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]])
NAMES = (("a", "b"), ("x", "y"))


def game(payoffs: np.ndarray, worlds: int = 200, noise: float = 0.0, seed: int = 1) -> Game:
    """A game of two players whose payoffs vary between worlds."""
    draws = np.random.default_rng(seed).normal(size=(*payoffs.shape, worlds))
    return Game(("one", "two"), NAMES, payoffs[..., None] + noise * draws)


# What is a game at all.


def test_payoffs_that_only_add_up_are_dominance() -> None:
    own, other = np.array([0.0, 3.0])[:, None], np.array([0.0, 1.0])[None]
    found = game(np.stack([own + other, own - 2 * other]))
    first, second = shares_of(found)
    assert first is not None
    assert second is not None
    assert (first.own, first.others, first.interaction) == pytest.approx((0.9, 0.1, 0))
    assert second.own == pytest.approx(4 / 13)
    assert interaction_share(found) == pytest.approx(0)
    assert is_dominance(found)


def test_interaction_is_the_share_that_no_sum_of_effects_explains() -> None:
    found = game(BATTLE)
    # Mean 0.75; main effects of +-0.25 each; the rest of the variance 0.6875 is 0.5625.
    assert interaction_share(found) == pytest.approx(0.5625 / 0.6875)
    assert not is_dominance(found)
    assert interaction_by_world(found) == pytest.approx([interaction_share(found)] * 200)


def test_interaction_among_the_others_is_no_reason_to_reply() -> None:
    # The first player's payoff: own choice adds 1; the others interact with one another only.
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0] = np.array([0.0, 1.0])[:, None, None] + np.array([[1.0, -1.0], [-1.0, 1.0]])
    payoffs[1, :, 1] = payoffs[2, :, :, 1] = 1.0
    found = Game(("a", "b", "c"), (("0", "1"),) * 3, payoffs[..., None])
    first = shares_of(found)[0]
    assert first is not None
    assert first.interaction == pytest.approx(0.8)
    assert first.reply == pytest.approx(0)


def test_a_player_whose_payoff_never_changes_does_not_count() -> None:
    payoffs = BATTLE.copy()
    payoffs[1] = 7.0
    found = game(payoffs)
    assert shares_of(found)[1] is None
    assert interaction_share(found) == pytest.approx(0.5625 / 0.6875)


# Degenerate input.


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Game(("one",), (("a", "b"),), np.ones((1, 2, 5))), "two players"),
        (lambda: Game(("o", "t"), (("a", "b"), ("x",)), np.ones((2, 2, 1, 5))), "two players"),
        (lambda: Game(("o", "t"), NAMES, np.ones((2, 2, 2, 5))), "nobody's payoff"),
        (lambda: Game(("o", "t"), NAMES, np.ones((2, 2, 3, 5))), "do not fit"),
        (lambda: Game(("o", "t"), NAMES, np.ones((2, 2, 2))), "do not fit"),
        (lambda: Game(("o", "t"), NAMES, BATTLE[..., None][..., :0]), "no world"),
        (lambda: game(np.where(BATTLE == 2, np.nan, BATTLE)), "not a number"),
        (lambda: game(np.where(BATTLE == 2, np.inf, BATTLE)), "not a number"),
        (lambda: resampled_means(game(BATTLE, worlds=1), 10, 1), "one world"),
        (lambda: resampled_means(game(BATTLE), 0, 1), "no resample"),
        (lambda: price(game(BATTLE), [], [1.0]), "weights"),
        (lambda: price(game(BATTLE), [], [0.0, 0.0]), "weights"),
        (lambda: price(game(BATTLE), [], [-1.0, 2.0]), "weights"),
        (lambda: price(game(BATTLE), [], [np.nan, 2.0]), "weights"),
        (lambda: long_run(BATTLE, selection=0), "selection"),
        (lambda: long_run(BATTLE, population=1), "population"),
        (lambda: game(BATTLE).held(0, 1), "two players"),
    ],
)
def test_what_is_no_game_is_told(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        make()
    assert caught.value.remedy


def test_one_world_has_equilibria_but_no_certainty() -> None:
    found = Findings(game(BATTLE, worlds=1), (0, 0))
    assert found.means is None
    assert found.pure_profiles == [(0, 0), (1, 1)]
    assert "equilibrium_in_resamples" not in profile_table(found)
    assert deviation_table(found)["low"].isna().all()


def test_without_gambit_pure_equilibria_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(InputError, match=r"cagame\[game\]"):
        equilibria(BATTLE)
    assert [each.places for each in equilibria(BATTLE, pure=True).found] == [(0, 0), (1, 1)]
    dominated = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    assert equilibria(dominated).complete


# How sure.


def test_what_holds_in_every_world_holds_in_every_resample() -> None:
    found = game(BATTLE, noise=1e-3)
    means = resampled_means(found, 50, seed=3)
    assert share_of_resamples(means).tolist() == [[1, 0], [0, 1]]
    assert share_of_worlds(found).tolist() == [[1, 0], [0, 1]]


def test_a_coin_toss_between_worlds_is_told_by_worlds_and_by_resamples() -> None:
    # Row 1 pays 1 more in 60 % of worlds and 1 less in the others; the column player has a clear x.
    payoffs = np.zeros((2, 2, 2, 100))
    payoffs[0, 1] = np.where(np.arange(100) < 60, 1.0, -1.0)
    payoffs[1, :, 0] = 1.0
    found = Game(("one", "two"), NAMES, payoffs)
    assert share_of_worlds(found)[:, 0].tolist() == pytest.approx([0.4, 0.6])
    shares = share_of_resamples(resampled_means(found, 4000, seed=1))
    # The mean gain is 0.2 with a standard error of 0.098: above 0 in about 98 % of resamples.
    assert shares[1, 0] == pytest.approx(0.98, abs=0.015)
    assert share_of_resamples(resampled_means(found, 4000, seed=1)).tolist() == shares.tolist()


def test_deviations_are_differences_within_worlds() -> None:
    level = np.random.default_rng(1).normal(size=500)
    found = Game(("one", "two"), NAMES, BATTLE[..., None] + 100 * level)
    (row, column) = deviations(found, (0, 0), resampled_means(found, 200, 1))
    assert (row.player, row.strategy, row.share) == (0, 1, 0)
    assert [row.gain, row.low, row.high] == pytest.approx([-2, -2, -2])
    assert [column.world_low, column.world_high] == pytest.approx([-1, -1])


def test_deviations_of_three_players_look_at_the_right_cells() -> None:
    payoffs = np.random.default_rng(2).normal(size=(3, 3, 2, 4, 50))
    names = tuple(tuple(str(i) for i in range(size)) for size in (3, 2, 4))
    found = Game(("a", "b", "c"), names, payoffs)
    means = resampled_means(found, 300, 1)
    for each in deviations(found, (2, 0, 3), means):
        moved = [2, 0, 3]
        moved[each.player] = each.strategy
        cell, start = payoffs[(each.player, *moved)], payoffs[each.player, 2, 0, 3]
        assert each.gain == pytest.approx((cell - start).mean())
        assert each.low is not None
        assert each.high is not None
        assert each.low < each.gain < each.high
        assert each.share == np.mean(cell > start)


def test_a_player_who_is_held_has_no_deviation_and_the_rest_of_the_table_stays() -> None:
    payoffs = np.random.default_rng(2).normal(size=(3, 3, 2, 4, 5))
    names = tuple(tuple(f"{p}{i}" for i in range(size)) for p, size in zip("abc", (3, 2, 4)))  # noqa: B905
    found = Game(("a", "b", "c"), names, payoffs).held(2, 1)
    assert found.sizes == (3, 2, 1)
    assert found.names((1, 1, 0)) == ("a1", "b1", "c1")
    assert found.payoffs[..., 0, :].tolist() == payoffs[..., 1, :].tolist()
    assert {each.player for each in deviations(found, (0, 0, 0))} == {0, 1}


# All that is found.


def test_findings_of_a_coordination_game_worked_by_hand() -> None:
    found = Findings(game(BATTLE), (0, 1), resamples=0)
    # As above: 0.5625 of the variance of 0.6875 is interaction, the same in every world.
    assert found.interaction_median == pytest.approx(found.interaction) == 0.5625 / 0.6875
    assert found.games == 1
    assert found.shares == shares_of(found.game)
    assert not found.dominance
    left, gone = found.elimination
    assert (left, gone) == (((0, 1), (0, 1)), [])
    # Who plays the other's choice does best to follow; from the two equilibria nobody moves.
    assert found.frequency.sum() == pytest.approx(1)
    assert found.frequency[0, 0] == pytest.approx(found.frequency[1, 1])
    assert found.frequency[0, 0] > found.frequency[0, 1]
    # Coordination is worth 3 in total at either equilibrium, and nothing gives more.
    assert found.price.best_total == pytest.approx(3)
    assert found.means is None
    assert found.in_resamples is None


def test_findings_of_dominance_have_one_profile_left() -> None:
    own, other = np.array([0.0, 3.0])[:, None], np.array([0.0, 1.0])[None]
    found = Findings(game(np.stack([own + other, 2 * other - own])), (0, 0), resamples=0)
    assert found.dominance
    assert found.games == 0
    left, gone = found.elimination
    assert left == ((1,), (1,))
    assert {(each.player, each.strategy) for each in gone} == {(0, 0), (1, 0)}
    # Four profiles, numbered 0 to 3; whoever still plays the first strategy gains by leaving it.
    moves = found.moves
    assert set(zip(moves.start, moves.end, strict=True)) == {(0, 1), (0, 2), (1, 3), (2, 3)}


def test_a_payoff_that_never_changes_has_no_shares_of_variance() -> None:
    assert variance_shares(np.full((2, 2), 7.0), player=0) is None


def test_a_player_whose_payoff_never_changes_regrets_nothing() -> None:
    constant = np.stack([BATTLE[0], np.full((2, 2), 7.0)])
    first, second = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    assert relative_regret(constant, (first, second)) == 0
    # Against the second column the first row leaves 1 of a range of 2.
    assert relative_regret(constant, (first, second[::-1])) == pytest.approx(0.5)


# Tables.


def test_tables_have_a_row_for_each_profile_and_each_deviation() -> None:
    found = Findings(game(BATTLE, noise=0.1), (0, 1), resamples=100)
    profiles = profile_table(found)
    assert profiles[["one", "two"]].to_numpy().tolist() == [
        *(["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"])
    ]
    assert profiles["long_run_frequency"].sum() == pytest.approx(1)
    low, high = profiles["payoff_one_low"], profiles["payoff_one_high"]
    assert ((low < profiles["payoff_one"]) & (profiles["payoff_one"] < high)).all()
    told = deviation_table(found)
    assert list(told["start"]) == ["status quo"] * 2 + ["equilibrium"] * 2
    assert list(told["played"][:2]) == ["a", "y"]
    replies, sides = reply_table(found)
    assert sides == (0, 1)
    both = replies[replies["row_best"] & replies["column_best"]]
    assert both[["row", "column"]].to_numpy().tolist() == [["a", "x"], ["b", "y"]]
