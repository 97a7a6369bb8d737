"""What tables and figures of a study show and say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.figure import Figure

import cagame
from cagame.errors import ResultsError
from cagame.evidence import Evidence
from cagame.figures import MOST_PANELS, Figures, draw_into, plot, sources
from cagame.results import Results
from cagame.results.honesty import HEADLINES, effectiveness, headlines, in_words
from cagame.scenario import Library, Scenario
from cagame.scenario.study_file import PLOTS

if TYPE_CHECKING:
    from pathlib import Path

STUDY: dict[str, Any] = {
    "title": "Two strategies",
    "question": "Does it matter?",
    "worlds": 4,
    "years": {"decision": 2025, "end": 2026},
    "reference": "joint-roadmap",
    "variants": {
        "joint-roadmap": {"eu": "joint-roadmap"},
        "values-first": {"eu": "values-first"},
    },
    "external": ["calm", "drought"],
    "outcomes": ["eu_influence", "governance"],
}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """The tables that come with the package."""
    return Evidence.load()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Results of a small study."""
    folder: Path = tmp_path_factory.mktemp("figures") / "results"
    found: Results = cagame.run(Scenario.from_mapping(STUDY), out=folder)
    return found


def written(folder: Path, **keys: object) -> Results:
    """Results whose manifest says some things about a study, and that hold nothing else."""
    study = {"parameters": {"uncertainty": "all", "overrides": {}}} | keys
    manifest = {"study": study, "outcomes": keys.get("outcomes", []), "variants": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Results(folder)


@pytest.mark.parametrize(
    ("uncertainty", "overrides", "expected"),
    [
        ("all", {}, (0, 4)),
        (["assumption"], {}, (0, 4)),
        (["statistic"], {}, (2, 2)),
        ("none", {}, (2, 2)),
        ("all", {"effectiveness[EU]": 0}, (0, 0)),
        ("all", {"effectiveness[RU]": 0}, (0, 4)),
    ],
)
def test_effectiveness_is_what_the_worlds_had(
    tmp_path: Path,
    evidence: Evidence,
    uncertainty: object,
    overrides: dict[str, float],
    expected: tuple[float, float],
) -> None:
    parameters = {"uncertainty": uncertainty, "overrides": overrides}
    assert effectiveness(written(tmp_path, parameters=parameters), evidence) == expected


def test_the_caveat_says_whether_effectiveness_was_swept() -> None:
    assert "swept from 0 to 4" in in_words(0, 4)[0]
    assert "held at 0" in in_words(0, 0)[0]


def test_the_usual_outcomes_are_shown_first(tmp_path: Path, evidence: Evidence) -> None:
    assert set(HEADLINES) <= set(evidence.outcomes)
    assert headlines(written(tmp_path, outcomes=list(evidence.outcomes)), evidence) == HEADLINES


def test_the_outcomes_that_a_file_lists_are_shown_in_its_order(
    tmp_path: Path, evidence: Evidence
) -> None:
    chosen = ["china_influence", "autonomy", "eu_influence"]
    assert headlines(written(tmp_path, outcomes=chosen), evidence) == tuple(chosen)


def test_both_regional_aggregates_are_shown() -> None:
    assert {"eu_influence", "eu_influence_weighted"} <= set(HEADLINES)


def test_every_kind_of_plot_that_a_file_may_ask_for_is_drawn(results: Results) -> None:
    for kind in PLOTS:
        one = Results(results.folder)
        one.manifest["study"]["plots"] = [kind]
        assert list(Figures(one).wanted()) != []


def test_a_study_of_one_variant_has_no_figures_of_differences(results: Results) -> None:
    alone = Results(results.folder)
    alone.manifest["variants"] = {"joint-roadmap": "Joint Roadmap"}
    assert [name for name, _ in Figures(alone).wanted()] == [
        "fan-eu_influence",
        "dyads-influence_share",
    ]


def test_each_figure_can_be_drawn_again_by_its_name(results: Results) -> None:
    again = Results(results.folder)
    for name, make in Figures(again).wanted():
        assert plot(again, name).get_label() == make().get_label()


@pytest.mark.parametrize("name", ["governance", "differences-governance", "heatmap-under-drought"])
def test_other_figures_can_be_drawn_too(results: Results, name: str) -> None:
    assert isinstance(results.plot(name), Figure)


@pytest.mark.parametrize(
    "name", ["goverance", "fan-goverance", "heatmap-under-nothing", "intervals-"]
)
def test_an_unknown_figure_is_an_error_that_helps(results: Results, name: str) -> None:
    with pytest.raises(ResultsError, match=r"no outcome .*Known: eu_influence, governance"):
        results.plot(name)


def test_figures_are_written_as_picture_and_drawing(results: Results) -> None:
    paths = draw_into(results.folder)
    assert all(path.stat().st_size > 10_000 for path in paths)
    names = {path.stem for path in paths}
    assert {path.name for path in paths} == {
        f"{n}.{kind}" for n in names for kind in ("png", "svg")
    }


def test_figures_name_worlds_sources_and_effectiveness(results: Results) -> None:
    drawn = " ".join(text.get_text() for text in plot(results, "heatmap-under-calm").texts)
    said = " ".join(drawn.split())
    for words in ("4 worlds", "SEnECA 2018", "WDI", "swept from 0 to 4", "Does it matter?"):
        assert words in said


def test_all_documents_and_statistics_are_sources(evidence: Evidence) -> None:
    assert len(sources(evidence).split(", ")) == len(evidence.sources)


def test_a_study_with_many_external_scenarios_says_how_many_a_figure_shows(
    results: Results,
) -> None:
    many = Results(results.folder)
    names = [f"scenario-{n}" for n in range(MOST_PANELS)]
    many.manifest["externals"] = {"calm": "Calm"} | dict.fromkeys(names, "Another")
    figures = Figures(many)
    assert figures._note(7) == figures.note
    assert figures._note(6).extra == "Shown are the first 6 of 7 external scenarios."
    table = many.summary().replace({"external": {"drought": names[-1]}})
    assert set(figures._shown(table, 6)["external"]) == {"calm"}
    assert set(figures._shown(table, 7)["external"]) == {"calm", names[-1]}


def test_a_study_with_every_external_scenario_can_be_drawn(tmp_path: Path) -> None:
    everything = list(Library().names("external"))
    keys = STUDY | {"external": everything, "worlds": 2, "outcomes": ["eu_influence"]}
    keys |= {"years": {"decision": 2025, "end": 2030}}
    many = cagame.run(Scenario.from_mapping(keys), out=tmp_path / "results")
    for _, make in Figures(many).wanted():
        assert make().axes
