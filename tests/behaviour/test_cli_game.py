"""``cagame analyse game``: from the file of a small game to its equilibria."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import cagame
from cagame.analysis.game import game_of
from cagame.cli import app
from cagame.results import Results

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

STUDY = {
    "title": "A small game",
    "question": "Who moves?",
    "years": {"end": 2030},
    "worlds": 30,
    "equal_budgets": True,
    "players": {
        "eu": ["joint-roadmap", "security-first"],
        "russia": ["baseline", "security"],
        "china": ["baseline", "surge"],
    },
    "outcomes": ["payoff_eu", "payoff_russia", "payoff_china", "payoff_kazakhstan"],
}


def run(folder: Path, **changes: object) -> Path:
    study = cagame.Scenario.from_mapping(STUDY | changes)
    cagame.run(study, out=folder, workers=1)
    return folder


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("games") / "small")


def analyse(*arguments: object, columns: int = 100) -> Result:
    runner = CliRunner(env={"COLUMNS": str(columns)})
    return runner.invoke(app, ["analyse", "game", *map(str, arguments)])


def told(*arguments: object) -> dict:
    done = analyse(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_the_page_answers_every_question(results: Path) -> None:
    done = analyse(results, "--state", "KZ")
    assert done.exit_code == 0, done.stderr
    text = " ".join(done.stdout.split())
    for words in (
        *("A small game", "2 x 2 x 2 strategies, 8 profiles x 30 worlds, 2030, Calm"),
        *("Budgets of russia set to 1, instead of: security 1.2.", "Is it a game?"),
        *("ominance, not a game", "Dominated strategies", "Equilibria", "Who would deviate"),
        *("Long run", "Price of non-coordination", "weights: eu 1, russia 1, china 1"),
        *("Kazakhstan gets", "30 worlds are few", "nobody has measured", "Written"),
    ):
        assert words in text, words


@pytest.mark.parametrize("columns", [80, 100])
def test_the_page_fits_the_terminal(results: Path, columns: int) -> None:
    lines = analyse(results, columns=columns).stdout.splitlines()
    assert max(len(line) for line in lines if not line.startswith("Written")) <= columns


def test_the_table_of_payoffs_is_that_of_the_variants(results: Path) -> None:
    study = Results(results)
    game = game_of(study)
    assert game.players == ("eu", "russia", "china")
    values = study.values("payoff_russia", [2030])[:, 0, 0]
    names = list(study.variants)
    for profile in game.profiles():
        name = "eu{:02}-russia{:02}-china{:02}".format(*(place + 1 for place in profile))
        cell = game.payoffs[(1, *profile)]
        assert cell.tolist() == values[names.index(name)].tolist()


def test_json_agrees_with_the_tables(results: Path, tmp_path: Path) -> None:
    found = told(results, "--out", tmp_path / "out", "--bootstrap", 200)
    profiles = pd.read_csv(tmp_path / "out" / "game-profiles.csv")
    assert len(profiles) == 8
    (first, *_rest) = found["equilibria"]
    assert first["regret"] <= 1e-6
    played = {name: next(iter(own)) for name, own in first["strategies"].items()}
    row = profiles[(profiles[list(played)] == pd.Series(played)).all(axis=1)].iloc[0]
    assert row["equilibrium_in_resamples"] == pytest.approx(first["in_resamples"], abs=1e-5)
    assert row["payoff_eu"] == pytest.approx(first["payoffs"]["eu"], abs=1e-5)
    assert profiles["long_run_frequency"].sum() == pytest.approx(1, abs=1e-4)
    assert profiles["equilibrium_in_worlds"].between(0, 1).all()
    assert found["is_dominance"] == (found["interaction"] < 0.05)
    deviations = pd.read_csv(tmp_path / "out" / "game-deviations.csv")
    assert len(deviations) == len(found["deviations"])
    names = {path.name for path in (tmp_path / "out").iterdir()}
    kinds = ("deviations", "best-replies")
    assert {f"game-{kind}.{end}" for kind in kinds for end in ("png", "svg")} < names


def test_the_same_seed_gives_the_same_answer_and_another_one_another(results: Path) -> None:
    first, again, other = (
        told(results, "--bootstrap", 50, "--seed", seed)["deviations"] for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other
    assert [row["gain"] for row in first] == [row["gain"] for row in other]


def test_a_player_can_be_held_and_payoffs_weighted(results: Path) -> None:
    found = told(results, "--hold", "china=surge", "--weight", "eu=1", "--weight", "russia=0")
    assert found["players"]["china"] == ["surge"]
    assert {row["player"] for row in found["deviations"]} == {"eu", "russia"}


def test_a_held_status_quo_gives_a_state_the_payoff_of_that_cell(results: Path) -> None:
    study = Results(results)
    values = study.values("payoff_kazakhstan", [2030])[:, 0, 0]
    (row,) = told(results, "--hold", "china=surge", "--state", "KZ")["states"]
    place = study.variants.index("eu01-russia01-china02")
    assert row["status_quo"] == pytest.approx(np.mean(values[place]))


def test_gambit_reads_the_file(results: Path, tmp_path: Path) -> None:
    gambit = pytest.importorskip("pygambit")
    assert analyse(results, "--nfg", tmp_path / "game.nfg").exit_code == 0
    game = gambit.read_nfg(tmp_path / "game.nfg")
    assert [player.label for player in game.players] == ["eu", "russia", "china"]
    assert [len(player.strategies) for player in game.players] == [2, 2, 2]


def test_a_run_of_a_game_points_at_its_analysis(results: Path) -> None:
    done = CliRunner(env={"COLUMNS": "100"}).invoke(app, ["show", str(results)])
    assert done.exit_code == 0, done.stderr
    assert "cagame analyse game" in done.stdout
    assert len(done.stdout.splitlines()) < 15


def test_one_world_is_said_to_be_one(tmp_path: Path) -> None:
    done = analyse(run(tmp_path / "one", worlds=1))
    assert done.exit_code == 0, done.stderr
    assert "There is one world: how sure this is, cannot be said." in done.stdout
    found = told(tmp_path / "one")
    assert found["resamples"] == 0
    assert {row["low"] for row in found["deviations"]} == {None}


def test_a_study_that_is_no_game_says_so(tmp_path: Path) -> None:
    plain = {key: STUDY[key] for key in ("title", "question", "years", "worlds")}
    variants = {"a": {"eu": "joint-roadmap"}, "b": {"eu": "team-europe"}}
    study = cagame.Scenario.from_mapping(
        plain | {"reference": "a", "variants": variants, "outcomes": ["payoff_eu"]}
    )
    cagame.run(study, out=tmp_path / "plain", workers=1)
    done = analyse(tmp_path / "plain")
    assert done.exit_code == 2
    assert "not the results of a game" in done.stderr
    assert "great-game.yaml" in done.stderr


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    folder = run(tmp_path / "broken")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["outcomes"].remove("payoff_china")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    done = analyse(folder)
    assert done.exit_code == 2
    assert "no outcome 'payoff_china'" in done.stderr


def test_payoffs_that_never_change_are_told(tmp_path: Path) -> None:
    still = {"overrides": {"effectiveness": 0}}
    folder = run(tmp_path / "still", worlds=2, parameters=still)
    table = pd.read_parquet(folder / "outcomes.parquet")
    for column in ("payoff_eu", "payoff_russia", "payoff_china"):
        table[column] = np.float32(0)
    table.to_parquet(folder / "outcomes.parquet")
    done = analyse(folder)
    assert done.exit_code == 2
    assert "nobody's payoff depends" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--hold", "russia"), "--hold 'russia' is not understood"),
        (("--hold", "rusia=security"), "Did you mean 'russia'"),
        (("--hold", "russia=spoiler"), "'spoiler' is not a strategy of russia"),
        (("--weight", "eu=much"), "'much' is not a number"),
        (("--weight", "eu=-1"), "below 0"),
        (("--weight", "eu=0", "--weight", "russia=0", "--weight", "china=0"), "all weights are 0"),
        (("--state", "XX"), "'XX' is not a state"),
        (("--state", "TJ"), "no outcome 'payoff_tajikistan'"),
        (("--external", "drought"), "no external scenario 'drought'"),
        (("--bootstrap", "-1"), "greater than or equal to 0"),
        (("--hold", "russia=security", "--hold", "china=surge"), "two players"),
    ],
)
def test_wrong_options_are_one_line_and_exit_2(
    results: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = analyse(results, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_gambit_the_remedy_is_an_extra(
    tmp_path: Path, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cagame.analysis.game import mixed

    monkeypatch.setitem(sys.modules, "pygambit", None)
    # As if nothing were dominated: this small game needs no Gambit otherwise.
    everything = ((0, 1),) * 3
    monkeypatch.setattr(mixed, "eliminate", lambda _payoffs: (everything, []))
    done = analyse(results, "--out", tmp_path)
    assert done.exit_code == 2
    assert "cagame[game]" in done.stderr
    assert analyse(results, "--out", tmp_path, "--pure").exit_code == 0
