"""Scores of known cases, and simple rules on a made series."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from cagame.analysis.score import (
    Forecast,
    coverage,
    crps,
    mean_reversion,
    normal_members,
    persistence,
    quantile,
    share_trend,
    trend,
)

MADE = np.array([[1.0, 2.0, 4.0, 4.0], [0.0, 0.0, 0.0, 2.0]])


def test_a_certain_forecast_scores_its_absolute_error() -> None:
    assert crps(np.array([[2.0]]), np.array([5.0])).tolist() == [3.0]


def test_crps_of_a_normal_forecast_is_the_closed_form() -> None:
    # Gneiting and Raftery 2007, equation 21.
    members = norm.ppf((np.arange(4000) + 0.5) / 4000)
    z = 0.7
    closed = z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)
    assert crps(members, np.array(z)).item() == pytest.approx(closed, abs=1e-3)


def test_crps_of_a_uniform_ensemble_is_the_mean_over_all_pairs() -> None:
    members, observed = np.array([3.0, -1.0, 2.0, 7.0]), 1.5
    pairs = np.abs(members[:, None] - members).mean()
    expected = np.abs(members - observed).mean() - pairs / 2
    assert crps(members, np.array(observed)).item() == pytest.approx(expected)


def test_a_weight_counts_like_so_many_members() -> None:
    weighted = crps(np.array([1.0, 4.0]), np.array(2.0), np.array([1.0, 3.0]))
    assert weighted.item() == pytest.approx(crps(np.array([1.0, 4, 4, 4]), np.array(2.0)).item())
    assert quantile(np.array([1.0, 4.0]), 0.5, np.array([1.0, 3.0])).item() == 4.0


def test_coverage_counts_what_lies_in_the_middle_band() -> None:
    members = np.tile(np.arange(100.0), (3, 1))
    inside = coverage(members, np.array([50.0, 3.0, 97.0]), 0.9)
    assert inside.tolist() == [True, False, False]


def test_persistence_keeps_the_last_value_and_spreads_like_a_random_walk() -> None:
    forecast = persistence(MADE, 4)
    assert forecast.mean.tolist() == [[4.0] * 4, [2.0] * 4]
    one = np.sqrt((1 + 4 + 0 + 0 + 0 + 4) / 6)
    assert forecast.deviation[0] == pytest.approx(one * np.sqrt([1, 2, 3, 4]))


def test_a_trend_goes_on_at_the_mean_yearly_change() -> None:
    assert trend(MADE, 2).mean == pytest.approx(np.array([[5.0, 6.0], [8 / 3, 10 / 3]]))
    assert trend(np.array([[1.0, 3.0, 5.0]]), 3).deviation.tolist() == [[0.0] * 3]


def test_mean_reversion_finds_the_rate_of_a_series_that_halves() -> None:
    # Around a mean of 0 the first series halves each year, and its mirror image does so too.
    half = np.array([8.0, 4.0, 2.0, 1.0])
    series = np.concatenate([half, -half])
    past = np.stack([series, -series])
    forecast = mean_reversion(past[:, :], 2)
    before, after = past[:, :-1].ravel(), past[:, 1:].ravel()
    rate = np.sum(before * after) / np.sum(before**2)
    assert forecast.mean == pytest.approx(np.array([[-rate, -(rate**2)], [rate, rate**2]]))


def test_a_trend_of_shares_sums_to_one_with_the_rest() -> None:
    shares = np.array([[0.1, 0.15, 0.2], [0.4, 0.4, 0.4]])
    forecast = share_trend(shares, ["KZ", "KZ"], 1)[:, 0]
    # Logarithms of 0.1, 0.4 and 0.5 grow to those of 0.2, 0.4 and 0.4 in two years.
    parts = np.array([0.2 * np.sqrt(2), 0.4, 0.4 * np.sqrt(0.8)])
    assert forecast == pytest.approx((parts / parts.sum())[:2])


@pytest.mark.parametrize("rule", [persistence, trend, mean_reversion])
def test_one_year_tells_no_spread_and_no_trend(rule: object) -> None:
    forecast = rule(np.array([[3.0]]), 2)  # type: ignore[operator]
    assert np.isnan(forecast.deviation).all()
    assert (forecast.mean == 3.0).all() == (rule is persistence)


def test_a_normal_forecast_becomes_members_around_its_mean() -> None:
    members = normal_members(Forecast(np.array([[2.0]]), np.array([[3.0]])))[0, 0]
    assert members.mean() == pytest.approx(2.0)
    assert np.quantile(members, 0.8413) == pytest.approx(5.0, abs=0.1)
