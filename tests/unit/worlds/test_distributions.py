"""Quantiles and shares below a value undo each other and stay in a number's range."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.worlds.distributions import cumulative, quantile

KINDS = [
    *("uniform", "triangular", "log-uniform", "log-triangular", "logit-triangular"),
    "simplex:state",
]


@given(
    st.sampled_from(KINDS),
    st.lists(st.floats(1e-3, 0.999), min_size=3, max_size=3).map(sorted),
    st.lists(st.floats(0, 1), min_size=1, max_size=9).map(sorted),
)
def test_quantiles_stay_between_low_and_high_and_never_fall(kind, ends, shares):
    low, value, high = ends
    number = SimpleNamespace(distribution=kind, low=low, value=value, high=high)
    drawn = quantile(number, np.array([0.0, *shares, 1.0]))
    assert (drawn >= low).all()
    assert (drawn <= high).all()
    # Two neighbours may differ by a rounding where nothing lies between them.
    assert (np.diff(drawn) >= -1e-12).all()


@pytest.mark.parametrize(
    ("kind", "share", "expected"),
    [
        ("uniform", 0.25, 2.0),
        ("triangular", 0.5, 1 + np.sqrt(0.5 * 4 * 2)),
        ("log-uniform", 0.5, np.sqrt(5)),
        ("log-triangular", 0.0, 1.0),
        ("log-triangular", 1.0, 5.0),
    ],
)
def test_quantiles_are_those_of_the_distribution(kind, share, expected):
    number = SimpleNamespace(distribution=kind, low=1.0, value=3.0, high=5.0)
    assert quantile(number, np.array([share]))[0] == pytest.approx(expected, rel=1e-12)


@given(st.floats(0, 1))
def test_the_triangular_quantile_inverts_its_distribution(share):
    low, peak, high = 2.0, 3.0, 7.0
    number = SimpleNamespace(distribution="triangular", low=low, value=peak, high=high)
    x = quantile(number, np.array([share]))[0]
    below = (x - low) ** 2 / ((high - low) * (peak - low))
    above = 1 - (high - x) ** 2 / ((high - low) * (high - peak))
    assert (below if x <= peak else above) == pytest.approx(share, abs=1e-9)


@given(
    st.sampled_from(KINDS),
    st.lists(st.floats(1e-3, 0.999), min_size=3, max_size=3, unique=True).map(sorted),
    st.floats(0, 1),
)
def test_the_cumulative_distribution_inverts_the_quantiles(kind, ends, share):
    low, value, high = ends
    number = SimpleNamespace(distribution=kind, low=low, value=value, high=high)
    assert (cumulative(number, low), cumulative(number, high)) == (0, 1)
    x = quantile(number, np.array([share]))[0]
    again = quantile(number, np.array([cumulative(number, x)]))[0]
    assert again == pytest.approx(x, abs=1e-6 * (high - low))
