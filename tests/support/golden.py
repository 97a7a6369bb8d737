"""Small runs of shipped studies, as tables that a text file keeps and a reader can compare."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.results import HISTORY
from cagame.study import run

if TYPE_CHECKING:
    from pathlib import Path

    from cagame.results import Results
    from cagame.scenario import Scenario

WORLDS = 8
#: Years after the decision that are kept beside the last one.
MIDDLE = 5
#: A study of more runs than this stops in the middle year, to keep the tests short.
MANY_RUNS = 100
#: Significant digits of the files. Tables are in single precision, which has seven; another
#: processor or numpy may differ in the last bits of double precision, far behind the sixth.
DIGITS = 6
KEYS = ["variant", "external", "year"]
#: Changed numbers that a message spells out.
SHOWN = 10


def small(study: Scenario) -> Scenario:
    """Return the study with few worlds and all its variants, shorter if there are very many."""
    few = study.changed(worlds=WORLDS)
    if len(few.variants) * len(few.external) <= MANY_RUNS:
        return few
    end = min(few.years.end, few.years.decision + MIDDLE)
    return replace(few, years=few.years.model_copy(update={"end": end}))


def figures(study: Scenario, folder: Path) -> pd.DataFrame:
    """Run a small study: the mean over worlds of each outcome, in three years.

    A row for each variant, external scenario and year, and one for the last year of history.
    """
    results = run(study, out=folder, workers=1)
    years = sorted({min(results.years[0] + MIDDLE, results.years[-1]), results.years[-1]})
    after = pd.MultiIndex.from_product([results.variants, results.externals, years], names=KEYS)
    before = pd.MultiIndex.from_tuples([(HISTORY, HISTORY, results.history_years[-1])], names=KEYS)
    columns = {
        name: [results.history(name)[-1].mean(), *_means(results, name, years)]
        for name in results.outcome_names
    }
    return pd.DataFrame(columns, index=before.append(after))


def _means(results: Results, name: str, years: list[int]) -> list[float]:
    means: list[float] = results.values(name, years).mean(axis=-1).ravel().tolist()
    return means


def as_text(table: pd.DataFrame) -> str:
    """Return a table of figures as CSV, rounded."""
    return table.to_csv(float_format=f"%.{DIGITS}g", lineterminator="\n", na_rep="nan")


def from_text(text: str) -> pd.DataFrame:
    """Read a table of figures back."""
    return pd.read_csv(StringIO(text), index_col=KEYS)


def moved(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Return what is not the same in two tables of figures: a line for each number.

    Numbers are the same if they agree to the digits of the files.
    """
    gone = [f"{_row(row)} is gone" for row in before.index.difference(now.index, sort=False)]
    gone += [f"{name} is gone" for name in before.columns.difference(now.columns, sort=False)]
    new = [f"{_row(row)} is new" for row in now.index.difference(before.index, sort=False)]
    new += [f"{name} is new" for name in now.columns.difference(before.columns, sort=False)]
    return gone + new + [line for lines in changed(before, now).values() for line in lines]


def changed(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, list[str]]:
    """Return the numbers of two tables that differ, by outcome, in the rows that both have."""
    rows = before.index.intersection(now.index, sort=False)
    found = {}
    for name in before.columns.intersection(now.columns, sort=False):
        old, new = before.loc[rows, name].to_numpy(), now.loc[rows, name].to_numpy()
        same = np.isclose(new, old, rtol=10.0 ** (1 - DIGITS), atol=0, equal_nan=True)
        found[name] = [
            f"{_row(rows[place])}: {name} was {old[place]:.{DIGITS}g}, is {new[place]:.{DIGITS}g}"
            for place in np.flatnonzero(~same)
        ]
    return {name: lines for name, lines in found.items() if lines}


def _row(key: tuple[str, str, int]) -> str:
    return " / ".join(str(part) for part in key)


def shown(lines: list[str]) -> str:
    """Return the first lines, and how many more there are."""
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n  ".join([*lines[:SHOWN], *more])
