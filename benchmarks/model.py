"""What a world-year costs: by number of worlds, by horizon, and where the time goes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from timing import MICRO, seconds

from cagame.model import history_of, shared_evidence, shared_history, tables_of
from cagame.region.events import Timeline
from cagame.scenario import Scenario
from cagame.scenario.members import split_members
from cagame.simulation import FIRST_YEAR, Setting, Simulation
from cagame.study.ensemble import drawn
from cagame.sweep import SweepDesign
from cagame.sweep.work import draw_block, futures, simulate
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1, 10, 100, 250, 500, 1000, 2000, 5000, 20_000, 100_000)
#: Larger blocks are timed once: they take long enough.
LARGE = 5000
MEMBERS = (7, 14, 20, 27)
#: Worlds in which each Council rule is timed.
RULES = {"compromise": 2000, "qmv": 2000, "challenge": 100}
HORIZONS = (2025, 2030, 2040, 2060, 2100)
END, DECISION = 2040, 2025
BLOCK = 2000


def simulated(worlds: int, first: int = 0, end: int = END, total: int | None = None) -> int:
    """Draw worlds and run them from 2007 on; everything a study pays for but writing."""
    evidence = shared_evidence()
    block = draw(
        evidence,
        seed=1,
        first=first,
        count=worlds,
        total=total or first + worlds,
        sampling="latin-hypercube",
    )
    setting = Setting(evidence, block, shared_history())
    model = Simulation(setting, Timeline(evidence, block), decision=DECISION, end=end)
    model.run_until(end)
    return worlds * (end - FIRST_YEAR)


def dynamics_only(worlds: int) -> Callable[[], None]:
    """Return a run whose draws, shocks and pressures are already there."""
    evidence = shared_evidence()
    block = draw(evidence, seed=1, count=worlds, total=worlds, sampling="latin-hypercube")
    setting = Setting(evidence, block, shared_history())
    block.remember = True
    timeline = Timeline(evidence, block, remember=True)

    def again() -> None:
        Simulation(setting, timeline, decision=DECISION, end=END).run_until(END)

    again()
    return again


def by_size() -> list[dict[str, float]]:
    """Cost of a world-year against the number of worlds in a block, in microseconds."""
    rows = []
    for worlds in SIZES:
        repeats = 1 if worlds > LARGE else 5
        years = worlds * (END - FIRST_YEAR)
        whole = seconds(lambda worlds=worlds: simulated(worlds), repeats)  # type: ignore[misc]
        row = {"worlds": worlds, "first_variant": MICRO * whole / years}
        if worlds <= LARGE:
            further = seconds(dynamics_only(worlds), repeats)
            row["each_further_variant"] = MICRO * further / years
        rows.append(row)
    return rows


def by_horizon() -> list[dict[str, float]]:
    """World-years a second against the last year, in one block."""
    return [
        {
            "end": end,
            "world_years_per_second": BLOCK
            * (end - FIRST_YEAR)
            / seconds(lambda end=end: simulated(BLOCK, end=end), 3),  # type: ignore[misc]
        }
        for end in HORIZONS
    ]


def by_members() -> list[dict[str, float]]:
    """World-years a second against the member states of the EU, in one block.

    The Council's compromise is linear in them; challenges compare every two, in fewer worlds here.
    """
    return [
        {"member_states": members}
        | {
            rule: worlds * (END - FIRST_YEAR) / seconds(_seated(members, rule, worlds), 1)
            for rule, worlds in RULES.items()
        }
        for members in MEMBERS
    ]


def _seated(members: int, rule: str, worlds: int) -> Callable[[], None]:
    """Return a run with so many member states, the last of the tables split into equal ones."""
    evidence = shared_evidence()
    keys = {
        "title": "Members",
        "question": "How does the cost grow?",
        "actors": split_members(evidence, members - len(evidence.axes.members) + 1),
        "worlds": worlds,
        "sampling": "latin-hypercube",
        "reference": "rule",
        "variants": {"rule": {"eu": {"base": "joint-roadmap", "council_rule": rule}}},
    }
    study = Scenario.from_mapping(keys)
    tables = tables_of(study)
    setting = Setting(tables, drawn(study, tables, 0, worlds), history_of(study))
    strategies = study.variants[0].strategies

    def run() -> None:
        timeline = Timeline(tables, setting.worlds)
        Simulation(setting, timeline, strategies, decision=DECISION, end=END).run_until(END)

    return run


def by_part() -> dict[str, float]:
    """Where the time of a sweep's block goes, in microseconds a world-year.

    One strategy. Shocks are drawn beside the dynamics; the outcomes of every year are collected,
    and those of all kept years are written with their checksums.
    """
    keys = {
        "title": "Parts",
        "question": "Where does the time go?",
        "scenario": "eu-strategies",
        "variants": ["joint-roadmap"],
        "external": ["calm"],
        "worlds": BLOCK,
        "block": BLOCK,
        "years": [2030, 2040],
    }
    design = SweepDesign.from_mapping(keys)
    # The cost of influence needs a second run without money, which is no part of a world-year.
    outcomes = [name for name in design.study.outcomes if name != "cost_per_point"]
    design = SweepDesign.from_mapping(keys | {"outcomes": outcomes})
    block = design.blocks[0]
    years = BLOCK * (END - FIRST_YEAR)
    drawing = seconds(lambda: draw_block(design, block))
    running = seconds(lambda: [None for _ in futures(design, draw_block(design, block))])
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "outcomes", Path(folder) / "worlds"
        whole = seconds(lambda: simulate(design, block, *tables))
    dynamics = dynamics_only(BLOCK)
    plain = seconds(dynamics)
    collecting = _collecting()
    return {
        name: MICRO * part / years
        for name, part in {
            "draws of numbers": drawing,
            "shocks and dated events": max(running - drawing - plain, 0.0),
            "dynamics": plain - collecting,
            "collection": collecting,
            "writing": max(whole - running, 0.0),
        }.items()
    }


def _collecting() -> float:
    """Time of measuring all outcomes of a block, in every year."""
    evidence = shared_evidence()
    block = draw(evidence, seed=1, count=BLOCK, total=BLOCK, sampling="latin-hypercube")
    setting = Setting(evidence, block, shared_history())
    model = Simulation(setting, Timeline(evidence, block), decision=DECISION, end=END)
    model.run_until(END)
    return (END - FIRST_YEAR) * seconds(model.collect, 20)
