"""Questions put to results on the command line: comparison and robustness."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from cagame.cli import app
from cagame.results import Results
from cagame.scenario import Scenario
from cagame.study import run

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

STUDY: dict[str, Any] = {
    "title": "Two strategies and a third",
    "question": "Does it matter which?",
    "worlds": 24,
    "seed": 1,
    "years": {"decision": 2009, "end": 2011},
    "reference": "joint-roadmap",
    "variants": {
        "joint-roadmap": {"eu": "joint-roadmap"},
        "regional-first": {"eu": "regional-first"},
        "values-first": {"eu": "values-first"},
    },
    "external": ["calm", "drought"],
    "outcomes": [
        *("eu_influence", "eu_influence_weighted", "governance", "regional_cooperation"),
        *("russia_influence", "cost_per_point"),
    ],
    "thresholds": {"eu_influence": {"at_least": 0.2}, "governance": {"at_least": 0.18}},
}


def cagame(*arguments: object) -> Result:
    """Run the command line in this process."""
    runner = CliRunner(env={"COLUMNS": "100"})
    return runner.invoke(app, [str(each) for each in arguments])


def told(*arguments: object) -> dict[str, Any]:
    """What a verb prints as JSON."""
    done = cagame("analyse", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def study(folder: Path, **changes: object) -> Path:
    scenario = Scenario.from_mapping(STUDY | changes)
    return run(scenario, out=folder / "results", workers=1).folder


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("analyse"), years={"decision": 2025, "end": 2027})


def sums(folder: Path) -> dict[str, str]:
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


def test_answers_stand_beside_the_tables_of_the_run_which_stay_as_they_are(results: Path) -> None:
    before = sums(results)
    assert cagame("analyse", "compare", results).exit_code == 0
    assert cagame("analyse", "robustness", results).exit_code == 0
    assert sums(results) == before
    found = {path.name for path in (results / "analysis").iterdir()}
    assert {
        *("compare-differences.csv", "compare-pairs.csv", "compare-ranks.csv"),
        *("compare-dominance.csv", "compare-winners.csv", "compare-aggregates.csv"),
        *("compare-effectiveness.csv", "compare-front.csv", "compare-beaten.csv"),
        *("compare-effectiveness-eu_influence.png", "compare-front.svg"),
        *("robustness-criteria.csv", "robustness-satisficing.csv", "robustness-vulnerability.csv"),
        *("robustness-criteria-eu_influence.png", "robustness-vulnerability-eu_influence.svg"),
    } <= found


def test_asking_twice_gives_the_same_bytes(results: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        told("compare", results, "--out", tmp_path / name)
        told("robustness", results, "--out", tmp_path / name)
    assert sums(tmp_path / "one") == sums(tmp_path / "two")
    assert len(sums(tmp_path / "one")) > 10


def test_the_shares_are_those_counted_from_the_worlds(results: Path) -> None:
    found = pd.DataFrame(told("compare", results)["tables"]["differences"])
    values = Results(results).values("governance", [2027])[:, :, 0]
    row = found.set_index(["outcome", "first", "external"]).loc[
        ("governance", "values-first", "drought")
    ]
    assert row["second"] == "joint-roadmap"
    assert row["share_better"] == np.mean(values[2, 1] > values[0, 1])
    assert row["difference_mean"] == pytest.approx(np.mean(values[2, 1] - values[0, 1]))


def test_a_win_by_construction_is_told_as_one(results: Path) -> None:
    table = pd.DataFrame(told("compare", results)["tables"]["winners"])
    won = table[table["by_construction"]].groupby("winner")["outcome"].unique()
    assert {name: list(outcomes) for name, outcomes in won.items()} == {
        "values-first": ["governance"],
        "regional-first": ["regional_cooperation"],
    }
    assert "russia_influence" not in set(table["outcome"])


def test_both_regional_aggregates_are_ranked_and_compared(results: Path) -> None:
    tables = told("compare", results, "--outcome", "eu_influence")["tables"]
    assert {row["outcome"] for row in tables["ranks"]} == {"eu_influence", "eu_influence_weighted"}
    assert {row["outcome"] for row in tables["effectiveness"]} == {
        "eu_influence",
        "eu_influence_weighted",
    }
    assert [row["other"] for row in tables["aggregates"]] == ["eu_influence_weighted"] * 2


def test_the_bins_of_effectiveness_hold_all_worlds_once(results: Path) -> None:
    table = pd.DataFrame(told("compare", results)["tables"]["effectiveness"])
    of_one = table[
        (table["outcome"] == "eu_influence")
        & (table["variant"] == "values-first")
        & (table["external"] == "calm")
    ]
    assert of_one["worlds"].sum() == 24
    assert (of_one["low"].min(), of_one["high"].max()) == (0, 4)


def test_two_variants_alone_can_be_compared(results: Path) -> None:
    pair = ("values-first", "regional-first")
    done = told("compare", results, "--between", *pair, "--precision", "0.001")
    rows = done["tables"]["differences"]
    assert {(row["first"], row["second"]) for row in rows} == {pair}
    wider = told("compare", results, "--between", *pair, "--precision", "0.002")
    needed = [r["worlds_for_difference"] for r in rows]
    fewer = [r["worlds_for_difference"] for r in wider["tables"]["differences"]]
    assert all(a >= b for a, b in zip(needed, fewer, strict=True))
    assert sum(needed) > sum(fewer)


def test_the_printed_page_says_what_its_numbers_are(results: Path) -> None:
    page = cagame("analyse", "compare", results).stdout
    for words in (
        "the order in a world is opposite",
        "Kendall's tau",
        "No world lies at exactly 0",
        "by construction; else",
        "it is an assumption, swept from 0 to 4.",
        "does not validate what a strategy would do",
    ):
        assert words in " ".join(page.split())
    page = cagame("analyse", "robustness", results).stdout
    for words in ("Regret: how far", "all at once", "at least 20 (%)", "Change from calm"):
        assert words in " ".join(page.split())


def test_satisficing_counts_worlds_that_meet_the_scenarios_thresholds(results: Path) -> None:
    table = pd.DataFrame(told("robustness", results)["tables"]["satisficing"])
    loaded = Results(results)
    influence = loaded.values("eu_influence", [2027])[:, :, 0] >= 0.2
    governance = loaded.values("governance", [2027])[:, :, 0] >= 0.18
    share = table.set_index(["outcome", "variant", "external"])["share"]
    both = influence & governance
    assert share["(all thresholds)", "values-first", "(all)"] == both[2].mean()
    assert share["eu_influence", "values-first", "drought"] == influence[2, 1].mean()


def test_a_study_that_holds_effectiveness_fixed_says_so(tmp_path: Path) -> None:
    fixed = {"overrides": {"effectiveness[EU]": 0}}
    answer = told("compare", study(tmp_path, parameters=fixed, external=["calm"]))
    assert "effectiveness" not in answer["tables"]
    assert any("holds effectiveness[EU] at 0" in notice for notice in answer["notices"])


def test_without_thresholds_and_external_scenarios_the_rest_is_told(tmp_path: Path) -> None:
    answer = told("robustness", study(tmp_path, thresholds={}, external=["calm"]))
    assert set(answer["tables"]) == {"criteria"}
    assert any("gives no thresholds" in notice for notice in answer["notices"])
    assert any("one external scenario" in notice for notice in answer["notices"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"worlds": 1}, "there is one world"),
        ({"variants": {"joint-roadmap": {"eu": "joint-roadmap"}}}, "there is one variant"),
        (
            {
                "variants": {
                    "joint-roadmap": {"eu": "joint-roadmap"},
                    "the-same": {"eu": "joint-roadmap"},
                }
            },
            "is the same under every variant",
        ),
    ],
)
def test_what_cannot_be_compared_ends_with_one_message(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    folder = study(tmp_path, external=["calm"], **changes)
    for verb in ("compare", "robustness"):
        done = cagame("analyse", verb, folder)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr
    assert not (folder / "analysis").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare", "--outcome", "russia_influence"), "neither more nor less is better"),
        (("compare", "--outcome", "eu_influense"), "Did you mean 'eu_influence'"),
        (("compare", "--external", "drougt"), "Did you mean 'drought'"),
        (("compare", "--between", "values-first", "nobody"), "'nobody' is not a variant"),
        (("compare", "--precision", "0"), "no number above 0"),
        (("robustness", "--optimism", "2"), "--optimism"),
    ],
)
def test_a_wrong_question_ends_with_one_message(
    results: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = cagame("analyse", arguments[0], results, *arguments[1:])
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_threshold_for_an_outcome_that_was_not_kept_is_told(tmp_path: Path) -> None:
    folder = study(tmp_path, external=["calm"], thresholds={"resilience": {"at_least": 0.5}})
    done = cagame("analyse", "robustness", folder)
    assert done.exit_code == 2
    assert "no outcome 'resilience'" in done.stderr


def test_thresholds_are_told_in_the_unit_of_the_tables(results: Path) -> None:
    done = cagame("analyse", "robustness", results)
    assert "EU influence: at least 20 (%)." in done.stdout
    assert "Governance: at least 18 (/100)." in done.stdout


def test_a_first_place_that_is_not_clear_is_marked(results: Path) -> None:
    done = cagame("analyse", "compare", results)
    table = done.stdout.partition("Who wins what")[2]
    assert "not clear against" in table
    assert "fewer than 95 % of worlds" in " ".join(table.split())


def test_other_tables_leave_out_effectiveness_and_keep_the_rest(
    results: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("outcomes.parquet", "actors.parquet", "summary.csv"):
        (copy / name).write_bytes((results / name).read_bytes())
    manifest = json.loads((results / "manifest.json").read_text("utf-8")) | {"tables_hash": "0"}
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    answer = told("compare", copy)
    assert "effectiveness" not in answer["tables"]
    assert any("other tables of numbers" in notice for notice in answer["notices"])
    assert "differences" in answer["tables"]


def test_a_folder_that_cannot_be_written_to_is_told(results: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = cagame("analyse", "robustness", results, "--out", tmp_path / "file")
    assert done.exit_code == 1
    assert "could not be written" in done.stderr
