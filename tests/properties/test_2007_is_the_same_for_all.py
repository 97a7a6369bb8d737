"""2007 is a fact: no assumption about policy, and no way of counting members, may move it."""

from __future__ import annotations

import numpy as np
import pytest

from cagame.region.state import State

PATRONS = ("EU", "RU", "CN", "OT")


def test_the_2007_state_is_the_same_for_every_effectiveness(bench, same):
    founded = [
        bench.run(bench.worlds(200, overrides={"effectiveness": psi}), until=2007)
        for psi in (0, 0.5, 1, 2, 3, 4)
    ]
    first = founded[0]
    for other in founded[1:]:
        same(first.state, other.state)
        assert first.outcomes.keys() == other.outcomes.keys()
        same(first.outcomes, other.outcomes)


@pytest.mark.parametrize("patron", PATRONS)
def test_the_2007_state_is_the_same_for_the_effectiveness_of_one_patron(bench, same, patron):
    ends = [
        bench.run(bench.worlds(50, overrides={f"effectiveness[{patron}]": psi}), until=2007)
        for psi in (0, 4)
    ]
    same(ends[0].state, ends[1].state)


def test_2007_ties_are_what_effort_reaches_plus_a_legacy_that_is_never_negative(bench):
    model = bench.run(bench.worlds(500), until=2007)
    reference, region = model.reference, model.region
    offer = region.offers.made(model.moves.effort, reference.productivity)
    reached = offer * region.offers.gates(model.state.openness, model.state.treaty)
    soft = np.s_[:, :, 1:]
    assert (reference.legacy >= 0).all()
    np.testing.assert_allclose(
        (reference.legacy + reached)[soft], model.state.tie[soft], rtol=1e-12, atol=1e-15
    )


def _split_rest(row: dict[str, str]) -> list[dict[str, str]]:
    """Two groups of 8 and 13 in place of the 21 others; what is a sum is split in proportion."""
    parts = {"REST": 8 / 21, "REMAINDER": 13 / 21}
    label = row.get("index", row.get("label", ""))
    if "REST" not in label.split():
        return [row]
    summed = ("member_count", "member_budget_share", "member_capability")
    rows = []
    for name, part in parts.items():
        new = dict(row)
        new["index" if "index" in row else "label"] = label.replace("REST", name)
        if row.get("name") in summed:
            new |= {column: str(float(row[column]) * part) for column in ("value", "low", "high")}
        rows.append(new)
    return rows


@pytest.fixture
def split(bench, tables):
    """The same tables with the other members in two groups."""
    for file in ("actors.csv", "member_states.csv"):
        tables.change(file, _split_rest)
    evidence = tables.load()
    assert evidence.axes.members[-2:] == ("REST", "REMAINDER")
    return bench.on(evidence)


@pytest.mark.parametrize("rule", ["compromise", "median", "qmv", "unanimity"])
@pytest.mark.parametrize("chosen", [{}, {"maximum_duplication_exponent": 2.5, "steering": 0}])
def test_splitting_the_other_members_changes_nothing(bench, split, same, rule, chosen):
    from dataclasses import replace

    ends = []
    for each in (bench, split):
        policy = replace(each.strategy("EU", "joint-roadmap"), council_rule=rule)
        worlds = each.worlds(1, uncertainty="none", overrides=chosen)
        ends.append(each.run(worlds, {"EU": policy}, "compound"))
    whole, parts = ends
    same(whole.state, parts.state, 1e-12)
    same(whole.outcomes, parts.outcomes, 1e-11)
    assert isinstance(whole.state, State)


def test_a_decision_in_the_first_year_counts_its_gains_from_that_year(bench):
    worlds = bench.worlds(20)
    model = bench.run(worlds, {"EU": "values-first"}, decision=2007, until=2007)
    gains = [values for name, values in model.outcomes.items() if name.startswith("payoff")]
    assert np.isfinite(gains).all()
    assert (model.outcomes["payoff_eu"] == 0).all()
