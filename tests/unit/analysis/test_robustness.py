"""What robustness refuses, and what it leaves empty rather than wrong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.analysis.judged import POOLED, Judged, notices
from cagame.analysis.robustness import criteria, hurwicz, regret, vulnerability
from cagame.analysis.satisficing import satisficing
from cagame.errors import InputError

TWO, CALM = ("a", "b"), ("calm",)
VALUES = np.array([[[1.0, 4, 2]], [[2.0, 3, 3]]])


def judged(values: np.ndarray = VALUES, better: str = "higher") -> Judged:
    externals = ("calm", "drought", "slump")[: values.shape[1]]
    return Judged("figure", better, ("a", "b", "c")[: values.shape[0]], externals, values)


@pytest.mark.parametrize(
    ("values", "better", "told"),
    [
        (VALUES[:1], "higher", "there is one variant"),
        (VALUES[..., :1], "higher", r"there is one world.*--worlds"),
        (np.ones((2, 1, 3)), "higher", "the same under every variant"),
        (np.where(VALUES == 4, np.nan, VALUES), "higher", "no value in 1 of 3 worlds"),
        (VALUES, "none", "neither more nor less is better"),
    ],
)
def test_what_cannot_be_compared_is_refused(values, better, told) -> None:
    with pytest.raises(InputError, match=told):
        judged(values, better)


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(InputError, match="not variant, external, world"):
        Judged("figure", "higher", TWO, CALM, VALUES[0])


def test_a_variant_that_never_differs_is_named_and_has_no_advantage() -> None:
    same = judged(np.concatenate([VALUES, VALUES[:1]]))
    assert notices(same, "a") == ["c never differs from a in figure."]
    table = criteria(same).set_index("variant")
    assert table.loc["a"].equals(table.loc["c"])


def test_infinite_costs_leave_means_empty_and_keep_what_needs_none() -> None:
    costs = judged(np.array([[[1.0, np.inf, 2]], [[2.0, 3, np.inf]]]), "lower")
    told = notices(costs, "a")
    assert [line.split()[4] for line in told] == ["33.3", "33.3"]
    table = criteria(costs)
    empty = ["mean", "hurwicz", "mean_regret", "signal_to_noise"]
    assert table[empty + [f"place_{name}" for name in empty]].isna().all(axis=None)
    assert table["worst"].tolist() == [np.inf, np.inf]
    assert table["max_regret"].tolist() == [np.inf, np.inf]


def test_where_both_costs_are_infinite_nobody_regrets() -> None:
    assert regret(np.array([[-np.inf, 1.0], [-np.inf, 3.0]])).tolist() == [[0, 2], [0, 0]]


def test_what_varies_in_no_world_has_no_signal_to_noise() -> None:
    table = criteria(judged(np.array([[[1.0, 1, 1]], [[2.0, 3, 3]]]))).set_index("variant")
    assert np.isnan(table.loc["a", "signal_to_noise"])
    assert table.loc["b", "place_signal_to_noise"] == 1


def test_a_negative_mean_has_no_signal_to_noise() -> None:
    assert criteria(judged(VALUES - 10))["signal_to_noise"].isna().all()


@pytest.mark.parametrize("optimism", [-0.1, 1.1, float("nan")])
def test_optimism_outside_its_range_is_refused(optimism: float) -> None:
    with pytest.raises(InputError, match="from 0, the worst world, to 1"):
        hurwicz(VALUES, optimism)


@given(arrays(float, (3, 2, 4), elements=st.integers(-5, 5).map(float)), st.integers(1, 9))
def test_some_variant_has_no_regret_in_every_world_and_a_common_shift_changes_none(
    worth: np.ndarray, shift: int
) -> None:
    lost = regret(worth)
    assert (lost.min(axis=0) == 0).all()
    assert (regret(worth + shift) == lost).all()


def test_thresholds_that_are_missing_or_name_a_missing_column_are_told() -> None:
    with pytest.raises(InputError, match="no thresholds"):
        satisficing({"figure": VALUES}, {}, TWO, CALM)
    with pytest.raises(InputError, match="threshold for growth, but no such column"):
        satisficing({"figure": VALUES}, {"growth": {"at_least": 1.0}}, TWO, CALM)


def test_a_world_without_a_value_neither_meets_nor_misses_a_threshold() -> None:
    missing = np.where(VALUES == 4, np.nan, VALUES)
    with pytest.raises(InputError, match="no value in 1 of 3 worlds"):
        satisficing({"figure": missing}, {"figure": {"at_least": 1.0}}, TWO, CALM)


def test_an_infinite_cost_meets_no_upper_threshold() -> None:
    costs = {"cost": np.array([[[1.0, np.inf]], [[np.inf, np.inf]]])}
    table = satisficing(costs, {"cost": {"at_most": 5.0}}, TWO, CALM)
    assert table.loc[table["outcome"] == "cost", "share"].tolist() == [0.5, 0]


def test_thresholds_are_met_over_all_external_scenarios_too() -> None:
    both = {"figure": np.concatenate([VALUES, VALUES - 2], axis=1)}
    table = satisficing(both, {"figure": {"at_least": 2.0}}, TWO, ("calm", "drought"))
    shares = table[table["outcome"] == "figure"].set_index(["external", "variant"])["share"]
    # a: 1, 4, 2 and then -1, 2, 0; b: 2, 3, 3 and then 0, 1, 1.
    assert shares["calm"].to_dict() == pytest.approx({"a": 2 / 3, "b": 1})
    assert shares["drought"].to_dict() == pytest.approx({"a": 1 / 3, "b": 0})
    assert shares[POOLED].to_dict() == pytest.approx({"a": 1 / 2, "b": 1 / 2})


def test_vulnerability_is_the_change_within_the_same_world() -> None:
    drought = np.array([[0.0, 4, 1], [2.0, 4, 5]])
    table = vulnerability(judged(np.stack([VALUES[:, 0], drought], 1))).set_index("variant")
    assert set(table["external"]) == {"drought"}
    # a changes by -1, 0, -1 and b by 0, 1, 2.
    assert table["change_median"].to_dict() == {"a": -1, "b": 1}
    assert table["share_worse"].to_dict() == pytest.approx({"a": 2 / 3, "b": 0})
    assert table["regret_90"].to_dict() == {"a": 4, "b": 0}


def test_less_of_a_cost_under_another_external_scenario_is_not_worse() -> None:
    both = judged(np.concatenate([VALUES, VALUES - 1], axis=1), "lower")
    assert vulnerability(both)["share_worse"].tolist() == [0, 0]


def test_vulnerability_takes_two_external_scenarios() -> None:
    with pytest.raises(InputError, match=r"one external scenario.*external: \[drought\]"):
        vulnerability(judged())
