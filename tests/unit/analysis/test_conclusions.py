from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cagame.analysis.conclusions import (
    TOGETHER,
    attributed,
    in_per_cent,
    named,
    span,
    summed_up,
)
from cagame.analysis.sensitivity import PickFreeze

WORLDS = 256


def outcome(guess: float, chance: float = 0.0) -> PickFreeze:
    """An outcome that adds a guess and chance, both even between 0 and 1."""
    rng = np.random.default_rng(5)
    a, b = rng.random((2, 2, WORLDS))

    def value(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return guess * one + chance * other

    mixed = {"assumption": value(b[0], a[1]), "yearly shocks": value(a[0], b[1])}
    return PickFreeze(value(*a), value(*b), mixed)


def test_the_level_of_the_reference_and_the_differences_of_the_others_are_conclusions() -> None:
    levels = {"plain": outcome(1), "bold": outcome(1, 1), "wild": outcome(3, 2)}
    table, untold = attributed(levels, "plain", 0, apart=True)
    assert untold == {}
    first = table.set_index(["variant", "conclusion", "factor"])["first"]
    assert first["plain", "level", "assumption"] == pytest.approx(1)
    # What bold adds to plain is chance; what wild adds is two parts guess and two parts chance.
    assert first["bold", "difference", "yearly shocks"] == pytest.approx(1)
    assert first["wild", "difference", "assumption"] == pytest.approx(0.5, abs=0.05)
    sums = table.groupby("variant")["first"].sum()
    assert sums.tolist() == pytest.approx([1, 1, 1])
    assert table.groupby("variant")["factor"].last().unique().tolist() == [TOGETHER]


def test_where_factors_overlap_nothing_is_said_about_what_they_do_together() -> None:
    table, _ = attributed({"plain": outcome(1, 1)}, "plain", 0, apart=False)
    assert TOGETHER not in set(table["factor"])


def test_a_variant_that_never_differs_or_is_infinite_has_a_reason_instead_of_shares() -> None:
    never = PickFreeze(
        np.full(WORLDS, np.inf),
        np.full(WORLDS, np.inf),
        dict.fromkeys(("assumption", "yearly shocks"), np.full(WORLDS, np.inf)),
    )
    levels = {"plain": outcome(1, 1), "same": outcome(1, 1), "never": never}
    table, untold = attributed(levels, "plain", 0, apart=True)
    assert set(table["variant"]) == {"plain"}
    assert "the same in all worlds" in untold["same"]
    assert "not finite" in untold["never"]
    only, untold = attributed({"plain": never, "other": never}, "plain", 0, apart=True)
    assert only.empty
    assert set(untold) == {"plain", "other"}


def test_a_conclusion_is_summed_up_from_the_first_to_the_total_share() -> None:
    table, _ = attributed({"plain": outcome(2, 1)}, "plain", 0, apart=True)
    (row,) = summed_up(table, "assumption", "yearly shocks").to_dict("records")
    assert row["least"] <= row["most"]
    assert row["least"] == pytest.approx(0.8, abs=0.05)
    assert row["chance"] == pytest.approx(0.2, abs=0.05)
    assert row["widest"] > 0
    (none,) = summed_up(table, "ordinal", "yearly shocks").to_dict("records")
    assert (none["least"], none["most"]) == (0, 0)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((0.92, 0.95), "92 to 95 %"),
        ((1.02, 0.97), "97 to 100 %"),
        ((-0.01, 0.003), "less than 1 %"),
        ((0.5, 0.502), "50 %"),
    ],
)
def test_shares_in_words_stay_between_nothing_and_all(
    shares: tuple[float, float], words: str
) -> None:
    assert in_per_cent(*span(*shares)) == words


def test_many_variants_are_counted_and_few_named() -> None:
    assert named(["a", "b"]) == "a, b"
    assert named(list("abcd")) == "4 variants"


def test_no_rows_give_no_conclusions() -> None:
    empty = pd.DataFrame(columns=["variant", "conclusion", "factor", "first", "total"])
    assert summed_up(empty, "assumption", "yearly shocks").empty
