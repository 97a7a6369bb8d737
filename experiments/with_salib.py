"""Which numbers does an outcome hang on? Sobol indices with SALib, on our tables.

    python experiments/with_salib.py [--base 64] [--end 2030]

SALib samples quantiles, `cagame.interop.values` turns them into numbers, and `evaluate` runs all
rows of the sample at once. The other numbers stay at the tables' values, and so do the shocks.
"""

import argparse
from collections.abc import Sequence

import pandas as pd
from SALib.analyze import sobol as indices
from SALib.sample import sobol

from cagame.interop import evaluate, salib_problem, values

NUMBERS = ["effectiveness[EU]", "returns_to_effort", "council_discretion", "openness_sharpness"]
OUTCOME = "eu_influence"


def main(arguments: Sequence[str] | None = None) -> pd.DataFrame:
    """Sample, run, and print first-order and total indices."""
    parser = argparse.ArgumentParser(description="Sobol indices of the model with SALib.")
    parser.add_argument("--base", type=int, default=64, help="A power of two.")
    parser.add_argument("--end", type=int, default=2030)
    chosen = parser.parse_args(arguments)
    problem = salib_problem(NUMBERS)
    quantiles = sobol.sample(problem, chosen.base, calc_second_order=False, seed=1)
    difference = _outcome(quantiles, "mobility-first", chosen.end)
    difference -= _outcome(quantiles, "joint-roadmap", chosen.end)
    found = indices.analyze(problem, difference.to_numpy(), calc_second_order=False, seed=1)
    table = pd.DataFrame({key: found[key] for key in ("S1", "ST")}, index=NUMBERS)
    print(f"{len(quantiles)} runs; {OUTCOME} in {chosen.end}, mobility-first less joint-roadmap:")
    print(table.to_string(float_format="{:.2f}".format))
    return table


def _outcome(quantiles: object, strategy: str, end: int) -> "pd.Series[float]":
    return evaluate(values(NUMBERS, quantiles), eu=strategy, end=end, rng=1)[OUTCOME]


if __name__ == "__main__":
    main()
