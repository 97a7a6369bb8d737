"""A payoff table small enough to work out on paper.

Three strategies in four worlds; more is better::

            1   2   3   4      worst  mean  best
    bold    0   8   4   6        0     4.5    8
    middle  3   5   5   3        3     4      5
    timid   4   2   3   5        2     3.5    5

The best of each world is 4, 8, 5, 6, so that the regrets are::

            1   2   3   4      largest  mean
    bold    4   0   1   0         4     1.25
    middle  1   3   0   3         3     1.75
    timid   0   6   2   1         6     2.25

Savage would choose middle, Laplace bold, Wald middle; Hurwicz at one half bold or middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.analysis.judged import Judged
from cagame.analysis.robustness import criteria, regret
from cagame.analysis.satisficing import satisficing

if TYPE_CHECKING:
    import pandas as pd

VARIANTS = ("bold", "middle", "timid")
PAYOFF = np.array([[0.0, 8, 4, 6], [3, 5, 5, 3], [4, 2, 3, 5]])
REGRET = [[4, 0, 1, 0], [1, 3, 0, 3], [0, 6, 2, 1]]


def judged(better: str = "higher", payoff: np.ndarray = PAYOFF) -> Judged:
    return Judged("payoff", better, VARIANTS, ("calm",), payoff[:, None])


def by_variant(table: pd.DataFrame, column: str) -> list[float]:
    return table.set_index("variant")[column].loc[list(VARIANTS)].tolist()


def test_regret_is_what_the_best_of_the_same_world_has_more() -> None:
    assert regret(PAYOFF).tolist() == REGRET


@pytest.mark.parametrize(
    ("column", "expected", "places"),
    [
        ("worst", [0, 3, 2], [3, 1, 2]),
        ("mean", [4.5, 4, 3.5], [1, 2, 3]),
        ("hurwicz", [4, 4, 3.5], [1, 1, 3]),
        ("max_regret", [4, 3, 6], [2, 1, 3]),
        # Of four worlds, the 90th percentile is the largest value.
        ("regret_90", [4, 3, 6], [2, 1, 3]),
        ("mean_regret", [1.25, 1.75, 2.25], [1, 2, 3]),
    ],
)
def test_every_criterion_gives_the_number_and_the_choice_on_paper(
    column: str, expected: list[float], places: list[int]
) -> None:
    table = criteria(judged())
    assert by_variant(table, column) == expected
    assert by_variant(table, f"place_{column}") == places


def test_signal_to_noise_is_the_mean_in_standard_deviations() -> None:
    # Deviations from the mean: middle -1, 1, 1, -1; timid 0.5, -1.5, -0.5, 1.5.
    found = by_variant(criteria(judged()), "signal_to_noise")
    assert found[1:] == pytest.approx([4 / (4 / 3) ** 0.5, 3.5 / (5 / 3) ** 0.5])


def test_optimism_moves_hurwicz_from_the_worst_to_the_best_world() -> None:
    assert by_variant(criteria(judged(), 0.0), "hurwicz") == [0, 3, 2]
    assert by_variant(criteria(judged(), 1.0), "hurwicz") == [8, 5, 5]
    assert by_variant(criteria(judged(), 0.75), "hurwicz") == [6, 4.5, 4.25]


def test_of_costs_the_lowest_is_best() -> None:
    table = criteria(judged("lower"))
    # The best of each world is now 0, 2, 3, 3.
    assert by_variant(table, "max_regret") == [6, 3, 4]
    assert by_variant(table, "mean_regret") == [2.5, 2, 1.5]
    assert by_variant(table, "worst") == [8, 5, 5]
    assert by_variant(table, "place_worst") == [3, 1, 1]
    assert by_variant(table, "place_mean") == [3, 2, 1]


def test_a_noisy_cost_is_worse_than_an_even_one() -> None:
    even_and_noisy = np.array([[4.0, 4, 5, 5], [1, 8, 0, 9], [5, 5, 6, 6]])
    table = criteria(judged("lower", even_and_noisy))
    assert by_variant(table, "place_signal_to_noise") == [1, 3, 2]


def test_regret_over_all_external_scenarios_takes_the_worst_of_them() -> None:
    both = Judged("payoff", "higher", VARIANTS, ("calm", "drought"), np.stack([PAYOFF, -PAYOFF], 1))
    table = criteria(both).set_index(["variant", "external"])["max_regret"]
    # Under drought the best of each world is 0, -2, -3, -3.
    assert table[:, "drought"].to_dict() == {"bold": 6, "middle": 3, "timid": 4}
    assert table[:, "(all)"].to_dict() == {"bold": 6, "middle": 3, "timid": 6}


def test_satisficing_counts_worlds_on_the_right_side_of_the_threshold() -> None:
    values = {"payoff": PAYOFF[:, None], "cost": 10 - PAYOFF[:, None]}
    limits = {"payoff": {"at_least": 3.0}, "cost": {"at_most": 6.0, "at_least": 5.0}}
    table = satisficing(values, limits, VARIANTS, ("calm",)).set_index(["outcome", "variant"])
    assert table.loc["payoff", "share"].to_dict() == {"bold": 0.75, "middle": 1, "timid": 0.75}
    # A cost of 5 or 6 is a payoff of 5 or 4.
    assert table.loc["cost", "share"].to_dict() == {"bold": 0.25, "middle": 0.5, "timid": 0.5}
    assert table.loc["(all thresholds)", "share"].tolist() == [0.25, 0.5, 0.5]
