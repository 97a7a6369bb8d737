"""Draws of worlds: keyed by seed and index alone, inside their ranges, well spread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.errors import EvidenceError
from cagame.evidence import Evidence
from cagame.worlds import EVENT, SHOCKS, Exchange, Parameters, Worlds
from cagame.worlds.designs import unit_design
from cagame.worlds.distributions import quantile
from cagame.worlds.drawing import draw


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence.load()


def _values(worlds):
    return {name: getattr(worlds.parameters, name) for name in worlds.parameters.names}


def _equal(one, other):
    left, right = _values(one), _values(other)
    return left.keys() == right.keys() and all(np.array_equal(left[n], right[n]) for n in left)


# Seeds.


def test_the_same_seed_gives_the_same_worlds(evidence):
    assert _equal(draw(evidence, seed=7, count=9), draw(evidence, seed=7, count=9))


def test_seed_0_is_a_seed_and_differs_from_seed_1(evidence):
    zero, again, one = (draw(evidence, seed=seed, count=4) for seed in (0, 0, 1))
    assert _equal(zero, again)
    assert not np.array_equal(zero.parameters.effectiveness, one.parameters.effectiveness)
    assert not np.array_equal(zero.shock("tie", 2010, 5), one.shock("tie", 2010, 5))


@pytest.mark.parametrize("sampling", ["sobol", "latin-hypercube"])
def test_a_large_seed_is_a_seed(evidence, sampling):
    seeds = (2**32 - 1, 2**32, 2**63)
    drawn = [draw(evidence, seed=s, count=2, sampling=sampling) for s in seeds]
    first = {float(w.parameters.budget[0, 0]) for w in drawn}
    assert len(first) == len(seeds)


def test_every_uncertain_number_differs_between_seeds_and_worlds(evidence):
    one, other = (_values(draw(evidence, seed=seed, count=8)) for seed in (0, 1))
    for number in evidence.numbers.values():
        if number.is_uncertain:
            row = _row(evidence, number, one[number.name])
            assert np.unique(row).size == 8, number.key
            assert not np.array_equal(row, _row(evidence, number, other[number.name])), number.key


def _row(evidence, number, array):
    labels = evidence.labels(number.name)
    return array[tuple(own.index(label) for own, label in zip(labels, number.index, strict=True))]


# Blocks.


@pytest.mark.parametrize("sampling", ["sobol", "latin-hypercube"])
@pytest.mark.parametrize(("first", "count"), [(0, 1), (3, 1), (5, 8), (0, 16), (13, 3)])
def test_a_block_holds_the_same_worlds_as_the_whole(evidence, sampling, first, count):
    options = {"seed": 3, "total": 16, "sampling": sampling}
    whole = _values(draw(evidence, count=16, **options))
    block = _values(draw(evidence, first=first, count=count, **options))
    for name, array in whole.items():
        part = array[..., first : first + count] if array.shape[-1] > 1 else array
        assert np.array_equal(block[name], part), name


def test_sobol_worlds_do_not_depend_on_the_size_of_the_ensemble(evidence):
    small, large = (draw(evidence, seed=3, count=n) for n in (5, 50))
    assert np.array_equal(small.parameters.tie_2007, large.parameters.tie_2007[..., :5])


def test_shocks_do_not_depend_on_the_block():
    whole = Worlds(5, 0, 40, Parameters({}), {})
    for first, count in ((0, 1), (7, 1), (10, 30), (39, 1)):
        block = Worlds(5, first, count, Parameters({}), {})
        for stream, year, size in (("tie", 2010, 120), ("growth", 2011, 5), ("growth", 2012, 1)):
            expected = whole.shock(stream, year, size)[:, first : first + count]
            assert np.array_equal(block.shock(stream, year, size), expected)


def test_shocks_of_streams_years_and_worlds_are_independent_standard_normal_numbers():
    worlds = Worlds(1, 0, 4000, Parameters({}), {})
    tie, later, growth = (worlds.shock(*key, 5) for key in (("tie", 1), ("tie", 2), ("growth", 1)))
    pool = np.concatenate([tie, later, growth])
    # Twenty thousand numbers: the error of a mean is about a hundredth of that of one.
    assert np.abs(pool.mean(axis=1)).max() < 0.07
    assert np.abs(pool.std(axis=1) - 1).max() < 0.06
    assert np.abs(np.corrcoef(pool) - np.eye(15)).max() < 0.08
    assert abs(np.mean(np.abs(pool) > 1.96) - 0.05) < 0.006


def test_external_intensities_are_keyed_by_their_name_and_stay_in_range(evidence):
    event = replace(next(e for e in evidence.events if e.is_uncertain), grade="assumption")
    whole = draw(evidence, seed=2, count=30)
    block = draw(evidence, seed=2, first=11, count=4)
    other = replace(event, name="another name")
    assert np.array_equal(whole.intensity(event)[11:15], block.intensity(event))
    assert not np.array_equal(whole.intensity(event), whole.intensity(other))
    assert ((whole.intensity(event) >= event.low) & (whole.intensity(event) <= event.high)).all()


def test_external_events_are_certain_where_nothing_is_uncertain(evidence):
    event = next(e for e in evidence.events if e.is_uncertain)
    worlds = draw(evidence, seed=2, count=30, uncertainty="none")
    assert worlds.intensity(event).tolist() == [event.intensity]


# Overrides and grades.


def test_fixing_one_number_leaves_all_other_draws_as_they_are(evidence):
    free = _values(draw(evidence, seed=1, count=6))
    fixed = _values(draw(evidence, seed=1, count=6, overrides={"openness_sharpness": 2}))
    assert fixed.pop("openness_sharpness").tolist() == [2]
    for name, array in fixed.items():
        assert np.array_equal(array, free[name]), name


def test_fixing_one_row_leaves_the_other_rows_as_they_are(evidence):
    free = draw(evidence, seed=1, count=6)
    fixed = draw(evidence, seed=1, count=6, overrides={"effectiveness[EU]": 0})
    assert (fixed.parameters.effectiveness[0] == 0).all()
    assert np.array_equal(fixed.parameters.effectiveness[1:], free.parameters.effectiveness[1:])


def test_a_bare_name_fixes_all_its_rows(evidence):
    worlds = draw(evidence, seed=1, count=6, overrides={"effectiveness": 3})
    assert (worlds.parameters.effectiveness == 3).all()


def test_an_override_that_names_no_number_is_refused(evidence):
    with pytest.raises(EvidenceError, match="effectivness"):
        draw(evidence, seed=1, count=1, overrides={"effectivness": 3})


def test_the_code_cannot_read_a_name_that_is_in_no_table(evidence):
    with pytest.raises(EvidenceError, match="no table"):
        _ = draw(evidence, seed=1, count=1).parameters.magic


def test_a_grade_that_stays_uncertain_draws_what_it_draws_when_all_are(evidence):
    everything = _values(draw(evidence, seed=1, count=6))
    some = _values(draw(evidence, seed=1, count=6, uncertainty=["assumption"]))
    for name in evidence.names():
        rows = evidence.rows(name)
        if any(row.simplex_axis for row in rows):
            continue  # fixed and drawn rows share one sum
        for row in rows:
            drawn = _row(evidence, row, some[name])
            if row.is_uncertain and row.grade == "assumption":
                assert np.array_equal(drawn, _row(evidence, row, everything[name])), row.key
            else:
                assert (drawn == row.value).all(), row.key


def test_nothing_is_drawn_where_nothing_is_uncertain(evidence):
    for name, array in _values(draw(evidence, seed=1, count=6, uncertainty="none")).items():
        assert array.shape[-1] == 1, name
        if not evidence.rows(name)[0].simplex_axis:
            assert np.array_equal(array[..., 0], evidence.array(name)), name


# Ranges.


@pytest.mark.parametrize("sampling", ["sobol", "latin-hypercube"])
def test_draws_stay_in_their_ranges_and_simplexes_sum_to_1(evidence, sampling):
    worlds = draw(evidence, seed=0, count=256, sampling=sampling)
    for name, array in _values(worlds).items():
        axis = evidence.rows(name)[0].simplex_axis
        if axis:
            sums = array.sum(axis=evidence.axis_position(name, axis))
            np.testing.assert_allclose(sums, 1, atol=1e-12, err_msg=name)
            continue
        for row in evidence.rows(name):
            drawn = _row(evidence, row, array)
            assert ((drawn >= row.low) & (drawn <= row.high)).all() or not row.is_uncertain, row.key
    for event in evidence.events:
        drawn = worlds.intensities[event.name]
        assert ((drawn >= event.low) & (drawn <= event.high)).all() or not event.is_uncertain


# Ranges of a study.

SQUEEZED = st.lists(st.floats(0, 1), min_size=2, max_size=2, unique=True).map(sorted)


def _with_a_range(evidence):
    """All numbers that a study may give a range."""
    rows = evidence.numbers.values()
    return [row for row in rows if row.is_uncertain and not row.simplex_axis]


@given(st.data(), SQUEEZED)
def test_a_number_with_a_range_is_drawn_within_it_and_all_others_as_ever(evidence, data, ends):
    number = data.draw(st.sampled_from(_with_a_range(evidence)))
    low, high = quantile(number, np.array(ends)).tolist()
    free = draw(evidence, seed=4, count=16)
    held = draw(evidence, seed=4, count=16, ranges={number.key: (low, high)})
    room = 1e-9 * (number.high - number.low)
    drawn = _row(evidence, number, _values(held)[number.name])
    assert ((drawn >= low - room) & (drawn <= high + room)).all()
    one, other = _values(free), _values(held)
    for name in evidence.names():
        for row in evidence.rows(name):
            if row.key != number.key:
                same = _row(evidence, row, one[name]) == _row(evidence, row, other[name])
                assert same.all(), row.key


def test_full_ranges_change_no_bit(evidence):
    ranges = {number.key: (number.low, number.high) for number in _with_a_range(evidence)}
    assert _equal(draw(evidence, seed=3, count=9), draw(evidence, seed=3, count=9, ranges=ranges))


def test_drawing_in_a_range_is_drawing_and_keeping_what_lies_in_it(evidence):
    key, low, high = "effectiveness[EU]", 0.5, 1.5
    free = draw(evidence, seed=1, count=4096).parameters.effectiveness[0]
    held = draw(evidence, seed=2, count=4096, ranges={key: (low, high)}).parameters.effectiveness[0]
    kept = free[(free >= low) & (free <= high)]
    shares = [0.1, 0.25, 0.5, 0.75, 0.9]
    # The error of a quantile of some hundred worlds spread evenly is well below this.
    np.testing.assert_allclose(np.quantile(kept, shares), np.quantile(held, shares), atol=0.03)


def test_a_range_of_a_calibrated_number_keeps_the_worlds_that_history_left_in_it(evidence):
    number = evidence.numbers["trade_adjustment"]
    ranges = {number.key: (number.low, number.value)}
    free = draw(evidence, seed=1, count=200, uncertainty="calibrated").parameters
    held = draw(evidence, seed=1, count=200, uncertainty="calibrated", ranges=ranges).parameters
    assert free.trade_adjustment.max() > number.value
    assert held.trade_adjustment.max() <= number.value
    assert np.array_equal(free.effectiveness, held.effectiveness)


def test_ranges_that_history_rules_out_are_refused(evidence):
    number = evidence.numbers["trade_adjustment"]
    ranges = {number.key: (number.low, number.low + 1e-9 * (number.high - number.low))}
    with pytest.raises(EvidenceError, match="calibrated set"):
        draw(evidence, seed=1, count=2, uncertainty="calibrated", ranges=ranges)


def test_a_range_that_names_no_number_is_refused(evidence):
    with pytest.raises(EvidenceError, match="effectivness"):
        draw(evidence, seed=1, count=1, ranges={"effectivness": (0, 1)})


# Designs.


def test_a_latin_hypercube_puts_one_world_in_each_stratum_of_each_number():
    names = ["a", "b", "c"]
    design = unit_design(names, 0, 0, 50, 50, "latin-hypercube")
    for row in design:
        assert sorted(np.floor(row * 50).astype(int)) == list(range(50))
    assert not np.array_equal(design[0], design[1])


def test_a_latin_hypercube_column_depends_on_its_own_name_alone():
    all_three = unit_design(["a", "b", "c"], 0, 0, 20, 20, "latin-hypercube")
    only_b = unit_design(["b"], 0, 0, 20, 20, "latin-hypercube")
    assert np.array_equal(all_three[1], only_b[0])


def test_sobol_points_are_spread_evenly():
    design = unit_design([str(i) for i in range(50)], 0, 0, 256, 256, "sobol")
    for row in design:
        assert np.bincount(np.floor(row * 16).astype(int), minlength=16).tolist() == [16] * 16


def test_no_two_numbers_share_a_stream(evidence):
    names = [number.key for number in evidence.numbers.values() if number.is_uncertain]
    design = unit_design(names, 0, 0, 64, 64, "latin-hypercube")
    assert len({row.tobytes() for row in design}) == len(design)


# Exchange between worlds.


SIXTEEN = {"seed": 4, "total": 16, "sampling": "latin-hypercube"}


def test_an_exchange_takes_just_the_numbers_named_from_the_other_world(evidence):
    exchange = Exchange(frozenset({"openness_sharpness", "effectiveness[EU]"}), offset=8)
    whole = draw(evidence, count=16, **SIXTEEN)
    mixed = draw(evidence, first=2, count=4, exchange=exchange, **SIXTEEN)
    union = evidence.labels("effectiveness")[0].index("EU")
    for name, array in _values(mixed).items():
        own = _values(whole)[name]
        expected = own[..., 2:6] if own.shape[-1] > 1 else own
        if name == "openness_sharpness":
            expected = own[..., 10:14]
        if name == "effectiveness":
            expected = expected.copy()
            expected[union] = own[union, 10:14]
        assert np.array_equal(array, expected), name


@pytest.mark.parametrize("offset", [8, -8])
def test_an_exchange_of_shocks_takes_all_shocks_and_nothing_else(evidence, offset):
    first = 8 if offset < 0 else 0
    exchange = Exchange(frozenset({SHOCKS}), offset)
    other = draw(evidence, first=first + offset, count=8, **SIXTEEN)
    own = draw(evidence, first=first, count=8, **SIXTEEN)
    mixed = draw(evidence, first=first, count=8, exchange=exchange, **SIXTEEN)
    assert _equal(mixed, own)
    assert np.array_equal(mixed.shock("tie", 2010, 5), other.shock("tie", 2010, 5))
    assert not np.array_equal(own.shock("tie", 2010, 5), other.shock("tie", 2010, 5))


def test_an_exchange_of_an_external_event_takes_its_intensity(evidence):
    event = replace(next(e for e in evidence.events if e.is_uncertain), grade="assumption")
    exchange = Exchange(frozenset({EVENT + event.name}), offset=8)
    other = draw(evidence, first=8, count=8, **SIXTEEN)
    mixed = draw(evidence, count=8, exchange=exchange, **SIXTEEN)
    assert np.array_equal(mixed.intensity(event), other.intensity(event))


# Further columns.


@pytest.mark.parametrize("sampling", ["sobol", "latin-hypercube"])
def test_further_columns_are_given_back_by_name(evidence, sampling):
    options = {"seed": 3, "total": 16, "sampling": sampling, "further": ("budget", "visa")}
    whole = draw(evidence, count=16, **options).further
    part = draw(evidence, first=5, count=8, **options).further
    assert list(whole) == ["budget", "visa"]
    assert all(np.array_equal(part[name], whole[name][5:13]) for name in whole)
    assert all(((unit >= 0) & (unit < 1)).all() for unit in whole.values())


def test_further_columns_of_a_hypercube_change_no_number(evidence):
    plain, more = (
        draw(evidence, count=16, **SIXTEEN),
        draw(evidence, count=16, further=("a",), **SIXTEEN),
    )
    assert _equal(plain, more)
