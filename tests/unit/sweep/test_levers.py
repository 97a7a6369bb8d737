"""Levers: what they are called, what they change, and how they are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.errors import ScenarioError
from cagame.model import history_of, shared_history, tables_of
from cagame.scenario import ACTORS, Scenario
from cagame.scenario.document import Document
from cagame.scenario.fields import CHANNELS, PATRONS, STATES
from cagame.sweep.lever_keys import LeverKeys, check_apart, fields_of
from cagame.sweep.levers import Drawn, Lever, with_levers

NOWHERE = Document({})
#: A year in which history has reached its last strategies.
DECISION = 2025


def lever(key: str) -> Lever:
    return LeverKeys().find(NOWHERE, (), key)


def policy(label: str):
    return shared_history().policy(label, DECISION)


# --- names --------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.key)
def test_every_lever_of_an_actor_is_a_field_of_its_policy(actor):
    for name in fields_of(actor.kind):
        assert hasattr(policy(actor.label), name)


def test_every_key_that_the_schema_offers_is_found():
    drawn, crossed = LeverKeys().keys()
    for key in {*drawn, *crossed}:
        assert lever(key).key == key
    assert "eu.channels" in drawn
    assert "eu.channels" not in crossed
    assert "eu.council_rule" in crossed
    assert "eu.council_rule" not in drawn
    assert "KZ.stance.EU" in drawn


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "is not an actor"),
        ("budget", "is not an actor"),
        ("EU.budget", "Did you mean 'eu'"),
        ("eu", "is not a lever of eu"),
        ("eu.", "is not a lever of eu"),
        ("eu.stance", "is not a lever of eu"),
        ("russia.council_rule", "is not a lever of russia"),
        ("KZ.budget", "is not a lever of KZ"),
        ("eu.budget.", "has no ''"),
        ("eu.visa.", "has no ''"),
        ("eu.visa.RU", "has no 'RU'"),
        ("eu.visa.KZ.x", "has no 'KZ.x'"),
        ("KZ.stance.KZ", "has no 'KZ'"),
        ("eu.channels.aid", "cannot be moved alone"),
        ("china.partners.UZ", "cannot be moved alone"),
    ],
)
def test_what_is_no_lever_is_refused_with_what_to_write(key, words):
    with pytest.raises(ScenarioError) as caught:
        lever(key)
    assert words in str(caught.value)
    assert caught.value.remedy


# --- partners that a study brings along ------------------------------------------------------

TURKEY = Scenario.load("turkey")
KEYS = LeverKeys(TURKEY.actors, tables_of(TURKEY).axes.patrons)


def test_a_partner_has_the_levers_of_russia():
    drawn, crossed = KEYS.keys()
    of_russia = {key.removeprefix("russia") for key in drawn if key.startswith("russia.")}
    assert {key.removeprefix("turkey") for key in drawn if key.startswith("turkey.")} == of_russia
    assert {"turkey.budget", "KZ.stance.TR"} <= {*crossed}
    assert "turkey.channels" not in crossed
    for key in {*drawn, *crossed}:
        assert KEYS.find(NOWHERE, (), key).key == key


def test_a_partner_adds_nothing_to_the_levers_of_others():
    own = {"turkey", *(f"{state}.stance.TR" for state in STATES)}
    added = {*KEYS.keys()[0]} - {*LeverKeys().keys()[0]}
    assert {key if "stance" in key else key.partition(".")[0] for key in added} == own


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("turkye.budget", "Did you mean 'turkey'"),
        ("TR.budget", "is not an actor of the study"),
        ("turkey.budgets", "Did you mean 'budget'"),
        ("turkey.council_rule", "is not a lever of turkey"),
        ("turkey.stance", "is not a lever of turkey"),
        ("turkey.channels.aid", "cannot be moved alone"),
        ("KZ.stance.turkey", "stance has no 'turkey'. Known: EU, RU, CN, OT, TR"),
    ],
)
def test_what_is_no_lever_of_a_partner_is_refused_with_what_to_write(key, words):
    with pytest.raises(ScenarioError) as caught:
        KEYS.find(NOWHERE, (), key)
    assert words in str(caught.value)


def test_a_study_without_the_partner_does_not_know_its_levers():
    for key in ("turkey.budget", "KZ.stance.TR"):
        with pytest.raises(ScenarioError, match=r"is not an actor|has no 'TR'"):
            lever(key)


def test_a_partner_may_take_no_value_that_its_strategy_file_may_not():
    for key, value in {"turkey.budget": (-1.0, 1.0), "KZ.stance.TR": (0.0, 9.0)}.items():
        with pytest.raises(ScenarioError, match=f"is no value of {key}"):
            KEYS.drawn(NOWHERE, {key: value})


def test_the_levers_of_a_partner_set_what_its_policy_says():
    before = history_of(TURKEY).policy("TR", DECISION)
    changed = KEYS.find(NOWHERE, (), "turkey.budget").applied(before, np.array([0.5, 2.0]))
    assert changed.budget.tolist() == [0.5, 2.0]
    [shares] = KEYS.drawn(NOWHERE, {"turkey.partners": "simplex"})
    assert shares.columns == tuple(f"turkey.partners.{state}" for state in STATES)


def test_a_state_leans_to_a_partner_and_to_nobody_else():
    before = history_of(TURKEY).policy("KZ", DECISION)
    changed = KEYS.find(NOWHERE, (), "KZ.stance.TR").applied(before, np.array([0.5])).stance
    assert changed[-1].tolist() == [0.5]
    assert np.array_equal(changed[:-1], before.stance[:-1])
    every = KEYS.find(NOWHERE, (), "KZ.stance").applied(before, np.array([0.5])).stance
    assert every.tolist() == [[0.5]] * (len(PATRONS) + 1)


# --- what they change ---------------------------------------------------------------------


def test_a_plain_lever_sets_its_number_in_every_world():
    changed = lever("eu.budget").applied(policy("EU"), np.array([0.5, 2.0]))
    assert changed.budget.tolist() == [0.5, 2.0]
    assert changed.conditionality is policy("EU").conditionality


def test_a_word_is_set_as_it_is():
    assert lever("eu.council_rule").applied(policy("EU"), "qmv").council_rule == "qmv"


def test_a_label_changes_its_own_row_only():
    changed = lever("eu.visa.UZ").applied(policy("EU"), np.array([0.25, 0.75]))
    assert changed.visa.shape == (len(STATES), 2)
    assert changed.visa[STATES.index("UZ")].tolist() == [0.25, 0.75]
    others = [i for i, state in enumerate(STATES) if state != "UZ"]
    assert (changed.visa[others] == policy("EU").visa[others]).all()


def test_a_lever_without_label_changes_all_rows():
    changed = lever("KZ.stance").applied(policy("KZ"), np.array([0.5]))
    assert (changed.stance == 0.5).all()
    assert len(changed.stance) == len(PATRONS)


def test_goals_are_scaled_by_name():
    before = policy("KZ").weights
    changed = lever("KZ.weights.autonomy").applied(policy("KZ"), np.array([3.0])).weights
    assert changed["autonomy"].tolist() == [3.0]
    assert {goal for goal in changed if changed[goal] is not before[goal]} == {"autonomy"}
    every = lever("KZ.weights").applied(policy("KZ"), np.array([3.0])).weights
    assert [weight.tolist() for weight in every.values()] == [[3.0]] * len(before)


@pytest.mark.parametrize(("key", "label"), [("eu.channels", "EU"), ("china.channels", "CN")])
def test_shares_replace_those_of_every_partner(key, label):
    shares = np.tile(np.linspace(1, 2, len(CHANNELS))[:, None], 3)
    changed = lever(key).applied(policy(label), shares / shares.sum(0))
    before = policy(label).channels
    assert changed.channels.shape == (*before.shape[:-1], 3)
    assert np.array_equal(
        changed.channels, np.broadcast_to(shares / shares.sum(0), changed.channels.shape)
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_drawn_and_a_held_label_of_one_field_go_together(order):
    levers = [
        (lever("KZ.stance.EU"), np.array([0.1, 0.2, 0.3])),
        (lever("KZ.stance.RU"), np.array([-1.0])),
    ]
    changed = with_levers(policy("KZ"), dict(levers[i] for i in order)).stance
    assert changed[PATRONS.index("EU")].tolist() == [0.1, 0.2, 0.3]
    assert changed[PATRONS.index("RU")].tolist() == [-1.0] * 3


def test_no_lever_changes_the_policy_that_it_starts_from():
    before = policy("EU")
    visa = before.visa.copy()
    lever("eu.visa").applied(before, np.ones(2))
    assert np.array_equal(before.visa, visa)


# --- how they are drawn -------------------------------------------------------------------


def drawn(key: str, value: object) -> Drawn:
    [found] = LeverKeys().drawn(NOWHERE, {key: value})
    return found


def test_a_range_is_drawn_evenly_from_end_to_end():
    points = np.linspace(0, 1, 5)
    values = drawn("eu.budget", (0.5, 2.5)).values({"eu.budget": points})
    assert values.tolist() == [0.5, 1.0, 1.5, 2.0, 2.5]


def test_shares_have_a_column_for_each_label():
    assert drawn("eu.channels", "simplex").columns == tuple(f"eu.channels.{c}" for c in CHANNELS)
    assert drawn("eu.visa.KZ", (0, 1)).columns == ("eu.visa.KZ",)


UNIT = st.floats(0, 1, exclude_max=True)


@given(st.lists(UNIT, min_size=len(CHANNELS), max_size=len(CHANNELS)))
def test_shares_lie_on_the_simplex_whatever_the_points(points):
    channels = drawn("eu.channels", "simplex")
    columns = dict(zip(channels.columns, np.array(points)[:, None], strict=True))
    values = channels.values(columns)
    assert (values >= 0).all()
    assert abs(values.sum() - 1) < 1e-12


def test_shares_are_spread_evenly_over_the_simplex():
    channels = drawn("eu.partners", "simplex")
    points = np.random.default_rng(1).random((len(STATES), 100_000))
    values = channels.values(dict(zip(channels.columns, points, strict=True)))
    assert np.allclose(values.mean(1), 1 / len(STATES), atol=0.003)
    # One share of five, drawn evenly, is below x with probability 1 - (1 - x)^4.
    assert np.allclose((values < 0.2).mean(1), 1 - 0.8**4, atol=0.005)


def test_a_range_that_no_strategy_may_hold_is_refused():
    with pytest.raises(ScenarioError, match=r"1\.5 is no value of eu\.conditionality"):
        drawn("eu.conditionality", (0.5, 1.5))
    with pytest.raises(ScenarioError, match=r"is no value of KZ\.stance"):
        drawn("KZ.stance", (-9.0, 0.0))
    assert drawn("eu.coordination", (-1.0, 1.0)).bounds == (-1.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [("eu.visa", "eu.visa.KZ"), ("KZ.stance.EU", "KZ.stance"), ("UZ.weights", "UZ.weights.regime")],
)
def test_a_lever_that_undoes_another_is_refused(one, other):
    with pytest.raises(ScenarioError, match="set the same"):
        check_apart(NOWHERE, [((), lever(one)), ((), lever(other))])


def test_levers_that_leave_each_other_alone_are_accepted():
    keys = ("eu.visa.KZ", "eu.visa.UZ", "eu.legal_labour", "KZ.stance.EU", "UZ.stance")
    check_apart(NOWHERE, [((), lever(key)) for key in keys])
