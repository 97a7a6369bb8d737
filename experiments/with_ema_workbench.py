"""Run the model in the EMA Workbench: uncertainties, levers and outcomes from our tables.

    python experiments/with_ema_workbench.py [--scenarios 12] [--policies 3] [--end 2030]

Each experiment is one run of the model. The workbench's own tools take it from there; here,
feature scoring says which uncertainties and levers the outcomes follow.
"""

import argparse
import warnings
from collections.abc import Sequence

import pandas as pd

from cagame.interop import ema_model

UNCERTAINTIES = ["effectiveness[EU]", "effectiveness[RU]", "council_discretion", "openness_inertia"]
OUTCOMES = ["eu_influence", "governance"]


def main(arguments: Sequence[str] | None = None) -> pd.DataFrame:
    """Run experiments, and print what each outcome follows."""
    parser = argparse.ArgumentParser(description="Run the model in the EMA Workbench.")
    parser.add_argument("--scenarios", type=int, default=12)
    parser.add_argument("--policies", type=int, default=3)
    parser.add_argument("--end", type=int, default=2030)
    chosen = parser.parse_args(arguments)
    model = ema_model(UNCERTAINTIES, OUTCOMES, end=chosen.end, rng=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about packages that are not there
        from ema_workbench import SequentialEvaluator  # noqa: PLC0415 (so that it keeps quiet)
        from ema_workbench.analysis import feature_scoring  # noqa: PLC0415 (as above)

        with SequentialEvaluator(model) as evaluator:
            experiments, outcomes = evaluator.perform_experiments(
                scenarios=chosen.scenarios, policies=chosen.policies
            )
        inputs = experiments[[*UNCERTAINTIES, "eu"]]
        scores = feature_scoring.get_feature_scores_all(inputs, outcomes)
    print(f"{len(experiments)} experiments; share of each outcome's trees by input:")
    print(scores.to_string(float_format="{:.2f}".format))
    return pd.concat([experiments, pd.DataFrame(outcomes)], axis=1)


if __name__ == "__main__":
    main()
