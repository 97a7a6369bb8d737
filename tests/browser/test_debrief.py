"""Looking back at a game in Chromium: who may, what it shows, what can be taken home.

The game is written to the file of games as a class would have left it; nobody plays it here.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from cagame import run
from cagame.classroom import Classroom, Engine, Lesson
from cagame.classroom.desk import Desk
from cagame.classroom.lesson import SEATS
from cagame.classroom.scenario_file import AS_PLAYED
from cagame.scenario import Scenario

KEYS = {
    "title": "What should be done?",
    "question": "Who gains?",
    "years": {"decision": 2025, "end": 2033},
    "seed": 5,
    "reference": "first",
    "variants": {"first": {"eu": "joint-roadmap"}},
    "outcomes": ["eu_influence", "openness_to_eu", "governance", "resilience", "prosperity"],
}
TEAMS = {
    "eu": "Brussels Sprouts",
    "russia": "The Bears",
    "china": "Silk Road",
    "KZ": "Steppe Eagles",
}
ROUNDS = (
    {"eu": "values-first", "russia": "spoiler", "china": "baseline", "KZ": "balancer"},
    {"eu": {"base": "mobility-first", "conditionality": 0.1, "title": "Open doors"}},
    {"russia": "integration", "KZ": "eu-leaning"},
)
#: Tries of computing parts: a busy machine may take its time.
PATIENCE = 60_000


@dataclass
class Played:
    """A game, and the keys of those who played it."""

    room: Classroom
    code: str
    teacher: str
    seats: dict

    def give(self, device, role: str, key: str) -> None:
        """Let a device hold a key, as if it had opened or joined the game."""
        device.go("/")
        session = next(each for each in device.context.cookies() if each["name"] == "session")
        told = json.loads(base64.b64decode(session["value"].split(".")[0]))
        Desk(self.room).give(told["id"], self.code, role, key)


def played(server, *, rounds: int = len(ROUNDS), worlds: int = 30, teams=TEAMS) -> Played:
    room = Classroom(server.folder / "games.sqlite")
    code, teacher = room.create(Lesson.of(Scenario.from_mapping(KEYS), worlds=worlds))
    seats = {seat: room.join(code, team, seat) for seat, team in teams.items()}
    for number, choices in enumerate(ROUNDS[:rounds], start=1):
        for seat, choice in choices.items():
            room.submit(seats[seat].token, number, choice)
        if number == 2:
            room.trigger(teacher, "russian-recession")
        room.close(teacher, number)
    return Played(room, code, teacher, seats)


@pytest.fixture(scope="module")
def over(server):
    """A game that is over."""
    return played(server)


@pytest.fixture
def teacher(device, over):
    """The teacher's device, looking back."""

    def made(size: str = "desk"):
        own = device(size)
        over.give(own, "teacher", over.teacher)
        own.go(f"/debrief/{over.code}")
        own.page.wait_for_selector(".timeline", timeout=PATIENCE)
        return own

    return made


def open_tab(device, name: str):
    device.page.get_by_role("tab", name=name).click()
    return device.page


def test_the_timeline_shows_every_choice_and_event(teacher):
    page = teacher().page
    rows = page.locator(".timeline tr")
    assert rows.count() == 1 + len(SEATS) + 1
    own = rows.nth(1)
    assert own.locator("th").inner_text() == "European Union (Brussels Sprouts)"
    told = [own.locator(".followed").nth(number).inner_text() for number in range(3)]
    assert told == ["Values first, with conditions", "Open doors", "Open doors, as before"]
    assert "left to the EU institutions" in rows.nth(2).inner_text()
    assert "in force before the game" in page.get_by_role("row", name="Kyrgyzstan").inner_text()
    assert "Russian recession" in rows.last.locator("td").nth(1).inner_text()


def test_names_of_teams_are_shown_as_they_are_and_run_nothing(device, server):
    bad = played(server, teams={**TEAMS, "KZ": '"><img src=x> {{7*7}}'})
    own = device()
    bad.give(own, "teacher", bad.teacher)
    page = own.go(f"/debrief/{bad.code}")
    page.wait_for_selector(".timeline", timeout=PATIENCE)
    assert page.get_by_text('Kazakhstan ("><img src=x> {{7*7}})').first.is_visible()
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_no_part_is_wider_than_the_page(teacher, size):
    device = teacher(size)
    for name in ("Timeline", "What if", "Best response", "Equilibrium", "Take home"):
        open_tab(device, name)
        device.page.get_by_role("tabpanel").first.wait_for()
        assert device.too_wide() == []


def test_the_same_game_but_the_eu_works_together(teacher):
    page = open_tab(teacher(), "What if")
    page.get_by_role("button", name="But the EU works together").click()
    found = page.locator("section.panel").first
    found.wait_for(timeout=PATIENCE)
    assert "The same game, but European Union (Brussels Sprouts)" in found.inner_text()
    assert "coordination with the members 0.35" in found.inner_text()
    found.get_by_text("All numbers").click()
    influence = found.get_by_role("row", name="EU influence").first
    assert influence.locator("td").first.inner_text().startswith("+")


def test_a_strategy_of_the_library_throughout_is_played_again(teacher):
    page = open_tab(teacher(), "What if")
    page.get_by_role("button", name="Play it again").click()
    found = page.locator("section.panel").first
    found.wait_for(timeout=PATIENCE)
    assert "Differentiated bilateral strategy" in found.locator("h3").inner_text()


def test_each_team_is_compared_with_its_best_response(teacher):
    page = open_tab(teacher(), "Best response")
    page.get_by_role("button", name="Try all strategies").click()
    page.get_by_role("columnheader", name="Best ready-made choice").wait_for(timeout=PATIENCE)
    rows = page.get_by_role("region", name="Best responses").locator("tr")
    assert rows.count() == 1 + len(TEAMS)
    assert "Security provider" in rows.nth(2).inner_text()


def test_the_class_is_compared_with_the_equilibrium(teacher):
    page = open_tab(teacher(), "Equilibrium")
    page.get_by_role("button", name="Find it").click()
    page.locator(".outcome").wait_for(timeout=2 * PATIENCE)
    assert "The class was not at rest" in page.locator(".outcome").inner_text()
    rows = page.get_by_role("region", name="Equilibrium").locator("tr")
    assert rows.count() == 1 + 3


def test_the_saved_game_runs_to_the_same_numbers(teacher, over, tmp_path):
    page = open_tab(teacher(), "Take home")
    with page.expect_download() as download:
        page.get_by_role("button", name="Scenario file").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    results = run(path, out=tmp_path / "results")
    game = over.room.game(over.code)
    course = Engine(game.lesson).play(game.played)
    place = results.variants.index(AS_PLAYED)
    for name in ("eu_influence", "payoff_eu", "payoff_russia", "payoff_kazakhstan"):
        assert np.array_equal(results.values(name)[place, 0], course[name])


def test_the_table_of_the_game_has_a_row_for_each_seat_and_round(teacher):
    page = open_tab(teacher(), "Take home")
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
    assert len(rows) == 3 * len(SEATS)
    assert rows[0]["team"] == "Brussels Sprouts"


def test_a_team_looks_back_once_the_game_is_over(device, over):
    own = device()
    over.give(own, "team", over.seats["eu"].token)
    page = own.go(f"/debrief/{over.code}")
    page.wait_for_selector(".timeline", timeout=PATIENCE)


def test_a_team_does_not_look_back_before_the_game_is_over_but_its_teacher_does(device, server):
    going = played(server, rounds=1)
    own, leads = device(), device()
    going.give(own, "team", going.seats["eu"].token)
    going.give(leads, "teacher", going.teacher)
    page = own.go(f"/debrief/{going.code}")
    assert page.get_by_text("Teams look back when the game is over.").is_visible()
    assert page.locator(".timeline").count() == 0
    leads.go(f"/debrief/{going.code}").wait_for_selector(".timeline", timeout=PATIENCE)


def test_a_device_without_a_key_does_not_look_back(device, over):
    page = device().go(f"/debrief/{over.code}")
    assert page.get_by_text("This device has no part in this game.").is_visible()
    assert page.locator(".timeline").count() == 0
    page = device().go("/debrief/AAAAA")
    assert page.locator(".timeline").count() == 0


def test_the_first_page_lists_the_games_of_the_device(device, over):
    own = device()
    over.give(own, "teacher", over.teacher)
    page = own.go("/debrief")
    page.get_by_text(f"Game {over.code}").click()
    page.wait_for_selector(".timeline", timeout=PATIENCE)


def test_tabs_are_reached_and_opened_with_keys(teacher):
    page = teacher().page
    page.get_by_role("tab", name="Timeline").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What if").wait_for()
