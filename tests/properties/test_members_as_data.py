"""Member states are data: as many as a file names, and what they are together decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from cagame.model import history_of, shared_evidence, tables_of
from cagame.region.events import Timeline
from cagame.scenario import Scenario
from cagame.scenario.members import split_members
from cagame.simulation import Setting, Simulation
from cagame.study.ensemble import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

DECISION, END = 2009, 2012


def study(actors: Any = None, **parameters: Any) -> Scenario:
    keys: dict[str, Any] = {
        "title": "Members",
        "question": "Do they matter?",
        "years": {"decision": DECISION, "end": END},
        "worlds": 8,
        "seed": 3,
        "reference": "as-before",
        "variants": {"as-before": None},
        "parameters": parameters,
    }
    if actors is not None:
        keys["actors"] = actors
    return Scenario.from_mapping(keys)


def simulated(
    of: Scenario, strategies: Mapping[str, Any] | None = None, first: int = 0, count: int = 8
) -> Simulation:
    tables = tables_of(of)
    worlds = drawn(of, tables, first, count)
    model = Simulation(
        Setting(tables, worlds, history_of(of)),
        Timeline(tables, worlds),
        strategies,
        decision=DECISION,
        end=END,
    )
    model.run_until(END)
    return model


@pytest.mark.parametrize("into", [1, 2, 21])
def test_splitting_the_others_into_equal_members_changes_nothing(into: int) -> None:
    whole = simulated(study(uncertainty="none"), count=1)
    split = simulated(study(split_members(shared_evidence(), into), uncertainty="none"), count=1)
    assert len(split.members) == 6 + into
    for name, values in whole.outcomes.items():
        np.testing.assert_allclose(split.outcomes[name], values, rtol=1e-9, err_msg=name)


def test_what_is_drawn_for_all_others_does_not_depend_on_the_members() -> None:
    before = simulated(study()).parameters
    after = simulated(study("twenty-seven-members")).parameters
    for name in before.names:
        if not name.startswith("member_") or name == "member_money_ratio":
            assert (getattr(before, name) == getattr(after, name)).all(), name


def test_with_twenty_seven_members_shares_sum_to_one_and_money_is_all_spent() -> None:
    model = simulated(study("twenty-seven-members"))
    parameters = model.parameters
    assert model.axes.size("member") == 27
    assert parameters.member_count.sum() == 27
    for name, axis in (
        ("member_capability", 0),
        ("member_budget_share", 0),
        ("member_channel", 1),
        ("member_partner_weight", 1),
    ):
        np.testing.assert_allclose(getattr(parameters, name).sum(axis), 1, rtol=1e-12)
    own = model.moves.payments[1:].sum((0, 1, 2))
    budget = parameters.member_money_ratio * parameters.budget[model.axes.union]
    np.testing.assert_allclose(own, budget * np.ones(8), rtol=1e-12)


def test_with_twenty_seven_members_a_world_stands_alone() -> None:
    of = study("twenty-seven-members")
    together, alone = simulated(of), simulated(of, first=5, count=1)
    for name, values in together.outcomes.items():
        assert alone.outcomes[name][0] == values[5], name


@pytest.mark.parametrize("rule", ["compromise", "median", "qmv", "unanimity", "challenge"])
def test_twenty_seven_members_decide_by_every_rule(rule: str) -> None:
    of = study("twenty-seven-members")
    plan = {"base": "joint-roadmap", "council_rule": rule}
    keys = of.as_mapping() | {"variants": {"as-before": {"eu": plan}}}
    own = Scenario.from_mapping(keys)
    model = simulated(own, own.variants[0].strategies)
    decision = model.moves.decision
    assert np.isfinite(decision).all()
    np.testing.assert_allclose(decision[:7].sum(0), 1, rtol=1e-12)
    ideal = model.moves.position
    assert (decision[7:] >= ideal[:, 7:].min(0) - 1e-12).all()
    assert (decision[7:] <= ideal[:, 7:].max(0) + 1e-12).all()
