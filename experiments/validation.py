"""Write docs/validation.md and its figures.

    python experiments/validation.py [--worlds 2000] [--out results] [--calibration FOLDER]

Runs `cagame backcast --identification` and `cagame score` on the shipped statistics, fitted to
2007. The calibration is read from the folder that experiments/calibrate.py left.
"""

import argparse
from pathlib import Path

from cagame.backcast import backcast, score, write_scores
from cagame.backcast.page import write_page

DOCS = Path(__file__).parents[1] / "docs"
FIT_TO = 2007


def main() -> None:
    """Read the options, run, and say what was written."""
    parser = argparse.ArgumentParser(description="Write docs/validation.md.")
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("results"))
    parser.add_argument("--calibration", type=Path, default=Path("results/calibration"))
    chosen = parser.parse_args()
    past = backcast(chosen.out / "backcast", chosen.worlds, chosen.seed, identification=True)
    scores = score(None, FIT_TO, chosen.worlds, chosen.seed)
    scored = write_scores(scores, chosen.out / "score")
    print(write_page(DOCS, past, scored, chosen.calibration))


if __name__ == "__main__":
    main()
