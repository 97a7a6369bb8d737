"""Folders of the backcast and of scores: tables, figures and a manifest, all or nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cagame.analysis.calibration import effective_worlds
from cagame.backcast.calibration import (
    fact_weights,
    held_out,
    kept_set,
    match,
    posterior,
    waves_table,
)
from cagame.backcast.identification import identify
from cagame.backcast.past import LAST_YEAR, SWITCHES, ensemble, simulate
from cagame.backcast.table import NAMES, backcast_table, observations_table
from cagame.evidence.observations import read_comparisons, read_errors, read_observations
from cagame.facts import check_facts
from cagame.figures import sources
from cagame.folders import MANIFEST, replaced_as_a_whole, results_folder
from cagame.model import shared_evidence
from cagame.plots import (
    Note,
    Titles,
    backcast_panels,
    facts_by_switch,
    forecast_errors,
    save,
    width_left,
)
from cagame.simulation import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.figure import Figure

    from cagame.backcast.forecast import Scores

#: Six digits are more than any of these numbers mean.
NUMBERS = "%.6g"
#: Rows of the figure of narrowed numbers, beside the effectiveness of policy.
SHOWN = 12


def backcast(
    out: str | Path = "results/backcast",
    worlds: int = 1000,
    seed: int = 1,
    *,
    identification: bool = False,
) -> Path:
    """Simulate 2007 to 2024 as it was, and write it beside documents and statistics.

    Leaves ``backcast.csv``, ``observations.csv`` (statistics in its terms), ``facts.csv``
    (what documents say), ``plots/`` and, with ``identification``, ``identification.csv``. Returns
    the folder.

    Raises
    ------
    InputError
        Where something else stands in the way of the folder.
    """
    folder = results_folder(out)
    evidence = shared_evidence()
    tables = {"facts": check_facts(worlds, seed)}
    tables |= _past(worlds, seed)
    note = note_of(worlds, seed)
    figures = dict(_panels(tables["backcast"], tables["observations"], note))
    figures["facts"] = lambda: facts_by_switch(_by_column(tables["facts"]), note)
    if identification:
        table = identify(worlds, seed)
        tables["identification"] = table
        figures["identification"] = lambda: facts_by_switch(table, note)
    about: dict[str, Any] = {"kind": "backcast", "worlds": worlds, "seed": seed}
    _write(folder, tables, figures, about | {"tables_hash": evidence.hash()})
    return folder


def write_scores(scores: Scores, out: str | Path = "results/score") -> Path:
    """Write the scores of forecasts, every single forecast and a figure; return the folder."""
    folder = results_folder(out)
    first, last = scores.fit_to + 1, int(scores.forecasts["year"].max())
    years = f"{first} to {last}, fitted to {scores.fit_to}"
    note = note_of(scores.worlds, scores.seed)
    figures = {"scores": lambda: forecast_errors(scores.table, years, note)}
    tables = {"scores": scores.table, "forecasts": scores.forecasts}
    about: dict[str, Any] = {"kind": "score", "worlds": scores.worlds, "seed": scores.seed}
    about |= {
        "fit_to": scores.fit_to,
        "verdicts": scores.verdicts(),
        "tables_hash": shared_evidence().hash(),
    }
    _write(folder, tables, figures, about)
    return folder


def calibrate(
    out: str | Path = "results/calibration",
    worlds: int = 6000,
    waves: int = 3,
    seed: int = 1,
    rows: int = 500,
) -> Path:
    """Match worlds to the statistics of 2000 to 2012 and to the facts, and write what is left.

    A second match, to the statistics of 2000 to 2007 alone, is checked on those of 2008 to 2012.
    Returns the folder.
    """
    folder = results_folder(out)
    early = match(FIRST_YEAR, worlds, waves, seed)[-1]
    held = held_out(early, FIRST_YEAR)
    last = int(read_observations()["year"].max())
    found = match(last, worlds, waves, seed)
    facts, weight = fact_weights(found[-1])
    left = posterior(found[-1], weight)
    tables = {
        "waves": waves_table(found),
        "held_out": held,
        "facts": facts,
        "posterior": left,
        "calibrated": kept_set(found[-1], weight, left, rows),
    }
    about: dict[str, Any] = {"kind": "calibration", "worlds": worlds, "waves": waves, "seed": seed}
    about |= {"effective_worlds": round(effective_worlds(weight))}
    narrow = read_errors()("narrowed_below")
    policy = left["number"].str.startswith("effectiveness")
    shown = left[(left.index < SHOWN) | policy]
    note = note_of(len(found[-1].weight), seed)
    figures = {"width_left": lambda: width_left(shown, narrow, note)}
    _write(folder, tables, figures, about | {"tables_hash": shared_evidence().hash()})
    return folder


def note_of(worlds: int, seed: int) -> Note:
    """Return what stands under each of these figures."""
    evidence = shared_evidence()
    low, high = (float(evidence.array("effectiveness", end).flat[0]) for end in ("low", "high"))
    return Note(worlds=worlds, seed=seed, sources=sources(evidence), effectiveness=(low, high))


def _by_column(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the facts with a row for each column of the figure."""
    columns = {
        SWITCHES[0].title: facts["share_of_worlds"],
        SWITCHES[1].title: facts["share_without_effect"],
    }
    return pd.concat(
        [facts.assign(title=title, share_of_worlds=share) for title, share in columns.items()]
    )


def _past(worlds: int, seed: int) -> dict[str, pd.DataFrame]:
    evidence = shared_evidence()
    blocks = list(ensemble(evidence, worlds, seed))
    history = simulate(evidence, blocks, LAST_YEAR, NAMES)
    drawn = [np.broadcast_to(b.parameters.remittance_exposure, (5, b.count)) for b in blocks]
    table = backcast_table(history, np.concatenate(drawn, axis=-1))
    statistics = observations_table(read_observations(), read_comparisons(), table)
    return {"backcast": table, "observations": statistics}


def _panels(
    backcast: pd.DataFrame, observations: pd.DataFrame, note: Note
) -> list[tuple[str, Callable[[], Figure]]]:
    """Return name and maker of the figure of each quantity that has statistics."""
    evidence = shared_evidence()
    actors = {actor.label: actor.name for actor in evidence.axes.actors}
    titles = Titles(variants={}, reference="", actors=actors | {"": ""})
    shown = backcast[backcast["state"].isin(evidence.axes.states)]

    def panel(series: str) -> Figure:
        comparison = read_comparisons()[series]
        partners = comparison.partners or ("",)
        chosen = shown[shown["partner"].isin(partners)]
        rebased = "The statistic is scaled to meet the model's median in its first year."
        shown_note = replace(note, extra=rebased if comparison.compared == "change" else "")
        return backcast_panels(chosen, observations, comparison.outcome, titles, shown_note)

    return [(each.quantity, partial(panel, each.series)) for each in read_comparisons().values()]


def _write(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    figures: Mapping[str, Callable[[], Figure]],
    about: Mapping[str, Any],
) -> None:
    with replaced_as_a_whole(folder) as draft:
        for name, table in tables.items():
            table.to_csv(draft / f"{name}.csv", index=False, float_format=NUMBERS)
        for name, figure in figures.items():
            save(figure(), draft / "plots", name)
        finished = {"finished": datetime.now(UTC).isoformat(timespec="seconds")}
        text = json.dumps(dict(about) | {"years_from": FIRST_YEAR} | finished, indent=2)
        (draft / MANIFEST).write_text(text + "\n", encoding="utf-8")
