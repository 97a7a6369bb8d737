"""Run the model with Mesa's own batch runner: three strategies in some worlds each.

    python experiments/with_mesa_batch_run.py [--worlds 8] [--end 2030] [--processes 1]

Three things to know about `mesa.batch_run` in Mesa 3.3. Vary the seed, as ``rng``: with one seed,
``iterations`` repeats one run. Leave ``max_steps`` alone, which runs one step more than it says:
the model stops by itself in its last year. With several processes the script is read once more
by each of them, so that it needs a main guard, as below.
"""

import argparse
from collections.abc import Sequence

import mesa
import pandas as pd

from cagame import CentralAsiaModel

STRATEGIES = ["joint-roadmap", "mobility-first", "values-first"]


def main(arguments: Sequence[str] | None = None) -> pd.DataFrame:
    """Run, and print the mean over worlds of what each strategy changes within them."""
    parser = argparse.ArgumentParser(description="Run the model with mesa.batch_run.")
    parser.add_argument("--worlds", type=int, default=8)
    parser.add_argument("--end", type=int, default=2030)
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args(arguments)
    rows = mesa.batch_run(
        CentralAsiaModel,
        {"eu": STRATEGIES, "end": chosen.end, "rng": list(range(chosen.worlds))},
        number_processes=chosen.processes,
        display_progress=False,
    )
    table = pd.DataFrame(rows).pivot_table(index="rng", columns="eu", values="eu_influence")
    # The same seed is the same world, so differences within a row are a strategy's effect.
    effect = table.sub(table[STRATEGIES[0]], axis=0)
    print(f"EU influence in {chosen.end}, difference from {STRATEGIES[0]}, mean of worlds:")
    print(effect.mean().to_string(float_format="{:+.4f}".format))
    return effect


if __name__ == "__main__":
    main()
