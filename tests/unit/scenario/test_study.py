from __future__ import annotations

import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagame.errors import ScenarioError
from cagame.evidence import Evidence
from cagame.scenario import Library, Scenario, UnionStrategy, shipped_folder

if TYPE_CHECKING:
    from pathlib import Path

MINIMAL: dict[str, Any] = {
    "title": "Test",
    "question": "Which?",
    "reference": "roadmap",
    "variants": {"roadmap": {"eu": "joint-roadmap"}, "values-first": {"eu": "values-first"}},
}
MAIN_STUDY = shipped_folder() / "eu-strategies.yaml"


@cache
def tables() -> Evidence:
    return Evidence.load()


def study(**changes: object) -> Scenario:
    return Scenario.from_mapping(MINIMAL | changes, tables())


def test_what_is_left_out_has_a_default() -> None:
    scenario = study()
    assert (scenario.years.history, scenario.years.decision, scenario.years.end) == (
        2007,
        2025,
        2040,
    )
    assert (scenario.worlds, scenario.seed, scenario.sampling) == (1000, 0, "latin-hypercube")
    assert scenario.external_names == ("calm",)
    assert scenario.external[0].events == ()
    assert scenario.outcomes == tuple(tables().outcomes)
    assert scenario.parameters.uncertainty == "all"
    assert not scenario.thresholds


def test_the_main_study_compares_twelve_strategies_under_four_scenarios() -> None:
    scenario = Scenario.load(MAIN_STUDY, tables())
    assert set(scenario.variant_names) == set(Library().names("eu"))
    assert len(scenario.variants) == 12
    assert scenario.external_names == (
        "calm",
        "afghan-spill-over",
        "russian-recession",
        "chinese-slowdown",
    )
    assert (scenario.worlds, scenario.seed, scenario.reference) == (1000, 2025, "joint-roadmap")
    assert (scenario.name, scenario.path) == ("eu-strategies", MAIN_STUDY)


@pytest.mark.parametrize("name", Library().names("study"))
def test_every_shipped_study_loads_by_name(name: str) -> None:
    assert Scenario.load(name, tables()).name == name


def test_an_actor_that_is_not_named_keeps_the_strategy_in_force() -> None:
    variant = study(variants={"roadmap": None}).variant("roadmap")
    assert variant.strategies == {}


def test_every_actor_can_have_a_strategy() -> None:
    names = {"eu": "team-europe", "russia": "spoiler", "china": "surge", "other": "passive"}
    names |= dict.fromkeys(("KZ", "KG", "TJ", "TM", "UZ"), "balancer")
    variant = study(variants={"roadmap": names}).variant("roadmap")
    labels = ("EU", "RU", "CN", "OT", "KZ", "KG", "TJ", "TM", "UZ")
    assert tuple(variant.strategies) == labels
    assert [variant.strategies[label].name for label in labels] == list(names.values())


def test_a_variant_can_change_a_named_strategy() -> None:
    changed = {"base": "mobility-first", "budget": 1.5, "visa": {"TM": 1}}
    strategy = study(variants={"roadmap": {"eu": changed}}).variant("roadmap").strategies["EU"]
    base = Library().load("eu", "mobility-first")
    assert isinstance(strategy, UnionStrategy)
    assert isinstance(base, UnionStrategy)
    assert (strategy.name, strategy.budget) == ("roadmap", 1.5)
    assert strategy.channels == base.channels
    assert (strategy.visa["TM"], strategy.visa["KZ"]) == (1, 0)


def test_a_variant_is_titled_by_its_file_its_strategy_or_its_name() -> None:
    titles = {
        variant.name: variant.title
        for variant in study(
            variants={
                "roadmap": {"title": "As agreed", "eu": "joint-roadmap"},
                "values": {"eu": "values-first"},
                "two-at-once": {"eu": "values-first", "russia": "spoiler"},
            }
        ).variants
    }
    assert titles["roadmap"] == "As agreed"
    assert titles["values"] == Library().load("eu", "values-first").title
    assert titles["two-at-once"] == "Two at once"


def test_an_external_scenario_can_be_written_in_place() -> None:
    event = {"pressure": "drought", "from": 2030, "to": 2031, "intensity": 0.5}
    scenario = study(external=["calm", {"name": "dry", "title": "Dry", "events": [event]}])
    assert scenario.external_names == ("calm", "dry")
    assert scenario.external[1].events[0].name == "dry: drought[] 2030"


def test_an_override_by_bare_name_sets_all_its_numbers_and_one_by_index_wins() -> None:
    overrides = {"effectiveness[EU]": 3, "effectiveness": 1, "openness_sharpness": 4}
    parameters = study(parameters={"overrides": overrides}).parameters
    assert parameters.overrides == {
        "effectiveness[EU]": 3.0,
        "effectiveness[RU]": 1.0,
        "effectiveness[CN]": 1.0,
        "effectiveness[OT]": 1.0,
        "openness_sharpness": 4.0,
    }


@pytest.mark.parametrize("key", ["exposure[KZ aid]", "exposure[KZ, aid]", "exposure[KZ,aid]"])
def test_labels_of_an_index_may_stand_with_or_without_commas(key: str) -> None:
    value = tables().numbers["exposure[KZ aid]"].value
    parameters = study(parameters={"overrides": {key: value}}).parameters
    assert parameters.overrides == {"exposure[KZ aid]": value}


def test_a_range_by_bare_name_holds_for_all_its_numbers_and_one_by_index_wins() -> None:
    ranges = {"effectiveness[EU]": [1, 3], "effectiveness": [0.5, 2]}
    assert study(parameters={"ranges": ranges}).parameters.ranges == {
        "effectiveness[EU]": (1.0, 3.0),
        "effectiveness[RU]": (0.5, 2.0),
        "effectiveness[CN]": (0.5, 2.0),
        "effectiveness[OT]": (0.5, 2.0),
    }


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"ranges": {"effectiveness": [0, 1]}, "uncertainty": "none"}, "does not vary"),
        ({"ranges": {"effectiveness": [0, 1]}, "uncertainty": ["stated"]}, "does not vary"),
        ({"ranges": {"qualified_majority_states": [0.5, 0.6]}}, "is a constant"),
        ({"ranges": {"member_count[REST]": [20, 26]}}, "follows from other numbers|is a constant"),
    ],
)
def test_a_range_is_for_numbers_that_worlds_draw(parameters: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        study(parameters=parameters)


def test_what_rests_on_a_document_that_is_left_out_may_have_a_wider_range() -> None:
    wide = {"ranges": {"tie_2007[EU KZ investment]": [0.3, 3]}}
    with pytest.raises(ScenarioError, match="outside the range"):
        study(parameters=wide)
    kept = study(parameters=wide | {"leave_out": ["seneca-2018"]}).parameters.ranges
    assert kept == {"tie_2007[EU KZ investment]": (0.3, 3.0)}


def test_an_override_leaves_the_range_only_when_the_study_says_so() -> None:
    with pytest.raises(ScenarioError, match="outside the range"):
        study(parameters={"overrides": {"effectiveness[EU]": 9}})
    allowed = {"overrides": {"effectiveness[EU]": 9}, "allow_outside_range": True}
    assert study(parameters=allowed).parameters.overrides == {"effectiveness[EU]": 9.0}


def test_shares_are_set_together_and_sum_to_1() -> None:
    rows = [number for number in tables().numbers.values() if number.name == "influence_weight"]
    total = sum(number.value for number in rows)
    shares = {number.key: number.value / total for number in rows}
    assert study(parameters={"overrides": shares}).parameters.overrides == shares
    some = dict(list(shares.items())[:-1])
    with pytest.raises(ScenarioError, match="only in part"):
        study(parameters={"overrides": some})
    low = {number.key: number.low for number in rows}
    with pytest.raises(ScenarioError, match="sum to"):
        study(parameters={"overrides": low})


def test_a_number_that_follows_from_others_cannot_be_set() -> None:
    derived = next(number for number in tables().numbers.values() if number.role == "derived")
    with pytest.raises(ScenarioError, match="follows from other numbers"):
        study(parameters={"overrides": {derived.key: derived.value}, "allow_outside_range": True})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("all", "all"),
        ("none", "none"),
        (["assumption"], ("assumption",)),
        (["stated", "ordinal"], ("stated", "ordinal")),
        ([], ()),
    ],
)
def test_uncertainty_is_all_none_or_some_grades(written: object, read: object) -> None:
    assert study(parameters={"uncertainty": written}).parameters.uncertainty == read


def test_thresholds_are_kept_for_later() -> None:
    thresholds = study(thresholds={"eu_influence": {"at_least": 0.2}}).thresholds
    assert (thresholds["eu_influence"].at_least, thresholds["eu_influence"].at_most) == (0.2, None)


# Changes from the command line.


def test_worlds_and_seed_can_be_changed_and_are_checked() -> None:
    changed = study().changed(worlds=7, seed=0)
    assert (changed.worlds, changed.seed) == (7, 0)
    with pytest.raises(ScenarioError, match="at least 1"):
        study().changed(worlds=0)


def test_some_variants_keep_the_reference_beside_them() -> None:
    assert study().changed(only=["values-first"]).variant_names == ("roadmap", "values-first")
    assert study().changed(only=[]).variant_names == ("roadmap",)
    with pytest.raises(ScenarioError, match="Did you mean 'values-first'"):
        study().changed(only=["value-first"])


# The hash, and the study as one mapping.


def shuffled(value: object) -> object:
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


def test_a_study_written_out_is_the_same_study() -> None:
    scenario = Scenario.load(MAIN_STUDY, tables())
    again = Scenario.from_mapping(scenario.as_mapping(), tables())
    assert again.hash() == scenario.hash()
    assert again.variants == scenario.variants
    assert again.external == scenario.external


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    keys = Scenario.load(MAIN_STUDY, tables()).as_mapping()
    turned = shuffled(keys)
    assert isinstance(turned, dict)
    assert list(turned) != list(keys)
    assert (
        Scenario.from_mapping(turned, tables()).hash()
        == Scenario.from_mapping(keys, tables()).hash()
    )


def test_the_hash_does_not_depend_on_comments_or_the_name_of_the_file(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_text(f"# Copied.\n{MAIN_STUDY.read_text(encoding='utf-8')}", encoding="utf-8")
    assert Scenario.load(copy, tables()).hash() == Scenario.load(MAIN_STUDY, tables()).hash()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"seed": 1},
        {"worlds": 999},
        {"sampling": "sobol"},
        {"years": {"end": 2041}},
        {"external": ["drought"]},
        {"external": ["drought", "calm"]},
        {"reference": "values-first"},
        {"parameters": {"overrides": {"effectiveness[EU]": 0}}},
        {"parameters": {"uncertainty": "none"}},
        {"outcomes": ["governance"]},
        {"plots": []},
        {"thresholds": {"governance": {"at_most": 0.2}}},
        {"variants": {"roadmap": {"eu": {"base": "joint-roadmap", "budget": 1.1}}}},
    ],
)
def test_every_change_of_the_study_changes_the_hash(change: dict[str, object]) -> None:
    assert study(**change).hash() != study().hash()


def test_the_hash_is_the_same_in_another_process() -> None:
    code = f"from cagame.scenario import Scenario; print(Scenario.load({str(MAIN_STUDY)!r}).hash())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == Scenario.load(MAIN_STUDY, tables()).hash()


# From Python.


def test_an_error_in_a_mapping_names_the_key_and_no_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        study(worlds=-1)
    assert str(caught.value).startswith("worlds: must be at least 1, not -1.")
    assert caught.value.line is None


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text("aé1-\n", max_size=8)
KEYS = st.text("aZ<", max_size=3) | st.sampled_from(
    ["eu", "base", "channels", "aid", "partners", "KZ", "events", "from", "overrides", "at_least"]
)
NESTED = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)
TOP = st.sampled_from([*MINIMAL, "years", "external", "parameters", "outcomes", "thresholds"])


@settings(deadline=None)
@given(st.dictionaries(TOP, NESTED, max_size=5))
def test_no_mapping_brings_anything_but_a_scenario_error(keys: dict[str, object]) -> None:
    found = refusal(keys)
    assert found is None or (found.line is None and "\n" not in str(found))


def refusal(keys: dict[str, object]) -> ScenarioError | None:
    """Read a mapping, which may even be right."""
    try:
        study(**keys)
    except ScenarioError as found:
        return found
    return None


def test_reading_scenarios_draws_nothing_and_needs_no_tables_library() -> None:
    code = (
        "import sys, cagame.scenario; "
        "print([m for m in ('matplotlib', 'pandas', 'mesa', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
