"""Where a strategy fails: boxes of uncertain numbers in which it regrets most."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cagame.analysis.box_file import Origin, write_box
from cagame.analysis.discovery import find_boxes
from cagame.cli.analyse import discovery_page
from cagame.cli.analyse.discovery_question import ask
from cagame.cli.page import Page
from cagame.scenario import Scenario
from cagame.worlds.distributions import cumulative

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from cagame.analysis.boxes import Box, Limit
    from cagame.analysis.discovery import Discovery
    from cagame.cli.analyse.discovery_question import Question, Wanted
    from cagame.evidence import Evidence

FOLDER = "analysis"


@dataclass(frozen=True)
class Files:
    """Where to write: figure and table into a folder, the chosen box into a scenario file."""

    out: Path | None
    box: Path | None


def discover(folder: Path, wanted: Wanted, files: Files, *, as_json: bool) -> None:
    """Find boxes, print them, and write a figure, a table and perhaps a scenario file."""
    asked = ask(folder, wanted)
    numbers = searchable(asked)
    found = find_boxes(
        numbers, asked.cases.of_interest, seed=asked.results.manifest["seed"], box=wanted.box
    )
    written = []
    if files.box is not None:
        write_box(files.box, found.chosen, origin(asked, found), asked.evidence.numbers)
        written.append(files.box)
    written += write(asked, found, files.out or asked.results.folder / FOLDER)
    if as_json:
        told = discovery_page.as_json(asked, found) | {"written": [str(path) for path in written]}
        Page().line(json.dumps(told, allow_nan=False, ensure_ascii=False))
        return
    discovery_page.show(asked, found, written)


def count_cases(folder: Path, wanted: Wanted, *, as_json: bool) -> None:
    """Say how many worlds are cases, as one does with a box that was run again."""
    asked = ask(folder, wanted)
    if as_json:
        told = discovery_page.cases_as_json(asked)
        Page().line(json.dumps(told, allow_nan=False, ensure_ascii=False))
        return
    discovery_page.show_cases(Page(), asked)


def searchable(asked: Question) -> pd.DataFrame:
    """Return the numbers of each world that can be given a range.

    Shares that sum to 1 are drawn together, so that no one of them can.
    """
    from cagame.study.ensemble import parameters_of  # noqa: PLC0415 (it loads the model)

    numbers = parameters_of(asked.results)
    shares = [key for key in numbers if asked.evidence.numbers[str(key)].simplex_axis]
    return numbers.drop(columns=shares)


def origin(asked: Question, found: Discovery) -> Origin:
    """Say where a box comes from."""
    manifest = asked.results.manifest
    return Origin(
        study=Scenario.from_mapping(manifest["study"]),
        scenario_hash=manifest["scenario_hash"],
        variant=asked.variant,
        outcome=asked.outcome.name,
        external=asked.external,
        year=asked.year,
        unit=asked.outcome.unit,
        better=asked.outcome.better,
        threshold=asked.cases.threshold,
        cases=asked.origin_of_threshold(),
        position=found.position,
    )


def write(asked: Question, found: Discovery, out: Path) -> list[Path]:
    """Write the trajectory, the limits of the chosen box and their figure; return the files."""
    from cagame.figures import Figures  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots import save  # noqa: PLC0415 (as above)
    from cagame.plots.discovery import Subject, discovery_figure  # noqa: PLC0415 (as above)

    out.mkdir(parents=True, exist_ok=True)
    name = f"discovery-{asked.variant}-{asked.outcome.name}-{asked.external}"
    steps = pd.DataFrame([row_of(box) for box in found.trajectory]).rename_axis("box")
    limits = pd.DataFrame([limit_row(each, asked.evidence) for each in found.chosen.limits])
    tables = {"trajectory": steps, "box": limits}
    for kind, table in tables.items():
        table.to_csv(out / f"{name}-{kind}.csv", index=kind == "trajectory")
    figures = Figures(asked.results, evidence=asked.evidence)
    subject = Subject(figures.titles.variant(asked.variant), asked.in_words(), asked.cases.share)
    chosen = pd.Series(row_of(found.chosen))
    figure = discovery_figure(steps, chosen, limits, subject, figures.note)
    return [*(out / f"{name}-{kind}.csv" for kind in tables), *save(figure, out, name)]


def row_of(box: Box) -> dict[str, float]:
    """Return how many numbers a box restricts, and how well it holds the cases."""
    return {
        "restricted": len(box.limits),
        "coverage": box.found.coverage,
        "density": box.found.density,
        "mass": box.found.mass,
        "coverage_aside": box.checked.coverage,
        "density_aside": box.checked.density,
        "density_aside_low": box.checked.density_interval()[0],
        "density_aside_high": box.checked.density_interval()[1],
    }


def limit_row(limit: Limit, evidence: Evidence) -> dict[str, Any]:
    """Return a limit, beside the range and the distribution of the tables."""
    number = evidence.numbers[limit.number]
    low, high = max(limit.low, number.low), min(limit.high, number.high)
    return {
        "number": limit.number,
        "label": limit.number.replace("_", " "),
        "unit": number.unit,
        "low": low,
        "high": high,
        "lowest": number.low,
        "highest": number.high,
        "position_low": cumulative(number, low),
        "position_high": cumulative(number, high),
        "quasi_p": limit.quasi_p,
        "grade": number.grade,
    }
