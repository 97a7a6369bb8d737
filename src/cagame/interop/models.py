"""The model as other tools want it: an EMA Workbench model, a SALib problem, rows to outcomes.

Uncertainties, levers and outcomes come from the tables and the library, so that nothing has to be
written down twice. What is not sampled stays at the tables' values, and all runs meet the shocks
of one world: outcomes are a function of what is sampled.
"""

from __future__ import annotations

import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import rv_continuous

from cagame.errors import InputError
from cagame.model import CentralAsiaModel, shared_evidence, shared_history, shared_library
from cagame.region.events import Timeline
from cagame.scenario import ACTORS
from cagame.scenario.document import suggest
from cagame.simulation import Setting, Simulation
from cagame.worlds import Worlds
from cagame.worlds.distributions import cumulative, quantile
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cagame.axes import Array
    from cagame.evidence import Number
    from cagame.scenario.shelves import Kind

#: Levers of the EMA model, and the shelf of the library that each chooses from.
LEVERS: dict[str, Kind] = {"eu": "eu", "russia": "russia", "china": "china", "external": "external"}
DECISION, END = 2025, 2040


def numbers_named(keys: Iterable[str]) -> list[Number]:
    """Return uncertain numbers of the tables by key, such as ``effectiveness[EU]``.

    Raises
    ------
    InputError
        Where there is no such number, it is no uncertainty, or it is one of several shares that
        sum to 1 and cannot vary alone.
    """
    known = shared_evidence().numbers
    found = []
    for key in keys:
        if key not in known:
            remedy = suggest(key, known, "`cagame evidence`")
            raise InputError(f"{key!r} is not a number of the tables", remedy=remedy)
        if not known[key].is_uncertain or known[key].simplex_axis:
            remedy = "Choose a number with a range of its own; `cagame evidence` lists them."
            raise InputError(f"{key} does not vary by itself", remedy=remedy)
        found.append(known[key])
    return found


class TableDistribution(rv_continuous):
    """The distribution that the tables give a number, as scipy has distributions.

    >>> effectiveness = TableDistribution(numbers_named(["effectiveness[EU]"])[0])
    >>> float(effectiveness.ppf(0)), float(effectiveness.ppf(1)), float(effectiveness.cdf(4))
    (0.0, 4.0, 1.0)
    """

    def __init__(self, number: Number) -> None:
        super().__init__(name=number.key, a=number.low, b=number.high)
        self.number = number

    def _updated_ctor_param(self) -> dict[str, Any]:
        """Say what a copy is made from, as scipy asks."""
        return {"number": self.number}

    # Without shape parameters there are no further arguments.
    def _ppf(self, q: Any, *_: Any) -> Any:  # noqa: ANN401 (as scipy has it)
        return quantile(self.number, np.asarray(q, dtype=float))

    def _cdf(self, x: Any, *_: Any) -> Any:  # noqa: ANN401 (as scipy has it)
        each = [cumulative(self.number, float(value)) for value in np.ravel(x)]
        return np.reshape(each, np.shape(x))


def salib_problem(keys: Sequence[str]) -> dict[str, Any]:
    """Return a SALib problem over uncertain numbers, in quantiles of their distributions.

    SALib knows no log- or logit-triangular distribution, so it samples from 0 to 1, and `values`
    turns its sample into numbers.

    >>> salib_problem(["effectiveness[EU]", "trade_adjustment"])["bounds"]
    [[0.0, 1.0], [0.0, 1.0]]
    """
    numbers = numbers_named(keys)
    return {
        "num_vars": len(numbers),
        "names": [number.key for number in numbers],
        "bounds": [[0.0, 1.0] for _ in numbers],
    }


def values(keys: Sequence[str], quantiles: Array) -> pd.DataFrame:
    """Turn quantiles, (row, number), into values in the numbers' units.

    >>> values(["effectiveness[EU]"], np.array([[0.0], [1.0]]))["effectiveness[EU]"].tolist()
    [0.0, 4.0]
    """
    numbers = numbers_named(keys)
    return pd.DataFrame({n.key: quantile(n, quantiles[:, i]) for i, n in enumerate(numbers)})


def evaluate(  # noqa: PLR0913 (as many settings as the model has)
    sample: pd.DataFrame,
    *,
    eu: str | None = None,
    russia: str | None = None,
    china: str | None = None,
    states: Mapping[str, str] | None = None,
    external: str = "calm",
    decision: int = DECISION,
    end: int = END,
    rng: int = 0,
) -> pd.DataFrame:
    """Run the model once for each row of a sample, all rows at once.

    Parameters
    ----------
    sample : a column for each number that varies, by its key, in its unit; the others are fixed
    eu, russia, china, states, external, decision, end : as of `CentralAsiaModel`
    rng : the seed of the shocks

    Returns
    -------
    Outcomes of the last year, a column each, with the index of the sample.
    """
    evidence, library = shared_evidence(), shared_library()
    numbers = numbers_named(map(str, sample.columns))
    fixed = draw(evidence, seed=rng, count=1, uncertainty="none")
    parameters = fixed.parameters.with_values(
        **{
            name: _with_rows(getattr(fixed.parameters, name), name, numbers, sample)
            for name in dict.fromkeys(number.name for number in numbers)
        }
    )
    block = Worlds(rng, 0, len(sample), parameters, fixed.intensities, "none", shock_world=0)
    chosen = {"EU": eu, "RU": russia, "CN": china, **(states or {})}
    shelf = {actor.label: actor.kind for actor in ACTORS}
    model = Simulation(
        Setting(evidence, block, shared_history()),
        Timeline(evidence, block, library.load("external", external).events),
        {label: library.load(shelf[label], name) for label, name in chosen.items() if name},
        decision=decision,
        end=end,
    )
    model.run_until(end)
    outcomes = {name: np.broadcast_to(found, len(sample)) for name, found in model.outcomes.items()}
    return pd.DataFrame(outcomes, index=sample.index)


def _with_rows(array: Array, name: str, numbers: list[Number], sample: pd.DataFrame) -> Array:
    """Put the sample's values into a table's array, whose world axis has size 1."""
    labels = shared_evidence().labels(name)
    varied = np.repeat(array, len(sample), axis=-1)
    for number in numbers:
        if number.name == name:
            places = zip(labels, number.index, strict=True)
            varied[tuple(own.index(label) for own, label in places)] = sample[number.key]
    return varied


def _experiment(
    keys: tuple[str, ...],
    outcomes: tuple[str, ...],
    settings: Mapping[str, Any],
    **chosen: Any,  # noqa: ANN401 (numbers and names)
) -> dict[str, float]:
    """Run one experiment of the workbench: one world, one combination of levers."""
    overrides = {key: chosen.pop(key) for key in keys}
    model = CentralAsiaModel(**chosen, **settings, uncertainty="none", overrides=overrides)
    model.run_until(model.end)
    return {name: float(model.outcomes[name].item()) for name in outcomes}


def ema_model(
    uncertainties: Sequence[str],
    outcomes: Sequence[str],
    *,
    levers: Sequence[str] = ("eu",),
    decision: int = DECISION,
    end: int = END,
    rng: int = 0,
) -> Any:  # noqa: ANN401 (the workbench has no types)
    """Return an EMA Workbench model with uncertainties, levers and outcomes of the tables.

    Parameters
    ----------
    uncertainties : keys of numbers, sampled from the distributions of the tables
    outcomes : names of outcomes in the last year; maximised, minimised or neither, as the table
        says what is better
    levers : which of ``eu``, ``russia``, ``china`` and ``external`` vary over the library
    decision, end : as of `CentralAsiaModel`
    rng : the seed of the shocks, which are the same in all experiments

    Raises
    ------
    InputError
        Where the workbench is not installed, or a name is unknown.
    """
    workbench = _workbench()
    numbers, evidence = numbers_named(uncertainties), shared_evidence()
    _check_names(outcomes, evidence.outcomes, "an outcome")
    _check_names(levers, LEVERS, "a lever")

    keys = tuple(number.key for number in numbers)
    settings = {"decision": decision, "end": end, "rng": rng}
    # A function of the module, so that it can travel to the workbench's processes.
    run = partial(_experiment, keys, tuple(outcomes), settings)
    model = workbench.Model("cagame", function=run)
    model.uncertainties = [
        workbench.RealParameter.from_dist(number.key, TableDistribution(number).freeze())
        for number in numbers
    ]
    model.levers = [
        workbench.CategoricalParameter(name, list(shared_library().names(LEVERS[name])))
        for name in levers
    ]
    ways = {"higher": workbench.ScalarOutcome.MAXIMIZE, "lower": workbench.ScalarOutcome.MINIMIZE}
    model.outcomes = [
        workbench.ScalarOutcome(
            name, kind=ways.get(evidence.outcomes[name].better, workbench.ScalarOutcome.INFO)
        )
        for name in outcomes
    ]
    return model


def _check_names(names: Iterable[str], known: Iterable[str], what: str) -> None:
    for name in names:
        if name not in known:
            raise InputError(f"{name!r} is not {what}", remedy=suggest(name, known))


def _workbench() -> Any:  # noqa: ANN401 (it has no types)
    with warnings.catch_warnings():
        # It warns of every optional package that is not there.
        warnings.simplefilter("ignore", UserWarning)
        try:
            import ema_workbench  # noqa: PLC0415 (only this needs it)
        except ImportError as error:
            what = f"the EMA Workbench cannot be loaded ({error})"
            raise InputError(what, remedy="pip install 'cagame[analysis]'") from error
    return ema_workbench
