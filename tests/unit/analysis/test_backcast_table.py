"""The past as a table."""

from __future__ import annotations

import numpy as np

from cagame.analysis.backcast import COLUMNS, Quantity, quantile_table, with_region


def test_a_row_holds_median_and_band_of_its_own_worlds() -> None:
    # (year, partner, state, world): the tens digit is the year, the hundreds digit the state.
    worlds = np.arange(1.0, 101)
    values = np.array([[[worlds + 1000, worlds + 2000]], [[worlds + 1500, worlds + 2500]]])
    table = quantile_table(Quantity("tie", values, ("EU",)), 2007, ("KZ", "KG"))
    assert tuple(table.columns) == COLUMNS
    row = table.set_index(["year", "state"]).loc[(2008, "KG")]
    assert (row["median"], row["low"], row["high"]) == (2550, 2505, 2595)
    assert set(table["partner"]) == {"EU"}


def test_the_region_is_a_plain_and_a_weighted_mean() -> None:
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    weight = np.array([[0.75, 0.75], [0.25, 0.25]])
    assert with_region(values, weight)[2:].tolist() == [[2.0, 3.0], [1.5, 2.5]]
