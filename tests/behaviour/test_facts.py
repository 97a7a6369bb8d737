"""What history shows, and that each check can tell when it does not."""

from __future__ import annotations

import math
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cagame.errors import EvidenceError
from cagame.facts import KINDS, History, check_facts, facts_page, read_criteria, record
from cagame.facts import table as facts_table
from cagame.facts.checks import CHECKS
from cagame.model import shared_evidence
from cagame.worlds.drawing import draw

if TYPE_CHECKING:
    import pandas as pd

DATA = Path(str(files("cagame").joinpath("data")))
FIRST, LAST = 2007, 2024

#: One cell of a history set to a number: quantity, year (None: all), labels, number.
Edit = tuple[str, int | None, tuple[str, ...], float]
#: Edits after any of which a fact no longer holds; thresholds are missed narrowly.
BROKEN: dict[str, list[list[Edit]]] = {
    "F01": [[("china_trade_share", 2007, (), 0.9)], [("russia_trade_share", 2007, (), 0.9)]],
    "F02": [[("china_trade_share", 2012, (), 0.9)], [("china_trade_share", None, (), 0.0)]],
    "F02s": [[("trade_share", 2012, ("CN", "UZ"), 0.0)], [("trade_share", 2012, ("CN",), 0.9)]],
    "F03": [[("eu_influence", 2019, (), 0.2)]],
    "F06": [[("trade_share", 2014, (rival, "KZ"), 0.9)] for rival in ("RU", "CN")],
    "F07": [[("regional_tie", 2019, ("KZ-UZ",), 1.0)], [("regional_tie", 2019, (), 0.0)]],
    "F08": [[("regional_tie", 2019, ("KG-TJ",), 1.0)]],
    "F09": [[("tie", year, ("EU", "TJ", "aid"), 99.0)] for year in (2007, 2018)],
    "F10": [
        [("student_share", 2019, ("EU",), 0.9)],
        [("student_share", 2019, ("CN",), 0.9)],
    ],
    "F11": [
        [("labour_share", 2016, ("RU",), 1.0)],
        [("labour_share", 2016, ("OT",), 0.0)],
        [("labour_share", 2016, ("EU",), 0.0)],
    ],
    "F12": [
        [("labour_share", 2019, ("EU",), 0.031)],
        [("labour_share", 2019, ("OT",), 1.0)],
    ],
    "F14": [
        [("output", 2019, ("TM",), 9.0)],
        [("openness", 2007, ("EU", "TM"), 1.0)],
        [("openness", 2024, ("EU", "TM"), 1.0)],
    ],
    "F15": [
        [
            ("tie", 2018, ("EU", "TM", "diplomacy"), 1.0),
            ("tie", 2021, ("EU", "TM", "diplomacy"), 1.09),
        ],
        [("tie", 2022, ("EU", "KZ", "diplomacy"), 0.0)],
    ],
    "F16": [[("duplication_loss", 2014, (), 0.0)]],
    "F17": [[("eu_trade_volume", 2021, (), 1.0), ("eu_trade_volume", 2024, (), 1.09)]],
    "F18": [[("tie", year, ("OT", "KG", "aid"), 99.0)] for year in (2007, 2024)],
    "F20": [
        [
            ("tie", 2013, ("EU", "UZ", "security"), 1.0),
            ("tie", 2018, ("EU", "UZ", "security"), 0.91),
        ]
    ],
    "F21": [[("governance", 2019, ("TJ",), 1.0)], [("governance", 2019, ("UZ",), 0.0)]],
    "F22": [
        [
            ("tie", 2015, ("CN", "TJ", "security"), 1.0),
            ("tie", 2019, ("CN", "TJ", "security"), 1.49),
        ]
    ],
}
CASES = [(fact, edits) for fact, cases in BROKEN.items() for edits in cases]
CRITERIA = {each.fact: each for each in read_criteria(DATA, shared_evidence())}


@pytest.fixture(scope="module")
def history() -> History:
    worlds = draw(shared_evidence(), seed=1, count=1, uncertainty="none")
    return record(shared_evidence(), worlds, LAST)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return check_facts(worlds=200, seed=1).set_index("fact")


def edited(history: History, edits: list[Edit]) -> History:
    values = {name: array.copy() for name, array in history.series.items()}
    for name, year, labels, number in edits:
        place = slice(None) if year is None else year - FIRST
        values[name][place, *history.axes.where(labels)] = number
    return History(history.axes, values)


def holds(fact: str, history: History) -> bool:
    verdict = CHECKS[fact](history, CRITERIA[fact])
    assert verdict.shape == (1,)
    return verdict.item()


def test_every_fact_has_a_row_a_check_and_a_history_that_breaks_it() -> None:
    assert list(CRITERIA) == list(CHECKS) == list(BROKEN)


@pytest.mark.parametrize("fact", CRITERIA)
def test_a_row_says_where_it_comes_from_and_what_makes_it_hold(fact: str) -> None:
    row = CRITERIA[fact]
    assert row.kind in KINDS
    assert row.observed.endswith(".")
    assert row.note.endswith(".")
    assert all(FIRST <= year <= LAST for year in row.years)
    assert math.isnan(row.threshold) == (not row.unit)


@pytest.mark.parametrize(("fact", "edits"), CASES)
def test_a_check_fails_on_a_history_that_misses_its_fact(
    history: History, fact: str, edits: list[Edit]
) -> None:
    assert holds(fact, history)
    assert not holds(fact, edited(history, edits))


def test_every_fact_holds_by_default(table: pd.DataFrame) -> None:
    assert list(table.index[~table.holds]) == []


def test_the_table_has_the_facts_in_order_with_shares(table: pd.DataFrame) -> None:
    assert list(table.index) == list(CRITERIA)
    assert {*table.columns} >= {"criterion", "evidence", "kind", "holds"}
    for column in ("share_of_worlds", "share_without_effect"):
        assert table[column].between(0, 1).all()


def test_most_facts_hold_when_policy_has_no_effect_so_they_identify_none(
    table: pd.DataFrame,
) -> None:
    assert (table.share_without_effect > 0.5).sum() >= len(table) - 1


def test_what_policy_cannot_touch_holds_equally_without_effect(table: pd.DataFrame) -> None:
    for fact in ("F01", "F08", "F16"):
        assert table.share_without_effect[fact] == table.share_of_worlds[fact]


def test_without_uncertainty_the_share_is_all_or_nothing() -> None:
    table = check_facts(worlds=2, seed=1, uncertainty="none")
    assert (table.share_of_worlds == table.holds).all()


def test_an_override_reaches_all_three_columns() -> None:
    table = check_facts(worlds=50, seed=1, overrides={"trade_adjustment": 0.0}).set_index("fact")
    assert not table.holds["F02"]
    assert table.share_of_worlds["F02"] == table.share_without_effect["F02"] == 0


def test_shares_do_not_depend_on_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = check_facts(worlds=24, seed=3)
    monkeypatch.setattr(facts_table, "BLOCK", 7)
    assert check_facts(worlds=24, seed=3).equals(whole)


def test_a_recorded_history_has_every_year_and_world() -> None:
    worlds = draw(shared_evidence(), seed=1, count=3)
    history = record(shared_evidence(), worlds, 2010)
    assert {array.shape[0] for array in history.series.values()} == {4}
    assert {array.shape[-1] for array in history.series.values()} == {3}
    assert np.array_equal(history.at(2007, "openness"), worlds.parameters.openness_2007)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("E147,ITPD-E,initial", "E999,ITPD-E,initial", "F01 cites E999"),
        ("E147,ITPD-E,initial", ",,initial", "F01 cites nothing"),
        ("E147,ITPD-E,initial", "E147,ITPD-E,lucky", "kind 'lucky' is unknown"),
        ("initial,2007,,", "initial,soon,,", "years are not whole numbers"),
        ("\nF03,", "\nF01,", "F01 is given twice"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (DATA / "facts.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "facts.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EvidenceError, match=message):
        read_criteria(tmp_path, shared_evidence())


def test_a_row_without_a_check_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CHECKS, "F22")
    with pytest.raises(EvidenceError, match="F22"):
        check_facts(worlds=1)


def test_the_page_shows_each_fact_with_its_kind_and_both_shares(table: pd.DataFrame) -> None:
    page = facts_page(table.reset_index(), worlds=200, seed=1)
    for fact, row in table.iterrows():
        line = next(line for line in page.splitlines() if line.startswith(f"| {fact} |"))
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[1:5] == [
            row.criterion,
            row.evidence,
            row.kind,
            "holds" if row.holds else "**fails**",
        ]
        assert cells[5:] == [f"{row.share_of_worlds:.1%}", f"{row.share_without_effect:.1%}"]
