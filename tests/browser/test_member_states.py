"""A group of member states beside the EU institutions: each moves its own levers."""

from __future__ import annotations

import re

import pytest

from cagame.classroom import Classroom

OWN = ("Coordination with the members", "Easier visas", "Legal work")


def levers(device):
    device.page.get_by_text("Allocations and levers").click()
    legends = device.page.locator("fieldset.lever legend")
    legends.last.wait_for()
    return legends.all_inner_texts()


@pytest.mark.soak
def test_members_and_institutions_share_the_unions_levers(device, server):
    teacher = device()
    code = teacher.open_game(rounds=2)
    teacher.page.get_by_text("free: the EU sets its levers").wait_for()
    blue, six = device(), device("phone")
    blue.join(code, "Blue", "European Union")
    assert set(OWN) < set(levers(blue))
    blue.page.get_by_label("Conditionality").focus()
    blue.page.keyboard.press("ArrowRight")

    six.join(code, "Six", "Member-state group")
    blue.page.get_by_text("Member-state group (Six) sets coordination").wait_for()
    shown = levers(blue)
    assert not set(OWN) & set(shown)
    assert "Conditionality" in shown
    # What the EU team had moved before is still there.
    blue.page.get_by_text("0.40").first.wait_for()
    blue.submit("Joint Roadmap of 2023, changed")

    assert levers(six) == list(OWN)
    six.page.get_by_text("You share this payoff with the European Union").wait_for()
    six.page.get_by_label("Ready-made choice").click()
    six.page.get_by_role("option", name="Team Europe: pool everything").click()
    six.page.get_by_label("Easier visas, Kazakhstan").focus()
    six.page.keyboard.press("End")
    six.submit("Team Europe: pool everything, changed")
    assert six.too_wide() == []

    teacher.page.get_by_role("button", name="Close round 1").click()
    for each in (teacher, blue, six):
        each.page.get_by_role("heading", name=re.compile("^Round 1: ")).wait_for()
    news = "Member-state group now follows: Team Europe: pool everything, changed"
    six.page.get_by_text(news).wait_for()
    six.page.get_by_text("against leaving your levers to the EU").wait_for()
    game = Classroom(server.folder / "games.sqlite").game(code)
    assert game.ledger.choice("members", 1)[1]["visa"]["KZ"] == 1.0
    text = teacher.context.request.get(f"{server.address}/play/{code}/scenario.yaml").text()
    assert "Joint Roadmap of 2023, changed; members: Team Europe" in text

    page = teacher.go(f"/debrief/{code}")
    page.get_by_role("tab", name="What if").click()
    page.get_by_role("button", name="But the EU works together").click()
    # Whoever holds the lever is asked to move it.
    what = "The same game, but Member-state group (Six): coordination with the members 0.35"
    page.get_by_role("heading", name=what).wait_for(timeout=60_000)
