from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.analysis.left_out import ALL, changes, hangs_on, lead_with_all, rankings

if TYPE_CHECKING:
    import pandas as pd

VARIANTS = ("bold", "middle", "timid")
WHOLE = np.array([[3.0, 3, 4], [1, 1, 2], [0, 0, 0]])


CLEAR = lead_with_all({ALL: WHOLE}, VARIANTS, "higher")


def ranked(better: str = "higher", **without: np.ndarray) -> pd.DataFrame:
    return rankings({ALL: WHOLE, **without}, VARIANTS, better)


def test_rank_one_is_the_best_median() -> None:
    table = ranked().set_index("variant")
    assert table["rank"].to_dict() == {"bold": 1, "middle": 2, "timid": 3}
    assert table.loc["bold", ["median", "low", "high"]].tolist() == [3, 3, 4]
    assert table["share_better"].to_dict() == {"bold": 1, "middle": 1, "timid": 0}
    fewer = ranked("lower").set_index("variant")
    assert fewer["rank"].to_dict() == {"bold": 3, "middle": 2, "timid": 1}
    assert fewer["share_better"].to_dict() == {"bold": 0, "middle": 0, "timid": 0}


def test_the_order_that_stays_hangs_on_no_document() -> None:
    table = changes(ranked(a=WHOLE, b=2 * WHOLE))
    assert table["largest_move"].tolist() == [0, 0]
    assert table["agreement"].tolist() == pytest.approx([1, 1])
    assert table["moved"].tolist() == ["", ""]
    assert table["largest_shift"].tolist() == [0, 3]
    assert hangs_on(table, CLEAR, {}, {}).startswith("The ranking hangs on no single document")


def test_a_new_winner_counts_more_than_any_move_further_down() -> None:
    down = np.array([[9.0, 9, 9], [0, 0, 0], [1, 1, 1]])
    other = np.array([[1.5, 1.5, 1.5], [2, 2, 2], [0, 0, 0]])
    table = changes(ranked(down=down, other=other)).set_index("left_out")
    assert table.loc["down", "best"] == "bold"
    assert not table.loc["down", "best_changes"]
    assert table.loc["other", "best_changes"]
    called = {"other": "a brief", "down": "a page"}
    told = hangs_on(table.reset_index(), CLEAR, called, {"middle": "The middle way"})
    assert told == (
        "The ranking hangs most on a brief: without it, “The middle way” comes first instead of "
        "bold."
    )


def test_a_document_that_turns_near_equals_round_is_no_finding() -> None:
    close = np.array([[1.0, 2, 3], [2, 1.5, 1], [0, 0, 0]])
    turned = np.array([[1.0, 1, 1], [2, 2, 2], [0, 0, 0]])
    found = lead_with_all({ALL: close, "page": turned}, VARIANTS, "higher")
    assert (found.first, found.second, found.share) == ("bold", "middle", pytest.approx(2 / 3))
    assert CLEAR.clear
    assert not found.clear
    table = changes(rankings({ALL: close, "page": turned}, VARIANTS, "higher"))
    told = hangs_on(table, found, {"page": "a page"}, {"bold": "Boldly"})
    assert told == (
        "The first place is not clear: “Boldly” is better than middle in 67 % of worlds, and 95 % "
        "would be clear. That middle comes first without a page decides between two that are "
        "close."
    )


def test_a_variant_that_crosses_the_reference_is_named() -> None:
    crossed = np.array([[3.0, 3, 3], [-1, -1, -1], [0, 0, 0]])
    table = changes(ranked(page=crossed))
    assert table.loc[0, "signs_changed"] == "middle"
    told = hangs_on(table, CLEAR, {}, {})
    assert "hangs most on page: without it, middle moves by 1 place" in told
    assert "bold comes first whichever document is left out" in told
    assert "middle then changes sides of the reference" in told


def test_variants_that_never_differ_have_no_order_to_lose() -> None:
    none = np.zeros((3, 4))
    table = changes(rankings({ALL: none, "page": none}, VARIANTS, "higher"))
    assert table["largest_move"].tolist() == [0]
    assert hangs_on(table, CLEAR, {}, {}).startswith("The ranking hangs on no single document")


def test_infinite_differences_are_ranked_and_not_averaged() -> None:
    values = np.array([[np.inf, np.inf, 1.0], [1, 1, 2], [0, 0, 0]])
    table = rankings({ALL: values}, VARIANTS, "lower").set_index("variant")
    assert table["rank"].to_dict() == {"bold": 3, "middle": 2, "timid": 1}
