"""Games whose equilibria are known: all of them are found, and nothing else."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cagame.analysis.game import (
    Game,
    best_responses,
    eliminate,
    equilibria,
    is_equilibrium,
    long_run,
    nfg_text,
    price,
    pure_equilibria,
    regrets,
)
from cagame.analysis.game.mixed import relative_regret

pygambit = pytest.importorskip("pygambit")

COORDINATION = np.array([[[3.0, 0.0], [0.0, 2.0]], [[3.0, 0.0], [0.0, 2.0]]])
BATTLE = np.array([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]])
PRISONERS = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
PENNIES = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
ROCK = np.array([[[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0.0, 1, -1], [-1, 0, 1], [1, -1, 0]]])


def three_players() -> np.ndarray:
    """Return the 2x2x2 game with nine equilibria, as many as such a game can have.

    McKelvey and McLennan (1997), The maximal number of regular totally mixed Nash equilibria.
    """
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[:, 0, 0, 0] = 9, 8, 12
    payoffs[:, 1, 1, 0] = 9, 8, 2
    payoffs[:, 0, 1, 1] = 3, 4, 6
    payoffs[:, 1, 0, 1] = 3, 4, 4
    return payoffs


def poker() -> np.ndarray:
    """Return stripped-down poker (Reiley, Urbancic and Walker 2008), in expected payoffs.

    The first player gets ace or king, half the time each, raises or folds, and may bluff with
    the king; the second one meets a raise or passes. Ante 1, raise 1. Rows: raise always, ace
    only, king only, never. Columns: meet, pass.
    """
    first = np.array([[0.0, 1.0], [0.5, 0.0], [-1.5, 0.0], [-1.0, -1.0]])
    return np.stack([first, -first])


def probabilities(payoffs: np.ndarray) -> list[list[list[float]]]:
    found = equilibria(payoffs)
    # Nobody can promise all mixed equilibria of more than two players.
    assert found.complete == (len(payoffs) == 2)
    return [[own.tolist() for own in each.profile] for each in found.found]


def close(found: list[list[list[float]]], known: list[list[list[float]]]) -> None:
    """Every known equilibrium is found once, and nothing else."""
    assert len(found) == len(known)
    for each in known:
        assert any(
            all(np.allclose(a, b, atol=1e-6) for a, b in zip(each, one, strict=True))
            for one in found
        ), each


def test_coordination_has_two_pure_equilibria_and_a_mixed_one() -> None:
    known = [[[1, 0], [1, 0]], [[0, 1], [0, 1]], [[0.4, 0.6], [0.4, 0.6]]]
    close(probabilities(COORDINATION), known)


def test_the_battle_of_the_sexes_has_three_equilibria_and_each_mixes_two_to_one() -> None:
    known = [[[1, 0], [1, 0]], [[0, 1], [0, 1]], [[2 / 3, 1 / 3], [1 / 3, 2 / 3]]]
    close(probabilities(BATTLE), known)
    mixed = equilibria(BATTLE).found[-1]
    assert mixed.payoffs == pytest.approx([2 / 3, 2 / 3])
    assert not mixed.is_pure


def test_matching_pennies_and_rock_paper_scissors_have_only_a_mixed_equilibrium() -> None:
    close(probabilities(PENNIES), [[[0.5, 0.5], [0.5, 0.5]]])
    close(probabilities(ROCK), [[[1 / 3] * 3, [1 / 3] * 3]])
    assert pure_equilibria(PENNIES) == []


def test_the_prisoners_dilemma_is_solved_by_elimination() -> None:
    left, gone = eliminate(PRISONERS)
    assert left == ((1,), (1,))
    assert [(each.round, each.player, each.strategy, each.by) for each in gone] == [
        (1, 0, 0, 1),
        (1, 1, 0, 1),
    ]
    found = equilibria(PRISONERS)
    assert found.method == "elimination"
    assert [each.places for each in found.found] == [(1, 1)]


def test_three_players_have_all_nine_equilibria() -> None:
    half, quarter, third = [0.5, 0.5], [0.25, 0.75], [1 / 3, 2 / 3]
    known = [
        *([[1, 0], [1, 0], [1, 0]], [[0, 1], [0, 1], [1, 0]]),
        *([[1, 0], [0, 1], [0, 1]], [[0, 1], [1, 0], [0, 1]]),
        *([half, half, [1, 0]], [quarter, [1, 0], quarter], [[0, 1], third, third]),
        *([half, third, quarter], [quarter, half, third]),
    ]
    close(probabilities(three_players()), known)


def test_stripped_down_poker_bluffs_with_a_third_of_the_kings() -> None:
    # Indifference: p (0) + (1 - p)(1/2) = p (1) + (1 - p)(0) for the second player's q likewise.
    close(probabilities(poker()), [[[1 / 3, 2 / 3, 0, 0], [2 / 3, 1 / 3]]])
    (found,) = equilibria(poker()).found
    assert found.payoffs == pytest.approx([1 / 3, -1 / 3])
    left, _gone = eliminate(poker())
    assert left[0] == (0, 1)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("shape", [(3, 4), (2, 2, 2), (2, 3, 2)])
def test_nothing_is_lost_or_invented_in_random_games(shape: tuple[int, ...], seed: int) -> None:
    payoffs = np.random.default_rng(seed).normal(size=(len(shape), *shape))
    found = equilibria(payoffs)
    assert all(relative_regret(payoffs, each.profile) < 1e-6 for each in found.found)
    # A generic game has an odd number of equilibria (Wilson 1971).
    assert not found.is_even
    pure = {each.places for each in found.found if each.is_pure}
    game = pygambit.Game.from_arrays(*payoffs)
    assert len(pure) == len(pygambit.nash.enumpure_solve(game).equilibria)


def test_what_gambit_misses_shows_in_an_even_number() -> None:
    # Found among a hundred random games: one of five or more equilibria is missing here.
    found = equilibria(np.random.default_rng(5).normal(size=(4, 2, 2, 2, 2)))
    assert found.is_even
    assert not found.complete


def test_traced_equilibria_are_equilibria_and_say_that_there_may_be_more() -> None:
    payoffs = np.random.default_rng(3).normal(size=(3, 5, 4, 4))
    found = equilibria(payoffs)
    assert not found.complete
    assert any(not each.is_pure for each in found.found)
    assert all(each.regret < 1e-6 for each in found.found)


def test_a_player_who_is_indifferent_makes_weak_equilibria() -> None:
    payoffs = np.array([[[1.0, 1.0], [1.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]]])
    assert is_equilibrium(payoffs).tolist() == [[True, False], [False, True]]


def test_regret_is_zero_exactly_at_best_replies() -> None:
    assert regrets(BATTLE)[0].tolist() == [[0.0, 1.0], [2.0, 0.0]]
    assert regrets(BATTLE)[1].tolist() == [[0.0, 1.0], [2.0, 0.0]]


def test_best_responses_end_in_equilibria_or_go_round() -> None:
    assert best_responses(BATTLE).sinks() == [[0], [3]]
    assert best_responses(PENNIES).sinks() == [[0, 1, 2, 3]]
    moves = best_responses(PRISONERS)
    assert sorted(zip(moves.start.tolist(), moves.end.tolist(), strict=True)) == [
        *((0, 1), (0, 2), (1, 3), (2, 3))
    ]


def test_the_long_run_stays_where_nobody_gains_and_goes_round_where_somebody_does() -> None:
    assert long_run(PRISONERS)[1, 1] == pytest.approx(1, abs=1e-6)
    assert long_run(PENNIES).ravel() == pytest.approx([0.25] * 4)
    found = long_run(COORDINATION)
    assert found[0, 1] + found[1, 0] < 1e-6
    assert found.sum() == pytest.approx(1)


def test_the_long_run_of_one_who_chooses_is_that_of_the_chain_solved_by_hand() -> None:
    # Two states: the frequencies stand in the ratio of the chances of the two steps, which is
    # exp((m - 1) a g), with the gain g as a part of the range of payoffs: here 1.
    payoffs = np.array([[[0.0], [3.0]], [[0.0], [0.0]]])
    found = long_run(payoffs, selection=0.5, population=10)
    assert found[1, 0] / found[0, 0] == pytest.approx(np.exp(9 * 0.5))


def test_the_price_of_the_prisoners_dilemma_is_four() -> None:
    game = Game(("a", "b"), (("quiet", "talk"), ("quiet", "talk")), PRISONERS[..., None])
    found = price(game, [each.profile for each in equilibria(PRISONERS).found])
    assert (found.best, found.best_total, found.worst_total) == ((0, 0), 6.0, 2.0)
    assert found.losses == (4.0,)
    assert found.shares == (1.0,)
    one_sided = price(game, [(np.array([0.0, 1.0]), np.array([0.0, 1.0]))], [1.0, 0.0])
    assert one_sided.best == (1, 0)
    assert one_sided.losses == (4.0,)


@pytest.mark.parametrize("payoffs", [BATTLE, three_players(), poker() / 3])
def test_gambit_reads_back_what_is_written(payoffs: np.ndarray, tmp_path) -> None:
    sizes = payoffs.shape[1:]
    players = tuple(f'player "{place}"' for place in range(len(sizes)))
    names = tuple(tuple(f"s{i}" for i in range(size)) for size in sizes)
    path = tmp_path / "game.nfg"
    path.write_text(nfg_text(Game(players, names, payoffs[..., None]), 'A "game"', "Why?"))
    game = pygambit.read_nfg(path)
    assert game.title == 'A "game"'
    assert [player.label for player in game.players] == list(players)
    for profile in itertools.product(*map(range, sizes)):
        outcome = game[profile]
        for place, player in enumerate(game.players):
            assert float(outcome[player]) == pytest.approx(payoffs[(place, *profile)], abs=1e-9)
