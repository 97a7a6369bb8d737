"""One outcome as a column of the summary."""

from __future__ import annotations

from typing import Any

import pytest

from cagame.cli.column import Column, Scale
from cagame.evidence import OutcomeDefinition


def effect(median: float, share: float = 0.5, **changes: Any) -> dict[str, Any]:
    """A row of paired effects."""
    row = {
        "difference_median": median,
        "share_better": share,
        "share_higher": share,
        "share_equal": 0.0,
        "by_construction": False,
    }
    return row | changes


def column(*effects: dict[str, Any], unit: str = "share 0-1", better: str = "higher") -> Column:
    """A column with a variant for each effect, all under one external scenario."""
    outcome = OutcomeDefinition("eu_influence", "EU influence", unit, better, "EU", "")
    rows = {(f"variant-{n}", "calm"): row for n, row in enumerate(effects)}
    return Column(outcome, rows, {"calm": 0.223})


def cells(shown: Column) -> list[str]:
    """All cells of a column."""
    return [shown.cell(*place).plain for place in shown.effects]


def test_shares_are_shown_in_percentage_points_with_their_frequency() -> None:
    assert cells(column(effect(0.0123, 0.98))) == ["+1.23  98"]


@pytest.mark.parametrize(
    ("largest", "shown", "other"),
    [
        (0.00012, "+0.012", "+0.001"),
        (0.0012, "+0.12", "+0.01"),
        (0.08, "+8.00", "+0.80"),
        (0.25, "+25.0", "+2.5"),
        (1.5, "+150", "+15"),
    ],
)
def test_the_largest_difference_decides_how_many_decimals_there_are(
    largest: float, shown: str, other: str
) -> None:
    found = cells(column(effect(largest), effect(largest / 10)))
    assert [cell.split()[0] for cell in found] == [shown, other]


def test_a_variant_that_changes_nothing_has_no_share() -> None:
    same = effect(0.0, 0.0, share_equal=1.0)
    assert cells(column(effect(0.01), same))[1].split() == ["0.00", "="]


def test_a_small_loss_that_rounds_to_0_has_no_sign() -> None:
    assert cells(column(effect(0.05), effect(-0.000001)))[1].split() == ["0.00", "50"]


def test_what_holds_by_construction_is_marked_and_the_rest_stays_aligned() -> None:
    first, second = cells(column(effect(0.01, 1.0, by_construction=True), effect(-0.01, 0.0)))
    assert first == "+1.00 100*"
    assert second == "-1.00   0 "


def test_an_outcome_without_a_better_side_shows_how_often_it_is_higher() -> None:
    shown = column(effect(0.01, 0.8, share_better=float("nan")), better="none")
    assert cells(shown) == ["+1.00  80"]
    assert shown.heading[-1] == "pp  up"


def test_an_outcome_of_which_less_is_better_counts_the_worlds_with_less() -> None:
    shown = column(effect(-0.01, 0.8, share_higher=0.2), better="lower")
    assert cells(shown) == ["-1.00  80"]


def test_colour_only_marks_what_holds_in_nearly_all_worlds_or_nearly_none() -> None:
    shown = column(effect(0.01, 0.95), effect(0.01, 0.5), effect(0.01, 0.05))
    styles = [str(shown.cell(*place).spans) for place in shown.effects]
    assert "green" in styles[0]
    assert "green" not in styles[1]
    assert "red" not in styles[1]
    assert "red" in styles[2]


def test_infinite_differences_do_not_break_the_column() -> None:
    found = cells(column(effect(float("inf"), 0.0), effect(2.0), unit="EUR m", better="lower"))
    assert found[0].split() == ["+inf", "0"]
    assert found[1].split()[0] == "+2.00"


def test_the_level_of_the_reference_stands_above_the_differences() -> None:
    shown = column(effect(0.0123, 0.98))
    assert shown.level("calm").plain == " 22.3    "
    assert len(shown.level("calm").plain) == len(cells(shown)[0]) == shown.width


def test_headings_are_aligned_at_the_bottom() -> None:
    lines = column(effect(0.01)).heading_of(4).splitlines()
    assert [line.strip() for line in lines] == ["", "EU", "influence", "pp   %"]
    assert {len(line) for line in lines} == {9}


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("share of effort 0-1", Scale(100, "pp")),
        ("bandwidth 0-1", Scale(100, "/100")),
        ("log points", Scale(100, "log %")),
        ("index, 2007 = 1", Scale(100, "2007=100")),
        ("EUR m/yr", Scale(1, "EUR m/yr")),
        ("EUR m per percentage point", Scale(1, "EUR m/pp")),
    ],
)
def test_scales_that_end_at_1_are_shown_in_hundredths(unit: str, scale: Scale) -> None:
    assert Scale.of(unit) == scale
