"""Strategies with dates: one date changes nothing, several are runs laid end to end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.model import shared_evidence, shared_history
from cagame.region.events import Timeline
from cagame.region.outcomes import COST
from cagame.scenario import Dated, Library, Scenario
from cagame.simulation import Setting
from cagame.simulation.branches import Branches
from cagame.study import run as run_study
from cagame.sweep.levers import Lever
from cagame.sweep.work import played

DECISION, END = 2025, 2031


def kept(bench, worlds, plans, end=END):
    setting = Setting(bench.evidence, worlds, bench.history)
    branches = Branches(setting, DECISION, end)
    for model in branches.history():
        past = model
    timeline = Timeline(bench.evidence, worlds)
    return [values for _, values in branches.future(plans, timeline, past.checkpoint())]


@pytest.fixture(scope="module")
def worlds(bench):
    return bench.worlds(6, seed=3)


def strategy(name, kind="eu"):
    return Library().load(kind, name)


@given(
    eu=st.sampled_from(Library().names("eu")),
    russia=st.sampled_from(Library().names("russia")),
    state=st.sampled_from(Library().names("central-asia")),
)
def test_one_choice_dated_to_the_decision_equals_the_plain_one(
    bench, same, worlds, eu, russia, state
):
    plain = {
        "EU": strategy(eu),
        "RU": strategy(russia, "russia"),
        "UZ": strategy(state, "central-asia"),
    }
    dated = {label: (Dated(DECISION, each),) for label, each in plain.items()}
    before, after = kept(bench, worlds, plain, 2026), kept(bench, worlds, dated, 2026)
    for one, other in zip(before, after, strict=True):
        same(one, other)


def test_the_tables_of_a_study_do_not_tell_a_plain_choice_from_a_dated_one(tmp_path):
    def tables(eu, name):
        keys = {
            "title": "T",
            "question": "Q?",
            "years": {"end": 2027},
            "worlds": 8,
            "reference": "a",
            "variants": {"a": {"title": "A", "eu": eu}, "b": {"eu": "values-first"}},
        }
        run_study(Scenario.from_mapping(keys), out=tmp_path / name, workers=1)
        names = ("outcomes.parquet", "actors.parquet", "summary.csv")
        return [(tmp_path / name / table).read_bytes() for table in names]

    dated = [{"from": 2025, "strategy": "security-first"}]
    assert tables("security-first", "plain") == tables(dated, "dated")


def test_two_dated_choices_equal_two_runs_laid_end_to_end(bench, same, worlds):
    first, second = strategy("values-first"), strategy("mobility-first")
    plan = (Dated(2025, first), Dated(2028, second))
    whole = bench.run(worlds, {"EU": plan}, until=END)
    past = bench.run(worlds, {"EU": first}, until=2027).checkpoint()
    rest = bench.run(worlds, {"EU": second}, start=past, until=END)
    same(whole.state, rest.state)
    same(whole.outcomes, rest.outcomes)


def test_before_its_first_date_an_actor_goes_on_as_it_did(bench, same, worlds):
    late = {"EU": (Dated(2028, strategy("values-first")),)}
    before = bench.run(worlds, until=2027)
    same(bench.run(worlds, late, until=2027).state, before.state)
    after = bench.run(worlds, late, until=2028).outcomes["governance"]
    assert (after != bench.run(worlds, until=2028).outcomes["governance"]).any()


def test_no_dated_strategy_has_money_in_the_world_that_costs_are_counted_against(bench, worlds):
    # Were only the first strategy unpaid, the second would be paid in both worlds.
    plan = {"EU": (Dated(2025, strategy("values-first")), Dated(2028, strategy("mobility-first")))}
    setting = Setting(bench.evidence, worlds, bench.history)
    unpaid = Branches(setting, DECISION, END)._without_money(plan)["EU"]
    assert [year for year, _ in unpaid] == [2025, 2028]
    assert all((policy.budget == 0).all() for _, policy in unpaid)
    assert np.isfinite(kept(bench, worlds, plan)[-1][COST]).any()


def test_a_plan_that_begins_late_is_unpaid_from_the_decision_on(bench, worlds):
    setting = Setting(bench.evidence, worlds, bench.history)
    plan = {"EU": (Dated(2028, strategy("mobility-first")),)}
    unpaid = Branches(setting, DECISION, END)._without_money(plan)["EU"]
    assert [year for year, _ in unpaid] == [2025, 2028]


def test_a_lever_of_a_sweep_reaches_every_dated_strategy():
    scenario = Scenario.from_mapping(
        {
            "title": "T",
            "question": "Q?",
            "reference": "a",
            "variants": {"a": {"eu": [{"from": 2028, "strategy": "values-first"}]}},
        }
    )
    lever = Lever("eu.budget", "EU", "budget")
    course = played(scenario.variant("a"), {lever: np.array([0.5])}, DECISION)["EU"]
    playbook = shared_history().then(DECISION, {"EU": course}, shared_evidence().axes)
    budgets = [float(playbook.policy("EU", year).budget[0]) for year in (2024, 2025, 2028, 2040)]
    assert budgets == [1.0, 0.5, 0.5, 0.5]
