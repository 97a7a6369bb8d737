"""Expected-utility bargaining: against a plain version, and what must hold for any members."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cagame.dynamics import challenge
from cagame.dynamics.challenge import (
    CAPITULATION,
    COMPROMISE,
    CONFRONTATION,
    NOTHING,
    bargain,
    danger,
    play,
    prospects,
    risk_exponent,
    success,
)

LEAST_MOVE, REPLICATION = np.zeros(1), np.ones(1)


def plain_chance(place, weight, reach):
    """The chance that one place beats another in one world, written out vote by vote."""
    everyone = range(len(place))

    def vote(voter, one, other, risk):
        far = [abs(place[voter] - place[x]) / reach for x in (one, other)]
        return weight[voter] * (far[1] ** risk[voter] - far[0] ** risk[voter])

    @cache
    def all_votes(risk):
        return sum(abs(vote(a, x, y, risk)) for a, x, y in product(everyone, repeat=3))

    def chance(i, j, risk):
        return sum(max(0, vote(a, i, j, risk)) for a in everyone) / (all_votes(risk) or 1)

    return chance


def plain_round(place, weight, salience, reach, *, replication):
    """One round for one world, written out member by member."""
    everyone = range(len(place))
    chance = plain_chance(place, weight, reach)

    def expects(i, j, risk, own):
        """What ``i`` gains by challenging ``j``, by one member's exponent."""
        far, p = abs(place[i] - place[j]) / reach, chance(i, j, risk)
        won, lost, kept = (2 - 4 * v**own for v in ((1 - far) / 2, (1 + far) / 2, 0.5))
        return salience[j] * (p * won + (1 - p) * lost) + (1 - salience[j]) * won - kept

    neutral = (1.0,) * len(place)
    danger = [sum(expects(i, k, neutral, 1) for i in everyone if i != k) for k in everyone]
    span = max(danger) - min(danger)
    ratio = [(2 * d - max(danger) - min(danger)) / span if span > 1e-13 else 0 for d in danger]
    risk = tuple((1 - r / 3) / (1 + r / 3) for r in ratio)
    after = list(place)
    for i in everyone:
        offers = {"confrontation": [], "compromise": [], "capitulation": []}
        for j in everyone:
            if place[i] == place[j]:
                continue
            own, theirs = expects(i, j, risk, risk[i]), expects(j, i, risk, risk[i])
            way = place[j] - place[i]
            if theirs > own > 0:
                offers["confrontation"].append((abs(way), place[j]))
            elif theirs > -own > 0:
                part = way * -own / theirs
                mixed = (-own * place[i] + theirs * place[j]) / (theirs - own)
                offers["compromise"].append((mixed if replication else abs(part), place[i] + part))
            elif theirs > 0 > own and not replication:
                offers["capitulation"].append((abs(way), place[j]))
        best = next((each for each in offers.values() if each), None)
        after[i] = min(best)[1] if best else place[i]
    return after


def a_table(rng, members):
    return (
        rng.random(members) * 100,
        rng.random(members),
        rng.uniform(0.05, 1, members),
    )


@pytest.mark.parametrize("replication", [False, True])
@pytest.mark.parametrize("members", [2, 3, 5, 9])
def test_a_round_is_what_a_plain_version_gives(members, replication):
    rng = np.random.default_rng(members)
    for _ in range(6):
        place, weight, salience = a_table(rng, members)
        rounds = play(
            *(each[:, None] for each in (place, weight, salience)), REPLICATION * replication
        )
        expected, reach = place.tolist(), np.ptp(place)
        for _, turn in zip(range(3), rounds, strict=False):
            expected = plain_round(expected, weight, salience, reach, replication=replication)
            assert turn.position[:, 0] == pytest.approx(expected, abs=1e-9)


def test_all_kinds_of_moves_happen():
    rng = np.random.default_rng(0)
    tables = np.stack([a_table(rng, 6) for _ in range(200)], axis=-1)
    turn = next(play(*tables, LEAST_MOVE))
    assert set(turn.kind.ravel()) == {NOTHING, CONFRONTATION, COMPROMISE, CAPITULATION}
    turn = next(play(*tables, REPLICATION))
    assert set(turn.kind.ravel()) == {NOTHING, CONFRONTATION, COMPROMISE}


def test_who_meets_nothing_stays_and_names_itself():
    rng = np.random.default_rng(1)
    tables = np.stack([a_table(rng, 5) for _ in range(50)], axis=-1)
    turn = next(play(*tables, LEAST_MOVE))
    still = turn.kind == NOTHING
    assert np.array_equal(turn.position[still], tables[0][still])
    assert np.array_equal(turn.by[still], np.where(still)[0])
    assert not np.array_equal(turn.position, tables[0])


def test_the_chance_of_success_by_hand():
    place = np.array([0.0, 0.5, 1.0])[:, None]
    chance = success(np.abs(place[:, None] - place), np.ones((3, 1)))[..., 0]
    # Votes: middle against an end 1 to 1/2; end against end 1 to 1. In all 2 (1.5 + 1.5 + 2) = 10.
    assert chance == pytest.approx(np.array([[0, 0.05, 0.1], [0.1, 0, 0.1], [0.1, 0.05, 0]]))


@pytest.mark.parametrize(("risk", "own", "theirs"), [(1.0, 14 / 15, -1.0), (2.0, -1 / 15, -2.0)])
def test_what_two_members_expect_of_challenges_by_hand(risk, own, theirs):
    # At the two ends: success brings 2, failure -2, the status quo 2 - 4 / 2**risk. The first
    # wins with a chance of 1/3 and the second of 1/6; they resist with 0.9 and 0.4.
    distance, weight = np.array([[[0.0], [1.0]], [[1.0], [0.0]]]), np.array([[1.0], [0.5]])
    salience = np.array([[0.9], [0.4]])
    found = prospects(distance, weight, salience, np.full((2, 1), risk))
    assert [each[0, 1, 0] for each in found] == pytest.approx([own, theirs])


def test_the_danger_of_two_members_by_hand():
    distance, weight = np.array([[[0.0], [1.0]], [[1.0], [0.0]]]), np.array([[1.0], [0.5]])
    found = danger(distance, weight, np.array([[0.9], [0.4]]))
    assert found.ravel().tolist() == pytest.approx([-1.0, 14 / 15])


@pytest.mark.parametrize(
    ("own", "theirs", "kind"),
    [
        (0.2, 0.5, CONFRONTATION),
        (-0.2, 0.5, COMPROMISE),
        (-0.5, 0.2, CAPITULATION),
        (0.0, 0.5, NOTHING),  # it expects neither to gain nor to lose
        (0.5, 0.5, NOTHING),  # neither is the stronger
        (-0.5, 0.5, NOTHING),  # it would lose just what the other gains
        (-0.2, -0.1, NOTHING),  # nobody presses it
    ],
)
def test_what_a_member_expects_decides_what_it_does(own, theirs, kind):
    one = np.ones((1, 1, 1))
    assert challenge.offers(one, own * one, theirs * one, LEAST_MOVE).item() == kind
    assert challenge.offers(0 * one, own * one, theirs * one, LEAST_MOVE).item() == NOTHING
    public = challenge.offers(one, own * one, theirs * one, REPLICATION).item()
    assert public == (NOTHING if kind == CAPITULATION else kind)


@pytest.mark.parametrize(
    ("theirs", "taken", "public"),
    [
        ((0.2, 0.6), 2, 1),  # the second author expects more
        ((0.6, 0.2), 1, 1),  # the first does
        ((0.6, 0.6), 2, 1),  # both expect the same; the second stands lower
    ],
)
def test_of_two_equal_moves_a_member_takes_that_of_the_author_who_expects_most(
    theirs, taken, public
):
    # The first is confronted from both sides, each half of the range away.
    gap = np.array([[0, 0.5, -0.5], [-0.5, 0, -1], [0.5, 1, 0]])[..., None]
    kind = np.full((3, 3, 1), NOTHING, dtype=np.int8)
    kind[0, 1:] = CONFRONTATION
    own, expected = np.full((3, 3, 1), 0.1), np.zeros((3, 3, 1))
    expected[0, 1:, 0] = theirs
    for mode, author in ((LEAST_MOVE, taken), (REPLICATION, public)):
        met, by = challenge.choice(gap, kind, own, expected, mode)
        assert met.ravel().tolist() == [CONFRONTATION, NOTHING, NOTHING]
        assert by.ravel().tolist() == [author, 1, 2]


def test_who_meets_nothing_names_itself_even_where_others_stand_in_its_place():
    turn = next(play(np.full((3, 1), 0.4), np.ones((3, 1)), np.ones((3, 1)), LEAST_MOVE))
    assert turn.by.ravel().tolist() == [0, 1, 2]


def test_a_range_that_rounding_has_widened_still_counts_as_one():
    # As in the example of `play`; the first range is smaller by its last bit.
    place, weight, salience = (np.array(each)[:, None] for each in ([0.0, 1], [1.0, 1], [0.9, 0.2]))
    turn = challenge.play_round(place, np.nextafter(np.ones(1), 0), weight, salience, LEAST_MOVE)
    assert turn.position.tolist() == [[0.0], [0.0]]


def test_a_round_tells_the_risk_exponents_it_was_played_with():
    rng = np.random.default_rng(4)
    turn = next(play(*(each[:, None] for each in a_table(rng, 5)), LEAST_MOVE))
    assert turn.risk.min() == pytest.approx(0.5)
    assert turn.risk.max() == pytest.approx(2)


def test_risk_exponents_lie_between_a_half_and_two():
    dangers = np.random.default_rng(2).normal(size=(7, 100))
    found = risk_exponent(dangers)
    assert found.min(axis=0) == pytest.approx(0.5)
    assert found.max(axis=0) == pytest.approx(2)
    assert np.array_equal(found.argmin(axis=0), dangers.argmax(axis=0))
    assert np.array_equal(risk_exponent(np.full((3, 1), 0.7)), np.ones((3, 1)))


tables = st.integers(2, 7).flatmap(
    lambda n: st.tuples(
        st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0]), min_size=n, max_size=n),
        st.lists(st.sampled_from([0.1, 0.2, 0.5, 1.0]), min_size=n, max_size=n),
        st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.8, 1.0]), min_size=n, max_size=n),
    )
)


def bargained(table, rounds=4, mode=LEAST_MOVE, order=None):
    place, weight, salience = (np.array(each)[:, None] for each in table)
    if order is not None:
        place, weight, salience = place[order], weight[order], salience[order]
    return bargain(place[:, None], weight, salience, np.array([float(rounds)]), mode)[:, 0, 0]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables, st.sampled_from([LEAST_MOVE, REPLICATION]))
def test_positions_stay_within_the_first_range(table, mode):
    after = bargained(table, 5, mode)
    assert np.isfinite(after).all()
    assert min(table[0]) - 1e-12 <= after.min() <= after.max() <= max(table[0]) + 1e-12


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(table, random):
    order = list(range(len(table[0])))
    random.shuffle(order)
    assert bargained(table, order=order) == pytest.approx(bargained(table)[order], abs=1e-9)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(tables, st.sampled_from([LEAST_MOVE, REPLICATION]))
def test_the_unit_of_positions_does_not_matter(table, mode):
    scaled = ([-7.7 + 1000 / 3 * x for x in table[0]], *table[1:])
    assert bargained(scaled, mode=mode) == pytest.approx(
        -7.7 + 1000 / 3 * bargained(table, mode=mode), abs=1e-7
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tables)
def test_equal_members_share_one_fate(table):
    assume(len(table[0]) < 7)
    doubled = tuple([*each, each[0]] for each in table)
    after = bargained(doubled)
    assert after[0] == after[-1]


def test_members_who_agree_have_nothing_to_bargain_about():
    after = bargained(([0.4, 0.4, 0.4], [1.0, 0.5, 0.2], [0.3, 0.9, 0.1]))
    assert after.tolist() == [0.4, 0.4, 0.4]


def test_members_without_weight_move_nothing_but_themselves():
    assert np.isfinite(bargained(([0.0, 0.5, 1.0], [0.0, 0.0, 0.0], [0.0, 0.5, 1.0]))).all()


@pytest.mark.parametrize("members", [3, 7, 27])
def test_a_world_is_the_same_alone_and_among_many(members, monkeypatch):
    rng = np.random.default_rng(members)
    issues, worlds = 2, 37
    position = rng.random((members, issues, worlds)).round(2)
    weight, salience = rng.random((members, worlds)), rng.uniform(0.1, 1, (members, worlds))
    rounds, mode = (
        rng.integers(0, 6, worlds).astype(float),
        rng.integers(0, 2, worlds).astype(float),
    )
    together = bargain(position, weight, salience, rounds, mode)
    for world in range(worlds):
        one = slice(world, world + 1)
        alone = bargain(
            position[..., one], weight[:, one], salience[:, one], rounds[one], mode[one]
        )
        assert np.array_equal(alone, together[..., one])
    monkeypatch.setattr(challenge, "CACHED", 5 * members**2)
    assert np.array_equal(bargain(position, weight, salience, rounds, mode), together)


def test_each_issue_is_bargained_apart():
    rng = np.random.default_rng(4)
    position = rng.random((5, 3, 20))
    weight, salience = rng.random((5, 20)), rng.random((5, 20))
    together = bargain(position, weight, salience, np.array([3.0]), LEAST_MOVE)
    for issue in range(3):
        alone = bargain(position[:, [issue]], weight, salience, np.array([3.0]), LEAST_MOVE)
        assert np.array_equal(alone[:, 0], together[:, issue])


def test_no_round_leaves_positions_as_they_are():
    place = np.random.default_rng(5).random((4, 1, 6))
    weight = np.ones((4, 6))
    assert np.array_equal(bargain(place, weight, weight, np.zeros(1), LEAST_MOVE), place)


def test_what_goes_in_is_not_changed():
    rng = np.random.default_rng(6)
    given_arrays = [rng.random((4, 2, 9)), rng.random((4, 9)), rng.random((4, 9))]
    before = [each.copy() for each in given_arrays]
    bargain(*given_arrays, np.array([3.0]), LEAST_MOVE)
    assert all(map(np.array_equal, before, given_arrays))
