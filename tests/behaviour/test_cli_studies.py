"""From a scenario file to results, on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cagame.cli import app
from cagame.results import load
from cagame.scenario import Scenario, json_schema, shipped_folder
from cagame.study import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

STUDY = """\
title: Two strategies and a third
question: Does it matter which?
worlds: 6
seed: 1
years: {decision: 2025, end: 2027}
reference: joint-roadmap
variants:
  joint-roadmap: {eu: joint-roadmap}
  regional-first: {eu: regional-first}
  values-first: {eu: values-first}
external: [calm, drought]
outcomes: [eu_influence, russia_influence, governance, regional_cooperation]
plots: [heatmap]
"""
DESIGN = """\
title: A sweep
question: Which?
scenario: eu-strategies
worlds: 20
levers: {eu.budget: [1, 2]}
"""


def cagame(*arguments: object, columns: int = 100) -> Result:
    """Run the command line in this process."""
    runner = CliRunner(env={"COLUMNS": str(columns)})
    return runner.invoke(app, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small study, ``study.yaml``."""
    folder: Path = tmp_path_factory.mktemp("studies")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shown(folder: Path) -> Result:
    """What running the study prints; results are in ``results``."""
    done = cagame("run", folder / "study.yaml", "--out", folder / "results")
    assert done.exit_code == 0, done.stderr
    return done


def test_a_run_leaves_tables_plots_and_a_report_and_nothing_else(
    folder: Path, shown: Result
) -> None:
    del shown
    assert {path.name for path in folder.iterdir()} == {"study.yaml", "results"}
    found = {str(p.relative_to(folder / "results")) for p in (folder / "results").rglob("*.*")}
    tables = {"manifest.json", "outcomes.parquet", "actors.parquet", "summary.csv"}
    figures = {"heatmap-eu_influence", "heatmap-under-calm"}
    plots = {f"plots/{name}.{kind}" for name in figures for kind in ("png", "svg")}
    assert found == tables | plots | {"report.html"}


def test_the_summary_says_what_was_asked_found_and_assumed(shown: Result) -> None:
    for words in (
        "Two strategies and a third",
        "Does it matter which?",
        "3 variants x 2 external scenarios x 6 worlds, 2025 to 2027, seed 1",
        "Difference from joint-roadmap in 2027",
        "Calm",
        "Drought",
        "it is an assumption, swept from 0 to 4.",
        "does not validate what a strategy would do",
        "by construction",
        "pp: percentage points",
        "summary.csv",
        "2 figures",
    ):
        assert words in shown.stdout


def test_the_numbers_shown_are_those_of_the_tables(folder: Path, shown: Result) -> None:
    effects = load(folder / "results").summary().set_index(["variant", "external", "outcome"])
    row = effects.loc[("values-first", "calm", "governance")]
    cell = f"{100 * row['difference_median']:+.2f} {100 * row['share_better']:>3.0f}*"
    line = next(each for each in shown.stdout.splitlines() if each.startswith("values-first"))
    assert cell in line


def test_only_what_holds_by_construction_is_marked(shown: Result) -> None:
    marked = {line.split()[0]: line.count("*") for line in shown.stdout.splitlines() if "*" in line}
    assert marked == {"regional-first": 1, "values-first": 1, "*": 1}


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_the_summary_fits_the_terminal(folder: Path, shown: Result, columns: int) -> None:
    del shown
    done = cagame("show", folder / "results", columns=columns)
    lines = [line for line in done.stdout.splitlines() if str(folder) not in line]
    assert max(map(len, lines)) <= columns
    assert any(line.startswith("regional-first") for line in lines)


def test_what_does_not_fit_is_named(folder: Path, shown: Result) -> None:
    del shown
    assert "No room here for" in cagame("show", folder / "results", columns=60).stdout
    assert "No room here for" not in cagame("show", folder / "results", columns=100).stdout


def test_show_prints_what_run_printed(folder: Path, shown: Result) -> None:
    assert cagame("show", folder / "results").stdout == shown.stdout


def test_json_is_one_object_with_plain_numbers(folder: Path) -> None:
    done = cagame("run", folder / "study.yaml", "--out", folder / "as-json", "--json")
    found = json.loads(done.stdout, parse_constant=pytest.fail)
    assert done.stdout.count("\n") == 1
    assert found["question"] == "Does it matter which?"
    assert found["effectiveness"] == [0, 4]
    assert Path(found["folder"]) == folder / "as-json"
    assert all(Path(path).is_file() for path in (*found["plots"], found["report"]))
    rows = {(r["variant"], r["external"], r["outcome"]): r for r in found["outcomes"]}
    assert len(rows) == 3 * 2 * 4
    assert rows["values-first", "calm", "governance"]["by_construction"] is True
    assert rows["values-first", "calm", "russia_influence"]["share_better"] is None
    assert rows["joint-roadmap", "calm", "governance"]["difference_median"] == 0


def test_quiet_prints_where_the_results_are(folder: Path) -> None:
    done = cagame("run", folder / "study.yaml", "--out", folder / "quiet", "--quiet")
    assert done.stdout == f"{folder / 'quiet'}\n"


def test_a_plot_that_fails_does_not_cost_the_tables(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise ValueError("no room for the legend")

    monkeypatch.setattr("cagame.figures.draw_into", fail)
    done = cagame("run", folder / "study.yaml", "--out", folder / "unplotted")
    assert done.exit_code == 1
    assert "no room for the legend" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Two strategies and a third" in done.stdout
    assert load(folder / "unplotted").worlds == 6


def test_options_change_the_study(folder: Path) -> None:
    options = ["--worlds", 3, "--seed", 9, "--only", "values-first", "--workers", 1, "--quiet"]
    cagame("run", folder / "study.yaml", "--out", folder / "changed", *options)
    results = load(folder / "changed")
    assert results.worlds == 3
    assert results.manifest["seed"] == 9
    assert results.variants == ("joint-roadmap", "values-first")


def test_a_run_of_some_variants_leaves_the_results_of_the_whole_study(here: Path) -> None:
    (here / "study.yaml").write_text(STUDY.replace("heatmap", ""), encoding="utf-8")
    cagame("run", "study.yaml", "--quiet")
    done = cagame("run", "study.yaml", "--only", "values-first", "--quiet")
    assert done.stdout == "results/study-only\n"
    assert len(load("results/study").variants) == 3
    assert run("study.yaml", only=[], workers=1).folder == here / "results" / "study-only"
    assert load("results/study-only").variants == ("joint-roadmap",)


def test_replacing_results_says_that_their_answers_are_gone(here: Path) -> None:
    (here / "study.yaml").write_text(STUDY.replace("heatmap", ""), encoding="utf-8")
    assert "answers" not in cagame("run", "study.yaml", "--quiet").stderr
    (here / "results" / "study" / "analysis").mkdir()
    done = cagame("run", "study.yaml", "--quiet")
    assert "The answers in analysis/ were of the old results and are gone." in done.stderr
    assert not (here / "results" / "study" / "analysis").exists()


def test_diff_finds_inputs_and_outcomes_that_changed(folder: Path, shown: Result) -> None:
    del shown
    other = folder / "other.yaml"
    other.write_text(
        STUDY.replace("seed: 1", "seed: 2").replace("plots: [heatmap]", "plots: []")
        + "parameters: {overrides: {'effectiveness[EU]': 0}}\n",
        encoding="utf-8",
    )
    cagame("run", other, "--out", folder / "other", "--only", "values-first", "--quiet")
    done = cagame("diff", folder / "results", folder / "other", "--rows", 3)
    assert done.exit_code == 0
    for words in (
        "seed: 1 -> 2",
        "parameters > overrides, only in B: effectiveness[EU] = 0",
        "variants, only in A: regional-first",
        "Differences from the reference",
        "Medians",
        ", values-first, ",  # the one variant that both compare with the reference
    ):
        assert words in done.stdout
    assert done.stdout.count("values-first, calm") + done.stdout.count("-first, drought") <= 6


def test_diff_marks_what_is_equal_in_all_worlds_and_gives_levels_of_shares_in_per_cent(
    folder: Path, shown: Result
) -> None:
    del shown
    same = STUDY.replace("{eu: values-first}", "{eu: joint-roadmap}")
    (folder / "same.yaml").write_text(same, encoding="utf-8")
    cagame("run", folder / "same.yaml", "--out", folder / "same", "--quiet")
    done = cagame("diff", folder / "results", folder / "same", "--rows", 99)
    effects, _, levels = done.stdout.partition("Medians")
    row = "eu_influence, values-first, calm"
    (effect,) = (line for line in effects.splitlines() if row in line)
    assert effect.split()[-5:] == ["0.00", "pp", "83", "->", "="]
    (level,) = (line for line in levels.splitlines() if row in line)
    assert level.split()[-1] == "%"


def test_diff_of_equal_results_says_so(folder: Path, shown: Result) -> None:
    del shown
    done = cagame("diff", folder / "results", folder / "results")
    assert "The same scenario, numbers, seed and versions." in done.stdout
    assert "All 24 rows that both have are equal." in done.stdout


@pytest.mark.parametrize("file", ["manifest.json", "summary.csv", "outcomes.parquet"])
@pytest.mark.parametrize("content", ["", "{}", "garbage", None])
def test_damaged_results_are_told_apart_from_defects(
    folder: Path, shown: Result, tmp_path: Path, file: str, content: str | None
) -> None:
    del shown
    copy = Path(shutil.copytree(folder / "results", tmp_path / "copy"))
    if content is None:
        (copy / file).unlink()
    else:
        (copy / file).write_text(content, encoding="utf-8")
    for done in (cagame("show", copy), cagame("diff", copy, folder / "results")):
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert str(copy) in done.stderr


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_results_are_found_by_name(here: Path) -> None:
    (here / "study.yaml").write_text(STUDY.replace("heatmap", ""), encoding="utf-8")
    assert cagame("run", "study.yaml", "--quiet").stdout == "results/study\n"
    assert "Does it matter which?" in cagame("show", "study").stdout
    missing = cagame("show", "nothing")
    assert missing.exit_code == 2
    assert "study" in missing.stderr


def test_the_starter_scenario_is_valid_and_runs(here: Path) -> None:
    assert cagame("new", "mine").exit_code == 0
    text = (here / "mine.yaml").read_text(encoding="utf-8")
    assert "cagame run mine.yaml" in text
    assert cagame("validate", "mine.yaml").exit_code == 0
    done = cagame("run", "mine.yaml", "--worlds", 2)
    assert done.exit_code == 0
    assert "uzbekistan-opens-too" in done.stdout


def test_the_starter_scenario_mentions_every_key_and_actor(here: Path) -> None:
    cagame("new", "mine.yaml")
    text = (here / "mine.yaml").read_text(encoding="utf-8")
    keys = json_schema()["properties"]
    assert [key for key in keys if f"{key}:" not in text] == []
    assert all(f"{each}" in text for each in ("eu,", "russia,", "china,", "other,", "KZ,", "UZ."))


def test_new_does_not_overwrite_unless_told_to(here: Path) -> None:
    path = here / "mine.yaml"
    path.write_text("my work", encoding="utf-8")
    refused = cagame("new", path)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert path.read_text(encoding="utf-8") == "my work"
    assert cagame("new", path, "--force").exit_code == 0
    assert Scenario.load(path).worlds == 200
    assert [each.name for each in here.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize("folder", [".", "..", ""])
def test_new_wants_a_file_not_a_folder(here: Path, folder: str) -> None:
    done = cagame("new", folder)
    assert done.exit_code == 2
    assert "this is a folder, not a file" in done.stderr
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "file", "said"),
    [
        ("run", "strategies/eu/values-first.yaml", "this is an EU strategy. Name it in a study; "),
        ("run", "external/drought.yaml", "this is an external scenario. Name it in a study; "),
        ("sweep", "strategies/russia/spoiler.yaml", "this is a Russian strategy. Name it in a "),
        ("sweep", "eu-strategies.yaml", "this is a study. Run it with `cagame run "),
    ],
)
def test_a_file_of_another_kind_is_told_its_command(command: str, file: str, said: str) -> None:
    done = cagame(command, shipped_folder() / file)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_sweep_design_is_told_its_command(here: Path) -> None:
    (here / "design.yaml").write_text(DESIGN, encoding="utf-8")
    done = cagame("run", "design.yaml")
    assert "this is a sweep design. Run it with `cagame sweep design.yaml`." in done.stderr


def test_the_name_of_a_file_without_its_ending_is_told_the_file(here: Path) -> None:
    (here / "director.yaml").write_text(STUDY, encoding="utf-8")
    done = cagame("run", "director")
    assert done.exit_code == 2
    assert "Did you mean the file 'director.yaml'? " in done.stderr
    folder = here / "designs"
    folder.mkdir()
    (here / "director.yaml").rename(folder / "director.yaml")
    design = DESIGN.replace("eu-strategies", "director")
    (folder / "design.yaml").write_text(design, encoding="utf-8")
    done = cagame("sweep", folder / "design.yaml")
    assert "line 3: scenario: there is no study 'director'. Write director.yaml" in done.stderr


def test_a_wrong_study_is_still_told_its_line(here: Path) -> None:
    (here / "study.yaml").write_text(STUDY.replace("worlds: 6", "worlds: six"), encoding="utf-8")
    assert "study.yaml, line 3: worlds" in cagame("run", "study.yaml").stderr


def test_validate_says_what_a_file_is(here: Path) -> None:
    (here / "study.yaml").write_text(STUDY, encoding="utf-8")
    done = cagame("validate", "study.yaml")
    assert done.exit_code == 0
    assert "3 variants x 2 external scenarios x 6 worlds, 2025 to 2027" in done.stdout


def test_validate_knows_a_strategy_by_its_folder(here: Path) -> None:
    shelf = here / "strategies" / "central-asia"
    shelf.mkdir(parents=True)
    (shelf / "neutral.yaml").write_text(
        "title: Strict neutrality\nrationale: None of them.\nstance: {RU: -0.5}\n"
        "grade: assumption\nevidence: [E037]\n",
        encoding="utf-8",
    )
    done = cagame("validate", shelf / "neutral.yaml")
    assert done.exit_code == 0, done.stderr
    assert "is a valid Central Asian strategy: Strict neutrality." in " ".join(done.stdout.split())
    (shelf / "neutral.yaml").write_text("title: No\nstance: {RU: -50}\n", encoding="utf-8")
    wrong = cagame("validate", shelf / "neutral.yaml")
    assert wrong.exit_code == 2
    assert "line 2" in wrong.stderr


def test_scenarios_lists_everything_on_a_line_each() -> None:
    done = cagame("scenarios")
    lines = done.stdout.splitlines()
    for name, title in (
        ("eu-strategies", "Twelve EU strategies"),
        ("mobility-first", "Mobility first"),
        ("spoiler", "Spoiler"),
        ("surge", "Investment surge"),
        ("passive", "Other partners"),
        ("reform-opening", "Reform and opening"),
        ("afghan-spill-over", "Afghan spill-over"),
    ):
        assert any(line.split()[:1] == [name] and title in line for line in lines)


def test_schema_prints_the_schema_of_a_kind() -> None:
    assert json.loads(cagame("schema").stdout)["properties"].keys() >= {"variants", "external"}
    assert "regional_share" in json.loads(cagame("schema", "eu").stdout)["properties"]
