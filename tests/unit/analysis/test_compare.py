"""Differences, flips, places, fronts and bins, on tables that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.analysis.by_number import edges_of, ranking_by
from cagame.analysis.compare import against, agreement, pairs, ranks, winners
from cagame.analysis.dominance import beaten, beaten_by, dominance, front
from cagame.analysis.judged import Judged
from cagame.analysis.uncertain import mean_interval, median_interval, wilson
from cagame.errors import InputError

NAMES = ("a", "b", "c", "d")


def judged(rows: object, better: str = "higher", outcome: str = "figure") -> Judged:
    """Variants down, worlds across, under one external scenario."""
    values = np.asarray(rows, dtype=float)[:, None]
    return Judged(outcome, better, NAMES[: len(values)], ("calm",), values)


def only_row(table: pd.DataFrame) -> pd.Series:
    assert len(table) == 1
    return table.iloc[0]


def test_against_a_reference_every_other_variant_comes_first() -> None:
    three = judged([[5, 1, 7], [3, 2, 5], [4, 4, 4]])
    table = against(three, "b")
    assert table[["first", "second"]].to_numpy().tolist() == [["a", "b"], ["c", "b"]]
    for name in ("a", "c"):
        pd.testing.assert_frame_equal(table[table["first"] == name], pairs(three, (name, "b")))


def test_a_pair_is_compared_world_by_world() -> None:
    row = only_row(pairs(judged([[5, 1, 7, 4], [3, 2, 5, 4]])))
    # Differences: 2, -1, 2, 0. Medians: 4 and 3, so that only the second world is the other way.
    assert (row["first"], row["second"]) == ("a", "b")
    assert row["difference_mean"] == 0.75
    assert (row["share_better"], row["share_equal"], row["flip"]) == (0.5, 0.25, 0.25)
    assert (row["difference_low"], row["difference_high"]) == (-1, 2)


def test_of_costs_the_lower_is_better_and_the_difference_keeps_its_sign() -> None:
    row = only_row(pairs(judged([[5, 1, 7, 4], [3, 2, 5, 4]], "lower")))
    assert row["difference_mean"] == 0.75
    assert (row["share_better"], row["flip"]) == (0.25, 0.25)


def test_the_order_of_two_names_only_turns_signs() -> None:
    table = judged([[5, 1, 7, 4], [3, 2, 5, 4]])
    one, other = (only_row(pairs(table, between)) for between in (("a", "b"), ("b", "a")))
    assert one["difference_mean"] == -other["difference_mean"]
    assert one["flip"] == other["flip"]
    assert one["share_better"] + other["share_better"] + one["share_equal"] == 1


def test_equal_medians_have_no_order_to_flip() -> None:
    row = only_row(pairs(judged([[1, 2, 3], [3, 2, 1]])))
    assert np.isnan([row["flip"], row["flip_low"], row["flip_high"]]).all()


def test_a_pair_that_never_differs_needs_no_worlds_and_is_never_better() -> None:
    row = only_row(pairs(judged([[1, 2, 3], [1, 2, 3], [9, 9, 9]]), ("a", "b")))
    assert (row["difference_mean"], row["share_better"], row["share_equal"]) == (0, 0, 1)
    assert row["worlds_for_difference"] == 0


def test_the_worlds_needed_follow_from_spread_and_precision() -> None:
    table = judged([[0, 2, 4], [0, 0, 0]])
    # The standard deviation is 2: (1.96 * 2 / 0.5) ** 2 = 61.5.
    assert only_row(pairs(table, precision=0.5))["worlds_for_difference"] == 62
    # A tenth of the mean, 0.2: (1.96 * 2 / 0.2) ** 2 = 384.1.
    assert only_row(pairs(table))["worlds_for_difference"] == 385


def test_that_many_worlds_do_give_that_precision() -> None:
    rng = np.random.default_rng(5)
    few = rng.normal(1, 3, (2, 400))
    needed = int(only_row(pairs(judged(few), precision=0.25))["worlds_for_difference"])
    low, high = mean_interval(rng.normal(0, 3, needed) - rng.normal(0, 3, needed))
    assert (high - low) / 2 == pytest.approx(0.25, rel=0.15)


def test_infinite_values_leave_means_empty_and_keep_shares() -> None:
    row = only_row(pairs(judged([[1, np.inf, 2, np.inf], [2, 3, 4, np.inf]], "lower")))
    assert np.isnan([row["difference_mean"], row["mean_low"], row["worlds_for_difference"]]).all()
    assert (row["share_better"], row["share_equal"]) == (0.5, 0.25)
    assert row["difference_high"] == np.inf


def test_an_unknown_variant_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"'z' is not a variant.*They have: a, b"):
        pairs(judged([[1, 2], [2, 2]]), ("a", "z"))


def test_all_pairs_come_once() -> None:
    table = pairs(judged([[1, 2], [2, 2], [3, 1]]))
    assert list(zip(table["first"], table["second"], strict=True)) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


@pytest.mark.parametrize("share", [0.03, 0.5])
def test_wilsons_interval_holds_the_true_share_as_often_as_it_says(share: float) -> None:
    seen = np.random.default_rng(1).binomial(200, share, 4000) / 200
    low, high = wilson(seen, 200)
    assert np.mean((low <= share) & (share <= high)) == pytest.approx(0.95, abs=0.02)


def test_the_medians_interval_holds_the_true_median_as_often_as_it_says() -> None:
    low, high = median_interval(np.random.default_rng(2).exponential(1, (4000, 101)))
    inside = np.mean((low <= np.log(2)) & (np.log(2) <= high))
    assert 0.94 < inside < 0.98


def test_places_are_counted_within_worlds_and_ties_share_the_better() -> None:
    table = ranks(judged([[3, 1, 2, 2], [2, 1, 5, 1], [1, 0, 0, 2]])).set_index("variant")
    assert table["best"].to_dict() == {"a": 0.75, "b": 0.5, "c": 0.25}
    assert table["worst"].to_dict() == {"a": 0, "b": 0.25, "c": 0.75}
    assert table["mean_rank"].to_dict() == {"a": 1.25, "b": 1.75, "c": 2.5}
    assert table["rank"].to_dict() == {"a": 1, "b": 2, "c": 3}
    assert (table["best_low"] < table["best"]).all()


def test_two_outcomes_that_agree_and_two_that_do_not() -> None:
    first = judged([[3, 3, 1], [2, 2, 2], [1, 1, 0]])
    same = only_row(agreement(first, first))
    assert (same["tau"], same["same_best"]) == (1, 1)
    turned = only_row(agreement(first, judged(-first.levels[:, 0])))
    assert (turned["tau"], turned["same_best"]) == (-1, 0)
    with pytest.raises(InputError, match="not about the same"):
        agreement(first, judged([[1, 2], [2, 2]]))


def test_a_win_by_construction_is_marked_and_the_next_is_named() -> None:
    outcomes = [judged([[9, 9], [2, 3], [3, 1]], outcome="ties"), judged([[1, 1], [2, 3], [0, 0]])]
    table = winners(outcomes, {"a": ["ties"]}).set_index("outcome")
    assert table.loc["ties", ["winner", "by_construction", "runner_up"]].tolist() == [
        "a",
        True,
        "b",
    ]
    assert table.loc["figure", ["winner", "by_construction", "runner_up"]].tolist() == [
        "b",
        False,
        "b",
    ]


def holding(table: pd.DataFrame, kind: str) -> set[str]:
    return {row["first"] + row["second"] for _, row in table[table[kind]].iterrows()}


def test_each_kind_of_dominance_includes_the_stricter_one() -> None:
    # a is above b in every world; c has the levels of a in other worlds; d has their mean.
    table = dominance(judged([[2, 4, 6], [1, 4, 5], [6, 2, 4], [4, 4, 4]]))
    assert holding(table, "every_world") == {"ab"}
    assert holding(table, "first_order") == {"ab", "cb"}
    assert holding(table, "second_order") == {"ab", "cb", "db", "da", "dc"}


@given(arrays(float, (3, 1, 5), elements=st.integers(0, 3).map(float)))
def test_dominance_is_nested_and_never_mutual(values: np.ndarray) -> None:
    if (values == values[:1]).all():
        return
    table = dominance(Judged("figure", "higher", NAMES[:3], ("calm",), values))
    for stricter, weaker in (("every_world", "first_order"), ("first_order", "second_order")):
        assert holding(table, stricter) <= holding(table, weaker)
        assert not {pair[::-1] for pair in holding(table, weaker)} & holding(table, weaker)


def test_the_front_is_taken_world_by_world() -> None:
    influence = judged([[3, 3], [1, 2], [2, 1]])
    cost = judged([[5, 5], [1, 6], [6, 7]], "lower", "cost")
    table = front([influence, cost]).set_index("variant")
    assert table["on_front"].to_dict() == {"a": 1, "b": 0.5, "c": 0}
    assert table["on_median_front"].to_dict() == {"a": True, "b": True, "c": False}
    shares = beaten_by([influence, cost]).set_index(["first", "second"])["share"]
    assert shares["a", "c"] == 1
    assert shares["a", "b"] == 0.5
    assert shares["b", "a"] == 0


@given(arrays(float, (2, 4, 3), elements=st.integers(0, 3).map(float)))
def test_somebody_is_on_every_front_and_whoever_is_beaten_is_so_by_somebody_on_it(
    worth: np.ndarray,
) -> None:
    off = beaten(worth)
    assert (~off).any(axis=0).all()
    for world in range(3):
        on = worth[:, ~off[:, world], world]
        for v in np.flatnonzero(off[:, world]):
            own = worth[:, v, world][:, None]
            assert ((on >= own).all(axis=0) & (on > own).any(axis=0)).any()


def test_a_front_takes_two_outcomes_of_the_same_worlds() -> None:
    with pytest.raises(InputError, match="takes two outcomes"):
        front([judged([[1, 2], [2, 2]])])
    with pytest.raises(InputError, match="not about the same"):
        front([judged([[1, 2], [2, 2]]), judged([[1, 2, 3], [2, 2, 2]])])


def test_worlds_are_sorted_into_bins_and_ranked_in_each() -> None:
    # b is better by twice what the number exceeds 1.
    number = np.array([0.0, 0.9, 1.0, 1.5, 2.0])
    table = ranking_by(judged([[0] * 5, 2 * (number - 1)]), number, edges_of(0, 2, 2), "a")
    assert table["worlds"].tolist() == [2, 2, 3, 3]
    b = table[table["variant"] == "b"]
    assert b["difference_median"].tolist() == [-2, 1]
    assert b["rank"].tolist() == [2, 1]
    assert b["share_better"].tolist() == pytest.approx([0, 2 / 3])


def test_a_bin_without_worlds_has_no_numbers() -> None:
    table = ranking_by(judged([[0, 0], [1, 2]]), np.array([0.1, 2.9]), edges_of(0, 3, 3), "a")
    middle = table[table["low"] == 1]
    assert middle["worlds"].tolist() == [0, 0]
    assert middle[["difference_median", "share_better", "rank"]].isna().all(axis=None)


def test_bins_need_a_number_that_varies_and_has_a_value_in_each_world() -> None:
    with pytest.raises(InputError, match="same in all worlds"):
        edges_of(1, 1)
    table = judged([[0, 0], [1, 2]])
    with pytest.raises(InputError, match="3 values of the number for 2 worlds"):
        ranking_by(table, np.ones(3), edges_of(0, 2, 2), "a")
    with pytest.raises(InputError, match="outside the bins"):
        ranking_by(table, np.array([1.0, 5.0]), edges_of(0, 2, 2), "a")
