"""A team plays a partner that the study brings along, from joining to looking back."""

from __future__ import annotations

import re

import pytest


def open_turkey(teacher) -> str:
    """Open a short game of the study of Turkey; its code."""
    page = teacher.go("/play")
    page.get_by_label("Question of the game").click()
    page.get_by_role("option", name="Turkey in Central Asia").click()
    page.get_by_label("Rounds").fill("1")
    page.get_by_label("Worlds").click()
    page.get_by_role("option", name="100").click()
    page.get_by_role("button", name="Open the game").click()
    page.wait_for_url("**/teacher")
    return page.locator(".code").inner_text()


@pytest.mark.soak
def test_a_team_plays_turkey_and_a_state_leans_to_it(device, server):
    teacher, bosporus, steppe = device(), device("phone"), device()
    code = open_turkey(teacher)
    teacher.page.locator(".team-seat", has_text="Turkey").wait_for()
    bosporus.join(code, "Bosporus", "Turkey")
    bosporus.page.get_by_text("Good if Turkey's share of influence rises").wait_for()
    assert bosporus.too_wide() == []
    assert bosporus.too_faint() == []
    bosporus.choose("Trade corridor")

    steppe.join(code, "Steppe", "Kazakhstan")
    steppe.page.get_by_text("Allocations and levers").click()
    steppe.page.get_by_label("Stance towards each patron, Turkey").focus()
    steppe.page.keyboard.press("End")
    steppe.submit("Steady course, changed")

    teacher.page.get_by_role("button", name="Close round 1").click()
    for each in (teacher, bosporus, steppe):
        each.page.get_by_role("heading", name=re.compile("^Round 1: ")).wait_for()
    steppe.page.get_by_text("Turkey now follows: Trade corridor").wait_for()
    bosporus.page.get_by_text("Turkey (you)").wait_for()
    chart = bosporus.page.locator(".chart", has_text="Share of influence over the region")
    chart.locator("[aria-label*='Turkey: 2024 ']").wait_for()
    assert bosporus.too_wide() == []
    text = teacher.context.request.get(f"{server.address}/play/{code}/scenario.yaml").text()
    assert "Turkey (team Bosporus): Trade corridor" in text

    page = teacher.go(f"/debrief/{code}")
    page.get_by_text("Turkey (Bosporus)").first.wait_for(timeout=60_000)
    assert teacher.too_wide() == []
