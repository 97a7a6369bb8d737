"""Mesa's own batch runner gives the worlds of our ensembles, and the same ones every time."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from cagame.model import CentralAsiaModel

#: Different seeds, because one seed and several iterations repeat one run.
SEEDS = [0, 1, 2]
CHOSEN = {"eu": "team-europe", "external": "compound", "rng": SEEDS, "end": 2030}


def _rows(processes):
    rows = mesa.batch_run(
        CentralAsiaModel, CHOSEN, number_processes=processes, display_progress=False
    )
    return sorted(rows, key=lambda row: row["RunId"])


@pytest.fixture(scope="module")
def rows():
    return _rows(1)


def test_batch_run_gives_a_run_for_each_seed_and_names_its_year(rows):
    assert [row["rng"] for row in rows] == SEEDS
    assert {(row["year"], row["Step"]) for row in rows} == {(2030, 2030 - 2008)}


def test_runs_of_different_seeds_differ(rows):
    assert len({row["eu_influence"] for row in rows}) == len(SEEDS)


def test_runs_of_a_batch_equal_the_same_worlds_of_an_ensemble(rows):
    for row in rows:
        ensemble = CentralAsiaModel(
            eu="team-europe", external="compound", worlds=5, rng=row["rng"], end=2030
        )
        ensemble.run_until(2030)
        for name, values in ensemble.outcomes.items():
            assert row[name] == values[0], name


def test_two_processes_give_the_same_runs_as_one(rows):
    assert _rows(2) == rows


def test_iterations_of_one_seed_repeat_one_run():
    chosen = CHOSEN | {"rng": 1, "end": 2009}
    twice = mesa.batch_run(CentralAsiaModel, chosen, iterations=2, display_progress=False)
    assert twice[0]["eu_influence"] == twice[1]["eu_influence"]


def test_a_model_without_a_seed_is_another_one_each_time():
    shares = {CentralAsiaModel(end=2008).outcomes["eu_influence"].item() for _ in range(3)}
    assert len(shares) == 3


def test_the_data_collector_holds_every_year_of_the_run():
    model = CentralAsiaModel(rng=3, end=2012)
    while model.running:
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert table["year"].tolist() == [2008, 2009, 2010, 2011, 2012]
    assert np.isfinite(table.to_numpy(dtype=float)).all()
