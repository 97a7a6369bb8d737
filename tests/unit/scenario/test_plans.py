from __future__ import annotations

from functools import cache
from typing import Any

from cagame.evidence import Evidence
from cagame.scenario import Dated, Library, Scenario

COURSE = [
    {"from": 2025, "strategy": "joint-roadmap"},
    {"from": 2028, "strategy": {"base": "security-first", "budget": 1.2}},
]


@cache
def tables() -> Evidence:
    return Evidence.load()


def study(variant: dict[str, Any]) -> Scenario:
    keys = {"title": "T", "question": "Q?", "reference": "first", "variants": {"first": variant}}
    return Scenario.from_mapping(keys, tables())


def test_each_choice_holds_from_its_year() -> None:
    plan = study({"eu": COURSE}).variant("first").strategies["EU"]
    assert isinstance(plan, tuple)
    first, second = plan
    assert first == Dated(2025, Library().load("eu", "joint-roadmap"))
    assert (second.start, second.strategy.name) == (2028, "first")
    assert second.strategy.budget == 1.2


def test_a_study_with_dates_written_out_is_the_same_study() -> None:
    scenario = study({"eu": COURSE, "KZ": [{"from": 2030, "strategy": "balancer"}]})
    again = Scenario.from_mapping(scenario.as_mapping(), tables())
    assert again.variants == scenario.variants
    assert again.hash() == scenario.hash()


def test_dates_change_the_hash() -> None:
    later = [COURSE[0], COURSE[1] | {"from": 2029}]
    assert study({"eu": COURSE}).hash() != study({"eu": later}).hash()


def test_what_any_of_its_strategies_wins_by_definition_a_variant_wins_so() -> None:
    course = [
        {"from": 2025, "strategy": "values-first"},
        {"from": 2030, "strategy": "mobility-first"},
        {"from": 2035, "strategy": "values-first"},
    ]
    values, mobility = (Library().load("eu", name) for name in ("values-first", "mobility-first"))
    expected = dict.fromkeys((*values.by_construction, *mobility.by_construction))
    assert study({"eu": course}).variant("first").by_construction == tuple(expected)
    assert len(expected) > len(values.by_construction) > 0


def test_a_variant_with_one_dated_choice_is_titled_by_it_and_one_with_more_by_its_name() -> None:
    title = Library().load("eu", "joint-roadmap").title
    assert study({"eu": COURSE[:1]}).variant("first").title == title
    assert study({"eu": COURSE}).variant("first").title == "First"
