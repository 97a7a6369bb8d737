"""The worlds of a study, drawn again: what each of them assumed.

Results hold outcomes by world, not the hundreds of numbers that a world is made of. They need
not: a world's numbers follow from the seed, the tables and the study, which the manifest names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cagame.errors import ResultsError
from cagame.model import history_of, shared_evidence, tables_of, with_actors_of
from cagame.region.events import Timeline
from cagame.scenario import Scenario
from cagame.simulation import Setting, Simulation
from cagame.worlds import is_free
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cagame.axes import Array
    from cagame.evidence import Evidence, Number
    from cagame.results import Results
    from cagame.worlds import Worlds

#: Worlds that are drawn at once; changes memory, never values.
BLOCK = 20_000
#: Worlds and years that are simulated again to see that they are those of the results.
COMPARED_WORLDS, COMPARED_YEARS = 4, 2
#: Results are kept in single precision; beyond this they were made by other code.
CLOSE = 1e-4
AGAIN = "Run its scenario again with this version: `cagame run FILE`."


def drawn(
    study: Scenario,
    evidence: Evidence,
    first: int,
    count: int,
    **others: Any,  # noqa: ANN401 (arguments of `cagame.worlds.drawing.draw`)
) -> Worlds:
    """Draw worlds ``first`` to ``first + count`` of a study's ensemble.

    ``others`` are arguments of `cagame.worlds.drawing.draw` instead of what the study says.
    """
    said: dict[str, Any] = {
        "total": study.worlds,
        "sampling": study.sampling,
        "uncertainty": study.parameters.uncertainty,
        "overrides": study.parameters.overrides,
        "ranges": study.parameters.ranges,
    }
    return draw(evidence, seed=study.seed, first=first, count=count, **(said | others))


def parameters_of(results: Results, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the uncertain numbers of every world of a study, as the model read them.

    Parameters
    ----------
    keys : which numbers, such as ``effectiveness[EU]``; all that worlds draw unless given.
        Numbers that the study holds fixed are in no column.

    Returns
    -------
    Index ``world`` from 0, as in the results; a column for each number key, in the number's unit.
    Members of a simplex, such as channel weights, are normalised.

    Raises
    ------
    ResultsError
        Where the tables or the code have changed since the study ran, so that its worlds cannot
        be drawn again, or where worlds do not draw a number that is asked for.
    """
    study = study_behind(results)
    evidence = tables_of(study)
    numbers = _wanted(study, evidence, keys)
    blocks = [
        pd.DataFrame(dict(_columns(drawn(study, evidence, first, count), evidence, numbers)))
        for first, count in _blocks(study.worlds)
    ]
    frame = pd.concat(blocks, ignore_index=True).rename_axis("world")
    return frame[list(numbers)]


def study_behind(results: Results) -> Scenario:
    """Return the study that results are of, which gives the same worlds if it runs again.

    Raises
    ------
    ResultsError
        Where the tables or the code have changed since.
    """
    said = results.manifest["study"]
    if "actors" not in said:
        _check_tables(results, shared_evidence())
    study = Scenario.from_mapping(said)
    _check_tables(results, with_actors_of(study))
    _compare(results, study, tables_of(study))
    return study


def _check_tables(results: Results, evidence: Evidence) -> None:
    """Refuse results that were made with other tables."""
    if results.manifest["tables_hash"] != evidence.hash():
        message = "these results were made with other tables of numbers than those installed now"
        raise ResultsError(message, path=results.folder, remedy=AGAIN)


def _wanted(study: Scenario, evidence: Evidence, keys: Sequence[str] | None) -> dict[str, Number]:
    """Numbers that worlds draw and that are asked for, by key."""
    parameters = study.parameters
    free = {
        key: number
        for key, number in evidence.numbers.items()
        if number.is_uncertain
        and key not in parameters.overrides
        and is_free(number.grade, parameters.uncertainty)
    }
    if keys is None:
        return free
    fixed = [key for key in keys if key not in free]
    if fixed:
        message = f"the worlds of these results do not draw {fixed[0]}"
        remedy = "It is held fixed by the study or the tables; `cagame evidence` lists numbers."
        raise ResultsError(message, remedy=remedy)
    return {key: free[key] for key in keys}


def _blocks(worlds: int) -> Iterator[tuple[int, int]]:
    for first in range(0, worlds, BLOCK):
        yield first, min(BLOCK, worlds - first)


def numbers_of(worlds: Worlds, evidence: Evidence, keys: Collection[str]) -> dict[str, Array]:
    """Return numbers of a block of worlds by key, each (world,), as the model reads them."""
    numbers = {key: evidence.numbers[key] for key in keys}
    return dict(_columns(worlds, evidence, numbers))


def _columns(
    worlds: Worlds, evidence: Evidence, numbers: dict[str, Number]
) -> Iterator[tuple[str, Array]]:
    """Yield key and values by world of each number, read off the arrays by name."""
    for name in dict.fromkeys(number.name for number in numbers.values()):
        array = getattr(worlds.parameters, name)
        by_row = array.reshape(-1, array.shape[-1])
        for row, values in zip(evidence.rows(name), by_row, strict=True):
            if row.key in numbers:
                yield row.key, np.broadcast_to(values, worlds.count)


def _compare(results: Results, study: Scenario, evidence: Evidence) -> None:
    """Simulate the first years of a few worlds again: they must be those of the results."""
    worlds = drawn(study, evidence, 0, min(COMPARED_WORLDS, study.worlds))
    model = Simulation(
        Setting(evidence, worlds, history_of(study)),
        Timeline(evidence, worlds),
        decision=study.years.decision,
        end=study.years.end,
    )
    for y, year in enumerate(results.history_years[:COMPARED_YEARS]):
        model.run_until(year)
        for name in results.outcome_names:
            then = results.history(name)[y, : worlds.count]
            now = np.broadcast_to(model.outcomes.get(name, np.nan), worlds.count)
            if not np.allclose(then, now, rtol=CLOSE, atol=CLOSE, equal_nan=True):
                message = "these results were made by a version that drew or stepped otherwise"
                raise ResultsError(message, path=results.folder, remedy=AGAIN)
