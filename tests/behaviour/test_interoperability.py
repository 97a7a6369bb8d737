"""Mesa's batch runner, the EMA Workbench and SALib run the model as their examples say."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest

from cagame import CentralAsiaModel
from cagame.errors import InputError
from cagame.evidence import Evidence
from cagame.interop import (
    TableDistribution,
    ema_model,
    evaluate,
    numbers_named,
    salib_problem,
    values,
)
from cagame.worlds.drawing import draw

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
KEYS = ["effectiveness[EU]", "returns_to_effort"]
#: What the workbench and its plotting libraries warn of on their way in, and use of old names.
pytestmark = pytest.mark.filterwarnings(
    "ignore::UserWarning:ema_workbench", "ignore::ImportWarning", "ignore::DeprecationWarning"
)


def example(name: str):
    spec = importlib.util.spec_from_file_location(name, EXPERIMENTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_mesa_example_compares_strategies_within_worlds(capsys):
    effect = example("with_mesa_batch_run").main(["--worlds", "2", "--end", "2027"])
    assert effect.shape == (2, 3)
    assert (effect["joint-roadmap"] == 0).all()
    both = [CentralAsiaModel(eu=eu, end=2027, rng=1) for eu in ("values-first", "joint-roadmap")]
    for model in both:
        model.run_until(2027)
    first, other = (model.outcomes["eu_influence"].item() for model in both)
    assert effect.loc[1, "values-first"] == pytest.approx(first - other, abs=1e-15)
    assert "values-first" in capsys.readouterr().out


def test_the_salib_example_finds_what_the_outcome_hangs_on(capsys):
    table = example("with_salib").main(["--base", "16", "--end", "2027"])
    assert table["ST"].idxmax() in {"effectiveness[EU]", "council_discretion"}
    assert "runs" in capsys.readouterr().out


def test_the_ema_example_runs_experiments_over_uncertainties_and_levers(capsys):
    script = example("with_ema_workbench")
    table = script.main(["--scenarios", "3", "--policies", "2", "--end", "2026"])
    assert len(table) == 6
    assert np.isfinite(table[script.OUTCOMES].to_numpy()).all()
    row = table.iloc[0]
    again = CentralAsiaModel(
        eu=str(row["eu"]),
        end=2026,
        uncertainty="none",
        overrides={key: float(row[key]) for key in script.UNCERTAINTIES},
        rng=1,
    )
    again.run_until(2026)
    for name in script.OUTCOMES:
        assert row[name] == again.outcomes[name].item()
    assert "experiments" in capsys.readouterr().out


def test_the_ema_model_is_that_of_the_tables():
    from ema_workbench import ScalarOutcome

    outcomes = ["eu_influence", "duplication_loss", "russia_influence"]
    model = ema_model(KEYS, outcomes, levers=["eu", "external"])
    bounds = {each.name: (each.lower_bound, each.upper_bound) for each in model.uncertainties}
    numbers = Evidence.load().numbers
    assert bounds == {key: (numbers[key].low, numbers[key].high) for key in KEYS}
    levers = {each.name: {c.value for c in each.categories} for each in model.levers}
    assert "joint-roadmap" in levers["eu"]
    assert "calm" in levers["external"]
    ways = [model.outcomes[name].kind for name in outcomes]
    assert ways == [ScalarOutcome.MAXIMIZE, ScalarOutcome.MINIMIZE, ScalarOutcome.INFO]


def test_rows_run_at_once_equal_single_runs():
    sample = values(KEYS, np.array([[0.1, 0.9], [0.5, 0.2], [1.0, 0.0]]))
    found = evaluate(sample, eu="team-europe", external="drought", end=2028, rng=4)
    for row in sample.index:
        model = CentralAsiaModel(
            eu="team-europe",
            external="drought",
            end=2028,
            uncertainty="none",
            overrides=sample.loc[row].to_dict(),
            rng=4,
        )
        model.run_until(2028)
        for name, value in model.outcomes.items():
            # Not bit by bit: a power of a number is worked out otherwise for one than for many.
            assert found.loc[row, name] == pytest.approx(value.item(), rel=1e-9), name


def test_a_row_does_not_depend_on_its_neighbours():
    sample = values(KEYS, np.random.default_rng(1).random((5, 2)))
    whole = evaluate(sample, end=2026)
    pd.testing.assert_frame_equal(evaluate(sample.iloc[[3]], end=2026), whole.iloc[[3]])


def test_the_distribution_is_the_one_that_worlds_are_drawn_from():
    worlds = draw(Evidence.load(), seed=1, count=1024).parameters.returns_to_effort
    number = numbers_named(["returns_to_effort"])[0]
    assert kstest(worlds, TableDistribution(number).freeze().cdf).pvalue > 0.05
    assert TableDistribution(number).ppf([0, 1]).tolist() == [number.low, number.high]


def test_the_salib_problem_has_a_column_for_each_number():
    assert salib_problem(KEYS) == {"num_vars": 2, "names": KEYS, "bounds": [[0.0, 1.0]] * 2}
    assert list(values(KEYS, np.zeros((1, 2)))) == KEYS


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("effectivness[EU]", "not a number"),
        ("influence_weight[trade]", "does not vary by itself"),
        ("qualified_majority_states", "does not vary by itself"),
    ],
)
def test_numbers_that_cannot_be_sampled_are_refused(key, words):
    with pytest.raises(InputError, match=words):
        salib_problem([key])


def test_unknown_outcomes_and_levers_are_refused():
    with pytest.raises(InputError, match="not an outcome"):
        ema_model(KEYS, ["fame"])
    with pytest.raises(InputError, match="not a lever"):
        ema_model(KEYS, ["eu_influence"], levers=["turkey"])


def test_without_the_workbench_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    with pytest.raises(InputError, match=r"pip install 'cagame\[analysis\]'"):
        ema_model(KEYS, ["eu_influence"])


def test_the_module_itself_loads_neither_workbench_nor_salib():
    code = (
        "import sys, cagame.interop; sys.exit(bool({'ema_workbench', 'SALib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
