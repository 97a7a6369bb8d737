"""A sweep computes what a study and a plain run compute: the same worlds, to the last bit."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from cagame.model import shared_evidence
from cagame.scenario import Scenario
from cagame.study import run
from cagame.sweep import SweepDesign, SweepResults, sweep
from cagame.sweep.identity import SHOWING, _sources, tables_version
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.region.policies import UnionPolicy

REPOSITORY = Path(__file__).parents[2]
HYPERCUBE = "latin-hypercube"
WORLDS, SEED, YEARS = 24, 5, (2027, 2028)
DECISION = 2026
OUTCOMES = ("eu_influence", "governance", "cost_per_point", "payoff_eu")
STUDY = {
    "title": "Two strategies",
    "question": "Are they the same in a sweep?",
    "years": {"decision": DECISION, "end": 2028},
    "worlds": WORLDS,
    "seed": SEED,
    "reference": "joint-roadmap",
    "variants": {
        "joint-roadmap": {"eu": "joint-roadmap"},
        "values-first": {"eu": "values-first", "KZ": "eu-leaning", "russia": "spoiler"},
    },
    "external": ["calm", "drought"],
    "outcomes": list(OUTCOMES),
    "plots": [],
}


@pytest.fixture
def swept(tmp_path: Path) -> Callable[..., SweepResults]:
    """Runs a sweep over the study above, with changes to study and design."""

    def start(study: dict[str, object] | None = None, **keys: object) -> SweepResults:
        text = json.dumps(STUDY | (study or {}))  # JSON is YAML
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        design = {
            "title": "T",
            "question": "Q?",
            "scenario": str(tmp_path / "study.yaml"),
            "worlds": WORLDS,
            "seed": SEED,
            "block": 10,
            "years": list(YEARS),
        }
        number = len(list(tmp_path.iterdir()))
        return sweep(SweepDesign.from_mapping(design | keys), out=tmp_path / f"sweep-{number}")

    return start


def values(results: SweepResults, where: str, outcome: str) -> np.ndarray:
    """(world, year) of one future."""
    column = results.frame([outcome], where)[outcome].to_numpy()
    return column.reshape(-1, len(YEARS))


@pytest.mark.parametrize("sampling", ["latin-hypercube", "sobol"])
def test_a_sweep_of_a_study_is_the_study(swept, tmp_path: Path, sampling: str) -> None:
    results = swept({"sampling": sampling}, sampling=sampling)
    study = run(Scenario.load(tmp_path / "study.yaml"), out=tmp_path / "study", workers=1)
    for v, variant in enumerate(study.variants):
        for x, external in enumerate(study.externals):
            where = f"variant = '{variant}' AND external = '{external}'"
            for outcome in OUTCOMES:
                of_sweep = values(results, where, outcome)
                of_study = study.values(outcome, YEARS)[v, x].T.astype(np.float32)
                assert of_sweep.tobytes() == np.ascontiguousarray(of_study).tobytes(), outcome


def test_blocks_change_no_number(swept) -> None:
    small, large = swept(block=10), swept(block=50)
    pd.testing.assert_frame_equal(small.frame(worlds=True), large.frame(worlds=True))
    pd.testing.assert_frame_equal(small.summary(), large.summary())


def test_a_world_with_drawn_levers_is_a_run_of_a_strategy_with_those_numbers(swept, bench) -> None:
    results = swept(
        variants=["joint-roadmap"],
        external=["calm"],
        levers={
            "eu.budget": [0.5, 2],
            "eu.channels": "simplex",
            "eu.visa.UZ": [0, 1],
            "KZ.stance.EU": [-1, 1],
            "china.conditionality": [0, 0.5],
            "UZ.weights.autonomy": [0.5, 2],
        },
        grid={"eu.council_rule": ["qmv", "median"], "KZ.stance.RU": [0.5]},
    )
    frame = results.frame(where="year = 2028", worlds=True)
    evidence = shared_evidence()
    channels, states, patrons = (evidence.axes.labels[a] for a in ("channel", "state", "patron"))
    for _, row in frame[frame["world"].isin([3, 11, 23])].iterrows():
        alone = draw(
            evidence, seed=SEED, first=row["world"], count=1, total=WORLDS, sampling=HYPERCUBE
        )
        eu: UnionPolicy = bench.strategy("EU", "joint-roadmap")
        visa = eu.visa.copy()
        visa[states.index("UZ")] = row["eu.visa.UZ"]
        shares = np.array([[row[f"eu.channels.{channel}"]] for channel in channels])
        eu = replace(
            eu,
            budget=np.array([row["eu.budget"]]),
            channels=np.broadcast_to(shares, (len(states), *shares.shape)),
            visa=visa,
            council_rule=row["eu.council_rule"],
        )
        kazakhstan, uzbekistan = (bench.history.policy(label, DECISION) for label in ("KZ", "UZ"))
        stance = kazakhstan.stance.copy()
        stance[patrons.index("EU")], stance[patrons.index("RU")] = row["KZ.stance.EU"], 0.5
        strategies = {
            "EU": eu,
            "KZ": replace(kazakhstan, stance=stance),
            "UZ": replace(
                uzbekistan,
                weights=uzbekistan.weights | {"autonomy": np.array([row["UZ.weights.autonomy"]])},
            ),
            "CN": replace(
                bench.history.policy("CN", DECISION),
                conditionality=np.array([row["china.conditionality"]]),
            ),
        }
        model = bench.run(alone, strategies, decision=2026, until=2028)
        for outcome in ("eu_influence", "governance", "payoff_eu"):
            assert np.float32(model.outcomes[outcome][0]) == row[outcome], outcome


def test_every_case_of_a_grid_is_a_run_with_that_override(swept) -> None:
    crossed = swept(grid={"effectiveness": [0, 2], "effectiveness[EU]": [1, 3]})
    for both in (0, 2):
        for own in (1, 3):
            overrides = {"effectiveness": both, "effectiveness[EU]": own}
            alone = swept(parameters={"overrides": overrides})
            for outcome in OUTCOMES:
                where = f'effectiveness = {both} AND "effectiveness[EU]" = {own}'
                found = crossed.frame([outcome], where)[outcome]
                assert found.equals(alone.frame([outcome])[outcome])


def test_an_index_beats_a_bare_name_wherever_it_stands(swept) -> None:
    keep = ["effectiveness"]
    first = swept(grid={"effectiveness[EU]": [1], "effectiveness": [2]}, keep=keep)
    second = swept(grid={"effectiveness": [2], "effectiveness[EU]": [1]}, keep=keep)
    for results in (first, second):
        rows = results.query("SELECT * FROM worlds")
        assert (rows["effectiveness[EU]"] == 1).all()
        assert (rows["effectiveness[RU]"] == 2).all()


def test_drawn_levers_change_no_other_number_of_their_world(swept) -> None:
    plain = swept(keep=["steering", "effectiveness"])
    drawn = swept(keep=["steering", "effectiveness"], levers={"eu.budget": [1, 2]})
    kept = ["world", "steering", "effectiveness[EU]", "effectiveness[RU]"]
    columns = ", ".join(f'"{name}"' for name in kept)
    sql = f"SELECT {columns} FROM worlds ORDER BY world"  # noqa: S608 (our own names)
    pd.testing.assert_frame_equal(plain.query(sql), drawn.query(sql))


# --- Saltelli -----------------------------------------------------------------------------

POLICY_ONLY = {"policy": ["effectiveness"]}
SALTELLI = {
    "sampling": "saltelli",
    "variants": ["joint-roadmap"],
    "levers": {"eu.budget": [0.5, 2]},
    "factors": {
        "policy": ["effectiveness", "eu.budget"],
        "shocks": ["shocks"],
        "others": ["rest"],
    },
    "keep": ["effectiveness", "steering"],
}


def of_matrix(results: SweepResults, matrix: str) -> pd.DataFrame:
    return results.frame(where=f"matrix = '{matrix}'", worlds=True).drop(columns="matrix")


def test_the_two_ensembles_are_halves_of_a_plain_one(swept) -> None:
    saltelli = swept(**SALTELLI)
    plain_keys = {key: SALTELLI[key] for key in ("variants", "levers", "keep")}
    plain = swept(**plain_keys, worlds=2 * WORLDS).frame(worlds=True)
    for matrix, first in (("A", 0), ("B", WORLDS)):
        half = plain[plain["world"].between(first, first + WORLDS - 1)].reset_index(drop=True)
        half["world"] -= first
        pd.testing.assert_frame_equal(of_matrix(saltelli, matrix), half)


def test_a_factor_with_everything_brings_the_other_ensemble(swept) -> None:
    everything = {"everything": ["rest"]}
    results = swept(**SALTELLI | {"factors": everything, "second_order": True})
    pd.testing.assert_frame_equal(of_matrix(results, "AB everything"), of_matrix(results, "B"))
    pd.testing.assert_frame_equal(of_matrix(results, "BA everything"), of_matrix(results, "A"))


def test_a_mixed_ensemble_takes_its_factor_and_nothing_else(swept) -> None:
    results = swept(**SALTELLI)
    a, b = of_matrix(results, "A"), of_matrix(results, "B")
    policy = of_matrix(results, "AB policy")
    for column in ("effectiveness[EU]", "eu.budget"):
        assert policy[column].equals(b[column])
        assert not policy[column].equals(a[column])
    assert policy["steering"].equals(a["steering"])
    others = of_matrix(results, "AB others")
    assert others["eu.budget"].equals(a["eu.budget"])
    assert others["steering"].equals(b["steering"])
    shocks = of_matrix(results, "AB shocks")
    assert shocks[["steering", "eu.budget"]].equals(a[["steering", "eu.budget"]])
    assert not shocks["eu_influence"].equals(a["eu_influence"])


def test_a_number_that_stands_still_has_no_effect(swept) -> None:
    """With nothing uncertain left in it, a factor brings nothing over."""
    fixed = {"overrides": {"effectiveness": 1}}
    results = swept(**SALTELLI | {"levers": {}, "factors": POLICY_ONLY, "parameters": fixed})
    pd.testing.assert_frame_equal(of_matrix(results, "AB policy"), of_matrix(results, "A"))


# --- what numbers depend on ---------------------------------------------------------------


def test_what_only_shows_is_used_by_no_block(tmp_path: Path) -> None:
    """Code that is left out of the identity of a sweep must not touch its numbers."""
    script = (
        "import sys, cagame.sweep as s\n"
        f"s.sweep(s.SweepDesign.from_mapping({_smallest()!r}), out={str(tmp_path / 's')!r})\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    used = {name.split(".")[1] for name in done.stdout.split() if name.startswith("cagame.")}
    assert "sweep" in used
    assert used.isdisjoint({name.removesuffix(".py") for name in SHOWING})


def _smallest() -> dict[str, object]:
    return {
        "title": "T",
        "question": "Q?",
        "scenario": "eu-strategies",
        "worlds": 1,
        "years": [2025],
        "parameters": {"uncertainty": "calibrated"},
        "variants": ["joint-roadmap"],
        "external": ["calm"],
    }


def test_code_and_tables_are_part_of_what_a_sweep_depends_on(monkeypatch) -> None:
    read = {path for path, _ in _sources(files("cagame"), "")}
    assert {"region/region.py", "dynamics/ties.py", "sweep/work.py", "agents/stage.py"} <= read
    assert not any(path.startswith(("plots/", "cli/", "results/honesty")) for path in read)
    before = tables_version.__wrapped__()
    assert before == tables_version()
    monkeypatch.setattr("cagame.sweep.identity.FURTHER_TABLES", ("actors.csv",))
    assert tables_version.__wrapped__() != before


@pytest.mark.parametrize("name", sorted({*SHOWING} - {"scenarios"}))
def test_what_only_shows_is_there(name: str) -> None:
    assert files("cagame").joinpath(*name.split("/")).exists()


def test_no_part_that_stands_above_sweeps_makes_them_stale() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    above = layers[layers.index("cli") : layers.index("sweep")]
    assert len(above) > 10
    assert {*above} <= {name.removesuffix(".py") for name in SHOWING}


def test_history_is_part_of_what_a_sweep_depends_on(monkeypatch, bench) -> None:
    before = tables_version.__wrapped__()
    policy = bench.history.policy("EU", DECISION)
    other = bench.history.then(
        2024, {"EU": replace(policy, budget=policy.budget + 1e-12)}, bench.evidence.axes
    )
    monkeypatch.setattr("cagame.sweep.identity.shared_history", lambda: other)
    assert tables_version.__wrapped__() != before
