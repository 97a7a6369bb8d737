"""A partner is data: carved out of another, it takes its part and moves nobody else's number."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from cagame.evidence import PARTNER_AIMS, PARTNER_PAYOFF
from cagame.model import history_of, shared_evidence, shared_library, tables_of
from cagame.region.events import Timeline
from cagame.scenario import Scenario
from cagame.simulation import Setting, Simulation
from cagame.study.ensemble import drawn
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.axes import Array
    from cagame.evidence import Number

DECISION, END, WORLDS = 2009, 2014, 8
#: What is taken from the whole, and so sums up.
AMOUNTS = ("budget", "tie_2007")
SHARES = ("trade_share_2007", "alignment_2007", "student_share_2007", "labour_share_2007")


def study(actors: Any = None, worlds: int = WORLDS, **parameters: Any) -> Scenario:
    keys: dict[str, Any] = {
        "title": "Partners",
        "question": "Whose is it?",
        "years": {"decision": DECISION, "end": END},
        "worlds": worlds,
        "seed": 3,
        "reference": "as-before",
        "variants": {"as-before": None},
        "parameters": {"allow_outside_range": True, **parameters},
    }
    if actors is not None:
        keys["actors"] = actors
    return Scenario.from_mapping(keys)


def simulated(
    of: Scenario,
    first: int = 0,
    count: int = WORLDS,
    until: int = END,
    watch: Callable[[Simulation], None] = lambda _: None,
    *,
    events: bool = True,
) -> Simulation:
    tables = tables_of(of)
    if not events:
        lasting = [e for e in tables.events if e.start == 2007 and e.end is None and e.ramp == 1]
        tables = replace(tables, events=tuple(lasting))
    worlds = drawn(of, tables, first, count)
    model = Simulation(
        Setting(tables, worlds, history_of(of)),
        Timeline(tables, worlds),
        of.variants[0].strategies,
        decision=DECISION,
        end=until,
    )
    watch(model)
    while model.year < until:
        model.step()
        watch(model)
    return model


def partner(part: float, *labels: str) -> dict[str, Any]:
    """Partners that act as the other partners do, each with the same part of what these have."""
    tables = shared_evidence()
    rows: list[dict[str, Any]] = []
    for number in tables.numbers.values():
        if number.name == "reaction" or "OT" not in number.index:
            continue
        if number.index[-1] == "trade" and number.name == "tie_2007":
            continue  # follows from the trade share
        rows += [row(number, label, part) for label in labels]
    for label in labels:
        for index in (f"{label} *", f"* {label}"):
            rows.append(fixed("reaction", index, 0.0))
    every = [(one, other) for one in labels for other in labels]
    rows += [fixed("reaction", f"{one} {other}", 0.0) for one, other in every]
    aims = [(f"{PARTNER_PAYOFF}{aim}", label) for aim in PARTNER_AIMS for label in labels]
    rows += [fixed(name, label, 0.25) for name, label in aims]
    history = [{"from": 2007, "strategy": strategy()}]
    return {
        "title": "Copies",
        "partners": {
            label: {
                "name": f"Copy {label}",
                "key": label.lower(),
                "of": "OT",
                "kind": "passive",
                "history": deepcopy(history),
            }
            for label in labels
        },
        "numbers": rows,
    }


def strategy() -> dict[str, Any]:
    """The strategy of the other partners, written out."""

    keys = shared_library().load("other", "passive").model_dump(mode="json", exclude_none=True)
    return keys | {"name": "copy"}


def row(number: Number, label: str, part: float) -> dict[str, Any]:
    share = part if number.name in AMOUNTS or number.simplex_axis == "patron" else 1.0
    value = number.value * share
    return fixed(number.name, " ".join(label if i == "OT" else i for i in number.index), value)


def fixed(name: str, index: str, value: float) -> dict[str, Any]:
    return {
        "name": name,
        "index": index,
        "value": value,
        "grade": "derived",
        "evidence": ["E234"],
        "derivation": "For a test.",
    }


def share_of(array: Array, label: str, model: Simulation) -> Array:
    found: Array = array[model.axes.index(label)]
    return found


def test_nobody_elses_draw_depends_on_a_partner() -> None:
    before, after = (simulated(study(actors)) for actors in (None, "turkey"))
    for name in before.parameters.names:
        one, other = getattr(before.parameters, name), getattr(after.parameters, name)
        axes = shared_evidence().axes_of(name)
        for place, axis in enumerate(axes):
            if axis == "patron":
                kept = range(3) if other.shape[place] == 5 else range(one.shape[place])
                if name == "reaction":
                    kept = range(4)
                one, other = np.take(one, kept, place), np.take(other, kept, place)
        assert (one == other).all(), name


@pytest.mark.parametrize("name", [*AMOUNTS, *SHARES])
def test_what_is_carved_out_and_what_is_left_sum_to_the_whole(name: str) -> None:
    before, after = (simulated(study(actors), until=2007) for actors in (None, "turkey"))
    whole = share_of(getattr(before.parameters, name), "OT", before)
    array = getattr(after.parameters, name)
    own, left = share_of(array, "TR", after), share_of(array, "OT", after)
    if name == "tie_2007":  # that of trade follows from trade shares
        whole, own, left = whole[:, 1:], own[:, 1:], left[:, 1:]
    np.testing.assert_allclose(own + left, whole * np.ones(WORLDS), rtol=1e-12)
    assert (own >= 0).all()
    assert (left > 0).all()


def test_in_2007_the_others_keep_ties_shares_and_formal_influence() -> None:
    before, after = (simulated(study(actors), until=2007) for actors in (None, "turkey"))
    for label in ("EU", "RU", "CN"):
        for name in ("tie", "trade_share", "alignment", "student_share", "labour_share"):
            one, other = (share_of(getattr(m.state, name), label, m) for m in (before, after))
            assert (one == other).all(), name
        one, other = (share_of(m.state.influence, label, m) for m in (before, after))
        np.testing.assert_allclose(other, one, rtol=1e-12)
    # Influence grows faster than ties: two partners have less of it than one with their sum.
    both = after.state.influence[3] + after.state.influence[4]
    assert (both < before.state.influence[3]).all()


def test_a_copy_without_effective_policy_leaves_all_ties_where_they_were() -> None:
    still = {
        "effectiveness": 0.0,
        "tie_noise": 0.0,
        "openness_trade": 0.0,
        "connectivity_trade": 0.0,
    }
    runs: list[list[tuple[Array, Array, Array]]] = []
    for actors in (None, partner(0.4, "AA")):
        years: list[tuple[Array, Array, Array]] = []

        def watch(model: Simulation, years: list[Any] = years) -> None:
            state = model.state
            both = [state.tie, state.trade_share]
            tie, trade = (np.concatenate([a[:3], a[3:].sum(0, keepdims=True)]) for a in both)
            years.append((tie, trade, state.influence[:3]))

        of = study(actors, overrides=still, uncertainty="none")
        simulated(of, until=2024, watch=watch, events=False)
        runs.append(years)
    for before, after in zip(*runs, strict=True):
        for one, other in zip(before, after, strict=True):
            np.testing.assert_allclose(other, one, rtol=1e-9)


def test_a_partner_that_has_next_to_nothing_changes_next_to_nothing() -> None:
    tiny = partner(1e-9, "AA")
    same = {"substitution": 0.0}
    before, after = (simulated(study(a, overrides=same)) for a in (None, tiny))
    for name, values in before.outcomes.items():
        scale = 1.0
        if name == "autonomy":  # counted among five partners, and so on another scale
            scale = (1 - 1 / 5) / (1 - 1 / 4)
        np.testing.assert_allclose(after.outcomes[name] * scale, values, atol=1e-6, err_msg=name)


def test_equal_partners_fare_alike() -> None:
    model = simulated(study(partner(0.2, "AA", "BB"), overrides={"tie_noise": 0.0}))
    for name in ("tie", "trade_share", "openness", "influence_share", "alignment"):
        array = getattr(model.state, name)
        assert (share_of(array, "AA", model) == share_of(array, "BB", model)).all(), name
    for outcome in ("influence", "trade_share", "alignment"):
        assert (model.outcomes[f"aa_{outcome}"] == model.outcomes[f"bb_{outcome}"]).all()
    assert (model.outcomes["payoff_aa"] == model.outcomes["payoff_bb"]).all()


def test_with_turkey_shares_sum_to_one_and_nothing_leaves_its_range() -> None:
    of = study("turkey", worlds=256)

    def watch(model: Simulation) -> None:
        state = model.state
        for name in (
            "trade_share",
            "influence_share",
            "alignment",
            "student_share",
            "labour_share",
        ):
            np.testing.assert_allclose(getattr(state, name).sum(0), 1, rtol=1e-12, err_msg=name)
        for name in ("openness", "governance", "resilience", "bandwidth", "regional_tie"):
            array = getattr(state, name)
            assert ((array >= 0) & (array <= 1)).all(), name
        assert (state.tie >= 0).all()
        assert all(np.isfinite(values).all() for values in model.outcomes.values())
        assert (model.outcomes["autonomy"] <= 1).all()

    simulated(of, count=256, until=2040, watch=watch)


def test_with_turkey_a_world_stands_alone() -> None:
    of = study("turkey")
    together, alone = simulated(of), simulated(of, first=5, count=1)
    for name, values in together.outcomes.items():
        assert alone.outcomes[name][0] == np.broadcast_to(values, WORLDS)[5], name


def test_with_turkey_a_neutral_world_stands_still() -> None:
    unmoved = {
        "market_growth": 0.02,
        "trend_growth": 0.0,
        "growth_noise": 0.0,
        "tie_noise": 0.0,
        "reactive_targeting": 0.0,
        "budget_escalation": 0.0,
    }
    first: dict[str, Array] = {}

    def watch(model: Simulation) -> None:
        for name in (
            "tie",
            "openness",
            "trade_share",
            "influence_share",
            "alignment",
            "governance",
        ):
            now = getattr(model.state, name)
            start = first.setdefault(name, now.copy())
            np.testing.assert_allclose(now, start, rtol=0, atol=1e-12, err_msg=name)

    simulated(study("turkey", overrides=unmoved), until=2018, watch=watch, events=False)


def test_turkey_gains_by_its_own_money_in_every_world() -> None:
    alone = {"reactive_targeting": 0.0, "budget_escalation": 0.0}
    of = study("turkey", worlds=256, overrides=alone)
    keys = of.as_mapping()
    keys["variants"] = {"as-before": {"turkey": {"base": "baseline", "budget": 2}}}
    more, less = (simulated(each, count=256) for each in (Scenario.from_mapping(keys), of))
    assert (more.outcomes["turkey_influence"] > less.outcomes["turkey_influence"]).all()


def test_a_part_is_that_of_the_table_in_every_world() -> None:
    tables = tables_of(study("turkey"))
    worlds = draw(tables, seed=1, count=64, overrides={"trade_share_2007[TR KZ]": 0.03312})
    share = worlds.parameters.trade_share_2007
    whole = share[3, 0] + share[4, 0]
    np.testing.assert_allclose(share[4, 0] / whole, 0.03312 / 0.323, rtol=1e-12)
