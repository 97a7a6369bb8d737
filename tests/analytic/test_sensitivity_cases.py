"""Functions whose indices of variance and elementary effects can be worked out on paper.

Ishigami and Homma (1990): ``sin x1 + a sin^2 x2 + b x3^4 sin x1`` on (-pi, pi), here with a = 7
and b = 0.1. Sobol's G (Saltelli and Sobol 1995): ``prod (|4 x - 2| + a) / (1 + a)`` on (0, 1).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import qmc

from cagame.analysis.salib import problem, salib, seed_for
from cagame.analysis.screening import elementary_effects, trajectories
from cagame.analysis.sensitivity import PickFreeze, convergence, indices, second_order, sobol
from cagame.errors import InputError, ResultsError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from cagame.axes import Array

WORLDS = 2048
A, B = 7.0, 0.1
SOFT = np.array([0.0, 1.0, 4.5, 9.0])


def ishigami(unit: Array) -> Array:
    x = np.pi * (2 * unit - 1)
    return np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0])


def g(unit: Array) -> Array:
    soft = SOFT[:, None]
    return np.prod((np.abs(4 * unit - 2) + soft) / (1 + soft), axis=0)


def pick_freeze(
    function: Callable[[Array], Array], factors: int, worlds: int = WORLDS, *, pairs: bool = False
) -> PickFreeze:
    """A function under the design that the sweep engine makes of a study."""
    unit = qmc.Sobol(2 * factors, rng=3).random(worlds).T
    a, b = unit[:factors], unit[factors:]

    def mixed(into: Array, other: Array) -> dict[str, Array]:
        found = {}
        for factor in range(factors):
            changed = into.copy()
            changed[factor] = other[factor]
            found[f"x{factor + 1}"] = function(changed)
        return found

    return PickFreeze(function(a), function(b), mixed(a, b), mixed(b, a) if pairs else None)


def ishigami_indices() -> tuple[Array, Array]:
    one, two = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + both
    return np.array([one, two, 0]) / whole, np.array([one + both, two, both]) / whole


def g_indices() -> tuple[Array, Array]:
    own = 1 / (3 * (1 + SOFT) ** 2)
    whole = np.prod(1 + own) - 1
    return own / whole, own * np.prod(1 + own) / (1 + own) / whole


CASES = {"ishigami": (ishigami, 3, ishigami_indices), "g": (g, 4, g_indices)}


@pytest.mark.parametrize("name", CASES)
def test_indices_are_those_worked_out_on_paper(name: str) -> None:
    function, factors, on_paper = CASES[name]
    table = sobol(pick_freeze(function, factors))
    for index, wanted in zip(("first", "total"), on_paper(), strict=True):
        assert np.abs(table[index] - wanted).max() < 0.02
        assert (table[f"{index}_low"] - 0.01 < wanted).all()
        assert (table[f"{index}_high"] + 0.01 > wanted).all()


def test_pairs_of_ishigami_act_together_only_where_the_formula_says_so() -> None:
    table = second_order(pick_freeze(ishigami, 3, pairs=True)).set_index(["factor", "other"])
    first, total = ishigami_indices()
    assert table.index[0] == ("x1", "x3")
    assert table.loc[("x1", "x3"), "share"] == pytest.approx(total[2] - first[2], abs=0.03)
    for pair in (("x1", "x2"), ("x2", "x3")):
        assert table.loc[pair, "low"] <= 0 <= table.loc[pair, "high"]


@pytest.mark.parametrize("name", CASES)
def test_shares_of_single_factors_and_what_they_do_together_sum_to_one(name: str) -> None:
    function, factors, on_paper = CASES[name]
    found = indices(pick_freeze(function, factors))
    assert found.table["first"].sum() + found.together == pytest.approx(1)
    assert found.together == pytest.approx(1 - on_paper()[0].sum(), abs=0.03)
    assert found.together_low < found.together < found.together_high


def test_factors_that_only_add_up_do_nothing_together() -> None:
    found = indices(pick_freeze(lambda x: 3 * x[0] + x[1], 2))
    assert found.table["first"].tolist() == pytest.approx([0.9, 0.1], abs=0.01)
    assert found.table["total"].tolist() == pytest.approx([0.9, 0.1], abs=0.01)
    assert abs(found.together) < 0.01


def test_a_factor_that_carries_all_has_both_shares_one_and_an_idle_one_none() -> None:
    table = sobol(pick_freeze(lambda x: x[0] ** 2, 2)).set_index("factor")
    assert table.loc["x1", ["first", "total"]].tolist() == pytest.approx([1, 1])
    assert table.loc["x2", ["first", "total"]].tolist() == pytest.approx([0, 0])


def test_reading_both_ways_narrows_the_interval_of_what_carries_nearly_all() -> None:
    outcome = pick_freeze(lambda x: 5 * x[0] + x[1], 2, 256)
    columns = np.stack([outcome.a, *outcome.mixed.values(), outcome.b], axis=1).ravel()
    alone = salib("analyze.sobol").analyze(
        problem(["x1", "x2"]), columns, calc_second_order=False, conf_level=0.9, seed=seed_for(0)
    )
    row = sobol(outcome).iloc[0]
    assert row["first_high"] - row["first_low"] < alone["S1_conf"][0]
    assert row["first"] == pytest.approx(25 / 26, abs=0.01)


def test_the_difference_of_two_outcomes_is_attributed_like_an_outcome() -> None:
    one = pick_freeze(lambda x: 3 * x[0] + x[1], 2, pairs=True)
    other = pick_freeze(lambda x: 3 * x[0], 2, pairs=True)
    table = sobol(one - other).set_index("factor")
    assert table.loc["x2", "first"] == pytest.approx(1, abs=1e-6)
    assert len(second_order(one - other)) == 1


def test_shares_settle_as_worlds_become_more() -> None:
    table = convergence(pick_freeze(ishigami, 3))
    assert table["worlds"].unique().tolist() == [256, 512, 1024, 2048]
    wide = table.assign(width=table["total_high"] - table["total_low"])
    widths = wide.groupby("worlds")["width"].mean()
    assert widths.is_monotonic_decreasing
    assert widths[256] / widths[2048] == pytest.approx(8**0.5, rel=0.4)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_intervals(seed: int) -> None:
    outcome = pick_freeze(ishigami, 3, 128)
    assert sobol(outcome, seed).equals(sobol(outcome, seed))


def effects(function: Callable[[Array], Array], factors: int) -> pd.DataFrame:
    names = [f"x{factor + 1}" for factor in range(factors)]
    points = trajectories(names, 40, 1)
    return elementary_effects(points, function(points.T), names, 1)


def test_elementary_effects_of_a_line_are_its_slopes() -> None:
    table = effects(lambda x: 2 * x[0] - 3 * x[1] + 0 * x[2], 3)
    assert table["factor"].tolist() == ["x2", "x1", "x3"]
    assert table["strength"].tolist() == pytest.approx([3, 2, 0])
    assert table["mean"].tolist() == pytest.approx([-3, 2, 0])
    assert table["spread"].tolist() == pytest.approx([0, 0, 0], abs=1e-12)


def test_what_acts_through_another_has_a_spread_and_what_turns_has_no_mean() -> None:
    # The effect of x1 is x2, from 0 to 1; x3 moves 4 (x - 1/2)^2 by as much down as up.
    table = effects(lambda x: x[0] * x[1] + 4 * (x[2] - 0.5) ** 2, 3).set_index("factor")
    assert table.loc["x1", "strength"] == pytest.approx(0.5, abs=0.15)
    assert table.loc["x1", "spread"] > 0.25
    assert abs(table.loc["x3", "mean"]) < 0.5 < table.loc["x3", "strength"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda y: 0 * y + 3, "the same in all worlds"),
        (lambda y: np.where(y > y.mean(), np.inf, y), "not finite"),
        (lambda y: np.where(y > y.mean(), np.nan, y), "not finite"),
    ],
)
def test_what_has_no_variance_to_attribute_is_refused(
    change: Callable[[Array], Array], message: str
) -> None:
    outcome = pick_freeze(lambda x: change(ishigami(x)), 3, 64)
    for function in (sobol, convergence):
        with pytest.raises(ResultsError, match=message):
            function(outcome)
    points = trajectories(["x1", "x2", "x3"], 4, 1)
    with pytest.raises(ResultsError, match=message):
        elementary_effects(points, change(ishigami(points.T)), ["x1", "x2", "x3"])


def test_too_few_worlds_trajectories_or_factors_are_refused() -> None:
    few = pick_freeze(ishigami, 3, 16)
    for function in (sobol, convergence):
        with pytest.raises(InputError, match="16 worlds are too few"):
            function(few)
    with pytest.raises(InputError, match="1 world is too few for indices"):
        sobol(pick_freeze(ishigami, 3, 1))
    with pytest.raises(InputError, match="does not tell pairs"):
        second_order(pick_freeze(ishigami, 3, 64))
    with pytest.raises(InputError, match="1 trajectory is too few"):
        trajectories(["x1"], 1, 0)
    with pytest.raises(InputError, match="draw no numbers"):
        trajectories([], 10, 0)


def test_a_missing_salib_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    with pytest.raises(InputError, match=r"pip install 'cagame\[analysis\]'"):
        sobol(pick_freeze(ishigami, 3, 64))
