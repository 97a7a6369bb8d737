"""Swapping two actors' data swaps their results; equal data give equal results."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cagame.axes import share
from cagame.dynamics import trade

#: Sums over actors add up in another order.
ROUNDING = 1e-11
#: Noise belongs to a place in the array, not to a name.
STILL = {"growth_noise": 0, "tie_noise": 0}
#: What the equations say of Russia alone.
RUSSIAN_ALONE = {
    "slump_labour": 0, "union_trade": 0, "recruitment_threat": 0,
    "remittance_growth": 0, "resilience_from_remittances": 0,
}  # fmt: skip


@dataclass
class Swap:
    """An exchange of two labels."""

    one: str
    other: str

    def label(self, label: str) -> str:
        return {self.one: self.other, self.other: self.one}.get(label, label)

    def words(self, text: str, order: tuple[str, ...]) -> str:
        """Swap labels in an index or a target; in a pair the earlier state stays first."""
        words = []
        for word in text.split():
            parts = [self.label(part) for part in word.split("-")]
            words.append("-".join(sorted(parts, key=order.index) if len(parts) > 1 else parts))
        return " ".join(words)

    def order(self, labels: tuple[str, ...], states: tuple[str, ...]) -> list[int]:
        """Where the data of each label stand after the swap."""
        return [labels.index(self.words(label, states)) for label in labels]


def _swapped(bench, tables, swap):
    """A bench whose tables have the two actors' rows exchanged."""
    states = bench.evidence.axes.states
    for file in ("parameters.csv", "initial_state.csv", "member_states.csv"):
        tables.change(file, lambda row: [row | {"index": swap.words(row["index"], states)}])
    tables.change("events.csv", lambda row: [row | {"target": swap.words(row["target"], states)}])
    return bench.on(tables.load())


def _compare(model, mirrored, axes, swap, names_by_axis):
    for name, names in names_by_axis.items():
        left, right = getattr(model.state, name), getattr(mirrored.state, name)
        for position, axis in enumerate(names):
            order = swap.order(axes.labels[axis], axes.states)
            right = np.take(right, order, axis=position)
        np.testing.assert_allclose(right, left, rtol=0, atol=ROUNDING, err_msg=name)


AXES_OF_STATE = {
    "tie": ("patron", "state", "channel"), "openness": ("patron", "state"),
    "trade_share": ("patron", "state"), "influence_share": ("patron", "state"),
    "alignment": ("patron", "state"), "governance": ("state",), "regional_tie": ("pair",),
    "resilience": ("state",), "output": ("state",), "student_share": ("patron", "state"),
    "labour_share": ("patron", "state"), "treaty": ("state",),
}  # fmt: skip


@pytest.mark.parametrize("pair", [("KZ", "UZ"), ("KG", "TJ"), ("TM", "KZ")])
def test_exchanging_the_data_of_two_states_exchanges_their_results(bench, tables, pair):
    swap = Swap(*pair)
    axes = bench.evidence.axes
    order = [axes.index(swap.label(label)) for label in axes.states]

    def strategies(each, turn):
        union = each.strategy("EU", "differentiated")
        chosen = {
            "EU": union,
            "RU": each.strategy("RU", "spoiler"),
            "OT": each.strategy("OT", "passive"),
            "CN": each.strategy("CN", "surge"),
        }
        if turn:
            chosen["EU"] = replace(
                union,
                channels=union.channels[order],
                partners=union.partners[order],
                visa=union.visa[order],
                legal_labour=union.legal_labour[order],
            )
            for power in ("RU", "CN", "OT"):
                chosen[power] = replace(chosen[power], partners=chosen[power].partners[order])
        return chosen

    ends = []
    for turn, each in enumerate((bench, _swapped(bench, tables, swap))):
        worlds = each.worlds(1, uncertainty="none", overrides=STILL)
        # The strategies on trial hold from 2007 on: those of history name states, too.
        ends.append(each.run(worlds, strategies(each, turn), always=True))
    _compare(*ends, axes, swap, AXES_OF_STATE)
    assert not np.allclose(ends[0].state.openness, ends[1].state.openness)


def test_exchanging_the_data_of_russia_and_china_exchanges_their_results(bench, tables):
    swap = Swap("RU", "CN")
    axes = bench.evidence.axes
    ends = []
    for turn, each in enumerate((bench, _swapped(bench, tables, swap))):
        chosen = {"RU": each.strategy("RU", "spoiler"), "CN": each.strategy("CN", "surge")}
        if turn:
            chosen = {swap.label(label): policy for label, policy in chosen.items()}
        worlds = each.worlds(1, uncertainty="none", overrides=STILL | RUSSIAN_ALONE)
        ends.append(each.run(worlds, chosen, always=True))
    _compare(*ends, axes, swap, AXES_OF_STATE)
    assert not np.allclose(ends[0].state.openness, ends[1].state.openness)


@pytest.fixture(scope="module")
def twins(bench):
    """Three powers with the same data, and two states with the same data."""
    worlds = bench.worlds(64, overrides=STILL | RUSSIAN_ALONE)
    evidence, axes = bench.evidence, bench.evidence.axes
    arrays_ = {}
    for name in worlds.parameters.names:
        array = getattr(worlds.parameters, name).copy()
        for position, axis in enumerate(evidence.axes_of(name)):
            labels = evidence.labels(name)[position]
            for model, copies in (("RU", ("CN", "OT")), ("KG", ("TJ",))):
                if model in labels:
                    for copy in copies:
                        array[(slice(None),) * position + (labels.index(copy),)] = array[
                            (slice(None),) * position + (labels.index(model),)
                        ]
            if axis == "pair":
                for state in ("KZ", "TM", "UZ"):
                    here, there = (
                        labels.index("-".join(sorted((s, state), key=axes.index)))
                        for s in ("KG", "TJ")
                    )
                    array[there] = array[here]
        simplex = evidence.rows(name)[0].simplex_axis
        arrays_[name] = share(array, evidence.axis_position(name, simplex)) if simplex else array
    arrays_["reaction"][:] = 0
    worlds = replace(worlds, parameters=worlds.parameters.with_values(**arrays_))
    union, power = bench.strategy("EU", "joint-roadmap"), bench.strategy("RU", "baseline")
    even = np.full((5, 1), 0.2)
    chosen = {"EU": replace(union, partners=even, visa=even, legal_labour=even)}
    chosen |= dict.fromkeys(("RU", "CN", "OT"), replace(power, partners=even))
    quiet = bench.on(replace(evidence, events=()))
    return axes, quiet.run(worlds, chosen, always=True)


PATRONS_FIRST = ("tie", "openness", "trade_share", "influence_share", "alignment")


@pytest.mark.parametrize("name", PATRONS_FIRST)
def test_patrons_with_equal_data_get_equal_shares(twins, name):
    axes, model = twins
    array = getattr(model.state, name)
    for copy in ("CN", "OT"):
        np.testing.assert_allclose(
            array[axes.index(copy)], array[axes.index("RU")], rtol=0, atol=ROUNDING
        )


@pytest.mark.parametrize("name", ["governance", "resilience", "output", "treaty"])
def test_states_with_equal_data_fare_equally(twins, name):
    axes, model = twins
    array = getattr(model.state, name)
    np.testing.assert_allclose(
        array[axes.index("KG")], array[axes.index("TJ")], rtol=0, atol=ROUNDING
    )


SHARES = arrays(float, (4, 3, 2), elements=st.floats(0.01, 10))


@given(SHARES, SHARES, st.floats(0, 1), st.permutations(range(4)))
def test_trade_shares_follow_their_patrons_wherever_these_stand(current, attraction, pace, order):
    current, order = share(current, 0), list(order)
    straight = trade.trade_shares(current, attraction, np.array([pace]))
    turned = trade.trade_shares(current[order], attraction[order], np.array([pace]))
    np.testing.assert_allclose(turned, straight[order], rtol=1e-12)
    np.testing.assert_allclose(straight.sum(axis=0), 1, atol=1e-12)


@given(arrays(float, (4, 2), elements=st.floats(-0.1, 0.1)), SHARES, st.permutations(range(4)))
def test_market_growth_follows_its_patrons_wherever_these_stand(growth, current, order):
    current, order, ceiling = share(current, 0), list(order), np.array([3.0])
    catch_up, weight = np.array([[0.0], [0.5], [1.0], [2.0]]), np.array([[0.7], [0.2], [0.1]])
    straight = trade.market_growth(growth, catch_up, ceiling, current, weight)
    turned = trade.market_growth(growth[order], catch_up[order], ceiling, current[order], weight)
    np.testing.assert_allclose(turned, straight[order], rtol=0, atol=1e-12)
