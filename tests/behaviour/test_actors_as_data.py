"""A partner that nobody has heard of is added by files only, and every command knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from typer.testing import CliRunner

from cagame.classroom.engine import Engine
from cagame.classroom.ledger import Ledger
from cagame.classroom.lesson import Lesson
from cagame.cli import app
from cagame.executors import Here
from cagame.exploring.downloads import scenario_text
from cagame.exploring.moves import with_lever
from cagame.exploring.runs import answered
from cagame.exploring.studies import of_study, opened, studies
from cagame.report import write_report
from cagame.results import Results
from cagame.scenario import Scenario, shipped_folder
from cagame.study import run
from cagame.study.ensemble import parameters_of
from cagame.sweep import SweepDesign, SweepResults, sweep

if TYPE_CHECKING:
    from pathlib import Path

TURKEY = (shipped_folder() / "actors" / "turkey.yaml").read_text(encoding="utf-8")
STRATEGY = """\
title: Gulf as before
rationale: Money for aid and investment, for a test.
evidence: [E234]
channels: {investment: 0.6, aid: 0.4}
partners: {KZ: 0.4, KG: 0.1, TJ: 0.2, TM: 0.2, UZ: 0.1}
"""
STUDY = """\
title: The Gulf in Central Asia
question: What if the Gulf did more?
years: {decision: 2026, end: 2029}
worlds: 12
seed: 4
actors: gulf
reference: as-before
variants:
  as-before: {gulf: as-before}
  more: {gulf: {base: as-before, budget: 3}}
outcomes: [gulf_influence, eu_influence, payoff_gulf, gulf_trade_share]
plots: [dyads, fan]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a study, its file of actors and their strategies: no code."""
    (tmp_path / "actors").mkdir()
    (tmp_path / "strategies" / "gulf").mkdir(parents=True)
    text = TURKEY.replace("TR", "GU").replace("key: turkey", "key: gulf")
    text = text.replace("name: Turkey", "name: The Gulf").replace("baseline", "as-before")
    text = text.replace("turkmen-exodus-to-turkey-2016", "turkmen-exodus-to-the-gulf-2016")
    (tmp_path / "actors" / "gulf.yaml").write_text(text, encoding="utf-8")
    strategy = tmp_path / "strategies" / "gulf" / "as-before.yaml"
    strategy.write_text(STRATEGY, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def cagame(*words: str) -> str:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_a_further_partner_needs_files_only(folder: Path) -> None:
    said = cagame("validate", str(folder / "study.yaml"))
    assert "is valid: 2 variants" in said
    assert "1 partner" in cagame("validate", str(folder / "actors" / "gulf.yaml"))
    strategy = folder / "strategies" / "gulf" / "as-before.yaml"
    assert "Gulf as before" in cagame("validate", str(strategy))
    shown = cagame("run", str(folder / "study.yaml"), "--out", str(folder / "results"))
    assert "gulf_influence" in (folder / "results" / "summary.csv").read_text(encoding="utf-8")
    assert "The Gulf in Central Asia" in shown
    results = Results(folder / "results")
    as_before, more = results.values("gulf_influence", [2029])[:, 0, 0]
    assert (more > as_before).all()
    assert "GU" in set(results.actors["patron"])
    page = (folder / "results" / "report.html").read_text(encoding="utf-8")
    assert "The Gulf" in page


def test_results_are_read_again_without_the_files(folder: Path) -> None:
    results = run(folder / "study.yaml", out=folder / "results", workers=1)
    for path in (*folder.glob("actors/*"), *folder.glob("strategies/gulf/*")):
        path.unlink()
    drawn = parameters_of(results)
    assert {"budget[GU]", "trade_share_2007[GU UZ]"} <= set(drawn.columns)
    write_report(results.folder)
    again = Scenario.from_mapping(results.manifest["study"])
    assert again.hash() == results.manifest["scenario_hash"]


def test_workers_and_blocks_change_nothing_with_a_partner(folder: Path) -> None:
    one = run(folder / "study.yaml", out=folder / "one", workers=1)
    two = run(folder / "study.yaml", out=folder / "two", workers=2, block=5)
    for name in ("outcomes.parquet", "actors.parquet", "summary.csv"):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()


def test_a_sweep_has_the_worlds_of_its_study(folder: Path) -> None:
    keys = {
        "title": "T",
        "question": "Q?",
        "scenario": str(folder / "study.yaml"),
        "worlds": 12,
        "seed": 4,
        "sampling": "latin-hypercube",
        "block": 10,
        "keep": ["budget[GU]"],
    }
    design = SweepDesign.from_mapping(keys)
    swept = sweep(design, out=folder / "sweep", executor=Here())
    assert isinstance(swept, SweepResults)
    results = run(folder / "study.yaml", out=folder / "results", workers=1)
    number = swept.futures().index({"external": "calm", "variant": "more"})
    values = swept.values(number, ["gulf_influence"], swept.places)[0, -1]
    np.testing.assert_array_equal(values, results.values("gulf_influence", [2029])[1, 0, 0])


SWEEP = """\
title: What the Gulf could do
question: Does its money matter more than whom states lean to?
scenario: study.yaml
variants: [as-before]
worlds: 40
seed: 4
block: 20
levers:
  gulf.budget: [0, 4]
  gulf.channels: simplex
  KZ.stance.GU: [0, 1]
grid:
  gulf.conditionality: [0, 0.5]
keep: ["budget[GU]"]
"""


def test_a_sweep_moves_the_levers_of_a_partner(folder: Path) -> None:
    (folder / "design.yaml").write_text(SWEEP, encoding="utf-8")
    assert "2 futures of each" in cagame("validate", str(folder / "design.yaml"))
    said = cagame("sweep", str(folder / "design.yaml"), "--dry-run", "--out", str(folder / "out"))
    assert "40 in 2 blocks" in said
    swept = sweep(folder / "design.yaml", out=folder / "sweep", executor=Here())
    assert isinstance(swept, SweepResults)
    rows = swept.frame(["gulf_influence"], '"gulf.conditionality" = 0', worlds=True)
    assert rows["gulf.budget"].between(0, 4).all()
    shares = rows[[name for name in rows if name.startswith("gulf.channels.")]]
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert rows["gulf.budget"].corr(rows["gulf_influence"], method="spearman") > 0.3


def test_a_world_with_a_drawn_lever_is_a_run_with_that_number(folder: Path) -> None:
    design = SWEEP.replace("  gulf.channels: simplex\n  KZ.stance.GU: [0, 1]\n", "")
    design = design[: design.index("grid:")].replace("[0, 4]", "[1.5, 1.6]")
    (folder / "design.yaml").write_text(design, encoding="utf-8")
    swept = sweep(folder / "design.yaml", out=folder / "sweep", executor=Here())
    assert isinstance(swept, SweepResults)
    first = swept.frame(["gulf_influence"], "world = 0", worlds=True).iloc[0]
    text = STUDY.replace("budget: 3", f"budget: {float(first['gulf.budget'])!r}")
    (folder / "study.yaml").write_text(text.replace("worlds: 12", "worlds: 40"), encoding="utf-8")
    results = run(folder / "study.yaml", out=folder / "results", workers=1)
    more = results.values("gulf_influence", [2029])[1, 0, 0]
    assert np.float32(more[0]) == np.float32(first["gulf_influence"])


def test_a_lever_of_a_partner_that_is_misspelt_is_told_with_its_line(folder: Path) -> None:
    text = SWEEP.replace("gulf.budget", "golf.budget")
    (folder / "design.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["sweep", str(folder / "design.yaml"), "--dry-run"])
    assert done.exit_code == 2
    said = " ".join(done.stderr.split())
    assert "line 9: levers > golf.budget: 'golf' is not an actor of the study." in said
    assert "Did you mean 'gulf'?" in said


def test_a_partner_plays_a_game(folder: Path) -> None:
    text = STUDY[: STUDY.index("reference:")] + STUDY[STUDY.index("outcomes:") :]
    text = text.replace("[gulf_influence,", "[payoff_eu, gulf_influence,")
    text = text.replace("plots: [dyads, fan]", "plots: []\nequal_budgets: true")
    text += """\
players:
  eu: [joint-roadmap, values-first]
  gulf:
    - as-before
    - {base: as-before, name: aid, channels: {aid: 1}}
"""
    (folder / "game.yaml").write_text(text, encoding="utf-8")
    results = run(folder / "game.yaml", out=folder / "game", workers=1)
    payoff = results.values("payoff_gulf", [2029])[:, 0, 0]
    assert payoff.shape == (4, 12)
    assert [player["key"] for player in results.manifest["game"]["players"]] == ["eu", "gulf"]
    assert "Gulf" in cagame("analyse", "game", str(results.folder))


def test_a_class_plays_in_a_world_with_a_partner(folder: Path) -> None:
    study = Scenario.load(folder / "study.yaml")
    lesson = Lesson.of(study, worlds=8, seats=("eu", "russia"))
    again = Lesson.from_text(lesson.as_text())
    ledger = Ledger().with_choice(1, "eu", "values-first")
    values = Engine(again).play(ledger)
    assert values["eu_influence"].shape == (4, 8)
    assert np.isfinite(values["gulf_influence"]).all()


def test_the_explore_page_offers_and_runs_a_study_of_a_folder(folder: Path) -> None:
    path = studies(folder)["study"]
    state = of_study(*opened(path))
    moved = with_lever(state, 1, "gulf", "budget", "", 2.5)
    view = answered(moved.keys(), folder / "runs", "gulf_influence")
    assert list(view.titles) == list(moved.titles)
    assert view.names["GU"] == "The Gulf"
    again = Scenario.from_text(scenario_text(moved))
    assert again.variants[1].strategies["GU"].budget == 2.5


def test_the_shipped_files_of_actors_pass_the_audit() -> None:
    assert cagame("evidence", "--audit").startswith("The audit passes")


def test_an_audit_tells_what_is_wrong_in_a_file_of_actors(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "actors" / "gulf.yaml"
    text = path.read_text(encoding="utf-8").replace("low: 10, high: 100", "low: 40, high: 40")
    path.write_text(text, encoding="utf-8")
    for shelf in ("strategies", "external"):
        (folder / shelf).mkdir(exist_ok=True)
    monkeypatch.setattr("cagame.scenario.library.shipped_folder", lambda: folder)
    done = CliRunner().invoke(app, ["evidence", "--audit"])
    assert done.exit_code == 1
    assert "is an assumption without a range" in " ".join(done.output.split())
    assert "gulf.yaml, line" in done.output
