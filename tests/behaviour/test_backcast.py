"""The commands that hold the simulated past against documents and statistics."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from cagame.backcast import SWITCHES, identify, score, simulate
from cagame.backcast.past import after, ensemble, silenced
from cagame.cli import past
from cagame.errors import InputError
from cagame.evidence import Evidence
from cagame.model import shared_evidence
from cagame.worlds.calibrated import CalibratedSet
from cagame.worlds.designs import unit_design
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from pathlib import Path

STATISTICS = str(files("cagame").joinpath("data", "statistics.csv"))
QUANTITIES = {
    *("trade_share", "influence", "influence_share", "alignment", "openness", "governance"),
    *("prosperity", "remittance_exposure", "regional_ties", "tie_trade", "tie_investment"),
    *("tie_aid", "tie_diplomacy", "tie_security", "tie_mobility", "tie_values"),
}


def cagame(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cagame", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("past") / "backcast"
    done = cagame("backcast", "--worlds", 20, "--identification", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "do not show how effective policy is" in " ".join(done.stdout.split())
    return out


def test_the_backcast_has_every_year_state_partner_and_quantity(folder: Path) -> None:
    table = pd.read_csv(folder / "backcast.csv", keep_default_na=False)
    columns = ["year", "state", "partner", "quantity", "median", "low", "high"]
    assert list(table.columns) == columns
    assert set(table["quantity"]) == QUANTITIES
    by_partner = table[table["quantity"] == "influence_share"]
    assert set(by_partner["partner"]) == {"EU", "RU", "CN", "OT"}
    assert set(by_partner["state"]) == {"KZ", "KG", "TJ", "TM", "UZ", "CA5", "CA5w"}
    assert set(by_partner["year"]) == set(range(2007, 2025))
    assert set(table[table["quantity"] == "governance"]["partner"]) == {""}
    assert not table.duplicated(columns[:4]).any()
    assert (table["low"] <= table["median"]).all()
    assert (table["median"] <= table["high"]).all()


def test_the_other_tables_and_the_figures_are_there(folder: Path) -> None:
    facts = pd.read_csv(folder / "facts.csv")
    assert {"criterion", "evidence", "kind", "holds", "share_of_worlds"} <= set(facts.columns)
    observed = pd.read_csv(folder / "observations.csv")
    assert set(observed["series"]) == {"statistic"}
    assert json.loads((folder / "manifest.json").read_text())["worlds"] == 20
    drawn = {path.stem for path in (folder / "plots").glob("*.png")}
    assert drawn == {
        *("trade_share", "influence", "governance", "remittance_exposure"),
        *("facts", "identification"),
    }


def test_a_series_on_another_scale_starts_at_the_models_median(folder: Path) -> None:
    observed = pd.read_csv(folder / "observations.csv", keep_default_na=False)
    model = pd.read_csv(folder / "backcast.csv", keep_default_na=False)
    key = ["year", "state", "partner", "quantity"]
    both = observed[observed["quantity"] == "influence"].merge(model, on=key)
    first = both[both["year"] == 2007]
    assert len(first) == 10
    assert first["value"].to_numpy() == pytest.approx(first["median"].to_numpy(), rel=1e-4)


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    done = cagame("backcast", "--worlds", 2, "--out", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("Error:")
    assert (tmp_path / "thesis.txt").exists()


def test_scores_are_not_computed_where_they_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setattr("cagame.cli.past.score_forecasts", lambda *_given: pytest.fail("computed"))
    with pytest.raises(InputError, match="holds no results"):
        past.score(STATISTICS, 2007, tmp_path, worlds=2, seed=1)


def test_score_writes_scores_and_says_where_the_model_is_not_better(tmp_path: Path) -> None:
    done = cagame("score", STATISTICS, "--fit-to", 2007, "--worlds", 50, "--out", tmp_path / "s")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "Share of trade: the model beats persistence" in said
    assert "does not beat the linear trend" in said
    table = pd.read_csv(tmp_path / "s" / "scores.csv")
    assert {"mean_absolute_error", "crps", "coverage_50", "coverage_90"} <= set(table.columns)
    assert {"persistence", "linear trend", "mean reversion"} <= set(table["forecaster"])
    assert set(table["quantity"]) == {"Share of trade", "Formal influence", "Governance"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year\n2013\n", "is missing"),
        ("series,state,partner,year,value,unit,source\n", "has no rows"),
        (
            "series,state,partner,year,value,unit,source\nrain,KZ,,2013,1,mm,X\n",
            "nothing to score after 2012",
        ),
    ],
)
def test_a_bad_table_of_observations_gives_one_readable_error(
    text: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "later.csv").write_text(text, encoding="utf-8")
    done = cagame("score", tmp_path / "later.csv", "--worlds", 2, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_later_observations_are_scored_from_the_last_shipped_year(tmp_path: Path) -> None:
    rows = ["series,state,partner,year,value,unit,source"]
    rows += [f"trade_share,KZ,{partner},2014,0.2,share,made" for partner in ("EU", "RU", "CN")]
    # The index has no row of 2012 for the EU, so there is nothing to start from.
    rows += ["liberal_democracy,TJ,,2013,0.06,index,made", "fbic_index,KZ,RU,2013,0.5,i,made"]
    (tmp_path / "later.csv").write_text("\n".join(rows), encoding="utf-8")
    scores = score(tmp_path / "later.csv", worlds=20)
    assert scores.fit_to == 2012
    persistent = scores.forecasts[scores.forecasts["forecaster"] == "persistence"]
    assert len(persistent) == 5
    shipped = pd.read_csv(STATISTICS)
    last = shipped[(shipped["year"] == 2012) & (shipped["state"] == "KZ")]
    last = last[(last["series"] == "trade_share") & (last["partner"] == "EU")]["value"].item()
    kazakh = persistent[(persistent["partner"] == "EU")]["median"].item()
    assert kazakh == pytest.approx(last)


def test_a_fit_before_the_model_starts_is_refused() -> None:
    with pytest.raises(InputError, match="starts in 2007"):
        score(fit_to=2005)


def test_silenced_events_leave_the_world_as_if_they_had_no_row() -> None:
    evidence = shared_evidence()
    worlds = draw(evidence, seed=2, count=3)
    quiet = silenced(worlds, evidence, after(2010))
    for event in evidence.events:
        neutral = evidence.pressures[event.pressure].neutral
        expected = np.array([neutral]) if event.start > 2010 else worlds.intensities[event.name]
        assert (quiet.intensities[event.name] == expected).all()


def test_frozen_openness_stays_and_no_other_switch_freezes_it() -> None:
    evidence = shared_evidence()
    for switch in SWITCHES:
        drawn = ensemble(evidence, 5, 1, switch)
        openness = simulate(evidence, drawn, 2012, ["openness"]).series["openness"]
        moved = np.abs(openness[-1] - openness[0]).max()
        assert (moved < 1e-12) == (switch.name == "frozen-openness"), switch.name


def test_facts_do_not_need_effective_policy() -> None:
    table = identify(worlds=100).set_index(["fact", "switch"])["share_of_worlds"]
    still = table.xs("no-effectiveness", level="switch") - table.xs("as-is", level="switch")
    assert still.min() > -0.2
    assert table["F02", "no-rival-growth"] == 0


def test_calibrated_worlds_take_their_narrowed_numbers_from_the_set() -> None:
    evidence, kept = Evidence.load(), CalibratedSet.read()
    assert "market_growth[CN]" in kept.names
    assert not any(name.startswith("effectiveness") for name in kept.names)
    usual = draw(evidence, seed=4, count=400)
    narrowed = draw(evidence, seed=4, count=400, uncertainty="calibrated")
    china = evidence.axes.index("CN")
    before, now = (w.parameters.market_growth[china] for w in (usual, narrowed))
    # What the set holds is faster growth than the prior: nothing else moves the mean so far.
    assert now.mean() > before.mean() + 3 * before.std() / np.sqrt(before.size)
    assert len(np.unique(now)) <= kept.points.shape[1]
    assert (usual.parameters.effectiveness == narrowed.parameters.effectiveness).all()


def test_a_calibrated_world_is_the_same_alone() -> None:
    evidence = shared_evidence()
    together = draw(evidence, seed=4, count=6, uncertainty="calibrated")
    alone = draw(evidence, seed=4, first=5, count=1, uncertainty="calibrated")
    for name in CalibratedSet.read().names:
        bare = name.partition("[")[0]
        if bare in together.parameters.names:
            same = getattr(together.parameters, bare)[..., -1:] == getattr(alone.parameters, bare)
            assert same.all()


def test_a_set_that_no_longer_fits_the_tables_is_refused() -> None:
    kept = CalibratedSet(("gone",), np.array([[0.5]]), np.ones(1))
    design = unit_design(["there"], 1, 0, 2, 2, "sobol")
    with pytest.raises(InputError, match=r"calibrated.csv: the calibrated set holds 'gone'"):
        kept.place(["there"], design, np.array([0.1, 0.2]))
