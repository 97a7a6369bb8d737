"""Nobody acts for another, guesses codes, or makes others run what they wrote."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest

SCRIPT = "<img src=x onerror=alert(1)>"
#: Press a button whether it is shown or not.
PRESS = """
name => [...document.querySelectorAll("button")].find(e => e.innerText.startsWith(name)).click()
"""


@pytest.fixture(scope="module")
def keys(server):
    """Every key in the file of games: none of them may turn up where it does not belong."""

    def read():
        with closing(sqlite3.connect(server.folder / "games.sqlite")) as games:
            teachers = games.execute("SELECT teacher FROM lesson").fetchall()
            return [row[0] for row in (*teachers, *games.execute("SELECT token FROM seats"))]

    return read


def test_words_of_a_team_are_shown_and_never_run(device):
    teacher, team, other = device(), device(), device()
    code = teacher.open_game(rounds=1)
    team.join(code, SCRIPT, "Russia")
    asked = []
    for each in (teacher, team, other):
        each.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    team.page.get_by_text("Allocations and levers").click()
    team.page.get_by_label("Effort by channel, Trade").focus()
    team.page.keyboard.press("ArrowRight")
    team.page.get_by_label("Your name for the changed strategy").fill(SCRIPT)
    team.submit(SCRIPT)
    other.join(code, "Plain", "China")
    teacher.close_round(1, anyway=True)
    for each in (teacher, team, other):
        each.page.get_by_text(f"Russia now follows: {SCRIPT}").wait_for()
        assert each.page.locator("main img").count() == 0
    assert asked == []


def test_a_device_without_the_key_cannot_lead_or_read_a_draft(device, keys):
    teacher, team, other = device(), device(), device()
    code = teacher.open_game(rounds=1)
    team.join(code, "Blue", "European Union")
    team.page.get_by_label("Strategy of the library").click()
    team.page.get_by_role("option", name="Values first").click()
    team.page.wait_for_timeout(1500)
    page = other.go(f"/play/{code}/teacher")
    page.get_by_text("This device does not lead this game").wait_for()
    assert page.get_by_role("button", name="Close round 1").count() == 0
    page = other.go(f"/play/{code}")
    page.get_by_text("European Union is played by Blue").wait_for()
    assert "Values first" not in page.content()
    for each in (teacher, team, other):
        seen = each.page.content() + each.page.url
        assert not [key for key in keys() if key in seen]


def focused(device, words):
    """Wait until the focus is on what says so."""
    has_it = "words => document.activeElement.innerText.trim().startsWith(words)"
    device.page.wait_for_function(has_it, arg=words)


def shown_address(teacher):
    """Where another device comes to lead, from the page of one that does."""
    teacher.page.get_by_role("button", name="Lead from another device").click()
    teacher.page.get_by_text("Do not project the address").wait_for()
    assert "/lead/" not in teacher.page.content()
    teacher.page.get_by_role("button", name="Show the address").click()
    return urlsplit(teacher.page.locator(".address", has_text="/lead/").inner_text()).path


def test_another_device_leads_by_an_address_that_is_shown_on_request_and_works_once(
    device, keys, server
):
    teacher, phone, stranger = device(), device("phone"), device()
    code = teacher.open_game(rounds=1)
    assert "/lead/" not in teacher.page.content()
    path = shown_address(teacher)
    assert teacher.too_faint() == []

    # Whatever looks at an address before somebody does, as messengers do, does not spend it.
    assert phone.context.request.get(server.address + path).ok
    page = phone.go(path)
    page.get_by_text(f"This device will lead game {code}").wait_for()
    late = stranger.go(path).get_by_role("button", name=f"Lead game {code}")
    late.wait_for()
    assert phone.too_wide() == phone.too_faint() == []
    page.get_by_role("button", name=f"Lead game {code}").click()
    page.wait_for_url("**/teacher")
    page.get_by_text("2 devices lead this game").wait_for()
    teacher.page.get_by_text("Do not project the address").wait_for(state="detached")
    teacher.page.get_by_text("2 devices lead this game").wait_for()

    late.click()
    stranger.page.get_by_text("this address opens no game").wait_for()
    stranger.go(path).get_by_text("this address opens no game").wait_for()
    page = stranger.go(f"/play/{code}/teacher")
    page.get_by_text(f"cagame lead {code}").wait_for()
    for each in (teacher, phone, stranger):
        seen = each.page.content() + each.page.url
        assert not [key for key in keys() if key in seen]

    phone.close_round(1)
    for each in (teacher, phone):
        each.page.get_by_text("All 1 rounds are over").wait_for()


def test_an_address_that_is_withdrawn_leads_nobody(device):
    teacher, phone = device(), device("phone")
    teacher.open_game(rounds=1)
    path = shown_address(teacher)
    teacher.page.get_by_role("button", name="Withdraw the address").click()
    teacher.page.get_by_text("Do not project the address").wait_for(state="detached")
    phone.go(path).get_by_text("this address opens no game").wait_for()


def test_a_device_that_leads_alone_takes_the_lead_from_pages_that_are_open(device, keys):
    teacher, phone = device(), device("phone")
    code = teacher.open_game(rounds=1)
    alone = teacher.page.get_by_role("button", name="Let only this device lead")
    phone.go(shown_address(teacher)).get_by_role("button", name=f"Lead game {code}").click()
    phone.page.get_by_text("2 devices lead this game").wait_for()
    # In the middle of something, and with a way back prepared.
    path = shown_address(phone)
    phone.page.get_by_role("button", name="Let only this device lead").click()
    phone.page.get_by_text("All other devices then lead this game no more").wait_for()
    assert phone.too_wide() == phone.too_faint() == []

    alone.click()
    focused(teacher, "Not now")
    teacher.page.keyboard.press("Enter")
    focused(teacher, "Let only this device lead")
    alone.click()
    teacher.page.get_by_role("button", name="Lead alone").click()
    alone.wait_for(state="hidden")
    phone.page.get_by_text("This device no longer leads this game").wait_for()
    assert phone.page.get_by_role("button", name="Close round 1").count() == 0
    assert phone.too_wide() == phone.too_faint() == []
    phone.go(path).get_by_text("this address opens no game").wait_for()
    for each in (teacher, phone):
        seen = each.page.content() + each.page.url
        assert not [key for key in keys() if key in seen]
    teacher.close_round(1)
    teacher.page.get_by_text("All 1 rounds are over").wait_for()


@pytest.mark.soak
def test_a_page_that_lost_the_lead_and_does_not_go_away_is_refused(device):
    teacher, old = device(), device()
    code = teacher.open_game(rounds=1)
    old.go(shown_address(teacher)).get_by_role("button", name=f"Lead game {code}").click()
    old.page.get_by_role("button", name="Close round 1").wait_for()
    old.page.evaluate("window.open = () => null")
    teacher.page.get_by_role("button", name="Let only this device lead").click()
    teacher.page.get_by_role("button", name="Lead alone").click()
    teacher.page.get_by_text("Only this device leads the game now").wait_for()
    for name in ("Close round 1", "Start the clock", "Lead alone", "Show the address"):
        if name == "Lead alone":
            old.page.evaluate(PRESS, "Let only this device lead")
        if name == "Show the address":
            old.page.get_by_role("button", name="Lead from another device").click()
        old.page.wait_for_timeout(500)
        old.page.evaluate(PRESS, name)
        told = old.page.locator(".q-notification", has_text="only the teacher of this game")
        told.first.wait_for()
        # The next button has its own answer, not this one.
        told.first.wait_for(state="detached", timeout=20_000)
    teacher.close_round(1)
    teacher.page.get_by_text("All 1 rounds are over").wait_for()


def test_who_has_lost_the_browser_leads_by_what_the_serving_computer_prints(device, own_server):
    lost, new = device(at=own_server), device(at=own_server)
    code = lost.open_game(rounds=1)
    lost.page.close()
    own_server.stop()
    command = [sys.executable, "-m", "cagame", "lead", code]
    command += ["--data", str(own_server.folder / "games.sqlite")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    own_server.start()
    (address,) = [line for line in told.splitlines() if line.startswith(own_server.address)]
    new.go(urlsplit(address).path).get_by_role("button", name=f"Lead game {code}").click()
    new.page.wait_for_url("**/teacher")
    new.close_round(1)
    new.page.get_by_text("All 1 rounds are over").wait_for()


@pytest.mark.parametrize("code", ["%3Cscript%3E", "A" * 500, "..%2F..%2Fetc", "%00", "no/such"])
def test_a_strange_address_is_one_readable_page(device, code):
    visitor = device()
    page = visitor.go(f"/play/{code}")
    assert page.locator("main script").count() == 0
    assert page.get_by_role("alert").inner_text().count("\n") == 0
    # The browser itself complains of an answer that says "not found".
    assert all("404" in told for told in visitor.complaints)
    visitor.forget()


def test_numbers_that_no_control_sends_stop_at_the_bounds(device, server):
    team = device()
    code = device().open_game(rounds=1)
    team.join(code, "Blue", "European Union")
    team.page.get_by_text("Allocations and levers").click()
    slider = team.page.get_by_label("Conditionality")
    slider.evaluate("input => { input.max = 1e9; input.value = 5e8; }")
    slider.dispatch_event("input")
    slider.dispatch_event("change")
    team.submit("Joint Roadmap of 2023, changed")
    with closing(sqlite3.connect(server.folder / "games.sqlite")) as games:
        question = "SELECT choice FROM choices WHERE code = ?"
        (choice,) = games.execute(question, (code,)).fetchone()
    assert json.loads(choice)["conditionality"] == 1


def test_guessing_codes_is_refused_after_some_tries(device, own_server):
    guesser = device()
    refused = []
    for number in range(40):
        answer = guesser.context.request.get(f"{own_server.address}/play/WR{number:03d}")
        refused.append("too many tries" in answer.text())
    # One try comes back every ten seconds.
    assert refused[0] is False
    assert refused.count(True) > 15
