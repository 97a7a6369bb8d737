"""Scenario discovery finds what was planted, finds nothing in noise, and refuses what is no data.

The planted boxes follow Bryant and Lempert (2010): a region in a few of many numbers in which
nearly all worlds are cases, and a few cases outside it.
"""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

from cagame.analysis.discovery import distances, find_boxes
from cagame.analysis.workbench import cart_limits
from cagame.errors import InputError

#: Worlds, numbers, and the planted box: number 3 above 0.6, number 7 below 0.5.
WORLDS, NUMBERS = 900, 40
HIT, STRAY = 0.9, 0.03


def table(seed: int, worlds: int = WORLDS, numbers: int = NUMBERS) -> pd.DataFrame:
    drawn = np.random.default_rng(seed).random((worlds, numbers))
    return pd.DataFrame(drawn, columns=[f"n{i}" for i in range(numbers)])


def planted(numbers: pd.DataFrame, seed: int) -> np.ndarray:
    box = ((numbers["n3"] > 0.6) & (numbers["n7"] < 0.5)).to_numpy()
    return np.random.default_rng(seed).random(len(numbers)) < np.where(box, HIT, STRAY)


@pytest.fixture(scope="module")
def found():
    numbers = table(1)
    return find_boxes(numbers, planted(numbers, 2), seed=1)


def test_the_planted_box_is_found_and_nothing_else(found):
    limits = {limit.number: limit for limit in found.chosen.limits}
    assert limits.keys() == {"n3", "n7"}
    assert limits["n3"].low == pytest.approx(0.6, abs=0.03)
    assert limits["n7"].high == pytest.approx(0.5, abs=0.03)
    assert math.isinf(limits["n3"].high)
    assert math.isinf(limits["n7"].low)


def test_its_density_holds_in_worlds_that_were_kept_aside_and_in_new_ones(found):
    aside = found.chosen.checked
    # Four standard errors of the share of cases among the worlds kept aside.
    assert abs(aside.density - HIT) < 4 * math.sqrt(HIT * (1 - HIT) / aside.inside)
    numbers = table(11, worlds=6000)
    cases, inside = planted(numbers, 12), np.ones(6000, dtype=bool)
    for limit in found.chosen.limits:
        inside &= numbers[limit.number].between(limit.low, limit.high).to_numpy()
    # About 1200 worlds lie inside: three standard errors are below 0.03.
    assert cases[inside].mean() == pytest.approx(found.chosen.found.density, abs=0.06)


def test_worlds_are_either_searched_or_kept_aside(found):
    whole = found.everything
    assert whole.limits == ()
    assert whole.found.worlds + whole.checked.worlds == WORLDS
    assert whole.checked.worlds == WORLDS // 3


def test_the_trajectory_trades_coverage_for_density(found):
    masses = [box.found.mass for box in found.trajectory]
    peak = int(np.argmin(masses))
    assert masses[: peak + 1] == sorted(masses[: peak + 1], reverse=True)
    assert found.trajectory[0].found.coverage == 1
    assert found.trajectory[-1].found.density > found.trajectory[0].found.density


def test_the_tree_finds_the_planted_box_too(found):
    best = found.leaves[0]
    numbers = {limit.number for limit in best.limits}
    assert {"n3", "n7"} <= numbers
    assert best.checked.density > 3 * found.everything.checked.density
    assert sum(leaf.found.inside for leaf in found.leaves) == found.everything.found.worlds


def test_the_numbers_that_matter_are_searched_first(found):
    assert set(list(found.searched)[:2]) == {"n3", "n7"}
    assert len(found.searched) + found.left_out == NUMBERS


def test_noise_holds_no_box():
    numbers = table(3)
    cases = np.random.default_rng(4).random(WORLDS) < 0.2
    found = find_boxes(numbers, cases, seed=1)
    assert found.chosen.limits == ()
    # PRIM believes that it has found something; the worlds kept aside know better.
    densest = found.trajectory[-1]
    assert densest.found.density > 0.4
    assert densest.checked.density_interval()[0] < 0.25


def test_the_same_input_gives_the_same_boxes_and_leaves_random_numbers_alone():
    numbers = table(5, worlds=300, numbers=12)
    cases = planted(numbers, 6)
    np.random.seed(9)  # noqa: NPY002 (the global state is what must not be touched)
    before = np.random.get_state()[1].tolist()  # noqa: NPY002 (as above)
    one = find_boxes(numbers, cases, seed=2)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002 (as above)
    other = find_boxes(numbers, cases, seed=2)
    assert repr(one) == repr(other)  # not a number differs from itself


def test_another_box_can_be_chosen():
    numbers = table(5, worlds=300, numbers=12)
    cases = planted(numbers, 6)
    first = find_boxes(numbers, cases, seed=2, box=0)
    assert first.position == 0
    assert first.chosen.limits == ()
    with pytest.raises(InputError, match="no box 999"):
        find_boxes(numbers, cases, seed=2, box=999)


def test_the_distance_is_that_of_kolmogorov_and_smirnov():
    numbers = table(7, worlds=80, numbers=4).assign(n3=lambda t: t["n3"].round(1))
    cases = np.arange(80) % 4 == 0
    expected = [ks_2samp(numbers[n][cases], numbers[n][~cases]).statistic for n in numbers]
    np.testing.assert_allclose(distances(numbers, cases), expected, atol=1e-12)


def few(worlds: int, cases: int) -> tuple[pd.DataFrame, np.ndarray]:
    return table(1, worlds=worlds, numbers=3), np.arange(worlds) < cases


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (few(1, 1), "1 world is too few"),
        (few(99, 30), "too few"),
        (few(200, 9), "only 9 of 200"),
        (few(200, 0), "only 0 of 200"),
        (few(200, 191), "all but 9 of 200"),
        ((few(200, 50)[0], np.ones(3, dtype=bool)), "3 worlds are judged and 200"),
        ((few(200, 50)[0] * 0, few(200, 50)[1]), "no number differs"),
        ((few(200, 50)[0].iloc[:, :0], few(200, 50)[1]), "no number differs"),
        ((few(200, 50)[0].assign(n1=np.nan), few(200, 50)[1]), "missing or infinite"),
    ],
)
def test_too_little_data_is_refused(data, words):
    with pytest.raises(InputError, match=words):
        find_boxes(*data, seed=1)


def test_a_number_that_is_the_same_in_all_worlds_is_no_hindrance():
    numbers = table(5, worlds=300, numbers=10).assign(fixed=2.0)
    found = find_boxes(numbers, planted(numbers, 6), seed=1)
    assert "fixed" not in found.searched
    assert len(found.searched) + found.left_out == 10


def test_without_the_workbench_the_error_says_what_to_install(monkeypatch):
    numbers = table(5, worlds=300, numbers=10)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis.cart", None)
    with pytest.raises(InputError, match=r"pip install 'cagame\[analysis\]'"):
        find_boxes(numbers, planted(numbers, 6), seed=1)


def test_the_workbench_is_loaded_only_when_it_searches():
    code = "import sys, cagame.analysis.discovery; sys.exit('ema_workbench' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_tree_that_never_splits_has_no_box() -> None:
    numbers = pd.DataFrame({"a": np.ones(40), "b": np.ones(40)})
    assert cart_limits(numbers, np.arange(40) % 2 == 0) == []
