"""What one takes home: the scenario file, the table, a figure, the report."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from cagame.figures import draw_into, plot
from cagame.folders import REPORT
from cagame.report import write_report
from cagame.results import Results

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.exploring.state import Exploration

#: Lines of the file are not much longer.
WIDTH = 96
SUMMARY = "summary.csv"
PLOTS = "plots"


def scenario_text(state: Exploration) -> str:
    """Return an exploration as a scenario file that `cagame run` runs to the same numbers."""
    stream = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = WIDTH
    keys: dict[str, Any] = state.keys()
    yaml.dump(keys, stream)
    lines = (line.rstrip() for line in stream.getvalue().splitlines())
    return "# Made on the page Explore. Run it: cagame run FILE\n" + "\n".join(lines) + "\n"


def table_bytes(folder: Path) -> bytes:
    """Return the summary table of a run: levels and differences in the last year."""
    return (folder / SUMMARY).read_bytes()


def figure_bytes(folder: Path, outcome: str) -> bytes:
    """Return a figure of one outcome as a picture (PNG).

    Differences over time where variants are compared, the fan of the only variant otherwise.
    """
    results = Results(folder)
    kind = "differences" if len(results.variants) > 1 else "fan"
    figure = plot(results, f"{kind}-{outcome}")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()


def report_bytes(folder: Path) -> bytes:
    """Return the report of a run, with its figures in it; made once."""
    if not (folder / REPORT).is_file():
        if not (folder / PLOTS).is_dir():
            draw_into(folder)
        write_report(folder)
    return (folder / REPORT).read_bytes()
