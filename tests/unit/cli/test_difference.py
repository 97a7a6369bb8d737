"""What changed between two results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from cagame.cli.difference import _told, changed_inputs, changed_outcomes

BEFORE: dict[str, Any] = {
    "seed": 1,
    "years": {"decision": 2025, "end": 2040},
    "variants": {"first": {"eu": {"budget": 1.0}}, "second": {}},
    "external": [{"name": "calm", "events": []}],
    "outcomes": ["eu_influence", "governance"],
    "parameters": {"overrides": {}},
}


def told(**changes: Any) -> list[str]:
    """What is said about inputs that differ from ``BEFORE`` in some keys."""
    return list(_told(changed_inputs(BEFORE, BEFORE | changes)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"seed": 2}, ["seed: 1 -> 2"]),
        ({"years": {"decision": 2025, "end": 2030}}, ["years > end: 2040 -> 2030"]),
        ({"outcomes": ["governance"]}, ["outcomes: eu_influence, governance -> governance"]),
        (
            {"variants": {"first": {"eu": {"budget": 1.5}}, "second": {}}},
            ["variants > first > eu > budget: 1.0 -> 1.5"],
        ),
        ({"variants": {}}, ["variants, only in A: first, second"]),
        (
            {"external": [{"name": "calm", "events": []}, {"name": "drought"}]},
            ["external, only in B: drought"],
        ),
        (
            {"parameters": {"overrides": {"effectiveness[EU]": 0}}},
            ["parameters > overrides, only in B: effectiveness[EU] = 0"],
        ),
    ],
)
def test_each_input_that_changed_is_one_line(changes: dict[str, Any], said: list[str]) -> None:
    assert told(**changes) == said


def test_long_texts_are_cut() -> None:
    (line,) = told(seed="word " * 100)
    assert len(line) < 80
    assert line.endswith("...")


def summary(**columns: float) -> pd.DataFrame:
    """A summary table of two outcomes under one variant."""
    row = {
        "variant": "first",
        "external": "calm",
        "median": 0.5,
        "low": 0.4,
        "high": 0.6,
        "difference_median": 0.01,
        "difference_low": 0.0,
        "difference_high": 0.02,
        "share_better": 0.9,
    }
    rows = [row | {"outcome": "eu_influence"} | columns, row | {"outcome": "governance"}]
    return pd.DataFrame(rows)


def test_equal_summaries_do_not_differ() -> None:
    table = changed_outcomes(summary(), summary())
    assert not table["differs"].any()
    assert (table[["level_change", "effect_change"]] == 0).all(axis=None)


def test_changes_are_measured_against_the_spread_over_worlds() -> None:
    table = changed_outcomes(summary(), summary(median=0.6, difference_median=0.02))
    row = table.set_index("outcome").loc["eu_influence"]
    assert row["level_change"] == pytest.approx(0.5)  # 0.1 of a spread from 0.4 to 0.6
    assert row["effect_change"] == pytest.approx(0.5)  # 0.01 of a spread from 0.0 to 0.02
    assert table["differs"].tolist() == [True, False]


def test_a_change_of_the_share_of_worlds_alone_is_a_difference() -> None:
    assert changed_outcomes(summary(), summary(share_better=0.8))["differs"].tolist() == [
        True,
        False,
    ]


@pytest.mark.parametrize("value", [np.inf, np.nan])
def test_values_that_are_infinite_or_missing_in_both_are_equal(value: float) -> None:
    one = summary(median=value, high=value, share_better=value)
    assert not changed_outcomes(one, one.copy())["differs"].any()


def test_a_row_in_one_summary_only_is_told_apart() -> None:
    table = changed_outcomes(summary(), summary().iloc[:1])
    assert table["_merge"].tolist() == ["both", "left_only"]
