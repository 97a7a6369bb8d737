"""``cagame analyse compare``: what differs, how sure that is, who comes first, by what."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cagame.analysis.by_number import edges_of, ranking_by
from cagame.analysis.compare import against, agreement, pairs, ranks, winners
from cagame.analysis.dominance import FEWEST_OUTCOMES, beaten_by, dominance, front
from cagame.analysis.judged import judge
from cagame.cli.analyse.asked import Answer, Asked, folder_for, print_as_json
from cagame.cli.analyse.compare_page import print_comparison
from cagame.errors import InputError
from cagame.results.honesty import EFFECTIVENESS, effectiveness, other_aggregate
from cagame.study.ensemble import parameters_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cagame.analysis.judged import Judged


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    outcomes: Sequence[str] = ()
    between: tuple[str, str] | None = None
    precision: float | None = None
    external: str | None = None


def compare(folder: Path, wanted: Wanted, out: Path | None, *, as_json: bool) -> None:
    """Compare the variants of a study: print, write tables and figures."""
    if wanted.precision is not None and not (math.isfinite(wanted.precision) and wanted.precision):
        raise InputError("the precision is no number above 0", remedy="Give such as 0.001.")
    asked = Asked.of(folder, wanted.outcomes, wanted.external)
    answer = Answer("compare", _tables(asked, wanted))
    _draw(asked, answer)
    into = folder_for(asked, out)
    written = answer.write(into)
    if as_json:
        print_as_json(asked, answer, written)
    else:
        print_comparison(asked, answer.tables, written, into)


def _tables(asked: Asked, wanted: Wanted) -> dict[str, pd.DataFrame]:
    """Return every table of the comparison; those that cannot be made leave a notice."""
    results, precision = asked.results, wanted.precision
    about = {
        each.outcome: pairs(each, wanted.between, precision)
        if wanted.between
        else against(each, results.reference, precision)
        for each in asked.judged
    }
    tables = {
        "differences": _stacked(about),
        "pairs": _stacked({each.outcome: pairs(each, (), precision) for each in asked.judged}),
        "ranks": _stacked({each.outcome: ranks(each) for each in _with_twins(asked)}),
        "dominance": _stacked({each.outcome: dominance(each) for each in asked.judged}),
        "winners": winners(asked.all_directed(), results.by_construction),
        "aggregates": _aggregates(asked),
        "effectiveness": _by_effectiveness(asked),
    }
    if len(asked.judged) >= FEWEST_OUTCOMES:
        tables |= {"front": front(asked.judged), "beaten": beaten_by(asked.judged)}
    else:
        asked.notices.append("A Pareto front takes two outcomes; name more with --outcome.")
    return {name: table for name, table in tables.items() if not table.empty}


def _stacked(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Put tables of several outcomes into one, the outcome first."""
    parts = [table.assign(outcome=name) for name, table in tables.items()]
    if not parts:
        return pd.DataFrame()
    whole = pd.concat(parts, ignore_index=True)
    return whole[["outcome", *whole.columns.drop("outcome")]]


def twin(asked: Asked, judged: Judged) -> Judged | None:
    """Return the same outcome under the other regional aggregate, where there is one."""
    other = other_aggregate(judged.outcome)
    if other not in asked.results.outcome_names:
        return None
    try:
        return judge(asked.results, asked.evidence.outcomes[other])
    except InputError:
        return None


def _with_twins(asked: Asked) -> list[Judged]:
    """Return the chosen outcomes and what each is under the other regional aggregate."""
    found = [(each, twin(asked, each)) for each in asked.judged]
    both = [one for pair in found for one in pair if one is not None]
    return list({one.outcome: one for one in both}.values())


def _aggregates(asked: Asked) -> pd.DataFrame:
    """Return how far the two regional aggregates agree, for outcomes that have both."""
    tables = {}
    for each in asked.judged:
        other = twin(asked, each)
        if other is not None:
            tables[each.outcome] = agreement(each, other).assign(other=other.outcome)
    return _stacked(tables)


def _by_effectiveness(asked: Asked) -> pd.DataFrame:
    """Return the ranking in bins of effectiveness; nothing where it cannot be known."""
    union = asked.evidence.axes.patrons[asked.evidence.axes.union]
    key = f"{EFFECTIVENESS}[{union}]"
    low, high = effectiveness(asked.results, asked.evidence)
    if low == high:
        asked.notices.append(
            f"This study holds {key} at {low:g}: how the ranking changes with it is unknown."
        )
        return pd.DataFrame()
    try:
        number = parameters_of(asked.results, [key])[key].to_numpy()
    except InputError as error:
        asked.notices.append(f"The ranking by effectiveness is left out: {error}")
        return pd.DataFrame()
    edges, reference = edges_of(low, high), asked.results.reference
    return _stacked(
        {each.outcome: ranking_by(each, number, edges, reference) for each in _with_twins(asked)}
    )


def _draw(asked: Asked, answer: Answer) -> None:
    """Draw the ranking by effectiveness under both aggregates, and the Pareto front."""
    from cagame.figures import Figures  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots.compare import front_grid, ranking_by_effectiveness  # noqa: PLC0415

    figures = Figures(asked.results)
    if "effectiveness" in answer.tables:
        table = answer.tables["effectiveness"]
        chosen = table[table["external"] == asked.external]
        first = asked.judged[0]
        other = twin(asked, first)
        outcomes = [asked.definition(each) for each in (first, other) if each is not None]
        answer.figures[f"effectiveness-{first.outcome}"] = ranking_by_effectiveness(
            chosen, outcomes, figures.titles, figures.note
        )
    if "front" in answer.tables:
        outcomes = [asked.definition(each) for each in asked.judged]
        answer.figures["front"] = front_grid(
            answer.tables["front"], outcomes, figures.titles, figures.note
        )
