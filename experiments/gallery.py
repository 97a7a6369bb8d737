"""Rebuild results/gallery: the figures that README and docs show. Run it with `make gallery`.

Every study runs as shipped; the chosen figures and the summary table are kept, under the name of
the study. The same tables give the same files, so a change here is a change of results.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from rich.progress import track

import cagame
from cagame.figures import Figures
from cagame.plots import save

REPOSITORY = Path(__file__).parents[1]
GALLERY = REPOSITORY / "results" / "gallery"

#: Figures by study: the name in the gallery, and the one `Results.plot` knows.
CHOSEN = {
    "eu-strategies": {
        "fan": "fan-eu_influence",
        "differences": "differences-eu_influence",
        "heatmap": "heatmap-under-calm",
        "tradeoff": "tradeoff-eu_influence-governance",
        "dyads": "dyads-influence_share",
        "ranks": "ranks-eu_influence",
    },
    "russia-strategies": {"differences": "differences-russia_influence"},
    "china-strategies": {"differences": "differences-china_influence"},
    "central-asia-strategies": {"heatmap": "heatmap-under-calm"},
    "coordination": {"heatmap": "heatmap-under-calm"},
    "mobility": {"heatmap": "heatmap-under-calm"},
    "values-or-interests": {"tradeoff": "tradeoff-eu_influence-governance"},
    "shocks": {"heatmap": "heatmap-eu_influence"},
    "classroom": {"differences": "differences-eu_influence"},
}


def main(studies: list[str]) -> None:
    """Rebuild the figures of some studies, or of all."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    for study in track(studies or list(CHOSEN), description="Rebuilding the gallery"):
        with tempfile.TemporaryDirectory() as scratch:
            results = cagame.run(study, out=Path(scratch) / study)
            figures = Figures(results)
            for kept, name in CHOSEN[study].items():
                save(figures.draw(name), GALLERY, f"{study}-{kept}")
            shutil.copy(results.folder / "summary.csv", GALLERY / f"{study}-summary.csv")


if __name__ == "__main__":
    main(sys.argv[1:])
