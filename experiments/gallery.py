"""Rebuild results/gallery: the figures that README and docs show. Run it with `make gallery`.

    python experiments/gallery.py [STUDY ...]

Every study runs as shipped; the chosen figures and the summary table are kept, under the name of
the study. The same tables give the same files, so a change here is a change of results. At the end
docs/gallery.md is written from what the gallery holds.
"""

from __future__ import annotations

import html
import re
import shutil
import sys
import tempfile
from pathlib import Path

from rich.progress import track

import cagame
from cagame.figures import Figures
from cagame.plots import save
from cagame.scenario import Scenario

REPOSITORY = Path(__file__).parents[1]
GALLERY = REPOSITORY / "results" / "gallery"
PAGE = REPOSITORY / "docs" / "gallery.md"
#: Each figure carries its own title, so that no caption here can drift from it.
TITLE = re.compile(r"<dc:title>(.*?)</dc:title>", re.DOTALL)
INTRODUCTION = """\
# Gallery

Figures of the studies as they are shipped, in the order in which to read them. Every figure says \
below it how many worlds it shows, where its numbers come from and what it assumes. `make gallery` \
runs the studies, draws the figures anew and writes this page.
"""

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
    "shocks": {"heatmap": "heatmap-eu_influence", "intervals": "intervals-eu_influence"},
    "classroom": {"differences": "differences-eu_influence"},
}


def main(studies: list[str]) -> None:
    """Rebuild the figures of some studies, or of all, and the page that lists them."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    for study in track(studies or list(CHOSEN), description="Rebuilding the gallery"):
        with tempfile.TemporaryDirectory() as scratch:
            results = cagame.run(study, out=Path(scratch) / study)
            figures = Figures(results)
            for kept, name in CHOSEN[study].items():
                save(figures.draw(name), GALLERY, f"{study}-{kept}")
            shutil.copy(results.folder / "summary.csv", GALLERY / f"{study}-summary.csv")
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page that lists all figures in the gallery, study by study."""
    return "\n".join([INTRODUCTION, *(section(study) for study in CHOSEN if shown(study))])


def shown(study: str) -> list[str]:
    """Names in the gallery of the figures of a study that are there."""
    names = [f"{study}-{kept}" for kept in CHOSEN[study]]
    return [name for name in names if (GALLERY / f"{name}.svg").exists()]


def section(study: str) -> str:
    """Return what the page says of one study: its question, and its figures with their titles."""
    scenario = Scenario.load(study)
    tables = f"../results/gallery/{study}-summary.csv"
    lines = [
        f"## {scenario.title}",
        f"{scenario.question.strip()} [How it reads](studies/{study}.md), [numbers]({tables})",
    ]
    for name in shown(study):
        picture = f"../results/gallery/{name}"
        lines += [f"{caption(name)} ([SVG]({picture}.svg))", f"![{caption(name)}]({picture}.png)"]
    return "\n\n".join(lines) + "\n"


def caption(name: str) -> str:
    """Return the title of a figure in the gallery."""
    found = TITLE.search((GALLERY / f"{name}.svg").read_text(encoding="utf-8"))
    return "" if found is None else html.unescape(" ".join(found[1].split()))


if __name__ == "__main__":
    main(sys.argv[1:])
