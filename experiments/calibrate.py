"""Match worlds to history and write what is left of them.

    python experiments/calibrate.py [--worlds 6000] [--waves 3] [--seed 1] [--out DIR]

Writes waves.csv, held_out.csv, facts.csv and posterior.csv, and the set that studies draw from
with ``uncertainty: calibrated``: calibrated.csv, also in src/cagame/data. Takes a few minutes on
one core.
"""

import argparse
import shutil
from pathlib import Path

from cagame.backcast.output import calibrate

DATA = Path(__file__).parents[1] / "src" / "cagame" / "data"


def main() -> None:
    """Read the options, calibrate, and say what was written."""
    parser = argparse.ArgumentParser(description="Match worlds to history.")
    parser.add_argument("--worlds", type=int, default=6000, help="worlds in each but the last wave")
    parser.add_argument("--waves", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=500, help="rows of the calibrated set")
    parser.add_argument("--out", type=Path, default=Path("results/calibration"))
    chosen = parser.parse_args()
    folder = calibrate(chosen.out, chosen.worlds, chosen.waves, chosen.seed, chosen.rows)
    shutil.copy(folder / "calibrated.csv", DATA / "calibrated.csv")
    print(f"Tables: {folder}. The set that studies draw from: {DATA / 'calibrated.csv'}")


if __name__ == "__main__":
    main()
