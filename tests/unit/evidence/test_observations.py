"""Tables of observations, and what they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.errors import EvidenceError
from cagame.evidence.observations import read_comparisons, read_errors, read_observations
from cagame.model import shared_evidence

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "series,state,partner,year,value,unit,source\n"


def test_every_statistic_names_a_source_and_ends_in_2012() -> None:
    table = read_observations()
    assert set(table["source"]) <= set(shared_evidence().sources)
    assert table["year"].between(2000, 2012).all()
    assert len(table) == 1687


def test_every_allowed_error_is_an_assumption_with_a_range() -> None:
    for number in read_errors().numbers.values():
        assert number.grade == "assumption"
        assert number.low < number.high
        assert number.low <= number.value <= number.high
        assert number.unit
        assert number.derivation.endswith(".")


def test_every_comparison_has_its_errors_and_its_series() -> None:
    series = set(read_observations()["series"])
    for comparison in read_comparisons().values():
        assert comparison.series in series
        if comparison.scored:
            assert read_errors()("discrepancy", comparison.series) > 0
            assert read_errors()("observation_error", comparison.series) > 0


def test_a_table_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="there is no such table"):
        read_observations(tmp_path / "none.csv")


@pytest.mark.parametrize("series", ["trade_share", "fbic_index"])
def test_a_scale_can_be_undone(series: str) -> None:
    comparison = read_comparisons()[series]
    values = np.array([0.003, 0.5, 0.97])
    assert comparison.unscaled(comparison.scaled(values)) == pytest.approx(values)


def test_the_error_of_a_forecast_grows_with_the_years_ahead() -> None:
    near, far = read_errors().variance("trade_share", np.array([1.0, 5.0]))
    assert near == pytest.approx(0.1**2 + 0.28**2)
    assert far == pytest.approx(0.1**2 + 5 * 0.28**2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("series,state\na,KZ\n", "column partner, year, value, unit, source is missing"),
        (HEADER, "the table has no rows"),
        (HEADER + "trade_share,KZ,EU,2013,much,share,X\n", "value is 'much', not a number"),
        (HEADER + "trade_share,KZ,EU,soon,0.3,share,X\n", "year is 'soon', not a number"),
        (HEADER + "trade_share,KZ,EU,2013,0.3\n", "the row has 5 cells and the header 7"),
        (HEADER + 2 * "trade_share,KZ,EU,2013,0.3,s,X\n", "is given twice"),
    ],
)
def test_a_bad_table_gives_one_readable_error(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "later.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceError) as caught:
        read_observations(file)
    assert said in str(caught.value)
    assert "later.csv" in str(caught.value)
