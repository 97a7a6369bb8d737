"""From results to a box, and from the box to a scenario that runs and holds what it said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from typer.testing import CliRunner

from cagame.cli import app
from cagame.results import load
from cagame.scenario import Scenario

if TYPE_CHECKING:
    from click.testing import Result

STUDY = """\
title: Three strategies
question: Where does the roadmap fail?
worlds: 600
seed: 3
years: {decision: 2010, end: 2016}
reference: joint-roadmap
variants:
  joint-roadmap: {eu: joint-roadmap}
  security-first: {eu: security-first}
  own:
    title: Our own way
    eu: {base: security-first, budget: 1.1}
external:
  - calm
  - name: dry
    title: Dry years
    events: [{pressure: drought, from: 2011, to: 2013, intensity: 0.5}]
parameters: {overrides: {tie_noise: 0}}
outcomes: [eu_influence, russia_influence]
plots: []
"""
SAME = "  joint-roadmap: {eu: joint-roadmap}\n  same: {eu: joint-roadmap}\n"
ROADMAP = ("--variant", "joint-roadmap")


def cagame(*arguments: object) -> Result:
    """Run the command line in this process."""
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, [str(each) for each in arguments])


def run(file: Path, out: Path) -> Path:
    done = cagame("run", file, "--out", out, "--workers", 1, "--quiet")
    assert done.exit_code == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the results of a study in ``results``."""
    folder: Path = tmp_path_factory.mktemp("discovery")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    run(folder / "study.yaml", folder / "results")
    return folder


@pytest.fixture(scope="module")
def shown(folder: Path) -> Result:
    """What discovery prints; the box is in ``box.yaml``."""
    done = cagame(
        *("analyse", "discover", folder / "results", *ROADMAP),
        *("--external", "dry", "--write", folder / "box.yaml"),
    )
    assert done.exit_code == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, object]:
    done = cagame(
        "analyse", "discover", folder / "results", *ROADMAP, "--external", "dry", "--json"
    )
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("\n") == 1
    return json.loads(done.stdout, parse_constant=pytest.fail)


def test_it_says_what_a_case_is_what_was_found_and_what_it_is_worth(shown: Result) -> None:
    for words in (
        "Where joint-roadmap regrets most",
        "120 of 600 worlds are cases: 20 %",
        "Dry years",
        "Peeling trajectory",
        "Chosen box",
        "effectiveness[EU]",
        "In the worlds kept aside",
        "Classification tree",
        "flatters what it finds",
        "it is an assumption, swept from 0 to 4.",
        "box.yaml",
    ):
        assert words in shown.stdout, words


def test_the_least_regret_of_a_case_has_one_unit(shown: Result, told: dict[str, Any]) -> None:
    words = " ".join(shown.stdout.split())
    least = f"{100 * float(told['threshold']):.4g} pp"
    assert f"stays at least {least} behind the best variant" in words
    assert f"from {least} on (--at-least {told['threshold']:.6g})." in words


def test_no_line_is_wider_than_the_terminal(folder: Path, shown: Result) -> None:
    lines = [line for line in shown.stdout.splitlines() if str(folder) not in line]
    assert max(map(len, lines)) <= 100


def test_figure_and_tables_stand_in_a_folder_of_their_own(folder: Path, shown: Result) -> None:
    del shown
    name = "discovery-joint-roadmap-eu_influence-dry"
    found = {path.name for path in (folder / "results" / "analysis").iterdir()}
    assert found == {f"{name}{end}" for end in (".png", ".svg", "-box.csv", "-trajectory.csv")}


def test_discovery_leaves_the_tables_of_the_run_as_they_are(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder / "results", tmp_path / "copy"))
    before = (copy / "outcomes.parquet").read_bytes()
    cagame("analyse", "discover", copy, *ROADMAP, "--out", tmp_path / "out")
    assert (copy / "outcomes.parquet").read_bytes() == before
    assert (tmp_path / "out").is_dir()


def test_json_holds_what_is_printed(told: dict, shown: Result) -> None:
    assert told["cases"] == 120
    assert told["external"] == "dry"
    limits = told["chosen"]["limits"]
    assert "effectiveness[EU]" in limits
    for number in limits:
        assert number in shown.stdout


def test_the_cases_are_the_worlds_with_the_largest_regret(folder: Path, told: dict) -> None:
    values = load(folder / "results").values("eu_influence", [2016])[:, 1, 0]
    regrets = values.max(axis=0) - values[0]
    assert np.sum(regrets >= told["threshold"]) == told["cases"]


def test_the_box_is_a_scenario_that_says_where_it_comes_from(
    folder: Path, told: dict, shown: Result
) -> None:
    del shown
    text = (folder / "box.yaml").read_text(encoding="utf-8")
    source = json.loads((folder / "results" / "manifest.json").read_text(encoding="utf-8"))
    for words in ("Three strategies", source["scenario_hash"][:12], "seed 3, 600 worlds", "dry"):
        assert words in text
    for key in ("coverage", "density"):
        assert f"{told['chosen']['found'][key]:.3f}" in text
        assert f"{told['chosen']['checked'][key]:.3f}" in text


def test_the_box_is_the_study_in_other_worlds_with_ranges(folder: Path, shown: Result) -> None:
    del shown
    box, study = (Scenario.load(folder / f"{name}.yaml") for name in ("box", "study"))
    assert box.variants == study.variants
    assert box.external == study.external[1:]
    assert box.seed != study.seed
    assert box.parameters.overrides == study.parameters.overrides
    assert box.outcomes == study.outcomes
    assert box.worlds == study.worlds
    low, high = box.parameters.ranges["effectiveness[EU]"]
    assert 0 < low < high == 4


def test_the_box_run_again_holds_the_density_it_promised(
    folder: Path, told: dict, shown: Result
) -> None:
    del shown
    run(folder / "box.yaml", folder / "again")
    asked = ("--at-least", told["threshold"], "--count", "--json")
    done = cagame("analyse", "discover", folder / "again", *ROADMAP, *asked)
    again = json.loads(done.stdout)
    checked = told["chosen"]["checked"]
    inside = checked["mass"] * checked["worlds"]
    error = np.sqrt(0.25 / inside + 0.25 / again["worlds"])
    assert abs(again["share"] - checked["density"]) < 3 * error
    # It is no restatement of how frequent cases are everywhere.
    assert again["share"] > 0.2 + 3 * np.sqrt(0.25 / again["worlds"])
    assert "analyse discover" in (folder / "box.yaml").read_text(encoding="utf-8")


def test_diff_shows_the_ranges(folder: Path, shown: Result) -> None:
    del shown
    file = folder / "ranged.yaml"
    ranges = "{overrides: {tie_noise: 0}, ranges: {'effectiveness[EU]': [1, 3]}}"
    file.write_text(
        STUDY.replace("{overrides: {tie_noise: 0}}", ranges).replace("600", "4"), encoding="utf-8"
    )
    run(file, folder / "ranged")
    done = cagame("diff", folder / "results", folder / "ranged")
    assert "parameters > ranges, only in B: effectiveness[EU]" in done.stdout
    assert "swept from 1 to 3" in cagame("show", folder / "ranged").stdout


def test_full_ranges_give_the_same_tables_byte_by_byte(folder: Path) -> None:
    ranges = "ranges: {effectiveness: [0, 4], 'returns_to_effort': [0.4, 1]}"
    for name, text in (("free", ""), ("full", f", {ranges}")):
        changed = STUDY.replace("{tie_noise: 0}}", "{tie_noise: 0}" + text + "}")
        (folder / f"{name}.yaml").write_text(changed.replace("600", "8"), encoding="utf-8")
        run(folder / f"{name}.yaml", folder / name)
    for table in ("outcomes.parquet", "actors.parquet", "summary.csv"):
        assert (folder / "free" / table).read_bytes() == (folder / "full" / table).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--variant", "joint-roadmp"), "Did you mean 'joint-roadmap'"),
        ((*ROADMAP, "--outcome", "governance"), "no outcome 'governance'"),
        ((*ROADMAP, "--outcome", "russia_influence"), "neither more nor less"),
        ((*ROADMAP, "--external", "wet"), "no external scenario 'wet'"),
        ((*ROADMAP, "--share", "0"), "between 0 and 1"),
        ((*ROADMAP, "--at-least", "9"), "only 0 of 600 worlds are cases"),
        ((*ROADMAP, "--box", "999"), "there is no box 999"),
        ((*ROADMAP, "--box", "0", "--write", "box-0.yaml"), "restricts no number"),
    ],
)
def test_a_question_without_an_answer_gives_one_readable_line(
    folder: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = cagame("analyse", "discover", folder / "results", *arguments, "--out", tmp_path)
    assert done.exit_code == 2, done.stdout
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("worlds: 600", "worlds: 1"), "same in every world"),
        (("worlds: 600", "worlds: 50"), "50 worlds are too few"),
        (("security-first", "joint-roadmap"), "the best, or as good, in every world"),
        (("eu: {base: security-first}", "eu: joint-roadmap"), ""),
    ],
)
def test_degenerate_studies_get_a_message_and_no_number(
    folder: Path, tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    del folder
    study = STUDY.replace(", budget: 1.1", "").replace(*change).replace("600", "120")
    study = study.replace("  joint-roadmap: {eu: joint-roadmap}\n" * 2, SAME)
    (tmp_path / "s.yaml").write_text(study, encoding="utf-8")
    run(tmp_path / "s.yaml", tmp_path / "r")
    done = cagame("analyse", "discover", tmp_path / "r", *ROADMAP)
    assert done.exit_code == (2 if words else 0)
    assert words in done.stderr


def test_a_study_of_one_variant_has_no_regret(tmp_path: Path) -> None:
    head, _, tail = STUDY.partition("  security-first:")
    one = head + tail[tail.index("external:") :]
    (tmp_path / "one.yaml").write_text(one.replace("600", "4"), encoding="utf-8")
    run(tmp_path / "one.yaml", tmp_path / "r")
    done = cagame("analyse", "discover", tmp_path / "r", *ROADMAP)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "one variant" in done.stderr


@pytest.mark.soak
def test_a_box_of_the_main_study_holds_in_other_worlds(tmp_path: Path) -> None:
    cagame("run", "eu-strategies", "--out", tmp_path / "eu", "--quiet")
    box = tmp_path / "box.yaml"
    done = cagame("analyse", "discover", tmp_path / "eu", *ROADMAP, "--write", box, "--json")
    told = json.loads(done.stdout)
    run(box, tmp_path / "again")
    asked = ("--at-least", told["threshold"], "--count", "--json")
    again = json.loads(cagame("analyse", "discover", tmp_path / "again", *ROADMAP, *asked).stdout)
    low, high = told["chosen"]["checked"]["density_interval"]
    room = 2 * np.sqrt(0.25 / again["worlds"])
    assert low - room < again["share"] < high + room
