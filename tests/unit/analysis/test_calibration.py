"""Implausibility worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cagame.analysis.calibration import (
    effective_worlds,
    implausibility,
    path_variance,
    resample,
    squared_distance,
    weights,
    width,
)


def test_errors_of_the_model_add_up_and_those_of_observations_do_not() -> None:
    variance = path_variance(np.array([1.0, 3.0]), 2.0, 3.0, started=True)
    # Both years share the start's 4; each has its own 4; the model strays by 9 a year.
    assert variance.tolist() == [[4 + 4 + 9, 4 + 9], [4 + 9, 4 + 4 + 27]]


def test_distance_by_hand_without_and_with_a_missing_year() -> None:
    residual = np.array([[[1.0, 2.0], [2.0, 0.0]]])
    variance = np.array([[2.0, 1.0], [1.0, 2.0]])
    # The inverse is 1/3 [[2, -1], [-1, 2]]: (2 - 4 + 8)/3 = 2 and 8/3.
    assert squared_distance(residual, variance) == pytest.approx(np.array([2.0, 8 / 3]))
    residual[0, 1] = np.nan
    assert squared_distance(residual, variance) == pytest.approx(np.array([0.5, 2.0]))


def test_a_world_is_ruled_out_beyond_the_bound_and_weighed_within_it() -> None:
    behind = implausibility(np.array([4.0, 9.0, 23.1]), 5.0, 0.5)
    assert behind == pytest.approx(np.sqrt([0.0, 2.0, 9.05]))
    assert weights(behind, 3.0) == pytest.approx(np.array([1.0, np.exp(-1.0), 0.0]))


def test_equal_weights_learn_nothing_and_one_half_of_the_worlds_half() -> None:
    points = np.tile((np.arange(2000) + 0.5) / 2000, (2, 1))
    assert width(points, np.ones(2000)) == pytest.approx([1.0, 1.0], abs=2e-3)
    lower = np.where(points[0] < 0.5, 1.0, 0.0)
    assert width(points, lower) == pytest.approx([0.5, 0.5], abs=2e-3)
    assert effective_worlds(lower) == 1000


def test_resampling_keeps_proportions() -> None:
    chosen = resample(np.array([1.0, 0.0, 3.0]), 400)
    assert np.bincount(chosen, minlength=3).tolist() == [100, 0, 300]
