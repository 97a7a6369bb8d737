"""What results hang on, asked on the command line: provenance and sensitivity."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from cagame.cli import app
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
    "years": {"decision": 2009, "end": 2010},
    "reference": "joint-roadmap",
    "variants": {
        "joint-roadmap": {"eu": "joint-roadmap"},
        "regional-first": {"eu": "regional-first"},
        "the-same": {"eu": "joint-roadmap"},
    },
    "outcomes": ["eu_influence", "governance", "russia_influence", "cost_per_point"],
}
GRADES = ["assumption", "statistic", "derived", "ordinal", "stated"]
FEW = ("--worlds", "32", "--workers", "1")


def cagame(*arguments: object) -> Result:
    """Run the command line in this process."""
    runner = CliRunner(env={"COLUMNS": "100"})
    return runner.invoke(app, ["analyse", *(str(each) for each in arguments)])


def told(*arguments: object) -> dict[str, Any]:
    """What a verb prints as JSON."""
    done = cagame(*arguments, *FEW, "--json")
    assert done.exit_code == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def study(folder: Path, **changes: object) -> Path:
    return run(Scenario.from_mapping(STUDY | changes), out=folder / "results", workers=1).folder


def sums(folder: Path) -> dict[str, str]:
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study(tmp_path_factory.mktemp("provenance"))


@pytest.fixture(scope="module")
def provenance(results: Path) -> dict[str, Any]:
    return told("provenance", results)


def test_tables_figures_and_runs_stand_beside_the_results_which_stay(
    results: Path, provenance: dict[str, Any]
) -> None:
    before = sums(results)
    found = {path.name for path in (results / "analysis").iterdir()}
    assert {
        *("provenance-grades.csv", "provenance-conclusions.csv", "provenance-sources.csv"),
        *("provenance-rankings.csv", "provenance-left_out.csv", "provenance-headlines.svg"),
        *("provenance-grades-eu_influence.png", "provenance-left_out-eu_influence.png", "runs"),
    } <= found
    runs = sorted(path.name.rpartition("-")[0] for path in (results / "analysis/runs").iterdir())
    assert [name for name in runs if not name.startswith("without")] == [
        *("grades", "sources", "with-all-documents"),
    ]
    assert told("provenance", results)["tables"] == provenance["tables"]
    assert sums(results) == before


def test_shares_of_grades_chance_and_what_they_do_together_sum_to_one(
    provenance: dict[str, Any],
) -> None:
    table = pd.DataFrame(provenance["tables"]["grades"])
    for _, part in table.groupby(["outcome", "variant", "conclusion"]):
        assert part["factor"].tolist() == [*GRADES, "yearly shocks", "together"]
        assert part["first"].sum() == pytest.approx(1)
    stated = table[table["factor"] == "stated"]
    assert (stated[["numbers", "first", "total"]] == 0).all().all()


def test_every_conclusion_says_how_much_of_it_rests_on_assumptions(
    provenance: dict[str, Any],
) -> None:
    rows = provenance["tables"]["conclusions"]
    level = rows[0]
    assert (level["variant"], level["conclusion"]) == ("joint-roadmap", "level")
    assert 0 <= level["least"] <= level["most"] <= 1
    assert level["told"].startswith("What EU influence will be under “")
    difference = next(row for row in rows if row["variant"] == "regional-first")
    assert difference["told"].startswith("What “Regional")
    assert all(row["told"].endswith("on assumptions.") for row in rows)


def test_a_variant_that_never_differs_is_told_and_the_others_are_answered(
    provenance: dict[str, Any],
) -> None:
    assert not any(row["variant"] == "the-same" for row in provenance["tables"]["conclusions"])
    assert any(
        "the-same" in each and "nothing to attribute" in each for each in provenance["notices"]
    )


def test_every_document_is_left_out_once_and_the_ranking_said_to_hang_on_one_or_none(
    provenance: dict[str, Any],
) -> None:
    moves = pd.DataFrame(provenance["tables"]["left_out"])
    own = moves[moves["outcome"] == "eu_influence"]
    assert own["left_out"].tolist() == [
        *("seneca-2018", "migration-brief-2019", "eeas-2025", "forum-2025")
    ]
    assert own["told"].str.startswith("The ranking hangs").all()
    ranks = pd.DataFrame(provenance["tables"]["rankings"])
    for _, part in ranks.groupby(["outcome", "left_out"]):
        assert sorted(part["rank"]) == [1, 2, 3]


def test_the_terminal_says_the_same_in_words(results: Path, provenance: dict[str, Any]) -> None:
    done = cagame("provenance", results, *FEW)
    assert done.exit_code == 0, done.stderr
    for words in (
        *("what each conclusion rests on", "joint-roadmap (level)", "SEnECA 2018", "WDI"),
        *("the ranking without each document", "no EEAS 2025", "is an assumption, swept"),
        provenance["tables"]["left_out"][0]["told"][:40],
    ):
        assert words in " ".join(done.stdout.split()), words


def test_asking_for_one_outcome_answers_about_that_one(results: Path, tmp_path: Path) -> None:
    answer = told("provenance", results, "--outcome", "governance", "--out", tmp_path / "out")
    assert answer["outcomes"] == ["governance"]
    assert {row["outcome"] for row in answer["tables"]["grades"]} == {"governance"}
    assert (tmp_path / "out" / "runs").is_dir()


@pytest.fixture(scope="module")
def sensitivity(results: Path) -> dict[str, Any]:
    return told("sensitivity", results, "--screen", "2", "--second-order")


def test_the_strongest_numbers_of_a_screening_get_shares_of_their_own(
    results: Path, sensitivity: dict[str, Any]
) -> None:
    screening = pd.DataFrame(sensitivity["tables"]["screening"])
    assert (np.diff(screening["strength"]) <= 0).all()
    indices = pd.DataFrame(sensitivity["tables"]["indices"])
    assert indices["factor"].tolist() == [
        *screening["factor"][:8], "all other numbers", "yearly shocks",
    ]  # fmt: skip
    assert set(indices["variant"]) == {"regional-first"}
    assert len(sensitivity["tables"]["pairs"]) == 10 * 9 / 2
    assert {row["worlds"] for row in sensitivity["tables"]["convergence"]} == {32}
    found = {path.name for path in (results / "analysis").iterdir()}
    assert {
        *("sensitivity-indices.csv", "sensitivity-screening.csv", "sensitivity-pairs.csv"),
        *("sensitivity-indices-eu_influence.svg", "sensitivity-screening-eu_influence.png"),
    } <= found


def test_wide_intervals_are_told(sensitivity: dict[str, Any]) -> None:
    assert any("more --worlds help" in notice for notice in sensitivity["notices"])


def test_numbers_that_are_named_are_not_screened_for(results: Path) -> None:
    answer = told(
        "sensitivity", results, "--factors", "effectiveness[EU]", "--variant", "joint-roadmap"
    )
    assert "screening" not in answer["tables"]
    assert [row["factor"] for row in answer["tables"]["indices"]] == [
        *("effectiveness[EU]", "all other numbers", "yearly shocks")
    ]
    assert {row["variant"] for row in answer["tables"]["indices"]} == {"joint-roadmap"}


def test_sensitivity_in_the_terminal_explains_its_columns(results: Path) -> None:
    done = cagame("sensitivity", results, "--factors", "effectiveness[EU]", *FEW)
    assert done.exit_code == 0, done.stderr
    for words in ("regional-first less joint-roadmap", "all other numbers", "has settled where"):
        assert words in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("provenance", "--outcome", "russia_influence"), "neither more nor less is better"),
        (("provenance", "--external", "clam"), "no external 'clam'"),
        (("provenance", "--worlds", "31"), "31 worlds are too few"),
        (
            ("sensitivity", "--worlds", "8", "--factors", "effectiveness[EU]"),
            "8 worlds are too few",
        ),
        (("sensitivity", "--factors", "effectivness[EU]"), "do not draw 'effectivness[EU]'"),
        (("sensitivity", "--variant", "regional-frist"), "Did you mean 'regional-first'"),
        (("sensitivity", "--variant", "the-same", "--factors", "effectiveness[EU]"), "the same in"),
        (("sensitivity", "--outcome", "cost_per_point", "--screen", "2"), "not finite"),
    ],
)
def test_a_question_without_an_answer_ends_with_one_message(
    results: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    verb, *rest = arguments
    few = FEW if "--worlds" not in rest else ()
    done = cagame(verb, results, *few, *rest, "--out", tmp_path)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.csv"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"variants": {"joint-roadmap": {"eu": "joint-roadmap"}}}, "there is one variant"),
        ({"worlds": 1}, "there is one world"),
        ({"parameters": {"uncertainty": "none"}}, "draw no numbers"),
        ({"parameters": {"uncertainty": "calibrated"}}, "go together"),
    ],
)
def test_results_that_hang_on_nothing_that_is_drawn_end_with_one_message(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    folder = study(tmp_path, **changes)
    for verb in ("provenance", "sensitivity"):
        done = cagame(verb, folder, *FEW)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr
    assert not (folder / "analysis").exists()


def test_a_study_that_draws_no_assumptions_is_answered_but_for_documents(tmp_path: Path) -> None:
    folder = study(tmp_path, parameters={"uncertainty": ["ordinal", "statistic"]})
    answer = told("provenance", folder)
    assert "rankings" not in answer["tables"]
    assert any("draws no assumptions" in notice for notice in answer["notices"])
    shares = pd.DataFrame(answer["tables"]["grades"]).set_index("factor")
    assert (shares.loc["assumption", "total"] == 0).all()
    assert (pd.DataFrame(answer["tables"]["conclusions"])["most"] == 0).all()


def test_results_of_other_tables_are_refused(results: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("outcomes.parquet", "actors.parquet", "summary.csv"):
        (copy / name).write_bytes((results / name).read_bytes())
    manifest = json.loads((results / "manifest.json").read_text("utf-8")) | {"tables_hash": "0"}
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for verb in ("provenance", "sensitivity"):
        done = cagame(verb, copy, *FEW)
        assert done.exit_code == 2
        assert "other tables of numbers" in done.stderr


def test_a_missing_salib_is_told_before_any_world_runs(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    for verb in ("provenance", "sensitivity"):
        done = cagame(verb, results, *FEW, "--out", tmp_path)
        assert done.exit_code == 2
        assert "pip install 'cagame[analysis]'" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_card_of_a_number_says_what_is_left_of_it_without_its_document() -> None:
    runner = CliRunner(env={"COLUMNS": "100"})
    card = runner.invoke(app, ["evidence", "patron_conditionality", "RU"]).stdout
    assert "rests on" in card
    assert "without, it is drawn from 0 to 0.98" in " ".join(card.split())
