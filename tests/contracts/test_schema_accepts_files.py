"""Editors that know only the committed schemas accept what is right and mark what is not."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from cagame.scenario import Library, shipped_folder
from cagame.scenario.shelves import SHELVES
from cagame.scenario.yaml_file import read_yaml
from cagame.scenario.yaml_text import parse_yaml

if TYPE_CHECKING:
    from cagame.scenario.shelves import AnyKind

#: A design of a sweep, as the repository holds it.
DESIGN = Path(__file__).parents[2] / "experiments" / "levers.yaml"
SCHEMA_OF = {"russia": "power", "china": "power", "other": "power"}


def validator(shelf: str) -> Draft202012Validator:
    path = shipped_folder() / "schema" / f"{SCHEMA_OF.get(shelf, shelf)}.schema.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def shipped(shelf: AnyKind, name: str) -> Any:
    [path] = [entry.path for entry in Library().list(shelf) if entry.name == name]
    return read_yaml(path).data


@pytest.mark.parametrize("shelf", [*SHELVES, "sweep"])
def test_every_committed_schema_is_a_schema_itself(shelf: str) -> None:
    Draft202012Validator.check_schema(validator(shelf).schema)


@pytest.mark.parametrize(
    ("shelf", "name"), [(shelf, entry.name) for shelf in SHELVES for entry in Library().list(shelf)]
)
def test_every_shipped_file_is_valid(shelf: AnyKind, name: str) -> None:
    found = validator(shelf).iter_errors(shipped(shelf, name))
    assert [f"{error.json_path}: {error.message}" for error in found] == []


def test_the_starter_file_is_valid() -> None:
    text = files("cagame.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    assert validator("study").is_valid(parse_yaml(text, "starter.yaml").data)


def test_a_strategy_that_starts_from_a_base_is_valid() -> None:
    assert validator("eu").is_valid({"base": "joint-roadmap", "budget": 2})


@pytest.mark.parametrize(
    ("shelf", "name", "changes", "where"),
    [
        ("study", "classroom", {"wurlds": 10}, "$"),
        ("study", "classroom", {"worlds": 0}, "$.worlds"),
        ("study", "classroom", {"outcomes": ["eu_influense"]}, "$.outcomes[0]"),
        ("eu", "mobility-first", {"conditionality": 1.5}, "$.conditionality"),
        ("eu", "mobility-first", {"channels": {"tade": 1}}, "$.channels"),
        ("central-asia", "balancer", {"stance": {"US": 1}}, "$.stance"),
        ("external", "drought", {"events": [{"pressure": "rain"}]}, "$.events[0]"),
    ],
)
def test_a_broken_file_is_not_valid_and_the_place_is_named(
    shelf: AnyKind, name: str, changes: dict[str, Any], where: str
) -> None:
    check = validator(shelf)
    whole = shipped(shelf, name)
    assert check.is_valid(whole)
    broken = [error.json_path for error in check.iter_errors(whole | changes)]
    assert broken
    assert all(path.startswith(where) for path in broken)


def test_the_shipped_design_of_a_sweep_is_valid() -> None:
    assert validator("sweep").is_valid(read_yaml(DESIGN).data)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"blok": 10}, "$"),
        ({"block": 5}, "$.block"),
        ({"levers": {"eu.budgets": [0, 1]}}, "$.levers"),
        ({"levers": {"eu.council_rule": [0, 1]}}, "$.levers"),
        ({"levers": {"eu.budget": [0]}}, "$.levers"),
        ({"levers": {"eu.budget": "all"}}, "$.levers"),
        ({"grid": {"efectiveness": [1]}}, "$.grid"),
        ({"grid": {"eu.channels": [1]}}, "$.grid"),
        ({"grid": {"effectiveness[EU]": 1}}, "$.grid"),
        ({"outcomes": ["eu_influense"]}, "$.outcomes"),
        ({"keep": ["efectiveness"]}, "$.keep"),
        ({"sampling": "saltelly"}, "$.sampling"),
    ],
)
def test_a_broken_design_is_not_valid_and_the_place_is_named(
    changes: dict[str, Any], where: str
) -> None:
    whole = read_yaml(DESIGN).data
    broken = [error.json_path for error in validator("sweep").iter_errors(whole | changes)]
    assert broken
    assert all(path.startswith(where) for path in broken)


OWN: dict[str, Any] = {
    "levers": {"turkey.budget": [0, 2], "turkey.channels": "simplex", "KZ.stance.TR": [0, 1]},
    "grid": {"turkey.conditionality": [0, 1], "effectiveness[TR]": [1, 2]},
    "keep": ["budget[TR]"],
    "outcomes": ["turkey_influence", "payoff_turkey"],
}


@pytest.mark.parametrize("study", ["turkey", "studies/of-my-own.yaml"])
def test_a_design_may_name_what_its_study_brings_along(study: str) -> None:
    design = {"title": "T", "question": "Q?", "scenario": study, "worlds": 10}
    assert validator("sweep").is_valid(design | OWN)


@pytest.mark.parametrize("key", OWN)
def test_a_design_names_no_partner_that_its_study_does_not_bring_along(key: str) -> None:
    whole = read_yaml(DESIGN).data
    paths = {error.json_path for error in validator("sweep").iter_errors(whole | {key: OWN[key]})}
    # A number with its index is told when the design is loaded.
    assert {path.partition("[")[0] for path in paths} == {f"$.{key}"}


@pytest.mark.parametrize(
    "lever", ["turkey.budgets", "turkey.visa", "turkey.channels.aid", "eu.reactive_targeting"]
)
def test_no_partner_has_a_lever_that_powers_do_not_have(lever: str) -> None:
    design = {"title": "T", "question": "Q?", "scenario": "turkey", "worlds": 10}
    assert not validator("sweep").is_valid(design | {"levers": {lever: [0, 1]}})


@pytest.mark.parametrize("missing", ["partners", "regional_share", "conditionality"])
def test_a_strategy_without_a_base_needs_its_own_keys(missing: str) -> None:
    whole = shipped("eu", "mobility-first")
    assert not validator("eu").is_valid({k: v for k, v in whole.items() if k != missing})


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({}, True),
        ({"variants": {"baseline": {"turkye": "baseline"}}}, True),  # told when it is loaded
        ({"variants": {"baseline": {"turkey": 7}}}, False),
        ({"actors": 7}, False),
    ],
)
def test_a_study_with_actors_of_its_own_may_have_their_keys(
    changes: dict[str, Any],
    valid: bool,  # noqa: FBT001 (the answer, in a table of cases)
) -> None:
    assert validator("study").is_valid(shipped("study", "turkey") | changes) is valid


def test_keys_and_outcomes_of_actors_need_the_actors() -> None:
    whole = shipped("study", "turkey")
    del whole["actors"]
    paths = {error.json_path for error in validator("study").iter_errors(whole)}
    assert {path.partition("[")[0].split(".")[1] for path in paths} == {"variants", "outcomes"}
