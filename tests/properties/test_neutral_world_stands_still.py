"""Without events, growth, reactions and noise nothing moves: the model has no drift of its own."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

#: What would move a world by itself: growth of markets and output, noise, and answers to rivals.
UNMOVED = {
    "market_growth": 0.02,
    "trend_growth": 0,
    "growth_noise": 0,
    "tie_noise": 0,
    "reactive_targeting": 0,
    "budget_escalation": 0,
}
#: The last year before talks on treaties can begin.
YEARS = range(2008, 2025)
ROUNDING = 1e-12
#: These count time or the common growth of all markets; all else must stand still.
CLOCKS = ("market", "common_market")


@pytest.fixture(scope="module")
def quiet(bench):
    """Tables whose events are those that hold for good from the first year on."""
    events = tuple(
        event
        for event in bench.evidence.events
        if event.start == 2007 and event.end is None and event.ramp == 1
    )
    assert len(events) > 10
    return bench.on(replace(bench.evidence, events=events))


@pytest.fixture(scope="module")
def course(quiet):
    """The first state and the largest departure from it, by name, over all worlds and years."""
    worlds = quiet.worlds(500, overrides=UNMOVED)
    first, drift = {}, {}

    def watch(model):
        for field in fields(model.state):
            now = getattr(model.state, field.name)
            start = first.setdefault(field.name, now.copy())
            drift[field.name] = max(drift.get(field.name, 0), float(np.abs(now - start).max()))
        for name, now in model.outcomes.items():
            start = first.setdefault(f"outcome {name}", now.copy())
            label = f"outcome {name}"
            drift[label] = max(drift.get(label, 0), float(np.abs(now - start).max()))

    quiet.run(worlds, {"EU": "strategy-2007"}, always=True, until=YEARS[-1], watch=watch)
    return drift


def test_nothing_in_the_state_drifts_in_a_neutral_world(course):
    drifting = {
        name: size
        for name, size in course.items()
        if size > ROUNDING and name not in CLOCKS and not name.startswith("outcome")
    }
    assert not drifting


def test_no_outcome_drifts_in_a_neutral_world_but_the_volume_of_trade(course):
    drifting = {
        name for name, size in course.items() if name.startswith("outcome") and size > 1e-10
    }
    # All markets grow alike, so trade grows, and with it what trade is worth to each actor.
    growing = {
        "outcome eu_trade_volume",
        "outcome payoff_eu",
        "outcome payoff_russia",
        "outcome payoff_china",
    }
    assert drifting <= growing


@pytest.mark.parametrize("rule", ["median", "qmv", "unanimity"])
def test_no_council_rule_makes_a_neutral_world_drift(quiet, rule):
    worlds = quiet.worlds(100, overrides=UNMOVED)
    policy = replace(quiet.strategy("EU", "strategy-2007"), council_rule=rule)
    first = quiet.run(worlds, {"EU": policy}, always=True, until=2007).state
    last = quiet.run(worlds, {"EU": policy}, always=True, until=2024).state
    for name in ("tie", "openness", "influence_share", "alignment", "governance", "regional_tie"):
        np.testing.assert_allclose(
            getattr(last, name), getattr(first, name), rtol=0, atol=ROUNDING, err_msg=name
        )
