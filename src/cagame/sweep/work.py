"""What a worker does with a block: draw its worlds, run all futures, write two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from cagame.model import history_of, shared_evidence, shared_history, tables_of
from cagame.region.events import Timeline
from cagame.region.outcomes import COST
from cagame.simulation import Setting
from cagame.simulation.branches import Branches
from cagame.study.ensemble import drawn, numbers_of
from cagame.sweep.levers import with_levers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cagame.axes import Array
    from cagame.scenario import Scenario
    from cagame.scenario.external import ExternalScenario
    from cagame.scenario.plans import Plan
    from cagame.scenario.variants import Variant
    from cagame.simulation.playbook import Course
    from cagame.sweep.design import SweepBlock, SweepDesign
    from cagame.sweep.levers import Lever
    from cagame.worlds import Worlds
    from cagame.worlds.drawing import Redesign

LABEL = pa.dictionary(pa.int32(), pa.string())


def simulate(design: SweepDesign, block: SweepBlock, outcomes: Path, worlds: Path) -> None:
    """Run a block and write its outcomes, and what its worlds assumed.

    One future at a time is in memory; each is a row group of its own, in the order of
    `SweepDesign.cases`, external scenarios and variants.
    """
    block_worlds = draw_block(design, block)
    pq.write_table(_assumed(design, block, block_worlds), worlds, **WRITING)
    with pq.ParquetWriter(outcomes, _schema(design), **WRITING) as writer:
        for case, external, variant, values in futures(design, block_worlds):
            table = _rows(design, block, {**block.overrides, **case}, (external, variant), values)
            writer.write_table(table, row_group_size=table.num_rows)


#: The same for all files. Every page carries a checksum, and no time stamp is written.
WRITING: Mapping[str, Any] = {"compression": "zstd", "write_page_checksum": True}


def draw_block(design: SweepDesign, block: SweepBlock, redesign: Redesign | None = None) -> Worlds:
    """Draw the worlds of a block, and the points of the levers that vary between them."""
    study = design.study
    return drawn(
        study,
        tables_of(study),
        block.matrix.first + block.first,
        block.count,
        total=design.total,
        sampling=design.sampling,
        overrides={**study.parameters.overrides, **block.overrides},
        ranges=study.parameters.ranges,
        exchange=block.matrix.exchange,
        further=[column for lever in design.drawn for column in lever.columns],
        redesign=redesign,
    )


def futures(
    design: SweepDesign, worlds: Worlds
) -> Iterator[tuple[dict[str, float | str], ExternalScenario, Variant, Array]]:
    """Yield case, external scenario, variant and outcomes, (outcome, kept year, world)."""
    study = design.study
    evidence = tables_of(study)
    setting = Setting(evidence, worlds, history_of(study))
    costs = COST in study.outcomes
    branches = Branches(setting, study.years.decision, study.years.end, costs)
    for model in branches.history():
        past = model
    start = past.checkpoint()
    worlds.remember = design.runs > 1
    levers = {lever.lever: lever.values(worlds.further) for lever in design.drawn}
    for case in design.cases:
        held = {lever: v if isinstance(v, str) else np.array([v]) for lever, v in case.items()}
        named = {lever.key: value for lever, value in case.items()}
        for external in study.external:
            timeline = Timeline(evidence, worlds, external.events, remember=design.runs > 1)
            for variant in study.variants:
                policies = played(variant, {**levers, **held}, study.years.decision, study)
                values = np.full((len(study.outcomes), len(design.years), worlds.count), np.nan)
                for model, found in branches.future(policies, timeline, start):
                    if model.year in design.years:
                        y = design.years.index(model.year)
                        for o, outcome in enumerate(study.outcomes):
                            values[o, y] = found[outcome]
                yield named, external, variant, values


def played(
    variant: Variant,
    levers: Mapping[Lever, Array | str],
    decision: int,
    study: Scenario | None = None,
) -> dict[str, Plan | Course]:
    """Return what actors do in a variant with levers set; others keep the strategy in force.

    ``study`` may bring actors of its own along.
    """
    plans: dict[str, Plan | Course] = dict(variant.strategies)
    history = shared_history() if study is None else history_of(study)
    axes = (shared_evidence() if study is None else tables_of(study)).axes
    playbook = history.then(decision, variant.strategies, axes)
    for label in dict.fromkeys(lever.actor for lever in levers):
        own = {lever: value for lever, value in levers.items() if lever.actor == label}
        course = playbook.course(label, decision)
        plans[label] = tuple((year, with_levers(policy, own)) for year, policy in course)
    return plans


def _schema(design: SweepDesign) -> pa.Schema:
    crossed = [(key, pa.float64()) for key in design.numbers]
    crossed += [
        (lever.key, LABEL if isinstance(levels[0], str) else pa.float64())
        for lever, levels in design.choices.items()
    ]
    return pa.schema(
        [
            *([("matrix", LABEL)] if design.factors else []),
            *crossed,
            ("external", LABEL),
            ("variant", LABEL),
            ("world", pa.int64()),
            ("year", pa.int16()),
            *((name, pa.float32()) for name in design.study.outcomes),
        ]
    )


def _rows(
    design: SweepDesign,
    block: SweepBlock,
    crossed: Mapping[str, float | str],
    labels: tuple[ExternalScenario, Variant],
    values: Array,
) -> pa.Table:
    """Return one row for each world and year, (outcome, year, world) values as columns."""
    schema, (external, variant) = _schema(design), labels
    rows, years = values[0].size, len(design.years)
    same = dict(crossed) | {
        "matrix": block.matrix.name,
        "external": external.name or "",
        "variant": variant.name,
    }
    world = np.arange(block.first, block.first + block.count)
    columns = {
        "world": np.repeat(world, years),
        "year": np.tile(np.array(design.years, np.int16), block.count),
    }
    for name, outcome in zip(design.study.outcomes, values, strict=True):
        columns[name] = outcome.T.ravel().astype(np.float32)
    arrays = [
        pa.array(columns[f.name], f.type) if f.name in columns else _constant(same[f.name], rows, f)
        for f in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _constant(value: float | str, rows: int, column: pa.Field) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), [value])
    return pa.array(np.full(rows, value, dtype=float))


def _assumed(design: SweepDesign, block: SweepBlock, worlds: Worlds) -> pa.Table:
    """Return one row for each world: its levers, and the numbers that are to be kept."""
    columns: dict[str, Any] = {}
    if design.factors:
        columns["matrix"] = pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(block.count, np.int32)), [block.matrix.name]
        )
    for key, value in block.overrides.items():
        columns[key] = np.full(block.count, value, dtype=float)
    columns["world"] = np.arange(block.first, block.first + block.count)
    for lever in design.drawn:
        values = np.atleast_2d(lever.values(worlds.further))
        columns |= dict(zip(lever.columns, values, strict=True))
    evidence = tables_of(design.study)
    numbers = numbers_of(worlds, evidence, design.keep)
    return pa.table(columns | {key: v for key, v in numbers.items() if key not in columns})
