"""Every kind of figure against an approved picture, and what no picture may get wrong.

After a change that is meant, look at the new pictures and approve them:

    CAGAME_APPROVE_PLOTS=1 pytest tests/visual
"""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from cagame import plots
from cagame.analysis.by_number import edges_of, ranking_by
from cagame.analysis.dominance import front
from cagame.analysis.judged import POOLED, Judged
from cagame.analysis.left_out import ALL, rankings
from cagame.analysis.robustness import criteria, vulnerability
from cagame.plots import LIGHT, PRINT
from cagame.plots.compare import front_grid, ranking_by_effectiveness
from cagame.plots.provenance import rests_on_bars, without_documents
from cagame.plots.robustness import criteria_grid, vulnerability_grid
from cagame.plots.sensitivity import screening_scatter, shares_of_variance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

APPROVED = Path(__file__).parent / "approved"
APPROVE = "CAGAME_APPROVE_PLOTS"
DOTS_PER_INCH = 80
#: Approved pictures are kept in few colours; rare ones, such as those of a key, stay true.
COLOURS, REDUCE = 256, Image.Quantize.MAXCOVERAGE
#: A pixel differs from this step of 256 on; so many pixels in a thousand may differ. One word
#: that comes or goes is more.
VISIBLE_STEP, TOLERATED = 48, 0.15
#: How effective policy is in each of 200 made-up worlds.
EFFECTIVE = np.linspace(0.01, 3.99, 200)


def under(table: Any, external: str) -> Any:
    return table[table["external"] == external]


def fan(t: Any, look: Any = LIGHT) -> Figure:
    return plots.fan_chart(t.bands, t.outcomes["eu_influence"], t.titles, t.note, look)


def differences(t: Any, look: Any = LIGHT) -> Figure:
    outcome = [t.outcomes["eu_influence"]]
    return plots.differences_over_time(t.differences, outcome, t.titles, t.note, look)


def differences_by_outcome(t: Any, look: Any = LIGHT) -> Figure:
    names = ("eu_influence", "duplication_loss", "china_influence")
    outcomes = [t.outcomes[name] for name in names]
    calm = under(t.differences, "calm")
    return plots.differences_over_time(calm, outcomes, t.titles, t.note, look)


def heatmap(t: Any, look: Any = LIGHT) -> Figure:
    outcomes = list(t.outcomes.values())
    return plots.effects_heatmap(t.pooled_effects, outcomes, t.titles, t.note, look)


def by_external(t: Any, look: Any = LIGHT) -> Figure:
    outcome = t.outcomes["duplication_loss"]
    return plots.effects_by_external(t.effects, outcome, t.titles, t.note, look)


def intervals(t: Any, look: Any = LIGHT) -> Figure:
    return plots.effect_intervals(t.effects, t.outcomes["governance"], t.titles, t.note, look)


def by_many_externals(t: Any, look: Any = LIGHT) -> Figure:
    outcome = t.outcomes["governance"]
    return plots.effects_by_external(t.effects_of_many, outcome, t.titles, t.note, look)


def intervals_of_many(t: Any, look: Any = LIGHT) -> Figure:
    outcome = t.outcomes["governance"]
    return plots.effect_intervals(t.effects_of_many, outcome, t.titles, t.note, look)


def tradeoff(t: Any, look: Any = LIGHT) -> Figure:
    outcomes = (t.outcomes["eu_influence"], t.outcomes["duplication_loss"])
    return plots.tradeoff_scatter(t.points, outcomes, t.titles, t.note, look)


def tradeoff_alone(t: Any, look: Any = LIGHT) -> Figure:
    outcomes = (t.outcomes["eu_influence"], t.outcomes["governance"])
    return plots.tradeoff_scatter(under(t.points, "calm"), outcomes, t.titles, t.note, look)


def dyads(t: Any, look: Any = LIGHT) -> Figure:
    return plots.dyad_heatmap(t.dyads, t.quantities["influence"], t.titles, t.note, look)


def ranks(t: Any, look: Any = LIGHT) -> Figure:
    outcome = t.outcomes["eu_influence"]
    return plots.rank_probability_bars(t.ranks, outcome, t.titles, t.note, look)


def backcast(t: Any, look: Any = LIGHT) -> Figure:
    quantity = t.quantities["trade_share"]
    return plots.backcast_panels(t.backcast, t.observations, quantity, t.titles, t.note, look)


def judged(t: Any, name: str, externals: int = 4) -> Judged:
    """An outcome of 200 made-up worlds, in which effectiveness scales what a variant does."""
    outcome, titles = t.outcomes[name], t.titles
    shape = (len(titles.variants), externals, EFFECTIVE.size)
    rng = np.random.default_rng([3, list(t.outcomes).index(name)])
    effect = np.where(np.arange(shape[0]) == 0, 0.0, rng.normal(0, 0.01, shape[0]))
    noise, shock = rng.normal(0, 0.004, shape), rng.normal(0, 0.01, shape[1])
    levels = rng.normal(0.3, 0.04, shape[2]) + EFFECTIVE * (effect[:, None, None] + noise)
    names = (tuple(titles.variants), tuple(titles.externals)[:externals])
    return Judged(name, outcome.better, *names, levels + shock[:, None])


def criteria_of(t: Any, look: Any = LIGHT) -> Figure:
    table = criteria(judged(t, "duplication_loss"))
    chosen = table[table["external"] == POOLED]
    return criteria_grid(chosen, t.outcomes["duplication_loss"], t.titles, t.note, look)


def vulnerability_of(t: Any, look: Any = LIGHT) -> Figure:
    table, outcome = vulnerability(judged(t, "eu_influence")), t.outcomes["eu_influence"]
    return vulnerability_grid(table, outcome, "calm", t.titles, t.note, look)


def vulnerability_to_many(t: Any, look: Any = LIGHT) -> Figure:
    table = vulnerability(judged(t, "governance", len(t.titles.externals)))
    some = table[table["variant"].isin(list(t.titles.variants)[:7])]
    return vulnerability_grid(some, t.outcomes["governance"], "calm", t.titles, t.note, look)


def effectiveness_of(t: Any, look: Any = LIGHT) -> Figure:
    names, edges = ("eu_influence", "governance"), edges_of(0, 4)
    parts = [
        ranking_by(judged(t, name), EFFECTIVE, edges, t.titles.reference).assign(outcome=name)
        for name in names
    ]
    table = under(pd.concat(parts), "calm")
    outcomes = [t.outcomes[name] for name in names]
    return ranking_by_effectiveness(table, outcomes, t.titles, t.note, look)


def front_of(t: Any, look: Any = LIGHT) -> Figure:
    names = ("eu_influence", "governance", "duplication_loss")
    table = front([judged(t, name) for name in names])
    return front_grid(table, [t.outcomes[name] for name in names], t.titles, t.note, look)


#: Made-up shares of variance by grade, of a conclusion that rests on little else than guesses.
MADE_UP = {
    "assumption": 0.78,
    "statistic": 0.09,
    "derived": 0.01,
    "ordinal": 0.04,
    "stated": 0.0,
    "yearly shocks": 0.03,
    "together": 0.05,
}


def grades_of(t: Any, names: tuple[str, ...], variants: int) -> pd.DataFrame:
    rows = []
    for outcome in names:
        for place, variant in enumerate(list(t.titles.variants)[:variants]):
            tilt = 0.6 if place == 0 and outcome != names[0] else 1 - 0.02 * place
            for factor, size in MADE_UP.items():
                first = size * tilt if factor == "assumption" else size
                first += MADE_UP["assumption"] * (1 - tilt) * (factor == "statistic")
                rows.append(
                    {
                        "outcome": outcome,
                        "variant": variant,
                        "conclusion": "difference" if place else "level",
                        "factor": factor,
                        "first": first,
                        "total": np.nan if factor == "together" else first + 0.04,
                    }
                )
    return pd.DataFrame(rows)


def rests_on(t: Any, look: Any = LIGHT) -> Figure:
    shares = grades_of(t, ("eu_influence",), len(t.titles.variants))
    return rests_on_bars(shares, t.outcomes, t.titles, t.note, look)


def headlines_rest_on(t: Any, look: Any = LIGHT) -> Figure:
    shares = grades_of(t, ("eu_influence", "governance", "duplication_loss"), 2)
    return rests_on_bars(shares, t.outcomes, t.titles, t.note, look)


def without_each(t: Any, look: Any = LIGHT) -> Figure:
    called = {"paper": "Policy paper 2018", "brief": "Migration brief 2019", "page": "A page"}
    variants = list(t.titles.variants)
    whole = np.arange(len(variants)) * 1.0
    moved = {"paper": whole.copy(), "brief": whole, "page": whole.copy()}
    moved["paper"][[1, 4]] = moved["paper"][[4, 1]]
    moved["page"][[7, 8]] = moved["page"][[8, 7]]
    medians = {name: -values[:, None] for name, values in {ALL: whole, **moved}.items()}
    table = rankings(medians, variants, "higher")
    outcome = t.outcomes["eu_influence"]
    return without_documents(table, outcome, t.titles, t.note, called=called, look=look)


#: Made-up total shares of numbers, the strongest first.
NUMBERS = {
    "effectiveness[EU]": 0.61,
    "base_coordination": 0.2,
    "all other numbers": 0.14,
    "event eu-budget-2021": 0.06,
    "policy_productivity[investment]": 0.03,
    "tie_2007[EU KZ aid]": 0.02,
    "yearly shocks": 0.005,
}


def indices_of(t: Any, look: Any = LIGHT) -> Figure:
    rows = []
    for worlds in (125, 250, 500, 1000):
        half = 0.1 * (125 / worlds) ** 0.5
        for place, (factor, total) in enumerate(NUMBERS.items()):
            first, off = 0.7 * total, half * (-1) ** place / 3
            ends = {"first_low": first - half, "first_high": first + half}
            ends |= {"total_low": total - half, "total_high": total + half}
            row = {"factor": factor, "worlds": worlds, "first": first, "total": total + off}
            rows.append(row | ends)
    outcome = t.outcomes["eu_influence"]
    return shares_of_variance(pd.DataFrame(rows), outcome, "team-europe", t.titles, t.note, look)


def screening_of(t: Any, look: Any = LIGHT) -> Figure:
    names = [*NUMBERS, *(f"tie_2007[RU KG {number}]" for number in range(60))]
    strength = 0.02 * 0.88 ** np.arange(len(names))
    spread = strength * np.random.default_rng(2).uniform(0.4, 1.8, len(names))
    ends = {"strength_low": 0.7 * strength, "strength_high": 1.3 * strength}
    table = pd.DataFrame({"factor": names, "strength": strength, "spread": spread, **ends})
    outcome = t.outcomes["eu_influence"]
    return screening_scatter(table, outcome, "joint-roadmap", t.titles, t.note, look)


KINDS: dict[str, Callable[..., Figure]] = {
    "fan": fan,
    "differences": differences,
    "differences-by-outcome": differences_by_outcome,
    "heatmap": heatmap,
    "by-external": by_external,
    "intervals": intervals,
    "by-many-externals": by_many_externals,
    "intervals-of-many": intervals_of_many,
    "tradeoff": tradeoff,
    "tradeoff-alone": tradeoff_alone,
    "dyads": dyads,
    "ranks": ranks,
    "backcast": backcast,
    "criteria": criteria_of,
    "vulnerability": vulnerability_of,
    "vulnerability-to-many": vulnerability_to_many,
    "effectiveness": effectiveness_of,
    "front": front_of,
    "rests-on": rests_on,
    "rests-on-headlines": headlines_rest_on,
    "without-documents": without_each,
    "indices": indices_of,
    "screening": screening_of,
}
PICTURES: dict[str, tuple[str, Any]] = {
    **{name: (name, LIGHT) for name in KINDS},
    "differences-highlighted": (
        "differences",
        LIGHT.highlighting("global-gateway", "regional-first"),
    ),
    **{f"{name}-print": (name, PRINT) for name in ("differences", "heatmap", "backcast")},
}
#: A figure about the past compares no strategies.
OF_STRATEGIES = [name for name in KINDS if name != "backcast"]


def picture(figure: Figure) -> Image.Image:
    drawn = BytesIO()
    with LIGHT.context():
        figure.savefig(drawn, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return Image.open(drawn).convert("RGB")


@pytest.mark.parametrize("name", PICTURES)
def test_figure_looks_as_approved(name: str, tables: Any, tmp_path: Path) -> None:
    kind, look = PICTURES[name]
    drawn = picture(KINDS[kind](tables, look))
    approved = APPROVED / f"{name}.png"
    if os.environ.get(APPROVE):
        APPROVED.mkdir(exist_ok=True)
        kept = drawn.quantize(COLOURS, REDUCE, dither=Image.Dither.NONE)
        kept.save(approved, optimize=True)
    new = tmp_path / approved.name
    drawn.save(new)
    remedy = f"Look at {new}; to approve it: {APPROVE}=1 pytest tests/visual"
    assert approved.exists(), f"no approved picture {approved.name}. {remedy}"
    before = Image.open(approved).convert("RGB")
    assert drawn.size == before.size, f"{name} has another size. {remedy}"
    steps = np.abs(np.asarray(drawn, dtype=int) - np.asarray(before, dtype=int)).max(axis=2)
    changed = 1000 * float((steps >= VISIBLE_STEP).mean())
    assert changed <= TOLERATED, f"{changed:.1f} in 1,000 pixels of {name} differ. {remedy}"


def test_no_approved_picture_is_left_over() -> None:
    assert {path.stem for path in APPROVED.glob("*.png")} == set(PICTURES)


def texts_of(figure: Figure) -> Iterator[Text]:
    """The texts that a figure shows; ticks outside the view are there, but not drawn."""
    ticks: dict[int, bool] = {}
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                shown = axes.axison and low <= tick.get_loc() <= high
                ticks |= {id(tick.label1): shown, id(tick.label2): False}
            ticks[id(axis.offsetText)] = True
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and ticks.get(id(text), True):
            yield text


def boxes_of(figure: Figure) -> list[tuple[str, Bbox]]:
    renderer = FigureCanvasAgg(figure).get_renderer()
    with LIGHT.context():
        figure.draw(renderer)
        # One pixel of a line's leading may meet the next line's.
        return [
            (text.get_text(), Text.get_window_extent(text, renderer).padded(-1.0))
            for text in texts_of(figure)
        ]


def faults_of(figure: Figure) -> list[str]:
    boxes = boxes_of(figure)
    page = figure.bbox
    cut = [
        f"{text!r} is cut"
        for text, box in boxes
        if box.x0 < page.x0 or box.y0 < page.y0 or box.x1 > page.x1 or box.y1 > page.y1
    ]
    return cut + [
        f"{one!r} overlaps {other!r}"
        for (one, first), (other, second) in combinations(boxes, 2)
        if first.overlaps(second)
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_cut_or_overlaps_another(name: str, tables: Any) -> None:
    kind, look = PICTURES[name]
    assert faults_of(KINDS[kind](tables, look)) == []


@pytest.mark.parametrize("name", KINDS)
def test_no_text_is_cut_or_overlaps_when_every_title_is_long(name: str, tables: Any) -> None:
    variants = {
        key: f"{title} with principled pragmatism, critical raw materials and a roadmap"
        for key, title in tables.titles.variants.items()
    }
    externals = {key: f"{title} and sanctions" for key, title in tables.titles.externals.items()}
    titles = replace(tables.titles, variants=variants, externals=externals)
    note = replace(tables.note, sources=", ".join(["A statistical office"] * 12))
    assert faults_of(KINDS[name](replace(tables, titles=titles, note=note))) == []


@pytest.mark.parametrize("name", KINDS)
def test_all_text_is_large_enough_for_a_phone(name: str, tables: Any) -> None:
    figure = KINDS[name](tables)
    assert min(text.get_fontsize() for text in texts_of(figure)) >= 8.5
    assert figure.get_figwidth() * 2.54 == pytest.approx(16)


@pytest.mark.parametrize("name", KINDS)
def test_each_figure_says_how_many_worlds_and_which_sources(name: str, tables: Any) -> None:
    words = " ".join(" ".join(text.get_text().split()) for text in texts_of(KINDS[name](tables)))
    assert "1,000 worlds" in words
    assert "seed 7" in words
    assert "Sources: four policy documents" in words


@pytest.mark.parametrize("name", OF_STRATEGIES)
def test_each_figure_of_strategies_says_that_effectiveness_is_assumed(
    name: str, tables: Any
) -> None:
    words = " ".join(" ".join(text.get_text().split()) for text in texts_of(KINDS[name](tables)))
    assert "Effectiveness of policy is an assumption, swept from 0 to 4" in words
    assert "differences are within the same world" in words


@pytest.mark.parametrize("name", KINDS)
def test_greyscale_figures_hold_only_greys(name: str, tables: Any) -> None:
    pixels = np.asarray(picture(KINDS[name](tables, PRINT)), dtype=int)
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 2
