"""Worlds of interest: where a strategy stays behind the best one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.analysis.cases import most_regretted, regret, regretted_from
from cagame.errors import InputError

WORLDS = st.integers(2, 40)
REGRETS = WORLDS.flatmap(lambda n: arrays(float, n, elements=st.sampled_from([0.0, 0.5, 1.0, 3.0])))


def test_regret_by_hand():
    values = np.array([[1.0, 4.0, 2.0], [3.0, 4.0, 1.0], [2.0, 0.0, 2.5]])
    assert regret(values, 0, "higher").tolist() == [2.0, 0.0, 0.5]
    assert regret(values, 0, "lower").tolist() == [0.0, 4.0, 1.0]


def test_the_worlds_with_the_largest_regret_are_cases():
    cases = most_regretted(np.array([5.0, 1.0, 2.0, 4.0, 3.0]), 0.4)
    assert cases.of_interest.tolist() == [True, False, False, True, False]
    assert (cases.threshold, cases.share) == (4.0, 0.4)


def test_a_world_without_regret_is_never_a_case():
    cases = most_regretted(np.array([0.0, 0.0, 0.0, 0.0, 2.0]), 0.4)
    assert cases.of_interest.tolist() == [False, False, False, False, True]


@given(REGRETS, st.floats(0.05, 0.95))
def test_no_case_regrets_less_than_a_world_that_is_none(regrets, share):
    if regrets.min() == regrets.max():
        return
    cases = most_regretted(regrets, share)
    inside, outside = regrets[cases.of_interest], regrets[~cases.of_interest]
    assert inside.min() > max(outside, default=0.0)
    assert inside.min() > 0


def test_the_threshold_of_some_cases_finds_them_again():
    regrets = np.random.default_rng(1).random(50)
    cases = most_regretted(regrets, 0.3)
    again = regretted_from(regrets, cases.threshold)
    assert again.of_interest.tolist() == cases.of_interest.tolist()


@pytest.mark.parametrize(
    ("values", "better", "words"),
    [
        ([[1.0, 2.0]], "higher", "one variant"),
        ([[1.0, 2.0], [2.0, 1.0]], "none", "neither more nor less"),
        ([[1.0, np.inf], [2.0, 1.0]], "lower", "infinite or missing in 1 of 2 worlds"),
        ([[1.0, 2.0], [np.nan, 1.0]], "higher", "infinite or missing"),
    ],
)
def test_what_has_no_regret_is_refused(values, better, words):
    with pytest.raises(InputError, match=words):
        regret(np.array(values), 0, better)


@pytest.mark.parametrize(
    ("regrets", "share", "words"),
    [
        ([0.0, 0.0, 0.0], 0.2, "in every world"),
        ([1.0, 1.0, 1.0], 0.2, "the same in every world"),
        ([1.0], 0.2, "the same in every world"),
        ([1.0, 2.0], 0.0, "between 0 and 1"),
        ([1.0, 2.0], 1.0, "between 0 and 1"),
        ([1.0, 2.0], np.nan, "between 0 and 1"),
    ],
)
def test_cases_that_would_mean_nothing_are_refused(regrets, share, words):
    with pytest.raises(InputError, match=words):
        most_regretted(np.array(regrets), share)


@pytest.mark.parametrize("threshold", [0.0, -1.0, np.nan])
def test_a_least_regret_of_nothing_is_refused(threshold):
    with pytest.raises(InputError, match="above 0"):
        regretted_from(np.array([0.0, 1.0]), threshold)
