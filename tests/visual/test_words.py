from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cagame import plots
from cagame.errors import CagameError
from cagame.plots import LIGHT, Measure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def words_of(figure: Figure) -> str:
    texts = [text for axes in figure.axes for text in axes.texts] + figure.texts
    return " | ".join(" ".join(text.get_text().split()) for text in texts)


def differences(t: Any, outcome: str, table: Any = None, look: Any = LIGHT) -> Figure:
    rows = t.differences if table is None else table
    return plots.differences_over_time(rows, [t.outcomes[outcome]], t.titles, t.note, look)


@pytest.mark.parametrize(
    ("outcome", "mark"), [("eu_influence", "▲ better"), ("duplication_loss", "▼ better")]
)
def test_each_panel_marks_the_way_that_is_better(outcome: str, mark: str, tables: Any) -> None:
    assert words_of(differences(tables, outcome)).count(mark) == 4


def test_nothing_is_called_better_where_neither_way_is(tables: Any) -> None:
    words = words_of(differences(tables, "china_influence"))
    assert "better" not in words
    assert "higher in" in words


def test_effectiveness_held_fixed_is_not_called_swept(tables: Any) -> None:
    note = replace(tables.note, effectiveness=(2.0, 2.0))
    words = words_of(differences(replace(tables, note=note), "eu_influence"))
    assert "is an assumption, held at 2;" in words


def test_a_fan_of_many_variants_names_the_reference_and_the_two_ends(tables: Any) -> None:
    calm = tables.bands[tables.bands["external"].isin(["calm", "history"])]
    figure = plots.fan_chart(calm, tables.outcomes["eu_influence"], tables.titles, tables.note)
    words = words_of(figure)
    named = [title for title in tables.titles.variants.values() if title in words]
    end = calm[(calm["year"] == 2040) & (calm["outcome"] == "eu_influence")]
    ranked = end.sort_values("median")["variant"]
    expected = {"joint-roadmap", ranked.iloc[0], ranked.iloc[-1]}
    assert set(named) == {tables.titles.variant(name) for name in expected}


def test_highlighted_variants_are_the_ones_named(tables: Any) -> None:
    calm = tables.bands[tables.bands["external"].isin(["calm", "history"])]
    look = LIGHT.highlighting("mobility-first")
    outcome = tables.outcomes["eu_influence"]
    words = words_of(plots.fan_chart(calm, outcome, tables.titles, tables.note, look))
    assert "Mobility first" in words
    assert "Global Gateway" not in words


@pytest.mark.parametrize("plot", [plots.effects_by_external, plots.effect_intervals])
@pytest.mark.parametrize(
    ("variants", "order"),
    [(3, "Best on average on the left."), (7, "Best on average first.")],
)
def test_every_one_of_many_external_scenarios_is_shown(
    plot: Any, variants: int, order: str, tables: Any
) -> None:
    shown = list(tables.titles.variants)[:variants]
    table = tables.effects_of_many
    table = table[table["variant"].isin(shown)]
    figure = plot(table, tables.outcomes["governance"], tables.titles, tables.note)
    words = words_of(figure)
    titles = [" ".join(axes.get_title(loc="left").split()) for axes in figure.axes]
    missing = [name for name in tables.titles.externals.values() if name not in words]
    assert not missing
    assert all(tables.titles.variant(name) in [*titles, *words.split(" | ")] for name in shown[1:])
    assert order in words


def test_an_effect_by_construction_is_marked_and_explained(tables: Any) -> None:
    outcome = tables.outcomes["governance"]
    figure = plots.effect_intervals(tables.effects, outcome, tables.titles, tables.note)
    words = words_of(figure)
    assert "98 %*" in words
    assert "*: true by construction" in words


def test_a_variant_that_changes_nothing_is_said_to_be_the_same(tables: Any) -> None:
    table = tables.differences.copy()
    still = table["variant"] == "mobility-first"
    table.loc[still, ["median", "low", "q25", "q75", "high"]] = 0.0
    table.loc[still, "share_equal"] = 1.0
    assert words_of(differences(tables, "eu_influence", table)).count("same |") == 4


def test_a_missing_end_value_is_said_and_does_not_stop_the_figure(tables: Any) -> None:
    table = tables.differences.copy()
    gone = (table["variant"] == "mobility-first") & (table["year"] >= 2035)
    table.loc[gone, ["median", "q25", "q75", "share_better"]] = float("nan")
    assert "n/a" in words_of(differences(tables, "eu_influence", table))


def test_a_dollar_sign_in_a_title_is_no_formula(tables: Any) -> None:
    variants = {**tables.titles.variants, "mobility-first": "Costs $5 or $6"}
    titles = replace(tables.titles, variants=variants)
    assert "Costs $5 or $6" in words_of(differences(replace(tables, titles=titles), "governance"))


@pytest.mark.parametrize(
    ("unit", "shown", "difference"),
    [
        ("share 0-1", "Name, %", "percentage points"),
        ("share of effort 0-1", "Name, % of effort", "percentage points"),
        ("index, 2007 = 1", "Name, index, 2007 = 1", "index, 2007 = 1"),
        ("EUR m/yr", "Name, EUR m/yr", "EUR m/yr"),
    ],
)
def test_units_are_shown_as_a_reader_knows_them(
    unit: str, shown: str, difference: str, tables: Any
) -> None:
    measure = Measure.of(replace(tables.outcomes["autonomy"], label="Name", unit=unit))
    assert (measure.axis_label, measure.difference_unit) == (shown, difference)


def test_a_missing_column_is_named(tables: Any) -> None:
    table = tables.differences.drop(columns="share_better")
    with pytest.raises(CagameError, match="no column share_better"):
        differences(tables, "eu_influence", table)


def test_an_outcome_without_rows_is_an_error(tables: Any) -> None:
    table = tables.bands[tables.bands["outcome"] != "autonomy"]
    with pytest.raises(CagameError, match="no numbers to draw"):
        plots.fan_chart(table, tables.outcomes["autonomy"], tables.titles, tables.note)


def test_a_heatmap_of_outcomes_takes_one_external_scenario(tables: Any) -> None:
    outcomes = list(tables.outcomes.values())
    with pytest.raises(CagameError, match="one external scenario"):
        plots.effects_heatmap(tables.effects, outcomes, tables.titles, tables.note)


def test_a_trade_off_needs_a_better_direction(tables: Any) -> None:
    outcomes = (tables.outcomes["eu_influence"], tables.outcomes["china_influence"])
    with pytest.raises(CagameError, match="Chinese influence has none"):
        plots.tradeoff_scatter(tables.points, outcomes, tables.titles, tables.note)


def test_panels_can_be_composed_on_a_figure_of_ones_own(tables: Any) -> None:
    from matplotlib.figure import Figure

    left, right = Figure(figsize=(12, 4)).subplots(1, 2)
    outcome = tables.outcomes["eu_influence"]
    calm = tables.effects[(tables.effects["external"] == "calm")]
    rows = calm[calm["outcome"] == outcome.name]
    variants = list(tables.titles.variants)
    assert plots.intervals_panel(left, rows, outcome, variants) is left
    bands = tables.bands[tables.bands["outcome"] == outcome.name]
    shown = bands[bands["external"].isin(["calm", "history"])]
    assert plots.fan_panel(right, shown, outcome, tables.titles) is right
