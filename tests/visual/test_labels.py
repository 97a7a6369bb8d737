from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagame.plots.labels import spread
from cagame.plots.placing import WORD, clear_corner
from cagame.plots.text import text_width, wrap
from cagame.plots.tradeoff import front

PLACES = st.lists(st.floats(-50, 150, allow_nan=False), min_size=1, max_size=14)


@given(PLACES, st.floats(0.5, 20))
def test_spread_labels_never_overlap_and_keep_their_order(
    wanted: list[float], height: float
) -> None:
    placed = spread(wanted, [height] * len(wanted), 0.0, 100.0)
    order = np.argsort(wanted, kind="stable")
    assert np.all(np.diff(np.array(placed)[order]) >= height - 1e-6)


@given(PLACES)
def test_spread_labels_stay_between_the_ends_where_there_is_room(wanted: list[float]) -> None:
    placed = spread(wanted, [5.0] * len(wanted), 0.0, 100.0)
    assert min(placed) >= 2.5 - 1e-9
    assert max(placed) <= 97.5 + 1e-9


def test_labels_with_room_stay_where_their_lines_end() -> None:
    assert spread([80.0, 20.0, 50.0], [10.0, 10.0, 10.0], 0.0, 100.0) == [80.0, 20.0, 50.0]


def test_taller_labels_get_more_room() -> None:
    assert spread([50.0, 50.0], [10.0, 30.0], 0.0, 100.0) == [40.0, 60.0]


@pytest.mark.parametrize("width", [60.0, 120.0, 300.0])
def test_wrapped_lines_fit_their_width_and_lose_no_word(width: float) -> None:
    text = "Principled pragmatism and raw materials hold in 90 % of worlds ▲ better"
    lines = wrap(text, width, 8.5)
    assert " ".join(lines) == text
    assert all(text_width(line, 8.5) <= width or " " not in line for line in lines)


def test_a_number_keeps_its_per_cent_sign_and_an_arrow_its_word() -> None:
    lines = wrap("90 % ▲ better", 1.0, 8.5)
    assert lines == ["90 %", "▲ better"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_the_front_holds_exactly_the_points_that_none_beats(points: list[tuple[int, int]]) -> None:
    x, y = np.array(points, dtype=float).T
    for (a, b), best in zip(points, front(x, y), strict=True):
        beaten = any(c >= a and d >= b and (c, d) != (a, b) for c, d in points)
        assert best == (not beaten)


@given(st.floats(0, 1), st.sampled_from([1, -1]), st.floats(60, 300))
def test_a_word_in_a_corner_of_a_panel_lies_clear_of_the_lines(
    nearest: float, side: int, height: float
) -> None:
    low, high = clear_corner((0.0, 1.0), nearest, side, height)
    free = high - nearest if side > 0 else nearest - low
    assert free / (high - low) * height >= WORD - 1e-9
