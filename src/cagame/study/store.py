"""Where blocks of worlds leave their numbers, and how these become the tables of a study.

While a study runs, its numbers stand in plain arrays on disk that all workers write into, each
its own worlds. Then they are written out once, in a fixed order.
"""

from __future__ import annotations

import json
import math
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cagame.results import HISTORY, Results
from cagame.results.paired import quantiles
from cagame.scenario import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cagame.evidence import Evidence
    from cagame.scenario import Scenario

Single = np.dtype(np.float32)

#: Figures by patron and state are kept for every year of history and each of so many after it.
DYAD_INTERVAL = 5
#: What is reported by patron and state.
DYADS = ("influence_share", "influence", "trade_share", "alignment", "openness", "engagement")
OUTCOMES_FILE, DYADS_FILE = "outcomes.array", "dyads.array"
OUTCOMES_BEFORE, DYADS_BEFORE = "outcomes-before.array", "dyads-before.array"
DONE_FILE = "done.array"
SCRATCH = "scratch"


@dataclass(frozen=True)
class Store:
    """The arrays of a running study, in a folder.

    Attributes
    ----------
    shape : sizes by axis name: variant, external, year, before, dyad_year, outcome, world, ...
    """

    folder: Path
    shape: dict[str, int]

    @classmethod
    def create(cls, folder: Path, study: Scenario, evidence: Evidence, blocks: int) -> Store:
        """Make the arrays, all worlds still empty."""
        (folder / SCRATCH).mkdir()
        store = cls(folder, shape_of(study, evidence, blocks))
        for name in LAYOUT:
            store.reserve(name)
        return store

    def reserve(self, name: str) -> None:
        """Make one of the arrays, all zeros, and take its space on disk now.

        A disk that fills up later would end the process in the middle of a write.
        """
        size = Single.itemsize * math.prod(self.shape[axis] for axis in LAYOUT[name])
        with (self.folder / SCRATCH / name).open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, size)
            else:  # macOS
                file.truncate(size)

    def clear(self) -> None:
        """Remove the arrays, once the tables are written."""
        shutil.rmtree(self.folder / SCRATCH)

    def array(self, name: str) -> np.memmap[Any, Any]:
        """Open one of the arrays."""
        shape = tuple(self.shape[axis] for axis in LAYOUT[name])
        return np.memmap(self.folder / SCRATCH / name, dtype=Single, mode="r+", shape=shape)


LAYOUT = {
    OUTCOMES_FILE: ("variant", "external", "outcome", "year", "world"),
    OUTCOMES_BEFORE: ("outcome", "before", "world"),
    DYADS_FILE: ("variant", "external", "dyad", "dyad_year", "patron", "state", "world"),
    DYADS_BEFORE: ("dyad", "before", "patron", "state", "world"),
    DONE_FILE: ("block",),
}


def shape_of(study: Scenario, evidence: Evidence, blocks: int) -> dict[str, int]:
    """Return the size of each axis of a study's arrays."""
    axes = evidence.axes
    return {
        "variant": len(study.variants),
        "external": len(study.external),
        "year": len(years_after(study)),
        "before": len(years_before(study)),
        "dyad_year": len(dyad_years(study)),
        "outcome": len(study.outcomes),
        "dyad": len(DYADS),
        "patron": len(axes.patrons),
        "state": len(axes.states),
        "world": study.worlds,
        "block": blocks,
    }


def years_before(study: Scenario) -> list[int]:
    """Years of history, which all variants share."""
    return list(range(study.years.history, study.years.decision))


def years_after(study: Scenario) -> list[int]:
    """Years from the decision to the end."""
    return list(range(study.years.decision, study.years.end + 1))


def dyad_years(study: Scenario) -> list[int]:
    """Years after the decision in which figures by patron and state are kept."""
    return list(range(study.years.end, study.years.decision - 1, -DYAD_INTERVAL))[::-1]


def write_tables(store: Store, study: Scenario, evidence: Evidence) -> None:
    """Write outcomes.parquet and actors.parquet from the arrays."""
    with pq.ParquetWriter(
        store.folder / "outcomes.parquet", _outcome_schema(study), compression="zstd"
    ) as writer:
        for table in _outcome_tables(store, study):
            writer.write_table(table, row_group_size=table.num_rows)
    actors = pd.concat(_actor_tables(store, study, evidence), ignore_index=True)
    actors.to_parquet(store.folder / "actors.parquet", index=False, compression="zstd")


def _outcome_schema(study: Scenario) -> pa.Schema:
    label = pa.dictionary(pa.int32(), pa.string())
    keys = [("variant", label), ("external", label), ("world", pa.int32()), ("year", pa.int16())]
    return pa.schema([*keys, *((name, pa.float32()) for name in study.outcomes)])


def _outcome_tables(store: Store, study: Scenario) -> Iterator[pa.Table]:
    """One table for history, then one for each variant and external scenario, in order."""
    schema = _outcome_schema(study)
    before, after = store.array(OUTCOMES_BEFORE), store.array(OUTCOMES_FILE)
    yield _rows(before, HISTORY, HISTORY, years_before(study), schema)
    for v, variant in enumerate(study.variants):
        for x, external in enumerate(study.external):
            yield _rows(after[v, x], variant.name, external.name or "", years_after(study), schema)


def _rows(
    values: np.ndarray[Any, Any], variant: str, external: str, years: list[int], schema: pa.Schema
) -> pa.Table:
    """Return rows by world and year from (outcome, year, world) values."""
    worlds = values.shape[-1]
    rows = worlds * len(years)
    columns = [
        pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), [label])
        for label in (variant, external)
    ]
    columns.append(pa.array(np.repeat(np.arange(worlds, dtype=np.int32), len(years))))
    columns.append(pa.array(np.tile(np.array(years, np.int16), worlds)))
    columns += [pa.array(np.ascontiguousarray(outcome.T).ravel()) for outcome in values]
    return pa.Table.from_arrays(columns, schema=schema)


def _actor_tables(store: Store, study: Scenario, evidence: Evidence) -> Iterator[pd.DataFrame]:
    axes = evidence.axes
    before, after = store.array(DYADS_BEFORE), store.array(DYADS_FILE)

    def table(
        values: np.ndarray[Any, Any], variant: str, external: str, years: list[int]
    ) -> pd.DataFrame:
        index = pd.MultiIndex.from_product(
            [DYADS, years, axes.patrons, axes.states],
            names=["quantity", "year", "patron", "state"],
        )
        shown = ("low", "median", "high")
        # A year at a time: sorting makes copies, and those of all years would fill the memory.
        found = np.stack([quantiles(values[:, y], shown) for y in range(len(years))], axis=2)
        frame = pd.DataFrame({n: found[i].ravel() for i, n in enumerate(shown)}, index=index)
        return frame.reset_index().assign(variant=variant, external=external)

    yield table(before, HISTORY, HISTORY, years_before(study))
    for v, variant in enumerate(study.variants):
        for x, external in enumerate(study.external):
            yield table(after[v, x], variant.name, external.name or "", dyad_years(study))


def write_results(store: Store, study: Scenario, evidence: Evidence, seconds: float) -> None:
    """Write all tables and the manifest."""
    write_tables(store, study, evidence)
    manifest = manifest_of(study, evidence, seconds)
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (store.folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    definitions = [evidence.outcomes[name] for name in study.outcomes]
    summary = Results(store.folder).summarise(definitions)
    summary.to_csv(store.folder / "summary.csv", index=False, float_format="%.6g")


def manifest_of(study: Scenario, evidence: Evidence, seconds: float) -> dict[str, Any]:
    """Return what was run, on what, with what."""
    game = {} if study.game is None else {"game": study.game.as_manifest()}
    packages = ("cagame", "mesa", "numpy", "scipy", "pandas", "pyarrow")
    return {
        "title": study.title,
        "question": study.question,
        "scenario": study.name,
        **_asked_for(study),
        "scenario_hash": study.hash(),
        "tables_hash": evidence.hash(),
        "seed": study.seed,
        "worlds": study.worlds,
        "sampling": study.sampling,
        "reference": study.reference,
        "variants": {variant.name: variant.title for variant in study.variants},
        "by_construction": {v.name: list(v.by_construction) for v in study.variants},
        **game,
        "externals": {external.name: external.label for external in study.external},
        "history_years": years_before(study),
        "years": years_after(study),
        "outcomes": list(study.outcomes),
        "study": study.as_mapping(),
        "versions": {"python": platform.python_version()} | {p: _version(p) for p in packages},
        "git_commit": _git_commit(),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
    }


def _asked_for(study: Scenario) -> dict[str, Any]:
    """Return what ``cagame run`` takes for a study, and for which of its variants."""
    asked: dict[str, Any] = {"only": list(study.only)} if study.only else {}
    if study.path is not None:
        shipped = study.path.resolve().parent == shipped_folder().resolve()
        asked["run_as"] = study.name if shipped else study.path.name
    return asked


def _version(package: str) -> str:
    try:
        return version(package)
    except ModuleNotFoundError:
        return "not installed"


def _git_commit() -> str | None:
    """Commit of the checkout this package is read from, if it is one."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607 (git is wherever the user has it)
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
            timeout=5,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()
