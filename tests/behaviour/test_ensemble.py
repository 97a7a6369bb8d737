"""A study's worlds, drawn again from its manifest."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.errors import ResultsError
from cagame.model import CentralAsiaModel, shared_evidence
from cagame.results import Results
from cagame.scenario import Scenario
from cagame.study import ensemble, run
from cagame.study.ensemble import parameters_of

if TYPE_CHECKING:
    from pathlib import Path

STUDY = {
    "title": "Two strategies",
    "question": "Does it matter which?",
    "worlds": 6,
    "seed": 3,
    "years": {"decision": 2010, "end": 2010},
    "reference": "joint-roadmap",
    "variants": {"joint-roadmap": {"eu": "joint-roadmap"}, "values-first": {"eu": "values-first"}},
    "external": ["calm"],
    "outcomes": ["eu_influence", "governance"],
}


def small(folder: Path, **changes: object) -> Results:
    return run(Scenario.from_mapping(STUDY | changes), out=folder / "results", workers=1)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return small(tmp_path_factory.mktemp("ensemble"))


def test_every_uncertain_number_has_a_column_within_its_range(results: Results) -> None:
    frame = parameters_of(results)
    numbers = shared_evidence().numbers
    assert list(frame.columns) == [n.key for n in numbers.values() if n.is_uncertain]
    assert list(frame.index) == list(range(6))
    for key in ("effectiveness[EU]", "openness_2007[EU KZ]"):
        assert frame[key].between(numbers[key].low, numbers[key].high).all()
        assert frame[key].nunique() == 6


def test_the_numbers_are_those_the_model_reads(tmp_path: Path) -> None:
    frame = parameters_of(small(tmp_path, sampling="sobol"))
    model = CentralAsiaModel(worlds=6, rng=3)
    evidence = shared_evidence()
    for name in ("effectiveness", "tie_2007", "influence_weight"):
        by_row = getattr(model.worlds.parameters, name).reshape(-1, 6)
        for row, values in zip(evidence.rows(name), by_row, strict=True):
            if row.is_uncertain:
                assert frame[row.key].tolist() == values.tolist()


def test_blocks_change_no_number(results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = parameters_of(results, ["effectiveness[EU]"])
    monkeypatch.setattr(ensemble, "BLOCK", 4)
    assert parameters_of(results, ["effectiveness[EU]"]).equals(whole)


def test_what_a_study_holds_fixed_is_in_no_column(tmp_path: Path) -> None:
    fixed = {"overrides": {"effectiveness[EU]": 0}, "uncertainty": ["assumption"]}
    frame = parameters_of(small(tmp_path, parameters=fixed))
    assert "effectiveness[EU]" not in frame
    grades = {shared_evidence().numbers[key].grade for key in frame}
    assert grades == {"assumption"}
    with pytest.raises(ResultsError, match=r"do not draw effectiveness\[EU\]"):
        parameters_of(Results(tmp_path / "results"), ["effectiveness[EU]"])


def changed(results: Results, folder: Path, **keys: object) -> Results:
    copy = folder / "copy"
    shutil.copytree(results.folder, copy)
    text = json.dumps(results.manifest | keys)
    (copy / "manifest.json").write_text(text, encoding="utf-8")
    return Results(copy)


def test_results_of_other_tables_are_refused(results: Results, tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"other tables .* Run its scenario again"):
        parameters_of(changed(results, tmp_path, tables_hash="0"))


def test_results_of_other_worlds_are_refused(results: Results, tmp_path: Path) -> None:
    study = results.manifest["study"] | {"seed": 4}
    with pytest.raises(ResultsError, match="drew or stepped otherwise"):
        parameters_of(changed(results, tmp_path, study=study))


def test_numbers_come_as_floats(results: Results) -> None:
    assert set(parameters_of(results).dtypes) == {np.dtype(float)}
