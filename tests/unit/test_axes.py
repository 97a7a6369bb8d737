from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cagame.axes import Axes, logistic, logit, mean, share, total
from cagame.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cagame.axes import Array

AMOUNTS = st.floats(0, 1e6, allow_subnormal=False)
#: (long, short, world): long enough for numpy's own sum to regroup its additions.
SIZES = st.tuples(st.integers(1, 30), st.integers(1, 4), st.integers(1, 5))
BLOCKS = arrays.arrays(np.float64, SIZES, elements=AMOUNTS)

ACTORS = """\
label,axis,name,kind
EU,patron,European Union,union
RU,patron,Russia,power
KZ,state,Kazakhstan,state
KG,state,Kyrgyzstan,state
TJ,state,Tajikistan,state
aid,channel,Aid,channel
DE,member,Germany,member
"""


def read(tmp_path: Path, text: str) -> Axes:
    path = tmp_path / "actors.csv"
    path.write_text(text, encoding="utf-8")
    return Axes.read(path)


def test_row_order_is_axis_order(tmp_path: Path) -> None:
    axes = read(tmp_path, ACTORS)

    assert axes.patrons == ("EU", "RU")
    assert axes.states == ("KZ", "KG", "TJ")
    assert axes.shape(("patron", "state", "channel", "member")) == (2, 3, 1, 1)
    assert axes.index("TJ") == 2


def test_a_pair_names_the_earlier_state_first(tmp_path: Path) -> None:
    axes = read(tmp_path, ACTORS)

    assert axes.pairs == ("KZ-KG", "KZ-TJ", "KG-TJ")
    assert axes.pair_ends == ((0, 1), (0, 2), (1, 2))
    assert axes.axis_of("KG-TJ") == "pair"
    assert "TJ-KG" not in axes


def test_full_names_and_kinds_are_kept(tmp_path: Path) -> None:
    russia = read(tmp_path, ACTORS).actor("RU")

    assert (russia.name, russia.kind, russia.axis) == ("Russia", "power", "patron")


def test_names_are_spelled_out(tmp_path: Path) -> None:
    axes = read(tmp_path, ACTORS)

    assert axes.name_of("EU") == "European Union"
    assert axes.name_of("KZ-TJ") == "Kazakhstan-Tajikistan"
    assert axes.patrons_of("power") == ("RU",)


def test_the_union_is_found_by_its_kind_wherever_it_stands(tmp_path: Path) -> None:
    first, second = "EU,patron,European Union,union\n", "RU,patron,Russia,power\n"

    assert read(tmp_path, ACTORS).union == 0
    assert read(tmp_path, ACTORS.replace(first + second, second + first)).union == 1


def test_a_target_picks_one_place_or_a_whole_axis(tmp_path: Path) -> None:
    axes = read(tmp_path, ACTORS)
    access = np.zeros(axes.shape(("patron", "state")))

    access[axes.where(("RU", "*"))] = 1
    access[axes.where(("*", "KG"))] += 2

    assert access.tolist() == [[0, 2, 0], [1, 3, 1]]


def test_a_fifth_patron_and_27_members_load(tmp_path: Path) -> None:
    members = "".join(f"M{i},member,Member {i},member\n" for i in range(26))
    axes = read(tmp_path, ACTORS + "TR,patron,Turkey,power\n" + members)

    assert axes.patrons == ("EU", "RU", "TR")
    assert axes.size("member") == 27


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ACTORS + "KZ,member,Kazakhstan,member\n", "line 9: label 'KZ' is given twice"),
        (ACTORS + "A B,state,Two words,state\n", "line 9: label 'A B' is not one plain word"),
        (ACTORS + "A-B,state,Hyphen,state\n", "line 9: label 'A-B' is not one plain word"),
        (ACTORS + "AF,neighbour,Afghanistan,state\n", "line 9: axis 'neighbour' is unknown"),
        (ACTORS.replace("DE,member,Germany,member\n", ""), "no member is listed"),
        (ACTORS.replace("label,", "code,"), "line 1: column label is missing"),
    ],
)
def test_a_wrong_table_of_actors_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(EvidenceError, match=message):
        read(tmp_path, text)


def test_an_unknown_label_is_named_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"unknown label 'XX'.*EU, RU, KZ"):
        read(tmp_path, ACTORS).index("XX")


@given(SIZES, st.integers(0, 99), st.sampled_from([0, 1, -2, -3]))
@pytest.mark.parametrize("function", [total, mean, share])
def test_one_world_alone_equals_the_same_world_in_a_block(
    function: Callable[[Array, int], Array], size: tuple[int, int, int], seed: int, axis: int
) -> None:
    # Values of many sizes, so that another order of addition shows in the last bits.
    block = np.random.default_rng(seed).lognormal(sigma=3, size=size)
    together = function(block, axis)

    for world in range(size[-1]):
        alone = function(np.ascontiguousarray(block[..., world : world + 1]), axis)
        assert alone[..., 0].tolist() == together[..., world].tolist()


@given(BLOCKS, st.sampled_from([0, 1]))
def test_total_and_mean_agree_with_numpy_up_to_rounding(block: Array, axis: int) -> None:
    np.testing.assert_allclose(total(block, axis), block.sum(axis=axis), rtol=1e-12)
    np.testing.assert_allclose(mean(block, axis), block.mean(axis=axis), rtol=1e-12)


def test_total_leaves_its_input_alone() -> None:
    block = np.ones((3, 2))

    total(block, 0)

    assert block.tolist() == np.ones((3, 2)).tolist()


@given(BLOCKS, st.sampled_from([0, 1]))
def test_shares_sum_to_1_and_keep_their_order(block: Array, axis: int) -> None:
    shares = share(block, axis)

    np.testing.assert_allclose(shares.sum(axis=axis), 1, rtol=1e-12)
    assert (np.diff(shares, axis=axis) * np.diff(block, axis=axis) >= 0).all()


def test_shares_of_nothing_are_equal() -> None:
    assert share(np.zeros((4, 1)), 0).ravel().tolist() == [0.25] * 4


def test_a_missing_value_is_not_hidden_by_equal_shares() -> None:
    assert np.isnan(share(np.array([np.nan, 1.0]), 0)).all()


@given(arrays.arrays(np.float64, 5, elements=st.floats(0.001, 0.999)))
def test_logistic_undoes_logit(probability: Array) -> None:
    np.testing.assert_allclose(logistic(logit(probability)), probability, rtol=1e-12)


@given(arrays.arrays(np.float64, 5, elements=st.floats(-1e6, 1e6)))
def test_logistic_stays_between_0_and_1_however_large_the_odds(log_odds: Array) -> None:
    probability = logistic(log_odds)

    assert ((probability >= 0) & (probability <= 1)).all()
    assert (np.diff(probability) * np.diff(log_odds) >= 0).all()
