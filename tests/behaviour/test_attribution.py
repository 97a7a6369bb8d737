"""A study run again with numbers exchanged, documents left out, or one number changed at a time."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from cagame.analysis.left_out import ALL
from cagame.analysis.sensitivity import indices
from cagame.attribution import by_grade, grouped, left_out, screened
from cagame.attribution.grouped import drawn_rows
from cagame.errors import InputError
from cagame.evidence.provenance import documents_of
from cagame.executors import Processes
from cagame.model import shared_evidence
from cagame.scenario import Scenario
from cagame.worlds import EVENT, SHOCKS
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from pathlib import Path

EVIDENCE = shared_evidence()
KEYS: dict[str, Any] = {
    "title": "Two strategies",
    "question": "Does it matter which?",
    "worlds": 32,
    "years": {"decision": 2009, "end": 2010},
    "reference": "joint-roadmap",
    "variants": {
        "joint-roadmap": {"eu": "joint-roadmap"},
        "team-europe": {"eu": "team-europe"},
    },
    "external": ["calm"],
    "outcomes": ["eu_influence", "governance"],
}
STUDY = Scenario.from_mapping(KEYS)


def sums(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest() for p in files}


def test_exchanging_everything_is_the_other_ensemble_and_exchanging_nothing_the_same(
    tmp_path: Path,
) -> None:
    everything = {column for column, _ in drawn_rows(STUDY, EVIDENCE)} | {SHOCKS}
    factors = {"everything": frozenset(everything), "nothing": frozenset[str]()}
    runs = grouped(STUDY, factors, 40, tmp_path)
    for outcome in runs.outcomes("calm", "team-europe").values():
        assert np.array_equal(outcome.mixed["everything"], outcome.b)
        assert np.array_equal(outcome.mixed["nothing"], outcome.a)
        assert not np.array_equal(outcome.a, outcome.b)
        table = indices(outcome).table.set_index("factor")
        assert table.loc["everything", ["first", "total"]].tolist() == pytest.approx([1, 1])
        assert table.loc["nothing", ["first", "total"]].tolist() == pytest.approx([0, 0])


def test_the_first_ensemble_is_that_of_the_study(tmp_path: Path) -> None:
    runs = grouped(STUDY, by_grade(STUDY, EVIDENCE), 32, tmp_path)
    assert {"assumption", "ordinal", "statistic"} < set(
        runs.outcome("governance", "calm", "team-europe").mixed
    )
    assert runs.results.manifest["design"]["study"]["seed"] == STUDY.seed


def test_one_and_two_workers_leave_the_same_bytes(tmp_path: Path) -> None:
    factors = by_grade(STUDY, EVIDENCE)
    for name, executor in (("one", None), ("two", Processes(2))):
        grouped(STUDY, factors, 32, tmp_path / name, name="grades", executor=executor)
    assert len(sums(tmp_path / "one")) > 10
    assert sums(tmp_path / "one") == sums(tmp_path / "two")
    one, two = (screened(some(STUDY), 2, executor=executor) for executor in (None, Processes(2)))
    assert one.equals(two)


def some(study: Scenario, **changes: Any) -> Scenario:
    """A study with one outcome, for a screening."""
    return replace(study, outcomes=("eu_influence",), **changes)


def test_a_document_whose_numbers_act_later_changes_nothing_and_another_one_does(
    tmp_path: Path,
) -> None:
    # The page of 2025 and the article of 2025 carry only events after the study ends.
    found = left_out(STUDY, 8, EVIDENCE, tmp_path)
    assert list(found) == [ALL, *documents_of(EVIDENCE)]
    key = ("eu_influence", "calm")
    for late in ("eeas-2025", "forum-2025"):
        assert np.array_equal(found[late][key], found[ALL][key])
    assert not np.array_equal(found["seneca-2018"][key], found[ALL][key])


def test_differences_are_from_the_reference_world_by_world(tmp_path: Path) -> None:
    values = left_out(STUDY, 8, EVIDENCE, tmp_path)[ALL]["governance", "calm"]
    assert values.shape == (2, 8)
    assert not values[0].any()
    assert values[1].any()


def test_every_outcome_is_a_number_without_any_of_the_documents(tmp_path: Path) -> None:
    parameters = STUDY.parameters.model_copy(update={"leave_out": documents_of(EVIDENCE)})
    outcomes = ("eu_influence", "governance", "eu_trade_share", "resilience", "eu_student_share")
    study = replace(STUDY, parameters=parameters, outcomes=outcomes)
    tables = shared_evidence(*documents_of(EVIDENCE))
    runs = grouped(study, by_grade(study, tables), 200, tmp_path)
    for name, outcome in runs.outcomes("calm", "team-europe").items():
        assert np.isfinite(outcome.a).all(), name
        assert outcome.a.min() >= 0
        assert outcome.a.max() <= 1


def test_what_is_stopped_goes_on_and_what_is_done_is_not_made_again(tmp_path: Path) -> None:
    factors, told = by_grade(STUDY, EVIDENCE), []
    for _ in range(2):
        grouped(STUDY, factors, 32, tmp_path, watch=lambda progress: told.append(progress.done))
    blocks = len(factors) + 2
    assert told == [*range(blocks + 1), blocks]


def test_another_number_of_worlds_is_another_sweep_beside_the_first(tmp_path: Path) -> None:
    for worlds in (32, 33):
        grouped(STUDY, by_grade(STUDY, EVIDENCE), worlds, tmp_path, name="grades")
    assert len([path for path in tmp_path.iterdir() if path.name.startswith("grades-")]) == 2


@pytest.mark.parametrize(
    ("uncertainty", "message"),
    [("none", "draw no numbers"), ("calibrated", "go together")],
)
def test_numbers_that_are_not_drawn_freely_are_not_attributed(
    tmp_path: Path, uncertainty: str, message: str
) -> None:
    study = Scenario.from_mapping(KEYS | {"parameters": {"uncertainty": uncertainty}})
    with pytest.raises(InputError, match=message):
        grouped(study, by_grade(study, EVIDENCE), 32, tmp_path)
    with pytest.raises(InputError, match=message):
        screened(some(study), 4)
    with pytest.raises(InputError, match="draws no assumptions"):
        left_out(study, 8, EVIDENCE, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_study_that_fixes_assumptions_cannot_leave_documents_out(tmp_path: Path) -> None:
    study = Scenario.from_mapping(KEYS | {"parameters": {"uncertainty": ["ordinal"]}})
    with pytest.raises(InputError, match="draws no assumptions"):
        left_out(study, 8, EVIDENCE, tmp_path)


def test_too_few_worlds_are_refused_before_any_runs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="31 worlds are too few"):
        grouped(STUDY, by_grade(STUDY, EVIDENCE), 31, tmp_path)
    assert not list(tmp_path.iterdir())


def test_screening_finds_what_the_difference_cannot_do_without() -> None:
    table = screened(some(STUDY), 4).set_index("factor")
    assert len(table) == len(list(drawn_rows(STUDY, EVIDENCE)))
    assert table.loc["effectiveness[EU]", "strength"] > 0
    # An event after the end of the study moves nothing.
    assert table.loc["event eu-budget-2021", "strength"] == 0


def test_screening_moves_events_of_the_external_scenario_too() -> None:
    years = {"decision": 2025, "end": 2027}
    study = Scenario.from_mapping(KEYS | {"external": ["drought"], "years": years})
    (event, *_) = study.external[0].events
    assert event.is_uncertain
    worlds = draw(EVIDENCE, seed=1, count=2)
    own = replace(worlds, further={EVENT + event.name: np.array([0.0, 1.0])})
    assert own.intensity(event).tolist() == pytest.approx([event.low, event.high])
    assert EVENT + event.name in {column for column, _ in drawn_rows(study, EVIDENCE)}
