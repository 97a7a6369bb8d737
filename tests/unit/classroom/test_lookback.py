from __future__ import annotations

import csv
import io

import pytest

from cagame.classroom import report
from cagame.classroom.lookback import COLUMNS, IN_FORCE, chapter, table_text


@pytest.fixture(scope="module")
def chapters(engine, ledger):
    return [chapter(engine, ledger, number, {"eu": "=Team A"}) for number in (1, 2, 3)]


def test_a_chapter_tells_what_every_seat_followed(chapters):
    told = [{turn.seat: (turn.title, turn.step) for turn in each.turns} for each in chapters]
    assert told[0]["eu"] == ("Values first, with conditions", "new")
    assert told[1]["eu"] == ("Open doors", "new")
    assert told[2]["eu"] == ("Open doors", "kept")
    assert told[0]["KZ"] == (IN_FORCE, "default")
    assert told[1]["KZ"] == ("Reform and opening", "new")


def test_a_chapter_names_events_in_the_round_in_which_they_begin(chapters):
    assert [each.events for each in chapters] == [(), ("Drought", "Russian recession"), ()]


def test_a_chapter_has_the_payoffs_of_the_round(engine, ledger, chapters):
    for number, each in enumerate(chapters, start=1):
        seats = report(engine, ledger, number).seats
        assert {turn.seat: turn.payoff for turn in each.turns} == {
            seat: told.payoff for seat, told in seats.items()
        }


def test_the_table_has_a_row_for_each_seat_and_round_with_the_numbers_of_the_game(lesson, chapters):
    rows = list(csv.DictReader(io.StringIO(table_text(chapters))))
    assert len(rows) == len(lesson.rounds) * len(lesson.seats)
    assert tuple(rows[0]) == COLUMNS
    first, turn = rows[0], chapters[0].turns[0]
    assert float(first["payoff"]) == turn.payoff.median
    assert float(first["own_doing_share_better"]) == turn.own_doing.share_better
    assert {row["own_doing"] for row in rows if row["actor"] == "China"} == {""}


def test_no_cell_of_the_table_is_a_formula_for_a_spreadsheet(chapters):
    rows = list(csv.DictReader(io.StringIO(table_text(chapters))))
    assert {row["team"] for row in rows} == {"", "'=Team A"}
