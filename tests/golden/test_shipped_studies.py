"""Every shipped study gives the numbers that its file under ``studies/`` keeps.

After a change that is meant to move results, look at what moved, and keep the new numbers:

    make golden
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from golden import DIGITS, KEYS, as_text, figures, from_text, moved, shown, small

from cagame.scenario import Library, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

STUDIES = Library().names("study")
KEPT = Path(__file__).parent / "studies"
COMMAND = "make golden"


def compare(now: pd.DataFrame, path: Path) -> None:
    """Fail if a table of figures is not the one that a file keeps."""
    if not path.exists():
        pytest.fail(f"{path.name} is missing: keep the numbers of this study with `{COMMAND}`")
    lines = moved(from_text(path.read_text(encoding="utf-8")), now)
    if lines:
        pytest.fail(
            f"results have moved from those in {path.name}:\n  {shown(lines)}\n"
            f"If that is meant, say so in changes/ and keep the new numbers with `{COMMAND}`"
        )


@pytest.mark.parametrize("name", STUDIES)
def test_a_shipped_study_gives_the_numbers_that_are_kept(
    name: str, tmp_path: Path, refresh_golden
) -> None:
    now = figures(small(Scenario.load(name)), tmp_path / "results")
    path = KEPT / f"{name}.csv"
    if refresh_golden:
        path.write_text(as_text(now), encoding="utf-8")
    compare(now, path)


def test_no_numbers_are_kept_of_a_study_that_is_gone(refresh_golden) -> None:
    left = {path for path in KEPT.iterdir() if path.stem not in STUDIES}
    if refresh_golden:
        for path in left:
            path.unlink()
    assert refresh_golden or not left, f"remove what is left over with `{COMMAND}`"


@pytest.fixture
def table() -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(
        [("history", "history", 2024), ("first", "calm", 2040)], names=KEYS
    )
    columns = {"governance": [0.123456, 0.25], "cost_per_point": [np.nan, np.inf]}
    return pd.DataFrame(columns, index=index)


@pytest.fixture
def kept(table: pd.DataFrame, tmp_path: Path) -> Path:
    path = tmp_path / "a-study.csv"
    path.write_text(as_text(table), encoding="utf-8")
    return path


def test_what_was_kept_is_what_it_was(table: pd.DataFrame, kept: Path) -> None:
    compare(table, kept)


def test_a_difference_behind_the_digits_that_are_kept_is_none(
    table: pd.DataFrame, kept: Path
) -> None:
    compare(table * (1 + 0.4 * 10.0**-DIGITS), kept)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace(0.25, 0.250005), "first / calm / 2040: governance was 0.25, is"),
        (lambda t: t.replace(np.inf, 7.0), "cost_per_point was inf, is 7"),
        (lambda t: t.fillna(0.0), "history / history / 2024: cost_per_point was nan, is 0"),
        (lambda t: t.iloc[:1], "first / calm / 2040 is gone"),
        (lambda t: t.assign(autonomy=1.0), "autonomy is new"),
        (lambda t: t.drop(columns="governance"), "governance is gone"),
        (lambda t: t.rename(index={2040: 2041}), "first / calm / 2041 is new"),
    ],
)
def test_a_number_that_moved_is_named_with_the_command(
    table: pd.DataFrame, kept: Path, change: Callable[[pd.DataFrame], pd.DataFrame], said: str
) -> None:
    with pytest.raises(pytest.fail.Exception) as failure:
        compare(change(table), kept)
    assert said in str(failure.value)
    assert COMMAND in str(failure.value)


def test_a_study_without_kept_numbers_fails_with_the_command(
    table: pd.DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"new-study\.csv is missing.*make golden"):
        compare(table, tmp_path / "new-study.csv")


def test_one_number_of_the_tables_moves_the_figures(tmp_path: Path) -> None:
    study = small(Scenario.load("classroom"))
    other = study.parameters.model_copy(update={"overrides": {"openness_sharpness": 4.2}})
    keys = study.as_mapping() | {"parameters": other.model_dump(mode="json")}
    now = figures(Scenario.from_mapping(keys), tmp_path / "results")
    with pytest.raises(pytest.fail.Exception, match="eu_influence was"):
        compare(now, KEPT / "classroom.csv")
