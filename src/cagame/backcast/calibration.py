"""Match worlds to history in waves, and keep those that it does not rule out.

The statistics start before the model does: for 2000 to 2007 the trade equations alone run from
the shares of 2000; from 2007 on the whole model runs. Facts of the documents then weigh worlds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cagame.analysis import calibration as matching
from cagame.analysis.score import coverage
from cagame.backcast.panels import NAMES, Panel, changes, panels_of, with_error
from cagame.backcast.past import after, ensemble, silenced, simulate
from cagame.dynamics import trade
from cagame.evidence.observations import read_comparisons, read_errors, read_observations
from cagame.facts.table import known_criteria, verdicts
from cagame.model import shared_evidence
from cagame.simulation import FIRST_YEAR
from cagame.worlds.distributions import quantile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.axes import Array, Flags
    from cagame.worlds import Worlds

TRADE = "trade_share"
#: How far a wave's box reaches beyond what the last wave left, on the prior's scale.
MARGIN = 0.02
#: The last wave is larger, so that chance moves the widths little.
LAST_WAVE = 4
BAND = 0.9


@dataclass(frozen=True)
class Matched:
    """One wave of worlds and how well they match.

    Attributes
    ----------
    names, points : the drawn numbers and their points of the unit cube, (name, world)
    blocks : the worlds themselves
    distance : squared distance from the statistics, (world)
    weight : 0 where ruled out, (world)
    observations : how many numbers they were matched to
    good : the squared distance of a good world, from which the others lie behind
    """

    names: tuple[str, ...]
    points: Array
    blocks: tuple[Worlds, ...]
    distance: Array
    weight: Array
    observations: int
    good: float


def match(fit_to: int, worlds: int, waves: int, seed: int) -> list[Matched]:
    """Match worlds to the statistics up to a year, each wave inside what the last one left."""
    box: Mapping[str, tuple[float, float]] = {}
    good: float | None = None
    found = []
    for wave in range(waves):
        count = worlds if wave + 1 < waves else LAST_WAVE * worlds
        found.append(_wave(fit_to, count, seed + wave, box, good))
        good = found[0].good
        box = _box(found[-1])
    return found


def _box(matched: Matched) -> dict[str, tuple[float, float]]:
    """Range that a wave left of each number it narrowed, on the prior's scale."""
    span = matching.width(matched.points, matched.weight)
    kept = matched.points[:, matched.weight > 0]
    low = np.maximum(kept.min(axis=1) - MARGIN, 0)
    high = np.minimum(kept.max(axis=1) + MARGIN, 1)
    return {
        name: (float(low[i]), float(high[i]))
        for i, name in enumerate(matched.names)
        if span[i] < read_errors()("narrowed_below")
    }


def _wave(
    fit_to: int, worlds: int, seed: int, box: Mapping[str, tuple[float, float]], good: float | None
) -> Matched:
    evidence, errors = shared_evidence(), read_errors()
    names: list[str] = []
    points: list[Array] = []

    def redesign(known: list[str], design: Array) -> Array:
        low, high = np.array([box.get(name, (0.0, 1.0)) for name in known]).T[..., None]
        names[:] = known
        points.append(low + design * (high - low))
        return points[-1]

    blocks = tuple(ensemble(evidence, worlds, seed, redesign=redesign))
    distance, count = _before(blocks, min(fit_to, FIRST_YEAR))
    if fit_to > FIRST_YEAR:
        later, more = _since(blocks, fit_to)
        distance, count = distance + later, count + more
    # A share of the first wave, so that more worlds do not make all others look worse.
    good = float(np.quantile(distance, errors("good_share"))) if good is None else good
    behind = matching.implausibility(distance, good, errors("evidence_weight"))
    weight = matching.weights(behind, errors("implausibility_bound"))
    return Matched(tuple(names), np.concatenate(points, 1), blocks, distance, weight, count, good)


def _before(blocks: Iterable[Worlds], last: int) -> tuple[Array, int]:
    """Distance of the trade equations from shares up to 2007, (world), and how many shares."""
    evidence, comparison = shared_evidence(), read_comparisons()[TRADE]
    rows = read_observations()
    rows = rows[(rows["series"] == TRADE) & rows["partner"].isin(comparison.partners)]
    years = range(int(rows["year"].min()), last + 1)
    wide = rows.pivot_table(index=["partner", "state"], columns="year", values="value")
    places = [(p, c) for p in comparison.partners for c in evidence.axes.states]
    shape = (len(comparison.partners), len(evidence.axes.states), len(years))
    observed = wide.loc[places, list(years)].to_numpy(float).reshape(shape)
    whole = np.concatenate([observed, 1 - observed.sum(axis=0, keepdims=True)])
    modelled = np.concatenate(
        [_traded(block, whole[..., 0], len(years) - 1) for block in blocks], -1
    )
    named = modelled[: len(comparison.partners)]
    apart = comparison.scaled(named) - comparison.scaled(observed[..., 1:, None])
    residual = apart.reshape(-1, *apart.shape[2:])
    return matching.squared_distance(residual, _variance(TRADE, apart.shape[2])), observed[
        ..., 1:
    ].size


def _traded(block: Worlds, start: Array, years: int) -> Array:
    """Shares of trade in the years after a start, (patron, state, year, world)."""
    p = block.parameters
    first = np.repeat(start[..., None], block.count, axis=-1)
    share, market, path = first, np.zeros_like(first), []
    for _ in range(years):
        market = market + trade.market_growth(
            p.market_growth, p.catch_up, p.catch_up_ceiling, share, p.trade_weight
        )
        share = trade.trade_shares(share, first * np.exp(market), p.trade_adjustment)
        path.append(share)
    return np.stack(path, axis=2)


def _since(blocks: Iterable[Worlds], last: int) -> tuple[Array, int]:
    """Distance of the model from the statistics after 2007, (world), and their number."""
    evidence, observations = shared_evidence(), read_observations()
    known = observations[observations["year"] <= last]
    history = simulate(evidence, blocks, last, NAMES)
    total, count = np.zeros(history.series[NAMES[0]].shape[-1]), 0
    for panel in panels_of(known, known, FIRST_YEAR)[0]:
        residual = changes(panel, history, FIRST_YEAR) - _observed_changes(panel)[..., None]
        variance = _variance(panel.comparison.series, len(panel.years))
        total = total + matching.squared_distance(residual, variance)
        count += int(np.isfinite(panel.later).sum())
    return total, count


def _observed_changes(panel: Panel) -> Array:
    return panel.comparison.scaled(panel.later) - panel.past[:, -1:]


def _variance(series: str, years: int) -> Array:
    errors = read_errors()
    ahead = np.arange(1.0, years + 1)
    error, strays = errors("observation_error", series), errors("discrepancy", series)
    return matching.path_variance(ahead, error, strays, started=True)


def held_out(matched: Matched, fit_to: int) -> pd.DataFrame:
    """Share of later statistics inside the matched worlds' 90 % bands, with the model's error.

    Columns quantity, events (whether later events were known), observations, coverage_90.
    """
    evidence, observations = shared_evidence(), read_observations()
    panels = panels_of(observations, observations, fit_to)[0]
    last = max(max(panel.years) for panel in panels)
    rows = []
    for told in (False, True):
        blocks = [b if told else silenced(b, evidence, after(fit_to)) for b in matched.blocks]
        history = simulate(evidence, blocks, last, NAMES)
        for panel in panels:
            members, copies = with_error(panel, history, fit_to)
            known = np.isfinite(panel.later)
            weight = np.repeat(matched.weight, copies)
            inside = coverage(members[known], panel.later[known], BAND, weight)
            rows.append((panel.comparison.title, told, int(inside.size), float(inside.mean())))
    return pd.DataFrame(rows, columns=["quantity", "events", "observations", "coverage_90"])


def fact_weights(matched: Matched) -> tuple[pd.DataFrame, Array]:
    """Return how often each fact holds before and after matching, and weights that heed facts."""
    evidence = shared_evidence()
    criteria = known_criteria(evidence)
    holds: Flags = verdicts(evidence, criteria, list(matched.blocks))
    missed = (~holds).sum(axis=0)
    weight = matched.weight * read_errors()("missed_fact_weight") ** missed
    table = pd.DataFrame(
        {
            "fact": [each.fact for each in criteria],
            "kind": [each.kind for each in criteria],
            "prior": holds.mean(axis=1),
            "by_statistics": np.average(holds, axis=1, weights=matched.weight),
            "by_statistics_and_facts": np.average(holds, axis=1, weights=weight),
        }
    )
    return table, weight


def posterior(matched: Matched, weight: Array) -> pd.DataFrame:
    """Return for each drawn number how much of its prior's width is left, the narrowest first."""
    evidence = shared_evidence()
    span = matching.width(matched.points, weight)
    numbers = evidence.numbers
    rows = []
    for i, name in enumerate(matched.names):
        number = numbers.get(name)
        middle = float(np.average(matched.points[i], weights=weight))
        value = float("nan") if number is None else float(quantile(number, np.array(middle)))
        before = float("nan") if number is None else float(quantile(number, np.array(0.5)))
        rows.append((name, span[i], middle, before, value))
    columns = ["number", "width_left", "mean_place", "prior_middle", "posterior_middle"]
    return pd.DataFrame(rows, columns=columns).sort_values("width_left", ignore_index=True)


def kept_set(matched: Matched, weight: Array, left: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Return the set that studies draw from: the narrowed numbers, resampled to equal weights."""
    narrow = left[left["width_left"] < read_errors()("narrowed_below")]["number"]
    chosen = matching.resample(weight, rows)
    columns = {name: matched.points[matched.names.index(name), chosen] for name in sorted(narrow)}
    return pd.DataFrame({"weight": np.ones(rows)} | columns)


def waves_table(waves: Iterable[Matched]) -> pd.DataFrame:
    """Return how many worlds each wave left, and how well the best of them match."""
    rows = [
        (
            number,
            len(wave.weight),
            float((wave.weight > 0).mean()),
            matching.effective_worlds(wave.weight),
            wave.observations,
            float(wave.distance.min() / wave.observations),
            float(np.median(wave.distance) / wave.observations),
        )
        for number, wave in enumerate(waves, start=1)
    ]
    columns = ["wave", "worlds", "not_ruled_out", "effective_worlds", "observations"]
    return pd.DataFrame(rows, columns=[*columns, "best_distance", "median_distance"])
