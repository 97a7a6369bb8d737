"""Results as a class reads them, and as charts; each round is computed once."""

from __future__ import annotations

import asyncio

import pytest

from cagame.app.play import charts
from cagame.app.play.choice import Choice
from cagame.app.play.course import Course, resolve
from cagame.app.play.view import (
    SAME,
    begun,
    clock,
    figure_rows,
    moves,
    rows,
    seats_shown,
    stage,
    teams_heading,
    verdict,
)
from cagame.errors import RunError
from cagame.exploring.cast import cast_of


class Inline:
    """Does work at once, and counts it."""

    def __init__(self, failures=0):
        self.done = []
        self.failures = failures

    async def do(self, lane, function, *args):
        self.done.append((lane, function.__name__))
        await asyncio.sleep(0)
        if len(self.done) <= self.failures:
            raise RunError("the process that computed this was lost")
        return function(*args)


@pytest.fixture
def game(at, code):
    """A game after its first round: the EU chose, Russia chose what it does anyway."""
    at("blue").join(code, "Blue", "eu")
    at("bear").join(code, "Bear", "russia")
    at("silk").join(code, "Silk", "china")
    at("blue").submit(code, 1, Choice("eu", "mobility-first"))
    at("bear").submit(code, 1, Choice.first("russia", 2025))
    at("teacher").trigger(code, "drought")
    return at("teacher").close(code, 1)


@pytest.fixture
def resolved(game):
    return resolve(game.lesson.as_text(), game.played, 1)


def test_rows_name_the_teams_first_and_say_what_their_choices_changed(game, resolved):
    found = rows(game, resolved)
    assert [row.team for row in found[:4]] == ["Blue", "Bear", "Silk", ""]
    assert len(found) == len(game.lesson.seats)
    blue, bear, silk = found[:3]
    assert blue.sure.startswith("better in ")
    assert verdict(blue).startswith("Your choices changed your payoff by ")
    assert bear.sure == SAME
    assert verdict(bear) == "You have chosen what would have happened by itself."
    assert silk.own_doing == ""
    assert "nothing so far" in verdict(silk)


def test_figures_are_shown_before_and_after(resolved):
    (name, before, now), *_ = figure_rows(resolved, cast_of())
    assert name == "EU influence"
    assert before.endswith(" %")
    assert now.endswith(" %")


def test_the_stage_and_what_begins_are_said(at, code, game):
    assert stage(game) == "Round 2 of 2: 2026 to 2026"
    assert begun(game) == ()
    at("teacher").trigger(code, "russian-recession")
    assert len(begun(at("teacher").game(code))) == 1
    assert teams_heading(game) == "Teams: 0 of 3 have submitted"
    assert seats_shown(game) == game.lesson.seats
    over = at("teacher").close(code, 2)
    assert teams_heading(over) == "Teams"
    assert seats_shown(over) == ("eu", "russia", "china")
    assert stage(over) == "All 2 rounds are over"
    assert begun(over) == ()


def test_a_clock_that_is_over_says_so():
    assert clock(-5) == "Time is up"
    assert clock(59.9) == "0:59 left"


def test_what_others_did_is_one_line_for_those_who_did_nothing(game):
    course = Course(Inline())
    known = asyncio.run(course.briefing(game, "eu"))
    lines = moves(known)
    assert lines[0].startswith("Russia: ")
    assert lines[-1].startswith("As before the game: China, Kazakhstan")
    assert len(lines) == 2


def test_charts_hold_the_medians_in_per_cent_and_points(game, resolved):
    lines = charts.influence_over_time([resolved], game.lesson)
    assert lines["xAxis"]["data"] == ["2024", "2025"]
    eu = lines["series"][0]["data"]
    now = resolved.report.figures["eu_influence"].now.median
    assert eu[1] == pytest.approx(100 * now, abs=0.05)
    bars = charts.influence_by_state(resolved, game.lesson.cast)
    assert len(bars["series"]) == len(resolved.report.influence)
    for place in range(5):
        assert sum(each["data"][place] for each in bars["series"]) == pytest.approx(100, abs=4)
    payoff = charts.own_payoff([resolved], "eu")
    median = resolved.report.seats["eu"].payoff.median
    assert payoff["series"][0]["data"] == [pytest.approx(100 * median, abs=0.005)]


def test_charts_say_in_words_what_they_show(game, resolved):
    told = charts.influence_over_time([resolved], game.lesson)["aria"]["label"]["description"]
    assert told.startswith("Share of influence in per cent. European Union: 2024 ")


def test_a_round_is_computed_once_for_all_who_ask(game):
    work = Inline()
    course = Course(work)

    async def ask():
        return await asyncio.gather(*(course.resolved(game, 1) for _ in range(30)))

    answers = asyncio.run(ask())
    assert work.done == [("play", "resolve")]
    assert all(answer is answers[0] for answer in answers)


def test_a_round_that_failed_is_computed_again(game):
    course = Course(Inline(failures=1))

    async def ask():
        with pytest.raises(RunError, match="was lost"):
            await course.resolved(game, 1)
        return await course.resolved(game, 1)

    assert asyncio.run(ask()).report.round.number == 1


def test_who_leaves_does_not_end_the_work_of_others(game):
    work = Inline()
    course = Course(work)

    async def ask():
        leaving = asyncio.ensure_future(course.resolved(game, 1))
        await asyncio.sleep(0)
        leaving.cancel()
        return await course.resolved(game, 1)

    assert asyncio.run(ask()).report.round.number == 1
    assert len(work.done) == 1
