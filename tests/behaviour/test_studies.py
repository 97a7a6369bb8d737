"""Every file under ``scenarios/`` is valid, runs, and does something."""

from __future__ import annotations

import runpy
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from cagame.evidence import Evidence
from cagame.scenario import ACTORS, Library, Scenario, shipped_folder
from cagame.scenario.shelves import Kind
from cagame.study import run

if TYPE_CHECKING:
    from cagame.results import Results
    from cagame.scenario import ActorKey

STUDIES = Library().names("study")
REPOSITORY = Path(__file__).parents[2]
#: What came out of each study, in words and tables.
PAGES = REPOSITORY / "docs" / "studies"
WORLDS = 32
#: Long enough for every lever to move something, short enough for a test.
YEARS = 4
#: Infinite where no money buys influence, so its median need not be a number.
MAY_BE_INFINITE = {"cost_per_point"}
#: The names under which what goes on as before is listed.
COURSES_IN_FORCE = {"joint-roadmap", "baseline", "passive", "steady"}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.load()


def check(results: Results) -> None:
    """Check that the tables are whole, and that no variant is a copy of the reference."""
    summary = results.summary()
    outcomes = len(results.outcome_names)
    assert len(summary) == len(results.variants) * len(results.externals) * outcomes
    finite = summary[~summary["outcome"].isin(MAY_BE_INFINITE)]
    assert np.isfinite(finite[["median", "low", "high", "difference_median"]]).all(axis=None)
    spread = summary["difference_high"] - summary["difference_low"]
    moved = set(summary.loc[spread.abs() > 0, "variant"])
    assert moved == set(results.variants) - {results.reference}


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_says_what_it_asks_and_why(name: str, evidence: Evidence) -> None:
    study = Scenario.load(name, evidence)
    assert study.question.endswith("?")
    assert study.rationale
    assert study.reference == study.variants[0].name or study.reference == "joint-roadmap"
    titles = [variant.title for variant in study.variants]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_runs(name: str, tmp_path: Path, evidence: Evidence) -> None:
    study = Scenario.load(name, evidence)
    years = study.years.model_copy(update={"end": study.years.decision + YEARS})
    short = replace(study, worlds=WORLDS, years=years)
    check(run(short, out=tmp_path / "results", workers=1))


def test_the_classroom_study_is_done_while_the_class_waits(tmp_path: Path) -> None:
    # Processor time, because the machine that tests may have other things to do.
    started = time.process_time()
    run("classroom", out=tmp_path / "results", workers=1)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_has_a_page_that_says_how_to_run_it(name: str, evidence: Evidence) -> None:
    study = Scenario.load(name, evidence)
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert study.question in page
    assert f"`cagame run scenarios/{name}.yaml`" in page
    assert f"in {study.worlds} worlds (seed {study.seed})" in page
    assert f"{study.years.decision} to {study.years.end}" in page
    assert f"({name}.md)" in (PAGES / "index.md").read_text(encoding="utf-8")


@pytest.mark.soak
@pytest.mark.parametrize("name", STUDIES)
def test_the_tables_of_a_page_are_those_of_its_study(
    name: str, tmp_path: Path, evidence: Evidence
) -> None:
    readings = runpy.run_path(str(REPOSITORY / "experiments" / "readings.py"))
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    own = Scenario.load(name, evidence).tables(evidence)
    tables = readings["Tables"](run(name, out=tmp_path / "results"), own)
    assert readings["rewritten"](page, tables) == page


@pytest.mark.soak
@pytest.mark.parametrize("name", STUDIES)
def test_a_study_runs_to_its_end_in_all_its_worlds(name: str, tmp_path: Path) -> None:
    check(run(name, out=tmp_path / "results"))


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_file_of_the_library_is_valid(kind: Kind, evidence: Evidence) -> None:
    library = Library((shipped_folder(),), evidence)
    for name in library.names(kind):
        found = library.load(kind, name)
        assert found.title
        assert found.rationale
        assert found.evidence


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.key)
def test_every_strategy_runs_and_moves_something(actor: ActorKey, tmp_path: Path) -> None:
    names = Library().names(actor.kind)
    keys = {
        "title": "All strategies",
        "question": "Do they run?",
        "years": {"decision": 2025, "end": 2026},
        "worlds": 4,
        "reference": "as-before",
        "variants": {"as-before": None} | {name: {actor.key: name} for name in names},
    }
    results = run(Scenario.from_mapping(keys), out=tmp_path / "results", workers=1)
    summary = results.summary()
    moved = set(summary.loc[summary["difference_high"] > summary["difference_low"], "variant"])
    assert set(names) - moved <= COURSES_IN_FORCE


def test_every_external_scenario_moves_something(tmp_path: Path) -> None:
    names = Library().names("external")
    keys = {
        "title": "All external scenarios",
        "question": "Do they run?",
        "years": {"decision": 2025, "end": 2029},
        "worlds": 4,
        "reference": "as-before",
        "variants": {"as-before": None},
        "external": ["calm", *(name for name in names if name != "calm")],
    }
    results = run(Scenario.from_mapping(keys), out=tmp_path / "results", workers=1)
    values = np.stack([results.values(name, [2029])[0] for name in results.outcome_names], axis=1)
    still = np.abs(values - values[:1]).max(axis=(1, 2, 3)) == 0
    assert [name for name, is_still in zip(results.externals, still, strict=True) if is_still] == [
        "calm"
    ]
