"""Boxes: what they hold, and which of their ends chance may have brought about."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from cagame.analysis.boxes import Limit, Measure, inside, measure, simplified, with_quasi_p

TABLE = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0, 0.0]})
CASES = np.array([False, True, True, False])


def test_a_world_on_a_limit_lies_inside():
    limits = (Limit("a", low=1.0), Limit("b", high=2.0))
    assert inside(TABLE, limits).tolist() == [False, True, True, True]
    assert inside(TABLE, ()).all()


def test_coverage_density_and_mass_by_hand():
    found = measure(TABLE, CASES, (Limit("a", low=1.0, high=3.0),))
    assert found == Measure(cases_inside=2, inside=3, cases=2, worlds=4)
    assert (found.coverage, found.density, found.mass) == (1.0, 2 / 3, 0.75)
    assert found.balance == pytest.approx(0.8)


def test_an_empty_box_has_no_density_and_an_interval_that_says_so():
    found = measure(TABLE, CASES, (Limit("a", low=9.0),))
    assert math.isnan(found.density)
    assert found.density_interval() == (0.0, 1.0)


@pytest.mark.parametrize(("hits", "count"), [(0, 5), (3, 7), (50, 60), (9, 9)])
def test_the_interval_is_that_of_wilson(hits, count):
    found = Measure(cases_inside=hits, inside=count, cases=hits, worlds=count)
    expected = binomtest(hits, count).proportion_ci(method="wilson")
    assert found.density_interval() == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_a_quasi_p_value_is_a_binomial_tail():
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"a": rng.random(200), "b": rng.random(200)})
    cases = (table["a"] > 0.5).to_numpy() & (rng.random(200) < 0.8)
    limits = (Limit("a", low=0.5), Limit("b", low=0.1, high=0.8))
    judged = with_quasi_p(table, cases, limits)
    box, wider = measure(table, cases, limits), measure(table, cases, limits[1:])
    expected = binomtest(box.cases_inside, box.inside, wider.density, alternative="greater")
    assert judged[0].quasi_p_low == pytest.approx(expected.pvalue, rel=1e-9)
    assert math.isnan(judged[0].quasi_p_high)
    assert judged[1].quasi_p_low > 0.05
    assert judged[1].quasi_p_high > 0.05


def test_what_chance_may_have_brought_about_is_opened():
    rng = np.random.default_rng(4)
    table = pd.DataFrame(rng.random((300, 3)), columns=["a", "b", "noise"])
    cases = (table["a"].gt(0.6) & table["b"].lt(0.5)).to_numpy()
    limits = (Limit("a", 0.6, 0.98), Limit("b", high=0.5), Limit("noise", 0.02, 0.9))
    kept = simplified(table, cases, limits, most=4)
    assert [(limit.number, limit.low, limit.high) for limit in kept] == [
        ("a", 0.6, math.inf),
        ("b", -math.inf, 0.5),
    ]


def test_no_more_numbers_are_restricted_than_can_be_told():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.random((2000, 3)), columns=["a", "b", "c"])
    cases = ((table["a"] > 0.5) & (table["b"] > 0.4) & (table["c"] > 0.1)).to_numpy()
    limits = (Limit("a", low=0.5), Limit("b", low=0.4), Limit("c", low=0.1))
    kept = simplified(table, cases, limits, most=2)
    assert [limit.number for limit in kept] == ["a", "b"]


def test_nothing_is_left_of_a_box_of_chance():
    rng = np.random.default_rng(6)
    table = pd.DataFrame(rng.random((300, 2)), columns=["a", "b"])
    cases = np.arange(300) % 3 == 0
    assert simplified(table, cases, (Limit("a", low=0.05), Limit("b", high=0.97)), 4) == ()
