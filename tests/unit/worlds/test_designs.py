"""Designs: evenly spread, keyed by seed and name, and cut anywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.worlds.designs import ROUNDS, latin_hypercube, permuted

NAMES = tuple(f"number {i}" for i in range(60))
SEEDS = st.integers(0, 2**63)


@given(total=st.integers(1, 700), seed=SEEDS)
def test_a_hypercube_has_one_point_in_every_stratum(total, seed):
    points = latin_hypercube(NAMES[:3], seed, np.arange(total), total)
    strata = np.sort(np.floor(points * total).astype(int), axis=1)
    assert (strata == np.arange(total)).all()


@given(total=st.integers(1, 10**9), seed=SEEDS, data=st.data())
def test_any_stretch_of_a_hypercube_is_that_of_the_whole(total, seed, data):
    first = data.draw(st.integers(0, total - 1))
    count = data.draw(st.integers(1, min(20, total - first)))
    stretch = latin_hypercube(NAMES[:2], seed, np.arange(first, first + count), total)
    for i in range(count):
        alone = latin_hypercube(NAMES[:2], seed, np.arange(first + i, first + i + 1), total)
        assert np.array_equal(stretch[:, i : i + 1], alone)
    assert ((stretch >= 0) & (stretch < 1)).all()


def test_columns_are_keyed_by_their_name_alone():
    one = latin_hypercube(("a", "b"), 5, np.arange(50), 50)
    other = latin_hypercube(("b", "c", "a"), 5, np.arange(50), 50)
    assert np.array_equal(one[0], other[2])
    assert np.array_equal(one[1], other[0])


@pytest.mark.parametrize("total", [50, 1000])
def test_columns_go_together_no_more_than_by_chance(total):
    points = latin_hypercube(NAMES, 1, np.arange(total), total)
    correlation = np.corrcoef(points)[np.triu_indices(len(NAMES), 1)]
    # By chance it has a standard deviation of 1 / sqrt(worlds - 1), and is not skewed.
    assert correlation.std() * np.sqrt(total - 1) == pytest.approx(1, abs=0.06)
    assert abs(correlation.mean()) * np.sqrt(total - 1) < 0.08
    assert np.abs(correlation).max() * np.sqrt(total - 1) < 5


def test_neighbouring_worlds_have_nothing_in_common():
    points = latin_hypercube(NAMES, 1, np.arange(1000), 1000)
    serial = [np.corrcoef(column[1:], column[:-1])[0, 1] for column in points]
    assert abs(np.mean(serial)) < 0.02
    assert np.std(serial) == pytest.approx(1 / np.sqrt(1000), rel=0.35)


def test_points_are_spread_evenly_within_their_stratum():
    points = latin_hypercube(NAMES, 1, np.arange(1000), 1000)
    within = (points * 1000) % 1
    assert within.mean() == pytest.approx(0.5, abs=0.01)
    assert within.std() == pytest.approx(np.sqrt(1 / 12), abs=0.005)


def test_every_shuffle_of_four_worlds_comes_up_about_as_often():
    keys = np.random.default_rng(1).integers(0, 2**32, (48_000, ROUNDS), dtype=np.uint32)
    index = np.broadcast_to(np.arange(4, dtype=np.uint32), (48_000, 4))
    _orders, times = np.unique(permuted(index, 4, keys), axis=0, return_counts=True)
    # 2,000 each on average; by chance alone the outermost would be about 5 % away.
    assert len(times) == 24
    assert times.min() > 0.88 * 2000
    assert times.max() < 1.12 * 2000
