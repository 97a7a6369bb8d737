"""A short game; and one on eight devices with a reload, a lost connection, a killed server."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pytest

from cagame.app.play.view import points
from cagame.classroom import Classroom, Engine
from cagame.classroom.report import Spread
from cagame.classroom.scenario_file import AS_PLAYED
from cagame.study import run

#: Team, actor, and what it chooses in the first round.
TEAMS = {
    "Blue": ("European Union", "Mobility first"),
    "Bear": ("Russia", "Security provider"),
    "Silk": ("China", None),
    "Steppe": ("Kazakhstan", "Reform and opening"),
    "Peaks": ("Kyrgyzstan", None),
    "Pamir": ("Tajikistan", None),
}
LATE = ("Oasis", "Uzbekistan", "Balancer")
#: Milliseconds in which a page that lost the server finds its way back.
RETURN = 60_000


@dataclass
class Match:
    """A game that is being played: the teacher's device and those of the teams."""

    server: Any
    device: Any
    code: str = ""
    teams: dict[str, Any] = field(default_factory=dict)

    def open(self, rounds):
        self.teacher = self.device()
        self.code = self.teacher.open_game(rounds)

    def join(self, name, actor, size="desk"):
        self.teams[name] = self.device(size)
        self.teams[name].join(self.code, name, actor)

    @property
    def everybody(self):
        return [self.teacher, *self.teams.values()]

    def advance(self, number, *, but=None):
        """Close a round that not all have submitted for, and wait until everybody sees it."""
        self.teacher.close_round(number, anyway=True)
        for each in self.everybody:
            if each is not but:
                self.sees(each, number)

    def sees(self, each, number):
        heading = re.compile(f"^Round {number}: ")
        each.page.get_by_role("heading", name=heading).wait_for(timeout=RETURN)

    def submitted(self, count):
        words = f"Teams: {count} of {len(self.teams)} have submitted"
        self.teacher.page.get_by_text(words).wait_for(timeout=RETURN)

    def saved(self, folder):
        """The scenario file, as the page gives it."""
        address = f"{self.server.address}/play/{self.code}/scenario.yaml"
        path = folder / "game.yaml"
        path.write_bytes(self.teacher.context.request.get(address).body())
        return path

    def figures(self):
        """The numbers of the game, from the server's file."""
        game = Classroom(self.server.folder / "games.sqlite").game(self.code)
        return Engine(game.lesson).play(game.played, game.closed)


@pytest.fixture
def match(server, device):
    return Match(server, device)


@pytest.fixture
def own_match(own_server, device):
    """A game on a server of its own, which may be killed."""
    return Match(own_server, partial(device, at=own_server))


def change_a_lever(team, name, key):
    team.page.get_by_text("Allocations and levers").click()
    team.page.get_by_label(name).focus()
    team.page.keyboard.press(key)


def lose_the_connection(match, name, number):
    """A device is away while a round is closed, and finds its way back."""
    away = match.teams[name]
    away.context.set_offline(True)
    match.advance(number, but=away)
    away.context.set_offline(False)
    match.sees(away, number)
    away.forget()


def kill_the_server(match):
    match.server.stop(signal.SIGKILL)
    match.server.start()


def check_the_replay(match, folder):
    """The file's run gives the game in every world, and the page shows it."""
    results = run(match.saved(folder), out=folder / "results", workers=1)
    figures = match.figures()
    played = results.variants.index(AS_PLAYED)
    for name, values in figures.items():
        assert np.array_equal(results.values(name)[played, 0], values), name
    row = match.teacher.page.get_by_role("row", name=re.compile("European Union"))
    assert points(Spread.of(figures["payoff_eu"][-1]).median) in row.inner_text()


def test_two_teams_play_a_round_reload_and_take_the_game_home(match, tmp_path):
    match.open(rounds=2)
    match.join("Blue", "European Union", "phone")
    match.join("Bear", "Russia")
    blue, bear = match.teams["Blue"], match.teams["Bear"]
    blue.choose("Mobility first")
    match.submitted(1)
    change_a_lever(bear, "Effort by channel, Trade", "End")
    bear.page.get_by_text("100 %").wait_for()
    bear.page.wait_for_timeout(1500)
    bear.page.reload()
    bear.page.get_by_text("Allocations and levers").click()
    bear.page.get_by_text("100 %").wait_for()
    match.advance(1)
    assert "Your choices changed your payoff" in blue.page.content()
    assert "You have chosen nothing so far" in bear.page.content()
    assert [each.too_wide() for each in match.everybody] == [[], [], []]
    assert [each.too_faint() for each in match.everybody] == [[], [], []]
    check_the_replay(match, tmp_path)


def focused(device, words):
    """Wait until the focus is on what says so."""
    has_it = "words => document.activeElement.innerText.trim().startsWith(words)"
    device.page.wait_for_function(has_it, arg=words)


def test_closing_asks_only_while_a_team_with_a_seat_has_not_submitted(match):
    match.open(rounds=2)
    match.join("Blue", "European Union")
    match.join("Bear", "Russia")
    blue, bear, page = match.teams["Blue"], match.teams["Bear"], match.teacher.page
    blue.choose("Mobility first")
    match.submitted(1)
    button = page.get_by_role("button", name="Close round 1")
    question = page.get_by_role("alertdialog", name="Close the round without them?")

    button.focus()
    page.keyboard.press("Enter")
    question.get_by_role("heading", name="1 team has not submitted").wait_for()
    assert question.get_by_role("listitem").all_inner_texts() == [
        "Bear (Russia) goes on as before the game"
    ]
    focused(match.teacher, "Wait")
    page.keyboard.press("Enter")
    question.wait_for(state="hidden")
    focused(match.teacher, "Close round 1")
    assert Classroom(match.server.folder / "games.sqlite").game(match.code).closed == 0

    page.keyboard.press("Enter")
    question.get_by_role("heading", name="1 team has not submitted").wait_for()
    bear.choose("Security provider")
    question.get_by_role("heading", name="All teams have submitted by now").wait_for()
    page.keyboard.press("Escape")
    question.wait_for(state="hidden")
    match.submitted(2)
    match.teacher.close_round(1)
    for each in match.everybody:
        match.sees(each, 1)

    page.get_by_role("button", name="Close round 2").click()
    question.get_by_role("heading", name="2 teams have not submitted").wait_for()
    question.get_by_text("Blue (European Union) goes on with its choice of round 1").wait_for()
    focused(match.teacher, "Wait")
    page.keyboard.press("Tab")
    focused(match.teacher, "Close anyway")
    page.keyboard.press("Enter")
    for each in match.everybody:
        match.sees(each, 2)


@pytest.mark.soak
def test_seven_teams_play_five_rounds_through_a_reload_a_loss_and_a_kill(own_match, tmp_path):
    match = own_match
    match.open(rounds=5)
    for name, (actor, _) in TEAMS.items():
        match.join(name, actor, "phone" if name == "Steppe" else "desk")
    match.submitted(0)
    for name, (_, strategy) in TEAMS.items():
        if strategy:
            match.teams[name].choose(strategy)
    blue = match.teams["Blue"]
    change_a_lever(blue, "Conditionality", "ArrowRight")
    blue.page.get_by_label("Your name for the changed strategy").fill("Open <b>doors</b>")
    blue.submit("Open <b>doors</b>")
    match.submitted(3)
    match.advance(1)

    late, actor, strategy = LATE
    match.join(late, actor)
    match.teams[late].choose(strategy)
    match.teams["Bear"].page.reload()
    match.teacher.page.get_by_label("Let something happen").click()
    match.teacher.page.get_by_role("option", name="Drought").click()
    match.teacher.page.get_by_role("button", name="Let it happen").click()
    for each in match.everybody:
        each.page.get_by_text("Breaking news: Drought").wait_for()
    match.advance(2)

    lose_the_connection(match, "Silk", 3)

    match.teams["Peaks"].choose("Leaning to the EU")
    kill_the_server(match)
    submitted = match.teams["Peaks"].page.get_by_text("Submitted: Leaning to the EU")
    submitted.wait_for(timeout=RETURN)
    match.submitted(1)
    match.advance(4)
    for each in match.everybody:
        each.forget()
    match.advance(5)

    match.teacher.page.get_by_text("All 5 rounds are over").wait_for()
    assert "<b>doors</b>" in match.saved(tmp_path).read_text()
    check_the_replay(match, tmp_path)


def test_the_teachers_page_invites_nobody_to_a_game_that_is_over(match):
    match.open(rounds=1)
    match.join("Blue", "European Union")
    match.teams["Blue"].choose("Mobility first")
    match.submitted(1)
    page = match.teacher.page
    page.get_by_text("Join at").wait_for()
    match.teacher.close_round(1)
    match.sees(match.teacher, 1)
    page.get_by_role("heading", name="Teams", exact=True).wait_for()
    for gone in ("Join at", "Thinking", "Free the seat", "free: goes on"):
        assert not page.get_by_text(gone).locator("visible=true").count(), gone
    for shown in (f"Code of the game: {match.code}", "Lead from another device", "Blue"):
        assert page.get_by_text(shown, exact=True).is_visible(), shown
    for size in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(500)  # charts follow the window
        assert match.teacher.too_wide() == match.teacher.too_faint() == []
    page.get_by_role("link", name="To the debriefing").click()
    page.get_by_role("heading", name="Looking back").wait_for()


def test_on_a_phone_a_message_covers_no_title_and_goes_with_the_next_success(device):
    phone = device("phone")
    page = phone.go("/play")
    page.get_by_label("Code of the game").fill("ZZZZZ")
    page.get_by_role("button", name="Go").click()
    message = page.locator(".q-notification", has_text="There is no game 'ZZZZZ'")
    message.wait_for()
    page.wait_for_timeout(500)
    assert message.bounding_box()["y"] > 600

    code = device().open_game(rounds=1)
    page = phone.go(f"/play/{code}")
    page.get_by_role("button", name="Join").click()
    message = page.locator(".q-notification", has_text="name")
    message.wait_for()
    page.get_by_label("Name of your team").fill("Blue")
    page.get_by_role("button", name="Join").click()
    # By itself it would stay for five seconds.
    message.wait_for(state="hidden", timeout=2_500)
