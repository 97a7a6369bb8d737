"""A box as a scenario file: it loads, and says the same study with ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cagame.analysis.box_file import Origin, box_text, write_box
from cagame.analysis.boxes import Box, Limit, Measure
from cagame.errors import InputError
from cagame.evidence import Evidence
from cagame.scenario import Scenario
from cagame.scenario.study_file import MAXIMUM_SEED

if TYPE_CHECKING:
    from pathlib import Path

MEASURE = Measure(cases_inside=30, inside=40, cases=60, worlds=300)
LIMITS = (Limit("effectiveness[EU]", low=2.5), Limit("returns_to_effort", 0.5, 0.75))


def origin_of(study: Scenario) -> Origin:
    return Origin(
        study=study,
        scenario_hash=study.hash(),
        variant=study.variant_names[0],
        outcome=study.outcomes[0],
        external=study.external_names[-1],
        year=study.years.end,
        unit="share 0-1",
        better="higher",
        threshold=0.01,
        cases="the 20 % of worlds with the largest regret",
        position=7,
    )


def box_of(study: Scenario, limits: tuple[Limit, ...] = LIMITS) -> str:
    box = Box(limits, MEASURE, MEASURE)
    return box_text(box, origin_of(study), Evidence.load().numbers, "box.yaml")


@pytest.mark.parametrize(
    "name", ["eu-strategies", "shocks", "central-asia-strategies", "great-game", "turkey"]
)
def test_the_file_says_the_same_study_in_other_worlds_under_one_external(name: str) -> None:
    study = Scenario.load(name)
    box = Scenario.from_text(box_of(study))
    assert box.variants == study.variants
    assert box.reference == study.reference
    assert box.external == study.external[-1:]
    assert box.seed == study.seed + 1
    assert box.parameters.ranges == {
        "effectiveness[EU]": (2.5, 4.0),
        "returns_to_effort": (0.5, 0.75),
    }


def test_strategies_of_the_library_are_named_and_others_written_out() -> None:
    study = Scenario.from_mapping(
        {
            "title": "Test",
            "question": "Which?",
            "reference": "known",
            "variants": {
                "known": {"eu": "team-europe"},
                "own": {"eu": {"base": "team-europe", "budget": 1.25}},
            },
        }
    )
    text = box_of(study)
    assert "known: {eu: team-europe}" in text
    assert "budget: 1.25" in text
    assert Scenario.from_text(text).variants == study.variants


def test_an_open_end_keeps_the_range_that_the_study_had() -> None:
    keys = Scenario.load("classroom").as_mapping()
    keys["parameters"]["ranges"] = {"effectiveness[EU]": [1, 3], "tie_decay[aid]": [0.2, 0.3]}
    box = Scenario.from_text(box_of(Scenario.from_mapping(keys)))
    assert box.parameters.ranges["effectiveness[EU]"] == (2.5, 3.0)
    assert box.parameters.ranges["tie_decay[aid]"] == (0.2, 0.3)


def test_the_last_seed_has_another_one_too() -> None:
    study = Scenario.load("classroom").changed(seed=MAXIMUM_SEED)
    assert Scenario.from_text(box_of(study)).seed == 0


def test_a_box_without_limits_is_no_scenario() -> None:
    with pytest.raises(InputError, match="restricts no number"):
        box_of(Scenario.load("classroom"), ())


def test_an_external_scenario_of_the_library_is_named_and_another_one_written_out() -> None:
    library = Scenario.load("shocks")
    assert f"external: [{library.external[-1].name}]" in box_of(library)
    own = {"name": "own", "events": [{"pressure": "drought", "from": 2027, "to": 2028}]}
    events = [event | {"intensity": 0.5} for event in own["events"]]
    keys = Scenario.load("classroom").as_mapping() | {"external": [own | {"events": events}]}
    study = Scenario.from_mapping(keys)
    assert Scenario.from_text(box_of(study)).external == study.external


def test_a_box_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    study = Scenario.load("classroom")
    path = tmp_path / "new" / "box.yaml"
    write_box(path, Box(LIMITS, MEASURE, MEASURE), origin_of(study), Evidence.load().numbers)
    assert Scenario.load(path).parameters.ranges["effectiveness[EU]"] == (2.5, 4.0)


def test_a_box_that_cannot_be_written_is_told_with_the_option(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    study, path = Scenario.load("classroom"), tmp_path / "file" / "box.yaml"
    with pytest.raises(InputError, match=r"box could not be written.*another file with --write"):
        write_box(path, Box(LIMITS, MEASURE, MEASURE), origin_of(study), Evidence.load().numbers)
