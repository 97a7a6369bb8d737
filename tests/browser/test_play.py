"""A whole game on eight devices, with a reload, a lost connection and a server that is killed."""

from __future__ import annotations

import re
import signal

import numpy as np

from cagame.app.play.view import points
from cagame.classroom import Classroom, Engine
from cagame.classroom.report import Spread
from cagame.classroom.scenario_file import AS_PLAYED
from cagame.study import run

ROUNDS = 5
#: Team, actor, and what it follows from the first round on.
TEAMS = (
    ("Blue", "European Union", "Mobility first"),
    ("Bear", "Russia", "Security provider"),
    ("Silk", "China", None),
    ("Steppe", "Kazakhstan", "Reform and opening"),
    ("Peaks", "Kyrgyzstan", None),
    ("Pamir", "Tajikistan", None),
    ("Oasis", "Uzbekistan", "Balancer"),
)


def advance(teacher, teams, number):
    """Close a round, and wait until everybody sees what it brought."""
    teacher.page.get_by_role("button", name=f"Close round {number}").click()
    for device in (teacher, *teams):
        device.page.get_by_role("heading", name=re.compile(f"^Round {number}: ")).wait_for()


def test_a_game_of_five_rounds_ends_in_a_file_that_replays_it(device, server, tmp_path):
    teacher = device()
    code = teacher.open_game(ROUNDS)
    teams = {}
    for name, actor, _ in TEAMS[:6]:  # the last one comes late
        teams[name] = device("phone" if actor == "Kazakhstan" else "desk")
        teams[name].join(code, name, actor)
    teacher.page.get_by_text("Teams: 0 of 6 have submitted").wait_for()

    # Round 1: those with a plan choose; one changes a lever by the keyboard.
    for name, _, strategy in TEAMS[:6]:
        if strategy:
            teams[name].choose(strategy)
    blue = teams["Blue"].page
    blue.get_by_text("Allocations and levers").click()
    blue.get_by_label("Conditionality").focus()
    blue.keyboard.press("ArrowRight")
    blue.get_by_label("Your name for the changed strategy").fill("Open <b>doors</b>")
    teams["Blue"].submit("Open <b>doors</b>")
    teacher.page.get_by_text("Teams: 3 of 6 have submitted").wait_for()
    advance(teacher, teams.values(), 1)

    # Round 2: a late team; a reload keeps the draft; the teacher lets something happen.
    late, actor, strategy = TEAMS[6]
    teams[late] = device()
    teams[late].join(code, late, actor)
    teams[late].choose(strategy)
    bear = teams["Bear"]
    bear.page.get_by_text("Allocations and levers").click()
    bear.page.get_by_label("Effort by channel, Trade").focus()
    bear.page.keyboard.press("End")
    bear.page.get_by_text("100 %").wait_for()
    bear.page.wait_for_timeout(1500)
    bear.page.reload()
    bear.page.get_by_role("button", name="Submit").wait_for()
    bear.page.get_by_text("Allocations and levers").click()
    bear.page.get_by_text("100 %").wait_for()
    bear.submit("Security provider, changed")
    teacher.page.get_by_label("Let something happen").click()
    teacher.page.get_by_role("option", name="Drought").click()
    teacher.page.get_by_role("button", name="Let it happen").click()
    for each in teams.values():
        each.page.get_by_text("Breaking news: Drought").wait_for()
    advance(teacher, teams.values(), 2)

    # Round 3: one device loses its connection while the round is closed, and finds its way back.
    silk = teams["Silk"]
    silk.context.set_offline(True)
    others = [each for name, each in teams.items() if name != "Silk"]
    advance(teacher, others, 3)
    silk.context.set_offline(False)
    silk.page.get_by_role("heading", name=re.compile("^Round 3: ")).wait_for(timeout=60_000)
    silk.forget()

    # Round 4: the server is killed after a submission, and everybody goes on by themselves.
    teams["Peaks"].choose("Leaning to the EU")
    server.stop(signal.SIGKILL)
    server.start()
    everybody = [teacher, *teams.values()]
    for each in everybody:
        each.page.wait_for_function("() => window.socket && window.socket.connected")
    teams["Peaks"].page.get_by_text("Submitted: Leaning to the EU").wait_for(timeout=60_000)
    teacher.page.get_by_text("Teams: 1 of 7 have submitted").wait_for(timeout=60_000)
    for each in everybody:
        each.forget()
    advance(teacher, teams.values(), 4)
    advance(teacher, teams.values(), 5)

    # The end: the page shows what the file's run gives, to the last world.
    teacher.page.get_by_text("All 5 rounds are over").wait_for()
    answer = teacher.context.request.get(f"{server.address}/play/{code}/scenario.yaml")
    path = tmp_path / "game.yaml"
    path.write_bytes(answer.body())
    results = run(path, out=tmp_path / "results", workers=1)
    game = Classroom(server.folder / "games.sqlite").game(code)
    figures = Engine(game.lesson).play(game.played)
    for name in game.lesson.study.outcomes:
        ran = results.values(name)[results.variants.index(AS_PLAYED), 0]
        assert np.array_equal(ran, figures[name]), name
    row = teacher.page.get_by_role("row", name=re.compile("European Union"))
    assert points(Spread.of(figures["payoff_eu"][-1]).median) in row.inner_text()
    assert "<b>doors</b>" in path.read_text()
