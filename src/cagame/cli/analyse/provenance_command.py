"""``cagame analyse provenance``: what conclusions rest on, and on which document a ranking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cagame.analysis.conclusions import LEVEL, WIDE, attributed, in_per_cent, named, summed_up
from cagame.analysis.left_out import changes, hangs_on, lead_with_all, rankings
from cagame.attribution import by_grade, by_source, grouped, left_out
from cagame.attribution.grouped import CHANCE
from cagame.cli.again import Again, Effort, leader, share_done
from cagame.cli.analyse.asked import Answer, Asked, folder_for, print_as_json
from cagame.cli.analyse.provenance_page import print_provenance
from cagame.cli.analyse.provenance_tables import all_grades, counted, documents_called, stacked
from cagame.cli.progress import progress
from cagame.errors import InputError
from cagame.evidence import Evidence
from cagame.evidence.provenance import ASSUMPTION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from cagame.analysis.sensitivity import PickFreeze
    from cagame.attribution.grouped import Factors, Grouped
    from cagame.scenario import Scenario

    Steps = tuple[Callable[[float], None], Callable[[str], None]]


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    outcomes: Sequence[str] = ()
    external: str | None = None


def provenance(
    folder: Path, wanted: Wanted, effort: Effort, out: Path | None, *, as_json: bool
) -> None:
    """Say what conclusions rest on: print, write tables and figures."""
    asked = Asked.of(folder, wanted.outcomes, wanted.external)
    into = folder_for(asked, out)
    again, answer = Again.of(asked, into, effort), Answer("provenance")
    with progress("Shares by grade", shown=not as_json) as steps:
        _by_grade(asked, again, answer, steps)
        _by_source(asked, again, answer, steps)
        _left_out(asked, again, answer, steps)
        steps[1]("Drawing figures")
        _draw(asked, answer, effort)
    written = answer.write(into)
    if as_json:
        print_as_json(asked, answer, written)
    else:
        print_provenance(asked, answer.tables, written, into)


def _by_grade(asked: Asked, again: Again, answer: Answer, steps: Steps) -> None:
    study = again.with_(asked, again.study.variant_names)
    factors = by_grade(study, again.evidence)
    runs = _runs(again, study, factors, "grades", steps)
    table = _attributed(asked, runs, study.variant_names, steps, apart=True)
    answer.tables["grades"] = all_grades(counted(table, factors))
    answer.tables["conclusions"] = _conclusions(asked, table)


def _by_source(asked: Asked, again: Again, answer: Answer, steps: Steps) -> None:
    """Attribute the level of the reference and the difference of each outcome's leader."""
    steps[1]("Shares by source")
    leaders = dict.fromkeys(leader(asked, place) for place in range(len(asked.judged)))
    study = again.with_(asked, leaders)
    factors = by_source(study, again.evidence)
    runs = _runs(again, study, factors, "sources", steps)
    table = _attributed(asked, runs, study.variant_names, steps, apart=False)
    answer.tables["sources"] = counted(table, factors)


def _left_out(asked: Asked, again: Again, answer: Answer, steps: Steps) -> None:
    steps[1]("Leaving documents out")
    study = again.with_(asked, again.study.variant_names)
    try:
        runs = left_out(
            study, again.effort.worlds, Evidence.load(), again.folder,
            executor=again.executor, watch=steps[0],
        )  # fmt: skip
    except InputError as error:
        asked.notices.append(f"Leaving documents out is left out: {error}")
        return
    orders, moves, called = [], [], documents_called(asked.evidence)
    for judged in asked.judged:
        each = {name: found[judged.outcome, asked.external] for name, found in runs.items()}
        order = rankings(each, study.variant_names, judged.better)
        table = changes(order)
        orders.append(order.assign(outcome=judged.outcome))
        lead = lead_with_all(each, study.variant_names, judged.better)
        told = hangs_on(table, lead, called, asked.results.manifest["variants"])
        moves.append(table.assign(outcome=judged.outcome, told=told))
    answer.tables["rankings"] = stacked(orders)
    answer.tables["left_out"] = stacked(moves)


def _runs(again: Again, study: Scenario, factors: Factors, name: str, steps: Steps) -> Grouped:
    return grouped(
        study, factors, again.effort.worlds, again.folder,
        name=name, executor=again.executor, watch=share_done(steps[0]),
    )  # fmt: skip


def _attributed(
    asked: Asked, runs: Grouped, variants: Sequence[str], steps: Steps, *, apart: bool
) -> pd.DataFrame:
    """Return shares of variance of every conclusion; what has none leaves a notice."""
    levels = {variant: runs.outcomes(asked.external, variant) for variant in variants}
    reference, seed = asked.results.reference, asked.results.manifest["seed"]
    parts = []
    for place, judged in enumerate(asked.judged):
        steps[0](place / len(asked.judged))
        own: dict[str, PickFreeze] = {v: found[judged.outcome] for v, found in levels.items()}
        table, untold = attributed(own, reference, seed, apart=apart)
        parts.append(table.assign(outcome=judged.outcome))
        for reason in dict.fromkeys(untold.values()):
            about = named([v for v, told in untold.items() if told == reason])
            asked.notices.append(f"{judged.outcome}, {about}: {reason}.")
    asked.notices[:] = dict.fromkeys(asked.notices)
    found = stacked(parts)
    if found.empty:
        message = f"no conclusion has a variance to attribute: {asked.notices[-1].rstrip('.')}"
        raise InputError(message, remedy="Choose other outcomes with --outcome.")
    return found


def _conclusions(asked: Asked, table: pd.DataFrame) -> pd.DataFrame:
    """Return how much of every conclusion rests on assumptions, with a sentence that says so."""
    parts = []
    for judged in asked.judged:
        own = table[table["outcome"] == judged.outcome]
        if own.empty:
            continue
        label = asked.definition(judged).label
        found = summed_up(own, ASSUMPTION, CHANCE).assign(outcome=judged.outcome)
        found["told"] = [_told(asked, label, row) for row in found.to_dict("records")]
        parts.append(found)
    whole = stacked(parts)
    for judged in asked.judged:
        if (whole["widest"][whole["outcome"] == judged.outcome] > WIDE).any():
            asked.notices.append(
                f"Some shares of {judged.outcome} are known to no better than ten points either "
                "way; more --worlds help."
            )
    return whole


def _told(asked: Asked, label: str, row: Mapping[Any, Any]) -> str:
    reference = asked.results.reference
    titles = asked.results.manifest["variants"]
    about = f"What {label} will be under “{titles[reference]}”"
    if row["conclusion"] != LEVEL:
        about = f"What “{titles[row['variant']]}” changes in {label}"
    return f"{about} rests {in_per_cent(row['least'], row['most'])} on assumptions."


def _draw(asked: Asked, answer: Answer, effort: Effort) -> None:
    """Draw what every conclusion and every headline rests on, and the ranks without documents."""
    from cagame.figures import Figures  # noqa: PLC0415 (matplotlib is slow to load)
    from cagame.plots.provenance import rests_on_bars, without_documents  # noqa: PLC0415

    figures, first = Figures(asked.results), asked.judged[0]
    note = replace(figures.note, worlds=effort.worlds)
    outcomes = {each.outcome: asked.definition(each) for each in asked.judged}
    grades = answer.tables["grades"]
    leaders = {each.outcome: leader(asked, place) for place, each in enumerate(asked.judged)}
    heads = grades[
        (grades["conclusion"] == LEVEL) | (grades["variant"] == grades["outcome"].map(leaders))
    ]
    own = grades[grades["outcome"] == first.outcome]
    for name, table in (("headlines", heads), (f"grades-{first.outcome}", own)):
        if not table.empty:
            answer.figures[name] = rests_on_bars(table, outcomes, figures.titles, note)
    if "rankings" in answer.tables:
        order = answer.tables["rankings"]
        answer.figures[f"left_out-{first.outcome}"] = without_documents(
            order[order["outcome"] == first.outcome],
            outcomes[first.outcome],
            figures.titles,
            note,
            called=documents_called(asked.evidence),
        )
