"""What a page shows is what the run found, and its charts say it."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from statistics import median

import numpy as np
import pytest

import cagame
from cagame.errors import ResultsError
from cagame.exploring import charts
from cagame.exploring.downloads import figure_bytes, report_bytes, scenario_text, table_bytes
from cagame.exploring.drivers import chance_bound, correlations
from cagame.exploring.runs import Kept, answered
from cagame.exploring.schematic import schematic
from cagame.exploring.view import view_of
from cagame.results import Results

COLOURS = {"EU": "#000001", "RU": "#000002", "CN": "#000003", "OT": "#000004"}


def values_in(option):
    """All texts and keys of an option."""
    if isinstance(option, dict):
        return [each for key, inside in option.items() for each in [key, *values_in(inside)]]
    if isinstance(option, list):
        return [each for inside in option for each in values_in(inside)]
    return [option]


def test_differences_are_those_within_the_same_world(view, folder):
    values = Results(folder).values("eu_influence", [2028])[:, 0, 0]
    own = values[1] - values[0]
    effect = view.effect("team-europe")
    assert effect.better == np.mean(own > 0)
    assert effect.difference.median == pytest.approx(sorted(own)[11])
    assert effect.difference.low <= median(own) <= effect.difference.high
    assert view.differences["team-europe"][2028] == effect.difference


def test_the_view_names_worlds_seed_and_reference(view):
    assert (view.count, view.seed, view.reference) == ("24 worlds", 3, "joint-roadmap")
    assert view.others == ("team-europe", "strained")
    assert "Mean over the five states" in view.outcome.meaning


def test_a_run_that_is_there_is_not_run_again(root, small, folder):
    before = (folder / "manifest.json").stat().st_mtime_ns
    other = answered(small.keys(), root, "governance")
    assert other.outcome.name == "governance"
    assert (folder / "manifest.json").stat().st_mtime_ns == before


def test_only_so_many_runs_are_kept(tmp_path, small):
    kept = Kept(tmp_path, most=1)
    states = [replace(small, worlds=2, seed=seed) for seed in (1, 2)]
    for state in states:
        answered(state.keys(), tmp_path, "eu_influence")
    assert kept.is_there(states[0].study)  # looked at last
    kept.make_room()
    assert [kept.is_there(state.study) for state in states] == [True, False]
    assert kept.share_done(states[0].study) == 0


def test_an_outcome_that_is_not_there_is_one_readable_error(folder):
    with pytest.raises(ResultsError, match="no outcome 'nothing'"):
        view_of(folder, "nothing")


def test_one_variant_has_levels_and_no_differences(view_of_one):
    assert view_of_one.others == ()
    assert view_of_one.differences == {}
    assert list(view_of_one.resting) == ["joint-roadmap"]
    assert charts.levels(view_of_one)["series"]


def test_charts_are_plain_data_without_code_or_markup(view):
    options = [
        charts.differences(view),
        charts.levels(view),
        charts.intervals(view),
        charts.dyads(view, "strained", "influence_share"),
    ]
    for option in options:
        found = values_in(option)
        json.dumps(option, allow_nan=False)
        # NiceGUI evaluates what stands under a key that starts with a colon.
        assert not any(isinstance(each, str) and each.startswith(":") for each in found)
        assert option["tooltip"]["renderMode"] == "richText"


def test_a_chart_says_unit_worlds_and_share(view):
    told = charts.in_years(view)
    assert "Team Europe coordination, budget 1.5, 2028:" in told
    assert " pp (" in told
    assert "5 to 95 % of worlds" in told
    assert "better in" in told
    assert charts.heading(view) == "EU influence, %"


def test_the_line_of_a_chart_is_the_median_in_per_cent(view):
    lines = [each for each in charts.differences(view)["series"] if each.get("name")]
    shown = {each["name"]: each["data"][-1]["value"] for each in lines}
    expected = 100 * view.effect("strained").difference.median
    title = charts.short(view.titles["strained"])
    assert shown[title] == ["2028", pytest.approx(expected, abs=1e-6)]


def test_the_map_draws_every_tie_as_thick_as_its_share_and_escapes_titles(view):
    hostile = replace(view, titles={"joint-roadmap": '"><script>alert(1)</script>', "b": "B"})
    drawing = schematic(hostile, "joint-roadmap", COLOURS)
    assert "<script" not in drawing
    tree = ET.fromstring(drawing)  # noqa: S314 (our own drawing)
    ties = [each for each in tree.iter() if "stroke-opacity" in each.attrib]
    cells = view.dyads["joint-roadmap"]["influence_share"]
    assert len(ties) == len(cells)
    widths = [float(each.attrib["stroke-width"]) for each in ties]
    shares = [band.median for band in cells.values()]
    assert np.allclose(np.array(widths) / max(widths), np.array(shares) / max(shares), atol=0.01)


def test_what_it_rests_on_counts_assumptions_and_names_documents(view):
    resting = view.resting["team-europe"]
    assert resting.by_grade["assumption"] > resting.numbers / 2
    assert resting.by_source["seneca-2018"] > 0
    assert all(abs(driver.correlation) > resting.bound for driver in resting.drivers)


def test_the_number_that_makes_an_outcome_is_found():
    rng = np.random.default_rng(7)
    numbers = {str(i): rng.permutation(200) - 99.5 for i in range(50)}
    found = correlations(numbers, np.exp(numbers["7"] / 50))
    assert found["7"] == 1.0
    assert max(abs(each) for key, each in found.items() if key != "7") < chance_bound(50, 200)


def test_missing_values_correlate_with_nothing():
    assert correlations({"a": np.array([-1.0, 0.0, 1.0])}, np.array([1.0, np.nan, 2.0])) == {}


def test_the_scenario_file_runs_to_the_same_numbers(small, folder, tmp_path):
    path = tmp_path / "explore.yaml"
    path.write_text(scenario_text(small))
    again = cagame.run(path, out=tmp_path / "again", workers=1)
    assert (again.folder / "summary.csv").read_bytes() == table_bytes(folder)


def test_downloads_are_what_they_say(folder):
    rows = list(csv.DictReader(io.StringIO(table_bytes(folder).decode())))
    assert {row["variant"] for row in rows} == {"joint-roadmap", "team-europe", "strained"}
    assert figure_bytes(folder, "eu_influence").startswith(b"\x89PNG")
    report = report_bytes(folder).decode()
    assert "Two strategies" in report
    assert report_bytes(folder).decode() == report
    assert not re.search(r"<script|src=\"http", report)
